"""Changes of an outline's files: from an edited deck (``service_pull``), or from the preview.

This module reads no deck, so the preview starts without the libraries and the code for that.
"""

from __future__ import annotations

import os
from difflib import unified_diff
from typing import Any

from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import Finding, InvalidInput, Location, cannot_write, finding
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import Generated, composed, owned
from osloregion_slides.outline.load import Outline, with_document
from osloregion_slides.outline.nodes import Figure, Mapping, Scalar
from osloregion_slides.outline.read import SIZE, decode, normal_lines, read_file
from osloregion_slides.pulling.changes import Change, Overlay, Target, changed
from osloregion_slides.pulling.changes import write as write_changes
from osloregion_slides.pulling.source import Source, Unwritable
from osloregion_slides.pulling.tables import TextTable
from osloregion_slides.registry.grid import CellLocation


class File(Record):
    """A file that a pull changes: its path, its old and its new content."""

    path: str
    before: bytes
    after: bytes


class Pulled(Record):
    """The result of a pull: ``files`` with their new contents, and findings about edits that stay only in the deck.

    ``edits`` is the number of edits in the files, ``conflicts`` that of edits where both sides changed.
    """

    files: tuple[File, ...]
    findings: tuple[Finding, ...]
    edits: int

    @property
    def conflicts(self) -> int:
        """The number of edits that conflict with changes of the outline."""
        return sum([one.code == "pull-conflict" for one in self.findings])

    @property
    def exit_code(self) -> int:
        """0 (nothing to pull), 3 (edits to pull), 4 (conflicts)."""
        return 4 if self.conflicts else 3 if self.files else 0

    @property
    def patch(self) -> str:
        """The changes as a unified diff, "" for none."""
        return "".join([_diff(file) for file in self.files])

    def write(self) -> None:
        """Write the files; InvalidInput (``pull-changed``) where one has changed since it was read."""
        from osloregion_slides.pptx.save import refuse_open

        for file in self.files:
            refuse_open(file.path)
            try:
                now = read_bytes(file.path, len(file.before))
            except OSError:
                now = b""
            if now != file.before:
                raise InvalidInput([finding("pull-changed", Location(file.path))])
        for file in self.files:
            try:
                os.makedirs(os.path.dirname(file.path) or ".", exist_ok=True)
                write(file.path, file.after)
            except OSError as problem:
                raise InvalidInput([cannot_write(file.path, problem)]) from None


def generated(outline: Outline) -> Generated:
    """Return the generated side of an outline, unchecked. InvalidInput with its errors."""
    deck, brand, _ = composed(outline, checked=False)
    return owned(outline, deck, brand)


def edit(outline: Outline, path: str, changes: tuple[Change, ...]) -> Pulled:
    """Return the files of an outline with changes applied; nothing is written (``Pulled.write`` does).

    InvalidInput (``edit-unwritable``) where a change would affect other lines, and with the errors that the outline
    would have.
    """
    sources = Sources()
    try:
        write_changes(changes, outline.document, overlay_of(outline, path), sources.open)
        files = sources.files()
    except Unwritable:
        raise InvalidInput([finding("edit-unwritable", changes[0].node.at)]) from None
    generated(with_document(outline, changed(outline.document, changes)))
    return Pulled(files, (), len(changes))


class Sources:
    """The edited files, each read once."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Any, bytes]] = {}

    def open(self, path: str) -> Target:
        """Return the file at ``path`` as an editable target; Unwritable for an unsupported or unreadable one."""
        kind = _TARGETS.get(os.path.splitext(path)[1].lower())
        if kind is None:
            raise Unwritable
        if path not in self._open:
            try:
                data = read_bytes(path, SIZE)
            except OSError:
                raise Unwritable from None
            self._open[path] = kind(data, path), data
        target: Target = self._open[path][0]
        return target

    def files(self) -> tuple[File, ...]:
        """Return the files that changed."""
        made = [File(path, data, source.data) for path, (source, data) in self._open.items()]
        return tuple([file for file in made if file.before != file.after])


class _Workbook:
    """An Excel file as an editable target."""

    def __init__(self, data: bytes, path: str) -> None:
        self.data, self._path = data, path

    def set_value(self, node: Scalar, text: str) -> None:
        from osloregion_slides.pptx.applying.workbook import WorkbookRefused, with_cell

        sheet = getattr(node.at, "cell", "").rpartition("!")[0]
        value = float(text) if isinstance(node, Figure) and node.is_number else text
        try:
            self.data = with_cell(self.data, sheet, node.at.line, node.at.column - 1, node.text, value)
        except (WorkbookRefused, ValueError):
            raise Unwritable from None

    def add_row(self, at: CellLocation, cells: dict[int, str]) -> None:
        """Write texts by column (from 0) into the empty row below the one at ``at``."""
        for column, text in cells.items():
            place = at.replace(line=at.line + 1, column=column + 1)
            self.set_value(Scalar("", True, place), text)


_TARGETS: dict[str, Any] = {
    **dict.fromkeys((".yaml", ".yml"), Source),
    **dict.fromkeys((".csv", ".txt", ".tsv"), TextTable),
    ".xlsx": _Workbook,
}


def overlay_of(outline: Outline, path: str) -> Overlay | None:
    """Return the place of a deck's own content: its audience's overlay, else a file that extends another, else None."""
    from osloregion_slides.pulling.pull import locations_in  # imported late: the preview starts without it

    name = outline.audience
    own = next((entry for entry in outline.audiences if entry.key.text == name), None) if name else None
    dated = outline.resolver.choices.dated
    if own is not None:
        return Overlay(own.value.at.file, ("audiences", name), locations_in(own.value), dated)
    tree, _ = read_file(path)
    if isinstance(tree, Mapping) and tree.get("extends") is not None:
        return Overlay(path, (), locations_in(tree), dated)
    return None


def _diff(file: File) -> str:
    if file.path.lower().endswith((".png", ".jpg")):
        return f"Binary file {file.path} is new\n"
    if file.path.lower().endswith(".xlsx"):
        return f"Binary file {file.path} differs\n"
    old, new = [
        normal_lines(decode(data, file.path)[0]).splitlines(keepends=True) for data in (file.before, file.after)
    ]
    return "".join(
        [line if line.endswith("\n") else line + "\n" for line in unified_diff(old, new, file.path, file.path)]
    )
