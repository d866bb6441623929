"""Zip archives: members are copied without recompression, and archives are written deterministically.

After PKWARE's APPNOTE.TXT 6.3.10: local header 4.3.7, central directory 4.3.12, end record 4.3.16.
Importing ``zipfile`` takes 6.3 ms, and it recompresses copied members. No ZIP64: a presentation of
65 535 parts or 4 GB is rejected.
"""

from __future__ import annotations

import zlib
from struct import Struct
from struct import error as StructError
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import reason_of, term
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from osloregion_slides.base.messages import Phrase


STORED, DEFLATED = 0, 8
TWICE = "{part} stands in the archive twice"
_STEP = 1 << 20
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_FOUND = Struct("<4s4x2H4x3L3H8xL")
"""The fields read from ``_CENTRAL``: signature, flags and method, checksum and sizes, lengths of the variable fields,
and the offset of the local header."""
_END = Struct("<4s4H2LH")
_DATE = 0x21  # 1 January 1980, the earliest MS-DOS date
_VERSION = 20  # 2.0, deflate
_UTF8 = 0x800
_ENCRYPTED = 0x1
_SMALL = 8192
_LIMIT = 512 * 1024 * 1024


class BadZip(ValueError):
    """The bytes are not a zip archive that is supported here; the message gives the reason."""


