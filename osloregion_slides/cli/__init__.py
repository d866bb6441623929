"""The command line: verbs in modules by purpose, parsing and printing only.

Exit codes: 0 done, 1 the input has errors, 2 wrong usage, 3 changes are pending (plan), 4 conflicts, 70 a bug (with a
log file).
"""

from __future__ import annotations

import os
import sys
from errno import EINVAL, EPIPE
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any

from osloregion_slides import __version__
from osloregion_slides.base.budget import SECONDS, UNLIMITED, Within
from osloregion_slides.base.files import Terminal
from osloregion_slides.base.findings import InvalidInput, finding, line
from osloregion_slides.cli.output import LANGUAGES, WRONG_USAGE, for_machines, invoked, print_findings, spoken

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from osloregion_slides.cli.output import Function


BUG = 70
GROUPS = (
    ("Start", ("init", "preview", "site", "completion")),
    ("Make", ("build", "render")),
    ("Check", ("check", "explain", "translations")),
    ("Update", ("plan", "update", "merge", "adopt", "diff")),
    ("Reuse", ("pull", "import", "slides")),
    ("Inspect", ("outline", "members", "why", "schema")),
    ("Data", ("data",)),
    ("Brand", ("brand",)),
)
_MODULES = {
    **dict.fromkeys(("init", "preview", "site", "brand"), "start"),
    **dict.fromkeys(("build", "render"), "build"),
    **dict.fromkeys(("check", "explain", "translations"), "check"),
    **dict.fromkeys(("plan", "update", "merge", "adopt", "diff"), "update"),
    **dict.fromkeys(("pull", "import", "slides"), "reuse"),
    "data": "data",
    "completion": "reference",
    **dict.fromkeys(("outline", "members", "why", "schema"), "inspect"),
}
"""The module of each verb. Only the requested one is imported: all of them cost a cold build 3 of 80 ms."""


