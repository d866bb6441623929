"""Everything that can be said of a finished .pptx, ours or not."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.checks.accessibility import check_accessibility, with_lost_told_once
from osloregion_slides.checks.brand_rules import check_brand
from osloregion_slides.checks.contrast import check_contrast
from osloregion_slides.checks.language_rules import check_language
from osloregion_slides.checks.measured import check_fit
from osloregion_slides.checks.package import Opc, package_findings
from osloregion_slides.checks.pages import pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand


def check_presentation(data: bytes, brand: Brand | None = None) -> tuple[Finding, ...]:
    """Return the findings of all families about a .pptx; () for a deck that is whole, legible and accessible.

    With ``brand`` its colours, typefaces and layouts are asked for too. Never raises for what is in the
    file: what cannot be read is a finding, and what can is checked on.
    """
    try:
        opc = Opc(data)
    except InvalidInput as refused:
        return refused.findings
    found = [*package_findings(opc)]
    opc.drop_invalid()
    slides = pages(opc)
    found += with_lost_told_once(opc, slides, check_accessibility(slides))
    found += check_contrast(slides)
    found += check_fit(slides)
    found += check_brand(opc, slides, brand)
    found += check_language(opc, slides)
    return tuple(dict.fromkeys(found))
