"""Two edited copies of one deck merged: what each person did is there, or is asked about with both values."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import canonicalize

import pytest
from lxml.etree import SubElement, tostring
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from osloregion_slides import InvalidInput, build, merge
from osloregion_slides.service_copies import Merged
from tests.judges.package import audit, pkgcheck
from tests.update.copies import SLIDE, WAYS, opened, original, saved, shape_of, slide_of
from tests.update.outlines import DECKS

PAIRS = list(itertools.product(WAYS, WAYS))
QUICK = [pair for at, pair in enumerate(PAIRS) if at % 7 == 0]


def edited(*edits: Callable[[Any], None]) -> bytes:
    presentation = opened(original())
    for edit in edits:
        edit(presentation)
    return saved(presentation)


def copy_of(way: str, who: str) -> bytes:
    return edited(lambda deck: WAYS[way].do(deck, who))


def merged(mine: bytes, other: bytes, **choices: Any) -> Merged:
    return merge("a.pptx", "b.pptx", data=mine, other_data=other, choices=choices)


def conflicts(made: Merged) -> list[Any]:
    return [note for note in made.plan.notes if note.group == "conflict" and not note.choice]


def both_are_there_or_asked_about(mine: str, other: str) -> None:
    made = merged(copy_of(mine, "A"), copy_of(other, "B"))
    result = opened(made.data)
    asked = conflicts(made)
    deleted = f"{SLIDE}/goal" not in [shape.name for shape in slide_of(result).shapes]
    try:
        assert WAYS[mine].is_there(result, "A") or deleted and asked
        assert asked or WAYS[other].is_there(result, "B")
    except StopIteration:  # the object that one edited is what the other deleted
        assert asked
    assert all(note.id and note.yours and note.outline and note.yours != note.outline for note in asked)
    if asked:
        taken = merged(copy_of(mine, "A"), copy_of(other, "B"), **{note.id: "take" for note in asked})
        assert WAYS[other].is_there(opened(taken.data), "B")
        assert conflicts(taken) == []


@pytest.mark.parametrize(("mine", "other"), QUICK)
def test_edits_of_two_copies_are_merged_or_conflicts(mine: str, other: str) -> None:
    both_are_there_or_asked_about(mine, other)


@pytest.mark.slow
@pytest.mark.parametrize(("mine", "other"), [pair for pair in PAIRS if pair not in QUICK])
def test_every_pair_of_edits_of_two_copies_is_merged_or_a_conflict(mine: str, other: str) -> None:
    both_are_there_or_asked_about(mine, other)


def gallery(*edits: Callable[[Any], None]) -> bytes:
    presentation = opened(build(str(DECKS / "gallery.yaml")).data)
    for edit in edits:
        edit(presentation)
    return saved(presentation)


def tables(deck: Any) -> list[Any]:
    return [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]


def cell(row: int, column: int, words: str) -> Callable[[Any], None]:
    def edit(deck: Any) -> None:
        tables(deck)[0].cell(row, column).text_frame.paragraphs[0].runs[0].text = words

    return edit


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def value(number: float, at: int = 0) -> Callable[[Any], None]:
    def edit(deck: Any) -> None:
        chart = charts(deck)[0]
        points = chart._chartSpace.findall(".//{*}ser/{*}val//{*}pt/{*}v")
        points[at].text = str(number)

    return edit


def test_table_cells_are_merged_and_a_cell_changed_in_both_copies_is_a_conflict() -> None:
    made = merged(gallery(cell(1, 0, "Fra A")), gallery(cell(2, 1, "Fra B")))
    table = tables(opened(made.data))[0]
    assert (table.cell(1, 0).text, table.cell(2, 1).text) == ("Fra A", "Fra B") and conflicts(made) == []
    made = merged(gallery(cell(1, 0, "Fra A")), gallery(cell(1, 0, "Fra B")))
    (asked,) = conflicts(made)
    assert (str(asked.yours), str(asked.outline)) == ("Fra A", "Fra B")
    taken = merged(gallery(cell(1, 0, "Fra A")), gallery(cell(1, 0, "Fra B")), **{asked.id: "take"})
    assert tables(opened(taken.data))[0].cell(1, 0).text == "Fra B"


def test_a_chart_is_merged_with_its_data_and_one_changed_in_both_is_a_conflict(tmp_path: Any) -> None:
    other = gallery(value(4_321))
    made = merged(gallery(cell(1, 0, "Fra A")), other)
    assert "4321" in charts(opened(made.data))[0]._chartSpace.xml and conflicts(made) == []
    path = tmp_path / "merged.pptx"
    path.write_bytes(made.data)
    assert not pkgcheck(str(path)) and not audit(str(path))
    made = merged(gallery(value(1_234)), other)
    (asked,) = conflicts(made)
    assert "1234" in str(asked.yours) and "4321" in str(asked.outline)
    taken = merged(gallery(value(1_234)), other, **{asked.id: "take"})
    assert "4321" in charts(opened(taken.data))[0]._chartSpace.xml


def test_merging_a_copy_with_itself_or_the_original_changes_nothing(tmp_path: Any) -> None:
    mine = edited(
        *[lambda deck, way=way: WAYS[way].do(deck, "A") for way in ("move it", "add a slide", "add a picture")]
    )
    for other in (mine, original()):
        made = merged(mine, other)
        assert (made.data, made.plan.exit_code) == (mine, 0)
    made = merged(original(), mine)
    path = tmp_path / "merged.pptx"
    path.write_bytes(made.data)
    assert not pkgcheck(str(path)) and not audit(str(path))
    assert all(WAYS[way].is_there(opened(made.data), "A") for way in ("move it", "add a slide", "add a picture"))


def test_many_edits_of_two_copies_are_merged_into_a_valid_package(tmp_path: Any) -> None:
    mine = ("reword the title", "move it", "write notes", "add a picture", "add a slide", "turn it", "delete a heading")
    other = (
        "rewrite a panel",
        "colour it",
        "reword some words of a paragraph",
        "add a text box",
        "add a slide",
        "link it",
    )
    a, b = [
        edited(*[lambda deck, way=way, who=who: WAYS[way].do(deck, who) for way in ways])
        for ways, who in ((mine, "A"), (other, "B"))
    ]
    made = merged(a, b)
    result = opened(made.data)
    assert [way for way in mine if not WAYS[way].is_there(result, "A")] == []
    assert [way for way in other if not WAYS[way].is_there(result, "B")] == []
    path = tmp_path / "merged.pptx"
    path.write_bytes(made.data)
    assert not pkgcheck(str(path)) and not audit(str(path))


def test_a_choice_of_nothing_in_the_plan_is_rejected() -> None:
    with pytest.raises(InvalidInput):
        merged(copy_of("move it", "A"), copy_of("colour it", "B"), **{"00000000": "take"})


def _shadow(shape: Any) -> None:
    made = SubElement(shape._element.spPr, qn("a:effectLst"))
    SubElement(SubElement(made, qn("a:outerShdw"), blurRad="50800", dist="38100"), qn("a:prstClr"), val="black")


def _fill(shape: Any) -> None:
    shape.fill.solid()
    shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2


def _place(shape: Any) -> None:
    shape.left = shape.top = shape.width = shape.height = Emu(1_000_000)


def _first(shape: Any) -> Any:
    return shape.text_frame.paragraphs[0].runs[0]


LOOKS: dict[str, Callable[[Any], None]] = {
    "the colour of letters": lambda shape: setattr(_first(shape).font.color, "theme_color", MSO_THEME_COLOR.ACCENT_2),
    "the size of letters": lambda shape: setattr(_first(shape).font, "size", Pt(11)),
    "an underline": lambda shape: setattr(_first(shape).font, "underline", True),
    "a shadow": _shadow,
    "the alignment": lambda shape: setattr(shape.text_frame.paragraphs[0], "alignment", PP_ALIGN.RIGHT),
}
OTHERWISE: dict[str, Callable[[Any], None]] = {
    "words": lambda shape: setattr(_first(shape), "text", "Nye ord"),
    "a place": _place,
    "a fill": _fill,
    "nothing": lambda _: None,
}


def title_changed(*changes: Callable[[Any], None]) -> bytes:
    def edit(deck: Any) -> None:
        for change in changes:
            change(slide_of(deck).shapes.title)

    return edited(edit)


def title(data: bytes) -> str:
    """Return the title's properties and text; how its empty end is set does not matter to anybody."""
    element = slide_of(opened(data)).shapes.title._element
    for end in element.iter(qn("a:endParaRPr")):
        end.attrib.clear()
    return "".join(
        [canonicalize(tostring(element.find(name), encoding="unicode")) for name in ("{*}spPr", "{*}txBody")]
    )


