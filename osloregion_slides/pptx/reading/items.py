"""Reading the shapes of a slide as ``ItemState``, groups before their children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.ooxml.colour import override
from osloregion_slides.ooxml.geometry import EXT, OFF, UPRIGHT, Transform, completed, frame, transform_of, turn_of
from osloregion_slides.ooxml.inheritance import PLAIN, whole
from osloregion_slides.ooxml.names import A16, REL_IMAGE, A, C, P, R
from osloregion_slides.ooxml.zip import MAX_DEPTH
from osloregion_slides.pptx.reading.chart import read_chart
from osloregion_slides.pptx.reading.looks import found_look
from osloregion_slides.pptx.reading.sheets import NOTHING_SAID, Sheet, flag
from osloregion_slides.pptx.reading.text import TABLE, TextReader, read_table
from osloregion_slides.update.deck_state import DECORATIVE, EndState, Identity, ItemState, Locator, nfc
from osloregion_slides.update.state_parts import drawing_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.ooxml.package import Relation
    from osloregion_slides.pptx.reading.deck import Package
    from osloregion_slides.scene import Box, Step
    from osloregion_slides.update.deck_state import Colouring, Kind


# The path of a freeform, if it is still as built.


def read_path(geometry: Element) -> str:
    """Return the digest of an ``a:custGeom`` as builds write it, "" (unknown) for any other.

    Programs that rewrite geometry (LibreOffice; PowerPoint when points are edited) add guides or
    connection sites or use another grid, so the same polygon has other coordinates.
    """
    if any(len(geometry.findall(f"{{{A}}}{name}/*")) for name in ("gdLst", "cxnLst", "ahLst", "avLst")):
        return ""
    paths = geometry.findall(f"{{{A}}}pathLst/{{{A}}}path")
    try:
        steps = _steps(paths[0]) if len(paths) == 1 else None
        if steps is None:
            return ""
        return drawing_digest((int(paths[0].get("w", "")), int(paths[0].get("h", ""))), steps)
    except ValueError:
        return ""


def _steps(path: Element) -> list[Step] | None:
    """Return the steps of a path of lines and cubic curves, None if it has other steps."""
    steps: list[Step] = []
    for step in path:
        name = _LETTERS.get(step.tag.rpartition("}")[2]) if isinstance(step.tag, str) else None
        if name is None:
            return None
        steps.append((name, *[int(point.get(axis, "")) for point in step for axis in ("x", "y")]))
        if len(steps[-1]) != _LENGTHS[name]:
            return None
    return steps


_LETTERS = {"moveTo": "M", "lnTo": "L", "cubicBezTo": "C", "close": "Z"}
_REWRITTEN = "rewritten"
"""A built path that somebody edited: PowerPoint never changes the points of a shape by itself."""
_LENGTHS = {"M": 3, "L": 3, "C": 7, "Z": 1}
TREE = f"{{{P}}}cSld/{{{P}}}spTree"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
SHAPES = {f"{{{P}}}{name}": name for name in ("sp", "pic", "grpSp", "cxnSp", "graphicFrame", "contentPart")}
SHAPES[MARKUP] = "other"
NON_VISUAL = f"*/{{{P}}}cNvPr"
PROPERTIES, XFRM = f"{{{P}}}spPr", f"{{{A}}}xfrm"
CREATION = f"{{{A}}}extLst/{{{A}}}ext/{{{A16}}}creationId"
C_NON_VISUAL, APPLICATION, PLACEHOLDER, TEXT_BODY = (f"{{{P}}}{name}" for name in ("cNvPr", "nvPr", "ph", "txBody"))
DECORATIVE_MARK = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
EXTENSIONS, CREATION_ID = f"{{{A}}}extLst", f"{{{A16}}}creationId"
CUSTOM_GEOMETRY, PRESET_GEOMETRY = f"{{{A}}}custGeom", f"{{{A}}}prstGeom"
FRAME, CHART = f"{{{P}}}graphicFrame", f"{{{A}}}graphic/{{{A}}}graphicData/{{{C}}}chart"


class SlideReader:
    """Reads the shapes of one slide part; ``marked`` as in ``read_opened``."""

    def __init__(self, package: Package, part: str, sheet: Sheet, marked: bool = False) -> None:
        self._package, self._part, self._sheet = package, part, sheet
        self._unmarked = DECORATIVE if marked else ""
        self._relations = package.relations(part)
        self._texts = TextReader(self._relations)
        root = package.root(part)
        self._paint = sheet.paint.overridden(override(root))
        self._tree = root.find(TREE)
        self._keys: set[str] = set()

    def items(self) -> tuple[ItemState, ...]:
        """Return all shapes; keys are ``#`` and the shape id, with the path appended for a repeated id."""
        if self._tree is None:
            return ()
        found: list[ItemState] = []
        self._children(self._tree, UPRIGHT, (), "", found)
        return tuple(found)

    def _children(
        self, holder: Element, around: Transform, path: tuple[int, ...], parent: str, out: list[ItemState]
    ) -> None:
        for index, element in enumerate(holder):
            kind = SHAPES.get(element.tag)
            if kind is None:
                continue
            place = Locator(self._part, (*path, index))
            if element.tag == MARKUP and (steps := chosen(element)):
                for step in steps:
                    element = element[step]
                kind, place = SHAPES[element.tag], Locator(self._part, (*place.path, *steps))
            item = self._item(element, kind, around, place, parent)
            out.append(item)
            if kind == "grpSp" and len(place.path) < MAX_DEPTH:
                inside = around.inside(element.find(f"{{{P}}}grpSpPr/{XFRM}"))
                self._children(element, inside, place.path, item.key, out)

    def _key(self, number: int, path: tuple[int, ...]) -> str:
        key = f"#{number}"
        if key in self._keys:
            key = f"#{number}@{'-'.join(map(str, path))}"
        self._keys.add(key)
        return key

    def _item(self, element: Element, kind: str, around: Transform, at: Locator, parent: str) -> ItemState:
        """Return one shape. LibreOffice 7.4.7 copies a link in a group to its neighbours: there it is ignored."""
        holder = non_visual(element)
        marks = marks_of(holder)
        if not marks.creation:
            marks = marks.replace(creation=self._unmarked)
        reference = placeholder_of(element)
        key = self._key(marks.number, at.path)
        alt = nfc(holder.get("descr", "")) if holder is not None else ""
        link = "" if len(at.path) > 1 and not marks.creation else self._texts.link(holder)
        slot = "" if reference is None else reference.get("type", "obj")
        look, beyond = found_look(element, kind, self._package, self._chart_part(element))
        base = ItemState(
            key,
            "other",
            alt=alt,
            link=link,
            slot=slot,
            parent=parent,
            locator=at,
            marks=marks,
            look=look,
            beyond=beyond,
        )
        if kind == "cxnSp":
            line = self._paint.line(element.find(PROPERTIES))
            return base.replace(kind="connector", line=line, ends=ends_of(element))
        rotation, mirrored = turn_of(transform_of(element))
        if rotation or mirrored:
            base = base.replace(rotation=rotation, mirrored=mirrored)
        match kind:
            case "sp":
                return self._shape(element, base, reference, around)
            case "pic":
                return self._picture(element, base, reference, around)
            case "grpSp":
                return base.replace(kind="group")
            case "graphicFrame":
                return self._frame(element, base, around)
        return base

    def _box(self, properties: Element | None, reference: Element | None, around: Transform) -> Box | None:
        transform = properties.find(XFRM) if properties is not None else None
        found = frame(transform)
        if found is None and reference is not None:
            found = completed(transform, self._sheet.inheritance.of(reference).box)
        return around.outward(found) if found is not None else None

    def _shape(self, element: Element, base: ItemState, reference: Element | None, around: Transform) -> ItemState:
        properties, sized = element.find(PROPERTIES), bool(base.marks.creation)
        looks = PLAIN if reference is None else self._sheet.inheritance.of(reference).levels
        kind: Kind = "shape" if reference is None else "text"
        fill, preset, path = self._behind(properties), "", ""
        if reference is None and properties is not None:
            fill = self._paint.fill(properties)
            own, named = properties.find(CUSTOM_GEOMETRY), properties.find(PRESET_GEOMETRY)
            if own is not None:
                kind, path = "freeform", (read_path(own) or _REWRITTEN) if sized else ""
            elif named is not None:
                preset = named.get("prst", "")
        return base.replace(
            kind=kind,
            marks=self._marks(base, properties, reference),
            box=self._box(properties, reference, around),
            text=self._texts.words(element.find(TEXT_BODY), looks, sized),
            fill=fill,
            line=self._paint.line(properties),
            preset=preset,
            path=path,
        )

    def _marks(self, base: ItemState, properties: Element | None, reference: Element | None) -> Identity:
        stated = properties.find(XFRM) if properties is not None else None
        if reference is None or stated is not None and any([stated.find(part) is not None for part in (OFF, EXT)]):
            return base.marks
        return base.marks.replace(inherits=True)

    def _behind(self, properties: Element | None) -> Colouring:
        """Return the fill of a placeholder or picture; an explicit none (LibreOffice) is the same as no statement."""
        return self._paint.fill(properties) or NOTHING_SAID

    def _picture(self, element: Element, base: ItemState, reference: Element | None, around: Transform) -> ItemState:
        blip = element.find(f"{{{P}}}blipFill/{{{A}}}blip")
        properties = element.find(PROPERTIES)
        relation = self._relations.get(blip.get(f"{{{R}}}embed", "")) if blip is not None else None
        return base.replace(
            kind="picture",
            marks=self._marks(base, properties, reference),
            box=self._box(properties, reference, around),
            fill=self._behind(properties),
            line=self._paint.line(properties),
            image=self._digest(relation),
            crop=crop_of(element.find(f"{{{P}}}blipFill/{{{A}}}srcRect")),
        )

    def _digest(self, relation: Relation | None) -> str:
        """Return the SHA-1 of the bitmap, "" if it is not in the package."""
        if relation is None or relation.external or relation.type != REL_IMAGE or relation.target not in self._package:
            return ""
        return self._package.digest(relation.target)

    def _frame(self, element: Element, base: ItemState, around: Transform) -> ItemState:
        found = frame(element.find(f"{{{P}}}xfrm"))
        box = around.outward(found) if found is not None else None
        sized = bool(base.marks.creation)
        table = element.find(TABLE)
        if table is not None:
            return base.replace(kind="table", box=box, table=read_table(table, self._texts, sized, self._paint.fill))
        part = self._chart_part(element)
        if part:
            return base.replace(kind="chart", box=box, chart=read_chart(self._package, part, self._paint, sized))
        return base.replace(box=box)

    def _chart_part(self, element: Element) -> str:
        """Return the part of a chart, "" for any other object."""
        reference = element.find(CHART) if element.tag == FRAME else None
        relation = self._relations.get(reference.get(f"{{{R}}}id", "")) if reference is not None else None
        found = relation is not None and not relation.external and relation.target in self._package
        return relation.target if relation is not None and found else ""


