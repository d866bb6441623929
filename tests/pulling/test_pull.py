"""Manual edits of a deck are written to their values in the outline, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData

from osloregion_slides import Pulled, diff, plan, pull
from tests.pulling.outlines import OUTLINE, changed_lines, edited, made, pulled
from tests.update.edits import every, shape_of, slide_of, write

Edit = Callable[[Any], None]


def body(presentation: Any) -> Any:
    return shape_of(presentation, "text/body").text_frame


def bold_word(presentation: Any) -> None:
    paragraph = body(presentation).paragraphs[0]
    first = paragraph.runs[0]
    first.text = "First of "
    made_run = deepcopy(first._r)
    first._r.addnext(made_run)
    run = paragraph.runs[1]
    run.text, run.font.bold = "all", True


def link(presentation: Any) -> None:
    paragraph = body(presentation).paragraphs[2]
    run = paragraph.runs[0]
    run.hyperlink.address = "https://example.org/third"


def bullet_added(presentation: Any) -> None:
    first = body(presentation).paragraphs[0]
    first._p.addnext(deepcopy(first._p))
    body(presentation).paragraphs[1].runs[0].text = "Added by hand"


def bullet_removed(presentation: Any) -> None:
    second = body(presentation).paragraphs[1]
    second._p.getparent().remove(second._p)


def table(presentation: Any) -> Any:
    return next(shape.table for shape in slide_of(presentation, "figures").shapes if shape.has_table)


def cell(presentation: Any) -> None:
    table(presentation).cell(2, 1).text_frame.paragraphs[0].runs[0].text = "15"


def row_added(presentation: Any) -> None:
    rows = table(presentation)._tbl.tr_lst
    new = deepcopy(rows[2])
    rows[2].addnext(new)
    for text, node in zip(("2009", "16"), new.iter("{*}t"), strict=True):
        node.text = text


def row_removed(presentation: Any) -> None:
    rows = table(presentation)._tbl
    rows.remove(rows.tr_lst[1])


def chart_value(presentation: Any) -> None:
    chart = next(shape.chart for shape in slide_of(presentation, "curve").shapes if shape.has_chart)
    data: Any = CategoryChartData(number_format="0.0")  # type: ignore[no-untyped-call]
    data.categories = ["2007", "2008"]
    data.add_series("Income", (12, 17.5))
    data.add_series("Costs", (12.5, 13))
    chart.replace_data(data)


def alt_text(presentation: Any) -> None:
    frame = next(shape for shape in slide_of(presentation, "figures").shapes if shape.has_table)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "Another description")


def notes(presentation: Any) -> None:
    slide_of(presentation, "cover").notes_slide.notes_text_frame.text = "Say hello.\nWait long."


def new_notes(presentation: Any) -> None:
    slide_of(presentation, "end").notes_slide.notes_text_frame.text = "Applause"


def hidden(presentation: Any) -> None:
    slide_of(presentation, "points")._element.set("show", "0")


def removed(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    presentation.part.drop_rel(listed[4].rId)
    listed.remove(listed[4])


def moved(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    listed.insert(2, listed[3])


LINES: dict[str, tuple[Edit, list[str], list[str]]] = {
    "a title in single quotes": (
        write("text/title", 0, "What we don't do"),
        ["title: 'What we do'       # in single quotes"],
        ["title: 'What we don''t do'       # in single quotes"],
    ),
    "a plain bullet that needs quotes now": (
        write("text/body", 0, "First: all"),
        ["- First of all          # the first"],
        ['- "First: all"          # the first'],
    ),
    "a bullet below another": (write("text/body", 3, "Under"), ["- Below the third"], ["- Under"]),
    "a folded text": (
        lambda deck: write(every_text(deck, "points", "A long"), 0, LONG)(deck),
        ["is longer than a line of this outline can be."],
        ["is longer than a line of an outline can be."],
    ),
    "a word in bold": (
        bold_word,
        ["- First of all          # the first"],
        ["- First of **all**          # the first"],
    ),
    "a link": (link, ["- text: Third"], ['- text: "[Third](https://example.org/third)"']),
    "a new bullet": (bullet_added, [], ["- Added by hand"]),
    "a removed bullet": (bullet_removed, ['- "Second: the next"'], []),
    "a cell": (cell, ['- ["2008", "14"]   # an estimate'], ['- ["2008", "15"]   # an estimate']),
    "a new row": (row_added, [], ['- ["2009", "16"]']),
    "a removed row": (row_removed, ['- ["2007", "12"]'], []),
    "a value": (
        chart_value,
        ["- {name: Income, values: [12, 14]}"],
        ["- {name: Income, values: [12, 17.5]}"],
    ),
    "an alt text": (alt_text, ["alt: Figures of two years"], ["alt: Another description"]),
    "notes": (notes, ["Wait."], ["Wait long."]),
    "notes where there were none": (new_notes, [], ["notes: Applause"]),
    "a hidden slide": (hidden, [], ["hidden: true"]),
}
GEOMETRY = {"box", "size", "alt", "path", "ends", "columns", "shade", "appearance"}
"""What a diff names all the same: place, size and the bands of a table; the alt text is one that a kind of slide writes out of its texts."""
LONG = "A long point that is folded over lines, because it is longer than a line of an outline can be."


def every_text(presentation: Any, slide: str, beginning: str) -> str:
    """Return the name of the shape that begins with these words."""
    shapes = every(slide_of(presentation, slide).shapes)
    return next(s.name for s in shapes if s.has_text_frame and s.text_frame.text.startswith(beginning))


@pytest.mark.parametrize("what", LINES)
def test_an_edit_changes_only_the_lines_of_its_value(what: str, tmp_path: Path) -> None:
    edit, gone, come = LINES[what]
    outline, deck = made(tmp_path)
    edited(deck, edit)
    assert pull(deck, outline).exit_code == 3
    assert outline.read_text(encoding="utf-8") == OUTLINE  # without write nothing is written
    found = pulled(deck, outline)
    assert beyond_looks(found) == []
    assert changed_lines(OUTLINE, outline.read_text(encoding="utf-8")) == (gone, come)
    settled(deck, outline)


def beyond_looks(found: Pulled) -> list[str]:
    """Return the codes of what is said of a pull, sorted, without place and look."""
    return sorted([one.code for one in found.findings if one.code != "pull-look"])


def settled(deck: Path, outline: Path, *left: str) -> None:
    """After a pull there is nothing to pull, and a deck of the outline differs in nothing but place and size."""
    again = pull(deck, outline)
    assert (again.patch, again.edits) == ("", 0)
    assert beyond_looks(again) == sorted(left)
    found = diff(deck, outline, audience=read_variant(deck))
    assert not found.differences
    for slide in found.changed:
        assert (slide.what, slide.moved, slide.differences) == ("changed", False, ())
        assert {one.kind for item in slide.items for one in item.differences} <= GEOMETRY, slide


def read_variant(deck: Path) -> str:
    """Return the audience that a deck was built for."""
    return str(plan(deck, deck.parent / "tests.yaml").ours.known.variant.audience)


def test_all_edits_at_once_keep_every_comment(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    some = [
        name for name in LINES if name not in ("a word in bold", "a removed row", "a new bullet", "a removed bullet")
    ]
    edited(deck, *[LINES[name][0] for name in some])
    found = pulled(deck, outline)
    assert found.edits == len(some)
    text = outline.read_text(encoding="utf-8")
    comments = [line.partition("#")[2] for line in OUTLINE.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in text.splitlines() if "#" in line] == comments
    settled(deck, outline)


def test_a_removed_slide_is_removed_with_its_lines(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    edited(deck, removed)
    pulled(deck, outline)
    start, end = OUTLINE.index("  - id: curve"), OUTLINE.index("  - id: end")
    assert outline.read_text(encoding="utf-8") == OUTLINE[:start] + OUTLINE[end:]
    settled(deck, outline)


def test_a_moved_slide_is_moved_with_the_comment_above_it(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    edited(deck, moved)
    pulled(deck, outline)
    cut = [OUTLINE.index(part) for part in ("  - id: points", "  # the table", "  - id: curve")]
    parts = OUTLINE[: cut[0]], OUTLINE[cut[0] : cut[1]], OUTLINE[cut[1] : cut[2]], OUTLINE[cut[2] :]
    assert outline.read_text(encoding="utf-8") == parts[0] + parts[2] + parts[1] + parts[3]
    settled(deck, outline)


def test_a_text_that_is_one_fact_is_kept_and_the_fact_proposed(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    edited(deck, write("cover/title", 0, "Autumn meeting"))
    found = pulled(deck, outline)
    (one,) = found.findings
    assert (one.code, found.files, found.exit_code) == ("pull-worked-out", (), 0)
    assert one.at is not None and one.at.line == 21
    assert f"{outline}:9:10" in one.hint and "`Autumn meeting`" in one.hint


def test_a_text_with_an_expression_is_not_changed(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    name = "cover/line"
    edited(deck, lambda one: write(every_text(one, "cover", "Oslo, in"), 0, "Oslo, in May")(one))
    found = pulled(deck, outline)
    assert [one.code for one in found.findings] == ["pull-worked-out"], name
    assert outline.read_text(encoding="utf-8") == OUTLINE


def test_a_change_on_both_sides_is_a_conflict(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    edited(deck, write("text/title", 0, "By hand"), write("text/body", 0, "Hand"))
    outline.write_text(OUTLINE.replace("What we do", "By the outline"), encoding="utf-8")
    found = pulled(deck, outline)
    assert [one.code for one in found.findings] == ["pull-conflict"]
    assert all(word in found.findings[0].message for word in ("By hand", "By the outline", "What we do"))
    assert found.exit_code == 4
    text = outline.read_text(encoding="utf-8")
    assert "By the outline" in text and "- Hand          # the first" in text


def test_two_copies_are_pulled_in_turn(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    other = tmp_path / "other.pptx"
    other.write_bytes(deck.read_bytes())
    edited(deck, write("text/title", 0, "Of one"), write("text/body", 0, "One"))
    edited(other, write("text/title", 0, "Of the other"), write("points/title", 0, "Points"))
    pulled(deck, outline)
    found = pulled(other, outline)
    assert [one.code for one in found.findings] == ["pull-conflict"]
    text = outline.read_text(encoding="utf-8")
    assert "'Of one'" in text and "title: Points\n" in text and "- One " in text


def overlaid(tmp_path: Path, *edits: Edit) -> tuple[Pulled, list[str], list[str]]:
    outline, deck = made(tmp_path, audience="board")
    edited(deck, *edits)
    found = pulled(deck, outline)
    settled(deck, outline)
    return found, *changed_lines(OUTLINE, outline.read_text(encoding="utf-8"))


def test_the_deck_of_an_audience_is_pulled_into_its_overlay(tmp_path: Path) -> None:
    _, gone, come = overlaid(tmp_path, write("text/title", 0, "For all of the board"))
    assert gone == ["- {id: text, title: For the board}"]
    assert come == ["- {id: text, title: For all of the board}"]


def test_shared_content_edited_for_an_audience_is_pulled_into_its_overlay(tmp_path: Path) -> None:
    _, gone, come = overlaid(
        tmp_path, write("text/body", 0, "Only here"), write("points/title", 0, "Our points"), hidden
    )
    assert gone == ["- {id: text, title: For the board}"]
    assert come == [
        '- {id: text, title: For the board, items: [Only here, "Second: the next", '
        "{text: Third, items: [Below the third, Below too]}]}",
        "- {id: points, title: Our points, hidden: true}",
    ]


def test_a_slide_removed_for_an_audience_is_removed_in_its_overlay(tmp_path: Path) -> None:
    _, gone, come = overlaid(tmp_path, removed, moved)
    assert gone == []
    assert come == ["- {id: curve, remove: true}", "- {id: points, after: curve}"]


def test_an_unedited_deck_has_nothing_to_pull(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    found = pull(deck, outline)
    assert (found.files, found.findings, found.edits, found.exit_code) == ((), (), 0, 0)


def test_position_and_formatting_are_not_pulled(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)

    def shift(presentation: Any) -> None:
        shape = shape_of(presentation, "text/title")
        shape.left, shape.top, shape.width, shape.height = 914400, 914400, 6000000, 900000

    edited(deck, shift)
    found = pull(deck, outline)
    (one,) = found.findings
    assert (found.files, found.exit_code, one.code, one.severity) == ((), 0, "pull-look", "note")
    assert "`text/title`" in one.message and "moved" in one.message and "resized" in one.message


def test_a_concurrently_saved_outline_is_not_written(tmp_path: Path) -> None:
    from osloregion_slides import InvalidInput

    outline, deck = made(tmp_path)
    edited(deck, write("text/title", 0, "By hand"))
    found = pull(deck, outline)
    outline.write_text(OUTLINE + "# more\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="pull-changed"):
        found.write()
    assert outline.read_text(encoding="utf-8").endswith("# more\n")


def added(layout: int, title: str, *lines: str) -> Edit:
    """Add a slide by hand behind the first."""

    def edit(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
        slide.shapes.title.text = title
        body = next((one for one in slide.placeholders if one.placeholder_format.type in (2, 7)), None)
        if body is not None:
            body.text_frame.text = "\n".join(lines)
        listed = presentation.slides._sldIdLst
        listed.insert(1, listed[-1])

    return edit


def test_a_manually_added_slide_is_pulled_as_the_matching_slide_type(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)
    layouts = [layout.name for layout in Presentation(str(deck)).slide_layouts]
    edited(deck, added(layouts.index("Title and content"), "Made by hand", "One line", "Another: line"))
    found = pulled(deck, outline)
    assert (found.edits, [one.code for one in found.findings]) == (1, ["pull-slide-composed"])
    gone, come = changed_lines(OUTLINE, outline.read_text(encoding="utf-8"))
    assert gone == []
    lines = ["- id: made-by-hand", "kind: bullets", "title: Made by hand", "items:", "- One line", '- "Another: line"']
    assert [line for line in come if line] == lines
    assert {one.what for one in diff(deck, outline).changed} <= {"changed"}  # no slide is new, gone or moved
    assert pull(deck, outline).edits == 0


COLUMNS = """\
deck: columns
title: Columns
language: en
slides:
  - id: columns
    kind: columns
    title: Some columns
    items:
      - {heading: One, text: The first text}
      - {heading: Two, text: The second text}
      - {heading: Three, text: The third text}
