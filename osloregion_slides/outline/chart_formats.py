"""How a chart shows its numbers where nobody says it: with the decimals that the values have, each series its own."""

from __future__ import annotations

import re

from osloregion_slides.outline.nodes import Figure, Scalar
from osloregion_slides.outline.number_format import is_dated, is_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

WHOLE = "#,##0"
MOST_DECIMALS = 9  # with more, General shows as many as there is room for
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def format_of(values: tuple[Node | None, ...]) -> str:
    """Return the format of a series: that of its table with the most decimals, else by the decimals of its values.

    A number in a table without a format of its own counts by its digits.
    """
    formed = [node.form for node in values if isinstance(node, Figure) and node.is_number and _has_form(node.form)]
    bare = [
        node
        for node in values
        if isinstance(node, Scalar) and not node.is_null and not (isinstance(node, Figure) and _has_form(node.form))
    ]
    needed = max([_decimals(node.text) for node in bare], default=0)
    widest = max(formed, key=decimals_of, default="")
    if widest and (needed <= decimals_of(widest) or "%" in bare_code(widest) or "E" in widest):
        return widest
    if needed > MOST_DECIMALS:
        return "General"
    return WHOLE + (f".{'0' * needed}" if needed else "")


def axis_of(formats: tuple[str, ...]) -> str:
    """Return the format of the axis that series share: the first's unit, the most decimals, and no words."""
    codes = [bare_code(code) for code in formats if unit_of(code) == unit_of(formats[0])]
    return max(codes, key=decimals_of) if codes else WHOLE


def unit_of(code: str) -> str:
    """Return what a format counts in: ``%``, the words of a currency or a measure, "" for plain numbers."""
    section = code.partition(";")[0]
    if "%" in _WORDS.sub("", section):
        return "%"
    words = re.findall(r'"([^"]*)"|\[\$([^\]-]*)', section)
    return "".join([one or other for one, other in words]).strip()


def bare_code(code: str) -> str:
    """Return a format without its words, which would stand at every step of an axis."""
    kept = "".join([sign for sign in _WORDS.sub("", code.partition(";")[0]) if sign in "#0?.,%E+- "]).strip()
    return kept if re.search("[0#?]", kept) else ("General" if code == "General" else WHOLE)


def decimals_of(code: str) -> int:
    """Return the decimals of a format."""
    found = re.match("[0#?]*", _WORDS.sub("", code.partition(";")[0]).partition(".")[2])
    return len(found[0]) if found else 0


def _has_form(form: str) -> bool:
    return form not in ("General", "@", "") and is_known(form) and not is_dated(form)


def _decimals(text: str) -> int:
    """The decimals of a number as written: 1.50 has two, 1e-3 three."""
    number, _, power = text.lower().partition("e")
    places = len(number.partition(".")[2]) - (int(power) if power.lstrip("+-").isdigit() and len(power) < 6 else 0)
    return max(0, places)
