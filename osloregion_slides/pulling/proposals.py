"""Candidate changes of an outline for an edit in its deck, best first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Entry, Figure, Mapping, Scalar, Sequence, Verbatim, identity, number, worded
from osloregion_slides.outline.translations import is_by_language
from osloregion_slides.pulling.changes import Change
from osloregion_slides.pulling.edits import TEXT, Edit, texts
from osloregion_slides.pulling.kinds import AddedSlides, Naming, slide_node
from osloregion_slides.pulling.marks import marked
from osloregion_slides.pulling.nesting import BELOW, bullets, new_depths
from osloregion_slides.registry.grid import read_figure
from osloregion_slides.update.deck_state import DeckState, ItemState, RunState, SlideState, joined
from osloregion_slides.update.differences import number as shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Map

    from osloregion_slides.base.findings import Location
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pulling.places import OutlineText, Places, Step
    from osloregion_slides.update.deck_state import Words
    from osloregion_slides.update.drawn import Drawn

    Option = tuple[Change, ...]
    Links = Map[str, str]
    T = TypeVar("T")

_MOST = 6
"""Maximum of options to try for one edit."""


class Computed(Record):
    """A text with expressions, which edits do not overwrite; ``fact`` is the one to change, ``value`` its new text."""

    origin: OutlineText
    fact: OutlineText | None
    value: str


class Proposer:
    """Proposes changes of one outline. ``ours`` is its current deck, ``links`` are the deck's addresses by normal form.

    ``ids`` are those of the outline's slides on any date and for any audience, which a new slide must not reuse.
    ``left_out`` are the losses of proposed new slides, by the deck's slides. ``edits`` are all edits.
    """

    def __init__(
        self, places: Places, ours: DeckState, outline: Outline, links: Links, ids: Iterable[str], added: AddedSlides
    ) -> None:
        self._added = added
        self._naming = Naming(ids, added.pictures, lambda text: self._text_node(text, places.document.at))
        self._naming.addresses = self._links = links
        self._naming.page = added.page
        self._places, self._language = places, outline.language
        self._languages = frozenset((*outline.languages, "all"))
        self._several = len(outline.languages) > 1
        self._slides = ours.by_key
        self.left_out: dict[str, tuple[Phrase, ...]] = {}
        self.edits: tuple[Edit, ...] = ()
        self._levels: dict[str, tuple[Change | None, set[int]]] = {}

    def options(self, edit: Edit) -> list[Option]:
        """Return the options to write an edit in the outline, best first; [] without any."""
        made = getattr(self, "_" + edit.what.replace("-", "_"))(edit)
        return list(made)[:_MOST]

    def computed(self, edit: Edit) -> Computed | None:
        """Return the text with expressions that an edited text comes from, else None."""
        if edit.what not in ("text", "notes", "section"):
            return None
        runs = edit.runs[0]
        plain = "".join([run.text for run in runs]) if runs else str(edit.before)
        sources = (*self._places.of(edit.slide), *self._places.blocks())
        for origin in sorted(sources, key=lambda one: -len(one.words)):  # longest first
            if origin.is_expression and origin.words and origin.words in plain:
                before, _, after = plain.partition(origin.words)
                new = str(edit.after)
                fits = new.startswith(before) and new.endswith(after) and len(new) >= len(before) + len(after)
                value = new[len(before) : len(new) - len(after)] if fits else ""
                fact, value = self._places.fact_for(origin, value)
                return Computed(origin, fact, value)
        return None

    # One method for each ``what`` of an edit.

    def _text(self, edit: Edit) -> Iterator[Option]:
        plain = "".join([run.text for run in edit.runs[0]])
        for origin in self._candidates(edit, plain):
            for runs, base in self._matching_runs(origin, *edit.runs):
                is_raw = isinstance(origin.scalar, Verbatim)  # from a table, without markup
                text = "".join([run.text for run in runs]) if is_raw else marked(runs, origin.rich, base, self._links)
                figure, form, _ = read_figure(text or "", "." if self._language == "en" else ",")
                is_figure = isinstance(origin.scalar, Figure)
                if text and is_figure and not hasattr(origin.scalar.at, "cell"):  # of a text file: by its digits
                    node = Figure(figure, True, origin.scalar.at, form) if figure else None
                    yield (Change("text", origin.scalar, origin.steps, text, node),)
                    continue
                if figure and (is_figure or number(origin.scalar) is not None):
                    yield (Change("text", origin.scalar, origin.steps, figure),)
                if text is not None:
                    yield (Change("text", origin.scalar, origin.steps, text),)

    def _text_removed(self, edit: Edit) -> Iterator[Option]:
        for origin in self._candidates(edit, str(edit.before)):
            found = origin.list
            if edit.what == "text-removed" and edit.where[0] != TEXT:  # a cell stays and becomes empty
                yield (Change("text", origin.scalar, origin.steps, ""),)
            elif found is not None and len(found[0].items) > 1:
                steps = _up_to(origin.steps, found[0])
                yield (Change("remove", found[0], steps, item=found[1]),)

    def _text_added(self, edit: Edit) -> Iterator[Option]:
        text = marked(edit.runs[1], links=self._links)
        slide = self._slides.get(edit.slide)
        if text is None or slide is None or not text:
            return
        own = [one for place, one in texts(slide) if place[:3] == (edit.item, *edit.where[:2])]
        last = edit.where[2]
        if not own:
            yield from self._cell_filled(edit, text)
            return
        beside = own[max(last, 0)]
        for origin in self._candidates(edit.replace(where=(*edit.where[:2], max(last, 0))), beside.plain):
            found = origin.list
            if found is not None and found[0] is not self._places.slides:
                value = self._like(found[1], text)
                item = found[1] if last >= 0 else None
                yield (Change("put", found[0], _up_to(origin.steps, found[0]), value=value, item=item),)

    def _cell_filled(self, edit: Edit, text: str) -> Iterator[Option]:
        """Yield the options to write a text into an empty cell."""
        row, column, _ = edit.where
        for rows, found, steps in self._rows(edit, row):
            cells = found.items if isinstance(found, Sequence) else ()
            cell = cells[column] if 0 <= column < len(cells) else None
            if isinstance(cell, Scalar):
                place = next(i for i, one in enumerate(rows.items) if one is found)
                way = *steps, (rows, place), (found, column)
                beside = [
                    row.items[column] for row in rows.items if isinstance(row, Sequence) and column < len(row.items)
                ]
                if any([isinstance(one, Scalar) and number(one) is not None for one in beside]):
                    figure, _, _ = read_figure(text, "." if self._language == "en" else ",")
                    if figure:  # a number, because the column has numbers
                        yield (Change("text", cell, way, figure, Scalar(figure, True, cell.at)),)
                yield (Change("text", cell, way, text),)

    def _row_removed(self, edit: Edit) -> Iterator[Option]:
        for rows, row, steps in self._rows(edit, edit.where[0]):
            if len(rows.items) > 1:
                yield (Change("remove", rows, steps, item=row),)

    def _row_added(self, edit: Edit) -> Iterator[Option]:
        for rows, row, steps in self._rows(edit, max(edit.where[0], 0)):
            cells = row.items if isinstance(row, Sequence) else ()
            if len(cells) == len(edit.after):
                written = [marked((RunState(text),)) or text for text in edit.after]
                made = Sequence(tuple([self._like(cell, text) for cell, text in zip(cells, written)]), row.at)
                is_first = edit.where[0] < 0
                yield (Change("put", rows, steps, value=made, item=None if is_first else row),)

    def _row_order(self, edit: Edit) -> Iterator[Option]:
        """Yield the new order of a table's rows; a header row is not an item of the list."""
        found = [next(self._rows(edit, place), None) for place in edit.where]
        known = [one for one in found if one is not None]
        items = tuple([row for _, row, _ in known])
        if known and len({id(rows) for rows, _, _ in known}) == 1 and len(known) >= len(edit.where) - 1:
            rows, _, steps = known[0]
            if len(items) == len(rows.items) == len({id(item) for item in items}):
                yield (Change("sort", rows, steps, items=items),)

    def _section(self, edit: Edit) -> Iterator[Option]:
        yield from self._of_slide(edit, "section")

    def _value(self, edit: Edit) -> Iterator[Option]:
        if edit.before is None or edit.after is None:
            return
        found = [one for one in self._places.numbers(edit.slide) if _equals(one, edit.before)]
        place = self._rank(edit, edit.before)
        for scalar in _from(found, place):
            yield (Change("text", scalar, self._steps(edit.slide), shown(edit.after)),)

    def _name(self, edit: Edit) -> Iterator[Option]:
        if edit.where[0] == "size":
            return
        for origin in self._candidates(edit, str(edit.before)):
            text = marked((RunState(str(edit.after)),))
            if text is not None:
                yield (Change("text", origin.scalar, origin.steps, text),)

    def _notes(self, edit: Edit) -> Iterator[Option]:
        yield from self._of_slide(edit, "notes")

    def _of_slide(self, edit: Edit, key: str) -> Iterator[Option]:
        """Yield the options to write a slide's text at its key."""
        slide = self._places.slide(edit.slide)
        if slide is None:
            return
        text = marked((RunState(str(edit.after)),))
        if text is None:
            return
        own = [origin for origin in self._places.of(edit.slide) if len(origin.steps) > 2 and origin.steps[2][1] == key]
        for origin in own:
            if not origin.is_expression:
                yield (Change("text", origin.scalar, origin.steps, text),)
        if not own:
            yield (Change("key", slide, self._steps(edit.slide), key, self._text_node(text, slide.at)),)

    def _hidden(self, edit: Edit) -> Iterator[Option]:
        slide = self._places.slide(edit.slide)
        if slide is not None:
            value = Scalar("true" if edit.after else "false", True, slide.at)
            yield (Change("key", slide, self._steps(edit.slide), "hidden", value),)

    def _alt(self, edit: Edit) -> Iterator[Option]:
        text = marked((RunState(str(edit.after)),))
        slide = self._places.slide(edit.slide)
        if text is None or slide is None:
            return
        for origin in self._candidates(edit, str(edit.before)):
            if origin.steps[-1][1] == "alt" or len(origin.steps) > 1 and origin.steps[-2][1] == "alt":
                yield (Change("text", origin.scalar, origin.steps, text),)
        if slide.get("alt") is None:
            yield (Change("key", slide, self._steps(edit.slide), "alt", self._text_node(text, slide.at)),)

    def _item_removed(self, edit: Edit) -> Iterator[Option]:
        """Yield the options for a removed object: remove the list item of its text."""
        yield from self._text_removed(edit) if edit.before else ()

    def _slide_removed(self, edit: Edit) -> Iterator[Option]:
        slide = self._places.slide(edit.slide)
        if slide is not None:
            yield (Change("remove", self._places.slides, self._places.to_slides, item=slide),)

    def _order(self, edit: Edit) -> Iterator[Option]:
        slides = self._places.slides
        sources = list(dict.fromkeys([self._places.source(key) for key in edit.after if self._places.source(key)]))
        known = [identity(item) for item in slides.items]
        ids = [name for name in sources if name in known]
        for place, name in enumerate(known):
            if name not in ids:
                before = known[place - 1] if place else ""
                ids.insert(ids.index(before) + 1 if before in ids else 0, name)
        yield (Change("order", slides, self._places.to_slides, ids=tuple(ids)),)

    def _slide_added(self, edit: Edit) -> Iterator[Option]:
        node, self.left_out[edit.slide] = slide_node(edit.after, self._naming, self._added)
        before = self._places.slide(edit.where[0]) if edit.where[0] else None
        if node is not None:
            yield (Change("put", self._places.slides, self._places.to_slides, value=node, item=before),)

    def _level(self, edit: Edit) -> Iterator[Option]:
        """Yield the change to the levels of all bullets of a slide: one for all their edits."""
        name = self._places.source(edit.slide)
        if name not in self._levels:
            self._levels[name] = self._nested(name)
        change, moved = self._levels[name]
        if change is not None and id(edit) in moved:
            yield (change,)

    def _nested(self, name: str) -> tuple[Change | None, set[int]]:
        """Return the change of a slide's list of bullets, and the ``id()`` of the edits that it covers."""
        slide = self._places.slide(name)
        listed = slide.get(BELOW) if slide is not None else None
        if slide is None or not isinstance(listed, Sequence) or not _is_kind(slide, "bullets"):
            return None, set()
        pairs = bullets(listed)
        depths = [depth for _, depth in pairs]
        asked: dict[int, tuple[Edit, int]] = {}
        for edit in self.edits:
            if edit.what == "level" and self._places.source(edit.slide) == name and not edit.clash:
                item = self._bullet(edit)
                place = next((i for i, (one, _) in enumerate(pairs) if one is item), None)
                if place is not None:
                    asked[place] = edit, depths[place] + edit.after - edit.before
        new = new_depths(depths, {place: depth for place, (_, depth) in asked.items()})
        moved = {id(edit) for place, (edit, depth) in asked.items() if new[place] == depth}
        return Change("nest", listed, (*self._steps(name), (slide, BELOW)), depths=tuple(new)), moved

    def _bullet(self, edit: Edit) -> Node | None:
        """Return the list item of a paragraph."""
        place = (edit.item, *edit.where[:3])
        slide = self._slides.get(edit.slide)
        words = next((one.plain for at, one in texts(slide) if at == place), "") if slide is not None else ""
        origin = [one for one in self._places.of(edit.slide) if one.words == words and words]
        found = _from(origin, self._rank(edit.replace(where=edit.where[:3]), words))[0].list if origin else None
        return found[1] if found else None

    def _item_added(self, edit: Edit) -> Iterator[Option]:
        yield from ()

    # Shared by the methods above.

    def _candidates(self, edit: Edit, plain: str) -> list[OutlineText]:
        """Return the possible sources of a paragraph: texts with the same words first, then those that it contains."""
        own = self._places.of(edit.slide)
        computed = any([origin.is_expression and origin.words and origin.words in plain for origin in own])
        blocks = () if computed else self._places.blocks()
        same = [origin for origin in own if origin.words == plain]
        found = _from(same, self._rank(edit, plain)) if same else []
        found += [origin for origin in blocks if origin.words == plain]
        inner = [origin for origin in (*own, *blocks) if origin.words != plain and origin.words in plain]
        found += sorted(inner, key=lambda origin: -len(origin.words))
        return [origin for origin in found if not origin.is_expression]

    def _rank(self, edit: Edit, before: object) -> int:
        """Return the number of equal texts (or numbers) before an edit's on the slide."""
        slide = self._slides.get(edit.slide)
        if slide is None:
            return 0
        if edit.what == "value":
            rank = 0
            for item in slide.items:
                for n, series in enumerate(item.chart.series if item.chart else ()):
                    for m, value in enumerate(series.values):
                        if (item.key, n, m) == (edit.item, *edit.where):
                            return rank
                        rank += value == before
            return rank
        where = (edit.item, *edit.where) if len(edit.where) == 3 else (edit.item, TEXT, TEXT, 0)
        places = [place for place, one in texts(slide) if one.plain == before]
        return places.index(where) if where in places else 0

    def _matching_runs(
        self, origin: OutlineText, base: tuple[RunState, ...], after: tuple[RunState, ...]
    ) -> Iterator[tuple[tuple[RunState, ...], tuple[RunState, ...]]]:
        """Yield the deck's and the base's runs of a text, without the words that a slide type writes around it."""
        plain = "".join([run.text for run in base])
        if origin.words == plain:
            yield after, base
            return
        new = "".join([run.text for run in after])
        start = plain.find(origin.words)
        while start >= 0:
            end = len(plain) - start - len(origin.words)
            if new.startswith(plain[:start]) and (not end or new.endswith(plain[-end:])) and len(new) >= start + end:
                yield _cut(after, start, len(new) - end), _cut(base, start, len(plain) - end)
            start = plain.find(origin.words, start + 1)

    def _rows(self, edit: Edit, row: int) -> Iterator[tuple[Sequence, Node, tuple[Step, ...]]]:
        """Yield lists and items of the outline that a table's row can come from."""
        slide = self._slides.get(edit.slide)
        if slide is None:
            return
        cells = [(place, one) for place, one in texts(slide) if place[:2] == (edit.item, row)]
        seen: set[int] = set()
        for place, one in cells:
            for origin in self._candidates(edit.replace(where=place[1:]), one.plain):
                for at in range(len(origin.steps) - 1, 0, -1):
                    rows, key = origin.steps[at]
                    if not isinstance(rows, Sequence) or not isinstance(key, int) or origin.steps[at - 1][1] != "rows":
                        continue
                    if id(rows.items[key]) not in seen:
                        seen.add(id(rows.items[key]))
                        yield rows, rows.items[key], origin.steps[:at]

    def _steps(self, slide: str) -> tuple[Step, ...]:
        slides, found = self._places.slides, self._places.slide(slide)
        number_ = next((i for i, one in enumerate(slides.items) if one is found), 0)
        return *self._places.to_slides, (slides, number_)

    def _text_node(self, text: str, at: Location) -> Node:
        """Return a new text of the outline, by language if it has several."""
        scalar = worded(text, at)
        if not self._several:
            return scalar
        return Mapping((Entry(Scalar(self._language, True, at), scalar),), at)

    def _like(self, node: Node, text: str) -> Node:
        """Return a text in the form of another item of its list."""
        if isinstance(node, Mapping) and not is_by_language(node, self._languages):
            key = next((e.key.text for e in node.entries if e.key.text in ("text", "name", "heading", "title")), "text")
            inner = self._like(node.get(key) or Scalar("", True, node.at), text)
            return Mapping((Entry(Scalar(key, True, node.at), inner),), node.at)
        if isinstance(node, Mapping):
            return self._text_node(text, node.at)
        return worded(text, node.at, isinstance(node, Scalar) and node.plain)


