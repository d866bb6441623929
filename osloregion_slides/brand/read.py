"""A template's package as a Brand: its layouts by role, its colours, fonts and type scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt, inches, page_scale
from osloregion_slides.brand.background import (
    background,
    calm,
    drawn,
    drawn_at_foot,
    is_dark,
    mean_colour,
    pixels_of,
    readable,
    unreadable,
)
from osloregion_slides.brand.opc import Package, Part, parse
from osloregion_slides.brand.slots import Sheet, read_slots, runs_vertically
from osloregion_slides.brand.values import CHOSEN, ROLES, SCALE, TITLES, Brand, Layout
from osloregion_slides.ooxml.background import fixed_shapes
from osloregion_slides.ooxml.colour import amount, scheme_of, typeface
from osloregion_slides.ooxml.geometry import box_of, drawn_box, slide_size
from osloregion_slides.ooxml.inheritance import FOOTERS, Inheritance, kind, placeholders
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_LAYOUT, REL_MASTER, REL_THEME, A, P, R
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any as Element

    from osloregion_slides.brand.values import LayoutRole, Slot


# Which layout plays which role: by the brand file's word, by p:sldLayout@type, by its placeholders.
#
# Never by an English name and never by position: a template may be Norwegian, renamed, rearranged.

_TYPES: dict[LayoutRole, tuple[str, ...]] = {
    "cover": ("title",),
    "section": ("secHead",),
    "content": ("obj", "tx", "objOnly"),
    "two": ("twoObj", "twoColTx", "txAndObj", "objAndTx"),
    "title_only": ("titleOnly",),
    "picture": ("picTx",),
}
"""The standard's words for each role, the best first (ECMA-376 Part 1, 19.7.15)."""

_INSTEAD: dict[LayoutRole, tuple[LayoutRole, ...]] = {
    "title_only": ("content", "two", "picture"),
    "content": ("title_only", "two", "picture"),
    "section": ("title_only", "content", "cover"),
    "statement": ("section", "title_only", "content", "cover"),
    "cover": ("section", "title_only", "content"),
    "two": ("title_only", "content"),
    "picture": ("title_only", "content"),
}
"""What stands in for a role that a template has no layout for, in this order.

A slide takes only the placeholders it fills, so a layout with a body serves a role without one.
"""

_HIGH = 0.4
"""A text of this share of the slide's height is the content of its slide; a lower one is a caption."""


