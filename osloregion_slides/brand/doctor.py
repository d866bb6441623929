"""What a template gives each role: the layout found, what it lacks, and what will look bad on its slides."""

from __future__ import annotations

from collections.abc import Iterator

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.units import page_scale
from osloregion_slides.brand.contrast import READABLE
from osloregion_slides.brand.values import ROLES, TITLES, Brand, Layout

WANTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "cover": (TITLES, ("subTitle", "body")),
    "statement": (TITLES, ("body", "subTitle", "obj")),
    "section": (TITLES, ("body", "subTitle", "obj")),
    "content": (TITLES, ("obj", "body")),
    "two": (TITLES, ("obj", "body")),
    "title_only": (TITLES,),
    "picture": (TITLES, ("pic",)),
}
"""The placeholders that slides of a role fill: of each of these sorts one. Texts without one become text boxes."""
FOOT = ("ftr", "sldNum")
SMALL = 10.0
"""The least size of a placeholder's text, points on a page of the usual height."""


def examine(brand: Brand) -> tuple[Finding, ...]:
    """Return for each role of a template what it has, as a note, and what it lacks or will look bad, as warnings."""
    at = Location(brand.template)
    found: list[Finding] = list(brand.findings)
    first: dict[str, str] = {}
    for role in ROLES:
        layout = brand.layout(role)
        slots = tuple([slot.type for slot in layout.slots])
        form = "template-role.again" if layout.name in first else "template-role"
        found.append(finding(form, at, role=role, layout=layout.name, slots=slots, other=first.get(layout.name, "")))
        if layout.name not in first:
            found += _faults(layout, role, at, brand)
        first.setdefault(layout.name, role)
    return tuple(found)


def _faults(layout: Layout, role: str, at: Location, brand: Brand) -> Iterator[Finding]:
    scale = page_scale(brand.width, brand.height)
    lacks = tuple([kinds[-1] for kinds in WANTED[role] if layout.slot(*kinds) is None])
    lacks += tuple([kind for kind in FOOT if layout.slot(kind) is None])
    if lacks:
        yield finding("template-looks.lacks", at, layout=layout.name, slots=lacks)
    for slot in layout.slots:
        if slot.moved:
            yield finding("template-looks.moved", at, layout=layout.name)
        size = slot.levels[0].size
        if size < SMALL * scale and slot.type not in ("dt", *FOOT):
            yield finding("template-looks.small", at, layout=layout.name, slot=slot.type, size=f"{size:g}")
        if slot.contrasts and slot.contrasts[0] < READABLE:
            shown = f"{int(slot.contrasts[0] * 10) / 10:.1f}"
            yield finding("template-looks.pale", at, layout=layout.name, slot=slot.type, contrast=shown)
