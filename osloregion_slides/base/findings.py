"""Findings as values (a code, a place, a message and its fix), and their output formats.

Stages return them; only the command line prints them. ``InvalidInput`` carries the findings of a
stage that cannot continue; any other exception that reaches the command line is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.base.messages import Severity as Severity


class Location(Record):
    """A place in an edited file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class Finding(Record):
    """One problem with the input or the result.

    ``code`` is a stable kebab-case word (``unknown-key``) that ``explain`` knows; ``message`` is one sentence, ``hint``
    the fix. ``slide`` and ``shape`` are keys. ``form`` and ``values`` allow the sentences in another language.
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
        return self._line(self.severity, "hint")

    def _line(self, severity: str, fix: str) -> str:
        on_slide = f"{self.shape or self.slide}: " if self.slide and not (self.at and self.at.line) else ""
        where = (f"{self.at}: " if self.at else "") + on_slide
        hint = f"\n    {fix}: {on_one_line(self.hint)}" if self.hint else ""
        return f"{on_one_line(where)}{severity}[{self.code}]: {on_one_line(self.message)}{hint}"


MAX_TEXT = 2000  # characters of a printed message, which may quote input
MAX_PRINTED = 200  # findings printed as text: more are not read, and fill logs
FORMATS = ("text", "json", "github")


def on_one_line(text: str) -> str:
    """Return a text that may quote input as one line of limited length."""
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT] + "…"
    return text if text.isprintable() else visible(" ".join(text.splitlines()))


def visible(text: str) -> str:
    """Return a text with invisible characters escaped, such as a zero-width space."""
    from unicodedata import category

    return "".join([sign.encode("unicode-escape").decode() if category(sign) == "Cf" else sign for sign in text])


def short(text: str) -> str:
    """Return a text shortened for quoting in a message."""
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

    ``values`` fill the sentences: texts, numbers, tuples of them. KeyError where the catalogue lacks the key, or names
    a value that is not given.
    """
    from osloregion_slides.base import messages

    code, _, form = key.partition(".")
    message, hint = messages.sentences(key, values)
    if ":/" in message + hint or (at and ":/" in at.file):
        message, hint = without_secrets(message), without_secrets(hint)
        at = at and at.replace(file=without_secrets(at.file))
        values = {name: without_secrets(one) if type(one) is str else one for name, one in values.items()}
    return Finding(code, messages.severity(code), at, message, hint, on_slide, on_shape, form, tuple(values.items()))


def without_secrets(text: str) -> str:
    """Return a text without the passwords and tokens in its URLs, since reports and logs are passed on."""
    import re

    text = re.sub(r"(\w://|https?:/)[^\s/?#]*@", r"\1…@", text)  # a path made from a URL has one slash
    return re.sub(r"(?i)([?&;][\w-]*(?:token|secret|password|api-?_?key|sig|signature)=)[^\s&;#'\"]+", r"\1…", text)


def term(english: str, **values: object) -> Phrase:
    """Return a value in the tool's own words, which ``locale/LANGUAGE/terms.md`` translates."""
    from osloregion_slides.base.messages import TERM, phrase

    return phrase(TERM + english, **values)


def reason_of(problem: Exception) -> Phrase | str:
    """Return the reason of an exception: the term that it was raised with, the system's message, or its text."""
    from osloregion_slides.base.messages import Phrase

    said = problem.args[0] if problem.args else ""
    return said if isinstance(said, Phrase) else getattr(problem, "strerror", "") or str(problem)


def cannot_write(path: str, problem: OSError) -> Finding:
    """Return the finding about a file or folder that cannot be written, or for a full disk."""
    import errno

    is_full = problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    why: Phrase | str = problem.strerror or str(problem)
    reason = why.lower() if isinstance(why, str) else why
    return finding("cannot-write.full" if is_full else "cannot-write.folder", Location(path), reason=reason)


def error(code: str, at: Location | None, message: str, hint: str = "", slide: str = "", shape: str = "") -> Finding:
    """Return a finding that stops the build."""
    return Finding(code, "error", at, message, hint, slide, shape)


def warning(code: str, at: Location | None, message: str, hint: str = "", slide: str = "", shape: str = "") -> Finding:
    """Return a finding that does not stop the build."""
    return Finding(code, "warning", at, message, hint, slide, shape)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 slide, 13 slides."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def in_language(found: Finding, language: str) -> Finding:
    """Return a finding with its sentences in a language; codes, values and texts outside the catalogue stay.

    A stage may have put a text before the message, or replaced the fix: both are kept.
    """
    from osloregion_slides.base import messages

    if language == messages.LANGUAGE or not messages.family(found.code):
        return found
    key, values = f"{found.code}.{found.form}" if found.form else found.code, dict(found.values)
    try:
        message, hint = messages.sentences(key, values)
        said, fix = messages.sentences(key, values, language)
    except KeyError:  # with sentences of its own
        return found
    if not found.message.endswith(message):
        return found
    before = messages.fixed(found.message.removesuffix(message), language)
    return found.replace(
        message=before + said, hint=fix if found.hint == hint else messages.fixed(found.hint, language)
    )