@pytest.mark.parametrize("otherwise", OTHERWISE)
@pytest.mark.parametrize("look", LOOKS)
def test_formatting_of_one_copy_and_changes_of_the_other_are_merged(look: str, otherwise: str) -> None:
    sides = title_changed(LOOKS[look]), title_changed(OTHERWISE[otherwise])
    both = title_changed(OTHERWISE[otherwise], LOOKS[look])
    for mine, other in (sides, sides[::-1]):
        made = merged(mine, other)
        assert conflicts(made) == []
        assert title(made.data) == title(both)


def test_formatting_changed_differently_in_both_copies_is_a_conflict() -> None:
    made = merged(title_changed(LOOKS["an underline"]), title_changed(LOOKS["the alignment"]))
    assert len(conflicts(made)) == 1


def on_layout(name: str, *more: str, keys: tuple[str, ...] = (SLIDE,)) -> bytes:
    """Return a copy whose slides of these keys are on a layout; ``more`` are words for the title."""

    def edit(presentation: Any) -> None:
        for key in keys:
            slide = slide_of(presentation, key)
            (link,) = [one for one in slide.part.rels.values() if one.reltype.endswith("/slideLayout")]
            link._target = next(one for one in presentation.slide_layouts if one.name == name).part
            for words in more:
                next(one for one in slide.shapes if one.name == f"{key}/title").text_frame.text = words

    return edited(edit)


