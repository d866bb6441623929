"""The chart part (ECMA-376 Part 1, 21.2): bars, columns, lines and pies, quiet and in theme colours.

Written here and not through python-pptx's chart writer: that costs its import (110 ms cold, where a
whole build takes 60) and 4.4 ms a chart with its workbook against 0.6 in the same run. Everything it
writes of axes, colours and text would be rewritten; its axis ids are negative, which the schema
forbids, and its workbook carries the clock.

Rules: values stand at the bars where they are few, and then there is no value axis; else a value axis
with hairlines. Bars read from the top. Series that never have a value in the same category (one colour
for some bars, another for the rest) share one bar's place.
"""

from __future__ import annotations

from osloregion_slides.base.units import Pt
from osloregion_slides.ooxml.names import A, C, R
from osloregion_slides.outline.chart_formats import axis_code
from osloregion_slides.pptx.drawing import NO_FILL, line, solid
from osloregion_slides.pptx.text import hundredths
from osloregion_slides.pptx.workbook import SHEET, column_name, decimal, is_number
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc
from osloregion_slides.scene import Colour, Stroke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.scene import Chart, Series

    Position = Literal["outEnd", "t", "bestFit"]

_INK = Colour("tx1")
_HAIRLINE = Stroke(Colour("tx1", 15, 85), Pt(0.75))
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222
_FEW = 16
_GAP = 45
_SLICES = tuple(
    [
        Colour(slot, mod, off)
        for mod, off in ((100, 0), (60, 40))
        for slot in ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
    ]
)


def chart_part(chart: Chart, workbook: Xml) -> Xml:
    """Return the ``c:chartSpace`` of a chart whose workbook has this relation id."""
    legend = legend_part(chart) if chart.legend else ""
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f'<c:lang val="{esc(chart.language)}"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot(chart)}<c:spPr>{NO_FILL}</c:spPr></c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{NO_FILL}{line(None)}</c:spPr>{text_look(chart)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def plot(chart: Chart) -> Xml:
    """Return the plot of the chart's type, with its axes."""
    match chart.type:
        case "bar" | "column":
            return bars(chart)
        case "line":
            return lines(chart)
        case "pie":
            return pie(chart)


def bars(chart: Chart) -> Xml:
    """Return ``c:barChart`` (21.2.2.16), lying or standing."""
    direction = "bar" if chart.type == "bar" else "col"
    series = "".join([bar_series(chart, index) for index in range(len(chart.series))])
    overlap = 100 if complementary(chart) else 0
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{_GAP}"/><c:overlap val="{overlap}"/>{axis_ids()}</c:barChart>{axes(chart)}'
    )


def bar_series(chart: Chart, index: int) -> Xml:
    """Return one series of bars; a negative value keeps its colour."""
    series = chart.series[index]
    labels = data_labels(chart, "outEnd", index) if labelled(chart) else ""
    return (
        f"<c:ser>{series_head(series, index)}<c:spPr>{solid(series.colour)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{labels}{series_data(chart, index)}</c:ser>'
    )


def lines(chart: Chart) -> Xml:
    """Return ``c:lineChart`` (21.2.2.97): straight lines with a dot at each value."""
    series = "".join([line_series(chart, index) for index in range(len(chart.series))])
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
        f'<c:marker val="1"/>{axis_ids()}</c:lineChart>{axes(chart)}'
    )


def line_series(chart: Chart, index: int) -> Xml:
    """Return one line; its values stand over the dots where they are few."""
    series = chart.series[index]
    labels = data_labels(chart, "t", index) if labelled(chart) else ""
    painted = solid(series.colour)
    return (
        f"<c:ser>{series_head(series, index)}<c:spPr>{line(Stroke(series.colour, Pt(2.5)))}</c:spPr>"
        f'<c:marker><c:symbol val="circle"/><c:size val="7"/><c:spPr>{painted}{line(None)}</c:spPr></c:marker>'
        f'{labels}{series_data(chart, index)}<c:smooth val="0"/></c:ser>'
    )


def pie(chart: Chart) -> Xml:
    """Return ``c:pieChart`` (21.2.2.141) of the first series, named and counted beside each slice."""
    if not chart.series:
        return '<c:pieChart><c:varyColors val="1"/></c:pieChart>'
    slices = "".join([slice_of_pie(place) for place in range(len(chart.categories))])
    names = not chart.legend
    return (
        f'<c:pieChart><c:varyColors val="1"/><c:ser>{series_head(chart.series[0], 0)}{slices}'
        f"{data_labels(chart, 'outEnd', 0, names)}{series_data(chart, 0)}</c:ser>"
        '<c:firstSliceAng val="0"/></c:pieChart>'
    )


