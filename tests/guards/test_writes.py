"""Every write or removal of a file goes through ``files``, or is listed here with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.conftest import REPOSITORY

PACKAGE = REPOSITORY / "osloregion_slides"
OWN_FOLDER = "a folder of its own in the temporary folder, or one that was made this moment"
DEVELOPERS = "run by hand in a checkout, into files that git tracks"
ELSEWHERE = {
    "batch.pictures": "removes names of pictures and notes in a folder that was resolved",
    "batch.run": "removes names of unfinished decks beside decks whose folders were resolved",
    "diff_page": OWN_FOLDER,
    "pptx.save": "renames what `files.new_part` wrote, where the path was resolved",
    "preview.decks": OWN_FOLDER,
    "preview.translating": OWN_FOLDER,
    "preview.worker": "the files in the memory of a browser",
    "schema": DEVELOPERS,
    "render.gallery": "removes drawings in a folder that was resolved",
    "render.office": OWN_FOLDER,
    "render.export": OWN_FOLDER,
    "starter": OWN_FOLDER,
}
CHANGING = {
    "os": {"open", "remove", "rename", "replace", "rmdir", "symlink", "link", "unlink", "removedirs", "truncate"},
    "shutil": {"copy", "copy2", "copyfile", "copytree", "move", "rmtree"},
}
METHODS = {"write_text", "write_bytes", "touch"}


def writes(tree: ast.AST) -> Iterator[str]:
    """Yield the calls that write, rename or remove files: ``open`` in a mode that writes, ``os`` and ``shutil``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "open":
            modes = [*node.args[1:2], *[word.value for word in node.keywords if word.arg == "mode"]]
            if any(set(str(getattr(mode, "value", "w"))) & set("wax+") for mode in modes):
                yield f"{node.lineno}: open"
        elif isinstance(called, ast.Attribute):
            owner = called.value.id if isinstance(called.value, ast.Name) else ""
            if called.attr in CHANGING.get(owner, ()) or called.attr in METHODS:
                yield f"{node.lineno}: {owner}.{called.attr}"


def found() -> dict[str, list[str]]:
    modules = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): list(writes(ast.parse(path.read_text("utf-8"))))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    return {name: calls for name, calls in modules.items() if calls and name != "base.files"}


def test_every_module_that_writes_files_directly_has_a_reason() -> None:
    calls = found()
    calls.pop("cli.__init__", None)  # the null device, for a reader that has gone
    assert {name: lines for name, lines in calls.items() if not ELSEWHERE.get(name)} == {}
    assert [name for name in ELSEWHERE if ELSEWHERE[name] and name not in calls] == []


def test_the_search_finds_writes_and_no_reads() -> None:
    text = (
        "open(a, 'wb')\nopen(b)\nopen(c, mode='a')\nos.replace(a, b)\n'a'.replace('b', 'c')\n"
        "shutil.rmtree(d)\np.write_text(e)"
    )
    assert [line.partition(":")[0] for line in writes(ast.parse(text))] == ["1", "3", "4", "6", "7"]
