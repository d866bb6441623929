"""The command line: what it prints, what it writes, its exit codes."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from pathlib import Path

import pytest

from osloregion_slides import cli
from osloregion_slides.base.findings import Location, error, report, warning
from osloregion_slides.ooxml.zip import pack, write_zip

OUTLINE = """\
deck: small
title: {nb: Liten, en: Small}
language: nb
languages: [nb, en]
as_of: 2008-01-01
meeting: {title: "[Tittel]"}
alliance: {name: Osloregionen, website: www.osloregionen.no}
audiences:
  board:
    meeting: {title: {nb: Styremøte, en: Board meeting}}
slides:
  - {id: cover, kind: cover, title: "{{ meeting.title }}"}
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "small.yaml").write_text(OUTLINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_an_outline_all_in_decks_are_built(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "decks" / "other.yaml").write_text(OUTLINE.replace("deck: small", "deck: other"), encoding="utf-8")
    assert cli.main(["build"]) == 0
    assert sorted(path.name for path in (workspace / "out").iterdir()) == ["other.pptx", "small.pptx"]
    assert "out/small.pptx: 1 slide, 1 warning\n" in capsys.readouterr().out.replace("\\", "/")


def test_one_outline_with_errors_does_not_stop_the_others(workspace: Path) -> None:
    (workspace / "decks" / "a.yaml").write_text("deck: [\n", encoding="utf-8")
    assert cli.main(["build"]) == 1
    assert (workspace / "out" / "small.pptx").exists()


def test_a_variant_has_its_own_file(workspace: Path) -> None:
    arguments = ["build", "decks/small.yaml", "--audience", "board", "--language", "en", "--as-of", "2007-12-31"]
    assert cli.main(arguments) == 0
    assert (workspace / "out" / "small-board-en-2007-12-31.pptx").exists()


def test_a_deck_can_be_built_as_html(workspace: Path) -> None:
    assert cli.main(["build", "decks/small.yaml", "--to", "html"]) == 0
    page = (workspace / "out" / "small.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "[Tittel]" in page


@pytest.mark.parametrize(("options", "shown"), [([], False), (["--notes"], True)])
def test_html_has_speaker_notes_only_on_request(options: list[str], shown: bool, workspace: Path) -> None:
    text = OUTLINE.replace('}}"}', '}}", notes: Husk kaffe}')
    (workspace / "decks" / "small.yaml").write_text(text, encoding="utf-8")
    assert cli.main(["build", "decks/small.yaml", "--to", "html", *options]) == 0
    assert (b"Husk kaffe" in (workspace / "out" / "small.html").read_bytes()) is shown


def test_notes_is_an_option_only_for_html(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "decks/small.yaml", "--notes"]) == 2
    assert "a .pptx always contains the speaker notes" in capsys.readouterr().err
    assert not (workspace / "out").exists()


def test_a_setting_fills_a_field_and_removes_its_warning(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "decks/small.yaml"]) == 0
    assert "warning[unfilled-blank]" in capsys.readouterr().err
    assert cli.main(["build", "decks/small.yaml", "--set", "meeting.title=Styremøte 12. april"]) == 0
    assert capsys.readouterr().err == ""


def test_the_resulting_outline_can_be_printed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["outline", "decks/small.yaml", "--audience", "board"]) == 0
    assert "Styremøte" in capsys.readouterr().out


