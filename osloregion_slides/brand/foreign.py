"""A brand that somebody else made: a .pptx, a .potx, or a .yaml that names one."""

from __future__ import annotations

import os

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, error
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Pt
from osloregion_slides.brand.normalise import normalise
from osloregion_slides.brand.opc import read_package, write_package
from osloregion_slides.brand.read import TemplateOverrides, read_brand
from osloregion_slides.brand.values import ROLES
from osloregion_slides.ooxml.zip import MAX_TEMPLATE
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Sequence, text_of
from osloregion_slides.outline.read import read_outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.workspace import Workspace

KEYS = ("template", "layouts", "scale", "name", "language")


class BrandFile(Record):
    """What a .yaml says about a template: where it is, and which layouts and sizes to use; ``at`` is where."""

    template: str
    wish: TemplateOverrides
    at: Location | None = None


def load_template(path: str, workspace: Workspace) -> Brand:
    """Return the brand of a template, or of a brand file that names one; its ``package`` is normalised.

    InvalidInput with everything wrong in the brand file, or with what is wrong with the template, and
    where a brand file leads out of the workspace.
    """
    file = BrandFile(path, TemplateOverrides())
    if path.lower().endswith((".yaml", ".yml")):
        file = read_brand_file(_bytes(path, "missing-file"), path)
        if not workspace.holds(file.template):
            hint = "copy the template into the folder of the outline"
            raise InvalidInput([error("outside-workspace", file.at, "the template is outside the workspace", hint)])
    return brand_of(file, os.path.splitext(os.path.basename(path))[0])


def brand_of(file: BrandFile, name: str) -> Brand:
    """Return the brand that a brand file describes, its template read and normalised."""
    package = normalise(read_package(_bytes(file.template, "missing-template", file.at), file.template), file.template)
    return read_brand(package, name, file.template, file.wish).replace(package=write_package(package))


def read_brand_file(data: bytes, path: str) -> BrandFile:
    """Return what a brand file says; InvalidInput with every error in it."""
    root, found = read_outline(data, path)
    findings = list(found)
    if not isinstance(root, Mapping):
        raise InvalidInput(findings or [error("brand-empty", Location(path), "the brand file has no keys")])
    for entry in root.entries:
        if entry.key.text not in KEYS:
            hint = did_you_mean(entry.key.text, KEYS)
            findings.append(error("unknown-key", entry.key.at, f"`{entry.key.text}` is no key here", hint))
    node = root.get("template")
    template = text_of(node)
    if not template:
        findings.append(
            error("missing-key", root.at, "the brand file names no `template`", "such as `template: our.potx`")
        )
    wish = TemplateOverrides(_layouts(root.get("layouts"), findings), _scale(root.get("scale"), findings))
    if any(finding.severity == "error" for finding in findings):
        raise InvalidInput(findings)
    return BrandFile(os.path.join(os.path.dirname(path), template), wish, node.at if node else None)


def _layouts(node: Node | None, findings: list[Finding]) -> tuple[tuple[str, str, Location], ...]:
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        findings.append(error("wrong-type", node.at, "`layouts` is a mapping of roles to layout names"))
        return ()
    for entry in node.entries:
        if entry.key.text not in ROLES:
            hint = did_you_mean(entry.key.text, ROLES)
            findings.append(error("unknown-key", entry.key.at, f"`{entry.key.text}` is no role of a layout", hint))
        elif not text_of(entry.value):
            findings.append(error("wrong-type", entry.value.at, f"`{entry.key.text}` is the name of a layout"))
    return tuple((entry.key.text, text_of(entry.value), entry.value.at) for entry in node.entries)


def _scale(node: Node | None, findings: list[Finding]) -> tuple[Pt, ...]:
    """Return the type scale of ``scale:``, () without one or with a finding."""
    if node is None:
        return ()
    texts = [text_of(item) for item in node.items] if isinstance(node, Sequence) else []
    try:
        sizes = [float(text) for text in texts]
    except ValueError:
        sizes = []
    if not sizes or sizes != sorted(set(sizes), reverse=True) or not 12 <= sizes[-1] <= sizes[0] <= 96:
        hint = "such as `[40, 32, 28, 24, 20, 18, 16, 14, 12]`"
        findings.append(error("bad-scale", node.at, "`scale` is a list of sizes from 96 down to 12 points", hint))
        return ()
    return tuple(Pt(size) for size in sizes)


def _bytes(path: str, code: str, at: Location | None = None) -> bytes:
    try:
        return read_bytes(path, MAX_TEMPLATE)
    except OSError as problem:
        why = "is not there" if isinstance(problem, FileNotFoundError) else f"cannot be read ({problem.strerror})"
        raise InvalidInput([error(code, at or Location(path), f"the file `{path}` {why}", _near(path))]) from None


def _near(path: str) -> str:
    """Return a hint with the file of the folder whose name is nearest."""
    folder, name = os.path.split(path)
    try:
        names = [
            n for n in sorted(os.listdir(folder or ".")) if n.lower().endswith((".pptx", ".potx", ".yaml", ".yml"))
        ]
    except OSError:
        return ""
    return did_you_mean(name, names)
