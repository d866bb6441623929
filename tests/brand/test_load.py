from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.base.units import Pt
from osloregion_slides.brand.load import checksum, load_brand, read_record, template_bytes
from osloregion_slides.brand.make import dump_brand, remake
from osloregion_slides.brand.tables import table_path
from osloregion_slides.brand.values import FACES
from tests.brand import foreign

OURS = Path(__file__).parent.parent.parent / "templates" / "osloregionen"


def codes(name: str, root: Path) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        load_brand(name, str(root))
    return [finding.code for finding in caught.value.findings]


def test_our_brand_comes_with_the_package(tmp_path: Path) -> None:
    brand = load_brand("osloregionen", str(tmp_path))
    assert (brand.name, brand.own, brand.findings) == ("osloregionen", True, ())
    assert template_bytes(brand) == (OURS / "template.pptx").read_bytes()


@pytest.mark.parametrize("where", ["templates", "../templates"])
def test_a_brand_folder_in_the_workspace_takes_precedence_over_the_packages(where: str, tmp_path: Path) -> None:
    root = tmp_path / "decks"
    root.mkdir()
    shutil.copytree(OURS, root / where / "osloregionen")
    brand = load_brand("osloregionen", str(root))
    assert Path(brand.template).resolve() == (root / where / "osloregionen" / "template.pptx").resolve()


def test_a_brand_round_trips_through_json() -> None:
    brand = load_brand("osloregionen", ".")
    again, source = read_record(dump_brand(brand, 7), brand.template)
    assert (again, source) == (brand, 7)


def test_a_process_loads_a_brand_once_for_the_same_font_tables(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "mine"
    shutil.copytree(OURS, folder)
    (tmp_path / ".git").touch()
    plain = load_brand("mine", str(tmp_path))
    assert load_brand("mine", str(tmp_path)) is plain
    table = Path(table_path(plain.template, plain.body_font))
    table.parent.mkdir()
    widths = {face: [500, 500] for face in FACES}
    table.write_text(json.dumps({"font": plain.body_font, "em": 1000, "characters": " -", **widths}), encoding="utf-8")
    measured = load_brand("mine", str(tmp_path))
    assert measured.tables and load_brand("mine", str(tmp_path)) is measured
    table.unlink()
    assert load_brand("mine", str(tmp_path)) == plain


def test_an_unknown_brand_name_suggests_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_brand("osloregione", str(tmp_path))
    assert str(caught.value.findings[0]).endswith("Did you mean `osloregionen`?")


@pytest.mark.parametrize("name", ["", ".", "..", "../osloregionen", "a/b", "a\\b", "C:x"])
def test_a_brand_name_cannot_leave_templates(name: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    assert codes(name, tmp_path) == ["unknown-brand"]


def test_a_changed_brand_file_is_a_warning_until_the_template_is_rebuilt(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "osloregionen"
    shutil.copytree(OURS, folder)
    source = folder / "brand.yaml"
    source.write_text(source.read_text(encoding="utf-8").replace("1D5FA8", "1D5FA0"), encoding="utf-8")
    assert [f.code for f in load_brand("osloregionen", str(tmp_path)).findings] == ["stale-template"]
    remake(str(folder))
    brand = load_brand("osloregionen", str(tmp_path))
    assert brand.findings == ()
    assert dict(brand.palette)["accent1"] == "1D5FA0"


def test_line_ends_of_another_system_do_not_make_a_template_stale() -> None:
    assert checksum(b"a\r\nb\r\n") == checksum(b"a\nb\n") != checksum(b"a b\n")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("brand.json", b"{", "bad-brand-json"),
        ("brand.json", b'{"version": 99}', "bad-brand-json"),
        ("brand.json", b"[]", "bad-brand-json"),
        ("brand.json", None, "bad-brand-json"),
        ("template.pptx", None, "missing-template"),
    ],
)
def test_an_incomplete_brand_is_reported_with_the_command_to_build_it(
    name: str, content: bytes | None, code: str, tmp_path: Path
) -> None:
    folder = tmp_path / "templates" / "osloregionen"
    shutil.copytree(OURS, folder)
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        load_brand("osloregionen", str(tmp_path))
    assert [finding.code for finding in caught.value.findings] == [code]
    assert "osloregion-slides brand" in caught.value.findings[0].hint


def test_a_template_can_be_named_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "mal.potx").write_bytes(foreign.potx())
    brand = load_brand("mal.potx", str(tmp_path))
    assert (brand.name, brand.own, brand.width, brand.height) == ("mal", False, 9_144_000, 6_858_000)
    assert template_bytes(brand) == brand.package != b""


def test_the_same_template_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(foreign.with_slides())
    assert load_brand("mal.pptx", str(tmp_path)) == load_brand("mal.pptx", str(tmp_path))


