"""The bytes of an outline as nodes, with everything wrong in them that can be told at once.

libyaml's events are read where PyYAML has libyaml, else those of its own parser, which are the same
but ten times slower. After a fault in one line the line is put right as its hint says, and reading
goes on, so that the faults behind it are reported too; the outcome is an error all the same.
"""

from __future__ import annotations

import re

import yaml

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.build import Builder, TooMuch
from osloregion_slides.outline.decode import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.reread import Clean
    from osloregion_slides.outline.syntax import Fault

SIZE = 2_000_000
"""An outline has at most so many bytes; 1000 slides with notes have 300 000."""
KEPT = 8
"""So many files of at most KEPT_SIZE bytes are remembered as read: a batch makes many decks of one outline, and reading
its events is a tenth of a warm build (the flagship's, 3 of 30 ms). Nodes are frozen, so decks can share them."""
KEPT_SIZE = 300_000
MENDS = 10
"""So many broken lines are put right for the sake of reading on; each means reading anew."""


def read_outline(data: bytes, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the tree of an outline's bytes and what is wrong with it; ``file`` is the name to report.

    The tree is None where there is none to speak of; it may be there in spite of errors. Never raises.
    """
    if len(data) > SIZE:
        return None, (error("too-large", Span(file), f"the outline has more than {SIZE // 1_000_000} MB"),)
    if len(data) > KEPT_SIZE:
        return _read_anew(data, file)
    found = _kept.get((data, file))
    if found is None:
        found = _read_anew(data, file)
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[data, file] = found
    return found


_kept: dict[tuple[bytes, str], tuple[Node | None, tuple[Finding, ...]]] = {}


_clean: dict[str, tuple[str, Builder | Clean]] = {}  # by file, its text without faults, and what was read of it


def _read_anew(data: bytes, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    text, findings = decode(data, file)
    text = _lines(text)
    again = _read_again(text, file)
    if again is not None:
        return again.root, findings
    root, more = _read(text, file)
    if root is None and not more:
        more = (
            error(
                "empty-outline", Span(file), "the outline is empty", "`osloregion-slides init` makes one to begin with"
            ),
        )
    return root, findings + more


def _read(text: str, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    faults: list[Finding] = []
    while True:
        builder = Builder(text, file)
        try:
            builder.run(_events(text))
            if not (faults or builder.findings):
                _remember(file, text, builder)
            return builder.root, (*faults, *builder.findings)
        except TooMuch as limit:
            return builder.root, (*faults, *builder.findings, limit.finding)
        except yaml.reader.ReaderError:
            mended, more = _characters(text, file)
            faults += more
        except yaml.MarkedYAMLError as wrong:
            fault = _explain(wrong, text)
            if faults and (faults[-1].code == "tab" or _line_of(faults[-1]) >= fault.line):
                return None, (*faults, *builder.findings)
            faults.append(error(fault.code, Span(file, fault.line, fault.column), fault.message, fault.hint))
            mended = _mend(text, fault)
        if mended == text or len(faults) > MENDS:
            return None, (*faults, *builder.findings)
        text = mended


def _read_again(text: str, file: str) -> Clean | None:
    """Return a file as read, with what stands in it as it did last time; None where it has to be read whole."""
    if file not in _clean:
        return None
    from osloregion_slides.outline.reread import clean, reread

    before = clean(*_clean.pop(file))
    again = reread(before, text, file, _events) if before else None
    if again is not None:
        _remember(file, text, again)
    return again


def _remember(file: str, text: str, read: Builder | Clean) -> None:
    if len(text) <= KEPT_SIZE:
        if len(_clean) >= KEPT:
            _clean.clear()
        _clean[file] = text, read


def _events(text: str) -> Callable[[], object]:
    parser: Any = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
    next_event: Callable[[], object] = parser.get_event
    return next_event


def _lines(text: str) -> str:
    """Return the text with lines as editors count them: YAML 1.1, 4.2 breaks them at U+0085, U+2028 and U+2029 too."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, " ")
    return text


def _line_of(finding: Finding) -> int:
    return finding.at.line if finding.at else 0


def _explain(wrong: yaml.MarkedYAMLError, text: str) -> Fault:
    from osloregion_slides.outline.syntax import Complaint, explain

    problem, context = wrong.problem_mark, wrong.context_mark
    complaint = Complaint(
        wrong.problem or "",
        problem.line + 1 if problem else 1,
        problem.column + 1 if problem else 1,
        wrong.context or "",
        context.line + 1 if context else 0,
        context.column + 1 if context else 0,
    )
    return explain(complaint, text.split("\n"))


def _mend(text: str, fault: Fault) -> str:
    lines = text.split("\n")
    if fault.code == "tab":
        from osloregion_slides.outline.tabs import without_tabs

        return "\n".join(without_tabs(lines))
    if fault.mended is not None:
        lines[fault.line - 1] = fault.mended
    return "\n".join(lines)


def _characters(text: str, file: str) -> tuple[str, list[Finding]]:
    """Return the text without control characters, and a finding for the first of them on each line."""
    from osloregion_slides.outline.characters import FORBIDDEN, name

    found: list[Finding] = []
    for number, line in enumerate(text.split("\n"), 1):
        character = re.search(FORBIDDEN, line)
        if character:
            message = f"{name(character.group())} stands in the file"
            at = Span(file, number, character.start() + 1)
            found.append(error("control-character", at, message, "remove it: no text can hold it"))
            if len(found) == MENDS:
                break
    return re.sub(FORBIDDEN, " ", text), found
