"""Pictures: upright, no larger than their frame needs, cropped to it; what is no picture is a finding."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms

from osloregion_slides.base.findings import Finding, Location
from osloregion_slides.base.units import Emu, inches
from osloregion_slides.compose.context import ComposeContext
from osloregion_slides.compose.image import LARGEST_FILE, cropped, load_image
from osloregion_slides.scene import Box, Image

FRAME = Box(Emu(0), Emu(0), inches(2), inches(1))
AT = Location("x.yaml", 3, 5)


class Collector(ComposeContext):
    """A stage that only collects findings."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []


def loaded(path: Path) -> tuple[Image | None, list[Finding]]:
    context = Collector()
    return load_image(str(path), FRAME, AT, context), context.findings


def saved(path: Path, size: tuple[int, int], form: str, **options: object) -> Path:
    Pillow.new("RGB", size, "#1D5FA8").save(path, form, **options)
    return path


def test_a_small_picture_goes_in_byte_for_byte(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", (400, 200), "PNG")
    image, findings = loaded(path)
    assert image is not None
    assert (image.data, image.width, image.height, findings) == (path.read_bytes(), 400, 200, [])


def test_a_large_picture_keeps_220_pixels_an_inch(tmp_path: Path) -> None:
    image, _ = loaded(saved(tmp_path / "a.jpg", (4400, 2200), "JPEG"))
    assert image is not None
    assert (image.width, image.height) == (440, 220)
    assert Pillow.open(io.BytesIO(image.data)).size == (440, 220)


def test_a_picture_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    image, _ = loaded(saved(tmp_path / "a.jpg", (300, 100), "JPEG", exif=exif))
    assert image is not None
    assert (image.width, image.height) == (100, 300)
    assert 0x0112 not in Pillow.open(io.BytesIO(image.data)).getexif()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("a.png", b"not a picture", "bad-picture", id="no picture"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "bad-picture", id="a torn PNG"),
        pytest.param("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bad-picture", id="an SVG alone"),
        pytest.param("a.svg", b"<!ENTITY x 'y'><svg/>", "bad-picture", id="an SVG with entities"),
    ],
)
def test_a_file_that_is_not_a_picture_is_an_error_at_its_line(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    image, (finding,) = loaded(path)
    assert (image, finding.code, finding.at) == (None, code, AT)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    assert [f.code for f in loaded(tmp_path / "none.png")[1]] == ["missing-file"]


def test_a_picture_of_two_and_a_half_thousand_million_pixels_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    small = io.BytesIO()
    Pillow.new("1", (1, 1)).save(small, "PNG")
    data = bytearray(small.getvalue())
    data[16:24] = (50_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    path = tmp_path / "a.png"
    path.write_bytes(bytes(data))
    (finding,) = loaded(path)[1]
    assert "50000 × 50000" in finding.message
    assert len(data) < LARGEST_FILE


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_crop_fills_the_frame_without_distortion(width: int, height: int, w: int, h: int) -> None:
    place, (left, top, right, bottom) = cropped(
        Image(b"", "image/png", width, height), Box(Emu(0), Emu(0), Emu(w), Emu(h)), False
    )
    assert place == Box(Emu(0), Emu(0), Emu(w), Emu(h))
    assert min(left, top, right, bottom) >= 0
    shown = width * (100_000 - left - right) * h, height * (100_000 - top - bottom) * w
    assert abs(shown[0] - shown[1]) <= max(width * h, height * w) * 2


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1000, 10**7), st.integers(1000, 10**7))
def test_the_whole_picture_lies_in_its_frame(width: int, height: int, w: int, h: int) -> None:
    place, crop = cropped(Image(b"", "image/png", width, height), Box(Emu(5), Emu(7), Emu(w), Emu(h)), True)
    assert crop == (0, 0, 0, 0)
    assert place.x >= 5 and place.y >= 7 and place.right <= w + 5 and place.bottom <= h + 7


@pytest.mark.parametrize(("form", "options"), [("JPEG", {}), ("PNG", {})])
def test_a_colour_profile_survives_scaling(tmp_path: Path, form: str, options: dict[str, object]) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image, _ = loaded(saved(tmp_path / f"a.{form.lower()}", (4400, 2200), form, icc_profile=profile, **options))
    assert image is not None
    assert Pillow.open(io.BytesIO(image.data)).info.get("icc_profile") == profile


def test_a_picture_in_inks_becomes_srgb_and_has_no_profile_of_inks(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Pillow.new("CMYK", (4400, 2200), (0, 255, 255, 0)).save(path, "JPEG", icc_profile=b"not a profile")
    image, _ = loaded(path)
    assert image is not None
    picture = Pillow.open(io.BytesIO(image.data))
    assert (picture.mode, picture.info.get("icc_profile")) == ("RGB", None)
