"""Outlines that try to take time, memory or the shell; each through the whole command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import OUTLINE, SLIDE, Case, check, outline, slides, titled

LAUGHS = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))
MERGED = "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: 1}}" for n in range(1, 10))
MANY = 1_000_000


def covers(count: int) -> str:
    """So many slides: s0, s1, …"""
    return "".join(f"  - {{id: s{n}, kind: cover, title: b{n}}}\n" for n in range(count))


def removing(count: int) -> str:
    """So many audiences, each without one of those slides."""
    return "audiences:\n" + "".join(
        f"  a{n}: {{title: b, slides: [{{id: s{n}, remove: true}}]}}\n" for n in range(count)
    )


ALIASES = {
    "a billion laughs": Case(outline(f"a0: &a0 [lol]\n{LAUGHS}\n"), "too-many-aliases"),
    "a billion laughs by merging": Case(outline(f"a0: &a0 {{k: 1}}\n{MERGED}\n"), "unknown-key"),
    "one long text aliased": Case(
        outline(f"{OUTLINE}a: &a {'x' * 1_000_000}\nb: [{', '.join(['*a'] * 90_000)}]\n{SLIDE}"), "unknown-key"
    ),
    "an alias of itself": Case(outline(f"{OUTLINE}a: &a [*a]\n{SLIDE}"), "alias-cycle"),
}
DEEP = {
    "10 000 lists, flow": Case(outline("a: " + "[" * 10_000 + "]" * 10_000), "too-deep"),
    "10 000 mappings, flow": Case(outline("a: " + "{a: " * 10_000 + "}" * 10_000), "too-deep"),
    "10 000 lists, block": Case(outline("- " * 10_000 + "a\n"), "too-deep"),
    "10 000 mappings, block": Case(outline("\n".join(" " * n + "a:" for n in range(1_900))), "too-deep"),
    "700 000 brackets": Case(outline("[" * 700_000), "too-deep"),
    "700 000 question marks": Case(outline("? " * 700_000), "too-deep"),
}
LARGE = {
    "a text of 200 MB": Case(outline(lambda: b"a: " + b"x" * 200_000_000), "too-large"),
    "a text of 1.9 MB": Case(titled("x" * 1_900_000)),
    "a text of 1.9 MB in words": Case(titled("ord " * 475_000)),
    "notes of 1.9 MB": Case(
        slides(f"  - id: c\n    kind: cover\n    title: a\n    notes: {'ord ' * 475_000}\n"), "", (0, 1)
    ),
    "a line of brackets": Case(titled("[" * 900_000)),
    "a line of asterisks": Case(titled("*" * 900_000)),
    "a line of links": Case(titled("[a](http://a)" * 140_000)),
    "a line of backticks": Case(titled("`" * 900_000)),
    "600 000 commas in a flow mapping": Case(outline(lambda: "a: {x" + ",a" * 600_000 + "}"), "torn-text"),
    "900 000 bare commas": Case(outline(lambda: "a: {" + "," * 900_000 + "}")),
    "900 000 commas in a list": Case(outline(lambda: "a: [" + "," * 900_000 + "]")),
    "600 000 question marks in a flow mapping": Case(outline(lambda: "a: {" + "? a " * 450_000 + "}")),
    "300 000 colons in a line": Case(outline(lambda: "a: " + "b: " * 300_000)),
    "a million keys": Case(outline(lambda: "".join(f"{n:x}:\n" for n in range(MANY)))),
    "280 000 keys": Case(outline(lambda: "".join(f"{n:x}:\n" for n in range(280_000)))),
    "280 000 items": Case(slides("".join("  - a\n" for n in range(280_000)))),
    "300 000 keys of one name": Case(outline(lambda: "a:\n" * 300_000), "too-many-faults"),
    "a line of quotes": Case(outline(lambda: "a: " + "'\"" * 900_000)),
    "broken in 100 000 lines": Case(outline(lambda: "a: b: c\n" * 100_000), "broken-yaml"),
    "tabs in 500 000 lines": Case(outline(lambda: "a:\n" + "\tb: c\n" * 250_000), "tab"),
    "100 000 anchors": Case(outline(lambda: "".join(f"a{n}: &a{n} x\n" for n in range(100_000)))),
    "100 000 aliases unknown": Case(outline(lambda: "".join(f"- *a{n}\n" for n in range(100_000)))),
    "100 000 duplicate ids": Case(slides("  - {id: a, kind: cover, title: b}\n" * 50_000)),
    "45 000 slides": Case(
        slides("".join(f"  - {{id: s{n}, kind: cover, title: b}}\n" for n in range(45_000))), "too-large"
    ),
    "20 000 tables": Case(
        slides(
            "".join(
                f"  - {{id: s{n}, kind: table, title: b, columns: [a, b], rows: [[a, b], [c, d]]}}\n"
                for n in range(20_000)
            )
        )
    ),
    "5 tables of 20 000 cells": Case(
        slides(
            "".join(
                f"  - {{id: s{n}, kind: table, title: b, columns: [a, b], rows: [{'[a, b],' * 10_000}]}}\n"
                for n in range(5)
            )
        )
    ),
    "1 000 audiences for 1 000 slides": Case(
        slides(covers(1_000), removing(1_000)),
        "too-many",
    ),
    "200 audiences for 1 000 slides": Case(
        slides(covers(1_000), removing(200)),
        "",
        (0, 1),
    ),
    "audiences that move every slide": Case(
        slides(
            covers(3_000),
            "audiences:\n  a:\n    slides:\n"
            + "".join(f"      - {{id: s{n}, after: s{(n * 7919 + 1) % 3_000}}}\n" for n in range(3_000)),
        ),
        "",
        (0, 1),
    ),
    "one key a hundred thousand characters long": Case(outline(lambda: "a" * 100_000 + ": b\n" + OUTLINE + SLIDE)),
    "one item of many columns": Case(
        slides(
            "  - id: t\n    kind: table\n    title: T\n    columns: ["
            + "a, " * 20_000
            + "a]\n    rows: [["
            + "b, " * 20_000
            + "b]]\n"
        )
    ),
    "one table of many rows": Case(
        slides(
            "  - id: t\n    kind: table\n    title: T\n    columns: [a, b]\n    rows:\n" + "      - [a, b]\n" * 20_000
        ),
        "",
        (0, 1),
    ),
    "a chart of many values": Case(
        slides(
            "  - id: c\n    kind: chart\n    title: T\n    chart: column\n    categories: ["
            + ", ".join(f"k{n}" for n in range(20_000))
            + "]\n    series: [{name: a, values: ["
            + ", ".join("1" for n in range(20_000))
            + "]}]\n"
        ),
        "",
        (0, 1),
    ),
    "bullets a hundred thousand": Case(
        slides("  - id: b\n    kind: bullets\n    title: T\n    items:\n" + "      - a\n" * 100_000), "", (0, 1)
    ),
    "an organisation of many": Case(
        slides(
            "  - {id: o, kind: organisation, title: T, items: organisation}\n",
            "organisation:\n  - {id: a0, name: A}\n"
            + "".join(f"  - {{id: a{n}, name: A, reports_to: a{n - 1}}}\n" for n in range(1, 20_000)),
        )
    ),
    "an organisation in a circle": Case(
        slides(
            "  - {id: o, kind: organisation, title: T, items: organisation}\n",
            "organisation:\n  - {id: a, name: A, reports_to: b}\n  - {id: b, name: A, reports_to: a}\n",
        )
    ),
}
NUMBERS = {
    "a year of 10 000 digits": Case(
        slides("  - id: t\n    kind: timeline\n    title: T\n    items: [{from: " + "9" * 10_000 + ", name: a}]\n")
    ),
    "a year far away": Case(
        slides("  - id: t\n    kind: timeline\n    title: T\n    items: [{id: a, from: 1e300, name: a}]\n")
    ),
    "a bar of 1e308": Case(
        slides(
            "  - id: c\n    kind: chart\n    title: T\n    chart: column\n    categories: [a, b]\n"
            "    series: [{name: a, values: [1e308, -1e308]}]\n"
        ),
        "",
        (0, 1),
    ),
    "a proportion of 1e308": Case(
        slides(
            "  - id: c\n    kind: comparison\n    title: T\n    sides:\n"
            "      - {heading: a, proportion: 1e308, points: [a]}\n      - {heading: b, proportion: 1e-308, points: [b]}\n"
        ),
        "",
        (0, 1),
    ),
    "a date of the year 0": Case(outline(OUTLINE.replace("2008-01-01", "0000-00-00") + SLIDE), "bad-date"),
}
CHARACTERS = {
    "a null byte": Case(titled("a\0b"), "control-character"),
    "a bell, escaped": Case(outline(f'{OUTLINE}slides: [{{id: a, kind: cover, title: "a\\ab"}}]'), "control-character"),
    "half a surrogate pair, escaped": Case(
        outline(f'{OUTLINE}slides: [{{id: a, kind: cover, title: "a\\ud800b"}}]'), "control-character"
    ),
    "half a surrogate pair in the bytes": Case(titled("a\ud800b"), "encoding"),
    "U+FFFF": Case(titled("a\uffffb"), "control-character"),
    "an escape sequence of terminals": Case(titled("\x1b]0;pwned\x07\x1b[31m"), "control-character"),
    "an escape sequence in a key, escaped": Case(outline(OUTLINE + SLIDE + '"\\e[31mred": 1\n'), "control-character"),
    "right-to-left marks": Case(titled("a\u200fb\u200ec"), "", (0,)),
    "an audience that is a path": Case(
        outline(f"{OUTLINE}audiences: {{../../../ut: {{title: a}}}}\n{SLIDE}", "build", "--audience", "../../../ut"),
        "unknown-key",
    ),
    "a right-to-left override": Case(titled("a\u202egnp.exe"), "", (0,)),
    "an isolate without end": Case(titled("a\u2067b\u2066c"), "", (0, 1)),
    "Hebrew": Case(titled("שלום עולם"), "", (0,)),
    "combining marks, 5 000": Case(titled("a" + "\u0301" * 5_000), "", (0, 1)),
    "an id of 300 characters": Case(slides(f"  - {{id: {'a' * 300}, kind: cover, title: a}}\n"), "", (0, 1)),
    "a deck of 300 characters": Case(outline(f"deck: {'a' * 300}\ntitle: T\n{SLIDE}"), "bad-value"),
    "a deck that is a path": Case(outline(f"deck: ../../ut\ntitle: T\n{SLIDE}")),
    "an id with a null, escaped": Case(slides('  - {id: "a\\0b", kind: cover, title: a}\n'), "control-character"),
    "UTF-16 with half a pair": Case(outline(b"\xff\xfe" + "a: b".encode("utf-16-le") + b"\x00\xd8")),
    "UTF-32": Case(outline((OUTLINE + SLIDE).encode("utf-32"))),
}
ESCAPES = [
    "''.__class__.__mro__",
    "().__class__.__base__.__subclasses__()",
    "members.__init__.__globals__",
    "members['__class__']",
    "title | attr('__class__')",
    "title.format",
    "'{0.__class__}'.format(title)",
    "'%s' % title",
    "self",
    "self.__init__.__globals__",
    "cycler.__init__.__globals__.os.popen('id')",
    "lipsum.__globals__['os']",
    "config",
    "namespace(a=1)",
    "range(10)",
    "joiner",
    "request",
    "[].append(1)",
    "title | map('upper')",
    "title | tojson",
    "title | safe",
    "members | map(attribute='__class__') | list",
]
GROWTHS = [
    "'a' * 1000000000",
    "1000000000 * 'a'",
    "[1] * 1000000000",
    "9 ** 9 ** 9 ** 9",
    "999999999999 * 999999999999 * 999999999999 * " + " * ".join(["999999999999"] * 80),
    "10000000000000000000000000000000 * 9",
    " ~ ".join(["title"] * 150),
    "range(999999999) | list",
    "(" * 5_000 + "1" + ")" * 5_000,
    "-" * 5_000 + "1",
    "not " * 2_000 + "1",
    "1 if " * 1_500 + "1",
    " + ".join(["1"] * 4_000),
    "title" + ".a" * 4_000,
    "title" + "[0]" * 3_000,
    "[" * 3_000 + "]" * 3_000,
    "'" + "a" * 9_000 + "' ~ '" + "b" * 500 + "' ~ '" + "c" * 500 + "'",
    "9" * 9_000,
    "1e999",
    "'%09999999999d' % 1",
    "'a'.center(999999999)",
    "'a' | center(999999999)",
    "'a' | indent(999999999)",
    "{% for a in range(999999999) %}a{% endfor %}",
]


def expression(text: str) -> str:
    """Return an expression as it stands in YAML's single quotes."""
    return "{{ " + text.replace("'", "''") + " }}"


