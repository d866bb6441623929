"""The oracle of updates after a save in LibreOffice: it shows what a fresh build of the new outline shows.

LibreOffice writes a deck anew: one master for each layout that a slide is on, and the other layouts are gone. XML cannot
be compared then, pictures can.
"""

from __future__ import annotations

import functools
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from osloregion_slides import merge
from osloregion_slides.ooxml.names import REL_THEME
from osloregion_slides.pptx.reading.deck import layout_names, masters, open_deck, read_deck
from osloregion_slides.service_update import Side, compare
from tests import libreoffice
from tests.pictures.draw import drawn
from tests.pictures.measure import DIFFERS, score
from tests.pptx.updating import edited
from tests.update.gallery import GALLERY, planned, side, updated

KINDS = list(GALLERY)
SAMPLE = [("agenda", "quote"), ("hub", "chart"), ("cover", "comparison"), ("timeline", "table")]
"""Slides that go to a ground that no slide of the deck has, one that stays on its layout among them."""


TOLD = {("table", "counties"), ("counties", "table")}
"""Pairs of tables that are changed cell by cell: what LibreOffice wrote of their margins stays, and a finding says so."""


@functools.cache
def resaved(kind: str) -> bytes:
    """Return the deck with a slide of the gallery as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before.pptx", Path(folder) / "after.pptx"
        before.write_bytes(side(GALLERY[kind]).data)
        libreoffice.edited(str(before), str(after), "nothing", 0, "")
        return after.read_bytes()


def unlike(pairs: list[tuple[str, str]], folder: Path) -> list[str]:
    """Return the slides that an update of a resaved deck shows otherwise than a build, and what is left to do."""
    found, decks = [], {}
    for old, new in pairs:
        decks[f"{old}-{new}"] = made = updated(resaved(old), side(GALLERY[new]))
        decks[f"-{new}"] = side(GALLERY[new]).data
        plan = planned(made, side(GALLERY[new])).plan
        if plan.changes or plan.order or plan.notes:
            found.append(f"{old} -> {new}: a plan afterwards is not empty")
    pictures = drawn(decks, folder)
    for old, new in pairs:
        for number, (own, wanted) in enumerate(zip(pictures[f"{old}-{new}"], pictures[f"-{new}"], strict=True), 1):
            if score(own, wanted) >= DIFFERS:
                found.append(f"{old} -> {new}: slide {number}")
    return found


def test_an_updated_resaved_deck_looks_like_a_build(tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    assert unlike(SAMPLE, tmp_path) == []


@pytest.mark.slow
@pytest.mark.parametrize("old", KINDS)
def test_every_slide_type_change_in_a_resaved_deck_looks_like_a_build(old: str, tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    pairs = [(old, new) for new in KINDS if new != old and (old, new) not in TOLD]  # old != new: nothing to update
    assert unlike(pairs, tmp_path) == []


@pytest.mark.parametrize(("old", "new"), sorted(TOLD))
def test_an_update_reports_table_properties_that_stay_as_another_program_wrote_them(old: str, new: str) -> None:
    libreoffice.needs_libreoffice()
    said = [one.message for one in planned(resaved(old), side(GALLERY[new])).findings]
    assert [one for one in said if one.startswith("The update changes 1 table that another program saved")]
    own = planned(side(GALLERY[old]).data, side(GALLERY[new])).findings
    assert not [one for one in own if "another program saved" in one.message]


def layouts_of(data: bytes) -> list[set[str]]:
    """Return the names of the layouts of each master of a deck."""
    package = open_deck(data, "deck.pptx").package
    return [set(layout_names(package, master).values()) for master in masters(package)]


def test_lost_layouts_are_added_to_a_deck_once(tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    before = resaved("hub")
    first = updated(before, side(GALLERY["chart"]))
    usual = layouts_of(side(GALLERY["chart"]).data)
    assert layouts_of(first) == [*layouts_of(before), *usual]
    assert layouts_of(updated(first, side(GALLERY["quote"]))) == layouts_of(first)


def test_a_deck_with_all_layouts_gets_no_more(tmp_path: Path) -> None:
    data = side(GALLERY["hub"]).data
    assert layouts_of(updated(data, side(GALLERY["chart"]))) == layouts_of(data)


def thinned(presentation: Any) -> None:
    """Delete all layouts that no slide is on, and choose another first accent colour, as a person does."""
    used = {slide.slide_layout.name for slide in presentation.slides}
    for layout in list(presentation.slide_layouts):
        if layout.name not in used:
            presentation.slide_layouts.remove(layout)
    master = presentation.slide_masters[0].part
    theme = master.part_related_by(RT.THEME)
    theme._blob = theme.blob.replace(b'<a:accent1><a:srgbClr val="1F4FD8"', b'<a:accent1><a:srgbClr val="C2452D"')


def themes_of(data: bytes) -> list[bool]:
    """Return of each master whether its theme has the colour that ``thinned`` chooses."""
    package = open_deck(data, "deck.pptx").package
    return [b"C2452D" in package.data(package.related(master, REL_THEME)) for master in masters(package)]


def test_a_restored_layout_uses_the_colours_of_the_deck() -> None:
    before, after = side(GALLERY["hub"]), side(GALLERY["quote"])
    data = edited(before.data, thinned)
    made = updated(data, after)
    assert layouts_of(made) == [*layouts_of(data), *layouts_of(after.data)]
    assert themes_of(data) == [True]
    assert themes_of(made) == [True, True]
    slides: Any = Presentation(io.BytesIO(made)).slides
    assert slides[1].slide_layout.name == Presentation(io.BytesIO(after.data)).slides[1].slide_layout.name
    assert planned(made, after).plan.changes == ()


@pytest.mark.parametrize("kind", ["table", "map", "chart", "hub"])
def test_comparing_with_a_resaved_deck_is_empty_in_both_directions(kind: str) -> None:
    libreoffice.needs_libreoffice()
    sides = [Side("deck.pptx", read_deck(data).known) for data in (side(GALLERY[kind]).data, resaved(kind))]
    assert compare(*sides).changed == compare(*sides[::-1]).changed == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_merging_a_copy_that_was_only_resaved_changes_nothing(kind: str) -> None:
    own, other = side(GALLERY[kind]).data, resaved(kind)
    for first, second, code in ((own, other, "copy-rewritten"), (other, own, "copy-rewritten-this")):
        made = merge("a.pptx", "b.pptx", data=first, other_data=second)
        assert (made.plan.exit_code, made.plan.changes, made.plan.order) == (0, (), ())
        assert code in [note.says.code for note in made.plan.notes]

    def reworded(presentation: Any) -> None:
        presentation.slides[0].shapes.title.text_frame.text = "Andre ord"

    for first, second in ((own, edited(other, reworded)), (edited(own, reworded), other)):
        data = merge("a.pptx", "b.pptx", data=first, other_data=second).data
        assert Presentation(io.BytesIO(data)).slides[0].shapes.title.text_frame.text == "Andre ord"
