"""Organisation: bodies as boxes under the body they report to, in bands by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt, emu
from osloregion_slides.compose.context import LABEL_FLOOR, MIST, NAVY, WHITE, plain_text, runs
from osloregion_slides.compose.entries import ENTRY_FIELDS, TEXT
from osloregion_slides.compose.page import card, card_frame, content, label, page, title_text
from osloregion_slides.compose.tree import BAND_LABEL, MOST_ROWS, gather, grow, hang, tree_places
from osloregion_slides.fit.setting import UnfittedText, fit_alike
from osloregion_slides.scene import Box, Colour, Connector, ConnectorEnd, Group, Insets, Stroke

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.compose.tree import Branch, Panel, Places
    from osloregion_slides.fit.setting import Frame
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide, Text

BODY: dict[str, object] = {
    "type": "object",
    "properties": {
        **ENTRY_FIELDS,
        "group": {"$ref": "#/$defs/id", "description": "The band it stands in"},
        "reports_to": {"$ref": "#/$defs/id", "description": "The id of the body above it"},
    },
    "required": ["id", "name"],
}
SCHEMA: dict[str, object] = {
    "description": "Who reports to whom",
    "properties": {
        "groups": {"type": "object", "additionalProperties": TEXT, "description": "The names of the bands, from above"},
        "items": {
            "anyOf": [{"type": "array", "items": BODY, "minItems": 1}, {"type": "string"}],
            "description": "The bodies, or the path to them (`organisation`)",
        },
    },
}

INSETS = Insets(emu(8), emu(2), emu(8), emu(2))
LOOKS = (NAVY, Colour("accent1"), Colour("accent2"))
"""Fills of the first levels; deeper bodies are white with an outline."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: every body beside its siblings, or the lowest level stacked where that is too narrow."""
    layout = context.layout("title_only")
    area = content(source, layout)
    titled = bool(source.fields.mapping("groups").keys())
    branches = grow(source, context)
    places = tree_places(branches, area, titled)
    texts = fit_alike(_pieces(branches, places, context), context.steps(22), context.metrics)
    if texts is None:
        hanging = hang(branches)
        stacked = tree_places(hanging, area, titled)
        texts = fit_alike(_pieces(hanging, stacked, context), context.steps(22), context.metrics)
        if texts:
            branches, places = hanging, stacked
    panels: tuple[Panel, ...] = ()
    if texts is None:
        gathered = _gathered(branches, area, titled, context)
        if gathered:
            branches, panels, places, texts = gathered
    if texts is None:
        spots = tuple([branch.at for branch in branches])
        texts = context.fit_alike(_pieces(branches, places, context), context.steps(22), spots, f"{source.id}/chart")
    items: list[Item] = []
    for band, box in places.bands.items():
        items += _band(source, context, band, box)
    frames = _panels(source, panels, places, context)
    diagram = (*frames, *_connectors(source, branches, panels, context), *_boxes(source, branches, places, texts))
    items.append(Group(f"{source.id}/chart", diagram, _alt(source, branches)))
    return (page(source, context, layout, tuple(items)),)


def _gathered(
    branches: tuple[Branch, ...], area: Box, titled: bool, context: ComposeContext
) -> tuple[tuple[Branch, ...], tuple[Panel, ...], Places, tuple[Text, ...]] | None:
    """Return the tree in panels with the largest type of all numbers of rows, None where nothing fits."""
    best = None
    largest = 0.0
    for rows in range(1, MOST_ROWS + 1):
        tree, panels = gather(branches, rows)
        places = tree_places(tree, area, titled, panels)
        if not panels or places.bottom > area.bottom:
            continue
        texts = fit_alike(_pieces(tree, places, context), context.steps(22), context.metrics)
        size = max([line.size for text in texts for line in text.paragraphs]) if texts else 0.0
        if texts and size > largest:
            best, largest = (tree, panels, places, texts), size
    return best


