"""The user's logo, as brand.yaml names it: a PNG, or an SVG with a PNG for readers that know no SVG."""

from __future__ import annotations

from osloregion_slides.base.files import Outside, inside, read_bytes
from osloregion_slides.base.findings import Finding, Location, error
from osloregion_slides.brand.tokens import Logo
from osloregion_slides.ooxml.vector import vector_fault
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Scalar, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

KEYS = ("png", "svg", "png_on_dark", "svg_on_dark")
MAX_BYTES = 10 * 1024 * 1024
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
        if entry.key.text not in KEYS:
            hint = did_you_mean(entry.key.text, KEYS)
            findings.append(error("unknown-key", entry.key.at, f"`{entry.key.text}` is no key here", hint))
    return {entry.key.text: (text_of(entry.value), entry.value.at) for entry in node.entries if entry.key.text in KEYS}


def _read(key: str, path: str, at: Location, folder: str, findings: list[Finding]) -> bytes:
    """Return a file's bytes, b"" with a finding where it is missing or of another kind than its key says."""
    try:
        place = inside(folder, path)
    except Outside:
        findings.append(error("outside-folder", at, f"`{path}` is outside the brand's folder"))
        return b""
    try:
        data = read_bytes(place, MAX_BYTES)
    except OSError:
        findings.append(error("missing-file", at, f"`{path}` is not there", f"looked for in {folder}"))
        return b""
    if len(data) > MAX_BYTES:
        findings.append(error("too-large", at, f"`{path}` has more than {MAX_BYTES // 1024 // 1024} MB"))
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
