"""Text bodies: what is said in the slide and what is left to the layout."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.pptx import drawing
from osloregion_slides.pptx.drawing import TextWriter
from osloregion_slides.scene import Colour, Insets, Paragraph, Placeholder, Run, Shape, Stroke, Text
from tests.pptx.opened import find, one, write
from tests.pptx.sample import box_of, brand, deck, everything, slide, text

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BODY = brand().layout("content").slot("obj")
assert BODY
STYLE = BODY.levels[0]


def body(*paragraphs: Paragraph, **changes: Any) -> Any:
    """The p:txBody of the content layout's body with these paragraphs."""
    assert BODY
    item = Placeholder("s/body", "obj", BODY.idx, BODY.box, Text(paragraphs, "nb-NO", Emu(0), **changes))
    return one(write(slide("s", item, role="content")).slide(), "//p:txBody")


def boxed(*paragraphs: Paragraph, **changes: Any) -> Any:
    """The p:txBody of a shape with these paragraphs."""
    shape = Shape("s/box", box_of(1, 1, 2, 1), text=Text(paragraphs, "nb-NO", Emu(0), **changes))
    return one(write(slide("s", shape)).slide(), "//p:txBody")


def said(element: Any) -> dict[str, str]:
    """The attributes of the first run but its language."""
    attributes = dict(find(element, ".//a:rPr")[0].attrib)
    attributes.pop("lang")
    return attributes


def test_a_placeholder_with_the_formatting_of_its_layout_states_only_its_language() -> None:
    found = body(Paragraph((Run("Tekst"),), STYLE.size))
    assert said(found) == {}
    assert find(found, ".//a:pPr") == []
    assert len(one(found, ".//a:rPr")) == 0
    assert dict(one(found, "a:bodyPr").attrib) == {"wrap": "square"}


@pytest.mark.parametrize(
    ("run", "size", "expected"),
    [
        (Run("x"), STYLE.size - 4, {"sz": str(round((STYLE.size - 4) * 100))}),
        (Run("x", bold=not STYLE.bold), STYLE.size, {"b": str(int(not STYLE.bold))}),
        (Run("x", bold=STYLE.bold), STYLE.size, {}),
        (Run("x", italic=True), STYLE.size, {"i": "1"}),
        (Run("x", italic=False), STYLE.size, {}),
        (Run("x"), Pt(13.5), {"sz": "1350"}),
    ],
)
def test_a_placeholder_states_only_differences_from_its_level(run: Run, size: Pt, expected: dict[str, str]) -> None:
    assert said(body(Paragraph((run,), size))) == expected


def test_a_placeholder_does_not_repeat_the_colour_of_its_level() -> None:
    own, other = [
        body(Paragraph((Run("x", colour=colour),), STYLE.size)) for colour in (STYLE.colour, Colour("accent2"))
    ]
    assert find(own, ".//a:solidFill") == []
    assert len(find(other, ".//a:r//a:solidFill")) == 1


def test_a_rectangle_with_an_outline_is_not_a_text_box() -> None:
    words = Text((Paragraph((Run("x"),), Pt(18.0)),), "nb-NO", Emu(0))
    bare = Shape("s/bare", box_of(1, 1, 2, 1), text=words)
    found = write(slide("s", bare, bare.replace(key="s/lined", line=Stroke(Colour("tx1"), Pt(1.0))))).slide()
    assert [one.get("txBox") for one in find(found, "//p:cNvSpPr")] == ["1", None]


def test_a_deeper_level_takes_the_style_of_that_level() -> None:
    assert BODY
    found = body(Paragraph((Run("x"),), BODY.levels[1].size, level=1))
    assert said(found) == {}
    assert dict(one(found, ".//a:pPr").attrib) == {"lvl": "1"}


def test_a_shape_states_size_and_colour_explicitly() -> None:
    found = boxed(Paragraph((Run("x"),), Pt(18)))
    assert said(found) == {"sz": "1800"}
    assert one(found, ".//a:r//a:schemeClr").get("val") == "tx1"
    assert one(found, "a:bodyPr").get("anchor") == "ctr"
    assert len(find(found, "a:bodyPr/a:noAutofit")) == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"align": "ctr"}, {"algn": "ctr"}),
        ({"margin": Emu(342_900), "indent": Emu(-342_900)}, {"marL": "342900", "indent": "-342900"}),
        ({"margin": Emu(0), "indent": Emu(0)}, {"marL": "0", "indent": "0"}),
        ({}, {}),
    ],
)
def test_indents_of_a_shapes_paragraph_are_written_as_given(changes: dict[str, Any], expected: dict[str, str]) -> None:
    found = boxed(Paragraph((Run("x"),), Pt(18), bullet="none", **changes))
    assert dict(one(found, ".//a:pPr").attrib) == expected


