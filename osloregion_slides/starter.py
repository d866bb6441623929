"""The starter folder of ``init``: flagship outline, data, gallery and build list; or one for another organisation."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osloregion_slides.base import resources
from osloregion_slides.base.files import HIDDEN, read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, cannot_write, finding
from osloregion_slides.base.record import Record
from osloregion_slides.batch.jobs import name_fault
from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.palette import palette_from
from osloregion_slides.brand.tokens import MAX_LOGO
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Mapping, Sequence, Verbatim, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.translations import ALL

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

# ``init --excel``: the data that change with each meeting in one workbook, and an outline that reads it.

WORKBOOK = "osloregionen.xlsx"
MEMBERS = "members.csv"
COLUMNS = {
    "name": "Kommune", "number": "Nummer", "county": "Fylke", "region": "Delregion",
    "other_regions": "Andre delregioner", "from": "Fra", "to": "Til", "kind": "Type", "confidence": "Sikkerhet",
    "source": "Kilde", "successor": "Etterfølger", "note": "Merknad", "note_en": "Merknad (en)", "total": "Antall",
}  # fmt: skip
"""The registry's columns with their headings in the workbook, in its order."""
VALUES = {
    "kind": {
        "municipality": "Kommune",
        "county_council": "Fylkeskommune",
        "gap": "Hull",
        "county_council_gap": "Hull fylkeskommuner",
    },
    "confidence": {"confirmed": "Bekreftet", "high": "Høy", "medium": "Middels", "low": "Lav"},
}
THINGS = {"name": "Navn", "from": "Fra", "to": "Til", "label": "Etikett", "group": "Gruppe", "id": "Id"}
MEETING = {"title": "Tittel", "place": "Sted", "date": "Dato", "speaker": "Taler", "host": "Vert"}
SPOKEN = {"nb": "Norsk", "en": "Engelsk", "nn": "Nynorsk", "sv": "Svensk", "da": "Dansk", "de": "Tysk"}
"""Languages of texts, with their headings in the workbook."""
WIDEST = 60
"""Maximum width of a column, characters, so that the next ones stay in the window."""


def move_to_workbook(folder: str) -> None:
    """Move the starter's facts to ``decks/data/osloregionen.xlsx``, and make the outlines in ``decks/`` read it.

    ``folder`` contains ``decks/``. The sheets are Møte, Medlemmer, Prosjekter and Klynger; the replaced table of
    members is deleted, so that nobody edits the wrong one.
    """
    from openpyxl import Workbook

    decks = os.path.join(folder, "decks")
    outline = os.path.join(decks, "osloregionen.yaml")
    tree, _ = read_file(outline)
    assert isinstance(tree, Mapping)  # the built-in starter
    book = Workbook()
    book.remove(book.active)
    _sheet(book, "Møte", _meeting(tree.get("meeting")))
    _members(book, os.path.join(decks, "data", MEMBERS))
    strategy = tree.get("strategy")
    lists = {"projects": "Prosjekter", "clusters": "Klynger"}
    for key, title in lists.items():
        _sheet(book, title, _things(strategy.get(key) if isinstance(strategy, Mapping) else None))
    book.save(os.path.join(decks, "data", WORKBOOK))
    os.remove(os.path.join(decks, "data", MEMBERS))
    _point_at_workbook(decks, lists)


