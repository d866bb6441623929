"""The context of composition: the brand, font metrics, parts of the outline, and the list of findings."""

from __future__ import annotations

from _contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, Location, finding, warning
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.brand.contrast import READABLE, on, ratio, rgb
from osloregion_slides.brand.values import Brand, Layout, Slot, TextStyle
from osloregion_slides.compose.roles import VISIBLE, Inks, Roles, inks, roles
from osloregion_slides.fit.breaking import tracked
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, fit_alike, fits, typeset
from osloregion_slides.scene import Colour, Insets, Run

if TYPE_CHECKING:
    from collections.abc import Hashable

    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.fit.metrics import Metrics
    from osloregion_slides.maps.place import Area
    from osloregion_slides.ooxml.library import Library
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import Outline, SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.registry.values import Snapshot
    from osloregion_slides.scene import Anchor, Box, Image, Slide, Text

_LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO", "sv": "sv-SE", "da": "da-DK", "de": "de-DE"}
"""The language tags (BCP 47) in the file by the outline's language codes; the alliance writes British English."""

WHITE = Colour("bg1")
INK = Colour("tx1")
NAVY = Colour("tx2")
MIST = Colour("bg2")
QUIET = Colour("accent6", 40, 60)
"""The colour of decorative rules, between parts already separated by space."""
SEEN = 3.0
"""The least contrast of a line that carries meaning (WCAG 2.2, success criterion 1.4.11)."""
ACCENTS = tuple([Colour(slot) for slot in ("accent1", "accent2", "accent3", "accent4", "tx2")])
TIGHT = Insets(0, 0, 0, 0)  # type: ignore[arg-type]  # a plain 0 is a length in any unit

MAX_TEXTS, MAX_TEXTS_OF_SLIDE = 110_000, 10_000
"""The most frames of native text per deck and per slide of the outline: the flagship's 13 slides need 181, 5000 slides
with tables 105 000; each takes 0.05 ms or more."""
BODY_FLOOR = Pt(14.0)
LABEL_FLOOR = Pt(12.0)
BELOW = tuple([Pt(size) for size in (18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)])
UNDER_TWO_LINES, LEAST_ON_ONE_LINE = Emu(16 * 9_525), 30
"""The least gap below a title of two lines, and the smallest size (points) at which a title is kept on one line."""
BOLD_SPACING = 0.95
"""Line spacing of bold text in a brand with grounds: tight for two lines, and a single line is still centred."""
LEAST, LEAST_SHARE = Pt(10.0), 0.65
"""The limits of sizes below a text's floor in other templates: at least this size and this share of the floor;
``fit: best`` has no limit."""


class TooManyTexts(Exception):
    """A deck or slide needs more text frames than allowed."""


