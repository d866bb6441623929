"""An outline read only where it changed is what reading it whole gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.outline.build import MAX_DEPTH, MAX_EVENTS, Builder, TooMuch
from osloregion_slides.outline.nodes import Mapping, Sequence
from osloregion_slides.outline.reread import Clean, clean, reread
from tests.outline.sample import SMALL

FLAGSHIP = (Path(__file__).resolve().parents[2] / "decks" / "osloregionen.yaml").read_text(encoding="utf-8")
INDENTLESS = """\
deck: x
slides:
- id: a
  text: |+
    - one

    two

# between
- id: b
  text: "a
    b"
-   id: c
    points: [a, b]
- id: d
  text: plain
    goes on
audiences:
- {id: board}
"""
INDENTED = "".join([line if line[0].isalpha() else f"    {line}" for line in INDENTLESS.splitlines(keepends=True)])
TEXTS = (SMALL, FLAGSHIP, INDENTLESS, INDENTED)
SNIPPETS = (
    *("", "x", "- x", "- id: n", "  - id: n", "    - id: n", "   - id: n", "-", "  -", "- - a", "- ? k", ": v"),
    *("k: v", "  k: v", "    k: v", "      k: v", "  k: |", "  k: >-", "  k: |2", "  'k': v", "? k", "- [a,", "]"),
    *("- {a: b}", "  k: [a, b", "  k: 'a", '  k: "a', '"', "'", 'a"', "  k: &a v", "  k: *a", "- &a v", "- *a"),
    *("---", "...", "%YAML 1.1", "--- x", "# c", "  # c", "    # c", "\t", "  k: !x v", "  <<: {a: b}", "  k: a #1"),
    *(
        "\ufeff",
        "  id: a",
        "  title: {nb: a, en: b}",
        "  t: {{ x }}",
        "  t: a: b",
        "  k: a\u00a0b",
        "  k:",
        "  - - - x",
    ),
)


def events(text: str) -> Callable[[], object]:
    parser: Any = yaml.CSafeLoader(text)
    found: Callable[[], object] = parser.get_event
    return found


def whole(text: str) -> Builder | None:
    builder = Builder(text, "x")
    try:
        builder.run(events(text))
    except (TooMuch, yaml.YAMLError):
        return None
    return builder


def read(text: str) -> Clean:
    builder = whole(text)
    assert builder is not None
    found = clean(text, builder)
    assert found is not None
    return found


def is_as_whole(before: str, after: str) -> bool:
    """Whether the change was read alone; that it then is what reading all of it gives is asserted."""
    again = reread(read(before), after, "x", events)
    if again is None:
        return False
    builder = whole(after)
    assert builder is not None and not builder.findings
    assert again.root == builder.root
    assert again.text == after and again.events >= builder.events
    return True


@given(
    text=st.sampled_from(TEXTS),
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.sampled_from(SNIPPETS)), min_size=1, max_size=3),
    near=st.booleans(),
)
def test_replaced_lines_are_reread_as_in_the_whole_file(text: str, edits: list[tuple[float, str]], near: bool) -> None:
    lines = text.split("\n")
    first = int(edits[0][0] * len(lines))
    for number, (where, snippet) in enumerate(edits):
        place = min(first + number, len(lines) - 1) if near else int(where * len(lines))
        lines[place] = snippet
    is_as_whole(text, "\n".join(lines))


@given(
    text=st.sampled_from(TEXTS),
    where=st.floats(0, 0.999),
    there=st.integers(0, 3),
    put=st.text(alphabet="-:#'\"[]{}&*!|>?,. ax%@`\\", min_size=0, max_size=4),
)
def test_replaced_characters_are_reread_as_in_the_whole_file(text: str, where: float, there: int, put: str) -> None:
    place = int(where * len(text))
    gone = text[place : place + there]
    is_as_whole(text, text[:place] + put + "\n" * gone.count("\n") + text[place + there :])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Grunner", "title: Andre grunner"),
        ("points: [En, To]", "points: [En, To, Tre]"),
        ("kind: cover", "kind: {nb: x}"),
        ("- id: second", "- id: annen"),
        ("- id: first", "- ident: first"),
        ("title: Grunner", "title: |"),
    ],
)
def test_only_the_changed_slide_is_reread(old: str, new: str) -> None:
    assert is_as_whole(SMALL, SMALL.replace(old, new))


def test_unchanged_parts_keep_their_nodes() -> None:
    before = read(SMALL)
    after = reread(before, SMALL.replace("Grunner", "Årsaker"), "x", events)
    assert after is not None
    old, new = before.root.get("slides"), after.root.get("slides")
    assert isinstance(old, Sequence) and isinstance(new, Sequence)
    assert [one is other for one, other in zip(old.items, new.items)] == [True, False]
    assert after.root.get("strategy") is before.root.get("strategy")


def test_an_unchanged_text_is_not_reread() -> None:
    before = read(SMALL)
    assert reread(before, SMALL, "x", events) is before


def test_two_changed_slides_are_reread_with_those_between_them() -> None:
    text = FLAGSHIP.replace("kind: purpose", "kind:  purpose").replace("kind: closing", "kind:  closing")
    assert text != FLAGSHIP
    assert is_as_whole(FLAGSHIP, text)


@pytest.mark.parametrize(
    "new",
    [
        "title: Grunner\n    notes: en linje til",
        "title: &a Grunner",
        "title: *a",
        'title: "Grunner',
        "title: a: b",
        "title: Rom #2",
        "title: {{ x }}",
        "title: !x Grunner",
    ],
)
def test_a_change_that_may_affect_the_rest_rereads_the_whole_file(new: str) -> None:
    assert not is_as_whole(SMALL, SMALL.replace("title: Grunner", new))


def test_a_question_mark_key_without_value_rereads_the_whole_file() -> None:
    assert not is_as_whole(INDENTLESS, INDENTLESS.replace("    two", "  ? two"))


@pytest.mark.parametrize("marker", ["...", "---", "%TAG ! x"])
def test_a_document_end_among_the_slides_rereads_the_whole_file(marker: str) -> None:
    assert not is_as_whole(INDENTLESS, INDENTLESS.replace("  text: plain", marker))


def test_a_change_outside_lists_rereads_the_whole_file() -> None:
    assert not is_as_whole(SMALL, SMALL.replace("deck: small", "deck: large"))
    assert not is_as_whole(SMALL, SMALL.replace("slides:\n  - id: first", "slides: #\n  - id: first"))


def test_a_text_with_anchors_or_faults_is_not_used_for_rereading() -> None:
    for text in ("a: &a b\nc: *a\n", "a: b\na: c\n", "- a\n"):
        builder = whole(text)
        assert builder is not None
        assert clean(text, builder) is None


def test_the_limits_apply_to_the_whole_file() -> None:
    nested = "[" * (MAX_DEPTH - 3) + "]" * (MAX_DEPTH - 3)
    assert is_as_whole(SMALL, SMALL.replace("Grunner", nested))
    assert not is_as_whole(SMALL, SMALL.replace("Grunner", f"[{nested}]"))
    crowded = read(SMALL).replace(events=MAX_EVENTS - 10)
    assert reread(crowded, SMALL.replace("Grunner", "Årsaker"), "x", events) is None


def test_a_slide_under_a_question_mark_key_is_not_reread_alone() -> None:
    text = "a: b\n? slides\n: - id: a\n"
    before = read(text)
    assert isinstance(before.root, Mapping)
    assert reread(before, text.replace("id: a", "id: b"), "x", events) is None
