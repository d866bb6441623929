"""Saving any file that a deck depends on, in any way, redraws its slides; with a separate server."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.conftest import REPOSITORY
from tests.preview.served import Server, replace, server, until

BASE = """\
deck: prove
title: Prøve
language: nb
as_of: 2008-01-01
brand: own
members: data/members.csv
meeting: {title: Styremøte}
slides:
  - {id: cover, kind: cover, title: "{{ meeting.title }}", subtitle: "{{ members.municipalities | count }} kommuner"}
  - {id: map, kind: map, title: Kart, geometry: data/map.geojson}
  - {id: photo, kind: picture, title: Bilde, image: data/photo.png, alt: En flate}
"""
OUTLINE = """\
extends: base.yaml
slides:
  - {id: points, kind: bullets, title: Punkter, items: [Ett, To, Tre]}
"""


def make(folder: Path) -> Path:
    data = folder / "decks" / "data"
    data.mkdir(parents=True)
    (folder / "decks" / "base.yaml").write_text(BASE, encoding="utf-8")
    (folder / "decks" / "prove.yaml").write_text(OUTLINE, encoding="utf-8")
    shutil.copy(REPOSITORY / "decks" / "data" / "members.csv", data)
    shutil.copy(REPOSITORY / "assets" / "maps" / "osloregionen.geojson", data / "map.geojson")
    shutil.copytree(REPOSITORY / "templates" / "osloregionen", folder / "templates" / "own")
    photo(data / "photo.png", (200, 30, 30))
    return folder / "decks" / "prove.yaml"


def photo(path: Path, colour: tuple[int, int, int]) -> None:
    Image.new("RGB", (64, 48), colour).save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Server]:
    with server(make(folder)) as made:
        state = made.state()
        assert len(state["slides"]) == 4 and not state["broken"], state["findings"]
        yield made


def hashes(state: Any) -> dict[str, str]:
    return {slide["key"]: slide["hash"] for slide in state["slides"]}


def changed(running: Server, act: Callable[[], object], seconds: float = 20) -> tuple[set[str], Any]:
    """Return which slides are others after ``act``, and the state then."""
    before = running.state()
    act()
    state = until(lambda: (now := running.state())["version"] > before["version"] and now, seconds)
    now, then = hashes(state), hashes(before)
    return {key for key in now | then if now.get(key) != then.get(key)}, state


def rewrite(path: Path, old: str, new: str, how: Callable[[Path, str], object] = replace) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    how(path, text.replace(old, new))


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def recreate(path: Path, text: str) -> None:
    """Save as some editors do: the old file is moved away, a new one is written."""
    path.rename(path.with_name(f"{path.name}~"))
    time.sleep(0.005)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("how", [in_place, replace, recreate])
def test_the_outline_is_watched_however_an_editor_saves_it(
    folder: Path, running: Server, how: Callable[[Path, str], object]
) -> None:
    path = folder / "decks" / "prove.yaml"
    found, _ = changed(running, lambda: rewrite(path, "[Ett", f"[Ett {how.__name__}", how))
    assert found == {"points"}


def test_the_extended_outline_is_watched(folder: Path, running: Server) -> None:
    found, _ = changed(running, lambda: rewrite(folder / "decks" / "base.yaml", "title: Kart", "title: Kartet"))
    assert found == {"map"}


def test_the_registry_is_watched(folder: Path, running: Server) -> None:
    path = folder / "decks" / "data" / "members.csv"
    found, _ = changed(running, lambda: rewrite(path, "Bærum", "Nybærum"))
    assert found == {"map"}


def test_a_picture_is_watched(folder: Path, running: Server) -> None:
    found, _ = changed(running, lambda: photo(folder / "decks" / "data" / "photo.png", (30, 30, 200)))
    assert found == {"photo"}


def test_a_map_is_watched(folder: Path, running: Server) -> None:
    path = folder / "decks" / "data" / "map.geojson"
    text = path.read_text(encoding="utf-8")
    assert "[[[301400," in text
    found, _ = changed(running, lambda: replace(path, text.replace("[[[301400,", "[[[300400,", 1)))
    assert found == {"map"}


def test_the_brand_is_watched(folder: Path, running: Server) -> None:
    from osloregion_slides.brand.make import remake

    own = folder / "templates" / "own"
    text = (own / "brand.yaml").read_text(encoding="utf-8")

    def rename() -> None:
        replace(own / "brand.yaml", text.replace("name: Osloregionen ", "name: Vestregionen "))
        remake(os.fspath(own))

    changed(running, rename)
    until(lambda: not any(one["code"] == "stale-template" for one in running.state()["findings"]))
    until(lambda: "Vestregionen" in running.get("/api/slide/cover.svg").text)


def test_a_missing_file_is_detected_when_it_is_created(folder: Path, running: Server) -> None:
    path = folder / "decks" / "prove.yaml"
    _, state = changed(running, lambda: rewrite(path, "extends: base.yaml", "extends: later.yaml"))
    assert state["broken"] and state["stale"] and len(state["slides"]) == 4
    assert "missing-file" in [finding["code"] for finding in state["findings"]]
    text = (folder / "decks" / "base.yaml").read_text(encoding="utf-8").replace("Styremøte", "Senere")
    (folder / "decks" / "later.yaml").write_text(text, encoding="utf-8")
    state = until(lambda: not (now := running.state())["broken"] and now)
    assert state["slides"][0]["title"] == "Senere"
    rewrite(path, "extends: later.yaml", "extends: base.yaml")
    until(lambda: running.state()["slides"][0]["title"] == "Styremøte")


def test_a_folder_that_is_removed_and_restored_is_watched(folder: Path, running: Server) -> None:
    data, away = folder / "decks" / "data", folder / "away"
    data.rename(away)
    until(lambda: running.state()["broken"])
    shutil.copytree(away, data)
    until(lambda: not running.state()["broken"])
    time.sleep(1)  # the new folder is watched from the next tick on, and looked at in any case
    found, _ = changed(running, lambda: photo(data / "photo.png", (1, 2, 3)))
    assert found == {"photo"}


def test_a_deleted_outline_keeps_the_last_deck_until_it_is_restored(folder: Path, running: Server) -> None:
    path = folder / "decks" / "prove.yaml"
    text = path.read_text(encoding="utf-8")
    _, state = changed(running, path.unlink)
    assert state["broken"] and len(state["slides"]) == 4
    path.write_text(text, encoding="utf-8")
    state = until(lambda: not (now := running.state())["broken"] and now)
    assert not state["stale"]


def test_many_saves_in_a_burst_are_few_versions_and_the_last_one_wins(folder: Path, running: Server) -> None:
    path = folder / "decks" / "prove.yaml"
    before, text = running.state()["version"], path.read_text(encoding="utf-8")
    for number in range(60):
        replace(path, text.replace("To, Tre", f"To, Nr {number}"))
        time.sleep(0.005)
    until(lambda: "Nr 59" in running.get("/api/slide/points.svg").text)
    assert running.state()["version"] - before < 20
    replace(path, text)
    until(lambda: "Tre" in running.get("/api/slide/points.svg").text)


def settled(running: Server) -> int:
    """Return the version once it has stood for a second: what the test before has saved may be told late."""
    seen = [running.state()["version"]]

    def stands() -> bool:
        time.sleep(1)
        seen.append(running.state()["version"])
        return bool(seen[-1] == seen[-2])

    until(stands)
    return int(seen[-1])


def test_files_that_no_deck_reads_trigger_nothing(folder: Path, running: Server) -> None:
    until(lambda: not running.state()["broken"])
    before = settled(running)
    for name in ("notes.txt", ".prove.yaml.swp", "prove.yaml~", "~$deck.pptx"):
        (folder / "decks" / name).write_text("x")
    time.sleep(1.5)
    assert running.state()["version"] == before


def test_an_event_stream_reports_each_version(folder: Path, running: Server) -> None:
    told: list[int] = []

    def listen() -> None:
        with httpx.stream("GET", f"{running.url}/api/events", timeout=60) as reply:
            assert reply.headers["content-type"].startswith("text/event-stream")
            event = ""
            for line in reply.iter_lines():
                name, _, value = line.partition(": ")
                event = value if name == "event" else event
                if name == "data":
                    assert event == "changed"
                    told.append(json.loads(value)["version"])
                if len(told) == 3:
                    return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    until(lambda: told)
    first = running.state()["version"]
    for number in (1, 2):
        changed(running, lambda number=number: photo(folder / "decks" / "data" / "photo.png", (number, 9, 9)))  # type: ignore[misc]
    thread.join(20)
    assert told == [first, first + 1, first + 2]
