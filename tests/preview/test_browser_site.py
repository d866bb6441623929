"""The static site: the engine in a worker of the browser gives the command's bytes, keeps what is saved, needs no net."""

from __future__ import annotations

import functools
import http.server
import io
import os
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from osloregion_slides import build, update
from osloregion_slides.cli import main
from osloregion_slides.starter import start
from tests.preview.test_browser_norwegian import clean
from tests.preview.test_elements import canonical

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SECONDS = 100  # on a machine that does much else; alone it takes five
VERSION = "314"


FOLDER = """async (files) => {
  const own = await (await navigator.storage.getDirectory()).getDirectoryHandle("own", { create: true });
  for (const [path, text] of Object.entries(files)) {
    let folder = own;
    const names = path.split("/"), last = names.pop();
    for (const name of names) folder = await folder.getDirectoryHandle(name, { create: true });
    const writing = await (await folder.getFileHandle(last, { create: true })).createWritable();
    await writing.write(text);
    await writing.close();
  }
  window.showDirectoryPicker = async () => own;
}"""
ON_DISK = """async (more) => {
  const top = await navigator.storage.getDirectory(), own = await top.getDirectoryHandle("own");
  const file = await (await own.getDirectoryHandle("decks")).getFileHandle("osloregionen.yaml");
  const text = await (await file.getFile()).text();
  if (more) { const out = await file.createWritable(); await out.write(text + more); await out.close(); }
  return text;
}"""


class Files(http.server.SimpleHTTPRequestHandler):
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *about: object) -> None:
        pass


@pytest.fixture(scope="module")
def pyodide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return npm's package, fetched once into a folder of its own; skip where npm cannot bring it."""
    if "PYODIDE" in os.environ:
        return Path(os.environ["PYODIDE"])
    folder = tmp_path_factory.mktemp("npm")
    command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder), f"pyodide@{VERSION}"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired):
        pytest.skip("npm is not here, or answers too slowly")
    if done.returncode:
        pytest.skip("npm cannot bring pyodide")
    return folder / "node_modules" / "pyodide"


