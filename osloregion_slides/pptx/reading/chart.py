"""Reading the data of charts from the cache in the chart part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.chart_types import date_of, drawn_type
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import A, C, R
from osloregion_slides.outline.number_format import is_dated
from osloregion_slides.update.deck_state import nfc
from osloregion_slides.update.state_parts import ChartState, SeriesState, formats

if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.package import Relation
    from osloregion_slides.pptx.reading.deck import Package
    from osloregion_slides.pptx.reading.sheets import Paint

MAX_POINTS = 100_000
SERIES, PLOT_AREA = f"{{{C}}}ser", f"{{{C}}}chart/{{{C}}}plotArea"
SHAPE_PROPERTIES = f"{{{C}}}spPr"
_PLOTS = {"lineChart": "line", "pieChart": "pie", "doughnutChart": "doughnut", "barChart": "bar"}
_ROUND = ("pieChart", "doughnutChart")
_CACHES = ("strRef", "numRef", "multiLvlStrRef")


def read_chart(package: Package, part: str, paint: Paint, formatted: bool) -> ChartState:
    """Return the data of a chart part; with ``formatted``, number formats too."""
    root = package.root(part)
    series, kind = series_of(root), _type(plots_of(root))
    count = max([len(points(one.find(f"{{{C}}}cat"))) for one in series] or [0])
    values = [numbers(one) for one in series]
    count = max([count, *(len(row) for row in values)]) if series else 0
    first = series[0] if series else None
    names = category_names(first.find(f"{{{C}}}cat")) if first is not None else []
    categories = tuple([nfc(name) for name in padded(names, count, "")])
    read = [
        SeriesState(name_of(one), tuple(padded(row, count, None)), colour_of(one, paint))
        for one, row in zip(series, values)
    ]
    codes = formats([_format(one) for one in series]) if formatted else ""
    return ChartState(kind, categories, tuple(read), codes, _source(package, part) is not None, None)


def plots_of(root: Element) -> list[Element]:
    """Return the plots of a chart (``c:barChart`` …) in order."""
    area = root.find(PLOT_AREA)
    if area is None:
        return []
    return [child for child in area if isinstance(child.tag, str) and child.tag.endswith("Chart")]


def series_of(root: Element) -> list[Element]:
    """Return the series of a chart (``c:ser``), plot by plot."""
    return [one for plot in plots_of(root) for one in plot.iterfind(SERIES)]


def _type(plots: list[Element]) -> str:
    """Return the type of ``chart_types.drawn_type``, "" for others."""
    return drawn_type(tuple([_drawn(plot) for plot in plots]))


def _drawn(plot: Element) -> tuple[str, bool, str]:
    """Return the element of a plot, whether its bars are horizontal, and the grouping of its series."""
    direction, grouping = plot.find(f"{{{C}}}barDir"), plot.find(f"{{{C}}}grouping")
    horizontal = direction is not None and direction.get("val", "col") == "bar"
    grouped = grouping.get("val", "clustered") if grouping is not None else "clustered"
    return _PLOTS.get(local_name(plot), ""), horizontal, grouped


def local_name(plot: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(plot.tag).rpartition("}")[2]


def name_of(series: Element) -> str:
    """Return the name of a series, from the cache."""
    holder = series.find(f"{{{C}}}tx")
    literal = holder.find(f"{{{C}}}v") if holder is not None else None
    if literal is not None:
        return nfc(literal.text or "")
    found = points(holder)
    return nfc(found[0]) if found else ""


def colour_of(series: Element, paint: Paint) -> str:
    """Return the colour of a series (of the fill, or of a line chart's line), "" if not stated, and for slices."""
    properties, plot = series.find(SHAPE_PROPERTIES), local_name(series.getparent())
    if properties is None or plot in _ROUND:
        return ""
    colour = paint.fill(properties.find(f"{{{A}}}ln") if plot == "lineChart" else properties)
    return "" if colour == "?" else colour


def cache_of(holder: Element | None) -> Element | None:
    """Return the element that holds the points: a cache, or a literal (21.2.2.24, 21.2.2.224)."""
    if holder is None:
        return None
    for child in holder:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in ("strLit", "numLit"):
            return child
        if name in _CACHES:
            inner = child.find(f"{{{C}}}{name[:-3]}Cache")
            level = inner.find(f"{{{C}}}lvl") if inner is not None else None
            return level if level is not None else inner
    return None


def points(holder: Element | None) -> list[str]:
    """Return the points of categories, values or a name in order, "" where one is missing."""
    cache = cache_of(holder)
    if cache is None:
        return []
    found: dict[int, str] = {}
    for point in cache.iterfind(f"{{{C}}}pt"):
        index, value = whole(point.get("idx"), MAX_POINTS), point.find(f"{{{C}}}v")
        if index < MAX_POINTS and value is not None:
            found[index] = value.text or ""
    count = cache.find(f"{{{C}}}ptCount")
    length = max([whole(count.get("val")) if count is not None else 0, *(index + 1 for index in found)])
    return [found.get(index, "") for index in range(min(length, MAX_POINTS))]


def category_names(holder: Element | None) -> list[str]:
    """Return the names of the categories; numbers with a date format become ISO dates."""
    found, cache = points(holder), cache_of(holder)
    code = cache.find(f"{{{C}}}formatCode") if cache is not None else None
    if code is None or not is_dated(code.text or ""):
        return found
    return [_day(text) for text in found]


def _day(text: str) -> str:
    try:
        return date_of(int(float(text)))
    except (ValueError, OverflowError):
        return text


def numbers(series: Element) -> list[float | None]:
    """Return the values of a series, None for missing and non-numeric ones."""
    return [_number(text) for text in points(series.find(f"{{{C}}}val"))]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    if value - value != 0:
        return None
    return int(value) if value.is_integer() else value


def padded(found: list, count: int, rest: object) -> list:  # type: ignore[type-arg]
    """Return the list padded to the length ``count``."""
    return found + [rest] * (count - len(found))


def _format(series: Element) -> str:
    found = series.find(f"{{{C}}}val/{{{C}}}numRef/{{{C}}}numCache/{{{C}}}formatCode")
    return (found.text or "") if found is not None else ""


def workbook_of(package: Package, part: str) -> str:
    """Return the part of the chart's embedded workbook, "" without one."""
    relation = _source(package, part)
    return relation.target if relation is not None and not relation.external else ""


def _source(package: Package, part: str) -> Relation | None:
    """Return the relation to the chart's workbook, embedded or linked."""
    source = package.root(part).find(f"{{{C}}}externalData")
    found = package.relations(part).get(source.get(f"{{{R}}}id", "")) if source is not None else None
    return found if found is not None and (found.external or found.target in package) else None
