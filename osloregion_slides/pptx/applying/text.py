"""Changing texts and tables in place: unchanged words keep their run properties."""

from __future__ import annotations

import re
from copy import deepcopy
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.inheritance import Level, whole
from osloregion_slides.ooxml.names import A
from osloregion_slides.ooxml.order import put
from osloregion_slides.pptx.applying.edition import element
from osloregion_slides.pptx.applying.shape import set_fill
from osloregion_slides.pptx.drawing import Drawing, TextWriter
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.reading.sheets import flag
from osloregion_slides.pptx.reading.text import (
    BODY,
    BR,
    CELL,
    CELL_PROPERTIES,
    CLICK,
    EQUATION,
    FLD,
    GRID_COLUMN,
    P_,
    PPR,
    R_,
    ROW,
    RPR,
    T,
    field_of,
    level_of,
    size_of,
    spans_of,
    width,
)
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.update.deck_state import ParagraphState, RunState, nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.pptx.applying.layouts import Fonts
    from osloregion_slides.pptx.reading.text import TextReader
    from osloregion_slides.scene import Text
    from osloregion_slides.update.changes import NewParagraph, NewRow, SetCells


END = f"{{{A}}}endParaRPr"
_WORD = re.compile(r"\w+|\s|[^\w\s]")
_INLINE = (R_, BR, FLD, EQUATION)


class Piece(Record):
    """An existing character (or a field, as U+FFFC), with its ``a:rPr`` or None, and the field's element."""

    text: str
    properties: Element | None
    field: Element | None = None


class SlideTexts(Record):
    """The context shared by the texts of one slide: links, typefaces, and its drawing (None without ours).

    ``jumps`` maps slide parts to keys.
    """

    reader: TextReader
    jumps: Mapping[str, str]
    fonts: Fonts
    drawing: Drawing | None

    def click(self, link: str, own_colour: bool = False) -> Xml:
        """Return ``a:hlinkClick``, "" without a target."""
        return self.drawing.click(link, own_colour) if self.drawing is not None else ""

    def link(self, properties: Element) -> str:
        """Return the link of an ``a:rPr`` as in plans: ``#key`` for a slide."""
        found = self.reader.link(properties)
        return f"#{self.jumps[found[1:]]}" if found[1:] in self.jumps else found


