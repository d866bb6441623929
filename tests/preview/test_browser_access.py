"""The page is for everybody: axe-core finds nothing in any of its views, in both languages, light and dark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import OUTLINE_CHANGES, Preview, axe, painted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import Opens

VIEWS = ("sheet", "single", "findings", "tables", "texts", "compare", "form", "plan", "help", "broken")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Preview, Path]]:
    """Return a preview whose outline has changed, and an edited deck of what it was."""
    if "AXE_CORE" not in os.environ:
        pytest.skip("axe-core is not here: npm install axe-core, and AXE_CORE=…/axe-core/axe.min.js")
    preview = Preview(tmp_path_factory.mktemp("access")).start()
    preview.save(*OUTLINE_CHANGES, ("kicker: {nb: Klyngestrategi,", 'kicker: {nb: "[kommer]",'))
    yield preview, preview.folder
    preview.stop()


def show(page: Page, view: str, deck: Path) -> None:
    """Bring the page into a view, everything in it that opens open."""
    if view == "single":
        page.locator("#tiles a").nth(10).click()
        page.locator("#stage svg").wait_for()
    elif view == "findings":
        for summary in page.locator("summary").all():
            summary.click()
    elif view in ("tables", "texts"):
        page.locator("#view-tables").click()
        page.locator("#table tbody tr").first.wait_for()
        page.locator("#table-of").select_option("members" if view == "tables" else "~texts")
    elif view == "compare":
        page.locator("#view-compare").click()
        page.locator("#a-kind").select_option("variant")
        page.locator("#a-audience").select_option("board")
        page.locator("#compared figure").first.wait_for()
    elif view == "form":
        page.locator("#m-title").fill("Møte")
        page.locator(".big").first.click()
        page.locator("#get-outcome .good").wait_for()
    elif view == "plan":
        page.locator("#drop-file").set_input_files(str(deck))
        page.locator(".line.conflict").wait_for()
    elif view == "help":
        page.keyboard.press("?")


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS[:-1])
@pytest.mark.parametrize(
    ("ui", "scheme", "size", "forced"),
    [
        ("nb", "light", (1440, 900), "none"),
        ("en", "dark", (1440, 900), "none"),
        ("en", "light", (390, 844), "none"),
        ("nb", "dark", (390, 844), "none"),
        ("nb", "dark", (1280, 800), "active"),
    ],
    ids=["nb", "en-dark", "en-phone", "nb-dark-phone", "forced"],
)
def test_axe_finds_no_violation(
    shared: tuple[Preview, Path],
    opened: Opens,
    edited: Path,
    view: str,
    ui: str,
    scheme: str,
    size: tuple[int, int],
    forced: str,
) -> None:
    page = opened(f"{shared[0].url}/?ui={ui}", size, color_scheme=scheme, forced_colors=forced)
    painted(page, 13)
    show(page, view, edited)
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "nothing is wider than the window"


@pytest.mark.slow
def test_axe_finds_no_violation_while_the_outline_is_broken(
    shared: tuple[Preview, Path], preview: Preview, opened: Opens
) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.save(("    kind: pillars\n", "    kind: pilars\n"))
    page.get_by_role("alert").wait_for()
    assert axe(page) == []


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "forced"), [("light", "none"), ("dark", "none"), ("dark", "active")])
def test_axe_finds_no_violation_in_the_presentation_and_presenter_window(
    shared: tuple[Preview, Path], opened: Opens, scheme: str, forced: str
) -> None:
    shown = opened(f"{shared[0].url}/show?ui=nb", color_scheme=scheme, forced_colors=forced)
    shown.locator("main svg").first.wait_for()
    assert axe(shown) == []
    with shown.context.expect_page() as waiting:
        shown.keyboard.press("s")
    waiting.value.locator("svg").first.wait_for()
    assert axe(waiting.value) == []


@pytest.mark.slow
def test_reduced_motion_disables_animations(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url, reduced_motion="reduce")
    painted(page, 13)
    preview.save(('title: {nb: "Hvorfor en allianse?",', 'title: {nb: "Hvorfor samarbeide?",'))
    page.locator("#tiles").get_by_text("Hvorfor samarbeide?").wait_for()
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.slow
def test_focus_is_visible_on_every_focusable_element(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    unseen, names = [], []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, ring = page.evaluate(
            """() => {
              const one = document.activeElement, around = [one, one.closest(".segments, .drop")].filter(Boolean);
              return [one.id || one.className || one.tagName, around.some((each) => getComputedStyle(each).outlineStyle !== "none")];
            }"""
        )
        names.append(name)
        if name == "BODY":
            break
        if not ring:
            unseen.append(name)
    assert unseen == [] and len(names) > 15
    assert sum(name == "tile" for name in names) == 1, "the sheet is one stop; arrows move in it"
