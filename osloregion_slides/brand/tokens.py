"""A brand's design tokens: the values of brand.yaml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from osloregion_slides.base.files import Outside, inside, read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_CM, EMU_PER_INCH, Emu, Pt, inches
from osloregion_slides.brand.values import ROLES, SCALE, Floors
from osloregion_slides.ooxml.names import COLOUR_MAP, SLOTS
from osloregion_slides.ooxml.vector import vector_fault
from osloregion_slides.outline.check import check
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, text_of
from osloregion_slides.outline.read import read_outline
from osloregion_slides.signs import names

if TYPE_CHECKING:
    from osloregion_slides.brand.values import LayoutRole
    from osloregion_slides.outline.nodes import Node


LAYOUT_NAMES: tuple[tuple[LayoutRole, str], ...] = (
    ("cover", "Forside"),
    ("statement", "Utsagn"),
    ("section", "Skilleark"),
    ("content", "Tittel og innhold"),
    ("two", "To innholdsdeler"),
    ("title_only", "Bare tittel"),
    ("picture", "Bilde"),
)


class Sizes(Record):
    """Type sizes in points. ``lead`` is the text under a statement.

    ``body`` are the first three list levels at full width, ``column`` those at half width. ``aside`` is a title in its
    own column, ``panel`` one in a panel (both only in the design with grounds).
    """

    cover: Pt = Pt(44)
    statement: Pt = Pt(44)
    section: Pt = Pt(40)
    title: Pt = Pt(28)
    lead: Pt = Pt(24)
    subtitle: Pt = Pt(20)
    body: tuple[Pt, ...] = (Pt(24), Pt(20), Pt(18))
    column: tuple[Pt, ...] = (Pt(20), Pt(18), Pt(16))
    note: Pt = Pt(14)
    kicker: Pt = Pt(11)
    footer: Pt = Pt(11)
    aside: Pt = Pt(44)
    panel: Pt = Pt(30)


class Logo(Record):
    """The user's logo: PNG bytes, aspect ratio (width / height), and the SVG original if there is one.

    ``light`` and ``light_vector`` are a version for dark backgrounds; without one the logo gets a white plate there.
    """

    data: bytes
    ratio: float
    vector: bytes = b""
    light: bytes = b""
    light_vector: bytes = b""


class Tokens(Record):
    """A brand's tokens: lengths in EMU, sizes in points, colours RRGGBB.

    ``colours`` are the named colours in PowerPoint's colour picker, ``theme`` the RRGGBB of the twelve theme slots
    (``dk1`` … ``folHlink``), ``scale`` is the type scale, largest first, ``layouts`` are the layouts' names in
    PowerPoint's menu. ``grounds`` selects the design of ``brand/grounds.py``, "" the plain one. ``tracking`` is the
    letter spacing from a size on, as a share of the size. ``signs`` are the names of line signs by item id.
    """

    name: str
    website: str
    language: str
    colours: tuple[tuple[str, str], ...]
    theme: tuple[tuple[str, str], ...]
    heading_font: str = "Calibri"
    body_font: str = "Calibri"
    scale: tuple[Pt, ...] = SCALE
    sizes: Sizes = Sizes()
    width: Emu = inches(13 + 1 / 3)
    height: Emu = inches(7.5)
    margin: Emu = inches(0.6)
    logo: Logo | None = None
    layouts: tuple[tuple[LayoutRole, str], ...] = LAYOUT_NAMES
    grounds: Literal["", "light", "dark"] = ""
    floors: Floors = Floors()
    tracking: tuple[tuple[Pt, float], ...] = ()
    signs: tuple[tuple[str, str], ...] = ()

    @property
    def palette(self) -> tuple[tuple[str, str], ...]:
        """The theme colours by the names that slides use (``tx1``, ``bg1``, ``accent1`` …), RRGGBB."""
        theme = dict(self.theme)
        return tuple((slot, theme[source]) for slot, source in COLOUR_MAP)


# Read brand.yaml. Its keys and types are checked like an outline's; rules beyond a schema are checked here.

_SHAPES = {
    "16:9": (inches(13 + 1 / 3), inches(7.5)),
    "16:10": (inches(12), inches(7.5)),
    "4:3": (inches(10), inches(7.5)),
}
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?) ?(in|cm|mm)?")
_UNITS = {"": EMU_PER_INCH, "in": EMU_PER_INCH, "cm": EMU_PER_CM, "mm": EMU_PER_CM // 10}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}")
_BLACK = "000000"
_LEAST = {"kicker": 10, "footer": 10}
"""Minimum sizes: 10 pt for footer and kicker, 12 pt for everything else (the house rule for legibility)."""
_LARGEST = 96
_GROUNDS: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
_LEVELS = ("body", "column")
"""Sizes with several list levels."""


def _mapping(keys: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"type": ["object", "null"], "properties": keys, "additionalProperties": False, "required": required}


_TEXT = {"type": ["string", "null"]}
LAYOUTS_SCHEMA = _mapping(dict.fromkeys(ROLES, _TEXT))
_LOGO_FILES = dict.fromkeys(("png", "svg", "png_on_dark", "svg_on_dark"), _TEXT)
_SCHEMA = _mapping(
    {
        **dict.fromkeys(("name", "website", "language", "slide", "margin"), _TEXT),
        "logo": {**_mapping(_LOGO_FILES), "type": ["object", "string", "null"]},
        "colours": {"type": ["object", "null"]},
        "theme": {**_mapping(dict.fromkeys(SLOTS, _TEXT), SLOTS), "type": "object"},
        "fonts": _mapping(dict.fromkeys(("headings", "body"), _TEXT)),
        "scale": {},
        "sizes": _mapping({name: {"type": "array"} if name in _LEVELS else {} for name in Sizes.__fields__}),
        "layouts": LAYOUTS_SCHEMA,
        "grounds": {"enum": ["light", "dark", None]},
        "floors": _mapping(dict.fromkeys(Floors.__fields__, {})),
        "tracking": {"type": ["object", "null"]},
        "signs": {"type": ["object", "null"]},
    },
    ("theme",),
)


def read_mapping(data: bytes, file: str, schema: dict[str, Any]) -> tuple[Mapping, list[Finding]]:
    """Return the mapping of a brand's YAML file and findings by a schema; InvalidInput where it is not a mapping."""
    root, found = read_outline(data, file)
    if not isinstance(root, Mapping):
        raise InvalidInput(found or [finding("brand-empty", Location(file))])
    return root, [*found, *check(root, schema)]


