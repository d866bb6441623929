"""A chart on its slide: the graphic frame, the chart part and the workbook it is made from."""

from __future__ import annotations

from osloregion_slides.ooxml.names import REL_CHART, REL_WORKBOOK, TYPE_CHART, C
from osloregion_slides.ooxml.part_names import from_folder
from osloregion_slides.pptx.chart import chart_part
from osloregion_slides.pptx.relations import Relations
from osloregion_slides.pptx.table import place
from osloregion_slides.pptx.workbook import workbook
from osloregion_slides.pptx.xml import Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.drawing import Drawing
    from osloregion_slides.scene import Chart


def chart(drawing: Drawing, item: Chart) -> Xml:
    """Return the frame of a native chart (ECMA-376 Part 1, 21.2.2.27), its parts added."""
    parts = drawing.parts
    book = parts.free_name("ppt/embeddings/Microsoft_Excel_Sheet", ".xlsx")
    parts.add_binary(book, workbook(item, parts.theme), store=True)
    relations = Relations()
    source = relations.relate(REL_WORKBOOK, from_folder(book))
    name = parts.free_name("ppt/charts/chart", ".xml")
    parts.add(name, chart_part(item, source), TYPE_CHART, relations)
    identity = drawing.relations.relate(REL_CHART, from_folder(name))
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{drawing.non_visual(item, item.alt)}"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'{place(item.box)}<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="{identity}"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
