"""Nodes as YAML text: what results from an outline, for ``osloregion-slides outline``.

Reading the text again gives the same nodes, apart from their places; a text out of a file comes back as a text
with its signs escaped, which a slide shows the same. Comments and anchors are gone.
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
"""Plain scalars that mean the same in every place and to every reader of YAML; the others are quoted."""
_SHOWN = "[^" + "".join([re.escape(chr(code)) for code in HIDDEN]) + r"\r\n]*"
_UNESCAPED = re.compile(r"[ -!#-\[\]-~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*")
"""Characters that stand in double quotes as they are, as PyYAML writes them."""
_BLOCK = re.compile(rf"\S{_SHOWN}(?:\n+\S{_SHOWN})+")
"""Texts that a block (``|``) can hold: every line begins with a character that shows, and a terminal prints each."""


def dump(node: Node) -> str:
    """Return a tree as YAML, in block style, two spaces a level."""
    text = io.StringIO()
    emitter = _Emitter(text, allow_unicode=True, width=sys.maxsize)
    for event in (yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False), *_events(node)):
        emitter.emit(event)
    for event in (yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()):
        emitter.emit(event)
    return text.getvalue().removeprefix("--- ").removesuffix("...\n")  # of a scalar alone


class _Emitter(yaml.emitter.Emitter):
    """PyYAML's, which would not indent a list below its key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def analyze_scalar(self, scalar: str) -> yaml.emitter.ScalarAnalysis:
        """Say that a text can be what its event says it is; only what a block can hold is for the emitter to find."""
        if "\n" in scalar:
            return super().analyze_scalar(scalar)
        return yaml.emitter.ScalarAnalysis(scalar, not scalar, False, True, True, True, True, True)

    def write_double_quoted(self, text: str, split: bool = True) -> None:
        """Write a text in quotes; one with nothing to escape at once."""
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
    """A text that stands as it is, as a text of the outline."""
    if text[:1] == "[" or "](" in text or plain(parse_markup(text)) != text or len(parse_markup(text)) > 1:
        text = re.sub(r"[\\*\[\]]", r"\\\g<0>", text)
    return re.sub(r"\{[{%#]", r"{{ '\g<0>' }}", text)
