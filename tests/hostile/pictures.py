"""Pictures made of their parts, so that they can say of themselves what is not so."""

from __future__ import annotations

import io
import struct
import zlib


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(width: int, height: int, lines: int = 0, extra: bytes = b"") -> bytes:
    """A PNG that says so much of itself and has so many lines of grey."""
    head = struct.pack(">LL5B", width, height, 8, 0, 0, 0, 0)
    deflate = zlib.compressobj(9)
    line = bytes(width + 1)
    body = b"".join([deflate.compress(line) for _ in range(lines)]) + deflate.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    return png(8, 8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(500_000_000), 9)))


def jpeg(width: int, height: int, mode: str = "RGB") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "JPEG")
    data = out.getvalue()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]
