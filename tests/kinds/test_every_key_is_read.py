"""Every key that the schema allows on a slide, or on a thing in a list of it, is read by its kind, or is reported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.load import load_brand
from osloregion_slides.chart_types import TYPES
from osloregion_slides.compose.deck import compose, forget
from osloregion_slides.drafting import read_schema
from osloregion_slides.kinds import OUT_OF_FILES, kind, kind_names
from osloregion_slides.outline.fields import Fields
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Connector
from tests.kinds.composing import codes, composed, flat

READERS = (
    "has",
    "nodes",
    "rich",
    "raw",
    "flag",
    "number",
    "mapping",
    "list",
    "rich_list",
    "grid",
    "strings",
    "path",
    "places",
)
BY_OTHERS = {"id", "kind", "freeze", "from", "ignore", "moved", "off", "reveal", "section", "to", "transition"}
"""Keys of every slide that are read before or after a kind composes it: ``load``, ``on_date``, ``orders``, ``off``, ``_sections``,
``with_movement``."""


SHOWN = sorted(set(kind_names()) - set(OUT_OF_FILES))
"""Kinds of the gallery; of a slide of another deck see tests/library/test_slides_of_other_decks.py."""
BEYOND_THE_GALLERY = """\
  - {id: pictures, kind: picture, title: To, image: a.png, alt: A, more: [{image: b.png, alt: B, focus: [1, 2]}]}
"""


@pytest.fixture(scope="module")
def reads() -> Iterator[dict[str, tuple[set[str], set[str]]]]:
    """Yield, by kind, the keys read of slides and those read of what is in them, while the gallery is composed."""
    patch = pytest.MonkeyPatch()
    found: dict[str, tuple[set[str], set[str]]] = {name: (set(), set()) for name in kind_names()}
    now: list[tuple[str, object]] = []

    def traced(name: str) -> Any:
        original = getattr(Fields, name)

        def read(self: Fields, key: str, *more: Any) -> Any:
            if now:
                found[now[-1][0]][self.node is not now[-1][1]].add(key)
            return original(self, key, *more)

        return read

    for name in READERS:
        patch.setattr(Fields, name, traced(name))
    for name in kind_names():
        module = kind(name)
        original = module.compose

        def compose_kind(source: Any, context: Any, original: Any = original) -> Any:
            now.append((source.kind, source.fields.node))
            try:
                return original(source, context)
            finally:
                now.pop()

        patch.setattr(module, "compose", compose_kind)
    forget()  # a slide that an earlier test composed would not be composed again
    for deck in ("gallery", "figures"):
        outline = load_outline(f"decks/{deck}.yaml", schema=read_schema())
        compose(outline, load_brand(outline.brand, "decks"))
    composed(BEYOND_THE_GALLERY)
    yield found
    patch.undo()


REPORTED = {"layout", "minutes"}
"""Keys that are reported where somebody writes them, or that only presenting reads."""


@pytest.mark.parametrize("name", SHOWN)
def test_every_key_of_a_slide_is_read_by_its_type_or_reported(
    name: str, reads: dict[str, tuple[set[str], set[str]]]
) -> None:
    allowed = set(read_schema()["$defs"][f"slide_{name}"]["properties"])
    assert allowed - reads[name][0] - BY_OTHERS == REPORTED


MORE = {
    "hub": "    centre: Midt\n",
    "pillars": "    base: Grunn\n",
    "purpose": "    text: Tekst\n    goal: Mål\n",
    "venn": "    centre: Midt\n",
}
LISTS = ("agenda", "columns", "hub", "organisation", "pillars", "purpose", "timeline", "venn")
"""Kinds with lists of things that may have a text."""


def with_key(name: str, key: str) -> tuple[bool, list[str]]:
    """Return whether a word at this key of a thing is in the deck, and the codes of all findings."""
    years = ", from: 2005, to: 2007" if name == "timeline" else ""
    first = f"      - {{id: a, name: En{years}, {key}: Ordet}}\n      - {{id: b, name: To{years}}}\n"
    deck, findings = composed(
        f"  - id: s\n    kind: {name}\n    title: Tittel\n{MORE.get(name, '')}    items:\n{first}"
    )
    return "Ordet" in repr(deck), [finding.code for finding in findings]


@pytest.mark.parametrize("key", ["text", "note"])
@pytest.mark.parametrize("name", LISTS)
def test_every_text_of_an_entry_is_on_the_slide_or_reported(name: str, key: str) -> None:
    shown, found = with_key(name, key)
    assert shown == ("dead-key" not in found)
    assert shown == (name not in ("timeline", "venn"))


@pytest.mark.parametrize(
    ("slide", "place"),
    [
        ("  - {id: s, kind: points, title: T, points: [a, b], numbered: false}\n", "numbered"),
        ("  - {id: s, kind: columns, title: T, items: [{name: A, text: b, note: c}, {name: B}]}\n", "note"),
    ],
)
def test_a_key_without_effect_is_a_warning_at_its_value(slide: str, place: str) -> None:
    _, findings = composed(slide)
    (found,) = findings
    assert (found.code, found.severity, f"`{place}`" in found.message) == ("dead-key", "warning", True)
    assert found.at and found.at.column == slide.index(f"{place}: ") + len(place) + 3


def test_unused_keys_in_a_referenced_list_are_not_reported() -> None:
    extra = "strategy: {clusters: [{id: a, name: En, text: Ordet}, {id: b, name: To}]}\n"
    _, findings = composed("  - {id: s, kind: venn, title: T, centre: Midt, items: strategy.clusters}\n", extra=extra)
    assert [finding.code for finding in findings] == []


BODIES = """\
organisation:
  - {id: council, group: political, name: Rådet, from: 2004-12-17, to: 2020-10-28}
  - {id: rep, group: political, name: Representantskapet, from: 2020-10-29}
  - {id: board, group: political, reports_to: council, name: Styret}
