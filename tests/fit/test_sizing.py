from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Pt, emu
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.fit.setting import MOST, fit, fit_alike, fits, typeset
from tests.fit.square import SQUARE, draft, drafts, frame

STEPS = tuple([Pt(size) for size in (32, 28, 24, 20, 18, 16, 14)])
CALIBRI = load_metrics("Calibri")
TEXTS = st.lists(st.text("abcdefgh    -\u00ad", max_size=60), max_size=5)


def test_the_largest_size_that_fits_is_chosen() -> None:
    # 100 x 50 pt: "aaa aaa" at 20 pt is two lines, 48.5 pt; at 24 pt two of 29.1 pt
    text = fit(drafts("aaa aaa"), frame(100, 50), STEPS, SQUARE)
    assert text and text.paragraphs[0].size == Pt(20) and text.paragraphs[0].breaks == (0, 4)


def test_the_order_of_the_sizes_does_not_matter() -> None:
    assert fit(drafts("aa"), frame(100, 50), STEPS[::-1], SQUARE) == fit(drafts("aa"), frame(100, 50), STEPS, SQUARE)


def test_a_size_at_which_a_word_is_wider_than_the_line_is_rejected() -> None:
    text = fit(drafts("aaaaaa"), frame(100, 500), STEPS, SQUARE)
    assert text and text.paragraphs[0].size == Pt(16)
    assert fit(drafts("aaaaaaaa"), frame(100, 500), STEPS, SQUARE) is None


def test_a_soft_hyphen_lets_a_long_word_break() -> None:
    text = fit(drafts("aaaa\u00adaaaa"), frame(100, 500), STEPS, SQUARE)
    assert text and text.paragraphs[0].size == Pt(20)  # five squares: four letters and the hyphen


def test_nothing_is_returned_if_the_smallest_size_does_not_fit() -> None:
    assert fit(drafts("a", "a", "a"), frame(100, 50), STEPS, SQUARE) is None


def test_siblings_share_the_size_of_the_tightest() -> None:
    texts = fit_alike(((drafts("a"), frame(100, 100)), (drafts("aaaaa"), frame(100, 100))), STEPS, SQUARE)
    assert texts and [text.paragraphs[0].size for text in texts] == [Pt(20), Pt(20)]
    assert fit_alike(((drafts("a"), frame(100, 100)), (drafts("a" * 9), frame(100, 100))), STEPS, SQUARE) is None


def test_siblings_with_much_text_in_total_still_get_a_smaller_size() -> None:
    many = tuple([(drafts("aaaaa"), frame(100, 100))] * (MOST // 5 + 1))
    texts = fit_alike(many, STEPS, SQUARE)
    assert texts is not None and {text.paragraphs[0].size for text in texts} == {Pt(20)}


@given(TEXTS, st.floats(20, 500), st.floats(10, 300))
def test_the_chosen_size_is_the_largest_that_fits(texts: list[str], width: float, height: float) -> None:
    place = frame(width, height)
    paragraphs = tuple([draft(text, level) for level, text in enumerate(texts)])
    fitting = [size for size in STEPS if fits(typeset(paragraphs, place, size, CALIBRI), place, CALIBRI)]
    found = fit(paragraphs, place, STEPS, CALIBRI)
    assert found == (typeset(paragraphs, place, max(fitting), CALIBRI) if fitting else None)


@given(TEXTS, st.floats(20, 500), st.floats(10, 300), st.floats(0, 100))
def test_more_room_never_makes_the_text_smaller(texts: list[str], width: float, height: float, more: float) -> None:
    less = fit(drafts(*texts, "x"), frame(width, height), STEPS, CALIBRI)
    roomy = fit(drafts(*texts, "x"), frame(width + more, height + more), STEPS, CALIBRI)
    if less:
        assert roomy and roomy.paragraphs[0].size >= less.paragraphs[0].size
        assert less.height <= emu(height)
