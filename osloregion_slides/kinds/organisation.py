"""Organisation: bodies as boxes under the body they report to, in bands by group."""

from __future__ import annotations

from osloregion_slides.compose.blocks import card, card_frame, label, middle
from osloregion_slides.compose.entries import ENTRY_FIELDS, TEXT
from osloregion_slides.compose.page import content, page, title_text
from osloregion_slides.compose.stage import LABEL_FLOOR, MIST, NAVY, WHITE, plain_text, runs
from osloregion_slides.compose.tree import Branch, grow
from osloregion_slides.fit.frame import Draft
from osloregion_slides.scene import Box, Colour, Connector, Glue, Group, Insets, Stroke
from osloregion_slides.units import Emu, Pt, emu, inches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.fit.frame import Frame
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

BAND_LABEL = inches(1.75)
ROW_GAP = inches(0.32)
BAND_PAD = inches(0.14)
WIDEST = inches(4.6)
INSETS = Insets(emu(8), emu(2), emu(8), emu(2))
LOOKS = (NAVY, Colour("accent1"), Colour("accent2"))
"""Fills of the first levels; deeper bodies are white with an outline."""


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = stage.layout("title_only")
    area = content(source, layout)
    branches = grow(source, stage)
    bands = _bands(branches)
    names = source.fields.mapping("groups")
    titled = [band for band in bands if names.has(band)]
    tree = area.inset(BAND_LABEL if titled else 0, 0, inches(0.2) if titled else 0, 0)
    rows = _rows(branches, area, bool(titled))
    boxes = {b.key: _box(b, tree, rows[b.depth], branches) for b in branches}
    items: list[Item] = []
    if titled:
        for index, band in enumerate(bands):
            items += _band(source, stage, band, index, area, [rows[b.depth] for b in branches if b.group == band])
    alt = _alt(source, branches)
    diagram = (*_connectors(source, branches), *_boxes(source, stage, branches, boxes))
    items.append(Group(f"{source.id}/chart", diagram, alt))
    return (page(source, stage, layout, tuple(items)),)


def _bands(branches: tuple[Branch, ...]) -> list[str]:
    """Return the groups from above where each row of the tree holds one group only, else nothing."""
    rows: dict[int, set[str]] = {}
    for branch in branches:
        rows.setdefault(branch.depth, set()).add(branch.group)
    if any(len(groups) > 1 for groups in rows.values()):
        return []
    order = [min(rows[depth]) for depth in sorted(rows)]
    bands = list(dict.fromkeys(order))
    return bands if [g for i, g in enumerate(order) if i == 0 or order[i - 1] != g] == bands else []


def _rows(branches: tuple[Branch, ...], area: Box, banded: bool) -> list[Box]:
    """Return one strip per level; with bands, the bands' padding comes off above and below."""
    depth = max([branch.depth for branch in branches], default=0) + 1
    pad = BAND_PAD if banded else 0
    groups = len(_bands(branches)) if banded else 1
    breaks = (groups - 1) * (2 * pad + emu(10) - ROW_GAP) if banded else 0
    height = (area.h - 2 * pad - ROW_GAP * (depth - 1) - max(0, breaks)) // depth
    rows, y, last = [], area.y + pad, ""
    for level in range(depth):
        group = next(branch.group for branch in branches if branch.depth == level)
        if level:
            y = y + (max(ROW_GAP, 2 * pad + emu(10)) if banded and group != last else ROW_GAP)
        rows.append(Box(area.x, y, area.w, Emu(height)))
        y, last = y + height, group
    return rows


def _box(branch: Branch, tree: Box, line: Box, branches: tuple[Branch, ...]) -> Box:
    leaves = max(b.right for b in branches)
    left = tree.x + round(tree.w * branch.left / leaves)
    width = round(tree.w * (branch.right - branch.left) / leaves)
    slot = Box(Emu(left), line.y, Emu(width), line.h)
    leaf = int(tree.w / leaves) - inches(0.25)
    return middle(slot, min(WIDEST, max(leaf, min(width - inches(0.25), inches(3.4)))), line.h)


def _band(source: SlideSource, stage: Stage, band: str, index: int, area: Box, rows: list[Box]) -> list[Item]:
    top, bottom = min(row.y for row in rows) - BAND_PAD, max(row.bottom for row in rows) + BAND_PAD
    box = Box(area.x, top, area.w, bottom - top)
    fill = MIST
    key = f"{source.id}/band-{band}"
    names = source.fields.mapping("groups")
    text = Box(box.x + emu(14), box.y + emu(12), BAND_LABEL - emu(24), box.h - emu(24))
    colour = stage.ink(Colour("accent2"), fill)
    drafts = (Draft(runs(names.rich(band))),)
    steps = stage.steps(16, LABEL_FLOOR)
    return [
        card(key, box, fill, decorative=True),
        label(f"{key}/name", text, drafts, stage, colour, names.at(band), steps, bold=True),
    ]


def _connectors(source: SlideSource, branches: tuple[Branch, ...]) -> list[Connector]:
    line = Stroke(Colour("accent6"), Pt(1.75))
    return [
        Connector(
            f"{source.id}/chart/{b.parent}-{b.key}",
            Glue(f"{source.id}/chart/{b.parent}", 2),
            Glue(f"{source.id}/chart/{b.key}", 0),
            line,
            elbow=True,
        )
        for b in branches
        if b.parent
    ]


def _look(branch: Branch, stage: Stage) -> tuple[Colour, Stroke | None]:
    if branch.depth < len(LOOKS):
        return LOOKS[branch.depth], None
    return WHITE, Stroke(Colour("accent2"), Pt(1.75))


def _boxes(source: SlideSource, stage: Stage, branches: tuple[Branch, ...], boxes: dict[str, Box]) -> list[Item]:
    pieces = tuple([(_drafts(b, stage), _frame(b, boxes[b.key], stage)) for b in branches])
    texts: tuple[Text, ...] = stage.fit_alike(pieces, stage.steps(22), source.fields.at("items"), f"{source.id}/chart")
    made: list[Item] = []
    for branch, text in zip(branches, texts):
        fill, line = _look(branch, stage)
        made.append(card(f"{source.id}/chart/{branch.key}", boxes[branch.key], fill, text, line=line))
    return made


def _frame(branch: Branch, box: Box, stage: Stage) -> Frame:
    fill, _ = _look(branch, stage)
    colour = stage.ink(NAVY, fill) if fill == WHITE else stage.on(fill)
    return card_frame(stage, box, colour, anchor="ctr", insets=INSETS)


def _drafts(branch: Branch, stage: Stage) -> tuple[Draft, ...]:
    name = Draft(runs(branch.name, bold=True), align="ctr")
    return (name, Draft(runs(branch.note), align="ctr", step=2)) if branch.note else (name,)


def _alt(source: SlideSource, branches: tuple[Branch, ...]) -> str:
    names = {branch.key: plain_text(branch.name) for branch in branches}
    lines = [f"{names[b.parent]} → {names[b.key]}" for b in branches if b.parent]
    return f"{title_text(source)}: {'; '.join(lines or names.values())}."
