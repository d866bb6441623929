from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu, Pt, emu
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.fit.setting import UnfittedText, fit, typeset
from osloregion_slides.scene import Paragraph, Run
from tests.fit.square import SQUARE, draft, frame

if TYPE_CHECKING:
    from osloregion_slides.scene import Bullet

SIGNS = st.sampled_from("abcdefg    øÅW.,-–/\u00ad\u200b\u00a0\n漢\u0301")
TEXT = st.text(SIGNS, max_size=80)
RUNS = st.lists(
    st.builds(Run, st.text(SIGNS, max_size=30), st.sampled_from([None, True, False]), st.booleans()), max_size=4
)
CALIBRI = load_metrics("Calibri")


def lines(paragraph: Paragraph) -> list[str]:
    ends = [*paragraph.breaks[1:], len(paragraph.plain)]
    return [paragraph.plain[start:end] for start, end in zip(paragraph.breaks, ends)]


def broken(text: str, width: float, *levels: TextStyle) -> list[str]:
    return lines(typeset((draft(text),), frame(width, 1000, *levels), Pt(10), SQUARE).paragraphs[0])


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("", 4, [""]),
        ("aaaa", 4, ["aaaa"]),
        ("aaaa ", 4, ["aaaa "]),
        ("aa aa", 5, ["aa aa"]),
        ("aa aa", 4.9, ["aa ", "aa"]),
        ("aa   aa", 4, ["aa   ", "aa"]),
        ("a\u00a0a aa", 4, ["a\u00a0a ", "aa"]),
        ("by-tog", 5, ["by-", "tog"]),
        ("areal\u00adplan", 6, ["areal\u00ad", "plan"]),
        ("areal\u00adplan", 9, ["areal\u00adplan"]),
        ("hei areal\u00adplan", 9, ["hei ", "areal\u00adplan"]),
        ("hei areal\u00adplan", 10, ["hei areal\u00ad", "plan"]),
        ("ett\nto", 9, ["ett\n", "to"]),
        ("ett\vto", 9, ["ett\v", "to"]),
        ("ett\n\nto\n", 9, ["ett\n", "\n", "to\n", ""]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
        ("b aaaaaaaaaa b", 4, ["b ", "aaaa", "aaaa", "aa b"]),
    ],
)
def test_lines_are_filled_greedily(text: str, ems: float, expected: list[str]) -> None:
    assert broken(text, ems * 10) == expected


# 8.5 characters a line: three words of "aa", and six in all
CONTROL = ["aa aa aa ", "aa aa aa"]
STYLES: dict[str, tuple[TextStyle, list[str]]] = {
    "control": (TextStyle(Pt(10)), CONTROL),
    "a margin narrows every line": (TextStyle(Pt(10), margin=emu(20)), ["aa aa ", "aa aa ", "aa aa"]),
    "an indent narrows the first line": (TextStyle(Pt(10), indent=emu(20)), ["aa aa ", "aa aa aa ", "aa"]),
    "a hanging indent widens the first line": (
        TextStyle(Pt(10), margin=emu(40), indent=emu(-20)),
        ["aa aa ", "aa ", "aa ", "aa ", "aa"],
    ),
    "a bullet takes what hangs": (
        TextStyle(Pt(10), margin=emu(40), indent=emu(-20), bullet=True),
        ["aa ", "aa ", "aa ", "aa ", "aa ", "aa"],
    ),
    "a bullet wider than the hang narrows the first line": (
        TextStyle(Pt(10), margin=emu(33), indent=emu(-2), bullet=True),
        ["aa ", "aa aa ", "aa aa ", "aa"],
    ),
    "an indent moves a bullet too": (
        TextStyle(Pt(10), margin=emu(15), indent=emu(16), bullet=True),
        ["aa ", "aa aa ", "aa aa ", "aa"],
    ),
    "letter spacing": (TextStyle(Pt(10), spacing=Pt(2)), ["aa aa ", "aa aa ", "aa aa"]),
    "letters set tighter": (TextStyle(Pt(10), spacing=Pt(-3)), ["aa aa aa aa ", "aa aa"]),
}