def find_roles(sheets: tuple[Sheet, ...], named: Mapping[str, str], every: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """Return a layout for every role, and for the brand's own that are named besides; each name exists.

    A role that is named gets that layout; the others are found by type, then by placeholders, and at
    last another role's layout stands in. ``sheets`` is not empty; ``every`` has those of other masters too, by name.
    """
    upright = tuple(sheet for sheet in sheets if _is_upright(sheet) and sheet.titles) or sheets
    found: dict[LayoutRole, Sheet] = {}
    for role in ROLES:
        choice = [every[named[role]]] if role in named else []
        choice = choice or _by_type(role, upright) or _by_placeholders(role, upright)
        if choice:
            found[role] = choice[0]
    others = {role: [found[other] for other in _INSTEAD[role] if other in found] for role in ROLES}
    filled: dict[str, Sheet] = {role: found.get(role) or next(iter(others[role]), upright[0]) for role in ROLES}
    return filled | {role: every[name] for role, name in named.items() if role not in filled}


def by_name(sheets: tuple[Sheet, ...]) -> dict[str, Sheet]:
    """Return the layouts by their names; of several of one name the first."""
    return {sheet.name: sheet for sheet in reversed(sheets)}


def _by_type(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    return [sheet for word in _TYPES.get(role, ()) for sheet in sheets if sheet.type == word]


def _by_placeholders(role: LayoutRole, sheets: tuple[Sheet, ...]) -> list[Sheet]:
    """Return the layouts whose placeholders fit a role, those for any content before those for text.

    A layout of a known type is never taken for another role. Of sections those with a text come first.
    """
    known = [word for words in _TYPES.values() for word in words]
    found = [sheet for sheet in sheets if sheet.type not in known and _fits(role, sheet)]
    most = -1 if role == "section" else 1
    return sorted(found, key=lambda sheet: most * [slot.type for slot in _fillable(sheet)].count("body"))


def _is_upright(sheet: Sheet) -> bool:
    """Return whether no text of a layout runs vertically."""
    return not any(runs_vertically(shape, sheet) for shape in placeholders(sheet.layout))


def _fillable(sheet: Sheet) -> tuple[Slot, ...]:
    """Return what a slide fills beside the title: no kicker, no footer."""
    return tuple(s for s in sheet.slots if s.type not in (*FOOTERS, *TITLES) and not s.kicker)


def _fits(role: LayoutRole, sheet: Sheet) -> bool:
    """Return whether what a slide fills on a layout suits a role; nothing but its type or name makes a statement."""
    slots = _fillable(sheet)
    types, high = [slot.type for slot in slots], [slot.box.h >= _HIGH * sheet.height for slot in slots]
    match role:
        case "cover":
            return "subTitle" in types or "ctrTitle" in [slot.type for slot in sheet.titles]
        case "section":
            return types == ["body"] and not all(high) or not slots and (_opens(sheet) or _is_low(sheet))
        case "content":
            return types in (["obj"], ["body"]) and all(high)
        case "two":
            return types in (["obj", "obj"], ["body", "body"]) and all(high) and _side_by_side(sheet, slots)
        case "title_only":
            return not slots and not _opens(sheet) and not _is_low(sheet)
        case "picture":
            return types.count("pic") == 1
    return False


def _opens(sheet: Sheet) -> bool:
    """Return whether the title stands where a section's does: it leaves shapes no room."""
    return any(slot.moved for slot in workable("title_only", sheet.slots, _body(sheet), sheet.width, sheet.height))


def _is_low(sheet: Sheet) -> bool:
    return sheet.titles[0].box.y >= sheet.height // 2


def _side_by_side(sheet: Sheet, slots: tuple[Slot, ...]) -> bool:
    """Return whether two contents of about one width stand beside each other."""
    left, right = (slot.box for slot in slots)
    level = abs(left.y - right.y) < sheet.height // 20 and abs(left.w - right.w) < sheet.width // 10
    return left.right <= right.x and level


# The area of a layout that is free for shapes.

_GAP, _MARGIN, _TITLE = inches(0.1), inches(0.5), inches(1.0)
"""Distances and the height of a title that is moved, on a page of the usual height (``base/units.page_scale``)."""
_LEAST, _ENOUGH, _PART = 0.3, 0.45, 0.6
"""The least share of a slide's width beside a title; of its height that shapes need; that a title leaves of it."""
_OPENING = ("cover", "section", "statement")


def workable(role: str, slots: tuple[Slot, ...], body: Box | None, width: Emu, height: Emu) -> tuple[Slot, ...]:
    """Return the slots, the title moved on a layout whose title leaves a slide of this role no room (``Slot.moved``).

    A title in the middle of the slide, or over most of it, goes to the top where shapes have to stand under it. Where
    a statement's has nothing under it for the line that follows, it ends higher.
    """
    title = next((slot for slot in slots if slot.type in TITLES), None)
    if title is None or role in _OPENING and any(slot.type in ("body", "subTitle", "obj") for slot in slots):
        return slots
    scale = page_scale(width, height)
    if role in _OPENING:
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
    """Return the free area in EMU: under the title, between its edges of text, above the footers.

    ``body`` is the master's body: where it begins under the title and how far it goes down is what the
    template's designer meant, and shapes stay inside that. On a cover the free area is beside the title.
    """
    title, scale = next((slot for slot in slots if slot.type in TITLES), None), page_scale(width, height)
    gap, margin = Emu(round(_GAP * scale)), Emu(round(_MARGIN * scale))
    if role == "cover":
        return _beside(title, width, height)
    left, right = _edges(title, body, width, margin)
    bottom = _bottom(slots, body, height, gap, margin)
    if title is None:
        return _box(left, body.y if body else margin, right, bottom)
    if title.box.h > height // 2 and title.box.w < width // 2:
        free = _beside(title, width, height)
        return free.inset(gap, margin, margin, height - bottom) if free.w else _box(left, margin, right, bottom)
    if title.box.y > height // 2:
        return _box(left, margin, right, Emu(min(bottom, title.box.y - gap)))
    top = title.box.bottom + gap
    if body and title.box.bottom - gap <= body.y < height // 2:
        top = body.y
    free = _box(left, top, right, bottom)
    low = role in _OPENING and free.h < _LEAST * height
    return _box(left, Emu(min(top, height * 2 // 5)), right, bottom) if low else free


def _under_band(free: Box, slots: tuple[Slot, ...], sheet: Sheet) -> Box:
    """Return the area without what of it lies on the band of a title above it."""
    title = next((slot for slot in slots if slot.type in TITLES), None)
    band = title.ground.bottom if title and title.ground and title.box.bottom <= free.y else Emu(0)
    low = free.y < band <= sheet.height * 2 // 5
    return free.inset(0, band - free.y + round(_GAP * page_scale(sheet.width, sheet.height)), 0, 0) if low else free


_MARK, _LOSS = 0.2, 0.4
"""A picture of at most this share of the slide is a mark; shapes keep clear of it where that costs at most so much."""


def _beside_marks(free: Box, sheet: Sheet) -> Box:
    """Return the area without the side on which master and layout draw a logo into it; the least is cut off."""
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
    """Return the title ended before a logo that stands in its place; one in the middle stays in the middle."""
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
    """Return the logos that reach into a box, with air around them: pictures, and what is filled with one."""
    shown = f"{{{P}}}pic", f"{{{A}}}blipFill"
    fixed = [one for one in fixed_shapes(sheet.layout, sheet.master) if next(one.iter(*shown), None) is not None]
    found = [mark for shape in fixed if (mark := drawn_box(shape)) is not None]
    small = [mark for mark in found if _meet(mark, box) and mark.w * mark.h <= _MARK * sheet.width * sheet.height]
    air = Emu(-round(_GAP * page_scale(sheet.width, sheet.height)))
    return [mark.inset(air, air, air, air) for mark in small]


def _meet(mark: Box, box: Box) -> bool:
    return mark.x < box.right and box.x < mark.right and mark.y < box.bottom and box.y < mark.bottom


_FEET = ("ftr", "sldNum")
_BUSY = 0.15
"""More of a line than this share that cannot be read makes a picture that texts should not stand on."""


def _unreadable(layout: Layout, sheet: Sheet, package: Package) -> float:
    """Return the share of a line that cannot be read on the picture behind a layout's title and content, at most."""
    part = package.part(sheet.part)
    master = package.related(part, REL_MASTER)
    found = _picture(package, ((part, sheet.layout), *(((master, sheet.master),) if master else ())))
    if found is None or layout.content.w <= 0 or layout.content.h <= 0:
        return 0.0
    places = [layout.content, *[slot.box for slot in layout.slots if slot.type in TITLES]]
    area = (
        min(place.x for place in places) / sheet.width,
        min(place.y for place in places) / sheet.height,
        max(place.right for place in places) / sheet.width,
        max(place.bottom for place in places) / sheet.height,
    )
    return unreadable(*found, layout.dark, area)


def _calmed(layout: Layout, sheet: Sheet, package: Package) -> Layout:
    """Return the layout, its area without what the picture behind it draws along an edge or into a corner of it."""
    area, part = layout.content, package.part(sheet.part)
    if sheet.picture is None or area.w <= 0 or area.h <= 0 or layout.role.partition(":")[0] in _OPENING:
        return layout
    master = package.related(part, REL_MASTER)
    found = _picture(package, ((part, sheet.layout), *(((master, sheet.master),) if master else ())))
    wide, high = sheet.width, sheet.height
    shares = (area.x / wide, area.y / high, area.right / wide, area.bottom / high)
    kept = calm(*found, shares) if found else None
    if kept is None:
        return layout
    gap = round(_GAP * page_scale(wide, high))
    cuts = [round(abs(new - old) * side) for new, old, side in zip(kept, shares, (wide, high) * 2)]
    # an edge that moved by less than a cell is the grid's, not the picture's
    left, top, right, bottom = [cut + gap if cut > side // 64 else 0 for cut, side in zip(cuts, (wide, high) * 2)]
    return layout.replace(content=area.inset(left, top, right, bottom))


def _has_text_under(layout: Layout, sheet: Sheet | None) -> bool:
    """Return whether master and layout draw words of their own where the slides of a role have theirs."""
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
    """Return left and right of the text of the title, or of the body where the title is narrow."""
    if title and title.box.w >= width * 2 // 3:
        left, right = title.box.x + title.insets.left, title.box.right - title.insets.right
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
    """Return the part of the slide to the right of the title, or to its left, where a third is free."""
    if title and width - title.box.right >= width * _LEAST:
        return _box(title.box.right, 0, width, height)
    if title and title.box.x >= width * _LEAST:
        return _box(0, 0, title.box.x, height)
    return _box(0, 0, 0, 0)


def _box(left: int, top: int, right: int, bottom: int) -> Box:
    return Box(Emu(left), Emu(top), Emu(max(0, right - left)), Emu(max(0, bottom - top)))


class TemplateOverrides(Record):
    """What a brand file sets for a template: layout names by role with their places, and the type scale.

    ``chosen`` are the roles and names of layouts that slides name (``layout:``), with their places.
    """

    layouts: tuple[tuple[str, str, Location], ...] = ()
    scale: tuple[Pt, ...] = ()
    chosen: tuple[tuple[str, Location], ...] = ()


def read_brand(package: Package, name: str, file: str, overrides: TemplateOverrides, own: bool = False) -> Brand:
    """Return the brand of a package; ``file`` is its path, for findings and for the writer.

    Layouts with a colour map of their own were rewritten before (``normalise_words``). InvalidInput where
    it holds no presentation or layout, or ``overrides`` names a layout that it lacks.
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
    every = by_name(sheets)
    if overrides.chosen or overrides.layouts:  # layouts of other masters serve where they are named
        others = [(one, _master(package, one, file, presentation)[0]) for one in masters[1:]]
        every = by_name((*sheets, *[sheet for one, its in others for sheet in _sheets(package, one, file, its)]))
    roles = find_roles(sheets, _named(overrides, every), every)
    asked = {name: roles.get(name) or every[name] for name, _ in overrides.chosen}
    seen = {**roles, **{f"{way}: {name}": sheet for name, sheet in asked.items() for way in CHOSEN}}
    layouts = tuple([_calmed(_layout(role, sheet, own), sheet, package) for role, sheet in seen.items()])
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
                for name, share in {one.name: _unreadable(one, seen[one.role], package) for one in layouts}.items()
                if share > _BUSY
            ]
        ),
    )


def _master(package: Package, part: Part, file: str, presentation: Element) -> tuple[Sheet, Element | None]:
    """Return a master as a sheet without a layout, and its theme."""
    theme_part = package.related(part, REL_THEME)
    master, theme = parse(part, file), parse(theme_part, file) if theme_part else None
    width, height = checked_size(presentation, file)
    above = Inheritance(None, master, presentation)
    return Sheet("", "", "", master, master, above, scheme_of(theme, master), width, height), theme


def theme_font(package: Package, file: str) -> str:
    """Return the typeface for texts that the theme of a package's first master names, "" without a theme."""
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
    """Yield the parts that a list of relation ids names, in its order; what is not there is passed over."""
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
            picture = _picture(package, ((part, layout), (master_part, empty.master)))
            mean, pixels = (mean_colour(*picture), pixels_of(*picture)) if picture else (None, ())
            yield sheet.replace(slots=read_slots(sheet), picture=mean, pixels=pixels)


def _picture(package: Package, sheets: Iterable[tuple[Part, Element]]) -> tuple[bytes, float] | None:
    """Return the picture that is the background of the first sheet with one, and its opacity; None without."""
    ground = next(((part, bg) for part, root in sheets for bg in root.iterfind(f"{{{P}}}cSld/{{{P}}}bg")), None)
    blip = ground[1].find(f".//{{{A}}}blip") if ground else None
    if ground is None or blip is None:
        return None
    targets = {relation.id: relation.target for relation in ground[0].relations if not relation.external}
    found = targets.get(blip.get(f"{{{R}}}embed", ""))
    pale = blip.find(f"{{{A}}}alphaModFix")
    share = amount(pale.get("amt"), True) if pale is not None else None
    return (package.part(found).data, 1.0 if share is None else share) if found else None


def _named(overrides: TemplateOverrides, names: Iterable[str]) -> dict[str, str]:
    """Return the named layouts by role; InvalidInput with one finding for each that is not there."""
    roles = (*ROLES, *[role for role, _, _ in overrides.layouts])
    asked = [(name, at) for _, name, at in overrides.layouts]
    asked += [(name, at) for name, at in overrides.chosen if name not in roles]
    known = [*dict.fromkeys(names), *ROLES]
    wrong = [finding("unknown-layout", at, name=name, **meant(name, known)) for name, at in asked if name not in names]
    if wrong:
        raise InvalidInput(wrong)
    return {role: name for role, name, _ in overrides.layouts}


def _layout(role: str, sheet: Sheet, own: bool) -> Layout:
    """Return a layout as slides of a role see it."""
    way = role.partition(":")[0]
    body = _body(sheet)
    behind = background(sheet)
    slots = sheet.slots if own else workable(way, sheet.slots, body, sheet.width, sheet.height)
    slots = readable(sheet.replace(slots=slots))
    free = _beside_marks(_under_band(content_box(way, slots, body, sheet.width, sheet.height), slots, sheet), sheet)
    if not own:
        slots = tuple([_title_beside_marks(slot, sheet) if slot.type in TITLES else slot for slot in slots])
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
    """Return heading and body typeface: the theme's, or what the placeholders name outright."""
    found = {"title": "", "body": ""}
    for shape in placeholders(sheet.layout):
        part = "title" if kind(shape) in TITLES else "body" if kind(shape) in ("obj", "body") else ""
        if part and not found[part]:
            face = sheet.inheritance.of_own(shape).levels[0].typeface
            found[part] = "" if face.startswith("+") else face
    return found["title"] or typeface(theme, "major"), found["body"] or typeface(theme, "minor")
