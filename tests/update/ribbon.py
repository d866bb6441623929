"""Edits that an update does not compare, as PowerPoint's ribbon makes them: each leaves a mark in the deck's XML.

They are made on a slide ``s`` of ``columns``, ``table``, ``chart`` or ``picture``; the object is named in ``Ribbon.item``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

from tests.pptx.updating import shape

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
P15 = "http://schemas.microsoft.com/office/powerpoint/2012/main"
_SPACES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}" xmlns:c="{C}" xmlns:mc="{MC}" xmlns:p15="{P15}"'
MODERN = "http://schemas.microsoft.com/office/2018/10/relationships/comments"


class Ribbon(NamedTuple):
    """An edit: ``mark`` is what it leaves in a part of the deck."""

    item: str
    edit: Callable[[Any, Any], None]
    mark: str


def xml(markup: str) -> Any:
    """Return the element of some markup."""
    return etree.fromstring(f"<x {_SPACES}>{markup}</x>")[0]


def marks(data: bytes, mark: str) -> int:
    """Return how often the mark is in the slides, charts, comments and the presentation of a deck."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if not name.startswith("customXml")]
        return sum([package.read(name).decode("utf-8", "replace").count(mark) for name in names])


def on(path: str, **attributes: str) -> Callable[[Any, Any], None]:
    """Set attributes of the first element at a path below the object."""

    def edit(slide: Any, one: Any) -> None:
        for name, value in attributes.items():
            one.find(path).set(name, value)

    return edit


def into(path: str, markup: str, place: int = 0) -> Callable[[Any, Any], None]:
    """Put an element into the first one at a path below the object (-1 is at the end)."""

    def edit(slide: Any, one: Any) -> None:
        holder = one.find(path) if path else one
        holder.insert(len(holder) if place < 0 else place, xml(markup))

    return edit


def on_slide(path: str, markup: str, place: int = -1) -> Callable[[Any, Any], None]:
    """Put an element into the slide."""
    return lambda slide, one: into(path, markup, place)(slide, slide._element)


