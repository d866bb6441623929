"""The chart part (ECMA-376 Part 1, 21.2) and its workbook: bars, columns, lines and pies in theme colours.

Not written through python-pptx's chart writer: its import costs 110 ms cold, where a whole build takes
60, and a chart with its workbook 4.4 ms against 0.6 in the same run. All its axes, colours and text
would have to be rewritten; its axis ids are negative, which the schema forbids, and its workbook
contains the time of day.

Rules: few values are written at the bars, without a value axis; many get a value axis with hairlines.
Horizontal bars start at the top. Series that never have a value in the same category (one colour
for some bars, another for the rest) share the position of one bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt
from osloregion_slides.chart_types import FEW, HOLE, is_keyed, kind_of, labelled, serial_of, slice_colour, time_axis
from osloregion_slides.ooxml.names import CONTENT_TYPES, DEFAULT_TYPES, REL_DOCUMENT, REL_THEME, TYPE_THEME, A, C, R
from osloregion_slides.ooxml.zip import Member, pack, write_zip
from osloregion_slides.outline.chart_formats import axis_code
from osloregion_slides.pptx.chart_labels import data_labels, end_labels, is_number, text_look
from osloregion_slides.pptx.drawing import NO_FILL, hundredths, line
from osloregion_slides.pptx.markup import default_type, override, solid
from osloregion_slides.pptx.parts import Relations
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc
from osloregion_slides.scene import Chart, Colour, Series, Stroke

if TYPE_CHECKING:
    from osloregion_slides.pptx.chart_labels import Position


# The workbook behind a chart: a minimal .xlsx (ECMA-376 Part 1, 18) that Excel opens on "Edit data".
#
# One sheet, categories in column A from row 2, one column per series with its name in row 1, as the
# chart's formulas expect. Not written by a library, whose workbooks contain the time.

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = {
    "xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml",
    "xl/worksheets/sheet1.xml": f"{_SPREADSHEET}.worksheet+xml",
    "xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
    "xl/sharedStrings.xml": f"{_SPREADSHEET}.sharedStrings+xml",
    "xl/theme/theme1.xml": TYPE_THEME,
}
SHEET = "Sheet1"
"""The sheet's name, which PowerPoint uses in every language."""


def workbook(chart: Chart, theme: Member | None = None) -> bytes:
    """Return the workbook's bytes; the same chart gives the same bytes.

    The deck's ``theme`` makes Excel offer the brand's colours.
    """
    roots, relations = Relations(), Relations()
    roots.relate(REL_DOCUMENT, "xl/workbook.xml")
    sheet = relations.relate(f"{R}/worksheet", "worksheets/sheet1.xml")
    relations.relate(f"{R}/styles", "styles.xml")
    relations.relate(f"{R}/sharedStrings", "sharedStrings.xml")
    if theme is not None:
        relations.relate(REL_THEME, "theme/theme1.xml")
    texts: dict[str, int] = {}
    parts = {
        "_rels/.rels": roots.xml(),
        "xl/workbook.xml": book_part(sheet),
        "xl/_rels/workbook.xml.rels": relations.xml(),
        "xl/worksheets/sheet1.xml": sheet_part(chart, texts),
        "xl/styles.xml": styles_part(formats_of(chart)),
        "xl/sharedStrings.xml": texts_part(texts),
    }
    members = [pack(name, markup.encode("utf-8")) for name, markup in parts.items()]
    if theme is not None:
        members.append(theme.replace(name="xl/theme/theme1.xml"))
    types = content_types([member.name for member in members])
    return write_zip([pack("[Content_Types].xml", types.encode("utf-8")), *members])


def content_types(names: list[str]) -> Xml:
    """Return the content types of the workbook's parts."""
    defaults = [default_type(ending, DEFAULT_TYPES[ending]) for ending in ("rels", "xml")]
    overrides = [override("/" + name, _TYPES[name]) for name in names if name in _TYPES]
    return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{"".join(defaults)}{"".join(overrides)}</Types>'


def book_part(sheet: Xml) -> Xml:
    """Return the workbook part (18.2.27) with its one sheet."""
    return (
        f'{DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{R}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="{sheet}"/></sheets></workbook>'
    )


def formats_of(chart: Chart) -> tuple[str, ...]:
    """Return the distinct number formats of a chart's series, the chart's own first."""
    codes = [chart.number_format, *[chart.format_of(n) for n in range(len(chart.series))]]
    return tuple(dict.fromkeys([*codes, *([chart.look.dates] if chart.look.dates else [])]))


