"""News between two sets of facts (``stated``): changes, a line for each, and a slide that lists them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.outline.fields import Fields, path_of
from osloregion_slides.outline.figures import day_text, month_text
from osloregion_slides.outline.load import Outline, SlideSource
from osloregion_slides.outline.markup import verbatim
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence
from osloregion_slides.outline.stated import COUNTS, HEAD, pairs
from osloregion_slides.outline.translations import ALL
from osloregion_slides.outline.words import use, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.stated import Facts

MOST_LINES = 8
"""Lines of changes on the slide; its notes have all changes."""
MOST_NAMES = 6
"""Names in a line of the slide."""
LONGEST = 70
"""Maximum characters of a fact in a line."""
OF_MEMBERS = {"county": "news county", "region": "news region", "from": "news from"}
OF_MEMBERSHIPS = {
    ("new", True): "news member",
    ("new", False): "news member now",
    ("gone", True): "news member gone",
    ("gone", False): "news member no more",
}
"""The phrases for new and former members, by whether the date or the successor is known."""
OF_THINGS = {"from": "news from", "to": "news to"}


class Change(Record):
    """One change of one or several facts: ``names`` are the facts, ``where`` is the path of their list.

    ``before`` and ``after`` are the texts of the changed ``field``. Of a new member ``after`` is the first day, of a
    former one its successor.
    """

    state: Literal["new", "gone", "changed"]
    where: str
    names: tuple[str, ...]
    field: str = ""
    before: str = ""
    after: str = ""


def compare(before: Facts, after: Facts) -> tuple[Change, ...]:
    """Return the changes, members first, then in the order of the facts; equal changes of one list are joined."""
    found = [*_changes(before, after)]
    joined: dict[object, Change] = {}
    for one in sorted(found, key=_rank):
        key = one.replace(names=())
        joined[key] = one.replace(names=(*joined[key].names, *one.names)) if key in joined else one
    return tuple(joined.values())


def _rank(change: Change) -> int:
    """Return the sort key: new and former members, then other changes of members, then the rest."""
    return 0 if change.where == "members" and change.state != "changed" else 2 - change.where.startswith("members")


def _changes(before: Facts, after: Facts) -> Iterator[Change]:
    since, known = before.get("as_of", {}).get("", ""), pairs(before, after)
    for path, fields in after.items():
        old, where, names = before.get(known.same.get(path, "")), path.partition("/")[0], (known.name(path, fields),)
        if path in HEAD or old == fields:
            continue
        if path in COUNTS:
            yield Change("changed", path, (), "", _count(old or {}), _count(fields))
        elif old is None:
            yield Change("new", where, names, after=fields.get("from", "") if where == "members" else "")
        elif where != "slides":
            for key in {**old, **fields}:
                began, begins = old.get(key, ""), fields.get(key, "")
                unsure = not began or not begins or begins > since  # the same membership in another row
                goes_on = key == "into" or (key == "from" and unsure)
                if began != begins and not (where == "members" and goes_on):
                    yield Change("changed", where, names, key, began, begins)
    kept = {*known.same.values()}
    for path, fields in before.items():
        if path not in kept and path not in HEAD:
            if path in COUNTS:
                yield Change("changed", path, (), "", _count(fields), "")
            else:
                yield Change("gone", path.partition("/")[0], (known.name(path, fields),), after=fields.get("into", ""))


def _count(fields: dict[str, str]) -> str:
    """Return a count as ``57``, or a last known one with its month: ``65 2025-06``."""
    return f"{fields.get('', '')} {fields.get('known', '')}".strip()


def _short(text: str) -> str:
    """Return a text shortened for a line at the end of a word."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]} …"


class _Writer:
    """Writes changes as lines in a language; ``titles`` are the slide titles by path of the list they show."""

    def __init__(self, language: str, titles: dict[str, str], most: int) -> None:
        self.language, self.titles, self.most = language, titles, most

    def line(self, change: Change, count: str = "") -> str:
        """Return a change as a line; ``count`` is the number of members before and after."""
        names = ", ".join([_short(name) for name in change.names[: self.most]])
        if len(change.names) > self.most:
            names += f" … (+{len(change.names) - self.most})"
        if change.where in COUNTS:
            key = "news count" if change.where == COUNTS[0] else "news councils"
            return self._say(key, names, self._counted(change.before), self._counted(change.after))
        if change.where == "members":
            return self._member(change, names) + (f", {count}" if count else "")
        if change.where == "slides":
            return self._say("news slide" if change.state == "new" else "news slide gone", names)
        if change.state != "changed":
            line = self._say(f"news {change.state}", names, where=self.titles.get(change.where, "")).removeprefix(": ")
            return line[:1].upper() + line[1:]
        if change.field in OF_THINGS:
            before, after = self._day(change.before), self._day(change.after)
            return self._say(OF_THINGS[change.field], names, before, after)
        if not change.field:
            names = self.titles.get(change.where) or change.where
        elif change.where.startswith("data."):
            names += f", {change.field}"
        return self._say("news changed", names, _short(change.before) or "–", _short(change.after) or "–")

    def _member(self, change: Change, names: str) -> str:
        if change.state != "changed":
            return self._say(
                OF_MEMBERSHIPS[change.state, bool(change.after)],
                names,
                after=change.after,
                date=self._day(change.after),
            )
        before, after = [self._day(t) if change.field == "from" else t or "–" for t in (change.before, change.after)]
        return self._say(OF_MEMBERS[change.field], names, before, after)

    def _say(self, key: str, names: str, before: str = "", after: str = "", **values: str) -> str:
        return word(self.language, key).format(names=names, before=before, after=after, **values)

    def _day(self, text: str) -> str:
        if not text:
            return word(self.language, "news open")
        return day_text(text, self.language) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text

    def counts(self, changes: tuple[Change, ...]) -> str:
        """Return how the number of municipalities changed, "" where it did not."""
        found = [one for one in changes if one.where == COUNTS[0]]
        return f"{self._counted(found[0].before)} → {self._counted(found[0].after)}" if found else ""

    def _counted(self, text: str) -> str:
        number, _, month = text.partition(" ")
        if not number:
            return word(self.language, "unknown")
        return f"{number} ({month_text(f'{month}-01', self.language)})" if month else number


