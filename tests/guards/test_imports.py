"""Start-up is a budget: what each verb may not import, read from ``sys.modules`` of a process of its own."""

from __future__ import annotations

import ast
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

# What a build without expressions may not import: each costs a tenth of the yardstick or more
HEAVY = """
PIL babel bz2 concurrent.futures dataclasses email hashlib html importlib.metadata importlib.resources jinja2
jsonschema logging lxml lzma multiprocessing num2words numpy openpyxl pathlib pptx random rich shutil socket ssl
subprocess tempfile urllib.parse urllib.request xml.dom xml.etree xml.sax zipfile
"""

OUTLINE = """\
deck: prove
title: Prøve
language: nb
as_of: 2008-01-01
brand: osloregionen
slides:
  - {id: cover, kind: cover, title: Prøve, subtitle: Uten uttrykk}
  - {id: list, kind: bullets, title: Punkter, items: [Ett, To, Tre], notes: Si det}
  - {id: bodies, kind: table, title: Organer, columns: [Organ, Antall], rows: [[Styret, "12"]], alt: Ett organ}
"""
NEEDED_TO_READ = ("lxml", "hashlib")
"""A deck that anybody may have edited is read by lxml; its base is known by its checksum."""
DRAWING = ("osloregion_slides.render", "osloregion_slides.reporting", "osloregion_slides.batch.report")


def modules(folder: Path, *verbs: list[str]) -> set[str]:
    """Return what a process has imported after the verbs, each of which has to end well."""
    # without site: the .pth files of site-packages import what they like
    code = (
        f"import sys; sys.path += [{str(REPOSITORY)!r}, {sysconfig.get_paths()['purelib']!r}]\n"
        "before = set(sys.modules); from osloregion_slides.cli import main\n"
        f"status = [main(verb) or 0 for verb in {list(verbs)!r}]\n"
        "print(); print(*status, '|', *sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    status, _, names = done.stdout.splitlines()[-1].partition("|")
    assert set(status.split()) == {"0"}, done.stdout + done.stderr
    return set(names.split())


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    (tmp_path / "prove.yaml").write_text(OUTLINE, encoding="utf-8")
    return tmp_path


def test_a_plain_build_imports_no_heavy_drawing_or_reporting_modules(outline: Path) -> None:
    found = modules(outline, ["build", "prove.yaml", "-o", "prove.pptx"])
    assert (outline / "prove.pptx").exists()
    assert [name for name in HEAVY.split() if name in found] == []
    assert [name for name in sorted(found) if name.startswith(DRAWING)] == []


def test_plan_and_update_import_only_the_heavy_modules_that_read_decks(outline: Path) -> None:
    modules(outline, ["build", "prove.yaml", "-o", "prove.pptx"])
    found = modules(outline, ["plan", "prove.pptx"], ["update", "prove.pptx"])
    assert [name for name in HEAVY.split() if name in found and name not in NEEDED_TO_READ] == []
    assert [name for name in sorted(found) if name.startswith(DRAWING)] == []


@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(["members", "--as-of", "2008-01-01"], id="members"),
        pytest.param(["outline", "prove.yaml"], id="outline"),
        pytest.param(["explain", "low-contrast"], id="explain"),
    ],
)
def test_a_verb_that_only_prints_imports_nothing_heavy(verb: list[str], outline: Path) -> None:
    if verb[0] == "members":
        verb = ["members", str(REPOSITORY / "decks" / "data" / "members.csv"), *verb[1:]]
    assert [name for name in HEAVY.split() if name in modules(outline, verb)] == []


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield what a module imports when it runs, early or late: what only annotations need is left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield from imported(node)


def test_there_are_no_import_cycles_even_through_late_imports() -> None:
    package = REPOSITORY / "osloregion_slides"
    files = {
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(package.rglob("*.py"))
    }
    graph = {
        name: {
            found
            for other in imported(ast.parse(path.read_text(encoding="utf-8")))
            if (found := other if other in files else other.rpartition(".")[0]) in files and found != name
        }
        for name, path in files.items()
    }
    assert len(graph) > 100
    TopologicalSorter(graph).prepare()  # CycleError names the circle