"""


def without(*beginnings: str) -> Edit:
    """Delete the shapes whose texts begin so."""

    def edit(presentation: Any) -> None:
        for shape in list(every(presentation.slides[0].shapes)):
            if shape.has_text_frame and shape.text_frame.text.startswith(beginnings):
                shape._element.getparent().remove(shape._element)

    return edit


def test_an_entry_whose_texts_were_all_deleted_is_removed_from_its_list(tmp_path: Path) -> None:
    outline, deck = made(tmp_path, COLUMNS)
    edited(deck, without("Two", "The second"))
    pulled(deck, outline)
    line = "      - {heading: Two, text: The second text}\n"
    assert outline.read_text(encoding="utf-8") == COLUMNS.replace(line, "")


def test_an_entry_with_a_remaining_text_is_kept_and_the_edit_reported(tmp_path: Path) -> None:
    outline, deck = made(tmp_path, COLUMNS)
    edited(deck, without("Two"))
    found = pulled(deck, outline)
    assert (found.edits, {one.code for one in found.findings}) == (0, {"pull-no-place"})
    assert outline.read_text(encoding="utf-8") == COLUMNS


def test_a_removed_bullet_keeps_its_sublevels(tmp_path: Path) -> None:
    outline, deck = made(tmp_path)

    def edit(presentation: Any) -> None:
        third = body(presentation).paragraphs[2]
        third._p.getparent().remove(third._p)

    edited(deck, edit)
    found = pulled(deck, outline)
    assert "pull-no-place" in {one.code for one in found.findings}
    text = outline.read_text(encoding="utf-8")
    assert "Below the third" in text and "Below too" in text


def test_a_value_used_by_two_charts_is_reported_with_the_other_chart(tmp_path: Path) -> None:
    (tmp_path / "sums.csv").write_text("Year;Sum\n2007;12\n2008;14\n", encoding="utf-8")
    chart = "    title: {0}\n    kind: chart\n    type: column\n    table: data.sums\n    alt: The {0}\n"
    slides = "".join([f"  - id: {name}\n{chart.format(name)}" for name in ("curve", "again")])
    head = "deck: t\ntitle: T\nlanguage: en\nbrand: osloregionen\nas_of: 2008-01-01\ndata: {sums: sums.csv}\nslides:\n"
    outline, deck = made(tmp_path, head + slides)

    def value(presentation: Any) -> None:
        shown = next(shape.chart for shape in slide_of(presentation, "curve").shapes if shape.has_chart)
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = ["2007", "2008"]
        data.add_series("Sum", (12, 18))
        shown.replace_data(data)

    edited(deck, value)
    found = pull(deck, outline)
    assert "+2008;18" in found.patch
    also = [dict(one.values)["others"] for one in found.findings if one.code == "pull-also-changes"]
    assert also == [("again",)]
