"""Saving is a transaction, and an open deck is not replaced."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.ooxml.zip import pack, write_zip
from osloregion_slides.pptx.save import open_elsewhere, save
from tests.judges.package import REPOSITORY

OLD, NEW = write_zip([pack("old", b"1")]), write_zip([pack("new", b"2")])


def powerpoint_lock(name: str) -> bytes:
    """An owner file as PowerPoint 2016 writes it: 165 bytes, the name in the code page and in UTF-16."""
    narrow, wide = name.encode("cp1252"), name.encode("utf-16-le")
    length = bytes([len(name)])
    head = (length + narrow + b"\0").ljust(55, b" ")
    return (head + length + b"\0" + wide + b" \0" * 60)[:165]


LIBREOFFICE_LOCK = b"Kari Nordmann,kari,kari-pc,23.11.2026 12:00,file:///home/kari/.config/libreoffice/4;"


def refused(path: Path, force: bool = False, data: bytes = NEW) -> Any:
    with pytest.raises(InvalidInput) as caught:
        save(str(path), data, force)
    (finding,) = caught.value.findings
    return finding


def test_a_new_deck_replaces_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(OLD)
    save(str(path), NEW)
    assert path.read_bytes() == NEW
    assert os.listdir(tmp_path) == ["deck.pptx"]


def test_missing_folders_are_created(tmp_path: Path) -> None:
    path = tmp_path / "out" / "board" / "deck.pptx"
    save(str(path), NEW)
    assert path.read_bytes() == NEW


def test_a_name_without_a_folder_is_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save("deck.pptx", NEW)
    assert (tmp_path / "deck.pptx").read_bytes() == NEW


@pytest.mark.parametrize(
    ("lock", "content", "who"),
    [
        ("~$osloregionen.pptx", powerpoint_lock("Kari Nordmann"), "Kari Nordmann has this deck open"),
        ("~$loregionen.pptx", powerpoint_lock("Åse Bjørnstad"), "Åse Bjørnstad has this deck open"),
        ("~$osloregionen.pptx", b"\x04Kari" + b" " * 20, "Kari has this deck open"),
        (".~lock.osloregionen.pptx#", LIBREOFFICE_LOCK, "Kari Nordmann has this deck open"),
        (".~lock.osloregionen.pptx#", b",kari,pc", "kari has this deck open"),
        ("~$osloregionen.pptx", b"", "in another program"),
        ("~$osloregionen.pptx", b"\xff\x00\x01", "in another program"),
        (".~lock.osloregionen.pptx#", b"\xff\xfe,,,", "in another program"),
    ],
)
def test_an_open_deck_is_rejected_by_name(tmp_path: Path, lock: str, content: bytes, who: str) -> None:
    path = tmp_path / "osloregionen.pptx"
    path.write_bytes(OLD)
    (tmp_path / lock).write_bytes(content)
    finding = refused(path)
    assert finding.code == "deck-open"
    assert who in finding.message
    assert "--force" in finding.hint
    assert path.read_bytes() == OLD


def test_force_ignores_a_stale_lock(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    (tmp_path / "~$deck.pptx").write_bytes(powerpoint_lock("Kari"))
    save(str(path), NEW, force=True)
    assert path.read_bytes() == NEW


def test_the_lock_of_another_deck_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "~$other.pptx").write_bytes(powerpoint_lock("Kari"))
    (tmp_path / "~$ck.pptx").write_bytes(powerpoint_lock("Kari"))
    assert open_elsewhere(str(tmp_path / "deck.pptx")) is None


def test_a_folder_that_is_a_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    assert refused(tmp_path / "out" / "deck.pptx").code == "not-writable"


def test_a_deck_that_is_a_folder_is_a_finding_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").mkdir()
    assert refused(tmp_path / "deck.pptx").code == "not-writable"
    assert os.listdir(tmp_path) == ["deck.pptx"]


def failing(number: int) -> Any:
    def fail(*arguments: Any, **options: Any) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(
    ("call", "number", "word"),
    [("fsync", errno.ENOSPC, "no space"), ("replace", errno.EACCES, "denied"), ("open", errno.EROFS, "read-only")],
)
def test_a_failing_disk_is_a_finding_and_the_old_deck_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, word: str
) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, call, failing(number))
    finding = refused(path)
    monkeypatch.undo()
    assert finding.code == "not-writable"
    assert word in finding.message
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["deck.pptx"]


def test_an_unreadable_result_does_not_replace_the_old_deck(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(OLD)
    assert "read again" in refused(path, data=NEW[:-10]).message
    assert path.read_bytes() == OLD
    assert os.listdir(tmp_path) == ["deck.pptx"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_to_a_deck_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.pptx", tmp_path / "link.pptx"
    real.write_bytes(OLD)
    link.symlink_to(real)
    save(str(link), NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_permissions_of_the_old_deck_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(OLD)
    path.chmod(0o640)
    save(str(path), NEW)
    assert path.stat().st_mode & 0o777 == 0o640


KILLED = """
import os, sys
from osloregion_slides.pptx import save
name = sys.argv[1]
setattr(os, name, lambda *a, **k: os._exit(9))
save.save(sys.argv[2], open(sys.argv[3], "rb").read())
"""


@pytest.mark.parametrize("moment", ["makedirs", "fsync", "replace"])
def test_the_old_deck_survives_a_killed_process(tmp_path: Path, moment: str) -> None:
    path, source = tmp_path / "deck.pptx", tmp_path / "new"
    path.write_bytes(OLD)
    source.write_bytes(NEW)
    done = subprocess.run([sys.executable, "-c", KILLED, moment, str(path), str(source)], cwd=REPOSITORY)
    assert done.returncode == 9
    assert path.read_bytes() == OLD
