"""Whether the findings of a check are true: each is confirmed by an independent reader of the file.

python-pptx and the archive's own bytes for what stands in the file, LibreOffice for heights, and the pixels of
what it draws for contrast. They share no code with the checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_AUTO_SIZE

from osloregion_slides.base.findings import Finding
from tests.checks.drawn import cut, grown
from tests.checks.witness import A, P, Witness, names, walk
from tests.judges import audit
from tests.judges import read as judges

TITLES = (1, 3)  # PP_PLACEHOLDER.TITLE, CENTER_TITLE


def described(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "").strip()


def undescribed(witness: Witness, finding: Finding) -> bool:
    if finding.shape:
        return any(not described(shape) for shape in witness.shapes(finding))
    bare = [shape.name for slide in witness.slides for shape in walk(slide.shapes) if not described(shape)]
    values: dict[str, Any] = dict(finding.values)
    named = [name for name in (*values["texts"], *values["marks"]) if name != "…"]
    return len(named) > 0 and set(named) <= set(bare) and values["text_count"] + values["mark_count"] <= len(bare)


def title_of(slide: Any) -> str:
    placed = [shape for shape in walk(slide.shapes) if shape.is_placeholder]
    titles = [shape for shape in placed if shape.placeholder_format.type in TITLES]
    return next((" ".join(shape.text_frame.text.split()) for shape in titles if shape.text_frame.text.strip()), "")


def untagged(element: Any) -> bool:
    for run in element.iter(A + "r", A + "fld"):
        properties, text = run.find(A + "rPr"), run.findtext(A + "t") or ""
        if text.strip() and (properties is None or not properties.get("lang")):
            return True
    return False


def language(witness: Witness, finding: Finding) -> bool:
    if finding.form == "notes":
        return untagged(witness.slide(finding).notes_slide._element)
    return any(untagged(shape.element) for shape in witness.shapes(finding))


def read_before_title(witness: Witness, finding: Finding) -> bool:
    speaking = [
        shape
        for shape in witness.slide(finding).shapes
        if (shape.has_text_frame and shape.text_frame.text.strip()) or not shape.has_text_frame
    ]
    first = speaking[0]
    return not (first.is_placeholder and first.placeholder_format.type in TITLES)


def repeated(witness: Witness, finding: Finding) -> bool:
    number = witness.number(finding)
    own = title_of(witness.slides[number - 1]).casefold()
    return own in [title_of(slide).casefold() for slide in witness.slides[: number - 1]]


def over_the_edge(witness: Witness, finding: Finding) -> bool:
    wide, high = witness.deck.slide_width, witness.deck.slide_height
    if finding.form == "table":
        return True  # how high it gets is its rows' affair, which nobody here measures
    boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in witness.shapes(finding) if s.left is not None]
    growing = [
        s.has_text_frame and s.text_frame.auto_size == MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT for s in witness.shapes(finding)
    ]
    return any(growing) or any(left < 0 or top < 0 or right > wide or low > high for left, top, right, low in boxes)


def beside(witness: Witness, finding: Finding) -> bool:
    wide, high = witness.deck.slide_width, witness.deck.slide_height
    return any(
        s.left >= wide or s.top >= high or s.left + s.width <= 0 or s.top + s.height <= 0
        for s in witness.shapes(finding)
    )


def too_high(witness: Witness, finding: Finding) -> bool:
    """LibreOffice needs more than the file has."""
    boxes = {shape.height for shape in witness.shapes(finding) if shape.height}
    number = witness.number(finding)
    texts = [text for text in witness.heights if text.slide == number and text.shape in names(finding)]
    return any(text.needed > (min(boxes) if boxes else text.box) for text in texts)


def brightness(colour: tuple[int, ...]) -> float:
    def light(part: int) -> float:
        share = part / 255
        return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(light, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def pale(witness: Witness, finding: Finding) -> bool:
    """Two colours that are drawn in the shape's box have the contrast that the finding says."""
    claimed = float(str(dict(finding.values)["contrast"]))
    picture = witness.picture(witness.number(finding))
    share = picture.width / witness.deck.slide_width
    for shape in witness.shapes(finding):
        left, top, right, low = shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
        crop = picture.crop(tuple(max(0, round(edge * share)) for edge in (left, top, right, low)))
        counts = crop.getcolors(crop.width * crop.height) or []
        seen = [colour for _, colour in sorted(counts, reverse=True)[:40]]
        pairs = [(ground, ink) for ground in seen[:6] for ink in seen if ground != ink]
        if any(-0.01 <= contrast(*pair) - claimed <= 0.11 for pair in pairs):  # type: ignore[arg-type]  # RGB
            return True
    return False


