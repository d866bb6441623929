"""Differences in English, for the plan and for ``diff`` on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_CM, EMU_PER_PT, Emu
from osloregion_slides.scene import Box
from osloregion_slides.update.changes import PlanEntry, SetChart
from osloregion_slides.update.data_merge import number
from osloregion_slides.update.deck_state import FULL_TURN
from osloregion_slides.update.differences import DELETED, Difference, Tree, conflict_id, same_box

if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.base.findings import Location
    from osloregion_slides.update.changes import Decided, NoteGroup, Symbol
    from osloregion_slides.update.deck_state import ItemState, LineState, RunState, SlideState
    from osloregion_slides.update.differences import Clash
    from osloregion_slides.update.slide_merge import MergedSlide

    Keyed = tuple[tuple[str, Difference], ...]


_SHORT = 60


def say(difference: Difference) -> str:
    """Return a difference as part of a sentence (``paragraph 1: "57" -> "55"``)."""
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "box":
        return f"box {moved(before, after)}" if before and after else "box"
    if kind in ("text", "cell", "row", "category", "series"):
        return _text(_place(difference), before, after)
    if kind == "look":
        return _look(_place(difference), before, after)
    if kind == "line":
        return f"line {_line(before)} -> {_line(after)}"
    if kind in ("fill", "colour"):
        what = f"colour of {difference.where[0] or 'the series'}" if kind == "colour" else "fill"
        return f"{what} {colour(before)} -> {colour(after)}"
    if kind == "value":
        where = ", ".join([str(part) for part in difference.where if part])
        return f"{where}: {number(before) or 'nothing'} -> {number(after) or 'nothing'}"
    if kind in _WORDLESS:
        return _WORDLESS[kind]
    return _rest(difference)


_WORDLESS = {
    "appearance": "looks different",
    "image": "another picture",
    "crop": "picture cropped differently",
    "path": "outline of the area",
    "columns": "column widths",
    "ends": "glued to other shapes",
}


def _rest(difference: Difference) -> str:
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "size":
        return f"text size {before:g} -> {after:g} pt"
    if kind == "level":
        return f"{_place(difference)}: level {before} -> {after}"
    if kind == "rotation":
        return f"rotated from {degrees(before)} to {degrees(after)}" if before else f"rotated by {degrees(after)}"
    if kind == "mirrored":
        return "mirrored" if after else "no longer mirrored"
    if kind == "hidden":
        return "hidden" if after else "shown again"
    if kind == "kind":
        return f"replaced: {before} -> {after}"
    if kind == "slide_size":
        return f"slide size {side(kind, before)} -> {side(kind, after)}"
    names = {"preset": "shape", "alt": "alt text", "number_format": "number format", "type": "chart type"}
    return f"{names.get(kind, kind)} {' -> '.join(excerpts(str(before), str(after)))}"


def _place(difference: Difference) -> str:
    where = difference.where
    if difference.kind == "cell":
        return f"row {where[0]}, column {where[1]}"
    if difference.kind in ("category", "series"):
        return difference.kind
    return f"{'row' if difference.kind == 'row' else 'paragraph'} {where[0]}"


def _text(place: str, before: str, after: str) -> str:
    if not before:
        return f"{place} added: {quoted(after)}"
    if not after:
        return f"{place} removed: {quoted(before)}"
    if before == after:
        return f"{place} look"
    shown = excerpts(before, after)
    if shown[0] == shown[1]:
        return f"{place}: other spaces or line breaks in {shown[0]}"
    return f"{place}: {' -> '.join(shown)}"


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Return both texts in quotes; of long ones the stretch that is different, with some words around it."""
    if max(len(before), len(after)) <= _SHORT:
        return quoted(before), quoted(after)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    left, right = max(0, start - 15), max(0, end - 15)
    return _stretch(before, left, right), _stretch(after, left, right)


def _stretch(text: str, left: int, right: int) -> str:
    inside = text[left : len(text) - right]
    if len(inside) > 2 * _SHORT:
        inside = inside[: _SHORT - 1] + " … " + inside[1 - _SHORT :]
    return _in_quotes(f"{'…' if left else ''}{inside}{'…' if right else ''}")


def quoted(text: str) -> str:
    """Return a text in quotes on one line, cut to 60 characters."""
    return _in_quotes(text if len(text) <= _SHORT else text[: _SHORT - 1] + "…")