class ComposeContext:
    """The context in which a deck is composed. Read-only except ``findings``, three caches, two counts and the
    attributes of the current slide.

    ``metrics`` measures the body font, ``headings`` the font of titles. ``website`` is the text of footers,
    ``website_at`` its location. Of the current slide, ``ground`` is the background role (``compose/deck.Pacing``),
    ``slide`` the id, ``section_position`` the number of its section and the number of sections, ``chosen`` the layout
    that it names and the location, ``title`` its plain title, ``paper`` the colour behind its texts. ``trial``: the
    deck is only tried (``TRIAL``). ``page`` is the scale of the finished page (``compose/deck.on_page``). ``areas``
    caches maps by path, ``feet`` footers by layout role, ``looks`` the levels of native texts.

    Kinds reach the outline only through methods that record each access (``outline.resolver.Dependencies``), because
    these are part of the cache key of a slide.
    """

    def __init__(self, brand: Brand, metrics: Metrics, headings: Metrics, outline: Outline, language: str) -> None:
        self.brand, self.page = brand, 1.0
        self.metrics = metrics
        self.headings = headings
        self.language = language
        alliance = outline.fields.mapping("alliance")
        self.website, self.website_at = alliance.rich("website"), alliance.at("website")
        self._outline = outline
        self.frames, self.most = 0, MAX_TEXTS_OF_SLIDE
        self.ground, self.section_position = "paper", (0, 0)
        self.paper = WHITE
        self.trial = TRIAL.get() is not None
        self.best = outline.fields.raw("fit") == "best"
        self.chosen: tuple[str, Location] | None = None
        self.slide = self.title = ""
        self.findings: list[Finding] = []
        self.areas: dict[str, tuple[tuple[Area, ...], str, tuple[Finding, ...]]] = {}
        self.feet: dict[str, tuple[tuple[str, Slot, Text], ...]] = {}
        self.looks: dict[tuple[Colour, bool, float], tuple[TextStyle, ...]] = {}

    @property
    def members(self) -> Snapshot:
        """The members on the deck's date."""
        self._outline.resolver.block("members")
        return self._outline.members

    @property
    def as_of(self) -> str:
        """The deck's date (ISO 8601), "" without one."""
        self._outline.resolver.block("as_of")
        return self._outline.as_of

    @property
    def code(self) -> str:
        """The deck's language code in the outline; ``language`` is its tag in the file."""
        return self._outline.language

    @property
    def slides(self) -> tuple[SlideSource, ...]:
        """All slides of the outline; a slide that reads them is never cached."""
        self.apart()
        return self._outline.slides

    def block(self, name: str) -> Fields:
        """Return the outline's fields and record the access: ``block("organisation").list("organisation")``."""
        self._outline.resolver.block(name)
        return self._outline.fields

    def holds(self, path: str) -> bool:
        """Return whether a file is in the outline's workspace."""
        self.apart()
        return self._outline.resolver.workspace.holds(path)

    def apart(self) -> None:
        """Record that the slide depends on more than its source and the outline's blocks: a file, another slide."""
        self._outline.resolver.dependencies.alone = False

    def steps(self, largest: float, floor: float = BODY_FLOOR) -> tuple[Pt, ...]:
        """Return the steps of the type scale from ``largest`` down to ``floor``, points; if there are none, the
        smallest step above ``floor``.
        """
        return steps_between(self.brand.scale, largest, floor) or (
            min([step for step in self.brand.scale if step >= floor], default=Pt(floor)),
        )

    def frame(
        self,
        box: Box,
        colour: Colour,
        *,
        bold: bool = False,
        anchor: Anchor = "t",
        insets: Insets = TIGHT,
        spacing: float = 0.0,
        balanced: bool = True,
    ) -> Frame:
        """Return the text frame of a native shape, with the same style for every level.

        ``spacing`` is the line spacing; the default is ``BOLD_SPACING`` for bold text in a brand with grounds, else 1.
        """
        spacing = spacing or (BOLD_SPACING if bold and self.brand.grounds else 1.0)
        self.frames += 1
        if self.frames > self.most:
            raise TooManyTexts
        levels = self.looks.get((colour, bold, spacing))
        if levels is None:
            style = TextStyle(Pt(18.0), bold=bold, line_spacing=spacing, colour=colour)
            levels = self.looks[colour, bold, spacing] = (style, style, style)
        scale, tracking = self.brand.scale, self.brand.tracking
        balanced = balanced and not self.trial
        return Frame(box.w, box.h, levels, self.language, insets, anchor, colour, True, scale, tracking, balanced)

    def fit(
        self, drafts: tuple[UnfittedText, ...], frame: Frame, steps: tuple[Pt, ...], at: Location, shape: str
    ) -> Text:
        """Return the text at the largest step that fits; if none does, report it at its location in the outline."""
        metrics = self.headings if frame.levels[0].heading else self.metrics
        text = fit(drafts, frame, steps, metrics)
        if text is None:
            smaller = self._smaller(((drafts, frame),), steps, (at,), shape, metrics)
            text = smaller[0] if smaller else typeset(drafts, frame, steps[-1], metrics)
            if not smaller:
                self.overflow(text, frame, at, shape)
        return text

    def fit_alike(
        self,
        pieces: tuple[tuple[tuple[UnfittedText, ...], Frame], ...],
        steps: tuple[Pt, ...],
        at: Location | tuple[Location, ...],
        shape: str,
    ) -> tuple[Text, ...]:
        """Return sibling texts at one size, as ``fit`` does for one; ``at`` is one location, or one per sibling."""
        texts = fit_alike(pieces, steps, self.metrics) if pieces else ()
        places: tuple[Location, ...] = (at,) * len(pieces) if isinstance(at, Location) else at
        if texts is None:
            texts = self._smaller(pieces, steps, places, shape, self.metrics)
        if texts is None:
            texts = tuple([typeset(drafts, frame, steps[-1], self.metrics) for drafts, frame in pieces])
            for text, (_, frame), place in zip(texts, pieces, places):
                if not fits(text, frame, self.metrics):
                    self.overflow(text, frame, place, shape)
        return texts

    def _smaller(
        self, pieces: Pieces, steps: tuple[Pt, ...], places: tuple[Location, ...], shape: str, metrics: Metrics
    ) -> tuple[Text, ...] | None:
        """Return siblings below the smallest allowed size, with a warning for each, in other templates or with
        ``fit: best``; None in our own brands, and where they do not fit even then.
        """
        least = steps[-1]
        lowest = 0.0 if self.best else max(LEAST, LEAST_SHARE * least)
        tail = tuple([size for size in BELOW if lowest <= size < least])
        texts = fit_alike(pieces, tail, metrics) if self.best or not self.brand.own else None
        for text, at in zip(texts or (), dict.fromkeys(places)):
            shown, usual = [f"{round(self.page * size, 2):g}" for size in (text.paragraphs[0].size, least)]
            slide = shape.partition("/")[0]
            found = finding("small-text.outline", at, on_slide=slide, on_shape=shape, size=shown, least=usual)
            self.findings.append(found)
        return texts

    def overflow(self, text: Text, frame: Frame, at: Location, shape: str) -> None:
        """Report that a text does not fit at the smallest allowed size: an error, or a warning with ``fit: best``."""
        size = f"{round(self.page * text.paragraphs[0].size, 2) if text.paragraphs else 0:g}"
        slide = shape.partition("/")[0]
        if text.height <= frame.height:
            found = finding("text-does-not-fit.word", at, size=size, on_slide=slide, on_shape=shape)
        else:
            needs, has = [f"{self.page * height / 360_000:.1f}" for height in (text.height, frame.height)]
            found = finding("text-does-not-fit", at, on_slide=slide, on_shape=shape, needs=needs, has=has, size=size)
        self.findings.append(found.replace(severity="warning") if self.best else found)

    def report(self, code: str, at: Location | None, **values: Any) -> None:
        """Add a finding about the current slide: ``context.report("dead-key", at, name="fit")`` (``finding``)."""
        self.findings.append(finding(code, at, **{"on_slide": self.slide, **values}))

    def warn(self, code: str, at: Location, message: str, hint: str = "", shape: str = "") -> None:
        """Add a warning about a slide."""
        self.findings.append(warning(code, at, message, hint, shape.partition("/")[0], shape))

    def on(self, fill: Colour) -> Colour:
        """Return a readable text colour on this fill."""
        return on(self.brand, fill)

    def ink(self, wanted: Colour, background: Colour | None = None, least: float = READABLE) -> Colour:
        """Return ``wanted`` if it is readable on the background (default: the layout's), otherwise a readable colour.

        ``least`` is the required contrast: 4.5, or ``brand.contrast.least_contrast`` of the text size.
        """
        background = background or self.paper
        ground = rgb(self.brand, background)
        return wanted if ratio(rgb(self.brand, wanted), ground) >= least else on(self.brand, background)

    def line(self, wanted: Colour, ground: Colour | None = None) -> Colour:
        """Return ``wanted`` if a line in it is visible on the ground (``SEEN``), otherwise a visible text colour."""
        ground = ground or self.paper
        behind = rgb(self.brand, ground)
        seen = [colour for colour in (wanted, NAVY) if ratio(rgb(self.brand, colour), behind) >= SEEN]
        return seen[0] if seen else on(self.brand, ground)

    def accent(self, index: int) -> Colour:
        """Return the index-th fill of a series, cycling through four accents and the dark text colour."""
        paper = rgb(self.brand, self.paper)
        seen = [colour for colour in ACCENTS if ratio(rgb(self.brand, colour), paper) >= VISIBLE] or [INK]
        return seen[index % len(seen)]

    def layout(self, role: str) -> Layout:
        """Return the layout that the slide names, otherwise the brand's layout of this role and the slide's ground; in
        a brand with grounds, content starts lower below a title of two lines.

        Raises ContentError (``unknown-layout``) for a name that the brand lacks.
        """
        ground = self.ground if self.brand.grounds else ""
        found = self._chosen(role, ground) if self.chosen else self.brand.layout(f"{role}-{ground}" if ground else role)
        self.paper = found.background
        return self._lowered(found) if ground and self.title else found

    def _lowered(self, layout: Layout) -> Layout:
        """Return a layout whose content clears the second line of the slide's title, if it has one."""
        slot, area = layout.slot("title"), layout.content
        spare = 0 if slot is None else slot.box.bottom + UNDER_TWO_LINES - area.y
        if slot is None or not 0 < spare <= UNDER_TWO_LINES or slot.box.x > area.x:
            return layout
        spacing = tracked(self.brand.tracking, LEAST_ON_ONE_LINE) * len(self.title)
        wide = (self.headings.width(self.title, True, False) * LEAST_ON_ONE_LINE + spacing) * EMU_PER_PT
        return layout.replace(content=area.inset(0, spare, 0, 0)) if wide > slot.box.w else layout

    def _chosen(self, role: str, ground: str) -> Layout:
        assert self.chosen is not None
        name, at = self.chosen
        try:
            return self.brand.chosen(name, role, ground)
        except KeyError:
            from osloregion_slides.base.findings import meant
            from osloregion_slides.compose.entries import ContentError

            known = [word for layout in self.brand.layouts for word in (layout.name, layout.role)]
            raise ContentError(finding("unknown-layout", at, name=name, **meant(name, known))) from None

    @property
    def roles(self) -> Roles:
        """The colours of fills by role."""
        return roles(self.brand)

    def inks(self, ground: Colour) -> Inks:
        """Return the colours of text and marks on a ground: ``context.inks(layout.background)``."""
        return inks(self.brand, ground)

    def said(self, largest: float) -> tuple[Pt, ...]:
        """Return the steps for body text, down to the brand's floor."""
        return self.steps(largest, max(self.brand.floors.body, BODY_FLOOR))

    def labels(self, largest: float) -> tuple[Pt, ...]:
        """Return the steps for labels and notes, down to the brand's floor."""
        return self.steps(largest, max(self.brand.floors.label, LABEL_FLOOR))

    def with_notes(self, largest: float, down: int) -> tuple[Pt, ...]:
        """Return the steps for body text at which notes ``down`` steps smaller still reach the floor of labels."""
        notes = (*self.brand.scale[down:], *[Pt(0.0)] * down)
        small = {
            size for size, note in zip(self.brand.scale, notes) if note < max(self.brand.floors.label, LABEL_FLOOR)
        }
        return tuple([size for size in self.said(largest) if size not in small])

    def small(self, largest: float) -> tuple[Pt, ...]:
        """Return the steps for axes and kickers, down to the brand's floor."""
        return self.steps(largest, max(self.brand.floors.axis, LABEL_FLOOR))


