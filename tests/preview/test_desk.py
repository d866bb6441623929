"""What a page begins with: the outlines, the last decks, the meeting of last time; and what of it may be written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import build
from osloregion_slides.base.findings import cannot_write
from osloregion_slides.preview.desk import KEPT, deck_files, desk_json, main_outline, outlines
from osloregion_slides.preview.state import Variant
from osloregion_slides.starter import start
from tests.preview.served import OWN, SMALL, Preview, preview, server, workspace

MEETING = {"title": "Årsmøte", "place": "Hamar", "date": "3. juni 2027", "speaker": ""}


def small(folder: Path) -> Path:
    """Return an outline with another beside it, and two decks, the second one newer."""
    outline = workspace(folder)
    outline.with_name("annen.yaml").write_text(
        SMALL.replace("deck: prove", "deck: annen").replace("title: Prøve", "title: {nb: Den andre, en: The other}"),
        encoding="utf-8",
    )
    (outline.parent / "builds.yaml").write_text("builds: [{outline: prove.yaml}]\n", encoding="utf-8")
    for age, name in enumerate(("ny.pptx", "gammel.pptx")):
        path = folder / "out" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(build(str(outline)).data)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return outline


def put(site: Preview, content: bytes, query: str = "outline=prove.yaml&language=nb", **about: Any) -> Any:
    return site.ask("PUT", f"/api/meeting?{query}", content=content, **{"headers": OWN, **about})


def test_outlines_on_the_desk_have_distinct_names(tmp_path: Path) -> None:
    start(str(tmp_path))
    decks = tmp_path / "decks"
    (decks / "again.yaml").write_text("extends: osloregionen.yaml\ndeck: again\n", encoding="utf-8")
    titles = {one["file"]: one["title"] for one in desk_json(str(decks / "osloregionen.yaml"), "nb")["outlines"]}
    assert len(set(titles.values())) == len(titles) > 2
    assert titles["member.yaml"] == "Oslo i Osloregionen", "what it says of its meeting, with its facts"
    assert titles["again.yaml"] == "Osloregionen (again)"


def test_a_full_disk_is_not_reported_as_an_access_problem() -> None:
    import errno

    said = [cannot_write("decks", OSError(one, os.strerror(one))) for one in (errno.ENOSPC, errno.EACCES)]
    assert "room" in said[0].hint and "access" not in said[0].hint
    assert "access" in said[1].hint


def test_the_desk_lists_outlines_by_title_and_decks_by_age(tmp_path: Path) -> None:
    outline = small(tmp_path)
    with preview(outline) as site:
        desk = site.get("/api/desk?ui=nb").json()
        english = site.get("/api/desk?ui=en").json()
    assert desk["outlines"] == [{"file": "prove.yaml", "title": "Prøve"}, {"file": "annen.yaml", "title": "Den andre"}]
    assert english["outlines"][1]["title"] == "The other"
    assert [one["file"] for one in desk["decks"]] == ["out/ny.pptx", "out/gammel.pptx"]


def test_exactly_the_outlines_of_the_folder_are_shown(tmp_path: Path) -> None:
    with preview(small(tmp_path)) as site:
        assert site.state("outline=annen.yaml")["title"] == "Den andre"
        for name in ("builds.yaml", "../decks/annen.yaml", "/etc/passwd", "annen", "data", "..", "\0"):
            reply = site.get("/api/state", params={"outline": name})
            assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, "no-outline"), name


def test_the_first_outline_in_builds_yaml_is_the_default(tmp_path: Path) -> None:
    outline = small(tmp_path)
    paths = [str(outline.with_name("annen.yaml")), str(outline)]
    assert main_outline(paths) == str(outline)
    (outline.parent / "builds.yaml").unlink()
    assert main_outline(paths) == paths[0]
    assert list(outlines(str(outline))) == ["prove.yaml", "annen.yaml"]


def test_only_listed_decks_can_be_downloaded(tmp_path: Path) -> None:
    outline = small(tmp_path)
    (tmp_path / "hemmelig.txt").write_text("x", encoding="utf-8")
    elsewhere = tmp_path.parent / f"{tmp_path.name}-else.pptx"
    elsewhere.write_bytes((tmp_path / "out" / "ny.pptx").read_bytes())
    (tmp_path / "out" / "link.pptx").symlink_to(elsewhere)
    with preview(outline) as site:
        assert site.get("/api/last", params={"name": "out/ny.pptx"}).content == (tmp_path / "out/ny.pptx").read_bytes()
        for name in ("out/link.pptx", f"../{elsewhere.name}", str(elsewhere), "hemmelig.txt", "out/../out/ny.pptx", ""):
            assert site.get("/api/last", params={"name": name}).status_code == 409, name


def test_lock_files_and_hidden_folders_are_not_among_the_decks(tmp_path: Path) -> None:
    outline = small(tmp_path)
    for name in ("out/~$ny.pptx", ".git/x.pptx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert deck_files(str(outline)) == ["out/ny.pptx", "out/gammel.pptx"]


def test_meetings_are_stored_per_outline_audience_and_language(tmp_path: Path) -> None:
    outline = small(tmp_path)
    with preview(outline) as site:
        assert put(site, json.dumps(MEETING).encode()).status_code == 204
        english = {**MEETING, "title": "Annual meeting"}
        assert put(site, json.dumps(english).encode(), "outline=prove.yaml&language=en").status_code == 204
        kept = site.get("/api/desk").json()["meetings"]
    assert {key: one["title"] for key, one in kept.items()} == {
        "prove.yaml - nb": "Årsmøte",
        "prove.yaml - en": "Annual meeting",
    }
    assert "speaker" not in kept["prove.yaml - nb"]
    with preview(outline) as later:
        assert later.get("/api/desk").json()["meetings"] == kept


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"3", b'{"title": 3}', b'{"title": {"a": 1}}', b"\xff", b'{"title": "%s"}' % (b"x" * 201)]
)
def test_invalid_meeting_data_is_rejected_and_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    with preview(small(tmp_path)) as site:
        assert put(site, content).status_code == 409
    assert not (tmp_path / "decks" / KEPT).exists()


def test_meetings_are_written_only_for_requests_of_the_page_itself(tmp_path: Path) -> None:
    outline, content = small(tmp_path), json.dumps(MEETING).encode()
    with preview(outline) as site:
        foreign = {**OWN, "origin": "http://evil.example"}
        assert put(site, content, headers={}).status_code == 403
        assert put(site, content, headers=foreign).status_code == 403
        assert put(site, content, headers={**OWN, "sec-fetch-site": "cross-site"}).status_code == 403
        assert put(site, content, "outline=../../x.yaml").status_code == 409
        assert put(site, b"x" * 70_000).status_code == 409
    with preview(outline, token="a" * 20) as locked:
        assert put(locked, content).status_code == 401
    assert not (tmp_path / "decks" / KEPT).exists()


def test_a_symlink_in_place_of_the_stored_meetings_is_not_followed(tmp_path: Path) -> None:
    outline, target = small(tmp_path), tmp_path.parent / f"{tmp_path.name}-target"
    target.write_text("mine", encoding="utf-8")
    (outline.parent / KEPT).symlink_to(target)
    with preview(outline) as site:
        assert put(site, json.dumps(MEETING).encode()).status_code == 409
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_dropped_deck_identifies_its_outline_and_variant(tmp_path: Path) -> None:
    outline = small(tmp_path)
    settings = {"meeting.title": "Styremøte"}
    deck = build(str(outline.with_name("annen.yaml")), language="en", settings=settings, as_of="2009-01-01")
    with preview(outline, start=Variant(audience="board")) as site:
        about = site.post("/api/about?name=x.pptx", content=deck.data, headers=OWN).json()
        assert site.post("/api/about?name=x.pptx", content=b"nothing", headers=OWN).status_code == 409
    assert about == {
        "outline": "annen.yaml",
        "audience": "",
        "language": "en",
        "as_of": "2009-01-01",
        "set": [["meeting.title", "Styremøte"]],
    }


NAMES = [
    ("Styremøte", "1. desember 2026", "", "Styremøte 1. desember 2026"),
    ("[Tittel]", "1. desember 2026", "", "prove-nb-2008-01-01"),
    ("Møte: A/B?", "[dato]", "", "Møte- A-B-"),
    ("Board", "1 December 2026", "language=en", "Board 1 December 2026 (en)"),
    ("Styret", "i dag", "audience=board&language=en", "Styret i dag (board, en)"),
    ("Et langt ord " * 11, "i dag", "", ("Et langt ord " * 11)[:120]),
    ("...", "", "", "prove"),
]


@pytest.mark.parametrize(("title", "date", "query", "name"), NAMES)
def test_a_file_is_named_after_its_meeting_and_date(
    tmp_path: Path, title: str, date: str, query: str, name: str
) -> None:
    from urllib.parse import unquote

    with preview(workspace(tmp_path)) as site:
        settings = [("set", f"meeting.title={title}"), ("set", f"meeting.date={date}")]
        pairs = [tuple(one.split("=")) for one in query.split("&") if one]
        sent = site.get("/deck.pptx", params=[*settings, *pairs]).headers["content-disposition"]
    assert unquote(sent.rpartition("''")[2]) == f"{name.strip('. -')}.pptx"


def test_the_shared_url_is_reachable_by_others(tmp_path: Path) -> None:
    pytest.importorskip("segno", reason="segno is not installed: pip install .[preview]")
    with server(workspace(tmp_path), "--share") as shared:
        assert len(shared.token) >= 16
        told = shared.get(f"/api/share?token={shared.token}").json()
        host = told["address"].partition("://")[2].partition(":")[0]
        assert host not in ("0.0.0.0", "127.0.0.1", "localhost") and shared.token in told["address"]
        assert told["qr"].startswith("<svg") and shared.get("/api/share").status_code == 401


def test_a_local_page_shows_the_command_that_allows_other_hosts(tmp_path: Path) -> None:
    with preview(workspace(tmp_path)) as site:
        told = site.get("/api/share").json()
    assert told == {"address": "", "qr": "", "command": "osloregion-slides preview --share"}
