"""A notes master for templates that have none."""

from __future__ import annotations

from osloregion_slides.pptx.ooxml import REL_THEME, TYPE_NOTES_MASTER, TYPE_THEME
from osloregion_slides.pptx.relations import Relations, from_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.parts import Parts
    from osloregion_slides.pptx.template import Template
    from osloregion_slides.scene import Deck


def add_notes_master(deck: Deck, template: Template, parts: Parts) -> str:
    """Add our notes master with a copy of the presentation's theme; return its target from the presentation.

    KeyError where the template has no theme.
    """
    from osloregion_slides.brand.notes_master import notes_master

    target = {kind: target for _, kind, target, _ in template.relations}[REL_THEME]
    markup = parts.read(target[1:] if target.startswith("/") else f"ppt/{target}").decode("utf-8")
    theme = parts.free_name("ppt/theme/theme", ".xml")
    parts.add(theme, markup, TYPE_THEME)
    relations = Relations()
    relations.relate(REL_THEME, from_folder(theme))
    master = notes_master(deck.language, (deck.width, deck.height)).decode("utf-8")
    parts.add("ppt/notesMasters/notesMaster1.xml", master, TYPE_NOTES_MASTER, relations)
    return "notesMasters/notesMaster1.xml"
