"""Words that people changed on a slide of another deck: they go into the ``texts:`` of the outline's slide."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence
from osloregion_slides.pulling.changes import Change
from osloregion_slides.pulling.marks import marked
from osloregion_slides.pulling.wants import Edit
from osloregion_slides.update.deck_state import ItemState, RunState, SlideState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Mapping as Map

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pulling.places import Places, Step
    from osloregion_slides.update.deck_state import Words
    from osloregion_slides.update.drawn import Drawn

_TITLES = ("title", "ctrTitle")


def reused_edits(
    drawn: Iterable[Drawn], found: Map[str, SlideState], places: Places, text: Callable[[str], Node]
) -> Iterator[tuple[Edit, tuple[Change, ...]]]:
    """Yield what people wrote on slides of other decks, with the changes that say it; ``text`` makes a new text.

    ``drawn`` is what the base says of these slides, ``found`` the deck's by key. What is not only words, or is worked
    out, is left to the plan, which names it.
    """
    for one in drawn:
        slide, node = found.get(one.slide), places.slide(one.slide)
        if one.name or slide is None or node is None:
            continue
        slides = places.document.get("slides")
        assert isinstance(slides, Sequence), "a slide is of a list"
        steps: tuple[Step, ...] = (
            (places.document, "slides"),
            (slides, next(i for i, each in enumerate(slides.items) if each is node)),
        )
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
            said = holder.get(key) if isinstance(holder, Mapping) else None
            edit = Edit("text", one.slide, name, (), _lines(was), _lines(item.text))
            if isinstance(said, Scalar) and isinstance(holder, Mapping):
                if "{{" not in said.text and "{%" not in said.text:
                    yield edit, (Change("text", said, (*way, (holder, key)), words),)
            elif isinstance(holder, Mapping):
                if said is None:
                    yield edit, (Change("key", holder, way, key, text(words)),)
            else:
                new.append(Entry(Scalar(key, False, node.at), text(words)))
                before.append(_lines(item.text))
        if new:
            edit = Edit("text", one.slide, str(new[0].key.text), (), "", " / ".join(before))
            yield edit, (Change("key", node, steps, "texts", Mapping(tuple(new), node.at)),)


def _rewritten(drawn: Drawn, slide: SlideState) -> Iterator[tuple[str, ItemState, Words]]:
    """Yield the shapes with other words than the base says, by their names; none where objects came or went."""
    was = [one for one in drawn.items if one.key != ""]
    if len(was) - len(slide.items) not in (0, 1):  # the notes stand behind the objects
        return
    names = Counter([item.marks.name for item in slide.items])
    for old, item in zip(was, slide.items):
        name, looks = item.marks.name, {run.replace(text="") for paragraph in item.text for run in paragraph.runs}
        if _lines(old.text) != _lines(item.text) and len(looks) == 1 and name and names[name] == 1:
            yield name, item, old.text


def _lines(words: Words) -> str:
    return "\n".join([paragraph.plain for paragraph in words])
