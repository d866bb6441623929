"""What a deck looked like before it was built anew: pictures kept beside the decks, and what became of each slide.

``out/.pictures`` holds the drawing of each slide once, by its digest, and for each deck which drawings are its
slides'. They are made only where a report shows slides: drawing 13 slides takes as long as building them. What
changed is read from the two files themselves, so it is told of a deck without pictures too.
"""

from __future__ import annotations

import json
import os

from osloregion_slides.batch.files import digest_bytes
from osloregion_slides.scene import Box
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.service import Built
    from osloregion_slides.update.diff import SlideDifference

NAME = ".pictures"
_PICTURE, _DECK = ".svgz", ".json"
_NAMED = 6


class Shown(Value):
    """What became of a slide. ``before`` and ``after`` name its pictures, "" for one that there is not.

    ``said`` is what changed in words; the boxes stand around what changed, in EMU.
    """

    title: str
    said: str
    before: str
    after: str
    boxes_before: tuple[Box, ...] = ()
    boxes_after: tuple[Box, ...] = ()


def pictured(folder: str, name: str, there: bytes | None, built: Built) -> tuple[Shown, ...]:
    """Draw a deck's slides into ``folder``, and return those that are others than in the deck that was ``there``.

    ``name`` is the deck's in the output folder. Nothing but the pictures where the deck is what was there.
    """
    after = _drawn(folder, built)
    before = _known(folder, name, there)
    _note(folder, name, built.data, after)
    if there == built.data:
        return ()
    if there is None:
        return tuple([Shown(slide.title, "A new deck.", "", after[slide.key]) for slide in built.deck.slides])
    from osloregion_slides.findings import InvalidInput
    from osloregion_slides.pptx.reading.deck import read_deck
    from osloregion_slides.update.diff import diff

    try:
        found = diff(read_deck(there).known, read_deck(built.data).known)
    except InvalidInput:  # what lay there is no deck of anybody's
        return tuple([Shown(slide.title, "A new deck.", "", after[slide.key]) for slide in built.deck.slides])
    shown = [_shown(slide, before.get(slide.key, ""), after.get(slide.key, "")) for slide in found.slides]
    return tuple([one for one in shown if one is not None])


def picture(folder: str, name: str) -> str:
    """Return the drawing of this name as SVG, "" where it has gone."""
    from zlib import decompress

    try:
        with open(os.path.join(folder, name + _PICTURE), "rb") as file:
            return decompress(file.read()).decode()
    except (OSError, ValueError):
        return ""


def tidy(folder: str, targets: Iterable[str]) -> None:
    """Remove the pictures that none of the decks has any more, and the notes of decks that are no longer built."""
    wanted = {_file(target) for target in targets}
    kept: set[str] = set()
    names = os.listdir(folder) if os.path.isdir(folder) else []
    for name in names:
        if name.endswith(_DECK):
            if name in wanted:
                kept.update(_read(os.path.join(folder, name))[1].values())
            else:
                os.unlink(os.path.join(folder, name))
    for name in names:
        if name.endswith(_PICTURE) and name.removesuffix(_PICTURE) not in kept:
            os.unlink(os.path.join(folder, name))


def _drawn(folder: str, built: Built) -> dict[str, str]:
    """Draw every slide; return the names of the pictures by the slides' keys."""
    from zlib import compress

    from osloregion_slides.see.svg import slide_svgs

    assert built.brand is not None
    os.makedirs(folder, exist_ok=True)
    found = {}
    for slide, svg in zip(built.deck.slides, slide_svgs(built.deck, built.brand)):
        data = svg.encode()
        name = found[slide.key] = digest_bytes(data)
        path = os.path.join(folder, name + _PICTURE)
        if not os.path.exists(path):
            _write(path, compress(data))
    return found


def _file(name: str) -> str:
    return digest_bytes(name.encode()) + _DECK


def _known(folder: str, name: str, there: bytes | None) -> dict[str, str]:
    """The pictures of the deck that is there, by its slides' keys; none where they are of another state of it."""
    deck, slides = _read(os.path.join(folder, _file(name)))
    return slides if there is not None and deck == digest_bytes(there) else {}


def _note(folder: str, name: str, data: bytes, slides: dict[str, str]) -> None:
    noted = {"name": name, "deck": digest_bytes(data), "slides": slides}
    _write(os.path.join(folder, _file(name)), json.dumps(noted, ensure_ascii=False).encode())


def _read(path: str) -> tuple[str, dict[str, str]]:
    """The digest of the deck that a note is of, and its slides' pictures; nothing of a note that is damaged."""
    try:
        with open(path, "rb") as file:
            found = json.loads(file.read())
        return str(found["deck"]), {str(key): str(name) for key, name in found["slides"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}


def _write(path: str, data: bytes) -> None:
    part = f"{path}.{os.getpid()}.osr-part"
    with open(part, "wb") as file:
        file.write(data)
    os.replace(part, path)


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
