"""The verbs that update decks: plan, update, adopt, diff. Parsing and printing only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, finding
from osloregion_slides.cli.output import add_format, add_variant, print_findings, settings_of

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.cli.output import Verb
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
    """Update an edited deck in place, keeping the manual edits."""
    from osloregion_slides.service_update import plan_update

    planned = plan_update(options.deck, _asked(options), options.on_conflict, _choices(options))
    _show(planned, options, "update")
    code = planned.plan.exit_code
    if code == CONFLICTS and options.on_conflict == "fail":
        _report(options, "nothing was written: resolve the conflicts with --take or --keep")
        return code
    _write(planned, options)
    return CONFLICTS if code == CONFLICTS else 0


def adopt_command(options: argparse.Namespace) -> int:
    """Link a deck without update data to an outline; nothing is deleted."""
    from osloregion_slides.service_update import plan_adoption

    planned = plan_adoption(options.deck, _asked(options), _choices(options), any_size=options.force)
    _show(planned, options, "adopt")
    _write(planned, options)
    return CONFLICTS if planned.plan.exit_code == CONFLICTS else 0


def diff_command(options: argparse.Namespace) -> int:
    """Show the differences between two decks, two outlines, or an outline and a deck."""
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
    """Return the choices of ``--keep`` and ``--take`` by the conflicts' ids; InvalidInput where both name one."""
    both = sorted(set(options.keep) & set(options.take))
    if both:
        raise InvalidInput([finding("usage.both", id=one) for one in both])
    return {**dict.fromkeys(options.keep, "keep"), **dict.fromkeys(options.take, "take")}


def _show(planned: Planned, options: argparse.Namespace, verb: str) -> None:
    from osloregion_slides.update.show import as_json, show

    if options.format == "json":
        print(as_json(planned.plan, options.deck))
        return
    print_findings(planned.ours.findings, "text")
    print(show(planned.plan, options.deck, verb, options.details))


def _write(planned: Planned, options: argparse.Namespace) -> None:
    """Write the updated deck in its place, the found one beside it as a backup; nothing where nothing changed."""
    from osloregion_slides.pptx.save import refuse_open, save, save_backup
    from osloregion_slides.service_update import apply
    from osloregion_slides.update.base import keep, store_folder

    updated = apply(planned, options.deck)
    print_findings(updated.findings, "text")
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
        raise InvalidInput([finding("cannot-write.store", why=problem.strerror or str(problem))]) from None
    done = "updated" if planned.plan.exit_code else "slides unchanged, update data renewed"
    _report(options, done + (f"; previous version saved as {options.deck}.bak" if options.backup else ""))


def _report(options: argparse.Namespace, what: str) -> None:
    if options.format == "text":
        print(f"{options.deck}: {what}")


def add_verbs(verb: Verb) -> None:
    """Add the four verbs."""
    for name, function in (("plan", plan_command), ("update", update_command), ("adopt", adopt_command)):
        parser = verb(name, function)
        parser.add_argument("deck", metavar="DECK", help="the edited .pptx")
        if name == "adopt":
            parser.add_argument("outline", metavar="OUTLINE", help="the outline to link the deck to")
        else:
            parser.add_argument(
                "outline",
                nargs="?",
                default="",
                metavar="OUTLINE",
                help="default: the one that it was built from",
            )
        if name == "update":
            parser.add_argument(
                "--on-conflict",
                choices=("keep", "take", "fail"),
                default="keep",
                help="where both sides changed: keep the deck's (default), take the outline's, or write nothing",
            )
        parser.add_argument(
            "--take",
            metavar="ID",
            action="append",
            default=[],
            help="use the outline's side of the conflict that plan prints with this id, or restore what was deleted",
        )
        parser.add_argument(
            "--keep",
            metavar="ID",
            action="append",
            default=[],
            help="keep the deck's side of the conflict",
        )
        parser.add_argument("--details", action="store_true", help="show every edit and change in a line, with its id")
        if name != "plan":
            parser.add_argument("--no-backup", dest="backup", action="store_false", help="save no .bak beside the deck")
            also = "" if name == "update" else ", or its slides have another size"
            parser.add_argument("--force", action="store_true", help=f"write even if a lock file says it is open{also}")
        add_variant(parser)
        add_format(parser, ("text", "json"))
    diff = verb("diff", diff_command)
    diff.add_argument("before", metavar="BEFORE", help="a .pptx or an outline")
    diff.add_argument("after", metavar="AFTER", help="a .pptx or an outline")
    pictures = "with --format html and a .pptx: draw both sides with LibreOffice; two outlines are always drawn"
    diff.add_argument("--pictures", action="store_true", help=pictures)
    add_variant(diff)
    add_format(diff, ("text", "json", "html"))
