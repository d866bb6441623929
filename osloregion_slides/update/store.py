"""The base store: a folder ``.bases`` beside the outlines, one file for each base, named by its hash.

A deck that lost its base on the way (Google Slides, a mail gateway) still names it, or is found by its
deck key. The files are meant to be committed: they are what an update compares with. Those of decks that nobody
keeps can be deleted; a deck that still has its base inside does without.
"""

from __future__ import annotations

import os

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.update.base import base_hash

FOLDER = ".bases"
MAX_BASE = 64 * 1024 * 1024
_DIGITS = frozenset("0123456789abcdef")


def store_folder(outline: str) -> str:
    """Return the store beside the outline at this path."""
    return os.path.join(os.path.dirname(outline), FOLDER)


def keep(folder: str, data: bytes) -> str:
    """Keep a base and return its hash. One that lies there is left; a write is whole or not at all."""
    name = base_hash(data)
    path = _path(folder, name)
    if not os.path.exists(path):
        os.makedirs(folder, exist_ok=True)
        part = f"{path}.{os.getpid()}.part"
        try:
            with open(part, "wb") as file:
                file.write(data)
            os.replace(part, path)
        finally:
            if os.path.exists(part):
                os.remove(part)
    return name


def find(folder: str, name: str) -> bytes | None:
    """Return the base of that hash, None where the store does not have it.

    InvalidInput (``bad-base``) where the file is not what its name says.
    """
    digits = name.removeprefix("sha256:")
    if len(digits) != 64 or not _DIGITS.issuperset(digits):
        return None
    path = _path(folder, name)
    try:
        data = read_bytes(path, MAX_BASE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if base_hash(data) != f"sha256:{digits}":
        message = f"{path} is not the base that its name says"
        raise InvalidInput([error("bad-base", None, message, "take the file from the history of the outlines")])
    return data


def _path(folder: str, name: str) -> str:
    return os.path.join(folder, name.removeprefix("sha256:") + ".json")
