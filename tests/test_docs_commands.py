"""Every command that README and the pages of docs/ show is run, in their order, in a folder as `init` makes it.

What cannot be run in a test is named by a pattern with its reason; its verb and its options are parsed all the same.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Cm

from osloregion_slides.cli import main, verb_parsers
from tests.conftest import REPOSITORY

PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in REPOSITORY.glob("docs/*.md"))]
PARSERS = verb_parsers()
VERBS = "|".join(PARSERS)
TOOL = re.compile(r"^(?:(?:\.venv/bin/)?osloregion-slides|py -m osloregion_slides) ")
NOT_RUN = {
    r"^(?:\S*pip|\S*python -m (?:pip|venv)|npm|docker|dask) ": "asks a registry, or needs its program",
    r"^make ": "is a target of the Makefile",
    r"[A-Z]{3,}\b(?<!HEAD)(?<!NLOD)|…|\b[AB]\b": "holds a word for its reader to replace",
    r"1a2b3c4d": "names the id of a conflict that is an example",
    r"--scheduler": "needs a cluster",
    r"^preview": "serves until somebody ends it",
    r"^site": "needs npm's package pyodide",
    r"^data fetch": "asks the network",
}
NAMED = re.compile(r"\S+(?: --\w+(?: (?:html|pdf))?)?")
"""What a sentence says in backticks of a verb alone or with one option, to name it."""
OFFICE = re.compile(r"^render|--pdf|^slides.*--sheet|^brand doctor")
CODES = {"plan": {0, 3, 4}, "update": {0, 4}, "pull": {0, 3, 4}, "diff": {0, 3}, "merge": {0, 4}, "adopt": {0, 3, 4}}
CODES["check out/osloregionen.pptx --for outside"] = {1}  # its blanks are not filled in
"""The exit codes that are no failure where they are not 0 alone: something is pending, or in conflict."""


class Command(NamedTuple):
    """A command, the verb first; whether it stands in a block of commands; what the page says that it prints."""

    text: str
    in_block: bool
    printed: tuple[str, ...] = ()


def commands(page: str) -> list[Command]:
    """Return the commands of a page, in the order in which they stand there."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    found: list[Command] = []
    for language, block, inline in re.findall(r"^```(\w*)\n(.*?)^```|`([^`\n]+)`", text, re.DOTALL | re.MULTILINE):
        if inline and (TOOL.match(inline) or re.match(rf"(?:{VERBS}) \S|make \w+$", inline)):
            found.append(Command(bare(inline), False))
        elif language in ("", "sh", "console", "bash"):
            found += block_commands(block)
    return found


def block_commands(block: str) -> list[Command]:
    if block.startswith("usage: "):
        block = block.partition("\nExamples:\n")[2].partition("\n\n")[0]
    lines, prompts = block.splitlines(), "$ " in block
    found: list[Command] = []
    for line in lines:
        if prompts and not line.startswith("$ "):
            found[-1] = found[-1]._replace(printed=(*found[-1].printed, line))
            continue
        typed = re.split(r" {2,}", line.removeprefix("$ ").strip())[0]
        found += [Command(bare(part), True) for part in typed.split(" && ")]
    return found


def bare(text: str) -> str:
    return TOOL.sub("", text.partition(" > ")[0]).strip()


def for_office(command: Command) -> bool:
    return bool(OFFICE.search(command.text))


