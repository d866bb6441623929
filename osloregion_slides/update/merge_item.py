"""Three-way merge of one object: each property by the decision table.

| base to ours | base to theirs | result |
|---|---|---|
| same | same | keep |
| changed | same | ours |
| same | changed | theirs, a manual edit |
| changed | the same change | keep |
| changed | another change | conflict: theirs, or ours where that was chosen |
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import (
    SetAlt,
    SetBox,
    SetCells,
    SetChart,
    SetColumns,
    SetEnds,
    SetFill,
    SetImage,
    SetLine,
    SetLink,
    SetPath,
    SetPreset,
    SetText,
)
from osloregion_slides.update.data_merge import merge_chart, merge_table
from osloregion_slides.update.deck_state import ItemState, TableState
from osloregion_slides.update.differences import (
    UNDECIDED,
    Difference,
    item_differences,
    letters_of,
    normalise_words,
    same_box,
    same_columns,
    same_rows,
)
from osloregion_slides.update.match_items import item_content
from osloregion_slides.update.placement import moved_box
from osloregion_slides.update.text_merge import merge_text
from osloregion_slides.update.undoing import undone_edits, without_edits

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.update.changes import Change
    from osloregion_slides.update.differences import Choices, Clash
    from osloregion_slides.update.text_merge import Takes

PROPERTIES = (
    "text",
    "box",
    "rotation",
    "mirrored",
    "fill",
    "line",
    "preset",
    "alt",
    "link",
    "path",
    "image",
    "crop",
    "ends",
    "columns",
    "table",
    "chart",
)
"""The properties that ``ignore:`` accepts."""
_owned = attrgetter(*ItemState.__fields__[1 : ItemState.__fields__.index("locator")])
"""The properties of an object without its key and those that only the reader sets."""
_SIMPLE = {
    "fill": SetFill,
    "line": SetLine,
    "preset": SetPreset,
    "alt": SetAlt,
    "link": SetLink,
    "path": SetPath,
}


class MergedItem(Record):
    """The merge of an object: operations, result, changes, and edits that stay different from the outline.

    ``changes`` are differences from the found object to the result; ``edits`` from the outline's to the
    result, conflicts left out. ``result`` has the normal form of ``normalise_words``. A conflict is a property, or a
    part of it, that both sides changed.
    """

    operations: tuple[Change, ...]
    result: ItemState
    changes: tuple[Difference, ...]
    edits: tuple[Difference, ...]
    conflicts: tuple[Clash, ...]


def is_unchanged(base: ItemState, theirs: ItemState) -> bool:
    """Return whether theirs equals the base exactly: the fast path for most objects."""
    return not theirs.beyond and bool(_owned(theirs) == _owned(base))


_FORMS = frozenset(("text", "shape", "freeform"))
"""The kinds of ``p:sp``: editing the points of a shape turns it into a freeform."""
_REDRAWN = "redrawn"


def in_form_of(base: ItemState, theirs: ItemState) -> ItemState:
    """Return theirs with the base's kind where both are kinds of ``p:sp``; itself otherwise.

    Its geometry is then marked as redrawn, which differs from any of ours.
    """
    if base.kind == theirs.kind or not _FORMS.issuperset((base.kind, theirs.kind)):
        return theirs
    return theirs.replace(kind=base.kind, preset=base.preset and _REDRAWN, path=base.path and _REDRAWN)


def looks_same(base: ItemState, ours: ItemState) -> bool:
    """Return whether the outline changed nothing of an object but its box and the formatting of its texts."""
    aside = {"box": None, "text": (), "key": "", "parent": ""}
    return item_content(base) == item_content(ours) and base.replace(**aside) == ours.replace(**aside)


def is_edited(base: ItemState, theirs: ItemState) -> bool:
    """Return whether the object was edited."""
    if is_unchanged(base, theirs):
        return False
    theirs = in_form_of(base, theirs)
    if theirs.kind != base.kind or theirs.beyond:
        return True
    own = normalise_words(base, theirs)
    if own.chart and base.chart and own.chart.data != base.chart.data:
        return True
    return any([getattr(own, name) != getattr(base, name) for name in PROPERTIES if name not in ("columns", "chart")])


def merge_item(
    base: ItemState | None,
    theirs: ItemState,
    ours: ItemState,
    slide: str,
    at: Location | None,
    choices: Choices = UNDECIDED,
    ignore: frozenset[str] = frozenset(),
) -> MergedItem:
    """Merge an object that is in theirs and ours (``base`` None: it is in no base)."""
    merge = _Merge(base, theirs, ours, slide, at, choices, ignore)
    merged = merge.run()
    taken = undone_edits(choices, slide, ours.key, merged.edits) if base is not None else []
    if base is None or not taken:
        return merged
    made = merged
    for whole in (False, True):
        before = without_edits(base, merge.own, ours, merged, taken, whole)
        made = _Merge(before, theirs, ours, slide, at, choices, ignore).run()
        if not undone_edits(choices, slide, ours.key, made.edits):
            break
    return made


class _Merge:
    def __init__(
        self,
        base: ItemState | None,
        theirs: ItemState,
        ours: ItemState,
        slide: str,
        at: Location | None,
        choices: Choices,
        ignore: frozenset[str],
    ) -> None:
        self._base, self._ours, self._choices, self._ignore = base, ours, choices, ignore
        own = _normalised(base, theirs, ours)
        if own.kind == "table" and own.box and base and base.box:
            own = own.replace(box=own.box.replace(h=base.box.h))  # a table's height follows from its rows
        self.own = self._own = self._result = own
        self._named = (slide, ours.key, theirs.locator, at)
        self._operations: list[Change] = []
        self._conflicts: list[Clash] = []

    def run(self) -> MergedItem:
        if "box" not in self._ignore:
            self._box()
        for name, operation in _SIMPLE.items():
            if name not in self._ignore and (decided := self._decide(name)) is not None:
                self._operations.append(operation(*self._named, decided[0]))
        if "text" not in self._ignore:
            self._text()
        self._image()
        if "ends" not in self._ignore and self._decide("ends") is not None:
            self._operations.append(SetEnds(*self._named, *self._result.ends))
        if "table" not in self._ignore:
            self._table()
        if "chart" not in self._ignore:
            self._chart()
        return self._merged()

    def _merged(self) -> MergedItem:
        changes = item_differences(self._own, self._result)
        redraws = any([one.difference.kind == "beyond" for one in self._conflicts])
        edits = [
            one
            for one in item_differences(self._ours, self._result)
            if one.kind not in self._ignore
            and not (redraws and one.kind in ("axes", "type"))
            and not any([_is_listed(one, clash.difference) for clash in self._conflicts])
        ]
        return MergedItem(tuple(self._operations), self._result, changes, tuple(edits), tuple(self._conflicts))

    def _decide(self, name: str) -> tuple[object] | None:
        """Return the new value in a tuple, None where the property stays as found."""
        own, new = getattr(self._own, name), getattr(self._ours, name)
        old = getattr(self._base, name) if self._base else None
        if own == new or self._base and new == old:
            return None
        if (self._base is None or own != old) and self._clash(Difference(name, (), own, new)) != "take":
            return None
        self._result = self._result.replace(**{name: new})
        return (new,)

    def _box(self) -> None:
        """Set the outline's new box, transformed as the old one was in PowerPoint."""
        own, new = self._own.box, self._ours.box
        old = self._base.box if self._base else None
        if old is None or own is None or new is None or own == new:
            decided = self._decide("box")
            wanted = self._result.box if decided is not None else None
        else:
            wanted = moved_box(old, own, new)
        if wanted is None or own is None:
            return
        self._result = self._result.replace(box=wanted)
        if same_box(own, wanted):  # noise is neither a change nor an edit
            self._own = self._own.replace(box=wanted)
        else:
            self._operations.append(SetBox(*self._named, wanted))

    def _clash(self, difference: Difference) -> str:
        """List a conflict; return the choice."""
        clash = self._choices.clash(self._named[0], self._ours.key, difference)
        self._conflicts.append(clash)
        return clash.choice

    def _takes(self, kind: str) -> Takes:
        return self._choices.of(self._named[0], self._ours.key, kind)

    def _text(self) -> None:
        own = self._own.text
        merged = merge_text(self._base.text if self._base else None, own, self._ours.text, self._takes("text"))
        for number, yours, outline in merged.conflicts:
            self._clash(Difference("text", (number,), yours, outline))
        if merged.changes(own):
            self._operations.append(SetText(*self._named, merged.paragraphs))
            self._result = self._result.replace(text=merged.result(own))

    def _image(self) -> None:
        image = None if "image" in self._ignore else self._decide("image")
        crop = None if "crop" in self._ignore else self._decide("crop")
        if image or crop:
            self._operations.append(SetImage(*self._named, self._result.image, self._result.crop))

    def _table(self) -> None:
        own, ours = self._own.table, self._ours.table
        if own is None or ours is None:
            return
        base = self._base.table if self._base else None
        merged = merge_table(base, own, ours, self._takes("cell"))
        for what, yours, outline in merged.conflicts:
            self._clash(Difference("cell", (what,), yours, outline))
        table = own
        spans = ours.spans if base is not None and base.spans == own.spans != ours.spans else None
        if merged.changes(own) or spans is not None:
            made = merged.columns, merged.rows, merged.ours_rows, merged.ours_columns
            self._operations.append(SetCells(*self._named, *made, spans))
            table = own.replace(rows=merged.result(own), fills=merged.fills(own))
            table = table if spans is None else table.replace(spans=spans)
        same_count = len(merged.columns) == len(ours.columns) and None not in merged.ours_columns
        if "columns" not in self._ignore and same_count and own.columns != ours.columns:
            self._columns(base, own, ours)
        self._result = self._result.replace(table=table.replace(columns=self._widths(table)))

    def _columns(self, base: TableState | None, own: TableState, ours: TableState) -> None:
        """Set the widths that the outline changed; widths edited in PowerPoint are kept and not reported."""
        if base is None:
            return
        is_new = base.columns != ours.columns and base.columns == own.columns
        if is_new or len(own.columns) != len(ours.columns) and _same_widths(base, own):
            self._operations.append(SetColumns(*self._named, ours.columns))

    def _widths(self, table: TableState) -> tuple[int, ...]:
        last = self._operations[-1] if self._operations else None
        return last.widths if isinstance(last, SetColumns) else table.columns

    def _chart(self) -> None:
        own, ours = self._own.chart, self._ours.chart
        if own is None or ours is None:
            return
        merged = merge_chart(self._base.chart if self._base else None, own, ours, self._takes("value"))
        for what, yours, outline in merged.conflicts:
            self._clash(Difference("value", (what,), yours, outline))
        styled = tuple([word for word in self._own.beyond if word != "chart-data"])
        if styled and self._base and merged.type:  # redrawing would drop manual formatting
            news = ("axes",) if merged.type == own.type else ("type", own.type, merged.type)
            if self._clash(Difference("beyond", (), styled, news)) != "take":
                merged = merged.replace(type="", look=own.look)
        if merged.changes(own):
            self._operations.append(
                SetChart(
                    *self._named,
                    merged.categories,
                    merged.sources,
                    merged.series,
                    merged.number_format,
                    merged.type,
                    own.workbook,
                )
            )
            self._result = self._result.replace(chart=merged.result(own))


