"""Who presents: notes, next slide, clock and planned time in a window of their own; black, jumping, swiping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import Preview, painted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import Opens

NOTE = "Si hvorfor samarbeidet er frivillig."


def presented(preview: Preview, opened: Opens) -> tuple[Page, Page]:
    """Return the show and the presenter's window, opened from the page."""
    preview.save(("    kind: pillars\n", "    kind: pillars\n    minutes: 3\n"))
    page = opened(preview.url)
    painted(page, 13)
    with page.context.expect_page() as waiting:
        page.get_by_role("link", name="Presenter").click()
    show = waiting.value
    show.locator(".slide svg").first.wait_for()
    with show.expect_popup() as popup:
        show.keyboard.press("s")
    return show, popup.value


def test_the_presenter_sees_notes_the_next_slide_and_the_planned_time(preview: Preview, opened: Opens) -> None:
    show, speaker = presented(preview, opened)
    speaker.get_by_text("Lysbilde 1 av 13").wait_for()
    show.keyboard.press("3")
    show.keyboard.press("Enter")
    speaker.get_by_text("Lysbilde 3 av 13").wait_for()
    assert NOTE in speaker.locator(".say").inner_text()
    assert speaker.locator("aside svg").count() == 1
    assert speaker.locator("[data-clock]").inner_text().endswith(" / 3:00")
    speaker.keyboard.press("ArrowRight")
    assert show.locator("[data-ui=count]").inner_text() == "4 / 13"
    speaker.get_by_text("Lysbilde 4 av 13").wait_for()
    show.keyboard.press("End")
    speaker.get_by_role("heading", name="Slutt").wait_for()


def test_the_screen_is_black_until_the_next_key_and_a_swipe_turns_the_slide(preview: Preview, opened: Opens) -> None:
    show, speaker = presented(preview, opened)
    black, count = show.locator("[data-ui=black]"), show.locator("[data-ui=count]")
    speaker.keyboard.press("b")
    assert black.is_visible()
    show.keyboard.press("ArrowRight")
    assert not black.is_visible() and count.inner_text() == "2 / 13"
    show.evaluate("document.body.classList.add('show')")
    for x, number in ((-120, "3 / 13"), (-20, "3 / 13"), (120, "2 / 13")):
        show.evaluate(
            """(x) => {
              const at = (across) => [new Touch({identifier: 1, target: document.body, clientX: across, clientY: 200})];
              document.body.dispatchEvent(new TouchEvent("touchstart", {touches: at(300), bubbles: true}));
              const about = {touches: [], changedTouches: at(300 + x), bubbles: true};
              document.body.dispatchEvent(new TouchEvent("touchend", about));
            }""",
            x,
        )
        assert count.inner_text() == number


def test_the_shared_url_has_a_readable_qr_code(
    tmp_path_factory: pytest.TempPathFactory, opened: Opens, browser: Browser
) -> None:
    pytest.importorskip("segno", reason="segno is not installed: pip install .[preview]")
    shared = Preview(tmp_path_factory.mktemp("shared") / "workspace").start("--share")
    try:
        log = (shared.folder / "server.log").read_text(encoding="utf-8")
        token = log.partition("token=")[2].split()[0]
        page = opened(f"{shared.url}/?token={token}")
        painted(page, 13)
        page.get_by_role("button", name="Del").click()
        page.get_by_role("img", name="QR-kode med adressen").wait_for()
        assert token in str(page.locator("#shared a").get_attribute("href"))
    finally:
        shared.stop()
