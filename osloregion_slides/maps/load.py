"""Reading a map file: features matched to members, in metres, simplified with shared borders kept."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.maps.geojson import FARTHEST, Feature, read_collection
from osloregion_slides.maps.place import Area

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from osloregion_slides.registry.values import Member

    Spelling = Callable[[object], str]

    Rings = tuple[tuple[tuple[float, float], ...], ...]


# Which feature of a file is which member: by number in any property, else by name.

NUMBER_PROPERTIES = ("number", "kommunenummer", "knr", "nr", "kommunenr", "komm", "id")
NAME_PROPERTIES = ("name", "kommunenavn", "navn", "kommune")


def match(
    features: Sequence[Feature], members: Sequence[Member], path: str
) -> tuple[tuple[tuple[Member, tuple[Feature, ...]], ...], tuple[Finding, ...]]:
    """Return each member with its features, and a finding for each member that has none.

    The property that holds most of the members' numbers counts (leading zeros may be lost); a list
    under ``numbers`` holds the numbers of a place over time. Members left over are looked for by name,
    where one feature only has that name. Several features of one number belong together.
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
                findings.append(_ambiguous(len(found), member, path))
                continue
        if found:
            pairs.append((member, tuple(found)))
        else:
            findings.append(_missing(member, path))
    return tuple(pairs), tuple(findings)


def spell_number(value: object) -> str:
    """Return a number as compared: 301, 301.0 and "0301" are one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return ""
    text = str(value).strip()
    return "0" + text if len(text) == 3 and text.isdecimal() else text


def spell_name(value: object) -> str:
    """Return a name as compared: case and outer space do not count, nor does ``kommune`` after it."""
    return " ".join(value.casefold().split()).removesuffix(" kommune") if isinstance(value, str) else ""


def _listed(feature: Feature) -> list[str]:
    numbers = feature.properties.get("numbers")
    return [spell_number(number) for number in numbers] if isinstance(numbers, list) else []


def _index(
    features: Sequence[Feature], wanted: Sequence[str], known: tuple[str, ...], spell: Spelling
) -> dict[str, list[Feature]]:
    """Return spelling -> features by the property with most of the wanted values, known names first on a tie."""
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


def _missing(member: Member, path: str) -> Finding:
    return finding("missing-area", Location(path), number=member.number, name=member.name)


def _ambiguous(count: int, member: Member, path: str) -> Finding:
    return finding("ambiguous-area", Location(path), count=count, name=member.name, number=member.number)


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
        from osloregion_slides.maps.simplify import project

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


def _says_degrees(crs: str) -> bool:
    return any(name in crs.upper() for name in DEGREES)


def _disagreeing(path: str, crs: str, degrees: bool) -> Finding:
    return finding("crs-mismatch.degrees" if degrees else "crs-mismatch", Location(path), crs=crs)


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
    """Say whether all coordinates lie in the range of degrees; a map of metres spans more than 360 m."""
    return bool(outlines) and all(
        -180 <= x <= 180 and -90 <= y <= 90 for rings in outlines for ring in rings for x, y in ring
    )
