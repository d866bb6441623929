"""Texts changed in place: words that stay keep the run properties that people gave them."""

from __future__ import annotations

import re
from copy import deepcopy
from difflib import SequenceMatcher

from lxml import etree

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import A
from osloregion_slides.ooxml.order import put
from osloregion_slides.pptx.applying.edition import element
from osloregion_slides.pptx.drawing import Drawing, TextWriter
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.reading.sheets import flag
from osloregion_slides.pptx.reading.text import BR, CLICK, FLD, P_, PPR, R_, RPR, T, level_of, size_of
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.update.deck_state import nfc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.values import Layout, TextStyle
    from osloregion_slides.ooxml.inheritance import Level
    from osloregion_slides.pptx.applying.layouts import Fonts
    from osloregion_slides.pptx.parts import Links, Parts, Relations
    from osloregion_slides.pptx.reading.text import TextReader
    from osloregion_slides.scene import Box, Item, Slide, Text
    from osloregion_slides.update.changes import NewParagraph
    from osloregion_slides.update.deck_state import ParagraphState, RunState


END = f"{{{A}}}endParaRPr"
_WORD = re.compile(r"\w+|\s|[^\w\s]")
_INLINE = (R_, BR, FLD)


class Piece(Record):
    """A character (or a field, as U+FFFC) as it was found: its ``a:rPr`` or None, and the field's element."""

    text: str
    properties: Element | None
    field: Element | None = None


class TextEditor:
    """Edits the texts of one shape or cell.

    ``looks`` are what each level inherits; ``read`` gives the link of an ``a:rPr`` in the plan's words,
    ``click`` makes ``a:hlinkClick``; ``ours`` gives the markup of a paragraph of the Scene's text, ``say``
    names its typefaces where the found theme has others. ``language`` is ours' (BCP 47), "" where there is no text.
    """

    def __init__(
        self,
        looks: Sequence[Level],
        read: Callable[[Element], str],
        click: Callable[[str], Xml],
        ours: Callable[[int], Xml],
        say: Callable[[Element], Element],
        language: str = "",
    ) -> None:
        self._language = language
        self._looks, self._read, self._click, self._ours, self._say = looks, read, click, ours, say

    def set_paragraphs(self, body: Element, paragraphs: Iterable[NewParagraph]) -> None:
        """Make the paragraphs of a ``txBody`` those of the plan."""
        found = body.findall(P_)
        made = self.made(found, paragraphs)
        for old in found:
            body.remove(old)
        body.extend(made or [_emptied(found)])

    def made(self, found: list[Element], paragraphs: Iterable[NewParagraph]) -> list[Element]:
        """Return the paragraphs; those that stay are the found elements."""
        made: list[Element] = []
        for one in paragraphs:
            source = found[one.source] if one.source is not None and one.source < len(found) else None
            if source is None:
                paragraph = self._new(one, found)
            else:
                paragraph = deepcopy(source) if any(source is other for other in made) else source
                if one.content is not None:
                    self._edit(paragraph, one.content, one.ours)
            made.append(paragraph)
        return made

    def _new(self, one: NewParagraph, found: list[Element]) -> Element:
        """Return a paragraph that looks like ours; where ours is not to be had, like the last one there."""
        markup = self._ours(one.ours) if one.ours is not None else ""
        made = self._say(element(markup)) if markup else _emptied(found)
        if one.content is not None:
            self._edit(made, one.content, None)
        return made

    def _edit(self, paragraph: Element, content: ParagraphState, ours: int | None) -> None:
        """Make a paragraph say this."""
        if level_of(paragraph) != content.level:
            self._set_level(paragraph, content.level, ours)
        look = self._looks[min(content.level, len(self._looks) - 1)]
        self._set_runs(paragraph, content.runs, look)
        if content.size and size_of(paragraph, look) != content.size:
            _set_size(paragraph, content.size, look)
        _set_language(paragraph, self._language)

    def _set_level(self, paragraph: Element, level: int, ours: int | None) -> None:
        """Give a paragraph another level, with ours' indents if it is to be had: the found ones are the old level's."""
        old = paragraph.find(PPR)
        markup = self._ours(ours) if ours is not None else ""
        made = element(markup).find(PPR) if markup else None
        if made is None:
            made = etree.Element(PPR)
        if level:
            made.set("lvl", str(level))
        if old is not None:
            paragraph.replace(old, made)
        else:
            paragraph.insert(0, made)

    def _set_runs(self, paragraph: Element, runs: Sequence[RunState], look: Level) -> None:
        found = [child for child in paragraph if child.tag in _INLINE]
        old = _pieces(found)
        first = next((piece.properties for piece in old if piece.properties is not None), None)
        usual = first if first is not None else _as_run(paragraph.find(END))
        new = [(token, run) for run in runs for token in (_tokens(run))]
        origins = _origins([piece.text for piece in old], [token for token, _ in new])
        made: list[Element] = []
        said: list[tuple[Element, list[str]]] = []
        last: tuple[object, ...] = ()
        at = 0
        for token, run in new:
            for character in token:
                origin = old[origins[at]] if origins[at] >= 0 else Piece("", usual)
                at += 1
                if run.field:
                    made.append(self._field(origin, run, look))
                elif character == "\n":
                    made.append(self._dressed(BR, origin, run, look))
                else:
                    if last != (id(origin.properties), run) or made[-1].tag != R_:
                        made.append(self._dressed(R_, origin, run, look))
                        said.append((made[-1], []))
                    said[-1][1].append(character)
                last = (id(origin.properties), run)
        for one, characters in said:
            etree.SubElement(one, T).text = "".join(characters)
        start = paragraph.index(found[0]) if found else int(paragraph.find(PPR) is not None)
        for child in found:
            paragraph.remove(child)
        for offset, child in enumerate(made):
            paragraph.insert(start + offset, child)

    def _field(self, origin: Piece, run: RunState, look: Level) -> Element:
        """Return the field as it was found, or a new one."""
        if origin.field is not None and origin.field.get("type") == run.field:
            made = deepcopy(origin.field)
            made.tail = None
            return made
        made = self._dressed(FLD, origin, run, look)
        made.set("id", guid("field", run.field))
        made.set("type", run.field)
        etree.SubElement(made, T).text = "‹#›"
        return made

    def _dressed(self, tag: str, origin: Piece, run: RunState, look: Level) -> Element:
        """Return a run with the properties of where it comes from, bold, italic and link as they shall be."""
        made = etree.Element(tag)
        properties = etree.SubElement(made, RPR)
        if origin.properties is not None:
            made.replace(properties, deepcopy(origin.properties))
            properties = made[0]
            properties.tail = None
        for name, wanted, inherited in (("b", run.bold, look.bold), ("i", run.italic, look.italic)):
            if flag(properties.get(name), inherited) != wanted:
                properties.set(name, "1" if wanted else "0")
        if self._read(properties) != run.link:
            click = properties.find(CLICK)
            if click is not None:
                properties.remove(click)
            markup = self._click(run.link) if run.link else ""
            if markup:
                put(properties, element(markup))
        return made


