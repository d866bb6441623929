"""Members and dated entries as tables: an edit changes only its row, and concurrent changes are never overwritten."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from osloregion_slides.starter import start
from tests.preview.served import OWN, Preview, preview
from tests.preview.test_editing import changed

NEW = {"name": "Nyby", "number": "9999", "county": "Akershus", "region": "Follo", "from": "2026-01-01"}


def opened(folder: Path, excel: bool) -> Path:
    start(str(folder), excel)
    return folder / "decks" / "osloregionen.yaml"


def tables(site: Preview) -> dict[str, Any]:
    return {one["name"]: one for one in site.get("/api/tables").json()["tables"]}


def put(site: Preview, table: str, *rows: dict[str, Any]) -> Any:
    body = json.dumps({"table": table, "rows": rows}).encode()
    return site.ask("PUT", "/api/tables", content=body, headers=OWN)


def keys(table: dict[str, Any]) -> list[str]:
    return [f"{one['key']}{one['language']}" for one in table["columns"]]


def with_cells(table: dict[str, Any], row: dict[str, Any], **cells: str) -> dict[str, Any]:
    now = [cells.get(key, cell) for key, cell in zip(keys(table), row["cells"])]
    return {"row": row["row"], "was": row["cells"], "now": now}


def project(table: dict[str, Any], nb: str, en: str) -> list[str]:
    """Return the cells of a project from 2026; a name in a further language, as the outline has a column for, is none."""
    cells = {"namenb": nb, "nameen": en, "from": "2026"}
    return [cells.get(key, "") for key in keys(table)]


@pytest.mark.parametrize("excel", [False, True], ids=["csv", "workbook"])
def test_leaving_and_joining_members_change_only_their_rows(tmp_path: Path, excel: bool) -> None:
    outline = opened(tmp_path, excel)
    file = outline.parent / "data" / ("osloregionen.xlsx" if excel else "members.csv")
    before = file.read_bytes()
    with preview(outline) as site:
        members = tables(site)["members"]
        oslo = members["rows"][0]
        usual = dict(zip(keys(members), oslo["cells"])) | {"from": "", "to": "", "name": ""}
        new = {"now": [{**usual, **NEW}[key] for key in keys(members)]}
        assert put(site, "members", with_cells(members, oslo, to="2024-06-30"), new).status_code == 204
        rows = [dict(zip(keys(members), row["cells"])) for row in tables(site)["members"]["rows"]]
        assert rows[0]["to"] == "2024-06-30" and rows[-1] == {**usual, **NEW}
        after = file.read_bytes()
        assert site.post("/api/undo", headers=OWN).status_code == 204
        assert file.read_bytes() == before
    if excel:
        old, now = [openpyxl.load_workbook(io.BytesIO(data))["Medlemmer"] for data in (before, after)]
        others = [cell.coordinate for row in now for cell in row if old[cell.coordinate].value != cell.value]
        assert others == ["G2", *[f"{letter}182" for letter in "ABCDFHIJ"]]
        assert now["G2"].is_date and now["F182"].is_date
    else:
        lines = changed(before.decode(), after.decode())
        assert [line[:5] for line in lines] == ["-Oslo", "+Oslo", "+Nyby"]


@pytest.mark.parametrize("excel", [False, True], ids=["outline", "workbook"])
def test_a_project_can_be_ended_and_another_added(tmp_path: Path, excel: bool) -> None:
    outline = opened(tmp_path, excel)
    before = outline.read_text(encoding="utf-8")
    with preview(outline) as site:
        table = tables(site)["strategy.projects"]
        new = {"now": project(table, "Nytt: prosjekt", "New project")}
        assert put(site, table["name"], with_cells(table, table["rows"][1], to="2026"), new).status_code == 204
        again = tables(site)[table["name"]]["rows"]
        assert again[1]["cells"][-1] == "2026" and again[-1]["cells"] == new["now"]
        assert len(again) == len(table["rows"]) + 1
    lines = changed(before, outline.read_text(encoding="utf-8"))
    assert len(lines) == (0 if excel else 7), lines


@pytest.mark.parametrize("excel", [False, True], ids=["text", "workbook"])
@pytest.mark.parametrize("name", ["members", "strategy.projects"])
def test_several_rows_are_added_at_once(tmp_path: Path, excel: bool, name: str) -> None:
    with preview(opened(tmp_path, excel)) as site:
        table = tables(site)[name]
        like = dict(zip(keys(table), table["rows"][0]["cells"]))
        told = [
            {"to": "", "name": word, "namenb": word, "number": f"990{place}"} for place, word in enumerate(("Aa", "Bb"))
        ]
        made = [[(like | one)[key] for key in keys(table)] for one in told]
        assert put(site, name, *[{"now": cells} for cells in made]).status_code == 204
        rows = [row["cells"] for row in tables(site)[name]["rows"]]
        assert len(rows) == len(table["rows"]) + 2 and sorted(rows[-2:]) == made


@pytest.mark.parametrize("excel", [False, True], ids=["outline", "workbook"])
def test_entries_with_the_same_name_can_be_added_together_and_one_by_one(tmp_path: Path, excel: bool) -> None:
    with preview(opened(tmp_path, excel)) as site:
        for count in (1, 1, 2):
            table = tables(site)["strategy.projects"]
            reply = put(site, table["name"], *[{"now": project(table, "Nytt", "New")}] * count)
            assert reply.status_code == 204, reply.json()
        rows = [row["cells"] for row in tables(site)["strategy.projects"]["rows"]]
        assert rows[-4:] == [project(table, "Nytt", "New")] * 4


def test_two_new_entries_with_the_same_name_have_different_ids(tmp_path: Path) -> None:
    outline = opened(tmp_path, False)
    with preview(outline) as site:
        new = {"now": project(tables(site)["strategy.projects"], "Nytt", "New")}
        assert put(site, "strategy.projects", new, new).status_code == 204
    text = outline.read_text(encoding="utf-8")
    assert text.count("id: nytt") == 2 and text.count("id: nytt-2") == 1


@pytest.mark.parametrize("excel", [False, True], ids=["outline", "workbook"])
def test_a_row_without_a_name_is_rejected_only_for_that(tmp_path: Path, excel: bool) -> None:
    outline = opened(tmp_path, excel)
    with preview(outline) as site:
        table = tables(site)["strategy.projects"]
        nameless = [{"now": project(table, " ", "")}]
        nameless.append(
            with_cells(table, table["rows"][0], **{key: "" for key in keys(table) if key.startswith("name")})
        )
        for row in nameless:
            reply = put(site, table["name"], row)
            assert [one["code"] for one in reply.json()["findings"]] == ["missing-value"]
        english = {"now": project(table, "", "English alone")}
        assert put(site, table["name"], english).status_code == 204
        assert tables(site)[table["name"]]["rows"][-1]["cells"] == english["now"]
        wrong = put(site, table["name"], with_cells(table, table["rows"][0], to="neste"))
        assert {one["severity"] for one in wrong.json()["findings"]} == {"error"}


def test_an_unchanged_cell_is_not_rewritten(tmp_path: Path) -> None:
    outline = opened(tmp_path, False)
    file = outline.parent / "data" / "members.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Gjerdrum,", "Gjer  drum,"), encoding="utf-8")
    with preview(outline) as site:
        members = tables(site)["members"]
        assert put(site, "members", with_cells(members, members["rows"][1], to="2018-12-31")).status_code == 204
    assert "\nGjer  drum," in file.read_text(encoding="utf-8")


def test_only_concurrently_changed_rows_are_rejected(tmp_path: Path) -> None:
    outline = opened(tmp_path, False)
    file = outline.parent / "data" / "members.csv"
    with preview(outline) as site:
        members = tables(site)["members"]
        first, second = members["rows"][:2]
        text = file.read_text(encoding="utf-8").replace(
            "Oslo,0301,Oslo,Oslo,,2004-12-17,,", "Oslo,0301,Oslo,Oslo,,2005-12-17,,", 1
        )
        file.write_text(text, encoding="utf-8")
        reply = put(site, "members", with_cells(members, first, to="2024"))
        assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, "edit-changed")
        assert file.read_text(encoding="utf-8") == text
        assert put(site, "members", with_cells(members, second, to="2020-12-31")).status_code == 204


@pytest.mark.parametrize(
    ("cells", "code"), [({"to": "1999-01-01"}, "from-after-to"), ({"from": "31.31.2020"}, "bad-date")]
)
def test_a_row_that_would_be_an_error_is_not_written(tmp_path: Path, cells: dict[str, str], code: str) -> None:
    outline = opened(tmp_path, False)
    file = outline.parent / "data" / "members.csv"
    before = file.read_bytes()
    with preview(outline) as site:
        members = tables(site)["members"]
        reply = put(site, "members", with_cells(members, members["rows"][0], **cells))
        assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, code)
    assert file.read_bytes() == before


def test_a_workbook_open_in_excel_is_not_written(tmp_path: Path) -> None:
    outline = opened(tmp_path, True)
    (outline.parent / "data" / "~$osloregionen.xlsx").write_bytes(b"\x04Kari" + b" " * 160)
    with preview(outline) as site:
        members = tables(site)["members"]
        reply = put(site, "members", with_cells(members, members["rows"][0], to="2024-06-30"))
        assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, "deck-open")
        assert "osloregionen.xlsx" in reply.json()["findings"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"rows": []}', b'{"table": "members", "rows": []}', b'{"table": "members", "rows": [{"now": 1}]}']
    + [b'{"table": "../x", "rows": [{"now": ["a"]}]}', b'{"table": "members", "rows": [{"row": "2", "now": ["a"]}]}'],
)
def test_anything_but_table_rows_is_rejected(tmp_path: Path, body: bytes) -> None:
    with preview(opened(tmp_path, False)) as site:
        assert site.ask("PUT", "/api/tables", content=body, headers=OWN).status_code == 409
        assert site.ask("PUT", "/api/tables", content=body).status_code == 403


def test_all_texts_are_listed_untranslated_first_and_written_back(tmp_path: Path) -> None:
    outline = opened(tmp_path, False)
    text = outline.read_text(encoding="utf-8")
    text = text.replace("title: {nb: Organisering,", "title: {stale: en, nb: Organisering,")
    text = text.replace("name: {nb: IKT, nn: IKT, en: ICT}", "name: {nb: IKT, nn: IKT}").replace(
        "{nb: Profilering, nn: Profilering, en: Joint profiling}", "Profil her"
    )
    outline.write_text(text, encoding="utf-8")
    with preview(outline) as site:
        listed = site.get("/api/texts").json()["texts"]
        states = [one["state"] for one in listed]
        assert states[:3] == ["missing", "missing", "stale"] and set(states[3:]) == {""}
        edits = [
            {"id": one["id"], "language": "en", "before": one["values"]["en"], "text": f"New {number}"}
            for number, one in enumerate(listed[:3])
        ]
        reply = site.ask("PUT", "/api/texts", content=json.dumps({"edits": edits}).encode(), headers=OWN)
        assert reply.status_code == 204, reply.json()
        assert {one["state"] for one in site.get("/api/texts").json()["texts"]} == {""}
    lines = changed(text, outline.read_text(encoding="utf-8"))
    assert len(lines) == 6 and not any("stale" in line for line in lines if line[0] == "+")
