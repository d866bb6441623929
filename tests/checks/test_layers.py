"""A build and a check of its deck say the same of contrast, whatever shapes lie under the texts and whatever a brand's
colours are."""

from __future__ import annotations

import random
import re
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import build, check
from osloregion_slides.brand.make import make_brand
from osloregion_slides.checks.contrast import check_contrast
from osloregion_slides.checks.deck import check_deck
from osloregion_slides.checks.package import Opc
from osloregion_slides.checks.pages import pages
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.scene import Colour, Freeform, Group, Shape
from osloregion_slides.service import Built
from tests.brand.test_grounds import SMALL
from tests.flagship.variants import REPOSITORY

ODD = {
    "small": SMALL,
    "pale": SMALL.replace("coral: FF8A5C", "coral: FFF0E0").replace("mint: A6DDBF", "mint: F2FBF6"),
    "grey": re.sub(r"colours: .*", "colours: {ink: 1A1A1A, forest: 2A2A2A, sand: EEEEEE, pine: 4A4A4A, mint: C8C8C8, "
                   "coral: B0B0B0, dew: DADADA, grey: 555555}", SMALL),
}  # fmt: skip


@lru_cache
def outline_of(brand: str, name: str, folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "decks", folder / "decks")
    if brand in ODD:
        place = folder / "decks" / "templates" / brand
        place.mkdir(parents=True)
        (place / "brand.yaml").write_text(ODD[brand], encoding="utf-8")
        for part, data in make_brand(str(place)).items():
            (place / part).write_bytes(data)
    path = folder / "decks" / f"{name}.yaml"
    path.write_text(re.sub(r"(?m)^brand: .*\n", "", path.read_text("utf-8")) + f"\nbrand: {brand}\n", "utf-8")
    return path


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark", *ODD])
@pytest.mark.parametrize("name", ["gallery", "osloregionen"])
def test_a_build_and_a_check_of_its_deck_report_the_same_findings(brand: str, name: str, tmp_path: Path) -> None:
    built = build(outline_of(brand, name, tmp_path))
    (tmp_path / "deck.pptx").write_bytes(built.data)
    of_outline = {"unfilled-blank"}  # what only an outline has
    assert {one.code for one in built.findings} - of_outline == {one.code for one in check(tmp_path / "deck.pptx")}


SLOTS = ("bg1", "tx1", "bg2", "tx2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def recoloured(item: Any, dice: random.Random) -> Any:
    """Return an object with other fills, some of which something shines through."""
    if isinstance(item, Group):
        return item.replace(children=tuple([recoloured(child, dice) for child in item.children]))
    if isinstance(item, Shape | Freeform) and item.fill is not None:
        return item.replace(fill=Colour(dice.choice(SLOTS), alpha=dice.choice((100, 100, 60))))  # type: ignore[arg-type]
    return item


@lru_cache
def gallery(folder: Path) -> Built:
    return build(outline_of("ruten", "gallery", folder))


@pytest.mark.parametrize("seed", range(4))
def test_shapes_of_any_colour_under_texts_are_judged_equally(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    built, dice = gallery(tmp_path_factory.getbasetemp() / "gallery"), random.Random(seed)
    assert built.brand is not None
    slides = [
        slide.replace(items=tuple([recoloured(item, dice) for item in slide.items])) for slide in built.deck.slides
    ]
    deck = built.deck.replace(slides=tuple(slides))
    mine = {(one.slide, one.shape, str(one.severity)) for one in check_deck(deck, built.brand) if one.code == CODE}
    theirs = {
        (one.slide, one.shape, str(one.severity)) for one in check_contrast(pages(Opc(write_deck(deck, built.brand))))
    }
    assert (mine - theirs, theirs - mine) == (set(), set())
    assert len(mine) > 5


CODE = "low-contrast"
