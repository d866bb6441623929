"""A kind that draws: a number as a part of a circle, with python-pptx."""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

SCHEMA = {
    "description": "A number as a part of a circle",
    "properties": {"percent": {"type": "number", "description": "From 0 to 100"}},
    "required": ["percent"],
}


def draw(slide: Any, fields: Any, brand: Any) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.BLOCK_ARC, Inches(4), Inches(2.2), Inches(4), Inches(4))
    shape.name = "gauge"
    shape.adjustments[1] = -1.8 * fields.number("percent")
    text = slide.shapes.add_textbox(Inches(5), Inches(3.6), Inches(2), Inches(1))
    text.name = "number"
    text.text_frame.text = f"{fields.number('percent'):g} %"
