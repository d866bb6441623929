"""What a placeholder inherits from: slide → layout → master → presentation (ECMA-376 Part 1, 19.3.1.36 and 19.3.1.52).

A shape takes what it does not say itself, its box and the looks of its nine levels, from the placeholder above it.
The standard leaves open how that one is found; this is what PowerPoint, python-pptx and LibreOffice agree on: a slide's
placeholder finds the layout's by its index, a layout's finds the master's by its type.
"""

from __future__ import annotations

from osloregion_slides.ooxml.names import A, P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

LEVELS = 9
"""List levels of a text style (20.1.2.4.13 and the eight after it)."""
FOOTERS = ("ftr", "sldNum", "dt")
DEFAULT_TYPE, DEFAULT_INDEX = "obj", "0"
"""What p:ph means without ``type`` and ``idx``."""
PH = f"*/{{{P}}}nvPr/{{{P}}}ph"
LIST_STYLE = f"{{{P}}}txBody/{{{A}}}lstStyle"
DEFAULTS = f"{{{P}}}defaultTextStyle"
"""The text styles that a presentation gives all its slides."""
_CLASSES = {"title": "title", "ctrTitle": "title", **{name: name for name in FOOTERS}}
_ALIKE = {"ctrTitle": "title", "body": DEFAULT_TYPE}
"""Types that stand for one another where a program changed one to the other."""


def reference(shape: Element) -> Element | None:
    """Return the p:ph of a shape, None where it is no placeholder."""
    return shape.find(PH)


def placeholders(sheet: Element | None) -> list[Element]:
    """Return the shapes of a layout or master that are placeholders, those in groups left out."""
    if sheet is None:
        return []
    return [shape for shape in sheet.iterfind(f"{{{P}}}cSld/{{{P}}}spTree/*") if reference(shape) is not None]


def kind(shape: Element) -> str:
    """Return p:ph@type, ``obj`` where it is left out; "" of a shape that is no placeholder."""
    found = reference(shape)
    return str(found.get("type", DEFAULT_TYPE)) if found is not None else ""


def kind_in_master(kind: str) -> str:
    """Return the type of the master's placeholder that one of this type inherits from: a master has five at most."""
    return _CLASSES.get(kind, "body")


def text_style(kind: str) -> str:
    """Return which of a master's p:txStyles holds for placeholders of a type (19.3.1.52)."""
    if kind_in_master(kind) == "title":
        return "titleStyle"
    return "otherStyle" if kind in FOOTERS else "bodyStyle"


def of_layout(found: Element, layout: Iterable[Element]) -> Element | None:
    """Return which placeholder of a layout a slide's (by its p:ph) inherits from, None without one.

    It is the one of the same index. An index that is left out is 0, which many share: that one has to serve the same
    purpose. Where the layout has none of that index (the slide was given another layout), it is the first of the same
    type or of one that stands for it.
    """
    kind_, idx = found.get("type", DEFAULT_TYPE), found.get("idx", DEFAULT_INDEX)
    shapes = list(layout)
    same = [shape for shape in shapes if _index(shape) == idx]
    purpose = kind_in_master(kind_)
    for shape in same:
        if kind_in_master(kind(shape)) == purpose:
            return shape
    if same and idx != DEFAULT_INDEX:
        return same[0]
    wanted = _ALIKE.get(kind_, kind_)
    ranked = [shape for shape in shapes if kind(shape) == kind_]
    ranked += [shape for shape in shapes if _ALIKE.get(kind(shape), kind(shape)) == wanted]
    return next(iter(ranked), None)


def of_master(kind_: str, master: Iterable[Element]) -> Element | None:
    """Return which placeholder of a master one of this type inherits from, None without one."""
    wanted = kind_in_master(kind_)
    return next((shape for shape in master if kind(shape) == wanted), None)


def above(found: Element, layout: Iterable[Element], master: Iterable[Element]) -> tuple[Element, ...]:
    """Return the placeholders that a slide's (by its p:ph) takes what it lacks from, the layout's before the master's.

    ``layout`` and ``master`` are their placeholders. The master's follows from the type of the layout's.
    """
    own = of_layout(found, layout)
    parent = of_master(kind(own) if own is not None else found.get("type", DEFAULT_TYPE), master)
    return tuple([shape for shape in (own, parent) if shape is not None])


def list_styles(
    kind_: str, shapes: Iterable[Element | None], master: Element | None, presentation: Element | None
) -> list[Element]:
    """Return the list styles that decide the looks of a placeholder's levels, the most specific first.

    ``shapes`` are those that it inherits from, itself among them if its own style counts, the nearest first.
    """
    found = [shape.find(LIST_STYLE) for shape in shapes if shape is not None]
    found.append(master.find(f"{{{P}}}txStyles/{{{P}}}{text_style(kind_)}") if master is not None else None)
    found.append(presentation.find(DEFAULTS) if presentation is not None else None)
    return [style for style in found if style is not None]


def _index(shape: Element) -> str:
    found = reference(shape)
    return str(found.get("idx", DEFAULT_INDEX)) if found is not None else ""
