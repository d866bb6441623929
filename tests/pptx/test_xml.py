"""Any text gives well-formed XML, and comes back as far as XML can hold it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides.pptx.xml import esc

TEXTS = st.text(st.characters(codec=None), max_size=60)  # lone surrogates and controls too


@given(TEXTS)
def test_any_text_can_be_written_to_elements_and_attributes(text: str) -> None:
    element = etree.fromstring(f'<a b="{esc(text)}">{esc(text)}</a>'.encode())
    assert (element.text or "") == element.get("b")


HELD = st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\ufffe\uffff")


@given(st.text(HELD, max_size=60))
def test_text_that_xml_allows_round_trips(text: str) -> None:
    assert (etree.fromstring(f"<a>{esc(text)}</a>".encode()).text or "") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Areal & transport", "Areal &amp; transport"),
        ('<b> "x"', "&lt;b&gt; &quot;x&quot;"),
        ("&amp;", "&amp;amp;"),
        ("a\tb\nc", "a&#9;b&#10;c"),
        ("a\r\nb\rc", "a&#10;b&#10;c"),
        ("a\x00\x0b\x1fb", "ab"),
        ("a\ud800b\uffffc", "abc"),
        ("Øst\xadfold\xa0–", "Øst\xadfold\xa0–"),
        ("", ""),
    ],
)
def test_texts_are_escaped(text: str, expected: str) -> None:
    assert esc(text) == expected
