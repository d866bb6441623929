"""Characters that no text of a deck can hold."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Scalar

FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
"""What XML 1.0, 2.2 leaves out, and the control characters that it discourages and YAML 1.2, 5.1 leaves out."""


def forbidden(scalar: Scalar) -> list[Finding]:
    """Return a finding if a scalar holds a control character or half a surrogate pair."""
    found = re.search(FORBIDDEN, scalar.text)
    if not found:
        return []
    return [error("control-character", scalar.at, f"the text holds {name(found.group())}", "remove the character")]


def name(character: str) -> str:
    """Return how to speak of a character that cannot be shown: ``the control character U+0007``."""
    kind = "half a character" if "\ud800" <= character <= "\udfff" else "the control character"
    return f"{kind} U+{ord(character):04X}"
