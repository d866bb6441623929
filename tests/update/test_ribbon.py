"""What an update does not compare is an edit all the same: it is named, and nothing of it is lost."""

from __future__ import annotations

import functools

import pytest

from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.service_update import Side, compare
from osloregion_slides.update.changes import Plan
from tests.pptx.updating import edited, shape
from tests.update.gallery import GALLERY, planned, side, updated
from tests.update.ribbon import EDITS, marks

CARD = "      - {{id: {0}, heading: {1}, text: {2}}}\n"
CARDS = (
    ("a", "Struktur", "Samordnet opptreden."),
    ("b", "Oppgaver", "Det som ingen kan alene."),
    ("c", "Tillit", "Frivillighet."),
)


def cards(*those: tuple[str, str, str]) -> str:
    return "    kind: columns\n    title: Kort\n    items:\n" + "".join([CARD.format(*one) for one in those])


A_, B_, C_ = CARDS
SLIDES = {
    "s/b": (
        cards(A_, B_, C_),
        {
            "removes the object": cards(A_, C_),
            "changes the object": cards(A_, ("b", "Oppgaver", "Det som bare flere kan."), C_),
            "changes another": cards(("a", "Struktur", "Opptreden i saker som er viktige."), B_, C_),
            "adds another": cards(A_, B_, C_, ("d", "Enda et", "Kort.")),
            "makes another kind": GALLERY["venn"],
            "removes the slide": "",
        },
    ),
    "s/table": (
        GALLERY["table"],
        {
            "removes the object": GALLERY["columns"],
            "changes the object": GALLERY["table"].replace('"32 %"', '"33 %"'),
            "adds a row": GALLERY["table"].replace("    source:", '      - [{all: Telemark}, "0", "0 %"]\n    source:'),
            "changes another": GALLERY["table"].replace("nb: medlemsregisteret", "nb: registeret"),
            "removes the slide": "",
        },
    ),
    "s/chart": (
        GALLERY["chart"],
        {
            "removes the object": GALLERY["columns"],
            "changes the object": GALLERY["chart"].replace("560484", "560999"),
            "changes another": GALLERY["chart"].replace('SSB, tabell 07459 (NLOD 2.0)"', 'SSB, 07459"'),
            "removes the slide": "",
        },
    ),
    "s/picture": (
        GALLERY["picture"],
        {
            "removes the object": GALLERY["columns"],
            "changes the object": GALLERY["picture"].replace("nb: Fire avrundede", "nb: Runde"),
            "changes another": GALLERY["picture"].replace("nb: Tekst ved siden", "nb: Ord ved siden"),
            "removes the slide": "",
        },
    ),
}  # fmt: skip
CROSSED = [(name, wish) for name, one in EDITS.items() for wish in SLIDES[one.item][1]]
UNNAMED = ("name",)
"""Edits that are kept with their object and without a line: nobody sees a name that a person gave."""


@functools.cache
def by_hand(name: str) -> bytes:
    one = EDITS[name]

    def edit(presentation: object) -> None:
        slide = presentation.slides[1]  # type: ignore[attr-defined]
        one.edit(slide, shape(slide, one.item)._element)

    return edited(side(SLIDES[one.item][0]).data, edit)


def lines(plan: Plan) -> list[str]:
    """Return what a plan says of manual edits on the slide, kept ones too."""
    return [
        f"{note.symbol} {note.item}: {note.what}"
        for note in plan.notes
        if note.slide == "s" and (note.group != "change" or note.symbol == ".")
    ]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_an_uncompared_property_is_listed_in_the_plan(name: str) -> None:
    plan = planned(by_hand(name), side(SLIDES[EDITS[name].item][0])).plan
    assert plan.changes == ()
    assert bool(lines(plan)) == (name not in UNNAMED)


def faults(name: str, wish: str) -> list[str]:
    """Return what goes wrong with an edit when the outline does this: lost, not named, or forgotten afterwards."""
    before, after = by_hand(name), side(SLIDES[EDITS[name].item][1][wish])
    plan, made = planned(before, after).plan, updated(before, after)
    found = []
    if (name not in UNNAMED or "change" in wish) and marks(made, EDITS[name].mark) < marks(before, EDITS[name].mark):
        found.append("lost")
    if not lines(plan) and name not in UNNAMED:
        found.append("not named")
    again = planned(made, after).plan
    if again.changes or again.order:
        found.append("not empty afterwards")
    still = [line for line in lines(plan) if line.startswith("~")]
    if not set(still) <= set(lines(again)):
        found.append("forgotten")
    return [f"{name}, {wish}: {one}" for one in found]


@pytest.mark.parametrize(("name", "wish"), [one for number, one in enumerate(CROSSED) if number % 6 == 0])
def test_no_edit_is_lost_when_the_outline_changes(name: str, wish: str) -> None:
    assert faults(name, wish) == []


@pytest.mark.slow
def test_no_edit_is_lost_by_any_outline_change() -> None:
    assert [one for name, wish in CROSSED for one in faults(name, wish)] == []


@pytest.mark.parametrize("name", ["alignment", "text colour", "soft edges", "animation", "equation"])
def test_an_edit_is_still_recognised_when_a_later_update_removes_its_object(name: str) -> None:
    _, wishes = SLIDES["s/b"]
    made = updated(by_hand(name), side(wishes["changes the object"]))
    last = updated(made, side(wishes["removes the object"]))
    assert marks(last, EDITS[name].mark) >= marks(made, EDITS[name].mark)
    assert [line for line in lines(planned(made, side(wishes["removes the object"])).plan) if line.startswith("!")]


def read(data: bytes) -> Side:
    return Side("deck.pptx", read_deck(data).known)


@pytest.mark.parametrize("name", sorted(set(EDITS) - set(UNNAMED)))
def test_comparing_two_decks_reports_each_edit_in_both_directions(name: str) -> None:
    before, after = read(side(SLIDES[EDITS[name].item][0]).data), read(by_hand(name))
    for found in (compare(before, after), compare(after, before)):
        assert [one.key for one in found.changed] == ["s"]
    assert compare(after, after).changed == ()


def test_comparing_a_deck_with_its_outline_reports_formatting_edits() -> None:
    built = side(SLIDES["s/b"][0])
    outline = Side("gallery.yaml", built.ours.known, built.ours)
    assert [one.key for one in compare(outline, read(by_hand("soft edges"))).changed] == ["s"]
    assert compare(read(built.data), outline).changed == compare(outline, read(built.data)).changed == ()
