"""The library's verbs for decks that people have edited: plan, update, adopt, diff.

The keywords that choose a variant are those of ``service``; left out, they are what the deck was made with.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record, warm_up
from osloregion_slides.bugs import Bug
from osloregion_slides.drafting import Generated, composed, drawn, load, owned, pens_of, read_deck
from osloregion_slides.pptx.reading import proof
from osloregion_slides.pptx.reading.deck import DeckMarks, OpenedDeck, Package, open_deck, read_opened
from osloregion_slides.pptx.reading.sheet_edits import has_other_layouts
from osloregion_slides.service import OUTLINES, iso, pairs
from osloregion_slides.update import plan as merging
from osloregion_slides.update.base import FOLDER, MAX_BASE, store_folder, stored_bases
from osloregion_slides.update.base import find as base_in_store
from osloregion_slides.update.base_fit import best_base
from osloregion_slides.update.base_read import FoundBase, find_base, read_base, read_head
from osloregion_slides.update.changes import AddItem, AddSlide, Plan, Remake
from osloregion_slides.update.drawn import Drawn, Redrawing, called_again, read_drawn, set_apart, with_drawn
from osloregion_slides.update.order import refuse_other_size
from osloregion_slides.update.plan import as_ours, new_edits, unread
from osloregion_slides.update.pointing import pointed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from osloregion_slides.drafting import Finish
    from osloregion_slides.pptx.base_part import Written
    from osloregion_slides.service import Path, Settings
    from osloregion_slides.update.deck_state import DeckState
    from osloregion_slides.update.diff import DeckDifference
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict


def plan(
    deck: Path,
    outline: Path = "",
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    on_conflict: OnConflict = "keep",
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    finish: Finish | None = None,
    base: Path = "",
) -> Planned:
    """Return what an update of the deck at ``deck`` would do; nothing is written.

    ``outline`` and variant left out are those that the deck was made from. ``plan.notes`` of the result are its lines
    for people, ``plan.exit_code`` is 0 (nothing to do), 3 (changes are pending) or 4 (undecided conflicts).
    ``on_conflict`` says who wins where both sides changed the same: ``keep`` is the deck, ``take`` the outline;
    ``choices`` decides single conflicts by the ids of an earlier plan's notes (``{"a920094c": "take"}``) and brings
    back what people deleted. With ``data`` these bytes are the deck and the path only its name.
    ``finish`` is the function that the deck was built with, if any: without it, what it drew is left as it is, and the
    plan says so. ``base`` is a file of the base store, or a deck, to compare with instead of what the deck names.

    InvalidInput: a deck that cannot be read or has no update data, an outline that is not found or has errors, a
    deck of another outline (``another-deck``), a choice of nothing in the plan (``unknown-conflict``).

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> plan("out/deck.pptx").plan.exit_code
    0
    >>> pending = plan("out/deck.pptx", settings={"meeting.title": "Styremøte"})
    >>> [(note.slide, note.what) for note in pending.plan.notes][0]
    ('cover', 'paragraph 1: "[Tittel på møtet]" -> "Styremøte"')
    """
    asked = _asked(outline, audience, language, as_of, settings, finish)
    return plan_update(os.fspath(deck), asked, on_conflict, choices or {}, data, os.fspath(base))


def update(
    deck: Path | Planned,
    outline: Path = "",
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    on_conflict: OnConflict = "keep",
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    finish: Finish | None = None,
    base: Path = "",
) -> Updated:
    """Return the deck brought up to date, edits made by hand kept; nothing is written (``save`` does).

    ``deck`` is a plan to carry out, or a path with the keywords of ``plan``: ``outline``, variant, ``choices``,
    ``finish``, ``data`` and ``base`` mean the same there. With ``on_conflict="fail"`` a deck with
    conflicts is returned as it was found. ``planned`` of the result is the plan; its ``plan.exit_code`` tells whether
    conflicts are left. InvalidInput as in ``plan``, and ``plan-not-empty`` where the result would still differ.

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> updated = update("out/deck.pptx", settings={"meeting.title": "Styremøte"})
    >>> save("out/deck.pptx", updated)
    >>> plan("out/deck.pptx").plan.exit_code
    0
    """
    if isinstance(deck, (str, os.PathLike)):
        asked = _asked(outline, audience, language, as_of, settings, finish)
        deck = plan_update(os.fspath(deck), asked, on_conflict, choices or {}, data, os.fspath(base))
    return carry_out(deck, on_conflict)


def adopt(
    deck: Path,
    outline: Path,
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    choices: Mapping[str, Choice] | None = None,
    data: bytes | None = None,
    finish: Finish | None = None,
    any_size: bool = False,
) -> Updated:
    """Return a deck that was not made from an outline as one of ``outline``'s; nothing is deleted, nothing written.

    What is found on both sides gets the outline's keys, what only the outline has is added. Look at the notes of
    ``planned.plan`` before saving it. ``choices``, ``data`` and ``finish`` are as in ``plan``. InvalidInput:
    ``has-base`` for a deck of this outline, ``other-slide-size`` for slides of another size (``any_size`` adopts them
    all the same), else as in ``plan``.

    >>> foreign = build("decks/osloregionen.yaml", updatable=False)
    >>> adopted = adopt("foreign.pptx", "decks/osloregionen.yaml", data=foreign.data)
    >>> plan("adopted.pptx", "decks/osloregionen.yaml", data=adopted.data).plan.exit_code
    0
    """
    asked = _asked(outline, audience, language, as_of, settings, finish)
    return carry_out(plan_adoption(os.fspath(deck), asked, choices or {}, data, any_size))


def diff(
    before: Path,
    after: Path,
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
) -> DeckDifference:
    """Return what changed from ``before`` to ``after``, each a deck (.pptx) or an outline (.yaml).

    The variant is that of the outlines. ``changed`` of the result are the slides that are not the same. InvalidInput
    for a deck that cannot be read or an outline with errors.

    >>> save("out/osloregionen.pptx", build("decks/osloregionen.yaml"))
    >>> found = diff("out/osloregionen.pptx", "decks/osloregionen.yaml", settings={"meeting.title": "Styremøte"})
    >>> [slide.key for slide in found.changed]
    ['cover']
    """
    asked = _asked("", audience, language, as_of, settings)
    return compare(side_of(os.fspath(before), asked), side_of(os.fspath(after), asked))


def _asked(
    outline: Path, audience: str, language: str, as_of: str | date, settings: Settings, finish: Finish | None = None
) -> Asked:

    return Asked(os.fspath(outline), audience, language, iso(as_of), pairs(settings), finish)


# The stages behind these verbs.
#
# The deck as found (theirs), the base in it, and what the outline generates today (ours) become a plan; the plan is
# applied to the found file in place.


class Asked(Record):
    """What the person names; "" is what the deck's base says: its outline, its audience, language and date.

    ``finish`` draws on the finished slides.
    """

    outline: str = ""
    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    finish: Finish | None = None


class Found(Record):
    """A deck as found: bytes, opened, the base to compare with, the outline's path, warnings, the base's head."""

    data: bytes
    opened: OpenedDeck
    base: bytes
    outline: str
    findings: tuple[Finding, ...] = ()
    head: DeckState | None = None


class Planned(Record):
    """A plan with what it was made of: the found bytes, the deck opened and what was read of it, ours, its path.

    ``base`` is the base that the update leaves in the deck, and in the base store; ``redrawing`` is the part of the
    plan about shapes that a function draws, None where there are none.
    """

    plan: Plan
    data: bytes
    opened: OpenedDeck
    found: DeckState
    ours: Generated
    outline: str
    base: bytes
    redrawing: Redrawing | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of this update: errors, those about the deck, and those on slides that it changes.

        What was to be said of the other slides and of the data was said when they were built.
        """
        touched = {change.slide for change in self.plan.changes}
        touched.update([note.slide for note in self.plan.notes if note.group == "conflict"])
        slides = [(slide.at, slide.key) for slide in self.ours.known.slides if slide.at is not None]
        files = {at.file for at, _ in slides}

        def is_of_it(one: Finding) -> bool:
            if one.severity == "error" or one.at is None or one.at.file == self.opened.package.file:
                return True
            if one.slide or one.at.file not in files:
                return one.slide in touched or FOLDER in one.at.file
            above = [(at.line, key) for at, key in slides if at.file == one.at.file and at.line <= one.at.line]
            return bool(above) and max(above)[1] in touched

        return tuple([one for one in self.ours.findings if is_of_it(one)])