def _point_at_workbook(decks: str, lists: dict[str, str]) -> None:
    """Make the outlines read the sheets, except those that extend another, which inherit its facts."""
    sheets = {"meeting": "Møte", "members": "Medlemmer", **lists}
    for name in sorted(os.listdir(decks)):
        if not name.endswith(".yaml"):
            continue
        path = os.path.join(decks, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if "\nextends:" in text:
            continue
        for key, sheet in sheets.items():
            text = _replaced(text, key, f"{key}: {{file: data/{WORKBOOK}, sheet: {sheet}}}")
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


def _replaced(text: str, key: str, line: str) -> str:
    """Return an outline's text with the block of a key, its indented lines included, replaced by one line.

    Only the part before ``slides:`` and ``audiences:`` is searched.
    """
    head, slides, rest = text.partition("\nslides:")
    block = re.compile(rf"^(?P<in> *){key}:(?: .*)?\n(?:(?P=in) +.*\n)*", re.MULTILINE)
    audiences = head.find("\naudiences:")
    found = block.search(head, 0, audiences if audiences >= 0 else len(head))
    if found is None:
        return text
    return head[: found.start()] + found["in"] + line + "\n" + head[found.end() :] + slides + rest


def _meeting(node: Node | None) -> list[list[object]]:
    """Return the meeting's fields with their texts in each language; a date has only one column."""
    entries = node.entries if isinstance(node, Mapping) else ()
    spoken = [one for one in SPOKEN if one in ("nb", "en") or one in _spoken([entry.value for entry in entries])]
    rows: list[list[object]] = [["Felt", *[SPOKEN[one] for one in spoken]]]
    for entry in entries:
        texts = [_text(entry.value, language) for language in spoken]
        key = entry.key.text
        rows.append([MEETING.get(key, key), *(texts if key != "date" else texts[:1])])
    return rows


def _things(node: Node | None) -> list[list[object]]:
    """Return a list of the outline as rows with Norwegian headings, and a column for each further language."""
    items = [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
    columns: list[tuple[str, str, str]] = []
    for key, words in THINGS.items():
        values = [item.get(key) for item in items]
        if any(value is not None for value in values):
            columns.append((key, "nb", words))
        if any(isinstance(value, Mapping) for value in values):
            columns.append((key, "en", f"{words} (en)"))
    for one in list(SPOKEN)[2:]:  # further languages come last
        keys = [key for key in THINGS if one in _spoken([item.get(key) for item in items])]
        columns += [(key, one, f"{THINGS[key]} ({one})") for key in keys]
    rows = [[_typed(_text(item.get(key), language)) for key, language, _ in columns] for item in items]
    return [[words for _, _, words in columns], *rows]


def _spoken(nodes: list[Node | None]) -> set[str]:
    """Return the language keys of texts."""
    return {entry.key.text for node in nodes if isinstance(node, Mapping) for entry in node.entries}


def _text(node: Node | None, language: str) -> str:
    return text_of(node.get(language) or node.get(ALL)) if isinstance(node, Mapping) else text_of(node)


def _typed(text: str) -> object:
    return int(text) if re.fullmatch("[1-9][0-9]{3}", text) else text or None


def _members(book: Any, path: str) -> None:
    import datetime

    from openpyxl.worksheet.datavalidation import DataValidation

    from osloregion_slides.registry.table_file import read_grid

    grid = read_grid(path)
    rows: list[list[object]] = []
    for row in grid.rows:
        cells = dict(zip(grid.header.cells, row.cells))
        made: list[object] = []
        for key in COLUMNS:
            text = VALUES[key].get(cells.get(key, ""), "") if key in VALUES else cells.get(key, "")
            is_date = key in ("from", "to") and text
            made.append(
                datetime.date.fromisoformat(text) if is_date else int(text) if key == "total" and text else text or None
            )
        rows.append(made)
    page = _sheet(book, "Medlemmer", [list(COLUMNS.values()), *rows])
    names = list(COLUMNS)
    for letter, form in (("number", "@"), ("from", "dd.mm.yyyy"), ("to", "dd.mm.yyyy")):
        for (cell,) in page.iter_rows(
            min_row=2, max_row=len(rows) + 200, min_col=names.index(letter) + 1, max_col=names.index(letter) + 1
        ):
            cell.number_format = form
    for key, words in VALUES.items():
        rule = DataValidation(type="list", formula1='"' + ",".join(words.values()) + '"', allow_blank=True)
        page.add_data_validation(rule)
        letter = page.cell(1, names.index(key) + 1).column_letter
        rule.add(f"{letter}2:{letter}{len(rows) + 200}")


def _sheet(book: Any, title: str, rows: list[list[object]]) -> Any:
    from openpyxl.styles import Font

    page = book.create_sheet(title)
    for row in rows:
        page.append(row)
    for index, cell in enumerate(page[1]):
        cell.font = Font(bold=True)
        longest = max([len(str(row[index] or "")) for row in rows if index < len(row)])
        page.column_dimensions[cell.column_letter].width = min(WIDEST, max(10, longest + 2))
    page.freeze_panes = "B2"
    return page


TOKENS = ("templates", "ruten", "brand.yaml")
LEFT_OUT = ("__pycache__", ".bases", "builds.yaml")
BUILDS = """\
# What `osloregion-slides build` makes: each entry is a list of decks, one for every audience, language and date.
# ~ is what the outline itself says, and a deck's name tells the rest: out/osloregionen.pptx, out/osloregionen-en.pptx,
# out/osloregionen-board.pptx … To make one alone, name the outline:
#   osloregion-slides build decks/osloregionen.yaml --audience board --language en
builds:
  - outline: osloregionen.yaml
    audiences: [~, board, business]
    languages: [~, en]

  - outline: osloregionen.yaml         # the same outline on a date of today: the deck of the political council
    languages: [nb, en]
    dates: [2026-11-28]

  - outline: gallery.yaml              # every kind of slide, to copy from; take this entry out when you know them

  # Take the # away from here on for more: the alliance as it was on other days …
  # - outline: osloregionen.yaml
  #   dates: [2007-12-31, 2008-01-01]

  # … and one deck for each municipality, in out/members/
  # - outline: member.yaml
  #   for_each: members
  #   population: data/population.csv
  #   languages: [nb, en]
  #   name: "members/{language}/{number}-{member}"
"""
"""The starter's build list: nine decks in a second, without the project's deck for each municipality."""


START = {
    "Start.cmd": (
        '@echo off\r\nchcp 65001 > nul\r\ncd /d "%~dp0"\r\nset "PYTHON={python}"\r\n'
        'if not exist "%PYTHON%" set "PYTHON=py"\r\n"%PYTHON%" -m osloregion_slides preview\r\n'
        "if errorlevel 1 pause\r\n"
    ),
    "Start.command": (
        '#!/bin/sh\ncd "$(dirname "$0")" || exit 1\nPYTHON="{python}"\n[ -x "$PYTHON" ] || PYTHON=python3\n'
        'exec "$PYTHON" -m osloregion_slides preview\n'
    ),
}
"""Scripts that open the page on a double click, with the interpreter that ran ``init``, else with the default one."""
BESIDE = {
    ".gitignore": ("blank", "gitignore"),
    ".github/workflows/slides.yml": ("blank", "slides.yml"),
    "decks/outline.schema.json": ("schema", "outline.schema.json"),
}
"""Files for git, GitHub and editors, with their sources in assets/; existing files are kept."""
MODELINE = "# yaml-language-server: $schema=outline.schema.json\n"
"""The comment that names the schema for editors (redhat-developer/yaml-language-server, "Using inlined schema")."""


def start(folder: str, excel: bool = False, python: str = "") -> list[str]:
    """Copy the starter decks into ``folder`` and return the paths written.

    With ``excel`` the meeting, the members, the projects and the clusters are in one workbook. Start.cmd and
    Start.command open the page with the interpreter ``python``, or the system's where that is missing.

    InvalidInput where the folder already has a ``decks`` folder, or is a file: nothing is overwritten.
    """
    import shutil

    target = os.path.join(folder, "decks")
    found = unused_starters(folder, python, ("decks",))
    starters = {os.path.join(folder, *name.split("/")): data for name, data in found.items()}
    try:
        os.makedirs(folder, exist_ok=True)
        shutil.copytree(resources.path("decks"), target, ignore=shutil.ignore_patterns(*LEFT_OUT))
        with open(os.path.join(target, "builds.yaml"), "w", encoding="utf-8", newline="\n") as file:
            file.write(BUILDS)
        for name in sorted(os.listdir(target)):
            if name.endswith(".yaml") and name != "builds.yaml":
                write(os.path.join(target, name), MODELINE.encode() + Path(target, name).read_bytes())
        if excel:
            move_to_workbook(folder)
        for path, text in starters.items():
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            write(path, text)
        os.chmod(os.path.join(folder, "Start.command"), 0o755)
    except OSError as problem:
        raise InvalidInput([cannot_write(folder, problem)]) from None
    made = [os.path.join(base, name) for base, _, names in sorted(os.walk(target)) for name in sorted(names)]
    return list(dict.fromkeys([*starters, *made]))


def unused_starters(folder: str, python: str, taken: tuple[str, ...]) -> dict[str, bytes]:
    """Return the scripts that open the page, and the files of ``BESIDE`` that do not exist yet, by name.

    InvalidInput where such a script, or one of the names ``taken``, exists.
    """
    from osloregion_slides import __version__

    for name in (*taken, *START):
        if os.path.lexists(os.path.join(folder, name)):
            raise InvalidInput([finding("folder-in-use", Location(os.path.join(folder, name)))])
    found = {name: text.format(python=python).encode() for name, text in START.items()}
    for name, asset in BESIDE.items():
        if not os.path.lexists(os.path.join(folder, *name.split("/"))):
            data = Path(resources.path("assets", *asset)).read_bytes()
            found[name] = data.replace(b"{version}", __version__.encode())
    return found


def bring_tokens(folder: str) -> list[str]:
    """Copy the project's brand.yaml into a new folder, for editing; return its path, [] where the folder exists."""
    import shutil

    if os.path.lexists(folder):
        return []
    try:
        os.makedirs(folder)
        return [shutil.copyfile(resources.path(*TOKENS), os.path.join(folder, TOKENS[-1]))]
    except OSError as problem:
        raise InvalidInput([cannot_write(folder, problem)]) from None


# The starter folder for another organisation: an outline with blanks, two example members, its brand.

LONGEST = 60
"""Maximum length of a name, characters: two lines on a cover."""
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
OWN_BUILDS = """\
# What `osloregion-slides build` makes: one deck in each language. ~ is what the outline itself says.
builds:
  - outline: {slug}.yaml
    languages: [~, en]
"""
_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


class Own(Record):
    """An organisation: name, colour as RRGGBB with or without ``#``, path of its logo or ""."""

    name: str
    colour: str = USUAL
    logo: str = ""


def start_own(folder: str, own: Own, date: str, python: str = "") -> list[str]:
    """Write the outline, the members and the brand of an organisation into ``folder``; return the paths written.

    ``date`` (ISO) is the outline's, ``python`` the interpreter of the page. All files are generated before the first is
    written. InvalidInput for an unusable name, colour or logo, and where the folder has ``decks`` or ``templates``.
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
        "decks/builds.yaml": OWN_BUILDS.replace("{slug}", slug).encode(),
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
    """Return a name as a file name and deck key: ``Østre Toten`` becomes ``ostre-toten``."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_ASCII)).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    slug = slug[:40].rpartition("-")[0] or slug[:40] if len(slug) > 40 else slug
    return f"deck-{slug}".strip("-") if not slug[:1].isalpha() or name_fault(f"{slug}.pptx", Location("")) else slug


def _filled(file: str, values: dict[str, str]) -> bytes:
    with open(resources.path("assets", "blank", file), encoding="utf-8") as stream:
        text = stream.read()
    return re.sub(r"\{(\w+)\}", lambda one: values.get(one[1], one[0]), text).encode()


def _brand(name: str, slug: str, colour: str, logo: str) -> dict[str, bytes]:
    """Return the files of the brand's folder: ruten's tokens with this name and colours, and their outputs."""
    from tempfile import TemporaryDirectory

    files = _logo(logo) if logo else {}
    with open(resources.path(*TOKENS), encoding="utf-8") as stream:
        text = stream.read()
    palette = palette_from(colour)
    colours = [f'  {key + ":":9}"{value}"  # {COLOURS[key]}\n' for key, value in palette.items()]
    head = [f"name: {dump(Verbatim(name, False, Location(''))).strip()}\n", 'website: ""\n']
    head += [f"logo: logo.{'svg' if 'logo.svg' in files else 'png'}\n"] if files else []
    text = text.replace("templates/ruten", f"templates/{slug}").replace("; amber means", "; the colour `mark` means")
    text = re.sub(r"^name:.*\nwebsite:.*\n", lambda _: "".join(head), text, flags=re.MULTILINE)
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
        except InvalidInput as wrong:  # the tokens are valid, so the error is in the logo
            raise InvalidInput([one.replace(at=Location(logo)) for one in wrong.findings]) from None


def _block(text: str, key: str, lines: str) -> str:
    """Return brand.yaml with the lines under a key replaced."""
    return re.sub(rf"^({key}:.*\n)(?: .*\n)*", lambda one: one[1] + lines, text, flags=re.MULTILINE)


def _logo(path: str) -> dict[str, bytes]:
    """Return the logo's files by their new names; an SVG needs a PNG of the same name beside it."""
    stem, ending = os.path.splitext(path)
    paths = {"logo.svg": path, "logo.png": f"{stem}.png"} if ending.lower() == ".svg" else {"logo.png": path}
    try:
        return {name: read_bytes(file, MAX_LOGO) for name, file in paths.items()}
    except OSError:
        raise InvalidInput([finding("missing-file.logo", Location("--logo"), path=path)]) from None
