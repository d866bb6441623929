"""Numbers of a chart: Excel's format codes in a language's notation, and the ticks of an axis."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.number_format import shown_number

_QUOTED = re.compile(r'"[^"]*"')
_SPACE = "\ue000"  # a space of the words around a number, which may break
_STEPS = (1, 2, 5, 10)


def formatted(value: float, code: str, language: str) -> str:
    """Return a number in a format code, with the decimal sign and the grouping of a language."""
    known = _QUOTED.sub(lambda words: words[0].replace(" ", _SPACE), code or "General")
    shown = shown_number(Decimal(repr(value)), known, locale_of(language.partition("-")[0]))
    return shown.replace(_SPACE, " ")


def ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """Return round values from at most ``low`` to at least ``high``, no more than about ``most`` steps.

    A span of less than a millionth of the numbers themselves is widened to a tenth of them, or the ticks would fall
    together: a float has 16 digits.
    """
    largest = max(abs(low), abs(high))
    if not high - low > largest * 1e-6:
        high = low + (largest / 10 or 1.0)
    raw = (high - low) / most
    exponent = math.floor(math.log10(raw))
    step = next(factor * 10.0**exponent for factor in _STEPS if factor * 10.0**exponent >= raw * 0.999_999)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    return tuple([round(index * step, 2 - exponent) for index in range(first, last + 1)])
