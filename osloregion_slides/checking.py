"""The findings of a whole outline, and of any .pptx: every family of rules over both."""

from __future__ import annotations

from osloregion_slides.base.findings import Location, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.base.findings import Finding
    from osloregion_slides.outline.load import Outline

OUTLINES = (".yaml", ".yml")


def check_outline(outline: Outline, strict: bool = False) -> tuple[Finding, ...]:
    """Return the findings of an outline's deck; those of its package get the outline's line.

    ``strict``: a missing or stale translation is an error. InvalidInput where no deck can be made.
    """
    from osloregion_slides.checks.catalogue import codes
    from osloregion_slides.checks.facts import check_facts
    from osloregion_slides.checks.presentation import check_presentation
    from osloregion_slides.checks.suppressions import switched_off, without_switched_off
    from osloregion_slides.checks.translations import check_translations
    from osloregion_slides.drafting import composed
    from osloregion_slides.outline.translations import strictly
    from osloregion_slides.pptx.write import write_deck

    deck, brand, findings = composed(outline)
    known = {(finding.code, finding.slide, finding.shape) for finding in findings}
    places = {slide.key: slide.at for slide in deck.slides}
    written = [
        finding if finding.at else finding.replace(at=places.get(finding.slide))
        for finding in check_presentation(write_deck(deck, brand), brand)
        if (finding.code, finding.slide, finding.shape) not in known
    ]
    found = (*findings, *check_facts(outline), *check_translations(outline), *written)
    found = strictly(found) if strict else found
    return without_switched_off(dict.fromkeys(found), switched_off(outline), codes())


def check_file(path: str, brand: str = "") -> tuple[Finding, ...]:
    """Return the findings of any .pptx; where a brand is named, of what strays from it too."""
    from osloregion_slides.base.files import read_bytes
    from osloregion_slides.brand.load import load_brand
    from osloregion_slides.checks.presentation import check_presentation
    from osloregion_slides.ooxml.zip import MAX_FILE
    from osloregion_slides.outline.read import near_file

    kept_to = load_brand(brand, ".") if brand else None
    try:
        found = check_presentation(read_bytes(path, MAX_FILE), kept_to)
        return tuple([finding for finding in found if finding.code == "not-a-presentation"]) or found
    except IsADirectoryError:
        return (error("missing-file", Location(path), "this is a folder", "name the .yaml or .pptx files in it"),)
    except OSError as problem:
        message = "there is no such file" if isinstance(problem, FileNotFoundError) else str(problem.strerror)
        return (error("missing-file", Location(path), message, near_file(path, (".pptx",))),)
