"""What a shell completes: every command, and the options of each."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from osloregion_slides.cli import verb_parsers
from osloregion_slides.cli.reference import SHELLS, completion


def completed(*words: str) -> list[str]:
    typed = " ".join([f"'{word}'" for word in ("osloregion-slides", *words)])
    asked = f"COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _osloregion_slides; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    script = completion("bash", verb_parsers()) + asked
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_completes_commands_options_and_choices() -> None:
    assert completed("pl") == ["plan"]
    assert completed("") == list(verb_parsers())
    assert completed("init", "--bl") == ["--blank"]
    assert completed("completion", "f") == ["fish"]
    assert completed("build", "decks/") == []  # then the shell completes files


@pytest.mark.parametrize("shell", SHELLS)
def test_each_script_has_every_command_and_option(shell: str) -> None:
    script = completion(shell, verb_parsers())
    for verb, parser in verb_parsers().items():
        words = [word for action in parser._actions for word in action.option_strings if word[:2] == "--"]
        assert {verb, *[word[2:] for word in words]} <= set(
            script.replace('"', " ").replace("--", " ").replace(")", " ").split()
        )
