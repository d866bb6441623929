"""Slides that another program only copied are not read, and the plan is that of a deck which is read in full."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides import build
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.ooxml.zip import Member, pack, read_zip, write_zip
from osloregion_slides.service_update import Asked, Planned, apply, plan_update
from tests.pptx.updating import edited

OUTLINE = """\
deck: prove
title: Prøve
language: nb
as_of: 2008-01-01
brand: osloregionen
slides:
  - {id: cover, kind: cover, title: Prøve på året 2007–2008, subtitle: Uten uttrykk}
  - {id: list, kind: bullets, title: Om <høsten> & mer, items: [Et første punkt, To, Åtte og ni]}
  - {id: noted, kind: bullets, title: Med notater, items: [En, To], notes: Si dette først}
  - {id: bodies, kind: table, title: Organer, columns: [Organ, Antall], rows: [[Styret, "12"]], alt: Ett organ}
  - {id: hub, kind: hub, title: Fem felt, centre: Regionen, items: [IKT, Maritim, Energi, Kultur, Mat]}
  - {id: shown, kind: bullets, title: Ett om gangen, items: [En, To], transition: fade, reveal: click}
  - {id: hidden, kind: statement, title: Ikke vist, text: Ikke vist, hidden: true}
  - id: sold
    kind: chart
    title: Solgt
    type: column
    categories: [A, B]
    series: [{name: X, values: [1, 2]}]
    alt: To søyler
  - {id: led, kind: bullets, title: Lenke, items: ['[Et sted](https://example.org) å se', To]}
