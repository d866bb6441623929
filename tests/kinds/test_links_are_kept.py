"""No address is lost in silence: a link is in the deck, behind its words in the notes, or a finding."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from osloregion_slides.service import build
from tests.tables.making import outline

ADDRESS = "https://a.no/1"
LINK = f"[ord]({ADDRESS})"
SERIES = "type: bar, categories: [a], series: [{name: A, values: [1]}]"


@pytest.mark.parametrize(
    ("slide", "kept"),
    [
        (f'kind: statement, title: "{LINK}"', True),
        (f'kind: statement, title: T, kicker: "{LINK}"', True),
        (f'kind: statement, title: T, notes: "{LINK}"', True),
        (f'kind: statement, title: T, source: "{LINK}"', True),
        (f'kind: bullets, title: T, items: ["{LINK}"]', True),
        (f'kind: table, title: T, columns: ["{LINK}"], rows: [[a]]', True),
        (f'kind: table, title: T, columns: [a], rows: [["{LINK}"]]', True),
        (f'kind: table, title: T, columns: [a], rows: [[a]], alt: "{LINK}"', False),
        (f'kind: quote, title: T, quote: "{LINK}", by: b', True),
        (f'kind: section, title: T, section: "{LINK}"', False),
        (f'kind: chart, title: T, alt: "{LINK}", {SERIES}', False),
        (
            f'kind: chart, title: T, alt: a, type: bar, categories: ["{LINK}"], series: [{{name: A, values: [1]}}]',
            False,
        ),
        (
            f'kind: chart, title: T, alt: a, type: bar, categories: [a], series: [{{name: "{LINK}", values: [1]}}]',
            False,
        ),
        (f'kind: chart, title: T, alt: a, axes: {{value: "{LINK}"}}, {SERIES}', False),
    ],
)
def test_a_link_is_in_the_deck_or_reported(slide: str, kept: bool, tmp_path: Path) -> None:
    made = build(outline(tmp_path, f"slides:\n  - {{id: a, {slide}}}\n"))
    (tmp_path / "a.pptx").write_bytes(made.data)
    with zipfile.ZipFile(tmp_path / "a.pptx") as file:
        found = any(ADDRESS.encode() in file.read(name) for name in file.namelist() if name.startswith("ppt/"))
    assert (found, [one.code for one in made.findings]) == (kept, ["unread-link"] * (not kept))
