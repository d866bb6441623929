"""Three-way merge of the theme, colour by colour and typeface by typeface, and of masters and layouts.

A deck keeps the theme that it was built with, so after a change of the brand it would show the old colours. The brand's
are set where the deck has the base's; a choice under Design > Variants stays, and is a conflict where the brand changed
the same colour. A deck with mostly other colours and other typefaces, or a mostly different master, has another
template, and keeps it. Where the brand's template differs from that of the base, its masters and layouts are inserted
too, with the manual edits of the old ones; edits of parts that the brand changed as well are conflicts. The deck's own
master stays where slides still use it: added and frozen ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.brand.wording import usual_name
from osloregion_slides.scene import Box
from osloregion_slides.update.changes import PlanEntry, SetMaster, SetTemplate, SetTheme
from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState
from osloregion_slides.update.differences import Choices, Difference, conflict_id, same_colour
from osloregion_slides.update.order import size_difference
from osloregion_slides.update.undoing import undoes
from osloregion_slides.update.wording import conflict_note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from osloregion_slides.update.changes import NoteGroup, Symbol
    from osloregion_slides.update.state_parts import Palette, ThemeState


_FEW = 3
"""Up to so many changed colours are all listed; of more, only accents."""


class SheetEdit(Record):
    """A manual edit of the slide master (``sheet`` is "") or a layout.

    ``unit`` is a key of ``ooxml.sheets.units``, "" for a whole layout; ``name`` is an object's. ``disputed``: the brand
    changed it too. ``yours`` and ``outline`` are both sides' texts, or boxes where the texts are equal.
    """

    sheet: str
    unit: str
    name: str = ""
    disputed: bool = False
    yours: str | tuple[int, ...] = ""
    outline: str | tuple[int, ...] = ""


class SheetEdits(Record):
    """``another``: hardly anything is as in the base. ``known``: the base has the original.

    ``back`` are deleted layouts that the new template restores.
    """

    edits: tuple[SheetEdit, ...] = ()
    another: bool = False
    known: bool = False
    back: tuple[str, ...] = ()


NO_SHEETS = SheetEdits()


class MergedTheme(Record):
    """The merge of the deck's theme: operations, and lines of the plan.

    ``foreign``: the deck has another theme or template than the brand's, and keeps it.
    """

    operations: tuple[SetMaster | SetTemplate | SetTheme, ...] = ()
    notes: tuple[PlanEntry, ...] = ()
    foreign: bool = False


def is_native(theirs: DeckState, base: DeckState) -> bool:
    """Return whether the deck was last saved by a program that keeps ids and themes (PowerPoint, not LibreOffice)."""
    unread = {id(slide.items) for slide in base.slides if slide.items}
    return any([bool(slide.marks.creation) or id(slide.items) in unread for slide in theirs.slides])


def merge_theme(
    base: DeckState, theirs: DeckState, ours: DeckState, choices: Choices, sheets: SheetEdits
) -> MergedTheme:
    """Merge the theme; it stays as it is where the base does not have the original.

    ``sheets`` are the manual edits of the master and the layouts.
    """
    old, own, new = base.theme, theirs.theme, ours.theme
    if own is None or new is None:
        return MergedTheme()
    native = is_native(theirs, base)
    if old is None or not native:
        other = own.palette != new.palette if old is None else _is_other(old, new)
        return MergedTheme((), (_note("?", "unsure", phrase("keeps-look")),) if other else (), other)
    recoloured = _mostly(own.palette, old.palette) and _mostly(own.palette, new.palette)
    reset = own.fonts not in (old.fonts, new.fonts)
    if recoloured and reset or sheets.another:
        return MergedTheme((), (_note("~", "edit", phrase("other-template")),), True)
    return _merged(old, own, new, choices, not size_difference(theirs, ours), sheets)


def kept_template(theirs: DeckState, ours: DeckState, other_layouts: bool) -> list[PlanEntry]:
    """Return the note that a deck keeps its own template, [] where it has the brand's colours, fonts and layouts."""
    own, new = theirs.theme, ours.theme
    alike = own is None or new is None or (own.palette, own.fonts) == (new.palette, new.fonts)
    if alike and not other_layouts:
        return []
    return [_note("?", "unsure", phrase("keeps-template"))]


def _mostly(one: Palette, other: Palette) -> bool:
    """Return whether more than half of the colours differ."""
    return 2 * len(set(one) - set(other)) > len(one)


