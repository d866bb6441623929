"""SECURITY.md promises numbers: they are those of the code."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent.parent / "SECURITY.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+) \| ([\d ]+) \| `([\w.]+)` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("what", "number", "constant"), ROWS)
def test_each_limit_on_the_security_page_equals_the_code(what: str, number: str, constant: str) -> None:
    module, _, name = constant.rpartition(".")
    assert int(number.replace(" ", "")) == getattr(importlib.import_module(f"osloregion_slides.{module}"), name), what


def test_every_limit_on_the_security_page_is_compared() -> None:
    assert len(ROWS) == PAGE.split("## Limits")[1].split("## What")[0].count("\n| ") - 1
