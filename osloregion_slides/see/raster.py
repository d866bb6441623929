"""Pages of a PDF as PNG pictures, by pypdfium2 where it is installed, else by poppler's pdftoppm."""

from __future__ import annotations

import os

from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.see.process import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[str, str, int, float], str]

_HINT = "pip install pypdfium2, or on Debian and Ubuntu: apt-get install poppler-utils"


def page_pngs(pdf: str, folder: str, stem: str, width: int, seconds: float) -> tuple[str, ...]:
    """Write each page as ``stem-01.png`` …, ``width`` pixels wide, into a folder; return the paths.

    InvalidInput where no program is there to do it, or where it fails or takes longer than ``seconds``.
    """
    draw = _drawer()
    trouble = draw(pdf, os.path.join(folder, stem), width, seconds)
    prefix = f"{stem}-"
    names = [name for name in os.listdir(folder) if name.startswith(prefix) and name[len(prefix) : -4].isdecimal()]
    if trouble or not names:
        message = f"the PDF could not be turned into pictures: {trouble or 'no page came out'}"
        raise InvalidInput([error("not-drawn", Span(pdf), message)])
    return _numbered(folder, stem, sorted(names, key=lambda name: int(name[len(prefix) : -4])))


def _numbered(folder: str, stem: str, names: list[str]) -> tuple[str, ...]:
    """Give all numbers two digits, or as many as the last one needs."""
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
    raise InvalidInput(
        [error("no-rasteriser", None, "pictures need pypdfium2 or pdftoppm, and neither is installed", _HINT)]
    )


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


def _by_poppler(pdf: str, stem: str, width: int, seconds: float) -> str:
    size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    return run(["pdftoppm", "-png", *size, pdf, stem], seconds)
