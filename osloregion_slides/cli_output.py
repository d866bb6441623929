"""What all verbs share: printing findings, reading ``--set``."""

from __future__ import annotations

import sys

from osloregion_slides.files import Outside, inside
from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.report import FORMATS, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.findings import Finding


def print_findings(findings: Iterable[Finding], form: str) -> None:
    """Print findings: text (a page has no place for them) to the error stream, what machines read to the output."""
    form = form if form in FORMATS else "text"
    text = report(findings, form)
    if text:
        print(text, file=sys.stdout if form != "text" else sys.stderr)


def out_folder(chosen: str | None) -> str:
    """Return the folder to write to: the one of ``--out-dir`` wherever it is, else ``out`` in the working folder.

    InvalidInput (``not-writable``) where ``out`` is a link that leads out of the working folder: nobody chose that.
    """
    if chosen == "":
        raise InvalidInput([error("usage", Span("--out-dir"), "the folder has no name", "--out-dir . is this folder")])
    if chosen is not None:
        return chosen
    hint = "remove the link, or name the folder that it leads to with --out-dir"
    return unnamed("out", "not-writable", hint)


def unnamed(path: str, code: str = "outside-workspace", hint: str = "remove the link, or name the file") -> str:
    """Return a path in the working folder that nobody named on the command line, such as ``decks/builds.yaml``.

    InvalidInput with this code where a link takes it out of the working folder: a stranger may have put it there.
    """
    try:
        inside("", path)
    except Outside as problem:
        raise InvalidInput([error(code, Span(path), str(problem.strerror), hint)]) from None
    return path


def settings_of(given: list[str]) -> tuple[tuple[str, str], ...]:
    """Return ``--set key=value`` arguments as pairs; InvalidInput for one without an equals sign."""
    settings = []
    for setting in given:
        key, equals, value = setting.partition("=")
        if not equals:
            message = f"--set {setting}: expected key=value"
            raise InvalidInput([error("usage", None, message, 'such as --set meeting.title="Styremøte"')])
        settings.append((key.strip(), value))
    return tuple(settings)
