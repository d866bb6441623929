"""A folder to begin with: the flagship outline, its data, the gallery of kinds, and the list of decks to build."""

from __future__ import annotations

import os

from osloregion_slides import resources
from osloregion_slides.findings import InvalidInput, Span, error

TOKENS = ("templates", "osloregionen", "brand.yaml")
LEFT_OUT = ("__pycache__", ".bases", "builds.yaml")
BUILDS = """\
# What `osloregion-slides build` makes: each entry is a list of decks, one for every audience, language and date.
# ~ is what the outline itself says, and a deck's name tells the rest: out/osloregionen.pptx, out/osloregionen-en.pptx,
# out/osloregionen-board.pptx … To make one alone, name the outline:
#   osloregion-slides build decks/osloregionen.yaml --audience board --language en
builds:
  - outline: osloregionen.yaml
    audiences: [~, board, business]
    languages: [~, en]

  - outline: gallery.yaml              # every kind of slide, to copy from; take this entry out when you know them

  # Take the # away from here on for more: the alliance as it was on other days …
  # - outline: osloregionen.yaml
  #   dates: [2007-12-31, 2008-01-01]

  # … and one deck for each municipality, in out/members/
  # - outline: member.yaml
  #   for_each: members
  #   population: data/population.csv
  #   languages: [nb, en]
  #   name: "members/{language}/{number}-{member}"
"""
"""A newcomer's first build makes seven decks in a second, not one for each municipality as ours does."""


def start(folder: str, excel: bool = False) -> list[str]:
    """Copy the starter decks into ``folder`` and return the paths written.

    With ``excel`` the meeting, the members, the projects and the clusters lie in one workbook.

    InvalidInput where the folder already has a ``decks`` folder, or is a file: nothing is overwritten.
    """
    import shutil

    target = os.path.join(folder, "decks")
    if os.path.lexists(target):
        hint = "name a folder that is new or empty"
        raise InvalidInput([error("folder-in-use", Span(target), "this folder exists already", hint)])
    try:
        os.makedirs(folder, exist_ok=True)
        shutil.copytree(resources.path("decks"), target, ignore=shutil.ignore_patterns(*LEFT_OUT))
        with open(os.path.join(target, "builds.yaml"), "w", encoding="utf-8", newline="\n") as file:
            file.write(BUILDS)
        if excel:
            from osloregion_slides.starter_workbook import move_to_workbook

            move_to_workbook(folder)
    except OSError as problem:
        raise _cannot_write(folder, problem) from None
    return [os.path.join(base, name) for base, _, names in sorted(os.walk(target)) for name in sorted(names)]


def bring_tokens(folder: str) -> list[str]:
    """Copy the project's own brand.yaml into a folder that does not exist yet, to be changed there; return its path."""
    import shutil

    if os.path.lexists(folder):
        return []
    try:
        os.makedirs(folder)
        return [shutil.copyfile(resources.path(*TOKENS), os.path.join(folder, TOKENS[-1]))]
    except OSError as problem:
        raise _cannot_write(folder, problem) from None


def _cannot_write(folder: str, problem: OSError) -> InvalidInput:
    message = f"nothing can be written here: {(problem.strerror or str(problem)).lower()}"
    return InvalidInput([error("cannot-write", Span(folder), message, "name another folder, or see who owns it")])
