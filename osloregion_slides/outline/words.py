"""The words that the tool itself writes on slides, by language code. Facts and prose come from the outline.

The words of a language are in the package (``locale/LANGUAGE/words.json``) or come from a plug-in. A workspace can
override or add them in ``locale/LANGUAGE.yaml`` beside ``decks/``. A word with two forms is a pair: singular, plural.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.messages import LOCALES
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import Choices
    from osloregion_slides.outline.workspace import Workspace

    Word = str | tuple[str, str]
    Own = tuple[tuple[str, Word], ...]

LANGUAGES = ("nb", "nn", "en", "sv", "da", "de")
"""The languages with words in the package."""
_known: dict[str, dict[str, Word]] = {}
_templates: dict[str, dict[str, str]] = {}
_own: dict[str, Word] = {}
"""Words of the current deck's workspace."""
_missing: dict[str, None] = {}


def words_of(language: str) -> dict[str, Word]:
    """Return the words of a language from the package or a plug-in; {} without either."""
    code = language.partition("-")[0]
    if code not in _known:
        _known[code] = _stored(code) if code in LANGUAGES else _plugin_words(code)
    return _known[code]


def template_words(language: str) -> dict[str, str]:
    """Return the words of templates (``locale/LANGUAGE/template.json``) by the Norwegian ones, {} for Norwegian.

    Languages outside the package get the English words.
    """
    code = language.partition("-")[0]
    if code not in _templates:
        _templates[code] = {} if code == "nb" else _read_words(code if code in LANGUAGES else "en", "template.json")
    return _templates[code]


def own_template_words() -> dict[str, str]:
    """Return the words of templates in the current deck's workspace."""
    return {key: str(value) for key, value in _own.items() if key in template_words("en")} if _own else {}


def _stored(code: str) -> dict[str, Word]:
    return _read_words(code, "words.json")


def _read_words(language: str, name: str) -> dict[str, Any]:
    import json

    with open(os.path.join(LOCALES, language, name), encoding="utf-8") as file:
        return {key: one if isinstance(one, str) else (one[0], one[1]) for key, one in json.load(file).items()}


def _plugin_words(code: str) -> dict[str, Word]:
    from osloregion_slides.plugins import look_up

    found = look_up("words", code)
    words = {} if found is None else found.value
    return {key: one if isinstance(one, str) else (one[0], one[1]) for key, one in words.items()}


def own_words(language: str, workspace: Workspace, at: Location) -> tuple[Own, tuple[Finding, ...]]:
    """Return a workspace's words for a language, and the faults of their file."""
    name = f"locale/{language.partition('-')[0]}.yaml"
    path = os.path.join(workspace.top, name)
    if not os.path.isfile(path):
        return (), ()
    from osloregion_slides.base.findings import meant
    from osloregion_slides.outline.read import read_file

    inside = workspace.find(name, at)
    if isinstance(inside, Finding):
        return (), (inside,)
    tree, findings = read_file(inside)
    found, wrong = {}, list(findings)
    ours = {**{word: word for word in template_words("en")}, **words_of("nb")}
    for entry in tree.entries if isinstance(tree, Mapping) else ():
        key, value = entry.key.text, _read(entry.value)
        if key not in ours:
            wrong.append(finding("unknown-key.word", entry.key.at, name=key[:40], **meant(key, ours)))
        elif value is None or isinstance(value, str) != isinstance(ours[key], str):
            wrong.append(finding("wrong-type.word", entry.value.at, name=key, like=ours[key]))
        elif _fields(value) - _fields(ours[key]):
            wrong.append(finding("wrong-type.frame", entry.value.at, name=key, like=ours[key]))
        else:
            found[key] = value
    return tuple(found.items()), tuple(wrong)


def _read(node: Node) -> Word | None:
    if isinstance(node, Scalar):
        return None if node.is_null else node.text
    texts = [item.text for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    return (texts[0], texts[1]) if len(texts) == 2 else None


def _fields(value: Word) -> set[str]:
    """Return the names of the fields in a word's braces, "" for invalid braces."""
    from string import Formatter

    try:
        texts = [value] if isinstance(value, str) else value
        found = [one for text in texts for one in Formatter().parse(text) if one[1] is not None]
        return {"" if form or sign else str(name) for _, name, form, sign in found}
    except ValueError:
        return {""}


def use(own: Own) -> None:
    """Begin a deck: prefer the words of its workspace, and clear the missing words."""
    _own.clear()
    _own.update(own)
    _missing.clear()


def missing() -> tuple[str, ...]:
    """Return the words requested since ``use`` that the language lacks."""
    return tuple(_missing)


def forget() -> None:
    """Clear the cached words: plug-ins may have been installed or removed."""
    _known.clear()


def _of(language: str, key: str) -> Word:
    found = _own.get(key) or words_of(language).get(key)
    if found is None:
        _missing[key] = None
        found = words_of("nb")[key]
    return found


def word(language: str, key: str) -> str:
    """Return a word or sentence frame; in Norwegian where the language lacks it, which ``missing`` reports."""
    found = _of(language, key)
    return found if isinstance(found, str) else found[0]


def headings(key: str, choices: Choices) -> dict[str, str]:
    """Return a heading in each language of an outline, in English where missing (recorded for the deck's own)."""
    found = {}
    for code in choices.languages:
        own = dict(choices.words).get(key) if code == choices.language else None
        heading = own or words_of(code).get(key)
        if heading is None and code == choices.language:
            _missing[key] = None
        found[code] = str(heading or words_of("en")[key])
    return found


def counted(language: str, key: str, count: int) -> str:
    """Return the form of a noun for this number, without the number: ``1 kommune``, ``57 kommuner``."""
    found = _of(language, key)
    return found if isinstance(found, str) else found[count != 1]
