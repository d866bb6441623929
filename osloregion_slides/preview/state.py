"""What a page is told about its variant, as JSON."""

from __future__ import annotations

import json
import os
import re

from osloregion_slides.outline.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.base.findings import Finding, Location
    from osloregion_slides.preview.shown import Picture, Shown
    from osloregion_slides.scene import Slide

TEXTS = (".yaml", ".yml", ".csv", ".json", ".geojson", ".tsv", ".txt", ".md")
_LARGEST = 4_000_000
_AROUND = 2
"""Lines shown before and after the one that a finding is about."""
_WIDEST = 240
_ITEM = re.compile(r"( {0,4})-\s+(?:\{\s*)?id:\s*[\"']?([\w-]+)")


class Desk:
    """Looks files up for findings: only those inside the workspace, each read once."""

    def __init__(self, outline: str, links: bool) -> None:
        self._workspace = Workspace(outline)
        self._links = links
        self._lines: dict[str, list[str]] = {}

    def lines(self, file: str) -> list[str]:
        """Return the lines of a file of the workspace, none for any other and for one that is no text."""
        if file not in self._lines:
            self._lines[file] = self._read(file)
        return self._lines[file]

    def excerpt(self, file: str, line: int) -> list[list[object]]:
        """Return the lines around one, each with its number."""
        lines = self.lines(file) if line else []
        first, last = max(1, line - _AROUND), min(len(lines), line + _AROUND)
        return [[number, lines[number - 1][:_WIDEST]] for number in range(first, last + 1)]

    def href(self, file: str, line: int, column: int) -> str:
        """Return the address that opens an editor there, "" for what is no file of the workspace."""
        if not self._links or not file or not self._holds(file):
            return ""
        from urllib.parse import quote

        path = os.path.abspath(file).replace("\\", "/")
        return f"vscode://file/{quote(path.lstrip('/'))}:{max(1, line)}:{max(1, column)}"

    def slide(self, finding: Finding, keys: frozenset[str]) -> str:
        """Return the key of the slide that a finding is about: as it says, else by the line it is on."""
        named = finding.slide or finding.shape.partition("/")[0]
        if named:
            return named
        lines = self.lines(finding.at.file) if finding.at and finding.at.line else []
        for line in reversed(lines[: finding.at.line if finding.at else 0]):
            found = _ITEM.match(line)
            if found and found[2] in keys:
                return found[2]
            if line[:1].isalpha():
                return ""
        return ""

    def _holds(self, file: str) -> bool:
        return os.path.isfile(file) and self._workspace.holds(os.path.abspath(file))

    def _read(self, file: str) -> list[str]:
        try:
            if not file.lower().endswith(TEXTS) or not self._holds(file) or os.path.getsize(file) > _LARGEST:
                return []
            with open(file, encoding="utf-8", errors="replace") as opened:
                return opened.read().splitlines()
        except (OSError, ValueError):
            return []


def state(shown: Shown, outline: str, links: bool) -> bytes:
    """Return the JSON of a variant; ``links`` says whether who looks sits at the machine that has the files."""
    desk = Desk(outline, links)
    picture = shown.picture
    keys = frozenset([slide.key for slide in picture.deck.slides]) if picture else frozenset()
    facts = picture.facts if picture else None
    told = {
        "version": shown.version,
        "outline": os.path.basename(outline),
        "title": picture.deck.title if picture else os.path.basename(outline),
        "language": picture.deck.language if picture else "",
        "variant": {
            "audience": shown.variant.audience,
            "language": shown.variant.language,
            "as_of": shown.variant.as_of,
            "set": [list(pair) for pair in shown.variant.settings],
        },
        "as_of": facts.as_of if facts else "",
        "audiences": [{"id": name, "title": title} for name, title in facts.audiences] if facts else [],
        "languages": list(facts.languages) if facts else [],
        "meeting": dict(facts.meeting) if facts else {},
        "slides": _slides(picture, desk) if picture else [],
        "findings": [_finding(finding, desk, keys) for finding in shown.findings],
        "broken": shown.is_broken,
        "stale": shown.at != shown.version,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _slides(picture: Picture, desk: Desk) -> list[dict[str, Any]]:
    return [
        _slide(number, slide, drawing.hash, desk)
        for number, (slide, drawing) in enumerate(zip(picture.deck.slides, picture.drawings), 1)
    ]


def _slide(number: int, slide: Slide, digest: str, desk: Desk) -> dict[str, Any]:
    return {
        "key": slide.key,
        "number": number,
        "title": " ".join(slide.title.split()),
        "hash": digest,
        "hidden": slide.hidden,
        "notes": list(slide.notes),
        "language": slide.language,
        "section": slide.section,
        "file": slide.at.file,
        "line": slide.at.line,
        "href": desk.href(slide.at.file, slide.at.line, slide.at.column),
    }


def _finding(finding: Finding, desk: Desk, keys: frozenset[str]) -> dict[str, Any]:
    at = finding.at
    return {
        **said(finding),
        "slide": desk.slide(finding, keys),
        "excerpt": desk.excerpt(at.file, at.line) if at else [],
        "href": desk.href(at.file, at.line, at.column) if at else "",
    }


def said(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON, the same keys always."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "hint": finding.hint,
        **place(finding.at),
        "slide": finding.slide,
        "excerpt": [],
        "href": "",
    }


def place(at: Location | None) -> dict[str, Any]:
    """Return where something stands as JSON: "" and 0 for nowhere."""
    return {"file": at.file, "line": at.line, "column": at.column} if at else {"file": "", "line": 0, "column": 0}
