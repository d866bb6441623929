"""Small decks as values, in all three states: made by an outline, found in a file, and as a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.pptx.identity import shape_identity, slide_identity
from osloregion_slides.scene import Box
from osloregion_slides.update.deck_state import (
    HAND,
    DeckState,
    Identity,
    ItemState,
    Locator,
    ParagraphState,
    RunState,
    SlideState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.update.deck_state import Words

CM = 360_000


def box(x: float = 1, y: float = 1, w: float = 5, h: float = 2) -> Box:
    """A box in centimetres."""
    return Box(Emu(int(x * CM)), Emu(int(y * CM)), Emu(int(w * CM)), Emu(int(h * CM)))


def text(*paragraphs: str, size: int = 1800, level: int = 0, bold: bool = False) -> Words:
    return tuple([ParagraphState((RunState(one, bold),) if one else (), level, size) for one in paragraphs])


def shape(key: str, *paragraphs: str, **properties: object) -> ItemState:
    found = ItemState(key, "shape", box(), text(*paragraphs), "accent1 #1D5FA8", preset="rect")
    return found.replace(**properties) if properties else found


def title(slide: str, words: str) -> ItemState:
    return ItemState(f"{slide}/title", "text", box(1, 0, 20, 1), text(words), "?", slot="title")


def slide(key: str, *items: ItemState, **properties: object) -> SlideState:
    head = "".join([one.plain for item in items if item.slot == "title" for one in item.text])
    found = SlideState(key, head, items)
    return found.replace(**properties) if properties else found


def deck(*slides: SlideState) -> DeckState:
    return DeckState("osloregionen", "Osloregionen", slides)


def found(known: DeckState, native: bool = True) -> DeckState:
    """The deck as a reader gives it; without ``native`` another program has dropped the creation ids."""
    return known.replace(slides=tuple([_found(known.key, slide, i, native) for i, slide in enumerate(known.slides, 1)]))


def _found(deck: str, slide: SlideState, number: int, native: bool) -> SlideState:
    part = f"ppt/slides/{slide.key}.xml"
    tokens = {item.key: f"#{i}" for i, item in enumerate(slide.items, 2)}
    items = []
    for i, item in enumerate(slide.items, 2):
        creation = shape_identity(deck, slide.key, item.key) if native else ""
        items.append(
            item.replace(
                key=f"#{i}",
                parent=tokens.get(item.parent, ""),
                ends=tuple([end and end.replace(key=tokens.get(end.key, end.key)) for end in item.ends]),
                locator=Locator(part, (i,)),
                marks=Identity(creation, item.key, i),
            )
        )
    marks = Identity(str(slide_identity(deck, slide.key)) if native else "", "", number)
    locator = Locator(part)
    bare = slide.replace(at=None, freeze=False, ignore=(), moved=(), layout="", section="")
    return bare.replace(key=part, items=tuple(items), locator=locator, marks=marks)


def plain(known: DeckState) -> list[tuple[object, ...]]:
    """What a deck owns, whoever made it: slides in order, objects in none."""
    return [
        (_name(slide), slide.notes, slide.hidden, sorted([_plain(item, slide) for item in slide.items], key=repr))
        for slide in known.slides
    ]


def _name(slide: SlideState) -> str:
    return slide.key.removeprefix(HAND).removeprefix("ppt/slides/").removesuffix(".xml")


def _plain(item: ItemState, slide: SlideState) -> ItemState:
    names = {one.key: one.marks.name or one.key for one in slide.items}
    ends = tuple([end and end.replace(key=names.get(end.key, end.key)) for end in item.ends])
    return item.replace(
        key=names[item.key], parent=names.get(item.parent, ""), ends=ends, locator=None, marks=Identity(), slot=""
    )


def with_item(known: DeckState, key: str, **properties: object) -> DeckState:
    """The deck with properties of one object changed (by key, or by name in a found deck)."""
    return known.replace(
        slides=tuple(
            [
                slide.replace(
                    items=tuple(
                        [
                            item.replace(**properties) if key in (item.key, item.marks.name) else item
                            for item in slide.items
                        ]
                    )
                )
                for slide in known.slides
            ]
        )
    )


def keys(known: DeckState) -> list[str]:
    return [_name(slide) for slide in known.slides]


def items(slides: Iterable[SlideState]) -> dict[str, ItemState]:
    return {item.key: item for slide in slides for item in slide.items}
