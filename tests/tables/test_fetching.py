"""Snapshots of datasets: fetched from a server on this machine that answers as Statistics Norway's does, and aged."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.cli import main
from osloregion_slides.fetching import fetch
from osloregion_slides.registry.json_table import json_grid
from osloregion_slides.service import build
from tests.tables.making import outline
from tests.tables.test_json import dataset

SET = dataset({"Tid": [("2007", "2007"), ("2008", "2008")]}, [1.50, 2])
QUERY = {
    "query": [{"code": "Tid", "selection": {"filter": "all", "values": ["*"]}}],
    "response": {"format": "json-stat2"},
}


class Office(BaseHTTPRequestHandler):
    """Answers a POST with a query as PxWeb does, a GET by its path."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200 if asked == QUERY else 400, json.dumps(SET))

    def do_GET(self) -> None:
        texts = {
            "/set": json.dumps(SET),
            "/set?token=hemmelig&a=1": json.dumps(SET),
            "/page": "<html></html>",
            "/list": "[]",
        }
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        else:
            self.answer(200 if self.path in texts else 404, texts.get(self.path, ""))

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def date_time_string(self, timestamp: float | None = None) -> str:
        return "Tue, 01 Apr 2008 10:00:00 GMT"

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def office() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Office)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_fetched_dataset_has_its_values_and_the_facts_about_its_snapshot(office: str, tmp_path: Path) -> None:
    (tmp_path / "q.json").write_text(json.dumps(QUERY))
    options = ["--query", str(tmp_path / "q.json"), "--licence", "NLOD 2.0"]
    assert main(["data", "fetch", f"{office}/no/table/07459", "-o", str(tmp_path / "a.json"), *options]) == 0
    data = (tmp_path / "a.json").read_bytes()
    grid = json_grid(data, "a.json")
    assert (grid.fetched, grid.source, grid.rows[0].cells) == ("2008-04-01", "Kilden", ("2007", "1.5"))
    facts = json.loads(data)["snapshot"]
    assert (facts["licence"], json.loads(facts["query"])) == ("NLOD 2.0", QUERY)
    assert fetch(f"{office}/set")[-60:] == json.dumps(SET).encode()[-60:]


@pytest.mark.parametrize("path", ["/page", "/list", "/none", "/away"])
def test_a_response_that_is_not_a_dataset_is_an_error_and_writes_nothing(
    office: str, path: str, tmp_path: Path
) -> None:
    assert main(["data", "fetch", office + path, "-o", str(tmp_path / "a.json")]) == 1
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hostname", "ftp://a.no/b", "07459", "http://127.0.0.1:1/a", "http://", "http://127.0.0.1:1/a b"],
)
def test_an_unreachable_address_is_an_error(url: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        fetch(url)
    assert [found.code for found in problem.value.findings] == ["no-answer"]


@pytest.mark.parametrize("form", ["text", "json", "github"])
@pytest.mark.parametrize(
    "given",
    [
        ["data", "fetch", "https://user:hemmelig@127.0.0.1:1/a", "-o", "a.json"],
        ["data", "fetch", "http://127.0.0.1:1/a?api_key=hemmelig&b=1", "-o", "a.json"],
        ["build", "https://oauth2:hemmelig@git.example.org/decks/a.yaml"],
        ["check", "https://hemmelig@git.example.org/a.pptx"],
        ["build", "a.yaml"],
    ],
)
def test_no_password_of_an_address_is_printed(
    given: list[str], form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("deck: a\ntitle: A\nlanguage: en\nextends: https://u:hemmelig@a.no/b.yaml\nslides: []\n")
    more = ["--format", form] if given[0] != "data" else []
    assert main([*given, *more]) != 0
    said = "".join(capsys.readouterr())
    assert said and "hemmelig" not in said


def test_a_snapshot_contains_no_token_of_its_address(office: str) -> None:
    head = fetch(f"{office}/set?token=hemmelig&a=1")[:300]
    assert b"hemmelig" not in head and b"/set?token=" in head and b"&a=1" in head


@pytest.mark.parametrize(
    ("fetched", "age", "code"),
    [
        ("2007-12-01", 31, ""),
        ("2007-12-01", 30, "stale-data"),
        ("2007-12-01T10:00:00", 31, ""),
        ("01.12.2007", 30, "stale-data"),
        ("2009-01-01", 1, ""),
        ("", 30, "stale-data"),
        ("x", 30, "stale-data"),
    ],
)
def test_a_snapshot_older_than_max_age_is_reported(fetched: str, age: int, code: str, tmp_path: Path) -> None:
    text = f"data: {{a: {{file: a.json, max_age: {age}}}}}\nslides:\n  - {{id: a, kind: statement, title: A}}\n"
    files: dict[str, str | bytes] = {"a.json": json.dumps({"snapshot": {"fetched": fetched}, **SET})}
    assert [found.code for found in outline(tmp_path, text, files).findings] == [code] * bool(code)


def test_no_build_uses_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*words: object) -> None:
        raise AssertionError("a build asked for the network")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    for deck in ("figures", "gallery"):
        assert build(f"decks/{deck}.yaml").data
