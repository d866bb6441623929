"""One dimension of one element of the gallery made large: a list with many entries, a text with many words."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import REPOSITORY

Place = tuple[str | int, ...]
_NAMES = ("id", "kind", "section", "hidden", "layout", "type", "from", "to", "en", "icon")
GALLERY: dict[str, Any] = yaml.safe_load((REPOSITORY / "decks" / "gallery.yaml").read_text(encoding="utf-8"))
_HEAD = {key: value for key, value in GALLERY.items() if key != "slides"}


def dimensions() -> Iterator[tuple[int, Place]]:
    """Yield the places of all lists and texts of the gallery, of lists with their first entry's, of titles one."""

    def inside(node: object, path: Place) -> Iterator[Place]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key not in _NAMES:
                    yield from inside(value, (*path, key))
        elif isinstance(node, list) and node:
            yield path
            yield from inside(node[0], (*path, 0))
        elif isinstance(node, str):
            yield path

    for index, slide in enumerate(GALLERY["slides"]):
        yield from [(index, path) for path in inside(slide, ()) if path and (path[0] != "title" or not index)]


def grown(index: int, path: Place, size: int) -> str:
    """Return an outline of one slide of the gallery, with ``size`` entries, or ten times as many words, at a place."""
    slide = copy.deepcopy(GALLERY["slides"][index])
    at: Any = slide
    for key in path[:-1]:
        at = at[key]
    value = at[path[-1]]
    if isinstance(value, str):
        at[path[-1]] = value + " ord" * (10 * size)
    else:
        at[path[-1]] = [*value, *[_other(value[number % len(value)], number) for number in range(len(value), size)]]
    return _written([slide])


def repeated(times: int) -> str:
    """Return an outline with every slide of the gallery so many times."""
    shown = [one for one in GALLERY["slides"] if one["kind"] not in ("cover", "closing", "agenda", "section")]
    slides = [{**copy.deepcopy(one), "id": f"{one['id']}-{number}"} for number in range(times) for one in shown]
    return _written(slides)


def _other(value: Any, number: int) -> Any:
    if isinstance(value, dict):
        return {**value, "id": f"{value['id']}-{number}"} if "id" in value else value
    return f"{value} {number}" if isinstance(value, str) and "{{" not in value else value


def _written(slides: list[Any]) -> str:
    return yaml.safe_dump({**_HEAD, "slides": slides}, allow_unicode=True, width=10**6)


def place(folder: Path) -> Callable[[str], str]:
    """Return what writes an outline beside a copy of the shipped data, and returns its path."""
    shutil.copytree(REPOSITORY / "decks", folder / "decks")

    def write(text: str) -> str:
        path = folder / "decks" / "x.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write
