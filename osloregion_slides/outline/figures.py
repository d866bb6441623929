"""Figures and days out of tables: as numbers for expressions, as texts in the deck's language for slides."""

from __future__ import annotations

import re

from osloregion_slides.outline.facts import Day, Fraction, Whole
from osloregion_slides.outline.filters import filters
from osloregion_slides.outline.locales import load_locale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.outline.locales import Locale
    from osloregion_slides.outline.nodes import Figure

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]')
_languages: dict[str, tuple[Locale, dict[str, Callable[..., object]]]] = {}


def shown(value: object, language: str) -> str:
    """Return a value out of a table as its table shows it, others as they are."""
    if isinstance(value, Day):
        return day_text(value, language)
    return figure_text(value.figure, language) if isinstance(value, Whole | Fraction) else str(value)


def figure_text(figure: Figure, language: str) -> str:
    """Return a figure as its table shows it, by the language's own rules: ``1 607,5`` in Norwegian, ``1,607.5``.

    The number format's decimals, its grouping, its percent sign and its words around the number are followed
    (ECMA-376 Part 1, 18.8.31); ``General`` shows all decimals and no grouping.
    """
    if figure.form == "date":
        return day_text(figure.text, language)
    from decimal import ROUND_HALF_UP, Decimal

    locale, _ = _language(language)
    positive = figure.form.partition(";")[0]
    bare = _LITERAL.sub("", positive)
    number = Decimal(figure.text)
    percent = "%" in bare
    number = number.scaleb(2) if percent else number
    grouped = bool(re.search(r"[#0][, \u00a0][#0]", bare))
    decimals = len(re.match(r"\d*", bare.partition(".")[2].replace("#", "0")).group())  # type: ignore[union-attr]
    if "0" not in bare and "#" not in bare:  # General, and texts
        digits = f"{abs(number):f}"
    else:
        rounded = abs(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)  # as spreadsheets round
        digits = f"{rounded:{',' if grouped else ''}f}"
    sign = locale.minus if number < 0 and digits.strip("0.,") else ""
    before, after = _words(positive)
    unit = ("\u00a0%" if language[:2] != "en" else "%") if percent else ""
    return before + sign + digits.translate({44: locale.group, 46: locale.decimal}) + unit + after


def day_text(text: str, language: str) -> str:
    """Return an ISO date as the language usually writes one."""
    return str(_language(language)[1]["date"](text))


def _words(form: str) -> tuple[str, str]:
    """The words in front of a format's digits and behind them: ``kr`` of ``"kr" #,##0``."""
    digits = [found.start() for found in re.finditer("[0#]", _LITERAL.sub(lambda m: "\x00" * len(m[0]), form))]
    if not digits:
        return "", ""
    parts = form[: digits[0]], form[digits[-1] + 1 :]
    words = ["".join([m[1] or m[2] or m[3] or "" for m in _LITERAL.finditer(part)]) for part in parts]
    spaced = [word.replace(" ", "\u00a0") for word in words]
    before = spaced[0] + ("\u00a0" if spaced[0] and not spaced[0].endswith("\u00a0") else "")
    after = ("\u00a0" if spaced[1] and not spaced[1].startswith("\u00a0") else "") + spaced[1]
    return before, after


def _language(language: str) -> tuple[Locale, dict[str, Callable[..., object]]]:
    if language not in _languages:
        _languages[language] = load_locale(language), filters(language)
    return _languages[language]
