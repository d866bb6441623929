"""A plan as people and machines read it: plain text, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import counted
from osloregion_slides.update.changes import Mark
from osloregion_slides.update.deck_state import HAND
from osloregion_slides.update.wording import quoted

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.update.changes import Plan, PlanEntry

_WIDE = 88


def show(plan: Plan, deck: str, verb: str = "plan") -> str:
    """Return a plan as text; ``deck`` is the path to name it by, ``verb`` the command that made it."""
    groups = {name: [note for note in plan.notes if _group(note) == name] for name in _HEADINGS}
    lines = [f"osloregion-slides {verb} {deck}"]
    for name, notes in groups.items():
        if notes:
            lines.append(f"  {_HEADINGS[name].format(len(notes))}")
            lines += _lines(plan, notes)
    lines.append(summary(plan) if verb == "plan" else summary(plan).partition("   (exit")[0])
    return "\n".join(lines)


_HEADINGS = {
    "edit": "Hand edits found (kept): {}",
    "change": "Changes: {}",
    "conflict": "Conflicts: {}  (update --take ID for the outline's, --keep ID for yours)",
    "decided": "Conflicts decided: {}",
    "unsure": "Please look at: {}",
}


def _group(note: PlanEntry) -> str:
    return "decided" if note.group == "conflict" and note.choice else note.group


def _lines(plan: Plan, notes: list[PlanEntry]) -> list[str]:
    labels = [label(plan, note) for note in notes]
    width = min(28, max(map(len, labels)))
    heads = [_head(f"{name:<{width}}", note) for name, note in zip(labels, notes)]
    column = min(_WIDE, max(map(len, heads)))
    return [
        f"{head:<{column}}  {note.at}" if note.at and note.group != "edit" else head for head, note in zip(heads, notes)
    ]


def _head(name: str, note: PlanEntry) -> str:
    head = f"    {note.symbol} {name}  {f'[{note.id}] ' if note.id else ''}{note.what}"
    if note.group == "conflict":
        head += f":  yours {_said(note.yours)}  |  outline {_said(note.outline)}{_DECIDED[note.choice]}"
    return head


_DECIDED = {"": "", "keep": "  -> yours stays", "take": "  -> the outline's"}


def _said(text: str) -> str:
    return quoted(text) if text else "(nothing)"


def label(plan: Plan, note: PlanEntry) -> str:
    """Return the name of what a note is about: its key, or the number and title of a person's slide."""
    if note.item and not note.item.startswith(HAND):
        return note.item
    if not note.slide.startswith(HAND):
        return note.slide or "all slides"
    for number, slide in enumerate(plan.found.slides, 1):
        if slide.key == note.slide:
            return f"slide {number} {quoted(slide.title)}" if slide.title else f"slide {number}"
    return note.slide


def summary(plan: Plan) -> str:
    """Return the last line: how much of what."""
    changes = [note.symbol for note in plan.notes if note.group == "change"]
    marks = sum([isinstance(change, Mark) for change in plan.changes])
    conflicts = sum([_group(note) == "conflict" for note in plan.notes])
    decided = sum([_group(note) == "decided" for note in plan.notes])
    edits = sum([note.group == "edit" for note in plan.notes])
    kept = f"{counted(edits, 'hand edit')} kept"
    if not plan.exit_code:
        return f"No changes{f', {kept}' if edits else ''}.   (exit 0)"
    counts = [
        f"{changes.count('+')} to add",
        f"{changes.count('~')} to change",
        f"{changes.count('-')} to remove",
        *([f"{changes.count('.')} to leave to its editors"] if "." in changes else []),
        *([f"{counted(marks, 'object')} to mark as ours"] if marks else []),
        counted(conflicts, "conflict"),
        *([f"{decided} decided"] if decided else []),
        kept,
    ]
    return f"Plan: {', '.join(counts)}.   (exit {plan.exit_code})"


def as_json(plan: Plan, deck: str) -> str:
    """Return a plan as JSON: ``notes`` for people's tools, ``changes`` as operation and object, and the counts."""
    import json

    found = {
        "deck": deck,
        "exit_code": plan.exit_code,
        "summary": summary(plan),
        "notes": [_note(plan, note) for note in plan.notes],
        "changes": [
            {"operation": type(one).__name__, "slide": one.slide, "item": one.item, **_place(one.at)}
            for one in plan.changes
        ],
        "order": list(plan.order),
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _note(plan: Plan, note: PlanEntry) -> dict[str, object]:
    said = {"yours": note.yours, "outline": note.outline} if note.group == "conflict" else {}
    if note.id:
        said |= {"id": note.id, "choice": note.choice}
    return {
        "symbol": note.symbol,
        "group": note.group,
        "slide": note.slide,
        "item": note.item,
        "label": label(plan, note),
        "what": note.what,
        **said,
        **_place(note.at),
    }


def _place(at: Location | None) -> dict[str, object]:
    return {"file": at.file, "line": at.line, "column": at.column} if at else {}
