"""The parser of the command line, and its error messages.

Separate from ``output``: argparse prepares an unused pattern for plural forms, unless ``cli.command`` imports it.
"""

from __future__ import annotations

import argparse
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from osloregion_slides.base.findings import finding, line, nearest, report
from osloregion_slides.cli.output import WRONG_USAGE, print_report, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Usage(argparse.ArgumentParser):
    """A parser that explains a wrong word instead of listing all valid ones; it exits with 2 like argparse.

    Its help ends with examples and exit codes: the section of ``locale/en/help.md`` with the name of the verb.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()  # titles with their verbs, in the top-level parser
    lang, form = "en", "text"  # of error messages; the help is English

    def __init__(self, prog: str, **kwargs: Any) -> None:
        super().__init__(prog, formatter_class=_formatter, **kwargs)
        self._positionals.title, self._optionals.title = "Arguments", "Options"

    def format_help(self) -> str:
        """Return the help: usage, arguments and options by group, examples."""
        from osloregion_slides.base.messages import catalogue

        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for title, actions in self._sections():
            formatter.start_section(title)
            formatter.add_arguments(actions)
            formatter.end_section()
        return f"{formatter.format_help()}\n{catalogue('help')[self.prog.rpartition(' ')[2]].text}\n"

    def _sections(self) -> Iterator[tuple[str | None, list[argparse.Action]]]:
        for group in self._action_groups:
            verbs = {
                choice.dest: choice
                for action in group._group_actions
                if isinstance(action, argparse._SubParsersAction)
                for choice in action._choices_actions
            }
            if verbs:
                yield from [(title, [verbs[name] for name in names]) for title, names in self.groups]
            else:
                yield group.title, group._group_actions

    def parse_known_args(  # type: ignore[override]  # argparse's own is overloaded for namespaces of one's own
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Reject unknown arguments where the options of their verb are known."""
        known, unknown = super().parse_known_args(args, namespace)
        if unknown:
            word = unknown[0].partition("=")[0]
            if word.startswith("-"):
                self._reject("usage.option", word=word, near=nearest(word, self._option_string_actions))
            self._reject("usage.word", word=word)
        return known, unknown

    def error(self, message: str) -> NoReturn:
        """Report argparse's error, with the nearest valid word where argparse lists all of them."""
        message = message.removeprefix("argument ")
        choice = re.match(r"(?P<what>.+?): invalid choice: '(?P<word>.*)' \(choose from (?P<known>.+)\)", message)
        if choice:
            known, word, what = re.findall(r"[\w-]+", choice["known"]), choice["word"], choice["what"]
            near = nearest(word, known)
            rest = () if near else tuple(known)
            if what == "COMMAND":
                self._reject("usage.command", word=word, near=near, known=rest)
            self._reject("usage.allowed", what=what, word=word, near=near, known=rest)
        missing = re.match(r"the following arguments are required: (.+)", message)
        if missing:
            if missing[1] == "FOLDER":
                self._reject("usage.missing-folder")
            self._reject("usage.missing", what=missing[1])
        self._reject("usage.value", message=refusal(message))

    def _reject(self, key: str, **values: Any) -> NoReturn:
        found = finding(key, None, command=self.prog, **values)
        if self.form == "json":
            print_report(report([found], self.form, self.lang), self.form)
        else:
            print(line(found, self.lang), file=sys.stderr)
        sys.exit(WRONG_USAGE)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=100)  # without a width argparse imports shutil
