"""Contrast of text with its background, through theme, colour map and colour transforms (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import colorsys
import functools
from typing import Any

from tests.judges.read import A, Box, Item, P, Page, inherited, pages, runs, size, text_styles

Rgb = tuple[float, float, float]
LARGE, LARGE_BOLD = 24.0, 18.66
HLINK_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"
FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")


def contrasts(path: str) -> list[str]:
    """Text stands out from its ground by 4.5 : 1, large text by 3 : 1; grounds that are pictures are not judged."""
    found = []
    for page in pages(path):
        paper, furniture = _background(page), _furniture(page)
        for index, item in enumerate(page.items):
            if item.kind == "grpSp":
                continue
            for run, _, level, cell in runs(item):
                ground = _ground(page, index, cell, paper, furniture)
                ink = _ink(run, level, item, page, ground)
                if ground is None or ink is None:
                    continue
                points = size(run, level, item, page)
                floor = 3.0 if points >= (LARGE_BOLD if _bold(run, level, item, page) else LARGE) else 4.5
                if (value := ratio(ink, ground)) < floor - 0.005:
                    found.append(page.says(item, f"contrast {value:.2f}, not {floor}: {run.findtext(A + 't')[:40]!r}"))
    return found


def ratio(one: Rgb, two: Rgb) -> float:
    """Return the contrast ratio of two colours (channels 0 to 1)."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _bold(run: Any, level: int, item: Item, page: Page) -> bool:
    for style in (run.find(A + "rPr"), *text_styles(item, page, level)):
        if style is not None and style.get("b") is not None:
            return style.get("b") in ("1", "true")
    return False


def _ink(run: Any, level: int, item: Item, page: Page, ground: Rgb | None) -> Rgb | None:
    properties = run.find(A + "rPr")
    link = properties.find(A + "hlinkClick") if properties is not None else None
    if link is not None and not any(mark.get("val") == "tx" for mark in link.iter(HLINK_COLOUR)):
        return _palette(page).get("hlink")
    for style in (properties, *text_styles(item, page, level)[: -1 if item.placeholder is None else None]):
        if style is not None and (fill := style.find(A + "solidFill")) is not None:
            return colour(fill[0], page, ground)
    reference = item.element.find(f"{P}style/{A}fontRef")
    if reference is not None and len(reference):
        return colour(reference[0], page, ground)
    fallback = text_styles(item, page, level)[-1:]
    if fallback and (fill := fallback[0].find(A + "solidFill")) is not None:
        return colour(fill[0], page, ground)
    return None if item.kind == "graphicFrame" else _palette(page)["tx1"]


def _ground(page: Page, index: int, cell: Any, paper: Rgb | None, furniture: list[tuple[Any, Box]]) -> Rgb | None:
    """Return the colour under the middle of a shape's text; None where it is not one colour."""
    item = page.items[index]
    if item.box is None:
        return None
    at = ((item.box.left + item.box.right) / 2, (item.box.top + item.box.bottom) / 2)
    ground = paper
    for shape, box in furniture:
        ground = _painted(shape, box, at, page, ground)
    for below in page.items[: index + 1]:
        if below.kind != "grpSp" and below.box is not None:
            ground = _painted(below.element, below.box, at, page, ground)
    if cell is not None:
        fill = cell.find(A + "tcPr")
        chosen = [child for child in fill if _local(child) in FILLS] if fill is not None else []
        if not chosen:
            return None  # the table style's business
        ground = _fill(chosen[0], page, ground)
    return ground


def _furniture(page: Page) -> list[tuple[Any, Box]]:
    """Return the shapes that master and layout draw under the slide, with their boxes."""
    layout = page.slide.slide_layout
    sources = [layout] if layout._element.get("showMasterSp") in ("0", "false") else [layout.slide_master, layout]
    if page.slide._element.get("showMasterSp") in ("0", "false"):
        sources = []
    return [
        (shape._element, Box(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height))
        for source in sources
        for shape in source.shapes
        if not shape.is_placeholder and shape.width is not None
    ]


def _background(page: Page) -> Rgb | None:
    layout = page.slide.slide_layout
    for source in (page.slide, layout, layout.slide_master):
        background = source._element.find(f"{P}cSld/{P}bg")
        if background is None:
            continue
        reference = background.find(P + "bgRef")
        if reference is not None:
            return colour(reference[0], page, None)
        fill = [child for child in background.find(P + "bgPr") if _local(child) in FILLS]
        return _fill(fill[0], page, None) if fill else None
    return _palette(page)["bg1"]


