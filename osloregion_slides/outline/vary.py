"""The outline of one occasion: what it extends, its audience, the settings of the command line."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Sequence, identity
from osloregion_slides.outline.overlay import lay_over
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Layer(Value):
    """A tree before and after something was laid over it: an audience by its name, or ("") an outline that extends."""

    before: Mapping
    after: Mapping
    audience: str = ""


def vary(
    trees: tuple[Mapping, ...],
    audience: str,
    settings: tuple[tuple[str, str], ...],
    schema: dict[str, Any],
) -> tuple[Mapping, tuple[Layer, ...], tuple[Finding, ...]]:
    """Return the tree of an occasion, what was laid over what on the way, and what is wrong with the variation.

    ``trees`` are laid over one another, the base first; then the audience of this name (``""`` for none),
    then each setting (path, value). All audiences are tried, so that a fault in any of them is told.
    """
    findings: list[Finding] = []
    layers: list[Layer] = []
    document = _without(trees[0], "audiences")
    for tree in trees[1:]:
        laid, faults = lay_over(document, _without(tree, "audiences"))
        layers.append(Layer(document, laid))
        document = laid
        findings += faults
    document = _without(document, "extends")
    document, audiences, more = _for_audience(document, _overlays(trees), audience, _ids(trees[:-1]))
    findings += more
    for path, text in settings:
        from osloregion_slides.outline.settings import set_value

        document, faults = set_value(document, path, text, schema)
        findings += faults
    return document, (*layers, *audiences), tuple(findings)


def _overlays(trees: tuple[Mapping, ...]) -> dict[str, list[Mapping]]:
    """What each audience lays over the outline: its overlay in the base first, then those of what extends it."""
    found: dict[str, list[Mapping]] = {}
    for tree in trees:
        audiences = tree.get("audiences")
        for entry in audiences.entries if isinstance(audiences, Mapping) else ():
            overlays = found.setdefault(entry.key.text, [])
            if isinstance(entry.value, Mapping):
                overlays.append(entry.value)
    return found


def _for_audience(
    base: Mapping, audiences: dict[str, list[Mapping]], audience: str, gone: frozenset[str]
) -> tuple[Mapping, list[Layer], list[Finding]]:
    chosen = base
    layers: list[Layer] = []
    findings: list[Finding] = []
    if audience and audience not in audiences:
        hint = did_you_mean(audience, list(audiences)) or "the outline has no `audiences:`"
        findings.append(error("unknown-audience", Span("--audience"), f"there is no audience `{audience[:60]}`", hint))
    for name, overlays in audiences.items():
        varied = base
        for overlay in overlays:
            varied, more = lay_over(varied, overlay, gone | _ids((base,)) if varied is not base else gone)
            findings += more
        layers.append(Layer(base, varied, name))
        if name == audience:
            chosen = varied
    return chosen, layers, findings


def _ids(trees: tuple[Mapping, ...]) -> frozenset[str]:
    """The ids of the slides of these outlines: those that the last one has not, it has removed."""
    slides = [tree.get("slides") for tree in trees]
    return frozenset([identity(item) for node in slides if isinstance(node, Sequence) for item in node.items])


def _without(document: Mapping, key: str) -> Mapping:
    if document.get(key) is None:
        return document
    return Mapping(tuple([entry for entry in document.entries if entry.key.text != key]), document.at)
