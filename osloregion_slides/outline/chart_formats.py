"""Default number formats of charts: each series has the decimals of its values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.outline.nodes import NO_FIGURE, Figure, Scalar
from osloregion_slides.outline.number_format import is_dated, is_known

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

WHOLE = "#,##0"
MOST_DECIMALS = 9  # beyond it General, which shows as many as fit
_WORDS = late(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FINE = 6  # spans of at least so many steps: programs do not divide a step
_SECTION = late(
    r"""((?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;#0?."])*)   # words before the number
    ([#0?](?:[#0?, ]*[#0?])?)?(\.[#0?]+)?             # its places, and its decimals
    ((?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;"])*;?)       # scale, and words behind""",
    re.VERBOSE,
)


def format_of(values: tuple[Node | None, ...]) -> str:
    """Return a series' number format: its table's format with the most decimals, else one by its values' decimals.

    A number in a table without a format of its own counts by its digits.
    """
    formed = [node.form for node in values if isinstance(node, Figure) and node.is_number and _has_form(node.form)]
    bare = [
        node
        for node in values
        if isinstance(node, Scalar)
        and not (node.is_null or node.text in NO_FIGURE or (isinstance(node, Figure) and _has_form(node.form)))
    ]
    needed = max([_decimals(node.text) for node in bare], default=0)
    widest = max(formed, key=decimals_of, default="")
    if re.fullmatch(r"0(\.0+)?", widest) and any(code.startswith(WHOLE) for code in formed):
        widest = f"{WHOLE[:-1]}{widest}"
    if widest and (needed <= decimals_of(widest) or "%" in bare_code(widest) or "E" in widest):
        return widest
    if needed > MOST_DECIMALS:
        return "General"
    return WHOLE + (f".{'0' * needed}" if needed else "")


def axis_of(formats: tuple[str, ...]) -> str:
    """Return the format of an axis shared by series: the unit of the first, the most decimals, no words."""
    codes = [bare_code(code) for code in formats if unit_of(code) == unit_of(formats[0])]
    return max(codes, key=decimals_of) if codes else WHOLE


def axis_code(code: str, values: tuple[float, ...], from_zero: bool = True) -> str:
    """Return an axis format with enough decimals for the steps between these values.

    Programs divide a short axis into steps smaller than its format can show: ``#,##0`` shows 0, 0.5, 1, 1.5 as
    0, 1, 1, 2.
    """
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    if from_zero or low <= 0 or high - low >= high / 6:
        low, high = min(0.0, low), max(0.0, high)
    span = (high - low) or (1.0 if from_zero else high / 10)
    step = _step_of(code)
    if not step or span >= _FINE * step:
        return code
    from math import ceil, log10

    return _SECTION.sub(lambda found: _finer(found, 1 + max(0, ceil(log10(step / span)))), code)


def _finer(section: re.Match[str], decimals: int) -> str:
    before, whole, had, rest = section.groups()
    return f"{before}{whole}{had or '.'}{'0' * decimals}{rest}" if whole else section[0]


def _step_of(code: str) -> float:
    """Return the smallest difference that a format shows, 0 for exponents, fractions and conditions."""
    section = _SECTION.match(code)
    bare = bare_code(code)
    if section is None or not section[2] or "E" in bare or "/" in bare or "[<" in code or "[>" in code:
        return 0.0
    thousands = len(section[4]) - len(section[4].lstrip(","))
    return 10.0 ** (3 * thousands - decimals_of(code) - 2 * bare.count("%"))


def unit_of(code: str) -> str:
    """Return the unit of a format: ``%``, a currency or the words of a measure, "" for plain numbers."""
    section = code.partition(";")[0]
    if "%" in _WORDS.sub("", section):
        return "%"
    words = re.findall(r'"([^"]*)"|\[\$([^\]-]*)', section)
    return "".join([one or other for one, other in words]).strip()


def bare_code(code: str) -> str:
    """Return a format without its words, which would repeat at every step of an axis."""
    kept = "".join([sign for sign in _WORDS.sub("", code.partition(";")[0]) if sign in "#0?.,%E+- "]).strip()
    return kept if re.search("[0#?]", kept) else ("General" if code == "General" else WHOLE)


def decimals_of(code: str) -> int:
    """Return the decimals of a format."""
    found = re.match("[0#?]*", _WORDS.sub("", code.partition(";")[0]).partition(".")[2])
    return len(found[0]) if found else 0


def literal_format(value: float, code: str, language: str) -> str:
    """Return a format of literal text: ``value`` as ``code`` shows it in a language."""
    from decimal import Decimal

    from osloregion_slides.outline.locales import load_locale
    from osloregion_slides.outline.number_format import shown_number

    code, locale = code.rpartition("]")[2] or "General", load_locale(language.partition("-")[0])
    words = shown_number(Decimal(repr(value)), code, locale).replace('"', "")
    return f'"{words}";"{words}"'


def _has_form(form: str) -> bool:
    return form not in ("General", "@", "") and is_known(form) and not is_dated(form)


def _decimals(text: str) -> int:
    """Return the decimals of a number as written: 1.50 has two, 1e-3 three."""
    number, _, power = text.lower().partition("e")
    places = len(number.partition(".")[2]) - (int(power) if power.lstrip("+-").isdigit() and len(power) < 6 else 0)
    return max(0, places)
