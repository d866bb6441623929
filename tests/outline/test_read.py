from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.outline.build import MAX_DEPTH, MAX_EXPANSIONS
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence
from osloregion_slides.outline.read import SIZE, read_outline
from tests.outline.sample import SHARED, needs_shared, plain, read, said, tree


def test_every_scalar_keeps_its_characters_and_location() -> None:
    root = tree("a: no\nb:\n  - 12.10\n  - '0104'\nc: 2004-12-17\n")
    assert plain(root) == {"a": "no", "b": ["12.10", "0104"], "c": "2004-12-17"}
    items = root.get("b")
    assert isinstance(items, Sequence)
    places = [(item.at.line, item.at.column, isinstance(item, Scalar) and item.plain) for item in items.items]
    assert places == [(3, 5, True), (4, 5, False)]


@pytest.mark.parametrize("text", ["null", "~", ""])
def test_an_empty_value_is_null_and_capitalised_null_is_the_norwegian_word(text: str) -> None:
    root = tree(f"a: {text}\nb: Null\nc: 'null'\n")
    assert [entry.value.is_null for entry in root.entries if isinstance(entry.value, Scalar)] == [True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "a: {nb: Hvorfor en allianse?, en: Why an alliance?}",
        "a: {nb: kl. 12:30, en: x}",
        "a: {nb: , en: x}",
        "a: Stiftet {{ alliance.founded | date }}",
        "a: >-\n  to\n  linjer\n",
        "a: |\n  linje\n  \tmed tabulator\n",
        "\ufeffa: b\r\nc:\r\n  - d\r\n",
        "a: &x {b: c}\nd: *x\n",
        "a: Rom#2\nb: 'Rom #2'\nc: |\n  Rom #2\nd: e # Rom #2\nf: # Rom\n  #2\n",
    ],
)
def test_this_yaml_has_no_fault(text: str) -> None:
    assert read(text)[1] == ()


