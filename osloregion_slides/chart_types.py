"""The chart types in one table, and their colours: a new type is a row here.

A row states the plot of its series (``c:barChart`` and so on), horizontal or vertical, clustered or stacked. ``kinds``
offer the names, ``pptx`` and ``render`` draw by the row, ``pptx.reading`` maps charts back to names.
"""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.scene import Chart, Colour

if TYPE_CHECKING:
    Plot = Literal["bar", "line", "pie", "doughnut"]
    Unit = Literal["days", "months", "years"]
    Grouping = Literal["clustered", "stacked", "percentStacked", "standard", ""]


class ChartKind(Record):
    """The drawing of a type: the plot (ECMA-376 Part 1, 21.2.2), its direction, and ``c:grouping`` (21.2.3.17)."""

    plot: Plot
    horizontal: bool = False
    grouping: Grouping = "clustered"

    @property
    def is_round(self) -> bool:
        """True for shares of a whole, drawn as slices without axes."""
        return self.plot in ("pie", "doughnut")

    @property
    def is_stacked(self) -> bool:
        """True where the series of a category are stacked."""
        return self.grouping in ("stacked", "percentStacked")

    @property
    def is_percent(self) -> bool:
        """True where each category adds up to 100 %."""
        return self.grouping == "percentStacked"


TYPES: dict[str, ChartKind] = {
    "bar": ChartKind("bar", True),
    "column": ChartKind("bar"),
    "stacked-bar": ChartKind("bar", True, "stacked"),
    "stacked-column": ChartKind("bar", False, "stacked"),
    "percent-bar": ChartKind("bar", True, "percentStacked"),
    "percent-column": ChartKind("bar", False, "percentStacked"),
    "line": ChartKind("line", False, "standard"),
    "combo": ChartKind("bar"),
    "waterfall": ChartKind("bar", False, "stacked"),
    "pie": ChartKind("pie", False, ""),
    "doughnut": ChartKind("doughnut", False, ""),
}
"""The types that an outline can name: ``combo`` adds lines, ``waterfall`` is stacked on a series without fill."""
ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
HOLE = 60
"""The hole of a doughnut, percent of its width."""


def serial_of(date: str) -> int:
    """Return an ISO date as a workbook's serial number, days since 1899-12-30; ValueError for an invalid date."""
    from datetime import date as day

    return day.fromisoformat(date).toordinal() - _DAY_0


def date_of(serial: int) -> str:
    """Return the ISO date of a workbook's serial number; ValueError or OverflowError beyond the calendar."""
    from datetime import date as day

    return day.fromordinal(serial + _DAY_0).isoformat()


_DAY_0 = 693_594
"""1899-12-30 as a Python ordinal."""


