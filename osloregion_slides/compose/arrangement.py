"""Cards in a grid: of the arrangements that fit, the one whose type is largest."""

from __future__ import annotations

from osloregion_slides.compose.blocks import grid
from osloregion_slides.fit.setting import fit_alike
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.fit.setting import Draft, Frame
    from osloregion_slides.scene import Box, Text
    from osloregion_slides.units import Pt

    Pieces = tuple[tuple[tuple[Draft, ...], Frame], ...]


class Arrangement(Value):
    """The boxes of cards, row by row, and their texts, all at one step of the type scale."""

    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]

    @property
    def merit(self) -> tuple[bool, float, float]:
        """No gap in the last row; then the size of the type; between equals, how full the cards are."""
        size = max(paragraph.size for text in self.texts for paragraph in text.paragraphs)
        whole = self.boxes[-1].right == max(box.right for box in self.boxes)
        return whole, size, sum(text.height / box.h for box, text in zip(self.boxes, self.texts))


def arrange(
    area: Box,
    count: int,
    pieces: Callable[[tuple[Box, ...]], Pieces],
    steps: tuple[Pt, ...],
    stage: Stage,
    most: int = 4,
) -> Arrangement | None:
    """Return the best grid of ``count`` cards in the area, or None where no step fits in any.

    ``pieces`` gives the texts and frames for a tuple of boxes; ``most`` is the number of columns tried at most.
    """
    best: Arrangement | None = None
    for columns in range(min(most, count), min(2, count) - 1, -1):
        boxes = grid(area, count, columns)
        texts = fit_alike(pieces(boxes), steps, stage.metrics)
        if texts:
            found = Arrangement(boxes, texts)
            best = found if best is None or found.merit > best.merit else best
    return best
