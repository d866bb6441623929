"""What is YAML, but was meant otherwise, or has no place in an outline: a finding for each."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, Span, error, warning
from osloregion_slides.outline.flow import quoted
from osloregion_slides.outline.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

CUT = re.compile(r"[ \t]#[^\s#]")
"""A hash with a word at it, behind a blank: rather a number or a tag than a comment."""
_REST = r"[ \t]+(#[^\s#].*)"


def cut_off(node: Scalar, text: str, end: int, flow: bool) -> Finding | None:
    """Return a warning of ``title: Rom #2``, where YAML takes the number for a comment; None where nothing is cut.

    ``end`` is where the scalar ends in the ``text`` of the file, ``flow`` whether it stands in brackets.
    """
    rest = re.match(_REST, text[end : text.find("\n", end) + 1 or None])
    if rest is None:
        return None
    cut = re.split(r"[,\]}]", rest[1])[0] if flow else rest[1]
    cut = cut[:40].rstrip()
    message = f"the text ends before `{cut}`, which YAML takes for a comment"
    whole = quoted(f"{node.text[-40:]} {cut}")
    hint = f"put the text in quotes: {whole}, or a space behind the # of a comment"
    return warning("torn-text", node.at, message, hint)


def unquoted(raw: str, at: Span) -> Finding:
    """Return the fault of ``{{ x }}`` without quotes."""
    message = f"YAML reads `{raw}` without quotes as a mapping, not as a text"
    hint = f'put the text in quotes: "{raw}"' if '"' not in raw else "put the text in single quotes"
    return error("unquoted-expression", at, message, hint)


def no_key(node: Node) -> Finding:
    """Return the fault of what stands before a colon and is no word."""
    if isinstance(node, Scalar):
        return error("bad-key", node.at, "a key is missing before the colon")
    hint = "put texts with brackets in quotes"
    return error("bad-key", node.at, "a key must be a word, not a list or a mapping", hint)


def no_merge(at: Span) -> Finding:
    """Return the fault of ``<<`` with something that has no entries."""
    message = "`<<` takes the entries of a mapping, and this is none"
    return error("bad-merge", at, message, "write `<<: *anchor`")


def tagged(tag: str, at: Span) -> Finding:
    """Return the fault of a tag (YAML 1.1, 3.2.1.2): everything in an outline is text."""
    shown = tag.replace("tag:yaml.org,2002:", "!!")
    hint = "put a text that begins with `!` in quotes"
    return error("tag", at, f"the tag `{shown}` is not allowed in an outline", hint)


def second_document(at: Span) -> Finding:
    """Return the fault of a file with several documents."""
    message = "a second document begins here: an outline is one"
    return error("second-document", at, message, "remove the line `---`")
