"""The command: one function a verb, parsing and printing only.

Exit codes: 0 done, 1 the input has errors, 2 wrong usage, 3 changes are pending (plan), 4 conflicts, 70 a bug of
ours (with a log file).
"""

from __future__ import annotations

import argparse
import os
import sys

from osloregion_slides import __version__
from osloregion_slides.base.files import Terminal
from osloregion_slides.base.findings import InvalidInput, error
from osloregion_slides.base.report import FORMATS
from osloregion_slides.cli.build import add_arguments as add_build_arguments
from osloregion_slides.cli.build import build_command, variant_of
from osloregion_slides.cli.check import add_verbs as add_check_verbs
from osloregion_slides.cli.members import add_verb as add_members_verb
from osloregion_slides.cli.output import WRONG_USAGE, Usage, date, out_folder, print_findings, unnamed
from osloregion_slides.cli.preview import add_verb as add_preview_verb
from osloregion_slides.cli.translations import add_verb as add_translations_verb
from osloregion_slides.cli.update import add_verbs as add_update_verbs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


BUG = 70
_TOKENS = "templates/osloregionen"


def command() -> int:
    """Run the command line of this process, which is ours alone, and return its exit code."""
    return _with_streams(None, own=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line in a program of somebody else's and return its exit code.

    ``sys.stdout`` and ``sys.stderr`` may be any text streams, or None. Nothing of the process is other afterwards:
    its streams, its garbage collector and its signal handlers are as they were.
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
    """Run with streams that print every character somehow, and nothing that a terminal obeys."""
    streams: tuple[Any, Any] = sys.stdout, sys.stderr
    strict = [_lenient(stream) for stream in streams]
    shown: list[Any] = [stream or _Nowhere() for stream in streams]
    sys.stdout, sys.stderr = map(Terminal, shown)
    try:
        options = _parser().parse_args(arguments)
        options.own = own
        return _run(options)
    finally:
        sys.stdout, sys.stderr = streams
        for stream, errors in zip(streams, strict):
            if errors and not own:
                stream.reconfigure(errors=errors)


def _lenient(stream: Any) -> str:
    """Make a stream print what its encoding lacks as numbers; return how it did before, "" if it is left alone."""
    errors = getattr(stream, "errors", None)
    if not errors or not hasattr(stream, "reconfigure"):
        return ""
    stream.reconfigure(errors="backslashreplace")
    return str(errors)


class _Nowhere:
    """Takes what is printed where there is no stream: a program without a console has none."""

    errors = encoding = None

    def write(self, text: str) -> int:
        """Return the text's length."""
        return len(text)

    def flush(self) -> None:
        """Do nothing."""

    def isatty(self) -> bool:
        """Return False: nobody looks."""
        return False


def _run(options: argparse.Namespace) -> int:
    try:
        return options.verb(options)  # type: ignore[no-any-return]
    except InvalidInput as problem:
        print_findings(problem.findings, getattr(options, "format", "text"))
        return WRONG_USAGE if all(finding.code == "usage" for finding in problem.findings) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        if not options.own:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        message = "there is not enough memory for this input"
        print_findings([error("out-of-memory", None, message, "make it smaller, or part it")], "text")
        return 1
    except Exception as bug:
        return _bug(bug)


def render_command(options: argparse.Namespace) -> int:
    """Draw decks as PDF, pictures or contact sheets, through LibreOffice."""
    from osloregion_slides.render.export import Wanted, render

    pdf = options.pdf or not (options.png or options.sheet)
    wanted = Wanted(pdf, options.png, options.sheet, options.width, options.seconds)
    done = render(options.deck, out_folder(options.out_dir), wanted, jobs=options.jobs)
    print_findings(done.findings, options.format)
    for path in done.files:
        print(path)
    return int(any(finding.severity == "error" for finding in done.findings))


def outline_command(options: argparse.Namespace) -> int:
    """Print the outline that results for a variant."""
    from osloregion_slides.checks.translations import check_translations
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.dump import dump
    from osloregion_slides.outline.translations import strictly

    outline = load(options.outline, **variant_of(options))
    findings = (*outline.findings, *check_translations(outline, outline.language))
    findings = strictly(findings) if options.strict else findings
    print_findings(findings, options.format)
    print(dump(outline.fields.node), end="")
    return int(any(finding.severity == "error" for finding in findings))


def schema_command(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the outline language."""
    import json

    from osloregion_slides.drafting import read_schema, schema_with_plugins

    schema, findings = schema_with_plugins() if options.plugins else (read_schema(), ())
    print_findings(findings, "text")
    print(json.dumps(schema, ensure_ascii=False, indent=2))
    return int(any(finding.severity == "error" for finding in findings))


def init_command(options: argparse.Namespace) -> int:
    """Start a folder with the outlines to work on."""
    from osloregion_slides.starter import start

    for path in start(options.folder, options.excel):
        print(path)
    here = os.path.abspath(options.folder) == os.getcwd()
    print("next:", *([] if here else [f"    cd {options.folder}"]), "    osloregion-slides build", sep="\n")
    return 0


def brand_command(options: argparse.Namespace) -> int:
    """Make the template anew from the brand's tokens."""
    from osloregion_slides.brand.make import remake
    from osloregion_slides.starter import bring_tokens

    if options.folder is None:
        hint = "remove the link, or name the folder that it leads to"
        options.folder = unnamed(_TOKENS, "cannot-write", hint)
    for path in bring_tokens(options.folder):
        print(path)
    for path in remake(options.folder):
        print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    width = 100

    def formatter(prog: str) -> argparse.HelpFormatter:
        return argparse.HelpFormatter(prog, width=width)  # without a width argparse imports shutil

    parser = Usage(
        "osloregion-slides",
        description="Branded, native, editable slides from a YAML outline.",
        formatter_class=formatter,
    )
    parser.add_argument("--version", action="version", version=f"osloregion-slides {__version__}")
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)

    def verb(name: str, function: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        text = (function.__doc__ or "").strip()
        added = verbs.add_parser(name, help=text, description=text, formatter_class=formatter)
        added.set_defaults(verb=function)
        return added

    build = verb("build", build_command)
    add_build_arguments(build)
    _variant_arguments(build)
    outline = verb("outline", outline_command)
    outline.add_argument("outline")
    outline.add_argument("--strict", action="store_true", help="a missing or stale translation is an error")
    _variant_arguments(outline)
    add_members_verb(verb, date)
    schema = verb("schema", schema_command)
    schema.add_argument("--plugins", action="store_true", help="with the kinds of installed plug-ins")
    add_check_verbs(verb, _variant_arguments)
    add_translations_verb(verb)
    add_update_verbs(verb, _variant_arguments)
    _render_arguments(verb("render", render_command))
    add_preview_verb(verb, _variant_arguments)
    init = verb("init", init_command)
    init.add_argument("folder", help="a folder that is new or empty")
    init.add_argument("--excel", action="store_true", help="keep the meeting, members and projects in a workbook")
    brand = verb("brand", brand_command)
    brand.add_argument("folder", nargs="?", help=f"where brand.yaml is (default: {_TOKENS})")
    return parser


def _render_arguments(render: argparse.ArgumentParser) -> None:
    render.add_argument("deck", nargs="+", help=".pptx files")
    render.add_argument("--out-dir", metavar="DIR", help="the folder to write to (default: out)")
    render.add_argument("--pdf", action="store_true", help="one PDF a deck (the default)")
    render.add_argument("--png", action="store_true", help="one picture a slide")
    render.add_argument("--sheet", action="store_true", help="one contact sheet a deck")
    render.add_argument("--width", type=int, default=1280, metavar="PIXELS", help="of a picture (default: 1280)")
    render.add_argument("--seconds", type=float, default=120.0, help="the time a deck may take (default: 120)")
    render.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="decks at once (default: one a core)")
    render.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed")


def _variant_arguments(parser: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> None:
    parser.add_argument("--audience", default="", metavar="NAME", help="an audience of the outline")
    parser.add_argument("--language", default="", metavar="CODE", help="a language of the outline, such as en")
    parser.add_argument("--as-of", default="", type=date, metavar="DATE", help="the date on which facts are read")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help='such as meeting.title="Styremøte"'
    )
    parser.add_argument("--format", choices=formats, default="text", help="how findings are printed")


def _bug(bug: Exception) -> int:
    """Write what happened to a log file and say where it is: nobody should have to read a traceback."""
    from osloregion_slides.bugs import bug_finding

    print(bug_finding(bug, str(sys.argv)), file=sys.stderr)
    return BUG


if __name__ == "__main__":
    sys.exit(command())
