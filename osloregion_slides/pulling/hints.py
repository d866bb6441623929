"""What an import proposes beside what it writes: the registry's numbers as expressions, the deck's date, its footer.

Nothing is replaced: a proposal is a comment at its line and a finding. A number is proposed only where it counts what
the registry counts (``57 kommuner``), is the registry's number on the deck's date, and nothing beside it says that it
is a number of something else: another place, a year, "more than". A date is one only where the first slide says one
day, alone on its line; a footer where half of the slides have it.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, short, term
from osloregion_slides.base.record import Record
from osloregion_slides.outline.locales import Locale, in_words, load_locale
from osloregion_slides.outline.nodes import Mapping, Scalar
from osloregion_slides.pulling.kinds import CREDIT
from osloregion_slides.pulling.marks import marked
from osloregion_slides.pulling.source import quoted
from osloregion_slides.registry.values import Registry
from osloregion_slides.update.deck_state import DeckState, ItemState, RunState
from osloregion_slides.update.text_merge import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.outline.nodes import Node

_NOUNS = {
    "members.county_councils": r"fylkeskommun(?:er|ene|ar|ane|erna|erne)|county councils",
    "members.municipalities": r"(?:medlems)?kommun(?:er|ene|ar|ane|erna|erne)|(?:member )?municipalities",
}
"""What the registry counts, as decks name it."""
_INEXACT = re.compile(
    r"(?:[<>≤≥±~≈]\s*|\b(?:mellom|between)\s+\S+\s+(?:og|and)\s+"
    r"|(?:nr\.|no\.|over|nesten|minst|ca\.?|omtrent|rundt|cirka|inntil|opptil|maks\.?|høyst|enn|under|til|about|nearly"
    r"|almost|some|around|least|most|max\.?|than|to|første|siste|andre|nye|first|last|other|new|further|another|only|bare"
    r"|tidligere|tidlegare|former|unntatt|unnateke|except|side|page|kapittel|chapter)\s+)\**$",
    re.IGNORECASE,
)
"""What before a number makes it another one than the whole, or not exactly it."""
_PARTLY = re.compile(
    r"\**\s+(?:(?:utenfor|utanfor|uten|utan|without|outside|mangler|manglar)\b"
    r"|(?:eller|or)\s+(?:flere|fleire|mer|meir|færre|more|fewer|less)\b|(?:og|and)\s+(?:fylkeskommun|county)"
    r"|(?:til|to)\s+\**\d|(?:for\b.{1,30}\bs(?:iden|idan)|(?:\S+\s+){1,3}ago)\b"
    r"|(?:\w+\s+)?(?:(?i:i|på|fra|frå|in|from|of|within))\s+(?:the\s+)?(?!Oslo ?[Rr]egion)[A-ZÆØÅ])"
)
"""What behind a noun makes it those of another place or time, not all, or others with them."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SENTENCE = re.compile(r"(?<=[\w)]{3}[.!?;])\s|\n")
"""Where a sentence ends; abbreviations have fewer letters."""
ALLIANCE = re.compile(r"oslo ?region", re.IGNORECASE)
"""The name of whose members the registry lists, as decks write it."""
_ABOUT = "# A key behind # is proposed for the whole deck, a text with an expression for the place of the one below it."
_STATED = term("the first slide says it")
_SAVED = term("the deck was saved then, and says the registry's numbers of that day")
_NO_TEXTS = frozenset(("id", "kind", "from", "image", "number_format", "type", "master", "fit", "values", "off"))
_MONTHS = ("jan", "feb", "mar", "apr", "mai|may|maj", "jun", "jul", "aug", "sep", "okt|oct", "nov", "des|dec|dez")
_MONTH = f"(?:{'|'.join(_MONTHS)})(?:r?uary?|r?uari|s|ch|ts|z|il|i|e|y|usti?|t|tember|ober|ember)?"
_WEEKDAY = (
    r"(?:(?:man|tirs|tys|ons|tors|fre|lør|laur|søn)da(?:g|r)|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r",?\s+(?:den\s+)?"
)
_DAYS = (
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)",
    r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})",
    rf"(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})",
    rf"(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
)
_EARLIEST = 1990
_LEAST_SLIDES = 3
"""Slides that say the same at their foot before that is the deck's footer."""
_FOOT = 0.88
"""From here down, as a share of the slide, a text stands where footers do."""


