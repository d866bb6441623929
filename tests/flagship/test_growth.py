"""Content that grows: nothing overlaps, leaves the slide, overflows or gets too small; else a finding says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import judges, libreoffice
from tests.flagship import variants

CASES: dict[str, tuple[variants.Change | None, Callable[[str], str] | None, dict[str, Any]]] = {
    "twice the text": (variants.doubled, None, {}),
    "nine clusters": (variants.nine_clusters, None, {}),
    "twelve bodies in three levels": (variants.twelve_bodies, None, {}),
    "twelve bodies with long names": (variants.twelve_bodies_with_long_names, None, {}),
    "twelve projects": (variants.twelve_projects, None, {}),
    "78 members": (variants.without_the_map, variants.seventy_eight, {}),
    "titles of 90 characters": (variants.long_titles, None, {}),
    "English": (None, None, {"language": "en"}),
    "English, twice the text": (variants.doubled, None, {"language": "en"}),
}
ARRANGED = (
    judges.off_slide,
    judges.overlaps,
    judges.crossings,
    judges.font_sizes,
    judges.autofit,
    judges.connectors,
    judges.contrasts,
)
SLIDE = re.compile(r"slide (\d+)")


def faults(path: str) -> dict[int, list[str]]:
    """Return what people would see, by slide number."""
    found: dict[int, list[str]] = {}
    for complaint in [complaint for judge in ARRANGED for complaint in judge(path)]:
        match = SLIDE.match(complaint)
        assert match, complaint
        found.setdefault(int(match[1]), []).append(complaint)
    for text in libreoffice.measure(path):
        if text.too_high:
            found.setdefault(text.slide, []).append(f"{text.shape}: {text.needed} in {text.box}: {text.text[:50]!r}")
    return found


@pytest.mark.parametrize("name", CASES)
def test_text_that_does_not_fit_is_reported(name: str, tmp_path: Path) -> None:
    from osloregion_slides import build
    from osloregion_slides.base.findings import InvalidInput

    libreoffice.needs_libreoffice()
    change, members, variant = CASES[name]
    try:
        built = build(variants.written(tmp_path, change, members), **variant)
    except InvalidInput as invalid:
        assert [finding for finding in invalid.findings if finding.at is None or not finding.at.line] == []
        return
    path = tmp_path / "grown.pptx"
    path.write_bytes(built.data)
    said = {finding.slide for finding in built.findings}
    keys = [slide.key for slide in built.deck.slides]
    unsaid = {keys[number - 1]: seen for number, seen in faults(str(path)).items() if keys[number - 1] not in said}
    assert unsaid == {}
    assert judges.audit(str(path)) == []
    assert judges.pkgcheck(str(path)) == []


FIT = ("nine clusters", "twelve bodies in three levels", "twelve projects", "78 members", "English")


@pytest.mark.parametrize("name", FIT)
def test_a_grown_alliance_fits_without_findings(name: str, tmp_path: Path) -> None:
    from osloregion_slides import build

    change, members, variant = CASES[name]
    built = build(variants.written(tmp_path, change, members), **variant)
    assert [finding for finding in built.findings if finding.slide not in ("", "cover")] == []


def test_all_78_members_are_counted(tmp_path: Path) -> None:
    from osloregion_slides import build

    built = build(variants.written(tmp_path, variants.without_the_map, variants.seventy_eight))
    path = tmp_path / "78.pptx"
    path.write_bytes(built.data)
    assert "78" in judges.words(str(path))[2]
