"""What a brand's look is made from: the values of brand.yaml."""

from __future__ import annotations

import re

from osloregion_slides.base.files import Outside, inside, read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, error
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_CM, EMU_PER_INCH, Emu, Pt, inches
from osloregion_slides.brand.values import ROLES
from osloregion_slides.ooxml.names import COLOUR_MAP, SLOTS
from osloregion_slides.ooxml.vector import vector_fault
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, text_of
from osloregion_slides.outline.read import read_outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.brand.values import LayoutRole
    from osloregion_slides.outline.nodes import Node


SCALE = tuple([Pt(size) for size in (44, 40, 36, 32, 28, 24, 20, 18, 16, 14, 12)])
"""The type scale where none is named: PowerPoint's own sizes down to the least that people can read."""

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

    ``body`` are the first three list levels over the whole width, ``column`` those of half of it.
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


class Logo(Record):
    """The user's own logo: PNG bytes, its shape (width / height), and the SVG original if there is one.

    ``light`` and ``light_vector`` are a version for dark backgrounds; without one the logo stands on a
    white plate there.
    """

    data: bytes
    ratio: float
    vector: bytes = b""
    light: bytes = b""
    light_vector: bytes = b""


class Tokens(Record):
    """A brand's tokens: lengths in EMU, sizes in points, colours RRGGBB.

    ``colours`` are the named colours that PowerPoint's colour picker offers, ``theme`` gives the twelve
    theme slots (``dk1`` … ``folHlink``) their RRGGBB, ``scale`` is the type scale, largest first,
    ``layouts`` names each layout for the people who choose one in PowerPoint.
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

    @property
    def palette(self) -> tuple[tuple[str, str], ...]:
        """The colours a slide sees (``tx1``, ``bg1``, ``accent1`` …) as RRGGBB."""
        theme = dict(self.theme)
        return tuple((slot, theme[source]) for slot, source in COLOUR_MAP)


# brand.yaml to tokens; everything wrong in it is told at once, with its line and column.

KEYS = (
    "name",
    "website",
    "language",
    "slide",
    "margin",
    "logo",
    "colours",
    "theme",
    "fonts",
    "scale",
    "sizes",
    "layouts",
)
_SHAPES = {
    "16:9": (inches(13 + 1 / 3), inches(7.5)),
    "16:10": (inches(12), inches(7.5)),
    "4:3": (inches(10), inches(7.5)),
}
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?) ?(in|cm|mm)?")
_UNITS = {"": EMU_PER_INCH, "in": EMU_PER_INCH, "cm": EMU_PER_CM, "mm": EMU_PER_CM // 10}
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}")
_SMALLEST, _LARGEST = 10, 96
_LEAST = {"kicker": 10, "footer": 10}
"""Footer and kicker are 10 pt or more, everything else 12 (the house's rule for legibility)."""


def read_tokens(data: bytes, file: str, folder: str) -> Tokens:
    """Return the tokens of a brand.yaml's bytes; files it names are looked for in ``folder``.

    InvalidInput with every error in it.
    """
    root, findings = read_outline(data, file)
    if not isinstance(root, Mapping):
        raise InvalidInput(
            findings or [error("brand-empty", Location(file), "the brand file has no keys", _hint(KEYS))]
        )
    reader = _Reader(root, file, list(findings))
    tokens = reader.tokens(folder)
    if any(finding.severity == "error" for finding in reader.findings):
        raise InvalidInput(reader.findings)
    return tokens


class _Reader:
    """Reads one mapping after another and collects what is wrong."""

    def __init__(self, root: Mapping, file: str, findings: list[Finding]) -> None:
        self.root, self.file, self.findings = root, file, findings

    def tokens(self, folder: str) -> Tokens:
        self._known(self.root, KEYS)
        colours = self._colours()
        width, height = self._slide()
        fonts = self._mapping("fonts", ("headings", "body"))
        return Tokens(
            name=self._text("name", "Osloregionen"),
            website=self._text("website", ""),
            language=self._language(),
            colours=tuple(colours.items()),
            theme=self._theme(colours),
            heading_font=text_of(fonts.get("headings")) or "Calibri",
            body_font=text_of(fonts.get("body")) or "Calibri",
            scale=self._scale(),
            sizes=self._sizes(),
            width=width,
            height=height,
            margin=self._margin(min(width, height)),
            logo=self._logo(folder),
            layouts=self._layouts(),
        )

    def _wrong(self, code: str, at: Location, message: str, hint: str = "") -> None:
        self.findings.append(error(code, at, message, hint))

    def _known(self, mapping: Mapping, keys: Iterable[str]) -> None:
        for entry in mapping.entries:
            if entry.key.text not in keys:
                hint = did_you_mean(entry.key.text, keys)
                self._wrong("unknown-key", entry.key.at, f"`{entry.key.text}` is no key here", hint)

    def _mapping(self, key: str, keys: Iterable[str] | None = None) -> Mapping:
        node = self.root.get(key)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return Mapping((), self.root.at)
        if not isinstance(node, Mapping):
            self._wrong("wrong-type", node.at, f"`{key}` is a mapping of names to values")
            return Mapping((), node.at)
        if keys is not None:
            self._known(node, keys)
        return node

    def _text(self, key: str, usual: str) -> str:
        node = self.root.get(key)
        if node is not None and not isinstance(node, Scalar):
            self._wrong("wrong-type", node.at, f"`{key}` is a text")
        return text_of(node) or usual

    def _language(self) -> str:
        value = self._text("language", "nb-NO")
        if not _LANGUAGE.fullmatch(value):
            node = self.root.get("language")
            self._wrong(
                "bad-language", node.at if node else self.root.at, f"`{value}` is no language tag", "such as `nb-NO`"
            )
            return "nb-NO"
        return value

    def _colours(self) -> dict[str, str]:
        found = {"white": "FFFFFF", "black": "000000"}
        for entry in self._mapping("colours").entries:
            value = _HEX.fullmatch(text_of(entry.value))
            if value:
                found[entry.key.text] = value[1].upper()
            else:
                message = f"`{text_of(entry.value)}` is no colour"
                self._wrong("bad-colour", entry.value.at, message, "six hexadecimal digits, such as `0B2A4A`")
                found[entry.key.text] = "000000"
        return found

    def _theme(self, colours: dict[str, str]) -> tuple[tuple[str, str], ...]:
        mapping = self._mapping("theme", SLOTS)
        found = []
        for slot in SLOTS:
            node = mapping.get(slot)
            name = text_of(node)
            value = _HEX.fullmatch(name)
            if node is None:
                at, known = mapping.at, ", ".join(SLOTS)
                self._wrong("missing-key", at, f"`theme` has no `{slot}`", f"a theme has {known}")
            elif name not in colours and not value:
                hint = did_you_mean(name, colours)
                self._wrong("unknown-colour", node.at, f"`{name}` is none of the `colours`", hint)
            found.append((slot, colours.get(name) or (value[1].upper() if value else "000000")))
        return tuple(found)

    def _number(self, node: Node | None, least: float, what: str) -> Pt | None:
        text = text_of(node).replace(",", ".")
        at = node.at if node else self.root.at
        try:
            value = float(text)
        except ValueError:
            self._wrong("wrong-type", at, f"{what} is a size in points")
            return None
        if not least <= value <= _LARGEST or value * 2 != int(value * 2):
            message = f"{what} is {text} pt; sizes go from {least:g} to {_LARGEST} pt in halves"
            self._wrong("bad-size", at, message)
            return None
        return Pt(value)

    def _numbers(self, node: Node | None, least: float, what: str) -> tuple[Pt, ...]:
        if not isinstance(node, Sequence) or not node.items:
            self._wrong("wrong-type", node.at if node else self.root.at, f"{what} is a list of sizes in points")
            return ()
        return tuple(size for item in node.items if (size := self._number(item, least, what)) is not None)

    def _scale(self) -> tuple[Pt, ...]:
        node = self.root.get("scale")
        if node is None:
            return SCALE
        found = self._numbers(node, 12, "a step of `scale`")
        if list(found) != sorted(set(found), reverse=True):
            self._wrong("bad-scale", node.at, "`scale` goes from the largest size to the smallest, each once")
        return found

    def _sizes(self) -> Sizes:
        usual = Sizes()
        mapping = self._mapping("sizes", Sizes.__fields__)
        changes: dict[str, object] = {}
        for entry in mapping.entries:
            key = entry.key.text
            least = _LEAST.get(key, 12)
            if key in ("body", "column"):
                levels = self._numbers(entry.value, least, f"`{key}`")
                changes[key] = levels or getattr(usual, key)
            elif key in Sizes.__fields__:
                changes[key] = self._number(entry.value, least, f"`{key}`") or getattr(usual, key)
        return usual.replace(**changes)

    def _slide(self) -> tuple[Emu, Emu]:
        node = self.root.get("slide")
        text = text_of(node) or "16:9"
        if text in _SHAPES:
            return _SHAPES[text]
        parts = [part.strip() for part in text.lower().replace("×", "x").split("x")]
        lengths = [_length(part) for part in parts]
        if len(lengths) == 2 and all(length and inches(4) <= length <= inches(56) for length in lengths):
            return Emu(lengths[0] or 0), Emu(lengths[1] or 0)
        hint = "`16:9`, `16:10`, `4:3`, or such as `33.867 cm x 19.05 cm`"
        self._wrong("bad-length", node.at if node else self.root.at, f"`{text}` is no slide size", hint)
        return _SHAPES["16:9"]

    def _margin(self, shorter: int) -> Emu:
        node = self.root.get("margin")
        if node is None:
            return inches(0.6)
        length = _length(text_of(node))
        if length is None or not inches(0.2) <= length <= shorter // 5:
            hint = "such as `0.6 in` or `1.5 cm`, a fifth of the slide's height at most"
            self._wrong("bad-length", node.at, f"`{text_of(node)}` is no margin", hint)
            return inches(0.6)
        return Emu(length)

    def _layouts(self) -> tuple[tuple[LayoutRole, str], ...]:
        mapping = self._mapping("layouts", ROLES)
        usual = dict(LAYOUT_NAMES)
        named: list[tuple[LayoutRole, str]] = [(role, text_of(mapping.get(role)) or usual[role]) for role in ROLES]
        for index, (role, name) in enumerate(named):
            if name in [other for _, other in named[:index]]:
                node = mapping.get(role)
                self._wrong("duplicate-name", node.at if node else mapping.at, f"two layouts have the name `{name}`")
        return tuple(named)

    def _logo(self, folder: str) -> Logo | None:
        node = self.root.get("logo")
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return None

        logo, findings = read_logo(node, folder)
        self.findings += findings
        return logo


def _length(text: str) -> int | None:
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        return None
    return round(float(found[1].replace(",", ".")) * _UNITS[found[2] or ""])


def _hint(keys: Iterable[str]) -> str:
    return f"known here: {', '.join(keys)}"


# The user's logo, as brand.yaml names it: a PNG, or an SVG with a PNG for readers that know no SVG.

LOGO_KEYS = ("png", "svg", "png_on_dark", "svg_on_dark")
MAX_LOGO = 10 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_RATIOS = (0.1, 12.0)


def read_logo(node: Node, folder: str) -> tuple[Logo | None, list[Finding]]:
    """Return the logo that ``logo:`` names and what is wrong with it.

    A text is the path of a PNG, or of an SVG that has a PNG of the same name beside it; a mapping has
    ``png``, ``svg`` and the same for dark backgrounds, ``png_on_dark`` and ``svg_on_dark``.
    """
    findings: list[Finding] = []
    paths = _paths(node, findings)
    files = {key: _read(key, path, at, folder, findings) for key, (path, at) in paths.items()}
    if not files.get("png"):
        if not findings:
            hint = "add `png:`; LibreOffice and older versions of PowerPoint show that"
            findings.append(error("logo-without-png", node.at, "the logo has no PNG", hint))
        return None, findings
    width, height = _size(files["png"])
    ratio = width / height if height else 0
    if not _RATIOS[0] <= ratio <= _RATIOS[1]:
        findings.append(
            error("bad-logo", node.at, f"the logo is {width} × {height} pixels, too long to stand in a footer")
        )
        return None, findings
    return Logo(files["png"], ratio, *(files.get(key, b"") for key in ("svg", "png_on_dark", "svg_on_dark"))), findings


def _paths(node: Node, findings: list[Finding]) -> dict[str, tuple[str, Location]]:
    if isinstance(node, Scalar):
        path = node.text
        if path.lower().endswith(".svg"):
            return {"png": (path[:-4] + ".png", node.at), "svg": (path, node.at)}
        return {"png": (path, node.at)}
    if not isinstance(node, Mapping):
        findings.append(error("wrong-type", node.at, "`logo` is a path, or a mapping with `png` and `svg`"))
        return {}
    for entry in node.entries:
        if entry.key.text not in LOGO_KEYS:
            hint = did_you_mean(entry.key.text, LOGO_KEYS)
            findings.append(error("unknown-key", entry.key.at, f"`{entry.key.text}` is no key here", hint))
    return {
        entry.key.text: (text_of(entry.value), entry.value.at) for entry in node.entries if entry.key.text in LOGO_KEYS
    }


def _read(key: str, path: str, at: Location, folder: str, findings: list[Finding]) -> bytes:
    """Return a file's bytes, b"" with a finding where it is missing or of another kind than its key says."""
    try:
        place = inside(folder, path)
    except Outside:
        findings.append(error("outside-folder", at, f"`{path}` is outside the brand's folder"))
        return b""
    try:
        data = read_bytes(place, MAX_LOGO)
    except OSError:
        findings.append(error("missing-file", at, f"`{path}` is not there", f"looked for in {folder}"))
        return b""
    if len(data) > MAX_LOGO:
        findings.append(error("too-large", at, f"`{path}` has more than {MAX_LOGO // 1024 // 1024} MB"))
        return b""
    if key.startswith("png") and not (data.startswith(_PNG) and all(_size(data))):
        findings.append(error("bad-logo", at, f"`{path}` is no PNG"))
        return b""
    if key.startswith("svg") and (fault := vector_fault(data)):
        findings.append(error("bad-logo", at, f"`{path}` {fault}", "save it as a plain SVG"))
        return b""
    return data


def _size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels, from the header chunk (PNG, third edition, 11.2.1)."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
