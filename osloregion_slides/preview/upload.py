"""A deck that people edited, dropped on the page: what an update would do, and the updated deck. Nothing is kept."""

from __future__ import annotations

import os

from osloregion_slides.preview.state import place, said
from osloregion_slides.service_update import Asked, apply, plan_update
from osloregion_slides.update.show import label, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from osloregion_slides.preview.shown import Variant
    from osloregion_slides.update.changes import Plan, PlanEntry
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict

LARGEST = 100 * 1024 * 1024
"""Bytes of a deck that is taken."""


def plan_json(
    outline: str, variant: Variant, data: bytes, name: str, on_conflict: OnConflict, choices: Mapping[str, Choice]
) -> dict[str, Any]:
    """Return what an update of the deck would do, line by line. InvalidInput as ``service_update.plan_update``."""
    planned = plan_update(name, _asked(outline, variant), on_conflict, choices, data)
    plan = planned.plan
    groups = [note.group for note in plan.notes]
    return {
        "outline": os.path.basename(outline),
        "summary": summary(plan).partition("   (exit")[0],
        "lines": [_line(plan, note) for note in plan.notes],
        "conflicts": groups.count("conflict"),
        "changes": groups.count("change"),
        "kept": groups.count("edit"),
        "findings": [said(finding) for finding in planned.ours.findings],
    }


def updated(outline: str, variant: Variant, data: bytes, name: str, choices: Mapping[str, Choice]) -> bytes:
    """Return the updated deck. InvalidInput as ``service_update.plan_update`` and ``apply``."""
    return apply(plan_update(name, _asked(outline, variant), "keep", choices, data), name).data


def _asked(outline: str, variant: Variant) -> Asked:
    return Asked(outline, variant.audience, variant.language, variant.as_of, variant.settings)


def _line(plan: Plan, note: PlanEntry) -> dict[str, Any]:
    return {
        "mark": note.symbol,
        "group": note.group,
        "slide": note.slide,
        "object": note.item,
        "label": label(plan, note),
        "message": note.what,
        **place(note.at),
        "conflict_id": note.id,
        "choice": note.choice,
        **({"yours": note.yours, "outline": note.outline} if note.group == "conflict" else {}),
    }