"""
COPIED = ["cover", "list", "noted", "bodies", "hub", "shown", "hidden"]
"""The slides that lead to nothing but their layout and notes."""
PARTS = ("ppt/slides/", "ppt/notesSlides/", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/", "ppt/presentation")


@functools.cache
def outline() -> str:
    path = Path(tempfile.mkdtemp()) / "prove.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    return str(path)


@functools.cache
def saved() -> bytes:
    """The deck as python-pptx saves it, nothing edited."""
    return edited(build(outline()).data, lambda presentation: None)


def unlike(data: bytes) -> bytes:
    """The same deck, in which a theme that no slide follows is written in a way that nobody knows."""
    members = dict(read_zip(data))
    theme = members["ppt/theme/theme2.xml"]
    members[theme.name] = pack(theme.name, theme.read() + b"<!-- -->")
    return write_zip(members.values())


def planned(data: bytes, path: str = "") -> Planned:
    return plan_update("deck.pptx", Asked(path or outline()), data=data)


def copied(plan: Planned) -> list[str]:
    """The slides that were not read."""
    return [slide.key for slide in plan.found.slides if slide.items and not any(i.locator for i in slide.items)]


def said(data: bytes, path: str = "") -> object:
    """What a plan is, or why there is none."""
    try:
        plan = planned(data, path).plan
    except InvalidInput as wrong:
        return [one.code for one in wrong.findings]
    return plan.notes, plan.changes, plan.order, plan.rebase


def same(data: bytes, path: str = "") -> None:
    assert said(data, path) == said(unlike(data), path)


def test_only_slides_that_changed_since_the_last_save_are_read() -> None:
    assert copied(planned(saved())) == COPIED
    assert copied(planned(unlike(saved()))) == []
    assert planned(saved()).plan.notes == ()


def test_an_unread_slide_changed_by_the_outline_is_updated_like_a_read_one(tmp_path: Path) -> None:
    path = tmp_path / "prove.yaml"
    path.write_text(OUTLINE.replace("Et første punkt", "Et annet punkt"), encoding="utf-8")
    same(saved(), str(path))
    quick, slow = planned(saved(), str(path)), planned(unlike(saved()), str(path))
    assert copied(quick) == [key for key in COPIED if key != "list"]
    members, others = (read_zip(apply(one, "deck.pptx").data) for one in (quick, slow))
    assert {name: one.crc for name, one in members.items() if name.startswith("ppt/slides/")} == {
        name: one.crc for name, one in others.items() if name.startswith("ppt/slides/")
    }


def slide(presentation: Any, key: str) -> Any:
    keys = [line.partition("id: ")[2].partition(",")[0] for line in OUTLINE.splitlines() if "id: " in line]
    return presentation.slides[keys.index(key)]


def text(presentation: Any) -> None:
    slide(presentation, "list").shapes.title.text_frame.paragraphs[0].runs[0].text = "Noe annet"


def alt(presentation: Any) -> None:
    slide(presentation, "hub").shapes[2]._element.xpath(".//p:cNvPr")[0].set("descr", "Noe annet")


def colour(presentation: Any) -> None:
    node = slide(presentation, "list").shapes[1].text_frame.paragraphs[0].runs[0]
    node.font.italic = True


def notes(presentation: Any) -> None:
    slide(presentation, "noted").notes_slide.notes_text_frame.text = "Noe annet"


def new_notes(presentation: Any) -> None:
    slide(presentation, "list").notes_slide.notes_text_frame.text = "Noe annet"


def shown(presentation: Any) -> None:
    slide(presentation, "hidden")._element.attrib.pop("show")


def moves(presentation: Any) -> None:
    element = slide(presentation, "shown")._element
    element.remove(element.xpath("p:timing")[0])


def comes_on(presentation: Any) -> None:
    element = slide(presentation, "list")._element
    element.append(etree.fromstring(f'<p:transition xmlns:p="{element.nsmap["p"]}"><p:fade/></p:transition>'))


def layout(presentation: Any) -> None:
    part = slide(presentation, "list").part
    relation = next(one for one in part.rels.values() if one.reltype.endswith("/slideLayout"))
    relation._target = presentation.slide_layouts[0].part


def added(presentation: Any) -> None:
    slide(presentation, "cover").shapes.add_textbox(0, 0, 99_999, 99_999).text = "Min"


def last(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    listed.append(listed[0])


def gone(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    presentation.part.drop_rel(listed[1].rId)
    listed.remove(listed[1])


def in_show(presentation: Any) -> None:
    element = presentation.part._element
    names = {"p": element.nsmap["p"], "r": element.nsmap["r"]}
    shows = etree.SubElement(element, f"{{{names['p']}}}custShowLst", nsmap=names)
    show = etree.SubElement(shows, f"{{{names['p']}}}custShow", name="Kort", id="0")
    listed = etree.SubElement(show, f"{{{names['p']}}}sldLst")
    etree.SubElement(listed, f"{{{names['p']}}}sld", {f"{{{names['r']}}}id": presentation.slides._sldIdLst[1].rId})
    element.insert(4, shows)


def master(presentation: Any) -> None:
    presentation.slide_master.placeholders[0].left += 500_000


def holder(presentation: Any) -> None:
    slide(presentation, "list").slide_layout.placeholders[0].left += 500_000


def usual(presentation: Any) -> None:
    style = presentation.part._element.xpath("p:defaultTextStyle/a:lvl1pPr/a:defRPr")[0]
    style.set("sz", "4400")


EDITS: dict[str, tuple[Callable[[Any], None], str]] = {
    "a title": (text, "list"),
    "an alternative text": (alt, "hub"),
    "a look": (colour, "list"),
    "notes": (notes, "noted"),
    "notes where there were none": (new_notes, "list"),
    "a slide shown": (shown, "hidden"),
    "animations": (moves, "shown"),
    "a transition": (comes_on, "list"),
    "a layout": (layout, "list"),
    "an object more": (added, "cover"),
    "the order": (last, ""),
    "a slide less": (gone, "list"),
    "a custom show": (in_show, "list"),
    "the master": (master, "*"),
    "a layout's placeholder": (holder, "*"),
    "the usual text": (usual, "*"),
}


@pytest.mark.parametrize("name", EDITS)
def test_edited_slides_are_read(name: str) -> None:
    edit, key = EDITS[name]
    data = edited(saved(), edit)
    left = [] if key == "*" else [one for one in COPIED if one != key]
    assert sorted(copied(planned(data))) == sorted(left)
    same(data)
    assert planned(data).plan.notes or key in ("*", "list")


def other_letters(members: dict[str, Member]) -> None:
    one = next(one for one in members.values() if "Om &lt;høsten".encode() in one.read())
    members[one.name] = pack(
        one.name, one.read().replace(b"'UTF-8' standalone='yes'?>\n", b"'latin1' standalone='yes'?>")
    )


def other_usual_text(members: dict[str, Member]) -> None:
    main = members["ppt/presentation.xml"]
    members[main.name] = pack(
        main.name, main.read().replace(b"<p:defaultTextStyle", b"<p:defaultTextStyle/><p:defaultTextStyle")
    )


@pytest.mark.parametrize(
    ("edit", "left"), [(other_letters, [one for one in COPIED if one != "list"]), (other_usual_text, [])]
)
def test_slides_that_only_look_unchanged_are_read(edit: Callable[[dict[str, Member]], None], left: list[str]) -> None:
    members = dict(read_zip(saved()))
    edit(members)
    data = write_zip(members.values())
    assert copied(planned(data)) == left
    same(data)


@given(st.data())
def test_skipping_unchanged_slides_never_changes_the_plan(drawn: st.DataObject) -> None:
    members = dict(read_zip(saved()))
    part = drawn.draw(st.sampled_from([name for name in members if name.startswith(PARTS)]))
    root = etree.fromstring(members[part].read())
    node = drawn.draw(st.sampled_from(list(root.iter())))
    other = drawn.draw(st.sampled_from(["1", "0", "", "rId1", "title", "Noe annet"]))
    ways = ["text", "gone", "twice", *node.attrib]
    match drawn.draw(st.sampled_from(ways)):
        case "text":
            node.text = other
        case "gone" if node is not root:
            node.getparent().remove(node)
        case "twice" if node is not root:
            node.addnext(etree.fromstring(etree.tostring(node)))
        case name if name in node.attrib:
            node.set(name, other)
    members[part] = pack(part, etree.tostring(root, encoding="UTF-8", standalone=True))
    same(write_zip(members.values()))