"""


@pytest.mark.parametrize(
    ("as_of", "shown", "found"),
    [
        ("2004-12-16", {"board"}, ["not-known", "superior-not-there"]),  # before the first members too
        ("2004-12-17", {"council", "board"}, []),
        ("2020-10-28", {"council", "board"}, []),
        ("2020-10-29", {"rep", "board"}, ["superior-not-there"]),
    ],
)
def test_a_body_outside_its_period_is_not_in_the_organisation(as_of: str, shown: set[str], found: list[str]) -> None:
    slide = "  - {id: o, kind: organisation, title: Organisasjon, items: organisation}\n"
    deck, findings = composed(slide, as_of=as_of, extra=BODIES)
    keys = {item.key.rpartition("/")[2] for item in flat(deck.slides[0].items) if getattr(item, "text", None)}
    assert keys & {"council", "rep", "board"} == shown
    assert [finding.code for finding in findings if finding.code != "undated-fact"] == found


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2005-12-31", {"board"}),
        ("2006-01-01", {"council", "board"}),
        ("2007-12-31", {"council", "board"}),
        ("2008-01-01", {"board"}),
    ],
)
def test_a_year_or_month_as_the_end_of_a_body_includes_its_last_day(date: str, shown: set[str]) -> None:
    for start, end in (("2006", "2007"), ("2006-01", "2007-12"), ("2006-01-01", "2007-12-31")):
        bodies = f"items: [{{id: board, name: Styret}}, {{id: council, name: Rådet, from: {start}, to: {end}}}]"
        deck, _ = composed("  - {id: o, kind: organisation, title: O, " + bodies + "}\n", as_of=date)
        keys = {item.key.rpartition("/")[2] for item in flat(deck.slides[0].items) if getattr(item, "text", None)}
        assert keys & {"council", "board"} == shown


def test_a_body_below_two_ended_ones_reports_to_the_next_above_them() -> None:
    slide = """\
  - id: o
    kind: organisation
    title: Organisasjon
    items:
      - {id: council, name: Rådet}
      - {id: first, name: Utvalget, reports_to: council, to: 2005}
      - {id: second, name: Gruppen, reports_to: first, to: 2006}
      - {id: board, name: Styret, reports_to: second}
