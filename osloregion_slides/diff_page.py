"""The differences of two decks as an HTML page for board members, self-contained and without scripts.

The later text has additions marked (``ins``) and deletions struck out (``del``), so that it is readable without colour
too. Each changed slide is drawn before and after by the same program, because programs draw a slide differently:
slides of two outlines as SVG, with frames around changed objects; where a side is a .pptx, by LibreOffice, and only on
request (it takes seconds).
"""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_CM
from osloregion_slides.update.differences import Difference, number
from osloregion_slides.update.text_merge import common

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from osloregion_slides.drafting import Generated
    from osloregion_slides.scene import Box
    from osloregion_slides.service_update import Side
    from osloregion_slides.update.deck_state import DeckState
    from osloregion_slides.update.diff import DeckDifference, ItemDifference, SlideDifference

    Vocabulary = Mapping[str, str]
    Pictures = Mapping[str, tuple[str, str]]

WIDTH = 960  # pixels of a slide's picture: twice the displayed width, for high-density screens
_TEXTS = ("text", "cell", "row", "column", "notes", "category", "series", "alt")


def diff_page(found: DeckDifference, language: str = "nb", pictures: Pictures | None = None) -> str:
    """Return the page. ``pictures`` has by slide key the URLs of the pictures before and after, "" for none."""
    from osloregion_slides.render.page import rendered

    words, changed = vocabulary(language), found.changed
    same = [str(slide.after) for slide in found.slides if slide.what == "same"]
    return rendered(
        "diff.html.jinja",
        language=language,
        words=words,
        between=words["between"].format(found.before, found.after),
        count=words["count"].format(len(changed), len(found.slides)) if changed else words["none"],
        lines=[sentence(one, words) for one in found.differences],
        slides=[_slide(slide, words, (pictures or {}).get(slide.key, ("", ""))) for slide in changed],
        unchanged=words["unchanged"].format(", ".join(same)) if same and changed else "",
    )


def _slide(slide: SlideDifference, words: Vocabulary, pictures: tuple[str, str]) -> dict[str, Any]:
    """Return a slide's values for the template; HTML texts are ``Markup``."""
    fate = [words[slide.what]]
    if slide.moved:
        fate.append(words["moved"].format(slide.before, slide.after))
    elif slide.before and slide.after and slide.before != slide.after:
        fate.append(words["was"].format(slide.before))
    sides = zip(pictures, ("before", "after"), (slide.before, slide.after))
    return {
        "anchor": f"{'slide' if slide.after else 'removed'}-{slide.after or slide.before}",
        "what": slide.what,
        "title": slide.title,
        "heading": f"{words['slide'].format(slide.after or slide.before)}: {slide.title}",
        "fate": ". ".join(fate),
        "pictures": [
            (address, words[when], f"{words['slide'].format(number)}, {words[when].lower()}")
            for address, when, number in sides
            if address
        ],
        "entries": [(entry.term, _text(entry)) for entry in entries(slide, words)],
    }


def _text(entry: Entry) -> str:
    from markupsafe import Markup

    if entry.kind == "value":
        return Markup("<del>{}</del> → <ins>{}</ins>").format(entry.before, entry.after)
    return entry.sentence or marked(entry.before, entry.after)


def marked(before: str, after: str) -> str:
    """Return the later text as HTML (``Markup``) with additions and deletions marked, word by word."""
    from markupsafe import Markup, escape

    old, new = before.split(), after.split()
    found, i, j = [], 0, 0
    for at, to in [*common(old, new), (len(old), len(new))]:
        if i < at:
            found.append(Markup("<del>{}</del>").format(" ".join(old[i:at])))
        if j < to:
            found.append(Markup("<ins>{}</ins>").format(" ".join(new[j:to])))
        if to < len(new):
            found.append(escape(new[to]))
        i, j = at + 1, to + 1
    return Markup(" ").join(found)


# Differences in plain words, for this page and the preview.


class Entry(Record):
    """A difference: its subject (``term``), and both sides' texts or numbers, or a sentence."""

    kind: Literal["text", "value", "added", "removed", "sentence"]
    term: str
    before: str = ""
    after: str = ""
    sentence: str = ""


def vocabulary(language: str) -> Vocabulary:
    """Return the vocabulary of a language (``nb``, ``nb-NO``): Norwegian for its written forms, else English."""
    import json

    from osloregion_slides.base import resources

    with open(resources.path("templates", "pages", "diff.words.json"), encoding="utf-8") as file:
        words: dict[str, Vocabulary] = json.load(file)
    return words["nb" if language[:2] in ("nb", "nn", "no") else "en"]


def entries(slide: SlideDifference, words: Vocabulary) -> list[Entry]:
    """Return the differences of a slide and of its objects, without its addition, removal or move."""
    found = [_entry(words["notes"] if one.kind == "notes" else "", one, words) for one in slide.differences]
    for item in slide.items:
        called = _name(item, words)
        text = " / ".join([paragraph.plain for paragraph in item.item.text]) or item.item.alt
        if item.what == "changed":
            found += [_entry(called, one, words) for one in item.differences]
        elif item.what == "added":
            found.append(Entry("added", f"{words['new']}: {called}", after=text))
        else:
            found.append(Entry("removed", f"{words['gone']}: {called}", before=text))
    return found


def _name(item: ItemDifference, words: Vocabulary) -> str:
    """Return the name of an object in plain words."""
    found = item.item
    if found.slot in ("title", "ctrTitle"):
        return words["title"]
    if found.kind == "text" or found.text:
        return words["text"]
    return words.get(found.kind, words["shape"])


