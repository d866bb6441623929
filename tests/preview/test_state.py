"""The state of a page: slides of the variant, available choices, findings with their lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.preview.state import Variant
from tests.preview.served import SMALL, preview, workspace


def test_a_page_gets_the_slides_with_titles_notes_and_locations(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        state = page.state()
    assert (state["outline"], state["title"], state["language"]) == ("prove.yaml", "Prøve", "nb-NO")
    assert [(s["key"], s["number"], s["title"], s["notes"]) for s in state["slides"]] == [
        ("cover", 1, "Styremøte", []),
        ("list", 2, "Punkter", ["Husk kaffe"]),
    ]
    lines = SMALL.splitlines()
    assert all(slide["key"] in lines[slide["line"] - 1] for slide in state["slides"])
    assert state["slides"][1]["href"].startswith("vscode://file/") and state["slides"][1]["href"].endswith(":14:5")
    assert state["broken"] is False and state["stale"] is False and state["version"] == 1


def test_a_page_gets_the_available_choices(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        state = page.state()
    assert state["audiences"] == [{"id": "board", "title": "Bare styret"}]
    assert state["languages"] == ["nb", "en"] and state["as_of"] == "2008-01-01"
    assert state["meeting"] == {"title": "Styremøte", "place": "Oslo", "date": "i dag"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Styremøte", "Punkter"]),
        ("audience=board", ["Bare styret"]),
        ("language=en", ["Board", "Punkter"]),
        ("set=meeting.title=V%C3%A5rm%C3%B8te", ["Vårmøte", "Punkter"]),
        ("set=meeting.title=A&set=meeting.title=a%3Db", ["a=b", "Punkter"]),
        ("audience=board&set=meeting.title=%3Cscript%3E", ["<script>"]),
    ],
)
def test_the_url_determines_everything_a_page_shows(tmp_path: Path, query: str, titles: list[str]) -> None:
    with preview(workspace(tmp_path)) as page:
        assert [slide["title"] for slide in page.state(query)["slides"]] == titles


def test_choices_missing_from_the_url_default_to_those_of_the_start(tmp_path: Path) -> None:
    start = Variant("board", "", "", (("meeting.title", "Fra kommandolinjen"),))
    with preview(workspace(tmp_path), start=start) as page:
        assert [slide["title"] for slide in page.state()["slides"]] == ["Fra kommandolinjen"]
        assert [slide["title"] for slide in page.state("audience=")["slides"]] == ["Fra kommandolinjen", "Punkter"]
        assert [slide["title"] for slide in page.state("set=meeting.title=Ny")["slides"]] == ["Ny"]


@pytest.mark.parametrize(
    "query",
    ["language=xx", "audience=nobody", "as_of=2008-13-01", "set=meeting.nothing=x", "set=brand=../../x.pptx"],
)
def test_an_impossible_variant_is_a_finding_without_a_deck(tmp_path: Path, query: str) -> None:
    with preview(workspace(tmp_path)) as page:
        state = page.state(query)
    assert state["broken"] and state["slides"] == []
    assert [finding["severity"] for finding in state["findings"]][:1] == ["error"]


@pytest.mark.parametrize("query", ["set=nothing", "set==x", "&".join(["set=a=b"] * 51), "language=" + "x" * 2001])
def test_an_invalid_url_is_rejected(tmp_path: Path, query: str) -> None:
    with preview(workspace(tmp_path)) as page:
        reply = page.get(f"/api/state?{query}")
    assert reply.status_code == 409 and [one["code"] for one in reply.json()["findings"]] == ["usage"]


BROKEN = [
    (SMALL.replace("title: Punkter", "title: [Punkter"), "title: [Punkter"),
    (SMALL.replace("kind: bullets", "kind: bulets"), "kind: bulets"),
    (SMALL.replace("items: [Ett, To, Tre]", "itms: [Ett, To, Tre]"), "itms"),
]


@pytest.mark.parametrize(("text", "at"), BROKEN)
def test_a_broken_outline_keeps_the_last_good_deck_and_reports_its_line(tmp_path: Path, text: str, at: str) -> None:
    with preview(workspace(tmp_path)) as page:
        good = page.state()
        page.save(text)
        state = page.state()
        assert state["broken"] and state["stale"] and state["version"] == 2
        assert state["slides"] == good["slides"]
        errors = [finding for finding in state["findings"] if finding["severity"] == "error"]
        assert all(one["href"].startswith("vscode://file/") and one["slide"] == "list" for one in errors)
        assert any(at in dict(one["excerpt"])[one["line"]] for one in errors)
        page.save(SMALL)
        assert not page.state()["broken"]


def test_findings_are_in_the_language_of_the_page(tmp_path: Path) -> None:
    with preview(workspace(tmp_path, SMALL.replace("osloregionen", "ukjent"))) as page:
        found = {
            (path, language): page.get(path, headers={"accept-language": language}).json()["findings"][0]["message"]
            for path in ("/api/state", "/api/compare")
            for language in ("en", "nb", "en")
        }
    for path in ("/api/state", "/api/compare"):
        assert found[path, "en"] == "Brand `ukjent` not found."
        assert found[path, "nb"] == "Finner ikke den visuelle profilen `ukjent`."


def test_a_variant_first_requested_while_the_outline_is_broken_has_only_findings(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        page.state()
        page.save(BROKEN[0][0])
        state = page.state("audience=board")
    assert state["broken"] and state["slides"] == [] and state["findings"]


def test_a_deck_with_drawable_faults_is_drawn(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        page.state()
        page.save(SMALL.replace("[Ett, To", f"[{'Samordning ' * 900}, To"))
        state = page.state()
    assert state["broken"] and not state["stale"]
    assert [slide["title"] for slide in state["slides"]][:2] == ["Styremøte", "Punkter (1 av 2)"]
    assert [(one["code"], one["slide"]) for one in state["findings"] if one["severity"] == "error"] == [
        ("text-does-not-fit", "list")
    ]


def test_only_a_changed_slide_has_a_new_hash(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        before = {slide["key"]: slide["hash"] for slide in page.state()["slides"]}
        page.save("# a comment that moves every line\n" + SMALL.replace("Ett, To", "En, To"))
        after = {slide["key"]: slide["hash"] for slide in page.state()["slides"]}
    assert before["cover"] == after["cover"] and before["list"] != after["list"]


def test_line_numbers_are_updated_even_if_the_drawing_is_unchanged(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as page:
        before = page.state()["slides"]
        page.save("# one\n# two\n" + SMALL)
        after = page.state()["slides"]
    assert [slide["line"] + 2 for slide in before] == [slide["line"] for slide in after]


def test_an_excerpt_shows_files_of_the_workspace_only(tmp_path: Path) -> None:
    from osloregion_slides.preview.state import Desk

    outline = workspace(tmp_path / "w")
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: x\n")
    (outline.parent / "link.yaml").symlink_to(secret)
    desk = Desk(str(outline), True)
    assert desk.excerpt(str(outline), 2) == [
        [1, "deck: prove"],
        [2, "title: Prøve"],
        [3, "language: nb"],
        [4, "languages: [nb, en]"],
    ]
    for path in (
        secret,
        outline.parent / "link.yaml",
        outline.parent / ".." / ".." / "secret.yaml",
        tmp_path / "none.yaml",
    ):
        assert desk.excerpt(str(path), 1) == [] and desk.href(str(path), 1, 1) == ""


def test_remote_pages_get_no_editor_links(tmp_path: Path) -> None:
    from osloregion_slides.preview.state import Desk

    outline = workspace(tmp_path)
    assert Desk(str(outline), True).href(str(outline), 2, 0).endswith("prove.yaml:2:1")
    assert Desk(str(outline), False).href(str(outline), 2, 0) == ""


def test_a_bug_is_a_finding_with_a_log_and_the_last_deck_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("secret inner words")

    with preview(workspace(tmp_path)) as page:
        page.state()
        monkeypatch.setattr("osloregion_slides.preview.state.drafted", fails)
        page.studio.change()
        reply = page.get("/api/state")
    state = reply.json()
    (bug,) = state["findings"]
    assert bug["code"] == "bug" and len(state["slides"]) == 2 and state["broken"]
    assert "Traceback" not in reply.text and "secret inner words" not in reply.text
    log = Path(bug["file"])
    assert "secret inner words" in log.read_text(encoding="utf-8")
    log.unlink()
