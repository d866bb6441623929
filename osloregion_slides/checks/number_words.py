"""Numbers as prose writes them: digits, or words of Norwegian (both written forms) and English up to 199."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

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
"""One number after the other; its words stand apart with commas."""


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
"""A number in words takes at most so many words: ``one hundred and fifty-six``."""


def number_before(words: list[str]) -> int | None:
    """Return the number that a list of words ends with, None where it ends with none.

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
