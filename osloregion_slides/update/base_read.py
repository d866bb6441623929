"""Parse a base, find the base of a deck, and compute the base that an update stores.

A base in a deck is untrusted input, so the type of every field is checked.
"""

from __future__ import annotations

import json
import os
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from osloregion_slides.base.files import Outside, inside, read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.brand.wording import english_name
from osloregion_slides.scene import Box
from osloregion_slides.update.base import FORMAT, ITEM, LINE, SLIDE, VARIANT, base_hash, fields_of, named
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
    from collections.abc import Callable, Sequence

    from osloregion_slides.outline.stated import Facts
    from osloregion_slides.update.base import Fields, Json
    from osloregion_slides.update.deck_state import Words

    T = TypeVar("T")


KINDS = ("text", "shape", "freeform", "connector", "picture", "table", "chart", "group")


def read_base(data: bytes, ours: DeckState | None = None, ours_data: bytes = b"") -> DeckState:
    """Parse a base; InvalidInput (``bad-base``) where the bytes are not one, ``newer-base`` for a later format.

    ``ours`` and its ``base_bytes``: slides with an identical line are taken from it, which saves most of
    the time where little has changed (they bring their places in the outline).
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
    """Return the base, its slides from ours where their lines are equal; None where it is not one slide a line."""
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
    variant = read_record(Variant, VARIANT, found.get("variant", {}))
    slides = tuple(
        [slide if isinstance(slide, SlideState) else read_record(SlideState, SLIDE, slide) for slide in found["slides"]]
    )
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


def read_record(cls: type[T], fields: Fields, found: Json) -> T:
    """Parse a record of the base by the types of its fields; ValueError, TypeError … where it is malformed."""
    types: dict[str, str] = cls.__annotations__
    return cls(**{name: _READERS[types[name]](found[name]) for name, _, _ in fields[1] if name in found})


def read_item(found: Json) -> ItemState:
    """Parse an object of the base; errors as in ``read_record``."""
    return read_record(ItemState, ITEM, found)


def _kind(found: Any) -> Any:
    if found not in KINDS:
        raise ValueError(found)
    return found


def _box(found: Any) -> Box:
    x, y, w, h = map(Emu, _all(int, found))
    return Box(x, y, w, h)


def _words(found: Any) -> Words:
    return tuple([read_record(ParagraphState, _PARAGRAPH, one) for one in found])


def _run(found: Any) -> RunState:
    return RunState(found) if isinstance(found, str) else read_record(RunState, _RUN, {"text": "", **found})


def _ends(found: Any) -> tuple[EndState | None, EndState | None]:
    start, end = [EndState(_a(str, one[0]), _a(int, one[1])) if one else None for one in found]
    return start, end


def _table(found: Json) -> TableState:
    table = read_record(TableState, _TABLE, found)
    return table if list(map(len, table.fills)) == list(map(len, table.rows)) else table.replace(fills=())


def _four(found: Any) -> tuple[int, int, int, int]:
    one, two, three, four = _all(int, found)
    return one, two, three, four


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(value)
    return value


def _a(kind: type[T], value: Any) -> T:
    """Return the value if it has that type, else raise TypeError; bool does not count as int."""
    if not isinstance(value, kind) or isinstance(value, bool) and kind is not bool:
        raise TypeError(value)
    return value


def _all(kind: type[T], values: Any) -> tuple[T, ...]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(values)
    return tuple([_a(kind, value) for value in values])


_PARAGRAPH, _RUN, _TABLE, _SERIES = [fields_of(cls) for cls in (ParagraphState, RunState, TableState, SeriesState)]
_CHART = fields_of(ChartState, ("workbook",))
_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("str", "str | None", "Colouring"), partial(_a, str)),
    "int": partial(_a, int),
    "bool": partial(_a, bool),
    "Kind": _kind,
    "Box | None": _box,
    "LineState | None": partial(read_record, LineState, LINE),
    "TableState | None": _table,
    "ChartState | None": partial(read_record, ChartState, _CHART),
    "Words": _words,
    "tuple[EndState | None, EndState | None]": _ends,
    "tuple[int, int, int, int]": _four,
    "tuple[int, ...]": partial(_all, int),
    "tuple[str, ...]": partial(_all, str),
    "tuple[tuple[str, str], ...]": lambda found: tuple([(_a(str, key), _a(str, said)) for key, said in found]),
    "tuple[float | None, ...]": lambda found: tuple([None if one is None else _number(one) for one in found]),
    "tuple[RunState, ...]": lambda found: tuple(map(_run, found)),
    "tuple[SeriesState, ...]": lambda found: tuple([read_record(SeriesState, _SERIES, one) for one in found]),
    "tuple[ItemState, ...]": lambda found: tuple(map(read_item, found)),
    "tuple[tuple[Words, ...], ...]": lambda found: tuple([tuple(map(_words, row)) for row in found]),
    "tuple[tuple[Colouring, ...], ...]": lambda found: tuple([_all(str, row) for row in found]),
    "tuple[tuple[int, int, int, int], ...]": lambda found: tuple(map(_four, found)),
}
"""Parsers by the type of the field."""


# Finding the base of a deck: the one that the deck names, inside the deck or in a store.


MAX_BASE = 64 * 1024 * 1024
_MOST_BASES = 200
_DIGITS = frozenset("0123456789abcdef")


def find(folder: str, name: str) -> bytes | None:
    """Return the base with that hash, None where it is not in the store.

    A link that leads out of the folder of the outlines is not followed. InvalidInput (``bad-base``) where the file
    cannot be read or its hash does not match its name.
    """
    digits = name.removeprefix("sha256:")
    if len(digits) != 64 or not _DIGITS.issuperset(digits):
        return None
    around, place = named(folder, name)
    path = os.path.join(around, place)
    try:
        data = read_bytes(inside(around, place), MAX_BASE)
    except (FileNotFoundError, NotADirectoryError, Outside):
        return None
    except OSError as problem:
        raise InvalidInput([finding("bad-base.file", path=path, reason=problem.strerror)]) from None
    if base_hash(data) != f"sha256:{digits}":
        raise InvalidInput([finding("bad-base.content", path=path)])
    return data


def stored_bases(folder: str) -> list[tuple[str, bytes]]:
    """Return path and bytes of the 200 newest bases of a store, newest first; [] without a store."""
    try:
        names = [name for name in os.listdir(folder) if name.endswith(".json")]
        paths = sorted([os.path.join(folder, name) for name in names], key=lambda path: (-os.stat(path).st_mtime, path))
    except OSError:
        return []
    found = []
    for path in paths[:_MOST_BASES]:
        data = find(folder, f"sha256:{os.path.basename(path)[:-5]}")
        if data:
            found.append((path, data))
    return found


class FoundBase(Record):
    """A base's bytes, and findings about its source."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def find_base(inside: bytes, name: str, folders: Sequence[str], deck: str = "") -> FoundBase:
    """Return the base of a deck.

    ``inside`` is the base in the deck (b"" without), ``name`` its ``osr.base`` ("" without), ``folders`` the stores.
    The base with that hash is used, from the deck or a store; without a name, or where no store has it, the one
    inside. A warning where the base inside is not the one that the deck names. InvalidInput: ``no-base``,
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


# The base that an update stores: ours, except for the parts under ``freeze`` and ``ignore``.
#
# Their base stays as an update last wrote it. So a slide does not count as edited once it is unfrozen, and the
# outline's changes since then are merged with manual edits.


def next_base(base: DeckState, ours: DeckState) -> DeckState:
    """Return the base after an update; ``base`` has ours' keys. ``ours`` itself without ``freeze`` and ``ignore``."""
    if not any([slide.freeze or slide.ignore for slide in ours.slides]):
        return ours
    before = base.by_key
    return ours.each(lambda slide: _next_slide(before.get(slide.key), slide))


