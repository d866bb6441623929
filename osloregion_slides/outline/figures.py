"""Figures and days out of tables: as numbers for expressions, as texts in the deck's language for slides."""

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
"""Truth values as Excel writes them in a language."""
_languages: dict[str, tuple[Locale, dict[str, Callable[..., object]]]] = {}


def shown(value: object, language: str) -> str:
    """Return a value out of a table as its table shows it, others as they are."""
    return figure_text(value.figure, language) if isinstance(value, Whole | Fraction | Day) else str(value)


def figure_text(figure: Figure, language: str) -> str:
    """Return a figure as its table shows it, with the language's own signs: ``1 607,5`` in Norwegian, ``1,607.5``.

    A format that is not known as a whole shows the number as ``General`` does.
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
    """Return the rules of a language, read once."""
    return _language(language)[0]


def day_text(text: str, language: str) -> str:
    """Return an ISO date as the language usually writes one."""
    return str(_language(language)[1]["date"](text))


def month_text(text: str, language: str) -> str:
    """Return the month of an ISO date as the language writes one: ``juni 2025``."""
    return str(_language(language)[1]["date"](text, "month"))


def _language(language: str) -> tuple[Locale, dict[str, Callable[..., object]]]:
    if language not in _languages:
        _languages[language] = load_locale(language), filters(language)
    return _languages[language]
