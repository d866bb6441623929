"""A Scene reduced to what is owned: the form in which ours and the base are compared."""

from __future__ import annotations

from osloregion_slides.brand.contrast import shade
from osloregion_slides.reuse import keep, made_of
from osloregion_slides.scene import Chart, Colour, Connector, Freeform, Group, Picture, Placeholder, Shape, Table
from osloregion_slides.units import EMU_PER_PT
from osloregion_slides.update.normal import colouring, joined, link, nfc, notes, path_digest, words
from osloregion_slides.update.values import (
    NO_CROP,
    NO_ENDS,
    NO_MARKS,
    Known,
    KnownChart,
    KnownEnd,
    KnownItem,
    KnownLine,
    KnownParagraph,
    KnownRun,
    KnownSeries,
    KnownSlide,
    KnownTable,
    Variant,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from osloregion_slides.brand.values import Brand, TextStyle
    from osloregion_slides.scene import Deck, Image, Item, Paragraph, Run, Slide, Stroke, Text
    from osloregion_slides.update.orders import Orders
    from osloregion_slides.update.values import Colouring, Words

_END = (None, None, NO_ENDS, None, NO_MARKS)
_REST = ("", NO_CROP, "", *_END)
_NO_VARIANT = Variant()


def known(
    deck: Deck,
    brand: Brand,
    variant: Variant = _NO_VARIANT,
    outline: str = "",
    version: str = "",
    orders: Mapping[str, Orders] | None = None,
) -> Known:
    """Return what a deck owns. ``orders`` are the outline's words on updates by slide key (``orders.orders``).

    ``brand`` is the one the deck is written with: it says what texts inherit and what colours look like.
    """
    slides = tuple(known_slides(deck, brand, orders or {}))
    return known_head(deck, variant, outline, version).replace(slides=slides)


def known_head(deck: Deck, variant: Variant, outline: str, version: str) -> Known:
    """Return what is known of a deck but for its slides. ``outline`` is its file's name, ``version`` the program's."""
    size = (int(deck.width), int(deck.height))
    return Known(deck.key, nfc(deck.title), (), variant, outline, version, size)


def known_slides(deck: Deck, brand: Brand, orders: Mapping[str, Orders]) -> Iterator[KnownSlide]:
    """Yield what a deck owns of each slide."""
    maker = _Maker(brand, deck)
    for slide in deck.slides:
        yield maker.slide(slide, orders.get(slide.key))


class _Maker:
    """Reduces one deck; keeps the forms of colours and lines that come again."""

    def __init__(self, brand: Brand, deck: Deck) -> None:
        self._brand, self._palette = brand, brand.palette
        self._linked = False  # whether the slide leads to another, and so depends on which there are
        self._levels: dict[tuple[str, int], tuple[TextStyle, ...]] = {
            (layout.role, slot.idx): slot.levels for layout in reversed(brand.layouts) for slot in layout.slots
        }
        self._slides = frozenset([slide.key for slide in deck.slides])
        self._colours: dict[Colour | None, Colouring] = {None: ""}
        self._lines: dict[Stroke | None, KnownLine | None] = {None: None}

    def slide(self, slide: Slide, orders: Orders | None) -> KnownSlide:
        """Return a slide with its objects in one list."""
        told = () if orders is None else (orders.freeze, orders.ignore, orders.moved)
        kept = made_of(slide, self._brand)
        if kept is not None and (told, "known") in kept:
            known: KnownSlide = kept[told, "known"]
            return known
        self._linked = False
        known = self._slide(slide, told)
        if kept is not None and not self._linked:
            kept[told, "known"] = known
            keep(known)
        return known

    def _slide(self, slide: Slide, told: tuple[Any, ...]) -> KnownSlide:
        items: list[KnownItem] = []
        for item in slide.items:
            self._item(item, slide.layout, "", items)
        return KnownSlide(
            slide.key,
            nfc(slide.title),
            tuple(items),
            notes(slide.notes) if slide.notes else (),
            slide.hidden,
            slide.layout,
            slide.section,
            slide.at,
            *told,
        )

    def _item(self, item: Item, layout: str, parent: str, out: list[KnownItem]) -> None:
        """Add an object and what is in it. All fields are given in their order: half the price (Value.__new__)."""
        key, alt, path, url = item.key, "", "", ""
        text: Words = ()
        match item:
            case Shape():
                fill, line = self.colour(item.fill), self.line(item.line)
                if item.text:
                    text = self.text(item.text)
                if item.link:
                    url = self.link(item.link)
                if item.alt and not item.decorative:
                    alt = nfc(item.alt)
                out.append(
                    KnownItem(key, "shape", item.box, text, fill, line, item.preset, alt, url, "", parent, *_REST)
                )
            case Freeform():
                fill, line = self.colour(item.fill), self.line(item.line)
                if item.alt and not item.decorative:
                    alt = nfc(item.alt)
                path = path_digest(item.extent, item.rings)
                out.append(
                    KnownItem(
                        key, "freeform", item.box, (), fill, line, "", alt, "", "", parent, "", NO_CROP, path, *_END
                    )
                )
            case Placeholder():
                text = self.text(item.text, self._levels.get((layout, item.idx), ()))
                out.append(KnownItem(key, "text", item.box, text, "?", None, "", "", "", item.type, parent, *_REST))
            case Group():
                if item.alt and not item.decorative:
                    alt = nfc(item.alt)
                out.append(KnownItem(key, "group", None, (), "", None, "", alt, "", "", parent, *_REST))
                for child in item.children:
                    self._item(child, layout, key, out)
            case _:
                out.append(self._rarer(item, parent))

    def _rarer(self, item: Connector | Picture | Table | Chart, parent: str) -> KnownItem:
        match item:
            case Connector():
                ends = (KnownEnd(item.start.key, item.start.site), KnownEnd(item.end.key, item.end.site))
                return KnownItem(item.key, "connector", line=self.line(item.line), parent=parent, ends=ends)
            case Picture():
                return self._picture(item, parent)
            case Table():
                table = self._table(item)
                return KnownItem(item.key, "table", item.box, alt=nfc(item.alt), parent=parent, table=table)
            case Chart():
                chart = self._chart(item)
                return KnownItem(item.key, "chart", item.box, alt=nfc(item.alt), parent=parent, chart=chart)

    def _picture(self, item: Picture, parent: str) -> KnownItem:
        alt = "" if item.decorative else nfc(item.alt)
        slot = "" if item.placeholder is None else "pic"
        digest = image_digest(item.image)
        return KnownItem(
            item.key, "picture", item.box, fill="?", alt=alt, slot=slot, parent=parent, image=digest, crop=item.crop
        )

    def _table(self, item: Table) -> KnownTable:
        return KnownTable(item.columns, tuple([tuple([self.text(c.text) for c in row.cells]) for row in item.rows]))

    def _chart(self, item: Chart) -> KnownChart:
        painted = item.type != "pie"
        series = [
            KnownSeries(nfc(one.name), one.values, self.colour(one.colour) if painted else "") for one in item.series
        ]
        shown = series[:1] if item.type == "pie" else series
        return KnownChart(item.type, tuple([nfc(name) for name in item.categories]), tuple(shown), item.number_format)

    def colour(self, colour: Colour | None) -> Colouring:
        """Return a fill in its normal form, with what it looks like."""
        found = self._colours.get(colour)
        if found is None and colour is not None:
            red, green, blue = shade(self._palette, colour.replace(alpha=100))
            rgb = f"{red:02X}{green:02X}{blue:02X}"
            mod = f"lumMod{colour.lum_mod}" if colour.lum_mod != 100 else ""
            off = f"lumOff{colour.lum_off}" if colour.lum_off else ""
            found = colouring(colour.slot, rgb, (mod, off), colour.alpha)
            self._colours[colour] = found
        return found or ""

    def line(self, stroke: Stroke | None) -> KnownLine | None:
        """Return an outline in its normal form."""
        if stroke not in self._lines and stroke is not None:
            width = round(stroke.width * EMU_PER_PT)
            self._lines[stroke] = KnownLine(self.colour(stroke.colour), width, stroke.dash, stroke.head, stroke.tail)
        return self._lines[stroke]

    def text(self, text: Text, levels: tuple[TextStyle, ...] = ()) -> Words:
        """Return a text; ``levels`` are what a placeholder inherits."""
        return words([self._paragraph(paragraph, text, levels) for paragraph in text.paragraphs])

    def _paragraph(self, paragraph: Paragraph, text: Text, levels: tuple[TextStyle, ...]) -> KnownParagraph:
        level = paragraph.level
        style = levels[level] if level < len(levels) else None
        bold = text.bold if text.bold is not None else style is not None and style.bold
        italic = style is not None and style.italic
        if len(paragraph.runs) == 1:
            run = self._run(paragraph.runs[0], bold, italic)
            runs: tuple[KnownRun, ...] = (run,) if run.text or run.field else ()
        else:
            runs = joined([self._run(run, bold, italic) for run in paragraph.runs])
        return KnownParagraph(runs, level, round(paragraph.size * 100))

    def _run(self, run: Run, bold: bool, italic: bool) -> KnownRun:
        return KnownRun(
            "" if run.field else nfc(run.text),
            bold if run.bold is None else run.bold,
            italic if run.italic is None else run.italic,
            self.link(run.link) if run.link else "",
            run.field,
        )

    def link(self, address: str) -> str:
        """Return a link as it is written: one to a slide that the deck does not have is none."""
        if address.startswith("#"):
            self._linked = True
            if address[1:] not in self._slides:
                return ""
        return link(address)


def image_digest(image: Image) -> str:
    """Return the name of a picture by its content: the SHA-1 of the bitmap."""
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]  # hashlib loads OpenSSL
    except ImportError:
        from hashlib import sha1

    found: str = sha1(image.data, usedforsecurity=False).hexdigest()
    return found
