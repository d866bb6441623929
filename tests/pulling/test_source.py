"""A YAML file edited in place says what it said, but for the value that was to change; other lines stay as they are."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Location
from osloregion_slides.outline.markup import parse_markup
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence
from osloregion_slides.outline.read import read_outline
from osloregion_slides.pulling.changes import Change, write
from osloregion_slides.pulling.marks import marked
from osloregion_slides.pulling.source import Source, Unwritable
from osloregion_slides.update.deck_state import RunState, joined

FILE = """\
# A comment
plain: Some words   # behind
single: 'It''s so'
double: "Said: \\"so\\""
flow: {a: one, "b": 'two', c: [x, "y", z]}
folded: >-
  A text that is folded
  over some lines

  and a paragraph.
literal: |
  One line
  another line

list:
  - first      # one
  # above
  - second: deep
    third: "3"

  - - nested
    - again
last: end
"""
TEXTS = st.text(st.sampled_from("ab é:#-'\"{}[],&*!|>%@`?\\ \n1.~"), max_size=30)


def scalars(node: object) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    inner = [entry.value for entry in node.entries] if isinstance(node, Mapping) else []
    items = node.items if isinstance(node, Sequence) else ()
    return [one for child in (*inner, *items) for one in scalars(child)]


def read(text: str) -> list[Scalar]:
    root, faults = read_outline(text.encode(), "f")
    assert faults == ()
    return scalars(root)


PLACES = len(read(FILE))


@given(st.integers(0, PLACES - 1), TEXTS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_setting_a_text_changes_no_other(place: int, text: str, end: str, mark: bytes) -> None:
    data = mark + FILE.replace("\n", end).encode()
    source, before = Source(data, "f"), read(FILE)
    try:
        source.set_text(before[place].at, text)
        made = source.data
    except Unwritable:
        return
    assert made.startswith(mark)
    after = read(made.decode("utf-8-sig"))
    assert [one.text for one in after] == [text if n == place else one.text for n, one in enumerate(before)]
    assert not after[place].is_null
    lines, now = data.split(b"\n"), made.split(b"\n")
    start = before[place].at.line - 1
    assert now[:start] == lines[:start]
    following = before[place + 1].at.line if place + 1 < PLACES else len(lines)
    rest = len(lines) - following
    assert now[len(now) - rest :] == lines[following:]


@given(st.lists(st.tuples(st.integers(0, PLACES - 1), TEXTS), min_size=2, max_size=5, unique_by=lambda pair: pair[0]))
def test_several_texts_are_set_from_the_end_of_the_file(wishes: list[tuple[int, str]]) -> None:
    source, before = Source(FILE.encode(), "f"), read(FILE)
    try:
        for place, text in sorted(wishes, reverse=True):
            source.set_text(before[place].at, text)
        made = source.data
    except Unwritable:
        return
    wanted = [dict(wishes).get(n, one.text) for n, one in enumerate(before)]
    assert [one.text for one in read(made.decode())] == wanted


@given(st.permutations([0, 1, 2]), st.integers(0, 2), TEXTS.filter(lambda text: text.strip() == text and text != ""))
def test_items_are_moved_removed_and_inserted_with_their_comments(order: list[int], gone: int, text: str) -> None:
    def listed(text: str) -> tuple[Sequence, list[object]]:
        root, _ = read_outline(text.encode(), "f")
        found = root.get("list") if isinstance(root, Mapping) else None
        assert isinstance(found, Sequence)
        return found, yaml.safe_load(text)["list"]

    source = Source(FILE.encode(), "f")
    found, values = listed(FILE)
    source.reorder(found.at, [found.items[place].at for place in order])
    values = [values[place] for place in order]
    found, now = listed(source.text)
    assert now == values
    try:
        source.remove(found.at, found.items[gone].at)
        del values[gone]
    except Unwritable:
        pass  # an item that begins with two dashes stays
    found, now = listed(source.text)
    assert now == values
    source.insert(found.at, found.items[0].at, Scalar(text, False, Location("f")))
    values.insert(1, text)
    assert listed(source.text)[1] == values
    assert [line for line in source.text.splitlines() if "# above" in line] == ["  # above"]


@pytest.mark.parametrize("path", ["flow", "list"])
def test_a_key_can_be_added_and_removed(path: str) -> None:
    source = Source(FILE.encode(), "f")
    root, _ = read_outline(FILE.encode(), "f")
    found = root.get(path) if isinstance(root, Mapping) else None
    if isinstance(found, Sequence):
        found = found.items[1]
    assert isinstance(found, Mapping)
    source.set_key(found.at, "new", Scalar("value: x", True, found.at))
    assert '"value: x"' in source.text and source.text != FILE
    source.remove_key(found.at, "new")
    assert source.text == FILE


RUNS = st.lists(
    st.builds(
        RunState,
        st.text(st.sampled_from("ab *[]\\(){%é"), min_size=1, max_size=6),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["", "https://example.org/a_(b)", "#slide"]),
    ),
    max_size=5,
)


@given(RUNS)
def test_generated_markup_reads_back_as_the_same_runs(runs: list[RunState]) -> None:
    text = marked(runs)
    if text is None:
        return
    for opening in ("{{", "{%", "{#"):
        text = text.replace(f"{{{{ '{opening}' }}}}", opening)
    made = [RunState(one.text, one.bold, one.italic, one.link) for one in parse_markup(text)]
    assert "".join([one.text for one in made]) == "".join([one.text for one in joined(runs)])
    looks = [
        [(letter, one.bold, one.italic) for one in side for letter in one.text if not letter.isspace()]
        for side in (made, runs)
    ]
    assert looks[0] == looks[1]


@pytest.mark.parametrize(
    ("ids", "then"),
    [("bda", "bcdax"), ("abd", "axbcd"), ("dba", "dbcax"), ("adb", "axdbc")],
)
def test_slides_absent_on_the_as_of_date_stay_after_their_predecessor(ids: str, then: str) -> None:
    text = "slides:\n" + "".join([f"  - id: {name}\n    kind: closing\n" for name in "axbcd"])
    document, _ = read_outline(text.encode(), "o.yaml")
    assert isinstance(document, Mapping)
    slides = document.get("slides")
    assert isinstance(slides, Sequence)
    source = Source(text.encode(), "o.yaml")
    write([Change("order", slides, ids=tuple(ids))], document, None, lambda file: source)
    assert re.findall(r"id: (\w)", source.text) == list(then)
