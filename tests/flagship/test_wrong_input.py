"""Wrong input through the command: all findings at once, each with its place and a hint, and the old deck untouched."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import judges
from tests.flagship.variants import DECKS, OUTLINE, REPOSITORY
from tests.judges.package import shared

OLD = b"the old deck"
PLACE = re.compile(r"osloregionen\.yaml:(\d+)(?::\d+)?: error\[([a-z][a-z-]*)\]: \S")


def run(path: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "osloregion_slides", "build", str(path), "-o", str(out)]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    """Return the path of a copy of the flagship's outline, with its data."""
    shutil.copytree(DECKS, tmp_path / "decks")
    return tmp_path / "decks" / OUTLINE.name


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        text = data.decode()
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return change


def in_windows_1252(data: bytes) -> bytes:
    return data.decode().encode("cp1252", errors="replace")


SLIDES = "\nslides:\n"
FIRST = SLIDES + "  - id: cover\n"
BULLETS = "\n  - {id: extra, kind: bullets, title: Ekstra, items: [Ett]}\n"
CASES: dict[str, tuple[Callable[[bytes], bytes], str, str]] = {
    "an unknown key": (replaced("kicker: {nb: Formål", "kickr: {nb: Formål"), "kickr", "Did you mean `kicker`"),
    "a fact under another name": (replaced("focus_areas:", "focus_area:"), "focus_area", "Did you mean `focus_area"),
    "a wrong type": (replaced("languages: [nb, en]", "languages: {nb: 1}"), ":7:", ""),
    "a missing file": (replaced("data/members.csv", "data/medlemmer.csv"), "medlemmer.csv", ""),
    "a duplicate id": (replaced("- id: alliance\n", "- id: cover\n"), "cover", ""),
    "a bad date": (replaced("as_of: 2008-01-01", "as_of: 2008-13-01"), "2008-13-01", ""),
    "an unknown kind": (replaced("kind: hub", "kind: hubb"), "hubb", "Did you mean `hub`"),
    "an undefined fact": (replaced("{{ alliance.founded |", "{{ alliance.fuonded |"), "fuonded", ""),
    "broken YAML": (replaced("languages: [nb, en]", "languages: [nb, en"), "", ""),
    "a tab in the indentation": (replaced("\n    kind: cover", "\n\tkind: cover"), "tab", ""),
    "a duplicate key": (
        replaced("title: {all: Osloregionen}\n", "title: {all: Osloregionen}\ntitle: Igjen\n"),
        "title",
        "",
    ),
    "an unquoted expression": (replaced('title: "{{ meeting.title }}"', "title: {{ meeting.title }}"), "quot", ""),
    "Windows-1252": (in_windows_1252, "UTF-8", ""),
    "no picture": (
        replaced(
            SLIDES, SLIDES + "  - {id: pic, kind: picture, title: Bilde, image: data/members.csv, alt: Et bilde}\n"
        ),
        "members.csv",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_wrong_input_is_reported_with_location_and_reason(name: str, outline: Path, tmp_path: Path) -> None:
    change, word, hint = CASES[name]
    outline.write_bytes(change(outline.read_bytes()))
    out = tmp_path / "deck.pptx"
    out.write_bytes(OLD)
    done = run(outline, out)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert PLACE.search(said), said
    assert word.casefold() in said.casefold()
    assert hint in said
    assert "Traceback" not in said
    assert out.read_bytes() == OLD


def test_a_map_that_lacks_a_member_is_reported(outline: Path, tmp_path: Path) -> None:
    source = shared("data", "geo", "members_2008_utm33.geojson")
    import json

    borders = json.loads(Path(source).read_text(encoding="utf-8"))
    gone = borders["features"].pop(5)
    (outline.parent / "data" / "borders.geojson").write_text(json.dumps(borders), encoding="utf-8")
    change = replaced("assets/maps/osloregionen.geojson", "data/borders.geojson")
    outline.write_bytes(change(outline.read_bytes()))
    done = run(outline, tmp_path / "deck.pptx")
    names = [str(value) for value in gone["properties"].values() if isinstance(value, str)]
    assert done.returncode == 1
    assert any(name in done.stderr for name in names), done.stderr


def test_all_errors_are_reported_at_once(outline: Path, tmp_path: Path) -> None:
    data = outline.read_bytes()
    for name in ("an unknown key", "an unknown kind", "a bad date", "a duplicate id"):
        data = CASES[name][0](data)
    outline.write_bytes(data)
    done = run(outline, tmp_path / "deck.pptx")
    assert len({match[1] for match in PLACE.finditer(done.stderr)}) >= 4, done.stderr


def test_findings_are_sorted_by_line(outline: Path, tmp_path: Path) -> None:
    data = CASES["an unknown kind"][0](CASES["an unknown key"][0](outline.read_bytes()))
    outline.write_bytes(data)
    lines = [int(match[1]) for match in PLACE.finditer(run(outline, tmp_path / "deck.pptx").stderr)]
    assert lines == sorted(lines) and len(lines) >= 2


def test_a_bom_and_windows_line_endings_change_nothing(outline: Path, tmp_path: Path, flagship: Any) -> None:
    outline.write_bytes(b"\xef\xbb\xbf" + outline.read_bytes().replace(b"\n", b"\r\n"))
    done = run(outline, tmp_path / "deck.pptx")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "deck.pptx").read_bytes() == flagship.data


@pytest.mark.parametrize("value", ["no", "12.10", "0104", "2008-01-01", "yes", "1e3", "~tilde", "0x1F", "12:30:45"])
def test_a_value_that_yaml_would_convert_stays_text(value: str, outline: Path, tmp_path: Path) -> None:
    outline.write_bytes(outline.read_bytes() + BULLETS.replace("[Ett]", f"[{value}]").encode())
    done = run(outline, tmp_path / "deck.pptx")
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"\w+", value.casefold())) <= judges.words(str(tmp_path / "deck.pptx"))[-1]


@pytest.mark.parametrize(
    "text", ["{nb: Hvorfor en allianse?, en: Why?}", "{nb: a, b og c, en: d}", "{nb: Mål: vekst, en: Goal}"]
)
def test_special_characters_in_a_flow_mapping_are_read_or_reported(text: str, outline: Path, tmp_path: Path) -> None:
    before = len(outline.read_bytes().splitlines())
    outline.write_bytes(outline.read_bytes() + BULLETS.replace("Ekstra", text).encode())
    done = run(outline, tmp_path / "deck.pptx")
    if done.returncode == 0:
        assert (
            set(re.findall(r"\w+", text.partition(", en")[0].removeprefix("{nb:").casefold()))
            <= judges.words(str(tmp_path / "deck.pptx"))[-1]
        )
    else:
        assert done.returncode == 1
        assert any(int(match[1]) >= before for match in PLACE.finditer(done.stderr)), done.stderr
        assert "hint:" in done.stderr
