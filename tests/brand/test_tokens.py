from __future__ import annotations

import io
from pathlib import Path

import pytest

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.brand.design import BLUE, TEAL, squares
from osloregion_slides.brand.make import make_brand, remake
from osloregion_slides.brand.tokens import read_tokens
from osloregion_slides.scene import Box
from tests.brand.foreign import members

SOURCE = Path(__file__).parent.parent.parent / "templates" / "osloregionen" / "brand.yaml"
TEXT = SOURCE.read_text(encoding="utf-8")


def errors(text: str, folder: str = ".") -> tuple[Finding, ...]:
    with pytest.raises(InvalidInput) as caught:
        read_tokens(text.encode(), "brand.yaml", folder)
    return caught.value.findings


def changed(old: str, new: str) -> str:
    assert TEXT.count(old) == 1, old
    return TEXT.replace(old, new)


def line(text: str) -> int:
    return TEXT[: TEXT.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "code", "hint"),
    [
        ("  navy: 0B2A4A", "  navy: 0B2A4", "bad-colour", "six hexadecimal digits"),
        ("  dk2: navy", "  dk2: nayv", "unknown-colour", "Did you mean `navy`?"),
        ("  accent4: plum", "  acent4: plum", "unknown-key", "Did you mean `accent4`?"),
        ("website: www", "webside: www", "unknown-key", "Did you mean `website`?"),
        ("margin: 0.6 in", "margin: 6 in", "bad-length", "0.6 in"),
        ('slide: "16:9"', "slide: A4", "bad-length", "16:9"),
        ("  title: 28", "  title: 8", "bad-size", ""),
        ("  kicker: 11", "  kicker: liten", "bad-size", ""),
        ("  body: [24, 20, 18]", "  body: 24", "wrong-type", ""),
        ("scale: [44, 40,", "scale: [40, 44,", "bad-scale", ""),
        ("language: nb-NO", "language: norsk", "bad-language", "nb-NO"),
        ("  picture: Bilde", "  picture: Forside", "duplicate-name", ""),
        ("margin: 0.6 in", "margin: {top: 1}", "wrong-type", ""),
        ("  navy: 0B2A4A", "  navy: [0, 1]", "bad-colour", "six hexadecimal digits"),
    ],
)
def test_a_wrong_token_is_reported_with_its_line(old: str, new: str, code: str, hint: str) -> None:
    found = [finding for finding in errors(changed(old, new)) if finding.code == code]
    assert len(found) == 1, found
    assert found[0].at is not None
    assert (found[0].at.file, found[0].at.line) == ("brand.yaml", line(old))
    assert found[0].at.column > 0
    assert hint in found[0].hint


def test_all_errors_are_reported_at_once() -> None:
    text = changed("  navy: 0B2A4A", "  navy: blå")
    text = text.replace("dk1: ink", "dk1: x").replace("margin: 0.6 in", "margin: bred")
    assert [finding.code for finding in errors(text)] == ["bad-colour", "unknown-colour", "bad-length"]


def test_a_theme_has_all_twelve_colours() -> None:
    text = changed("  accent3: coral\n", "")
    assert [(finding.code, "`accent3`" in finding.message) for finding in errors(text)] == [("missing-key", True)]


@pytest.mark.parametrize("theme", ["theme:", "theme: [a]", "theme: blue"])
def test_a_theme_without_colours_is_one_finding(theme: str) -> None:
    start, end = TEXT.index("theme:  "), TEXT.index("fonts:")
    found = errors(f"{TEXT[:start]}{theme}\n{TEXT[end:]}")
    assert [(finding.code, finding.at and finding.at.line) for finding in found] == [("wrong-type", line("theme:  "))]


def test_unreadable_colours_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(changed("  accent2: teal", "  accent2: amber"), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        make_brand(str(tmp_path))
    assert {finding.code for finding in caught.value.findings} == {"illegible-brand-colours"}
    assert "a kicker (accent2 on bg1)" in caught.value.findings[0].message


def test_a_folder_without_a_brand_file_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        make_brand(str(tmp_path))
    assert caught.value.findings[0].code == "missing-file"


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ('slide: "16:9"', 12_192_000, 6_858_000),
        ("slide: 4:3", 9_144_000, 6_858_000),
        ("slide: 25.4 cm x 19.05 cm", 9_144_000, 6_858_000),
        ("slide: 254mm × 190,5mm", 9_144_000, 6_858_000),
    ],
)
def test_slide_sizes_accept_common_names(text: str, width: int, height: int) -> None:
    tokens = read_tokens(changed('slide: "16:9"', text).encode(), "brand.yaml", ".")
    assert (tokens.width, tokens.height) == (width, height)


