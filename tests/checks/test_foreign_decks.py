"""Decks that other programs made: no traceback, and only findings that are true."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.checks.package import check_package
from osloregion_slides.checks.presentation import check_presentation
from tests.checks.making import codes


def pages_of(found: Any, code: str) -> set[str]:
    return {finding.slide for finding in found if finding.code == code}


@pytest.fixture(scope="module")
def by_python_pptx() -> bytes:
    """Return a deck with all layouts, notes, a table, a chart, a picture, a group and a text box."""
    from PIL import Image
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck: Any = Presentation()
    for number, layout in enumerate(deck.slide_layouts):
        slide = deck.slides.add_slide(layout)
        if slide.shapes.title is not None:
            slide.shapes.title.text = f"Title {number}"
        slide.notes_slide.notes_text_frame.text = "Notes"
    shapes = slide.shapes
    place = (Inches(1), Inches(2), Inches(3), Inches(1))
    shapes.add_table(2, 2, *place).table.cell(0, 0).text = "Head"
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["a", "b"]
    data.add_series("S", (1, 2))
    shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    shapes.add_picture(picture, *place)
    shapes.add_group_shape()
    shapes.add_textbox(*place).text_frame.text = "hello"
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def test_what_python_pptx_leaves_out_is_found(by_python_pptx: bytes) -> None:
    found = check_package(by_python_pptx)
    assert set(codes(found)) == {"notes-master-not-listed", "shape-without-text-body", "value-out-of-range"}
    negative = [finding.message for finding in found if finding.code == "value-out-of-range"]
    assert len(negative) == 4
    assert all("<c:axId>" in message or "<c:crossAx>" in message for message in negative)


def test_what_python_pptx_makes_inaccessible_is_found(by_python_pptx: bytes) -> None:
    found = check_presentation(by_python_pptx)
    assert pages_of(found, "missing-alt-text") == {"slide 11"}
    assert [finding.shape for finding in found if finding.code == "alt-is-file-name"] == ["slide 11/Picture 5"]
    assert pages_of(found, "no-title") == {"slide 7"}  # the layout "Blank"
    assert "slide 11" in pages_of(found, "untagged-language")
    assert not set(codes(found)) & {
        "text-overflows",
        "low-contrast",
        "title-not-first",
        "same-title",
        "table-without-header",
    }


def test_python_pptx_text_that_does_not_fit_is_found_by_its_inherited_size() -> None:
    from pptx import Presentation

    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Short"
    slide.placeholders[1].text = "A line that is long enough to be broken into two at 32 points.\n" * 14
    other = deck.slides.add_slide(deck.slide_layouts[1])
    other.shapes.title.text = "Other"
    other.placeholders[1].text = "One\nTwo\nThree"
    file = io.BytesIO()
    deck.save(file)
    assert pages_of(check_presentation(file.getvalue()), "text-overflows") == {"slide 1"}


def test_a_deck_of_pandoc_is_read(tmp_path: Path) -> None:
    pandoc = shutil.which("pandoc")
    if not pandoc:
        pytest.skip("pandoc is not installed")
    text = "# Første\n\n- ett\n- to\n\n# Første\n\n[her](https://www.osloregionen.no)\n\n# Tredje\n\n::: notes\nSi det.\n:::\n\nTekst\n"
    target = tmp_path / "deck.pptx"
    subprocess.run([pandoc, "-f", "markdown", "-o", str(target)], input=text, text=True, check=True, timeout=60)
    found = check_presentation(target.read_bytes())
    assert pages_of(found, "same-title") == {"slide 2"}
    assert pages_of(found, "link-text") == {"slide 2"}
    errors = [finding for finding in found if finding.severity == "error"]
    assert set(codes(errors)) <= {"orphan-part", "content-type-without-part"}, errors


@pytest.fixture(scope="module")
def through_libreoffice(
    flagship: Any, by_python_pptx: bytes, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Return the flagship and python-pptx's deck as LibreOffice saves them."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    for name, data in (("flagship", flagship.data), ("other", by_python_pptx)):
        (folder / f"{name}.pptx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.pptx") for name in ("flagship", "other")]
    command = [office, "--headless", profile, "--convert-to", "pptx", "--outdir", str(folder / "out"), *files]
    subprocess.run(command, check=True, timeout=180, capture_output=True, env={**os.environ, "HOME": str(folder)})
    return {name: (folder / "out" / f"{name}.pptx").read_bytes() for name in ("flagship", "other")}


@pytest.mark.slow
def test_decks_that_libreoffice_saved_are_read_and_what_is_said_is_true(through_libreoffice: dict[str, bytes]) -> None:
    known = {"duplicate-shape-id", "no-view-properties", "background-without-effects"}
    for name, data in through_libreoffice.items():
        assert set(codes(check_package(data))) <= known, name
        assert check_presentation(data)


@pytest.mark.slow
def test_a_shape_id_that_libreoffice_gives_twice_stands_twice_in_the_file(
    through_libreoffice: dict[str, bytes],
) -> None:
    import re
    import zipfile

    for data in through_libreoffice.values():
        said = [finding.message for finding in check_package(data) if finding.code == "duplicate-shape-id"]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for message in said:
                part, identity = message.split("`")[1], message.rpartition(" ")[2]
                assert len(re.findall(rf'<p:cNvPr id="{identity}"', archive.read(part).decode())) > 1


def test_decks_without_anything_in_them_are_read() -> None:
    from pptx import Presentation

    deck: Any = Presentation()
    file = io.BytesIO()
    deck.save(file)
    assert not [finding for finding in check_presentation(file.getvalue()) if finding.severity == "error"]
