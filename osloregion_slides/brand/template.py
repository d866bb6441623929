"""The brand's template as a package: tokens to parts."""

from __future__ import annotations

from osloregion_slides.brand.emblem import logo_parts, logo_relations
from osloregion_slides.brand.layouts import Design, designs, layout
from osloregion_slides.brand.master import grid, master, notes_master
from osloregion_slides.brand.opc import Package, Part
from osloregion_slides.brand.theme import (
    core_properties,
    extended_properties,
    presentation,
    presentation_properties,
    table_styles,
    theme,
    view_properties,
)
from osloregion_slides.ooxml.names import (
    REL_APP,
    REL_CORE,
    REL_DOCUMENT,
    REL_LAYOUT,
    REL_MASTER,
    REL_NOTES_MASTER,
    REL_PROPERTIES,
    REL_TABLE_STYLES,
    REL_THEME,
    REL_VIEW,
    TYPE_APP,
    TYPE_CORE,
    TYPE_NOTES_MASTER,
    TYPE_PRESENTATION,
    TYPE_THEME,
)
from osloregion_slides.ooxml.package import Relation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

PRESENTATION = "ppt/presentation.xml"
_MASTER = "ppt/slideMasters/slideMaster1.xml"
_NOTES_MASTER = "ppt/notesMasters/notesMaster1.xml"
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
TYPE_MASTER, TYPE_LAYOUT = f"{_PML}.slideMaster+xml", f"{_PML}.slideLayout+xml"
TYPE_PROPERTIES, TYPE_VIEW, TYPE_TABLES = f"{_PML}.presProps+xml", f"{_PML}.viewProps+xml", f"{_PML}.tableStyles+xml"


def template(tokens: Tokens) -> Package:
    """Return the template of a brand: one master, seven layouts, a notes master, no slide."""
    place = grid(tokens)
    found = designs(tokens, place)
    look = theme(tokens)
    return Package(
        (
            Relation("rId1", REL_DOCUMENT, PRESENTATION),
            Relation("rId2", REL_CORE, "docProps/core.xml"),
            Relation("rId3", REL_APP, "docProps/app.xml"),
        ),
        (
            Part("docProps/app.xml", TYPE_APP, extended_properties()),
            Part("docProps/core.xml", TYPE_CORE, core_properties(tokens.name, tokens.language)),
            Part(PRESENTATION, TYPE_PRESENTATION, presentation(tokens), _presentation_relations()),
            Part("ppt/presProps.xml", TYPE_PROPERTIES, presentation_properties()),
            Part("ppt/viewProps.xml", TYPE_VIEW, view_properties()),
            Part("ppt/tableStyles.xml", TYPE_TABLES, table_styles(tokens)),
            Part("ppt/theme/theme1.xml", TYPE_THEME, look),
            Part("ppt/theme/theme2.xml", TYPE_THEME, look),
            Part(
                _MASTER,
                TYPE_MASTER,
                master(tokens, place, len(found)),
                _master_relations(tokens, len(found)),
            ),
            *(_layout_part(design, number, tokens) for number, design in enumerate(found, 1)),
            Part(
                _NOTES_MASTER,
                TYPE_NOTES_MASTER,
                notes_master(tokens.language, (tokens.width, tokens.height)),
                (Relation("rId1", REL_THEME, "ppt/theme/theme2.xml"),),
            ),
            *logo_parts(tokens),
        ),
    )


def layout_name(number: int) -> str:
    """Return the name of the layout part of this number, counted from 1."""
    return f"ppt/slideLayouts/slideLayout{number}.xml"


def _presentation_relations() -> tuple[Relation, ...]:
    targets = (
        (REL_MASTER, _MASTER),
        (REL_NOTES_MASTER, _NOTES_MASTER),
        (REL_PROPERTIES, "ppt/presProps.xml"),
        (REL_VIEW, "ppt/viewProps.xml"),
        (REL_THEME, "ppt/theme/theme1.xml"),
        (REL_TABLE_STYLES, "ppt/tableStyles.xml"),
    )
    return tuple(Relation(f"rId{n}", kind, part) for n, (kind, part) in enumerate(targets, 1))


def _master_relations(tokens: Tokens, layouts: int) -> tuple[Relation, ...]:
    found = [Relation(f"rId{n}", REL_LAYOUT, layout_name(n)) for n in range(1, layouts + 1)]
    found.append(Relation(f"rId{layouts + 1}", REL_THEME, "ppt/theme/theme1.xml"))
    return (*found, *logo_relations(tokens, dark=False))


def _layout_part(design: Design, number: int, tokens: Tokens) -> Part:
    relations: tuple[Relation, ...] = (Relation("rId1", REL_MASTER, _MASTER),)
    if not design.master_shapes:
        relations += logo_relations(tokens, design.dark)
    return Part(layout_name(number), TYPE_LAYOUT, layout(design, tokens), relations)