def lines(
    changes: tuple[Change, ...], language: str, titles: dict[str, str], most: int = 1_000
) -> list[tuple[str, str]]:
    """Return a line for each change, with the path of its list; the number of members is part of their first line.

    A line has at most ``most`` names.
    """
    writer, found = _Writer(language, titles, most), []
    of_members = [one for one in changes if one.where == "members" and one.state != "changed"]
    for one in changes:
        if one.where == COUNTS[0] and of_members:
            continue
        count = writer.counts(changes) if of_members and one is of_members[0] else ""
        found.append((writer.line(one, count), one.where))
    return found


def shown_on(outline: Outline, where: str) -> str:
    """Return the id of the first slide that shows a list of facts, "" where none does."""
    if where.startswith("members"):
        kinds = [slide.id for kind in ("members", "map") for slide in outline.slides if slide.kind == kind]
        if kinds:
            return kinds[0]
    named = re.compile(rf"(?<![\w.]){re.escape(where)}(?![\w-])")
    for slide in outline.slides:
        if any([named.search(text) for text in _fetching(slide.fields.node)]):
            return slide.id
    return ""


def _fetching(node: Node) -> Iterator[str]:
    """Yield the texts of a slide that can refer to facts: paths, and texts with expressions."""
    if isinstance(node, Scalar):
        if "{{" in node.text or re.fullmatch(r"[\w.-]+", path_of(node.text)):
            yield node.text
    else:
        for child in node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]:
            yield from _fetching(child)


def titles_of(outline: Outline, facts: Facts, changes: tuple[Change, ...]) -> dict[str, str]:
    """Return the title of the slide that shows each list of the changes; ``facts`` are the outline's."""
    found = {one.where: shown_on(outline, one.where) for one in changes}
    return {where: facts.get(f"slides/{slide}", {}).get("", slide) for where, slide in found.items() if slide}


def title_since(date: str, language: str) -> str:
    """Return the title of the news since an ISO date ("": unknown)."""
    return word(language, "news title").format(date=day_text(date, language) if date else "…")


def with_news(outline: Outline, before: Facts, after: Facts, at: Location, earlier: Outline | None = None) -> Outline:
    """Return an outline with a slide of news after its first one; the outline itself without news.

    ``before`` are the earlier facts, those of the outline ``earlier`` if given; ``at`` is the location that requests
    the slide.
    """
    changes = compare(before, after)
    if not changes:
        return outline
    language = outline.language
    use(outline.resolver.choices.words)
    titles = titles_of(outline, after, changes)
    if earlier is not None:
        titles = {**titles_of(earlier, before, changes), **titles}
    shown = lines(changes, language, titles, MOST_NAMES)
    rest = len(shown) - MOST_LINES + 1 if len(shown) > MOST_LINES else 0
    items = []
    for line, where in shown[: len(shown) - rest]:
        slide = shown_on(outline, where)
        link = f" – [{verbatim(titles[where])}](#{slide})" if slide else ""
        items.append(verbatim(line) + link)
    items += [word(language, "news more").format(count=rest)] if rest else []
    title = title_since(before.get("as_of", {}).get("", ""), language)
    notes = "\n\n".join([verbatim(line) for line, _ in lines(changes, language, titles)])
    ids = {slide.id for slide in outline.slides}
    name = next(one for one in ("since", *[f"since-{n}" for n in range(2, len(ids) + 3)]) if one not in ids)

    def text(words: str) -> Node:
        return Mapping((Entry(Scalar(ALL, True, at), Scalar(words, False, at)),), at)  # in the deck's language

    values: dict[str, Node] = {
        "title": text(title),
        "items": Sequence(tuple(map(text, items)), at),
        "notes": text(notes),
    }
    node = Mapping(tuple([Entry(Scalar(key, True, at), value) for key, value in values.items()]), at)
    source = SlideSource(name, "bullets", Fields(node, outline.resolver), at)
    return outline.replace(slides=(*outline.slides[:1], source, *outline.slides[1:]))