@lru_cache(maxsize=200)
def steps_between(scale: tuple[Pt, ...], largest: float, floor: float) -> tuple[Pt, ...]:
    """Return the steps of a type scale from ``largest`` down to ``floor``, points."""
    return tuple([step for step in scale if floor <= step <= largest])


def runs(rich: Rich, *, bold: bool | None = None, colour: Colour | None = None) -> tuple[Run, ...]:
    """Return marked-up text of an outline as runs; ``bold`` and ``colour`` apply to all of it."""
    return tuple(
        [
            Run(p.text, p.bold or bold, p.italic or None, colour, p.link, tag_of(p.language) if p.language else "")
            for p in rich
        ]
    )


def tag_of(language: str) -> str:
    """Return the tag (BCP 47) of one of an outline's language codes."""
    return _LOCALES.get(language, language)


def plain_text(rich: Rich) -> str:
    """Return the characters of a marked-up text."""
    return "".join([piece.text for piece in rich])


def date_of(context: ComposeContext) -> str:
    """Return the deck's date in the format of its language."""
    from osloregion_slides.outline.figures import day_text

    return day_text(context.as_of, context.code) if context.as_of else ""


# Trials: composing an outline several times only to find out whether it can be built, as an import does.
#
# Their results are never shown, so work that only improves the appearance is skipped: balanced lines, pixels.


class Trial:
    """The cache of a trial, valid over its rounds while files do not change and ids stand for the same texts.

    ``built`` holds the slides and number of frames of sources composed without an error, by all that their layout
    depends on; ``pictures`` the pictures read, by file and frame; ``decks`` the decks that slides are taken from.
    """

    def __init__(self) -> None:
        self.built: dict[Hashable, tuple[tuple[Slide, ...], int]] = {}
        self.pictures: dict[tuple[str, Box], Image] = {}
        self.decks: dict[str, tuple[bytes, Library]] = {}


TRIAL: ContextVar[Trial | None] = ContextVar("TRIAL", default=None)
"""The current trial, if any."""
