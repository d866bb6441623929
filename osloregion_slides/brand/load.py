"""Load a brand by its name: from the brand.json beside its template, or from a foreign template or brand file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from osloregion_slides.base import resources
from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.patterns import late
from osloregion_slides.brand.values import Brand, Floors, Layout, Slot, TextStyle
from osloregion_slides.brand.wording import worded
from osloregion_slides.ooxml.zip import MAX_TEMPLATE, Member, read_zip
from osloregion_slides.outline.read import SIZE
from osloregion_slides.scene import Box, Colour, Insets

# The content of brand.json (written by make.py). Placeholder styles are listed once; slots refer to them by index.

VERSION = 1
"""The format version of brand.json; readers accept no other."""

_COLOUR = TextStyle.__fields__.index("colour")


def read_record(data: bytes, template: str) -> tuple[Brand, int]:
    """Return the brand of a brand.json, for the template at this path, and the checksum of its source.

    ValueError, KeyError or TypeError for another format than that of ``make.dump_brand``.
    """
    content = json.loads(data)
    if content["version"] != VERSION:
        raise ValueError("another version of brand.json")
    styles = [_read_style(row) for row in content["styles"]]
    width, height = content["size"]
    heading, body = content["fonts"]
    palette, scale = tuple(content["palette"].items()), tuple(content["scale"])
    layouts = tuple([_read_layout(layout, styles) for layout in content["layouts"]])
    brand = Brand(content["name"], template, width, height, palette, heading, body, layouts, scale, content["own"])
    if "floors" in content:
        tracking = tuple([(size, share) for size, share in content["tracking"]])
        brand = brand.replace(grounds=True, floors=Floors(*content["floors"]), tracking=tracking)
    if "masters" in content:
        brand = brand.replace(masters=content["masters"], sheets=content.get("sheets", ""))
    if "signs" in content:
        brand = brand.replace(signs=tuple(content["signs"].items()))
    return brand, content["source"]


def checksum(data: bytes) -> int:
    """Return the checksum of a text file, the same for LF and CRLF line ends."""
    from zlib import crc32

    return crc32(data.replace(b"\r\n", b"\n"))


def _read_style(row: list[Any]) -> TextStyle:
    row[_COLOUR] = Colour(*row[_COLOUR])
    return TextStyle(*row)


def _read_layout(row: dict[str, Any], styles: list[TextStyle]) -> Layout:
    slots = tuple([_read_slot(slot, styles) for slot in row["slots"]])
    box, background = Box(*row["content"]), Colour(*row["background"])
    return Layout(row["role"], row["part"], row["name"], slots, box, background, row["dark"])


def _read_slot(row: dict[str, Any], styles: list[TextStyle]) -> Slot:
    box, insets = Box(*row["box"]), Insets(*row["insets"])
    levels = tuple([styles[number] for number in row["levels"]])
    slot = Slot(row["type"], row["idx"], row["name"], box, levels, row["anchor"], insets, row["kicker"])
    if "readable" in row:  # in few foreign templates, never in built-in ones
        slot = slot.replace(readable=Colour(*row["readable"]), contrasts=tuple(row["contrasts"]))
    return slot


MAX_RECORD = 2_000_000
PATHS = (".pptx", ".potx", ".pptm", ".potm", ".ppsx", ".yaml", ".yml")


def load_brand(
    name: str, root: str, at: Location | None = None, chosen: tuple[tuple[str, Location], ...] = ()
) -> Brand:
    """Return the brand of this name.

    ``name`` is a folder in ``templates/`` (of ``root``, of the workspace around it, or of the package), or
    the path of a .pptx, a .potx or a .yaml that names one, inside the workspace. ``root`` is the outline's folder,
    ``at`` the location of the brand's name in the outline, ``chosen`` the layouts that slides name (a foreign template
    is read only for these and those with a role). InvalidInput where there is none, or where it cannot be read.
    """
    from osloregion_slides.outline.workspace import Workspace

    workspace = Workspace(os.path.join(root, "outline"))
    if name.lower().endswith(PATHS):
        from osloregion_slides.brand.foreign import load_template

        path = workspace.find(name, at or Location(name))
        if isinstance(path, Finding):
            raise InvalidInput([path])
        try:
            brand = load_template(path, workspace, chosen)
        except InvalidInput as wrong:
            raise InvalidInput(_placed(wrong.findings, at)) from None
        return brand.replace(findings=_placed(brand.findings, at))
    places = [os.path.join(folder, "templates") for folder in (workspace.root, workspace.top)]
    places.append(resources.path("templates"))
    is_folder_name = name not in ("", ".", "..") and not any(sign in name for sign in "/\\:\0")
    for folder in [os.path.join(templates, name) for templates in places] if is_folder_name else ():
        if os.path.isdir(folder):
            return _load_folder(name, folder)
    raise InvalidInput([_unknown(name, places, at)])


def carried(name: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """Return what an outline elsewhere calls a brand, and the files that have to lie beside it for that.

    ``name`` is as in ``load_brand``, or any path, seen from the working folder. What comes with the package, and what
    is not there by that name, has no files. InvalidInput where a file is named that cannot be read.
    """
    from osloregion_slides.outline.workspace import Workspace

    if name.lower().endswith(PATHS):
        from osloregion_slides.brand.foreign import template_of

        files = list(dict.fromkeys(map(os.path.abspath, (name, template_of(name)))))
        tables = os.path.join(os.path.dirname(files[-1]), "fonts")
        top = os.path.commonpath([os.path.dirname(one) for one in files])
        called = f"templates/{os.path.relpath(files[0], top)}".replace(os.sep, "/")
    else:
        here = Workspace(os.path.abspath("outline"))
        places = [os.path.join(one, "templates") for one in dict.fromkeys((here.root, here.top))]
        is_name = name not in ("", ".", "..") and os.path.basename(name) == name
        found = [os.path.join(top, name) for top in places if is_name and os.path.isdir(os.path.join(top, name))]
        if not found or os.path.dirname(found[0]) == resources.path("templates"):
            return name, ()
        files, top, called = _in(found[0]), os.path.dirname(found[0]), name
        tables = os.path.join(found[0], "fonts")
    read = [(os.path.relpath(one, top).replace(os.sep, "/"), one) for one in (*files, *_in(tables))]
    return called, tuple([(f"templates/{file}", read_bytes(one, MAX_TEMPLATE)) for file, one in read])


def _in(folder: str) -> list[str]:
    """Return the files of a folder."""
    found = [os.path.join(folder, one) for one in sorted(os.listdir(folder))] if os.path.isdir(folder) else []
    return [one for one in found if os.path.isfile(one)]


def _placed(findings: tuple[Finding, ...], at: Location | None) -> tuple[Finding, ...]:
    """Return findings, those without a line moved to the line that names the template."""
    if at is None:
        return findings
    return tuple([found.replace(at=at) if found.at and not found.at.line else found for found in findings])


def template_bytes(brand: Brand, language: str = "") -> bytes:
    """Return the package that a deck is built from: a presentation without slides, with a notes master.

    ``language`` is the language of prompts and names in it; "" leaves them unchanged.
    """
    package = brand.package or read_bytes(brand.template, MAX_TEMPLATE)
    return worded(package, language, brand.own) if language else package


_SHEETS, THEMES, _MEDIA = ("ppt/slideMasters/", "ppt/slideLayouts/"), "ppt/theme/", "ppt/media/"
_HEAD = late(rb"^<\?xml[^>]*\?>\s*")


def has_masters_of(
    members: Mapping[str, Member], brand: Brand, language: str, folders: tuple[str, ...] = _SHEETS
) -> bool:
    """Return whether a package has the masters, layouts and media of a brand's template, byte for byte or as lxml
    serialises them (python-pptx). ``folders`` are the folders compared, besides the media.
    """
    template = brand.package or read_bytes(brand.template, MAX_TEMPLATE)
    if (template, language) not in _sheets:
        _sheets.clear()  # a batch has one brand, and most outlines one language
        parts = read_zip(template_bytes(brand, language))
        _sheets[template, language] = {
            name: _Sheet(parts[name]) for name in parts if name.startswith((*_SHEETS, THEMES, _MEDIA))
        }
    wanted = _sheets[template, language]
    compared = (*folders, _MEDIA)
    return all([name in wanted for name in members if name.startswith(folders)]) and all(
        [
            name in members and sheet.matches(members[name])
            for name, sheet in wanted.items()
            if name.startswith(compared)
        ]
    )


class _Sheet:
    """A part of a template, to compare with a deck's."""

    def __init__(self, member: Member) -> None:
        self._member, self._short = member, b""

    def matches(self, other: Member) -> bool:
        """Return whether another part has the same bytes, or is the same XML serialised by lxml."""
        if other.crc == self._member.crc:
            return True
        if other.size > self._member.size or self._member.name.startswith(_MEDIA):
            return False
        try:
            if not self._short:
                from lxml import etree

                from osloregion_slides.ooxml.package import parse_xml

                self._short = _HEAD.sub(b"", etree.tostring(parse_xml(self._member.read()), encoding="UTF-8"))
            return _HEAD.sub(b"", other.read()) == self._short
        except ValueError:  # damaged, or not XML
            return False


