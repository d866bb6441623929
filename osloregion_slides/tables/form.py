"""A sheet that is filled in, not listed: what in the first column, its text beside it (a meeting).

::

    Felt     Norsk        Engelsk
    Tittel   Styremøte    Board meeting
    Sted     Oslo rådhus  Oslo City Hall
    Dato     12.04.2008

A table with the fields as headings and one row under them is read too.
"""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nodes import Entry, Figure, Mapping, Scalar, Verbatim
from osloregion_slides.registry.columns import plain
from osloregion_slides.tables.figure import read_day
from osloregion_slides.tables.headings import key_of, read_heading
from osloregion_slides.tables.things import UNFORMED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.findings import Span
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.registry.grid import Grid, Row

LANGUAGES = {
    "nb": ("norsk", "bokmål", "norwegian"),
    "nn": ("nynorsk",),
    "en": ("engelsk", "english"),
    "se": ("samisk", "nordsamisk"),
    "de": ("tysk", "german"),
}
_BLANK = re.compile(r"\[[^][*\\{}]*\]")
"""A field to be filled in; the outline reports it, as it does its own."""
FIELDS = frozenset(("title", "place", "date"))


def form(
    grid: Grid, languages: tuple[str, ...], own: str, markup: bool = False
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Return what a sheet says as entries of a mapping, and what is wrong with it; ``own`` is the outline's language.

    A field with one text has it in every language, one with several has one by language. Texts stand as they are,
    or are texts of the outline with ``markup``.
    """
    if not grid.header.cells:
        return (), grid.findings
    findings: list[Finding] = []
    found: dict[str, Entry] = {}
    for words, at, row, columns in _fields(grid, languages):
        key, language = read_heading(words, languages)
        value = _value(grid, row, columns, own, markup)
        if key in found and not language:
            findings.append(error("duplicate-id", at, f"the field `{words}` stands twice", "keep one"))
        elif language and isinstance(value, Scalar):
            found[key] = _joined(found.get(key), language, value, own, key)
        else:
            found[key] = Entry(Scalar(key, True, at), value)
    if not found:
        at = grid.at(grid.header, 0)
        hint = "a column for what (Tittel, Sted, Dato) and one for its text"
        findings.append(error("missing-column", at, "the table is no form", hint))
    return tuple(found.values()), (*grid.findings, *findings)


def _fields(grid: Grid, languages: tuple[str, ...]) -> Iterator[tuple[str, Span, Row, dict[int, str]]]:
    """Yield the words of each field, where they stand, the row of its texts, and the language of each column."""
    head = grid.header
    across = [read_heading(words, languages)[0] for words in head.cells]
    if len(FIELDS.intersection(across)) > 1:
        for number, words in enumerate(head.cells):
            if words and grid.rows:
                yield words, grid.at(head, number), grid.rows[0], {number: ""}
        return
    columns = {number: _language(words, languages) for number, words in enumerate(head.cells) if number}
    for row in (head, *grid.rows)[0 if key_of(head.cells[0]) in FIELDS else 1 :]:
        if row.cells[0] and columns:
            yield row.cells[0], grid.at(row, 0), row, columns


def _joined(before: Entry | None, language: str, value: Scalar, own: str, key: str) -> Entry:
    """A text in another language (``Tittel (en)``) beside the one that the field has already."""
    more = Entry(Scalar(language, True, value.at), value)
    if before is None:
        return Entry(Scalar(key, True, value.at), Mapping((more,), value.at))
    there = before.value
    texts = there.entries if isinstance(there, Mapping) else (Entry(Scalar(own, True, there.at), there),)
    return Entry(before.key, Mapping((*texts, more), there.at))


def _language(words: str, languages: tuple[str, ...]) -> str:
    spelt = plain(words)
    return next((code for code in languages if spelt == code or spelt in LANGUAGES.get(code, ())), "")


def _value(grid: Grid, row: Row, columns: dict[int, str], own: str, markup: bool) -> Node:
    filled = [(n, language) for n, language in columns.items() if n < len(row.cells) and row.cells[n]]
    if not filled:
        return Scalar("", False, grid.at(row, min(1, len(row.cells) - 1)))  # a cell left empty is an empty text
    only = _cell(grid, row, filled[0][0], markup)
    if len(filled) == 1 and (isinstance(only, Figure) or not filled[0][1] or only.text.startswith("[")):
        return only  # a day is the same in any language, and so is a blank
    texts = []
    for number, language in filled:
        at = grid.at(row, number)
        texts.append(Entry(Scalar(language or own, True, at), _cell(grid, row, number, markup)))
    return Mapping(tuple(texts), texts[0].value.at)


def _cell(grid: Grid, row: Row, number: int, markup: bool) -> Scalar:
    text, at = row.cells[number], grid.at(row, number)
    form = row.forms[number] if number < len(row.forms) else ""
    day, _ = read_day(text)
    if form == "date" or day:
        return Figure(day or text, True, at, "date")
    if form and form not in UNFORMED:
        return Figure(text, True, at, form)
    return Scalar(text, False, at) if markup or _BLANK.fullmatch(text) else Verbatim(text, False, at)
