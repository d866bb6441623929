from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from osloregion_slides.base.findings import Location
from osloregion_slides.diff_page import diff_page, marked
from osloregion_slides.drafting import composed, load
from osloregion_slides.scene import Deck, Placeholder
from osloregion_slides.update.deck_state import DeckState, ItemState, RunState, known
from osloregion_slides.update.diff import diff, diff_json, show_diff
from osloregion_slides.update.differences import Difference
from osloregion_slides.update.plan import adopt, plan
from osloregion_slides.update.show import as_json, show
from osloregion_slides.update.state_parts import ChartState, SeriesState
from osloregion_slides.update.wording import difference_text
from tests.update.outlines import DECKS
from tests.update.samples import box, deck, found, shape, slide, text, title, with_item

LIST = shape("members/list", "57 kommuner")
BASE = deck(
    slide("cover", title("cover", "Osloregionen")),
    slide("members", title("members", "Medlemmer"), LIST, at=Location("decks/osloregionen.yaml", 31)),
    slide("profile", title("profile", "Profil")),
)
OURS = with_item(
    deck(*BASE.slides[:2], slide("wind", title("wind", "Havvind"), at=Location("decks/osloregionen.yaml", 40))),
    "members/list",
    text=text("55 kommuner"),
)


def edited() -> DeckState:
    theirs = with_item(found(BASE), "cover/title", box=box(2.2, 0, 20, 1))
    pause = found(deck(slide("pause", title("pause", "Pause")))).slides[0]
    return theirs.replace(slides=(*theirs.slides, pause.replace(marks=pause.marks.replace(creation="1"))))


def test_a_plan_is_printed_as_in_the_readme() -> None:
    assert show(plan(BASE, edited(), OURS), "out/osloregionen.pptx").splitlines() == [
        "osloregion-slides plan out/osloregionen.pptx",
        "  Edits made in PowerPoint, kept: 2",
        "    ~ cover            title: moved 1.2 cm right",
        '    . slide 4 "Pause"  added by hand',
        "  Changes: 3",
        "    - profile  removed from the outline, unedited",
        '    ~ members  list: paragraph 1: "57 kommuner" -> "55 kommuner"  decks/osloregionen.yaml:31',
        "    + wind     new slide after members                            decks/osloregionen.yaml:40",
        "Plan: 1 to add, 1 to change, 1 to remove, 0 conflicts, 2 manual edits kept.   (exit 3)",
        "Run it with --details for every line and the ids for --take and --keep.",
    ]


def test_a_conflict_shows_both_sides() -> None:
    theirs = with_item(found(BASE), "members/list", text=text("over 50 kommuner"))
    lines = show(plan(BASE, theirs, OURS), "a.pptx").splitlines()
    (line,) = [line for line in lines if "!" in line]
    assert 'yours "over 50 kommuner"  |  outline "55 kommuner"' in line
    assert line.endswith("decks/osloregionen.yaml:31")
    assert lines[-1].endswith("(exit 4)")


def test_an_empty_plan_is_one_line() -> None:
    assert show(plan(BASE, found(BASE), BASE), "a.pptx").splitlines()[1:] == ["No changes.   (exit 0)"]


def test_adoption_reports_the_number_of_markers() -> None:
    assert "4 objects to link" not in show(adopt(found(BASE), BASE), "a.pptx", "adopt").splitlines()[0]
    assert "7 objects to link" in show(adopt(found(BASE), BASE), "a.pptx", "adopt")


def test_a_plan_as_json_has_the_same_content() -> None:
    made = json.loads(as_json(plan(BASE, edited(), OURS), "a.pptx"))
    assert made["exit_code"] == 3
    assert {(note["symbol"], note["label"]) for note in made["notes"]} >= {("+", "wind"), (".", 'slide 4 "Pause"')}
    assert [change["operation"] for change in made["changes"]] == ["RemoveSlide", "SetText", "AddSlide"]
    assert made["order"][:3] == ["cover", "members", "wind"]


