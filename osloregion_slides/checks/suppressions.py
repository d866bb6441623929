"""What an outline says of checks: those of plug-ins that it names, and rules that are switched off for a slide.

``off: {low-contrast: the photo is meant to be dim}`` on a slide, ``checks:`` on the deck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Mapping, Scalar
from osloregion_slides.plugins import Plugin, PluginFault, look_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck

ALWAYS = frozenset(("bug", "not-a-presentation", "deck-damaged", "malformed-xml", "missing-part"))
"""Codes that no slide can switch off: no deck can be made with them."""


class Off(Record):
    """A rule that one slide has switched off, why, and where it says so."""

    slide: str
    code: str
    reason: str
    at: Location


def switched_off(outline: Outline) -> tuple[Off, ...]:
    """Return the rules that the outline's slides have switched off, in their order."""
    found = []
    for source in outline.slides:
        node = source.fields.node.get("off")
        for entry in node.entries if isinstance(node, Mapping) else ():
            reason = entry.value.text.strip() if isinstance(entry.value, Scalar) and not entry.value.is_null else ""
            found.append(Off(source.id, entry.key.text, reason, entry.key.at))
    return tuple(found)


def without_switched_off(
    findings: Iterable[Finding], off: tuple[Off, ...], known: frozenset[str] | None = None
) -> tuple[Finding, ...]:
    """Return the findings that no slide has switched off, and warnings about what is switched off wrongly.

    ``off`` is ``switched_off(outline)``; ``known`` are the codes there are (``messages.codes()``), where the
    caller can afford to ask. A continued slide (``members-2``) follows its first. Without a reason a rule
    stays on, and the finding says so.
    """
    if not off:
        return tuple(findings)
    quiet = {(rule.slide, rule.code) for rule in off if rule.reason and rule.code not in ALWAYS}
    left = [finding for finding in findings if not any((slide, finding.code) in quiet for slide in _owners(finding))]
    return (*left, *[said for rule in off for said in _wrong(rule, known)])


def _owners(finding: Finding) -> tuple[str, ...]:
    """Return the slide of a finding, and the one it continues."""
    slide = finding.slide or finding.shape.partition("/")[0]
    base, _, number = slide.rpartition("-")
    return (slide, base) if base and number.isdecimal() else (slide,)


def _wrong(rule: Off, known: frozenset[str] | None) -> Iterable[Finding]:
    if not rule.reason:
        yield finding("off-without-reason", rule.at, on_slide=rule.slide, code=rule.code)
    elif rule.code in ALWAYS:
        yield finding("unused-suppression.always", rule.at, on_slide=rule.slide, code=rule.code)
    elif known is not None and rule.code not in known:
        from osloregion_slides.base.findings import meant

        near = meant(rule.code, sorted(known))
        yield finding("unused-suppression", rule.at, on_slide=rule.slide, code=rule.code, **near)


# Checks of plug-ins that an outline names under ``checks:``.


def plugin_checks(deck: Deck, brand: Brand, outline: Fields) -> tuple[Finding, ...]:
    """Return what the checks say that the outline names: each is a function of the deck's Scene and the brand.

    A finding without a place gets that of its slide. ``unknown-check`` for a name that no package brings; what goes
    wrong in a check is a finding that names its package.
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
            said = tuple(check.value(deck, brand))
        except Exception as bug:  # it runs somebody's code
            found.append(check.failed(bug, at))
            continue
        found += [_sound(one, check).replace(at=one.at or places.get(one.slide, at)) for one in said if _fit(one)]
        found += [check.failed("a check has to return findings", at) for one in said if not _fit(one)][:1]
    return tuple(found)


def _fit(one: object) -> bool:
    if not isinstance(one, Finding) or one.severity not in ("error", "warning", "note"):
        return False
    return all([isinstance(text, str) for text in (one.code, one.message, one.hint, one.slide, one.shape)])


def _sound(one: Finding, check: Plugin) -> Finding:
    """The finding under a code that names the check: ``name/code``, so that ours keep their meaning."""
    return one if one.code.startswith(f"{check.name}/") else one.replace(code=f"{check.name}/{one.code}")
