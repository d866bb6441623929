"""A deck as PDF that everybody can read: our own drawing, printed by Chromium with its structure, then completed.

Each object of a slide is a drawing of its own, because Chromium gives a structure element to whole drawings, and to
texts, lists and tables in them. What a reader is not to hear (grounds, footers, ornaments) is hidden in the page and
an artifact in the PDF. Measured with Chromium 156: a description counts on a whole drawing only.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, finding, reason_of, term
from osloregion_slides.base.units import EMU_PER_INCH
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import Canvas, pt
from osloregion_slides.render.page import NB, is_norwegian, rendered
from osloregion_slides.render.pdf import completed
from osloregion_slides.render.shapes import TITLES
from osloregion_slides.render.svg import drawn, has_text, in_place, painter
from osloregion_slides.scene import Chart, Group, Placeholder, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.scene import Deck, Item

MAX_PDF = 1024 * 1024 * 1024
"""Bytes of a PDF that Chromium made; it is read whole."""
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
    "--proxy-server=127.0.0.1:9",  # discard, RFC 863: the page asks for nothing, and would get nothing
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
    """Return a deck as PDF, one page a slide that is shown; ``handout``: on A4, with the speaker notes below.

    It has its title, language, structure, descriptions, links and bookmarks, says that it follows PDF/UA, and is the
    same bytes from the same deck, brand and Chromium. InvalidInput (``no-chromium``, ``not-drawn``) where there is no
    Chromium or it fails.
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
    """Return the page that is printed: no script, no menu; each slide a stack of drawings in reading order."""
    from markupsafe import Markup

    paint = painter(deck, brand, inline=True)
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
        notes=NB["notes"] if is_norwegian(deck.language) else "Notes",
        handout=handout,
        slides=slides,
    )


def _layers(canvas: Canvas, view: Xml) -> Iterator[Xml]:
    """Yield each object of a slide as a drawing of its own, with what a reader hears of it."""
    for item in _apart(canvas.slide.items):
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
            role = ' aria-hidden="true"'  # rules, connectors and grounds without a word
        yield f"<svg {view}{role}>{inside}</svg>"


def _apart(items: Iterable[Item]) -> Iterator[Item]:
    """Yield objects, and what is in groups that are read part by part."""
    for item in items:
        if isinstance(item, Group) and not item.decorative and has_text(item):
            yield from _apart(item.children)
        else:
            yield item
