"""Which base a found deck is compared with: the one that it names, from the deck or from the store."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error, warning
from osloregion_slides.update.base import base_hash
from osloregion_slides.update.store import find
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.findings import Finding


class FoundBase(Value):
    """A base's bytes, and what there is to say of where they are from."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def find_base(inside: bytes, name: str, folders: Sequence[str], deck: str = "") -> FoundBase:
    """Return the base of a deck.

    ``inside`` is what lies in the deck (b"" without), ``name`` its ``osr.base`` ("" without), ``folders`` the stores.
    The one of that name is right, wherever it lies; without a name, or where no store has it either, what lies
    inside. A warning where what lies inside is not the one that the deck names. InvalidInput: ``no-base``,
    ``bad-base``.
    """
    at = Span(deck) if deck else None
    if inside and name in ("", base_hash(inside)):
        return FoundBase(inside)
    stored = next((data for folder in folders if (data := find(folder, name))), None) if name else None
    if stored and not inside:
        return FoundBase(stored)
    if stored:
        message = "what lies in the deck is not the base that it names; the one in the base store is taken"
        return FoundBase(stored, (warning("base-from-store", at, message),))
    if inside:
        message = "what lies in the deck is not the base that it names, and no base store has that one"
        hint = "look through the plan: what people changed may be told wrongly"
        return FoundBase(inside, (warning("other-base", at, message, hint),))
    message = f"the base {name} is not in {folders[0]}" if name and folders else _NOTHING_SAID
    hint = "osloregion-slides adopt makes it one of ours; a base store under version control keeps the bases"
    raise InvalidInput([error("no-base", at, message, hint)])


_NOTHING_SAID = "this deck does not say what it was made from"
