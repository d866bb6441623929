"""House rules beyond linters: imports between packages, length limits, forbidden content."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "osloregion_slides"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_FILE, MAX_FUNCTION, MAX_LINE = 600, 60, 120

# A room and what it may import beside itself. `EVERYBODYS` are what each may import.
EVERYBODYS = {"base", "plugins"}
ROOMS = {
    "base": set(),
    "plugins": set(),
    "scene": set(),
    "registry": {"outline"},
    "outline": {"registry", "tables.resolve"},
    "tables": {"outline", "registry"},
    "maps": {"registry", "scene"},
    "ooxml": {"scene"},
    "brand": {"outline", "scene", "ooxml", "pptx.xml", "pptx.markup", "signs"},
    "fit": {"scene", "brand.values"},
    "connectors": {"scene"},
    "reuse": {"scene", "brand.values"},
    "signs": {"scene"},
    "chart_types": {"scene"},
    "compose": {
        "outline",
        "registry",
        "maps",
        "scene",
        "brand.values",
        "brand.contrast",
        "fit",
        "connectors",
        "chart_types",
        "kinds",
        "ooxml.library",
        "ooxml.package",
        "ooxml.vector",
        "ooxml.zip",
        "reuse",
        "signs",
    },
    "kinds": {
        "outline",
        "registry",
        "maps",
        "scene",
        "brand.values",
        "brand.contrast",
        "fit",
        "connectors",
        "chart_types",
        "compose",
    },
    "checks": {"outline", "registry", "scene", "ooxml", "brand", "fit", "connectors", "pptx", "reuse"},
    "reporting": {"pptx.xml"},
    "pptx": {
        "scene",
        "ooxml",
        "brand.values",
        "brand.master",
        "brand.load",
        "connectors",
        "chart_types",
        "update.base",
        "reuse",
        "outline.chart_formats",
        "outline.words",
    },
    "pptx.reading": {
        "scene",
        "ooxml",
        "brand",
        "connectors",
        "chart_types",
        "outline.number_format",
        "pptx",
        "update",
        "reuse",
    },
    "pptx.applying": {"scene", "ooxml", "brand", "connectors", "chart_types", "fit", "pptx", "update"},
    "pulling": {"outline", "registry", "tables", "update", "scene", "chart_types"},
    "update": {
        "outline",
        "scene",
        "brand.values",
        "brand.contrast",
        "brand.wording",
        "connectors",
        "chart_types",
        "fit",
        "ooxml.names",
        "pptx.identity",
        "reuse",
    },
}

FORBIDDEN = (
    (re.compile(r"/(?:work|farm)/"), "a path of one machine"),
    (
        re.compile("index" + "-url|" + '"resol' + r'ved":|pypi\.org/simple|registry\.npmjs|files\.pythonhosted'),
        "a registry",
    ),
)
TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".json", ".csv", ".sh", ".html", ".jinja", ".cfg", ""}


def tracked() -> list[Path]:
    """Return the files of the repository, those not yet committed included."""
    git = shutil.which("git")
    if not git or not (REPOSITORY / ".git").exists():
        pytest.skip("not a git checkout, or no git")
    command = [git, "-C", str(REPOSITORY), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.split("\0") if name and (path := REPOSITORY / name).is_file()]


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what a module imports from the package, as names inside it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("osloregion_slides."):
                yield name.removeprefix("osloregion_slides."), node.lineno


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function's body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.suffix not in TEXT:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern, what in FORBIDDEN:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{path.relative_to(REPOSITORY)}:{line}: {what}: {match.group()}")
    assert found == []


def test_the_top_level_has_only_the_expected_files() -> None:
    top = {path.relative_to(REPOSITORY).parts[0] for path in tracked()}
    assert [name for name in top if name.endswith((".pptx", ".potx", ".pdf", ".png", ".zip"))] == []  # what builds left
    folders = {name for name in top if (REPOSITORY / name).is_dir() and not name.startswith(".")}
    assert folders <= {"decks", "osloregion_slides", "assets", "templates", "tests", "benchmarks", "docs"}
    files = {name for name in top - folders if not name.startswith(".")}
    assert {Path(name).suffix for name in files} <= {"", ".md", ".toml", ".txt"}, "something was left there"


def test_no_decks_except_templates_are_committed() -> None:
    decks = [path.relative_to(REPOSITORY) for path in tracked() if path.suffix in (".pptx", ".potx", ".pdf")]
    assert [str(path) for path in decks if path.parts[0] not in ("templates", "tests")] == []


def test_no_module_exceeds_the_length_limit() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name_of(path): lines for path, lines in lengths.items() if lines > MAX_FILE} == {}


def test_names_and_types_of_a_module_are_imported_together() -> None:
    found = []
    for path in MODULES:
        body = ast.parse(path.read_text(encoding="utf-8")).body
        loaded = {node.module: node for node in body if isinstance(node, ast.ImportFrom)}
        blocks = [node.body for node in body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
        for node in [one for block in blocks for one in block if isinstance(one, ast.ImportFrom)]:
            if not node.module or node.module not in loaded or not node.module.startswith("osloregion_slides"):
                continue
            names = ", ".join([alias.name for alias in (*loaded[node.module].names, *node.names)])
            module = import_module(node.module)
            exist = all([hasattr(module, alias.name) for alias in node.names])  # some are there for type checkers only
            if exist and len(f"from {node.module} import {names}") <= MAX_LINE:
                found.append(f"{name_of(path)}:{node.lineno}: {node.module}")
    assert found == []


def test_no_function_exceeds_the_length_limit() -> None:
    found = {
        f"{name_of(path)}.{function.name}": lines
        for path in MODULES
        for function in functions(ast.parse(path.read_text(encoding="utf-8")))
        if (lines := length(function)) > MAX_FUNCTION
    }
    assert found == {}


def room(name: str) -> str:
    """Return the innermost room that a module stands in."""
    homes = [home for home in ROOMS if name == home or name.startswith(f"{home}.")]
    return max(homes, key=len, default=name.partition(".")[0])


@pytest.mark.parametrize("home", sorted(ROOMS))
def test_imports_have_one_direction(home: str) -> None:
    allowed = ROOMS[home] | EVERYBODYS | {home}
    found = [
        f"{name_of(path)}:{line} imports {name}"
        for path in MODULES
        if room(name_of(path)) == home
        for name, line in imports(path)
        if not any(name == other or name.startswith(f"{other}.") for other in allowed)
    ]
    assert found == []


def test_every_package_has_an_import_rule() -> None:
    ends = {
        "",
        "__main__",
        "batch",
        "bugs",
        "cli",
        "diff_page",
        "drafting",
        "fetching",
        "finishing",
        "preview",
        "schema",
        "render",
        "service",
        "service_copies",
        "service_facts",
        "service_import",
        "service_library",
        "service_edit",
        "service_pull",
        "service_update",
        "starter",
    }
    assert {room(name_of(path)) for path in MODULES} - set(ROOMS) - ends == set()


def test_merging_never_sees_xml() -> None:
    modules = [path for path in MODULES if room(name_of(path)) == "update"]
    assert [name_of(path) for path in modules if "lxml" in path.read_text(encoding="utf-8")] == []


def test_every_module_defers_its_annotations() -> None:
    def defers(path: Path) -> bool:
        text = path.read_text(encoding="utf-8")
        return "from __future__ import annotations" in text or not list(functions(ast.parse(text)))

    assert [name_of(path) for path in MODULES if not defers(path)] == []


def test_every_public_name_has_a_docstring() -> None:
    found = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            found.append(name_of(path))
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:  # type: ignore[arg-type]
                found.append(f"{name_of(path)}.{node.name}")  # type: ignore[attr-defined]
    assert found == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (REPOSITORY / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
