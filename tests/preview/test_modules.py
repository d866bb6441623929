"""The script of the page in modules: each short and for one thing, all needed, imports pointing one way."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import PurePosixPath

from tests.conftest import REPOSITORY

PAGES = REPOSITORY / "templates" / "pages"
ENTRY = "preview.js"
TEXTS = {
    path.relative_to(PAGES).as_posix(): path.read_text(encoding="utf-8")
    for path in [PAGES / ENTRY, *sorted((PAGES / "preview").iterdir())]
}
MOST_LINES, WIDEST = 120, 120


def imports(name: str) -> dict[str, set[str]]:
    """Return what a module imports: the names by the module that they come from."""
    found: dict[str, set[str]] = {}
    for names, path in re.findall(r'^import (?:\{ (.*) \} from )?"\./(.+)";$', TEXTS[name], re.MULTILINE):
        found[str(PurePosixPath(name).parent / path)] = set(filter(None, names.split(", ")))
    return found


def exports(name: str) -> set[str]:
    return set(re.findall(r"^export (?:const|let) (\w+)", TEXTS[name], re.MULTILINE))


def test_every_import_is_read_by_these_tests() -> None:
    for name, text in TEXTS.items():
        assert len(re.findall(r"\bimport\b(?!ant)", text.partition("\n\n")[0])) == len(imports(name))
        assert not re.search(r"\bimport\b", text.partition("\n\n")[2]), name
        assert len(exports(name)) == len(re.findall(r"\bexport\b", text)), name


def test_every_module_is_reachable_from_the_entry_point() -> None:
    reached, waiting = {ENTRY}, [ENTRY]
    while waiting:
        more = set(imports(waiting.pop())) - reached
        reached |= more
        waiting += more
    assert reached == set(TEXTS)


def test_imported_names_are_exported_and_used_and_exported_names_are_imported() -> None:
    wanted: dict[str, set[str]] = {name: set() for name in TEXTS}
    for name, text in TEXTS.items():
        rest = re.sub(r"^import .*$", "", text, flags=re.MULTILINE)
        for source, names in imports(name).items():
            wanted[source] |= names
            assert {one for one in names if not re.search(rf"\b{one}\b", rest)} == set(), name
    assert wanted == {name: exports(name) for name in TEXTS}


def test_imports_have_one_direction() -> None:
    order = list(TopologicalSorter({name: set(imports(name)) for name in TEXTS}).static_order())
    assert order[-1] == ENTRY


def test_every_module_is_short_and_documented() -> None:
    for name, text in TEXTS.items():
        lines = text.splitlines()
        assert lines[0].startswith("// ") and len(lines) <= MOST_LINES, name
        assert [line for line in lines if len(line) > WIDEST] == [], name


def test_modules_add_nothing_to_the_global_window() -> None:
    for name, text in TEXTS.items():
        assert not re.search(r"\b(?:window|globalThis|self)\b", text), name
