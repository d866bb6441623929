"""The normal forms that ``known`` and the reader share, so that both say the same thing the same way."""

from __future__ import annotations

import re
from struct import pack
from zlib import crc32

from osloregion_slides.update.values import KnownParagraph, KnownRun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.update.values import Colouring, Words

_MAY_COMPOSE = re.compile("[^\x00-\u02ff\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u21ff]")
"""Outside these, a character may have another NFC form (Unicode's quick check); unicodedata is a start-up cost."""


def nfc(text: str) -> str:
    """Return the text in Unicode's normal form C, with a line feed for each vertical tab (PowerPoint's break)."""
    if _MAY_COMPOSE.search(text):
        from unicodedata import normalize

        text = normalize("NFC", text)
    return text.replace("\v", "\n") if "\v" in text else text


def joined(runs: Iterable[KnownRun]) -> tuple[KnownRun, ...]:
    """Return runs in NFC, those of one look as one, empty ones left out, without the text of fields."""
    found: list[KnownRun] = []
    for run in runs:
        if run.field:
            found.append(run.replace(text=""))
        elif run.text:
            before = found[-1] if found else None
            if before is not None and not before.field and before.replace(text="") == run.replace(text=""):
                found[-1] = run.replace(text=nfc(before.text + run.text))
            else:
                found.append(run.replace(text=nfc(run.text)))
    return tuple(found)


def paragraph(runs: Iterable[KnownRun], level: int = 0, size: int = 0) -> KnownParagraph:
    """Return a paragraph of these runs in their normal form (``size`` in hundredths of a point, 0 unknown)."""
    return KnownParagraph(joined(runs), level, size)


def words(paragraphs: Iterable[KnownParagraph]) -> Words:
    """Return a text; one without any character and field is ()."""
    found = tuple(paragraphs)
    for one in found:
        if one.runs:
            return found
    return ()


def notes(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return notes: NFC, without white space at the ends of paragraphs and without empty paragraphs at the end."""
    found = [nfc(one).rstrip() for one in paragraphs]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def link(address: str) -> str:
    """Return a link's normal form: ``#key`` as it is, else a URI as the writer writes it, without ``/`` at its end."""
    if not address or address.startswith("#"):
        return address
    from osloregion_slides.pptx.links import address as uri

    return uri(address).rstrip("/")


def colouring(slot: str = "", rgb: str = "", transforms: Iterable[str] = (), alpha: int = 100) -> Colouring:
    """Return a colour as ``KnownItem.fill`` has it: theme ``slot`` or "", ``rgb`` as RRGGBB or "", whole percents.

    ``transforms`` are words as ``lumMod60``, in the order in which they apply; empty ones are left out.
    """
    parts = [slot] if slot else []
    parts += [word for word in transforms if word]
    if alpha != 100:
        parts.append(f"alpha{alpha}")
    if rgb:
        parts.append(f"#{rgb.upper()}")
    return " ".join(parts)


def path_digest(extent: tuple[int, int], rings: Iterable[Iterable[tuple[int, int]]]) -> str:
    """Return the digest of a freeform's path: extent and the rings' points, empty rings left out (CRC-32)."""
    numbers = [*extent]
    for ring in rings:
        points = [number for point in ring for number in point]
        if points:
            numbers.append(len(points))
            numbers += points
    return f"{crc32(pack(f'<{len(numbers)}q', *numbers)):08x}"
