"""A law: every text of a slide is in the deck, or an error says which is not, whatever a template lacks.

The oracle is the same outline on our own template, which has a placeholder for everything.
"""

from __future__ import annotations

import functools
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides.base.findings import Finding
from osloregion_slides.brand.load import load_brand
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import read_schema
from osloregion_slides.kinds import kind_names
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Chart, Deck, Placeholder, Shape, Slide, Table
from tests.brand import foreign
from tests.kinds.composing import flat

LACKS = {
    "nothing": (),
    "text": ("body",),
    "content": (None, "obj"),
    "text and content": ("body", None, "obj"),
    "subtitle": ("subTitle",),
    "picture": ("pic",),
    "all but titles": ("body", None, "obj", "subTitle", "pic", "tbl", "chart", "media", "dgm", "clipArt"),
    "footers": ("ftr", "sldNum", "dt"),
}
"""The types of placeholders that are taken out of every layout; None is content without a type."""


@functools.cache
def template(lacks: str, wide: bool) -> bytes:
    deck: Any = Presentation()
    if wide:
        deck.slide_width, deck.slide_height = 12_192_000, 6_858_000
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape._element.ph.get("type") in LACKS[lacks]:
                shape._element.getparent().remove(shape._element)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the gallery's outline, every slide with a kicker and a source, statements and sections with a text."""
    folder = tmp_path_factory.mktemp("gallery")
    text = Path("decks/gallery.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\n    (source|kicker): .*", "", text)
    text = re.sub(r"(\n    kind: \w+)", r"\1\n    source: Kildelinje\n    kicker: Stikktittel", text)
    text = re.sub(r"(\n    kind: (?:statement|section))(?![^-]*\n    text:)", r"\1\n    text: Linjen under", text)
    (folder / "gallery.yaml").write_text(text, encoding="utf-8")
    shutil.copytree("decks/data", folder / "data")
    return folder / "gallery.yaml"


def composed(path: Path, brand: str) -> tuple[Deck, tuple[Finding, ...]]:
    outline = load_outline(str(path), schema=read_schema())
    return compose(outline, load_brand(brand, str(path.parent)))


def words(slide: Slide) -> list[str]:
    """Return the words on a slide, sorted; numbers of slides and the footer are the template's."""
    found: list[str] = []
    for item in flat(slide.items):
        if item.key.endswith(("/footer", "/number")):
            continue
        text = getattr(item, "text", None)
        found += text.plain.split() if text is not None else []
        if isinstance(item, Table):
            found += [word for row in item.rows for cell in row.cells for word in cell.text.plain.split()]
        if isinstance(item, Chart):
            found += [word for name in item.categories for word in name.split()]
    return sorted(found)


def by_source(deck: Deck) -> dict[str, list[str]]:
    """Return the words of all slides of each slide of the outline: content may go on over more of them."""
    found: dict[str, list[str]] = {}
    for slide in deck.slides:
        found.setdefault(re.sub(r"-\d+$", "", slide.key), []).extend(words(slide))
    return found


@pytest.mark.parametrize("wide", [True, False], ids=["16:9", "4:3"])
@pytest.mark.parametrize("lacks", LACKS)
def test_every_text_is_in_the_deck_or_an_error_names_its_line(gallery: Path, lacks: str, wide: bool) -> None:
    (gallery.parent / "mal.pptx").write_bytes(template(lacks, wide))
    ours = by_source(composed(gallery, "osloregionen")[0])
    deck, findings = composed(gallery, "mal.pptx")
    theirs = by_source(deck)
    wrong = {finding.slide for finding in findings if finding.severity == "error" and finding.at and finding.at.line}
    lost = {key: sorted(set(said) - set(theirs.get(key, ()))) for key, said in ours.items() if key not in wrong}
    assert {key: missing for key, missing in lost.items() if missing} == {}
    assert lacks == "all but titles" or len(ours) - len(wrong) >= len(ours) // 2  # the law is not kept by errors alone


def test_the_gallery_of_the_law_has_every_kind_and_every_text(gallery: Path) -> None:
    text = gallery.read_text(encoding="utf-8")
    assert {line.split()[1] for line in text.splitlines() if line.strip().startswith("kind: ")} == set(kind_names())
    deck, _ = composed(gallery, "osloregionen")
    assert all("Stikktittel" in words(slide) for slide in deck.slides if deck.slides)
    assert foreign.members(template("text", True)).keys() == foreign.members(template("nothing", True)).keys()


@pytest.mark.parametrize("lacks", LACKS)
def test_a_kicker_without_a_placeholder_stands_above_the_title(gallery: Path, lacks: str) -> None:
    (gallery.parent / "mal.pptx").write_bytes(template(lacks, True))
    deck, _ = composed(gallery, "mal.pptx")
    for slide in deck.slides:
        kicker = next(item for item in slide.items if item.key.endswith("/kicker"))
        title = next(item for item in slide.items if item.key.endswith("/title"))
        assert isinstance(kicker, Shape) and isinstance(title, Placeholder)
        assert kicker.box.y >= 0
        assert kicker.box.bottom <= title.box.bottom - title.text.height
