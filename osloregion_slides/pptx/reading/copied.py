"""Recognition of slides that another program saved unchanged, which need not be read.

Programs on lxml (python-pptx) serialise each part again, with the same result for the same XML. A slide whose bytes
are lxml's serialisation of the built slide, with the relations and notes of a build, under the brand's own masters,
is unedited. PowerPoint and LibreOffice serialise differently: their slides are read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.brand.load import THEMES, has_masters_of
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_NOTES
from osloregion_slides.ooxml.package import parse_xml
from osloregion_slides.pptx.drawing import Drawing, flat
from osloregion_slides.pptx.parts import Links, Parts
from osloregion_slides.pptx.reading.deck import OpenedDeck, Package, slide_entries
from osloregion_slides.pptx.reading.looks import in_custom_shows
from osloregion_slides.pptx.write import notes_part, slide_part, template_of
from osloregion_slides.pptx.xml import DECLARATION
from osloregion_slides.reuse import made_of
from osloregion_slides.scene import Chart, Deck, Picture, Slide
from osloregion_slides.update.plan import unread

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.pptx.base_part import Written
    from osloregion_slides.update.deck_state import DeckState, SlideState

    Form = tuple[bytes, bytes, str]
    """A slide and its notes (b"" without any) in lxml's serialisation, and the part of its layout."""


_HEADS = (DECLARATION.encode(), DECLARATION.replace('"', "'").encode())
_DEFAULTS = "defaultTextStyle"


def known_slides(
    found: OpenedDeck, base: DeckState, ours: DeckState, deck: Deck, brand: Brand | None
) -> dict[str, SlideState]:
    """Return by part the slides that need not be read (``plan.unread``): sealed ones, or those copied unchanged.

    ``deck`` is the Scene of ``ours``, ``brand`` the brand whose masters the found deck has, None if it has
    others. InvalidInput for a damaged part.
    """
    if brand is not None and not found.marks.slides:
        return unread(_copied(found.package, base, ours, deck, brand), base, ours)
    known = unread(found.marks.slides, base, ours)
    for part in known:
        found.package.data(part)  # unpacked only to detect damage
    return known


def _copied(package: Package, base: DeckState, ours: DeckState, deck: Deck, brand: Brand) -> Written:
    """Return part and key of all slides in order, the key "" if a slide must be read; () if all must."""
    wanted = unread(tuple([(slide.key, slide.key) for slide in base.slides]), base, ours)
    themes = has_masters_of(package.members, brand, deck.language, (THEMES,))
    if not (wanted and themes and _defaults(package, deck, brand)):
        return ()
    parts = Parts(template_of(brand, deck.language))
    forms: dict[bytes, tuple[str, Form]] = {}
    for slide in deck.slides:
        if slide.key in wanted and (form := _form(deck, slide, brand, parts)) is not None:
            forms[form[0]] = slide.key, form
    shown, found = in_custom_shows(package), []
    for _, part in slide_entries(package):
        key, form = forms.get(_body(package, part), ("", None))
        is_copy = form is not None and part not in shown and _relations(package, part, form)
        found.append((part, key if is_copy else ""))
    counts = Counter([key for _, key in found])
    return tuple([(part, key if counts[key] == 1 else "") for part, key in found])


def _defaults(package: Package, deck: Deck, brand: Brand) -> bool:
    """Return whether the presentation has the default text style of the brand's template."""
    style = template_of(brand, deck.language).presentation.child(_DEFAULTS)
    text = style.text.strip().encode() if style else b""
    data, name = package.data(package.main), _DEFAULTS.encode()
    return text in data and data.count(name) == text.count(name)


def _relations(package: Package, part: str, form: Form) -> bool:
    """Return whether a slide has the layout and notes of the form, and no other relations."""
    _, notes, layout = form
    rows = {(one.id, one.type, "" if one.type == REL_NOTES else one.target) for one in package.rows(part)}
    if rows != {("rId1", REL_LAYOUT, layout), *([("rId2", REL_NOTES, "")] if notes else [])}:
        return False
    return not notes or _body(package, package.related(part, REL_NOTES)) == notes


def _body(package: Package, part: str) -> bytes:
    """Return a part without its XML declaration, b"" if that is neither lxml's nor a build's."""
    data = package.data(part) if part else b""
    return data[len(_HEADS[0]) :] if data.startswith(_HEADS) else b""


def _form(deck: Deck, slide: Slide, brand: Brand, parts: Parts) -> Form | None:
    """Return a slide in lxml's serialisation, cached; None for one with charts or pictures."""
    kept = made_of(slide, brand)
    name = ("copied", deck.key, parts.table_style)
    if kept is None or name not in kept:
        found = _written(deck, slide, brand, parts)
        if kept is None:
            return found
        kept[name] = found
    known: Form | None = kept[name]
    return known


def _written(deck: Deck, slide: Slide, brand: Brand, parts: Parts) -> Form | None:
    if any([isinstance(item, Chart | Picture) for item in flat(slide.items)]):
        return None  # they have parts of their own
    layout = next(one for one in brand.layouts if one.role == slide.layout)
    drawing = Drawing(deck.key, slide, layout, parts, Links({}))
    markup = slide_part(deck, drawing)
    return _by_lxml(markup), _by_lxml(notes_part(slide).encode()) if slide.notes else b"", layout.part


def _by_lxml(markup: bytes) -> bytes:
    written: bytes = etree.tostring(parse_xml(markup), encoding="UTF-8")
    return written
