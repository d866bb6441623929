from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Mapping
from osloregion_slides.outline.variants import apply_overlay
from tests.outline.sample import plain, said, tree

BASE = tree("""\
title: {nb: Før, en: Before}
words: [en, to]
slides:
  - {id: a, kind: cover, title: A}
  - {id: b, kind: cover, title: B}
  - {id: c, kind: cover, title: C}
things:
  - {id: x, name: X}
""")


def laid(overlay: str) -> dict[str, Any]:
    result, findings = apply_overlay(BASE, tree(overlay))
    assert findings == ()
    data: dict[str, Any] = plain(result)
    return data


def order(overlay: str) -> str:
    return "".join(slide["id"] for slide in laid(f"slides: {overlay}")["slides"])


def test_an_empty_overlay_changes_nothing() -> None:
    assert apply_overlay(BASE, Mapping((), BASE.at))[0] is BASE


def test_mappings_merge_and_scalars_and_plain_lists_replace() -> None:
    data = laid("title: {en: After}\nwords: [tre]\nnew: {a: b}\n")
    assert data["title"] == {"nb": "Før", "en": "After"}
    assert data["words"] == ["tre"]
    assert data["new"] == {"a": "b"}


def test_a_plain_text_replaces_texts_per_language() -> None:
    assert laid("title: Etter")["title"] == "Etter"


def test_entries_with_an_id_merge_by_id_and_keep_their_position() -> None:
    slides = laid("slides: [{id: b, title: Ny}, {id: d, kind: cover}]")["slides"]
    assert [slide["id"] for slide in slides] == ["a", "b", "c", "d"]
    assert slides[1] == {"id": "b", "kind": "cover", "title": "Ny"}


@pytest.mark.parametrize(
    ("overlay", "result"),
    [
        ("[{id: b, remove: true}]", "ac"),
        ("[{id: b, remove: false}]", "abc"),
        ("[{id: c, after: a}]", "acb"),
        ("[{id: a, before: c}]", "bac"),
        ("[{id: a, after: c}]", "bca"),
        ("[{id: b, after: a}]", "abc"),
        ("[{id: d, kind: cover, before: a}]", "dabc"),
        ("[{id: d, kind: cover, after: a}, {id: e, kind: cover, after: a}]", "adebc"),
        ("[{id: d, kind: cover, before: a}, {id: e, kind: cover, before: a}]", "deabc"),
        ("[{id: d, kind: cover, after: e}, {id: e, kind: cover}]", "abced"),
        ("[{id: a, remove: true}, {id: c, after: a}]", "cb"),
        ("[{id: c, after: a}, {id: c, before: a}]", "cab"),
    ],
)
def test_after_before_and_remove_are_applied(overlay: str, result: str) -> None:
    assert order(overlay) == result


def test_after_before_and_remove_are_absent_from_the_result() -> None:
    assert "after" not in dump(apply_overlay(BASE, tree("slides: [{id: d, kind: cover, after: a}]"))[0])


@pytest.mark.parametrize(
    ("overlay", "fault", "hint"),
    [
        ("slides: [{id: platform, title: x}]", "1:15 unknown-id", ""),
        ("slides: [{id: A, remove: true}]", "1:15 unknown-id", "Did you mean `a`?"),
        ("things: [{id: y, note: x}]", "1:15 unknown-id", "Available: x"),
        ("slides: [{id: a, after: z}]", "1:25 unknown-id", "Available: b, c"),
        ("slides: [{id: a, after: a}]", "1:25 unknown-id", "Available: b, c"),
        ("slides: [{id: a, after: b, before: c}]", "1:36 bad-order", "Keep one"),
        ("slides: [{id: a, remove: ja}]", "1:26 wrong-type", "true"),
    ],
)
def test_an_overlay_that_does_not_apply_is_reported_with_its_location(overlay: str, fault: str, hint: str) -> None:
    _, findings = apply_overlay(BASE, tree(overlay))
    assert said(findings) == [fault]
    assert hint in findings[0].hint


def test_parts_that_an_overlay_does_not_change_are_the_same_node() -> None:
    result, _ = apply_overlay(BASE, tree("slides: [{id: b, title: x}]"))
    before, after = BASE.get("slides"), result.get("slides")
    assert before is not None
    assert after is not None
    assert [new is old for new, old in zip(after.items, before.items)] == [True, False, True]  # type: ignore[union-attr]
    assert result.get("title") is BASE.get("title")


PATCHES = st.fixed_dictionaries(
    {"id": st.sampled_from("abcdez")},
    optional={
        "kind": st.just("cover"),
        "title": st.sampled_from("AB"),
        "remove": st.sampled_from(["true", "false"]),
        "after": st.sampled_from("abcdz"),
        "before": st.sampled_from("abcdz"),
    },
)


def written(patches: list[dict[str, str]]) -> Mapping:
    lines = [", ".join([f"{key}: {value}" for key, value in patch.items()]) for patch in patches]
    return tree("slides: [" + ", ".join([f"{{{line}}}" for line in lines]) + "]")


@given(st.lists(PATCHES, max_size=5))
def test_ids_in_the_result_are_unique_and_only_removed_ones_are_missing(patches: list[dict[str, str]]) -> None:
    result, _ = apply_overlay(BASE, written(patches))
    ids = [slide["id"] for slide in plain(result)["slides"]]
    assert len(set(ids)) == len(ids)
    removed = {patch["id"] for patch in patches if patch.get("remove") == "true"}
    assert set("abc") - removed <= set(ids)


@given(
    st.lists(PATCHES, min_size=1, max_size=4, unique_by=lambda patch: patch["id"]), st.randoms(use_true_random=False)
)
def test_independent_changes_commute(patches: list[dict[str, str]], random: Any) -> None:
    changes = [{key: patch[key] for key in patch if key in ("id", "title", "remove")} for patch in patches]
    changes = [change for change in changes if change["id"] in "abc"]
    shuffled = random.sample(changes, len(changes))
    if changes:
        assert plain(apply_overlay(BASE, written(changes))[0]) == plain(apply_overlay(BASE, written(shuffled))[0])


@given(st.lists(PATCHES, max_size=4))
def test_applying_an_overlay_is_idempotent(patches: list[dict[str, str]]) -> None:
    values = [{key: patch[key] for key in patch if key in ("id", "kind", "title")} for patch in patches]
    if values:
        once, _ = apply_overlay(BASE, written(values))
        assert plain(apply_overlay(once, written(values))[0]) == plain(once)
