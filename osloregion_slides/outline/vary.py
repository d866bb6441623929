"""The outline of one occasion: what it extends, its audience, the settings of the command line."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Sequence, identity
from osloregion_slides.outline.overlay import lay_over

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def vary(
    trees: tuple[Mapping, ...],
    audience: str,
    settings: tuple[tuple[str, str], ...],
    schema: dict[str, Any],
) -> tuple[Mapping, tuple[Mapping, ...], tuple[Finding, ...]]:
    """Return the tree of an occasion, those of the other audiences, and what is wrong with the variation.

    ``trees`` are laid over one another, the base first; then the audience of this name (``""`` for none),
    then each setting (path, value). All audiences are tried, so that a fault in any of them is told.
    """
    findings: list[Finding] = []
    document = trees[0]
    for tree in trees[1:]:
        document, faults = lay_over(document, tree)
        findings += faults
    document = _without(document, "extends")
    document, others, more = _for_audience(document, audience, _ids(trees[:-1]))
    findings += more
    for path, text in settings:
        from osloregion_slides.outline.settings import set_value

        document, faults = set_value(document, path, text, schema)
        findings += faults
    return document, others, tuple(findings)


def _for_audience(
    document: Mapping, audience: str, gone: frozenset[str]
) -> tuple[Mapping, tuple[Mapping, ...], list[Finding]]:
    audiences = document.get("audiences")
    entries = audiences.entries if isinstance(audiences, Mapping) else ()
    base = _without(document, "audiences")
    chosen, others, findings = base, [], []
    names = [entry.key.text for entry in entries]
    if audience and audience not in names:
        hint = did_you_mean(audience, names) or "the outline has no `audiences:`"
        findings.append(error("unknown-audience", Span("--audience"), f"there is no audience `{audience[:60]}`", hint))
    for entry in entries:
        if isinstance(entry.value, Mapping):
            varied, more = lay_over(base, entry.value, gone)
            findings += more
            if entry.key.text == audience:
                chosen = varied
            else:
                others.append(varied)
    return chosen, tuple(others), findings


def _ids(trees: tuple[Mapping, ...]) -> frozenset[str]:
    """The ids of the slides of these outlines: those that the last one has not, it has removed."""
    slides = [tree.get("slides") for tree in trees]
    return frozenset([identity(item) for node in slides if isinstance(node, Sequence) for item in node.items])


def _without(document: Mapping, key: str) -> Mapping:
    if document.get(key) is None:
        return document
    return Mapping(tuple([entry for entry in document.entries if entry.key.text != key]), document.at)