@pytest.mark.parametrize("name", STYLES)
def test_the_style_determines_how_much_fits_on_a_line(name: str) -> None:
    style, expected = STYLES[name]
    assert (expected != CONTROL) == (name != "control")
    assert broken("aa aa aa aa aa aa", 85, style) == expected


@pytest.mark.parametrize(("bullet", "ems"), [("none", 0.0), ("dot", 0.6), ("number", 1.6)])
@pytest.mark.parametrize("hang", [0, 3, 20])
def test_a_bullet_takes_its_own_width_or_the_hang_of_the_first_line(bullet: Bullet, ems: float, hang: int) -> None:
    first = {"none": 50.0 - hang}.get(bullet, 50.0 + max(0.0, ems * 10 - hang))
    for less, count in ((-0.01, 1), (0.01, 2)):
        part = UnfittedText((Run("aa aa"),), bullet=bullet, indent=Emu(emu(-hang)))
        assert len(typeset((part,), frame(first - less), Pt(10), SQUARE).paragraphs[0].breaks) == count


BREAK_CONTROL = ["aa aa aa\n", "aa aa aa"]
AFTER_BREAK: dict[str, tuple[UnfittedText, list[str]]] = {
    "control": (UnfittedText(()), BREAK_CONTROL),
    "an indent": (UnfittedText((), indent=emu(20)), ["aa aa ", "aa\n", "aa aa aa"]),
    "a hanging indent": (UnfittedText((), margin=emu(20), indent=emu(-20)), ["aa aa aa\n", "aa aa ", "aa"]),
    "a number": (UnfittedText((), margin=emu(20), bullet="number"), ["aa ", "aa aa\n", "aa aa ", "aa"]),
}


@pytest.mark.parametrize("name", AFTER_BREAK)
@pytest.mark.parametrize("sign", ["\n", "\v"])
def test_a_line_after_a_hard_break_is_not_a_first_line(name: str, sign: str) -> None:
    part, expected = AFTER_BREAK[name]
    assert (expected != BREAK_CONTROL) == (name != "control")
    made = typeset((part.replace(runs=(Run(f"aa aa aa{sign}aa aa aa"),)),), frame(85), Pt(10), SQUARE)
    assert [line.replace(sign, "\n") for line in lines(made.paragraphs[0])] == expected


@pytest.mark.parametrize("spacing", [0.0, 2.0, -3.0])
def test_a_hyphen_shown_at_a_break_has_letter_spacing(spacing: float) -> None:
    # "hei areal" and the hyphen are ten letters; the soft hyphen itself has no width, and is spaced all the same
    width = 10 * (10 + spacing) + spacing
    style = TextStyle(Pt(10), spacing=Pt(spacing))
    assert broken("hei areal\u00adplan", width + 0.01, style) == ["hei areal\u00ad", "plan"]
    assert broken("hei areal\u00adplan", width - 0.01, style)[0] == "hei "


@given(TEXT, st.floats(5, 400), st.sampled_from([0.0, 2.0, -3.0]), st.booleans(), st.integers(0, 9))
def test_faces_of_equal_width_break_a_text_like_a_single_face(
    text: str, width: float, spacing: float, caps: bool, cut: int
) -> None:
    style = TextStyle(Pt(10), spacing=Pt(spacing), caps=caps)
    runs = (Run(text[:cut]), Run(text[cut : 2 * cut], True), Run(text[2 * cut :], None, True))
    whole, mixed = (
        typeset((UnfittedText(part),), frame(width, 1000, style), Pt(10), SQUARE).paragraphs[0].breaks
        for part in ((Run(text),), runs)
    )
    assert mixed == whole


@pytest.mark.parametrize(
    ("ems", "expected"), [(3.9, ["aa ", "b   ", "c"]), (4, ["aa b   ", "c"]), (7, ["aa b   ", "c"]), (8, ["aa b   c"])]
)
def test_spaces_at_a_line_end_take_no_room_in_mixed_runs(ems: float, expected: list[str]) -> None:
    runs = (Run("aa "), Run("b  ", True), Run(" c"))
    assert lines(typeset((UnfittedText(runs),), frame(ems * 10), Pt(10), SQUARE).paragraphs[0]) == expected


