"""Decks with external references, drawn by LibreOffice: no network request, and no local file in the picture."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from osloregion_slides.render import office
from osloregion_slides.render.export import render
from osloregion_slides.render.office import find_office
from tests.hostile.pictures import png
from tests.hostile.test_packages import linked_picture

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not find_office(), reason="needs LibreOffice")]


class Asked(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    """Return the address of a server on this machine that notes who comes."""
    Asked.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/x.png"
    server.shutdown()


def drawn(deck: bytes, folder: Path) -> bytes:
    (folder / "deck.pptx").write_bytes(deck)
    done = render([str(folder / "deck.pptx")], str(folder / "out"))
    assert done.files, done.findings
    return Path(done.files[0]).read_bytes()


def test_drawing_a_deck_with_a_remote_picture_makes_no_network_request(address: str, tmp_path: Path) -> None:
    drawn(linked_picture(address), tmp_path)
    assert Asked.asked == []


def test_drawing_a_deck_cannot_include_local_files(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(40, 40, 40))
    pdf = drawn(linked_picture((tmp_path / "secret.png").as_uri()), tmp_path)
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_without_the_libreoffice_profile_both_would_happen(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SETTINGS", ())
    (tmp_path / "secret.png").write_bytes(png(40, 40, 40))
    drawn(linked_picture(address), tmp_path)
    pdf = drawn(linked_picture((tmp_path / "secret.png").as_uri()), tmp_path)
    assert Asked.asked and b"/Subtype/Image" in pdf.replace(b" ", b"")
