"""Differences as phrases of the catalogue ``update``: codes with values, worded by ``base.messages``."""

from __future__ import annotations

import re
from os.path import commonprefix
from string import ascii_letters
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.messages import Phrase, in_words, phrase
from osloregion_slides.base.units import EMU_PER_PT, Emu
from osloregion_slides.scene import Box, union
from osloregion_slides.update.changes import PlanEntry, SetChart
from osloregion_slides.update.deck_state import FULL_TURN, ItemState, LineState, RunState, SlideState
from osloregion_slides.update.differences import DELETED, Clash, Difference, Tree, conflict_id, number, same_box
from osloregion_slides.update.undoing import added_id, edit_id, look_ids, shared_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.base.findings import Location
    from osloregion_slides.update.changes import Decided, NoteGroup, Symbol
    from osloregion_slides.update.slide_merge import MergedSlide

    Keyed = tuple[tuple[str, Difference], ...]


_SHORT = 60


def difference_text(difference: Difference, language: str = "en") -> str:
    """Return a difference as part of a sentence (``paragraph 1: "57" -> "55"``)."""
    return in_words(difference_phrase(difference), language)


def difference_phrase(difference: Difference) -> Phrase:
    """Return the phrase of a difference."""
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "box":
        return moved(before, after) if before and after else phrase("box")
    if kind in ("text", "cell", "row", "column", "category", "series"):
        return _text(_place(difference), before, after)
    if kind == "look":
        return _look(_place(difference), before, after)
    if kind in ("line", "fill", "colour"):
        name = {"name": difference.where[0] or phrase("series")} if kind == "colour" else {}
        return phrase(kind, before=side(kind, before), after=side(kind, after), **name)
    if kind == "value":
        where = ", ".join([str(part) for part in difference.where if part])
        return phrase("value", where=where, before=_number(before), after=_number(after))
    if kind in ("beyond", "redrawn") or kind == "appearance" and after:
        return phrase(kind, named=tuple([phrase(f"beyond-{word}") for word in after if word != "other"]))
    return _rest(difference)


_QUOTED = ("alt", "link", "name", "number_format", "type", "layout", "section", "notes")
"""Properties shown with both sides' texts."""


def _rest(difference: Difference) -> Phrase:
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "level":
        return phrase("level", place=_place(difference), before=before, after=after)
    if kind == "rotation":
        if before:
            return phrase("rotated-from", before=degrees(before), after=degrees(after))
        return phrase("rotated", after=degrees(after))
    if kind == "mirrored":
        return phrase("mirrored" if after else "not-mirrored")
    if kind == "hidden":
        return phrase("hidden" if after else "shown")
    if kind == "shade":
        return phrase(kind, number=difference.where[0])
    if kind in ("size", "kind", "slide_size"):
        return phrase(kind, before=side(kind, before), after=side(kind, after))
    if kind in _QUOTED:
        sides = excerpts(str(before), str(after))
        return phrase(kind, before=sides[0], after=sides[1])
    return phrase(kind)


def _number(value: Any) -> Phrase:
    return phrase("number", number=number(value)) if value is not None else phrase("nothing")


def _place(difference: Difference) -> Phrase:
    where, kind = difference.where, difference.kind
    if kind == "cell":
        return phrase("at-cell", row=where[0], column=where[1])
    if kind in ("category", "series"):
        return phrase(kind)
    return phrase(f"at-{kind}" if kind in ("row", "column") else "at-paragraph", number=where[0])


