"""Names of parts that are equivalent lead to the same part, in whatever reads a package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.opc import read_package
from osloregion_slides.checks.package import check_package
from osloregion_slides.ooxml.names import PartNames, from_folder, relative, rels_name, resolved, source_of
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.render.office import check_deck
from tests.ooxml.renaming import Naming, renamed
from tests.pptx.sample import everything
from tests.pptx.updating import made


def spaced(leaf: str) -> str:
    return f"å {leaf}"


def encoded(leaf: str) -> str:
    return f"%C3%A5%20{leaf}"


def half_encoded(leaf: str) -> str:
    return f"å%20{leaf}"


def upper(leaf: str) -> str:
    stem, dot, ending = leaf.rpartition(".")
    return stem.upper() + dot + ending


def plain(leaf: str) -> str:
    return leaf


NAMINGS = [
    pytest.param(plain, plain, id="as written"),
    pytest.param(encoded, encoded, id="encoded in both"),
    pytest.param(spaced, encoded, id="encoded in the target"),
    pytest.param(encoded, spaced, id="encoded in the archive"),
    pytest.param(half_encoded, encoded, id="encoded in half"),
    pytest.param(spaced, spaced, id="encoded in neither"),
    pytest.param(upper, plain, id="another case"),
]
DECK = made(everything())


def seen(data: bytes) -> list[Any]:
    """Return what a reader sees on each slide, names of parts left out."""
    return [
        (slide.title, slide.notes, [(item.kind, item.box, item.fill, item.image, item.chart) for item in slide.items])
        for slide in read_deck(data).known.slides
    ]


@pytest.mark.parametrize(("member", "target"), NAMINGS)
def test_a_deck_with_renamed_parts_is_read_as_the_same_deck(member: Naming, target: Naming) -> None:
    assert seen(renamed(DECK, member, target)) == seen(DECK)


@pytest.mark.parametrize(("member", "target"), NAMINGS)
def test_a_deck_with_renamed_parts_passes_the_same_checks(member: Naming, target: Naming) -> None:
    assert check_package(renamed(DECK, member, target)) == check_package(DECK) == ()


@pytest.mark.parametrize(("member", "target"), NAMINGS)
def test_a_deck_with_renamed_parts_can_be_drawn(member: Naming, target: Naming, tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(renamed(DECK, member, target))
    source, findings = check_deck(str(path))
    assert findings == ()
    assert source.slides == len(seen(DECK))


@pytest.mark.parametrize(("member", "target"), NAMINGS)
def test_a_template_with_renamed_parts_has_the_same_parts(member: Naming, target: Naming) -> None:
    parts = read_package(renamed(DECK, member, target), "deck.pptx").parts
    as_before = read_package(DECK, "deck.pptx").parts
    assert [(part.content_type, len(part.relations)) for part in parts] == [
        (part.content_type, len(part.relations)) for part in as_before
    ]


def test_a_name_that_is_not_equivalent_matches_no_part(tmp_path: Path) -> None:
    broken = renamed(DECK, plain, lambda leaf: leaf.replace("slide1", "slideOne"))
    path = tmp_path / "deck.pptx"
    path.write_bytes(broken)
    assert "missing-part" in {finding.code for finding in check_package(broken)}
    with pytest.raises(InvalidInput):
        check_deck(str(path))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("", "ppt/presentation.xml", "ppt/presentation.xml"),
        ("", "/ppt/presentation.xml", "ppt/presentation.xml"),
        ("ppt/presentation.xml", "slides/slide1.xml", "ppt/slides/slide1.xml"),
        ("ppt/presentation.xml", "/ppt/slides/slide1.xml", "ppt/slides/slide1.xml"),
        ("ppt/slides/slide1.xml", "../media/a b.png", "ppt/media/a b.png"),
        ("ppt/slides/slide1.xml", "../media/a%20b.png", "ppt/media/a b.png"),
        ("ppt/slides/slide1.xml", "../media/A%20B.PNG", "ppt/media/a b.png"),
        ("ppt/slides/slide1.xml", "../media/c d.png", "ppt/media/c%20d.png"),
        ("ppt/slides/slide1.xml", "./slide1.xml", "ppt/slides/slide1.xml"),
        ("ppt/slides/slide1.xml", "slide1.xml#shape", "ppt/slides/slide1.xml"),
        ("ppt/slides/slide1.xml", "../../../../ppt/slides/slide1.xml", "ppt/slides/slide1.xml"),
        ("ppt/slides/slide1.xml", "%2E%2E/%2e%2e/ppt/slides/slide1.xml", "ppt/slides/slide1.xml"),
        ("ppt/slides/slide1.xml", "..//slides//slide1.xml", "ppt/slides/slide1.xml"),
        ("ppt/slides/slide1.xml", "slide%2.xml", "ppt/slides/slide%2.xml"),
        ("ppt/slides/slide1.xml", "absent%20here.xml", "ppt/slides/absent%20here.xml"),
        ("ppt/slides/slide1.xml", "", "ppt/slides"),
    ],
)
def test_a_target_is_resolved_relative_to_its_source(source: str, target: str, expected: str) -> None:
    parts = ["ppt/presentation.xml", "ppt/slides/slide1.xml", "ppt/media/a b.png", "ppt/media/c%20d.png"]
    assert PartNames(parts).resolve(source, target) == expected


def test_among_equivalent_names_the_exact_one_wins() -> None:
    names = PartNames(["a/B.xml", "a/b.xml", "a/c%20d.xml", "a/c d.xml"])
    assert [names.find(name) for name in ("a/b.xml", "A/B.XML", "a/c d.xml", "a/C D.xml")] == [
        "a/b.xml",
        "a/B.xml",
        "a/c d.xml",
        "a/c%20d.xml",
    ]


STEP = st.text(st.characters(exclude_characters='/\\:#%?"', min_codepoint=33), min_size=1, max_size=6).filter(
    lambda step: set(step) != {"."}
)
PART = st.lists(st.one_of(STEP, st.just("a b"), st.just("a%20b")), min_size=1, max_size=4).map("/".join)


@given(PART, PART)
def test_a_written_target_resolves_to_its_part(source: str, part: str) -> None:
    assert PartNames([part]).resolve(source, relative(source, part)) == part
    assert PartNames([f"ppt/{part}"]).resolve("ppt/slides/slide1.xml", from_folder(f"ppt/{part}")) == f"ppt/{part}"


@given(PART)
def test_the_name_of_a_relationships_part_resolves_to_its_source(part: str) -> None:
    assert source_of(rels_name(part)) == part
    assert source_of(rels_name("")) == ""


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_target_leaves_the_package(source: str, target: str) -> None:
    for found in (resolved(source, target), PartNames([]).resolve(source, target)):
        assert not found.startswith("/")
        assert ".." not in found.split("/") or ".." in source.split("/")
