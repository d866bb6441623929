"""The source of the outline's side of a conflict: the line of its text or of the fact in it, or the cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.outline.origins import SlideText, place_of, slide_texts

if TYPE_CHECKING:
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.update.changes import Plan, PlanEntry

_CONTINUED = re.compile(r"-\d+$")
_WORDED = ("changed-twice", "deleted-but-changed")


def with_sources(plan: Plan, outline: Outline | None) -> Plan:
    """Return a plan whose conflicts point to the source of the outline's side, or to its slide where that is unsure."""
    asked = {note.slide for note in plan.notes if note.group == "conflict" and note.says.code in _WORDED}
    if outline is None or not asked:
        return plan
    slides = {source.id: source for source in outline.slides}
    sources = {key: slides.get(key) or slides.get(_CONTINUED.sub("", key)) for key in asked}
    said = {key: slide_texts(outline, source) for key, source in sources.items() if source}
    return plan.replace(notes=tuple([_with_source(note, outline, said.get(note.slide, ())) for note in plan.notes]))


def _with_source(note: PlanEntry, outline: Outline, said: tuple[SlideText, ...]) -> PlanEntry:
    if note.group != "conflict" or note.says.code not in _WORDED or not isinstance(note.outline, str):
        return note
    what = dict(note.says.values).get("what", "")
    among = what.split(", ") if isinstance(what, str) else ()
    at = place_of(outline, said, note.outline, note.yours if isinstance(note.yours, str) else "", among)
    return note.replace(at=at) if at else note
