"""Straight quotation marks: what they become by language, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.checks.deck import MARKS, curled, excerpt
from tests.kinds.composing import composed, slide


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ('Sa "hei" til alle', "nb-NO", "Sa «hei» til alle"),
        ('Said "hello" and "bye"', "en-GB", "Said “hello” and “bye”"),
        ('("hej")', "sv-SE", "(”hej”)"),
        ("it's the alliance's", "en-GB", "it’s the alliance’s"),
        ('en skjerm på 15"', "nb-NO", 'en skjerm på 15"'),
        ('bare "ett', "nb-NO", 'bare "ett'),
        ("«hei»", "nb-NO", "«hei»"),
        ('"moi"', "fi-FI", '"moi"'),
        ("den '08-modellen", "nb-NO", "den '08-modellen"),
    ],
)
def test_quotation_marks_become_those_of_the_language(text: str, language: str, wanted: str) -> None:
    assert curled(text, language) == wanted


@given(st.text(st.sampled_from("ab1 \"'(–"), max_size=40), st.sampled_from(sorted(MARKS)))
def test_only_quotation_marks_change_and_the_result_is_stable(text: str, language: str) -> None:
    made = curled(text, language)
    assert len(made) == len(text)
    assert all(one == other or one in "\"'" for one, other in zip(text, made))
    assert curled(made, language) == made
    if made != text:
        before, after = excerpt(text, made)
        assert before in text
        assert after in made
        assert before != after


def test_the_finding_has_the_corrected_text_and_the_slide() -> None:
    _, found = composed(slide("statement", "text: 'Vi kaller det \"Oslo\" her'"))
    (said,) = [one for one in found if one.code == "straight-quotes"]
    assert "`Vi kaller det «Oslo» her`" in said.hint
    assert said.severity == "warning"
    assert said.at is not None
