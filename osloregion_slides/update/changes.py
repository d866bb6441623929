"""The Plan and its operations on the found deck. Each operation names the keys of its slide and object.

``target`` locates the object (or the slide, where ``item`` is "") in theirs; None only for additions.
``at`` is the place in the outline. Operations that need formatting (``AddSlide``, ``AddItem``, ``SetFill`` …)
read it from ours' Scene, under the same keys. Operations of one plan touch different properties, so their
order does not matter, with two exceptions: slides are added before they are ordered
(``Plan.order`` is the final order), and ``Reroute`` comes last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.messages import Phrase, in_words
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.scene import Box
    from osloregion_slides.update.deck_state import Colouring, DeckState, EndState, LineState, Locator, ParagraphState

    Placing = tuple[float, float, float, float]
    Decided = Literal["", "keep", "take"]
    Symbol = Literal["+", "~", "-", ".", "!", "?"]
    NoteGroup = Literal["edit", "change", "conflict", "unsure"]


STILL: Placing = (1.0, 1.0, 0.0, 0.0)
"""The identity transform: factors of x and y, then shifts in EMU (``placement``)."""


class Change(Record):
    """An operation: the base class with the fields of all of them."""

    slide: str
    item: str
    target: Locator | None
    at: Location | None


class NewParagraph(Record):
    """A paragraph of the result.

    ``source`` is its index among theirs' paragraphs (None: it is new, formatted like ours' paragraph ``ours``
    of the Scene). ``content`` None leaves the found paragraph unchanged; otherwise runs, level and size are
    set to these (size 0: as found). Paragraphs of theirs that are nobody's ``source`` are removed.
    """

    source: int | None
    ours: int | None = None
    content: ParagraphState | None = None


class SetText(Change):
    """The text of a shape or placeholder, paragraph by paragraph."""

    paragraphs: tuple[NewParagraph, ...]


class SetBox(Change):
    """The position and size of an object that is not a group, in slide coordinates (group transforms applied)."""

    box: Box


class SetFill(Change):
    """The fill of a shape; "" is no fill."""

    fill: Colouring


class SetLine(Change):
    """The outline of a shape or the line of a connector; None removes it."""

    line: LineState | None


class SetPreset(Change):
    """The preset geometry of a shape (``prstGeom@prst``, with ours' adjustments)."""

    preset: str


class SetAlt(Change):
    """The alt text."""

    alt: str


class SetLink(Change):
    """The link of a whole shape: an address, ``#key``, or "" for none."""

    link: str


class SetImage(Change):
    """The picture (its bytes, with this sha1, are in ours' Scene) and its crop."""

    image: str
    crop: tuple[int, int, int, int]


class SetPath(Change):
    """The path of a freeform: ours' rings and extent (this digest)."""

    path: str


class NewRow(Record):
    """A row of the result: ``source`` is its index in theirs; None is a new row formatted like theirs' row ``like``.

    ``cells``: for each column of the result the cell's new text (as in ``SetText``), None: unchanged. ``fills`` are the
    cells' new colours, None: unchanged, (): all unchanged.
    """

    source: int | None
    cells: tuple[tuple[NewParagraph, ...] | None, ...]
    like: int = 0
    fills: tuple[Colouring | None, ...] = ()


class SetCells(Change):
    """The cells of a table. ``columns`` gives for each column of the result its index in theirs, None for a new one.

    A new column is formatted like its left neighbour (the first one like the next). ``ours_rows`` and
    ``ours_columns`` give each result row's and column's index in ours' table, None where only theirs has it.
    ``spans`` are the merged cells of ours' table, None to keep those of the found one.
    """

    columns: tuple[int | None, ...]
    rows: tuple[NewRow, ...]
    ours_rows: tuple[int | None, ...] = ()
    ours_columns: tuple[int | None, ...] = ()
    spans: tuple[tuple[int, int, int, int], ...] | None = None


class SetColumns(Change):
    """The widths of a table's columns after ``SetCells``, EMU."""

    widths: tuple[int, ...]


class NewSeries(Record):
    """A series of the result: ``source`` is its index in theirs; None is a new one, formatted like ours' series
    ``ours``.

    ``values`` are in the order of the result's categories. ``colour`` None: unchanged.
    """

    source: int | None
    ours: int | None
    name: str
    values: tuple[float | None, ...]
    colour: Colouring | None = None


class SetChart(Change):
    """A chart's data, in its cache and its workbook (rebuilt where ``workbook`` is False: it was lost).

    ``categories`` are the result's, ``sources`` the index of each in theirs (None: new);
    ``number_format`` "": unchanged. ``type`` "": unchanged, otherwise the chart is rebuilt from ours.
    """

    categories: tuple[str, ...]
    sources: tuple[int | None, ...]
    series: tuple[NewSeries, ...]
    number_format: str = ""
    type: str = ""
    workbook: bool = True


class SetEnds(Change):
    """The shapes that a connector is glued to."""

    start: EndState | None
    end: EndState | None


class Reroute(Change):
    """Recompute a connector's geometry from the boxes of its two shapes in the result, slide coordinates."""

    start: EndState
    end: EndState
    start_box: Box
    end_box: Box


class AddItem(Change):
    """Add an object of ours to group ``parent`` ("" is the slide), right above ``after`` ("" is the back).

    A group is added with the descendants in ``children`` (all of them, unless some are elsewhere on the slide
    already); they have no ``AddItem`` of their own. Ours' boxes are transformed by ``placing``.
    """

    parent: str
    after: str
    children: tuple[str, ...] = ()
    placing: Placing = STILL


class Arrange(Change):
    """Reorder ours' objects of a group ("" is the slide) from back to front, among the positions that they occupy.

    Other objects keep their positions. Applied before anything is added.
    """

    keys: tuple[str, ...]


class RemoveItem(Change):
    """Remove an object; a group with all its members."""


class Ungroup(Change):
    """Dissolve a group; members left after all removals keep their place on the slide."""


class Remake(Change):
    """Replace all objects of the slide with ours': the outline gave it another slide type.

    No other operation of the plan names an object of this slide. Its properties besides objects (transition,
    background) stay. Ours' boxes outside placeholders are transformed by ``placing``.
    """

    placing: Placing = STILL


class Mark(Change):
    """Write the name and creation id of this key to an object or slide (a rename, or ``adopt``).

    ``named`` False keeps the name: it was given in PowerPoint.
    """

    named: bool = True


class Forget(Change):
    """Stop tracking an object or slide that the outline dropped, but that stays because it was edited.

    It is not in the next base. A slide keeps its creation id; an object loses it, and ``deck_state.KEPT`` is appended
    to its name: its key may be reused.
    """


class AddSlide(Change):
    """Add a slide of ours, at its place in ``Plan.order``. ``placing`` as in ``Remake``.

    ``feet`` are pairs of a footer slot and the slide to copy it from, because all slides were edited that way.
    """

    placing: Placing = STILL
    feet: tuple[tuple[str, str], ...] = ()


class RemoveSlide(Change):
    """Remove a slide, with its notes, and the charts and pictures that no other slide uses."""


class MoveSlide(Change):
    """Move a slide to follow ``after`` ("": first); ``Plan.order`` has the order of all slides."""

    after: str


class SetNotes(Change):
    """The notes' paragraphs; a notes page is created where needed. () empties it, and the page stays."""

    notes: tuple[str, ...]


class SetHidden(Change):
    """Whether the slide is hidden in the slide show."""

    hidden: bool


class SetMovement(Change):
    """Reset these ``parts`` of a slide (words of ``undoing.OF_SLIDE``: transition …) to those of a fresh build."""

    parts: tuple[str, ...]


class SetLayout(Change):
    """The slide's layout: a role of the brand."""

    layout: str


class SetSections(Change):
    """The deck's sections: pairs of a slide's key and its section's name, for all slides of the result in order.

    ``slide`` is "". All names "": no sections.
    """

    names: tuple[tuple[str, str], ...]


class SetTheme(Change):
    """The deck's theme: its colours and fonts as in ``ThemeState``; (): unchanged. ``slide`` is ""."""

    palette: tuple[tuple[str, str], ...]
    fonts: tuple[str, ...]


class SetTemplate(Change):
    """Insert the brand's masters, with layouts and themes, before the deck's own; ``slide`` is "".

    Slides with a ``SetLayout`` move to them; old masters that no slide uses are removed, unless ``spared``.
    ``kept`` are the units of the old master and its layouts to carry over (``ooxml.sheets.units``).
    """

    kept: tuple[tuple[str, str], ...] = ()
    spared: bool = False


class SetMaster(Change):
    """Reset these units of the deck's first master and its layouts (``ooxml.sheets.units``) to the brand's."""

    taken: tuple[tuple[str, str], ...]


class Redraw(Change):
    """Replace a shape drawn by a function with python-pptx (``item`` is its name) with what the function draws now."""


class TakeSlide(Change):
    """Take a whole slide from another copy of the deck: its part ``source`` there replaces the target."""

    source: str


class TakeItem(Change):
    """Take an object from another copy of the deck, where it is at ``source``.

    Without ``parts`` it replaces the found one; without a target it is added to group ``parent``, above ``after``.
    With ``parts`` (names of ``copies.PARTS``) only these are taken; ``beside`` is a slide's properties besides its
    objects. ``look`` takes the whole object, except for the parts of the found one that are ``kept``.
    """

    source: Locator
    parts: tuple[str, ...] = ()
    parent: str = ""
    after: str = ""
    kept: tuple[str, ...] = ()


class PlanEntry(Record):
    """A line of the plan as shown to users.

    ``symbol``: ``+`` new, ``~`` changed, ``-`` removed, ``.`` left untouched, ``!`` conflict, ``?`` unsure.
    ``group``: ``edit`` (a manual edit, kept), ``change`` (to apply), ``conflict``, ``unsure``.
    ``says`` is a phrase ("moved 1.2 cm right"). A conflict has both sides in ``yours`` (the deck's) and
    ``outline``: texts of the deck, or phrases; "" is empty. ``slide`` and ``item`` are keys ("" is the whole deck,
    the whole slide).
    ``id`` is set where there is a choice: to keep or take the side of a conflict, to undo an edit; ``of`` are the ids
    of the edits that the line sums up. ``choice`` is the one made ("": undecided; a conflict keeps theirs).
    """

    symbol: Symbol
    group: NoteGroup
    slide: str
    item: str
    says: Phrase
    yours: Phrase | str = ""
    outline: Phrase | str = ""
    at: Location | None = None
    id: str = ""
    choice: Decided = ""
    of: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The line's phrase in English."""
        return in_words(self.says)


class Plan(Record):
    """The result of planning an update. ``found`` is theirs with its keys; the operations' targets are in it.

    ``order`` are the keys of all slides of the result in order, () where it does not change; keys that
    begin with ``hand:`` are slides that only theirs has. Nothing to do: no ``changes`` and no ``order``.
    ``base`` is the base to store in the deck (``next_base``; None: do not store one); ``rebase``: it differs from the
    deck's and is written even if nothing else changes.
    ``native``: the deck was last saved by a program that preserves the theme (``theme.is_native``).
    ``foreign``: the deck has another template than the brand's, or an older version of it, and keeps it.
    ``pristine`` are the unedited slides to change: they may be redrawn whole (``applying/slide.py``).
    ``placed`` are the objects (slide, key) that were moved with their group, their slide or the whole deck.
    ``slides`` gives the locator of each slide of theirs by key.
    """

    found: DeckState
    changes: tuple[Change, ...]
    notes: tuple[PlanEntry, ...]
    order: tuple[str, ...] = ()
    rebase: bool = False
    base: DeckState | None = None
    placed: frozenset[tuple[str, str]] = frozenset()
    native: bool = False
    foreign: bool = False
    pristine: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """The names that a choice accepts: the ids of lines, and the keys of their slides and objects."""
        return frozenset([name for note in self.notes if note.id for name in (note.id, note.slide, note.item) if name])

    @property
    def exit_code(self) -> int:
        """0 nothing to do, 3 pending changes, 4 undecided conflicts."""
        if any(note.group == "conflict" and not note.choice for note in self.notes):
            return 4
        return 3 if self.changes or self.order else 0

    @property
    def touched(self) -> frozenset[str]:
        """The keys of the slides that were edited or will change."""
        edited = [note.slide for note in self.notes if note.group in ("edit", "conflict")]
        return frozenset([*edited, *[one.slide for one in self.changes]])

    @property
    def slides(self) -> dict[str, Locator]:
        """The locator of each slide of theirs."""
        return {slide.key: slide.locator for slide in self.found.slides if slide.locator}
