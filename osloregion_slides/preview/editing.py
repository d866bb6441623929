"""Edits of texts and slides on the page, written back to their places in the outline, with undo.

Each request states the old text; where the file differs by now, nothing is written. Files are written by
``service_pull.Pulled``, which checks them again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.checks.translations import check_translations
from osloregion_slides.drafting import load
from osloregion_slides.outline.diagnostics.misread import name
from osloregion_slides.outline.nodes import FORBIDDEN, Entry, Mapping, Scalar, Sequence, identity, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.translations import STALE, is_by_language, marked, without_marks
from osloregion_slides.preview.desk import outlines
from osloregion_slides.pulling.changes import Change, with_key
from osloregion_slides.pulling.places import OutlineText, Places
from osloregion_slides.service_edit import File, Pulled, edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.preview.state import Variant

MAX_EDITS = 2_000  # per request: a whole translation
MAX_STEPS = 200  # of undo
_PLAIN = re.compile(r"[^\W\d_][\w ]*\w")  # text that never needs quotes in YAML
_SETTINGS = frozenset(
    re.findall(
        r"\w+",
        """above after backdrop before below colour_by column dates fill fit focus group group_by hidden image layout
    mark_unconfirmed markup max member members merge min minutes number_format numbered off past proportion range
    reports_to reveal row sheet since slide sources stale table total transition type widths""",
    )
)
"""Keys of a slide with settings, which no reader sees."""
_SUFFIXES = "bcdefghijklmnopqrstuvwxyz"


class History:
    """The edits written from the page, for undo and redo as long as files did not change otherwise."""

    def __init__(self) -> None:
        self._done: list[tuple[File, ...]] = []
        self._undone: list[tuple[File, ...]] = []

    @property
    def depth(self) -> tuple[int, int]:
        """The numbers of steps to undo and to redo."""
        return len(self._done), len(self._undone)

    def write(self, pulled: Pulled) -> None:
        """Write files and record their old contents. InvalidInput as in ``Pulled.write``."""
        pulled.write()
        if pulled.files:
            self._done = [*self._done[1 - MAX_STEPS :], pulled.files]
            self._undone.clear()

    def undo(self) -> None:
        """Undo the last step. InvalidInput where there is none, or a file has changed since."""
        self._swap(self._done, self._undone)

    def redo(self) -> None:
        """Redo the step undone last. InvalidInput as in ``undo``."""
        self._swap(self._undone, self._done)

    def _swap(self, source: list[tuple[File, ...]], target: list[tuple[File, ...]]) -> None:
        if not source:
            raise InvalidInput([finding("edit-nothing")])
        files = tuple([File(file.path, file.after, file.before) for file in source[-1]])
        Pulled(files, (), 1).write()
        source.pop()
        target.append(files)


def texts_json(path: str, variant: Variant, key: str) -> dict[str, Any]:
    """Return the texts of a slide, each in all languages; the language of a text without languages is ""."""
    outline = load(path, **variant.words)
    places = Places(outline, True)
    seen = [one for one in places.of(key) if not _is_setting(one) and not places.leads(one.scalar)]
    said = list(dict.fromkeys([places.led_to(one) or one for one in seen]))
    own = {one.scalar.at for one in seen}
    return {
        "languages": list(outline.languages),
        "texts": [
            {
                "id": _name(one),
                "path": [str(step) for _, step in one.steps[2 if one.scalar.at in own else 0 :]],
                "says": one.words,
                "values": _values(one, outline),
                "fact": one.scalar.at not in own,
                "worked_out": one.is_expression,
                "file": one.scalar.at.file,
                "line": one.scalar.at.line,
            }
            for one in said
        ],
    }


def _is_setting(said: OutlineText) -> bool:
    return any([step in _SETTINGS for _, step in said.steps[2:]])


def _name(said: OutlineText) -> str:
    """Return the id of a text in all its languages: its location."""
    at = _text_node(said).at
    return f"{at.file}:{at.line}:{at.column}"


def _text_node(said: OutlineText) -> Node:
    """Return the node of a text with all its languages; ``scalar`` is one of them."""
    last = said.steps[-1][0] if said.steps else said.scalar
    if not isinstance(last, Mapping) or not any([entry.value is said.scalar for entry in last.entries]):
        return said.scalar
    return last if is_by_language(last, _spoken(last)) else said.scalar


def _spoken(node: Mapping) -> frozenset[str]:
    return frozenset([entry.key.text for entry in node.entries if 2 <= len(entry.key.text) <= 3])


def _values(said: OutlineText, outline: Outline) -> dict[str, str]:
    node = _text_node(said)
    if not isinstance(node, Mapping):
        return {"": said.scalar.text}
    names = ["all"] if node.get("all") is not None else list(outline.languages)
    return {name: text_of(node.get(name)) for name in names}


def write_texts(path: str, variant: Variant, body: bytes, history: History) -> None:
    """Write texts in their places: ``{"edits": [{"id", "language", "before", "text"}, …]}``.

    InvalidInput where the text has changed (``edit-changed``) or cannot be written, or the outline would have errors.
    """
    write_edits(load(path, **variant.words), path, _edits(body), history)


def write_edits(outline: Outline, path: str, edits: list[dict[str, str]], history: History) -> None:
    """Write edits in the form of ``write_texts``."""
    for given in edits:
        if found := re.search(FORBIDDEN, given["text"].replace("\r\n", "\n")):
            raise InvalidInput([finding("control-character", Location(path), name=name(found.group()))])
    places = Places(outline, True)
    known: dict[str, OutlineText] = {}
    for slide in outline.slides:
        known |= {_name(one): one for one in places.of(slide.id)}
    known |= {_name(one): one for one in places.blocks()}
    changes = [one for given in edits for one in _changes(known.get(given["id"]), given, outline)]
    history.write(edit(outline, path, tuple(_together(changes))))


def _together(changes: list[Change]) -> Iterator[Change]:
    """Yield the changes, with those that add languages to the same plain text combined."""
    by_node: dict[int, list[Change]] = {}
    for change in changes:
        by_node.setdefault(id(change.node) if isinstance(change.value, Mapping) else id(change), []).append(change)
    for first, *rest in by_node.values():
        for one in rest:
            assert isinstance(first.value, Mapping) and isinstance(one.value, Mapping)
            first = first.replace(value=with_key(first.value, one.text, one.value.get(one.text)))
        yield first


def _edits(body: bytes) -> list[dict[str, str]]:
    try:
        found = json.loads(body)["edits"]
        keys = ("id", "language", "before", "text")
        edits = [{key: given[key] for key in keys} for given in found[: MAX_EDITS + 1]]
        if not edits or len(edits) > MAX_EDITS or not all(isinstance(x, str) for one in edits for x in one.values()):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise InvalidInput([finding("usage.edits", Location("edits"))]) from None
    return edits


def _plain_values(node: Scalar, outline: Outline) -> dict[str, str]:
    """Return a text without languages as the value of the outline's default language, the others empty."""
    own = outline.resolver.choices.fallback
    return {name: node.text if name == own else "" for name in outline.languages}