def test_capitals_take_more_lines() -> None:
    text = "osloregionen er en allianse"
    width = CALIBRI.width(text) * 20 + 0.1
    for caps, count in ((False, 1), (True, 2)):
        style = TextStyle(Pt(20), caps=caps)
        assert len(typeset((draft(text),), frame(width, 1000, style), Pt(20), CALIBRI).paragraphs[0].breaks) == count


@given(st.text("abifjlw -", min_size=1, max_size=30), st.floats(10, 200), st.booleans())
def test_an_all_caps_text_is_broken_by_the_widths_of_its_capitals(text: str, width: float, mixed: bool) -> None:
    styles = TextStyle(Pt(20), caps=True), TextStyle(Pt(20))
    cut = len(text) // 2 if mixed else len(text)
    small, large = (
        typeset((UnfittedText((Run(one[:cut]), Run(one[cut:], True))),), frame(width, 1000, style), Pt(20), CALIBRI)
        for one, style in zip((text, text.upper()), styles)
    )
    assert small.paragraphs[0].breaks == large.paragraphs[0].breaks


def test_a_bold_run_takes_more_room_than_a_regular_one() -> None:
    words = ("samarbeid mellom ", "kommuner")
    width = (CALIBRI.width(words[0]) + CALIBRI.width(words[1])) * 20 + 0.1
    for bold, count in ((None, 1), (True, 2)):
        runs = (Run(words[0]), Run(words[1], bold))
        assert len(typeset((UnfittedText(runs),), frame(width), Pt(20), CALIBRI).paragraphs[0].breaks) == count


def test_a_word_in_two_faces_is_not_broken_between_them() -> None:
    text = typeset((UnfittedText((Run("en kom"), Run("mune", True))),), frame(70), Pt(10), SQUARE)
    assert lines(text.paragraphs[0]) == ["en ", "kommune"]


@given(RUNS, st.floats(-20, 400), st.sampled_from([10.0, 17.5, 44.0]))
def test_breaking_loses_no_character_and_no_line_break(runs: list[Run], width: float, size: float) -> None:
    paragraph = typeset((UnfittedText(tuple(runs)),), frame(width), Pt(size), CALIBRI).paragraphs[0]
    assert "".join(lines(paragraph)) == paragraph.plain
    assert list(paragraph.breaks) == sorted(set(paragraph.breaks))
    assert {place + 1 for place, sign in enumerate(paragraph.plain) if sign == "\n"} <= set(paragraph.breaks)


@given(RUNS, st.floats(5, 400), st.floats(0, 100), st.booleans())
def test_a_narrower_line_never_needs_fewer_lines(runs: list[Run], width: float, less: float, caps: bool) -> None:
    style = TextStyle(Pt(10), caps=caps, bullet=True, margin=Emu(228_600), indent=Emu(-228_600))
    wide, narrow = (
        typeset((UnfittedText(tuple(runs)),), frame(points, 1000, style), Pt(10), CALIBRI).paragraphs[0].breaks
        for points in (width, width - less)
    )
    assert len(narrow) >= len(wide)


@given(TEXT, st.floats(5, 400))
def test_splitting_a_text_into_runs_does_not_change_its_lines(text: str, width: float) -> None:
    whole = typeset((draft(text),), frame(width), Pt(10), CALIBRI).paragraphs[0]
    parts = (Run(text[:7]), Run(text[7:9]), Run(text[9:]))
    assert typeset((UnfittedText(parts),), frame(width), Pt(10), CALIBRI).paragraphs[0].breaks == whole.breaks


@given(TEXT, st.floats(5, 400))
def test_only_a_word_cut_between_characters_is_wider_than_its_line(text: str, width: float) -> None:
    place = frame(width, 10_000)
    whole = fit((draft(text),), place, (Pt(10),), CALIBRI)
    for line in lines(whole.paragraphs[0])[:-1] if whole else []:
        shown = line.rstrip(" \n") + ("-" if line.endswith("\u00ad") else "")
        assert CALIBRI.width(shown) * 10 <= width + 1e-6
