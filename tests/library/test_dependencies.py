"""What the package imports is what it declares, and the other way round."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.conftest import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = {
    "preview": ("preview",),
    "cluster": ("batch/cluster",),
    "pictures": ("compose/image",),
    "fonts": ("fit/font_files",),
}
"""What an extra is for: the modules that may import its packages."""
IF_INSTALLED = {"pypdfium2"}
"""Used where it is there: pdftoppm does as well."""


def named(requirements: list[str]) -> set[str]:
    return {one.partition(">")[0].partition("=")[0].strip().lower() for one in requirements}


def imported() -> dict[str, set[str]]:
    """Return the distributions that the package imports when it runs, each with the modules that do."""
    homes = packages_distributions()
    found: dict[str, set[str]] = {}
    for path in (REPOSITORY / "osloregion_slides").rglob("*.py"):
        for node in walked(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            for name in {name.partition(".")[0] for name in names} - {"osloregion_slides", *sys.stdlib_module_names}:
                module = path.relative_to(REPOSITORY / "osloregion_slides").with_suffix("").as_posix()
                for home in homes.get(name, [name]):
                    found.setdefault(home.lower().replace("_", "-"), set()).add(module)
    return found


def walked(node: ast.AST) -> list[ast.Import | ast.ImportFrom]:
    """Return the imports of a module but those that only types need."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [node]
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return [one for child in node.orelse for one in walked(child)]
    return [one for child in ast.iter_child_nodes(node) for one in walked(child)]


def test_each_dependency_is_imported_and_each_imported_package_is_a_dependency() -> None:
    optional = {name for extra in OPTIONAL for name in named(PROJECT["optional-dependencies"][extra])}
    assert set(imported()) - optional - IF_INSTALLED == named(PROJECT["dependencies"])


@pytest.mark.parametrize("extra", OPTIONAL)
def test_packages_of_an_extra_are_imported_only_where_needed(extra: str) -> None:
    used = imported()
    for name in named(PROJECT["optional-dependencies"][extra]):
        assert name in used, "declared, and never imported"
        assert [module for module in used[name] if not module.startswith(OPTIONAL[extra])] == []
