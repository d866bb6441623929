"""One job in a worker: the deck made, compared with what lies there, and written if it is another one.

A worker keeps no deck: what goes back is an ``Outcome``. Any executor can run ``do``: it takes and returns
values that can be pickled, and needs nothing set up before.
"""

from __future__ import annotations

import os

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, error
from osloregion_slides.base.record import Record
from osloregion_slides.batch import trace
from osloregion_slides.batch.cache import digest_bytes
from osloregion_slides.batch.values import Outcome, Source
from osloregion_slides.ooxml.zip import BadZip, read_zip
from osloregion_slides.update.base import keep_beside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.pictures import Shown
    from osloregion_slides.batch.values import Job, State
    from osloregion_slides.service import Built


def is_one_of_many(job: Job) -> bool:
    """Whether a deck is one of those made for each member: the store would get a file of 65 KB for each, every time."""
    return any([key.startswith("member.") for key, _ in job.settings])


# Whether a committed deck is what its outline gives, whatever zlib packed it.

MAX_DECK = 200 * 1024 * 1024
"""Bytes of a deck that are compared: no deck that can be read is larger (``ooxml.zip``)."""
MOST = 3
"""So many parts that differ are named."""


def canonical(data: bytes) -> dict[str, str]:
    """Return the digest of each part of a package, unpacked, by its name.

    Order, dates and packing of the archive do not count (ECMA-376, part 2: a package is its parts).
    ``zip.BadZip`` for what is no package.
    """
    from hashlib import blake2b

    digests = {}
    for name, member in read_zip(data).items():
        unpacked = member.read()
        if name.endswith(".xlsx"):  # a chart's workbook is a package of its own
            unpacked = repr(sorted(canonical(unpacked).items())).encode()
        digests[name] = blake2b(unpacked, digest_size=16).hexdigest()
    return digests


def canonical_hash(data: bytes) -> str:
    """Return one digest of all parts of a package."""
    from hashlib import blake2b

    return blake2b(repr(sorted(canonical(data).items())).encode(), digest_size=16).hexdigest()


def difference(path: str, data: bytes) -> Finding | None:
    """Return in what the deck at ``path`` is another one than ``data``, None where it is the same.

    The hint is what works: a build refuses to write over a deck that people changed, so that one is to be updated.
    """
    hint = "build it, look at it, and commit it"
    try:
        there = read_bytes(path, MAX_DECK)
    except OSError:
        return error("deck-missing", Location(path), "the deck is not there, so it cannot be verified", hint)
    if there == data:
        return None
    try:
        old, new = canonical(there), canonical(data)
    except BadZip as broken:
        return error(
            "deck-differs", Location(path), f"the deck is no presentation: {broken}", _refused(path, there) or hint
        )
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    parts = sorted(differing, key=lambda name: (not name.startswith("ppt/slides/"), name))
    if not parts:
        return None
    more = f" and {len(parts) - MOST} more" if len(parts) > MOST else ""
    message = f"the deck is not what its outline gives: {', '.join(parts[:MOST])}{more}"
    return error("deck-differs", Location(path), message, _refused(path, there) or hint)


def _refused(path: str, deck: bytes) -> str:
    """What to do about a deck that a build does not write over, "" for one that it does."""
    from osloregion_slides.pptx.save import hand_work

    found = hand_work(path, deck)
    return found.hint if found is not None else ""


COLLECT = 50
"""So many decks are made between two runs of the garbage collector: a run takes as long as half a deck."""


class Task(Record):
    """A job with its place: ``target`` is the deck's path, ``untouched`` says that it lies there as we wrote it.

    ``force`` writes over what people did to the deck and passes over a lock file; ``verify`` only compares.
    On a machine of its own a worker goes to ``folder`` first, and has to have this version of the ``tool``, if any.
    ``pictures`` is the output folder, beside whose decks the slides are drawn for a report, "" for no such thing.
    """

    job: Job
    target: str
    untouched: bool = False
    force: bool = False
    verify: bool = False
    folder: str = ""
    tool: str = ""
    pictures: str = ""


class _Worker:
    done = 0
    ours = False
    tool = ""


def do(task: Task) -> Outcome:
    """Make the deck of a task; whatever goes wrong is a finding of the outcome."""
    _rest()
    slides, deck, digest = 0, None, ""
    shown: tuple[Shown, ...] = ()
    findings: tuple[Finding, ...] = ()
    state: State = "failed"
    sources: tuple[Source, ...] = (Source(task.job.outline, -1, 0),)
    try:
        if task.folder:
            _go(task)
        try:
            slides, findings, state, digest, shown = _made(task)
        finally:  # a worker that differs has read nothing, and what its folder shows is not ours
            sources = _sources(task.job)
        deck = None if task.verify else _now(task.target)
    except InvalidInput as problem:
        findings, state = problem.findings, "failed"
    except MemoryError:
        findings = (error("out-of-memory", Location(task.target), "there is not enough memory for this deck", "-j 1"),)
    except Exception as bug:
        findings = (_bug(bug, task),)
    outcome = Outcome(task.job, state, task.target, slides, findings, sources, deck, digest, shown)
    return _with_pdf(outcome) if task.folder and not task.verify else outcome


