"""Texts and slides changed on the page: the file's diff shows only that; nothing is lost, and nothing else written."""

from __future__ import annotations

import io
import json
from difflib import unified_diff
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.preview.served import OWN, SMALL, Preview, flagship_workspace, preview, workspace

TEXT = SMALL.replace(
    "    title: Punkter\n    items: [Ett, To, Tre]\n",
    "    # why this slide is here\n    title: {nb: Punkter, en: Points}  # short\n    items:\n"
    "      - Ett\n      - {nb: To, en: Two}   # the second\n      - Tre\n",
)


def put(site: Preview, *edits: dict[str, str], **about: Any) -> Any:
    body = json.dumps({"edits": edits}).encode()
    return site.ask("PUT", "/api/texts", **{"content": body, "headers": OWN, **about})


def slides(site: Preview, **given: Any) -> Any:
    return site.post("/api/slides", content=json.dumps(given).encode(), headers=OWN)


def texts(site: Preview, slide: str = "list", query: str = "") -> list[Any]:
    found: list[Any] = site.get(f"/api/texts?slide={slide}&{query}").json()["texts"]
    return found


def changed(before: str, after: str) -> list[str]:
    """Return the lines that were taken out and put in."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def edit(one: dict[str, Any], language: str, text: str) -> dict[str, str]:
    return {"id": one["id"], "language": language, "before": one["values"][language], "text": text}


def test_editable_texts_are_those_that_readers_see_and_no_settings(tmp_path: Path) -> None:
    with preview(flagship_workspace(tmp_path)) as site:
        for name in ("osloregionen", "gallery"):
            query = f"outline={name}.yaml"
            for slide in site.get(f"/api/state?{query}").json()["slides"]:
                said = [text for one in texts(site, slide["key"], query) for text in one["values"].values()]
                assert {"county", "region", "column", "true", "contain", "alliance.focus_areas"}.isdisjoint(said)
                assert not [text for text in said if text.startswith("assets/")], slide["key"]


def test_texts_are_read_and_written_in_both_languages(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        title, first, second = texts(site)[:3]
        assert (title["values"], second["values"]) == ({"nb": "Punkter", "en": "Points"}, {"nb": "To", "en": "Two"})
        assert (first["values"], first["path"]) == ({"": "Ett"}, ["items", "0"])
        edits = [edit(title, "en", "Bullets"), edit(second, "nb", "To: ny"), edit(first, "", "Én")]
        assert put(site, *edits).status_code == 204
        assert [one["title"] for one in site.state("language=en")["slides"]][1] == "Bullets"
    assert changed(TEXT, outline.read_text(encoding="utf-8")) == [
        "-    title: {nb: Punkter, en: Points}  # short",
        "+    title: {nb: Punkter, en: Bullets}  # short",
        "-      - Ett",
        "-      - {nb: To, en: Two}   # the second",
        "+      - Én",
        '+      - {nb: "To: ny", en: Two}   # the second',
    ]


def test_a_missing_language_is_added_beside_the_other(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT.replace("{nb: To, en: Two}", "{nb: To}"))
    with preview(outline) as site:
        second = texts(site)[2]
        assert second["values"] == {"nb": "To", "en": ""}
        assert put(site, edit(second, "en", "Two")).status_code == 204
    assert "- {nb: To, en: Two}   # the second" in outline.read_text(encoding="utf-8")


def test_editing_a_text_that_is_a_fact_edits_the_fact(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        title = texts(site, "cover")[0]
        assert (title["fact"], title["values"]) == (True, {"nb": "Styremøte", "en": "Board"})
        assert put(site, edit(title, "nb", "Rådsmøte")).status_code == 204
        assert site.state()["slides"][0]["title"] == "Rådsmøte"
    assert "meeting: {title: {nb: Rådsmøte, en: Board}" in outline.read_text(encoding="utf-8")


def test_a_text_of_an_audience_is_written_to_its_overlay(tmp_path: Path) -> None:
    text = TEXT.replace("slides: [{id: list, remove: true}]", "slides: [{id: list, title: {nb: Styrets, en: Theirs}}]")
    outline = workspace(tmp_path, text)
    with preview(outline) as site:
        body = json.dumps({"edits": [edit(texts(site, query="audience=board")[0], "nb", "Deres")]}).encode()
        assert site.ask("PUT", "/api/texts?audience=board", content=body, headers=OWN).status_code == 204
    lines = changed(text, outline.read_text(encoding="utf-8"))
    assert len(lines) == 2 and "{nb: Deres, en: Theirs}" in lines[1]


def test_a_concurrently_changed_file_is_not_written(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        title = texts(site)[0]
        site.save(TEXT.replace("nb: Punkter", "nb: Momenter"))
        reply = put(site, edit(title, "nb", "Mitt"))
        assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, "edit-changed")
        assert "Momenter" in reply.json()["findings"][0]["message"]
        assert put(site, edit(title, "en", "Mine")).status_code == 204  # the other language is as it was seen
    assert (
        changed(TEXT, outline.read_text(encoding="utf-8"))[1].strip("+ ") == "title: {nb: Momenter, en: Mine}  # short"
    )


def test_edits_can_be_undone_and_redone_unless_the_file_changed(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        for word in ("A", "B"):
            assert put(site, edit(texts(site)[0], "nb", word)).status_code == 204
        after = outline.read_bytes()
        assert site.state()["steps"] == [2, 0]
        assert [site.post("/api/undo", headers=OWN).status_code for _ in range(3)] == [204, 204, 409]
        assert outline.read_text(encoding="utf-8") == TEXT
        assert [site.post("/api/redo", headers=OWN).status_code for _ in range(3)] == [204, 204, 409]
        assert outline.read_bytes() == after
        site.save(TEXT)
        assert site.post("/api/undo", headers=OWN).status_code == 409
    assert outline.read_text(encoding="utf-8") == TEXT


def test_slides_are_moved_hidden_shown_copied_and_added(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT)
    other = SMALL.replace("deck: prove", "deck: annen").replace("id: list", "id: brought").replace("Punkter", "Hentet")
    outline.with_name("annen.yaml").write_text(other, encoding="utf-8")
    with preview(outline) as site:

        def shown() -> list[tuple[str, bool]]:
            return [(one["key"], one["hidden"]) for one in site.state()["slides"]]

        assert slides(site, do="order", ids=["list", "cover"]).status_code == 204
        assert shown() == [("list", False), ("cover", False)]
        assert slides(site, do="hide", slide="list").status_code == 204
        assert shown()[0] == ("list", True)
        assert slides(site, do="show", slide="list").status_code == 204
        assert slides(site, do="copy", slide="list").status_code == 204
        assert slides(site, do="add", slide="cover", **{"from": "annen.yaml"}, key="brought").status_code == 204
        assert shown() == [("list", False), ("list-b", False), ("cover", False), ("brought", False)]
        assert "# why this slide is here" in outline.read_text(encoding="utf-8")
        for _ in range(5):
            assert site.post("/api/undo", headers=OWN).status_code == 204
    assert outline.read_text(encoding="utf-8") == TEXT


WRONG_SLIDES = [
    {"do": "order", "ids": ["nowhere"]},
    {"do": "hide", "slide": "nowhere"},
    {"do": "drop", "slide": "list"},
    {"do": "add", "slide": "list", "from": "../../x.yaml", "key": "a"},
    {"do": "add", "slide": "list", "from": "/etc/passwd", "key": "a"},
    {"do": "add", "slide": "list", "from": "prove.yaml", "key": "nowhere"},
]


@pytest.mark.parametrize("given", WRONG_SLIDES, ids=str)
def test_edits_of_missing_slides_change_nothing(tmp_path: Path, given: dict[str, Any]) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        assert slides(site, **given).status_code == 409
    assert outline.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"edits": []}', b'{"edits": [{"id": 3}]}', b'{"edits": 3}', b"\xff", b"null"]
)
def test_invalid_edits_are_rejected(tmp_path: Path, content: bytes) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        assert put(site, content=content).status_code == 409
        assert site.post("/api/slides", content=content, headers=OWN).status_code == 409
    assert outline.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("text", ["{{ nothing.here }}", "line\x0bof Word", "nul\0", "\x1b[1m", "half \ud83d"])
def test_a_text_that_breaks_the_build_is_not_written(tmp_path: Path, text: str) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        reply = put(site, edit(texts(site)[0], "nb", text))
    assert reply.status_code == 409
    assert outline.read_text(encoding="utf-8") == TEXT


VERBS = [
    ("PUT", "/api/meeting"),
    ("PUT", "/api/texts"),
    ("PUT", "/api/translation"),
    ("PUT", "/api/tables"),
    ("POST", "/api/slides"),
    ("POST", "/api/undo"),
    ("POST", "/api/redo"),
]


@pytest.mark.parametrize(("method", "path"), VERBS)
def test_writing_requests_need_the_origin_and_token_of_the_page(tmp_path: Path, method: str, path: str) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site, preview(outline, token="a" * 20) as locked:
        edits = [edit(texts(site)[0], "nb", "X")]
        body = json.dumps({"edits": edits, "do": "hide", "slide": "list"}).encode()
        for headers in (
            {},
            {**OWN, "origin": "http://evil.example"},
            {**OWN, "sec-fetch-site": "cross-site"},
            {**OWN, "host": "evil.example:8765"},
        ):
            assert site.ask(method, path, content=body, headers=headers).status_code in (403, 421)
        assert locked.ask(method, path, content=body, headers=OWN).status_code == 401
        assert site.ask(method, path, content=b"x" * (5 * 2**20), headers=OWN).status_code == 409
        assert site.ask(method, f"{path}?outline=../../etc/passwd", content=body, headers=OWN).status_code == 409
    assert outline.read_text(encoding="utf-8") == TEXT


def test_a_table_cell_is_written_to_its_file(tmp_path: Path) -> None:
    text = TEXT.replace("as_of: 2008", "data: {rows: {file: data/rows.csv}}\nas_of: 2008").replace(
        "title: {nb: Punkter, en: Points}", 'title: "{{ data.rows.a.name }}"'
    )
    outline = workspace(tmp_path, text)
    table = outline.parent / "data" / "rows.csv"
    table.parent.mkdir()
    table.write_text("id,name\na,Fra tabellen\n", encoding="utf-8")
    with preview(outline) as site:
        found = [one for one in texts(site) if one["fact"]]
        if not found:
            pytest.skip("the fact is not led to")
        assert put(site, edit(found[0], "", "Ny i tabellen")).status_code == 204
    assert table.read_text(encoding="utf-8") == "id,name\na,Ny i tabellen\n"
    assert outline.read_text(encoding="utf-8") == text


def test_the_texts_of_the_flagship_round_trip(tmp_path: Path) -> None:
    outline = flagship_workspace(tmp_path)
    before = outline.read_text(encoding="utf-8")
    with preview(outline) as site:
        for key in ("background", "purpose", "members"):
            for one in texts(site, key):
                if {"nb", "en"} <= set(one["values"]) and not one["worked_out"]:
                    assert put(site, edit(one, "en", one["values"]["en"] + " x")).status_code == 204, one
                    break
    after = changed(before, outline.read_text(encoding="utf-8"))
    assert 4 <= len(after) <= 8 and all(" x" in line for line in after if line.startswith("+"))


def test_translations_round_trip_through_a_workbook(tmp_path: Path) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        reply = site.get("/translation.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(reply.content))
        sheet = book.active
        rows = {row[2].value: row for row in sheet.iter_rows(min_row=2)}
        assert [cell.value for cell in sheet[1]] == ["id", "slide", "nb", "en"]
        assert (rows["Punkter"][1].value, rows["Punkter"][3].value, rows["To"][3].value) == ("list", "Points", "Two")
        rows["Punkter"][3].value = "Bullets"
        back = io.BytesIO()
        book.save(back)
        site.save("# a line more\n" + TEXT)  # lines moved meanwhile
        assert site.ask("PUT", "/api/translation", content=back.getvalue(), headers=OWN).status_code == 204
        assert changed("# a line more\n" + TEXT, outline.read_text(encoding="utf-8")) == [
            "-    title: {nb: Punkter, en: Points}  # short",
            "+    title: {nb: Punkter, en: Bullets}  # short",
        ]
        site.save(TEXT.replace("nb: Punkter", "nb: Momenter"))
        reply = site.ask("PUT", "/api/translation", content=back.getvalue(), headers=OWN)
        assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, "edit-changed")


@pytest.mark.parametrize("more", ["", "# a line more\n"], ids=["as-it-was", "moved"])
def test_equal_texts_get_their_own_translations_in_any_row_order(tmp_path: Path, more: str) -> None:
    alike = TEXT.replace("      - Ett\n", "      - {nb: Likt, en: Same}\n      - {nb: Likt, en: Same}\n")
    outline = workspace(tmp_path, alike)
    with preview(outline) as site:
        book = openpyxl.load_workbook(io.BytesIO(site.get("/translation.xlsx").content))
        rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]
        assert not [row for row in rows if "/" in row[0]], "no path of this machine goes to a translator"
        own = [row for row in rows if row[2] == "Likt"]
        for row, text in zip(own, ("First", "Second")):
            row[3] = text
        book.active.delete_rows(2, len(rows))
        for row in reversed(rows):
            book.active.append(row)
        back = io.BytesIO()
        book.save(back)
        site.save(more + alike)
        assert site.ask("PUT", "/api/translation", content=back.getvalue(), headers=OWN).status_code == 204
    said = [line.strip() for line in outline.read_text(encoding="utf-8").splitlines() if "Likt" in line]
    assert said == ["- {nb: Likt, en: First}", "- {nb: Likt, en: Second}"]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04"])
def test_an_invalid_translation_workbook_changes_nothing(tmp_path: Path, content: bytes) -> None:
    outline = workspace(tmp_path, TEXT)
    with preview(outline) as site:
        assert site.ask("PUT", "/api/translation", content=content, headers=OWN).status_code == 409
    assert outline.read_text(encoding="utf-8") == TEXT
