"""A text in a block (``|``) equals the same text in quotes, everywhere."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from osloregion_slides.drafting import drafted, load
from osloregion_slides.outline.read import read_outline

if TYPE_CHECKING:
    from osloregion_slides.scene import Slide

REPOSITORY = Path(__file__).resolve().parents[2]
KEPT = ("", "~", "null", "true", "false")


def in_blocks(text: str) -> str:
    """Return YAML with every text a block that ends in a line break; numbers, truth values and keys stay."""
    events: list[Any] = []
    parsed: Any = yaml.parse(text, Loader=yaml.CSafeLoader)
    for event in parsed:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            event.flow_style = False
        is_word = isinstance(event, yaml.ScalarEvent) and not (not event.style and event.value in KEPT)
        if is_word and not _is_key(events) and not _number(event):
            event.style, event.value, event.implicit = "|", event.value + "\n", (True, True)
        events.append(event)
    made: str = yaml.emit(events, allow_unicode=True, width=10_000)
    return made


def slides(path: Path) -> list[Slide]:
    """Return an outline's slides, without the line that each stands on."""
    return [slide.replace(at=None) for slide in drafted(load(str(path)))[0].slides]


def _number(event: yaml.ScalarEvent) -> bool:
    return not event.style and event.value.lstrip("-").replace(".", "", 1).isdigit()


def _is_key(before: list[Any]) -> bool:
    """Whether the next event of a stream is a key: an even number of nodes stands in its open mapping."""
    depth, count = 0, 0
    for event in reversed(before):
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth += 1
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if depth == 0:
                return isinstance(event, yaml.MappingStartEvent) and count % 2 == 0
            depth -= 1
            count += depth == 0
        elif depth == 0:
            count += 1
    return False


@pytest.mark.parametrize("name", ["gallery", "osloregionen"])
def test_an_outline_with_every_text_in_a_block_gives_the_same_slides(name: str, tmp_path: Path) -> None:
    for folder in ("decks", "assets"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    path = tmp_path / "decks" / f"{name}.yaml"
    before = slides(path)
    path.write_text(in_blocks(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert path.read_text(encoding="utf-8").count(": |\n") > 20
    assert slides(path) == before


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a: |\n  en\n  to\n", "en\nto"),
        ("a: |+\n  en\n\n", "en\n"),
        ("a: |-\n  en\n", "en"),
        ("a: >\n  en\n  to\n", "en to"),
        ("a: |\n", ""),
        ('a: "en\\n"\n', "en\n"),
    ],
)
def test_the_break_that_ends_a_block_adds_no_line(text: str, read: str) -> None:
    node, findings = read_outline(text.encode(), "a.yaml")
    assert node.get("a").text == read  # type: ignore[union-attr]
    assert findings == ()
