"""A deck's text in the outline's markup: runs with bold, italic and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from osloregion_slides.outline.markup import Inline, Rich, parse_markup
from osloregion_slides.update.deck_state import RunState
from osloregion_slides.update.deck_state import link as normal_link

_EXPRESSION = re.compile(r"\{[{%#]")
_UNMARKED = re.compile(r"[^*\[\]\\^~{}\x00-\x08\x0b-\x1f]*")
"""A text without characters of markup."""
NO_LINKS: Mapping[str, str] = MappingProxyType({})
"""For decks with unknown addresses."""


def marked(
    runs: Iterable[RunState], origin: Rich = (), base: Iterable[RunState] = (), links: Mapping[str, str] = NO_LINKS
) -> str | None:
    """Return the text with its markup, None where markup cannot express it.

    ``origin`` is the outline's text of ``base``: both show the default formatting of letters on the slide, and
    ``origin`` the spelling of addresses; ``links`` are the deck's addresses by their normal form.
    """
    runs, base = tuple(runs), tuple(base)
    if not origin and not base and not any([run.field or run.bold or run.italic or run.link for run in runs]):
        text = "".join([run.text for run in runs])
        if _UNMARKED.fullmatch(text):
            return text
    bold, italic = _default_formatting(origin, base)
    links = {**links, **{normal_link(one.link): one.link for one in origin if one.link}}
    wanted: list[Inline] = []
    for run in runs:
        if run.field:
            return None
        link = links.get(run.link, run.link)
        piece = Inline(run.text, run.bold and not bold, run.italic and not italic, link)
        wanted += _spaces_apart(piece)
    wanted = _joined(wanted)
    for escaped in (False, True):
        for looks in (("bold", "italic"), ("italic", "bold")):
            text = "".join([_linked(list(part), looks, escaped) for _, part in groupby(wanted, lambda one: one.link)])
            if _same(parse_markup(text), wanted):
                return _EXPRESSION.sub(lambda found: f"{{{{ '{found[0]}' }}}}", text)
    return None


def _default_formatting(origin: Rich, base: tuple[RunState, ...]) -> tuple[bool, bool]:
    """Return whether letters without marks are bold and italic on the slide."""
    shown = [run for run in base for _ in run.text]
    written = [piece for piece in origin for _ in piece.text]
    if len(shown) != len(written):
        plain = not any([piece.bold or piece.italic for piece in origin])
        return (
            (all([run.bold for run in base]), all([run.italic for run in base])) if plain and base else (False, False)
        )
    bold = [run.bold for run, piece in zip(shown, written) if not piece.bold]
    italic = [run.italic for run, piece in zip(shown, written) if not piece.italic]
    return bool(bold) and all(bold), bool(italic) and all(italic)


def _spaces_apart(piece: Inline) -> list[Inline]:
    """Return a run with its outer spaces unformatted, because marks must touch a letter."""
    core = piece.text.strip()
    if not (piece.bold or piece.italic) or not core:
        return [piece.replace(bold=False, italic=False)] if not core else [piece]
    before, _, after = piece.text.partition(core)
    plain = piece.replace(bold=False, italic=False)
    return [
        one for one in (plain.replace(text=before), piece.replace(text=core), plain.replace(text=after)) if one.text
    ]


def _joined(pieces: Sequence[Inline]) -> list[Inline]:
    """Return the runs: spaces between equal formatting get it too, and equal neighbours are joined."""
    found = list(pieces)
    for i in range(1, len(found) - 1):
        before, here, after = found[i - 1 : i + 2]
        if not here.text.strip() and before.replace(text="") == after.replace(text=""):
            found[i] = before.replace(text=here.text)
    made: list[Inline] = []
    for look, group in groupby(found, lambda one: one.replace(text="")):
        made.append(look.replace(text="".join([one.text for one in group])))
    return made


def _linked(part: list[Inline], looks: tuple[str, str], escaped: bool) -> str:
    outer, inner = looks
    words = ""
    for has_outer, group in groupby(part, lambda one: getattr(one, outer)):
        text = ""
        for has_inner, pieces in groupby(group, lambda one: getattr(one, inner)):
            shown = "".join([re.sub(r"[\\*\[\]^~]", r"\\\g<0>", one.text) if escaped else one.text for one in pieces])
            text += _between(shown, inner) if has_inner else shown
        words += _between(text, outer) if has_outer else text
    address = part[0].link
    if not address:
        return words
    return f"[{words}](<{address}>)" if re.search(r"[()\s]", address) else f"[{words}]({address})"


def _between(text: str, look: str) -> str:
    mark = "**" if look == "bold" else "*"
    return f"{mark}{text}{mark}"


def _same(made: Rich, wanted: list[Inline]) -> bool:
    return [(one.text, one.bold, one.italic, one.link) for one in made] == [
        (one.text, one.bold, one.italic, one.link) for one in wanted if one.text
    ]
