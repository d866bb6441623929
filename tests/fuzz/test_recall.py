"""A deck that is made after others is what it would be alone, whatever was remembered of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.compose.deck import forget
from osloregion_slides.drafting import drafted, load, owned
from tests.fuzz.budget import cases
from tests.fuzz.outlines import REPOSITORY, dumped, edited

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("recall")
    shutil.copytree(REPOSITORY / "decks" / "data", made / "data")
    return made


def made(path: Path, language: str, as_of: str) -> tuple[Any, ...]:
    """Return all that comes of an outline: the Scene, what is said of it, and the base."""
    try:
        outline = load(str(path), language=language, as_of=as_of)
        deck, brand, findings = drafted(outline)
        return deck, findings, owned(outline, deck, brand).base
    except InvalidInput as refused:
        return (refused.findings,)


@cases("edited")
@given(
    states=edited(),
    language=st.sampled_from(["", "", "nb", "en"]),
    as_of=st.sampled_from(["", "", "2005-01-01", "2009-01-01"]),
)
def test_cached_slides_equal_freshly_composed_ones(
    folder: Path, states: list[dict[str, Any]], language: str, as_of: str
) -> None:
    path = folder / "fuzz.yaml"
    after_others = []
    forget()
    for state in (*states, *states):
        path.write_text(dumped(state), encoding="utf-8")
        after_others.append(made(path, language, as_of))
    for state, known in zip((*states, *states), after_others):
        path.write_text(dumped(state), encoding="utf-8")
        forget()
        assert made(path, language, as_of) == known
