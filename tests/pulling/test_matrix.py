"""Fifteen kinds of edit × who saved the deck × languages, overlays and files: a pull writes the lines of the values."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData

from osloregion_slides import build, diff, load, pull, save
from osloregion_slides.pulling.pull import LOOKS
from tests import libreoffice
from tests.pulling.outlines import changed_lines

Edit = Callable[[Any], None]
OUTLINE = """\
# The outline of the matrix.
deck: matrix
title: {nb: Matrise, en: Matrix}
language: nb
languages: [nb, en]
brand: osloregionen

meeting: {place: Oslo}   # a fact

audiences:
  board:                 # the board's own
    slides:
      - {id: text, title: {nb: For styret, en: For the board}}

data:
  budget: FILE           # figures

slides:
  # the first
  - id: text
    kind: bullets
    title: {nb: Hva vi gjør, en: What we do}   # a title
    items:
      - {nb: Først av alt, en: First of all}   # the first
      # about the second
      - {nb: Så det andre, en: Then the second}
      - {nb: Til slutt, en: At last}
      - {nb: "I {{ meeting.place }}", en: "In {{ meeting.place }}"}
    notes: {nb: Si hei., en: Say hello.}

  - id: end
    kind: bullets
    title: {nb: Slutt, en: The end}            # the end
    items: [{nb: Takk, en: Thanks}, {nb: Hei, en: Bye}]

  - id: table
    kind: table
    title: {nb: Tabell, en: Table}
    alt: {nb: Et budsjett, en: A budget}
    table: data.budget

  - id: chart
    kind: chart
    type: column
    title: {nb: Diagram, en: Chart}
    alt: {nb: Et diagram, en: A chart}
    table: data.budget

  - id: photo
    kind: picture
    title: {nb: Bilde, en: Picture}
    image: photo.png
    alt: {nb: Et bilde, en: A picture}         # what it shows
    points: [{nb: Se, en: Look}]

  - id: last
    kind: statement
    title: {nb: Aller sist, en: The very last}
    text: {nb: Farvel, en: Goodbye}
