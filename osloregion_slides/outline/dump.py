"""Nodes as YAML text: what results from an outline, for ``osloregion-slides outline``.

Reading the text again gives the same nodes, apart from their places; a text out of a file comes back as a text
with its signs escaped, which a slide shows the same. Comments and anchors are gone.
"""

from __future__ import annotations

import re

from osloregion_slides.outline.markup import parse_markup, plain
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, Verbatim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

PLAIN = re.compile(r"[^\W_](?:[\w./()+–—…%&-]|[,;?!'\"@*=](?![\s])|[.,;?!] (?=\w)| (?=[\w(–—&+]))*", re.UNICODE)
"""Plain scalars that mean the same in every place and to every reader of YAML; the others are quoted."""
ODD = r"\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff"
LINE = rf"[^\x00-\x20{ODD}][^\x00-\x1f{ODD}]*"
BLOCK = re.compile(rf"{LINE}(?:\n+{LINE})*")
"""Texts that a block (``|``) can hold: every line begins with a character that shows."""
ESCAPE = re.compile(rf'[\x00-\x1f"\\{ODD}]')
SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def dump(node: Node) -> str:
    """Return a tree as YAML, in block style, two spaces a level."""
    lines: list[str] = []
    _write(node, "", "", lines)
    return "\n".join(lines) + "\n"


def _write(node: Node, first: str, indent: str, lines: list[str]) -> None:
    """Add a node's lines; ``first`` stands before the first of them, ``indent`` before the others."""
    if isinstance(node, Scalar):
        lines.append(f"{first}{scalar(node, indent)}")
    elif isinstance(node, Mapping):
        if not node.entries:
            lines.append(f"{first}{{}}")
        for entry in node.entries:
            _value(entry.value, f"{first}{_key(entry.key)}:", indent, lines)
            first = indent
    else:
        if not node.items:
            lines.append(f"{first}[]")
        for item in node.items:
            _write(item, f"{first}- ", f"{indent}  ", lines)
            first = indent


def _value(node: Node, head: str, indent: str, lines: list[str]) -> None:
    if (isinstance(node, Mapping) and node.entries) or (isinstance(node, Sequence) and node.items):
        lines.append(head)
        _write(node, f"{indent}  ", f"{indent}  ", lines)
    else:
        _write(node, f"{head} ", f"{indent}  ", lines)


def _key(key: Scalar) -> str:
    return key.text if PLAIN.fullmatch(key.text) and len(key.text) < 100 else _quoted(key.text)


def scalar(node: Scalar, indent: str = "") -> str:
    """Return a scalar as YAML: plain where it was and can be, else in a block or in double quotes."""
    if isinstance(node, Verbatim):
        node = Scalar(_escaped(node.text), False, node.at)
    if node.plain and not node.text:
        return "null"
    if node.plain and (node.is_null or PLAIN.fullmatch(node.text)):
        return node.text
    if "\n" in node.text and indent and BLOCK.fullmatch(node.text):
        body = [indent + line if line else "" for line in node.text.split("\n")]
        return "\n".join(["|-", *body])
    return _quoted(node.text)


def _escaped(text: str) -> str:
    """A text that stands as it is, as a text of the outline."""
    if text[:1] == "[" or "](" in text or plain(parse_markup(text)) != text or len(parse_markup(text)) > 1:
        text = re.sub(r"[\\*\[\]]", r"\\\g<0>", text)
    return re.sub(r"\{[{%#]", r"{{ '\g<0>' }}", text)


def _quoted(text: str) -> str:
    return '"' + ESCAPE.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return SHORT.get(character) or f"\\u{ord(character):04x}"
