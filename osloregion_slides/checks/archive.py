"""Any .pptx as members by name, within limits: what cannot be read is a finding and the rest is read on."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.ooxml.limits import MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM
from osloregion_slides.pptx.reading.archive import damaged, open_archive, too_large

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from zipfile import ZipFile, ZipInfo

    from osloregion_slides.findings import Finding


_READ = (".xml", ".rels", ".vml")
_STEP = 1 << 20


class Archive:
    """The members of a package: ``data`` by name (of XML parts alone), ``findings`` about the archive itself."""

    def __init__(self, data: dict[str, bytes], findings: tuple[Finding, ...]) -> None:
        self.data = data
        self.findings = findings


def read_archive(data: bytes) -> Archive:
    """Return the members of an archive; of two with one name the first.

    InvalidInput with one finding for what is no archive, has a password, or is larger than a deck gets.
    """
    import io
    import zipfile

    if not data.startswith(b"PK") or len(data) > MAX_FILE:
        open_archive(data, "")  # raises, and knows why
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            _check_sizes(opened.infolist())
            return _members(opened)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as problem:
        raise damaged("", f"it is cut short or damaged ({problem})") from None


def _check_sizes(infos: Iterable[ZipInfo]) -> None:
    """InvalidInput for more members or bytes than a deck has, or for one that swells without measure."""
    infos = list(infos)
    if len(infos) > MAX_MEMBERS:
        raise too_large("", f"it holds {len(infos)} files")
    total = sum([info.file_size for info in infos])
    if total > MAX_UNPACKED:
        raise too_large("", f"it unpacks to {total // 1024 // 1024} MB")
    for info in infos:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise too_large("", f"{info.filename!r} in it swells more than {MAX_RATIO} times")


def _members(opened: ZipFile) -> Archive:
    found: dict[str, bytes] = {}
    findings: list[Finding] = []
    for info in opened.infolist():
        name = info.filename
        if name.endswith("/"):
            continue
        if name in found:
            hint = "pack the file anew: keep one of them"
            findings.append(error("duplicate-entry", None, f"`{name}` stands in the archive twice", hint))
            continue
        if not _is_part_name(name):
            hint = "a part's name has no backslash, colon, control character or empty, `.` or `..` step"
            findings.append(error("bad-part-name", None, f"the archive holds a file of the name {name!r}", hint))
            continue
        found[name] = _read(opened, info, findings)
    return Archive(found, tuple(findings))


def _is_part_name(name: str) -> bool:
    """Whether a member may be a part of a package (ECMA-376 Part 2, 6.2.2)."""
    steps = name.split("/")
    return name.isprintable() and not any(sign in name for sign in "\\:") and not {"", ".", ".."} & set(steps)


def _read(opened: ZipFile, info: ZipInfo, findings: list[Finding]) -> bytes:
    """Return the bytes of an XML part, none of a damaged or encrypted one; never more than it says it has.

    Of other parts nothing is kept: no check looks into pictures, and a deck may have more than memory holds.
    """
    import zipfile
    import zlib

    try:
        with opened.open(info) as file:
            if info.filename.lower().endswith(_READ):
                return file.read(info.file_size)
            while file.read(_STEP):  # to its end, where its checksum is
                pass
            return b""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as problem:
        hint = "take a copy from before, or open the deck in PowerPoint and save it"
        findings.append(error("damaged-part", None, f"`{info.filename}` cannot be unpacked ({problem})", hint))
        return b""


__all__ = ["Archive", "InvalidInput", "read_archive"]
