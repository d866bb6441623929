"""Chains of manual edits and updates, the outline going back and forth: nothing is lost, every deck is clean."""

from __future__ import annotations

import functools
import io
import random
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu

from osloregion_slides import build
from osloregion_slides.drafting import composed, load, owned
from osloregion_slides.service_update import apply
from tests.pptx.updating import edited, found_in
from tests.update.edits import every, words
from tests.update.gallery import HEAD, Side, planned
from tests.update.outlines import copied

POOL = ("Klima og miljø", "Samferdsel", "Kultur for alle", "Næring", "Bolig", "Helse og omsorg", "Skole")
BRANDS = ("osloregionen", "ruten")
ALIKE = ("columns", "hub", "pillars")
KINDS = {
    "columns": "",
    "hub": "    centre: Midten\n",
    "pillars": "    base: Grunnlag\n",
    "purpose": "    text: Vi er mange\n    goal: Målet\n    heading: Emner\n",
    "points": "",
    "timeline": "",
    "table": "    columns: [Sted, Antall]\n",
}


class Outline:
    """An outline that changes: which slides there are, and which items in which order with which words."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._slides = {kind: list(POOL[:3]) for kind in KINDS}
        self._order = list(KINDS)
        self._kinds: dict[str, str] = {}
        self._frozen: set[str] = set()
        self.brand = BRANDS[1]

    def step(self) -> None:
        """Change one thing or three."""
        for _ in range(self._chance.randint(1, 3)):
            kind = self._chance.choice(list(KINDS))
            items = self._slides[kind]
            match self._chance.randrange(10):
                case 0 | 1 if len(items) < 5:
                    new = self._chance.choice(
                        [one for one in POOL if one not in {i.removesuffix(" i dag") for i in items}]
                    )
                    items.insert(self._chance.randint(0, len(items)), new)
                case 2 if len(items) > 2:
                    del items[self._chance.randrange(len(items))]
                case 3:
                    self._chance.shuffle(items)
                case 4:
                    place = self._chance.randrange(len(items))
                    items[place] = items[place].removesuffix(" i dag") + (
                        " i dag" if not items[place].endswith(" i dag") else ""
                    )
                case 5 if kind in self._order and len(self._order) > 3:
                    self._order.remove(kind)
                case 6 if kind not in self._order:
                    self._order.insert(self._chance.randint(0, len(self._order)), kind)
                case 7:
                    self.brand = self._chance.choice(BRANDS)
                case 8:
                    self._frozen ^= {kind}
                case 9 if kind in ALIKE:
                    self._kinds[kind] = self._chance.choice(ALIKE)

    @property
    def slides(self) -> str:
        return "".join([self._slide(kind) for kind in self._order])

    def _slide(self, kind: str) -> str:
        items = self._slides[kind]
        if kind == "points":
            listed = [f"    points:\n{''.join(f'      - {item}{chr(10)}' for item in items)}"]
        elif kind == "table":
            listed = [
                f"    rows:\n{''.join(f'      - [{item}, {chr(34)}{len(item)}{chr(34)}]{chr(10)}' for item in items)}"
            ]
        else:
            times = ", from: 2006, to: 2008" if kind == "timeline" else ""
            listed = [f"    items:\n{''.join(f'      - {{name: {item}{times}}}{chr(10)}' for item in items)}"]
        now, frozen = self._kinds.get(kind, kind), "    freeze: true\n" if kind in self._frozen else ""
        return f"  - id: {kind}\n    kind: {now}\n    title: Om {kind}\n{KINDS[now]}{listed[0]}{frozen}"


@functools.lru_cache(maxsize=4)
def made(slides: str, brand: str) -> Side:
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        path = Path(folder) / "gallery.yaml"
        head = re.sub("(?m)^brand: .*$", f"brand: {brand}", HEAD)
        path.write_text(f"{head}slides:\n{slides}", encoding="utf-8")
        outline = load(str(path))
        deck, look, _ = composed(outline)
        return Side(build(str(path)).data, owned(outline, deck, look))


def by_hand(data: bytes, chance: random.Random, mark: str) -> bytes:
    """Return the deck with a person's edit; what the person wrote or coloured has this mark (six hexadecimal digits)."""

    def edit(presentation: Any) -> None:
        page = chance.choice(list(presentation.slides))
        shapes = [
            one for one in every(page.shapes) if one.has_text_frame and one.text_frame.text and not one.is_placeholder
        ]
        tables = [one.table for one in page.shapes if getattr(one, "has_table", False)]
        entries = presentation.slides._sldIdLst
        match chance.randrange(10):
            case 0 | 1 if shapes:
                one = chance.choice(shapes)
                one.line.fill.solid()
                one.line.fill.fore_color.rgb = RGBColor.from_string(mark)  # type: ignore[no-untyped-call]
            case 2 if shapes:
                run = chance.choice(shapes).text_frame.paragraphs[-1].runs[-1]
                run.text += f" {mark}"
            case 3 if tables:
                run = tables[0].cell(1, 1).text_frame.paragraphs[0].runs[0]
                run.text += f" {mark}"
            case 4 if shapes:
                one = chance.choice(shapes)
                one.left, one.top = Emu(one.left + 90_000), Emu(one.top + 90_000)
                one.name = f"Mitt {mark}"
            case 5 if shapes:
                free = [one for one in shapes if "C0FFE" not in one._element.xml]
                for one in free[:1]:
                    one._element.getparent().remove(one._element)
            case 6:
                new = presentation.slides.add_slide(page.slide_layout)
                new.shapes.add_textbox(Emu(9_000), Emu(9_000), Emu(900_000), Emu(300_000)).text_frame.text = mark
            case 7:
                entries.insert(chance.randrange(len(entries)), chance.choice(list(entries)))
            case 8:
                page.notes_slide.notes_text_frame.text = f"Notat {mark}"
            case _:
                page.shapes.add_textbox(Emu(9_000), Emu(9_000), Emu(900_000), Emu(300_000)).text_frame.text = mark

    return edited(data, edit)


def marks(data: bytes) -> set[str]:
    """Return the marks that are in a deck: in texts, colours and names."""
    slides = Presentation(io.BytesIO(data)).slides
    notes = [page.notes_slide._element.xml for page in slides if page.has_notes_slide]
    found = " ".join([*[page._element.xml for page in slides], *notes])
    return {found[at : at + 6] for at in range(len(found)) if found.startswith("C0FFE", at)}


def chain(seed: int, rounds: int) -> bytes:
    """Return the deck after a chain of edits and updates; each is checked."""
    chance = random.Random(seed)
    outline = Outline(chance)
    data = made(outline.slides, outline.brand).data
    clean = found_in(data)
    for number in range(rounds):
        data = by_hand(data, chance, f"C0FFE{number:X}")
        outline.step()
        new, before = made(outline.slides, outline.brand), marks(data)
        data = apply(planned(data, new), "deck.pptx").data
        assert before - marks(data) == set(), (seed, number)
        again = planned(data, new).plan
        assert (again.changes, again.order, again.exit_code) == ((), (), 0), (seed, number)
    assert found_in(data) - clean == Counter(), seed
    said = " ".join([words(page) for page in Presentation(io.BytesIO(data)).slides])
    assert said
    return data


@pytest.mark.parametrize("seed", range(2))
def test_a_chain_of_edits_and_updates_loses_nothing(seed: int) -> None:
    chain(seed, 4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 22))
def test_twenty_chains_of_eight_edits_and_updates_lose_nothing(seed: int) -> None:
    chain(seed, 8)