def small(witness: Witness, finding: Finding) -> bool:
    """A run that begins so has the size that the finding says, which is less than its kind of text may have."""
    begun = str(dict(finding.values)["text"]).strip("“”").removesuffix("…")
    claimed = float(str(dict(finding.values)["size"]))
    number = witness.number(finding)
    page = judges.Page(number, witness.slide(finding), (), 0, 0)
    share = min(witness.deck.slide_height / 6_858_000, witness.deck.slide_width / 9_144_000)
    for element in page.slide._element.iter(P + "sp", P + "graphicFrame"):
        item = judges.Item(element, None, ())
        if item.name not in names(finding):
            continue
        kind = item.placeholder.get("type") if item.placeholder is not None else None
        floor = 10 if kind in ("ftr", "sldNum", "dt") or item.name.endswith("/kicker") else 12
        floor *= share
        for run, _, level, _ in judges.runs(item):
            said = " ".join((run.findtext(A + "t") or "").split())
            if said.startswith(begun) and claimed < floor and judges.size(run, level, item, page) <= claimed + 0.051:
                return True
    return False


def in_no_section(witness: Witness, finding: Finding) -> bool:
    """The slide is in the deck's list, and sections list others but not it."""
    identity = dict(finding.values)["id"]
    root = etree.fromstring(witness.parts["ppt/presentation.xml"])
    entries = [(e.tag, e.get("id")) for e in root.iter("{*}sldId")]
    sections = {said for tag, said in entries if not tag.startswith(P)}
    return (P + "sldId", identity) in entries and bool(sections) and identity not in sections


def part_named(finding: Finding) -> str:
    """Return the part that a finding is about."""
    return str(dict(finding.values)["part"])


def doubled(witness: Witness, finding: Finding) -> bool:
    identity = dict(finding.values)["id"]
    return len(re.findall(rf'<p:cNvPr [^>]*\bid="{identity}"'.encode(), witness.parts[part_named(finding)])) > 1


def orphaned(witness: Witness, finding: Finding) -> bool:
    name = part_named(finding).rpartition("/")[2].encode()
    return not any(name in data for part, data in witness.parts.items() if part.endswith(".rels"))


def gone_from_list(witness: Witness, finding: Finding) -> bool:
    identity = dict(finding.values)["id"]
    return not re.search(rf'<p:sldId [^>]*\bid="{identity}"'.encode(), witness.parts["ppt/presentation.xml"])


JUDGES: dict[str, Callable[[Witness, Finding], bool]] = {
    "missing-alt-text": undescribed,
    "alt-is-file-name": lambda w, f: any(re.search(r"\.\w{3,4}$|^\w+ \d+$", described(s)) for s in w.shapes(f)),
    "no-title": lambda w, f: not title_of(w.slide(f)),
    "same-title": repeated,
    "title-not-first": read_before_title,
    "empty-placeholder": lambda w, f: any(
        s.is_placeholder and s.has_text_frame and not s.text_frame.text.strip() for s in w.shapes(f)
    ),
    "table-without-header": lambda w, f: any(s.has_table and not s.table.first_row for s in w.shapes(f)),
    "merged-cells": lambda w, f: any(
        cell.is_merge_origin for s in w.shapes(f) if s.has_table for cell in s.table.iter_cells()
    ),
    "link-text": lambda w, f: any(
        len(run.text) < 12 and run.hyperlink.address
        for s in w.shapes(f)
        if s.has_text_frame
        for paragraph in s.text_frame.paragraphs
        for run in paragraph.runs
    ),
    "untagged-language": language,
    "over-the-edge": over_the_edge,
    "beside-slide": beside,
    "text-overflows": too_high,
    "text-may-overflow": lambda w, f: f.form == "unmeasured" or too_high(w, f),
    "low-contrast": pale,
    "small-text": small,
    "word-too-wide": cut,
    "row-grows": grown,
    "slide-without-section": in_no_section,
    "document-without-title": lambda w, f: not w.property_of_deck("title").strip(),
    "document-without-language": lambda w, f: not w.property_of_deck("language"),
    "duplicate-shape-id": doubled,
    "content-type-without-part": lambda w, f: part_named(f) not in w.parts,
    "missing-part": lambda w, f: part_named(f) not in w.parts,
    "orphan-part": orphaned,
    "section-without-slide": gone_from_list,
    "unlisted-slide": lambda w, f: part_named(f) in w.parts,
    "notes-master-not-listed": lambda w, f: b"notesMasterIdLst" not in w.parts["ppt/presentation.xml"],
    "no-view-properties": lambda w, f: "ppt/viewProps.xml" not in w.parts,
    "slide-size-type": lambda w, f: b'type="screen4x3"' in w.parts["ppt/presentation.xml"],
    **dict.fromkeys(
        ("element-order", "value-out-of-range", "missing-element", "unknown-element", "unknown-attribute"),
        lambda w, f: bool(audit(str(w.path))),
    ),
}
HEARD_BY_OFFICE = ("text-overflows", "text-may-overflow", "low-contrast", "word-too-wide", "row-grows")
"""Only LibreOffice can say whether these are so."""


def untrue(path: Path, findings: tuple[Finding, ...], office: bool = True) -> list[str]:
    """Return the findings that the witnesses contradict."""
    witness = Witness(path)
    asked = [f for f in findings if f.code in JUDGES and (office or f.code not in HEARD_BY_OFFICE)]
    return [
        f"{finding.shape or finding.slide}: {finding}"
        for finding in asked
        if not JUDGES[finding.code](witness, finding)
    ]
