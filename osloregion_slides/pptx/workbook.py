"""The workbook behind a chart: a minimal .xlsx (ECMA-376 Part 1, 18) that Excel opens on "Edit data".

One sheet, categories in column A from row 2, a series a column with its name in row 1: where the
chart's formulas point. Written here and not by a library, so that no clock gets into it.
"""

from __future__ import annotations

from osloregion_slides.ooxml.names import CONTENT_TYPES, DEFAULT_TYPES, REL_DOCUMENT, REL_THEME, TYPE_THEME, R
from osloregion_slides.ooxml.zip import pack, write_zip
from osloregion_slides.pptx.parts import default_type, override
from osloregion_slides.pptx.relations import Relations
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.scene import Chart

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
"""The sheet's name, as PowerPoint calls it in every language."""


def workbook(chart: Chart, theme: Member | None = None) -> bytes:
    """Return the workbook's bytes; the same chart gives the same bytes.

    With the deck's ``theme``, so that the colours Excel offers there are the brand's.
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
    """Return the number formats of a chart's series, each once, its own first."""
    return tuple(dict.fromkeys([chart.number_format, *[chart.format_of(n) for n in range(len(chart.series))]]))


def styles_part(formats: tuple[str, ...]) -> Xml:
    """Return the styles (18.8): style 1 has the first of the formats, and so on. Excel wants the empty rest."""
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
    """Return the sheet (18.3.1.99): names of series in row 1, a category and its values a row.

    ``texts`` gathers the sheet's texts, each with its number.
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
        rows.append(f'<row r="{row}">{text_cell("A", row, category, texts)}{"".join(values)}</row>')
    return f'{DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def text_cell(column: Xml, row: int, text: str, texts: dict[str, int]) -> Xml:
    """Return a cell that shows a text of the table of texts."""
    number: int = texts.setdefault(text, len(texts))
    return f'<c r="{column}{row}" t="s"><v>{number}</v></c>'


def texts_part(texts: dict[str, int]) -> Xml:
    """Return the table of texts (18.4.9); Excel moves texts there at the next save if they stand in cells."""
    rows = "".join([f'<si><t xml:space="preserve">{esc(text)}</t></si>' for text in texts])
    return f'{DECLARATION}<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{rows}</sst>'


def value_cell(column: Xml, row: int, value: float | None, style: int) -> Xml:
    """Return a cell with a number in the format of a style, nothing where the value is missing."""
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


def is_number(value: float) -> bool:
    """Say whether a value can be drawn: NaN in a chart makes PowerPoint repair the file."""
    return value - value == 0


def decimal(value: float) -> Xml:
    """Return a number as XML writes it (xsd:double): 22, 0.5."""
    return str(int(value)) if value == int(value) else repr(float(value))
