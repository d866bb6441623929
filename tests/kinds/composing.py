"""Slides for tests: a few lines of YAML in, Scene slides and findings out, on our own brand."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.deck import check_deck
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import read_schema
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Box, Deck, Group

if TYPE_CHECKING:
    from osloregion_slides.scene import Item

HEAD = """\
deck: test
title: Test
language: nb
languages: [nb, en]
as_of: 2008-01-01
alliance: {name: Osloregionen, website: www.osloregionen.no}
"""

MEMBERS = """\
name,number,county,region,from,to,kind,confidence,source
Oslo,0301,Oslo,Oslo,2004-12-17,,municipality,confirmed,test
Asker,0220,Akershus,Vestregionen,2004-12-17,,municipality,confirmed,test
Bærum,0219,Akershus,Vestregionen,2004-12-17,,municipality,confirmed,test
Horten,0701,Vestfold,Nordre Vestfold,2008-01-01,,municipality,confirmed,test
Akershus fylkeskommune,,Akershus,,2004-12-17,,county_council,confirmed,test
"""


def composed(
    slides: str,
    *,
    language: str = "",
    as_of: str = "",
    extra: str = "",
    files: dict[str, str] | None = None,
    brand: str = "osloregionen",
) -> tuple[Deck, tuple[Finding, ...]]:
    """Return the deck of an outline with these slides (YAML, the list's items), and all findings."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"members.csv": MEMBERS, **(files or {})}.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
        path = os.path.join(folder, "test.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(HEAD + extra + "members: members.csv\nslides:\n" + slides)
        outline = load_outline(path, language=language, as_of=as_of, schema=read_schema())
        look = load_brand(brand, folder)
        deck, findings = compose(outline, look)
        if not codes(findings):
            findings += check_deck(deck, look)
        return deck, (*outline.findings, *outline.resolver.findings, *findings)


def slide(kind: str, fields: str, title: str = "Tittel") -> str:
    """Return the YAML of one slide; ``fields`` are its lines without indentation."""
    lines = "".join(f"    {line}\n" for line in fields.strip("\n").split("\n")) if fields else ""
    return f"  - id: {kind}\n    kind: {kind}\n    title: {title}\n{lines}"


def flat(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield every item, groups and what is in them."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from flat(item.children)


def overlap(a: Box, b: Box) -> bool:
    """Return whether two boxes share more than an edge."""
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the codes of the errors."""
    return [finding.code for finding in findings if finding.severity == "error"]
