from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.load import load_outline
from tests.outline.sample import SCHEMA, SMALL, load, plain, said, tree


def refused(folder: Path, text: str, **choices: Any) -> list[str]:
    with pytest.raises(InvalidInput) as wrong:
        load(folder, text, **choices)
    return said(wrong.value.findings)


def titles(outline: Any) -> list[str]:
    return [slide.fields.plain("title") for slide in outline.slides]


def test_an_outline_is_loaded_with_its_own_defaults(tmp_path: Path) -> None:
    outline = load(tmp_path)
    assert (outline.key, outline.title, outline.language, outline.languages) == ("small", "Small", "nb", ("nb", "en"))
    assert (outline.as_of, outline.brand, outline.root) == ("2008-01-01", "ruten", str(tmp_path))
    assert [(slide.id, slide.kind, slide.at.line) for slide in outline.slides] == [
        ("first", "cover", 21),
        ("second", "points", 24),
    ]
    assert outline.findings == ()
    assert outline.members.members == ()


def test_a_deck_is_varied_by_audience_language_date_and_settings(tmp_path: Path) -> None:
    outline = load(
        tmp_path,
        audience="board",
        language="en",
        as_of="2007-12-31",
        settings=(("slides[first].title", "{{ as_of }} {{ audience }} {{ meeting.title }}"),),
    )
    assert titles(outline) == ["2007-12-31 board Board meeting"]
    assert outline.resolver.findings == ()
    assert outline.audience == "board"


def test_a_setting_overrides_an_audience_in_every_language(tmp_path: Path) -> None:
    outline = load(tmp_path, audience="board", language="en", settings=(("meeting.title", "Styremøte 12. april"),))
    assert titles(outline) == ["Styremøte 12. april"]


def test_a_file_may_extend_another_and_paths_are_relative_to_the_naming_file(tmp_path: Path) -> None:
    (tmp_path / "decks" / "board").mkdir(parents=True)
    (tmp_path / "decks" / "board" / "a.png").write_bytes(b"")
    load(tmp_path / "decks", SMALL)
    text = (
        "extends: ../x.yaml\ntitle: Board\nslides:\n  - {id: first, picture: a.png}\n  - {id: second, remove: true}\n"
    )
    outline = load(tmp_path / "decks" / "board", text)
    assert outline.title == "Board"
    assert outline.slides[0].fields.path("picture") == str(tmp_path / "decks" / "board" / "a.png")
    assert outline.resolver.findings == ()
    assert plain(tree(dump(outline.document))) == plain(outline.document)


def test_the_resulting_outline_can_be_loaded_again(tmp_path: Path) -> None:
    outline = load(tmp_path, audience="board")
    again = load(tmp_path, dump(outline.document), "again.yaml")
    assert plain(again.document) == plain(outline.document)
    assert titles(again) == titles(outline) == ["Styremøte"]