WRONG = {
    "a quotation mark never closed before an expression": ('a: "{{ x }}\n', ["1:4 broken-yaml"], "never closed"),
    "a text cut by a hash": ("a: Rom #2\n", ["1:4 cut-text"], '"Rom #2"'),
    "a text of a list cut by a hash": ("- b\n- Rom #2 og #3\n", ["2:3 cut-text"], '"Rom #2 og #3"'),
    "an id twice, for want of a hyphen": ("a:\n  - id: b\n    id: c\n", ["3:5 duplicate-key"], "- id: …"),
    "a tab in the indentation": ("a:\n\tb: c\n", ["2:1 tab"], "spaces"),
    "a tab behind spaces": ("a:\n  b: c\n  \td: e\n", ["3:3 tab"], "spaces"),
    "a duplicate key": ("a: b\nc: d\na: e\n", ["3:1 duplicate-key"], "line 1"),
    "an unquoted expression": ("a: {{ x }}\n", ["1:4 unquoted-expression"], '"{{ x }}"'),
    "an unquoted expression in a list": ("- [{{ x | count }}]\n", ["1:4 unquoted-expression"], "quotation marks"),
    "an unquoted expression and more": ("a: {{ x }} b\n", ["1:4 unquoted-expression"], 'a: "{{ x }} b"'),
    "an expression in braces": ("a: {nb: S {{ x }}, en: d}\n", ["1:11 unquoted-expression"], 'nb: "S {{ x }}"'),
    "a statement": ("a: {% if x %}\n", ["1:4 unquoted-expression"], "Quote the text"),
    "a comma in braces": ("a: {nb: a, b og c, en: d}\n", ["1:12 torn-text"], 'nb: "a, b og c"'),
    "two commas in braces": (
        "a: {nb: a, b, c og d, en: e, f}\n",
        ["1:12 torn-text", "1:30 torn-text"],
        '"a, b, c og d"',
    ),
    "no space behind a colon": ("a: {nb:x}\n", ["1:5 torn-text"], "nb: x"),
    "a key without a value": ("a: {b, c: d}\n", ["1:5 torn-text"], "b: …"),
    "a colon in braces": ("a: {nb: b: c, en: d}\n", ["1:10 broken-yaml"], 'nb: "b: c"'),
    "a bracket in braces": ("a: {nb: ca. [5], en: d}\n", ["1:13 broken-yaml"], 'nb: "ca. [5]"'),
    "a colon in a text": ("a: b: c\n", ["1:5 broken-yaml"], 'a: "b: c"'),
    "a key under a text": ("a: b\n  c: d\n", ["2:3 broken-yaml"], "indent"),
    "a mark at the start": ("a: **fet** skrift\n", ["1:4 broken-yaml"], 'a: "**fet** skrift"'),
    "an at sign": ("a: @oslo\n", ["1:4 broken-yaml"], 'a: "@oslo"'),
    "a per cent sign": ("a: %\n", ["1:4 broken-yaml"], 'a: "%"'),
    "a link at the start": ("a: [b](https://c.no) d\n", ["1:7 broken-yaml"], 'a: "[b](https://c.no) d"'),
    "an open quotation mark": ('a: "b\nc: d\n', ["1:4 broken-yaml"], "Close it"),
    "text behind quotes": ("a: 'it's'\n", ["1:8 broken-yaml"], "double"),
    "an open brace": ("a: {b: c\nd: e\n", ["1:4 broken-yaml"], "}"),
    "an open bracket": ("a: [b\n", ["1:4 broken-yaml"], "]"),
    "a list behind a key": ("a: - b\n", ["1:4 broken-yaml"], "line"),
    "a block that begins at once": ("a: > b\n", ["1:6 broken-yaml"], "Move"),
    "an unknown escape": ('a: "b\\q"\n', ["1:6 broken-yaml"], "backslash"),
    "half a character": ('a: "\\ud800"\n', ["1:7 control-character"], ""),
    "a control character by escape": ('a: "\\x07"\n', ["1:4 control-character"], "Remove"),
    "an override of the direction": ("a: b\u202egnp.exe\n", ["1:4 turned-text"], "unless"),
    "an isolate in a block": ("a: |\n  b\u2067c\n", ["1:4 turned-text"], "unless"),
    "a control character": ("a: b\nc: d\x07e\nf: \x01\n", ["2:5 control-character", "3:4 control-character"], "Remove"),
    "a line that is nothing": ("a: b\nc\nd: e\n", ["2:1 broken-yaml"], "key: text"),
    "a wrong indentation": ("a:\n  - id: x\n   kind: y\n", ["3:4 broken-yaml"], "indent"),
    "a tag": ("a: !!python/object:os.system ls\n", ["1:4 tag"], "Quote"),
    "an unknown alias": ("anker: &anker x\na: *ankr\n", ["2:4 unknown-alias"], "Did you mean `anker`?"),
    "an alias to itself": ("a: &x [*x]\n", ["1:8 alias-cycle"], ""),
    "a merge of a text": ("a: &x y\nb: {<<: *x}\n", ["2:5 bad-merge"], "anchor"),
    "a list as a key": ("? [a]\n: b\n", ["1:3 bad-key"], ""),
    "no key": (": b\n", ["1:1 bad-key"], "key"),
    "no key in braces": ("a: {: b}\n", ["1:5 bad-key"], "key"),
    "a second document": ("a: b\n---\nc: d\n", ["2:1 second-document"], "---"),
    "nothing": ("# only a comment\n", ["empty-outline"], "init"),
    "too many levels": ("a: " + "[" * 200, ["1:103 too-deep"], ""),
}


@pytest.mark.parametrize(("text", "faults", "help"), WRONG.values(), ids=WRONG)
def test_a_fault_is_reported_with_its_line_and_column(text: str, faults: list[str], help: str) -> None:
    _, findings = read(text)
    assert said(findings) == faults
    assert help in findings[0].message + findings[0].hint


