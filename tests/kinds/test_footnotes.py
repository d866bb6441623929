"""Footnotes are numbered at the foot of every slide type, above its source line, and cover nothing."""

from __future__ import annotations

import pytest

from osloregion_slides.base.units import inches
from osloregion_slides.brand.load import load_brand
from osloregion_slides.scene import Placeholder, Shape
from tests.kinds.composing import composed, flat, overlap, slide

FIELDS = {
    "bullets": "items: [a^1^, b]",
    "table": "columns: [A, B]\nrows: [[a^1^, b], [c, d]]",
    "chart": "type: bar\nalt: A\ncategories: [a, b]\nseries: [{name: A, values: [1, 2]}]",
    "columns": "items: [{name: A, text: b^2^}, {name: B, text: c}]",
    "map": "colour_by: region",
    "cover": "line: Oslo 1. januar",
    "closing": "line: Oslo 1. januar",
    "statement": "",
    "section": "",
    "quote": "quote: A\nby: B",
    "hub": "centre: A\nitems: [A, B, C]",
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("source", ["", "\nsource: SSB"])
def test_footnotes_are_at_the_foot_and_cover_nothing(name: str, source: str) -> None:
    deck, findings = composed(
        slide(name, f"{FIELDS[name]}\nfootnotes: [Uten Moss, Anslag for 2008]{source}".strip(), title="T")
    )
    assert [one.code for one in findings if one.code != "undrawn-member"] == []
    items = deck.slides[0].items
    (found,) = [item for item in items if isinstance(item, Shape) and item.key.endswith("/footnotes")]
    assert found.text and found.text.plain == "¹ Uten Moss\n² Anslag for 2008"
    height, margin = load_brand("osloregionen", ".").height, inches(0.4)
    assert found.box.x >= margin and height * 0.55 < found.box.y and found.box.bottom <= height - margin
    assert [
        item.key
        for item in items
        if item is not found
        and hasattr(item, "box")
        and not getattr(item, "decorative", False)
        and not (isinstance(item, Placeholder) and not item.text.plain)
        and overlap(item.box, found.box)
    ] == []


@pytest.mark.parametrize("brand", ["ruten", "osloregionen"])
def test_footnotes_of_pillars_are_below_them(brand: str) -> None:
    fields = "base: Grunn\nitems: [A, B, C]\nfootnotes: [Uten Moss, Anslag for 2008]"
    deck, findings = composed(slide("pillars", fields), brand=brand)
    assert [one.code for one in findings if one.severity == "error"] == []
    items = list(flat(deck.slides[0].items))
    (found,) = [item for item in items if isinstance(item, Shape) and item.key.endswith("/footnotes")]
    assert [i.key for i in items if i is not found and isinstance(i, Shape) and overlap(i.box, found.box)] == []
