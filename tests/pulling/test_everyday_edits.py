"""Everyday edits: a bullet moved, a cell emptied or filled, a slide copied, a link, a note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, load, plan, pull, save
from tests.pulling.outlines import changed_lines

OUTLINE = """\
deck: everyday
title: Everyday
language: en
brand: osloregionen
as_of: 2024-01-01
slides:
  - id: text
    kind: bullets
    title: What we do
    items:
      - First   # the first
      - Second
      - text: Third
        items: [Below, Below too]
      - "Read [more](https://example.org/)"
  - id: old
    kind: section
    title: New
    to: 2010-12-31
  - id: table
    kind: table
    title: A table
    columns: [Name, Sum]
    rows:
      - [North, 1]
      - [South, ""]
      - [West, null]
"""


def body(deck: Any) -> list[Any]:
    return next(list(s.text_frame.paragraphs) for s in deck.slides[0].shapes if s.name == "text/body")


def table(deck: Any) -> Any:
    return next(shape for shape in deck.slides[1].shapes if shape.has_table).table


def say(cell: Any, text: str) -> None:
    """Change the letters of a cell only, as somebody who types into it does."""
    paragraph = cell.text_frame.paragraphs[0]
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    if not paragraph.runs:
        paragraph.add_run()
    paragraph.runs[0].text = text


def moved(place: int, to: int) -> Callable[[Any], None]:
    def edit(deck: Any) -> None:
        paragraphs = body(deck)
        paragraphs[to]._p.addprevious(paragraphs[place]._p)

    return edit


def linked(deck: Any) -> None:
    body(deck)[1].runs[0].hyperlink.address = "https://example.org/new/"


def emptied(deck: Any) -> None:
    say(table(deck).cell(1, 1), "")


def filled(deck: Any) -> None:
    say(table(deck).cell(2, 1), "7")
    say(table(deck).cell(3, 1), "8")


def noted(deck: Any) -> None:
    deck.slides[1].notes_slide.notes_text_frame.text = "First\n\n- then {{ this }}"


def head_renamed(deck: Any) -> None:
    table(deck).cell(0, 0).text = "Municipality"  # python-pptx drops the look of its letters


READ = '- "Read [more](https://example.org/)"'
OTHER = READ.replace("Read", "Other")
EDITS: dict[str, tuple[Callable[[Any], None], list[str], list[str]]] = {
    "bullet moved down": (moved(0, 2), ["- First   # the first"], ["- First"]),
    "last bullet moved up": (moved(5, 0), [READ], [READ]),
    "bullet below moved": (moved(4, 3), ["items: [Below, Below too]"], ["items: [Below too, Below]"]),
    "link": (linked, ["- Second"], ['- "[Second](https://example.org/new/)"']),
    "cell emptied": (emptied, ["- [North, 1]"], ['- [North, ""]']),
    "cells filled": (filled, ['- [South, ""]', "- [West, null]"], ["- [South, 7]", "- [West, 8]"]),
    "notes with an empty line": (noted, [], ["notes: |-", "First", "", "- then {{ '{{' }} this }}"]),
    "head renamed": (head_renamed, ["columns: [Name, Sum]"], ["columns: [Municipality, Sum]"]),
}


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("o.yaml").write_text(OUTLINE, encoding="utf-8")
    save("o.pptx", build("o.yaml"))


def pulled(*edits: Callable[[Any], None]) -> list[str]:
    """Write what a pull takes of the edits; return the outline's lines. The second pull has nothing to say."""
    deck: Any = Presentation("o.pptx")
    for edit in edits:
        edit(deck)
    deck.save("o.pptx")
    pull("o.pptx").write()
    again = pull("o.pptx")
    assert (again.edits, again.exit_code) == (0, 0)
    return Path("o.yaml").read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("name", EDITS)
def test_an_everyday_edit_is_written_once_and_rebuilds_the_same_deck(name: str) -> None:
    edit, gone, come = EDITS[name]
    assert changed_lines(OUTLINE, "\n".join(pulled(edit))) == (gone, come)
    words = [note.what for note in plan("o.pptx").plan.notes if note.group in ("edit", "conflict")]
    assert [one for one in words if "paragraph" in one or "notes" in one or "removed" in one or "added" in one] == []


def copied(times: int) -> Callable[[Any], None]:
    def edit(deck: Any) -> None:
        for number in range(times):
            slide = deck.slides.add_slide(deck.slides[0].slide_layout)
            slide.shapes.title.text = "New"
            slide.placeholders[1].text_frame.text = f"Point {number}"

    return edit


def test_slides_with_the_same_title_get_unique_ids_even_beside_dated_slides() -> None:
    lines = pulled(copied(2))
    ids = [line.rpartition("id: ")[2] for line in lines if line.startswith("  - id: ")]
    assert ids == ["text", "old", "table", "new", "new-nr-2"]
    assert [slide.id for slide in load("o.yaml").slides] == ["text", "table", "new", "new-nr-2"]


def test_a_copied_slide_gets_an_id_unused_by_dated_slides() -> None:
    Path("o.yaml").write_text(OUTLINE.replace("id: old", "id: new"), encoding="utf-8")
    save("o.pptx", build("o.yaml"))
    lines = pulled(copied(1))
    assert "  - id: new-nr-2" in lines


def test_half_of_a_move_is_not_written() -> None:
    def group_moved(deck: Any) -> None:
        paragraphs = body(deck)
        for one in paragraphs[2:5]:
            paragraphs[0]._p.addprevious(one._p)

    assert sorted(pulled(group_moved)) == sorted(OUTLINE.split("\n"))


def test_a_removed_column_is_not_a_conflict() -> None:
    def edit(deck: Any) -> None:
        for row in table(deck)._tbl.tr_lst:
            row.remove(row.tc_lst[1])
        grid = table(deck)._tbl.tblGrid
        grid.remove(grid.gridCol_lst[1])

    pulled(edit)


def test_two_edits_of_one_list_are_both_written_to_the_overlay() -> None:
    said = OUTLINE.replace("slides:\n", "audiences:\n  board:\n    title: Board\nslides:\n", 1)
    Path("o.yaml").write_text(said, encoding="utf-8")
    save("o.pptx", build("o.yaml", audience="board"))

    def both(deck: Any) -> None:
        body(deck)[5].runs[0].text = "Other "
        say(table(deck).cell(1, 0), "East")
        say(table(deck).cell(2, 0), "West")

    lines = pulled(moved(1, 0), both, copied(2))
    _, come = changed_lines(said, "\n".join(lines))
    assert {OTHER, "- Second", "- - East", "- - West"} <= set(come)
    assert [one for one in come if one.startswith("after:")] == ["after: table", "after: table"]
    assert [slide.id for slide in load("o.yaml", audience="board").slides] == ["text", "table", "new", "new-nr-2"]
    assert not [line for line in lines if line != line.rstrip()]
