"""What a deck looked like before it was built anew: pictures kept beside the decks, and what became of each slide.

``out/.pictures`` holds the drawing of each slide once, by its digest, and for each deck which drawings are its
slides'. They are made only where a report shows slides: drawing 13 slides takes as long as building them. What
changed is read from the two files themselves, so it is told of a deck without pictures too.
"""

from __future__ import annotations

import json
import os

from osloregion_slides.base.files import inside, read_bytes, write
from osloregion_slides.base.record import Record
from osloregion_slides.batch.cache import digest_bytes
from osloregion_slides.scene import Box

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.service import Built
    from osloregion_slides.update.diff import SlideDifference

NAME = ".pictures"
_PICTURE, _DECK = ".svgz", ".json"
_NAMED = 6
_DIGITS = 32
MAX_PICTURE = 32 * 1024 * 1024
"""Bytes of a slide's drawing, packed and unpacked; the pictures in it are held in it."""
MAX_NOTE = 1024 * 1024
"""Bytes of a deck's note: 5 000 slides need 400 KB."""


class Shown(Record):
    """What became of a slide. ``before`` and ``after`` name its pictures, "" for one that there is not.

    ``said`` is what changed in words; the boxes stand around what changed, in EMU.
    """

    title: str
    said: str
    before: str
    after: str
    boxes_before: tuple[Box, ...] = ()
    boxes_after: tuple[Box, ...] = ()


def pictured(out_dir: str, name: str, there: bytes | None, built: Built) -> tuple[Shown, ...]:
    """Draw a deck's slides, and return those that are others than in the deck that was ``there``.

    The pictures lie in ``.pictures`` in the output folder, ``name`` is the deck's there. Nothing but the pictures where
    the deck is what was there. OSError where nothing can be written, ``files.Outside`` where a link leads out.
    """
    folder = inside(out_dir, NAME)
    after = _drawn(folder, built)
    before = _known(folder, name, there)
    _note(folder, name, built.data, after)
    if there == built.data:
        return ()
    if there is None:
        return tuple([Shown(slide.title, "A new deck.", "", after[slide.key]) for slide in built.deck.slides])
    from osloregion_slides.base.findings import InvalidInput
    from osloregion_slides.pptx.reading.deck import read_deck
    from osloregion_slides.update.diff import diff

    try:
        found = diff(read_deck(there).known, read_deck(built.data).known)
    except InvalidInput:  # what lay there is no deck of anybody's
        return tuple([Shown(slide.title, "A new deck.", "", after[slide.key]) for slide in built.deck.slides])
    shown = [_shown(slide, before.get(slide.key, ""), after.get(slide.key, "")) for slide in found.slides]
    return tuple([one for one in shown if one is not None])


def picture(out_dir: str, name: str) -> str:
    """Return the drawing of this name as SVG, "" where it has gone or is not what its name says."""
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
    """Remove the pictures that none of the decks has any more, and the notes of decks that are no longer built.

    Only files whose names are those of pictures and notes go. OSError as ``pictured``.
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
    """The pictures of the deck that is there, by its slides' keys; none where they are of another state of it."""
    deck, slides = _read(os.path.join(folder, _file(name)))
    return slides if there is not None and deck == digest_bytes(there) else {}


def _note(folder: str, name: str, data: bytes, slides: dict[str, str]) -> None:
    noted = {"name": name, "deck": digest_bytes(data), "slides": slides}
    write(os.path.join(folder, _file(name)), json.dumps(noted, ensure_ascii=False).encode())


def _read(path: str) -> tuple[str, dict[str, str]]:
    """The digest of the deck that a note is of, and its slides' pictures; nothing of a note that is damaged."""
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
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        said.append(f"Changed: {', '.join(names[:_NAMED])}{more}.")
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
