"""The deck that a plan makes, as a ``DeckState``: for fitting, for checks, and to see what will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.update.changes import (
    AddItem,
    AddSlide,
    Mark,
    MoveSlide,
    Remake,
    RemoveItem,
    RemoveSlide,
    SetAlt,
    SetBox,
    SetCells,
    SetChart,
    SetColumns,
    SetEnds,
    SetFill,
    SetHidden,
    SetImage,
    SetLayout,
    SetLine,
    SetLink,
    SetNotes,
    SetPath,
    SetPreset,
    SetSections,
    SetText,
)
from osloregion_slides.update.data_merge import resulting_row
from osloregion_slides.update.deck_state import Identity, Locator, TableState
from osloregion_slides.update.differences import Tree
from osloregion_slides.update.placement import placed_box
from osloregion_slides.update.state_parts import SeriesState
from osloregion_slides.update.text_merge import resulting

if TYPE_CHECKING:
    from osloregion_slides.update.changes import Change, Placing, Plan
    from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState
    from osloregion_slides.update.state_parts import ChartState


def merged(plan: Plan, ours: DeckState) -> DeckState:
    """Return the found deck with the plan's operations done; what is added is as ours has it.

    Variant and outline are ours'. The result has marks as a reader would find them, so it can be matched again.
    """
    by_slide: dict[str, list[Change]] = {}
    for operation in plan.changes:
        by_slide.setdefault(operation.slide, []).append(operation)
    outline = {slide.key: slide for slide in ours.slides}
    slides: dict[str, SlideState] = {}
    for slide in plan.found.slides:
        operations = by_slide.get(slide.key, [])
        if not any(isinstance(one, RemoveSlide) for one in operations):
            slides[slide.key] = _slide(slide, operations, outline.get(slide.key))
    for operation in plan.changes:
        if isinstance(operation, AddSlide):
            new = _new_slide(outline[operation.slide])
            placed = tuple([_placed(item, operation.placing) for item in new.items])
            slides[operation.slide] = new.replace(items=placed)
    for operation in plan.changes:
        if isinstance(operation, SetSections):
            slides.update({key: slides[key].replace(section=name) for key, name in operation.names})
    order = plan.order or tuple(slides)
    return ours.replace(slides=tuple([slides[key] for key in order]))


def _slide(slide: SlideState, operations: list[Change], ours: SlideState | None) -> SlideState:
    if ours is not None and any(isinstance(one, Remake) for one in operations):
        placing = next(one.placing for one in operations if isinstance(one, Remake))
        slide = slide.replace(items=tuple([_placed(_new_item(item, slide.locator), placing) for item in ours.items]))
    items = {item.key: item for item in slide.items}
    tree = Tree(slide)
    for operation in operations:
        if isinstance(operation, RemoveItem):
            for key in (operation.item, *tree.below(operation.item)):
                items.pop(key, None)
    for operation in operations:
        if isinstance(operation, AddItem) and ours is not None:
            for item in ours.items:
                if item.key == operation.item or item.key in operation.children:
                    parent = operation.parent if item.key == operation.item else item.parent
                    made = _new_item(item, slide.locator).replace(parent=parent)
                    items[item.key] = _placed(made, operation.placing)
        elif operation.item in items:
            items[operation.item] = _item(items[operation.item], operation)
        elif not operation.item:
            slide = _of_slide(slide, operation)
    return slide.replace(items=tuple(items.values()), title=_title(tuple(items.values())) or slide.title)


def _placed(item: ItemState, placing: Placing) -> ItemState:
    return item if item.box is None else item.replace(box=placed_box(item.box, placing))


def _of_slide(slide: SlideState, operation: Change) -> SlideState:
    match operation:
        case SetNotes():
            return slide.replace(notes=operation.notes)
        case SetHidden():
            return slide.replace(hidden=operation.hidden)
        case SetLayout():
            return slide.replace(layout=operation.layout)
        case MoveSlide():
            return slide
        case _:
            return slide


def _item(item: ItemState, operation: Change) -> ItemState:
    match operation:
        case SetText():
            return item.replace(text=resulting(operation.paragraphs, item.text))
        case SetBox():
            return item.replace(box=operation.box)
        case SetFill():
            return item.replace(fill=operation.fill)
        case SetLine():
            return item.replace(line=operation.line)
        case SetPreset():
            return item.replace(preset=operation.preset)
        case SetAlt():
            return item.replace(alt=operation.alt)
        case SetLink():
            return item.replace(link=operation.link)
        case SetPath():
            return item.replace(path=operation.path)
        case SetImage():
            return item.replace(image=operation.image, crop=operation.crop)
        case SetEnds():
            return item.replace(ends=(operation.start, operation.end))
        case Mark():
            return item.replace(marks=item.marks.replace(name=operation.item, creation=""))
        case _:
            return _data(item, operation)


def _data(item: ItemState, operation: Change) -> ItemState:
    table, chart = item.table, item.chart
    if isinstance(operation, SetCells) and table:
        rows = tuple([resulting_row(row, operation.columns, table) for row in operation.rows])
        widths = [table.columns[i] if i is not None and i < len(table.columns) else 0 for i in operation.columns]
        return item.replace(table=TableState(tuple(widths), rows))
    if isinstance(operation, SetColumns) and table:
        return item.replace(table=table.replace(columns=operation.widths))
    if isinstance(operation, SetChart) and chart:
        return item.replace(chart=_chart(chart, operation))
    return item


def _chart(chart: ChartState, operation: SetChart) -> ChartState:
    series = []
    for one in operation.series:
        was = chart.series[one.source].colour if one.source is not None else ""
        series.append(SeriesState(one.name, one.values, was if one.colour is None else one.colour))
    kind, number_format = operation.type or chart.type, operation.number_format or chart.number_format
    return chart.replace(
        type=kind, categories=operation.categories, series=tuple(series), number_format=number_format, workbook=True
    )


def _new_slide(slide: SlideState) -> SlideState:
    locator = Locator(f"new:{slide.key}")
    items = tuple([_new_item(item, locator) for item in slide.items])
    return slide.replace(items=items, locator=locator, marks=Identity())


def _new_item(item: ItemState, slide: Locator | None) -> ItemState:
    part = slide.part if slide else ""
    return item.replace(marks=Identity("", item.key), locator=Locator(part, tuple(item.key.encode("utf-8"))))


def _title(items: tuple[ItemState, ...]) -> str:
    return next((" ".join([p.plain for p in item.text]) for item in items if item.slot in ("title", "ctrTitle")), "")
