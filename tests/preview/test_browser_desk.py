"""The page for users who never open YAML: the meeting, the changes, an edited deck."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.libreoffice import needs_libreoffice
from tests.preview.browser import OUTLINE_CHANGES, Preview, painted

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.preview.conftest import Opens


NOTE = "Si hvorfor samarbeidet er frivillig."


def got(page: Page, button: str, folder: Path) -> Path:
    """Press a button and return the file that it gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def texts(path: Path) -> dict[str, str]:
    """Return the text of every named shape of a deck."""
    from pptx import Presentation

    shapes: list[Any] = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
    return {shape.name: shape.text_frame.text for shape in shapes if shape.has_text_frame}


def test_the_form_builds_the_deck_for_the_meeting(preview: Preview, opened: Opens, tmp_path: Path) -> None:
    page = opened(preview.url)
    painted(page, 13)
    assert "tittel, sted og dato" in page.locator("#open-fields").inner_text()
    page.get_by_label("Tittel").fill("Møte i Styret & «rådet»")
    page.locator("#tiles").get_by_text("Møte i Styret & «rådet»").wait_for()
    page.get_by_label("Sted").fill("Oslo rådhus")
    page.get_by_label("Foredragsholder").fill("Kari Nordmann")
    page.get_by_role("button", name="I morgen").click()
    date = page.get_by_label("Dato", exact=True).input_value()
    page.get_by_text("Alt er fylt ut").wait_for()
    deck = got(page, "Last ned presentasjonen", tmp_path)
    assert deck.name == f"Møte i Styret & «rådet» {date}.pptx"
    cover = texts(deck)
    assert cover["cover/title"] == "Møte i Styret & «rådet»"
    assert cover["cover/line"].startswith(f"Oslo rådhus, {date}")
    assert cover["cover/subtitle"].endswith("\nKari Nordmann")
    page.get_by_text(f"Lastet ned: {deck.name}").wait_for()


