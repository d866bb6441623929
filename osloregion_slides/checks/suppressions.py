"""Rules suppressed for a slide: ``off: {low-contrast: the photo is meant to be dim}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.outline.load import Outline

ALWAYS = frozenset(("bug", "not-a-presentation", "deck-damaged", "malformed-xml", "missing-part"))
"""Codes that cannot be suppressed, because no deck can be built with them."""


class Off(Record):
    """A rule suppressed for one slide, with the reason and the place in the outline."""

    slide: str
    code: str
    reason: str
    at: Location


def switched_off(outline: Outline) -> tuple[Off, ...]:
    """Return the suppressed rules of the outline's slides, in order."""
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
    """Return the findings that are not suppressed, and warnings about invalid suppressions.

    ``off`` is ``switched_off(outline)``; ``known`` are all codes (``messages.codes()``), None if the
    caller cannot afford them. A continued slide (``members-2``) follows its first. Without a reason a rule
    stays active, and a finding reports that.
    """
    if not off:
        return tuple(findings)
    quiet = {(rule.slide, rule.code) for rule in off if rule.reason and rule.code not in ALWAYS}
    left = [finding for finding in findings if not any((slide, finding.code) in quiet for slide in _owners(finding))]
    return (*left, *[one for rule in off for one in _invalid(rule, known)])


def _owners(finding: Finding) -> tuple[str, ...]:
    """Return the slide of a finding, and the slide that it continues, if any."""
    slide = finding.slide or finding.shape.partition("/")[0]
    base, _, number = slide.rpartition("-")
    return (slide, base) if base and number.isdecimal() else (slide,)


def _invalid(rule: Off, known: frozenset[str] | None) -> Iterable[Finding]:
    if not rule.reason:
        yield finding("off-without-reason", rule.at, on_slide=rule.slide, code=rule.code)
    elif rule.code in ALWAYS:
        yield finding("unused-suppression.always", rule.at, on_slide=rule.slide, code=rule.code)
    elif known is not None and rule.code not in known:
        from osloregion_slides.base.findings import meant

        near = meant(rule.code, sorted(known))
        yield finding("unused-suppression", rule.at, on_slide=rule.slide, code=rule.code, **near)
