"""The flagship's outline with more in it: each function changes the outline read as plain data."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DECKS = REPOSITORY / "decks"
OUTLINE = DECKS / "osloregionen.yaml"
DATE = "2008-01-01"  # the outline's as_of

Tree = Any
Change = Callable[[Tree], None]
LANGUAGES = {"nb", "en"}
TEXTS = {"title", "subtitle", "text", "line", "goal", "name", "note", "heading", "label", "centre", "base", "kicker"}


def written(folder: Path, change: Change | None = None, members: Callable[[str], str] | None = None) -> str:
    """Write the flagship's outline with its data into a folder, changed; return its path."""
    shutil.copytree(DECKS / "data", folder / "data", dirs_exist_ok=True)
    path = folder / "osloregionen.yaml"
    if change is None:
        shutil.copyfile(OUTLINE, path)
    else:
        outline = yaml.load(OUTLINE.read_bytes(), Loader=yaml.CSafeLoader)
        change(outline)
        path.write_text(yaml.safe_dump(outline, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    if members is not None:
        registry = folder / "data" / "members.csv"
        registry.write_text(members(registry.read_text(encoding="utf-8")), encoding="utf-8")
    return str(path)


def slide(outline: Tree, key: str) -> Tree:
    """Return the mapping of a slide."""
    return next(entry for entry in outline["slides"] if entry["id"] == key)


def twice(text: str) -> str:
    return f"{text} {text}"


def doubled(outline: Tree) -> None:
    """Say every text twice, titles and labels too; ids, dates and names of files stay."""
    for key in ("meeting", "alliance", "organisation", "strategy", "slides"):
        outline[key] = _doubled(outline[key], False)


def _doubled(node: Tree, text: bool) -> Tree:
    if isinstance(node, dict):
        return {
            key: _doubled(value, key in TEXTS or key in LANGUAGES or (text and key != "id"))
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_doubled(value, text) for value in node]
    return twice(node) if text and isinstance(node, str) else node


def nine_clusters(outline: Tree) -> None:
    names = ("Bioteknologi", "Finans og forsikring", "Reiseliv", "Mat og landbruk")
    clusters = outline["strategy"]["clusters"]
    clusters += [{"id": f"cluster-{n}", "name": name} for n, name in enumerate(names, len(clusters) + 1)]
    assert len(clusters) == 9


SHORT = ("areal", "transport", "næring", "kultur", "klima", "profilering", "kompetanse", "helse")
LONG = tuple(f"samordning av {name}, internasjonalisering og oppfølging" for name in SHORT)


def twelve_bodies(outline: Tree, subjects: tuple[str, ...] = SHORT) -> None:
    """Three levels: the council, three under it, eight under those."""
    bodies = [{"id": "council", "group": "political", "name": "Samarbeidsrådet", "note": "hvert medlem én stemme"}]
    for n, name in enumerate(("Styret", "Kontrollutvalget", "Eget sekretariat"), 1):
        bodies.append({"id": f"level-2-{n}", "group": "political", "reports_to": "council", "name": name})
    for n, subject in enumerate(subjects):
        body = {"group": "administrative", "reports_to": f"level-2-{n % 3 + 1}", "name": f"Faggruppe for {subject}"}
        bodies.append({"id": f"level-3-{n}", **body})
    outline["organisation"] = bodies
    assert len(bodies) == 12


def twelve_bodies_with_long_names(outline: Tree) -> None:
    twelve_bodies(outline, LONG)


def twelve_projects(outline: Tree) -> None:
    projects = outline["strategy"]["projects"]
    for n in range(12 - len(projects)):
        name = f"Et nytt prosjekt om samferdsel og regional utvikling, del {n + 1}"
        projects.append({"id": f"project-{n}", "name": name, "from": 2006 + n % 3, "to": 2008 + n % 2})
    assert len(projects) == 12


def long_titles(outline: Tree) -> None:
    """Every title but the cover's has 90 characters, each another."""
    filler = "og hvordan arbeidet med samordning av areal, transport og næringsutvikling går videre herfra"
    for number, entry in enumerate(outline["slides"][1:], 2):
        entry["title"] = f"Lysbilde nummer {number:02} {filler}"[:90]
        assert len(entry["title"]) == 90


def without_the_map(outline: Tree) -> None:
    outline["slides"] = [entry for entry in outline["slides"] if entry["kind"] != "map"]


def seventy_eight(text: str) -> str:
    """Return the registry with as many invented municipalities as 78 need, spread over the counties."""
    rows = list(csv.DictReader(io.StringIO(text)))
    open_now = [row for row in rows if row["kind"] == "municipality" and row["from"] <= DATE <= (row["to"] or "9")]
    fresh = [
        {**open_now[n * 2], "name": f"Nykommune {n + 1}", "number": f"{9001 + n}"} for n in range(78 - len(open_now))
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows + fresh)
    return out.getvalue()


def on_brand(path: str) -> Change:
    """Return a change that names another template."""

    def change(outline: Tree) -> None:
        outline["brand"] = path

    return change
