"""The schema of texts, names and dates: the part that reading and the slide types need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Schema = dict[str, object]

LANGUAGE = "^[a-z]{2,3}(-[A-Z]{2})?$"
SLUG = "^(?=.{1,100}$)[a-z0-9æøå]+(?:[-_][a-z0-9æøå]+)*$"
PATH = (
    r"^[A-Za-z_][\w-]*(\.[\w-]+|\[[\w-]+\])*"
    r"( *\| *[a-z_]+(\(([^()'\"|]|'[^']*'|\"[^\"]*\")*\))?)*$"
)
"""A path to a list, and filters over its rows: ``data.budget | where('year', 2008) | top('kr', 5)``."""
TABLE_PATH: dict[str, object] = {
    "title": "a path to a table",
    "description": "Path to a table, without braces: `data.budget`, `population.municipalities`",
    "type": "string",
    "pattern": PATH.replace("^[A-Za-z_]", r"^(?=[^|]*\.)[A-Za-z_]", 1),
}
COLON = "colon-in-text"
"""The code where a mapping may be a text with a colon: ``- Oslo: a region``."""
SCALAR: list[str] = ["string", "number", "boolean", "null"]


def ref(name: str, description: str = "") -> Schema:
    """Return a reference to a definition of the schema."""
    return {"$ref": f"#/$defs/{name}", **({"description": description} if description else {})}


def string(description: str, **more: object) -> Schema:
    """Return the schema of a string that slides do not show: a name, a code, a file."""
    return {"type": "string", "description": description, **more}


def flag(description: str) -> Schema:
    """Return the schema of a truth value."""
    return {"type": "boolean", "description": description}


def choice(options: Iterable[str], description: str) -> Schema:
    """Return the schema of a choice of words."""
    return {"enum": list(options), "description": description}


def listed(items: Schema, description: str = "", least: int = 0, most: int = 0) -> Schema:
    """Return the schema of a list of things; ``most`` 0 means no limit."""
    limits = {"minItems": least, "maxItems": most, "description": description}
    return {"type": "array", "items": items, **{key: value for key, value in limits.items() if value}}


def mapping(properties: Schema, *required: str, description: str = "") -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    more: Schema = {"description": description} if description else {}
    needed: Schema = {"required": list(required)} if required else {}
    return {"type": "object", **more, "properties": properties, **needed, "additionalProperties": False}


def by_name(value: Schema, description: str) -> Schema:
    """Return the schema of a mapping whose keys are names, each with a value of this schema."""
    return {"type": "object", "additionalProperties": value, "description": description}


def same(value: Schema) -> Schema:
    """Return the schema of ``{all: …}``, a value for every language."""
    own = {"all": {**value, "description": "The text for every language"}, **dates()}
    return mapping(own, "all", description="The same text in every language")


def dates() -> Schema:
    """Return the keys for the period, source and confidence of a fact."""
    return {"from": ref("start"), "to": ref("end"), "source": ref("evidence"), "confidence": ref("confidence")}


def variants(by_language: Schema) -> Schema:
    """Return the schema of a text with variants by period, selected by the deck's date."""
    own = {"type": SCALAR, "description": "The text for every language"}
    one = {**by_language, "properties": {**by_language["properties"], "all": own}, "minProperties": 2}  # type: ignore[dict-item]
    return {**listed(one, least=1), "x-dated": True}


def text_schema(languages: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a text; with ``languages``, other languages are not allowed as keys."""
    by_language: Schema = {"type": "object", "additionalProperties": False, "minProperties": 1, "x-code": COLON}
    own = {language: {"type": SCALAR} for language in languages}
    by_language["properties"] = {**own, "stale": stale(languages), **dates()}
    if not languages:
        by_language["patternProperties"] = {LANGUAGE: {"type": SCALAR}}
    return {
        "title": "a text, or one per language",
        "description": "A text, one per language, or {all: …}; **bold**, *italic*, [link](https://…), {{ expression }}",
        "anyOf": [{"type": SCALAR}, by_language, same({"type": SCALAR}), variants(by_language)],
    }


def stale(languages: tuple[str, ...] = ()) -> Schema:
    """Return the schema of ``stale``, the mark of outdated translations."""
    language: Schema = {"type": "string", "pattern": LANGUAGE, "title": "a language"}
    if languages:
        language = {"enum": list(languages), "title": "a language"}
    return {
        "title": "one or more languages",
        "description": "Languages whose translation is outdated; remove a language after translating its text",
        "anyOf": [language, listed(language, least=1)],
    }
