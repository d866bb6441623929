"""Differences of a variant from an earlier state of it, another variant, another outline or a deck."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.batch.sources import Source, stated
from osloregion_slides.diff_page import entries, vocabulary
from osloregion_slides.drafting import composed, load
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.preview.desk import DECKS, OUTLINES
from osloregion_slides.render.page import is_norwegian
from osloregion_slides.render.svg import drawer, marked
from osloregion_slides.service_update import Asked, side_of
from osloregion_slides.update.deck_state import known
from osloregion_slides.update.diff import DeckDifference, SlideDifference, diff

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.diff_page import Entry, Vocabulary
    from osloregion_slides.preview.state import Picture, Shown
    from osloregion_slides.scene import Deck


WIDTH = 960  # pixels of a slide drawn by LibreOffice
SECONDS = 60.0  # time limit for LibreOffice
MAX_TEXT = 160  # characters of a quoted text
_SUMMARY = {
    "nb": "Endret: {}, nye: {}, tatt ut: {}, uendret: {}.",
    "en": "{} changed, {} new, {} taken out, {} unchanged.",
}


def with_picture(before: Picture | None, after: Shown, language: str) -> dict[str, Any]:
    """Return the differences from a picture, with marked drawings of the slides, and texts in ``language``.

    InvalidInput where the outline has had errors since the start, so that there is no picture.
    """
    if after.picture is None or before is None:
        raise InvalidInput(after.findings)
    return _with_scene(before.deck, before.brand, after.picture, language)


def with_outline(path: str, after: Shown, language: str) -> dict[str, Any]:
    """Return the differences from another outline in the same variant. InvalidInput where one has errors."""
    if after.picture is None:
        raise InvalidInput(after.findings)
    deck, brand, _ = composed(load(path, **after.variant.words))
    return _with_scene(deck, brand, after.picture, language)


def _with_scene(deck: Deck, brand: Brand, after: Picture, language: str) -> dict[str, Any]:
    draw = drawer(deck, brand, prefix="b")
    found = _compared(diff(known(deck, brand), known(after.deck, after.brand), (deck, after.deck)), after, language)
    for row, slide in zip(found["slides"], found.pop("changed")):
        row["before"] = marked(draw, deck, slide.before, [item.key for item in slide.items])
    return found


def _compared(found: DeckDifference, after: Picture, language: str) -> dict[str, Any]:
    """Return a comparison as JSON for the page, with marked drawings of the slides of ``after``.

    The caller fills in ``before`` of each slide from ``changed``, the differences in the same order.
    """
    draw, words = drawer(after.deck, after.brand, prefix="a"), vocabulary(language)
    slides = [
        {
            "key": after.deck.slides[slide.after - 1].key if slide.after else slide.key,
            "title": slide.title,
            "says": ". ".join(_sentences(slide, words)),
            "before": "",
            "after": marked(draw, after.deck, slide.after, [item.key for item in slide.items]),
        }
        for slide in found.changed
    ]
    kinds = [slide.what for slide in found.slides]
    counts = [kinds.count(what) for what in ("changed", "added", "removed", "same")]
    unchanged = [slide.title for slide in found.slides if slide.what == "same"]
    summary = _SUMMARY["nb" if is_norwegian(language) else "en"].format(*counts)
    return {"summary": summary, "slides": slides, "unchanged": unchanged, "changed": found.changed}


def in_workspace(outline: str, name: str) -> str:
    """Return the path of an outline or deck from its path inside the workspace of ``outline``.

    InvalidInput for a path out of the workspace, a missing file, or another type of file.
    """
    at = Location("against")
    if not name.lower().endswith((*OUTLINES, *DECKS)):
        raise InvalidInput([finding("bad-path.deck", at, path=name[:80])])
    found = Workspace(outline).find(name, at)
    if isinstance(found, Finding):
        raise InvalidInput([found])
    return found


def with_deck(path: str, outline: str, after: Shown, language: str) -> dict[str, Any]:
    """Return the differences from the deck at ``path``; ``before`` of each slide is its slide number there.

    They are marked in the outline's drawings. InvalidInput for an unreadable deck, or an outline with errors.
    """
    if after.picture is None:
        raise InvalidInput(after.findings)
    variant = after.variant
    asked = Asked("", variant.audience, variant.language, variant.as_of, variant.settings)
    found = _compared(diff(side_of(path, Asked()).known, side_of(outline, asked).known), after.picture, language)
    for row, slide in zip(found["slides"], found.pop("changed")):
        row["before"] = slide.before
    return {**found, "summary": f"{os.path.basename(path)}: {found['summary']}"}


_drawn: dict[Source, Mapping[int, str]] = {}


def deck_drawings(path: str) -> Mapping[int, str]:
    """Return LibreOffice's drawings of a deck's slides by number, none where it is missing or fails.

    A few decks are cached until their files change.
    """
    deck = stated(path)
    if deck is None:
        return {}
    if deck not in _drawn:
        if len(_drawn) > 3:
            _drawn.clear()
        _drawn[deck] = _draw(path)
    return _drawn[deck]


def _draw(path: str) -> Mapping[int, str]:
    import tempfile

    from osloregion_slides.render.export import page_pngs
    from osloregion_slides.render.office import check_deck, find_office, to_pdfs

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
    """Return a PNG embedded in an SVG, the format of other drawings."""
    from base64 import b64encode
    from struct import unpack

    with open(page, "rb") as file:
        data = file.read()
    width, height = unpack(">II", data[16:24])  # IHDR is the first chunk (PNG 1.2, 4.1.1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(data).decode()}"/></svg>'
    )


def _sentences(slide: SlideDifference, words: Vocabulary) -> list[str]:
    """Return the sentences about a slide: added, removed or moved, then each difference."""
    fate = [] if slide.what == "changed" else [words[slide.what]]
    if slide.moved:
        fate.append(words["moved"].format(slide.before, slide.after))
    return [*fate, *[_entry(entry, words) for entry in entries(slide, words)]]


def _entry(entry: Entry, words: Vocabulary) -> str:
    if entry.kind in ("added", "removed"):
        text = (entry.before or entry.after)[:MAX_TEXT]
        return f"{entry.term} {words['quoted'].format(text)}" if text else entry.term
    sides = [(side or words["nothing"])[:MAX_TEXT] for side in (entry.before, entry.after)]
    text = entry.sentence or " → ".join([words["quoted"].format(side) for side in sides])
    return f"{entry.term}: {text}" if entry.term else text
