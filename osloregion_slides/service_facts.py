"""The library's functions for facts: differences between dates, decks, outlines or git revisions, and origins."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.service import OUTLINES, iso, pairs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.news import Change
    from osloregion_slides.outline.origins import Origin
    from osloregion_slides.outline.stated import Facts
    from osloregion_slides.service import Path, Settings

MOST_ARCHIVE = 512 * 1024 * 1024
"""Maximum size of a revision's archive, bytes: enough for a workspace, not for a repository of pictures."""


class NewFacts(Record):
    """The changed facts between two sides: the ``changes``, and a line for each in the ``language`` of the facts.

    ``before`` and ``after`` are the ISO dates of the sides, "" where they have none.
    """

    changes: tuple[Change, ...]
    lines: tuple[str, ...]
    before: str
    after: str
    language: str

    @property
    def title(self) -> str:
        """The title ``New since 31 December 2007``, without the date where the first side has none."""
        from osloregion_slides.outline.news import title_since

        return title_since(self.before, self.language)


class Side(Record):
    """One side of a comparison: its facts, and its outline, if any."""

    facts: Facts
    outline: Outline | None = None


def diff_facts(
    before: Path | date,
    after: Path | date,
    outline: Path = "",
    *,
    audience: str = "",
    language: str = "",
    settings: Settings = (),
) -> NewFacts:
    """Return the facts that are new, gone or changed from ``before`` to ``after``.

    Each side is a date, a deck (.pptx), an outline (.yaml) or a revision of git; dates and revisions are those of
    ``outline``, by default the outline of the other side, else decks/osloregionen.yaml. InvalidInput for an
    unreadable side, a deck without facts (``no-facts``) and two decks in different languages (``other-language``).

    >>> diff_facts("2007-12-31", "2008-01-01", "decks/osloregionen.yaml", language="en").lines
    ('Horten: member from 1 January 2008, 56 → 57',)
    """
    from osloregion_slides.drafting import deck_facts

    names = [os.fspath(one) if isinstance(one, (str, os.PathLike)) else iso(one) for one in (before, after)]
    own = os.fspath(outline) or next((name for name in names if name.lower().endswith(OUTLINES)), "")
    decks = {name: deck_facts(name) for name in names if name.lower().endswith(".pptx")}
    spoken = {facts["language"][""] for facts in decks.values() if "language" in facts}
    _one_language({*spoken, *([language] if language else [])}, names[0])
    chosen = {"audience": audience, "language": language or "".join(spoken), "settings": pairs(settings)}
    one, other = [Side(decks[name]) if name in decks else _side(name, own, chosen) for name in names]
    _one_language({side.facts["language"][""] for side in (one, other) if "language" in side.facts}, names[0])
    return news(one, other)


def news(one: Side, other: Side) -> NewFacts:
    """Return the facts that are new, gone or changed between two sides in the same language."""
    from osloregion_slides.outline.news import compare, lines, titles_of
    from osloregion_slides.outline.words import use

    used = other.outline or one.outline
    use(used.resolver.choices.words if used else ())
    changes = compare(one.facts, other.facts)
    titles: dict[str, str] = {}
    for side in (one, other):
        titles |= titles_of(side.outline, side.facts, changes) if side.outline else {}
    code = other.facts.get("language", {}).get("", "nb")
    written = tuple([line for line, _ in lines(changes, code, titles)])
    since, until = [side.facts.get("as_of", {}).get("", "") for side in (one, other)]
    return NewFacts(changes, written, since, until, code)


def _one_language(found: set[str], name: str) -> None:
    if len(found) > 1:
        raise InvalidInput([finding("other-language", Location(name), language=min(found), found=max(found))])


