from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.fit.setting import Frame, UnfittedText, fits, typeset
from osloregion_slides.scene import Insets, Run
from tests.fit.square import SQUARE, draft, drafts, frame

LEVELS = (TextStyle(Pt(24)), TextStyle(Pt(20)), TextStyle(Pt(18)))
CALIBRI = load_metrics("Calibri")


def height(points: float) -> int:
    return math.ceil(points * EMU_PER_PT)


@pytest.mark.parametrize(
    ("style", "points"),
    [
        pytest.param(TextStyle(Pt(10)), 0.07 + 3 * 12.117, id="three lines"),
        pytest.param(TextStyle(Pt(10), line_spacing=0.9), 0.07 + 3 * 12.117 * 0.9, id="line spacing"),
        pytest.param(TextStyle(Pt(10), before=Pt(4), after=Pt(3)), 0.07 + 3 * 12.117 + 2 * 7, id="space around"),
    ],
)
def test_the_height_is_the_sum_of_lines_and_spaces(style: TextStyle, points: float) -> None:
    text = typeset(drafts("aa aa", "a"), frame(30, 1000, style), Pt(10), SQUARE)
    assert text.height == pytest.approx(height(points), abs=1)


def test_insets_reduce_the_width_and_add_to_the_height() -> None:
    insets = Insets(emu(7), emu(5), emu(8), emu(6))
    text = typeset(drafts("aa aa"), frame(64, 1000, insets=insets), Pt(10), SQUARE)
    assert text.paragraphs[0].breaks == (0, 3)
    assert text.height == height(0.07 + 2 * 12.117) + emu(11)


def test_a_draft_overrides_its_level() -> None:
    style = TextStyle(Pt(10), before=Pt(9), after=Pt(9), margin=emu(50), bullet=True)
    bare = UnfittedText((Run("aa aa"),), before=Pt(0), after=Pt(1), margin=Emu(0), indent=Emu(0), bullet="none")
    text = typeset((bare,), frame(50, 1000, style), Pt(10), SQUARE)
    assert text.height == height(0.07 + 12.117 + 1)


@pytest.mark.parametrize(
    ("size", "level", "expected"),
    [(24, 0, 24), (24, 1, 20), (24, 2, 18), (20, 1, 16.5), (20, 2, 15), (16, 1, 13), (14, 2, 12), (36, 1, 30)],
)
def test_deeper_levels_scale_with_the_size_of_the_first(size: float, level: int, expected: float) -> None:
    text = typeset((draft("a", level),), frame(100, 100, *LEVELS), Pt(size), SQUARE)
    assert text.paragraphs[0].size == expected


@pytest.mark.parametrize(
    ("size", "step", "expected"),
    [(24, 1, 20), (24, 2, 18), (22, 1, 20), (14, 1, 12), (14, 3, 12), (12, 1, 12), (10, 1, 10)],
)
def test_a_step_down_the_type_scale_never_goes_below_12_pt(size: float, step: int, expected: float) -> None:
    text = typeset((UnfittedText((Run("a"),), step=step),), frame(100), Pt(size), SQUARE)
    assert text.paragraphs[0].size == expected


def test_a_step_of_a_scale_with_smaller_sizes_never_goes_below_12_pt() -> None:
    place = frame(100).replace(scale=(Pt(14), Pt(12), Pt(10), Pt(8)))
    sizes = [
        typeset((UnfittedText((Run("a"),), step=step),), place, Pt(14), SQUARE).paragraphs[0].size for step in range(4)
    ]
    assert sizes == [14, 12, 12, 12]


def test_a_level_deeper_than_the_styles_takes_the_last_style() -> None:
    assert typeset((draft("a", 7),), frame(100, 100, *LEVELS), Pt(24), SQUARE).paragraphs[0].size == Pt(18)


