"""Outlines generated from the schema with unusual values, and real ones with corrupted bytes."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from osloregion_slides.drafting import read_schema

Schema = dict[str, Any]
REPOSITORY = Path(__file__).resolve().parent.parent.parent
TEXTS = st.sampled_from(
    [
        "Samferdsel",
        "Bolig og arbeid i Osloregionen",
        "",
        " ",
        "~",
        "null",
        "no",
        "0104",
        "1e3",
        "12:30",
        "2008-02-30",
        "a" * 60,
        "Menneskerettighetsorganisasjonssamarbeid " * 3,
        "ord " * 60,
        "ord " * 900,
        "o" * 900,
        "\u00a0",
        "\u200b",
        "a\u0301\u0302\u0303",
        "\U0001f600\U0001f468\u200d\U0001f469",
        "\u202eabc",
        "\u05e9\u05dc\u05d5\u05dd",
        "\ufeff",
        "\ufffd",
        "\u65e5\u672c\u8a9e\u306e\u6587\u5b57",
        "line\nline\n\nline",
        "a\tb",
        "a\u2028b",
        "soft\u00adhyphen\u00adated",
        "-",
        "#",
        "&amp; <b> ]]>",
        "\"quoted\" 'so'",
        "back\\slash",
        "%s {0} ${x}",
        "{{ title }}",
        "{{ members.municipalities | count }}",
        "{{ as_of | date }}",
        "{{ members.municipalities | names | join_and }}",
        "{{ 1 / 0 }}",
        "{{ nothing }}",
        "{{ 'a' * 9 }}",
        "{{ alliance.name | upper }}",
        "{{ strategy }}",
        "{{",
        "}}",
        "{% if %}",
        "{# a #}",
        "**fet** og *kursiv*",
        "**fet",
        "*a*b*c*",
        "[l](https://example.org)",
        "[l](#s1)",
        "[l](javascript:x)",
        "[](x)",
        "[a](b",
        "[Fyll ut]",
        "`kode`",
        "$x^2$",
        "!tag",
        "*alias",
        "&anchor",
        "? a",
        "- a",
    ]
)
"""What people write, and what nobody should."""
PLAIN = st.sampled_from(
    [
        "Samferdsel", "Bolig", "Oslo", "En region", "0104", "12.30", "no", "2006", "\u00e6\u00f8\u00e5", "Profilering og utvikling",
        "**fet** tekst", "*kursiv*", "[lenke](https://example.org)", "{{ members.municipalities | count }} kommuner", "a & b < c",
        "\u05e9\u05dc\u05d5\u05dd", "a\u0301", "\U0001f600", "m\u00a0m", "Samordnet areal- og transportstrategi for Osloregionen", "a\u00adb",
    ]
)  # fmt: skip
"""Texts that no outline is refused for, where they have room."""
FILES = {"image": "data/a.png", "geometry": "data/borders.geojson", "file": "data/members.csv"}
FIXED = ("id", "kind", "type", "image", "colour_by", "group_by", "items", "from", "to", "reports_to", "leads_to")
LIKELY = ("s1", "oslo", "b-2", "nb", "en", "organisation", "data/members.csv")
WORDS = st.sampled_from(["s1", "s2", "s3", "oslo", "a", "b-2", "council", "strategy.projects", "organisation", "alliance.name",
                         "data/members.csv", "nb", "en", "2008-01-01", "2006", "political", "Ø", "", "A1:B9", "../x", "board"])  # fmt: skip
NUMBERS = st.sampled_from([0, 1, 2, 3, 7, 12, 60, 2006, -1, 0.5, 1e-9, 1e9, 1e308, -1e308, 10**30, 2.5, 100])
ODD = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none(), st.just([]), st.just({}), st.just([[]]), st.just({"nb": "a"}))


@st.composite
def outlines(draw: st.DrawFn, slides: int = 4) -> dict[str, Any]:
    """Return an outline of a few slides; one value in forty is of another type than the schema says."""
    schema = read_schema()["$defs"]
    maker = _Maker(draw, schema)
    outline = maker.mapping(schema["outline"], 0)
    kinds = schema["slide"]["properties"]["kind"]["enum"]
    outline.update(deck="fuzz", title="Fuzz", as_of="2008-01-01", languages=["nb", "en"], language="nb")
    outline["members"] = "data/members.csv"
    outline["slides"] = [
        {**maker.mapping(schema[f"slide_{kind}"], 0), "id": f"s{number}", "kind": kind}
        for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=slides)), 1)
    ]
    for slide in outline["slides"]:
        slide.setdefault("title", f"Lysbilde {slide['id']}")
    return {key: value for key, value in outline.items() if key not in ("brand", "extends", "audiences")}


@st.composite
def patches(draw: st.DrawFn) -> dict[str, Any]:
    """Return an overlay: as one that ``audiences:`` or a file that extends another has."""
    schema = read_schema()["$defs"]
    made = _Maker(draw, schema).mapping(schema["audience"], 0)
    return {key: value for key, value in made.items() if key not in ("brand", "extends", "members")}


class _Maker:
    """Draws values by a schema."""

    def __init__(self, draw: st.DrawFn, definitions: dict[str, Schema]) -> None:
        self.draw = draw
        self.definitions = definitions
        self.rate = draw(st.sampled_from([0, 0, 0, 40]))
        self.texts = draw(st.sampled_from([PLAIN, PLAIN, TEXTS]))
        self.count = 0
        self.full = draw(st.sampled_from([2, 5, 9]))

    def made(self, schema: Schema | bool, depth: int) -> Any:
        """Return a value by a schema."""
        if isinstance(schema, bool) or (self.rate and self.draw(st.integers(1, self.rate)) == 1):
            return self.draw(ODD)
        if depth > 9:
            return self.draw(PLAIN)
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name == "text":
                return self._text()
            if name == "id" and not self.rate:
                self.count += 1
                return f"id-{self.count}"
            return self.made(self.definitions[name], depth)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self.made(self.draw(st.sampled_from(schema[key])), depth + 1)
        if "enum" in schema:
            return self.draw(st.sampled_from(schema["enum"]))
        if "const" in schema:
            return schema["const"]
        return self._typed(schema, depth)

    def _text(self) -> Any:
        """A text, or one in both languages; at times with a language that the outline does not have."""
        if self.draw(st.integers(0, 2)):
            return self.draw(self.texts)
        languages = ["nb", "en", "se"] if self.rate and self.draw(st.integers(0, 9)) == 9 else ["nb", "en"]
        return {language: self.draw(self.texts) for language in languages}

    def _typed(self, schema: Schema, depth: int) -> Any:
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kind, list):
            kind = self.draw(st.sampled_from(kind))
        if kind == "object":
            return self.mapping(schema, depth)
        if kind == "array":
            most = min(schema.get("maxItems", self.full), self.full)
            count = self.draw(st.integers(min(schema.get("minItems", 0), most), most))
            return [self.made(schema.get("items", True), depth + 1) for _ in range(count)]
        if kind in ("number", "integer"):
            return self.draw(NUMBERS)
        if kind in ("boolean", "null"):
            return self.draw(st.booleans()) if kind == "boolean" else None
        return self.draw(self._patterned(schema) if "pattern" in schema else self.texts)

    def _patterned(self, schema: Schema) -> st.SearchStrategy[str]:
        """Texts of a pattern: dates where dates are, else any word that matches it, or any word at all."""
        if schema.get("format") == "date":
            return st.sampled_from(["2008-01-01", "2004-12-17", "2019-12-31"])
        fitting = [word for word in LIKELY if re.search(schema["pattern"], word)]
        return st.sampled_from(fitting) if fitting and not self.rate else WORDS

    def mapping(self, schema: Schema, depth: int) -> dict[str, Any]:
        """Return a mapping by a schema: what is required, and what the draw wants."""
        made: dict[str, Any] = {}
        for key, own in schema.get("properties", {}).items():
            if key in schema.get("required", ()) or self.draw(st.integers(1, self.full)) == 1:
                made[key] = FILES[key] if key in FILES and not self.rate else self.made(own, depth + 1)
        for own in (schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()):
            if isinstance(own, dict) and (self.rate or "patternProperties" not in schema):
                made.update({self.draw(WORDS): self.made(own, depth + 1) for _ in range(self.draw(st.integers(0, 3)))})
        return made


def dumped(tree: object) -> str:
    """Return a tree as YAML, as it is written here and there: in blocks or in braces."""
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=200))


def _read(source: Path) -> Any:
    return yaml.load(source.read_bytes(), Loader=yaml.CSafeLoader)


@st.composite
def varied(draw: st.DrawFn) -> dict[str, Any]:
    """Return a few slides of a real outline, with some of its texts, numbers and lists changed."""
    tree = copy.deepcopy(draw(st.sampled_from(TREES)))
    chosen = draw(st.lists(st.sampled_from(range(len(tree["slides"]))), min_size=1, max_size=4, unique=True))
    tree.pop("audiences", None)
    tree["slides"] = [tree["slides"][index] for index in chosen]
    _change(draw, tree, draw(st.integers(0, 8)))
    return tree


@st.composite
def edited(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return an outline as somebody works on it: each state a change or two after one before, or that one again."""
    states = [draw(varied())]
    for _ in range(draw(st.integers(1, 4))):
        states.append(copy.deepcopy(draw(st.sampled_from(states))))
        _change(draw, states[-1], draw(st.integers(0, 2)))
    return states


