"""Who wins a conflict: the deck or the outline, one by one or all alike; and what brings back what people deleted.

A conflict has an id: a checksum of where it is and of both sides' words. It is the same in every plan of the same
deck and outline, and another one as soon as either side says something else: a choice is of what somebody saw.
"""

from __future__ import annotations

from zlib import crc32

from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.update.differences import Difference
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from osloregion_slides.update.changes import Note
    from osloregion_slides.update.text_merge import Takes

    Choice = Literal["keep", "take"]
    Decided = Literal["", "keep", "take"]

DELETED = Difference("deleted", (), "", "")
"""What a person deleted has an id too; taking it brings it back."""
_NONE: Mapping[str, Choice] = {}


class Clash(Value):
    """A conflict of an object ("" is the slide): theirs is its difference's ``before``, ours ``after``."""

    item: str
    difference: Difference
    id: str
    choice: Decided


class Choices(Value):
    """``named`` decides conflicts by id; ``rest`` holds for all others: "" leaves theirs and them undecided."""

    rest: Decided = ""
    named: Mapping[str, Choice] = _NONE

    def clash(self, slide: str, item: str, difference: Difference, decidable: bool = True) -> Clash:
        """Return the conflict with what was decided of it."""
        name = conflict_id(slide, item, difference)
        return Clash(item, difference, name, self.named.get(name, self.rest) if decidable else "")

    def takes(self, slide: str, item: str, difference: Difference) -> bool:
        """Say whether the outline's side is to win this conflict."""
        if not self.named:
            return self.rest == "take"
        return self.named.get(conflict_id(slide, item, difference), self.rest) == "take"

    def restores(self, slide: str, item: str) -> bool:
        """Say whether what a person deleted is to come back."""
        return bool(self.named) and self.named.get(conflict_id(slide, item, DELETED)) == "take"

    def of(self, slide: str, item: str, kind: str) -> Takes:
        """Return ``takes`` for one property: a function of the place in it, theirs and ours."""
        return lambda where, yours, outline: self.takes(slide, item, Difference(kind, (where,), yours, outline))


UNDECIDED = Choices()


def conflict_id(slide: str, item: str, difference: Difference) -> str:
    """Return a conflict's id: eight hexadecimal digits."""
    said = repr((slide, item, difference))
    return f"{crc32(said.encode('utf-8', 'surrogatepass')):08x}"


def check_named(choices: Choices, notes: Iterable[Note]) -> None:
    """InvalidInput (``unknown-conflict``) for every choice that is of no conflict in these notes."""
    if not choices.named:
        return
    known = {note.id for note in notes if note.id}
    hint = "`osloregion-slides plan` prints the ids; they are others when the deck or the outline has changed"
    unknown = [name for name in choices.named if name not in known]
    if unknown:
        raise InvalidInput([error("unknown-conflict", None, f"no conflict is called `{one}`", hint) for one in unknown])
