"""The page of a deck: alone in one file, safe, in the deck's language, worked by keys."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from osloregion_slides.base import resources
from osloregion_slides.base.findings import Location
from osloregion_slides.outline.words import LANGUAGES
from osloregion_slides.render.page import html_page
from osloregion_slides.scene import Deck, Slide
from tests.render.chromium import OPTIONS, SECONDS, chromium, needs_chromium
from tests.render.sample import brand

SLIDES = tuple(
    Slide(key, "title_only", f"Nr. {key} <b>", (), "nb-NO", Location("x"), (f"Notat til {key} & <i>",), key == "c")
    for key in "abcd"
)


def page(language: str = "nb-NO", slides: tuple[Slide, ...] = SLIDES, notes: bool = True) -> str:
    deck = Deck("d", "Møte </title><script>", language, brand().width, brand().height, slides)
    return html_page(deck, brand(), notes)


def shows_notes(text: str) -> tuple[bool, bool, int]:
    """Say whether a page holds the text of notes, whether a button for them, and how many places for them."""
    return "Notat til" in text, 'data-ui="notes"' in text, text.count('class="notes"')


def test_a_page_contains_notes_only_on_request() -> None:
    bare = tuple(slide.replace(notes=()) for slide in SLIDES)
    assert shows_notes(page()) == (True, True, 4)
    assert shows_notes(page(notes=False)) == (False, False, 0)
    assert page(notes=False) == page(slides=bare) == page(slides=bare, notes=False)
    deck = Deck("d", "Møte </title><script>", "nb-NO", brand().width, brand().height, SLIDES)
    assert html_page(deck, brand()) == page(notes=False)


def test_the_page_loads_nothing_and_runs_only_its_own_script() -> None:
    text = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert policy and "default-src 'none'" in policy.group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy.group(1)
    assert not re.findall(r'(?:src|href)="(?!#|data:|https://)', text)
    assert " on" not in " ".join(re.findall(r"<(?:div|section|p|a|svg|g|text)[^>]*", text)).replace(" one", "")


def test_titles_and_notes_are_escaped() -> None:
    text = page()
    assert "<title>Møte &lt;/title&gt;&lt;script&gt;</title>" in text
    assert "Notat til a &amp; &lt;i&gt;" in text and "Nr. a &lt;b&gt;" in text


@pytest.mark.parametrize(
    ("language", "word", "spoken"),
    [("nb-NO", "Notater", "nb"), ("nn", "Notat", "nn"), ("en-GB", "Notes", "en"), ("sv-SE", "Anteckningar", "sv")]
    + [("da", "Noter", "da"), ("de-DE", "Notizen", "de"), ("se", "Notater", "nb"), ("fi", "Notes", "en")],
)
def test_page_labels_are_in_the_deck_language_or_state_their_own(language: str, word: str, spoken: str) -> None:
    text = page(language)
    assert f'<html lang="{language}">' in text and f'<body lang="{spoken}">' in text and f">{word}</button>" in text


def test_each_language_of_the_page_has_the_same_words_without_foreign_ones() -> None:
    known = json.loads(Path(resources.path("templates", "pages", "deck.words.json")).read_text(encoding="utf-8"))
    assert set(known) == set(LANGUAGES)
    assert all(words.keys() == known["en"].keys() and all(words.values()) for words in known.values())
    assert len({words["blocked"] for words in known.values()}) == len(known)


def test_every_slide_has_an_anchor_number_and_notes_and_hidden_ones_are_marked() -> None:
    text = page()
    assert re.findall(r'<section class="slide( hidden)?" id="(\w)"', text) == [
        ("", "a"),
        ("", "b"),
        (" hidden", "c"),
        ("", "d"),
    ]
    assert 'aria-label="Lysbilde 2 av 4"' in text and text.count('class="notes"') == 4
    assert text.count(">Skjult i lysbildefremvisningen<") == 1


def test_a_slide_id_may_equal_a_button_id() -> None:
    text = page(slides=tuple(SLIDES[0].replace(key=key) for key in ("notes", "contents", "on")))
    assert re.findall(r' id="([^"]*)"', text) == ["notes", "contents", "on"]


def test_a_printed_page_has_the_size_of_a_slide() -> None:
    assert "@page { size: 13.3333in 7.5in; margin: 0; }" in page()


KEYS = """
<script>addEventListener("load", () => {
  const seen = [];
  const state = () => [document.querySelector(".now").id, document.body.className.trim(), location.hash];
  const press = (key) => { dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})); };
  for (const key of %s) { document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})); seen.push(state()); }
  const out = document.createElement("pre"); out.id = "out"; out.textContent = JSON.stringify(seen); document.body.append(out);
});</script>
"""


def pressed(folder: Path, keys: list[str], notes: bool = True) -> list[list[str]]:
    """Return the slide shown, the page's mode and its address after each key."""
    text = re.sub(r"<meta http-equiv[^>]*>", "", page(notes=notes)).replace(
        "</body>", KEYS % json.dumps(keys) + "</body>"
    )
    (folder / "page.html").write_text(text, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [
        chromium(),
        *OPTIONS,
        profile,
        "--virtual-time-budget=4000",
        "--dump-dom",
        (folder / "page.html").as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    found = re.search(r'<pre id="out">(.*?)</pre>', done.stdout.decode(), re.S)
    assert found, done.stdout[-500:]
    states: list[list[str]] = json.loads(html.unescape(found.group(1)))
    return states


def test_keys_control_slides_notes_and_full_screen(tmp_path: Path) -> None:
    needs_chromium()
    keys = ["ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home", "n", "n", "ArrowLeft"]
    assert pressed(tmp_path, keys) == [
        ["b", "", "#b"],
        ["c", "", "#c"],
        ["b", "", "#b"],
        ["d", "", "#d"],
        ["a", "", "#a"],
        ["a", "quiet", "#a"],
        ["a", "", "#a"],
        ["a", "", "#a"],
    ]


@pytest.mark.parametrize("notes", [True, False])
def test_hidden_slides_are_skipped_in_the_show(notes: bool, tmp_path: Path) -> None:
    needs_chromium()
    states = pressed(tmp_path, ["f", "ArrowRight", "ArrowRight", "ArrowLeft", "Escape"], notes)
    assert [place for place, _, _ in states] == ["a", "b", "d", "b", "b"]
    assert ["show" in mode.split() for _, mode, _ in states] == [True, True, True, True, False]
