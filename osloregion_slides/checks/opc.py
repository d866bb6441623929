"""The package of any .pptx as it is, right or wrong: what cannot be read is a finding, and the rest is read on."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, error
from osloregion_slides.ooxml.names import REL_DOCUMENT
from osloregion_slides.ooxml.package import TYPES, Package, Policy
from osloregion_slides.pptx.reading.package import deck_finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.ooxml.package import Problem
    from osloregion_slides.ooxml.zip import Member

XML_TYPES = (".xml", ".rels", ".vml")


class Opc(Package):
    """A package under check: of bytes with every member read to its end, of ``members`` only what is asked for."""

    def __init__(self, data: bytes | Mapping[str, Member]) -> None:
        # without comments and processing instructions every node is an element
        super().__init__(data, Policy(_finding, strict=False, elements_only=True))
        if isinstance(data, bytes):
            self.verify()
            if TYPES not in self.members:
                from osloregion_slides.pptx.reading.package import not_office

                self.findings.append(error("not-a-presentation", None, *not_office(self.members)))

    @property
    def parts(self) -> Mapping[str, Member]:
        """The members by name."""
        return self.members

    @property
    def main(self) -> str:
        """The presentation part's name, "" where there is none."""
        return self.related("", REL_DOCUMENT)

    def drop_invalid(self) -> None:
        """Take the attributes whose values cannot be out of what was parsed, so that it can be read on."""
        from osloregion_slides.checks.schema import drop_invalid

        for root in self._roots.values():
            if root is not None:
                drop_invalid(root)


def _finding(problem: Problem) -> Finding:
    part, why = f"`{problem.part}`", problem.why
    match problem.kind:
        case "duplicate":
            message, hint = f"{part} stands in the archive twice", "pack the file anew: keep one of them"
            return error("duplicate-entry", None, message, hint)
        case "bad-name":
            hint = "a part's name has no backslash, colon, control character or empty, `.` or `..` step"
            return error("bad-part-name", None, f"the archive holds a file of the name {problem.part!r}", hint)
        case "damaged-part":
            hint = "take a copy from before, or open the deck in PowerPoint and save it"
            return error("damaged-part", None, f"{part} cannot be unpacked ({why})", hint)
        case "part-too-large" | "too-many-nodes":
            return error("part-too-large", None, why, "nobody can open it")
        case "no-xml":
            return error("malformed-xml", None, why, "take a copy from before; it cannot be opened")
        case "document-type":
            return error("document-type", None, why, "no presentation has one: take it out")
    return deck_finding(problem, "")
