from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import finding
from osloregion_slides.outline.expressions import Expressions, pieces
from osloregion_slides.outline.facts import ExpressionError, Facts
from osloregion_slides.outline.nodes import Mapping, Scalar
from osloregion_slides.outline.sandbox import jinja
from osloregion_slides.registry.values import Member, Snapshot
from tests.outline.sample import tree

FACTS = tree(
    """\
title: Osloregionen
count: 7
open: true
nothing: null
meeting: {title: Møte, place: null}
alliance:
  founded: 2004-12-17
  areas: [{id: a, name: Areal}, {id: life-science, name: Life science}]
  words: [en, to]
long: """
    + "x" * 6000
)
MEMBERS = Snapshot(
    "2008-01-01",
    (
        Member("Oslo", "0301", "Oslo", "Oslo", (), "2004-12-17", "", "", "confirmed", "municipality"),
        Member("Bærum", "0219", "Akershus", "Vestregionen", (), "2004-12-17", "", "", "confirmed", "municipality"),
        Member("Akershus", "02", "Akershus", "", (), "2004-12-17", "", "", "confirmed", "county_council"),
    ),
)


def expressions(language: str = "nb") -> tuple[Expressions, list[str]]:
    blanks: list[str] = []
    roots: dict[str, object] = {entry.key.text: entry.value for entry in FACTS.entries}
    every = {**roots, "members": MEMBERS}
    facts = Facts(tuple(every), every.__getitem__, lambda node: node.text if isinstance(node, Scalar) else "?", is_text)
    return Expressions(facts, language, lambda blank: blanks.append(blank.name)), blanks


def is_text(node: Any) -> bool:
    return isinstance(node, Scalar) or (isinstance(node, Mapping) and set(node.keys()) <= {"nb", "en"})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ title }}", "Osloregionen"),
        ("Stiftet {{ alliance.founded | date }}.", "Stiftet 17.12.2004."),
        ("{{ alliance.founded | date('long') }}", "17. desember 2004"),
        ("{{ members.municipalities | count }} kommuner", "2 kommuner"),
        ("{{ members.county_councils|count|in_words }} fylke", "en fylke"),
        ("{{ members.municipalities | names | join_and }}", "Oslo og Bærum"),
        ("{{ alliance.areas | names | join(', ') }}", "Areal, Life science"),
        ("{{ alliance.areas.a.name }}", "Areal"),
        ("{{ alliance.areas['life-science'].name }}", "Life science"),
        ("{{ alliance.areas[1].name }}", "Life science"),
        ("{{ (members.municipalities | first).name }}", "Oslo"),
        ("{{ alliance.words | join_and }}", "en og to"),
        ("{{ 'mange' if members.municipalities | count > 50 else 'få' }}", "få"),
        ("{{ 'ja' if open else 'nei' }}", "ja"),
        ("{{ count | int * 2 + 1 }}", "15"),
        ("{{ meeting.place or 'Oslo' }}", "Oslo"),
        ("{{ alliance.motto | default('ingen') }}", "ingen"),
        ("{{ open }}", "true"),
        ("{{ title ~ '!' }}", "Osloregionen!"),
        ("{{ '{%' }} {{ '{{' }}", "{% {{"),
        ("{{ title }}\n", "Osloregionen\n"),
        ("100 % {x}", "100 % {x}"),
    ],
)
def test_an_expression_has_this_result(text: str, shown: str) -> None:
    assert expressions()[0].render(text) == shown


def test_an_unfilled_field_is_reported_if_shown_but_not_if_only_tested() -> None:
    speaker, blanks = expressions()
    assert speaker.render("{{ meeting.place }}{{ nothing | date }}{{ meeting.place or 'x' }}") == "x"
    assert blanks == ["meeting.place", "nothing"]


