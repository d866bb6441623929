"""Whatever is typed into a field of the page: it reads so after it was saved, or is refused with a word."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.preview.tabling import Table, _cell
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.service_edit import Sources
from tests.preview.served import OWN, preview, workspace
from tests.preview.test_browser_norwegian import english

OUTLINE = """\
deck: prove
title: Prøve
language: nb
languages: [nb, en]
as_of: 2008-01-01
brand: osloregionen
alliance:
  word: Ordet
  projects:
    - {name: {nb: Bane, en: Railway}, from: 2004, to: 2030}
    - {name: {nb: Bro, en: Bridge}, from: 2005}
slides:
  - {id: cover, kind: cover, title: Forside, subtitle: Uten uttrykk}
  - id: list
    kind: bullets
    title: {nb: Punkter, en: Points}
    kicker: "{{ alliance.word }}"
    items:
      - Ett
      - {nb: To, en: Two}
      - >-
        Tre er
        foldet
      - 'fire'
    notes: |
      Husk kaffe
      og te
"""
TYPED = {
    "nothing": "",
    "blanks": "   ",
    "blanks around": "  a  b  ",
    "lines": "a\nb",
    "a tab": "a\tb",
    "other separators": "a\x85b\u2028c\u2029d",
    "a mark of a file": "\ufeffa",
    "an emoji": "👩‍👩‍👧",
    "right to left": "a \u200fעברית\u200e b",
    "a formula": "=1+1",
    "signs of formulas": "+47 @navn -5",
    "quotes": "'n \"ja\" 'x'",
    "what only looks like YAML": "a: b # c",
    "brackets": "[a, {b: c}]",
    "an anchor": "&a *b !c",
    "a block": "| > %",
    "nulls": "null",
    "a tilde": "~",
    "yes": "yes",
    "a number": "1.50",
    "a date": "2007-12-31",
    "a dash": "- a",
    "documents": "---",
    "no-break": "a\u00a0b\u00adc\u200bd",
    "backslashes": "a\\nb\\",
}
REFUSED = {
    "a bell": ("a\x07b", "control-character"),
    "a page": ("a\x0cb", "control-character"),
    "half a character": ("\ud800", "control-character"),
    "no character": ("a\ufffe", "control-character"),
    "half an expression": ("{{ a", "bad-expression"),
    "two words": ("{{ a b }}", "bad-expression"),
    "no end of a quotation": ("{{ 'a }}", "bad-expression"),
    "a sum of unlike things": ("{{ 1 + 'a' }}", "bad-expression"),
    "a comparison of unlike things": ("{{ alliance < 1 }}", "bad-expression"),
    "a filter with too much": ("{{ 'a' | upper(1) }}", "bad-expression"),
    "a bracket": ("{{ (alliance }}", "bad-expression"),
    "no such test": ("{{ alliance is odd_one }}", "bad-expression"),
}
NO_CELL = ["a\nb", "a\tb", "a\x07b", "a\u2028b", "\ud800"]


def read(site: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.get("/api/texts?slide=list").json()["texts"]
    return found


def put(site: Any, text: str, texts: list[dict[str, Any]]) -> Any:
    edits = [
        {"id": one["id"], "language": language, "before": before, "text": text}
        for one in texts
        for language, before in one["values"].items()
    ]
    headers = {**OWN, "accept-language": "nb"}
    return site.ask("PUT", "/api/texts", content=json.dumps({"edits": edits}).encode(), headers=headers)


@pytest.mark.parametrize("typed", TYPED)
def test_every_text_of_a_slide_is_stored_as_typed(tmp_path: Path, typed: str) -> None:
    text = TYPED[typed]
    with preview(workspace(tmp_path, OUTLINE)) as site:
        texts = read(site)
        assert len(texts) == 7 and {len(one["values"]) for one in texts} == {1, 2}
        for one in texts:  # one at a time: what is emptied together leaves nothing to show
            [now] = [each for each in read(site) if each["path"] == one["path"]]
            reply = put(site, text, [now])
            assert reply.status_code == 204, reply.text
            [after] = [each for each in read(site) if each["path"] == one["path"]]
            assert set(after["values"].values()) == {text}, one["path"]
            assert put(site, "Igjen", [after]).status_code == 204, "and it can be changed again"


@pytest.mark.parametrize("typed", REFUSED)
def test_impossible_texts_are_rejected_in_norwegian(tmp_path: Path, typed: str) -> None:
    text, code = REFUSED[typed]
    outline = workspace(tmp_path, OUTLINE)
    with preview(outline) as site:
        reply = put(site, text, read(site)[:1])
        [found] = reply.json()["findings"]
        assert (reply.status_code, found["code"]) == (409, code)
        assert english(f"{found['message']} {found['hint']}") == []
    assert outline.read_text(encoding="utf-8") == OUTLINE


@pytest.mark.parametrize("text", NO_CELL, ids=ascii)
@pytest.mark.parametrize("fresh", [True, False])
def test_a_cell_rejects_characters_that_it_would_lose(tmp_path: Path, text: str, fresh: bool) -> None:
    outline = workspace(tmp_path, OUTLINE)
    with preview(outline) as site:
        [table] = site.get("/api/tables").json()["tables"]
        row = table["rows"][1]
        now = [text, *row["cells"][1:]]
        about = {} if fresh else {"row": row["row"], "was": row["cells"]}
        body = json.dumps({"table": table["name"], "rows": [{**about, "now": now}]}).encode()
        reply = site.ask("PUT", "/api/tables", content=body, headers=OWN)
        assert (reply.status_code, reply.json()["findings"][0]["code"]) == (409, "control-character")
    assert outline.read_text(encoding="utf-8") == OUTLINE


def test_line_breaks_are_kept_in_a_cell_that_had_some() -> None:
    assert _cell(Table("members", "members.csv", ()), " Oslo \nBergen", "Oslo\nHamar") == "Oslo\nBergen"


DAYS_AND_NUMBERS = ("1990", "2018-06", "2018-06-30", "2018-02-30", "1899-01-01", "31.12.2018", "0301", "12", "løpende")


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
@pytest.mark.parametrize("text", DAYS_AND_NUMBERS)
def test_a_written_cell_reads_back_unchanged(tmp_path: Path, name: str, text: str) -> None:
    import openpyxl

    path = tmp_path / name
    rows = [["Navn", "Dato", "Tall", "Tekst", "Tom"], ["Oslo", "2004-12-17", "7", "0234", ""]]
    if name.endswith("csv"):
        path.write_text("\n".join([";".join(row) for row in [*rows, rows[1]]]) + "\n", encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        book.active.append(rows[0])
        for _ in range(2):
            book.active.append(["Oslo", datetime.date(2004, 12, 17), 7, "0234", None])
        book.save(path)
    grid = read_grid(str(path))
    for column, before in enumerate(rows[1]):
        sources = Sources()
        target: Any = sources.open(str(path))
        target.set_value(Scalar(before, True, grid.at(grid.rows[0], column)), text)
        [file] = sources.files()
        (tmp_path / f"after-{name}").write_bytes(file.after)
        after = read_grid(str(tmp_path / f"after-{name}")).rows
        assert [after[0].cell(column), after[1].cells] == [text, grid.rows[1].cells], rows[0][column]
