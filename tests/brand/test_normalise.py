from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from osloregion_slides.brand.normalise import normalise
from osloregion_slides.brand.opc import parse, read_package, write_package
from osloregion_slides.brand.read import TemplateOverrides, read_brand, theme_font
from osloregion_slides.ooxml.inheritance import kind, placeholders
from osloregion_slides.ooxml.names import A, P
from tests.brand import foreign

MAKERS = (
    foreign.default,
    foreign.potx,
    foreign.norwegian,
    foreign.with_slides,
    foreign.without_types,
    foreign.with_extensions,
)
MAIN = "ppt/presentation.xml"


def normal(package: bytes) -> dict[str, bytes]:
    return foreign.members(write_package(normalise(read_package(package, "mal.pptx"), "mal.pptx")))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_no_validator_complains(make: Callable[[], bytes], tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "mal.pptx"
    path.write_bytes(write_package(normalise(read_package(make(), "mal.pptx"), "mal.pptx")))
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_extension_lists_say_nothing_of_a_brand() -> None:
    brands = [
        read_brand(normalise(read_package(make(), "mal.pptx"), "mal.pptx"), "mal", "mal.pptx", TemplateOverrides())
        for make in (foreign.default, foreign.with_extensions)
    ]
    plain, extended = [brand.replace(template=brands[0].template) for brand in brands]
    assert plain == extended


def test_extension_lists_stay_as_they_are() -> None:
    for name, data in normal(foreign.with_extensions()).items():
        if name.endswith(".xml"):
            for one in etree.fromstring(data).iter("{*}extLst"):
                assert len(one) and not one.attrib, name


PLAIN = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ODD = b"http://schemas.openxmlformats.org/package/2006/relationships/metadata/"


def odd_type(data: bytes) -> bytes:
    """Return the package with the extended properties related by a type that the standard does not have."""
    name = b"extended-properties"
    return foreign.replaced(data, "_rels/.rels", lambda xml: xml.replace(PLAIN + name, ODD + name))


def twice(data: bytes, rels: str, name: bytes) -> bytes:
    """Return the package with a second relation of one type."""

    def change(xml: bytes) -> bytes:
        line = next(
            part for part in xml.replace(b"/>", b"/>\n").split(b"\n") if b"/" + name + b'"' in part and b"Id=" in part
        )
        line = line[line.index(b"<Relationship ") :]
        identity = line.partition(b'Id="')[2].partition(b'"')[0]
        return xml.replace(line, line + line.replace(b'Id="' + identity, b'Id="rId99'))

    return foreign.replaced(data, rels, change)


@pytest.mark.parametrize(
    "data",
    [
        foreign.default(),
        odd_type(foreign.default()),
        twice(foreign.default(), "_rels/.rels", b"core-properties"),
        twice(foreign.default(), "_rels/.rels", b"extended-properties"),
        twice(odd_type(foreign.default()), "_rels/.rels", b"extended-properties"),
        twice(foreign.default(), "ppt/_rels/presentation.xml.rels", b"theme"),
        twice(foreign.default(), "ppt/_rels/presentation.xml.rels", b"viewProps"),
        twice(foreign.with_slides(), "ppt/_rels/presentation.xml.rels", b"notesMaster"),
    ],
    ids=["control", "odd type", "core twice", "app twice", "odd app twice", "theme twice", "view twice", "notes twice"],
)
def test_a_deck_has_one_relationship_to_each_singleton_part(data: bytes, tmp_path: Path) -> None:
    from osloregion_slides import build
    from osloregion_slides.checks.package import check_package

    (tmp_path / "mal.pptx").write_bytes(data)
    (tmp_path / "o.yaml").write_text(
        "deck: a\ntitle: A\nlanguage: nb\nbrand: mal.pptx\nslides:\n  - {id: a, kind: statement, title: Hei}\n",
        encoding="utf-8",
    )
    made = build(str(tmp_path / "o.yaml"))
    for name, rels in foreign.members(made.data).items():
        if name.endswith(".rels") and "slideMaster" not in name:
            related = [one.get("Target") for one in etree.fromstring(rels)]
            types = [one.get("Type").rpartition("/")[2] for one in etree.fromstring(rels)]
            single = [kind for kind in types if kind not in ("image", "slide", "slideMaster", "customXml")]
            assert len(set(single)) == len(single), name
            assert len(set(related)) == len(related), name
    assert check_package(made.data) == ()


@pytest.mark.parametrize(
    ("rels", "name"),
    [
        ("_rels/.rels", b"extended-properties"),
        ("ppt/_rels/presentation.xml.rels", b"theme"),
        ("ppt/slideLayouts/_rels/slideLayout1.xml.rels", b"slideMaster"),
    ],
)
def test_a_second_relationship_to_a_singleton_part_is_found_in_any_package(rels: str, name: bytes) -> None:
    from osloregion_slides.checks.package import check_package

    data = twice(foreign.default(), rels, name)
    wanted = [] if name == b"slideMaster" else ["duplicate-relation"]  # a presentation may have several masters
    assert [finding.code for finding in check_package(data) if finding.code == "duplicate-relation"] == wanted
    assert [finding.code for finding in check_package(foreign.default()) if "relation" in finding.code] == []


def test_sample_slides_are_removed_with_the_parts_that_only_they_use() -> None:
    before, after = foreign.members(foreign.with_slides()), normal(foreign.with_slides())
    assert {"ppt/slides/slide1.xml", "ppt/charts/chart8.xml", "ppt/media/image1.png"} & set(before)
    folders = (
        "ppt/slides/",
        "ppt/charts/",
        "ppt/embeddings/",
        "ppt/media/",
        "ppt/notesSlides/",
        "ppt/printerSettings/",
    )
    assert [name for name in after if name.startswith(folders)] == []
    everything = b"".join(after.values())
    assert b"Eksempel" not in everything
    assert b"sectionLst" not in everything


def test_a_link_from_a_layout_to_a_sample_slide_is_removed() -> None:
    assert any(
        b"hlinksldjump" in data for name, data in foreign.members(foreign.with_slides()).items() if "Layout7" in name
    )
    assert not any(b"hlinksldjump" in data for data in normal(foreign.with_slides()).values())


def test_the_presentation_has_an_empty_slide_list() -> None:
    for make in MAKERS:
        assert b"<p:sldIdLst/>" in normal(make())[MAIN]


def test_a_potx_becomes_a_presentation() -> None:
    types = normal(foreign.potx())["[Content_Types].xml"]
    assert b"presentationml.presentation.main+xml" in types
    assert b"template.main+xml" not in types


def test_a_missing_notes_master_is_added_and_an_existing_one_kept() -> None:
    added, kept = normal(foreign.default()), normal(foreign.with_slides())
    for package in (added, kept):
        assert len([name for name in package if name.startswith("ppt/notesMasters/notes")]) == 1
        order = [child.tag.rpartition("}")[2] for child in etree.fromstring(package[MAIN])]
        assert order[:4] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz"]
    assert added["ppt/theme/theme2.xml"] == added["ppt/theme/theme1.xml"]
    before = foreign.members(foreign.with_slides())
    assert kept["ppt/notesMasters/notesMaster1.xml"] == before["ppt/notesMasters/notesMaster1.xml"]


def test_unaffected_parts_are_copied_byte_for_byte() -> None:
    before, after = foreign.members(foreign.default()), normal(foreign.default())
    for name in ("ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml", "ppt/presProps.xml", "ppt/viewProps.xml"):
        assert after[name] == before[name]


def test_normalising_is_idempotent() -> None:
    once = write_package(normalise(read_package(foreign.with_slides(), "a"), "a"))
    assert write_package(normalise(read_package(once, "a"), "a")) == once


def test_custom_shows_become_shows_of_all_slides() -> None:
    show = b'<p:showPr><p:sldRg st="2" end="3"/></p:showPr>'

    def with_range(xml: bytes) -> bytes:
        root = etree.fromstring(xml)
        root.insert(0, etree.fromstring(b'<x xmlns:p="' + P.encode() + b'">' + show + b"</x>")[0])
        return bytes(etree.tostring(root))

    after = normal(foreign.replaced(foreign.with_slides(), "ppt/presProps.xml", with_range))
    assert b"sldRg" not in after["ppt/presProps.xml"]
    assert b"sldAll" in after["ppt/presProps.xml"]


def test_a_main_part_with_an_unusual_name_is_renamed() -> None:
    renamed = {}
    for name, data in foreign.members(foreign.default()).items():
        for old, new in ((b"presentation.xml", b"main.xml"),):
            data = data.replace(old, new) if name.endswith((".rels", "Types].xml")) else data
        renamed[name.replace("presentation.xml", "main.xml")] = data
    assert "ppt/main.xml" in renamed
    assert MAIN in normal(foreign.zipped(renamed))


def test_a_presentation_with_unusual_namespace_prefixes_gets_the_usual_ones() -> None:
    def other(xml: bytes) -> bytes:
        return xml.replace(b"xmlns:p=", b"xmlns=").replace(b"<p:", b"<").replace(b"</p:", b"</")

    after = normal(foreign.replaced(foreign.default(), MAIN, other))[MAIN]
    assert after.count(b"<p:presentation ") == 1
    assert b"<p:sldMasterIdLst>" in after and b"<p:sldIdLst/>" in after


def test_macros_are_removed_with_the_macro_content_type() -> None:
    members = foreign.members(foreign.default())
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    rel = b'<Relationship Id="rId99" Type="' + kind + b'" Target="vbaProject.bin"/>'
    name = "ppt/_rels/presentation.xml.rels"
    members[name] = members[name].replace(b"</Relationships>", rel + b"</Relationships>")
    members["ppt/vbaProject.bin"] = b"macro"
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        b"application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    )
    after = normal(foreign.zipped(members))
    assert "ppt/vbaProject.bin" not in after
    assert b"macro" not in after["[Content_Types].xml"]


def test_layout_footers_contain_a_space_so_that_slide_footers_keep_their_font() -> None:
    after = normal(foreign.default())
    layouts = [etree.fromstring(data) for name, data in after.items() if name.startswith("ppt/slideLayouts/slide")]
    shapes = [shape for root in layouts for shape in root.iter(f"{{{P}}}sp")]
    footers = [shape for shape in shapes if shape.find(f".//{{{P}}}ph[@type='ftr']") is not None]
    assert len(footers) == 11
    assert {"".join(footer.itertext()) for footer in footers} == {"\u00a0"}


def test_a_placeholder_without_height_takes_the_masters() -> None:
    flat = b'<p:spPr><a:xfrm><a:off x="822960" y="137160"/><a:ext cx="7498079" cy="0"/></a:xfrm></p:spPr>'
    layout = "ppt/slideLayouts/slideLayout2.xml"
    after = normal(foreign.replaced(foreign.default(), layout, lambda xml: xml.replace(b"<p:spPr/>", flat, 1)))
    assert b'<a:ext cx="7498079" cy="1143000"/>' in after[layout]


def numbered(data: bytes, ids: list[str]) -> bytes:
    """Return a layout's XML with these ids on its shapes in turn."""
    root = etree.fromstring(data)
    for shape, identity in zip(root.iter(f"{{{P}}}cNvPr"), ids):
        shape.set("id", identity)
    return etree.tostring(root)


@pytest.mark.parametrize("part", ["slideLayouts/slideLayout1", "slideMasters/slideMaster1"])
@pytest.mark.parametrize("ids", [["1", "1", "1", "4"], ["7", "8", "7", "8"], ["1", "2", "3", "4"]])
def test_a_shape_with_a_duplicate_id_gets_a_new_one(part: str, ids: list[str]) -> None:
    made = foreign.replaced(foreign.default(), f"ppt/{part}.xml", lambda data: numbered(data, ids))
    found = [one.get("id") for one in etree.fromstring(normal(made)[f"ppt/{part}.xml"]).iter(f"{{{P}}}cNvPr")]
    assert len(found) == len(set(found))
    assert len(set(ids)) < 4 or found[:4] == ids  # what is right is left


def test_a_shape_without_properties_gets_a_name_and_an_id() -> None:
    def without(data: bytes) -> bytes:
        root = etree.fromstring(data)
        first = next(root.iter(f"{{{P}}}nvSpPr"))
        first.remove(first.find(f"{{{P}}}cNvPr"))
        return etree.tostring(root)

    name = "ppt/slideLayouts/slideLayout2.xml"
    root = etree.fromstring(normal(foreign.replaced(foreign.default(), name, without))[name])
    assert all(one.find(f"{{{P}}}cNvPr").get("id") for one in root.iter(f"{{{P}}}nvSpPr"))


@pytest.mark.parametrize(("own", "others", "first"), [(0, 0, "Calibri"), (2, 2, "Calibri"), (1, 3, "Georgia")])
def test_the_master_used_by_most_slides_comes_first(own: int, others: int, first: str) -> None:
    """A deck's own first master may be its cover's only; colours, fonts and layouts come from the first."""
    from pptx import Presentation

    deck = Presentation(io.BytesIO(foreign.with_second_master("Georgia")))
    for master, count in zip(deck.slide_masters, (own, others)):
        for _ in range(count):
            deck.slides.add_slide(master.slide_layouts[1])
    package = normalise(read_package(foreign.saved(deck), "mal.pptx"), "mal.pptx")
    brand = read_brand(package, "mal", "mal.pptx", TemplateOverrides())
    assert brand.body_font == theme_font(package, "mal.pptx") == first
    assert {one.name.startswith("Andre ") for one in brand.layouts} == {first == "Georgia"}


def test_a_master_without_titles_does_not_come_first() -> None:
    from pptx import Presentation

    deck = Presentation(io.BytesIO(foreign.with_second_master("Georgia")))
    for _ in range(3):
        deck.slides.add_slide(deck.slide_masters[1].slide_layouts[1])
    for layout in deck.slide_masters[1].slide_layouts:
        for title in [one for one in list[Any](layout.placeholders) if one.placeholder_format.type in (1, 3)]:
            title._element.getparent().remove(title._element)
    package = normalise(read_package(foreign.saved(deck), "mal.pptx"), "mal.pptx")
    assert theme_font(package, "mal.pptx") == "Calibri"


def test_a_master_without_text_styles_has_the_sizes_of_its_samples_and_the_fonts_of_its_theme() -> None:
    """So LibreOffice writes and draws it; PowerPoint would take 18 pt, and LibreOffice its own font."""
    name = "ppt/slideMasters/slideMaster1.xml"

    def change(xml: bytes) -> bytes:
        root = etree.fromstring(xml)
        root.remove(root.find(f"{{{P}}}txStyles"))
        for shape in root.iter(f"{{{P}}}sp"):
            for size, run in zip(("3600", "2000", "1600"), shape.iter(f"{{{A}}}rPr")):
                run.set("sz", size)
        return etree.tostring(root)

    package = normalise(read_package(foreign.replaced(foreign.default(), name, change), "mal.pptx"), "mal.pptx")
    slots = read_brand(package, "mal", "mal.pptx", TemplateOverrides()).layout("content")
    title, body = slots.slot("title"), slots.slot("obj")
    assert title is not None and body is not None
    assert (title.levels[0].size, [one.size for one in body.levels[:3]]) == (36, [36, 20, 16])
    shapes = placeholders(parse(package.part(name), name))
    faces = {kind(one): {font.get("typeface") for font in one.iter(f"{{{A}}}latin")} for one in shapes}
    assert (faces["title"], faces["body"]) == ({"+mj-lt"}, {"+mn-lt"})
