"""Rules that are switched off for a slide: ``off: {low-contrast: the photo is meant to be dim}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.outline.load import Outline

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
