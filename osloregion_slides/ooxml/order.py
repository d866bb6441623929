"""The one way to insert a child into a found element: where its content model has it.

``a:extLst`` and ``p:extLst`` are last in every model, also in elements that hold nothing else, so a child that
is appended, or placed by the names of its neighbours, ends up behind them in files of other programs.
"""

from __future__ import annotations

from functools import cache

from osloregion_slides.ooxml.grammar import content_models, series_order
from osloregion_slides.ooxml.names import A, C, P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

_PREFIXES = {A: "a", P: "p", C: "c"}


def put(holder: Element, child: Element) -> None:
    """Insert a child behind those that precede it in the content model of ``holder`` and those of its own place.

    Children that the model does not know keep their places: ``mc:AlternateContent``, comments. KeyError where the
    model of ``holder`` is not written down in ``grammar`` or does not allow the child: that is a fault of the caller.
    """
    ranks = _ranks(_prefixed(holder.tag))
    rank = ranks[_prefixed(child.tag)]
    parent = child.getparent()
    if parent is not None:
        parent.remove(child)
    following = next((other for other in holder if ranks.get(_prefixed(other.tag), -1) > rank), None)
    if following is not None:
        following.addprevious(child)
    else:
        holder.append(child)


@cache
def _ranks(holder: str) -> Mapping[str, int]:
    """Return the place of each child in an element; a name with two places has the later one."""
    names = series_order(holder)
    if names:
        return {name: place for place, name in enumerate(names)}
    return {name: place for place, step in enumerate(_models()[holder]) for name in step.names}


_models = cache(content_models)


def _prefixed(tag: object) -> str:
    """Return a tag with the usual prefix; "" for a comment or another namespace."""
    if not isinstance(tag, str):
        return ""
    space, _, name = tag[1:].partition("}")
    return f"{_PREFIXES[space]}:{name}" if space in _PREFIXES else ""