def _changes(said: OutlineText | None, given: dict[str, str], outline: Outline) -> Iterator[Change]:
    language, node = given["language"], _text_node(said) if said else None
    now = _values(said, outline) if said else {}
    if isinstance(node, Scalar) and language:
        now = _plain_values(node, outline)
    if said is None or node is None or now.get(language) != given["before"]:
        shown = now.get(language, "")
        raise InvalidInput([finding("edit-changed", said.scalar.at if said else None, now=shown[:80])])
    text = given["text"].replace("\r\n", "\n").strip("\n")
    if text == given["before"]:
        return
    if isinstance(node, Scalar):
        value = None
        if language:
            said_now = [
                Entry(Scalar(name, True, node.at), Scalar(words, False, node.at))
                for name, words in now.items()
                if words
            ]
            new = Entry(Scalar(language, True, node.at), Scalar(text, bool(_PLAIN.fullmatch(text)), node.at))
            value = Mapping((*[entry for entry in said_now if entry.key.text != language], new), node.at)
        yield Change("text", said.scalar, said.steps, text if value is None else language, value)
        return
    assert isinstance(node, Mapping)
    scalar = node.get(language)
    if isinstance(scalar, Scalar):
        yield Change("text", scalar, (*said.steps[:-1], (node, language)), text)
    else:
        yield Change("key", node, said.steps[:-1], language, Scalar(text, bool(_PLAIN.fullmatch(text)), node.at))
    if language in marked(node):
        left = next((entry.value for entry in without_marks(node.entries, [language]) if entry.key.text == STALE), None)
        yield Change("key", node, said.steps[:-1], STALE, left)


