"""What the pages show: the outline of the README builds, the page of commands has every verb and option."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from osloregion_slides import build
from osloregion_slides.cli import verb_parsers
from tests.conftest import REPOSITORY


def fenced(page: str, language: str) -> list[str]:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("day", "count"), [("", "57"), ("2007-12-31", "56")])
def test_the_outline_of_the_readme_counts_the_members_on_its_date(day: str, count: str, tmp_path: Path) -> None:
    [outline] = fenced("README.md", "yaml")
    shutil.copytree(REPOSITORY / "decks" / "data", tmp_path / "data")
    (tmp_path / "a.yaml").write_text(outline, encoding="utf-8")
    xml = [slide.part.blob.decode() for slide in build(str(tmp_path / "a.yaml"), as_of=day).presentation().slides]
    words = "".join(re.findall(r"<a:t>([^<]*)</a:t>", "".join(xml)))
    assert f"{count} kommuner" in words


def test_the_page_of_commands_has_every_verb_with_its_options() -> None:
    text = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n```\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    parsers = verb_parsers()
    assert sorted(sections) == sorted(parsers)
    for verb, parser in parsers.items():
        options = {option for action in parser._actions for option in action.option_strings}
        assert set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", sections[verb].partition("Options:")[2])) >= options, verb
        wanted = {word for option in options for word in [option]}
        listed = re.findall(r"^  (-[^\n]*?)(?:  |$)", sections[verb].partition("\nExamples:")[0], re.MULTILINE)
        assert {word for line in listed for word in re.findall(r"--?[a-z][\w-]*", line)} <= wanted, verb


def test_the_readme_is_short_and_names_every_page() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert len(text.split()) <= 1000
    pages = {path.name for path in (REPOSITORY / "docs").glob("*.md")}
    assert {name for name in pages if f"docs/{name}" not in text} == set()
