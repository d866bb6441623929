"""One existing slide under edit: applying each operation of the plan to its element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.ooxml.geometry import frame
from osloregion_slides.ooxml.inheritance import PLAIN, cascade, whole
from osloregion_slides.ooxml.names import REL_LAYOUT, A, P, R, from_folder
from osloregion_slides.pptx.applying import shape as edit
from osloregion_slides.pptx.applying.chart import set_chart
from osloregion_slides.pptx.applying.edition import Edition, element, elements, new, set_or_drop
from osloregion_slides.pptx.applying.layouts import Fonts, FoundLayouts, placed, placed_slide
from osloregion_slides.pptx.applying.slides import set_notes
from osloregion_slides.pptx.applying.text import SlideTexts, TextEditor, set_cells, set_heights, set_widths, size
from osloregion_slides.pptx.drawing import Drawing, flat
from osloregion_slides.pptx.identity import shape_identity, slide_identity
from osloregion_slides.pptx.reading.items import CHART, TREE, placeholder_of, shapes_in
from osloregion_slides.pptx.reading.proof import UNKNOWN
from osloregion_slides.pptx.reading.text import LIST_STYLE, TABLE, TextReader
from osloregion_slides.pptx.shapes import blip, crop, guide, polygon, written
from osloregion_slides.pptx.write import movement_of
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Chart, Connector, Freeform, Group, Picture, Placeholder, Shape, Table
from osloregion_slides.update import changes as to
from osloregion_slides.update.undoing import OF_SLIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.values import Brand, Layout
    from osloregion_slides.pptx.parts import Links
    from osloregion_slides.pptx.reading.sheets import Sheets
    from osloregion_slides.scene import Item, Slide
    from osloregion_slides.update.changes import Change, Placing
    from osloregion_slides.update.deck_state import EndState, SlideState


# The objects of a Scene that are added to a slide: whole groups, or some members.


def coming(items: Mapping[str, Item], changes: Iterable[Change]) -> list[Item]:
    """Return the objects that the changes add to a slide; ``items`` are all of ours by key."""
    found: list[Item] = []
    for change in changes:
        if isinstance(change, to.AddItem) and change.item in items:
            found += flat((chosen_of(items, change),))
        elif isinstance(change, to.Remake):
            found += items.values()
    return found


def chosen_of(items: Mapping[str, Item], change: to.AddItem) -> Item:
    """Return the object of ours to add, a group only with the added descendants."""
    item = items[change.item]
    return pruned(item, frozenset(change.children)) if change.children else item


def pruned(item: Item, keys: frozenset[str]) -> Item:
    """Return an object, a group only with the descendants in ``keys``."""
    if not isinstance(item, Group):
        return item
    children = [pruned(one, keys) for one in item.children if any(inner.key in keys for inner in flat((one,)))]
    return item.replace(children=tuple(children))


def _placed(slide: Slide, layout: Layout, changes: Iterable[Change]) -> Slide:
    """Return ours' slide with its added objects moved like the existing ones around them."""
    for change in changes:
        if isinstance(change, to.Remake):
            slide = placed_slide(slide, change.placing, layout)
        elif isinstance(change, to.AddItem) and change.placing != to.STILL:
            keys = frozenset((change.item, *change.children))
            slide = slide.replace(items=tuple([_placed_in(item, change.placing, keys) for item in slide.items]))
    return slide


def _placed_in(item: Item, placing: Placing, keys: frozenset[str]) -> Item:
    if item.key in keys or isinstance(item, Group):
        return placed(item, placing, keys)
    return item


class SlideContext:
    """The context shared by the slides of one update. ``jumps`` maps slide parts to keys.

    ``brand`` and ``layouts`` are None if no objects of a Scene are added. ``pristine`` as in ``Plan``.
    """

    def __init__(
        self,
        deck: str,
        brand: Brand | None,
        layouts: FoundLayouts | None,
        links: Links,
        sheets: Sheets,
        jumps: Mapping[str, str],
        pristine: frozenset[str] = frozenset(),
    ) -> None:
        self.deck, self.brand, self.layouts, self.links, self.pristine = deck, brand, layouts, links, pristine
        self.sheets, self.jumps = sheets, jumps


