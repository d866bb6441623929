"""The command ``osloregion-slides render``: PDF, PNG and contact sheets of any deck, including edited ones."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

from osloregion_slides.base.budget import UNLIMITED, Within
from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import Finding, InvalidInput, Location, cannot_write, finding
from osloregion_slides.base.record import Record
from osloregion_slides.render.office import Source, check_deck, find_office, no_office, run, to_pdfs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.service import Built

    Draw = Callable[[str, str, int, float], Phrase | str]


# Convert PDF pages to PNG with pypdfium2 where it is installed, else with poppler's pdftoppm.


def page_pngs(pdf: str, folder: str, stem: str, width: int, seconds: float) -> tuple[str, ...]:
    """Write each page as ``stem-01.png`` …, ``width`` pixels wide, into a folder; return the paths.

    InvalidInput where no converter is installed, or where it fails or takes longer than ``seconds``.
    """
    draw = _drawer()
    trouble = draw(pdf, os.path.join(folder, stem), width, seconds)
    prefix = f"{stem}-"
    names = [name for name in os.listdir(folder) if name.startswith(prefix) and name[len(prefix) : -4].isdecimal()]
    if trouble or not names:
        raise InvalidInput([finding("not-drawn.pages", Location(pdf), why=trouble or "no page came out")])
    return _numbered(folder, stem, sorted(names, key=lambda name: int(name[len(prefix) : -4])))


def _numbered(folder: str, stem: str, names: list[str]) -> tuple[str, ...]:
    """Rename files to numbers of equal length: two digits, or more where the last one needs them."""
    digits = max(2, len(str(len(names))))
    paths = []
    for number, name in enumerate(names, 1):
        path = os.path.join(folder, f"{stem}-{number:0{digits}d}.png")
        os.replace(os.path.join(folder, name), path)
        paths.append(path)
    return tuple(paths)


def _drawer() -> Draw:
    from importlib.util import find_spec
    from shutil import which

    if find_spec("pypdfium2"):
        return _by_pdfium
    if which("pdftoppm"):
        return _by_poppler
    raise InvalidInput([finding("no-rasteriser")])


def _by_pdfium(pdf: str, stem: str, width: int, seconds: float) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as problem:
        return str(problem)
    try:
        for number in range(len(document)):
            page = document[number]
            picture = page.render(scale=width / page.get_width()).to_pil()
            picture.save(f"{stem}-{number + 1}.png")
    finally:
        document.close()
    return ""


def _by_poppler(pdf: str, stem: str, width: int, seconds: float) -> Phrase | str:
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    return run(["pdftoppm", "-png", *size, pdf, stem], seconds)


# A contact sheet: all slides of a deck on a neutral background, with equal gaps.

GROUND = (226, 229, 232)
GAP_SHARE = 0.045
"""The gap between pictures and at the edges, as a share of a picture's width."""

SOURCE = "Source"
"""The keyword of a text chunk (PNG, third edition, 11.3.3.2)."""

_WIDEST = 5
_NEARLY = 252  # octree quantisation rounds white down by one or two


def columns_for(count: int) -> int:
    """Return the number of columns for a number of slides: slightly more than rows, the last row full if possible."""
    if count <= 2:
        return max(1, count)
    usual = min(_WIDEST, max(2, round(math.sqrt(count * 1.1))))
    near = [columns for columns in (usual, usual + 1, usual - 1) if 2 <= columns <= _WIDEST]
    return next((columns for columns in near if count % columns == 0), usual)


