from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from osloregion_slides.batch.sources import looks, wait

if TYPE_CHECKING:
    from osloregion_slides.batch.sources import Looks


def script(*steps: Callable[[], object]) -> Callable[[float], None]:
    """Return a sleep that does one step after the other while it sleeps."""
    left = list(steps)

    def sleep(seconds: float) -> None:
        assert left, "nothing more is to come"
        left.pop(0)()

    return sleep


def nothing() -> None:
    pass


def watched(folder: Path) -> tuple[Looks, Callable[[], Looks], Path]:
    path = folder / "a.yaml"
    path.write_text("one", encoding="utf-8")
    (folder / "out").mkdir()
    paths = (str(path), str(folder / "missing.yaml"))

    def look() -> Looks:
        return looks(paths, str(folder / "out"))

    return look(), look, path


def test_a_change_is_reported_when_writes_have_settled(tmp_path: Path) -> None:
    before, look, path = watched(tmp_path)
    steps = (
        nothing,
        lambda: path.write_text("two!", encoding="utf-8"),
        lambda: path.write_text("three", encoding="utf-8"),
    )
    assert wait(before, look, script(*steps, nothing)) == (str(path),)


def test_a_file_that_is_deleted_and_restored_does_not_count_as_changed(tmp_path: Path) -> None:
    before, look, path = watched(tmp_path)
    about = path.stat()

    def back() -> None:
        path.write_text("one", encoding="utf-8")
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    changed = wait(
        before, look, script(path.unlink, back, nothing, lambda: path.write_text("else", encoding="utf-8"), nothing)
    )
    assert changed == (str(path),)


def test_a_deleted_file_and_a_newly_created_one_are_changes(tmp_path: Path) -> None:
    before, look, path = watched(tmp_path)
    assert str(path) in wait(before, look, script(path.unlink, nothing))
    before = look()
    missing = tmp_path / "missing.yaml"
    assert str(missing) in wait(before, look, script(lambda: missing.write_text("x", encoding="utf-8"), nothing))


def test_a_file_that_a_deck_looked_for_is_detected_through_its_folder(tmp_path: Path) -> None:
    before, look, _ = watched(tmp_path)
    new = tmp_path / "picture.png"
    assert wait(before, look, script(new.touch, nothing)) == (os.path.join(str(tmp_path), ""),)


def test_lock_files_and_the_decks_themselves_do_not_count_as_changes(tmp_path: Path) -> None:
    before, look, _ = watched(tmp_path)
    for name in ("~$a.xlsx", ".a.yaml.swp", "a.yaml~", "out/deck.pptx"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert look() == before
