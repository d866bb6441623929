"""Read the bytes of an outline as nodes, with all faults that can be found together.

After a fault in one line the line is fixed as the finding suggests, and reading continues, so that later faults are
reported too.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, Location, finding, nearest
from osloregion_slides.outline.build import Builder, TooMuch, events
from osloregion_slides.outline.nodes import Mapping, Scalar

if TYPE_CHECKING:
    import yaml

    from osloregion_slides.outline.diagnostics.syntax import Fault
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.reread import Clean
    from osloregion_slides.outline.workspace import Workspace


# The bytes of an outline as text.

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UNUSED_IN_1252 = b"\x81\x8d\x8f\x90\x9d"
"""Bytes without a character in Windows-1252 (Unicode's CP1252.TXT)."""


def decode(data: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of ``data`` and the faults of its encoding.

    Reads UTF-8 with or without byte order mark, and UTF-16 with one. Windows-1252 is an error, but is
    decoded so that other faults are found.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, file)
    return _decode(data, "utf-8", file)


def _decode(data: bytes, encoding: str, file: str) -> tuple[str, tuple[Finding, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as wrong:
        if encoding != "utf-8":
            return data.decode(encoding, "replace"), (finding("encoding.damaged", Location(file), encoding=encoding),)
        return data.decode("cp1252", "replace"), (_not_utf8(data, wrong.start, file),)


def _not_utf8(data: bytes, offset: int, file: str) -> Finding:
    before = data[:offset]
    line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    byte = data[offset : offset + 1]
    guess = "" if any(unused in data for unused in UNUSED_IN_1252) else byte.decode("cp1252")
    return finding("encoding", Location(file, line, column), byte=byte.hex().upper(), guess=guess)


SIZE = 2_000_000  # bytes of an outline; 1000 slides with notes have 300 000
KEPT = 8
"""Cached trees, of files of at most KEPT_SIZE bytes: a batch builds many decks from one outline, and reading it is a
tenth of a warm build (the flagship's, 3 of 30 ms). Nodes are frozen, so decks can share them."""
KEPT_SIZE = 300_000
MAX_FIXES = 10  # broken lines to fix and read past; each means reading the whole file again


def read_outline(data: bytes, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the tree of an outline's bytes and its faults; ``file`` is the name to report.

    The tree is None where it cannot be built; it can be present despite errors. Never raises.
    """
    if len(data) > SIZE:
        return None, (finding("too-large", Location(file), limit=SIZE // 1_000_000),)
    if len(data) > KEPT_SIZE:
        return _read_whole(data, file)
    found = _kept.get((data, file))
    if found is None:
        found = _read_whole(data, file)
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[data, file] = found
    return found


_kept: dict[tuple[bytes, str], tuple[Node | None, tuple[Finding, ...]]] = {}


_clean: dict[str, tuple[str, Builder | Clean]] = {}  # by file: its faultless text, and the result of reading it


def _read_whole(data: bytes, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    text, findings = decode(data, file)
    text = normal_lines(text)
    again = _read_again(text, file)
    if again is not None:
        return again.root, findings
    root, more = _read(text, file)
    if root is None and not more:
        more = (finding("empty-outline", Location(file)),)
    return root, findings + more


def _read(text: str, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    import yaml

    faults: list[Finding] = []
    while True:
        builder = Builder(text, file)
        try:
            builder.run(events(text))
            if not (faults or builder.findings):
                _remember(file, text, builder)
            return builder.root, (*faults, *builder.findings)
        except TooMuch as limit:
            return builder.root, (*faults, *builder.findings, limit.finding)
        except yaml.reader.ReaderError:
            fixed, more = _characters(text, file)
            faults += more
        except yaml.MarkedYAMLError as wrong:
            fault = _explain(wrong, text)
            if faults and (faults[-1].code == "tab" or _line_of(faults[-1]) >= fault.line):
                return None, (*faults, *builder.findings)
            faults.append(finding(fault.key, Location(file, fault.line, fault.column), **fault.values))
            fixed = _fix(text, fault)
        if fixed == text or len(faults) > MAX_FIXES:
            return None, (*faults, *builder.findings)
        text = fixed


def _read_again(text: str, file: str) -> Clean | None:
    """Return a file read incrementally from its last reading; None where it must be read completely."""
    if file not in _clean:
        return None
    from osloregion_slides.outline.reread import clean, reread

    before = clean(*_clean.pop(file))
    again = reread(before, text, file, events) if before else None
    if again is not None:
        _remember(file, text, again)
    return again


def _remember(file: str, text: str, read: Builder | Clean) -> None:
    if len(text) <= KEPT_SIZE:
        if len(_clean) >= KEPT:
            _clean.clear()
        _clean[file] = text, read


def normal_lines(text: str) -> str:
    """Return the text with lines as editors count them; YAML 1.1, 4.2 also breaks at U+0085, U+2028 and U+2029."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for separator in "\x85\u2028\u2029":
        text = text.replace(separator, " ")
    return text


def _line_of(finding: Finding) -> int:
    return finding.at.line if finding.at else 0


def _explain(wrong: yaml.MarkedYAMLError, text: str) -> Fault:
    from osloregion_slides.outline.diagnostics.syntax import Complaint, explain

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


def _fix(text: str, fault: Fault) -> str:
    lines = text.split("\n")
    if fault.key == "tab":
        from osloregion_slides.outline.diagnostics.misread import without_tabs

        return "\n".join(without_tabs(lines))
    if fault.fixed is not None:
        lines[fault.line - 1] = fault.fixed
    return "\n".join(lines)


def _characters(text: str, file: str) -> tuple[str, list[Finding]]:
    """Return the text with spaces for control characters, and findings for the first on up to MAX_FIXES lines."""
    from osloregion_slides.outline.diagnostics.misread import name
    from osloregion_slides.outline.nodes import FORBIDDEN

    found: list[Finding] = []
    for number, line in enumerate(text.split("\n"), 1):
        character = re.search(FORBIDDEN, line)
        if character:
            at = Location(file, number, character.start() + 1)
            found.append(finding("control-character", at, name=name(character.group())))
            if len(found) == MAX_FIXES:
                break
    return re.sub(FORBIDDEN, " ", text), found


# An outline's file and the files that it extends.

EXTENSIONS = 10  # length of a chain of ``extends``


def read_sources(path: str, workspace: Workspace) -> tuple[tuple[Mapping, ...], tuple[Finding, ...]]:
    """Return the trees of an outline and of the files it extends, the outermost base first, and all their faults."""
    trees: list[Mapping] = []
    findings: list[Finding] = []
    name, seen = path, [os.path.realpath(path)]
    while True:
        workspace.folders[name] = os.path.dirname(os.path.abspath(name))
        tree, more = read_file(name)
        findings += more
        if not isinstance(tree, Mapping):
            if tree is not None:
                findings.append(finding("wrong-type.outline", tree.at))
            return tuple(reversed(trees)), tuple(findings)
        trees.append(tree)
        base = tree.get("extends")
        if not isinstance(base, Scalar) or base.is_null:
            return tuple(reversed(trees)), tuple(findings)
        found = workspace.find(base.text, base.at)
        if isinstance(found, Finding):
            return tuple(reversed(trees)), (*findings, found)
        if os.path.realpath(found) in seen or len(seen) > EXTENSIONS:
            return tuple(reversed(trees)), (*findings, finding("extends-cycle", base.at, name=base.text))
        seen.append(os.path.realpath(found))
        name = _shown(found, path)


def read_file(path: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the tree of one file and its faults; a file that cannot be read is a fault."""
    try:
        data = read_bytes(path, SIZE)
    except OSError as problem:
        return None, (unreadable(path, problem, (".yaml", ".yml")),)
    if data.startswith(b"PK\3\4"):  # a zip archive: PKWARE's APPNOTE.TXT, 4.3.7
        return None, (finding("unreadable-file.office", Location(path)),)
    return read_outline(data, path)


def unreadable(path: str, problem: OSError, suffixes: tuple[str, ...]) -> Finding:
    """Return the finding that a file with one of these suffixes is missing or unreadable."""
    at = Location(path)
    if isinstance(problem, IsADirectoryError):
        return finding("missing-file.folder", at, suffixes=suffixes)
    if not isinstance(problem, FileNotFoundError | NotADirectoryError):
        return finding("unreadable-file", at, reason=problem.strerror or str(problem))
    folder, name = os.path.split(path)
    try:
        files = sorted(os.listdir(folder or "."))[:1000]
    except (OSError, ValueError):
        files = []
    named = {os.path.splitext(file)[0]: file for file in files if file.endswith(suffixes)}
    if near := nearest(os.path.splitext(name)[0], named):
        return finding("missing-file", at, name=path, near=os.path.join(folder, named[near]), folder="")
    return finding("missing-file", at, name=path, near="", folder=os.path.abspath(folder))


def _shown(found: str, path: str) -> str:
    """Return a base's path as the user would write it: relative if the outline's path is."""
    if os.path.isabs(path):
        return found
    return os.path.join(os.path.dirname(path), os.path.relpath(found, os.path.dirname(os.path.abspath(path))))
