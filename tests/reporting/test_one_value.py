"""Five formats say the same of one deck, and those with a standard keep to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from lxml import etree

from osloregion_slides import __version__
from osloregion_slides.base.findings import FORMATS, Finding, Location, error, warning
from osloregion_slides.cli import main
from osloregion_slides.reporting import Checked, junit, sarif
from tests.checks.making import text_box, with_shape
from tests.checks.test_presentation import DARK, WHITE

OUTLINE = """\
deck: prove
title: Prøve
language: nb
as_of: 2008-01-01
slides:
  - {id: one, kind: bullets, title: Punkter, items: [Ett, To]}
  - {id: two, kind: bullets, title: Punkter, titel: feil, items: [Tre]}
  - {id: three, kind: bulets, title: Andre, items: [Fire]}
"""

# OASIS, Static Analysis Results Interchange Format 2.1.0, the properties that it requires and their types
TEXT = {"type": "string", "minLength": 1}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": TEXT}}
COUNT = {"type": "integer", "minimum": 1}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "run": {
            "type": "object",
            "required": ["tool"],
            "additionalProperties": False,
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                },
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
        },
        "driver": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": TEXT,
                "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$"},
                "rules": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {
                        "type": "object",
                        "required": ["id"],
                        "additionalProperties": False,
                        "properties": {"id": TEXT, "shortDescription": MESSAGE, "help": MESSAGE},
                    },
                },
            },
        },
        "result": {
            "type": "object",
            "required": ["message"],
            "additionalProperties": False,
            "properties": {
                "ruleId": TEXT,
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": MESSAGE,
                "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
            },
        },
        "location": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {"type": "object", "properties": {"uri": {"pattern": "^[!-~]+$"}}},
                        "region": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"startLine": COUNT, "startColumn": COUNT},
                        },
                    },
                },
                "logicalLocations": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"fullyQualifiedName": TEXT, "kind": TEXT}},
                },
            },
        },
    },
}
# The elements and attributes that Jenkins reads (its junit-10 schema), as far as they are written here
JUNIT = """\
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <xs:element name="testsuites"><xs:complexType>
  <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name" type="xs:string"/><xs:attribute name="tests" type="xs:nonNegativeInteger"/>
  <xs:attribute name="failures" type="xs:nonNegativeInteger"/></xs:complexType></xs:element>
 <xs:element name="testsuite"><xs:complexType>
  <xs:sequence><xs:element ref="testcase" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
  <xs:attribute name="failures" type="xs:nonNegativeInteger"/>
  <xs:attribute name="errors" type="xs:nonNegativeInteger"/></xs:complexType></xs:element>
 <xs:element name="testcase"><xs:complexType>
  <xs:choice minOccurs="0" maxOccurs="unbounded">
   <xs:element name="failure"><xs:complexType mixed="true">
    <xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>
   <xs:element name="system-out" type="xs:string"/></xs:choice>
  <xs:attribute name="name" type="xs:string" use="required"/>
  <xs:attribute name="classname" type="xs:string"/></xs:complexType></xs:element>