def _next_slide(base: SlideState | None, ours: SlideState) -> SlideState:
    if base is None:
        return ours
    if ours.freeze:
        return base.replace(key=ours.key, at=ours.at, freeze=True, ignore=ours.ignore, moved=ours.moved)
    if not ours.ignore:
        return ours
    old = base.by_key
    items = [_next_item(old.get(item.key), item, ignored(ours, item.key)) for item in ours.items]
    gone = [
        item for key, item in old.items() if "*" in ignored(ours, key) and key not in {one.key for one in ours.items}
    ]
    kept = {name: getattr(base, name) for name in ("notes", "hidden") if name in ours.ignore}
    return ours.replace(items=tuple([item for item in (*items, *gone) if item is not None]), **kept)


def _next_item(base: ItemState | None, ours: ItemState, names: frozenset[str]) -> ItemState | None:
    """Return an object of the next base, None where it is ignored and not in the old one."""
    if "*" in names:
        return base
    if base is None or not names or base.kind != ours.kind:
        return ours
    kept = {name: getattr(base, name) for name in ItemState.__fields__ if name in names}
    if "columns" in names and base.table and ours.table and len(base.table.columns) == len(ours.table.columns):
        kept.setdefault("table", ours.table.replace(columns=base.table.columns))
    return ours.replace(**kept)


def ignored(slide: SlideState, key: str) -> frozenset[str]:
    """Return the properties of an object that ``ignore:`` excludes from updates; ``*`` is the whole object."""
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
