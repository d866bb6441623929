"""Pictures for a deck: read, turned upright, and reduced to the resolution of their frame."""

from __future__ import annotations

from _thread import allocate_lock
from functools import lru_cache
from os.path import exists

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Location, reason_of, term
from osloregion_slides.base.units import EMU_PER_INCH, Emu
from osloregion_slides.compose.context import TRIAL, ComposeContext
from osloregion_slides.ooxml.vector import vector_fault, vector_ratio
from osloregion_slides.scene import Box, Image

DENSITY = 220
"""The resolution of pictures, pixels per inch: PowerPoint's default when it compresses pictures."""
MAX_PIXELS = 64_000_000
MAX_PROGRESSIVE_PIXELS = 40_000_000
"""The limit is lower because a progressive JPEG also needs all its coefficients in memory, two bytes each."""
LONGEST_SIDE = 30_000
LARGEST_FILE = 60_000_000
QUALITY = 88
LARGEST_DRAWN, LONGEST_RATIO = 4_000, 40.0
"""The longest side of a rendered SVG, pixels, and the largest ratio of its sides."""
ORIENTATION = 0x0112
_HEAD = 8_192
"""The first bytes of a PNG, which hold its colour type and tRNS chunk."""
_OPENING = allocate_lock()  # Pillow's limit is per process: it is lifted in one thread at a time
_END_OF_PNG = b"IEND\xaeB`\x82"
SIDEWAYS = (5, 6, 7, 8)
"""The orientations that swap width and height (Exif 2.32, 4.6.4 A)."""


def load_image(path: str, box: Box, at: Location, context: ComposeContext) -> Image | None:
    """Return the picture at ``path`` for a frame, or None with a finding where it cannot be read.

    It is turned by its EXIF orientation, and reduced if it has well over 220 pixels per inch in the frame. PNG and
    JPEG files that need neither are embedded byte for byte. An SVG is embedded with a fallback for programs without
    SVG: the PNG of the same name, or one rendered here with the extra ``pictures``.
    """
    if not path:
        return None
    trial = TRIAL.get()
    if trial and (path, box) in trial.pictures:
        return trial.pictures[path, box]
    try:
        image = _load(path, box, context)
        if trial:
            trial.pictures[path, box] = image
        return image
    except FileNotFoundError:
        context.report("missing-file.picture", at, path=path)
    except ValueError as problem:
        context.report("bad-picture.unusable", at, path=path, reason=reason_of(problem))
    except OSError as problem:
        context.report("bad-picture.unreadable", at, path=path, reason=reason_of(problem))
    return None


def may_be_transparent(path: str) -> bool:
    """Return whether a picture may be transparent: an SVG, or a PNG with alpha (PNG 11.2.1, 11.3.2)."""
    if path.lower().endswith(".svg"):
        return True
    try:
        head = read_bytes(path, _HEAD)
    except OSError:
        return False
    return head[:8] == b"\x89PNG\r\n\x1a\n" and (head[25:26] in (b"\4", b"\6") or b"tRNS" in head.partition(b"IDAT")[0])


