"""Nodes as YAML text: the resulting outline that ``osloregion-slides outline`` prints.

Reading the YAML gives the same nodes except for their locations; texts from other files get their special characters
escaped, which looks the same on a slide. Comments and anchors are lost.
"""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import yaml

from osloregion_slides.base.files import HIDDEN
from osloregion_slides.outline.markup import parse_markup, plain
from osloregion_slides.outline.nodes import NUMBER, Mapping, Scalar, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.nodes import Node

_PLAIN = re.compile(NUMBER + r"|[^\W_](?:[\w./()+–—…%&-]|[,;?!'\"@*=](?![\s])|[.,;?!] (?=\w)| (?=[\w(–—&+]))*")
"""Plain scalars with one meaning in every context and every YAML reader; the others are quoted."""
_SHOWN = "[^" + "".join([re.escape(chr(code)) for code in HIDDEN]) + r"\r\n]*"
_UNESCAPED = re.compile(r"[ -!#-\[\]-~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*")
"""Characters that PyYAML does not escape in double quotes."""
_BLOCK = re.compile(rf"\S{_SHOWN}(?:\n+\S{_SHOWN})+")
"""Texts that a block (``|``) can hold: every line begins with a visible character, all characters are printable."""


def dump(node: Node) -> str:
    """Return a tree as YAML, in block style with an indent of two spaces."""
    text = io.StringIO()
    emitter = _Emitter(text, allow_unicode=True, width=sys.maxsize)
    for event in (yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False), *_events(node)):
        emitter.emit(event)
    for event in (yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()):
        emitter.emit(event)
    return text.getvalue().removeprefix("--- ").removesuffix("...\n")  # around a lone scalar


class _Emitter(yaml.emitter.Emitter):
    """PyYAML's emitter, with lists indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> yaml.emitter.ScalarAnalysis:
        """Allow a text of one line every style, as its event requests; PyYAML analyses only texts of several lines."""
        if "\n" in scalar:
            return super().analyze_scalar(scalar)
        return yaml.emitter.ScalarAnalysis(scalar, not scalar, False, True, True, True, True, True)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Write a text in quotes, in one step where nothing needs an escape."""
        if _UNESCAPED.fullmatch(text):
            self.write_indicator(f'"{text}"', True)
        else:
            super().write_double_quoted(text, split)


def _events(node: Node) -> Iterator[yaml.Event]:
    if isinstance(node, Scalar):
        text = _escaped(node.text) if isinstance(node, Verbatim) else node.text
        if node.plain and not isinstance(node, Verbatim) and (node.is_null or _PLAIN.fullmatch(text)):
            yield yaml.ScalarEvent(None, None, (True, False), text or "null")
        else:
            yield yaml.ScalarEvent(None, None, (False, True), text, style="|" if _BLOCK.fullmatch(text) else '"')
    elif isinstance(node, Mapping):
        yield yaml.MappingStartEvent(None, None, True, flow_style=not node.entries)
        for entry in node.entries:
            is_plain = len(entry.key.text) < 100 and _PLAIN.fullmatch(entry.key.text)
            yield from _events(Scalar(entry.key.text, bool(is_plain), entry.key.at))
            yield from _events(entry.value)
        yield yaml.MappingEndEvent()
    else:
        yield yaml.SequenceStartEvent(None, None, True, flow_style=not node.items)
        for item in node.items:
            yield from _events(item)
        yield yaml.SequenceEndEvent()


def _escaped(text: str) -> str:
    """Return a verbatim text with markup and expressions escaped for the outline."""
    if text[:1] == "[" or "](" in text or plain(parse_markup(text)) != text or len(parse_markup(text)) > 1:
        text = re.sub(r"[\\*\[\]]", r"\\\g<0>", text)
    return re.sub(r"\{[{%#]", r"{{ '\g<0>' }}", text)
