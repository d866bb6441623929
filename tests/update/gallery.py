"""Decks with one slide of the gallery under an id that all of them share, for updates from one to another."""

from __future__ import annotations

import functools
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from osloregion_slides import build
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import Generated, composed, load, owned
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import open_deck
from osloregion_slides.service_update import Found, Planned, apply, plan_found
from tests.update.outlines import DECKS, copied

if TYPE_CHECKING:
    from osloregion_slides.update.differences import Choice

TEXT = (DECKS / "gallery.yaml").read_text(encoding="utf-8")
HEAD, _, SLIDES = TEXT.partition("slides:\n")
SLIDE = "\n  - id: "
GALLERY = {chunk.partition("\n")[0]: chunk.partition("\n")[2].rstrip() for chunk in f"\n{SLIDES}".split(SLIDE)[1:]}
"""The slides of the gallery by id: their keys and values as the outline has them."""
AROUND = (
    "kind: section\n    section: Først\n    title: Før",
    "kind: statement\n    section: Sist\n    title: Etter\n    text: Etter det",
)


class Side(Record):
    """A deck as it is built, and what an update knows of its outline."""

    data: bytes
    ours: Generated


@functools.cache
def side(slide: str, language: str = "nb", brand: str = "") -> Side:
    """Return the deck with a slide (as ``GALLERY`` has it; "" is none) under the id ``s``, between two that stay.

    ``brand`` is another than the gallery's.
    """
    first, last = AROUND
    between = f"  - id: s\n{slide}\n" if slide else ""
    slides = f"  - id: first\n    {first}\n{between}  - id: last\n    {last}\n"
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        path = Path(folder) / "gallery.yaml"
        head = HEAD.replace("language: nb", f"language: {language}")
        head = re.sub("(?m)^brand: .*$", f"brand: {brand}", head) if brand else head
        path.write_text(f"{head}slides:\n{slides}", encoding="utf-8")
        outline = load(str(path))
        deck, made, _ = composed(outline)
        return Side(build(str(path)).data, owned(outline, deck, made))


def without_looks(data: bytes) -> bytes:
    """Return a deck as builds wrote it before they noted how they drew each object."""
    members = dict(read_zip(data))
    name = "customXml/item1.xml"
    members[name] = pack(name, re.sub(rb"<osr:looks>.*</osr:looks>", b"", members[name].read(), flags=re.DOTALL))
    return write_zip(members.values())


def planned(data: bytes, new: Side, choices: Mapping[str, Choice] | None = None) -> Planned:
    """Return the plan of an update of these bytes to another outline."""
    opened = open_deck(data, "deck.pptx")
    return plan_found(Found(data, opened, opened.marks.base, "gallery.yaml"), new.ours, choices=choices or {})


def updated(data: bytes, new: Side, choices: Mapping[str, Choice] | None = None) -> bytes:
    """Return these bytes updated to another outline, on the way that the command takes."""
    return apply(planned(data, new, choices), "deck.pptx").data
