"""What stays in a deck after a pull: every edit that a plan of the new outline lists has a finding.

A pull compares what an outline can say (``wants``). A plan compares all that an update keeps. So the plan with the
outline as pulled lists what no line of the outline gives: place and look, rows in another order, sections, pictures.
"""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.pulling.wants import Edit, words_of
from osloregion_slides.update.changes import Plan, PlanEntry
from osloregion_slides.update.deck_state import DeckState

_WORDS = ("text", "text-added", "text-removed", "text-spaces", "look", "look-of")
_SAYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "text-added", "text-removed", "row-added", "row-removed"), _WORDS),
    "name": (*_WORDS, "value"),
    "value": ("value",),
    "level": ("level",),
    "alt": ("alt",),
    "notes": ("notes", *_WORDS),
    "hidden": ("hidden", "shown"),
    "item-removed": ("stays-deleted",),
    "item-added": ("added-by-hand-object",),
    "slide-removed": ("stays-deleted",),
    "slide-added": ("added-by-hand",),
    "order": ("moved-by-hand",),
    "row-order": ("row_order",),
    "section": ("section",),
}
"""The codes of a plan's lines that say what an edit (``wants.What``) says."""
_CLASHES = ("changed-twice", "removed-but-edited", "deleted-but-changed")
LOOKS = frozenset(
    (
        "appearance", "axes", "beyond", "box", "colour", "columns", "crop", "ends", "fill", "layout", "line",
        "mirrored", "moved", "not-mirrored", "order", "path", "preset", "resized", "rotated", "rotated-from", "several",
        "shade", "size", "slide_size", "spans", "theme_colours", "theme_fonts", "ungrouped",
    )
)  # fmt: skip
"""The codes of lines about place and look, which no outline says."""


def left_behind(plan: Plan, ours: DeckState, reported: tuple[Edit, ...], before: DeckState) -> tuple[Finding, ...]:
    """Return a finding for each edit of a plan with the pulled outline that no finding of the pull is about.

    ``ours`` is what that outline makes, ``before`` the base. Place and look are one note a slide.
    """
    old = {slide.key for slide in before.slides}
    new = [words_of(slide) for slide in ours.slides if slide.key not in old]
    taken = {slide.key for slide in plan.found.slides if slide.key not in old and words_of(slide) in new}
    found: list[Finding] = []
    looks: dict[str, list[PlanEntry]] = {}
    for note in plan.notes:
        if note.group not in ("edit", "conflict") or any([_is_about(one, note) for one in reported]):
            continue
        if note.says.code in LOOKS:
            looks.setdefault(note.slide, []).append(note)
        elif note.slide not in taken:
            found.append(finding("pull-left", note.at, on_slide=note.slide, on_shape=note.item, what=note.says))
    for slide, notes in looks.items():
        items = tuple(dict.fromkeys([note.item for note in notes if note.item]))
        what = tuple(dict.fromkeys([note.says for note in notes]))
        found.append(finding("pull-look", notes[0].at, on_slide=slide, objects=items, what=what))
    return tuple(found)


def _is_about(edit: Edit, note: PlanEntry) -> bool:
    if edit.what == "order":
        return note.says.code in (*_SAYS["order"], *_CLASHES) and not note.item
    codes = _CLASHES if edit.clash else _SAYS[edit.what]
    return (edit.slide, edit.item) == (note.slide, note.item) and note.says.code in codes