def _painted(element: Any, box: Box, at: tuple[float, float], page: Page, ground: Rgb | None) -> Rgb | None:
    """Return the colour at a point once this shape is drawn on the ground."""
    if not _covers(element, box, at):
        return ground
    if element.tag == P + "pic":
        return None
    properties = element.find(P + "spPr")
    if properties is None or element.tag == P + "cxnSp":
        return ground
    candidates = [element, *inherited(element, page.slide)]
    for candidate in candidates:
        fills = [child for child in candidate.find(P + "spPr") if _local(child) in FILLS]
        if fills:
            return _fill(fills[0], page, ground)
    reference = element.find(f"{P}style/{A}fillRef")
    if reference is not None and reference.get("idx") != "0" and len(reference):
        return colour(reference[0], page, ground)
    return ground


def _covers(element: Any, box: Box, at: tuple[float, float]) -> bool:
    x, y = at
    if not (box.left <= x <= box.right and box.top <= y <= box.bottom):
        return False
    preset = element.find(f"{P}spPr/{A}prstGeom")
    if preset is not None and preset.get("prst") == "ellipse":
        wide, high = (box.right - box.left) / 2, (box.bottom - box.top) / 2
        return ((x - box.left - wide) / wide) ** 2 + ((y - box.top - high) / high) ** 2 <= 1
    paths = element.findall(f"{P}spPr/{A}custGeom/{A}pathLst/{A}path")
    return not paths or any(_inside(path, box, at) for path in paths)


def _inside(path: Any, box: Box, at: tuple[float, float]) -> bool:
    """Whether a point lies in a polygon, by the even-odd rule over all its rings."""
    sx = (box.right - box.left) / max(1, int(path.get("w", "1")))
    sy = (box.bottom - box.top) / max(1, int(path.get("h", "1")))
    inside = False
    ring: list[tuple[float, float]] = []
    for step in [*path, None]:
        if step is None or _local(step) == "moveTo":
            for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
                if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
                    inside = not inside
            ring = []
        if step is not None:
            ring += [(box.left + int(p.get("x")) * sx, box.top + int(p.get("y")) * sy) for p in step.findall(A + "pt")]
    return inside


def _fill(fill: Any, page: Page, ground: Rgb | None) -> Rgb | None:
    kind = _local(fill)
    if kind in ("noFill", "grpFill"):
        return ground
    return colour(fill[0], page, ground) if kind == "solidFill" else None


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def colour(element: Any, page: Page, ground: Rgb | None) -> Rgb | None:
    """Return a DrawingML colour with its transforms; transparency lets the ground through."""
    kind = _local(element)
    if kind == "schemeClr":
        rgb = _palette(page)[element.get("val")]
    elif kind in ("srgbClr", "sysClr"):
        rgb = _hex(element.get("lastClr") or element.get("val"))
    else:
        return None
    alpha = 1.0
    for transform in element:
        share = int(transform.get("val", "100000")) / 100_000
        if _local(transform) == "alpha":
            alpha = share
        else:
            rgb = _transformed(rgb, _local(transform), share)
    if alpha == 1.0:
        return rgb
    return None if ground is None else _mixed(rgb, ground, alpha)


def _mixed(top: Rgb, ground: Rgb, alpha: float) -> Rgb:
    r, g, b = (alpha * one + (1 - alpha) * two for one, two in zip(top, ground))
    return r, g, b


def _transformed(rgb: Rgb, name: str, share: float) -> Rgb:
    if name in ("shade", "tint"):
        end = 0.0 if name == "shade" else 1.0
        r, g, b = (_shown(share * _light(part) + (1 - share) * end) for part in rgb)
        return r, g, b
    hue, light, saturation = colorsys.rgb_to_hls(*rgb)
    if name == "lumMod":
        light *= share
    elif name == "lumOff":
        light += share
    elif name == "satMod":
        saturation *= share
    return colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), min(1.0, max(0.0, saturation)))


def _light(part: float) -> float:
    """What a screen makes of a part, and back: PowerPoint mixes light, not numbers."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _shown(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def _hex(digits: str) -> Rgb:
    r, g, b = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return r, g, b


def _palette(page: Page) -> dict[str, Rgb]:
    return _read_palette(page.slide.part)


@functools.lru_cache(maxsize=64)
def _read_palette(part: Any) -> dict[str, Rgb]:
    """Return the theme's colours under the names a slide calls them by, the colour map applied."""
    from lxml import etree

    slide = part.slide
    master = slide.slide_layout.slide_master
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    scheme = etree.fromstring(part.blob).find(f"{A}themeElements/{A}clrScheme")
    own = {_local(entry): _hex(entry[0].get("lastClr") or entry[0].get("val")) for entry in scheme}
    mapping = dict(master._element.find(P + "clrMap").attrib)
    for source in (slide.slide_layout, slide):
        override = source._element.find(f"{P}clrMapOvr/{A}overrideClrMapping")
        mapping.update(override.attrib if override is not None else {})
    return {**own, **{name: own[target] for name, target in mapping.items()}}