def _text(place: Phrase, before: str, after: str) -> Phrase:
    if not before:
        return phrase("text-added", place=place, text=cut(after))
    if not after:
        return phrase("text-removed", place=place, text=cut(before))
    if before == after:
        return phrase("look", place=place)
    shown = excerpts(before, after)
    if " ".join(shown[0].split()) == " ".join(shown[1].split()):
        return phrase("text-spaces", place=place, text=shown[0])
    return phrase("text", place=place, before=shown[0], after=shown[1])


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Return both texts; of long ones the part that differs, with 15 characters of context."""
    if max(len(before), len(after)) <= _SHORT:
        return before, after
    start = len(commonprefix([before, after]))
    end = len(commonprefix([before[start:][::-1], after[start:][::-1]]))
    left, right = max(0, start - 15), max(0, end - 15)
    return _excerpt(before, left, right), _excerpt(after, left, right)


def _excerpt(text: str, left: int, right: int) -> str:
    inside = text[left : len(text) - right]
    if len(inside) > 2 * _SHORT:
        inside = inside[: _SHORT - 1] + " … " + inside[1 - _SHORT :]
    return f"{'…' if left else ''}{inside}{'…' if right else ''}"


def cut(text: str) -> str:
    """Return a text of at most 60 characters."""
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def quoted(text: str) -> str:
    """Return a text in quotes on one line, cut to 60 characters."""
    return '"' + " ".join(cut(text).split()) + '"'


def _look(place: Phrase, before: tuple[RunState, ...], after: tuple[RunState, ...]) -> Phrase:
    found = []
    for name in ("bold", "italic", "link"):
        old, new = _marked(before, name), _marked(after, name)
        if old != new:
            found.append(phrase(f"look-{name}", text=cut(new)) if new else phrase(f"look-no-{name}", text=cut(old)))
    return phrase("look-of", place=place, looks=tuple(found)) if found else phrase("look", place=place)


def _marked(runs: tuple[RunState, ...], name: str) -> str:
    return " … ".join([run.text for run in runs if getattr(run, name)])


_COLOURED = (", colour", ", fill")
"""The ends of the places of conflicts about the colour of a series or a cell."""
_CONFLICTS = {
    "cell": ("row", "column", "row, merged cells", "row order", "column order"),
    "value": ("series order", "category order", "number format", "chart type"),
}
"""Places of conflicts that are the tool's own words; the others are names that the outline gives."""


def changed_twice(kind: str, place: str | int) -> Phrase | str:
    """Return the property, or part of one, that both sides changed."""
    if kind in ("text", "notes") and place:
        at = phrase("at-paragraph", number=place)
        return at if kind == "text" else phrase("at-notes", place=at)
    if kind in ("cell", "value") and str(place).endswith(_COLOURED):
        of = str(place).rpartition(", ")[0]
        return phrase("at-colour", name=changed_twice(kind, of))
    if kind in ("cell", "value") and place:
        numbers, name = re.findall(r"\d+", str(place)), re.sub(r" \d+", "", str(place))
        if name == "row, column":
            return phrase("at-cell", row=numbers[0], column=numbers[1])
        if name in _CONFLICTS[kind]:
            return phrase("at-" + re.sub(r"\W+", "-", name), **({"number": numbers[0]} if numbers else {}))
        return str(place)
    return phrase(f"name-{kind}")


def side(kind: str, value: Any) -> Phrase | str:
    """Return one side of a conflict: a text of the deck, or a phrase; "" where it is empty."""
    if said := _SIDES.get("box" if isinstance(value, Box) else kind):
        return said(value)
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


_SIDES: dict[str, Callable[[Any], Phrase | str]] = {
    "beyond": lambda words: _beyond(words),
    "box": lambda box: phrase("box-at", w=box.w, h=box.h, x=box.x, y=box.y) if box else "",
    "slide_size": lambda size: phrase("slide-size", w=size[0], h=size[1]),
    "fill": lambda value: colour(value),
    "colour": lambda value: colour(value),
    "line": lambda line: _line(line),
    "ends": lambda ends: phrase("connects", ends=tuple([end.key if end else phrase("nothing") for end in ends])),
    "rotation": lambda rotation: degrees(rotation),
    "mirrored": lambda is_so: phrase("mirrored" if is_so else "not-mirrored"),
    "value": lambda value: phrase(f"side-{value}") if value in ("edited", "removed") else str(value),
    "place": lambda slide: phrase("behind", slide=slide[1:]) if slide else phrase("first"),
    "size": lambda points: phrase("number", number=f"{points:g}"),
    "kind": lambda kind: phrase(f"kind-{kind}"),
    "form": lambda kind: phrase(f"kind-{kind}"),
    "image": lambda digest: phrase("image-some" if digest else "image-none", digest=digest[:8]),
    "path": lambda digest: phrase("path-some" if digest else "path-none", digest=digest[:8]),
    "preset": lambda name: phrase("preset-name", name=name) if name else "",
}
"""Formatters of one side by the kind of a difference; other sides are texts."""


def _beyond(words: tuple[str, ...]) -> Phrase | str:
    """Return the edits of formatting that is not compared, or the outline's change that would redraw a chart."""
    if words[:1] in (("axes",), ("type",)):
        return difference_phrase(Difference(words[0], (), *(words[1:] or ("", ""))))
    found = tuple([phrase(f"beyond-{word}") for word in words if word != "other"])
    return phrase("several", parts=found) if found[1:] else found[0] if found else ""


