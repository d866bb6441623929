"""What people do to objects and slides that no build writes, in words: rotation, effects, animation, transitions …

An update does not compare these. They are named all the same, because an object that has any of them is not as it was
made. Every word stands for markup that the writer never makes and that LibreOffice 7.4.7 does not add when it saves
an unedited deck (``tests/update/test_beyond.py``).
"""

from __future__ import annotations

import re

from lxml import etree

from osloregion_slides.ooxml.names import P14, REL_WORKBOOK, P, R
from osloregion_slides.pptx.looks import chart_look, layout_look, look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.pptx.reading.deck import Package

_OBJECT = (
    ("text-direction", r'<a:bodyPr[^>]* (?:rot="(?!0")|vert="(?!horz))'),
    ("text-columns", r'<a:bodyPr[^>]* numCol="(?!1")'),
    ("effects", r"<a:(?:outerShdw|innerShdw|prstShdw|glow|reflection|softEdge|blur|fillOverlay)\b"),
    ("three-d", r"<a:(?:sp3d|scene3d)\b"),
    ("picture-effects", r"<a:(?:duotone|clrChange|grayscl|biLevel|alphaModFix)\b|<a:lum (?:bright|contrast)|<a14:img"),
    ("underlining", r'<a:rPr[^>]* u="(?!none)'),
    ("strikethrough", r'<a:rPr[^>]* strike="(?!noStrike)'),
    ("capitals", r'<a:rPr[^>]* cap="(?!none)'),
    ("superscript", r'<a:rPr[^>]* baseline="(?!0)'),
    ("highlighting", r"<a:highlight\b"),
    ("outlined-text", r"<a:rPr[^>]*><a:ln\b(?![^>]*>\s*<a:noFill)"),
    ("tab-stops", r'<a:tab\b[^>]* pos="(?!0")'),
    ("action", r'<a:hlink(?:Hover|MouseOver)\b|<a:snd\b| action="(?!"|ppaction://hlinksldjump)'),
    ("hidden", r'<p:cNvPr[^>]* hidden="1'),
    ("locked", r'<a:\w+Locks[^>]* no(?:Move|Select|Resize|Rot|Crop|AdjustHandles|EditPoints|TextEdit|Ungrp)="1'),
    ("media", r"<a:(?:videoFile|audioFile|quickTimeFile|wavAudioFile)\b|<p14:media\b"),
    ("add-in", r"<p:custDataLst\b"),
)
_WORDS = re.compile("|".join([f"({pattern})" for _, pattern in _OBJECT]))
_RELATED = {
    "comments": "comments",
    "tags": "add-in",
    "activeXControlBinary": "controls",
    "control": "controls",
}
_TIMING, _TARGETS = f"{{{P}}}timing", (f"{{{P}}}spTgt", f"{{{P}}}sldTgt", f"{{{P}}}inkTgt", f"{{{P}}}sndTgt")
_KNOWN = frozenset(
    (
        "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}",
        "{3A86A75C-4F4B-4683-9AE1-C65F6400EC91}",
        "{6950BFC3-D8DA-4A85-94F7-54DA5524770B}",
    )
)
"""Extensions of a slide that say nothing: creation id, laser traces, and that of comments, whose part counts."""


def markup_of(element: Element, kind: str) -> str:
    """Return an object's markup; of a group its head only."""
    parts = element[:2] if kind == "grpSp" else (element,)
    return "".join([etree.tostring(one, encoding="unicode", with_tail=False) for one in parts])


def item_look(markup: str, package: Package, chart: str) -> str:
    """Return the digest of an object's look; ``chart`` is the part of a chart, "" for any other object.

    A chart that lost its workbook (LibreOffice) has no look of its own.
    """
    if not chart:
        return look(markup)
    books = [one.target for one in package.relations(chart).values() if one.type == REL_WORKBOOK and not one.external]
    if not books or books[0] not in package:
        return ""
    return chart_look(markup, package.data(chart).decode("utf-8", "replace"), package.data(books[0]))


def item_beyond(markup: str, animated: bool, native: bool) -> tuple[str, ...]:
    """Return in words what an object has that no build writes.

    Not ``native``: LibreOffice saved it, which writes out capitals that a layout gives, and underlines links.
    """
    found = {match.lastindex for match in _WORDS.finditer(markup)} if _WORDS.search(markup) else set()
    said = [word for place, (word, _) in enumerate(_OBJECT, 1) if place in found]
    if not native:
        said = [word for word in said if word != "capitals" and not (word == "underlining" and "hlinkClick" in markup)]
    return (*said, "animation") if animated else tuple(said)


def animated_shapes(root: Element) -> frozenset[str]:
    """Return the ids of the shapes of a slide that are animated."""
    timing = root.find(_TIMING)
    return frozenset() if timing is None else frozenset([one.get("spid", "") for one in timing.iter(f"{{{P}}}spTgt")])


def slide_beyond(package: Package, part: str, root: Element) -> tuple[str, ...]:
    """Return in words what a slide has beside its objects that no build writes."""
    found = []
    if any([_moves(one) for one in root.iter(f"{{{P}}}transition")]):
        found.append("transition")
    timing = root.find(_TIMING)
    if timing is not None and next(timing.iter(*_TARGETS), None) is not None:
        found.append("animation")
    if root.find(f"{{{P}}}cSld/{{{P}}}bg") is not None:
        found.append("background")
    if root.get("showMasterSp", "1") in ("0", "false"):
        found.append("background-graphics")
    override = root.find(f"{{{P}}}clrMapOvr")
    if override is not None and len(override) and not str(override[0].tag).endswith("}masterClrMapping"):
        found.append("theme-colours")
    for relation in package.relations(part).values():
        word = _RELATED.get(relation.type.rpartition("/")[2])
        if word and word not in found:
            found.append(word)
    extensions = [*root.iterfind(f"{{{P}}}extLst/{{{P}}}ext"), *root.iterfind(f"{{{P}}}cSld/{{{P}}}extLst/{{{P}}}ext")]
    if [one for one in extensions if one.get("uri") not in _KNOWN and next(one.iter(f"{{{P14}}}modId"), None) is None]:
        found.append("extensions")
    return tuple(found)


def _moves(transition: Element) -> bool:
    """Whether a transition has an effect or a time; LibreOffice and PowerPoint write one without either as well."""
    return len(transition) > 0 or transition.get("advTm") is not None or transition.get("advClick") in ("0", "false")


def in_custom_shows(package: Package) -> frozenset[str]:
    """Return the parts of the slides that a custom show of the presentation names."""
    relations = package.relations(package.main)
    entries = package.root(package.main).iterfind(f"{{{P}}}custShowLst/{{{P}}}custShow/{{{P}}}sldLst/{{{P}}}sld")
    named = [relations.get(entry.get(f"{{{R}}}id", "")) for entry in entries]
    return frozenset([one.target for one in named if one is not None])


def layout_of(package: Package, part: str) -> str:
    """Return the digest of a layout by its name, "" where the part cannot be read."""
    holder = package.root(part).find(f"{{{P}}}cSld") if part in package else None
    return layout_look(holder.get("name", "")) if holder is not None else ""
