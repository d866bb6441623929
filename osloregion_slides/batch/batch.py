"""Running a builds.yaml: outcomes from the cache for decks that are up to date, and from builds for the others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.budget import Within
from osloregion_slides.base.files import Outside, inside, remove
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, reason_of
from osloregion_slides.base.record import Record
from osloregion_slides.batch.cache import Cache
from osloregion_slides.batch.jobs import shard
from osloregion_slides.batch.sources import tool_version, trace
from osloregion_slides.batch.values import Job, Outcome, output_of, pdf_of
from osloregion_slides.outline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.batch.run import Pool

    OnOutcome = Callable[[Outcome, int], None]


class Options(Record):
    """How to run. ``workers`` 0 is one per processor; ``fresh`` ignores the cache; ``force`` overwrites edited decks.

    ``updatable`` decks contain their base, ``checked`` ones have passed the checks, ``strict`` ones have no missing or
    outdated translation. ``scheduler`` is the address of a Dask cluster, ``pdf`` draws a PDF beside each deck. ``own``
    means that this process does nothing else, so that its garbage collector may be switched off. With ``pictures`` the
    outcomes list the changed slides, and their pictures are in ``out_dir``. ``prune`` removes decks that the list no
    longer names, unless they were edited. ``to`` and ``notes`` select the output, as in ``values.Job``.
    """

    out_dir: str = "out"
    workers: int = 0
    shard: tuple[int, int] = (1, 1)
    force: bool = False
    fresh: bool = False
    verify: bool = False
    updatable: bool = True
    checked: bool = True
    strict: bool = False
    scheduler: str = ""
    pdf: bool = False
    own: bool = False
    pictures: bool = False
    prune: bool = False
    to: str = "pptx"
    notes: bool = False

    def chosen(self, job: Job) -> Job:
        """Return a job with these options applied."""
        strict, pdf, is_deck = self.strict or job.strict, self.pdf or job.pdf, self.to == "pptx"
        named = output_of(job.output, self.to) if job.output.endswith(".pptx") else job.output
        job = job.replace(output=named, to=self.to, notes=self.notes, checked=self.checked, strict=strict)
        return job.replace(updatable=self.updatable and is_deck, pdf=pdf and is_deck)


class Batch(Record):
    """The result of a batch: an outcome for each job, in order, and the findings about builds.yaml."""

    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a deck or the list itself has errors."""
        states = [outcome.state for outcome in self.outcomes]
        return "failed" in states or any([one.severity == "error" for one in self.findings])


def run_builds(
    builds: str,
    options: Options = Options(),  # noqa: B008  # a frozen value
    on_outcome: OnOutcome | None = None,
    pool: Pool | None = None,
) -> Batch:
    """Build the decks in the list at ``builds`` that are not up to date.

    ``on_outcome(outcome, total)`` is called for each deck that was built or failed; ``pool(workers)`` makes the
    executor (default: processes of this machine). InvalidInput where the list or its folder cannot be used.
    """
    cache = _cache(options)
    jobs, findings, read = _jobs(builds, cache)
    if not (options.verify or any([one.severity == "error" for one in findings])):
        findings += _stale(builds, jobs, cache, options)
    return _run(jobs, cache, options, on_outcome, pool, findings, (builds, *read))


def run_jobs(
    jobs: tuple[Job, ...],
    options: Options = Options(),  # noqa: B008  # a frozen value
    on_outcome: OnOutcome | None = None,
    pool: Pool | None = None,
) -> Batch:
    """Build the decks of these jobs, as ``run_builds`` does; each has its own ``output``."""
    return _run(jobs, _cache(options), options, on_outcome, pool, (), ())


def _cache(options: Options) -> Cache:
    folder = options.out_dir
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise InvalidInput([finding("not-writable.folder", Location(folder))])
    cache = Cache(folder)
    cache.use(tool_version(cache.tool))
    return cache


def _run(
    jobs: tuple[Job, ...],
    cache: Cache,
    options: Options,
    on_outcome: OnOutcome | None,
    pool: Pool | None,
    findings: tuple[Finding, ...],
    read: tuple[str, ...],
) -> Batch:
    chosen = shard([options.chosen(job) for job in jobs], *options.shard)
    targets = {job: f"{options.out_dir or '.'}/{job.output}" for job in chosen}
    done = _leading_out(targets, options.out_dir)
    if not (options.fresh or options.verify):
        for job in [job for job in chosen if job not in done]:
            known = cache.outcome(job, targets[job])
            if known is not None:
                done[job] = known
    waiting = [job for job in chosen if job not in done]
    trouble: tuple[Finding, ...] = ()
    told: list[Finding] = []
    paths = set(read)
    own = {job: job for job in chosen}
    once: dict[Finding, Finding] = {}  # equal findings are shared: 2000 decks in 20 MB
    try:
        for outcome in _made(waiting, targets, cache, options, pool, told):
            found = tuple([once.setdefault(one, one) for one in outcome.findings])
            outcome = outcome.replace(job=own[outcome.job], findings=found)
            if not options.verify:
                cache.note(outcome)
            paths.update([source.path for source in outcome.sources])
            done[outcome.job] = outcome.replace(sources=())
            if on_outcome is not None:
                on_outcome(outcome, len(waiting))
    finally:  # also on Ctrl-C, so that finished decks are recorded
        if not options.verify and os.path.isdir(options.out_dir):
            trouble = _saved(cache)
    if options.pictures and not options.verify:
        trouble += _pictures_lead_out(options.out_dir)
    outcomes = tuple([done[job] for job in chosen])
    return Batch(outcomes, (*findings, *dict.fromkeys(told), *trouble), tuple(sorted({*paths, *cache.sources()})))


