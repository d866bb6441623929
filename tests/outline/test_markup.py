from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from osloregion_slides.outline.markup import (
    Inline,
    _Marks,
    parse_markup,
    plain,
    unread_links,
    unsafe_links,
    with_addresses,
)

MARKS = st.text(alphabet="ab *[]()\\#h:/.", max_size=40)


def look(text: str) -> str:
    """Marked-up text as HTML-like tags."""
    out = ""
    for piece in parse_markup(text):
        words = f"<i>{piece.text}</i>" if piece.italic else piece.text
        words = f"<b>{words}</b>" if piece.bold else words
        out += f"<a {piece.link}>{words}</a>" if piece.link else words
    return out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Utbyggingsmønster – «samferdsel»…", "Utbyggingsmønster – «samferdsel»…"),
        ("a **b** c", "a <b>b</b> c"),
        ("a *b* c", "a <i>b</i> c"),
        ("**57 kommuner** og **to**", "<b>57 kommuner</b> og <b>to</b>"),
        ("***a***", "<b><i>a</i></b>"),
        ("**a *b* c**", "<b>a </b><b><i>b</i></b><b> c</b>"),
        ("[a](https://b.no)", "<a https://b.no>a</a>"),
        ("[a **b**](#c)", "<a #c>a </a><a #c><b>b</b></a>"),
        ("[a](mailto:b@c.no) [d](tel:+4722)", "<a mailto:b@c.no>a</a> <a tel:+4722>d</a>"),
        (r"\*a\* \[b\](c) \\", r"*a* [b](c) " + "\\"),
        (r"C:\temp", r"C:\temp"),
    ],
)
def test_markup_becomes_formatting(text: str, shown: str) -> None:
    assert look(text) == shown


@pytest.mark.parametrize(
    "text", ["2 * 3 * 4", "**a", "a**", "*", "[a]", "[a](", "a](b)", "[a] (b)", "[]", "* a *", "[a]()"]
)
def test_unpaired_markup_stays_text(text: str) -> None:
    assert parse_markup(text) == (Inline(text),)


@pytest.mark.parametrize(
    "address", ["javascript:alert", "JavaScript:x", "file:///etc/passwd", "data:text/html,x", "b.no"]
)
def test_an_unsafe_link_is_reduced_to_its_text(address: str) -> None:
    assert parse_markup(f"a [b]({address}) c") == (Inline("a b c"),)
    assert unsafe_links(f"a [b]({address}) c") == (address,)


def test_safe_links_are_not_reported() -> None:
    assert unsafe_links("[a](https://b.no) [c](#d) [e] (f)") == ()


@given(MARKS)
def test_no_letter_is_lost(text: str) -> None:
    """Only marks, escapes and addresses go; letters outside of them stay, in order."""
    shown = plain(parse_markup(text))
    if "](" not in text:
        assert [c for c in shown if c in "ab"] == [c for c in text if c in "ab"]
    assert len(shown) <= len(text)


@given(MARKS)
def test_adjacent_runs_differ_and_none_is_empty(text: str) -> None:
    pieces = parse_markup(text)
    assert all(piece.text for piece in pieces)
    looks = [(piece.bold, piece.italic, piece.link) for piece in pieces]
    assert all(first != second for first, second in zip(looks, looks[1:]))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30))
