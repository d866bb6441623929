"""The language of builds.yaml as one JSON Schema (2020-12), checked by what checks outlines."""

from __future__ import annotations

from osloregion_slides.outline.schema import LANGUAGE, SLUG, text_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _list_or_one(item: dict[str, Any], own: str, description: str) -> dict[str, Any]:
    """A list of choices, ``~`` among them for what the outline itself says."""
    either = {"title": f"{item['title']}, or ~ for {own}", "anyOf": [item, {"type": "null"}]}
    return {"type": "array", "items": either, "minItems": 1, "description": description}


_FILE = {"title": "a file", "type": "string", "pattern": r"\S"}
_DATE = {"title": "a date", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_LANGUAGE = {"title": "a language", "type": "string", "pattern": LANGUAGE, "description": "Such as nb or en"}
_AUDIENCE = {
    "title": "an audience",
    "type": "string",
    "pattern": SLUG,
    "description": "An id under the outline's audiences:, or ~ for the outline as it stands",
}
_BUILD: dict[str, Any] = {
    "type": "object",
    "description": "Every audience in every language on every date",
    "properties": {
        "outline": {**_FILE, "description": "An outline, from the folder of this file"},
        "audiences": _list_or_one(
            _AUDIENCE, "none", "Ids under the outline's audiences:; ~ is the outline as it stands"
        ),
        "languages": _list_or_one(_LANGUAGE, "its own", "Languages of the outline: [nb, en]; ~ is its `language:`"),
        "dates": _list_or_one(
            _DATE, "its own", "Dates on which facts are read: [~, 2007-12-31]; ~ is the outline's `as_of:`"
        ),
        "for_each": {
            "title": "what to make a deck for each of",
            "enum": ["members"],
            "description": "A deck for every municipality that is a member on the date",
        },
        "population": {**_FILE, "description": "A table of inhabitants, for {{ member.inhabitants }}"},
        "set": {
            "type": "object",
            "additionalProperties": text_schema(),
            "description": "Texts by path: {meeting.title: Kommunestyret i {member}}; a text, or one by language",
        },
        "pdf": {"type": "boolean", "description": "Make a PDF beside each deck, through LibreOffice"},
        "strict": {"type": "boolean", "description": "A translation that is missing or stale is an error"},
        "name": {
            "title": "a name",
            "type": "string",
            "pattern": r"\S",
            "description": "The deck's name in the output folder: {language}/{outline}-{audience}",
        },
    },
    "required": ["outline"],
    "additionalProperties": False,
}


def builds_schema() -> dict[str, Any]:
    """Return the schema of builds.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What to build",
        "type": "object",
        "properties": {"builds": {"type": "array", "items": _BUILD, "minItems": 1, "description": "The decks to make"}},
        "required": ["builds"],
        "additionalProperties": False,
    }