def change_slides(path: str, variant: Variant, body: bytes, history: History) -> None:
    """Change the list of slides: ``{"do": …}`` is ``order`` with ``ids``, or ``hide``, ``show``, ``copy`` with
    ``slide``, or ``add`` after ``slide`` the slide ``key`` of the outline ``from`` in the same folder.

    InvalidInput as in ``write_texts``, and for unknown slides.
    """
    try:
        given = json.loads(body)
        do, name = str(given["do"]), str(given.get("slide", ""))
        ids = [str(one) for one in given.get("ids", ())][:MAX_EDITS]
        source, key = str(given.get("from", "")), str(given.get("key", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput([finding("usage.edits", Location("slides"))]) from None
    outline = load(path, **variant.words)
    listed = outline.document.get("slides")
    assert isinstance(listed, Sequence)  # an outline without slides is an error
    steps = ((outline.document, "slides"),)
    known = [identity(item) for item in listed.items]
    places = Places(outline, True)
    name, ids = places.source(name), list(dict.fromkeys(filter(None, map(places.source, ids))))
    if do == "order" and ids:
        history.write(edit(outline, path, (Change("order", listed, steps, ids=tuple(ids)),)))
        return
    if name not in known or do not in ("hide", "show", "copy", "add"):
        raise InvalidInput([finding("no-slide", slide=str(given.get("slide", do))[:60])])
    slide = listed.items[known.index(name)]
    assert isinstance(slide, Mapping)
    if do in ("hide", "show"):
        value = Scalar("true" if do == "hide" else "false", True, slide.at)
        change = Change("key", slide, (*steps, (listed, known.index(name))), "hidden", value)
    else:
        made = slide if do == "copy" else _slide_of(outlines(path).get(source, ""), key)
        change = Change("put", listed, steps, value=_renamed(made, known), item=slide)
    history.write(edit(outline, path, (change,)))


def _slide_of(path: str, key: str) -> Mapping:
    tree, _ = read_file(path) if path else (None, ())
    slides = tree.get("slides") if isinstance(tree, Mapping) else None
    for item in slides.items if isinstance(slides, Sequence) else ():
        if identity(item) == key and isinstance(item, Mapping):
            return item
    raise InvalidInput([finding("no-slide", slide=key[:60])])


def _renamed(slide: Mapping, known: list[str]) -> Mapping:
    """Return a slide, with id and title made unique."""
    name = identity(slide)
    if name not in known:
        return slide
    sign = next((sign for sign in _SUFFIXES if f"{name}-{sign}" not in known), "z")
    number = _SUFFIXES.index(sign) + 2
    entries = [
        entry.replace(value=Scalar(f"{name}-{sign}", True, slide.at))
        if entry.key.text == "id"
        else entry.replace(value=_numbered(entry.value, number))
        if entry.key.text == "title"
        else entry
        for entry in slide.entries
    ]
    return slide.replace(entries=tuple(entries))


def _numbered(title: Node, number: int) -> Node:
    if isinstance(title, Mapping):
        return title.replace(entries=tuple([one.replace(value=_numbered(one.value, number)) for one in title.entries]))
    return Scalar(f"{title.text} ({number})", False, title.at) if isinstance(title, Scalar) else title


def all_texts(path: str, variant: Variant) -> Iterator[tuple[str, str, dict[str, str], str]]:
    """Yield the texts of an outline that have several languages, or should have.

    Each as id, slide, text by language, and ``missing`` or ``stale`` where a translation is.
    """
    outline = load(path, **variant.words)
    places = Places(outline, True)
    lacking = {found.at for found in check_translations(outline) if found.code == "missing-translation"}
    seen: set[str] = set()
    listed = [(slide.id, places.of(slide.id)) for slide in outline.slides]
    for slide, said in (*listed, ("", places.blocks())):
        for one in said:
            values, name, node = _values(one, outline), _name(one), _text_node(one)
            if node.at in lacking and len(values) == 1 and isinstance(node, Scalar):
                values = _plain_values(node, outline)
            if len(values) > 1 and name not in seen:
                seen.add(name)
                stale = isinstance(node, Mapping) and marked(node)
                yield name, slide, values, "missing" if node.at in lacking else "stale" if stale else ""


def all_json(path: str, variant: Variant) -> dict[str, Any]:
    """Return all texts by language for the page, first those with missing, then those with outdated translations."""
    order = ("missing", "stale", "")
    rows = sorted(all_texts(path, variant), key=lambda row: order.index(row[3]))
    keys = ("id", "slide", "values", "state")
    return {"languages": list(load(path, **variant.words).languages), "texts": [dict(zip(keys, row)) for row in rows]}
