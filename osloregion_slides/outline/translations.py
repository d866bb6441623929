"""Texts by language: which languages they lack, and which of them say what the original no longer says.

A translation is stale once its original has changed. A person who changes the original says so in the text
itself, ``{nb: Ny tittel, en: Old title, stale: en}`` (or ``stale: [en, sv]``); whoever translates it takes the
word out again, as ``fuzzy`` in a .po file of gettext. The text goes on being used until then. ``outdated``
finds what nobody has marked, by comparing with the outline as it was.

``{all: Life science}`` says on purpose that a text is the same in every language. It stands alone: a text is the
same everywhere or has its languages, so an overlay with the one replaces a text with the other.
"""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, identity
from osloregion_slides.outline.schema import LANGUAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Node

    Edit = tuple[Location, int, str]


STALE = "stale"
ALL = "all"
"""The key of a text that is the same in every language; no outline can name a language so."""
STRICT = frozenset(("missing-translation", "stale-translation"))
"""What ``--strict`` makes an error."""


class Outdated(Record):
    """A text by language of which ``language`` still says what it said before the original changed."""

    text: Mapping
    language: str


def is_by_language(node: Node | None, languages: frozenset[str]) -> bool:
    """Return whether a node is a text (or list) by language: no keys but languages, or ``all``, and ``stale``."""
    if node.__class__ is not Mapping:
        return False
    names = [entry.key.text for entry in node.entries if entry.key.text != STALE]
    return bool(names) and (languages.issuperset(names) or names == [ALL])


def in_language(text: Mapping, language: str) -> Node | None:
    """Return what a text says in a language: its own words, or those for every language; None without either."""
    found = text.get(language)
    return found if found is not None else text.get(ALL)


def is_replaced(base: Mapping, overlay: Mapping) -> bool:
    """Return whether one of two texts says the same in every language, so that the overlay's takes its place.

    Laid together they would be neither: ``{all: Ny}`` under the words of two languages is never shown.
    """
    one, two = [[entry.key.text for entry in text.entries if entry.key.text != STALE] for text in (base, overlay)]
    return (one == [ALL]) != (two == [ALL]) and all([re.search(LANGUAGE, key) for key in (*one, *two)])


def has(text: Mapping, language: str) -> bool:
    """Return whether a text has a language: "" in quotes is one that says nothing, an empty value is none."""
    found = in_language(text, language)
    return found is not None and not (isinstance(found, Scalar) and found.is_null)


def marked(text: Mapping) -> tuple[str, ...]:
    """Return the languages that a text marks as stale."""
    node = text.get(STALE)
    return () if node is None else tuple([name.text for name in _names(node)])


def _names(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar) and not item.is_null]


def missing(text: Mapping, language: str) -> Finding:
    """Return the finding that a text lacks a language."""
    return finding("missing-translation", text.at, language=language)


def stale(text: Mapping, language: str) -> Finding:
    """Return the finding that a text marks one of its languages as stale."""
    at = (text.get(language) or text).at
    return finding("stale-translation", at, language=language)


def left_behind(found: Outdated) -> Finding:
    """Return the finding that a translation stayed as it was when its original changed."""
    at = (found.text.get(found.language) or found.text).at
    return finding("stale-translation.unmarked", at, language=found.language)


def uncovered(found: Outdated, original: str) -> Finding:
    """Return the finding that an overlay changes an original and leaves a translation as it was below."""
    at = (found.text.get(original) or found.text).at
    return finding("stale-translation.overlay", at, language=found.language)


def without_marks(entries: Iterable[Entry], languages: Iterable[str]) -> tuple[Entry, ...]:
    """Return a text's entries without the marks of languages that have been written anew."""
    fresh = frozenset(languages)
    kept = []
    for entry in entries:
        if entry.key.text == STALE:
            left = [language for language in _names(entry.value) if language.text not in fresh]
            if left:
                kept.append(Entry(entry.key, Sequence(tuple(left), entry.value.at)))
        else:
            kept.append(entry)
    return tuple(kept)


def texts(node: Node, languages: frozenset[str]) -> Iterator[Mapping]:
    """Yield every text by language in a tree, each node once, in the order written."""
    waiting, seen = [node], set()
    while waiting:
        current = waiting.pop()
        if isinstance(current, Scalar) or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, Sequence):
            waiting += reversed(current.items)
        elif is_by_language(current, languages):
            yield current
        elif isinstance(current, Mapping):
            waiting += [entry.value for entry in reversed(current.entries)]


def outdated(before: Node, after: Node, original: str, languages: frozenset[str]) -> Iterator[Outdated]:
    """Yield the translations that are as they were while their ``original`` changed, in the order of ``after``.

    Things are the same that have the same key or id; texts of a plain list, the one whose translation is the
    same. What is marked as stale is not told again.
    """
    waiting = [(before, after)]
    while waiting:
        old, new = waiting.pop()
        if old is new or old.__class__ is not new.__class__:
            continue
        if is_by_language(old, languages) and is_by_language(new, languages):
            yield from _outdated(old, new, original)  # type: ignore[arg-type]  # only mappings are
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            known = {entry.key.text: entry.value for entry in old.entries}
            pairs = [(known.get(entry.key.text), entry.value) for entry in new.entries]
            waiting += [(there, value) for there, value in reversed(pairs) if there is not None]
        elif isinstance(old, Sequence) and isinstance(new, Sequence):
            waiting += reversed(list(_items(old.items, new.items, original, languages)))