def chosen(markup: Element) -> tuple[int, int] | tuple[()]:
    """Return the steps to the first shape in alternate content, () without one.

    PowerPoint writes it for shapes that need a newer reader: equations, ink, new types of charts.
    """
    for at, branch in enumerate(markup):
        for place, child in enumerate(branch):
            if child.tag in SHAPES and child.tag != MARKUP:
                return at, place
    return ()


def non_visual(element: Element) -> Element | None:
    """Return a shape's ``p:cNvPr``, for alternate content that of its first shape."""
    if element.tag != MARKUP:
        return element[0].find(C_NON_VISUAL) if len(element) else None
    inside = next((child for choice in element for child in choice if child.tag in SHAPES), None)
    return inside.find(NON_VISUAL) if inside is not None else None


def placeholder_of(element: Element) -> Element | None:
    """Return a shape's ``p:ph``, None without one. (Single steps are faster than a path with slashes.)"""
    properties = element[0].find(APPLICATION) if len(element) else None
    return properties.find(PLACEHOLDER) if properties is not None else None


def creation_of(holder: Element) -> str:
    """Return the creation id in a ``p:cNvPr``, in upper case, "" without one."""
    extensions = holder.find(EXTENSIONS)
    if extensions is not None:
        for extension in extensions:
            for child in extension:
                if child.tag == CREATION_ID:
                    return str(child.get("id", "")).upper()
    return ""


