"""GeoJSON (RFC 7946) into features with plain rings, and what is wrong with the file."""

from __future__ import annotations

import json
import re
from math import isfinite

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from osloregion_slides.maps.simplify import Flat

    Point = tuple[float, float]


# The features of a GeoJSON text, one after another: a file of a million points is never in memory as a whole.

_START = re.compile(r'"features"\s*:\s*\[')
_BLANKS = re.compile(r"[ \t\n\r]*")


def each_feature(text: str, take: Callable[[Any], None]) -> Any:
    """Give every feature of a FeatureCollection to ``take``; return the document without them.

    ``features`` is [] in what is returned, or what else stands there. ValueError and RecursionError as json's.
    """
    found = _START.search(text)
    if found is None:
        return json.loads(text)
    taken: list[Any] = []
    end = _walk(text, found.end(), take)
    document = json.loads(f"{text[: found.end()]}{text[end:]}")
    if isinstance(document, dict) and document.get("features") == taken:
        return document
    raise ValueError("`features` stands in an unusual place")


def _walk(text: str, at: int, take: Callable[[Any], None]) -> int:
    """Decode the items of the array that begins at ``at``; return where its bracket closes."""
    decode = json.JSONDecoder().raw_decode
    at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches anywhere
    while text[at : at + 1] != "]":
        item, at = decode(text, at)
        take(item)
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] == ",":
            at = _BLANKS.match(text, at + 1).end()  # type: ignore[union-attr]
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    return at


MAX_BYTES = 100_000_000
MAX_POINTS = 2_500_000
MAX_VALUES = 8_000_000
"""Commas in a file: every value, member and point has one behind it, or a bracket."""
MAX_OBJECTS = 200_000
MAX_RINGS = 60_000
MANY = 60_000
"""From so many points on, rings are kept as plain numbers until it is known which are wanted."""
_RARE = rb"[\xf0-\xf7][\x80-\xbf]{3}"
"""UTF-8 of characters that would make every character of the text four bytes wide."""
# Metres: web Mercator's world is 2.004e7 m wide each way, UTM's false eastings add 6e7 at most.
FARTHEST = 1e8


FAULTS = 100
"""With more faults than this a map is not read on."""


class BadOutline(ValueError):
    """An outline that has the shape of one, with coordinates that cannot be; its text is the key of the finding."""


class Feature(Record):
    """One feature: its properties and all its rings, without the closing points.

    The rings of a large file are ``flat`` instead: eastings and northings, to be thinned before they are used.
    """

    properties: dict[str, Any]
    rings: tuple[tuple[Point, ...], ...]
    flat: tuple[Flat, ...] = ()


class Collection(Record):
    """A file's features, what it says of its coordinates ("" where it says nothing), and its source line."""

    features: tuple[Feature, ...]
    crs: str
    attribution: str


def read_collection(path: str) -> tuple[Collection | None, tuple[Finding, ...]]:
    """Read a FeatureCollection of polygons; None when the file is none. Never raises."""
    text, trouble = _text(path)
    if trouble:
        return None, (trouble,)
    reader = _Reader(path, text.count("[") > MANY)
    try:
        document = each_feature(text, reader.take)
    except TooMuch:
        return None, tuple(reader.findings)
    except (ValueError, RecursionError) as problem:
        line, column = getattr(problem, "lineno", 0), getattr(problem, "colno", 0)
        if isinstance(problem, RecursionError):
            return None, (finding("bad-geojson.deep", Location(path)),)
        reason = getattr(problem, "msg", str(problem)[:100])
        return None, (finding("bad-geojson", Location(path, line, column), reason=reason),)
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        return None, (finding("bad-geojson.collection", Location(path)),)
    found = Collection(tuple(reader.features), _crs(document.get("crs")), _attribution(document))
    return found, tuple(reader.findings)


class TooMuch(Exception):
    """A limit is passed; the findings say which."""


class _Reader:
    """Takes features one by one."""

    def __init__(self, path: str, flat: bool) -> None:
        self.path = path
        self.flat = flat
        self.index = self.errors = self.rings = 0
        self.features: list[Feature] = []
        self.findings: list[Finding] = []

    def take(self, feature: Any) -> None:
        """Read a feature; TooMuch where there is no sense in reading on."""
        self.index += 1
        read = _feature(feature, self.index, self.path, self.findings, self.flat)
        self.errors += read is None
        if self.errors > FAULTS:
            self._stop("too-many-faults.map", limit=FAULTS)
        self.rings += len(read.flat) if read is not None else 0
        if self.rings > MAX_RINGS:
            self._stop("too-large.map-outlines", limit=MAX_RINGS)
        if read is not None and (read.rings or read.flat):
            self.features.append(read)

    def _stop(self, key: str, limit: int) -> None:
        self.findings.append(finding(key, Location(self.path), limit=limit))
        raise TooMuch


