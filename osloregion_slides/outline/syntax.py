"""What a YAML parser's complaint means to the person who wrote the file, and how to mend the line.

Each rule looks at the place of the complaint and gives a fault: where, what, how to put it right, and,
where one line can be put right by itself, that line mended, so that reading can go on.
"""

from __future__ import annotations

import re

from osloregion_slides.outline.flow import quoted
from osloregion_slides.value import Value

VALUE = re.compile(r"^(?P<before>\s*(?:- +)*(?:[\w.$-]+:[ \t]+|(?<=- )))(?P<text>\S.*?)(?P<after>\s*)$")
"""A line of a block mapping or list: what stands before its text, the text."""
FLOW_VALUE = re.compile(
    r"(?:(?<=\{)|(?<=, ))(?P<key>[\w.$-]+:[ \t]+)(?P<text>.+?)(?=\s*(?:, *[\w.$-]+:[ \t]|\}+\s*(?:#.*|\]+\s*)?$))"
)
"""A text inside ``{…}``: up to the next key, or to the brace that ends the line."""
START_ONLY = {"@": "`@`", "`": "a backtick", "%": "`%`", "*": "`*`", "&": "`&`", "!": "`!`", "|": "`|`", ">": "`>`"}
"""Characters that mean something to YAML at the start of a value (YAML 1.2, 5.3)."""

LONG = 2000
"""A line of so many characters is not mended."""


class Complaint(Value):
    """What the parser says; lines and columns count from 1, those of the context are 0 without one."""

    problem: str
    line: int
    column: int
    context: str = ""
    context_line: int = 0
    context_column: int = 0


class Fault(Value):
    """The complaint in plain words. ``mended`` is the line ``line`` put right, None where that takes a person."""

    line: int
    column: int
    message: str
    hint: str = ""
    code: str = "broken-yaml"
    mended: str | None = None


def explain(complaint: Complaint, lines: list[str]) -> Fault:
    """Return the complaint in words; ``lines`` are the file's."""
    for rule in (_tab, _no_key, _expression, _start, _quote, _block_text, _escape, _colon, _flow, _structure):
        fault = rule(complaint, lines)
        if fault is not None:
            return fault
    words = ", ".join([part for part in (complaint.context, complaint.problem) if part])
    return Fault(complaint.line, complaint.column, f"this is not YAML: {words}", "put the text in quotes")


def _line(number: int, lines: list[str]) -> str:
    """A line, its first part if it is no person's: the patterns here take time that grows with its square."""
    return lines[number - 1][:LONG] if 0 < number <= len(lines) else ""


def _from(complaint: Complaint, lines: list[str]) -> str:
    """The rest of the line where the complaint is."""
    return _line(complaint.line, lines)[complaint.column - 1 :]


