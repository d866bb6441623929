"""What a deck was made from, kept beside its outline too, for decks that lose theirs on the way."""

from __future__ import annotations

from osloregion_slides.findings import Span, warning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.values import Job
    from osloregion_slides.findings import Finding


def kept(outline: str, base: bytes) -> tuple[Finding, ...]:
    """Keep a base in the store beside the outline; b"" is none. A store that cannot be written is a warning."""
    if not base:
        return ()
    from osloregion_slides.update.store import keep, store_folder

    folder = store_folder(outline)
    try:
        keep(folder, base)
    except OSError as problem:
        message = f"the base store cannot be written: {problem.strerror}"
        return (warning("no-base-store", Span(folder), message, "the deck has its base inside"),)
    return ()


def is_one_of_many(job: Job) -> bool:
    """Whether a deck is one of those made for each member: the store would get a file of 65 KB for each, every time."""
    return any([key.startswith("member.") for key, _ in job.settings])