def contact_sheet(pictures: Sequence[Image], width: int = 1600) -> Image:
    """Return the pictures row by row on a sheet of this width (pixels); all get the size of the first.

    ValueError without pictures.
    """
    from PIL import Image as Pillow

    if not pictures:
        raise ValueError("a contact sheet needs pictures")
    columns = columns_for(len(pictures))
    across = width / (columns + GAP_SHARE * (columns + 1))
    gap, wide = round(across * GAP_SHARE), int(across)
    gap = (width - wide * columns) // (columns + 1)
    high = round(wide * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // columns)
    left = (width - wide * columns - gap * (columns - 1)) // 2
    sheet = Pillow.new("RGB", (width, rows * high + (rows + 1) * gap), GROUND)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        small = picture.convert("RGB").resize((wide, high), Pillow.Resampling.LANCZOS)
        sheet.paste(small, (left + column * (wide + gap), gap + row * (high + gap)))
    return sheet


def save_sheet(sheet: Image, path: str, source: str = "") -> None:
    """Write a sheet as PNG with a palette of 256 colours; ``source`` is stored in it as its origin.

    Slides with flat colours need no more, and the file has a quarter of the size. Octree quantisation keeps the
    colours of small areas, which median cut loses.
    """
    from PIL import Image as Pillow
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    if source:
        about.add_text(SOURCE, source)
    flat = sheet.quantize(256, method=Pillow.Quantize.FASTOCTREE, dither=Pillow.Dither.NONE)
    flat.putpalette([255 if part >= _NEARLY else part for part in flat.getpalette() or ()])
    flat.save(path, "PNG", optimize=True, pnginfo=about)


def source_of(path: str) -> str:
    """Return the origin stored in a sheet (``save_sheet``), "" without one or without a readable file."""
    from PIL import Image as Pillow

    try:
        with Pillow.open(path) as sheet:
            return str(sheet.info.get(SOURCE, ""))
    except OSError:
        return ""


MAX_DRAWN = 2 * 1024 * 1024 * 1024
"""Maximum size of a PDF or picture to read, bytes."""
SECONDS = 120.0
WIDTH = 1280


class Rendered(Record):
    """The files written, in the order of the decks, and the findings, errors included."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]


class RenderOptions(Record):
    """Outputs for each deck: ``width`` of a slide's picture in pixels, ``seconds`` as the time limit for a deck."""

    pdf: bool = True
    png: bool = False
    sheet: bool = False
    width: int = WIDTH
    seconds: float = SECONDS


def render(
    decks: Sequence[str], out_dir: str, wanted: RenderOptions | None = None, *, jobs: int = 0, office: str = ""
) -> Rendered:
    """Draw decks into a folder: ``name.pdf``, ``name-01.png`` …, ``name-sheet.png``.

    A deck that cannot be drawn becomes an error finding, and the others are still drawn; files are written
    atomically. ``jobs`` LibreOffice processes run in parallel (0: one per core); ``office`` is the path of soffice, ""
    to search for it. InvalidInput where nothing can be drawn: no LibreOffice, no writable output folder, two decks of
    one name.
    """
    _check_names(decks)
    program = office or find_office()
    if not program:
        raise InvalidInput([no_office()])
    _make_folder(out_dir)
    drawn = _drawn(decks, lambda deck: out_dir, wanted or RenderOptions(), jobs, program)
    return Rendered(
        tuple([file for one in drawn for file in one.files]), tuple([found for one in drawn for found in one.findings])
    )


def pdfs_beside(decks: Sequence[str], *, jobs: int = 0) -> tuple[tuple[Finding, ...], ...]:
    """Write a PDF beside each deck; return the findings of each, with an error where it failed.

    ``jobs`` as in ``render``. Decks in different folders may have the same name.
    """
    program = find_office()
    if not program:
        return ((no_office(),),) * len(decks)
    drawn = _drawn(decks, lambda deck: os.path.dirname(deck) or ".", RenderOptions(), jobs, program)
    return tuple([one.findings for one in drawn])


def pdf_of_deck(name: str, data: bytes) -> bytes:
    """Return LibreOffice's PDF of a deck's shown slides; InvalidInput, located at ``name``, where it fails."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        deck = os.path.join(scratch, "deck.pptx")
        write(deck, data)
        source, _ = check_deck(deck)
        [drawn] = to_pdfs([source], scratch, SECONDS, hidden=False)
        if isinstance(drawn, Finding):
            raise InvalidInput([drawn.replace(at=Location(name)) if drawn.at else drawn])
        return read_bytes(drawn, MAX_DRAWN)


def exported(built: Built, outline: Outline, kind: str, notes: bool = False) -> bytes:
    """Return a built deck as ``html`` (optionally with speaker ``notes``), ``pdf`` or ``handout``.

    Shapes drawn by plug-ins and kept slides of other decks exist only in the finished deck, so LibreOffice makes its
    PDF, as without Chromium.
    """
    from osloregion_slides.drafting import brand_of, pens_of

    brand = brand_of(outline)
    if kind == "html":
        from osloregion_slides.render.page import html_page, minutes_of

        return html_page(built.deck, brand, notes, minutes_of(outline)).encode()
    from osloregion_slides.render.printing import find_chromium, pdf_of

    with Within("", UNLIMITED):  # other programs draw, with time limits of their own
        if kind == "pdf" and (pens_of(outline, built.deck, brand) or not find_chromium()):
            return pdf_of_deck(built.deck.key, built.data)
        return pdf_of(built.deck, brand, kind == "handout")


def _drawn(
    decks: Sequence[str], folder_of: Callable[[str], str], wanted: RenderOptions, jobs: int, program: str
) -> list[Rendered]:
    """Draw each deck into its folder; return files and findings in the order of the decks."""
    import tempfile

    findings: dict[str, tuple[Finding, ...]] = {}
    files: dict[str, list[str]] = {path: [] for path in decks}
    sources = []
    for path in decks:
        try:
            source, findings[path] = check_deck(path)
            sources.append(source)
        except InvalidInput as problem:
            findings[path] = problem.findings
    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        for source, pdf in zip(sources, to_pdfs(sources, scratch, wanted.seconds, jobs, program)):
            folder = folder_of(source.path)
            try:
                files[source.path] = _deliver(source, pdf, folder, wanted, scratch)
            except InvalidInput as problem:
                findings[source.path] += problem.findings
            except OSError as problem:
                findings[source.path] += (_unwritable(folder, problem),)
    return [Rendered(tuple(files[path]), findings[path]) for path in decks]


def stem_of(path: str) -> str:
    """Return a deck's file name without its extension."""
    return os.path.splitext(os.path.basename(path))[0]


def _check_names(decks: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for path in decks:
        first = seen.setdefault(stem_of(path).casefold(), path)
        if first != path:
            raise InvalidInput([finding("same-name", Location(path), path=path, first=first)])


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as problem:
        raise InvalidInput([_unwritable(folder, problem)]) from None
    if not os.access(folder, os.W_OK):
        raise InvalidInput([_unwritable(folder, PermissionError(13, "Permission denied"))])


def _unwritable(folder: str, problem: OSError) -> Finding:
    is_file = isinstance(problem, FileExistsError | NotADirectoryError)
    return cannot_write(folder, OSError("it is a file") if is_file else problem)


def _deliver(source: Source, pdf: str | Finding, out_dir: str, wanted: RenderOptions, scratch: str) -> list[str]:
    """Convert a deck's PDF into the requested outputs, then move them into the folder."""
    if isinstance(pdf, Finding):
        raise InvalidInput([pdf])
    stem = stem_of(source.path)
    files: list[tuple[str, str]] = []
    if wanted.png or wanted.sheet:
        pages = page_pngs(pdf, scratch, f"p{os.path.basename(pdf)[:-4]}", wanted.width, wanted.seconds)
        if wanted.png:
            files += [(page, f"{stem}-{page.rpartition('-')[2]}") for page in pages]
        if wanted.sheet:
            files.append((_sheet(pages, pdf), f"{stem}-sheet.png"))
    if wanted.pdf:
        files.insert(0, (pdf, f"{stem}.pdf"))
    return [_put(path, os.path.join(out_dir, name)) for path, name in files]


def _sheet(pages: tuple[str, ...], pdf: str) -> str:
    from PIL import Image

    path = f"{pdf}-sheet.png"
    save_sheet(contact_sheet([Image.open(page) for page in pages]), path)
    return path


def _put(source: str, target: str) -> str:
    """Copy a finished file to ``target`` atomically, replacing a file or link there."""
    write(target, read_bytes(source, MAX_DRAWN))
    return target
