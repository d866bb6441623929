"""Shared by all verbs: parsers and help, ``--set``, dates, folders, and printing findings."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, Protocol

from osloregion_slides.base.files import Outside, inside
from osloregion_slides.base.findings import (
    FORMATS,
    Finding,
    InvalidInput,
    Location,
    as_dict,
    finding,
    in_language,
    report,
    term,
    without_secrets,
)
from osloregion_slides.base.messages import Phrase, in_shell, in_words
from osloregion_slides.base.patterns import late

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    Function = Callable[[argparse.Namespace], int]
    Options = argparse.ArgumentParser | argparse._ArgumentGroup

    class Verb(Protocol):
        """Adds a verb to the command; the docstring of its function is the help."""

        def __call__(self, name: str, function: Function) -> argparse.ArgumentParser:
            """Return the parser of the verb."""


WRONG_USAGE = 2
LANGUAGES = ("nb", "en")
_NORWEGIAN = late(r"(nb|nn|no|norwegian)(?![a-z])", re.IGNORECASE)
REFUSALS = (
    "{what}: expected one argument",
    "{what}: expected at least one argument",
    "{what}: ignored explicit argument '{word}'",
    "{what}: not allowed with argument {other}",
    "{what}: invalid int value: '{word}'",
    "{what}: invalid float value: '{word}'",
    "{what}: `{word}` is not a date; write it like 2008-01-01",
    "one of the arguments {what} is required",
    "ambiguous option: {what} could match {known}",
)
"""Messages of argparse and of option types about wrong values, with placeholders for parts of the command line."""
_DAY_FIRST = late(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def print_findings(findings: Iterable[Finding], options: argparse.Namespace, form: str = "") -> None:
    """Print findings: as text to stderr (also for formats without findings), for machines to stdout.

    ``form`` defaults to ``--format``.
    """
    form = form or getattr(options, "format", "text")
    form = form if form in FORMATS else "text"
    text = report(findings, form, options.lang)
    if text:
        print_report(text, form)


def print_built(decks: Sequence[dict[str, object]], findings: Iterable[Finding], language: str, failed: bool) -> None:
    """Print the JSON document of a build: the decks with their outcomes, and all findings."""
    import json

    said = [as_dict(in_language(one, language)) for one in findings]
    named = [
        {key: without_secrets(one) if isinstance(one, str) else one for key, one in deck.items()} for deck in decks
    ]
    document = {"decks": named, "exit_code": int(failed), "findings": said}
    print(json.dumps(document, ensure_ascii=False, indent=2))


def print_report(text: str, form: str) -> None:
    """Print findings in one of ``FORMATS``; only annotations are printed as CI commands."""
    command = getattr(sys.stdout, "command", None)
    if form == "github" and command:
        for one in text.splitlines():
            command(one)
    else:
        print(text, file=sys.stdout if form != "text" else sys.stderr)


def print_words(options: argparse.Namespace, said: Phrase) -> None:
    """Print a phrase of the catalogue in the language of ``--lang``."""
    print(in_words(said, options.lang))


def print_json(data: object) -> None:
    """Print the output of ``--format json``."""
    import json

    print(json.dumps(data, ensure_ascii=False, indent=2))


def spoken(arguments: Sequence[str]) -> str:
    """Return the language of the output, "nb" or "en": that of ``--lang``, else the system's.

    A wrong ``--lang`` has to be reported in some language too, so the arguments are scanned before parsing.
    """
    for word, following in zip(arguments, [*arguments[1:], ""]):
        if word.partition("=")[0] == "--lang":
            return "nb" if (word.partition("=")[2] or following) == "nb" else "en"
    said = os.environ  # noqa: TID251  # this is the command line
    chosen = said.get("LC_ALL") or said.get("LC_MESSAGES") or said.get("LANG") or ""  # the order of POSIX
    if not chosen and os.name == "nt":
        import locale

        chosen = locale.getlocale()[0] or ""  # Norwegian Bokmål_Norway
    return "nb" if chosen[:1] in "nN" and _NORWEGIAN.match(chosen) else "en"


def for_machines(arguments: Sequence[str]) -> bool:
    """Return whether the arguments request ``--format json``, which also applies to errors in other arguments."""
    pairs = zip(arguments, [*arguments[1:], ""])
    return any([word == "--format=json" or (word, following) == ("--format", "json") for word, following in pairs])


def invoked(elsewhere: bool = False) -> str:
    """Return the command that invoked this process, as typed: ``osloregion-slides``, ``py -m osloregion_slides``.

    ``elsewhere``: valid in any folder, with an absolute path to the tool.
    """
    folder, name = os.path.split(sys.argv[0])
    if name == "__main__.py":
        python = sys.orig_argv[0]
        if elsewhere and os.path.dirname(python):
            python = os.path.abspath(python)
        return f"{'py' if os.name == 'nt' else in_shell(python)} -m osloregion_slides"
    name = name.removesuffix(".exe")
    known = os.environ.get("PATH", "").split(os.pathsep)  # noqa: TID251  # this is the command line
    if not folder or folder in known:
        return name
    return in_shell(os.path.join(os.path.abspath(folder) if elsewhere else folder, name))


def has_errors(findings: Iterable[Finding]) -> int:
    """Return the exit code for findings: 1 with an error among them, else 0."""
    return int(any(one.severity == "error" for one in findings))


def out_folder(chosen: str | None) -> str:
    """Return the output folder: any ``--out-dir``, else ``out`` in the working folder.

    InvalidInput (``not-writable``) if ``out`` is a link out of the working folder, which the user did not choose.
    """
    if chosen == "":
        raise InvalidInput([finding("usage.no-folder", Location("--out-dir"))])
    return unnamed("out", "not-writable.link") if chosen is None else chosen


def unnamed(path: str, key: str = "outside-workspace.link") -> str:
    """Return a default path in the working folder, such as ``decks/builds.yaml``.

    InvalidInput with the finding ``key`` if a link leads out of the working folder: a stranger may have put it
    there.
    """
    try:
        inside("", path)
    except Outside as problem:
        raise InvalidInput([finding(key, Location(path), why=problem.strerror)]) from None
    return path


def settings_of(given: list[str]) -> tuple[tuple[str, str], ...]:
    """Return ``--set key=value`` arguments as pairs; InvalidInput for one without an equals sign."""
    settings = []
    for setting in given:
        key, equals, value = setting.partition("=")
        if not equals:
            raise InvalidInput([finding("usage.set", setting=setting)])
        settings.append((key.strip(), value))
    return tuple(settings)


def variant_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the variant of the options as keywords of ``drafting.load``."""
    return {
        "audience": options.audience,
        "language": options.language,
        "as_of": options.as_of,
        "settings": (*settings_of(options.set), *((("fit", options.fit),) if options.fit else ())),
    }


