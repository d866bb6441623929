"""The library: what the commands do, as functions over values.

Each function takes paths or values and returns values; only ``save`` and ``render`` write files. Errors in the input
are raised as ``InvalidInput``, whose ``findings`` have a code, a place and a hint each; warnings and notes are in the
``findings`` of the result. Lengths are in EMU (914 400 to the inch), sizes of type in points.

A variant of an outline is chosen by four keywords, the same everywhere; without one, the outline's default applies:

``audience``  an id under ``audiences:``
``language``  one of ``languages:``
``as_of``     the date on which facts are read, a ``datetime.date`` or ISO text
``settings``  dotted paths with their new texts: ``{"meeting.title": "Board meeting"}``
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, finding
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pptx.presentation import Presentation

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.drafting import Finish
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.render.export import Rendered
    from osloregion_slides.scene import Deck
    from osloregion_slides.service_update import Updated

    Path = str | os.PathLike[str]
    Settings = Mapping[str, str] | tuple[tuple[str, str], ...]


OUTLINES = (".yaml", ".yml")
"""The suffixes of outlines; any other file is taken for a deck."""


class Built(Record):
    """A finished deck.

    ``data`` are the bytes of the .pptx, ``deck`` its Scene (every box in EMU, every text in lines), ``findings``
    warnings and notes, never errors. ``base`` is the record of this build that a later update compares with; it is also
    inside ``data``, and b"" for a deck without update data. ``brand`` is the brand that the deck was composed for.
    """

    deck: Deck
    data: bytes
    findings: tuple[Finding, ...]
    base: bytes = b""
    brand: Brand | None = None

    def presentation(self) -> Presentation:
        """Return the deck as a ``pptx.Presentation``, a new one at each call.

        Changes to it do not reach ``data``, and a later update takes them for edits made by hand. To draw on every
        build, pass a function as ``build(finish=…)``.

        >>> deck = build("decks/gallery.yaml")
        >>> len(deck.presentation().slides) == len(deck.deck.slides)
        True
        """
        from io import BytesIO

        from pptx import Presentation as opened

        return opened(BytesIO(self.data))


def load(
    path: Path, *, audience: str = "", language: str = "", as_of: str | date = "", settings: Settings = ()
) -> Outline:
    """Return the outline at ``path`` in one variant: read, checked against the schema, with its data files.

    InvalidInput carries every error that can be known at once.

    >>> outline = load("decks/osloregionen.yaml", language="en", as_of="2007-12-31")
    >>> outline.key, outline.language, outline.as_of, len(outline.slides)
    ('osloregionen', 'en', '2007-12-31', 13)
    """
    from osloregion_slides.drafting import load as read

    return read(os.fspath(path), audience=audience, language=language, as_of=iso(as_of), settings=pairs(settings))


def build(
    outline: Outline | Path,
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    updatable: bool = True,
    checked: bool = True,
    strict: bool = False,
    finish: Finish | None = None,
) -> Built:
    """Return the deck of an outline, or of the outline at a path (then the variant is chosen as in ``load``).

    The same input gives the same bytes. An ``updatable`` deck contains a record of its build, from which ``update``
    later recognises manual edits; a ``checked`` one has passed the checks of fit, accessibility and brand; a ``strict``
    one has no missing or outdated translation. InvalidInput carries the errors of the outline, of its brand, of the
    checks, and of texts that do not fit.

    ``finish`` is a function that draws on the finished slides with python-pptx. The shapes that it adds count as
    generated: pass it to ``update`` too, which redraws those that it changed and keeps those that were edited.
    It may add shapes and nothing else (``finish-changed-slides`` is an error, ``finish-changed-shape`` a warning),
    and should draw from its argument alone. Name the shapes: an update finds them by slide and name.

    >>> deck = build("decks/osloregionen.yaml", settings={"meeting.title": "Styremøte"})
    >>> deck.deck.slides[0].title
    'Styremøte'
    >>> def stamp(presentation):
    ...     shape = presentation.slides[0].shapes.add_textbox(914400, 457200, 1828800, 457200)
    ...     shape.name, shape.text_frame.text = "stamp", "Utkast"
    >>> draft = build("decks/osloregionen.yaml", finish=stamp)
    >>> draft.presentation().slides[0].shapes[-1].name
    'stamp'
    """
    from osloregion_slides.base.record import warm_up
    from osloregion_slides.drafting import base_of, composed, pens_of
    from osloregion_slides.pptx.write import write_deck

    if isinstance(outline, (str, os.PathLike)):
        outline = load(outline, audience=audience, language=language, as_of=as_of, settings=settings)
    deck, brand, findings = composed(outline, checked, strict)
    warm_up()
    base = base_of(outline, deck, brand) if updatable else b""
    pens = pens_of(outline, deck, brand, finish)
    del outline  # frees memory that writing a deck of 5 000 slides needs
    data = write_deck(deck, brand, base)
    if pens:
        from osloregion_slides.finishing import finish_deck

        made = finish_deck(data, deck, brand, base, pens, checked)
        data, base, findings = made.data, made.base, (*findings, *made.findings)
    return Built(deck, data, findings, base, brand)


def save(path: Path, deck: Built | Updated | bytes, *, force: bool = False) -> None:
    """Write a deck to ``path``: the whole file or nothing; missing folders are made.

    InvalidInput where writing would lose something: ``deck-open`` (a lock file shows that a program has it open),
    ``deck-edited`` (the existing deck was edited, and this is not an update of it), ``file-in-the-way``
    (the existing file is not a readable deck), ``not-writable``. ``force`` writes anyway.

    >>> save("out/board.pptx", build("decks/osloregionen.yaml", audience="board"))
    """
    from osloregion_slides.pptx.save import refuse_overwrite
    from osloregion_slides.pptx.save import save as write

    name, data = os.fspath(path), deck if isinstance(deck, bytes) else deck.data
    if not force:
        found = b"" if isinstance(deck, (bytes, Built)) else deck.found
        refuse_overwrite(name, data, found)
    write(name, data, force)


def check(
    target: Outline | Path,
    *,
    brand: str = "",
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    strict: bool = False,
    outside: bool = False,
) -> tuple[Finding, ...]:
    """Return all findings of ``target``, errors too: an outline, as its deck would be built, or any .pptx.

    With ``brand`` (a .pptx only) also deviations from that brand; ``strict`` makes missing and outdated translations
    errors; ``outside`` adds content that outsiders should not read: notes, comments, paths. ``explain`` describes a
    code.

    >>> [finding.code for finding in check("decks/osloregionen.yaml", language="en")][:1]
    ['unfilled-blank']
    """
    try:
        if isinstance(target, (str, os.PathLike)):
            if not os.fspath(target).lower().endswith(OUTLINES):
                return _check_file(os.fspath(target), brand, outside)
            target = load(target, audience=audience, language=language, as_of=as_of, settings=settings)
        return _check_outline(target, strict, outside)
    except InvalidInput as problem:
        return problem.findings


def _check_outline(outline: Outline, strict: bool, outside: bool) -> tuple[Finding, ...]:
    """Return the findings of an outline's deck; those found in its package get the line of their slide."""
    from osloregion_slides.base.messages import codes
    from osloregion_slides.checks.facts import check_facts
    from osloregion_slides.checks.presentation import check_presentation
    from osloregion_slides.checks.suppressions import switched_off, without_switched_off
    from osloregion_slides.checks.translations import check_translations
    from osloregion_slides.drafting import composed
    from osloregion_slides.outline.translations import strictly
    from osloregion_slides.pptx.write import write_deck

    deck, brand, findings = composed(outline)
    data = write_deck(deck, brand)
    known = {(one.code, one.slide, one.shape) for one in findings}
    places = {slide.key: slide.at for slide in deck.slides}
    written = [
        one if one.at else one.replace(at=places.get(one.slide))
        for one in check_presentation(data, brand)
        if (one.code, one.slide, one.shape) not in known
    ]
    found = (*findings, *check_facts(outline), *check_translations(outline), *written)
    if outside:
        from osloregion_slides.checks.outside import check_outside, unconfirmed
        from osloregion_slides.outline.stated import stated

        private = [one if one.at else one.replace(at=places.get(one.slide)) for one in check_outside(data)]
        found = (*found, *private, *unconfirmed(stated(outline)))
    found = strictly(found) if strict else found
    return without_switched_off(dict.fromkeys(found), switched_off(outline), codes())


