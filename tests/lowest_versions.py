"""Prints the lowest versions that pyproject.toml allows, as pip's constraints."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def lowest_versions(project: str) -> list[str]:
    """Return ``name==version`` for each dependency ``name>=version`` of a pyproject.toml; ValueError for another form."""
    found = []
    for dependency in tomllib.loads(project)["project"]["dependencies"]:
        bound = re.fullmatch(r"([\w-]+)>=([\w.]+)", dependency)
        if bound is None:
            raise ValueError(f"{dependency} has no lower bound")
        found.append(f"{bound[1]}=={bound[2]}")
    return found


if __name__ == "__main__":
    print(*lowest_versions(PROJECT.read_text(encoding="utf-8")), sep="\n")
