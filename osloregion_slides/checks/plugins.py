"""Checks of plug-ins that an outline names under ``checks:``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.plugins import Plugin, PluginFault, look_up

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.scene import Deck


def plugin_checks(deck: Deck, brand: Brand, outline: Fields) -> tuple[Finding, ...]:
    """Return the findings of the checks in the outline, which are functions of the deck's Scene and the brand.

    A finding without a place gets that of its slide. ``unknown-check`` for a name that no package provides; an
    exception in a check becomes a finding with the name of its package.
    """
    places = {slide.key: slide.at for slide in deck.slides}
    found: list[Finding] = []
    for name, at in zip(outline.strings("checks"), outline.places("checks")):
        try:
            check = look_up("checks", name, at)
        except PluginFault as fault:
            found += fault.findings
            continue
        if check is None:
            found.append(finding("unknown-check", at, name=name))
            continue
        try:
            results = tuple(check.value(deck, brand))
        except Exception as bug:  # foreign code
            found.append(check.failed(bug, at))
            continue
        found += [
            _named(one, check).replace(at=one.at or places.get(one.slide, at)) for one in results if _is_valid(one)
        ]
        found += [check.failed("a check has to return findings", at) for one in results if not _is_valid(one)][:1]
    return tuple(found)


def _is_valid(one: object) -> bool:
    if not isinstance(one, Finding) or one.severity not in ("error", "warning", "note"):
        return False
    return all([isinstance(text, str) for text in (one.code, one.message, one.hint, one.slide, one.shape)])


def _named(one: Finding, check: Plugin) -> Finding:
    """Return the finding with the code ``name/code``, so that built-in codes keep their meaning."""
    return one if one.code.startswith(f"{check.name}/") else one.replace(code=f"{check.name}/{one.code}")
