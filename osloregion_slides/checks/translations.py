"""Missing and outdated translations of an outline.

A text by language must have all languages; a plain one counts as text in the outline's own (``plain_texts`` knows
those that need no translation).
An overlay that changes an original without its translations is reported too: decks in other languages would
keep the text of the outline below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, finding, short
from osloregion_slides.outline import translations, untranslated
from osloregion_slides.outline.nodes import Mapping, Sequence, text_of
from osloregion_slides.outline.untranslated import PlainText, plain_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.variants import Layer


def check_translations(outline: Outline, language: str = "", every: bool = False) -> tuple[Finding, ...]:
    """Return a warning for each text with a missing or outdated translation, used or not.

    With a ``language``, only for this one and this variant; else for all of ``languages:`` (with
    ``every``, of ``also:`` too) and all audiences.
    """
    wanted = (language,) if language else outline.languages if every else _demanded(outline)
    layers = [layer for layer in outline.layers if not language or layer.audience in ("", outline.audience)]
    known = frozenset(outline.languages)
    found: dict[Finding, None] = {}
    for tree in (outline.document, *[layer.after for layer in layers if layer.audience]):
        for text in untranslated.texts(tree, known):
            found.update(dict.fromkeys(_faults(text, wanted)))
    original = outline.resolver.choices.fallback
    found.update(dict.fromkeys(_untranslated(outline, wanted, layers)))
    for layer in layers:
        for left in untranslated.outdated(layer.before, layer.after, original, known):
            if left.language in wanted:
                at = (left.text.get(original) or left.text).at
                found[finding("stale-translation.overlay", at, language=left.language)] = None
    return tuple(found)


def _demanded(outline: Outline) -> tuple[str, ...]:
    """Return the languages in ``languages:``; those in ``also:`` are required only of decks in them."""
    listed = outline.document.get("languages")
    named = [text_of(item) for item in listed.items] if isinstance(listed, Sequence) else outline.languages
    return tuple([language for language in outline.languages if language in named])


def check_plain_texts(outline: Outline) -> tuple[Finding, ...]:
    """Return a warning for each text of this deck that stays untranslated because it has no languages."""
    return tuple(_untranslated(outline, (outline.language,), []))


def _untranslated(outline: Outline, wanted: tuple[str, ...], layers: list[Layer]) -> Iterator[Finding]:
    original = outline.resolver.choices.fallback
    lacking = [language for language in wanted if language != original]
    if not lacking or len(outline.languages) < 2:
        return
    known = frozenset(outline.languages)
    seen: set[object] = set()
    for tree in (outline.document, *[layer.after for layer in layers if layer.audience]):
        for text in plain_texts(tree, outline.schema, known, original):
            if text.at in seen:
                continue
            seen.add(text.at)
            for language in lacking:
                yield _plain(text, language, original)


def _plain(text: PlainText, language: str, original: str) -> Finding:
    translated, same = f"{{{original}: …, {language}: …}}", "{all: …}"
    at, on, count, first = text.at, text.slide, text.count, short(text.text)
    if text.table == "table":
        return finding("missing-translation.table", at, on_slide=on, language=language, count=count, text=first)
    ways = {"language": language, "translated": translated, "same": same}
    if text.table:
        return finding("missing-translation.rows", at, on_slide=on, count=count, text=first, **ways)
    return finding("missing-translation.plain", at, on_slide=on, original=original, **ways)


def _faults(text: Mapping, languages: tuple[str, ...]) -> Iterator[Finding]:
    marked = translations.marked(text)
    for language in languages:
        if not translations.has(text, language):
            yield finding("missing-translation", text.at, language=language)
        elif language in marked:
            yield finding("stale-translation", (text.get(language) or text).at, language=language)
