"""An import finds the brand that is named from here, brings it along, and knows its own files in any workspace."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from osloregion_slides import InvalidInput, build, import_deck
from osloregion_slides.outline.workspace import Workspace
from tests.brand import foreign


def with_picture() -> bytes:
    deck: Any = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Fjord"
    stream = io.BytesIO()
    Image.new("RGB", (80, 60), "navy").save(stream, "PNG")
    slide.shapes.add_picture(stream, 914_400, 1_828_800, 3_657_600, 2_743_200)
    return foreign.saved(deck)


@pytest.mark.parametrize(
    ("brand", "called", "files"),
    [
        ("mal.pptx", "templates/mal.pptx", {"templates/mal.pptx"}),
        ("{here}/mal.pptx", "templates/mal.pptx", {"templates/mal.pptx"}),
        ("maler/vår.yaml", "templates/maler/vår.yaml", {"templates/maler/vår.yaml", "templates/mal.pptx"}),
        ("ruten", "ruten", set()),
    ],
)
def test_a_brand_named_relative_to_the_working_folder_is_copied(
    brand: str, called: str, files: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mal.pptx").write_bytes(foreign.default())
    Path("maler").mkdir()
    Path("maler/vår.yaml").write_text("template: ../mal.pptx\n", "utf-8")
    made = import_deck("d.pptx", data=with_picture(), brand=brand.format(here=tmp_path))
    outline = next(path for path in made.write("ut") if path.endswith(".yaml"))
    assert f"\nbrand: {called}\n" in Path(outline).read_text("utf-8")
    assert {name for name, _ in made.files if name.startswith("templates/")} == files
    os.remove("mal.pptx")
    assert build(outline).data


def test_a_missing_brand_is_reported_without_internal_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for brand in ("mal.pptx", "finnes-ikke"):
        with pytest.raises(InvalidInput) as caught:
            import_deck("d.pptx", data=with_picture(), brand=brand)
        (finding,) = caught.value.findings
        assert finding.at and finding.at.file in ("d.pptx", brand)


def test_an_import_is_the_same_for_any_chosen_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = import_deck("d.pptx", data=with_picture())
    monkeypatch.setattr(Workspace, "chosen", str(tmp_path))
    assert import_deck("d.pptx", data=with_picture()) == wanted
    assert any(name.startswith("pictures/") for name, _ in wanted.files)
