"""Internal information in a deck, to review before it is published (``check --for outside``).

Speaker notes, comments, hidden slides, authors, local paths, the update data with its facts,
unfilled fields, and unconfirmed facts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, InvalidInput, finding
from osloregion_slides.checks.package import Opc
from osloregion_slides.checks.pages import Page, on, pages, quoted
from osloregion_slides.ooxml.names import REL_APP, REL_CORE, REL_NOTES, A, P, local
from osloregion_slides.pptx.base_part import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.outline.stated import Facts

_PATH = re.compile(
    r"file:/+[^\s<>\"|]+|(?<![\w/])[A-Za-z]:[\\/][^\s<>\"|*?]+|\\\\[\w.-]+\\[^\s<>\"|*?]+|/(?:Users|home)/[^\s<>\"|]+"
)
"""Windows paths, UNC names, POSIX home folders, and ``file:`` addresses (RFC 8089)."""
_BLANK = re.compile(r"\s*\[[^][]{1,60}\]\s*")
_PEOPLE = ("creator", "lastModifiedBy", "manager", "company")
"""Properties with authors of a file (ECMA-376 Part 2, 11.1 and Part 1, 22.2)."""
_COMMENTS = ("comments/", "commentauthors", "threadedcomments/", "persons/", "authors.xml")
NAMED = 6


def check_outside(data: bytes) -> tuple[Finding, ...]:
    """Return findings about internal information in a .pptx; () for an unreadable file."""
    try:
        opc = Opc(data)
    except InvalidInput:
        return ()
    opc.drop_invalid()
    slides = pages(opc)
    found = [one for page in slides for one in _slide(opc, page)]
    comments = [part for part in opc.members if part.lower().removeprefix("ppt/").startswith(_COMMENTS)]
    if comments:
        found.append(finding("inside-comment", parts=tuple(comments[:NAMED])))
    found += [*_people(opc), *_paths(opc)]
    if any([NAMESPACE.encode() in opc.data(part) for part in opc.members if part.startswith("customXml/item")]):
        found.append(finding("inside-base"))
    return tuple(dict.fromkeys(found))


def unconfirmed(facts: Facts) -> tuple[Finding, ...]:
    """Return the finding about unconfirmed facts: members without a start date, and lower verification statuses."""
    names = [
        fields.get("name") or path.partition("/")[2] or path
        for path, fields in facts.items()
        if fields.get("confidence", "confirmed") not in ("confirmed", "bekreftet")
        or (path.startswith("members/") and "from" not in fields)
    ]
    if not names:
        return ()
    more = max(0, len(names) - NAMED)
    return (finding("inside-unconfirmed", count=len(names), names=tuple(names[:NAMED]), more=more or ""),)


def _slide(opc: Opc, page: Page) -> Iterator[Finding]:
    if page.root.get("show") in ("0", "false"):
        yield on(page, None, "inside-hidden")
    for part in opc.all_related(page.part, REL_NOTES):
        text = " ".join(_body(opc.root(part)))
        if text.strip():
            yield on(page, None, "inside-notes", text=quoted(text))
    for item in page.items:
        if item.text and _BLANK.fullmatch(item.text):
            yield on(page, item, "inside-blank", text=quoted(item.text))


def _body(root: Element | None) -> Iterator[str]:
    """Yield the texts of the notes, without slide number, date, header and footer."""
    for shape in root.iter(f"{{{P}}}sp") if root is not None else ():
        mark = shape.find(f".//{{{P}}}nvPr/{{{P}}}ph")
        if mark is None or mark.get("type") not in ("sldNum", "dt", "hdr", "ftr", "sldImg"):
            yield "".join([run.text or "" for run in shape.iter(f"{{{A}}}t")])


def _people(opc: Opc) -> Iterator[Finding]:
    for kind in (REL_CORE, REL_APP):
        root = opc.root(opc.related("", kind))
        for element in root if root is not None else ():
            name = next((one for one in _PEOPLE if one.lower() == local(element).lower()), "")
            if name and (element.text or "").strip():
                yield finding("inside-author", what=name, text=quoted(element.text))


def _paths(opc: Opc) -> Iterator[Finding]:
    for part in opc.members:
        if not part.endswith((".xml", ".rels")) or part.startswith("customXml/"):
            continue
        root = opc.root(part)
        for element in root.iter() if root is not None else ():
            for text in (*element.attrib.values(), element.text or ""):
                found = _PATH.search(text)
                if found:
                    yield finding("inside-path", part=part, path=found[0][:80])
