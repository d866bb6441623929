"""The outline language as one JSON Schema (2020-12), for completion in editors and for checking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.outline.text_schema import (
    LANGUAGE,
    PATH,
    SCALAR,
    SLUG,
    by_name,
    choice,
    dates,
    flag,
    listed,
    mapping,
    ref,
    stale,
    string,
    text_schema,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    Schema = dict[str, object]


# The schema of references to files: members, inhabitants, tables and their ranges.

_FILE: Schema = {"$ref": "#/$defs/file"}
_FILE_OR_TABLE: list[Schema] = [_FILE, {"$ref": "#/$defs/table"}]


def file_definitions() -> Schema:
    """Return the definitions of a file's name and of a table's location."""
    columns = listed({"type": "string"}, "Columns to show, in this order; default: all", least=1)
    about = "A table in a file: {file: data/tall.xlsx, sheet: Budsjett, range: B2:E9}"
    return {
        "table": {
            "title": "a file with a range of a workbook",
            **mapping({**place_properties(), "columns": columns}, "file", description=about),
        },
        "file": {
            "title": "a file",
            "description": "Path relative to this file or to the folder that contains decks/, with / between folders",
            "type": "string",
            "pattern": r"\S",
        },
    }


def place_properties() -> Schema:
    """Return the properties that locate a table."""
    return {
        "file": {**_FILE, "description": "A CSV, XLSX, ODS, JSON, JSON-stat or YAML file"},
        "sheet": string("Sheet of the workbook; default: the first one with rows"),
        "range": string("Cell range, headings first: B2:E9, B:E, a defined name or a table of the workbook"),
        "hidden": flag("Also read hidden sheets, rows and columns of the workbook"),
        "max_age": {
            "type": "integer",
            "minimum": 1,
            "description": "Maximum age of the snapshot on the deck's as-of date, in days; older ones are reported",
        },
        "markup": flag("Interpret **bold**, [links](…) and {{ expressions }} in cells; default: false"),
    }


def file_blocks() -> Schema:
    """Return the blocks of an outline that refer to files."""
    return {
        "members": {
            "title": "a file",
            "description": "The member registry, with dates: a file, or a table in a file",
            "anyOf": _FILE_OR_TABLE,
        },
        "population": {
            "title": "a file",
            "description": "Population by municipality, one column per date; for {{ population.inhabitants | number }}",
            "anyOf": _FILE_OR_TABLE,
        },
        "member": {
            "type": "object",
            "description": "The municipality that the deck is for; set by `for_each: members` in builds.yaml",
        },
        "row": {
            "type": "object",
            "description": "The table row that the deck is for; set by `for_each: data.projects` in builds.yaml",
        },
        "data": {
            "type": "object",
            "additionalProperties": {
                "title": "a file, or a list of mappings",
                "anyOf": [*_FILE_OR_TABLE, listed({"type": "object"})],
            },
            "description": "Tables from files, by name; for `items: data.projects`, `table: data.budget`, {{ data.… }}",
        },
    }


def name_schema(description: str) -> Schema:
    """Return the schema of a text that is a name: a plain string needs no translation."""
    return {**ref("text", description), "x-name": True}


def _moment(description: str) -> Schema:
    return {"type": ["integer", "string", "null"], "description": f"{description}: a year, a month or a day"}


def _things(of: Schema, description: str) -> Schema:
    """Return the schema of a list of things, in the outline or in a file."""
    return {"anyOf": [listed(of, description), ref("table")], "description": description}


def _thing(properties: Schema, required: list[str]) -> Schema:
    """Return the schema of a thing with an id, to which authors may add facts."""
    own = {"id": ref("id"), "name": ref("text", "The name to display"), **dates(), **properties}
    return {"type": "object", "properties": own, "required": required}


def _definitions() -> Schema:

    return {
        "text": text_schema(),
        "texts": {
            "title": "a list of texts",
            "description": "A list of texts, one list per language, or a path to a list (`alliance.reasons`)",
            "anyOf": [
                listed(ref("text")),
                {
                    **mapping({"stale": stale()}),
                    "patternProperties": {LANGUAGE: listed({"type": SCALAR})},
                    "minProperties": 1,
                },
                ref("path"),
            ],
        },
        "bullet": {
            "title": "a text, or a mapping with text and items",
            "description": "A text, or a text with sub-items",
            "anyOf": [
                ref("text"),
                mapping({"text": ref("text"), "items": listed(ref("bullet"), "Items of the next level")}, "text"),
            ],
        },
        "path": {
            "title": "a path",
            "description": "Path to a list, without braces: `strategy.clusters`, `data.budget | top('kr', 5)`",
            "type": "string",
            "pattern": PATH,
        },
        "id": {
            "title": "an id",
            "description": "Lowercase letters, digits and hyphens, 100 at most; do not change it: updates match by id",
            "type": "string",
            "pattern": SLUG,
        },
        "date": {
            "title": "a date",
            "description": "A date: year-month-day, such as 2008-01-01",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "format": "date",
        },
        "start": _moment("First day of the period"),
        "end": _moment("Last day of the period"),
        "evidence": string("Source of the fact, for those who verify it"),
        "confidence": choice(("confirmed", "high", "medium", "low"), "Verification status of the fact"),
        **file_definitions(),
    }


SINCE: Schema = {
    "title": "a date or a deck",
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$|\.pptx$",
    "description": "Add a slide that lists the changes since this date, or since this deck (.pptx) was built",
}


FIT: Schema = {
    "enum": ["readable", "best"],
    "description": "best: build texts that do not fit at a readable size, with a warning each; default: readable",
}
SOURCES: Schema = {
    "enum": ["notes"],
    "description": "notes: list the sources of a slide's numbers in its speaker notes",
}


_OWN_LANGUAGE = "^(?!all$)[a-z]{2,3}(-[A-Z]{2})?$"
"""The code of an outline's language; ``all`` is reserved for texts that are the same in every language."""
_CODE: Schema = {"title": "a language", "type": "string", "pattern": _OWN_LANGUAGE}
_OWN: Schema = {**_CODE, "description": "Language code, such as nb or en-GB, of the texts that state no language"}
_OWNS = listed(
    {**_CODE, "description": "A code such as nb or en"},
    "Languages of the outline; a mapping with these codes as keys is a text",
    least=1,
)
_ALSO: Schema = {**_OWNS, "description": "Further languages of texts; translations are required only for decks in them"}


