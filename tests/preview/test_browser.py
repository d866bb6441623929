"""The page of the preview in a real browser: it shows every slide, and follows what is saved."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from PIL import Image

from tests.preview.browser import Preview, painted, said, titles
from tests.preview.served import SCRIPTS

if TYPE_CHECKING:
    from tests.preview.conftest import Opens

TOKEN = "0123456789abcdef hemmelig"
TITLE = ('title: {nb: "Hvorfor en allianse?",', 'title: {nb: "Hvorfor samarbeide?",')


def test_every_slide_is_drawn_in_the_overview_and_alone(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url, size=(1440, 2400))
    painted(page, 13)
    for tile in page.locator("#tiles img").all():
        colours = Image.open(io.BytesIO(tile.screenshot())).convert("RGB").getcolors(1 << 20)
        assert colours and len(colours) > 20
    names = titles(page)
    assert names[3] == "Medlemmer" and len(set(names)) == 13
    page.locator("#tiles a").first.click()
    for number, title in enumerate(names, 1):
        page.wait_for_function("(text) => document.getElementById('place').textContent === text", arg=f"{number} av 13")
        page.wait_for_function(
            "(title) => document.querySelector('#stage svg')?.textContent.replace(/\\s+/g, ' ').includes(title)",
            arg=title.split()[0],
        )
        page.keyboard.press("ArrowRight")


def test_a_saved_change_redraws_only_its_slide_and_keeps_scroll_and_focus(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    page.evaluate("document.querySelector('[data-key=clusters] a').focus(); scrollTo(0, 9999)")
    page.wait_for_function("() => document.querySelectorAll('#tiles > li[data-painted]').length === 13")
    page.evaluate("scrollTo(0, 300); window.still = document.getElementById('tiles').children[0]")
    fetched: list[str] = []
    page.on("request", lambda sent: fetched.append(sent.url) if "/api/slide/" in sent.url else None)
    preview.save(TITLE)
    page.get_by_text("Hvorfor samarbeide?", exact=True).wait_for()
    said(page, "Lysbilde 5 er tegnet på nytt")
    page.wait_for_function("() => document.querySelector('[data-key=background]').dataset.painted")
    assert len(fetched) == 1 and "/background.svg" in fetched[0]
    assert page.evaluate("document.activeElement.closest('li').dataset.key") == "clusters"
    assert page.evaluate("scrollY") == 300
    assert page.evaluate("window.still === document.getElementById('tiles').children[0]")


@pytest.mark.slow
def test_the_open_slide_is_redrawn_in_place(preview: Preview, opened: Opens) -> None:
    page = opened(f"{preview.url}/#background")
    page.locator("#stage svg").get_by_text("Hvorfor en", exact=True).wait_for()
    preview.save(TITLE)
    page.locator("#stage svg text").filter(has_text="samarbeide?").wait_for()
    assert page.title() == "Hvorfor samarbeide? – Osloregionen"
    assert page.locator("#stage svg").count() == 1


@pytest.mark.slow
def test_the_selection_in_the_notes_survives_a_change_of_another_slide(preview: Preview, opened: Opens) -> None:
    page = opened(f"{preview.url}/#purpose")
    page.locator("#stage svg").wait_for()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#notes p'))")
    preview.save(TITLE)
    page.wait_for_function("() => document.querySelector('[data-key=background]').textContent.includes('samarbeide')")
    assert page.evaluate("String(getSelection())") == "Si hvorfor samarbeidet er frivillig."


@pytest.mark.slow
def test_slides_are_added_removed_and_reordered(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.save(
        (
            "  - id: alliance\n    kind: statement\n",
            "  - {id: ny, kind: bullets, title: Nytt, items: [En]}\n  - id: alliance\n    kind: statement\n    hidden: true\n",
        )
    )
    painted(page, 14)
    assert titles(page)[:3] == ["[Tittel på møtet]", "Nytt", "Strategisk, politisk samarbeidsallianse"]
    assert "Skjult" in page.locator("[data-key=alliance]").inner_text()
    page.goto(f"{preview.url}/#ny")
    preview.save(("  - {id: ny, kind: bullets, title: Nytt, items: [En]}\n", ""))
    painted(page, 13)
    assert page.locator("#sheet").is_visible()


def test_a_broken_outline_shows_its_line_and_keeps_the_slides_until_fixed(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.save(("    kind: pillars\n", "    kind: pilars\n"))
    alarm = page.get_by_role("alert")
    alarm.wait_for()
    line = preview.outline.read_text(encoding="utf-8").split("kind: pilars")[0].count("\n") + 1
    place = alarm.get_by_role("link").first
    assert (place.inner_text() or "").startswith(f"decks/osloregionen.yaml:{line}")
    assert (place.get_attribute("href") or "").startswith("vscode://file/")
    assert "pilars" in alarm.locator(".excerpt .here").first.inner_text()
    assert "pillars" in alarm.inner_text()
    assert len(titles(page)) == 13 and page.locator("main.stale").count() == 1
    preview.save(("    kind: pilars\n", "    kind: pillars\n"))
    alarm.wait_for(state="hidden")
    said(page, "Feilen er rettet")
    assert page.locator("main.stale").count() == 0


@pytest.mark.slow
def test_a_preview_started_with_a_broken_outline_reports_it_and_recovers(preview: Preview, opened: Opens) -> None:
    preview.save(("language: nb\nlanguages", "language: nb\n\tlanguages"))
    page = opened(preview.url)
    page.get_by_role("alert").wait_for()
    assert "Lysbildene kommer" in page.locator("#empty").inner_text()
    preview.save(("language: nb\n\tlanguages", "language: nb\nlanguages"))
    painted(page, 13)


@pytest.mark.slow
def test_findings_are_at_their_slide_with_line_yaml_and_editor_link(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.save(("kicker: {nb: Klyngestrategi,", 'kicker: {nb: "[kommer senere]",'))
    there = page.locator("[data-key=clusters] details")
    there.wait_for()
    there.locator("summary").click()
    assert "[kommer senere]" in there.locator(".excerpt .here").inner_text()
    assert (there.get_by_role("link").get_attribute("href") or "").startswith("vscode://file/")
    preview.save(("    centre: {nb: Hovedstadsregionen,", "    centre: {nb: Regionen,"))
    said(page, "Lysbilde 11 er tegnet på nytt")
    assert there.get_attribute("open") is not None
    page.goto(f"{preview.url}/#purpose")
    page.get_by_text("Si hvorfor samarbeidet er frivillig.").wait_for()
    page.goto(f"{preview.url}/#clusters")
    page.locator("#found .finding").wait_for()


def test_the_switches_change_the_deck_and_the_url(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    panel = page.locator("#panel")
    page.get_by_role("radio", name="Engelsk").check()
    page.get_by_text("Why an alliance?").wait_for()
    panel.get_by_label("Målgruppe").select_option("board")
    painted(page, 12)
    panel.get_by_label("Medlemmer og tall per").fill("2007-12-31")
    page.goto(f"{page.url}#members")
    page.locator("#stage svg").get_by_text("56", exact=True).wait_for()
    assert all(part in page.url for part in ("language=en", "audience=board", "as_of=2007-12-31"))
    page.reload()
    page.locator("#stage svg").get_by_text("56", exact=True).wait_for()
    assert panel.get_by_label("Målgruppe").input_value() == "board"
    assert page.get_by_role("radio", name="Engelsk").is_checked()
    page.get_by_role("link", name="Alle lysbilder").click()
    panel.get_by_label("Målgruppe").select_option("")
    painted(page, 13)


@pytest.mark.slow
def test_two_pages_are_independent_and_both_update(preview: Preview, opened: Opens) -> None:
    one, two = opened(preview.url), opened(preview.url)
    painted(one, 13)
    painted(two, 13)
    two.get_by_role("radio", name="Engelsk").check()
    two.get_by_text("Why an alliance?").wait_for()
    assert "Hvorfor en allianse?" in titles(one)
    preview.save(
        (TITLE[0], f"{TITLE[1]} en: Why together?}}\n    source: {{nb: Kilde,"),
        ('en: "Why an alliance?"}', "en: Source}"),
    )
    one.get_by_text("Hvorfor samarbeide?", exact=True).wait_for()
    two.get_by_text("Why together?").wait_for()


def test_preview_keyboard_shortcuts(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)

    def here() -> str:
        found: str = page.evaluate("document.activeElement.closest('li')?.dataset.key || ''")
        return found

    press = page.keyboard.press
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft", "End", "Home", "ArrowDown"):
        press(key)
        seen.append(here())
    assert seen == ["cover", "alliance", "background", "alliance", "cover", "sustainability", "cover", "members"]
    press("Enter")
    page.locator("#stage svg").wait_for()
    places = []
    for key in ("ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft", "ArrowRight"):
        press(key)
        places.append(page.locator("#place").inner_text())
    assert places == ["5 av 13", "4 av 13", "13 av 13", "13 av 13", "1 av 13", "1 av 13", "2 av 13"]
    press("Escape")
    page.locator("#sheet").wait_for()
    assert here() == "alliance"
    press("?")
    assert page.get_by_role("dialog").is_visible()
    press("Escape")
    assert not page.get_by_role("dialog").is_visible() and here() == "alliance"
    page.get_by_label("Tittel").click()
    page.keyboard.type("A?")
    press("Home")
    assert page.get_by_label("Tittel").input_value() == "A?" and not page.get_by_role("dialog").is_visible()


@pytest.mark.slow
def test_the_page_continues_when_the_server_restarts(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.stop()
    page.get_by_text("Mistet kontakten", exact=True).wait_for()
    assert len(titles(page)) == 13
    preview.save(TITLE)
    preview.start()
    page.get_by_text("Hvorfor samarbeide?", exact=True).wait_for()
    page.get_by_text("Oppdateres automatisk").wait_for()


@pytest.mark.slow
def test_the_page_uses_the_browser_language_and_can_switch(preview: Preview, opened: Opens) -> None:
    page = opened(f"{preview.url}/?language=en", locale="nb-NO")
    page.get_by_role("heading", name="Presentasjonen til møtet").wait_for()
    page.get_by_text("Why an alliance?").wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="The deck for the meeting").wait_for()
    page.get_by_text("Why an alliance?").wait_for()
    assert opened(preview.url, locale="de-DE").locator("html").get_attribute("lang") == "en"


@pytest.mark.slow
def test_with_a_token_the_page_loads_all_its_parts(tmp_path: Path, opened: Opens) -> None:
    preview = Preview(tmp_path / "workspace").start("--token", TOKEN)
    try:
        page = opened(f"{preview.url}/?token={quote(TOKEN)}")
        statuses: dict[str, int] = {}
        page.on("response", lambda reply: statuses.update({reply.url.removeprefix(preview.url): reply.status}))
        page.reload()
        painted(page, 13)
        assert {path: statuses.get(path) for path in SCRIPTS} == dict.fromkeys(SCRIPTS, 200)
        assert "token" not in page.url and set(statuses.values()) == {200}
    finally:
        preview.stop()
