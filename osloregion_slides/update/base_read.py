"""Bytes to base. What lies in a deck may have been written by anybody, so every type is looked at."""

from __future__ import annotations

import json

from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.scene import Box
from osloregion_slides.units import Emu
from osloregion_slides.update.base import FORMAT
from osloregion_slides.update.values import (
    Known,
    KnownChart,
    KnownEnd,
    KnownItem,
    KnownLine,
    KnownParagraph,
    KnownRun,
    KnownSeries,
    KnownSlide,
    KnownTable,
    Variant,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from osloregion_slides.update.values import Words

    T = TypeVar("T")
    Json = dict[str, Any]

KINDS = ("text", "shape", "freeform", "connector", "picture", "table", "chart", "group")


def read_base(data: bytes, ours: Known | None = None, ours_data: bytes = b"") -> Known:
    """Return the base that these bytes are; InvalidInput (``bad-base``) where they are not one.

    ``ours`` and its ``base_bytes``: slides whose line is the same are taken from there, which saves most of
    the time where little has changed (their places in the outline come along).
    """
    try:
        found = _by_lines(data, ours, ours_data) if ours else None
        found = found or json.loads(data)
        if _a(int, found["format"]) > FORMAT:
            message = "the base in this deck was written by a newer osloregion-slides"
            raise InvalidInput([error("newer-base", None, message, "update osloregion-slides")])
        return _known(found)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as problem:
        message = f"the base in this deck cannot be read ({type(problem).__name__})"
        hint = "put its file into the base store, or start again with adopt"
        raise InvalidInput([error("bad-base", None, message, hint)]) from None


def read_head(data: bytes) -> Known:
    """Return the base without its slides: key, title, outline and variant. InvalidInput as in ``read_base``."""
    lines = data.split(b"\n")
    if len(lines) < 4 or not lines[-2].startswith(b"],"):
        return read_base(data)
    return read_base(lines[0] + b"]," + lines[-2][2:])


def _by_lines(data: bytes, ours: Known, ours_data: bytes) -> Json | None:
    """Return the base with slides that are ours' already made; None where it is not in lines as we write it."""
    lines, own = data.split(b"\n"), ours_data.split(b"\n")
    if len(lines) < 4 or len(own) != len(ours.slides) + 3 or not lines[-2].startswith(b"],"):
        return None
    known = {line.rstrip(b","): slide for line, slide in zip(own[1:-2], ours.slides)}
    slides = []
    for line in lines[1:-2]:
        line = line.rstrip(b",")
        if not line:  # a deck without slides
            continue
        slides.append(known[line] if line in known else json.loads(line))
    return {**json.loads(lines[0] + b"]}"), **json.loads(b"{" + lines[-2][2:]), "slides": slides}


def _known(found: Json) -> Known:
    told = found.get("variant", {})
    audience, language, as_of = [_a(str, told.get(name, "")) for name in ("audience", "language", "as_of")]
    settings = tuple([(_a(str, key), _a(str, value)) for key, value in told.get("settings", ())])
    variant = Variant(audience, language, as_of, settings)
    slides = tuple([slide if isinstance(slide, KnownSlide) else _slide(slide) for slide in found["slides"]])
    keys = [slide.key for slide in slides] + [item.key for slide in slides for item in slide.items]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice")
    outline, version = _a(str, found.get("outline", "")), _a(str, found.get("version", ""))
    title = _a(str, found.get("title", ""))
    return Known(_a(str, found["key"]), title, slides, variant, outline, version)


def _slide(found: Json) -> KnownSlide:
    return KnownSlide(
        _a(str, found["key"]),
        _a(str, found.get("title", "")),
        tuple([read_item(item) for item in found.get("items", ())]),
        _all(str, found.get("notes", ())),
        _a(bool, found.get("hidden", False)),
        _a(str, found.get("layout", "")),
        _a(str, found.get("section", "")),
    )


def read_item(found: Json) -> KnownItem:
    """Return an object as the base has it; ValueError, TypeError, KeyError … where it is none."""
    if found["kind"] not in KINDS:
        raise ValueError(found["kind"])
    names = ("preset", "alt", "link", "slot", "parent", "image", "path")
    preset, alt, link, slot, parent, image, path = [_a(str, found.get(name, "")) for name in names]
    left, top, right, bottom = _all(int, found.get("crop", (0, 0, 0, 0)))
    start, end = [_end(one) for one in found.get("ends", ((), ()))]
    return KnownItem(
        _a(str, found["key"]),
        found["kind"],
        _box(found["box"]) if found.get("box") else None,
        _words(found.get("text", ())),
        _a(str, found.get("fill", "")),
        _line(found["line"]) if found.get("line") else None,
        preset,
        alt,
        link,
        slot,
        parent,
        image,
        (left, top, right, bottom),
        path,
        _table(found["table"]) if found.get("table") else None,
        _chart(found["chart"]) if found.get("chart") else None,
        (start, end),
    )


def _box(found: Any) -> Box:
    x, y, w, h = _all(int, found)
    return Box(Emu(x), Emu(y), Emu(w), Emu(h))


def _words(found: Any) -> Words:
    return tuple([_paragraph(one) for one in found])


def _paragraph(found: Json) -> KnownParagraph:
    runs = tuple([_run(run) for run in found["runs"]])
    return KnownParagraph(runs, _a(int, found.get("level", 0)), _a(int, found.get("size", 0)))


def _run(found: Any) -> KnownRun:
    if isinstance(found, str):
        return KnownRun(found)
    bold, italic = _a(bool, found.get("bold", False)), _a(bool, found.get("italic", False))
    link, field = _a(str, found.get("link", "")), _a(str, found.get("field", ""))
    return KnownRun(_a(str, found.get("text", "")), bold, italic, link, field)


def _line(found: Json) -> KnownLine:
    head, tail = _a(bool, found.get("head", False)), _a(bool, found.get("tail", False))
    dash = _a(str, found.get("dash", "solid"))
    return KnownLine(_a(str, found["colour"]), _a(int, found["width"]), dash, head, tail)


def _end(found: Any) -> KnownEnd | None:
    return KnownEnd(_a(str, found[0]), _a(int, found[1])) if found else None


def _table(found: Json) -> KnownTable:
    rows = tuple([tuple([_words(cell) for cell in row]) for row in found["rows"]])
    return KnownTable(_all(int, found["columns"]), rows)


def _chart(found: Json) -> KnownChart:
    series = tuple([_series(one) for one in found["series"]])
    number_format = _a(str, found.get("number_format", ""))
    return KnownChart(_a(str, found["type"]), _all(str, found["categories"]), series, number_format)


def _series(found: Json) -> KnownSeries:
    values = tuple([None if value is None else _number(value) for value in found["values"]])
    return KnownSeries(_a(str, found["name"]), values, _a(str, found.get("colour", "")))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(value)
    return value


def _a(kind: type[T], value: Any) -> T:
    """Return the value if it is of that type; a truth value is no number."""
    if not isinstance(value, kind) or isinstance(value, bool) and kind is not bool:
        raise TypeError(value)
    return value


def _all(kind: type[T], values: Any) -> tuple[T, ...]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(values)
    return tuple([_a(kind, value) for value in values])
