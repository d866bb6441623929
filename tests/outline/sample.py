"""What the tests of the outline share: two small kinds, a small outline, ways to read and to say it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from osloregion_slides.base.findings import Finding
from osloregion_slides.outline.load import Outline, load_outline
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence
from osloregion_slides.outline.read import read_outline
from osloregion_slides.outline.schema import outline_schema

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

TEXT = {"$ref": "#/$defs/text"}
PATH_OR_THINGS = {
    "anyOf": [
        {"type": "array", "items": {"anyOf": [TEXT, {"type": "object", "properties": {"name": TEXT}}]}},
        {"$ref": "#/$defs/path"},
    ],
    "description": "Things",
}
KINDS: dict[str, dict[str, object]] = {
    "cover": {"properties": {"subtitle": TEXT, "text": TEXT, "picture": {"$ref": "#/$defs/file"}}},
    "points": {"properties": {"points": {"$ref": "#/$defs/texts"}, "items": PATH_OR_THINGS}, "required": ["points"]},
}
SCHEMA: dict[str, Any] = outline_schema(KINDS)
SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared beside the repository")

SMALL = """\
deck: small
title: Small
languages: [nb, en]
as_of: 2008-01-01
meeting:
  title: {nb: "[Tittel]", en: "[Title]"}
  place: null
alliance:
  name: Osloregionen
  founded: 2004-12-17
strategy:
  clusters:
    - {id: life-science, name: Life science}
    - {id: ict, name: {nb: IKT, en: ICT}}
audiences:
  board:
    meeting: {title: {nb: Styremøte, en: Board meeting}}
    slides:
      - {id: second, remove: true}
slides:
  - id: first
    kind: cover
    title: "{{ meeting.title }}"
  - id: second
    kind: points
    title: Grunner
    points: [En, To]
"""


def read(text: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return what reading ``text`` gives; findings are in the file x."""
    return read_outline(text.encode("utf-8", "surrogatepass"), "x")


def tree(text: str) -> Mapping:
    """Return the tree of a faultless mapping."""
    node, findings = read(text)
    assert not findings, findings
    assert isinstance(node, Mapping)
    return node


def said(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    """Return findings as ``line:column code`` (``code`` alone where there is no line)."""
    return [f"{f.at.line}:{f.at.column} {f.code}" if f.at and f.at.line else f.code for f in findings]


def plain(node: Node | None) -> Any:
    """Return a tree as Python data: texts, dicts and lists, without places."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else None


def load(folder: Path, text: str = SMALL, name: str = "x.yaml", **choices: Any) -> Outline:
    """Return the outline that a file with ``text`` in ``folder`` gives."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return load_outline(str(file), schema=SCHEMA, **choices)