</xs:schema>"""


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return what `check` says of an outline with faults, by format."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prøve en.yaml").write_text(OUTLINE, encoding="utf-8")
    texts = {}
    for form in (*FORMATS, "sarif", "junit"):
        assert main(["check", "prøve en.yaml", "--format", form]) == 1
        texts[form] = capsys.readouterr().out
    return texts


def test_all_formats_report_the_same_findings(said: dict[str, str]) -> None:
    found = [(entry["code"], entry["severity"], entry["line"]) for entry in json.loads(said["json"])]
    assert len(found) >= 2
    text = re.findall(r"^prøve en\.yaml:(\d+):\d+: (\w+)\[([\w-]+)\]", said["text"], re.MULTILINE)
    assert [(code, severity, int(line)) for line, severity, code in text] == found
    github = re.findall(
        r"^::(\w+) file=prøve en\.yaml,line=(\d+),col=\d+,title=([\w-]+)::", said["github"], re.MULTILINE
    )
    assert [(code, severity, int(line)) for severity, line, code in github] == found
    results = json.loads(said["sarif"])["runs"][0]["results"]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    assert [(r["ruleId"], r["level"], at["startLine"]) for r, at in zip(results, regions, strict=True)] == found
    cases = list(ElementTree.fromstring(said["junit"]).iter("testcase"))
    assert [str(case.get("name")).partition(":")[0] for case in cases] == [code for code, _, _ in found]
    assert [case.find("failure") is not None for case in cases] == [level == "error" for _, level, _ in found]


FINDINGS = (
    warning("low-contrast", None, "“Tekst” is pale", "make it darker", "cover", "cover/title"),
    error("unknown-key", Location("decks\\prøve outline.yaml", 12, 3), "`titel` is no key", "did you mean `title`?"),
    error("broken-yaml", Location("a.yaml", 3), "a line\nand another <&> \x01"),
    Finding("unproven-fit", "note", Location("decks/a.yaml"), "nobody has measured it"),
    error("of-a-program-to-come", None, "what the catalogue does not know"),
)


def documents() -> list[tuple[Checked, ...]]:
    return [(), (Checked("ok.pptx", ()),), (Checked("C:\\decks\\møte.pptx", FINDINGS), Checked("b.pptx", FINDINGS[:1]))]


@pytest.mark.parametrize("checked", documents(), ids=["nothing", "a clean deck", "every kind of finding"])
def test_sarif_output_is_valid_against_its_schema(checked: tuple[Checked, ...], said: dict[str, str]) -> None:
    validator = jsonschema.Draft202012Validator(SARIF)
    for text in (sarif(checked, __version__), said["sarif"]):
        log: Any = json.loads(text)
        validator.validate(log)
        rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
        assert [rules[result["ruleIndex"]] for result in log["runs"][0]["results"]] == [
            result["ruleId"] for result in log["runs"][0]["results"]
        ]


@pytest.mark.parametrize("checked", documents(), ids=["nothing", "a clean deck", "every kind of finding"])
def test_junit_output_is_valid_against_the_schema_of_ci_servers(
    checked: tuple[Checked, ...], said: dict[str, str]
) -> None:
    schema = etree.XMLSchema(etree.fromstring(JUNIT))
    for text in (junit(checked), said["junit"]):
        root = etree.fromstring(text.strip().encode())
        schema.assertValid(root)
        suites = root.findall("testsuite")
        assert [int(suite.get("tests")) for suite in suites] == [len(suite.findall("testcase")) for suite in suites]
        assert int(root.get("failures")) == len(root.findall("testsuite/testcase/failure"))


@pytest.mark.slow
def test_with_two_decks_every_format_names_the_deck(
    flagship: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pale = with_shape(flagship.data, text_box("Liten", 1, 1, 3, 1, fill=WHITE, look=DARK, size=900))
    (tmp_path / "clean.pptx").write_bytes(flagship.data)
    (tmp_path / "small.pptx").write_bytes(pale)
    said = {}
    for form in (*FORMATS, "sarif", "junit"):
        assert main(["check", "clean.pptx", "small.pptx", "--format", form]) == 0
        said[form] = capsys.readouterr().out
    first, *rest = said["text"].splitlines()
    assert first == "clean.pptx: no problems found"
    assert (
        rest[0].startswith("small.pptx: cover/extra: warning[small-text]")
        and rest[-1] == "small.pptx: 0 errors, 1 warning"
    )
    assert [(entry["target"], entry["shape"]) for entry in json.loads(said["json"])] == [("small.pptx", "cover/extra")]
    assert said["github"].startswith("::warning file=small.pptx,title=small-text::cover/extra: ")
    (result,) = json.loads(said["sarif"])["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "small.pptx"
    assert [s.get("name") for s in ElementTree.fromstring(said["junit"])] == ["clean.pptx", "small.pptx"]


def test_a_deck_is_checked_against_the_named_brand(
    flagship: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    red = '<a:solidFill><a:srgbClr val="FF9A9A"/></a:solidFill>'
    path = tmp_path / "red.pptx"
    path.write_bytes(with_shape(flagship.data, text_box("Rød", 1, 1, 3, 1, look=red)))
    assert main(["check", str(path)]) == 0
    assert "foreign-colour" not in capsys.readouterr().out
    assert main(["check", str(path), "--brand", "osloregionen"]) == 0
    assert "warning[foreign-colour]" in capsys.readouterr().out
    assert main(["check", str(path), "--brand", "ukjent"]) == 1
    assert "unknown-brand" in capsys.readouterr().out


def test_invisible_characters_are_printed_as_code_points() -> None:
    from osloregion_slides.base.findings import on_one_line

    assert on_one_line("a\u200bb\u2066c\u00ad\nd 10\u00a0000 ø") == "a\\u200bb\\u2066c\\xad d 10\u00a0000 ø"
