"""The package: the template's parts, the slides among them, and nothing that does not belong."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.values import Brand
from osloregion_slides.ooxml.names import key, resolved
from osloregion_slides.ooxml.zip import BadZip, pack, read_zip, write_zip
from osloregion_slides.pptx.parts import Parts
from osloregion_slides.pptx.template import Template, presentation_part, read_children, read_template
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.scene import Image, Picture, Shape
from tests import libreoffice
from tests.judges.package import REPOSITORY, audit, pkgcheck
from tests.pptx.opened import Opened, find, one, write
from tests.pptx.sample import box_of, brand, deck, everything, own, png, slide, text, title

BRANDS = {"foreign": brand, "own": own}


@pytest.fixture(params=BRANDS, ids=str)
def found(request: pytest.FixtureRequest) -> Brand:
    return BRANDS[request.param]()


def test_the_validators_find_no_problem(tmp_path: Path) -> None:
    path = str(tmp_path / "deck.pptx")
    with open(path, "wb") as file:
        file.write(write(everything()).data)
    assert audit(path) == []
    assert pkgcheck(path) == []


def test_python_pptx_opens_the_deck() -> None:
    slides = write(everything()).presentation().slides
    assert len(slides) == 10
    assert slides[1].notes_slide.notes_text_frame.text == "Første linje\vandre linje\nNytt avsnitt"
    assert slides[2].shapes.title.text == "Organisering"


def test_parts_of_the_template_are_copied_unchanged(found: Brand) -> None:
    before, after = read_zip(template_bytes(found)), read_zip(write(slide("s"), found).data)
    same = [name for name in before if name.startswith(("ppt/slideLayouts", "ppt/slideMasters", "ppt/theme"))]
    assert len(same) > 10
    assert all(after[name] == before[name] for name in same)


def test_slide_ids_start_at_256_in_order() -> None:
    opened = write(everything())
    entries = find(opened.xml("ppt/presentation.xml"), "//p:sldIdLst/p:sldId")
    assert [int(e.get("id")) for e in entries] == list(range(256, 266))
    targets = opened.targets("ppt/presentation.xml")
    assert [targets[e.values()[1]] for e in entries] == [f"slides/slide{n}.xml" for n in range(1, 11)]


def test_the_slide_size_has_no_type(found: Brand) -> None:
    made = deck(slide("s")).replace(width=found.width, height=found.height)
    size = one(write(made, found).xml("ppt/presentation.xml"), "//p:sldSz")
    assert dict(size.attrib) == {"cx": str(found.width), "cy": str(found.height)}


def test_a_hidden_slide_is_not_shown() -> None:
    assert write(everything()).slide(9).get("show") == "0"
    assert write(everything()).slide(8).get("show") is None


def test_if_one_slide_is_in_a_section_all_are() -> None:
    sections = find(write(everything()).xml("ppt/presentation.xml"), "//p14:section")
    assert [s.get("name") for s in sections] == ["Åpning", "Innhold"]
    assert [len(find(s, ".//p14:sldId")) for s in sections] == [2, 8]


def test_slides_before_the_first_section_are_in_a_section_named_after_the_deck() -> None:
    made = deck(slide("a"), slide("b", section="To"), slide("c", section="Tre"), slide("d", section="To"))
    sections = find(write(made).xml("ppt/presentation.xml"), "//p14:section")
    assert [s.get("name") for s in sections] == ["Prøvedekk", "To", "Tre", "To"]
    assert len({s.get("id") for s in sections}) == 4


def test_without_sections_there_is_no_section_list() -> None:
    assert find(write(deck(slide("a"))).xml("ppt/presentation.xml"), "//p14:sectionLst") == []


def test_notes_have_a_notes_master_listed_in_the_presentation() -> None:
    opened = write(everything())
    listed = one(opened.xml("ppt/presentation.xml"), "//p:notesMasterIdLst/p:notesMasterId").values()[0]
    master = opened.targets("ppt/presentation.xml")[listed]
    assert f"../{master}" in opened.targets("ppt/notesSlides/notesSlide2.xml").values()
    assert [n for n in opened.names if n.startswith("ppt/notesSlides/n")] == [
        "ppt/notesSlides/notesSlide2.xml",
        "ppt/notesSlides/notesSlide5.xml",
    ]


def test_title_language_and_key_are_in_the_properties() -> None:
    opened = write(everything())
    core = opened.xml("docProps/core.xml")
    assert [one(core, f"dc:{name}").text for name in ("title", "language", "creator", "subject")] == [
        "Prøvedekk",
        "nb-NO",
        "Sekretariatet",
        "Prøve",
    ]
    custom = opened.xml("docProps/custom.xml")
    assert custom[0].get("name") == "osr.deck"
    assert custom[0][0].text == "sample"


def test_content_types_list_exactly_the_existing_parts(found: Brand) -> None:
    opened = write(deck(slide("s", Shape("s/x", box_of(1, 1, 1, 1), text=text("x")))), found)
    types = opened.xml("[Content_Types].xml")
    overrides = [t.get("PartName")[1:] for t in types if t.get("PartName")]
    assert sorted(overrides) == sorted(set(overrides) & set(opened.names))
    endings = {name.rpartition(".")[2] for name in opened.names}
    assert {t.get("Extension") for t in types if t.get("Extension")} <= endings


def test_the_thumbnail_of_the_template_is_not_copied() -> None:
    assert not [name for name in write(slide("s")).names if "thumbnail" in name]


def test_pictures_do_not_reuse_media_names_of_the_template() -> None:
    picture = Picture("s/p", box_of(1, 1, 1, 1), Image(png(), "image/png", 2, 2), "Grå")
    before = set(read_zip(template_bytes(own())))
    added = [n for n in write(slide("s", picture), own()).names if "media" in n and n not in before]
    assert len(added) == 1


def test_picture_names_are_unique_regardless_of_extension_and_case() -> None:
    lie = ["ppt/media/image1.PNG", "ppt/media/IMAGE2.gif", "ppt/Media/image%33.emf", "ppt/media/image5.svg"]
    parts = Parts(Template(tuple([pack(name, name.encode()) for name in lie])))
    lie += [f"ppt/slides/{parts.image(ending.encode(), ending)}" for ending in ("png", "jpeg", "svg")]
    lie.append(f"ppt/slides/{parts.image(b'another', 'png')}")
    stems = [key(resolved("", name)).rpartition(".")[0] for name in lie]
    assert len(set(stems)) == len(lie), lie


def test_compressed_picture_formats_are_stored_and_other_parts_deflated() -> None:
    vector = b"<svg xmlns='http://www.w3.org/2000/svg'/>" * 9
    image = Image(png(), "image/png", 2, 2, vector)
    members = write(slide("s", Picture("s/p", box_of(1, 1, 1, 1), image, "Grå"))).zip.infolist()
    assert {member.filename for member in members if member.filename.endswith(".svg")}
    for member in members:
        own = member.filename.startswith("ppt/media/") and member.filename.endswith(".png")
        assert member.compress_type == (zipfile.ZIP_STORED if own else zipfile.ZIP_DEFLATED), member.filename


@pytest.mark.parametrize("hidden", [range(0), range(3, 4), range(10), range(0, 10, 2)], ids=str)
def test_document_properties_have_the_counts_of_python_pptx(hidden: range) -> None:
    slides = [one.replace(hidden=place in hidden) for place, one in enumerate(everything().slides)]
    opened = write(everything().replace(slides=tuple(slides)))
    own = {etree.QName(one).localname: one.text for one in opened.xml("docProps/app.xml")}
    there = list(opened.presentation().slides)
    assert own["Slides"] == str(len(there))
    assert own["Notes"] == str([one.has_notes_slide for one in there].count(True))
    assert own["HiddenSlides"] == str([one._element.get("show") for one in there].count("0")) == str(len(hidden))


def test_template_relationships_resolve_regardless_of_case_and_percent_encoding() -> None:
    members = dict(read_zip(template_bytes(own())))
    name = "ppt/_rels/presentation.xml.rels"
    rows = members[name].read().replace(b"notesMasters/notesMaster1", b"NotesMasters/notes%4Daster1")
    assert rows != members[name].read()
    members[name] = pack(name, rows)
    assert read_template(write_zip(members.values())).notes_master == "ppt/notesMasters/notesMaster1.xml"


def test_a_template_with_other_namespace_prefixes_is_supported() -> None:
    odd = (
        b'<?xml version="1.0"?><q:presentation xmlns:q="http://schemas.openxmlformats.org/presentationml/2006/main"'
        b" xmlns:z='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
        b"<q:sldMasterIdLst><q:sldMasterId id='2147483648' z:id='rId1'/></q:sldMasterIdLst> <!-- x -->"
        b"<q:sldIdLst><q:sldId id='256' z:id='rId9'/></q:sldIdLst><q:sldSz cx='1' cy='1' type='screen4x3'/>"
        b"<q:notesSz cx='1' cy='1'/><q:extLst><q:ext uri='{521415D9-36F7-43E2-AB2F-B90AF26B5E84}'/>"
        b"<q:ext uri='{KEPT}'/></q:extLst></q:presentation>"
    )
    made = deck(slide("a", section="En"))
    markup = presentation_part(made, read_children(odd), ["rId5"])
    root = etree.fromstring(markup.encode())
    names = [etree.QName(child).localname for child in root if isinstance(child.tag, str)]
    assert names == ["sldMasterIdLst", "sldIdLst", "sldSz", "notesSz", "extLst"]
    assert one(root, "//p:sldId").values() == ["256", "rId5"]
    assert [e.get("uri") for e in find(root, "p:extLst/p:ext")] == ["{521415D9-36F7-43E2-AB2F-B90AF26B5E84}", "{KEPT}"]


@pytest.mark.parametrize("data", [b"<a><b></a>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', b""])
def test_a_part_that_is_not_plain_xml_is_rejected(data: bytes) -> None:
    with pytest.raises(BadZip):
        read_children(data)


PROGRAM = """
import hashlib, sys
from tests.pptx.sample import everything
from tests.pptx.opened import write
print(hashlib.sha256(write(everything()).data).hexdigest())
"""


def test_the_bytes_do_not_depend_on_hash_seed_time_zone_locale_or_folder(tmp_path: Path) -> None:
    seen = set()
    for seed, zone, locale, folder in (("1", "UTC", "C", REPOSITORY), ("2", "Asia/Tokyo", "nb_NO.UTF-8", tmp_path)):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": REPOSITORY}
        command = [sys.executable, "-c", PROGRAM]
        seen.add(subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=True).stdout)
    assert len(seen) == 1


def test_libreoffice_draws_every_slide(tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    path = tmp_path / "deck.pptx"
    path.write_bytes(write(everything()).data)
    pages = pypdfium2.PdfDocument(libreoffice.pdf(str(path), str(tmp_path / "deck.pdf")))
    texts = [page.get_textpage().get_text_range() for page in pages]
    assert len(texts) == 10
    for number, words in ((2, "kartet"), (3, "Sekretariat"), (5, "Akershus"), (6, "Østfold")):
        assert words in texts[number - 1]


def test_a_second_build_gives_the_same_bytes() -> None:
    assert write(everything()).data == write(everything()).data


def test_an_empty_deck_is_a_valid_presentation() -> None:
    opened = write(deck())
    assert len(opened.presentation().slides) == 0
    assert isinstance(opened, Opened)


def test_a_title_in_a_layout_fills_its_placeholder() -> None:
    presentation = write(slide("s", title("s", "Medlemmer"))).presentation()
    assert presentation.slides[0].shapes.title.text == "Medlemmer"


def test_the_base_is_in_the_deck_and_the_validators_find_no_problem(tmp_path: Path) -> None:
    data = write_deck(everything(), brand(), b'{"title": "<A> & \\"B\\" ]]>"}\n')
    opened = Opened(data)
    assert opened.xml("customXml/item1.xml").text == '{"title": "<A> & "B" ]]>"}\n'.replace('"B"', '\\"B\\"')
    assert opened.xml("customXml/item1.xml").tag == "{urn:osloregion-slides:base}base"
    assert "../customXml/item1.xml" in opened.targets("ppt/presentation.xml").values()
    assert find(opened.xml("docProps/custom.xml"), "//*[@name='osr.base']/*")[0].text.startswith("sha256:")
    path = str(tmp_path / "deck.pptx")
    with open(path, "wb") as file:
        file.write(data)
    assert audit(path) == []
    assert pkgcheck(path) == []
