"""What the outline's schema says of texts, names and dates: the part of it that reading and the kinds need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    "description": "Where a table stands: `data.budget`, `population.municipalities`",
    "type": "string",
    "pattern": PATH.replace("^[A-Za-z_]", r"^(?=[^|]*\.)[A-Za-z_]", 1),
}
COLON = "colon-in-text"
"""Marks where a mapping may be a text with a colon: ``- Oslo: a region``."""
SCALAR: list[str] = ["string", "number", "boolean", "null"]


def ref(name: str, description: str = "") -> Schema:
    """Return a reference to a definition of the schema."""
    return {"$ref": f"#/$defs/{name}", **({"description": description} if description else {})}


def same(value: Schema) -> Schema:
    """Return the schema of what is the same in every language; no language stands beside it."""
    return {
        "type": "object",
        "description": "The same text in every language",
        "properties": {"all": {**value, "description": "The text of every language"}, **dates()},
        "required": ["all"],
        "additionalProperties": False,
    }


def dates() -> Schema:
    """Return the keys that say when something holds, who says so and how sure that is."""
    return {"from": ref("start"), "to": ref("end"), "source": ref("evidence"), "confidence": ref("confidence")}


def variants(by_language: Schema) -> Schema:
    """Return the schema of a text that changes: one for each period, of which the deck's date decides."""
    own = {"type": SCALAR, "description": "The text of every language"}
    one = {**by_language, "properties": {**by_language["properties"], "all": own}, "minProperties": 2}  # type: ignore[dict-item]
    return {"type": "array", "items": one, "minItems": 1, "x-dated": True}


def text_schema(languages: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a text; with ``languages`` no others may be keys of a mapping."""
    by_language: Schema = {"type": "object", "additionalProperties": False, "minProperties": 1, "x-code": COLON}
    own = {language: {"type": SCALAR} for language in languages}
    by_language["properties"] = {**own, "stale": stale(languages), **dates()}
    if not languages:
        by_language["patternProperties"] = {LANGUAGE: {"type": SCALAR}}
    return {
        "title": "a text, or one by language",
        "description": "A text, one by language, or {all: …}. **bold**, *italic*, [link](https://…), {{ expression }}",
        "anyOf": [{"type": SCALAR}, by_language, same({"type": SCALAR}), variants(by_language)],
    }


def stale(languages: tuple[str, ...] = ()) -> Schema:
    """Return the schema of the mark of a text that is older than its original."""
    language: Schema = {"type": "string", "pattern": LANGUAGE, "title": "a language"}
    if languages:
        language = {"enum": list(languages), "title": "a language"}
    return {
        "title": "a language, or several",
        "description": "The languages whose text is older than its original: translate, then take this out",
        "anyOf": [language, {"type": "array", "items": language, "minItems": 1}],
    }
