"""PDFs beside a batch's decks: one LibreOffice for many, and a deck that cannot be drawn fails alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from osloregion_slides.base.findings import Location
from osloregion_slides.batch.values import Job
from osloregion_slides.batch.work import Task, do
from osloregion_slides.cli import main
from tests.batch.sample import BUILDS, NAMES, build, change, codes, inside, states, workspace
from tests.render.chromium import needs_chromium

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
STAND_IN = """\
#!{python}
import os, sys, time, zipfile
with open({folder!r} + "/starts", "a") as starts:
    starts.write(f"{{os.getpid()}}\\n")
out = sys.argv[sys.argv.index("--outdir") + 1]
for deck in sys.argv[sys.argv.index("--outdir") + 2:]:
    names = zipfile.ZipFile(deck).namelist()
    pages = len([name for name in names if name.startswith("ppt/slides/slide")])
    if pages == {hangs}:
        time.sleep(300)
    if pages != {fails}:
        with open(out + "/" + os.path.basename(deck)[:-5] + ".pdf", "wb") as pdf:
            pdf.write(b"%PDF-1.7\\n" + b"/Type /Page \\n" * pages + b"%%EOF\\n")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace on a machine with a stand-in for LibreOffice, which notes its starts."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    office(tmp_path)
    workspace(tmp_path)
    return tmp_path


def office(folder: Path, fails: int = 0, hangs: int = 0) -> None:
    """Install the stand-in; decks of so many slides get no PDF, or it never ends with them."""
    path = folder / "bin" / "soffice"
    text = STAND_IN.format(python=sys.executable, folder=str(folder), fails=fails, hangs=hangs)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def starts(folder: Path) -> int:
    """Return how often the stand-in was started since the last time."""
    path = folder / "starts"
    said = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return len(said)


def pdfs(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder / "out").as_posix()[:-4] for path in (folder / "out").rglob("*.pdf"))


def test_one_libreoffice_draws_the_pdfs_of_all_decks(folder: Path) -> None:
    path = str(folder / "decks" / "builds.yaml")
    assert states(build(path, pdf=True)) == dict.fromkeys(NAMES, "built")
    assert pdfs(folder) == sorted(NAMES)
    assert starts(folder) == 1
    assert states(build(path, pdf=True)) == dict.fromkeys(NAMES, "unchanged")
    assert starts(folder) == 0
    (folder / "out" / "other.pdf").unlink()
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    made = states(build(path, pdf=True))
    assert made == {
        **dict.fromkeys(NAMES, "built"),
        **dict.fromkeys(("other", "small-en", "small-board-en"), "same"),
    }
    assert starts(folder) == 1


def test_only_the_build_with_pdf_true_gets_pdfs(folder: Path) -> None:
    builds = folder / "decks" / "builds.yaml"
    builds.write_text(BUILDS + "    pdf: true\n", encoding="utf-8")
    build(str(builds))
    assert pdfs(folder) == ["other"]


def test_a_deck_that_cannot_be_drawn_fails_alone_and_is_tried_again(folder: Path) -> None:
    path = str(folder / "decks" / "builds.yaml")
    office(folder, fails=1)
    batch = build(path, pdf=True)
    assert states(batch) == {**dict.fromkeys(NAMES, "built"), "other": "failed"}
    assert codes(batch, "other") == ["not-drawn"]
    assert (folder / "out" / "other.pptx").exists()
    office(folder)
    assert states(build(path, pdf=True)) == {**dict.fromkeys(NAMES, "unchanged"), "other": "same"}
    assert pdfs(folder) == sorted(NAMES)


def test_decks_of_the_same_name_in_two_folders_get_separate_pdfs(folder: Path) -> None:
    builds = folder / "decks" / "builds.yaml"
    entry = '  - {{outline: {0}.yaml, name: "{0}/deck", pdf: true}}\n'
    builds.write_text("builds:\n" + entry.format("small") + entry.format("other"), encoding="utf-8")
    assert not build(str(builds)).failed
    assert pdfs(folder) == ["other/deck", "small/deck"]
    pages = [(folder / "out" / name).read_bytes().count(b"/Page ") for name in ("other/deck.pdf", "small/deck.pdf")]
    assert pages == [1, 2]


