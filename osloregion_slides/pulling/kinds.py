"""Conversion of a slide made in PowerPoint to slides of an outline, with the losses that no slide type can express."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location, term
from osloregion_slides.base.messages import TERM, Phrase
from osloregion_slides.base.record import Record
from osloregion_slides.chart_types import TYPES
from osloregion_slides.outline.markup import SAFE_LINK
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, worded
from osloregion_slides.pulling.marks import marked
from osloregion_slides.pulling.shown import hidden, meaningful_formatting, own_marks, size_of
from osloregion_slides.update.deck_state import RunState, joined
from osloregion_slides.update.differences import number
from osloregion_slides.update.text_merge import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Map

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.scene import Box
    from osloregion_slides.update.deck_state import ItemState, ParagraphState, SlideState, TableState, Words
    from osloregion_slides.update.state_parts import ChartState

_TITLES = frozenset(("title", "ctrTitle"))
_FOOTERS = frozenset(("sldNum", "dt", "ftr", "hdr"))
_DEEPEST = 2
"""Levels of bullets are 0 to this."""
_COLUMNS = 4
"""Maximum of headings with a text each for a slide of columns."""
_BESIDE = 6
"""Maximum of paragraphs beside a picture; more become a slide of their own."""
_PICTURES, _FEW_WORDS = 6, 240
"""Maximum of pictures on one slide, and of characters beside several."""
CREDIT = re.compile(
    r"\s*(?:©|(?:foto|photo|bilde|bild|illustrasjon|illustration|credit|kilde|källa|kilder|source)\b.{0,12}:)", re.I
)
"""The start of a picture's credit line."""
_LARGE, _LARGER = 2400, 1.3
"""Minimum size of a title in a text box (hundredths of a point), and its minimum ratio to all other texts."""
_SHORT = 90
"""Maximum characters of a text used as the title of a slide without one."""
_DRAWN = 4
"""Minimum of shapes with words in a drawing; two with connectors."""
_MOST_OF_A_LOGO, _SLIDES_WITH_A_LOGO = 0.1, 3
_NEAR = 200_000
"""Half a centimetre in EMU."""
_LOCALE = re.compile(r"^\[\$-[0-9A-Fa-f]+\]")
"""The language prefix of a number format; a build writes the deck's language."""
_TYPED = re.compile(r"\s*[•‣▪●◦]\s+(?=\S)")
"""A bullet character typed before a text."""
_NOWHERE = Location("")
_SMALL = (
    "footer “{text}”",
    "a logo, which {count} slides have",
    "the slide's number",
    "beyond-underlining",
    "beyond-comments",
    "beyond-numbers",
    "beyond-animation",
    "beyond-transition",
    "beyond-highlighting",
    "beyond-capitals",
    "beyond-text-colour",
    "beyond-text-size",
    "beyond-font",
    "nothing describes a picture, chart or table: its title stands for it",
    "{count:shape|shapes} without text",
    "an empty table",
    "the range of a chart's axis",
    "bold or italic letters of a title",
    "the line breaks of a title",
    "the look of letters and lists in the notes",
    "a link of the notes: “{text}”",
    "a text of the notes page outside the notes: “{text}”",
    "the typed signs before bullets: the kind draws its own",
)
"""Losses that are reported but do not rule out a slide type."""


def is_small(loss: Phrase) -> bool:
    """Return whether a loss is acceptable for a slide type."""
    return loss.code.removeprefix(TERM) in _SMALL