class Member(Record):
    """One file of an archive: its compressed bytes (``packed``), and CRC and size of the unpacked ones."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes

    def read(self, limit: int = _LIMIT) -> bytes:
        """Return the unpacked bytes; BadZip where they are damaged or more than ``limit``."""
        if self.size > limit:
            raise BadZip(term("{part} is too large ({size} bytes)", part=self.name, size=self.size))
        data = self.packed if self.method == STORED else _inflate(self)
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise BadZip(term("{part} is damaged", part=self.name))
        return data

    def check(self) -> None:
        """Verify size and checksum piece by piece without keeping the data; BadZip where the member is damaged."""
        inflate = zlib.decompressobj(-15)
        size = crc = 0
        rest = self.packed
        try:
            while rest and size <= self.size:
                if self.method == STORED:
                    piece, rest = rest, b""
                else:
                    piece, rest = inflate.decompress(rest, _STEP), inflate.unconsumed_tail
                size, crc = size + len(piece), zlib.crc32(piece, crc)
        except zlib.error as broken:
            raise BadZip(term("{part} is damaged ({why})", part=self.name, why=str(broken))) from None
        if (size, crc) != (self.size, self.crc):
            raise BadZip(term("{part} is damaged", part=self.name))


def pack(name: str, data: bytes, store: bool = False) -> Member:
    """Return the data as a member, deflated unless ``store`` (for PNG and JPEG, which do not compress).

    Deflate level 6. Parts up to 8 KB use a window of 8 KB and memLevel 6: the same size in a third of
    the time, because zlib otherwise allocates 268 KB for each. Raw deflate does not record its window, so
    every reader, with its window of 32 KB, can unpack it.
    """
    crc, size = zlib.crc32(data), len(data)
    if store:
        return Member(name, STORED, crc, size, data)
    small = size <= _SMALL
    deflate = zlib.compressobj(6, zlib.DEFLATED, -13 if small else -15, 6 if small else 8)
    return Member(name, DEFLATED, crc, size, deflate.compress(data) + deflate.flush())


def write_zip(members: Iterable[Member]) -> bytes:
    """Return the archive of these members, in this order, each dated 1 January 1980."""
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        raw, packed = member.name.encode("utf-8"), member.packed
        flags = 0 if member.name.isascii() else _UTF8
        method, crc, size = member.method, member.crc, member.size
        fields = (_VERSION, flags, method, 0, _DATE, crc, len(packed), size, len(raw), 0)
        directory.append(_CENTRAL.pack(b"PK\1\2", _VERSION, *fields, 0, 0, 0, 0, offset) + raw)
        chunks += (_LOCAL.pack(b"PK\3\4", *fields), raw, packed)
        offset += _LOCAL.size + len(raw) + len(packed)
    central = b"".join(directory)
    if len(directory) > 0xFFFF or offset + len(central) > 0xFFFFFFFF:
        raise BadZip(term("more than a zip archive holds without ZIP64 (65 535 parts, 4 GB)"))
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(central), offset, 0)
    return b"".join([*chunks, central, end])


def read_zip(data: bytes, wrong: Callable[[str, Phrase | str], None] | None = None) -> Mapping[str, Member]:
    """Return the archive's members by name, in the order of its central directory, without folders.

    BadZip for bytes that are not an archive, are truncated, encrypted, use another method than stored or deflate, or
    contain a name twice. Faults of single members are passed to ``wrong``, if given, as name and reason; a
    member that cannot be read is then empty, and of two with one name the first is used.
    """
    try:
        return _members(data, wrong or _raise)
    except (StructError, UnicodeDecodeError, IndexError) as broken:
        raise BadZip(term("the zip directory is damaged ({why})", why=str(broken))) from None


def _raise(name: str, why: Phrase | str) -> None:
    raise BadZip(why)


def _members(data: bytes, wrong: Callable[[str, Phrase | str], None]) -> dict[str, Member]:
    members: dict[str, Member] = {}
    count, position = _end(data)
    for _ in range(count):
        mark, flags, method, crc, packed, size, named, more, said, offset = _FOUND.unpack_from(data, position)
        if mark != b"PK\1\2":
            raise BadZip(term("the zip directory is damaged"))
        start = position + _FOUND.size
        written = data[start : start + named]
        name = written.decode("utf-8" if flags & _UTF8 or written.isascii() else "cp437")
        position = start + named + more + said
        if name in members:
            wrong(name, term(TWICE, part=name))
        elif not name.endswith("/"):
            try:
                if flags & _ENCRYPTED or method not in (STORED, DEFLATED):
                    raise BadZip(term("{part} is encrypted or packed in an unusual way", part=name))
                members[name] = Member(name, method, crc, size, _packed(data, name, offset, packed))
            except BadZip as problem:
                wrong(name, reason_of(problem))
                members[name] = Member(name, STORED, 0, 0, b"")
    return members


def _packed(data: bytes, name: str, offset: int, size: int) -> bytes:
    local = _LOCAL.unpack_from(data, offset)
    start = offset + _LOCAL.size + local[9] + local[10]
    if local[0] != b"PK\3\4" or start + size > len(data):
        raise BadZip(term("{part} is cut short", part=name))
    return data[start : start + size]


def _end(data: bytes) -> tuple[int, int]:
    """Return the number of members and the offset of the central directory."""
    position = data.rfind(b"PK\5\6", max(0, len(data) - 0xFFFF - _END.size))
    if position < 0:
        raise BadZip(term("it is not a zip archive"))
    _, disk, start, here, count, size, offset, _ = _END.unpack_from(data, position)
    if disk or start or here != count or count == 0xFFFF or 0xFFFFFFFF in (size, offset):
        raise BadZip(term("archives in several parts or in ZIP64 are not read"))
    return count, offset


def _inflate(member: Member) -> bytes:
    """Return the unpacked member, at most one byte more than the directory states."""
    inflate = zlib.decompressobj(-15)
    try:
        return inflate.decompress(member.packed, member.size + 1)
    except zlib.error as broken:
        raise BadZip(term("{part} is damaged ({why})", part=member.name, why=str(broken))) from None


# Limits for packages that are read, and for the XML parsed from them.
#
# libxml2 takes about 120 bytes for an element and 100 for an attribute. SECURITY.md lists the limits.

MAX_FILE = 200 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_MEMBERS = 50_000
MAX_RATIO = 400
"""The largest compression ratio. XML of real decks has at most about 60 (LibreOffice's layouts)."""
RATIO_FROM = 16 * 1024 * 1024
"""Unpacked bytes up to which a high ratio is harmless."""
MAX_XML = 64 * 1024 * 1024
"""Bytes of one part. The largest slides of real decks, with pasted drawings, have about 10 MB."""
MAX_NODES = 3_000_000
"""Elements and attributes of a whole package: a thousand slides like the flagship deck's have 2.7 million."""
_MANY = 1000  # attributes of one element
MAX_DEPTH = 64
"""The deepest nesting of groups that is read."""
MAX_TEMPLATE = 64 * 1024 * 1024
MAX_TEMPLATE_UNPACKED = 128 * 1024 * 1024
"""Bytes of a template, all of which is in memory at once."""
MAX_TEMPLATE_MEMBERS = 10_000


def nodes(data: bytes) -> int:
    """Return an upper bound of the number of elements and attributes in this XML.

    Above 1000 attributes, those of one element add their squares: libxml2 compares each with all before it, and
    50 000 took 9 s that no time limit could interrupt.
    """
    attributes = data.count(b"=")
    weight = data.count(b"<") + attributes
    if attributes > _MANY:
        for piece in data.split(b"<"):
            if len(piece) > 4 * _MANY and (many := piece.partition(b">")[0].count(b"=")) > _MANY:
                weight += many * many // 100
    return weight
