"""The library's functions for edited decks: plan, update, adopt, diff.

The keywords that choose a variant are those of ``service``; by default they are those of the deck's last build.
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
from osloregion_slides.pptx.reading.copied import known_slides
from osloregion_slides.pptx.reading.deck import DeckMarks, OpenedDeck, Package, open_deck, read_opened
from osloregion_slides.pptx.reading.sheet_edits import has_other_layouts
from osloregion_slides.service import OUTLINES, iso, pairs
from osloregion_slides.update import plan as merging
from osloregion_slides.update.base import FOLDER, store_folder
from osloregion_slides.update.base_read import MAX_BASE, FoundBase, find_base, read_base, read_head, stored_bases
from osloregion_slides.update.base_read import find as base_in_store
from osloregion_slides.update.changes import AddItem, AddSlide, Plan, Remake
from osloregion_slides.update.drawn import Drawn, Redrawing, original_keys, read_drawn, rekeyed, with_drawn
from osloregion_slides.update.match import best_base
from osloregion_slides.update.order import refuse_other_size
from osloregion_slides.update.plan import as_ours, new_edits
from osloregion_slides.update.pointing import with_sources

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

    ``outline`` and variant default to those of the deck's last build. ``plan.notes`` of the result are its lines
    in words, ``plan.exit_code`` is 0 (nothing to do), 3 (changes are pending) or 4 (undecided conflicts).
    ``on_conflict`` decides where both sides changed the same: ``keep`` for the deck, ``take`` for the outline;
    ``choices`` decides single conflicts by the ids of an earlier plan's notes (``{"a920094c": "take"}``) and restores
    deleted objects. With ``data`` these bytes are the deck and the path only its name.
    ``finish`` is the function that the deck was built with, if any: without it, the shapes that it drew stay as they
    are, and the plan says so. ``base`` is a file of the base store, or a deck, to compare with instead of the base
    that the deck names.

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
    """Return the updated deck, manual edits kept; nothing is written (``save`` does).

    ``deck`` is a plan to carry out, or a path with the keywords of ``plan``: ``outline``, variant, ``choices``,
    ``finish``, ``data`` and ``base`` mean the same. With ``on_conflict="fail"`` a deck with conflicts is returned as it
    was found. ``planned`` of the result is the plan; its ``plan.exit_code`` is 4 where conflicts are left. InvalidInput
    as in ``plan``, and ``plan-not-empty`` where the result would still differ.

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
    """Return a deck linked to ``outline``, which it was not built from; nothing is deleted, nothing written.

    Slides and objects found on both sides get the outline's keys, those only in the outline are added. Read the notes
    of ``planned.plan`` before saving it. ``choices``, ``data`` and ``finish`` are as in ``plan``. InvalidInput:
    ``has-base`` for a deck of this outline, ``other-slide-size`` for slides of another size (``any_size`` links them
    anyway), else as in ``plan``.

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

    The variant is that of the outlines. ``changed`` of the result are the slides that differ. InvalidInput
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
    """The options of a request; "" takes the value from the deck's base: its outline, audience, language or date.

    ``finish`` draws on the finished slides.
    """

    outline: str = ""
    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    finish: Finish | None = None


class Found(Record):
    """A deck as found: bytes, opened package, base, the outline's path, warnings, the head of the base."""

    data: bytes
    opened: OpenedDeck
    base: bytes
    outline: str
    findings: tuple[Finding, ...] = ()
    head: DeckState | None = None


class Planned(Record):
    """A plan with its inputs: the found bytes, the opened deck and its state, ours, the outline's path.

    ``base`` is the base that the update writes into the deck and the base store; ``redrawing`` is the part of the
    plan about shapes that functions draw, None without any.
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

        Findings about the other slides and the data were reported when these were built.
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
        """The bytes of the deck before the update, b"" where unknown."""
        return self.planned.data if self.planned else b""


class Side(Record):
    """One side of a comparison: its state, and for an outline the generated side."""

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

    ``choices`` decides conflicts by the ids of an earlier plan's notes, and restores deleted objects.
    InvalidInput: a deck that cannot be read or has no base, an outline that is not found or has errors, a
    deck of another outline, a choice of nothing in the plan (``unknown-conflict``).
    """
    warm_up()
    found = find(path, asked, data, base)
    ours = _ours(found.outline, asked, found.head or read_head(found.base))
    return plan_found(found, ours.replace(findings=(*found.findings, *ours.findings)), on_conflict, choices)


def _fitting_base(opened: OpenedDeck, stores: Sequence[str], path: str) -> FoundBase | None:
    """Return the most similar base of the stores; None where the deck has or names one, or none is similar."""
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
    """Return the base in a deck or in a base store near it; that of the file ``given``, if any."""
    if given:
        return given_base(given)
    return find_base(marks.base, marks.base_hash, [os.path.join(one, FOLDER) for one in _places(path)], path)


