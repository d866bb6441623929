"""Grounds: each slide type has its own, chosen only by the preceding slides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.compose.deck import MOST_PAPER, PAPER, Pacing

KINDS = {
    "cover": ("fjord",),
    "statement": ("blue", "fjord"),
    "purpose": ("fjord", "blue"),
    "members": ("paper", "fjord"),
    "points": ("snow", "ice", "paper"),
    "columns": ("paper", "snow"),
    "comparison": ("fjord", "blue"),
    "map": ("paper", "snow"),
    "organisation": ("band", "snow"),
    "timeline": ("paper", "snow"),
    "hub": ("ice", "snow"),
    "pillars": ("base", "snow"),
    "venn": ("fjord", "blue"),
}
OUTLINES = st.lists(st.sampled_from(sorted(KINDS)), max_size=30)


def paced(kinds: list[str], kept: dict[str, str] | None = None) -> list[str]:
    pacing, found = Pacing(kept), []
    for number, kind in enumerate(kinds):
        found.append(pacing.choose(f"{number}", kind, KINDS[kind]))
        pacing.add(kind, found[-1], 1)
    return found


def test_slide_types_that_occur_once_use_their_preferred_grounds() -> None:
    own = [grounds[0] for grounds in KINDS.values()]
    assert paced(list(KINDS)) == own


def test_a_repeated_slide_type_takes_its_least_recently_used_ground() -> None:
    assert paced(["points"] * 5) == ["snow", "ice", "paper", "snow", "ice"]


@given(OUTLINES)
def test_at_most_three_consecutive_slides_are_on_paper(kinds: list[str]) -> None:
    run = 0
    for ground in paced(kinds):
        run = run + 1 if ground in PAPER else 0
        assert run <= MOST_PAPER


@given(OUTLINES, OUTLINES)
def test_later_slides_never_change_the_ground_of_a_slide(kinds: list[str], more: list[str]) -> None:
    assert paced(kinds + more)[: len(kinds)] == paced(kinds)


@given(OUTLINES, st.randoms(use_true_random=False))
def test_a_slide_keeps_its_stored_ground(kinds: list[str], random: object) -> None:
    kept = {f"{n}": KINDS[kind][-1] for n, kind in enumerate(kinds) if n % 3 == 0}
    found = paced(kinds, kept)
    assert all(found[int(key)] == ground for key, ground in kept.items())


def test_a_ground_that_the_slide_type_no_longer_offers_is_chosen_again() -> None:
    assert paced(["points"], {"0": "blue"}) == ["snow"]