def _load(path: str, box: Box, context: ComposeContext) -> Image:
    data = read_bytes(path, LARGEST_FILE)
    if len(data) > LARGEST_FILE:
        raise ValueError(term("is larger than {limit} MB", limit=LARGEST_FILE // 1_000_000))
    if path.lower().endswith(".svg"):
        return _vector(path, data, box, context)
    return _raster(data, box)


def _vector(path: str, data: bytes, box: Box, context: ComposeContext) -> Image:
    fault = vector_fault(data)
    if fault:
        raise ValueError(fault)
    fallback = path[:-4] + ".png"
    try:
        if exists(fallback) and not context.holds(fallback):
            raise ValueError(term("has its PNG outside the workspace (`{path}`)", path=fallback))
        return _raster(read_bytes(fallback, LARGEST_FILE), box).replace(vector=data)
    except FileNotFoundError:
        return _raster(_rendered(data, fallback, int(box.w), int(box.h)), box).replace(vector=data)


@lru_cache(maxsize=32)
def _rendered(data: bytes, fallback: str, width: int, height: int) -> bytes:
    """Return an SVG rendered as a PNG at the resolution of a frame (EMU).

    An SVG with text is rejected: text depends on the fonts of the machine, so the bytes would differ or text vanish.
    """
    wanted = term("a PNG of the same drawing beside it (`{path}`), for programs without SVG", path=fallback)
    import re

    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ValueError(
            term("needs {wanted}, or `pip install 'osloregion-slides[pictures]'`, which draws one", wanted=wanted)
        ) from None
    if re.search(rb"<(?:[\w.-]+:)?text[\s>]", data):
        raise ValueError(
            term("holds text, which looks different with every machine's fonts, and needs {wanted}", wanted=wanted)
        )
    ratio = vector_ratio(data)
    if not 1 / LONGEST_RATIO <= ratio <= LONGEST_RATIO:
        raise ValueError(term("says no size that can be drawn, and needs {wanted}", wanted=wanted))
    across = round(max(width, height * ratio) * DENSITY / EMU_PER_INCH)
    most = LARGEST_DRAWN if ratio >= 1 else round(LARGEST_DRAWN * ratio)
    try:
        drawn: bytes = svg_to_bytes(
            svg_string=data.decode(), width=max(1, min(across, most)), skip_system_fonts=True, dpi=96
        )
    except (ValueError, UnicodeDecodeError) as problem:
        raise ValueError(term("cannot be drawn ({why}), and needs {wanted}", why=str(problem), wanted=wanted)) from None
    return drawn


def _raster(data: bytes, box: Box) -> Image:
    from io import BytesIO

    from PIL import Image as Pillow
    from PIL import UnidentifiedImageError

    try:
        with _OPENING:
            most_of_all, Pillow.MAX_IMAGE_PIXELS = Pillow.MAX_IMAGE_PIXELS, None  # the limit below is stricter
            try:
                picture = Pillow.open(BytesIO(data), formats=("PNG", "JPEG"))
            finally:
                Pillow.MAX_IMAGE_PIXELS = most_of_all
    except UnidentifiedImageError:
        raise ValueError("holds no PNG or JPEG picture") from None
    most = MAX_PROGRESSIVE_PIXELS if picture.info.get("progressive") else MAX_PIXELS
    if picture.width * picture.height > most or max(picture.size) > LONGEST_SIDE:
        raise ValueError(
            term(
                "has {width} × {height} pixels, more than {most} million, or than {side} on a side",
                width=picture.width,
                height=picture.height,
                most=most // 1_000_000,
                side=LONGEST_SIDE,
            )
        )
    try:
        if TRIAL.get() and _is_whole(data):
            return Image(data, "", picture.width, picture.height)
        turn = picture.getexif().get(ORIENTATION, 1)
        frame = (box.h, box.w) if turn in SIDEWAYS else (box.w, box.h)
        least = max(frame[0] / picture.width, frame[1] / picture.height) * DENSITY / EMU_PER_INCH
        media = "image/png" if picture.format == "PNG" else "image/jpeg"
        if turn == 1 and least >= 0.7:
            picture.load()
            return Image(data, media, picture.width, picture.height)
        return _resampled(picture, min(1.0, least), media)
    except (SyntaxError, EOFError, Pillow.DecompressionBombError) as problem:
        raise ValueError(term("is damaged: {why}", why=str(problem))) from None


def _is_whole(data: bytes) -> bool:
    """Return whether a picture is certain to decode: by the checksums of a PNG, or a JPEG read at an eighth of its
    size.

    Of 1 560 pictures truncated, or with a bit or 64 bytes changed, none passed that a decoder rejects.
    """
    from io import BytesIO

    from PIL import Image as Pillow

    try:
        picture = Pillow.open(BytesIO(data), formats=("PNG", "JPEG"))
        if picture.format == "PNG":
            picture.verify()
            return data.endswith(_END_OF_PNG)
        picture.draft(None, (1, 1))
        picture.load()
    except Exception:  # decoding reports it
        return False
    return True


def _resampled(picture, scale: float, media: str) -> Image:  # type: ignore[no-untyped-def]
    from io import BytesIO

    from PIL import Image as Pillow
    from PIL import ImageOps

    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    picture.draft(None, (size[0] * 2, size[1] * 2))  # decode a JPEG at a reduced size where that is enough
    profile = picture.info.get("icc_profile")
    if media == "image/jpeg" and picture.mode not in ("RGB", "L"):
        picture, profile = _in_srgb(picture, profile), None
    if picture.mode in ("P", "1"):  # Pillow always resamples these by nearest neighbour
        sheer = "transparency" in picture.info
        picture = picture.convert("L" if picture.mode == "1" else "RGBA" if sheer else "RGB")
    small = picture.resize(size, Pillow.Resampling.LANCZOS) if size != picture.size else picture
    upright = ImageOps.exif_transpose(small)
    out = BytesIO()
    if media == "image/png":
        upright.save(out, "PNG", optimize=True, icc_profile=profile)
    else:
        upright.save(out, "JPEG", quality=QUALITY, exif=b"", icc_profile=profile)
    return Image(out.getvalue(), media, upright.width, upright.height)


def _in_srgb(picture, profile: bytes | None):  # type: ignore[no-untyped-def]
    """Return the picture in sRGB by its colour profile (ICC.1), or by Pillow's default without a valid one."""
    from io import BytesIO

    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile or b""))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture.convert("RGB")


def cropped(
    image: Image, box: Box, whole: bool, focus: tuple[float, float] = (50.0, 50.0)
) -> tuple[Box, tuple[int, int, int, int]]:
    """Return the picture's box and its crop (thousandths of a percent per side).

    The picture fills the frame and is cropped at two sides, with ``focus`` (percent from the left and the top) as near
    the centre as possible; or with ``whole`` it is shown uncropped in the centre of the frame.
    """
    wide, high = image.width / image.height, box.w / box.h
    if whole:
        width = min(box.w, round(box.h * wide))
        height = min(box.h, round(box.w / wide))
        place = Box(box.x + (box.w - width) // 2, box.y + (box.h - height) // 2, Emu(width), Emu(height))
        return place, (0, 0, 0, 0)
    first, last = _cut(high / wide, focus[0]) if wide > high else _cut(wide / high, focus[1])
    return box, (first, 0, last, 0) if wide > high else (0, first, 0, last)


def _cut(seen: float, focus: float) -> tuple[int, int]:
    """Return the crops before and after the visible share of a picture around its focus."""
    if focus == 50:
        return (round((1 - seen) * 50_000),) * 2
    before = round(min(max(focus / 100 - seen / 2, 0.0), 1 - seen) * 100_000)
    return before, round((1 - seen) * 100_000) - before
