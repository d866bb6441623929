"""What stands still behind a slide: the background, bars, rules and emblems of its layout and master.

They are read from the brand's template, once as long as its file stays the same, so that any template
is drawn as it is. Placeholders are left out: a slide brings its own.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.see.furniture_read import Furniture


_known: dict[tuple[object, ...], Mapping[str, Furniture]] = {}


def furniture(brand: Brand) -> Mapping[str, Furniture]:
    """Return what stands still behind the slides, by layout part. InvalidInput where the template cannot be read."""
    key = _key(brand)
    found = _known.get(key)
    if found is None:
        from osloregion_slides.see.furniture_read import read_furniture

        found = _known[key] = read_furniture(brand)
    return found


def _key(brand: Brand) -> tuple[object, ...]:
    if brand.package:
        return brand.template, brand.package
    try:
        about = os.stat(brand.template)
    except OSError:
        return (brand.template,)
    return brand.template, about.st_mtime_ns, about.st_size
