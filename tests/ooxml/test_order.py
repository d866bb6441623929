"""A child is put where the content model of its holder has it, whatever else the holder has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides.checks.schema import check_schema
from osloregion_slides.ooxml.names import A, C, P
from osloregion_slides.ooxml.order import content_models, put

SPACES = {"a": A, "p": P, "c": C}
MODELS = {name: model for name, model in content_models().items() if len(model) > 1}


def tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def one_each(name: str, chosen: list[bool]) -> list[str]:
    """Return the first name of each chosen step of a model, in its order."""
    return [min(step.names) for step, wanted in zip(MODELS[name], chosen, strict=True) if wanted]


@st.composite
def holders(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """Return an element, children of it in their order, and the same children in the order they are put."""
    name = draw(st.sampled_from(sorted(MODELS)))
    children = one_each(name, draw(st.lists(st.booleans(), min_size=len(MODELS[name]), max_size=len(MODELS[name]))))
    return name, list(dict.fromkeys(children)), draw(st.permutations(list(dict.fromkeys(children))))


@given(holders())
def test_children_inserted_in_any_order_follow_the_content_model(made: tuple[str, list[str], list[str]]) -> None:
    name, _, order = made
    holder = etree.Element(tag(name))
    for child in order:
        put(holder, etree.Element(tag(child)))
    assert [f.message for f in check_schema(holder, "part") if f.code == "element-order"] == []
    assert len(holder) == len(order)


@pytest.mark.parametrize(
    ("holder", "there", "child", "place"),
    [
        ("a:lstStyle", ["a:extLst"], "a:lvl4pPr", 0),
        ("a:lstStyle", ["a:lvl1pPr", "a:lvl9pPr", "a:extLst"], "a:lvl4pPr", 1),
        ("p:sp", ["p:nvSpPr", "p:spPr", "p:extLst"], "p:txBody", 2),
        ("p:presentation", ["p:sldMasterIdLst", "p:sldSz", "p:notesSz"], "p:sldIdLst", 1),
        ("a:rPr", ["a:ln", "a:latin"], "a:solidFill", 1),
        ("c:ser", ["c:idx", "c:order", "c:cat", "c:val", "c:extLst"], "c:tx", 2),
        ("c:chartSpace", ["c:chart", "c:userShapes"], "c:externalData", 1),
        ("a:tbl", ["a:tblPr", "a:tblGrid", "a:tr"], "a:tr", 3),
    ],
)
def test_a_child_is_inserted_after_its_predecessors_and_siblings_of_its_kind(
    holder: str, there: list[str], child: str, place: int
) -> None:
    found = etree.Element(tag(holder))
    for name in there:
        etree.SubElement(found, tag(name))
    new = etree.Element(tag(child))
    put(found, new)
    assert found.index(new) == place


def test_comments_and_foreign_elements_keep_their_positions() -> None:
    holder = etree.fromstring(f'<a:lstStyle xmlns:a="{A}"><!-- own --><x:y xmlns:x="urn:x"/><a:extLst/></a:lstStyle>')
    put(holder, etree.Element(tag("a:lvl1pPr")))
    assert [child.tag if isinstance(child.tag, str) else "comment" for child in holder] == [
        "comment",
        "{urn:x}y",
        tag("a:lvl1pPr"),
        tag("a:extLst"),
    ]


def test_a_child_outside_the_content_model_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        put(etree.Element(tag("a:lstStyle")), etree.Element(tag("a:tbl")))
