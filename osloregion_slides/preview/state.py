"""A variant at a version of its files: the outline read, composed and drawn, and its JSON for the page.

It is created in the one build thread. Drawings of unchanged slides are reused. The URL of a page contains its whole
variant, so pages cannot mix.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from typing import Any

from osloregion_slides.base.budget import Within
from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, in_language
from osloregion_slides.base.record import Record
from osloregion_slides.batch.sources import trace
from osloregion_slides.brand.values import Brand
from osloregion_slides.bugs import bug_finding
from osloregion_slides.drafting import drafted, load
from osloregion_slides.outline.load import Outline
from osloregion_slides.outline.nodes import Mapping
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.render.layout_svg import furniture
from osloregion_slides.render.svg import drawer
from osloregion_slides.scene import Deck, Slide

MAX_SETTINGS = 50
MAX_SETTING = 2_000  # characters; subtitles have about a hundred


class Variant(Record):
    """An audience, a language, an ISO date, each "" for the outline's default, and settings (dotted path, text).

    ``outline`` is the name of an outline beside the one that the preview was started with, which is "".
    """

    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    outline: str = ""

    @property
    def words(self) -> dict[str, Any]:
        """The variant as keyword arguments of ``drafting.load``."""
        return {
            "audience": self.audience,
            "language": self.language,
            "as_of": self.as_of,
            "settings": self.settings,
        }


def read_variant(query: Iterable[tuple[str, str]], start: Variant) -> Variant:
    """Return the variant of a URL's query, with defaults from ``start``.

    InvalidInput (``usage``) for a setting without ``=``, too many settings, or too long a value.
    """
    pairs = list(query)
    named = dict(pairs)
    settings = dict(start.settings)
    given = [value for key, value in pairs if key == "set"]
    if len(given) > MAX_SETTINGS or any(len(value) > MAX_SETTING for _, value in pairs):
        raise InvalidInput([finding("usage.settings", Location("set"), most=MAX_SETTINGS)])
    for setting in given:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            raise InvalidInput([finding("usage.setting", Location("set"), setting=setting[:60])])
        settings[path.strip()] = text
    return Variant(
        named.get("audience", start.audience).strip(),
        named.get("language", start.language).strip(),
        named.get("as_of", start.as_of).strip(),
        tuple(settings.items()),
        named.get("outline", "").strip(),
    )


_NOWHERE = Location("")
MEETING = ("title", "place", "date", "speaker")


class Drawing(Record):
    """The SVG of a slide; ``hash`` is its digest."""

    key: str
    hash: str
    svg: str


class Picture(Record):
    """A deck with its drawings; ``kept`` caches these by slide, valid for an equal ``ground``.

    ``choices`` are the options beside the slides, as JSON: audiences, languages, the date, the meeting.
    """

    choices: dict[str, Any]
    deck: Deck
    brand: Brand
    drawings: tuple[Drawing, ...]
    ground: object
    kept: dict[tuple[int, Slide], tuple[Slide, Drawing]]


class Shown(Record):
    """A variant at a version of its files.

    ``picture`` is the newest that could be composed, None without one; ``at`` is its version. ``findings`` are those of
    this version; ``read`` are the source files of it, or of the picture, with their size and time (None: it did not
    exist).
    """

    variant: Variant
    version: int
    picture: Picture | None
    at: int
    findings: tuple[Finding, ...]
    read: dict[str, object]

    @property
    def is_broken(self) -> bool:
        """Return whether this version has errors, so that it has no deck."""
        return any(one.severity == "error" for one in self.findings)


def show(outline: str, variant: Variant, version: int, before: Shown | None) -> Shown:
    """Return the current state of a variant. Errors and bugs become findings, and the earlier picture is kept."""
    last = before.picture if before else None
    picture, at = last, before.at if before else 0
    findings: tuple[Finding, ...]
    try:
        with Within(outline), trace:
            picture, findings = _picture(outline, variant, last)
        at = version
    except InvalidInput as problem:
        findings = problem.findings
    except Exception as bug:
        findings = (bug_finding(bug, f"showing {outline} as {variant}"),)
    read: dict[str, object] = {os.path.abspath(outline): None}
    if at != version and before:
        read.update(before.read)
    read.update({source.path: (source.size, source.mtime) for source in trace.read()})
    return Shown(variant, version, picture, at, findings, read)


def _picture(path: str, variant: Variant, last: Picture | None) -> tuple[Picture, tuple[Finding, ...]]:
    outline = load(path, **variant.words)
    deck, brand, findings = drafted(outline)
    keys = frozenset([slide.key for slide in deck.slides])  # links between slides are drawn only if their target exists
    ground = (brand, furniture(brand), deck.width, deck.height, keys)
    known = last.kept if last and last.ground == ground else {}
    draw = drawer(deck, brand, inline=True)
    kept: dict[tuple[int, Slide], tuple[Slide, Drawing]] = {}
    slides: list[Slide] = []
    for number, slide in enumerate(deck.slides, 1):
        bare = slide.replace(at=_NOWHERE)
        same, drawing = known.get((number, bare)) or (bare, _drawing(slide.key, draw(number)))
        kept[number, same] = same, drawing
        slides.append(same.replace(at=slide.at))  # pictures of a session share unchanged slides
    drawings = tuple([drawing for _, drawing in kept.values()])
    return Picture(_choices(outline), deck.replace(slides=tuple(slides)), brand, drawings, ground, kept), findings


def _drawing(key: str, svg: str) -> Drawing:
    from hashlib import blake2b

    return Drawing(key, blake2b(svg.encode(), digest_size=9).hexdigest(), svg)


def _choices(outline: Outline) -> dict[str, Any]:
    meeting = outline.fields.mapping("meeting")
    names = [name for name in MEETING if name != "speaker" or meeting.has(name)]
    titles = [(entry.key.text, _title(outline, entry.value) or entry.key.text) for entry in outline.audiences]
    return {
        "as_of": outline.as_of,
        "audiences": [{"id": name, "title": title} for name, title in titles],
        "languages": list(outline.languages),
        "meeting": {name: meeting.plain(name) for name in names},
    }


def _title(outline: Outline, overlay: object) -> str:
    """Return the title of the meeting, else of the deck, in an audience's overlay; "" without one."""
    if not isinstance(overlay, Mapping):
        return ""
    meeting = overlay.get("meeting")
    node = meeting.get("title") if isinstance(meeting, Mapping) else None
    return outline.resolver.say(node) or outline.resolver.say(overlay.get("title"))


