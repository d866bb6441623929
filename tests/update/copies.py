"""Edits of two copies of one deck: the possible edits, and whether the merge has them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, NamedTuple

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.util import Emu

from osloregion_slides import build
from tests.update.outlines import DECKS

SLIDE = "purpose"


def original() -> bytes:
    """Return the deck that both copies are of."""
    return build(str(DECKS / "osloregionen.yaml")).data


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def saved(presentation: Any) -> bytes:
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def slide_of(presentation: Any, key: str = SLIDE) -> Any:
    """Return the slide that has shapes of this key."""
    return next(one for one in presentation.slides if any(shape.name.startswith(f"{key}/") for shape in one.shapes))


def shape_of(presentation: Any, name: str = f"{SLIDE}/goal") -> Any:
    return next(shape for shape in slide_of(presentation).shapes if shape.name == name)


class Way(NamedTuple):
    """An edit that two people can do, each in their way (``who`` is "A" or "B"), and whether it is there."""

    do: Callable[[Any, str], None]
    is_there: Callable[[Any, str], bool]


def _colour(rgb: str) -> Any:
    return RGBColor.from_string(rgb)  # type: ignore[no-untyped-call]


COLOURS = {"A": _colour("C80A0A"), "B": _colour("0A8C0A")}
STEPS = {"A": Emu(360_000), "B": Emu(-300_000)}
ANGLES = {"A": 12.0, "B": 345.0}
PLACES = {"A": (2_222_222, 3_333_333), "B": (4_444_444, 2_888_888)}


def first_run(shape: Any) -> Any:
    return shape.text_frame.paragraphs[0].runs[0]


def _text(name: str) -> Way:
    def do(deck: Any, who: str) -> None:
        first_run(shape_of(deck, name)).text = f"Skrevet av {who}"

    return Way(do, lambda deck, who: f"Skrevet av {who}" in shape_of(deck, name).text_frame.text)


def _move(deck: Any, who: str) -> None:
    shape_of(deck).left += STEPS[who]


def _moved(deck: Any, who: str) -> bool:
    return bool(abs(shape_of(deck).left - shape_of(opened(original())).left - STEPS[who]) < 1_270)


def _fill(deck: Any, who: str) -> None:
    shape_of(deck).fill.solid()
    shape_of(deck).fill.fore_color.rgb = COLOURS[who]


def _filled(deck: Any, who: str) -> bool:
    fill = shape_of(deck).fill
    return fill.type == 1 and fill.fore_color.type == 1 and fill.fore_color.rgb == COLOURS[who]


def _turn(deck: Any, who: str) -> None:
    shape_of(deck).rotation = ANGLES[who]


def _add(deck: Any, who: str) -> None:
    box = slide_of(deck).shapes.add_textbox(*PLACES[who], 2_000_000, 400_000)
    box.text_frame.text = f"Lapp fra {who}"


def _note(deck: Any, who: str) -> None:
    slide_of(deck).notes_slide.notes_text_frame.text = f"Husk: {who}"


def _reword(deck: Any, who: str) -> None:
    run = first_run(shape_of(deck, "purpose/text"))
    run.text = run.text.replace({"A": "Frivillig", "B": "sammenslutning"}[who], f"({who})")


def _picture(deck: Any, who: str) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), {"A": "red", "B": "green"}[who]).save(out, "PNG")
    out.seek(0)
    slide_of(deck).shapes.add_picture(out, *PLACES[who], 900_000, 900_000).name = f"Bilde {who}"


def _delete(name: str) -> Way:
    def do(deck: Any, who: str) -> None:
        element = shape_of(deck, name)._element
        element.getparent().remove(element)

    return Way(do, lambda deck, who: name not in [shape.name for shape in slide_of(deck).shapes])


def _new_slide(deck: Any, who: str) -> None:
    made = deck.slides.add_slide(deck.slide_layouts[3])
    made.shapes.title.text = f"Pause {who}"
    listed = deck.slides._sldIdLst
    listed.insert(3, listed[-1])


def _hide(deck: Any, who: str) -> None:
    slide_of(deck)._element.set("show", "0")


def _link(deck: Any, who: str) -> None:
    shape_of(deck).click_action.hyperlink.address = f"https://example.org/{who}"


def _has(text: str) -> Callable[[Any, str], bool]:
    return lambda deck, who: any(
        shape.has_text_frame and shape.text_frame.text == text.format(who) for shape in slide_of(deck).shapes
    )


WAYS: dict[str, Way] = {
    "reword the title": _text("purpose/title"),
    "rewrite a panel": _text("purpose/goal"),
    "reword some words of a paragraph": Way(
        _reword, lambda deck, who: f"({who})" in shape_of(deck, "purpose/text").text_frame.text
    ),
    "move it": Way(_move, _moved),
    "colour it": Way(_fill, _filled),
    "turn it": Way(_turn, lambda deck, who: shape_of(deck).rotation == ANGLES[who]),
    "link it": Way(
        _link, lambda deck, who: shape_of(deck).click_action.hyperlink.address == f"https://example.org/{who}"
    ),
    "add a text box": Way(_add, _has("Lapp fra {}")),
    "add a picture": Way(_picture, lambda deck, who: f"Bilde {who}" in [shape.name for shape in slide_of(deck).shapes]),
    "write notes": Way(_note, lambda deck, who: f"Husk: {who}" in slide_of(deck).notes_slide.notes_text_frame.text),
    "delete the panel": _delete("purpose/goal"),
    "delete a heading": _delete("purpose/heading"),
    "add a slide": Way(
        _new_slide,
        lambda deck, who: f"Pause {who}" in [s.shapes.title.text for s in deck.slides if s.shapes.title is not None],
    ),
    "hide the slide": Way(_hide, lambda deck, who: slide_of(deck)._element.get("show") == "0"),
}
