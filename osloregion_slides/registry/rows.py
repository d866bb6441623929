"""Rows of the members' table into memberships, with all that is wrong with each row."""

from __future__ import annotations

from osloregion_slides.findings import Finding, error, finding, warning
from osloregion_slides.registry.columns import MEMBER_COLUMNS
from osloregion_slides.registry.fields import WRITE_DATE, read_date, read_number
from osloregion_slides.registry.values import Gap, Member

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeVar

    from osloregion_slides.findings import Span
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


ASKED = ("county", "region", "kind")
"""Columns that a table can do without, but where it has them, every municipality needs its own cell."""
KIND_AT = tuple(MEMBER_COLUMNS).index("kind")


class RowReader:
    """Collects members (with the row each came from), gaps and findings, row by row."""

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
        """Read one row into a member or a gap, or into findings."""
        cells = row.cells
        if len(cells) > self.width and any(cells[self.width :]):
            hint = "quote a text that holds the delimiter"
            self._error(row, self.width, "extra-cell", "the row has more cells than the header", hint)
            return
        cells = cells[: self.width] + ("",) * (self.width + 1 - len(cells[: self.width]))
        values = [cells[index] for index in self.order]
        member = self._plain(values) or self._careful(row, values)
        if member is not None:
            self._incomplete(row, member, kind_is_given=bool(values[KIND_AT]))
            self.members.append((row, member))

    def _incomplete(self, row: Row, member: Member, kind_is_given: bool) -> None:
        """Report cells that the other rows have and this one lacks, where they decide what a slide counts."""
        name, is_municipality = member.name, member.kind == "municipality"
        if not member.county and "county" in self.given:
            self.findings.append(finding("incomplete-row.county", self._at(row, "county"), name=name))
        if is_municipality and not member.region and "region" in self.given:
            self.findings.append(finding("incomplete-row.region", self._at(row, "region"), name=name))
        if not kind_is_given and "kind" in self.given:
            self.findings.append(finding("incomplete-row.kind", self._at(row, "kind"), name=name))
        if member.successor and not member.end and "to" in self.there:
            at = self._at(row, "to")
            self.findings.append(finding("incomplete-row.to", at, name=name, successor=member.successor))

    def _at(self, row: Row, name: str) -> Span:
        return self.grid.at(row, self.columns[name])

    def _plain(self, values: list[str]) -> Member | None:
        """Return the member of a row with nothing to mend, None for other rows (0.3 of ``_careful``'s time)."""
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
            self._error(
                row, self.columns["from"], "missing-value", f"`{name or 'the row'}` has no start date", WRITE_DATE
            )
        start, end = self._date(row, "from", start), self._date(row, "to", end)
        if end and end < start:
            message = f"the membership ends ({end}) before it starts ({start})"
            self._error(row, self.columns["to"], "from-after-to", message)
        what = self._word(row, "kind", kind, KINDS)
        if what == "gap" or what == "county_council_gap":
            self.gaps.append(Gap(start, end, note, source, GAPS[what], self._total(row, total), county, note_en))
            return None
        if not name:
            self._error(row, self.columns["name"], "missing-value", "the member has no name")
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
            self._error(row, self.columns["total"], "bad-figure", f"`{text}` is no number of members", "write digits")
            return None
        return int(text)

    def _date(self, row: Row, name: str, text: str) -> str:
        if text not in self.dates:
            date, trouble = read_date(text)
            if trouble:
                self._error(row, self.columns[name], "bad-date", trouble, WRITE_DATE)
                return ""
            self.dates[text] = date
        return self.dates[text]

    def _number(self, row: Row, text: str) -> str:
        number, mended, trouble = read_number(text)
        if mended:
            self._lost_zero(row, mended)
        if trouble:
            self._error(row, self.columns["number"], "bad-number", trouble, "write four digits, such as 0301")
        return number

    def _lost_zero(self, row: Row, mended: str) -> None:
        """One finding a table, at the first such number: a column that Excel kept as numbers has lost them all."""
        self.lost += 1
        if self.lost == 1:
            hint = "format the column as text, so that Excel keeps the leading zero"
            self.first_lost = len(self.findings)
            self.findings.append(warning("lost-zero", self.grid.at(row, self.columns["number"]), mended, hint))
            return
        told = self.findings[self.first_lost]
        message = told.message.partition("; so ")[0]
        rest = "one more" if self.lost == 2 else f"{self.lost - 1} more"
        verb = "is" if self.lost == 2 else "are"
        self.findings[self.first_lost] = told.replace(message=f"{message}; so {verb} {rest} in this table")

    def _word(self, row: Row, name: str, text: str, words: dict[str, Word]) -> Word | None:
        word = words.get(text.lower().replace(" ", "_"))
        if word is None:
            known = ", ".join([f"`{key}`" for key in dict.fromkeys(words.values())])
            self._error(row, self.columns[name], "unknown-word", f"`{text}` is no {name}", f"one of {known}")
        return word

    def _error(self, row: Row, column: int, code: str, message: str, hint: str = "") -> None:
        self.errors += 1
        self.findings.append(error(code, self.grid.at(row, column), message, hint))


def _given(grid: Grid, columns: dict[str, int]) -> frozenset[str]:
    """Return the columns of ASKED that the table fills in; ``kind`` where it does for municipalities."""
    found = []
    for name in ASKED:
        index = columns.get(name)
        cells = [row.cells[index] for row in grid.rows if index < len(row.cells)] if index is not None else []
        if any([cell and (name != "kind" or KINDS.get(cell.lower()) == "municipality") for cell in cells]):
            found.append(name)
    return frozenset(found)