class Updated(Record):
    """The updated bytes (the found ones where there was nothing to do), the findings, and the plan."""

    data: bytes
    findings: tuple[Finding, ...]
    planned: Planned | None = None

    @property
    def found(self) -> bytes:
        """The bytes of the deck before the update, b"" where they are not known."""
        return self.planned.data if self.planned else b""


class Side(Record):
    """One side of a comparison: its state, and what was composed where it is an outline."""

    path: str
    known: DeckState
    ours: Generated | None = None


CONFLICTS = 4
"""The exit code of a plan with undecided conflicts."""
_NONE: Mapping[str, Choice] = {}


def plan_update(
    path: str,
    asked: Asked,
    on_conflict: OnConflict = "keep",
    choices: Mapping[str, Choice] = _NONE,
    data: bytes | None = None,
    base: str = "",
) -> Planned:
    """Return what an update of the deck at ``path`` would do; with ``data`` these are the deck and the path its name.

    ``base`` is a file to compare with instead of the base that the deck names (``given_base``).

    ``choices`` decides conflicts by the ids of an earlier plan's notes, and brings back what was deleted by hand.
    InvalidInput: a deck that cannot be read or has no base, an outline that is not found or has errors, a
    deck of another outline, a choice of nothing in the plan (``unknown-conflict``).
    """
    warm_up()
    found = find(path, asked, data, base)
    ours = _ours(found.outline, asked, found.head or read_head(found.base))
    return plan_found(found, ours.replace(findings=(*found.findings, *ours.findings)), on_conflict, choices)


