"""Expressions of every filter, test and operator over extreme values and arguments, worked out in a process of its own.

``round(5, -999999999)`` is one call that never returns and that no signal interrupts: only the end of a process does.
"""

from __future__ import annotations

import itertools
import resource
import time

from osloregion_slides.outline.facts import ExpressionError
from osloregion_slides.outline.filters import filters
from osloregion_slides.outline.sandbox import DIVISIONS, TESTS

SECONDS, MEMORY = 0.25, 1 << 30
TOTAL = 60
VALUES = (
    "5", "-5", "0", "2.5", "-999999999", "999999999999999", "-999999999999999999999", "1e308", "-1e308", "1e-308",
    "1e999", "(1e999 - 1e999)", "long", "'%99999999d'", "'{:>999999999}'", "''", "'9999999999999999999999'",
    "[[[[[1]]]]]", "[]", "[long, long, long]", "alliance", "alliance.areas", "members", "members.municipalities",
    "true", "none", "nothing", "'2008-01-01'", "'9999-12-31'",
)  # fmt: skip
ARGUMENTS = (
    "0", "2.5", "-999999999", "999999999999999", "1e999", "(1e999 - 1e999)", "long", "'%99999999d'", "[[[[[1]]]]]",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "~", "<", "==", "in", "and", "or")
METHODS = ("center", "ljust", "zfill", "replace", "join", "format", "rjust", "expandtabs", "encode", "split")


def expressions() -> list[str]:
    """Return each filter and test with each value, without and with each argument, and the operators between them."""
    names = (*filters("nb"), "indent", "wordwrap", "truncate", "batch", "slice", "filesizeformat", "tojson", "format")
    made = [f"{value} | {name}" for value in VALUES for name in names]
    made += [f"{value} | {name}({argument})" for value in VALUES for name in names for argument in ARGUMENTS]
    made += [f"{value} is {name}" for value in VALUES for name in (*TESTS, *DIVISIONS)]
    made += [f"{value} is divisibleby({argument})" for value in VALUES for argument in ARGUMENTS]
    made += [f"{left} {sign} {right}" for left in VALUES for sign in OPERATORS for right in ARGUMENTS]
    made += [f"{value}.{name}({argument})" for value in VALUES for name in METHODS for argument in ARGUMENTS[:4]]
    made += [f"{value}[{start}:{end}]" for value, start, end in itertools.product(VALUES, ARGUMENTS[:4], ARGUMENTS[:4])]
    made += [f"range({value})" for value in VALUES]
    made += [" ~ ".join([value] * 60) for value in VALUES] + [" + ".join([value] * 60) for value in VALUES]
    return made


def main() -> None:
    """Print each expression that raises anything but ``ExpressionError``, gives too much, or takes longer than SECONDS."""
    from tests.outline.test_expressions import expressions as speaker

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (TOTAL, TOTAL))
    speakers = [speaker(language)[0] for language in ("nb", "en", "nn", "de")]
    for number, expression in enumerate(expressions()):
        began = time.process_time()
        try:
            text = speakers[number % len(speakers)].render("{{ " + expression + " }}")
            wrong = f"{len(text)} characters" if len(text) > 10_000 else ""
        except ExpressionError:
            wrong = ""
        except Exception as problem:
            wrong = repr(problem)
        took = time.process_time() - began
        if wrong or took > SECONDS:
            print(f"{expression[:100]}: {wrong} {took:.2f} s", flush=True)
    print("all worked out")


if __name__ == "__main__":
    main()