def test_escaped_markup_stays_text(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace("*", "\\*").replace("[", "\\[").replace("]", "\\]")
    assert plain(parse_markup(escaped)) == text


@pytest.mark.parametrize("piece", ["**a ", "*a", "[", "](", "*", "\\", "[a](b"])
def test_a_hundred_thousand_marks_are_read(piece: str) -> None:
    assert parse_markup(piece * 100_000)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](https://b.no/c_(d))", "<a https://b.no/c_(d)>a</a>"),
        ("[a](https://b.no/((c)d)) e)", "<a https://b.no/((c)d)>a</a> e)"),
        (r"[a](https://b.no/\(c)", "<a https://b.no/(c>a</a>"),
        ("[a](<https://b.no/c d.pdf>)", "<a https://b.no/c%20d.pdf>a</a>"),
        ("[a](<https://b.no/(c>)", "<a https://b.no/(c>a</a>"),
        ('[a](https://b.no "tittel (1)")', "<a https://b.no>a</a>"),
        ("[a](https://b.no 'tittel')", "<a https://b.no>a</a>"),
        ("[a](https://b.no (tittel))", "<a https://b.no>a</a>"),
        ("[a]( https://b.no )", "<a https://b.no>a</a>"),
        ("[a](\nhttps://b.no\n)", "<a https://b.no>a</a>"),
        ("[a [b] c](https://b.no)", "<a https://b.no>a [b] c</a>"),
        ("[a] [b](https://b.no)", "[a] <a https://b.no>b</a>"),
        (r"[a \] b](https://b.no)", "<a https://b.no>a ] b</a>"),
        ("[a](https://b.no/?c=1&amp;d=2&copy=3)", "<a https://b.no/?c=1&d=2&copy=3>a</a>"),
        ("[a](https://b.no/*c*)", "<a https://b.no/*c*>a</a>"),
        ("[[a](#b)](#c)", "[<a #b>a</a>](#c)"),
    ],
)
def test_a_link_destination_ends_as_in_commonmark(text: str, shown: str) -> None:
    assert look(text) == shown


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("[a](https://b.no/c d.pdf)", ("](https://b.no/c",)),
        ("[a](https://b.no/(c)", ("](https://b.no/(c)",)),
        ("[a](<https://b.no)", ("](<https://b.no)",)),
        ("[a]()", ("]()",)),
        ("a](https://b.no)", ("](https://b.no)",)),
        ("[a [b](#c) d](#e)", ("](#e)",)),
        (r"[a\](https://b.no)", ()),
        ("[a](https://b.no) [b] (c)", ()),
    ],
)
def test_text_that_only_looks_like_a_link_is_reported(text: str, unread: tuple[str, ...]) -> None:
    assert unread_links(text) == unread


PARTS = [
    "[",
    "]",
    "](",
    "(",
    ")",
    "<",
    ">",
    "a",
    "b.c",
    "https://x.no/",
    "\\",
    '"',
    "'",
    '"t"',
    "'t'",
    "(t)",
    "\\)",
    "\\(",
    "\\]",
    "\\[",
    "&amp;",
    "&amp",
    "é",
]


@given(st.lists(st.sampled_from([*PARTS, " ", "\n"]), min_size=3, max_size=14).map("".join))
def test_links_match_a_commonmark_parser(text: str) -> None:
    parser = pytest.importorskip("markdown_it").MarkdownIt("commonmark")
    text = f"x{text.strip()}x"
    tokens = parser.parseInline(text)[0].children
    found = [token for token in tokens if token.type in ("link_open", "html_inline")]
    assume(not any(token.type == "html_inline" or token.markup == "autolink" for token in found))
    expected = [unquote(str(token.attrs["href"])) for token in found if token.attrs["href"]]
    assert [unquote(address) for _, _, address in _Marks(text).links] == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Se [saken](https://a.no/1) nå", "Se saken (https://a.no/1) nå"),
        ("[*a* b](https://a.no/1)", "a b (https://a.no/1)"),
        ("[https://a.no/1](https://a.no/1)", "https://a.no/1"),
        ("[skriv](mailto:a@b.no)", "skriv (a@b.no)"),
        ("[a](https://a.no)[b](https://b.no)", "a (https://a.no)b (https://b.no)"),
        ("[neste](#slide)", "neste"),
        ("uten lenke", "uten lenke"),
    ],
)
def test_addresses_follow_the_link_text_where_links_cannot_be_followed(text: str, shown: str) -> None:
    assert with_addresses(parse_markup(text)) == shown