"""


def body(deck: Any) -> Any:
    return next(one for one in deck.slides[0].shapes if one.name == "text/body").text_frame


def say(place: int, text: str, shape: str = "") -> Edit:
    def edit(deck: Any) -> None:
        frame = body(deck) if not shape else next(s for s in deck.slides[0].shapes if s.name == shape).text_frame
        for run in frame.paragraphs[place].runs[1:]:
            run._r.getparent().remove(run._r)
        frame.paragraphs[place].runs[0].text = text

    return edit


def bold(deck: Any) -> None:
    paragraph = body(deck).paragraphs[0]
    words = paragraph.runs[0].text.rsplit(" ", 1)
    new = deepcopy(paragraph.runs[0]._r)
    paragraph.runs[0]._r.addnext(new)
    paragraph.runs[0].text = words[0] + " "
    paragraph.runs[1].text, paragraph.runs[1].font.bold = words[1], True


def link(deck: Any) -> None:
    body(deck).paragraphs[2].runs[0].hyperlink.address = "https://example.org/x"


def bullet_added(deck: Any) -> None:
    first = body(deck).paragraphs[0]
    first._p.addnext(deepcopy(first._p))
    body(deck).paragraphs[1].runs[0].text = "New"


def bullet_removed(deck: Any) -> None:
    second = body(deck).paragraphs[1]._p
    second.getparent().remove(second)


def level(deck: Any) -> None:
    body(deck).paragraphs[1].level = 1


def notes(deck: Any) -> None:
    deck.slides[0].notes_slide.notes_text_frame.paragraphs[0].runs[0].text = "Nods."


def cell(deck: Any) -> None:
    table = next(one.table for one in deck.slides[2].shapes if one.has_table)
    table.cell(2, 0).text_frame.paragraphs[0].runs[0].text = "Reiser"


def value(deck: Any) -> None:
    chart = next(one.chart for one in deck.slides[3].shapes if one.has_chart)
    code = next(chart._chartSpace.iter("{*}formatCode")).text
    data: Any = CategoryChartData(number_format=code)  # type: ignore[no-untyped-call]
    data.categories = list(chart.plots[0].categories)
    for series in chart.plots[0].series:
        data.add_series(series.name, [13.5, *list(series.values)[1:]])
    chart.replace_data(data)


def moved(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    listed.insert(0, listed[1])


def hidden(deck: Any) -> None:
    deck.slides[1]._element.set("show", "0")


def removed(deck: Any) -> None:
    listed = deck.slides._sldIdLst
    deck.part.drop_rel(listed[5].rId)
    listed.remove(listed[5])


def added(deck: Any) -> None:
    slide = deck.slides.add_slide(deck.slides[0].slide_layout)
    slide.shapes.title.text = "By hand"
    slide.placeholders[1].text_frame.text = "One line"
    listed = deck.slides._sldIdLst
    listed.insert(1, listed[-1])


def alt(deck: Any) -> None:
    photo = next(
        one for one in deck.slides[4].shapes if one._element.tag.endswith("}pic")
    )  # LibreOffice drops that of a chart
    photo._element.nvPicPr.cNvPr.set("descr", "Another")


EDITS: dict[str, Edit] = {
    "title": say(0, "New title", "text/title"),
    "text": say(1, "New: text"),
    "bold": bold,
    "link": link,
    "bullet added": bullet_added,
    "bullet removed": bullet_removed,
    "level": level,
    "notes": notes,
    "cell": cell,
    "value": value,
    "order": moved,
    "hidden": hidden,
    "slide removed": removed,
    "slide added": added,
    "alt": alt,
}
VARIANTS = {
    "nb": ("", "nb", "budget.csv"),
    "en": ("", "en", "budget.xlsx"),
    "board": ("board", "nb", "budget.xlsx"),
    "board in English": ("board", "en", "budget.csv"),
}


def source(folder: Path, name: str) -> None:
    if name.endswith(".csv"):
        (folder / name).write_text("Post;Sum\r\nDrift;12,5\r\nReise;18\r\n", encoding="utf-8", newline="")
        return
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (("Post", "Sum"), ("Drift", 12.5), ("Reise", 18)):
        sheet.append(row)
    sheet["B2"].number_format, sheet["B2"].font = "0.0", Font(bold=True)
    sheet["D9"] = "=B2+B3"
    book.save(folder / name)


def cells(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        return [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    assert (sheet["B2"].number_format, sheet["B2"].font.bold, sheet["D9"].value) == ("0.0", True, "=B2+B3")
    return [["" if one.value is None else str(one.value).replace(".", ",") for one in row] for row in sheet["A1:B3"]]


SAVED = [(variant, "python-pptx") for variant in VARIANTS]
SAVED += [(variant, "LibreOffice") for variant in ("nb", "board in English")]


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "saved_by"), SAVED)
@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_written_to_its_value_whichever_program_saved_the_deck(
    what: str, variant: str, saved_by: str, tmp_path: Path
) -> None:
    audience, language, file = VARIANTS[variant]
    text = OUTLINE.replace("FILE", file)
    outline, deck, figures = tmp_path / "matrix.yaml", tmp_path / "deck.pptx", tmp_path / file
    outline.write_text(text, encoding="utf-8")
    source(tmp_path, file)
    Image.new("RGB", (40, 30), (20, 90, 60)).save(tmp_path / "photo.png")
    before = cells(figures)
    save(deck, build(outline, audience=audience, language=language))
    presentation: Any = Presentation(str(deck))
    EDITS[what](presentation)
    presentation.save(str(deck))
    if saved_by == "LibreOffice":
        libreoffice.needs_libreoffice()
        deck = Path(libreoffice.edited(str(deck), str(tmp_path / "office.pptx"), "nothing", 0, ""))
    found = pull(deck, outline)
    found.write()
    allowed = {"slide added": {"pull-slide-composed"}, "cell": {"pull-also-changes"}, "value": {"pull-also-changes"}}
    codes = {one.code for one in found.findings} - {"pull-look", "pull-translations"}
    assert codes <= allowed.get(what, set()), [one.message for one in found.findings]
    assert found.edits >= 1
    now = outline.read_text(encoding="utf-8")
    gone, come = changed_lines(text, now)
    assert sorted(re.findall("# .*", now)) == sorted(re.findall("# .*", text))
    if what in ("cell", "value"):
        assert now == text
        assert [a != b for a, b in zip(before, cells(figures), strict=True)].count(True) == 1
    else:
        assert cells(figures) == before and (gone or come)
        assert len(gone) <= {"slide removed": 5, "order": 5, "level": 3}.get(what, 1)
    if audience:
        assert now[now.index("data:") :] == text[text.index("data:") :]
    again = pull(deck, outline)
    assert (again.files, again.edits) == ((), 0)
    rest = diff(deck, outline, audience=audience, language=language)
    assert not rest.differences
    for slide in rest.changed:
        assert (slide.what, slide.moved, slide.differences) == ("changed", False, ()), slide
        if what in ("cell", "value") and slide.key != {"cell": "table", "value": "chart"}[what]:
            continue  # it reads the same file, and the deck says the old figure there: "pull-also-changes"
        assert {one.kind for item in slide.items for one in item.differences} <= LOOKS | {"alt"}, slide
    load(outline, audience=audience, language=language)