def layout_of(data: bytes) -> str:
    return str(slide_of(opened(data)).slide_layout.name)


@pytest.mark.parametrize("more", [(), ("En annen tittel",)])
def test_a_slide_with_different_layouts_in_the_copies_is_a_conflict_naming_both(more: tuple[str, ...]) -> None:
    own, other = on_layout("Forside"), on_layout("Avslutning", *more)
    made = merged(own, other)
    (clash,) = [one for one in conflicts(made) if one.says.code == "changed-twice"]
    assert (clash.yours, clash.outline) == ("Forside", "Avslutning")
    assert layout_of(made.data) == "Forside"
    taken = merged(own, other, **{clash.id: "take"})
    assert layout_of(taken.data) == "Avslutning"
    assert conflicts(merged(taken.data, other)) == []


def test_a_layout_that_one_copy_switched_is_never_lost() -> None:
    own, other = on_layout("Forside"), title_changed_in(original())
    for pair in ((own, other), (other, own)):
        made = merged(*pair)
        assert layout_of(made.data) == "Forside" or conflicts(made)


def title_changed_in(data: bytes) -> bytes:
    presentation = opened(data)
    next(one for one in slide_of(presentation).shapes if one.name == f"{SLIDE}/title").text_frame.text = "Ny"
    return saved(presentation)


def named(name: str, *more: str) -> bytes:
    """Return a copy in which the goal has a name in the selection pane, and other words."""

    def edit(presentation: Any) -> None:
        goal = shape_of(presentation)
        goal.name = name
        for words in more:
            goal.text_frame.paragraphs[0].runs[0].text = words

    return edited(edit)


def test_a_selection_pane_name_is_merged_and_two_different_ones_are_a_conflict() -> None:
    def names(data: bytes) -> list[str]:
        return [one.name for one in slide_of(opened(data)).shapes]

    assert "Målet" in names(merged(original(), named("Målet")).data)
    assert "Målet" in names(merged(named("Målet"), named(f"{SLIDE}/goal", "Andre ord")).data)
    own, other = named("Målet"), named("Hensikten", "Andre ord")
    (clash,) = conflicts(merged(own, other))
    assert (clash.yours, clash.outline) == ("Målet", "Hensikten")
    assert "Målet" in names(merged(own, other).data)
    assert "Hensikten" in names(merged(own, other, **{clash.id: "take"}).data)


def test_placeholder_names_set_by_libreoffice_are_not_edits() -> None:
    deck = opened(original())
    for slide in deck.slides:
        for number, one in enumerate(slide.placeholders, 1):
            one.name = f"PlaceHolder {number}"
        for mark in list(slide.element.iter("{*}creationId")):
            mark.getparent().remove(mark)
    made = opened(merged(original(), saved(deck)).data)
    assert [one.name for slide in made.slides for one in slide.placeholders if one.name.startswith("PlaceHolder")] == []


def test_formatting_is_not_lost_if_an_object_of_a_copy_lacks_its_creation_id() -> None:
    def padded(deck: Any) -> None:
        shape = shape_of(deck, f"{SLIDE}/goal")
        shape.text_frame.margin_left = Emu(400_000)
        for mark in list(shape._element.iter("{*}creationId")):
            mark.getparent().remove(mark)

    made = merged(original(), edited(padded))
    assert made.plan.notes != ()
    conflict = [note.id for note in conflicts(made)]
    taken = merged(original(), edited(padded), **dict.fromkeys(conflict, "take"))
    assert shape_of(opened(taken.data), f"{SLIDE}/goal").text_frame.margin_left == 400_000
