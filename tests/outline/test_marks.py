"""Raised and lowered letters, and marks of Markdown that slides do not have: never shown as typed in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.outline.markup import (
    LOWER,
    UPPER,
    odd_stars,
    parse_markup,
    plain,
    restored,
    unread_marks,
    verbatim,
)
from tests.kinds.composing import composed, slide


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("CO~2~ og m^2^", "CO₂ og m²"),
        ("10^-6^ x^n^ H~3~O^+^", "10⁻⁶ xⁿ H₃O⁺"),
        ("**m^2^**", "m²"),
        ("~5 til ~6, a^b og c ^ d", "~5 til ~6, a^b og c ^ d"),
        ("\\^2\\^ \\~2\\~ \\_a\\_", "^2^ ~2~ _a_"),
        ("a^th^", "a^th^"),
        ("~~2~~", "~~2~~"),
        ("https://x.no/~2~/a^2^ m^2^", "https://x.no/~2~/a^2^ m²"),
    ],
)
def test_superscripts_and_subscripts_use_unicode_characters_where_they_exist(text: str, shown: str) -> None:
    assert plain(parse_markup(text)) == shown


UNREAD = [
    "<https://x.no/a_b>",
    "[a][ref]",
    "__a__",
    "_a b_",
    "`a`",
    "~~a~~",
    "# A",
    "### A b",
    "> Sitat",
    "![a](b.png)",
    "<b>",
    "<br/>",
    "| a | b |",
]
UNREAD += ["- a\n- b", "* a\n* b", "a^th^", "CO~x2y~"]
READ = [
    "a_b_c",
    "____",
    "_",
    "> 5 kommuner",
    "a < b > c",
    "#1",
    "# 1 i landet",
    "- a",
    "a | b",
    "~5",
    "2 ^ 3",
    "**a** *b*",
    "m^2^",
]
READ += ["\\_a\\_", "\\# A", "\\`a\\`", "{{ '_a_' }}", "https://x.no/~a/_b_/c", "ola_nordmann@x.no_", "a!", "5–6"]


@pytest.mark.parametrize("text", UNREAD)
def test_unsupported_markdown_is_reported(text: str) -> None:
    assert unread_marks(text)
    assert unread_marks(f"Før.\n{text}\nEtter.")


@pytest.mark.parametrize("text", READ)
def test_characters_that_are_not_markup_are_not_reported(text: str) -> None:
    assert unread_marks(text) == ()


@given(st.text(alphabet="_`~^#<>!|-*+ ab2\n\\", max_size=40))
def test_no_text_loses_a_letter_and_data_are_unchanged(text: str) -> None:
    assert restored(verbatim(text)) == text
    assert plain(parse_markup(verbatim(text))) == text
    back = {chr(new): chr(old) for table in (LOWER, UPPER) for old, new in table.items()}
    shown = "".join([back.get(sign, sign) for sign in plain(parse_markup(text))])
    assert [sign for sign in shown if sign in "ab2"] == [sign for sign in text if sign in "ab2"]


def test_unsupported_markdown_is_a_warning_except_in_notes_and_data() -> None:
    table = "columns: [A, B]\nrows: [[__a__, b]]"
    assert [found.code for found in composed(slide("table", table))[1]] == ["not-markup"]
    assert [found.code for found in composed(slide("bullets", 'items: [a]\nnotes: "- a\\n- b"'))[1]] == []
    data = {"t.csv": "Navn,B\n__a__,CO~2~\n"}
    deck, findings = composed(slide("table", "table: data.t"), extra="data: {t: t.csv}\n", files=data)
    assert findings == ()
    assert "CO~2~" in repr(deck)


def test_addresses_contain_no_superscript_or_subscript_markup() -> None:
    (link,) = parse_markup("[a](https://x.no/~2~/b^2^)")
    assert link.link == "https://x.no/~2~/b^2^"
    assert unread_marks("[a](https://x.no/~ab~/b) og https://x.no/~ab~") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2*3*4 er 24", "not-markup.stars"),
        ("2*3*4*5", "not-markup.stars"),
        ("5*10 og 6*10", "not-markup.stars"),
        ("**fet uten slutt", "not-markup.open"),
        ("5*10", ""),
        ("2 * 3 * 4", ""),
        (r"2\*3\*4", ""),
        ("**uke {{ 2*3*4 }}** og ***a***", ""),
        (r"**a \***", ""),
        ("Oslo** og ** merknad", ""),
    ],
)
def test_asterisks_that_are_not_emphasis_are_reported(text: str, code: str) -> None:
    assert odd_stars(text)[0] == code
    found = composed(slide("bullets", f"items: ['{text}']"))[1]
    assert [one.code for one in found] == ["not-markup"] * bool(code)
