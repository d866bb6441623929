"""A small brand over python-pptx's default template, and a deck with one of everything, made by hand."""

from __future__ import annotations

import functools
import os
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pptx

from osloregion_slides.base.findings import Location
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.load import load_brand
from osloregion_slides.scene import (
    Box,
    Cell,
    Chart,
    Colour,
    Connector,
    ConnectorEnd,
    Deck,
    Freeform,
    Group,
    Image,
    Paragraph,
    Picture,
    Placeholder,
    Row,
    Run,
    Series,
    Shape,
    Slide,
    Stroke,
    Table,
    Text,
)

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand, LayoutRole
    from osloregion_slides.scene import Item

TEMPLATE = os.path.join(os.path.dirname(pptx.__file__), "templates", "default.pptx")
NAVY, WHITE = Colour("accent1", 75), Colour("bg1")


@functools.cache
def brand() -> Brand:
    return load_brand(os.path.basename(TEMPLATE), os.path.dirname(TEMPLATE))


@functools.cache
def own() -> Brand:
    return load_brand("osloregionen", os.path.dirname(__file__))


def box_of(x: float, y: float, w: float, h: float) -> Box:
    """A box from inches."""
    return Box(*(Emu(round(n * 914_400)) for n in (x, y, w, h)))


def text(*words: str, size: float = 18, colour: Colour | None = None, **changes: Any) -> Text:
    paragraphs = tuple(Paragraph((Run(word),), Pt(size)) for word in words)
    return Text(paragraphs, "nb-NO", Emu(0), colour=colour, **changes)


def title(key: str, words: str, role: LayoutRole = "title_only", kind: str = "title") -> Placeholder:
    slot = brand().layout(role).slot(kind)
    assert slot
    return Placeholder(f"{key}/title", slot.type, slot.idx, slot.box, text(words, size=slot.levels[0].size))


def slide(key: str, *items: Item, role: str = "title_only", **changes: Any) -> Slide:
    return Slide(key, role, key, items, changes.pop("language", "nb-NO"), Location("decks/sample.yaml", 1), **changes)


def deck(*slides: Slide, key: str = "sample", **changes: Any) -> Deck:
    return Deck(key, changes.pop("title", "Prøvedekk"), "nb-NO", brand().width, brand().height, slides, **changes)


