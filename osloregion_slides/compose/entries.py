"""Lists in the outline that may be short or long: a text alone, or a mapping with a name and more."""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.markup import Rich


class Entry(Value):
    """One thing of a list: its name, the text under it, its key (the id, else its number) and its place."""

    key: str
    name: Rich
    text: Rich
    at: Span
    fields: Fields


def entries(fields: Fields, key: str) -> tuple[Entry, ...]:
    """Return the things of the list at ``key``: ``- Text`` or ``- {id: …, name: …, text: …}``."""
    found = []
    for number, item in enumerate(fields.list(key), 1):
        name = item.rich("name") or item.rich("heading")
        text = item.rich("text") or item.rich("note")
        found.append(Entry(item.raw("id") or str(number), name, text, item.at(), item))
    return tuple(found)


ENTRY_FIELDS: dict[str, object] = {
    "id": {"$ref": "#/$defs/id"},
    "name": {"$ref": "#/$defs/text", "description": "What it is called"},
    "heading": {"$ref": "#/$defs/text", "description": "The same as name"},
    "text": {"$ref": "#/$defs/text", "description": "A sentence about it"},
    "note": {"$ref": "#/$defs/text", "description": "The same as text"},
}


def entry_list(
    description: str, least: int = 1, most: int = 0, more: dict[str, object] | None = None
) -> dict[str, object]:
    """Return the schema of a list of entries: texts, mappings, or a path such as ``strategy.clusters``."""
    thing = {"type": "object", "properties": {**ENTRY_FIELDS, **(more or {})}, "additionalProperties": False}
    limits: dict[str, object] = {"minItems": least, **({"maxItems": most} if most else {})}
    items = {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/text"}, thing]}, **limits}
    path = {"type": "string", "pattern": r"^[a-z_][\w-]*(\.[\w-]+)*$"}
    return {"anyOf": [items, path], "description": description}


TEXT: dict[str, object] = {"$ref": "#/$defs/text"}


def text_field(description: str) -> dict[str, object]:
    """Return the schema of a text: a string, or one string per language."""
    return {**TEXT, "description": description}
