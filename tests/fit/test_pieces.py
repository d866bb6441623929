from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.fit.breaking import Words, spans, split_pieces
from tests.fit.square import SQUARE

LINE = st.text(st.sampled_from("ab øÅ1.,!)(«»-–—/%\u00ad\u200b\u00a0\u2011\u0301\t漢"), max_size=40)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", [""]),
        ("en to", ["en ", "to"]),
        ("en  to ", ["en  ", "to "]),
        (" en", [" ", "en"]),
        ("奥斯陆。东", ["奥", "斯", "陆。", "东"]),
        ("「東京」は", ["「東", "京」", "は"]),
        ("서울 시", ["서", "울 ", "시"]),
        ("第12章", ["第", "12", "章"]),
        ("Oslo東", ["Oslo", "東"]),
        ("by- og tettsted", ["by- ", "og ", "tettsted"]),
        ("Oslo-pakke", ["Oslo-", "pakke"]),
        ("Oslo–Bergen", ["Oslo–", "Bergen"]),
        ("Oslo – Bergen", ["Oslo ", "– ", "Bergen"]),
        ("2007–08", ["2007–08"]),
        ("3-2", ["3-2"]),
        ("5-årig plan", ["5-årig ", "plan"]),
        ("-ing", ["-ing"]),
        ("og/eller", ["og/eller"]),
        ("og / eller", ["og / ", "eller"]),
        ("( se", ["( se"]),
        ("(  se", ["(  se"]),
        ("   ", ["   "]),
        ("1\u2009234 kr", ["1\u2009234 ", "kr"]),
        ("areal\u00adplan", ["areal\u00ad", "plan"]),
        ("a\u200bb", ["a\u200b", "b"]),
        ("57\u00a0kommuner", ["57\u00a0kommuner"]),
        ("a\u2011b", ["a\u2011b"]),
        ("hva ? nei", ["hva ? ", "nei"]),
        ("50 % av", ["50 % ", "av"]),
        ("« sitat » her", ["« sitat » ", "her"]),
        ("(se under)", ["(se ", "under)"]),
        ("ja\u00ad ,", ["ja\u00ad ,"]),
    ],
)
def test_a_line_may_end_between_these_pieces(text: str, pieces: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == pieces


@given(LINE)
def test_splitting_loses_no_character(text: str) -> None:
    assert "".join([text[start:end] for start, end in spans(text)]) == text


@given(LINE, st.booleans())
def test_the_fast_path_for_plain_words_splits_like_the_general_one(text: str, caps: bool) -> None:
    words = Words(SQUARE.face(False, False).advances)
    starts = [piece[0] for piece in split_pieces(text, words, caps)]
    assert starts == [start for start, _ in spans(text)]


def test_trailing_spaces_are_not_drawn_and_a_broken_soft_hyphen_is() -> None:
    words = SQUARE.face(False, False).words
    assert split_pieces("areal\u00adplan nå", words) == (
        (0, 5000, 5000, 1000),
        (6, 4000, 5000, 0),
        (11, 2000, 2000, 0),
    )


def test_capitals_are_measured_as_capitals() -> None:
    words = SQUARE.face(False, False).words
    assert split_pieces("ß", words, caps=True) == ((0, 2000, 2000, 0),)