def slice_of_pie(place: int) -> Xml:
    """Return the look of one slice: the theme's accents in turn, parted by the background's colour."""
    edge = line(Stroke(Colour("bg1"), Pt(1.5)))
    return (
        f'<c:dPt><c:idx val="{place}"/><c:bubble3D val="0"/>'
        f"<c:spPr>{solid(_SLICES[place % len(_SLICES)])}{edge}</c:spPr></c:dPt>"
    )


def series_head(series: Series, index: int) -> Xml:
    """Return the index, the order and the name of a series."""
    column = column_name(index + 1)
    return (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{esc(series.name)}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def series_data(chart: Chart, index: int) -> Xml:
    """Return categories and values, each with its place in the workbook and as it was (21.2.2.24, 21.2.2.224)."""
    count, column = len(chart.categories), column_name(index + 1)
    last = count + 1
    names = "".join([f'<c:pt idx="{i}"><c:v>{esc(name)}</c:v></c:pt>' for i, name in enumerate(chart.categories)])
    values = "".join([point(i, value) for i, value in enumerate(chart.series[index].values)])
    return (
        f'<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache><c:ptCount val="{count}"/>{names}'
        f"</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>{esc(chart.format_of(index))}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{values}</c:numCache></c:numRef></c:val>'
    )


def point(place: int, value: float | None) -> Xml:
    """Return one value, nothing where it is missing."""
    if value is None or not is_number(value):
        return ""
    return f'<c:pt idx="{place}"><c:v>{decimal(value)}</c:v></c:pt>'


def data_labels(chart: Chart, position: Position, index: int, names: bool = False) -> Xml:
    """Return ``c:dLbls`` (21.2.2.49) with the values of a series, and the categories' names where asked for."""
    named = 1 if names else 0
    apart = "<c:separator>\n</c:separator>" if names else ""
    return (
        f'<c:dLbls><c:numFmt formatCode="{esc(chart.format_of(index))}" sourceLinked="0"/>'
        f"<c:spPr>{NO_FILL}{line(None)}</c:spPr>{text_look(chart)}"
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="{named}"/>'
        f'<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>{apart}</c:dLbls>'
    )


def labelled(chart: Chart) -> bool:
    """Say whether the values stand at the bars: where they are few enough to be read."""
    values = [value for series in chart.series for value in series.values if value is not None]
    return len(values) <= _FEW


def axis_format(chart: Chart, values: tuple[float, ...] | None = None) -> str:
    """Return the format code of the value axis, with as many decimals as its steps need between the chart's values."""
    code = chart.axis_format or chart.number_format
    if values is None:
        values = tuple([value for series in chart.series for value in series.values if value is not None])
    return code if len(values) <= _FEW else axis_code(code, values, chart.type != "line")


def complementary(chart: Chart) -> bool:
    """Say whether no category has a value in two series."""
    return all(len([v for v in values if v is not None]) <= 1 for values in zip(*[s.values for s in chart.series]))


def axis_ids() -> Xml:
    """Return the ids of both axes; the schema wants them unsigned (21.2.2.9)."""
    return f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'


def axes(chart: Chart) -> Xml:
    """Return the category axis and the value axis (21.2.2.25, 21.2.2.226).

    Bars begin at zero, for their lengths are compared; left to itself a program may begin them anywhere.
    A lying chart counts from the bottom unless its categories run backwards; the value axis then has to
    be told to stay below ("max").
    """
    lying = chart.type == "bar"
    order = "maxMin" if lying else "minMax"
    side = "l" if lying else "b"
    foot = "b" if lying else "l"
    hidden = 1 if labelled(chart) else 0
    grid = "" if hidden else f"<c:majorGridlines><c:spPr>{line(_HAIRLINE)}</c:spPr></c:majorGridlines>"
    crosses = "max" if lying else "autoZero"
    below = any((value or 0) < 0 for series in chart.series for value in series.values)
    floor = "" if chart.type == "line" or below else '<c:min val="0"/>'
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line(_HAIRLINE)}</c:spPr>{text_look(chart)}"
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{floor}</c:scaling>'
        f'<c:delete val="{hidden}"/><c:axPos val="{foot}"/>{grid}'
        f'<c:numFmt formatCode="{esc(axis_format(chart))}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr>{line(None)}</c:spPr>{text_look(chart)}'
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{crosses}"/><c:crossBetween val="between"/></c:valAx>'
    )


def legend_part(chart: Chart) -> Xml:
    """Return the legend (21.2.2.93), below the plot and not over it."""
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{text_look(chart)}</c:legend>'


def text_look(chart: Chart) -> Xml:
    """Return ``c:txPr`` (21.2.2.216): size, colour and language of a chart's texts."""
    language = esc(chart.language)
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{hundredths(chart.size)}" b="0">{solid(_INK)}'
        f'</a:defRPr></a:pPr><a:endParaRPr lang="{language}"/></a:p></c:txPr>'
    )
