"""The Plan and its operations: what to do to the found deck. Each operation names the slide's and the object's key.

``target`` locates the object (or the slide, where ``item`` is "") in theirs; None only for what is added.
``at`` is the outline's place. Operations that a Scene's look belongs to (``AddSlide``, ``AddItem``,
``SetFill`` …) are applied with ours' Scene at hand: the same keys are in it. Operations of one plan touch
different properties, so their order does not matter, but for: slides are added before they are ordered
(``Plan.order`` is the order afterwards), and ``Reroute`` stands last.
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
"""The transform that leaves everything where it is: factors of x and y, then shifts in EMU (``placement``)."""


class Change(Record):
    """An operation, and what all of them name."""

    slide: str
    item: str
    target: Locator | None
    at: Location | None


class NewParagraph(Record):
    """A paragraph of the result.

    ``source`` is the index of the paragraph of theirs that it is (None: it is new; it looks like ours'
    paragraph ``ours`` of the Scene). ``content`` None leaves the found paragraph as it lies; otherwise
    runs, level and size become these (size 0: as found). Paragraphs of theirs that no one names go away.
    """

    source: int | None
    ours: int | None = None
    content: ParagraphState | None = None


class SetText(Change):
    """The text of a shape or placeholder, paragraph by paragraph."""

    paragraphs: tuple[NewParagraph, ...]


class SetBox(Change):
    """The place of a leaf, in slide coordinates (through the transforms of its groups)."""

    box: Box


class SetFill(Change):
    """The fill of a shape; "" is none. The theme part names ours' colour."""

    fill: Colouring


class SetLine(Change):
    """The outline of a shape or the line of a connector; None is none."""

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
    """The picture (ours' Scene has the bytes of this sha1) and its crop."""

    image: str
    crop: tuple[int, int, int, int]


class SetPath(Change):
    """The path of a freeform: ours' rings and extent (this digest)."""

    path: str


class NewRow(Record):
    """A row of the result: ``source`` is its index in theirs; None is a new row that looks like theirs' row ``like``.

    ``cells``: for each column of the result the cell's new text (as in ``SetText``), None leaves it. ``fills`` are the
    cells' new colours, None leaves one, () all.
    """

    source: int | None
    cells: tuple[tuple[NewParagraph, ...] | None, ...]
    like: int = 0
    fills: tuple[Colouring | None, ...] = ()


class SetCells(Change):
    """The cells of a table. ``columns`` are for each column of the result its index in theirs, None is new.

    A new column looks like its left neighbour (the first one like the next). ``ours_rows`` and
    ``ours_columns`` give each result row's and column's index in ours' table, None where only theirs has it.
    ``spans`` are the merged cells of ours' table, None where those of the found one stay.
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
    """A series of the result: ``source`` is its index in theirs, None is new with ours' look of series ``ours``.

    ``values`` in the order of the result's categories. ``colour`` is a new colour, None leaves it.
    """

    source: int | None
    ours: int | None
    name: str
    values: tuple[float | None, ...]
    colour: Colouring | None = None


class SetChart(Change):
    """A chart's data, in its cache and its workbook (rebuilt where ``workbook`` is False: it was lost).

    ``categories`` are the result's, ``sources`` each one's index in theirs (None is new);
    ``number_format`` "" leaves it. ``type`` "" leaves it, else the chart is rebuilt as ours has it.
    """

    categories: tuple[str, ...]
    sources: tuple[int | None, ...]
    series: tuple[NewSeries, ...]
    number_format: str = ""
    type: str = ""
    workbook: bool = True


class SetEnds(Change):
    """What a connector is glued to."""

    start: EndState | None
    end: EndState | None


class Reroute(Change):
    """A connector's geometry follows from these boxes (its glued shapes' in the result, slide coordinates)."""

    start: EndState
    end: EndState
    start_box: Box
    end_box: Box


class AddItem(Change):
    """A new object of ours: into group ``parent`` ("" is the slide), right above ``after`` ("" is at the back).

    A group comes with those of its descendants that ``children`` names (all of them, unless some are
    elsewhere on the slide already); they have no ``AddItem`` of their own. Its boxes are ours' through ``placing``.
    """

    parent: str
    after: str
    children: tuple[str, ...] = ()
    placing: Placing = STILL


class Arrange(Change):
    """Objects of a group ("" is the slide) that ours has stand in this order from the back, in the places they have.

    Objects of others keep their places. It is applied before anything is added.
    """

    keys: tuple[str, ...]


class RemoveItem(Change):
    """An object goes; a group with all that is in it."""


class Ungroup(Change):
    """A group goes; what is left in it after all removals stays where it stands on the slide."""


class Remake(Change):
    """The slide's objects all go, and ours' come in their place: the outline makes another kind of slide of it.

    No other operation of the plan names an object of this slide. What the slide has beside its objects (transition,
    background) stays. The boxes of what is in no placeholder are ours' through ``placing``.
    """

    placing: Placing = STILL


class Mark(Change):
    """An object or slide is ours under this key: write its name and creation id (a rename, or an adoption).

    ``named`` False leaves the name: a person gave it.
    """

    named: bool = True


class Forget(Change):
    """Gone from the outline but edited by hand: it stays in the deck and is no longer ours.

    The next base does not have it. A slide keeps its creation id; an object loses its, and ``deck_state.KEPT``
    stands behind its name: its key may be another's now.
    """


class AddSlide(Change):
    """A new slide of ours, whole; ``Plan.order`` says where. ``placing`` as in ``Remake``.

    ``feet`` are the slots in which it is as the slide of this key, because people changed all slides so.
    """

    placing: Placing = STILL
    feet: tuple[tuple[str, str], ...] = ()


class RemoveSlide(Change):
    """A slide goes, with its notes, and the charts and pictures that no other slide uses."""


class MoveSlide(Change):
    """A slide stands behind ``after`` ("" is first) now; ``Plan.order`` says it for all."""

    after: str


class SetNotes(Change):
    """The notes' paragraphs; a notes page is made where there is none. () empties it, and the page stays."""

    notes: tuple[str, ...]


