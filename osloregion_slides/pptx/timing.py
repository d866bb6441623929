"""Transitions and animations: ``p:transition`` and ``p:timing`` (ECMA-376 Part 1, 19.5), "Fade" and "Appear".

Each click is a ``p:par`` of the main sequence; its first object waits for the click, the others appear with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.scene import Connector, Group, Picture, Placeholder, Shape

if TYPE_CHECKING:
    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.pptx.xml import Xml

FADE = '<p:transition spd="med"><p:fade/></p:transition>'
_NOW = '<p:stCondLst><p:cond delay="0"/></p:stCondLst>'
_HEAD = (
    '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>'
    '<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
)
_FOOT = (
    '</p:childTnLst></p:cTn><p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>'
    '</p:prevCondLst><p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>'
    "</p:nextCondLst></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>"
)


def movement(drawing: Drawing) -> Xml:
    """Return the elements after a slide's colour map, "" for a slide without transition and animations."""
    slide = drawing.slide
    fade = FADE if slide.transition else ""
    return f"{fade}{_timing(drawing)}" if slide.reveal else fade


def _timing(drawing: Drawing) -> Xml:
    clicks: list[Xml] = []
    builds: list[Xml] = []
    last = 2
    for step in drawing.slide.reveal:
        effects: list[Xml] = []
        outer, inner, last = last + 1, last + 2, last + 2
        for key, first, end in step:
            number = drawing.number(key)
            if number is None:
                continue
            build = _build(drawing, key, number, first)
            effects.append(_effect(last + 1, number, first, end, not effects, bool(build)))
            last += 2
            builds += [build] if build not in builds else []
        if effects:
            together: Xml = "".join(effects)
            clicks.append(
                f'<p:par><p:cTn id="{int(outer)}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>'
                f'<p:childTnLst><p:par><p:cTn id="{int(inner)}" fill="hold">{_NOW}'
                f"<p:childTnLst>{together}</p:childTnLst>"
                "</p:cTn></p:par></p:childTnLst></p:cTn></p:par>"
            )
    if not clicks:
        return ""
    sequence: Xml = "".join(clicks)
    listed: Xml = "".join(builds)
    ending = f"<p:bldLst>{listed}</p:bldLst>" if listed else ""
    return f"{_HEAD}{sequence}{_FOOT}{ending}</p:timing>"


def _effect(number: int, shape: int, first: int, end: int, waits: bool, grouped: bool) -> Xml:
    """Return the entrance of an object, or of its paragraphs from ``first`` to ``end``; preset 1 is "Appear"."""
    kind = "clickEffect" if waits else "withEffect"
    group = ' grpId="0"' if grouped else ""
    part = f'<p:txEl><p:pRg st="{first}" end="{end}"/></p:txEl>' if first >= 0 else ""
    target = f'<p:spTgt spid="{shape}">{part}</p:spTgt>' if first >= 0 else f'<p:spTgt spid="{shape}"/>'
    return (
        f'<p:par><p:cTn id="{number}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold"{group}'
        f' nodeType="{kind}">{_NOW}<p:childTnLst><p:set><p:cBhvr><p:cTn id="{number + 1}" dur="1" fill="hold">{_NOW}'
        f"</p:cTn><p:tgtEl>{target}</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>"
        '</p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
    )


def _build(drawing: Drawing, key: str, number: int, first: int) -> Xml:
    """Return the ``p:bldP`` of a shape (19.5.16); groups, pictures and lines have none."""
    item = drawing.items[key]
    if isinstance(item, Group | Picture | Connector):
        return ""
    if first >= 0:
        return f'<p:bldP spid="{number}" grpId="0" build="p"/>'
    plain = isinstance(item, Placeholder) or (isinstance(item, Shape) and item.text and not item.fill)
    return f'<p:bldP spid="{number}" grpId="0"/>' if plain else f'<p:bldP spid="{number}" grpId="0" animBg="1"/>'
