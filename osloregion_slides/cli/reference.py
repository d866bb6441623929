"""The reference page docs/commands.md: the help of every verb.

``python -m osloregion_slides.cli.reference`` prints it. Python versions format usage lines differently, so a test
compares verbs and options, not lines.
"""

from __future__ import annotations

from osloregion_slides.cli import GROUPS, verb_parsers

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


if __name__ == "__main__":
    print(commands_page(), end="")
