"""What is said of a presentation that was found and cannot be read: nothing in it is trusted."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.ooxml.package import Policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Finding
    from osloregion_slides.ooxml.package import Problem


def deck_policy(file: str) -> Policy:
    """Return how a deck is read: one problem ends it, as ``deck-encrypted``, ``deck-old-format``, ``deck-damaged``,
    ``deck-too-large`` or ``not-a-presentation``.
    """
    return Policy(lambda problem: deck_finding(problem, file))


def deck_finding(problem: Problem, file: str) -> Finding:
    """Return what is said of a problem for which a deck is not read."""
    match problem.kind:
        case "encrypted":
            hint = "open it in PowerPoint, remove the password (File > Info) and save it"
            refusal = refused("deck-encrypted", file, "the deck has a password", hint)
        case "old-format":
            hint = "open it in PowerPoint and save it as .pptx"
            refusal = refused("deck-old-format", file, "the deck is a .ppt of before 2007", hint)
        case "no-zip":
            refusal = refused("not-a-presentation", file, "this is no .pptx file", "name a .pptx file")
        case "too-large" | "too-many-nodes":
            refusal = too_large(file, problem.why)
        case _:
            refusal = damaged(file, problem.why)
    return refusal.findings[0]


def damaged(file: str, why: str) -> InvalidInput:
    """Return the finding of a deck that cannot be read."""
    hint = "take a copy from before, or open it in PowerPoint and save it as .pptx"
    return refused("deck-damaged", file, f"the deck cannot be read: {why}", hint)


def too_large(file: str, why: str) -> InvalidInput:
    """Return the finding of a deck beyond the limits."""
    return refused(
        "deck-too-large", file, f"the deck is not read: {why}", "no presentation needs that; see who made it"
    )


def refused(code: str, file: str, message: str, hint: str) -> InvalidInput:
    """Return one finding as the exception that ends the reading."""
    return InvalidInput([error(code, Span(file) if file else None, message, hint)])
