"""Line signs: data, names, and one native freeform each in every kind that takes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides import signs
from osloregion_slides.base.resources import path
from osloregion_slides.brand.load import load_brand
from osloregion_slides.scene import Freeform
from osloregion_slides.service import build, save
from osloregion_slides.service_update import plan
from osloregion_slides.update.state_parts import drawing_digest, path_digest
from tests.kinds.composing import codes, composed, flat, slide

OWN = [
    "megaphone",
    "cap",
    "train",
    "people",
    "target",
    "link",
    "shield",
    "pin",
    "pulse",
    "chip",
    "mask",
    "ship",
    "bolt",
    "join",
    "globe",
    "growth",
    "eye",
    "nodes",
    "briefcase",
    "leaf",
    "coin",
    "mountain",
    "fork",
    "building",
    "plug",
    "home",
    "clock",
]
KINDS = {
    "columns": "items:\n  - {name: Tog, text: Tekst, icon: train}\n  - {name: Uten, text: Tekst}",
    "facts": "items:\n  - {name: '57', text: tog, icon: train}\n  - {name: '2'}",
    "hub": "centre: Midt\nitems:\n  - {name: Tog, icon: train}\n  - Uten",
    "pillars": "base: Grunn\nitems:\n  - {name: Tog, icon: train}\n  - Uten",
    "points": "points:\n  - {text: Tog, icon: train}\n  - Uten",
    "purpose": "text: Hei\nitems:\n  - {name: Tog, icon: train}\n  - Uten",
    "venn": "items:\n  - {name: Tog, icon: train}\n  - Uten",
}
LENGTHS = {"M": 3, "L": 3, "C": 7, "Z": 1}


@pytest.mark.parametrize("name", signs.names())
def test_every_icon_is_a_path_of_lines_and_curves_within_its_grid(name: str) -> None:
    steps = signs.steps(name)
    assert steps[0][0] == "M"
    for letter, *numbers in steps:
        assert len(numbers) + 1 == LENGTHS[letter]
        assert all(0 <= number <= signs.GRID for number in numbers), (letter, numbers)


def test_our_own_icons_and_those_of_lucide_are_bundled_with_their_licence() -> None:
    assert set(OWN) <= set(signs.names())
    assert len(signs.names()) >= 227
    licence = Path(path("assets", "signs", "LICENSE")).read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "Lucide" in licence


def test_icons_use_true_curves_and_no_sampled_points() -> None:
    assert [step[0] for step in signs.steps("target")] == ["M", *"CCCC", "Z"] * 3
    assert {step[0] for step in signs.steps("bolt")} == {"M", "L", "Z"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_named_icon_is_one_freeform_and_no_name_gives_no_icon(kind: str) -> None:
    deck, found = composed(slide(kind, KINDS[kind]))
    assert not codes(found)
    drawn = [item for item in flat(deck.slides[0].items) if isinstance(item, Freeform) and item.path]
    assert drawn
    for item in drawn:
        assert item.path == signs.steps("train")
        assert item.fill is None
        assert item.line is not None
        assert item.line.round
        assert item.decorative


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_icon_is_reported_with_the_nearest_name(kind: str) -> None:
    _, found = composed(slide(kind, KINDS[kind].replace("train", "trian")))
    (unknown,) = [one for one in found if one.code == "unknown-icon"]
    assert "`train" in unknown.hint
    assert unknown.at is not None
    assert unknown.at.line > 1


def outline(folder: Path, brand: str) -> str:
    lines = (
        f"deck: d\ntitle: D\nbrand: {brand}\nlanguage: nb\nlanguages: [nb]\nslides:\n"
        "  - {id: a, kind: hub, title: T, centre: C, items: [{id: maritime, name: M}, {id: other, name: O}]}\n"
        "  - {id: b, kind: venn, title: T, items: [{id: x, name: M, icon: leaf}, {id: y, name: O}]}\n"
    )
    file = folder / f"{brand}.yaml"
    file.write_text(lines, encoding="utf-8")
    return str(file)


def test_an_item_without_an_icon_takes_the_one_the_brand_assigns_to_its_id(tmp_path: Path) -> None:
    found = {}
    for brand in ("ruten", "osloregionen"):
        made = build(outline(tmp_path, brand))
        items = flat(made.deck.slides[0].items)
        found[brand] = [item.path for item in items if isinstance(item, Freeform) and item.path]
    assert found == {"ruten": [signs.steps("ship")], "osloregionen": []}


def test_an_unedited_deck_with_icons_needs_no_update(tmp_path: Path) -> None:
    file = outline(tmp_path, "ruten")
    save(str(tmp_path / "d.pptx"), build(file))
    found = plan(str(tmp_path / "d.pptx"), file).plan
    assert found.exit_code == 0
    assert not found.notes


def test_a_build_without_icons_does_not_read_them(tmp_path: Path) -> None:
    file = outline(tmp_path, "osloregionen")
    Path(file).write_text(Path(file).read_text(encoding="utf-8").replace(", icon: leaf", ""), encoding="utf-8")
    code = (
        "from osloregion_slides import signs\nfrom osloregion_slides.service import build\n"
        f"build({file!r})\nprint(signs._signs.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=dict(os.environ))
    assert run.stdout.strip() == "0", run.stderr


POINT = st.tuples(st.integers(0, 999), st.integers(0, 999))


@given(st.lists(st.lists(POINT, min_size=1, max_size=5), min_size=1, max_size=4))
def test_a_path_of_closed_polygons_has_the_digest_of_its_rings(rings: list[list[tuple[int, int]]]) -> None:
    steps = [step for ring in rings for step in [("M", *ring[0]), *[("L", *point) for point in ring[1:]], ("Z",)]]
    assert drawing_digest((999, 999), steps) == path_digest((999, 999), rings)
    assert drawing_digest((999, 999), steps[:-1]) != path_digest((999, 999), rings)


def test_the_icon_table_of_the_brand_names_only_existing_icons() -> None:
    for name in ("ruten", "ruten-dark"):
        assert {sign for _, sign in load_brand(name, "decks").signs} <= set(signs.names())


def test_the_documentation_lists_every_icon() -> None:
    page = Path("docs/signs.md").read_text(encoding="utf-8")
    assert not [name for name in signs.names() if f"`{name}`" not in page]
