"""A code has one severity: the build of an outline, its check and the check of the deck never disagree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from osloregion_slides.base import messages
from osloregion_slides.drafting import composed, load
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.service import check

PACKAGE = Path(messages.__file__).parent
FAMILIES = ("package", "accessibility", "fit", "brand", "files")
HEAD = "deck: d\ntitle: T\nlanguage: nb\nslides:\n"
LONG = "Samordning av areal, transport og næring i hele regionen " * 3


@pytest.mark.parametrize(
    ("slides", "code"),
    [
        pytest.param("  - {id: a, kind: statement, title: En}\n", "", id="control"),
        pytest.param(
            "  - {id: a, kind: statement, title: Lik}\n  - {id: b, kind: statement, title: Lik}\n",
            "same-title",
            id="the same title twice",
        ),
        pytest.param(
            f"  - {{id: a, kind: bullets, title: '{LONG.strip()}', items: [x]}}\n", "long-title", id="a long title"
        ),
    ],
)
def test_build_and_both_checks_give_a_code_the_same_severity(tmp_path: Path, slides: str, code: str) -> None:
    (tmp_path / "d.yaml").write_text(HEAD + slides, encoding="utf-8")
    outline = load(str(tmp_path / "d.yaml"))
    deck, brand, built = composed(outline)
    (tmp_path / "d.pptx").write_bytes(write_deck(deck, brand))
    checked, read = check(outline), check(tmp_path / "d.pptx")
    grades = {(one.code, one.severity) for one in (*built, *checked, *read)}
    assert len(grades) == len({code for code, _ in grades})
    assert {one.code for one in built} == {one.code for one in checked} == ({code} if code else set())
    assert {one.code for one in read} <= {one.code for one in checked}
    assert len({(one.code, one.slide, one.shape) for one in checked}) == len(checked), "a fault is reported once"


def test_no_call_site_gives_a_registered_code_another_severity() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name, code = getattr(node.func, "id", getattr(node.func, "attr", "")), str(node.args[0].value)
            grade = {"error": "error", "warning": "warning", "warn": "warning"}.get(name)
            if grade and messages.family(code) in FAMILIES and messages.severity(code) != grade:
                wrong.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {name}({code})")
    assert wrong == []