LIST = """\
slides:
  - id: one
    kind: cover
    title: En

  - id: two
    kind: bullets
    items:
      - Ett
      - To
    notes: >-
      Si det
      med ord.

  - id: three
    kind: cover
    texts:
      - {nb: Tre, en: Three}
      - {nb: Fire, en: Four}
"""
MEANT = plain(tree(LIST))
SLIPS = {
    "the first dash missing": ("  - id: one", "    id: one", "2:5 missing-dash", "`- id: one`"),
    "the first dash missing, the line drawn in": ("  - id: one", "  id: one", "2:3 missing-dash", "`- id: one`"),
    "a dash missing": ("  - id: two", "    id: two", "6:5 missing-dash", "`- id: two`"),
    "the last dash missing": ("  - id: three", "    id: three", "15:5 missing-dash", "`- id: three`"),
    "a dash missing, the line drawn in": ("  - id: two", "  id: two", "6:3 missing-dash", "`- id: two`"),
    "the last dash missing, the line drawn in": ("  - id: three", "  id: three", "15:3 missing-dash", "`- id: three`"),
    "a dash glued to its key": ("  - id: two", "  -id: two", "6:3 missing-dash", "Space missing"),
    "the first dash glued to its key": ("  - id: one", "  -id: one", "2:3 missing-dash", "Space missing"),
    "an en dash": ("  - id: two", "  – id: two", "6:3 missing-dash", "`–`"),
    "an asterisk": ("  - id: two", "  * id: two", "6:3 missing-dash", "`*`"),
    "a bullet before a text": ("      - To", "      • To", "10:7 missing-dash", "`- To`"),
    "a dash glued to a text": ("      - To", "      -To", "10:7 missing-dash", "`- To`"),
    "a text without its dash": ("      - To", "      To", "10:7 missing-dash", "`- To`"),
    "braces without their dash": ("      - {nb: Fire", "        {nb: Fire", "19:9 missing-dash", "`- {nb: Fire"),
    "the first braces without their dash": ("      - {nb: Tre", "        {nb: Tre", "18:9 missing-dash", "`- {nb: Tre"),
    "a key at the margin": ("    kind: bullets", "kind: bullets", "7:1 broken-yaml", "column 5"),
    "a key one space too far": ("    kind: bullets", "     kind: bullets", "7:6 broken-yaml", "column 5"),
    "a key two spaces too near": ("    kind: bullets", "  kind: bullets", "7:3 broken-yaml", "like line 6"),
    "a dash one space too far": ("  - id: two", "   - id: two", "6:4 broken-yaml", "column 3, like line 2"),
    "a dash at the margin": ("  - id: two", "- id: two", "6:1 broken-yaml", "column 3, like line 2"),
    "a no-break space in the indentation": ("    kind: bullets", "\u00a0   kind: bullets", "7:1 broken-yaml", "U+00A0"),
    "a no-break space behind the colon": ("kind: bullets", "kind:\u00a0bullets", "7:10 broken-yaml", "U+00A0"),
    "a tab behind the dash": ("  - id: two", "  -\tid: two", "6:4 broken-yaml", "Tab"),
    "no space behind the colon": ("kind: bullets", "kind:bullets", "7:9 broken-yaml", "`kind: bullets`"),
    "no space behind the colon of an id": ("- id: two", "- id:two", "6:7 broken-yaml", "`- id: two`"),
    "no space before braces": (
        "- {nb: Tre, en: Three}",
        "- {nb: Tre, en: Three}}",
        "18:29 broken-yaml",
        "One `}` too many",
    ),
    "no colon": ("kind: bullets", "kind bullets", "7:9 broken-yaml", "`kind: bullets`"),
    "no colon behind an id": ("- id: two", "- id two", "6:7 broken-yaml", "`- id: two`"),
    "an equals sign": ("kind: bullets", "kind = bullets", "7:9 broken-yaml", "not with `=`"),
    "no comma": ("nb: Tre, en", "nb: Tre en", "18:17 broken-yaml", "Comma missing before key `en`"),
    "a semicolon": ("nb: Tre, en", "nb: Tre; en", "18:17 broken-yaml", "Semicolon"),
    "a comma behind the braces": ("en: Three}", "en: Three},", "18:29 broken-yaml", "One `,` too many"),
    "a brace not closed": ("en: Three}", "en: Three", "18:9 broken-yaml", "`}`"),
}


