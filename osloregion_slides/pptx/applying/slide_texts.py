"""The text editors of a found slide: what its texts inherit, where its links lead, how ours would write them."""

from __future__ import annotations

from osloregion_slides.pptx.applying.text import TextEditor
from osloregion_slides.pptx.text import TextWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.ooxml.inheritance import Level
    from osloregion_slides.pptx.applying.layouts import Fonts
    from osloregion_slides.pptx.applying.text import PlacedDrawing
    from osloregion_slides.pptx.reading.text import TextReader
    from osloregion_slides.pptx.xml import Xml
    from osloregion_slides.scene import Text


class SlideTexts:
    """Makes the editors of one slide's texts. ``jumps`` turns a slide's part into its key."""

    def __init__(
        self, reader: TextReader, jumps: Mapping[str, str], fonts: Fonts, drawing: PlacedDrawing | None
    ) -> None:
        self._reader, self._jumps, self._fonts, self._drawing = reader, jumps, fonts, drawing

    def editor(
        self,
        looks: Sequence[Level],
        text: Text | None,
        levels: tuple[TextStyle, ...] = (),
        cell: bool = False,
        title: bool = False,
    ) -> TextEditor:
        """Return the editor of a text that inherits ``looks``; ``text`` is ours, None where there is none.

        ``levels`` are what ours would inherit from its slot; ``cell`` and ``title`` say where it stands.
        """

        def say(made: Element) -> Element:
            return self._fonts.say(made, title)

        def ours(index: int) -> Xml:
            if text is None or index >= len(text.paragraphs):
                return ""
            last = index == len(text.paragraphs) - 1
            return TextWriter(text, self._click, levels, cell).paragraph(text.paragraphs[index], last)

        return TextEditor(looks, self._link, self._click, ours, say, text.language if text is not None else "")

    def _click(self, link: str, own_colour: bool = False) -> Xml:
        return self._drawing.click(link, own_colour) if self._drawing is not None else ""

    def _link(self, properties: Element) -> str:
        """Return the link of a run in the plan's words: ``#key`` for a slide."""
        found = self._reader.link(properties)
        return f"#{self._jumps[found[1:]]}" if found[1:] in self._jumps else found
