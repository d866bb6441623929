"""Outline → Scene: compose each slide by its kind, then assemble the deck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from osloregion_slides import reuse
from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.base.record import Record, compile_constructors
from osloregion_slides.base.units import Pt, page_scale
from osloregion_slides.brand.values import SCALE, Brand
from osloregion_slides.compose.context import (
    MAX_TEXTS,
    MAX_TEXTS_OF_SLIDE,
    TRIAL,
    ComposeContext,
    TooManyTexts,
    plain_text,
    tag_of,
)
from osloregion_slides.compose.entries import ContentError
from osloregion_slides.fit.metrics import load_metrics, measured_fonts, use
from osloregion_slides.kinds import grounds_of, kind
from osloregion_slides.outline import words
from osloregion_slides.outline.resolver import Dependencies
from osloregion_slides.scene import Box, Deck, Placeholder, Slide

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from osloregion_slides.outline.load import Outline, SlideSource
    from osloregion_slides.scene import Item, Slide

    Value = TypeVar("Value", bound=Record)


# The cache of composed slides, keyed by all that they depend on.
#
# That is: the slide's node in the outline, with its lines; its section; the brand; the language and its fallback; and
# the blocks of the outline that its texts read, recorded during composition (``outline.resolver.Dependencies``). A
# slide that read a file or another slide, or has an error, is not cached.
# This saves 0.2 of python-pptx's open–edit–save in an update of one slide of 13.

MAX_REMEMBERED = 300  # longer decks are generated, not edited slide by slide


class CachedSlide(Record):
    """The slides of a source, their findings (``reported``: those of texts), the blocks read, the number of text
    frames.

    The reference to the brand keeps its ``id``, which is part of the key, from being reused.
    """

    brand: Brand
    slides: tuple[Slide, ...]
    findings: tuple[Finding, ...]
    reported: tuple[Finding, ...]
    blocks: tuple[tuple[str, object], ...]
    frames: int


_slides: dict[Hashable, list[CachedSlide]] = {}


class _Process:
    """Whether this process has composed a deck. The first one is not cached, since it may be the only one."""

    composed = False


def forget() -> None:
    """Clear the cache."""
    _slides.clear()
    reuse.forget()


class SlideCache:
    """Access to the cached slides during the composition of one deck."""

    def __init__(self, outline: Outline, context: ComposeContext, brand: Brand) -> None:
        self._context, self._resolver, self._brand = context, outline.resolver, brand
        self._trial = TRIAL.get()
        self._on = _Process.composed and len(outline.slides) <= MAX_REMEMBERED and self._trial is None
        _Process.composed = True
        choices = outline.resolver.choices
        languages = (choices.language, choices.fallback, choices.languages, context.language, choices.words)
        self._deck = (id(brand), languages, context.website, context.best)
        self._compared: dict[tuple[str, int], tuple[object, bool]] = {}
        self._found = self._frames = 0

    def find(self, source: SlideSource, section: str) -> tuple[Slide, ...] | None:
        """Return the cached slides of a source and repeat their findings; None if not cached."""
        self._resolver.dependencies = Dependencies()
        self._found, self._frames = len(self._context.findings), self._context.frames
        if self._trial and (built := self._trial.built.get(self._trial_key(source, section))):
            self._context.frames += built[1]
            return built[0]
        before = reversed(_slides.get(self._key(source, section), ())) if self._on else ()
        for known in before:
            if self._is_valid(known):
                self._context.frames += known.frames
                self._context.findings += known.findings
                for finding in known.reported:
                    self._resolver.report(finding)
                return known.slides
        return None

    def keep(self, source: SlideSource, section: str, slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
        """Cache the slides composed since ``find`` returned None, and return them."""
        dependencies = self._resolver.dependencies
        findings, reported = tuple(self._context.findings[self._found :]), tuple(dependencies.findings)
        wrong = any(finding.severity == "error" for finding in (*findings, *reported))
        if self._trial and not wrong and slides:
            self._trial.built[self._trial_key(source, section)] = slides, self._context.frames - self._frames
        if wrong or words.missing() or not (self._on and slides and dependencies.alone):
            return slides
        weights = [reuse.weight(slide) for slide in slides]
        if sum(weights) > reuse.HEAVIEST:
            return slides
        if reuse.is_full():
            forget()
        blocks = tuple([(name, self._resolver.look_up(name)) for name in dependencies.blocks])
        frames = self._context.frames - self._frames
        made = CachedSlide(self._brand, slides, findings, reported, blocks, frames)
        _slides.setdefault(self._key(source, section), []).append(made)
        for slide, weight in zip(slides, weights):
            reuse.keep(slide, self._brand, weight)
        return slides

    def _key(self, source: SlideSource, section: str) -> Hashable:
        return self._deck, section, self._context.ground, self._context.section_position, source.fields.node

    def _trial_key(self, source: SlideSource, section: str) -> Hashable:
        """Return the key of a source in a trial, where an id and a kind stand for the same texts in each round."""
        return source.id, source.kind, section, self._context.ground, self._context.section_position

    def _is_valid(self, known: CachedSlide) -> bool:
        """Return whether the limit of frames allows the texts, and all blocks are unchanged."""
        room = self._context.frames + known.frames <= self._context.most
        return room and all([self._is_same(name, block) for name, block in known.blocks])

    def _is_same(self, name: str, before: object) -> bool:
        found = self._compared.get((name, id(before)))
        if found is None:  # the stored value keeps its id from being reused
            found = self._compared[name, id(before)] = before, self._resolver.look_up(name) == before
        return found[1]


MAX_SLIDES = 5_000
LONG = 400
"""From this many slides, compiled constructors pay off in the first deck of a process (by instructions: 290)."""


def compose(outline: Outline, brand: Brand) -> tuple[Deck, tuple[Finding, ...]]:
    """Return the laid-out deck and its findings."""
    language = tag_of(outline.language)
    words.use(outline.resolver.choices.words)
    use(brand.tables)
    fonts = dict.fromkeys((brand.body_font, brand.heading_font))
    metrics = {font: load_metrics(font) for font in fonts}
    context = ComposeContext(
        usual_brand(brand), metrics[brand.body_font], metrics[brand.heading_font], outline, language
    )
    context.page = page_scale(brand.width, brand.height)
    context.findings += [_unproven(font, outline) for font in fonts if not metrics[font].proven]
    slides: list[Slide] = []
    if len(outline.slides) > MAX_SLIDES:
        context.findings.append(_too_many(outline.slides[MAX_SLIDES]))
        return Deck(outline.key, outline.title, language, brand.width, brand.height, ()), tuple(context.findings)
    if len(outline.slides) >= LONG:
        compile_constructors()
    recall, pacing, before = SlideCache(outline, context, brand), Pacing(), 0
    for source, section, position in zip(outline.slides, _sections(outline), _section_positions(outline)):
        context.most = min(MAX_TEXTS, context.frames + MAX_TEXTS_OF_SLIDE)
        context.slide = source.id
        context.section_position = position
        context.ground = pacing.choose(source.id, source.kind, grounds_of(source.kind))
        before = len(slides)
        try:
            slides += recall.find(source, section) or recall.keep(
                source, section, on_page(_composed(source, context, section), brand)
            )
            pacing.add(source.kind, context.ground, len(slides) - before)
        except ContentError as wrong:
            found = wrong.finding.replace(slide=source.id)
            if not any([fault.at == found.at for fault in outline.resolver.findings]):  # an unresolved path gives []
                context.findings.append(found)
            continue
        except TooManyTexts:
            context.report("too-large.texts", source.at, of_slide=MAX_TEXTS_OF_SLIDE, of_deck=MAX_TEXTS)
            break
        if len(slides) > MAX_SLIDES:
            context.findings.append(_too_many(source))
            break
    context.slide = ""
    if words.missing():
        at, code = outline.fields.at("language"), outline.language
        context.report("missing-words", at, language=code, names=words.missing(), known=words.LANGUAGES)
    deck = Deck(
        outline.key,
        outline.title,
        language,
        brand.width,
        brand.height,
        tuple(slides),
        author=outline.fields.mapping("alliance").plain("name"),
        subject=outline.fields.mapping("alliance").plain("description"),
    )
    return deck, tuple(context.findings)


def _sections(outline: Outline) -> list[str]:
    """Return the section of each slide; slides before the first section get the deck's title."""
    starts = [source.fields.plain("section") for source in outline.slides]
    section = outline.title if any(starts) else ""
    return [section := start or section for start in starts]