class SlideEdit:
    """The edit of one slide. ``ours`` is its Scene, None for a slide that only theirs has."""

    def __init__(
        self,
        edition: Edition,
        found: SlideState,
        ours: Slide | None,
        around: SlideContext,
        changes: Sequence[Change],
    ) -> None:
        assert found.locator is not None
        self._edition, self._found, self._around = edition, found, around
        self.part = found.locator.part
        self._root = edition.root(self.part)
        self._relations = edition.relations(self.part)
        self._layout = next((change.layout for change in changes if isinstance(change, to.SetLayout)), "")
        layouts = around.layouts
        layout_part = layouts.part(self._layout) if layouts and self._layout else around.sheets.of(self.part).part
        self._sheet = around.sheets.sheet(layout_part)
        self._elements = {i.key: self._at(i.locator.path) for i in found.items if i.locator}
        self._presets = {item.key: item.preset for item in found.items}
        self._numbers = {item.key: item.marks.number for item in found.items}
        self._margins = {item.key for item in found.items if "margins" in item.beyond}  # set in PowerPoint
        self._changes = changes = self._drawn_whole(changes)
        layout = layouts.layout(ours.layout, layout_part) if ours is not None and layouts else None
        self._ours = None
        if ours is not None and layouts and layout:
            self._ours = _placed(layouts.explicit(ours, layout), layout, changes)
        self._items: dict[str, Item] = {item.key: item for item in flat(self._ours.items)} if self._ours else {}
        self._fonts = layouts.fonts(layout_part) if layouts else Fonts(self._sheet, None)
        self._coming = coming(self._items, self._changes)
        self._assign_ids()
        self._drawing = self._new_drawing(layout)
        reader = TextReader(edition.package.relations(self.part))
        self._texts = SlideTexts(reader, around.jumps, self._fonts, self._drawing)

    def _drawn_whole(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Return the changes of an unedited slide, with a redraw of all its objects instead of changes to some.

        So properties that no operation covers (borders, sizes, tracking) also become as built.
        """
        shapes = list(shapes_in(self._root.find(TREE)))
        items = self._found.items
        known = len(shapes) == len(self._elements) and all([item.look != UNKNOWN[0] for item in items])
        renamed = {one.item for one in changes if isinstance(one, to.RemoveItem) or getattr(one, "named", False)}
        known = known and all([item.marks.name == item.key or item.key in renamed for item in items])  # not renamed
        objects = [one for one in changes if one.item or isinstance(one, to.Arrange)]
        remade = any([isinstance(one, to.Remake) for one in changes])
        if not self._around.pristine.intersection([self._found.key]) or not objects or remade or not known:
            return changes
        rest = [one for one in changes if one not in objects and not isinstance(one, to.SetMovement)]
        named = (self._found.key, "", self._found.locator, objects[0].at)
        return [*rest, to.Remake(*named), to.SetMovement(*named, OF_SLIDE)]

    def _at(self, path: tuple[int, ...]) -> Element:
        found = self._root.find(TREE)
        for index in path:
            found = found[index]
        return found

    def _assign_ids(self) -> None:
        """Give added objects unused ids; a replacement gets the id of the replaced object."""
        last = max([whole(shape.get("id")) for shape in self._root.iter(f"{{{P}}}cNvPr")], default=1)
        if any(isinstance(change, to.Remake) for change in self._changes):
            self._numbers, last = {}, 1
        for item in self._coming:
            if item.key not in self._numbers:
                last += 1
                self._numbers[item.key] = last
            self._presets[item.key] = getattr(item, "preset", "")

    def _new_drawing(self, layout: Layout | None) -> PlacedDrawing | None:
        if self._ours is None or layout is None:
            return None
        coming = {item.key for item in self._coming}
        staying = [item for item in self._found.items if item.key not in coming]
        boxes = {item.key: item.box for item in staying if item.box is not None}
        boxes |= {change.item: change.box for change in self._changes if isinstance(change, to.SetBox)}
        around = self._around
        drawing = PlacedDrawing(around.deck, self._ours, layout, self._edition.parts, around.links)
        drawing.relations, drawing.numbers = self._relations, self._numbers
        for key, box in boxes.items():  # new connectors end at the existing objects
            item = drawing.items.get(key)
            if item is not None and hasattr(item, "box"):
                drawing.items[key] = item.replace(box=box)
        return drawing

    @property
    def drawing(self) -> PlacedDrawing:
        """The drawing of this slide, for slides that ours has."""
        assert self._drawing is not None
        return self._drawing

    def apply(self) -> None:
        """Apply all operations; removals after those that refer to the removed objects, then the routes.

        Objects to remove are looked up first, because a replacement has the same key.
        """
        gone = [self._elements.get(change.item) for change in self._changes if isinstance(change, to.RemoveItem)]
        routes = [change for change in self._changes if isinstance(change, to.Reroute)]
        for change in self._changes:
            if isinstance(change, to.Arrange):
                edit.arrange([self._elements[key] for key in change.keys if key in self._elements])
        for change in self._changes:
            if not isinstance(change, (to.Arrange, to.RemoveItem, to.Reroute, to.Ungroup)):
                self._apply(change)
        for shape in gone:
            if shape is not None and shape.getparent() is not None:
                edit.remove_shape(self._root, self._relations, shape)
        for change in self._changes:
            group = self._elements.get(change.item) if isinstance(change, to.Ungroup) else None
            if group is not None and group.getparent() is not None:
                edit.ungroup(self._root, group)
        for route in routes:
            self._reroute(route)

    def _apply(self, change: Change) -> None:
        match change:
            case to.AddItem():
                self._add(change)
            case to.SetNotes():
                if self._ours is not None:
                    set_notes(self._edition, self.part, change.notes, self._ours, change.at)
            case to.SetHidden():
                set_or_drop(self._root, "show", "0" if change.hidden else "")
            case to.SetLayout():
                self._set_layout()
            case to.SetMovement():
                edit.set_movement(self._root, movement_of(self.drawing), change.parts)
            case to.Remake():
                self._remake()
            case to.Mark() if not change.item:
                edit.mark_slide(self._root, slide_identity(self._around.deck, change.slide))
            case to.Forget() if change.item in self._elements:
                edit.forget(self._elements[change.item], change.item)
            case to.MoveSlide():
                pass
            case _:
                shape = self._elements.get(change.item)
                if shape is not None:
                    self._shape(shape, change)
                    self._twins(shape, change)

    def _twins(self, shape: Element, change: Change) -> None:
        """Change the fallbacks of a shape for programs that cannot read it."""
        for twin in edit.twins(shape):
            if isinstance(change, (to.SetText, to.SetCells)):
                edit.replace_twin(shape, twin)
            elif isinstance(change, (to.SetBox, to.SetAlt, to.Mark)):
                self._shape(twin, change)

    def _shape(self, shape: Element, change: Change) -> None:
        match change:
            case to.SetText():
                self._set_text(shape, change)
            case to.SetBox():
                edit.set_box(shape, change.box)
                self._set_sides(shape, change.item)
                self._fit_rows(shape, change.item)
            case to.SetFill():
                edit.set_fill(shape.find(edit.PROPERTIES), change.fill)
            case to.SetLine():
                edit.set_line(shape.find(edit.PROPERTIES), change.line)
            case to.SetPreset():
                edit.set_geometry(shape.find(edit.PROPERTIES), self._preset(change))
            case to.SetAlt():
                edit.set_alt(shape, change.alt)
            case to.SetLink():
                edit.set_link(shape, self.drawing.click(change.link) if change.link else "")
            case to.SetImage():
                self._set_image(shape, change)
            case to.SetPath():
                item = self._items.get(change.item)
                if isinstance(item, Freeform):
                    edit.set_geometry(shape.find(edit.PROPERTIES), polygon(item))
            case to.SetEnds():
                edit.set_ends(shape, (self._glue(change.start), self._glue(change.end)))
            case to.Mark():
                edit.mark(shape, change.item if change.named else "", self._identity(change))
            case to.SetCells() | to.SetColumns() | to.SetChart():
                self._data(shape, change)

    def _identity(self, change: Change) -> str:
        return shape_identity(self._around.deck, change.slide, change.item)

    def _data(self, shape: Element, change: to.SetCells | to.SetColumns | to.SetChart) -> None:
        table = shape.find(TABLE)
        match change:
            case to.SetCells() if table is not None:
                set_cells(table, change, lambda row, column: self._cell_editor(change.item, row, column))
                self._fit_rows(shape, change.item)
                self._fit_table(shape, table)
            case to.SetColumns() if table is not None:
                set_widths(table, change.widths)
                self._fit_table(shape, table)
            case to.SetChart():
                reference, item = shape.find(CHART), self._items.get(change.item)
                relation = self._edition.package.relations(self.part).get(reference.get(f"{{{R}}}id"))
                if relation is not None and isinstance(item, Chart):
                    set_chart(self._edition, relation.target, change, item, self._is_as_drawn(change.item))

    def _is_as_drawn(self, key: str) -> bool:
        """Return whether an object certainly looks as built."""
        return not any([one.beyond or one.look == UNKNOWN[0] for one in self._found.items if one.key == key])

    def _fit_rows(self, shape: Element, key: str) -> None:
        """Set the rows of a table that gets another size or new rows to the heights of ours, unless these were edited.

        Rows that only theirs has share the height of ours' table, so that it stays within the slide.
        """
        item, table = self._items.get(key), shape.find(TABLE)
        if not isinstance(item, Table) or table is None:
            return
        edited = any(["row-heights" in one.beyond for one in self._found.items if one.key == key])
        if edited or abs(size(table)[0] - item.box.w) > item.box.w // 100:
            return
        changes = [one for one in self._changes if one.item == key]
        cells = next((one for one in changes if isinstance(one, to.SetCells)), None)
        resized = any([isinstance(one, to.SetBox) for one in changes])
        if not (resized or cells and any([row.source is None for row in cells.rows])):
            return
        rows = cells.ours_rows if cells and cells.ours_rows else tuple(range(len(item.rows)))
        set_heights(table, [item.rows[row].height if row is not None else None for row in rows], item.box.h)
        self._fit_table(shape, table)

    def _fit_table(self, shape: Element, table: Element) -> None:
        """Fit the frame of a table to its columns and rows."""
        transform = shape.find(f"{{{P}}}xfrm")
        box = frame(transform)
        if box is not None:
            wide, high = size(table)
            edit.set_frame(transform, box.replace(w=wide, h=high))
            edit.fit_groups(shape)

    def _glue(self, end: EndState | None) -> tuple[int, int] | None:
        number = self._numbers.get(end.key) if end is not None else None
        return (number, end.site) if end is not None and number is not None else None

    def _preset(self, change: to.SetPreset) -> Xml:
        item = self._items.get(change.item)
        guides = "".join([guide(name, value) for name, value in item.adjust]) if isinstance(item, Shape) else ""
        self._presets[change.item] = change.preset
        return f'<a:prstGeom prst="{esc(change.preset)}"><a:avLst>{guides}</a:avLst></a:prstGeom>'

    def _set_text(self, shape: Element, change: to.SetText) -> None:
        body = shape.find(f"{{{P}}}txBody")
        if body is None:
            body = new(shape, f"{{{P}}}txBody")
            body.extend(elements("<a:bodyPr/><a:lstStyle/>"))
        reference = shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph")
        looks = PLAIN if reference is None else self._sheet.inheritance.of(reference).levels
        looks = cascade([body.find(LIST_STYLE)], looks)
        item = self._items.get(change.item)
        text = getattr(item, "text", None)
        slot = self.drawing.slot(item.idx) if isinstance(item, Placeholder) else None
        title = reference is not None and reference.get("type") in ("title", "ctrTitle")
        editor = TextEditor(self._texts, looks, text, slot.levels if slot else (), title=title)
        editor.set_paragraphs(body, change.paragraphs)
        self._set_sides(shape, change.item)

    def _set_sides(self, shape: Element, key: str) -> None:
        """Set the side insets, which determine the line breaks (``fit.setting``), to those for the new text.

        Insets set in PowerPoint stay. After a save by another program they are recognised by a left inset unlike
        that of ours: balancing sets only the right one, or both to the same value for centred text.
        """
        item, body = self._items.get(key), shape.find(f"{{{P}}}txBody/{{{A}}}bodyPr")
        text = getattr(item, "text", None)
        if body is None or text is None or key in self._margins:
            return
        slot = self.drawing.slot(item.idx) if isinstance(item, Placeholder) else None
        insets = text.insets or (slot.insets if slot else None)
        if not insets or body.get("lIns", str(insets.left)) not in (str(insets.left), body.get("rIns")):
            return
        sides, ends = {"lIns": insets.left, "rIns": insets.right}, {"tIns": insets.top, "bIns": insets.bottom}
        if slot is None:
            ends = {}
        elif text.insets is None:  # a placeholder that inherits its insets
            sides |= {name: value for name, value in ends.items() if body.get(name) == str(value)}
            for name in sides:
                body.attrib.pop(name, None)
            return
        for name, value in (sides | ends).items():  # own insets are always all four
            body.set(name, str(value))

    def _cell_editor(self, key: str, row: int | None, column: int | None) -> TextEditor:
        item = self._items.get(key)
        text = None
        if isinstance(item, Table) and row is not None and column is not None and row < len(item.rows):
            cells = item.rows[row].cells
            text = cells[column].text if column < len(cells) else None
        return TextEditor(self._texts, PLAIN, text, cell=True)

    def _set_image(self, shape: Element, change: to.SetImage) -> None:
        """Replace the picture in a frame; effects on the old picture are removed with it."""
        item, holder = self._items.get(change.item), shape.find(f"{{{P}}}blipFill")
        if not isinstance(item, Picture) or holder is None:
            return
        found = next((known for known in self._found.items if known.key == change.item), None)
        old = holder.find(f"{{{A}}}blip")
        if found is None or found.image != change.image or old is None:
            before = edit.relation_ids(holder)
            made = element(blip(self.drawing, item.image))
            if old is not None:
                holder.replace(old, made)
            else:
                holder.insert(0, made)
            edit.drop_relations(self._root, self._relations, before)
        rectangle = holder.find(f"{{{A}}}srcRect")
        if rectangle is not None:
            holder.remove(rectangle)
        markup = crop(item.replace(crop=change.crop))
        if markup:
            holder.find(f"{{{A}}}blip").addnext(element(markup))

    def _set_layout(self) -> None:
        """Put the slide on its new layout, and its placeholders into the slots of that layout."""
        for relation in self._edition.package.relations(self.part).values():
            if relation.type == REL_LAYOUT:
                self._relations.retarget(relation.id, from_folder(self._sheet.part))
        for key, shape in self._elements.items():
            item, reference = self._items.get(key), placeholder_of(shape)
            if isinstance(item, Placeholder) and reference is not None:
                edit.point(reference, item)

    def _remake(self) -> None:
        """Replace all objects of the slide by those of ours."""
        assert self._ours is not None
        before = edit.clear(self._root)
        for place, item in enumerate(self._ours.items, edit.BACK):
            self._root.find(TREE).insert(place, self._fonts.state(element(written(self.drawing, item))))
        edit.drop_relations(self._root, self._relations, before)

    def _add(self, change: to.AddItem) -> None:
        if change.item not in self._items:
            return
        chosen = chosen_of(self._items, change)
        holder = self._holder(change)
        self.drawing.grouped = int(holder.tag == edit.GROUP)
        made = self._fonts.state(element(written(self.drawing, chosen)))
        self.drawing.grouped = 0
        self._insert(made, holder, change)
        for item, shape in zip(flat((chosen,)), [made, *shapes_in(made)]):
            self._elements[item.key] = shape
        edit.bring_in(made)

    def _holder(self, change: to.AddItem | to.TakeItem) -> Element:
        """Return the group for an added object, else the slide's tree."""
        found = self._elements.get(change.parent) if change.parent else None
        return found if found is not None and found.tag == edit.GROUP else self._root.find(TREE)

    def _insert(self, made: Element, holder: Element, change: to.AddItem | to.TakeItem) -> None:
        """Insert an object above ``change.after``: at the back if that is "", on top if it is in another group."""
        below = self._elements.get(change.after) if change.after else None
        below = edit.outer(below) if below is not None else None
        if below is not None and below.getparent() is holder:
            below.addnext(made)
        elif change.after:
            edit.top(holder).addnext(made)
        else:
            holder.insert(min(edit.BACK, len(holder)), made)

    def _reroute(self, change: to.Reroute) -> None:
        shape = self._elements.get(change.item)
        if shape is None or shape.getparent() is None:
            return
        item = self._items.get(change.item)
        if isinstance(item, Connector):
            elbow = item.elbow
        else:
            elbow = self._presets.get(change.item, "").startswith("bent")
        presets = self._presets.get(change.start.key, ""), self._presets.get(change.end.key, "")
        edit.reroute(shape, change, presets, elbow)


class PlacedDrawing(Drawing):
    """The drawing of objects of ours on an existing slide; ``numbers`` are the ids of all objects by key."""

    numbers: Mapping[str, int]

    def number(self, key: str) -> int | None:
        """Return the id of an object on the existing slide."""
        return self.numbers.get(key)

    def non_visual(self, item: Item, alt: str = "", decorative: bool = False, link: str = "") -> Xml:
        """Return the ``p:cNvPr`` of an object with its id."""
        self._last = self.numbers[item.key] - 1
        return super().non_visual(item, alt, decorative, link)
