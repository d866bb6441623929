"""Tables, maps and pictures with bytes and values gone wrong."""

from __future__ import annotations

import copy
import functools
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.maps.load import load_areas
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.population import population
from tests.fuzz.budget import cases
from tests.fuzz.outlines import REPOSITORY, damaged
from tests.fuzz.properties import built, told
from tests.hostile.case import OUTLINE
from tests.hostile.pictures import png
from tests.hostile.workbooks import workbook

pytestmark = pytest.mark.slow

MEMBERS = (REPOSITORY / "decks" / "data" / "members.csv").read_bytes()
FIGURES = (REPOSITORY / "decks" / "data" / "population.csv").read_bytes()
MAP = (REPOSITORY / "assets" / "maps" / "osloregionen.geojson").read_bytes()
RECORDS = b"members:\n- {name: Oslo, number: 0301, from: 2004-12-17}\n- {name: Moss, number: 0104, from: 2004-12-17}\n"
THREE = "name,number,from\nHalden,0101,2004-12-17\nMoss,0104,2004-12-17\nSarpsborg,0105,2004-12-17\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("fuzz")
    (made / "table.yaml").write_text(
        OUTLINE + "members: DATA\nslides:\n  - {id: m, kind: members, title: T}\n  - {id: n, kind: map, title: U}\n",
        encoding="utf-8",
    )
    return made


@functools.cache
def tables() -> dict[str, bytes]:
    """Return a table of members in each format, by the name of its file."""
    head, *rows = MEMBERS.splitlines(keepends=True)
    short = head + b"".join(rows[:12])
    semicolons = short.decode().replace(",", ";").encode("cp1252", "replace")
    return {"m.csv": short, "n.csv": semicolons, "m.yaml": RECORDS, "m.xlsx": workbook(), "p.csv": FIGURES[:3000]}


@cases("tables")
@given(name=st.sampled_from(["m.csv", "n.csv", "m.yaml", "m.xlsx", "p.csv"]), data=st.data())
def test_a_damaged_table_gives_members_or_findings(folder: Path, name: str, data: st.DataObject) -> None:
    path = folder / name
    path.write_bytes(data.draw(damaged((tables()[name],))))
    registry, findings = load_registry(str(path))
    told(findings, False)
    told(population(str(path))[1], False)
    if registry.members and not any(finding.severity == "error" for finding in findings):
        text = (folder / "table.yaml").read_text(encoding="utf-8").replace("DATA", name)
        (folder / "deck.yaml").write_text(text, encoding="utf-8")
        built(folder / "deck.yaml")


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [0, -1, 1e308, 9e9, float("nan"), float("inf"), None, "a", [], {}, [[]], True, 10**400, 1e-320, [1], [1, 2, 3, 4]]
)


@st.composite
def borders(draw: st.DrawFn) -> bytes:
    """Return a map whose values are changed here and there; every feature has a number of its own."""
    import json

    tree = json.loads(MAP)
    tree["features"] = tree["features"][:4]
    for _ in range(draw(st.integers(1, 5))):
        holder: Any = tree
        key: Any = "features"
        while isinstance(holder[key], list | dict) and holder[key] and draw(st.integers(0, 5)):
            holder = holder[key]
            key = draw(st.sampled_from(list(holder) if isinstance(holder, dict) else list(range(len(holder)))))
        if isinstance(holder[key], list) and draw(st.booleans()):
            holder[key] = holder[key][: draw(st.integers(0, 5))] * draw(st.integers(0, 3))
        else:
            holder[key] = copy.deepcopy(draw(VALUES))
    return json.dumps(tree).encode()


@cases("maps")
@given(data=borders() | damaged((MAP[:6000] + b"]}",)))
def test_a_damaged_map_gives_areas_or_findings(folder: Path, data: bytes) -> None:
    (folder / "map.geojson").write_bytes(data)
    (folder / "three.csv").write_text(THREE)
    members = load_registry(str(folder / "three.csv"))[0].as_of("2008-01-01").municipalities
    areas, _, findings = load_areas(str(folder / "map.geojson"), members)
    told(findings, False)
    errors = [finding for finding in findings if finding.severity == "error"]
    assert errors or len(areas) == len(members)
    if not errors:
        slides = "members: three.csv\nslides:\n  - {id: n, kind: map, title: U, geometry: map.geojson}\n"
        (folder / "map.yaml").write_text(OUTLINE + slides, encoding="utf-8")
        built(folder / "map.yaml")


@functools.cache
def pictures() -> tuple[bytes, ...]:
    from PIL import Image

    found = [png(60, 40, 40)]
    for mode, kind in (
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("P", "PNG"),
        ("RGBA", "PNG"),
        ("I;16", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
    ):
        out = io.BytesIO()
        Image.new(mode, (50, 30)).save(out, kind)
        found.append(out.getvalue())
    return tuple(found)


@cases("pictures")
@given(data=st.data(), whole=st.booleans())
def test_a_damaged_picture_gives_a_deck_or_findings(folder: Path, data: st.DataObject, whole: bool) -> None:
    source = st.sampled_from(pictures()) if whole else damaged(pictures())
    (folder / "a.png").write_bytes(data.draw(source))
    slides = "slides:\n  - {id: p, kind: picture, title: T, image: a.png, alt: A}\n"
    (folder / "picture.yaml").write_text(OUTLINE + slides, encoding="utf-8")
    built(folder / "picture.yaml")
