"""The words of a template (prompts, names of layouts and placeholders) in the language of a deck.

A template says them in one language. Words of ours are replaced where they stand alone, whoever wrote the rest; a
name that an organisation gave a layout itself stays. A layout whose name is translated says its usual one in
``matchingName`` (ECMA-376 Part 1, 19.3.1.39: the name that layouts are matched by), in English, so that decks in all
languages have the same layouts for an update.
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
_OF_OURS = b"Klikk for \xc3\xa5 skrive notater"
_APART, _MATCHING = " – ", "osr."


def worded(package: bytes, language: str, own: bool) -> bytes:
    """Return a template with its words in a language, the same bytes where they are.

    ``own``: it was made from tokens here; of a template of others only a notes master that we gave it has our words.
    """
    members = dict(read_zip(package))
    if any([one.size > MAX_XML for name, one in members.items() if name.startswith(_INHERITED)]):
        return package  # readers say that a part is too large
    main = members.get(_INHERITED[-1])
    source = _language(main.read().decode("utf-8", "replace")) if main else ""
    if source and not _between(source, language):
        return package
    for name, member in members.items():
        if name.startswith(_INHERITED) and name.endswith(".xml") and (own or name.startswith(_INHERITED[2])):
            data = member.read()
            if own or _OF_OURS in data:
                said = worded_part(data, language)
                members[name] = member if said == data else pack(name, said)
    return write_zip(members.values())


def worded_part(data: bytes, language: str) -> bytes:
    """Return a master, a layout, a theme or a presentation part with our words in a language."""
    text = data.decode("utf-8", "surrogateescape")  # a part in another encoding stays as it is
    source = _language(text) or language
    words = _between(source, language)
    if not words:
        return data
    matching = ""

    def said(match: re.Match[str]) -> str:
        nonlocal matching
        before, shown = match[1], match[2]
        replaced = _said(shown, words)
        if before == '<p:cSld name="' and replaced:
            matching = _MATCHING + _said(shown, _between(source, "en"))
        return before + (esc(replaced) or shown)

    text = _PLACES.sub(said, text)
    text = text.replace(f' lang="{source}"', f' lang="{language}"')
    if matching and " matchingName=" not in text:
        text = text.replace(_LAYOUT, f'{_LAYOUT}matchingName="{matching}" ', 1)
    return text.encode("utf-8", "surrogateescape")


def _language(text: str) -> str:
    """Return the language that a part first names, "" without one."""
    return text.partition(' lang="')[2].partition('"')[0]


@lru_cache(maxsize=500)
def usual_name(name: str, matching: str = "") -> str:
    """Return the name of a layout as our brands say it: from its ``matchingName``, else from its name in any language.

    A name that is none of ours is returned as it is. Two layouts are the same where this is: programs that save a deck
    may drop ``matchingName``.
    """
    english = template_words("en")
    if matching.startswith(_MATCHING):
        known = _said(matching.removeprefix(_MATCHING), {said: word for word, said in english.items()})
        if known:
            return known
    return name if _said(name, english) else usual_words()(name)


@lru_cache(maxsize=500)
def english_name(name: str) -> str:
    """Return the name of a layout of a brand in English, as it is where an organisation gave it."""
    return _said(name, template_words("en")) or name


def usual_words() -> Callable[[str], str]:
    """Return what gives a text of a template in Norwegian, whatever language of ours it is in."""
    words: dict[str, str] = {}
    for language in LANGUAGES:
        words |= {said: word for word, said in template_words(language).items()}
    words |= {said: word for word, said in own_template_words().items()}
    return lambda text: _said(text, words) or text


def usual_names(name: str) -> list[str]:
    """Return the names that brands may say for the name of a layout in PowerPoint's menu, in any language of ours."""
    found = [_said(name, {said: word for word, said in template_words(one).items()}) for one in LANGUAGES]
    return [one for one in dict.fromkeys(found) if one]


def _between(source: str, language: str) -> dict[str, str]:
    """Return the words of a language by those of another, and by the Norwegian ones, which all templates once had."""
    target, before = {**template_words(language), **own_template_words()}, template_words(source)
    if not target and not before:
        return {}
    words = before or {word: word for word in target}
    return {
        **{word: target.get(word, word) for word in words},
        **{said: target.get(word, word) for word, said in before.items()},
    }


def _said(text: str, words: dict[str, str]) -> str:
    """Return a text in other words, "" where it has none: a word, one with a number, or two with a dash between."""
    stem = text.rstrip("0123456789")
    if stem != text and stem.endswith(" "):
        found = words.get(stem[:-1], "")
        return found and found + text[len(stem) - 1 :]
    pieces = [words.get(piece, "") for piece in text.split(_APART)]
    return _APART.join(pieces) if all(pieces) else ""
