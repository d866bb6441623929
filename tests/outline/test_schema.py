from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, validators

from osloregion_slides.base.findings import Location
from osloregion_slides.kinds import kind as load_kind
from osloregion_slides.kinds import kind_names
from osloregion_slides.outline.check import KEYWORDS, check
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, boolean, number, whole
from osloregion_slides.outline.schema import outline_schema
from tests.outline.sample import KINDS, SCHEMA, SMALL, tree

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

AT = Location("x", 1, 1)
SILENT = {"$schema", "$defs", "$ref", "title", "description", "then", "else", "x-code", "x-name", "x-dated"}


def subschemas(schema: Any, inside: str = "") -> list[dict[str, Any]]:
    """Return every schema within a schema."""
    if inside in ("properties", "$defs", "patternProperties"):
        return [found for value in schema.values() for found in subschemas(value)]
    if isinstance(schema, list):
        return [found for value in schema for found in subschemas(value)]
    if not isinstance(schema, dict):
        return []
    deeper = [
        found for key, value in schema.items() if key not in ("enum", "const") for found in subschemas(value, key)
    ]
    return [schema, *deeper]


def test_the_schema_is_a_valid_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_uses_only_what_the_checker_enforces() -> None:
    used = {keyword for schema in subschemas(SCHEMA) for keyword in schema}
    assert used - SILENT <= set(KEYWORDS)


def test_every_reference_resolves_and_every_definition_is_used() -> None:
    used = {schema["$ref"] for schema in subschemas(SCHEMA) if "$ref" in schema}
    defined = {f"#/$defs/{name}" for name in SCHEMA["$defs"]}
    assert used <= defined
    assert defined - used <= {"#/$defs/bullet"}, "a definition for kinds"


def test_every_key_of_a_slide_has_a_description_for_editors() -> None:
    for schema in subschemas(SCHEMA):
        for key, own in schema.get("properties", {}).items():
            target = SCHEMA["$defs"][own["$ref"].rpartition("/")[2]] if "$ref" in own else own
            assert "const" in own or own.get("description") or target.get("description") or own == {"type": "null"}, key


def test_editors_and_the_reader_agree_on_a_small_outline() -> None:
    class Texts(yaml.SafeLoader):
        """YAML 1.2 has no dates."""

    Texts.yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if "timestamp" not in tag]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    validator = Draft202012Validator(SCHEMA)
    for text in (SMALL, SMALL.replace("Grunner", "12.10"), SMALL.replace("title: Grunner", "titel: x")):
        assert validator.is_valid(yaml.load(text, Texts)) == (not check(tree(text), SCHEMA))


class Plain(str):
    """A scalar without quotes: text, and perhaps a number, a truth value or nothing, as its reader likes."""


def reading(test: Any) -> Any:
    return lambda checker, instance: isinstance(instance, Plain) and test(Scalar(str(instance), True, AT))


def _string(checker: Any, instance: Any) -> bool:
    return isinstance(instance, str) and not (isinstance(instance, Plain) and Scalar(str(instance), True, AT).is_null)


def _number_rule(fits: Any) -> Any:
    def rule(validator: Any, limit: Any, instance: Any, schema: Any) -> Any:
        value = number(Scalar(str(instance), True, AT)) if isinstance(instance, Plain) else None
        if value is not None and not fits(value, limit):
            yield jsonschema.ValidationError("out of range")

    return rule


