from __future__ import annotations

import pytest
from babel.lists import format_list

from osloregion_slides.outline.expressions import Expressions
from osloregion_slides.outline.facts import ExpressionError, Facts, NotKnown
from osloregion_slides.outline.filters import filters, weekday
from osloregion_slides.registry.values import Gap, Member, MemberList

MEMBERS = [
    Member(name, "", "Oslo", "", (), "2004-12-17", "", "", "confirmed", "municipality") for name in ("Oslo", "Asker")
]
ROOTS: dict[str, object] = {
    "share": NotKnown("nobody counted", counts=False),
    "number": NotKnown("nobody counted"),
    "whole": MemberList(MEMBERS),
    "torn": MemberList(MEMBERS, (Gap("2004", "", "to mangler"),)),
    "summed": MemberList(MEMBERS, (Gap("2004", "", "to mangler", total=4),)),
}
SHOWN = {  # expression, in Norwegian, in English
    "control: all known": ("whole | count", "2", "2"),
    "control: all names known": ("whole | names | join_and", "Oslo og Asker", "Oslo and Asker"),
    "a value": ("share", "ikke kjent", "not known"),
    "a number of things": ("number", "et ukjent antall", "an unknown number of"),
    "the number of what is not known": ("share | count", "et ukjent antall", "an unknown number of"),
    "the length of what is not known": ("share | length", "et ukjent antall", "an unknown number of"),
    "as a number": ("number | number", "et ukjent antall", "an unknown number of"),
    "a share as a number": ("share | number", "ikke kjent", "not known"),
    "in words": ("number | in_words", "et ukjent antall", "an unknown number of"),
    "a day": ("share | date", "ikke kjent", "not known"),
    "a day is not a number of things": ("number | date", "ikke kjent", "not known"),
    "how many, some missing": ("torn | count", "et ukjent antall", "an unknown number of"),
    "how many, by a source": ("summed | count", "4", "4"),
    "names, some missing": ("torn | names", "ikke kjent", "not known"),
    "a list, some missing": ("torn | names | join_and", "ikke kjent", "not known"),
    "a list with its number known": ("summed | names | join_and", "ikke kjent", "not known"),
    "joined": ("torn | join", "ikke kjent", "not known"),
    "the first": ("torn | first", "ikke kjent", "not known"),
    "the last": ("torn | last", "ikke kjent", "not known"),
    "worked out from it": ("(number + 1)", "et ukjent antall", "an unknown number of"),
    "worked out with it": ("(1 - share)", "ikke kjent", "not known"),
}


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("by_jinja", [False, True])
def test_unknown_values_are_shown_as_unknown_in_the_deck_language(name: str, by_jinja: bool) -> None:
    text, norwegian, english = SHOWN[name]
    for language, expected in (("nb", norwegian), ("nb-NO", norwegian), ("en", english), ("en-GB", english)):
        reports: list[NotKnown] = []
        facts = Facts(tuple(ROOTS), ROOTS.__getitem__, lambda node: "", lambda node: False)
        made = Expressions(facts, language, lambda blank: None, reports.append)
        path, *rest = text.split(" | ")
        written = " | ".join([f"({path})", *rest]) if by_jinja else text  # parentheses are Jinja's
        assert made.render("{{ " + written + " }}") == expected
        assert bool(reports) == ("kjent" in norwegian)


LAST = 10**15 - 1
BOUNDS = {  # filter: what it still takes, its result, what it refuses
    "number, large": ("number", (LAST,), "999 999 999 999 999", (LAST + 1,)),
    "number, small": ("number", (-LAST,), "−999 999 999 999 999", (-LAST - 1,)),
    "number, as a text": ("number", (str(LAST),), "999 999 999 999 999", (str(LAST + 1),)),
    "int": ("int", (f"{LAST}",), LAST, (f"{LAST + 1}",)),
    "most decimals": ("number", (0.5, 9), "0,500000000", (0.5, 10)),
    "fewest decimals": ("number", (2.5, 0), "3", (2.5, -1)),
    "round to most": ("round", (0.1234567891, 9), 0.123456789, (0.5, 10)),
    "round to fewest": ("round", (LAST, -15), 10**15, (LAST, -16)),
    "join": ("join", (["a" * 9_999, "b"],), "a" * 9_999 + "b", (["a" * 9_999, "bb"],)),
    "join with a sign": ("join", (["a", "b"], "-" * 9_998), "a" + "-" * 9_998 + "b", (["a", "b"], "-" * 9_999)),
    "join_and": ("join_and", (["a" * 9_995, "b"],), "a" * 9_995 + " og b", (["a" * 9_996, "b"],)),
    "join_and, one": ("join_and", (["a" * 10_000],), "a" * 10_000, (["a" * 10_001],)),
    "in words": ("in_words", (2.0,), "to", (2.5,)),
    "first": ("first", (["a", "b"],), "a", ([],)),
    "last": ("last", (["a", "b"],), "b", ([],)),
    "a first day": ("date", ("2024-02-29",), "29.2.2024", ("2023-02-29",)),
    "a last month": ("date", ("2024-12-31",), "31.12.2024", ("2024-13-01",)),
    "a truth value": ("number", (1,), "1", (True,)),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_filter_accepts_values_up_to_its_limit_and_rejects_the_next(name: str) -> None:
    which, within, expected, beyond = BOUNDS[name]
    apply = filters("nb")[which]
    made = apply(*within)
    assert (made.replace("\u00a0", " ") if isinstance(made, str) else made) == expected
    with pytest.raises(ExpressionError):
        apply(*beyond)


@pytest.mark.parametrize(
    ("number", "decimals", "expected"),
    [
        (-0.4, 0, "0"),
        (-0.04, 1, "0,0"),
        (-0.5, 1, "−0,5"),
        (-1, None, "−1"),
        (-0.0004, None, "−0,0004"),
        (0, None, "0"),
    ],
)
def test_a_number_that_rounds_to_zero_has_no_sign(number: float, decimals: int | None, expected: str) -> None:
    assert filters("nb")["number"](number, decimals) == expected


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "da", "de", "en-GB", "en-US", "fr"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_names_are_joined_as_babel_joins_them(language: str, count: int) -> None:
    names = [f"N{number}" for number in range(count)]
    assert filters(language)["join_and"](names) == format_list(names, locale=language.replace("-", "_"))


def test_weekdays_match_the_calendar() -> None:
    import datetime

    for day in range(datetime.date(1899, 1, 1).toordinal(), datetime.date(2105, 1, 1).toordinal(), 13):
        one = datetime.date.fromordinal(day)
        assert weekday(one.year, one.month, one.day) == one.weekday()