def _check_file(path: str, brand: str, outside: bool) -> tuple[Finding, ...]:
    """Return the findings of any .pptx; a file of another format has only that finding."""
    from osloregion_slides.brand.load import load_brand
    from osloregion_slides.checks.presentation import check_presentation
    from osloregion_slides.drafting import read_deck
    from osloregion_slides.fit.metrics import use

    data = read_deck(path)
    kept = load_brand(brand, ".") if brand else None
    use(kept.tables if kept else ())
    found = check_presentation(data, kept)
    if outside:
        from osloregion_slides.checks.outside import check_outside, unconfirmed
        from osloregion_slides.pptx.save import facts_in

        found = (*found, *check_outside(data), *unconfirmed(facts_in(data) or {}))
    return tuple([one for one in found if one.code == "not-a-presentation"]) or found


def render(
    decks: Path | Sequence[Path],
    out_dir: Path = "out",
    *,
    pdf: bool = True,
    png: bool = False,
    sheet: bool = False,
    width: int = 1280,
    seconds: float = 120.0,
    jobs: int = 0,
) -> Rendered:
    """Draw .pptx files with LibreOffice into ``out_dir``: ``name.pdf``, ``name-01.png`` …, ``name-sheet.png``.

    ``width`` is the width of a slide's picture in pixels, ``seconds`` the time limit for one deck, ``jobs`` the number
    of decks drawn at once (0: one per core). ``files`` of the result are the paths written; a deck that cannot be drawn
    is an error among its ``findings``. InvalidInput where nothing can be drawn: no LibreOffice, no folder to write to.

    >>> save("out/osloregionen.pptx", build("decks/osloregionen.yaml"))
    >>> render("out/osloregionen.pptx", "out").files                                             # doctest: +SKIP
    ('out/osloregionen.pdf',)
    """
    from osloregion_slides.render.export import RenderOptions
    from osloregion_slides.render.export import render as draw

    paths = [decks] if isinstance(decks, (str, os.PathLike)) else decks
    wanted = RenderOptions(pdf, png, sheet, width, seconds)
    return draw([os.fspath(path) for path in paths], os.fspath(out_dir), wanted, jobs=jobs)


