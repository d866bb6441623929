"""Every rule of the package family finds a deck broken in exactly that way, and nothing in decks that are whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from osloregion_slides.base import messages
from osloregion_slides.checks.package import check_package
from osloregion_slides.checks.schema import check_schema
from osloregion_slides.ooxml.names import P14, P, R
from tests.checks.spoiling import (
    PRESENTATION,
    SLIDE,
    TYPES,
    Parts,
    first,
    parts_of,
    rels,
    replaced,
    spoilt,
    substituted,
)

TABLE, CHART = "<a:tbl>", "/charts/"
PNG_TYPE = '<Default Extension="png" ContentType="image/png"/>'


def malformed_slide(parts: Parts) -> None:
    parts[SLIDE] = parts[SLIDE][:-20]


def unknown_element(parts: Parts) -> None:
    replaced(parts, SLIDE, "<p:cSld>", "<p:cSld><p:odd/>")


def unknown_attribute(parts: Parts) -> None:
    replaced(parts, SLIDE, "<p:cSld>", '<p:cSld odd="1">')


def wrong_order(parts: Parts) -> None:
    substituted(parts, SLIDE, r"(<p:nvSpPr>.*?</p:nvSpPr>)(<p:spPr>.*?</p:spPr>|<p:spPr/>)", r"\2\1")


def body_without_paragraph(parts: Parts) -> None:
    substituted(parts, SLIDE, r"<a:lstStyle/><a:p>.*?</a:p>(<a:p>.*?</a:p>)*</p:txBody>", "<a:lstStyle/></p:txBody>")


def shape_id_twice(parts: Parts) -> None:
    substituted(parts, SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="2"')


def slide_id_too_low(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r'(<p:sldId id=)"\d+"', r'\1"12"')


def slide_id_twice(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r'(<p:sldId id="\d+")([^>]*/><p:sldId )id="\d+"', r"\1\2XX")
    text = parts[PRESENTATION].decode()
    own = text.split('<p:sldId id="')[1].split('"')[0]
    parts[PRESENTATION] = text.replace("XX", f'id="{own}"').encode()


def missing_media(parts: Parts) -> None:
    del parts[next(name for name in parts if name.startswith("ppt/media/"))]


def missing_slide(parts: Parts) -> None:
    del parts["ppt/slides/slide2.xml"]


def no_type_for_png(parts: Parts) -> None:
    replaced(parts, TYPES, PNG_TYPE, "")


def unknown_relation(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r'(<p:sldId id="\d+" r:id=)"\w+"', r'\1"rId999"')


def entry_twice(parts: Parts) -> str:
    return SLIDE


def short_row(parts: Parts) -> None:
    substituted(parts, first(parts, TABLE), r"(<a:tr [^>]*>)<a:tc>.*?</a:tc>", r"\1")


def huge_type(parts: Parts) -> None:
    substituted(parts, SLIDE, r'<a:rPr lang="nb-NO"', '<a:rPr lang="nb-NO" sz="999999"')


def foreign_namespace(parts: Parts) -> None:
    substituted(parts, SLIDE, r"</p:cSld>", '<x:note xmlns:x="urn:mine"/></p:cSld>')


def foreign_attribute(parts: Parts) -> None:
    replaced(parts, SLIDE, "<p:cSld>", '<p:cSld xmlns:x="urn:mine" x:note="1">')


def no_layout(parts: Parts) -> None:
    substituted(parts, rels(SLIDE), r'<Relationship [^>]*relationships/slideLayout"[^>]*/>', "")


def control_character(parts: Parts) -> None:
    substituted(parts, SLIDE, r"<a:t>", "<a:t>\x01")


def slide_not_in_the_types(parts: Parts) -> None:
    substituted(parts, TYPES, r'<Override PartName="/ppt/slides/slide1.xml"[^>]*/>', "")


def lost_font(parts: Parts) -> None:
    font = '<p:embeddedFontLst><p:embeddedFont><p:font typeface="Carlito"/><p:regular r:id="rId998"/>'
    substituted(parts, PRESENTATION, r"(<p:notesSz [^>]*/>)", rf"\1{font}</p:embeddedFont></p:embeddedFontLst>")


def section_of_a_slide_that_is_gone(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r"<p14:sldIdLst>", '<p14:sldIdLst><p14:sldId id="9999"/>')


def orphan_slide(parts: Parts) -> None:
    parts["ppt/slides/slide99.xml"] = parts[SLIDE]
    parts[rels("ppt/slides/slide99.xml")] = parts[rels(SLIDE)]
    kind = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
    replaced(parts, TYPES, "</Types>", f'<Override PartName="/ppt/slides/slide99.xml" ContentType="{kind}"/></Types>')


def negative_extent(parts: Parts) -> None:
    part = first(parts, "<p:grpSp>")
    substituted(parts, part, r'<a:ext cx="([1-9]\d*)"', r'<a:ext cx="-\1"')


def empty_override(parts: Parts) -> None:
    replaced(parts, SLIDE, "<a:masterClrMapping/>", "")


FROM_THE_LIST: list[tuple[Callable[[Parts], str | None], str]] = [
    (malformed_slide, "malformed-xml"),
    (unknown_element, "unknown-element"),
    (unknown_attribute, "unknown-attribute"),
    (wrong_order, "element-order"),
    (body_without_paragraph, "missing-element"),
    (shape_id_twice, "duplicate-shape-id"),
    (slide_id_too_low, "value-out-of-range"),
    (slide_id_twice, "duplicate-slide-id"),
    (missing_media, "missing-part"),
    (missing_slide, "missing-part"),
    (no_type_for_png, "missing-content-type"),
    (unknown_relation, "unknown-relation"),
    (entry_twice, "duplicate-entry"),
    (short_row, "table-row-length"),
    (huge_type, "value-out-of-range"),
    (foreign_namespace, "foreign-namespace"),
    (no_layout, "slide-without-layout"),
    (control_character, "malformed-xml"),
    (slide_not_in_the_types, "missing-content-type"),
    (lost_font, "embedded-font-lost"),
    (section_of_a_slide_that_is_gone, "section-without-slide"),
    (orphan_slide, "orphan-part"),
    (negative_extent, "value-out-of-range"),
    (empty_override, "empty-colour-map-override"),
]
"""The 24 ways in which decks were broken to try the judges."""


def anchor_mid(parts: Parts) -> None:
    substituted(parts, first(parts, ' anchor="'), r' anchor="\w+"', ' anchor="mid"')


def not_a_number(parts: Parts) -> None:
    substituted(parts, SLIDE, r'<a:rPr lang="nb-NO"', '<a:rPr lang="nb-NO" sz="NaN"')


def type_of_a_part_that_is_gone(parts: Parts) -> None:
    replaced(parts, TYPES, "</Types>", '<Override PartName="/ppt/gone.xml" ContentType="application/xml"/></Types>')


def jump_to_a_slide_that_is_gone(parts: Parts) -> None:
    link = '<a:hlinkClick r:id="rId77" action="ppaction://hlinksldjump"/></a:rPr>'
    substituted(parts, SLIDE, r"<a:rPr ([^>/]*)(/>|></a:rPr>)", rf"<a:rPr \1>{link}")


def relation_twice(parts: Parts) -> None:
    substituted(parts, rels(SLIDE), r"(<Relationship [^>]*/>)", r"\1\1")


def no_section_for_a_slide(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r"<p14:sldId [^>]*/>", "")


def part_with_a_doctype(parts: Parts) -> None:
    substituted(parts, SLIDE, r"<p:sld ", '<!DOCTYPE p:sld [<!ENTITY a "b">]><p:sld ')


def bad_name(parts: Parts) -> None:
    parts["../outside.xml"] = b"<a/>"


def negative_index(parts: Parts) -> None:
    substituted(parts, next(n for n in parts if CHART in n and n.endswith(".xml")), r'<c:idx val="', '<c:idx val="-1')


def element_twice(parts: Parts) -> None:
    substituted(parts, SLIDE, r"(<p:clrMapOvr>.*?</p:clrMapOvr>)", r"\1\1")


def no_name(parts: Parts) -> None:
    substituted(parts, SLIDE, r'(<p:cNvPr id="2") name="[^"]*"', r"\1")


def slide_list_leads_elsewhere(parts: Parts) -> None:
    slide = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    replaced(parts, rels(PRESENTATION), f'"{slide}"', f'"{slide}Layout"')


def link_to_a_disk(parts: Parts) -> None:
    mode = 'Target="file:///C:/x.mp4" TargetMode="External"/>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    replaced(parts, rels(SLIDE), "</Relationships>", f'<Relationship Id="rId66" Type="{kind}" {mode}</Relationships>')


def no_notes_master_list(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r"<p:notesMasterIdLst>.*?</p:notesMasterIdLst>", "")


def wide_but_called_four_to_three(parts: Parts) -> None:
    substituted(parts, PRESENTATION, r"<p:sldSz ", '<p:sldSz type="screen4x3" ')


def no_view_properties(parts: Parts) -> None:
    substituted(parts, rels(PRESENTATION), r'<Relationship [^>]*relationships/viewProps"[^>]*/>', "")


def no_master(parts: Parts) -> None:
    part = "ppt/slideLayouts/slideLayout1.xml"
    substituted(parts, rels(part), r'<Relationship [^>]*relationships/slideMaster"[^>]*/>', "")


def no_theme(parts: Parts) -> None:
    part = "ppt/slideMasters/slideMaster1.xml"
    substituted(parts, rels(part), r'<Relationship [^>]*relationships/theme"[^>]*/>', "")


def notes_of_no_slide(parts: Parts) -> None:
    part = next(name for name in parts if name.startswith("ppt/notesSlides/notesSlide"))
    substituted(parts, rels(part), r'<Relationship [^>]*relationships/slide"[^>]*/>', "")


FURTHER: list[tuple[Callable[[Parts], str | None], str, str]] = [
    (anchor_mid, "value-out-of-range", "error"),
    (not_a_number, "value-out-of-range", "error"),
    (type_of_a_part_that_is_gone, "content-type-without-part", "error"),
    (jump_to_a_slide_that_is_gone, "jump-to-missing-slide", "error"),
    (relation_twice, "duplicate-relation", "error"),
    (no_section_for_a_slide, "slide-without-section", "error"),
    (part_with_a_doctype, "document-type", "error"),
    (bad_name, "bad-part-name", "error"),
    (negative_index, "value-out-of-range", "error"),
    (foreign_attribute, "foreign-namespace", "error"),
    (element_twice, "element-repeated", "error"),
    (no_name, "missing-attribute", "error"),
    (slide_list_leads_elsewhere, "wrong-relation-type", "error"),
    (no_master, "layout-without-master", "error"),
    (no_theme, "master-without-theme", "error"),
    (notes_of_no_slide, "notes-unbound", "warning"),
    (link_to_a_disk, "external-file", "warning"),
    (no_notes_master_list, "notes-master-not-listed", "warning"),
    (wide_but_called_four_to_three, "slide-size-type", "warning"),
    (no_view_properties, "no-view-properties", "warning"),
]
IN_THE_GALLERY = {short_row, missing_media, no_type_for_png, negative_index, slide_id_twice}


def codes(data: bytes, severity: str = "error") -> set[str]:
    """Return the codes that are found; on the way, every finding has to say how to mend it."""
    found = check_package(data)
    assert all(finding.hint and finding.severity == messages.severity(finding.code) for finding in found), found
    return {finding.code for finding in found if finding.severity == severity}


@pytest.mark.parametrize("spoil, code", FROM_THE_LIST, ids=lambda case: getattr(case, "__name__", None))
def test_each_of_the_24_broken_decks_is_found(spoil: Any, code: str, flagship: Any, gallery: Any) -> None:
    deck = gallery if spoil in IN_THE_GALLERY else flagship
    assert code in codes(spoilt(deck.data, spoil))


def test_there_are_24_broken_decks() -> None:
    assert len({spoil for spoil, _ in FROM_THE_LIST}) == 24


@pytest.mark.parametrize("spoil, code, severity", FURTHER, ids=lambda case: getattr(case, "__name__", None))
def test_every_further_repair_trigger_is_found(
    spoil: Any, code: str, severity: str, flagship: Any, gallery: Any
) -> None:
    deck = gallery if spoil in IN_THE_GALLERY else flagship
    assert code in codes(spoilt(deck.data, spoil), severity)


def test_intact_decks_give_no_finding(flagship: Any, gallery: Any, english: Any) -> None:
    for built in (flagship, gallery, english):
        assert check_package(built.data) == ()


def test_a_missing_part_is_named_as_spelt_in_the_file_regardless_of_case(flagship: Any) -> None:
    def both(parts: Parts) -> None:
        type_of_a_part_that_is_gone(parts)
        replaced(parts, TYPES, "/ppt/gone.xml", "/ppt/slideMasters/Gone.xml")
        replaced(parts, TYPES, "/ppt/slideMasters/slideMaster1.xml", "/ppt/slidemasters/SlideMaster1.xml")

    [said] = [one for one in check_package(spoilt(flagship.data, both)) if one.code == "content-type-without-part"]
    assert dict(said.values)["part"] == "ppt/slideMasters/Gone.xml"


@pytest.mark.parametrize(("branch", "codes"), [("Fallback", set()), ("Choice", {"missing-element"})])
def test_a_fallback_picture_may_lack_what_powerpoint_leaves_out(branch: str, codes: set[str], flagship: Any) -> None:
    """So PowerPoint writes ink: the picture beside it has a name and nothing else."""
    picture = '<p:pic><p:nvPicPr><p:cNvPr id="990" name="Ink"/></p:nvPicPr><p:blipFill/><p:spPr/></p:pic>'
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    if branch == "Fallback":
        inside = f'<mc:Choice Requires="p14"/><mc:Fallback>{picture}</mc:Fallback>'
    else:
        inside = f'<mc:Choice Requires="p14">{picture}</mc:Choice>'
    ink = f'<mc:AlternateContent xmlns:mc="{space}" xmlns:p14="{P14}">{inside}</mc:AlternateContent></p:spTree>'
    data = spoilt(flagship.data, lambda parts: replaced(parts, SLIDE, "</p:spTree>", ink))
    assert {one.code for one in check_package(data)} & {"missing-element"} == codes


@pytest.mark.parametrize(("space", "codes"), [(P14, []), ("urn:others", ["foreign-namespace"])])
def test_the_duration_of_a_transition_may_stand_as_keynote_writes_it(space: str, codes: list[str]) -> None:
    root = etree.fromstring(f'<p:transition xmlns:p="{P}" xmlns:x="{space}" x:dur="1000"/>')
    assert [one.code for one in check_schema(root, "ppt/slides/slide1.xml")] == codes


def test_a_slide_of_a_custom_show_is_a_relation() -> None:
    shows = '<p:custShowLst><p:custShow name="Kort" id="0"><p:sldLst><p:sld r:id="rId2"/></p:sldLst></p:custShow>'
    root = etree.fromstring(f'<p:presentation xmlns:p="{P}" xmlns:r="{R}">{shows}</p:custShowLst></p:presentation>')
    assert not [one for one in check_schema(root, "ppt/presentation.xml") if "<p:sld>" in one.message]


@pytest.mark.parametrize(("parent", "codes"), [("spTgt", set()), ("cSld", {"missing-element"})])
def test_an_empty_background_element_is_valid_for_an_animated_shape_only(parent: str, codes: set[str]) -> None:
    root = etree.fromstring(f'<p:{parent} xmlns:p="{P}"><p:bg/><p:spTree/></p:{parent}>')
    found = [one for one in check_schema(root, "ppt/slides/slide1.xml") if "`<p:bg>` has no" in one.message]
    assert {one.code for one in found} == codes


@pytest.mark.slow
def test_openxml_audit_agrees_about_the_schema_mutants(flagship: Any, tmp_path: Any) -> None:
    from tests.judges import audit

    for spoil in (unknown_element, unknown_attribute, wrong_order, body_without_paragraph, huge_type, anchor_mid):
        path = tmp_path / f"{spoil.__name__}.pptx"
        path.write_bytes(spoilt(flagship.data, spoil))
        assert audit(str(path)), spoil.__name__


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/presentation.xml", b"\0" * (64 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-presentation"),
        (b"no zip", "not-a-presentation"),
        (b"PK\3\4 cut", "deck-damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "deck-old-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "deck-encrypted"),
        (bomb(), "deck-too-large"),
    ],
)
def test_a_file_that_is_not_a_deck_gives_one_finding(data: bytes, code: str) -> None:
    assert [finding.code for finding in check_package(data)] == [code]


def test_a_zip_without_a_presentation_is_not_a_presentation() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "not-a-presentation" in codes(file.getvalue())


def test_a_truncated_deck_is_a_finding_and_never_a_traceback(flagship: Any) -> None:
    for share in (0.1, 0.5, 0.9, 0.999):
        assert codes(flagship.data[: int(len(flagship.data) * share)])


def test_a_damaged_zip_member_is_named(flagship: Any) -> None:
    data = bytearray(flagship.data)
    with zipfile.ZipFile(io.BytesIO(flagship.data)) as archive:
        info = archive.getinfo(SLIDE)
    at = info.header_offset + 30 + len(SLIDE) + info.compress_size // 2
    data[at : at + 20] = b"\xff" * 20
    found = [finding for finding in check_package(bytes(data)) if finding.code == "damaged-part"]
    assert [SLIDE in finding.message for finding in found] == [True]


def test_an_entity_is_not_resolved_and_the_network_not_used(flagship: Any) -> None:
    def bombed(parts: Parts) -> None:
        lol = "".join([f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9)])
        entities = f'<!DOCTYPE p:sld [<!ENTITY l0 "lol"><!ENTITY x SYSTEM "http://127.0.0.1/x">{lol}]>'
        substituted(parts, SLIDE, r"<p:sld ", entities + "<p:sld ")
        substituted(parts, SLIDE, r"<a:t>", "<a:t>&l8;&x;")

    assert codes(spoilt(flagship.data, bombed)) & {"document-type", "malformed-xml"}


def test_a_no_op_rewrite_keeps_parts_equal(flagship: Any) -> None:
    assert parts_of(spoilt(flagship.data, lambda parts: None)) == parts_of(flagship.data)