def test_verifying_committed_decks_draws_nothing(folder: Path) -> None:
    path = str(folder / "decks" / "builds.yaml")
    build(path)
    assert not build(path, pdf=True, verify=True).failed
    assert starts(folder) == 0


def test_a_worker_of_a_cluster_draws_its_own_decks(folder: Path) -> None:
    job = Job("decks/other.yaml", "", "", "", (), "other.pptx", Location("decks/builds.yaml"), pdf=True)
    with inside(folder):
        outcome = do(Task(job, "out/other.pptx", folder=os.getcwd()))
    assert (outcome.state, pdfs(folder), starts(folder)) == ("built", ["other"], 1)


def test_an_interrupt_also_ends_libreoffice(folder: Path) -> None:
    office(folder, hangs=1)
    command = [sys.executable, "-m", "osloregion_slides", "build", "--pdf"]
    with inside(folder):
        before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs inherit "ignored"
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        signal.signal(signal.SIGINT, before)
    try:
        for _ in range(600):
            if (folder / "starts").exists() and (folder / "starts").read_text():
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130  # Python ends its threads first, which takes long on a busy machine
    finally:
        running.kill()
    pids = [int(line) for line in (folder / "starts").read_text().split()]
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def test_a_build_list_writes_web_pages_and_verifies_and_reports_outdated_ones(folder: Path) -> None:
    """As decks are: `--to` says only what is written, and what another kind wrote is not out of date by that."""
    path = str(folder / "decks" / "builds.yaml")
    build(path)
    assert states(build(path, to="html")) == {f"{name}.html": "built" for name in NAMES}
    assert states(build(path, to="html")) == {f"{name}.html": "unchanged" for name in NAMES}
    assert states(build(path)) == dict.fromkeys(NAMES, "unchanged")
    assert b"<html" in (folder / "out" / "other.html").read_bytes()
    assert not build(path, to="html", verify=True).failed
    page = folder / "out" / "other.html"
    page.write_bytes(page.read_bytes() + b"<!-- mine -->")
    batch = build(path, to="html", verify=True)
    assert [[one.code for one in outcome.findings] for outcome in batch.outcomes if outcome.state == "failed"] == [
        ["deck-differs"]
    ]
    assert states(build(path, to="html"))["other.html"] == "built"
    Path(path).write_text("builds:\n  - outline: small.yaml\n", encoding="utf-8")
    stale = [one.at.file for one in build(path).findings if one.code == "stale-deck" and one.at]
    assert sorted(Path(one).name for one in stale) == sorted(
        f"{name}.{kind}" for name in NAMES for kind in ("pptx", "html")
    )
    build(path, prune=True)
    assert sorted(one.name for one in (folder / "out").glob("[!.]*")) == ["small.pptx"]


def test_the_to_option_chooses_the_outputs_of_lists_and_reports(folder: Path) -> None:
    with inside(folder):
        assert main(["build", "decks/other.yaml", "--to", "html", "--report", "r.xml"]) == 0
        assert main(["build", "--to", "html"]) == 0
        assert all((folder / "out" / f"{name}.html").read_bytes().startswith(b"<!doctype html>") for name in NAMES)
    assert not list((folder / "out").glob("*.pptx"))


@pytest.mark.slow
def test_a_build_list_writes_pdfs_and_handouts_that_name_their_renderer(folder: Path) -> None:
    needs_chromium()
    path = str(folder / "decks" / "builds.yaml")
    for kind in ("pdf", "handout"):
        assert set(states(build(path, to=kind)).values()) == {"built"}
        assert set(states(build(path, to=kind)).values()) == {"unchanged"}
    assert len(list((folder / "out").glob("*-handout.pdf"))) == len(NAMES)
    assert all(b"osloregion-slides" in pdf.read_bytes() for pdf in (folder / "out").glob("*.pdf"))
    assert not build(path, to="pdf", verify=True).failed
