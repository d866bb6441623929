"""An edited deck dropped on the page: its plan, the choices, the updated file. Nothing is stored."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build
from osloregion_slides.preview import decks
from tests.preview.served import OWN, SMALL, Preview, preview, workspace


def edited(outline: Path, text: str = "Rettet for hånd") -> bytes:
    """Return the outline's deck with the first point rewritten."""
    deck = Presentation(io.BytesIO(build(str(outline)).data))
    deck.slides[1].shapes[1].text_frame.paragraphs[0].runs[0].text = text
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def words(data: bytes) -> list[str]:
    deck = Presentation(io.BytesIO(data))
    return [paragraph.text for paragraph in deck.slides[1].shapes[1].text_frame.paragraphs]


def plan(page: Preview, data: bytes, query: str = "") -> Any:
    return page.post(f"/api/plan?{query}", content=data, headers=OWN).json()


def test_a_manual_edit_is_kept_while_the_outline_change_is_applied(tmp_path: Path) -> None:
    outline = workspace(tmp_path)
    data = edited(outline)
    with preview(outline) as page:
        page.save(SMALL.replace("Tre]", "Fire]"))
        told = plan(page, data, "name=M%C3%B8te.pptx")
        assert (told["outline"], told["conflicts"], told["kept"]) == ("prove.yaml", 0, 1) and told["changes"] >= 1
        assert {line["group"] for line in told["lines"]} == {"edit", "change"}
        assert all(
            {"mark", "slide", "object", "message", "file", "line", "conflict_id"} <= set(line) for line in told["lines"]
        )
        reply = page.post("/api/update?name=M%C3%B8te.pptx", content=data, headers=OWN)
    assert words(reply.content) == ["Rettet for hånd", "To", "Fire"]
    assert "filename*=UTF-8''Styrem%C3%B8te%20i%20dag.pptx" in reply.headers["content-disposition"]


@pytest.mark.parametrize(("choice", "first"), [("keep", "Rettet for hånd"), ("take", "Null"), ("", "Rettet for hånd")])
def test_the_chosen_side_of_a_conflict_wins(tmp_path: Path, choice: str, first: str) -> None:
    outline = workspace(tmp_path)
    data = edited(outline)
    with preview(outline) as page:
        page.save(SMALL.replace("Ett", "Null"))
        told = plan(page, data, "on_conflict=keep")
        (conflict,) = [line for line in told["lines"] if line["conflict_id"]]
        assert told["conflicts"] == 1 and conflict["mark"] == "!"
        assert "Rettet for hånd" in conflict["yours"] and "Null" in conflict["outline"]
        query = f"choice={conflict['conflict_id']}:{choice}" if choice else ""
        reply = page.post(f"/api/update?{query}", content=data, headers=OWN)
    assert words(reply.content)[0] == first


def test_a_choice_of_an_outdated_conflict_is_rejected(tmp_path: Path) -> None:
    outline = workspace(tmp_path)
    data = edited(outline)
    with preview(outline) as page:
        for choice, code in (
            ("00000000:take", "unknown-conflict"),
            ("00000000:both", "usage"),
            ("take", "unknown-conflict"),
        ):
            reply = page.post(f"/api/update?choice={choice}", content=data, headers=OWN)
            assert reply.status_code == 409 and reply.json()["findings"][0]["code"] == code


def test_the_meeting_form_is_applied_to_the_updated_deck(tmp_path: Path) -> None:
    outline = workspace(tmp_path)
    data = edited(outline)
    with preview(outline) as page:
        reply = page.post("/api/update?set=meeting.title=V%C3%A5rm%C3%B8te", content=data, headers=OWN)
    deck = Presentation(io.BytesIO(reply.content))
    assert "Vårmøte" in [shape.text_frame.text for shape in deck.slides[0].placeholders]


def test_uploads_write_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    outline = workspace(tmp_path / "w")
    data = edited(outline)
    before = sorted(tmp_path.rglob("*"))
    with preview(outline) as page:
        plan(page, data)
        page.post("/api/update", content=data, headers=OWN)
        page.get("/deck.pptx")
    assert sorted(tmp_path.rglob("*")) == before


NOT_DECKS = [b"", b"x", b"PK\x03\x04" + bytes(100), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]


@pytest.mark.parametrize("data", NOT_DECKS)
@pytest.mark.parametrize("path", ["/api/plan", "/api/update"])
def test_a_file_that_is_not_a_deck_is_a_finding_that_names_it(tmp_path: Path, data: bytes, path: str) -> None:
    with preview(workspace(tmp_path)) as page:
        reply = page.post(f"{path}?name=..%2F..%2Fm%C3%B8te.pptx", content=data, headers=OWN)
    (finding,) = reply.json()["findings"]
    assert reply.status_code == 409 and finding["file"] == "_.._møte.pptx"


def test_a_truncated_deck_and_an_unlinked_deck_are_findings(tmp_path: Path) -> None:
    outline = workspace(tmp_path)
    data = edited(outline)
    other = io.BytesIO()
    Presentation().save(other)
    with preview(outline) as page:
        for wrong in (data[: len(data) // 2], other.getvalue()):
            assert page.post("/api/plan", content=wrong, headers=OWN).status_code == 409


def test_an_oversized_body_is_rejected_before_and_during_the_upload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decks, "MAX_UPLOAD", 3_000_000)

    async def endless() -> Any:
        for _ in range(10_000):
            yield bytes(10_000)

    with preview(workspace(tmp_path)) as page:
        for content, headers in ((bytes(3_000_001), {}), (b"x", {"content-length": "9" * 30}), (endless(), {})):
            reply = page.post("/api/plan", content=content, headers={**OWN, **headers})
            assert reply.status_code == 409 and reply.json()["findings"][0]["code"] == "upload-too-large"


def test_a_missing_body_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr("osloregion_slides.preview.app.BODY_SECONDS", 0.1)

    async def slow() -> Any:
        yield b"PK"
        await asyncio.sleep(30)

    with preview(workspace(tmp_path)) as page:
        reply = page.post("/api/plan", content=slow(), headers=OWN)
    assert reply.status_code == 408 and reply.json()["findings"][0]["code"] == "slow-upload"
