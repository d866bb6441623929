"""What a YAML parser's complaint means to the person who wrote the file, and how to mend the line.

Each rule looks at the place of the complaint and gives a fault: where, what, how to put it right, and,
where one line can be put right by itself, that line mended, so that reading can go on.
"""

from __future__ import annotations

import re

from osloregion_slides.outline.colons import colon, comma, no_colon
from osloregion_slides.outline.complaint import LONG, Complaint, Fault, below, line_at, rest
from osloregion_slides.outline.dashes import dash
from osloregion_slides.outline.depths import announced, astray, blanks
from osloregion_slides.outline.mending import VALUE, in_quotes

__all__ = ["Complaint", "Fault", "explain"]

ABOVE = 200
"""So many lines above are looked through for a quotation mark."""
START_ONLY = {"@": "`@`", "`": "a backtick", "%": "`%`", "*": "`*`", "&": "`&`", "!": "`!`", "|": "`|`", ">": "`>`"}
"""Characters that mean something to YAML at the start of a value (YAML 1.2, 5.3)."""


def explain(complaint: Complaint, lines: list[str]) -> Fault:
    """Return the complaint in words; ``lines`` are the file's."""
    for rule in _RULES:
        fault = rule(complaint, lines)
        if fault is not None:
            return fault
    words = ", ".join([part for part in (complaint.context, complaint.problem) if part])
    return Fault(complaint.line, complaint.column, f"this is not YAML: {words}", "put the text in quotes")