def test_findings_in_json_are_valid_json(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (workspace / "decks" / "small.yaml").write_text(OUTLINE.replace("kind: cover", "kind: covr"), encoding="utf-8")
    assert cli.main(["build", "decks/small.yaml", "--format", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["values"]["near"] == "cover"
    assert (finding["code"], finding["severity"], finding["line"]) == ("unknown-kind", "error", 12)
    assert "cover" in finding["hint"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["build", "decks/small.yaml", "--as-of", "1/1/2008"], id="a date in another form"),
        pytest.param(["build", "-o", "a.pptx", "--out-dir", "b"], id="two places to write to"),
        pytest.param(["bild"], id="a verb that is not there"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], workspace: Path) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bild"], ["Unknown command `bild`.", "Did you mean `build`?", "osloregion-slides --help"]),
        (["build", "--langauge", "en"], ["Unknown option `--langauge`.", "Did you mean `--language`?", "build --help"]),
        (["build", "--to", "odp"], ["--to cannot be `odp`", "Use `pptx`, `html`, `pdf` or `handout`."]),
        (["build", "--as-of", "today"], ["--as-of: `today` is not a date; write it like 2008-01-01"]),
        (["build", "--audience"], ["--audience: expected one argument"]),
        (["members"], ["--as-of is missing"]),
        (["init"], ["Name the folder to create.", "osloregion-slides init mydecks"]),
        (["schema", "x"], ["Unexpected argument `x`."]),
    ],
)
def test_wrong_usage_is_reported_with_the_correct_spelling(
    arguments: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(arguments)
    told = capsys.readouterr().err
    assert [words for words in said if words not in told] == []
    assert told.count("\n") == 2


@pytest.mark.parametrize("words", [["--to", "pdf", "--pdf"], ["--notes"], ["--prune"], ["--prune", "-o", "a.pptx"]])
def test_an_option_without_effect_is_rejected(
    words: list[str], workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", "decks/small.yaml", *words]) == 2
    assert "error[usage]" in capsys.readouterr().err
    assert not (workspace / "out").exists()


def test_a_command_line_without_a_verb_prints_help_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([])
    assert end.value.code == 2
    assert "Start with: osloregion-slides init" in capsys.readouterr().err


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command line prints that ends at once, and well."""
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "option"),
    [
        (["help"], ["--help"]),
        (["help", "build"], ["build", "--help"]),
        (["version"], ["--version"]),
    ],
)
def test_help_and_version_are_accepted_as_verbs(
    word: list[str], option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(word, capsys) == printed(option, capsys)


verbs = cli.verb_parsers


def test_the_help_lists_every_verb_once_in_a_group(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(["help"], capsys).splitlines()
    listed = [line.split()[0] for line in lines if re.match(r"  [a-z]", line)]
    assert sorted(listed) == sorted(verbs())


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_the_help_of_a_verb_has_two_to_four_examples_that_the_parser_accepts_and_its_exit_codes(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(["help", verb], capsys)
    examples = re.findall(rf"^  osloregion-slides ({verb}\b.*?)(?:    .*)?$", text, re.MULTILINE)
    assert 2 <= len(examples) <= 4
    for example in examples:
        cli._parser().parse_args(shlex.split(example))
    assert "\nExit codes: 0 " in text


@pytest.mark.parametrize("verb", sorted(verbs()))
def test_placeholders_in_the_help_are_uppercase_and_explained(verb: str) -> None:
    for action in verbs()[verb]._actions:
        assert action.help, action.dest
        if action.nargs != 0 and not action.choices:
            assert (action.metavar or action.dest) != (action.metavar or action.dest).lower(), action.dest  # type: ignore[union-attr]


def test_a_date_is_accepted_with_the_day_first(workspace: Path) -> None:
    assert cli.main(["build", "decks/small.yaml", "--as-of", "31.12.2007"]) == 0
    assert (workspace / "out" / "small-2007-12-31.pptx").exists()


@pytest.mark.parametrize(
    ("output", "said"), [("out.pdf", "use `--pdf`"), ("board", "-o board.pptx"), ("a.potx", "-o a.pptx")]
)
def test_a_deck_output_needs_a_pptx_name(
    output: str, said: str, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", "decks/small.yaml", "-o", output]) == 2
    assert said in capsys.readouterr().err
    assert not (workspace / output).exists()


def test_a_setting_without_an_equals_sign_is_reported(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["build", "decks/small.yaml", "--set", "meeting.title"]) == 2
    assert "--set meeting.title" in capsys.readouterr().err


def test_a_check_uses_the_singular_for_one_finding(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "decks/small.yaml"]) == 0
    assert "decks/small.yaml: 0 errors, 1 warning\n" in capsys.readouterr().out
    assert cli.main(["check", "none.pptx"]) == 1
    assert "none.pptx: 1 error, 0 warnings\n" in capsys.readouterr().out


def test_init_prints_the_next_commands(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", "mine"]) == 0
    assert capsys.readouterr().out.endswith(
        "next:\n    cd mine\n    osloregion-slides preview\n    osloregion-slides build\n"
    )


def test_init_overwrites_no_folder_that_has_decks(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", "."]) == 1
    assert (workspace / "decks" / "small.yaml").read_text(encoding="utf-8") == OUTLINE
    assert "folder-in-use" in capsys.readouterr().err


def test_members_are_listed_before_and_after_new_year(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for date, count in (("2007-12-31", 56), ("2008-01-01", 57)):
        assert cli.main(["members", "--as-of", date, "--format", "json"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["municipalities"] == {"total": count, "last_known": None, "known_by_name": count, "complete": True}
        assert sum(row["kind"] == "municipality" for row in said["members"]) == count


def test_the_parser_of_one_verb_equals_its_part_of_the_full_parser() -> None:
    def verbs(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
        (found,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        return dict(found.choices)

    known = verbs(cli._parser())
    assert set(known) == {verb for _, group in cli.GROUPS for verb in group}
    for name, parser in known.items():
        assert verbs(cli._parser(name))[name].format_usage() == parser.format_usage()


def test_an_internal_error_writes_a_log_and_shows_no_traceback(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> int:
        raise RuntimeError("a bug at https://me:hemmelig@git.example.org/")

    monkeypatch.setattr("osloregion_slides.cli.build.build_command", broken)
    monkeypatch.setattr("sys.argv", ["osloregion-slides", "preview", "--token", "hemmelig", "--token=hemmelig"])
    assert cli.main(["build"]) == 70
    said = capsys.readouterr().err
    assert "Traceback" not in said
    log = Path(said.split("Details are in ")[1].split("\n")[0])
    text = log.read_text(encoding="utf-8")
    assert "RuntimeError: a bug" in text and "git.example.org" in text and "hemmelig" not in text
    log.unlink()


def test_the_three_formats_report_the_same_finding() -> None:
    findings = [error("a-code", Location("x:y.yaml", 3, 5), "100 % wrong", "mend it"), warning("b", None, "hm")]
    assert report(findings, "text").startswith(
        "x:y.yaml:3:5: error[a-code]: 100 % wrong\n    hint: mend it\nwarning[b]"
    )
    assert report(findings, "github") == (
        "::error file=x%3Ay.yaml,line=3,col=5,title=a-code::100 %25 wrong – mend it\n::warning title=b::hm"
    )
    assert json.loads(report(findings, "json"))[0]["column"] == 5


def test_check_reports_a_file_that_is_not_a_presentation_in_one_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.odp"
    other.write_bytes(write_zip([pack("mimetype", b"application/vnd.oasis"), pack("content.xml", b"<x/>")]))
    for target, said in ((other, "[not-a-presentation]"), (tmp_path, "This is a folder")):
        assert cli.main(["check", str(target)]) == 1
        told = capsys.readouterr().out
        assert said in told and "1 error, 0 warnings" in told
