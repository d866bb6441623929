"""Which feature of a file is which member: by number in any property, else by name."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from osloregion_slides.maps.geojson import Feature
    from osloregion_slides.registry.values import Member

    Spelling = Callable[[object], str]

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
                message = f"{len(found)} areas are called {member.name}, and none has the number {member.number}"
                findings.append(error("ambiguous-area", Span(path), message))
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
    hint = (
        "the number is looked for in all properties, then the name; has the municipality another number in this file?"
    )
    return error("missing-area", Span(path), f"the map has no area for {member.number} {member.name}", hint)
