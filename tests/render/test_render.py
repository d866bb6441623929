"""Decks through LibreOffice: whole files or findings, within the time limit, and nothing left running."""

from __future__ import annotations

import os
import shutil
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pptx
import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.render import office as office_module
from osloregion_slides.render.export import Rendered, RenderOptions, render
from osloregion_slides.render.office import Source, check_deck, run
from tests.libreoffice import needs_libreoffice

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def codes(rendered: Rendered) -> list[str]:
    return [finding.code for finding in rendered.findings]


def without(deck: str, part: str, target: Path) -> str:
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return str(target)


def cut(deck: str, target: Path) -> str:
    target.write_bytes(Path(deck).read_bytes()[:9000])
    return str(target)


def test_a_deck_is_counted_by_the_slides_it_lists(flagship_path: str) -> None:
    assert check_deck(flagship_path) == (Source(flagship_path, 13), ())


BROKEN: dict[str, Callable[[str, Path], str]] = {
    "cut short": cut,
    "no slide": lambda deck, to: without(deck, "ppt/slides/slide3.xml", to),
    "no layout": lambda deck, to: without(deck, "ppt/slideLayouts/slideLayout6.xml", to),
    "no presentation": lambda deck, to: without(deck, "ppt/presentation.xml", to),
    "no relations": lambda deck, to: without(deck, "_rels/.rels", to),
}


@needs_posix
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_deck_is_a_finding_before_libreoffice_starts(fault: str, flagship_path: str, tmp_path: Path) -> None:
    deck = BROKEN[fault](flagship_path, tmp_path / "broken.pptx")
    asked = tmp_path / "asked"
    found = render([deck], str(tmp_path / "out"), office=script(tmp_path / "soffice", f"touch {asked}"))
    assert found.files == () and set(codes(found)) == {"deck-damaged"}
    assert not asked.exists()