def _merged(
    old: ThemeState, own: ThemeState, new: ThemeState, choices: Choices, fits: bool, sheets: SheetEdits
) -> MergedTheme:
    notes: list[PlanEntry] = []
    palette = _slots("theme_colours", notes, choices, old.palette, own.palette, new.palette)
    named = [tuple(zip(("major", "minor"), one.fonts)) for one in (old, own, new)]
    fonts = tuple([face for _, face in _slots("theme_fonts", notes, choices, *named)])
    operations: list[SetMaster | SetTemplate | SetTheme] = []
    before = own
    if is_another_template(old, new) and fits:
        kept, spared = _kept(sheets.edits, notes, choices)
        operations.append(SetTemplate("", "", None, None, kept, spared))
        notes += [_note("+", "change", phrase("layout-comes-back", layout=sheet)) for sheet in sheets.back]
        notes.insert(0, _note("~", "change", phrase("new-layouts" if sheets.known else "new-layouts-only")))
        before = new
    elif is_another_template(old, new):
        notes.append(_note("?", "unsure", phrase("keeps-layouts")))
    else:
        kept, _ = _kept(sheets.edits, notes, choices, False)
        taken = [(one.sheet, one.unit) for one in sheets.edits if one.unit and (one.sheet, one.unit) not in kept]
        operations += [SetMaster("", "", None, None, tuple(taken))] if taken else []
    if (palette, fonts) != (before.palette, before.fonts):
        changed = palette if palette != before.palette else (), fonts if fonts != before.fonts else ()
        operations.append(SetTheme("", "", None, None, *changed))
    return MergedTheme(tuple(operations), tuple(notes), is_another_template(old, new) and not fits)


def _is_other(old: ThemeState, new: ThemeState) -> bool:
    return (old.palette, old.fonts) != (new.palette, new.fonts) or is_another_template(old, new)


def is_another_template(old: ThemeState, new: ThemeState) -> bool:
    """Return whether the brand's template differs from that of the base; old bases lack the checksum of the masters."""
    return old.layouts != new.layouts or bool(old.masters and new.masters and old.masters != new.masters)


def _slots(kind: str, notes: list[PlanEntry], choices: Choices, old: Palette, own: Palette, new: Palette) -> Palette:
    """Return the merged colours or typefaces, slot by slot; append their notes."""
    was, brings = dict(old), dict(new)
    changed = [(slot, said) for slot, said in own if said != brings.get(slot, said)]
    edited = {slot for slot, said in changed if said != was.get(slot)}
    both = {slot for slot in edited if brings[slot] != was.get(slot)}

    def sides(slots: Collection[str]) -> tuple[str, str]:
        return _as_text(own, slots), _as_text(new, slots)

    coming = {slot for slot, _ in changed} - edited
    if coming:
        before, after = sides(coming)
        notes.append(_note("~", "change", phrase(kind, before=before, after=after)))
    if edited - both:
        after, before = sides(edited - both)
        notes.append(_note("~", "edit", phrase(kind, before=before, after=after)))
    if both:
        clash = choices.clash("", "", Difference(kind, (), *sides(both)))
        notes.append(conflict_note(clash, "", None))
        coming |= both if clash.choice == "take" else set()
    return tuple([(slot, brings[slot] if slot in coming else said) for slot, said in own])


def _as_text(side: Palette, slots: Collection[str]) -> str:
    """Return colours or typefaces as text; of many colours only the accents."""
    few = [slot for slot, _ in side if slot in slots and (slot.startswith("accent") or len(slots) <= _FEW)]
    chosen = [said for slot, said in side if slot in few]
    return " ".join([f"#{said}" for said in chosen]) if "major" not in dict(side) else ", ".join(chosen)


def _kept(
    edits: Collection[SheetEdit], notes: list[PlanEntry], choices: Choices, whole: bool = True
) -> tuple[tuple[tuple[str, str], ...], bool]:
    """Return the units of the old sheets to carry over, and whether the old sheets stay; append their notes.

    ``whole``: layouts added in PowerPoint can be dropped by choice.
    """
    kept, spared = [], False
    for one in edits:
        what = _unit(one)
        difference = Difference("master", (one.sheet, one.unit), _side(one.yours), _side(one.outline))
        if one.disputed:
            clash = choices.clash("", "", difference)
            stays = clash.choice != "take"
            notes.append(conflict_note(clash, "", None).replace(says=phrase("changed-twice", what=what)))
        else:
            id_ = conflict_id("", "", difference) if whole or one.unit else ""
            stays = not undoes(choices, id_)
            if stays:
                notes.append(PlanEntry("~", "edit", "", "", phrase("kept-on-master", what=what), id=id_))
            else:
                notes.append(_note("~", "change", phrase("as-on-master", what=what)))
        if stays and one.unit:
            kept.append((one.sheet, one.unit))
        spared = spared or stays and not one.unit
    return tuple(kept), spared


