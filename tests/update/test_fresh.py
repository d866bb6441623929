"""The oracle of updates: an unedited deck becomes equal to a fresh build of the new outline."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor

from osloregion_slides.update.changes import Remake
from tests.pptx.updating import edited, found_in, shape
from tests.update.edits import words
from tests.update.fresh import A, P, differences
from tests.update.gallery import GALLERY, planned, side, updated

KINDS = list(GALLERY)
ROUND = [(one, KINDS[(place + 8) % len(KINDS)]) for place, one in enumerate(KINDS)]
"""Each slide of the gallery once before and once after the update."""


@pytest.mark.parametrize(("old", "new"), ROUND)
def test_a_slide_of_changed_type_equals_a_fresh_build(old: str, new: str) -> None:
    before, after = side(GALLERY[old]), side(GALLERY[new])
    assert differences(updated(before.data, after), after.data) == []


@pytest.mark.slow
@pytest.mark.parametrize("old", KINDS)
def test_every_change_of_slide_type_equals_a_fresh_build(old: str) -> None:
    before = side(GALLERY[old]).data
    saved = edited(before, lambda presentation: None)
    found = {}
    for new in KINDS:
        after = side(GALLERY[new])
        found[new] = [differences(updated(data, after), after.data) for data in (before, saved)]
    assert {new: told for new, told in found.items() if told != [[], []]} == {}


def test_an_unedited_deck_saved_by_another_program_equals_a_fresh_build() -> None:
    before, after = side(GALLERY["venn"]), side(GALLERY["columns"])
    saved = edited(before.data, lambda presentation: None)
    assert differences(updated(saved, after), after.data) == []


@pytest.mark.parametrize("kind", ["points", "purpose", "table", "bullets"])
def test_text_in_another_language_is_tagged_with_it(kind: str) -> None:
    before, after = side(GALLERY[kind]), side(GALLERY[kind], "en")
    slide = Presentation(io.BytesIO(updated(before.data, after))).slides[1]._element
    old = {run.findtext(f"{A}t") for run in Presentation(io.BytesIO(before.data)).slides[1]._element.iter(f"{A}r")}
    found = {(run.findtext(f"{A}t"), run.find(f"{A}rPr").get("lang")) for run in slide.iter(f"{A}r")}
    assert {language for text, language in found if text not in old} == {"en-GB"}


@pytest.mark.parametrize(
    ("old", "edit", "new"),
    [
        ("purpose", "s/1", "statement"),
        ("purpose", "s/title", "columns"),
        ("columns", "s/2", "timeline"),
        ("statement", "s/title", "cover"),
        ("organisation", "s/title", "quote"),
        ("pillars", "s/1", "hub"),
        ("hub", "s/2", "columns"),
    ],
)
def test_an_edited_slide_of_changed_type_keeps_the_edit(old: str, edit: str, new: str) -> None:
    def type_on(presentation: Any) -> None:
        shape(presentation.slides[1], edit).text_frame.paragraphs[0].runs[0].text = "Skrevet for hånd"

    data, after = edited(side(GALLERY[old]).data, type_on), side(GALLERY[new])
    assert not [one for one in planned(data, after).plan.changes if isinstance(one, Remake) and one.slide == "s"]
    made = updated(data, after)
    assert "Skrevet for hånd" in words(Presentation(io.BytesIO(made)).slides[1])
    assert found_in(made) - found_in(data) == Counter()


def test_slide_level_edits_are_kept_when_the_slide_type_changes() -> None:
    def fade(presentation: Any) -> None:
        slide = presentation.slides[1]._element
        slide.append(slide.makeelement(f"{P}transition", {"spd": "slow"}))
        presentation.slides[1].background.fill.solid()
        presentation.slides[1].background.fill.fore_color.rgb = RGBColor(0xEE, 0xEE, 0xEE)  # type: ignore[no-untyped-call]

    data = edited(side(GALLERY["venn"]).data, fade)
    slide = Presentation(io.BytesIO(updated(data, side(GALLERY["points"])))).slides[1]._element
    assert [one.get("spd") for one in slide.iter(f"{P}transition")] == ["slow"]
    assert len(slide.findall(f"{P}cSld/{P}bg")) == 1


def formatted(data: bytes) -> list[str]:
    """Return the number formats of the chart on the second slide: series, labels and axis, in document order."""
    shapes: Any = Presentation(io.BytesIO(data)).slides[1].shapes
    charts = [one.chart for one in shapes if one.has_chart]
    return [
        one.text or one.get("formatCode")
        for one in charts[0]._chartSpace.iter()
        if str(one.tag).endswith(("}formatCode", "}numFmt"))
    ]


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("538411", "538411.5"),  # the first series
        ("501125", "501125.5"),  # a later one alone
        ("501125", "501125.25"),
    ],
)
def test_each_series_of_an_updated_chart_has_the_decimals_of_a_fresh_build(was: str, becomes: str) -> None:
    old = GALLERY["chart"]
    before, after = side(old), side(old.replace(was, becomes))
    assert formatted(before.data) != formatted(after.data)
    for data in (before.data, edited(before.data, lambda presentation: None)):
        made = updated(data, after)
        assert formatted(made) == formatted(after.data)
        assert planned(made, after).plan.changes == ()
    assert formatted(updated(after.data, before)) == formatted(before.data)


def listed(slide: str) -> dict[str, str]:
    """Return a slide of the gallery with its list shortened, turned, and with its last entry twice."""
    head, *entries = re.split(r"(?=\n      - )", slide)
    last, *rest = re.split(r"(?=\n    \w)", entries.pop(), maxsplit=1)
    tail = "".join(rest)
    said = [*entries, last]
    again = re.sub(r"\n( +(?:- )?)id: [\w-]+", r"\n\1id: again", last)
    return {
        "shorter": head + "".join(entries) + tail,
        "turned": head + "".join(said[::-1]) + tail,
        "longer": head + "".join([*said, again]) + tail,
    }


LISTS = [
    (kind, change)
    for kind, slide in GALLERY.items()
    if len(re.findall(r"\n      - ", slide)) > 1
    and kind not in ("diagrams", "organisation", "comparison")  # of several lists, or of two
    for change in ("shorter", "turned", "longer")
    if (kind, change) != ("pillars", "shorter")  # of two
]


@pytest.mark.parametrize(("kind", "change"), LISTS)
def test_a_changed_list_equals_a_fresh_build(kind: str, change: str) -> None:
    before, after = side(GALLERY[kind]), side(listed(GALLERY[kind])[change])
    for old, new in ((before, after), (after, before)):
        assert differences(updated(old.data, new), new.data) == []


@pytest.mark.parametrize(
    ("kind", "was", "becomes"),
    [
        ("table", '"32 %"', '"32 prosent av alle kommunene i fylket"'),
        ("bullets", "title: {nb: ", "title: {nb: Nye "),
        ("timeline", "title: {nb: ", "title: {nb: Nye "),
    ],
)
def test_a_changed_value_equals_a_fresh_build(kind: str, was: str, becomes: str) -> None:
    before, after = side(GALLERY[kind]), side(GALLERY[kind].replace(was, becomes, 1))
    assert differences(updated(before.data, after), after.data) == []


@pytest.mark.parametrize("movement", ["transition: fade", "reveal: click", "transition: fade\n    reveal: click"])
def test_transitions_and_animations_follow_only_the_outline(movement: str) -> None:
    still, moving = side(GALLERY["columns"]), side(f"{GALLERY['columns']}\n    {movement}")
    for old, new in ((still, moving), (moving, still)):
        for data in (old.data, edited(old.data, lambda presentation: None)):
            assert planned(data, new).plan.exit_code == 3
            assert differences(updated(data, new), new.data) == []


def test_a_new_entry_on_an_edited_slide_is_included_in_the_reveal() -> None:
    def underline(presentation: Any) -> None:
        shape(presentation.slides[1], "s/title").text_frame.paragraphs[0].runs[0].font.underline = True

    was = f"{GALLERY['bullets']}\n    reveal: click"
    after = side(f"{listed(GALLERY['bullets'])['longer']}\n    reveal: click")
    made = updated(edited(side(was).data, underline), after)
    shown = [
        Presentation(io.BytesIO(data)).slides[1]._element.xpath("count(.//p:spTgt)") for data in (made, after.data)
    ]
    assert shown[0] == shown[1]


def test_manual_formatting_of_chart_points_survives_two_updates() -> None:
    slide, changes = GALLERY["chart"], (("560484", "560999"), ("title: {nb: ", "title: {nb: Nye "))

    def thicken(presentation: Any) -> None:  # what no look of a chart says
        space = shape(presentation.slides[1], "s/chart").chart._chartSpace
        space.find(".//{*}dLbls/{*}spPr").set("bwMode", "gray")

    data = edited(side(slide).data, thicken)
    for was, becomes in changes:
        slide = slide.replace(was, becomes, 1)
        data = updated(data, side(slide))
    space = shape(Presentation(io.BytesIO(data)).slides[1], "s/chart").chart._chartSpace
    assert space.find(".//{*}dLbls/{*}spPr").get("bwMode") == "gray"


def test_a_manually_coloured_slice_keeps_its_colour_when_the_title_changes() -> None:
    def paint(presentation: Any) -> None:
        point = shape(presentation.slides[1], "s/chart").chart.plots[0].series[0].points[1]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RGBColor(0xC2, 0x45, 0x2D)  # type: ignore[no-untyped-call]

    slide = GALLERY["chart"]
    data = edited(side(slide).data, paint)
    for was, becomes in (("560484", "560999"), ("title: {nb: ", "title: {nb: Nye ")):
        made = Presentation(io.BytesIO(updated(data, side(slide.replace(was, becomes, 1)))))
        point: Any = shape(made.slides[1], "s/chart").chart.plots[0].series[0].points[1]
        assert str(point.format.fill.fore_color.rgb) == "C2452D"
