"""Translate the texts of a template (prompts, names of layouts and placeholders) into the language of a deck.

A template has them in one language. Only known built-in texts are replaced; a name that an organisation gave a
layout is kept. A layout whose name is translated gets its usual English name as ``matchingName`` (ECMA-376 Part 1,
19.3.1.39: the name that layouts are matched by), so that an update finds the same layouts in decks of all languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from osloregion_slides.base.patterns import late
from osloregion_slides.ooxml.zip import MAX_XML, pack, read_zip, write_zip
from osloregion_slides.outline.words import LANGUAGES, own_template_words, template_words
from osloregion_slides.pptx.xml import esc

_PLACES = late(r'(<p:cSld name="|<p:cNvPr id="\d+" name="|<a:t>)([^<"]+)')
_LAYOUT = "<p:sldLayout "
_INHERITED = ("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/notesMasters/", "ppt/theme/", "ppt/presentation.xml")
_NOTES_PROMPT = b"Klikk for \xc3\xa5 skrive notater"
_APART, _MATCHING = " – ", "osr."


def worded(package: bytes, language: str, own: bool) -> bytes:
    """Return a template with its texts in a language, the same bytes where nothing changes.

    ``own``: built from tokens. In a foreign template only a notes master that normalising added is translated.
    """
    members = dict(read_zip(package))
    if any([one.size > MAX_XML for name, one in members.items() if name.startswith(_INHERITED)]):
        return package  # readers report a part that is too large
    main = members.get(_INHERITED[-1])
    source = _language(main.read().decode("utf-8", "replace")) if main else ""
    if source and not _between(source, language):
        return package
    for name, member in members.items():
        if name.startswith(_INHERITED) and name.endswith(".xml") and (own or name.startswith(_INHERITED[2])):
            data = member.read()
            if own or _NOTES_PROMPT in data:
                translated = translated_part(data, language)
                members[name] = member if translated == data else pack(name, translated)
    return write_zip(members.values())


def translated_part(data: bytes, language: str) -> bytes:
    """Return a master, layout, theme or presentation part with the built-in texts in a language."""
    text = data.decode("utf-8", "surrogateescape")  # a part in another encoding stays unchanged
    source = _language(text) or language
    words = _between(source, language)
    if not words:
        return data
    matching = ""

    def translated(match: re.Match[str]) -> str:
        nonlocal matching
        before, shown = match[1], match[2]
        replaced = _translated(shown, words)
        if before == '<p:cSld name="' and replaced:
            matching = _MATCHING + _translated(shown, _between(source, "en"))
        return before + (esc(replaced) or shown)

    text = _PLACES.sub(translated, text)
    text = text.replace(f' lang="{source}"', f' lang="{language}"')
    if matching and " matchingName=" not in text:
        text = text.replace(_LAYOUT, f'{_LAYOUT}matchingName="{matching}" ', 1)
    return text.encode("utf-8", "surrogateescape")


def _language(text: str) -> str:
    """Return the first ``lang`` of a part, "" without one."""
    return text.partition(' lang="')[2].partition('"')[0]


@lru_cache(maxsize=500)
def usual_name(name: str, matching: str = "") -> str:
    """Return the usual (Norwegian) name of a layout, from its ``matchingName``, else from its name in any language.

    Other names are returned unchanged. Layouts with equal results are the same layout; programs that save a deck may
    drop ``matchingName``.
    """
    english = template_words("en")
    if matching.startswith(_MATCHING):
        known = _translated(matching.removeprefix(_MATCHING), {text: word for word, text in english.items()})
        if known:
            return known
    return name if _translated(name, english) else usual_words()(name)


@lru_cache(maxsize=500)
def english_name(name: str) -> str:
    """Return the English name of a layout, unchanged where it is not a built-in name."""
    return _translated(name, template_words("en")) or name


def usual_words() -> Callable[[str], str]:
    """Return a function that translates built-in texts of a template from any language into Norwegian."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        words |= {text: word for word, text in template_words(language).items()}
    words |= {text: word for word, text in own_template_words().items()}
    return lambda text: _translated(text, words) or text


def usual_names(name: str) -> list[str]:
    """Return the Norwegian names that a name in PowerPoint's menu may stand for, in any language of built-in names."""
    found = [_translated(name, {text: word for word, text in template_words(one).items()}) for one in LANGUAGES]
    return [one for one in dict.fromkeys(found) if one]


def _between(source: str, language: str) -> dict[str, str]:
    """Return a mapping from the texts of one language, or of Norwegian as in old templates, to another's."""
    target, before = {**template_words(language), **own_template_words()}, template_words(source)
    if not target and not before:
        return {}
    words = before or {word: word for word in target}
    return {
        **{word: target.get(word, word) for word in words},
        **{text: target.get(word, word) for word, text in before.items()},
    }


def _translated(text: str, words: dict[str, str]) -> str:
    """Return a phrase, one with a number, or two joined by a dash, translated by ``words``; "" where unknown."""
    stem = text.rstrip("0123456789")
    if stem != text and stem.endswith(" "):
        found = words.get(stem[:-1], "")
        return found and found + text[len(stem) - 1 :]
    pieces = [words.get(piece, "") for piece in text.split(_APART)]
    return _APART.join(pieces) if all(pieces) else ""
