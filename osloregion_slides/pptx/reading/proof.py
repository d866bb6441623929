"""Detection of changed looks in an existing deck, and the looks that an update stores."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.brand.load import has_masters_of
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.pptx.looks import ROW, slide_form
from osloregion_slides.pptx.reading.deck import Package, all_layout_names
from osloregion_slides.pptx.reading.looks import changed_look
from osloregion_slides.update.changes import Plan, Remake, RemoveItem, RemoveSlide, SetCells
from osloregion_slides.update.deck_state import DECORATIVE, DeckState, ItemState, SlideState
from osloregion_slides.update.text_merge import plain
from osloregion_slides.update.theme import NO_SHEETS, SheetEdits, is_another_template, without_lost_layouts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.pptx.base_part import Written
    from osloregion_slides.pptx.looks import Look
    from osloregion_slides.pptx.xml import Xml

    Drawn = Mapping[str, str]
    """The form of each slide of the base: the looks of its animations, then of each object in order."""

UNKNOWN = ("?",)
_MOST = 100_000


def read_looks(text: str) -> Drawn:
    """Return the looks stored in a deck, by slide."""
    return {form.partition(" ")[0]: form for form in text.split("\n\n") if form}


def looks_of(form: str) -> tuple[Look, ...]:
    """Return the looks of a slide from their stored form (``slide_form``); () if it is damaged."""
    head, *pieces = form.split("\n")
    try:
        count, *rest = head.split(" ")[1:]
        looks: list[Look] = [()] * min(int(count), _MOST)
        for at, _, listed in map(_parts, rest):
            looks[int(at)] = tuple([pieces[int(one)] for one in listed.split(".")])
    except (ValueError, IndexError):
        return ()
    return tuple(looks)


def _parts(entry: str) -> tuple[str, str, str]:
    return entry.partition(":")


def as_edited(theirs: DeckState, base: DeckState, ours: DeckState, drawn: str, package: Package) -> DeckState:
    """Return theirs (in the keys of the base) with the manual edits that its properties do not show.

    ``drawn`` is the text of the looks stored in the deck. See ``proven``, ``theme.without_lost_layouts``.
    """
    return without_lost_layouts(base, proven(theirs, base, read_looks(drawn)), ours, lambda: all_layout_names(package))


def has_own_sheets(package: Package, base: DeckState, ours: DeckState, brand: Brand, language: str) -> bool:
    """Return whether a deck was built with the brand's template and has its masters and layouts unchanged.

    ``language`` is that of the deck that the outline builds.
    """
    old, new = base.theme, ours.theme
    known = old is not None and new is not None and bool(old.sheets) and not is_another_template(old, new)
    return known and has_masters_of(package.members, brand, language)


def edited_sheets(package: Package, base: DeckState, ours: DeckState, brand: Brand, own: bool) -> SheetEdits:
    """Return the manual edits of slide master and layouts, none if the deck has its ``own`` (``has_own_sheets``)."""
    old, new = base.theme, ours.theme
    if own or not (old and new and old.sheets):
        return NO_SHEETS
    from osloregion_slides.pptx.reading.sheet_edits import sheet_edits

    return sheet_edits(old.sheets, package, brand, not is_another_template(old, new))


def proven(theirs: DeckState, base: DeckState, drawn: Drawn) -> DeckState:
    """Return theirs (in the keys of the base) with words for manual edits beyond the compared properties.

    Edited objects get the look with which they were built, or ``UNKNOWN`` if that is not known.
    """
    old = base.by_key
    return theirs.each(lambda slide: _proven(slide, old[slide.key], drawn) if slide.key in old else slide)


def with_unknown_looks(theirs: DeckState) -> DeckState:
    """Return a deck with unknown looks for all objects."""
    return theirs.each(lambda slide: slide.each(lambda item: item.replace(look=UNKNOWN[0])))


def attributed(base: DeckState, sides: Sequence[DeckState], drawn: Drawn) -> tuple[DeckState, tuple[DeckState, ...]]:
    """Return the base and copies of one deck (in its keys) with looks that show which copy changed them.

    An object with a known built look gets the look ``drawn`` in the base and in each copy that did not change it;
    if the built look is unknown, the base has no look, and the copies keep the looks read from them. In a copy
    that another program saved (``is_rewritten``) all looks differ: an object there counts as unchanged,
    unless it has markup that no program writes by itself.
    """
    proven_sides = [proven(side, base, drawn) for side in sides]
    proofs = [_by_key(proof) for proof in proven_sides]
    native = [proof for proof, side in zip(proofs, sides) if not (drawn and is_rewritten(side))]
    unknown = {key for proof in native for key, item in proof.items() if item.look == UNKNOWN[0]}
    left = [{key for key, item in proof.items() if not item.beyond and key not in unknown} for proof in proofs]
    known = {*_by_key(base)} - unknown
    moved = [_moved(side, proof) for side, proof in zip(sides, proven_sides)]
    return _looking(base, known), tuple([_looking(side, known & same) for side, same in zip(moved, left)])


def is_rewritten(deck: DeckState) -> bool:
    """Return whether another program saved a deck, and rewrote the looks of its objects."""
    return not any([item.marks.creation for slide in deck.slides for item in slide.items])


def _moved(side: DeckState, proof: DeckState) -> DeckState:
    """Return a copy with words for changed animations, and looks of them by object keys; no custom shows."""
    words = {slide.key: tuple([word for word in slide.beyond if word != "custom-show"]) for slide in proof.slides}
    return side.each(lambda slide: slide.replace(beyond=words[slide.key], look="\n".join(_moves(slide))))


def _by_key(deck: DeckState) -> dict[tuple[str, str], ItemState]:
    return {(slide.key, item.key): item for slide in deck.slides for item in slide.items}


def _looking(deck: DeckState, drawn: Collection[tuple[str, str]]) -> DeckState:
    """Return a deck in which the objects with these keys have the look ``drawn``."""

    def drawn_so(slide: SlideState) -> SlideState:
        keys = {key for key in slide.by_key if (slide.key, key) in drawn}
        return slide.each(lambda item: item.replace(look="drawn", beyond=()) if item.key in keys else item)

    return deck.each(drawn_so)


def _proven(slide: SlideState, base: SlideState, drawn: Drawn) -> SlideState:
    if not any([item.locator for item in slide.items]):
        return slide  # sealed, and therefore not read
    looks = looks_of(drawn.get(base.key, ""))
    places = {item.key: number for number, item in enumerate(base.items, 1)}
    known = len(looks) == len(base.items) + 1
    before = _renumbered(looks[0] if known else (), dict(enumerate([item.key for item in base.items], 2)))
    now = _moves(slide)
    native = any([item.marks.creation for item in slide.items])
    marked = any([item.marks.creation not in ("", DECORATIVE) for item in slide.items])
    other = {*before} ^ {*now} if native or not before else set[str]()
    moved = {one.rpartition(" ")[2] for one in other if one.startswith("animated ")}
    words = [*slide.beyond, *_moving(other)]
    items = []
    for item in slide.items:
        at = places.get(item.key)
        if at is not None and item.locator is not None:
            is_known = known and (marked or item.marks.creation) and looks[at] != UNKNOWN
            look = looks[at] if is_known else None
            item = _item(item, base.items[at - 1], look, item.key in moved)
        items.append(item)
    return slide.replace(items=tuple(items), beyond=tuple(words), look="\n".join(before))


def _item(item: ItemState, base: ItemState, look: Look | None, animated: bool) -> ItemState:
    joined = None if look is None else _whole(look)
    words = [
        *_of_head(item, base, joined is not None),
        *(["fill"] if joined is not None and item.fill == "?" and base.fill not in ("", "?") else []),
        *changed_look(joined, item.look, _words(item) == _words(base)),
        *(["animation"] if animated else []),
    ]
    if item.text != base.text:
        words = [word for word in words if word != "language"]  # programs detect it during typing
    if not words and joined is not None:
        return item
    return item.replace(beyond=tuple(dict.fromkeys(words)), look=UNKNOWN[0] if joined is None else joined)


_OF_BUILDS = ("proportions", "other")
"""Words that count as edits only on built objects."""


def _of_head(item: ItemState, base: ItemState, is_ours: bool) -> list[str]:
    """Return words for edits of the non-visual properties; builds make objects without any text decorative."""
    words = [word for word in item.beyond if word not in _OF_BUILDS or is_ours]
    if (
        is_ours
        and (base.kind == "text" or not base.text)
        and item.marks.decorative is bool(base.alt or base.kind == "text")
    ):
        words.append("decorative")
    return words


def differences(old: SlideState, new: SlideState) -> dict[str, tuple[str, ...]]:
    """Return words for the differences in look between two readings of a slide, by object key.

    "" is the slide itself. If another program saved one of them, only markup counts that no
    program writes by itself.
    """
    items = old.by_key
    moves = [_moves(side) for side in (old, new)]
    native = all([any([item.marks.creation for item in side.items]) for side in (old, new)])
    other = {*moves[0]} ^ {*moves[1]} if native else set[str]()
    found = {"": (*_moving(other), *sorted({*old.beyond} ^ {*new.beyond}))}
    both = {*items} & {item.key for item in new.items}
    orders = [[item.key for item in side.items if item.key in both] for side in (old, new)]
    if orders[0] != orders[1]:
        found[""] += ("order",)
    animated = {one.rpartition(" ")[2] for one in other if one.startswith("animated ")}
    for item in new.items:
        if (was := items.get(item.key)) is not None and was.kind == item.kind:
            found[item.key] = (*_differences(was, item), *(["animation"] if item.key in animated else []))
    return {key: words for key, words in found.items() if words}


def _differences(old: ItemState, new: ItemState) -> tuple[str, ...]:
    same = _words(old) == _words(new)
    if old.marks.creation and new.marks.creation:
        words = changed_look(old.look or "<p:sp/>", new.look, same)
    else:
        sides = [changed_look(None, one.look) for one in (old, new)]
        words = sorted({*sides[0]} ^ {*sides[1]})
    words += sorted({*old.beyond} ^ {*new.beyond})
    return tuple([word for word in dict.fromkeys(words) if same or word != "language"])


def _words(item: ItemState) -> list[list[str]]:
    rows = item.table.rows if item.table else (tuple([(one,) for one in item.text]),)
    return [[plain(cell) for cell in row] for row in rows]


def _whole(look: Look) -> str:
    return ("\n" if look[:1] and look[0].startswith("workbook ") else "").join(look)


def _lines(look: str) -> Look:
    return tuple(look.split("\n")) if look else ()


def _moves(slide: SlideState) -> list[str]:
    """Return the look of a slide's animations, with object keys."""
    return _renumbered(_lines(slide.look), {item.marks.number: item.key for item in slide.items})


