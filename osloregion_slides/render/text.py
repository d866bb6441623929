"""Text as SVG text: one ``text`` element per line, positioned as in PowerPoint and LibreOffice.

Line breaks are the Scene's. Each line has ``textLength``: where the typeface and its metric-compatible fallbacks are
missing, as on phones, another one is condensed to the measured length instead of overflowing.

Baselines were measured in LibreOffice (text boxes of 12-40 pt in five typefaces, spacing 0.9-1.2): their distance is
1.2 × size × spacing in each typeface. The first baseline is 1.0 × size below the top at single spacing, 0.96 × spacing
× size below it when tighter; wider spacing is added above the line. Space before the first paragraph and after the
last is ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Pt
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import Canvas, Typeface, number
from osloregion_slides.scene import Colour, Insets

if TYPE_CHECKING:
    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.scene import Anchor, Box, Paragraph, Run, Text

LINE, TIGHT_ASCENT, ASCENT = 1.2, 0.96, 1.0
DRAWN = 0.9827
"""The drawn width of a line, with kerning, as a share of its measured width, an upper bound."""

_INSETS = Insets()
_INK, _LINK = Colour("tx1"), Colour("hlink")
_ANCHORS = {"l": "", "ctr": ' text-anchor="middle"', "r": ' text-anchor="end"'}
_BULLET_FACE = " font-family=\"Arial, 'Liberation Sans', sans-serif\""
_SOFT_HYPHEN = "\u00ad"


class Look(Record):
    """Character formatting: ``size`` in points, ``spacing`` the letter spacing in points."""

    size: Pt
    bold: bool
    italic: bool
    colour: Colour
    caps: bool = False
    spacing: Pt = Pt(0.0)
    heading: bool = False


def text_lines(
    canvas: Canvas,
    text: Text,
    box: Box,
    levels: tuple[TextStyle, ...],
    insets: Insets | None = None,
    anchor: Anchor = "ctr",
) -> Xml:
    """Return the lines of a text in its rectangle.

    ``levels`` are the inherited styles; ``insets`` and ``anchor`` are defaults for a text that states none.
    """
    return _Setter(canvas, text, box, levels, text.insets or insets or _INSETS, text.anchor or anchor).lines()


class _Setter:
    """The layout of one text; ``left`` and ``width`` are those of its lines, points."""

    def __init__(
        self, canvas: Canvas, text: Text, box: Box, levels: tuple[TextStyle, ...], insets: Insets, anchor: Anchor
    ) -> None:
        self.canvas, self.text, self.levels = canvas, text, levels
        self.left = (box.x + insets.left) / EMU_PER_PT
        self.width = (box.w - insets.left - insets.right) / EMU_PER_PT
        self.places, height = self.stack()
        room = (box.h - insets.top - insets.bottom) / EMU_PER_PT - height
        self.top = (box.y + insets.top) / EMU_PER_PT + {"t": 0.0, "ctr": room / 2, "b": room}[anchor]

    def style(self, paragraph: Paragraph) -> TextStyle | None:
        levels = self.levels
        return levels[min(paragraph.level, len(levels) - 1)] if levels else None

    def stack(self) -> tuple[list[list[float]], float]:
        """Return the baselines of each paragraph's lines from the text's top, and its height, points."""
        y = 0.0
        gap = 0.0
        places: list[list[float]] = []
        for paragraph in self.text.paragraphs:
            style = self.style(paragraph)
            spacing = self.text.line_spacing or (style.line_spacing if style else 1.0)
            if places:
                y += gap + _space(paragraph.before, style.before if style else 0.0)
            pitch = LINE * paragraph.size * spacing
            first = y + paragraph.size * ascent(spacing)
            places.append([first + pitch * line for line in range(len(paragraph.breaks))])
            y += pitch * len(paragraph.breaks)
            gap = _space(paragraph.after, style.after if style else 0.0)
        return places, y

    def lines(self) -> Xml:
        found: list[Xml] = []
        counts: dict[int, int] = {}
        depths: list[int] = []
        for index, (paragraph, places) in enumerate(zip(self.text.paragraphs, self.places)):
            level = paragraph.level
            counts = {known: count for known, count in counts.items() if known <= level}
            counts[level] = counts.get(level, 0) + 1 if paragraph.bullet == "number" else 0
            drawn = self.paragraph(paragraph, places, counts[level])
            if self.canvas.is_tagged and drawn:
                depth = self.depth(index)
                found.append(_begun(depths, depth))
                drawn = drawn if depth else f'<g role="paragraph">{drawn}</g>'
            found.append(drawn)
        return "".join(found) + "</g></g>" * len(depths)

    def depth(self, index: int) -> int:
        """Return the list depth of a paragraph, 0 outside of lists."""
        paragraph = self.text.paragraphs[index]
        if self.canvas.levels:
            return self.canvas.levels[index]
        return paragraph.level + 1 if self.bullet(paragraph, self.style(paragraph), 0) else 0

    def paragraph(self, paragraph: Paragraph, places: list[float], count: int) -> Xml:
        style = self.style(paragraph)
        margin = _length(paragraph.margin, style.margin if style else 0)
        indent = _length(paragraph.indent, style.indent if style else 0)
        bullet = self.bullet(paragraph, style, count)
        align = paragraph.align or (style.align if style else "l")
        ends = (*paragraph.breaks[1:], len(paragraph.plain))
        found: list[Xml] = []
        for index, (start, end, y) in enumerate(zip(paragraph.breaks, ends, places)):
            left = margin + (indent if not index and not bullet else 0.0)
            x = {"l": left, "ctr": (left + self.width) / 2, "r": self.width}[align]
            found.append(self.line(paragraph, style, (start, end), self.left + x, self.top + y, _ANCHORS[align]))
        if bullet and found and found[0]:
            look = self.look(paragraph.runs[0].replace(link=""), paragraph, style)
            place = f' x="{number(self.left + margin + min(indent, 0.0))}" y="{number(self.top + places[0])}"'
            face = _BULLET_FACE if bullet == "•" else ""
            found.insert(0, f'<text aria-hidden="true"{face}{place}{self.letters(look)}>{bullet}</text>')
        return "".join(found)

    def bullet(self, paragraph: Paragraph, style: TextStyle | None, count: int) -> Xml:
        match paragraph.bullet:
            case "number":
                return f"{count}."
            case "dot":
                return "•"
            case "dash":
                return "–"
            case "inherit" if style and style.bullet:
                signs = self.canvas.bullets
                return esc(signs[min(paragraph.level, len(signs) - 1)])
        return ""

    def line(
        self, paragraph: Paragraph, style: TextStyle | None, span: tuple[int, int], x: float, y: float, anchor: Xml
    ) -> Xml:
        """Return one line, "" where it has no characters."""
        pieces = self.pieces(paragraph, span)
        if not pieces:
            return ""
        looks = [self.look(run, paragraph, style) for run, _ in pieces]
        width = 0.0
        for look, (_, part) in zip(looks, pieces):
            width += self.measure(part, look)
        measured = f' textLength="{number(width)}" lengthAdjust="spacingAndGlyphs"' if width > 0 else ""
        inside = "".join([self.piece(run, part, look, looks[0]) for look, (run, part) in zip(looks, pieces)])
        return f'<text x="{number(x)}" y="{number(y)}"{anchor}{self.letters(looks[0])}{measured}>{inside}</text>'

    def pieces(self, paragraph: Paragraph, span: tuple[int, int]) -> list[tuple[Run, str]]:
        """Return the parts of the runs on a line, without trailing space."""
        start, end = span
        found = []
        offset = 0
        for run in paragraph.runs:
            part = run.text[max(0, start - offset) : max(0, end - offset)]
            if part:
                found.append((run, str(self.canvas.number) if run.field == "slidenum" else _visible(part)))
            offset += len(run.text)
        while found and not found[-1][1].rstrip():
            found.pop()
        if found:
            run, part = found[-1]
            broken = paragraph.plain[end - 1 : end] == _SOFT_HYPHEN and end < len(paragraph.plain)
            found[-1] = (run, part.rstrip() + ("-" if broken else ""))
        return found

    def look(self, run: Run, paragraph: Paragraph, style: TextStyle | None) -> Look:
        text = self.text
        bold = run.bold if run.bold is not None else text.bold
        bold = bold if bold is not None else bool(style and style.bold)
        italic = run.italic if run.italic is not None else bool(style and style.italic)
        colour = run.colour or text.colour or (_LINK if run.link else style.colour if style else _INK)
        spacing = paragraph.spacing if paragraph.spacing is not None else style.spacing if style else Pt(0.0)
        if style is None:
            return Look(paragraph.size, bold, italic, colour, spacing=spacing)
        return Look(paragraph.size, bold, italic, colour, style.caps, spacing, style.heading)

    def typeface(self, look: Look) -> Typeface:
        return self.canvas.ink.heading if look.heading else self.canvas.ink.body

    def measure(self, part: str, look: Look) -> float:
        """Return the drawn width in points; negative where the typeface's advances are unknown."""
        metrics = self.typeface(look).metrics
        if not metrics.proven:
            return -1e9
        shown = (part.upper() if look.caps else part).replace("\u00a0", " ")
        return metrics.width(shown, look.bold, look.italic) * look.size * DRAWN + look.spacing * len(shown)

    def piece(self, run: Run, part: str, look: Look, base: Look) -> Xml:
        inside: Xml = esc(part)
        attributes = self.differences(look, base)
        language = f' lang="{esc(run.language)}"' if run.language else ""
        underline = ' text-decoration="underline"' if run.link else ""
        if attributes or language or underline:
            inside = f"<tspan{attributes}{language}{underline}>{inside}</tspan>"
        return self.canvas.linked(run.link, inside)

    def letters(self, look: Look) -> Xml:
        """Return the attributes of a look, except those that the slide's root element sets."""
        ink = self.canvas.ink
        has_own_face = look.heading and ink.heading is not ink.body
        family = f' font-family="{ink.heading.family}"' if has_own_face else ""
        bold = ' font-weight="bold"' if look.bold else ""
        italic = ' font-style="italic"' if look.italic else ""
        apart = f' letter-spacing="{number(look.spacing)}"' if look.spacing else ""
        caps = ' style="text-transform:uppercase"' if look.caps else ""
        return f'{family} font-size="{number(look.size)}"{bold}{italic}{apart}{caps}{self.canvas.ink.fill(look.colour)}'

    def differences(self, look: Look, base: Look) -> Xml:
        """Return the attributes of a run that differ from those of its line's first run."""
        bold = f' font-weight="{"bold" if look.bold else "normal"}"' if look.bold != base.bold else ""
        italic = f' font-style="{"italic" if look.italic else "normal"}"' if look.italic != base.italic else ""
        fill = self.canvas.ink.fill(look.colour) if look.colour != base.colour else ""
        return f"{bold}{italic}{fill}"


def ascent(spacing: float) -> float:
    """Return the distance of the first baseline from the top of its line, in multiples of the size."""
    return TIGHT_ASCENT * spacing if spacing < 1.0 else ASCENT + LINE * (spacing - 1.0)


def _begun(depths: list[int], depth: int) -> Xml:
    """Return the tags that close and open list items and lists before a paragraph; ``depths`` are the open lists."""
    begun = ""
    while depths and depths[-1] > depth:
        depths.pop()
        begun += "</g></g>"
    if depth and depths[-1:] == [depth]:
        return begun + '</g><g role="listitem">'
    if depth:
        depths.append(depth)
        begun += '<g role="list"><g role="listitem">'
    return begun


def _space(own: Pt | None, inherited: float) -> float:
    return inherited if own is None else own


def _length(own: int | None, inherited: int) -> float:
    return (inherited if own is None else own) / EMU_PER_PT


def _visible(part: str) -> str:
    """Return text for SVG, with consecutive spaces protected from being collapsed."""
    for sign in "\n\v\r\t":
        part = part.replace(sign, " ")
    return part.replace(_SOFT_HYPHEN, "").replace("  ", " \u00a0")
