"""Changes of the sample deck, one for each thing that an outline can change: name, and the deck after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.scene import (
    Box,
    Cell,
    Colour,
    Connector,
    ConnectorEnd,
    Deck,
    Freeform,
    Group,
    Image,
    Paragraph,
    Row,
    Run,
    Shape,
    Slide,
    Stroke,
)
from tests.pptx.sample import NAVY, box_of, everything, png, slide, text, title

if TYPE_CHECKING:
    from osloregion_slides.scene import Item


def item(deck: Deck, key: str, change: Callable[[Any], Item | None]) -> Deck:
    """The deck with one object changed, or gone."""
    return deck.replace(slides=tuple(one.replace(items=_items(one.items, key, change)) for one in deck.slides))


def _items(items: tuple[Item, ...], key: str, change: Callable[[Any], Item | None]) -> tuple[Item, ...]:
    found: list[Item] = []
    for one in items:
        if one.key == key:
            new = change(one)
            found += [new] if new is not None else []
        elif isinstance(one, Group):
            found.append(one.replace(children=_items(one.children, key, change)))
        else:
            found.append(one)
    return tuple(found)


def on(deck: Deck, key: str, change: Callable[[Slide], Slide]) -> Deck:
    """The deck with one slide changed."""
    return deck.replace(slides=tuple(change(one) if one.key == key else one for one in deck.slides))


def moved(box: Box) -> Box:
    return box.replace(x=Emu(box.x + 400_000), y=Emu(box.y + 100_000))


def added(deck: Deck, parent: str, new: tuple[Item, ...], back: bool = False) -> Deck:
    return item(deck, parent, lambda g: g.replace(children=(*new, *g.children) if back else (*g.children, *new)))


def cell(word: str, colour: Colour | None = None) -> Cell:
    return Cell(text(word, size=14), colour)


def rows(deck: Deck, change: Callable[[tuple[Row, ...]], tuple[Row, ...]]) -> Deck:
    return item(deck, "table/table", lambda t: t.replace(rows=change(t.rows)))


def column(deck: Deck) -> Deck:
    def wider(table: Any) -> Any:
        more = tuple(
            row.replace(cells=(*row.cells, cell(f"ny {n}").replace(fill=row.cells[-1].fill)))
            for n, row in enumerate(table.rows)
        )
        return table.replace(
            columns=(*table.columns, Emu(1_000_000)), rows=more, box=table.box.replace(w=Emu(4_657_600))
        )

    return item(deck, "table/table", wider)


def values(deck: Deck, key: str = "column/chart", **changes: Any) -> Deck:
    return item(deck, key, lambda chart: chart.replace(**changes))


def series(deck: Deck, change: Callable[[Any], Any], key: str = "column/chart") -> Deck:
    return item(deck, key, lambda chart: chart.replace(series=change(chart.series)))


D = everything
NEW = slide(
    "fresh",
    title("fresh", "Nytt"),
    Shape("fresh/box", box_of(1, 2, 2, 1), "rect", NAVY, None, text("Se kartet", colour=Colour("bg1")), link="#map"),
    notes=("Notat",),
    section="Innhold",
)
EXTRA = Shape("diagram/d", box_of(9, 4, 2, 1), "rect", NAVY, None, text("Ny"))
JOINED = Connector("diagram/a-d", ConnectorEnd("diagram/a", 3), ConnectorEnd("diagram/d", 0), Stroke(NAVY), elbow=True)
RINGS = (((0, 0), (50, 0), (50, 50)),)
CHANGES: dict[str, Callable[[], Deck]] = {
    "a word": lambda: item(D(), "diagram/a", lambda s: s.replace(text=text("Det nye styret", colour=Colour("bg1")))),
    "two paragraphs more": lambda: item(D(), "diagram/b", lambda s: s.replace(text=text("Sekretariat", "to", "tre"))),
    "a paragraph less": lambda: item(
        D(), "content/body", lambda p: p.replace(text=p.text.replace(paragraphs=p.text.paragraphs[:1]))
    ),
    "no text": lambda: item(D(), "diagram/b", lambda s: s.replace(text=None)),
    "bold, a link and a level": lambda: item(
        D(),
        "content/body",
        lambda p: p.replace(
            text=p.text.replace(
                paragraphs=(
                    Paragraph((Run("Se "), Run("lenken", True, link="https://www.ssb.no/a?b=1&c=2")), Pt(18), level=1),
                    Paragraph((Run("og "), Run("lysbildet", link="#table"), Run("\nher", italic=True)), Pt(16)),
                )
            )
        ),
    ),
    "a size": lambda: item(D(), "diagram/b", lambda s: s.replace(text=text("Sekretariat", size=14))),
    "a place": lambda: item(D(), "map/oslo", lambda s: s.replace(box=moved(s.box))),
    "a place in a group": lambda: item(D(), "diagram/c", lambda s: s.replace(box=moved(s.box))),
    "a placeholder's place": lambda: item(D(), "map/title", lambda p: p.replace(box=moved(p.box))),
    "a fill": lambda: item(D(), "diagram/a", lambda s: s.replace(fill=Colour("accent3", 60, 40, 70))),
    "no fill": lambda: item(D(), "diagram/a", lambda s: s.replace(fill=None)),
    "a line": lambda: item(D(), "diagram/b", lambda s: s.replace(line=Stroke(Colour("accent2"), Pt(3), "dash"))),
    "no line": lambda: item(D(), "diagram/b", lambda s: s.replace(line=None)),
    "a new line": lambda: item(D(), "diagram/a", lambda s: s.replace(line=Stroke(Colour("accent2")))),
    "heads": lambda: item(D(), "diagram/a-c", lambda c: c.replace(line=Stroke(NAVY, Pt(2), head=True))),
    "a preset": lambda: item(D(), "diagram/b", lambda s: s.replace(preset="roundRect", adjust=(("adj", 5000),))),
    "an alt text": lambda: item(D(), "picture/one", lambda p: p.replace(alt="Noe annet")),
    "a link of a shape": lambda: item(D(), "diagram/b", lambda s: s.replace(link="#table")),
    "a picture and its crop": lambda: item(
        D(), "picture/two", lambda p: p.replace(image=Image(png(shade=10), "image/png", 2, 2), crop=(0, 20_000, 0, 0))
    ),
    "a crop": lambda: item(D(), "picture/one", lambda p: p.replace(crop=(0, 20_000, 0, 0))),
    "a path": lambda: item(D(), "map/oslo", lambda f: f.replace(rings=RINGS, extent=(50, 50))),
    "ends": lambda: item(D(), "diagram/b-c", lambda c: c.replace(start=ConnectorEnd("diagram/a", 3), elbow=True)),
    "an object more": lambda: added(D(), "diagram/all", (EXTRA,)),
    "a joined object more": lambda: added(added(D(), "diagram/all", (EXTRA,)), "diagram/all", (JOINED,), back=True),
    "a group more": lambda: on(
        D(),
        "map",
        lambda s: s.replace(items=(*s.items, Group("map/g", (Shape("map/g/a", box_of(5, 5, 1, 1), fill=NAVY),), "To"))),
    ),
    "an object less": lambda: item(
        item(item(D(), "diagram/c", lambda s: None), "diagram/a-c", lambda s: None), "diagram/b-c", lambda s: None
    ),
    "a group less": lambda: item(D(), "diagram/all", lambda s: None),
    "a polygon more": lambda: on(
        D(),
        "table",
        lambda s: s.replace(items=(*s.items, Freeform("table/f", box_of(7, 5, 1, 1), (50, 50), RINGS, NAVY))),
    ),
    "a picture more": lambda: on(
        D(), "map", lambda s: s.replace(items=(*s.items, D().slides[9].items[1].replace(key="map/picture")))
    ),
    "a table more": lambda: on(
        D(), "map", lambda s: s.replace(items=(*s.items, D().slides[4].items[1].replace(key="map/t")))
    ),
    "a chart more": lambda: on(
        D(), "map", lambda s: s.replace(items=(*s.items, D().slides[5].items[1].replace(key="map/c")))
    ),
    "a chart less": lambda: item(D(), "bar/chart", lambda s: None),
    "a cell": lambda: rows(D(), lambda r: (r[0], r[1].replace(cells=(r[1].cells[0], cell("23"))))),
    "a row more": lambda: rows(D(), lambda r: (*r, Row(Emu(400_000), (cell("Oslo"), cell("1"))))),
    "a row less": lambda: rows(D(), lambda r: r[:1]),
    "a column more": lambda: column(D()),
    "a value": lambda: series(D(), lambda s: (s[0].replace(values=(23.0, 18.0, 4.5)), s[1])),
    "a missing value": lambda: series(D(), lambda s: (s[0].replace(values=(None, 18.0, None)), s[1])),
    "a series more": lambda: series(D(), lambda s: (*s, s[0].replace(name="2009", colour=Colour("accent4")))),
    "a line more": lambda: series(D(), lambda s: (*s, s[0].replace(name="2009")), "line/chart"),
    "a series less": lambda: series(D(), lambda s: s[1:]),
    "a series' colour": lambda: series(D(), lambda s: (s[0].replace(colour=Colour("accent6")), s[1])),
    "a line's colour": lambda: series(D(), lambda s: (s[0].replace(colour=Colour("accent6")), s[1]), "line/chart"),
    "a series' name": lambda: series(D(), lambda s: (s[0].replace(name="Antall <2007>"), s[1])),
    "a category more": lambda: values(
        series(D(), lambda s: tuple(one.replace(values=(*one.values, 7)) for one in s)),
        categories=("Akershus", "Østfold & Follo", "Oslo <by>", "Hedmark"),
    ),
    "a slice more": lambda: values(
        series(D(), lambda s: tuple(one.replace(values=(4.0, *one.values)) for one in s), "pie/chart"),
        "pie/chart",
        categories=("Hedmark", "Akershus", "Østfold & Follo", "Oslo <by>"),
    ),
    "a category less": lambda: values(
        series(D(), lambda s: tuple(one.replace(values=one.values[1:]) for one in s)),
        categories=("Østfold & Follo", "Oslo <by>"),
    ),
    "a number format": lambda: values(D(), number_format="0.0"),
    "a chart's type": lambda: values(D(), type="line"),
    "notes": lambda: on(
        D(), "content", lambda s: s.replace(notes=("Første linje\nandre linje", "Et annet avsnitt", "til"))
    ),
    "notes where none were": lambda: on(D(), "diagram", lambda s: s.replace(notes=("Ny <side>",))),
    "no notes": lambda: on(D(), "content", lambda s: s.replace(notes=())),
    "hidden": lambda: on(D(), "diagram", lambda s: s.replace(hidden=True)),
    "shown": lambda: on(D(), "pie", lambda s: s.replace(hidden=False)),
    "a slide more": lambda: D().replace(slides=(*D().slides[:3], NEW, *D().slides[3:])),
    "a first slide more": lambda: D().replace(slides=(NEW, *D().slides)),
    "a slide less": lambda: D().replace(slides=D().slides[:5] + D().slides[6:]),
    "a slide less that others link to": lambda: D().replace(slides=tuple(s for s in D().slides if s.key != "map")),
    "another order": lambda: D().replace(slides=(*D().slides[:1], D().slides[9], *D().slides[1:9])),
    "backwards": lambda: D().replace(slides=D().slides[::-1]),
}
