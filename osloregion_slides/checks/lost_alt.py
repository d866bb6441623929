"""Alternative texts that a program dropped in saving: told once, with what the deck had when it was made.

LibreOffice keeps the alternative texts of pictures only, and no decorative mark (measured on 7.4.7: 3 texts of 27).
The base in the file, which it keeps, says which objects had a text; all others without words were marked as
decorative. An object that still has its creation id was not saved by such a program: there a person took the text out.
"""

from __future__ import annotations

from osloregion_slides.findings import Finding, finding
from osloregion_slides.pptx.reading.base import alternative_texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any as Element

    from osloregion_slides.checks.opc import Opc
    from osloregion_slides.checks.pages import Page

CODE = "missing-alt-text"
_SHOWN = 4
_CREATION = "*/{*}cNvPr/{*}extLst/{*}ext/{*}creationId"


def with_lost_told_once(opc: Opc, pages: Iterable[Page], findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, those of texts that another program dropped as one."""
    found = list(findings)
    missing = {one.shape for one in found if one.code == CODE}
    had = _alts(opc) if missing else {}
    saved = {item.name for page in pages for item in page.items if item.name in had and _is_foreign(item.element)}
    lost = [name for name in dict.fromkeys(one.shape for one in found) if name in missing & saved]
    if len(lost) < 2:
        yield from found
        return
    first = next(i for i, one in enumerate(found) if one.code == CODE and one.shape in lost)
    for i, one in enumerate(found):
        if i == first:
            yield _told(lost, had)
        if one.code != CODE or one.shape not in lost:
            yield one


def _told(lost: list[str], had: dict[str, str]) -> Finding:
    texts = [name for name in lost if had[name]]
    marks = [name for name in lost if not had[name]]
    return finding(
        "missing-alt-text.dropped",
        texts=_listed(texts),
        text_count=len(texts),
        marks=_listed(marks),
        mark_count=len(marks),
    )


def _listed(names: list[str]) -> tuple[str, ...]:
    return (*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else []))


def _is_foreign(element: Element) -> bool:
    return element.find(_CREATION) is None


def _alts(opc: Opc) -> dict[str, str]:
    """Return the alternative text of each object by key, as the base in the file has it; {} without a base."""
    for part in opc.parts:
        if part.startswith("customXml/") and part.endswith(".xml"):
            root = opc.root(part)
            if root is not None and (found := alternative_texts(root)):
                return found
    return {}
