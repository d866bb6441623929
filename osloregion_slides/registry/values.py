"""The registry's values: members with a period each, and what holds on one date.

Dates are ISO strings (``2008-01-01``), so that they compare as text; "" is open or unknown.
"""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Literal

    MemberKind = Literal["municipality", "county_council"]
    Confidence = Literal["confirmed", "high", "medium", "low"]
    Grouped = tuple[tuple[str, tuple["Member", ...]], ...]


class Member(Value):
    """A membership from ``start`` to ``end``, both included.

    ``number`` is Statistics Norway's four digits (kommunenummer) in force then, "" where there is none.
    ``region`` is the primary sub-region (delregion); a municipality can sit in several.
    ``successor`` names the unit that took over when the membership ended in a merger or a renumbering.
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


class Gap(Value):
    """A period in which not all members are known by name; ``note`` says what is known."""

    start: str
    end: str
    note: str
    source: str = ""


class Snapshot(Value):
    """The members on a date, in the registry's order. ``gaps`` is empty when the list is complete."""

    date: str
    members: tuple[Member, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def municipalities(self) -> tuple[Member, ...]:
        """The members that are municipalities."""
        return tuple([member for member in self.members if member.kind == "municipality"])

    @property
    def county_councils(self) -> tuple[Member, ...]:
        """The members that are county councils (fylkeskommuner)."""
        return tuple([member for member in self.members if member.kind == "county_council"])

    @property
    def by_county(self) -> Grouped:
        """The municipalities by county, counties in the order of their first member."""
        return _grouped(self.municipalities, lambda member: member.county)

    @property
    def by_region(self) -> Grouped:
        """The municipalities by primary sub-region, in the order of their first member."""
        return _grouped(self.municipalities, lambda member: member.region)

    @property
    def unconfirmed(self) -> tuple[Member, ...]:
        """The members whose membership no source states by name."""
        return tuple([member for member in self.members if member.confidence != "confirmed"])


class Registry(Value):
    """All memberships there ever were, and the periods in which the list is known to lack some."""

    members: tuple[Member, ...]
    gaps: tuple[Gap, ...] = ()

    def as_of(self, date: str) -> Snapshot:
        """Return who is a member on ``date`` (ISO, such as ``2008-01-01``)."""
        members = [member for member in self.members if _holds(member.start, member.end, date)]
        gaps = [gap for gap in self.gaps if _holds(gap.start, gap.end, date)]
        return Snapshot(date, tuple(members), tuple(gaps))

    @property
    def gap_from(self) -> str:
        """The first date from which names are missing; "" when the list is complete."""
        return min([gap.start for gap in self.gaps], default="")


def _holds(start: str, end: str, date: str) -> bool:
    return start <= date and (not end or date <= end)


def _grouped(members: Iterable[Member], key: Callable[[Member], str]) -> Grouped:
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(key(member), []).append(member)
    return tuple([(name, tuple(group)) for name, group in groups.items()])
