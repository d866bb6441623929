"""DrawingML as text for the template's own parts: colours, level styles, shapes, placeholders.

All values in the text are numbers, words of the schema, results of these functions, or escaped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.pptx.markup import DECORATIVE, TREE, frame, solid, svg_original, transform
from osloregion_slides.pptx.xml import esc
from osloregion_slides.scene import Box, Colour, Insets, union

if TYPE_CHECKING:
    from osloregion_slides.base.units import Pt
    from osloregion_slides.scene import Anchor, PlaceholderType

LEVELS = 9
"""Levels of a list style (ECMA-376 Part 1, 21.1.2.4.12)."""

_BULLETS = "•–•–•"
_DECORATIVE = f"<a:extLst>{DECORATIVE}</a:extLst>"


class Mark(Record):
    """A fixed shape of the design: a bar, a rule, a square of the emblem, the name."""

    name: str
    box: Box
    fill: Colour | None = None
    preset: str = "rect"
    adjust: int = 0
    text: str = ""
    style: TextStyle | None = None


class Image(Record):
    """A picture of the design (the logo): relation ids of its PNG and of its SVG original, if any."""

    name: str
    box: Box
    alt: str
    relation: str
    vector: str = ""


class PlaceholderSpec(Record):
    """A placeholder to write into a layout or a master.

    None and () mean inherited. ``prompts`` are the prompt texts, one per level. ``shrink`` lets PowerPoint shrink
    text that is typed in later. ``sizes`` override only the sizes of the first levels.
    """

    type: PlaceholderType
    idx: int
    name: str
    prompts: tuple[str, ...]
    box: Box | None = None
    levels: tuple[TextStyle, ...] = ()
    anchor: Anchor | None = None
    insets: Insets | None = None
    size: str = ""
    shrink: bool = False
    field: str = ""
    sizes: tuple[Pt, ...] = ()


def background(value: Colour) -> str:
    """Return the p:bg of a master or a layout; PowerPoint requires the empty effect list."""
    return f"<p:bg><p:bgPr>{solid(value)}<a:effectLst/></p:bgPr></p:bg>"


def level_style(level: int, style: TextStyle) -> str:
    """Return the a:lvlNpPr of a level, counted from 0.

    Bullets have no colour of their own: they follow the text, so they are visible on any panel.
    """
    font = "mj" if style.heading else "mn"
    looks = f' b="{style.bold:d}" i="{style.italic:d}"'
    looks += ' cap="all"' if style.caps else ""
    looks += f' spc="{round(style.spacing * 100)}"' if style.spacing else ""
    return (
        f'<a:lvl{level + 1}pPr marL="{style.margin}" indent="{style.indent}" algn="{style.align}"'
        ' defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{round(style.line_spacing * 100_000)}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.before * 100)}"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(style.after * 100)}"/></a:spcAft>'
        f"{_bullet(level, style)}"
        f'<a:defRPr sz="{round(style.size * 100)}"{looks} kern="1200">{solid(style.colour)}'
        f'<a:latin typeface="+{font}-lt"/><a:ea typeface="+{font}-ea"/><a:cs typeface="+{font}-cs"/>'
        f"</a:defRPr></a:lvl{level + 1}pPr>"
    )


def level_styles(styles: tuple[TextStyle, ...], count: int = 0) -> str:
    """Return the level styles; the last one is repeated until there are ``count``."""
    wanted = max(count, len(styles))
    filled = styles + styles[-1:] * (wanted - len(styles))
    return "".join([level_style(level, style) for level, style in enumerate(filled)])


def mark(item: Mark, id: int, language: str) -> str:
    """Return a decorative shape of the design."""
    guide = f'<a:gd name="adj" fmla="val {item.adjust}"/>' if item.adjust else ""
    fill = solid(item.fill) if item.fill else "<a:noFill/>"
    box = ' txBox="1"' if item.text else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{esc(item.name)}">{"" if item.text else _DECORATIVE}</p:cNvPr>'
        f'<p:cNvSpPr{box}/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{transform(item.box)}'
        f'<a:prstGeom prst="{item.preset}"><a:avLst>{guide}</a:avLst></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln>'
        f"</p:spPr>{_mark_text(item, language)}</p:sp>"
    )


def marks_group(name: str, items: tuple[Mark, ...], id: int, language: str) -> str:
    """Return several decorative shapes as one group, with consecutive ids from ``id``."""
    box = union([item.box for item in items])
    inner = "".join([mark(item, id + 1 + n, language) for n, item in enumerate(items)])
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{id}" name="{esc(name)}">{_DECORATIVE}</p:cNvPr><p:cNvGrpSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{frame(box.x, box.y, box.w, box.h)}'
        f'<a:chOff x="{box.x}" y="{box.y}"/><a:chExt cx="{box.w}" cy="{box.h}"/></a:xfrm></p:grpSpPr>{inner}</p:grpSp>'
    )


def image(item: Image, id: int) -> str:
    """Return a picture, with its SVG original in the extension that PowerPoint 2016 and later read."""
    vector = svg_original(item.vector) if item.vector else ""
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{id}" name="{esc(item.name)}" descr="{esc(item.alt)}"/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{item.relation}">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch>'
        f'</p:blipFill><p:spPr>{transform(item.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def placeholder(spec: PlaceholderSpec, id: int, language: str) -> str:
    """Return a placeholder of a master or a layout, with its prompt texts."""
    prompt = ' hasCustomPrompt="1"' if spec.levels and not spec.field and spec.type not in ("ftr", "dt") else ""
    index = f' idx="{spec.idx}"' if spec.idx else ""
    size = f' sz="{spec.size}"' if spec.size else ""
    kind = "" if spec.type == "obj" else f' type="{spec.type}"'
    many = len(_BULLETS) if spec.levels and spec.type in ("body", "subTitle") else 0
    lists = level_styles(spec.levels, many) + "".join(
        [f'<a:lvl{n}pPr><a:defRPr sz="{round(size * 100)}"/></a:lvl{n}pPr>' for n, size in enumerate(spec.sizes, 1)]
    )
    geometry = f'{transform(spec.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if spec.box else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id}" name="{esc(spec.name)}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph{kind}{size}{index}{prompt}/></p:nvPr></p:nvSpPr><p:spPr>{geometry}</p:spPr>"
        f"<p:txBody>{_body_properties(spec)}<a:lstStyle>{lists}</a:lstStyle>{_prompts(spec, language)}</p:txBody>"
        "</p:sp>"
    )


def tree(content: str) -> str:
    """Return a p:spTree that contains shapes."""
    return f"<p:spTree>{TREE}{content}</p:spTree>"


def _bullet(level: int, style: TextStyle) -> str:
    if not style.bullet:
        return "<a:buNone/>"
    sign = _BULLETS[min(level, len(_BULLETS) - 1)]
    return f'<a:buFont typeface="Arial" panose="020B0604020202020204"/><a:buChar char="{sign}"/>'


def _mark_text(item: Mark, language: str) -> str:
    if not item.text or not item.style:
        end = f'<a:p><a:endParaRPr lang="{language}"/></a:p>'
        return f"<p:txBody><a:bodyPr/><a:lstStyle/>{end}</p:txBody>"
    line = f'</a:t></a:r><a:br/><a:r><a:rPr lang="{language}"/><a:t>'
    return (
        '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr>'
        f'<a:lstStyle>{level_style(0, item.style)}</a:lstStyle><a:p><a:r><a:rPr lang="{language}"/>'
        f"<a:t>{esc(item.text).replace(chr(10), line)}</a:t></a:r></a:p></p:txBody>"
    )


def _body_properties(spec: PlaceholderSpec) -> str:
    inset = ""
    if spec.insets:
        i = spec.insets
        inset = f' lIns="{i.left}" tIns="{i.top}" rIns="{i.right}" bIns="{i.bottom}"'
    anchor = f' anchor="{spec.anchor}"' if spec.anchor else ""
    wrap = ' vert="horz" wrap="square"' if spec.box else ""
    fitting = "<a:normAutofit/>" if spec.shrink else "<a:noAutofit/>" if spec.box else ""
    return f"<a:bodyPr{wrap}{inset}{anchor}>{fitting}</a:bodyPr>"


def _prompts(spec: PlaceholderSpec, language: str) -> str:
    if spec.field:
        return (
            f'<a:p><a:fld id="{_FIELDS[spec.field]}" type="{spec.field}"><a:rPr lang="{language}"/>'
            f'<a:t>{esc(spec.prompts[0])}</a:t></a:fld><a:endParaRPr lang="{language}"/></a:p>'
        )
    paragraphs = []
    for level, text in enumerate(spec.prompts):
        at = f'<a:pPr lvl="{level}"/>' if level else ""
        run = f'<a:r><a:rPr lang="{language}"/><a:t>{esc(text)}</a:t></a:r>' if text else ""
        paragraphs.append(f'<a:p>{at}{run}<a:endParaRPr lang="{language}"/></a:p>')
    return "".join(paragraphs)


_FIELDS = {
    "slidenum": "{6F2B1C4E-8A57-4D90-B3E1-95C7D20A4F18}",
    "datetime1": "{A41D07B9-53C2-4E6F-8B90-1F7C36E5D204}",
}
