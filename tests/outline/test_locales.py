from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.dates import format_date
from babel.lists import format_list
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal, get_minus_sign_symbol
from hypothesis import assume, given
from hypothesis import strategies as st
from num2words import num2words

from osloregion_slides.outline.facts import ExpressionError
from osloregion_slides.outline.filters import filters
from osloregion_slides.outline.locales import LANGUAGES, WORDS, generate, load_locale

CLDR = {"nb": "nb", "en": "en_GB"}
DATES = st.dates(min_value=datetime.date(1, 1, 1))
LANGUAGE = st.sampled_from(LANGUAGES)
FILTERS = {language: filters(language) for language in (*LANGUAGES, "nn", "fi")}
NUMBERS = st.integers(-(10**14), 10**14) | st.decimals(-(10**9), 10**9, places=4).map(float)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_table_equals_the_libraries(language: str) -> None:
    table = generate(language)
    assert len(table["words"]) == WORDS + 1
    stored = load_locale(language)
    assert {name: list(value) if name == "words" else value for name, value in zip(stored.__fields__, stored)} == table  # type: ignore[call-overload]


@given(LANGUAGE, st.integers(-50, 2 * WORDS))
def test_number_words_match_the_library_in_and_beyond_the_table(language: str, number: int) -> None:
    spoken = num2words(number, lang={"nb": "no"}.get(language, language))
    if language == "nb":
        spoken = re.sub("(?<![ts])en (?=hundre|tusen)", "ett ", spoken)
    assert FILTERS[language]["in_words"](number) == spoken


@given(LANGUAGE, NUMBERS)
def test_digit_grouping_matches_the_library(language: str, number: float) -> None:
    assume(not number or abs(number) >= 0.001)
    shown = Decimal(repr(number)).quantize(Decimal("0.001"), ROUND_HALF_UP)  # Babel takes halves to the even digit
    written = format_decimal(shown, locale=CLDR[language])
    minus = get_minus_sign_symbol(CLDR[language])  # Babel writes a hyphen all the same
    assert FILTERS[language]["number"](number) == written.replace("-", "" if written == "-0" else minus)


@pytest.mark.parametrize(("number", "shown"), [
    (0.0004, "0,0004"), (-0.00012345, "−0,000123"), (1e-7, "0,0000001"), (0.001, "0,001"), (0.0, "0"), (1e-300, "0"), (0.0234, "0,023"),
])  # fmt: skip
def test_a_small_number_is_not_shown_as_zero(number: float, shown: str) -> None:
    assert FILTERS["nb"]["number"](number) == shown


@pytest.mark.parametrize(("language", "number", "words"), [
    ("nb", 100, "ett hundre"), ("nb", 21000, "tjueett tusen"), ("nb", 15000, "femten tusen"), ("nb", 2000000, "to millioner"),
    ("nb", 1000000000, "en milliard"), ("nn", 2000000, "to millionar"), ("nn", 21000, "tjueeitt tusen"), ("sv", 1000, "ettusen"),
    ("sv", 2000100, "två miljoner etthundra"), ("da", 1000000, "en million"), ("da", 2000000, "to millioner"), ("de", 21, "einundzwanzig"),
])  # fmt: skip
def test_number_words_of_large_numbers_match_the_dictionary(language: str, number: int, words: str) -> None:
    assert filters(language)["in_words"](number) == words


@given(LANGUAGE, DATES, st.sampled_from(["short", "medium", "long", "full"]))
def test_dates_match_the_library(language: str, date: datetime.date, style: str) -> None:
    assert FILTERS[language]["date"](date.isoformat(), style) == format_date(date, style, locale=CLDR[language])


def test_dates_match_the_library_in_every_language() -> None:
    date, languages = datetime.date(2008, 1, 5), {one for one in locale_identifiers() if "_" not in one} - {"en"}
    every = [(language, style) for language in languages for style in ("short", "medium", "long", "full")]
    shown = {(language, style): filters(language)["date"](date.isoformat(), style) for language, style in every}
    assert len(shown) > 800
    assert shown == {(language, style): format_date(date, style, locale=language) for language, style in every}


@given(LANGUAGE, st.lists(st.text(max_size=4), max_size=6))
def test_joined_lists_match_the_library(language: str, items: list[str]) -> None:
    assert FILTERS[language]["join_and"](items) == format_list(items, locale=CLDR[language])


@pytest.mark.parametrize(
    ("language", "filter_", "arguments", "shown"),
    [
        ("nb", "date", ("2004-12-17",), "17.12.2004"),
        ("en", "date", ("2004-12-17",), "17 December 2004"),
        ("nb", "date", ("2004-12-07", "long"), "7. desember 2004"),
        ("nb", "date", ("2004-12-07", "month"), "desember 2004"),
        ("en", "date", ("2004-12-07", "day"), "7 December"),
        ("nb", "date", ("2004-12-07", "year"), "2004"),
        ("nb", "number", ("1607506",), "1\u00a0607\u00a0506"),
        ("en", "number", (1607506,), "1,607,506"),
        ("nb", "number", (2.5, 2), "2,50"),
        ("nb", "number", (-0.0001, 2), "0,00"),
        ("nb", "in_words", (2,), "to"),
        ("en", "in_words", (57,), "fifty-seven"),
        ("nb", "join_and", (["Akershus", "Østfold"],), "Akershus og Østfold"),
        ("en", "join_and", (["Akershus", "Østfold"],), "Akershus and Østfold"),
        ("nn", "join_and", (["Akershus", "Hedmark", "Østfold"],), "Akershus, Hedmark og Østfold"),
        ("fi", "in_words", (2,), "kaksi"),
        ("nb", "capitalize", ("to fylker",), "To fylker"),
        ("nb", "round", (2.567, 1), 2.6),
    ],
)
def test_a_filter_has_this_result(language: str, filter_: str, arguments: tuple[object, ...], shown: object) -> None:
    assert FILTERS[language][filter_](*arguments) == shown


@pytest.mark.parametrize(
    ("filter_", "arguments", "said"),
    [
        ("date", ("17.12.2004",), "bad-expression.date"),
        ("date", ("2004-12-17", "lang"), "bad-expression.style"),
        ("number", ("mange",), "bad-expression.number"),
        ("number", (10**20,), "bad-expression.large"),
        ("in_words", (2.5,), "bad-expression.whole"),
        ("count", ("text",), "bad-expression.list"),
        ("join", (["x" * 1000] * 20,), "bad-expression.long-list"),
        ("first", ([],), "bad-expression.empty-list"),
        ("upper", ([],), "bad-expression.not-a-text"),
    ],
)
def test_a_filter_reports_what_it_cannot_do(filter_: str, arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        FILTERS["nb"][filter_](*arguments)
    assert refused.value.key == said