def logos_of(slides: Iterable[SlideState], page: tuple[int, int]) -> dict[str, int]:
    """Return the small bitmaps at the same position on a third of the slides, with the number of these slides."""
    listed = list(slides)
    counted: Counter[tuple[str, int, int]] = Counter()
    for slide in listed:
        small = [item for item in slide.items if item.image and item.box and 0 < _share(item, page) <= _MOST_OF_A_LOGO]
        counted.update({(item.image, item.box.x // _NEAR, item.box.y // _NEAR) for item in small if item.box})
    least = max(_SLIDES_WITH_A_LOGO, len(listed) / 3)
    return {image: count for (image, _, _), count in counted.items() if count >= least}


def _share(item: ItemState, page: tuple[int, int]) -> float:
    """Return the share of a slide that an object covers."""
    return item.box.w * item.box.h / (page[0] * page[1]) if item.box and page[0] and page[1] else 0.0


class Converted(Record):
    """The conversion of a slide: slides of an outline, their kinds, and the losses as phrases."""

    slides: tuple[Mapping, ...]
    kinds: tuple[str, ...]
    lost: tuple[Phrase, ...]


class Naming:
    """The context of a conversion: ids of slides, paths of pictures, targets of links.

    ``pictures`` are paths by digests of bitmaps, ``text`` makes a text of the outline, ``links`` are ids by the parts
    of slides, ``addresses`` are links as written by their normalized form, ``page`` is the size of a slide in EMU,
    ``logos`` are the bitmaps on many slides with their counts (``logos_of``), ``section`` is the section that the next
    slide begins.
    """

    def __init__(self, taken: Iterable[str], pictures: Map[str, str], text: Callable[[str], Node]) -> None:
        self._taken = set(taken)
        self.pictures = pictures
        self.text = text
        self.links: dict[str, str] = {}
        self.addresses: Map[str, str] = {}
        self.logos: Map[str, int] = {}
        self.page = 0, 0
        self.section = ""

    def id(self, title: str, other: str) -> str:
        """Return a new unique id made from a title."""
        made = "".join(
            [letter if letter.isascii() and letter.isalnum() or letter in "æøå" else " " for letter in title.lower()]
        )
        name = "-".join(made.split())[:40].strip("-") or other
        found, count = name, 1
        while found in self._taken:
            count += 1
            found = f"{name}-nr-{count}"  # `name-2` would be a continued slide
        self._taken.add(found)
        return found


def first_words(slide: SlideState) -> str:
    """Return the title of a slide, else its first text."""
    texts = [plain(item.text) for item in sorted(slide.items, key=_place) if item.text and item.slot not in _FOOTERS]
    return slide.title or next(iter(texts), "")


def slides_of(slide: SlideState, naming: Naming, name: str = "", first: bool = False) -> Converted:
    """Convert a slide to slides of the outline: ``name`` is the id of the first, ``first``: it begins the deck."""
    return _Reading(slide, naming).made(name, first)


class AddedSlides(Record):
    """Facts about slides added in PowerPoint: ``pictures`` as in ``Naming``, ``beside`` their losses other than
    objects by part, ``page`` the size of a slide.
    """

    pictures: Map[str, str] = MappingProxyType({})
    beside: Map[str, tuple[Phrase, ...]] = MappingProxyType({})
    page: tuple[int, int] = (0, 0)


def slide_node(slide: SlideState, naming: Naming, added: AddedSlides) -> tuple[Mapping | None, tuple[Phrase, ...]]:
    """Return the outline's slide for one added in PowerPoint (None: no slide type fits), and the losses or reasons."""
    made = slides_of(slide, naming)
    lost = (*made.lost, *(added.beside.get(slide.locator.part, ()) if slide.locator else ()))
    why = tuple([one for one in lost if not is_small(one)])
    if len(made.slides) == 1 and not why:
        return made.slides[0], lost
    several = term("all of this on one slide: {kinds}", kinds=", ".join(made.kinds))
    return None, why or (several,) * (len(made.slides) > 1)


class _Reading:
    def __init__(self, slide: SlideState, naming: Naming) -> None:
        self._slide, self._naming = slide, naming
        self._lost = hidden([item for item in slide.items if not self._is_logo(item)], naming.page)
        self._lose = self._lost.append
        items = sorted([item for item in slide.items if item.kind != "group"], key=_place)
        items, self._heads = _under_heads(items)
        self._own = own_marks(items)
        self._title = next((item for item in items if item.slot in _TITLES and plain(item.text).strip()), None)
        self._texts: list[ItemState] = []
        self._things: list[ItemState] = []
        self._bare = 0
        for item in items:
            if item is not self._title:
                self._sort(item)
        for group in slide.items:
            if group.kind == "group" and group.alt:
                self._lose(term("alternative text “{text}”", text=_one_line(group.alt)))
        if self._title:
            self._lost += meaningful_formatting(self._title)
            self._lose_of(self._title)
        self._lost += self._drawing(any([item.kind == "connector" for item in items]))
        self._is_large = False
        self._shown_title = self._title.text if self._title else self._substitute_title()

    def _sort(self, item: ItemState) -> None:
        self._lost += meaningful_formatting(item)
        is_thing = item.table or item.chart or item.kind == "picture"
        if item.slot in _FOOTERS:
            if plain(item.text).strip():
                self._lose(term("footer “{text}”", text=_one_line(plain(item.text))))
        elif self._is_logo(item):
            self._lose(term("a logo, which {count} slides have", count=self._naming.logos[item.image]))
            return
        elif is_thing:
            self._things.append(item)
        elif item.text:
            self._texts.append(item)
        elif item.kind == "other":
            self._lose(term("an object of another program (a diagram, a film, an embedded file)"))
        else:
            self._bare += not item.slot
        self._lose_of(item)

    def _is_logo(self, item: ItemState) -> bool:
        return item.image in self._naming.logos and _share(item, self._naming.page) <= _MOST_OF_A_LOGO

    def _drawing(self, is_connected: bool) -> list[Phrase]:
        """Return the loss of a drawing with words, whose meaning depends on their positions."""
        free = [one for one in self._texts if not one.slot]
        drawn = [one for one in free if one.line or one.fill]  # "?" is a fill by the shape's style
        pictures = [one for one in self._things if one.kind == "picture"]
        around = max(self._bare, len(pictures)) >= _DRAWN and len(free) >= _DRAWN
        if around or len(drawn) >= _DRAWN or is_connected and len(drawn) > 1:
            return [term("a drawing of {count} shapes with words", count=len(free))]
        return []

    def _lose_of(self, item: ItemState) -> None:
        """Add the losses of an object as a whole: slide types have alt texts only of pictures, charts and tables."""
        if item.alt and item not in self._things:
            self._lose(term("alternative text “{text}”", text=_one_line(item.alt)))
        if item.link:
            self._lose(term("link “{text}”", text=_one_line(item.link)))

    def _substitute_title(self) -> Words:
        """Take a short text as the title of a slide without one; () where none is suitable.

        Prefer a text box of one or two lines whose letters are larger than all others; else the first short text.
        """
        sizes = sorted([size_of(item) for item in self._texts], reverse=True)
        least = max(_LARGE, _LARGER * sizes[1] if len(sizes) > 1 else 0)
        large = [one for one in self._texts if not one.slot and len(one.text) <= 2 and size_of(one) >= least]
        for item in (*large, *self._texts):
            lines = len(item.text) == 1 or item in large
            if lines and 0 < len(plain(item.text).strip()) <= _SHORT:
                self._is_large = item in large
                self._texts.remove(item)
                return item.text
        return ()

    def made(self, name: str, first: bool) -> Converted:
        title = " ".join(plain(self._shown_title).split())
        slides: list[list[Entry]] = []
        kinds: list[str] = []
        for kind, entries in self._parts(first):
            slides.append([*self._head(entries), *entries])
            kinds.append(kind)
        nodes = []
        for place, (kind, entries) in enumerate(zip(kinds, slides)):
            own = name if name and not place else self._naming.id(title, kind)
            begin = [_entry("id", worded(own, _NOWHERE)), _entry("kind", _scalar(kind))]
            begin += [_entry("section", self._plain(self._naming.section))] * bool(self._naming.section and not place)
            nodes.append(Mapping((*begin, *entries, *self._foot(is_first=not place), *self._without_title()), _NOWHERE))
        if not nodes and self._slide.notes:
            self._lose(term("notes “{text}”", text=_one_line(" ".join(self._slide.notes))))
        if self._bare:
            self._lose(term("{count:shape|shapes} without text", count=self._bare))
        return Converted(tuple(nodes), tuple(kinds), tuple(dict.fromkeys(self._lost)))

    def _head(self, entries: list[Entry]) -> list[Entry]:
        if not self._shown_title:
            return []
        runs = joined([run for p in self._shown_title for run in (*p.runs, RunState(" "))])
        shown = plain(self._shown_title).strip()
        if "\n" in shown:
            self._lose(term("the line breaks of a title"))
        return [_entry("title", self._text(runs, self._shown_title, is_title=True))]

    def _foot(self, is_first: bool) -> list[Entry]:
        found = []
        if self._slide.notes and is_first:
            found.append(_entry("notes", self._plain("\n".join(self._slide.notes))))
        if self._slide.hidden:
            found.append(_entry("hidden", _scalar("true")))
        return found

    def _without_title(self) -> list[Entry]:
        if self._shown_title:
            return []
        off = Mapping((_entry("no-title", _scalar("The slide had none in the deck that it comes from")),), _NOWHERE)
        return [_entry("off", off)]

    def _parts(self, first: bool) -> Iterator[tuple[str, list[Entry]]]:
        """Yield the kinds of the slide's parts with their entries."""
        paragraphs = [p for item in self._texts for p in item.text if any(run.text.strip() for run in p.runs)]
        things = list(self._things)
        title = self._shown_title
        if not things and first and title and len(paragraphs) <= 2 and all(len(p.plain) <= _SHORT for p in paragraphs):
            yield "cover", [_entry(key, self._text(p.runs, (p,))) for key, p in zip(("subtitle", "line"), paragraphs)]
            return
        if not things and title and not paragraphs:
            yield "section", []
            return
        short = len(paragraphs) == 1 and len(paragraphs[0].plain) <= _SHORT and self._is_large
        if not things and title and len(paragraphs) == 1 and (self._texts[0].slot == "subTitle" or short):
            yield "section", [_entry("text", self._text(paragraphs[0].runs, (paragraphs[0],)))]
            return
        if not things and title and (beside := self._side_by_side()) is not None:
            yield beside
            return
        if things and (entries := self._all_pictures(things, paragraphs)):
            yield "picture", entries
            return
        found_any = False
        for thing in things:
            for kind, entries in self._thing(thing):
                listed = entries[0].value if kind == "bullets" else None
                if isinstance(listed, Sequence) and not listed.items:
                    self._lose(term("an empty table"))
                else:
                    found_any = True
                    yield kind, entries
        if title and not found_any and not paragraphs:
            yield "section", []
        if paragraphs:
            yield "bullets", [_entry("items", _list(self._bullets(paragraphs)))]

    def _side_by_side(self) -> tuple[str, list[Entry]] | None:
        """Return kind and entries of a slide with short lists or texts under headings, side by side; else None."""
        heads, bodies = self._texts[::2], self._texts[1::2]
        if [id(one) for one in heads] != list(self._heads) or [id(one) for one in bodies] != list(self._heads.values()):
            return None
        lists = [[p for p in body.text if p.plain.strip()] for body in bodies]
        if not all(
            [0 < len(one) <= _BESIDE and all([not p.level and len(p.plain) <= _SHORT for p in one]) for one in lists]
        ):
            return None
        names = [self._text(head.text[0].runs, head.text, is_bold=True) for head in heads]
        texts = [[self._text(self._without_sign(p), (p,)) for p in one] for one in lists]
        if len(heads) == 2:
            sides = [
                Mapping((_entry("heading", a), _entry("points", _list(b))), _NOWHERE) for a, b in zip(names, texts)
            ]
            return "comparison", [_entry("sides", _list(sides))]
        if 2 < len(heads) <= _COLUMNS and all([len(one) == 1 for one in texts]):
            items = [Mapping((_entry("heading", a), _entry("text", b[0])), _NOWHERE) for a, b in zip(names, texts)]
            return "columns", [_entry("items", _list(items))]
        return None

    def _thing(self, item: ItemState) -> Iterator[tuple[str, list[Entry]]]:
        if item.table is not None:
            if item.table.spans:
                self._lose(term("merged cells"))
            yield self._table(item.table, item.alt)
        elif item.chart is not None:
            if item.chart.type in TYPES:
                yield "chart", self._chart(item.chart, item.alt)
            else:
                self._lose(term("a chart of a type that no kind draws"))
        elif (found := self._picture(item)) is not None:
            yield "picture", found

    def _all_pictures(self, things: list[ItemState], paragraphs: list[ParagraphState]) -> list[Entry]:
        """Return the entries of a slide of pictures with few words beside them; [] for other slides."""
        if (
            any([one.kind != "picture" for one in things])
            or len(things) > _PICTURES
            or any(p.level for p in paragraphs)
        ):
            return []
        credit = next((p for p in paragraphs if CREDIT.match(p.plain) and len(p.plain) <= _SHORT), None)
        points = [p for p in paragraphs if p is not credit]
        room = len(points) <= _BESIDE if len(things) == 1 else sum([len(p.plain) for p in points]) <= _FEW_WORDS
        found = [self._picture(one) for one in things] if room and (paragraphs or len(things) > 1) else []
        first, *more = [one for one in found if one is not None] or [[]]
        if not first or len(more) + 1 < len(things):
            return []
        fit = (
            [entry for entry in first if entry.key.text == "fit"]
            if len(things) == 1
            else [_entry("fit", _scalar("contain"))]
        )
        made = [entry for entry in first if entry.key.text != "fit"]
        made += [_entry("credit", self._text(credit.runs, (credit,)))] if credit else []
        others = [Mapping(tuple([e for e in one if e.key.text != "fit"]), _NOWHERE) for one in more]
        made += [_entry("more", _list(others))] * bool(others) + fit
        return made + [_entry("points", _list([self._text(p.runs, (p,)) for p in points]))] * bool(points)

    def _picture(self, item: ItemState) -> list[Entry] | None:
        path = self._naming.pictures.get(item.image, "")
        if not path:
            self._lose(term("picture “{text}”", text=_one_line(item.alt or item.marks.name)))
            return None
        return [
            _entry("image", Scalar(path, True, _NOWHERE)),
            _entry("alt", self._alt(item.alt)),
            _entry("fit", _scalar("contain")),
        ]

    def _alt(self, alt: str) -> Node:
        if not alt:
            self._lose(term("nothing describes a picture, chart or table: its title stands for it"))
        return self._plain(alt or plain(self._shown_title) or "Picture")

    def _table(self, table: TableState, alt: str) -> tuple[str, list[Entry]]:
        rows = [[self._cell(cell, not at) for cell in row] for at, row in enumerate(table.rows)]
        if len(rows) < 2:
            lines = [" | ".join([plain(cell) for cell in row]) for row in table.rows]
            return "bullets", [_entry("items", _list([self._plain(line) for line in lines if line.strip(" |")]))]
        entries = [_entry("columns", _list(rows[0])), _entry("rows", _list([_list(row) for row in rows[1:]]))]
        return "table", [*entries, *([_entry("alt", self._plain(alt))] if alt else [])]

    def _cell(self, cell: Words, is_header: bool = False) -> Node:
        runs: list[RunState] = []
        for place, p in enumerate(cell):
            runs += [RunState("\n")] * bool(place) + list(p.runs)
        return self._text(joined(runs), cell, is_header) if runs else Scalar("", False, _NOWHERE)

    def _chart(self, chart: ChartState, alt: str) -> list[Entry]:
        series = []
        for place, one in enumerate(chart.series):
            values = [_scalar(number(value)) if value is not None else _scalar("null") for value in one.values]
            name = self._plain(one.name or f"Series {place + 1}")
            series.append(Mapping((_entry("name", name), _entry("values", _list(values))), _NOWHERE))
        categories = _list([self._plain(one or " ") for one in chart.categories])
        made = [_entry("type", _scalar(chart.type)), _entry("categories", categories), _entry("series", _list(series))]
        code = _LOCALE.sub("", chart.number_format)
        if " | " in code:
            self._lose(term("the number formats of a chart"))
        elif code not in ("", "General"):
            made.append(_entry("number_format", _scalar(code)))
        return [*made, _entry("alt", self._alt(alt))]

    def _bullets(self, paragraphs: list[ParagraphState]) -> list[Node]:
        if any(p.level > _DEEPEST for p in paragraphs):
            self._lose(term("levels below the third: they are the third"))
        nodes, _ = self._nested(paragraphs, 0, 0)
        return nodes

    def _nested(self, paragraphs: list[ParagraphState], start: int, level: int) -> tuple[list[Node], int]:
        """Return the bullets from ``start`` on at this level or deeper, and the index after them."""
        found: list[Node] = []
        place = start
        while place < len(paragraphs):
            own = min(paragraphs[place].level, _DEEPEST)
            if own < level:
                break
            if own > level and found:
                inner, place = self._nested(paragraphs, place, level + 1)
                text = found[-1]
                found[-1] = Mapping((_entry("text", text), _entry("items", _list(inner))), _NOWHERE)
                continue
            if own > level:
                self._lose(term("a level that begins without one above it"))
            found.append(self._text(self._without_sign(paragraphs[place]), (paragraphs[place],)))
            place += 1
        return found, place

    def _without_sign(self, paragraph: ParagraphState) -> tuple[RunState, ...]:
        """Return a bullet's runs without a typed bullet character, which would show twice."""
        first, *rest = paragraph.runs
        found = _TYPED.match(first.text + ("x" if rest else ""))
        if found is None or first.field:
            return paragraph.runs
        self._lose(term("the typed signs before bullets: the kind draws its own"))
        return (first.replace(text=first.text[found.end() :]), *rest)

    def _text(self, runs: Iterable[RunState], source: Words, is_bold: bool = False, is_title: bool = False) -> Node:
        """Return runs of these paragraphs as a text; bold or italic by the placeholder's style gets no mark."""
        runs = list(runs)
        own = [run for run in runs if not run.field]
        fields = [run.field for run in runs if run.field and not run.field.startswith("equation")]
        self._lost += [
            term("the slide's number") if one == "slidenum" else term("a field ({kind})", kind=one) for one in fields
        ]
        letters = [run for run in own if run.text.strip()]
        throughout = {look for look in ("bold", "italic") if letters and all([getattr(run, look) for run in letters])}
        kept = throughout & {look for p in source for look in self._own.get(id(p), ())}
        by_place = throughout - kept | ({"bold", "italic"} if is_title else {"bold"} if is_bold else set()) & throughout
        if is_title and (kept or any([run.bold for run in letters]) and "bold" not in throughout):
            self._lose(term("bold or italic letters of a title"))
        made = []
        for run in own:
            link = self._link(run.link)
            text = " ".join(run.text.split("\n")) if is_title else run.text
            bold, italic = run.bold and "bold" not in by_place, run.italic and "italic" not in by_place
            made.append(run.replace(text=text, bold=bold, italic=italic, link=link))
        made = list(joined(_trimmed(made)))
        with_marks = marked(made)
        if with_marks is None:
            self._lose(term("bold, italic or links in “{text}”", text=_one_line("".join([run.text for run in made]))))
            with_marks = marked([run.replace(bold=False, italic=False, link="") for run in made])
        return self._naming.text(with_marks or "")

    def _link(self, link: str) -> str:
        if not link:
            return ""
        if link.startswith("#"):
            link = "#" + self._naming.links.get(link[1:], "")
        link = self._naming.addresses.get(link, link)
        if SAFE_LINK.fullmatch(link):
            return link
        self._lose(term("link “{text}”", text=_one_line(link)))
        return ""

    def _plain(self, text: str) -> Node:
        return self._naming.text(marked((RunState(text),)) or "")


def _trimmed(runs: list[RunState]) -> list[RunState]:
    """Return runs without the spaces at the start and end."""
    if runs:
        runs[0] = runs[0].replace(text=runs[0].text.lstrip())
        runs[-1] = runs[-1].replace(text=runs[-1].text.rstrip())
    return runs


def _place(item: ItemState) -> tuple[int, int]:
    """Return the sort key of an object in reading order: rows of half a centimetre, from left to right."""
    return (item.box.y // 180_000, item.box.x) if item.box else (1 << 40, 0)


def _under_heads(items: list[ItemState]) -> tuple[list[ItemState], dict[int, int]]:
    """Return objects with headings of columns moved before their texts, and the ``id()`` of each heading's text.

    A heading is one short paragraph with another heading in its row, and a text close below it in its column.
    """
    texts = [item for item in items if item.text and item.box and item.slot not in (*_TITLES, *_FOOTERS)]
    under: dict[int, ItemState] = {}
    for head in texts:
        if len(head.text) != 1 or not 0 < len(plain(head.text).strip()) <= _SHORT:
            continue
        below = [one for one in texts if one is not head and _is_under(head.box, one.box)]
        if below:
            under[id(head)] = min(below, key=_place)
    rows = Counter([item.box.y // _NEAR for item in texts if item.box and id(item) in under])
    heads = [one for one in texts if one.box and id(one) in under and rows[one.box.y // _NEAR] > 1]
    heads = [one for one in heads if id(under[id(one)]) not in {id(other) for other in heads}]
    if len({id(under[id(one)]) for one in heads}) < len(heads):
        return items, {}
    before = {id(under[id(one)]): one for one in heads}
    moved = {id(one) for one in heads}
    made: list[ItemState] = []
    for item in items:
        made += [before[id(item)]] if id(item) in before else []
        made += [item] if id(item) not in moved else []
    return made, {id(one): id(under[id(one)]) for one in made if id(one) in moved}


def _is_under(head: Box | None, body: Box | None) -> bool:
    if head is None or body is None or not -_NEAR < body.y - head.y - head.h < 3 * _NEAR:
        return False
    return 2 * (min(head.x + head.w, body.x + body.w) - max(head.x, body.x)) > min(head.w, body.w)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _scalar(text: str) -> Scalar:
    return Scalar(text, True, _NOWHERE)


def _list(items: Iterable[Node]) -> Sequence:
    return Sequence(tuple(items), _NOWHERE)


def _entry(key: str, value: Node) -> Entry:
    return Entry(_scalar(key), value)
