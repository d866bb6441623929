"""An agenda lists what is shown, and is never empty."""

from __future__ import annotations

import pytest

from osloregion_slides.scene import Deck, Group, Placeholder, Shape
from tests.kinds.composing import codes, composed, flat, slide

AGENDA = "  - {id: ag, kind: agenda, title: Dagsorden}\n"


def listed(deck: Deck) -> list[tuple[str, str]]:
    """Return the parts of the agenda with their links."""
    (one,) = [one for one in deck.slides if one.key == "ag"]
    shapes = [item for item in flat(one.items) if isinstance(item, Shape) and item.key.endswith("/name") and item.text]
    return [(item.text.plain, item.link) for item in shapes if item.text]


def statement(key: str, more: str = "") -> str:
    return f"  - {{id: {key}, kind: statement, title: {key.upper()}{more}}}\n"


SECTIONS = [
    ("sections", [("a", ", section: En"), ("b", ", section: To")], [("En", "#a"), ("To", "#b")]),
    ("a hidden section", [("a", ", section: En"), ("b", ", section: To, hidden: true")], [("En", "#a")]),
    ("a hidden first slide", [("a", ", section: En, hidden: true"), ("b", ""), ("c", "")], [("En", "#b")]),
    ("titles", [("a", ""), ("b", "")], [("A", "#a"), ("B", "#b")]),
    ("a hidden title", [("a", ""), ("b", ", hidden: true")], [("A", "#a")]),
    ("only hidden sections", [("a", ", section: En, hidden: true"), ("b", ", hidden: true")], []),
]


@pytest.mark.parametrize(("slides", "parts"), [case[1:] for case in SECTIONS], ids=[case[0] for case in SECTIONS])
def test_an_agenda_lists_sections_or_titles_of_visible_slides(
    slides: list[tuple[str, str]], parts: list[tuple[str, str]]
) -> None:
    deck, findings = composed(AGENDA + "".join(statement(key, more) for key, more in slides))
    if parts:
        assert codes(findings) == []
        assert listed(deck) == parts
    else:
        assert codes(findings) == ["empty-agenda"]


def test_an_agenda_without_entries_is_an_error_at_its_line() -> None:
    deck, findings = composed(
        AGENDA + "  - {id: c, kind: cover, title: Møte}\n  - {id: d, kind: closing, title: Takk}\n"
    )
    (finding,) = [one for one in findings if one.severity == "error"]
    assert (finding.code, finding.at and finding.at.line) == ("empty-agenda", 9)
    assert [slide.key for slide in deck.slides] == ["c", "d"]


def test_too_many_slides_for_an_agenda_are_an_error() -> None:
    deck, findings = composed(AGENDA + "".join(statement(f"s{number}") for number in range(13)))
    assert codes(findings) == ["wrong-number-of-things"]
    assert codes(composed(AGENDA + "".join(statement(f"s{number}") for number in range(12)))[1]) == []


def test_an_agenda_item_that_links_to_a_hidden_slide_is_a_warning() -> None:
    agenda = "  - {id: ag, kind: agenda, title: Dagsorden, items: [{name: En, slide: a}, {name: To, slide: b}]}\n"
    _, findings = composed(agenda + statement("a") + statement("b", ", hidden: true"))
    assert [(one.code, one.severity) for one in findings] == [("hidden-on-agenda", "warning")]


def test_the_alt_text_names_the_agenda_items() -> None:
    deck, _ = composed(AGENDA + statement("a") + statement("b", ", hidden: true"))
    (group,) = [item for item in deck.slides[0].items if isinstance(item, Group)]
    assert group.alt == "Dagsorden: A."


@pytest.mark.parametrize("words", [1, 4, 8, 12])
def test_the_emblem_keeps_clear_of_a_title_of_any_length(words: int) -> None:
    title = " ".join(["Dagsorden"] * words)
    deck, findings = composed(slide("agenda", "items: [{name: En}, {name: To}]", title), brand="ruten")
    assert codes(findings) == []
    items = list(flat(deck.slides[0].items))
    head = next(item for item in items if isinstance(item, Placeholder) and item.type == "title")
    tiles = [item for item in items if isinstance(item, Shape) and "/emblem/" in item.key]
    assert all(tile.box.y >= head.box.y + head.text.height + 48 * 9_525 for tile in tiles)
    assert len(tiles) == 4 or words > 1
