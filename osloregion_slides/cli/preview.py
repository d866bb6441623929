"""The verb ``preview``: parsing only; nothing of the server is imported before it runs."""

from __future__ import annotations

import os

from osloregion_slides.base.findings import InvalidInput, Location, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

NEEDED = ("starlette", "uvicorn", "watchfiles")


def preview_command(options: argparse.Namespace) -> int:
    """Show an outline's deck in the browser, painted anew with every save."""
    from importlib.util import find_spec

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        message = f"the preview needs {' and '.join(missing)}"
        raise InvalidInput([error("no-preview", None, message, 'pip install "osloregion-slides[preview]"')])
    from osloregion_slides.cli.build import variant_of
    from osloregion_slides.preview.server import Address, serve
    from osloregion_slides.preview.shown import Variant

    outline = options.outline or _outline()
    if not os.path.isfile(outline):
        from osloregion_slides.outline.read import read_file

        raise InvalidInput(read_file(outline)[1])
    address = Address(options.host, options.port, options.token)
    serve(outline, Variant(*variant_of(options).values()), address, options.open)
    return 0


def _outline() -> str:
    from osloregion_slides.cli.build import outlines_here

    found = outlines_here()
    if len(found) > 1:
        message = f"there are several outlines: {', '.join(found)}"
        raise InvalidInput([error("usage", Location("OUTLINE"), message, f"osloregion-slides preview {found[0]}")])
    return found[0]


def add_verb(
    verb: Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser],
    variant: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the verb; ``variant`` adds the options that choose a variant and a format."""
    preview = verb("preview", preview_command)
    preview.add_argument("outline", nargs="?", default="", help="default: the one in decks/")
    preview.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    preview.add_argument(
        "--token",
        default="",
        metavar="WORD|auto",
        help="a word of 16 or more characters that a page must name, auto makes one; needed with another --host",
    )
    preview.add_argument("--port", type=int, default=0, metavar="N", help="default: 8765, or the next one that is free")
    preview.add_argument("--no-open", dest="open", action="store_false", help="do not open the browser")
    variant(preview)
