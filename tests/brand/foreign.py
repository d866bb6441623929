"""Foreign templates made from the one of python-pptx: renamed, moved, stripped, with sample slides."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

NORWEGIAN = {
    "Title Slide": "Tittellysbilde",
    "Title and Content": "Tittel og innhold",
    "Section Header": "Deloverskrift",
    "Two Content": "To innholdsdeler",
    "Comparison": "Sammenligning",
    "Title Only": "Bare tittel",
    "Blank": "Tomt",
    "Content with Caption": "Innhold med bildetekst",
    "Picture with Caption": "Bilde med bildetekst",
    "Title and Vertical Text": "Tittel og loddrett tekst",
    "Vertical Title and Text": "Loddrett tittel og tekst",
}
_MAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_MASTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideMaster"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"


def saved(deck: Any) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def default() -> bytes:
    """Return python-pptx's default template: 4:3, English names."""
    from pptx import Presentation

    return saved(Presentation())


def norwegian() -> bytes:
    """Return it with Norwegian names, the layouts in reverse, and every title and body moved."""
    from pptx import Presentation
    from pptx.util import Inches

    deck: Any = Presentation()
    for layout in deck.slide_layouts:
        layout.name = NORWEGIAN[layout.name]
    for part in (*deck.slide_layouts, deck.slide_master):
        for shape in part.placeholders:
            shape.name = f"Plassholder {shape.shape_id}"
            top, height = shape.top, shape.height  # read first: setting one gives the shape a box of its own
            if height is not None and shape.width >= Inches(8):
                shape.left, shape.width, shape.top, shape.height = Inches(0.9), Inches(8.2), top + Inches(0.15), height
    ids = deck.slide_master._element.sldLayoutIdLst
    for element in list(ids)[::-1]:
        ids.append(element)
    return saved(deck)


def with_second_master(font: str) -> bytes:
    """Return it with a second master in another font, whose layouts are called ``Andre …``."""
    found = members(default())

    def renamed(text: str) -> str:
        text = text.replace("slideMaster1", "slideMaster2").replace("theme1.xml", "theme9.xml")
        return re.sub(r"slideLayout(\d+)(?=\.xml)", lambda n: f"slideLayout{int(n[1]) + 40}", text)

    types = found["[Content_Types].xml"].decode()
    overrides = [(name, line) for line, name in re.findall(r'(<Override[^>]*PartName="/([^"]+)"[^>]*/>)', types)]
    more = "".join([renamed(line) for name, line in overrides if renamed(name) != name])
    found["[Content_Types].xml"] = types.replace("</Types>", f"{more}</Types>").encode()
    for name in [name for name in found if renamed(name) != name]:
        text = found[name].decode().replace("Calibri", font).replace('<p:cSld name="', '<p:cSld name="Andre ')
        found[renamed(name)] = (renamed(text) if name.endswith(".rels") else text).encode()
    master = found["ppt/slideMasters/slideMaster2.xml"].decode()
    ids = re.sub(r'(<p:sldLayoutId [^>]*\bid=")(\d+)', lambda n: f"{n[1]}{int(n[2]) + 500}", master)
    found["ppt/slideMasters/slideMaster2.xml"] = ids.encode()
    leads = f'<Relationship Id="rId99" Type="{_MASTER}" Target="slideMasters/slideMaster2.xml"/></Relationships>'
    for name, end, new in (
        ("ppt/_rels/presentation.xml.rels", "</Relationships>", leads),
        (
            "ppt/presentation.xml",
            "</p:sldMasterIdLst>",
            '<p:sldMasterId id="2147484700" r:id="rId99"/></p:sldMasterIdLst>',
        ),
    ):
        found[name] = found[name].replace(end.encode(), new.encode())
    return zipped(found)


def with_slides() -> bytes:
    """Return it with three sample slides: picture, chart, notes, a comment-like link between slides."""
    from PIL import Image
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck: Any = Presentation()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    first, second, third = (deck.slides.add_slide(deck.slide_layouts[n]) for n in (0, 1, 5))
    first.shapes.title.text = "Eksempeltittel"
    first.shapes.add_picture(picture, 0, 0)
    first.notes_slide.notes_text_frame.text = "Eksempelnotat"
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["a", "b"]
    data.add_series("Eksempelserie", (1, 2))
    second.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(3), Inches(3), data)
    box = third.shapes.add_shape(1, 0, 0, Inches(1), Inches(1))
    box.click_action.target_slide = first
    logo = deck.slide_layouts[6].placeholders[0]
    relation = deck.slide_layouts[6].part.relate_to(
        first.part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    )
    link = logo._element.nvSpPr.cNvPr.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick",
        {
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id": relation,
            "action": "ppaction://hlinksldjump",
        },
    )
    logo._element.nvSpPr.cNvPr.append(link)
    return replaced(
        saved(deck),
        "ppt/presentation.xml",
        lambda text: text.replace(
            b"</p:presentation>",
            b'<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst'
            b' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
            b'<p14:section name="Eksempel" id="{6A2C7B64-0B3C-4B53-9D8B-1A1B1C1D1E1F}"><p14:sldIdLst>'
            b'<p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst></p:presentation>',
        ),
    )


def potx() -> bytes:
    """Return the default template as a .potx."""
    return replaced(default(), "[Content_Types].xml", lambda text: text.replace(_MAIN, _TEMPLATE))


def without_types() -> bytes:
    """Return the Norwegian template without p:sldLayout@type, as templates of other programs are."""
    from pptx import Presentation

    deck: Any = Presentation(io.BytesIO(norwegian()))
    for layout in deck.slide_layouts:
        layout._element.attrib.pop("type", None)
    return saved(deck)


def with_extensions() -> bytes:
    """Return it with an extension list in every element of presentation, masters and layouts that may have one."""
    from lxml import etree

    from osloregion_slides.ooxml.names import A, P
    from osloregion_slides.ooxml.order import content_models, places, put

    found = members(default())
    for name in [name for name in found if re.fullmatch(r"ppt/(presentation|slide(Masters|Layouts)/[^/]+)\.xml", name)]:
        root = etree.fromstring(found[name])
        for one in list(root.iter("{*}*")):
            model = f"{one.prefix}:{etree.QName(one).localname}"
            lists = [child for child in places(model) if child.endswith(":extLst")] if model in content_models() else []
            if lists and one.find("{*}extLst") is None:
                space = A if lists[0][0] == "a" else P
                made = etree.Element(f"{{{space}}}extLst")
                known = etree.SubElement(made, f"{{{space}}}ext", uri="{5F0C1D5A-6B1E-4E55-8E3C-0A6D1B9C2F11}")
                etree.SubElement(known, "{http://www.example.no/extension}any")
                put(one, made)
        found[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(found)


def replaced(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with one member changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return an archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def members(package: bytes) -> dict[str, bytes]:
    """Return a package's members, unpacked."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
