"""The judges: each reads a finished .pptx from outside and returns its complaints, one string each.

They share no code with the package: python-pptx and lxml read the file, openxml-audit, pkgcheck and
the Open XML SDK validate it. ``tests/test_judges.py`` shows each of them a deck it has to catch.
"""

from __future__ import annotations

from tests.judges.accessibility import alt_texts, languages, properties, table_headers, titles
from tests.judges.arrangement import connectors, empty_placeholders, off_slide, overlaps
from tests.judges.contrast import contrasts
from tests.judges.lines import crossings
from tests.judges.package import audit, pkgcheck, sdk
from tests.judges.seed import missing_seed_words, pictures, words
from tests.judges.typography import autofit, font_sizes, theme_only

__all__ = [
    "alt_texts",
    "audit",
    "autofit",
    "connectors",
    "contrasts",
    "crossings",
    "empty_placeholders",
    "font_sizes",
    "languages",
    "missing_seed_words",
    "off_slide",
    "overlaps",
    "pictures",
    "pkgcheck",
    "properties",
    "sdk",
    "structure",
    "table_headers",
    "theme_only",
    "titles",
    "words",
]

STRUCTURE = (
    titles,
    languages,
    properties,
    alt_texts,
    table_headers,
    theme_only,
    autofit,
    font_sizes,
    off_slide,
    overlaps,
    connectors,
    crossings,
    empty_placeholders,
    contrasts,
)


def structure(path: str) -> list[str]:
    """Return what every judge but the validators complains of."""
    return [f"{judge.__name__}: {complaint}" for judge in STRUCTURE for complaint in judge(path)]
