"""Slides of other decks that an outline references: lookup, checks and fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.compose.context import TRIAL, ComposeContext
from osloregion_slides.ooxml.library import Library, LibrarySlide, library
from osloregion_slides.ooxml.package import deck_policy
from osloregion_slides.ooxml.zip import MAX_FILE
from osloregion_slides.outline.workspace import from_here

if TYPE_CHECKING:
    from osloregion_slides.outline.fields import Fields


class Chosen(Record):
    """A slide of another deck: the deck's path and bytes, the slide, its title here, and replacement texts by shape.

    ``source`` is a digest of the slide as shown here, "" during composition. ``own``: the slide keeps its own master.
    """

    path: str
    data: bytes
    slide: LibrarySlide
    title: str
    texts: tuple[tuple[str, str], ...]
    own: bool
    source: str


def chosen(fields: Fields, key: str, context: ComposeContext | None = None) -> Chosen | None:
    """Return the slide named by ``from``; None with a finding if it does not exist or its deck cannot be read."""
    name, _, wanted = fields.plain("from").partition("#")
    at = fields.at("from")
    path = fields.resolver.workspace.find(name.strip(), at)
    if isinstance(path, Finding):
        fields.resolver.report(path)
        return None
    path = from_here(path)
    trial = TRIAL.get()
    try:
        if trial and path in trial.decks:
            data, deck = trial.decks[path]
        else:
            data = read_bytes(path, MAX_FILE)
            deck = library(data, deck_policy(path))
            if trial:
                trial.decks[path] = data, deck
    except InvalidInput as problem:
        for one in problem.findings:
            fields.resolver.report(one.replace(at=at, slide=key))
        return None
    slide = deck.find(wanted.strip())
    if slide is None:
        values = meant(wanted.strip(), [one.name for one in deck.slides])
        fields.resolver.report(finding("no-library-slide", at, on_slide=key, name=wanted.strip(), file=name, **values))
        return None
    if context is not None:
        _check(fields, key, deck, slide, context)
    texts = _texts(fields, key, slide)
    title = dict(texts).get(slide.title_shape, slide.title) if slide.title_shape else fields.plain("title")
    own = fields.raw("master") == "own"
    source = ""
    if context is None:  # a Scene does not hold the slide's content, so a digest identifies it
        content = "\0".join([deck.fingerprint(slide, own), str(own), *[f"{one}\1{text}" for one, text in texts]])
        source = _digest(content)
    return Chosen(path, data, slide, " ".join(title.split()), texts, own, source)


def _check(fields: Fields, key: str, deck: Library, slide: LibrarySlide, context: ComposeContext) -> None:
    """Report a missing title, a title that cannot be replaced, and a page of another aspect ratio."""
    if fields.has("title") and not slide.title_shape:
        context.report("unknown-text.title", fields.at("title"), on_slide=key)
    elif not slide.title and not fields.has("title"):
        context.report("kept-without-title", fields.at("from"), on_slide=key)
    (width, height), brand = deck.size, context.brand
    if width and height and abs(width / height - brand.width / brand.height) > _ALIKE:
        context.report("kept-other-shape", fields.at("from"), on_slide=key, file=fields.raw("from"))


_ALIKE = 0.01
"""The largest difference of aspect ratios that counts as equal."""


def _texts(fields: Fields, key: str, slide: LibrarySlide) -> tuple[tuple[str, str], ...]:
    """Return the replacement texts by shape, and report names that no shape has."""
    given = fields.mapping("texts")
    found = {}
    if fields.has("title") and slide.title_shape:
        found[slide.title_shape] = fields.plain("title")
    for name in tuple(given.keys()):
        shape = slide.title_shape if name == "Title" and name not in slide.shapes else name
        if shape not in slide.shapes or not shape:
            values = meant(name, slide.shapes)
            at = given.at(name)
            fields.resolver.report(finding("unknown-text", at, on_slide=key, name=name, **values))
            continue
        found[shape] = given.words(given.rich(name), given.at(name))
    return tuple(found.items())


def _digest(text: str) -> str:
    from hashlib import sha1

    return sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
