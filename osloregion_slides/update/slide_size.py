"""The size of the slides: the found deck keeps its own, and what the outline makes is made for the outline's."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, finding
from osloregion_slides.update.changes import AddItem, AddSlide, Note
from osloregion_slides.update.differences import Difference
from osloregion_slides.update.wording import say, side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.update.changes import Operation
    from osloregion_slides.update.values import Known


def size_difference(before: Known, after: Known) -> tuple[Difference, ...]:
    """Return that the slides have another size; nothing where either's is not known."""
    if before.size == after.size or not all((*before.size, *after.size)):
        return ()
    return (Difference("slide_size", (), before.size, after.size),)


def refuse_other_size(theirs: Known, ours: Known, path: str, outline: str) -> None:
    """Raise InvalidInput where the deck at ``path`` has slides of another size than the outline's template."""
    for difference in size_difference(ours, theirs):
        made, found = [side(difference.kind, one) for one in (difference.before, difference.after)]
        raise InvalidInput([finding("other-slide-size", Span(path), found=found, outline=outline, made=made)])


def size_notes(theirs: Known, ours: Known, operations: Iterable[Operation]) -> Iterator[Note]:
    """Yield that the deck's slides are not of the outline's size, and what is going to stand on them all the same."""
    for difference in size_difference(ours, theirs):
        yield Note("~", "edit", "", "", say(difference))
        made, found = [side(difference.kind, one) for one in (difference.before, difference.after)]
        what = f"made for slides of {made}, and these are {found}: see whether it stands on the slide"
        for one in operations:
            if isinstance(one, (AddSlide, AddItem)):
                yield Note("?", "unsure", one.slide, one.item, what, at=one.at)
