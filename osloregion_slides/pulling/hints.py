"""Proposals of an import: expressions for the registry's numbers, the deck's date, its footer.

A proposal is a comment at its line and a finding; it does not replace anything. A number qualifies if it counts
members (``57 kommuner``), equals the registry's number on the deck's date, and its context does not restrict it:
another place, a year, "more than". The date must be the only day that the first slide has alone on a line; a footer
must be on half of the slides.
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
"""The nouns of the registry's counts."""
_INEXACT = re.compile(
    r"(?:[<>≤≥±~≈]\s*|\b(?:mellom|between)\s+\S+\s+(?:og|and)\s+"
    r"|(?:nr\.|no\.|over|nesten|minst|ca\.?|omtrent|rundt|cirka|inntil|opptil|maks\.?|høyst|enn|under|til|about|nearly"
    r"|almost|some|around|least|most|max\.?|than|to|første|siste|andre|nye|first|last|other|new|further|another|only|bare"
    r"|tidligere|tidlegare|former|unntatt|unnateke|except|side|page|kapittel|chapter)\s+)\**$",
    re.IGNORECASE,
)
"""Words before a number that make it inexact or a part of the whole."""
_PARTLY = re.compile(
    r"\**\s+(?:(?:utenfor|utanfor|uten|utan|without|outside|mangler|manglar)\b"
    r"|(?:eller|or)\s+(?:flere|fleire|mer|meir|færre|more|fewer|less)\b|(?:og|and)\s+(?:fylkeskommun|county)"
    r"|(?:til|to)\s+\**\d|(?:for\b.{1,30}\bs(?:iden|idan)|(?:\S+\s+){1,3}ago)\b"
    r"|(?:\w+\s+)?(?:(?i:i|på|fra|frå|in|from|of|within))\s+(?:the\s+)?(?!Oslo ?[Rr]egion)[A-ZÆØÅ])"
)
"""Words after a noun that restrict it to a place, time or part, or add others."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SENTENCE = re.compile(r"(?<=[\w)]{3}[.!?;])\s|\n")
"""Ends of sentences; abbreviations have fewer letters."""
ALLIANCE = re.compile(r"oslo ?region", re.IGNORECASE)
"""The name of the registry's alliance, as written in decks."""
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
"""Minimum of slides with the same text at the foot for a footer of the deck."""
_FOOT = 0.88
"""Top of the area of footers, as a share of the slide's height."""


class Proposal(Record):
    """A comment to insert above the location ``at`` of an outline, with its finding.

    ``text`` is the proposed text at this location, "" where the comment is about the whole outline.
    """

    at: Location
    comment: str
    note: Finding
    text: str = ""


class Evidence(Record):
    """The input of proposals. ``saved`` are the days (ISO) on which the deck was saved, by its properties.

    ``members`` is the path of the registry's file as written in the outline. ``is_about_members``: the deck is about
    the registry's members, even if it does not name the alliance.
    """

    state: DeckState
    registry: Registry
    members: str
    saved: tuple[str, ...] = ()
    is_about_members: bool = False


def proposals(outline: Node, evidence: Evidence, language: str) -> tuple[Proposal, ...]:
    """Return the proposals for an outline as read: those for the whole outline, then numbers in the order of lines."""
    if not isinstance(outline, Mapping):
        return ()
    state = evidence.state
    day = _day_of(state)
    numbers: list[Proposal] = []
    as_of = day
    if evidence.is_about_members or _names_alliance(state):
        for as_of in [day] if day else evidence.saved:
            numbers = list(_numbers(outline, evidence.registry, as_of, language))
            if numbers:
                break
    head = {entry.key.text: entry.value.at for entry in outline.entries}
    found = []
    if as_of and (day or numbers):
        members = f"\n# members: {evidence.members}" * bool(numbers)
        note = finding("import-date", head["language"], day=as_of, where=_STATED if day else _SAVED)
        found.append(Proposal(head["language"], f"# as_of: {as_of}{members}", note))
    for text, count in _footers(state)[:1]:
        note = finding("import-footer", head["language"], text=short(text), count=count)
        written = quoted(marked((RunState(text),)) or text)
        found.append(Proposal(head["language"], f"# alliance: {{website: {written}}}", note))
    return (*found, *numbers)


