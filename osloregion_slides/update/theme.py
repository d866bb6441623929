"""The theme from three sides: its colours and its typefaces, each merged as one, and the masters with their layouts.

A deck of ours keeps the theme that it was built with, so a brand that changed would show its old colours. The theme's
are brought over where the deck has the base's; what a person chose under Design > Variants stays, and is a conflict
where the brand changed it too. A deck with other colours and other typefaces has another template: it keeps its look.
Where the brand's template is another than that of the base, its masters and layouts come too. The deck's own master
stays where slides are left on it: those that people added, and frozen ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import PlanEntry, SetTemplate, SetTheme
from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState
from osloregion_slides.update.differences import Choices, Difference, same_colour
from osloregion_slides.update.order import size_difference
from osloregion_slides.update.wording import conflict_note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from osloregion_slides.update.changes import NoteGroup, Symbol
    from osloregion_slides.update.theme_state import Palette, ThemeState


class MergedTheme(Record):
    """What becomes of the deck's theme: an operation or none, and lines of the plan.

    ``foreign``: the deck has another look than the brand's, and keeps it.
    """

    operations: tuple[SetTemplate | SetTheme, ...] = ()
    notes: tuple[PlanEntry, ...] = ()
    foreign: bool = False


def is_native(theirs: DeckState, base: DeckState) -> bool:
    """Say whether a program saved the deck that keeps ids, and themes with them: PowerPoint does, LibreOffice not."""
    unread = {id(slide.items) for slide in base.slides if slide.items}
    return any([bool(slide.marks.creation) or id(slide.items) in unread for slide in theirs.slides])


def merge_theme(base: DeckState, theirs: DeckState, ours: DeckState, choices: Choices) -> MergedTheme:
    """Return what becomes of the theme; it stays where the base does not say what it was."""
    old, own, new = base.theme, theirs.theme, ours.theme
    if own is None or new is None:
        return MergedTheme()
    native = is_native(theirs, base)
    if old is None or not native:
        other = own.palette != new.palette if old is None else _is_other(old, new)
        return MergedTheme((), (_note("?", "unsure", phrase("keeps-look")),) if other else (), other)
    recoloured, reset = own.palette not in (old.palette, new.palette), own.fonts not in (old.fonts, new.fonts)
    if recoloured and reset:
        return MergedTheme((), (_note("~", "edit", phrase("other-template")),), True)
    return _merged(old, own, new, choices, not size_difference(theirs, ours))


def _merged(old: ThemeState, own: ThemeState, new: ThemeState, choices: Choices, fits: bool) -> MergedTheme:
    notes: list[PlanEntry] = []
    recoloured = _takes("theme_colours", old.palette, own.palette, new.palette, notes, choices, _colours)
    reset = _takes("theme_fonts", old.fonts, own.fonts, new.fonts, notes, choices, ", ".join)
    palette, fonts = new.palette if recoloured else own.palette, new.fonts if reset else own.fonts
    operations: list[SetTemplate | SetTheme] = []
    before = own
    if is_another_template(old, new) and fits:
        operations.append(SetTemplate("", "", None, None))
        notes.insert(0, _note("~", "change", phrase("new-layouts")))
        before = new
    elif is_another_template(old, new):
        notes.append(_note("?", "unsure", phrase("keeps-layouts")))
    if (palette, fonts) != (before.palette, before.fonts):
        changed = palette if palette != before.palette else (), fonts if fonts != before.fonts else ()
        operations.append(SetTheme("", "", None, None, *changed))
    return MergedTheme(tuple(operations), tuple(notes), is_another_template(old, new) and not fits)


def _is_other(old: ThemeState, new: ThemeState) -> bool:
    return (old.palette, old.fonts) != (new.palette, new.fonts) or is_another_template(old, new)


def is_another_template(old: ThemeState, new: ThemeState) -> bool:
    """Say whether the brand's template is another than the base was built with; a base of before says no checksum."""
    return old.layouts != new.layouts or bool(old.masters and new.masters and old.masters != new.masters)


def _takes(
    kind: str, old: Any, own: Any, new: Any, notes: list[PlanEntry], choices: Choices, said: Callable[[Any], str]
) -> bool:
    """Say whether ours comes into the deck; add the line for it."""
    if own == new:
        return False
    if new == old:
        notes.append(_note("~", "edit", phrase(kind, before=said(new), after=said(own))))
        return False
    if own != old:
        clash = choices.clash("", "", Difference(kind, (), said(own), said(new)))
        notes.append(conflict_note(clash, "", None))
        return clash.choice == "take"
    notes.append(_note("~", "change", phrase(kind, before=said(own), after=said(new))))
    return True


def _colours(palette: Palette) -> str:
    return " ".join([f"#{rgb}" for slot, rgb in palette if slot.startswith("accent")])


def _note(symbol: Symbol, group: NoteGroup, says: Phrase) -> PlanEntry:
    return PlanEntry(symbol, group, "", "", says)


def switched(base: DeckState, theirs: DeckState, ours: DeckState) -> DeckState:
    """Return theirs (with its keys) with the layout's name on each slide that a person put on another layout.

    That is not known where the brand has other layouts than the base's, or where another program saved the deck.
    """
    if not (base.theme and ours.theme) or is_another_template(base.theme, ours.theme) or not is_native(theirs, base):
        return theirs
    others = _on_others(base, theirs, ours)
    slides = [slide.replace(layout=slide.marks.layout) if slide.key in others else slide for slide in theirs.slides]
    return theirs.replace(slides=tuple(slides))


def without_lost(
    base: DeckState, theirs: DeckState, ours: DeckState, names: Callable[[], Collection[str]]
) -> DeckState:
    """Return theirs (with the base's keys), saying no layout of slides whose own one is gone from the deck.

    Nobody switched those: an update had no other place for them. ``names`` gives those of the deck's layouts.
    """
    others = _on_others(base, theirs, ours)
    there = names() if others else ()
    lost = {key for key, usual in others.items() if usual not in there}
    slides = [
        slide.replace(marks=slide.marks.replace(layout="")) if slide.key in lost else slide for slide in theirs.slides
    ]
    return theirs.replace(slides=tuple(slides)) if lost else theirs


def _on_others(base: DeckState, theirs: DeckState, ours: DeckState) -> dict[str, str]:
    """Return by slide the layout that it was made on, where theirs is on another."""
    names, roles = dict(ours.roles), {slide.key: slide.layout for slide in base.slides}
    usual = {slide.key: names.get(roles.get(slide.key, ""), "") for slide in theirs.slides}
    others = [slide.key for slide in theirs.slides if slide.marks.layout not in ("", usual[slide.key])]
    return {key: usual[key] for key in others if usual[key]}


def repainted(base: DeckState, theirs: DeckState, ours: DeckState) -> DeckState:
    """Return the base with its theme colours as ours' theme shows them: to name the same slot is to say the same."""
    if base.theme is None or ours.theme is None or base.theme.palette == ours.theme.palette:
        return base
    if not is_native(theirs, base):
        return base
    new = {slide.key: {item.key: item for item in slide.items} for slide in ours.slides}
    return base.replace(slides=tuple([_slide(slide, new.get(slide.key, {})) for slide in base.slides]))


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
