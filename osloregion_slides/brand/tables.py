"""Width tables of a template's fonts, measured by `brand fonts`: one file per font, beside the template."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.brand.values import FACES, Brand

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TABLE = 1_000_000
MAX_EM = 16_384
"""The largest units per em of a font (OpenType, head)."""


def table_path(template: str, font: str) -> str:
    """Return the path of a font's table for the template at this path: ``fonts/oslo-sans.json`` beside it."""
    name = "".join([sign if sign.isalnum() else "-" for sign in font.strip().lower()])
    return os.path.join(os.path.dirname(template), "fonts", f"{name}.json")


def read_tables(template: str, fonts: Iterable[str]) -> tuple[tuple[str, bytes], ...]:
    """Return the tables that exist for the fonts, as (font, table); InvalidInput for a damaged one."""
    found = []
    for font in dict.fromkeys(fonts):
        path = table_path(template, font)
        if os.path.lexists(path):
            found.append((font, _checked(path, font)))
    return tuple(found)


def missing_tables(brand: Brand) -> tuple[str, ...]:
    """Return the paths of the tables that a build would read if they existed."""
    fonts = dict.fromkeys((brand.body_font, brand.heading_font, *brand.theme_fonts))
    return tuple([table_path(brand.template, font) for font in fonts if font not in dict(brand.tables)])


def _checked(path: str, font: str) -> bytes:
    try:
        data = read_bytes(path, MAX_TABLE)
        if len(data) <= MAX_TABLE and _is_table(json.loads(data), font):
            return data
    except (OSError, ValueError, RecursionError):
        pass
    raise InvalidInput([finding("bad-font-table", Location(path), font=font)])


def _is_table(table: Any, font: str) -> bool:
    if not isinstance(table, dict) or table.get("font") != font:
        return False
    em, signs, faces = table.get("em"), table.get("characters"), [table.get(face) for face in FACES]
    return (
        isinstance(em, int)
        and 0 < em <= MAX_EM
        and isinstance(signs, str)
        and {" ", "-"} <= set(signs)
        and all([isinstance(face, list) and len(face) == len(signs) for face in faces])
        and all([type(width) is int and 0 <= width <= 8 * em for face in faces for width in face or ()])
    )