def test_other_faults_of_a_deck_have_their_own_messages(tmp_path: Path) -> None:
    for name, data, code in (
        ("no.pptx", None, "missing-file"),
        ("old.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "deck-old-format"),
        ("secret.pptx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "deck-encrypted"),
    ):
        if data:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(InvalidInput) as caught:
            check_deck(str(tmp_path / name))
        assert [finding.code for finding in caught.value.findings] == [code]


def test_a_missing_picture_is_a_warning_and_the_deck_is_drawn_without_it(tmp_path: Path) -> None:
    from osloregion_slides import service
    from tests.conftest import REPOSITORY

    deck = tmp_path / "gallery.pptx"
    deck.write_bytes(service.build(str(REPOSITORY / "decks" / "gallery.yaml")).data)
    with zipfile.ZipFile(deck) as package:
        (media,) = [name for name in package.namelist() if name.startswith("ppt/media/")]
    source, findings = check_deck(without(str(deck), media, tmp_path / "less.pptx"))
    assert source.slides > 0 and [(f.code, f.severity) for f in findings] == [("part-not-drawn", "warning")]
    assert media in findings[0].message


def test_part_names_may_differ_in_case_and_be_escaped(flagship_path: str, tmp_path: Path) -> None:
    other = tmp_path / "other.pptx"
    with zipfile.ZipFile(flagship_path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = (
                old.read(name).replace(b"slides/slide3.xml", b"slides/Slide%33.xml")
                if "presentation.xml.rels" in name
                else old.read(name)
            )
            new.writestr(name, data)
    assert check_deck(str(other)) == (Source(str(other), 13), ())


def changed(deck: str, target: Path, change: Callable[[str, bytes], bytes]) -> str:
    """Write a copy of a deck whose parts a function changed; return its path."""
    with zipfile.ZipFile(deck) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return str(target)


def test_a_slide_that_is_not_well_formed_is_an_error(flagship_path: str, tmp_path: Path) -> None:
    def cut(name: str, data: bytes) -> bytes:
        return data[:-20] if name == "ppt/slides/slide2.xml" else data

    with pytest.raises(InvalidInput) as caught:
        check_deck(changed(flagship_path, tmp_path / "cut.pptx", cut))
    (finding,) = caught.value.findings
    assert finding.code == "deck-damaged" and "ppt/slides/slide2.xml" in finding.message


def test_a_deck_in_strict_open_xml_can_be_drawn(flagship_path: str, tmp_path: Path) -> None:
    """Its relations and elements have other namespaces (ISO/IEC 29500-1, Annex A)."""

    def strict(_: str, data: bytes) -> bytes:
        for old, new in (
            (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
            (b"http://schemas.openxmlformats.org/presentationml/2006/", b"http://purl.oclc.org/ooxml/presentationml/"),
        ):
            data = data.replace(old, new)
        return data

    path = changed(flagship_path, tmp_path / "strict.pptx", strict)
    assert check_deck(path) == (Source(path, 13), ())


def alive(folder: Path) -> list[str]:
    """Return the processes that a stand-in noted and that still run; a killed one may take a moment to end."""
    pids = [int(line) for path in folder.glob("pid*") for line in path.read_text().split()]
    until = time.monotonic() + 3
    while (left := [str(pid) for pid in pids if not zombie(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@needs_posix
def test_a_hanging_libreoffice_is_ended_with_its_child_processes(flagship_path: str, tmp_path: Path) -> None:
    hung = f"trap '' TERM INT HUP\necho $$ > {tmp_path}/pid1\n(trap '' TERM; sleep 300) & echo $! > {tmp_path}/pid2\nsleep 300"
    begun = time.monotonic()
    found = render(
        [flagship_path], str(tmp_path / "out"), RenderOptions(seconds=1.5), office=script(tmp_path / "soffice", hung)
    )
    assert time.monotonic() - begun < 10
    assert found.files == () and codes(found) == ["not-drawn"]
    assert "took longer than 1.5 s" in found.findings[0].message
    assert (tmp_path / "pid2").exists() and alive(tmp_path) == []


@needs_posix
def test_the_command_ends_in_time_with_one_line_when_libreoffice_hangs(
    flagship_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from osloregion_slides.cli import main

    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin" / "soffice", f"echo $$ > {tmp_path}/pid1\nsleep 300 & echo $! > {tmp_path}/pid2\nwait")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    begun = time.monotonic()
    assert main(["render", flagship_path, "--out-dir", str(tmp_path / "out"), "--sheet", "--seconds", "1"]) == 1
    assert time.monotonic() - begun < 10
    said = capsys.readouterr()
    assert said.out == "" and "error[not-drawn]" in said.err and "longer than 1 s" in said.err
    assert (tmp_path / "pid2").exists() and alive(tmp_path) == []
    assert list((tmp_path / "out").iterdir()) == []


@needs_posix
@pytest.mark.parametrize("fault", ["cut short", "no slide", "a folder that is a file"])
def test_a_bad_deck_or_folder_is_reported_without_starting_libreoffice(
    fault: str, flagship_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from osloregion_slides.cli import main

    (tmp_path / "bin").mkdir()
    script(tmp_path / "bin" / "soffice", f"touch {tmp_path}/asked")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    deck, folder = flagship_path, tmp_path / "out"
    if fault in BROKEN:
        deck = BROKEN[fault](flagship_path, tmp_path / "broken.pptx")
    else:
        folder.write_text("")
    assert main(["render", deck, "--out-dir", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and ("deck-damaged" in said.err or "cannot-write" in said.err)
    assert not (tmp_path / "asked").exists()


@needs_posix
def test_a_hanging_deck_does_not_prevent_the_others_from_being_drawn(flagship_path: str, tmp_path: Path) -> None:
    decks = [str(tmp_path / f"{name}.pptx") for name in "abcd"]
    for deck in decks:
        shutil.copyfile(flagship_path, deck)
    pages = "/Type /Page \\n" * 13
    lazy = f"""while [ $# -gt 0 ]; do
        case "$1" in
            --outdir) OUT="$2"; shift;;
            *000001.pptx) sleep 300;;
            */0*.pptx) printf '%%PDF-1.7\\n{pages}%%%%EOF\\n' > "$OUT/$(basename "$1" .pptx).pdf";;
        esac; shift; done"""
    office = script(tmp_path / "soffice", lazy)
    found = render(decks, str(tmp_path / "out"), RenderOptions(seconds=1), jobs=1, office=office)
    assert [os.path.basename(path) for path in found.files] == ["a.pdf", "c.pdf", "d.pdf"]
    assert [finding.at and os.path.basename(finding.at.file) for finding in found.findings] == ["b.pptx"]


@needs_posix
def test_a_stopped_program_ends_well_before_its_timeout() -> None:
    """An interrupt may come while another thread starts LibreOffice: nobody knows of that process to kill it."""
    began = time.monotonic()
    assert run(["sleep", "60"], 50, is_stopped=lambda: True)
    assert time.monotonic() - began < 20


@needs_posix
def test_processes_left_running_by_a_program_are_ended(tmp_path: Path) -> None:
    assert run([script(tmp_path / "p", f"sleep 300 & echo $! > {tmp_path}/pid1\nexit 0")], 5) == ""
    for _ in range(50):
        if not alive(tmp_path):
            break
        time.sleep(0.02)
    assert alive(tmp_path) == []


FAKES = {
    "no file": ("exit 0", "it wrote no file"),
    "a code": ("exit 77", "it ended with code 77"),
    "half a file": ("printf '%%PDF-1.7 /Type /Page ' > $OUT", "cut short"),
    "one page of thirteen": ("printf '%%PDF-1.7\\n/Type /Page \\n%%%%EOF\\n' > $OUT", "13 slides, the PDF 1 pages"),
}


@pytest.mark.parametrize("hidden", [0, 2, 4])
def test_a_pdf_has_one_page_per_slide_or_per_visible_slide(hidden: int, tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    taken = []
    for pages in range(1, 10):
        pdf.write_bytes(b"%PDF-1.7\n" + b"/Type /Page \n" * pages + b"%%EOF\n")
        if office_module._checked(Source("a.pptx", 7, hidden), str(pdf), "") == str(pdf):
            taken.append(pages)
    assert taken == sorted({7 - hidden, 7})


@pytest.mark.parametrize("listed", [(2, 0, 1), (1, 2), (2,)], ids=str)
def test_slides_are_numbered_in_their_order_for_libreoffice_and_no_part_is_lost(listed: tuple[int, ...]) -> None:
    words = [f"Lysbilde {place}" for place in range(3)]
    deck = pptx.Presentation()
    for said in words:
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = said
    entries = deck.slides._sldIdLst
    rows = list(entries)
    for row in rows:
        entries.remove(row)
    entries.extend([rows[place] for place in listed])
    made = BytesIO()
    deck.save(made)
    with zipfile.ZipFile(BytesIO(made.getvalue())) as old:
        count = len(old.namelist())
    with zipfile.ZipFile(BytesIO(office_module.numbered_slides(made.getvalue()))) as new:
        texts = {name: new.read(name).decode() for name in new.namelist() if "/slides/slide" in name}
        assert len(set(new.namelist())) == len(new.namelist()) == count
    for number, place in enumerate(listed, 1):
        assert words[place] in texts[f"ppt/slides/slide{number}.xml"]


@needs_posix
@pytest.mark.parametrize("fake", FAKES)
def test_only_a_complete_pdf_with_one_page_per_slide_is_accepted(fake: str, flagship_path: str, tmp_path: Path) -> None:
    action, why = FAKES[fake]
    find = 'while [ $# -gt 0 ]; do [ "$1" = --outdir ] && OUT="$2/000000.pdf"; shift; done\n'
    found = render([flagship_path], str(tmp_path / "out"), office=script(tmp_path / "soffice", find + action))
    assert codes(found) == ["not-drawn"] and why in found.findings[0].message
    assert list((tmp_path / "out").iterdir()) == []


def test_without_libreoffice_one_line_tells_how_to_install_it(
    flagship_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office_module, "_PLACES", {})
    with pytest.raises(InvalidInput) as caught:
        render([flagship_path], str(tmp_path / "out"))
    (finding,) = caught.value.findings
    assert finding.code == "no-libreoffice" and "install" in finding.hint and "\n" not in finding.message


def test_invalid_output_folders_and_duplicate_names_are_rejected_before_any_work(
    flagship_path: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    other = tmp_path / "x" / os.path.basename(flagship_path)
    for decks, folder, code in (
        ([flagship_path], "file", "cannot-write"),
        ([flagship_path], "file/in", "cannot-write"),
        ([flagship_path, str(other)], "out", "same-name"),
    ):
        with pytest.raises(InvalidInput) as caught:
            render(decks, str(tmp_path / folder), office="/bin/true")
        assert [finding.code for finding in caught.value.findings] == [code]


@pytest.mark.slow
def test_decks_are_drawn_with_hidden_slides_even_if_another_deck_is_broken(flagship_path: str, tmp_path: Path) -> None:
    needs_libreoffice()
    from PIL import Image
    from pptx import Presentation

    other = tmp_path / "skjult.pptx"
    shutil.copyfile(flagship_path, other)
    deck = Presentation(str(other))
    deck.slides[2]._element.set("show", "0")
    deck.save(str(other))
    assert check_deck(str(other))[0].hidden == 1
    bad = cut(flagship_path, tmp_path / "bad.pptx")
    wanted = RenderOptions(png=True, sheet=True, width=640)
    found = render([flagship_path, bad, str(other)], str(tmp_path / "out"), wanted)
    assert codes(found) == ["deck-damaged"]
    names = [os.path.basename(path) for path in found.files]
    stem = os.path.splitext(os.path.basename(flagship_path))[0]
    pages = [f"{n:02d}.png" for n in range(1, 14)]
    assert names == [f"{s}{end}" for s in (stem, "skjult") for end in (".pdf", *[f"-{p}" for p in pages], "-sheet.png")]
    assert Image.open(found.files[1]).size == (640, 360)
    assert sorted(os.listdir(tmp_path / "out")) == sorted(names)
