"""Outlines in which one dimension is large: items of a list, characters of a text, marks, expressions, series."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from string import ascii_lowercase

HEAD = "deck: a\ntitle: A\nlanguage: en\nas_of: 2008-01-01\nslides:\n"


def _slide(kind: str, *lines: str, title: str = "T") -> str:
    return (
        HEAD
        + "\n".join([f"  - id: s\n    kind: {kind}\n    title: {title}", *[f"    {line}" for line in lines]])
        + "\n"
    )


def _items(count: int, item: str) -> str:
    return "items: [" + ", ".join([item.replace("#", str(number)) for number in range(count)]) + "]"


def _translations(count: int, between: str) -> str:
    """Return texts in so many languages whose codes are of the form of one: ``aaa-NO``, ``aab-NO``."""
    codes = itertools.islice(itertools.product(ascii_lowercase, ascii_lowercase, ascii_lowercase, ("NO", "SE")), count)
    return between.join([f"{a}{b}{c}-{region}: b" for a, b, c, region in codes])


BLOW_UPS: dict[str, tuple[int, Callable[[int], str]]] = {
    "slides": (50, lambda n: HEAD + "".join([f"  - {{id: s{i}, kind: statement, title: T{i}}}\n" for i in range(n)])),
    "title, one word": (2000, lambda n: _slide("statement", title="a" * n)),
    "title, words": (500, lambda n: _slide("statement", title="abc " * n)),
    "marks": (500, lambda n: _slide("statement", 'text: "' + "**a** " * n + '"')),
    "open marks": (500, lambda n: _slide("statement", 'text: "' + "*" * n + 'a"')),
    "brackets": (500, lambda n: _slide("statement", 'text: "' + "[" * n + 'a"')),
    "links": (200, lambda n: _slide("statement", 'text: "' + "[a](https://a.no) " * n + '"')),
    "expressions": (100, lambda n: _slide("statement", 'text: "' + "{{ as_of | date }} " * n + '"')),
    "braces": (500, lambda n: _slide("statement", 'text: "' + "{{ " * n + '"')),
    "notes": (2000, lambda n: _slide("statement", 'notes: "' + "abc def. " * n + '"')),
    "chart, categories": (
        50,
        lambda n: _slide(
            "chart",
            "type: bar",
            f"categories: [{', '.join([f'c{i}' for i in range(n)])}]",
            f"series: [{{name: a, values: [{', '.join(['1'] * n)}]}}]",
            "alt: x",
        ),
    ),
    "organisation, children": (
        10,
        lambda n: _slide(
            "organisation",
            "items: [{id: a, name: A}, "
            + ", ".join([f"{{id: b{i}, name: B{i}, reports_to: a}}" for i in range(n)])
            + "]",
        ),
    ),
    "unknown keys": (200, lambda n: _slide("statement", *[f"key{i}: a" for i in range(n)])),
    "languages": (
        20,
        lambda n: _slide("statement", "text: {" + ", ".join([f"a{chr(97 + i % 26)}{i}: b" for i in range(n)]) + "}"),
    ),
    "languages of a text": (50, lambda n: _slide("statement", "text: {" + _translations(n, ", ") + "}")),
    "languages of no text": (50, lambda n: _slide("statement", "subtitle:", _translations(n, "\n    "))),
    "links between slides": (
        50,
        lambda n: (
            HEAD
            + "".join(
                [f"  - {{id: s{i}, kind: statement, title: T{i}, text: '[x](#s{n - i - 1})'}}\n" for i in range(n)]
            )
        ),
    ),
    "audiences": (
        20,
        lambda n: (
            HEAD
            + "  - {id: s, kind: statement, title: T}\naudiences:\n"
            + "".join([f"  a{i}: {{name: A{i}}}\n" for i in range(n)])
        ),
    ),
}