def _panels(source: SlideSource, panels: tuple[Panel, ...], places: Places, context: ComposeContext) -> list[Item]:
    """Return the frames around gathered bodies; those that report to nobody have none."""
    line = Stroke(context.line(Colour("accent6"), MIST), Pt(1.25))
    return [
        card(_panel_key(source, panel), places.panels[panel.parent], None, line=line, decorative=True)
        for panel in panels
        if panel.parent
    ]


def _panel_key(source: SlideSource, panel: Panel) -> str:
    return f"{source.id}/chart/{panel.parent}/below"


def _band(source: SlideSource, context: ComposeContext, band: str, box: Box) -> list[Item]:
    key = f"{source.id}/band-{band}"
    names = source.fields.mapping("groups")
    text = Box(box.x + emu(14), box.y + emu(12), BAND_LABEL - emu(24), box.h - emu(24))
    colour = context.ink(Colour("accent2"), MIST)
    drafts = (UnfittedText(runs(names.rich(band))),)
    steps = context.steps(16, LABEL_FLOOR)
    return [
        card(key, box, MIST, decorative=True),
        label(f"{key}/name", text, drafts, context, colour, names.at(band), steps, bold=True),
    ]


def _connectors(
    source: SlideSource, branches: tuple[Branch, ...], panels: tuple[Panel, ...], context: ComposeContext
) -> list[Connector]:
    """A body hangs from the bottom of the one above it: by its top, in a stack by its left side, or by its panel."""
    line = Stroke(context.line(Colour("accent6"), MIST), Pt(1.75))
    chart = f"{source.id}/chart"
    gathered = {one for panel in panels for one in panel.keys}

    def under(parent: str, key: str, below: str, site: int) -> Connector:
        return Connector(key, ConnectorEnd(f"{chart}/{parent}", 2), ConnectorEnd(below, site), line, elbow=True)

    to_panels = [(panel.parent, _panel_key(source, panel)) for panel in panels if panel.parent]
    alone = [branch for branch in branches if branch.parent and branch.key not in gathered]
    return [
        *[under(parent, f"{key}/line", key, 0) for parent, key in to_panels],
        *[under(b.parent, f"{chart}/{b.parent}-{b.key}", f"{chart}/{b.key}", 1 if b.hang else 0) for b in alone],
    ]


def _look(branch: Branch) -> tuple[Colour, Stroke | None]:
    if branch.depth < len(LOOKS):
        return LOOKS[branch.depth], None
    return WHITE, Stroke(Colour("accent2"), Pt(1.75))


def _pieces(branches: tuple[Branch, ...], places: Places, context: ComposeContext) -> Pieces:
    return tuple([(_drafts(branch), _frame(branch, places.boxes[branch.key], context)) for branch in branches])


def _boxes(source: SlideSource, branches: tuple[Branch, ...], places: Places, texts: tuple[Text, ...]) -> list[Item]:
    made: list[Item] = []
    for branch, text in zip(branches, texts):
        fill, line = _look(branch)
        made.append(card(f"{source.id}/chart/{branch.key}", places.boxes[branch.key], fill, text, line=line))
    return made


def _frame(branch: Branch, box: Box, context: ComposeContext) -> Frame:
    fill, _ = _look(branch)
    colour = context.ink(NAVY, fill) if fill == WHITE else context.on(fill)
    return card_frame(context, box, colour, anchor="ctr", insets=INSETS)


def _drafts(branch: Branch) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(branch.name, bold=True), align="ctr")
    return (name, UnfittedText(runs(branch.note), align="ctr", step=2)) if branch.note else (name,)


def _alt(source: SlideSource, branches: tuple[Branch, ...]) -> str:
    names = {branch.key: plain_text(branch.name) for branch in branches}
    lines = [f"{names[b.parent]} → {names[b.key]}" for b in branches if b.parent]
    return f"{title_text(source)}: {'; '.join(lines or names.values())}."
