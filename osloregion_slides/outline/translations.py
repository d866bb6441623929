"""Texts by language: their text in one language, and marks of outdated translations.

A translation is stale once its original has changed. Whoever changes the original marks it in the text,
``{nb: Ny tittel, en: Old title, stale: en}`` (or ``stale: [en, sv]``); the translator removes the mark, as
``fuzzy`` in a .po file of gettext. Until then the old text is used.

``{all: Life science}`` declares a text the same in every language. ``all`` excludes languages as keys, so an
overlay with the one form replaces a text in the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence
from osloregion_slides.outline.text_schema import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.outline.nodes import Node


STALE = "stale"
ALL = "all"
"""The key of a text that is the same in every language; it is not allowed as a language."""
STRICT = frozenset(("missing-translation", "stale-translation"))
"""Findings that ``--strict`` raises to errors."""


def is_by_language(node: Node | None, languages: frozenset[str]) -> bool:
    """Return whether a node is a text (or list) by language: no keys but languages, or ``all``, and ``stale``."""
    if node.__class__ is not Mapping:
        return False
    names = [entry.key.text for entry in node.entries if entry.key.text != STALE]
    return bool(names) and (languages.issuperset(names) or names == [ALL])


def in_language(text: Mapping, language: str) -> Node | None:
    """Return a text's value in a language, else its value for every language; None without either."""
    found = text.get(language)
    return found if found is not None else text.get(ALL)


def is_text(node: Mapping) -> bool:
    """Return whether every key of a mapping can be a language of a text."""
    return all([re.search(LANGUAGE, entry.key.text) or entry.key.text == STALE for entry in node.entries])


def is_replaced(base: Mapping, overlay: Mapping) -> bool:
    """Return whether only one of two texts has ``all``, so that the overlay replaces the base.

    A merge would be invalid: ``{all: Ny}`` beside the texts of two languages is never shown.
    """
    one, two = [[entry.key.text for entry in text.entries if entry.key.text != STALE] for text in (base, overlay)]
    return (one == [ALL]) != (two == [ALL]) and all([re.search(LANGUAGE, key) for key in (*one, *two)])


def has(text: Mapping, language: str) -> bool:
    """Return whether a text has a language; "" in quotes counts as an empty text, null does not."""
    found = in_language(text, language)
    return found is not None and not (isinstance(found, Scalar) and found.is_null)


def marked(text: Mapping) -> tuple[str, ...]:
    """Return the languages that a text marks as stale."""
    node = text.get(STALE)
    return () if node is None else tuple([name.text for name in _names(node)])


def _names(node: Node) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar) and not item.is_null]


def without_marks(entries: Iterable[Entry], languages: Iterable[str]) -> tuple[Entry, ...]:
    """Return a text's entries without the stale marks of languages that were rewritten."""
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


def strictly(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with missing and stale translations as errors."""
    return tuple([found.replace(severity="error") if found.code in STRICT else found for found in findings])
