"""A check, a filter, a reader and the words of a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from osloregion_slides import Finding

FINNISH = {"source": "Lähde", "municipality": ("kunta", "kuntaa")}


def short_titles(deck: Any, brand: Any) -> Iterator[Finding]:
    for slide in deck.slides:
        if len(slide.title) > 30:
            yield Finding("long", "warning", None, "The title is longer than 30 characters", slide=slide.key)


def shout(value: object, mark: str = "!", *, language: str) -> str:
    return f"{value}".upper() + mark


def read_psv(data: bytes, path: str) -> list[list[str]]:
    return [line.split("|") for line in data.decode("utf-8").splitlines()]