def test_a_changed_token_changes_the_template(tmp_path: Path) -> None:
    text = changed("  blue: 1D5FA8", "  blue: 0A4D2E").replace("headings: Calibri", "headings: Cambria")
    (tmp_path / "brand.yaml").write_text(text.replace("  title: 28", "  title: 32"), encoding="utf-8")
    written = remake(str(tmp_path))
    assert [Path(path).name for path in written] == ["template.pptx", "brand.json"]
    parts = members((tmp_path / "template.pptx").read_bytes())
    assert b'<a:accent1><a:srgbClr val="0A4D2E"/>' in parts["ppt/theme/theme1.xml"]
    assert b'<a:majorFont><a:latin typeface="Cambria"/>' in parts["ppt/theme/theme1.xml"]
    assert b'sz="3200"' in parts["ppt/slideMasters/slideMaster1.xml"]
    assert remake(str(tmp_path)) == ()


def test_an_error_keeps_the_old_template(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(TEXT, encoding="utf-8")
    remake(str(tmp_path))
    before = (tmp_path / "template.pptx").read_bytes()
    (tmp_path / "brand.yaml").write_text(changed("  navy: 0B2A4A", "  navy: x"), encoding="utf-8")
    with pytest.raises(InvalidInput):
        remake(str(tmp_path))
    assert (tmp_path / "template.pptx").read_bytes() == before


def test_scale_and_sizes_are_points() -> None:
    tokens = read_tokens(TEXT.encode(), "brand.yaml", ".")
    assert tokens.scale[0] == Pt(44)
    assert tokens.sizes.body == (Pt(24), Pt(20), Pt(18))


def test_the_emblem_is_four_squares_in_a_cross_inside_its_box() -> None:
    box = Box(Emu(10), Emu(20), inches(0.21), inches(0.21))
    found = squares(box, (BLUE, TEAL))
    assert [mark.fill for mark in found] == [BLUE, TEAL, TEAL, BLUE]
    assert all(box.x <= m.box.x and m.box.right <= box.right and m.box.bottom <= box.bottom for m in found)
    assert found[0].box.right < found[1].box.x


def png(width: int, height: int) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGBA", (width, height), "navy").save(stream, "PNG")
    return stream.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><rect width="3" height="1"/></svg>'


def with_logo(tmp_path: Path, logo: str, **files: bytes) -> str:
    for name, data in files.items():
        (tmp_path / name.replace("_", ".")).write_bytes(data)
    text = TEXT + f"\nlogo: {logo}\n"
    (tmp_path / "brand.yaml").write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_a_logo_replaces_the_emblem(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    made = make_brand(with_logo(tmp_path, "logo.svg", logo_png=png(300, 100), logo_svg=SVG))
    parts = members(made["template.pptx"])
    assert parts["ppt/media/logo.png"] == png(300, 100)
    assert parts["ppt/media/logo.svg"] == SVG
    for name in ("ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout1.xml"):
        assert b"svgBlip" in parts[name]
        assert b"Rute 1" not in parts[name]
        assert b'descr="Osloregionen"' in parts[name]
    path = tmp_path / "template.pptx"
    path.write_bytes(made["template.pptx"])
    assert OpenXmlValidator().validate(str(path)).errors == []


@pytest.mark.parametrize(
    ("logo", "files", "code"),
    [
        ("borte.png", {}, "missing-file"),
        ("logo.png", {"logo_png": b"ikke noe bilde"}, "bad-logo"),
        ("logo.svg", {"logo_png": png(3, 1), "logo_svg": b"<html/>"}, "bad-logo"),
        ("logo.svg", {"logo_svg": SVG}, "missing-file"),
        ("{svg: logo.svg}", {"logo_svg": SVG}, "logo-without-png"),
        ("{pgn: logo.png}", {"logo_png": png(3, 1)}, "unknown-key"),
        ("../logo.png", {}, "outside-folder"),
        ("logo.png", {"logo_png": png(400, 2)}, "bad-logo"),
        ("[a, b]", {}, "wrong-type"),
    ],
)
def test_a_wrong_logo_is_reported_with_its_line(tmp_path: Path, logo: str, files: dict[str, bytes], code: str) -> None:
    folder = with_logo(tmp_path, logo, **files)
    with pytest.raises(InvalidInput) as caught:
        make_brand(folder)
    assert code in [finding.code for finding in caught.value.findings]
    assert all(finding.at and finding.at.line > 60 for finding in caught.value.findings)
