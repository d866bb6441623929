"""Every finding code with its explanation, for ``osloregion-slides explain CODE``."""

from __future__ import annotations

from osloregion_slides.base import messages
from osloregion_slides.base.findings import InvalidInput, finding
from osloregion_slides.base.messages import FAMILIES as FAMILIES
from osloregion_slides.base.messages import codes as codes
from osloregion_slides.base.record import Record


class Explanation(Record):
    """What a code means and what to do about it; ``family`` is the group of rules that it belongs to."""

    code: str
    family: str
    text: str


def explanations() -> tuple[Explanation, ...]:
    """Return the explanations of all codes, by family, then by code as the catalogue has them."""
    return tuple(
        [
            Explanation(key, family, entry.text)
            for family in FAMILIES
            for key, entry in messages.catalogue(family).items()
            if "." not in key
        ]
    )


def explain(code: str) -> Explanation:
    """Return the explanation of a code; InvalidInput with the nearest one where there is none."""
    if code not in codes():
        from osloregion_slides.outline.nearest import meant

        raise InvalidInput([finding("usage.code", code=code, **meant(code, sorted(codes())))])
    return Explanation(code, messages.family(code), messages.explanation(code))