def _in_quotes(text: str) -> str:
    return '"' + " ".join(text.split()) + '"'


def _look(place: str, before: tuple[RunState, ...], after: tuple[RunState, ...]) -> str:
    found = []
    for name, no_more in (("bold", "no longer bold"), ("italic", "no longer italic"), ("link", "no longer a link")):
        old, new = _marked(before, name), _marked(after, name)
        if old != new:
            found.append(f"{no_more}: {quoted(old)}" if not new else f"{name}: {quoted(new)}")
    return f"{place} {', '.join(found)}" if found else f"{place} look"


def _marked(runs: tuple[RunState, ...], name: str) -> str:
    return " … ".join([run.text for run in runs if getattr(run, name)])


def changed_twice(kind: str, place: str | int) -> str:
    """Return what of an object both sides changed."""
    if kind == "text":
        return f"paragraph {place}" if place else "text"
    if kind == "cell":
        return str(place)
    if kind in ("value", "notes"):
        return f"{kind} {place}" if place else kind
    return _CALLED.get(kind, kind)


_CALLED = {"preset": "shape", "alt": "alt text", "image": "picture", "crop": "crop", "path": "area", "ends": "glue"}


def side(kind: str, value: Any) -> str:
    """Return one side of a conflict in words, "" for nothing."""
    if kind == "box":
        return f"{_size(value)} cm at {_cm(value.x)}, {_cm(value.y)} cm" if value else ""
    if kind == "slide_size":
        return " × ".join([_cm(length) for length in value]) + " cm"
    if kind == "fill":
        return colour(value)
    if kind == "line":
        return _line(value)
    if kind == "ends":
        return " – ".join([end.key if end else "nothing" for end in value])
    if kind in ("image", "path"):
        return f"{_CALLED[kind]} {value[:8]}"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def moved(before: Box, after: Box) -> str:
    """Return how a box became another, in centimetres."""
    found = []
    if shift := _shift(before, after):
        found.append(f"moved {shift}")
    if abs(before.w - after.w) > EMU_PER_PT // 10 or abs(before.h - after.h) > EMU_PER_PT // 10:
        found.append(f"resized from {_size(before)} to {_size(after)} cm")
    return ", ".join(found)


def degrees(rotation: int) -> str:
    """Return a rotation, clockwise in 60 000ths of a degree, as the shorter way round."""
    turned = rotation if 2 * rotation <= FULL_TURN else rotation - FULL_TURN
    return f"{turned / 60_000:.1f}".removesuffix(".0") + "°"


def _shift(before: Box, after: Box) -> str:
    across, down = after.x - before.x, after.y - before.y
    found = []
    if across:
        found.append(f"{_cm(across)} cm {'right' if across > 0 else 'left'}")
    if down:
        found.append(f"{_cm(down)} cm {'down' if down > 0 else 'up'}")
    return " and ".join([part for part in found if not part.startswith("0.00 ")])


def _size(box: Box) -> str:
    return f"{_cm(box.w)} × {_cm(box.h)}"


def _cm(length: int) -> str:
    value = abs(length) / EMU_PER_CM
    return f"{value:.1f}" if value >= 0.1 else f"{value:.2f}"


def colour(value: str) -> str:
    """Return a colour for people: the theme's name for it, else its RGB."""
    if not value:
        return "none"
    theme = [part for part in value.split() if not part.startswith("#")]
    return " ".join(theme) or value


def _line(line: LineState | None) -> str:
    return f"{colour(line.colour)} {line.width / EMU_PER_PT:g} pt" if line else "none"


# A merged slide as lines of the plan: what people did, what the update does, what clashes.

STAYS_DELETED = "deleted by hand, stays deleted"
BROUGHT_BACK = "brought back: it had been deleted by hand"


