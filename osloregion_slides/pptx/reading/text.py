"""Reading text bodies as paragraphs of runs with resolved inheritance."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from osloregion_slides.ooxml.inheritance import LEVELS, PLAIN, Level, cascade, whole
from osloregion_slides.ooxml.names import REL_LINK, REL_SLIDE, A, R
from osloregion_slides.pptx.reading.sheets import flag
from osloregion_slides.update.deck_state import ParagraphState, RunState, TableState, nfc, paragraph, words
from osloregion_slides.update.deck_state import link as normal_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.ooxml.package import Relation
    from osloregion_slides.pptx.reading.deck import Package
    from osloregion_slides.update.deck_state import Colouring, Words


EQUATION = "{http://schemas.microsoft.com/office/drawing/2010/main}m"
P_, R_, BR, FLD, RPR, PPR, T = (f"{{{A}}}{name}" for name in ("p", "r", "br", "fld", "rPr", "pPr", "t"))
CLICK, LIST_STYLE = f"{{{A}}}hlinkClick", f"{{{A}}}lstStyle"
ID = f"{{{R}}}id"


class TextReader:
    """Reader of the texts of one part; its ``relations`` have the targets of links."""

    def __init__(self, relations: Mapping[str, Relation]) -> None:
        self._relations = relations

    def words(self, body: Element | None, looks: tuple[Level, ...], sized: bool) -> Words:
        """Return the text of a ``txBody``; ``looks`` are the inherited levels; with ``sized``, sizes too."""
        if body is None:
            return ()
        style = body.find(LIST_STYLE)
        if style is not None and len(style):
            looks = cascade([style], looks)
        return words([self.paragraph(element, looks, sized) for element in body.iterfind(P_)])

    def paragraph(self, element: Element, looks: tuple[Level, ...], sized: bool) -> ParagraphState:
        """Return one ``a:p``."""
        level = level_of(element)
        look = looks[level]
        size = size_of(element, look) if sized else 0
        runs = list(self.runs(element, look))
        if len(runs) == 1 and runs[0].text:
            run = runs[0]
            return ParagraphState((run.replace(text=nfc(run.text)) if nfc(run.text) != run.text else run,), level, size)
        return paragraph(runs, level, size)

    def runs(self, element: Element, look: Level) -> Iterator[RunState]:
        """Yield the runs, breaks and fields of a paragraph."""
        for child in element:
            kind = child.tag
            if kind == R_:
                found = child.find(T)
                yield self.run(found.text or "" if found is not None else "", child.find(RPR), look)
            elif kind == BR:
                yield self.run("\n", child.find(RPR), look)
            elif kind == FLD:
                yield self.run("", child.find(RPR), look).replace(field=field_of(child))
            elif kind == EQUATION:
                yield RunState("", look.bold, look.italic, "", field_of(child))

    def run(self, text: str, properties: Element | None, look: Level) -> RunState:
        """Return one run with its properties."""
        if properties is None:
            return RunState(text, look.bold, look.italic, "", "")
        bold, italic = flag(properties.get("b"), look.bold), flag(properties.get("i"), look.italic)
        link = self.link(properties) if len(properties) else ""
        return RunState(text, bold, italic, link, "")

    def link(self, holder: Element | None) -> str:
        """Return the target of a click: an address, ``#`` and a slide's part, the name of an action, or ""."""
        click = holder.find(CLICK) if holder is not None else None
        if click is None:
            return ""
        relation = self._relations.get(click.get(ID, ""))
        if relation is None:
            return str(click.get("action", ""))
        if relation.type == REL_SLIDE and not relation.external:
            return f"#{relation.target}"
        return normal_link(relation.target) if relation.type == REL_LINK and relation.external else ""


def field_of(element: Element) -> str:
    """Return the type of a field, or a checksum of an equation (``a14:m``, [MS-ODRAWXML] 2.25)."""
    if element.tag != EQUATION:
        return element.get("type", "") or "field"
    return f"equation-{crc32(''.join(element.itertext()).encode()):08x}"


def level_of(element: Element) -> int:
    """Return the list level of an ``a:p``, from 0."""
    properties = element.find(PPR)
    return min(whole(properties.get("lvl")), LEVELS - 1) if properties is not None else 0


def size_of(element: Element, look: Level) -> int:
    """Return the size of a paragraph's first run, else of its end, in hundredths of a point."""
    first = element.find(R_)
    if first is None:
        first = element.find(FLD)
    properties = first.find(RPR) if first is not None else element.find(f"{{{A}}}endParaRPr")
    return whole(properties.get("sz"), look.size) if properties is not None else look.size


def plain_paragraphs(body: Element | None) -> list[str]:
    """Return a body's paragraphs as plain text, with line feeds for breaks and the shown text of fields."""
    if body is None:
        return []
    return ["".join([_characters(child) for child in element]) for element in body.iterfind(P_)]


def _characters(child: Element) -> str:
    if child.tag == BR:
        return "\n"
    found = child.find(T) if child.tag in (R_, FLD) else None
    return (found.text or "") if found is not None else ""


# Reading tables as cells and column widths.

TABLE = f"{{{A}}}graphic/{{{A}}}graphicData/{{{A}}}tbl"
GRID_COLUMN = f"{{{A}}}tblGrid/{{{A}}}gridCol"
ROW, CELL, BODY, CELL_PROPERTIES = (f"{{{A}}}{name}" for name in ("tr", "tc", "txBody", "tcPr"))


def read_table(table: Element, texts: TextReader, sized: bool, fill: Callable[[Element], Colouring]) -> TableState:
    """Return an ``a:tbl`` (ECMA-376 Part 1, 21.1.3.13): column widths, and the text and fill of each cell."""
    widths = tuple([width(column) for column in table.iterfind(GRID_COLUMN)])
    rows = [
        tuple([texts.words(cell.find(BODY), PLAIN, sized) for cell in row.iterfind(CELL)])
        for row in table.iterfind(ROW)
    ]
    cells = [row.findall(CELL) for row in table.iterfind(ROW)]
    fills = tuple([tuple([fill(cell.find(CELL_PROPERTIES)) for cell in row]) for row in cells])
    return TableState(widths, tuple(rows), spans_of(cells), fills)


def spans_of(rows: Sequence[Sequence[Element]]) -> tuple[tuple[int, int, int, int], ...]:
    """Return the merged cells of a table (``gridSpan``, ``rowSpan``, 21.1.3.16) as ``TableState`` has them."""
    return tuple(
        [
            (row, column, whole(cell.get("rowSpan"), 1), whole(cell.get("gridSpan"), 1))
            for row, cells in enumerate(rows)
            for column, cell in enumerate(cells)
            if (cell.get("rowSpan") or cell.get("gridSpan")) and not (cell.get("hMerge") or cell.get("vMerge"))
        ]
    )


def width(column: Element) -> int:
    """Return the width of a grid column in EMU."""
    return whole(column.get("w"))


def addresses(package: Package, parts: Iterable[str]) -> dict[str, str]:
    """Return the addresses of links on slides as written, by their normal form."""
    rows = [row for part in parts if part for row in package.relations(part).values()]
    return {normal_link(row.target): row.target for row in rows if row.type == REL_LINK and row.external}
