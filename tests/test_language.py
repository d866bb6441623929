"""The language of what the command line prints: ``--lang``, else the system's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osloregion_slides import cli
from osloregion_slides.cli.output import spoken


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        pytest.param([], {}, "en", id="nothing is known"),
        pytest.param([], {"LANG": "nb_NO.UTF-8"}, "nb", id="the system"),
        pytest.param([], {"LANG": "nn_NO"}, "nb", id="Nynorsk"),
        pytest.param([], {"LANG": "no"}, "nb", id="Norwegian"),
        pytest.param([], {"LANG": "nonsense"}, "en", id="another word"),
        pytest.param([], {"LANG": "nb_NO", "LC_ALL": "en_GB.UTF-8"}, "en", id="LC_ALL wins"),
        pytest.param([], {"LANG": "en_GB", "LC_MESSAGES": "nb_NO"}, "nb", id="messages win over LANG"),
        pytest.param([], {"LANG": "nb_NO", "LC_ALL": ""}, "nb", id="an empty one is none"),
        pytest.param(["check", "--lang", "nb"], {"LC_ALL": "C"}, "nb", id="the option"),
        pytest.param(["check", "--lang=en"], {"LANG": "nb_NO"}, "en", id="the option wins"),
        pytest.param(["check", "--language", "nb"], {}, "en", id="control: the language of the deck"),
    ],
)
def test_the_language_comes_from_the_option_or_the_system(
    arguments: list[str], environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert spoken(arguments) == language


def test_every_verb_has_the_option() -> None:
    assert [verb for verb, parser in cli.verb_parsers().items() if "--lang" not in parser.format_help()] == []


def test_check_reports_in_norwegian_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outline = tmp_path / "a.yaml"
    outline.write_text("deck: a\ntitle: Hei\nslides:\n  - id: a\n    kind: bullets\n", encoding="utf-8")
    shown = {}
    for form in ("text", "json", "github", "sarif", "junit"):
        for language in ("nb", "en"):
            code = cli.main(["check", str(outline), "--lang", language, "--format", form])
            shown[form, language] = code, capsys.readouterr().out
    assert {code for code, _ in shown.values()} == {1}
    assert shown["text", "nb"][1].splitlines()[-1].endswith("1 feil, 0 advarsler")
    english, norwegian = (json.loads(shown["json", language][1]) for language in ("en", "nb"))
    unsaid = ("message", "hint")
    assert [{k: v for k, v in one.items() if k not in unsaid} for one in english] == [
        {k: v for k, v in one.items() if k not in unsaid} for one in norwegian
    ]


def test_wrong_usage_and_explanations_are_in_norwegian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["check", "--lang", "nb", "--nonsense"])
    assert capsys.readouterr().err.startswith("feil[usage]: ")
    assert cli.main(["explain", "bad-colour", "--lang", "nb"]) == 0
    assert "heksadesimale" in capsys.readouterr().out
