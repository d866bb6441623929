"""While an edited deck is on the page, every large button gives that deck, updated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from osloregion_slides import build
from tests.preview.browser import OUTLINE_CHANGES, Preview, painted
from tests.preview.test_browser_desk import drop, texts

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.preview.conftest import Opens

HAND = "Våre medlemmer"
OUTLINE = "Slik er vi organisert"


def pressed(page: Page, selector: str, folder: Path) -> dict[str, str]:
    """Press what is there and return the texts of the deck that it gives."""
    with page.expect_download() as waiting:
        page.locator(selector).click()
    folder.mkdir(exist_ok=True)
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return texts(path)


def dropped(preview: Preview, opened: Opens, path: Path, query: str = "") -> Page:
    """Return a page on which a deck lies whose outline changed since, its plan read."""
    preview.save(*OUTLINE_CHANGES)
    page = opened(f"{preview.url}/{query}", size=(1280, 800))
    painted(page, 13)
    drop(page, path)
    page.locator("#planned .finish").wait_for()
    return page


def test_the_big_button_updates_the_dropped_deck_until_it_is_removed(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path
) -> None:
    page = dropped(preview, opened, edited)
    button = page.locator("#meeting .big")
    assert button.inner_text().split("\n") == ["Oppdater og last ned", "styret.pptx"]
    assert page.locator("#get-about").inner_text() == "2 beholdt, 4 hentes inn, 1 å velge. Se hva som skjer"
    for view in ("#~plan", "#", "#~compare", "#members"):
        page.evaluate("(hash) => { location.hash = hash; }", view)
        got = pressed(page, "#meeting .big", tmp_path / "out")
        assert (got["members/title"], got["organisation/title"]) == (HAND, OUTLINE), view
    page.get_by_role("button", name="Fjern styret.pptx").click()
    assert page.evaluate("document.activeElement.id") == "drop-file" and not page.locator("#view-plan").is_visible()
    assert button.inner_text().split("\n") == ["Last ned presentasjonen", "PowerPoint"]
    assert pressed(page, "#meeting .big", tmp_path / "out")["members/title"] == "Medlemmer"


@pytest.mark.slow
def test_the_link_to_a_new_deck_states_what_is_missing(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path
) -> None:
    page = dropped(preview, opened, edited)
    link = page.get_by_role("button", name="Last ned en ny presentasjon uten endringene i styret.pptx")
    assert link.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert link.bounding_box()["height"] < page.locator("#get").bounding_box()["height"]  # type: ignore[index]
    assert pressed(page, "#fresh", tmp_path / "out")["members/title"] == "Medlemmer"
    others = page.locator("#meeting [data-get=pdf], #meeting [data-get=html]")
    assert [one.is_visible() for one in others.all()] == [False, False]


@pytest.mark.slow
def test_both_large_buttons_apply_the_choices_of_the_plan(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path
) -> None:
    page = dropped(preview, opened, edited)
    assert pressed(page, "#get", tmp_path / "out")["background/title"] == "Hvorfor vi er her"
    page.get_by_role("radio", name="Bruk disposisjonens").check()
    for button in ("#update", "#get"):
        assert pressed(page, button, tmp_path / "out")["background/title"] == "Hvorfor samarbeide?"


@pytest.mark.slow
def test_a_plan_follows_the_outline_and_keeps_its_choices(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path
) -> None:
    page = dropped(preview, opened, edited)
    page.get_by_role("radio", name="Bruk disposisjonens").check()
    preview.save(("nb: Delregionene – ", "nb: Delene – "))
    page.locator(".line.change", has_text="Delene").first.wait_for()
    assert page.get_by_role("radio", name="Bruk disposisjonens").is_checked()
    assert page.evaluate("document.activeElement.value") == "take"
    got = pressed(page, "#get", tmp_path / "out")
    assert got["background/title"] == "Hvorfor samarbeide?" and got["regions/title"].startswith("Delene")


@pytest.mark.slow
def test_meeting_details_go_into_the_dropped_deck(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path
) -> None:
    page = dropped(preview, opened, edited)
    page.locator("#m-title").fill("Styremøte")
    page.locator(".line.change", has_text="Styremøte").wait_for()
    got = pressed(page, "#get", tmp_path / "out")
    assert (got["cover/title"], got["members/title"]) == ("Styremøte", HAND)


@pytest.mark.slow
def test_the_form_belongs_to_the_dropped_deck_until_it_is_removed(
    preview: Preview, opened: Opens, tmp_path: Path
) -> None:
    made = build(str(preview.outline), language="en", settings={"meeting.title": "Board", "meeting.place": "Oslo"})
    (tmp_path / "board.pptx").write_bytes(made.data)
    page = opened(f"{preview.url}/?audience=business&set=meeting.title=Noe")
    painted(page)
    drop(page, tmp_path / "board.pptx")
    page.locator("#planned .finish").wait_for()
    fields = "['title', 'place'].map((name) => document.getElementById('meeting').elements[name].value)"
    page.wait_for_function(f"() => {fields}[0] === 'Board'")
    assert page.evaluate(fields) == ["Board", "Oslo"]
    assert (page.locator("#v-audience").input_value(), page.get_by_role("radio", name="Engelsk").is_checked()) == (
        "",
        True,
    )
    page.get_by_role("button", name="Fjern board.pptx").click()
    page.wait_for_function(f"() => {fields}[0] === 'Noe'")
    page.wait_for_function("() => document.getElementById('v-audience').value === 'business'")


@pytest.mark.slow
def test_a_deck_that_cannot_be_updated_never_becomes_a_new_one(preview: Preview, opened: Opens, tmp_path: Path) -> None:
    from pptx import Presentation

    foreign = tmp_path / "fremmed.pptx"
    Presentation().save(str(foreign))
    page = opened(preview.url)
    painted(page, 13)
    drop(page, foreign)
    page.locator("#planned .finding.error").wait_for()
    assert page.locator("#get-about").inner_text() == "fremmed.pptx kan ikke oppdateres. Se hvorfor"
    page.locator("#get").click()
    page.locator("#get-outcome .finding.error").wait_for()


@pytest.mark.slow
def test_a_resaved_deck_must_be_dropped_again(preview: Preview, opened: Opens, edited: Path) -> None:
    page = opened(preview.url)
    painted(page, 13)
    page.locator("#drop-file").set_input_files(str(edited))
    page.locator("#planned .finish").wait_for()
    edited.write_bytes(edited.read_bytes() + b"\0")
    page.locator("#get").click()
    page.locator("#get-outcome").get_by_text("styret.pptx er lagret på nytt etter at du slapp den her").wait_for()


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_long_names_never_make_the_page_wider_than_the_window(
    preview: Preview, opened: Opens, edited: Path, width: int
) -> None:
    long = edited.rename(edited.with_name(f"{'styremøte_' * 9}.pptx"))
    page = opened(preview.url, size=(width, 844))
    painted(page, 13)
    drop(page, long)
    page.locator("#planned .finish").wait_for()
    for view in ("#~plan", "#"):
        page.evaluate("(hash) => { location.hash = hash; }", view)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for box in ("#get", "#dropped", "#update"):
            if page.locator(box).is_visible():
                assert page.locator(box).evaluate("(one) => one.scrollWidth <= one.clientWidth"), box
