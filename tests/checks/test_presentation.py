"""Every rule about what is on the slides of a finished deck finds a deck broken in its way, and no clean one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.presentation import check_presentation
from tests.brand import foreign
from tests.checks.making import codes, text_box, with_shape
from tests.checks.spoiling import SLIDE, Parts, first, rels, replaced, spoilt, substituted

ROOT = str(Path(__file__).resolve().parent.parent.parent / "decks")
WHITE = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
CORE = "docProps/core.xml"
LONG = "Samordning av areal, transport og næringsutvikling i hele regionen. " * 8


def alt_dropped(parts: Parts) -> None:
    substituted(parts, first(parts, "<a:tbl>"), r' descr="[^"]+"', "")


def alt_from_a_file(parts: Parts) -> None:
    substituted(parts, first(parts, "<a:tbl>"), r' descr="[^"]+"', ' descr="IMG_1234.png"')


def alt_from_a_program(parts: Parts) -> None:
    substituted(parts, first(parts, "<a:tbl>"), r' descr="[^"]+"', ' descr="Bilde 7"')


def no_header_row(parts: Parts) -> None:
    replaced(parts, first(parts, "<a:tbl>"), ' firstRow="1"', "")


def merged(parts: Parts) -> None:
    substituted(
        parts,
        first(parts, "<a:tbl>"),
        r"<a:tc><a:txBody>(.*?)</a:tc><a:tc>",
        r'<a:tc gridSpan="2"><a:txBody>\1</a:tc><a:tc hMerge="1">',
    )


def title_emptied(parts: Parts) -> None:
    substituted(parts, SLIDE, r'(type="ctrTitle"/>.*?<a:t>)[^<]*', r"\1")


def title_repeated(parts: Parts) -> None:
    one, two = "ppt/slides/slide3.xml", "ppt/slides/slide4.xml"
    text = parts[one].decode().split('type="title"')[1].split("<a:t>")[1].split("</a:t>")[0]
    substituted(parts, two, r'(type="title".*?<a:t>)[^<]*', rf"\g<1>{text}")


def title_read_last(parts: Parts) -> None:
    substituted(parts, SLIDE, r"(<p:sp>(?:(?!<p:sp>).)*?ctrTitle.*?</p:sp>)(.*)</p:spTree>", r"\2\1</p:spTree>")


def placeholder_emptied(parts: Parts) -> None:
    substituted(parts, SLIDE, r'(type="subTitle".*?<a:p>)<a:r>.*?</a:r>', r"\1")


def language_dropped(parts: Parts) -> None:
    substituted(parts, SLIDE, r'<a:rPr lang="nb-NO"', "<a:rPr")


def language_dropped_in_notes(parts: Parts) -> None:
    part = next(name for name in parts if name.startswith("ppt/notesSlides/notesSlide"))
    substituted(parts, part, r'<a:rPr lang="nb-NO"', "<a:rPr")


def no_document_title(parts: Parts) -> None:
    substituted(parts, CORE, r"<dc:title>.*?</dc:title>", "")


def no_document_language(parts: Parts) -> None:
    substituted(parts, CORE, r"<dc:language>.*?</dc:language>", "")


def cell_of_many_words(parts: Parts) -> None:
    substituted(parts, first(parts, "<a:tbl>"), r"(<a:tbl>.*?<a:t>)[^<]+", rf"\g<1>{LONG}")


def row_asks_for_nothing_but_the_table_leaves_the_slide(parts: Parts) -> None:
    part = first(parts, "<a:tbl>")
    substituted(parts, part, r'<a:tr h="\d+"', '<a:tr h="0"')
    substituted(parts, part, r"(<a:tbl>.*?<a:t>)[^<]+", rf"\g<1>{LONG * 8}")


def master_text_made_large(parts: Parts) -> None:
    """Only what a slide inherits changes: the reader has to go through layout and master to see it."""
    part = next(name for name in parts if name.startswith("ppt/slideMasters/slideMaster"))
    substituted(parts, part, r'(<p:titleStyle>.*?sz=)"\d+"', r'\1"8000"')
    for name in [name for name in parts if name.startswith("ppt/slideLayouts/slideLayout")]:
        parts[name] = parts[name].replace(b' sz="2800"', b"").replace(b' sz="3000"', b"")


IN_THE_FILE: list[tuple[Callable[[Parts], None], str]] = [
    (alt_dropped, "missing-alt-text"),
    (alt_from_a_file, "alt-is-file-name"),
    (alt_from_a_program, "alt-is-file-name"),
    (no_header_row, "table-without-header"),
    (merged, "merged-cells"),
    (title_emptied, "no-title"),
    (title_repeated, "same-title"),
    (title_read_last, "title-not-first"),
    (placeholder_emptied, "empty-placeholder"),
    (language_dropped, "untagged-language"),
    (language_dropped_in_notes, "untagged-language"),
    (no_document_title, "document-without-title"),
    (no_document_language, "document-without-language"),
    (cell_of_many_words, "row-grows"),
    (row_asks_for_nothing_but_the_table_leaves_the_slide, "over-the-edge"),
    (master_text_made_large, "text-overflows"),
]
WITH_TABLES = {alt_dropped, alt_from_a_file, alt_from_a_program, no_header_row, merged, cell_of_many_words}
WITH_TABLES |= {row_asks_for_nothing_but_the_table_leaves_the_slide, title_repeated}


@pytest.mark.parametrize("spoil, code", IN_THE_FILE, ids=lambda case: getattr(case, "__name__", None))
def test_each_single_fault_of_a_presentation_is_found(spoil: Any, code: str, flagship: Any, gallery: Any) -> None:
    deck = gallery if spoil in WITH_TABLES else flagship
    found = check_presentation(spoilt(deck.data, spoil))
    assert code in codes(found)
    assert all(finding.hint for finding in found)


PANEL = '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
PALE = '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr></a:solidFill>'
GREY = '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="55000"/></a:schemeClr></a:solidFill>'
DARK = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
LINK = '<a:hlinkClick r:id="rId1"/>'
SHAPES = [
    pytest.param(text_box(LONG, 1, 1, 3, 1, DARK, WHITE), "text-overflows", id="a text higher than its box"),
    pytest.param(text_box("Liten", 1, 1, 3, 0.342, DARK, WHITE), "text-may-overflow", id="a line a little too high"),
    pytest.param(text_box("Samferdselsdepartementet", 1, 1, 1, 2, DARK, WHITE), "word-too-wide", id="a word too wide"),
    pytest.param(text_box("Liten", 1, 1, 3, 1, DARK, WHITE, 1100), "small-text", id="11 pt"),
    pytest.param(text_box("Blek", 1, 1, 3, 1, PALE, WHITE), "low-contrast", id="pale text"),
    pytest.param(text_box("Mørk", 1, 1, 3, 1, PANEL, PANEL), "low-contrast", id="text on its own colour"),
    pytest.param(text_box("her", 1, 1, 3, 1, LINK, WHITE), "link-text", id="a link that says here"),
    pytest.param(text_box("Rest", 14, 1, 3, 1, DARK, WHITE), "beside-slide", id="a leftover beside the slide"),
    pytest.param(text_box("Kanten av ruten går her", 12, 1, 3, 1, DARK, WHITE), "over-the-edge", id="over the edge"),
    pytest.param(text_box("", 1, 1, 3, 1, DARK, WHITE), "missing-alt-text", id="a bare shape"),
    pytest.param(
        text_box("Rød", 1, 1, 3, 1, '<a:solidFill><a:srgbClr val="C00000"/></a:solidFill>', WHITE),
        "foreign-colour",
        id="a colour of its own",
    ),
    pytest.param(
        text_box("Skrift", 1, 1, 3, 1, f'{DARK}<a:latin typeface="Comic Sans MS"/>', WHITE),
        "foreign-typeface",
        id="a typeface of its own",
    ),
]


@pytest.mark.parametrize(("markup", "code"), SHAPES)
def test_a_shape_that_breaks_a_rule_is_found_and_named(markup: str, code: str, flagship: Any) -> None:
    found = check_presentation(with_shape(flagship.data, markup), load_brand("ruten", ROOT))
    named = [finding for finding in found if finding.shape == "cover/extra"]
    assert code in codes(named), found
    assert {finding.slide for finding in named} == {"cover"}


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(text_box("Grå", 1, 1, 3, 1, GREY, WHITE, 2400), id="3 : 1 suffices for large text"),
        pytest.param(text_box("Tekst", 1, 1, 3, 1, DARK, WHITE), id="dark on white"),
        pytest.param(text_box("Les om delregionene", 1, 1, 3, 1, "", WHITE), id="a plain text"),
        pytest.param(text_box("Kant", 1, 6.9, 3, 2, DARK, WHITE), id="a low edge that no text reaches"),
        pytest.param(text_box("Kant", 10.4, 1, 3, 1, DARK, WHITE), id="over the edge by its inset only"),
        pytest.param(text_box("Kant", 12, 1, 3, 1, DARK, WHITE), id="over the edge by its empty half"),
    ],
)
def test_a_shape_that_follows_the_rules_gives_no_finding(markup: str, flagship: Any) -> None:
    assert check_presentation(with_shape(flagship.data, markup), load_brand("ruten", ROOT)) == ()


def test_a_contrast_of_3_to_1_suffices_for_large_text_only(flagship: Any) -> None:
    assert codes(check_presentation(with_shape(flagship.data, text_box("Grå", 1, 1, 3, 1, GREY, WHITE)))) == [
        "low-contrast"
    ]


def test_alternate_content_is_checked_as_current_programs_draw_it(flagship: Any) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    a14 = "http://schemas.microsoft.com/office/drawing/2010/main"
    choice, fallback = text_box(LONG, 1, 1, 3, 1, DARK, WHITE), text_box("Kort", 1, 1, 3, 1, PALE, WHITE)
    markup = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice xmlns:a14="{a14}" Requires="a14">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )
    found = check_presentation(with_shape(flagship.data, markup))
    assert [finding.code for finding in found if finding.shape == "cover/extra"] == ["text-overflows"]


@pytest.mark.parametrize(
    ("way", "top", "expected"),
    [
        ("<a:noAutofit/>", 1, {"text-overflows"}),
        ("<a:normAutofit/>", 1, {"text-overflows"}),
        ('<a:normAutofit fontScale="90000" lnSpcReduction="10000"/>', 1, {"text-overflows"}),
        ('<a:normAutofit fontScale="25000" lnSpcReduction="20000"/>', 1, {"small-text"}),
        ('<a:normAutofit fontScale="25%"/>', 1, {"small-text"}),
        ("<a:spAutoFit/>", 1, set()),
        ("<a:spAutoFit/>", 6.5, {"over-the-edge"}),
    ],
)
def test_a_text_is_judged_at_the_size_that_autofit_set(flagship: Any, way: str, top: float, expected: set[str]) -> None:
    box = text_box(LONG[: len(LONG) // 3], 1, top, 3, 1, DARK, WHITE)
    made = box.replace('<a:bodyPr wrap="square"/>', f'<a:bodyPr wrap="square">{way}</a:bodyPr>')
    found = check_presentation(with_shape(flagship.data, made))
    assert {one.code for one in found if one.shape == "cover/extra"} == expected


def test_decorative_objects_need_no_alt_text(flagship: Any) -> None:
    mark = (
        '<p:cNvPr id="901" name="cover/extra"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
        ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></p:cNvPr>'
    )
    markup = text_box("", 1, 1, 3, 1, DARK, WHITE).replace('<p:cNvPr id="901" name="cover/extra"/>', mark)
    assert check_presentation(with_shape(flagship.data, markup)) == ()


def test_a_layout_that_is_not_in_the_brand_is_found(flagship: Any) -> None:
    def renamed(parts: Parts) -> None:
        layout = parts[rels(SLIDE)].decode().split("../slideLayouts/")[1].split('"')[0]
        substituted(parts, f"ppt/slideLayouts/{layout}", r'<p:cSld name="[^"]*"', '<p:cSld name="Fremmed"')

    brand = load_brand("ruten", ROOT)
    assert "foreign-layout" in codes(check_presentation(spoilt(flagship.data, renamed), brand))


def test_clean_decks_give_no_finding(flagship: Any, gallery: Any, english: Any) -> None:
    brand = load_brand("ruten", ROOT)
    for built in (flagship, gallery, english):
        assert check_presentation(built.data, brand) == ()


def test_comments_and_instructions_in_the_xml_change_nothing(flagship: Any) -> None:
    def commented(parts: Parts) -> None:
        for name in [name for name in parts if name.endswith(".xml") and b"<a:" in parts[name]]:
            parts[name] = parts[name].replace(b"<a:solidFill>", b"<a:solidFill><!-- c --><?pi x?>")
            parts[name] = parts[name].replace(b"<a:dk1>", b"<a:dk1><!-- c -->").replace(b"<a:p>", b"<!-- c --><a:p>")

    assert check_presentation(spoilt(flagship.data, commented), load_brand("ruten", ROOT)) == ()


@pytest.mark.parametrize("value", ["", "NaN", "-1", "9" * 400, "½", "1e5", "\u202e"])
def test_a_hostile_value_anywhere_gives_no_traceback(value: str, flagship: Any) -> None:
    names = ("sz", "cx", "x", "w", "h", "lvl", "idx", "id", "val", "marL", "lIns", "b", "typeface", "name", "type")

    def hostile(parts: Parts) -> None:
        for index, name in enumerate(names):
            for part in sorted(parts)[index % 5 :: 5]:
                if part.endswith(".xml") and part.startswith("ppt/"):
                    text = parts[part].decode()
                    parts[part] = re.sub(rf' {name}="[^"]*"', f' {name}="{value}"', text, count=4).encode()

    assert check_presentation(spoilt(flagship.data, hostile), load_brand("ruten", ROOT))


def test_only_our_decks_are_checked_for_a_document_language() -> None:
    found = check_presentation(foreign.with_slides())
    assert "document-without-language" not in [one.code for one in found]