def read_tokens(data: bytes, file: str, folder: str) -> Tokens:
    """Return the tokens of a brand.yaml's bytes; paths in it are relative to ``folder``.

    InvalidInput with all its errors.
    """
    reader = _Reader(*read_mapping(data, file, _SCHEMA))
    tokens = reader.tokens(folder)
    if any(finding.severity == "error" for finding in reader.findings):
        raise InvalidInput(reader.findings)
    return tokens


def read_scale(node: Node | None, findings: list[Finding]) -> tuple[Pt, ...]:
    """Return the type scale of ``scale:``; () without one, and with a finding for an invalid one."""
    if node is None:
        return ()
    found = [_points(item) for item in node.items] if isinstance(node, Sequence) else []
    sizes = [size for size in found if size is not None and 12 <= size <= _LARGEST]
    if not sizes or len(sizes) < len(found) or sizes != sorted(set(sizes), reverse=True):
        findings.append(finding("bad-scale", node.at, largest=_LARGEST))
        return ()
    return tuple(sizes)


class _Reader:
    """A reader of the keys that collects findings; a value that the schema rejects counts as absent."""

    def __init__(self, root: Mapping, findings: list[Finding]) -> None:
        self.root, self.findings = root, findings
        self._rejected = {finding.at for finding in findings}

    def tokens(self, folder: str) -> Tokens:
        colours = self._colours()
        width, height = self._slide()
        fonts = self._mapping("fonts")
        return Tokens(
            name=text_of(self.root.get("name")) or "Osloregionen",
            website=text_of(self.root.get("website")),
            language=self._language(),
            colours=tuple(colours.items()),
            theme=self._theme(colours),
            heading_font=text_of(fonts.get("headings")) or "Calibri",
            body_font=text_of(fonts.get("body")) or "Calibri",
            scale=read_scale(self.root.get("scale"), self.findings) or SCALE,
            sizes=self._sizes(),
            width=width,
            height=height,
            margin=self._margin(min(width, height)),
            logo=_read_logo(self.root.get("logo"), folder, self.findings),
            layouts=self._layouts(),
            grounds=_GROUNDS.get(text_of(self.root.get("grounds")), ""),
            floors=self._floors(),
            tracking=self._tracking(),
            signs=self._signs(),
        )

    def _wrong(self, code: str, node: Node, **values: Any) -> None:
        if node.at not in self._rejected:
            self.findings.append(finding(code, node.at, **values))

    def _mapping(self, key: str) -> Mapping:
        node = self.root.get(key)
        return node if isinstance(node, Mapping) else Mapping((), self.root.at)

    def _language(self) -> str:
        node = self.root.get("language")
        value = text_of(node) or "nb-NO"
        if node is not None and not _LANGUAGE.fullmatch(value):
            self._wrong("bad-language", node, tag=value)
        return value

    def _colours(self) -> dict[str, str]:
        found = {"white": "FFFFFF", "black": _BLACK}
        for entry in self._mapping("colours").entries:
            value = _HEX.fullmatch(text_of(entry.value))
            if not value:
                self._wrong("bad-colour", entry.value, colour=text_of(entry.value))
            found[entry.key.text] = value[1].upper() if value else _BLACK
        return found

    def _theme(self, colours: dict[str, str]) -> tuple[tuple[str, str], ...]:
        found = []
        for slot in SLOTS:
            node = self._mapping("theme").get(slot)
            name = text_of(node)
            value = _HEX.fullmatch(name)
            if node is not None and name not in colours and not value:
                self._wrong("unknown-colour", node, name=name, **meant(name, colours))
            found.append((slot, colours.get(name) or (value[1].upper() if value else _BLACK)))
        return tuple(found)

    def _sizes(self) -> Sizes:
        usual = Sizes()
        changes: dict[str, object] = {}
        for entry in self._mapping("sizes").entries:
            key, node = entry.key.text, entry.value
            if key in _LEVELS and isinstance(node, Sequence):
                levels = [self._size(item, key) for item in node.items]
                changes[key] = tuple([size for size in levels if size]) or getattr(usual, key)
            elif key in Sizes.__fields__ and key not in _LEVELS:
                changes[key] = self._size(node, key) or getattr(usual, key)
        return usual.replace(**changes)

    def _size(self, node: Node, key: str) -> Pt | None:
        """Return a size in points, a multiple of a half."""
        size, least = _points(node), _LEAST.get(key, 12)
        if size is None or not least <= size <= _LARGEST or size % 0.5:
            self._wrong("bad-size", node, size=text_of(node), name=key, least=least, largest=_LARGEST)
            return None
        return size

    def _floors(self) -> Floors:
        changes = {
            entry.key.text: self._size(entry.value, entry.key.text)
            for entry in self._mapping("floors").entries
            if entry.key.text in Floors.__fields__
        }
        return Floors().replace(**{name: size for name, size in changes.items() if size})

    def _tracking(self) -> tuple[tuple[Pt, float], ...]:
        """Return the letter spacing by size, largest first; brand.yaml states it in percent of the size."""
        found = []
        for entry in self._mapping("tracking").entries:
            size, share = _points(entry.key), _points(entry.value)
            if size is None or share is None or not -10 <= share <= 10:
                self._wrong("bad-tracking", entry.value, size=entry.key.text, share=text_of(entry.value))
            else:
                found.append((size, share / 100))
        return tuple(sorted(found, reverse=True))

    def _signs(self) -> tuple[tuple[str, str], ...]:
        """Return the names of signs by item id."""
        entries = self._mapping("signs").entries
        known = names() if entries else ()
        for entry in entries:
            name = text_of(entry.value)
            if name not in known:
                self._wrong("unknown-icon", entry.value, name=name, **meant(name, known))
        return tuple([(entry.key.text, text_of(entry.value)) for entry in entries])

    def _slide(self) -> tuple[Emu, Emu]:
        node = self.root.get("slide")
        text = text_of(node) or "16:9"
        if text in _SHAPES:
            return _SHAPES[text]
        lengths = [_length(part) for part in text.lower().replace("×", "x").split("x")]
        if len(lengths) == 2 and all(length and inches(4) <= length <= inches(56) for length in lengths):
            return Emu(lengths[0] or 0), Emu(lengths[1] or 0)
        if node is not None:
            self._wrong("bad-length.slide", node, size=text, shapes=tuple(_SHAPES))
        return _SHAPES["16:9"]

    def _margin(self, shorter: int) -> Emu:
        node = self.root.get("margin")
        length = _length(text_of(node))
        if node is not None and (length is None or not inches(0.2) <= length <= shorter // 5):
            self._wrong("bad-length", node, margin=text_of(node))
        return Emu(length or inches(0.6))

    def _layouts(self) -> tuple[tuple[LayoutRole, str], ...]:
        mapping, usual = self._mapping("layouts"), dict(LAYOUT_NAMES)
        named = {role: text_of(mapping.get(role)) or usual[role] for role in ROLES}
        for index, (role, name) in enumerate(named.items()):
            if name in list(named.values())[:index]:
                self._wrong("duplicate-name.layouts", mapping.get(role) or mapping, name=name)
        return tuple(named.items())


def _points(node: Node) -> Pt | None:
    try:
        return Pt(float(text_of(node).replace(",", ".")))
    except ValueError:
        return None


def _length(text: str) -> int | None:
    found = _LENGTH.fullmatch(text.strip())
    return round(float(found[1].replace(",", ".")) * _UNITS[found[2] or ""]) if found else None


# The user's logo from brand.yaml: a PNG, or an SVG with a PNG for programs without SVG.

MAX_LOGO = 10 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_RATIOS = (0.1, 12.0)  # a longer logo does not fit into a footer


def _read_logo(node: Node | None, folder: str, findings: list[Finding]) -> Logo | None:
    """Return the logo that ``logo:`` names; None without one or with a finding.

    A string is the path of a PNG, or of an SVG with a PNG of the same name beside it; a mapping has ``png``, ``svg``
    and the versions for dark backgrounds, ``png_on_dark`` and ``svg_on_dark``.
    """
    paths: dict[str, tuple[str, Location]] = {}
    if isinstance(node, Mapping):
        paths = {
            one.key.text: (text_of(one.value), one.value.at) for one in node.entries if one.key.text in _LOGO_FILES
        }
    elif isinstance(node, Scalar) and not node.is_null:
        vector = node.text.lower().endswith(".svg")
        paths = {"png": (node.text[:-4] + ".png" if vector else node.text, node.at)}
        paths |= {"svg": (node.text, node.at)} if vector else {}
    if node is None or not paths:
        return None
    before = len(findings)
    files = {key: _read_logo_file(key, path, at, folder, findings) for key, (path, at) in paths.items()}
    if not files.get("png"):
        if len(findings) == before:
            findings.append(finding("logo-without-png", node.at))
        return None
    width, height = _size_of(files["png"])
    if not _RATIOS[0] <= width / height <= _RATIOS[1]:
        findings.append(finding("bad-logo.shape", node.at, width=width, height=height))
        return None
    return Logo(files["png"], width / height, *(files.get(key, b"") for key in ("svg", "png_on_dark", "svg_on_dark")))


def _read_logo_file(key: str, path: str, at: Location, folder: str, findings: list[Finding]) -> bytes:
    """Return a file's bytes; b"" and a finding where it is missing or not of the type in its key."""
    problem, data = None, b""
    try:
        data = read_bytes(inside(folder, path), MAX_LOGO)
    except Outside:
        problem = finding("outside-folder", at, path=path)
    except OSError:
        problem = finding("missing-file.logo", at, path=path)
    if not problem and len(data) > MAX_LOGO:
        problem = finding("too-large.logo", at, path=path, limit=MAX_LOGO // 1024 // 1024)
    elif not problem and key.startswith("png") and not (data.startswith(_PNG) and all(_size_of(data))):
        problem = finding("bad-logo.png", at, path=path)
    elif not problem and key.startswith("svg") and (fault := vector_fault(data)):
        problem = finding("bad-logo.svg", at, path=path, fault=fault)
    if problem:
        findings.append(problem)
        return b""
    return data


def _size_of(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels from the IHDR chunk (PNG, third edition, 11.2.1)."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
