"""The states of charts and themes, and the digests of freeforms, pictures and animations, in deck states."""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack
from typing import TYPE_CHECKING
from zlib import crc32

from osloregion_slides.base.record import Record
from osloregion_slides.brand.wording import english_name
from osloregion_slides.scene import Chart, ChartLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.scene import Image, Slide, Step

    Palette = tuple[tuple[str, str], ...]


# Charts as an update compares them: their data, and the outline's other settings.


class SeriesState(Record):
    """A series of a chart: values in the order of the categories (None: missing), and its colour.

    The colour is the fill of the series (``c:ser/c:spPr``), of a line chart its line's; "" is unknown.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str = ""


class ChartState(Record):
    """A chart's data from its cache; ``type`` as in the Scene, "" for another; ``workbook``: one is embedded.

    ``number_format`` is ``formats`` of the series' codes; ``look`` are the outline's settings beyond the data
    (axes, highlights, labels), "" where there are none; None for a found deck, where they are not read.
    """

    type: str
    categories: tuple[str, ...]
    series: tuple[SeriesState, ...]
    number_format: str = ""
    workbook: bool = True
    look: str | None = ""

    @property
    def data(self) -> ChartState:
        """The chart as it is compared, without fields that only one side knows."""
        return self.replace(workbook=True, look="")


def look_of(chart: Chart) -> str:
    """Return the outline's settings of a chart beyond its data, as one text; "" without."""
    kinds = [(one.name, one.as_line, one.dashed, one.labels, *(["apart"] if one.apart else [])) for one in chart.series]
    own = [kind for kind in kinds if kind[1:] != (False, False, "all")]
    look = chart.look
    shown = (
        look.replace(low=None, high=None, base=None) if chart.style.fitted else look
    )  # ends of the axis that follow from the values
    said = [(name, getattr(shown, name)) for name in ChartLook.__fields__]
    changed = [pair for pair, usual in zip(said, ChartLook()) if pair[1] != usual]  # type: ignore[call-overload]  # a record is a tuple
    return repr((changed, own)) if own or changed else ""


def formats(codes: Iterable[str]) -> str:
    """Return the number formats of a chart's series as one text: each code once, in the order of the series."""
    return " | ".join(dict.fromkeys(filter(None, codes)))


# The theme of a brand and of a found deck.


class ThemeState(Record):
    """The theme of a deck: ``palette`` as in ``Brand``, ``fonts`` for headings and for body text.

    ``layouts`` are the English names of the brand's layouts, distinct and sorted; ``masters`` and ``sheets`` as in
    ``Brand``. A found deck's are not read.
    """

    palette: Palette
    fonts: tuple[str, ...]
    layouts: tuple[str, ...] = ()
    masters: str = ""
    sheets: str = ""


def theme_state(brand: Brand) -> ThemeState:
    """Return the theme of a brand's decks."""
    names = tuple(sorted({english_name(layout.name) for layout in brand.layouts if ":" not in layout.role}))
    fonts = brand.theme_fonts or (brand.heading_font, brand.body_font)
    return ThemeState(brand.palette, fonts, names, brand.masters, brand.sheets)


# Digests, by which paths of freeforms, pictures and animations are compared.


def path_digest(extent: tuple[int, int], rings: Iterable[Iterable[tuple[int, int]]]) -> str:
    """Return the digest of a freeform's path: extent and the rings' points, empty rings left out (CRC-32)."""
    numbers = [*extent]
    for ring in rings:
        points = [number for point in ring for number in point]
        if points:
            numbers.append(len(points))
            numbers += points
    return f"{crc32(pack(f'<{len(numbers)}q', *numbers)):08x}"


def drawing_digest(extent: tuple[int, int], steps: Sequence[Step]) -> str:
    """Return the digest of a freeform's steps (``scene.Freeform``), for closed polygons the same as of their rings."""
    rings: list[list[tuple[int, int]]] = []
    is_open = False
    for name, *numbers in steps:
        if name == "C" or (name == "M") is is_open:
            break
        is_open = name != "Z"
        if name == "M":
            rings.append([])
        if is_open:
            rings[-1].append((numbers[0], numbers[1]))
    else:
        if not is_open:
            return path_digest(extent, rings)
    return f"{crc32(repr((extent, *steps)).encode()):08x}"


def movement(slide: Slide) -> str:
    """Return a slide's transition, with a digest of its animations if it has any."""
    steps = [[(key.removeprefix(slide.key), *rest) for key, *rest in step] for step in slide.reveal]
    return f"{slide.transition} {crc32(repr(steps).encode()):08x}" if steps else slide.transition


def image_digest(image: Image) -> str:
    """Return the digest of a picture: the SHA-1 of the bitmap."""
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]  # hashlib loads OpenSSL
    except ImportError:
        from hashlib import sha1

    found: str = sha1(image.data, usedforsecurity=False).hexdigest()
    return found