def _stale(builds: str, jobs: tuple[Job, ...], cache: Cache, options: Options) -> tuple[Finding, ...]:
    """Remove the decks of earlier lists if requested, and report those that stay."""
    findings = []
    for job, target, unedited in cache.stale(builds, jobs, options.out_dir):
        if not options.prune:
            findings.append(finding("stale-deck", Location(target), builds=builds))
        elif not unedited:
            findings.append(finding("stale-deck.edited", Location(target), builds=builds))
        else:
            try:
                remove(options.out_dir, job.output)
                if job.pdf and os.path.lexists(pdf_of(target)):
                    remove(options.out_dir, pdf_of(job.output))
                cache.forget(target)
                findings.append(finding("stale-deck.removed", Location(target), builds=builds))
            except OSError as problem:
                findings.append(finding("stale-deck.stays", Location(target), builds=builds, why=reason_of(problem)))
    return tuple(findings)


def _leading_out(targets: dict[Job, str], folder: str) -> dict[Job, Outcome]:
    """Return failed outcomes of jobs whose deck or PDF would be outside the output folder by its name or a link."""
    found = {}
    for job, target in targets.items():
        try:
            for path in (job.output, pdf_of(job.output)) if job.pdf else (job.output,):
                inside(folder, path)
        except Outside as problem:
            from osloregion_slides.pptx.save import not_writable

            found[job] = Outcome(job, "failed", target, 0, (not_writable(target, problem),))
    return found


def _pictures_lead_out(folder: str) -> tuple[Finding, ...]:
    """Return a warning if a link or a file is in the place of the pictures: decks are built without them."""
    from errno import ENOTDIR

    from osloregion_slides.batch.pictures import NAME

    try:
        path = inside(folder, NAME)
        if os.path.lexists(path) and not os.path.isdir(path):
            raise NotADirectoryError(ENOTDIR, "a file has the name of their folder")
    except OSError as problem:
        return (finding("pictures-not-kept", Location(f"{folder}/{NAME}"), why=reason_of(problem)),)
    return ()


def _jobs(builds: str, cache: Cache) -> tuple[tuple[Job, ...], tuple[Finding, ...], tuple[str, ...]]:
    """Return the jobs, findings about the list, and the files read for it; from the cache if nothing changed."""
    known = cache.jobs(builds)
    if known is not None:
        return known, (), ()
    from osloregion_slides.batch.builds import load_builds, shown
    from osloregion_slides.batch.jobs import expand, members_of

    with trace:
        jobs, findings = expand(load_builds(builds), members_of)
    sources = tuple([source.replace(path=shown(source.path)) for source in trace.read()])
    if not any([one.severity == "error" for one in findings]):
        cache.note_jobs(builds, jobs, sources)
    return jobs, findings, tuple([source.path for source in sources])


def _made(
    waiting: list[Job],
    targets: dict[Job, str],
    cache: Cache,
    options: Options,
    pool: Pool | None,
    told: list[Finding],
) -> Iterable[Outcome]:
    """Build the decks that are not up to date; what is found on the way and concerns no deck is ``told``."""
    if not waiting:
        return
    from osloregion_slides.batch.run import cores, processes, run
    from osloregion_slides.batch.work import Task, do, own_process, with_pdfs

    tasks = [
        Task(
            job,
            targets[job],
            cache.is_untouched(targets[job]),
            options.force,
            options.verify,
            workspace=Workspace.chosen,
            seconds=Within.chosen,
        )
        for job in waiting
    ]
    if options.pictures and not options.verify:
        tasks = [task.replace(pictures=options.out_dir or ".") for task in tasks]
    if options.scheduler:
        from osloregion_slides.batch.cluster import arrived, cluster

        here, tool = os.getcwd(), cache.tool[1]
        tasks = [task.replace(folder=here, tool=tool) for task in tasks]
        pool = pool or cluster(options.scheduler, here, tool, told)
        yield from map(arrived, run(tuple(tasks), pool, options.workers))
        return
    workers = min(options.workers or cores(), len(tasks))
    if pool is None and workers <= 1:
        if options.own:
            own_process()
        made: Iterable[Outcome] = map(do, tasks)
    else:
        made = run(tuple(tasks), pool or processes, workers)
    if options.verify or not any([task.job.pdf for task in tasks]):
        yield from made
        return
    yield from with_pdfs(made, workers)


def _saved(cache: Cache) -> tuple[Finding, ...]:
    """Write the cache; without it the next run rebuilds all decks."""
    try:
        cache.save()
    except OSError as failed:
        return (finding("cache-not-written", Location(cache.path), why=failed.strerror or str(failed)),)
    return ()
