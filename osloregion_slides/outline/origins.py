"""The origin of a text or number on a slide: file and cell or line, date, source, confidence.

The text is searched in the slide's own texts, in the facts of its expressions, in the lists and tables of its paths,
and in the registry's members that its kind counts. References to further facts are followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location
from osloregion_slides.base.record import Record
from osloregion_slides.outline.fields import path_of
from osloregion_slides.outline.figures import day_text, figure_text
from osloregion_slides.outline.markup import parse_markup, plain
from osloregion_slides.outline.nodes import Figure, Mapping, Scalar, Sequence, identity, text_of
from osloregion_slides.outline.workspace import located, reference
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.table_file import read_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.outline.load import Outline, SlideSource
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import TextResolver
    from osloregion_slides.registry.values import Gap, Member

_FETCHED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_PATH = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)+|\borganisation\b")
OF_MEMBERS = ("members", "map")
"""Slide types that count the registry's members without a path."""


class Origin(Record):
    """One location that a text comes from.

    ``said`` is the text there; ``start`` and ``end`` are ISO dates or ""; ``why`` is its way onto the slide: a path,
    or the counted members.
    """

    at: Location
    said: str
    why: str = ""
    source: str = ""
    confidence: str = ""
    start: str = ""
    end: str = ""

    def __str__(self) -> str:
        period = " – ".join([self.start, self.end]).strip(" –") if self.start or self.end else ""
        parts = [self.why, period and f"holds {period}", self.source and f"source: {self.source}", self.confidence]
        return f"{self.at}: {self.said}" + "".join([f"\n    {part}" for part in parts if part])


def origins(outline: Outline, slide: SlideSource, text: str) -> tuple[Origin, ...]:
    """Return the origins of a text on a slide, () where none is found; numbers are compared as numbers."""
    search = _Search(outline, text)
    search.source = plain(parse_markup(outline.resolver.say(slide.fields.node.get("source"))))
    search.node(slide.fields.node, None, "")
    if slide.kind in OF_MEMBERS:
        search.counts(slide)
    if not search.found and outline.as_of and search.has(day_text(outline.as_of, outline.language)):
        search.date(outline.as_of)
    return tuple(dict.fromkeys(search.found))


class _Search:
    def __init__(self, outline: Outline, text: str) -> None:
        self.outline, self.resolver = outline, outline.resolver
        self.english = outline.language[:2] == "en"
        self.text, self.number = text.strip(), _number(text, self.english)
        self.pattern = re.compile(rf"(?<![\w,.]){re.escape(self.text)}(?![\w]|[,.]\d)", re.IGNORECASE)
        self.found: list[Origin] = []
        self.seen: set[int] = set()
        self.source = ""

    def has(self, text: str) -> bool:
        return bool(self.pattern.search(text)) or (
            self.number is not None and _number(text, self.english) == self.number
        )

    def is_whole(self, scalar: Scalar, words: str) -> bool:
        """Return whether a scalar with these words is the whole text."""
        if " ".join(words.split()) == " ".join(self.text.split()):
            return True
        return self.number is not None and self.number in (_number(words, self.english), _number(scalar.text, True))

    def node(self, node: Node, owner: Mapping | None, why: str) -> None:
        """Search a node; ``owner`` is the mapping with its dates and source."""
        if id(node) in self.seen:
            return
        self.seen.add(id(node))
        picked = self.resolver.pick(node)
        if isinstance(picked, Scalar):
            self.scalar(picked, owner, why)
        elif isinstance(picked, Mapping):
            for entry in picked.entries:
                self.node(entry.value, picked, why)
        elif isinstance(picked, Sequence):
            for item in picked.items:
                self.node(item, owner, why)

    def scalar(self, scalar: Scalar, owner: Mapping | None, why: str) -> None:
        shown = figure_text(scalar, self.outline.language) if isinstance(scalar, Figure) else scalar.text
        literal = _FETCHED.sub("…", shown)
        if self.has(plain(parse_markup(literal))) or (isinstance(scalar, Figure) and self.has(scalar.text)):
            values = {key: text_of(owner.get(key)) if owner else "" for key in ("from", "to", "source", "confidence")}
            found = values["source"] or self.source, values["confidence"], values["from"], values["to"]
            self.found.append(Origin(scalar.at, plain(parse_markup(shown)), why, *found))
        for expression in _FETCHED.findall(scalar.text):
            self.fetched(expression, scalar)
        if _PATH.fullmatch(path_of(scalar.text)):
            self.path(path_of(scalar.text), scalar)

    def fetched(self, expression: str, scalar: Scalar) -> None:
        result = plain(parse_markup(self.resolver.say(Scalar(f"{{{{{expression}}}}}", False, scalar.at))))
        if not self.has(result):
            return
        paths = _PATH.findall(re.sub(r"'[^']*'|\"[^\"]*\"", "", expression))
        for path in paths:
            self.path(path, scalar)
        if expression.strip().split("|")[0].strip() == "as_of":
            self.date(result)
        elif not paths:
            self.found.append(Origin(scalar.at, result, expression.strip(), self.source))

    def date(self, text: str) -> None:
        self.found.append(Origin(self.outline.fields.at("as_of"), text, "the date on which facts are read"))

    def path(self, path: str, scalar: Scalar) -> None:
        if path.startswith("members."):
            self.roll("county_council" if path.startswith("members.county_councils") else "municipality", path)
            return
        if path.split(".")[0] in ("as_of", "language", "audience"):
            return
        node = reached(self.resolver.document, path)
        if node is not None:
            self.node(node, None, f"`{path}`")

    # Counts of the registry.

    def counts(self, slide: SlideSource) -> None:
        """Search the counts of a slide of members: all, by county, by sub-region."""
        members = self.outline.members
        for kind in ("municipality", "county_council"):
            self.roll(kind, f"counted by `kind: {slide.kind}`")
        for groups in (members.by_county, members.by_region):
            for name, group in groups:
                if self.number == len(group):
                    self.rows(group, f"{len(group)} members in {name}")

    def roll(self, kind: str, why: str) -> None:
        members = self.outline.members
        roll = members.municipalities if kind == "municipality" else members.county_councils
        if roll and self.number == len(roll):
            self.rows(tuple(roll), why)
        last = roll.last.date if roll.last else ""
        for gap in dict.fromkeys([*roll.notes, *[gap for gap in self.gaps() if gap.start == last]]):
            if gap.kind == kind and gap.total is not None and self.text in (str(gap.total), gap.start[:4]):
                at = self.row_at(gap.start, str(gap.total))
                self.found.append(Origin(at, str(gap.total), why, gap.source, "", gap.start, gap.end))

    def gaps(self) -> tuple[Gap, ...]:
        named = self.file()
        return load_registry(*named)[0].gaps if named else ()

    def rows(self, members: tuple[Member, ...], why: str) -> None:
        """Add the registry's rows that a number counts, with their sources and how many are confirmed."""
        date, sure = self.outline.members.date, [one for one in members if one.confidence == "confirmed"]
        named = self.file()
        sources = "; ".join(dict.fromkeys([one.source for one in members if one.source]))
        how = f"{len(sure)} of {len(members)} rows confirmed"
        text = f"{len(members)} rows that hold on {date}: {', '.join([one.name for one in members])}"
        self.found.append(Origin(Location(named[0] if named else ""), text, why, sources, how))

    def file(self) -> tuple[str, str, str, bool] | None:
        named = reference(self.outline.document.get("members"))
        path = located(named, self.resolver.workspace) if named else None
        return None if named is None or not isinstance(path, str) else (path, named.sheet, named.range, named.hidden)

    def row_at(self, *cells: str) -> Location:
        """Return the location of the last of these cells, in the first row that has them all."""
        named = self.file()
        if named is None:
            return Location("")
        grid = read_grid(*named)
        for row in grid.rows:
            if all([cell in row.cells for cell in cells]):
                return grid.at(row, row.cells.index(cells[-1]))
        return Location(grid.file)


# The one location of a text.


SlideText = tuple[Scalar, "Mapping | None", str]
"""A text of a slide: its scalar, the mapping around it, and its words."""


def place_of(
    outline: Outline, texts: Iterable[SlideText], text: str, instead: str = "", among: Iterable[str] = ()
) -> Location | None:
    """Return the location of a whole text of a slide (``slide_texts``), None where several or none match.

    It is that of the fact or cell of an expression, if only one of these is missing in ``instead``; else that of the
    text. ``among`` are names of a row or column, which select one of several cells.
    """
    search = _Search(outline, text)
    found = [(scalar, row) for scalar, row, words in texts if search.is_whole(scalar, words)]
    names = set(among)
    if len(found) > 1 and names:
        found = [(scalar, row) for scalar, row in found if row and names & {text_of(one.value) for one in row.entries}]
    if len({str(scalar.at) for scalar, _ in found}) != 1:
        return None
    scalar = found[0][0]
    facts = set()
    for expression in _FETCHED.findall(scalar.text):
        value = plain(parse_markup(search.resolver.say(Scalar(f"{{{{{expression}}}}}", False, scalar.at))))
        if value and value not in instead:
            one = _Search(outline, value)
            one.fetched(expression, scalar)
            facts.update([origin.at for origin in one.found] or [scalar.at])
    return facts.pop() if len(facts) == 1 else scalar.at


def slide_texts(outline: Outline, slide: SlideSource) -> tuple[SlideText, ...]:
    """Return the texts of a slide, including those of the lists and tables of its paths."""
    return tuple(_slide_texts(outline.resolver, slide.fields.node, None, set()))


def _slide_texts(resolver: TextResolver, node: Node, owner: Mapping | None, seen: set[int]) -> Iterator[SlideText]:
    if id(node) in seen:
        return
    seen.add(id(node))
    picked = resolver.pick(node)
    if isinstance(picked, Scalar):
        yield picked, owner, plain(parse_markup(resolver.say(picked)))
        path = path_of(picked.text)
        target = reached(resolver.document, path) if _PATH.fullmatch(path) else None
        if target is not None:
            yield from _slide_texts(resolver, target, None, seen)
    elif isinstance(picked, Sequence):
        for child in picked.items:
            yield from _slide_texts(resolver, child, owner, seen)
    elif isinstance(picked, Mapping):
        for entry in picked.entries:
            yield from _slide_texts(resolver, entry.value, picked, seen)


def reached(document: Mapping, path: str) -> Node | None:
    """Return the node at a path such as ``data.budget.0.kr``, with list items by id or index; else None."""
    node: Node | None = document
    for step in path.split("."):
        if isinstance(node, Sequence):
            at = int(step) if step.isdecimal() and len(step) < 7 else len(node.items)
            place = node.items[at] if at < len(node.items) else None
            node = next((item for item in node.items if identity(item) == step), place)
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
    return node


def files(outline: Outline, slide: SlideSource) -> dict[str, tuple[str, ...]]:
    """Return the files other than the outline from which a slide shows facts, with the sources named in their rows."""
    found: dict[str, dict[str, None]] = {}
    seen: set[int] = set()
    own = outline.fields.at("deck").file

    def visit(node: Node) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        if node.at.file and node.at.file != own:
            found.setdefault(node.at.file, {})
        if isinstance(node, Mapping):
            source = next((text for key in ("source", "kilde") if (text := text_of(node.get(key)))), "")
            if source and node.at.file in found:
                found[node.at.file][source] = None
        if not isinstance(node, Scalar):
            for child in node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]:
                visit(child)
            return
        expressions = [re.sub(r"'[^']*'|\"[^\"]*\"", "", text) for text in _FETCHED.findall(node.text)]
        whole = path_of(node.text)
        for path in [path for text in expressions for path in _PATH.findall(text)] + [whole] * bool(
            _PATH.fullmatch(whole)
        ):
            to = None if path.startswith("members.") else reached(outline.resolver.document, path)
            if to is not None:
                visit(to)

    visit(slide.fields.node)
    return {file: tuple(sources) for file, sources in found.items()}


def _number(text: str, english: bool) -> float | None:
    """Return the value of a numeric text, with a comma or point and spaces between thousands; else None.

    In English commas separate thousands.
    """
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-").rstrip("%")
    if english and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare):
        bare = bare.replace(",", "")
    bare = bare.replace(",", ".")
    return float(bare) if re.fullmatch(r"[+-]?\d+(\.\d+)?", bare) else None


def slide_of(outline: Outline, name: str) -> SlideSource | None:
    """Return the slide with an id, or with a number counted from 1 in the outline; else None."""
    found = {slide.id: slide for slide in outline.slides}
    number = int(name) if name.isdecimal() and len(name) < 6 else 0
    return found.get(name) or (outline.slides[number - 1] if 0 < number <= len(outline.slides) else None)