def test_indents_of_the_level_are_not_repeated() -> None:
    paragraph = Paragraph((Run("x"),), STYLE.size, margin=STYLE.margin, indent=STYLE.indent, align=STYLE.align)
    assert find(body(paragraph), ".//a:pPr") == []


@pytest.mark.parametrize(
    ("bullet", "in_body", "in_shape"),
    [
        ("inherit", [], []),
        ("none", ["buNone"], ["buNone"]),
        ("dot", [], ["buChar"]),
        ("number", ["buAutoNum"], ["buAutoNum"]),
    ],
)
def test_bullets_are_written_if_the_style_has_none(bullet: Any, in_body: list[str], in_shape: list[str]) -> None:
    assert STYLE.bullet
    paragraph = Paragraph((Run("x"),), STYLE.size, bullet=bullet)
    assert [e.tag.removeprefix(A) for e in find(body(paragraph), ".//a:pPr/*")] == in_body
    assert [e.tag.removeprefix(A) for e in find(boxed(paragraph), ".//a:pPr/*")] == in_shape


def test_space_and_line_spacing_are_points_and_percent() -> None:
    found = boxed(Paragraph((Run("x"),), Pt(18), before=Pt(4.5), after=Pt(6)), line_spacing=0.9)
    assert one(found, ".//a:spcBef/a:spcPts").get("val") == "450"
    assert one(found, ".//a:spcAft/a:spcPts").get("val") == "600"
    assert one(found, ".//a:lnSpc/a:spcPct").get("val") == "90000"


def test_paragraph_spacing_is_written_at_a_size_that_differs_from_the_style() -> None:
    same = Paragraph((Run("x"),), STYLE.size, before=STYLE.before)
    smaller = Paragraph((Run("x"),), STYLE.size - 4, before=STYLE.before)
    assert find(body(same), ".//a:spcBef") == []
    assert len(find(body(smaller), ".//a:spcBef")) == 1


def test_a_line_feed_is_a_break_with_a_language() -> None:
    found = boxed(Paragraph((Run("en\nto\ntre", bold=True),), Pt(18)))
    assert find(found, ".//a:t/text()") == ["en", "to", "tre"]
    assert [rpr.get("lang") for rpr in find(found, ".//a:br/a:rPr")] == ["nb-NO", "nb-NO"]


def test_a_slide_number_is_a_field() -> None:
    field = one(body(Paragraph((Run("7", field="slidenum"),), STYLE.size)), ".//a:fld")
    assert field.get("type") == "slidenum"
    assert [child.tag.removeprefix(A) for child in field] == ["rPr", "t"]


def test_an_empty_text_is_a_paragraph_with_a_language() -> None:
    for found in (boxed(), boxed(Paragraph((), Pt(18))), boxed(Paragraph((Run(""),), Pt(18)))):
        assert one(found, "a:p/a:endParaRPr").get("lang") == "nb-NO"


def test_a_run_in_another_language_states_it() -> None:
    found = boxed(Paragraph((Run("en "), Run("two", language="en-GB")), Pt(18)))
    assert [rpr.get("lang") for rpr in find(found, ".//a:rPr")] == ["nb-NO", "en-GB"]


@pytest.mark.parametrize(("anchor", "expected"), [("t", "t"), ("ctr", "ctr"), ("b", "b"), (None, "ctr")])
def test_the_text_of_a_shape_is_anchored_correctly(anchor: Any, expected: str) -> None:
    assert one(boxed(Paragraph((Run("x"),), Pt(18)), anchor=anchor), "a:bodyPr").get("anchor") == expected


def test_insets_are_written_if_they_differ_from_the_default() -> None:
    usual = boxed(Paragraph((Run("x"),), Pt(18)), insets=Insets())
    tight = boxed(Paragraph((Run("x"),), Pt(18)), insets=Insets(Emu(0), Emu(1), Emu(2), Emu(3)))
    assert one(usual, "a:bodyPr").get("lIns") is None
    assert [one(tight, "a:bodyPr").get(name) for name in ("lIns", "tIns", "rIns", "bIns")] == ["0", "1", "2", "3"]


