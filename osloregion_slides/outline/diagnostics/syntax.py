"""Explanations of a YAML parser's errors for an outline's author, with the corrected line.

Reading continues with the corrected line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from osloregion_slides.base.findings import short, term
from osloregion_slides.base.record import Record
from osloregion_slides.outline.diagnostics.misread import quoted

LONG = 2000  # characters; longer lines are cut and not fixed
REACH = 2000  # lines to search above and below; a list of 300 000 lines would take seconds

_DASHES = re.compile(r" *(?:- +)*")
_KEY = re.compile(r" *(?:- +)*([\w.$-]+) *:(?:\s|$)")


class Complaint(Record):
    """The parser's error; lines and columns count from 1, those of the context are 0 without one."""

    problem: str
    line: int
    column: int
    context: str = ""
    context_line: int = 0
    context_column: int = 0

    def fault(self, key: str, fixed: str | None = None, **values: Any) -> Fault:
        """Return a fault at the complaint's location."""
        return Fault(self.line, self.column, key, values, fixed)


class Fault(Record):
    """The explanation of a complaint: a location, and a finding's key and values.

    ``fixed`` is the corrected line, None where only the author can correct it.
    """

    line: int
    column: int
    key: str
    values: dict[str, Any] = {}
    fixed: str | None = None


def line_at(number: int, lines: list[str]) -> str:
    """Return a line cut at LONG: some patterns here take quadratic time."""
    return lines[number - 1][:LONG] if 0 < number <= len(lines) else ""


def rest(complaint: Complaint, lines: list[str]) -> str:
    """Return the complaint's line from its column on."""
    return line_at(complaint.line, lines)[complaint.column - 1 :]


def above(number: int, lines: list[str]) -> int:
    """Return the number of the nearest line above with contents, else 0."""
    return next((other for other in range(number - 1, 0, -1) if _has_contents(lines[other - 1])), 0)


def below(number: int, lines: list[str]) -> int:
    """Return the number of the nearest line below with contents, else 0."""
    return next((other for other in range(number + 1, len(lines) + 1) if _has_contents(lines[other - 1])), 0)


def _has_contents(line: str) -> bool:
    body = line.lstrip()
    return bool(body) and body[0] != "#"


def depth(line: str) -> int:
    """Return the number of spaces at the start of a line."""
    return len(line) - len(line.lstrip(" "))


def text_depth(line: str) -> int:
    """Return the number of characters before a line's text: spaces, and dashes of lists."""
    found = _DASHES.match(line)
    return found.end() if found else 0


def key_of(line: str) -> str:
    """Return the key at the start of a line, after its dashes, else ""."""
    found = _KEY.match(line)
    return found[1] if found else ""


# Quoting a line's text, which fixes most errors.

VALUE = re.compile(r"^(?P<before>\s*(?:- +)*(?:[\w.$-]+:[ \t]+|(?<=- )))(?P<text>\S.*?)(?P<after>\s*)$")
"""A line of a block mapping or list: the part before its text, and the text."""
FLOW_VALUE = re.compile(
    r"(?:(?<=\{)|(?<=, ))(?P<key>[\w.$-]+:[ \t]+)(?P<text>.+?)(?=\s*(?:, *[\w.$-]+:[ \t]|\}+\s*(?:#.*|\]+\s*)?$))"
)
"""A text inside ``{…}``: up to the next key, or to the brace at the end of the line."""


def in_quotes(line: str, column: int = 0) -> tuple[str, str | None]:
    """Return ``key: "text"`` of a line, and the whole line with its text quoted; "" and None without a text.

    With a ``column`` (from 1) inside a text of ``{…}`` this text is quoted, else the whole text of the line.
    """
    for found in FLOW_VALUE.finditer(line if len(line) < LONG else ""):
        if found.start() < column <= found.end() + 1 and not found["text"].startswith("["):
            text = quoted(_unquoted(found["text"]))
            fixed = line[: found.start("text")] + text + line[found.end("text") :]
            return f"{found['key'].strip()} {text}", fixed
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return "", None
    text = quoted(_unquoted(whole["text"]))
    return f"{whole['before'].strip()} {text}", whole["before"] + text


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


