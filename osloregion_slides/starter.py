"""A folder to begin with: the flagship outline, its data, and the gallery of kinds."""

from __future__ import annotations

import os

from osloregion_slides import resources
from osloregion_slides.findings import InvalidInput, Span, error

TOKENS = ("templates", "osloregionen", "brand.yaml")
LEFT_OUT = ("__pycache__", ".bases", "builds.yaml", "member.yaml")
"""A newcomer's first build makes two decks, not one for each municipality as ours does."""


def start(folder: str, excel: bool = False) -> list[str]:
    """Copy the starter decks into ``folder`` and return the paths written.

    With ``excel`` the meeting, the members, the projects and the clusters lie in one workbook.

    InvalidInput where the folder already has a ``decks`` folder, or is a file: nothing is overwritten.
    """
    import shutil

    target = os.path.join(folder, "decks")
    if os.path.exists(target):
        hint = "name a folder that is new or empty"
        raise InvalidInput([error("folder-in-use", Span(target), "this folder exists already", hint)])
    try:
        os.makedirs(folder, exist_ok=True)
        shutil.copytree(resources.path("decks"), target, ignore=shutil.ignore_patterns(*LEFT_OUT))
        if excel:
            from osloregion_slides.starter_workbook import move_to_workbook

            move_to_workbook(folder)
    except OSError as problem:
        raise _cannot_write(folder, problem) from None
    return [os.path.join(base, name) for base, _, names in sorted(os.walk(target)) for name in sorted(names)]


def bring_tokens(folder: str) -> list[str]:
    """Copy the project's own brand.yaml into a folder that does not exist yet, to be changed there; return its path."""
    import shutil

    if os.path.exists(folder):
        return []
    try:
        os.makedirs(folder)
        return [shutil.copyfile(resources.path(*TOKENS), os.path.join(folder, TOKENS[-1]))]
    except OSError as problem:
        raise _cannot_write(folder, problem) from None


def _cannot_write(folder: str, problem: OSError) -> InvalidInput:
    message = f"nothing can be written here: {(problem.strerror or str(problem)).lower()}"
    return InvalidInput([error("cannot-write", Span(folder), message, "name another folder, or see who owns it")])
