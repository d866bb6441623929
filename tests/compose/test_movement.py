"""Movement by choice: native animations of the things of a list, off by default, and kept by updates."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides.ooxml.names import P
from osloregion_slides.service import build, save
from osloregion_slides.service_update import plan, update
from tests.kinds.composing import composed, slide
from tests.pptx.updating import edited

HEAD = "deck: d\ntitle: D\nbrand: ruten\nlanguage: nb\nlanguages: [nb]\nslides:\n"
FIELDS = {
    "columns": "items: [{name: En, text: T, icon: train}, {name: To, text: T}]",
    "points": "points: [En, {text: To, icon: leaf}]",
    "bullets": "items: [En, {text: To, items: [Under]}]",
    "hub": "centre: Midt\nitems: [{id: en, name: En}, {id: to, name: To}]",
    "venn": "items: [{id: en, name: En}, {id: to, name: To}]",
    "pillars": "base: Grunn\nitems: [En, To]",
    "purpose": "text: Hei\nitems: [En, To]",
    "facts": "items: [{name: '1', text: En}, {name: '2', text: To}]",
}


def outline(folder: Path, fields: str, kind: str = "columns") -> str:
    file = folder / "d.yaml"
    file.write_text(HEAD + slide(kind, fields), encoding="utf-8")
    return str(file)


def root(data: bytes) -> Any:
    return Presentation(io.BytesIO(data)).slides[0]._element


@pytest.mark.parametrize("kind", FIELDS)
def test_reveal_shows_one_entry_per_click_and_covers_every_object(kind: str, tmp_path: Path) -> None:
    plain = build(outline(tmp_path, FIELDS[kind], kind))
    made = build(outline(tmp_path, FIELDS[kind] + "\nreveal: click", kind))
    assert not [one for one in made.findings if one.severity == "error"]
    assert len(made.deck.slides[0].reveal) == 2
    slide_element = root(made.data)
    clicks = slide_element.findall(f".//{{{P}}}cTn[@nodeType='clickEffect']")
    shapes = {one.get("id") for one in slide_element.iter(f"{{{P}}}cNvPr")}
    targets = [one.get("spid") for one in slide_element.iter(f"{{{P}}}spTgt")]
    assert len(clicks) == 2
    assert set(targets) <= shapes
    numbers = [one.get("id") for one in slide_element.iter(f"{{{P}}}cTn")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    texts = [[shape.text_frame.text for shape in leaves(deck.data) if shape.has_text_frame] for deck in (plain, made)]
    assert sorted(texts[0]) == sorted(texts[1])


def leaves(data: bytes) -> list[Any]:
    def flat(shapes: Any) -> list[Any]:
        found: list[Any] = []
        for shape in shapes:
            found += flat(shape.shapes) if hasattr(shape, "shapes") else [shape]
        return found

    return flat(Presentation(io.BytesIO(data)).slides[0].shapes)


def test_without_reveal_and_transition_nothing_is_animated(tmp_path: Path) -> None:
    element = root(build(outline(tmp_path, FIELDS["columns"])).data)
    assert element.find(f"{{{P}}}timing") is None
    assert element.find(f"{{{P}}}transition") is None


def test_the_fade_precedes_the_animations_in_the_xml(tmp_path: Path) -> None:
    element = root(build(outline(tmp_path, FIELDS["columns"] + "\nreveal: click\ntransition: fade")).data)
    assert [child.tag.rpartition("}")[2] for child in element] == ["cSld", "clrMapOvr", "transition", "timing"]


def test_a_reveal_without_effect_is_reported() -> None:
    _, found = composed(slide("statement", "text: Hei\nreveal: click"))
    assert [one.code for one in found if one.code == "dead-key"]


@pytest.mark.parametrize("wish", ["", "\nreveal: click\ntransition: fade"])
def test_an_update_keeps_the_animations_of_a_deck(wish: str, tmp_path: Path) -> None:
    from lxml import etree

    deck = tmp_path / "d.pptx"
    data = build(outline(tmp_path, FIELDS["columns"] + "\nreveal: click")).data
    timing = root(data).find(f"{{{P}}}timing")
    made = build(outline(tmp_path, FIELDS["columns"] + wish)).data

    def animate(presentation: Any) -> None:
        element = presentation.slides[0]._element
        if element.find(f"{{{P}}}timing") is None:
            element.append(timing)

    deck.write_bytes(edited(made, animate))
    before = root(deck.read_bytes()).find(f"{{{P}}}timing")
    changed = update(plan(str(deck), outline(tmp_path, FIELDS["columns"].replace("name: To", "name: Nye") + wish)))
    after = root(changed.data).find(f"{{{P}}}timing")
    assert etree.tostring(after) == etree.tostring(before)
    assert "Nye" in [shape.text_frame.text for shape in leaves(changed.data) if shape.has_text_frame]
    save(str(tmp_path / "e.pptx"), changed)
