"""The writer's drawing on a slide that exists: ids that are free there, glue to the shapes that were found."""

from __future__ import annotations

from osloregion_slides.pptx.drawing import Drawing
from osloregion_slides.pptx.xml import Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.brand.values import Layout
    from osloregion_slides.pptx.links import Links
    from osloregion_slides.pptx.parts import Parts
    from osloregion_slides.pptx.relations import Relations
    from osloregion_slides.scene import Box, Item, Slide


class PlacedDrawing(Drawing):
    """Writes objects of ours into a found slide.

    ``numbers`` are the ids of all objects by key, found and new; ``boxes`` are where found objects are, so
    that a new connector goes there.
    """

    def __init__(
        self,
        deck: str,
        slide: Slide,
        layout: Layout,
        parts: Parts,
        links: Links,
        relations: Relations,
        numbers: Mapping[str, int],
        boxes: Mapping[str, Box],
    ) -> None:
        super().__init__(deck, slide, layout, parts, links)
        self.relations = relations
        self._placed = numbers
        for key, box in boxes.items():
            item = self.items.get(key)
            if item is not None and hasattr(item, "box"):
                self.items[key] = item.replace(box=box)

    def number(self, key: str) -> int | None:
        """Return the id that an object has on the found slide."""
        return self._placed.get(key)

    def non_visual(self, item: Item, alt: str = "", decorative: bool = False, link: str = "") -> Xml:
        """Return the ``p:cNvPr`` of an object under the id that it was given."""
        self._last = self._placed[item.key] - 1
        return super().non_visual(item, alt, decorative, link)