def _section_positions(outline: Outline) -> list[tuple[int, int]]:
    """Return for each slide the number of its section, 0 before the first, and the number of sections."""
    number, numbers = 0, []
    for source in outline.slides:
        number += source.fields.has("section") and bool(source.fields.plain("section"))
        numbers.append(number)
    return [(one, number) for one in numbers]


def _composed(source: SlideSource, context: ComposeContext, section: str) -> tuple[Slide, ...]:
    fields = source.fields
    context.chosen = (fields.raw("layout"), fields.at("layout")) if fields.has("layout") else None
    context.title = plain_text(fields.rich("title")) if context.brand.grounds else ""
    slides = kind(source.kind).compose(source, context)
    if source.fields.has("reveal") or source.fields.has("transition"):
        from osloregion_slides.compose.movement import with_movement

        slides = with_movement(source, slides)
    return tuple([slide.replace(section=section) for slide in slides])


def _too_many(source: SlideSource) -> Finding:
    return finding("too-large.slides", source.at, limit=MAX_SLIDES)


def _unproven(font: str, outline: Outline) -> Finding:
    return finding("unproven-fit", outline.fields.at("brand"), font=font, fonts=measured_fonts())


# The ground (background role) of a slide depends on the slides before it only: the same outline gives the same deck.
#
# A kind lists its possible grounds, its default first. The choice is the ground least recently used by the kind, but
# not the ground of the previous slide, and after three slides on paper another ground than paper. Later slides
# have no influence, so an inserted slide recolours few of those after it. ``kept`` are the existing grounds of slides,
# by key: an update keeps them.