@pytest.mark.parametrize(("right", "wrong", "fault", "help"), SLIPS.values(), ids=SLIPS)
def test_a_beginners_mistake_is_one_fault_and_reading_continues_as_intended(
    right: str, wrong: str, fault: str, help: str
) -> None:
    assert LIST.count(right) == 1
    node, findings = read(LIST.replace(right, wrong))
    assert said(findings) == [fault]
    assert help in findings[0].message + findings[0].hint
    assert plain(node) == MEANT


ALONE = {
    "braces left out": ("a:\n  nb: b\n  en: c\nd: nb: e, en: f\n", "4:4 broken-yaml", "Write `d: {nb: e, en: f}`"),
    "brackets for braces": ("d: (nb: e, en: f)\n", "1:4 broken-yaml", "Write `d: {nb: e, en: f}`"),
    "two keys on a line": ("a: b\nc:\n  - d: e, a: f\n", "3:11 broken-yaml", "Key `a` is the second"),
    "a text not indented": ("- a: >-\n  b c d\n  e: f\n", "2:3 broken-yaml", "column 5"),
    "a quotation mark closed by the next": ('a: "b\nc: "d"\n', "1:4 broken-yaml", 'a: "b"'),
    "quotation marks within braces": ('a: {nb: "b "c" d", en: e}\n', "1:13 broken-yaml", 'nb: "b \\"c\\" d"'),
    "a hash within braces": ("a: {nb: b #1, en: c}\nd: e\n", "1:11 broken-yaml", 'nb: "b #1"'),
    "a comment of other languages": ("a: b\n// c\nd: e\n", "2:1 broken-yaml", "`# c`"),
    "two versions": ("a: b\n<<<<<<< HEAD\nc: d\n", "2:1 broken-yaml", "two versions"),
    "a path of Windows": ('a: "C:\\xyz"\n', "1:7 broken-yaml", "`\\x` has no meaning"),
    "a list behind its key": ("a: - b\n  - c\n", "1:4 broken-yaml", "Move it there"),
    "one language at the level of its key": ("a:\nnb: b\n  en: c\n", "2:1 broken-yaml", "line 3 in column 3"),
}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("- a: b\n  c: d\n\n  c: e\n  f: g\n", ["4:3 missing-dash"]),
        ("- a: b\n  c: d\n  c: e\n", ["3:3 duplicate-key"]),
        ("a:\n  b: c\n  d: e\n\n  b: f\n", ["5:3 duplicate-key"]),
        ("- {a: b, c: d, a: e}\n", ["1:16 duplicate-key"]),
    ],
)
def test_a_repeated_key_starts_the_next_entry_only_where_possible(text: str, faults: list[str]) -> None:
    assert said(read(text)[1]) == faults


@pytest.mark.parametrize(("text", "fault", "help"), ALONE.values(), ids=ALONE)
def test_a_beginners_mistake_is_reported_once(text: str, fault: str, help: str) -> None:
    _, findings = read(text)
    assert said(findings) == [fault]
    assert help in findings[0].message + " | " + findings[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  - b – c\n  - '* d'\n  - e -f\n",
        "a: >-\n  – b\n  * c\n  -d\n",
        "a:\n  -1\nb:\n  - -2\n  - 3\n",
        "a: http://b.no/c=d\n",
    ],
)
def test_dashes_and_special_characters_inside_texts_are_not_mistakes(text: str) -> None:
    assert read(text)[1] == ()


def test_reading_continues_after_a_broken_line() -> None:
    text = "a: b: c\nd: {{ x }} y\ne: {nb: f, g}\nh: @i\nh: j\n"
    node, findings = read(text)
    assert said(findings) == [
        "1:5 broken-yaml",
        "2:4 unquoted-expression",
        "4:4 broken-yaml",
        "3:12 torn-text",
        "5:1 duplicate-key",
    ]
    assert plain(node) == {"a": "b: c", "d": "{{ x }} y", "e": {"nb": "f, g"}, "h": "@i"}


