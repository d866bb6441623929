"""Map files: features read within limits, matched to members, in metres, simplified with shared borders kept."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.letters import compared
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.maps.place import Area

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from osloregion_slides.maps.simplify import Flat
    from osloregion_slides.registry.values import Member

    Point = tuple[float, float]

    Spelling = Callable[[object], str]

    Rings = tuple[tuple[tuple[float, float], ...], ...]


# GeoJSON (RFC 7946) as features with plain rings, and the faults of the file.

# Features are decoded one by one: a file of a million points is never in memory as a whole.

_START = late(r'"features"\s*:\s*\[')
_BLANKS = late(r"[ \t\n\r]*")


def each_feature(text: str, take: Callable[[Any], None]) -> Any:
    """Pass each feature of a FeatureCollection to ``take``; return the document without them.

    In the result ``features`` is [], or its value if that is not an array. ValueError and RecursionError as from json.
    """
    found = _START.search(text)
    if found is None:
        return json.loads(text)
    taken: list[Any] = []
    end = _walk(text, found.end(), take)
    document = json.loads(f"{text[: found.end()]}{text[end:]}")
    if isinstance(document, dict) and document.get("features") == taken:
        return document
    raise Misplaced(document)


class Misplaced(ValueError):
    """JSON whose first ``features`` is not a member of the top-level object."""

    def __init__(self, document: Any) -> None:
        super().__init__("`features` stands in an unusual place")
        self.document = document


def _walk(text: str, at: int, take: Callable[[Any], None]) -> int:
    """Decode the items of the array that begins at ``at``; return the offset of its closing bracket."""
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
"""The most commas in a file: each value, member and point is followed by one, or by a bracket."""
MAX_OBJECTS = 200_000
MAX_RINGS = 60_000
MANY = 60_000
"""Points above which rings stay plain numbers until it is known which of them are needed."""
_RARE = rb"[\xf0-\xf7][\x80-\xbf]{3}"
"""UTF-8 of characters beyond the BMP, which would make each character of the text four bytes wide in memory."""
# Metres: web Mercator reaches 2.004e7 m in each direction, UTM's false eastings add 6e7 at most.
FARTHEST = 1e8


FAULTS = 100
"""The number of faults after which reading a map stops."""


class BadOutline(ValueError):
    """A well-formed outline with impossible coordinates; its text is the key of the finding."""


class Feature(Record):
    """One feature: its properties and all its rings, without closing points.

    In a large file the rings are ``flat`` instead: eastings and northings, to be thinned before use.
    """

    properties: dict[str, Any]
    rings: tuple[tuple[Point, ...], ...]
    flat: tuple[Flat, ...] = ()


class Collection(Record):
    """A file's features, the name of its coordinate system ("" if not stated), and its source line."""

    features: tuple[Feature, ...]
    crs: str
    attribution: str


def read_collection(path: str) -> tuple[Collection | None, tuple[Finding, ...]]:
    """Return a FeatureCollection of polygons, None if the file is not one, and findings. Never raises."""
    text, trouble = _text(path)
    if trouble:
        return None, (trouble,)
    reader = _Reader(path, text.count("[") > MANY)
    try:
        document = each_feature(text, reader.take)
    except TooMuch:
        return None, tuple(reader.findings)
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, Misplaced):
            return None, (_other_json(problem.document, path),)
        if not isinstance(problem, RecursionError) and text.lstrip()[:1] == "<":
            return None, (finding("bad-geojson.markup", Location(path)),)
        line, column = getattr(problem, "lineno", 0), getattr(problem, "colno", 0)
        if isinstance(problem, RecursionError):
            return None, (finding("bad-geojson.deep", Location(path)),)
        reason = getattr(problem, "msg", str(problem)[:100])
        return None, (finding("bad-geojson", Location(path, line, column), reason=reason),)
    listed = isinstance(document, dict) and isinstance(document.get("features"), list)
    if not listed or "geometryType" in document:
        return None, (_other_json(document, path),)
    found = Collection(tuple(reader.features), _crs(document.get("crs")), _attribution(document))
    return found, tuple(reader.findings)


def _other_json(document: Any, path: str) -> Finding:
    """Return the finding for JSON that is not a FeatureCollection; it names the layers of a file with several."""
    at = Location(path)
    if not isinstance(document, dict):
        return finding("bad-geojson.collection", at)
    kind = document.get("type")
    if kind == "Topology":
        return finding("bad-geojson.topology", at)
    if "geometryType" in document or "spatialReference" in document:
        return finding("bad-geojson.esri", at)
    layers = [str(name) for name, part in document.items() if isinstance(part, dict) and "features" in part]
    if layers:
        likely = max(layers, key=lambda name: ("kommune" in name.lower(), -len(name)))
        return finding("bad-geojson.layers", at, count=len(layers), names=tuple(layers[:5]), like=likely)
    if isinstance(kind, str) and kind != "FeatureCollection":
        return finding("bad-geojson.kind", at, kind=kind[:40])
    return finding("bad-geojson.collection", at)


class TooMuch(Exception):
    """A limit is exceeded; the findings name it."""


class _Reader:
    """A consumer of features, one by one."""

    def __init__(self, path: str, flat: bool) -> None:
        self.path = path
        self.flat = flat
        self.index = self.errors = self.rings = 0
        self.features: list[Feature] = []
        self.findings: list[Finding] = []

    def take(self, feature: Any) -> None:
        """Read a feature; TooMuch at a limit."""
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
    """Return a geometry's rings, of points or flat, and the number of rings left out for having too few points."""
    if not isinstance(geometry, dict):
        return (), 0  # RFC 7946, 3.2: an unlocated feature
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


# Reading a map file into areas.

# Matching features to members: by number in any property, else by name.

NUMBER_PROPERTIES = ("number", "kommunenummer", "knr", "nr", "kommunenr", "komm", "id")
NAME_PROPERTIES = ("name", "kommunenavn", "navn", "kommune")


def match(
    features: Sequence[Feature], members: Sequence[Member], path: str
) -> tuple[tuple[tuple[Member, tuple[Feature, ...]], ...], tuple[Finding, ...]]:
    """Return each member with its features, and a finding for each member that has none.

    The property with most of the members' numbers decides (leading zeros may be lost); a list under ``numbers``
    holds the successive numbers of a place. Remaining members are matched by name, if a single feature has that
    name. Several features with one number form one area.
    """
    by_number = _index(features, [member.number for member in members], NUMBER_PROPERTIES, spell_number)
    placed = {(number, id(feature)) for number, same in by_number.items() for feature in same}
    for feature in features:
        for number in _listed(feature):
            if (number, id(feature)) not in placed:
                placed.add((number, id(feature)))
                by_number.setdefault(number, []).append(feature)
    by_name = None
    pairs, findings = [], []
    for member in members:
        found = by_number.get(member.number) if member.number else None
        if not found:
            if by_name is None:
                by_name = _index(features, [member.name for member in members], NAME_PROPERTIES, spell_name)
            found = by_name.get(spell_name(member.name), [])
            if len(found) > 1:
                at, count = Location(path), len(found)
                findings.append(finding("ambiguous-area", at, count=count, name=member.name, number=member.number))
                continue
        if found:
            pairs.append((member, tuple(found)))
        else:
            findings.append(finding("missing-area", Location(path), number=member.number, name=member.name))
    return tuple(pairs), tuple(findings)


