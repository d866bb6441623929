"""Named files, SVG drawings, and printed text."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest
import yaml

from osloregion_slides.base.files import Outside, Terminal, inside, is_reserved, read_bytes, write
from osloregion_slides.base.findings import MAX_PRINTED, Location, error, finding, report, warning
from osloregion_slides.ooxml.vector import vector_fault
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Scalar


def test_an_ordinary_file_is_read_up_to_one_byte_more_than_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abcdef")
    assert read_bytes(str(tmp_path / "a"), 10) == b"abcdef"
    assert read_bytes(str(tmp_path / "a"), 3) == b"abcd"


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing", "null", "long"])
def test_anything_but_an_ordinary_file_is_an_error_with_a_reason(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    if kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no pipes here")
        os.mkfifo(path)
    elif kind == "device":
        if not os.path.exists("/dev/zero"):
            pytest.skip("no devices here")
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    name = {"null": f"{path}\0", "long": str(tmp_path / ("a" * 5_000))}.get(kind, str(path))
    with pytest.raises(OSError) as caught:
        read_bytes(name, 100)
    assert caught.value.strerror


@pytest.mark.parametrize(
    ("name", "is_inside"),
    [("a.txt", True), ("in/a.txt", True), ("in/../a.txt", True), ("stays/a.txt", True), ("..", False), (".", False),
     ("../a.txt", False), ("in/../../a.txt", False), ("leaves/a.txt", False), ("leaves", False), ("file", False),
     ("round", True), ("/etc/passwd", False), ("a\0b", False), ("../here-too/a.txt", False)],
)  # fmt: skip
def test_a_path_is_inside_a_folder_if_it_and_its_links_stay_below_it(
    name: str, is_inside: bool, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    (here / "in").mkdir(parents=True)
    (tmp_path / "here-too").mkdir()
    try:
        for link, to in (("stays", here / "in"), ("leaves", tmp_path), ("file", tmp_path / "a"), ("round", "round")):
            (here / link).symlink_to(to)
        (tmp_path / "chosen").symlink_to(here)
    except OSError:
        pytest.skip("no symbolic links here")
    for folder in (here, tmp_path / "chosen"):
        if is_inside:
            assert inside(str(folder), name).startswith(str(here) + os.sep)
        else:
            with pytest.raises(Outside, match="leads out of the folder"):
                inside(str(folder), name)


def test_a_file_is_written_atomically_and_never_through_a_link(tmp_path: Path) -> None:
    path, mine = tmp_path / "a", tmp_path / "mine"
    mine.write_bytes(b"mine")
    try:
        path.symlink_to(mine)
        (tmp_path / f"a.{os.getpid()}.osr-part").symlink_to(mine)
    except OSError:
        pytest.skip("no symbolic links here")
    write(str(path), b"new")
    assert (path.read_bytes(), mine.read_bytes(), path.is_symlink()) == (b"new", b"mine", False)
    assert sorted(os.listdir(tmp_path)) == ["a", "mine"]


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">%s</svg>'


@pytest.mark.parametrize(
    "inside",
    ["", '<path d="M0 0"/>', '<use x:href="#a"/>', '<image href="data:image/png;base64,AAAA"/>', '<rect fill="url(#a)"/>',
     "<style>.a{fill:url('#b')}</style>", "<!-- a -->", "<title>Kart</title>"],
)  # fmt: skip
def test_a_plain_svg_has_no_fault(inside: str) -> None:
    assert vector_fault((DRAWING % inside).encode()) == ""


@pytest.mark.parametrize(
    ("inside", "why"),
    [("<script/>", "script"), ('<g onclick="a"/>', "onclick"), ('<a href="javascript:a"/>', "another file"),
     ('<image x:href="http://a/b.png"/>', "another file"), ('<rect style="fill: url( http://a )"/>', "another file"),
     ('<rect style="fill:u\\72l(http://a)"/>', "another file"), ("<style>@import 'a'</style>", "another file"),
     ("<foreignObject/>", "foreignObject"), ("<?xml-stylesheet href='a'?>", "instruction")],
)  # fmt: skip
def test_an_svg_with_scripts_or_external_links_is_reported(inside: str, why: str) -> None:
    assert why in str(vector_fault((DRAWING % inside).encode()))


def test_control_characters_are_shown_as_code_points() -> None:
    stream = io.StringIO()
    print("a\x1b[31m\x07\x9b\u202eb\tc æ שלום", file=Terminal(stream))
    assert stream.getvalue() == "a\\u001b[31m\\u0007\\u009b\\u202eb\tc æ שלום\n"


@pytest.mark.parametrize("sign", "\r\u061c\u200e\u200f\u2066\u206f\ufeff\x85\u2028")
def test_no_text_can_change_direction_or_move_the_cursor_back(sign: str) -> None:
    """A text of a stranger that could pass for another one: by marks of direction, or written over what was printed."""
    stream = io.StringIO()
    Terminal(stream).write(f"a{sign}b")
    assert sign not in stream.getvalue() and json.loads(f'"{stream.getvalue()}"') == f"a{sign}b"
    node = Scalar(f"a\nb{sign}", False, Location("a"))
    stream = io.StringIO()
    Terminal(stream).write(dump(node))
    assert yaml.safe_load(stream.getvalue()) == f"a\nb{sign}"


COMMANDS = [
    "::error::x",
    "  ::error::x",
    "\t::set-output name=a::x",
    "a\r::x::",
    "\u3000::x::",
    "a ##[error]x",
    "##vso[task.x]y",
]


@pytest.mark.parametrize("text", [*COMMANDS, "##teamcity[x]", "a\n\n ::x", "####[group]", ":::x"])
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_no_text_can_become_a_ci_server_command(text: str, size: int) -> None:
    stream = io.StringIO()
    out = Terminal(stream)
    for start in range(0, len(text), size):
        out.write(text[start : start + size])
    lines = [line.strip() for line in re.split("[\r\n]", stream.getvalue())]
    assert not [line for line in lines if line.startswith("::") or re.search(r"##\w*\[", line)]
    assert json.loads(f'"{stream.getvalue()}"', strict=False) == text


@pytest.mark.parametrize("text", ["a ::b", "a::b\n", "# [x]", "a[0] #1", "::"[:1] + " :", "x\n##\n[a]"])
def test_text_that_is_not_a_ci_command_is_printed_unchanged(text: str) -> None:
    stream = io.StringIO()
    Terminal(stream).write(text)
    assert stream.getvalue() == text


def test_annotations_are_commands_and_their_quoted_text_is_not() -> None:
    stream = io.StringIO()
    out = Terminal(stream)
    out.command(report([error("a", None, "b ##[error]c\n::d")], "github"))
    out.write("::e")
    assert stream.getvalue() == "::error title=a::b ##\\u005berror]c%0A::d\n:\\u003ae"


@pytest.mark.parametrize("name", ["con", "CON.txt", "aux .b.pptx", "Com1", "lpt²", "conin$", "~$deck", "nul. "])
def test_reserved_names_of_windows_and_office_are_recognised(name: str) -> None:
    assert is_reserved(name) and not is_reserved(f"a{name}")


def test_a_finding_stays_one_line_whatever_it_quotes() -> None:
    said = str(error("a", Location("x.yaml", 1, 1), "a\n::error::b\r\nc", "d\u2028e"))
    assert said.splitlines() == ["x.yaml:1:1: error[a]: a ::error::b c", "    hint: d e"]


def test_excess_findings_are_counted_instead_of_listed() -> None:
    said = report([error("a", None, str(number)) for number in range(MAX_PRINTED + 7)], "text")
    assert said.count("error[a]") == MAX_PRINTED and "7 more" in said


def test_a_repeated_note_is_printed_once_with_its_locations_and_json_lists_all() -> None:
    places = [Location("a.yaml", line, 3) for line in range(1, 9)]
    notes = [finding("last-known", at, total=65, date="2025-06-04", reason="R") for at in places]
    wrong = [warning("unfilled-blank", Location("a.yaml", line, 3), "W") for line in (1, 2)]
    said = report([*notes, *wrong], "text")
    assert said.count("note[last-known]") == 1 and "(also at 2:3, 3:3, 4:3, 5:3, 6:3 and 2 more)" in said
    assert said.count("warning[unfilled-blank]") == 2
    assert report([*notes, *wrong], "json").count('"last-known"') == len(notes)
