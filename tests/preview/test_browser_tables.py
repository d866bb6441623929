"""Tables on the page: a member leaves, a project is added, a translation is written; each undone as any other step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import Preview
from tests.preview.test_browser_adviser import changed

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.preview.conftest import Opens


def table(preview: Preview, opened: Opens, name: str, **more: object) -> Page:
    page = opened(f"{preview.url}/?ui=nb#~tables", **more)
    page.locator("#table tbody tr").first.wait_for()
    page.locator("#table-of").select_option(name)
    return page


def save(page: Page, to: str) -> None:
    with page.expect_response(lambda reply: to in reply.url and reply.request.method == "PUT") as waiting:
        page.locator("#tables").get_by_role("button", name="Lagre").click()
    assert waiting.value.status == 204, waiting.value.json()


def test_memberships_and_projects_are_edited_with_norwegian_dates(preview: Preview, opened: Opens) -> None:
    members = preview.folder / "decks" / "data" / "members.csv"
    before, outline = members.read_text(encoding="utf-8"), preview.outline.read_text(encoding="utf-8")
    page = table(preview, opened, "members")
    page.locator("#table-find").fill("gjerdrum")
    assert page.locator("#table tbody tr:visible").count() > 0
    page.get_by_label("Til, Gjerdrum").first.fill("31.12.2018")
    assert page.locator("#table-of").is_disabled(), "another table would discard it"
    save(page, "/api/tables")
    assert [line[0] for line in changed(before, members.read_text(encoding="utf-8"))] == ["-", "+"]
    assert ",2004-12-17,2018-12-31," in members.read_text(encoding="utf-8")
    page.locator("#table-find").fill("")
    page.locator("#table-of").select_option("strategy.projects")
    page.get_by_role("button", name="Ny rad").click()
    for column, text in (("Navn, norsk bokmål", "Nytt prosjekt"), ("Navn, engelsk", "New project"), ("Fra", "2008")):
        page.get_by_label(f"{column}, Ny rad").fill(text)
    save(page, "/api/tables")
    page.get_by_label("Navn, norsk bokmål, Nytt prosjekt").wait_for()
    assert "Nytt prosjekt" in preview.outline.read_text(encoding="utf-8")
    for _ in range(2):
        with page.expect_response(lambda reply: "/api/undo" in reply.url):
            page.get_by_role("button", name="Angre").click()
    assert (members.read_text(encoding="utf-8"), preview.outline.read_text(encoding="utf-8")) == (before, outline)


@pytest.mark.slow
def test_untranslated_texts_come_first_and_are_saved_beside_the_original(preview: Preview, opened: Opens) -> None:
    preview.save(("name: {nb: IKT, nn: IKT, en: ICT}", "name: {nb: IKT, nn: IKT}"))
    before = preview.outline.read_text(encoding="utf-8")
    page = table(preview, opened, "~texts")
    first = page.locator("#table tbody tr").first
    assert "Mangler" in first.inner_text()
    first.locator("textarea").nth(1).fill("ICT")
    save(page, "/api/texts")
    page.get_by_text("Alt er oversatt.").wait_for()
    assert (
        changed(before, preview.outline.read_text(encoding="utf-8"))[1]
        .strip("+ ")
        .startswith("- {id: ict, name: {nb: IKT, nn: IKT, en: ICT}")
    )


@pytest.mark.slow
def test_a_concurrently_changed_cell_is_reported_and_typed_text_kept(preview: Preview, opened: Opens) -> None:
    one, two = [table(preview, opened, "members") for _ in range(2)]
    for page, day in ((one, "1.1.2019"), (two, "1.1.2020")):
        page.get_by_label("Til, Oslo").first.fill(day)
    save(one, "/api/tables")
    two.locator("#tables").get_by_role("button", name="Lagre").click()
    two.locator(
        "#tables-outcome", has_text="Raden Oslo er endret et annet sted, og der står det nå 2019-01-01"
    ).wait_for()
    assert two.get_by_label("Til, Oslo").first.input_value() == "1.1.2020"
    two.locator("#table-discard").click()
    two.wait_for_function("() => document.querySelector('[aria-label^=\"Til, Oslo\"]').value === '1.1.2019'")
    two.get_by_label("Til, Oslo").first.fill("1.1.2020")
    save(two, "/api/tables")
