"""Ids that names make: none of them is the name of a part that a kind of slide gives to its own shapes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import osloregion_slides
from osloregion_slides.tables.resolve import PARTS_OF_SLIDES
from tests.tables.making import deck

PACKAGE = Path(osloregion_slides.__file__).parent
SOURCES = [path.read_text(encoding="utf-8") for room in ("kinds", "compose") for path in (PACKAGE / room).glob("*.py")]
WORDS = sorted({word for text in SOURCES for word in re.findall(r"\}/([a-z]+)[\"/{]", text)} | PARTS_OF_SLIDES)
"""Every word that the code writes behind a slide's id."""
KINDS = {
    "columns": "",
    "hub": "centre: X, ",
    "pillars": "base: B, ",
    "timeline": "",
    "venn": "centre: X, ",
    "organisation": "groups: {g: G}, ",
    "purpose": "text: T, goal: G, heading: H, ",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_named_like_a_part_of_its_slide_gets_its_own_key(kind: str, tmp_path: Path) -> None:
    rows = "".join([f"{{name}};{2006 + n % 2};2008;g\n" for n in range(3)])
    for start in range(0, len(WORDS), 3):
        names = (WORDS[start : start + 3] * 3)[:3] if start + 3 <= len(WORDS) else [*WORDS[-3:]]
        table = "navn;fra;til;gruppe\n" + "".join(
            [line.replace("{name}", name.capitalize()) + "\n" for line, name in zip(rows.splitlines(), names)]
        )
        text = (
            f"data: {{t: t.csv}}\nslides:\n"
            f"  - {{id: s, kind: {kind}, title: T, kicker: K, source: Q, {KINDS[kind]}items: data.t}}\n"
        )
        findings = deck(tmp_path, text, {"t.csv": table})[1]
        assert [line for line in findings if "duplicate-id" in line] == [], names
