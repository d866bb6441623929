"""``osloregion-slides build`` without an outline: everything in builds.yaml, as people and CI run it."""

from __future__ import annotations

import os
import sys

from osloregion_slides.base.files import inside, write
from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.base.report import report
from osloregion_slides.batch.arguments import REPORTS
from osloregion_slides.batch.batch import Options, run_builds, run_jobs
from osloregion_slides.batch.jobs import shard_of
from osloregion_slides.batch.summary import checked, findings_of, summary, told
from osloregion_slides.batch.values import Job

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from typing import Any

    from osloregion_slides.batch.batch import Batch, Tell
    from osloregion_slides.batch.summary import Progress
    from osloregion_slides.batch.values import Outcome
    from osloregion_slides.batch.watch import Looks

    Make = Callable[[Tell | None], Batch]
    Name = Callable[[str], str]
    Variant = dict[str, Any]


def build_all(builds: str, options: argparse.Namespace) -> int:
    """Make the decks of a builds.yaml and say what became of them; 0 done, 1 errors."""
    _check(options)
    chosen = _options(options, options.out_dir)
    return _go(lambda tell: run_builds(builds, chosen, tell), (builds,), options, chosen)


def build_outlines(outlines: Sequence[str], options: argparse.Namespace, variant: Variant, name: Name) -> int:
    """Make one deck of each outline, as a batch: verified, watched, with reports; 0 done, 1 errors.

    ``variant`` is how ``service.build`` is called; ``name(key)`` is the file's name of a deck with this key.
    """
    _check(options)
    if options.output and len(outlines) > 1:
        raise InvalidInput([error("usage", None, "-o names one file, but there are several outlines", "use --out-dir")])
    folder, file = os.path.split(options.output) if options.output else (options.out_dir, "")
    chosen = _options(options, folder or ".")
    jobs = tuple([_job(outline, variant, file or name(_key(outline, variant))) for outline in outlines])
    return _go(lambda tell: run_jobs(jobs, chosen, tell), tuple(outlines), options, chosen)


def _options(options: argparse.Namespace, folder: str) -> Options:
    shard = shard_of(options.shard)
    return Options(
        folder,
        options.jobs,
        shard,
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
    )


def _job(outline: str, variant: Variant, output: str) -> Job:
    at = Location(outline)
    return Job(outline, variant["audience"], variant["language"], variant["as_of"], variant["settings"], output, at)


def _key(outline: str, variant: Variant) -> str:
    """The key of an outline's deck; of one that cannot be read, its file's name: building it tells why."""
    from osloregion_slides.drafting import load

    try:
        return load(outline, **variant).key
    except InvalidInput:
        return os.path.basename(outline).rpartition(".")[0]


def _check(options: argparse.Namespace) -> None:
    wrong = [path for path in options.report if not path.endswith(REPORTS)]
    found = [
        error("usage", Location("--report"), f"`{path}` is no report", "a name in .html, .xml or .sarif")
        for path in wrong
    ]
    if options.jobs < 0:
        found.append(error("usage", Location("-j"), "a number of processes is 1 or more", "-j 4"))
    if options.watch and options.verify:
        found.append(
            error("usage", Location("--watch"), "--watch builds and --verify does not", "leave one of them out")
        )
    if found:
        raise InvalidInput(found)


def _go(make: Make, sources: tuple[str, ...], options: argparse.Namespace, chosen: Options) -> int:
    if options.watch:
        return _watch(make, sources, options, chosen)
    return int(_once(make, options, chosen).failed)


def _once(make: Make, options: argparse.Namespace, chosen: Options) -> Batch:
    teller = _Teller()
    batch = make(teller.tell)
    teller.end()
    text = options.format == "text"
    counted = findings_of(batch, unchanged=not text)
    words = told(counted) if text else report(counted, options.format)
    if words:
        print(words, file=sys.stderr if text else sys.stdout)
    if options.format != "json":
        print(summary(batch, chosen.out_dir, chosen.verify))
    for path in options.report:
        _write_report(path, batch, chosen.out_dir)
    if chosen.pictures and not chosen.verify:
        _tidy(batch, chosen)
    return batch


def _tidy(batch: Batch, chosen: Options) -> None:
    """Remove pictures that no deck has any more; other shards have others."""
    from osloregion_slides.batch.pictures import tidy

    if chosen.shard == (1, 1):
        try:
            tidy(chosen.out_dir, [outcome.job.output for outcome in batch.outcomes])
        except OSError:  # they are only in the way
            return


class _Teller:
    """The progress on standard error: begun with the first deck that is made, silent where nothing is."""

    def __init__(self) -> None:
        self._progress: Progress | None = None

    def tell(self, outcome: Outcome, total: int) -> None:
        if self._progress is None:
            import shutil

            from osloregion_slides.batch.summary import Progress

            self._progress = Progress(sys.stderr, total, shutil.get_terminal_size().columns)
        self._progress.tell(outcome)

    def end(self) -> None:
        if self._progress is not None:
            self._progress.end()


def _write_report(path: str, batch: Batch, out_dir: str) -> None:
    """Write a report; a link in the working folder does not take it out of there, and one at ``path`` is replaced."""
    folder = os.path.dirname(path)
    text = _report(path, batch, folder, out_dir)
    try:
        if not (os.path.isabs(path) or os.path.normpath(path).startswith(os.pardir)):
            inside("", path)
        os.makedirs(folder or ".", exist_ok=True)
        write(path, text.encode("utf-8", "replace"))
    except OSError as failed:
        reason = failed.strerror or str(failed)
        raise InvalidInput([error("not-writable", Location(path), f"the report cannot be written: {reason}")]) from None


def _report(path: str, batch: Batch, folder: str, out_dir: str) -> str:
    if path.endswith(".html"):
        from osloregion_slides.batch.page import page

        return page(batch, folder, out_dir)
    if path.endswith(".xml"):
        from osloregion_slides.reporting.formats import junit

        return junit(checked(batch))
    from osloregion_slides import __version__
    from osloregion_slides.reporting.formats import sarif

    return sarif(checked(batch), __version__)


def _watch(make: Make, sources: tuple[str, ...], options: argparse.Namespace, chosen: Options) -> int:
    """Build, wait, build again, until Ctrl-C."""
    from time import sleep

    from osloregion_slides.batch.watch import looks, wait

    known = sources

    def look() -> Looks:
        return looks(known, chosen.out_dir)

    try:
        while True:
            before = look()
            try:
                known = tuple(sorted({*sources, *_once(make, options, chosen).sources}))
                before = look()
                make(None)  # what was saved while the decks were being made
            except InvalidInput as problem:
                print(report(problem.findings, options.format), file=sys.stderr)
            print(f"watching {len(known)} files; Ctrl-C ends", file=sys.stderr)
            changed = wait(before, look, sleep)
            print(f"changed: {', '.join(changed[:3])}", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
