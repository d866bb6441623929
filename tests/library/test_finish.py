"""Functions that draw on finished slides: what they draw is generated, and an update treats it so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Emu, Inches

from osloregion_slides import InvalidInput, Planned, adopt, build, check, plan, save, update
from osloregion_slides.pptx.reading.deck import open_deck
from tests import libreoffice
from tests.conftest import REPOSITORY

OUTLINE = """\
deck: trial
title: {title}
language: en
brand: osloregionen
slides:
  - {{id: cover, kind: cover, title: {title}, subtitle: A trial}}
  - {{id: list, kind: bullets, title: Points, items: [One, Two]}}
"""
Draw = Callable[[Any], None]


def stamp(text: str = "UnfittedText", left: float = 1.0, slide: int = 0, name: str = "stamp") -> Draw:
    def draw(presentation: Any) -> None:
        box = presentation.slides[slide].shapes.add_textbox(Inches(left), Inches(0.5), Inches(2), Inches(0.5))
        box.name, box.text_frame.text = name, text
        box.fill.solid()
        box.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1

    return draw


def chart(presentation: Any) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["A", "B"]
    data.add_series("S", (1.0, 2.0))
    frame = presentation.slides[1].shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(6), Inches(2), Inches(4), Inches(3), data
    )
    frame.name = "own chart"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write()
    return tmp_path


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write(title: str = "A trial deck") -> None:
    Path("trial.yaml").write_text(OUTLINE.format(title=title), encoding="utf-8")


def built(*draw: Draw) -> None:
    save("trial.pptx", build("trial.yaml", finish=together(*draw) if draw else None))


def together(*draw: Draw) -> Draw:
    def all_of_them(presentation: Any) -> None:
        for one in draw:
            one(presentation)

    return all_of_them


def edited(change: Callable[[Any], None]) -> None:
    found = Presentation("trial.pptx")
    change(found)
    found.save("trial.pptx")


def shape(name: str = "stamp", slide: int = 0) -> Any:
    return next((one for one in Presentation("trial.pptx").slides[slide].shapes if one.name == name), None)


def told(planned: Planned) -> list[tuple[str, str, str]]:
    return [(note.group, note.item, note.symbol) for note in planned.plan.notes]


def moved(presentation: Any) -> None:
    next(one for one in presentation.slides[0].shapes if one.name == "stamp").left = Emu(3_000_000)


def removed(presentation: Any) -> None:
    one = next(one for one in presentation.slides[0].shapes if one.name == "stamp")
    one._element.getparent().remove(one._element)


@pytest.mark.parametrize("draw", [stamp(), chart, together(stamp(), stamp(), chart)], ids=["text", "chart", "several"])
def test_the_same_drawing_gives_the_same_bytes_and_changes_no_other_part(draw: Draw) -> None:
    plain, drawn = build("trial.yaml"), build("trial.yaml", finish=draw)
    assert build("trial.yaml", finish=draw).data == drawn.data
    before, after = members(plain.data), members(drawn.data)
    changed = {name for name in before if before[name] != after.get(name)}
    mine = {"ppt/slides/slide1.xml", "ppt/slides/slide2.xml", "ppt/slides/_rels/slide2.xml.rels"}
    assert changed <= mine | {"[Content_Types].xml", "customXml/item1.xml", "docProps/custom.xml"}
    base = "customXml/item1.xml"  # it stands last, because it is sealed over all others
    assert [name for name in after if name in before and name != base] == [name for name in before if name != base]
    names = [one.name for one in drawn.presentation().slides[0].shapes]
    assert len(set(names)) == len(names), "two shapes of one name would be one to an update"


def test_a_workbook_in_a_drawn_chart_has_no_creation_time() -> None:
    drawn = members(build("trial.yaml", finish=chart).data)
    [workbook] = [data for name, data in drawn.items() if name.endswith(".xlsx")]
    assert members(workbook)["docProps/core.xml"].count(b">2000-01-01T00:00:00Z<") == 2


def test_a_drawn_deck_is_a_valid_package() -> None:
    built(stamp(), chart)
    its_own = {
        "missing-alt-text",
        "value-out-of-range",
    }  # python-pptx gives charts no alt text, and negative ids to axes
    assert [str(one) for one in check("trial.pptx") if one.severity == "error" and one.code not in its_own] == []


def test_an_unedited_deck_has_nothing_to_update_and_can_be_rebuilt() -> None:
    draw = together(stamp(), chart)
    built(draw)
    planned = plan("trial.pptx", finish=draw)
    assert (planned.plan.exit_code, told(planned)) == (0, [])
    assert update(planned).data == Path("trial.pptx").read_bytes()
    save("trial.pptx", build("trial.yaml"))  # not refused: there is nobody's work in it


def test_a_deck_resaved_by_another_program_has_nothing_to_update() -> None:
    draw = together(stamp(), chart)
    built(draw)
    edited(lambda presentation: None)
    planned = plan("trial.pptx", finish=draw)
    assert (planned.plan.exit_code, told(planned)) == (0, [])


def test_a_deck_without_creation_ids_is_matched_by_names() -> None:
    def forgotten(presentation: Any) -> None:
        for slide in presentation.slides:
            for holder in slide._element.iter("{http://schemas.openxmlformats.org/presentationml/2006/main}cNvPr"):
                for child in list(holder):
                    holder.remove(child)

    built(stamp())
    edited(forgotten)
    assert told(plan("trial.pptx", finish=stamp())) == []


def several(presentation: Any) -> None:
    """Draw one of each: text, styled shape, picture, group, table and chart."""
    first, second = presentation.slides[0].shapes, presentation.slides[1].shapes
    chart(presentation)
    stamp()(presentation)
    frame = first[-1].text_frame  # else LibreOffice makes the box as large as its text
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    second.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Inches(1), Inches(5), Inches(2), Inches(1)).name = "rounded"
    second.add_picture(str(REPOSITORY / "assets" / "pictures" / "emblem.png"), Inches(8), Inches(5)).name = "emblem"
    group = first.add_group_shape()
    group.name = "pair"
    for left in (8, 9):
        group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(1), Inches(1), Inches(1))
    second.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1)).name = "bodies"


def test_a_deck_resaved_by_libreoffice_has_nothing_to_update(workspace: Path) -> None:
    libreoffice.needs_libreoffice()
    built(several)
    names = [[shape.name for shape in slide.shapes] for slide in Presentation("trial.pptx").slides]
    assert {"stamp", "pair"} <= set(names[0]) and {"rounded", "emblem", "bodies", "own chart"} <= set(names[1])
    libreoffice.edited(str(workspace / "trial.pptx"), str(workspace / "saved.pptx"), "nothing", 0, "")
    assert told(plan("saved.pptx", finish=several)) == []
    changed = together(several, stamp("More", name="more"))
    assert told(plan("saved.pptx", finish=changed)) == [("change", "cover/more", "+")]


def test_without_its_function_a_drawing_is_kept_and_reported() -> None:
    built(stamp(), chart)
    write("Another title")
    planned = plan("trial.pptx")
    assert [entry for entry in told(planned) if entry[0] != "change"] == [
        ("unsure", "cover/stamp", "."),
        ("unsure", "list/own chart", "."),
    ]
    save("trial.pptx", update(planned))
    assert shape().text_frame.text == "UnfittedText"
    assert told(plan("trial.pptx", finish=together(stamp(), chart))) == [], "it is known still"


def test_changes_of_the_outline_and_of_the_drawing_are_both_applied() -> None:
    built(stamp())
    write("Another title")
    planned = plan("trial.pptx", finish=stamp("Final"))
    assert ("change", "cover/stamp", "~") in told(planned)
    save("trial.pptx", update(planned))
    assert shape().text_frame.text == "Final"
    assert Presentation("trial.pptx").slides[0].shapes.title.text_frame.text == "Another title"
    assert plan("trial.pptx", finish=stamp("Final")).plan.exit_code == 0
    assert told(plan("trial.pptx", finish=stamp("Final"))) == []


@pytest.mark.parametrize(
    ("before", "now", "symbol", "names"),
    [
        pytest.param((stamp(),), (stamp(), stamp(name="second")), "+", {"stamp", "second"}, id="one more"),
        pytest.param((stamp(), stamp(name="second")), (stamp(),), "-", {"stamp"}, id="one less"),
        pytest.param((), (stamp(),), "+", {"stamp"}, id="the first"),
        pytest.param((chart,), (chart, stamp()), "+", {"stamp"}, id="beside a chart"),
        pytest.param((stamp(),), (stamp(left=3.0),), "~", {"stamp"}, id="elsewhere"),
    ],
)
def test_the_updated_deck_has_the_current_drawing(
    before: tuple[Draw, ...], now: tuple[Draw, ...], symbol: str, names: set[str]
) -> None:
    built(*before)
    planned = plan("trial.pptx", finish=together(*now))
    assert (planned.plan.exit_code, [one[2] for one in told(planned)]) == (3, [symbol])
    save("trial.pptx", update(planned))
    fresh = build("trial.yaml", finish=together(*now)).presentation()
    found = {one.name: (one.left, one.top) for one in Presentation("trial.pptx").slides[0].shapes}
    assert {name: found[name] for name in names} == {
        one.name: (one.left, one.top) for one in fresh.slides[0].shapes if one.name in names
    }
    assert (names | {"stamp", "second"}) & set(found) == names
    assert told(plan("trial.pptx", finish=together(*now))) == []


def test_a_manually_moved_drawn_shape_keeps_its_position() -> None:
    built(stamp())
    edited(moved)
    planned = plan("trial.pptx", finish=stamp())
    assert (planned.plan.exit_code, told(planned)) == (0, [("edit", "cover/stamp", "~")])
    write("Another title")
    save("trial.pptx", update("trial.pptx", finish=stamp()))
    assert shape().left == 3_000_000
    assert told(plan("trial.pptx", finish=stamp())) == [("edit", "cover/stamp", "~")]
    sealed = dict(open_deck(Path("trial.pptx").read_bytes()).marks.slides)
    assert sealed == {"ppt/slides/slide1.xml": "", "ppt/slides/slide2.xml": "list"}, "slide 1 is people's work"
    with pytest.raises(InvalidInput):
        save("trial.pptx", build("trial.yaml", finish=stamp()))


def test_a_drawn_shape_changed_on_both_sides_is_a_resolvable_conflict() -> None:
    built(stamp())
    edited(moved)
    planned = plan("trial.pptx", finish=stamp("Final"))
    assert (planned.plan.exit_code, told(planned)) == (4, [("conflict", "cover/stamp", "!")])
    kept = update(planned)
    taken = update("trial.pptx", finish=stamp("Final"), choices={planned.plan.notes[0].id: "take"})
    all_taken = update("trial.pptx", finish=stamp("Final"), on_conflict="take")
    texts = [
        next(one for one in Presentation(io.BytesIO(made.data)).slides[0].shapes if one.name == "stamp").text_frame.text
        for made in (kept, taken, all_taken)
    ]
    assert texts == ["UnfittedText", "Final", "Final"]
    save("trial.pptx", taken)
    assert told(plan("trial.pptx", finish=stamp("Final"))) == []


def test_a_manually_deleted_drawn_shape_stays_deleted_until_restored() -> None:
    built(stamp())
    edited(removed)
    planned = plan("trial.pptx", finish=stamp("Final"))
    assert told(planned) == [("edit", "cover/stamp", "-")]
    save("trial.pptx", update(planned))
    assert shape() is None
    again = plan("trial.pptx", finish=stamp("Final"))
    assert told(again) == [("edit", "cover/stamp", "-")]
    save("trial.pptx", update("trial.pptx", finish=stamp("Final"), choices={again.plan.notes[0].id: "take"}))
    assert shape().text_frame.text == "Final"
    assert told(plan("trial.pptx", finish=stamp("Final"))) == []


def test_an_edited_shape_that_is_no_longer_drawn_becomes_a_manual_shape() -> None:
    built(stamp())
    edited(moved)
    planned = plan("trial.pptx", finish=together())
    assert told(planned) == [("change", "cover/stamp", ".")]
    save("trial.pptx", update(planned))
    assert shape().left == 3_000_000
    again = told(plan("trial.pptx", finish=together()))
    assert [(group, symbol) for group, _, symbol in again] == [("edit", ".")]


@pytest.mark.parametrize("name", ["stamp", "cover/stamp"])
def test_an_ignored_drawn_shape_is_left_unchanged(name: str) -> None:
    built(stamp())
    text = OUTLINE.format(title="A trial deck").replace("subtitle: A trial", f"subtitle: A trial, ignore: [{name}]")
    Path("trial.yaml").write_text(text, encoding="utf-8")
    assert told(plan("trial.pptx", finish=stamp("Final"))) == []
    assert plan("trial.pptx", finish=stamp("Final")).plan.exit_code == 0


def test_a_manually_added_shape_is_a_manual_edit() -> None:
    built(stamp())
    edited(stamp("Mine", name="mine"))
    groups = [group for group, _, _ in told(plan("trial.pptx", finish=stamp()))]
    assert groups == ["edit"]


def test_drawings_follow_new_removed_and_frozen_slides() -> None:
    built(stamp(slide=1))
    text = OUTLINE.format(title="A trial deck") + "  - {id: more, kind: bullets, title: More, items: [One, Two]}\n"
    Path("trial.yaml").write_text(text, encoding="utf-8")
    draw = together(stamp(slide=1), stamp(slide=2, name="new"))
    save("trial.pptx", update("trial.pptx", finish=draw))
    assert shape("new", 2) is not None
    assert told(plan("trial.pptx", finish=draw)) == []
    frozen = text.replace("title: Points", "title: Points, freeze: true")
    Path("trial.yaml").write_text(frozen, encoding="utf-8")
    changed = together(stamp("Final", slide=1), stamp(slide=2, name="new"))
    assert [entry for entry in told(plan("trial.pptx", finish=changed)) if entry[1]] == []
    write()
    save("trial.pptx", update("trial.pptx", finish=stamp(slide=1)))
    assert len(Presentation("trial.pptx").slides) == 2
    assert told(plan("trial.pptx", finish=stamp(slide=1))) == []


def test_a_function_that_adds_slides_is_rejected() -> None:
    def add(presentation: Any) -> None:
        presentation.slides.add_slide(presentation.slide_layouts[0])

    with pytest.raises(InvalidInput) as refused:
        build("trial.yaml", finish=add)
    assert [one.code for one in refused.value.findings] == ["finish-changed-slides"]


def test_a_function_that_changes_a_shape_of_the_outline_gives_a_warning() -> None:
    def change(presentation: Any) -> None:
        presentation.slides[0].shapes.title.text_frame.text = "Other"

    deck = build("trial.yaml", finish=change)
    assert [(one.code, one.slide) for one in deck.findings] == [("finish-changed-shape", "cover")]


def test_faults_of_a_drawn_shape_are_warnings_at_its_slide() -> None:
    found = build("trial.yaml", finish=chart).findings
    warned = {(one.code, one.severity, one.shape) for one in found}
    assert any("missing-alt-text" in one.message for one in found)
    assert ("drawn-shape", "warning", "list/own chart") in warned
    unchecked = build("trial.yaml", finish=chart, checked=False).findings
    assert "drawn-shape" not in {one.code for one in unchecked}


def test_exceptions_of_the_callers_function_propagate() -> None:
    def fail(presentation: Any) -> None:
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        build("trial.yaml", finish=fail)


def test_a_deck_without_update_data_is_adopted_with_its_drawings() -> None:
    foreign = build("trial.yaml", updatable=False)
    Path("trial.pptx").write_bytes(foreign.data)
    save("trial.pptx", adopt("trial.pptx", "trial.yaml", finish=stamp()))
    assert shape().text_frame.text == "UnfittedText"
    assert told(plan("trial.pptx", "trial.yaml", finish=stamp())) == []