def explain(code: str, language: str = "en") -> str:
    """Return what a finding's code means and how to fix it; InvalidInput for a code that does not exist.

    >>> explain("text-does-not-fit").startswith("A text")
    True
    """
    from osloregion_slides.base import messages

    if code not in messages.codes():
        from osloregion_slides.base.findings import meant

        raise InvalidInput([finding("usage.code", code=code, **meant(code, sorted(messages.codes())))])
    return messages.explanation(code, language)


def read_schema(*, plugins: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the outline language, as editors and the reader use it.

    With ``plugins`` it includes the kinds of all installed plug-ins; unusable ones are left out, for reasons that
    ``osloregion-slides schema --plugins`` prints. The value is shared: copy it before changing it.

    >>> "quote" in read_schema(plugins=True)["$defs"]["slide"]["properties"]["kind"]["enum"]
    True
    """
    from osloregion_slides.drafting import read_schema as read
    from osloregion_slides.drafting import schema_with_plugins

    return schema_with_plugins()[0] if plugins else read()


def iso(day: str | date) -> str:
    """Return a date as ISO 8601 text; text is returned unchanged."""
    return day if isinstance(day, str) else day.isoformat()


def pairs(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return settings as pairs of dotted path and text."""
    return settings if isinstance(settings, tuple) else tuple(settings.items())
