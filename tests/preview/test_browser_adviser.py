"""The adviser: texts in two languages, slides moved, hidden and brought, all on the page; the diff shows only that."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import Preview, painted, titles

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.preview.conftest import Opens


def fill(page: Page, label: str, text: str) -> None:
    page.locator(f"#fields textarea[aria-label='{label}']").fill(text)


def save(page: Page) -> None:
    with page.expect_response(lambda reply: "/api/texts" in reply.url and reply.request.method == "PUT") as waiting:
        page.get_by_role("button", name="Lagre").click()
    assert waiting.value.status == 204, waiting.value.json()


def go(page: Page, key: str) -> None:
    page.evaluate("(key) => { location.hash = key; }", key)
    page.wait_for_function("(key) => location.hash === '#' + key", arg=key)
    page.locator("#fields textarea").first.wait_for()


def changed(before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_only_the_edited_texts_in_both_languages_are_written(preview: Preview, opened: Opens) -> None:
    before = preview.outline.read_text(encoding="utf-8")
    page = opened(f"{preview.url}/#background", size=(1280, 800))
    page.locator("#fields textarea").first.wait_for()
    page.locator("#stage text", has_text="Hvorfor").first.click()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "tittel, norsk bokmål"
    fill(page, "tittel, norsk bokmål", "Hvorfor samarbeide?")
    fill(page, "tittel, engelsk", "Why work together?")
    fill(page, "stikktittel, norsk bokmål", "Før")
    fill(page, "stikktittel, engelsk", "Before")
    save(page)
    page.locator("#single-title", has_text="Hvorfor samarbeide?").wait_for()
    go(page, "organisation")
    fill(page, "tittel, norsk bokmål", "Slik er vi: organisert")
    fill(page, "tittel, engelsk", "How we work")
    save(page)
    page.locator("#single-title", has_text="Slik er vi: organisert").wait_for()
    lines = changed(before, preview.outline.read_text(encoding="utf-8"))
    assert [line[0] for line in lines].count("+") == [line[0] for line in lines].count("-") <= 4
    said = "\n".join(line for line in lines if line[0] == "+")
    for text in (
        "Hvorfor samarbeide?",
        "Why work together?",
        "Før",
        "Before",
        '"Slik er vi: organisert"',
        "How we work",
    ):
        assert text in said, text
    for _ in range(2):
        with page.expect_response(lambda reply: "/api/undo" in reply.url):
            page.get_by_role("button", name="Angre").click()
    assert preview.outline.read_text(encoding="utf-8") == before


def test_slides_can_be_dragged_hidden_and_added_from_the_gallery(preview: Preview, opened: Opens) -> None:
    before = preview.outline.read_text(encoding="utf-8")
    page = opened(preview.url, size=(1280, 800))
    painted(page, 13)
    first = titles(page)
    page.drag_and_drop("#tiles > li:nth-child(4)", "#tiles > li:nth-child(2)")
    page.wait_for_function(
        "(title) => document.querySelectorAll('#tiles .title')[1].textContent === title", arg=first[3]
    )
    assert titles(page) == [first[0], first[3], *first[1:3], *first[4:]]
    go(page, "background")
    page.get_by_role("button", name="Legg til lysbilde").click()
    page.locator("#gallery-slides button", has_text="Nummererte punkter").click()
    page.get_by_text("14 lysbilder").wait_for()
    page.get_by_role("button", name="Skjul").click()
    page.get_by_role("button", name="Vis igjen").wait_for()
    after = preview.outline.read_text(encoding="utf-8")
    assert sorted(set(before.splitlines()) - set(after.splitlines())) == []
    page.locator("body").press("Control+z")
    page.get_by_role("button", name="Skjul").wait_for()


@pytest.mark.slow
def test_concurrent_changes_are_not_overwritten(preview: Preview, opened: Opens) -> None:
    one, two = [opened(f"{preview.url}/#background") for _ in range(2)]
    for page in (one, two):
        page.locator("#fields textarea").first.wait_for()
        fill(page, "tittel, norsk bokmål", f"Fra side {'en' if page is one else 'to'}")
    save(one)
    one.locator("#single-title", has_text="Fra side en").wait_for()
    two.get_by_role("button", name="Lagre").click()
    two.locator("#texts-outcome", has_text="Teksten er endret et annet sted").wait_for()
    assert "Fra side en" in preview.outline.read_text(encoding="utf-8")
    mine, beside = two.locator("#fields textarea[aria-label='tittel, norsk bokmål']"), two.locator(".meanwhile")
    assert mine.input_value() == "Fra side to"
    beside.locator("q", has_text="Fra side en").wait_for()
    beside.get_by_role("button", name="Bruk denne").click()
    assert (mine.input_value(), beside.count(), two.locator("#save").is_visible()) == ("Fra side en", 0, False)
    mine.fill("Til slutt fra to")
    fill(one, "tittel, norsk bokmål", "Enda en gang fra en")
    save(one)
    beside.locator("q", has_text="Enda en gang fra en").wait_for()
    beside.get_by_role("button", name="Behold min").click()
    assert (mine.input_value(), beside.count()) == ("Til slutt fra to", 0)
    save(two)
    two.locator("#single-title", has_text="Til slutt fra to").wait_for()


def test_typed_text_is_kept_until_saved_or_discarded(preview: Preview, opened: Opens) -> None:
    page = opened(f"{preview.url}/#background", size=(1280, 800))
    field = page.locator("#fields textarea[aria-label='tittel, norsk bokmål']")
    field.fill("Vi 👩‍👩‍👧: «ja» # 1")
    page.locator("#on").click()
    page.wait_for_function("() => !location.hash.includes('background')")
    page.locator("#back").click()
    page.wait_for_function("() => document.querySelector('#fields textarea[lang=nb]')")
    page.locator("#save .big").wait_for()
    with page.expect_event("dialog") as asked:  # a browser asks before unsaved texts are left
        page.once("dialog", lambda dialog: dialog.accept())
        page.evaluate("() => { setTimeout(() => location.reload()); }")
    assert asked.value.type == "beforeunload"
    page.locator("#save .big").wait_for()
    assert field.input_value() == "Vi 👩‍👩‍👧: «ja» # 1"
    preview.stop()
    page.locator("#status[data-state=offline]").wait_for()
    page.locator("#save .big").click()
    page.locator("#texts-outcome", has_text="Programmet svarer ikke").wait_for()
    preview.start()
    page.locator("#status[data-state=live]").wait_for()
    preview.save(("**Skjerpet konkurranse** mellom", "**Hard konkurranse** mellom"))
    page.locator("#stage", has_text="Hard konkurranse").wait_for()
    save(page)
    page.locator("#single-title", has_text="«ja» # 1").wait_for()
    assert "Vi 👩‍👩‍👧: «ja» # 1" in preview.outline.read_text(encoding="utf-8")
    page.reload()
    page.locator("#fields textarea").first.wait_for()
    assert page.locator("#save").is_hidden(), "nothing is left of it"
    fill(page, "tittel, norsk bokmål", "Noe annet")
    page.locator("#discard").click()
    assert page.locator("#save").is_hidden() and "«ja»" in field.input_value()