def _fitting_base(opened: OpenedDeck, stores: Sequence[str], path: str) -> FoundBase | None:
    """Return the base of a store that fits a deck best, None where the deck has or names one, or none fits."""
    marks = opened.marks
    if marks.base or marks.base_hash and any([base_in_store(store, marks.base_hash) for store in stores]):
        return None
    theirs = read_opened(opened)
    found = best_base([base for store in dict.fromkeys(stores) for base in stored_bases(store)], theirs)
    if found is None:
        return None
    name, data, alike = found
    said = finding("base-guessed", Location(path), base=name, alike=alike, count=len(theirs.slides))
    return FoundBase(data, (said,))


def base_of(marks: DeckMarks, path: str, given: str = "") -> FoundBase:
    """Return the base of a deck, from itself or a base store near it; that of the file ``given``, if any."""
    if given:
        return given_base(given)
    return find_base(marks.base, marks.base_hash, [os.path.join(one, FOLDER) for one in _places(path)], path)


def given_base(path: str) -> FoundBase:
    """Return the base that a file is (of a base store), or that a deck has in it. InvalidInput as ``find_base``."""
    if not path.lower().endswith(".pptx"):
        try:
            data = read_bytes(path, MAX_BASE)
        except OSError as problem:
            why = problem.strerror or str(problem)
            raise InvalidInput([finding("bad-base.file", path=path, reason=why)]) from None
        read_head(data)
        return FoundBase(data)
    return base_of(open_deck(read_deck(path), path).marks, path)


def find(path: str, asked: Asked, data: bytes | None = None, given: str = "") -> Found:
    """Return the deck at ``path`` (or these bytes of that name), its base and its outline's path.

    A deck that names no base is compared with the one of the store that fits best, which a finding says.
    """
    data, opened = _opened(path, data)
    marks, head = opened.marks, None
    if marks.base:
        try:
            head = read_head(marks.base)
        except InvalidInput:
            head = None  # the one in a base store may be whole
    stores = [store_folder(asked.outline)] if asked.outline else [os.path.join(one, FOLDER) for one in _places(path)]
    if given:
        base = given_base(given)
    else:
        base = _fitting_base(opened, stores, path) or find_base(marks.base, marks.base_hash, stores, path)
    outline = asked.outline or _outline(head or read_head(base.data), path)
    return Found(data, opened, base.data, outline, base.findings, head if base.data == marks.base else None)


