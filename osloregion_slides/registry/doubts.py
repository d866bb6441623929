"""Probable mistakes in a table of members whose cells are each valid: reported, never corrected."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.base.patterns import late
from osloregion_slides.registry.grid import Grid, Row, read_date

if TYPE_CHECKING:
    from osloregion_slides.registry.values import Member

    Rows = list[tuple[Row, Member]]

COUNTIES = (
    "Østfold", "Akershus", "Oslo", "Hedmark", "Oppland", "Buskerud", "Vestfold", "Telemark", "Aust-Agder", "Vest-Agder",
    "Rogaland", "Hordaland", "Sogn og Fjordane", "Møre og Romsdal", "Sør-Trøndelag", "Nord-Trøndelag", "Nordland",
    "Troms", "Finnmark", "Viken", "Innlandet", "Vestfold og Telemark", "Agder", "Vestland", "Trøndelag",
    "Troms og Finnmark",
)  # fmt: skip
"""The counties of Norway since 2004, to recognise a misspelt one that no row spells correctly."""
_JOINED = frozenset(("nore og uvdal", "evje og hornnes"))
"""Municipalities whose name has two parts."""
_APART = late(r"\w\s*[/+]\s*\w")
_IN_TWO_LANGUAGES = ("Finnmark", "Troms", "Nordland", "Trøndelag", "Nord-Trøndelag", "Sør-Trøndelag", "Hedmark")
"""Counties whose municipalities may have a Sámi or Kven name after a slash (Porsanger/Porsáŋgu).

Their own names have several forms since 2020: ``Finnmark - Finnmárku - Finmarkku``.
"""
_LEFT = late(
    r"\b(?:ut+meldt|ut+meld|meldte? seg (?:ut|av)|tr[åe]dte? ut|trakk seg|gikk ut|gått ut|ute av samarbeidet"
    r"|ikk[ej]e? (?:lenger |lengre )?(?:medlem|med)\b|utträdd|udtrådt|udmeldt|ausgetreten|withdrew|withdrawn|resigned"
    r"|no longer|left (?:in|on|the)\b|opphørte?\b|ophørt|upphör(?:t|de)|nedlagt|avslutt(?:et|a) medlem"
    r"|medlemskap\w* (?:er )?avslutt|merged into|dissolved|ceased|aufgelöst|eingemeindet)"
)
_MERGED = late(r"\b(?:slått sammen|slo seg sammen|sammensl\w+|sl[åe]tt saman|slått samman|zusammengelegt|merged)\b")
"""What is said of a new municipality too; with a year after its first one it is the end of this one."""
_HIGHEST = 56
"""The highest first two digits of a municipality number: Finnmark's since 2024 (Statistics Norway, Klass 104)."""
_OF_OLD = 20
"""The highest first two digits before the mergers of counties that began in 2018, which gave new ones."""

_NEVER = frozenset(("2100", "2199", "2999", "3000", "9999"))
"""Years that databases use for an open end."""
_NEAR = 366
"""The days between a member's end and its successor's start up to which the two belong together."""


def doubts(raw: Grid, grid: Grid, columns: dict[str, int], members: Rows) -> list[Finding]:
    """Return findings about doubtful rows among those read. ``raw`` is the grid with the line breaks in its cells."""
    breaks = {row.line: row.cell(columns["name"]) for row in raw.rows}
    found = [
        finding("incomplete-row.several", grid.at(row, columns["name"]), name=member.name[:60])
        for row, member in members
        if member.kind == "municipality" and _is_several(member, breaks.get(row.line, ""))
    ]
    found += _unread_days(grid, columns)
    found += [*_far(grid, columns, members), *_left(grid, columns, members)]
    return [*found, *_numbers(grid, columns, members), *_handed_on(grid, columns, members)]


def told_once(findings: tuple[Finding, ...], most: int) -> tuple[Finding, ...]:
    """Return findings with at most ``most`` of a kind and a summary of the rest: each deck of a batch has them all."""
    if len(findings) <= most:
        return findings
    alike: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        alike.setdefault((one.code, one.form), []).append(one)
    rest = [rows[most:] for rows in alike.values() if rows[0].severity != "error" and len(rows) > most + 1]
    left_out = {one for rows in rest for one in rows}
    more = [finding("incomplete-row.alike", rows[0].at, count=len(rows)) for rows in rest]
    return (*[one for one in findings if one not in left_out], *more)


def _unread_days(grid: Grid, columns: dict[str, int]) -> list[Finding]:
    """Report an unread column of dates in a table without an end of any membership."""
    read = {*columns.values()} if "to" not in columns else range(len(grid.header.cells))
    strange = [(index, heading) for index, heading in enumerate(grid.header.cells) if heading and index not in read]
    return [
        finding("unknown-column.days", grid.at(grid.header, index), heading=heading)
        for index, heading in strange
        if any([cell[:1].isdecimal() and read_date(cell)[0] for cell in [row.cell(index) for row in grid.rows]])
    ]


def _is_several(member: Member, written: str) -> bool:
    name = member.name
    if "\n" in written.strip() or " og " in name and name.casefold() not in _JOINED:
        return True
    return bool(_APART.search(name)) and not member.county.startswith(_IN_TWO_LANGUAGES)


