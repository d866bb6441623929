"""The marks of a pulled text: read again they say the same letters in the same look."""

from __future__ import annotations

import re
from itertools import groupby, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osloregion_slides.outline.markup import parse_markup
from osloregion_slides.pulling.marks import marked
from osloregion_slides.update.deck_state import RunState

SIGNS = st.text("ab *[]{}%#\\()^~_", min_size=1, max_size=4)
RUNS = st.lists(st.builds(RunState, SIGNS, bold=st.booleans(), italic=st.booleans()), min_size=1, max_size=4)


def looks(found: list[tuple[str, bool, bool]]) -> list[tuple[tuple[bool, bool], str]]:
    """Return the letters with their looks, those of spaces aside: no mark stands at a space."""
    letters = [((bold, italic), letter) for text, bold, italic in found for letter in text if not letter.isspace()]
    return [(look, "".join([letter for _, letter in group])) for look, group in groupby(letters, lambda one: one[0])]


def read_again(text: str) -> list[tuple[str, bool, bool]]:
    assert not re.search(r"\{[{%#]", re.sub(r"\{\{ '\{[{%#]' \}\}", "", text)), "nothing is an expression but signs"
    plain = re.sub(r"\{\{ '(\{[{%#])' \}\}", r"\1", text)
    return [(one.text, one.bold, one.italic) for one in parse_markup(plain)]


@given(RUNS)
@example([RunState("100 {% av {{ alt }} {# her")])
def test_a_text_with_any_characters_round_trips(given_runs: list[RunState]) -> None:
    text = marked(given_runs)
    if text is not None:
        again, wanted = read_again(text), [(one.text, one.bold, one.italic) for one in given_runs]
        assert "".join([one for one, *_ in again]) == "".join([one for one, *_ in wanted])
        assert looks(again) == looks(wanted)


LOOKS = list(product([False, True], repeat=2))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_any_three_adjacent_formats_can_be_written_as_markup(count: int) -> None:
    for chosen in product(LOOKS, repeat=count):
        text = marked([RunState(letter, bold=bold, italic=italic) for letter, (bold, italic) in zip("abc", chosen)])
        assert text is not None, chosen
        assert looks(read_again(text)) == looks(
            [(letter, bold, italic) for letter, (bold, italic) in zip("abc", chosen)]
        )
