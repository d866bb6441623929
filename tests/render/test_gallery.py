"""The pictures of the documentation are those of today's code: ``python -m osloregion_slides.render.gallery``."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from osloregion_slides.kinds import OUT_OF_FILES, kind_names
from osloregion_slides.render.gallery import SHEET, gallery_files, slide_sources, stale
from tests.conftest import REPOSITORY


def test_the_gallery_and_the_contact_sheet_are_up_to_date() -> None:
    assert list(stale(str(REPOSITORY))) == [], "run python -m osloregion_slides.render.gallery"


def test_every_slide_type_has_its_yaml_beside_its_picture() -> None:
    files = gallery_files()
    page = files[os.path.join("docs", "gallery.md")]
    for name in set(kind_names()) - set(OUT_OF_FILES):
        part = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert f"\n  kind: {name}\n" in part, name
        picture = part.partition('<img src="')[2].partition('"')[0]
        assert os.path.join("docs", *picture.split("/")) in files


def test_the_contact_sheet_is_small_enough_for_a_readme() -> None:
    assert (REPOSITORY / SHEET).stat().st_size <= 400_000


def test_outdated_and_leftover_pictures_and_a_missing_sheet_are_reported(tmp_path: Path) -> None:
    for path, text in gallery_files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "docs" / "pictures" / "venn.svg").write_text("<svg/>")
    (tmp_path / "docs" / "pictures" / "gone.svg").write_text("<svg/>")
    pictures = os.path.join("docs", "pictures")
    assert list(stale(str(tmp_path))) == [os.path.join(pictures, "venn.svg"), os.path.join(pictures, "gone.svg"), SHEET]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "a: 1\nslides:\n  - id: x\n    kind: y\n\n  - id: z\n    kind: w\n",
            {"x": "- id: x\n  kind: y\n", "z": "- id: z\n  kind: w\n"},
        ),
        ("a: 1\n", {}),
    ],
)
def test_the_yaml_of_a_slide_is_extracted_unchanged(text: str, found: dict[str, str]) -> None:
    assert slide_sources(text) == found
