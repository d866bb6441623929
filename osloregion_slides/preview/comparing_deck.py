"""What changed: a variant against a deck in a .pptx, said from the file, and drawn where LibreOffice is there."""

from __future__ import annotations

import os

from osloregion_slides.findings import Finding, InvalidInput
from osloregion_slides.revise import Asked, known_of
from osloregion_slides.see.changes import Change, marked, summary
from osloregion_slides.see.svg import drawer
from osloregion_slides.update.diff import diff
from osloregion_slides.update.page_words import name, sentence, vocabulary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from osloregion_slides.preview.shown import Shown
    from osloregion_slides.update.diff import ItemDifference, SlideDifference
    from osloregion_slides.update.differences import Difference
    from osloregion_slides.update.page_words import Vocabulary

WIDTH = 960
SECONDS = 60.0
_LONGEST = 160
_TEXTS = ("text", "cell", "row", "notes", "category", "series", "value", "alt")
_drawn: dict[tuple[str, int, int], Mapping[int, str]] = {}


def with_deck(path: str, outline: str, after: Shown, language: str) -> dict[str, Any]:
    """Return what differs from the deck at ``path``; ``before`` of each slide is the number of its slide there.

    What differs is marked in the drawings of ours. InvalidInput: no deck, or an outline with errors.
    """
    if after.picture is None:
        raise InvalidInput(after.findings)
    variant, deck = after.variant, after.picture.deck
    asked = Asked("", variant.audience, variant.language, variant.as_of, variant.settings)
    found = diff(known_of(path, Asked()), known_of(outline, asked))
    draw, words = drawer(deck, after.picture.brand, prefix="a"), vocabulary(language)
    numbers = {slide.key: number for number, slide in enumerate(deck.slides, 1)}
    slides = []
    for one in found.changed:
        number = numbers.get(one.key, 0) if one.after else 0
        change = Change(one.key, one.before, number, tuple([item.key for item in one.items]))
        says = ". ".join(_said(one, words))
        drawing = marked(draw, deck, number, change)
        slides.append({"key": one.key, "title": one.title, "says": says, "before": one.before, "after": drawing})
    kinds = [one.what for one in found.slides]
    changed, new, gone, same = [kinds.count(what) for what in ("changed", "added", "removed", "same")]
    unchanged = [one.title for one in found.slides if one.what == "same"]
    told = f"{os.path.basename(path)}: {summary(changed, new, gone, same, language)}"
    return {"summary": told, "slides": slides, "unchanged": unchanged}


def deck_drawings(path: str) -> Mapping[int, str]:
    """Return the slides of a deck by number, as LibreOffice draws them; nothing without LibreOffice.

    The last few decks are kept as long as their files stay as they are.
    """
    try:
        about = os.stat(path)
    except OSError:
        return {}
    key = path, about.st_mtime_ns, about.st_size
    if key not in _drawn:
        if len(_drawn) > 3:
            _drawn.clear()
        _drawn[key] = _draw(path)
    return _drawn[key]


def _draw(path: str) -> Mapping[int, str]:
    import tempfile

    from osloregion_slides.see.deck_read import check_deck
    from osloregion_slides.see.office import find_office, to_pdfs
    from osloregion_slides.see.render import page_pngs

    if not find_office():
        return {}
    with tempfile.TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder:
        try:
            (pdf,) = to_pdfs([check_deck(path)[0]], folder, SECONDS)
            pages = page_pngs(pdf, folder, "page", WIDTH, SECONDS) if not isinstance(pdf, Finding) else ()
        except InvalidInput:
            return {}
        return {number: _embedded(page) for number, page in enumerate(pages, 1)}


def _embedded(page: str) -> str:
    """Return a picture as a drawing, so that a page shows it as it shows ours."""
    from base64 import b64encode
    from struct import unpack

    with open(page, "rb") as file:
        data = file.read()
    width, height = unpack(">II", data[16:24])  # IHDR is the first chunk (PNG 1.2, 4.1.1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(data).decode()}"/></svg>'
    )


def _said(slide: SlideDifference, words: Vocabulary) -> list[str]:
    """Return what there is to say of a slide: what became of it, then each difference."""
    fate = [] if slide.what == "changed" else [words[slide.what]]
    if slide.moved:
        fate.append(words["moved"].format(slide.before, slide.after))
    fate += [_difference(words["notes"] if one.kind == "notes" else "", one, words) for one in slide.differences]
    return [*fate, *[said for item in slide.items for said in _item(item, words)]]


def _item(item: ItemDifference, words: Vocabulary) -> list[str]:
    called = name(item, words)
    if item.what == "changed":
        return [_difference(called, one, words) for one in item.differences]
    text = " / ".join([paragraph.plain for paragraph in item.item.text])[:_LONGEST]
    return [f"{words['new' if item.what == 'added' else 'gone']}: {called}{f' “{text}”' if text else ''}"]


def _difference(called: str, one: Difference, words: Vocabulary) -> str:
    lead = f"{called}: " if called else ""
    if one.kind not in _TEXTS:
        return f"{lead}{sentence(one, words)}"
    before, after = [str(side if side not in (None, "") else words["nothing"]) for side in (one.before, one.after)]
    return f"{lead}“{before[:_LONGEST]}” → “{after[:_LONGEST]}”"