class TextEditor:
    """The edit of a text in a shape or cell that inherits ``looks``; ``text`` is that of ours, if any.

    ``levels`` are the styles that ours would inherit from its slot; ``cell`` and ``title`` are kinds of text.
    """

    def __init__(
        self,
        texts: SlideTexts,
        looks: Sequence[Level],
        text: Text | None,
        levels: tuple[TextStyle, ...] = (),
        cell: bool = False,
        title: bool = False,
    ) -> None:
        self._texts, self._looks, self._title = texts, looks, title
        self._language = text.language if text is not None else ""
        self._paragraphs = text.paragraphs if text is not None else ()
        self._writer = TextWriter(text, texts.click, levels, cell) if text is not None else None

    def _ours(self, index: int | None) -> Element | None:
        """Return a paragraph of ours as a build writes it, None without one."""
        if self._writer is None or index is None or index >= len(self._paragraphs):
            return None
        return element(self._writer.paragraph(self._paragraphs[index], index == len(self._paragraphs) - 1))

    def set_paragraphs(self, body: Element, paragraphs: Iterable[NewParagraph]) -> None:
        """Set the paragraphs of a ``txBody`` to those of the plan."""
        found = body.findall(P_)
        made = self.made(found, paragraphs)
        for old in found:
            body.remove(old)
        body.extend(made or [_emptied(found)])

    def made(self, found: list[Element], paragraphs: Iterable[NewParagraph]) -> list[Element]:
        """Return the paragraphs; kept ones are the existing elements."""
        made: list[Element] = []
        for one in paragraphs:
            source = found[one.source] if one.source is not None and one.source < len(found) else None
            if source is None:
                paragraph = self._new(one, found)
            else:
                paragraph = deepcopy(source) if any(source is other for other in made) else source
                if one.content is not None:
                    self._edit(paragraph, one.content, one.ours)
            made.append(paragraph)
        return made

    def _new(self, one: NewParagraph, found: list[Element]) -> Element:
        """Return a new paragraph formatted like ours, or without ours like the last existing one."""
        ours = self._ours(one.ours)
        made = self._texts.fonts.state(ours, self._title) if ours is not None else _emptied(found)
        if one.content is not None:
            self._edit(made, one.content, None)
        return made

    def _edit(self, paragraph: Element, content: ParagraphState, ours: int | None) -> None:
        """Set level, runs, size and language of a paragraph."""
        if level_of(paragraph) != content.level:
            self._set_level(paragraph, content.level, ours)
        look = self._looks[min(content.level, len(self._looks) - 1)]
        self._set_runs(paragraph, content.runs, look)
        if content.size and size_of(paragraph, look) != content.size:
            _set_size(paragraph, content.size, look)
        _set_language(paragraph, self._language)

    def _set_level(self, paragraph: Element, level: int, ours: int | None) -> None:
        """Set the level of a paragraph, with the indents of ours, if any: the existing ones are the old level's."""
        old = paragraph.find(PPR)
        like = self._ours(ours)
        made = like.find(PPR) if like is not None else None
        if made is None:
            made = etree.Element(PPR)
        if level:
            made.set("lvl", str(level))
        if old is not None:
            paragraph.replace(old, made)
        else:
            paragraph.insert(0, made)

    def _set_runs(self, paragraph: Element, runs: Sequence[RunState], look: Level) -> None:
        found = [child for child in paragraph if child.tag in _INLINE]
        old = _pieces(found)
        first = next((piece.properties for piece in old if piece.properties is not None), None)
        usual = first if first is not None else _as_run(paragraph.find(END))
        new = [(token, run) for run in runs for token in (("\ufffc",) if run.field else _WORD.findall(run.text))]
        origins = _origins([piece.text for piece in old], [token for token, _ in new])
        made: list[Element] = []
        texts: list[tuple[Element, list[str]]] = []
        last: tuple[object, ...] = ()
        at = 0
        for token, run in new:
            for character in token:
                origin = old[origins[at]] if origins[at] >= 0 else Piece("", usual)
                at += 1
                if run.field:
                    same = [one for one in (origin, *old) if one.field is not None and field_of(one.field) == run.field]
                    made.append(self._field(same[0] if same else origin, run, look))
                elif character == "\n":
                    made.append(self._dressed(BR, origin, run, look))
                else:
                    if last != (id(origin.properties), run) or made[-1].tag != R_:
                        made.append(self._dressed(R_, origin, run, look))
                        texts.append((made[-1], []))
                    texts[-1][1].append(character)
                last = (id(origin.properties), run)
        for one, characters in texts:
            etree.SubElement(one, T).text = "".join(characters)
        start = paragraph.index(found[0]) if found else int(paragraph.find(PPR) is not None)
        for child in found:
            paragraph.remove(child)
        for offset, child in enumerate(made):
            paragraph.insert(start + offset, child)

    def _field(self, origin: Piece, run: RunState, look: Level) -> Element:
        """Return a copy of the existing field, or a new one."""
        if origin.field is not None and field_of(origin.field) == run.field:
            made = deepcopy(origin.field)
            made.tail = None
            return made
        made = self._dressed(FLD, origin, run, look)
        made.set("id", guid("field", run.field))
        made.set("type", run.field)
        etree.SubElement(made, T).text = "‹#›"
        return made

    def _dressed(self, tag: str, origin: Piece, run: RunState, look: Level) -> Element:
        """Return a run with the properties of its origin, and with new bold, italic and link."""
        made = etree.Element(tag)
        properties = etree.SubElement(made, RPR)
        if origin.properties is not None:
            made.replace(properties, deepcopy(origin.properties))
            properties = made[0]
            properties.tail = None
        for name, wanted, inherited in (("b", run.bold, look.bold), ("i", run.italic, look.italic)):
            if flag(properties.get(name), inherited) != wanted:
                properties.set(name, "1" if wanted else "0")
        if self._texts.link(properties) != run.link:
            click = properties.find(CLICK)
            if click is not None:
                properties.remove(click)
            markup = self._texts.click(run.link) if run.link else ""
            if markup:
                put(properties, element(markup))
        return made


def _pieces(found: list[Element]) -> list[Piece]:
    """Return the characters of runs, breaks and fields, with the properties of their run."""
    pieces: list[Piece] = []
    for child in found:
        properties = child.find(RPR)
        if child.tag in (FLD, EQUATION):
            pieces.append(Piece("\ufffc", properties, child))
        elif child.tag == BR:
            pieces.append(Piece("\n", properties))
        else:
            text = child.find(T)
            pieces += [Piece(sign, properties) for sign in nfc((text.text if text is not None else "") or "")]
    return pieces


