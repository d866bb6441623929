"""A cached slide equals a freshly composed one, and only changed slides are composed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.compose.deck import forget
from osloregion_slides.drafting import drafted, load, owned
from osloregion_slides.scene import Deck
from osloregion_slides.service import build
from tests.conftest import REPOSITORY
from tests.pptx.sample import png

OUTLINE = """\
deck: recall
title: {nb: Utvalg, en: Selection}
language: nb
languages: [nb, en]
as_of: 2008-01-01
members: members.csv
alliance: {name: Osloregionen, website: osloregionen.no}
meeting: {place: "[sted]", date: 2008-02-01}
strategy:
  clusters: [{id: energy, name: Energi}, {id: life, name: Livsvitenskap}]
data:
  budget: {file: budget.csv}
slides:
  - {id: cover, kind: cover, title: Forside, line: "{{ meeting.place }}"}
  - {id: plan, kind: agenda, title: Program}
  - {id: facts, kind: bullets, section: En, title: Fakta, items: ["{{ members.municipalities | count }} kommuner", To]}
  - {id: words, kind: bullets, title: {nb: Ord, en: Words}, items: [{nb: Bare norsk}, "**fet**"]}
  - {id: hub, kind: hub, section: To, title: Klynger, centre: Region, items: strategy.clusters}
  - {id: jump, kind: statement, title: Hopp, text: "Se [fakta](#facts)"}
  - {id: photo, kind: picture, title: Bilde, image: a.png, alt: Et bilde}
  - {id: when, kind: statement, title: Dato, text: "Per {{ as_of | date }}, {{ alliance.name }}"}
  - {id: table, kind: table, title: Tall, table: data.budget, alt: Tall}
  - {id: who, kind: members, title: Medlemmer}
"""
CHANGES = (
    ("Fakta", "Flere fakta"),
    ("Energi", "Ny energi"),
    ('"[sted]"', "Drammen"),
    ("[fakta](#facts)", "[ord](#words)"),
    ("id: jump", "id: jumped"),
    ("id: facts", "id: fact"),
    ("section: En", "section: Tre"),
    ("website: osloregionen.no", "website: example.org"),
    ("name: Osloregionen", "name: Regionen"),
    ("  - {id: words", "\n  - {id: words"),
    ("2008-01-01", "2004-12-31"),
    ("title: Program", "title: Programmet for dagen"),
    ("{nb: Bare norsk}", "{nb: Bare norsk, en: English too}"),
)
BUDGETS = ("name,sum\nEn,1\nTo,2\n", "name,sum\nEn,1\nTo,3\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("recall")
    shutil.copyfile(REPOSITORY / "decks" / "data" / "members.csv", made / "members.csv")
    return made


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


def put(folder: Path, text: str, budget: str = BUDGETS[0], width: int = 300) -> str:
    """Write an outline with its data; return its path."""
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    (folder / "budget.csv").write_text(budget, encoding="utf-8")
    (folder / "a.png").write_bytes(png(width, 200))
    return str(folder / "a.yaml")


def made(path: str, **variant: Any) -> tuple[Any, ...]:
    """Return all that comes of an outline: the Scene, what is said of it, and the base."""
    outline = load(path, **variant)
    deck, brand, findings = drafted(outline)
    return deck, findings, owned(outline, deck, brand).base


OCCASIONS = st.tuples(
    st.lists(st.sampled_from(CHANGES), max_size=3, unique=True),
    st.sampled_from(["", "nb", "en"]),
    st.sampled_from(["", "2008-01-01", "2005-01-01"]),
    st.sampled_from([(), (("meeting.place", "Moss"),), (("fit", "best"),)]),
    st.sampled_from(BUDGETS),
    st.sampled_from([300, 200]),
)


@settings(max_examples=60)
@given(occasions=st.lists(OCCASIONS, min_size=2, max_size=8))
def test_earlier_builds_in_the_process_never_change_a_deck(folder: Path, occasions: list[Any]) -> None:
    forget()
    for changes, language, as_of, chosen, budget, width in occasions:
        text = OUTLINE
        for old, new in changes:
            text = text.replace(old, new)
        path = put(folder, text, budget, width)
        variant = {"language": language, "as_of": as_of, "settings": chosen}
        after_others = made(path, **variant)
        forget()
        alone = made(path, **variant)
        for mine, other in zip(after_others, alone):
            assert mine == other


def test_overflowing_texts_are_errors_even_after_a_fit_best_build(folder: Path) -> None:
    path = put(folder, OUTLINE.replace("nb: Ord,", f"nb: {'Ord og mer ' * 30},"))
    found = []
    for chosen in ((), (("fit", "best"),), (), (("fit", "best"),)):
        findings = drafted(load(path, settings=chosen))[2]
        found.append({str(one.severity) for one in findings if one.code in ("text-does-not-fit", "small-text")})
    assert found == [{"error"}, {"warning"}] * 2


def decks(folder: Path, *outlines: str) -> list[Deck]:
    """Return the decks of outlines that a process makes in turn; the first of a process is not remembered."""
    build(put(folder, OUTLINE))
    return [build(put(folder, text)).deck for text in outlines]


def same(before: Deck, after: Deck) -> set[str]:
    """Return the keys of the slides that are the very same values."""
    old = {slide.key: slide for slide in before.slides}
    return {slide.key for slide in after.slides if old.get(slide.key) is slide}


ALONE = {"cover", "facts", "words", "hub", "when", "table", "who"}
"""The slides that look at no file of the outline and at no other slide."""


def test_a_rebuilt_deck_reuses_the_same_slide_objects(folder: Path) -> None:
    before, after = decks(folder, OUTLINE, OUTLINE)
    assert same(before, after) == ALONE


def test_only_a_changed_slide_is_composed_again(folder: Path) -> None:
    before, after = decks(folder, OUTLINE, OUTLINE.replace("Fakta", "Flere fakta"))
    assert same(before, after) == ALONE - {"facts"}


def test_a_changed_fact_recomposes_the_slides_that_show_it(folder: Path) -> None:
    before, after = decks(folder, OUTLINE, OUTLINE.replace("Energi", "Kraft"))
    assert same(before, after) == ALONE - {"hub"}


def test_a_slide_is_recomposed_when_its_picture_changes(folder: Path) -> None:
    (before,) = decks(folder, OUTLINE)
    after = build(put(folder, OUTLINE, width=200)).deck
    assert [slide.key for slide, old in zip(after.slides, before.slides) if slide != old] == ["photo"]


def test_a_deck_with_an_error_reports_it_on_every_build(folder: Path) -> None:
    wrong = OUTLINE.replace("Se [fakta](#facts)", "{{ nothing.here }}")
    path = put(folder, wrong)
    codes = [[finding.code for finding in drafted(load(path))[2] if finding.severity == "error"] for _ in range(3)]
    assert codes == [["unknown-fact"]] * 3