def _renumbered(look: Look, names: Mapping[int, object] | Mapping[str, object]) -> list[str]:
    """Return the look of animations with other names of objects; objects without one are left out."""
    if not look:
        return []
    found = [one for one in look if not one.startswith("animated ")]
    others = {str(old): new for old, new in names.items()}
    animated = [one.partition(" ")[2] for one in look if one.startswith("animated ")]
    return [*found, *sorted([f"animated {others[one]}" for one in animated if one in others])]


def _moving(other: Collection[str]) -> list[str]:
    found = []
    if any([one.startswith(("transition", "advances")) for one in other]):
        found.append("transition")
    if any([one.startswith(("effect", "animated")) for one in other]):
        found.append("animation")
    return found


def _pieces(look: str) -> Look:
    if look.startswith("workbook "):
        return tuple(look.split("\n"))
    head, *rows = look.replace("\n", "").split(ROW)
    return tuple([one for one in (head, *[f"{ROW}{row}" for row in rows]) if one])


def _followed(before: ItemState, now: str) -> str:
    """Return the built look of an object, with the changes that an update makes itself.

    These are the workbook of a chart, insets that set line breaks, the text sizes of shapes and cells, and the heights
    of rows.
    """
    look = before.look
    if look.startswith("workbook ") and "chart-data" not in before.beyond:
        return "\n".join([now.partition("\n")[0], *look.split("\n")[1:]])
    if "margins" not in before.beyond:
        for name in ("lIns", "rIns"):
            found = re.search(f'<a:bodyPr[^>]* {name}="(-?\\d+)"', now)
            if found:
                look = re.sub(f'(<a:bodyPr[^>]* {name}=)"-?\\d+"', rf'\1"{found[1]}"', look, count=1)
    sizes = _SIZE.findall(now)
    if "text-size" not in before.beyond and len(sizes) == len(_SIZE.findall(look)):
        each = iter(sizes)  # an update sets cells in the sizes of the outline
        look = _SIZE.sub(lambda one: one[1] + next(each)[1], look)
    return look if "row-heights" in before.beyond else _with_heights(look, [one[1] for one in _HEIGHT.findall(now)])


