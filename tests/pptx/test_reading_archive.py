"""A file that is not a deck, or a hostile one, is a finding; nothing is unpacked beyond the limits."""

from __future__ import annotations

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.package import deck_policy
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import read_deck
from tests.pptx.sample import deck, slide, title
from tests.pptx.updating import made
from tests.zipped import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def good() -> bytes:
    return made(deck(slide("a", title("a", "Tittel"))))


def changed(part: str, data: bytes) -> bytes:
    members = dict(read_zip(good()))
    members[part] = pack(part, data)
    return write_zip(members.values())


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b">]><p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "not-a-presentation", id="nothing"),
        pytest.param(b"hello", "not-a-presentation", id="a text"),
        pytest.param(OLE, "deck-old-format", id="a .ppt"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "deck-encrypted", id="a password"),
        pytest.param(good()[:-400], "deck-damaged", id="cut short at the end"),
        pytest.param(good()[:200], "deck-damaged", id="cut short at the beginning"),
        pytest.param(zipped(readme=b"x"), "not-a-presentation", id="another zip"),
        pytest.param(zipped(**{"../a": b"x", "[Content_Types].xml": b"<x/>"}), "deck-damaged", id="a name that leaves"),
        pytest.param(
            changed("ppt/presentation.xml", b"<w:document xmlns:w='w'/>"), "not-a-presentation", id="a letter"
        ),
        pytest.param(changed("ppt/slides/slide1.xml", b"<p:sld"), "deck-damaged", id="a broken slide"),
        pytest.param(changed("ppt/slides/slide1.xml", DOCTYPE), "deck-damaged", id="a document type"),
    ],
)
def test_an_unreadable_file_gives_one_finding(data: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_deck(data, "out/deck.pptx")
    assert [finding.code for finding in caught.value.findings] == [code]
    assert str(caught.value.findings[0].at) == "out/deck.pptx"


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        ("http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument", "saved as Strict Open XML"),
        ("http://schemas.example.org/other", "has no presentation in it"),
    ],
)
def test_a_package_of_another_type_is_named_as_such(relation: str, message: str) -> None:
    rows = f'<Relationship Id="rId1" Type="{relation}" Target="ppt/presentation.xml"/>'
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    with pytest.raises(InvalidInput, match=message):
        read_deck(changed("_rels/.rels", f'<Relationships xmlns="{namespace}">{rows}</Relationships>'.encode()))


def test_a_part_that_expands_too_much_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "RATIO_FROM", 1000)
    with pytest.raises(InvalidInput, match="deck-too-large"):
        read_deck(changed("ppt/media/image9.png", bytes(4_000_000)))


@pytest.mark.parametrize(
    "limits", [package.Limits(members=5), package.Limits(unpacked=1000), package.Limits(file=1000)]
)
def test_a_package_over_a_limit_is_rejected(limits: package.Limits) -> None:
    with pytest.raises(InvalidInput, match="deck-too-large"):
        package.Package(good(), deck_policy("deck.pptx").replace(limits=limits))


def test_every_truncation_of_a_deck_is_a_finding() -> None:
    data = good()
    for length in range(0, len(data) - 1, 997):
        with pytest.raises(InvalidInput):
            read_deck(data[:length])