@pytest.fixture(scope="module")
def address(pyodide: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a folder with the site."""
    folder = tmp_path_factory.mktemp("site")
    assert main(["site", str(folder), "--pyodide", str(pyodide)]) == 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nb-NO", accept_downloads=True)
    made.set_default_timeout(SECONDS * 1000)
    yield made
    made.close()


def opened(context: BrowserContext, address: str, view: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{address}?outline=osloregionen.yaml{view}")
    return page


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as waiting:
        page.locator(button).click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.slow
def test_the_flagship_is_built_edited_and_stored_offline(address: str, context: BrowserContext, tmp_path: Path) -> None:
    start(str(tmp_path / "own"))
    outline = tmp_path / "own" / "decks" / "osloregionen.yaml"
    asked: list[str] = []
    context.on("request", lambda sent: asked.append(sent.url))
    page = opened(context, address)
    page.locator("#tiles > li[data-painted]").first.wait_for()
    context.set_offline(True)
    assert saved(page, "#get") == build(str(outline)).data
    with context.expect_page() as waiting:
        page.locator("#present").click()
    shown = waiting.value
    shown.locator("main svg").first.wait_for()
    shown.keyboard.press("ArrowRight")
    shown.get_by_text("2 / 13").wait_for()
    with context.expect_page() as waiting:
        shown.keyboard.press("s")
    waiting.value.locator("svg").first.wait_for()
    shown.close()
    page.locator("#tiles a").nth(2).click()
    page.locator("#fields textarea[aria-label='tittel, norsk bokmål']").fill("Hvorfor samarbeide?")
    page.locator("#save .big").click()
    page.locator("#single-title", has_text="Hvorfor samarbeide?").wait_for()
    page.locator("#view-tables").click()
    page.get_by_label("Til, Gjerdrum").first.fill("31.12.2018")
    page.locator("#table-save .big").click()
    page.locator("#tables-outcome .good").wait_for()
    page.locator("#view-start").click()
    (tmp_path / "saved.zip").write_bytes(saved(page, "#site-save"))
    with zipfile.ZipFile(tmp_path / "saved.zip") as archive:
        archive.extractall(tmp_path / "saved")
    assert "Hvorfor samarbeide?" in (tmp_path / "saved" / "decks" / "osloregionen.yaml").read_text(encoding="utf-8")
    assert ",2004-12-17,2018-12-31," in (tmp_path / "saved" / "decks" / "data" / "members.csv").read_text(
        encoding="utf-8"
    )
    context.set_offline(False)
    page.close()
    again = opened(context, address)
    again.locator("#tiles", has_text="Hvorfor samarbeide?").wait_for()
    assert saved(again, "#get") == build(str(tmp_path / "saved" / "decks" / "osloregionen.yaml")).data
    assert all(url.startswith((address, "blob:", "data:")) for url in asked), "nothing is asked of anybody else"


@pytest.mark.slow
def test_a_folder_with_a_workbook_opens_and_unsupported_actions_are_reported(
    address: str, context: BrowserContext, tmp_path: Path
) -> None:
    start(str(tmp_path / "own"), excel=True)
    page = opened(context, address, "#~start")
    page.locator("#outlines a").first.wait_for()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.txt").write_text("no outline", encoding="utf-8")
    page.locator("#site-folder").set_input_files(str(tmp_path / "notes"))
    page.locator("#site-outcome", has_text="Mappen inneholder ingen disposisjon").wait_for()
    with page.expect_download() as waiting:
        page.locator("#site-save").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert "decks/osloregionen.yaml" in archive.namelist(), "what was there stays"
    with page.expect_event("load"):
        page.locator("#site-folder").set_input_files(str(tmp_path / "own"))
    page.goto(f"{address}?outline=osloregionen.yaml#")
    page.locator("#tiles > li[data-painted]").first.wait_for()
    assert saved(page, "#get") == build(str(tmp_path / "own" / "decks" / "osloregionen.yaml")).data
    page.locator("#view-tables").click()
    page.get_by_label("Til, Gjerdrum").first.fill("31.12.2018")
    page.locator("#table-save .big").click()
    page.locator("#tables-outcome .good").wait_for()
    page.locator("#view-start").click()
    (tmp_path / "saved.zip").write_bytes(saved(page, "#site-save"))
    with zipfile.ZipFile(tmp_path / "saved.zip") as archive:
        archive.extractall(tmp_path / "saved")
    [book] = (tmp_path / "saved" / "decks").rglob("*.xlsx")
    from openpyxl import load_workbook

    cells = [str(cell) for sheet in load_workbook(book) for row in sheet.values for cell in row]
    assert any("2018" in cell and "31" in cell for cell in cells)
    second = opened(context, address)
    second.locator("#status", has_text="åpen i en annen fane").wait_for()
    page.close()
    second.locator("#tiles > li[data-painted]").first.wait_for()


@pytest.mark.slow
def test_a_dropped_deck_is_updated_and_a_local_folder_is_saved(
    address: str, context: BrowserContext, edited: Path, tmp_path: Path
) -> None:
    """The browser's own storage stands for the disk's folder, whose choice is a window of the system."""
    page = opened(context, address)
    page.locator("#tiles > li[data-painted]").first.wait_for()
    page.locator("#drop-file").set_input_files(str(edited))
    page.locator("#planned .finish").wait_for()
    (tmp_path / "updated.pptx").write_bytes(saved(page, "#get"))
    start(str(tmp_path / "own"))
    usual = update(str(edited), str(tmp_path / "own" / "decks" / "osloregionen.yaml"))
    assert canonical((tmp_path / "updated.pptx").read_bytes()) == canonical(usual.data)
    files = [path for path in (tmp_path / "own").rglob("*") if path.is_file()]
    page.evaluate(FOLDER, {str(one.relative_to(tmp_path / "own")): one.read_text(encoding="utf-8") for one in files})
    page.locator("#view-start").click()
    with page.expect_event("load"):
        page.locator("#site-folder").click()
    for title, outcome in (("Hvorfor nå?", "Lagret i mappen"), ("Hvorfor senere?", "endret på disken")):
        page.goto(f"{address}?outline=osloregionen.yaml#")
        page.locator("#tiles a").nth(1).click()
        page.locator("#fields textarea").first.fill(title)
        page.locator("#save .big").click()
        page.locator("#texts-outcome .good").wait_for()
        page.locator("#view-start").click()
        page.locator("#site-back").click()
        page.locator("#site-outcome", has_text=outcome).wait_for()
        assert "Hvorfor nå?" in page.evaluate(ON_DISK, "")
        page.evaluate(ON_DISK, " ")  # as somebody else saves it


@pytest.mark.slow
def test_unsaved_work_is_not_replaced_unasked_and_the_norwegian_site_has_no_english_word(
    address: str, context: BrowserContext, tmp_path: Path
) -> None:
    start(str(tmp_path / "own"))
    own, folder = str(tmp_path / "own"), "#site-folder"
    page = opened(context, address, "#background")
    clean(page, "opening")
    page.locator("#fields textarea").first.fill("Hvorfor nå?")
    page.locator("#save .big").click()
    page.locator("#texts-outcome .good").wait_for()
    clean(page, "saved")
    page.locator("#view-start").click()
    page.locator(folder).set_input_files(own)
    page.locator("#site-outcome", has_text="decks/osloregionen.yaml").wait_for()
    clean(page, "asked")
    page.get_by_role("button", name="Avbryt").click()
    assert "Hvorfor nå?".encode() in zipfile.ZipFile(io.BytesIO(saved(page, "#site-save"))).read(
        "decks/osloregionen.yaml"
    )
    page.evaluate("() => { location.hash = 'background'; }")
    page.locator("#fields textarea").first.fill("Ikke lagret")
    page.locator("#view-start").click()
    page.locator(folder).set_input_files(own)
    page.locator("#site-outcome", has_text="ikke er lagret").wait_for()
    clean(page, "asked about what is typed")
    page.get_by_role("button", name="Avbryt").click()
    page.evaluate("() => { location.hash = 'background'; }")
    page.locator("#save .big").wait_for()
    assert page.locator("#fields textarea").first.input_value() == "Ikke lagret"
    page.locator("#view-start").click()
    page.locator(folder).set_input_files(own)
    with page.expect_event("load"):  # what is on the disk, and what is given up, may be replaced
        page.get_by_role("button", name="Åpne mappen likevel").click()
    page.locator("#outlines a").first.wait_for()
    (tmp_path / "broken.pptx").write_bytes(b"PK")
    page.locator("#drop-file").set_input_files(str(tmp_path / "broken.pptx"))
    page.locator("#planned .failed").wait_for()
    clean(page, "a deck that cannot be read")
    for view in ("~start", "~tables", "~compare", "background"):
        page.evaluate("(view) => { location.hash = view; }", view)
        page.locator(f"#{view.strip('~').replace('background', 'single')}").wait_for()
        clean(page, view)
    page.close()
    context.route("**/engine.zip", lambda route: route.abort())
    stopped = opened(context, address)
    stopped.locator("#status", has_text="Siden stoppet").wait_for()
    clean(stopped, "without its engine")


def test_a_folder_without_pyodide_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", str(tmp_path / "site"), "--pyodide", str(tmp_path)]) == 1
    assert "no-pyodide" in capsys.readouterr().err and not (tmp_path / "site").exists()
