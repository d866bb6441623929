"""The verbs ``init``, ``preview``, ``site`` and ``brand``: a folder to start in, the page, the template."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from osloregion_slides.base import messages
from osloregion_slides.base.budget import UNLIMITED, Within
from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.messages import phrase
from osloregion_slides.cli.build import outlines_here
from osloregion_slides.cli.output import (
    add_format,
    add_variant,
    invoked,
    print_findings,
    print_words,
    unnamed,
    variant_of,
)

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.cli.output import Verb

SERVER = ("starlette", "uvicorn", "watchfiles")
TOKENS = "templates/ruten"
ANYBODY = "0.0.0.0"


def init_command(options: argparse.Namespace) -> int:
    """Create a folder with outlines to start from."""
    import time

    from osloregion_slides.starter import LONGEST, USUAL, Own, start, start_own

    here = os.path.abspath(options.folder) == os.getcwd()
    called = messages.COMMAND[0]
    if called == invoked():  # not in a host program; a path to the tool has to work after `cd`
        called = invoked(elsewhere=not here)
    if options.excel if options.blank is not None else options.colour or options.logo:
        raise InvalidInput([finding("usage.blank", longest=LONGEST)])
    if options.blank is None:
        made = start(options.folder, options.excel, sys.executable)
    else:
        own = Own(options.blank, options.colour or USUAL, options.logo)
        made = start_own(options.folder, own, time.strftime("%Y-%m-%d"), sys.executable)
    print(*made, sep="\n")
    print_words(options, phrase("next"))
    steps = [] if here else [f"cd {messages.in_shell(options.folder)}"]
    print(*[f"    {step}" for step in (*steps, f"{called} preview", f"{called} build")], sep="\n")
    return 0


def preview_command(options: argparse.Namespace) -> int:
    """Show an outline's deck in the browser, redrawn whenever a file is saved."""
    from importlib.util import find_spec

    missing = tuple([name for name in SERVER if find_spec(name) is None])
    if missing:
        raise InvalidInput([finding("no-preview", packages=missing)])
    from osloregion_slides.preview.desk import main_outline
    from osloregion_slides.preview.server import Address, serve
    from osloregion_slides.preview.state import Variant

    outline = options.outline or main_outline(outlines_here())
    if not os.path.isfile(outline):
        from osloregion_slides.outline.read import read_file

        raise InvalidInput(read_file(outline)[1])
    host, token = (ANYBODY, options.token or "auto") if options.share else (options.host, options.token)
    address = Address(host, options.port, token)
    with Within("", UNLIMITED):  # each request has a budget of its own
        serve(outline, Variant(*variant_of(options).values()), address, options.open, not options.outline, options.lang)
    return 0


def site_command(options: argparse.Namespace) -> int:
    """Write the page with its engine inside as a folder of static files."""
    from importlib.util import find_spec

    if find_spec("starlette") is None:
        raise InvalidInput([finding("no-preview", packages=("starlette",))])
    from osloregion_slides.preview.site import make_site

    for path in make_site(options.folder, options.pyodide):
        print(path)
    return 0


def brand_command(options: argparse.Namespace) -> int:
    """Rebuild the template from the brand's tokens."""
    if options.folder == "doctor":
        return _doctor(options)
    if options.folder == "fonts":
        return _fonts(options)
    if options.template:
        raise InvalidInput([finding("usage.doctor", Location(options.folder))])
    from osloregion_slides.brand.make import remake
    from osloregion_slides.starter import bring_tokens

    folder = unnamed(TOKENS, "cannot-write.link") if options.folder is None else options.folder
    for path in bring_tokens(folder):
        print(path)
    for path in remake(folder):
        print(path)
    return 0


def _template(path: str) -> Brand:
    """Return the brand of a template, or of a brand file that names one."""
    from osloregion_slides.brand.foreign import BrandFile, brand_of, read_brand_file
    from osloregion_slides.brand.read import TemplateOverrides

    file = BrandFile(path, TemplateOverrides())
    if path.lower().endswith((".yaml", ".yml")):
        with open(path, "rb") as stream:
            file = read_brand_file(stream.read(), path)
    return brand_of(file, os.path.splitext(os.path.basename(path))[0])


