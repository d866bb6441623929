"""One job in a worker: build the deck, compare it with the existing file, write it if it differs, draw its PDF.

A worker keeps no deck and returns an ``Outcome``. Any executor can run ``do``: it takes and returns
picklable values, and needs no set-up.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.budget import SECONDS, Within
from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, reason_of
from osloregion_slides.base.record import Record
from osloregion_slides.batch.sources import Source, digest_bytes, stated, tool_version, trace
from osloregion_slides.batch.values import Job, Outcome, pdf_of
from osloregion_slides.ooxml.zip import BadZip, read_zip
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.update.base import keep_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.batch.pictures import Shown
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.service import Built

COLLECT = 50  # decks between runs of the garbage collector; a run takes as long as half a deck
MAX_DECK = 200 * 1024 * 1024  # bytes of a deck to compare; larger ones cannot be read (ooxml.zip)
MAX_NAMED = 3  # differing parts named in a message
GROUP = 16  # decks per LibreOffice: its start is then a fifth of the time, with progress every 15 s


class Task(Record):
    """A job with its place: ``target`` is the deck's path, ``untouched``: the file of the last build is unchanged
    there.

    ``force`` overwrites manual edits and ignores a lock file; ``verify`` only compares. On another machine a worker
    enters ``folder`` first, and has to have this version of the ``tool``, if any. ``pictures`` is the output folder,
    where the slides are drawn for a report, "" for no pictures. ``workspace`` and ``seconds`` are the folder and the
    processor time that the command line gives.
    """

    job: Job
    target: str
    untouched: bool = False
    force: bool = False
    verify: bool = False
    folder: str = ""
    tool: str = ""
    pictures: str = ""
    workspace: str = ""
    seconds: float = SECONDS


class _Worker:
    done = 0
    owned = False
    tool = ""


def do(task: Task) -> Outcome:
    """Build the deck of a task; failures are findings of the outcome."""
    _collect_garbage()
    Workspace.choose(task.workspace)
    outcome = Outcome(task.job, "failed", task.target, sources=(Source(task.job.outline, -1, 0),))
    try:
        if task.folder and (kind := differing(task.folder, task.tool)):
            import platform

            at, values = Location(task.target), {"machine": platform.node(), "folder": task.folder}
            key = "worker-differs.folder" if kind == "folder" else "worker-differs.version"
            raise InvalidInput([finding(key, at, **values)])
        try:
            with Within(task.job.outline, task.seconds):
                outcome = _built(task)
        finally:  # a worker that differs has read no sources, and its folder is not ours
            outcome = outcome.replace(sources=_sources(task.job, outcome.sources))
        outcome = outcome.replace(deck=None if task.verify else stated(task.target))
    except InvalidInput as problem:
        outcome = outcome.replace(state="failed", findings=problem.findings)
    except MemoryError:
        outcome = outcome.replace(state="failed", findings=(finding("out-of-memory.deck", Location(task.target)),))
    except Exception as bug:
        from osloregion_slides.bugs import bug_finding

        report = bug_finding(bug, repr(task)).replace(at=Location(task.target))
        outcome = outcome.replace(state="failed", findings=(report,))
    if task.folder and not task.verify:  # the worker draws PDFs, so that the whole cluster takes part
        return next(with_pdfs((outcome,), 1))
    return outcome


def _built(task: Task) -> Outcome:
    from osloregion_slides.brand.tables import missing_tables
    from osloregion_slides.pptx.save import existing_deck, overwrite_refusal, save
    from osloregion_slides.service import build
    from osloregion_slides.service_facts import rows_gone

    job = task.job
    try:
        with trace:
            built = build(
                job.outline,
                audience=job.audience,
                language=job.language,
                as_of=job.as_of,
                settings=job.settings,
                updatable=job.updatable,
                checked=job.checked,
                strict=job.strict,
            )
    except InvalidInput as problem:
        raise InvalidInput(_placed(problem.findings, job)) from None
    missing = tuple([Source(path, -1, 0) for path in missing_tables(built.brand)]) if built.brand else ()
    outcome = Outcome(job, "same", task.target, len(built.deck.slides), built.findings, sources=missing)
    if job.to != "pptx":
        return _exported(task, built, outcome)
    if task.verify:
        fault = difference(task.target, built.data)
        return outcome.replace(state="failed", findings=(*built.findings, fault)) if fault else outcome
    outcome = outcome.replace(digest=digest_bytes(built.data))
    there = existing_deck(task.target, task.force)
    if there == built.data:
        _pictured(task, there, built)
        return outcome
    if there is not None and not (task.force or task.untouched):
        found = overwrite_refusal(task.target, there)
        if found is not None:
            raise InvalidInput([found])
    save(task.target, built.data, task.force, os.path.normpath(task.target.removesuffix(job.output) or "."))
    findings = (*built.findings, *rows_gone(there, built.base, job.outline))
    if not any([key.startswith("member.") for key, _ in job.settings]):  # else the base store grows by 65 KB per member
        findings += keep_beside(job.outline, built.base)
    shown = _pictured(task, there, built)
    return outcome.replace(state="built", findings=findings, shown=shown, news=_news(job, there, built))


def _exported(task: Task, built: Built, outcome: Outcome) -> Outcome:
    """Return the outcome for a web page, a PDF or a handout, which replaces the existing file."""
    from osloregion_slides.pptx.save import existing_deck, save
    from osloregion_slides.render.export import exported

    job = task.job
    data = exported(built, _outline(job), job.to, job.notes)
    there = existing_deck(task.target, force=True)
    if task.verify and there != data:
        fault = finding("deck-missing" if there is None else "deck-differs.file", Location(task.target))
        return outcome.replace(state="failed", findings=(*built.findings, fault))
    if there != data:
        save(task.target, data, task.force, os.path.normpath(task.target.removesuffix(job.output) or "."))
    return outcome.replace(state="same" if there == data else "built", digest=digest_bytes(data))


def _news(job: Job, there: bytes | None, built: Built) -> tuple[str, ...]:
    """Return the facts that differ from the previous deck."""
    from osloregion_slides.service_facts import news_since

    return news_since(there, built.base, lambda: _outline(job))


def _outline(job: Job) -> Outline:
    from osloregion_slides.drafting import load

    return load(job.outline, audience=job.audience, language=job.language, as_of=job.as_of, settings=job.settings)


def _pictured(task: Task, there: bytes | None, built: Built) -> tuple[Shown, ...]:
    """Return the changed slides for a report; without them the deck is still complete."""
    if not task.pictures:
        return ()
    from osloregion_slides.batch.pictures import pictured

    try:
        return pictured(task.pictures, task.job.output, there, built)
    except OSError:
        return ()


def _placed(findings: tuple[Finding, ...], job: Job) -> list[Finding]:
    """Return the findings, with those about the variant placed at its line in builds.yaml."""
    return [one.replace(at=job.at) if one.at and one.at.file.startswith("--") else one for one in findings]


def _sources(job: Job, missing: tuple[Source, ...]) -> tuple[Source, ...]:
    """Return the sources in the form of the cache, and those that would be read if they existed, as ``missing``."""
    from osloregion_slides import plugins
    from osloregion_slides.batch.builds import shown
    from osloregion_slides.outline.words import LANGUAGES

    code = [stated(path) for plugin in plugins.used() for path in plugin.files]
    read = (*trace.read(), *[source for source in code if source])
    found = {shown(source.path): source for source in read}
    workspace = Workspace(job.outline)
    shadows = [_shadow(source.path, place) for place in (workspace.root, workspace.top) for source in read]
    codes = (job.language.partition("-")[0],) if job.language else LANGUAGES
    own = [os.path.join(workspace.top, "locale", f"{code}.yaml") for code in codes]
    words = [path for path in (*own, *[one.path for one in missing]) if not os.path.exists(path)]
    for path in (os.path.abspath(job.outline), *words, *[path for path in shadows if path]):
        found.setdefault(shown(path), Source(path, -1, 0))
    return tuple([source.replace(path=path) for path, source in found.items()])


def _shadow(path: str, place: str) -> str:
    """Return the file in ``place`` that would take precedence over this one, "" without one."""
    from osloregion_slides.base import resources

    package = os.path.join(resources.path(), "")
    name = path[len(package) :] if path.startswith(package) else ""
    if name.split(os.sep)[0] not in ("assets", "templates"):
        return ""
    shadow = os.path.join(place, name)
    return "" if shadow == path or os.path.exists(shadow) else shadow


def differing(folder: str, tool: str) -> str:
    """Enter a folder and compare versions of the ``tool``, if any; return "folder" or "version" if these differ."""
    try:
        os.chdir(folder)
    except OSError:
        return "folder"
    if tool and not _Worker.tool:
        _Worker.tool = tool_version()[1]
    return "version" if tool and _Worker.tool != tool else ""


def own_process() -> None:
    """Declare that this process only builds decks, so that the garbage collector may be switched off."""
    _Worker.owned = True


def _collect_garbage() -> None:
    """Switch the collector off and run it periodically: a build creates many objects and drops few."""
    import gc

    if not _Worker.owned:  # the process belongs to a host
        return
    if _Worker.done % COLLECT == 0:
        gc.disable()
        gc.collect()
        if _Worker.done == COLLECT:
            gc.freeze()  # shared objects stay: traversing them in each run costs as much as a deck
    _Worker.done += 1


# Comparing a committed deck with a fresh build, independent of the zlib version.


def canonical(data: bytes) -> dict[str, str]:
    """Return the digest of each uncompressed part of a package by name.

    Order, dates and compression of the archive do not count (ECMA-376, part 2: a package is its parts).
    ``zip.BadZip`` for anything but a package.
    """
    digests = {}
    for name, member in read_zip(data).items():
        unpacked = member.read()
        if name.endswith(".xlsx"):  # the workbook of a chart is a package itself
            unpacked = repr(sorted(canonical(unpacked).items())).encode()
        digests[name] = digest_bytes(unpacked)
    return digests


def difference(path: str, data: bytes) -> Finding | None:
    """Return a finding if the deck at ``path`` differs from ``data``, else None.

    The fix for an edited deck is ``update``, since a build would refuse to overwrite it.
    """
    at = Location(path)
    try:
        there = read_bytes(path, MAX_DECK)
    except OSError:
        return finding("deck-missing", at)
    if there == data:
        return None
    try:
        old, new = canonical(there), canonical(data)
    except BadZip as broken:
        found = finding("deck-differs.unreadable", at, why=reason_of(broken))
    else:
        differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        if not differing:
            return None
        parts = sorted(differing, key=lambda name: (not name.startswith("ppt/slides/"), name))
        more = len(parts) - MAX_NAMED
        shown = (*parts[:MAX_NAMED], *((f"and {more} more",) if more > 0 else ()))
        found = finding("deck-differs", at, parts=shown, count=len(parts))
    from osloregion_slides.pptx.save import overwrite_refusal

    edited = overwrite_refusal(path, there)
    return found.replace(hint=edited.hint) if edited is not None else found


# PDFs beside the decks: one LibreOffice draws many, because its start takes as long as three or four decks.
# Measured with LibreOffice 7.4 on two cores: six decks of 13 slides in 6.1 s, instead of 14.1 s with one each.


def with_pdfs(outcomes: Iterable[Outcome], workers: int) -> Iterator[Outcome]:
    """Yield each outcome once its PDF exists, if its job requests one; a failed outcome if it cannot be drawn.

    ``workers`` LibreOffices run at once. Outcomes without a PDF come immediately, the others in groups.
    """
    waiting: list[Outcome] = []
    for outcome in outcomes:
        if not _lacks_pdf(outcome):
            yield outcome
            continue
        waiting.append(outcome)
        if len(waiting) == GROUP * workers:
            yield from _drawn(waiting, workers)
            waiting = []
    yield from _drawn(waiting, workers)


def _lacks_pdf(outcome: Outcome) -> bool:
    if not outcome.job.pdf or outcome.state not in ("built", "same"):
        return False
    deck, pdf = stated(outcome.target), stated(pdf_of(outcome.target))
    return outcome.state == "built" or deck is None or pdf is None or pdf.mtime < deck.mtime


def _drawn(outcomes: list[Outcome], workers: int) -> Iterator[Outcome]:
    if not outcomes:
        return
    from osloregion_slides.render.export import pdfs_beside

    for outcome, findings in zip(outcomes, pdfs_beside([one.target for one in outcomes], jobs=workers)):
        drawn = outcome.replace(findings=(*outcome.findings, *findings))
        failed = any([one.severity == "error" for one in findings])
        yield drawn.replace(state="failed", deck=None) if failed else drawn  # a deck without its PDF is rebuilt
