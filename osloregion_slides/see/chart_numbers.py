"""Numbers of a chart: Excel's format codes in a language's notation, and the ticks of an axis.

The codes are a subset of ECMA-376 Part 1, 18.8.31: digits, grouping, decimals, percent, and the texts
around them. What else a code says is left out.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

_DIGITS = re.compile(r"[#0?](?:[#0?, ]*[#0?])?(?:\.[#0?]+)?")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_WIDE = Context(prec=400)
_POINT = ("en",)
_STEPS = (1, 2, 5, 10)


def formatted(value: float, code: str, language: str) -> str:
    """Return a number in a format code, with the decimal sign and the grouping of a language."""
    sections = code.split(";")
    if value < 0 and len(sections) > 1:
        return _section(-value, sections[1], language)
    return _section(value, sections[0], language)


def _section(value: float, code: str, language: str) -> str:
    texts: list[str] = []

    def keep(match: re.Match[str]) -> str:
        texts.append(match.group(1) or match.group(2) or "")
        return chr(0xE000 + len(texts) - 1)

    code = re.sub(r"\[[^\]]*\]|_.|\*.", "", _QUOTED.sub(keep, code))
    found = _DIGITS.search(code)
    if "%" in code:
        value *= 100
    if found is None:
        shown = _general(value, language) if not code or code == "General" else code
    else:
        shown = code[: found.start()] + _digits(value, found.group(), language) + code[found.end() :]
        shown = shown.replace(" %", "\u00a0%")
    return "".join([texts[ord(sign) - 0xE000] if 0xE000 <= ord(sign) < 0xE000 + len(texts) else sign for sign in shown])


def _digits(value: float, code: str, language: str) -> str:
    whole, _, decimals = code.partition(".")
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _WIDE)
    shown = f"{rounded:,f}"
    if decimals.endswith("#"):
        optional = len(decimals) - len(decimals.rstrip("#"))
        kept = len(shown) - optional
        shown = shown[:kept] + shown[kept:].rstrip("0")
        shown = shown.rstrip(".")
    if "," not in whole:
        shown = shown.replace(",", "")
    return _local(shown, language)


def _general(value: float, language: str) -> str:
    return _local(f"{value:.10g}", language)


def _local(shown: str, language: str) -> str:
    """Return English notation in a language's: a comma and no-break spaces outside English; a true minus."""
    shown = shown.replace("-", "\u2212")
    if language.partition("-")[0] in _POINT:
        return shown
    return shown.replace(",", "\u00a0").replace(".", ",")


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