def styles_part(formats: tuple[str, ...]) -> Xml:
    """Return the styles (18.8): style 1 has the first format, and so on. Excel requires the empty elements."""
    codes = "".join([_format(number, code) for number, code in enumerate(formats, 164)])
    looks = "".join([_look(number) for number in range(164, 164 + len(formats))])
    return (
        f'{DECLARATION}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{codes}</numFmts>'
        '<fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(formats) + 1}"><xf xfId="0"/>{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _format(number: int, code: str) -> Xml:
    return f'<numFmt numFmtId="{number}" formatCode="{esc(code)}"/>'


def _look(number: int) -> Xml:
    return f'<xf numFmtId="{number}" xfId="0" applyNumberFormat="1"/>'


def sheet_part(chart: Chart, texts: dict[str, int]) -> Xml:
    """Return the sheet (18.3.1.99): series names in row 1, then one category with its values per row.

    ``texts`` collects the sheet's shared strings with their indices.
    """
    names = [text_cell(column_name(i), 1, series.name, texts) for i, series in enumerate(chart.series, 1)]
    formats = formats_of(chart)
    styles = [formats.index(chart.format_of(n)) + 1 for n in range(len(chart.series))]
    rows = [f'<row r="1">{"".join(names)}</row>']
    for index, category in enumerate(chart.categories):
        row = index + 2
        values = [
            value_cell(column_name(i), row, s.values[index], styles[i - 1]) for i, s in enumerate(chart.series, 1)
        ]
        if chart.look.dates:
            name = value_cell("A", row, float(serial_of(category)), formats.index(chart.look.dates) + 1)
        else:
            name = text_cell("A", row, category, texts)
        rows.append(f'<row r="{row}">{name}{"".join(values)}</row>')
    return f'{DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def text_cell(column: Xml, row: int, text: str, texts: dict[str, int]) -> Xml:
    """Return a cell with a shared string."""
    number: int = texts.setdefault(text, len(texts))
    return f'<c r="{column}{row}" t="s"><v>{number}</v></c>'


def texts_part(texts: dict[str, int]) -> Xml:
    """Return the shared strings (18.4.9); Excel would move inline strings there at the next save."""
    rows = "".join([f'<si><t xml:space="preserve">{esc(text)}</t></si>' for text in texts])
    return f'{DECLARATION}<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{rows}</sst>'


def value_cell(column: Xml, row: int, value: float | None, style: int) -> Xml:
    """Return a cell with a number in the format of a style, "" for a missing value."""
    if value is None or not is_number(value):
        return ""
    return f'<c r="{column}{row}" s="{style}"><v>{decimal(value)}</v></c>'


def column_name(index: int) -> Xml:
    """Return a column's letters; 0 is A, 26 is AA."""
    letters: Xml = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + letters
    return letters


def decimal(value: float) -> Xml:
    """Return a number as xsd:double: 22, 0.5."""
    return str(int(value)) if value == int(value) else repr(float(value))


_HAIR, _BASE = Pt(0.75), Pt(1.875)
_CATEGORY_AXIS, _VALUE_AXIS = 111_111_111, 222_222_222
_CATEGORIES_APART, _VALUES_APART = 333_333_333, 444_444_444
GAP = 55
"""The distance between bars, in percent of their width."""


def chart_part(chart: Chart, workbook: Xml) -> Xml:
    """Return ``c:chartSpace``; ``workbook`` is the relation id of the workbook."""
    legend = (
        f'<c:legend><c:legendPos val="t"/>{_hidden_keys(chart)}<c:overlay val="0"/>{text_look(chart)}</c:legend>'
        if chart.legend
        else ""
    )
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f'<c:lang val="{esc(chart.language)}"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea>{_layout(chart)}{plot(chart)}<c:spPr>{NO_FILL}</c:spPr></c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr>{NO_FILL}{line(None)}</c:spPr>{text_look(chart)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _layout(chart: Chart) -> Xml:
    """Return the layout of the plot without its axes (21.2.2.95), in fractions of the chart."""
    if not chart.style.plot:
        return "<c:layout/>"
    x, y, w, h = chart.style.plot
    sides = f'<c:x val="{x:.5g}"/><c:y val="{y:.5g}"/><c:w val="{w:.5g}"/><c:h val="{h:.5g}"/>'
    modes = '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    return f"<c:layout><c:manualLayout>{modes}{sides}</c:manualLayout></c:layout>"


def plot(chart: Chart) -> Xml:
    """Return the plots of the chart's type with their axes."""
    if kind_of(chart).is_round:
        return slices(chart)
    drawn = range(len(chart.series))
    if kind_of(chart).plot == "line":
        return f"{lines(chart, list(drawn))}{axes(chart)}"
    over = [index for index in drawn if chart.series[index].as_line]
    columns = bars(chart, [index for index in drawn if index not in over])
    apart = [index for index in over if chart.series[index].apart]
    over = [index for index in over if index not in apart]
    drawn_over = f"{lines(chart, over) if over else ''}{lines(chart, apart, True) if apart else ''}"
    return f"{columns}{drawn_over}{axes(chart)}{axes_apart(chart) if apart else ''}"


def _hidden_keys(chart: Chart) -> Xml:
    """Return the deleted legend entries (21.2.2.94)."""
    hidden: list[int] = [index for index in range(len(chart.series)) if not is_keyed(chart, index)]
    return "".join([f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in hidden])


def bars(chart: Chart, shown: list[int]) -> Xml:
    """Return ``c:barChart`` (21.2.2.16), horizontal or vertical, with these series."""
    kind = kind_of(chart)
    series = "".join([bar_series(chart, index) for index in shown])
    overlap = 100 if kind.is_stacked or complementary(chart) else 0
    return (
        f'<c:barChart><c:barDir val="{"bar" if kind.horizontal else "col"}"/><c:grouping val="{kind.grouping}"/>'
        f'<c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="{GAP}"/><c:overlap val="{overlap}"/>{axis_ids()}</c:barChart>'
    )


def bar_series(chart: Chart, index: int) -> Xml:
    """Return one series of bars; negative values keep the colour, highlighted bars get the first accent."""
    series = chart.series[index]
    inside: Position = "inBase" if chart.style.based else "ctr"
    place: Position = inside if kind_of(chart).is_stacked else "inBase" if under_lines(chart) else "outEnd"
    labels = data_labels(chart, place, index) if labelled(chart) else ""
    edge = line(Stroke(chart.style.ground, Pt(1.5))) if chart.style.based else ""
    look = f"{solid(series.colour)}{edge}"
    points = "".join([highlighted(place, chart.style.lit) for place in chart.look.highlight])
    return (
        f"<c:ser>{series_head(series, index)}<c:spPr>{look}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{points}{labels}{series_data(chart, index)}</c:ser>'
    )


def highlighted(place: int, colour: Colour) -> Xml:
    """Return ``c:dPt`` of a highlighted bar."""
    return (
        f'<c:dPt><c:idx val="{place}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{solid(colour)}</c:spPr></c:dPt>"
    )


def under_lines(chart: Chart) -> bool:
    """Return whether columns use the lower half, below lines on a secondary axis."""
    return any(series.apart for series in chart.series)


def lines(chart: Chart, shown: list[int], apart: bool = False) -> Xml:
    """Return ``c:lineChart`` (21.2.2.97) of these series: straight lines with a marker at each value."""
    series = "".join([line_series(chart, index) for index in shown])
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
        f'<c:marker val="1"/>{axis_ids(apart)}</c:lineChart>'
    )