_sheets: dict[tuple[bytes, str], dict[str, _Sheet]] = {}


def _load_folder(name: str, folder: str) -> Brand:
    record, template = os.path.join(folder, "brand.json"), os.path.join(folder, "template.pptx")
    if not os.path.isfile(template):
        raise InvalidInput([finding("missing-template.made", Location(template), brand=name)])
    try:
        brand, source = _read_once(data := read_bytes(record, MAX_RECORD), template)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InvalidInput([finding("bad-brand-json", Location(record))]) from None
    tables: tuple[tuple[str, bytes], ...] = ()
    if os.path.isdir(os.path.join(folder, "fonts")):  # few templates have tables, and each module costs a cold build
        from osloregion_slides.brand.tables import read_tables

        tables = read_tables(template, (brand.body_font, brand.heading_font))
    if tables != brand.tables:
        brand = brand.replace(tables=tables)
        _read[data, template] = brand, source  # slides are cached by the identity of this object
    if _is_fresh(folder, source):
        return brand
    return brand.replace(findings=(finding("stale-template", Location(os.path.join(folder, "brand.yaml"))),))


_read: dict[tuple[bytes, str], tuple[Brand, int]] = {}


def _read_once(record: bytes, template: str) -> tuple[Brand, int]:
    """Return the content of a record, cached: saves 0.35 ms per deck of a batch."""
    if (record, template) not in _read:
        _read.clear()  # a batch has one brand; a preview drops the old one when its brand changes
        _read[record, template] = read_record(record, template)
    return _read[record, template]


def _is_fresh(folder: str, source: int) -> bool:
    """Return whether the template was built from the current brand.yaml; True without a brand.yaml."""
    try:
        return checksum(read_bytes(os.path.join(folder, "brand.yaml"), SIZE)) == source
    except OSError:
        return True


def _unknown(name: str, places: list[str], at: Location | None) -> Finding:
    from osloregion_slides.base.findings import meant

    folders = [(templates, sorted(os.listdir(templates))) for templates in places if os.path.isdir(templates)]
    known = [one for where, names in folders for one in names if os.path.isfile(os.path.join(where, one, "brand.json"))]
    return finding("unknown-brand", at, name=name, **meant(name, known))
