"""The outlines of the flagship and the gallery in a folder of their own, and what is changed in them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DECKS = REPOSITORY / "decks"


class TemplateOverrides(NamedTuple):
    """A change of the outline: a text that stands in it once becomes another; ``seen`` is then on that slide.

    ``conflict``: the hand's edit and this one are of the same thing. ``object`` is the object's key.
    """

    slide: str
    object: str
    before: str
    after: str
    seen: str
    conflict: bool = False


def copied(folder: Path) -> None:
    """Copy both outlines and what they name into a folder."""
    for name in ("osloregionen.yaml", "gallery.yaml"):
        shutil.copyfile(DECKS / name, folder / name)
    shutil.copytree(DECKS / "data", folder / "data", dirs_exist_ok=True)


def changed(folder: Path, name: str, *wishes: TemplateOverrides | None) -> str:
    """Write an outline with the wishes in it into the folder; return its path."""
    text = (DECKS / f"{name}.yaml").read_text(encoding="utf-8")
    for wish in wishes:
        if wish is not None:
            assert wish.before in text, f"{wish.before!r} is not in {name}"
            text = text.replace(
                wish.before, wish.after, 1
            )  # the deck's language stands before others that say it alike
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def line_of(name: str, text: str) -> int:
    """Return the line of the outline where a text stands, from 1."""
    lines = (DECKS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
