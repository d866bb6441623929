"""The inner stages of ``service``: from an outline to its Scene, and to the state that an update owns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides import __version__
from osloregion_slides.base import resources
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.deck import check_deck
from osloregion_slides.checks.suppressions import switched_off, without_switched_off
from osloregion_slides.compose.deck import compose
from osloregion_slides.outline.load import Outline, SlideSource, load_outline
from osloregion_slides.outline.nodes import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pptx.presentation import Presentation

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.compose.plugin_kind import PluginKind
    from osloregion_slides.outline.stated import Facts
    from osloregion_slides.pptx.applying.kept import Keep
    from osloregion_slides.pptx.drawn import Pen
    from osloregion_slides.scene import Deck
    from osloregion_slides.update.deck_state import DeckState, Variant
    from osloregion_slides.update.drawn import Drawn

    Finish = Callable[[Presentation], object]


class Generated(Record):
    """The outline's side of an update: Scene, brand, the state that an update owns (``known``) and its base.

    ``pens`` draw on the finished slides, ``fresh`` are the shapes they draw, which are not in the base yet.
    """

    deck: Deck
    brand: Brand
    findings: tuple[Finding, ...]
    known: DeckState
    base: bytes
    pens: tuple[Pen | Keep, ...] = ()
    fresh: tuple[Drawn, ...] = ()
    outline: Outline | None = None


def load(
    path: str,
    *,
    audience: str = "",
    language: str = "",
    as_of: str = "",
    settings: tuple[tuple[str, str], ...] = (),
) -> Outline:
    """Return the outline at ``path`` in one variant.

    ``audience`` is an id under ``audiences:``, ``language`` one of ``languages:``, ``as_of`` an ISO date,
    ``settings`` are dotted paths with their new texts (``("meeting.title", "Styremøte")``).
    InvalidInput carries every error that can be known at once.
    """
    chosen: dict[str, Any] = {"audience": audience, "language": language, "schema": read_schema()}
    outline = load_outline(path, as_of=as_of, settings=settings, **chosen)
    since = outline.document.get("since")
    if not isinstance(since, Scalar) or since.is_null:
        return outline
    from osloregion_slides.outline.news import with_news
    from osloregion_slides.outline.stated import stated

    if since.text.lower().endswith(".pptx"):
        return with_news(outline, _facts_of_deck(since, outline), stated(outline), since.at)
    earlier = load_outline(path, as_of=since.text, settings=settings, **chosen)
    if outline.as_of and since.text > outline.as_of:
        raise InvalidInput([finding("bad-date.since", since.at, text=since.text, date=outline.as_of)])
    return with_news(outline, stated(earlier), stated(outline), since.at, earlier)


def _facts_of_deck(named: Scalar, outline: Outline) -> Facts:
    """Return the facts stored in a deck of the workspace; InvalidInput where their language differs."""
    found = outline.resolver.workspace.find(named.text, named.at)
    if isinstance(found, Finding):
        raise InvalidInput([found])
    facts = deck_facts(found)
    language = facts.get("language", {}).get("", "")
    if language != outline.language:
        raise InvalidInput([finding("other-language", named.at, language=outline.language, found=language)])
    return facts


def deck_facts(path: str) -> Facts:
    """Return the facts that a build stored in a deck; InvalidInput (``no-facts``) where there are none."""
    from osloregion_slides.pptx.reading.deck import open_deck
    from osloregion_slides.update.base_read import read_head

    base = open_deck(read_deck(path), path).marks.base
    facts = read_head(base).facts if base else None
    if facts is None:
        raise InvalidInput([finding("no-facts", Location(path))])
    return facts


def read_deck(path: str) -> bytes:
    """Return the bytes of a .pptx; InvalidInput where it cannot be read."""
    from osloregion_slides.base.files import read_bytes
    from osloregion_slides.ooxml.zip import MAX_FILE

    try:
        return read_bytes(path, MAX_FILE)
    except OSError as problem:
        from osloregion_slides.outline.read import unreadable

        raise InvalidInput([unreadable(path, problem, (".pptx",))]) from None


def composed(outline: Outline, checked: bool = True, strict: bool = False) -> tuple[Deck, Brand, tuple[Finding, ...]]:
    """Return an outline's Scene, its brand and all findings; InvalidInput where there are errors among them.

    Findings that a slide suppresses with a reason (``off:``) are left out.
    """
    deck, brand, findings = drafted(outline, checked, strict)
    if any(one.severity == "error" for one in findings):
        raise InvalidInput(findings)
    return deck, brand, findings


FITTED = ("text-overflows", "low-contrast")
"""Errors of the finished deck that ``fit: best`` lowers to warnings."""


def drafted(outline: Outline, checked: bool = True, strict: bool = False) -> tuple[Deck, Brand, tuple[Finding, ...]]:
    """Return the same as ``composed``, with errors among the findings: a Scene to show, not to write."""
    brand = brand_of(outline)
    deck, found = compose(outline, brand)
    if outline.fields.has("sources"):
        from osloregion_slides.compose.sources import with_sources

        deck = with_sources(outline, deck)
    reported = (*outline.findings, *outline.resolver.findings, *brand.findings, *found)
    if outline.language != outline.resolver.choices.fallback:
        from osloregion_slides.checks.translations import check_plain_texts

        reported = (*reported, *check_plain_texts(outline))
    is_best_fit = outline.fields.raw("fit") == "best"
    is_valid = not any(one.severity == "error" for one in reported)
    if is_valid and (from_plugins := plugin_kinds(outline)):
        from osloregion_slides.finishing import unwritable

        reported = (*reported, *unwritable(deck, brand, from_plugins))
        is_valid = not any(one.severity == "error" for one in reported)
    if checked and is_valid:
        found = check_deck(deck, brand)
        unknown = [one for one in reported if one.code == "unproven-fit"]
        if brand.package or unknown:  # facts beyond the Scene: drawings of foreign layouts, fonts, other masters
            from osloregion_slides.checks.written import check_written

            others, near = check_written(outline, deck, brand, bool(unknown))
            found = (*found, *others)
            if near:
                named = [
                    finding("unproven-fit.near", one.at, font=said_of["font"], fonts=said_of["fonts"], slides=near)
                    for one in unknown
                    for said_of in (dict(one.values),)
                ]
                reported = (*[one for one in reported if one not in unknown], *named)
        reported = (
            *reported,
            *[one.replace(severity="warning") if is_best_fit and one.code in FITTED else one for one in found],
        )
        if brand.package:  # read from a foreign template
            from osloregion_slides.checks.package import check_template

            reported = (*reported, *check_template(brand.package, outline.fields.at("brand")))
        if outline.fields.has("checks"):
            from osloregion_slides.checks.plugins import plugin_checks

            reported = (*reported, *plugin_checks(deck, brand, outline.fields))
    if not checked:
        reported = (*reported, finding("not-checked"))
    if strict:
        from osloregion_slides.checks.translations import check_translations
        from osloregion_slides.outline.translations import strictly

        reported = strictly((*reported, *check_translations(outline, outline.language)))
    return deck, brand, _in_order(without_switched_off(reported, switched_off(outline)))


def brand_of(outline: Outline) -> Brand:
    """Return the brand of an outline, with the layouts that its slides name; InvalidInput as in ``load_brand``."""
    asked = [one.fields for one in outline.slides if one.fields.has("layout")]
    chosen = tuple([(fields.raw("layout"), fields.at("layout")) for fields in asked])
    return load_brand(outline.brand, outline.root, outline.fields.at("brand"), chosen)


def owned(outline: Outline, deck: Deck, brand: Brand) -> Generated:
    """Return the state of a deck that an update owns, and its base, which records the requested variant."""
    from osloregion_slides.update.base import base_bytes
    from osloregion_slides.update.deck_state import known
    from osloregion_slides.update.plan import directives

    found = known(deck, brand, *_made_from(outline), directives(outline, deck)).replace(facts=_kept_facts(outline))
    return Generated(deck, brand, (), found, base_bytes(found), outline=outline)


def pens_of(outline: Outline, deck: Deck, brand: Brand, finish: Finish | None = None) -> tuple[Pen | Keep, ...]:
    """Return the pens that draw on the finished slides of a deck: kinds of plug-ins in order, then ``finish``."""
    drawing = plugin_kinds(outline)
    keeps = _keeps_of(outline, deck)
    if finish is None and not drawing:
        return keeps
    from osloregion_slides.finishing import pen_of
    from osloregion_slides.pptx.drawn import Pen
    from osloregion_slides.update.drawn import FINISH

    there = {slide.key for slide in deck.slides}
    pens = [pen_of(kind, source, brand) for source, kind in drawing if kind.draws and source.id in there]
    return (*keeps, *pens, *((Pen(FINISH, "", finish),) if finish else ()))


def _keeps_of(outline: Outline, deck: Deck) -> tuple[Keep, ...]:
    """Return the slides of other decks that a deck contains (``kind: slide``)."""
    kept = {slide.key: slide for slide in deck.slides if slide.kept}
    if not kept:
        return ()
    from osloregion_slides.compose.kept import chosen
    from osloregion_slides.pptx.applying.kept import Keep

    found = [(kept[source.id], chosen(source.fields, source.id)) for source in outline.slides if source.id in kept]
    return tuple(
        [
            Keep(
                slide.key, one.path, one.data, one.slide, one.texts, one.own, not slide.notes, slide.hidden, one.source
            )
            for slide, one in found
            if one is not None
        ]
    )


def plugin_kinds(outline: Outline) -> list[tuple[SlideSource, PluginKind]]:
    """Return the slides whose kind comes from a plug-in, with that kind; built-in kinds need no search for plug-ins."""
    import sys

    ours = "osloregion_slides.kinds."
    unknown = [source for source in outline.slides if ours + source.kind not in sys.modules]
    if not unknown:
        return []
    from osloregion_slides.compose.plugin_kind import plugin_kind

    found = [(source, plugin_kind(source.kind)) for source in unknown]
    return [(source, kind) for source, kind in found if kind is not None]


def drawn(ours: Generated, pens: tuple[Pen | Keep, ...]) -> Generated:
    """Return the outline's side with the shapes that pens draw; InvalidInput as in ``finishing.finish_deck``."""
    if not pens:
        return ours
    from osloregion_slides.finishing import finish_deck
    from osloregion_slides.pptx.write import write_deck

    made = finish_deck(write_deck(ours.deck, ours.brand), ours.deck, ours.brand, b"", pens, checked=False)
    return ours.replace(pens=pens, fresh=made.drawn, findings=(*ours.findings, *made.findings))


