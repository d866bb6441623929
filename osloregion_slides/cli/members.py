"""``osloregion-slides members``: who is a member on a date, and of whom no source says so by name."""

from __future__ import annotations

import os

from osloregion_slides.base.findings import Finding
from osloregion_slides.cli.output import print_findings, unnamed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from osloregion_slides.registry.values import Registry

OUTLINE = os.path.join("decks", "osloregionen.yaml")


def members_command(options: argparse.Namespace) -> int:
    """List who is a member on a date; what is not known is said."""
    from osloregion_slides.registry.listing import members_json, members_table, unconfirmed_table

    registry, findings = _registry(options)
    print_findings(findings, "text")
    if any(finding.severity == "error" for finding in findings):
        return 1
    snapshot = registry.as_of(options.as_of)
    if options.format == "json":
        import json

        print(json.dumps(members_json(snapshot, options.unconfirmed), ensure_ascii=False, indent=2))
    else:
        listing = unconfirmed_table if options.unconfirmed else members_table
        print(listing(snapshot, options.language or "nb"), end="")
    return 0


def add_verb(
    verb: Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser], date: Callable[[str], str]
) -> None:
    """Add ``members`` to the command; ``date`` reads a date of the command line."""
    members = verb("members", members_command)
    members.add_argument(
        "registry", nargs="?", help="a CSV, YAML or XLSX file (default: that of the outline in decks/)"
    )
    members.add_argument("--as-of", required=True, type=date, metavar="DATE", help="such as 2008-01-01")
    members.add_argument("--sheet", default="", help="the sheet of a workbook")
    members.add_argument("--range", default="", metavar="CELLS", help="the cells of a sheet, such as B2:M90")
    members.add_argument("--unconfirmed", action="store_true", help="only those that no source names, and why")
    members.add_argument("--language", default="", metavar="CODE", help="nb (default) or en")
    members.add_argument("--format", choices=("text", "json"), default="text")


def _registry(options: argparse.Namespace) -> tuple[Registry, tuple[Finding, ...]]:
    """The registry that is named, else the outline's in this folder, else the one that comes with the package."""
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
