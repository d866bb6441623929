"""Private content of a deck: everything left in it is found, and a clean deck has no findings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.presentation import Presentation as Deck

from osloregion_slides.checks.outside import check_outside, unconfirmed
from osloregion_slides.cli import main


def clean() -> Deck:
    """Return a deck of one slide that tells nobody anything."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes[0].text_frame.text, slide.shapes[1].text_frame.text = "Tittel", "https://www.osloregionen.no/a:/b"
    deck.core_properties.author = deck.core_properties.last_modified_by = ""
    return deck


def saved(deck: Deck, **parts: str) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    with zipfile.ZipFile(out, "a") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


def codes(data: bytes) -> set[str]:
    return {one.code for one in check_outside(data)}


def notes(deck: Deck) -> None:
    frame = deck.slides[0].notes_slide.notes_text_frame
    assert frame is not None
    frame.text = "Husk: ikke si dette"


def hidden(deck: Deck) -> None:
    deck.slides[0]._element.set("show", "0")


def author(deck: Deck) -> None:
    deck.core_properties.author = "Kari Nordmann"


def saver(deck: Deck) -> None:
    deck.core_properties.last_modified_by = "kn"


def blank(deck: Deck) -> None:
    deck.slides[0].shapes[0].text_frame.text = "[Sted]"


def described(path: str) -> Callable[[Deck], None]:
    def leave(deck: Deck) -> None:
        deck.slides[0].shapes[0]._element.nvSpPr.cNvPr.set("descr", f"Bilde {path}")

    return leave


def linked(deck: Deck) -> None:
    run = deck.slides[0].shapes[0].text_frame.paragraphs[0].runs[0]
    run.hyperlink.address = "file:///srv/felles/plan.xlsx"


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (lambda deck: None, ""),
        (notes, "inside-notes"),
        (lambda deck: deck.slides[0].notes_slide, ""),  # a notes page that is empty
        (hidden, "inside-hidden"),
        (author, "inside-author"),
        (saver, "inside-author"),
        (blank, "inside-blank"),
        (described("C:\\Users\\kari\\logo.png"), "inside-path"),
        (described("/Users/kari/logo.png"), "inside-path"),
        (described("/home/kari/logo.png"), "inside-path"),
        (described("\\\\server\\felles\\logo.png"), "inside-path"),
        (linked, "inside-path"),
    ],
)
def test_private_content_left_in_a_deck_is_found_and_nothing_else(leave: Callable[[Deck], object], code: str) -> None:
    deck = clean()
    leave(deck)
    assert codes(saved(deck)) == ({code} if code else set())


@pytest.mark.parametrize("part", ["ppt/comments/comment1.xml", "ppt/comments/modernComment_1.xml", "ppt/authors.xml"])
def test_comments_and_their_authors_are_found(part: str) -> None:
    assert codes(saved(clean(), **{part: "<a/>"})) == {"inside-comment"}


def test_update_data_in_a_deck_is_reported_unless_it_is_built_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "o.yaml").write_text(
        "deck: o\ntitle: O\nslides:\n  - {id: a, kind: points, title: A, points: [En]}\n", encoding="utf-8"
    )
    deck = str(tmp_path / "o.pptx")
    assert main(["build", str(tmp_path / "o.yaml"), "-o", deck]) == 0
    assert codes(Path(deck).read_bytes()) == {"inside-base"}
    assert main(["build", str(tmp_path / "o.yaml"), "-o", deck, "--no-base"]) == 0
    capsys.readouterr()
    assert main(["check", deck, "--for", "outside"]) == 0
    assert "inside" not in capsys.readouterr().out


def test_facts_that_no_source_confirms_are_named() -> None:
    facts = {
        "members/Oslo": {"from": "2004-12-17"},
        "members/Sande": {"county": "Vestfold"},
        "strategy.projects/a": {"name": "Bane", "confidence": "low"},
        "strategy.projects/b": {"name": "Bus", "confidence": "confirmed"},
    }
    (found,) = unconfirmed(facts)
    assert dict(found.values)["names"] == ("Sande", "Bane")
    assert unconfirmed({"alliance.goal": {"": "Vekst"}}) == ()