@pytest.mark.slow
def test_the_date_field_follows_language_and_calendar(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    field = page.get_by_label("Dato", exact=True)
    page.locator("#m-day").evaluate("(day) => { day.value = '2027-05-17'; day.dispatchEvent(new Event('change')); }")
    assert field.input_value() == "17. mai 2027"
    page.get_by_role("radio", name="Engelsk").check()
    page.wait_for_function("() => document.getElementById('m-date').value === '17 May 2027'")
    field.fill("17.–18. mai")
    page.get_by_role("radio", name="Bokmål", exact=True).check()
    page.get_by_text("Hvorfor en allianse?", exact=True).wait_for()
    assert field.input_value() == "17.–18. mai"
    field.fill("")
    field.blur()
    page.wait_for_function("() => !location.search.includes('meeting.date')")


@pytest.mark.slow
def test_an_audience_fills_in_its_title_until_another_is_typed(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    page.locator("#v-audience").select_option("board")
    page.wait_for_function("() => document.getElementById('m-title').value === 'Styremøte'")
    page.get_by_label("Tittel").fill("Ekstra styremøte")
    page.locator("#tiles").get_by_text("Ekstra styremøte").wait_for()
    page.locator("#v-audience").select_option("")
    painted(page, 13)
    assert page.get_by_label("Tittel").input_value() == "Ekstra styremøte"


@pytest.mark.slow
def test_a_failed_build_is_explained_and_nothing_is_downloaded(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    preview.save(("    kind: pillars\n", "    kind: pilars\n"))
    page.get_by_role("alert").wait_for()
    page.get_by_role("button", name="Last ned presentasjonen").click()
    page.locator("#get-outcome .finding.error").first.wait_for()


@pytest.mark.slow
def test_the_deck_is_also_available_as_html_and_pdf(preview: Preview, opened: Opens, tmp_path: Path) -> None:
    page = opened(preview.url)
    painted(page, 13)
    bare = got(page, "Nettside", tmp_path).read_text(encoding="utf-8")
    page.get_by_label("Ta med notatene på nettsiden").check()
    noted = got(page, "Nettside", tmp_path).read_text(encoding="utf-8")
    assert bare.startswith("<!doctype html>") and noted.startswith("<!doctype html>")
    assert [NOTE in text for text in (bare, noted)] == [False, True]
    needs_libreoffice()
    assert got(page, "PDF", tmp_path).read_bytes().startswith(b"%PDF-")


@pytest.mark.slow
def test_the_comparison_shows_what_changed_since_the_page_was_opened(preview: Preview, opened: Opens) -> None:
    page = opened(preview.url)
    painted(page, 13)
    page.get_by_role("link", name="Sammenlign").click()
    page.locator("#compared").get_by_text("Ingen forskjell.").wait_for()
    preview.save(('title: {nb: "Hvorfor en allianse?",', 'title: {nb: "Hvorfor samarbeide?",'))
    one = page.locator(".change[data-key=background]")
    one.locator("figure").nth(1).locator("text", has_text="samarbeide?").wait_for()
    assert one.locator("figure").nth(0).locator("text", has_text="allianse?").is_visible()
    assert one.locator("figure").nth(1).locator("rect[stroke-dasharray]").count() >= 1
    assert page.locator(".change[data-key]").count() == 1


@pytest.mark.slow
def test_the_comparison_accepts_another_variant_and_another_file(preview: Preview, opened: Opens) -> None:
    (preview.folder / "decks" / "gammel.yaml").write_text(
        preview.outline.read_text(encoding="utf-8").replace("Hvorfor en allianse?", "Hvorfor er vi her?"),
        encoding="utf-8",
    )
    page = opened(f"{preview.url}/#~compare")
    page.get_by_label("Sammenlign med").select_option("variant")
    page.locator("#a-audience").select_option("board")
    page.locator(".change[data-key=platform]").get_by_text("Ikke med").wait_for()
    page.get_by_label("Sammenlign med").select_option("file")
    page.locator("#a-path").fill("decks/gammel.yaml")
    page.locator("#a-path").press("Enter")
    page.locator(".change[data-key=background] figure").nth(0).locator("text", has_text="vi her").wait_for()
    page.locator("#a-path").fill("../../etc/passwd")
    page.get_by_role("button", name="Vis").click()
    page.locator("#compared .finding.error").wait_for()


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page as the system does."""
    page.evaluate(
        """([name, data]) => {
          const file = new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name);
          const carried = new DataTransfer();
          carried.items.add(file);
          for (const kind of ["dragenter", "dragover", "drop"])
            document.querySelector("#tiles").dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
        }""",
        [path.name, base64.b64encode(path.read_bytes()).decode()],
    )


@pytest.mark.slow
@pytest.mark.parametrize("take", [False, True], ids=["kept", "taken"])
def test_an_edited_deck_is_planned_resolved_and_updated(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path, take: bool
) -> None:
    preview.save(*OUTLINE_CHANGES)
    page = opened(preview.url)
    painted(page, 13)
    drop(page, edited)
    plan = page.locator("#plan")
    plan.get_by_role("heading", name="Oppdater styret.pptx").wait_for()
    conflict = plan.locator(".line.conflict")
    conflict.wait_for()
    assert all(
        text in conflict.inner_text() for text in ("Hvorfor vi er her", "Hvorfor samarbeide?", "endret begge steder")
    )
    assert "Våre medlemmer" in plan.locator(".line.edit").first.inner_text()
    assert "Slik er vi organisert" in " ".join(plan.locator(".line.change").all_inner_texts())
    if take:
        conflict.get_by_label("Bruk disposisjonens").check()
        plan.get_by_label("Hent det tilbake").check()
    (tmp_path / "out").mkdir()
    updated = texts(got(page, "Last ned oppdatert presentasjon", tmp_path / "out"))
    assert updated["members/title"] == "Våre medlemmer"
    assert updated["organisation/title"] == "Slik er vi organisert"
    assert updated["background/title"] == ("Hvorfor samarbeide?" if take else "Hvorfor vi er her")
    assert ("platform/kicker" in updated) is take
    assert not list(preview.folder.rglob("*.pptx")) and not (preview.folder / "decks" / ".bases").exists()


@pytest.mark.slow
def test_a_dropped_file_that_is_not_a_deck_is_rejected_with_a_message(
    preview: Preview, opened: Opens, tmp_path: Path
) -> None:
    page = opened(preview.url)
    painted(page, 13)
    text, broken = tmp_path / "brev.docx", tmp_path / "ødelagt.pptx"
    for path in (text, broken):
        path.write_bytes(b"nothing")
    page.locator("#drop-file").set_input_files(str(text))
    page.get_by_text("«brev.docx» er ikke en PowerPoint-fil").wait_for()
    page.locator("#drop-file").set_input_files(str(broken))
    page.locator("#planned .finding.error").first.wait_for()
    page.get_by_role("link", name="Lysbilder").click()
    page.locator("#sheet").wait_for()
