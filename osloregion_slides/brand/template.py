"""Build the brand's template as a package: from tokens to parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Pt
from osloregion_slides.brand.design import BLUE, HAIRLINE, MIST, logo_parts, logo_relations, plain
from osloregion_slides.brand.drawing import LEVELS, level_styles
from osloregion_slides.brand.grounds import grounds_designs, grounds_grid, master_look
from osloregion_slides.brand.layouts import Design, designs, layout
from osloregion_slides.brand.master import NOTES_SIZE, grid, master, notes_master
from osloregion_slides.brand.opc import Package, Part
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
    SLOTS,
    TYPE_APP,
    TYPE_CORE,
    TYPE_NOTES_MASTER,
    TYPE_PRESENTATION,
    TYPE_THEME,
)
from osloregion_slides.ooxml.package import Relation
from osloregion_slides.pptx.markup import NAMESPACES, solid
from osloregion_slides.pptx.xml import DECLARATION, esc
from osloregion_slides.scene import Colour

if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens


# The theme part: colours, fonts, flat formats (ECMA-376 Part 1, 20.1.6.9).

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme(tokens: Tokens) -> bytes:
    """Return the theme of a brand; named colours become custom colours in PowerPoint's colour picker."""
    colours = dict(tokens.theme)
    scheme = "".join([f'<a:{slot}><a:srgbClr val="{colours[slot]}"/></a:{slot}>' for slot in SLOTS])
    custom = "".join(
        [f'<a:custClr name="{esc(name)}"><a:srgbClr val="{value}"/></a:custClr>' for name, value in tokens.colours]
    )
    name = esc(tokens.name)
    text = (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}">'
        f'<a:themeElements><a:clrScheme name="{name}">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="{name}"><a:majorFont>{_font(tokens.heading_font)}</a:majorFont>'
        f"<a:minorFont>{_font(tokens.body_font)}</a:minorFont></a:fontScheme>{_formats(name)}</a:themeElements>"
        f"<a:objectDefaults>{_defaults(tokens.language)}</a:objectDefaults><a:extraClrSchemeLst/>"
        f"<a:custClrLst>{custom}</a:custClrLst></a:theme>"
    )
    return text.encode()


def _font(face: str) -> str:
    return f'<a:latin typeface="{esc(face)}"/><a:ea typeface=""/><a:cs typeface=""/>'


def _formats(name: str) -> str:
    lines = "".join(
        [
            f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
            for width in (9_525, 12_700, 19_050)
        ]
    )
    return (
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme>"
    )


def _defaults(language: str) -> str:
    """Return the default look of shapes and lines inserted in PowerPoint: flat, in the brand's blue, 1.5 pt."""
    style = '<a:lnRef idx="0"><a:schemeClr val="accent1"/></a:lnRef>'
    shape = (
        '<a:spDef><a:spPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></a:spPr>'
        '<a:bodyPr rtlCol="0" anchor="ctr"/><a:lstStyle><a:defPPr algn="ctr">'
        f'<a:defRPr lang="{language}"/></a:defPPr></a:lstStyle><a:style>{style}'
        '<a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef><a:effectRef idx="0"><a:schemeClr val="accent1"/>'
        '</a:effectRef><a:fontRef idx="minor"><a:schemeClr val="lt1"/></a:fontRef></a:style></a:spDef>'
    )
    line = (
        '<a:lnDef><a:spPr><a:ln w="19050"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:ln></a:spPr>'
        "<a:bodyPr/><a:lstStyle/></a:lnDef>"
    )
    return shape + line


# The brand's table style: heading row in navy over an accent rule, hairlines between rows.

STYLE_ID = "{7B1F6A52-0D3C-4E8B-9A41-5C2E9D7F0B13}"
"""The id of the brand's table style, the default of tables without a style (tblStyleLst@def)."""

_EDGES = ("left", "right", "top", "bottom", "insideH", "insideV")


def table_styles(tokens: Tokens) -> bytes:
    """Return the tableStyles part with the brand's style as the default (ECMA-376 Part 1, 20.1.4.2.27)."""
    whole = _text("dk1") + _cell({"top": _line(HAIRLINE), "bottom": _line(HAIRLINE), "insideH": _line(HAIRLINE)})
    head = _text("tx2", True) + _cell({"bottom": _line(BLUE, 19_050)}, "")
    total = _text("tx2", True) + _cell({"top": _line(BLUE, 19_050)}, "")
    band = f"<a:tcStyle><a:tcBdr/><a:fill>{solid(MIST)}</a:fill></a:tcStyle>"
    text = (
        f'{DECLARATION}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{STYLE_ID}">'
        f'<a:tblStyle styleId="{STYLE_ID}" styleName="{esc(tokens.name)}"><a:wholeTbl>{whole}</a:wholeTbl>'
        f"<a:band1H>{band}</a:band1H><a:lastCol>{_text('tx2', True)}<a:tcStyle><a:tcBdr/></a:tcStyle></a:lastCol>"
        f"<a:firstCol>{_text('tx2', True)}<a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol>"
        f"<a:lastRow>{total}</a:lastRow><a:firstRow>{head}</a:firstRow></a:tblStyle></a:tblStyleLst>"
    )
    return text.encode()


