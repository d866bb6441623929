"""The words that the tool itself puts on slides: each language has all of them, with the same places for values."""

from __future__ import annotations

import re

import pytest

from osloregion_slides.compose.words import WORDS


@pytest.mark.parametrize("language", WORDS)
def test_each_language_has_every_word_with_its_values(language: str) -> None:
    for key, norwegian in WORDS["nb"].items():
        said = WORDS[language][key]
        assert isinstance(said, str) == isinstance(norwegian, str), key
        one, other = (text if isinstance(text, str) else " ".join(text) for text in (said, norwegian))
        assert set(re.findall(r"{\w+}", one)) == set(re.findall(r"{\w+}", other)), key