REFUSED = {
    "an unknown fact": ("{{ titel }}", "unknown-fact", "`title`"),
    "an unknown fact within": ("{{ alliance.fonded | date }}", "unknown-fact", "`alliance.founded`"),
    "an unknown fact in Jinja": ("{{ alliance.fonded ~ 'x' }}", "unknown-fact", "`alliance.fonded`"),
    "an unknown fact as an argument": ("{{ alliance.words | join(titel) }}", "unknown-fact", "`title`"),
    "an unknown filter": ("{{ title | dat }}", "unknown-filter", "`date`"),
    "an unknown filter in Jinja": ("{{ title | dat(1) }}", "unknown-filter", "`date`"),
    "a statement": ("{% for x in y %}{% endfor %}", "statement", "{%"),
    "a statement never closed": ("{{ title }} {%", "statement", "{%"),
    "a comment": ("a {# b #}", "statement", "{#"),
    "a call": ("{{ title.upper() }}", "bad-expression", "call"),
    "a call of a global": ("{{ range(10) }}", "bad-expression", "call"),
    "an attribute of Python": ("{{ title.__class__ }}", "unknown-fact", ""),
    "an attribute of Python in Jinja": ("{{ members.__class__ ~ '' }}", "unknown-fact", ""),
    "a method": ("{{ members.replace }}", "unknown-fact", ""),
    "an attribute by filter": ("{{ title | attr('x') }}", "unknown-filter", ""),
    "a power": ("{{ 9 ** 9 ** 9 }}", "bad-expression", "`**`"),
    "a long text by multiplication": ("{{ 'x' * 1000000000 }}", "bad-expression", "numbers"),
    "a large product": ("{{ 1000000000000 * 1000000000000 * 1000000000000 }}", "bad-expression", "numbers"),
    "a long text by format": ("{{ '%1000000000d' % 1 }}", "bad-expression", "`%`"),
    "a number of five thousand digits": ("{{ " + "9" * 5000 + " }}", "bad-expression", ""),
    "a division by zero": ("{{ 1 / 0 }}", "bad-expression", "zero"),
    "the template itself, which a search found": ("{{ title in self }}", "bad-expression", "evaluated"),
    "a text as a number": ("{{ count + 1 }}", "bad-expression", "int"),
    "a list as a text": ("{{ alliance.areas }}", "bad-expression", "join_and"),
    "a mapping as a text": ("{{ alliance }}", "bad-expression", "founded"),
    "a record as a text": ("{{ members }}", "bad-expression", "municipalities"),
    "an open brace": ("{{ title", "bad-expression", ""),
    "nothing": ("{{ }}", "bad-expression", ""),
    "a slice": ("{{ title[0:2] }}", "bad-expression", "slice"),
    "deep brackets": ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "bad-expression", "brackets"),
    "a long chain": ("{{ " + "not " * 2000 + "1 }}", "bad-expression", ""),
    "many parts": ("{{ 1" + " + 1" * 300 + " }}", "bad-expression", "200"),
    "a text that is too long": ("{{ title }}" * 1000, "output-limit", "10000"),
    "a text that becomes too long": ("{{ long }}{{ long }}", "output-limit", "10000"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "help"), REFUSED.values(), ids=REFUSED)
def test_an_expression_that_is_not_allowed_is_rejected_with_the_reason(text: str, code: str, help: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        expressions()[0].render(text)
    found = finding(refused.value.key, **refused.value.values)
    assert found.code == code
    assert help in found.message + found.hint


NAMES = [
    "title",
    "alliance",
    "meeting",
    "members",
    "areas",
    "place",
    "municipalities",
    "founded",
    "name",
    "x",
    "nothing",
]
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(".".join)
PIPES = st.lists(
    st.sampled_from(["count", "names", "date", "in_words", "upper", "join_and", "number", "y"]), max_size=2
)
EXPRESSIONS = st.tuples(PATHS, PIPES).map(lambda parts: "{{ " + " | ".join([parts[0], *parts[1]]) + " }}")
LITERALS = st.text(alphabet="ab{}%#\n ", max_size=4)


def outcome(render: Any, text: str) -> object:
    try:
        return render(text)
    except ExpressionError as refused:
        return refused.key


@given(st.lists(LITERALS | EXPRESSIONS, max_size=4).map("".join))
def test_the_built_in_evaluator_agrees_with_jinja(text: str) -> None:
    speaker, blanks = expressions()
    if pieces(text) is None or "{{" not in text:
        return
    by_jinja, told = expressions()
    render = jinja(by_jinja._facts, by_jinja._known_filters(), by_jinja.show)
    assert outcome(speaker.render, text) == outcome(render, text)
    assert blanks == told


@given(st.text(alphabet="{}%# ()[]'\"|.,+*-~<>=!ab1_\\\n", max_size=30))
def test_no_text_raises_an_unexpected_exception(text: str) -> None:
    assert isinstance(outcome(expressions()[0].render, "{{ " + text), str)
