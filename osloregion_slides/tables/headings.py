"""Headings of a table as keys: ``Navn`` is ``name``, ``title_en`` is the English of ``title``."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, error
from osloregion_slides.registry.columns import plain
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.registry.grid import Grid

KNOWN = {
    "id": ("nøkkel", "kode"),
    "name": ("navn",),
    "title": ("tittel",),
    "text": ("tekst",),
    "note": ("merknad", "notat"),
    "label": ("etikett", "merkelapp"),
    "heading": ("overskrift",),
    "group": ("gruppe",),
    "reports_to": ("rapportertil",),
    "from": ("fra", "start"),
    "to": ("til", "slutt"),
    "date": ("dato",),
    "place": ("sted",),
    "speaker": ("taler", "innleder"),
}
"""What kinds of slides read, with what Norwegians write above such a column."""
_WORDS = {alias: name for name, aliases in KNOWN.items() for alias in (plain(name), *aliases)}


class Heading(Value):
    """A column: the key of its facts, the language of its texts ("" where it has none of its own), its words."""

    key: str
    language: str
    words: str
    index: int


def headings(grid: Grid, languages: tuple[str, ...]) -> tuple[tuple[Heading, ...], tuple[Finding, ...]]:
    """Return the columns of a table that have a heading, and a finding for each that stands twice."""
    found: dict[tuple[str, str], Heading] = {}
    findings: list[Finding] = []
    for index, words in enumerate(grid.header.cells):
        if not words:
            findings += _headless(grid, index)
            continue
        key, language = read_heading(words, languages)
        if (key, language) in found:
            message = f"the column `{words}` stands twice" + ("" if words == key else f", as `{key}`")
            findings.append(error("duplicate-column", grid.at(grid.header, index), message))
        else:
            found[key, language] = Heading(key, language, words, index)
    return tuple(found.values()), tuple(findings)


def read_heading(words: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return key and language of a heading: ``Tittel (en)`` is title and en."""
    for language in languages:
        part = re.fullmatch(rf"(.*\w)\s*(?:[_.]|\s|\s?\()({re.escape(language)})\)?", words, re.IGNORECASE | re.DOTALL)
        if part:
            return key_of(part[1]), language
    return key_of(words), ""


def key_of(words: str) -> str:
    """Return a heading as a key: a known name, else its letters and digits in lower case with ``_`` between."""
    known = _WORDS.get(plain(words))
    return known or re.sub(r"\W+", "_", words.lower()).strip("_") or "_"


def _headless(grid: Grid, index: int) -> list[Finding]:
    for row in grid.rows:
        if index < len(row.cells) and row.cells[index]:
            message = "the column has cells, but no heading"
            return [error("missing-heading", grid.at(row, index), message, "write a heading in the first row")]
    return []
