from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Location
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import NULLS, Entry, Mapping, Scalar, Sequence
from tests.outline.sample import SHARED, needs_shared, plain, read, tree

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

AT = Location("x", 1, 1)
LETTERS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t :#-{}[],'\"*&!|>%@`"), max_size=12
)
TEXTS = LETTERS.map(lambda text: Scalar(text, False, AT))
WORDS = st.from_regex(r"[a-zæøå0-9][a-zæøå0-9 .,?-]{0,8}", fullmatch=True).map(
    lambda text: Scalar(text.strip(), True, AT)
)
SCALARS = (
    TEXTS | WORDS | st.sampled_from(["null", "~", "true", "no", "12.10", "0104"]).map(lambda t: Scalar(t, True, AT))
)


def mapping(pairs: dict[str, Node]) -> Mapping:
    return Mapping(tuple([Entry(Scalar(key, True, AT), value) for key, value in pairs.items()]), AT)


def nested(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    lists = st.lists(children, max_size=4).map(lambda items: Sequence(tuple(items), AT))
    return lists | st.dictionaries(LETTERS.filter(bool), children, max_size=4).map(mapping)


NODES: st.SearchStrategy[Node] = st.recursive(SCALARS, nested, max_leaves=12)


def nulls(node: Node | None) -> object:
    """As ``plain``, with null and a text ``null`` told apart."""
    if isinstance(node, Mapping):
        return {entry.key.text: nulls(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [nulls(item) for item in node.items]
    return None if node is None or node.is_null else (node.text, node.plain and node.text in ("true", "no", "12.10"))


@given(NODES)
def test_printing_and_reading_round_trip(node: Node) -> None:
    again, findings = read(dump(node))
    assert findings == ()
    assert nulls(again) == nulls(node)


@given(NODES)
def test_reading_and_printing_round_trip(node: Node) -> None:
    once = dump(node)
    again, _ = read(once)
    assert again is not None
    assert dump(again) == once


@pytest.mark.parametrize("word", sorted(NULLS - {""}))
def test_a_quoted_null_stays_a_text(word: str) -> None:
    assert dump(Scalar(word, False, AT)) == f'"{word}"\n'


def test_the_output_is_formatted_like_handwritten_yaml() -> None:
    text = (
        'a: Hvorfor en allianse?\nb:\n  - id: c\n    d: "{{ e }}"\n  - f: |-\n      to\n      linjer\ng: []\nh: null\n'
    )
    assert dump(tree(text)) == text


@needs_shared
def test_the_example_round_trips_through_printing() -> None:
    text = (SHARED / "design" / "osloregionen.example.yaml").read_text("utf-8")
    assert plain(tree(dump(tree(text)))) == plain(tree(text))
