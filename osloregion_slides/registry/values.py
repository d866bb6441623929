"""The values of the registry: members with periods, and the membership on one date.

Dates are ISO strings (``2008-01-01``), which compare as text; "" is open or unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

from osloregion_slides.base.findings import term
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.base.messages import Phrase

    MemberKind = Literal["municipality", "county_council"]
    Confidence = Literal["confirmed", "high", "medium", "low"]
    Made = TypeVar("Made")
    Grouped = tuple[tuple[str, tuple["Member", ...]], ...]


class Kept:
    """A cache of at most ``most`` results by the values that they were derived from.

    Values are compared by identity, which costs the same for one member and for 8 000; the cache keeps them alive, so
    that no other value can have the same identity. They are frozen, so a result stays valid.
    """

    __slots__ = ("_made", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = {}

    def get(self, values: tuple[object, ...], words: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return the result of ``make`` for these ``values`` (the same objects) and ``words`` (equal ones)."""
        key = (*map(id, values), *words)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self._most:
                self._made.clear()
            found = self._made[key] = values, make()
        made: Made = found[1]
        return made


class Member(Record):
    """A membership from ``start`` to ``end``, both included.

    ``number`` is Statistics Norway's four digits (kommunenummer) in force at the time, "" without one.
    ``region`` is the primary sub-region (delregion); a municipality can belong to several.
    ``successor`` is the unit that replaced it when the membership ended in a merger or a renumbering.
    """

    name: str
    number: str
    county: str
    region: str
    other_regions: tuple[str, ...]
    start: str
    end: str
    source: str
    confidence: Confidence
    kind: MemberKind
    successor: str = ""
    note: str = ""
    note_en: str = ""

    @property
    def key(self) -> str:
        """The number, or the name of a member without one: what the areas of a map are found by."""
        return self.number or self.name


class Gap(Record):
    """A period in which not all members of a kind are known by name; ``note`` describes what is known.

    ``total`` is the number of members according to a source, None without one. With a ``county`` the gap
    concerns that county only.
    """

    start: str
    end: str
    note: str
    source: str = ""
    kind: MemberKind = "municipality"
    total: int | None = None
    county: str = ""
    note_en: str = ""


class LastKnown(Record):
    """The number of members according to the last statement before a date, and the ISO date of that statement."""

    total: int
    date: str


class MemberList(tuple["Member", ...]):
    """The members of a kind on a date that are known by name.

    ``whole`` says whether these are all members; ``total`` is the number of members, None if unknown. Counts and
    lists show ``total``, or the ``last`` known number with its date, or that it is unknown: the ``len`` of a list
    with gaps is not a fact about the alliance.
    """

    whole: bool
    total: int | None
    last: LastKnown | None
    notes: tuple[Gap, ...]

    def __new__(
        cls, members: Iterable[Member], gaps: tuple[Gap, ...] = (), last: LastKnown | None = None
    ) -> MemberList:
        """Create the list of these members; ``gaps`` are the periods with missing names."""
        made = super().__new__(cls, members)
        made.last = last
        made.whole = not gaps
        totals = [gap.total for gap in gaps if not gap.county and gap.total is not None]
        made.total = len(made) if made.whole else (totals[0] if totals else None)
        made.notes = gaps
        return made


def note_of(entry: Member | Gap, language: str) -> str:
    """Return the note in a language: English has its own, all others use the registry's."""
    return (entry.note_en if language[:2] == "en" else entry.note) or entry.note or entry.note_en


def lacking(roll: MemberList) -> Phrase:
    """Return why the length of a list with gaps is not the number of members: the registry's note on the period."""
    notes = [(note, note_of(gap, "nb")) for gap in roll.notes if (note := note_of(gap, "en"))]
    return term("{en}", en=notes[0][0], nb=notes[0][1]) if notes else term("the list of members is not complete")


class Snapshot(Record):
    """The members on a date, in the registry's order. ``gaps`` is empty when the list is complete.

    ``registry`` is the registry of these members, None if no other dates are known.
    """

    date: str
    members: tuple[Member, ...]
    gaps: tuple[Gap, ...] = ()
    last: tuple[tuple[MemberKind, LastKnown], ...] = ()
    registry: Registry | None = None

    @property
    def municipalities(self) -> MemberList:
        """The members that are municipalities."""
        return self._roll("municipality")

    @property
    def county_councils(self) -> MemberList:
        """The members that are county councils (fylkeskommuner)."""
        return self._roll("county_council")

    def _roll(self, kind: MemberKind) -> MemberList:
        return _kept.get((self,), (kind,), lambda: _roll_of(self, kind))

    @property
    def totals_by_county(self) -> tuple[tuple[str, int], ...]:
        """The number of municipalities per county according to a source, if not all are known by name."""
        gaps = [gap for gap in self.gaps if gap.kind == "municipality"]
        return tuple([(gap.county, gap.total) for gap in gaps if gap.county and gap.total is not None])

    @property
    def by_county(self) -> Grouped:
        """The municipalities by county, counties in the order of their first member."""
        return _kept.get((self,), ("by_county",), lambda: _grouped(self.municipalities, lambda member: member.county))

    @property
    def by_region(self) -> Grouped:
        """The municipalities by primary sub-region, in the order of their first member."""
        return _kept.get((self,), ("by_region",), lambda: _grouped(self.municipalities, lambda member: member.region))

    def earlier(self, by: Literal["county", "region"]) -> tuple[Snapshot, ...]:
        """Return the members on earlier dates with other counties or sub-regions, the oldest first."""
        return _kept.get((self,), ("earlier", by), lambda: _earlier(self, by))

    @property
    def unconfirmed(self) -> tuple[Member, ...]:
        """The members whose membership is not confirmed by name in any source."""
        return tuple([member for member in self.members if member.confidence != "confirmed"])


