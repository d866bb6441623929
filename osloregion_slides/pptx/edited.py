"""Whether people have worked on a deck: a build that wrote over it would undo that."""

from __future__ import annotations

import json
import os

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.ooxml.zip import BadZip, read_zip, write_zip
from osloregion_slides.pptx.xml import DECLARATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.ooxml.zip import Member

_OURS = b"<Application>osloregion-slides<"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILE = 200 * 1024 * 1024
"""More bytes of a file are not read: no deck that can be read is larger (``ooxml.zip``)."""
_MOST = 64 * 1024 * 1024
"""Parts of XML that say more are not of a deck that we made."""
_WHOLE = 1024 * 1024 * 1024
"""Decks that unpack to more are not read: no build makes one."""
_BEGINS = DECLARATION.encode()
_WRITTEN = ("[Content_Types].xml", "docProps/core.xml", "ppt/slides/slide", "ppt/notesSlides/notesSlide")
"""The parts that every build writes itself; others may come from a stranger's template."""


def deck_there(target: str, force: bool = False) -> bytes | None:
    """Return what lies at a deck's place, None where nothing does, or a folder.

    InvalidInput (``file-in-the-way``) where it cannot be read: it may be somebody's work. With ``force`` that is None.
    """
    try:
        return read_bytes(target, _FILE)
    except OSError as problem:
        if force or not os.path.exists(target) or os.path.isdir(target):
            return None
        raise InvalidInput([_in_the_way(target, (problem.strerror or str(problem)).lower())]) from None


def refuse_hand_work(target: str, data: bytes, found: bytes = b"") -> None:
    """InvalidInput where writing ``data`` to ``target`` would undo what people did to the file that is there.

    ``found`` is a state of the file that may be replaced whatever is in it: what an update read.
    """
    there = deck_there(target)
    fault = None if there is None or there in (data, found) else hand_work(target, there)
    if fault is not None:
        raise InvalidInput([fault])


def hand_work(target: str, deck: bytes) -> Finding | None:
    """Return why a build must not write over the file ``target`` that holds ``deck``, None where it may.

    ``deck-edited`` for a deck that is not as builds and updates leave one, ``file-in-the-way`` for what is damaged,
    has a password or is no presentation: nobody can tell whether there is work in it. An empty file has none.
    """
    if not deck:
        return None
    if deck.startswith(_COMPOUND):
        return _in_the_way(target, "it has a password, or is of before 2007")
    try:
        members = read_zip(deck)
        if "ppt/presentation.xml" not in members:
            return _in_the_way(target, "it is no presentation")
        return None if _is_ours(deck, members) else _edited(target)
    except BadZip as broken:
        return _in_the_way(target, f"it is cut short, damaged or no presentation: {broken}")


def _is_ours(deck: bytes, members: Mapping[str, Member]) -> bool:
    """Whether a package is as a build leaves one, or an update of such.

    Programs that save presentations say so in docProps/app.xml, or pack them otherwise than we do. A deck that was
    updated is packed by us again: there the seal names a slide that is not as the outline makes it, and what a
    library saved and the update left alone has another declaration. BadZip for a damaged member.
    """
    if write_zip(members.values()) != deck or sum([member.size for member in members.values()]) > _WHOLE:
        return False
    for name, member in members.items():
        data = member.read(_MOST) if name.endswith((".xml", ".rels")) else member.read()
        if name == "docProps/app.xml" and _OURS not in data:
            return False
        if name.startswith(_WRITTEN) and not data.startswith(_BEGINS):
            return False
        if name.startswith("customXml/item") and _keeps_edits(data):
            return False
    return "docProps/app.xml" in members


def _keeps_edits(part: bytes) -> bool:
    """Whether a part is a base (``base_part``) without a seal, or its slides are not all those of the deck in order."""
    start, end = part.find(b"<osr:base "), part.rfind(b"</osr:base>")
    if start < 0:
        return False
    said, _, text = part[start:end].partition(b">")
    if b' slides="' not in said:
        return True
    slides = said.partition(b' slides="')[2].partition(b'"')[0]
    sealed = [line.rpartition(b" ")[2].decode("utf-8", "replace") for line in slides.split(b"&#10;") if line]
    return sealed != _keys(text.decode("utf-8", "replace"))


def _keys(text: str) -> list[str] | None:
    """Return the keys of a base's slides, None where they cannot be read."""
    for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&")):
        text = text.replace(reference, character)
    try:
        return [slide["key"] for slide in json.loads(text)["slides"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _edited(target: str) -> Finding:
    message = "people have changed this deck since it was built, and building it anew would undo that"
    hint = f"osloregion-slides update {target} keeps their changes; --force writes over them"
    return error("deck-edited", Location(target), message, hint)


def _in_the_way(target: str, why: str) -> Finding:
    message = f"building would write over a file that is no deck to be read: {why}"
    hint = "move it away or choose another name; --force writes over it"
    return error("file-in-the-way", Location(target), message, hint)