class TimeAxis(Record):
    """A time axis: the base unit of its dates, and the interval of its labels with its unit."""

    base: Unit
    step: int
    unit: Unit
    first: int
    last: int

    @property
    def units(self) -> float:
        """The number of base units from the first to the last date, inclusive."""
        return (self.last - self.first) / _LENGTH[self.base] + 1

    def labels(self) -> list[str]:
        """Return the dates that have labels, ISO."""
        first = date_of(self.first)
        year, month = int(first[:4]), int(first[5:7])
        found: list[str] = []
        for count in range(MOST_LABELS * 2):
            months = month - 1 + count * self.step * (12 if self.unit == "years" else 1)
            day = self.first + count * self.step
            date = date_of(day) if self.unit == "days" else _clamped(year + months // 12, months % 12 + 1, first[8:])
            if serial_of(date) > self.last:
                break
            found.append(date)
        return found


MOST_LABELS = 9
_LENGTH = {"days": 1.0, "months": 30.44, "years": 365.25}


def _clamped(year: int, month: int, day: str) -> str:
    """Return the date of a day in a month, at most its last day."""
    last = serial_of(f"{year + month // 12:04}-{month % 12 + 1:02}-01") - serial_of(f"{year:04}-{month:02}-01")
    return f"{year:04}-{month:02}-{min(int(day), last):02}"


def time_axis(chart: Chart) -> TimeAxis:
    """Return the axis of a chart with dates, with at most nine labels at round intervals."""
    days = [serial_of(name) for name in chart.categories]
    code, span = chart.look.dates.rpartition("]")[2], days[-1] - days[0]
    base: Unit = "days" if "d" in code else "months" if "m" in code else "years"
    unit: Unit = "months" if base == "days" and span > 92 else base
    step = 1
    while span / _LENGTH[unit] / step > MOST_LABELS - 1:
        step += 1
    return TimeAxis(base, step, unit, days[0], days[-1])


def kind_of(chart: Chart) -> ChartKind:
    """Return the row of a chart's type."""
    return TYPES[chart.type]


TOTAL, BELOW = 3, " < 0"
"""The index of a waterfall's series of totals, and the suffix of the series for parts below zero."""


def crossing(chart: Chart) -> dict[tuple[int, int], float | None]:
    """Return, by (series, category), the full change of each segment of a waterfall that crosses zero.

    It is drawn in two parts: the one above zero has the label, the one below, None here, has none.
    """
    found: dict[tuple[int, int], float | None] = {}
    names = [one.name for one in chart.series] if chart.type == "waterfall" else []
    for under, name in enumerate(names):
        over = names.index(name[: -len(BELOW)]) if name.endswith(BELOW) and name[: -len(BELOW)] in names else under
        for place, (above, below) in enumerate(zip(chart.series[over].values, chart.series[under].values)):
            if over != under and above is not None and below is not None:
                found[over, place], found[under, place] = abs(above) + abs(below), None
    return found


FEW, FEW_PARTS = 16, 30
"""Maximum numbers of data labels at bars and points, and in segments of bars."""


def labelled(chart: Chart) -> bool:
    """Return whether bars have data labels instead of a value axis, because the values are few enough."""
    if chart.style.named:
        return chart.style.ends
    inside = kind_of(chart).is_stacked and any(series.labels == "all" and not series.hidden for series in chart.series)
    most = FEW_PARTS if inside else FEW
    return len([v for series in chart.series if not series.hidden for v in series.values if v is not None]) <= most


def is_keyed(chart: Chart, index: int) -> bool:
    """Return whether a series is in the legend: not the hidden base of a waterfall, nor its parts below zero."""
    series = chart.series[index]
    return not series.hidden and (chart.type != "waterfall" or index <= TOTAL or series.as_line)


def series_colour(place: int) -> Colour:
    """Return the colour of a series, cycling through the accents."""
    return Colour(ACCENTS[place % len(ACCENTS)])  # type: ignore[arg-type]  # the slots are theme colours


def slice_colour(place: int) -> Colour:
    """Return the colour of a slice: the accents in turn, then lighter variants."""
    light = place // len(ACCENTS) % 2
    return Colour(series_colour(place).slot, 60, 40) if light else series_colour(place)


TARGET = Colour("tx1")
"""The colour of a target line."""


def drawn_type(plots: tuple[tuple[str, bool, str], ...]) -> str:
    """Return the type of a chart with plots of (element, horizontal, grouping), as updates compare it; "" for others.

    Columns with lines are the columns' type and ``+line``; a combo and a waterfall are the types that draw them.
    """
    names = [_name(*plot) for plot in plots]
    if len(names) == 1:
        return names[0]
    joined = len(names) == 2 and names[1] == "line" and names[0] in TYPES and TYPES[names[0]].plot == "bar"
    return f"{names[0]}+line" if joined else ""


def _name(plot: str, horizontal: bool, grouping: str) -> str:
    if plot != "bar":
        return plot
    found = [
        name
        for name, kind in TYPES.items()
        if (kind.plot, kind.horizontal, kind.grouping) == ("bar", horizontal, grouping)
    ]
    return found[0] if found else ""


def state_type(chart: Chart) -> str:
    """Return the type that ``drawn_type`` would find for a chart in the file."""
    kind = kind_of(chart)
    lines = any(series.as_line for series in chart.series)
    return _name(kind.plot, kind.horizontal, kind.grouping) + ("+line" if lines and kind.plot == "bar" else "")


# The value axis with Excel's automatic bounds.

_STEPS = (1, 2, 5, 10)
_LEAST, MOST = 1e-290, 1e300
"""Bounds of spans and sums within which a double keeps its precision."""


def ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """Return round values from at most ``low`` to at least ``high``, in about ``most`` steps or fewer.

    A span below a millionth of the numbers is widened to a tenth of them, because with 16 digits of a float the ticks
    would coincide.
    """
    largest = max(abs(low), abs(high))
    if not high - low > max(largest * 1e-6, _LEAST):
        high = low + (largest / 10 if largest > 10 * _LEAST else 1.0)
    raw = (high - low) / most
    exponent = floor(log10(raw))
    step = next(factor * 10.0**exponent for factor in _STEPS if factor * 10.0**exponent >= raw * 0.999_999)
    first, last = floor(low / step + 1e-6), ceil(high / step - 1e-6)
    return tuple([round(index * step, 2 - exponent) for index in range(first, last + 1)])


def scale(item: Chart) -> tuple[float, ...]:
    """Return the ticks of the value axis, which for lines may begin above zero.

    Like Excel, it omits zero where the values span less than a sixth of the largest. Bounds in the outline take
    precedence.
    """
    kind, ends = kind_of(item), item.look
    if kind.is_percent:
        return ticks(0.0, 1.0, 10)
    values = [
        value for one in item.series if one.as_line and not one.apart for value in one.values if value is not None
    ]
    values += [end for row in _columns(item) for end in row] or ([] if values else [0.0])
    low, high = min(values), max(values)
    if kind.plot == "line" and low > 0 and high - low < high / 6:
        low -= (high - low) / 2
    else:
        low, high = min(0.0, low), max(0.0, high * (1 if kind.plot == "line" else 1.02))
    if ends.low is None and ends.high is None:
        return ticks(low, high)
    low, high = low if ends.low is None else ends.low, high if ends.high is None else ends.high
    if low >= high:  # one bound is given, and all values are at it or beyond
        low, high = (low, low + (abs(low) or 1.0)) if ends.high is None else (high - (abs(high) or 1.0), high)
    inner = [tick for tick in ticks(low, high) if low < tick < high]
    return (low, *inner, high)


def _columns(item: Chart) -> list[tuple[float, ...]]:
    """Return the values of each category, or the two ends of its stack."""
    rows = []
    for row in zip(*[one.values for one in item.series if not one.as_line]):
        there = [value for value in row if value is not None]
        ends = max(-MOST, sum([v for v in there if v < 0])), min(MOST, sum([v for v in there if v > 0]))
        rows.append(ends if kind_of(item).is_stacked else tuple(there))
    return rows
