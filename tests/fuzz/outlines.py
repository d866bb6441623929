"""Outlines made from the schema, with values that nobody thought of; and real ones with bytes gone wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from osloregion_slides.api import read_schema

Schema = dict[str, Any]
REPOSITORY = Path(__file__).resolve().parent.parent.parent
TEXTS = st.sampled_from(
    [
        "Samferdsel", "Bolig og arbeid i Osloregionen", "", " ", "~", "null", "no", "0104", "1e3", "12:30", "2008-02-30",
        "a" * 60, "Menneskerettighetsorganisasjonssamarbeid " * 3, "ord " * 60, "ord " * 900, "o" * 900, "\u00a0", "\u200b",
        "a\u0301\u0302\u0303", "\U0001f600\U0001f468\u200d\U0001f469", "\u202eabc", "\u05e9\u05dc\u05d5\u05dd", "\ufeff", "\ufffd",
        "\u65e5\u672c\u8a9e\u306e\u6587\u5b57", "line\nline\n\nline", "a\tb", "a\u2028b", "soft\u00adhyphen\u00adated", "-", "#", "&amp; <b> ]]>",
        "\"quoted\" 'so'", "back\\slash", "%s {0} ${x}", "{{ title }}", "{{ members.municipalities | count }}", "{{ as_of | date }}",
        "{{ members.municipalities | names | join_and }}", "{{ 1 / 0 }}", "{{ nothing }}", "{{ 'a' * 9 }}", "{{ alliance.name | upper }}",
        "{{ strategy }}", "{{", "}}", "{% if %}", "{# a #}", "**fet** og *kursiv*", "**fet", "*a*b*c*", "[l](https://example.org)",
        "[l](#s1)", "[l](javascript:x)", "[](x)", "[a](b", "[Fyll ut]", "`kode`", "$x^2$", "!tag", "*alias", "&anchor", "? a", "- a",
    ]
)
"""What people write, and what nobody should."""
WORDS = st.sampled_from(["s1", "s2", "s3", "oslo", "a", "b-2", "council", "strategy.projects", "organisation", "alliance.name",
                         "data/members.csv", "nb", "en", "2008-01-01", "2006", "political", "Ø", "", "A1:B9", "../x", "board"])  # fmt: skip
NUMBERS = st.sampled_from([0, 1, 2, 3, 7, 12, 60, 2006, -1, 0.5, 1e-9, 1e9, 1e308, -1e308, 10**30, 2.5, 100])
ODD = st.one_of(TEXTS, NUMBERS, st.booleans(), st.none(), st.just([]), st.just({}), st.just([[]]), st.just({"nb": "a"}))


@st.composite
def outlines(draw: st.DrawFn, slides: int = 4) -> dict[str, Any]:
    """Return an outline of a few slides; one value in forty is of another type than the schema says."""
    schema = read_schema()["$defs"]
    maker = _Maker(draw, schema)
    outline = maker.made(schema["outline"], 0)
    kinds = schema["slide"]["properties"]["kind"]["enum"]
    outline.update(deck="fuzz", title="Fuzz", as_of="2008-01-01", languages=["nb", "en"], language="nb")
    outline["members"] = "data/members.csv"
    outline["slides"] = [
        {**maker.made(schema[f"slide_{kind}"], 0), "id": f"s{number}", "kind": kind}
        for number, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=slides)), 1)
    ]
    for slide in outline["slides"]:
        slide.setdefault("title", f"Lysbilde {slide['id']}")
    return {key: value for key, value in outline.items() if key not in ("brand", "extends", "audiences")}


@st.composite
def patches(draw: st.DrawFn) -> dict[str, Any]:
    """Return an overlay: as one that ``audiences:`` or a file that extends another has."""
    schema = read_schema()["$defs"]
    made = _Maker(draw, schema).made(schema["audience"], 0)
    return {key: value for key, value in made.items() if key not in ("brand", "extends", "members")}


class _Maker:
    """Draws values by a schema."""

    def __init__(self, draw: st.DrawFn, definitions: dict[str, Schema]) -> None:
        self.draw = draw
        self.definitions = definitions

    def made(self, schema: Schema | bool, depth: int) -> Any:
        """Return a value by a schema."""
        if isinstance(schema, bool) or depth > 7 or self.draw(st.integers(0, 39)) == 39:
            return self.draw(ODD)
        if "$ref" in schema:
            return self.made(self.definitions[schema["$ref"].rpartition("/")[2]], depth)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self.made(self.draw(st.sampled_from(schema[key])), depth + 1)
        if "enum" in schema:
            return self.draw(st.sampled_from(schema["enum"]))
        if "const" in schema:
            return schema["const"]
        return self._typed(schema, depth)

    def _typed(self, schema: Schema, depth: int) -> Any:
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kind, list):
            kind = self.draw(st.sampled_from(kind))
        if kind == "object":
            return self._mapping(schema, depth)
        if kind == "array":
            most = min(schema.get("maxItems", 9), 9)
            count = self.draw(st.integers(min(schema.get("minItems", 0), most), most))
            return [self.made(schema.get("items", True), depth + 1) for _ in range(count)]
        if kind in ("number", "integer"):
            return self.draw(NUMBERS)
        if kind in ("boolean", "null"):
            return self.draw(st.booleans()) if kind == "boolean" else None
        return self.draw(WORDS if "pattern" in schema else TEXTS)

    def _mapping(self, schema: Schema, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, own in schema.get("properties", {}).items():
            if key in schema.get("required", ()) or self.draw(st.booleans()):
                made[key] = self.made(own, depth + 1)
        for own in (schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()):
            if isinstance(own, dict):
                made.update({self.draw(WORDS): self.made(own, depth + 1) for _ in range(self.draw(st.integers(0, 3)))})
        return made


def dumped(tree: object) -> str:
    """Return a tree as YAML, as it is written here and there: in blocks or in braces."""
    return str(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=200))


SOURCES = tuple(sorted((REPOSITORY / "decks").glob("*.yaml")))
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
