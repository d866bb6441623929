"""A Scene in its owned form, and the forms that say the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.scene import Colour, Deck, Group, Paragraph, Run, Shape, Slide, Text
from osloregion_slides.units import Emu, Pt
from osloregion_slides.update import normal
from osloregion_slides.update.order import merge_order, moved
from osloregion_slides.update.orders import Orders
from osloregion_slides.update.settle import same_colour, same_line
from osloregion_slides.update.values import KnownLine, KnownRun
from tests.pptx.sample import BRAND
from tests.update.samples import box


def scene(*runs: Run, bold: bool | None = None) -> Deck:
    words = Text((Paragraph(runs, Pt(18)),), "nb-NO", Emu(0), bold=bold)
    item = Shape("members/total", box(), fill=Colour("accent1", alpha=50), text=words, alt="Tall", decorative=True)
    return Deck("d", "D", "nb-NO", Emu(1), Emu(1), (Slide("members", "title_only", "", (Group("members/g", (item,), ""),), "nb-NO", None),))  # type: ignore[arg-type]
