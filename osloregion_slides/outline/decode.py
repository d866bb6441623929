"""The bytes of an outline as text."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
UNUSED_IN_1252 = b"\x81\x8d\x8f\x90\x9d"
"""Bytes without a character in Windows-1252 (Unicode's CP1252.TXT)."""


def decode(data: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the text of ``data`` and what is wrong with its encoding.

    UTF-8 with or without byte order mark, and UTF-16 with one, are read. A file in Windows-1252 is
    read too, so that its other faults can be told, and is an error.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, file)
    return _decode(data, "utf-8", file)


def _decode(data: bytes, encoding: str, file: str) -> tuple[str, tuple[Finding, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as wrong:
        if encoding != "utf-8":
            fault = error("encoding", Span(file), f"the file breaks off or is damaged: it is not {encoding}")
            return data.decode(encoding, "replace"), (fault,)
        return data.decode("cp1252", "replace"), (_not_utf8(data, wrong.start, file),)


def _not_utf8(data: bytes, offset: int, file: str) -> Finding:
    before = data[:offset]
    line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    byte = data[offset : offset + 1]
    guess = ""
    if not any(unused in data for unused in UNUSED_IN_1252):
        guess = f"; it looks like Windows-1252, where that byte is `{byte.decode('cp1252')}`"
    return error(
        "encoding",
        Span(file, line, column),
        f"the file is not UTF-8: byte 0x{byte.hex().upper()} stands here{guess}",
        "save the file as UTF-8 (in Notepad: Save as, Encoding: UTF-8)",
    )
