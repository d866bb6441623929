"""Decks to download (.pptx, PDF, HTML), and edited decks dropped on the page: their update plan and the updated deck.

Nothing of an uploaded deck is kept.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.files import Ordinary
from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.base.messages import in_words
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import composed, load
from osloregion_slides.preview.state import finding_json, place_json
from osloregion_slides.service import build
from osloregion_slides.service_update import Asked, apply, plan_update
from osloregion_slides.update.show import label, phrase_data, summary
from osloregion_slides.update.undoing import gathered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from osloregion_slides.preview.state import Variant
    from osloregion_slides.update.changes import Plan, PlanEntry
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict


SECONDS = 120.0  # the time that LibreOffice has for a PDF
MAX_UPLOAD = 100 * 1024 * 1024  # bytes of an uploaded deck


class File(Record):
    """A file with its name; ``slides`` and ``hidden`` are the numbers of its slides, and of the hidden ones."""

    name: str
    data: bytes
    slides: int = 0
    hidden: int = 0


def pptx(outline: str, variant: Variant) -> File:
    """Return the deck as ``build`` writes it. InvalidInput where it has errors."""
    loaded = load(outline, **variant.words)
    built = build(loaded)
    hidden = sum([slide.hidden for slide in built.deck.slides])
    name = file_name(loaded.key, variant.audience, loaded.language, loaded.as_of)
    return File(f"{name}.pptx", built.data, len(built.deck.slides), hidden)


def html(outline: str, variant: Variant, notes: bool = False) -> File:
    """Return the deck as one self-contained page, with the speaker notes on request. InvalidInput on errors."""
    from osloregion_slides.render.page import html_page

    loaded = load(outline, **variant.words)
    deck, brand, _ = composed(loaded)
    name = file_name(loaded.key, variant.audience, loaded.language, loaded.as_of)
    return File(f"{name}.html", html_page(deck, brand, notes).encode())


def pdf(deck: File) -> File:
    """Return a .pptx as PDF, through LibreOffice. InvalidInput without it, or where it cannot draw the deck."""
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


def file_name(*parts: str) -> str:
    """Return a file name of the deck's key, audience, language and date; empty parts are left out."""
    return "-".join([part for part in parts if part])


# A deck that people edited, dropped on the page: what an update would do, and the updated deck. Nothing is kept.


def plan_json(
    outline: str,
    variant: Variant,
    data: bytes,
    name: str,
    on_conflict: OnConflict,
    choices: Mapping[str, Choice],
    language: str = "en",
) -> dict[str, Any]:
    """Return what an update of the deck would do, line by line, in a language. InvalidInput as ``plan_update``."""
    Ordinary.read += len(data)
    planned = plan_update(name, _asked(outline, variant), on_conflict, choices, data)
    plan = planned.plan
    groups = [note.group for note in plan.notes]
    return {
        "outline": os.path.basename(outline),
        "summary": summary(plan, language),
        "lines": [_line(plan, note, language) for note in gathered(plan.notes, plan.found.slides)],
        "conflicts": groups.count("conflict"),
        "changes": groups.count("change"),
        "kept": groups.count("edit"),
        "findings": [finding_json(one, language) for one in planned.findings],
    }


def updated(outline: str, variant: Variant, data: bytes, name: str, choices: Mapping[str, Choice]) -> bytes:
    """Return the updated deck. InvalidInput as ``service_update.plan_update`` and ``apply``."""
    Ordinary.read += len(data)
    return apply(plan_update(name, _asked(outline, variant), "keep", choices, data), name).data


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
        **phrase_data(note.says),
        **place_json(note.at),
        "conflict_id": note.id,
        "choice": note.choice,
        **(
            {"yours": in_words(note.yours, language), "outline": in_words(note.outline, language)}
            if note.group == "conflict"
            else {}
        ),
    }
