"""Build the pictures of the documentation: ``python -m osloregion_slides.render.gallery``.

docs/gallery.md shows each kind of slide, its YAML beside its picture (docs/pictures), and docs/flagship.png all
slides of the flagship deck. ``--check`` writes nothing and lists stale files. The contact sheet is drawn by
LibreOffice, so its pixels are not compared: it contains the checksum of its source, which is.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from osloregion_slides import drafting, service
from osloregion_slides.base import resources
from osloregion_slides.base.files import inside, read_bytes
from osloregion_slides.base.files import write as write_file
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.kinds import kind
from osloregion_slides.outline.load import Outline
from osloregion_slides.render.export import source_of
from osloregion_slides.render.svg import slide_svgs

SHEET = os.path.join("docs", "flagship.png")
SHEET_WIDTH = 2000
_OCCASION = (("meeting.title", "Styremøte"), ("meeting.place", "Oslo"), ("meeting.date", "12. april 2008"))
_HEAD = """\
# Every kind of slide
Made by `python -m osloregion_slides.render.gallery` from [decks/gallery.yaml](../decks/gallery.yaml) and
[decks/figures.yaml](../decks/figures.yaml), in English. A text is a string, or one string per language as here.
Every slide also takes `kicker`, `notes`, `source`, `footnotes`, `section` and `hidden`.

"""


def gallery_files() -> dict[str, str]:
    """Return the text files of the gallery, by path from the repository's root."""
    files: dict[str, str] = {}
    page = [_HEAD]
    for deck in ("gallery", "figures"):
        path = resources.path("decks", f"{deck}.yaml")
        outline = drafting.load(path, language="en")
        built = service.build(outline)
        svgs = slide_svgs(built.deck, drafting.brand_of(outline))
        drawn = dict(zip([slide.key for slide in built.deck.slides], svgs))
        with open(path, encoding="utf-8") as file:
            sources = slide_sources(file.read())
        all_of_them = [(source.kind, source.id) for source in outline.slides]
        for name, key in _first_of_each(outline) if deck == "gallery" else all_of_them:
            picture = f"pictures/{key}.svg"
            files[os.path.join("docs", "pictures", f"{key}.svg")] = drawn[key] + "\n"
            heading = name if deck == "gallery" else f"{name}: {key}"
            page.append(_entry(heading, str(kind(name).SCHEMA["description"]), sources[key], picture))
    return {os.path.join("docs", "gallery.md"): "".join(page), **files}


def _first_of_each(outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield each kind with the id of its first slide."""
    seen: dict[str, str] = {}
    for source in outline.slides:
        seen.setdefault(source.kind, source.id)
    yield from seen.items()


def _entry(name: str, about: str, source: str, picture: str) -> str:
    return (
        f'## {name}\n{about.rstrip(".")}.\n\n<table><tr><td valign="top">\n\n```yaml\n{source}```\n\n</td>'
        f'<td width="50%" valign="top"><img src="{picture}" alt="A slide of the kind {name}" width="100%"></td>'
        "</tr></table>\n\n"
    )


def slide_sources(text: str) -> dict[str, str]:
    """Return the YAML of each slide of an outline by id, without indentation."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.partition("\nslides:")[2].splitlines():
        if line.startswith("  - id:"):
            lines = found[line.partition(":")[2].strip()] = []
        lines.append(line[2:])
    return {key: "\n".join(part).rstrip() + "\n" for key, part in found.items()}


def sheet_source() -> str:
    """Return the checksum of the flagship's drawings, the source of the contact sheet."""
    from hashlib import sha256

    outline = drafting.load(resources.path("decks", "osloregionen.yaml"), settings=_OCCASION)
    deck = service.build(outline).deck
    drawings = "".join(slide_svgs(deck, drafting.brand_of(outline)))
    return sha256(drawings.encode()).hexdigest()


def write_sheet(path: str) -> None:
    """Draw the flagship's contact sheet with LibreOffice; InvalidInput where that fails."""
    import tempfile

    from PIL import Image

    from osloregion_slides.render.export import MAX_DRAWN, RenderOptions, contact_sheet, render, save_sheet

    built = service.build(resources.path("decks", "osloregionen.yaml"), settings=_OCCASION)
    with tempfile.TemporaryDirectory() as folder:
        deck = os.path.join(folder, "flagship.pptx")
        with open(deck, "wb") as file:
            file.write(built.data)
        drawn = render([deck], folder, RenderOptions(pdf=False, png=True))
        if not drawn.files:
            raise InvalidInput(drawn.findings)
        sheet = os.path.join(folder, "sheet.png")
        save_sheet(contact_sheet([Image.open(page) for page in drawn.files], SHEET_WIDTH), sheet, sheet_source())
        write_file(path, read_bytes(sheet, MAX_DRAWN))


def stale(root: str, sheet: bool = True) -> dict[str, str | None]:
    """Return the new content of each stale file by path: None for a drawing to remove.

    A stale contact sheet is included as "", unless ``sheet`` is false.
    """
    wanted = gallery_files()
    found: dict[str, str | None] = {
        path: text for path, text in wanted.items() if _text(os.path.join(root, path)) != text
    }
    folder = os.path.join("docs", "pictures")
    present = os.listdir(os.path.join(root, folder)) if os.path.isdir(os.path.join(root, folder)) else []
    drawings = [os.path.join(folder, name) for name in sorted(present) if name.endswith(".svg")]
    found |= {path: None for path in drawings if path not in wanted}
    if sheet and source_of(os.path.join(root, SHEET)) != sheet_source():
        found[SHEET] = ""
    return found


def write(root: str, sheet: bool = True) -> list[str]:
    """Write stale files, remove unused drawings, and return the paths.

    OSError where a link leads out of ``root``.
    """
    changed = stale(root, sheet)
    folders = {folder: inside(root, folder) for folder in {os.path.dirname(path) for path in changed}}
    for path, text in changed.items():
        folder, name = os.path.split(path)
        os.makedirs(folders[folder], exist_ok=True)
        place = os.path.join(folders[folder], name)
        if text is None:
            os.remove(place)
        elif path == SHEET:
            write_sheet(place)
        else:
            write_file(place, text.encode())
    return list(changed)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read().replace("\r\n", "\n")
    except OSError:
        return ""


def main(arguments: list[str]) -> int:
    """Write the files into the checkout; with ``--check`` list the stale ones and return 1 if there are any."""
    root = os.path.dirname(resources.path("docs"))
    try:
        changed = list(stale(root)) if "--check" in arguments else write(root)
    except InvalidInput as problem:
        print(*problem.findings, sep="\n", file=sys.stderr)
        return 1
    for path in changed:
        print(path)
    return int(bool(changed) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
