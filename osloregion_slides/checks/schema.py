"""Validation of slides against the standard's content models: elements, their order, and attributes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, finding, term
from osloregion_slides.ooxml.attributes import MC, NEEDED, is_valid, prefixed, space_of, types_of
from osloregion_slides.ooxml.names import P14, A, C, P, R
from osloregion_slides.ooxml.order import content_models, places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase

    Fault = tuple[str, dict[str, Any]]
    """``code`` or ``code.form`` of a finding, and its values except the part."""


TYPES = {
    "bool": "0 or 1",
    "int": "a whole number",
    "hex": "six hex digits",
    "coord": "a length in EMU",
    "part": "thousandths of a percent",
}
"""Types of attributes in words for messages."""


def in_words(kind: str) -> Phrase | str:
    """Return a type in words for messages."""
    if kind.startswith("("):
        words = kind[1:-1].split("|")
        return ", ".join(words[:8]) + (" …" if len(words) > 8 else "")
    if kind in TYPES:
        return term(TYPES[kind])
    low, _, high = kind.partition("..")
    return term("a whole number from {low} to {high}", low=low, high=high)


XML = "http://www.w3.org/XML/1998/namespace"
STANDARD = ("http://schemas.openxmlformats.org/", "http://purl.org/dc/", "http://www.w3.org/")
"""Namespaces of the standard, which every program supports."""
GUARDED = frozenset({f"{{{A}}}ext", f"{{{P}}}ext", f"{{{C}}}ext", f"{{{A}}}graphicData", f"{{{MC}}}AlternateContent"})
"""Elements that may contain other namespaces, which programs ignore if unknown."""
_FALLBACK = f"{{{MC}}}Fallback"
"""Content for programs that do not support the choice; not checked, because PowerPoint's own pictures of ink lack
required properties there."""
_NAMESAKES = frozenset({(f"{{{P}}}spTgt", "p:bg"), (f"{{{P}}}sldLst", "p:sld")})
"""Parents and children that share the name of another element: the background of an animated shape, which is empty
(CT_TLShapeTargetElement), and a slide of a custom show, which is a relation (19.2.1.36)."""
_PATH, _GRADIENT = f"{{{A}}}path", f"{{{A}}}gradFill"
_STEPS = frozenset(f"{{{A}}}{name}" for name in ("close", "moveTo", "lnTo", "arcTo", "quadBezTo", "cubicBezTo"))
MAX_PER_PART = 20  # more findings about one part add nothing


def check_schema(root: Element, part: str) -> Iterator[Finding]:
    """Yield an error for each element and attribute that the standard does not allow there.

    At most ``MAX_PER_PART`` errors.
    """
    faults = (fault for element, guarded, ignored in _walk(root) for fault in _faults(element, guarded, ignored))
    for key, values in islice(faults, MAX_PER_PART):
        yield finding(key, part=part, **values)


def _walk(root: Element) -> Iterator[tuple[Element, bool, frozenset[str]]]:
    """Yield each element, whether it may contain other namespaces, and the ignorable namespaces."""
    waiting: list[tuple[Element, bool, frozenset[str]]] = [(root, False, frozenset())]
    while waiting:
        element, guarded, ignored = waiting.pop()
        prefixes = element.get(f"{{{MC}}}Ignorable")
        if prefixes:
            ignored |= {element.nsmap.get(prefix, "") for prefix in prefixes.split()}
        space = space_of(element.tag)
        if space in ignored and space:
            continue
        yield element, guarded, ignored
        if element.tag == _PATH:
            continue  # its thousands of points are checked as a whole
        inside = guarded or element.tag in GUARDED
        read = [child for child in reversed(element) if isinstance(child.tag, str) and child.tag != _FALLBACK]
        waiting += [(child, inside, ignored) for child in read]


def _faults(element: Element, guarded: bool, ignored: frozenset[str]) -> Iterator[Fault]:
    space = space_of(element.tag)
    if not guarded and space and not space.startswith(STANDARD):
        yield _fault("foreign-namespace", element, space=space[:80])
        return
    name = prefixed(element.tag)
    if element.tag == _PATH:
        yield from _path_steps(element)
        return
    above = element.getparent()
    if above is not None and (above.tag, name) in _NAMESAKES:
        return
    if name in content_models():
        yield from _children(element, name, ignored)
    yield from _attribute_faults(element, name, guarded, ignored)


def _fault(code: str, element: Element, **values: Any) -> Fault:
    return code, {"element": prefixed(element.tag), "line": element.sourceline, **values}


def _path_steps(element: Element) -> Iterator[Fault]:
    """Check the steps of a path; gradients have another element of the same name (20.1.8.46)."""
    if element.getparent() is not None and element.getparent().tag == _GRADIENT:
        return
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _STEPS:
            yield _fault("unknown-element", child, parent="a:path")


def _children(element: Element, name: str, ignored: frozenset[str]) -> Iterator[Fault]:
    """Compare the children with the content model."""
    model, allowed = content_models()[name], places(name)
    place = 0
    counts = [0] * len(model)
    has_alternatives = False
    for child in element:
        if not isinstance(child.tag, str) or space_of(child.tag) in ignored:
            continue
        if child.tag == f"{{{MC}}}AlternateContent":
            has_alternatives = True
            continue
        known = allowed.get(prefixed(child.tag), ())
        if not known:
            if space_of(child.tag).startswith(STANDARD):
                yield _fault("unknown-element", child, parent=name)
            continue
        ahead = [index for index in known if index >= place]
        index = ahead[0] if ahead else known[-1]
        if not ahead:
            yield _fault("element-order", child, parent=name)
        elif counts[index] and not model[index].many:
            yield _fault("element-repeated", child, parent=name)
        place = max(place, index)
        counts[index] += 1
    for step, count in zip(model, counts):
        if count < step.least and not has_alternatives:
            code = "empty-colour-map-override" if name == "p:clrMapOvr" else "missing-element"
            wanted = tuple([f"<{word}>" for word in sorted(step.names)][:3])
            yield _fault(code, element, wanted=wanted)


def _attribute_faults(element: Element, name: str, guarded: bool, ignored: frozenset[str]) -> Iterator[Fault]:
    types = types_of(element, name)
    for key, value in element.attrib.items():
        space = space_of(key)
        if space in ignored and space or space in (MC, XML):
            continue
        attribute = prefixed(key)
        if space and not space.startswith(STANDARD):
            if not guarded and space != P14:  # Keynote writes p14:dur bare, and PowerPoint opens it
                attribute = key.rpartition("}")[2]
                yield _fault("foreign-namespace.attribute", element, attribute=attribute, space=space[:80])
        elif types is None:
            continue
        elif attribute not in types:
            yield _fault("unknown-attribute", element, attribute=attribute)
        elif not is_valid(value, types[attribute]):
            expected = in_words(types[attribute])
            yield _fault("value-out-of-range", element, attribute=attribute, value=value[:40], expected=expected)
    for needed in NEEDED.get(name, ()):
        if element.get(f"{{{R}}}{needed[2:]}" if needed.startswith("r:") else needed) is None:
            yield _fault("missing-attribute", element, attribute=needed)