def note_lines(merged: MergedSlide, theirs: SlideState, ours: SlideState) -> list[PlanEntry]:
    """Return the lines of one slide."""
    tree, slide = Tree(ours), ours.key
    found = {item.key: item for item in theirs.items}

    def note(symbol: Symbol, group: NoteGroup, key: str, what: str, name: str = "", choice: Decided = "") -> PlanEntry:
        return PlanEntry(symbol, group, slide, key, what, "", "", ours.at, name, choice)

    def deleted(key: str) -> str:
        return conflict_id(slide, key, DELETED)

    return [
        *[note("~", "edit", key, say(one)) for key, one in together(merged.edits, tree)],
        *[note("~", "change", key, say(one)) for key, one in together(merged.changes, tree)],
        *[conflict_note(clash, slide, ours.at) for clash in merged.conflicts],
        *[
            note("~", "change", one.item, "workbook made anew: another program lost it")
            for one in merged.operations
            if isinstance(one, SetChart) and not one.workbook
        ],
        *[
            note("+", "change", key, BROUGHT_BACK, deleted(key), "take")
            if key in merged.restored
            else note("+", "change", key, "new object")
            for key in merged.added
        ],
        *[note("-", "change", key, "removed from outline, unedited") for key in merged.removed],
        *[note(".", "change", key, "removed from outline, but edited by hand: kept") for key in merged.kept],
        *[note(".", "edit", key, f"added by hand: {describe(found[key])}") for key in merged.made],
        *[note("-", "edit", key, STAYS_DELETED, deleted(key)) for key in merged.deleted],
        *[note("~", "edit", key, "ungrouped by hand") for key in merged.ungrouped],
        *[
            note("?", "unsure", key, "not found, and not added: it may be there under another name")
            for key in merged.missing
        ],
    ]


def together(differences: Keyed, tree: Tree) -> Keyed:
    """Return the differences; where those of a group's objects are one move or scaling of it all, as the group's."""
    boxes = {key: difference for key, difference in differences if difference.kind == "box"}
    groups: dict[str, Difference] = {}
    hidden: set[str] = set()
    for key, item in tree.items.items():
        if item.kind != "group" or key in hidden:
            continue
        leaves = [child for child in tree.below(key) if tree.items[child].box is not None]
        moved = [child for child in leaves if child in boxes]
        if len(moved) < 2:
            continue
        one = _one_move([(boxes[c].before, boxes[c].after) if c in boxes else (tree.items[c].box,) * 2 for c in leaves])
        if one is not None:
            groups[moved[0]] = Difference("box", (key,), *one)
            hidden.update(tree.below(key))
    found: list[tuple[str, Difference]] = []
    for key, difference in differences:
        if difference.kind != "box" or key not in hidden:
            found.append((key, difference))
        elif key in groups:
            found.append((str(groups[key].where[0]), groups[key]))
    return tuple(found)


def _one_move(moves: list[tuple[Any, Any]]) -> tuple[Box, Box] | None:
    """Return the group's box before and after where moving and scaling it makes all these moves, else None."""
    before, after = _union([old for old, _ in moves]), _union([new for _, new in moves])
    across, down = after.w / max(before.w, 1), after.h / max(before.h, 1)
    for old, new in moves:
        x, y = after.x + (old.x - before.x) * across, after.y + (old.y - before.y) * down
        wanted = [Emu(round(side)) for side in (x, y, old.w * across, old.h * down)]
        if not same_box(Box(*wanted), new):
            return None
    return before, after


def _union(boxes: list[Box]) -> Box:
    left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
    right, bottom = max([box.x + box.w for box in boxes]), max([box.y + box.h for box in boxes])
    return Box(left, top, Emu(right - left), Emu(bottom - top))


def conflict_note(clash: Clash, slide: str, at: Location | None) -> PlanEntry:
    """Return the line of a conflict."""
    difference = clash.difference
    kind, place = difference.kind, difference.where[0] if difference.where else ""
    if kind == "kind":
        what = "the outline makes another kind of object of it, but it was edited by hand"
    else:
        what = f"{changed_twice(kind, place)} changed on both sides"
    yours, outline = side(kind, difference.before), side(kind, difference.after)
    return PlanEntry("!", "conflict", slide, clash.item, what, yours, outline, at, clash.id, clash.choice)


def describe(item: ItemState) -> str:
    """Return an object that has no key of ours in a few words."""
    kind = {"text": "text", "shape": "text" if item.text else "shape", "freeform": "shape", "other": "object"}
    words = " ".join([paragraph.plain for paragraph in item.text])
    name = words or item.marks.name
    return f"{kind.get(item.kind, item.kind)} {quoted(name)}" if name else kind.get(item.kind, item.kind)