def add_variant(options: Options) -> None:
    """Add the options that choose a variant of an outline."""
    options.add_argument("--audience", default="", metavar="NAME", help="an audience of the outline")
    options.add_argument("--language", default="", metavar="CODE", help="a language of the outline, such as en")
    options.add_argument("--as-of", default="", type=date, metavar="DATE", help="the date on which facts are read")
    options.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help='a value, as in meeting.title="Styremøte"'
    )
    options.add_argument(
        "--fit", choices=("readable", "best"), default="", help="best: build what does not fit too, with warnings"
    )


def add_format(options: Options, formats: tuple[str, ...] = FORMATS) -> None:
    """Add ``--format``."""
    options.add_argument("--format", choices=formats, default="text", help="how findings are printed (default: text)")


def date(text: str) -> str:
    """Return a date of the command line in ISO format; 31.12.2007 is accepted too, as in tables."""
    if not text:  # argparse also converts the default
        return ""
    import datetime

    day_first = _DAY_FIRST.fullmatch(text.strip())
    try:
        if day_first:
            day, month, year = map(int, day_first.groups())
            return datetime.date(year, month, day).isoformat()
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"`{text}` is not a date; write it like 2008-01-01") from None


def refusal(message: str) -> Phrase | str:
    """Return one of ``REFUSALS`` as a term with its values, another message as it is."""
    for english in REFUSALS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(english))
        if found := re.fullmatch(pattern, message):
            return term(english, **found.groupdict())
    return message