def _is_kind(slide: Mapping, name: str) -> bool:
    kind = slide.get("kind")
    return isinstance(kind, Scalar) and kind.text == name


def _up_to(steps: tuple[Step, ...], node: Node) -> tuple[Step, ...]:
    return steps[: next(i for i, step in enumerate(steps) if step[0] is node)]


def _from(found: list[T], place: int) -> list[T]:
    return [*found[place : place + 1], *found[:place], *found[place + 1 :]]


def _cut(runs: tuple[RunState, ...], start: int, end: int) -> tuple[RunState, ...]:
    made, place = [], 0
    for run in runs:
        made.append(run.replace(text=run.text[max(start - place, 0) : max(end - place, 0)]))
        place += len(run.text)
    return joined(made)


def _equals(scalar: Scalar, value: float) -> bool:
    found = float(scalar.text) if isinstance(scalar, Figure) and scalar.is_number else number(scalar)
    return found is not None and abs(found - value) <= 1e-9 * max(abs(found), abs(value))


# Texts changed on a slide of another deck: they are written to ``texts:`` of the outline's slide.

_TITLES = ("title", "ctrTitle")


def reused_edits(
    drawn: Iterable[Drawn], found: Map[str, SlideState], places: Places, text: Callable[[str], Node]
) -> Iterator[tuple[Edit, tuple[Change, ...]]]:
    """Yield the edits of texts on slides of other decks, with their changes; ``text`` makes a new text.

    ``drawn`` are these slides in the base, ``found`` the deck's slides by key. Other edits, and those of expressions,
    are reported by the plan.
    """
    for one in drawn:
        slide, node = found.get(one.slide), places.slide(one.slide)
        if one.name or slide is None or node is None:
            continue
        number_ = next(i for i, each in enumerate(places.slides.items) if each is node)
        steps: tuple[Step, ...] = (*places.to_slides, (places.slides, number_))
        own = node.get("texts")
        new: list[Entry] = []
        before: list[str] = []
        for name, item, was in _rewritten(one, slide):
            words = marked([RunState(_lines(item.text))])
            if words is None:
                continue
            key, holder, way = name, own, (*steps, (node, "texts"))
            if item.slot in _TITLES and node.get("title") is not None:
                key, holder, way = "title", node, steps
            written = holder.get(key) if isinstance(holder, Mapping) else None
            edit = Edit("text", one.slide, name, (), _lines(was), _lines(item.text))
            if isinstance(written, Scalar) and isinstance(holder, Mapping):
                if "{{" not in written.text and "{%" not in written.text:
                    yield edit, (Change("text", written, (*way, (holder, key)), words),)
            elif isinstance(holder, Mapping):
                if written is None:
                    yield edit, (Change("key", holder, way, key, text(words)),)
            else:
                new.append(Entry(Scalar(key, False, node.at), text(words)))
                before.append(_lines(item.text))
        if new:
            edit = Edit("text", one.slide, str(new[0].key.text), (), "", " / ".join(before))
            yield edit, (Change("key", node, steps, "texts", Mapping(tuple(new), node.at)),)


def _rewritten(drawn: Drawn, slide: SlideState) -> Iterator[tuple[str, ItemState, Words]]:
    """Yield names, shapes and old words of changed texts; nothing where objects were added or removed."""
    was = [one for one in drawn.items if one.key != ""]
    if len(was) - len(slide.items) not in (0, 1):  # the base may have the notes after the objects
        return
    names = Counter([item.marks.name for item in slide.items])
    for old, item in zip(was, slide.items):
        name, looks = item.marks.name, {run.replace(text="") for paragraph in item.text for run in paragraph.runs}
        if _lines(old.text) != _lines(item.text) and len(looks) == 1 and name and names[name] == 1:
            yield name, item, old.text


def _lines(words: Words) -> str:
    return "\n".join([paragraph.plain for paragraph in words])