def plan_found(
    found: Found, ours: Generated, on_conflict: OnConflict = "keep", choices: Mapping[str, Choice] = _NONE
) -> Planned:
    """Return what an update of a found deck would do, where ``ours`` is composed already. See ``plan_update``."""
    marks = found.opened.marks
    base = read_base(found.base, ours.known, ours.base)
    before = read_drawn(found.base)
    is_drawn = bool(before or ours.fresh)
    known = unread(marks.slides, base, ours.known) if found.base == marks.base and not is_drawn else {}
    for part in known:
        found.opened.package.data(part)  # unpacked without being read: a damaged deck is left alone
    theirs = read_opened(found.opened, known)
    (base, theirs), before = set_apart(base, theirs, ours.known, before, ours.fresh)
    drawn = marks.looks if found.base == marks.base else ""
    sheets = proof.sheets_by_hand(found.opened, base, ours.known, ours.brand, ours.deck.language)

    def seen(theirs: DeckState) -> DeckState:
        return proof.as_edited(theirs, base, ours.known, drawn, found.opened.package)

    def merge(theirs: DeckState, choices: Mapping[str, Choice]) -> Plan:
        return merging.plan(base, theirs, ours.known, on_conflict, choices, seen, sheets)

    made, redrawing = _with_drawn(theirs, before, base, ours, on_conflict, choices, merge)
    after = _base_after(made := pointed(called_again(made), ours.outline), ours, redrawing)
    unknown = {"looks-unknown": proof.removed_unproven(made), "looks-unknown.table": proof.tables_as_written(made)}
    said = [finding(code, Location(found.opened.package.file), count=count) for code, count in unknown.items() if count]
    ours = ours.replace(findings=(*ours.findings, *said))
    return Planned(made, found.data, found.opened, theirs, ours, found.outline, after, redrawing)


def _with_drawn(
    theirs: DeckState,
    drawn: tuple[Drawn, ...],
    base: DeckState | None,
    ours: Generated,
    on_conflict: OnConflict,
    choices: Mapping[str, Choice],
    merge: Callable[[DeckState, Mapping[str, Choice]], Plan],
) -> tuple[Plan, Redrawing | None]:
    if not (drawn or ours.fresh):
        return merge(theirs, choices), None
    from osloregion_slides.finishing import plan_with_drawn

    return plan_with_drawn(theirs, drawn, base, ours, on_conflict, choices, merge)


def _base_after(plan: Plan, ours: Generated, redrawing: Redrawing | None) -> bytes:
    from osloregion_slides.update.base import base_bytes

    base = ours.base if plan.base is None or plan.base is ours.known else base_bytes(plan.base)
    return with_drawn(base, redrawing.after) if redrawing else base


def plan_adoption(
    path: str,
    asked: Asked,
    choices: Mapping[str, Choice] = _NONE,
    data: bytes | None = None,
    any_size: bool = False,
) -> Planned:
    """Return what would make a deck without base one of the outline's: marks and additions, no deletions.

    ``choices`` and ``data`` as in ``plan_update``; ``any_size`` also adopts a deck whose slides have another size.

    InvalidInput (``has-base``) for a deck that has the base of this outline's: adopting it would take what the
    outline changed since for what people changed. InvalidInput (``other-slide-size``): what is added is composed for
    the slides of the outline's template, and would reach over the edge of others.
    """
    data, opened = _opened(path, data)
    found = proof.of_unknown_looks(read_opened(opened))
    ours = _recognised(found, asked, path)
    if _made_from(opened.marks, asked.outline, path) == ours.known.key:
        raise InvalidInput([finding("has-base", Location(path))])
    if not any_size:
        refuse_other_size(found, ours.known, path, asked.outline)

    def merge(theirs: DeckState, choices: Mapping[str, Choice]) -> Plan:
        return merging.adopt(theirs, ours.known, choices, has_other_layouts(opened.package, ours.brand))

    made, redrawing = _with_drawn(found, (), None, ours, "keep", choices, merge)
    base = with_drawn(ours.base, redrawing.after) if redrawing else ours.base
    return Planned(made, data, opened, found, ours, asked.outline, base, redrawing)