WRONG = {
    "a duplicate id": (SMALL.replace("id: second\n    kind", "id: first\n    kind"), {}, ["19:14 unknown-id", "24:9 duplicate-id"]),
    "a slide without id, told once and not with what audiences lay over it": (
        SMALL.replace("- id: first\n    kind", "- kind"), {}, ["21:5 missing-key"],
    ),
    "slides misspelt": (SMALL.replace("\nslides:", "\nslide:"), {}, ["20:1 unknown-key"]),
    "no slides": (SMALL[: SMALL.index("\nslides:")] + "\nslides:\n", {}, ["20:8 wrong-type"]),
    "yes for true in an audience": (SMALL.replace("remove: true", "remove: ja"), {}, ["19:30 wrong-type"]),
    "an unknown audience": (SMALL, {"audience": "bord"}, ["unknown-audience"]),
    "an unknown language": (SMALL, {"language": "no"}, ["unknown-language"]),
    "a bad date": (SMALL, {"as_of": "2008-13-01"}, ["bad-date"]),
    "an unknown setting": (SMALL, {"settings": (("meeting.titel", "x"),)}, ["unknown-path"]),
    "a setting of the wrong type": (SMALL, {"settings": (("as_of", "i fjor"),)}, ["bad-date"]),
    "an absent id in an audience that is not asked for": (SMALL.replace("{id: second,", "{id: secnd,"), {}, ["19:14 unknown-id"]),
    "a wrong key in an audience that is not asked for": (SMALL.replace("remove: true", "titel: x"), {}, ["19:22 unknown-key"]),
    "a language that the outline has not": (SMALL.replace("en: Board", "sv: Board"), {}, ["17:38 unknown-language"]),
    "a members file that is not there": (SMALL.replace("strategy:", "members: m.csv\nstrategy:"), {}, ["11:10 missing-file"]),
    "a members file outside": (SMALL.replace("strategy:", "members: ../../m.csv\nstrategy:"), {}, ["11:10 outside-workspace"]),
    "a base that is not there": ("extends: y.yaml\n", {}, ["1:10 missing-file"]),
    "a base that is itself": ("extends: x.yaml\n", {}, ["1:10 extends-cycle"]),
    "a list": ("- a\n", {}, ["1:1 wrong-type"]),
    "nothing": ("", {}, ["empty-outline"]),
    "a tab, behind which nothing else is told": (
        SMALL.replace("title: Small", "titel: Small").replace("    points:", "\tpoints:"),
        {},
        ["2:1 unknown-key", "27:1 tab"],
    ),
    "several faults of several kinds": (
        SMALL.replace("2008-01-01", "1.1.2008").replace("En, To", "En: To").replace("title: Grunner", "titel: {{ x }} y"),
        {"language": "no"},
        ["4:8 bad-date", "26:5 unknown-key", "26:12 unquoted-expression", "27:14 colon-in-text", "unknown-language"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "choices", "faults"), WRONG.values(), ids=WRONG)
def test_all_faults_are_reported_at_once(text: str, choices: dict[str, Any], faults: list[str], tmp_path: Path) -> None:
    assert refused(tmp_path, text, **choices) == faults


def test_members_need_a_date(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("name,from,kind\nOslo,2004-12-17,municipality\n", encoding="utf-8")
    text = SMALL.replace("strategy:", "members: m.csv\nstrategy:")
    assert "missing-key" in refused(tmp_path, text.replace("as_of: 2008-01-01\n", ""))[0]
    assert [member.name for member in load(tmp_path, text).members.members] == ["Oslo"]
    assert load(tmp_path, text, as_of="2004-12-16").members.members == ()


@pytest.mark.parametrize("path", ["nowhere.yaml", "x.yaml/y.yaml", ".", "a\0b"])
def test_an_unreadable_file_is_a_finding(path: str, tmp_path: Path) -> None:
    load(tmp_path)
    with pytest.raises(InvalidInput) as wrong:
        load_outline(str(tmp_path / path), schema=SCHEMA)
    assert {finding.code for finding in wrong.value.findings} <= {"missing-file", "unreadable-file"}


def test_a_misspelt_file_name_is_reported_with_the_nearest(tmp_path: Path) -> None:
    load(tmp_path, name="osloregionen.yaml")
    with pytest.raises(InvalidInput) as wrong:
        load_outline(str(tmp_path / "osloregion.yaml"), schema=SCHEMA)
    assert wrong.value.findings[0].hint == f"Did you mean `{tmp_path / 'osloregionen.yaml'}`?"


def test_circular_extends_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "y.yaml").write_text("extends: x.yaml\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as wrong:
        load(tmp_path, "extends: y.yaml\n")
    assert wrong.value.findings[0].code == "extends-cycle"
    assert wrong.value.findings[0].at.file == str(tmp_path / "y.yaml")  # type: ignore[union-attr]


def test_loading_imports_no_slow_modules(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(SMALL.replace("[En, To]", "[En, To]\n    items: [{name: Ett}, To]"), encoding="utf-8")
    slow = [
        "pathlib",
        "dataclasses",
        "jinja2",
        "babel",
        "num2words",
        "difflib",
        "zipfile",
        "hashlib",
        "logging",
        "decimal",
    ]
    code = (
        "import sys, json\n"
        "before = set(sys.modules)\n"
        "from osloregion_slides.outline.load import load_outline\n"
        "outline = load_outline(sys.argv[1], schema=json.loads(sys.argv[2]))\n"
        "[slide.fields.rich('title') for slide in outline.slides]\n"
        f"print([name for name in {slow!r} if name in sys.modules and name not in before])\n"
    )
    made = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}", str(file), json.dumps(SCHEMA)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == "[]"


def test_misspelt_languages_are_reported_once_and_not_with_every_translation(tmp_path: Path) -> None:
    assert refused(tmp_path, SMALL.replace("languages:", "langauges:")) == ["3:1 unknown-key"]


@pytest.mark.parametrize(("name", "help"), [("deck.pptx", "Name a .yaml file"), (".", "Name a `.yaml`")])
def test_a_file_that_is_not_an_outline_is_reported(name: str, help: str, tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(b"PK\3\4" + bytes(range(256)))
    with pytest.raises(InvalidInput) as wrong:
        load_outline(str(tmp_path / name), schema=SCHEMA)
    (finding,) = wrong.value.findings
    assert help in finding.hint


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("{ alliance.name }", True),
        ("Per {as_of}", True),
        ("{alliance.founded | date}", True),
        ("{{ alliance.name }}", False),
        ("{ alliansen }", False),
        ("{alliance}", False),
        ("a { b", False),
    ],
)
def test_a_fact_in_single_braces_gives_a_warning(text: str, warned: bool, tmp_path: Path) -> None:
    outline = load(tmp_path, SMALL.replace("title: Grunner", f"title: '{text}'"))
    shown = outline.slides[1].fields.plain("title")
    found = [
        (str(finding.at), finding.hint) for finding in outline.resolver.findings if finding.code == "single-braces"
    ]
    assert [at.rpartition("x.yaml:")[2] for at, _ in found] == (["26:12"] if warned else [])
    assert (shown == text) == ("{{" not in text)
    assert all("{{" in hint for _, hint in found)


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("languages: nb, en\n", ["3:12 wrong-type"]),
        ("", ["5:27 unknown-language"]),
        ("languages: [no, en]\n", ["6:11 unknown-language"]),
    ],
)
def test_a_language_that_the_outline_does_not_have_is_reported_once(
    line: str, faults: list[str], tmp_path: Path
) -> None:
    text = SMALL.replace("languages: [nb, en]\n", line)
    assert refused(tmp_path, text) == faults
