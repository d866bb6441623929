"""Build template.pptx and brand.json from a folder's brand.yaml."""

from __future__ import annotations

import json
import os
from typing import Any

from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.brand.design import PAIRS, legibility
from osloregion_slides.brand.foreign import brand_of, read_brand_file
from osloregion_slides.brand.grounds import grounds_designs, pairs
from osloregion_slides.brand.load import VERSION, checksum
from osloregion_slides.brand.opc import masters_checksum, sheets_digests, write_package
from osloregion_slides.brand.read import TemplateOverrides, read_brand
from osloregion_slides.brand.template import template
from osloregion_slides.brand.tokens import read_tokens
from osloregion_slides.brand.values import Brand, Layout, Slot, TextStyle
from osloregion_slides.brand.wording import worded
from osloregion_slides.outline.nodes import Mapping
from osloregion_slides.outline.read import SIZE, read_outline

SOURCE, TEMPLATE, RECORD = "brand.yaml", "template.pptx", "brand.json"


def make_brand(folder: str) -> dict[str, bytes]:
    """Return the files built from a folder's brand.yaml, by name, without writing them.

    brand.yaml contains tokens, or names a foreign template (``template:``), which is normalised here once.
    InvalidInput with all errors in it, or where it is missing.
    """
    source = os.path.join(folder, SOURCE)
    try:
        data = read_bytes(source, SIZE)
    except OSError:
        raise InvalidInput([finding("missing-file.brand-yaml", Location(source), folder=folder)]) from None
    name = os.path.basename(os.path.abspath(folder))
    root, _ = read_outline(data, source)
    if isinstance(root, Mapping) and root.get("template"):
        brand, package = _from_template(data, source, name)
    else:
        brand, package = _from_tokens(data, source, name)
    return {TEMPLATE: package, RECORD: dump_brand(brand, checksum(data))}


def _from_tokens(data: bytes, source: str, name: str) -> tuple[Brand, bytes]:
    tokens = read_tokens(data, source, os.path.dirname(source))
    findings = legibility(tokens, source, pairs(tokens) if tokens.grounds else PAIRS)
    if findings:
        raise InvalidInput(findings)
    names: tuple[tuple[str, str], ...] = tokens.layouts
    made = grounds_designs(tokens) if tokens.grounds else ()
    names = tuple([(design.role, design.name or dict(names)[design.role]) for design in made]) or names
    package = template(tokens)
    wish = TemplateOverrides(tuple([(role, layout, Location(source)) for role, layout in names]), tokens.scale)
    brand = read_brand(package, name, TEMPLATE, wish, own=True)
    if made:
        areas = {design.role: design.content for design in made}
        layouts = tuple([layout.replace(content=areas[layout.role] or layout.content) for layout in brand.layouts])
        brand = brand.replace(layouts=layouts, grounds=True, floors=tokens.floors, tracking=tokens.tracking)
    data = worded(write_package(package), tokens.language, own=True)
    sheets = sheets_digests(data, source)
    return brand.replace(signs=tokens.signs, masters=masters_checksum(data), sheets=sheets), data


def _from_template(data: bytes, source: str, name: str) -> tuple[Brand, bytes]:
    file = read_brand_file(data, source)
    if os.path.basename(file.template) == TEMPLATE and os.path.dirname(file.template) == os.path.dirname(source):
        raise InvalidInput([finding("template-name", Location(source), name=TEMPLATE)])
    brand = brand_of(file, name)
    return brand.replace(package=b""), brand.package


def remake(folder: str) -> tuple[str, ...]:
    """Write template.pptx and brand.json beside a folder's brand.yaml; return the paths written.

    Files that are up to date are not rewritten. InvalidInput, with nothing written, where brand.yaml has errors.
    """
    written = []
    for name, data in make_brand(folder).items():
        path = os.path.join(folder, name)
        if _write(path, data):
            written.append(path)
    return tuple(written)


def _write(path: str, data: bytes) -> bool:
    """Replace a file (or a link) atomically; False where it already has these bytes."""
    try:
        if read_bytes(path, len(data)) == data:
            return False
    except OSError:
        pass
    write(path, data)
    return True


# The brand as JSON, read by load.py. Placeholder styles repeat, so they are listed once and referred to by index.


def dump_brand(brand: Brand, source: int) -> bytes:
    """Return brand.json; ``source`` is the checksum of its source file (``checksum``)."""
    styles: dict[TextStyle, int] = {}
    layouts = [_layout(layout, styles) for layout in brand.layouts]
    content = {
        "version": VERSION,
        "source": source,
        "name": brand.name,
        "own": brand.own,
        "size": [brand.width, brand.height],
        "palette": dict(brand.palette),
        "fonts": [brand.heading_font, brand.body_font],
        "scale": list(brand.scale),
        **_grounds(brand),
        **({"signs": dict(brand.signs)} if brand.signs else {}),
        **({"masters": brand.masters} if brand.masters else {}),
        **({"sheets": brand.sheets} if brand.sheets else {}),
        "layouts": layouts,
        "styles": [_row(style.replace(colour=_row(style.colour))) for style in styles],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _row(value: Record) -> list[Any]:
    return [getattr(value, field) for field in value.__fields__]


def _grounds(brand: Brand) -> dict[str, object]:
    """Return the entries that only a brand with grounds has."""
    return {"floors": _row(brand.floors), "tracking": brand.tracking} if brand.grounds else {}


def _layout(layout: Layout, styles: dict[TextStyle, int]) -> dict[str, object]:
    return {
        "role": layout.role,
        "part": layout.part,
        "name": layout.name,
        "content": _row(layout.content),
        "background": _row(layout.background),
        "dark": layout.dark,
        "slots": [_slot(slot, styles) for slot in layout.slots],
    }


def _slot(slot: Slot, styles: dict[TextStyle, int]) -> dict[str, object]:
    pale = {"readable": _row(slot.readable), "contrasts": list(slot.contrasts)} if slot.readable else {}
    return {
        "type": slot.type,
        "idx": slot.idx,
        "name": slot.name,
        "box": _row(slot.box),
        "levels": [styles.setdefault(style, len(styles)) for style in slot.levels],
        "anchor": slot.anchor,
        "insets": _row(slot.insets),
        "kicker": slot.kicker,
        **pale,
    }
