"""The start of the page: the outlines of a folder, the newest decks of the workspace, and the last meeting.

Meetings are saved in a file beside the outlines, one for each outline, audience and language.
"""

from __future__ import annotations

import io
import json
import os
import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import inside, read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, cannot_write, finding
from osloregion_slides.outline.nodes import Mapping, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.translations import ALL
from osloregion_slides.outline.workspace import Workspace

if TYPE_CHECKING:
    from osloregion_slides.preview.state import Variant

OUTLINES = (".yaml", ".yml")
DECKS = (".pptx",)
LISTS = ("builds.yaml", "builds.yml")
KEPT = ".meetings.json"
MAX_KEPT = 200_000  # bytes of the file of meetings
MAX_DECKS = 12  # number of decks listed, newest first
MAX_NAMES = 2_000  # number of files examined for them
_FACT = re.compile(r"\{\{ *([\w.]+) *\}\}")
FIELDS = ("title", "place", "date", "speaker")


def outlines(first: str) -> dict[str, str]:
    """Return the outlines in the folder of ``first`` by name, ``first`` itself first."""
    folder, own = os.path.split(first)
    found = {own: first}
    workspace = Workspace(first)
    for name in sorted(os.listdir(folder or ".")):
        path = os.path.join(folder, name)
        if name.endswith(OUTLINES) and name not in LISTS and not name.startswith(".") and workspace.holds(path):
            found.setdefault(name, path)
    return found


def main_outline(paths: list[str]) -> str:
    """Return the main outline of a folder: the first in its build list, else the first."""
    lists = [os.path.join(os.path.dirname(paths[0]), name) for name in LISTS]
    for path in filter(os.path.isfile, lists):
        tree, _ = read_file(path)
        builds = tree.get("builds") if isinstance(tree, Mapping) else None
        for item in getattr(builds, "items", ()):
            named = text_of(item.get("outline")) if isinstance(item, Mapping) else ""
            for found in paths:
                if os.path.basename(found) == named:
                    return found
    return paths[0]


def deck_files(outline: str) -> list[str]:
    """Return the newest decks of an outline's workspace, as paths from its top with ``/``."""
    workspace = Workspace(outline)
    if workspace.is_open:
        return []
    found: list[tuple[float, str]] = []
    seen = 0
    for base, folders, names in os.walk(workspace.top):
        folders[:] = [name for name in folders if not name.startswith((".", "node_modules"))]
        seen += len(names)
        for name in names:
            path = os.path.join(base, name)
            if name.lower().endswith(DECKS) and not name.startswith((".", "~$")) and workspace.holds(path):
                found.append((os.stat(path).st_mtime, os.path.relpath(path, workspace.top).replace(os.sep, "/")))
        if seen > MAX_NAMES:
            break
    return [name for _, name in sorted(found, reverse=True)[:MAX_DECKS]]


def desk_json(outline: str, language: str) -> dict[str, Any]:
    """Return the outlines with their titles, and the newest decks with dates and sizes, for the page."""
    top = Workspace(outline).top
    decks = [(name, os.stat(os.path.join(top, *name.split("/")))) for name in deck_files(outline)]
    return {
        "outlines": [{"file": name, "title": title} for name, title in _titles(outlines(outline), language).items()],
        "decks": [{"file": name, "saved": round(about.st_mtime * 1000)} for name, about in decks],
        "meetings": _kept(outline),
    }


def _titles(paths: dict[str, str], language: str) -> dict[str, str]:
    """Return the titles of outlines by name; equal titles are followed by the name."""
    titles = {name: _title(path, language) for name, path in paths.items()}
    shown = list(titles.values())
    return {
        name: f"{title} ({os.path.splitext(name)[0]})" if shown.count(title) > 1 else title
        for name, title in titles.items()
    }


def _title(path: str, language: str, steps: int = 4) -> str:
    """Return the title of an outline: its own, else its meeting's, else an inherited one, else its file name."""
    tree, _ = read_file(path)
    if not isinstance(tree, Mapping):
        return os.path.splitext(os.path.basename(path))[0]
    meeting = tree.get("meeting")
    for title in (tree.get("title"), meeting.get("title") if isinstance(meeting, Mapping) else None):
        if isinstance(title, Mapping):
            title = title.get(language) or title.get(ALL) or title.entries[0].value
        text = _FACT.sub(lambda one: _fact(tree, one[1]), text_of(title))
        if text and "{{" not in text and text[0] != "[":
            return text
    if steps and (below := text_of(tree.get("extends"))):
        return _title(os.path.join(os.path.dirname(path), below), language, steps - 1)
    return os.path.splitext(os.path.basename(path))[0]


def _fact(tree: Any, name: str) -> str:
    """Return a fact stated in an outline itself, else its expression in braces."""
    for step in name.split("."):
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    return text_of(tree) or f"{{{{ {name} }}}}"


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG; "" without an address or the package ``segno``."""
    try:
        import segno
    except ImportError:
        return ""
    if not address:
        return ""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", xmldecl=False, scale=6, border=2, light="#fff")
    return out.getvalue().decode()


def deck_bytes(outline: str, name: str) -> bytes:
    """Return a deck of ``deck_files``; InvalidInput for other names."""
    from osloregion_slides.drafting import read_deck

    if name not in deck_files(outline):
        raise InvalidInput([finding("bad-path.deck", Location("name"), path=name[:80])])
    return read_deck(os.path.join(Workspace(outline).top, *name.split("/")))


def keep_meeting(outline: str, variant: Variant, body: bytes) -> None:
    """Save the meeting of a variant for the next one; InvalidInput where its fields are not short texts."""
    try:
        given = json.loads(body)
        meeting = {name: given[name] for name in FIELDS if given.get(name)}
        if not all(isinstance(text, str) and len(text) <= 200 for text in meeting.values()):
            raise ValueError
    except (ValueError, AttributeError):
        raise InvalidInput([finding("usage.meeting", Location("meeting"))]) from None
    kept = _kept(outline)
    kept[_name(variant)] = meeting
    data = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
    if len(data) > MAX_KEPT:
        raise InvalidInput([finding("usage.meeting", Location("meeting"))])
    try:
        write(inside(os.path.dirname(outline), KEPT), data)
    except OSError as problem:
        raise InvalidInput([cannot_write(KEPT, problem)]) from None


def _name(variant: Variant) -> str:
    return " ".join([variant.outline, variant.audience or "-", variant.language])


def _kept(outline: str) -> dict[str, Any]:
    """Return the saved meetings by outline, audience and language; {} for an unreadable file."""
    try:
        kept = json.loads(read_bytes(os.path.join(os.path.dirname(outline), KEPT), MAX_KEPT))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
