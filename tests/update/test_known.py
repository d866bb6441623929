"""A Scene in its owned form, and the forms that say the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.scene import Colour, Group, Paragraph, Placeholder, Run, Shape, Text
from osloregion_slides.update import deck_state as normal
from osloregion_slides.update import state_parts
from osloregion_slides.update.deck_state import ItemState, LineState, RunState, known
from osloregion_slides.update.differences import same_colour, same_line
from osloregion_slides.update.plan import UpdateDirectives
from tests.pptx.sample import deck, own, slide
from tests.update.samples import box

BRAND = own()


def words(*runs: Run, bold: bool | None = None) -> Text:
    return Text((Paragraph(runs, Pt(18)),), "nb-NO", Emu(0), bold=bold)


def items(*found: object, **orders: UpdateDirectives) -> dict[str, ItemState]:
    made = known(deck(slide("members", *found)), BRAND, orders=orders)  # type: ignore[arg-type]
    return {item.key: item for item in made.slides[0].items}


def test_a_group_precedes_its_children_and_has_no_box() -> None:
    child = Shape("members/a", box(), text=words(Run("57")))
    made = items(Group("members/g", (child,), "Kart"))
    assert list(made) == ["members/g", "members/a"]
    assert (made["members/g"].box, made["members/g"].alt) == (None, "Kart")
    assert (made["members/a"].parent, made["members/a"].box) == ("members/g", box())


def test_decorative_objects_have_no_alt_text() -> None:
    assert items(Shape("members/a", box(), alt="Strek", decorative=True))["members/a"].alt == ""


@pytest.mark.parametrize(
    ("said", "by_text", "effective"),
    [(None, None, False), (None, True, True), (False, True, False), (True, None, True)],
)
def test_bold_is_the_effective_weight(said: bool | None, by_text: bool | None, effective: bool) -> None:
    (paragraph,) = items(Shape("members/a", box(), text=words(Run("57", said), bold=by_text)))["members/a"].text
    assert [run.bold for run in paragraph.runs] == [effective]


def test_a_placeholder_inherits_its_weight_from_the_layout() -> None:
    layout = BRAND.layout("title_only")
    slot = layout.slot("title", "ctrTitle")
    assert slot is not None
    item = Placeholder("members/title", slot.type, slot.idx, slot.box, words(Run("Medlemmer")))
    (paragraph,) = items(item)["members/title"].text
    assert paragraph.runs[0].bold == slot.levels[0].bold


def test_equally_formatted_runs_are_merged_and_empty_ones_dropped() -> None:
    made = items(
        Shape("members/a", box(), text=words(Run("57 "), Run("", True), Run("kommuner"))),
        Shape("members/b", box(), text=words(Run(""))),
        Shape("members/c", box()),
    )
    assert made["members/a"].text[0].runs == (RunState("57 kommuner"),)
    assert made["members/b"].text == made["members/c"].text == ()


def test_a_link_to_a_missing_slide_is_none() -> None:
    linked = Shape("members/a", box(), text=words(Run("hit", link="#members"), Run("dit", link="#gone")))
    assert [run.link for run in items(linked)["members/a"].text[0].runs] == ["#members", ""]


def test_a_colour_has_its_theme_slot_and_effective_value() -> None:
    shapes = [Shape("members/a", box(), fill=Colour("bg1", 50, alpha=40)), Shape("members/b", box())]
    made = items(*shapes)
    assert made["members/a"].fill == "bg1 lumMod50 alpha40 #808080"
    assert made["members/b"].fill == ""


def test_update_settings_of_the_outline_are_included() -> None:
    orders = {"members": UpdateDirectives(True, ("box",), ("medlemmer",))}
    made = known(deck(slide("members")), BRAND, orders=orders).slides[0]
    assert (made.freeze, made.ignore, made.moved) == (True, ("box",), ("medlemmer",))


@given(st.text())
def test_texts_are_in_normal_form_c(text: str) -> None:
    assert normal.nfc(text) == unicodedata.normalize("NFC", text).replace("\v", "\n")


def test_a_path_is_identified_by_its_points() -> None:
    ring = ((0, 0), (10, 0), (10, 10))
    assert state_parts.path_digest((10, 10), (ring, ())) == state_parts.path_digest((10, 10), (ring,))
    assert state_parts.path_digest((10, 10), (ring,)) != state_parts.path_digest((10, 10), (ring[1:],))
    assert state_parts.path_digest((10, 10), (ring, ring)) != state_parts.path_digest((10, 10), (ring + ring,))


def test_trailing_blank_lines_of_notes_are_ignored() -> None:
    assert normal.notes(("Si hvorfor. ", "", "Vis kartet", "", " ")) == ("Si hvorfor.", "", "Vis kartet")


COLOURS = {
    ("accent1 #1D5FA8", "accent1"): True,
    ("accent1 #1D5FA8", "#1D5FAB"): True,
    ("accent1 #1D5FA8", "#1D5FAC"): False,
    ("accent1 #1D5FA8", "accent2 #1D5FA8"): False,
    ("accent1 lumMod60 #113965", "accent1 #1D5FA8"): False,
    ("accent1 alpha50 #1D5FA8", "#1D5FA8"): False,
    ("accent1 alpha50 #1D5FA8", "alpha50 #1D5FA8"): True,
    ("accent1 #1D5FA8", "?"): True,
    ("accent1 #1D5FA8", "gradient"): False,
    ("accent1 #1D5FA8", ""): False,
    ("", ""): True,
}


@pytest.mark.parametrize("pair", COLOURS)
def test_colours_are_equal_by_theme_slot_or_else_by_appearance(pair: tuple[str, str]) -> None:
    assert same_colour(*pair) == COLOURS[pair]


@pytest.mark.parametrize(
    ("theirs", "foreign", "same"),
    [
        ("accent1 #1D5FA8", True, True),
        ("accent1 #1D5FA8", False, False),
        ("accent1 alpha50 #1D5FA8", True, False),
        ("accent2 #007A72", True, False),
    ],
)
def test_transparency_lost_by_another_program_is_not_an_edit(theirs: str, foreign: bool, same: bool) -> None:
    assert same_colour("accent1 alpha94 #1D5FA8", theirs, foreign) == same


@pytest.mark.parametrize(
    ("changes", "same"),
    [({}, True), ({"width": 9_360}, True), ({"width": 12_700}, False), ({"dash": ""}, True), ({"head": True}, False)],
)
def test_line_properties_are_compared_within_rounding(changes: dict[str, object], same: bool) -> None:
    line = LineState("accent1", 9_525, "sysDot")
    assert same_line(line, line.replace(**changes)) == same
