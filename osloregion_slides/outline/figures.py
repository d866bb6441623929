"""Figures and days from tables: as numbers for expressions, as texts in the deck's language for slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.outline.facts import Day, Fraction, Whole
from osloregion_slides.outline.filters import filters
from osloregion_slides.outline.locales import Locale, load_locale

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.outline.nodes import Figure


TRUTH = {
    "nb": ("USANN", "SANN"), "nn": ("USANN", "SANN"), "en": ("FALSE", "TRUE"), "da": ("FALSK", "SAND"),
    "sv": ("FALSKT", "SANT"), "de": ("FALSCH", "WAHR"), "fi": ("EPÄTOSI", "TOSI"), "fr": ("FAUX", "VRAI"),
}  # fmt: skip
"""Truth values as Excel shows them, by language."""
_languages: dict[str, tuple[Locale, dict[str, Callable[..., object]]]] = {}


def shown(value: object, language: str) -> str:
    """Return a table's value as its table shows it, other values as text."""
    return figure_text(value.figure, language) if isinstance(value, Whole | Fraction | Day) else str(value)


def figure_text(figure: Figure, language: str) -> str:
    """Return a figure as its table shows it, with the language's separators: ``1 607,5`` in Norwegian, ``1,607.5``.

    An unsupported format shows the number as ``General`` does.
    """
    from decimal import Decimal

    from osloregion_slides.outline.date_format import shown_moment, shown_time
    from osloregion_slides.outline.number_format import is_dated, shown_number

    if figure.form == "boolean":
        return TRUTH.get(language[:2], TRUTH["en"])[figure.text == "true"]
    if figure.form == "date":
        return day_text(figure.text, language)
    locale, _ = _language(language)
    if is_dated(figure.form):
        if figure.is_number:
            return shown_time(Decimal(figure.text), figure.form, locale) or shown_number(
                Decimal(figure.text), "General", locale
            )
        return shown_moment(figure.text, figure.form, locale) or day_text(figure.text[:10], language)
    return shown_number(Decimal(figure.text), figure.form, locale)


def locale_of(language: str) -> Locale:
    """Return the locale of a language, cached."""
    return _language(language)[0]


def day_text(text: str, language: str) -> str:
    """Return an ISO date in the language's default style."""
    return str(_language(language)[1]["date"](text))


def month_text(text: str, language: str) -> str:
    """Return month and year of an ISO date in a language: ``juni 2025``."""
    return str(_language(language)[1]["date"](text, "month"))


def _language(language: str) -> tuple[Locale, dict[str, Callable[..., object]]]:
    if language not in _languages:
        _languages[language] = load_locale(language), filters(language)
    return _languages[language]
