"""The look of each object: markup beyond what an update compares, stored in the deck to detect edits of it.

An update compares what ``update.deck_state`` owns. Text colours, alignment, fonts, insets, borders, effects and all
unforeseen formatting are in the markup besides. The look of an object is that markup without its names, position,
points and text. Builds store it verbatim, each distinct piece of a slide once, for the update to parse
(``reading/looks``). This costs a cold build 1.4 % of its processor time, a warm one 3 %; digests cost 20 and 65 %.

Objects without text, adjusted corners or unusual lines need no look: all their markup is compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Connector, Freeform, Placeholder, Shape, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.scene import Item

    Look = tuple[Xml, ...]
    """Pieces of markup; () if nothing needs to be stored."""

ROW = "<a:tr"
_LETTERS = late("<a:t>[^<]*</a:t>")
_TEXT, _GUIDES = "<p:txBody>", ("<a:avLst>", "</a:avLst>")


def look_of(item: Item, markup: Xml) -> Look:
    """Return the look of an object from its markup; that of a chart is in its part (``chart_look``)."""
    match item:
        case Shape():
            line = item.line
            if line is not None and (line.round or line.head or line.tail):
                return (_whole(markup),)
            guides = markup.partition(_GUIDES[0])[2].partition(_GUIDES[1])[0] if item.adjust else ""
            if item.text:
                return (guides + _LETTERS.sub("", markup[markup.index(_TEXT) :]),)
            return (guides,) if guides else ()
        case Placeholder():
            return (_LETTERS.sub("", markup[markup.index(_TEXT) :]),)
        case Table():
            head, *rows = _LETTERS.sub("", markup[markup.index("<a:tbl>") :]).split(ROW)
            return (head, *[ROW + row for row in rows])
        case Freeform() | Connector():
            line = item.line
            is_plain = line is None or not (line.round or line.head or line.tail)
            return () if is_plain and not getattr(item, "elbow", False) else (_whole(markup),)
        case _:
            return ()


def _whole(markup: Xml) -> Xml:
    return _LETTERS.sub("", markup[markup.index("<p:spPr>") :])


_CHART = (
    r"<c:(?:majorGridlines|minorGridlines|title|trendline|errBars|dTable|hiLowLines|dropLines|upDownBars)\b"
    r'|<c:dLblPos val="[^"]*"|<c:numFmt formatCode="(?!General")[^"]*"'
    r'|<a:ln w="(?!9525")[^"]*"|<a:prstDash val="(?!solid")[^"]*"|<a:(?:outerShdw|glow|softEdge|gradFill|pattFill)\b'
    r'|<c:(?:legendPos|tickLblPos|majorUnit|min|max|logBase|symbol|explosion|holeSize|shape) val="[^"]*"'
    r'|<c:(?:delete|smooth|showVal|showPercent|showSerName|showCatName|roundedCorners|showLeaderLines) val="1"'
    r'|<c:gapWidth val="(?!150")[^"]*"|<c:overlap val="(?!0")[^"]*"|<c:grouping val="(?:stacked|percentStacked)"'
    r"|<c:txPr>.*?</c:txPr>|<c:dLbl>(?:(?!</c:dLbl>).)*<c:tx>"
)
"""Settings that people change in a chart, and labels they type. The rest differs with the program that saves it."""
_POINT = late('<c:dPt><c:idx val="([^"]*)"/>.*?</c:dPt>', re.DOTALL)
_COLOUR = late('<a:(?:scheme|srgb)Clr val="([^"]*)"')
_PLACE = late("<c:manualLayout>.*?</c:manualLayout>", re.DOTALL)
_SIDE = late(r'<c:[xywh] val="(-?[\d.]+(?:[eE]-?\d+)?)"')


def chart_look(part: Xml, workbook: int) -> Look:
    """Return the look of a chart from its part and the CRC-32 of its workbook.

    Positions of plot and labels have three decimals, because programs round.
    """
    sides = [[f"{float(side):.3f}" for side in _SIDE.findall(one)] for one in _PLACE.findall(part)]
    places = [f"chart place {' '.join(one)}" for one in sides]
    points = [f"chart point {one[1]} {' '.join(_COLOUR.findall(one[0]))}" for one in _POINT.finditer(part)]
    settings = [f"chart {one}" for one in re.findall(_CHART, part, re.DOTALL)]
    return (f"workbook {workbook}", *places, *points, *settings)


def moving_look(movement: Xml) -> Look:
    """Return the look of a slide's transition and animations, without what differs between programs."""
    if not movement:
        return ()
    transition = re.search(r"<p:transition(?: [^>]*[^/])?>\s*<(?:\w+:)?(\w+)", movement)
    lines = [f"transition {transition[1]}"] if transition else []
    if timed := re.search(r'<p:transition\b[^>]* advTm="(\d+)"', movement):
        lines.append(f"advances {timed[1]}")
    effects = re.findall(r'presetID="(\d+)"', movement)
    lines += [f"effect {one} {effects.count(one)}" for one in sorted(set(effects))]
    lines += [f"animated {one}" for one in sorted(set(re.findall(r'<p:spTgt spid="(\d+)"', movement)))]
    return tuple(lines)


def slide_form(key: str, looks: list[Look]) -> Xml:
    """Return the looks of a slide and its objects in order, for a ``CDATA`` section."""
    places: dict[Xml, int] = {}
    place = places.setdefault
    entries = [
        f"{at}:{place(look[0], len(places))}"
        if len(look) == 1
        else f"{at}:{'.'.join([str(place(one, len(places))) for one in look])}"
        for at, look in enumerate(looks)
        if look
    ]
    return "\n".join([" ".join([esc(key), str(len(looks)), *entries]), *places, "\n"])


def looks_section(forms: Iterable[Xml]) -> Xml:
    """Return the element that holds the looks of slides (``slide_form``), "" without any."""
    listed = "".join(forms).replace("]]>", "")  # other programs may write it in an attribute
    return f"<osr:looks><![CDATA[{listed}]]></osr:looks>" if listed else ""