def _text(slot: str, bold: bool = False) -> str:
    weight = ' b="on"' if bold else ""
    return (
        f'<a:tcTxStyle{weight}><a:fontRef idx="minor"><a:prstClr val="black"/></a:fontRef>'
        f'<a:schemeClr val="{slot}"/></a:tcTxStyle>'
    )


def _line(colour: Colour, width: int = 9_525) -> str:
    return f'<a:ln w="{width}" cmpd="sng">{solid(colour)}</a:ln>'


def _cell(lines: dict[str, str], fill: str = "<a:fill><a:noFill/></a:fill>") -> str:
    none = "<a:ln><a:noFill/></a:ln>"
    edges = "".join([f"<a:{edge}>{lines.get(edge, none)}</a:{edge}>" for edge in _EDGES])
    return f"<a:tcStyle><a:tcBdr>{edges}</a:tcBdr>{fill}</a:tcStyle>"


# The presentation part and the small parts beside it: properties, view, document properties.

MASTER_ID = 2_147_483_648


def presentation(tokens: Tokens) -> bytes:
    """Return the presentation part without slides: rId1 leads to the master, rId2 to the notes master.

    The writer fills the empty ``<p:sldIdLst/>``. The slide size has no ``type``: the schema has no value for
    13.333 × 7.5 in.
    """
    notes = f'<p:notesSz cx="{NOTES_SIZE[0]}" cy="{NOTES_SIZE[1]}"/>'
    text = (
        f'{DECLARATION}<p:presentation {NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="{MASTER_ID}" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst/>'
        f'<p:sldSz cx="{tokens.width}" cy="{tokens.height}"/>{notes}<p:defaultTextStyle>'
        f'<a:defPPr><a:defRPr lang="{tokens.language}"/></a:defPPr>{level_styles((plain(Pt(18)),), LEVELS)}'
        "</p:defaultTextStyle></p:presentation>"
    )
    return text.encode()


PRESENTATION_PROPERTIES = f"{DECLARATION}<p:presentationPr {NAMESPACES}/>".encode()
_SCALE = '<p:scale><a:sx n="100" d="100"/><a:sy n="100" d="100"/></p:scale><p:origin x="0" y="0"/>'
VIEW_PROPERTIES = (
    f'{DECLARATION}<p:viewPr {NAMESPACES}><p:normalViewPr><p:restoredLeft sz="15620"/><p:restoredTop sz="80000"/>'
    f'</p:normalViewPr><p:slideViewPr><p:cSldViewPr snapToGrid="0"><p:cViewPr varScale="1">{_SCALE}</p:cViewPr>'
    "</p:cSldViewPr></p:slideViewPr><p:notesTextViewPr><p:cViewPr>"
    f'{_SCALE.replace("100", "1")}</p:cViewPr></p:notesTextViewPr><p:gridSpacing cx="72008" cy="72008"/></p:viewPr>'
).encode()
"""The normal view, as in a new presentation."""
EXTENDED_PROPERTIES = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>osloregion-slides</Application></Properties>"
).encode()


def core_properties(title: str, language: str) -> bytes:
    """Return the core properties, without a date so that the same tokens give the same bytes."""
    text = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{esc(title)}</dc:title><dc:language>{esc(language)}</dc:language></cp:coreProperties>"
    )
    return text.encode()


PRESENTATION = "ppt/presentation.xml"
_MASTER = "ppt/slideMasters/slideMaster1.xml"
_NOTES_MASTER = "ppt/notesMasters/notesMaster1.xml"
_PML = "application/vnd.openxmlformats-officedocument.presentationml"
TYPE_MASTER, TYPE_LAYOUT = f"{_PML}.slideMaster+xml", f"{_PML}.slideLayout+xml"
TYPE_PROPERTIES, TYPE_VIEW, TYPE_TABLES = f"{_PML}.presProps+xml", f"{_PML}.viewProps+xml", f"{_PML}.tableStyles+xml"


def template(tokens: Tokens) -> Package:
    """Return the template of a brand: one master, its layouts and a notes master, without slides."""
    place = grounds_grid(tokens) if tokens.grounds else grid(tokens)
    found = grounds_designs(tokens) if tokens.grounds else designs(tokens, place)
    look = theme(tokens)
    return Package(
        (
            Relation("rId1", REL_DOCUMENT, PRESENTATION),
            Relation("rId2", REL_CORE, "docProps/core.xml"),
            Relation("rId3", REL_APP, "docProps/app.xml"),
        ),
        (
            Part("docProps/app.xml", TYPE_APP, EXTENDED_PROPERTIES),
            Part("docProps/core.xml", TYPE_CORE, core_properties(tokens.name, tokens.language)),
            Part(PRESENTATION, TYPE_PRESENTATION, presentation(tokens), _presentation_relations()),
            Part("ppt/presProps.xml", TYPE_PROPERTIES, PRESENTATION_PROPERTIES),
            Part("ppt/viewProps.xml", TYPE_VIEW, VIEW_PROPERTIES),
            Part("ppt/tableStyles.xml", TYPE_TABLES, table_styles(tokens)),
            Part("ppt/theme/theme1.xml", TYPE_THEME, look),
            Part("ppt/theme/theme2.xml", TYPE_THEME, look),
            Part(
                _MASTER,
                TYPE_MASTER,
                master(tokens, place, len(found), master_look(tokens) if tokens.grounds else None),
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
    """Return the part name of a layout by its number, from 1."""
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
