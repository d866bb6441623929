"""What stands still at the bottom of a slide: a hairline rule and the small emblem."""

from __future__ import annotations

from osloregion_slides.brand.drawing import Mark, mark
from osloregion_slides.brand.emblem import emblem
from osloregion_slides.brand.styles import HAIRLINE
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.grid import Grid
    from osloregion_slides.brand.tokens import Tokens

RULE_ON_DARK = Colour("bg1", alpha=45)


def footer_marks(tokens: Tokens, grid: Grid, first_id: int, dark: bool) -> str:
    """Return rule and emblem as shapes with ids from ``first_id`` (seven at most)."""
    rule = Mark("Linje", grid.rule, RULE_ON_DARK if dark else HAIRLINE)
    return mark(rule, first_id, tokens.language) + emblem(tokens, grid.emblem, first_id + 1, dark)
