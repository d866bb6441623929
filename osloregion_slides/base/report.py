"""Findings as people and machines read them: plain text, JSON, annotations of GitHub."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.base.findings import Finding

FORMATS = ("text", "json", "github")
MOST = 200
"""So many findings are told as text: nobody reads more, and a log has to hold them."""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 slide, 13 slides."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def report(findings: Iterable[Finding], form: str) -> str:
    """Return the findings in one of ``FORMATS``; "" where there is nothing to say in text."""
    return {"text": _text, "json": _json, "github": _github}[form](list(findings))


def _text(findings: list[Finding]) -> str:
    more = [f"… and {len(findings) - MOST} more; `--format json` has all"] if len(findings) > MOST else []
    return "\n".join([*map(str, findings[:MOST]), *more])


def _json(findings: list[Finding]) -> str:
    import json

    return json.dumps([as_dict(finding) for finding in findings], ensure_ascii=False, indent=2)


def as_dict(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON has it; absent things are left out."""
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


def _github(findings: list[Finding]) -> str:
    return "\n".join([_annotation(finding) for finding in findings])


def _annotation(finding: Finding) -> str:
    """Workflow commands: properties escape ``%``, line ends, ``:`` and ``,``; the message only the first two."""
    level = {"error": "error", "warning": "warning"}.get(finding.severity, "notice")
    at = finding.at
    place = [f"file={_escaped(at.file)}"] if at else []
    if at and at.line:
        place.append(f"line={at.line}")
    if at and at.column:
        place.append(f"col={at.column}")
    cell = getattr(at, "cell", "")  # a line of a workbook is nothing that an annotation can stand at
    text = (f"{cell}: " if cell else "") + finding.message + (f" – {finding.hint}" if finding.hint else "")
    message = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} {','.join([*place, f'title={finding.code}'])}::{message}"


def _escaped(text: str) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, code)
    return text
