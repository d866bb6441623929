"""Shapes that functions draw on finished slides, in builds and in updates.

``update.drawn`` is the pure part, ``pptx.drawn`` the part that uses python-pptx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, finding
from osloregion_slides.base.record import Record
from osloregion_slides.plugins import PluginFault
from osloregion_slides.pptx.applying.kept import Keep, bring
from osloregion_slides.pptx.drawn import DrawnOn, Pen, draw_on, drawn_identity
from osloregion_slides.pptx.reading.deck import OpenedDeck, open_deck, read_opened
from osloregion_slides.update.changes import Plan
from osloregion_slides.update.drawn import (
    FINISH,
    bare,
    compared,
    drawn_items,
    is_edited,
    redrawing,
    whole_slide,
    with_drawn,
    without,
)
from osloregion_slides.update.match import match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.compose.plugin_kind import PluginKind
    from osloregion_slides.drafting import Generated
    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Deck
    from osloregion_slides.update.deck_state import DeckState, ItemState
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.drawn import Drawn, Redrawing
    from osloregion_slides.update.plan import OnConflict


class Finished(Record):
    """A deck that was drawn on: its bytes, its base, the drawn shapes, and the findings about them."""

    data: bytes
    base: bytes
    drawn: tuple[Drawn, ...]
    findings: tuple[Finding, ...]


class FoundDrawn(Record):
    """A found deck without its drawn shapes, these shapes, and the keys of its slides."""

    known: DeckState
    here: tuple[Drawn, ...]
    slides: frozenset[str]


def finish_deck(
    data: bytes, deck: Deck, brand: Brand, base: bytes, pens: Sequence[Pen | Keep], checked: bool = True
) -> Finished:
    """Return a deck of ``write_deck`` with the shapes that the pens draw; its base records them.

    ``checked``: the findings include those of the checks of finished decks on drawn shapes, as warnings.

    InvalidInput (``finish-changed-slides``) as in ``draw_on``.
    """
    slides = {f"ppt/slides/slide{number}.xml": slide.key for number, slide in enumerate(deck.slides, 1)}
    made = _made(data, deck.key, pens, slides)
    opened = open_deck({member.name: member for member in made.members})
    drawn = _read(opened, deck.key, slides, made.drawn, pens)
    places = {slide.key: slide.at for slide in deck.slides}
    base = with_drawn(base, drawn)
    data = _packed(opened, deck, brand, base, tuple(slides.items()), made.members)
    found = (*made.findings, *(_checked(data, brand, drawn) if checked else ()))
    findings = tuple([one.replace(at=places.get(one.slide)) for one in found])
    return Finished(data, base, drawn, findings)


def _made(
    data: bytes,
    deck: str,
    pens: Sequence[Pen | Keep],
    slides: Mapping[str, str],
    wanted: frozenset[tuple[str, str]] | None = None,
) -> DrawnOn:
    """Return the deck with slides of other decks inserted, then with the shapes of functions, as ``draw_on``."""
    keeps = [pen for pen in pens if isinstance(pen, Keep) and (wanted is None or (pen.slide, "") in wanted)]
    drawing = [pen for pen in pens if isinstance(pen, Pen)]
    members: tuple[Member, ...] = ()
    if keeps:
        from osloregion_slides.ooxml.zip import read_zip, write_zip

        members = bring(read_zip(data), deck, keeps, slides)
        data = write_zip(members) if drawing else data
    if drawing or not members:
        return draw_on(data, deck, drawing, slides, wanted)
    return DrawnOn(members, (), ())


def _checked(data: bytes, brand: Brand, drawn: Iterable[Drawn]) -> list[Finding]:
    """Return the findings of the checks on drawn shapes as warnings, since the outline cannot fix them."""
    from osloregion_slides.checks.presentation import check_presentation

    keys = {one.key for one in drawn if one.name}  # ``check`` reports on slides of other decks
    return [
        finding("drawn-shape", on_slide=one.slide, on_shape=one.shape, rule=one.code, fault=one.message, fix=one.hint)
        for one in check_presentation(data, brand)
        if one.shape in keys
    ]


def _packed(
    opened: OpenedDeck,
    deck: Deck,
    brand: Brand,
    base: bytes,
    sealed: tuple[tuple[str, str], ...],
    members: Iterable[Member],
) -> bytes:
    """Return the package with its base, sealed over all other members."""
    from osloregion_slides.ooxml.zip import write_zip
    from osloregion_slides.pptx.applying.apply import edit_package, finished

    nothing = Plan(read_opened(opened), (), ())
    edited = edit_package(opened, nothing, deck, brand, base) if base else None
    return write_zip(members) if edited is None else finished(edited, base, sealed, (opened.marks.looks,))


def _read(
    opened: OpenedDeck,
    deck: str,
    slides: Mapping[str, str],
    drawn: Iterable[tuple[str, str, str]],
    pens: Iterable[Pen | Keep],
) -> tuple[Drawn, ...]:
    """Return the drawn shapes as a reader finds them in the package."""
    found: dict[tuple[str, str], list[ItemState]] = {}
    names: dict[str, dict[str, str]] = {}
    for key, name, _ in drawn:
        names.setdefault(key, {})[drawn_identity(deck, key, name)] = name
    sources = {pen.slide: pen.source for pen in pens if isinstance(pen, Keep)}
    kept = []
    for slide in read_opened(opened).slides:
        key = slides.get(slide.key, "")
        if key in sources:
            kept.append(whole_slide(slide, key, sources[key]))
            continue
        for name, items in drawn_items(slide, names.get(key, {})).items():
            found[key, name] = items
    return (*kept, *[compared(key, name, by, found.get((key, name), ())) for key, name, by in drawn])


def without_drawn(known: DeckState, drawn: tuple[Drawn, ...], base: DeckState, by_content: bool = False) -> FoundDrawn:
    """Return a found deck without the shapes ``drawn`` on it; ``base`` names its slides.

    A slide of another deck is emptied. ``by_content``: the deck was not built from an outline, as far as is known.
    """
    parts = {}
    matched = match(base, known, None if by_content else base, by_content=by_content).known
    for slide in matched.slides:
        if slide.locator is not None:
            parts[slide.locator.part] = slide.key
    by = {(one.slide, one.name): one.by for one in drawn}
    here: list[Drawn] = []
    whole = {one.slide: one for one in drawn if not one.name}
    gone: list[tuple[str, list[ItemState]]] = []
    for slide in known.slides if drawn else ():
        part = slide.locator.part if slide.locator else slide.key
        key = parts.get(part, "")
        if key in whole:
            here.append(whole_slide(slide, key, whole[key].source))
            continue
        names = {drawn_identity(base.key, key, name): name for other, name in by if other == key}
        found = drawn_items(slide, names) if names else {}
        gone += [(slide.key, items) for items in found.values()]
        here += [compared(key, name, by[key, name], items) for name, items in found.items()]
    bared = without(known, gone)
    slides = [
        bare(one) if parts.get(one.locator.part if one.locator else one.key) in whole else one for one in bared.slides
    ]
    return FoundDrawn(bared.replace(slides=tuple(slides)), tuple(here), frozenset(parts.values()))


def plan_with_drawn(
    theirs: DeckState,
    before: tuple[Drawn, ...],
    base: DeckState | None,
    ours: Generated,
    on_conflict: OnConflict,
    choices: Mapping[str, Choice],
    merge: Callable[[DeckState, Mapping[str, Choice]], Plan],
) -> tuple[Plan, Redrawing]:
    """Return the plan of an update with its part about drawn shapes, and that part alone.

    ``before`` are the drawn shapes in the base, ``base`` is None for a deck without one, ``merge`` plans the rest of
    the deck, without the drawn shapes.
    """
    sought = before if base is not None else ours.fresh
    found = without_drawn(theirs, sought, base or ours.known, base is None)
    staying = {slide.key for slide in ours.known.slides}
    old = {one.slide: one for one in sought if not one.name}
    edited = {one.slide for one in found.here if not one.name and is_edited(old[one.slide], one)} - staying
    if edited:  # an edited slide that the outline no longer has belongs to the deck
        sought = tuple([one for one in sought if one.slide not in edited])
        found = without_drawn(theirs, sought, base or ours.known, base is None)
    if base is None:  # shapes already present come from an earlier build
        present = {(one.slide, one.name) for one in found.here}
        before = tuple([one for one in ours.fresh if (one.slide, one.name) in present])
    known = base or ours.known.replace(slides=())
    take = on_conflict == "take"
    finishes = any([isinstance(pen, Pen) and pen.by == FINISH for pen in ours.pens])
    redraw = redrawing(before, found.here, ours.fresh, known, ours.known, found.slides, choices, take, finishes)
    own = {note.id for note in redraw.notes if note.id}
    made = merge(found.known, {name: choice for name, choice in choices.items() if name not in own})
    rebase = made.rebase or redraw.after != before
    notes, changes = (*made.notes, *redraw.notes), (*made.changes, *redraw.changes)
    return made.replace(notes=notes, changes=changes, rebase=rebase), redraw


def still_ours(written: tuple[tuple[str, str], ...], redraw: Redrawing) -> tuple[tuple[str, str], ...]:
    """Return part and key of all slides, with the key "" also for those that keep an edited drawn shape."""
    kept = {note.slide for note in redraw.notes if note.group in ("edit", "conflict") and note.choice != "take"}
    kept |= {note.slide for note in redraw.notes if note.symbol == "."}
    return tuple([(part, "" if key in kept else key) for part, key in written])


def redrawn(
    data: bytes,
    deck: Deck,
    brand: Brand,
    base: bytes,
    pens: Sequence[Pen | Keep],
    wanted: frozenset[tuple[str, str]],
    keys: Mapping[str, str],
    sealed: tuple[tuple[str, str], ...],
) -> Finished:
    """Return an updated deck with the ``wanted`` drawn shapes (slide and name) removed, and drawn again by pens.

    ``keys`` are the slides' keys by part; ``base`` already records the drawn shapes, ``sealed`` equal that record.
    """
    made = _made(data, deck.key, pens, keys, wanted)
    opened = open_deck({member.name: member for member in made.members})
    drawn = _read(opened, deck.key, keys, made.drawn, pens)
    return Finished(_packed(opened, deck, brand, base, sealed, made.members), base, drawn, made.findings)


# Kinds of plug-ins on finished slides: as pens, and as what may have broken a Scene.


def pen_of(kind: PluginKind, source: SlideSource, brand: Brand) -> Pen:
    """Return the pen for a slide of a plug-in's kind; it raises PluginFault where the plug-in fails."""
    plugin = kind.plugin

    def draw(slide: Any) -> None:
        resolver = source.fields.resolver
        before = len(resolver.findings)
        try:
            plugin.value.draw(slide, source.fields, brand)
        except InvalidInput:
            raise
        except Exception as bug:  # foreign code
            raise PluginFault([plugin.failed(bug, source.at)]) from None
        wrong = [one for one in resolver.findings[before:] if one.severity == "error"]
        if wrong:
            raise InvalidInput(wrong)

    return Pen(plugin.name, source.id, draw, plugin.package)


def unwritable(deck: Deck, brand: Brand, kinds: Sequence[tuple[SlideSource, PluginKind]]) -> tuple[Finding, ...]:
    """Return the faults that prevent slides of plug-ins from being checked and written: values of wrong types."""
    from osloregion_slides.checks.deck import check_deck
    from osloregion_slides.pptx.write import write_deck

    composed = [(source, kind) for source, kind in kinds if not kind.draws]
    found = []
    for source, kind in composed:
        slides = [slide for slide in deck.slides if slide.at == source.at]
        known = [slide.replace(items=()) for slide in deck.slides if slide not in slides]
        try:
            trial = deck.replace(slides=(*slides, *known))
            check_deck(trial, brand)
            write_deck(trial, brand)
        except InvalidInput:
            raise
        except Exception as bug:  # a slide from foreign code
            found.append(kind.plugin.failed(f"its slide cannot be written ({type(bug).__name__}: {bug})", source.at))
    return tuple(found)
