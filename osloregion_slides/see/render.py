"""What ``osloregion-slides render`` does: PDF, pictures and contact sheets of decks, also of edited ones."""

from __future__ import annotations

import os

from osloregion_slides.findings import Finding, InvalidInput, Span, error
from osloregion_slides.see.deck_read import check_deck
from osloregion_slides.see.office import find_office, no_office, to_pdfs
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.see.deck_read import Source

SECONDS = 120.0
WIDTH = 1280


class Rendered(Value):
    """The files written, in the order of the decks, and what there is to say; errors too."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]


class Wanted(Value):
    """What to make of each deck: ``width`` of a slide's picture in pixels, ``seconds`` for a deck at most."""

    pdf: bool = True
    png: bool = False
    sheet: bool = False
    width: int = WIDTH
    seconds: float = SECONDS


def render(
    decks: Sequence[str], out_dir: str, wanted: Wanted | None = None, *, jobs: int = 0, office: str = ""
) -> Rendered:
    """Draw decks into a folder: ``name.pdf``, ``name-01.png`` …, ``name-sheet.png``.

    A deck that cannot be drawn is an error finding, the others are drawn all the same; a file is written
    whole or not at all. ``jobs`` LibreOffices run at once (0: as many as cores); ``office`` is the path
    of soffice where it is not to be looked for. InvalidInput where nothing can be done at all: no
    LibreOffice, an output folder that is a file, two decks of one name.
    """
    import tempfile

    wanted = wanted or Wanted()
    _check_names(decks)
    program = office or find_office()
    if not program:
        raise InvalidInput([no_office()])
    _make_folder(out_dir)
    findings: list[Finding] = []
    sources = []
    for path in decks:
        try:
            source, doubts = check_deck(path)
        except InvalidInput as problem:
            findings += problem.findings
            continue
        findings += doubts
        sources.append(source)
    files: list[str] = []
    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        for source, pdf in zip(sources, to_pdfs(sources, scratch, wanted.seconds, jobs, program)):
            try:
                files += _deliver(source, pdf, out_dir, wanted, scratch)
            except InvalidInput as problem:
                findings += problem.findings
            except OSError as problem:
                findings.append(_unwritable(out_dir, problem))
    return Rendered(tuple(files), tuple(findings))


def pdfs_beside(decks: Sequence[str], *, jobs: int = 0, office: str = "") -> tuple[tuple[Finding, ...], ...]:
    """Make a PDF beside each deck; return what there is to say of each, with an error where it has got none.

    ``jobs`` and ``office`` as in ``render``. Decks may have one name in two folders.
    """
    import tempfile

    program = office or find_office()
    if not program:
        return ((no_office(),),) * len(decks)
    said: dict[str, tuple[Finding, ...]] = {}
    sources = []
    for path in decks:
        try:
            source, said[path] = check_deck(path)
            sources.append(source)
        except InvalidInput as problem:
            said[path] = tuple(problem.findings)
    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        for source, pdf in zip(sources, to_pdfs(sources, scratch, SECONDS, jobs, program)):
            said[source.path] += _beside(source, pdf, scratch)
    return tuple([said[path] for path in decks])


def _beside(source: Source, pdf: str | Finding, scratch: str) -> tuple[Finding, ...]:
    """Put a deck's PDF beside it; return what went wrong."""
    folder = os.path.dirname(source.path) or "."
    try:
        _deliver(source, pdf, folder, Wanted(), scratch)
    except InvalidInput as problem:
        return tuple(problem.findings)
    except OSError as problem:
        return (_unwritable(folder, problem),)
    return ()


def stem_of(path: str) -> str:
    """Return a deck's file name without its ending."""
    return os.path.splitext(os.path.basename(path))[0]


def _check_names(decks: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for path in decks:
        first = seen.setdefault(stem_of(path).casefold(), path)
        if first != path:
            message = f"{path} would be drawn into the same files as {first}"
            raise InvalidInput([error("same-name", Span(path), message, "draw them into two folders")])


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as problem:
        raise InvalidInput([_unwritable(folder, problem)]) from None
    if not os.access(folder, os.W_OK):
        raise InvalidInput([_unwritable(folder, PermissionError(13, "Permission denied"))])


def _unwritable(folder: str, problem: OSError) -> Finding:
    why = (
        "it is a file"
        if isinstance(problem, FileExistsError | NotADirectoryError)
        else problem.strerror or str(problem)
    )
    return error("cannot-write", Span(folder), f"nothing can be written into the folder: {why}", "name another")


def _deliver(source: Source, pdf: str | Finding, out_dir: str, wanted: Wanted, scratch: str) -> list[str]:
    """Make what is wanted out of a deck's PDF, then put it into the folder."""
    if isinstance(pdf, Finding):
        raise InvalidInput([pdf])
    stem = stem_of(source.path)
    files: list[tuple[str, str]] = []
    if wanted.png or wanted.sheet:
        from osloregion_slides.see.raster import page_pngs

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

    from osloregion_slides.see.sheet import contact_sheet, save_sheet

    path = f"{pdf}-sheet.png"
    save_sheet(contact_sheet([Image.open(page) for page in pages]), path)
    return path


def _put(source: str, target: str) -> str:
    """Copy a finished file beside its target, then replace it."""
    import shutil

    fresh = f"{target}.part"
    try:
        shutil.copyfile(source, fresh)
        os.replace(fresh, target)
    finally:
        if os.path.exists(fresh):
            os.remove(fresh)
    return target