SAID = {
    'paragraph 2 added: "ny"': Difference("text", (2,), "", "ny"),
    'paragraph 2 removed: "gammel"': Difference("text", (2,), "gammel", ""),
    "moved 1.0 cm left and 2.0 cm down": Difference("box", (), box(2, 1), box(1, 3)),
    "resized from 5.0 × 2.0 to 6.0 × 2.0 cm": Difference("box", (), box(1, 1, 5), box(1, 1, 6)),
    "fill Accent 1 -> #C2452D": Difference("fill", (), "accent1 #1D5FA8", "#C2452D"),
    'paragraph 1 bold: "57"': Difference("look", (1,), (RunState("57"),), (RunState("57", True),)),
    "2008, Oslo: 5 -> nothing": Difference("value", ("2008", "Oslo"), 5.0, None),
    'row 2, column 3: "a" -> "b"': Difference("cell", (2, 3), "a", "b"),
    'paragraph 1: other spaces or line breaks in "57 kommuner"': Difference(
        "text", (1,), "57 kommuner", "57\xa0kommuner"
    ),
    "text size 20 -> 18.5 pt": Difference("size", (), 20.0, 18.5),
    "shown again": Difference("hidden", (), True, False),
}


@pytest.mark.parametrize("words", SAID)
def test_differences_are_described_in_words(words: str) -> None:
    assert difference_text(SAID[words]) == words


def test_a_long_text_shows_only_the_differing_part() -> None:
    long = "Målet er å styrke Osloregionen som en konkurransedyktig og bærekraftig region i Europa"
    said = difference_text(Difference("text", (1,), long, long.replace("konkurransedyktig", "levende")))
    assert "konkurransedyktig" in said
    assert "levende" in said
    assert len(said) < 130


def test_two_decks_are_compared_by_slide() -> None:
    made = diff(BASE, edited())
    assert [(one.title, one.what, one.before, one.after) for one in made.slides] == [
        ("Osloregionen", "changed", 1, 1),
        ("Medlemmer", "same", 2, 2),
        ("Profil", "same", 3, 3),
        ("Pause", "added", 0, 4),
    ]
    assert "~ cover/title  moved 1.2 cm right" in show_diff(made)
    assert [one["what"] for one in json.loads(diff_json(made))["slides"]] == ["changed", "added"]


def test_two_files_are_compared_like_their_decks() -> None:
    assert show_diff(diff(found(BASE), found(OURS, native=False))) == show_diff(diff(BASE, OURS))


class Tags(HTMLParser):
    """Fails on what is not closed in order; keeps what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "style" not in self.open else ""


def chart(value: float) -> ItemState:
    data = ChartState("column", ("Oslo",), (SeriesState("2008", (value,)),))
    return ItemState("members/chart", "chart", box(), chart=data)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_diff_page_is_self_contained_and_in_the_readers_language(language: str) -> None:
    before = deck(slide("members", title("members", "Medlemmer <&>"), LIST, chart(5.5)), slide("profile"))
    after = deck(slide("members", title("members", "Medlemmer <&>"), LIST.replace(text=text("55 kommuner")), chart(6)))
    page = diff_page(diff(before, after), language, {"members": ("before.png", "after.png")})
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert f'<html lang="{language}">' in page
    assert "Medlemmer &lt;&amp;&gt;" in page
    assert "<del>57</del> <ins>55</ins> kommuner" in page
    assert ("5,5" if language == "nb" else "5.5") in tags.text
    assert ("Fjernet lysbilde" if language == "nb" else "Removed slide") in tags.text
    assert page.count("<img ") == 2


def test_added_and_removed_words_are_marked() -> None:
    assert marked("57 <b> kommuner", "55 <b> kommuner og") == (
        "<del>57</del> <ins>55</ins> &lt;b&gt; kommuner <ins>og</ins>"
    )


def aligned(deck: Deck, align: Any) -> Deck:
    """Return the deck with the title of its first slide aligned, which no update owns."""
    first, *rest = deck.slides
    art, title, *items = first.items
    assert isinstance(title, Placeholder)
    paragraphs = tuple([one.replace(align=align) for one in title.text.paragraphs])
    title = title.replace(text=title.text.replace(paragraphs=paragraphs))
    return deck.replace(slides=(first.replace(items=(art, title, *items)), *rest))


@pytest.mark.parametrize(("align", "shown"), [("r", ["~ cover/title  looks different"]), ("l", [])])
def test_two_outlines_are_also_compared_by_visible_text(align: Any, shown: list[str]) -> None:
    outline = load(str(DECKS / "osloregionen.yaml"))
    made, brand, _ = composed(outline)
    one, other = aligned(made, "l"), aligned(made, align)
    changed = diff(known(one, brand), known(other, brand), (one, other))
    assert [line.strip() for line in show_diff(changed).splitlines() if "cover/" in line] == shown
    assert diff(known(one, brand), known(other, brand)).changed == ()
