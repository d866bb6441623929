"""The base as bytes: canonical JSON, one slide a line, and the hash that names it.

Keys are sorted, what has its default is left out, there is no white space and no float but a chart's
values. Places in the outline and what the outline says of updates are not part of it: they change
without the deck changing.
"""

from __future__ import annotations

import json

from osloregion_slides.reuse import made_of
from osloregion_slides.update.values import KnownItem, KnownLine, KnownSlide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from osloregion_slides.update.values import Known, KnownChart, KnownEnd, KnownRun, KnownTable, Words

    Json = dict[str, Any]
    Field = tuple[str, int, object, Callable[[Any], Any] | None]

FORMAT = 1
"""The version of this form; a reader refuses a higher one."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ABSENT = object()
_OF_THE_OUTLINE = ("at", "freeze", "ignore", "moved", "locator", "marks")


def base_bytes(known: Known, slides: Iterable[KnownSlide] | None = None) -> bytes:
    """Return the base of a deck as UTF-8; ``slides`` stand for its own, where they are made one by one."""
    head = {"format": FORMAT, "key": known.key, "outline": known.outline, "title": known.title}
    variant = known.variant
    chosen = {
        "as_of": variant.as_of,
        "audience": variant.audience,
        "language": variant.language,
        "settings": variant.settings,
    }
    tail = {"variant": {name: value for name, value in chosen.items() if value}, "version": known.version}
    lines = b",\n".join([_slide(slide) for slide in (known.slides if slides is None else slides)])
    return b'%b,"slides":[\n%b\n],%b\n' % (_bytes(head)[:-1], lines, _bytes(tail)[1:])


def base_hash(data: bytes) -> str:
    """Return the name of a base: ``sha256:`` and 64 hexadecimal digits."""
    return f"sha256:{sha256()(data).hexdigest()}"


_constructor: list[Any] = []


def sha256() -> Any:
    """Return the constructor without OpenSSL where the interpreter has one of its own (hashlib: 3.4 ms)."""
    if not _constructor:
        _constructor.append(_sha256())
    return _constructor[0]


def _sha256() -> Any:
    for module in ("_sha2", "_sha256"):
        try:
            return __import__(module).sha256
        except ImportError:
            continue
    from hashlib import sha256

    return sha256


def _bytes(found: Json) -> bytes:
    return _encode(found).encode("utf-8", "surrogatepass")


def _slide(slide: KnownSlide) -> bytes:
    kept = made_of(slide)
    if kept is not None and "base" in kept:
        line: bytes = kept["base"]
        return line
    line = _bytes(_object(slide, _SLIDE))  # type: ignore[arg-type]  # a Value is a tuple
    if kept is not None:
        kept["base"] = line
    return line


def _object(value: tuple[Any, ...], fields: list[Field]) -> Json:
    """Return a value's fields that are not their defaults; fields come in the order of their names."""
    return {
        name: found if write is None else write(found)
        for name, i, default, write in fields
        if (found := value[i]) is not default and found != default
    }


def _words(words: Words) -> list[Json]:
    found = []
    for paragraph in words:
        one: Json = {"level": paragraph.level} if paragraph.level else {}
        one["runs"] = [_run(run) for run in paragraph.runs]
        if paragraph.size:
            one["size"] = paragraph.size
        found.append(one)
    return found


def _run(run: KnownRun) -> object:
    """Return a run: its characters alone where it has no look of its own."""
    if not (run.bold or run.italic or run.link or run.field):
        return run.text
    found = {"bold": run.bold, "field": run.field, "italic": run.italic, "link": run.link, "text": run.text}
    return {name: value for name, value in found.items() if value}


def _line(line: KnownLine) -> Json:
    return _object(line, _LINE)  # type: ignore[arg-type]  # a Value is a tuple


def _ends(ends: tuple[KnownEnd | None, KnownEnd | None]) -> list[list[object]]:
    return [[end.key, end.site] if end else [] for end in ends]


def _table(table: KnownTable) -> Json:
    return {"columns": table.columns, "rows": [[_words(cell) for cell in row] for row in table.rows]}


def _chart(chart: KnownChart) -> Json:
    series = [{"colour": one.colour, "name": one.name, "values": one.values} for one in chart.series]
    return {
        "categories": chart.categories,
        "number_format": chart.number_format,
        "series": series,
        "type": chart.type,
    }


def _fields(cls: Any, left_out: tuple[str, ...], writers: dict[str, Callable[[Any], Any]]) -> list[Field]:
    """Return name, index, default and writer of a class's fields, by name."""
    names = enumerate(cls.__fields__)
    return sorted(
        [
            (name, i, cls.__defaults__.get(name, _ABSENT), writers.get(name))
            for i, name in names
            if name not in left_out
        ],
        key=lambda field: field[0],
    )


def item_forms(items: tuple[KnownItem, ...]) -> list[Json]:
    """Return objects as the base has them."""
    return [_object(item, _ITEM) for item in items]  # type: ignore[arg-type]  # a Value is a tuple


_LINE = _fields(KnownLine, (), {})
_ITEM = _fields(
    KnownItem,
    ("locator", "marks"),
    {"box": list, "text": _words, "line": _line, "table": _table, "chart": _chart, "ends": _ends},
)
_SLIDE = _fields(KnownSlide, _OF_THE_OUTLINE, {"items": item_forms})