def line_series(chart: Chart, index: int) -> Xml:
    """Return one line, with its values above the markers if they are few. A dashed line has no markers."""
    series = chart.series[index]
    labels = data_labels(chart, "t", index) if labelled(chart) else ""
    labels = end_labels(chart, index) if chart.style.named else labels
    stroke = Stroke(series.colour, Pt(1.5), "dash") if series.dashed else Stroke(series.colour, Pt(2.5))
    dot = f'<c:symbol val="circle"/><c:size val="7"/><c:spPr>{solid(series.colour)}{line(None)}</c:spPr>'
    marker = '<c:symbol val="none"/>' if series.dashed else dot
    return (
        f"<c:ser>{series_head(series, index)}<c:spPr>{line(stroke)}</c:spPr><c:marker>{marker}</c:marker>"
        f'{labels}{series_data(chart, index)}<c:smooth val="0"/></c:ser>'
    )


def slices(chart: Chart) -> Xml:
    """Return ``c:pieChart`` (21.2.2.141) or ``c:doughnutChart`` (21.2.2.50) of the first series.

    Values are beside the slices of a pie, with category names if there is no legend, and in the ring of a doughnut.
    """
    ring = kind_of(chart).plot == "doughnut"
    name = "c:doughnutChart" if ring else "c:pieChart"
    if not chart.series:
        return f'<{name}><c:varyColors val="1"/></{name}>'
    looks = "".join([slice_of_pie(place, chart) for place in range(len(chart.categories))])
    labels = data_labels(chart, "" if ring else "outEnd", 0, not chart.legend)
    hole = f'<c:holeSize val="{HOLE}"/>' if ring else ""
    return (
        f'<{name}><c:varyColors val="1"/><c:ser>{series_head(chart.series[0], 0)}{looks}'
        f"{labels}{series_data(chart, 0)}</c:ser>"
        f'<c:firstSliceAng val="0"/>{hole}</{name}>'
    )


