"""Reading a map file: features matched to members, in metres, simplified with shared borders kept."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error, warning
from osloregion_slides.maps.geojson import FARTHEST, Feature, read_collection
from osloregion_slides.maps.matching import match
from osloregion_slides.maps.values import Area

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.registry.values import Member

    Rings = tuple[tuple[tuple[float, float], ...], ...]

# Enough for 57 areas of 60 points: about 150 kB of slide XML before compression.
PLENTY = 3500
MOST = 80_000
"""Points of a large file that are worked with: twice as many take twice as long, and a map shows 3500."""
# Geographic systems met in Norwegian files: WGS 84, ETRS89/EUREF89, ED50, GeoJSON's own.
DEGREES = ("4326", "4258", "4230", "4979", "CRS84")


def load_areas(path: str, members: Sequence[Member]) -> tuple[tuple[Area, ...], str, tuple[Finding, ...]]:
    """Read the GeoJSON file at ``path``: the areas of ``members``, its attribution, and what is wrong.

    Coordinates may be metres of any projection, or degrees (then projected by a transverse Mercator
    around the data's middle). Municipalities without an area are findings; county councils need none.
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
    if outlines and collection.crs and degrees != _says_degrees(collection.crs):
        findings += (_disagreeing(path, collection.crs, degrees),)
    if degrees:
        from osloregion_slides.maps.projection import project

        outlines = project(outlines)
    labels = [_label(features) for _, features in pairs]
    if sum([len(ring) for rings in outlines for ring in rings]) > PLENTY:
        from osloregion_slides.maps.simplify import simplify

        outlines, labels = simplify(outlines, PLENTY), [None] * len(pairs)
        if sum([len(ring) for rings in outlines for ring in rings]) > 4 * PLENTY:
            return (), collection.attribution, (*findings, *missing, _ragged(path))
    areas = [
        Area(member.number, member.name, rings, label) for (member, _), rings, label in zip(pairs, outlines, labels)
    ]
    return tuple(areas), collection.attribution, findings + missing


def _thinned(
    pairs: tuple[tuple[Member, tuple[Feature, ...]], ...], path: str
) -> tuple[tuple[tuple[Member, tuple[Feature, ...]], ...], Finding | None]:
    """Return the pairs with rings of points in place of the flat ones of a large file, and fewer of those."""
    wanted = [feature for _, features in pairs for feature in features]
    if not any([feature.flat for feature in wanted]):
        return pairs, None
    from osloregion_slides.maps.thinning import thin

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
    message = f"the map is so ragged that {PLENTY} points cannot show it"
    return error("too-large", Span(path), message, "simplify it, for one with mapshaper")


def _says_degrees(crs: str) -> bool:
    return any(name in crs.upper() for name in DEGREES)


def _disagreeing(path: str, crs: str, degrees: bool) -> Finding:
    unit = "degrees" if degrees else "metres"
    return warning("crs-mismatch", Span(path), f"the map says {crs}, but its coordinates are read as {unit}")


def _outline(features: tuple[Feature, ...]) -> Rings:
    if len(features) == 1:
        return features[0].rings
    from osloregion_slides.maps.dissolve import dissolve

    return dissolve([ring for feature in features for ring in feature.rings]) or features[0].rings


def _label(features: tuple[Feature, ...]) -> tuple[float, float, float] | None:
    label = features[0].properties.get("label") if len(features) == 1 else None
    if not isinstance(label, list) or len(label) != 3 or not all(isinstance(value, (int, float)) for value in label):
        return None
    if not all(-FARTHEST <= value <= FARTHEST for value in label):  # nor is NaN
        return None
    return float(label[0]), float(label[1]), float(label[2])


def _in_degrees(outlines: Sequence[Rings]) -> bool:
    """Say whether all coordinates lie in the range of degrees; a map of metres spans more than 360 m."""
    return bool(outlines) and all(
        -180 <= x <= 180 and -90 <= y <= 90 for rings in outlines for ring in rings for x, y in ring
    )
