"""Drawings of slides before and after a build, kept beside the decks for a report.

``out/.pictures`` holds the drawing of each slide once, by its digest, and for each deck which drawings are its
slides'. They are drawn only for a report that shows slides: drawing 13 slides takes as long as building them. The
changes are read from the two files, so they are reported for a deck without pictures too.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from osloregion_slides.base.files import inside, read_bytes, write
from osloregion_slides.base.record import Record
from osloregion_slides.batch.sources import digest_bytes
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.service import Built
    from osloregion_slides.update.diff import SlideDifference

NAME = ".pictures"
_PICTURE, _DECK = ".svgz", ".json"
_DIGITS = 32
MAX_NAMED = 6  # objects named in a sentence
MAX_PICTURE = 32 * 1024 * 1024  # bytes of a drawing, packed and unpacked, with the pictures in it
MAX_NOTE = 1024 * 1024  # bytes of a deck's note: 5 000 slides need 400 KB


class Shown(Record):
    """A slide that changed. ``before`` and ``after`` name its pictures, "" for a missing one.

    ``said`` describes the change; the boxes frame what changed, in EMU.
    """

    title: str
    said: str
    before: str
    after: str
    boxes_before: tuple[Box, ...] = ()
    boxes_after: tuple[Box, ...] = ()


def pictured(out_dir: str, name: str, there: bytes | None, built: Built) -> tuple[Shown, ...]:
    """Draw a deck's slides, and return those that differ from the deck that was ``there``.

    The pictures lie in ``.pictures`` in the output folder, ``name`` is the deck's there. A deck that equals the one
    ``there`` has no such slides. OSError where nothing can be written, ``files.Outside`` where a link leads out.
    """
    folder = inside(out_dir, NAME)
    after = _drawn(folder, built)
    before = _known(folder, name, there)
    _note(folder, name, built.data, after)
    if there == built.data:
        return ()
    from osloregion_slides.base.findings import InvalidInput
    from osloregion_slides.pptx.reading.deck import read_deck
    from osloregion_slides.update.diff import diff

    try:
        found = diff(read_deck(there or b"").known, read_deck(built.data).known)
    except InvalidInput:  # no readable deck was there
        return tuple([Shown(slide.title, "A new deck.", "", after[slide.key]) for slide in built.deck.slides])
    shown = [_shown(slide, before.get(slide.key, ""), after.get(slide.key, "")) for slide in found.slides]
    return tuple([one for one in shown if one is not None])


def picture(out_dir: str, name: str) -> str:
    """Return the drawing of this name as SVG, "" where it is gone or does not have the digest that names it."""
    from zlib import decompressobj
    from zlib import error as ZlibError

    if not _is_digest(name):
        return ""
    try:
        packed = read_bytes(inside(out_dir, f"{NAME}/{name}{_PICTURE}"), MAX_PICTURE)
        data = decompressobj().decompress(packed, MAX_PICTURE)
        return data.decode() if digest_bytes(data) == name else ""
    except (OSError, ValueError, ZlibError):
        return ""


def tidy(out_dir: str, targets: Iterable[str]) -> None:
    """Remove pictures that no deck uses any more, and notes of decks that are no longer built.

    Only files named like pictures and notes are removed. OSError as ``pictured``.
    """
    folder = inside(out_dir, NAME)
    wanted = {_file(target) for target in targets}
    kept: set[str] = set()
    names = [name for name in _listed(folder) if _is_digest(os.path.splitext(name)[0])]
    for name in names:
        if name.endswith(_DECK):
            if name in wanted:
                kept.update(_read(os.path.join(folder, name))[1].values())
            else:
                os.unlink(os.path.join(folder, name))
    for name in names:
        if name.endswith(_PICTURE) and name.removesuffix(_PICTURE) not in kept:
            os.unlink(os.path.join(folder, name))


def _listed(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []


def _drawn(folder: str, built: Built) -> dict[str, str]:
    """Draw every slide; return the names of the pictures by the slides' keys."""
    from zlib import compress

    from osloregion_slides.render.svg import slide_svgs

    assert built.brand is not None
    os.makedirs(folder, exist_ok=True)
    found = {}
    for slide, svg in zip(built.deck.slides, slide_svgs(built.deck, built.brand)):
        data = svg.encode()
        name = found[slide.key] = digest_bytes(data)
        path = os.path.join(folder, name + _PICTURE)
        if not os.path.isfile(path) or os.path.islink(path):
            write(path, compress(data))
    return found


def _file(name: str) -> str:
    return digest_bytes(name.encode()) + _DECK


def _known(folder: str, name: str, there: bytes | None) -> dict[str, str]:
    """The pictures of the deck that is there, by its slides' keys; none if they belong to another state of it."""
    deck, slides = _read(os.path.join(folder, _file(name)))
    return slides if there is not None and deck == digest_bytes(there) else {}


def _note(folder: str, name: str, data: bytes, slides: dict[str, str]) -> None:
    noted = {"name": name, "deck": digest_bytes(data), "slides": slides}
    write(os.path.join(folder, _file(name)), json.dumps(noted, ensure_ascii=False).encode())


def _read(path: str) -> tuple[str, dict[str, str]]:
    """The digest of a note's deck, and its slides' pictures; nothing of a damaged note."""
    try:
        found = json.loads(read_bytes(path, MAX_NOTE)[:MAX_NOTE])
        slides = {str(key): str(name) for key, name in found["slides"].items()}
        return str(found["deck"]), {key: name for key, name in slides.items() if _is_digest(name)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", {}


def _is_digest(name: str) -> bool:
    return len(name) == _DIGITS and set(name) <= set("0123456789abcdef")


def _shown(slide: SlideDifference, before: str, after: str) -> Shown | None:
    if slide.what == "same" and (before == after or not before):
        return None
    said = {"added": ["A new slide."], "removed": ["Taken out."]}.get(slide.what, [])
    said += ["Moved."] if slide.moved else []
    said += [f"{one.kind.capitalize()} changed." for one in slide.differences]
    names = list(dict.fromkeys([item.key.partition("/")[2] or item.key for item in slide.items]))
    if names:
        more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
        said.append(f"Changed: {', '.join(names[:MAX_NAMED])}{more}.")
    boxes: tuple[list[Box], list[Box]] = ([], [])
    for item in slide.items:
        moves = [one for one in item.differences if one.kind == "box"]
        now = item.item.box
        then = moves[0].before if moves else now
        for places, box, absent in ((boxes[0], then, "added"), (boxes[1], now, "removed")):
            if isinstance(box, Box) and item.what != absent:
                places.append(box)
    title = slide.title or slide.old_title or slide.key
    looks = "The brand or the layout changed."
    return Shown(title, " ".join(said) or looks, before, after, tuple(boxes[0]), tuple(boxes[1]))
