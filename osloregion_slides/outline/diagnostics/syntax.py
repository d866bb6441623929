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
    fixed = f"{line[: found.start(1)]}, {line[found.start(2) :]}"
    key = "broken-yaml.semicolon" if found[1] else "broken-yaml.comma"
    return Fault(complaint.line, found.start(1) + 1, key, {"name": found[2]}, fixed)


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
    text, fixed = in_quotes(line, complaint.column if in_flow else 0)
    if fixed is not None and (in_flow or ": " in line[depth(line) : complaint.column - 1]):
        return Fault(complaint.line, complaint.column, "broken-yaml.colon", {"quoted": text}, fixed)
    return no_colon(above(complaint.line, lines), lines) or too_deep(complaint.line, lines)


def _two_keys(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``title: nb: Navn, en: Name`` or ``id: ict, name: IKT``: what stands in braces, without them."""
    line = line_at(complaint.line, lines)
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return None
    if found := _LANGUAGES.fullmatch(whole["text"]):
        fixed = f"{whole['before']}{{{found['texts']}}}"
        return Fault(complaint.line, whole.start("text") + 1, "broken-yaml.no-braces", {"line": fixed.strip()}, fixed)
    second = re.search(r", ([\w.$-]+)$", line[: complaint.column - 1])
    if second is None or not _is_key(second[1], complaint.line, lines):
        return None
    return Fault(complaint.line, second.start(1) + 1, "broken-yaml.second-key", {"name": second[1]})


def no_colon(number: int, lines: list[str]) -> Fault | None:
    """Return the fault of a line that is no ``key: text`` for a sign or a space, None where it is something else."""
    line = line_at(number, lines)
    if found := re.match(r"\s*(//+)", line):
        fixed = line[: found.start(1)] + "#" + line[found.end() :]
        return Fault(number, found.start(1) + 1, "broken-yaml.comment", {"line": fixed.strip()}, fixed)
    if line.startswith("<<<<<<< "):
        return Fault(number, 1, "broken-yaml.merge-conflict")
    if len(line) == LONG:
        return None
    if found := _STUCK.fullmatch(line):
        key = "broken-yaml.colon-without-space" if found["colon"] else "broken-yaml.equals-sign"
    elif (found := _BARE.fullmatch(line)) and _is_key(found["word"], number, lines):
        key = "broken-yaml.no-colon"
    else:
        return None
    fixed = f"{found['key']}: {found['text']}"
    return Fault(number, found.end("key") + 1, key, {"line": fixed.strip()}, fixed)


def _is_key(word: str, number: int, lines: list[str]) -> bool:
    """True where a word is a key on another line than this."""
    key = re.compile(rf"(?:^\s*(?:- +)*|[{{,]\s*){re.escape(word)}:(?:\s|$)")
    return any(key.search(other) for place, other in enumerate(lines, 1) if word in other and place != number)


# What a YAML parser's complaint means to the person who wrote the file, and how to fix the line.
#
# Each rule looks at the place of the complaint and gives a fault, with the fixed line where one line alone can be
# fixed, so that reading can go on.

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
    return Fault(complaint.line, complaint.column, "broken-yaml", {"words": words})


def _tab(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "cannot start any token" not in complaint.problem and "tab character" not in complaint.problem:
        return None
    line = line_at(complaint.line, lines)
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" not in indentation:
        return None
    more = sum("\t" in other[: len(other) - len(other.lstrip())] for other in lines[complaint.line :])
    return Fault(complaint.line, indentation.index("\t") + 1, "tab", {"more": more or ""})


def _no_key(complaint: Complaint, lines: list[str]) -> Fault | None:
    before = line_at(complaint.line, lines)[: complaint.column - 1].rstrip()
    if not rest(complaint, lines).startswith(":") or before[-1:] not in ("", "{", ",", "-"):
        return None
    return Fault(complaint.line, complaint.column, "bad-key")


def _expression(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``title: {{ a }} b`` and the like: braces outside quotes on the line of the complaint, or of its context."""
    for number in (complaint.line, complaint.context_line):
        line = line_at(number, lines)
        bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", lambda quote: "_" * len(quote.group()), line)
        found = re.search(r"\{\{|\{%", bare)
        if found is None or re.search(r"(?:^|[:,\[{-]) *[\"'][^\"']*$", bare[: found.start()]):
            continue  # none, or behind a quotation mark that nobody closed
        text, fixed = in_quotes(line, found.start() + 1)
        values = {"sign": found.group(), "quoted": text}
        return Fault(number, found.start() + 1, "unquoted-expression.braces", values, fixed)
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
    text, fixed = in_quotes(line_at(complaint.line, lines), column)
    return Fault(complaint.line, column, "broken-yaml.start", {"sign": START_ONLY[behind[0]], "quoted": text}, fixed)


def _quote(complaint: Complaint, lines: list[str]) -> Fault | None:
    line = line_at(complaint.line, lines)
    if "unexpected end of stream" in complaint.problem and "quoted" in complaint.context:
        return Fault(complaint.context_line, complaint.context_column, "broken-yaml.unclosed-quote")
    before = line[: complaint.column - 1].rstrip()
    mark = before[-1:]
    if not ("expected" in complaint.problem and mark in ("'", '"') and rest(complaint, lines).strip()):
        return None
    if before.count(mark) == 1:
        return _opened_before(complaint.line, mark, lines)
    text, fixed = in_quotes(line, complaint.column)
    key = "broken-yaml.after-single-quote" if mark == "'" else "broken-yaml.after-quote"
    return Fault(complaint.line, complaint.column, key, {"quoted": text}, fixed)


def _opened_before(number: int, mark: str, lines: list[str]) -> Fault | None:
    """The first mark of a line closes a text: the one that nobody closed stands on a line above."""
    for other in range(number - 1, max(0, number - ABOVE), -1):
        line = line_at(other, lines)
        found = re.search(rf"(?:^|[:,\[{{-])\s*({mark})[^{mark}]*$", line)
        if found:
            whole = VALUE.match(line)
            alone = whole is not None and whole.start("text") == found.start(1) and len(line) < LONG
            fixed = line.rstrip() + mark if alone else None
            values = {"line": number, "mark": mark, "closed": (fixed or "").strip()}
            return Fault(other, found.start(1) + 1, "broken-yaml.quote-closed-later", values, fixed)
    return None


def _block_text(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "block scalar" not in complaint.context:
        return None
    text, fixed = in_quotes(line_at(complaint.line, lines))
    return Fault(complaint.line, complaint.column, "broken-yaml.block", {"quoted": text}, fixed)


def _escape(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "escape" not in complaint.problem and "hexdecimal" not in complaint.problem:
        return None
    line = line_at(complaint.line, lines)
    if "Unicode" in complaint.problem:
        return Fault(complaint.line, complaint.column, "control-character.escape")
    at = max(0, line.rfind("\\", 0, complaint.column))
    return Fault(complaint.line, at + 1, "broken-yaml.escape", {"escape": line[at : at + 2]})


def _flow(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "flow" not in complaint.context or "expected" not in complaint.problem:
        return None
    brace = "[" if "sequence" in complaint.context else "{"
    behind = rest(complaint, lines)
    if complaint.line == complaint.context_line and behind[:1] in ("[", "{", "]", "}", "?"):
        text, fixed = in_quotes(line_at(complaint.line, lines), complaint.column)
        values = {"sign": behind[0], "brace": brace, "quoted": text}
        return Fault(complaint.line, complaint.column, "broken-yaml.ends-text", values, fixed)
    if complaint.line != complaint.context_line:
        cut = re.search(r"\s#\S", line_at(complaint.context_line, lines))
        if cut and cut.start() >= complaint.context_column:
            text, fixed = in_quotes(line_at(complaint.context_line, lines), cut.start() + 1)
            values = {"brace": brace, "quoted": text}
            return Fault(complaint.context_line, cut.start() + 2, "broken-yaml.hash", values, fixed)
        return _open(complaint, brace, lines)
    return Fault(complaint.line, complaint.column, "broken-yaml.comma-or-quotes")


def _open(complaint: Complaint, brace: str, lines: list[str]) -> Fault:
    closing = "]" if brace == "[" else "}"
    line = line_at(complaint.context_line, lines)
    alone = (
        line.count(brace) - line.count(closing) == 1 and "#" not in line and not line.rstrip().endswith((",", brace))
    )
    fixed = line.rstrip() + closing if alone and len(line) < LONG else None
    values = {"brace": brace, "closing": closing, "line": complaint.line}
    return Fault(complaint.context_line, complaint.context_column, "broken-yaml.open", values, fixed)


def _structure(complaint: Complaint, lines: list[str]) -> Fault | None:
    line = line_at(complaint.line, lines)
    column = len(line) - len(line.lstrip()) + 1
    if "could not find expected ':'" in complaint.problem:
        number = complaint.context_line or complaint.line
        fault = no_colon(number, lines)
        if fault is not None:
            return fault
        return Fault(number, complaint.context_column or 1, "broken-yaml.neither")
    if "sequence entries are not allowed" in complaint.problem:
        if line_at(below(complaint.line, lines), lines).lstrip().startswith("- "):
            return Fault(complaint.line, complaint.column, "broken-yaml.list-after-key")
        text, fixed = in_quotes(line)
        return Fault(complaint.line, complaint.column, "broken-yaml.list-or-text", {"quoted": text}, fixed)
    if "expected" not in complaint.problem or "block" not in complaint.context:
        return None
    if complaint.column > column and (sign := rest(complaint, lines).rstrip()) in ("}", "]", ","):
        fixed = line[: complaint.column - 1]
        return Fault(complaint.line, complaint.column, "broken-yaml.too-many", {"sign": sign}, fixed)
    if complaint.column > column:
        text, fixed = in_quotes(line)
        return Fault(complaint.line, complaint.column, "broken-yaml.goes-on", {"quoted": text}, fixed)
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