def _recognised(theirs: DeckState, asked: Asked, path: str) -> Generated:
    """Return what the outline makes for the audience and in the language that a deck fits best."""
    usual = _ours(asked.outline, asked, None)
    outline, made = load(asked.outline), {usual.base: usual}
    audiences = [asked.audience] if asked.audience else ["", *[entry.key.text for entry in outline.audiences]]
    for audience in audiences:
        for language in [asked.language] if asked.language else outline.languages:
            try:
                ours = _ours(asked.outline, asked.replace(audience=audience, language=language), None)
            except InvalidInput:
                continue  # no deck was made of a variant with errors
            made.setdefault(ours.base, ours)
    best = best_base([("", base) for base in made], theirs) if len(made) > 1 else None
    if best is None or best[1] == usual.base:
        return usual
    ours, count = made[best[1]], len(theirs.slides)
    who, language = ours.known.variant.audience, ours.known.variant.language
    guess = finding("variant-guessed", Location(path), audience=who, language=language, alike=best[2], count=count)
    return ours.replace(findings=(*ours.findings, guess))


def apply(planned: Planned, path: str) -> Updated:
    """Return the deck with its plan applied; a plan of the result is empty, or InvalidInput and nothing is lost.

    Bug where the result would have hand edits that the plan does not list (``update.plan.new_edits``).
    """
    plan, ours = planned.plan, planned.ours
    if not (plan.changes or plan.order or plan.rebase):
        return Updated(planned.data, ())
    from osloregion_slides.pptx.applying.apply import edit_package, finished
    from osloregion_slides.pptx.reading.deck import read_again

    edited = edit_package(planned.opened, plan, ours.deck, ours.brand, planned.base)
    if edited is None:
        return Updated(planned.data, ())
    before = planned.opened.package
    after = open_deck({member.name: member for member in edited.members}, path, before)
    now, redrawing = read_again(after, before, planned.found), planned.redrawing
    if redrawing:
        from osloregion_slides.finishing import without_drawn

        drawings = {(one.slide, one.name): one for one in (*redrawing.before, *redrawing.after)}
        now = without_drawn(now, tuple(drawings.values()), ours.known).known
    again = merging.plan(ours.known, now, ours.known)
    if again.changes or again.order:
        raise InvalidInput([finding("plan-not-empty", Location(path), count=len(again.changes))])
    unasked = new_edits(plan, again)
    if unasked:
        listed = "\n".join([f"{note.slide} {note.item}: {note.what}" for note in unasked])
        raise Bug(f"{path} is unchanged: the update would have left changes in it that are not in its plan", listed)
    written = as_ours(again, plan.base or ours.known, proof.not_as_drawn(plan, planned.opened.marks.slides))
    looks = _looks_after(planned, again)
    findings = (*edited.findings, *check_updated(after.package, plan, written))
    if redrawing is None:
        return Updated(finished(edited, planned.base, written, looks), findings)
    from osloregion_slides.finishing import redrawn, still_ours

    written = still_ours(written, redrawing)
    data = finished(edited, planned.base, written, looks)
    wanted = frozenset([(change.slide, change.item) for change in redrawing.changes])
    if not wanted:
        return Updated(data, findings)
    keys = {slide.locator.part: slide.key for slide in again.found.slides if slide.locator}
    made = redrawn(data, ours.deck, ours.brand, planned.base, ours.pens, wanted, keys, written)
    return Updated(made.data, (*findings, *made.findings))


def _looks_after(planned: Planned, again: Plan) -> list[str]:
    """Return the looks to leave in an updated deck, of which ``again`` is a plan."""
    plan, marks = planned.plan, planned.opened.marks
    drawn = [one for one in plan.changes if isinstance(one, (AddItem, AddSlide, Remake))]
    made = {(one.slide, key) for one in drawn for key in (one.item, *getattr(one, "children", ()))}
    changed = {one.slide for one in plan.changes}
    base, kept = plan.base or planned.ours.known, proof.read_looks(marks.looks)
    return proof.looks_after(base, plan.found, again.found, kept, made, changed)