class Proposal(Record):
    """Lines of a comment to stand above what is at ``at`` of an outline, and what is said of it.

    ``text`` is what that place would say, "" where the comment is about the outline.
    """

    at: Location
    comment: str
    said: Finding
    text: str = ""


class Evidence(Record):
    """What proposals are made from. ``saved`` are the days (ISO) on which the deck's file says that it was saved.

    ``members`` is the path of the registry's file as the outline would name it. ``is_ours`` says that the deck is about
    the registry's members, whether it names the alliance or not.
    """

    state: DeckState
    registry: Registry
    members: str
    saved: tuple[str, ...] = ()
    is_ours: bool = False


def proposals(outline: Node, evidence: Evidence, language: str) -> tuple[Proposal, ...]:
    """Return what to propose for an outline as it was read, in the order of its lines."""
    if not isinstance(outline, Mapping):
        return ()
    state = evidence.state
    day = _day_of(state)
    numbers: list[Proposal] = []
    as_of = day
    if evidence.is_ours or _names_alliance(state):
        for as_of in [day] if day else evidence.saved:
            numbers = list(_numbers(outline, evidence.registry, as_of, language))
            if numbers:
                break
    head = {entry.key.text: entry.value.at for entry in outline.entries}
    found = []
    if as_of and (day or numbers):
        members = f"\n# members: {evidence.members}" * bool(numbers)
        said = finding("import-date", head["language"], day=as_of, where=_STATED if day else _SAVED)
        found.append(Proposal(head["language"], f"# as_of: {as_of}{members}", said))
    for text, count in _footers(state)[:1]:
        said = finding("import-footer", head["language"], text=short(text), count=count)
        written = quoted(marked((RunState(text),)) or text)
        found.append(Proposal(head["language"], f"# alliance: {{website: {written}}}", said))
    return (*found, *numbers)


def with_comments(outline: str, proposed: Iterable[Proposal]) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of an outline with proposals above their lines, and what is said of them, at the lines below."""
    lines = outline.split("\n")
    above: dict[int, list[str]] = {}
    for one in proposed:
        line = lines[one.at.line - 1]
        indent = line[: len(line) - len(line.lstrip())]
        made = one.comment or f"# {line[: one.at.column - 1].lstrip()}{quoted(one.text)}"
        above.setdefault(one.at.line, []).extend([indent + part for part in made.split("\n")])
    text = "\n".join([made for number, line in enumerate(lines, 1) for made in (*above.get(number, ()), line)])
    findings = []
    for one in proposed:
        at = one.at.replace(line=one.at.line + sum([len(new) for line, new in above.items() if line <= one.at.line]))
        findings.append(one.said.replace(at=at))
    if above:
        text = f"{_ABOUT}\n{text}"
        findings = [one.replace(at=one.at.replace(line=one.at.line + 1)) for one in findings if one.at]
    return text, tuple(findings)


def _numbers(outline: Mapping, registry: Registry, day: str, language: str) -> Iterator[Proposal]:
    """Yield the texts that say the registry's numbers on a day (ISO), with expressions in the place of the numbers."""
    snapshot, locale = registry.as_of(day), load_locale(language)
    totals = {"municipalities": snapshot.municipalities.total, "county_councils": snapshot.county_councils.total}
    patterns = [
        (name, _pattern(total, _NOUNS[name], locale)) for name in _NOUNS if (total := totals[name.partition(".")[2]])
    ]
    for scalar in _texts(outline.get("slides")):
        text = _replaced(scalar.text, patterns)
        if text != scalar.text and "{{" not in scalar.text:
            said = finding("import-expression", scalar.at, text=short(scalar.text), expression=short(text))
            yield Proposal(scalar.at, "", said, text)


