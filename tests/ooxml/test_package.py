"""One reader of packages: what is wrong ends the reading or is a finding, as the policy says, and always means the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from osloregion_slides.base.findings import Finding, InvalidInput, error
from osloregion_slides.brand.opc import read_package
from osloregion_slides.checks.package import check_package
from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.names import REL_LAYOUT, REL_SLIDE, TYPES
from osloregion_slides.ooxml.package import BadXml, Limits, Package, Policy, Problem, parse_xml
from osloregion_slides.ooxml.zip import nodes, pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import read_deck
from tests.pptx.sample import deck, slide, title
from tests.pptx.updating import made

DECK = made(deck(slide("a", title("a", "Tittel"))))
SLIDE = "ppt/slides/slide1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


ALL = Limits()


def policy(strict: bool, limits: Limits = ALL) -> Policy:
    return Policy(lambda problem: error(problem.kind, None, f"{problem.part}|{problem.why}"), strict, limits)


def with_part(name: str, data: bytes) -> bytes:
    return write_zip({**read_zip(DECK), name: pack(name, data)}.values())


def flipped(name: str) -> bytes:
    at = DECK.index(name.encode()) + len(name) + 40
    return DECK[:at] + bytes(255 - byte for byte in DECK[at : at + 20]) + DECK[at + 20 :]


def twice() -> bytes:
    stream = io.BytesIO(DECK)
    with zipfile.ZipFile(stream, "a") as file, pytest.warns(UserWarning):
        file.writestr(SLIDE, b"<other/>")
    return stream.getvalue()


def read_all(data: bytes, how: Policy) -> list[Finding]:
    """Return the findings of a package of which everything is read."""
    found = Package(data, how)
    found.verify()
    for name in found.members:
        if name.endswith((".xml", ".rels")):
            found.root(name)
    return found.findings


FATAL: list[tuple[Callable[[], bytes], str]] = [
    (lambda: OLE, "old-format"),
    (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    (lambda: b"hello", "no-zip"),
    (lambda: b"", "no-zip"),
    (lambda: DECK[:-400], "damaged"),
]
OF_A_PART: list[tuple[Callable[[], bytes], str, str]] = [
    (twice, "duplicate", SLIDE),
    (lambda: with_part("../out.xml", b"<x/>"), "bad-name", "../out.xml"),
    (lambda: with_part("C:\\out.xml", b"<x/>"), "bad-name", "C:\\out.xml"),
    (lambda: flipped(SLIDE), "damaged-part", SLIDE),
    (lambda: with_part(SLIDE, b"<p:sld"), "no-xml", SLIDE),
    (lambda: with_part(SLIDE, DOCTYPE), "document-type", SLIDE),
]


@pytest.mark.parametrize(("data", "kind"), FATAL)
@pytest.mark.parametrize("strict", [True, False])
def test_a_problem_of_the_whole_file_ends_every_reading(data: Callable[[], bytes], kind: str, strict: bool) -> None:
    with pytest.raises(InvalidInput) as caught:
        Package(data(), policy(strict))
    assert [finding.code for finding in caught.value.findings] == [kind]


@pytest.mark.parametrize(("data", "kind", "part"), OF_A_PART)
def test_a_problem_of_a_part_ends_strict_reading_and_is_a_finding_otherwise(
    data: Callable[[], bytes], kind: str, part: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_all(data(), policy(strict=True))
    assert [(one.code, one.message.partition("|")[0]) for one in caught.value.findings] == [(kind, part)]
    reported = [(one.code, one.message.partition("|")[0]) for one in read_all(data(), policy(strict=False))]
    assert reported[0] == (kind, part)
    assert {name for _, name in reported} == {part}


@pytest.mark.parametrize("limits", [Limits(file=1000), Limits(unpacked=1000), Limits(members=5)])
@pytest.mark.parametrize("strict", [True, False])
def test_a_package_over_a_limit_is_not_read(limits: Limits, strict: bool) -> None:
    with pytest.raises(InvalidInput, match="too-large"):
        Package(DECK, policy(strict, limits))


def test_a_part_with_an_extreme_compression_ratio_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "RATIO_FROM", 1000)
    with pytest.raises(InvalidInput, match="too-large"):
        Package(with_part("ppt/media/image9.png", bytes(4_000_000)), policy(strict=False))


def test_elements_are_counted_across_the_whole_package() -> None:
    most = max([nodes(member.read()) for member in read_zip(DECK).values() if member.name.endswith(".xml")])
    with pytest.raises(InvalidInput, match="too-many-nodes"):
        read_all(DECK, policy(strict=False, limits=Limits(nodes=most + 1)))


def test_a_valid_package_has_no_problem_and_lists_its_parts() -> None:
    found = Package(DECK, policy(strict=True))
    assert read_all(DECK, policy(strict=True)) == []
    main = "ppt/presentation.xml"
    assert found.related(main, REL_SLIDE) == SLIDE
    assert found.all_related(main, REL_SLIDE) == (SLIDE,)
    assert found.related(SLIDE, REL_SLIDE) == ""
    assert found.content_type(found.related(SLIDE, REL_LAYOUT)).endswith("slideLayout+xml")
    assert found.content_type("ppt/media/none.PNG") == found.types[0].get("png", "")
    assert {row.id for row in found.rows(main)} == {one.id for one in found.rows(main) if found.relation(main, one.id)}
    assert TYPES in found and "absent.xml" not in found


@pytest.mark.parametrize("strict", [True, False])
def test_a_missing_part_ends_strict_reading_and_is_ignored_otherwise(strict: bool) -> None:
    found = Package(DECK, policy(strict))
    if strict:
        with pytest.raises(InvalidInput, match="missing-part"):
            found.root("absent.xml")
    else:
        assert found.root("absent.xml") is None
        assert found.findings == []


REFUSED = [(data, kind) for data, kind in FATAL] + [(data, kind) for data, kind, _ in OF_A_PART]


@pytest.mark.parametrize(("data", "kind"), REFUSED)
def test_all_readers_agree_on_rejected_packages(data: Callable[[], bytes], kind: str) -> None:
    assert check_package(data()) != ()
    with pytest.raises(InvalidInput):
        read_deck(data(), "deck.pptx")
    if kind in ("duplicate", "bad-name") or (data, kind) in FATAL:  # a template's reader looks at no slide
        with pytest.raises(InvalidInput):
            read_package(data(), "deck.pptx")


@pytest.mark.parametrize(
    "data",
    [
        DOCTYPE,
        DOCTYPE.decode().encode("utf-16"),
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        b"<x>&unknown;</x>",
        b"<x",
        b"",
        b"\xff\xfe",
        b"<x>" * 100_000,
    ],
)
def test_xml_that_is_not_allowed_in_parts_is_rejected(data: bytes) -> None:
    with pytest.raises(BadXml):
        parse_xml(data)


def test_xml_comments_are_kept_unless_only_elements_are_requested() -> None:
    data = b"<x><!-- a --><?b c?><y/></x>"
    assert [len(parse_xml(data, elements_only)) for elements_only in (False, True)] == [3, 1]


def test_problems_compare_by_value() -> None:
    assert Problem("no-zip", "it is none") == Problem("no-zip", "it is none", "")
