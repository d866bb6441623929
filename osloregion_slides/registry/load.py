"""Reading the registry of members from a table: rows as memberships, with findings for each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.letters import compared
from osloregion_slides.base.patterns import late
from osloregion_slides.registry.doubts import COUNTIES, doubts, told_once
from osloregion_slides.registry.grid import (
    MEMBER_COLUMNS,
    bad_date,
    find_columns,
    is_ongoing,
    on_lines,
    read_date,
    read_number,
    without_remarks,
    without_title,
)
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.registry.values import Gap, Kept, Member, Registry

if TYPE_CHECKING:
    from osloregion_slides.registry.grid import Grid, Row
    from osloregion_slides.registry.values import Confidence, MemberKind

    Word = TypeVar("Word", bound=str)
    RowKind = MemberKind | Literal["gap", "county_council_gap"]


KINDS: dict[str, RowKind] = {
    "": "municipality",
    "municipality": "municipality",
    "kommune": "municipality",
    "county_council": "county_council",
    "fylkeskommune": "county_council",
    "gap": "gap",
    "hull": "gap",
    "county_council_gap": "county_council_gap",
    "hull_fylkeskommuner": "county_council_gap",
}
GAPS: dict[str, MemberKind] = {"gap": "municipality", "county_council_gap": "county_council"}
CONFIDENCES: dict[str, Confidence] = {
    "confirmed": "confirmed",
    "bekreftet": "confirmed",
    "sikker": "confirmed",
    "high": "high",
    "høy": "high",
    "medium": "medium",
    "middels": "medium",
    "low": "low",
    "lav": "low",
}


_SEVERAL = late(r"\w\s*[,;&]\s*\w")
"""Two names in one cell; a slash or a dash separates the languages of one name."""
_MARKED = late(r"[*†‡§¹²³⁴-⁹?~<>=#|\"“”„«»]|\((?:.*\d.*|[^A-ZÆØÅÄÖÜ]*)\)$")
"""Footnote marks and remarks in a name; a place in brackets may belong to it, `Våler (Østfold)`."""
_COUNCIL = late(r"(?i)fylkeskommun|county council|landsting")
"""The name of a county council, which counts as a municipality unless the column ``kind`` names its kind."""
NO_END = frozenset("-–—")
"""Dashes for an open end in the column of end dates, like ``løpende``."""
ASKED = ("county", "region", "kind")
"""Optional columns; if a table has one, every municipality needs a value."""
_FILLED = ("name", "county", "region")
"""Columns that slides show: text in brackets, as in the table of ``init --blank``, is a field to fill in."""
KIND_AT = tuple(MEMBER_COLUMNS).index("kind")


class RowReader:
    """A collector of members (with their rows), gaps and findings, row by row."""

    def __init__(self, grid: Grid, columns: dict[str, int]) -> None:
        self.grid = grid
        self.width = len(grid.header.cells)
        self.columns = {name: columns.get(name, self.width) for name in MEMBER_COLUMNS}
        self.there = frozenset(columns)
        self.order = tuple(self.columns.values())
        self.unsaid: Confidence = "low" if "confidence" in columns else "confirmed"
        self.dates = {"": ""}
        self.members: list[tuple[Row, Member]] = []
        self.gaps: list[Gap] = []
        self.findings: list[Finding] = []
        self.errors = 0
        self.lost = self.first_lost = 0
        self.given = _given(grid, columns)

    def read(self, row: Row) -> None:
        """Read one row as a member or a gap, or report findings."""
        cells = row.cells
        if len(cells) > self.width and any(cells[self.width :]):
            self._error(row, self.width, "extra-cell", cells=len(cells), columns=self.width)
            return
        cells = cells[: self.width] + ("",) * (self.width + 1 - len(cells[: self.width]))
        values = [cells[index] for index in self.order]
        member = self._plain(values) or self._careful(row, values)
        if member is not None:
            self._incomplete(row, member, kind_is_given=bool(values[KIND_AT]))
            self.members.append((row, member))

    def _incomplete(self, row: Row, member: Member, kind_is_given: bool) -> None:
        """Report empty cells that other rows fill in, if counts on slides depend on them."""
        name, is_municipality = member.name, member.kind == "municipality"
        if not member.county and "county" in self.given:
            self.findings.append(finding("incomplete-row.county", self._at(row, "county"), name=name))
        for key in _FILLED if "[" in name or "[" in member.county or "[" in member.region else ():
            if (text := getattr(member, key))[:1] == "[" and text[-1] == "]":
                self.findings.append(finding("unfilled-blank.text", self._at(row, key), text=text[:60]))
                break
        has_signs = not name.replace(" ", "").replace("-", "").isalpha()
        if is_municipality and has_signs and _SEVERAL.search(name):
            self.findings.append(finding("incomplete-row.several", self._at(row, "name"), name=name[:60]))
        elif is_municipality and has_signs and _MARKED.search(name):
            self.findings.append(finding("incomplete-row.marked", self._at(row, "name"), name=name[:60]))
        if is_municipality and not member.region and "region" in self.given:
            self.findings.append(finding("incomplete-row.region", self._at(row, "region"), name=name))
        if not kind_is_given and ("kind" in self.given or _COUNCIL.search(name)):
            at = self._at(row, "kind" if "kind" in self.there else "name")
            self.findings.append(finding("incomplete-row.kind", at, name=name))
        if member.successor and not member.end and "to" in self.there:
            at = self._at(row, "to")
            self.findings.append(finding("incomplete-row.to", at, name=name, successor=member.successor))

    def _at(self, row: Row, name: str) -> Location:
        return self.grid.at(row, self.columns[name])

    def _plain(self, values: list[str]) -> Member | None:
        """Return the member of a row that needs no correction, None for other rows (0.3 of ``_careful``'s time)."""
        name, number, county, region, others, start, end, kind, sure, source, successor, note, note_en, _ = values
        first, last = self.dates.get(start), self.dates.get(end)
        what, confidence = KINDS.get(kind), CONFIDENCES.get(sure)
        if not name or others or not first or last is None or confidence is None:
            return None
        if what != "municipality" and what != "county_council":
            return None
        if (last and last < first) or (number and not (len(number) == 4 and number.isdecimal() and number.isascii())):
            return None
        return Member(name, number, county, region, (), first, last, source, confidence, what, successor, note, note_en)

    def _careful(self, row: Row, values: list[str]) -> Member | None:
        name, number, county, region, others, start, end, kind, sure, source, successor, note, note_en, total = values
        before = len(self.findings)
        if not start and "from" in self.there:
            self._error(row, self.columns["from"], "missing-value.start", name=name)
        start, end = self._date(row, "from", start), self._date(row, "to", end)
        if end and end < start:
            self._error(row, self.columns["to"], "from-after-to", start=start, end=end)
        what = self._word(row, "kind", kind, KINDS)
        if what == "gap" or what == "county_council_gap":
            self.gaps.append(Gap(start, end, note, source, GAPS[what], self._total(row, total), county, note_en))
            return None
        if not name:
            self._error(row, self.columns["name"], "missing-value.name")
        if number and what == "municipality":
            number = self._number(row, number)
        confidence = self._word(row, "confidence", sure, CONFIDENCES) if sure else self.unsaid
        if what is None or confidence is None or any(f.severity == "error" for f in self.findings[before:]):
            return None
        regions = tuple([part.strip() for part in others.split(";") if part.strip()])
        return Member(
            name, number, county, region, regions, start, end, source, confidence, what, successor, note, note_en
        )

    def _total(self, row: Row, text: str) -> int | None:
        if not text:
            return None
        if not text.isdecimal() or not text.isascii() or len(text) > 6:
            self._error(row, self.columns["total"], "bad-figure", text=text[:60])
            return None
        return int(text)

    def _date(self, row: Row, name: str, text: str) -> str:
        if name == "to" and (is_ongoing(text) or text in NO_END):
            return ""
        if text not in self.dates:
            date, trouble = read_date(text)
            if trouble:
                self.errors += 1
                self.findings.append(bad_date(trouble, text, self._at(row, name)))
                return ""
            self.dates[text] = date
        return self.dates[text]

    def _number(self, row: Row, text: str) -> str:
        number, is_mended = read_number(text)
        if is_mended:
            self._lost_zero(row, text, number)
        if not number:
            self._error(row, self.columns["number"], "bad-number", text=text[:60])
        return number

    def _lost_zero(self, row: Row, text: str, number: str) -> None:
        """Report the first such number of a table: in a numeric column Excel removes all leading zeros."""
        self.lost += 1
        if self.lost == 1:
            self.first_lost = len(self.findings)
            self.findings.append(finding("lost-zero", self._at(row, "number"), text=text, number=number, more=""))
            return
        first = self.findings[self.first_lost]
        values: dict[str, Any] = {**dict(first.values), "more": self.lost - 1}
        self.findings[self.first_lost] = finding("lost-zero", first.at, **values)

    def _word(self, row: Row, name: str, text: str, words: dict[str, Word]) -> Word | None:
        word = words.get(text.lower().replace(" ", "_"))
        if word is None:
            key = "unknown-word.kind" if name == "kind" else "unknown-word.confidence"
            self._error(row, self.columns[name], key, text=text[:60], known=_spellings(words))
        return word

    def _error(self, row: Row, column: int, code: str, **values: Any) -> None:
        self.errors += 1
        self.findings.append(finding(code, self.grid.at(row, column), **values))


def _spellings(words: dict[str, Word]) -> tuple[str, ...]:
    """Return the permitted words of a cell, each in Norwegian and in its canonical form."""
    return tuple([word.replace("_", " ") for word in words if word])


def _given(grid: Grid, columns: dict[str, int]) -> frozenset[str]:
    """Return the columns of ASKED with values; ``kind`` if it has values for municipalities."""
    found = []
    for name in ASKED:
        index = columns.get(name)
        cells = [row.cells[index] for row in grid.rows if index < len(row.cells)] if index is not None else []
        if any([cell and (name != "kind" or KINDS.get(cell.lower()) == "municipality") for cell in cells]):
            found.append(name)
    return frozenset(found)


FAULTS = 100
"""The number of errors after which reading a table stops."""


def too_many(at: Location) -> Finding:
    """Return the finding that ends a long list of findings."""
    return finding("too-many-faults.table", at, limit=FAULTS)


def load_registry(
    path: str, sheet: str = "", cells: str = "", hidden: bool = False
) -> tuple[Registry, tuple[Finding, ...]]:
    """Return the registry in the table at ``path`` (of a workbook: a sheet, a range), and findings.

    A row is a membership with a period, or (kind ``gap``) a period with missing names. A row with an error
    is skipped; nothing is raised. Without a column ``confidence`` all members count as confirmed.
    """
    grid = read_grid(path, sheet, cells, hidden)
    return _kept.get((grid,), (), lambda: _registry(grid))


_kept = Kept(8)


def _registry(grid: Grid) -> tuple[Registry, tuple[Finding, ...]]:
    if not grid.header.cells:
        return Registry(()), grid.findings
    raw = without_title(grid)
    grid = on_lines(raw)
    columns, trouble = find_columns(grid, MEMBER_COLUMNS, ("name", "from"))
    if "name" not in columns:
        return Registry(()), grid.findings + trouble
    grid = without_remarks(grid, columns)
    reader = RowReader(grid, columns)
    for row in grid.rows:
        reader.read(row)
        if reader.errors > FAULTS:
            return Registry(()), (*grid.findings, *trouble, *reader.findings, too_many(grid.at(row, 0)))
    of_rows = (*reader.findings, *_overlaps(grid, columns, reader.members), *_spellings_apart(grid, columns, reader))
    findings = (*grid.findings, *trouble, *of_rows, *doubts(raw, grid, columns, reader.members))
    return Registry(tuple([member for _, member in reader.members]), tuple(reader.gaps)), told_once(findings, FAULTS)


def _spellings_apart(grid: Grid, columns: dict[str, int], reader: RowReader) -> list[Finding]:
    """Report a probable misspelling of another county or sub-region, which would be counted separately."""
    found: list[Finding] = []
    for name in ("county", "region"):
        rows: dict[str, list[Row]] = {}
        for row, member in reader.members:
            rows.setdefault(member.county if name == "county" else member.region, []).append(row)
        spelt = {
            word: compared(word) for word in sorted(rows, key=lambda word: (-len(rows[word]), word not in COUNTIES))
        }
        known = {compared(one): one for one in COUNTIES} if name == "county" else {}
        seen: dict[str, str] = {"": ""}
        for word, letters in spelt.items():
            near, at = seen.get(letters, ""), grid.at(rows[word][0], columns.get(name, 0))
            if not near and "." in word:
                near = _abbreviated(word, [*spelt])
            if not near and len(rows[word]) == 1 and len(letters) > 4:
                near = next((other for one, other in seen.items() if _is_a_letter_off(letters, one)), "")
            if near:
                found.append(finding("incomplete-row.spelling", at, name=word[:60], near=near[:60]))
            elif letters not in known and (len(rows[word]) == 1 or "." in word):
                right = [other for one, other in known.items() if _is_a_letter_off(letters, one)]
                right = right or [one for one in [_abbreviated(word, [*known.values()])] if one]
                found += [finding("incomplete-row.no-such-county", at, name=word[:60], near=one) for one in right[:1]]
            seen.setdefault(letters, word)
    return found


def _abbreviated(word: str, names: list[str]) -> str:
    """Return the name that a word with full stops is short for (``Ak.hus``, ``N. Romerike``), "" for none."""
    short = r"\w*".join(map(re.escape, word.casefold().split(".")))
    return next((one for one in names if one != word and re.fullmatch(short, one.casefold())), "")


def _is_a_letter_off(one: str, other: str) -> bool:
    """Return whether two texts differ by one replaced, added, removed or transposed letter."""
    if abs(len(one) - len(other)) > 1 or one[:1] != other[:1]:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    if one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]:
        return True
    longer = len(one) >= len(other)
    tails = one[start + longer :], other[start + (len(other) >= len(one)) :]
    return tails[0] == tails[1]


def _called(member: Member) -> str:
    """Return a member's name in the form for comparison: "Nes kommune" is Nes."""
    return compared(member.name)


def _overlaps(grid: Grid, columns: dict[str, int], members: list[tuple[Row, Member]]) -> list[Finding]:
    periods: dict[tuple[str, str], list[tuple[str, str, Row]]] = {}
    named = {(_called(one), one.county): one.number for _, one in members if one.number}
    for row, member in members:
        key = (member.kind, member.number or named.get((_called(member), member.county)) or _called(member))
        periods.setdefault(key, []).append((member.start, member.end or "9999", row))
        if member.number and member.county and key[1] != (alike := named[_called(member), member.county]):
            same = (member.kind, alike)  # under another number
            periods.setdefault(same, []).append((member.start, member.end or "9999", row))
    findings = []
    shown = {_called(one): one.name for _, one in members if not one.number}
    for (_, name), several in periods.items():
        several.sort()
        for (_, end, first), (start, _, row) in zip(several, several[1:]):
            if start <= end:
                at = grid.at(row, columns.get("number", columns["name"]))
                findings.append(finding("duplicate-member", at, name=shown.get(name, name), line=first.line))
                if len(findings) > FAULTS:
                    return [*findings, too_many(at)]
    return findings
