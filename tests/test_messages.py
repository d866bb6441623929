"""The catalogues of findings: every sentence is there, and a call site gives exactly the values that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from osloregion_slides.base import messages
from osloregion_slides.base.findings import Location, error, finding, in_language, line, report
from osloregion_slides.registry.values import Gap, MemberList, lacking
from osloregion_slides.registry.workbook import left_out

PACKAGE = Path(messages.__file__).parent.parent
LANGUAGES = sorted(path.name for path in (PACKAGE / "locale").iterdir())
MAKERS = {"finding": 0, "_finding": 0, "fault": 0, "ExpressionError": 0, "on": 2}
"""What makes a finding, and where among the arguments its key stands."""
FIELD = re.compile(r"\{(\w+)(?::[^{}]*)?\}")


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield where a finding is made, its key, and the names of its values (None: given as ``**values``)."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if name not in MAKERS or not isinstance(node, ast.Call) or len(node.args) <= MAKERS[name]:
                continue
            keys = [leaf.value for leaf in ast.walk(node.args[MAKERS[name]]) if isinstance(leaf, ast.Constant)]
            names = {keyword.arg for keyword in node.keywords if keyword.arg not in ("on_slide", "on_shape", "at")}
            spread = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg is None]
            near = {"near", "known"} if spread and all(text.startswith("meant(") for text in spread) else set()
            given = None if spread and not near else {name for name in names if name} | near
            for key in keys:
                if isinstance(key, str):
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", key, given


def required(entry_text: str) -> set[str]:
    return set(FIELD.findall(re.sub(r"\[\[.*?\]\]", "", entry_text)))


def test_every_call_site_passes_the_values_of_its_messages() -> None:
    found = []
    for place, key, given in calls():
        code = key.partition(".")[0]
        entries = messages.catalogue(messages.family(code))
        if key not in entries or not entries[key].message:
            found.append(f"{place}: no sentence for {key}")
            continue
        fix = entries[key].fix or entries[code].fix
        text = f"{entries[key].message} {fix}"
        if given is not None and not required(text) <= given <= set(FIELD.findall(text)):
            found.append(f"{place}: {key} names {sorted(set(FIELD.findall(text)))}, is given {sorted(given)}")
    assert found == []


def test_every_message_form_in_the_code_exists_and_every_message_is_used() -> None:
    named = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                named.add(node.value)
    forms = {key for family in messages.FAMILIES for key in messages.catalogue(family) if "." in key}
    assert forms - named == set(), "sentences that no call site names"
    keys = {key for key in named if re.fullmatch(r"[a-z-]+\.[a-z-]+", key) and messages.family(key.partition(".")[0])}
    assert keys - forms == set(), "keys without a sentence"


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_have_the_same_values_in_every_language(language: str) -> None:
    for family in messages.FAMILIES:
        english = messages.catalogue(family)
        for key, entry in messages.catalogue(family, language).items():
            assert key in english, key
            assert set(FIELD.findall(entry.message)) == set(FIELD.findall(english[key].message)), key
            assert set(FIELD.findall(entry.fix)) == set(FIELD.findall(english[key].fix)), key


@pytest.mark.parametrize("family", messages.FAMILIES)
def test_every_finding_is_explained_in_norwegian(family: str) -> None:
    english, norwegian = messages.catalogue(family), messages.catalogue(family, "nb")
    assert set(norwegian) == set(english)
    for key, entry in english.items():
        there = norwegian[key]
        assert (bool(entry.message), bool(entry.fix), bool(entry.text)) == (
            bool(there.message), bool(there.fix), bool(there.text),
        ), key  # fmt: skip
        for said, nb in ((entry.message, there.message), (entry.fix, there.fix)):
            for sign in ("[[", "]]"):
                assert said.count(sign) == nb.count(sign), key
            assert bool(re.search(r"\{\w+:\w+\|", said)) <= bool(re.search(r"\{\w+:[\wæøå ]+\|", nb)), key


def test_messages_begin_with_a_capital_or_a_value_and_end_with_a_full_stop() -> None:
    wrong = [
        (key, text)
        for family in messages.FAMILIES
        for key, entry in messages.catalogue(family).items()
        for text in (entry.message, entry.fix)
        if text and not re.fullmatch(r"(?s)([A-Z`<“\[{\d]|i[A-Z]).*([.?!:]|\]\])", text)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("template", "values", "shown"),
    [
        pytest.param("Plain.", {}, "Plain.", id="control"),
        pytest.param("{a} and {b}.", {"a": 1, "b": "x"}, "1 and x.", id="values"),
        pytest.param("{a:code}", {"a": ("x", "y")}, "`x`, `y`", id="list"),
        pytest.param("{a:or}", {"a": ("x", "y", "z")}, "`x`, `y` or `z`", id="or"),
        pytest.param("{n:slide|slides}", {"n": 1}, "1 slide", id="one"),
        pytest.param("{n:slide|slides}", {"n": 2}, "2 slides", id="two"),
        pytest.param("A.[[ Did you mean {a:code}?]]", {"a": ""}, "A.", id="left out"),
        pytest.param("A.[[ Did you mean {a:code}?]]", {"a": "x"}, "A. Did you mean `x`?", id="kept"),
        pytest.param("{a}", {"a": "{b} [[x]]", "b": 1}, "{b} [[x]]", id="a value is never a template"),
    ],
)
def test_a_message_is_filled_with_its_values(template: str, values: dict[str, object], shown: str) -> None:
    assert messages._filled(template, values, "en") == shown


def test_a_finding_has_severity_message_and_values() -> None:
    found = finding("not-utf-8", Location("a.csv"), encoding="Windows-1252")
    assert (found.severity, found.values) == ("note", (("encoding", "Windows-1252"),))
    assert found.message == "The table is not UTF-8; it was read as Windows-1252."
    assert found.hint.startswith("In Excel")


def test_a_finding_is_translated_from_its_values() -> None:
    found = finding("bad-colour", Location("brand.yaml", 3), colour="red")
    assert line(found, "en") == str(found)
    assert line(found, "nb") == (
        "brand.yaml:3: feil[bad-colour]: Fargen `red` kan ikke leses.\n"
        "    slik retter du det: Skriv seks heksadesimale sifre, for eksempel `0B2A4A`."
    )
    assert in_language(found, "nb").values == found.values


def test_additions_to_a_message_are_kept_in_another_language() -> None:
    found = finding("bad-colour", colour="red")
    before = found.replace(message=f"a.xlsx: {found.message}", hint="Mine.")
    assert (in_language(before, "nb").message, in_language(before, "nb").hint) == (
        "a.xlsx: Fargen `red` kan ikke leses.",
        "Mine.",
    )
    template = found.replace(message=f"In the template: {found.message}")
    assert in_language(template, "nb").message == "I malen: Fargen `red` kan ikke leses."
    own = error("bad-colour", None, "My own sentence.")
    assert in_language(own, "nb") == own, "control: no catalogue says this"


def test_a_reason_is_in_the_language_of_its_message() -> None:
    roll = MemberList((), (Gap("2024", "", "Navnene er ikke kjent", note_en="The names are not known"),))
    values = {"reason": lacking(roll)}
    assert messages.sentences("not-known", values)[0].endswith('"unknown": The names are not known.')
    assert messages.sentences("not-known", values, "nb")[0].endswith("«ukjent»: Navnene er ikke kjent.")
    bare = {"reason": lacking(MemberList((), (Gap("2024", "", ""),)))}
    assert "medlemslisten" in messages.sentences("not-known", bare, "nb")[0]
    hidden = left_out("a.xlsx", "Ark1", "row", ["2", "3"])
    assert hidden.message == "Hidden rows `2`, `3` left out."
    assert "(rader): `2`, `3`" in messages.sentences("hidden-cells", dict(hidden.values), "nb")[0]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_fix_shared_by_consecutive_findings_is_printed_once_after_them(language: str) -> None:
    colours = [finding("bad-colour", Location("a.yaml", number), colour="red") for number in (1, 2, 3)]
    other = finding("unfilled-blank", Location("a.yaml", 4), name="a", text="[x]")
    assert colours[0].hint != other.hint, "control"
    said = report([*colours[:2], other, colours[2]], "text", language).splitlines()
    starts = ["1" if one.startswith("a.yaml") else "" for one in said]
    assert starts == ["1", "1", "", "1", "", "1", ""]
    assert report([other, other], "json").count('"hint"') == 2


@pytest.mark.parametrize(
    "path", sorted(Path(messages.__file__).parents[1].glob("locale/*/*.md")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_no_message_file_repeats_a_key(path: Path) -> None:
    keys = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(("## ", "### "))]
    assert [key for key in {*keys} if keys.count(key) > 1] == []
