"""Decks that other programs made: no traceback, and only findings that are true, asked of others (``truth``)."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import Finding
from osloregion_slides.checks.presentation import check_presentation
from tests.checks.foreign import libreoffice, pandoc, python_pptx
from tests.checks.making import codes
from tests.checks.truth import untrue
from tests.libreoffice import needs_libreoffice

JS = Path(__file__).resolve().parent / "foreign" / "pptxgenjs.js"
BY_JS = ("texts", "things", "pages")


def checked(path: Path, office: bool = False) -> tuple[Finding, ...]:
    """Return the findings about a deck, none of which may be untrue; ``office``: LibreOffice is asked as well."""
    found = check_presentation(path.read_bytes())
    assert found and all(finding.hint for finding in found)
    assert untrue(path, found, office) == []
    return found


def of(found: tuple[Finding, ...], code: str) -> list[str]:
    """Return where a code was found: the shapes, or the slides."""
    return [finding.shape or finding.slide for finding in found if finding.code == code]


def needs_pandoc() -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")


@pytest.fixture
def ours(flagship: Any, tmp_path: Path) -> Path:
    """Return the path of the flagship deck in a folder of its own."""
    path = tmp_path / "flagship.pptx"
    path.write_bytes(flagship.data)
    return path


@pytest.mark.parametrize("make", python_pptx.DECKS, ids=lambda make: make.__name__)
def test_findings_about_python_pptx_decks_are_true(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "deck.pptx")
    checked(tmp_path / "deck.pptx")


def test_accessibility_faults_of_python_pptx_decks_are_found(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    python_pptx.every_layout(path)
    found = checked(path)
    assert "notes-master-not-listed" in codes(found)
    assert "value-out-of-range" not in codes(found)  # PowerPoint writes those too
    assert of(found, "alt-is-file-name") == ["slide 11/Picture 5"]
    assert of(found, "no-title") == ["slide 7"]  # the layout "Blank"
    quiet = {"text-overflows", "low-contrast", "title-not-first", "same-title", "table-without-header"}
    assert not quiet & set(codes(found))


def test_overflowing_python_pptx_texts_are_found_by_their_inherited_size(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    python_pptx.texts(path)
    found = checked(path)
    high = ["slide 3/Content Placeholder 2", "slide 4/Content Placeholder 2"]
    assert of(found, "text-overflows") == [*high, "slide 5/TextBox 4"]  # the others grow with their text
    assert of(found, "over-the-edge") == ["slide 5/TextBox 3", "slide 5/TextBox 5"]
    assert of(found, "small-text") == ["slide 6/TextBox 3"]


def test_pale_colours_in_python_pptx_decks_are_found(tmp_path: Path) -> None:
    python_pptx.colours(tmp_path / "deck.pptx")
    pale = of(checked(tmp_path / "deck.pptx"), "low-contrast")
    assert pale == ["slide 1/Rectangle 2", "slide 1/Rounded Rectangle 7"]


def test_each_leftover_in_python_pptx_decks_is_found(tmp_path: Path) -> None:
    python_pptx.leftovers(tmp_path / "deck.pptx")
    found = checked(tmp_path / "deck.pptx")
    assert of(found, "beside-slide") == ["slide 1/TextBox 2"]
    assert of(found, "over-the-edge") == ["slide 1/TextBox 3"]
    assert of(found, "same-title") == ["slide 2"]
    assert of(found, "link-text") == ["slide 2/TextBox 2"]


@pytest.mark.parametrize("make", pandoc.DECKS, ids=lambda make: make.__name__)
def test_findings_about_pandoc_decks_are_true(make: Callable[[Path], None], tmp_path: Path) -> None:
    needs_pandoc()
    make(tmp_path / "deck.pptx")
    found = checked(tmp_path / "deck.pptx")
    if make is pandoc.plain:
        assert of(found, "same-title") == ["slide 3"]
        assert of(found, "link-text") == ["slide 3/Content Placeholder 2"]
        assert not [finding for finding in found if finding.severity == "error"]


def test_findings_about_pandoc_on_our_layouts_are_true(ours: Path) -> None:
    needs_pandoc()
    path = ours.with_name("pandoc.pptx")
    pandoc.in_our_template(path, ours)
    assert {"missing-part", "orphan-part", "section-without-slide"} <= set(codes(checked(path)))


@pytest.mark.parametrize("edit", [python_pptx.ours_edited, python_pptx.ours_with_a_slide_lost])
def test_findings_about_our_deck_after_a_script_are_true(edit: Callable[[Path, Path], None], ours: Path) -> None:
    path = ours.with_name("edited.pptx")
    edit(ours, path)
    found = set(codes(checked(path)))
    if edit is python_pptx.ours_edited:
        assert {"text-overflows", "alt-is-file-name", "low-contrast", "same-title", "untagged-language"} <= found
    else:
        assert found == {"section-without-slide", "unlisted-slide"}


@pytest.fixture(scope="module")
def by_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the decks of PptxGenJS; skip where Node or the library is not there (NODE_PATH)."""
    node, modules = shutil.which("node"), os.environ.get("NODE_PATH", "")
    if not node or not os.path.isdir(os.path.join(modules, "pptxgenjs")):
        pytest.skip("PptxGenJS is not installed: npm install pptxgenjs in a folder outside, NODE_PATH=…/node_modules")
    folder = tmp_path_factory.mktemp("js")
    subprocess.run([node, str(JS), str(folder)], check=True, timeout=120, capture_output=True)
    return folder


