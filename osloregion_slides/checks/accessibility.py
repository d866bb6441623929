"""Accessibility for screen readers: the rules of PowerPoint's own checker (Review > Check Accessibility).

Its errors are missing alternative texts, tables without header rows, slides without titles; its warnings and
tips are merged cells, link texts, repeated titles and the reading order. Contrast is in ``contrast.py``.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.checks.deck import title_faults
from osloregion_slides.checks.pages import Item, Page, is_decorative, on, quoted
from osloregion_slides.ooxml.names import A
from osloregion_slides.pptx.reading.deck import alternative_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.checks.package import Opc


TITLES = ("title", "ctrTitle")
FOOTERS = ("ftr", "sldNum", "dt")
FILE_NAME = re.compile(
    r"\S+\.(png|jpe?g|gif|svg|emf|wmf|tiff?|bmp|webp|pptx?|pdf|mp4)|"
    r"(picture|image|bilde|grafikk|graphic|shape|figur|group|gruppe|table|tabell|chart|diagram)\s*\d*",
    re.IGNORECASE,
)
LINK_WORDS = frozenset(
    (
        *("her", "klikk her", "trykk her", "les mer", "les meir", "mer", "meir", "lenke", "denne", "dette"),
        *("link", "here", "click here", "read more", "more", "this", "this link"),
    )
)
"""Link texts without meaning out of context (WCAG 2.2, 2.4.4)."""
_FORMS = {
    "pic": "missing-alt-text.picture",
    "grpSp": "missing-alt-text.group",
    "sp": "missing-alt-text.shape",
    "cxnSp": "missing-alt-text.line",
}
_LIVE = ("1", "true", "on")


def check_accessibility(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield findings about content that screen readers cannot convey."""
    yield from _titles(pages)
    for page in pages:
        yield from _reading_order(page)
        for item in page.items:
            yield from _alt(page, item)
            yield from _tables(page, item)
            yield from _links(page, item)
            if item.placeholder and item.kind == "sp" and not item.text.strip():
                yield on(page, item, "empty-placeholder")


def _titles(pages: tuple[Page, ...]) -> Iterator[Finding]:
    titles = []
    for page in pages:
        texts = [item.text for item in page.items if item.placeholder in TITLES]
        titles.append(next((text for text in texts if text.strip()), ""))
    for index, first in title_faults(titles):
        page, title = pages[index], quoted(titles[index])
        if first == index:
            yield on(page, None, "no-title", slide=page.number)
        else:
            yield on(page, None, "same-title", slide=page.number, first=pages[first].number, title=title)


def _alt(page: Page, item: Item) -> Iterator[Finding]:
    """Check alternative texts of objects without text; that of a group covers its members."""
    if item.groups or any(is_decorative(shape) for shape in (item.element, *item.groups)):
        return
    is_figure = item.kind in ("pic", "graphicFrame", "grpSp")
    is_bare = item.kind in ("sp", "cxnSp") and not item.placeholder and not item.text.strip()
    if not is_figure and not is_bare:
        return
    if not item.alt:
        yield on(page, item, _missing(item))
    elif FILE_NAME.fullmatch(item.alt):
        yield on(page, item, "alt-is-file-name", alt=quoted(item.alt))


def _missing(item: Item) -> str:
    """Return the form of ``missing-alt-text`` for this kind of object."""
    if item.kind == "graphicFrame":
        is_table = next(item.element.iter(f"{{{A}}}tbl"), None) is not None
        return "missing-alt-text.table" if is_table else "missing-alt-text.chart"
    return _FORMS[item.kind]


def _tables(page: Page, item: Item) -> Iterator[Finding]:
    if item.kind != "graphicFrame":
        return
    for table in item.element.iter(f"{{{A}}}tbl"):
        properties = table.find(f"{{{A}}}tblPr")
        if properties is None or properties.get("firstRow") not in _LIVE:
            yield on(page, item, "table-without-header")
        for cell in table.iter(f"{{{A}}}tc"):
            if any(cell.get(name, "1") not in ("1", "0") for name in ("gridSpan", "rowSpan")):
                yield on(page, item, "merged-cells")
                break


def _links(page: Page, item: Item) -> Iterator[Finding]:
    if item.kind == "grpSp":
        return
    for paragraph in item.element.iter(f"{{{A}}}p"):
        for target, runs in groupby(paragraph.iter(f"{{{A}}}r"), _target):  # programs split links over runs
            text = "".join([run.findtext(f"{{{A}}}t") or "" for run in runs]).strip()
            if target is not None and text.casefold().strip(" .:!>»") in LINK_WORDS:
                yield on(page, item, "link-text", text=quoted(text))


def _target(run: Element) -> tuple[tuple[str, str], ...] | None:
    """Return the attributes of a run's link, None without one."""
    link = run.find(f"{{{A}}}rPr/{{{A}}}hlinkClick")
    return tuple(sorted(link.attrib.items())) if link is not None else None


def _reading_order(page: Page) -> Iterator[Finding]:
    """Report a title that is not first in the reading order, which is the order of shapes."""
    spoken = [
        item for item in page.items if not item.groups and item.placeholder not in FOOTERS and _is_read_aloud(item)
    ]
    title = next((item for item in spoken if item.placeholder in TITLES), None)
    if title is not None and spoken[0] is not title:
        yield on(page, title, "title-not-first", object=_named(spoken[0]))


def _is_read_aloud(item: Item) -> bool:
    return bool(item.text.strip()) or (
        item.kind in ("pic", "graphicFrame", "grpSp") and not is_decorative(item.element)
    )


def _named(item: Item) -> Phrase | str:
    return quoted(item.text) if item.text.strip() else f"`{item.name}`"


# Alternative texts that a program dropped when saving: reported once, with those of the built deck.
#
# LibreOffice keeps alternative texts of pictures only, and no decorative marks (measured on 7.4.7: 3 texts of 27).
# The base in the file, which it keeps, has the text of each object; all others without text were marked as
# decorative. Objects that still have their creation id were not saved by such a program: their text was removed
# by somebody.

CODE = "missing-alt-text"
_SHOWN = 4
_CREATION = "*/{*}cNvPr/{*}extLst/{*}ext/{*}creationId"


def with_dropped_texts_once(opc: Opc, pages: Iterable[Page], findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, with those about texts dropped by another program combined into one."""
    found = list(findings)
    missing = dict.fromkeys([one.shape for one in found if one.code == CODE])
    had = _alts(opc) if missing else {}
    saved = {item.name for page in pages for item in page.items if item.element.find(_CREATION) is None}
    lost = [name for name in missing if name in had and name in saved]
    is_reported = len(lost) < 2
    for one in found:
        if len(lost) < 2 or one.code != CODE or one.shape not in lost:
            yield one
        elif not is_reported:
            is_reported = True
            yield _dropped([name for name in lost if had[name]], [name for name in lost if not had[name]])


def _dropped(texts: list[str], marks: list[str]) -> Finding:
    shown = [(*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])) for names in (texts, marks)]
    return finding(
        "missing-alt-text.dropped",
        texts=shown[0],
        text_count=len(texts),
        marks=shown[1],
        mark_count=len(marks),
    )


def _alts(opc: Opc) -> dict[str, str]:
    """Return the alternative text of each object by key from the base in the file; {} without a base."""
    parts = [part for part in opc.members if part.startswith("customXml/") and part.endswith(".xml")]
    found = [alternative_texts(root) for part in parts if (root := opc.root(part)) is not None]
    return next(filter(None, found), {})