def _origins(old: list[str], new: list[str]) -> list[int]:
    """Return for each new character the position of the old one whose properties it gets, -1 for none.

    Unchanged characters keep theirs. A replacement gets those of the replaced word, an added word those of
    the text before it.
    """
    words, starts = _words(old)
    found: list[int] = []
    matcher = SequenceMatcher(None, words, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2)):
                found += [starts[i] + offset for offset in range(len(new[j]))]
        elif kind != "delete":
            near = starts[i1] if kind == "replace" else starts[i1] - 1 if i1 else 0
            if near >= len(old):
                near = len(old) - 1
            found += [near] * sum(map(len, new[j1:j2]))
    return found


def _words(old: list[str]) -> tuple[list[str], list[int]]:
    """Return the words of the characters, and their start positions followed by the end."""
    words = _WORD.findall("".join(old))
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return words, starts


def _as_run(end: Element | None) -> Element | None:
    """Return the properties of an end mark as those of a run."""
    if end is None:
        return None
    made = deepcopy(end)
    made.tag = RPR
    made.tail = None
    return made


def _emptied(found: list[Element]) -> Element:
    """Return an empty paragraph formatted like the last existing one."""
    if not found:
        return etree.Element(P_)
    made = deepcopy(found[-1])
    runs = [child for child in made if child.tag in _INLINE]
    properties = runs[0].find(RPR) if runs else None
    if made.find(END) is None and properties is not None:
        end = deepcopy(properties)
        end.tag = END
        made.append(end)
    for child in runs:
        made.remove(child)
    return made


def _set_language(paragraph: Element, language: str) -> None:
    """Set the language of a changed paragraph to that of ours, unless one of its runs has it already."""
    looks = [look for look in paragraph.iter(RPR, END) if look.get("lang")]
    primary = language.partition("-")[0]
    if language and all([look.get("lang").partition("-")[0] != primary for look in looks]):
        for look in looks:
            look.set("lang", language)


def _set_size(paragraph: Element, size: int, look: Level) -> None:
    """Set one size for a whole paragraph, stated only if it differs from the level."""
    holders = [child.find(RPR) for child in paragraph if child.tag in _INLINE] + [paragraph.find(END)]
    for holder in holders:
        if holder is None:
            continue
        if size == look.size:
            holder.attrib.pop("sz", None)
        else:
            holder.set("sz", str(size))


# Changing tables in place: cells, rows and columns; manual colours and widths are kept.

GRID, EXTENSIONS = f"{{{A}}}tblGrid", f"{{{A}}}extLst"


def set_cells(table: Element, change: SetCells, editors: Callable[[int | None, int | None], TextEditor]) -> None:
    """Set rows, columns and cells to those of the plan.

    ``editors`` returns the text editor of a cell by its row and column in ours' table. A new row is formatted like
    the existing row that it names, a new column like its left neighbour.
    """
    found = table.findall(ROW)
    spans = spans_of([row.findall(CELL) for row in found])
    rows = [_row(found, new) for new in change.rows]
    _set_columns(table, rows, change.columns)
    for row, new, ours_row in zip(rows, change.rows, change.ours_rows or (None,) * len(rows)):
        cells = row.findall(CELL)
        for index, (cell, paragraphs) in enumerate(zip(cells, new.cells)):
            if paragraphs is None:
                continue
            column = change.ours_columns[index] if change.ours_columns else None
            fresh = new.source is None or change.columns[index] is None
            _set_text(cell, paragraphs, editors(ours_row, column), fresh)
        for cell, fill in zip(cells, new.fills):
            properties = cell.find(CELL_PROPERTIES)
            if fill is not None and properties is not None:
                set_fill(properties, fill)
    for row in found:
        table.remove(row)
    extensions = table.find(EXTENSIONS)
    for row in rows:
        if extensions is None:
            table.append(row)
        else:
            extensions.addprevious(row)
    rows_of, columns_of = [row.source for row in change.rows], change.columns
    if change.spans is not None:
        spans, rows_of, columns_of = change.spans, list(change.ours_rows), change.ours_columns
    _span_again(table, spans, rows_of, columns_of)


def _row(found: list[Element], new: NewRow) -> Element:
    """Return the existing row, or for a new one a copy of its model without its id."""
    if new.source is not None:
        return found[new.source]
    made = deepcopy(found[min(new.like, len(found) - 1)])
    _forget_identity(made)
    return made


def _forget_identity(element: Element) -> None:
    """Remove the id from a copied row or column, because PowerPoint repairs tables with duplicates."""
    extensions = element.find(EXTENSIONS)
    if extensions is not None:
        element.remove(extensions)


def _set_columns(table: Element, rows: Sequence[Element], columns: Sequence[int | None]) -> None:
    grid = table.find(GRID)
    old = table.findall(GRID_COLUMN)
    if list(columns) == list(range(len(old))):
        return
    _arrange(grid, old, columns)
    for row in rows:
        _arrange(row, row.findall(CELL), columns)


