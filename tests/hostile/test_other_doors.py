"""What outlines and decks are given beside themselves: lists of decks, notes of a run, words of the command line,
slides of other decks, figures of the web. Whatever stands there ends soon, with a finding, and writes nothing outside."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from osloregion_slides.batch.cache import NAME
from tests.hostile.case import OUTLINE, SLIDE, Case, check, written
from tests.hostile.test_packages import LAUGHS, OUTSIDE, added, changed, good
from tests.hostile.workbooks import workbook

Text = str | bytes
PRESENTATION, THEME = "ppt/presentation.xml", "ppt/theme/theme1.xml"
BUILDS = "builds:\n  - {outline: prove.yaml, name: %s}\n"


def door(
    words: list[str], files: Callable[[], dict[str, Text]] = dict, code: str = "", exits: tuple[int, ...] = ()
) -> Case:
    """Return a case of a command beside a sound outline, with these files written too."""

    def make(folder: Path) -> list[str]:
        written(folder, "decks/prove.yaml", OUTLINE + SLIDE)
        for name, data in files().items():
            written(folder, name, data)
        return words

    return Case(make, code, exits or ((1,) if code else (0, 1, 2, 3, 4)))


def listed(text: str, code: str = "") -> Case:
    return door(["build"], lambda: {"decks/builds.yaml": text}, code)


def noted(data: Callable[[], Text]) -> Case:
    return door(["build"], lambda: {"decks/builds.yaml": BUILDS % "a", f"out/{NAME}": data()}, exits=(0,))


def deck(words: list[str], data: Callable[[], bytes]) -> Case:
    return door(words, lambda: {"x.pptx": data()})


def linked(target: str) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/prove.yaml", OUTLINE + SLIDE)
        os.symlink(target, folder / "decks" / "loop.yaml")
        return ["build", "decks/loop.yaml"]

    return Case(make)


def twice() -> bytes:
    """The deck with two presentations: programs differ in which one they read."""
    import io
    import warnings
    import zipfile

    out = io.BytesIO(good())
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as file:
        warnings.simplefilter("ignore")
        file.writestr(PRESENTATION, LAUGHS)
    return out.getvalue()


def borrowed(data: Callable[[], bytes]) -> Case:
    slides = f"{OUTLINE}slides:\n  - {{id: a, kind: slide, from: 'x.pptx#1'}}\n"
    return door(["build", "decks/own.yaml"], lambda: {"decks/own.yaml": slides, "decks/x.pptx": data()})


def branded(part: str, data: bytes) -> Case:
    own = f"{OUTLINE}brand: x.pptx\n{SLIDE}"
    return door(
        ["build", "decks/own.yaml"], lambda: {"decks/own.yaml": own, "decks/x.pptx": changed(part, lambda _: data)}
    )


def cube(size: list[int], values: object) -> bytes:
    names = [f"d{n}" for n in range(len(size))]
    index = {name: {"category": {"index": {"0301": 0}}} for name in names}
    made = {"version": "2.0", "class": "dataset", "id": names, "size": size, "dimension": index, "value": values}
    return json.dumps(made).encode()


def counted(name: str, data: Callable[[], Text]) -> Case:
    own = f"{OUTLINE}population: {name}\nslides:\n  - {{id: a, kind: statement, title: '{{{{ population.inhabitants }}}}'}}\n"
    return door(["build", "decks/own.yaml"], lambda: {"decks/own.yaml": own, f"decks/{name}": data()})


CASES = {
    "a million decks by dates": listed(
        "builds:\n  - outline: prove.yaml\n    dates: [{}]\n".format(
            ", ".join(f"{n}-01-{day:02}" for n in range(1000, 6000) for day in range(1, 29))
        ),
        "too-many-decks",
    ),
    "decks by three crossed lists": listed(
        "builds:\n  - outline: prove.yaml\n    audiences: [{0}]\n    dates: [{1}]\n    languages: [{0}]\n".format(
            ", ".join(f"a{n}" for n in range(400)), ", ".join(f"20{n:02}-01-01" for n in range(90))
        )
    ),
    "a name that climbs": listed(BUILDS % '"../../{outline}"', "bad-name"),
    "a name of a device": listed(BUILDS % '"CONOUT$"', "bad-name"),
    "a name that climbs in full width": listed(BUILDS % '"．．／ut"', "bad-name"),
    "a name of a hundred emoji": listed(BUILDS % f'"{"🦊" * 100}"', "bad-name"),
    "a name with a stream of Windows": listed(BUILDS % '"a.pptx:ut"', "bad-name"),
    "a name of 100 000 braces": listed(BUILDS % f'"{"{" * 100_000}"'),
    "a list that lists itself": listed("builds:\n  - {outline: builds.yaml}\n"),
    "a list of laughs": listed("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nbuilds: [*c, *c]\n"),
    "each row of what is not a table": listed("builds:\n  - {outline: prove.yaml, for_each: data.__class__}\n"),
    "each row of an expression": listed('builds:\n  - {outline: prove.yaml, for_each: "range(10**9) | list"}\n'),
    "a note of brackets": noted(lambda: "[" * 2_000_000),
    "a note of a number without end": noted(lambda: '{"tool": ' + "9" * 2_000_000 + "}"),
    "a note of another shape": noted(lambda: '{"decks": {"a": 1}, "jobs": [[[]]], "tool": {}}'),
    "a note in UTF-16": noted(lambda: "{}".encode("utf-16")),
    "a value of a megabyte": door(["build", "decks/prove.yaml", "--set", "title=" + "x" * 100_000]),
    "a value ten thousand deep": door(["build", "decks/prove.yaml", "--set", "a." * 10_000 + "a=1"]),
    "a value that is YAML with a tag": door(
        ["build", "decks/prove.yaml", "--set", "title=!!python/object/apply:os.system [ls]"]
    ),
    "a language that is a path": door(["build", "decks/prove.yaml", "--language", "../../nb"]),
    "a date far away": door(["build", "decks/prove.yaml", "--as-of", "99999-12-31"]),
    "a link to itself": linked("loop.yaml"),
    "a link to the console": linked("/dev/tty"),
    "two presentations in one package": deck(["check", "x.pptx"], twice),
    "a part that climbs": deck(["import", "x.pptx", "-o", "new"], lambda: added("ppt/media/../../../../ut.png", b"a")),
    "a slide of a deck with laughs": borrowed(lambda: changed("ppt/slides/slide1.xml", lambda _: LAUGHS)),
    "a slide of a deck with a file in it": borrowed(lambda: changed("ppt/slides/slide1.xml", lambda _: OUTSIDE)),
    "a slide of a picture": borrowed(lambda: b"\x89PNG\r\n\x1a\n" + bytes(100_000)),
    "a template whose theme laughs": branded(THEME, LAUGHS),
    "a template whose theme is a file": branded(THEME, OUTSIDE),
    "a template without slides' size": branded(PRESENTATION, b"<p:presentation/>"),
    "figures in a cube of a billion": counted("f.json", lambda: cube([1000, 1000, 1000], [1])),
    "figures in a cube of 1e300": counted("f.json", lambda: cube([10**300, 2], {"0": 1})),
    "figures in 5 000 dimensions": counted("f.json", lambda: cube([1] * 5_000, [1])),
    "figures that are brackets": counted("f.json", lambda: "[" * 900_000),
    "figures in a workbook of laughs": counted("f.xlsx", lambda: workbook(strings=LAUGHS)),
    "an explanation of a path": door(["explain", "../../etc/passwd"]),
    "a merge of a deck and an outline": door(["merge", "decks/prove.yaml", "decks/prove.yaml", "--plan"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_hostile_input_ends_soon_with_a_finding_and_writes_nothing_outside(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    check(CASES[name], folder)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert [path.name for path in folder.parent.iterdir()] == ["b"]
