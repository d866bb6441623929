"""The verbs ``outline``, ``members``, ``why``, ``schema``: an outline as built, its facts, the language."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, as_dict, in_language
from osloregion_slides.base.messages import phrase
from osloregion_slides.cli.output import (
    add_format,
    add_variant,
    date,
    has_errors,
    print_findings,
    print_json,
    print_words,
    unnamed,
    variant_of,
)

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.cli.output import Verb
    from osloregion_slides.registry.values import Registry

OUTLINE = os.path.join("decks", "osloregionen.yaml")


def outline_command(options: argparse.Namespace) -> int:
    """Print the outline that results for a variant."""
    from osloregion_slides.checks.translations import check_translations
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.dump import dump
    from osloregion_slides.outline.translations import strictly

    outline = load(options.outline, **variant_of(options))
    findings = (*outline.findings, *check_translations(outline, outline.language))
    findings = strictly(findings) if options.strict else findings
    text = dump(outline.fields.node)
    if options.format == "json":
        found = [as_dict(in_language(one, options.lang)) for one in findings]
        print_json({"outline": text, "findings": found})
    else:
        print_findings(findings, options)
        print(text, end="")
    return has_errors(findings)


def schema_command(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the outline language, or of what the verbs print with --format json."""
    from osloregion_slides.drafting import read_schema, schema_with_plugins

    if options.output:
        from osloregion_slides.base import resources

        with open(resources.path("assets", "schema", "output.schema.json"), encoding="utf-8") as file:
            print(file.read(), end="")
        return 0
    schema, findings = schema_with_plugins() if options.plugins else (read_schema(), ())
    print_findings(findings, options, "text")
    print_json(schema)
    return has_errors(findings)


def why_command(options: argparse.Namespace) -> int:
    """Say where a text or number on a slide comes from: file and cell, date, source, confidence."""
    from osloregion_slides.service_facts import why

    found = why(options.target, options.slide, options.text, **variant_of(options))
    if options.format == "json":
        rows = [{**{name: getattr(one, name) for name in one.__fields__}, "at": str(one.at)} for one in found]
        print_json(rows)
    else:
        for one in found:
            print(one)
        print_words(options, phrase("places", text=options.text, slide=options.slide, count=len(found)))
    return int(not found)


def members_command(options: argparse.Namespace) -> int:
    """List who is a member on a date, and what is not known."""
    from osloregion_slides.registry.listing import members_json, members_table, unconfirmed_table

    registry, findings = _registry(options)
    print_findings(findings, options, "text")
    if has_errors(findings):
        return 1
    snapshot = registry.as_of(options.as_of)
    if options.format == "json":
        print_json(members_json(snapshot, options.unconfirmed))
    else:
        listing = unconfirmed_table if options.unconfirmed else members_table
        print(listing(snapshot, options.language or "nb"), end="")
    return 0


def _registry(options: argparse.Namespace) -> tuple[Registry, tuple[Finding, ...]]:
    """Return the named registry, else that of the outline in this folder, else the one of the package."""
    from osloregion_slides.base import resources
    from osloregion_slides.registry.load import load_registry

    if options.registry:
        return load_registry(options.registry, options.sheet, options.range)
    named = _of_outline() if os.path.isfile(OUTLINE) else None
    return load_registry(*(named or (resources.path("decks", "data", "members.csv"), options.sheet, options.range)))


def _of_outline() -> tuple[str, str, str] | None:
    from osloregion_slides.outline.nodes import Mapping
    from osloregion_slides.outline.read import read_file
    from osloregion_slides.outline.workspace import Workspace, located, reference

    tree, _ = read_file(unnamed(OUTLINE))
    named = reference(tree.get("members")) if isinstance(tree, Mapping) else None
    if named is None:
        return None
    path = located(named, Workspace(OUTLINE))
    return None if isinstance(path, Finding) else (path, named.sheet, named.range)


def add_verbs(verb: Verb) -> None:
    """Add the verbs."""
    outline = verb("outline", outline_command)
    outline.add_argument("outline", metavar="OUTLINE", help="a .yaml file")
    outline.add_argument("--strict", action="store_true", help="a missing or stale translation is an error")
    add_variant(outline)
    add_format(outline)
    members = verb("members", members_command)
    members.add_argument(
        "registry",
        nargs="?",
        metavar="REGISTRY",
        help="a CSV, YAML or XLSX file (default: that of the outline in decks/)",
    )
    members.add_argument("--as-of", required=True, type=date, metavar="DATE", help="such as 2008-01-01")
    members.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
    members.add_argument("--range", default="", metavar="CELLS", help="the cells of a sheet, such as B2:M90")
    members.add_argument("--unconfirmed", action="store_true", help="only those that no source names, and why")
    members.add_argument("--language", default="", metavar="CODE", help="nb (default) or en")
    members.add_argument("--format", choices=("text", "json"), default="text", help="how they are listed")
    why = verb("why", why_command)
    why.add_argument("target", metavar="DECK", help="a .pptx that names its outline, or an outline")
    why.add_argument("slide", metavar="SLIDE", help="the id of a slide, or its number in the outline")
    why.add_argument("text", metavar="TEXT", help="a number or text as the slide shows it")
    add_variant(why)
    add_format(why, ("text", "json"))
    schema = verb("schema", schema_command)
    schema.add_argument("--output", action="store_true", help="that of the documents of --format json, by verb")
    schema.add_argument("--plugins", action="store_true", help="with the kinds of installed plug-ins")
