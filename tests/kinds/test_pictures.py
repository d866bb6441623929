"""Pictures: upright, no larger than their frame needs, cropped to it; other files are findings."""

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
from osloregion_slides.scene import Box, Image, Picture, Placeholder, Shape
from osloregion_slides.service import build
from tests.kinds.composing import overlap

FRAME = Box(Emu(0), Emu(0), inches(2), inches(1))
AT = Location("x.yaml", 3, 5)


class Collector(ComposeContext):
    """A stage that only collects findings."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.slide = ""


def loaded(path: Path) -> tuple[Image | None, list[Finding]]:
    context = Collector()
    return load_image(str(path), FRAME, AT, context), context.findings


def saved(path: Path, size: tuple[int, int], form: str, **options: object) -> Path:
    Pillow.new("RGB", size, "#1D5FA8").save(path, form, **options)
    return path


def test_a_small_picture_is_embedded_byte_for_byte(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", (400, 200), "PNG")
    image, findings = loaded(path)
    assert image is not None
    assert (image.data, image.width, image.height, findings) == (path.read_bytes(), 400, 200, [])


def test_a_large_picture_keeps_220_pixels_per_inch(tmp_path: Path) -> None:
    image, _ = loaded(saved(tmp_path / "a.jpg", (4400, 2200), "JPEG"))
    assert image is not None
    assert (image.width, image.height) == (440, 220)
    assert Pillow.open(io.BytesIO(image.data)).size == (440, 220)


def test_a_picture_is_rotated_by_its_exif_orientation(tmp_path: Path) -> None:
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
        pytest.param("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bad-picture", id="an SVG without a size"),
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


def test_a_picture_of_2_5_billion_pixels_is_rejected_before_decoding(tmp_path: Path) -> None:
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


SIDE = st.integers(1, 5000)


@given(SIDE, SIDE, SIDE, SIDE, st.floats(0, 100), st.floats(0, 100))
def test_the_focal_point_is_as_near_the_middle_of_the_frame_as_possible(
    width: int, height: int, w: int, h: int, x: float, y: float
) -> None:
    image, box = Image(b"", "image/png", width, height), Box(Emu(0), Emu(0), Emu(w), Emu(h))
    _, even = cropped(image, box, False)
    _, (left, top, right, bottom) = cropped(image, box, False, (x, y))
    assert min(left, top, right, bottom) >= 0
    assert abs(left + right - even[0] - even[2]) <= 2
    assert abs(top + bottom - even[1] - even[3]) <= 2
    for before, after, focus in ((left, right, x), (top, bottom, y)):
        assert before <= focus * 1000 + 1
        assert focus * 1000 <= 100_000 - after + 1
        middle = (before + 100_000 - after) / 2
        assert before == 0 or after <= 1 or abs(middle - focus * 1000) <= 2


@pytest.mark.parametrize("mode", ["P", "1"])
def test_a_palette_picture_is_downscaled_without_jagged_edges(tmp_path: Path, mode: str) -> None:
    large = Pillow.new("L", (4000, 2000), 255)
    large.paste(0, (0, 0, 1997, 2000))
    large.convert(mode).save(tmp_path / "a.png")
    image, _ = loaded(tmp_path / "a.png")
    assert image is not None
    found = Pillow.open(io.BytesIO(image.data)).convert("L")
    assert len(set(found.tobytes())) > 2


@pytest.mark.parametrize("brand", ["ruten", "osloregionen"])
def test_a_credit_is_below_its_picture_and_covers_nothing(tmp_path: Path, brand: str) -> None:
    saved(tmp_path / "foto.png", (1600, 1000), "PNG")
    slides = [
        f"  - {{id: {name}, kind: picture, title: Bilde {name}, image: foto.png, alt: A, focus: [85, 50],"
        f" credit: 'Foto: Ola'{more}}}\n"
        for name, more in (("a", ", text: Tekst"), ("b", ", text: Tekst"), ("c", ""))
    ]
    head = f"deck: d\ntitle: D\nbrand: {brand}\nlanguage: nb\nlanguages: [nb]\nslides:\n"
    (tmp_path / "d.yaml").write_text(head + "".join(slides), encoding="utf-8")
    made = build(str(tmp_path / "d.yaml"))
    assert not [one for one in made.findings if one.severity == "error"]
    for slide in made.deck.slides:
        items = {item.key.partition("/")[2]: item for item in slide.items}
        picture, credit = items["picture"], items["credit"]
        assert isinstance(picture, Picture) and isinstance(credit, Shape) and credit.text is not None
        assert picture.crop[0] > picture.crop[2] or picture.crop[1]
        assert credit.box.y >= picture.box.bottom
        assert credit.box.bottom <= made.deck.height
        others = [item for item in slide.items if isinstance(item, Placeholder | Shape) and item is not credit]
        assert not [item.key for item in others if item.text and overlap(picture.box, item.box)]
        assert credit.text.paragraphs[0].size == 12


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1000, 10**7), st.integers(1000, 10**7))
def test_a_contained_picture_lies_inside_its_frame(width: int, height: int, w: int, h: int) -> None:
    place, crop = cropped(Image(b"", "image/png", width, height), Box(Emu(5), Emu(7), Emu(w), Emu(h)), True)
    assert crop == (0, 0, 0, 0)
    assert place.x >= 5 and place.y >= 7 and place.right <= w + 5 and place.bottom <= h + 7


@pytest.mark.parametrize(("form", "options"), [("JPEG", {}), ("PNG", {})])
def test_a_colour_profile_survives_scaling(tmp_path: Path, form: str, options: dict[str, object]) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image, _ = loaded(saved(tmp_path / f"a.{form.lower()}", (4400, 2200), form, icc_profile=profile, **options))
    assert image is not None
    assert Pillow.open(io.BytesIO(image.data)).info.get("icc_profile") == profile


def test_a_cmyk_picture_becomes_srgb_without_its_cmyk_profile(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Pillow.new("CMYK", (4400, 2200), (0, 255, 255, 0)).save(path, "JPEG", icc_profile=b"not a profile")
    image, _ = loaded(path)
    assert image is not None
    picture = Pillow.open(io.BytesIO(image.data))
    assert (picture.mode, picture.info.get("icc_profile")) == ("RGB", None)


DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' {size}><rect width='40' height='20' fill='#123456'/></svg>"


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        ("viewBox='0 0 40 20'", (440, 220)),
        ("width='40' height='20'", (440, 220)),
        ("viewBox='0 0 40 40'", (440, 440)),
        ("viewBox='0 0 20 40'", (440, 880)),
        ("width='80mm' height='20mm' viewBox='0 0 40 20'", (880, 220)),
    ],
)
def test_an_svg_without_a_png_is_rasterised_at_the_size_of_its_frame(
    tmp_path: Path, size: str, pixels: tuple[int, int]
) -> None:
    pytest.importorskip("resvg_py")
    path = tmp_path / "a.svg"
    path.write_text(DRAWING.format(size=size), encoding="utf-8")
    image, findings = loaded(path)
    assert image is not None and not findings
    assert (image.width, image.height) == pytest.approx(pixels, abs=2)
    assert image.vector == path.read_bytes()
    assert loaded(path)[0] == image


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        (DRAWING.format(size=""), "says no size"),
        (DRAWING.format(size="viewBox='0 0 40 0'"), "says no size"),
        (DRAWING.format(size="viewBox='0 0 4000 1'"), "says no size"),
        (DRAWING.format(size="viewBox='0 0 4 4'").replace("<rect", "<text>Oslo</text><rect"), "holds text"),
        (DRAWING.format(size="width='nan' height='2'"), "says no size"),
    ],
)
def test_an_svg_that_cannot_be_rasterised_asks_for_a_png(tmp_path: Path, drawing: str, said: str) -> None:
    pytest.importorskip("resvg_py")
    path = tmp_path / "a.svg"
    path.write_text(drawing, encoding="utf-8")
    image, (finding,) = loaded(path)
    assert image is None and said in finding.message and "a.png" in finding.message


def test_without_the_pictures_extra_an_svg_reports_how_to_rasterise_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    path = tmp_path / "a.svg"
    path.write_text(DRAWING.format(size="viewBox='0 0 41 20'"), encoding="utf-8")
    image, (finding,) = loaded(path)
    assert image is None and "osloregion-slides[pictures]" in finding.message


@pytest.mark.parametrize("brand", ["ruten", "osloregionen"])
@pytest.mark.parametrize("count", range(2, 7))
@pytest.mark.parametrize("more", ["", ", text: Tekst"])
def test_several_pictures_fill_their_frame_with_gaps_between_them(
    tmp_path: Path, brand: str, count: int, more: str
) -> None:
    saved(tmp_path / "foto.png", (1600, 1000), "PNG")
    others = ", ".join(
        f"{{image: foto.png, alt: A{n}, focus: [90, 10], credit: 'Foto: {n}'}}" for n in range(2, count + 1)
    )
    head = f"deck: d\ntitle: D\nbrand: {brand}\nlanguage: nb\nlanguages: [nb]\nslides:\n"
    slide = f"  - {{id: a, kind: picture, title: Bilde, image: foto.png, alt: A1, more: [{others}]{more}}}\n"
    (tmp_path / "d.yaml").write_text(head + slide, encoding="utf-8")
    made = build(str(tmp_path / "d.yaml"))
    assert not [one for one in made.findings if one.severity == "error"]
    (page,) = made.deck.slides
    found = [item for item in page.items if isinstance(item, Picture)]
    assert [picture.alt for picture in found] == [f"A{n}" for n in range(1, count + 1)]
    boxes = [picture.box for picture in found]
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if overlap(a, b)]
    wide = max(box.right for box in boxes) - min(box.x for box in boxes)
    high = max(box.bottom for box in boxes) - min(box.y for box in boxes)
    assert sum(box.w * box.h for box in boxes) > 0.95 * wide * high
    (credit,) = [item for item in page.items if item.key == "a/credit"]
    assert isinstance(credit, Shape) and credit.text is not None
    assert credit.text.plain == " · ".join(f"Foto: {n}" for n in range(2, count + 1))
    assert credit.box.y >= max(box.bottom for box in boxes)
    assert all(
        picture.crop[0] > picture.crop[2] or picture.crop[3] > picture.crop[1] or picture is found[0]
        for picture in found
    )
