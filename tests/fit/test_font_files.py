"""`brand fonts`: the advances of a user's font in a table beside the template, which builds read everywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTCollection, TTFont

from osloregion_slides import build, import_deck
from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.tables import read_tables, table_path
from osloregion_slides.brand.values import FACES
from osloregion_slides.cli import main
from osloregion_slides.fit import font_files
from osloregion_slides.fit.font_files import installed, measure
from osloregion_slides.fit.metrics import load_metrics, use
from tests.batch.sample import build as batch
from tests.batch.sample import states
from tests.brand import foreign
from tests.fonts.make_square import make

HERE = Location("mal.pptx")
OUTLINE = """deck: d
title: Et møte
language: nb
brand: mal.pptx
slides:
  - {id: a, kind: bullets, title: Vi møtes, items: [Ett, To]}
"""


def square(path: Path, family: str, width: int = 1000, em: int = 1000, bold: bool = False, italic: bool = False) -> str:
    """Write a font of this family whose signs are all this wide."""
    make(str(path))
    with TTFont(str(path)) as font:
        for record in font["name"].names:
            if record.nameID in (1, 4):
                record.string = family if record.nameID == 1 or not bold else f"{family} Bold"
        font["head"].unitsPerEm = em
        font["head"].macStyle = bold + 2 * italic
        for glyph in font["hmtx"].metrics:
            font["hmtx"][glyph] = (width, 0)
        font.save(str(path))
    return str(path)


@pytest.fixture(autouse=True)
def no_tables() -> Iterator[None]:
    """Leave no table of a test in use."""
    yield
    use(())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an outline on a template in Oslo Sans, in which commands run; no font is installed."""
    theme = "ppt/theme/theme1.xml"
    template = foreign.replaced(foreign.default(), theme, lambda xml: xml.replace(b"Calibri", b"Oslo Sans"))
    (tmp_path / "mal.pptx").write_bytes(template)
    (tmp_path / "o.yaml").write_text(OUTLINE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(font_files, "font_folders", lambda: [str(tmp_path / "installed")])
    return tmp_path


def unproven(outline: Path) -> list[str]:
    return [str(dict(one.values)["font"]) for one in build(outline).findings if one.code == "unproven-fit"]


def test_a_measured_font_stays_proven_with_and_without_the_installed_font(folder: Path) -> None:
    assert unproven(folder / "o.yaml") == ["Oslo Sans"]
    font = square(folder / "sans.ttf", "Oslo Sans", 640)
    assert main(["brand", "fonts", "mal.pptx", font]) == 0
    Path(font).unlink()
    assert unproven(folder / "o.yaml") == []
    ((name, table),) = load_brand("mal.pptx", str(folder)).tables
    assert name == "Oslo Sans" and table == (folder / "fonts" / "oslo-sans.json").read_bytes()
    use(((name, table),))
    assert load_metrics("Oslo Sans").width("ab") == pytest.approx(2 * 0.64 * 1.011, rel=1e-3)
    (folder / "fonts" / "oslo-sans.json").unlink()
    assert unproven(folder / "o.yaml") == ["Oslo Sans"], "a table that is gone was used by a later deck"


@pytest.mark.parametrize("brand", ["mal.pptx", "templates/mal"])
def test_an_imported_outline_includes_the_font_tables_of_its_template(folder: Path, brand: str) -> None:
    if brand.startswith("templates"):
        (folder / brand).mkdir(parents=True)
        (folder / "mal.pptx").rename(folder / brand / "mal.pptx")
        (folder / "o.yaml").write_text(OUTLINE.replace("brand: mal.pptx", f"brand: {brand}/mal.pptx"), "utf-8")
    template = "mal.pptx" if brand == "mal.pptx" else f"{brand}/mal.pptx"
    assert main(["brand", "fonts", template, square(folder / "sans.ttf", "Oslo Sans", 640)]) == 0
    first = build(folder / "o.yaml").data
    found = import_deck(folder / "deck.pptx", folder / "o.yaml", data=first)
    copy = Path(found.write(folder / "made")[0])
    (folder / Path(template).parent / "fonts" / "oslo-sans.json").unlink()
    assert build(copy).data == first and unproven(copy) == []
    assert unproven(folder / "o.yaml"), "control"


def test_the_same_files_give_the_same_table_and_deck(folder: Path) -> None:
    font = square(folder / "sans.ttf", "Oslo Sans", 640)
    first, _ = measure("oslo sans", [font], HERE)
    assert first == measure("oslo sans", [font], HERE)[0]
    assert main(["brand", "fonts", "mal.pptx", font]) == 0
    assert build(folder / "o.yaml").data == build(folder / "o.yaml").data


def test_an_installed_font_is_found_by_its_family_and_not_by_its_file(folder: Path) -> None:
    (folder / "installed" / "deep").mkdir(parents=True)
    (folder / "installed" / "broken.ttf").write_bytes(b"no font")
    square(folder / "installed" / "other.ttf", "Oslo Sans Narrow", 300)
    square(folder / "installed" / "deep" / "x17.ttf", "Oslo Sans", 640)
    assert main(["brand", "fonts", "mal.pptx"]) == 0
    table = json.loads((folder / "fonts" / "oslo-sans.json").read_bytes())
    assert set(table["regular"]) == {round(0.64 * table["em"] + 0.49)}


def test_missing_faces_of_a_font_are_reported_and_measured_by_the_existing_ones(folder: Path) -> None:
    files = [square(folder / "r.ttf", "Oslo Sans", 500), square(folder / "b.ttf", "Oslo Sans", 1200, 2000, bold=True)]
    data, lacks = measure("Oslo Sans", files, HERE)
    table = json.loads(data)
    assert lacks == ("italic", "bold_italic")
    assert [table[face][0] / table["em"] for face in FACES] == pytest.approx([0.5, 0.6, 0.5, 0.6], abs=1e-3)


def test_collections_are_read(folder: Path) -> None:
    files = [square(folder / "a.ttf", "Andre", 300), square(folder / "b.ttf", "Oslo Sans", 700)]
    collection = TTCollection()
    collection.fonts = [TTFont(file) for file in files]
    collection.save(str(folder / "all.ttc"))
    table = json.loads(measure("Oslo Sans", [str(folder / "all.ttc")], HERE)[0])
    assert set(table["regular"]) == {round(0.7 * table["em"] + 0.49)}


@pytest.mark.parametrize("family", ["Carlito", "Liberation Serif"])
def test_a_debian_font_has_the_widths_of_our_table(family: str) -> None:
    files = list(installed())
    if not any(family.replace(" ", "") in file for file in files):
        pytest.skip(f"{family} is not installed")
    data, lacks = measure(family, files, HERE)
    assert lacks == ()
    use(())
    ours = load_metrics(family)
    widths = [
        ours.width("Åse skrev: Blåbærsyltetøy", bold, italic) for bold in (False, True) for italic in (False, True)
    ]
    use(((family, data),))
    theirs = load_metrics(family)
    assert theirs is not ours
    found = [
        theirs.width("Åse skrev: Blåbærsyltetøy", bold, italic) for bold in (False, True) for italic in (False, True)
    ]
    use(())
    assert found == pytest.approx(widths, rel=1e-3)


def test_a_font_that_is_not_found_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["brand", "fonts", "mal.pptx", "--lang", "en"]) == 1
    assert "font-not-found" in capsys.readouterr().err
    assert not (folder / "fonts").exists()
    assert main(["brand", "fonts"]) == 2


