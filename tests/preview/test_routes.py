"""Pictures, files and comparisons that a page asks for."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from osloregion_slides import build
from osloregion_slides.preview.state import Variant
from osloregion_slides.render import office
from tests.conftest import REPOSITORY
from tests.preview.served import MODULES, SCRIPTS, SMALL, preview, workspace


@pytest.mark.parametrize(
    ("asked", "preferred", "language"),
    [
        ("ui=nb", "en", "nb"),
        ("ui=en", "nb", "en"),
        ("", "nb-NO,nb;q=0.9,en;q=0.5", "nb"),
        ("", "nn", "nb"),
        ("", "en-GB,nb;q=0.5", "en"),
        ("", "", "en"),
        ("ui=xx", "de", "en"),
    ],
)
def test_the_page_is_in_norwegian_or_english(tmp_path: Path, asked: str, preferred: str, language: str) -> None:
    with preview(workspace(tmp_path)) as page:
        reply = page.get(f"/?{asked}", headers={"accept-language": preferred})
    assert reply.status_code == 200 and f'<html lang="{language}">' in reply.text


def test_the_page_serves_its_own_style_and_script(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        assert page.get("/preview.css").headers["content-type"].startswith("text/css")
        for path in SCRIPTS:
            reply = page.get(path)
            assert reply.status_code == 200 and reply.headers["content-type"] == "text/javascript; charset=utf-8"
            assert reply.headers["cache-control"] == "no-cache"


def test_every_module_is_served_unchanged_and_listed_by_the_page(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        text = page.get("/").text
        served = [page.get(path).content for path in SCRIPTS[1:]]
    assert served == [path.read_bytes() for path in MODULES]
    assert re.findall(r'<link rel="modulepreload" href="(.*)">', text) == SCRIPTS[1:]
    assert re.findall(r'<script type="module" src="(.*)"></script>', text) == SCRIPTS[:1]


def test_modules_added_or_removed_while_the_server_runs_are_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = tmp_path / "package" / "templates" / "pages"
    shutil.copytree(REPOSITORY / "templates" / "pages", pages)
    monkeypatch.setattr("osloregion_slides.base.resources._ROOT", str(tmp_path / "package"))
    (pages / "preview" / ".#page.js").write_text("")
    with preview(workspace(tmp_path / "w")) as page:
        (pages / "preview" / "late.js").write_text("late")
        (pages / "preview" / "page.js").unlink()
        assert page.get("/preview/late.js").status_code == page.get("/preview/.%23page.js").status_code == 404
        assert page.get("/preview/page.js").status_code == 200
        assert "late.js" not in page.get("/").text and ".#page.js" not in page.get("/").text


def test_a_drawing_addressed_by_hash_is_cached_indefinitely(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        slide = page.state()["slides"][1]
        reply = page.get(f"/api/slide/list.svg?hash={slide['hash']}")
        assert reply.headers["content-type"] == "image/svg+xml" and "immutable" in reply.headers["cache-control"]
        assert "Tre" in "".join(etree.fromstring(reply.content).itertext())
        again = page.get(f"/api/slide/list.svg?hash={slide['hash']}", headers={"if-none-match": reply.headers["etag"]})
        assert again.status_code == 304 and again.content == b""


def test_a_drawing_shows_the_variant_in_the_url(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        assert "Board" in page.get("/api/slide/cover.svg?language=en").text
        assert "Bare styret" in page.get("/api/slide/cover.svg?audience=board").text
        assert page.get("/api/slide/list.svg?audience=board").status_code == 404


def test_an_outdated_hash_gets_the_current_drawing_uncached(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        reply = page.get("/api/slide/list.svg?hash=0123456789")
        assert reply.status_code == 200 and "immutable" not in reply.headers["cache-control"]


def test_a_drawing_of_the_previous_version_is_still_available(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        old = page.state()["slides"][1]["hash"]
        page.save(SMALL.replace("Ett, To", "En, To"))
        assert page.state()["slides"][1]["hash"] != old
        assert "Ett" in page.get(f"/api/slide/list.svg?hash={old}").text


@pytest.mark.parametrize("key", ["nothing", "%C3%A6", "a%20b", "x" * 3000, "%00", "%3Cscript%3E"])
def test_a_missing_slide_gives_404(tmp_path: Path, key: str) -> None:
    with preview(workspace(tmp_path)) as page:
        reply = page.get(f"/api/slide/{key}.svg")
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/json" and reply.json()["findings"][0]["code"] == "no-slide"


UNNAMED = SMALL.replace("{nb: Styremøte, en: Board}", '"[Tittel]"').replace("{title: Bare styret}", "{place: Her}")


class TestFiles:
    def test_the_downloaded_deck_equals_a_build(self, tmp_path: Path) -> None:
        outline = workspace(tmp_path)
        with preview(outline) as page:
            reply = page.get("/deck.pptx?audience=board")
        assert reply.content == build(str(outline), audience="board").data
        assert "presentationml" in reply.headers["content-type"]

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("", "prove-nb-2008-01-01"),
            ("audience=board&language=en", "prove-board-en-2008-01-01"),
            ("as_of=2007-01-01", "prove-nb-2007-01-01"),
        ],
    )
    @pytest.mark.parametrize("kind", ["pptx", "html"])
    def test_a_file_without_a_meeting_is_named_after_its_audience_language_and_date(
        self, tmp_path: Path, query: str, name: str, kind: str
    ) -> None:
        with preview(workspace(tmp_path, UNNAMED)) as page:
            reply = page.get(f"/deck.{kind}?{query}")
        assert reply.headers["content-disposition"].startswith(f'attachment; filename="{name}.{kind}"')

    def test_a_file_name_with_norwegian_letters_is_sent_in_both_encodings(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path, UNNAMED.replace("deck: prove", "deck: prøve"))) as page:
            said = page.get("/deck.pptx").headers["content-disposition"]
        assert 'filename="pr_ve-nb-2008-01-01.pptx"' in said and "filename*=UTF-8''pr%C3%B8ve-nb" in said

    def test_the_html_deck_is_self_contained(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path)) as page:
            text = page.get("/deck.html?set=meeting.title=V%C3%A5r").text
        assert "Vår" in text and "Content-Security-Policy" in text

    @pytest.mark.parametrize(
        ("query", "notes"), [("", False), ("notes=0", False), ("notes=", False), ("notes=1", True)]
    )
    def test_the_html_deck_has_notes_only_on_request(self, tmp_path: Path, query: str, notes: bool) -> None:
        with preview(workspace(tmp_path)) as page:
            first, second = page.together(f"/deck.html?{query}", "/deck.html?notes=1")
        assert ("Husk kaffe" in first.text, "Husk kaffe" in second.text) == (notes, True)

    @pytest.mark.parametrize("kind", ["pptx", "html", "pdf"])
    def test_a_broken_outline_gives_findings_and_no_file(self, tmp_path: Path, kind: str) -> None:
        with preview(workspace(tmp_path, SMALL.replace("kind: bullets", "kind: bulets"))) as page:
            reply = page.get(f"/deck.{kind}")
        assert reply.status_code == 409 and reply.json()["findings"][0]["code"] == "unknown-kind"

    def test_without_libreoffice_a_finding_tells_how_to_install_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(office, "find_office", lambda: "")
        with preview(workspace(tmp_path)) as page:
            reply = page.get("/deck.pdf")
        (finding,) = reply.json()["findings"]
        assert reply.status_code == 409 and finding["code"] == "no-libreoffice" and "libreoffice.org" in finding["hint"]

    @pytest.mark.slow
    def test_the_pdf_has_one_page_per_slide(self, tmp_path: Path) -> None:
        if not shutil.which("soffice"):
            pytest.skip("LibreOffice is not installed")
        import pypdfium2

        with preview(workspace(tmp_path)) as page:
            reply = page.get("/deck.pdf?language=en", timeout=120)
        assert 'filename="Board i dag (en).pdf"' in reply.headers["content-disposition"]
        assert len(pypdfium2.PdfDocument(reply.content)) == 2


class TestCompare:
    def compared(self, page: Any, against: str, query: str = "ui=nb") -> Any:
        return page.get(f"/api/compare?{query}", params={**_pairs(query), "against": against}).json()

    def test_changes_since_the_page_was_opened_are_compared(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path)) as page:
            page.state()
            assert self.compared(page, "start")["slides"] == []
            page.save(SMALL.replace("Ett, To", "En, To"))
            found = self.compared(page, "start")
        (slide,) = found["slides"]
        assert (slide["key"], slide["title"]) == ("list", "Punkter")
        assert "Ett" in slide["before"] and "En" in slide["after"] and "stroke-dasharray" in slide["after"]
        assert slide["says"] == "Tekst: «Ett» → «En»"
        assert found["unchanged"] == ["Styremøte"] and "Endret: 1" in found["summary"]

    def test_a_later_page_compares_with_its_own_first_version(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path)) as page:
            page.state()
            page.save(SMALL.replace("Ett", "En"))
            version = page.state()["version"]
            page.save(SMALL.replace("Ett", "En").replace("Tre", "Fire"))
            (slide,) = self.compared(page, "start", f"ui=nb&since={version}")["slides"]
        assert "En" in slide["before"] and "Fire" in slide["after"]

    def test_while_the_outline_is_broken_the_last_good_deck_is_compared(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path)) as page:
            page.state()
            page.save(SMALL.replace("Ett", "En"))
            page.state()
            page.save("deck: [")
            assert [slide["key"] for slide in self.compared(page, "start")["slides"]] == ["list"]

    def test_another_variant_can_be_compared(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path)) as page:
            found = self.compared(page, "variant:board,,", "ui=en")
        assert [(slide["key"], bool(slide["before"]), bool(slide["after"])) for slide in found["slides"]] == [
            ("cover", True, True),
            ("list", False, True),
        ]
        assert "1 new" in found["summary"]

    def test_another_outline_of_the_workspace_can_be_compared(self, tmp_path: Path) -> None:
        outline = workspace(tmp_path)
        (outline.parent / "other.yaml").write_text(SMALL.replace("Ett", "Null"), encoding="utf-8")
        with preview(outline) as page:
            (slide,) = self.compared(page, "file:decks/other.yaml")["slides"]
        assert "Null" in slide["before"] and "Ett" in slide["after"]

    def edited(self, outline: Path) -> None:
        """Put a deck of the outline, edited by hand, into the workspace."""
        deck = Presentation(io.BytesIO(build(str(outline)).data))
        deck.slides[1].shapes[1].text_frame.paragraphs[0].runs[0].text = "Rettet for hånd"
        (outline.parent.parent / "out").mkdir()
        deck.save(str(outline.parent.parent / "out" / "edited.pptx"))

    def test_a_built_deck_of_the_workspace_can_be_compared(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(office, "find_office", lambda: "")
        outline = workspace(tmp_path)
        self.edited(outline)
        with preview(outline) as page:
            found = self.compared(page, "file:out/edited.pptx")
        (slide,) = found["slides"]
        assert slide["key"] == "list" and slide["says"] == "Tekst: «Rettet for hånd» → «Ett»"
        assert slide["before"] == "" and "Ett" in slide["after"] and "stroke-dasharray" in slide["after"]
        assert found["unchanged"] == ["Styremøte"] and found["summary"].startswith("edited.pptx: Endret: 1")

    @pytest.mark.slow
    def test_with_libreoffice_the_slides_of_a_built_deck_are_drawn(self, tmp_path: Path) -> None:
        if not shutil.which("soffice"):
            pytest.skip("LibreOffice is not installed")
        outline = workspace(tmp_path)
        self.edited(outline)
        with preview(outline) as page:
            (slide,) = self.compared(page, "file:out/edited.pptx")["slides"]
        assert slide["before"].startswith("<svg") and "data:image/png;base64," in slide["before"]

    @pytest.mark.parametrize(
        "against", ["", "x", "variant:nobody", "variant:,xx,", "start:x,y", "file:decks/prove.pptx"]
    )
    def test_a_comparison_that_is_impossible_is_a_finding(self, tmp_path: Path, against: str) -> None:
        with preview(workspace(tmp_path)) as page:
            reply = page.get("/api/compare", params={"against": against})
        assert reply.status_code in ((200,) if against.startswith("start") else (409,))

    def test_a_deck_that_never_built_has_no_comparison(self, tmp_path: Path) -> None:
        with preview(workspace(tmp_path, "deck: [")) as page:
            for against in ("start", "variant:board,,", "file:decks/prove.yaml"):
                assert page.get("/api/compare", params={"against": against}).status_code == 409


def _pairs(query: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in query.split("&"))


def test_the_state_at_the_start_of_the_preview_is_drawn_in_its_variant(tmp_path: Path) -> None:
    with preview(workspace(tmp_path), start=Variant(language="en")) as page:
        assert "Board" in page.get("/api/slide/cover.svg").text


def test_an_internal_error_in_a_response_is_a_finding_with_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("inner words")

    monkeypatch.setattr("osloregion_slides.preview.decks.html", fails)
    with preview(workspace(tmp_path)) as page:
        reply = page.get("/deck.html")
    assert reply.status_code == 500 and "inner words" not in reply.text and "Traceback" not in reply.text
    (finding,) = reply.json()["findings"]
    assert finding["code"] == "bug"
    Path(finding["file"]).unlink()
