"""Pictures as SVG: the bytes in the page, cropped by their frame."""

from __future__ import annotations

from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import number, pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Box, Image

_WHOLE = 100_000
Crop = tuple[int, int, int, int]


def data_address(image: Image) -> Xml:
    """Return a picture as a data: address (RFC 2397)."""
    if image.vector:
        return encoded(image.vector, "image/svg+xml")
    return encoded(image.data, image.media_type)


def encoded(data: bytes, media_type: str) -> Xml:
    """Return bytes as a data: address."""
    from base64 import b64encode

    return f"data:{esc(media_type)};base64,{b64encode(data).decode()}"


def framed(address: Xml, box: Box, crop: Crop = (0, 0, 0, 0)) -> Xml:
    """Return the picture stretched so that what ``crop`` leaves (thousandths of a percent) fills the box."""
    left, top, right, bottom = crop
    wide, high = max(1, _WHOLE - left - right), max(1, _WHOLE - top - bottom)
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    if not any(crop):
        return f'<image {place} preserveAspectRatio="none" href="{address}"/>'
    view = " ".join([number(part / 1000) for part in (left, top, wide, high)])
    return (
        f'<svg {place} viewBox="{view}" preserveAspectRatio="none">'
        f'<image width="100" height="100" preserveAspectRatio="none" href="{address}"/></svg>'
    )
