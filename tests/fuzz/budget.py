"""How many cases a property gets: a few hundred with the tests, the same each time, ``CASES`` in all with ``make fuzz``."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

SHARES = {
    "outlines": 300,
    "bytes": 400,
    "overlays": 300,
    "edited": 100,
    "settings": 100,
    "packages": 150,
    "zips": 150,
    "updates": 100,
    "templates": 100,
    "tables": 500,
    "maps": 500,
    "expressions": 500,
    "pictures": 200,
}
"""Cases of each property in a run of the tests: 3 400 together."""


def cases(name: str) -> Callable[[Any], Any]:
    """Return Hypothesis's settings for a property: its share of ``CASES``, or what it gets with the tests."""
    wanted = int(os.environ.get("CASES", "0"))
    count = max(1, wanted * SHARES[name] // sum(SHARES.values())) if wanted else SHARES[name]
    slow = [
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.large_base_example,
    ]
    return settings(max_examples=count, suppress_health_check=slow, deadline=None, derandomize=not wanted)
