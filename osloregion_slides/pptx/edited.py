"""Whether people have worked on a deck: a build that wrote over it would undo that."""

from __future__ import annotations

import re

from osloregion_slides.findings import Span, error
from osloregion_slides.pptx.zip import BadZip, read_zip, write_zip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.findings import Finding
    from osloregion_slides.pptx.zip import Member

_OURS = b"<Application>osloregion-slides<"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST = 64 * 1024 * 1024
"""Parts that say more are not of a deck that we made."""
_BASE = re.compile(rb'<osr:base [^>]*?(?: slides="(?P<slides>[^"]*)")?>')


def is_edited(deck: bytes) -> bool:
    """Whether a deck is not as any build leaves one; what is no deck at all, or damaged, is nobody's work.

    Programs that save presentations say so in docProps/app.xml, or pack them otherwise than we do. A deck that
    was updated is packed by us again: there the seal names a slide that is not as the outline makes it. A deck with a
    password is no zip archive, but a compound file ([MS-CFB] 2.2).
    """
    if deck.startswith(_COMPOUND):
        return True
    try:
        parts = read_zip(deck)
        if write_zip(parts.values()) != deck or _OURS not in parts["docProps/app.xml"].read(_MOST):
            return True
        return _keeps_edits(parts.values())
    except BadZip:
        return False
    except KeyError:
        return True


def _keeps_edits(members: Iterable[Member]) -> bool:
    """Whether a base (``base_part``) has no seal, or one with a slide that has no key: the file is packed by us."""
    for member in members:
        base = _BASE.search(member.read(_MOST)) if member.name.startswith("customXml/item") else None
        if base:
            slides = base["slides"]
            return slides is None or any(line.endswith(b" ") for line in slides.split(b"&#10;"))
    return False


def edited_finding(target: str) -> Finding:
    """Return what to say where a build would write over people's work (``deck-edited``)."""
    message = "people have changed this deck since it was built, and building it anew would undo that"
    hint = f"osloregion-slides update {target} keeps their changes; --force writes over them"
    return error("deck-edited", Span(target), message, hint)