def _text(path: str) -> tuple[str, Finding | None]:
    try:
        data = read_bytes(path, MAX_BYTES)
    except OSError as problem:
        return "", finding("missing-file.map", Location(path), reason=problem.strerror or "unreadable")
    if len(data) > MAX_BYTES:
        return "", finding("too-large.map", Location(path), limit=MAX_BYTES // 10**6)
    if data.count(b"[") > MAX_POINTS or data.count(b",") > MAX_VALUES or data.count(b"{") > MAX_OBJECTS:
        key = "too-large.map-points"
        return "", finding(key, Location(path), points=MAX_POINTS, values=MAX_VALUES, objects=MAX_OBJECTS)
    if len(data) > MAX_BYTES // 4:
        import re

        data = re.sub(_RARE, b"?", data)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return "", finding("not-text.map", Location(path))


def _feature(feature: Any, index: int, path: str, findings: list[Finding], flat: bool) -> Feature | None:
    if not isinstance(feature, dict):
        findings.append(finding("bad-geojson.feature", Location(path), index=index))
        return None
    properties, geometry = feature.get("properties"), feature.get("geometry")
    properties = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(feature.get("id"), (str, int)):
        properties.setdefault("id", feature["id"])
    try:
        rings, dropped = _rings(geometry, flat)
    except (TypeError, ValueError, LookupError, OverflowError) as problem:
        key = str(problem) if isinstance(problem, BadOutline) else "bad-geometry"
        findings.append(finding(key, Location(path), index=index, names=_called(properties)))
        return None
    if dropped:
        names = _called(properties)
        findings.append(finding("short-outline", Location(path), index=index, names=names, count=dropped))
    return Feature(properties, (), rings) if flat else Feature(properties, rings)


def _called(properties: dict[str, Any]) -> str:
    names = [str(value) for value in properties.values() if isinstance(value, (str, int))]
    return ", ".join(names[:2])[:60]


def _rings(geometry: Any, flat: bool) -> tuple[tuple[Any, ...], int]:
    """Return a geometry's rings, of points or flat, and how many were left out for having too few."""
    if not isinstance(geometry, dict):
        return (), 0  # RFC 7946, 3.2: a feature without a place
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = [_rings(part, flat) for part in geometry.get("geometries") or () if _shallow(part)]
        return tuple([ring for rings, _ in parts for ring in rings]), sum([dropped for _, dropped in parts])
    if kind not in ("Polygon", "MultiPolygon"):
        return (), 0
    polygons = [coordinates] if kind == "Polygon" else coordinates
    found = [ring for polygon in polygons or () for ring in polygon or ()]
    rings = [_flat(ring) if flat else _ring(ring) for ring in found]
    kept = tuple([ring for ring in rings if len(ring[0] if flat and ring else ring) > 2])
    return kept, len(rings) - len(kept)


def _shallow(geometry: Any) -> bool:
    return not isinstance(geometry, dict) or geometry.get("type") != "GeometryCollection"


def _ring(coordinates: Any) -> tuple[Point, ...]:
    ring = [(point[0], point[1]) for point in coordinates]
    _check([value for point in ring for value in point])
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return tuple(ring)


def _flat(coordinates: Any) -> Flat:
    from array import array

    easts, norths = array("d", [point[0] for point in coordinates]), array("d", [point[1] for point in coordinates])
    _check(easts)
    _check(norths)
    if len(easts) > 1 and easts[0] == easts[-1] and norths[0] == norths[-1]:
        easts.pop()
        norths.pop()
    return easts, norths


def _check(values: Sequence[float]) -> None:
    if not isfinite(sum(values)):
        raise BadOutline("bad-geometry.number")
    if values and max(max(values), -min(values)) > FARTHEST:
        raise BadOutline("bad-geometry.far")


def _crs(crs: Any) -> str:
    """Return the name in a ``crs`` member, a string or the object of GeoJSON 2008 (3.1)."""
    if isinstance(crs, dict):
        properties = crs.get("properties")
        crs = properties.get("name") or properties.get("code") if isinstance(properties, dict) else ""
    return str(crs or "")[:100]


def _attribution(document: dict[str, Any]) -> str:
    for name in ("attribution", "copyright", "licence", "license"):
        if isinstance(document.get(name), str):
            return " ".join(document[name].split())[:200]
    return ""
