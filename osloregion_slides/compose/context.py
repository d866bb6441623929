"""What a kind composes with: the brand, the measures, the outline, and a place for findings."""

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
"""The language tag of a text in the file, by the outline's code (BCP 47; the alliance writes British English)."""

WHITE = Colour("bg1")
INK = Colour("tx1")
NAVY = Colour("tx2")
MIST = Colour("bg2")
QUIET = Colour("accent6", 40, 60)
"""Decorative rules: they separate what is already apart."""
SEEN = 3.0
"""The least contrast of a line that says what belongs together (WCAG 2.2, success criterion 1.4.11)."""
ACCENTS = tuple([Colour(slot) for slot in ("accent1", "accent2", "accent3", "accent4", "tx2")])
TIGHT = Insets(0, 0, 0, 0)  # type: ignore[arg-type]  # a plain 0 is a length in any unit

MAX_TEXTS, MAX_TEXTS_OF_SLIDE = 110_000, 10_000
"""Frames of native texts that one deck, one slide of the outline may need: the flagship's 13 slides need 181, 5000
slides with tables 105 000; each takes 0.05 ms or more."""
BODY_FLOOR = Pt(14.0)
LABEL_FLOOR = Pt(12.0)
BELOW = tuple([Pt(size) for size in (18.0, 16.0, 14.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)])
UNDER_TWO_LINES, LEAST_ON_ONE_LINE = Emu(16 * 9_525), 30
"""Between the second line of a title and what is under it, and from which size (points) a title stands on one line."""
OF_BOLD = 0.95
"""Line spacing of bold text in a brand with grounds: two lines of it stand together, one in the middle of its place."""
LEAST, LEAST_SHARE = Pt(10.0), 0.65
"""The sizes tried below a text's floor where a template of others leaves no room for it: down to the least size and
this share of the floor, with ``fit: best`` all."""


class TooManyTexts(Exception):
    """A deck needs more frames than there are."""