MOST_PAPER = 3
"""The most slides on paper in a row."""
PAPER = frozenset(["paper", "band", "base"])
"""Grounds that look like paper."""


class Pacing:
    """The choice of grounds in one deck, slide by slide."""

    def __init__(self, kept: Mapping[str, str] | None = None) -> None:
        self._kept = kept or {}
        self._grounds: list[str] = []
        self._last_use: dict[tuple[str, str], int] = {}

    def choose(self, key: str, kind: str, grounds: Sequence[str]) -> str:
        """Return the ground of a slide of this key and kind; ``grounds`` are those of its kind, at least one."""
        if self._kept.get(key) in grounds:
            return self._kept[key]
        free = [ground for ground in grounds if ground not in self._grounds[-1:]]
        if len(self._grounds) >= MOST_PAPER and PAPER.issuperset(self._grounds[-MOST_PAPER:]):
            free = [ground for ground in free if ground not in PAPER] or [g for g in grounds if g not in PAPER]
        return min(free or grounds, key=lambda ground: self._last_use.get((kind, ground), -1))

    def add(self, kind: str, ground: str, slides: int) -> None:
        """Record that a source of this kind gave this many slides on a ground."""
        for _ in range(slides):
            self._last_use[kind, ground] = len(self._grounds)
            self._grounds.append(ground)