def slice_of_pie(place: int, chart: Chart | None = None) -> Xml:
    """Return ``c:dPt`` of one slice, outlined in the background colour."""
    edge = line(Stroke(chart.style.ground if chart else Colour("bg1"), Pt(1.5)))
    look = solid(fill_of_slice(chart, place) if chart else slice_colour(place))
    return f'<c:dPt><c:idx val="{place}"/><c:bubble3D val="0"/><c:spPr>{look}{edge}</c:spPr></c:dPt>'


def fill_of_slice(chart: Chart, place: int) -> Colour:
    """Return the colour of a slice, including one that an update adds beyond the colours of the chart."""
    return chart.style.slices[place] if place < len(chart.style.slices) else slice_colour(place)


def series_head(series: Series, index: int) -> Xml:
    """Return the index, the order and the name of a series."""
    column = column_name(index + 1)
    return (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{esc(series.name)}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def series_data(chart: Chart, index: int) -> Xml:
    """Return categories and values, each as a workbook reference and cached (21.2.2.24, 21.2.2.224)."""
    count, column = len(chart.categories), column_name(index + 1)
    last = count + 1
    shown = [str(serial_of(name)) for name in chart.categories] if chart.look.dates else chart.categories
    names = "".join([f'<c:pt idx="{i}"><c:v>{esc(name)}</c:v></c:pt>' for i, name in enumerate(shown)])
    form = f"<c:formatCode>{esc(chart.look.dates)}</c:formatCode>" if chart.look.dates else ""
    kind = "num" if form else "str"
    values = "".join([point(i, value) for i, value in enumerate(chart.series[index].values)])
    return (
        f"<c:cat><c:{kind}Ref><c:f>{SHEET}!$A$2:$A${last}</c:f><c:{kind}Cache>{form}"
        f'<c:ptCount val="{count}"/>{names}'
        f"</c:{kind}Cache></c:{kind}Ref></c:cat><c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>{esc(chart.format_of(index))}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{values}</c:numCache></c:numRef></c:val>'
    )


def point(place: int, value: float | None) -> Xml:
    """Return ``c:pt`` of one value, "" for a missing one."""
    if value is None or not is_number(value):
        return ""
    return f'<c:pt idx="{place}"><c:v>{decimal(value)}</c:v></c:pt>'


def axis_format(chart: Chart, values: tuple[float, ...] | None = None) -> str:
    """Return the format code of the value axis, with as many decimals as its steps need."""
    if kind_of(chart).is_percent:
        return "0%"
    code = chart.axis_format or chart.number_format
    if values is None:
        values = tuple([value for series in chart.series for value in series.values if value is not None])
    return code if len(values) <= FEW else axis_code(code, values, kind_of(chart).plot != "line")


def complementary(chart: Chart) -> bool:
    """Return whether no category has bars of two series."""
    bars = [series.values for series in chart.series if not series.as_line]
    return all(len([value for value in values if value is not None]) <= 1 for values in zip(*bars))


def axis_ids(apart: bool = False) -> Xml:
    """Return the ids of both axes, which the schema requires to be unsigned (21.2.2.9)."""
    if apart:
        return f'<c:axId val="{_CATEGORIES_APART}"/><c:axId val="{_VALUES_APART}"/>'
    return f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'


def axes_apart(chart: Chart) -> Xml:
    """Return the secondary axes of lines, without tick labels where their values are written.

    The value axis is never deleted: LibreOffice would then draw the lines on the primary axis.
    """
    low = "" if chart.look.base is None else f'<c:min val="{decimal(chart.look.base)}"/>'
    low = f'<c:max val="{decimal(chart.style.top)}"/>{low}' if chart.style.top is not None else low
    texts = "none" if labelled(chart) else "nextTo"
    code = next((chart.format_of(n) for n, series in enumerate(chart.series) if series.apart), chart.number_format)
    return (
        f'<c:valAx><c:axId val="{_VALUES_APART}"/><c:scaling><c:orientation val="minMax"/>{low}</c:scaling>'
        f'<c:delete val="0"/><c:axPos val="r"/><c:numFmt formatCode="{esc(code)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{texts}"/>'
        f"<c:spPr>{line(None)}</c:spPr>{text_look(chart, chart.style.dim)}"
        f'<c:crossAx val="{_CATEGORIES_APART}"/><c:crosses val="max"/><c:crossBetween val="between"/></c:valAx>'
        f'<c:catAx><c:axId val="{_CATEGORIES_APART}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="{_VALUES_APART}"/><c:crosses val="autoZero"/></c:catAx>'
    )


def axes(chart: Chart) -> Xml:
    """Return the category axis and the value axis (21.2.2.25, 21.2.2.226).

    Bars start at zero, because readers compare their lengths; an automatic axis may start elsewhere.
    Horizontal bars would start at the bottom, so their categories are reversed; the value axis then
    needs ``crosses="max"`` to stay below.
    """
    horizontal, look = kind_of(chart).horizontal, chart.look
    order = "maxMin" if horizontal else "minMax"
    side = "l" if horizontal else "b"
    foot = "b" if horizontal else "l"
    hidden = labelled(chart)
    gone = 1 if hidden and not look.value_title else 0
    hair = f"<c:majorGridlines><c:spPr>{line(Stroke(chart.style.rule, _HAIR))}</c:spPr></c:majorGridlines>"
    grid, dates = "" if hidden else hair, hair if chart.style.ends else ""
    names, ink = text_look(chart, chart.style.dim), chart.style.text if horizontal else chart.style.dim
    base = Stroke(chart.style.axis, _BASE if chart.style.values else _HAIR)
    between = "midCat" if chart.style.ends else "between"  # "between" keeps points off the numbers of an axis
    crosses = "max" if horizontal else "autoZero"
    axis = "dateAx" if look.dates else "catAx"
    code = look.dates or "General"
    steps = '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    if look.dates:
        time = time_axis(chart)
        steps = (
            f'<c:lblOffset val="100"/><c:baseTimeUnit val="{time.base}"/><c:majorUnit val="{time.step}"/>'
            f'<c:majorTimeUnit val="{time.unit}"/>'
        )
    return (
        f'<c:{axis}><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{dates}{axis_title(chart, look.category_title, horizontal)}'
        f'<c:numFmt formatCode="{esc(code)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line(None if horizontal and chart.style.values else base)}</c:spPr>{text_look(chart, ink)}"
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        f"{steps}</c:{axis}>"
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/>{_range(chart)}</c:scaling>'
        f'<c:delete val="{gone}"/><c:axPos val="{foot}"/>{grid}{axis_title(chart, look.value_title, not horizontal)}'
        f'<c:numFmt formatCode="{esc(axis_format(chart))}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="{"none" if hidden and not gone else "nextTo"}"/>'
        f"<c:spPr>{line(None)}</c:spPr>{names}"
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="{crosses}"/><c:crossBetween val="{between}"/></c:valAx>'
    )


def _range(chart: Chart) -> Xml:
    """Return the limits of the value axis: those of the outline, else zero as the lower limit of positive bars."""
    below = any((value or 0) < 0 for series in chart.series if not series.apart for value in series.values)
    low = 0.0 if chart.look.low is None and not below and kind_of(chart).plot != "line" else chart.look.low
    most = "" if chart.look.high is None else f'<c:max val="{decimal(chart.look.high)}"/>'
    least = "" if low is None else f'<c:min val="{decimal(low)}"/>'
    return f"{most}{least}"


def axis_title(chart: Chart, title: str, upright: bool) -> Xml:
    """Return ``c:title`` of an axis (21.2.2.210), "" without one; rotated to read upwards on a vertical axis."""
    if not title:
        return ""
    turned = ' rot="-5400000" vert="horz"' if upright else ""
    size, look = f'sz="{hundredths(chart.size)}" b="0"', solid(chart.style.dim)
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr {size}>{look}</a:defRPr>"
        f'</a:pPr><a:r><a:rPr lang="{esc(chart.language)}" {size}>{look}</a:rPr><a:t>{esc(title)}</a:t></a:r>'
        '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )
