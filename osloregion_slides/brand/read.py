"""Read a template's package as a Brand: layouts by role, colours, fonts and type scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt, inches, page_scale
from osloregion_slides.brand.background import (
    background,
    drawn,
    drawn_at_foot,
    illegible_share,
    is_dark,
    mean_colour,
    pixels_of,
    readable,
)
from osloregion_slides.brand.decoration import (
    GAP,
    OPENING,
    background_picture,
    images,
    painted,
    without_decoration,
)
from osloregion_slides.brand.opc import Package, Part, parse
from osloregion_slides.brand.slots import Sheet, read_slots, runs_vertically
from osloregion_slides.brand.values import CHOSEN, ROLES, SCALE, TITLES, Brand, Layout
from osloregion_slides.ooxml.background import fixed_shapes
from osloregion_slides.ooxml.colour import scheme_of, typeface
from osloregion_slides.ooxml.geometry import box_of, drawn_box, slide_size
from osloregion_slides.ooxml.inheritance import FOOTERS, Inheritance, kind, placeholders
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_LAYOUT, REL_MASTER, REL_THEME, A, P, R
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any as Element

    from osloregion_slides.brand.values import LayoutRole, Slot


# Assign layouts to roles: as the brand file states, by p:sldLayout@type, by placeholders.
#
# Never by an English name or by position: a template may be Norwegian, renamed, rearranged.

_TYPES: dict[LayoutRole, tuple[str, ...]] = {
    "cover": ("title",),
    "section": ("secHead",),
    "content": ("obj", "tx", "objOnly"),
    "two": ("twoObj", "twoColTx", "txAndObj", "objAndTx"),
    "title_only": ("titleOnly",),
    "picture": ("picTx",),
}
"""The values of p:sldLayout@type for each role, in order of preference (ECMA-376 Part 1, 19.7.15)."""

_INSTEAD: dict[LayoutRole, tuple[LayoutRole, ...]] = {
    "title_only": ("content", "two", "picture"),
    "content": ("title_only", "two", "picture"),
    "section": ("title_only", "content", "cover"),
    "statement": ("section", "title_only", "content", "cover"),
    "cover": ("section", "title_only", "content"),
    "two": ("title_only", "content"),
    "picture": ("title_only", "content"),
}
"""Substitutes for a role without a layout in the template, in order of preference.

A slide takes only the placeholders it fills, so a layout with a body serves a role without one.
"""

_HIGH = 0.4
"""A placeholder of at least this share of the slide's height is for content; a lower one is for a caption."""


def find_roles(
    sheets: tuple[Sheet, ...], named: Mapping[str, str], all_sheets: Mapping[str, Sheet]
) -> dict[str, Sheet]:
    """Return a layout for every role, and for further roles in ``named``, whose names exist.

    A role in ``named`` gets that layout; the others are found by type, then by placeholders, else by substitution.
    ``sheets`` is not empty; ``all_sheets`` also has the layouts of other masters, by name.
    """
    upright = tuple(sheet for sheet in sheets if _is_upright(sheet) and sheet.titles) or sheets
    found: dict[LayoutRole, Sheet] = {}
    for role in ROLES:
        choice = [all_sheets[named[role]]] if role in named else []
        choice = choice or _by_type(role, upright) or _by_placeholders(role, upright)
        if choice:
            found[role] = choice[0]
    others = {role: [found[other] for other in _INSTEAD[role] if other in found] for role in ROLES}
    filled: dict[str, Sheet] = {role: found.get(role) or next(iter(others[role]), upright[0]) for role in ROLES}
    return filled | {role: all_sheets[name] for role, name in named.items() if role not in filled}


def by_name(sheets: tuple[Sheet, ...]) -> dict[str, Sheet]:
    """Return the layouts by name; of several with one name the first."""
    return {sheet.name: sheet for sheet in reversed(sheets)}


def _by_type(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    return [sheet for word in _TYPES.get(role, ()) for sheet in sheets if sheet.type == word]


def _by_placeholders(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    """Return the layouts whose placeholders suit a role, those for any content before those for text.

    Layouts of a known type are left out. Of sections, those with a text precede those without.
    """
    known = [word for words in _TYPES.values() for word in words]
    found = [sheet for sheet in sheets if sheet.type not in known and _fits(role, sheet)]
    most = -1 if role == "section" else 1
    return sorted(found, key=lambda sheet: most * [slot.type for slot in _fillable(sheet)].count("body"))


def _is_upright(sheet: Sheet) -> bool:
    """Return whether all text of a layout is horizontal."""
    return not any(runs_vertically(shape, sheet) for shape in placeholders(sheet.layout))


def _fillable(sheet: Sheet) -> tuple[Slot, ...]:
    """Return the slots that a slide fills, without title, kicker and footers."""
    return tuple(s for s in sheet.slots if s.type not in (*FOOTERS, *TITLES) and not s.kicker)


def _fits(role: LayoutRole, sheet: Sheet) -> bool:
    """Return whether a layout's placeholders suit a role; a statement cannot be recognised by them."""
    slots = _fillable(sheet)
    types, high = [slot.type for slot in slots], [slot.box.h >= _HIGH * sheet.height for slot in slots]
    match role:
        case "cover":
            return "subTitle" in types or "ctrTitle" in [slot.type for slot in sheet.titles]
        case "section":
            return types == ["body"] and not all(high) or not slots and (_leaves_no_room(sheet) or _is_low(sheet))
        case "content":
            return types in (["obj"], ["body"]) and all(high)
        case "two":
            return types in (["obj", "obj"], ["body", "body"]) and all(high) and _side_by_side(sheet, slots)
        case "title_only":
            return not slots and not _leaves_no_room(sheet) and not _is_low(sheet)
        case "picture":
            return types.count("pic") == 1
    return False


def _leaves_no_room(sheet: Sheet) -> bool:
    """Return whether the title is placed as on a section slide and leaves no room for shapes."""
    return any(slot.moved for slot in workable("title_only", sheet.slots, _body(sheet), sheet.width, sheet.height))


def _is_low(sheet: Sheet) -> bool:
    return sheet.titles[0].box.y >= sheet.height // 2


def _side_by_side(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    """Return whether two slots are side by side and of similar width."""
    left, right = (slot.box for slot in slots)
    level = abs(left.y - right.y) < sheet.height // 20 and abs(left.w - right.w) < sheet.width // 10
    return left.right <= right.x and level


# The area of a layout that is free for shapes.

_MARGIN, _TITLE = inches(0.5), inches(1.0)
"""Margin and height of a moved title, on a page of the usual height (``base/units.page_scale``)."""
_LEAST, _ENOUGH, _PART = 0.3, 0.45, 0.6
"""Shares of the slide: minimum width beside a title, minimum area for shapes, lowest end of a statement's title."""


def workable(role: str, slots: tuple[Slot, ...], body: Box | None, width: Emu, height: Emu) -> tuple[Slot, ...]:
    """Return the slots, with the title moved (``Slot.moved``) where it leaves a slide of this role no room.

    A title in the middle of the slide, or over most of it, moves to the top where shapes need the area under it. A
    title of an opening without space for the line below it ends higher.
    """
    title = next((slot for slot in slots if slot.type in TITLES), None)
    if title is None or role in OPENING and any(slot.type in ("body", "subTitle", "obj") for slot in slots):
        return slots
    scale = page_scale(width, height)
    if role in OPENING:
        above, under = title.box.y, height - title.box.bottom
        box = title.box.replace(h=Emu(round(height * _PART) - title.box.y))
        wanted = max(above, under) < height * (1 - _PART) / 2 and box.h > 0
    else:
        free = content_box(role, slots, body, width, height)
        left, right = [Emu(round(scale * side)) for side in (_MARGIN, width / scale - _MARGIN)]
        box = Box(left, Emu(round(scale * _MARGIN)), right - left, Emu(round(scale * _TITLE)))
        wanted = free.h < _ENOUGH * height or free.w < _ENOUGH * width
    return tuple([slot.replace(box=box, moved=True) if slot is title and wanted else slot for slot in slots])


def content_box(role: str, slots: tuple[Slot, ...], body: Box | None, width: Emu, height: Emu) -> Box:
    """Return the free area in EMU: under the title, between the edges of its text, above the footers.

    ``body`` is the master's body, whose top and bottom limit the area, as the template's designer meant it. On a
    cover the free area is beside the title.
    """
    title, scale = next((slot for slot in slots if slot.type in TITLES), None), page_scale(width, height)
    gap, margin = Emu(round(GAP * scale)), Emu(round(_MARGIN * scale))
    if role == "cover":
        return _beside(title, width, height)
    left, right = _edges(title, body, width, margin)
    bottom = _bottom(slots, body, height, gap, margin)
    if title is None:
        return _box(left, body.y if body else margin, right, bottom)
    if title.box.w < width // 2 and (title.box.h > height // 2 or _is_aside(title, width, height)):
        free = _beside(title, width, height)
        over = [slot.box.bottom for slot in slots if slot.type in _FEET and slot.box.bottom < height // 4]
        side = 3 * gap if title.box.x < free.x else margin
        free = free.inset(side, max([margin, *over]), margin + 3 * gap - side, height - bottom) if free.w else free
        return free if free.w else _box(left, margin, right, bottom)
    if title.box.y > height // 2:
        return _box(left, margin, right, Emu(min(bottom, title.box.y - gap)))
    top = title.box.bottom + gap
    if body and title.box.bottom - gap <= body.y < height // 2:
        top = Emu(max(body.y, title.box.bottom + gap // 2))
    free = _box(left, top, right, bottom)
    low = role in OPENING and free.h < _LEAST * height
    return _box(left, Emu(min(top, height * 2 // 5)), right, bottom) if low else free


def _under_band(free: Box, slots: tuple[Slot, ...], sheet: Sheet) -> Box:
    """Return the area without its part on the coloured band of the title above it."""
    title = next((slot for slot in slots if slot.type in TITLES), None)
    band = title.ground.bottom if title and title.ground and title.box.bottom <= free.y else Emu(0)
    low = free.y < band <= sheet.height * 2 // 5
    return free.inset(0, band - free.y + round(GAP * page_scale(sheet.width, sheet.height)), 0, 0) if low else free


_MARK, _LOSS = 0.2, 0.4
"""Largest share of the slide of a picture that counts as a logo; largest share of an area given up to avoid one."""


def _beside_marks(free: Box, sheet: Sheet) -> Box:
    """Return the area cut on one side of each logo of master and layout in it, so that the largest rest remains."""
    whole = free
    for mark in _marks(free, sheet):
        rests = (
            _box(free.x, free.y, mark.x, free.bottom),
            _box(mark.right, free.y, free.right, free.bottom),
            _box(free.x, free.y, free.right, mark.y),
            _box(free.x, mark.bottom, free.right, free.bottom),
        )
        rest = max(rests, key=lambda box: box.w * box.h)
        if _meet(mark, free) and rest.w * rest.h >= (1 - _LOSS) * whole.w * whole.h:
            free = rest
    return free


def _title_beside_marks(title: Slot, sheet: Sheet) -> Slot:
    """Return the title with its box cut clear of logos; a centred title is cut on both sides."""
    box = title.box
    for mark in _marks(box, sheet):
        left, right = mark.right - box.x, box.right - mark.x
        cut = [left, 0] if left < right else [0, right]
        if title.levels[0].align == "ctr":
            cut = [max(cut)] * 2
        if _meet(mark, box) and box.w - sum(cut) >= (1 - _LOSS) * title.box.w:
            box = box.inset(cut[0], 0, cut[1], 0)
    return title if box == title.box else title.replace(box=box, moved=True)


def _marks(box: Box, sheet: Sheet) -> list[Box]:
    """Return the boxes, with a gap, of logos that overlap a box: pictures, and shapes with a picture fill."""
    shown = f"{{{P}}}pic", f"{{{A}}}blipFill"
    fixed = [one for one in fixed_shapes(sheet.layout, sheet.master) if next(one.iter(*shown), None) is not None]
    found = [mark for shape in fixed if (mark := drawn_box(shape)) is not None]
    small = [mark for mark in found if _meet(mark, box) and mark.w * mark.h <= _MARK * sheet.width * sheet.height]
    air = Emu(-round(GAP * page_scale(sheet.width, sheet.height)))
    return [mark.inset(air, air, air, air) for mark in small]


def _meet(mark: Box, box: Box) -> bool:
    return mark.x < box.right and box.x < mark.right and mark.y < box.bottom and box.y < mark.bottom


_FEET = ("ftr", "sldNum")
_BUSY = 0.15
"""Largest illegible share of a line for which a picture is accepted behind text."""


def _illegible_share(layout: Layout, sheet: Sheet, package: Package) -> float:
    """Return the largest illegible share of a line on the picture behind a layout's title and content."""
    part = package.part(sheet.part)
    master = package.related(part, REL_MASTER)
    found = background_picture(package, ((part, sheet.layout), *(((master, sheet.master),) if master else ())))
    if found is None or layout.content.w <= 0 or layout.content.h <= 0:
        return 0.0
    places = [layout.content, *[slot.box for slot in layout.slots if slot.type in TITLES]]
    area = (
        min(place.x for place in places) / sheet.width,
        min(place.y for place in places) / sheet.height,
        max(place.right for place in places) / sheet.width,
        max(place.bottom for place in places) / sheet.height,
    )
    return illegible_share(*found, layout.dark, area)


def _has_text_under(layout: Layout, sheet: Sheet | None) -> bool:
    """Return whether text of master or layout overlaps the places of a slide's own text."""
    title = layout.slot(*TITLES)
    places = [layout.content, *((title.box,) if title else ()), *[one.box for one in layout.slots if one.type in _FEET]]
    for shape in fixed_shapes(sheet.layout, sheet.master) if sheet else ():
        box = drawn_box(shape)
        if box is None or not "".join([text.text or "" for text in shape.iter(f"{{{A}}}t")]).strip():
            continue
        across, down = box.x + box.w // 2, box.y + box.h // 2
        if any(place.x < across < place.right and place.y < down < place.bottom for place in places):
            return True
    return False


def _edges(title: Slot | None, body: Box | None, width: Emu, margin: Emu) -> tuple[Emu, Emu]:
    """Return the left and right edge of the title's text, or of the body where the title is narrow."""
    if title and title.box.w >= width * 2 // 3:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
        right = body.right if body and body.right - right > width // 12 else right  # a title beside a logo
        return Emu(max(left, margin // 2)), Emu(min(right, width - margin // 2))
    if body and body.w >= width // 2:
        return body.x, body.right
    return margin, width - margin


def _bottom(slots: tuple[Slot, ...], body: Box | None, height: Emu, gap: Emu, margin: Emu) -> Emu:
    footers = [slot.box.y for slot in slots if slot.type in FOOTERS and slot.box.y > height * 3 // 4]
    bottom = min(footers) - gap if footers else height - margin
    if body and height * 2 // 3 < body.bottom < bottom:
        return body.bottom
    return Emu(bottom)


def _beside(title: Slot | None, width: Emu, height: Emu) -> Box:
    """Return the part of the slide right of the title, else left of it, with 30 % of the width or more; else empty."""
    if title and width - title.box.right >= width * _LEAST:
        return _box(title.box.right, 0, width, height)
    if title and title.box.x >= width * _LEAST:
        return _box(0, 0, title.box.x, height)
    return _box(0, 0, 0, 0)


def _is_aside(title: Slot, width: Emu, height: Emu) -> bool:
    """Return whether a title at the side crosses the middle of the slide's height, with room for shapes beside it."""
    return title.box.y < height // 2 < title.box.bottom and _beside(title, width, height).w >= _ENOUGH * width


def _box(left: int, top: int, right: int, bottom: int) -> Box:
    return Box(Emu(left), Emu(top), Emu(max(0, right - left)), Emu(max(0, bottom - top)))


class TemplateOverrides(Record):
    """Settings of a brand file for a template: layout names by role with their locations, and the type scale.

    ``chosen`` are the layouts that slides name by role or name (``layout:``), with their locations.
    """

    layouts: tuple[tuple[str, str, Location], ...] = ()
    scale: tuple[Pt, ...] = ()
    chosen: tuple[tuple[str, Location], ...] = ()


def read_brand(package: Package, name: str, file: str, overrides: TemplateOverrides, own: bool = False) -> Brand:
    """Return the brand of a package; ``file`` is its path, for findings and for the writer.

    Layouts with a colour map of their own must be normalised already (``normalise_colour_map``). InvalidInput where
    it has no presentation, layout or title, or ``overrides`` names a missing layout.
    """
    main = package.part(main_part(package, file))
    presentation = parse(main, file)
    width, height = checked_size(presentation, file)
    ids = presentation.iterfind(f"{{{P}}}sldMasterIdLst/{{{P}}}sldMasterId")
    masters = tuple(_listed(package, main, ids, REL_MASTER))
    if not masters:
        raise InvalidInput([finding("template-without-layouts.master", Location(file))])
    empty, theme = _master(package, masters[0], file, presentation)
    sheets = tuple(_sheets(package, masters[0], file, empty))
    if not sheets:
        raise InvalidInput([finding("template-without-layouts", Location(file))])
    if not any(sheet.titles for sheet in sheets):
        raise InvalidInput([finding("template-without-titles", Location(file))])
    all_sheets = by_name(sheets)
    if overrides.chosen or overrides.layouts:  # layouts of other masters are used only by name
        others = [(one, _master(package, one, file, presentation)[0]) for one in masters[1:]]
        all_sheets = by_name((*sheets, *[sheet for one, its in others for sheet in _sheets(package, one, file, its)]))
    roles = find_roles(sheets, _named(overrides, all_sheets), all_sheets)
    asked = {name: roles.get(name) or all_sheets[name] for name, _ in overrides.chosen}
    seen = {**roles, **{f"{way}: {name}": sheet for name, sheet in asked.items() for way in CHOSEN}}
    if not own:
        shown = {sheet.part: painted(sheet, package) for sheet in seen.values()}
        seen = {role: shown[sheet.part] for role, sheet in seen.items()}
    layouts = tuple([without_decoration(_layout(role, sheet, own), sheet) for role, sheet in seen.items()])
    heading, body = _fonts(roles["content"], theme)
    named = typeface(theme, "major"), typeface(theme, "minor")
    return Brand(
        name=name,
        template=file,
        width=width,
        height=height,
        palette=empty.scheme.palette,
        heading_font=heading,
        body_font=body,
        theme_fonts=() if named == (heading, body) else named,
        layouts=layouts,
        scale=overrides.scale or SCALE,
        own=own,
        findings=tuple(
            [
                finding("layout-without-title", Location(file), layout=layout.name, role=layout.role)
                for layout in layouts
                if layout.slot(*TITLES) is None and layout.role in roles
            ]
            + [
                finding("template-looks.text", Location(file), layout=name)
                for name in dict.fromkeys([one.name for one in layouts if _has_text_under(one, seen[one.role])])
            ]
            + [
                finding("template-looks.picture", Location(file), layout=name, share=round(share * 100))
                for name, share in {one.name: _illegible_share(one, seen[one.role], package) for one in layouts}.items()
                if share > _BUSY
            ]
        ),
    )


def _master(package: Package, part: Part, file: str, presentation: Element) -> tuple[Sheet, Element | None]:
    """Return a master as a sheet without layout, and its theme."""
    theme_part = package.related(part, REL_THEME)
    master, theme = parse(part, file), parse(theme_part, file) if theme_part else None
    width, height = checked_size(presentation, file)
    above = Inheritance(None, master, presentation)
    return Sheet("", "", "", master, master, above, scheme_of(theme, master), width, height), theme


def theme_font(package: Package, file: str) -> str:
    """Return the body typeface in the theme of a package's first master, "" without a theme."""
    master = package.related(package.part(main_part(package, file)), REL_MASTER)
    theme = package.related(master, REL_THEME) if master else None
    return typeface(parse(theme, file), "minor") if theme else ""


def main_part(package: Package, file: str) -> str:
    """Return the name of the presentation part; InvalidInput where the package is not a presentation."""
    for relation in package.relations:
        if relation.type == REL_DOCUMENT and package.part(relation.target).content_type.endswith("main+xml"):
            kind = package.part(relation.target).content_type.lower()
            if "presentation" in kind or "powerpoint" in kind:
                return relation.target
            break
    raise InvalidInput([finding("template-damaged.no-presentation", Location(file))])


def checked_size(presentation: Element, file: str) -> tuple[Emu, Emu]:
    """Return the slide's width and height, EMU; InvalidInput outside 1 to 56 inches (19.7.13 of the standard)."""
    width, height = slide_size(presentation)
    if not (914_400 <= width <= 51_206_400 and 914_400 <= height <= 51_206_400):
        raise InvalidInput([finding("template-damaged.size", Location(file))])
    return width, height


def _listed(package: Package, holder: Part, entries: Iterable[Element], kind: str) -> Iterator[Part]:
    """Yield the parts of a list of relation ids, in its order, except missing ones."""
    targets = {relation.id: relation.target for relation in holder.relations if relation.type == kind}
    for entry in entries:
        target = targets.get(entry.get(f"{{{R}}}id", ""))
        if target:
            yield package.part(target)


def _sheets(package: Package, master_part: Part, file: str, empty: Sheet) -> Iterator[Sheet]:
    """Yield the master's layouts in its order."""
    entries = empty.master.iterfind(f"{{{P}}}sldLayoutIdLst/{{{P}}}sldLayoutId")
    for part in _listed(package, master_part, entries, REL_LAYOUT):
        layout = parse(part, file)
        common = layout.find(f"{{{P}}}cSld")
        if common is not None:
            name, word, above = common.get("name", ""), layout.get("type", ""), empty.inheritance.under(layout)
            sheet = empty.replace(part=part.name, name=name, type=word, layout=layout, inheritance=above)
            picture = background_picture(package, ((part, layout), (master_part, empty.master)))
            mean, pixels = (mean_colour(*picture), pixels_of(*picture)) if picture else (None, ())
            pictures = (*images(package, master_part, empty.master), *images(package, part, layout))
            yield sheet.replace(slots=read_slots(sheet), picture=mean, pixels=pixels, images=pictures)


def _named(overrides: TemplateOverrides, names: Iterable[str]) -> dict[str, str]:
    """Return the named layouts by role; InvalidInput with a finding for each missing one."""
    roles = (*ROLES, *[role for role, _, _ in overrides.layouts])
    asked = [(name, at) for _, name, at in overrides.layouts]
    asked += [(name, at) for name, at in overrides.chosen if name not in roles]
    known = [*dict.fromkeys(names), *ROLES]
    wrong = [finding("unknown-layout", at, name=name, **meant(name, known)) for name, at in asked if name not in names]
    if wrong:
        raise InvalidInput(wrong)
    return {role: name for role, name, _ in overrides.layouts}


def _layout(role: str, sheet: Sheet, own: bool) -> Layout:
    """Return a layout read for slides of a role."""
    base_role = role.partition(":")[0]
    body = _body(sheet)
    behind = background(sheet)
    slots = sheet.slots if own else workable(base_role, sheet.slots, body, sheet.width, sheet.height)
    area = content_box(base_role, slots, body, sheet.width, sheet.height)
    if not own:
        slots = tuple([_title_beside_marks(slot, sheet) if slot.type in TITLES else slot for slot in slots])
    slots = readable(sheet.replace(slots=slots))
    free = _beside_marks(_under_band(area, slots, sheet), sheet)
    dark = is_dark(sheet.scheme.palette, behind)
    return Layout(
        role=role,
        part=sheet.part,
        name=sheet.name,
        slots=slots,
        content=free,
        background=behind,
        dark=dark,
        taken=() if own else drawn_at_foot(sheet, behind),
        drawn=() if own else drawn(sheet),
    )


def _body(sheet: Sheet) -> Box | None:
    """Return the box of the master's body, None where it has none."""
    return next((box_of(shape) for shape in placeholders(sheet.master) if kind(shape) == "body"), None)


def _fonts(sheet: Sheet, theme: Element | None) -> tuple[str, str]:
    """Return heading and body typeface: those that placeholders state, else the theme's."""
    found = {"title": "", "body": ""}
    for shape in placeholders(sheet.layout):
        part = "title" if kind(shape) in TITLES else "body" if kind(shape) in ("obj", "body") else ""
        if part and not found[part]:
            face = sheet.inheritance.of_own(shape).levels[0].typeface
            found[part] = "" if face.startswith("+") else face
    return found["title"] or typeface(theme, "major"), found["body"] or typeface(theme, "minor")
