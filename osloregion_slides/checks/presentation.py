"""All checks of any finished .pptx, including those of brand and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, InvalidInput, finding
from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.brand.wording import usual_name
from osloregion_slides.checks.accessibility import check_accessibility, with_dropped_texts_once
from osloregion_slides.checks.contrast import check_contrast
from osloregion_slides.checks.measured import check_fit
from osloregion_slides.checks.package import Opc, package_findings
from osloregion_slides.checks.pages import Item, Page, on, pages, quoted
from osloregion_slides.ooxml.colour import ELEMENTS
from osloregion_slides.ooxml.names import REL_CHART, REL_CORE, REL_CUSTOM, REL_NOTES, A, P

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.brand.values import Brand


# Conformity with the brand: theme colours and typefaces, known layouts, no leftovers.

NOTICED, MEANT = EMU_PER_PT, 12 * EMU_PER_PT
"""A title less than a point off its position is not seen to jump between slides; more than a line is deliberate."""
_LITERAL = tuple([f"{{{A}}}{name}" for name in ELEMENTS if name != "schemeClr"])
_FACES = tuple([f"{{{A}}}{name}" for name in ("latin", "ea", "cs")])


def check_brand(opc: Opc, pages: tuple[Page, ...], brand: Brand | None) -> Iterator[Finding]:
    """Yield findings about deviations from the brand; without one, only about shapes off the slide."""
    for page in pages:
        for item in page.items:
            yield from _off_slide(page, item)
            if brand is not None and item.kind != "grpSp":
                yield from _foreign_formats(page, item, [item.element])
                yield from _off_grid(page, item)
        if brand is not None:
            yield from _layout(page, brand)
            for part in opc.all_related(page.part, REL_CHART):
                chart = opc.root(part)
                frame = next((item for item in page.items if item.kind == "graphicFrame"), None)
                yield from _foreign_formats(page, frame, [chart] if chart is not None else [])


def _foreign_formats(page: Page, item: Item | None, roots: list[Element]) -> Iterator[Finding]:
    """Report each colour and typeface that is not from the theme."""
    colours: dict[str, None] = {}
    faces: dict[str, None] = {}
    for root in roots:
        for element in root.iter(*_LITERAL):
            colours[element.get("val") or element.tag.rpartition("}")[2]] = None
        for element in root.iter(*_FACES):
            face = element.get("typeface", "")
            if face and not face.startswith("+"):
                faces[face] = None
    for colour in colours:
        yield on(page, item, "foreign-colour", colour=colour[:20])
    for face in faces:
        yield on(page, item, "foreign-typeface", typeface=quoted(face))


def _layout(page: Page, brand: Brand) -> Iterator[Finding]:
    common = page.layout.find(f"{{{P}}}cSld") if page.layout is not None else None
    name = common.get("name", "") if common is not None else ""
    known = tuple(dict.fromkeys([layout.name for layout in brand.layouts]))
    usual = usual_name(name, page.layout.get("matchingName", "")) if page.layout is not None else ""
    if usual not in [usual_name(one) for one in known]:
        yield on(page, None, "foreign-layout", slide=page.number, layout=quoted(name), known=known)


def _off_slide(page: Page, item: Item) -> Iterator[Finding]:
    """Report a shape outside the slide."""
    width, height, box = page.width, page.height, item.box
    if not width or box is None or item.groups or item.kind == "cxnSp":
        return
    if (box.x >= width or box.y >= height or box.right <= 0 or box.bottom <= 0) and (box.w or box.h):
        yield on(page, item, "beside-slide", object=item.name)


def _off_grid(page: Page, item: Item) -> Iterator[Finding]:
    """Report a placeholder slightly off its position in the layout; if its size differs too, that is deliberate."""
    box, place = item.box, item.inherited.box
    if box is None or place is None or item.groups or item.placeholder not in ("title", "ctrTitle", "subTitle", "body"):
        return
    off = max(abs(box.x - place.x), abs(box.y - place.y))
    if NOTICED <= off <= MEANT and max(abs(box.w - place.w), abs(box.h - place.h)) <= MEANT:
        yield on(page, item, "off-grid", text=quoted(item.text), points=round(off / EMU_PER_PT))


# The language of a deck, on which screen readers, spelling and hyphenation depend.

_DC = "http://purl.org/dc/elements/1.1/"
_WORDS = tuple([f"{{{A}}}{name}" for name in ("r", "fld")])


def check_language(opc: Opc, pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield findings about runs without a language, on slides and in notes, and documents without title or language."""
    yield from _document(opc)
    for page in pages:
        for item in page.items:
            if item.kind != "grpSp":
                found = _untagged(item.element)
                if found:
                    yield on(page, item, "untagged-language", text=quoted(found[0]), more=len(found) - 1 or "")
        for part in opc.all_related(page.part, REL_NOTES):
            notes = opc.root(part)
            found = _untagged(notes) if notes is not None else []
            if found:
                yield on(page, None, "untagged-language.notes", text=quoted(found[0]), more=len(found) - 1 or "")


def _untagged(root: Element) -> list[str]:
    """Return the texts of runs without a language (a:rPr@lang, ECMA-376 Part 1, 21.1.2.3.9)."""
    found = []
    for run in root.iter(*_WORDS):
        properties = run.find(f"{{{A}}}rPr")
        text = run.findtext(f"{{{A}}}t") or ""
        if text.strip() and (properties is None or not properties.get("lang")):
            found.append(text)
    return found


def _is_built(opc: Opc) -> bool:
    """Return whether this tool built the deck; PowerPoint and others do not write a language of the document."""
    root = opc.root(opc.related("", REL_CUSTOM))
    return root is not None and any(one.get("name", "").startswith("osr.") for one in root)


def _document(opc: Opc) -> Iterator[Finding]:
    root = opc.root(opc.related("", REL_CORE))
    title, language = [root.findtext(f"{{{_DC}}}{name}") if root is not None else "" for name in ("title", "language")]
    if not (title or "").strip():
        yield finding("document-without-title")
    if not (language or "").strip() and _is_built(opc):
        yield finding("document-without-language")


def check_presentation(data: bytes, brand: Brand | None = None) -> tuple[Finding, ...]:
    """Return the findings of all families about a .pptx; () for a valid, legible and accessible deck.

    With ``brand``, colours, typefaces and layouts are checked too. Never raises for the content of the
    file: unreadable parts are findings, and all others are checked.
    """
    try:
        opc = Opc(data)
    except InvalidInput as refused:
        return refused.findings
    found = [*package_findings(opc)]
    opc.drop_invalid()
    slides = pages(opc)
    found += with_dropped_texts_once(opc, slides, check_accessibility(slides))
    found += check_contrast(slides)
    found += check_fit(slides)
    found += check_brand(opc, slides, brand)
    found += check_language(opc, slides)
    return tuple(dict.fromkeys(found))