def _arrange(holder: Element, old: list[Element], columns: Sequence[int | None]) -> None:
    """Reorder the children of a row or grid, with copies of neighbours for new ones."""
    following = holder.index(old[0]) if old else 0
    made: list[Element] = []
    for place, source in enumerate(columns):
        if source is not None and source < len(old):
            made.append(old[source])
        else:
            near = next(
                (c for c in (*reversed(columns[:place]), *columns[place:]) if c is not None and c < len(old)), 0
            )
            made.append(deepcopy(old[near]))
            _forget_identity(made[-1])
    for child in old:
        holder.remove(child)
    for offset, child in enumerate(made):
        holder.insert(following + offset, child)


def _set_text(cell: Element, paragraphs: Sequence[object], editor: TextEditor, fresh: bool) -> None:
    body = cell.find(BODY)
    if body is None:
        return
    if not fresh:
        editor.set_paragraphs(body, paragraphs)  # type: ignore[arg-type]
        return
    # new paragraphs are formatted like those of the copied cell
    old = body.findall(P_)
    lent = [one.replace(source=min(i, len(old) - 1)) for i, one in enumerate(paragraphs)]  # type: ignore[attr-defined]
    editor.set_paragraphs(body, lent)


def _span_again(
    table: Element,
    spans: Iterable[tuple[int, int, int, int]],
    rows_of: Sequence[int | None],
    columns_of: Sequence[int | None],
) -> None:
    """Restore the merged cells whose rows and columns are still adjacent.

    ``rows_of`` and ``columns_of`` are the former positions of each row and column.

    New rows and columns between them are covered if they are empty; if not, or if others came between, or the
    first one is gone, the cells stay single, so that every text is visible.
    """
    rows = [row.findall(CELL) for row in table.findall(ROW)]
    for cell in [cell for row in rows for cell in row]:
        for name in ("gridSpan", "rowSpan", "hMerge", "vMerge"):
            cell.attrib.pop(name, None)
    for top, left, high, wide in spans:
        down, across = _stretch(rows_of, top, high), _stretch(columns_of, left, wide)
        covered = [(row, column) for row in down for column in across]
        new = [rows[m][n] for m, n in covered if rows_of[m] is None or columns_of[n] is None]
        if len(covered) < 2 or any(["".join(cell.itertext()).strip() for cell in new]):
            continue
        for row, column in covered:
            cell = rows[row][column]
            if (row, column) == (down[0], across[0]):
                marks = {"rowSpan": len(down) * (len(down) > 1), "gridSpan": len(across) * (len(across) > 1)}
            else:
                marks = {"vMerge": row > down[0], "hMerge": column > across[0]}
            for name, mark in marks.items():
                if mark:
                    cell.set(name, str(int(mark)))


def _stretch(sources: Sequence[int | None], first: int, count: int) -> range:
    """Return the current range of a run of rows or columns, including new ones in it; empty if it is split."""
    places = [place for place, source in enumerate(sources) if source is not None and first <= source < first + count]
    if not places or sources[places[0]] != first:
        return range(0)
    inside = [source for source in sources[places[0] : places[-1] + 1] if source is not None]
    if inside != sorted(inside) or len(inside) != len(places):
        return range(0)
    return range(places[0], places[-1] + 1)


def set_widths(table: Element, widths: Sequence[int]) -> None:
    """Set the widths of the columns in EMU."""
    for column, wide in zip(table.iterfind(GRID_COLUMN), widths):
        column.set("w", str(wide))


def set_heights(table: Element, heights: Sequence[int | None], total: int) -> None:
    """Set the heights of the rows in EMU, all reduced where they exceed ``total``; nothing for another number of rows.

    None is a row without a height of its own: it keeps what it has, up to the highest of the others.
    """
    rows, highest = table.findall(ROW), max([high for high in heights if high is not None], default=0)
    if len(rows) != len(heights):
        return
    wanted = [min(whole(row.get("h")), highest) if high is None else high for row, high in zip(rows, heights)]
    share = min(1.0, total / max(1, sum(wanted)))
    for row, high in zip(rows, wanted):
        row.set("h", str(int(high * share)))


def size(table: Element) -> tuple[int, int]:
    """Return width and height of a table from its columns and rows, in EMU."""
    heights = [whole(row.get("h")) for row in table.iterfind(ROW)]
    wide = sum([width(column) for column in table.iterfind(GRID_COLUMN)])
    return wide, sum(heights)
