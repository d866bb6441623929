"""docs/overlays.md sentence by sentence: each numbered rule there has its test of the same number here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence
from osloregion_slides.outline.translations import marked
from osloregion_slides.outline.variants import ORDERS, apply_overlay
from tests.outline.sample import load, plain, said, tree

PAGE = Path(__file__).resolve().parents[2] / "docs" / "overlays.md"
BASE = """\
title: {nb: Før, en: Before}
words: [en, to]
mixed: [{id: x, name: X}, tekst]
slides:
  - {id: a, kind: cover, title: A}
  - {id: b, kind: cover, title: B}
  - {id: c, kind: cover, title: C}
things:
  - {id: x, name: X, parts: [{id: p, name: P}]}
"""
OUTLINE = "deck: x\ntitle: X\nlanguages: [nb, en]\n{}slides:\n  - {{id: a, kind: cover, title: A}}\n  - {{id: b, kind: cover, title: B}}\n"


def laid(overlay: str, base: str = BASE) -> Any:
    result, findings = apply_overlay(tree(base), tree(overlay))
    assert findings == ()
    return plain(result)


def order(patches: str) -> str:
    return "".join(slide["id"] for slide in laid(f"slides: {patches}")["slides"])


def faults(overlay: str) -> list[tuple[str, str]]:
    _, findings = apply_overlay(tree(BASE), tree(overlay))
    return list(zip(said(findings), [finding.hint for finding in findings]))


def ids(folder: Path, audiences: str, **choices: Any) -> list[str]:
    return [slide.id for slide in load(folder, OUTLINE.format(audiences), **choices).slides]


def test_every_rule_on_the_page_has_its_test_here() -> None:
    rules = [int(number) for number in re.findall(r"^(\d+)\. ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)]
    tested = [int(found[1]) for name in globals() if (found := re.match(r"test_rule_(\d+)_", name))]
    assert rules == list(range(1, len(rules) + 1))
    assert sorted(set(tested)) == rules


def test_the_example_on_the_page_applies_to_the_flagship(tmp_path: Path) -> None:
    from osloregion_slides.drafting import load as load_whole

    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    decks = PAGE.parents[1] / "decks"
    (tmp_path / "decks" / "data").mkdir(parents=True)
    for name in ("osloregionen.yaml", "data/members.csv"):
        (tmp_path / "decks" / name).write_bytes((decks / name).read_bytes())
    path = tmp_path / "decks" / "own.yaml"
    example = example.replace("before: closing", "before: clusters")  # the flagship has no closing slide
    path.write_text(f"extends: osloregionen.yaml\n{example}", encoding="utf-8")
    outline = load_whole(str(path), audience="board", language="en")
    keys = [slide.id for slide in outline.slides]
    assert "platform" not in keys
    assert keys[:2] == ["cover", "projects"]
    assert keys[keys.index("clusters") - 1] == "budget"
    assert next(slide for slide in outline.slides if slide.id == "members").fields.plain("title") == "Our members"


def test_rule_1_mappings_merge() -> None:
    data = laid("title: {en: After}\nnew: {a: b}\nadded: c\n")
    assert data["title"] == {"nb": "Før", "en": "After"}
    assert list(data)[-2:] == ["new", "added"]
    assert {key: data[key] for key in ("words", "slides")} == {
        key: plain(tree(BASE))[key] for key in ("words", "slides")
    }


@pytest.mark.parametrize(
    ("overlay", "key", "value"),
    [
        ("words: [tre]", "words", ["tre"]),
        ("words: []", "words", []),
        ("words: ett", "words", "ett"),
        ("title: Etter", "title", "Etter"),
        ("slides: {a: b}", "slides", {"a": "b"}),
        ("mixed: [{id: x, name: Y}]", "mixed", [{"id": "x", "name": "Y"}]),
    ],
)
def test_rule_2_scalars_and_plain_lists_and_other_forms_replace(overlay: str, key: str, value: Any) -> None:
    assert laid(overlay)[key] == value


def test_rule_3_a_text_per_language_merges_like_any_mapping() -> None:
    assert laid("title: {nb: Etter}")["title"] == {"nb": "Etter", "en": "Before"}


def test_rule_4_entries_merge_by_id() -> None:
    assert laid("slides: [{id: b, title: Ny}, {id: d, kind: cover}]")["slides"] == [
        {"id": "a", "kind": "cover", "title": "A"},
        {"id": "b", "kind": "cover", "title": "Ny"},
        {"id": "c", "kind": "cover", "title": "C"},
        {"id": "d", "kind": "cover"},
    ]
    deep = laid("things: [{id: x, parts: [{id: p, note: N}]}]")["things"]
    assert deep == [{"id": "x", "name": "X", "parts": [{"id": "p", "name": "P", "note": "N"}]}]


@pytest.mark.parametrize(("word", "left"), [("true", "ac"), ("false", "abc")])
def test_rule_5_remove(word: str, left: str) -> None:
    assert order(f"[{{id: b, remove: {word}}}]") == left


@pytest.mark.parametrize(
    ("patches", "left"),
    [
        ("[{id: a, after: c}]", "bca"),
        ("[{id: c, before: a}]", "cab"),
        ("[{id: d, kind: cover, after: a}, {id: e, kind: cover, after: a}]", "adebc"),
        ("[{id: d, kind: cover, before: a}, {id: e, kind: cover, before: a}]", "deabc"),
        ("[{id: c, after: a}, {id: b, after: a}]", "acb"),
    ],
)
def test_rule_6_positions(patches: str, left: str) -> None:
    assert order(patches) == left


@pytest.mark.parametrize(
    ("patches", "left"),
    [
        ("[{id: a, remove: true}, {id: c, after: a}]", "cb"),
        ("[{id: d, kind: cover, after: e}, {id: e, kind: cover}]", "abced"),
        ("[{id: c, after: a}, {id: c, before: a}]", "cab"),
        ("[{id: d, kind: cover, remove: true}]", "abc"),
    ],
)
def test_rule_7_changed_then_moved_then_removed(patches: str, left: str) -> None:
    assert order(patches) == left


@pytest.mark.parametrize(
    ("overlay", "place", "hint"),
    [
        ("slides: [{id: B, title: x}]", "1:15 unknown-id", "Did you mean `b`?"),
        ("slides: [{id: B, remove: true}]", "1:15 unknown-id", "Did you mean `b`?"),
        ("slides: [{id: d, name: x}]", "1:15 unknown-id", "Available:"),
        ("things: [{id: y, kind: x}]", "1:15 unknown-id", "Available: x"),
    ],
)
def test_rule_8_a_new_id_needs_a_complete_entry(overlay: str, place: str, hint: str) -> None:
    ((where, said_hint),) = faults(overlay)
    assert where == place
    assert hint in said_hint
    assert faults("slides: [{id: d, kind: cover}]\nthings: [{id: y, name: Y}]") == []


@pytest.mark.parametrize(
    ("patch", "place", "hint"),
    [
        ("{id: a, after: B}", "1:25 unknown-id", "Did you mean `b`?"),
        ("{id: a, before: z}", "1:26 unknown-id", "Available: b, c"),
        ("{id: a, after: a}", "1:25 unknown-id", "Available: b, c"),
        ("{id: a, after: b, before: c}", "1:36 bad-order", "Keep one"),
    ],
)
def test_rule_9_invalid_positions(patch: str, place: str, hint: str) -> None:
    ((where, said_hint),) = faults(f"slides: [{patch}]")
    assert where == place
    assert hint in said_hint


def test_rule_10_ids_are_the_same_in_every_variant(tmp_path: Path) -> None:
    block = "audiences:\n  board:\n    slides: [{id: a, title: {nb: Ny, en: New}}, {id: c, kind: cover, after: a}]\n"
    assert ids(tmp_path, block) == ["a", "b"]
    assert ids(tmp_path, block, audience="board", language="en") == ["a", "c", "b"]


def test_rule_11_an_empty_overlay_changes_nothing(tmp_path: Path) -> None:
    base = tree(BASE)
    for overlay in ("slides: []", "title: {}", "slides: [{id: a}]", "things: [{id: x, parts: []}]"):
        assert apply_overlay(base, tree(overlay))[0] == base
    assert apply_overlay(base, Mapping((), base.at))[0] is base
    plain_outline = load(tmp_path, OUTLINE.format("audiences: {board: {}}\n"), audience="board")
    assert dump(plain_outline.document) == dump(load(tmp_path, OUTLINE.format("")).document)


def test_rule_12_independent_changes_commute() -> None:
    one, two = "title: {en: After}", "slides: [{id: a, remove: true}]"
    base = tree(BASE)
    forth = apply_overlay(apply_overlay(base, tree(one))[0], tree(two))[0]
    back = apply_overlay(apply_overlay(base, tree(two))[0], tree(one))[0]
    assert dump(forth) == dump(back)


def test_rule_13_ids_stay_unique() -> None:
    assert order("[{id: d, kind: cover}, {id: d, title: D}, {id: a, after: d}, {id: a, before: b}]") == "abcd"


def test_rule_14_extends_then_audience_then_settings(tmp_path: Path) -> None:
    base = OUTLINE.format("audiences:\n  board: {title: Board}\n")
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    (tmp_path / "middle.yaml").write_text("extends: base.yaml\ntitle: Middle\n", encoding="utf-8")
    text = "extends: middle.yaml\nslides: [{id: b, remove: true}]\n"
    assert load(tmp_path, text).title == "Middle"
    assert load(tmp_path, text, audience="board").title == "Board"
    more = "extends: base.yaml\naudiences:\n  board: {slides: [{id: b, before: a}]}\n"
    several = load(tmp_path, more, audience="board")
    assert (several.title, [slide.id for slide in several.slides]) == ("Board", ["b", "a"])
    settings = (("title", "One"), ("title", "Two"))
    assert load(tmp_path, text, audience="board", settings=settings).title == "Two"
    for number in range(9):
        text = f"extends: {'base' if number == 0 else f'e{number - 1}'}.yaml\n"
        (tmp_path / f"e{number}.yaml").write_text(text, encoding="utf-8")
    assert load(tmp_path, "extends: e8.yaml\n").title == "X"
    (tmp_path / "e9.yaml").write_text("extends: e8.yaml\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="extends-cycle"):
        load(tmp_path, "extends: e9.yaml\n")


def test_rule_15_an_audience_may_mention_entries_already_removed(tmp_path: Path) -> None:
    block = "audiences:\n  board:\n    slides: [{id: b, title: New}, {id: a, after: b}]\n"
    (tmp_path / "base.yaml").write_text(OUTLINE.format(block), encoding="utf-8")
    text = "extends: base.yaml\nslides: [{id: b, remove: true}]\n"
    outline = load(tmp_path, text, audience="board")
    assert [slide.id for slide in outline.slides] == ["a"]
    assert outline.findings == ()


def test_rule_16_stale_translations_under_an_overlay(tmp_path: Path) -> None:
    text, _ = apply_overlay(tree("a: {nb: A, en: B, stale: en}"), tree("a: {en: C}"))
    assert marked(text.get("a")) == ()  # type: ignore[arg-type]  # it is there
    from osloregion_slides.checks.translations import check_translations

    half = "meeting: {title: {nb: A, en: B}}\naudiences:\n  board: {meeting: {title: {nb: C}}}\n"
    found = check_translations(load(tmp_path, OUTLINE.format(half)))
    assert said([one for one in found if one.code == "stale-translation"]) == ["6:33 stale-translation"]


def test_rule_17_every_audience_is_checked(tmp_path: Path) -> None:
    block = "audiences:\n  board: {slides: [{id: B, title: x}]}\n  other: {}\n"
    for audience in ("", "other", "board"):
        with pytest.raises(InvalidInput, match="unknown-id"):
            load(tmp_path, OUTLINE.format(block), audience=audience)


# Whole trees of any form, and overlays that fit to them or not

KEYS = st.sampled_from(["a", "b", "c", "nb", "en"])
NAMES = st.sampled_from(["x", "y", "z", "w"])
AT = tree("a: b").at


def scalar(text: str) -> Scalar:
    return Scalar(text, True, AT)


def mapping(pairs: dict[str, Any]) -> Mapping:
    return Mapping(tuple([Entry(scalar(key), value) for key, value in pairs.items()]), AT)


def things(found: dict[str, Mapping]) -> Sequence:
    return Sequence(tuple([mapping({"id": scalar(name), **_entries(body)}) for name, body in found.items()]), AT)


def _entries(body: Mapping) -> dict[str, Any]:
    return {"name": scalar("N"), **{entry.key.text: entry.value for entry in body.entries}}


LEAVES = st.sampled_from(["one", "two", "three"]).map(scalar)


def _inside(children: Any) -> Any:
    bodies = st.dictionaries(KEYS, children, max_size=3).map(mapping)
    lists = st.lists(LEAVES, max_size=3).map(lambda items: Sequence(tuple(items), AT))
    return bodies | lists | st.dictionaries(NAMES, bodies, min_size=1, max_size=3).map(things)


TREES = st.dictionaries(KEYS, st.recursive(LEAVES, _inside, max_leaves=10), max_size=4).map(mapping)


def ordered(node: Any, orders: Any) -> Any:
    """Return an overlay whose things ask to be removed or moved, as drawn."""
    if isinstance(node, Mapping):
        entries = tuple([Entry(entry.key, ordered(entry.value, orders)) for entry in node.entries])
        if node.get("id") is not None:
            entries += tuple([Entry(scalar(key), scalar(value)) for key, value in orders(node).items()])
        return Mapping(entries, node.at)
    return (
        Sequence(tuple([ordered(item, orders) for item in node.items]), node.at) if isinstance(node, Sequence) else node
    )


@st.composite
def overlays(draw: Any) -> Mapping:
    choices = st.sampled_from([{}, {"remove": "true"}, {"after": "x"}, {"before": "y"}, {"after": "q"}])
    return ordered(draw(TREES), lambda node: draw(choices))


def all_ids(node: Any) -> list[list[str]]:
    """Return the ids of each list of things in a tree."""
    found: list[list[str]] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            waiting += current.values()
        elif isinstance(current, list):
            waiting += current
            found.append([item["id"] for item in current if isinstance(item, dict) and "id" in item])
    return found


@given(TREES)
def test_an_empty_overlay_returns_the_identical_tree(base: Mapping) -> None:
    assert apply_overlay(base, Mapping((), AT))[0] is base


@given(TREES, overlays())
def test_ids_are_unique_after_any_overlay(base: Mapping, overlay: Mapping) -> None:
    result, _ = apply_overlay(base, overlay)
    assert [names for names in all_ids(plain(result)) if len(set(names)) != len(names)] == []


@given(TREES, overlays())
def test_no_slide_order_key_remains_in_a_merged_list(base: Mapping, overlay: Mapping) -> None:
    result, _ = apply_overlay(base, overlay)
    for entry in base.entries:
        patches, merged = plain(overlay.get(entry.key.text)), plain(result.get(entry.key.text))
        if _are_named(plain(entry.value)) and _are_named(patches):
            assert [item for item in merged if ORDERS & set(item)] == []


def _are_named(items: Any) -> bool:
    return isinstance(items, list) and bool(items) and all(isinstance(item, dict) and "id" in item for item in items)


@given(TREES, overlays())
def test_parts_that_an_overlay_does_not_name_are_identical(base: Mapping, overlay: Mapping) -> None:
    result, _ = apply_overlay(base, overlay)
    for entry in base.entries:
        if overlay.get(entry.key.text) is None:
            assert result.get(entry.key.text) is entry.value


@given(TREES, overlays(), overlays())
def test_overlays_of_different_keys_commute(base: Mapping, one: Mapping, two: Mapping) -> None:
    mine = set(one.keys())
    two = Mapping(tuple([entry for entry in two.entries if entry.key.text not in mine]), AT)
    forth, first = apply_overlay(base, one)
    forth, second = apply_overlay(forth, two)
    back, third = apply_overlay(base, two)
    back, fourth = apply_overlay(back, one)
    assert plain(forth) == plain(back)
    assert sorted(map(str, (*first, *second))) == sorted(map(str, (*third, *fourth)))


@given(TREES, overlays(), st.data())
def test_changes_of_different_entries_commute(base: Mapping, overlay: Mapping, data: Any) -> None:
    """Without moving or adding: those ask for a place among the others."""
    slides = mapping({name: scalar("old") for name in ("a", "b")})
    base = mapping({"slides": things(dict.fromkeys("xyzw", slides))})
    patches = [
        mapping({"id": scalar(name), **({"remove": scalar("true")} if removes else {"a": scalar(text)})})
        for name, removes, text in data.draw(
            st.lists(st.tuples(NAMES, st.booleans(), st.sampled_from("pq")), unique_by=lambda found: found[0])
        )
    ]
    shuffled = data.draw(st.permutations(patches))
    one = apply_overlay(base, mapping({"slides": Sequence(tuple(patches), AT)}))
    two = apply_overlay(base, mapping({"slides": Sequence(tuple(shuffled), AT)}))
    if patches:
        assert plain(one[0]) == plain(two[0])
        assert one[1] == two[1] == ()
