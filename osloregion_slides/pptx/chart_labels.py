"""Labels of charts (ECMA-376 Part 1, 21.2.2.47): values at bars and points, names at the ends of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.units import EMU_PER_PT, Pt
from osloregion_slides.chart_types import TOTAL, crossing, scale
from osloregion_slides.outline.chart_formats import literal_format
from osloregion_slides.pptx.drawing import NO_FILL, hundredths, line
from osloregion_slides.pptx.markup import solid
from osloregion_slides.pptx.xml import Xml, esc

if TYPE_CHECKING:
    from osloregion_slides.scene import Chart, Colour, Series

    Position = Literal["outEnd", "inBase", "t", "ctr", ""]


def is_number(value: float) -> bool:
    """Return whether a value is finite: NaN in a chart makes PowerPoint repair the file."""
    return value - value == 0


def data_labels(chart: Chart, position: Position, index: int, names: bool = False) -> Xml:
    """Return ``c:dLbls`` (21.2.2.49) with the values of a series, and with category names if ``names``.

    ``position`` "" is for types with a single position (doughnuts), on a background that contrasts with every ink.
    """
    series = chart.series[index]
    if series.hidden or series.labels == "none":
        return f"<c:dLbls>{_shows(False, False)}</c:dLbls>"
    apart = "<c:separator>\n</c:separator>" if names else ""
    ground = solid(chart.style.ground) if on_plate(chart, series) or not position else NO_FILL
    place = f'<c:dLblPos val="{position}"/>' if position else ""
    strong = chart.style.above and index == TOTAL
    text = text_look(chart, series.ink or chart.style.text, chart.value_size, bold=strong)
    look = (
        f'<c:numFmt formatCode="{esc(chart.format_of(index))}" sourceLinked="0"/>'
        f"<c:spPr>{ground}{line(None)}</c:spPr>{text}{place}{_shows(True, names)}{apart}"
    )
    if chart.style.above:
        return f"<c:dLbls>{_lifted(chart, index, look)}{_NO_LEADERS}</c:dLbls>"
    if series.labels == "all":
        bare: list[int] = [number for one, number in chart.style.bare if one == index]
        apart_ones = "".join([_label(n, '<c:delete val="1"/>') for n in bare])
        if chart.look.highlight and not series.as_line:  # only a single series has highlighted categories
            bold = look.replace(text, text_look(chart, series.ink or chart.style.text, chart.value_size, bold=True))
            apart_ones = "".join([_label(n, bold) for n in chart.look.highlight if series.values[n] is not None])
        return f"<c:dLbls>{apart_ones}{look}</c:dLbls>"
    last: int = max([place for place, value in enumerate(series.values) if value is not None], default=0)
    return f"<c:dLbls>{_label(last, look)}{_shows(False, False)}</c:dLbls>"


def _lifted(chart: Chart, index: int, look: Xml) -> Xml:
    """Return the labels of a waterfall's series, each beyond the end of its bar; one only for ``labels: last``.

    The label of a bar that crosses zero is its whole change, as a number format of literal text.
    """
    series, whole, made = chart.series[index], crossing(chart), ""
    valued: list[int] = [n for n, value in enumerate(series.values) if value is not None and is_number(value)]
    shown = valued[-1:] if series.labels == "last" else valued
    for n in valued if series.labels == "all" else shown:
        own, moved = look, _moved(-rise(chart, series.values[n] or 0.0))
        if (index, n) in whole:
            change, code = whole[index, n], esc(chart.format_of(index))
            if change is None:
                made += _label(n, '<c:delete val="1"/>')
                continue
            words = esc(literal_format(change, chart.format_of(index), chart.language))
            own = look.replace(f'formatCode="{code}"', f'formatCode="{words}"')
        made += _label(n, moved + own)
    return made + (look if series.labels == "all" else _shows(False, False))


def is_literal(code: str) -> bool:
    """Return whether a format is literal text, as for the bars that cross zero in a waterfall."""
    return code[:1] == '"' == code[-1:] and '";"' in code and code.count('"') == 4


def _label(point: int, content: Xml) -> Xml:
    return f'<c:dLbl><c:idx val="{point}"/>{content}</c:dLbl>'


_NO_LEADERS = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"'
    ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
"""No leader lines to moved labels, which LibreOffice draws by default."""


def rise(chart: Chart, value: float) -> float:
    """Return the offset of a value above the middle of its bar (negative below), as a fraction of the height."""
    ticks = scale(chart)
    part = abs(value) / ((ticks[-1] - ticks[0]) or 1.0) * chart.style.plot[3]
    over = part / 2 + chart.value_size * 0.62 * EMU_PER_PT / chart.box.h
    return -over if value < 0 else over


def on_plate(chart: Chart, series: Series) -> bool:
    """Return whether a series' values are on a plate in the background colour: lines over bars with the same axis."""
    return series.as_line and not series.apart


def end_labels(chart: Chart, index: int) -> Xml:
    """Return the name of a line at its last point, and its values at both ends if the style has them."""
    series = chart.series[index]
    valued: list[int] = [n for n, value in enumerate(series.values) if value is not None and is_number(value)]
    if not valued:
        return f"<c:dLbls>{_shows(False, False)}</c:dLbls>"
    written = chart.style.ends and series.labels != "none"
    form = f'<c:numFmt formatCode="{esc(chart.format_of(index))}" sourceLinked="0"/>'
    ground = f"{form}<c:spPr>{NO_FILL}{line(None)}</c:spPr>"
    look = f"{ground}{text_look(chart, series.ink, wrap=False, bold=True)}"
    plain = f"{ground}{text_look(chart, series.ink, wrap=False)}"
    left, right = chart.style.shifts[index] if index < len(chart.style.shifts) else (0.0, 0.0)
    name = (
        f'<c:dLbl><c:idx val="{valued[-1]}"/>{_moved(right)}{look}<c:dLblPos val="r"/>'
        f"{_shows(written, False, True)}<c:separator>  </c:separator></c:dLbl>"
    )
    first = ""
    if written and series.labels == "all" and len(valued) > 1:
        shown = f'{plain}<c:dLblPos val="l"/>{_shows(True, False)}'
        first = f'<c:dLbl><c:idx val="{valued[0]}"/>{_moved(left)}{shown}</c:dLbl>'
    return f"<c:dLbls>{first}{name}{_shows(False, False)}{_NO_LEADERS if left or right else ''}</c:dLbls>"


def _moved(down: float) -> Xml:
    """Return the layout of a label moved down by a fraction of the chart's height."""
    return (
        f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{down:.5g}"/></c:manualLayout></c:layout>' if down else ""
    )


def _shows(values: bool, names: bool, series: bool = False) -> Xml:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(values)}"/><c:showCatName val="{int(names)}"/>'
        f'<c:showSerName val="{int(series)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )


def text_look(
    chart: Chart, ink: Colour | None = None, size: Pt | None = None, wrap: bool = True, bold: bool = False
) -> Xml:
    """Return ``c:txPr`` (21.2.2.216): the size, colour and language of a chart's text."""
    body = "<a:bodyPr/>" if wrap else '<a:bodyPr wrap="none"/>'
    language, fill = esc(chart.language), solid(ink or chart.style.text)
    return (
        f'<c:txPr>{body}<a:lstStyle/><a:p><a:pPr><a:defRPr sz="{hundredths(size or chart.size)}" b="{int(bold)}">{fill}'
        f'</a:defRPr></a:pPr><a:endParaRPr lang="{language}"/></a:p></c:txPr>'
    )
