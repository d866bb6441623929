"""The base store: a folder ``.bases`` beside the outlines, one file for each base, named by its hash.

A deck that lost its base on the way (Google Slides, a mail gateway) still names it, or is found by its
deck key. The files are meant to be committed: they are what an update compares with. Those of decks that nobody
keeps can be deleted; a deck that still has its base inside does without.
"""

from __future__ import annotations

import os

from osloregion_slides.files import Outside, inside, read_bytes, write
from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.update.base import base_hash

FOLDER = ".bases"
MAX_BASE = 64 * 1024 * 1024
_DIGITS = frozenset("0123456789abcdef")


def store_folder(outline: str) -> str:
    """Return the store beside the outline at this path."""
    return os.path.join(os.path.dirname(outline), FOLDER)


def keep(folder: str, data: bytes) -> str:
    """Keep a base and return its hash. One that lies there is left; a write is whole or not at all.

    OSError where nothing can be written, ``files.Outside`` where a link leads out of the folder of the outlines.
    """
    name = base_hash(data)
    path = inside(*_named(folder, name))
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, data)
    return name


def find(folder: str, name: str) -> bytes | None:
    """Return the base of that hash, None where the store does not have it.

    A link that leads out of the folder of the outlines is not followed. InvalidInput (``bad-base``) where the file
    cannot be read, or is not what its name says.
    """
    digits = name.removeprefix("sha256:")
    if len(digits) != 64 or not _DIGITS.issuperset(digits):
        return None
    around, place = _named(folder, name)
    path = os.path.join(around, place)
    try:
        data = read_bytes(inside(around, place), MAX_BASE)
    except (FileNotFoundError, NotADirectoryError, Outside):
        return None
    except OSError as problem:
        message = f"{path} cannot be read: {problem.strerror}"
        raise InvalidInput(
            [error("bad-base", None, message, "take the file from the history of the outlines")]
        ) from None
    if base_hash(data) != f"sha256:{digits}":
        message = f"{path} is not the base that its name says"
        raise InvalidInput([error("bad-base", None, message, "take the file from the history of the outlines")])
    return data


def _named(folder: str, name: str) -> tuple[str, str]:
    """The folder that a store lies in, and the path of a base from there."""
    around, store = os.path.split(folder)
    return around, os.path.join(store, name.removeprefix("sha256:") + ".json")
