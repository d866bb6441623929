"""Whether an outline says everything in all its languages, and nothing that its original no longer says.

A text that stands alone is meant for every language (names, figures); one by language has to have them all.
An overlay that changes an original and not its translations is told too: a deck in the other language would
say what the outline below it says.
"""

from __future__ import annotations

from osloregion_slides.outline import translations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.findings import Finding
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Mapping


def check_translations(outline: Outline, language: str = "") -> tuple[Finding, ...]:
    """Return a warning for each text that lacks a language of the outline or has one that is stale, used or not.

    With a ``language`` only for this one, and of this variant; else for all languages and every audience.
    """
    wanted = (language,) if language else outline.languages
    layers = [layer for layer in outline.layers if not language or layer.audience in ("", outline.audience)]
    known = frozenset(outline.languages)
    found: dict[Finding, None] = {}
    for tree in (outline.document, *[layer.after for layer in layers if layer.audience]):
        for text in translations.texts(tree, known):
            found.update(dict.fromkeys(_faults(text, wanted)))
    original = outline.voice.choices.fallback
    for layer in layers:
        for left in translations.outdated(layer.before, layer.after, original, known):
            if left.language in wanted:
                found[translations.uncovered(left, original)] = None
    return tuple(found)


def _faults(text: Mapping, languages: tuple[str, ...]) -> Iterator[Finding]:
    told = translations.marked(text)
    for language in languages:
        if not translations.has(text, language):
            yield translations.missing(text, language)
        elif language in told:
            yield translations.stale(text, language)
