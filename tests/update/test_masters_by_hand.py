"""Manual edits of slide master and layouts when the brand changes in the same update: kept or conflicts."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.parts.slide import SlideLayoutPart
from pptx.util import Emu

from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.opc import masters_checksum, sheets_digests
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.sheets import units
from osloregion_slides.pptx.reading.deck import Package, masters
from osloregion_slides.update.base import base_bytes
from tests.pptx.sample import png
from tests.pptx.updating import edited
from tests.update.gallery import GALLERY, Side, planned, side, updated
from tests.update.ribbon import P15, A, P, xml

KIND = "columns"


def retitled(element: Any, colour: str) -> None:
    """Give the first level of a master's titles a colour."""
    look = element.find(f".//{{{P}}}titleStyle/{{{A}}}lvl1pPr/{{{A}}}defRPr")
    for one in look.findall(f"{{{A}}}solidFill"):
        look.remove(one)
    look.insert(0, xml(f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'))


def named(sheet: Any, name: str) -> Any:
    return next(one for one in sheet.shapes if one.name == name)


def layout(presentation: Any, name: str = "Skilleark") -> Any:
    return next(one for one in presentation.slide_layouts if one.name == name)


def added(sheet: Any, text: str = "UTKAST") -> None:
    box = xml(
        '<p:sp><p:nvSpPr><p:cNvPr id="901" name="TextBox 9"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        '<p:spPr><a:xfrm><a:off x="9" y="9"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"/></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    sheet._element.find(f".//{{{P}}}spTree").append(box)


def logo(sheet: Any) -> None:
    _, link = sheet.part.get_or_add_image_part(io.BytesIO(png()))
    picture = xml(
        '<p:pic><p:nvPicPr><p:cNvPr id="902" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="9" y="9"/>'
        '<a:ext cx="9000" cy="9000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    sheet._element.find(f".//{{{P}}}spTree").append(picture)


def background(sheet: Any) -> None:
    holder = sheet._element.find(f"{{{P}}}cSld")
    for one in holder.findall(f"{{{P}}}bg"):
        holder.remove(one)
    holder.insert(
        0, xml('<p:bg><p:bgPr><a:solidFill><a:srgbClr val="ABCDEF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>')
    )


def moved(sheet: Any, name: str, across: int = 77_777) -> None:
    one = named(sheet, name)
    one.left += Emu(across)


def gone(sheet: Any, name: str) -> None:
    one = named(sheet, name)._element
    one.getparent().remove(one)


def added_layout(presentation: Any) -> None:
    """Duplicate a layout and rename the copy."""
    master, old = presentation.slide_master.part, layout(presentation).part
    name = PackURI("/ppt/slideLayouts/slideLayout99.xml")
    part = SlideLayoutPart.load(name, old.content_type, old.package, old.blob)
    part._element.find(f"{{{P}}}cSld").set("name", "Eget oppsett")
    for relation in old.rels.values():
        part.rels.get_or_add(relation.reltype, relation.target_part)
    listed = master._element.find(f"{{{P}}}sldLayoutIdLst")
    listed.append(xml(f'<p:sldLayoutId id="2147484000" r:id="{master.relate_to(part, RT.SLIDE_LAYOUT)}"/>'))


def guide(sheet: Any) -> None:
    """Draw one more guide on a sheet, which had some or none."""
    made = '<p15:guide id="9" orient="horz" pos="777"/>'
    found = sheet._element.find(f".//{{{P15}}}sldGuideLst")
    if found is not None:
        found.append(xml(made))
        return
    uri = "{27BBF7A9-308A-43DC-89C8-2F10F3537804}"
    put(
        sheet._element,
        xml(f'<p:extLst><p:ext uri="{uri}"><p15:sldGuideLst>{made}</p15:sldGuideLst></p:ext></p:extLst>'),
    )


def not_bold(sheet: Any) -> None:
    """Say of a title what its layout's text style says anyway, but not its own list of levels."""
    look = named(sheet, "Tittel")._element.find(f".//{{{A}}}lvl1pPr")
    look.set("algn", "l")
    look.find(f"{{{A}}}defRPr").set("b", "0")


def equation(sheet: Any) -> None:
    one = named(sheet, "Tittel")._element
    holder, place = one.getparent(), one.getparent().index(one)
    wrapped = xml('<mc:AlternateContent><mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>')
    wrapped[0].append(one)
    holder.insert(place, wrapped)


def transition(sheet: Any) -> None:
    """Give a sheet a transition with a time of its own, as PowerPoint writes it."""
    timed = (
        '<p:transition xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" spd="slow" p14:dur="2000"/>'
    )
    choice, fallback = f'<mc:Choice Requires="p14">{timed}</mc:Choice>', "<mc:Fallback><p:transition/></mc:Fallback>"
    before = next(one for one in sheet._element.iter(f"{{{P}}}clrMap", f"{{{P}}}clrMapOvr"))
    before.addnext(xml(f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"))


EDITS: dict[str, Callable[[Any], None]] = {
    "guides of the master": lambda p: guide(p.slide_master),
    "guides of a layout": lambda p: guide(layout(p)),
    "alignment and weight of a layout": lambda p: not_bold(layout(p)),
    "equation on a layout": lambda p: equation(layout(p)),
    "transition of the master": lambda p: transition(p.slide_master),
    "transition of a layout": lambda p: transition(layout(p)),
    "title colour": lambda p: retitled(p.slide_master._element, "ABCDEF"),
    "text on the master": lambda p: added(p.slide_master),
    "text on a layout": lambda p: added(layout(p)),
    "logo on the master": lambda p: logo(p.slide_master),
    "background of a layout": lambda p: background(layout(p)),
    "placeholder of a layout": lambda p: moved(layout(p), "Tittel"),
    "emblem moved": lambda p: moved(p.slide_master, "Emblem"),
    "emblem deleted": lambda p: gone(p.slide_master, "Emblem"),
}
"""Edits of the master or a layout of the default brand."""
BOTH: dict[str, Callable[[Any], None]] = {
    "title colour": lambda p: retitled(p.slide_master._element, "123456"),
    "text on the master": lambda p: added(p.slide_master, "FERDIG"),
    "text on a layout": lambda p: added(layout(p), "FERDIG"),
    "placeholder of a layout": lambda p: moved(layout(p), "Tittel", -55_555),
    "emblem moved": lambda p: gone(p.slide_master, "Emblem"),
    "emblem deleted": lambda p: moved(p.slide_master, "Emblem"),
}
"""What the brand does to the same thing."""


def rebranded(change: Callable[[Any], None], kind: str = KIND, language: str = "nb") -> Side:
    """Return the outline with its brand's template changed so."""
    before = side(GALLERY[kind], language)
    brand = before.ours.brand
    presentation = Presentation(io.BytesIO(template_bytes(brand)))
    change(presentation)
    out = io.BytesIO()
    presentation.save(out)
    data = out.getvalue()
    new = brand.replace(package=data, masters=masters_checksum(data), sheets=sheets_digests(data, "template.pptx"))
    theme = before.ours.known.theme
    assert theme is not None
    known = before.ours.known.replace(theme=theme.replace(masters=new.masters, sheets=new.sheets))
    return Side(b"", before.ours.replace(brand=new, known=known, base=base_bytes(known)))


def on_the_deck(notes: Any) -> list[tuple[str, str]]:
    return [(one.group, one.says.code) for one in notes if not one.slide]


@pytest.mark.parametrize("name", list(EDITS))
def test_manual_master_edits_are_kept_if_the_brand_changed_something_else(name: str) -> None:
    new = rebranded(lambda p: moved(p.slide_master, "Bunntekst"))
    data = edited(side(GALLERY[KIND]).data, EDITS[name])
    plan = planned(data, new).plan
    assert on_the_deck(plan.notes) == [("change", "new-layouts"), ("edit", "kept-on-master")]
    made = updated(data, new)
    assert unlike(made, edited(template_bytes(new.ours.brand), EDITS[name])) == []
    again = planned(made, new).plan
    assert (again.changes, again.order) == ((), ())
    assert len(Presentation(io.BytesIO(made)).slide_masters) == 1
    taken = updated(data, new, {one.id: "take" for one in plan.notes if one.says.code == "kept-on-master"})
    assert unlike(taken, template_bytes(new.ours.brand)) == []


@pytest.mark.parametrize("name", list(BOTH))
def test_master_changes_on_both_sides_are_a_conflict(name: str) -> None:
    new = rebranded(BOTH[name])
    data = edited(side(GALLERY[KIND]).data, EDITS[name])
    plan = planned(data, new).plan
    assert on_the_deck(plan.notes) == [("change", "new-layouts"), ("conflict", "changed-twice")]
    clash = next(one for one in plan.notes if one.group == "conflict")
    assert clash.yours != clash.outline and plan.exit_code == 4
    assert unlike(updated(data, new), edited(data, lambda p: None)) == []
    assert unlike(updated(data, new, {clash.id: "take"}), template_bytes(new.ours.brand)) == []


@pytest.mark.parametrize("name", list(EDITS))
def test_manual_master_edits_are_reported_if_the_brand_is_unchanged(name: str) -> None:
    old = side(GALLERY[KIND])
    data = edited(old.data, EDITS[name])
    plan = planned(data, old).plan
    assert on_the_deck(plan.notes) == [("edit", "kept-on-master")] and plan.changes == ()
    (chosen,) = [{one.id: "take"} for one in plan.notes if not one.slide]
    made = updated(data, old, chosen)  # type: ignore[arg-type]
    assert unlike(made, old.data) == [] and planned(made, old).plan.notes == ()
    assert len(Presentation(io.BytesIO(made)).slide_masters) == 1


@pytest.mark.parametrize("name", list(BOTH))
def test_a_kept_master_conflict_can_be_resolved_in_a_later_update(name: str) -> None:
    new = rebranded(BOTH[name])
    data = edited(side(GALLERY[KIND]).data, EDITS[name])
    (clash,) = [one.id for one in planned(data, new).plan.notes if one.group == "conflict"]
    made = updated(data, new, {clash: "keep"})
    assert [(one.id, one.says.code) for one in planned(made, new).plan.notes] == [(clash, "kept-on-master")]
    assert unlike(updated(made, new, {clash: "take"}), template_bytes(new.ours.brand)) == []


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_unchanged_master_rewritten_by_python_pptx_is_not_read(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osloregion_slides.pptx.reading.sheet_edits.units", None)
    built = side(GALLERY[KIND], language)
    assert planned(built.data, built).plan.notes == ()
    assert planned(edited(built.data, lambda p: None), built).plan.notes == ()


def test_a_manually_deleted_layout_returns_with_a_changed_brand_and_is_reported() -> None:
    def delete(presentation: Any) -> None:
        used = {one.slide_layout.name for one in presentation.slides}
        presentation.slide_layouts.remove(next(one for one in presentation.slide_layouts if one.name not in used))

    data = edited(side(GALLERY[KIND]).data, delete)
    notes = planned(data, rebranded(lambda p: moved(p.slide_master, "Bunntekst"))).plan.notes
    assert on_the_deck(notes) == [("change", "new-layouts"), ("change", "layout-comes-back")]
    assert planned(data, side(GALLERY[KIND])).plan.notes == ()


@pytest.mark.parametrize(("edit", "kept"), [(None, 0), ("text on a layout", 1), ("emblem deleted", 1)])
def test_master_texts_in_another_language_are_not_edits(edit: str | None, kept: int) -> None:
    new = rebranded(lambda p: moved(p.slide_master, "Bunntekst"), language="en")
    change = (lambda p: added(layout(p, "Section"))) if edit == "text on a layout" else EDITS.get(edit or "")
    data = edited(side(GALLERY[KIND], "en").data, change or (lambda p: None))
    expected = [("change", "new-layouts"), *[("edit", "kept-on-master")] * kept]
    assert on_the_deck(planned(data, new).plan.notes) == expected
    made = updated(data, new)
    assert planned(made, new).plan.changes == ()
    master = Presentation(io.BytesIO(made)).slide_master
    assert [one.name for one in master.slide_layouts if one.name == "Section"] == ["Section"]
    said = [shape.text_frame.text for one in master.slide_layouts for shape in one.shapes if shape.has_text_frame]
    assert ("UTKAST" in said) == (edit == "text on a layout")


def test_an_unedited_master_gives_no_report_whichever_program_saved_it() -> None:
    new = rebranded(lambda p: moved(p.slide_master, "Bunntekst"))
    data = edited(side(GALLERY[KIND]).data, saved_by_powerpoint)
    assert planned(data, side(GALLERY[KIND])).plan.notes == ()
    assert on_the_deck(planned(data, new).plan.notes) == [("change", "new-layouts")]
    assert unlike(updated(data, new), template_bytes(new.ours.brand)) == []


def saved_by_powerpoint(presentation: Any) -> None:
    """Write of the sheets what PowerPoint writes of its own accord: ids, marks of the spelling checker, empty lists.

    It cuts texts apart where the checker finds a word, and writes levels, indexes and timings that say nothing.
    """
    for sheet in (presentation.slide_master, *presentation.slide_layouts):
        for number, one in enumerate(sheet._element.iter(f"{{{P}}}cNvPr"), 40):
            one.set("id", str(number))
        for run in sheet._element.iter(f"{{{A}}}rPr"):
            run.set("dirty", "0")
            run.set("lang", "en-GB")
        for text in sheet._element.iter(f"{{{A}}}p"):
            if text.find(f"{{{A}}}endParaRPr") is None:
                text.append(xml('<a:endParaRPr lang="en-GB" dirty="0"/>'))
            if text.find(f"{{{A}}}pPr") is None:
                text.insert(0, xml('<a:pPr lvl="0"/>'))
        for run in list(sheet._element.iter(f"{{{A}}}r")):
            rest = deepcopy(run)
            said, more = run.find(f"{{{A}}}t"), rest.find(f"{{{A}}}t")
            said.text, more.text = said.text[:4], said.text[4:]
            if rest.find(f"{{{A}}}rPr") is None:
                rest.insert(0, xml("<a:rPr/>"))
            rest.find(f"{{{A}}}rPr").set("err", "1")
            run.addnext(rest)
        for one in sheet._element.iter(f"{{{P}}}ph"):
            one.set("idx", one.get("idx", "0"))
        for one in sheet._element.iter(f"{{{P}}}cNvPr"):
            if one.find(f"{{{A}}}extLst") is None:
                one.append(xml('<a:extLst><a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"/></a:extLst>'))
        put(sheet._element, xml(_NO_TIMING))


_NO_TIMING = (
    '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"/></p:par></p:tnLst>'
    "</p:timing>"
)


def test_a_manually_added_layout_is_kept_and_reported() -> None:
    new = rebranded(lambda p: moved(p.slide_master, "Bunntekst"))
    data = edited(side(GALLERY[KIND]).data, added_layout)
    assert on_the_deck(planned(data, new).plan.notes) == [("change", "new-layouts"), ("edit", "kept-on-master")]
    made = updated(data, new)
    names = [one.name for master in Presentation(io.BytesIO(made)).slide_masters for one in master.slide_layouts]
    assert "Eget oppsett" in names
    assert planned(made, new).plan.changes == ()
    back = side(GALLERY[KIND])
    names = [one.name for m in Presentation(io.BytesIO(updated(made, back))).slide_masters for one in m.slide_layouts]
    assert "Eget oppsett" in names


def test_a_deck_on_another_template_keeps_it_and_one_line_reports_it() -> None:
    data = edited(side(GALLERY[KIND]).data, everything_moved)
    new = rebranded(lambda p: moved(p.slide_master, "Bunntekst"))
    assert on_the_deck(planned(data, new).plan.notes) == [("edit", "other-template")]


def everything_moved(presentation: Any) -> None:
    for sheet in (presentation.slide_master, *presentation.slide_layouts):
        for one in sheet.shapes:
            one.left = Emu(12_345)


def unlike(made: bytes, wanted: bytes) -> list[str]:
    """Return the sheets of two packages on which other things stand."""
    found = []
    for data in (made, wanted):
        package = Package(data)
        found.append({key: unit.digest for key, unit in units(package, masters(package)[0], str).items()})
    return [str(key) for key in {**found[0], **found[1]} if found[0].get(key) != found[1].get(key)]
