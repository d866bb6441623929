"""Plug-ins as an installer leaves them: a folder on the path with the package and its ``.dist-info``."""

from __future__ import annotations

import importlib
import shutil
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osloregion_slides import plugins
from osloregion_slides.outline import words
from tests.conftest import REPOSITORY

TRIAL = REPOSITORY / "tests" / "plugin"
Install = Callable[..., Path]


def install(folder: Path, source: Path, version: str = "") -> None:
    """Put a package into a folder as ``pip install`` does: its modules, METADATA and entry_points.txt."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], version or project["version"]
    for old in folder.glob(f"{name.replace('-', '_')}-*.dist-info"):
        shutil.rmtree(old)
    for package in source.iterdir():
        if package.is_dir() and package.name != "__pycache__":
            shutil.copytree(package, folder / package.name, dirs_exist_ok=True)
        elif package.suffix == ".py":
            shutil.copy(package, folder / package.name)
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    lines = []
    for group, entries in project.get("entry-points", {}).items():
        lines += [f"[{group}]", *[f"{key} = {value}" for key, value in entries.items()]]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def written(source: Path, name: str, entries: dict[str, dict[str, str]], module: str, code: str) -> Path:
    """Return a package of one module, written into ``source``."""
    source.mkdir(parents=True)
    groups = "".join(
        f'[project.entry-points."osloregion_slides.{group}"]\n'
        + "".join(f'{key} = "{value}"\n' for key, value in own.items())
        for group, own in entries.items()
    )
    text = f'[project]\nname = "{name}"\nversion = "1.0"\n{groups}'
    (source / "pyproject.toml").write_text(text, encoding="utf-8")
    (source / f"{module}.py").write_text(code, encoding="utf-8")
    return source


def forget() -> None:
    plugins.forget()
    words.forget()
    importlib.invalidate_caches()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder on the path, empty, where packages can be installed; afterwards they are forgotten."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    forget()
    yield folder
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and str(folder) in str(sys.modules[name].__file__):
            del sys.modules[name]
    forget()


@pytest.fixture
def trial(site: Path) -> Path:
    """Return the folder where the plug-in of tests/plugin is installed."""
    install(site, TRIAL)
    return site
