"""The tool's own words inside findings: every one has its Norwegian, and a word of the author stays as it is."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base import messages
from osloregion_slides.base.findings import Finding, term
from osloregion_slides.batch.builds import builds_schema
from osloregion_slides.brand.design import PAIRS
from osloregion_slides.checks.facts import NOUNS
from osloregion_slides.checks.pages import quoted
from osloregion_slides.checks.schema import TYPES
from osloregion_slides.cli.output import REFUSALS, date
from osloregion_slides.cli.usage import Usage
from osloregion_slides.ooxml.zip import TWICE
from osloregion_slides.outline.check import ENGLISH, check
from osloregion_slides.outline.diagnostics.syntax import START_ONLY
from osloregion_slides.outline.read import read_outline
from osloregion_slides.outline.sandbox import NAMES
from osloregion_slides.schema import lowered, texts_of_schema, untranslated

PACKAGE = Path(messages.__file__).parent.parent
SCHEMA = json.loads((PACKAGE.parent / "assets" / "schema" / "outline.schema.json").read_text(encoding="utf-8"))
FIELD = re.compile(r"\{(\w+)\}")


WHAT = re.findall(
    r'"([a-z-]+)"',
    (PACKAGE / "pulling" / "edits.py").read_text(encoding="utf-8").partition("What = Literal[")[2].partition("]")[0],
)


def texts_of_calls() -> Iterator[str]:
    """Yield the literal texts that the package makes terms of."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "term" and node.args:
                words = node.args[0]
                either = (words.body, words.orelse) if isinstance(words, ast.IfExp) else (words,)
                yield from [one.value for one in either if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def texts() -> list[str]:
    tables = [
        *ENGLISH.values(),
        *START_ONLY.values(),
        *NAMES.values(),
        TWICE,
        *REFUSALS,
        *TYPES.values(),
        *NOUNS,
        *[use for use, _, _ in PAIRS],
    ]
    words = [*tables, *texts_of_schema(SCHEMA), *texts_of_schema(builds_schema()), *texts_of_calls()]
    return sorted({lowered(text) for text in words if not re.fullmatch(r"`[^`]*`", text)})


def values(text: str) -> set[str]:
    """Return the values that a text names; the note of a registry stands in both languages."""
    return {"note" if name in ("en", "nb") else name for name in FIELD.findall(text)}


def norwegian(found: Finding) -> str:
    key = f"{found.code}.{found.form}" if found.form else found.code
    return " ".join(messages.sentences(key, dict(found.values), "nb"))


def test_every_term_has_a_norwegian_translation_with_the_same_values() -> None:
    nb = messages.catalogue("terms", "nb")
    assert len(texts()) > 60
    assert [text for text in texts() if text not in nb] == []
    assert [text for text in nb if values(text) != values(nb[text].message)] == []


def test_make_schema_lists_the_untranslated_texts_of_a_new_slide_type() -> None:
    lead = {"properties": {"lead": {"description": "The first of the sentences"}}, "required": ["lead"]}
    assert untranslated(SCHEMA) == []
    assert untranslated({"$defs": {"slide_new": lead}}) == ["the first of the sentences"]


def test_every_pattern_has_a_title_for_messages() -> None:
    def patterns(schema: Any) -> Iterator[dict[str, Any]]:
        for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
            yield from patterns(one)
        if isinstance(schema, dict) and isinstance(schema.get("pattern"), str):
            yield schema

    assert [one for one in patterns([SCHEMA, builds_schema()]) if "title" not in one] == []


def test_every_reason_in_the_code_is_a_term_or_a_translated_text() -> None:
    nb, wrong = messages.catalogue("terms", "nb"), []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for keyword in node.keywords if isinstance(node, ast.Call) else ():
                said = keyword.value
                if keyword.arg not in messages.REASONS:
                    continue
                put_together = isinstance(said, ast.JoinedStr) and any(
                    isinstance(part, ast.Constant) and re.search("[a-z]{2} [a-z]", str(part.value))
                    for part in said.values
                )
                text = said.value if isinstance(said, ast.Constant) else ""
                if put_together or (" " in str(text) and lowered(str(text)) not in nb):
                    wrong.append(f"{path.name}: {ast.unparse(said)}")
    assert wrong == []


@pytest.mark.parametrize(
    ("schema", "text", "said"),
    [
        ({"type": "array"}, "Oslo", "Her skal det stå en liste, men det står teksten `Oslo`."),
        ({"type": ["number", "string"]}, "[a]", "Her skal det stå et tall eller en tekst, men det står en liste."),
        ({"type": "object"}, "nothing", "Her skal det stå nøkler med verdier, men det står teksten `nothing`."),
        ({"format": "date"}, "2008-13-01", "Datoen `2008-13-01` er ugyldig, for måned 13 finnes ikke."),
    ],
)
def test_a_fault_of_an_outline_is_in_norwegian_except_for_the_authors_words(
    schema: dict[str, Any], text: str, said: str
) -> None:
    node, _ = read_outline(text.encode(), "a.yaml")
    assert node is not None
    (found,) = check(node, schema)
    assert norwegian(found).startswith(said)


def test_a_text_of_a_deck_is_quoted_with_the_quotation_marks_of_the_language() -> None:
    values = {"text": quoted("Les  mer")}
    assert "“Les mer”" in messages.sentences("link-text", values)[0]
    assert "«Les mer»" in messages.sentences("link-text", values, "nb")[0]


def test_a_name_that_is_also_a_term_is_not_translated() -> None:
    assert "`nothing`" in messages.sentences("unknown-key", {"name": "nothing", "near": "", "known": ()}, "nb")[0]


def test_a_term_without_norwegian_stays_english_and_keeps_its_values() -> None:
    assert messages.in_words(term("a kind of {name} that a plugin adds", name="map"), "nb") == (
        "a kind of map that a plugin adds"
    )


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.EISDIR, errno.ENOSPC, errno.EROFS, errno.EEXIST])
def test_reasons_of_the_operating_system_are_translated_in_either_case(number: int) -> None:
    reason = os.strerror(number)
    for text in (reason, reason.lower()):
        said = messages.sentences("template-damaged", {"why": text}, "nb")[0]
        assert reason.lower() not in said.lower()
    assert reason in messages.sentences("template-damaged", {"why": reason})[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--jobs"], "--jobs: Her mangler en verdi."),
        (["--jobs", "two"], "--jobs: `two` er ikke et helt tall."),
        (["--all", "--one"], "--one: Kan ikke brukes sammen med --all."),
        (["--all=3"], "--all: Kan ikke ha en verdi (`3`)."),
        (["--on", "x"], "--on: `x` er ikke en dato. Skriv for eksempel 2008-01-01."),
        ([], "Ett av disse valgene trengs: --all --one."),
    ],
)
def test_errors_of_the_command_line_are_in_norwegian(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = Usage("x")
    parser.lang = "nb"
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--on", type=date)
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--all", action="store_true")
    either.add_argument("--one", action="store_true")
    with pytest.raises(SystemExit):
        parser.parse_args(words)
    assert capsys.readouterr().err.startswith(f"feil[usage]: {said}\n")


@pytest.mark.parametrize("what", [what for what in WHAT if what != "text"])
def test_every_kind_of_edit_that_pull_reports_is_translated(what: str) -> None:
    said = what.replace("-", " ")
    assert messages.in_words(term(said), "nb") != said
