"""Writing ``stale: en`` into an outline's text where a translation stayed behind; every other character stays."""

from __future__ import annotations

import re

from osloregion_slides.outline.nodes import Mapping, Sequence
from osloregion_slides.outline.translations import STALE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.findings import Span
    from osloregion_slides.outline.translations import Outdated

    Edit = tuple[Span, int, str]

_ANCHOR = re.compile(r"^&\S+\s*")


def with_marks(source: str, found: Iterable[Outdated]) -> str:
    """Return an outline's text with each of these translations marked as stale.

    The places are those of reading ``source``. A mark stands before the first language of its text, a second
    language is added to the mark that is there.
    """
    lines = source.split("\n")
    wanted: dict[Span, tuple[Mapping, list[str]]] = {}
    for one in found:
        wanted.setdefault(one.text.entries[0].key.at, (one.text, []))[1].append(one.language)
    edits = [_edit(text, list(dict.fromkeys(languages)), lines) for text, languages in wanted.values()]
    for at, length, text in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
        line = lines[at.line - 1]
        start = at.column - 1
        lines[at.line - 1] = line[:start] + text + line[start + length :]
    return "\n".join(lines)


def _edit(text: Mapping, languages: list[str], lines: list[str]) -> Edit:
    """Where to write, how many characters to write over, and what."""
    there = text.get(STALE)
    if there is not None and not isinstance(there, Mapping):
        items = there.items if isinstance(there, Sequence) else (there,)
        known = [getattr(item, "text", "") for item in items]
        line = lines[there.at.line - 1]
        if not isinstance(there, Sequence):
            return there.at, len(known[0]) + 2 * (line[there.at.column - 1] in "\"'"), _list([*known, *languages])
        if line[there.at.column - 1] == "[":
            return there.at, 1, f"[{', '.join(languages)}, "
        return there.at, 0, "".join([f"- {language}\n{' ' * (there.at.column - 1)}" for language in languages])
    at = text.entries[0].key.at
    line = lines[at.line - 1]
    mark = f"{STALE}: {_list(languages)}"
    if _ANCHOR.sub("", lines[text.at.line - 1][text.at.column - 1 :]).startswith("{"):
        return at, 0, f"{mark}, "
    end = "\r\n" if line.endswith("\r") else "\n"
    return at, 0, f"{mark}{end}{' ' * (at.column - 1)}"


def _list(languages: list[str]) -> str:
    return languages[0] if len(languages) == 1 else f"[{', '.join(languages)}]"
