"""A folder for another organisation: nothing of ours on its slides, and readable text in any colour."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from osloregion_slides import build, check, cli
from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.brand.contrast import luminance, ratio
from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.palette import palette_from
from osloregion_slides.ooxml.transforms import parse_hex
from osloregion_slides.starter import Own, slug_of, start_own

DATE = "2026-01-31"
COLOURS = [
    "FFFF00",
    "FFD400",
    "FFB81C",
    "000000",
    "FFFFFF",
    "808080",
    "F2F2F2",
    "0B0B0B",
    "FF0000",
    "7A1F3D",
    "00FF00",
    "7CFC00",
    "006633",
    "00FFFF",
    "007A72",
    "0000FF",
    "1F4FD8",
    "0B2343",
    "87CEEB",
    "FF00FF",
    "6A3D9A",
    "FFC0CB",
    "FF7F00",
    "8B4513",
    "C0C000",
    "FFFFE0",
    "E6E6FA",
]


def outline_in(folder: Path) -> str:
    [outline] = [path for path in (folder / "decks").glob("*.yaml") if path.name != "builds.yaml"]
    return str(outline)


def png(width: int = 40, height: int = 20) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress((b"\0" + b"\x7a\x1f\x3d" * width) * height))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_deck_for_another_organisation_contains_nothing_of_osloregionen(language: str, tmp_path: Path) -> None:
    start_own(str(tmp_path), Own("Fjellregionen Ør & Øst", "#7a1f3d"), DATE)
    built = build(outline_in(tmp_path), language=language)
    assert {one.code for one in built.findings} <= {"unfilled-blank"}
    with zipfile.ZipFile(io.BytesIO(built.data)) as package:
        for name in package.namelist():
            assert b"Oslo" not in package.read(name), name
    texts = [
        shape.text_frame.text for slide in built.presentation().slides for shape in slide.shapes if shape.has_text_frame
    ]
    assert "Fjellregionen Ør & Øst" in texts


@pytest.mark.parametrize("colour", COLOURS)
def test_every_text_is_readable_in_any_brand_colour(colour: str, tmp_path: Path) -> None:
    start_own(str(tmp_path), Own("Vår region", colour), DATE)
    [brand] = [path.parent for path in tmp_path.glob("templates/*/brand.yaml")]
    made = make_brand(str(brand))  # an error for each text of the layouts with a contrast less than 4.5
    assert (brand / "template.pptx").read_bytes() == made["template.pptx"]
    built = build(outline_in(tmp_path))
    assert {one.code for one in built.findings} <= {"unfilled-blank"}
    (tmp_path / "deck.pptx").write_bytes(built.data)
    assert {one.code for one in check(tmp_path / "deck.pptx") if one.severity != "note"} <= {"unfilled-blank"}


@pytest.mark.parametrize("colour", COLOURS)
def test_the_colours_of_a_brand_differ_from_each_other(colour: str) -> None:
    shown = {name: parse_hex(value) for name, value in palette_from(colour).items()}
    for one, other in (("dark", "brand"), ("brand", "second"), ("second", "paper")):
        assert ratio(shown[one], shown[other]) > 1.25, (one, other)
    assert shown["mark"] != shown["second"]


@pytest.mark.parametrize("colour", ["7A1F3D", "FFD400", "1F4FD8", "0B2343", "87CEEB"])
def test_the_brand_contains_the_chosen_colour(colour: str) -> None:
    assert colour in palette_from(colour).values()
    assert 0 < luminance(parse_hex(palette_from(colour)["brand"])) < 0.13


def test_the_logo_is_on_the_slides(tmp_path: Path) -> None:
    (tmp_path / "our logo.png").write_bytes(png())
    start_own(str(tmp_path / "a"), Own("Vår region", logo=str(tmp_path / "our logo.png")), DATE)
    with zipfile.ZipFile(io.BytesIO(build(outline_in(tmp_path / "a")).data)) as package:
        assert png() in [package.read(name) for name in package.namelist() if name.startswith("ppt/media/")]


@pytest.mark.parametrize(
    "name",
    [
        "**Fet** {{ alliance.x }} [a](b)",
        'Sitat "her" \\ : # x',
        "北京地区",
        "Con",
        "- 2008",
        "{name} {slug}",
        "Region's «Øst»",
        "Samarbeidsrådet for kommunene i Nordre og Søndre Fjelldaler",
    ],
)
def test_a_name_with_any_characters_is_on_the_cover_unchanged(name: str, tmp_path: Path) -> None:
    start_own(str(tmp_path), Own(name), DATE)
    built = build(outline_in(tmp_path))
    assert {one.code for one in built.findings} <= {
        "unfilled-blank",
        "unproven-fit",
        "straight-quotes",
        "unknown-script",
    }
    texts = [shape.text_frame.text for shape in built.presentation().slides[0].shapes if shape.has_text_frame]
    assert name in texts


def test_file_names_are_plain_ascii() -> None:
    assert slug_of("Østre Toten og Ås") == "ostre-toten-og-as"
    assert slug_of("Samarbeidsrådet for kommunene i Nordre og Søndre Fjell") == "samarbeidsradet-for-kommunene-i-nordre"
    assert slug_of("Con") == "deck-con"
    assert slug_of("北京") == "deck"


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (Own(" "), "usage"),
        (Own("x" * 61), "usage"),
        (Own("a\u202eb"), "usage"),
        (Own("A", "red"), "bad-colour"),
        (Own("A", logo="nowhere.png"), "missing-file"),
        (Own("A", logo=__file__), "bad-logo"),
    ],
)
def test_unusable_arguments_write_nothing(own: Own, code: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as wrong:
        start_own(str(tmp_path / "new"), own, DATE)
    assert [one.code for one in wrong.value.findings] == [code]
    assert not (tmp_path / "new").exists()
    assert all(one.at != Location("") for one in wrong.value.findings)


def test_init_for_an_organisation_works_on_the_command_line_once_per_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", "mine", "--blank", "Vår region", "--colour", "#7A1F3D"]) == 0
    assert cli.main(["init", "mine", "--blank", "Vår region"]) == 1
    assert cli.main(["init", "other", "--colour", "#7A1F3D"]) == 2
    assert cli.main(["init", "other", "--blank", "A", "--excel"]) == 2
    monkeypatch.chdir("mine")
    assert cli.main(["build", "-j", "1"]) == 0
    assert sorted(path.name for path in Path("out").glob("*.pptx")) == ["var-region-en.pptx", "var-region.pptx"]