def _tab(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "cannot start any token" not in complaint.problem and "tab character" not in complaint.problem:
        return None
    line = line_at(complaint.line, lines)
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" not in indentation:
        return None
    more = sum("\t" in other[: len(other) - len(other.lstrip())] for other in lines[complaint.line :])
    message = "a tab stands in the indentation" + (f" (and in {more} further lines)" if more else "")
    return Fault(complaint.line, indentation.index("\t") + 1, message, "indent with spaces, two for each level", "tab")


def _no_key(complaint: Complaint, lines: list[str]) -> Fault | None:
    before = line_at(complaint.line, lines)[: complaint.column - 1].rstrip()
    if not rest(complaint, lines).startswith(":") or before[-1:] not in ("", "{", ",", "-"):
        return None
    return Fault(complaint.line, complaint.column, "a key is missing before the colon", "write `key: text`", "bad-key")


def _expression(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``title: {{ a }} b`` and the like: braces outside quotes on the line of the complaint, or of its context."""
    for number in (complaint.line, complaint.context_line):
        line = line_at(number, lines)
        bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", lambda quote: "_" * len(quote.group()), line)
        found = re.search(r"\{\{|\{%", bare)
        if found is None or re.search(r"(?:^|[:,\[{-]) *[\"'][^\"']*$", bare[: found.start()]):
            continue  # none, or behind a quotation mark that nobody closed
        hint, mended = in_quotes(line, found.start() + 1)
        what = "`{{`" if found.group() == "{{" else "`{%`"
        message = f"{what} outside quotes is read by YAML as the start of a mapping, not as text"
        return Fault(number, found.start() + 1, message, hint, "unquoted-expression", mended)
    return None


def _start(complaint: Complaint, lines: list[str]) -> Fault | None:
    behind = rest(complaint, lines)
    column = complaint.column
    if complaint.context in ("while scanning an alias", "while scanning an anchor"):
        behind = line_at(complaint.context_line, lines)[complaint.context_column - 1 :]
        column = complaint.context_column
    elif "cannot start any token" not in complaint.problem and "while scanning a tag" not in complaint.context:
        return None
    if behind[:1] not in START_ONLY:
        return None
    hint, mended = in_quotes(line_at(complaint.line, lines), column)
    return Fault(
        complaint.line, column, f"a text without quotes cannot begin with {START_ONLY[behind[0]]}", hint, mended=mended
    )


def _quote(complaint: Complaint, lines: list[str]) -> Fault | None:
    line = line_at(complaint.line, lines)
    if "unexpected end of stream" in complaint.problem and "quoted" in complaint.context:
        message = "the quotation mark that opens here is never closed"
        return Fault(complaint.context_line, complaint.context_column, message, "close it, or double a `'` inside '…'")
    before = line[: complaint.column - 1].rstrip()
    mark = before[-1:]
    if not ("expected" in complaint.problem and mark in ("'", '"') and rest(complaint, lines).strip()):
        return None
    if before.count(mark) == 1:
        return _opened_before(complaint.line, mark, lines)
    hint, mended = in_quotes(line, complaint.column)
    message = f"text goes on after the closing {mark}"
    return Fault(
        complaint.line,
        complaint.column,
        message,
        hint + (", or double the mark inside" if mark == "'" else ""),
        mended=mended,
    )


def _opened_before(number: int, mark: str, lines: list[str]) -> Fault | None:
    """The first mark of a line closes a text: the one that nobody closed stands on a line above."""
    for other in range(number - 1, max(0, number - ABOVE), -1):
        line = line_at(other, lines)
        found = re.search(rf"(?:^|[:,\[{{-])\s*({mark})[^{mark}]*$", line)
        if found:
            message = f"the quotation mark that opens here is closed by the next one, on line {number}"
            whole = VALUE.match(line)
            alone = whole is not None and whole.start("text") == found.start(1) and len(line) < LONG
            mended = line.rstrip() + mark if alone else None
            hint = f"close it: {mended.strip()}" if mended else f"close it with {mark}"
            return Fault(other, found.start(1) + 1, message, hint, mended=mended)
    return None


def _block_text(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "block scalar" not in complaint.context:
        return None
    hint, mended = in_quotes(line_at(complaint.line, lines))
    message = "after `>` or `|` the text begins on the next line, indented"
    return Fault(complaint.line, complaint.column, message, f"move it there, or {hint}", mended=mended)


def _escape(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "escape" not in complaint.problem and "hexdecimal" not in complaint.problem:
        return None
    line = line_at(complaint.line, lines)
    hint = "double the backslash, or use '…', where a backslash means itself"
    if "Unicode" in complaint.problem:
        message = 'no character has this number inside "…"'
        return Fault(complaint.line, complaint.column, message, hint, "control-character")
    at = max(0, line.rfind("\\", 0, complaint.column))
    return Fault(complaint.line, at + 1, f'`{line[at : at + 2]}` means nothing inside "…"', hint)


def _flow(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "flow" not in complaint.context or "expected" not in complaint.problem:
        return None
    brace = "[" if "sequence" in complaint.context else "{"
    behind = rest(complaint, lines)
    if complaint.line == complaint.context_line and behind[:1] in ("[", "{", "]", "}", "?"):
        hint, mended = in_quotes(line_at(complaint.line, lines), complaint.column)
        what = "a question mark" if behind[0] == "?" else f"`{behind[0]}`"
        message = f"{what} inside of a text within {brace} ends the text"
        return Fault(complaint.line, complaint.column, message, hint, mended=mended)
    if complaint.line != complaint.context_line:
        cut = re.search(r"\s#\S", line_at(complaint.context_line, lines))
        if cut and cut.start() >= complaint.context_column:
            hint, mended = in_quotes(line_at(complaint.context_line, lines), cut.start() + 1)
            message = f"`#` behind a space begins a comment, so that the `{brace}` before it is never closed"
            return Fault(complaint.context_line, cut.start() + 2, message, hint, mended=mended)
        return _open(complaint, brace, lines)
    return Fault(
        complaint.line, complaint.column, "a comma is missing here, or the text needs quotes", "put texts in quotes"
    )


def _open(complaint: Complaint, brace: str, lines: list[str]) -> Fault:
    closing = "]" if brace == "[" else "}"
    line = line_at(complaint.context_line, lines)
    message = f"the `{brace}` that opens here is not closed, or a comma is missing before line {complaint.line}"
    alone = (
        line.count(brace) - line.count(closing) == 1 and "#" not in line and not line.rstrip().endswith((",", brace))
    )
    mended = line.rstrip() + closing if alone and len(line) < LONG else None
    return Fault(complaint.context_line, complaint.context_column, message, f"close it with `{closing}`", mended=mended)


def _structure(complaint: Complaint, lines: list[str]) -> Fault | None:
    line = line_at(complaint.line, lines)
    column = len(line) - len(line.lstrip()) + 1
    if "could not find expected ':'" in complaint.problem:
        number = complaint.context_line or complaint.line
        fault = no_colon(number, lines)
        if fault is not None:
            return fault
        message = "a colon is missing: this line is neither `key: text` nor a list's `- text`"
        return Fault(number, complaint.context_column or 1, message, "write `key: text`, or put a long text in quotes")
    if "sequence entries are not allowed" in complaint.problem:
        message = "a list begins on a line of its own, not behind `key:`"
        if line_at(below(complaint.line, lines), lines).lstrip().startswith("- "):
            return Fault(complaint.line, complaint.column, message, "move it there, before the next `- `")
        hint, mended = in_quotes(line)
        return Fault(complaint.line, complaint.column, message, f"move it there, or {hint}", mended=mended)
    if "expected" not in complaint.problem or "block" not in complaint.context:
        return None
    if complaint.column > column and (sign := rest(complaint, lines).rstrip()) in ("}", "]", ","):
        message, mended = f"there is one `{sign}` too many", line[: complaint.column - 1]
        return Fault(complaint.line, complaint.column, message, "remove it", mended=mended)
    if complaint.column > column:
        hint, mended = in_quotes(line)
        return Fault(complaint.line, complaint.column, "the text ends before this, and goes on", hint, mended=mended)
    return astray(complaint, lines)


_RULES = (
    _tab,
    blanks,
    announced,
    dash,
    _no_key,
    _expression,
    _start,
    _quote,
    _block_text,
    _escape,
    comma,
    colon,
    _flow,
    _structure,
)
"""In this order: what a complaint says is looked at in the light of the lines before it is believed."""
