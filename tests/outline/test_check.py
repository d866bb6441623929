from __future__ import annotations

from typing import Any

import pytest

from osloregion_slides.outline.check import Checker, check
from osloregion_slides.outline.nodes import Mapping, Sequence
from tests.outline.sample import SCHEMA, SHARED, SMALL, needs_shared, said, tree


def found(text: str, schema: dict[str, Any] = SCHEMA) -> list[str]:
    return said(check(tree(text), schema))


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new)


def test_a_valid_outline_has_no_fault() -> None:
    assert found(SMALL) == []


WRONG = {
    "an unknown key": (changed("title: Grunner", "titel: Grunner"), ["26:5 unknown-key"], "Did you mean `title`?"),
    "an unknown block": (changed("strategy:", "stratgy:"), ["11:1 unknown-key"], "Did you mean `strategy`?"),
    "a missing key": (changed("    points: [En, To]\n", ""), ["24:5 missing-key"], "points"),
    "a misspelt key that is needed": (changed("points: [En", "poinst: [En"), ["27:5 unknown-key"], "`points`"),
    "the list of another kind": (changed("points: [En", "bullets: [En"), ["27:5 unknown-key"], "mean `points`?"),
    "a language by its name": (
        changed("languages:", "language: norsk\nlanguages:"),
        ["3:11 bad-value"],
        "such as nb or en",
    ),
    "a misspelt kind of": (changed("kind: points", "knid: points"), ["25:5 unknown-key"], "Did you mean `kind`?"),
    "a kind missing": (changed("    kind: points\n", ""), ["24:5 missing-key"], "kind"),
    "an unknown kind": (changed("kind: cover", "kind: covr"), ["22:11 unknown-kind"], "Did you mean `cover`?"),
    "a list for a text": (changed("title: Grunner", "title: [a, b]"), ["26:12 wrong-type"], "found a list"),
    "lines for a list": (changed("[En, To]", "\n      – En\n      – To"), ["28:7 bad-value"], "[one, two]"),
    "a text in brackets": (
        changed("title: Grunner", "title: [Grunner]"),
        ["26:12 wrong-type"],
        "Quote a text with brackets",
    ),
    "an id with a capital": (changed("id: first", "id: First"), ["21:9 bad-value"], "Did you mean `first`?"),
    "a language beside its key": (
        changed("    title: Grunner", "    notes:\n    nb: Si\n    title: Grunner"),
        ["27:5 unknown-key"],
        "Indent it under `notes`",
    ),
    "an unknown two letters": (
        changed("title: Grunner", "title: Grunner\n    zz: x"),
        ["27:5 unknown-key"],
        "Available:",
    ),
    "braces for a path": (changed("points: [En", 'items: "{{ a.b }}"\n    points: [En'), ["27:12 bad-value"], "a path"),
    "a text for a list": (changed("points: [En, To]", "points: {a: b}"), ["27:14 unknown-key"], ""),
    "an unknown language": (changed("{nb: IKT, en", "{no: IKT, e2"), ["14:33 unknown-key"], ""),
    "a colon in a text of a list": (
        changed("points: [En, To]", "points:\n      - Oslo: en region\n      - To"),
        ["28:9 colon-in-text"],
        'Quote the text: `"Oslo: en region"`',
    ),
    "a bad date": (changed("2008-01-01", "2008-02-30"), ["4:8 bad-date"], "the month has 29 days"),
    "a Norwegian date": (changed("2008-01-01", "1.2.2008"), ["4:8 bad-date"], "Write 2008-02-01"),
    "a mapping for the slides": (
        SMALL[: SMALL.index("\nslides:")] + "\nslides:\n  id: first\n",
        ["21:3 wrong-type"],
        "",
    ),
    "an id with a space": (changed("id: first", "id: første side"), ["21:9 bad-value"], "hyphens"),
    "yes for true": (changed("title: Grunner", "title: G\n    hidden: yes"), ["27:13 wrong-type"], "`true`"),
    "an order outside of an audience": (changed("title: Gr", "after: first\n    title: Gr"), ["26:5 unknown-key"], ""),
}


@pytest.mark.parametrize(("text", "faults", "help"), WRONG.values(), ids=WRONG)
def test_a_fault_is_reported_with_line_column_and_fix(text: str, faults: list[str], help: str) -> None:
    findings = check(tree(text), SCHEMA)
    assert said(findings) == faults
    assert help in findings[0].message + " " + findings[0].hint


