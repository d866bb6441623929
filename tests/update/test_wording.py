"""Lines of a plan are codes with values; the catalogues put them into words, in every language."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base import messages
from osloregion_slides.base.messages import Phrase, in_words, phrase
from osloregion_slides.update.changes import PlanEntry
from osloregion_slides.update.deck_state import DeckState
from osloregion_slides.update.differences import Difference
from osloregion_slides.update.plan import plan
from osloregion_slides.update.show import show
from osloregion_slides.update.wording import colour, difference_text
from tests.update.decks import decks
from tests.update.samples import box, deck, found, shape, slide, text, title, with_item
from tests.update.test_laws import LAW

PACKAGE = Path(messages.__file__).parent.parent
ENGLISH, NORWEGIAN = (messages.catalogue("update", language) for language in ("en", "nb"))
JARGON = re.compile(r"\b(glued|tx[12]|bg[12]|accent\d|lumMod|EMU|preset|anew|told|xfrm|dict|None)\b")
"""What nobody who edits slides has a word for."""


def codes() -> tuple[set[str], set[str]]:
    """Return the codes that the package names in ``phrase(…)``, and the beginnings of those that it puts together."""
    whole, beginnings = set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase" and node.args):
                continue
            said = node.args[0]
            for part in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                if isinstance(part, ast.JoinedStr):
                    beginnings.add(str(part.values[0].value))  # type: ignore[attr-defined]
                elif isinstance(part, ast.Constant):
                    whole.add(str(part.value))
    return whole, beginnings


def test_every_plan_code_has_a_sentence_with_the_same_values_in_both_languages() -> None:
    whole, beginnings = codes()
    assert whole - set(ENGLISH) == set()
    assert [one for one in beginnings if not any(code.startswith(one) for code in ENGLISH)] == []
    assert set(ENGLISH) == set(NORWEGIAN)
    names = re.compile(r"\{(\w+)")
    for code, entry in ENGLISH.items():
        assert set(names.findall(entry.message)) == set(names.findall(NORWEGIAN[code].message)), code


def test_no_sentence_uses_technical_words() -> None:
    assert [code for code, entry in ENGLISH.items() if JARGON.search(entry.message)] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("accent1 #1D5FA8", "Accent 1"),
        ("tx2 lumMod60 lumOff40 #112233", "Text 2, lighter 40%"),
        ("accent3 lumMod75 #112233", "Accent 3, darker 25%"),
        ("accent3 alpha50 #112233", "Accent 3, 50% transparent"),
        ("#C2452D", "#C2452D"),
        ("", "no colour"),
        ("gradient", "gradient"),
    ],
)
def test_a_colour_has_its_powerpoint_name(value: str, shown: str) -> None:
    assert str(colour(value)) == shown


def test_numbers_and_quotes_follow_the_language() -> None:
    said = Difference("box", (), box(2, 1), box(1, 3))
    assert difference_text(said) == "moved 1.0 cm left and 2.0 cm down"
    assert difference_text(said, "nb") == "flyttet 1,0 cm til venstre og 2,0 cm ned"
    assert difference_text(Difference("text", (1,), "57", "55"), "nb") == "avsnitt 1: «57» → «55»"
    assert in_words(phrase("removed"), "fr") == "removed from the outline, unedited", "control: English where none is"


@LAW
@given(decks(), decks(), decks(), st.booleans(), st.sampled_from(["en", "nb"]))
def test_every_line_of_every_plan_has_a_text(
    base: DeckState, theirs: DeckState, ours: DeckState, native: bool, language: str
) -> None:
    made = plan(base, found(theirs, native), ours)
    for details in (False, True):
        text = show(made, "a.pptx", "plan", details, language)
        assert "Phrase(" not in text and "{" not in text
    assert all(isinstance(note.says, Phrase) for note in made.notes)


def edits(count: int) -> Any:
    keys = [f"members/{letter}" for letter in "abcdefgh"[:count]]
    base = deck(slide("members", title("members", "Medlemmer"), *[shape(key, "57") for key in keys]))
    theirs = found(base)
    for key in keys:
        theirs = with_item(theirs, key, text=text("58"))
    return plan(base, theirs, base)


def test_a_slide_has_one_line_and_details_list_every_edit() -> None:
    made = edits(5)
    assert [line for line in show(made, "a.pptx").splitlines() if "~" in line] == [
        '    ~ members  a: paragraph 1: "57" -> "58"; b: paragraph 1: "57" -> "58"; and 3 more'
    ]
    assert "--details" in show(made, "a.pptx").splitlines()[-1]
    detailed = show(made, "a.pptx", details=True)
    assert detailed.count('"57" -> "58"') == 5 and "--details" not in detailed


@pytest.mark.parametrize(("texts", "has_sides"), [(("", ""), False), (("", "57"), True), (("56", "57"), True)])
def test_a_conflict_names_both_sides_unless_neither_has_a_text(texts: tuple[str, str], has_sides: bool) -> None:
    conflict = PlanEntry("!", "conflict", "members", "a", phrase("deleted-but-changed"), *texts, None, "1a2b3c4d")
    lines = show(edits(1).replace(notes=(conflict,)), "a.pptx").splitlines()
    assert [" yours " in line for line in lines if line.strip().startswith("!")] == [has_sides]


def test_phrases_are_equal_regardless_of_the_order_of_their_values() -> None:
    one, other = phrase("object", kind="a", name="b"), phrase("object", name="b", kind="a")
    assert one == other and PlanEntry("~", "edit", "s", "", one) == PlanEntry("~", "edit", "s", "", other)
