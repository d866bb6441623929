"""A template's package as a Brand: its layouts by role, its colours, fonts and type scale."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, InvalidInput, Location, error, finding, warning
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.brand.area import content_box
from osloregion_slides.brand.background import background, is_dark
from osloregion_slides.brand.contrast_fixes import readable
from osloregion_slides.brand.opc import parse
from osloregion_slides.brand.roles import find_roles
from osloregion_slides.brand.slots import Sheet, read_slots
from osloregion_slides.brand.tokens import SCALE
from osloregion_slides.brand.values import Brand, Layout
from osloregion_slides.ooxml.geometry import box_of
from osloregion_slides.ooxml.inheritance import Inheritance, kind, placeholders
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_LAYOUT, REL_MASTER, REL_THEME, P, R
from osloregion_slides.ooxml.theme import scheme_of, typeface
from osloregion_slides.outline.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.base.units import Pt
    from osloregion_slides.brand.opc import Package, Part
    from osloregion_slides.brand.values import LayoutRole


class TemplateOverrides(Record):
    """What a brand file says about a template: layout names by role, the type scale, and where it says so."""

    layouts: tuple[tuple[str, str, Location], ...] = ()
    scale: tuple[Pt, ...] = ()


def read_brand(package: Package, name: str, file: str, wish: TemplateOverrides, own: bool = False) -> Brand:
    """Return the brand of a package; ``file`` is its path, for findings and for the writer.

    Layouts with a colour map of their own are settled before (``colour_map.settle``). InvalidInput where
    there is no presentation or layout in it, or the wish names a layout it has not.
    """
    main = package.part(main_part(package, file))
    presentation = parse(main.data, file, main.name)
    width, height = slide_size(presentation, file)
    master_part = _first_master(package, main, presentation, file)
    master = parse(master_part.data, file, master_part.name)
    theme = _theme(package, master_part, file)
    scheme = scheme_of(theme, master)
    empty = Sheet("", "", "", master, master, Inheritance(None, master, presentation), scheme, width, height)
    sheets = _sheets(package, master_part, file, empty)
    if not sheets:
        raise InvalidInput([error("template-without-layouts", Location(file), "the template has no slide layout")])
    if not any(slot.type in ("title", "ctrTitle") for sheet in sheets for slot in sheet.slots):
        raise InvalidInput([finding("template-without-titles", Location(file))])
    roles = find_roles(sheets, _named(wish, sheets))
    layouts = tuple(_layout(role, sheet) for role, sheet in roles.items())
    heading, body = _fonts(roles["content"], theme)
    return Brand(
        name=name,
        template=file,
        width=width,
        height=height,
        palette=scheme.palette,
        heading_font=heading,
        body_font=body,
        layouts=layouts,
        scale=wish.scale or SCALE,
        own=own,
        findings=tuple(_doubts(layouts, file)),
    )


def main_part(package: Package, file: str) -> str:
    """Return the name of the presentation part; InvalidInput where the package is no presentation."""
    for relation in package.relations:
        if relation.type == REL_DOCUMENT and package.part(relation.target).content_type.endswith("main+xml"):
            if "presentation" in package.part(relation.target).content_type.lower() or "powerpoint" in (
                package.part(relation.target).content_type.lower()
            ):
                return relation.target
            break
        if relation.type.startswith("http://purl.oclc.org/ooxml/"):
            hint = "open it in PowerPoint and save it as an ordinary .pptx"
            raise InvalidInput(
                [error("template-strict", Location(file), "the template is saved as Strict Open XML", hint)]
            )
    raise InvalidInput(
        [error("template-damaged", Location(file), "the template is no presentation", "name a .pptx or .potx")]
    )


def slide_size(presentation: Element, file: str) -> tuple[Emu, Emu]:
    """Return the slide's width and height, EMU; InvalidInput outside 1 to 56 inches (19.7.13 of the standard)."""
    size = presentation.find(f"{{{P}}}sldSz")
    try:
        width, height = int(size.get("cx")), int(size.get("cy"))
    except (AttributeError, TypeError, ValueError):
        width = height = 0
    if not (914_400 <= width <= 51_206_400 and 914_400 <= height <= 51_206_400):
        raise InvalidInput(
            [error("template-damaged", Location(file), "the template has no slide size from 1 to 56 inches")]
        )
    return Emu(width), Emu(height)


