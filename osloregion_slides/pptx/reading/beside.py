"""Content of an existing slide that no slide type can express, and the pictures that it shows."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import short, term
from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.ooxml.names import REL_CHART, REL_IMAGE, REL_LINK, REL_NOTES, A, C, P
from osloregion_slides.pptx.reading.deck import Package, notes_body
from osloregion_slides.pptx.reading.text import FLD, P_, RPR, TextReader, level_of, plain_paragraphs
from osloregion_slides.update.deck_state import SlideState, link

if TYPE_CHECKING:
    from collections.abc import Iterable

_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
_PLAIN = ("0", "false", "off", "none", "noStrike")
"""Values that leave text unformatted."""
_OF_CHARTS = tuple([f"{{{C}}}{name}" for name in ("title", "multiLvlStrCache", "ser", "scaling")])
_FORMATTING = ("b", "i", "u", "strike", "baseline", "cap", "sz")
"""Attributes of runs that count as formatting in notes."""


def _lost_of_charts(package: Package, slide: SlideState) -> tuple[Phrase, ...]:
    """Return descriptions of content of a slide's charts that no slide type can express."""
    found: list[Phrase] = []
    parts = package.all_related(slide.locator.part, REL_CHART) if slide.locator else ()
    for root in [package.root(part) for part in parts]:
        by_name = grouped([(one.tag.rpartition("}")[2], one) for one in root.iter(*_OF_CHARTS)])
        if any(["".join(title.itertext()).strip() for title in by_name.get("title", ())]):
            found.append(term("the titles of a chart and of its axes"))
        if any([len(one.findall(f"{{{C}}}lvl")) > 1 for one in by_name.get("multiLvlStrCache", ())]):
            found.append(term("the groups of a chart's categories"))
        if any([one.find(f"{{{C}}}spPr/{{{A}}}noFill") is not None for one in by_name.get("ser", ())]):  # waterfall
            found.append(term("a series that is not drawn"))
        scales = by_name.get("scaling", [])
        ends = [
            one
            for name in ("min", "max")
            for one in [each.find(f"{{{C}}}{name}") for each in scales]
            if one is not None
        ]
        if any([one.tag != f"{{{C}}}min" or one.get("val") != "0" for one in ends]):  # builds start bars at 0 anyway
            found.append(term("the range of a chart's axis"))
    return tuple(dict.fromkeys(found))


def lost_beside(package: Package, slide: SlideState) -> tuple[Phrase, ...]:
    """Return descriptions of content that no slide type can express: picture fills, comments, transitions, animations.

    That includes the content of its charts besides their data.
    """
    part = slide.locator.part if slide.locator else ""
    texts = [text for item in slide.items for text in item.texts]
    carried = {item.image for item in slide.items}
    carried |= {item.link for item in slide.items}
    carried |= {run.link for words in texts for paragraph in words for run in paragraph.runs}
    found = [*_lost_of_charts(package, slide)]
    for one in package.relations(part).values() if part else ():
        if one.type == REL_IMAGE and not one.external and one.target in package:
            if package.digest(one.target) not in carried:
                is_drawing = one.target.lower().endswith(".svg")
                found.append(term("an SVG drawing" if is_drawing else "a picture that fills something"))
        elif one.type == REL_LINK and one.external and link(one.target) not in carried:
            found.append(term("a link that no text shows"))
    found += _lost_of_notes(package, part)
    found += [phrase(f"beyond-{word}") for word in slide.beyond if word in ("comments", "controls")]
    moves = {line.partition(" ")[0] for line in slide.look.split("\n")}
    found += [phrase("beyond-transition")] * bool(moves & {"transition", "advances"})
    found += [phrase("beyond-animation")] * bool(moves & {"effect", "animated"})
    return tuple(dict.fromkeys(found))


def _lost_of_notes(package: Package, slide: str) -> list[Phrase]:
    """Return descriptions of formatting and links in the notes, which are plain text in an outline."""
    part = package.related(slide, REL_NOTES) if slide else ""
    body = notes_body(package.root(part)) if part else None
    beside = [
        term("a text of the notes page outside the notes: “{text}”", text=one) for one in _outside_notes(package, part)
    ]
    if body is None:
        return beside
    texts = TextReader(package.relations(part))
    properties = list(body.iter(RPR))
    looks = [one for one in properties if len(one) or any([one.get(name, "0") not in _PLAIN for name in _FORMATTING])]
    is_plain = not (looks or any(map(level_of, body.iter(P_))) or next(body.iter(FLD), None) is not None)
    found = [] if is_plain else [term("the look of letters and lists in the notes")]
    links = dict.fromkeys([address for one in properties if (address := texts.link(one))])
    found += beside
    return [*found, *[term("a link of the notes: “{text}”", text=address) for address in links]]


def _outside_notes(package: Package, part: str) -> list[str]:
    """Return the texts on a notes page outside its placeholders (body, header, footer)."""
    shapes = package.root(part).iter(f"{{{P}}}sp") if part else ()
    bodies = [shape.find(f"{{{P}}}txBody") for shape in shapes if shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph") is None]
    return [text for body in bodies if (text := short(" ".join(" ".join(plain_paragraphs(body)).split())))]


def pictures_of(package: Package, slides: Iterable[SlideState]) -> dict[str, tuple[str, bytes]]:
    """Return the pictures that slides show, by digest: a file name and the bytes."""
    wanted = {item.image for slide in slides for item in slide.items if item.image}
    found: dict[str, tuple[str, bytes]] = {}
    for part in sorted(package.members):
        if "/media/" not in part or (digest := package.digest(part)) not in wanted:
            continue
        data = package.data(part)
        suffix = next((suffix for begin, suffix in _PICTURES.items() if data.startswith(begin)), "")
        if suffix:
            stem = os.path.splitext(os.path.basename(part))[0]
            name = f"pictures/{stem}{suffix}"
            if name in [file for file, _ in found.values()]:  # image1.jpg and image1.jpeg
                name = f"pictures/{stem}-{len(found)}{suffix}"
            found.setdefault(digest, (name, data))
    return found