def on_paragraph(edit: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Make an edit of a paragraph's properties, which are there afterwards."""

    def whole(slide: Any, one: Any) -> None:
        paragraph = one.find(f".//{{{A}}}p")
        if paragraph.find(f"{{{A}}}pPr") is None:
            paragraph.insert(0, xml("<a:pPr/>"))
        edit(slide, paragraph)

    return whole


def animate(slide: Any, one: Any) -> None:
    number = one.find(".//{*}cNvPr").get("id")
    markup = (
        '<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" nodeType="tmRoot"><p:childTnLst><p:set><p:cBhvr>'
        f'<p:cTn id="3" dur="1" presetID="10"/><p:tgtEl><p:spTgt spid="{number}"/></p:tgtEl></p:cBhvr><p:to>'
        '<p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>'
    )
    slide._element.append(xml(markup))


def comment(kind: str, name: str, content: str) -> Callable[[Any, Any], None]:
    def edit(slide: Any, one: Any) -> None:
        data = b"<cmLst>Husk dette</cmLst>"
        slide.part.relate_to(Part(PackURI(name), content, slide.part.package, data), kind)

    return edit


def hyperlink(slide: Any, one: Any) -> None:
    """Let a whole shape lead to a page."""
    link = slide.part.relate_to("https://www.example.org/side", RT.HYPERLINK, is_external=True)
    one.find(_CNV).insert(0, xml(f'<a:hlinkClick r:id="{link}"/>'))


def crop(slide: Any, one: Any) -> None:
    """Cut a quarter off a picture."""
    one.find(f".//{{{A}}}blip").addnext(xml('<a:srcRect l="25000"/>'))


def compress(slide: Any, one: Any) -> None:
    """Compress a picture: PowerPoint writes other bytes, and for what they are enough."""
    blip = one.find(f".//{{{A}}}blip")
    blip.set("cstate", "email")
    slide.part.related_part(blip.get(f"{{{R}}}embed"))._blob += b"\0"


def to_front(slide: Any, one: Any) -> None:
    """Bring the title to the front."""
    title = shape(slide, "s/title")._element
    title.getparent().append(title)


def decorative(slide: Any, one: Any) -> None:
    """Mark an object as decorative: PowerPoint takes its alternative text away."""
    holder = one.find(_CNV)
    holder.set("descr", "")
    holder.find(f"{{{A}}}extLst").append(xml(_DECORATIVE))


def coloured_point(slide: Any, one: Any) -> None:
    """Give one bar another colour."""
    bar = shape(slide, "s/chart").chart._chartSpace.find(f".//{{{C}}}ser/{{{C}}}invertIfNegative")
    fill = '<c:spPr><a:solidFill><a:srgbClr val="ABCDEF"/></a:solidFill></c:spPr>'
    bar.addnext(xml(f'<c:dPt><c:idx val="1"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{fill}</c:dPt>'))


def label_position(slide: Any, one: Any) -> None:
    """Put the data labels of one series into its bars."""
    shape(slide, "s/chart").chart._chartSpace.find(f".//{{{C}}}dLblPos").set("val", "inEnd")


def autofit(slide: Any, one: Any) -> None:
    """Let a shape grow with its text."""
    holder = one.find(_BODY)
    holder[:] = [xml("<a:spAutoFit/>")]


def custom_show(slide: Any, one: Any) -> None:
    presentation = slide.part.package.presentation_part.presentation
    entry = next(e for e in presentation.slides._sldIdLst if presentation.part.related_part(e.rId) is slide.part)
    shows = f'<p:custShowLst><p:custShow name="Kort" id="0"><p:sldLst><p:sld r:id="{entry.rId}"/></p:sldLst></p:custShow></p:custShowLst>'
    presentation._element.find(f"{{{P}}}notesSz").addnext(xml(shows))


def equation(slide: Any, one: Any) -> None:
    """Put a formula into the text: PowerPoint then wraps the shape in alternate content."""
    holder = one.getparent()
    place = holder.index(one)
    wrapped = xml('<mc:AlternateContent><mc:Choice Requires="a14"/><mc:Fallback/></mc:AlternateContent>')
    wrapped[0].append(one)
    one.find(f".//{{{A}}}p").append(xml('<a:m xmlns:m="urn:m"><m:oMath>E=mc2</m:oMath></a:m>'))
    holder.insert(place, wrapped)


def picture_with(markup: str) -> Callable[[Any, Any], None]:
    def edit(slide: Any, one: Any) -> None:
        one.find(f".//{{{A}}}blip").insert(0, xml(markup))

    return edit


def layout(slide: Any, one: Any) -> None:
    others = slide.part.package.presentation_part.presentation.slide_layouts
    other = next(each for each in others if each.name != slide.slide_layout.name)
    relation = next(each for each in slide.part.rels.values() if each.reltype == RT.SLIDE_LAYOUT)
    relation._target = other.part


def new_object(markup: str) -> Callable[[Any, Any], None]:
    return on_slide(f"{{{P}}}cSld/{{{P}}}spTree", markup)


def chart_part(path: str, markup: str) -> Callable[[Any, Any], None]:
    def edit(slide: Any, one: Any) -> None:
        space = shape(slide, "s/chart").chart._chartSpace
        holder = space.find(path)
        holder.insert(0, xml(markup))

    return edit


_OBJECT = '<p:nvPr/></p:nv{0}><p:spPr><a:xfrm><a:off x="1" y="1"/><a:ext cx="9999" cy="9999"/></a:xfrm></p:spPr>'
_RPR, _BODY, _PPR = f".//{{{A}}}rPr", f".//{{{A}}}bodyPr", f"{{{A}}}pPr"
_SPPR, _CNV = f"{{{P}}}spPr", f".//{{{P}}}cNvPr"
_DECORATIVE = '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
_INK = '<mc:AlternateContent><mc:Choice Requires="p14"><p:contentPart r:id="rIdInk"><p:nvContentPartPr><p:cNvPr id="901" name="Ink"/></p:nvContentPartPr></p:contentPart></mc:Choice></mc:AlternateContent>'
_OLE = '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="902" name="Object"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="1" y="1"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj name="Ark" progId="Excel.Sheet.12"/></a:graphicData></a:graphic></p:graphicFrame>'
_ZOOM = '<mc:AlternateContent><mc:Choice Requires="p15"><p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="903" name="Slide Zoom"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="1" y="1"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData uri="urn:zoom"/></a:graphic></p:graphicFrame></mc:Choice></mc:AlternateContent>'
_FOOTER = '<p:sp><p:nvSpPr><p:cNvPr id="904" name="Date Placeholder 3"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="dt" sz="half" idx="77"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="nb-NO"/><a:t>3. mai</a:t></a:r></a:p></p:txBody></p:sp>'
_IDEA = '<p:sp><p:nvSpPr><p:cNvPr id="905" name="Rectangle 9"><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"/></a:extLst></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="1" y="1"/><a:ext cx="9" cy="9"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>'

EDITS: dict[str, Ribbon] = {
    "animation": Ribbon("s/b", animate, 'presetID="10"'),
    "transition": Ribbon("s/b", lambda s, o: s._element.append(xml("<p:transition><p:fade/></p:transition>")), "<p:fade"),
    "modern comment": Ribbon("s/b", comment(MODERN, "/ppt/comments/modernComment_1.xml", "application/vnd.ms-powerpoint.comments+xml"), "Husk dette"),
    "legacy comment": Ribbon("s/b", comment(RT.COMMENTS, "/ppt/comments/comment1.xml", "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"), "Husk dette"),
    "ink": Ribbon("s/b", new_object(_INK), 'name="Ink"'),
    "3-D": Ribbon("s/b", into(_SPPR, '<a:sp3d><a:bevelT w="101600"/></a:sp3d>', -1), "a:bevelT"),
    "zoom": Ribbon("s/b", new_object(_ZOOM), 'name="Slide Zoom"'),
    "video": Ribbon("s/b", into(f".//{{{P}}}nvPr", '<a:videoFile r:link="rIdVideo"/>'), "a:videoFile"),
    "equation": Ribbon("s/b", equation, "E=mc2"),
    "background": Ribbon("s/b", on_slide(f"{{{P}}}cSld", '<p:bg><p:bgPr><a:solidFill><a:srgbClr val="ABCDEF"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>', 0), "ABCDEF"),
    "guides": Ribbon("s/b", lambda s, o: s._element.append(xml('<p:extLst><p:ext uri="{EFAFB233-063F-42B5-8137-9DF3F51BA10A}"><p15:sldGuideLst><p15:guide id="1" pos="777"/></p15:sldGuideLst></p:ext></p:extLst>')), 'pos="777"'),
    "picture effects": Ribbon("s/picture", picture_with('<a:duotone><a:prstClr val="black"/><a:srgbClr val="ABCDEF"/></a:duotone>'), "a:duotone"),
    "text effects": Ribbon("s/b", into(_RPR, '<a:effectLst><a:glow rad="63500"><a:srgbClr val="ABCDEF"/></a:glow></a:effectLst>', -1), "a:glow"),
    "footer dialog": Ribbon("s/b", new_object(_FOOTER), "3. mai"),
    "proofing language": Ribbon("s/b", on(_RPR, lang="se-NO"), 'lang="se-NO"'),
    "design idea": Ribbon("s/b", new_object(_IDEA), 'name="Rectangle 9"'),
    "custom show": Ribbon("s/b", custom_show, "<p:sld r:id"),
    "action": Ribbon("s/b", into(_CNV, '<a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=lastslide"/>'), "jump=lastslide"),
    "embedded object": Ribbon("s/b", new_object(_OLE), "Excel.Sheet.12"),
    "chart style": Ribbon("s/chart", chart_part(f"{{{C}}}chart/{{{C}}}plotArea/{{{C}}}valAx", '<c:minorGridlines/>'), "c:minorGridlines"),
    "table style": Ribbon("s/table", on(f".//{{{A}}}tblPr", firstCol="1"), 'firstCol="1"'),
    "cell shading": Ribbon("s/table", lambda s, o: o.findall(f".//{{{A}}}tcPr")[4].append(xml('<a:extLst><a:ext uri="{x}"/></a:extLst>')), 'uri="{x}"'),
    "tab stops": Ribbon("s/b", on_paragraph(into(_PPR, '<a:tabLst><a:tab pos="777000" algn="l"/></a:tabLst>', -1)), 'pos="777000"'),
    "columns in text": Ribbon("s/b", on(_BODY, numCol="2"), 'numCol="2"'),
    "line spacing": Ribbon("s/b", on_paragraph(into(_PPR, '<a:lnSpc><a:spcPct val="77000"/></a:lnSpc>')), 'val="77000"'),
    "rotated text": Ribbon("s/b", on(_BODY, vert="vert270"), 'vert="vert270"'),
    "soft edges": Ribbon("s/b", into(_SPPR, '<a:effectLst><a:softEdge rad="63500"/></a:effectLst>', -1), "a:softEdge"),
    "locked shape": Ribbon("s/b", into(f".//{{{P}}}cNvSpPr", '<a:spLocks noMove="1"/>'), 'noMove="1"'),
    "rotation": Ribbon("s/b", on(f"{_SPPR}/{{{A}}}xfrm", rot="777000"), 'rot="777000"'),
    "underlining": Ribbon("s/b", on(_RPR, u="sng"), 'u="sng"'),
    "text colour": Ribbon("s/b", into(_RPR, '<a:solidFill><a:srgbClr val="ABCDEF"/></a:solidFill>'), "ABCDEF"),
    "font": Ribbon("s/b", into(_RPR, '<a:latin typeface="Georgia"/>', -1), "Georgia"),
    "alignment": Ribbon("s/b", on_paragraph(on(_PPR, algn="just")), 'algn="just"'),
    "insets": Ribbon("s/b", on(_BODY, lIns="77700"), 'lIns="77700"'),
    "title of the alternative text": Ribbon("s/b", on(_CNV, title="Kort"), 'title="Kort"'),
    "hidden": Ribbon("s/b", on(_CNV, hidden="1"), 'hidden="1"'),
    "name": Ribbon("s/b", on(_CNV, name="Midten"), 'name="Midten"'),
    "hyperlink on a shape": Ribbon("s/b", hyperlink, "<a:hlinkClick r:id"),
    "crop": Ribbon("s/picture", crop, 'l="25000"'),
    "compressed picture": Ribbon("s/picture", compress, 'cstate="email"'),
    "order": Ribbon("s/b", to_front, "<p:sld "),
    "decorative": Ribbon("s/picture", decorative, 'descr=""'),
    "autofit": Ribbon("s/b", autofit, "a:spAutoFit"),
    "proportions": Ribbon("s/b", into(f".//{{{P}}}cNvSpPr", '<a:spLocks noChangeAspect="1"/>'), 'noChangeAspect="1"'),
    "picture in its frame": Ribbon("s/picture", on(f".//{{{A}}}fillRect", l="5000"), 'l="5000"'),
    "drawn by a user": Ribbon("s/b", on(f".//{{{P}}}nvPr", userDrawn="1"), 'userDrawn="1"'),
    "row height": Ribbon("s/table", on(f".//{{{A}}}tr", h="777777"), 'h="777777"'),
    "colour of a point": Ribbon("s/chart", coloured_point, "ABCDEF"),
    "place of data labels": Ribbon("s/chart", label_position, 'dLblPos val="inEnd"'),
    "layout": Ribbon("s/b", layout, "<p:sld "),
}  # fmt: skip
