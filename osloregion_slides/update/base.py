"""The base as bytes: canonical JSON, one slide a line, and the hash that names it.

Keys are sorted, fields with their default are left out, there is no white space, and the only floats are a chart's
values. Places in the outline and its update directives are left out: they change without the deck changing.
"""

from __future__ import annotations

import json
import os
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import inside, write
from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.reuse import made_of
from osloregion_slides.update.deck_state import (
    DeckState,
    EndState,
    ItemState,
    LineState,
    RunState,
    SlideState,
    TableState,
    Variant,
)
from osloregion_slides.update.state_parts import ChartState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.update.deck_state import Words

    Json = dict[str, Any]
    Fields = tuple[Callable[[Any], tuple[Any, ...]], list[tuple[str, object, Callable[[Any], Any] | None]]]


FORMAT = 1
"""The version of this format; readers reject a higher one."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ABSENT = object()
_OF_THE_OUTLINE = ("at", "freeze", "ignore", "moved", "inherits", "locator", "marks", "look", "beyond")


def base_bytes(known: DeckState, slides: Iterable[SlideState] | None = None) -> bytes:
    """Return the base of a deck as UTF-8; ``slides`` replace its own, for callers that generate them one by one."""
    head: Json = {"format": FORMAT, "key": known.key, "outline": known.outline}
    if known.theme is not None:
        palette, fonts, layouts = known.theme.palette, known.theme.fonts, known.theme.layouts
        head["theme"] = {"fonts": fonts, "layouts": layouts, "palette": palette}
        if known.theme.masters:
            head["theme"]["masters"] = known.theme.masters
        if known.theme.sheets:
            head["theme"]["sheets"] = known.theme.sheets
    head["title"] = known.title
    tail: Json = {"facts": known.facts} if known.facts is not None else {}
    tail |= {"variant": form_of(known.variant, VARIANT), "version": known.version}
    lines = b",\n".join([_slide(slide) for slide in (known.slides if slides is None else slides)])
    return b'%b,"slides":[\n%b\n],%b\n' % (_bytes(head)[:-1], lines, _bytes(tail)[1:])


def base_hash(data: bytes) -> str:
    """Return the name of a base: ``sha256:`` and 64 hexadecimal digits."""
    return f"sha256:{sha256()(data).hexdigest()}"


def sha256() -> Any:
    """Return the interpreter's own constructor, without OpenSSL, where there is one (importing hashlib takes 3.4 ms).

    OpenSSL's hashes in a tenth of the time and is used where hashlib is loaded already.
    """
    if (loaded := sys.modules.get("hashlib")) is not None:
        return loaded.sha256
    try:
        return __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    except ImportError:
        from hashlib import sha256

        return sha256


def _bytes(found: Json) -> bytes:
    return _encode(found).encode("utf-8", "surrogatepass")


def _slide(slide: SlideState) -> bytes:
    kept = made_of(slide)
    if kept is not None and "base" in kept:
        line: bytes = kept["base"]
        return line
    line = _bytes(form_of(slide, SLIDE))
    if kept is not None:
        kept["base"] = line
    return line


def form_of(record: Record, fields: Fields) -> Json:
    """Return the fields of a record that differ from their defaults, in alphabetical order."""
    values_of, forms = fields
    return {
        name: found if write is None else write(found)
        for found, (name, default, write) in zip(values_of(record), forms)
        if found is not default and found != default
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


def _run(run: RunState) -> object:
    """Return a run: a plain string where it has no formatting."""
    if not (run.bold or run.italic or run.link or run.field):
        return run.text
    found = {"bold": run.bold, "field": run.field, "italic": run.italic, "link": run.link, "text": run.text}
    return {name: value for name, value in found.items() if value}


def _ends(ends: tuple[EndState | None, EndState | None]) -> list[list[object]]:
    return [[end.key, end.site] if end else [] for end in ends]


def _table(table: TableState) -> Json:
    rows = [[_words(cell) for cell in row] for row in table.rows]
    spans = {"spans": table.spans} if table.spans else {}
    return {"columns": table.columns, "fills": table.fills, "rows": rows, **spans}


def _chart(chart: ChartState) -> Json:
    series = [{"colour": one.colour, "name": one.name, "values": one.values} for one in chart.series]
    look = {"look": chart.look} if chart.look else {}
    return {
        "categories": chart.categories,
        **look,
        "number_format": chart.number_format,
        "series": series,
        "type": chart.type,
    }


def fields_of(cls: Any, left_out: tuple[str, ...] = (), **writers: Callable[[Any], Any]) -> Fields:
    """Return a getter of a class's fields, and their names, defaults and writers in alphabetical order."""
    names = sorted([name for name in cls.__fields__ if name not in left_out])
    forms = [(name, cls.__defaults__.get(name, _ABSENT), writers.get(name)) for name in names]
    return attrgetter(*names), forms


def item_forms(items: tuple[ItemState, ...]) -> list[Json]:
    """Return objects in the form of the base."""
    return [form_of(item, ITEM) for item in items]


LINE, VARIANT = fields_of(LineState), fields_of(Variant)
ITEM = fields_of(
    ItemState,
    ("locator", "marks", "look", "beyond"),
    box=list,
    text=_words,
    line=lambda line: form_of(line, LINE),
    table=_table,
    chart=_chart,
    ends=_ends,
)
SLIDE = fields_of(SlideState, _OF_THE_OUTLINE, items=item_forms)


# The base store: a folder ``.bases`` beside the outlines, one file for each base, named by its hash.
#
# A deck whose base was stripped on the way (Google Slides, a mail gateway) still names it, or is found by its
# deck key. The files are meant to be committed: updates compare with them. Those of discarded decks can be deleted;
# a deck that still contains its base needs none.

FOLDER = ".bases"


def store_folder(outline: str) -> str:
    """Return the store beside the outline at this path."""
    return os.path.join(os.path.dirname(outline), FOLDER)


def keep(folder: str, data: bytes) -> str:
    """Store a base and return its hash. An existing file is left as it is; writes are atomic.

    OSError where the file cannot be written, ``files.Outside`` where a link leads out of the folder of the outlines.
    """
    name = base_hash(data)
    path = inside(*named(folder, name))
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(path, data)
    return name


def named(folder: str, name: str) -> tuple[str, str]:
    """Return the folder that contains a store, and the path of a base relative to it."""
    around, store = os.path.split(folder)
    return around, os.path.join(store, name.removeprefix("sha256:") + ".json")


def keep_beside(outline: str, base: bytes) -> tuple[Finding, ...]:
    """Store a base beside the outline (b"": there is none). A store that cannot be written is a warning."""
    if not base:
        return ()
    folder = store_folder(outline)
    try:
        keep(folder, base)
    except OSError as problem:
        return (finding("no-base-store", Location(folder), reason=problem.strerror),)
    return ()