class SetHidden(Change):
    """Is the slide passed over in the show."""

    hidden: bool


class SetMovement(Change):
    """Of a slide's ``parts`` (words of ``undoing.OF_SLIDE``) it has what a fresh build has: its transition …"""

    parts: tuple[str, ...]


class SetLayout(Change):
    """The slide's layout: a role of the brand."""

    layout: str


class SetSections(Change):
    """The sections of the show: all slides of the result in order (keys), each with its section's name.

    It is the whole deck's: ``slide`` is "". All names "": no sections.
    """

    names: tuple[tuple[str, str], ...]


class SetTheme(Change):
    """The deck's theme: its colours (``deck_state.ThemeState``), its fonts; () leaves them. ``slide`` is ""."""

    palette: tuple[tuple[str, str], ...]
    fonts: tuple[str, ...]


class SetTemplate(Change):
    """The brand's masters, with their layouts and themes, come before the deck's own; ``slide`` is "".

    Slides with a ``SetLayout`` go to them; a master that no slide is on any more is removed, unless it is ``spared``.
    ``kept`` are the units of the old master and its layouts that come over (``ooxml.sheets.units``).
    """

    kept: tuple[tuple[str, str], ...] = ()
    spared: bool = False


class SetMaster(Change):
    """These units of the deck's first master and its layouts (``ooxml.sheets.units``) become as the brand has them."""

    taken: tuple[tuple[str, str], ...]


class Redraw(Change):
    """A shape that a function drew with python-pptx (``item`` is its name) goes; what the function draws now comes."""


class TakeSlide(Change):
    """A slide comes whole from another copy of the deck: its part ``source`` there, in the place of the target's."""

    source: str


class TakeItem(Change):
    """An object comes from another copy of the deck, where it is at ``source``.

    Without ``parts`` it replaces the found one; without a target it is added to group ``parent``, above ``after``.
    With ``parts`` (names of ``copies.PARTS``) only these come; ``beside`` is what a slide has beside its objects. The
    look comes with the whole object, but for the parts of the found one that are ``kept``.
    """

    source: Locator
    parts: tuple[str, ...] = ()
    parent: str = ""
    after: str = ""
    kept: tuple[str, ...] = ()


class PlanEntry(Record):
    """A line of the plan for people.

    ``symbol``: ``+`` new, ``~`` changed, ``-`` removed, ``.`` left to its editors, ``!`` conflict, ``?`` unsure.
    ``group``: ``edit`` (a hand edit, kept), ``change`` (to make), ``conflict``, ``unsure``.
    ``says`` is a sentence's part ("moved 1.2 cm right"). A conflict has both sides in ``yours`` (the deck's) and
    ``outline``: texts of the deck, or phrases; "" is nothing. ``slide`` and ``item`` are keys ("" is the whole deck,
    the whole slide).
    ``id`` is there where something can be chosen: of a conflict whether to keep or to take, of an edit whether to take
    it back; ``of`` are the ids of the edits that one line stands for. ``choice`` is what was chosen ("": a conflict
    that is undecided keeps theirs).
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
        """What the line says, in English."""
        return in_words(self.says)


class Plan(Record):
    """What an update would do. ``found`` is theirs with its keys, where every operation's target lies.

    ``order`` are the keys of all slides of the result in order, () where it stays as it is; keys that
    begin with ``hand:`` are slides that only theirs has. Nothing to do: no ``changes`` and no ``order``.
    ``base`` is the base to leave in the deck (``next_base``; None where none is wanted); ``rebase``: it is another than
    the deck's, and is to be written whatever else there is to do.
    ``native``: a program saved the deck that keeps its theme (``theme.is_native``).
    ``foreign``: the deck has another template than the brand's, or the look of a brand that changed, and keeps it.
    ``pristine`` are the slides to change that nobody edited: they may be drawn again whole (``applying/slide.py``).
    ``placed`` are the objects (slide, key) that people moved with their group, their slide or the whole deck.
    ``slides`` gives the place of each slide of theirs by key.
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
        """What a choice may name: the ids of lines, and the keys of the slides and objects that have some."""
        return frozenset([name for note in self.notes if note.id for name in (note.id, note.slide, note.item) if name])

    @property
    def exit_code(self) -> int:
        """0 nothing to do, 3 pending changes, 4 undecided conflicts."""
        if any(note.group == "conflict" and not note.choice for note in self.notes):
            return 4
        return 3 if self.changes or self.order else 0

    @property
    def touched(self) -> frozenset[str]:
        """The keys of the slides that are not as they were made, or are not as they were found."""
        edited = [note.slide for note in self.notes if note.group in ("edit", "conflict")]
        return frozenset([*edited, *[one.slide for one in self.changes]])

    @property
    def slides(self) -> dict[str, Locator]:
        """Where each slide of theirs is."""
        return {slide.key: slide.locator for slide in self.found.slides if slide.locator}
