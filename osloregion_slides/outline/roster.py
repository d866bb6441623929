"""The members on the deck's date as tables: ``members.by_county``, ``by_region`` and ``municipalities``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, meant
from osloregion_slides.outline.nodes import Entry, Figure, Mapping, Scalar, Table, Unknown, Verbatim
from osloregion_slides.outline.words import headings
from osloregion_slides.registry.values import Snapshot, lacking

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import Choices

TABLES = ("by_county", "by_region", "municipalities")


def roster(members: Snapshot, path: str, at: Location, choices: Choices) -> Node | Finding:
    """Return the table of members at a path, else a finding.

    Where some members are unknown, counts by county come from a source; other tables are ``Unknown``.
    """
    name = path.partition(".")[2]
    if name not in TABLES:
        return finding("unknown-path", at, path=path[:80], step=name[:40], **meant(name, TABLES))
    making = _Roster(at, choices)
    roll = members.municipalities
    if name == "by_county" and not roll.whole and members.totals_by_county:
        return making.counts("heading county", members.totals_by_county)
    if not roll.whole:
        return Unknown("", True, at, lacking(roll))
    if name == "municipalities":
        rows = [
            {"name": m.name, "number": m.number, "county": m.county, "region": m.region, "from": m.start} for m in roll
        ]
        heads = {key: f"heading {key}" for key in ("name", "number", "county", "region", "from")}
        return making.table(rows, heads, [m.number or m.name for m in roll])
    groups = members.by_county if name == "by_county" else members.by_region
    counts = tuple([(group, len(rows)) for group, rows in groups])
    return making.counts("heading county" if name == "by_county" else "heading region", counts)


class _Roster:
    def __init__(self, at: Location, choices: Choices) -> None:
        self.at, self.choices = at, choices

    def counts(self, what: str, counts: tuple[tuple[str, int], ...]) -> Table:
        """Return a table with a row for each group, the largest first, with its share of all."""
        total = sum([count for _, count in counts]) or 1
        ordered = sorted(counts, key=lambda pair: -pair[1])
        rows = [{"name": name or "?", "count": str(count), "share": f"{count / total:.4f}"} for name, count in ordered]
        return self.table(
            rows, {"name": what, "count": "heading count", "share": "heading share"}, [name for name, _ in ordered]
        )

    def table(self, rows: list[dict[str, str]], heads: dict[str, str], ids: list[str]) -> Table:
        made = [
            self._mapping({"id": self._text(key), **{name: self._cell(name, text) for name, text in row.items()}})
            for key, row in zip(ids, rows)
        ]
        words = [Entry(Scalar(name, True, self.at), self._heading(key)) for name, key in heads.items()]
        return Table(tuple(made), self.at, tuple(words))

    def _cell(self, name: str, text: str) -> Scalar:
        forms = {"share": "0 %", "from": "date", "count": "0"}
        return Figure(text, True, self.at, forms[name]) if name in forms else self._text(text)

    def _heading(self, key: str) -> Mapping:
        return self._mapping({code: self._text(words) for code, words in headings(key, self.choices).items()})

    def _text(self, text: str) -> Scalar:
        return Verbatim(text, False, self.at)

    def _mapping(self, values: dict[str, Scalar]) -> Mapping:
        return Mapping(tuple([Entry(Scalar(key, True, self.at), node) for key, node in values.items()]), self.at)
