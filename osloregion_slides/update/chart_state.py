"""Charts as an update compares them: their data, and what the outline says beyond it."""

from __future__ import annotations

from collections.abc import Iterable

from osloregion_slides.base.record import Record
from osloregion_slides.scene import Chart, ChartLook


class SeriesState(Record):
    """A series of a chart: values in the order of the categories (None is missing), and its colour.

    The colour is the fill of the series (``c:ser/c:spPr``), of a line chart its line's; "" is no opinion.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str = ""


class ChartState(Record):
    """A chart's data from its cache; ``type`` as in the Scene, "" for another; ``workbook``: is one embedded.

    ``number_format`` is what ``formats`` makes of the series' codes; ``look`` is what the outline says beyond the data
    (axes, highlights, labels), "" where it says nothing; None of a found deck, where it is not read.
    """

    type: str
    categories: tuple[str, ...]
    series: tuple[SeriesState, ...]
    number_format: str = ""
    workbook: bool = True
    look: str | None = ""

    @property
    def data(self) -> ChartState:
        """The chart as two sides compare it: without what only one of them knows."""
        return self.replace(workbook=True, look="")


def look_of(chart: Chart) -> str:
    """Return what an outline says of a chart beyond its data, as one text; "" without."""
    kinds = [(one.name, one.as_line, one.dashed, one.labels, *(["apart"] if one.apart else [])) for one in chart.series]
    own = [kind for kind in kinds if kind[1:] != (False, False, "all")]
    look = chart.look
    shown = (
        look.replace(low=None, high=None, base=None) if chart.style.fitted else look
    )  # ends that follow from the values are said by these
    said = [(name, getattr(shown, name)) for name in ChartLook.__fields__]
    changed = [pair for pair, usual in zip(said, ChartLook()) if pair[1] != usual]  # type: ignore[call-overload]  # a record is a tuple
    return repr((changed, own)) if own or changed else ""


def formats(codes: Iterable[str]) -> str:
    """Return the number formats of a chart's series as one text: each code once, in the order of the series."""
    return " | ".join(dict.fromkeys(filter(None, codes)))