def moved(before: Box, after: Box) -> Phrase:
    """Return the move and scaling of a box as a phrase."""
    found = []
    across, down = after.x - before.x, after.y - before.y
    ways = [
        phrase(("right" if across > 0 else "left"), length=across) if _visible(across) else None,
        phrase(("down" if down > 0 else "up"), length=down) if _visible(down) else None,
    ]
    steps = tuple([way for way in ways if way])
    if steps:
        found.append(phrase("moved", steps=phrase("both", one=steps[0], other=steps[1]) if steps[1:] else steps[0]))
    if abs(before.w - after.w) > EMU_PER_PT // 10 or abs(before.h - after.h) > EMU_PER_PT // 10:
        found.append(phrase("resized", w=before.w, h=before.h, width=after.w, height=after.h))
    return found[0] if len(found) == 1 else phrase("several", parts=tuple(found)) if found else phrase("box")


def degrees(rotation: int) -> Phrase:
    """Return a rotation (clockwise, 60 000ths of a degree) as a phrase, in degrees from -180 to 180."""
    turned = rotation if 2 * rotation <= FULL_TURN else rotation - FULL_TURN
    return phrase("degrees", degrees=round(turned / 60_000, 1))


def _visible(length: int) -> bool:
    return abs(length) >= Emu(1_800)  # 0.005 cm, which rounds to 0.01


def colour(value: str) -> Phrase | str:
    """Return a colour for display: its name in PowerPoint's list of theme colours, else its RGB value."""
    if not value:
        return phrase("no-colour")
    parts = [part for part in value.split() if not part.startswith("#")]
    if not parts or parts[0].startswith("alpha"):
        rgb = next((part for part in value.split() if part.startswith("#")), value)
        return _adjusted(rgb, parts)
    slot = f"colour-{parts[0]}"
    return _adjusted(phrase(slot) if parts[0] in _SLOTS else parts[0], parts[1:])


_SLOTS = frozenset(
    ["tx1", "tx2", "bg1", "bg2", "dk1", "dk2", "lt1", "lt2", "hlink", "folHlink", "gradient", "picture", "pattern", "?"]
    + [f"accent{number}" for number in range(1, 7)]
)


def _adjusted(name: Phrase | str, transforms: list[str]) -> Phrase | str:
    """Return a colour with its tint, shade or transparency (whole percents, as in PowerPoint's list)."""
    amounts = {word.rstrip("0123456789"): word.lstrip(ascii_letters + "-") for word in transforms}
    if "lumOff" in amounts:
        name = phrase("lighter", colour=name, percent=amounts["lumOff"])
    elif "lumMod" in amounts and amounts["lumMod"].isdigit():
        name = phrase("darker", colour=name, percent=100 - int(amounts["lumMod"]))
    elif amounts.keys() - {"alpha"}:
        name = phrase("another-shade", colour=name)
    if amounts.get("alpha", "").isdigit():
        name = phrase("transparent", colour=name, percent=100 - int(amounts["alpha"]))
    return name


def _line(line: LineState | None) -> Phrase | str:
    if line is None:
        return phrase("no-line")
    return phrase("line-of", colour=colour(line.colour), width=line.width / EMU_PER_PT)


# A merged slide as lines of the plan: edits, changes, conflicts.

STAYS_DELETED = phrase("stays-deleted")
BROUGHT_BACK = phrase("brought-back")


def note_lines(merged: MergedSlide, theirs: SlideState, ours: SlideState) -> list[PlanEntry]:
    """Return the lines of one slide."""
    tree, slide = Tree(ours), ours.key
    found = theirs.by_key

    def note(
        symbol: Symbol, group: NoteGroup, key: str, says: Phrase, id_: str = "", choice: Decided = ""
    ) -> PlanEntry:
        return PlanEntry(symbol, group, slide, key, says, "", "", ours.at, id_, choice)

    def deleted(key: str) -> str:
        return conflict_id(slide, key, DELETED)

    lines = [
        *[
            note("~", "edit", key, difference_phrase(one)).replace(id=shared_id(ids), of=ids)
            for key, one in together(merged.edits, tree)
            for ids in [_edit_ids(slide, key, one, merged, tree, found)]
        ],
        *[note("~", "change", key, difference_phrase(one)) for key, one in together(merged.changes, tree)],
        *[conflict_note(clash, slide, ours.at) for clash in merged.conflicts],
        *[
            note("~", "change", one.item, phrase("workbook-rebuilt"))
            for one in merged.operations
            if isinstance(one, SetChart) and not one.workbook
        ],
        *[
            note("+", "change", key, BROUGHT_BACK, deleted(key), "take")
            if key in merged.restored
            else note("+", "change", key, phrase("new-object"))
            for key in merged.added
        ],
        *[note("-", "change", key, phrase("removed")) for key in merged.removed],
        *[
            note(".", "edit", key, phrase("added-by-hand-object", object=described(one)), added_id(slide, one))
            for key, one in [(key, found[key]) for key in merged.made]
        ],
        *[note("-", "change", key, phrase("taken-out", object=described(found[key]))) for key in merged.taken_out],
        *[note("-", "edit", key, STAYS_DELETED, deleted(key)) for key in merged.deleted],
        *[note("~", "edit", key, phrase("ungrouped")) for key in merged.ungrouped],
        *[note("?", "unsure", key, phrase("not-found")) for key in merged.missing],
        *[note("?", "unsure", key, _collision(found, tree, others)) for key, others in merged.collisions],
    ]
    tiles = [line for line in lines if line.group == "change" and f"{line.item}/".startswith(f"{slide}/sections/")]
    rest = [line for line in lines if line not in tiles]
    return [*rest, *([note("~", "change", f"{slide}/sections", phrase("section-tiles"))] if tiles else [])]


