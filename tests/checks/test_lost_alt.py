"""Alt texts dropped by another program give one finding, those removed by hand one each."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pptx import Presentation

from osloregion_slides.base.findings import Finding
from osloregion_slides.checks.presentation import check_presentation
from tests.checks.spoiling import Parts, spoilt, substituted

EXTENSIONS = r"<a:extLst>(?:(?!</a:extLst>).)*</a:extLst>(?=</p:cNvPr>)"
"""Creation id and decorative mark."""


def dropped(parts: Parts) -> None:
    """Drop what LibreOffice drops: texts of all but pictures, marks and creation ids."""
    for part in [name for name in parts if name.startswith("ppt/slides/slide")]:
        text = re.sub(' descr="[^"]*"', "", parts[part].decode())
        parts[part] = re.sub(EXTENSIONS, "", text, flags=re.DOTALL).encode()


def counts(flagship: Any) -> tuple[int, int]:
    """Return how many objects of the deck have an alternative text, and how many are decorative; groups count as one."""
    items = [item for slide in flagship.deck.slides for item in slide.items]
    marked = [item for item in items if getattr(item, "decorative", False)]
    return len([item for item in items if getattr(item, "alt", "") and item not in marked]), len(marked)


def missing(data: bytes) -> list[Finding]:
    return [one for one in check_presentation(data) if one.code == "missing-alt-text"]


def test_alt_texts_dropped_by_another_program_give_one_finding_that_quotes_them(flagship: Any) -> None:
    told = missing(spoilt(flagship.data, dropped))
    assert [(one.severity, one.slide, one.shape) for one in told] == [("error", "", "")]
    values = dict(told[0].values)
    assert (told[0].form, values["text_count"], values["mark_count"]) == ("dropped", *counts(flagship))
    assert str(values["texts"]).startswith("('purpose/members', 'members/chart'")
    assert str(values["marks"]).startswith("('cover/map', 'alliance/tiles'")
    assert f"Alternative texts of {counts(flagship)[0]} objects: purpose/members, " in told[0].message


def without(name: str) -> Callable[[Any], None]:
    """Take an object's text out, as a person does in PowerPoint: its creation id stays."""

    def edit(presentation: Any) -> None:
        for slide in presentation.slides:
            for shape in slide.shapes:
                if shape.name == name:
                    del shape._element.xpath(".//p:cNvPr")[0].attrib["descr"]

    return edit


def test_alt_texts_removed_by_hand_give_one_finding_each(flagship: Any) -> None:
    presentation = Presentation(io.BytesIO(flagship.data))
    for name in ("members/chart", "projects/chart"):
        without(name)(presentation)
    out = io.BytesIO()
    presentation.save(out)
    assert [one.shape for one in missing(out.getvalue())] == ["members/chart", "projects/chart"]


def test_dropped_alt_texts_without_a_base_give_one_finding_each(flagship: Any) -> None:
    def bare(parts: Parts) -> None:
        dropped(parts)
        substituted(parts, "customXml/item1.xml", ">.*</osr:base>", ">nonsense</osr:base>")

    assert len(missing(spoilt(flagship.data, bare))) == sum(counts(flagship))