def _with_pdf(outcome: Outcome) -> Outcome:
    """Make the PDF, if one is wanted, on the machine of this worker, so that the whole cluster draws."""
    from osloregion_slides.batch.pdfs import with_pdfs

    return next(with_pdfs((outcome,), 1))


def _made(task: Task) -> tuple[int, tuple[Finding, ...], State, str, tuple[Shown, ...]]:
    """The number of slides, what there is to say, what became of the deck, the digest of its bytes, what to show."""
    trace.begin()
    from osloregion_slides.pptx.save import deck_there, hand_work, save
    from osloregion_slides.service import build

    job = task.job
    try:
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
    finally:
        trace.end()
    slides, findings = len(built.deck.slides), built.findings
    if task.verify:
        fault = difference(task.target, built.data)
        return slides, (*findings, fault) if fault else findings, "failed" if fault else "same", "", ()
    there = deck_there(task.target, task.force)
    if there == built.data:
        _pictured(task, there, built)
        return slides, findings, "same", digest_bytes(built.data), ()
    if there is not None and not (task.force or task.untouched):
        found = hand_work(task.target, there)
        if found is not None:
            raise InvalidInput([found])
    save(task.target, built.data, task.force, os.path.normpath(task.target.removesuffix(job.output) or "."))
    if not is_one_of_many(job):
        findings += keep_beside(job.outline, built.base)
    return slides, findings, "built", digest_bytes(built.data), _pictured(task, there, built)


def _pictured(task: Task, there: bytes | None, built: Built) -> tuple[Shown, ...]:
    """What a report shows of a deck; a deck is no worse for lacking it."""
    if not task.pictures:
        return ()
    from osloregion_slides.batch.pictures import pictured

    try:
        return pictured(task.pictures, task.job.output, there, built)
    except OSError:
        return ()


def _placed(findings: tuple[Finding, ...], job: Job) -> list[Finding]:
    """The findings, those of the variant at the line of builds.yaml that asks for it."""
    return [
        finding.replace(at=job.at) if finding.at and finding.at.file.startswith("--") else finding
        for finding in findings
    ]


def _now(path: str) -> Source | None:
    source = trace.stated(path)
    return source.replace(path=path) if source else None


def _sources(job: Job) -> tuple[Source, ...]:
    """What was read, as the cache names it, and what would be read instead of it if it were there."""
    from osloregion_slides import plugins
    from osloregion_slides.batch.builds import shown
    from osloregion_slides.outline.workspace import Workspace

    code = [trace.stated(path) for plugin in plugins.used() for path in plugin.files]
    read = (*trace.read(), *[source for source in dict.fromkeys(code) if source])
    workspace = Workspace(job.outline)
    found = {shown(source.path): source.size for source in read}
    sources = [source.replace(path=shown(source.path)) for source in read]
    if shown(os.path.abspath(job.outline)) not in found:
        sources.append(Source(shown(os.path.abspath(job.outline)), -1, 0))
    for place in (workspace.root, workspace.top):
        for source in read:
            shadow = _shadow(source.path, place)
            if shadow and shown(shadow) not in found:
                found[shown(shadow)] = -1
                sources.append(Source(shown(shadow), -1, 0))
    return tuple(sources)


def _shadow(path: str, place: str) -> str:
    """The file in ``place`` that would be taken before this one of the package or the workspace, "" for none."""
    from osloregion_slides.base import resources

    package = os.path.join(resources.path(), "")
    name = path[len(package) :] if path.startswith(package) else ""
    if name.split(os.sep)[0] not in ("assets", "templates"):
        return ""
    shadow = os.path.join(place, name)
    return "" if shadow == path or os.path.exists(shadow) else shadow


def _go(task: Task) -> None:
    """Make a worker elsewhere see what we see: the same folder, the same tool; InvalidInput where it cannot."""
    import platform

    from osloregion_slides.batch.trace import tool_version

    try:
        os.chdir(task.folder)
    except OSError:
        message = f"the worker on {platform.node()} has no folder {task.folder}"
        hint = "a cluster's machines need the outlines and decks under the same path: a shared disk"
        raise InvalidInput([error("worker-differs", Location(task.target), message, hint)]) from None
    if not task.tool:
        return
    _Worker.tool = _Worker.tool or tool_version()[1]
    if _Worker.tool != task.tool:
        message = f"the worker on {platform.node()} has another version of the tool, of its libraries or of Python"
        hint = "install the same everywhere: pip install --constraint constraints.txt"
        raise InvalidInput([error("worker-differs", Location(task.target), message, hint)])


def own_process() -> None:
    """Say that this process does nothing but make decks: the garbage collector is ours to rule."""
    _Worker.ours = True


def _rest() -> None:
    """Switch the collector off, and let it run now and then: a build makes many values and drops few."""
    import gc

    if not _Worker.ours:  # a program of somebody else's
        return
    if _Worker.done % COLLECT == 0:
        gc.disable()
        gc.collect()
        if _Worker.done == COLLECT:
            gc.freeze()  # what the decks share by now stays: looking through it each time costs as much as a deck
    _Worker.done += 1


def _bug(bug: Exception, task: Task) -> Finding:
    from osloregion_slides.bugs import bug_finding

    return bug_finding(bug, repr(task)).replace(at=Location(task.target))
