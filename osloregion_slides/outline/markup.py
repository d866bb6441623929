"""``**bold**``, ``*italic*``, ``m^2^``, ``CO~2~``, ``[links](https://…)``, ``[links](#slide-id)``, backslash escapes.

Asterisks follow CommonMark (0.31, 6.2) without its conditions on punctuation: a mark opens before a
character and closes after one, so ``2 * 3`` and unpaired marks stay as typed. Links follow CommonMark
(6.3): brackets in their text are balanced, ``read_tail`` reads their addresses. Time is linear in the
length of the text, whatever it contains.
"""

from __future__ import annotations

import re
from functools import lru_cache

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record

# The part after a link's text: ``(destination "title")`` as in CommonMark (0.31, 6.3).
#
# A destination is bare, with balanced parentheses and without spaces, or between ``<`` and ``>``. Time is
# linear in the length of the text: the search for an end stops at the next opening sign.

DEPTH = 32  # nested parentheses: CommonMark requires at least three levels, cmark reads 32
PUNCTUATION = r"[!-/:-@\[-`{-~]"
_POINTED = late(r"<([^<>\n\\]*(?:\\.[^<>\n\\]*)*)>")
_STOP = late(r"[()\\\x00\x07-\x20\x7f]")  # \1 to \6 encode the marks of a verbatim text
_GAP = late(r"[ \t]*\n?[ \t]*")
_TITLE = late(r"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|\([^()\\]*(?:\\.[^()\\]*)*\)", re.DOTALL)
_ESCAPED = late(rf"\\({PUNCTUATION})")
_REFERENCE = late(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_tail(text: str, start: int) -> tuple[str, int] | None:
    """Return the address of a link with its ``(`` at ``start``, and the position after its ``)``; None if it is not a
    link.

    Escapes and character references of the address are resolved, spaces become ``%20``. A title is skipped:
    slides do not show it.
    """
    place = _gap(text, start + 1)
    found = _destination(text, place)
    if found is None or not found[0]:
        return None
    address, place = found
    end = _gap(text, place)
    title = _TITLE.match(text, end) if end > place else None
    if title:
        end = _gap(text, title.end())
    return (_resolved(address), end + 1) if text.startswith(")", end) else None


def _gap(text: str, start: int) -> int:
    return _GAP.match(text, start).end()  # type: ignore[union-attr]  # an empty gap is one too


def _destination(text: str, start: int) -> tuple[str, int] | None:
    if text.startswith("<", start):
        pointed = _POINTED.match(text, start)
        return (pointed[1], pointed.end()) if pointed else None
    depth, place = 0, start
    while stop := _STOP.search(text, place):
        place = stop.end()
        if stop[0] == "\\":
            place += bool(re.match(PUNCTUATION, text[place : place + 1]))
        elif stop[0] == "(":
            depth += 1
            if depth > DEPTH:
                return None
        elif stop[0] != ")" or not depth:
            return None if depth else (text[start : stop.start()], stop.start())
        else:
            depth -= 1
    return None


def _resolved(address: str) -> str:
    if "\\" in address:
        address = _ESCAPED.sub(r"\1", address)
    if "&" in address and ";" in address:
        from html import unescape

        address = _REFERENCE.sub(lambda found: unescape(found[0]), address)
    if not any(character.isspace() for character in address):
        return address
    from urllib.parse import quote

    return "".join([quote(character) if character.isspace() else character for character in address])


UPPER = str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
LOWER = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
"""The superscript and subscript letters of Unicode 16 (24.1), which survive every program, search and copy."""
_RAISED = late(r"\]\([^()\s]*\)|https?://[^\s\])]+|\\[\^~]|\^([^\s^~]{1,20})\^|(?<!~)~([^\s^~]{1,20})~(?!~)")
_UNREAD = late(
    r"(?<!\w)__(?=\S)[^_\n]+__(?!\w)|(?<![\w/._-])_(?=[^\s_])[^_\n]*[^\s_]_(?![\w/])|`[^`\n]+`|~~[^~\n]+~~"
    r"|\^[^\s^~]{1,20}\^|(?<!~)~[^\s^~]{1,20}~(?!~)|!\[[^\]\n]*\]\(|^#{1,6} [^\W\d][^\n]*|^> [^\W\d][^\n]*"
    r"|^[-*+] \S[^\n]*(?=\n[-*+] \S)|^\|[^|\n]+\|[^\n]*"
    r"|</?(?:b|i|u|em|strong|br|sub|sup|p|span|font)\s*/?>",
    re.MULTILINE | re.IGNORECASE,
)
"""Unsupported Markdown and HTML, which a slide shows as typed (CommonMark 0.31, GitHub's and Pandoc's extensions)."""
_ADDRESS = late(r"<(?:https?://|mailto:)[^\s<>]+>|(?<=\])\[[^\W\d][^\]\n]{0,40}\]", re.IGNORECASE)
"""CommonMark's autolinks in angle brackets (6.5) and reference links (6.3)."""
_MARK = late(r"\]\[|[_`~^<!|#>]|\n[-*+] ")
_SIGNS = frozenset("[_`~^<!|#>\n")
"""Everything that ``_MARK`` finds has one of these: looking for them takes a fifth of the time of a search."""
_SET_APART = late(rf"\\{PUNCTUATION}|\{{\{{.*?\}}\}}", re.DOTALL)
"""Escaped characters, and expressions."""
_TIMES = late(r"(?<=\d)\*(?=\d)")
_OPENED = late(r"(?<![^\s(])\*\*[^\s*]\S*")
TOKEN = late(r"\\[\\*\[\]_`#<>!|]|\*+|[^\\*\[\]]+|.", re.DOTALL)
SAFE_LINK = late(r"(?:https?://|mailto:|tel:)[^\s]+|#[\w-]+", re.IGNORECASE)
"""Allowed targets of links: web, mail and telephone addresses, and slides."""


_VERBATIM = str.maketrans("\\*[]^~", "\1\2\3\4\5\6")
_RESTORED = str.maketrans("\1\2\3\4\5\6", "\\*[]^~")
"""Control characters, not allowed in outlines and tables, replace the signs of markup in verbatim text."""


class Inline(Record):
    """A run of characters with the same formatting. ``link`` is an address, or ``#id`` of a slide.

    ``language`` is the outline's code of their language where it is not the deck's.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    language: str = ""


Rich = tuple[Inline, ...]


@lru_cache(maxsize=1_000)
def parse_markup(text: str) -> Rich:
    """Return a text's runs, () for ""; of an unsafe link only its text is kept (``unsafe_links``)."""
    if "^" in text or "~" in text:
        text = _RAISED.sub(_raised, text)
    if "*" not in text and "[" not in text and "\\" not in text:
        return (Inline(restored(text)),) if text else ()
    return _Marks(text).inlines()


def _raised(found: re.Match[str]) -> str:
    r"""Return ``x^2^`` as x², ``CO~2~`` as CO₂; others stay as typed, and ``\\^`` is the sign itself."""
    if found[0][0] in "]h":  # an address
        return found[0]
    if found[0][0] == "\\":
        return found[0][1]
    table, words = (UPPER, found[1]) if found[1] else (LOWER, found[2])
    return words.translate(table) if all([ord(sign) in table for sign in words]) else found[0]


@lru_cache(maxsize=1_000)
def unread_marks(text: str) -> tuple[str, ...]:
    """Return the marks of Markdown that are shown as typed, outside expressions and raised letters."""
    if _SIGNS.isdisjoint(text) or not _MARK.search(text):
        return ()
    bare = _SET_APART.sub("", text)
    if not _MARK.search(bare):
        return ()
    shown = _RAISED.sub(lambda one: one[0][:2] if one[0][0] in "]h" else _raised(one), bare)
    return tuple([found[0] for marks, where in ((_UNREAD, shown), (_ADDRESS, bare)) for found in marks.finditer(where)])


def odd_stars(text: str) -> tuple[str, str]:
    """Return the finding's key and the words of asterisks that were probably not meant as markup or not closed; else
    "", "".

    ``2*3*4`` is 4 with a 3 in italics by CommonMark, and ``**bold`` without an end is shown as typed.
    """
    bare = _SET_APART.sub("x", text)
    shown = plain(parse_markup(bare))
    if len(_TIMES.findall(bare)) > len(_TIMES.findall(shown)):
        return "not-markup.stars", next(word for word in bare.split() if _TIMES.search(word))
    found = _OPENED.search(shown)
    return ("not-markup.open", found[0]) if found else ("", "")


def verbatim(text: str) -> str:
    """Return a text in which ``parse_markup`` finds no marks, whatever text is added to it; ``restored`` undoes it."""
    return text.translate(_VERBATIM)


def restored(text: str) -> str:
    """Return a text with the signs that ``verbatim`` encoded."""
    return text if text.isprintable() else text.translate(_RESTORED)


def unsafe_links(text: str) -> tuple[str, ...]:
    """Return the addresses of the links that ``parse_markup`` removes: ``javascript:``, ``file:`` and so on."""
    if "](" not in text:
        return ()
    marks = _Marks(text)
    return tuple([restored(address) for _, _, address in marks.links if not SAFE_LINK.fullmatch(address)])


def unread_links(text: str) -> tuple[str, ...]:
    """Return each ``](`` that is not part of a link, up to the end of its address: the slide shows it as written."""
    if "](" not in text:
        return ()
    return tuple([re.match(r"\]\([^\s)]{0,60}\)?", text[at : at + 80])[0] for at in _Marks(text).unread])  # type: ignore[index]


def plain(rich: Rich) -> str:
    """Return the characters without formatting."""
    return "".join([piece.text for piece in rich])


def with_addresses(rich: Rich) -> str:
    """Return the characters with each address after its link text, for places where links do not work."""
    made: list[str] = []
    for piece, after in zip(rich, (*rich[1:], None)):
        made.append(piece.text)
        address = piece.link
        last = address[:1] not in ("", "#") and (after is None or after.link != address)
        words = "".join([other.text for other in rich if other.link == address]) if last else ""
        if last and words.strip() not in (address, address.removeprefix("mailto:")):
            made.append(f" ({address.removeprefix('mailto:')})")
    return "".join(made)


def note_lines(rich: Rich) -> tuple[str, ...]:
    """Return the paragraphs of notes, without empty ones at the start and end."""
    lines = "\n".join([line.rstrip() for line in with_addresses(rich).split("\n")]).strip("\n")
    return tuple(lines.split("\n")) if lines else ()


class _Marks:
    """The tokens of a text, with paired asterisks and brackets."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        self.links: list[tuple[int, int, str]] = []
        self.unread: list[int] = []
        self._text = text
        self._open: list[list[int]] = []  # [token, asterisks left]
        self._brackets: list[int] = []
        self._bold: list[int] = []
        self._italic: list[int] = []
        place = 0
        while found := TOKEN.match(text, place):
            token, place = found[0], found.end()
            self.tokens.append(token)
            self._bold.append(0)
            self._italic.append(0)
            if token[0] == "*":
                self._asterisks(len(self.tokens) - 1, len(token), text[place : place + 1] or " ")
            elif token == "[":
                self._brackets.append(len(self.tokens) - 1)
            elif token == "]":
                place = self._bracket(len(self.tokens) - 1, place)
            elif token[0] == "\\" and len(token) == 2:
                self.tokens[-1] = token[1]

    def _asterisks(self, index: int, left: int, after: str) -> None:
        before = self.tokens[index - 1][-1:] if index else " "
        while left and self._open and not before.isspace():
            opener = self._open[-1]
            width = 2 if left > 1 and opener[1] > 1 else 1
            looks = self._bold if width == 2 else self._italic
            looks[opener[0] + 1] += 1
            looks[index] -= 1
            opener[1] -= width
            left -= width
            self.tokens[opener[0]] = "*" * opener[1]
            if not opener[1]:
                self._open.pop()
        self.tokens[index] = "*" * left
        if left and not after.isspace():
            self._open.append([index, left])

    def _bracket(self, index: int, place: int) -> int:
        """Close a bracket at token ``index``; return the position at which to continue."""
        start = self._brackets.pop() if self._brackets else None
        if not self._text.startswith("(", place):
            return place
        found = read_tail(self._text, place) if start is not None else None
        if start is None or found is None:
            self.unread.append(place - 1)
            return place
        self._brackets.clear()  # links cannot be nested
        while self._open and self._open[-1][0] > start:
            self._open.pop()
        self.tokens[start] = self.tokens[index] = ""
        self.links.append((start, index, found[0]))
        return found[1]

    def inlines(self) -> Rich:
        """Return the runs; neighbours with the same formatting are joined."""
        addresses = [""] * len(self.tokens)
        for start, end, address in self.links:
            if SAFE_LINK.fullmatch(address):
                address = restored(address)
                addresses[start:end] = [address] * (end - start)
        pieces: list[tuple[list[str], tuple[bool, bool, str]]] = []
        bold = italic = 0
        for index, token in enumerate(self.tokens):
            bold += self._bold[index]
            italic += self._italic[index]
            look = (bold > 0, italic > 0, addresses[index])
            if token and pieces and pieces[-1][1] == look:
                pieces[-1][0].append(token)
            elif token:
                pieces.append(([token], look))
        return tuple([Inline(restored("".join(parts)), *look) for parts, look in pieces])