def base_of(outline: Outline, deck: Deck, brand: Brand) -> bytes:
    """Return the base of ``owned`` without holding the state in memory: 17 MB for 5 000 slides."""
    from osloregion_slides.update.base import base_bytes
    from osloregion_slides.update.deck_state import deck_state_head, slide_states

    head = deck_state_head(deck, brand, *_made_from(outline)).replace(facts=_kept_facts(outline))
    return base_bytes(head, slide_states(deck, brand, {}))


def _kept_facts(outline: Outline) -> Facts | None:
    """Return the facts to store in a deck, from which a later one derives its news.

    None for an outline that builds one deck per row: each deck would store every row, and a change to one row
    would rebuild them all.
    """
    from osloregion_slides.outline.stated import stated

    each = [outline.document.get(name) is not None for name in ("member", "row")]
    return None if any(each) else stated(outline)


def _made_from(outline: Outline) -> tuple[Variant, str, str]:
    """Return the variant, the outline's name and the version of this tool.

    The outline is named by its file name only: the same outline gives the same bytes in any folder.
    """
    from osloregion_slides.update.deck_state import Variant

    return Variant(*outline.asked), outline.fields.at().file.replace("\\", "/").rpartition("/")[2], __version__


_schemas: dict[str, dict[str, Any]] = {}