TEXTS = (".yaml", ".yml", ".csv", ".json", ".geojson", ".tsv", ".txt", ".md")
MAX_TEXT = 4_000_000  # bytes of a file to show lines from
MAX_LINE = 240  # characters shown of a line
AROUND = 2  # lines shown before and after that of a finding
_ITEM = re.compile(r"( {0,4})-\s+(?:\{\s*)?id:\s*[\"']?([\w-]+)")


class Desk:
    """A reader of the lines around findings, only from files in the workspace, each read once."""

    def __init__(self, outline: str, links: bool) -> None:
        self._workspace = Workspace(outline)
        self._links = links
        self._lines: dict[str, list[str]] = {}

    def lines(self, file: str) -> list[str]:
        """Return the lines of a text file of the workspace, [] for other files."""
        if file not in self._lines:
            self._lines[file] = []
            if file.lower().endswith(TEXTS) and self._holds(file):
                try:
                    data = read_bytes(file, MAX_TEXT)
                except OSError:
                    data = b""
                self._lines[file] = data.decode("utf-8", "replace").splitlines() if len(data) <= MAX_TEXT else []
        return self._lines[file]

    def excerpt(self, file: str, line: int) -> list[list[object]]:
        """Return the lines around a line, with their numbers."""
        lines = self.lines(file) if line else []
        first, last = max(1, line - AROUND), min(len(lines), line + AROUND)
        return [[number, lines[number - 1][:MAX_LINE]] for number in range(first, last + 1)]

    def href(self, file: str, line: int, column: int) -> str:
        """Return the URL that opens an editor at a position, "" for files outside the workspace."""
        if not self._links or not file or not self._holds(file):
            return ""
        from urllib.parse import quote

        path = os.path.abspath(file).replace("\\", "/")
        return f"vscode://file/{quote(path.lstrip('/'))}:{max(1, line)}:{max(1, column)}"

    def slide(self, found: Finding, keys: frozenset[str]) -> str:
        """Return the key of a finding's slide: the one it names, else the one at its line."""
        named = found.slide or found.shape.partition("/")[0]
        if named:
            return named
        lines = self.lines(found.at.file) if found.at and found.at.line else []
        for line in reversed(lines[: found.at.line if found.at else 0]):
            item = _ITEM.match(line)
            if item and item[2] in keys:
                return item[2]
            if line[:1].isalpha():
                return ""
        return ""

    def _holds(self, file: str) -> bool:
        return os.path.isfile(file) and self._workspace.holds(os.path.abspath(file))


def state(
    shown: Shown, outline: str, links: bool, language: str = "en", home: bool = False, steps: tuple[int, int] = (0, 0)
) -> bytes:
    """Return the JSON of a variant, with findings in a language.

    ``links``: the page is on the machine with the files; ``home``: it begins with the choice of an outline; ``steps``
    are the numbers of steps to undo and to redo.
    """
    desk = Desk(outline, links)
    picture = shown.picture
    keys = frozenset([slide.key for slide in picture.deck.slides]) if picture else frozenset()
    nothing: dict[str, Any] = {"as_of": "", "audiences": [], "languages": [], "meeting": {}}
    drawn = enumerate(zip(picture.deck.slides, picture.drawings), 1) if picture else ()
    body = {
        "version": shown.version,
        "outline": os.path.basename(outline),
        "home": home,
        "steps": steps,
        "title": picture.deck.title if picture else os.path.basename(outline),
        "language": picture.deck.language if picture else "",
        "variant": {
            "outline": shown.variant.outline,
            "audience": shown.variant.audience,
            "language": shown.variant.language,
            "as_of": shown.variant.as_of,
            "set": [list(pair) for pair in shown.variant.settings],
        },
        **(picture.choices if picture else nothing),
        "slides": [_slide(number, slide, drawing.hash, desk) for number, (slide, drawing) in drawn],
        "findings": [_finding(found, desk, keys, language) for found in shown.findings],
        "broken": shown.is_broken,
        "stale": shown.at != shown.version,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


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


def _finding(found: Finding, desk: Desk, keys: frozenset[str], language: str) -> dict[str, Any]:
    at = found.at
    return {
        **finding_json(found, language),
        "slide": desk.slide(found, keys),
        "excerpt": desk.excerpt(at.file, at.line) if at else [],
        "href": desk.href(at.file, at.line, at.column) if at else "",
    }


def finding_json(found: Finding, language: str = "en") -> dict[str, Any]:
    """Return a finding as JSON, in a language, always with the same keys."""
    found = in_language(found, language)
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "hint": found.hint,
        **place_json(found.at),
        "slide": found.slide,
        "excerpt": [],
        "href": "",
    }


def place_json(at: Location | None) -> dict[str, Any]:
    """Return a location as JSON, with "" and 0 for None."""
    return {"file": at.file, "line": at.line, "column": at.column} if at else {"file": "", "line": 0, "column": 0}
