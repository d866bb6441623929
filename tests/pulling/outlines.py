"""An outline with one slide of each kind of text, its deck, and edits by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pptx import Presentation

from osloregion_slides import Pulled, build, pull, save

OUTLINE = """\
# The outline of the tests: this comment stays.
deck: tests
title: Tests
language: en
brand: osloregionen
as_of: 2008-01-01

meeting:          # facts of the day
  title: "Spring meeting"
  place: Oslo

audiences:
  board:
    meeting: {title: Board meeting}
    slides:
      - {id: text, title: For the board}

slides:
  - id: cover
    kind: cover
    title: "{{ meeting.title }}"
    line: "{{ meeting.place }}, in April"   # half a fact
    notes: |
      Say hello.
      Wait.

  - id: text
    kind: bullets
    title: 'What we do'       # in single quotes
    items:
      - First of all          # the first
      # about the second
      - "Second: the next"
      - text: Third
        items:
          - Below the third
          - Below too

  - id: points
    kind: points
    title: Three points
    points:
      - >-
        A long point that is folded over lines, because it
        is longer than a line of this outline can be.
      - Another point
      - The last point

  # the table of the year
  - id: figures
    kind: table
    title: Figures
    alt: Figures of two years
    columns: [Year, Sum]
    rows:
      - ["2007", "12"]
      - ["2008", "14"]   # an estimate

  - id: curve
    kind: chart
    title: A curve
    alt: Two bars a year
    type: column
    categories: ["2007", "2008"]
    series:
      - {name: Income, values: [12, 14]}
      - {name: Costs, values: [12.5, 13]}
    number_format: "0.0"

  - id: end
    kind: statement
    title: The end
    text: Thank you, *all* of **you**, at [our pages](https://example.org/a)
"""


def made(folder: Path, text: str = OUTLINE, name: str = "deck.pptx", **variant: Any) -> tuple[Path, Path]:
    """Write the outline into a folder and build its deck; return both paths."""
    outline = folder / "tests.yaml"
    outline.write_text(text, encoding="utf-8")
    deck = folder / name
    save(deck, build(outline, **variant), force=True)
    return outline, deck


def edited(deck: Path, *edits: Callable[[Any], None]) -> None:
    """Open the deck with python-pptx, edit and save it."""
    presentation = Presentation(str(deck))
    for edit in edits:
        edit(presentation)
    presentation.save(str(deck))


def pulled(deck: Path, outline: Path, **keywords: Any) -> Pulled:
    """Pull and write."""
    found = pull(deck, outline, **keywords)
    found.write()
    return found


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came, stripped."""
    from difflib import ndiff

    lines = list(ndiff(before.splitlines(), after.splitlines()))
    return [one[2:].strip() for one in lines if one[0] == "-"], [one[2:].strip() for one in lines if one[0] == "+"]
