"""The zip archives we write are read by others, and those of others by us."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.ooxml.zip import BadZip, pack, read_zip, write_zip

FILES = {
    "[Content_Types].xml": b"<Types/>",
    "ppt/slide.xml": b"<a>" * 5000,
    "ppt/media/bilde ø.png": b"\x89PNG" * 9,
    "empty": b"",
}


def archive(compression: int = zipfile.ZIP_STORED, level: int | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression, compresslevel=level) as file:
        for name, data in FILES.items():
            file.writestr(name, data)
    return stream.getvalue()


def test_the_standard_library_reads_what_we_write() -> None:
    data = write_zip([pack(name, content, store=name.endswith("png")) for name, content in FILES.items()])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == FILES
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.getinfo("ppt/media/bilde ø.png").compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_we_read_what_the_standard_library_writes(method: int) -> None:
    assert {name: member.read() for name, member in read_zip(archive(compression=method)).items()} == FILES


def test_a_copied_member_keeps_its_compressed_bytes() -> None:
    found = read_zip(archive(compression=zipfile.ZIP_DEFLATED, level=1))
    copied = read_zip(write_zip(found.values()))
    assert copied == found


def test_members_with_a_data_descriptor_are_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file, file.open("streamed.xml", "w", force_zip64=False) as member:
        member.write(b"<a/>")
    data = stream.getvalue()
    assert read_zip(data)["streamed.xml"].read() == b"<a/>"


def test_archive_comments_and_folder_entries_are_ignored() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("ppt/", b"")
        file.writestr("ppt/a.xml", b"<a/>")
        file.comment = b"PK five six" * 20
    assert list(read_zip(stream.getvalue())) == ["ppt/a.xml"]


@given(st.binary(max_size=20_000))
def test_any_content_round_trips_through_packing(content: bytes) -> None:
    assert read_zip(write_zip([pack("part", content)]))["part"].read() == content


def test_small_parts_unpack_with_the_usual_window() -> None:
    content = bytes(range(256)) * 30
    assert zlib.decompress(pack("small", content).packed, -15) == content


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "not a zip"),
        (b"PK\3\4 but nothing more", "not a zip"),
        (archive()[:-40], "not a zip"),
        (archive()[50:], "damaged|cut short"),
        (archive().replace(b"PK\1\2", rb"PK\9\9", 1), "damaged"),
    ],
    ids=["empty", "head only", "no end", "no beginning", "bad directory"],
)
def test_a_damaged_archive_is_rejected(data: bytes, word: str) -> None:
    with pytest.raises(BadZip, match=word):
        read_zip(data)


@given(st.data())
def test_any_damage_raises_only_our_error(data: st.DataObject) -> None:
    whole = bytearray(archive(compression=zipfile.ZIP_DEFLATED))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        for member in read_zip(bytes(whole)).values():
            member.read()
    except BadZip:
        pass


def test_a_member_with_changed_bytes_is_rejected() -> None:
    data = write_zip([pack("a", b"the text of a part", store=True)])
    with pytest.raises(BadZip, match="damaged"):
        read_zip(data.replace(b"the text", b"another!"))["a"].read()


def test_a_member_larger_than_declared_is_rejected() -> None:
    liar = pack("bomb", b"\0" * 1_000_000).replace(size=10)
    with pytest.raises(BadZip, match="damaged"):
        read_zip(write_zip([liar]))["bomb"].read()


def test_a_member_over_the_limit_is_not_unpacked() -> None:
    with pytest.raises(BadZip, match="too large"):
        pack("large", b"\0" * 2000).read(limit=1000)


def test_a_duplicate_member_name_is_rejected() -> None:
    with pytest.raises(BadZip, match="twice"):
        read_zip(write_zip([pack("a", b"1"), pack("a", b"2")]))