def given_base(path: str) -> FoundBase:
    """Return the base in a file of a base store, or in a deck. InvalidInput as in ``find_base``."""
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

    A deck that names no base is compared with the most similar one of the store, which a finding reports.
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
    """Return what an update of a found deck would do, with ``ours`` already composed. See ``plan_update``."""
    package, marks = found.opened.package, found.opened.marks
    base = read_base(found.base, ours.known, ours.base)
    before = read_drawn(found.base)
    own_sheets = proof.has_own_sheets(package, base, ours.known, ours.brand, ours.deck.language)
    is_plain = found.base == marks.base and not (before or ours.fresh)
    copied_from = ours.brand if own_sheets else None
    known = known_slides(found.opened, base, ours.known, ours.deck, copied_from) if is_plain else {}
    theirs = read_opened(found.opened, known)
    (base, theirs), before = rekeyed(base, theirs, ours.known, before, ours.fresh)
    drawn = marks.looks if found.base == marks.base else ""
    sheets = proof.edited_sheets(package, base, ours.known, ours.brand, own_sheets)

    def seen(theirs: DeckState) -> DeckState:
        return proof.as_edited(theirs, base, ours.known, drawn, package)

    def merge(theirs: DeckState, choices: Mapping[str, Choice]) -> Plan:
        return merging.plan(base, theirs, ours.known, on_conflict, choices, seen, sheets)

    made, redrawing = _with_drawn(theirs, before, base, ours, on_conflict, choices, merge)
    after = _base_after(made := with_sources(original_keys(made), ours.outline), ours, redrawing)
    unknown = {"looks-unknown": proof.removed_unproven(made), "looks-unknown.table": proof.tables_as_written(made)}
    said = [finding(code, Location(package.file), count=count) for code, count in unknown.items() if count]
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
    """Return the plan that links a deck without a base to an outline: keys and additions, no deletions.

    ``choices`` and ``data`` as in ``plan_update``; ``any_size`` also adopts a deck whose slides have another size.

    InvalidInput (``has-base``) for a deck with a base of this outline: linking it again would take later changes of
    the outline for manual edits. InvalidInput (``other-slide-size``): additions are composed for the slide size of
    the outline's template, and could exceed that of the deck.
    """
    data, opened = _opened(path, data)
    found = proof.with_unknown_looks(read_opened(opened, marked=True))
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
    """Return the generated side in the audience and language that a deck is most like."""
    usual = _ours(asked.outline, asked, None)
    outline, made = load(asked.outline), {usual.base: usual}
    audiences = [asked.audience] if asked.audience else ["", *[entry.key.text for entry in outline.audiences]]
    for audience in audiences:
        for language in [asked.language] if asked.language else outline.languages:
            try:
                ours = _ours(asked.outline, asked.replace(audience=audience, language=language), None)
            except InvalidInput:
                continue  # a variant with errors was never built
            made.setdefault(ours.base, ours)
    best = best_base([("", base) for base in made], theirs) if len(made) > 1 else None
    if best is None or best[1] == usual.base:
        return usual
    ours, count = made[best[1]], len(theirs.slides)
    who, language = ours.known.variant.audience, ours.known.variant.language
    guess = finding("variant-guessed", Location(path), audience=who, language=language, alike=best[2], count=count)
    return ours.replace(findings=(*ours.findings, guess))


def apply(planned: Planned, path: str) -> Updated:
    """Return the deck with its plan applied. InvalidInput where another plan of the result would not be empty.

    Bug where the result would have manual edits that the plan does not list (``update.plan.new_edits``).
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
    """Return the record of formatting to store in an updated deck; ``again`` is a plan of that deck."""
    plan, marks = planned.plan, planned.opened.marks
    drawn = [one for one in plan.changes if isinstance(one, (AddItem, AddSlide, Remake))]
    made = {(one.slide, key) for one in drawn for key in (one.item, *getattr(one, "children", ()))}
    changed = {one.slide for one in plan.changes}
    base, kept = plan.base or planned.ours.known, proof.read_looks(marks.looks)
    return proof.looks_after(base, plan.found, again.found, kept, made, changed)


def carry_out(planned: Planned, on_conflict: OnConflict = "keep") -> Updated:
    """Return the deck with its plan applied; unchanged where conflicts are left and ``on_conflict`` is "fail".

    The findings include those of the outline. InvalidInput as in ``apply``.
    """
    if on_conflict == "fail" and planned.plan.exit_code == CONFLICTS:
        return Updated(planned.data, planned.findings, planned)
    made = apply(planned, planned.opened.package.file)
    return Updated(made.data, (*planned.findings, *made.findings), planned)


def side_of(path: str, asked: Asked) -> Side:
    """Return one side of a comparison: a deck (.pptx) as read, or an outline as composed."""
    if path.lower().endswith(OUTLINES):
        ours = _ours(path, asked, None)
        return Side(path, ours.known, ours)
    return Side(path, read_opened(_opened(path)[1]))


def compare(before: Side, after: Side) -> DeckDifference:
    """Return what changed between two sides; an outline is compared with a deck in its built form."""
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
    """Return the deck key in the base of a deck, "" without a readable base."""
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
    """Return the folders to search for an outline: near the working folder or the deck."""
    folder = os.path.dirname(deck) or "."
    return [".", "decks", folder, os.path.join(folder, "decks"), os.path.join(folder, "..", "decks")]


def _outline(base: DeckState, deck: str) -> str:
    """Return the path of the outline that the base names."""
    name = base.outline
    is_plain = name == os.path.basename(name) and "\\" not in name and "\0" not in name  # decks may be hostile
    for place in _places(deck):
        found = os.path.normpath(os.path.join(place, name))
        if name and is_plain and os.path.isfile(found):
            return found
    missing = finding("no-outline.of-deck", Location(deck), name=name) if name else None
    raise InvalidInput([missing or finding("no-outline.unnamed", Location(deck))])


def check_updated(package: Package, plan: Plan, written: Written = ()) -> tuple[Finding, ...]:
    """Return findings about texts of an updated deck that overflow or have too little contrast.

    Only slides that the plan or an edit changed are measured, except those that equal a fresh build (``written`` has
    their keys), whose texts were fitted when they were composed.
    """
    touched = plan.touched - {key for _, key in written}
    parts = {at.part: key for key, at in plan.slides.items() if key in touched}
    if not parts:
        return ()
    from osloregion_slides.checks.written import check_slides

    return tuple(check_slides(package, parts))
