"""``build`` for many decks: all of builds.yaml, or several outlines."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.budget import UNLIMITED, Within
from osloregion_slides.base.findings import InvalidInput, Location, finding, report
from osloregion_slides.base.messages import in_words, phrase
from osloregion_slides.batch.batch import Options, run_builds, run_jobs
from osloregion_slides.batch.jobs import shard_of
from osloregion_slides.batch.report import REPORTS, Progress, findings_of, listed, summary, write_report
from osloregion_slides.batch.values import Job, Outcome
from osloregion_slides.cli.output import print_built, print_report

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from osloregion_slides.batch.batch import Batch, OnOutcome
    from osloregion_slides.batch.sources import Looks

    Make = Callable[[OnOutcome | None], Batch]
    Name = Callable[[str], str]
    Variant = dict[str, Any]


def build_all(builds: str, options: argparse.Namespace) -> int:
    """Build the decks of a builds.yaml and report the outcomes; 0 done, 1 errors."""
    _check(options)
    chosen = _options(options, options.out_dir)
    return _go(lambda on_outcome: run_builds(builds, chosen, on_outcome), (builds,), options, chosen)


def build_outlines(
    outlines: Sequence[str], options: argparse.Namespace, variant_of: Callable[[str], Variant], name: Name
) -> int:
    """Build one deck of each outline, as a batch: verified, watched, with reports; 0 done, 1 errors.

    ``variant_of(outline)`` are the keywords for ``service.build``; ``name(key)`` is the file name of the deck.
    """
    _check(options)
    if options.output and len(outlines) > 1:
        raise InvalidInput([finding("usage.one-file")])
    folder, file = os.path.split(options.output) if options.output else (options.out_dir, "")
    chosen = _options(options, folder or ".")
    jobs = tuple([_job(one, variant_of(one), file, name) for one in outlines])
    return _go(lambda on_outcome: run_jobs(jobs, chosen, on_outcome), tuple(outlines), options, chosen)


def _job(outline: str, variant: Variant, file: str, name: Name) -> Job:
    choices = variant["audience"], variant["language"], variant["as_of"], variant["settings"]
    return Job(outline, *choices, file or name(_key(outline, variant)), Location(outline))


def _options(options: argparse.Namespace, folder: str) -> Options:
    return Options(
        folder,
        options.jobs,
        shard_of(options.shard),
        options.force,
        options.fresh,
        options.verify,
        options.base,
        options.check,
        options.strict,
        options.scheduler,
        options.pdf,
        own=getattr(options, "own", False),
        pictures=any([path.endswith(".html") for path in options.report]),
        prune=getattr(options, "prune", False),
        to=options.to,
        notes=options.notes,
    )


def _key(outline: str, variant: Variant) -> str:
    """Return the key of an outline's deck; for an unreadable one its file name, since its build reports the reason."""
    from osloregion_slides.drafting import load

    try:
        return load(outline, **variant).key
    except InvalidInput:
        return os.path.basename(outline).rpartition(".")[0]


def _check(options: argparse.Namespace) -> None:
    wrong = [path for path in options.report if not path.endswith(REPORTS)]
    found = [finding("usage.report", Location("--report"), path=path) for path in wrong]
    if options.jobs < 0:
        found.append(finding("usage.jobs", Location("-j")))
    if options.watch and options.verify:
        found.append(finding("usage.watch", Location("--watch")))
    if found:
        raise InvalidInput(found)


def _go(make: Make, sources: tuple[str, ...], options: argparse.Namespace, chosen: Options) -> int:
    with Within("", UNLIMITED):  # each deck has its own
        if options.watch:
            return _watch(make, sources, options, chosen)
        return int(_once(make, options, chosen).failed)


def _once(make: Make, options: argparse.Namespace, chosen: Options) -> Batch:
    progress = Progress(sys.stderr, language=options.lang)
    batch = make(progress.show)
    progress.end()
    text = options.format == "text"
    found = findings_of(batch, unchanged=not text)
    if options.format == "json":
        print_built([_told(one) for one in batch.outcomes], found, options.lang, batch.failed)
    else:
        words = listed(found, options.lang) if text else report(found, options.format, options.lang)
        if words:
            print_report(words, options.format)
        print(summary(batch, chosen.out_dir, chosen.verify, options.lang))
    for path in options.report:
        write_report(path, batch, chosen.out_dir)
    if chosen.pictures and not chosen.verify and chosen.shard == (1, 1):  # other shards have other pictures
        from osloregion_slides.batch.pictures import tidy

        try:
            tidy(chosen.out_dir, [outcome.job.output for outcome in batch.outcomes])
        except OSError:  # unused pictures only take space
            pass
    return batch


def _told(outcome: Outcome) -> dict[str, object]:
    """Return the outcome of a deck for JSON, with its variant."""
    job = outcome.job
    variant = {"audience": job.audience, "language": job.language, "as_of": job.as_of}
    told: dict[str, object] = {"outline": job.outline, "state": outcome.state, "deck": outcome.target}
    return {**told, "slides": outcome.slides, **{key: value for key, value in variant.items() if value}}


def _watch(make: Make, sources: tuple[str, ...], options: argparse.Namespace, chosen: Options) -> int:
    """Build, wait for changes, build again, until Ctrl-C or a closed pipe."""
    from time import sleep

    from osloregion_slides.batch.sources import looks, wait

    known = sources

    def look() -> Looks:
        return looks(known, chosen.out_dir)

    try:
        while True:
            before = look()
            try:
                known = tuple(sorted({*sources, *_once(make, options, chosen).sources}))
                before = look()
                make(None)  # files saved during the build
            except InvalidInput as problem:
                print(report(problem.findings, options.format, options.lang), file=sys.stderr)
            print(in_words(phrase("watching", count=len(known)), options.lang), file=sys.stderr)
            if getattr(sys.stderr, "failure", None):
                return 0
            changed = tuple(wait(before, look, sleep)[:3])
            print(in_words(phrase("file-changed", files=changed), options.lang), file=sys.stderr)
    except KeyboardInterrupt:
        return 0
