"""Outline → Scene: each slide through its kind, then the deck as a whole."""

from __future__ import annotations

from osloregion_slides.compose.entries import CannotShow, report_dead
from osloregion_slides.compose.recall import Recall
from osloregion_slides.compose.stage import MOST_OF_A_SLIDE, MOST_TEXTS, Stage, TooManyTexts
from osloregion_slides.findings import error, warning
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.kinds import kind
from osloregion_slides.scene import Deck

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.findings import Finding
    from osloregion_slides.outline.load import Outline, SlideSource
    from osloregion_slides.scene import Slide

MOST_SLIDES = 5_000
LOCALES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO", "sv": "sv-SE", "da": "da-DK"}
"""The language tag of a text in the file, by the outline's code (BCP 47; the alliance writes British English)."""


def compose(outline: Outline, brand: Brand) -> tuple[Deck, tuple[Finding, ...]]:
    """Return the deck in which everything has its place, and what there is to say about it."""
    language = LOCALES.get(outline.language, outline.language)
    fonts = dict.fromkeys((brand.body_font, brand.heading_font))
    metrics = {font: load_metrics(font) for font in fonts}
    stage = Stage(brand, metrics[brand.body_font], metrics[brand.heading_font], outline, language)
    stage.findings += [_unproven(font, outline) for font in fonts if not metrics[font].proven]
    slides: list[Slide] = []
    if len(outline.slides) > MOST_SLIDES:
        stage.findings.append(_too_many(outline.slides[MOST_SLIDES]))
        return Deck(outline.key, outline.title, language, brand.width, brand.height, ()), tuple(stage.findings)
    recall = Recall(outline, stage)
    for source, section in zip(outline.slides, _sections(outline)):
        stage.most = min(MOST_TEXTS, stage.frames + MOST_OF_A_SLIDE)
        try:
            slides += recall.find(source, section) or recall.keep(source, section, _composed(source, stage, section))
        except CannotShow as wrong:
            if not any([fault.at == wrong.at for fault in outline.voice.findings]):  # a path to nowhere is empty
                stage.findings.append(error("wrong-number-of-things", wrong.at, wrong.message, slide=source.id))
            continue
        except TooManyTexts:
            message = f"there are more texts than {MOST_OF_A_SLIDE} on one slide, or {MOST_TEXTS} in a deck"
            stage.findings.append(error("too-large", source.at, message, "make several decks of it"))
            break
        if len(slides) > MOST_SLIDES:
            stage.findings.append(_too_many(source))
            break
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
    return deck, tuple(stage.findings)


def _sections(outline: Outline) -> list[str]:
    """Return the section of each slide; those before the first section are in one of the deck's title."""
    starts = [source.fields.plain("section") for source in outline.slides]
    section = outline.title if any(starts) else ""
    return [section := start or section for start in starts]


def _composed(source: SlideSource, stage: Stage, section: str) -> tuple[Slide, ...]:
    report_dead(source.fields, "layout")
    return tuple([slide.replace(section=section) for slide in kind(source.kind).compose(source, stage)])


def _too_many(source: SlideSource) -> Finding:
    message = f"the deck has more than {MOST_SLIDES} slides"
    return error("too-large", source.at, message, "make several decks of it")


def _unproven(font: str, outline: Outline) -> Finding:
    message = f"nobody has measured the font {font}: its texts are set with room to spare, and may still be too long"
    return warning(
        "unproven-fit", outline.fields.at("brand"), message, "Calibri, Arial, Cambria and Times are measured"
    )
