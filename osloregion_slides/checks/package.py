"""Whether PowerPoint opens a file without a word: the package family, for any .pptx.

Knows no template and no outline, judges with the standard alone. XML is read without entities, document
types and network, archives within limits; hostile files give findings.
"""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, InvalidInput, error
from osloregion_slides.checks.opc import Opc
from osloregion_slides.checks.parts import check_parts, is_xml
from osloregion_slides.checks.repair import check_presentation_part, check_slide_part
from osloregion_slides.checks.schema import check_schema
from osloregion_slides.ooxml.names import A, C, P
from osloregion_slides.ooxml.package import TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SHEETS = tuple([f"{{{P}}}{name}" for name in ("sld", "sldLayout", "sldMaster", "notes", "notesMaster")])
_CHECKED = tuple([f"{{{space}}}" for space in (P, A, C)])
STRICT = "http://purl.oclc.org/ooxml/"


def check_package(data: bytes) -> tuple[Finding, ...]:
    """Return what PowerPoint would refuse, repair or drop in a .pptx; () where it opens it without a word.

    Errors are broken rules of the standard (ECMA-376) and of the package; warnings are what was seen in
    files that were repaired, and harmless in others.
    """
    try:
        opc = Opc(data)
    except InvalidInput as refused:
        return refused.findings
    return package_findings(opc)


def package_findings(opc: Opc) -> tuple[Finding, ...]:
    """Return the findings of an opened package, each once."""
    for part in opc.parts:
        if is_xml(part):
            opc.root(part)
    found = [*opc.findings]
    if not opc.main:
        found += _no_presentation(opc)
    found += [*check_parts(opc), *check_presentation_part(opc)]
    for part in opc.parts:
        found += _check_part(opc, part)
    return tuple(dict.fromkeys(found))


def _no_presentation(opc: Opc) -> Iterator[Finding]:
    if opc.findings and TYPES not in opc.parts:
        return
    strict = any(relation.type.startswith(STRICT) for relation in opc.rows(""))
    why = "this deck is saved as Strict Open XML" if strict else "there is no presentation in this file"
    hint = "open it in PowerPoint and save it as an ordinary .pptx" if strict else "name a .pptx file"
    yield error("not-a-presentation", None, why, hint)


def _check_part(opc: Opc, part: str) -> Iterator[Finding]:
    if not part.endswith(".xml") or part == TYPES:
        return
    root = opc.root(part)
    if root is None or not root.tag.startswith(_CHECKED):
        return
    yield from check_schema(root, part)
    if root.tag in _SHEETS:
        yield from check_slide_part(opc, part, root)