def read_schema() -> dict[str, Any]:
    """Return the JSON Schema of the outline language, as editors and the reader use it; read once per process."""
    import json

    path = resources.path("assets", "schema", "outline.schema.json")
    if path not in _schemas:
        with open(path, encoding="utf-8") as file:
            _schemas[path] = json.load(file)
    return _schemas[path]


def schema_with_plugins() -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the schema with the kinds of all installed plug-ins, and the faults of plug-ins of any group."""
    from osloregion_slides import plugins
    from osloregion_slides.outline.filters import filters
    from osloregion_slides.outline.plugins import check_schema, known, wider
    from osloregion_slides.outline.words import LANGUAGES
    from osloregion_slides.registry.table_file import OURS

    schema = read_schema()
    ours = {"kinds": known(schema), "filters": filters("nb"), "readers": OURS, "words": LANGUAGES, "checks": ()}
    kinds: list[plugins.Plugin] = []
    findings: list[Finding] = []
    for group in plugins.GROUPS:
        found, wrong = plugins.every(group, ours[group])
        findings += wrong
        for plugin in found if group == "kinds" else ():
            try:
                check_schema(plugin, schema)
                kinds.append(plugin)
            except plugins.PluginFault as fault:
                findings += fault.findings
    return wider(schema, tuple(kinds)), tuple(findings)


def _in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return each finding once, by file and line."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.at.file, f.at.line, f.at.column) if f.at else ("", 0, 0)))
