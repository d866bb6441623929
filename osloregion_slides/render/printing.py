"""A deck as accessible PDF: the SVG drawings, printed by Chromium as tagged PDF, then completed.

Each object of a slide is an SVG element of its own, because Chromium creates a structure element for whole SVG
elements, and for texts, lists and tables in them. Objects without meaning (backgrounds, footers, ornaments) are hidden
in the page and artifacts in the PDF. Measured with Chromium 156: descriptions are kept only on a whole SVG element.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape  # noqa: TID251  # a PDF is drawn by another program: 35 ms are little there

from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, finding, reason_of, term
from osloregion_slides.base.units import EMU_PER_INCH
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import Canvas, pt
from osloregion_slides.render.page import page_words, rendered
from osloregion_slides.render.shapes import TITLES
from osloregion_slides.render.svg import drawn, has_text, in_place, painter
from osloregion_slides.scene import Chart, Group, Placeholder, Table

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.scene import Deck, Item

MAX_PDF = 1024 * 1024 * 1024
"""Maximum size of Chromium's PDF, bytes."""
SECONDS = 120.0
_FURNITURE = ("dt", "ftr", "sldNum")
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--proxy-server=127.0.0.1:9",  # discard, RFC 863: blocks requests, although the page makes none
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)


def find_chromium() -> str:
    """Return the path of Chromium, Chrome or Edge, "" where there is none."""
    from shutil import which

    places = _PLACES.get(sys.platform, ())
    return next((found for name in _NAMES if (found := which(name))), "") or next(filter(os.path.exists, places), "")


def pdf_of(deck: Deck, brand: Brand, handout: bool = False, program: str = "") -> bytes:
    """Return a deck as PDF, one page per shown slide; ``handout``: on A4, with the speaker notes below.

    It has title, language, structure, descriptions, links and bookmarks, and declares PDF/UA. The same deck, brand and
    Chromium give the same bytes. InvalidInput (``no-chromium``, ``not-drawn``) where there is no Chromium or it fails.
    """
    import tempfile
    from pathlib import Path

    from osloregion_slides.render.office import run

    program = program or find_chromium()
    at = Location(deck.key)
    if not program:
        raise InvalidInput([finding("no-chromium", at)])
    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        page, pdf = Path(scratch, "deck.html"), Path(scratch, "deck.pdf")
        write(str(page), print_page(deck, brand, handout).encode())
        own = [f"--user-data-dir={scratch}{os.sep}profile", f"--print-to-pdf={pdf}"]
        if getattr(os, "geteuid", lambda: 1)() == 0:  # Chromium has no sandbox for root, as in containers
            own.append("--no-sandbox")
        trouble = run([program, *_OPTIONS, *own, page.as_uri()], SECONDS)
        try:
            data = read_bytes(str(pdf), MAX_PDF)
        except OSError:
            raise InvalidInput(
                [finding("not-drawn.pdf", at, why=trouble or term("it wrote no file and gave no reason"))]
            ) from None
    try:
        return completed(data, deck.title)
    except (ValueError, IndexError, KeyError) as problem:
        raise InvalidInput([finding("not-drawn.pdf", at, why=reason_of(problem))]) from None


def print_page(deck: Deck, brand: Brand, handout: bool = False) -> str:
    """Return the page to print, without script and menu: each slide a stack of SVG elements in reading order."""
    from markupsafe import Markup

    paint = painter(deck, brand, inline=True)
    spoken, words = page_words(deck.language)
    slides = []
    for number, slide in enumerate(deck.slides, 1):
        if slide.hidden:
            continue
        canvas, still = paint(number)
        canvas.is_tagged = True
        view = f'viewBox="0 0 {pt(deck.width)} {pt(deck.height)}" font-family="{canvas.ink.body.family}"'
        titled = any([isinstance(item, Placeholder) and item.type in TITLES for item in slide.items])
        slides.append(
            {
                "key": slide.key,
                "title": " ".join(slide.title.split()),
                "titled": titled,
                "language": slide.language,
                "notes": slide.notes,
                "svgs": Markup(
                    f'<svg {view} aria-hidden="true">{still}{in_place(deck, slide)}</svg>'
                    + "".join(_layers(canvas, view))
                ),
            }
        )
    return rendered(
        "print.html.jinja",
        title=deck.title,
        language=deck.language,
        width=round(deck.width / EMU_PER_INCH, 4),
        height=round(deck.height / EMU_PER_INCH, 4),
        spoken=spoken,
        notes=words["notes"],
        handout=handout,
        slides=slides,
    )


