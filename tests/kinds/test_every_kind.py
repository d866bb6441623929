"""What holds for every kind: keys are unique, boxes on the slide, texts in their boxes, groups speak."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from osloregion_slides import build
from osloregion_slides.kinds import OUT_OF_FILES, kind_names
from osloregion_slides.scene import Deck, Freeform, Group, Placeholder, Shape
from osloregion_slides.schema import schema_text
from tests.kinds.composing import flat, overlap

GALLERY = "decks/gallery.yaml"


@pytest.fixture(scope="module")
def gallery() -> Deck:
    return build(GALLERY).deck


def test_the_gallery_shows_every_slide_type() -> None:
    with open(GALLERY, encoding="utf-8") as file:
        shown = {line.split()[1] for line in file if line.strip().startswith("kind: ")}
    assert shown == set(kind_names()) - set(OUT_OF_FILES)


def test_the_committed_schema_is_up_to_date() -> None:
    with open("assets/schema/outline.schema.json", encoding="utf-8") as file:
        assert file.read() == schema_text()


def test_every_object_key_is_unique_and_begins_with_the_slide_id(gallery: Deck) -> None:
    keys = [(slide.key, item.key) for slide in gallery.slides for item in flat(slide.items)]
    assert len({key for _, key in keys}) == len(keys)
    assert all(key.startswith(f"{slide}/") for slide, key in keys)


def test_every_box_is_inside_its_slide_except_bleeding_art(gallery: Deck) -> None:
    for slide in gallery.slides:
        for item in flat(slide.items):
            box = getattr(item, "box", None)
            if box is not None and getattr(item, "decorative", False):
                assert box.x < gallery.width and box.y < gallery.height and box.right > 0 and box.bottom > 0, item.key
            elif box is not None:
                assert box.x >= 0 and box.y >= 0, item.key
                assert box.right <= gallery.width and box.bottom <= gallery.height, item.key
                assert box.w > 0 and box.h > 0, item.key


def test_every_text_is_at_most_as_high_as_its_box(gallery: Deck) -> None:
    for slide in gallery.slides:
        for item in flat(slide.items):
            if isinstance(item, Shape | Placeholder) and item.text is not None:
                assert item.text.height <= item.box.h, item.key


def test_groups_and_shapes_without_text_have_alt_text_or_are_decorative(gallery: Deck) -> None:
    for slide in gallery.slides:
        for item in slide.items:
            if isinstance(item, Group | Freeform) or (isinstance(item, Shape) and item.text is None):
                assert item.decorative or item.alt, item.key


def test_a_source_line_fits_on_every_slide_type(tmp_path: Path) -> None:
    with open(GALLERY, encoding="utf-8") as file:
        text = re.sub(r"\n    source: .*", "", file.read())
    text = re.sub(r"(\n    kind: \w+)", r"\1\n    source: SSB, tabell 07459\n    kicker: Kapittel", text)
    shutil.copytree("decks/data", tmp_path / "data")
    shutil.copytree("assets/pictures", tmp_path / "assets" / "pictures")
    (tmp_path / "sourced.yaml").write_text(text, encoding="utf-8")
    for made in build(str(tmp_path / "sourced.yaml")).deck.slides:
        texts = [item for item in flat(made.items) if isinstance(item, Shape | Placeholder) and item.text]
        (source,) = [item for item in texts if item.key.endswith("/source")]
        assert source.text is not None
        assert source.text.plain == "Kilde: SSB, tabell 07459"
        assert not [item.key for item in texts if item is not source and overlap(item.box, source.box)], made.key
