"""What the outline says of updates, slide by slide: ``freeze``, ``ignore``, ``moved``."""

from __future__ import annotations

import re

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck

_CONTINUED = re.compile(r"-\d+$")


class Orders(Value):
    """``freeze``: the slide is its editors'. ``moved``: the ids it had before.

    ``ignore``: what is not ours. ``box`` and other names of properties (``merge.PROPERTIES``) hold for all
    objects of the slide, ``goal/box`` for one (``slide/goal`` is its key), ``goal`` for all of it, and
    ``notes``, ``hidden`` for the slide itself.
    """

    freeze: bool = False
    ignore: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def orders(outline: Outline, deck: Deck) -> dict[str, Orders]:
    """Return the orders by the keys of the deck's slides; what a slide's continuation is told is its first's."""
    told: dict[str, Orders] = {}
    for source in outline.slides:
        fields = source.fields
        if fields.has("freeze") or fields.has("ignore") or fields.has("moved"):
            moved = fields.strings("moved") or ((fields.raw("moved"),) if fields.raw("moved") else ())
            told[source.id] = Orders(fields.flag("freeze"), fields.strings("ignore"), moved)
    if not told:
        return {}
    found: dict[str, Orders] = {}
    for slide in deck.slides:
        if slide.key in told:
            found[slide.key] = told[slide.key]
        elif (continued := _CONTINUED.search(slide.key)) and slide.key[: continued.start()] in told:
            first = told[slide.key[: continued.start()]]
            found[slide.key] = first.replace(moved=tuple([old + continued[0] for old in first.moved]))
    return found