def is_run(command: Command) -> bool:
    if not command.in_block and NAMED.fullmatch(command.text):
        return False
    return not any(re.search(pattern, command.text) for pattern in NOT_RUN)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_has_a_verb_and_options_that_exist(page: str) -> None:
    for command in commands(page):
        words = shlex.split(command.text, comments=True)
        if not words or words[0] in ("cd", "help"):
            continue
        if words[0] == "make":
            assert re.search(rf"^{words[1]}:", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        elif words[0] in PARSERS:
            options = {word for action in PARSERS[words[0]]._actions for word in action.option_strings}
            assert {word.partition("=")[0] for word in words if re.match("--?[a-z]", word)} <= options, command
            if command.in_block:
                PARSERS[words[0]].parse_args(words[1:])
        else:
            assert not is_run(command), command


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as `init` makes it, under git, with the files that commands name."""
    if not shutil.which("git"):
        pytest.skip("no git")
    folder = tmp_path_factory.mktemp("readers")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["init", "."]) == 0
        assert main(["build", "decks/osloregionen.yaml"]) == 0
        assert main(["build", "decks/osloregionen.yaml", "--no-base", "-o", "received.pptx"]) == 0
        shutil.copy("received.pptx", "unlinked.pptx")
        assert main(["init", "excel", "--excel"]) == 0
    for name in ("mine", "yours", "board", "new", "library", "out/board", "out/press", "out/a", "out/b", "out/navnet"):
        shutil.copy(folder / "out/osloregionen.pptx", folder / f"{name}.pptx")
    deck = Presentation()
    for layout in (0, 1, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[layout])
        slide.shapes.title.text, slide.placeholders[1].text = "Våre mål", "Vekst\nNatur"
    deck.save(str(folder / "old.pptx"))
    (folder / "library").mkdir()
    shutil.copy(folder / "old.pptx", folder / "library")
    shutil.copytree(REPOSITORY / "templates" / "ruten", folder / "templates" / "ruten")
    for name in ("template.potx", "templates/ours.potx"):
        shutil.copy(folder / "templates/ruten/template.pptx", folder / name)
    for name in ("old.yaml", "new.yaml"):
        (folder / name).write_bytes((folder / "decks/osloregionen.yaml").read_bytes())
    shutil.copytree(folder / "decks/data", folder / "data")
    shutil.move(folder / "excel/decks/data/osloregionen.xlsx", folder / "members.xlsx")
    builds = (folder / "decks/builds.yaml").read_text(encoding="utf-8")
    (folder / "nightly.yaml").write_text(builds.replace("outline: ", "outline: decks/"), encoding="utf-8")
    Image.new("RGB", (400, 200), "#7A1F3D").save(folder / "logo.png")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"], ["commit", "-q", "--allow-empty", "-m", "b"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *words], cwd=folder, check=True)
    return folder


def edited(page: str, deck: Path, outline: Path) -> None:
    """Edit a deck by hand and its outline as the README tells it; another deck gets a new title."""
    presentation = Presentation(str(deck))
    shapes = {shape.name: shape for slide in presentation.slides for shape in slide.shapes}
    if "background/title" in shapes:
        shapes["background/title"].text_frame.paragraphs[0].runs[0].text = "Hvorfor vi er her"
        shapes["purpose/goal"].left += Cm(1.1)
        presentation.slides.add_slide(presentation.slide_layouts[1]).shapes.title.text = "Pause"
        text = outline.read_text(encoding="utf-8")
        text = text.replace("Hvorfor en allianse?", "Hvorfor samarbeide?").replace("nb: Sterke nærings", "nb: Sterke ")
        outline.write_text(text, encoding="utf-8")
        if page == "docs/commands.md":
            shapes["members/title"].text_frame.text = "Vi er med"
    else:
        presentation.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].text = "Målene våre"
    presentation.save(str(deck))


def follow(page: str, readers: Path, patch: pytest.MonkeyPatch, office: bool) -> None:
    """Run the commands of a page in their order: those for LibreOffice, or all others."""
    by_hand = set()
    patch.chdir(readers)
    for command in commands(page):
        words = shlex.split(command.text, comments=True)
        if words[:1] == ["cd"]:
            shutil.copy("old.pptx", words[1])
            patch.chdir(words[1])
        if words[:1] not in [[verb] for verb in PARSERS] or not is_run(command) or for_office(command) != office:
            continue
        deck = Path(words[1]) if words[0] in ("plan", "update", "pull") and words[1].endswith(".pptx") else None
        if deck and deck not in by_hand:
            by_hand.add(deck)
            edited(page, deck, Path("decks/osloregionen.yaml"))
        if words[0] in ("init", "import"):  # the examples name the same folder
            shutil.rmtree(words[1].removesuffix(".pptx"), ignore_errors=True)
        if words[0] == "adopt":  # and the same deck
            shutil.copy("unlinked.pptx", words[1])
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        said = out.getvalue()
        assert code in CODES.get(command.text, CODES.get(words[0], {0})), (page, command.text, said, err.getvalue())
        for line in command.printed:
            assert re.search(re.escape(line.strip()).replace("…", ".*"), said), (line, said)


def pages_with(office: bool) -> list[str]:
    return [page for page in PAGES if any(is_run(one) and for_office(one) == office for one in commands(page))]


@pytest.mark.parametrize("page", pages_with(office=False))
def test_the_commands_of_a_page_work(page: str, readers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    follow(page, Path(shutil.copytree(readers, tmp_path / "readers")), monkeypatch, office=False)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
@pytest.mark.parametrize("page", pages_with(office=True))
def test_the_commands_of_a_page_that_need_libreoffice_work(
    page: str, readers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(page, Path(shutil.copytree(readers, tmp_path / "readers")), monkeypatch, office=True)