_SIZE = re.compile(r'(<a:rPr\b[^>]*? sz=")(\d+)')
_HEIGHT = re.compile(r'(<a:tr h=")(\d+)')


def _with_heights(look: str, heights: Sequence[str]) -> str:
    """Return a table's look with other row heights, those of added rows as rows without cells at its end."""
    each = iter(heights)
    look = _HEIGHT.sub(lambda one: one[1] + next(each, one[2]), look)
    return look + "".join([f'{ROW} h="{height}"/>' for height in each])


def not_as_drawn(plan: Plan, sealed: Written) -> set[str]:
    """Return the slides with possible manual edits beyond the compared properties.

    A chart on a slide that is not sealed may have edited points.
    """
    known = {key for _, key in sealed} | {one.slide for one in plan.changes if isinstance(one, Remake)}
    found = set()
    for slide in plan.found.slides:
        charts = slide.key not in known and any([item.kind == "chart" for item in slide.items])
        if charts or slide.beyond or any([item.beyond for item in slide.items]):
            found.add(slide.key)
    return found


def removed_unproven(plan: Plan) -> int:
    """Return the number of objects that a plan removes as unedited although their built look is unknown."""
    slides = plan.found.by_key
    found: set[tuple[str, str]] = set()
    for one in plan.changes:
        if isinstance(one, (RemoveItem, RemoveSlide, Remake)) and one.slide in slides:
            items = [item for item in slides[one.slide].items if item.look == UNKNOWN[0] and not item.beyond]
            found.update([(one.slide, item.key) for item in items if one.item in ("", item.key)])
    return len(found)


