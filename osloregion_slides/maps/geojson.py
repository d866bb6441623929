"""GeoJSON (RFC 7946) into features with plain rings, and what is wrong with the file."""

from __future__ import annotations

import json
from math import isfinite

from osloregion_slides.findings import Finding, Span, error, warning
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Point = tuple[float, float]

MAX_BYTES = 100_000_000
# Metres: web Mercator's world is 2.004e7 m wide each way, UTM's false eastings add 6e7 at most.
FARTHEST = 1e8


class BadOutline(ValueError):
    """An outline that has the shape of one, with coordinates that cannot be."""


class Feature(Value):
    """One feature: its properties and all its rings, without the closing points."""

    properties: dict[str, Any]
    rings: tuple[tuple[Point, ...], ...]


class Collection(Value):
    """A file's features, what it says of its coordinates ("" where it says nothing), and its source line."""

    features: tuple[Feature, ...]
    crs: str
    attribution: str


def read_collection(path: str) -> tuple[Collection | None, tuple[Finding, ...]]:
    """Read a FeatureCollection of polygons; None when the file is none. Never raises."""
    text, trouble = _text(path)
    if trouble:
        return None, (trouble,)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        line, column = getattr(problem, "lineno", 0), getattr(problem, "colno", 0)
        reason = getattr(problem, "msg", "it is nested too deeply").lower()
        return None, (error("bad-geojson", Span(path, line, column), f"the map is no JSON: {reason}"),)
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        hint = "export the borders as a GeoJSON FeatureCollection"
        return None, (error("bad-geojson", Span(path), "the map is no GeoJSON FeatureCollection", hint),)
    findings: list[Finding] = []
    read = [_feature(feature, index, path, findings) for index, feature in enumerate(features, 1)]
    kept = tuple([feature for feature in read if feature is not None])
    return Collection(kept, _crs(document.get("crs")), _attribution(document)), tuple(findings)


def _text(path: str) -> tuple[str, Finding | None]:
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        reason = (problem.strerror or "unreadable").lower()
        return "", error("missing-file", Span(path), f"cannot read the map: {reason}")
    if len(data) > MAX_BYTES:
        hint = "simplify it, for one with mapshaper"
        return "", error("too-large", Span(path), f"the map is larger than {MAX_BYTES // 10**6} MB", hint)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return "", error("not-text", Span(path), "the map is no text in UTF-8, as GeoJSON is")


def _feature(feature: Any, index: int, path: str, findings: list[Finding]) -> Feature | None:
    if not isinstance(feature, dict):
        findings.append(error("bad-geojson", Span(path), f"feature {index} is no GeoJSON feature"))
        return None
    properties, geometry = feature.get("properties"), feature.get("geometry")
    properties = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(feature.get("id"), (str, int)):
        properties.setdefault("id", feature["id"])
    try:
        rings, dropped = _rings(geometry)
    except (TypeError, ValueError, LookupError, OverflowError) as problem:
        reason = problem if isinstance(problem, BadOutline) else "it is no list of rings of [x, y]"
        message = f"feature {index}{_called(properties)} has no readable outline: {reason}"
        findings.append(error("bad-geometry", Span(path), message))
        return None
    if dropped:
        message = f"feature {index}{_called(properties)} has {dropped} outlines of fewer than three points"
        findings.append(warning("bad-geometry", Span(path), message))
    return Feature(properties, rings) if rings else None


def _called(properties: dict[str, Any]) -> str:
    names = [str(value) for value in properties.values() if isinstance(value, (str, int))]
    return f" ({', '.join(names[:2])[:60]})" if names else ""


def _rings(geometry: Any) -> tuple[tuple[tuple[Point, ...], ...], int]:
    if not isinstance(geometry, dict):
        return (), 0  # RFC 7946, 3.2: a feature without a place
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        parts = [_rings(part) for part in geometry.get("geometries") or () if _shallow(part)]
        return tuple([ring for rings, _ in parts for ring in rings]), sum([dropped for _, dropped in parts])
    if kind not in ("Polygon", "MultiPolygon"):
        return (), 0
    polygons = [coordinates] if kind == "Polygon" else coordinates
    rings = [_ring(ring) for polygon in polygons or () for ring in polygon or ()]
    kept = tuple([ring for ring in rings if len(ring) > 2])
    return kept, len(rings) - len(kept)


def _shallow(geometry: Any) -> bool:
    return not isinstance(geometry, dict) or geometry.get("type") != "GeometryCollection"


def _ring(coordinates: Any) -> tuple[Point, ...]:
    ring = [(point[0], point[1]) for point in coordinates]
    values = [value for point in ring for value in point]
    if not isfinite(sum(values)):
        raise BadOutline("a coordinate is no finite number")
    if values and max(max(values), -min(values)) > FARTHEST:
        raise BadOutline("a coordinate lies off the Earth")
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return tuple(ring)


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