def test_all_lines_with_tabs_are_one_finding_that_counts_them() -> None:
    _, findings = read("a:\n\tb:\n\t\tc: d\n\te: f\n")
    assert said(findings) == ["2:1 tab"]
    assert "2 further lines" in findings[0].message


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a:\n\tb: c\n\td:\n\t\te: f\n\tg: h\n", {"a": {"b": "c", "d": {"e": "f"}, "g": "h"}}),
        ("a:\n  - id: b\n\tc: d\n  - id: e\n", {"a": [{"id": "b", "c": "d"}, {"id": "e"}]}),
        ("a:\n  - b\n\t- c\nd: e\n", {"a": ["b", "c"], "d": "e"}),
    ],
)
def test_reading_continues_after_a_tab_as_probably_intended(text: str, meant: object) -> None:
    node, findings = read(text)
    assert [finding.code for finding in findings] == ["tab"]
    assert plain(node) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_and_windows_line_endings_are_ignored(encoding: str) -> None:
    node, findings = read_outline("a: blåbær\r\nb:\r\n  - c\r\n".encode(encoding), "x")
    assert findings == ()
    assert plain(node) == {"a": "blåbær", "b": ["c"]}


def test_a_windows_1252_file_is_reported_by_byte_line_and_column() -> None:
    node, findings = read_outline("a: b\nc: blå\na: d\n".encode("cp1252"), "x")
    assert said(findings)[0] == "2:6 encoding"
    assert "0xE5" in findings[0].message
    assert "Windows-1252" in findings[0].message
    assert "`å`" in findings[0].message
    assert "UTF-8" in findings[0].hint
    assert len(findings) > 1, "what else is wrong is told too"


def test_a_separator_that_editors_do_not_count_as_a_line_does_not_shift_the_lines() -> None:
    assert said(read("a: b\u2028c\nd: e\nd: f\n")[1]) == ["3:1 duplicate-key"]


def test_a_file_of_more_than_two_megabytes_is_not_read() -> None:
    assert said(read("a: " + "b" * SIZE)[1]) == ["too-large"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_fifty_thousand_levels_end_in_a_finding(opening: str) -> None:
    codes = {finding.code for finding in read(opening * 50_000)[1]}
    assert codes & {"too-deep", "broken-yaml"}


def test_the_maximum_nesting_depth_is_read() -> None:
    node, findings = read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert findings == ()
    assert isinstance(node, Sequence)


def test_aliases_cannot_expand_exponentially() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert [finding.code for finding in read("\n".join(lines))[1]] == ["too-many-aliases"]
    assert MAX_EXPANSIONS < 10**8


def test_aliases_cannot_nest_deeper_than_brackets() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 150)]
    assert [finding.code for finding in read("\n".join(lines))[1]] == ["too-deep"]


def test_a_merge_key_adds_only_keys_that_are_not_written_explicitly() -> None:
    root = tree("a: &a {b: 1, c: 2, d: 3}\ne: &e {d: 4, f: 5}\ng: {b: 6, <<: [*a, *e], c: 7}\n")
    assert plain(root.get("g")) == {"b": "6", "c": "7", "d": "3", "f": "5"}


def test_reading_ends_after_a_thousand_faults() -> None:
    _, findings = read("".join(f"a: !x {n}\n" for n in range(1000)))
    assert 100 < len(findings) < 200
    assert findings[-1].code == "too-many-faults"


@given(st.binary(max_size=200))
def test_no_bytes_raise_an_exception(data: bytes) -> None:
    node, findings = read_outline(data, "x")
    assert node is not None or findings


@given(st.text(alphabet="ab:{}[],?&*!|>'\"%@`#-\\ \t\n", max_size=60))
def test_no_yaml_raises_an_exception(text: str) -> None:
    node, findings = read(text)
    assert node is not None or findings


@pytest.mark.parametrize("name", sorted(WRONG))
def test_without_libyaml_the_same_location_is_reported(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second parser words its complaints otherwise, and may give another code or column for the same line."""
    text, faults, _ = WRONG[name]
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    found = said(read(text)[1])
    assert [place.partition(":")[0] for place in found[:1]] == [place.partition(":")[0] for place in faults[:1]]


@needs_shared
def test_the_example_is_read_equally_by_both_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (SHARED / "design" / "osloregionen.example.yaml").read_bytes()
    first, findings = read_outline(data, "x")
    assert findings == ()
    assert isinstance(first, Mapping)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert read_outline(data, "x") == (first, ())
