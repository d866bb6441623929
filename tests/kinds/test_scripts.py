"""Texts in scripts that are not measured: set as well as can be, with a warning that says what is not known."""

from __future__ import annotations

import pytest

from tests.kinds.composing import composed, slide


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("منطقة أوسلو", "right to left"),
        ("שלום עולם", "right to left"),
        ("奥斯陆地区由挪威东南部的五十六个市镇组成" * 8, "East Asian"),
        ("서울특별시와 경기도", "East Asian"),
        ("ประเทศไทย", "not measured"),
        ("नमस्ते", "not measured"),
        ("Čáhcesuolu – «Ålesund» …", ""),
        ("Ελλάδα, Кириллица", ""),
    ],
)
@pytest.mark.parametrize("kind", ["bullets", "table", "chart", "notes"])
def test_an_unmeasured_script_is_reported_once_per_slide(kind: str, text: str, words: str) -> None:
    fields = {
        "bullets": f"items: [{text!r}, {text!r}]",
        "table": f"columns: [A]\nrows: [[{text!r}]]",
        "chart": f"type: bar\nalt: A\ncategories: [{text[:30]!r}]\nseries: [{{name: A, values: [1]}}]",
        "notes": f"items: [a]\nnotes: {text!r}",
    }[kind]
    _, findings = composed(slide("bullets" if kind == "notes" else kind, fields))
    assert [found.code for found in findings] == ["unknown-script"] * bool(words)
    assert all(words in found.message for found in findings)
