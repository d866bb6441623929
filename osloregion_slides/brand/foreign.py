"""A brand from a foreign template (a .pptx, a .potx, or a .yaml that names one), and findings about the template."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import page_scale
from osloregion_slides.brand.contrast import READABLE
from osloregion_slides.brand.normalise import normalise, with_text_font
from osloregion_slides.brand.opc import masters_checksum, read_package, sheets_digests, write_package
from osloregion_slides.brand.read import TemplateOverrides, read_brand, theme_font
from osloregion_slides.brand.tables import read_tables
from osloregion_slides.brand.tokens import LAYOUTS_SCHEMA, read_mapping, read_scale
from osloregion_slides.brand.values import ROLES, TITLES, Brand, Layout
from osloregion_slides.ooxml.zip import MAX_TEMPLATE
from osloregion_slides.outline.nodes import Mapping, text_of

if TYPE_CHECKING:
    from osloregion_slides.outline.workspace import Workspace

_BRANDS = (".pptx", ".potx", ".yaml", ".yml")
_SCHEMA = {
    "type": "object",
    "properties": {
        "template": {"type": "string"},
        "layouts": LAYOUTS_SCHEMA,
        "scale": {},
        "name": {},
        "language": {},
    },
    "additionalProperties": False,
    "required": ("template",),
}


class BrandFile(Record):
    """A brand file about a template: its path, and the layouts and sizes to use; ``at`` is the line that names it."""

    template: str
    overrides: TemplateOverrides
    at: Location | None = None


def load_template(path: str, workspace: Workspace, chosen: tuple[tuple[str, Location], ...] = ()) -> Brand:
    """Return the brand of a template, or of a brand file that names one; its ``package`` is normalised.

    InvalidInput with all errors of the brand file, with the errors of the template, and where a brand file leads
    out of the workspace. ``chosen`` as in ``TemplateOverrides``.
    """
    file = BrandFile(path, TemplateOverrides())
    if path.lower().endswith((".yaml", ".yml")):
        file = read_brand_file(_bytes(path, "missing-file.brand", Location(path)), path)
        if not workspace.holds(file.template):
            raise InvalidInput([finding("outside-workspace.template", file.at, path=file.template)])
    file = file.replace(overrides=file.overrides.replace(chosen=chosen))
    return brand_of(file, os.path.splitext(os.path.basename(path))[0])


def template_of(path: str) -> str:
    """Return the path of the template that a file names, or is; InvalidInput where it cannot be read."""
    data = _bytes(path, "missing-file.brand", Location(path))
    return read_brand_file(data, path).template if path.lower().endswith((".yaml", ".yml")) else path


def brand_of(file: BrandFile, name: str) -> Brand:
    """Return the brand that a brand file describes, its template read and normalised."""
    key, at = ("missing-template", file.at) if file.at else ("missing-file.brand", Location(file.template))
    package = normalise(read_package(_bytes(file.template, key, at), file.template), file.template)
    brand = read_brand(package, name, file.template, file.overrides)
    if brand.body_font != theme_font(package, file.template):
        package = with_text_font(package, brand.body_font, file.template)
    data, fonts = write_package(package), (brand.body_font, brand.heading_font, *brand.theme_fonts)
    brand = brand.replace(tables=read_tables(file.template, fonts))
    return brand.replace(package=data, masters=masters_checksum(data), sheets=sheets_digests(data, file.template))


def read_brand_file(data: bytes, path: str) -> BrandFile:
    """Return a brand file's content; InvalidInput with every error in it."""
    root, findings = read_mapping(data, path, _SCHEMA)
    node, layouts = root.get("template"), root.get("layouts")
    entries = layouts.entries if isinstance(layouts, Mapping) else ()
    named = tuple([(entry.key.text, text_of(entry.value), entry.value.at) for entry in entries])
    overrides = TemplateOverrides(named, read_scale(root.get("scale"), findings))
    if any(finding.severity == "error" for finding in findings):
        raise InvalidInput(findings)
    template = os.path.join(os.path.dirname(path), text_of(node))
    return BrandFile(template, overrides, node.at if node else None)


def _bytes(path: str, key: str, at: Location) -> bytes:
    try:
        return read_bytes(path, MAX_TEMPLATE)
    except OSError as problem:
        why = (problem.strerror or str(problem)).lower()
        raise InvalidInput([finding(key, at, path=path, why=why, **_near(path))]) from None


def _near(path: str) -> dict[str, Any]:
    """Return the most similar name of a brand in the file's folder, in the form of ``meant``."""
    folder, name = os.path.split(path)
    try:
        beside = os.listdir(folder or ".")
    except OSError:
        beside = []
    return meant(name, sorted([one for one in beside if one.lower().endswith(_BRANDS)]))


# Findings on a template by role: the layout, its missing placeholders, and faults of its looks.

WANTED: dict[str, tuple[tuple[str, ...], ...]] = {
    "cover": (TITLES, ("subTitle", "body")),
    "statement": (TITLES, ("body", "subTitle", "obj")),
    "section": (TITLES, ("body", "subTitle", "obj")),
    "content": (TITLES, ("obj", "body")),
    "two": (TITLES, ("obj", "body")),
    "title_only": (TITLES,),
    "picture": (TITLES, ("pic",)),
}
"""The placeholders that slides of a role fill, one of each group of types. A text without one becomes a text box."""
FOOT = ("ftr", "sldNum")
SMALL = 10.0
"""The minimum size of a placeholder's text, points on a page of the usual height."""


def examine(brand: Brand) -> tuple[Finding, ...]:
    """Return a note on the layout of each role, and warnings about missing placeholders and poor looks."""
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
        if slot.moved and slot.type in TITLES:
            yield finding("template-looks.moved", at, layout=layout.name)
        size = slot.levels[0].size
        if size < SMALL * scale and slot.type not in ("dt", *FOOT):
            yield finding("template-looks.small", at, layout=layout.name, slot=slot.type, size=f"{size:g}")
        if slot.contrasts and slot.contrasts[0] < READABLE:
            shown = f"{int(slot.contrasts[0] * 10) / 10:.1f}"
            yield finding("template-looks.pale", at, layout=layout.name, slot=slot.type, contrast=shown)
