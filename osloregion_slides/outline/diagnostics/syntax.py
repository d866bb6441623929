"""Colons of an outline's lines: left out, stuck to the text, inside of a text; and commas before the next key."""

from __future__ import annotations

import re

from osloregion_slides.outline.diagnostics.lines import (
    LONG,
    VALUE,
    Complaint,
    Fault,
    above,
    announced,
    astray,
    below,
    blanks,
    dash,
    depth,
    in_quotes,
    line_at,
    rest,
    too_deep,
)

_LANGUAGES = re.compile(r"[({]?(?P<texts>[a-z]{2}: .*\S, [a-z]{2}: \S.*?)[)}]?")
"""A text by language whose braces are missing, or are others."""
_STUCK = re.compile(r"(?P<key>\s*(?:- +)*[^\W\d][\w.-]*?)(?:(?P<colon>:)(?=[^\s/:])|\s*=\s*)(?P<text>\S.*)")
"""``key:text`` (but no address on the web), ``key = text``."""
_BARE = re.compile(r"(?P<key>\s*(?:- +)*(?P<word>[^\W\d][\w.-]*)) +(?P<text>\S.*)")
"""``key text``, where the word is a key elsewhere."""


def comma(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``{nb: Navn en: Name}``: behind a text stands what is a key elsewhere in the file."""
    line = line_at(complaint.line, lines)
    found = re.search(r"[^\s,:{](;?)\s+([\w.$-]+)$", line[: complaint.column - 1])
    if "flow" not in complaint.context or found is None or not rest(complaint, lines).startswith(":"):
        return None
    if len(line) == LONG or not _is_key(found[2], complaint.line, lines):
        return None
    mended = f"{line[: found.start(1)]}, {line[found.start(2) :]}"
    what = "a semicolon stands where a comma belongs," if found[1] else "a comma is missing"
    message = f"{what} before the key `{found[2]}`"
    return Fault(complaint.line, found.start(1) + 1, message, f"write `, {found[2]}: …`", mended=mended)


def colon(complaint: Complaint, lines: list[str]) -> Fault | None:
    """A colon and a space inside of a text: ``title: Oslo: a region``, or a key too deep under a text."""
    line = line_at(complaint.line, lines)
    in_flow = "flow" in complaint.context and rest(complaint, lines).startswith(":")
    if complaint.line != complaint.context_line and re.fullmatch(r"\s*[\w.$-]+", line[: complaint.column - 1]):
        in_flow = False  # a new key: the brace before it is open
    if "mapping values are not allowed" not in complaint.problem and not in_flow:
        return None
    fault = None if in_flow else _two_keys(complaint, lines) or no_colon(complaint.line, lines)
    if fault is not None:
        return fault
    hint, mended = in_quotes(line, complaint.column if in_flow else 0)
    if mended is not None and (in_flow or ": " in line[depth(line) : complaint.column - 1]):
        message = "a colon with a space behind it ends the text here and begins a mapping"
        return Fault(complaint.line, complaint.column, message, hint, mended=mended)
    return no_colon(above(complaint.line, lines), lines) or too_deep(complaint.line, lines)


def _two_keys(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``title: nb: Navn, en: Name`` or ``id: ict, name: IKT``: what stands in braces, without them."""
    line = line_at(complaint.line, lines)
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return None
    if found := _LANGUAGES.fullmatch(whole["text"]):
        mended = f"{whole['before']}{{{found['texts']}}}"
        message = "a text by language stands in braces"
        return Fault(complaint.line, whole.start("text") + 1, message, f"write `{mended.strip()}`", mended=mended)
    second = re.search(r", ([\w.$-]+)$", line[: complaint.column - 1])
    if second is None or not _is_key(second[1], complaint.line, lines):
        return None
    message = f"a second key, `{second[1]}`, stands on the line"
    hint = "put each on a line of its own, without the comma, or all of them in braces: {id: …, name: …}"
    return Fault(complaint.line, second.start(1) + 1, message, hint)


def no_colon(number: int, lines: list[str]) -> Fault | None:
    """Return the fault of a line that is no ``key: text`` for a sign or a space, None where it is something else."""
    line = line_at(number, lines)
    if found := re.match(r"\s*(//+)", line):
        mended = line[: found.start(1)] + "#" + line[found.end() :]
        message = "a comment begins with `#`, not with `//`"
        return Fault(number, found.start(1) + 1, message, f"write `{mended.strip()}`", mended=mended)
    if line.startswith("<<<<<<< "):
        hint = "choose one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
        return Fault(number, 1, "two versions of the file were put together here, and nobody chose", hint)
    if len(line) == LONG:
        return None
    if found := _STUCK.fullmatch(line):
        what = "a space is missing behind the colon" if found["colon"] else "a key ends with a colon, not with `=`"
    elif (found := _BARE.fullmatch(line)) and _is_key(found["word"], number, lines):
        what = f"a colon is missing behind `{found['word']}`"
    else:
        return None
    mended = f"{found['key']}: {found['text']}"
    return Fault(number, found.end("key") + 1, what, f"write `{mended.strip()}`", mended=mended)


def _is_key(word: str, number: int, lines: list[str]) -> bool:
    """True where a word is a key on another line than this."""
    key = re.compile(rf"(?:^\s*(?:- +)*|[{{,]\s*){re.escape(word)}:(?:\s|$)")
    return any(key.search(other) for place, other in enumerate(lines, 1) if word in other and place != number)


# What a YAML parser's complaint means to the person who wrote the file, and how to mend the line.
#
# Each rule looks at the place of the complaint and gives a fault: where, what, how to put it right, and,
# where one line can be put right by itself, that line mended, so that reading can go on.

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
