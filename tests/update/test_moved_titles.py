"""On a template whose titles obstruct the content, slides state title positions, and updates keep them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from pptx import Presentation

from osloregion_slides import build, plan, save, update


def test_a_changed_text_keeps_a_title_at_its_explicit_position(tmp_path: Path) -> None:
    shutil.copytree("decks/data", tmp_path / "data")
    shutil.copytree("assets", tmp_path / "assets")
    deck: Any = Presentation()
    for layout in deck.slide_layouts:
        for title in [one for one in layout.placeholders if one.placeholder_format.type in (1, 3)]:
            title.left, title.top, title.width, title.height = 300_000, 2_700_000, 8_400_000, 1_500_000
    deck.save(str(tmp_path / "mal.pptx"))
    outline, made = tmp_path / "galleri.yaml", tmp_path / "d.pptx"
    text = Path("decks/gallery.yaml").read_text(encoding="utf-8").replace("brand: ruten", "brand: mal.pptx")
    outline.write_text(text, encoding="utf-8")
    save(str(made), build(str(outline), settings={"fit": "best"}))
    before = places(made)
    assert any(before.values())  # titles that the slide moves
    outline.write_text(re.sub(r"(title: \{nb: )(?=\w)", r"\1X", text), encoding="utf-8")
    save(str(made), update(str(made), str(outline)), force=True)
    assert places(made) == before
    assert plan(str(made), str(outline)).plan.exit_code == 0


def places(path: Path) -> dict[str, tuple[int, ...]]:
    """Return where the titles of a deck's slides are, those that say so."""
    found: dict[str, tuple[int, ...]] = {}
    for slide in Presentation(str(path)).slides:
        for shape in slide.placeholders:
            if shape.name.endswith("/title"):
                own = shape._element.spPr.xfrm
                found[shape.name] = (own.off.x, own.off.y, own.ext.cx, own.ext.cy) if own is not None else ()
    return found
