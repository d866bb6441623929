"""A folder of a user who updates decks: the outlines, a deck built from the flagship's, its base store."""

from __future__ import annotations

from pathlib import Path

from pptx import Presentation

from tests.update.edits import shape_of, words

NOTHING, WRONG, USAGE, PENDING, CONFLICTS = 0, 1, 2, 3, 4
DECK = "out/osloregionen.pptx"
HAND = "Målet er å styrke hele regionen."
GOAL = "Målet er å styrke Osloregionen som en konkurransedyktig og bærekraftig region i Europa."


class Workspace:
    """A folder with the flagship's outline and its deck."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.deck = folder, folder / DECK
        self.outline = folder / "decks" / "osloregionen.yaml"

    def rewrite(self, before: str, after: str) -> None:
        text = self.outline.read_text(encoding="utf-8")
        assert text.count(before) == 1
        self.outline.write_text(text.replace(before, after), encoding="utf-8")

    def by_hand(self, name: str = "purpose/goal", text: str = HAND) -> None:
        presentation = Presentation(str(self.deck))
        shape_of(presentation, name).text_frame.paragraphs[0].runs[0].text = text
        presentation.save(str(self.deck))

    def conflict(self) -> None:
        self.by_hand()
        self.rewrite(
            f"nb: {GOAL}", "nb: Vi skal bli en mer konkurransedyktig og bærekraftig region som hevder seg i Europa."
        )

    def said(self) -> str:
        return words(Presentation(str(self.deck)).slides[2])
