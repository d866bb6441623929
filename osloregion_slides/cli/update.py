"""The verbs that update decks: plan, update, adopt, diff. Parsing and printing only."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from osloregion_slides.base.budget import UNLIMITED, Within
from osloregion_slides.base.findings import InvalidInput, Location, as_dict, finding, in_language
from osloregion_slides.base.messages import Phrase, in_words, phrase
from osloregion_slides.cli.output import add_format, add_variant, date, print_findings, print_json, settings_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from osloregion_slides.cli.output import Verb
    from osloregion_slides.service_update import Asked, Planned
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict

    Finish = Callable[[Planned, str], int]

CONFLICTS = 4


def plan_command(options: argparse.Namespace) -> int:
    """Show what an update of edited decks would do."""
    return _each(options, "plan", "keep", lambda planned, deck: planned.plan.exit_code)


def update_command(options: argparse.Namespace) -> int:
    """Update edited decks in place, keeping the manual edits."""

    def write(planned: Planned, deck: str) -> int:
        code = planned.plan.exit_code
        if code == CONFLICTS and options.on_conflict == "fail":
            _report(options, deck, phrase("unresolved"))
        else:
            _write(planned, options, deck)
        return CONFLICTS if code == CONFLICTS else 0

    return _each(options, "update", options.on_conflict, write)


def adopt_command(options: argparse.Namespace) -> int:
    """Link a deck without update data to an outline; nothing is deleted."""
    from osloregion_slides.service_update import plan_adoption

    planned = plan_adoption(options.deck, _asked(options), _choices(options), any_size=options.force)
    _show(planned, options, options.deck, "adopt")
    code = planned.plan.exit_code
    if options.plan:
        return code
    _write(planned, options, options.deck)
    return CONFLICTS if code == CONFLICTS else 0


def merge_command(options: argparse.Namespace) -> int:
    """Bring the edits of two copies of one deck together."""
    from osloregion_slides.pptx.save import refuse_open, save, save_backup
    from osloregion_slides.service_copies import merge
    from osloregion_slides.update.show import as_json, show

    made = merge(options.deck, options.other, base=options.base, choices=_choices(options))
    code, target = made.plan.exit_code, options.output or options.deck
    if options.format == "json":
        print(as_json(made.plan, options.deck, options.lang))
    else:
        print(show(made.plan, options.deck, "merge", options.details, options.lang))
    print_findings(made.findings, options, "text")
    if options.plan:
        return code
    in_place = target == options.deck
    if made.data != made.found or not in_place:
        if not options.force:
            refuse_open(target)
        kept = save_backup(target, made.found) if in_place and options.backup else ""
        save(target, made.data, options.force)
        _report(options, target, phrase("merged", backup=kept))
    return CONFLICTS if code == CONFLICTS else 0


def diff_command(options: argparse.Namespace) -> int:
    """Show the differences between two decks, two outlines, or an outline and a deck; with --facts what is new."""
    of_facts = options.format in ("markdown", "note") or bool(options.outline)
    if options.facts and options.format != "html":
        return _facts(options)
    if options.facts or of_facts:
        raise InvalidInput([finding("usage.facts")])
    from osloregion_slides.diff_page import diff_page, pictures
    from osloregion_slides.service_update import compare, side_of
    from osloregion_slides.update.diff import diff_json, show_diff

    asked = _asked(options)
    before, after = side_of(options.before, asked), side_of(options.after, asked)
    found = compare(before, after)
    if found.before == found.after:  # two states of one deck, distinguished by their files
        found = found.replace(before=os.path.basename(options.before), after=os.path.basename(options.after))
    if options.format == "html":
        with Within(options.before, UNLIMITED):  # LibreOffice has a time limit of its own
            drawn = pictures(found, before, after, options.pictures)
        print(diff_page(found, asked.language or "nb", drawn))
    else:
        as_text = show_diff(found, options.lang, options.details) if options.format != "json" else ""
        print(as_text or diff_json(found, options.lang))
    return 0


def _facts(options: argparse.Namespace) -> int:
    from osloregion_slides.outline.words import word
    from osloregion_slides.reporting import markdown
    from osloregion_slides.service_facts import diff_facts

    before, after = _day(options.before), _day(options.after)
    settings = settings_of(options.set)
    found = diff_facts(
        before, after, options.outline, audience=options.audience, language=options.language, settings=settings
    )
    if options.format == "json":
        changes = [{name: getattr(one, name) for name in one.__fields__} for one in found.changes]
        data = {"before": found.before, "after": found.after, "changes": changes, "lines": found.lines}
        print_json(data)
        return 0
    lines = found.lines or (word(found.language, "news nothing"),)
    if options.format in ("markdown", "note"):
        print(f"{'### ' if options.format == 'markdown' else ''}{found.title}\n")
    mark = {"markdown": "- ", "note": "– "}.get(options.format, "")
    said = [markdown(line) for line in lines] if options.format == "markdown" else lines
    print("\n".join([mark + line for line in said]))
    return 0


def _day(name: str) -> str:
    """Return a side of ``diff --facts``: a date in ISO format, other names unchanged."""
    return date(name) if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", name) else name


def _asked(options: argparse.Namespace) -> Asked:
    from osloregion_slides.service_update import Asked

    outline = getattr(options, "outline", "") or ""
    return Asked(outline, options.audience, options.language, options.as_of, settings_of(options.set))


def _choices(options: argparse.Namespace) -> dict[str, Choice]:
    """Return the choices of ``--keep`` and ``--take`` by conflict id; InvalidInput where both name the same one."""
    both = sorted(set(options.keep) & set(options.take))
    if both:
        raise InvalidInput([finding("usage.both", id=one) for one in both])
    return {**dict.fromkeys(options.keep, "keep"), **dict.fromkeys(options.take, "take")}


def _each(options: argparse.Namespace, verb: str, on_conflict: OnConflict, finish: Finish) -> int:
    """Plan each deck, show the plan and ``finish`` the deck; with several decks, print a summary.

    The exit code is the worst of all decks: 1 (errors), 4 (conflicts), 3 (changes are pending), 0.
    """
    from osloregion_slides.update.show import plan_data, summary

    decks, outline = _decks(options.decks)
    options.outline = outline
    choices, known = _choices(options), set[str]()
    codes, shown = [], []
    for deck in decks:
        try:
            with Within(deck):
                planned = _planned(deck, options, on_conflict, choices, known if decks[1:] else None)
                if options.format == "text":
                    _show(planned, options, deck, verb)
                codes.append(finish(planned, deck))
                done = {} if verb == "plan" else {"summary": summary(planned.plan, options.lang)}
                shown.append(plan_data(planned.plan, deck, options.lang) | {"exit_code": codes[-1]} | done)
        except InvalidInput as problem:
            if not decks[1:]:
                raise
            print_findings(problem.findings, options, "text")
            said = [as_dict(in_language(one, options.lang)) for one in problem.findings]
            shown.append({"deck": deck, "findings": said})
            codes.append(1)
    unknown = [finding("unknown-conflict", name=name) for name in choices if decks[1:] and name not in known]
    code = next(one for one in (1, CONFLICTS, 3, 0) if one in [*codes, *([1] if unknown else [0])])
    total = _summary(codes, options.lang) if decks[1:] else ""
    if options.format == "json":
        data = {"decks": shown, "exit_code": code, "summary": total} if decks[1:] else shown[0]
        if unknown:
            data["findings"] = [as_dict(in_language(one, options.lang)) for one in unknown]
        print_json(data)
    elif total:
        print(total)
    if unknown and options.format != "json":
        raise InvalidInput(unknown)
    return code


def _summary(codes: list[int], language: str) -> str:
    counts = {"decks-same": 0, "decks-changed": 3, "decks-conflict": CONFLICTS, "decks-failed": 1}
    parts = tuple([phrase(name, count=codes.count(code)) for name, code in counts.items() if code in codes])
    return in_words(phrase("decks", count=len(codes), parts=parts), language)


def _decks(given: list[str]) -> tuple[list[str], str]:
    """Return the named decks, those of folders in order, and the outline, which is last.

    InvalidInput (``deck-missing``) for a folder without decks.
    """
    outline = given[-1] if len(given) > 1 and given[-1].lower().endswith((".yaml", ".yml")) else ""
    found: dict[str, None] = {}
    for path in given[:-1] if outline else given:
        if not os.path.isdir(path):
            found[path] = None
            continue
        inside = [os.path.join(folder, name) for folder, _, names in sorted(os.walk(path)) for name in sorted(names)]
        decks = [one for one in inside if one.lower().endswith(".pptx") and not os.path.basename(one).startswith("~$")]
        if not decks:
            raise InvalidInput([finding("deck-missing.folder", Location(path))])
        found.update(dict.fromkeys(decks))
    return list(found), outline


def _planned(
    deck: str, options: argparse.Namespace, on_conflict: OnConflict, choices: dict[str, Choice], known: set[str] | None
) -> Planned:
    """Return a plan. ``known`` collects the choices that apply to this deck, if there are several decks."""
    from osloregion_slides.service_update import plan_update

    asked = _asked(options)
    if known is not None and choices:
        there = plan_update(deck, asked, on_conflict, base=options.base).plan.names
        choices = {name: choice for name, choice in choices.items() if name in there}
        known.update(choices)
    return plan_update(deck, asked, on_conflict, choices, base=options.base)


def _show(planned: Planned, options: argparse.Namespace, deck: str, verb: str) -> None:
    from osloregion_slides.update.show import as_json, show

    if options.format == "json":
        print(as_json(planned.plan, deck, options.lang))
        return
    print_findings(planned.findings, options, "text")
    print(show(planned.plan, deck, verb, options.details, options.lang))


def _write(planned: Planned, options: argparse.Namespace, deck: str) -> None:
    """Write the updated deck, with the previous one beside it as a backup; nothing if nothing changed."""
    from osloregion_slides.pptx.save import refuse_open, save, save_backup
    from osloregion_slides.service_update import apply
    from osloregion_slides.update.base import keep, store_folder

    updated = apply(planned, deck)
    print_findings(updated.findings, options, "text")
    if updated.data == planned.data:
        return
    if not options.force:
        refuse_open(deck)
    kept = save_backup(deck, planned.data) if options.backup else ""
    save(deck, updated.data, options.force)
    try:
        keep(store_folder(planned.outline), planned.base)
    except OSError as problem:
        raise InvalidInput([finding("cannot-write.store", why=problem.strerror or str(problem))]) from None
    _report(options, deck, phrase("updated" if planned.plan.exit_code else "renewed", backup=kept))


def _report(options: argparse.Namespace, deck: str, what: Phrase) -> None:
    if options.format == "text":
        print(f"{deck}: {in_words(what, options.lang)}")


def add_verbs(verb: Verb) -> None:
    """Add the five verbs."""
    for name, function in (("plan", plan_command), ("update", update_command), ("adopt", adopt_command)):
        parser = verb(name, function)
        if name == "adopt":
            parser.add_argument("deck", metavar="DECK", help="the .pptx")
            parser.add_argument("outline", metavar="OUTLINE", help="the outline to link the deck to")
            parser.add_argument("--plan", action="store_true", help="show what it would do, and write nothing")
        else:
            which = "an edited .pptx, or a folder of them; the outline may stand last (default: each deck's own)"
            parser.add_argument("decks", nargs="+", metavar="DECK", help=which)
            _add_base(parser)
        if name == "update":
            parser.add_argument(
                "--on-conflict",
                choices=("keep", "take", "fail"),
                default="keep",
                help="where both sides changed: keep the deck's (default), take the outline's, or write nothing",
            )
        _add_choices(parser, "outline")
        if name != "plan":
            also = "" if name == "update" else ", or its slides have another size"
            _add_writing(parser, also)
        add_variant(parser)
        add_format(parser, ("text", "json"))
    merge = verb("merge", merge_command)
    merge.add_argument("deck", metavar="DECK", help="the copy that the result is made of")
    merge.add_argument("other", metavar="OTHER", help="another copy, edited by somebody else")
    merge.add_argument("-o", "--output", metavar="FILE", default="", help="write there (default: DECK, with a backup)")
    merge.add_argument("--plan", action="store_true", help="show what it would do, and write nothing")
    _add_base(merge)
    _add_choices(merge, "other copy")
    _add_writing(merge, "")
    add_format(merge, ("text", "json"))
    diff = verb("diff", diff_command)
    also = "; with --facts also a date or a revision of git"
    diff.add_argument("before", metavar="BEFORE", help=f"a .pptx or an outline{also}")
    diff.add_argument("after", metavar="AFTER", help=f"a .pptx or an outline{also}")
    diff.add_argument("--facts", action="store_true", help="show which facts are new, gone or changed, a line for each")
    which = "with --facts: the outline of dates and revisions (default: the other side, else decks/osloregionen.yaml)"
    diff.add_argument("--outline", default="", metavar="FILE", help=which)
    pictures = "with --format html and a .pptx: draw both sides with LibreOffice; two outlines are always drawn"
    diff.add_argument("--details", action="store_true", help="list every change, also where there are many")
    diff.add_argument("--pictures", action="store_true", help=pictures)
    add_variant(diff)
    add_format(diff, ("text", "json", "html", "markdown", "note"))


def _add_base(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base",
        metavar="FILE",
        default="",
        help="the build to compare with: a file of the base store, or a deck (default: the one that the deck names)",
    )


def _add_choices(parser: argparse.ArgumentParser, side: str) -> None:
    take = f"use the {side}'s side of what plan prints with this id, or of all on the slide of this id; restores too"
    parser.add_argument("--take", metavar="ID", action="append", default=[], help=take)
    keep = "keep the deck's side of what plan prints with this id, or of all on the slide of this id"
    parser.add_argument("--keep", metavar="ID", action="append", default=[], help=keep)
    parser.add_argument("--details", action="store_true", help="show every edit and change in a line, with its id")


def _add_writing(parser: argparse.ArgumentParser, also: str) -> None:
    parser.add_argument("--no-backup", dest="backup", action="store_false", help="save no .bak beside the deck")
    parser.add_argument("--force", action="store_true", help=f"write even if a lock file says it is open{also}")
