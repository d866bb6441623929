"""Charts of every type, and merged cells, as other programs judge them: the Open XML SDK, openxml-audit, python-pptx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides.chart_types import TYPES
from osloregion_slides.service import build
from tests.judges import package
from tests.kinds.composing import slide
from tests.tables.making import outline

ROWS: dict[str, list[list[float | None]]] = {
    **dict.fromkeys(TYPES, [[20, 30.5, 40], [5, None, 8]]),
    **dict.fromkeys(("pie", "doughnut"), [[20, 30.5, 40]]),
    "waterfall": [[20, -50.5, 70]],
    "line": [[100 + n, 120 - n, None if n == 3 else 130] for n in range(12)],
}
MORE = {
    "": "",
    "titles and ends": "axes: {category: A, value: B, min: -60, max: 200}",
    "a target": "target: {name: M, value: 25}",
    "the last": "labels: last",
    "highlight": "highlight: [R1]",
}


def chart(kind: str, more: str) -> str:
    listed = ", ".join(
        [f"{{name: R{n}, values: {str(row).replace('None', 'null')}}}" for n, row in enumerate(ROWS[kind], 1)]
    )
    lines = f"alt: A\ntype: {kind}\ncategories: [a, b, c]\nseries: [{listed}]\n{more}".strip()
    return slide("chart", lines, title=f"{kind} vist").replace("id: chart", f"id: {kind}")


@pytest.fixture(scope="module", params=MORE)
def path(request: Any, tmp_path_factory: Any) -> str:
    folder: Path = tmp_path_factory.mktemp("charts")
    more = MORE[request.param]
    kinds = [
        kind
        for kind in TYPES
        if not more or not (TYPES[kind].is_round or TYPES[kind].horizontal or kind == "waterfall")
    ]
    kinds = [kind for kind in kinds if not (more[:1] == "t" and TYPES[kind].is_percent)]
    made = build(outline(folder, "slides:\n" + "".join([chart(kind, more) for kind in kinds])))
    (folder / "a.pptx").write_bytes(made.data)
    return str(folder / "a.pptx")


@pytest.mark.slow
def test_validators_find_no_problem_in_charts_of_any_type(path: str) -> None:
    assert package.audit(path) == []
    assert package.sdk(path) == []


def test_python_pptx_reads_the_values_of_charts_of_any_type(path: str) -> None:
    for page in Presentation(path).slides:
        kind = page.shapes.title.text_frame.text.split()[0]
        found = next(shape.chart for shape in page.shapes if shape.has_chart)
        read = {
            one.name: [None if v is None else float(v) for v in one.values] for p in found.plots for one in p.series
        }
        if kind == "waterfall":
            parts = [list(values) for values in zip(*read.values())]
            assert [sum(abs(v) for v in part[1:] if v) for part in parts] == [20, 50.5, 70]
        else:
            assert [read[f"R{n}"] for n in range(1, len(ROWS[kind]) + 1)] == ROWS[kind]