def line(found: Finding, language: str) -> str:
    """Return a finding as text, in a language."""
    from osloregion_slides.base.messages import LANGUAGE, in_words, phrase

    if language == LANGUAGE:
        return str(found)
    severity, fix = in_words(phrase(f"severity-{found.severity}"), language), in_words(phrase("fix"), language)
    return in_language(found, language)._line(severity, fix)


def texts(findings: Sequence[Finding], language: str) -> list[str]:
    """Return findings as texts; a fix common to consecutive findings is given once, after the last of them."""
    following = [(one.code, one.hint) for one in findings[1:]] + [("", "")]
    return [
        line(one.replace(hint="") if (one.code, one.hint) == after else one, language)
        for one, after in zip(findings, following)
    ]


def report(findings: Iterable[Finding], form: str, language: str = "en") -> str:
    """Return the findings in one of ``FORMATS``: plain text ("" for none), JSON, or annotations of GitHub."""
    found = list(findings)
    if form in ("json", "github"):
        found = [in_language(one, language) for one in found]
    if form == "json":
        import json

        return json.dumps([as_dict(one) for one in found], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join([_annotation(one) for one in found])
    found, others = _once(found)
    lines = texts(found[:MAX_PRINTED], language)
    for number, places in others.items():
        if number < len(lines):
            said, fix, hint = lines[number].partition("\n")
            lines[number] = f"{said} {_also(places, language)}{fix}{hint}"
    if len(found) > MAX_PRINTED:
        from osloregion_slides.base.messages import in_words, phrase

        lines.append(in_words(phrase("more-findings", count=len(found) - MAX_PRINTED), language))
    return "\n".join(lines)


_NAMED = 5
"""The most places of repetition that a note names."""


def _once(findings: list[Finding]) -> tuple[list[Finding], dict[int, list[str]]]:
    """Return findings with equal notes merged, and the places of their repetitions by index."""
    kept: list[Finding] = []
    known: dict[tuple[str, ...], int] = {}
    others: dict[int, list[str]] = {}
    for one in findings:
        says = (one.code, one.message, one.hint, one.at.file if one.at else "")
        if one.severity == "note" and says in known:
            others.setdefault(known[says], []).append(str(one.at).removeprefix(f"{says[-1]}:"))
            continue
        known.setdefault(says, len(kept))
        kept.append(one)
    return kept, others


def _also(places: list[str], language: str) -> str:
    """Return the places where a note is repeated, in words."""
    from osloregion_slides.base.messages import in_words, phrase

    more = max(0, len(places) - _NAMED)
    return in_words(phrase("also-at", places=", ".join(places[:_NAMED]), more=more or ""), language)


def as_dict(finding: Finding) -> dict[str, object]:
    """Return a finding for JSON; empty fields are left out."""
    at = finding.at
    place = {"file": at.file, "line": at.line, "column": at.column, "cell": getattr(at, "cell", "")} if at else {}
    rest = {"hint": finding.hint, "slide": finding.slide, "shape": finding.shape, "form": finding.form}
    return {
        "code": finding.code,
        "severity": finding.severity,
        **{key: value for key, value in place.items() if value},
        "message": finding.message,
        **{key: value for key, value in rest.items() if value},
        **({"values": {name: as_data(value) for name, value in finding.values}} if finding.values else {}),
    }


def as_data(value: Any) -> Any:
    """Return a value of a sentence for JSON: texts, numbers, and phrases by code and values."""
    if hasattr(value, "code"):
        return {"code": value.code, "values": {name: as_data(one) for name, one in value.values}}
    if isinstance(value, tuple | list):
        return [as_data(one) for one in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _annotation(finding: Finding) -> str:
    """Return a workflow command: properties escape ``%``, line ends, ``:`` and ``,``; the message the first two."""
    level = {"error": "error", "warning": "warning"}.get(finding.severity, "notice")
    at = finding.at
    place = [f"file={_escaped(at.file)}"] if at else []
    if at and at.line:
        place.append(f"line={at.line}")
    if at and at.column:
        place.append(f"col={at.column}")
    cell = getattr(at, "cell", "")  # an annotation cannot be at a cell of a workbook
    text = (f"{cell}: " if cell else "") + finding.message + (f" – {finding.hint}" if finding.hint else "")
    message = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} {','.join([*place, f'title={finding.code}'])}::{message}"


def _escaped(text: str) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, code)
    return text


# The nearest known word, for hints.

LISTED = 24  # known words in a message without a near one
MOST = 1000  # known words to compare, which takes 20 ms
MAX_WORD = 60  # characters; a longer word is not a misspelling, and slow to compare


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most similar to ``word``, "" if none is near (difflib's ratio under 0.6)."""
    from difflib import get_close_matches

    if len(word) > MAX_WORD:
        return ""
    folded = {candidate.casefold(): candidate for _, candidate in zip(range(MOST), known)}
    near = get_close_matches(word.casefold(), folded, n=1)
    return folded[near[0]] if near else ""


def meant(word: str, known: Iterable[str]) -> dict[str, Any]:
    """Return the values ``near``, the nearest known word, and ``known``, the known words if none is near."""
    words = list(dict.fromkeys(known))
    near = nearest(word, words)
    if near and near != word:
        return {"near": near, "known": ()}
    return {"near": "", "known": (*words[:LISTED], *(("…",) if len(words) > LISTED else ()))}