@pytest.mark.parametrize("name", BY_JS)
def test_findings_about_pptxgenjs_decks_are_true(name: str, by_js: Path) -> None:
    found = checked(by_js / f"{name}.pptx")
    assert {"element-order", "content-type-without-part"} <= set(codes(found))


@pytest.mark.slow
@pytest.mark.parametrize("make", [*python_pptx.DECKS, *pandoc.DECKS], ids=lambda make: make.__name__)
def test_libreoffice_agrees_on_heights_and_contrasts_of_scripted_decks(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    needs_libreoffice()
    if make in pandoc.DECKS:
        needs_pandoc()
    make(tmp_path / "deck.pptx")
    checked(tmp_path / "deck.pptx", office=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_JS)
def test_libreoffice_agrees_on_heights_and_contrasts_of_pptxgenjs_decks(name: str, by_js: Path) -> None:
    needs_libreoffice()
    checked(by_js / f"{name}.pptx", office=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", libreoffice.TEMPLATES)
def test_findings_about_libreoffice_templates_are_true(name: str, tmp_path: Path) -> None:
    needs_libreoffice()
    try:
        libreoffice.template(name, tmp_path / "deck.pptx")
    except FileNotFoundError:
        pytest.skip(f"LibreOffice's template {name} is not installed")
    checked(tmp_path / "deck.pptx", office=True)


@pytest.mark.slow
def test_findings_about_decks_that_libreoffice_saved_are_true(ours: Path) -> None:
    needs_libreoffice()
    other, drawing = ours.with_name("other.pptx"), ours.with_name("drawing.pptx")
    python_pptx.every_layout(other)
    libreoffice.by_hand(drawing)
    for source in (ours, other):
        path = source.with_name(f"saved-{source.name}")
        libreoffice.resaved(source, path)
        assert {"duplicate-shape-id", "no-view-properties"} <= set(codes(checked(path, office=True)))
    found = checked(drawing, office=True)
    assert of(found, "low-contrast") == ["slide 1/Pale"]
    assert {"table-without-header", "missing-alt-text", "no-title"} <= set(codes(found))


@pytest.mark.slow
def test_findings_about_our_deck_edited_in_libreoffice_are_true(ours: Path) -> None:
    needs_libreoffice()
    path = ours.with_name("edited.pptx")
    words = "Samordning av areal og transport i regionen. " * 20
    libreoffice.with_edits(ours, path, (("wording", 1, "alliance/text", 0, words), ("new box", 0, "x", "Et ord til")))
    assert of(checked(path, office=True), "text-overflows") == ["alliance/PlaceHolder 2"]


def test_an_empty_deck_has_no_errors(tmp_path: Path) -> None:
    with python_pptx.deck(tmp_path / "deck.pptx"):
        pass
    assert not [f for f in check_presentation((tmp_path / "deck.pptx").read_bytes()) if f.severity == "error"]