def test_a_missing_template_suggests_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "profil.pptx").write_bytes(foreign.default())
    with pytest.raises(InvalidInput) as caught:
        load_brand("profl.pptx", str(tmp_path))
    assert caught.value.findings[0].code == "missing-file"
    assert caught.value.findings[0].hint.casefold() == "did you mean `profil.pptx`?"


@pytest.mark.parametrize(
    ("name", "code"),
    [("../mal.pptx", "outside-workspace"), ("/tmp/mal.pptx", "bad-path"), ("C:\\mal.potx", "bad-path")],
)
def test_an_outline_cannot_use_a_template_outside_its_workspace(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "inne").mkdir()
    (tmp_path / "mal.pptx").write_bytes(foreign.default())
    assert codes(name, tmp_path / "inne") == [code]
    (tmp_path / "inne" / "merke.yaml").write_text("template: ../mal.pptx\n", encoding="utf-8")
    assert codes("merke.yaml", tmp_path / "inne") == ["outside-workspace"]


def test_a_finding_about_a_brand_is_located_where_the_outline_names_it(tmp_path: Path) -> None:
    at = Location("decks/x.yaml", 6, 8)
    for name in ("osloregione", "borte.potx"):
        with pytest.raises(InvalidInput) as caught:
            load_brand(name, str(tmp_path), at)
        assert caught.value.findings[0].at == at


FILE = (
    "template: norsk.pptx\nlayouts:\n  cover: Tittellysbilde\n  statement: Deloverskrift\nscale: [40, 32, 24, 18, 14]\n"
)


def test_a_brand_file_names_template_layouts_and_scale(tmp_path: Path) -> None:
    (tmp_path / "norsk.pptx").write_bytes(foreign.norwegian())
    (tmp_path / "merke.yaml").write_text(FILE, encoding="utf-8")
    brand = load_brand("merke.yaml", str(tmp_path))
    assert brand.name == "merke"
    assert brand.scale == tuple(Pt(size) for size in (40, 32, 24, 18, 14))
    assert brand.layout("statement").name == "Deloverskrift"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("cover:", "forside:", ["unknown-key at 3:3"]),
        ("Tittellysbilde", "Tittelysbilde", ["unknown-layout at 3:10"]),
        ("template: norsk.pptx\n", "", ["missing-key at 1:1"]),
        ("[40, 32", "[32, 40", ["bad-scale at 5:8"]),
        ("[40, 32", "[40, stor", ["bad-scale at 5:8"]),
        ("norsk.pptx", "borte.pptx", ["missing-template at 1:11"]),
    ],
)
def test_a_wrong_brand_file_is_reported_with_its_line(old: str, new: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "norsk.pptx").write_bytes(foreign.norwegian())
    (tmp_path / "merke.yaml").write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        load_brand("merke.yaml", str(tmp_path))
    found = [f"{f.code} at {f.at.line}:{f.at.column}" for f in caught.value.findings if f.at]
    assert found == expected


def test_a_foreign_template_can_be_stored_as_a_brand_folder(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "etat"
    folder.mkdir(parents=True)
    (folder / "norsk.pptx").write_bytes(foreign.norwegian())
    (folder / "brand.yaml").write_text(FILE, encoding="utf-8")
    assert codes("etat", tmp_path) == ["missing-template"]
    remake(str(folder))
    slow, fast = load_brand("templates/etat/brand.yaml", str(tmp_path)), load_brand("etat", str(tmp_path))
    assert fast.layouts == slow.layouts
    assert template_bytes(fast) == slow.package
    assert not fast.own


def without_titles(blank: bool) -> bytes:
    """Return a template whose layouts have no title; with ``blank`` no other placeholder either."""
    deck: Any = Presentation()
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if blank or shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                shape._element.getparent().remove(shape._element)
    return foreign.saved(deck)


@pytest.mark.parametrize("blank", [False, True])
def test_a_template_without_titles_is_a_finding_at_the_line_that_names_it(tmp_path: Path, blank: bool) -> None:
    (tmp_path / "mal.pptx").write_bytes(without_titles(blank))
    at = Location("decks/x.yaml", 4, 8)
    with pytest.raises(InvalidInput) as caught:
        load_brand("mal.pptx", str(tmp_path), at)
    assert [(finding.code, finding.at) for finding in caught.value.findings] == [("template-without-titles", at)]


def test_a_damaged_template_is_a_finding_at_the_line_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(foreign.default()[:500])
    at = Location("decks/x.yaml", 4, 8)
    with pytest.raises(InvalidInput) as caught:
        load_brand("mal.pptx", str(tmp_path), at)
    assert [(finding.code, finding.at) for finding in caught.value.findings] == [("template-damaged", at)]