def _first_master(package: Package, main: Part, presentation: Element, file: str) -> Part:
    """Return the first slide master that the presentation lists."""
    targets = {relation.id: relation.target for relation in main.relations if relation.type == REL_MASTER}
    for element in presentation.iterfind(f"{{{P}}}sldMasterIdLst/{{{P}}}sldMasterId"):
        target = targets.get(element.get(f"{{{R}}}id", ""))
        if target:
            return package.part(target)
    raise InvalidInput([error("template-without-layouts", Location(file), "the template has no slide master")])


def _theme(package: Package, master: Part, file: str) -> Element | None:
    for relation in master.relations:
        if relation.type == REL_THEME:
            return parse(package.part(relation.target).data, file, relation.target)
    return None


def _sheets(package: Package, master_part: Part, file: str, empty: Sheet) -> tuple[Sheet, ...]:
    """Return the master's layouts in its order."""
    targets = {relation.id: relation.target for relation in master_part.relations if relation.type == REL_LAYOUT}
    found = []
    for element in empty.master.iterfind(f"{{{P}}}sldLayoutIdLst/{{{P}}}sldLayoutId"):
        target = targets.get(element.get(f"{{{R}}}id", ""))
        if not target:
            continue
        layout = parse(package.part(target).data, file, target)
        common = layout.find(f"{{{P}}}cSld")
        if common is None:
            continue
        name, word = common.get("name", ""), layout.get("type", "")
        above = empty.inheritance.under(layout)
        sheet = empty.replace(part=target, name=name, type=word, layout=layout, inheritance=above)
        found.append(sheet.replace(slots=read_slots(sheet)))
    return tuple(found)


def _named(wish: TemplateOverrides, sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Return the wished layouts by role; InvalidInput with one finding for each that is not there."""
    names = [sheet.name for sheet in sheets]
    wrong = [
        error("unknown-layout", at, f"the template has no layout `{name}`", did_you_mean(name, names))
        for _, name, at in wish.layouts
        if name not in names
    ]
    if wrong:
        raise InvalidInput(wrong)
    return {role: name for role, name, _ in wish.layouts}


def _layout(role: LayoutRole, sheet: Sheet) -> Layout:
    body = next((box_of(shape) for shape in placeholders(sheet.master) if kind(shape) == "body"), None)
    behind = background(sheet)
    return Layout(
        role=role,
        part=sheet.part,
        name=sheet.name,
        slots=readable(sheet),
        content=content_box(role, sheet.slots, body, sheet.width, sheet.height),
        background=behind,
        dark=is_dark(sheet.scheme.palette, behind),
    )


def _fonts(sheet: Sheet, theme: Element | None) -> tuple[str, str]:
    """Return heading and body typeface: the theme's, or what the placeholders name outright."""
    found = {"title": "", "body": ""}
    for shape in placeholders(sheet.layout):
        part = "title" if kind(shape) in ("title", "ctrTitle") else "body" if kind(shape) in ("obj", "body") else ""
        if part and not found[part]:
            face = sheet.inheritance.of_own(shape).levels[0].typeface
            found[part] = "" if face.startswith("+") else face
    return found["title"] or typeface(theme, "major"), found["body"] or typeface(theme, "minor")


def _doubts(layouts: tuple[Layout, ...], file: str) -> list[Finding]:
    """Return a warning for each layout that slides will be made on without a title."""
    found = []
    for layout in layouts:
        if layout.slot("title", "ctrTitle") is None:
            message = f"the layout `{layout.name}`, used for `{layout.role}`, has no title placeholder"
            hint = "name a layout with a title in the brand file (layouts:)"
            found.append(warning("layout-without-title", Location(file), message, hint))
    return found