def command() -> int:
    """Run the command line as the sole purpose of this process, and return its exit code."""
    import gc

    from osloregion_slides.base import messages, patterns

    gc.disable()  # until the verb is known: imports create little garbage
    patterns.Deferred.wanted = True
    with patterns.Deferred():
        import argparse
        import json  # noqa: F401
    argparse._ = str  # type: ignore[attr-defined]  # its translations: none exist, and looking for nine takes 2 ms
    messages.COMMAND[0] = invoked()
    code = _with_streams(None, own=True)
    if "threading" not in sys.modules:  # also false after a search for plug-ins (importlib.metadata)
        os._exit(code)  # no finalisation is needed, which takes 8 % of a build
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line inside another program and return its exit code.

    ``sys.stdout`` and ``sys.stderr`` may be any text streams, or None. Streams, garbage collector and signal handlers
    of the process are restored.
    """
    import gc

    collecting, frozen = gc.isenabled(), gc.get_freeze_count()
    try:
        return _with_streams(arguments, own=False)
    finally:
        if not frozen:
            gc.unfreeze()
        (gc.enable if collecting else gc.disable)()


def _with_streams(arguments: Sequence[str] | None, own: bool) -> int:
    """Run with streams that can print any character, without control sequences."""
    streams: tuple[Any, Any] = sys.stdout, sys.stderr
    strict = [_lenient(stream) for stream in streams]
    shown: list[Any] = [stream or StringIO() for stream in streams]  # a program without a console has none
    sys.stdout, sys.stderr = [Terminal(stream, lossy=own) for stream in shown]
    try:
        options = _parsed(sys.argv[1:] if arguments is None else list(arguments))
        options.own = own
        sys.stdout.guarded = _is_guarded(streams[0], getattr(options, "format", "text"))
        code = _run(options)
        return _printed(code) if own else code
    except SystemExit as left:  # help, and wrong usage
        if not own or not isinstance(left.code, int):
            raise
        return _printed(left.code)
    finally:
        sys.stdout, sys.stderr = streams
        for stream, errors in zip(streams, strict):
            if errors and not own:
                stream.reconfigure(errors=errors)


def _printed(code: int) -> int:
    """Flush the output; return the exit code: a full disk is an error, a closed pipe (head) is not.

    The command itself has completed in both cases.
    """
    streams: tuple[Any, Any] = sys.stdout, sys.stderr
    for stream in streams:
        stream.flush()
        lost = stream.failure
        if lost and lost.errno not in (EPIPE, EINVAL):  # EINVAL on Windows
            found = finding("cannot-write.printed", None, reason=lost.strerror)
            print(line(found, spoken(sys.argv[1:])), file=sys.stderr)
            code = code or 1
    return code


def _is_guarded(stream: Any, form: str) -> bool:
    """Return whether a CI server may read the output: not a file, and pages only where a CI server is detected."""
    from stat import S_ISREG

    try:
        if S_ISREG(os.fstat(stream.fileno()).st_mode):
            return False
    except (AttributeError, OSError, ValueError):  # a foreign stream
        pass
    servers = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
    return form in ("text", "json", "github") or any([os.environ.get(one) for one in servers])  # noqa: TID251


def _lenient(stream: Any) -> str:
    """Make a stream escape characters outside its encoding; return its previous error handler, "" if unchanged."""
    errors = getattr(stream, "errors", None)
    if not errors or not hasattr(stream, "reconfigure"):
        return ""
    stream.reconfigure(errors="backslashreplace")
    return str(errors)


def _run(options: argparse.Namespace) -> int:
    import gc

    from osloregion_slides.outline.workspace import Workspace, usable

    before = Workspace.chosen, Within.chosen
    try:
        if options.workspace:
            Workspace.choose(usable(options.workspace))
        Within.chosen = options.budget if options.budget > 0 else UNLIMITED
        with Within(_named(options)):
            if options.own and options.collected:
                gc.enable()
            return options.verb(options)  # type: ignore[no-any-return]
    except InvalidInput as problem:
        print_findings(problem.findings, options)
        return WRONG_USAGE if all(one.code == "usage" for one in problem.findings) else 1
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        print_findings([finding("out-of-memory")], options, "text")
        return 1
    except Exception as bug:
        from osloregion_slides.bugs import bug_finding

        print_findings([bug_finding(bug, str(sys.argv))], options, "text")
        return BUG
    finally:
        Workspace.chosen, Within.chosen = before


def _named(options: argparse.Namespace) -> str:
    """Return the first file that the command names, as the place of findings about the whole command."""
    values = [getattr(options, key, "") for key in ("outline", "deck", "decks", "target", "before", "registry")]
    return next((value if isinstance(value, str) else value[0] for value in values if value), "osloregion-slides")


def _parsed(arguments: list[str]) -> argparse.Namespace:
    if not arguments:
        _parser().print_help(sys.stderr)
        sys.exit(WRONG_USAGE)
    if arguments[0] == "help":
        arguments = [*arguments[1:], "--help"]
    elif arguments[0] == "version":
        arguments = ["--version"]
    form = "json" if for_machines(arguments) else "text"
    return _parser(arguments[0], spoken(arguments), form).parse_args(arguments)


def verb_parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of every verb by its name."""
    (verbs,) = [action.choices for action in _parser()._actions if isinstance(action.choices, dict)]
    return dict(verbs)


def _parser(asked: str = "", language: str = "en", form: str = "text") -> argparse.ArgumentParser:
    """Return the parser with a verb, or with all verbs if ``asked`` is unknown.

    ``language`` and ``form`` (text, json) apply to its error messages.
    """
    from osloregion_slides.cli.usage import Usage

    parser = Usage("osloregion-slides", description="Branded, native, editable slides from a YAML outline.")
    parser.groups, parser.lang, parser.form = GROUPS, language, form
    parser.add_argument("--version", action="version", version=f"osloregion-slides {__version__}")
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)

    def verb(name: str, function: Function) -> argparse.ArgumentParser:
        text = (function.__doc__ or "").strip()
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(verb=function, collected=True)
        return added

    named = [_MODULES[asked]] if asked in _MODULES else dict.fromkeys(_MODULES.values())
    for module in named:
        import_module(f"osloregion_slides.cli.{module}").add_verbs(verb)
    for added in verbs.choices.values():
        said = "the language of messages (default: the system's)"
        added.add_argument("--lang", choices=LANGUAGES, default=language, help=said)
        most = f"processor time for each deck (default: {SECONDS:.0f}, and more for large files; 0: no limit)"
        added.add_argument("--budget", type=float, default=SECONDS, metavar="SECONDS", help=most)
        where = "the folder whose files an outline may name (default: the git repository, else the folder of decks/)"
        added.add_argument("--workspace", default="", metavar="DIR", help=where)
        added.lang, added.form = language, form
    return parser


if __name__ == "__main__":
    sys.exit(command())
