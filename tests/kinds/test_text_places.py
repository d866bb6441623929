"""A property: a text box that replaces a placeholder covers nothing and stays on the slide, on every template.

What is not placed is an error; ``test_every_text_is_there`` holds that no text vanishes.
"""

from __future__ import annotations

import functools
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from osloregion_slides.brand.load import load_brand
from osloregion_slides.scene import Box, Connector, Deck, Group, Placeholder, Shape
from tests.brand import foreign
from tests.kinds.composing import flat
from tests.kinds.test_every_text_is_there import LACKS, composed, template

OURS = re.compile("[^/]+/(kicker|text|subtitle|source|line)")
"""The keys of texts that have a placeholder in our own template."""


def titled_at(top: float, height: float, left: float = 0.5, width: float = 9.0) -> bytes:
    """Return the default template, 4:3, with the title of every layout here, inches; covers without a subtitle."""
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            kind = shape._element.ph.get("type")
            if kind in ("title", "ctrTitle"):
                shape.left, shape.top, shape.width, shape.height = (Inches(n) for n in (left, top, width, height))
            elif kind in ("subTitle", "body"):
                shape._element.getparent().remove(shape._element)
    return foreign.saved(deck)


MADE: dict[str, Callable[[], bytes]] = {
    "default": foreign.default,
    "norwegian": foreign.norwegian,
    "with slides": foreign.with_slides,
    "without types": foreign.without_types,
    **{f"{lacks}, 4:3": functools.partial(template, lacks, False) for lacks in LACKS},
    **{f"{lacks}, 16:9": functools.partial(template, lacks, True) for lacks in LACKS},
}
MADE |= {
    "title at the upper edge": functools.partial(titled_at, 0.05, 0.7),
    "title over the upper edge": functools.partial(titled_at, -0.02, 1.5),
    "title in the middle": functools.partial(titled_at, 3.0, 1.5),
    "title over the slide": functools.partial(titled_at, 0.0, 7.5),
    "title at the right": functools.partial(titled_at, 0.5, 6.0, 7.0, 2.5),
}
OTHERS = Path("../shared/cases/templates")
FOUND = sorted(str(path.relative_to(OTHERS)) for path in OTHERS.rglob("t.pptx") if path.parts[-3] != "crash-no-title")


def gallery(folder: Path, extra: str) -> Path:
    """Write the gallery's outline with these lines on every slide, statements and sections with a text."""
    text = Path("decks/gallery.yaml").read_text(encoding="utf-8")
    text = re.sub(r"\n    (source|kicker): .*", "", text)
    text = re.sub(r"(\n    kind: \w+)", rf"\1{extra}", text)
    text = re.sub(r"(\n    kind: (?:statement|section))(?![^-]*\n    text:)", r"\1\n    text: Linjen under", text)
    (folder / "gallery.yaml").write_text(text, encoding="utf-8")
    return folder / "gallery.yaml"


def meets(one: Box, two: Box) -> bool:
    return one.x < two.right and two.x < one.right and one.y < two.bottom and two.y < one.bottom


def shown(items: tuple[Any, ...]) -> Iterator[Any]:
    """Yield what can be seen: placeholders with text, and every object that has a box."""
    for item in flat(items):
        if not isinstance(item, (Connector, Group)) and not (
            isinstance(item, Placeholder) and not item.text.plain.strip()
        ):
            yield item


def misplaced(deck: Deck, width: int, height: int) -> list[str]:
    """Return in words which text boxes cover something or leave the slide."""
    told = []
    for slide in deck.slides:
        items = list(shown(slide.items))
        for box in [item for item in items if isinstance(item, Shape) and OURS.fullmatch(item.key)]:
            if not (box.box.x >= 0 <= box.box.y and box.box.right <= width and box.box.bottom <= height):
                told.append(f"{box.key} leaves the slide")
            told += [f"{box.key} covers {item.key}" for item in items if item is not box and meets(box.box, item.box)]
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("places")
    shutil.copytree("decks/data", made / "data")
    return made


def placed(folder: Path, package: bytes, extra: str) -> list[str]:
    (folder / "mal.pptx").write_bytes(package)
    deck, findings = composed(gallery(folder, extra), "mal.pptx")
    brand = load_brand("mal.pptx", str(folder))
    known = ("text-does-not-fit",)
    errors = [found for found in findings if found.severity == "error" and found.code not in known]
    wrong = {found.slide for found in findings if found.code in known}
    whole = tuple([slide for slide in deck.slides if slide.key not in wrong])
    return [*misplaced(deck.replace(slides=whole), brand.width, brand.height), *map(str, errors)]


EXTRAS = {
    "kicker": "\n    kicker: Stikktittel",
    "source": "\n    source: Kildelinje",
    "both": "\n    kicker: Stikktittel\n    source: Kildelinje",
}


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize("name", MADE)
def test_a_text_box_without_a_placeholder_covers_nothing(folder: Path, name: str, extra: str) -> None:
    assert placed(folder, MADE[name](), EXTRAS[extra]) == []


@pytest.mark.skipif(not FOUND, reason="needs the folder ../shared")
@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize("name", FOUND)
def test_a_text_box_covers_nothing_on_templates_of_others(folder: Path, name: str, extra: str) -> None:
    assert placed(folder, (OTHERS / name).read_bytes(), EXTRAS[extra]) == []