def _in_quotes(line: str, column: int = 0) -> tuple[str, str | None]:
    """Return a hint with a line's text in quotes, and the line so mended (None where it has no text)."""
    for found in FLOW_VALUE.finditer(line if len(line) < LONG else ""):
        if found.start() < column <= found.end() + 1 and not found["text"].startswith("["):
            text = quoted(_unquoted(found["text"]))
            mended = line[: found.start("text")] + text + line[found.end("text") :]
            return f"put the text in quotes: {found['key'].strip()} {text}", mended
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return "put the text in quotes", None
    text = quoted(_unquoted(whole["text"]))
    return f"put the text in quotes: {whole['before'].strip()} {text}", whole["before"] + text


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _tab(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "cannot start any token" not in complaint.problem and "tab character" not in complaint.problem:
        return None
    line = _line(complaint.line, lines)
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" not in indentation:
        return None
    more = sum("\t" in other[: len(other) - len(other.lstrip())] for other in lines[complaint.line :])
    message = "a tab stands in the indentation" + (f" (and in {more} further lines)" if more else "")
    return Fault(complaint.line, indentation.index("\t") + 1, message, "indent with spaces, two for each level", "tab")


def _no_key(complaint: Complaint, lines: list[str]) -> Fault | None:
    before = _line(complaint.line, lines)[: complaint.column - 1].rstrip()
    if not _from(complaint, lines).startswith(":") or before[-1:] not in ("", "{", ",", "-"):
        return None
    return Fault(complaint.line, complaint.column, "a key is missing before the colon", "write `key: text`", "bad-key")


def _expression(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``title: {{ a }} b`` and the like: braces outside quotes on the line of the complaint, or of its context."""
    for number in (complaint.line, complaint.context_line):
        line = _line(number, lines)
        bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", lambda quote: "_" * len(quote.group()), line)
        found = re.search(r"\{\{|\{%", bare)
        if found is None or re.search(r"(?:^|[:,\[{-]) *[\"'][^\"']*$", bare[: found.start()]):
            continue  # none, or behind a quotation mark that nobody closed
        hint, mended = _in_quotes(line, found.start() + 1)
        what = "`{{`" if found.group() == "{{" else "`{%`"
        message = f"{what} outside quotes is read by YAML as the start of a mapping, not as text"
        return Fault(number, found.start() + 1, message, hint, "unquoted-expression", mended)
    return None


def _start(complaint: Complaint, lines: list[str]) -> Fault | None:
    rest = _from(complaint, lines)
    column = complaint.column
    if complaint.context in ("while scanning an alias", "while scanning an anchor"):
        rest = _line(complaint.context_line, lines)[complaint.context_column - 1 :]
        column = complaint.context_column
    elif "cannot start any token" not in complaint.problem and "while scanning a tag" not in complaint.context:
        return None
    if rest[:1] not in START_ONLY:
        return None
    hint, mended = _in_quotes(_line(complaint.line, lines), column)
    return Fault(
        complaint.line, column, f"a text without quotes cannot begin with {START_ONLY[rest[0]]}", hint, mended=mended
    )


def _quote(complaint: Complaint, lines: list[str]) -> Fault | None:
    line = _line(complaint.line, lines)
    if "unexpected end of stream" in complaint.problem and "quoted" in complaint.context:
        message = "the quotation mark that opens here is never closed"
        return Fault(complaint.context_line, complaint.context_column, message, "close it, or double a `'` inside '…'")
    before = line[: complaint.column - 1].rstrip()
    expected = "did not find expected" in complaint.problem or "expected" in complaint.problem
    if not (expected and before[-1:] in ("'", '"') and _from(complaint, lines).strip()):
        return None
    hint, mended = _in_quotes(line)
    message = f"text goes on after the closing {before[-1]}"
    return Fault(complaint.line, complaint.column, message, f"{hint}, or double the mark inside", mended=mended)


def _block_text(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "block scalar" not in complaint.context:
        return None
    hint, mended = _in_quotes(_line(complaint.line, lines))
    message = "after `>` or `|` the text begins on the next line, indented"
    return Fault(complaint.line, complaint.column, message, f"move it there, or {hint}", mended=mended)


def _escape(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "escape" not in complaint.problem:
        return None
    shown = _from(complaint, lines)[:2]
    hint = "double the backslash, or use '…', where a backslash means itself"
    if "Unicode" in complaint.problem or "hexdecimal" in complaint.problem:
        return Fault(
            complaint.line, complaint.column, 'no character has this number inside "…"', hint, "control-character"
        )
    return Fault(complaint.line, complaint.column, f'`{shown}` means nothing inside "…"', hint)


def _colon(complaint: Complaint, lines: list[str]) -> Fault | None:
    """A colon and a space inside of a text: ``title: Oslo: a region``, or a key too deep under a text."""
    line = _line(complaint.line, lines)
    in_flow = "flow" in complaint.context and _from(complaint, lines).startswith(":")
    if complaint.line != complaint.context_line and re.fullmatch(r"\s*[\w.$-]+", line[: complaint.column - 1]):
        in_flow = False  # a new key: the brace before it is open
    if "mapping values are not allowed" not in complaint.problem and not in_flow:
        return None
    hint, mended = _in_quotes(line, complaint.column if in_flow else 0)
    if mended is not None and (in_flow or ": " in line[len(line) - len(line.lstrip()) : complaint.column - 1]):
        message = "a colon with a space behind it ends the text here and begins a mapping"
        return Fault(complaint.line, complaint.column, message, hint, mended=mended)
    above = complaint.line - 1
    while above > 1 and not _line(above, lines).strip():
        above -= 1
    column = len(line) - len(line.lstrip()) + 1
    message = f"this key is indented deeper than line {above}, which has its text already"
    return Fault(complaint.line, column, message, f"indent it as line {above}, or put a text with a colon in quotes")


def _flow(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "flow" not in complaint.context or "expected" not in complaint.problem:
        return None
    brace = "[" if "sequence" in complaint.context else "{"
    rest = _from(complaint, lines)
    if complaint.line == complaint.context_line and rest[:1] in ("[", "{", "]", "}", "?"):
        hint, mended = _in_quotes(_line(complaint.line, lines), complaint.column)
        what = "a question mark" if rest[0] == "?" else f"`{rest[0]}`"
        message = f"{what} inside of a text within {brace} ends the text"
        return Fault(complaint.line, complaint.column, message, hint, mended=mended)
    if complaint.line != complaint.context_line:
        closing = "]" if brace == "[" else "}"
        message = f"the `{brace}` that opens here is not closed, or a comma is missing before line {complaint.line}"
        return Fault(complaint.context_line, complaint.context_column, message, f"close it with `{closing}`")
    return Fault(
        complaint.line, complaint.column, "a comma is missing here, or the text needs quotes", "put texts in quotes"
    )


def _structure(complaint: Complaint, lines: list[str]) -> Fault | None:
    line = _line(complaint.line, lines)
    column = len(line) - len(line.lstrip()) + 1
    if "could not find expected ':'" in complaint.problem:
        number = complaint.context_line or complaint.line
        message = "a colon is missing: this line is neither `key: text` nor a list's `- text`"
        return Fault(number, complaint.context_column or 1, message, "write `key: text`, or put a long text in quotes")
    if "sequence entries are not allowed" in complaint.problem:
        hint, mended = _in_quotes(line)
        message = "a list begins on a line of its own, not behind `key:`"
        return Fault(complaint.line, complaint.column, message, f"move it there, or {hint}", mended=mended)
    if "expected" not in complaint.problem or "block" not in complaint.context:
        return None
    if complaint.column > column:
        hint, mended = _in_quotes(line)
        return Fault(complaint.line, complaint.column, "the text ends before this, and goes on", hint, mended=mended)
    outer = f"line {complaint.context_line}, column {complaint.context_column}"
    what = "list" if "collection" in complaint.context or "sequence" in complaint.context else "mapping"
    message = f"this line stands in column {column} and belongs neither to the {what} of {outer} nor to one around it"
    return Fault(complaint.line, column, message, "indent it like its neighbours")
