"""Every filter, test and operator over extreme values ends soon, with a text or with a reason."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from osloregion_slides.base.findings import finding
from osloregion_slides.outline.facts import ExpressionError
from tests.outline.test_expressions import expressions

REPOSITORY = Path(__file__).resolve().parents[2]


def test_every_filter_test_and_operator_ends_quickly_with_any_argument() -> None:
    command = [sys.executable, "-m", "tests.outline.extremes"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.returncode) == ("all worked out\n", 0), done.stderr[-2000:]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 5 | round(-999999999) }}", "Filter `round` takes -15 to 9 decimals, not -999999999."),
        ("{{ 5 | round(999999999) }}", "Filter `round` takes -15 to 9 decimals, not 999999999."),
        ("{{ 5 | number(-1) }}", "Filter `number` takes 0 to 9 decimals, not -1."),
        ("{{ 5 | number(10) }}", "Filter `number` takes 0 to 9 decimals, not 10."),
        ("{{ '%99999999d' is odd }}", "`is odd` is for numbers."),
        ("{{ '%99999999d' is even }}", "`is even` is for numbers."),
        ("{{ '%99999999d' is divisibleby(3) }}", "`is divisibleby` is for numbers."),
    ],
)
def test_an_argument_with_too_large_a_result_is_rejected_with_its_limits(text: str, said: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        expressions()[0].render(text)
    assert finding(refused.value.key, **refused.value.values).message == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ 1234 | round(-2) }}", "1200"),
        ("{{ 2.25 | round(1) }}", "2,3"),
        ("{{ 2.5 | round }} {{ 2.5 | number(0) }} {{ -0.125 | number(2) }}", "3 3 −0,13"),
        ("{{ 10 / 4 }} {{ 0.1 + 0.2 }} {{ 4 * 250.0 }}", "2,5 0,3 1 000"),
        ("{{ 5 | number(9) }}", "5,000000000"),
        ("{{ 3 is odd }} {{ 3 is even }} {{ 9 is divisibleby(3) }}", "true false true"),
    ],
)
def test_an_argument_within_its_limits_is_accepted(text: str, shown: str) -> None:
    assert expressions()[0].render(text).replace("\u00a0", " ") == shown
