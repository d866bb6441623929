"""Whoever types is not interrupted: half a date and half a text raise nothing, and what is wrong is shown afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import Preview, painted, titles

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.preview.conftest import Opens

WATCH = """() => {
  window.seen = [];
  const look = () => {
    const broken = !document.getElementById("broken").hidden, wrong = document.querySelectorAll(".wrong").length;
    const found = [...document.querySelectorAll("#sheet .finding, #get-outcome .finding, #compared .finding")];
    const now = JSON.stringify([broken, wrong, found.map((one) => one.textContent).sort()]);
    if (now !== window.seen.at(-1)) window.seen.push(now);
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
NOTHING_NEW = """() => {
  const [first, ...rest] = window.seen.map((one) => JSON.parse(one));
  return rest.every(([broken, wrong, found]) => !broken && !wrong && found.every((one) => first[2].includes(one)));
}"""


def watched(page: Page) -> None:
    """Begin to note every state of what the page says is wrong."""
    page.evaluate(WATCH)


def seen(page: Page) -> int:
    """Return how many states there were: 1 where nothing came and nothing went."""
    count: int = page.evaluate("window.seen.length")
    return count


def settled(page: Page) -> None:
    """Wait until the page has asked for what was typed (it waits 180 ms for more) and shown it."""
    page.wait_for_timeout(500)


def start(preview: Preview, opened: Opens, view: str = "") -> Page:
    page = opened(f"{preview.url}/{view}", size=(1280, 800), locale="en-GB")
    painted(page, 13)
    watched(page)
    return page


def test_typing_a_date_gives_no_error_at_any_keystroke(preview: Preview, opened: Opens) -> None:
    page = start(preview, opened)
    page.locator("#v-as-of").focus()
    values = []
    for key in "12122007":
        page.keyboard.press(key)
        settled(page)
        values.append(page.locator("#v-as-of").input_value())
        assert seen(page) == 1, values
    assert "0200-12-12" in values, "years that nobody means come by while a year is typed"
    page.locator("#tiles").get_by_text("Medlemmer").first.wait_for()
    page.wait_for_function("() => location.search.includes('as_of=2007-12-12')")
    page.get_by_label("Place").focus()
    settled(page)
    assert seen(page) == 1


@pytest.mark.slow
@pytest.mark.parametrize("keys", ["12", "1212", "12122", "12122007{Backspace}"])
def test_an_unfinished_date_is_reported_and_the_slides_are_kept(preview: Preview, opened: Opens, keys: str) -> None:
    page = start(preview, opened)
    field = page.locator("#v-as-of")
    field.focus()
    field.evaluate("(one) => { one.value = ''; }")
    for key in keys.partition("{")[0]:
        page.keyboard.press(key)
    if "{" in keys:
        page.keyboard.press("Backspace")
    settled(page)
    before, address = titles(page), page.url
    assert page.locator(".wrong").count() == 0
    page.get_by_label("Place").focus()
    assert page.locator(".wrong").all_inner_texts() == ["The date is incomplete. Enter the day, month and year."]
    assert field.get_attribute("aria-invalid") == "true" and field.get_attribute("aria-describedby") == "v-as-of-wrong"
    settled(page)
    assert (titles(page), page.url, page.locator("#broken").is_visible()) == (before, address, False)
    page.locator("#get").click()
    assert page.evaluate("document.activeElement.id") == "v-as-of", "no file while it is not clear of which date"
    assert page.locator("#get-outcome").inner_text() == ""
    field.fill("2007-12-31")
    assert page.locator(".wrong").count() == 0 and field.get_attribute("aria-invalid") is None


@pytest.mark.slow
def test_a_cleared_date_applies_when_its_field_loses_focus(preview: Preview, opened: Opens) -> None:
    page = start(preview, opened, "?as_of=2007-12-31")
    field = page.locator("#v-as-of")
    field.fill("")
    settled(page)
    assert "as_of=2007-12-31" in page.url
    page.get_by_label("Place").focus()
    page.wait_for_function("() => document.getElementById('v-as-of').value === '2008-01-01'")
    assert "2007" not in page.url


WRONG = {"title": "Styremøte {{ x", "place": "Oslo {{", "date": "17. {{ mai", "speaker": "M" * 200}


@pytest.mark.parametrize("name", WRONG)
def test_an_unfinished_text_gives_no_error_until_its_field_loses_focus(
    preview: Preview, opened: Opens, name: str
) -> None:
    page = start(preview, opened)
    field = page.locator(f"#m-{name}")
    field.focus()
    text = WRONG[name]
    for end in range(1, len(text) + 1, 1 if len(text) < 50 else 40):
        page.keyboard.insert_text(text[end - 1 : end] if len(text) < 50 else text[end - 1 : end + 39])
        settled(page)
        broken = page.evaluate("window.seen.some((one) => JSON.parse(one)[0])")
        assert not broken, field.input_value()
    page.locator("#v-audience").focus()
    page.locator("#broken").wait_for()
    field.fill("Oslo")
    page.locator("#broken").wait_for(state="hidden")


@pytest.mark.slow
def test_no_new_finding_appears_while_typing(preview: Preview, opened: Opens) -> None:
    page = start(preview, opened)
    page.get_by_label("Title").focus()
    page.keyboard.type("[Styremøte] med {{ members.x }} og {% if", delay=120)
    settled(page)
    assert page.evaluate(NOTHING_NEW)


@pytest.mark.slow
def test_a_file_that_breaks_during_typing_is_reported_at_once(preview: Preview, opened: Opens) -> None:
    page = start(preview, opened)
    page.get_by_label("Title").focus()
    page.keyboard.type("Styremøte")
    preview.save(("    kind: pillars\n", "    kind: pilars\n"))
    page.locator("#broken").wait_for()
    assert page.evaluate("document.activeElement.id") == "m-title"
    page.keyboard.type(" i rådet")
    page.locator("#v-audience").select_option("board")
    settled(page)
    assert len(titles(page)) == 13, "the last good slides stay, whatever is asked for of an outline that is broken"
    assert page.locator("#m-title").input_value() == "Styremøte i rådet"
    preview.save(("    kind: pilars\n", "    kind: pillars\n"))
    page.locator("#broken").wait_for(state="hidden")
    page.locator("#tiles").get_by_text("Styremøte i rådet").wait_for()


@pytest.mark.slow
def test_a_complete_but_wrong_date_is_reported_without_leaving_the_field(preview: Preview, opened: Opens) -> None:
    page = start(preview, opened)
    page.locator("#v-as-of").focus()
    page.keyboard.type("12129999", delay=50)
    page.wait_for_function("() => JSON.parse(window.seen.at(-1))[2].length !== JSON.parse(window.seen[0])[2].length")
    assert page.evaluate("document.activeElement.id") == "v-as-of"


@pytest.mark.slow
def test_typing_a_comparison_date_gives_no_error_at_any_keystroke(preview: Preview, opened: Opens) -> None:
    page = opened(f"{preview.url}/#~compare", size=(1280, 800), locale="en-GB")
    page.get_by_label("Compare with").select_option("variant")
    page.locator("#compared").get_by_text("No difference.").wait_for()
    watched(page)
    page.locator("#a-as-of").focus()
    for key in "12122007":
        page.keyboard.press(key)
        settled(page)
        assert page.evaluate(NOTHING_NEW)
    page.locator(".change[data-key=members]").wait_for()
