"""The verbs that update decks: plan, update, adopt, diff. Parsing and printing only."""

from __future__ import annotations

import os
import sys

from osloregion_slides.base.findings import InvalidInput, error
from osloregion_slides.base.report import report
from osloregion_slides.cli.output import settings_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from osloregion_slides.service_update import Asked, Planned
    from osloregion_slides.update.differences import Choice

CONFLICTS = 4


def plan_command(options: argparse.Namespace) -> int:
    """Show what an update of an edited deck would do."""
    from osloregion_slides.service_update import plan_update

    planned = plan_update(options.deck, _asked(options), "keep", _choices(options))
    _show(planned, options, "plan")
    return planned.plan.exit_code


def update_command(options: argparse.Namespace) -> int:
    """Update an edited deck in place, keeping what people changed by hand."""
    from osloregion_slides.service_update import plan_update

    planned = plan_update(options.deck, _asked(options), options.on_conflict, _choices(options))
    _show(planned, options, "update")
    code = planned.plan.exit_code
    if code == CONFLICTS and options.on_conflict == "fail":
        _tell(options, "nothing was written: decide the conflicts with --take or --keep")
        return code
    _write(planned, options)
    return CONFLICTS if code == CONFLICTS else 0


def adopt_command(options: argparse.Namespace) -> int:
    """Make a deck without base one of an outline's; nothing is deleted."""
    from osloregion_slides.service_update import plan_adoption

    planned = plan_adoption(options.deck, _asked(options), _choices(options), any_size=options.force)
    _show(planned, options, "adopt")
    _write(planned, options)
    return CONFLICTS if planned.plan.exit_code == CONFLICTS else 0


def diff_command(options: argparse.Namespace) -> int:
    """Say what is different between two decks, or between an outline and a deck."""
    from osloregion_slides.diff_page import diff_page, pictures
    from osloregion_slides.service_update import compare, side_of
    from osloregion_slides.update.diff import diff_json, show_diff

    asked = _asked(options)
    before, after = side_of(options.before, asked), side_of(options.after, asked)
    found = compare(before, after)
    if found.before == found.after:  # two states of one deck: their files tell them apart
        found = found.replace(before=os.path.basename(options.before), after=os.path.basename(options.after))
    if options.format == "html":
        print(diff_page(found, asked.language or "nb", pictures(found, before, after, options.pictures)))
    else:
        print(diff_json(found) if options.format == "json" else show_diff(found))
    return 0


def _asked(options: argparse.Namespace) -> Asked:
    from osloregion_slides.service_update import Asked

    outline = getattr(options, "outline", "") or ""
    return Asked(outline, options.audience, options.language, options.as_of, settings_of(options.set))


def _choices(options: argparse.Namespace) -> dict[str, Choice]:
    """Return what ``--keep`` and ``--take`` say of conflicts by their ids; InvalidInput where they say both."""
    both = sorted(set(options.keep) & set(options.take))
    if both:
        raise InvalidInput([error("usage", None, f"--keep and --take both name {one}", "name it once") for one in both])
    return {**dict.fromkeys(options.keep, "keep"), **dict.fromkeys(options.take, "take")}


def _show(planned: Planned, options: argparse.Namespace, verb: str) -> None:
    from osloregion_slides.update.show import as_json, show

    if options.format == "json":
        print(as_json(planned.plan, options.deck))
        return
    said = report(planned.ours.findings, "text")
    if said:
        print(said, file=sys.stderr)
    print(show(planned.plan, options.deck, verb))


def _write(planned: Planned, options: argparse.Namespace) -> None:
    """Write the updated deck in its place, the found one beside it as a backup; nothing where nothing changed."""
    from osloregion_slides.pptx.save import refuse_open, save, save_backup
    from osloregion_slides.service_update import apply
    from osloregion_slides.update.base import keep, store_folder

    updated = apply(planned, options.deck)
    said = report(updated.findings, "text")
    if said:
        print(said, file=sys.stderr)
    if updated.data == planned.data:
        return
    if not options.force:
        refuse_open(options.deck)
    if options.backup:
        save_backup(options.deck, planned.data)
    save(options.deck, updated.data, options.force)
    try:
        keep(store_folder(planned.outline), planned.base)
    except OSError as problem:
        raise InvalidInput([error("cannot-write", None, f"the base store: {problem.strerror}")]) from None
    done = "written" if planned.plan.exit_code else "the slides are as they were, what they are made from is noted anew"
    _tell(options, done + (f"; as it was it is in {options.deck}.bak" if options.backup else ""))


def _tell(options: argparse.Namespace, what: str) -> None:
    if options.format == "text":
        print(f"{options.deck}: {what}")


def add_verbs(
    verb: Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser],
    variant: Callable[[argparse.ArgumentParser, tuple[str, ...]], None],
) -> None:
    """Add the four verbs; ``variant`` adds the options that choose a variant and a format."""
    plan = verb("plan", plan_command)
    plan.add_argument("deck", help="the .pptx that people edited")
    plan.add_argument("outline", nargs="?", default="", help="default: the one that the deck was made from")
    _add_choices(plan)
    variant(plan, ("text", "json"))
    for name, function in (("update", update_command), ("adopt", adopt_command)):
        parser = verb(name, function)
        parser.add_argument("deck", help="the .pptx that people edited")
        if name == "update":
            parser.add_argument("outline", nargs="?", default="", help="default: the one that the deck was made from")
            parser.add_argument(
                "--on-conflict",
                choices=("keep", "take", "fail"),
                default="keep",
                help="where both sides changed the same: keep the hand's, take the outline's, or write nothing",
            )
        else:
            parser.add_argument("outline", help="the outline that the deck shall belong to")
        _add_choices(parser)
        parser.add_argument("--no-backup", dest="backup", action="store_false", help="leave no .bak beside the deck")
        also = "" if name == "update" else ", or its slides have another size"
        parser.add_argument(
            "--force", action="store_true", help=f"write even where a lock file says that it is open{also}"
        )
        variant(parser, ("text", "json"))
    diff = verb("diff", diff_command)
    diff.add_argument("before", help="a .pptx or an outline")
    diff.add_argument("after", help="a .pptx or an outline")
    pictures = "--format html of a .pptx: let LibreOffice draw both sides (seconds); two outlines have pictures anyway"
    diff.add_argument("--pictures", action="store_true", help=pictures)
    variant(diff, ("text", "json", "html"))


def _add_choices(parser: argparse.ArgumentParser) -> None:
    """Add ``--take`` and ``--keep``, each as often as wanted."""
    for name, what in (
        ("take", "let the outline win the conflict of this id, or bring back what was deleted by hand"),
        ("keep", "leave the conflict of this id as the deck has it"),
    ):
        parser.add_argument(f"--{name}", metavar="ID", action="append", default=[], help=f"{what} (as plan prints it)")
