"""The verbs from decks to outlines: pull, import. Parsing and printing only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.budget import UNLIMITED, Within
from osloregion_slides.base.messages import in_words, phrase
from osloregion_slides.cli.output import add_format, add_variant, print_findings, print_json, print_words, settings_of

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.cli.output import Verb
    from osloregion_slides.service_edit import Pulled
    from osloregion_slides.service_import import Imported


def pull_command(options: argparse.Namespace) -> int:
    """Bring the manual edits of a deck into its outline."""
    from osloregion_slides.service_pull import pull

    made = pull(
        options.deck,
        options.outline,
        audience=options.audience,
        language=options.language,
        as_of=options.as_of,
        settings=settings_of(options.set),
        base=options.base,
    )
    if options.write:
        made.write()
    code = made.exit_code if made.conflicts or not options.write else 0
    if options.format == "json":
        _print_json(made, code, options.lang)
    else:
        print_findings(made.findings, options, "text")
        print(made.patch, end="")
        files = ", ".join([file.path for file in made.files])
        done = "pulled-nothing" if not files else "pulled" if options.write else "to-pull"
        print_words(options, phrase(done, deck=options.deck, count=made.edits, files=files))
    return code


def import_command(options: argparse.Namespace) -> int:
    """Make an outline of any deck."""
    from contextlib import nullcontext

    from osloregion_slides.service_import import OTHERS, import_deck

    with Within(options.deck, UNLIMITED) if options.deck.lower().endswith(OTHERS) else nullcontext():
        chosen = {"brand": options.brand, "language": options.language, "members": options.members}
        made = import_deck(options.deck, options.outline, **chosen)
    written = made.write(options.output or os.path.splitext(os.path.basename(options.deck))[0])
    if options.format == "json":
        _print_report(made, written)
        return 0
    outline = made.files[0][0]
    placed = [
        one.replace(at=one.at.replace(file=written[0])) if one.at and one.at.file == outline else one
        for one in made.findings
    ]
    print_findings(placed, options, "text")
    for slide in made.slides:
        kinds = ", ".join(slide.kinds) or in_words(phrase("no-kind"), options.lang)
        print(f"{slide.number:>4}  {kinds:<20} {slide.title}")
    kept = sum([bool(slide.kept) for slide in made.slides])
    whole = sum([not slide.lost for slide in made.slides]) - kept
    print_words(options, phrase("imported", outline=written[0], count=len(made.slides), whole=whole, kept=kept or ""))
    return 0


def slides_command(options: argparse.Namespace) -> int:
    """List the slides of a deck, or of all decks in a folder, as `kind: slide` names them."""
    from osloregion_slides.service_library import draw_library, library_slides

    found = library_slides(options.library)
    if options.format == "json":
        rows = [{"from": one.source, "number": one.number, "title": one.title, "texts": one.texts} for one in found]
        print_json(rows)
    else:
        for one in found:
            print(f"{one.source:<40} {one.title}")
    if options.sheet:
        with Within(options.library, UNLIMITED):  # LibreOffice has a time of its own
            draw_library(options.library, options.sheet)
    return 0


def _print_report(made: Imported, written: tuple[str, ...]) -> None:
    slides = [{name: getattr(slide, name) for name in slide.__fields__} for slide in made.slides]
    print_json({"files": written, "slides": slides})


def _print_json(made: Pulled, code: int, language: str) -> None:
    from osloregion_slides.base.findings import as_dict, in_language

    data = {
        "edits": made.edits,
        "conflicts": made.conflicts,
        "files": [file.path for file in made.files],
        "patch": made.patch,
        "findings": [as_dict(in_language(one, language)) for one in made.findings],
        "exit_code": code,
    }
    print_json(data)


def add_verbs(verb: Verb) -> None:
    """Add the verbs."""
    pull = verb("pull", pull_command)
    pull.add_argument("deck", metavar="DECK", help="an edited .pptx")
    pull.add_argument("outline", metavar="OUTLINE", nargs="?", default="", help="its outline (default: the deck's own)")
    pull.add_argument("--write", action="store_true", help="write the outline; without it the patch is shown only")
    base = "the build to compare with: a file of the base store, or a deck (default: the one that the deck names)"
    pull.add_argument("--base", metavar="FILE", default="", help=base)
    add_variant(pull)
    add_format(pull, ("text", "json"))
    listed = verb("slides", slides_command)
    listed.add_argument("library", metavar="LIBRARY", help="a .pptx, or a folder of them")
    listed.add_argument("--sheet", metavar="FILE", default="", help="draw the slides with their names into a PNG")
    add_format(listed, ("text", "json"))
    bring = verb("import", import_command)
    bring.add_argument("deck", metavar="DECK", help="a .pptx of anybody; a .ppt or .odp through LibreOffice")
    where = "a folder that is new or empty (default: the deck's name)"
    bring.add_argument("-o", "--output", metavar="FOLDER", default="", help=where)
    own = "the outline that made the deck (default: the one that it names, near here or near the deck)"
    bring.add_argument("--outline", default="", metavar="OUTLINE", help=own)
    bring.add_argument("--brand", default="", metavar="NAME", help="the brand of the outline (default: the usual one)")
    language = "the language of the outline (default: that of most texts)"
    bring.add_argument("--language", default="", metavar="CODE", help=language)
    members = "the table of members whose numbers are proposed (default: the alliance's, for decks that name it)"
    bring.add_argument("--members", default="", metavar="FILE", help=members)
    add_format(bring, ("text", "json"))