def test_a_text_without_a_layout_carries_its_own_formatting() -> None:
    levels = (
        TextStyle(Pt(20), bold=True, line_spacing=0.9, align="ctr"),
        TextStyle(Pt(18), margin=Emu(9), indent=Emu(-9), bullet=True, after=Pt(2)),
    )
    place = Frame(emu(200), emu(200), levels, "nb-NO", Insets(), "ctr")
    text = typeset((draft("a"), draft("b", 1)), place, Pt(20), CALIBRI)
    first, second = text.paragraphs
    assert (text.bold, text.line_spacing, text.anchor, text.insets) == (True, 0.9, "ctr", Insets())
    assert (first.align, first.bullet, first.margin, first.runs[0].bold) == ("ctr", "inherit", None, None)
    assert (second.bullet, second.margin, second.indent, second.after) == ("dot", Emu(9), Emu(-9), Pt(2))
    assert second.runs[0].bold is False


def test_a_text_without_a_layout_is_italic_where_its_style_is() -> None:
    place = frame(200, 200, TextStyle(Pt(10), italic=True))
    runs = typeset((UnfittedText((Run("a"), Run("b", italic=False))),), place, Pt(10), SQUARE).paragraphs[0].runs
    assert [run.italic for run in runs] == [True, False]


@pytest.mark.parametrize(("written", "spacing"), [(True, 0.9), (False, 1.2)])
def test_a_text_box_has_one_line_spacing_and_a_placeholder_one_per_level(written: bool, spacing: float) -> None:
    levels = (TextStyle(Pt(10), line_spacing=0.9), TextStyle(Pt(10), line_spacing=1.2))
    place = frame(200, 200, *levels).replace(written=written)
    assert typeset((draft("a", 1),), place, Pt(10), SQUARE).height == height(0.07 + 12.117 * spacing)


def test_a_placeholder_text_inherits_all_it_can_from_the_layout() -> None:
    levels = (TextStyle(Pt(20), bold=True, line_spacing=0.9, align="ctr", margin=Emu(9), bullet=True, before=Pt(4)),)
    place = Frame(emu(200), emu(200), levels, "nb-NO", Insets(), "ctr", written=False)
    text = typeset((draft("a"),), place, Pt(20), CALIBRI)
    (only,) = text.paragraphs
    assert (text.bold, text.line_spacing, text.anchor, text.insets, text.colour) == (None,) * 5
    assert (only.align, only.bullet, only.margin, only.before, only.runs) == (None, "inherit", None, None, (Run("a"),))


def test_a_bold_paragraph_makes_its_runs_bold_unless_they_override_it() -> None:
    bold = UnfittedText((Run("a"), Run("b", False)), bold=True)
    assert [run.bold for run in typeset((bold,), frame(100), Pt(10), SQUARE).paragraphs[0].runs] == [True, False]


def test_an_empty_text_takes_little_room() -> None:
    assert typeset((), frame(100), Pt(10), SQUARE).height == 889


PARAGRAPHS = st.lists(
    st.builds(
        UnfittedText,
        st.lists(st.builds(Run, st.text("ab -\u00ad\n", max_size=20), st.sampled_from([None, True])), max_size=2).map(
            tuple
        ),
        st.integers(0, 3),
        st.sampled_from([None, True, False]),
    ),
    max_size=4,
)


@given(PARAGRAPHS, st.floats(20, 300), st.sampled_from([12.0, 20.0, 24.0]), st.booleans())
def test_remeasuring_a_fitted_text_gives_the_same_height(
    paragraphs: list[UnfittedText], width: float, size: float, written: bool
) -> None:
    place = frame(width, 1000, TextStyle(Pt(24), bold=True, before=Pt(3)), *LEVELS[1:]).replace(written=written)
    text = typeset(paragraphs, place, Pt(size), CALIBRI)
    whole = fits(text, place.replace(height=Emu(10**9)), CALIBRI)
    assert fits(text, place.replace(height=text.height), CALIBRI) == whole
    assert not fits(text, place.replace(height=Emu(text.height - 2)), CALIBRI)
