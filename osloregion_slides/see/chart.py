"""Charts as SVG: what PowerPoint makes of the chart part, in the same order, colours and labels.

Bars start at nought. The numbers stand in the description too, for who cannot see the bars.
"""

from __future__ import annotations

from osloregion_slides.pptx.chart import complementary, labelled
from osloregion_slides.pptx.workbook import is_number
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Colour, Stroke
from osloregion_slides.see.canvas import number
from osloregion_slides.see.chart_numbers import formatted, ticks
from osloregion_slides.see.chart_plot import DOT, LINE, Plot
from osloregion_slides.units import Pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Chart, Series
    from osloregion_slides.see.canvas import Canvas

HAIRLINE = Stroke(Colour("tx1", 15, 85), Pt(0.75))
_GAP = 0.45


def chart(canvas: Canvas, item: Chart) -> Xml:
    """Return a chart under its alt text, with its numbers as the description."""
    item = item.replace(series=tuple([_countable(series) for series in item.series]))
    if item.type == "pie":
        from osloregion_slides.see.chart_pie import pie

        inside = pie(canvas, item)
    else:
        inside = _on_axes(canvas, item)
    about = f"<title>{esc(item.alt)}</title><desc>{esc(numbers(item))}</desc>"
    return f'<g data-key="{esc(item.key)}" role="img">{about}{inside}</g>'


def _countable(series: Series) -> Series:
    """Return a series without the values that are no finite numbers; the file leaves them out too."""
    values = tuple([value if value is not None and is_number(value) else None for value in series.values])
    return series.replace(values=values)


def numbers(item: Chart) -> str:
    """Return the numbers of a chart as a sentence for each series."""
    found = []
    for index, series in enumerate(item.series):
        values = [
            f"{name} {formatted(value, item.format_of(index), item.language)}"
            for name, value in zip(item.categories, series.values)
            if value is not None
        ]
        found.append(f"{series.name}: {', '.join(values)}.")
    return " ".join(found)


def _on_axes(canvas: Canvas, item: Chart) -> Xml:
    plot = Plot(canvas, item, scale(item), labelled(item))
    shapes = _lines(canvas, item, plot) if item.type == "line" else _bars(canvas, item, plot)
    return f"{_grid(canvas, plot)}{plot.categories()}{shapes}{plot.legend()}"


def scale(item: Chart) -> tuple[float, ...]:
    """Return the ticks of the value axis. A line's may begin above nought where its values lie close together.

    Excel leaves nought out where the values span less than a sixth of the largest.
    """
    values = [value for series in item.series for value in series.values if value is not None] or [0.0]
    low, high = min(values), max(values)
    if item.type == "line" and low > 0 and high - low < high / 6:
        return ticks(low - (high - low) / 2, high)
    return ticks(min(0.0, low), max(0.0, high * (1 if item.type == "line" else 1.02)))


def _grid(canvas: Canvas, plot: Plot) -> Xml:
    """Return the hairlines with their values, or the base line alone where values stand at the bars."""
    drawn = [plot.rule(max(plot.low, 0.0), canvas.ink.stroke(HAIRLINE))]
    if not plot.labelled:
        drawn += [plot.rule(tick, canvas.ink.stroke(HAIRLINE)) + plot.value(tick) for tick in plot.ticks]
    return "".join(drawn)


def _bars(canvas: Canvas, item: Chart, plot: Plot) -> Xml:
    beside = 1 if complementary(item) else len(item.series)
    thick = plot.step / (beside + _GAP)
    drawn: list[Xml] = []
    for index, series in enumerate(item.series):
        fill = canvas.ink.fill(series.colour)
        for place, value in enumerate(series.values):
            if value is not None:
                start = plot.step * place + thick * (_GAP / 2 + (0 if beside == 1 else index))
                drawn.append(plot.bar(start, thick, value, fill, index))
    return "".join(drawn)


def _lines(canvas: Canvas, item: Chart, plot: Plot) -> Xml:
    drawn: list[Xml] = []
    for index, series in enumerate(item.series):
        runs: list[list[tuple[float, float]]] = [[]]
        for place, value in enumerate(series.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(plot.point(place, value))
        stroke = canvas.ink.stroke(Stroke(series.colour, LINE))
        for run in runs:
            path = "L".join([f"{number(x)} {number(y)}" for x, y in run])
            drawn += [f'<path d="M{path}" fill="none"{stroke}/>'] if len(run) > 1 else []
            drawn += [
                f'<circle cx="{number(x)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(series.colour)}/>' for x, y in run
            ]
        if plot.labelled:
            drawn += [plot.over(place, value, index) for place, value in enumerate(series.values) if value is not None]
    return "".join(drawn)