class ComposeContext:
    """The room a deck is composed in: all but ``findings``, three memos, two counts and what is said of the present
    slide is read only.

    ``metrics`` measures the body font, ``headings`` the font of titles. ``website`` is what footers show,
    ``website_at`` its place. ``ground`` is the one that the present slide stands on (``compose/deck.Pacing``),
    ``slide`` its id, ``way`` its section's number and how many there are, ``chosen`` the layout that it names and
    where, ``title`` its title's characters, ``trial`` whether nobody will see it (``TRIAL``), ``paper`` what is
    behind its texts. ``page`` is what lengths are multiplied by at last (``compose/deck.on_page``). ``areas`` are the
    maps read already, by path; ``feet`` the footers set already, by layout role, ``looks`` the levels of native texts.

    The outline itself is out of reach: what a kind asks of it is noted (``outline.resolver.Dependencies``), so that the
    slide can be remembered by all it was made of.
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
        self.ground, self.way = "paper", (0, 0)
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
        """The deck's language as the outline names it; ``language`` is the tag that the file gets."""
        return self._outline.language

    @property
    def slides(self) -> tuple[SlideSource, ...]:
        """All slides of the outline; a slide that asks for them is never remembered."""
        self.apart()
        return self._outline.slides

    def block(self, name: str) -> Fields:
        """Return the outline with a block that the kind reads: ``block("organisation").list("organisation")``."""
        self._outline.resolver.block(name)
        return self._outline.fields

    def holds(self, path: str) -> bool:
        """Return whether a file is one that the outline may name."""
        self.apart()
        return self._outline.resolver.workspace.holds(path)

    def apart(self) -> None:
        """Note that the slide depends on more than its source and the outline's blocks: a file, another slide."""
        self._outline.resolver.dependencies.alone = False

    def steps(self, largest: float, floor: float = BODY_FLOOR) -> tuple[Pt, ...]:
        """Return the steps of the type scale from ``largest`` down to ``floor``, points; of a scale without one the
        least above them.
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
        """Return the frame of a native shape's text; every level looks the same.

        ``spacing`` is that of its lines; without one bold text, which is large or short, has a little less than text.
        """
        spacing = spacing or (OF_BOLD if bold and self.brand.grounds else 1.0)
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
        """Return the text at the largest step that fits; where none does, report it at the outline's line."""
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
        """Return siblings at one size, as ``fit`` does for a single text; ``at`` is one place, or one a sibling."""
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
        """Return siblings below the smallest size allowed, with a warning at each, where a foreign template has no room
        for that size, or with ``fit: best``; None in our own brands, and where they do not fit there either.
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
        """Report that a text is too long for its place at the smallest size allowed: with ``fit: best`` a warning."""
        size = f"{round(self.page * text.paragraphs[0].size, 2) if text.paragraphs else 0:g}"
        slide = shape.partition("/")[0]
        if text.height <= frame.height:
            said = finding("text-does-not-fit.word", at, size=size, on_slide=slide, on_shape=shape)
        else:
            needs, has = [f"{self.page * height / 360_000:.1f}" for height in (text.height, frame.height)]
            said = finding("text-does-not-fit", at, on_slide=slide, on_shape=shape, needs=needs, has=has, size=size)
        self.findings.append(said.replace(severity="warning") if self.best else said)

    def report(self, code: str, at: Location | None, **values: Any) -> None:
        """Add a finding about the present slide: ``context.report("dead-key", at, name="fit")`` (``finding``)."""
        self.findings.append(finding(code, at, **{"on_slide": self.slide, **values}))

    def warn(self, code: str, at: Location, message: str, hint: str = "", shape: str = "") -> None:
        """Add a warning about a slide."""
        self.findings.append(warning(code, at, message, hint, shape.partition("/")[0], shape))

    def on(self, fill: Colour) -> Colour:
        """Return the text colour that reads on this fill."""
        return on(self.brand, fill)

    def ink(self, wanted: Colour, background: Colour | None = None, least: float = READABLE) -> Colour:
        """Return ``wanted`` if text in it reads on the background (without one, on the layout), else what does.

        ``least`` is the contrast it needs: 4.5, or what ``brand.contrast.least_contrast`` says of its size.
        """
        background = background or self.paper
        ground = rgb(self.brand, background)
        return wanted if ratio(rgb(self.brand, wanted), ground) >= least else on(self.brand, background)

    def line(self, wanted: Colour, ground: Colour | None = None) -> Colour:
        """Return ``wanted`` if a line in it is seen on the ground (``SEEN``), else the dark colour of text that is."""
        ground = ground or self.paper
        behind = rgb(self.brand, ground)
        seen = [colour for colour in (wanted, NAVY) if ratio(rgb(self.brand, colour), behind) >= SEEN]
        return seen[0] if seen else on(self.brand, ground)

    def accent(self, index: int) -> Colour:
        """Return the index-th fill of a series; four accents and the dark text colour in turn."""
        paper = rgb(self.brand, self.paper)
        seen = [colour for colour in ACCENTS if ratio(rgb(self.brand, colour), paper) >= VISIBLE] or [INK]
        return seen[index % len(seen)]

    def layout(self, role: str) -> Layout:
        """Return the layout that the slide names, else the brand's of this role, on the slide's ground where it is;
        in a brand with grounds what is under a title of two lines begins lower.

        ContentError (``unknown-layout``) for a name that the brand does not have.
        """
        ground = self.ground if self.brand.grounds else ""
        found = self._chosen(role, ground) if self.chosen else self.brand.layout(f"{role}-{ground}" if ground else role)
        self.paper = found.background
        return self._lowered(found) if ground and self.title else found

    def _lowered(self, layout: Layout) -> Layout:
        """Return a layout whose content keeps off the second line of the slide's title, where it has one."""
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
        """The colours of fills by what they mean."""
        return roles(self.brand)

    def inks(self, ground: Colour) -> Inks:
        """Return the colours of text and marks on a ground: ``context.inks(layout.background)``."""
        return inks(self.brand, ground)

    def said(self, largest: float) -> tuple[Pt, ...]:
        """Return the steps for what is said aloud, down to the brand's floor."""
        return self.steps(largest, max(self.brand.floors.body, BODY_FLOOR))

    def labels(self, largest: float) -> tuple[Pt, ...]:
        """Return the steps for labels and notes, down to the brand's floor."""
        return self.steps(largest, max(self.brand.floors.label, LABEL_FLOOR))

    def with_notes(self, largest: float, down: int) -> tuple[Pt, ...]:
        """Return the steps for what is said aloud with notes ``down`` steps smaller, which keep the floor of labels."""
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
    """Return an outline's marked-up text as runs; ``bold`` and ``colour`` are for all of it."""
    return tuple(
        [
            Run(p.text, p.bold or bold, p.italic or None, colour, p.link, tag_of(p.language) if p.language else "")
            for p in rich
        ]
    )


def tag_of(language: str) -> str:
    """Return the tag (BCP 47) that a file gets for one of an outline's languages."""
    return _LOCALES.get(language, language)


def plain_text(rich: Rich) -> str:
    """Return a marked-up text's characters."""
    return "".join([piece.text for piece in rich])


def date_of(context: ComposeContext) -> str:
    """Return the deck's date as its language writes one."""
    from osloregion_slides.outline.figures import day_text

    return day_text(context.as_of, context.code) if context.as_of else ""


# Composing an outline several times only to learn whether it can be built, as an import does.
#
# Nothing that is composed in a trial is shown, so what only makes it look better is spared: balanced lines, pixels.


class Trial:
    """What stays true from one round to the next, while files do not change and ids name the same texts.

    ``built`` are the sources that were composed without an error, by all that their room depends on: their slides and
    frames of text; ``pictures`` are those looked at, by file and frame, ``decks`` those that slides are taken from.
    """

    def __init__(self) -> None:
        self.built: dict[Hashable, tuple[tuple[Slide, ...], int]] = {}
        self.pictures: dict[tuple[str, Box], Image] = {}
        self.decks: dict[str, tuple[bytes, Library]] = {}


TRIAL: ContextVar[Trial | None] = ContextVar("TRIAL", default=None)
"""The trial that is going on, if any."""