def _is_listed(edit: Difference, conflict: Difference) -> bool:
    """Return whether a conflict lists an edit already: at the same place, or with the same texts of both sides."""
    kind, place = conflict.kind, str(conflict.where[0]) if conflict.where else ""
    if kind == "text" and place == "0":  # the whole text, of a deck without a base
        return edit.kind == kind and edit.after == conflict.before
    if kind == "value" and edit.kind in ("value", "colour"):
        words = (*edit.where, "colour") if edit.kind == "colour" else edit.where
        return place == ", ".join([str(word) for word in words if word])
    if kind == "value" and edit.kind in ("series", "category"):
        name = edit.before or edit.after
        return name == place or place == "name" and name in (conflict.before, conflict.after)
    kinds = {"cell": ("cell", "row", "column"), "value": ("number_format", "type")}.get(kind, (kind,))
    return edit.kind in kinds and (edit.before, edit.after) == (conflict.after, conflict.before)


def _same_widths(base: TableState, own: TableState) -> bool:
    """Return whether the columns that both tables have are equally wide; a damaged grid has fewer than the rows."""
    sides = letters_of(base), letters_of(own)
    pairs = [(base.columns[k : k + 1], own.columns[m : m + 1]) for k, m in same_columns(*sides, same_rows(*sides))]
    return all([old == new for old, new in pairs])


def _normalised(base: ItemState | None, theirs: ItemState, ours: ItemState) -> ItemState:
    """Return theirs normalised to the base, and to ours where both made the same change."""
    if base is None:
        return normalise_words(ours, theirs)
    own, same = normalise_words(base, theirs), normalise_words(ours, theirs)
    changes = {
        name: getattr(ours, name)
        for name in ours.__fields__
        if name in PROPERTIES
        and getattr(own, name) != getattr(base, name)
        and getattr(same, name) == getattr(ours, name)
    }
    return own.replace(**changes) if changes else own