def _blocks() -> Schema:
    return {
        "deck": ref("id", "Name of the deck, for its file name and its internal slide ids"),
        "title": ref("text", "The title of the deck"),
        "language": _OWN,
        "languages": _OWNS,
        "also": _ALSO,
        "as_of": ref("date", "As-of date: the date on which dated facts are read"),
        "since": SINCE,
        "fit": FIT,
        "sources": SOURCES,
        "brand": {
            "title": "a text",
            "type": "string",
            "pattern": r"\S",
            "description": "The template: a folder in templates/, a .pptx or a .potx",
        },
        "meeting": {
            "type": "object",
            "properties": {
                "title": ref("text", "Title of the meeting; text in [brackets] is an unfilled field"),
                "place": name_schema("Place of the meeting"),
                "date": ref("text", "Date of the meeting, as a date or as text"),
                "speaker": name_schema("Name of the speaker; may be empty"),
                **place_properties(),
            },
            "description": "Details of the meeting; can be set on the command line: --set meeting.title=…",
        },
        "alliance": {
            "type": "object",
            "properties": {
                "name": name_schema("Name of the alliance"),
                "website": string("Web address of the alliance"),
                "founded": ref("date", "Date on which the alliance was founded"),
                "description": ref("text", "Description of the alliance, in one line"),
                "purpose": ref("text", "Description of the alliance, in one or two sentences"),
                "goal": ref("text", "Goal of the alliance"),
                "focus_areas": _things(_thing({}, ["id", "name"]), "Focus areas of the alliance"),
            },
            "description": "Facts about the alliance, for slides and {{ expressions }}; add your own",
        },
        **file_blocks(),
        "organisation": _things(ref("body"), "Bodies of the alliance and their reporting lines"),
        "strategy": {
            "type": "object",
            "properties": {
                "clusters": _things(_thing({}, ["id", "name"]), "Industry clusters"),
                "projects": _things(_thing({}, ["id", "name"]), "Projects with their periods (`from`, `to`)"),
            },
            "description": "Facts about the strategy, for slides and {{ expressions }}; add your own",
        },
    }


def _body() -> Schema:
    properties: Schema = {
        "group": string("`political`, `administrative` or a group of your own"),
        "reports_to": {"anyOf": [ref("id"), {"type": "null"}], "description": "Id of the body that it reports to"},
        "note": ref("text", "Short text below the name"),
    }
    return {**_thing(properties, ["id", "name"]), "description": "A body of the organisation"}


