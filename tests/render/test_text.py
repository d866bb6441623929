"""Lines have the positions of LibreOffice and PowerPoint."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.render.text import ascent
from osloregion_slides.scene import Colour, Insets, Paragraph, Placeholder, Run, Text
from tests.render.sample import SVG, box, brand, drawn, label, lines, text

WHERE = box(100, 50, 300, 200)


def test_lines_follow_the_scene_with_a_spacing_of_120_percent() -> None:
    paragraph = Paragraph((Run("Ett to tre"),), Pt(20), breaks=(0, 4, 7))
    assert lines(drawn(label(WHERE, text(paragraph)))) == [("Ett", 100, 70), ("to", 100, 94), ("tre", 100, 118)]


@pytest.mark.parametrize(("spacing", "first"), [(0.9, 0.864), (1.0, 1.0), (1.2, 1.24)])
def test_the_first_baseline_is_as_measured_in_libreoffice(spacing: float, first: float) -> None:
    assert ascent(spacing) == pytest.approx(first, abs=1e-9)
    (found,) = lines(drawn(label(WHERE, text("Ett", line_spacing=spacing))))
    assert found[2] == pytest.approx(50 + 20 * first, abs=0.01)


@pytest.mark.parametrize(("anchor", "y"), [("t", 70), ("ctr", 50 + (200 - 24) / 2 + 20), ("b", 250 - 24 + 20)])
def test_a_text_is_anchored_top_middle_or_bottom_in_its_box(anchor: str, y: float) -> None:
    assert lines(drawn(label(WHERE, text("Ett", anchor=anchor))))[0][2] == y


def test_insets_and_rounded_corners_move_the_text() -> None:
    insets = Insets(emu(10), emu(5), emu(10), emu(5))
    assert lines(drawn(label(WHERE, text("Ett", insets=insets))))[0][1:] == (110, 75)
    ellipse = lines(drawn(label(WHERE, text("Ett"), preset="ellipse")))[0]
    assert ellipse[1] == pytest.approx(100 + 150 * (1 - 0.5**0.5), abs=0.01)


@pytest.mark.parametrize(("align", "x", "anchor"), [("l", 100, None), ("ctr", 250, "middle"), ("r", 400, "end")])
def test_lines_are_aligned_left_centre_or_right(align: str, x: float, anchor: str | None) -> None:
    paragraph = Paragraph((Run("Ett"),), Pt(20), align=align)  # type: ignore[arg-type]  # one of three
    (found,) = drawn(label(WHERE, text(paragraph))).iter(f"{SVG}text")
    assert (float(found.get("x")), found.get("text-anchor")) == (x, anchor)


def test_paragraph_spacing_applies_between_paragraphs_and_not_around_the_text() -> None:
    apart = [Paragraph((Run(word),), Pt(20), before=Pt(9), after=Pt(6)) for word in ("Ett", "To")]
    assert [y for _, _, y in lines(drawn(label(WHERE, text(*apart))))] == [70, 70 + 24 + 15]


def test_a_line_has_its_measured_length_even_in_another_typeface() -> None:
    (found,) = drawn(label(WHERE, text("Ett til"))).iter(f"{SVG}text")
    measured = load_metrics("Calibri").width("Ett til") * 20
    assert float(found.get("textLength")) == pytest.approx(measured, rel=0.03)
    assert found.get("lengthAdjust") == "spacingAndGlyphs"


def test_a_no_break_space_is_as_wide_as_a_space() -> None:
    long = [float(t.get("textLength")) for t in drawn(label(WHERE, text("a b", "a\u00a0b"))).iter(f"{SVG}text")]
    assert long[0] == long[1]


def test_runs_keep_their_formatting_and_the_line_has_that_of_its_first_run() -> None:
    runs = (Run("Ett "), Run("to", bold=True, colour=Colour("accent1")), Run(" tre", italic=True))
    (found,) = drawn(label(WHERE, text(Paragraph(runs, Pt(20))))).iter(f"{SVG}text")
    parts = list(found.iter(f"{SVG}tspan"))
    assert "".join(found.itertext()) == "Ett to tre"
    assert [(p.get("font-weight"), p.get("font-style")) for p in parts] == [("bold", None), (None, "italic")]
    assert parts[0].get("fill") == "#" + dict(brand().palette)["accent1"].lower()


def test_consecutive_spaces_are_drawn_except_at_a_line_end() -> None:
    paragraph = Paragraph((Run("a  ·  b  c"),), Pt(20), breaks=(0, 9))
    assert [line for line, _, _ in lines(drawn(label(WHERE, text(paragraph))))] == ["a \u00a0· \u00a0b", "c"]


signs = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=12)


@given(words=st.lists(signs, min_size=1, max_size=4), cuts=st.sets(st.integers(1, 40), max_size=4), caps=st.booleans())
def test_no_letter_is_lost_at_line_and_run_ends(words: list[str], cuts: set[int], caps: bool) -> None:
    runs = tuple(Run(word, bold=bool(n % 2)) for n, word in enumerate(words))
    whole = "".join(words)
    breaks = (0, *sorted(cut for cut in cuts if cut < len(whole)))
    found = lines(drawn(label(WHERE, text(Paragraph(runs, Pt(20), breaks=breaks)))))
    shown = "".join(line for line, _, _ in found)
    assert squeezed(shown.replace("-", "")) == squeezed(whole.replace("-", ""))


def squeezed(words: str) -> str:
    return "".join(words.replace("\u00ad", "").split())


def test_a_soft_hyphen_is_shown_only_at_a_break() -> None:
    paragraph = Paragraph((Run("sam\u00adarbeids\u00adrådet"),), Pt(20), breaks=(0, 12))
    assert [line for line, _, _ in lines(drawn(label(WHERE, text(paragraph))))] == ["samarbeids-", "rådet"]


def test_bullets_hang_left_of_their_text_and_levels_are_numbered_separately() -> None:
    def item(word: str, level: int, bullet: str) -> Paragraph:
        margin, indent = emu(30 * (level + 1)), Emu(-emu(20))
        run = (Run(word),)
        return Paragraph(run, Pt(20), level, bullet=bullet, margin=margin, indent=indent)  # type: ignore[arg-type]

    items = [item("a", 0, "number"), item("b", 1, "number"), item("c", 1, "number"), item("d", 0, "number")]
    items += [item("e", 1, "number"), item("f", 0, "dot"), item("g", 0, "number")]
    found = lines(drawn(label(WHERE, text(*items))))
    assert [word for word, _, _ in found[::2]] == ["1.", "1.", "2.", "2.", "1.", "•", "1."]
    assert [x for _, x, _ in found[:4]] == [110, 130, 140, 160]


@pytest.mark.parametrize("bullet", ["none", "dot"])
@pytest.mark.parametrize("indent", [-20, 0, 20])
def test_an_indent_moves_only_the_first_line_and_its_bullet(indent: int, bullet: Literal["none", "dot"]) -> None:
    words = (Run("Første andre tredje"),)
    one = Paragraph(words, Pt(20), 0, bullet=bullet, margin=emu(30), indent=emu(indent), breaks=(0, 7, 13))
    x = [x - WHERE.x / EMU_PER_PT - 30 for _, x, _ in lines(drawn(label(WHERE, text(one))))]
    assert x == ([min(indent, 0), 0, 0, 0] if bullet == "dot" else [indent, 0, 0])


def test_a_placeholder_takes_its_formatting_from_the_layout() -> None:
    slot = brand().layout("title_only").slot("title")
    assert slot
    words = Text((Paragraph((Run("Tittel"),), slot.levels[0].size),), "nb-NO", Emu(0))
    root = drawn(Placeholder("a/title", "title", slot.idx, slot.box, words))
    (group,) = [g for g in root if g.get("data-key") == "a/title"]
    (found,) = group.iter(f"{SVG}text")
    assert (group.get("role"), group.get("aria-level")) == ("heading", "2")
    assert (found.get("font-weight"), float(found.get("font-size"))) == ("bold", slot.levels[0].size)


def test_the_slide_number_is_that_of_the_slide() -> None:
    assert lines(drawn(label(WHERE, text(Paragraph((Run("‹#›", field="slidenum"),), Pt(20))))))[0][0] == "1"
