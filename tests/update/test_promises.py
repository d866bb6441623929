"""What the outline says of updates is followed; maps, tables and charts are updated in place; what others put in stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.dml.color import RGBColor

from osloregion_slides.pptx.reading.deck import Package
from osloregion_slides.service_update import Asked, Planned, apply, check_updated, plan_update
from tests import libreoffice
from tests.pptx.updating import edited
from tests.update.edits import every, shape_of, slide_of, words
from tests.update.outlines import DECKS, copied
from tests.update.test_hard_cases import built

PURPOSE = "  - id: purpose\n    kind: purpose\n    section"
VALUE = ("560484]", "560999]")


def update(data: bytes, folder: Path, *changes: tuple[str, str], name: str = "osloregionen") -> tuple[Planned, Any]:
    """Update a deck from an outline with texts replaced; return the plan and the result, opened."""
    planned, after = updated(data, folder, *changes, name=name)
    return planned, Presentation(io.BytesIO(after))


def updated(data: bytes, folder: Path, *changes: tuple[str, str], name: str) -> tuple[Planned, bytes]:
    copied(folder)
    text = (DECKS / f"{name}.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    outline, path = folder / f"{name}.yaml", folder / "deck.pptx"
    outline.write_text(text, encoding="utf-8")
    path.write_bytes(data)
    planned = plan_update(str(path), Asked(str(outline)))
    return planned, apply(planned, str(path)).data


def told(planned: Planned) -> list[tuple[str, str]]:
    return [(note.slide, note.item) for note in planned.plan.notes]


GOAL = ("nb: Målet er å styrke Osloregionen", "nb: Vi vil styrke Osloregionen")
HEADING = ("nb: Innsatsområder, nn", "nb: Satsinger, nn")


def test_a_frozen_slide_is_left_to_its_editors(tmp_path: Path) -> None:
    frozen = (PURPOSE, PURPOSE.replace("section", "freeze: true\n    section"))
    planned, after = update(built(), tmp_path, GOAL, HEADING, frozen)
    assert told(planned) == []
    assert "Vi vil styrke" not in words(slide_of(after, "purpose"))


def test_an_unfrozen_slide_gets_the_outline_changes_made_meanwhile(tmp_path: Path) -> None:
    frozen = (PURPOSE, PURPOSE.replace("section", "freeze: true\n    section"))
    _, between = updated(built(), tmp_path, GOAL, frozen, name="osloregionen")
    planned, after = update(between, tmp_path, GOAL, HEADING)
    assert [(note.group, note.item) for note in planned.plan.notes] == [
        ("change", "purpose/goal"),
        ("change", "purpose/heading"),
    ]
    assert "Vi vil styrke" in words(slide_of(after, "purpose"))


def test_a_deck_with_only_frozen_changes_is_unchanged(tmp_path: Path) -> None:
    frozen = (PURPOSE, PURPOSE.replace("section", "freeze: true\n    section"))
    _, after = updated(built(), tmp_path, GOAL, frozen, name="osloregionen")
    assert after == built()


def test_ignored_properties_are_left_and_the_rest_is_updated(tmp_path: Path) -> None:
    ignored = (PURPOSE, PURPOSE.replace("section", "ignore: [goal]\n    section"))
    planned, after = update(built(), tmp_path, GOAL, HEADING, ignored)
    assert told(planned) == [("purpose", "purpose/heading")]
    said = words(slide_of(after, "purpose"))
    assert "Satsinger" in said and "Vi vil styrke" not in said


def test_an_ignored_box_is_not_a_conflict(tmp_path: Path) -> None:
    def move(presentation: Any) -> None:
        shape_of(presentation, "purpose/goal").left += 500_000

    ignored = (PURPOSE, PURPOSE.replace("section", "ignore: [goal/box]\n    section"))
    planned, after = update(edited(built(), move), tmp_path, GOAL, ignored)
    assert told(planned) == [("purpose", "purpose/goal")]
    before = Presentation(io.BytesIO(built()))
    assert shape_of(after, "purpose/goal").left == shape_of(before, "purpose/goal").left + 500_000


def test_a_renamed_slide_id_keeps_its_manual_edits(tmp_path: Path) -> None:
    def move(presentation: Any) -> None:
        shape_of(presentation, "purpose/heading").left += 500_000

    renamed = (PURPOSE, PURPOSE.replace("id: purpose", "id: aim\n    moved: purpose"))
    planned, after = update(edited(built(), move), tmp_path, GOAL, renamed)
    assert len(after.slides) == 13
    assert slide_of(after, "purpose") is None
    assert "Vi vil styrke" in words(slide_of(after, "aim"))
    before: Any = Presentation(io.BytesIO(built()))
    assert shape_of(after, "aim/heading").left == shape_of(before, "purpose/heading").left + 500_000
    assert after.slides[2].slide_id == before.slides[2].slide_id
    assert planned.plan.exit_code == 3


def test_a_changed_membership_date_updates_numbers_and_lists_in_place(tmp_path: Path) -> None:
    _, after = update(built(), tmp_path, ("as_of: 2008-01-01", "as_of: 2007-12-31"))
    assert "56 kommuner" in words(slide_of(after, "purpose"))
    before: Any = Presentation(io.BytesIO(built()))
    assert [slide.slide_id for slide in after.slides] == [slide.slide_id for slide in before.slides]


def test_a_changed_value_updates_chart_cache_and_workbook_and_keeps_added_sheets(tmp_path: Path) -> None:
    def add_sheet(presentation: Any) -> None:
        part = shape_of(presentation, "chart/chart").chart.part.chart_workbook.xlsx_part
        book = load_workbook(io.BytesIO(part.blob))
        book.create_sheet("Notater")["A1"] = "Kilde: SSB"
        out = io.BytesIO()
        book.save(out)
        part._blob = out.getvalue()

    planned, after = update(edited(built("gallery"), add_sheet), tmp_path, VALUE, name="gallery")
    assert told(planned) == [("chart", "chart/chart")] * 2
    assert [note.what for note in planned.plan.notes if note.group == "edit"] == [
        "changed by hand: workbook of the chart"
    ]
    chart = shape_of(after, "chart/chart").chart
    assert chart.series[1].values[3] == 518567 and chart.series[0].values[3] == 560999
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book["Notater"]["A1"].value == "Kilde: SSB"
    assert 560999 in [cell.value for row in book.worksheets[0] for cell in row]


@pytest.mark.slow
def test_a_workbook_dropped_by_libreoffice_is_recreated_and_reported(tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    before, saved = tmp_path / "before.pptx", tmp_path / "saved.pptx"
    before.write_bytes(built("gallery"))
    libreoffice.edited(str(before), str(saved), "nothing", 0, "")
    assert not [name for name in zipfile.ZipFile(saved).namelist() if name.endswith(".xlsx")]
    planned, after = update(saved.read_bytes(), tmp_path, VALUE, name="gallery")
    assert any("data sheet rebuilt" in note.what for note in planned.plan.notes)
    chart = shape_of(after, "chart/chart").chart
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert 560999 in [cell.value for row in book.worksheets[0] for cell in row]


def test_only_changed_slides_are_measured_and_only_overflow_is_reported(tmp_path: Path) -> None:
    def shrink(presentation: Any) -> None:
        for name in ("purpose/goal", "platform/4"):
            shape_of(presentation, name).height //= 4

    planned, data = updated(edited(built(), shrink), tmp_path, HEADING, name="osloregionen")
    found = check_updated(Package(data), planned.plan)
    assert {(one.slide, one.shape, one.code, one.severity) for one in found} == {
        ("purpose", "purpose/goal", "text-overflows", "error"),
        ("platform", "platform/4", "text-overflows", "error"),
    }


def test_a_deck_that_fits_gives_no_warning_after_an_update(tmp_path: Path) -> None:
    planned, data = updated(built(), tmp_path, GOAL, HEADING, name="osloregionen")
    assert check_updated(Package(data), planned.plan) == ()


LUNNER = "regions/map/Hadeland/Lunner"


def colour(area: Any) -> None:
    area.fill.solid()
    area.fill.fore_color.rgb = RGBColor(0xC8, 0x0A, 0x0A)  # type: ignore[no-untyped-call]


def edit_points(area: Any) -> None:
    point = area._element.findall(".//{*}custGeom//{*}pt")[1]
    point.set("x", str(int(point.get("x")) + 9_000))


def add_point(area: Any) -> None:
    line = area._element.find(".//{*}custGeom//{*}lnTo")
    more = deepcopy(line)
    more[0].set("x", str(int(more[0].get("x")) + 9_000))
    line.addnext(more)


AREAS: dict[str, Callable[[Any], None]] = {
    "moved 0.8 cm right": lambda area: setattr(area, "left", area.left + 300_000),
    "fill Text 2 -> #C80A0A": colour,
    "drawn area changed": edit_points,
    "drawn area changed ": add_point,
    "deleted by hand, stays deleted": lambda area: area._element.getparent().remove(area._element),
}


@pytest.mark.parametrize("what", AREAS)
def test_a_manually_edited_map_area_is_kept_and_the_map_updated(what: str, tmp_path: Path) -> None:
    data = edited(built(), lambda presentation: AREAS[what](shape_of(presentation, LUNNER)))
    planned, after = update(data, tmp_path, ("as_of: 2008-01-01", "as_of: 2007-12-31"))
    edits = [(note.item, note.what) for note in planned.plan.notes if note.group == "edit"]
    assert edits == [(LUNNER, what.strip())]
    by_hand: Any = Presentation(io.BytesIO(data))
    before, found = [[s for s in every(deck.slides[7].shapes) if s.name == LUNNER] for deck in (by_hand, after)]
    assert [etree.tostring(one._element) for one in found] == [etree.tostring(one._element) for one in before]
    changed = {note.item for note in planned.plan.notes if note.group == "change"}
    assert {"regions/map/Nordre Vestfold/Horten", "regions/legend/Nordre Vestfold/name"} <= changed


def test_manual_shape_names_are_kept(tmp_path: Path) -> None:
    def rename(presentation: Any) -> None:
        shape_of(presentation, "purpose/goal").name = "Målet vårt"

    _, after = update(edited(built(), rename), tmp_path, GOAL)
    goal = next(shape for shape in every(after.slides[2].shapes) if shape.name == "Målet vårt")
    assert goal.text_frame.text.startswith("Vi vil styrke")