def spell_number(value: object) -> str:
    """Return a number in the form for comparison: 301, 301.0 and "0301" are equal."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return ""
    text = str(value).strip()
    return "0" + text if len(text) == 3 and text.isdecimal() else text


def spell_name(value: object) -> str:
    """Return a name in the form for comparison: ``Nes kommune`` is Nes, in any case and normal form."""
    return compared(value) if isinstance(value, str) else ""


def _listed(feature: Feature) -> list[str]:
    numbers = feature.properties.get("numbers")
    return [spell_number(number) for number in numbers] if isinstance(numbers, list) else []


def _index(
    features: Sequence[Feature], wanted: Sequence[str], known: tuple[str, ...], spell: Spelling
) -> dict[str, list[Feature]]:
    """Return spelling -> features by the property with most of the wanted values; on a tie a known name wins."""
    values = {spell(value) for value in wanted if value}
    hits: dict[str, int] = {}
    for feature in features:
        for name, value in feature.properties.items():
            if spell(value) in values:
                hits[name] = hits.get(name, 0) + 1
    if not hits:
        return {}
    order = [name for name in known if name in hits] + sorted(hits)
    best = max(order, key=lambda name: (hits[name], -order.index(name)))
    index: dict[str, list[Feature]] = {}
    for feature in features:
        spelling = spell(feature.properties.get(best))
        if spelling:
            index.setdefault(spelling, []).append(feature)
    return index


# Enough for 57 areas of 60 points: about 150 kB of slide XML before compression.
PLENTY = 3500
MOST = 80_000
"""The points of a large file after thinning: time is proportional to them, and a map shows 3500."""
# Geographic coordinate systems in Norwegian files: WGS 84, ETRS89/EUREF89, ED50, GeoJSON's own.
DEGREES = ("4326", "4258", "4230", "4979", "CRS84")


def load_areas(path: str, members: Sequence[Member]) -> tuple[tuple[Area, ...], str, tuple[Finding, ...]]:
    """Return the areas of ``members`` in the GeoJSON file at ``path``, its attribution, and findings.

    Coordinates may be metres of any projection, or degrees (then projected by a transverse Mercator
    around the data's middle). A municipality without an area is a finding; county councils need none.
    """
    collection, findings = read_collection(path)
    if collection is None:
        return (), "", findings
    wanted = [member for member in members if member.kind == "municipality"]
    pairs, missing = match(collection.features, wanted, path)
    pairs, trouble = _thinned(pairs, path)
    if trouble:
        return (), collection.attribution, (*findings, *missing, trouble)
    outlines = [_outline(features) for _, features in pairs]
    degrees = _in_degrees(outlines)
    if _is_swapped(outlines, degrees):
        findings += (finding("swapped-axes", Location(path)),)
    findings += tuple(
        [finding("distant-area", Location(path), names=names) for names in _distant(pairs, outlines, degrees)]
    )
    if outlines and collection.crs and degrees != any(name in collection.crs.upper() for name in DEGREES):
        key = "crs-mismatch.degrees" if degrees else "crs-mismatch"
        findings += (finding(key, Location(path), crs=collection.crs),)
    if degrees:
        from osloregion_slides.maps.simplify import project

        outlines = project(outlines)
    labels = [_label(features) for _, features in pairs]
    if sum([len(ring) for rings in outlines for ring in rings]) > PLENTY:
        from osloregion_slides.maps.simplify import simplify

        outlines, labels = simplify(outlines, PLENTY), [None] * len(pairs)
        if sum([len(ring) for rings in outlines for ring in rings]) > 4 * PLENTY:
            return (), collection.attribution, (*findings, *missing, _ragged(path))
    areas = [Area(member.key, member.name, rings, label) for (member, _), rings, label in zip(pairs, outlines, labels)]
    return tuple(areas), collection.attribution, findings + missing


def _is_swapped(outlines: Sequence[Rings], degrees: bool) -> bool:
    """Return whether a map of Norway has its eastings and northings in the wrong order.

    The mainland lies at 4–32° E and 57–72° N; there UTM's northings (zones 31 to 36) exceed 6.3e6 m, its
    eastings are below 1.3e6; for web Mercator the bounds are 7.8e6 and 3.6e6.
    """
    points = [point for rings in outlines for ring in rings for point in ring]
    if not points:
        return False
    first, second = min([x for x, _ in points]), max([y for _, y in points])
    return first >= 55 and second <= 36 if degrees else first > 6.2e6 and -2e6 < second < 3.6e6


FAR_AWAY = 12
"""The multiple of the usual distance from the map's middle beyond which an area cannot be a neighbour."""


def _distant(
    pairs: Sequence[tuple[Member, tuple[Feature, ...]]], outlines: Sequence[Rings], degrees: bool
) -> list[str]:
    """Return the names of areas so distant that the others would be specks, joined in one text; [] for none.

    Of fewer than four areas only those with swapped axes: which of two or three is distant cannot be known.
    """
    drawn = [(member.name, [point for ring in rings for point in ring]) for (member, _), rings in zip(pairs, outlines)]
    middles = [(name, sum([x for x, _ in p]) / len(p), sum([y for _, y in p]) / len(p)) for name, p in drawn if p]
    if len(middles) < 4:
        away = [member.name for (member, _), rings in zip(pairs, outlines) if _is_swapped((rings,), degrees)]
        return [", ".join(away)] if 0 < len(away) < len(middles) else []
    half = len(middles) // 2
    x, y = sorted([one[1] for one in middles])[half], sorted([one[2] for one in middles])[half]
    distances = [max(abs(one[1] - x), abs(one[2] - y)) for one in middles]
    usual = sorted(distances)[half]
    names = [one[0] for one, distance in zip(middles, distances) if usual and distance > FAR_AWAY * usual]
    return [", ".join([*names[:5], *["…"] * (len(names) > 5)])] if names else []


def _thinned(
    pairs: tuple[tuple[Member, tuple[Feature, ...]], ...], path: str
) -> tuple[tuple[tuple[Member, tuple[Feature, ...]], ...], Finding | None]:
    """Return the pairs with rings of points instead of flat ones, thinned for a large file."""
    wanted = [feature for _, features in pairs for feature in features]
    if not any([feature.flat for feature in wanted]):
        return pairs, None
    from osloregion_slides.maps.simplify import thin

    thinned = thin([feature.flat for feature in wanted], MOST)
    if thinned is None:
        return (), _ragged(path)
    left = iter(thinned)
    return tuple(
        [
            (member, tuple([feature.replace(rings=next(left), flat=()) for feature in features]))
            for member, features in pairs
        ]
    ), None


def _ragged(path: str) -> Finding:
    return finding("too-large.map-ragged", Location(path), limit=PLENTY)


def _outline(features: tuple[Feature, ...]) -> Rings:
    if len(features) == 1:
        return features[0].rings
    from osloregion_slides.maps.simplify import dissolve

    return dissolve([ring for feature in features for ring in feature.rings]) or features[0].rings


def _label(features: tuple[Feature, ...]) -> tuple[float, float, float] | None:
    label = features[0].properties.get("label") if len(features) == 1 else None
    if not isinstance(label, list) or len(label) != 3 or not all(isinstance(value, (int, float)) for value in label):
        return None
    if not all(-FARTHEST <= value <= FARTHEST for value in label):  # nor is NaN
        return None
    return float(label[0]), float(label[1]), float(label[2])


def _in_degrees(outlines: Sequence[Rings]) -> bool:
    """Return whether all coordinates lie in the range of degrees; a map in metres spans more than 360 m."""
    return bool(outlines) and all(
        -180 <= x <= 180 and -90 <= y <= 90 for rings in outlines for ring in rings for x, y in ring
    )