EXPRESSIONS = {
    **{f"escape {text[:40]}": Case(titled(expression(text))) for text in ESCAPES},
    **{f"growth {text[:40]}": Case(titled(expression(text))) for text in GROWTHS},
    "1 000 filters": Case(titled("{{ title" + " | upper" * 1_000 + " }}"), "", (0, 1)),
    "a statement": Case(titled("{% include ''/etc/passwd'' %}"), "statement"),
    "an import": Case(titled("{% import ''os'' as os %}{{ os }}"), "statement"),
    "expressions that show one another": Case(
        outline(
            OUTLINE
            + "alliance: {name: '{{ alliance.website }}', website: '{{ alliance.name }}'}\n"
            + "slides:\n  - {id: c, kind: cover, title: '{{ alliance.name }}'}\n"
        ),
        "",
    ),
    "a tower of facts, each twice the one before": Case(
        outline(
            OUTLINE
            + "meeting: {title: '"
            + "x" * 100
            + "'}\nalliance:\n  name: '{{ meeting.title }}{{ meeting.title }}'\n"
            + "".join(
                f"  {new}: '{expression(f'alliance.{old}') * 400}'\n"
                for old, new in (
                    ("name", "website"),
                    ("website", "goal"),
                    ("goal", "purpose"),
                    ("purpose", "description"),
                )
            )
            + "slides:\n  - {id: c, kind: cover, title: '{{ alliance.description }}'}\n"
        )
    ),
    "a hundred thousand braces": Case(titled("{" * 100_000)),
    "5 000 opened expressions": Case(titled("{{ " * 3_000)),
    "1 000 texts of Jinja": Case(
        slides("".join(f"  - {{id: s{n}, kind: cover, title: '{{{{ 1 + {n} }}}}'}}\n" for n in range(1_000))),
        "",
        (0, 1),
    ),
}


CASES = {**ALIASES, **DEEP, **LARGE, **NUMBERS, **CHARACTERS, **EXPRESSIONS}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_outline_is_a_finding_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)