@pytest.mark.parametrize("text", ["no", "12.10", "0104", "2004-12-17", "1e3", "true", "~x", "Null", "3"])
def test_a_scalar_counts_as_text_where_text_is_expected(text: str) -> None:
    assert found(changed("title: Grunner", f"title: {text}")) == []
    assert found(changed("points: [En, To]", f"points: [{text}]")) == []


def test_all_faults_are_reported_at_once() -> None:
    text = SMALL.replace("kind: cover", "kind: covr").replace("title: Grunner", "titel: x").replace("2008-01-01", "x")
    assert found(text) == ["4:8 bad-date", "22:11 unknown-kind", "26:5 unknown-key"]


def test_open_blocks_accept_keys_of_the_author() -> None:
    assert found(changed("  founded:", "  motto: Sammen\n  founded:")) == []


def test_an_audience_may_contain_slide_orders() -> None:
    assert found(changed("remove: true", "before: first, title: [x]")) == ["19:44 wrong-type"]


def test_an_overlay_needs_only_its_changes() -> None:
    assert found("extends: x.yaml\nslides:\n  - {id: first, remove: true}\n") == []
    assert found("extends: x.yaml\nslidse: []\n") == ["2:1 unknown-key"]


BRANCHES: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {"type": "object", "properties": {"name": {}, "text": {}}, "required": ["name"], "additionalProperties": False},
        {"type": "object", "properties": {"file": {}}, "required": ["file"], "additionalProperties": False},
    ]
}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{name: a, txt: b}", ["1:11 unknown-key"]),
        ("{file: a, fil: b}", ["1:11 unknown-key"]),
        ("{naem: a, text: b}", ["1:2 unknown-key"]),
        ("[a]", ["1:1 wrong-type"]),
    ],
)
def test_among_several_forms_the_intended_one_is_explained(text: str, faults: list[str]) -> None:
    node = tree(f"a: {text}").get("a")
    assert node is not None
    shifted = [f"1:{int(fault[2:].split()[0]) + 3} {fault.split()[1]}" for fault in faults]
    assert sorted(said(check(node, BRANCHES))) == sorted(shifted)


@pytest.mark.parametrize(
    ("schema", "text", "codes"),
    [
        ({"type": "integer", "minimum": 2}, "1", ["bad-value"]),
        ({"type": "integer"}, "'1'", ["wrong-type"]),
        ({"type": "number"}, "12,5", ["wrong-type"]),
        ({"type": "number", "maximum": 2}, "1e400", ["wrong-type"]),
        ({"type": "number", "maximum": 2}, "2.5", ["bad-value"]),
        ({"type": "boolean"}, "no", ["wrong-type"]),
        ({"const": True}, "true", []),
        ({"enum": ["a", 2, None]}, "2", []),
        ({"enum": ["a", 2, None]}, "'2'", ["bad-value"]),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, "2", ["bad-value"]),
        ({"type": "array", "maxItems": 1}, "[a, b]", ["too-many"]),
        ({"type": "array", "minItems": 1}, "[]", ["too-few"]),
        ({"type": "object", "minProperties": 1}, "{}", ["too-few"]),
        ({"if": {"type": "string"}, "then": {"pattern": "^a"}, "else": {"type": "array"}}, "b", ["bad-value"]),
        (False, "a", ["unknown-key"]),
    ],
)
def test_each_keyword_works_as_in_the_json_schema_standard(schema: Any, text: str, codes: list[str]) -> None:
    node = tree(f"a: {text}").get("a")
    assert node is not None
    assert [finding.code for finding in check(node, {"allOf": [schema]})] == codes


def test_check_results_are_cached_and_repeated() -> None:
    document = tree(changed("title: Grunner", "titel: Grunner"))
    checker = Checker(SCHEMA)
    first = checker.check(document)
    assert first
    assert checker.check(document) == first
    assert checker.check(Mapping(document.entries, document.at)) == first


def test_four_thousand_unknown_keys_are_reported_quickly() -> None:
    node = tree("slides:\n" + "- {id: a, kind: cover, titel: x}\n" * 4_000)
    slides = node.get("slides")
    assert isinstance(slides, Sequence)
    findings = [finding for finding in check(node, SCHEMA) if finding.code == "unknown-key"]
    assert len(findings) == 4_000
    assert (findings[0].hint, findings[-1].hint) == ("Did you mean `title`?", "")


@needs_shared
def test_the_example_is_valid_except_for_its_slide_types() -> None:
    text = (SHARED / "design" / "osloregionen.example.yaml").read_text("utf-8")
    assert {fault.partition(" ")[2] for fault in found(text)} <= {"unknown-kind", "unknown-key", "missing-key"}
