"""A person makes something else of an object: what the outline changed too is merged into it, or a conflict."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from osloregion_slides.pptx.reading.text import EQUATION
from tests.pptx.updating import edited, found_in
from tests.update.edits import every, words
from tests.update.gallery import planned, side, updated
from tests.update.test_list_items import WORDS, outline, saying

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = f'xmlns:a="{A}" xmlns:p="{P}"'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def card(presentation: Any) -> Any:
    return saying(list(every(presentation.slides[1].shapes)), WORDS["B"])._element


def edit_points(presentation: Any) -> None:
    geometry = card(presentation).find(f".//{{{A}}}prstGeom")
    path = '<a:path w="9" h="9"><a:moveTo><a:pt x="0" y="0"/></a:moveTo><a:cubicBezTo><a:pt x="1" y="2"/><a:pt x="5" y="5"/>'
    path += '<a:pt x="9" y="9"/></a:cubicBezTo><a:close/></a:path>'
    made = f'<a:custGeom {NAMES}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
    geometry.getparent().replace(geometry, etree.fromstring(f"{made}<a:pathLst>{path}</a:pathLst></a:custGeom>"))


def write_equation(presentation: Any, first: bool = True) -> None:
    """Add an equation to the card, as PowerPoint does: a choice for those that know it, and a shape for others."""
    shape = card(presentation)
    made = etree.fromstring(
        f'<mc:AlternateContent xmlns:mc="{MC}" {NAMES}><mc:Choice xmlns:a14="{EQUATION[1:-2]}" Requires="a14"/>'
        "<mc:Fallback/></mc:AlternateContent>"
    )
    shape.getparent().replace(shape, made)
    made[1].append(deepcopy(shape))
    made[0].append(shape)
    line = shape.findall(f".//{{{A}}}p")[-1]
    equation = etree.fromstring(
        f'<a14:m xmlns:a14="{EQUATION[1:-2]}" xmlns:m="{MATH}"><m:oMath><m:r><m:t>E=mc²</m:t></m:r></m:oMath></a14:m>'
    )
    line.findall(f"{{{A}}}r")[0 if first else -1].addnext(equation)
    if first:
        equation.addnext(line.find(f"{{{A}}}r"))


def make_picture(presentation: Any) -> None:
    shape, page = card(presentation), presentation.slides[1]
    picture = page.shapes.add_picture("assets/pictures/emblem.png", 0, 0, 900_000, 900_000)._element
    _instead(shape, picture)


def make_diagram(presentation: Any) -> None:
    shape = card(presentation)
    frame = etree.fromstring(
        f"<p:graphicFrame {NAMES}><p:nvGraphicFramePr><p:cNvPr id='9' name=''/><p:cNvGraphicFramePr/><p:nvPr/>"
        "</p:nvGraphicFramePr><p:xfrm><a:off x='9000' y='9000'/><a:ext cx='90000' cy='90000'/></p:xfrm><a:graphic>"
        "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/diagram'/></a:graphic></p:graphicFrame>"
    )
    _instead(shape, frame)


def _instead(shape: Any, other: Any) -> None:
    """Put another object in a shape's place, under its name and ids."""
    old, new = (one.find(f"*/{{{P}}}cNvPr") for one in (shape, other))
    new.getparent().replace(new, deepcopy(old))
    shape.getparent().replace(shape, other)


def delete(presentation: Any) -> None:
    shape = card(presentation)
    shape.getparent().remove(shape)


SAME_TEXT: dict[str, Callable[[Any], None]] = {"points": edit_points, "equation": write_equation}
NO_TEXT: dict[str, Callable[[Any], None]] = {"picture": make_picture, "diagram": make_diagram, "deleted": delete}
BEFORE, REWORDED = (outline("purpose", letters) for letters in ("ABC", "AbC"))


def plain(page: Any) -> Any:
    """Return a slide's element as lxml has it."""
    return etree.fromstring(etree.tostring(page._element))


def kinds(data: bytes) -> Counter[str]:
    page = Presentation(io.BytesIO(data)).slides[1]
    return Counter(
        etree.QName(one).localname
        for one in page.shapes._spTree.iter("{*}pic", "{*}graphicFrame", EQUATION, "{*}cubicBezTo")
    )


@pytest.mark.parametrize("edit", SAME_TEXT)
def test_a_reshaped_object_still_gets_the_text_of_the_outline(edit: str) -> None:
    data, after = edited(side(BEFORE).data, SAME_TEXT[edit]), side(REWORDED)
    assert planned(data, side(BEFORE)).plan.exit_code == 0
    done = updated(data, after)
    page = Presentation(io.BytesIO(done)).slides[1]
    shapes = [one for one in plain(page).iter(f"{{{P}}}sp") if "Samferdsel i dag" in "".join(one.itertext())]
    assert len(shapes) == (2 if edit == "equation" else 1)
    assert kinds(done) == kinds(data)
    assert words(page).count("Samferdsel i dag") == len(shapes)
    assert found_in(done) - found_in(data) == Counter()
    assert planned(done, after).plan.exit_code == 0


@pytest.mark.parametrize("edit", NO_TEXT)
def test_a_replaced_or_deleted_object_changed_by_the_outline_is_a_conflict(edit: str) -> None:
    data, after = edited(side(BEFORE).data, NO_TEXT[edit]), side(REWORDED)
    assert planned(data, side(BEFORE)).plan.exit_code == 0
    made = planned(data, after)
    assert made.plan.exit_code == 4
    done = updated(data, after)
    assert kinds(done) == kinds(data)
    assert found_in(done) - found_in(data) == Counter()
    assert planned(done, after).plan.exit_code == 0
    (conflict,) = [note for note in made.plan.notes if note.group == "conflict"]
    taken = updated(data, after, {conflict.id: "take"})
    assert "Samferdsel i dag" in words(Presentation(io.BytesIO(taken)).slides[1])
    assert kinds(taken) == Counter()
    assert found_in(taken) - found_in(data) == Counter()


@pytest.mark.parametrize("edit", [*SAME_TEXT, "picture", "diagram"])
def test_a_manually_converted_object_is_not_removed_without_a_report(edit: str) -> None:
    data, after = edited(side(BEFORE).data, (SAME_TEXT | NO_TEXT)[edit]), side(outline("purpose", "AC"))
    made = planned(data, after)
    assert [note.says.code for note in made.plan.notes if note.group == "conflict"] == ["removed-but-edited"]
    done = updated(data, after)
    assert kinds(done) == kinds(data)
    (conflict,) = [note for note in made.plan.notes if note.group == "conflict"]
    assert kinds(updated(data, after, {conflict.id: "take"})) == Counter()
    assert planned(done, after).plan.exit_code == 0
    back = updated(done, side(BEFORE))
    assert kinds(back) == kinds(data)
    assert found_in(back) - found_in(data) == Counter()


def test_text_and_an_equation_in_a_paragraph_are_merged_unless_at_the_same_position() -> None:
    before, after = side(outline("points", "ABC")), side(outline("points", "AbC"))
    data = edited(before.data, write_equation)
    page = Presentation(io.BytesIO(updated(data, after))).slides[1]
    (shape,) = [one for one in plain(page).iter(f"{{{P}}}sp") if one.find(f".//{EQUATION}") is not None]
    assert "".join(shape.find(f"{{{P}}}txBody").itertext()).strip() == "E=mc²Samferdsel i dag"
    clashing = edited(before.data, lambda presentation: write_equation(presentation, False))
    assert planned(clashing, after).plan.exit_code == 4
