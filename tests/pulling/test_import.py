"""A deck of anybody becomes an outline that says what it says; what is not carried is reported."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.packuri import PackURI
from pptx.util import Cm, Pt

from osloregion_slides import InvalidInput, build, import_deck
from osloregion_slides.outline.read import read_outline
from tests.update.edits import every
from tests.update.outlines import DECKS

TITLE_ONLY, TITLE_AND_TEXT, BLANK = 5, 1, 6


def found_words(data: bytes) -> Counter[str]:
    """Return the words of all texts, cells, notes, categories and series."""
    found: list[str] = []
    for slide in Presentation(BytesIO(data)).slides:
        for shape in every(slide.shapes):
            if shape.is_placeholder and shape.placeholder_format.type in (13, 15, 16):  # number, footer, date
                continue
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
            if getattr(shape, "has_chart", False):
                found += [node.text or "" for node in shape.chart._chartSpace.iter("{*}v")]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            found.append(slide.notes_slide.notes_text_frame.text)
    return Counter(re.findall(r"\w+", " ".join(found)))


def picture() -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (40, 30), (20, 90, 60)).save(data, "PNG")
    data.seek(0)
    return data


def text(presentation: Any, layout: int, title: str, *lines: tuple[int, str]) -> Any:
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if slide.shapes.title is not None:
        slide.shapes.title.text = title
    frame: Any = slide.placeholders[1].text_frame if lines else None
    for place, (level, words) in enumerate(lines):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.text, paragraph.level = words, level
    return slide


def chart(slide: Any, kind: Any) -> None:
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["North", "South"]
    data.add_series("Sums", (1.5, 2))
    slide.shapes.add_chart(kind, Cm(2), Cm(5), Cm(15), Cm(9), data)


def theirs() -> Any:
    """A deck of somebody else, with a slide of each sort."""
    made: Any = Presentation()
    made.core_properties.title = "Their {{ deck }}"
    text(made, 0, "A first slide", (0, "With a subtitle"))
    body = text(made, TITLE_AND_TEXT, "Levels", (0, "One"), (1, "Two *stars*"), (1, "Three"), (0, "Four"))
    run = body.placeholders[1].text_frame.paragraphs[0].add_run()
    run.text, run.font.bold, run.hyperlink.address = " bold", True, "https://example.org/x_(y)"
    body.notes_slide.notes_text_frame.text = "What to say\nand more"
    table = text(made, TITLE_ONLY, "A table")
    cells = table.shapes.add_table(2, 2, Cm(2), Cm(5), Cm(12), Cm(3)).table
    for place, words in enumerate(("Head", "Other", "12", "Cell {{ x }}")):
        cells.cell(place // 2, place % 2).text = words
    chart(text(made, TITLE_ONLY, "A chart"), XL_CHART_TYPE.COLUMN_CLUSTERED)
    chart(text(made, TITLE_ONLY, "An area"), XL_CHART_TYPE.AREA)
    shown = text(made, TITLE_ONLY, "A picture")
    added = shown.shapes.add_picture(picture(), Cm(2), Cm(5))
    added._element.nvPicPr.cNvPr.set("descr", "A green field")
    shown.shapes.add_textbox(Cm(12), Cm(5), Cm(5), Cm(2)).text_frame.text = "Beside it"
    bare = text(made, BLANK, "")
    bare.shapes.add_textbox(Cm(2), Cm(2), Cm(5), Cm(2)).text_frame.text = "x" * 120
    hidden = text(made, TITLE_ONLY, "A part")
    hidden._element.set("show", "0")
    return made


def imported(presentation: Any, folder: Path) -> tuple[Any, Path, bytes]:
    deck = folder / "Their deck.pptx"
    presentation.save(str(deck))
    found = import_deck(deck)
    outline = Path(found.write(folder / "made")[0])
    return found, outline, build(outline, updatable=False).data


def test_every_word_is_in_the_rebuilt_deck(tmp_path: Path) -> None:
    deck = theirs()
    found, _, data = imported(deck, tmp_path)
    original = BytesIO()
    deck.save(original)
    assert found_words(original.getvalue()) - found_words(data) == Counter()


def test_each_slide_becomes_the_matching_slide_type(tmp_path: Path) -> None:
    found, outline, _ = imported(theirs(), tmp_path)
    kinds = [slide.kinds for slide in found.slides]
    one = [("cover",), ("bullets",), ("table",), ("chart",), ("slide",), ("picture",), ("bullets",), ("section",)]
    assert kinds == one
    made = outline.read_text(encoding="utf-8")
    assert '- text: "One[ **bold**](<https://example.org/x_(y)>)"' in made
    assert "hidden: true" in made
    assert "alt: A green field" in made
    assert {name for name, _ in found.files} == {"their-deck.yaml", "pictures/image1.png", "slides/their-deck.pptx"}
    tree, faults = read_outline(made.encode(), "made")
    assert (tree is not None, faults) == (True, ())


def test_a_slide_with_unsupported_content_is_kept_and_reported(tmp_path: Path) -> None:
    found, outline, data = imported(theirs(), tmp_path)
    assert {slide.number: slide.lost for slide in found.slides if slide.lost} == {
        4: ("nothing describes a picture, chart or table: its title stands for it",),
    }
    why = {slide.number: slide.kept for slide in found.slides if slide.kept}
    assert why == {5: ("a chart of a type that no kind draws",)}
    assert [one.code for one in found.findings] == ["import-lost", "import-kept"]
    assert 'from: "slides/their-deck.pptx#5"' in outline.read_text(encoding="utf-8")
    kept = Presentation(BytesIO(data)).slides[4]
    assert next(shape.chart.chart_type for shape in kept.shapes if shape.has_chart) == XL_CHART_TYPE.AREA


def test_a_deck_without_kept_slides_is_not_copied(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, TITLE_AND_TEXT, "Only words", (0, "One"), (0, "Two"))
    found, _, _ = imported(deck, tmp_path)
    assert [name for name, _ in found.files] == ["their-deck.yaml"]


def test_reimporting_a_built_import_gives_the_same_outline(tmp_path: Path) -> None:
    """Its deck has the kinds that import makes, so a second round changes no text, kind or note."""
    _, outline, data = imported(theirs(), tmp_path)
    again = import_deck("again.pptx", data=data)
    first, second = (
        found_words(data),
        found_words(build(Path(again.write(tmp_path / "again")[0]), updatable=False).data),
    )
    assert first - second == Counter()


@pytest.mark.parametrize("name", ["osloregionen", "gallery"])
def test_texts_of_our_own_decks_are_imported_or_reported(name: str, tmp_path: Path) -> None:
    deck = build(DECKS / f"{name}.yaml")
    found = import_deck("deck.pptx", language="nb", data=deck.data)  # named, so that its slides are read
    outline = found.write(tmp_path / "made")[0]
    said = " ".join([" ".join(slide.lost) for slide in found.slides])
    missing = found_words(deck.data) - found_words(build(outline, updatable=False).data)
    assert missing - Counter(re.findall(r"\w+", said)) == Counter()


def test_a_deck_without_text_is_reported(tmp_path: Path) -> None:
    empty: Any = Presentation()
    empty.slides.add_slide(empty.slide_layouts[BLANK])
    with pytest.raises(InvalidInput, match="import-empty"):
        imported(empty, tmp_path)


def test_nothing_is_written_to_a_folder_in_use(tmp_path: Path) -> None:
    found, outline, _ = imported(theirs(), tmp_path)
    with pytest.raises(InvalidInput, match="folder-in-use"):
        found.write(outline.parent)


def test_all_parts_of_a_hidden_slide_are_hidden(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, TITLE_ONLY, "Shown")
    slide = text(deck, TITLE_ONLY, "Secret")
    slide.shapes.add_table(2, 1, Cm(2), Cm(5), Cm(12), Cm(3)).table.cell(0, 0).text = "Head"
    slide.shapes.add_textbox(Cm(2), Cm(12), Cm(9), Cm(3)).text_frame.text = "Words for nobody"
    slide.notes_slide.notes_text_frame.text = "Once"
    slide._element.set("show", "0")
    found, outline, data = imported(deck, tmp_path)
    assert found.slides[1].kinds == ("table", "bullets")
    assert [one._element.get("show") for one in Presentation(BytesIO(data)).slides] == [None, "0", "0"]
    assert outline.read_text(encoding="utf-8").count("notes: Once") == 1


def test_a_chart_keeps_its_number_format_or_the_loss_is_reported(tmp_path: Path) -> None:
    said = "deck: c\ntitle: C\nlanguage: nb\nbrand: osloregionen\nas_of: 2008-01-01\nslides:\n"
    kinds = ("column, number_format: 0 %", "waterfall")
    for kind in kinds:
        said += f"  - {{id: {kind[:6]}, kind: chart, title: {kind[:6]}, categories: [a, b], alt: Bars, type: {kind}, "
        said += "series: [{name: S, values: [0.75, -0.25]}]}\n"
    (tmp_path / "c.yaml").write_text(said, encoding="utf-8")
    deck = build(tmp_path / "c.yaml")
    found = import_deck("c.pptx", data=deck.data)
    made = found.files[0][1].decode()
    assert made.count("number_format") == made.count('number_format: "0 %"') == 1
    why = [slide.kept for slide in found.slides]
    assert why[0] == () and "the number formats of a chart" in why[1]


def test_large_text_becomes_the_title_of_a_slide_without_one(tmp_path: Path) -> None:
    deck: Any = Presentation()
    made = (
        [("12 May 2026", 14), ("The region\nin ten years", 44), ("Kari Nordmann", 18)],
        [("Part two", 40)],
        [("Chapter 7", 36), ("What it costs", 18)],
        [("One line\nand another", None)],
        [("First of two", 20), ("Second of two", 22)],
    )
    for texts in made:
        slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
        for place, (words, size) in enumerate(texts):
            frame = slide.shapes.add_textbox(Cm(2), Cm(2 + 4 * place), Cm(20), Cm(3)).text_frame
            frame.text = words
            for paragraph in frame.paragraphs:
                paragraph.font.size = Pt(size) if size else None
                for run in paragraph.runs:
                    run.font.size = Pt(size) if size else None
    found, outline, data = imported(deck, tmp_path)
    assert [slide.kinds for slide in found.slides] == [
        ("cover",),
        ("section",),
        ("section",),
        ("bullets",),
        ("bullets",),
    ]
    written = outline.read_text(encoding="utf-8")
    assert "title: The region in ten years" in written and "title: Chapter 7" in written
    original = BytesIO()
    deck.save(original)
    assert found_words(original.getvalue()) - found_words(data) == Counter()


def test_pictures_that_differ_only_in_the_extension_are_two_files(tmp_path: Path) -> None:
    deck: Any = Presentation()
    for place, name in enumerate(("image1.jpg", "image1.jpeg")):
        data = BytesIO()
        Image.new("RGB", (40, 30), (20, 90 * place, 60)).save(data, "JPEG")
        data.seek(0)
        slide = text(deck, TITLE_ONLY, f"Picture {place}")
        added = slide.shapes.add_picture(data, Cm(2), Cm(5))
        slide.part.related_part(added._element.blip_rId).partname = PackURI(f"/ppt/media/{name}")
    found, _, _ = imported(deck, tmp_path)
    pictures = [(name, data) for name, data in found.files if name.startswith("pictures/")]
    assert len({name for name, _ in pictures}) == len({data for _, data in pictures}) == 2


def test_chart_text_outside_the_data_is_reported(tmp_path: Path) -> None:
    outline = tmp_path / "o.yaml"
    slides = [
        "    type: column\n    axes: {value: Axis words, min: 0, max: 90}\n    values: [12, 14]",
        "    type: column\n    values: [12, 14]",
    ]
    head = "deck: o\ntitle: O\nlanguage: en\nslides:\n"
    outline.write_text(
        head
        + "".join(
            f"  - id: c{n}\n    kind: chart\n    title: Chart {n}\n    alt: A\n    categories: [a, b]\n"
            + one.replace("    values:", "    series: [{name: S, values: ")[:-1]
            + "]}]\n"
            for n, one in enumerate(slides)
        ),
        encoding="utf-8",
    )
    deck = tmp_path / "o.pptx"
    deck.write_bytes(build(outline).data)
    first, second = import_deck(deck, language="en").slides  # named, so that its slides are read
    assert "titles of a chart" in " ".join(first.kept)  # kept whole for them, and so with its range
    assert not (second.kept or second.lost)


def test_a_typed_bullet_character_is_removed_and_reported(tmp_path: Path) -> None:
    made: Any = Presentation()
    body = text(made, TITLE_AND_TEXT, "Typed", (0, "• One"), (0, "Two • three"), (0, "•"))
    body.notes_slide.notes_text_frame.text = "Said"
    box = body.shapes.add_textbox(Cm(1), Cm(1), Cm(5), Cm(2))
    box.text_frame.text = "Beside the notes"
    body.notes_slide.shapes._spTree.append(box._element)  # it leaves the slide
    found, outline, _ = imported(made, tmp_path)
    written = outline.read_text(encoding="utf-8")
    assert "• One" not in written and "One" in written and "Two • three" in written
    lost = " ".join(found.slides[0].lost)
    assert "typed" in lost and "Beside the notes" in lost