def _change(draw: st.DrawFn, tree: dict[str, Any], count: int) -> None:
    texts = draw(st.sampled_from([PLAIN, TEXTS]))
    for _ in range(count):
        holder, key = _place(draw, tree)
        value = holder[key]
        if texts is PLAIN and (isinstance(value, dict) or key in FIXED):
            continue
        if isinstance(value, list) and value:
            scalars = not isinstance(value[0], dict | list)
            holder[key] = value * draw(st.integers(1, 4)) if scalars else value[: draw(st.integers(1, 9))]
        else:
            holder[key] = draw(NUMBERS if isinstance(value, int | float) else texts)


def _place(draw: st.DrawFn, tree: Any) -> tuple[Any, Any]:
    """Return a mapping or list of the tree and a key or index of it."""
    holder: Any = tree
    key: Any = "slides"
    while True:
        inner = holder[key]
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner))) if isinstance(inner, list) else []
        if not keys or (holder is not tree and not draw(st.integers(0, 6))):
            return holder, key
        holder, key = inner, draw(st.sampled_from(keys))


SOURCES = tuple(sorted((REPOSITORY / "decks").glob("*.yaml")))
TREES = tuple([tree for source in SOURCES if "slides" in (tree := _read(source)) and "extends" not in tree])
SNIPPETS = st.sampled_from(
    [b"\t", b"\n", b"\r", b":", b": ", b"- ", b"{", b"}", b"[", b"]", b"{{", b"}}", b"{%", b"|", b">", b"&a ", b"*a", b"!!int ",
     b"<<: ", b"#", b"'", b'"', b"\\", b",", b"? ", b"---\n", b"...\n", b"%YAML 9\n", b"\xff", b"\x00", b"\xc3", b"\xed\xa0\x80", b"\xe2\x80\xae",
     b"\xef\xbb\xbf", b"~", b"null", b"  ", b"\n  ", b"\n\n\n", b"999999999999999999999", b"a" * 300, b"\x1b[31m", b"\xc2\x85", b"x: &x [*x]"]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, sources: tuple[bytes, ...]) -> bytes:
    """Return the bytes of a real file with up to five of them changed, cut out, doubled or put in."""
    data = draw(st.sampled_from(sources))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 1, 2, 5, 40, 900])))
        middle = draw(st.one_of(SNIPPETS, st.just(b""), st.just(data[start:end] * 2), st.binary(max_size=3)))
        data = data[:start] + middle + data[end:]
    return data