def tables_as_written(plan: Plan) -> int:
    """Return the number of tables that a plan changes in place although their built look is unknown."""
    unknown = {(slide.key, item.key) for slide in plan.found.slides for item in slide.items if item.look == UNKNOWN[0]}
    return len({(one.slide, one.item) for one in plan.changes if isinstance(one, SetCells)} & unknown)


def looks_after(
    base: DeckState,
    before: DeckState,
    now: DeckState,
    drawn: Drawn,
    made: Collection[tuple[str, str]],
    changed: Collection[str],
) -> list[Xml]:
    """Return the looks to store in an updated deck, one form for each slide of its new ``base``.

    ``before`` is the deck as found (``proven``), ``now`` the updated one as read, all in the same keys; ``made`` are
    slide and key of the objects that the update drew, ``changed`` the slides that it changed. Edited objects keep
    the look with which they were built, so that they stay edited; looks from other programs stay unknown until the
    objects are redrawn.
    """
    forms = []
    sides = [side.by_key for side in (before, now)]
    for slide in base.slides:
        old, new = [side.get(slide.key) for side in sides]
        if new is None:
            continue
        form = drawn.get(slide.key, "")
        # objects deleted in PowerPoint leave the base although the slide does not change
        if slide.key not in changed and _count(form) == len(slide.items) + 1:
            forms.append(f"{form}\n\n")
        elif any([item.locator for item in new.items]):
            forms.append(slide_form(slide.key, _looks(slide, old, new, made)))
    return forms


def _count(form: str) -> int:
    """Return the number of looks in a form: the objects and the slide itself."""
    return whole(form.partition("\n")[0].partition(" ")[2].partition(" ")[0])


def _looks(slide: SlideState, old: SlideState | None, new: SlideState, made: Collection[tuple[str, str]]) -> list[Look]:
    if old is None or (slide.key, "") in made:
        old = slide.replace(items=())
    was, now = (side.by_key for side in (old, new))
    numbers = {item.key: number for number, item in enumerate(slide.items, 2)}
    moves = _renumbered(
        _lines(new.look), {one.marks.number: numbers[one.key] for one in new.items if one.key in numbers}
    )
    if {"animation", "transition"}.intersection(old.beyond):
        moves = _renumbered(_lines(old.look), numbers)
    looks: list[Look] = [tuple(moves)]
    for item in slide.items:
        found, before = now.get(item.key), was.get(item.key)
        look = found.look if found is not None else ""
        is_kept = before is not None and (slide.key, item.key) not in made
        if before is not None and is_kept and (before.beyond or before.look == UNKNOWN[0]):
            look = _followed(before, look)
        looks.append(_pieces(look))
    return looks
