"""Findings are values: a code, a place, a message and its fix; and how they are printed.

Stages return them; only the command line prints them. ``InvalidInput`` carries the findings of a
stage that cannot go on; every other exception that reaches the command line is a bug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.base.messages import Severity as Severity


class Location(Record):
    """A place in a file that a person edits; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Finding(Record):
    """One problem with the input or the result.

    ``code`` is a stable kebab-case word (``unknown-key``) that ``explain`` knows; ``message`` is one sentence, ``hint``
    the fix. ``slide`` and ``shape`` are keys. With ``form`` and ``values`` another language can make the sentences.
    """

    code: str
    severity: Severity
    at: Location | None
    message: str
    hint: str = ""
    slide: str = ""
    shape: str = ""
    form: str = ""
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else (f"{self.shape or self.slide}: " if self.slide else "")
        hint = f"\n    hint: {on_one_line(self.hint)}" if self.hint else ""
        return f"{on_one_line(where)}{self.severity}[{self.code}]: {on_one_line(self.message)}{hint}"


MAX_TEXT = 2000  # characters of a printed message, which may quote the input
MAX_PRINTED = 200  # findings printed as text: nobody reads more, and a log has to hold them
FORMATS = ("text", "json", "github")


def on_one_line(text: str) -> str:
    """Return a text that may quote the input as one line of limited length."""
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT] + "…"
    return text if text.isprintable() else " ".join(text.splitlines())


def short(text: str) -> str:
    """Return a text as far as a message quotes it."""
    return text if len(text) <= 40 else text[:39] + "…"


class InvalidInput(Exception):
    """The input has errors; ``findings`` says which (at least one of severity error)."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(map(str, self.findings)))


def finding(
    key: str, at: Location | None = None, *, on_slide: str = "", on_shape: str = "", **values: object
) -> Finding:
    """Return the finding ``code`` or ``code.form``: severity and sentences come from ``messages``.

    ``values`` are what the sentences name: texts, numbers, tuples of them. KeyError where the catalogue does not
    know the key, or names a value that is not given.
    """
    from osloregion_slides.base import messages

    code, _, form = key.partition(".")
    message, hint = messages.sentences(key, values)
    return Finding(code, messages.severity(code), at, message, hint, on_slide, on_shape, form, tuple(values.items()))


def term(english: str, **values: object) -> Phrase:
    """Return a value of a finding that is words of this tool, for ``locale/LANGUAGE/terms.md`` to translate."""
    from osloregion_slides.base.messages import TERM, phrase

    return phrase(TERM + english, **values)


def error(code: str, at: Location | None, message: str, hint: str = "", slide: str = "", shape: str = "") -> Finding:
    """Return a finding that stops the build."""
    return Finding(code, "error", at, message, hint, slide, shape)


def warning(code: str, at: Location | None, message: str, hint: str = "", slide: str = "", shape: str = "") -> Finding:
    """Return a finding that does not stop the build."""
    return Finding(code, "warning", at, message, hint, slide, shape)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 slide, 13 slides."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def report(findings: Iterable[Finding], form: str) -> str:
    """Return the findings in one of ``FORMATS``: plain text ("" for none), JSON, or annotations of GitHub."""
    found = list(findings)
    if form == "json":
        import json

        return json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join([_annotation(one) for one in found])
    more = [f"… and {len(found) - MAX_PRINTED} more; `--format json` has all"] if len(found) > MAX_PRINTED else []
    return "\n".join([*map(str, found[:MAX_PRINTED]), *more])


def as_dict(finding: Finding) -> dict[str, object]:
    """Return a finding for JSON; empty fields are left out."""
    at = finding.at
    place = {"file": at.file, "line": at.line, "column": at.column, "cell": getattr(at, "cell", "")} if at else {}
    rest = {"hint": finding.hint, "slide": finding.slide, "shape": finding.shape}
    return {
        "code": finding.code,
        "severity": finding.severity,
        **{key: value for key, value in place.items() if value},
        "message": finding.message,
        **{key: value for key, value in rest.items() if value},
    }


def _annotation(finding: Finding) -> str:
    """Workflow commands: properties escape ``%``, line ends, ``:`` and ``,``; the message only the first two."""
    level = {"error": "error", "warning": "warning"}.get(finding.severity, "notice")
    at = finding.at
    place = [f"file={_escaped(at.file)}"] if at else []
    if at and at.line:
        place.append(f"line={at.line}")
    if at and at.column:
        place.append(f"col={at.column}")
    cell = getattr(at, "cell", "")  # an annotation cannot stand at a cell of a workbook
    text = (f"{cell}: " if cell else "") + finding.message + (f" – {finding.hint}" if finding.hint else "")
    message = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} {','.join([*place, f'title={finding.code}'])}::{message}"


def _escaped(text: str) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, code)
    return text