"""
    for date, below, count in (("2005-06-01", "second", 0), ("2006-06-01", "second", 1), ("2008-01-01", "council", 2)):
        deck, findings = composed(slide, as_of=date)
        ends = [(item.start.key, item.end.key) for item in flat(deck.slides[0].items) if isinstance(item, Connector)]
        assert {start.rpartition("/")[2] for start, end in ends if end.endswith("/board")} == {below}
        assert [finding.code for finding in findings].count("superior-not-there") == count


def test_an_organisation_without_bodies_on_its_date_is_an_error() -> None:
    slide = "  - {id: o, kind: organisation, title: T, items: [{id: a, name: A, from: 2010-01-01}]}\n"
    assert codes(composed(slide)[1]) == ["wrong-number-of-things"]
    assert codes(composed(slide.replace("2010", "2008"))[1]) == []


def nested(rule: Any, definitions: dict[str, Any], seen: tuple[str, ...] = ()) -> set[str]:
    """Return the keys of mappings in what a key of a slide can hold: of texts, files and paths there are none."""
    if not isinstance(rule, dict):
        return set()
    name = str(rule.get("$ref", "")).rpartition("/")[2]
    if name:
        plain = name in ("text", "texts", "path", "file", "id", "date", "start", "end", *seen)
        return set() if plain else nested(definitions[name], definitions, (*seen, name))
    found = set(rule.get("properties", {}))
    for inner in (*rule.get("properties", {}).values(), rule.get("items"), *rule.get("anyOf", ())):
        found |= nested(inner, definitions, seen)
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_every_key_of_an_entry_is_read_by_its_slide_type(
    name: str, reads: dict[str, tuple[set[str], set[str]]]
) -> None:
    definitions = read_schema()["$defs"]
    rules = {key: rule for key, rule in definitions[f"slide_{name}"]["properties"].items() if key not in BY_OTHERS}
    allowed = {key for rule in rules.values() for key in nested(rule, definitions)}
    assert allowed - reads[name][1] - BY_OTHERS - {"source", "confidence"} == set()


@pytest.mark.parametrize("key", ["heading"])
@pytest.mark.parametrize("name", LISTS)
def test_a_second_name_of_an_entry_is_reported(name: str, key: str) -> None:
    assert with_key(name, key) == (False, ["dead-key"])


def misspelt(rule: Any) -> tuple[Any, set[str]]:
    """Return a value in which every key of a rule is misspelt, and the keys; (None, ∅) where a rule has none."""
    keys = {key for key in rule.get("properties", {}) if len(key) > 3}
    if rule.get("additionalProperties") is False and keys:
        return {f"{key}q": 1 for key in sorted(keys)}, keys
    for inner in (rule.get("items"), *rule.get("anyOf", ())):
        value, keys = misspelt(inner) if isinstance(inner, dict) else (None, set())
        if keys:
            return ([value] * rule.get("minItems", 1) if "items" in rule else value), keys
    return None, set()


@pytest.mark.parametrize("name", kind_names())
def test_every_misspelt_key_of_a_slide_or_entry_suggests_the_right_one(name: str) -> None:
    rules = read_schema()["$defs"][f"slide_{name}"]["properties"]
    wanted = {key for key in rules if len(key) > 3 and key != "kind"}
    slide = {"id": "s", "kind": name, **{f"{key}q": 1 for key in sorted(wanted)}}
    for key, rule in rules.items():
        value, keys = misspelt(rule)
        if keys:
            slide[key], wanted = value, wanted | keys
    with pytest.raises(InvalidInput) as problem:
        composed(f"  - {json.dumps(slide)}\n")
    hints = " ".join([finding.hint for finding in problem.value.findings if finding.code == "unknown-key"])
    assert [key for key in sorted(wanted) if f"`{key}`" not in hints] == []


def test_every_misspelt_slide_or_chart_type_suggests_the_right_one() -> None:
    for name in kind_names():
        with pytest.raises(InvalidInput, match=f"`{name}`"):
            composed(f"  - {{id: s, kind: {name[:-1]}q{name[-1]}, title: T}}\n")
    for name in TYPES:
        with pytest.raises(InvalidInput, match=f"`{name}`"):
            composed(f"  - {{id: s, kind: chart, title: T, alt: A, type: {name[:-1]}q{name[-1]}}}\n")
