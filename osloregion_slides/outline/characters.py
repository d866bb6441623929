"""Characters that no text of a deck can hold."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, error, warning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Scalar

FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
"""What XML 1.0, 2.2 leaves out, and the control characters that it discourages and YAML 1.2, 5.1 leaves out."""

TURNING = r"[\u202a-\u202e\u2066-\u2069]"
"""Embeddings, overrides and isolates of UAX #9, 2.1 to 2.4: what is read then is not what is written. The marks
U+200E and U+200F of texts in two directions are not among them."""


def forbidden(scalar: Scalar) -> list[Finding]:
    """Return what is wrong with a scalar's characters: an error if they cannot stand in a deck, else a warning."""
    if found := re.search(FORBIDDEN, scalar.text):
        return [error("control-character", scalar.at, f"the text holds {name(found.group())}", "remove the character")]
    if found := re.search(TURNING, scalar.text):
        message = f"the text holds {name(found.group())}, which turns the order of what is read"
        return [warning("turned-text", scalar.at, message, "remove the character, unless the text needs it")]
    return []


def name(character: str) -> str:
    """Return how to speak of a character that cannot be shown: ``the control character U+0007``."""
    kind = "half a character" if "\ud800" <= character <= "\udfff" else "the control character"
    return f"{kind} U+{ord(character):04X}"
