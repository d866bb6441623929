from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.load import load_brand
from tests.brand import foreign

DEFAULT = foreign.default()
MAIN, MASTER, RELATIONS = "ppt/presentation.xml", "ppt/slideMasters/slideMaster1.xml", "ppt/_rels/presentation.xml.rels"
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'


def without(name: str) -> bytes:
    members = foreign.members(DEFAULT)
    del members[name]
    return foreign.zipped(members)


def prefixed(name: str, head: bytes) -> bytes:
    return foreign.replaced(DEFAULT, name, lambda xml: head + xml[xml.index(b"?>") + 2 :])


def added(name: str) -> bytes:
    return foreign.zipped({**foreign.members(DEFAULT), name: b"x"})


CASES = {
    "empty file": (b"", "template-damaged"),
    "no zip": (b"Dette er ingen presentasjon", "template-damaged"),
    "cut short": (DEFAULT[: len(DEFAULT) // 2], "template-damaged"),
    "zip of something else": (foreign.zipped({"brev.txt": b"Hei"}), "template-damaged"),
    "password or .ppt": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "template-encrypted"),
    "no presentation": (without(MAIN), "template-damaged"),
    "no master": (without(MASTER), "template-without-layouts"),
    "no relations": (without(RELATIONS), "template-without-layouts"),
    "no content types": (without("[Content_Types].xml"), "template-damaged"),
    "a document type with entities": (prefixed(MAIN, BOMB), "template-damaged"),
    "an entity from a file": (prefixed(MASTER, OUTSIDE), "template-damaged"),
    "malformed XML": (foreign.replaced(DEFAULT, MASTER, lambda xml: xml[:-20]), "template-damaged"),
    "a path out of the package": (added("../../ut.xml"), "template-damaged"),
    "an absolute path": (added("/etc/ut.xml"), "template-damaged"),
    "a drive": (added("C:/ut.xml"), "template-damaged"),
    "no layouts": (
        foreign.replaced(
            DEFAULT,
            MASTER,
            lambda xml: xml[: xml.index(b"<p:sldLayoutIdLst>")] + xml[xml.index(b"</p:sldLayoutIdLst>") + 19 :],
        ),
        "template-without-layouts",
    ),
    "no slide size": (
        foreign.replaced(DEFAULT, MAIN, lambda xml: xml.replace(b'cx="9144000" cy="6858000"', b'cx="NaN" cy="1"')),
        "template-damaged",
    ),
    "a word document": (
        foreign.replaced(
            DEFAULT,
            "[Content_Types].xml",
            lambda xml: xml.replace(b"presentationml.presentation.main+xml", b"wordprocessingml.document.main+xml"),
        ),
        "template-damaged",
    ),
}


@pytest.mark.parametrize(("data", "code"), CASES.values(), ids=CASES)
def test_a_broken_template_gives_one_finding_with_the_file_name(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(data)
    with pytest.raises(InvalidInput) as caught:
        load_brand("mal.pptx", str(tmp_path))
    assert [finding.code for finding in caught.value.findings] == [code]
    finding = caught.value.findings[0]
    assert finding.at and finding.at.file.endswith("mal.pptx")


def test_a_zip_bomb_is_rejected_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from osloregion_slides.brand import opc
    from osloregion_slides.ooxml.package import Limits

    monkeypatch.setattr(opc, "LIMITS", Limits(unpacked=1_000_000))
    (tmp_path / "mal.pptx").write_bytes(added("ppt/media/bombe.png").replace(b"x", b"x"))
    load_brand("mal.pptx", str(tmp_path))
    bomb = foreign.zipped({**foreign.members(DEFAULT), "ppt/media/bombe.png": b"\0" * 1_000_001})
    (tmp_path / "mal.pptx").write_bytes(bomb)
    with pytest.raises(InvalidInput) as caught:
        load_brand("mal.pptx", str(tmp_path))
    assert "unpacks to" in caught.value.findings[0].message


@settings(max_examples=40)
@given(data=st.data())
def test_any_flipped_byte_gives_a_brand_or_findings(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = sorted(name for name in foreign.members(DEFAULT) if name.endswith((".xml", ".rels")))
    name = data.draw(st.sampled_from(names))
    xml = bytearray(foreign.members(DEFAULT)[name])
    position = data.draw(st.integers(0, len(xml) - 1))
    xml[position] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.getbasetemp()
    (folder / "mal.pptx").write_bytes(foreign.replaced(DEFAULT, name, lambda _: bytes(xml)))
    try:
        brand = load_brand("mal.pptx", str(folder))
    except InvalidInput as wrong:
        assert wrong.findings
    else:
        assert len(brand.layouts) == 7
