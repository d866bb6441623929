"""The judges of findings confirm true findings, and deny the same findings for the corrected deck."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx.enum.text import MSO_AUTO_SIZE

from osloregion_slides.base.findings import Finding
from osloregion_slides.checks.presentation import check_presentation
from tests.brand import foreign
from tests.checks.foreign.python_pptx import LOREM, deck, place, titled
from tests.checks.truth import HEARD_BY_OFFICE, JUDGES
from tests.checks.witness import A, P, Witness, walk
from tests.libreoffice import needs_libreoffice

P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def box_of_size(made: Any, mended: bool) -> None:
    from pptx.util import Pt

    text = titled(made, 5, "Liten").shapes.add_textbox(*place(1, 2, 5, 1)).text_frame
    text.text = "Liten skrift"
    text.paragraphs[0].runs[0].font.size = Pt(12 if mended else 11.5)


def body_of_inherited_size(made: Any, mended: bool) -> None:
    layout = made.slide_layouts[1].placeholders[1]._element.find(f"{P}txBody/{A}lstStyle")
    level = etree.SubElement(etree.SubElement(layout, A + "lvl1pPr"), A + "defRPr")
    level.set("sz", "1200" if mended else "1000")
    titled(made, 1, "Arvet").placeholders[1].text = "Liten skrift"


def footer_of_size(made: Any, mended: bool) -> None:
    """10 pt is enough for what stands at the foot, 9 is not."""
    style = made.slide_master.placeholders[3]._element.find(f"{P}txBody/{A}lstStyle/{A}lvl1pPr/{A}defRPr")
    style.set("sz", "1000" if mended else "900")
    slide = titled(made, 5, "Bunntekst")
    original = next(shape for shape in made.slide_layouts[5].placeholders if shape.placeholder_format.type == 15)
    slide.shapes._spTree.append(deepcopy(original._element))
    slide.shapes[-1].text_frame.text = "Liten skrift"


def word(made: Any, mended: bool) -> None:
    text = titled(made, 5, "Ord").shapes.add_textbox(*place(1, 2, 4 if mended else 1.5, 2)).text_frame
    text.word_wrap = True
    text.text = "Samferdselsdepartementet har svart"


def row(made: Any, mended: bool) -> None:
    from pptx.util import Inches

    table = titled(made, 5, "Tabell").shapes.add_table(3, 2, *place(1, 2, 6, 1.5)).table
    table.cell(0, 0).text = "Overskrift"
    table.cell(1, 1).text = LOREM * 2
    table.rows[1].height = Inches(2.5 if mended else 0.5)


def section(made: Any, mended: bool) -> None:
    for number in (1, 2):
        titled(made, 5, f"Del {number}")
    root = made.part._element
    listed = [entry.get("id") for entry in root.iter(P + "sldId")]
    entries = "".join([f'<p14:sldId id="{identity}"/>' for identity in (listed if mended else listed[:1])])
    markup = (
        f'<p:extLst xmlns:p="{P[1:-1]}"><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst'
        f' xmlns:p14="{P14}"><p14:section name="Del" id="{{6A2C7B64-0B3C-4B53-9D8B-1A1B1C1D1E1F}}"><p14:sldIdLst>'
        f"{entries}</p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>"
    )
    for old in root.findall(P + "extLst"):
        root.remove(old)
    root.append(etree.fromstring(markup))


CASES = [
    (box_of_size, "small-text"),
    (body_of_inherited_size, "small-text"),
    (footer_of_size, "small-text"),
    (word, "word-too-wide"),
    (row, "row-grows"),
    (section, "slide-without-section"),
]


def written(make: Callable[[Any, bool], None], path: Path, mended: bool) -> tuple[Finding, ...]:
    """Write the deck, return what is found in it."""
    with deck(path) as made:
        make(made, mended)
    return check_presentation(path.read_bytes())


@pytest.mark.parametrize(("make", "code"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_a_judge_confirms_a_fault_and_denies_it_for_the_fixed_deck(
    make: Callable[[Any, bool], None], code: str, tmp_path: Path
) -> None:
    if code in HEARD_BY_OFFICE:
        needs_libreoffice()
    bad, good = tmp_path / "bad.pptx", tmp_path / "good.pptx"
    [said] = [finding for finding in written(make, bad, False) if finding.code == code]
    assert code not in [finding.code for finding in written(make, good, True)]
    assert JUDGES[code](Witness(bad), said)
    assert not JUDGES[code](Witness(good), said)


def test_a_small_size_that_belongs_to_another_text_is_denied(tmp_path: Path) -> None:
    path = tmp_path / "bad.pptx"
    [said] = [finding for finding in written(box_of_size, path, False) if finding.code == "small-text"]
    values = dict(said.values)
    assert (values["size"], str(values["text"]).count("Liten")) == ("11.5", 1)
    for wrong in (values | {"size": "9"}, values | {"text": str(values["text"]).replace("Liten", "Stor")}):
        assert not JUDGES["small-text"](Witness(path), said.replace(values=tuple(wrong.items())))


def test_a_row_other_than_the_growing_one_is_denied(tmp_path: Path) -> None:
    needs_libreoffice()
    path = tmp_path / "bad.pptx"
    [said] = [finding for finding in written(row, path, False) if finding.code == "row-grows"]
    values = dict(said.values)
    assert values["row"] == 2
    other = said.replace(values=tuple((values | {"row": 1}).items()))
    assert not JUDGES["row-grows"](Witness(path), other)


def test_a_witness_sees_alternate_content_and_missing_properties(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    with deck(tmp_path / "d.pptx") as made:
        shape = titled(made, 5, "Tittel").shapes.add_textbox(*place(1, 2, 4, 1))
        shape.name = "Ny"
        around = etree.SubElement(shape._element.getparent(), f"{{{space}}}AlternateContent")
        etree.SubElement(around, f"{{{space}}}Choice", Requires="p14", nsmap={"p14": P14}).append(shape._element)
    package = {
        name: data.replace(b"core-properties", b"none") if name == "_rels/.rels" else data
        for name, data in foreign.members((tmp_path / "d.pptx").read_bytes()).items()
    }
    (tmp_path / "d.pptx").write_bytes(foreign.zipped(package))
    witness = Witness(tmp_path / "d.pptx")
    assert "Ny" in [one.name for one in walk(witness.slides[0].shapes)]
    assert witness.property_of_deck("title") == ""


def said_of(path: Path, change: Callable[[Any], None]) -> set[str]:
    """Return the codes of what is found in a text box of 1.5 inches that a change was made to."""
    with deck(path) as made:
        text = titled(made, 5, "Tittel").shapes.add_textbox(*place(1, 2, 1.5, 1)).text_frame
        text.word_wrap = True
        change(text)
    return {one.code for one in check_presentation(path.read_bytes())} & {
        "word-too-wide",
        "text-overflows",
        "text-may-overflow",
        "small-text",
    }


def of_paragraph(text: Any) -> None:
    """python-pptx writes the size of a paragraph as the default of its runs."""
    from pptx.util import Pt

    text.text = "Samferdsel"
    text.paragraphs[0].font.size = Pt(40)


def nearly_cut(text: Any) -> None:
    """A word 1 to 2 % wider than its line: with kerning it is not cut."""
    from pptx.util import Emu, Pt

    text.text = "LLVMAT"
    text.paragraphs[0].runs[0].font.size = Pt(24)
    text.margin_left = text.margin_right = Emu(184_000)


def large_first_line(text: Any) -> None:
    """One line of 30 pt and two of 12 pt are as high as that, not as three of 30 pt."""
    from pptx.util import Pt

    text.text = "Stor\vliten\vliten"
    for run, size in zip(text.paragraphs[0].runs, (30, 12, 12)):
        run.font.size = Pt(size)


def of_vietnam(text: Any) -> None:
    text.text = "Chỉnh sửa giấy phép trong những phần mềm"


def rows_of_tabs(text: Any, *stops: int) -> None:
    """Three lines of two columns: where they have stops of their own, each is a line."""
    text.text = "\n".join(["\tHR\tIT"] * 3)
    text.auto_size = MSO_AUTO_SIZE.NONE
    for paragraph in text.paragraphs:
        listed = etree.SubElement(paragraph._p.get_or_add_pPr(), A + "tabLst")
        for stop in stops:
            etree.SubElement(listed, A + "tab", pos=str(stop), algn="l")


def of_close_stops(text: Any) -> None:
    rows_of_tabs(text, 170_000, 640_000)


def of_stops_an_inch_apart(text: Any) -> None:
    rows_of_tabs(text)


def large_line_over_a_small_address(text: Any) -> None:
    from pptx.util import Pt

    text.text = "Kort\vkommandospørring"
    for run, size in zip(text.paragraphs[0].runs, (40, 12)):
        run.font.size = Pt(size)


def address_with_slashes(text: Any) -> None:
    text.text = "https://oslo/regionen/samarbeid"


def address_with_a_long_part(text: Any) -> None:
    text.text = "https://osloregionensamarbeidsalliansen"


def one_wide_sign(text: Any) -> None:
    from pptx.util import Pt

    text.text = "\u2192"
    text.paragraphs[0].runs[0].font.size = Pt(120)


def of_cyrillic(text: Any) -> None:
    """Letters that no table has are about as wide as Latin ones: three lines, not six."""
    text.text = "Для нас это сон и дом и кот"
    text.auto_size = MSO_AUTO_SIZE.NONE


def of_much_cyrillic(text: Any) -> None:
    of_cyrillic(text)
    text.text *= 2


def shrunk_to_nearly_twelve(text: Any) -> None:
    """13 pt by 92 % are 11.96, which nobody tells from 12."""
    from pptx.util import Pt

    text.text = "Liten"
    text.paragraphs[0].runs[0].font.size = Pt(13)
    text.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    text._txBody.bodyPr[-1].set("fontScale", "92000")


def shrunk_below_twelve(text: Any) -> None:
    shrunk_to_nearly_twelve(text)
    text._txBody.bodyPr[-1].set("fontScale", "91000")


@pytest.mark.parametrize(
    ("name", "slide"), [("正方形/長方形 5", "slide 1"), ("A/B", "slide 1"), ("om-oss/lead", "om-oss")]
)
def test_only_keys_of_our_shapes_contain_the_slide_id(name: str, slide: str, tmp_path: Path) -> None:
    with deck(tmp_path / "d.pptx") as made:
        box_of_size(made, False)
        made.slides[0].shapes[-1].name = name
    [said] = [one for one in check_presentation((tmp_path / "d.pptx").read_bytes()) if one.code == "small-text"]
    assert (said.slide, said.shape) == (slide, name if slide == "om-oss" else f"{slide}/{name}")


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (of_close_stops, set()),
        (of_stops_an_inch_apart, {"text-overflows"}),
        (large_line_over_a_small_address, set()),
        (address_with_slashes, set()),
        (address_with_a_long_part, {"word-too-wide"}),
        (one_wide_sign, set()),
        (of_cyrillic, set()),
        (of_much_cyrillic, {"text-may-overflow"}),
        (shrunk_to_nearly_twelve, set()),
        (shrunk_below_twelve, {"small-text"}),
        (of_paragraph, {"word-too-wide"}),
        (nearly_cut, set()),
        (large_first_line, set()),
        (of_vietnam, set()),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_letters_are_as_wide_and_lines_as_high_as_programs_draw_them(
    change: Callable[[Any], None], codes: set[str], tmp_path: Path
) -> None:
    assert said_of(tmp_path / "d.pptx", change) == codes


@pytest.mark.parametrize(
    ("x", "y", "turned", "text", "codes"),
    [
        (-1, 2, 0, "Midt i ruten", set()),
        (-3, 2, 0, "Midt i ruten", {"over-the-edge"}),
        (-1, 2, 0, "Midt i ruten og langt ut til begge sider av den", {"over-the-edge"}),
        (2, 6.9, 0, "Hva?", set()),
        (2, 6.9, 0, "Gjøg?", {"over-the-edge"}),
        (-1, 2, 90, "Midt i ruten og langt ut", set()),
    ],
)
def test_a_text_overflows_the_slide_by_its_letters_and_not_by_its_box(
    x: float, y: float, turned: int, text: str, codes: set[str], tmp_path: Path
) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    with deck(tmp_path / "d.pptx") as made:
        shape = titled(made, 5, "Tittel").shapes.add_textbox(*place(x, y, 4, 0.6))
        shape.rotation, shape.text_frame.word_wrap = turned, True
        shape.text_frame.text = text
        paragraph = shape.text_frame.paragraphs[0]
        paragraph.alignment, paragraph.runs[0].font.size = PP_ALIGN.CENTER, Pt(36 if y > 6 else 18)
    found = check_presentation((tmp_path / "d.pptx").read_bytes())
    assert {one.code for one in found} & {"over-the-edge"} == codes


@pytest.mark.parametrize(("size", "codes"), [(10, set()), (24, {"row-grows"})])
def test_a_cell_of_blank_lines_is_as_high_as_the_lines(size: int, codes: set[str], tmp_path: Path) -> None:
    from pptx.util import Pt

    with deck(tmp_path / "d.pptx") as made:
        table = titled(made, 5, "Tabell").shapes.add_table(1, 1, *place(1, 2, 4, 0.3)).table
        table.cell(0, 0).text = " "
        table.cell(0, 0).text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    assert {one.code for one in check_presentation((tmp_path / "d.pptx").read_bytes())} & {"row-grows"} == codes


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (("This ", "picture"), set()),
        (("Read ", "more"), {"link-text"}),
        (("picture",), set()),
        (("this",), {"link-text"}),
    ],
)
def test_a_link_over_several_runs_has_the_text_of_them_all(
    words: tuple[str, ...], codes: set[str], tmp_path: Path
) -> None:
    with deck(tmp_path / "d.pptx") as made:
        paragraph = titled(made, 5, "Lenke").shapes.add_textbox(*place(1, 2, 4, 1)).text_frame.paragraphs[0]
        for word_of_link in words:
            paragraph.add_run().text = word_of_link
            paragraph.runs[-1].hyperlink.address = "https://example.org/"
    assert {one.code for one in check_presentation((tmp_path / "d.pptx").read_bytes())} & {"link-text"} == codes
