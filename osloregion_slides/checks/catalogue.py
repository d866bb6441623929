"""Every finding code with its explanation, for ``osloregion-slides explain CODE``.

The explanations stand in ``explained/FAMILY.md``: a heading ``## code`` and a paragraph of two to four
sentences. A code has one explanation, whoever reports it.
"""

from __future__ import annotations

import os

from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.value import Value

FAMILIES = ("package", "accessibility", "fit", "brand", "language", "facts", "maps", "outline", "files")
_FOLDER = os.path.join(os.path.dirname(__file__), "explained")


class Explanation(Value):
    """What a code means and what to do about it; ``family`` is the group of rules that it belongs to."""

    code: str
    family: str
    text: str


def explanations() -> tuple[Explanation, ...]:
    """Return the explanations of all codes, by family, then by code."""
    return tuple([found for family in FAMILIES for found in _read(family)])


def codes() -> frozenset[str]:
    """Return all finding codes."""
    return frozenset([found.code for found in explanations()])


def explain(code: str) -> Explanation:
    """Return the explanation of a code; InvalidInput with the nearest one where there is none."""
    known = {found.code: found for found in explanations()}
    if code not in known:
        from osloregion_slides.outline.nearest import did_you_mean

        hint = did_you_mean(code, sorted(known))
        raise InvalidInput([error("usage", None, f"there is no finding `{code}`", hint)])
    return known[code]


def _read(family: str) -> list[Explanation]:
    with open(os.path.join(_FOLDER, f"{family}.md"), encoding="utf-8") as file:
        parts = file.read().split("\n## ")[1:]
    found = []
    for part in parts:
        code, _, text = part.partition("\n")
        found.append(Explanation(code.strip(), family, text.strip()))
    return found
