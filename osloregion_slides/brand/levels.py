"""A placeholder's text styles, inherited: layout, master, the master's text styles, the presentation's.

The chain is that of PowerPoint (ECMA-376 Part 1, 19.3.1.51 and 21.1.2.4): the first list style that
says something about a property of a level decides it.
"""

from __future__ import annotations

from osloregion_slides.brand.theme_colour import theme_colour
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.ooxml.colour import fill_of
from osloregion_slides.ooxml.names import A
from osloregion_slides.scene import Colour
from osloregion_slides.units import Emu, Pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any as Element

    from osloregion_slides.ooxml.theme import Scheme
    from osloregion_slides.scene import Align


COUNT = 5
_LINE = 1.2
"""A percentage of space before or after is one of the line's height, 1.2 × size."""

_ALIGN: dict[str, Align] = {"l": "l", "ctr": "ctr", "r": "r"}
_BULLETS = {"buNone": False, "buChar": True, "buAutoNum": True, "buBlip": True}


def level_styles(chain: list[Element], scheme: Scheme) -> tuple[TextStyle, ...]:
    """Return the first five levels' styles through list styles, the most specific first."""
    return tuple([level_style(chain, level, scheme) for level in range(1, COUNT + 1)])


def level_style(chain: list[Element], level: int, scheme: Scheme) -> TextStyle:
    """Return one level's style (from 1) through list styles, the most specific first."""
    return _level(_properties(chain, level), scheme)


def explicit_typeface(chain: list[Element]) -> str:
    """Return the typeface of the first level where it is named outright and not through the theme, else ""."""
    found = _first(_properties(chain, 1), lambda level: _run(level, f"{{{A}}}latin"))
    face = found.get("typeface", "") if found is not None else ""
    return "" if face.startswith("+") else face


def text_fills(chain: list[Element], count: int = COUNT) -> tuple[Element | None, ...]:
    """Return what the first levels' letters are filled with, of whatever kind; None where nothing says."""

    def fill(level: Element) -> Element | None:
        return fill_of(level.find(f"{{{A}}}defRPr"))

    return tuple([_first(_properties(chain, level), fill) for level in range(1, count + 1)])


def _properties(chain: list[Element], level: int) -> list[Element]:
    found = [style.find(f"{{{A}}}lvl{level}pPr") for style in chain]
    return [properties for properties in found if properties is not None]


def _level(found: list[Element], scheme: Scheme) -> TextStyle:
    size = Pt(_number(_run_attribute(found, "sz"), 1800) / 100)
    fill = _first(found, lambda level: _run(level, f"{{{A}}}solidFill"))
    latin = _first(found, lambda level: _run(level, f"{{{A}}}latin"))
    return TextStyle(
        size=size,
        bold=_flag(_run_attribute(found, "b")),
        italic=_flag(_run_attribute(found, "i")),
        caps=_run_attribute(found, "cap") in ("all", "small"),
        spacing=Pt(_number(_run_attribute(found, "spc"), 0) / 100),
        line_spacing=_line_spacing(found, size),
        before=_space(found, "spcBef", size),
        after=_space(found, "spcAft", size),
        margin=Emu(round(_number(_attribute(found, "marL"), 0))),
        indent=Emu(round(_number(_attribute(found, "indent"), 0))),
        bullet=_bullet(found),
        align=_ALIGN.get(_attribute(found, "algn"), "l"),
        colour=theme_colour(fill, scheme) or Colour("tx1"),
        heading=latin is not None and latin.get("typeface", "").startswith("+mj"),
    )


def _first(found: list[Element], get: Callable[[Element], Element | None]) -> Element | None:
    for level in found:
        value = get(level)
        if value is not None:
            return value
    return None


def _run(level: Element, tag: str) -> Element | None:
    run = level.find(f"{{{A}}}defRPr")
    return run.find(tag) if run is not None else None


def _run_attribute(found: list[Element], name: str) -> str:
    for level in found:
        run = level.find(f"{{{A}}}defRPr")
        if run is not None and run.get(name) is not None:
            return str(run.get(name))
    return ""


def _attribute(found: list[Element], name: str) -> str:
    return next((str(level.get(name)) for level in found if level.get(name) is not None), "")


def _line_spacing(found: list[Element], size: Pt) -> float:
    percent, points = _spacing(found, "lnSpc")
    if points:
        return points / (size * _LINE)
    return percent or 1.0


def _space(found: list[Element], name: str, size: Pt) -> Pt:
    percent, points = _spacing(found, name)
    return Pt(points or round(percent * size * _LINE, 2))


def _spacing(found: list[Element], name: str) -> tuple[float, float]:
    """Return a spacing as a factor of the line or as points, the other of them 0."""
    spacing = _first(found, lambda level: level.find(f"{{{A}}}{name}"))
    if spacing is None or not len(spacing):
        return 0.0, 0.0
    value = spacing[0].get("val", "")
    if spacing[0].tag == f"{{{A}}}spcPts":
        return 0.0, _number(value, 0) / 100
    return (_number(value[:-1], 0) / 100 if value.endswith("%") else _number(value, 0) / 100_000), 0.0


def _bullet(found: list[Element]) -> bool:
    for level in found:
        for child in level:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name in _BULLETS:
                return _BULLETS[name]
    return False


def _flag(value: str) -> bool:
    return value in ("1", "true", "on")


def _number(value: str, usual: float) -> float:
    try:
        found = float(value)
    except ValueError:
        return usual
    return found if abs(found) < 1e9 else usual  # neither NaN nor infinite