def _common() -> Schema:
    """Return the properties of slides of every kind."""
    slug_or_slugs = {"anyOf": [ref("id"), listed(ref("id"))]}
    return {
        "id": ref("id"),
        "title": ref("text", "Title of the slide, unique in the deck"),
        "kicker": ref("text", "Short text above the title"),
        "notes": ref("text", "Speaker notes"),
        "hidden": flag("Keep the slide in the deck, but skip it in slide shows"),
        "minutes": {
            "type": "number",
            "minimum": 0,
            "maximum": 600,
            "description": "Planned duration in minutes, for the presenter window of HTML decks",
        },
        "reveal": choice(
            ("click",), "click: show the entries of the slide one per click; updates keep the deck's animations"
        ),
        "transition": choice(("fade",), "Slide transition; default: none"),
        "source": ref("text", "Source line at the foot of the slide; open-data licences require one (© Kartverket)"),
        "footnotes": listed(ref("text"), "Numbered footnotes; refer to the first one with ^1^ in a text", 1, 6),
        "section": ref("text", "PowerPoint section that begins with this slide"),
        "layout": string("Layout of the template, by role or by name"),
        **{key: dates()[key] for key in ("from", "to")},
        "freeze": flag("Exclude this slide from updates of the deck"),
        "ignore": listed({"type": "string"}, "Objects or properties that updates skip: `goal`, `goal/box`, `text`"),
        "moved": {**slug_or_slugs, "description": "Former ids of this slide"},
        "off": by_name({"type": "string"}, "Checks to turn off for this slide, each with the reason"),
    }


def _patch() -> Schema:
    """Return the schema of a slide in an audience: changes to the slide with this id, or a new slide."""
    orders = {
        "remove": flag("Remove this slide"),
        "after": ref("id", "Id of the slide after which to place this one"),
        "before": ref("id", "Id of the slide before which to place this one"),
    }
    return {"type": "object", "properties": {**_common(), **orders}, "required": ["id"]}


def slide_schema(kinds: Iterable[str]) -> Schema:
    """Return the schema of a slide, which depends on its kind."""
    names = list(kinds)
    branches = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": ref(f"slide_{kind}"),
        }
        for kind in names
    ]
    kind: Schema = {
        "title": "a slide type",
        "description": "The slide type",
        "enum": names,
        "x-code": "unknown-kind",
    }
    return {"type": "object", "properties": {"kind": kind}, "required": ["id", "kind"], "allOf": branches}


def kind_schema(name: str, schema: Schema) -> Schema:
    """Return the schema of a slide of this kind: its own fields, then those of every slide.

    Editors suggest fields in this order, and messages about unknown fields list the first ones.
    """
    common, own, required = _common(), schema.get("properties"), schema.get("required")
    own = own if isinstance(own, dict) else {}
    first = {"id": common["id"], "kind": {"const": name}, "title": common["title"]}
    return {
        "type": "object",
        "description": schema.get("description", f"A slide of type {name}"),
        "properties": {**first, **own, **{key: value for key, value in common.items() if key not in own}},
        "required": [*(required if isinstance(required, list) else [])],
        "additionalProperties": False,
    }


def outline_schema(kinds: dict[str, Schema]) -> Schema:
    """Return the schema of outlines with these slide types.

    ``kinds`` maps the name of a kind to the schema of its fields, ``{"properties": …, "required": …}``;
    its fields may refer to ``#/$defs/text``, ``texts``, ``bullet``, ``path``, ``id``, ``date`` and ``file``.
    A file with ``extends`` is an overlay: it needs only its changes.
    """
    check: Schema = {"title": "a text", "type": "string", "pattern": r"\S"}
    checks = listed(check, "Checks of installed plug-ins to run on this deck, by name")
    blocks = {**_blocks(), "checks": checks}
    overlay: Schema = {**blocks, "slides": listed(ref("patch"), "Slides to change, remove or add")}
    audience = {key: value for key, value in overlay.items() if key != "deck"}
    whole: Schema = {
        **blocks,
        "audiences": {
            "type": "object",
            "patternProperties": {SLUG: ref("audience")},  # part of deck names, so never a path
            "additionalProperties": False,
            "description": "Overlays by name, in lowercase letters, digits and hyphens",
        },
        "slides": listed(ref("slide"), "The slides, in order", least=1),
    }
    extends = ref("file", "The outline that this overlay extends")
    definitions: Schema = {
        **_definitions(),
        "body": _body(),
        "audience": mapping(audience),
        "patch": _patch(),
        "slide": slide_schema(kinds),
        **{f"slide_{name}": kind_schema(name, kinds[name]) for name in kinds},
        "overlay": mapping({**overlay, "extends": extends, "audiences": whole["audiences"]}),
        "outline": mapping(whole, "deck", "title", "slides"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Outline of a presentation",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": ref("overlay"),
        "else": ref("outline"),
        "$defs": definitions,
    }