def _fonts(options: argparse.Namespace) -> int:
    """Measure the fonts of a template that have no table of ours, installed or in named files; print the tables."""
    from osloregion_slides.base.files import inside, write
    from osloregion_slides.brand.tables import table_path
    from osloregion_slides.fit.font_files import installed, measure
    from osloregion_slides.fit.metrics import load_metrics, use

    if not options.template:
        raise InvalidInput([finding("usage.fonts", Location("fonts"))])
    brand, at = _template(options.template), Location(options.template)
    use(())  # one that was measured before is measured anew
    for font in dict.fromkeys((brand.body_font, brand.heading_font)):
        if load_metrics(font).proven:
            continue
        table, lacks = measure(font, options.files or installed(), at)
        path = table_path(brand.template, font)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write(inside(os.path.dirname(brand.template), os.path.join("fonts", os.path.basename(path))), table)
        print(path)
        if lacks:
            print_findings([finding("font-without-faces", at, font=font, faces=lacks)], options)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    """Report what a template offers for each role, and write a sample deck; with LibreOffice also its picture."""
    from osloregion_slides.base import resources
    from osloregion_slides.brand.foreign import examine
    from osloregion_slides.compose.deck import compose
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.workspace import Workspace
    from osloregion_slides.pptx.save import save
    from osloregion_slides.pptx.write import write_deck

    path = options.template
    if not path:
        raise InvalidInput([finding("usage.doctor", Location("doctor"))])
    brand = _template(path)
    named = Workspace.choose("")  # the gallery\'s data are in the package, not in the template\'s workspace
    try:
        outline = load(resources.path("decks", "gallery.yaml"), settings=(("fit", "best"),))
        deck, found = compose(outline, brand)
    finally:
        Workspace.choose(named)
    said = [one for one in found if one.severity == "error" or one.code == "unproven-fit"]
    print_findings((*examine(brand), *said), options)
    target = os.path.join("out", f"{brand.name}-sample.pptx")
    save(target, write_deck(deck, brand), True, "out")
    print(target)
    from osloregion_slides.render.export import RenderOptions, render

    try:
        for one in render([target], "out", RenderOptions(False, False, True)).files:
            print(one)
    except InvalidInput as without:  # without LibreOffice only the deck
        print_findings([one.replace(severity="note") for one in without.findings], options)
    return 0


def add_verbs(verb: Verb) -> None:
    """Add the verbs."""
    init = verb("init", init_command)
    init.add_argument("folder", metavar="FOLDER", help="a folder that is new or empty")
    init.add_argument("--excel", action="store_true", help="keep the meeting, members and projects in a workbook")
    init.add_argument("--blank", metavar="NAME", help="for your organisation: an outline with blanks, a brand")
    init.add_argument("--colour", "--color", default="", metavar="RRGGBB", help="its colour, with --blank")
    init.add_argument("--logo", default="", metavar="FILE", help="its logo, PNG, or SVG beside a PNG; with --blank")
    preview = verb("preview", preview_command)
    preview.add_argument(
        "outline", nargs="?", default="", metavar="OUTLINE", help="default: those in decks/, to choose from on the page"
    )
    preview.add_argument(
        "--host", default="127.0.0.1", metavar="HOST", help="the address to listen on (default: this machine only)"
    )
    preview.add_argument(
        "--token",
        default="",
        metavar="WORD|auto",
        help="a word of 16 or more characters that a page must name, auto makes one; needed with another --host",
    )
    preview.add_argument("--share", action="store_true", help="let other machines open it: --host 0.0.0.0 --token auto")
    preview.add_argument("--port", type=int, default=0, metavar="N", help="default: 8765, or the next free one")
    preview.add_argument("--no-open", dest="open", action="store_false", help="do not open the browser")
    add_variant(preview)
    add_format(preview)
    site = verb("site", site_command)
    site.add_argument("folder", metavar="DIR", help="where the files go")
    site.add_argument("--pyodide", default="", metavar="FOLDER", help="npm's package `pyodide`, unpacked")
    brand = verb("brand", brand_command)
    brand.add_argument(
        "folder", nargs="?", metavar="FOLDER|doctor|fonts", help=f"where brand.yaml is (default: {TOKENS})"
    )
    brand.add_argument(
        "template", nargs="?", default="", metavar="TEMPLATE", help="what to examine, or whose fonts to measure"
    )
    brand.add_argument("files", nargs="*", metavar="FONT", help="files of fonts to measure (default: those installed)")
