"""The commands in other forms: the reference page docs/commands.md, and scripts that complete them in a shell.

``python -m osloregion_slides.cli.reference`` prints it. Python versions format usage lines differently, so a test
compares verbs and options, not lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.cli import GROUPS, verb_parsers

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.cli.output import Verb

_HEAD = """\
# Commands

What `osloregion-slides help COMMAND` prints. This page is generated: `make schema`.
"""


def commands_page() -> str:
    """Return the page as Markdown: a heading per group, a block per verb."""
    parsers = verb_parsers()
    blocks = [_HEAD]
    for title, verbs in GROUPS:
        blocks.append(f"## {title}\n")
        blocks += [f"### {verb}\n```\n{parsers[verb].format_help().rstrip()}\n```\n" for verb in verbs]
    return "\n".join(blocks)


# The verb ``completion``: a script with which a shell completes commands and options.

SHELLS = ("bash", "zsh", "fish")
_BASH = """\
_osloregion_slides() {{
  local words="{verbs}"
  if [ "$COMP_CWORD" -gt 1 ]; then
    case "${{COMP_WORDS[1]}}" in
{cases}
      *) words="" ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _osloregion_slides osloregion-slides
"""
"""A script that completes file names if no word matches."""


def completion_command(options: argparse.Namespace) -> int:
    """Print a script that makes a shell complete commands and options."""
    print(completion(options.shell, verb_parsers()), end="")
    return 0


def completion(shell: str, parsers: dict[str, argparse.ArgumentParser]) -> str:
    """Return the script for ``bash``, ``zsh`` or ``fish``."""
    words = {verb: _words(parser) for verb, parser in parsers.items()}
    if shell == "fish":
        lines = [f"complete -c osloregion-slides -n __fish_use_subcommand -f -a {verb}" for verb in words]
        for verb, found in words.items():
            said = f"complete -c osloregion-slides -n '__fish_seen_subcommand_from {verb}'"
            lines += [f"{said} -l {word[2:]}" if word[:2] == "--" else f"{said} -a {word}" for word in found]
        return "\n".join(lines) + "\n"
    cases = "\n".join([f'      {verb}) words="{" ".join(found)}" ;;' for verb, found in words.items()])
    script = _BASH.format(verbs=" ".join(words), cases=cases)
    return script if shell == "bash" else f"autoload -U +X bashcompinit && bashcompinit\n{script}"


def _words(parser: argparse.ArgumentParser) -> list[str]:
    """Return the long options of a verb, and the words allowed in place of a file."""
    found = [word for action in parser._actions for word in action.option_strings if word[:2] == "--"]
    placed = [action for action in parser._actions if not action.option_strings and action.choices]
    return [*[str(word) for action in placed for word in action.choices or ()], *found]


def add_verbs(verb: Verb) -> None:
    """Add the verb."""
    verb("completion", completion_command).add_argument("shell", choices=SHELLS, help="whose script to print")


if __name__ == "__main__":
    print(commands_page(), end="")
