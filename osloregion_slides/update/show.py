"""A plan as plain text and as JSON.

The text has one line per slide; with ``details``, one per edit and change, with its id. Conflicts always have a
line each, as they need a decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from osloregion_slides.base.findings import Location, as_data
from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import Phrase, in_words, phrase
from osloregion_slides.update.changes import Mark, Plan, PlanEntry
from osloregion_slides.update.deck_state import HAND
from osloregion_slides.update.undoing import gathered
from osloregion_slides.update.wording import cut

_WIDE = 88
_SHOWN = 2
"""How many edits or changes of a slide its line shows; the others are counted."""
_OF_COPIES = ("edit", "change", "conflict")
"""The groups with another heading where two copies are merged."""
_GROUPS = ("edit", "change", "conflict", "decided", "unsure")


def show(plan: Plan, deck: str, verb: str = "plan", details: bool = False, language: str = "en") -> str:
    """Return a plan as text; ``deck`` is the path to show, ``verb`` the command that made it."""
    lines = [f"osloregion-slides {verb} {deck}"]
    lined = gathered(plan.notes, plan.found.slides)
    hidden = False
    for name in _GROUPS:
        notes = [note for note in lined if _group(note) == name]
        if not notes:
            continue
        heading = f"heading-{name}{'-copies' if verb == 'merge' and name in _OF_COPIES else ''}"
        lines.append(f"  {in_words(phrase(heading, count=len(notes)), language)}")
        one_each = details or name in ("conflict", "decided")
        rows = (
            [(label(plan, note, language), (note,)) for note in notes] if one_each else _by_slide(plan, notes, language)
        )
        hidden = hidden or any(len(those) > 1 or those[0].id for _, those in rows) and not one_each
        lines += _lines(rows, one_each, language, verb)
    lines.append(in_words(_summary(plan, verb == "plan"), language))
    if hidden:
        lines.append(in_words(phrase("see-details"), language))
    return "\n".join(lines)


def _group(note: PlanEntry) -> str:
    return "decided" if note.group == "conflict" and note.choice else note.group


def _by_slide(plan: Plan, notes: list[PlanEntry], language: str) -> list[tuple[str, tuple[PlanEntry, ...]]]:
    """Return the notes grouped by slide, in the order of each slide's first note."""
    rows = grouped([(note.slide, note) for note in notes])
    return [(_slide_label(plan, slide, language), tuple(those)) for slide, those in rows.items()]


def _lines(rows: Sequence[tuple[str, tuple[PlanEntry, ...]]], one_each: bool, language: str, verb: str) -> list[str]:
    width = min(28, max([len(name) for name, _ in rows]))
    heads = [_head(f"{name:<{width}}", notes, one_each, language, verb) for name, notes in rows]
    column = min(_WIDE, max(map(len, heads)))
    places = [notes[0].at if notes[0].group != "edit" else None for _, notes in rows]
    return [f"{head:<{column}}  {at}" if at else head for head, at in zip(heads, places)]


def _head(name: str, notes: tuple[PlanEntry, ...], one_each: bool, language: str, verb: str) -> str:
    first = notes[0]
    if not one_each:
        symbol = first.symbol if len({note.symbol for note in notes}) == 1 else "~"
        parts = [_part(note, language) for note in notes[:_SHOWN]]
        if len(notes) > _SHOWN:
            parts.append(in_words(phrase("more", count=len(notes) - _SHOWN), language))
        return f"    {symbol} {name}  {'; '.join(parts)}"
    head = f"    {first.symbol} {name}  {f'[{first.id}] ' if first.id else ''}{in_words(first.says, language)}"
    if first.group == "conflict":
        copies = "-copies" if verb == "merge" else ""
        if first.yours or first.outline:  # a deletion has no texts to compare
            sides = {"yours": _side(first.yours, language), "outline": _side(first.outline, language)}
            head += in_words(phrase(f"sides{copies}", **sides), language)
        took = copies if first.choice == "take" else ""
        head += f"  -> {in_words(phrase(f'decided-{first.choice}{took}'), language)}" if first.choice else ""
    return head