# Slides of any size: composed at the reference height, then scaled to the page of the template.
#
# Kinds state sizes and distances for slides 7.5 in high. For any other page the brand is scaled to that height, the
# kinds compose for it, and all lengths and type sizes of the result are scaled back. So floors, type scale, margins,
# insets and lines are in proportion to the page, in every kind.

_usual: dict[int, tuple[Brand, Brand]] = {}


def usual_brand(brand: Brand) -> Brand:
    """Return the brand with all lengths scaled to the reference height; the brand itself if it has that height."""
    scale = page_scale(brand.width, brand.height)
    if scale == 1:
        return brand
    if id(brand) not in _usual:
        _usual.clear()  # one entry is enough: a deck has one brand, and its id is part of the key of cached slides
        grown = _scaled(brand, 1 / scale)
        own = brand.scale != SCALE  # a brand's own sizes apply to its own page
        sizes = tuple([Pt(round(size / scale, 2)) for size in brand.scale]) if own else brand.scale
        _usual[id(brand)] = brand, grown.replace(floors=brand.floors, scale=sizes)
    return _usual[id(brand)][1]


def on_page(slides: tuple[Slide, ...], brand: Brand) -> tuple[Slide, ...]:
    """Return slides that were composed for ``usual_brand``, scaled to the page of the brand.

    A placeholder that fills its slot gets exactly the box of the slot, regardless of rounding.
    """
    usual = usual_brand(brand)
    if usual is brand:
        return slides
    scale = page_scale(brand.width, brand.height)
    found = []
    for slide in slides:
        slots, own = usual.layout(slide.layout).slots, brand.layout(slide.layout).slots
        boxes = {(slot.type, slot.idx, slot.box): real.box for slot, real in zip(slots, own)}
        items: list[Item] = []
        for item in slide.items:
            shown = _scaled(item, scale)
            if isinstance(item, Placeholder):
                shown = shown.replace(box=boxes.get((item.type, item.idx, item.box), shown.box))  # type: ignore[union-attr]
            items.append(shown)
        found.append(slide.replace(items=tuple(items)))
    return tuple(found)


def _scaled(value: Value, scale: float) -> Value:
    """Return a record with all lengths (``Emu``) and sizes (``Pt``) in it scaled, at any depth."""
    if isinstance(value, Box):  # scale the edges, so that adjacent boxes stay adjacent
        x, y, right, bottom = [round(edge * scale) for edge in (value.x, value.y, value.right, value.bottom)]
        return value.replace(x=x, y=y, w=right - x, h=bottom - y)
    changes = {}
    for name, change in _changes(type(value)):
        before = getattr(value, name)
        if before is not None and (after := change(before, scale)) is not before:
            changes[name] = after
    return value.replace(**changes) if changes else value


def _length(value: int, scale: float) -> int:
    return round(value * scale)


def _size(value: float, scale: float) -> float:
    return round(value * scale, 2)


def _within(value: Any, scale: float) -> Any:
    """Return a record or a tuple of records scaled, anything else unchanged."""
    if isinstance(value, Record):
        return _scaled(value, scale)
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return tuple([_scaled(one, scale) for one in value])
    return value


def _lengths(value: tuple[int, ...], scale: float) -> tuple[int, ...]:
    return tuple([_length(one, scale) for one in value])


_CHANGES: dict[str, Callable[[Any, float], Any]] = {
    "Emu": _length,
    "Emu | None": _length,
    "Pt": _size,
    "Pt | None": _size,
    "tuple[Emu, ...]": _lengths,
}
_known: dict[type, tuple[tuple[str, Callable[[Any, float], Any]], ...]] = {}


def _changes(record: type[Record]) -> tuple[tuple[str, Callable[[Any, float], Any]], ...]:
    """Return the scaling function of each field of a record class, by the field's annotation."""
    if record not in _known:
        fields = record.__annotations__
        _known[record] = tuple([(name, _CHANGES.get(fields[name], _within)) for name in record.__fields__])
    return _known[record]
