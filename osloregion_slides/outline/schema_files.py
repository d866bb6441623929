"""The part of the outline language's schema that names files: members, inhabitants, tables and their places."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Schema = dict[str, object]

_FILE: Schema = {"$ref": "#/$defs/file"}
_FILE_OR_TABLE: list[Schema] = [_FILE, {"$ref": "#/$defs/table"}]


def file_definitions() -> Schema:
    """Return the definitions of a file's name and of a table's place."""
    names = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    columns = {**names, "description": "Which columns to show, in this order; without it all"}
    return {
        "table": {
            "title": "a file, with the place in a workbook",
            "description": "A table in a file: {file: data/tall.xlsx, sheet: Budsjett, range: B2:E9}",
            "type": "object",
            "properties": {**place_properties(), "columns": columns},
            "required": ["file"],
            "additionalProperties": False,
        },
        "file": {
            "title": "a file",
            "description": "A file, relative to this one or to the folder that holds decks/; with / between folders",
            "type": "string",
            "pattern": r"\S",
        },
    }


def place_properties() -> Schema:
    """Return where a table lies, as properties of a mapping."""
    return {
        "file": {**_FILE, "description": "A CSV, XLSX or YAML file"},
        "sheet": {"type": "string", "description": "The sheet of a workbook; without it the first that has rows"},
        "range": {"type": "string", "description": "The cells of the sheet, headings first: B2:E9, B:E, or a name"},
        "hidden": {"type": "boolean", "description": "Read hidden sheets, rows and columns of the workbook too"},
        "markup": {"type": "boolean", "description": "Read **bold**, [links](…) and {{ expressions }} in cells"},
    }


def file_blocks() -> Schema:
    """Return the blocks of an outline that are files."""
    return {
        "members": {
            "title": "a file",
            "description": "The dated registry of members: CSV, XLSX or YAML",
            "anyOf": _FILE_OR_TABLE,
        },
        "population": {
            "title": "a file",
            "description": "Inhabitants by municipality, a column a date; {{ population.inhabitants | number }}",
            "anyOf": _FILE_OR_TABLE,
        },
        "data": {
            "type": "object",
            "additionalProperties": {
                "title": "a file, or a list of things",
                "anyOf": [*_FILE_OR_TABLE, {"type": "array", "items": {"type": "object"}}],
            },
            "description": "Tables by name, from files: `items: data.projects`, `table: data.budget`, {{ data.… }}",
        },
    }