def _pieces(found: list[Element]) -> list[Piece]:
    """Return the characters of runs, breaks and fields, each with its run's properties."""
    pieces: list[Piece] = []
    for child in found:
        properties = child.find(RPR)
        if child.tag == FLD:
            pieces.append(Piece("\ufffc", properties, child))
        elif child.tag == BR:
            pieces.append(Piece("\n", properties))
        else:
            text = child.find(T)
            pieces += [Piece(sign, properties) for sign in nfc((text.text if text is not None else "") or "")]
    return pieces


def _tokens(run: RunState) -> list[str]:
    return ["\ufffc"] if run.field else _WORD.findall(run.text)


def _origins(old: list[str], new: list[str]) -> list[int]:
    """Return for each new character the place of the old one whose properties it takes, -1 for none.

    What stays has its own. A replaced word takes those of what it replaces, an added one those of what stands
    before it.
    """
    words, starts = _words(old)
    found: list[int] = []
    matcher = SequenceMatcher(None, words, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2)):
                found += [starts[i] + offset for offset in range(len(new[j]))]
        elif kind != "delete":
            near = starts[i1] if kind == "replace" else starts[i1] - 1 if i1 else 0
            if near >= len(old):
                near = len(old) - 1
            found += [near] * sum(map(len, new[j1:j2]))
    return found


def _words(old: list[str]) -> tuple[list[str], list[int]]:
    """Return the words of the characters, and where each begins, with the end behind them."""
    words = _WORD.findall("".join(old))
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return words, starts


def _as_run(end: Element | None) -> Element | None:
    """Return an end mark's look as a run's."""
    if end is None:
        return None
    made = deepcopy(end)
    made.tag = RPR
    made.tail = None
    return made


def _emptied(found: list[Element]) -> Element:
    """Return an empty paragraph that looks like the last one found."""
    if not found:
        return etree.Element(P_)
    made = deepcopy(found[-1])
    runs = [child for child in made if child.tag in _INLINE]
    properties = runs[0].find(RPR) if runs else None
    if made.find(END) is None and properties is not None:
        end = deepcopy(properties)
        end.tag = END
        made.append(end)
    for child in runs:
        made.remove(child)
    return made


def _set_language(paragraph: Element, language: str) -> None:
    """Let a paragraph with new words be in ours' language; one that has a run in it already stays as it is."""
    looks = [look for look in paragraph.iter(RPR, END) if look.get("lang")]
    primary = language.partition("-")[0]
    if language and all([look.get("lang").partition("-")[0] != primary for look in looks]):
        for look in looks:
            look.set("lang", language)


def _set_size(paragraph: Element, size: int, look: Level) -> None:
    """Give all of a paragraph one size; said only where the level has another."""
    holders = [child.find(RPR) for child in paragraph if child.tag in _INLINE] + [paragraph.find(END)]
    for holder in holders:
        if holder is None:
            continue
        if size == look.size:
            holder.attrib.pop("sz", None)
        else:
            holder.set("sz", str(size))


# The writer's drawing on a slide that exists: ids that are free there, glue to the shapes that were found.


class PlacedDrawing(Drawing):
    """Writes objects of ours into a found slide.

    ``numbers`` are the ids of all objects by key, found and new; ``boxes`` are where found objects are, so
    that a new connector goes there.
    """

    def __init__(
        self,
        deck: str,
        slide: Slide,
        layout: Layout,
        parts: Parts,
        links: Links,
        relations: Relations,
        numbers: Mapping[str, int],
        boxes: Mapping[str, Box],
    ) -> None:
        super().__init__(deck, slide, layout, parts, links)
        self.relations = relations
        self._placed = numbers
        for key, box in boxes.items():
            item = self.items.get(key)
            if item is not None and hasattr(item, "box"):
                self.items[key] = item.replace(box=box)

    def number(self, key: str) -> int | None:
        """Return the id that an object has on the found slide."""
        return self._placed.get(key)

    def non_visual(self, item: Item, alt: str = "", decorative: bool = False, link: str = "") -> Xml:
        """Return the ``p:cNvPr`` of an object under the id that it was given."""
        self._last = self._placed[item.key] - 1
        return super().non_visual(item, alt, decorative, link)


# The text editors of a found slide: what its texts inherit, where its links lead, how ours would write them.


class SlideTexts:
    """Makes the editors of one slide's texts. ``jumps`` turns a slide's part into its key."""

    def __init__(
        self, reader: TextReader, jumps: Mapping[str, str], fonts: Fonts, drawing: PlacedDrawing | None
    ) -> None:
        self._reader, self._jumps, self._fonts, self._drawing = reader, jumps, fonts, drawing

    def editor(
        self,
        looks: Sequence[Level],
        text: Text | None,
        levels: tuple[TextStyle, ...] = (),
        cell: bool = False,
        title: bool = False,
    ) -> TextEditor:
        """Return the editor of a text that inherits ``looks``; ``text`` is ours, None where there is none.

        ``levels`` are what ours would inherit from its slot; ``cell`` and ``title`` say where it stands.
        """

        def say(made: Element) -> Element:
            return self._fonts.say(made, title)

        def ours(index: int) -> Xml:
            if text is None or index >= len(text.paragraphs):
                return ""
            last = index == len(text.paragraphs) - 1
            return TextWriter(text, self._click, levels, cell).paragraph(text.paragraphs[index], last)

        return TextEditor(looks, self._link, self._click, ours, say, text.language if text is not None else "")

    def _click(self, link: str, own_colour: bool = False) -> Xml:
        return self._drawing.click(link, own_colour) if self._drawing is not None else ""

    def _link(self, properties: Element) -> str:
        """Return the link of a run in the plan's words: ``#key`` for a slide."""
        found = self._reader.link(properties)
        return f"#{self._jumps[found[1:]]}" if found[1:] in self._jumps else found
