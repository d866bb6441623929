"""The verb ``build``: which outlines, in which variants, into which files."""

from __future__ import annotations

import os

from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.base.report import counted
from osloregion_slides.batch.arguments import add_arguments as add_batch_arguments
from osloregion_slides.cli.output import out_folder, print_findings, settings_of, unnamed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from osloregion_slides.service import Built

BUILDS = "decks/builds.yaml"


def build_command(options: argparse.Namespace) -> int:
    """Build the decks of the outlines named; without one, what decks/builds.yaml lists, or every outline in decks/."""
    _check_output(options.output or "", options.to)
    _check_notes(options)
    if not options.output:
        options.out_dir = out_folder(options.out_dir)
    named = _builds_of(options)
    if named or _is_batch(options):
        return _batch(options, named)
    import gc

    gc.disable()  # a build makes many values and drops few: growth exponent 1.25 with the collector, 1.01 without
    from osloregion_slides.pptx.save import refuse_hand_work, save
    from osloregion_slides.service import build

    outlines, variant = options.outline or outlines_here(), variant_of(options)
    if options.output and len(outlines) > 1:
        raise InvalidInput([error("usage", None, "-o names one file, but there are several outlines", "use --out-dir")])
    failed = False
    for path in outlines:
        try:
            built = build(
                path,
                **variant,
                updatable=options.base and options.to == "pptx",
                checked=options.check,
                strict=options.strict,
            )
            target = options.output or os.path.join(options.out_dir, _file_name(built.deck.key, options))
            data = _page(path, built, options) if options.to == "html" else built.data
            if options.to == "pptx" and not options.force:
                refuse_hand_work(target, data)
            save(target, data, options.force, None if options.output else options.out_dir)
            if built.base:
                from osloregion_slides.update.base import keep_beside

                print_findings(keep_beside(path, built.base), "text")
        except InvalidInput as problem:
            print_findings(problem.findings, options.format)
            failed = True
            continue
        print_findings(built.findings, options.format)
        if options.format == "text":
            print(f"{target}: {counted(len(built.deck.slides), 'slide')}")
    return int(failed)


def _check_output(name: str, kind: str) -> None:
    """InvalidInput (``usage``) where -o names a file of another kind than is made."""
    stem, suffix = os.path.splitext(name)
    if name and suffix.lower() != f".{kind}" and not os.path.isdir(name):
        hint = "--pdf makes a PDF beside the deck" if suffix.lower() == ".pdf" else f"-o {stem}.{kind}"
        raise InvalidInput([error("usage", Location("-o"), f"`{name}` is no name for a .{kind} file", hint)])


def _check_notes(options: argparse.Namespace) -> None:
    """InvalidInput (``usage``) where --notes is passed for files that hold the notes in any case."""
    if options.notes and options.to != "html":
        message = "`--notes` applies only to web pages; a .pptx always contains the speaker notes"
        raise InvalidInput([error("usage", Location("--notes"), message, "Add --to html, or remove --notes")])


def _builds_of(options: argparse.Namespace) -> str:
    """The list of decks that is named in the place of an outline, "" for none; InvalidInput for more than that."""
    lists: list[str] = [path for path in options.outline if os.path.basename(path) == os.path.basename(BUILDS)]
    if not lists:
        return ""
    if len(options.outline) > 1 or options.output or options.to != "pptx":
        message = f"{lists[0]} is a list of decks, and it says which files they are"
        raise InvalidInput([error("usage", Location(lists[0]), message, f"osloregion-slides build {lists[0]}")])
    options.outline = []
    return lists[0]


def _is_batch(options: argparse.Namespace) -> bool:
    """Whether the decks are made as a batch: everything in builds.yaml, or outlines with what only a batch can."""
    alone = not options.outline and not options.output and options.to == "pptx"
    ways = (options.shard, options.fresh, options.scheduler, options.pdf)
    asked = (options.verify, options.watch, options.report, *ways)
    return bool(alone and os.path.exists(BUILDS)) or any(asked)


def _batch(options: argparse.Namespace, named: str) -> int:
    from osloregion_slides.batch.command import build_all, build_outlines

    chosen, builds = variant_of(options), named or unnamed(BUILDS)
    if options.outline or not (named or os.path.exists(BUILDS)):
        outlines = options.outline or outlines_here()
        return build_outlines(outlines, options, chosen, lambda key: _file_name(key, options))
    if any(chosen.values()):
        message = f"{builds} says which variants to build: --audience, --language, --as-of and --set do not go with it"
        some = " or ".join(outlines_here()[:3])
        hint = f"name an outline before them, {some}, or write the variant into builds.yaml"
        raise InvalidInput([error("usage", None, message, hint)])
    return build_all(builds, options)


def _page(path: str, built: Built, options: argparse.Namespace) -> bytes:
    from osloregion_slides.brand.load import load_brand
    from osloregion_slides.drafting import load
    from osloregion_slides.render.page import html_page

    outline = load(path, **variant_of(options))
    return html_page(built.deck, load_brand(outline.brand, outline.root), options.notes).encode()


def variant_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the variant that the options ask for, as keywords of ``drafting.load``."""
    return {
        "audience": options.audience,
        "language": options.language,
        "as_of": options.as_of,
        "settings": settings_of(options.set),
    }


def _file_name(key: str, options: argparse.Namespace) -> str:
    """A variant has a file of its own: ``osloregionen-board-en.pptx``."""
    return (
        "-".join([part for part in (key, options.audience, options.language, options.as_of) if part]) + f".{options.to}"
    )


def outlines_here() -> list[str]:
    """Return the outlines in decks/, or in this folder.

    InvalidInput: ``no-outline`` where there is none, ``outside-workspace`` where one is a link out of here.
    """
    folder = "decks" if os.path.isdir("decks") else "."
    names = sorted(name for name in os.listdir(folder) if name.endswith((".yaml", ".yml")) and name != "builds.yaml")
    if not names:
        raise InvalidInput(
            [
                error(
                    "no-outline",
                    None,
                    f"there is no outline in {os.path.abspath(folder)}",
                    "name one, or run osloregion-slides init",
                )
            ]
        )
    return [unnamed(os.path.join(folder, name) if folder != "." else name) for name in names]


def add_arguments(build: argparse.ArgumentParser) -> None:
    """Add what ``build`` alone takes; the variant's options are every verb's."""
    build.add_argument("outline", nargs="*", help="default: what decks/builds.yaml lists, or every outline in decks/")
    where = build.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="FILE", help="the deck to write")
    where.add_argument("--out-dir", metavar="DIR", help="the folder to write to (default: out)")
    add_batch_arguments(build)
    build.add_argument("--no-base", dest="base", action="store_false", help="make a deck that cannot be updated later")
    build.add_argument("--no-check", dest="check", action="store_false", help="write the deck whatever the checks say")
    build.add_argument("--strict", action="store_true", help="a missing or stale translation is an error")
    build.add_argument("--to", choices=("pptx", "html"), default="pptx", help="html: one self-contained web page")
    build.add_argument("--notes", action="store_true", help="include the speaker notes in the web page of --to html")
    build.add_argument(
        "--force", action="store_true", help="write over a deck that people changed, or that a lock file says is open"
    )
