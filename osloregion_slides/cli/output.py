"""What all verbs share: printing findings, reading ``--set``."""

from __future__ import annotations

import argparse
import re
import sys

from osloregion_slides.base.files import Outside, inside
from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.base.report import FORMATS, report
from osloregion_slides.outline.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, NoReturn

    from osloregion_slides.base.findings import Finding


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
        raise InvalidInput(
            [error("usage", Location("--out-dir"), "the folder has no name", "--out-dir . is this folder")]
        )
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
        raise InvalidInput([error(code, Location(path), str(problem.strerror), hint)]) from None
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


# A command line that cannot be understood: what is wrong with it and the nearest right word, in two lines.

WRONG_USAGE = 2
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Usage(argparse.ArgumentParser):
    """A parser that explains a wrong word instead of listing all right ones; it ends with 2 as argparse does."""

    def parse_known_args(  # type: ignore[override]  # argparse's own is overloaded for namespaces of one's own
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Refuse here what a verb does not know, where its options are known."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            word = unknown[0].partition("=")[0]
            option = word.startswith("-")
            message = f"there is no option `{word}`" if option else f"`{word}` is one word too many"
            self._refuse(message, nearest(word, self._option_string_actions) if option else "")
        return known, unknown

    def error(self, message: str) -> NoReturn:
        """Say what argparse found, in words of our own where it lists all that is allowed."""
        message = message.removeprefix("argument ")
        choice = re.match(r"(?P<what>.+?): invalid choice: '(?P<word>.*)' \(choose from (?P<known>.+)\)", message)
        if choice:
            known, word, what = re.findall(r"[\w-]+", choice["known"]), choice["word"], choice["what"]
            message = f"there is no command `{word}`" if what == "COMMAND" else f"{what} cannot be `{word}`"
            self._refuse(message, nearest(word, known) or ", ".join(known))
        missing = re.match(r"the following arguments are required: (.+)", message)
        self._refuse(f"{missing[1]} is missing" if missing else message, "")

    def _refuse(self, message: str, right: str) -> NoReturn:
        """Say it with what would be right: one word is asked for, several are listed, "" is not known."""
        hint = f"one of {right}; " if "," in right else f"did you mean `{right}`? " if right else ""
        print(error("usage", None, message, f"{hint}`{self.prog} --help` explains them all"), file=sys.stderr)
        sys.exit(WRONG_USAGE)


def date(text: str) -> str:
    """Return a date of the command line as ISO writes it; 31.12.2007 is one too, as in tables."""
    if not text:  # argparse passes the default through here too
        return ""
    import datetime

    day_first = _DAY_FIRST.fullmatch(text.strip())
    try:
        if day_first:
            day, month, year = map(int, day_first.groups())
            return datetime.date(year, month, day).isoformat()
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is no date; write it like 2008-01-01") from None
