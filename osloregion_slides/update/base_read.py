"""Bytes to base, the base that a found deck is compared with, and the base that an update leaves.

What lies in a deck may have been written by anybody, so every type is looked at.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.brand.wording import english_name
from osloregion_slides.scene import Box
from osloregion_slides.update.base import FORMAT, base_hash, find
from osloregion_slides.update.deck_state import (
    DeckState,
    EndState,
    ItemState,
    LineState,
    ParagraphState,
    RunState,
    SlideState,
    TableState,
    Variant,
)
from osloregion_slides.update.state_parts import ChartState, SeriesState, ThemeState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.outline.stated import Facts
    from osloregion_slides.update.base import Json
    from osloregion_slides.update.deck_state import Words

    T = TypeVar("T")


KINDS = ("text", "shape", "freeform", "connector", "picture", "table", "chart", "group")


def read_base(data: bytes, ours: DeckState | None = None, ours_data: bytes = b"") -> DeckState:
    """Return the base that these bytes are; InvalidInput (``bad-base``) where they are not one.

    ``ours`` and its ``base_bytes``: slides whose line is the same are taken from there, which saves most of
    the time where little has changed (their places in the outline come along).
    """
    try:
        found = _by_lines(data, ours, ours_data) if ours else None
        found = found or json.loads(data)
        if _a(int, found["format"]) > FORMAT:
            raise InvalidInput([finding("newer-base")])
        return _known(found)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as problem:
        raise InvalidInput([finding("bad-base", reason=type(problem).__name__)]) from None


def read_head(data: bytes) -> DeckState:
    """Return the base without its slides: key, title, outline and variant. InvalidInput as in ``read_base``."""
    lines = data.split(b"\n")
    if len(lines) < 4 or not lines[-2].startswith(b"],"):
        return read_base(data)
    return read_base(lines[0] + b"]," + lines[-2][2:])


def _by_lines(data: bytes, ours: DeckState, ours_data: bytes) -> Json | None:
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


def _known(found: Json) -> DeckState:
    chosen = found.get("variant", {})
    audience, language, as_of = [_a(str, chosen.get(name, "")) for name in ("audience", "language", "as_of")]
    settings = tuple([(_a(str, key), _a(str, value)) for key, value in chosen.get("settings", ())])
    variant = Variant(audience, language, as_of, settings)
    slides = tuple([slide if isinstance(slide, SlideState) else _read_slide(slide) for slide in found["slides"]])
    keys = [slide.key for slide in slides] + [item.key for slide in slides for item in slide.items]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice")
    outline, version = _a(str, found.get("outline", "")), _a(str, found.get("version", ""))
    title = _a(str, found.get("title", ""))
    theme = _theme(found["theme"]) if found.get("theme") else None
    facts = _facts(found["facts"]) if "facts" in found else None
    return DeckState(_a(str, found["key"]), title, slides, variant, outline, version, theme=theme, facts=facts)


def _facts(found: Json) -> Facts:
    return {path: {key: _a(str, text) for key, text in _a(dict, fields).items()} for path, fields in found.items()}


def _theme(found: Json) -> ThemeState:
    palette = tuple([(_a(str, slot), _a(str, rgb)) for slot, rgb in found["palette"]])
    masters, sheets = [_a(str, found.get(name, "")) for name in ("masters", "sheets")]
    layouts = tuple(sorted([english_name(name) for name in _all(str, found["layouts"])]))
    return ThemeState(palette, _all(str, found["fonts"]), layouts, masters, sheets)


def _read_slide(found: Json) -> SlideState:
    return SlideState(
        _a(str, found["key"]),
        _a(str, found.get("title", "")),
        tuple([read_item(item) for item in found.get("items", ())]),
        _all(str, found.get("notes", ())),
        _a(bool, found.get("hidden", False)),
        _a(str, found.get("layout", "")),
        _a(str, found.get("section", "")),
        movement=_a(str, found.get("movement", "")),
    )


def read_item(found: Json) -> ItemState:
    """Return an object as the base has it; ValueError, TypeError, KeyError … where it is none."""
    if found["kind"] not in KINDS:
        raise ValueError(found["kind"])
    names = ("preset", "alt", "link", "slot", "parent", "image", "path")
    preset, alt, link, slot, parent, image, path = [_a(str, found.get(name, "")) for name in names]
    left, top, right, bottom = _all(int, found.get("crop", (0, 0, 0, 0)))
    start, end = [_end(one) for one in found.get("ends", ((), ()))]
    return ItemState(
        _a(str, found["key"]),
        found["kind"],
        _box(found["box"]) if found.get("box") else None,
        _read_words(found.get("text", ())),
        _a(str, found.get("fill", "")),
        _read_line(found["line"]) if found.get("line") else None,
        preset,
        alt,
        link,
        slot,
        parent,
        image,
        (left, top, right, bottom),
        path,
        _read_table(found["table"]) if found.get("table") else None,
        _read_chart(found["chart"]) if found.get("chart") else None,
        (start, end),
        _a(int, found.get("rotation", 0)),
        _a(bool, found.get("mirrored", False)),
    )


def _box(found: Any) -> Box:
    x, y, w, h = _all(int, found)
    return Box(Emu(x), Emu(y), Emu(w), Emu(h))


def _read_words(found: Any) -> Words:
    return tuple([_paragraph(one) for one in found])


def _paragraph(found: Json) -> ParagraphState:
    runs = tuple([_read_run(run) for run in found["runs"]])
    return ParagraphState(runs, _a(int, found.get("level", 0)), _a(int, found.get("size", 0)))


def _read_run(found: Any) -> RunState:
    if isinstance(found, str):
        return RunState(found)
    bold, italic = _a(bool, found.get("bold", False)), _a(bool, found.get("italic", False))
    link, field = _a(str, found.get("link", "")), _a(str, found.get("field", ""))
    return RunState(_a(str, found.get("text", "")), bold, italic, link, field)


def _read_line(found: Json) -> LineState:
    head, tail = _a(bool, found.get("head", False)), _a(bool, found.get("tail", False))
    dash = _a(str, found.get("dash", "solid"))
    return LineState(_a(str, found["colour"]), _a(int, found["width"]), dash, head, tail)


def _end(found: Any) -> EndState | None:
    return EndState(_a(str, found[0]), _a(int, found[1])) if found else None


def _read_table(found: Json) -> TableState:
    rows = tuple([tuple([_read_words(cell) for cell in row]) for row in found["rows"]])
    fills = tuple([_all(str, row) for row in found.get("fills", ())])
    if list(map(len, fills)) != list(map(len, rows)):
        fills = ()
    spans = [(row, column, down, across) for row, column, down, across in found.get("spans", ())]
    return TableState(_all(int, found["columns"]), rows, tuple(spans), fills)


def _read_chart(found: Json) -> ChartState:
    series = tuple([_series(one) for one in found["series"]])
    number_format = _a(str, found.get("number_format", ""))
    look = _a(str, found.get("look", ""))
    return ChartState(_a(str, found["type"]), _all(str, found["categories"]), series, number_format, look=look)


def _series(found: Json) -> SeriesState:
    values = tuple([None if value is None else _number(value) for value in found["values"]])
    return SeriesState(_a(str, found["name"]), values, _a(str, found.get("colour", "")))


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(value)
    return value


def _a(kind: type[T], value: Any) -> T:
    """Return the value if it is of that type; a truth value is not a number."""
    if not isinstance(value, kind) or isinstance(value, bool) and kind is not bool:
        raise TypeError(value)
    return value


def _all(kind: type[T], values: Any) -> tuple[T, ...]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(values)
    return tuple([_a(kind, value) for value in values])


# Which base a found deck is compared with: the one that it names, from the deck or from the store.


class FoundBase(Record):
    """A base's bytes, and findings about where they come from."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def find_base(inside: bytes, name: str, folders: Sequence[str], deck: str = "") -> FoundBase:
    """Return the base of a deck.

    ``inside`` is what lies in the deck (b"" without), ``name`` its ``osr.base`` ("" without), ``folders`` the stores.
    The one of that name is right, wherever it lies; without a name, or where no store has it either, what lies
    inside. A warning where what lies inside is not the one that the deck names. InvalidInput: ``no-base``,
    ``bad-base``.
    """
    at = Location(deck) if deck else None
    if inside and name in ("", base_hash(inside)):
        return FoundBase(inside)
    stored = next((data for folder in folders if (data := find(folder, name))), None) if name else None
    if stored and not inside:
        return FoundBase(stored)
    if stored:
        return FoundBase(stored, (finding("base-from-store", at),))
    if inside:
        return FoundBase(inside, (finding("other-base", at),))
    if name and folders:
        raise InvalidInput([finding("no-base.store", at, name=name, folder=folders[0])])
    raise InvalidInput([finding("no-base", at)])