def _layers(canvas: Canvas, view: Xml) -> Iterator[Xml]:
    """Yield each object of a slide as an SVG element with its role and description; list items inside one list."""
    levels = dict(canvas.slide.listed)
    last = canvas.slide.listed[-1][0] if levels else ""
    begun = False
    for item in _apart(canvas.slide.items):
        if item.key in levels and not begun:
            begun = True
            yield "<ul>"
        canvas.levels = levels.get(item.key, ())
        alt = getattr(item, "alt", "")
        inside = drawn(canvas, item)
        if getattr(item, "decorative", False) or (isinstance(item, Placeholder) and item.type in _FURNITURE):
            role: Xml = ' aria-hidden="true"'
        elif isinstance(item, Chart) or (alt and not isinstance(item, Table) and not getattr(item, "text", None)):
            role = f' role="img" aria-label="{esc(alt)}"'
        elif isinstance(item, Placeholder | Table) or getattr(item, "text", None):
            role = ""
            inside = inside.replace(' aria-level="2"', ' aria-level="1"')
        else:
            role = ' aria-hidden="true"'  # rules, connectors and backgrounds without text
        layer = f"<svg {view}{role}>{inside}</svg>"
        yield f"<li>{layer}</li>" if item.key in levels else layer
        if item.key == last:
            yield "</ul>"


