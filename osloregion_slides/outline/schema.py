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
    columns = listed({"type": "string"}, "Which columns to show, in this order; without it all", least=1)
    about = "A table in a file: {file: data/tall.xlsx, sheet: Budsjett, range: B2:E9}"
    return {
        "table": {
            "title": "a file, with the place in a workbook",
            **mapping({**place_properties(), "columns": columns}, "file", description=about),
        },
        "file": {
            "title": "a file",
            "description": "A file, relative to this one or to the folder that holds decks/; with / between folders",
            "type": "string",
            "pattern": r"\S",
        },
    }


def place_properties() -> Schema:
    """Return the properties that locate a table."""
    return {
        "file": {**_FILE, "description": "A CSV, XLSX, ODS, JSON, JSON-stat or YAML file"},
        "sheet": string("The sheet of a workbook; without it the first that has rows"),
        "range": string("The cells, headings first: B2:E9, B:E, a name or a table of the workbook"),
        "hidden": flag("Read hidden sheets, rows and columns of the workbook too"),
        "max_age": {
            "type": "integer",
            "minimum": 1,
            "description": "Days that a snapshot may be older than the deck's date",
        },
        "markup": flag("Read **bold**, [links](…) and {{ expressions }} in cells"),
    }


def file_blocks() -> Schema:
    """Return the blocks of an outline that refer to files."""
    return {
        "members": {
            "title": "a file",
            "description": "The dated registry of members, in a file of any of these kinds",
            "anyOf": _FILE_OR_TABLE,
        },
        "population": {
            "title": "a file",
            "description": "Inhabitants by municipality, a column a date; {{ population.inhabitants | number }}",
            "anyOf": _FILE_OR_TABLE,
        },
        "member": {
            "type": "object",
            "description": "The municipality that the deck is for; builds.yaml fills it in with for_each: members",
        },
        "row": {
            "type": "object",
            "description": "The row that the deck is for; builds.yaml fills it in with `for_each: data.projects`",
        },
        "data": {
            "type": "object",
            "additionalProperties": {
                "title": "a file, or a list of things",
                "anyOf": [*_FILE_OR_TABLE, listed({"type": "object"})],
            },
            "description": "Tables by name, from files: `items: data.projects`, `table: data.budget`, {{ data.… }}",
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
    own = {"id": ref("id"), "name": ref("text", "What it is called"), **dates(), **properties}
    return {"type": "object", "properties": own, "required": required}


def _definitions() -> Schema:

    return {
        "text": text_schema(),
        "texts": {
            "title": "a list of texts",
            "description": "Texts, such a list by language, or a path to one (`alliance.reasons`)",
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
            "description": "A text, or a text with a list under it",
            "anyOf": [
                ref("text"),
                mapping({"text": ref("text"), "items": listed(ref("bullet"), "The next level")}, "text"),
            ],
        },
        "path": {
            "title": "a path",
            "description": "Where a list stands, without braces: `strategy.clusters`, `data.budget | top('kr', 5)`",
            "type": "string",
            "pattern": PATH,
        },
        "id": {
            "title": "an id",
            "description": "Small letters, digits, hyphens, 100 at most; never change it: edited decks are found by it",
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
        "start": _moment("The first day"),
        "end": _moment("The last day"),
        "evidence": string("Who says so, for those who check the facts"),
        "confidence": choice(("confirmed", "high", "medium", "low"), "How sure it is"),
        **file_definitions(),
    }


SINCE: Schema = {
    "title": "a date, or a deck",
    "type": "string",
    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$|\.pptx$",
    "description": "Add a slide that says what is new since that date, or since that deck was built",
}


FIT: Schema = {
    "enum": ["readable", "best"],
    "description": "best: build what has no room at a readable size too, with a warning at each place",
}
SOURCES: Schema = {"enum": ["notes"], "description": "notes: the speaker notes say where the slide's numbers come from"}


_OWN_LANGUAGE = "^(?!all$)[a-z]{2,3}(-[A-Z]{2})?$"
"""The code of an outline's language; ``all`` is reserved for texts that are the same in every language."""
_CODE: Schema = {"title": "a language", "type": "string", "pattern": _OWN_LANGUAGE}
_OWN: Schema = {**_CODE, "description": "Its code, such as nb or en-GB: texts that name no language are in it"}
_OWNS = listed(
    {**_CODE, "description": "Such as nb or en"},
    "The languages of this outline; a mapping with these keys is a text",
    least=1,
)
_ALSO: Schema = {**_OWNS, "description": "Further languages that texts may have; demanded only of a deck in one"}


def _blocks() -> Schema:
    return {
        "deck": ref("id", "Names the file, and seeds the identities of the slides"),
        "title": ref("text", "The title of the deck"),
        "language": _OWN,
        "languages": _OWNS,
        "also": _ALSO,
        "as_of": ref("date", "The date on which dated facts are read"),
        "since": SINCE,
        "fit": FIT,
        "sources": SOURCES,
        "brand": {
            "title": "a text",
            "type": "string",
            "pattern": r"\S",
            "description": "A folder of templates/, a .pptx or a .potx",
        },
        "meeting": {
            "type": "object",
            "properties": {
                "title": ref("text", "What the meeting is called; [in brackets] it is a blank to fill"),
                "place": name_schema("Where it is held"),
                "date": ref("text", "When it is held: a date, or in words"),
                "speaker": name_schema("Who speaks; empty where nobody is named"),
                **place_properties(),
            },
            "description": "What changes from meeting to meeting; --set meeting.title=… on the command line",
        },
        "alliance": {
            "type": "object",
            "properties": {
                "name": name_schema("What it is called"),
                "website": string("Its address on the web"),
                "founded": ref("date", "When it was founded"),
                "description": ref("text", "What it is, in one line"),
                "purpose": ref("text", "What it is, in a sentence or two"),
                "goal": ref("text", "What it wants to reach"),
                "focus_areas": _things(_thing({}, ["id", "name"]), "What it works with"),
            },
            "description": "Facts about the alliance, for slides and {{ expressions }}; add your own",
        },
        **file_blocks(),
        "organisation": _things(ref("body"), "The bodies of the alliance and who they report to"),
        "strategy": {
            "type": "object",
            "properties": {
                "clusters": _things(_thing({}, ["id", "name"]), "Clusters of industry"),
                "projects": _things(_thing({}, ["id", "name"]), "What is being done, with from and to"),
            },
            "description": "Facts about the strategy, for slides and {{ expressions }}; add your own",
        },
    }


def _body() -> Schema:
    properties: Schema = {
        "group": string("`political`, `administrative` or a group of your own"),
        "reports_to": {"anyOf": [ref("id"), {"type": "null"}], "description": "The id of the body above it"},
        "note": ref("text", "A few words under its name"),
    }
    return {**_thing(properties, ["id", "name"]), "description": "A body of the organisation"}


def _common() -> Schema:
    """Return the properties of slides of every kind."""
    slug_or_slugs = {"anyOf": [ref("id"), listed(ref("id"))]}
    return {
        "id": ref("id"),
        "title": ref("text", "The slide's title: no two are alike"),
        "kicker": ref("text", "A few words over the title"),
        "notes": ref("text", "What the speaker wants to remember"),
        "hidden": flag("Keep the slide, do not show it"),
        "minutes": {
            "type": "number",
            "minimum": 0,
            "maximum": 600,
            "description": "How long the speaker plans to show it, for the presenter's window",
        },
        "reveal": choice(
            ("click",), "Show the things of the slide's list one by one; an update leaves a deck's animations alone"
        ),
        "transition": choice(("fade",), "How the slide comes on; without it, it stands there at once"),
        "source": ref("text", "Where the facts come from; open data licences ask for it (© Kartverket)"),
        "footnotes": listed(
            ref("text"), "Lines at the foot, numbered: write ^1^ in the text where the first one belongs", 1, 6
        ),
        "section": ref("text", "The section of the presentation that begins with this slide"),
        "layout": string("A layout of the template, by role or by name"),
        **{key: dates()[key] for key in ("from", "to")},
        "freeze": flag("Updates leave this slide of an edited deck alone"),
        "ignore": listed({"type": "string"}, "What updates leave alone: box, text"),
        "moved": {**slug_or_slugs, "description": "The ids this slide had before"},
        "off": by_name({"type": "string"}, "Checks that do not apply to this slide, each with the reason"),
    }


def _patch() -> Schema:
    """Return the schema of a slide in an audience: changes to the slide with this id, or a new slide."""
    orders = {
        "remove": flag("Leave this slide out"),
        "after": ref("id", "The id of the slide to stand behind"),
        "before": ref("id", "The id of the slide to stand in front of"),
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
        "title": "a kind of slide",
        "description": "What kind of slide this is",
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
        "description": schema.get("description", f"A slide of kind {name}"),
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
    overlay: Schema = {**blocks, "slides": listed(ref("patch"), "Slides to change, to leave out, to add")}
    audience = {key: value for key, value in overlay.items() if key != "deck"}
    whole: Schema = {
        **blocks,
        "audiences": {
            "type": "object",
            "patternProperties": {SLUG: ref("audience")},  # part of deck names, so never a path
            "additionalProperties": False,
            "description": "Overlays by name: small letters, digits and hyphens",
        },
        "slides": listed(ref("slide"), "The slides, in order", least=1),
    }
    extends = ref("file", "The outline that this one lays itself over")
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