# Wrong indentation, and blanks other than spaces.

_BLOCK_HEADER = re.compile(r"(?:: +|- +)([|>][-+0-9]*)\s*(?:#.*)?$")
"""The header of a block scalar at the end of a line (YAML 1.2, 8.1)."""
_TAB = re.compile(r"( *(?:- +)*-)[ \t]*\t[ \t]*")
_BLANKS = re.compile(r"( *(?:- +)*(?:[\w.$-]+:)?[ \t]*)([^\S \t\n]+)")
"""Blanks that YAML reads as letters, in the indentation or after a key."""


def blanks(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return the fault of a tab or no-break space (or similar) in place of a space."""
    for number in (complaint.line, complaint.context_line, above(complaint.line, lines)):
        if found := _TAB.match(line_at(number, lines)):
            fixed = f"{found[1]} {lines[number - 1][found.end() :]}"
            return Fault(number, len(found[1]) + 1, "broken-yaml.tab-after-dash", fixed=fixed)
        found = _BLANKS.match(line_at(number, lines))
        if found:
            fixed = found[1] + " " * len(found[2]) + lines[number - 1][found.end() :]
            sign = f"U+{ord(found[2][0]):04X}"
            return Fault(number, len(found[1]) + 1, "broken-yaml.blank", {"sign": sign}, fixed)
    return None


def unindented_block(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return the fault of an unindented text after ``key: >-``."""
    for number in (complaint.line, complaint.context_line):
        line, before = line_at(number, lines), above(number, lines)
        found = _BLOCK_HEADER.search(line_at(before, lines))
        place = text_depth(line_at(before, lines))
        if found is None or depth(line) > place or key_of(line) or line.lstrip().startswith("- "):
            continue
        after = line_at(below(number, lines), lines)
        single = depth(after) > place or bool(key_of(after)) or after.lstrip().startswith("- ")
        fixed = " " * (place + 2) + line.lstrip() if single else None
        values = {"sign": found[1], "line": before, "column": place + 3}
        return Fault(number, depth(line) + 1, "broken-yaml.block-indentation", values, fixed)
    return None


def too_deep(line: int, lines: list[str]) -> Fault:
    """Return the fault of a key under a line that already has a text: of the one of both with wrong indentation."""
    before = above(line, lines)
    place, wanted = depth(line_at(line, lines)), text_depth(line_at(before, lines))
    neighbour, after = above(before, lines), below(line, lines)
    goes_on = not after or text_depth(line_at(after, lines)) >= place
    alike = text_depth(line_at(neighbour, lines)) == place and goes_on
    opened = depth(line_at(neighbour, lines)) == wanted and line_at(neighbour, lines).rstrip().endswith(":")
    if wanted < place and (alike or opened) and neighbour and wanted == depth(line_at(before, lines)):
        values = {"column": wanted + 1, "wanted": place + 1, "lines": (neighbour, line) if alike else (line,)}
        fixed = " " * place + line_at(before, lines).lstrip()
        return Fault(before, wanted + 1, "broken-yaml.too-shallow", values, fixed)
    values = {"line": before, "wanted": wanted + 1}
    return Fault(line, place + 1, "broken-yaml.too-deep", values, _indented(line, wanted, lines))


def misindented(complaint: Complaint, lines: list[str]) -> Fault:
    """Return the fault of a line whose indentation does not match the lines around it."""
    line = line_at(complaint.line, lines)
    column = depth(line) + 1
    values: dict[str, Any] = {"column": column, "line": complaint.context_line, "outer": complaint.context_column}
    like, place = _model(complaint.line, lines)
    if not like:
        return Fault(complaint.line, column, "broken-yaml.indentation", {**values, "wanted": "", "like": ""})
    values |= {"wanted": place + 1, "like": like}
    return Fault(complaint.line, column, "broken-yaml.indentation", values, _indented(complaint.line, place, lines))


def _model(number: int, lines: list[str]) -> tuple[int, int]:
    """Return the line with the probably intended indentation, and its number of spaces; 0, 0 for none.

    For a thing of a list it is the thing above with the nearest dash, else the line above.
    """
    line = line_at(number, lines)
    if not line.lstrip().startswith("- "):
        before = above(number, lines)
        return (
            (before, text_depth(line_at(before, lines))) if key_of(line) and key_of(line_at(before, lines)) else (0, 0)
        )
    things: dict[int, int] = {}
    other, bound = number, LONG
    while (other := above(other, lines)) and bound and number - other < REACH:
        own = depth(lines[other - 1])
        if own < bound:
            bound = own
            if lines[other - 1].lstrip().startswith("- "):
                things.setdefault(own, other)
    place = min(things, key=lambda own: abs(own - depth(line)), default=None)
    return (things[place], place) if place is not None else (0, 0)


def _indented(number: int, place: int, lines: list[str]) -> str | None:
    """Return a line at its right depth; None where the next line would not match: only the author can fix it."""
    line, after = line_at(number, lines), below(number, lines)
    body = line.lstrip()
    inner = place + 2 if body.startswith("- ") else place
    if not key_of(line) or (after and text_depth(line_at(after, lines)) != inner):
        return None
    return " " * place + body


# List items whose dash is missing, joined to its text, or not a hyphen.

_ODD = re.compile(r" *(?P<sign>-(?=[^\W\d]|[{\"'\[])|[–—−•·](?=\s|\w|[{\"'\[])|[*+](?=\s))\s*(?P<body>\S.*)")
"""A line that begins with a typographic dash, a bullet, or a hyphen without its space."""


def dash(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return the fault of a dash near the complaint's line: an odd sign, or a missing dash."""
    if "flow" in complaint.context or "quoted" in complaint.context:
        return None
    for number in (complaint.line, above(complaint.line, lines)):
        fault = _odd(number, lines)
        if fault is not None:
            return fault
    for number, place in _candidates(complaint, lines):
        fault = _missing(number, place, lines)
        if fault is not None:
            return fault
    return None


def _odd(number: int, lines: list[str]) -> Fault | None:
    line = line_at(number, lines)
    found = _ODD.fullmatch(line)
    if found is None or not (_among_things(number, lines) or _opened(number, lines)):
        return None
    values = {"entry": _entry(found["body"])}
    fixed = f"{line[: depth(line)]}- {found['body']}"
    if found["sign"] == "-":
        return Fault(number, depth(line) + 1, "missing-dash.space", values, fixed)
    return Fault(number, depth(line) + 1, "missing-dash.sign", {**values, "sign": found["sign"]}, fixed)


def _candidates(complaint: Complaint, lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield lines that may lack a dash, each with the number of spaces before the dashes of its list."""
    here, before = line_at(complaint.line, lines), above(complaint.line, lines)
    if "mapping values are not allowed" in complaint.problem:
        if depth(line_at(before, lines)) < depth(here):
            yield before, depth(line_at(before, lines))
    elif "could not find expected ':'" in complaint.problem:
        number = complaint.context_line or complaint.line
        yield number, depth(line_at(number, lines))
    elif "expected" in complaint.problem and here.lstrip().startswith("- "):
        opener = _opener(complaint.line, lines)
        if opener:
            yield below(opener, lines), depth(here)
    elif "expected" in complaint.problem and complaint.context_column:
        listed = line_at(complaint.context_line, lines)[complaint.context_column - 1 :]
        if listed.startswith("- "):
            yield complaint.line, complaint.context_column - 1


def _missing(number: int, place: int, lines: list[str]) -> Fault | None:
    line = line_at(number, lines)
    body = line.lstrip(" ")
    if body.startswith("- ") or depth(line) not in (place, place + 2):
        return None
    things = [other for other in _neighbours(number, place, lines) if other.startswith("- ")]
    alike = any(key_of(other) == key_of(body) and _opening(other[2:]) == _opening(body) for other in things)
    if not alike and key_of(body) != "id":
        return None
    return Fault(number, depth(line) + 1, "missing-dash", {"entry": _entry(body)}, f"{' ' * place}- {body}")


def _opening(body: str) -> str:
    """Return the first character of a flow mapping or list, "" for other texts."""
    return body[:1] if body[:1] in ("{", "[") else ""


def _entry(body: str) -> str:
    return f"- {short(body)}"


def _neighbours(number: int, place: int, lines: list[str]) -> Iterator[str]:
    """Yield the lines with this indentation, up and down from a line to the ends of its list."""
    for step in (above, below):
        other = number
        while (other := step(other, lines)) and depth(lines[other - 1]) >= place and abs(other - number) < REACH:
            if depth(lines[other - 1]) == place:
                yield line_at(other, lines)[place:]


def _among_things(number: int, lines: list[str]) -> bool:
    return any(other.startswith("- ") for other in _neighbours(number, depth(line_at(number, lines)), lines))


def _opened(number: int, lines: list[str]) -> bool:
    """Return whether a line is the first under a ``key:`` and the next line is not indented less."""
    opener, after = above(number, lines), below(number, lines)
    place = depth(line_at(number, lines))
    begins = bool(re.search(r":\s*(?:#.*)?$", line_at(opener, lines))) and depth(line_at(opener, lines)) <= place
    return begins and bool(after) and depth(line_at(after, lines)) >= place


def _opener(number: int, lines: list[str]) -> int:
    """Return the number of the line ``key:`` above a line with a dash, else 0."""
    place = depth(line_at(number, lines))
    other = number
    while (other := above(other, lines)) and depth(lines[other - 1]) >= place and number - other < REACH:
        pass
    return other if other and re.search(r":\s*(?:#.*)?$", line_at(other, lines)) else 0


# Colons missing, joined to the text, or inside a text; and missing commas before the next key.

_LANGUAGES = re.compile(r"[({]?(?P<texts>[a-z]{2}: .*\S, [a-z]{2}: \S.*?)[)}]?")
"""A text by language with missing or other braces."""
_STUCK = re.compile(r"(?P<key>\s*(?:- +)*[^\W\d][\w.-]*?)(?:(?P<colon>:)(?=[^\s/:])|\s*=\s*)(?P<text>\S.*)")
"""``key:text`` (except web addresses), ``key = text``."""
_BARE = re.compile(r"(?P<key>\s*(?:- +)*(?P<word>[^\W\d][\w.-]*)) +(?P<text>\S.*)")
"""``key text``, where the word is a key elsewhere."""


def comma(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return the fault of ``{nb: Navn en: Name}``: after a text comes a word that is a key elsewhere in the file."""
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
    """Return the fault of a colon inside a text, ``title: Oslo: a region``, or of a key too deep under a text."""
    line = line_at(complaint.line, lines)
    in_flow = "flow" in complaint.context and rest(complaint, lines).startswith(":")
    if complaint.line != complaint.context_line and re.fullmatch(r"\s*[\w.$-]+", line[: complaint.column - 1]):
        in_flow = False  # a new key: the brace before it is unclosed
    if "mapping values are not allowed" not in complaint.problem and not in_flow:
        return None
    fault = None if in_flow else _two_keys(complaint, lines) or no_colon(complaint.line, lines)
    if fault is not None:
        return fault
    text, fixed = in_quotes(line, complaint.column if in_flow else 0)
    if fixed is not None and (in_flow or ": " in line[depth(line) : complaint.column - 1]):
        return complaint.fault("broken-yaml.colon", fixed, quoted=text)
    return no_colon(above(complaint.line, lines), lines) or too_deep(complaint.line, lines)


def _two_keys(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return the fault of missing braces: ``title: nb: Navn, en: Name`` or ``id: ict, name: IKT``."""
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
    """Return the fault of a line that is almost ``key: text``, of ``//`` comments and merge conflicts; else None."""
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
    """Return whether a word is a key on another line."""
    key = re.compile(rf"(?:^\s*(?:- +)*|[{{,]\s*){re.escape(word)}:(?:\s|$)")
    return any(key.search(other) for place, other in enumerate(lines, 1) if word in other and place != number)


# The rules: each examines the location of the complaint, and fixes its line if only one line can be meant.

ABOVE = 200  # lines to search for a quotation mark
START_ONLY = {"@": "`@`", "`": "a backtick", "%": "`%`", "*": "`*`", "&": "`&`", "!": "`!`", "|": "`|`", ">": "`>`"}
"""YAML's indicators at the start of a value (YAML 1.2, 5.3)."""


def explain(complaint: Complaint, lines: list[str]) -> Fault:
    """Return the explanation of a complaint; ``lines`` are the file's."""
    for rule in _RULES:
        fault = rule(complaint, lines)
        if fault is not None:
            return fault
    words = [term(part) for part in (complaint.context, complaint.problem) if part]
    return complaint.fault("broken-yaml", words=tuple(words))


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
    return complaint.fault("bad-key")


def _expression(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return the fault of unquoted braces (``title: {{ a }} b``) on the line of the complaint or its context."""
    for number in (complaint.line, complaint.context_line):
        line = line_at(number, lines)
        bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", lambda quote: "_" * len(quote.group()), line)
        found = re.search(r"\{\{|\{%", bare)
        if found is None or re.search(r"(?:^|[:,\[{-]) *[\"'][^\"']*$", bare[: found.start()]):
            continue  # none, or after an unclosed quotation mark
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
    return Fault(
        complaint.line, column, "broken-yaml.start", {"sign": term(START_ONLY[behind[0]]), "quoted": text}, fixed
    )


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
    return complaint.fault(key, fixed, quoted=text)


def _opened_before(number: int, mark: str, lines: list[str]) -> Fault | None:
    """Return the fault of an unclosed quotation mark on a line above, which this line's first mark closes."""
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
    return complaint.fault("broken-yaml.block", fixed, quoted=text)


def _escape(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "escape" not in complaint.problem and "hexdecimal" not in complaint.problem:
        return None
    line = line_at(complaint.line, lines)
    if "Unicode" in complaint.problem:
        return complaint.fault("control-character.escape")
    at = max(0, line.rfind("\\", 0, complaint.column))
    return Fault(complaint.line, at + 1, "broken-yaml.escape", {"escape": line[at : at + 2]})


def _flow(complaint: Complaint, lines: list[str]) -> Fault | None:
    if "flow" not in complaint.context or "expected" not in complaint.problem:
        return None
    brace = "[" if "sequence" in complaint.context else "{"
    behind = rest(complaint, lines)
    if complaint.line == complaint.context_line and behind[:1] in ("[", "{", "]", "}", "?"):
        text, fixed = in_quotes(line_at(complaint.line, lines), complaint.column)
        return complaint.fault("broken-yaml.ends-text", fixed, sign=behind[0], brace=brace, quoted=text)
    if complaint.line != complaint.context_line:
        cut = re.search(r"\s#\S", line_at(complaint.context_line, lines))
        if cut and cut.start() >= complaint.context_column:
            text, fixed = in_quotes(line_at(complaint.context_line, lines), cut.start() + 1)
            values = {"brace": brace, "quoted": text}
            return Fault(complaint.context_line, cut.start() + 2, "broken-yaml.hash", values, fixed)
        return _open(complaint, brace, lines)
    return complaint.fault("broken-yaml.comma-or-quotes")


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
            return complaint.fault("broken-yaml.list-after-key")
        text, fixed = in_quotes(line)
        return complaint.fault("broken-yaml.list-or-text", fixed, quoted=text)
    if "expected" not in complaint.problem or "block" not in complaint.context:
        return None
    if complaint.column > column and (sign := rest(complaint, lines).rstrip()) in ("}", "]", ","):
        return complaint.fault("broken-yaml.too-many", line[: complaint.column - 1], sign=sign)
    if complaint.column > column:
        text, fixed = in_quotes(line)
        return complaint.fault("broken-yaml.goes-on", fixed, quoted=text)
    return misindented(complaint, lines)


_RULES = (
    _tab,
    blanks,
    unindented_block,
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
"""In this order: first patterns of the lines, then the parser's message."""
