"""The library's function ``pull``, from an edited deck back to its outline; and writing changes of outlines."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

from osloregion_slides.base.files import AsIf, read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, finding
from osloregion_slides.base.record import warm_up
from osloregion_slides.drafting import drawn, load, pens_of
from osloregion_slides.outline.load import Outline, with_document
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, identity, worded
from osloregion_slides.outline.read import read_sources
from osloregion_slides.outline.workspace import Workspace, from_here
from osloregion_slides.pptx.reading.beside import lost_beside, pictures_of
from osloregion_slides.pptx.reading.deck import Package, read_opened
from osloregion_slides.pptx.reading.text import addresses
from osloregion_slides.pulling.changes import Change, changed
from osloregion_slides.pulling.changes import write as write_changes
from osloregion_slides.pulling.kinds import AddedSlides
from osloregion_slides.pulling.places import Places
from osloregion_slides.pulling.proposals import reused_edits
from osloregion_slides.pulling.pull import Taken, left_behind, take
from osloregion_slides.pulling.source import Unwritable
from osloregion_slides.service import iso, pairs
from osloregion_slides.service_edit import File, Pulled, Sources, generated, overlay_of
from osloregion_slides.service_update import Asked, find, plan_found
from osloregion_slides.update.base_read import read_base, read_head
from osloregion_slides.update.deck_state import DeckState, SlideState
from osloregion_slides.update.drawn import Drawn, read_drawn
from osloregion_slides.update.plan import keyed

if TYPE_CHECKING:
    from datetime import date

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pulling.edits import Edit
    from osloregion_slides.service import Path, Settings


def pull(
    deck: Path,
    outline: Path = "",
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
    data: bytes | None = None,
    base: Path = "",
) -> Pulled:
    """Return the edits of a deck as changes of its outline; nothing is written (``Pulled.write`` does).

    Texts, bullets, notes, cells, values, alt texts, order, hidden and removed slides are written to their places in the
    outline, or into the overlay of the deck's audience; all other lines stay unchanged. ``outline``, variant, ``data``
    and ``base`` are as in ``plan``. InvalidInput as in ``plan``.

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> pull("out/deck.pptx").exit_code
    0
    """
    warm_up()
    asked = Asked(os.fspath(outline), audience, language, iso(as_of), pairs(settings))
    found = find(os.fspath(deck), asked, data, os.fspath(base))
    head, before = read_head(found.base), read_base(found.base)
    kept = head.variant
    loaded = load(
        found.outline,
        audience=audience or kept.audience,
        language=language or kept.language,
        as_of=asked.as_of or kept.as_of,
        settings=(*kept.settings, *asked.settings),
    )
    ours = generated(loaded).known
    if head.key != ours.key:
        raise InvalidInput([finding("another-deck", found=head.key, made=ours.key)])
    theirs, was_drawn = read_opened(found.opened), read_drawn(found.base)
    whole = {slide.locator.part: slide for slide in theirs.slides if slide.locator}
    if was_drawn:  # an outline cannot state shapes that functions drew
        from osloregion_slides.finishing import without_drawn

        theirs = without_drawn(theirs, was_drawn, before).known
    links = addresses(found.opened.package, [one.locator.part for one in theirs.slides if one.locator])
    new = _by_hand(before, theirs, ours)
    pictures = _pictures(found.opened.package, new, loaded.root)
    named = {digest: os.path.relpath(path, loaded.root).replace(os.sep, "/") for digest, (path, _) in pictures.items()}
    beside = {one.locator.part: lost_beside(found.opened.package, one) for one in new if one.locator}
    with AsIf(dict(pictures.values())):
        ids, added = _ids(found.outline), AddedSlides(named, beside, theirs.size)
        taken = take(before, theirs, loaded, ours, lambda outline: generated(outline).known, links, ids, added)
    reused = _reused(was_drawn, whole, keyed(before, theirs, ours)[1], loaded) if was_drawn else ()
    taken = taken.replace(edits=(*taken.edits, *reused))
    files, unwritten = _files(taken, loaded, found.outline)
    after = with_document(loaded, changed(loaded.document, taken.changes)) if taken.edits else loaded
    with AsIf(dict(pictures.values())):
        pulled = generated(after)
        pulled = drawn(pulled, pens_of(after, pulled.deck, pulled.brand))
    files += _named_pictures(pictures, named, files)
    left = left_behind(plan_found(found, pulled).plan, pulled.known, taken.reported, before)
    return Pulled(files, (*found.findings, *taken.findings, *unwritten, *left), len(taken.edits) - len(unwritten))


def _named_pictures(
    pictures: dict[str, tuple[str, bytes]], named: dict[str, str], files: tuple[File, ...]
) -> tuple[File, ...]:
    """Return the new pictures that the changed outline names; the names are by the digest of a picture."""
    written = b"".join([file.after for file in files if not file.path.endswith(".xlsx")])
    found = [place for digest, place in pictures.items() if named[digest].encode() in written]
    return tuple([File(path, b"", data) for path, data in found])


def _reused(
    drawn: tuple[Drawn, ...], whole: dict[str, SlideState], found: DeckState, outline: Outline
) -> tuple[tuple[Edit, tuple[Change, ...]], ...]:
    """Return the text edits on kept slides of other decks; ``found`` has their keys, ``whole`` all their content."""
    slides = {one.key: whole[one.locator.part] for one in found.slides if one.locator}
    at, language = outline.document.at, outline.language

    def text(words: str) -> Node:
        node = worded(words, at)
        return Mapping((Entry(Scalar(language, True, at), node),), at) if len(outline.languages) > 1 else node

    return tuple(reused_edits(drawn, slides, Places(outline), text))


def _by_hand(before: DeckState, theirs: DeckState, ours: DeckState) -> list[SlideState]:
    """Return the slides of a deck that are in neither its base nor its outline."""
    known = {slide.key for side in (before, ours) for slide in side.slides}
    return [slide for slide in keyed(before, theirs, ours)[1].slides if slide.key not in known]


def _pictures(package: Package, slides: list[SlideState], folder: str) -> dict[str, tuple[str, bytes]]:
    """Return the pictures of slides by digest: unused paths beside the outline, and bytes."""
    found = {}
    for digest, (name, data) in pictures_of(package, slides).items():
        stem, ending = os.path.splitext(os.path.join(folder, name))
        paths = (f"{stem}{f'-{number}' if number else ''}{ending}" for number in count())
        path = next(path for path in paths if not os.path.lexists(path) or _holds(path, data))
        found[digest] = from_here(path), data
    return found


def _holds(path: str, data: bytes) -> bool:
    try:
        return read_bytes(path, len(data)) == data
    except OSError:
        return False


def _ids(path: str) -> set[str]:
    """Return all ids in an outline and the outlines that it extends, for all dates and audiences."""
    trees, _ = read_sources(path, Workspace(path))
    waiting: list[Node] = list(trees)
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        found.add(identity(node))
        if isinstance(node, Mapping):
            waiting += [entry.value for entry in node.entries]
        elif isinstance(node, Sequence):
            waiting += node.items
    return found


def _files(taken: Taken, outline: Outline, path: str) -> tuple[tuple[File, ...], tuple[Finding, ...]]:
    """Return the changed files, and a finding for each edit that cannot be written."""
    overlay = overlay_of(outline, path)
    done: list[tuple[Change, ...]] = []
    findings: list[Finding] = []
    sources = Sources()
    waiting = [list(taken.edits)] if taken.edits else []
    while waiting:
        some = waiting.pop()
        trial = Sources()
        try:
            new = [changes for _, changes in some]
            write_changes([one for changes in (*done, *new) for one in changes], outline.document, overlay, trial.open)
        except Unwritable:
            if len(some) > 1:
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
                continue
            edit, changes = some[0]
            at = changes[0].node.at
            findings.append(finding("pull-unwritable", at, on_slide=edit.slide, after=str(edit.after)[:40]))
        else:
            done += new
            sources = trial
    return sources.files(), tuple(findings)
