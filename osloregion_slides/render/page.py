"""A deck as one self-contained HTML page: slides, keyboard, print, offline and on a phone.

It contains the speaker notes only on request, since readers can view its source. Without JavaScript it is a list of
all slides. Its content security policy forbids loading anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.units import EMU_PER_INCH
from osloregion_slides.render.svg import slide_svgs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck

_NONE: Mapping[str, float] = {}
_NORWEGIAN = ("nb", "nn", "no", "se", "da")


def minutes_of(outline: Outline) -> dict[str, float]:
    """Return the planned minutes of the slides that state them, by id."""
    planned = [(slide.id, slide.fields.number("minutes")) for slide in outline.slides if slide.fields.has("minutes")]
    return {name: float(number) for name, number in planned if number}


def html_page(deck: Deck, brand: Brand, notes: bool = False, minutes: Mapping[str, float] = _NONE) -> str:
    """Return the page of a deck, with its labels in the deck's language where available, else in Norwegian or English.

    ``notes`` adds the speaker notes; without it the page contains none of them. ``minutes`` are the planned ones by
    slide. The output depends only on the arguments. InvalidInput where the brand's template cannot be read.
    """
    from markupsafe import Markup

    script, script_hash = deck_script()
    spoken, words = page_words(deck.language)
    slides = [
        {
            "key": slide.key,
            "title": " ".join(slide.title.split()),
            "language": slide.language,
            "notes": slide.notes if notes else (),
            "hidden": slide.hidden,
            "minutes": minutes.get(slide.key, 0),
            "svg": Markup(svg),
        }
        for slide, svg in zip(deck.slides, slide_svgs(deck, brand, inline=True))
    ]
    return rendered(
        "deck.html.jinja",
        title=deck.title,
        language=deck.language,
        spoken=spoken,
        width=round(deck.width / EMU_PER_INCH, 4),
        height=round(deck.height / EMU_PER_INCH, 4),
        ratio=round(deck.width / deck.height, 6),
        words=words,
        slides=slides,
        noted=any(slide["notes"] for slide in slides),
        script=Markup(script),
        script_hash=script_hash,
    )


def page_words(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the language of a page's labels for readers of a language (BCP 47), and these labels."""
    import json

    known = json.loads(_read("deck.words.json"))
    code = language.partition("-")[0]
    found = code if code in known else "nb" if is_norwegian(language) else "en"
    return found, known[found]


def deck_script() -> tuple[str, str]:
    """Return the script of a deck's page, and its hash source for a content security policy."""
    from base64 import b64encode
    from hashlib import sha256

    script = _read("deck.js")
    return script, f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


def is_norwegian(language: str) -> bool:
    """Return whether readers of a language (BCP 47) get Norwegian rather than English."""
    return language.partition("-")[0] in _NORWEGIAN


def rendered(name: str, **values: object) -> str:
    """Return a template of templates/pages rendered with values, texts escaped."""
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_read(name)).render(**values)


def _read(name: str) -> str:
    with open(resources.path("templates", "pages", name), encoding="utf-8", newline="") as file:
        return file.read().replace("\r\n", "\n")
