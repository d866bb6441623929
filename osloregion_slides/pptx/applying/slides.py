"""The slides of the show: added, removed, put in order."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_SLIDE, TYPE_SLIDE, P, R
from osloregion_slides.ooxml.part_names import from_folder
from osloregion_slides.pptx.applying.fragment import new, serialised
from osloregion_slides.pptx.applying.notes import add_notes
from osloregion_slides.pptx.drawing import Drawing
from osloregion_slides.pptx.reading.deck import SECTION_ID, slide_entries
from osloregion_slides.pptx.reading.package import parsed
from osloregion_slides.pptx.reading.text import CLICK, ID
from osloregion_slides.pptx.slide import slide_part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.pptx.applying.edition import Edition
    from osloregion_slides.pptx.applying.layouts import FoundLayouts
    from osloregion_slides.pptx.links import Links
    from osloregion_slides.scene import Deck, Slide

FIRST_SLIDE = 256
_LIST = f"{{{P}}}sldIdLst"
_FOLDER = "ppt/slides/"


def add_slide(
    edition: Edition, deck: Deck, slide: Slide, part: str, layouts: FoundLayouts, links: Links
) -> tuple[Element, bool]:
    """Write a new slide into ``part``; return its entry (not yet in the list), and whether its notes are there."""
    layout = layouts.layout(slide.layout, layouts.part(slide.layout))
    drawing = Drawing(deck.key, layouts.outright(slide, layout), layout, edition.parts, links)
    drawing.relations.relate(REL_LAYOUT, from_folder(layout.part))
    noted = not slide.notes or add_notes(edition, part, slide, drawing.relations)
    edition.parts.add(part, slide_part(deck, drawing), TYPE_SLIDE, drawing.relations)
    written = edition.parts.member(part)
    if written is not None:
        root = parsed(written.read(), part, edition.package.file)
        edition.parts.put(part, serialised(layouts.fonts(layout.part).say(root)))
    main = edition.package.main
    identity = edition.relations(main).relate(REL_SLIDE, part.removeprefix("ppt/"))
    entry = etree.Element(f"{{{P}}}sldId", id=str(_next_id(edition)))
    entry.set(f"{{{R}}}id", identity)
    return entry, noted


def _next_id(edition: Edition) -> int:
    """Return a slide id above all that the deck has, those being removed too: an id is never used again."""
    root = edition.root(edition.package.main)
    used = [whole(entry.get("id")) for entry in root.iter(f"{{{P}}}sldId")]
    number = max([FIRST_SLIDE - 1, edition.last_slide_id, *used]) + 1
    edition.last_slide_id = number
    return number


def free_slide_part(edition: Edition, taken: Iterable[str]) -> str:
    """Return a name for a new slide's part."""
    used = {*edition.parts.names(), *taken}
    number = len([name for name in used if name.startswith(_FOLDER) and name.endswith(".xml")]) + 1
    while f"{_FOLDER}slide{number}.xml" in used:
        number += 1
    return f"{_FOLDER}slide{number}.xml"


def remove_slide(edition: Edition, part: str) -> None:
    """Take a slide out of the show with all jumps to it; its parts go when nothing leads to them any more."""
    main = edition.package.main
    for entry, found in slide_entries(edition.package):
        if found == part:
            edition.root(main)
            identity = entry.get(f"{{{R}}}id")
            number = entry.get("id")
            entry.getparent().remove(entry)
            edition.relations(main).drop(identity)
            _forget(edition.root(main), number, identity)
            break
    for _, other in slide_entries(edition.package):
        jumps = [one.id for one in edition.package.relations(other).values() if one.target == part]
        if jumps:
            _drop_jumps(edition, other, jumps)


def _forget(root: Element, number: str, identity: str) -> None:
    """Take a slide out of sections and custom shows."""
    for mention in [one for one in root.iter(SECTION_ID) if one.get("id") == number]:
        mention.getparent().remove(mention)
    for mention in [one for one in root.iter(f"{{{P}}}sld") if one.get(ID) == identity]:
        mention.getparent().remove(mention)


def _drop_jumps(edition: Edition, part: str, identities: Sequence[str]) -> None:
    root = edition.root(part)
    hover = CLICK.replace("Click", "Hover")
    for tag in (CLICK, hover, CLICK.replace("Click", "MouseOver")):
        for jump in [one for one in root.iter(tag) if one.get(ID) in identities]:
            jump.getparent().remove(jump)
    for identity in identities:
        edition.relations(part).drop(identity)


def order_slides(edition: Edition, entries: Mapping[str, Element], order: Sequence[str]) -> None:
    """Put the slides in this order (keys); slides that it does not name stay behind those they stand behind."""
    root = edition.root(edition.package.main)
    holder = root.find(_LIST)
    if holder is None:
        holder = new(root, _LIST)
    wanted = [entries[key] for key in order if key in entries]
    followers: dict[object, list[Element]] = {}
    last: object = None
    named = set(wanted)
    for entry in list(holder):
        if entry in named:
            last = entry
        else:
            followers.setdefault(last, []).append(entry)
    for entry in list(holder):
        holder.remove(entry)
    holder.extend(followers.get(None, []))
    for entry in wanted:
        holder.append(entry)
        holder.extend(followers.get(entry, []))


def sweep(edition: Edition) -> None:
    """Take away the parts that something led to before the edit and nothing leads to now."""
    if edition.dropped:
        for part in sorted(_reachable(edition.found_targets) - _reachable(edition.targets)):
            edition.remove(part)


def _reachable(targets: Callable[[str], list[str]]) -> set[str]:
    """Return the parts that the package's relations lead to."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        for target in targets(waiting.pop()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
