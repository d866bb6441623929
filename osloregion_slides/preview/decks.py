"""Downloads of decks (.pptx, PDF, HTML), and updates of edited decks dropped on the page.

Uploaded decks are not stored.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import Ordinary
from osloregion_slides.base.findings import Finding, InvalidInput, as_data
from osloregion_slides.base.messages import in_words
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import composed, load
from osloregion_slides.outline.nodes import Mapping, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.stated import stated
from osloregion_slides.preview.desk import outlines
from osloregion_slides.preview.state import Variant, finding_json, place_json
from osloregion_slides.service import build
from osloregion_slides.service_facts import Side, news
from osloregion_slides.service_update import Asked, Planned, apply, find, plan_update
from osloregion_slides.update.base_read import read_head
from osloregion_slides.update.show import label, summary
from osloregion_slides.update.undoing import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping as ByName

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.update.changes import Plan, PlanEntry
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict


SECONDS = 120.0  # time limit of LibreOffice for a PDF
MAX_UPLOAD = 100 * 1024 * 1024  # bytes of an uploaded deck
LONGEST = 120  # characters of a file name
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')
_BLANK = re.compile(r"\[.*\]|", re.DOTALL)


class File(Record):
    """A file with its name; ``slides`` and ``hidden`` are its numbers of slides and of hidden slides."""

    name: str
    data: bytes
    slides: int = 0
    hidden: int = 0


def pptx(outline: str, variant: Variant) -> File:
    """Return the deck as written by ``build``. InvalidInput where it has errors."""
    loaded = load(outline, **variant.words)
    built = build(loaded)
    hidden = sum([slide.hidden for slide in built.deck.slides])
    return File(f"{file_name(loaded)}.pptx", built.data, len(built.deck.slides), hidden)


def html(outline: str, variant: Variant, notes: bool = False) -> File:
    """Return the deck as one self-contained page, with the speaker notes on request. InvalidInput on errors."""
    from osloregion_slides.render.page import html_page, minutes_of

    loaded = load(outline, **variant.words)
    deck, brand, _ = composed(loaded)
    return File(f"{file_name(loaded)}.html", html_page(deck, brand, notes, minutes_of(loaded)).encode())


def pdf(deck: File) -> File:
    """Return a .pptx converted to PDF by LibreOffice. InvalidInput where it is missing or fails."""
    import tempfile

    from osloregion_slides.render.office import Source, to_pdfs

    with tempfile.TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "deck.pptx")
        with open(path, "wb") as file:
            file.write(deck.data)
        (made,) = to_pdfs([Source(path, deck.slides, deck.hidden)], folder, SECONDS)
        if isinstance(made, Finding):
            raise InvalidInput([made.replace(at=None)])
        with open(made, "rb") as file:
            return File(f"{deck.name.removesuffix('.pptx')}.pdf", file.read())


def file_name(outline: Outline, deck: str = "") -> str:
    """Return a file name from the meeting and its date; without a title ``deck``, else the deck's key and variant.

    The audience, and a language other than the outline's default, are added in brackets.
    """
    meeting = outline.fields.mapping("meeting")
    title, date = [meeting.plain(name).strip() for name in ("title", "date")]
    if _BLANK.fullmatch(title):
        return deck or "-".join(filter(None, [outline.key, outline.audience, outline.language, outline.as_of]))
    other = outline.language if outline.language != outline.languages[0] else ""
    parts = [
        title,
        "" if _BLANK.fullmatch(date) else date,
        _bracketed(", ".join(filter(None, [outline.audience, other]))),
    ]
    name = _NO_NAME.sub("-", " ".join(filter(None, parts)))
    return " ".join(name.split())[:LONGEST].strip(". -") or outline.key


def _bracketed(text: str) -> str:
    return text and f"({text})"


# An edited deck dropped on the page: the update plan, and the updated deck.


def plan_json(
    outline: str,
    variant: Variant,
    data: bytes,
    name: str,
    on_conflict: OnConflict,
    choices: ByName[str, Choice],
    language: str = "en",
) -> dict[str, Any]:
    """Return the lines of the deck's update plan, in a language. InvalidInput as in ``plan_update``."""
    Ordinary.read += len(data)
    planned = plan_update(name, _asked(outline, variant), on_conflict, choices, data)
    plan = planned.plan
    groups = [note.group for note in plan.notes]
    return {
        "outline": os.path.basename(outline),
        **_news(outline, variant, planned),
        "summary": summary(plan, language),
        "lines": [_line(plan, note, language) for note in gathered(plan.notes, plan.found.slides)],
        "conflicts": groups.count("conflict"),
        "changes": groups.count("change"),
        "kept": groups.count("edit"),
        "findings": [finding_json(one, language) for one in planned.findings],
    }


def _news(outline: str, variant: Variant, planned: Planned) -> dict[str, Any]:
    """Return the facts that changed since the deck was built, in the deck's language.

    ``since`` is the deck's date where a slide can list the news since then, else "".
    """
    base = planned.opened.marks.base
    before = read_head(base).facts if base else None
    loaded = load(outline, **variant.words)
    if before is None or before.get("language", {}).get("") != loaded.language:
        return {"news": [], "since": ""}
    found = news(Side(before), Side(stated(loaded), loaded))
    return {"news": list(found.lines), "since": found.before if found.before < found.after else ""}


def about_json(first: str, data: bytes, name: str) -> dict[str, Any]:
    """Return the name of the outline beside ``first`` from which a deck was built, and the deck's variant.

    InvalidInput for a deck that cannot be read or has no record of them.
    """
    Ordinary.read += len(data)
    head = read_head(find(name, Asked(first), data).base)
    named = [file for file, path in outlines(first).items() if _key(path) == head.key]
    own = os.path.basename(head.outline)
    kept = head.variant
    return {
        "outline": own if own in named else "".join(named[:1]),
        "audience": kept.audience,
        "language": kept.language,
        "as_of": kept.as_of,
        "set": [list(pair) for pair in kept.settings],
    }


def _key(path: str) -> str:
    tree, _ = read_file(path)
    return text_of(tree.get("deck")) if isinstance(tree, Mapping) else ""


def updated(outline: str, variant: Variant, data: bytes, name: str, choices: ByName[str, Choice]) -> File:
    """Return the updated deck, named after its meeting. InvalidInput as in ``plan_update`` and ``apply``."""
    Ordinary.read += len(data)
    made = apply(plan_update(name, _asked(outline, variant), "keep", choices, data), name).data
    return File(f"{file_name(load(outline, **variant.words), name[:-5])}.pptx", made)


def _asked(outline: str, variant: Variant) -> Asked:
    return Asked(outline, variant.audience, variant.language, variant.as_of, variant.settings)


def _line(plan: Plan, note: PlanEntry, language: str) -> dict[str, Any]:
    return {
        "mark": note.symbol,
        "group": note.group,
        "slide": note.slide,
        "object": note.item,
        "label": label(plan, note),
        "message": in_words(note.says, language),
        **as_data(note.says),
        **place_json(note.at),
        "conflict_id": note.id,
        "choice": note.choice,
        **(
            {"yours": in_words(note.yours, language), "outline": in_words(note.outline, language)}
            if note.group == "conflict"
            else {}
        ),
    }