def _collision(found: dict[str, ItemState], tree: Tree, others: tuple[str, ...]) -> Phrase:
    """Return the objects that an object will overlap, as a phrase."""
    items = [tree.items.get(other) or found[other] for other in others if other]
    if not items:
        return phrase("over-the-edge")
    over = phrase("overlaps", object=described(items[0]))
    if len(items) > 1:
        over = phrase("overlaps-several", count=len(items))
    return phrase("both", one=over, other=phrase("over-the-edge")) if "" in others else over


def _edit_ids(
    slide: str, key: str, edit: Difference, merged: MergedSlide, tree: Tree, found: dict[str, ItemState]
) -> tuple[str, ...]:
    """Return the ids of the edits that a line covers, for a group those of its members; () where there is no choice."""
    if (key, edit) in merged.edits:
        if edit.kind == "beyond" and key not in merged.settled:
            return look_ids(slide, found.get(key), edit, [one for each, one in merged.edits if each == key])
        return () if key in merged.settled else (edit_id(slide, key, edit),)
    inside = set(tree.below(key)).difference(merged.settled)
    return tuple([edit_id(slide, one, each) for one, each in merged.edits if one in inside and each.kind == "box"])


def together(differences: Keyed, tree: Tree) -> Keyed:
    """Return the differences, those that move or scale a whole group merged into one of the group."""
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
    """Return a group's box before and after where transforming it explains all these moves, else None."""
    before, after = union([old for old, _ in moves]), union([new for _, new in moves])
    across, down = after.w / max(before.w, 1), after.h / max(before.h, 1)
    for old, new in moves:
        x, y = after.x + (old.x - before.x) * across, after.y + (old.y - before.y) * down
        wanted = [Emu(round(side)) for side in (x, y, old.w * across, old.h * down)]
        if not same_box(Box(*wanted), new):
            return None
    return before, after


_TWO_SIDED = {"removed": "removed-but-edited", "deleted": "deleted-but-changed", "form": "other-kind-but-changed"}


def _is_coloured(difference: Difference) -> bool:
    """Return whether a conflict is about the colour of a series or a cell, not about a category called so."""
    place = str(difference.where[0]) if difference.where else ""
    return place.endswith(_COLOURED) and "#" in f"{difference.before}{difference.after}"


def conflict_note(clash: Clash, slide: str, at: Location | None) -> PlanEntry:
    """Return the line of a conflict."""
    difference = clash.difference
    kind, place = difference.kind, difference.where[0] if difference.where else ""
    if kind == "kind":
        says = phrase("other-kind-but-edited")
    elif kind == "beyond":
        says = phrase("changed-twice", what=side(kind, difference.before))
    elif kind in _TWO_SIDED:
        says = phrase(_TWO_SIDED[kind])
    elif kind in ("text", "cell") and difference.before == difference.after:
        says = phrase("changed-twice", what=phrase("at-format", place=changed_twice(kind, place)))
    else:
        says = phrase("changed-twice", what=changed_twice(kind, place))
        kind = "fill" if _is_coloured(difference) else kind
    yours, outline = side(kind, difference.before), side(kind, difference.after)
    return PlanEntry("!", "conflict", slide, clash.item, says, yours, outline, at, clash.id, clash.choice)


def described(item: ItemState) -> Phrase:
    """Return a short description of an object without a key of ours."""
    kind = phrase(f"kind-{'text' if item.text else item.kind}")
    name = " ".join([paragraph.plain for paragraph in item.text]) or item.marks.name
    return phrase("object", kind=kind, name=cut(name)) if name else kind