def _side(said: str | tuple[int, ...]) -> str | Box:
    return said if isinstance(said, str) else Box(*map(Emu, said)) if said else ""


def _unit(edit: SheetEdit) -> Phrase:
    """Return a phrase for the edited unit: ``the text of titles on the slide master``."""
    kind = edit.unit.partition(" ")[0]
    what = phrase(f"unit-{kind or 'layout'}", name=edit.name)
    return phrase("on-layout", what=what, layout=edit.sheet) if edit.sheet else phrase("on-master", what=what)


def _note(symbol: Symbol, group: NoteGroup, says: Phrase) -> PlanEntry:
    return PlanEntry(symbol, group, "", "", says)


def switched(base: DeckState, theirs: DeckState, ours: DeckState) -> DeckState:
    """Return theirs (with its keys) with ``layout`` set on each slide that was switched to another layout.

    That is unknown where the brand's template changed, or where another program saved the deck.
    """
    if not (base.theme and ours.theme) or is_another_template(base.theme, ours.theme) or not is_native(theirs, base):
        return theirs
    others = _on_others(base, theirs, ours)
    return theirs.each(lambda slide: slide.replace(layout=slide.marks.shown) if slide.key in others else slide)


def without_lost_layouts(
    base: DeckState, theirs: DeckState, ours: DeckState, names: Callable[[], Collection[str]]
) -> DeckState:
    """Return theirs (with the base's keys), ``marks.layout`` cleared where the original layout is gone from the deck.

    These were not switched: an update had to move them. ``names`` returns the names of the deck's layouts.
    """
    others = _on_others(base, theirs, ours)
    there = names() if others else ()
    lost = {key for key, usual in others.items() if usual not in there}

    def cleared(slide: SlideState) -> SlideState:
        return slide.replace(marks=slide.marks.replace(layout="")) if slide.key in lost else slide

    return theirs.each(cleared) if lost else theirs


def _on_others(base: DeckState, theirs: DeckState, ours: DeckState) -> dict[str, str]:
    """Return the original layouts of the slides that are on another one in theirs, by key."""
    names, roles = dict(ours.roles), {slide.key: slide.layout for slide in base.slides}
    usual = {slide.key: usual_name(names.get(roles.get(slide.key, ""), "")) for slide in theirs.slides}
    others = [slide.key for slide in theirs.slides if slide.marks.layout not in ("", usual[slide.key])]
    return {key: usual[key] for key in others if usual[key]}


def with_theme_colours(base: DeckState, theirs: DeckState, ours: DeckState) -> DeckState:
    """Return the base with its theme colours in ours' RGB values, so that equal slots compare as equal."""
    if base.theme is None or ours.theme is None or base.theme.palette == ours.theme.palette:
        return base
    if not is_native(theirs, base):
        return base
    new = {slide.key: slide.by_key for slide in ours.slides}
    return base.each(lambda slide: _slide(slide, new.get(slide.key, {})))


def _slide(slide: SlideState, new: dict[str, ItemState]) -> SlideState:
    items = tuple([_item(item, new[item.key]) if item.key in new else item for item in slide.items])
    same = all([one is other for one, other in zip(items, slide.items)])
    return slide if same else slide.replace(items=items)


def _item(item: ItemState, new: ItemState) -> ItemState:
    if item.fill != new.fill and _same_slot(item.fill, new.fill):
        item = item.replace(fill=new.fill)
    if item.line and new.line and item.line.colour != new.line.colour and _same_slot(item.line.colour, new.line.colour):
        item = item.replace(line=item.line.replace(colour=new.line.colour))
    if item.chart and new.chart and item.chart != new.chart:
        colours = {one.name: one.colour for one in new.chart.series}
        series = [
            one.replace(colour=colours[one.name]) if _same_slot(one.colour, colours.get(one.name, "")) else one
            for one in item.chart.series
        ]
        item = item.replace(chart=item.chart.replace(series=tuple(series)))
    return item


def _same_slot(old: str, new: str) -> bool:
    return bool(old) and not old.startswith("#") and same_colour(old, new)
