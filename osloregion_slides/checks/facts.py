"""Prose against the registry: typed numbers of members that are wrong on the deck's date.

``{{ members.municipalities | count }}`` is always right and is ignored. A claim is a number
right before ``kommuner``, ``fylkeskommuner``, ``municipalities`` …, of at least half of the actual number
(``tre kommuner`` are some of them), without ``over``, ``nesten``, ``about`` in front, in a sentence without
another year. Followed by a county (``22 kommuner i Akershus``), it is a claim about that county.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, finding, term
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.registry.values import Snapshot


# Numbers in prose: digits, or Norwegian (Bokmål and Nynorsk) and English words up to 199.

_NORWEGIAN = (
    "null|en,ett,ein,eitt,én,ei|to|tre|fire|fem|seks|sju,syv|åtte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|"
    "sytten|atten|nitten"
)
_NORWEGIAN_TENS = "tjue,tyve,tjuge|tretti,tredve|førti|femti|seksti|sytti|åtti|nitti"
_ENGLISH = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen"
)
_ENGLISH_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
"""Consecutive numbers; their alternative words are separated by commas."""


def _words() -> Iterator[tuple[str, int]]:
    for units, tens, joint, hundred, conjunction in (
        (_NORWEGIAN, _NORWEGIAN_TENS, "", ("hundre", "ett hundre", "etthundre"), " og "),
        (_ENGLISH, _ENGLISH_TENS, "-", ("a hundred", "one hundred"), " and "),
    ):
        small = [(word, number) for number, words in enumerate(units.split("|")) for word in words.split(",")]
        for ten, words in enumerate(tens.split("|"), 2):
            for word in words.split(","):
                small.append((word, ten * 10))
                small += [(f"{word}{joint}{unit}", ten * 10 + n) for unit, n in small if 0 < n < 10]
        yield from small
        for start in hundred:
            yield start, 100
            yield from [(f"{start}{conjunction}{word}", 100 + number) for word, number in small if number]


NUMBERS = dict(_words())
"""The number of each word; ``femtiseks`` is 56, ``fifty-seven`` 57."""
LONGEST = 4
"""The most words of a number: ``one hundred and fifty-six``."""


def number_before(words: list[str]) -> int | None:
    """Return the number at the end of a list of words, None without one.

    Digits may be grouped in thousands by a space (``1 200``), a point or a comma.
    """
    if not words:
        return None
    last = words[-1]
    if last[:1].isdecimal():
        if len(words) > 1 and len(last) == 3 and last.isdecimal() and words[-2].isdecimal() and len(words[-2]) <= 3:
            return int(words[-2] + last)
        digits = last.replace(".", "").replace(",", "")
        return int(digits) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else None
    for count in range(min(LONGEST, len(words)), 0, -1):
        found = NUMBERS.get(" ".join(words[-count:]).casefold())
        if found is not None:
            return found
    return None


NOUNS = {
    "municipalities": "(?:medlems)?kommun(?:er|ar|ene|ane)|(?:member )?municipalities",
    "county councils": "fylkeskommun(?:er|ar|ene|ane)|county councils",
    "counties": "fylk(?:er|e|ene|a)|counties",
    "sub-regions": "delregion(?:er|ar|ene|ane)|sub-?regions",
    "members": "medlem(?:mer|mar|mene|mane)|members",
}
_CLAIM = {
    name: re.compile(rf"((?:[\w.,-]+[ \u00a0]+){{1,6}})(?:{pattern})\b([^.!?\n]{{0,60}})", re.IGNORECASE)
    for name, pattern in NOUNS.items()
}
_HINT = re.compile("kommun|municipal|fylk|count|delregion|region|medlem|member", re.IGNORECASE)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ROUGHLY = frozenset(
    (
        *("over", "nesten", "minst", "opptil", "ca", "ca.", "cirka", "omtrent", "rundt", "om", "lag", "enn"),
        *("about", "over", "almost", "nearly", "than", "some"),
    )
)
_FIELDS = {
    "municipalities": "{{ members.municipalities | count }}",
    "county councils": "{{ members.county_councils | count }}",
}
_BODIES = re.compile(r"råd|styre|utvalg|gruppe|council(?! councils)|board|committee|group", re.IGNORECASE)
"""In a sentence with one of these, "members" are not the alliance's."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def check_facts(outline: Outline) -> tuple[Finding, ...]:
    """Return a warning for each number in the outline's texts that the registry contradicts on its date.

    None if the registry is empty or known to be incomplete on that date.
    """
    members = outline.members
    if not members.members or members.gaps:
        return ()
    truths = _truths(members)
    found = [
        finding
        for scalar, slide in _texts(outline.document)
        if _HINT.search(scalar.text)
        for finding in _check(scalar, slide, truths, members)
    ]
    return tuple(dict.fromkeys(found))


def _truths(members: Snapshot) -> dict[str, int]:
    return {
        "municipalities": len(members.municipalities),
        "county councils": len(members.county_councils),
        "counties": len(members.by_county),
        "sub-regions": len(members.by_region),
        "members": len(members.members),
    }


def _texts(document: Mapping) -> Iterator[tuple[Scalar, str]]:
    """Yield every text with the id of its slide, "" outside slides."""
    for entry in document.entries:
        if entry.key.text == "slides" and isinstance(entry.value, Sequence):
            for slide in entry.value.items:
                yield from [(scalar, identity(slide)) for scalar in _scalars(slide)]
        else:
            yield from [(scalar, "") for scalar in _scalars(entry.value)]


def _scalars(node: Node) -> Iterator[Scalar]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Scalar):
            yield current
        elif isinstance(current, Mapping):
            waiting += [entry.value for entry in reversed(current.entries)]
        else:
            waiting += reversed(current.items)


def _check(scalar: Scalar, slide: str, truths: dict[str, int], members: Snapshot) -> Iterator[Finding]:
    text = _EXPRESSION.sub("\u2026", scalar.text).replace("*", "")
    for sentence in _SENTENCE.split(text):
        years = set(_YEAR.findall(sentence))
        if years - {members.date[:4]}:
            continue
        for name, pattern in _CLAIM.items():
            if name == "members" and _BODIES.search(sentence):
                continue
            for match in pattern.finditer(sentence):
                found = _claim(name, match, scalar, slide, truths, members)
                if found is not None:
                    yield found


def _claim(
    name: str, match: re.Match[str], scalar: Scalar, slide: str, truths: dict[str, int], members: Snapshot
) -> Finding | None:
    words = match[1].split()
    number = number_before(words)
    if number is None or _ROUGHLY & {word.casefold() for word in words[-3:-1]}:
        return None
    county = _county(match[2], members) if name == "municipalities" else ""
    truth = {where: len(those) for where, those in members.by_county}[county] if county else truths[name]
    if number == truth or (not county and number * 2 < truth):
        return None
    counted = "" if county else _FIELDS.get(name, "")
    key = "number-contradicts-registry" if counted else "number-contradicts-registry.plain"
    values: dict[str, Any] = {
        "said": number,
        "what": term("members in all" if name == "members" else name),
        "county": county,
        "truth": truth,
        "date": members.date,
    }
    return finding(key, scalar.at, on_slide=slide, **values, **({"expression": counted} if counted else {}))


def _county(after: str, members: Snapshot) -> str:
    """Return the county that a claim is about (``i Akershus``, ``in the county of Buskerud``), "" without one."""
    found = re.match(r"\s+(?:i|in|from|fra|frå)\s+(?:the county of\s+)?(\w+)", after)
    names = [name for name, _ in members.by_county]
    return found[1] if found is not None and found[1] in names else ""
