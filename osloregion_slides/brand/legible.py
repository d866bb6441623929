"""Whether the layouts' own texts can be read in a brand's colours."""

from __future__ import annotations

from osloregion_slides.brand.contrast import READABLE, ratio, shade
from osloregion_slides.brand.styles import BLUE, INK, MIST, NAVY, PAPER, SKY, SLATE, TEAL
from osloregion_slides.findings import Finding, Span, finding
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

PAIRS = (
    ("text", INK, PAPER),
    ("a title", NAVY, PAPER),
    ("a kicker", TEAL, PAPER),
    ("a footer", SLATE, PAPER),
    ("a link", Colour("hlink"), PAPER),
    ("a visited link", Colour("folHlink"), PAPER),
    ("text on a panel", INK, MIST),
    ("a section's title", NAVY, MIST),
    ("a section's text", SLATE, MIST),
    ("a cover's title", PAPER, NAVY),
    ("a cover's text", SKY, NAVY),
    ("a statement", PAPER, BLUE),
    ("a statement's text", SKY, BLUE),
)
"""What stands on what in master and layouts."""


def legibility(tokens: Tokens, file: str) -> list[Finding]:
    """Return an error for each text of the layouts that contrasts less than 4.5 : 1 with what is behind it."""
    found = []
    for what, text, behind in PAIRS:
        contrast = ratio(shade(tokens.palette, text), shade(tokens.palette, behind))
        if contrast < READABLE:
            found.append(
                finding(
                    "illegible-brand-colours",
                    Span(file),
                    use=what,
                    colour=text.slot,
                    ground=behind.slot,
                    contrast=f"{contrast:.1f}",
                    needed=READABLE,
                )
            )
    return found