def marks_of(holder: Element | None) -> Identity:
    """Return the marks of a ``p:cNvPr``; decorative objects without a creation id get ``DECORATIVE``."""
    if holder is None:
        return Identity()
    marked = next(holder.iter(DECORATIVE_MARK), None)
    decorative = marked is not None and flag(marked.get("val"), False)
    creation = creation_of(holder) or (DECORATIVE if decorative else "")
    return Identity(creation, holder.get("name", ""), whole(holder.get("id")), decorative=decorative)


def ends_of(element: Element) -> tuple[EndState | None, EndState | None]:
    """Return the glued ends of a connector, with ``#`` and the shape id as keys."""
    holder = element.find(f"{{{P}}}nvCxnSpPr/{{{P}}}cNvCxnSpPr")
    if holder is None:
        return None, None
    return _end(holder.find(f"{{{A}}}stCxn")), _end(holder.find(f"{{{A}}}endCxn"))


def _end(glue: Element | None) -> EndState | None:
    if glue is None:
        return None
    return EndState(f"#{glue.get('id', '')}", whole(glue.get("idx")))


def crop_of(rectangle: Element | None) -> tuple[int, int, int, int]:
    """Return the cropped margins in thousandths of a percent (20.1.8.55)."""
    if rectangle is None:
        return 0, 0, 0, 0
    left, top, right, bottom = [_thousandths(rectangle.get(side, "0")) for side in "ltrb"]
    return left, top, right, bottom


def _thousandths(value: str) -> int:
    try:
        return round(float(value[:-1]) * 1000) if value.endswith("%") else int(value)
    except ValueError:
        return 0


def shapes_in(holder: Element) -> Iterator[Element]:
    """Yield the shapes of a tree or group recursively, a group before its children."""
    for element in holder:
        kind = SHAPES.get(element.tag)
        if kind is not None:
            yield element
            if kind == "grpSp":
                yield from shapes_in(element)