def png(width: int = 2, height: int = 2, shade: int = 200) -> bytes:
    """A grey PNG, written by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    head = chunk(b"IHDR", struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"><rect width="2" height="2"/></svg>'


def chart(kind: str, key: str = "chart", series: int = 2, **changes: Any) -> Chart:
    names, colours = ("2007", "2008"), (Colour("accent1"), Colour("accent2", 60, 40))
    rows = ((22.0, 18.0, None), (1.5, None, 3.0))
    found = tuple(Series(n, v, c) for n, v, c in zip(names, rows, colours))[:series]
    categories = ("Akershus", "Østfold & Follo", "Oslo <by>")
    return Chart(f"{key}/chart", box_of(1, 2, 6, 4), kind, categories, found, Pt(14), "Søyler", "nb-NO", **changes)


def table(key: str = "table") -> Table:
    rule = Stroke(Colour("tx1", 50, 50), Pt(0.75))
    head = tuple(Cell(text(w, size=14, colour=WHITE, bold=True), NAVY) for w in ("Fylke", "Antall"))
    body = tuple(Cell(text(w, size=14), None, rule) for w in ("Akershus", "22"))
    rows = (Row(Emu(400_000), head), Row(Emu(400_000), body))
    return Table(f"{key}/table", box_of(1, 2, 4, 1), (Emu(2_000_000), Emu(1_657_600)), rows, "Kommuner i hvert fylke")


def diagram(key: str = "diagram") -> Group:
    """Two boxes and a circle, joined; the connectors stand behind what they join."""
    pen = Stroke(Colour("accent1"), Pt(1.5))
    shapes = (
        Shape(
            f"{key}/a",
            box_of(3, 2, 2, 1),
            "roundRect",
            NAVY,
            None,
            text("Styret", colour=WHITE),
            adjust=(("adj", 9000),),
        ),
        Shape(f"{key}/b", box_of(1, 4, 2, 1), "rect", None, pen, text("Sekretariat")),
        Shape(f"{key}/c", box_of(6, 4, 2, 1), "ellipse", Colour("accent2", 60, 40, 80), None, text("Gruppe")),
    )
    lines = (
        Connector(f"{key}/a-b", ConnectorEnd(f"{key}/a", 2), ConnectorEnd(f"{key}/b", 0), pen, elbow=True),
        Connector(
            f"{key}/a-c",
            ConnectorEnd(f"{key}/a", 2),
            ConnectorEnd(f"{key}/c", 0),
            Stroke(Colour("tx1"), tail=True),
            elbow=True,
        ),
        Connector(f"{key}/b-c", ConnectorEnd(f"{key}/b", 3), ConnectorEnd(f"{key}/c", 2), pen),
    )
    return Group(f"{key}/all", (*lines, *shapes), "Styret over sekretariat og gruppe")


def freeform(key: str = "map") -> Freeform:
    rings = (((0, 0), (100, 0), (100, 80), (0, 80)), ((20, 20), (20, 40), (40, 40), (40, 20)))
    return Freeform(f"{key}/oslo", box_of(1, 2, 3, 2), (100, 80), rings, NAVY, Stroke(WHITE), "Oslo")


def everything() -> Deck:
    """A deck with every kind of item, notes, sections, a hidden slide, links and fields."""
    linked = Text(
        (
            Paragraph(
                (
                    Run("Se "),
                    Run("nettstedet", bold=True, link="www.osloregionen.no"),
                    Run("\nog "),
                    Run("kartet", link="#map"),
                ),
                Pt(18),
            ),
            Paragraph(
                (Run("dypere", italic=True, language="en-GB"),),
                Pt(28),
                level=1,
                bullet="number",
                before=Pt(6),
                margin=Emu(457_200),
            ),
        ),
        "nb-NO",
        Emu(0),
    )
    body = brand().layout("content").slot("obj")
    footer = next(s for s in brand().layout("content").slots if s.type == "ftr")
    number = next(s for s in brand().layout("content").slots if s.type == "sldNum")
    field = Text((Paragraph((Run("2", field="slidenum"),), Pt(12)),), "nb-NO", Emu(0))
    picture = Image(png(), "image/png", 2, 2)
    assert body
    return deck(
        slide("cover", title("cover", "Osloregionen", "cover", "ctrTitle"), role="cover", section="Åpning"),
        slide(
            "content",
            title("content", "Innhold", "content"),
            Placeholder("content/body", "obj", body.idx, body.box, linked),
            Placeholder("content/footer", "ftr", footer.idx, footer.box, text("www.osloregionen.no", size=12)),
            Placeholder("content/number", "sldNum", number.idx, number.box, field),
            role="content",
            notes=("Første linje\nandre linje", "Nytt avsnitt"),
        ),
        slide("diagram", title("diagram", "Organisering"), diagram(), section="Innhold"),
        slide(
            "map",
            title("map", "Kart"),
            freeform(),
            Shape("map/line", box_of(1, 6, 8, 0), "rect", None, Stroke(NAVY), decorative=True),
        ),
        slide("table", title("table", "Tabell"), table(), notes=("Les tabellen.",)),
        *(slide(kind, title(kind, kind), chart(kind, kind)) for kind in ("bar", "column", "line")),
        slide("pie", title("pie", "Kake"), chart("pie", "pie", 1), hidden=True),
        slide(
            "picture",
            title("picture", "Bilde"),
            Picture("picture/one", box_of(1, 2, 2, 2), picture, "En grå rute"),
            Picture(
                "picture/two", box_of(4, 2, 2, 2), picture.replace(vector=SVG), "En rute til", (10_000, 0, 0, 5_000)
            ),
            Picture("picture/three", box_of(7, 2, 2, 2), Image(png(shade=90), "image/png", 2, 2), "", decorative=True),
        ),
        author="Sekretariatet",
        subject="Prøve",
    )