def with_comments(outline: str, proposed: Iterable[Proposal]) -> tuple[str, tuple[Finding, ...]]:
    """Return an outline's text with comments for proposals above their lines, and the findings at the new lines."""
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
        findings.append(one.note.replace(at=at))
    if above:
        text = f"{_ABOUT}\n{text}"
        findings = [one.replace(at=one.at.replace(line=one.at.line + 1)) for one in findings if one.at]
    return text, tuple(findings)


def _numbers(outline: Mapping, registry: Registry, day: str, language: str) -> Iterator[Proposal]:
    """Yield proposals for texts with the registry's numbers on a day (ISO), with expressions for the numbers."""
    snapshot, locale = registry.as_of(day), load_locale(language)
    totals = {"municipalities": snapshot.municipalities.total, "county_councils": snapshot.county_councils.total}
    patterns = [
        (name, _pattern(total, _NOUNS[name], locale)) for name in _NOUNS if (total := totals[name.partition(".")[2]])
    ]
    for scalar in _texts(outline.get("slides")):
        text = _replaced(scalar.text, patterns)
        if text != scalar.text and "{{" not in scalar.text:
            note = finding("import-expression", scalar.at, text=short(scalar.text), expression=short(text))
            yield Proposal(scalar.at, "", note, text)


def _pattern(total: int, nouns: str, locale: Locale) -> re.Pattern[str]:
    words = f"{total}|(?i:{re.escape(in_words(total, locale))})"
    before = r"(?<![\w.,/–—-])(?<!\d[ \u00a0\u202f])"
    return re.compile(rf"{before}(?P<number>{words})(?=(?P<noun>\**[ \u00a0]\**(?i:{nouns}))\b(?!\s*[-–/]))")


def _replaced(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> str:
    """Return a text with expressions for the registry's numbers, except in sentences with a year."""
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
    """Return whether a slide or its notes name the registry's alliance."""
    for slide in state.slides:
        texts = [plain(text) for item in slide.items for text in item.texts]
        if any([ALLIANCE.search(text) for text in (*texts, *slide.notes)]):
            return True
    return False


def _day_of(state: DeckState) -> str:
    """Return the only day (ISO) that is alone on a line of the first slide; "" for none or several."""
    paragraphs = [p for item in state.slides[0].items for p in item.text] if state.slides else []
    lines = [line for p in paragraphs if not any([run.field for run in p.runs]) for line in p.plain.split("\n")]
    found = {day for line in lines if (day := day_on_line(line))}
    return found.pop() if len(found) == 1 else ""


def day_on_line(line: str) -> str:
    """Return the day (ISO) of a line without other text, except for a weekday and a place before a comma; else ""."""
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
    """Return the texts at the foot of at least half of the slides, with the number of slides."""
    counted: Counter[str] = Counter()
    for slide in state.slides:
        texts = [" ".join(plain(item.text).split()) for item in slide.items if _is_foot(item, state.size[1])]
        counted.update([text for text in dict.fromkeys(texts) if text and not _is_of_a_slide(text)])
    least = max(_LEAST_SLIDES, (len(state.slides) + 1) // 2)
    return [(text, count) for text, count in counted.most_common() if count >= least]


def _is_of_a_slide(text: str) -> bool:
    """Return whether a text at the foot is a slide number, a day or a source, and so not a footer of the deck."""
    is_source = CREDIT.match(text) is not None and not text.startswith("©")  # a copyright line is a footer
    return text.isdigit() or is_source or bool(day_on_line(text))


def _is_foot(item: ItemState, height: int) -> bool:
    if any([run.field for paragraph in item.text for run in paragraph.runs]):
        return False
    if item.slot:
        return item.slot == "ftr"
    return bool(item.text and item.box and height and item.box.y >= _FOOT * height)