def carry_out(planned: Planned, on_conflict: OnConflict = "keep") -> Updated:
    """Return the deck with its plan applied; as it was found where conflicts are left and ``on_conflict`` is "fail".

    The findings are those of the outline too. InvalidInput as in ``apply``.
    """
    if on_conflict == "fail" and planned.plan.exit_code == CONFLICTS:
        return Updated(planned.data, planned.findings, planned)
    made = apply(planned, planned.opened.package.file)
    return Updated(made.data, (*planned.findings, *made.findings), planned)


def side_of(path: str, asked: Asked) -> Side:
    """Return one side of a comparison: a deck (.pptx) as it is read, or an outline as it is composed."""
    if path.lower().endswith(OUTLINES):
        ours = _ours(path, asked, None)
        return Side(path, ours.known, ours)
    return Side(path, read_opened(_opened(path)[1]))


def compare(before: Side, after: Side) -> DeckDifference:
    """Return what changed between two sides; an outline beside a deck is compared as the deck that it makes."""
    from osloregion_slides.update.diff import diff

    if before.ours and after.ours:
        return diff(before.known, after.known, (before.ours.deck, after.ours.deck))
    return diff(_read(before), _read(after), seen=proof.differences)


def _read(side: Side) -> DeckState:
    if side.ours is None:
        return side.known
    from osloregion_slides.pptx.write import write_deck

    ours = side.ours
    return read_opened(open_deck(write_deck(ours.deck, ours.brand, ours.base), side.path))


def _opened(path: str, data: bytes | None = None) -> tuple[bytes, OpenedDeck]:
    return (data := read_deck(path) if data is None else data), open_deck(data, path)


def _made_from(found: DeckMarks, outline: str, path: str) -> str:
    """Return the key of the deck that the base is of, "" without a base that can be read."""
    try:
        return read_head(find_base(found.base, found.base_hash, [store_folder(outline)], path).data).key
    except InvalidInput:
        return ""


def _ours(outline: str, asked: Asked, base: DeckState | None) -> Generated:
    kept = base.variant if base else None
    audience = asked.audience or (kept.audience if kept else "")
    language = asked.language or (kept.language if kept else "")
    as_of = asked.as_of or (kept.as_of if kept else "")
    settings = (*(kept.settings if kept else ()), *asked.settings)
    loaded = load(outline, audience=audience, language=language, as_of=as_of, settings=settings)
    deck, brand, findings = composed(loaded)
    made = owned(loaded, deck, brand).replace(findings=findings)
    return drawn(made, pens_of(loaded, deck, brand, asked.finish))


def _places(deck: str) -> list[str]:
    """Return the folders where an outline may lie: near here or near the deck."""
    folder = os.path.dirname(deck) or "."
    return [".", "decks", folder, os.path.join(folder, "decks"), os.path.join(folder, "..", "decks")]


def _outline(base: DeckState, deck: str) -> str:
    """Return the path of the outline that the base names."""
    name = base.outline
    is_plain = name == os.path.basename(name) and "\\" not in name and "\0" not in name  # a deck may be a stranger's
    for place in _places(deck):
        found = os.path.normpath(os.path.join(place, name))
        if name and is_plain and os.path.isfile(found):
            return found
    missing = finding("no-outline.of-deck", Location(deck), name=name) if name else None
    raise InvalidInput([missing or finding("no-outline.unnamed", Location(deck))])


def check_updated(package: Package, plan: Plan, written: Written = ()) -> tuple[Finding, ...]:
    """Return findings about the texts of an updated deck that need more room than they have, or are too pale.

    Only slides that the plan or a person changed are measured, and of those only what is not just as the outline
    makes it now (``written`` names its key): what is new was fitted when it was composed.
    """
    touched = plan.touched - {key for _, key in written}
    parts = {at.part: key for key, at in plan.slides.items() if key in touched}
    if not parts:
        return ()
    from osloregion_slides.checks.written import check_slides

    return tuple(check_slides(package, parts))
