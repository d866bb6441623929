"""What single letters look like is in the rebuilt deck, keeps the slide, or is in the report: every look, everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Cm, Pt

from tests.pulling.test_import import TITLE_AND_TEXT, TITLE_ONLY, imported, picture, text
from tests.update.edits import every

A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def attribute(**said: str) -> Callable[[Any], None]:
    def edit(run: Any) -> None:
        for name, value in said.items():
            run._r.get_or_add_rPr().set(name, value)

    return edit


def highlighted(run: Any) -> None:
    made = etree.SubElement(run._r.get_or_add_rPr(), f"{{{A}}}highlight")
    etree.SubElement(made, f"{{{A}}}srgbClr", val="FFFF00")


def linked(run: Any) -> None:
    run.hyperlink.address = "https://example.org/a"


def coloured(run: Any) -> None:
    colour: Any = RGBColor
    run.font.color.rgb = colour(200, 0, 0)


def tinted(run: Any) -> None:
    run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_2


def field(run: Any) -> None:
    made = etree.SubElement(run._r.getparent(), f"{{{A}}}fld", id="{9B2C2D4A-1111-4C4C-8C8C-123456789ABC}")
    made.set("type", "datetime1")
    etree.SubElement(made, f"{{{A}}}t").text = "1.1.2024"


def letters(words: str) -> Callable[[Any], None]:
    return lambda run: setattr(run, "text", words)


LOOKS: dict[str, tuple[Callable[[Any], None], str]] = {
    "bold": (attribute(b="1"), "bold"),
    "italic": (attribute(i="1"), "italic"),
    "bold and italic": (attribute(b="1", i="1"), "bold"),
    "underlined": (attribute(u="sng"), "underlined"),
    "underlined twice": (attribute(u="dbl"), "underlined"),
    "struck": (attribute(strike="sngStrike"), "struck through"),
    "raised": (attribute(baseline="30000"), "raised"),
    "lowered": (attribute(baseline="-25000"), "raised"),
    "capitals": (attribute(cap="all"), "capitals"),
    "highlighted": (highlighted, "highlight"),
    "coloured": (coloured, "colour"),
    "a theme's colour": (tinted, "colour"),
    "larger": (lambda run: setattr(run.font, "size", Pt(40)), "size"),
    "another font": (lambda run: setattr(run.font, "name", "Courier New"), "font"),
    "a link": (linked, "link"),
    "a field": (field, "field"),
    "a tab": (letters("red\tgreen"), "tab"),
    "a break": (letters("red\vgreen"), "break"),
    "a soft hyphen": (letters("re\u00add"), "hyphen"),
    "spaces that hold": (letters("red\u00a0and\u202fgreen"), "space"),
    "marks": (letters("*red* [x](y) ^2^"), ""),
}


EMPHASIS = ("coloured", "a theme's colour", "larger", "another font")
"""Looks that say something only beside other letters."""
NOTES = "the look of letters and lists in the notes"


def _title(deck: Any) -> Any:
    return text(deck, TITLE_AND_TEXT, "", (0, "One"), (0, "Two")).shapes.title.text_frame


def _subtitle(deck: Any) -> Any:
    return text(deck, 0, "A part").placeholders[1].text_frame


def _bullet(deck: Any) -> Any:
    frame = text(deck, TITLE_AND_TEXT, "Bullets", (0, "One"), (0, "Two")).placeholders[1].text_frame
    frame.add_paragraph().level = 1
    return frame


def _cell(row: int) -> Callable[[Any], Any]:
    def cell(deck: Any) -> Any:
        table = text(deck, TITLE_ONLY, "A table").shapes.add_table(3, 2, Cm(2), Cm(5), Cm(12), Cm(3)).table
        for place, words in enumerate(("Head", "", "a", "", "b", "c")):
            table.cell(place // 2, place % 2).text = words if (place // 2, place % 2) != (row, 1) else ""
        return table.cell(row, 1).text_frame

    return cell


def _box(deck: Any) -> Any:
    frame = text(deck, TITLE_ONLY, "A box").shapes.add_textbox(Cm(2), Cm(9), Cm(9), Cm(3)).text_frame
    frame.text = "First of two"
    frame.add_paragraph()
    return frame


def _beside(deck: Any) -> Any:
    slide = text(deck, TITLE_ONLY, "A picture")
    slide.shapes.add_picture(picture(), Cm(2), Cm(5))._element.nvPicPr.cNvPr.set("descr", "Green")
    return slide.shapes.add_textbox(Cm(12), Cm(5), Cm(5), Cm(2)).text_frame


def _notes(deck: Any) -> Any:
    return text(deck, TITLE_AND_TEXT, "Notes", (0, "One"), (0, "Two")).notes_slide.notes_text_frame


PLACES: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "subtitle": _subtitle,
    "bullet": _bullet,
    "header": _cell(0),
    "cell": _cell(1),
    "box": _box,
    "beside a picture": _beside,
    "notes": _notes,
}


def _frames(slide: Any) -> Iterator[Any]:
    for shape in every(slide.shapes):
        if shape.has_text_frame:
            yield shape.text_frame
        if getattr(shape, "has_table", False):
            yield from [cell.text_frame for row in shape.table.rows for cell in row.cells]
    if slide.has_notes_slide:
        yield slide.notes_slide.notes_text_frame


def looks_of(slide: Any) -> Counter[tuple[str, str]]:
    """Return every letter of a slide with each look that its run has of its own."""
    found: Counter[tuple[str, str]] = Counter()
    for frame in _frames(slide):
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                said = [name for name in ("bold", "italic", "underline") if getattr(run.font, name)]
                properties = run._r.get_or_add_rPr()
                said += [f"{name}={properties.get(name)}" for name in ("strike", "baseline", "cap")]
                said += [str(run.hyperlink.address or "")]
                found.update([(letter, look) for letter in run.text.strip() for look in said if "None" not in look])
            found.update([("break", "")] * len(paragraph._p.findall(f"{{{A}}}br")))
            found.update([("field", one.get("type")) for one in paragraph._p.findall(f"{{{A}}}fld")])
    return found


def test_lost_character_formatting_is_always_reported(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, 0, "A first slide")
    cases = [(look, place, whole) for look in LOOKS for place in PLACES for whole in (True, False)]
    for look, place, whole in cases:
        paragraph = PLACES[place](deck).paragraphs[-1]
        for words in ("red",) if whole else ("Words of ", "red", " and more"):
            run = paragraph.add_run()
            run.text = words
            if words == "red":
                LOOKS[look][0](run)
    found, _, data = imported(deck, tmp_path)
    made = list(Presentation(BytesIO(data)).slides)
    at, silent = 1, []
    originals = list(deck.slides)[1:]
    for case, original, slide in zip(cases, originals, found.slides[1:], strict=True):
        own = made[at : at + len(slide.kinds)]
        at += len(slide.kinds)
        gone = looks_of(original) - sum([looks_of(one) for one in own], Counter())
        said = " ".join([*slide.kept, *slide.lost])
        is_seen = case[0] == "highlighted" or case[0] in EMPHASIS and not case[2]
        words = NOTES if case[1] == "notes" else LOOKS[case[0]][1]
        if (gone or is_seen) and words not in said:
            silent.append((*case, dict(gone), slide.kinds, said))
    assert silent == []
