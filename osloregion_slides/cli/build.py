"""The verbs ``build`` and ``render``: decks from outlines, PDFs and pictures from decks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.budget import UNLIMITED, Within
from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, as_dict, finding, in_language
from osloregion_slides.base.messages import phrase
from osloregion_slides.batch.values import ENDINGS, KINDS, output_of
from osloregion_slides.cli.output import (
    add_format,
    add_variant,
    date,
    has_errors,
    out_folder,
    print_built,
    print_findings,
    print_words,
    refusal,
    unnamed,
    variant_of,
)

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.cli.output import Verb
    from osloregion_slides.service import Built

BUILDS = "decks/builds.yaml"
KINDS_SAID = "html: one self-contained page; pdf: tagged, for everybody; handout: slides and notes on A4"


def build_command(options: argparse.Namespace) -> int:
    """Build the decks of the named outlines; without one, what decks/builds.yaml lists, or every outline in decks/."""
    import gc

    _check_output(options.output or "", options.to)
    _check_together(options)
    if not options.output:
        options.out_dir = out_folder(options.out_dir)
    named = _builds_of(options)
    if options.prune and not named and (options.outline or options.output or not os.path.exists(BUILDS)):
        raise InvalidInput([finding("usage.prune", Location("--prune"))])
    if named or _is_batch(options):
        gc.enable()
        return _batch(options, named)
    gc.disable()  # a build creates many objects and drops few: growth exponent 1.25 with the collector, 1.01 without
    from osloregion_slides.pptx.save import existing_deck, refuse_overwrite, save
    from osloregion_slides.service import build

    outlines = options.outline or outlines_here()
    if options.output and len(outlines) > 1:
        raise InvalidInput([finding("usage.one-file")])
    failed, variants, is_deck = False, [_variant(options, path) for path in outlines], options.to == "pptx"
    said: list[Finding] = []  # one JSON document for all outlines
    decks: list[dict[str, object]] = []
    for path, variant in zip(outlines, variants):
        try:
            with Within(path):
                asked = {"updatable": options.base and is_deck, "checked": options.check, "strict": options.strict}
                built = build(path, **variant, **asked)
            target = options.output or os.path.join(options.out_dir, _file_name(built.deck.key, options))
            data = built.data if is_deck else _exported(path, variant, built, options)
            there = existing_deck(target, force=True) if is_deck else None
            if is_deck and not options.force:
                refuse_overwrite(target, data)
            save(target, data, options.force, None if options.output else options.out_dir)
            if built.base:
                from osloregion_slides.update.base import keep_beside

                print_findings(keep_beside(path, built.base), options, "text")
        except InvalidInput as problem:
            said += problem.findings
            decks.append({"outline": path, "state": "failed"})
            if options.format != "json":
                print_findings(problem.findings, options)
            failed = True
            continue
        found = built.findings
        if there not in (None, data) and built.base:
            from osloregion_slides.service_facts import rows_gone

            found = (*found, *rows_gone(there, built.base, path))
        said += found
        decks.append({"outline": path, "state": "built", "deck": target, "slides": len(built.deck.slides)})
        _print_built(options, target, len(built.deck.slides), found)
    if options.format == "json":
        print_built(decks, said, options.lang, failed)
    return int(failed)


def _print_built(options: argparse.Namespace, deck: str, slides: int, found: tuple[Finding, ...]) -> None:
    """Print the findings of a built deck and, as text, a line about it; JSON is one document for all decks."""
    if options.format != "json":
        print_findings(found, options)
    if options.format == "text":
        warnings = sum(one.severity == "warning" for one in found)
        print_words(options, phrase("built", deck=deck, count=slides, warnings=warnings or ""))


def _variant(options: argparse.Namespace, outline: str = "") -> dict[str, Any]:
    """Return the variant of the options; a deck in --since is relative to the folder of the outline."""
    chosen, since = variant_of(options), options.since
    if not since:
        return chosen
    if since.lower().endswith(".pptx"):
        since = os.path.relpath(since, os.path.dirname(outline) or ".").replace(os.sep, "/")
    else:
        from argparse import ArgumentTypeError

        try:
            since = date(since)
        except ArgumentTypeError as problem:
            raise InvalidInput(
                [finding("usage.value", command="osloregion-slides build", message=refusal(f"--since: {problem}"))]
            ) from None
    return {**chosen, "settings": (*chosen["settings"], ("since", since))}


def _check_output(name: str, kind: str) -> None:
    """Raise InvalidInput (``usage``) if -o names a file of another format than is built."""
    stem, suffix = os.path.splitext(name)
    kind = ENDINGS.get(kind, kind).rpartition(".")[2]
    if name and suffix.lower() != f".{kind}" and not os.path.isdir(name):
        if suffix.lower() == ".pdf":
            raise InvalidInput([finding("usage.output-pdf", Location("-o"), name=name, kind=kind)])
        raise InvalidInput([finding("usage.output", Location("-o"), name=name, kind=kind, right=f"{stem}.{kind}")])


def _check_together(options: argparse.Namespace) -> None:
    """Raise InvalidInput (``usage``) for an option without effect on the format that is built."""
    if options.notes and options.to != "html":
        raise InvalidInput([finding("usage.notes", Location("--notes"))])
    if options.pdf and options.to != "pptx":
        raise InvalidInput([finding("usage.pdf", Location("--pdf"), kind=options.to)])


def _builds_of(options: argparse.Namespace) -> str:
    """Return the builds.yaml named instead of an outline, "" without one; InvalidInput for several files with one."""
    lists: list[str] = [path for path in options.outline if _is_list(path)]
    if not lists:
        return ""
    if len(options.outline) > 1 or options.output:
        raise InvalidInput([finding("usage.list", Location(lists[0]), path=lists[0])])
    options.outline = []
    return lists[0]


def _is_list(path: str) -> bool:
    """Return whether a file is a build list under any name: it has the key ``builds``."""
    if os.path.basename(path) == os.path.basename(BUILDS):
        return True
    from osloregion_slides.outline.read import SIZE

    try:
        lines = b"\n" + read_bytes(path, SIZE).removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    except OSError:  # reported when it is read
        return False
    return b"\nbuilds:" in lines or b'\n"builds":' in lines


def _is_batch(options: argparse.Namespace) -> bool:
    """Return whether to build as a batch: all of builds.yaml, or outlines with options that only a batch has."""
    alone = not options.outline and not options.output
    ways = (options.shard, options.fresh, options.scheduler, options.pdf)
    asked = (options.verify, options.watch, options.report, *ways)
    return bool(alone and os.path.exists(BUILDS)) or any(asked)


def _batch(options: argparse.Namespace, named: str) -> int:
    from osloregion_slides.batch.command import build_all, build_outlines

    builds = named or unnamed(BUILDS)
    if options.outline or not (named or os.path.exists(BUILDS)):
        outlines = options.outline or outlines_here()
        return build_outlines(
            outlines, options, lambda outline: _variant(options, outline), lambda key: _file_name(key, options)
        )
    if any(_variant(options).values()):
        some = " or ".join(outlines_here()[:3])
        raise InvalidInput([finding("usage.list-variant", path=builds, outlines=some)])
    return build_all(builds, options)


def _exported(path: str, variant: dict[str, Any], built: Built, options: argparse.Namespace) -> bytes:
    from osloregion_slides.drafting import load
    from osloregion_slides.render.export import exported

    return exported(built, load(path, **variant), options.to, options.notes)


def _file_name(key: str, options: argparse.Namespace) -> str:
    """Return the file name of a variant: ``osloregionen-board-en.pptx``."""
    parts = (key, options.audience, options.language, options.as_of)
    return output_of("-".join([part for part in parts if part]), options.to)


def outlines_here() -> list[str]:
    """Return the outlines in decks/, or in this folder.

    InvalidInput: ``no-outline`` without any, ``outside-workspace`` for a link out of this folder.
    """
    folder = "decks" if os.path.isdir("decks") else "."
    found = sorted(name for name in os.listdir(folder) if name.endswith((".yaml", ".yml")))
    names = [name for name in found if not _is_list(os.path.join(folder, name))]
    if not names:
        raise InvalidInput([finding("no-outline.folder", folder=os.path.abspath(folder))])
    return [unnamed(os.path.join(folder, name) if folder != "." else name) for name in names]


def render_command(options: argparse.Namespace) -> int:
    """Draw decks as PDF, pictures or contact sheets, through LibreOffice."""
    from osloregion_slides.render.export import RenderOptions, render

    pdf = options.pdf or not (options.png or options.sheet)
    wanted = RenderOptions(pdf, options.png, options.sheet, options.width, options.seconds)
    with Within("", UNLIMITED):  # --seconds limits LibreOffice
        done = render(options.deck, out_folder(options.out_dir), wanted, jobs=options.jobs)
    if options.format == "json":
        import json

        found = [as_dict(in_language(one, options.lang)) for one in done.findings]
        print(json.dumps({"files": list(done.files), "findings": found}, ensure_ascii=False, indent=2))
        return has_errors(done.findings)
    print_findings(done.findings, options)
    for path in done.files:
        print(path)
    return has_errors(done.findings)


def add_verbs(verb: Verb) -> None:
    """Add the two verbs."""
    build = verb("build", build_command)
    build.set_defaults(collected=False)
    build.add_argument(
        "outline",
        nargs="*",
        metavar="OUTLINE",
        help="a .yaml file (default: what decks/builds.yaml lists, or every outline in decks/)",
    )
    output = build.add_argument_group("Output")
    where = output.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="FILE", help="the deck to write")
    where.add_argument("--out-dir", metavar="DIR", help="the folder to write to (default: out)")
    output.add_argument("--to", choices=KINDS, default="pptx", help=KINDS_SAID)
    output.add_argument("--notes", action="store_true", help="include the speaker notes in the web page of --to html")
    output.add_argument("--pdf", action="store_true", help="draw a PDF beside each deck, through LibreOffice")
    output.add_argument(
        "--report", action="append", default=[], metavar="FILE", help="write a report: .html, .xml (JUnit), .sarif, .md"
    )
    add_format(output)
    variant = build.add_argument_group("Variant")
    add_variant(variant)
    variant.add_argument(
        "--since", default="", metavar="DATE|DECK", help="add a slide that says what is new since then"
    )
    many = build.add_argument_group("Many decks and CI")
    many.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="worker processes (default: every core)")
    many.add_argument("--shard", default="", metavar="N/M", help="build part N of M")
    many.add_argument("--scheduler", default="", metavar="ADDRESS", help="work on a Dask cluster: tcp://host:8786")
    many.add_argument("--verify", action="store_true", help="write nothing; fail if a deck differs from a fresh build")
    many.add_argument("--prune", action="store_true", help="remove unedited decks that the list no longer names")
    many.add_argument("--watch", action="store_true", help="build again whenever a file is saved")
    many.add_argument("--fresh", action="store_true", help="rebuild every deck, whatever has changed")
    safety = build.add_argument_group("Safety")
    safety.add_argument("--strict", action="store_true", help="a missing or stale translation is an error")
    safety.add_argument("--no-check", dest="check", action="store_false", help="write decks that fail the checks, too")
    safety.add_argument("--no-base", dest="base", action="store_false", help="build decks that cannot be updated later")
    safety.add_argument(
        "--force", action="store_true", help="overwrite edited decks, and decks that a lock file says are open"
    )
    render = verb("render", render_command)
    render.add_argument("deck", nargs="+", metavar="DECK", help="a .pptx file")
    render.add_argument("--out-dir", metavar="DIR", help="the folder to write to (default: out)")
    render.add_argument("--pdf", action="store_true", help="one PDF for each deck (the default)")
    render.add_argument("--png", action="store_true", help="one picture for each slide")
    render.add_argument("--sheet", action="store_true", help="one contact sheet for each deck")
    render.add_argument("--width", type=int, default=1280, metavar="PIXELS", help="of a picture (default: 1280)")
    render.add_argument(
        "--seconds", type=float, default=120.0, metavar="SECONDS", help="the time for each deck (default: 120)"
    )
    render.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="decks at once (default: one per core)")
    add_format(render)
