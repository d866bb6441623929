"""Links go to addresses that are URIs, and to slides that exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.ooxml.names import address
from osloregion_slides.scene import Colour, Paragraph, Run, Shape, Text
from tests.pptx.opened import Opened, find, one, write
from tests.pptx.sample import box_of, deck, slide


def linked(link: str, **changes: object) -> Opened:
    body = Text((Paragraph((Run("her", link=link, **changes),), Pt(18)),), "nb-NO", Emu(0))  # type: ignore[arg-type]
    return write(deck(slide("a", Shape("a/x", box_of(1, 1, 1, 1), text=body)), slide("b"), slide("c")))


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.osloregionen.no/a?b=c&d=e#f", "https://www.osloregionen.no/a?b=c&d=e#f"),
        ("www.osloregionen.no", "https://www.osloregionen.no"),
        ("mailto:post@osloregionen.no", "mailto:post@osloregionen.no"),
        ("post@osloregionen.no", "mailto:post@osloregionen.no"),
        ("https://no.wikipedia.org/wiki/Østfold", "https://no.wikipedia.org/wiki/%C3%98stfold"),
        ("https://x.no/a b<c>", "https://x.no/a%20b%3Cc%3E"),
        ("https://x.no/100%25", "https://x.no/100%25"),
    ],
)
def test_a_link_address_becomes_a_valid_uri(link: str, expected: str) -> None:
    assert address(link) == expected


@given(st.text(st.characters(codec=None), min_size=1, max_size=30))
def test_any_address_is_ascii_without_spaces(link: str) -> None:
    found = address(link)
    assert found.isascii()
    assert " " not in found


def test_a_link_to_an_address_is_external() -> None:
    opened = linked("https://www.osloregionen.no/?a=1&b=2")
    identity = one(opened.slide(), "//a:hlinkClick").attrib.values()[0]
    relation = one(opened.xml("ppt/slides/_rels/slide1.xml.rels"), f"//rel:Relationship[@Id='{identity}']")
    assert (relation.get("Target"), relation.get("TargetMode")) == ("https://www.osloregionen.no/?a=1&b=2", "External")


def test_a_link_to_a_slide_jumps_to_it() -> None:
    opened = linked("#c")
    click = one(opened.slide(), "//a:hlinkClick")
    assert click.get("action") == "ppaction://hlinksldjump"
    assert opened.targets("ppt/slides/slide1.xml")[click.attrib.values()[0]] == "slide3.xml"


def test_a_link_to_a_missing_slide_becomes_plain_text() -> None:
    opened = linked("#gone")
    assert find(opened.slide(), "//a:hlinkClick") == []
    assert find(opened.slide(), "//a:t/text()") == ["her"]


def test_a_coloured_link_keeps_its_colour() -> None:
    assert len(find(linked("www.x.no").slide(), "//ahyp:hlinkClr")) == 0
    assert len(find(linked("www.x.no", colour=Colour("bg1")).slide(), "//ahyp:hlinkClr")) == 1


def test_a_shape_can_be_a_link() -> None:
    opened = write(deck(slide("a", Shape("a/x", box_of(1, 1, 1, 1), alt="Til b", link="#b")), slide("b")))
    assert len(find(opened.slide(), "//p:cNvPr/a:hlinkClick")) == 1


def test_repeated_addresses_share_one_relationship() -> None:
    runs = (Run("en", link="www.x.no"), Run("to", link="www.x.no"))
    body = Text((Paragraph(runs, Pt(18)),), "nb-NO", Emu(0))
    opened = write(slide("a", Shape("a/x", box_of(1, 1, 1, 1), text=body)))
    assert len(opened.targets("ppt/slides/slide1.xml")) == 2
