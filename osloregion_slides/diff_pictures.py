"""The pictures of ``diff``'s page: each changed slide before and now, on both sides drawn by the same hand.

What two outlines make is drawn here, what differs framed. Where a side is a .pptx, LibreOffice draws both
sides (only when asked to, it takes seconds): two programs' drawings of one slide differ in ways that nobody
changed.
"""

from __future__ import annotations

import os
from base64 import b64encode

from osloregion_slides.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from osloregion_slides.drafting import Generated
    from osloregion_slides.update.deck_state import DeckState
    from osloregion_slides.update.diff import DeckDifference, SlideDifference

    Pictures = dict[str, tuple[str, str]]

WIDTH = 960
"""Pixels of a slide's picture: twice what the page shows, for screens of two pixels to the point."""


class Side(Record):
    """One side of a comparison: what is known of it, and what was composed where it is an outline."""

    path: str
    known: DeckState
    ours: Generated | None = None


def pictures(found: DeckDifference, before: Side, after: Side, drawn: bool) -> Pictures:
    """Return by slide key the addresses (``data:``) of the pictures before and now, "" for none.

    ``drawn``: LibreOffice may be asked. InvalidInput as in ``render.export.render``.
    """
    if before.ours is not None and after.ours is not None:
        return _drawings(found, before.ours, after.ours)
    return _renderings(found, before, after) if drawn and found.changed else {}


def _drawings(found: DeckDifference, before: Generated, after: Generated) -> Pictures:
    from osloregion_slides.render.svg import drawer, marked

    draws = [drawer(side.deck, side.brand, prefix=prefix) for side, prefix in ((before, "b"), (after, "a"))]

    def drawing(which: int, number: int, slide: SlideDifference) -> str:
        keys = [item.key for item in slide.items]
        deck = (before, after)[which].deck
        return _address("image/svg+xml", marked(draws[which], deck, number, keys).encode("utf-8"))

    return {
        slide.key: (
            drawing(0, slide.before, slide) if slide.before else "",
            drawing(1, slide.after, slide) if slide.after else "",
        )
        for slide in found.changed
    }


def _renderings(found: DeckDifference, before: Side, after: Side) -> Pictures:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="diff-", ignore_cleanup_errors=True) as folder:
        drawn = _pages([_file(side, folder, name) for side, name in ((before, "before"), (after, "after"))], folder)
        pages = [_numbered(side.known, found) for side, found in zip((before, after), drawn)]
        return {
            slide.key: (_picture(pages[0], slide.before), _picture(pages[1], slide.after)) for slide in found.changed
        }


def _file(side: Side, folder: str, name: str) -> str:
    """Return the path of a copy of the deck under this name."""
    from osloregion_slides.pptx.write import write_deck

    if side.ours is not None:
        data = write_deck(side.ours.deck, side.ours.brand)
    else:
        data = _read(side.path)
    path = os.path.join(folder, f"{name}.pptx")
    with open(path, "wb") as file:
        file.write(data)
    return path


def _numbered(known: DeckState, pages: Sequence[bytes]) -> dict[int, bytes]:
    """Return the pictures by the slides' numbers: LibreOffice leaves hidden slides out."""
    numbers = [number for number, slide in enumerate(known.slides, 1) if not slide.hidden]
    return dict(zip(numbers if len(pages) == len(numbers) else range(1, len(pages) + 1), pages))


def _pages(decks: Sequence[str], folder: str) -> list[list[bytes]]:
    """Return the pictures of each deck's pages in order, as LibreOffice draws them."""
    from osloregion_slides.base.findings import InvalidInput
    from osloregion_slides.render.export import Wanted, render

    made = render(decks, os.path.join(folder, "pages"), Wanted(pdf=False, png=True, width=WIDTH))
    errors = [finding for finding in made.findings if finding.severity == "error"]
    if errors:
        raise InvalidInput(errors)
    found: list[list[bytes]] = []
    for deck in decks:
        stem = os.path.basename(deck).removesuffix(".pptx")
        found.append([_read(path) for path in made.files if os.path.basename(path).startswith(f"{stem}-")])
    return found


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _picture(pages: Mapping[int, bytes], number: int) -> str:
    return _address("image/png", pages[number]) if number in pages else ""


def _address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"
