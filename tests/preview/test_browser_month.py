"""The secretary's month: last month's edited deck becomes tomorrow's, without anything else being read than the page."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from osloregion_slides import build
from tests.preview.browser import Preview, painted
from tests.preview.test_browser_desk import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import Opens

OCTOBER = {"meeting.title": "Styremøte", "meeting.place": "Oslo rådhus", "meeting.date": "28. oktober 2026"}
CLICKS = (
    "() => { window.clicks = 0; addEventListener('click', (one) => { if (one.isTrusted) window.clicks++; }, true); }"
)
MONTHS = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]


@pytest.fixture
def home(tmp_path: Path, browser: Browser) -> Iterator[Preview]:
    """Return the preview that Start.cmd opens: no outline is named; last month's deck, edited, lies in ``out``."""
    from pptx import Presentation

    started = Preview(tmp_path / "workspace")
    path = started.folder / "out" / "styremøte oktober.pptx"
    path.parent.mkdir()
    path.write_bytes(build(str(started.outline), settings=OCTOBER, as_of="2007-12-31").data)
    deck = Presentation(str(path))
    (title,) = [shape for slide in deck.slides for shape in slide.shapes if shape.name == "members/title"]
    title.text_frame.paragraphs[0].runs[0].text = "Våre medlemmer"
    deck.save(str(path))
    yield started.start(outline="")
    started.stop()


def tomorrow() -> str:
    day = datetime.date.today() + datetime.timedelta(days=1)
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def pressed(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator("#get").click()
    folder.mkdir(exist_ok=True)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_last_months_deck_is_updated_for_tomorrow_in_eight_clicks(home: Preview, opened: Opens, tmp_path: Path) -> None:
    page = opened(home.url, size=(1280, 800))
    page.evaluate(CLICKS)
    page.get_by_role("button", name="styremøte oktober.pptx").click()
    page.locator("#planned .finish").wait_for()
    page.wait_for_function("() => document.getElementById('m-title').value === 'Styremøte'")
    assert page.locator("#m-date-past").inner_text().startswith("Datoen er passert")
    page.get_by_role("button", name="I morgen").click()
    page.locator("#v-as-of").fill("2008-01-01")
    page.locator(".news li", has_text="Horten").wait_for()
    page.get_by_label("Vis det på et eget lysbilde").check()
    page.wait_for_function("() => document.getElementById('with-news')?.checked && location.search.includes('since')")
    made = pressed(page, tmp_path / "got")
    assert page.evaluate("window.clicks") <= 8
    assert made.name == f"Styremøte {tomorrow()}.pptx"
    found = texts(made)
    assert (found["members/title"], found["cover/line"]) == ("Våre medlemmer", f"Oslo rådhus, {tomorrow()}")
    assert any("Horten" in text for name, text in found.items() if name.startswith("since"))
    assert page.locator("#m-date-past").inner_text() == ""


def test_the_meeting_is_remembered_in_each_language(home: Preview, opened: Opens, tmp_path: Path) -> None:
    page = opened(f"{home.url}/?outline=osloregionen.yaml")
    painted(page, 13)
    for name, text in (("#m-title", "Årsmøte"), ("#m-place", "Hamar")):
        page.locator(name).fill(text)
    page.get_by_role("button", name="I morgen").click()
    with page.expect_response(lambda reply: "/api/meeting" in reply.url):
        pressed(page, tmp_path / "got")
    page.get_by_role("radio", name="Engelsk").check()
    page.wait_for_function("() => document.getElementById('m-title').value === ''")
    page.locator("#m-title").fill("Annual meeting")
    with page.expect_response(lambda reply: "/api/meeting" in reply.url):
        pressed(page, tmp_path / "got")
    later = opened(f"{home.url}/?outline=osloregionen.yaml")
    later.wait_for_function("() => document.getElementById('m-title').value === 'Årsmøte'")
    assert [later.locator(name).input_value() for name in ("#m-place", "#m-date")] == ["Hamar", tomorrow()]
    later.get_by_role("radio", name="Engelsk").check()
    later.wait_for_function("() => document.getElementById('m-title').value === 'Annual meeting'")
    later.get_by_role("radio", name="Bokmål", exact=True).check()
    later.wait_for_function("() => document.getElementById('m-title').value === 'Årsmøte'")


@pytest.mark.slow
def test_the_start_page_links_to_every_outline(home: Preview, opened: Opens) -> None:
    page = opened(home.url)
    page.locator("#outlines a").first.wait_for()
    assert page.locator("#outlines strong").all_inner_texts()[0] == "Osloregionen"
    page.get_by_role("link", name="Galleri").click()
    painted(page)
    assert page.locator("#deck-file").inner_text() == "gallery.yaml"
    page.get_by_role("link", name="Start", exact=True).click()
    page.get_by_role("heading", name="Hva skal du lage?").wait_for()


@pytest.mark.slow
def test_a_download_error_disappears_with_its_cause(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.save(("    kind: pillars\n", "    kind: pilars\n"))
    page.get_by_role("alert").wait_for()
    page.locator("#get").click()
    page.locator("#get-outcome .finding.error").first.wait_for()
    preview.save(("    kind: pilars\n", "    kind: pillars\n"))
    page.locator("#get-outcome .finding").first.wait_for(state="detached")
    assert os.path.exists(preview.outline)
