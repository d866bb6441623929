"""Decks and templates with bytes, parts, elements and attributes gone wrong: findings or a deck that is whole."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.package import check_package
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.render.office import check_deck
from osloregion_slides.service import build
from osloregion_slides.service_update import Asked, apply, plan_adoption, plan_update, side_of
from tests.brand.foreign import with_slides
from tests.fuzz.budget import cases
from tests.fuzz.properties import checked, told, whole

pytestmark = pytest.mark.slow

OUTLINE = """\
deck: fuzz
title: Fuzz
language: nb
as_of: 2008-01-01
slides:
  - {id: cover, kind: cover, title: Forside, notes: "Si hei. [her](https://example.org)"}
  - {id: list, kind: bullets, title: Punkter, items: [Ett, {text: To, items: [Tre]}]}
  - {id: cards, kind: columns, title: Kort, items: [{heading: A, text: Tekst}, {heading: B, text: Mer}]}
  - {id: grid, kind: table, title: Tabell, columns: [By, Folk], rows: [[Oslo, "560 484"], [Moss, "29 073"]]}
  - {id: bars, kind: chart, title: Diagram, type: column, categories: [a, b], series: [{name: c, values: [1, 2]}], alt: A}
  - {id: end, kind: closing, title: Slutt}
"""
LATER = OUTLINE.replace("Punkter", "Flere punkter").replace("Ett,", "Ett til, Enda ett,").replace("29 073", "30 000")
NONSENSE = st.sampled_from(
    [
        "",
        "x",
        "0",
        "-1",
        "9" * 30,
        "NaN",
        "1e999",
        "\u00b2",
        "#",
        "../../x",
        "rId1",
        "rId99",
        "true",
        "100%",
        "\u202e",
        "a" * 999,
        "FFFFFF",
        "tx1",
    ]
)


@functools.cache
def deck() -> bytes:
    """Return a deck of six slides with its base inside."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.yaml")
        path.write_text(OUTLINE, encoding="utf-8")
        return build(str(path)).data


@functools.cache
def template() -> bytes:
    return with_slides()


@st.composite
def marred(draw: st.DrawFn, source: bytes) -> bytes:
    """Return a package with a few elements and attributes of its parts gone, doubled, moved or nonsense."""
    members = dict(read_zip(source))
    names = sorted(name for name in members if name.endswith((".xml", ".rels")))
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=4)):
        try:
            root = etree.fromstring(members[name].read())
        except etree.XMLSyntaxError:
            continue
        for _ in range(draw(st.integers(1, 4))):
            _mar(draw, [one for one in root.iter() if isinstance(one.tag, str)])
        members[name] = pack(name, etree.tostring(root))
    kept = list(members)
    if not draw(st.integers(0, 5)):
        kept.remove(draw(st.sampled_from(kept)))
    return write_zip([members[name] for name in kept])


def _mar(draw: st.DrawFn, elements: list[etree._Element]) -> None:
    element = draw(st.sampled_from(elements))
    other = draw(st.sampled_from(elements))
    how = draw(st.integers(0, 6))
    parent = element.getparent()
    if how == 0 and parent is not None:
        parent.remove(element)
    elif how == 1 and element.attrib:
        del element.attrib[draw(st.sampled_from(sorted(element.attrib)))]
    elif how == 2 and element.attrib:
        element.set(draw(st.sampled_from(sorted(element.attrib))), draw(NONSENSE))
    elif how == 3 and parent is not None:
        parent.append(etree.fromstring(etree.tostring(element)))
    elif how == 4:
        element.text = draw(NONSENSE)
    elif (
        how == 5
        and other is not element
        and element not in list(other.iterancestors())
        and other not in list(element.iterancestors())
        and other.getparent() is not None
    ):
        element.append(other)
    elif how == 6:
        element.set(
            draw(st.sampled_from(["id", "val", "idx", "type", "name", "xml:space"])).replace("xml:", "x"),
            draw(NONSENSE),
        )


@st.composite
def torn(draw: st.DrawFn, source: bytes) -> bytes:
    """Return a package with bytes changed anywhere, or in one of its parts before it was packed."""
    if draw(st.booleans()):
        members = dict(read_zip(source))
        name = draw(st.sampled_from(sorted(members)))
        return write_zip({**members, name: pack(name, _spoilt(draw, members[name].read()))}.values())
    return _spoilt(draw, source)


def _spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from([0, 1, 1, 2, 4, 30, 4000]))
        data = data[:start] + draw(st.binary(max_size=4) | st.just(data[start:end] * 2)) + data[end:]
    return data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("fuzz")
    (made / "fuzz.yaml").write_text(LATER, encoding="utf-8")
    return made


def read_by_all(data: bytes, folder: Path) -> None:
    """Check, read and compare a deck; whatever is raised beside InvalidInput is a bug."""
    path = folder / "deck.pptx"
    path.write_bytes(data)
    checked(data)
    for verb in (lambda: side_of(str(path), Asked()).known, lambda: check_deck(str(path))):
        try:
            verb()
        except InvalidInput as refused:
            told(refused.findings)


@cases("packages")
@given(data=st.data())
def test_a_corrupted_deck_is_read_or_rejected(folder: Path, data: st.DataObject) -> None:
    read_by_all(data.draw(marred(deck())), folder)


@cases("zips")
@given(data=st.data())
def test_a_truncated_deck_is_read_or_rejected(folder: Path, data: st.DataObject) -> None:
    read_by_all(data.draw(torn(deck())), folder)


@cases("updates")
@given(data=st.data(), adopt=st.booleans())
def test_an_update_of_a_corrupted_deck_adds_no_faults_or_is_rejected(
    folder: Path, data: st.DataObject, adopt: bool
) -> None:
    before = data.draw(marred(deck()))
    path = folder / "deck.pptx"
    path.write_bytes(before)
    asked = Asked(str(folder / "fuzz.yaml"))
    try:
        planned = plan_adoption(str(path), asked) if adopt else plan_update(str(path), asked)
        updated = apply(planned, str(path))
    except InvalidInput as refused:
        told(refused.findings)
        return
    told(updated.findings, False)
    read_deck(updated.data)
    wrong = {finding.code for finding in check_package(before)}
    assert {finding.code for finding in check_package(updated.data)} - wrong <= set()


@cases("templates")
@given(data=st.data(), how=st.booleans())
def test_a_corrupted_template_gives_an_intact_deck_or_findings(folder: Path, data: st.DataObject, how: bool) -> None:
    (folder / "mal.pptx").write_bytes(data.draw((marred if how else torn)(template())))
    (folder / "branded.yaml").write_text(LATER.replace("slides:", "brand: mal.pptx\nslides:"), encoding="utf-8")
    try:
        load_brand("mal.pptx", str(folder))
        made = build(str(folder / "branded.yaml"))
    except InvalidInput as refused:
        told(refused.findings)
        return
    whole(made.data, frozenset([finding.code for finding in made.findings]))