def _apart(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items, with the contents of groups that have text in place of the group."""
    for item in items:
        if isinstance(item, Group) and not item.decorative and has_text(item):
            yield from _apart(item.children)
        else:
            yield item


# Complete Chromium's PDF, and remove values that differ with each run.
#
# Added: metadata with the title and PDF/UA-1 (ISO 14289-1, 5), descriptions of links, artifacts around content without
# structure element (ISO 32000-1, 14.8.2.2). Removed: dates, the version of the system, and Chromium's node numbers.
# Skia writes PDF 1.4 with one table of objects, one operator per line and no encryption; anything else raises
# ValueError.

_CREATOR = b"osloregion-slides"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreatorTool>osloregion-slides</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_BEGINS = (b"m", b"re", b"BT", b"Do", b"sh")
_ENDS = (b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*", b"n", b"ET", b"Do", b"sh")
_UNPAINTED = b"n"


def completed(data: bytes, title: str) -> bytes:
    """Return Chromium's PDF completed for PDF/UA, without values that differ with each run."""
    objects, trailer = _objects(data)
    root, info = _reference(trailer, b"Root"), _reference(trailer, b"Info")
    for number in [_reference(one, b"Contents") for one in objects.values() if re.search(rb"/Type /Page\b(?!s)", one)]:
        objects[number] = _stream(_marked(_unpacked(objects[number])))
    for number, one in objects.items():
        if b"/Subtype /Link" in one and b"/Contents" not in one:
            objects[number] = one.replace(b"/Subtype /Link", b"/Subtype /Link\n/Contents " + _link_description(one), 1)
    objects[info] = re.sub(rb"/(?:CreationDate|ModDate) \([^)]*\)\s*", b"", objects[info])
    objects[info] = re.sub(rb"/Creator \((?:\\.|[^\\)])*\)", b"/Creator (" + _CREATOR + b")", objects[info])
    _name_in_order(objects)
    _give_bodies(objects)
    metadata = max(objects) + 1
    packet = _XMP.format(title=escape(" ".join(title.split()))).encode()
    objects[metadata] = b"<</Type /Metadata\n/Subtype /XML\n/Length %d>> stream\n%s\nendstream" % (len(packet), packet)
    objects[root] = objects[root].replace(b"<<", b"<</Metadata %d 0 R\n" % metadata, 1)
    return _written(data[: data.index(b"1 0 obj")], objects, root, info)


def _name_in_order(objects: dict[int, bytes]) -> None:
    """Renumber the ids of header cells: Chromium's node numbers vary under load."""
    given = [re.findall(rb"/ID (\(node\d+\))", one) for one in objects.values() if b"/StructElem" in one]
    names = {old: b"(node%08d)" % number for number, old in enumerate(sorted({one for ids in given for one in ids}), 1)}
    for number, one in objects.items():
        if b"(node" in one and b"stream\n" not in one:
            objects[number] = re.sub(rb"\(node\d+\)", lambda found: names.get(found[0], found[0]), one)


def _give_bodies(objects: dict[int, bytes]) -> None:
    """Wrap the content of list items in an LBody (ISO 32000-1, 14.8.4.3.3), which Chromium omits."""
    for number in [number for number, one in objects.items() if re.match(rb"<</Type /StructElem\n/S /LI\n", one)]:
        found = re.search(rb"/K (?:\[([0-9R ]+)\]|(\d+ 0 R))", objects[number])
        inside = re.findall(rb"(\d+) 0 R", found[0]) if found else []
        if found is None or re.search(rb"\d", re.sub(rb"\d+ 0 R", b"", found[0])):
            continue  # text directly in the item: the items of this page contain SVG elements
        body = max(objects) + 1
        objects[body] = b"<</Type /StructElem\n/S /LBody\n/P %d 0 R\n%s>>" % (number, found[0])
        objects[number] = objects[number].replace(found[0], b"/K %d 0 R" % body, 1)
        for child in map(int, inside):
            objects[child] = re.sub(rb"/P \d+ 0 R", b"/P %d 0 R" % body, objects[child], count=1)


def _objects(data: bytes) -> tuple[dict[int, bytes], bytes]:
    """Return the body of each object by its number, and the trailer."""
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    head, _, trailer = data[start:].partition(b"trailer")
    lines = head.split(b"\n")
    if lines[0] != b"xref" or b"/Encrypt" in trailer or b"/Prev" in trailer:
        raise ValueError(term("its PDF is written in a way that is not known"))
    first, count = map(int, lines[1].split())
    places = {first + index: int(line[:10]) for index, line in enumerate(lines[2 : 2 + count]) if line[17:18] == b"n"}
    ends = sorted([*places.values(), start])
    following = dict(zip(ends, ends[1:]))
    bodies = {}
    for number, place in places.items():
        begin = b"%d 0 obj\n" % number
        body = data[place : following[place]]
        if not body.startswith(begin):
            raise ValueError(term("its PDF is written in a way that is not known"))
        bodies[number] = body[len(begin) : body.rindex(b"endobj")].rstrip(b"\n")
    return bodies, trailer


def _reference(body: bytes, key: bytes) -> int:
    """Return the object number of a reference in a dictionary; ValueError where it is missing."""
    found = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    if found is None:
        raise ValueError(term("its PDF is written in a way that is not known"))
    return int(found[1])


def _unpacked(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    found = re.search(rb"/Length (\d+)", head)
    if found is None:
        raise ValueError(term("its PDF is written in a way that is not known"))
    data = rest[: int(found[1])]
    return zlib.decompress(data) if b"/FlateDecode" in head else data


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Filter /FlateDecode\n/Length %d>> stream\n%s\nendstream" % (len(packed), packed)


def _marked(contents: bytes) -> bytes:
    """Return the operators of a page, with content outside of structure elements marked as artifacts."""
    return b"\n".join(_lines(contents.split(b"\n")))


def _lines(lines: list[bytes]) -> Iterator[bytes]:
    depth = 0
    held: list[bytes] = []  # a path or a text until its end is known
    for line in lines:
        operator = line.rpartition(b" ")[2] if not line.endswith(b"BDC") else b"BDC"
        if operator in (b"BDC", b"BMC"):
            depth += 1
        elif operator == b"EMC":
            depth -= 1
        if held or (not depth and operator in _BEGINS):
            held.append(line)
            if operator in _ENDS:
                yield from held if operator == _UNPAINTED else [b"/Artifact BMC", *held, b"EMC"]
                held = []
        else:
            yield line
    yield from held


def _link_description(link: bytes) -> bytes:
    """Return the description of a link: its address, or the id of its target slide."""
    address = re.search(rb"/URI (\((?:\\.|[^\\)])*\))", link)
    if address:
        return address[1]
    target = re.search(rb"/Dest /([^\s/<>\[\]()]+)", link)
    return b"(" + (b"#" + target[1] if target else b"#") + b")"


def _written(head: bytes, objects: dict[int, bytes], root: int, info: int) -> bytes:
    parts, places = [head], {}
    place = len(head)
    for number, body in sorted(objects.items()):
        places[number] = place
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        place += len(parts[-1])
    size = max(objects) + 1
    rows = [b"%010d 00000 n \n" % places[one] if one in places else b"0000000000 65535 f \n" for one in range(size)]
    end = b"trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, info, place)
    return b"".join([*parts, b"xref\n0 %d\n" % size, *rows, end])