class Registry(Record):
    """All memberships over time, and the periods with known gaps."""

    members: tuple[Member, ...]
    gaps: tuple[Gap, ...] = ()

    def as_of(self, date: str) -> Snapshot:
        """Return the members on ``date`` (ISO, such as ``2008-01-01``)."""
        return _kept.get((self,), (date,), lambda: _on(self, date))


KINDS: tuple[MemberKind, ...] = ("municipality", "county_council")
_kept = Kept(32)
"""Snapshots and results derived from them; the cost of each is proportional to the number of members."""


def _on(registry: Registry, date: str) -> Snapshot:
    found = _known_on(registry, date)
    open_kinds = [kind for kind in KINDS if found._roll(kind).total is None]
    last = [(kind, known) for kind in open_kinds if (known := _last_known(registry, kind, date))]
    return found.replace(last=tuple(last)) if last else found


def _known_on(registry: Registry, date: str) -> Snapshot:
    members = [member for member in registry.members if _holds(member.start, member.end, date)]
    gaps = [gap for gap in registry.gaps if _holds(gap.start, gap.end, date)]
    return Snapshot(date, tuple(members), tuple(gaps), (), registry)


MOST_EARLIER = 4
"""The most recent changes of counties or sub-regions that are considered."""


def _earlier(snapshot: Snapshot, by: Literal["county", "region"]) -> tuple[Snapshot, ...]:
    registry = snapshot.registry
    if registry is None or not snapshot.date:
        return ()
    rows = [(row.start, row.end, getattr(row, by)) for row in registry.members if row.kind == "municipality"]
    begins = sorted([row for row in rows if row[0] <= snapshot.date])
    ends = sorted([(end, name) for _, end, name in begins if end])
    count: dict[str, int] = {}
    times: list[tuple[frozenset[str], str]] = []
    added = ended = 0
    for day in [*dict.fromkeys([row[0] for row in begins]), snapshot.date]:
        while added < len(begins) and begins[added][0] <= day:
            count[begins[added][2]] = count.get(begins[added][2], 0) + 1
            added += 1
        while ended < len(ends) and ends[ended][0] < day:
            count[ends[ended][1]] -= 1
            if not count[ends[ended][1]]:
                del count[ends[ended][1]]
            ended += 1
        if times and len(times[-1][0]) == len(count) and times[-1][0].issuperset(count):
            times.pop()
        times.append((frozenset(count), day))
    return tuple([_known_on(registry, day) for _, day in times[-MOST_EARLIER - 1 : -1]])


def _last_known(registry: Registry, kind: MemberKind, date: str) -> LastKnown | None:
    """Return the last statement before a date about the number of members of a kind.

    A source's total is dated at the start of its period, a complete list at its last change.
    """
    entries: list[Member | Gap] = [*registry.members, *registry.gaps]
    rows = [row for row in entries if row.kind == kind]
    changes = {row.start for row in rows} | {next_day(row.end) for row in rows if row.end}
    for day in sorted([change for change in changes if change <= date], reverse=True):
        roll = _roll_of(_known_on(registry, day), kind)
        if roll.total is not None and (roll or not roll.whole):
            stated = [gap.start for gap in roll.notes if not gap.county and gap.total is not None]
            return LastKnown(roll.total, stated[0] if stated else day)
    return None


def next_day(day: str) -> str:
    """Return the day after an ISO date."""
    import datetime

    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))


def _roll_of(snapshot: Snapshot, kind: MemberKind) -> MemberList:
    gaps = tuple([gap for gap in snapshot.gaps if gap.kind == kind])
    return MemberList([m for m in snapshot.members if m.kind == kind], gaps, dict(snapshot.last).get(kind))


def _holds(start: str, end: str, date: str) -> bool:
    return start <= date and (not end or date <= end)


def _grouped(members: Iterable[Member], key: Callable[[Member], str]) -> Grouped:
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(key(member), []).append(member)
    return tuple([(name, tuple(group)) for name, group in groups.items()])
