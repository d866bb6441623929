"""Frames and metrics for exact arithmetic: in Square every character is one em wide, with no safety factor."""

from __future__ import annotations

import os

from osloregion_slides.base.units import Emu, Pt, emu
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.metrics import Metrics
from osloregion_slides.fit.setting import Frame, UnfittedText
from osloregion_slides.scene import Insets, Run
from tests.fit.widths import table

FONT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "fonts", "Square.ttf")
SQUARE = Metrics(table([[FONT]] * 4), factor=1.0)
NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))


def frame(width: float, height: float = 1000.0, *levels: TextStyle, insets: Insets = NO_INSETS) -> Frame:
    """Return a frame of this many points; one plain level of 10 pt unless told."""
    return Frame(emu(width), emu(height), levels or (TextStyle(Pt(10)),), "nb-NO", insets)


def draft(text: str, level: int = 0) -> UnfittedText:
    """Return a paragraph of one run."""
    return UnfittedText((Run(text),), level)


def drafts(*texts: str) -> tuple[UnfittedText, ...]:
    """Return paragraphs of level 0."""
    return tuple([draft(text) for text in texts])