def _pattern(total: int, nouns: str, locale: Locale) -> re.Pattern[str]:
    words = f"{total}|(?i:{re.escape(in_words(total, locale))})"
    before = r"(?<![\w.,/–—-])(?<!\d[ \u00a0\u202f])"
    return re.compile(rf"{before}(?P<number>{words})(?=(?P<noun>\**[ \u00a0]\**(?i:{nouns}))\b(?!\s*[-–/]))")


def _replaced(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> str:
    """Return a text with expressions for the registry's numbers, but for those of sentences about another year."""
    found = [(one, name) for name, pattern in patterns for one in pattern.finditer(text)]
    for one, name in sorted(found, key=lambda pair: -pair[0].start()):
        before, number, after = text[: one.start()], one["number"], text[one.end() :]
        ends = [0, *[each.end() for each in _SENTENCE.finditer(text)], len(text)]
        sentence = text[max([end for end in ends if end <= one.start()]) : min([e for e in ends if e > one.start()])]
        if _INEXACT.search(before) or _PARTLY.match(after, len(one["noun"])) or _YEAR.search(sentence):
            continue
        filters = "" if number.isdigit() else " | in_words" + " | capitalize" * number[0].isupper()
        text = f"{before}{{{{ {name} | count{filters} }}}}{after}"
    return text


def _texts(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key.text not in _NO_TEXTS:
                yield from _texts(entry.value)
    else:
        for item in node.items if node is not None else ():
            yield from _texts(item)


def _names_alliance(state: DeckState) -> bool:
    """Whether a slide or its notes name the alliance whose members the registry lists."""
    for slide in state.slides:
        texts = [plain(text) for item in slide.items for text in item.texts]
        if any([ALLIANCE.search(text) for text in (*texts, *slide.notes)]):
            return True
    return False


def _day_of(state: DeckState) -> str:
    """Return the one day (ISO) that the first slide says alone on a line, "" for none, several or one in doubt."""
    paragraphs = [p for item in state.slides[0].items for p in item.text] if state.slides else []
    lines = [line for p in paragraphs if not any([run.field for run in p.runs]) for line in p.plain.split("\n")]
    found = {day for line in lines if (day := day_said(line))}
    return found.pop() if len(found) == 1 else ""


def day_said(line: str) -> str:
    """Return the day (ISO) that a line says and nothing else, but for a weekday and a place before a comma."""
    text = " ".join(line.split()).lower()
    for pattern in _DAYS:
        found = re.fullmatch(rf"(?:[^\W\d][^\d,:]{{0,40}},\s+)?(?:{_WEEKDAY})?{pattern}", text)
        if found is None:
            continue
        month = next((n for n, names in enumerate(_MONTHS, 1) if re.match(names, found["m"])), 0) or int(found["m"])
        try:
            day = date(int(found["y"]), month, int(found["d"]))
        except ValueError:
            return ""
        return day.isoformat() if day.year >= _EARLIEST else ""
    return ""


def _footers(state: DeckState) -> list[tuple[str, int]]:
    """Return the texts that stand at the foot of half of the slides, and on how many."""
    counted: Counter[str] = Counter()
    for slide in state.slides:
        texts = [" ".join(plain(item.text).split()) for item in slide.items if _is_foot(item, state.size[1])]
        counted.update([text for text in dict.fromkeys(texts) if text and not _is_of_a_slide(text)])
    least = max(_LEAST_SLIDES, (len(state.slides) + 1) // 2)
    return [(text, count) for text, count in counted.most_common() if count >= least]


def _is_of_a_slide(text: str) -> bool:
    """Whether a text at the foot says a page's number, a day or a source, which is no footer on however many slides."""
    is_source = CREDIT.match(text) is not None and not text.startswith("©")  # whose the deck is, is one
    return text.isdigit() or is_source or bool(day_said(text))


def _is_foot(item: ItemState, height: int) -> bool:
    if any([run.field for paragraph in item.text for run in paragraph.runs]):
        return False
    if item.slot:
        return item.slot == "ftr"
    return bool(item.text and item.box and height and item.box.y >= _FOOT * height)