def test_colours_are_theme_slots_with_their_modulation() -> None:
    colour = Colour("accent3", 60, 40, 50)
    scheme = find(boxed(Paragraph((Run("x", colour=colour),), Pt(18))), ".//a:r//a:schemeClr")[0]
    assert scheme.get("val") == "accent3"
    assert [(e.tag.removeprefix(A), e.get("val")) for e in scheme] == [
        ("lumMod", "60000"),
        ("lumOff", "40000"),
        ("alpha", "50000"),
    ]


def test_every_run_field_break_and_paragraph_end_has_a_language_and_no_typeface() -> None:
    opened = write(everything())
    parts = [name for name in opened.names if name.startswith(("ppt/slides/s", "ppt/notesSlides/n", "ppt/charts/c"))]
    assert len(parts) > 10
    for name in parts:
        root = opened.xml(name)
        assert find(root, "//a:rPr[not(@lang)] | //a:endParaRPr[not(@lang)]") == [], name
        assert find(root, "//a:br[not(a:rPr)] | //a:r[not(a:rPr)] | //a:fld[not(a:rPr)]") == [], name
        assert find(root, "//a:srgbClr | //@typeface | //a:spAutoFit") == [], name


OURS = (
    "ppt/slides/slide1.xml",
    "ppt/slides/_rels/slide1.xml.rels",
    "ppt/notesSlides/notesSlide1.xml",
    "ppt/presentation.xml",
    "docProps/core.xml",
    "docProps/custom.xml",
)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_key_and_alt_text_give_well_formed_parts(words: str) -> None:
    shape = Shape(words, box_of(1, 1, 2, 1), words, text=text(words), alt=words, link=words, adjust=((words, 1),))
    made = slide(words, shape, section=words, notes=(words,), language=words)
    opened = write(deck(made, key=words, title=words, author=words, subject=words))
    for name in OURS:
        opened.xml(name)
    held = "".join(find(opened.slide(), "//p:sp//a:t/text()"))
    assert [c for c in words if c.isprintable()] == [c for c in held if c.isprintable()]


PLAIN = Paragraph((Run("x"),), Pt(17.0))
VARIED: list[tuple[Paragraph, dict[str, Any], bool]] = [
    *[
        (PLAIN.replace(**{name: value}), {}, False)
        for name, value in (
            *(("size", Pt(15.0)), ("level", 1), ("align", "r"), ("bullet", "dash"), ("before", Pt(3.0))),
            *(("after", Pt(4.0)), ("margin", Emu(700)), ("indent", Emu(900)), ("spacing", Pt(1.5))),
        )
    ],
    *[
        (PLAIN.replace(runs=(Run("x").replace(**{name: value}),)), {}, False)
        for name, value in (
            *(("bold", True), ("italic", True), ("colour", Colour("accent2")), ("link", "https://example.org")),
            *(("language", "en-GB"), ("field", "slidenum")),
        )
    ],
    *[(PLAIN, change, False) for change in ({"colour": Colour("accent3")}, {"bold": True}, {"line_spacing": 1.3})],
    (PLAIN, {"language": "sv-SE"}, False),
    (PLAIN, {}, True),
]


@pytest.mark.parametrize(("paragraph", "changes", "cell"), VARIED)
def test_markup_that_is_kept_for_texts_in_the_same_styles_differs_by_all_that_it_shows(
    paragraph: Paragraph, changes: dict[str, Any], cell: bool
) -> None:
    def paragraphs(one: Paragraph, cell: bool = False, **said: Any) -> str:
        text = Text((one,), "nb-NO", Emu(0)).replace(**said)
        return TextWriter(text, lambda link, own: "<a:hlinkClick/>", BODY.levels if BODY else (), cell).paragraphs()

    drawing._kept.clear()
    alone = paragraphs(paragraph, cell, **changes)
    drawing._kept.clear()
    plain = paragraphs(PLAIN)
    assert paragraphs(paragraph, cell, **changes) == alone
    assert paragraphs(PLAIN) == plain
    assert alone != plain or cell, "a weight is stated for cells without styles only"


def test_every_field_of_a_paragraph_and_its_run_is_among_those_that_vary() -> None:
    changed = [(name, one) for one, _, _ in VARIED for name in Paragraph.__fields__]
    varied = {name for name, one in changed if getattr(one, name) != getattr(PLAIN, name)}
    of_run = {
        name for one, _, _ in VARIED for name in Run.__fields__ if getattr(one.runs[0], name) != getattr(Run("x"), name)
    }
    assert varied == {*Paragraph.__fields__} - {"breaks"}, "lines are broken by the program that shows them"
    assert of_run == {*Run.__fields__} - {"text"}
