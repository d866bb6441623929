"""Packages that extend osloregion-slides: each group of entry points works, and their faults give no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation

from osloregion_slides import InvalidInput, build, cli, plan, read_schema, save, update
from osloregion_slides.batch.batch import run_builds
from tests.conftest import REPOSITORY
from tests.library.installed import TRIAL, forget, install, site, trial, written

__all__ = ["site", "trial"]

HEAD = """\
deck: trial
title: A trial
language: {language}
brand: osloregionen
alliance: {{name: Oslo}}
{more}
slides:
  - {{id: cover, kind: cover, title: A trial, subtitle: "{subtitle}"}}
"""
BANNER = "  - {id: banner, kind: banner, title: Said, words: One sentence}\n"
GAUGE = "  - {id: share, kind: gauge, title: Share, percent: 40}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "decks"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def outline(*slides: str, subtitle: str = "Nothing", more: str = "", language: str = "en") -> str:
    text = HEAD.format(subtitle=subtitle, more=more, language=language) + "".join(slides)
    Path("trial.yaml").write_text(text, encoding="utf-8")
    return "trial.yaml"


def faults(path: str = "trial.yaml") -> list[tuple[str, bool, int]]:
    """Return code, whether the package is named, and line of each finding that is about plug-ins."""
    try:
        found = build(path).findings
    except InvalidInput as refused:
        found = refused.findings
    return [(one.code, "broken" in one.message, one.at.line if one.at else 0) for one in found]


def test_a_composing_slide_type_works_like_a_built_in_one(trial: Path) -> None:
    deck = build(outline(BANNER))
    assert [slide.key for slide in deck.deck.slides] == ["cover", "banner"]
    assert "One sentence" in [
        shape.text_frame.text for shape in deck.presentation().slides[1].shapes if shape.has_text_frame
    ]
    save("trial.pptx", deck)
    outline(BANNER.replace("One sentence", "Another"))
    assert [note.what for note in plan("trial.pptx").plan.notes] == ['paragraph 1: "One sentence" -> "Another"']


def test_a_drawing_slide_type_is_built_and_updated(trial: Path) -> None:
    save("trial.pptx", build(outline(GAUGE)))
    assert [shape.name for shape in Presentation("trial.pptx").slides[1].shapes][-2:] == ["gauge", "number"]
    assert plan("trial.pptx").plan.notes == ()
    outline(GAUGE.replace("40", "60"))
    notes = plan("trial.pptx").plan.notes
    assert [(note.group, note.item) for note in notes] == [("change", "share/number")] or len(notes) == 2
    save("trial.pptx", update("trial.pptx"))
    assert "60 %" in [shape.text_frame.text for shape in Presentation("trial.pptx").slides[1].shapes]
    assert plan("trial.pptx").plan.notes == ()


def test_a_manually_moved_drawn_shape_is_kept_and_reported(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save("trial.pptx", build(outline(GAUGE)))
    edited = Presentation("trial.pptx")
    edited.slides[1].shapes[-1].left = 0
    edited.save("trial.pptx")
    assert cli.main(["update", "trial.pptx"]) == 0
    assert "share  number: edited since it was drawn: kept" in capsys.readouterr().out
    assert Presentation("trial.pptx").slides[1].shapes[-1].left == 0


def test_a_filter_works_with_and_without_arguments(trial: Path) -> None:
    deck = build(outline(subtitle="{{ alliance.name | shout }} {{ alliance.name | shout('?') }}"))
    assert "OSLO! OSLO?" in [shape.text_frame.text for shape in deck.presentation().slides[0].placeholders]


def test_a_reader_reads_files_with_its_extension(trial: Path) -> None:
    Path("rows.psv").write_text("name|number\nOslo|1\nAsker|2\n", encoding="utf-8")
    table = "  - {id: rows, kind: table, title: Rows, table: data.rows, alt: Two rows}\n"
    deck = build(outline(table, more="data: {rows: rows.psv}"))
    [found] = [shape for shape in deck.presentation().slides[1].shapes if shape.has_table]
    assert [[cell.text for cell in row.cells] for row in found.table.rows] == [
        ["name", "number"],
        ["Oslo", "1"],
        ["Asker", "2"],
    ]


def test_words_of_a_language_appear_on_its_slides(trial: Path) -> None:
    source = "  - {id: list, kind: bullets, title: Lista, items: [Yksi], source: Tilastokeskus}\n"
    texts = [shape.text_frame.text for shape in build(outline(source, language="fi")).presentation().slides[1].shapes]
    assert any(text.startswith("Lähde") for text in texts), texts
    forget()
    assert any(text.startswith("Source") for text in [
        shape.text_frame.text for shape in build(outline(source)).presentation().slides[1].shapes
    ])  # fmt: skip


def test_a_check_runs_only_if_the_outline_names_it(trial: Path) -> None:
    long = "  - {id: long, kind: bullets, title: A title of more than thirty characters, items: [One]}\n"
    found = build(outline(long, more="checks: [short-titles]")).findings
    assert [(one.code, one.slide, one.at.line if one.at else 0) for one in found] == [("short-titles/long", "long", 9)]
    assert build(outline(long)).findings == ()
    assert faults(outline(long, more="checks: [short-title]")) == [("unknown-check", False, 6)]


def test_the_schema_includes_slide_types_of_plugins_on_request(trial: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def kinds(schema: dict[str, dict[str, dict[str, dict[str, dict[str, list[str]]]]]]) -> set[str]:
        return set(schema["$defs"]["slide"]["properties"]["kind"]["enum"])

    assert kinds(read_schema(plugins=True)) - kinds(read_schema()) == {"banner", "gauge"}
    assert cli.main(["schema", "--plugins"]) == 0
    assert kinds(json.loads(capsys.readouterr().out)) >= {"banner", "gauge", "cover"}
    assert cli.main(["schema"]) == 0
    assert "banner" not in kinds(json.loads(capsys.readouterr().out))


def test_the_fields_of_a_plugin_slide_type_are_checked_with_line_and_column(trial: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        build(outline("  - {id: banner, kind: banner, title: Said, word: One sentence}\n"))
    assert [(one.code, str(one.at)) for one in refused.value.findings] == [("unknown-key", "trial.yaml:9:45")]
    with pytest.raises(InvalidInput) as refused:
        build(outline("  - {id: banner, kind: banner, title: Said}\n"))
    assert [(one.code, str(one.at)) for one in refused.value.findings] == [("missing-key", "trial.yaml:9:5")]


def test_a_misspelt_slide_type_of_a_plugin_gets_a_suggestion(trial: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        build(outline(GAUGE.replace("gauge", "guage")))
    assert [(one.code, one.hint) for one in refused.value.findings] == [("unknown-kind", "Did you mean `gauge`?")]


def test_without_the_package_its_slide_type_is_unknown_at_its_line(site: Path) -> None:
    assert faults(outline(BANNER)) == [("unknown-kind", False, 9)]


BROKEN = [
    pytest.param("kinds", "raise RuntimeError('at import')", "m", "plugin-failed", id="a kind that cannot be imported"),
    pytest.param("kinds", "import sys; sys.exit(3)", "m", "plugin-failed", id="a kind that ends the process"),
    pytest.param("kinds", "SCHEMA = {}", "m", "plugin-kind", id="a kind without functions"),
    pytest.param("kinds", "def compose(source, stage): return ()", "m", "plugin-kind", id="a kind without schema"),
    pytest.param(
        "kinds",
        "SCHEMA = {'properties': {'a': 3}}\ndef compose(source, stage): return ()",
        "m",
        "plugin-kind",
        id="a kind with a schema that is none",
    ),
    pytest.param(
        "kinds",
        "SCHEMA = {'properties': {'a': {1, 2}}}\ndef compose(source, stage): return ()",
        "m",
        "plugin-kind",
        id="a kind with a schema that is no JSON",
    ),
    pytest.param("kinds", "", "m:nothing", "plugin-failed", id="a kind that is not there"),
    pytest.param(
        "kinds", "SCHEMA = {}\ndef compose(source, stage): 1 / 0", "m", "plugin-failed", id="a kind that raises"
    ),
    pytest.param(
        "kinds",
        "SCHEMA = {}\ndef compose(source, stage): return 3",
        "m",
        "plugin-failed",
        id="a kind that gives a number",
    ),
    pytest.param(
        "kinds",
        "SCHEMA = {}\ndef compose(source, stage): return ()",
        "m",
        "plugin-failed",
        id="a kind that gives nothing",
    ),
    pytest.param(
        "kinds",
        "from osloregion_slides.compose.page import page\n"
        "from osloregion_slides.scene import Box, Shape\n"
        "SCHEMA = {}\n"
        "def compose(source, stage):\n"
        "    bad = Shape('x', Box('a', None, 3, 4), fill='red')\n"
        "    return (page(source, stage, stage.layout('title_only'), (bad,)),)",
        "m",
        "plugin-failed",
        id="a kind that gives values of wrong types",
    ),
    pytest.param(
        "kinds", "SCHEMA = {}\ndef draw(slide, fields, brand): 1 / 0", "m", "plugin-failed", id="a drawing that raises"
    ),
    *[
        pytest.param(
            "kinds",
            "from osloregion_slides.compose.page import page\n"
            "from osloregion_slides.scene import Box, Colour, Shape\n"
            "SCHEMA = {}\n"
            "def compose(source, stage):\n"
            "    def made(key, *shapes):\n"
            "        slide = page(source, stage, stage.layout('title_only'), shapes)\n"
            "        return slide.replace(key=key)\n"
            "    def shape(key, x=914400):\n"
            "        return Shape(key, Box(x, 914400, 914400, 914400), fill=Colour('tx2'), decorative=True)\n"
            f"    return {made}",
            "m",
            "plugin-failed",
            id=what,
        )
        for made, what in (
            ("(made('x', shape('x/a', 914400 / 2)),)", "a box that is no whole number"),
            ("(made('x', shape('x/a'), shape('x/a')),)", "two shapes of one key"),
            ("(made('x', shape('y/a')),)", "a shape with the key of another slide"),
            ("(made('x'), made('x'))", "two slides of one key"),
            ("(made('cover'),)", "a slide with the key of another"),
        )
    ],
    pytest.param(
        "kinds",
        "SCHEMA = {}\ndef draw(slide, fields, brand):\n"
        "    slides = slide.part.package.presentation_part.presentation.slides\n"
        "    slides.add_slide(slide.slide_layout)",
        "m",
        "plugin-failed",
        id="a drawing that adds a slide",
    ),
    pytest.param("filters", "def f(value, *, language): 1 / 0", "m:f", "plugin-failed", id="a filter that raises"),
    pytest.param("filters", "def f(value): return value", "m:f", "plugin-failed", id="a filter without language"),
    pytest.param("filters", "def f(value, *, language): return []", "m:f", "plugin-failed", id="a filter of a list"),
    pytest.param("filters", "f = 3", "m:f", "plugin-kind", id="a filter that is no function"),
    pytest.param("readers", "def f(data, path): 1 / 0", "m:f", "plugin-failed", id="a reader that raises"),
    pytest.param("readers", "def f(data, path): return []", "m:f", "plugin-failed", id="a reader of nothing"),
    pytest.param("readers", "def f(data, path): return [['a'], ['b', 'c']]", "m:f", "plugin-failed", id="ragged rows"),
    pytest.param(
        "readers", "def f(data, path): return [['a'], [{}]]", "m:f", "plugin-failed", id="a cell of a mapping"
    ),
    pytest.param("words", "f = {'source': 3}", "m:f", "plugin-kind", id="a word that is a number"),
    pytest.param("checks", "def f(deck, brand): 1 / 0", "m:f", "plugin-failed", id="a check that raises"),
    pytest.param("checks", "def f(deck, brand): return [3]", "m:f", "plugin-failed", id="a check that gives numbers"),
    pytest.param("checks", "def f(deck, brand): return None", "m:f", "plugin-failed", id="a check that gives nothing"),
]
USES = {
    "kinds": {"slides": "  - {id: x, kind: odd, title: Odd}\n"},
    "filters": {"subtitle": "{{ alliance.name | odd }}"},
    "readers": {
        "slides": "  - {id: rows, kind: table, title: Rows, table: data.rows, alt: Rows}\n",
        "more": "data: {rows: rows.odd}",
    },
    "words": {
        "slides": "  - {id: list, kind: bullets, title: L, items: [Yksi], source: S}\n",
        "language": "zz",
    },
    "checks": {"more": "checks: [odd]"},
}


def using(group: str) -> str:
    use = dict(USES[group])
    Path("rows.odd").write_text("a|b\n", encoding="utf-8")
    slides = use.pop("slides", "")
    return outline(slides, **use)


@pytest.mark.parametrize(("group", "code", "value", "fault"), BROKEN)
def test_a_broken_plugin_is_a_finding_that_names_its_package(
    group: str, code: str, value: str, fault: str, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "zz" if group == "words" else "odd"
    install(site, written(tmp_path / "source", "broken", {group: {name: f"broken_{value}"}}, "broken_m", code))
    path = using(group)
    found = [one for one in faults(path) if one[0].startswith("plugin")]
    assert {(one, named) for one, named, _ in found} == {(fault, True)}
    forget()
    assert cli.main(["build", path]) == 1
    told = capsys.readouterr()
    assert fault in told.err and "Traceback" not in told.err + told.out


@pytest.mark.parametrize("group", USES)
def test_two_packages_that_register_the_same_name_are_both_named(group: str, site: Path, tmp_path: Path) -> None:
    code = "SCHEMA = {}\ndef compose(source, stage): return ()\ndef f(*args, **more): return 'x'\nw = {}"
    name = "zz" if group == "words" else "odd"
    for package in ("one", "two"):
        value = package if group == "kinds" else f"{package}:{'w' if group == 'words' else 'f'}"
        install(site, written(tmp_path / package, package, {group: {name: value}}, package, code))
    with pytest.raises(InvalidInput) as refused:
        build(using(group))
    [found] = [one for one in refused.value.findings if one.code == "plugin-twice"]
    assert "one" in found.message and "two" in found.message


def test_a_plugin_with_a_built_in_name_is_ignored_and_reported(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = {
        "kinds": {"quote": "taken"},
        "filters": {"date": "taken:f"},
        "readers": {"csv": "taken:f"},
        "words": {"nb": "taken:w"},
    }
    code = "SCHEMA = {}\ndef compose(source, stage): 1 / 0\ndef f(*args, **more): 1 / 0\nw = {'source': 'X'}"
    install(site, written(tmp_path / "source", "taken", entries, "taken", code))
    quote = "  - {id: quote, kind: quote, title: Said, quote: Words}\n"
    assert build(outline(quote)).findings == ()
    assert cli.main(["schema", "--plugins"]) == 0
    assert capsys.readouterr().err.count("plugin-shadowed") == 4


def test_built_in_names_do_not_load_plugins(tmp_path: Path) -> None:
    code = (
        "import sys; from osloregion_slides.cli import main; main(['build', sys.argv[1], '-o', 'o.pptx', '--force']);"
        "print([name for name in ('importlib.metadata', 'osloregion_slides.compose.plugin_kind', 'email') if name in sys.modules])"
    )
    path = outline("  - {id: list, kind: bullets, title: L, items: [One], source: S}\n")
    libraries = [REPOSITORY, *[place for place in sys.path if place.endswith("-packages")]]
    begin = f"import sys; sys.path += {list(map(str, libraries))!r};"
    command = [sys.executable, "-I", "-S", "-c", begin + code, path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


COUNTING = """
import itertools
n = itertools.count(1)
def f(value, *, language): return f"time {next(n)}"
def r(data, path): return [["a"], [f"time {next(n)}"]]
"""


@pytest.mark.parametrize(("group", "name"), [("filters", "f"), ("readers", "r")])
def test_plugins_are_queried_on_each_build(group: str, name: str, site: Path, tmp_path: Path) -> None:
    install(site, written(tmp_path / "source", "counting", {group: {"odd": f"counting:{name}"}}, "counting", COUNTING))
    path = using(group)
    build(path)  # from the second deck on, a process remembers slides
    texts = [
        text
        for _ in range(2)
        for slide in build(path).presentation().slides
        for text in re.findall(r"time \d+", etree.tostring(slide._element).decode())
    ]
    assert texts == ["time 2", "time 3"]


def test_a_changed_plugin_rebuilds_only_its_decks(trial: Path) -> None:
    os.rename(outline(BANNER), "with.yaml")
    os.rename(outline(), "without.yaml")
    text = Path("without.yaml").read_text(encoding="utf-8").replace("deck: trial", "deck: other")
    Path("without.yaml").write_text(text, encoding="utf-8")
    Path("builds.yaml").write_text("builds: [{outline: without.yaml}, {outline: with.yaml}]\n", encoding="utf-8")

    def states() -> list[str]:
        forget()
        return [outcome.state for outcome in run_builds("builds.yaml").outcomes]

    assert states() == ["built", "built"]
    assert states() == ["unchanged", "unchanged"]
    install(trial, TRIAL, version="1.1")
    assert states() == ["unchanged", "same"]
    code = trial / "osr_trial" / "banner.py"
    code.write_text(code.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert states()[1] in ("same", "built")
    assert states() == ["unchanged", "unchanged"]