def _pattern_rule(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
    if _string(None, instance):
        yield from Draft202012Validator.VALIDATORS["pattern"](Draft202012Validator({}), pattern, str(instance), schema)


TYPES = Draft202012Validator.TYPE_CHECKER.redefine_many(
    {
        "string": _string,
        "number": reading(lambda scalar: number(scalar) is not None),
        "integer": reading(lambda scalar: whole(scalar) is not None),
        "boolean": reading(lambda scalar: boolean(scalar) is not None),
        "null": reading(lambda scalar: scalar.is_null),
    }
)
Oracle = validators.extend(
    Draft202012Validator,
    validators={
        "minimum": _number_rule(lambda value, limit: value >= limit),
        "maximum": _number_rule(lambda value, limit: value <= limit),
        "pattern": _pattern_rule,
    },
    type_checker=TYPES,
)
"""The library, told that a scalar without quotes is of every type it can be read as."""


def node_of(instance: Any) -> Node:
    if isinstance(instance, dict):
        entries = [Entry(Scalar(key, False, AT), node_of(value)) for key, value in instance.items()]
        return Mapping(tuple(entries), AT)
    if isinstance(instance, list):
        return Sequence(tuple([node_of(item) for item in instance]), AT)
    return Scalar(str(instance), isinstance(instance, Plain), AT)


KEYS = st.sampled_from(["a", "b", "kind"])
WORDS = st.sampled_from(["a", "b", "ab", "2008-01-01"])
SCALARS = WORDS | st.sampled_from(["true", "false", "null", "1", "2.0", "2.5", "-3", "a", "0104"]).map(Plain)
INSTANCES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
TYPE = st.sampled_from(["object", "array", "string", "number", "integer", "boolean", "null"])


def schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    branches = st.lists(inner, min_size=1, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPE | st.lists(TYPE, min_size=1, max_size=3, unique=True),
            "properties": st.dictionaries(KEYS, inner, max_size=2),
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "b$"]), inner, max_size=1),
            "additionalProperties": inner,
            "required": st.lists(KEYS, max_size=2, unique=True),
            "minProperties": st.integers(0, 2),
            "items": inner,
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 2),
            "enum": st.lists(WORDS, min_size=1, max_size=2),
            "const": WORDS,
            "pattern": st.sampled_from(["^a", "b$", "^[0-9]"]),
            "minimum": st.integers(-3, 3),
            "maximum": st.integers(-3, 3),
            "allOf": branches,
            "anyOf": branches,
            "oneOf": branches,
            "if": inner,
            "then": inner,
            "else": inner,
            "$ref": st.just("#/$defs/other"),
        },
    )


SCHEMAS = st.recursive(st.booleans(), schemas, max_leaves=6)


@given(SCHEMAS, SCHEMAS, INSTANCES)
def test_the_checker_and_the_library_agree(schema: Any, other: Any, instance: Any) -> None:
    """``other`` refers to nothing, so that no reference leads in a circle."""
    if "$ref" in repr(other):
        other = True
    whole_schema = {"allOf": [schema], "$defs": {"other": other}}
    assert (not check(node_of(instance), whole_schema)) == Oracle(whole_schema).is_valid(instance)


SLIDES = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b c", "A"])},
    optional={
        "kind": st.sampled_from(["cover", "points", "x"]),
        "title": st.sampled_from(["a", {"nb": "a"}, {"xx1": "a"}, ["a"]]),
        "points": st.sampled_from([["a"], {"nb": ["a"]}, "a.b", "a b", {"nb": "a"}]),
        "hidden": st.sampled_from([Plain("true"), Plain("yes")]),
        "off": st.sampled_from([{"overlap": "meant"}, ["overlap"]]),
    },
)


@given(st.lists(SLIDES, max_size=2), st.sampled_from(["a", "A"]), st.booleans())
def test_the_checker_and_the_library_agree_on_outlines(slides: list[Any], deck: str, extends: bool) -> None:
    outline = {"deck": deck, "title": "a", "slides": slides, **({"extends": "x.yaml"} if extends else {})}
    assert (not check(node_of(outline), SCHEMA)) == Oracle(SCHEMA).is_valid(outline)


@pytest.mark.parametrize("kind", KINDS)
def test_a_slide_type_adds_its_own_fields_to_the_common_ones(kind: str) -> None:
    own = outline_schema(KINDS)["$defs"]
    assert isinstance(own, dict)
    properties = own[f"slide_{kind}"]["properties"]
    assert {"id", "title", "notes", "source", "kind"} <= set(properties)
    fields = KINDS[kind]["properties"]
    assert isinstance(fields, dict)
    assert set(fields) <= set(properties)


@pytest.mark.parametrize("kind", kind_names())
def test_an_unknown_key_lists_the_keys_of_its_slide_type_first(kind: str) -> None:
    fields: Any = load_kind(kind).SCHEMA
    document = tree(f"deck: a\ntitle: A\nslides:\n- {{id: a, kind: {kind}, qqqq: x}}\n")
    faults = [one for one in check(document, outline_schema({kind: fields})) if one.code == "unknown-key"]
    (listed,) = [one.hint.removeprefix("Available: ").rstrip(".").split(", ") for one in faults]
    assert set([*fields["properties"]][:13]) <= set(listed)