def why(
    target: Path,
    slide: str,
    text: str,
    *,
    audience: str = "",
    language: str = "",
    as_of: str | date = "",
    settings: Settings = (),
) -> tuple[Origin, ...]:
    """Return the origins of a text or number on a slide: file and cell or line, date, source, confidence.

    ``target`` is an outline, or a deck that names its outline, whose variant is then the default. ``slide`` is an id or
    a number from 1. () where the slide does not show the text. InvalidInput for an unknown slide.

    >>> [str(origin.at) for origin in why("decks/osloregionen.yaml", "members", "57")]
    ['decks/data/members.csv']
    """
    from osloregion_slides.base.findings import meant
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.origins import origins, slide_of

    path = os.fspath(target)
    chosen: dict[str, Any] = {"audience": audience, "language": language, "as_of": iso(as_of)}
    settings = pairs(settings)
    if not path.lower().endswith(OUTLINES):
        from osloregion_slides.service_update import Asked, find
        from osloregion_slides.update.base_read import read_head

        found = find(path, Asked())
        kept = read_head(found.base).variant
        own = {"audience": kept.audience, "language": kept.language, "as_of": kept.as_of}
        chosen = {key: value or own[key] for key, value in chosen.items()}
        path, settings = found.outline, (*kept.settings, *settings)
    outline = load(path, **chosen, settings=settings)
    source = slide_of(outline, slide)
    if source is None:
        known = tuple([one.id for one in outline.slides])
        raise InvalidInput([finding("usage.slide", Location(path), slide=slide[:60], **meant(slide, known))])
    return origins(outline, source, text)


def news_since(existing: bytes | None, base: bytes, outline: Callable[[], Outline]) -> tuple[str, ...]:
    """Return a line for each fact that differs between an ``existing`` deck and its next build, with this ``base``.

    () where ``existing`` is another deck, or in another language; ``outline`` returns the outline of both.
    """
    from osloregion_slides.pptx.save import facts_in
    from osloregion_slides.update.base_read import read_head

    if not existing or not base:
        return ()
    head = read_head(base)
    before = facts_in(existing, head.key)
    if not before or not head.facts or before == head.facts or before.get("language") != head.facts.get("language"):
        return ()
    return news(Side(before), Side(head.facts, outline())).lines


def rows_gone(existing: bytes | None, base: bytes, outline: str) -> tuple[Finding, ...]:
    """Return findings on rows that an ``existing`` deck has and its next build, with this ``base``, lacks.

    () without a deck or a base.
    """
    from osloregion_slides.outline.stated import gone
    from osloregion_slides.pptx.save import facts_in
    from osloregion_slides.update.base_read import read_head

    if not existing or not base:
        return ()
    head = read_head(base)
    return gone(facts_in(existing, head.key), head.facts, outline)


def _side(name: str, outline: str, chosen: dict[str, Any]) -> Side:
    from osloregion_slides.drafting import load

    if name.lower().endswith(OUTLINES):
        return _stated(load(name, **chosen))
    path = outline or os.path.join("decks", "osloregionen.yaml")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", name):
        return _stated(load(path, as_of=name, **chosen))
    return _of_revision(name, path, chosen)


def _stated(outline: Outline) -> Side:
    from osloregion_slides.outline.stated import stated

    return Side(stated(outline), outline)


def _file(member: Any, folder: str) -> Any:
    """Return a member that is safe to unpack, None for a link out of the folder."""
    import tarfile

    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def _of_revision(revision: str, path: str, chosen: dict[str, Any]) -> Side:
    """Return the facts of an outline in a git revision, with the files beside it."""
    import io
    import subprocess
    import tarfile

    from osloregion_slides.drafting import load
    from osloregion_slides.outline.trial import trial_folder
    from osloregion_slides.outline.workspace import Workspace

    top = Workspace(path).top
    unknown = InvalidInput([finding("usage.revision", Location(revision), since=revision, name=os.path.basename(path))])
    if revision.startswith("-"):
        raise unknown
    try:
        done = subprocess.run(["git", "archive", revision], cwd=top, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        raise InvalidInput([finding("usage.git", Location(revision))]) from None
    if done.returncode or len(done.stdout) > MOST_ARCHIVE:
        raise unknown
    with trial_folder() as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter=_file)
        copy = os.path.join(folder, os.path.relpath(path, top))
        if not os.path.isfile(copy):
            raise unknown
        return Side(_stated(load(copy, **chosen)).facts)
