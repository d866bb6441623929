"""Both of PyYAML's parsers: what libyaml reads, its own parser reads too, in the same places."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.outline import read
from osloregion_slides.registry.yaml_table import yaml_grid
from tests.conftest import REPOSITORY

needs_libyaml = pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML has no libyaml here")


def shipped() -> dict[str, str]:
    """Return every YAML text that is shipped: the outlines, and the fenced examples of README and docs."""
    files = [*REPOSITORY.glob("decks/*.yaml"), *REPOSITORY.glob("templates/**/*.yaml"), REPOSITORY / "README.md"]
    texts: dict[str, str] = {}
    for path in [*files, *REPOSITORY.glob("docs/*.md"), REPOSITORY / "osloregion_slides" / "starter.py"]:
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(REPOSITORY))
        if path.suffix == ".yaml":
            texts[name] = text
        elif path.suffix == ".py":
            texts[name] = text.split('"""\\\n')[1].partition('"""')[0]
        else:
            examples = re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
            texts.update({f"{name}-{number}": example for number, example in enumerate(examples)})
    return texts


def both(text: str) -> tuple[object, object]:
    """Return what each parser makes of a text: the tree with its places, and the findings."""
    with_libyaml = read._read(text, "a.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        return with_libyaml, read._read(text, "a.yaml")


def test_the_bundled_examples_are_found() -> None:
    names = list(shipped())
    assert len(names) > 20
    assert {"decks/osloregionen.yaml", "osloregion_slides/starter.py", "README.md-0"} <= set(names)


@needs_libyaml
@pytest.mark.parametrize("name", shipped())
def test_a_bundled_file_has_the_same_tree_and_locations_with_either_parser(name: str) -> None:
    first, second = both(shipped()[name])
    assert first == second


@pytest.mark.parametrize("name", shipped())
def test_a_bundled_file_is_readable_by_a_plain_yaml_parser(name: str) -> None:
    for line, text in enumerate(shipped()[name].split("\n"), 1):
        flow = re.sub(r"\"[^\"]*\"|'[^']*'", "", text)
        assert not re.search(r"[{\[][^#]*\?[^#]*[}\]]", flow), f"{name}:{line}: quote the text with a question mark"


@needs_libyaml
@pytest.mark.parametrize(
    "text",
    [
        "a: {nb: Hvorfor?, en: Why?}",
        "a: {fr: Pourquoi ?, en: Why?}",
        "a: [a?b, https://example.org/?a=b, c ?d, e]",
        "a: {b: Hva? Hvem?, c: d}",
        "a: {? b : c}",
        "a: [? b, c]",
        "? a\n: b",
        "a: 'b?'\nc: Hva?\nd: \"?\"\n",
        "a: \ue000?\n",
    ],
)
def test_a_question_mark_is_read_equally_by_either_parser(text: str) -> None:
    first, second = both(text)
    assert first == second


words = st.text(alphabet="aø?1.-/ ", min_size=1, max_size=12).map(lambda text: f"a{text}")


@needs_libyaml
@given(st.lists(words, min_size=1, max_size=4), st.booleans())
def test_plain_texts_in_brackets_are_read_equally_by_either_parser(texts: list[str], keyed: bool) -> None:
    inner = ", ".join([f"k{number}: {text}" for number, text in enumerate(texts)] if keyed else texts)
    first, second = both(f"a: {{{inner}}}\n" if keyed else f"a: [{inner}]\n")
    assert first == second


@needs_libyaml
def test_a_table_in_yaml_is_read_equally_by_either_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"- {name: Hvem?, from: 2008}\n- {name: b ?c, from: 2009}\n"
    first = yaml_grid(data, "a.yaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert [row.cells[0] for row in first.rows] == ["Hvem?", "b ?c"]
    assert yaml_grid(data, "a.yaml") == first


@needs_libyaml
def test_the_starter_builds_the_same_decks_without_the_c_extension(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "if sys.argv[1] == 'hidden': sys.modules['yaml._yaml'] = None\n"
        "import yaml\n"
        "assert yaml.__with_libyaml__ == (sys.argv[1] != 'hidden')\n"
        "from osloregion_slides.cli import main\n"
        "assert not main(['init', '.'])\n"
        "sys.exit(main(['build', 'decks/osloregionen.yaml', 'decks/gallery.yaml', '--out-dir', 'out']))\n"
    )
    decks = []
    for kind in ("there", "hidden"):
        folder = tmp_path / kind
        folder.mkdir()
        done = subprocess.run([sys.executable, "-c", code, kind], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        decks.append({path.name: path.read_bytes() for path in folder.glob("out/*.pptx")})
    assert len(decks[0]) == 2
    assert decks[0] == decks[1]