def _outdated(old: Mapping, new: Mapping, original: str) -> Iterator[Outdated]:
    if not has(old, original) or _same(in_language(old, original), in_language(new, original)):
        return
    told = marked(new)
    for entry in new.entries:
        language = entry.key.text
        if language in (original, STALE, ALL) or language in told or not has(new, language):
            continue
        if _same(old.get(language), entry.value):
            yield Outdated(new, language)


def _items(
    old: tuple[Node, ...], new: tuple[Node, ...], original: str, languages: frozenset[str]
) -> Iterator[tuple[Node, Node]]:
    named = {identity(item): item for item in old if identity(item)}
    spoken = [item for item in old if is_by_language(item, languages)]
    for index, item in enumerate(new):
        if identity(item):
            there = named.get(identity(item))
        elif is_by_language(item, languages):
            there = _twin(item, spoken, original)  # type: ignore[arg-type]
        else:
            there = old[index] if index < len(old) else None
        if there is not None:
            yield there, item


def _twin(text: Mapping, before: Iterable[Node], original: str) -> Node | None:
    """The text of a list that says the same in some other language; one that says the same in all comes first."""
    found: Node | None = None
    for old in before:
        assert isinstance(old, Mapping)
        if _same(old, text):
            return old
        if found is None and any(
            [
                entry.key.text not in (original, STALE) and _same(old.get(entry.key.text), entry.value)
                for entry in text.entries
            ]
        ):
            found = old
    return found


def _same(one: Node | None, two: Node | None) -> bool:
    """Whether two nodes say the same, wherever they stand; texts and lists of them, so this is never deep."""
    if isinstance(one, Scalar) and isinstance(two, Scalar):
        return one.text == two.text
    if isinstance(one, Sequence) and isinstance(two, Sequence):
        return len(one.items) == len(two.items) and all(map(_same, one.items, two.items))
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        return one.keys() == two.keys() and all([_same(entry.value, two.get(entry.key.text)) for entry in one.entries])
    return one is two


def strictly(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with missing and stale translations as errors."""
    return tuple([found.replace(severity="error") if found.code in STRICT else found for found in findings])


def unmarked(node: Node | None) -> object:
    """Return what a tree says without places and marks, to be compared."""
    if isinstance(node, Mapping):
        return [(entry.key.text, unmarked(entry.value)) for entry in node.entries if entry.key.text != STALE]
    if isinstance(node, Sequence):
        return [unmarked(item) for item in node.items]
    return node and (node.text, node.is_null)


# Writing ``stale: en`` into an outline's text where a translation stayed behind; every other character stays.

_ANCHOR = re.compile(r"^&\S+\s*")


def with_marks(source: str, found: Iterable[Outdated]) -> str:
    """Return an outline's text with each of these translations marked as stale.

    The places are those of reading ``source``. A mark stands before the first language of its text, a second
    language is added to the mark that is there.
    """
    lines = source.split("\n")
    wanted: dict[Location, tuple[Mapping, list[str]]] = {}
    for one in found:
        wanted.setdefault(one.text.entries[0].key.at, (one.text, []))[1].append(one.language)
    edits = [_edit(text, list(dict.fromkeys(languages)), lines) for text, languages in wanted.values()]
    for at, length, text in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
        line = lines[at.line - 1]
        start = at.column - 1
        lines[at.line - 1] = line[:start] + text + line[start + length :]
    return "\n".join(lines)


def _edit(text: Mapping, languages: list[str], lines: list[str]) -> Edit:
    """Where to write, how many characters to write over, and what."""
    there = text.get(STALE)
    if there is not None and not isinstance(there, Mapping):
        items = there.items if isinstance(there, Sequence) else (there,)
        known = [getattr(item, "text", "") for item in items]
        line = lines[there.at.line - 1]
        if not isinstance(there, Sequence):
            return there.at, len(known[0]) + 2 * (line[there.at.column - 1] in "\"'"), _list([*known, *languages])
        if line[there.at.column - 1] == "[":
            return there.at, 1, f"[{', '.join(languages)}, "
        return there.at, 0, "".join([f"- {language}\n{' ' * (there.at.column - 1)}" for language in languages])
    at = text.entries[0].key.at
    line = lines[at.line - 1]
    mark = f"{STALE}: {_list(languages)}"
    if _ANCHOR.sub("", lines[text.at.line - 1][text.at.column - 1 :]).startswith("{"):
        return at, 0, f"{mark}, "
    end = "\r\n" if line.endswith("\r") else "\n"
    return at, 0, f"{mark}{end}{' ' * (at.column - 1)}"


def _list(languages: list[str]) -> str:
    return languages[0] if len(languages) == 1 else f"[{', '.join(languages)}]"