def _far(grid: Grid, columns: dict[str, int], members: Rows) -> list[Finding]:
    """Report dates in centuries without members, such as 2104 for 2004; an end in one of ``_NEVER`` is no end."""
    return [
        finding("incomplete-row.far", grid.at(row, columns[key]), name=member.name, date=day)
        for row, member in members
        for key, day in (("from", member.start), ("to", member.end))
        if day and not "1800" < day < "2100" and not (key == "to" and day[:4] in _NEVER)
    ]


def _left(grid: Grid, columns: dict[str, int], members: Rows) -> list[Finding]:
    """Report members without an end date whose remark, or a comment at a cell, says that they left."""
    said: dict[int, list[tuple[int, str]]] = {}
    for line, column, text in grid.comments:
        said.setdefault(line, []).append((column - grid.left, text))
    own = {columns.get(name, -1) for name in ("name", "number", "county", "region", "from", "to")}
    found = []
    for row, member in members:
        if not member.end:
            remarks = [(column, cell) for column, cell in enumerate(row.cells) if cell and column not in own]
            for column, cell in [*remarks, *said.get(row.line, ())]:
                has_left, years = _said(cell)
                if has_left or any([year > member.start[:4] for year in years if member.start]):
                    found.append(finding("incomplete-row.left", grid.at(row, column), name=member.name, text=cell[:60]))
    return found


@lru_cache(maxsize=256)  # most cells of a column say the same
def _said(cell: str) -> tuple[bool, list[str]]:
    """Return whether a text says that somebody left, and the years that it names beside a merger."""
    text = cell.lower()
    return bool(_LEFT.search(text)), re.findall(r"\b(?:19|20)\d\d\b", text) if _MERGED.search(text) else []


def _numbers(grid: Grid, columns: dict[str, int], members: Rows) -> list[Finding]:
    """Report numbers without a county, and those that contradict the numbers of all (two or more) rows of their county.

    The first two digits of a municipality number are the county's. If most have none, the column numbers other things.
    """
    rows = [(row, one) for row, one in members if one.kind == "municipality" and len(one.number) == 4]
    counties: dict[str, list[str]] = {}
    digits: dict[tuple[bool, str], list[str]] = {}
    for _, one in rows:
        counties.setdefault(one.number[:2], []).append(one.county)
        digits.setdefault(_era(one), []).append(one.number[:2])
    odd = {one.number for _, one in rows if not 1 <= int(one.number[:2]) <= _HIGHEST}
    told = odd if 2 * len(odd) < len(rows) else set()
    of_number, of_county = [{key: _counted(one) for key, one in lists.items()} for lists in (counties, digits)]
    found = []
    for row, one in rows:
        start, at = one.number[:2], grid.at(row, columns["number"])
        if one.number in told:
            found.append(finding("incomplete-row.no-county", at, number=one.number, name=one.name))
            continue
        alike = of_county[_era(one)]  # a county in a single row may be misspelt, which another rule reports
        if one.county and (
            sum(alike.values()) > 1 and _stands_alone(of_number[start], one.county) or _stands_alone(alike, start)
        ):
            values = {"number": one.number, "name": one.name, "county": one.county}
            found.append(finding("incomplete-row.other-county", at, **values))
    return found


def _handed_on(grid: Grid, columns: dict[str, int], members: Rows) -> list[Finding]:
    """Report members whose successor does not start on the day after their end: on some days both or neither count.

    A successor that was a member long before absorbed them; one that joined long after has a separate membership.
    """
    ended = [(row, one) for row, one in members if one.end and one.successor]
    starts: dict[str, list[str]] = {}
    for one in [one for _, one in members if one.start] if ended else ():
        for key in {one.number, one.name.casefold()} - {""}:
            starts.setdefault(f"{one.kind} {key}", []).append(one.start)
    found = []
    for row, member in ended:
        number, _, name = member.successor.partition(" ")
        keys = (number, name.casefold()) if number.isdecimal() else (member.successor.casefold(), "")
        begun = next((starts[key] for key in [f"{member.kind} {one}" for one in keys] if key in starts), [])
        days = sorted([(abs(_day(start) - _day(member.end) - 1), start) for start in begun])
        if days and 0 < days[0][0] <= _NEAR and not any([start <= member.end for _, start in days[1:]]):
            values = {"name": member.name, "end": member.end, "successor": member.successor, "start": days[0][1]}
            at, is_both = grid.at(row, columns["to"]), days[0][1] <= member.end
            if is_both:
                found.append(finding("incomplete-row.both", at, **values))
            else:
                found.append(finding("incomplete-row.neither", at, **values))
    return found


def _day(date: str) -> int:
    """Return the ordinal of a date."""
    import datetime

    return datetime.date.fromisoformat(date).toordinal()


def _era(member: Member) -> tuple[bool, str]:
    return int(member.number[:2]) <= _OF_OLD, member.county


def _counted(words: list[str]) -> dict[str, int]:
    return {word: words.count(word) for word in set(words)}


def _stands_alone(counts: dict[str, int], own: str) -> bool:
    """Return whether a word occurs once, beside two or more occurrences of a single other word."""
    return len(counts) == 2 and counts[own] == 1 and sum(counts.values()) > 2
