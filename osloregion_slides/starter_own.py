"""A folder to begin with for an organisation of one's own: an outline with blanks, two example members, its brand."""

from __future__ import annotations

import os
import re
import unicodedata

from osloregion_slides.base import resources
from osloregion_slides.base.files import HIDDEN, read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, cannot_write, finding
from osloregion_slides.base.record import Record
from osloregion_slides.batch.jobs import name_fault
from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.palette import palette_from
from osloregion_slides.brand.tokens import MAX_LOGO
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Verbatim
from osloregion_slides.starter import MODELINE, TOKENS, unused_starters

LONGEST = 60
"""Characters of a name: two lines of a cover."""
USUAL = "1F4FD8"
COLOURS = {
    "ink": "text",
    "paper": "the ground of most slides",
    "dark": "covers",
    "warm": "a light ground",
    "brand": "the organisation's, or the tone of it that white text reads on",
    "second": "dark text on it, never white",
    "mark": '"this one", and nothing else; behind dark text only',
    "quiet": "a pale ground",
    "green": "where green is meant",
    "grey": "quiet text",
}
THEME = (
    *(("dk1", "ink"), ("lt1", "paper"), ("dk2", "dark"), ("lt2", "warm"), ("accent1", "brand"), ("accent2", "second")),
    *(("accent3", "mark"), ("accent4", "quiet"), ("accent5", "green"), ("accent6", "grey")),
    *(("hlink", "brand"), ("folHlink", "brand")),
)
BUILDS = """\
# What `osloregion-slides build` makes: one deck in each language. ~ is what the outline itself says.
builds:
  - outline: {slug}.yaml
    languages: [~, en]
"""
_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


class Own(Record):
    """An organisation: its name, its colour as RRGGBB with or without ``#``, the path of its logo or ""."""

    name: str
    colour: str = USUAL
    logo: str = ""


def start_own(folder: str, own: Own, date: str, python: str = "") -> list[str]:
    """Write the outline, the members and the brand of an organisation into ``folder``; return the paths written.

    ``date`` (ISO) is the outline's, ``python`` the interpreter that opens the page. Everything is made before
    anything is written. InvalidInput for a name, a colour or a logo that cannot be used, and where the folder has
    ``decks`` or ``templates``.
    """
    name = " ".join(own.name.split())
    if not name or len(name) > LONGEST or any(sign in name for sign in map(chr, HIDDEN)):
        raise InvalidInput([finding("usage.blank", Location("--blank"), longest=LONGEST)])
    colour = re.fullmatch("#?([0-9A-Fa-f]{6})", own.colour)
    if not colour:
        raise InvalidInput([finding("bad-colour", Location("--colour"), colour=own.colour[:40])])
    slug = slug_of(name)
    values = {"name": name, "slug": slug, "date": date, "text": dump(Verbatim(name, False, Location(""))).strip()}
    files = {
        "decks/builds.yaml": BUILDS.replace("{slug}", slug).encode(),
        f"decks/{slug}.yaml": MODELINE.encode() + _filled("outline.yaml", values),
        "decks/data/members.csv": _filled("members.csv", {}),
    }
    files |= {f"templates/{slug}/{file}": data for file, data in _brand(name, slug, colour[1], own.logo).items()}
    starters = unused_starters(folder, python, ("decks", "templates"))
    try:
        for path, data in (files | starters).items():
            target = os.path.join(folder, *path.split("/"))
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
            write(target, data)
        os.chmod(os.path.join(folder, "Start.command"), 0o755)
    except OSError as problem:
        raise InvalidInput([cannot_write(folder, problem)]) from None
    return [os.path.join(folder, *path.split("/")) for path in (*starters, *files)]


def slug_of(name: str) -> str:
    """Return a name as the name of a file and of a deck: ``Østre Toten`` is ``ostre-toten``."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_ASCII)).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    slug = slug[:40].rpartition("-")[0] or slug[:40] if len(slug) > 40 else slug
    return f"deck-{slug}".strip("-") if not slug[:1].isalpha() or name_fault(f"{slug}.pptx", Location("")) else slug


def _filled(file: str, values: dict[str, str]) -> bytes:
    with open(resources.path("assets", "blank", file), encoding="utf-8") as stream:
        text = stream.read()
    return re.sub(r"\{(\w+)\}", lambda one: values.get(one[1], one[0]), text).encode()


def _brand(name: str, slug: str, colour: str, logo: str) -> dict[str, bytes]:
    """Return the files of the brand's folder: ruten's tokens with these colours and this name, what is made of them."""
    from tempfile import TemporaryDirectory

    files = _logo(logo) if logo else {}
    with open(resources.path(*TOKENS), encoding="utf-8") as stream:
        text = stream.read()
    palette = palette_from(colour)
    colours = [f'  {key + ":":9}"{value}"  # {COLOURS[key]}\n' for key, value in palette.items()]
    said = [f"name: {dump(Verbatim(name, False, Location(''))).strip()}\n", 'website: ""\n']
    said += [f"logo: logo.{'svg' if 'logo.svg' in files else 'png'}\n"] if files else []
    text = text.replace("templates/ruten", f"templates/{slug}").replace("; amber means", "; the colour `mark` means")
    text = re.sub(r"^name:.*\nwebsite:.*\n", lambda _: "".join(said), text, flags=re.MULTILINE)
    text = re.sub(r"^(# The alliance's own logo.*\n(?:# .*\n)*|signs:.*\n(?: .*\n)*)\n", "", text, flags=re.MULTILINE)
    text = _block(text, "colours", "".join(colours))
    text = _block(text, "theme", "".join([f"  {slot}: {key}\n" for slot, key in THEME]))
    files["brand.yaml"] = text.encode()
    with TemporaryDirectory() as scratch:
        place = os.path.join(scratch, slug)
        os.mkdir(place)
        for file, data in files.items():
            write(os.path.join(place, file), data)
        try:
            return files | make_brand(place)
        except InvalidInput as wrong:  # our own tokens are right, so it is the logo
            raise InvalidInput([one.replace(at=Location(logo)) for one in wrong.findings]) from None


def _block(text: str, key: str, lines: str) -> str:
    """Return brand.yaml with other lines under one of its keys."""
    return re.sub(rf"^({key}:.*\n)(?: .*\n)*", lambda one: one[1] + lines, text, flags=re.MULTILINE)


def _logo(path: str) -> dict[str, bytes]:
    """Return the logo's files by the names that they get; an SVG has a PNG of its name beside it."""
    stem, ending = os.path.splitext(path)
    paths = {"logo.svg": path, "logo.png": f"{stem}.png"} if ending.lower() == ".svg" else {"logo.png": path}
    try:
        return {name: read_bytes(file, MAX_LOGO) for name, file in paths.items()}
    except OSError:
        raise InvalidInput([finding("missing-file.logo", Location("--logo"), path=path)]) from None