# The base that an update leaves: ours, but for what the outline left to its editors.
#
# The base of what ``freeze`` and ``ignore`` hold back stays what an update last wrote. So a slide does not count as
# edited when it is no longer frozen, and what the outline changed meanwhile comes then, beside manual edits.


def next_base(base: DeckState, ours: DeckState) -> DeckState:
    """Return the base after an update (the base before in ours' keys). ``ours`` itself where nothing was left."""
    if not any([slide.freeze or slide.ignore for slide in ours.slides]):
        return ours
    before = {slide.key: slide for slide in base.slides}
    return ours.replace(slides=tuple([_next_slide(before.get(slide.key), slide) for slide in ours.slides]))


def _next_slide(base: SlideState | None, ours: SlideState) -> SlideState:
    if base is None:
        return ours
    if ours.freeze:
        return base.replace(key=ours.key, at=ours.at, freeze=True, ignore=ours.ignore, moved=ours.moved)
    if not ours.ignore:
        return ours
    old = {item.key: item for item in base.items}
    items = [_next_item(old.get(item.key), item, ignored(ours, item.key)) for item in ours.items]
    gone = [
        item for key, item in old.items() if "*" in ignored(ours, key) and key not in {one.key for one in ours.items}
    ]
    kept = {name: getattr(base, name) for name in ("notes", "hidden") if name in ours.ignore}
    return ours.replace(items=tuple([item for item in (*items, *gone) if item is not None]), **kept)


def _next_item(base: ItemState | None, ours: ItemState, names: frozenset[str]) -> ItemState | None:
    """Return an object of the base after, None where it is not brought at all."""
    if "*" in names:
        return base
    if base is None or not names or base.kind != ours.kind:
        return ours
    kept = {name: getattr(base, name) for name in ItemState.__fields__ if name in names}
    if "columns" in names and base.table and ours.table and len(base.table.columns) == len(ours.table.columns):
        kept.setdefault("table", ours.table.replace(columns=base.table.columns))
    return ours.replace(**kept)


def ignored(slide: SlideState, key: str) -> frozenset[str]:
    """Return the properties of an object that ``ignore:`` takes from us; ``*`` is the whole object."""
    part = key.removeprefix(f"{slide.key}/")
    found = []
    for word in slide.ignore:
        if word == part or part.startswith(f"{word}/"):
            found.append("*")
        elif word.startswith(f"{part}/"):
            found.append(word[len(part) + 1 :])
        elif "/" not in word:
            found.append(word)
    return frozenset(found)