def _entry(called: str, one: Difference, words: Vocabulary) -> Entry:
    if one.kind == "value":
        where = ", ".join([str(part) for part in one.where if part != ""])
        sides = [decimal(number(value), words) or words["nothing"] for value in (one.before, one.after)]
        return Entry("value", f"{called}, {where}", *sides)
    if one.kind in ("row", "column", "cell"):
        called = f"{called}, {words[one.kind].format(*one.where)}"
    if one.kind in _TEXTS:
        return Entry("text", called, one.before, one.after)
    return Entry("sentence", called, sentence=sentence(one, words))


def sentence(difference: Difference, words: Vocabulary) -> str:
    """Return a difference that two texts cannot show as a sentence without full stop."""
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "box":
        return _moved(before, after, words)
    if kind == "size":
        return words["size"].format(*[decimal(f"{size:.10g}", words) for size in (before, after)])
    if kind == "slide_size":
        return words[kind].format(*[" × ".join([_cm(one, words) for one in size]) for size in (before, after)])
    if kind == "section":
        return words[kind].format(before, after)
    if kind == "hidden":
        return words["hidden" if after else "shown"]
    if kind == "colour":
        return words["colour"].format(*difference.where)
    return words.get(kind, words["other"])


def decimal(value: str, words: Vocabulary) -> str:
    """Return a number with the language's decimal sign."""
    return value.replace(".", words["decimal"])


def _moved(before: Box | None, after: Box | None, words: Vocabulary) -> str:
    if before is None or after is None:
        return words["other"]
    across, down = after.x - before.x, after.y - before.y
    ways = ((across, "right", "left"), (down, "down", "up"))
    steps = [words[plus if way > 0 else minus].format(_cm(way, words)) for way, plus, minus in ways if _cm(way, words)]
    found = [words["box"].format(words["and"].join(steps))] if steps else []
    sizes = [f"{_cm(box.w, words) or 0} × {_cm(box.h, words) or 0}" for box in (before, after)]
    if sizes[0] != sizes[1]:
        found.append(words["resized"].format(*sizes))
    return ". ".join(found) or words["other"]


def _cm(length: int, words: Vocabulary) -> str:
    """Return a length in centimetres, "" for less than half a millimetre."""
    value = round(abs(length) / EMU_PER_CM, 1)
    return decimal(f"{value:.1f}", words) if value else ""


# The pictures of the slides.


def pictures(found: DeckDifference, before: Side, after: Side, drawn: bool) -> Pictures:
    """Return by slide key the ``data:`` URLs of the pictures before and after, "" for none.

    ``drawn``: LibreOffice may be used. InvalidInput as in ``render.export.render``.
    """
    if before.ours is not None and after.ours is not None:
        return _drawings(found, before.ours, after.ours)
    return _renderings(found, before, after) if drawn and found.changed else {}


def _drawings(found: DeckDifference, before: Generated, after: Generated) -> Pictures:
    from osloregion_slides.render.svg import drawer, marked

    draws = [drawer(side.deck, side.brand, prefix=prefix) for side, prefix in ((before, "b"), (after, "a"))]

    def drawing(which: int, number: int, slide: SlideDifference) -> str:
        keys = [item.key for item in slide.items]
        deck = (before, after)[which].deck
        return _address("image/svg+xml", marked(draws[which], deck, number, keys).encode("utf-8"))

    return {
        slide.key: (
            drawing(0, slide.before, slide) if slide.before else "",
            drawing(1, slide.after, slide) if slide.after else "",
        )
        for slide in found.changed
    }


def _renderings(found: DeckDifference, before: Side, after: Side) -> Pictures:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="diff-", ignore_cleanup_errors=True) as folder:
        drawn = _pages([_file(side, folder, name) for side, name in ((before, "before"), (after, "after"))], folder)
        pages = [_numbered(side.known, found) for side, found in zip((before, after), drawn)]
        return {
            slide.key: (_picture(pages[0], slide.before), _picture(pages[1], slide.after)) for slide in found.changed
        }


def _file(side: Side, folder: str, name: str) -> str:
    """Return the path of a copy of the deck with this name."""
    from osloregion_slides.pptx.write import write_deck

    if side.ours is not None:
        data = write_deck(side.ours.deck, side.ours.brand)
    else:
        data = _read(side.path)
    path = os.path.join(folder, f"{name}.pptx")
    with open(path, "wb") as file:
        file.write(data)
    return path


def _numbered(known: DeckState, pages: Sequence[bytes]) -> dict[int, bytes]:
    """Return the pictures by slide number, since LibreOffice omits hidden slides."""
    numbers = [number for number, slide in enumerate(known.slides, 1) if not slide.hidden]
    return dict(zip(numbers if len(pages) == len(numbers) else range(1, len(pages) + 1), pages))


def _pages(decks: Sequence[str], folder: str) -> list[list[bytes]]:
    """Return LibreOffice's pictures of each deck's pages in order."""
    from osloregion_slides.base.findings import InvalidInput
    from osloregion_slides.render.export import RenderOptions, render

    made = render(decks, os.path.join(folder, "pages"), RenderOptions(pdf=False, png=True, width=WIDTH))
    errors = [finding for finding in made.findings if finding.severity == "error"]
    if errors:
        raise InvalidInput(errors)
    found: list[list[bytes]] = []
    for deck in decks:
        stem = os.path.basename(deck).removesuffix(".pptx")
        found.append([_read(path) for path in made.files if os.path.basename(path).startswith(f"{stem}-")])
    return found


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _picture(pages: Mapping[int, bytes], number: int) -> str:
    return _address("image/png", pages[number]) if number in pages else ""


def _address(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"