def _part(note: PlanEntry, language: str) -> str:
    """Return a note's sentence for its slide's line, after the object's name within the slide, if it has one."""
    said = in_words(note.says, language)
    name = "" if note.item.startswith(HAND) else note.item.removeprefix(f"{note.slide}/")
    return f"{name}: {said}" if name else said


def _side(side: Phrase | str, language: str) -> str:
    if not side:
        return in_words(phrase("no-side"), language)
    return in_words(phrase("text-of", text=cut(side) if isinstance(side, str) else side), language)


def label(plan: Plan, note: PlanEntry, language: str = "en") -> str:
    """Return the label of a note: the key of its object or slide; of an added slide number and title."""
    if note.item and not note.item.startswith(HAND):
        return note.item
    return _slide_label(plan, note.slide, language)


def _slide_label(plan: Plan, key: str, language: str) -> str:
    if not key.startswith(HAND):
        return (
            in_words(phrase("slide-to-come"), language)
            if ":" in key
            else key or in_words(phrase("all-slides"), language)
        )
    for number, slide in enumerate(plan.found.slides, 1):
        if slide.key == key:
            return in_words(phrase("slide-number", number=number, title=cut(slide.title)), language)
    return key


def summary(plan: Plan, language: str = "en") -> str:
    """Return the last line: the counts of additions, changes, conflicts …"""
    return in_words(_summary(plan, False), language)


def _summary(plan: Plan, with_code: bool) -> Phrase:
    changes = [note.symbol for note in plan.notes if note.group == "change"]
    marks = sum([isinstance(change, Mark) for change in plan.changes])
    conflicts = sum([_group(note) == "conflict" for note in plan.notes])
    decided = sum([_group(note) == "decided" for note in plan.notes])
    edits = sum([note.group == "edit" for note in plan.notes])
    code = plan.exit_code if with_code else ""
    if not plan.exit_code:
        return phrase("sum-nothing", kept=phrase("sum-kept", count=edits) if edits else "", exit=code)
    counts = [
        ("sum-add", changes.count("+"), True),
        ("sum-change", changes.count("~"), True),
        ("sum-remove", changes.count("-"), True),
        ("sum-leave", changes.count("."), False),
        ("sum-mark", marks, False),
        ("sum-conflicts", conflicts, True),
        ("sum-decided", decided, False),
        ("sum-kept", edits, True),
    ]
    parts = [phrase(name, count=count) for name, count, always in counts if count or always]
    return phrase("sum", parts=tuple(parts), exit=code)


def as_json(plan: Plan, deck: str, language: str = "en") -> str:
    """Return a plan as JSON. See ``plan_data``."""
    import json

    return json.dumps(plan_data(plan, deck, language), ensure_ascii=False, indent=2)


def plan_data(plan: Plan, deck: str, language: str = "en") -> dict[str, Any]:
    """Return a plan as plain data: ``notes``, ``changes`` as operation and object, ``order``, and the summary.

    Each note has its ``code`` and ``values``, which can be worded in any language, and its sentence in
    ``language`` as ``what``.
    """
    return {
        "deck": deck,
        "exit_code": plan.exit_code,
        "summary": in_words(_summary(plan, True), language),
        "notes": [_note(plan, note, language) for note in gathered(plan.notes, plan.found.slides)],
        "changes": [
            {"operation": type(one).__name__, "slide": one.slide, "item": one.item, **_place(one.at)}
            for one in plan.changes
        ],
        "order": list(plan.order),
    }


def _note(plan: Plan, note: PlanEntry, language: str) -> dict[str, object]:
    sides = {"yours": note.yours, "outline": note.outline} if note.group == "conflict" else {}
    said = {name: in_words(side, language) for name, side in sides.items()}
    if note.id:
        said |= {"id": note.id, "choice": note.choice}
    return {
        "symbol": note.symbol,
        "group": note.group,
        "slide": note.slide,
        "item": note.item,
        "label": label(plan, note, language),
        "what": in_words(note.says, language),
        **as_data(note.says),
        **said,
        **_place(note.at),
    }


def _place(at: Location | None) -> dict[str, object]:
    return {"file": at.file, "line": at.line, "column": at.column} if at else {}