def test_without_fonttools_builds_work_and_measuring_reports_the_missing_package(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["brand", "fonts", "mal.pptx", square(folder / "sans.ttf", "Oslo Sans", 640)]) == 0
    for name in [name for name in sys.modules if name.partition(".")[0] == "fontTools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fontTools", None)
    assert unproven(folder / "o.yaml") == []
    with pytest.raises(InvalidInput, match="no-fonttools"):
        measure("Oslo Sans", ["sans.ttf"], HERE)


BROKEN = {
    "no JSON": b"{",
    "a list": b"[]",
    "another font": b'{"font": "Andre"}',
    "no spaces": b'{"font": "Oslo Sans", "em": 1, "characters": "a", "regular": [1]}',
    "deep": b"[" * 100_000,
    "endless": b" " * 1_100_000,
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_damaged_table_is_named(folder: Path, broken: str) -> None:
    path = Path(table_path(str(folder / "mal.pptx"), "Oslo Sans"))
    path.parent.mkdir()
    path.write_bytes(BROKEN[broken])
    with pytest.raises(InvalidInput, match="bad-font-table"):
        build(folder / "o.yaml")


@pytest.mark.parametrize("font", ["../../etc/passwd", "a/b", "C:\\x", "..", ""])
def test_the_name_of_a_font_cannot_lead_to_another_folder(folder: Path, font: str) -> None:
    path = Path(table_path(str(folder / "mal.pptx"), font))
    assert path.parent == folder / "fonts" and read_tables(str(folder / "mal.pptx"), [font]) == ()


def test_a_build_list_rebuilds_decks_when_the_table_of_their_font_appears_or_disappears(folder: Path) -> None:
    builds = folder / "builds.yaml"
    builds.write_text("builds:\n  - outline: o.yaml\n", "utf-8")
    out = {"out_dir": str(folder / "out")}
    assert states(batch(str(builds), **out)) == {"o": "built"}
    assert states(batch(str(builds), **out)) == {"o": "unchanged"}
    assert main(["brand", "fonts", "mal.pptx", square(folder / "sans.ttf", "Oslo Sans", 640)]) == 0
    first = batch(str(builds), **out)
    assert states(first)["o"] != "unchanged" and not first.outcomes[0].findings
    assert states(batch(str(builds), **out)) == {"o": "unchanged"}
    (folder / "fonts" / "oslo-sans.json").unlink()
    assert states(batch(str(builds), **out))["o"] != "unchanged"
