"""Outline → Scene: each slide through its kind, then the deck as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides import reuse
from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import page_scale
from osloregion_slides.compose.context import MAX_TEXTS, MAX_TEXTS_OF_SLIDE, ComposeContext, TooManyTexts, tag_of
from osloregion_slides.compose.entries import ContentError
from osloregion_slides.compose.pacing import Pacing
from osloregion_slides.compose.page_scale import on_page, usual_brand
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.kinds import grounds_of, kind
from osloregion_slides.outline import words
from osloregion_slides.outline.resolver import Dependencies
from osloregion_slides.scene import Deck, Slide

if TYPE_CHECKING:
    from collections.abc import Hashable

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.load import Outline, SlideSource


# Slides composed before, remembered by all they depend on.
#
# That is: the slide as it stands in the outline, with its lines; its section; the brand; the language and what it falls
# back to; and the blocks of the outline that its texts looked at, which are noted while it is composed
# (``outline.resolver.Dependencies``). What looked at a file or another slide, or has an error, is not kept.
# An update of one slide of 13 takes 0.2 of python-pptx's open–edit–save less with this.

MAX_REMEMBERED = 300  # longer decks are made once, not edited


class CachedSlide(Record):
    """A source's slides, their findings (``reported``: of their texts), the blocks they read, their frames of text.

    The brand is held so that its ``id``, by which it is found, is not another brand's.
    """

    brand: Brand
    slides: tuple[Slide, ...]
    findings: tuple[Finding, ...]
    reported: tuple[Finding, ...]
    blocks: tuple[tuple[str, object], ...]
    frames: int


_slides: dict[Hashable, list[CachedSlide]] = {}


class _Process:
    """Whether this process has composed a deck: nothing is remembered for the first one, it may be the only one."""

    composed = False


def forget() -> None:
    """Remember nothing any more."""
    _slides.clear()
    reuse.forget()


class SlideCache:
    """What is remembered, for the composing of one deck."""

    def __init__(self, outline: Outline, context: ComposeContext, brand: Brand) -> None:
        self._context, self._resolver, self._brand = context, outline.resolver, brand
        self._on = _Process.composed and len(outline.slides) <= MAX_REMEMBERED
        _Process.composed = True
        choices = outline.resolver.choices
        languages = (choices.language, choices.fallback, choices.languages, context.language, choices.words)
        self._deck = (id(brand), languages, context.website, context.best)
        self._compared: dict[tuple[str, int], tuple[object, bool]] = {}
        self._found = self._frames = 0

    def find(self, source: SlideSource, section: str) -> tuple[Slide, ...] | None:
        """Return the slides of a source as they were composed before, and report their findings again; None if new."""
        self._resolver.dependencies = Dependencies()
        self._found, self._frames = len(self._context.findings), self._context.frames
        before = reversed(_slides.get(self._key(source, section), ())) if self._on else ()
        for known in before:
            if self._holds(known):
                self._context.frames += known.frames
                self._context.findings += known.findings
                for finding in known.reported:
                    self._resolver.report(finding)
                return known.slides
        return None

    def keep(self, source: SlideSource, section: str, slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
        """Remember what ``find`` did not know and was composed since; return it."""
        dependencies = self._resolver.dependencies
        findings, reported = tuple(self._context.findings[self._found :]), tuple(dependencies.findings)
        wrong = any(finding.severity == "error" for finding in (*findings, *reported))
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
        return self._deck, section, self._context.ground, self._context.way, source.fields.node

    def _holds(self, known: CachedSlide) -> bool:
        """Whether the deck has room for the texts, and all blocks are as they were."""
        room = self._context.frames + known.frames <= self._context.most
        return room and all([self._is_same(name, block) for name, block in known.blocks])

    def _is_same(self, name: str, before: object) -> bool:
        found = self._compared.get((name, id(before)))
        if found is None:  # with the value itself, so that its id is nobody else's
            found = self._compared[name, id(before)] = before, self._resolver.look_up(name) == before
        return found[1]


MAX_SLIDES = 5_000


def compose(outline: Outline, brand: Brand) -> tuple[Deck, tuple[Finding, ...]]:
    """Return the laid-out deck and its findings."""
    language = tag_of(outline.language)
    words.use(outline.resolver.choices.words)
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
    recall, pacing, before = SlideCache(outline, context, brand), Pacing(), 0
    for source, section, way in zip(outline.slides, _sections(outline), _ways(outline)):
        context.most = min(MAX_TEXTS, context.frames + MAX_TEXTS_OF_SLIDE)
        context.ground, context.way = pacing.choose(source.id, source.kind, grounds_of(source.kind)), way
        before = len(slides)
        try:
            slides += recall.find(source, section) or recall.keep(
                source, section, on_page(_composed(source, context, section), brand)
            )
            pacing.add(source.kind, context.ground, len(slides) - before)
        except ContentError as wrong:
            found = wrong.finding.replace(slide=source.id)
            if not any([fault.at == found.at for fault in outline.resolver.findings]):  # a path to nowhere is empty
                context.findings.append(found)
            continue
        except TooManyTexts:
            found = finding("too-large.texts", source.at, of_slide=MAX_TEXTS_OF_SLIDE, of_deck=MAX_TEXTS)
            context.findings.append(found)
            break
        if len(slides) > MAX_SLIDES:
            context.findings.append(_too_many(source))
            break
    if words.missing():
        at, code = outline.fields.at("language"), outline.language
        context.findings.append(
            finding("missing-words", at, language=code, names=words.missing(), known=words.LANGUAGES)
        )
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
    """Return the section of each slide; those before the first section are in one of the deck's title."""
    starts = [source.fields.plain("section") for source in outline.slides]
    section = outline.title if any(starts) else ""
    return [section := start or section for start in starts]


def _ways(outline: Outline) -> list[tuple[int, int]]:
    """Return for each slide the number of its section, 0 before the first, and how many there are."""
    number, numbers = 0, []
    for source in outline.slides:
        number += source.fields.has("section") and bool(source.fields.plain("section"))
        numbers.append(number)
    return [(one, number) for one in numbers]


def _composed(source: SlideSource, context: ComposeContext, section: str) -> tuple[Slide, ...]:
    fields = source.fields
    context.chosen = (fields.raw("layout"), fields.at("layout")) if fields.has("layout") else None
    slides = kind(source.kind).compose(source, context)
    if source.fields.has("reveal") or source.fields.has("transition"):
        from osloregion_slides.compose.movement import with_movement

        slides = with_movement(source, slides)
    return tuple([slide.replace(section=section) for slide in slides])


def _too_many(source: SlideSource) -> Finding:
    return finding("too-large.slides", source.at, limit=MAX_SLIDES)


def _unproven(font: str, outline: Outline) -> Finding:
    return finding("unproven-fit", outline.fields.at("brand"), font=font)
