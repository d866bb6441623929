"""Outlines, overlays, settings and expressions: a deck that is whole, or findings; never anything else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.budget import cases
from tests.fuzz.outlines import REPOSITORY, SOURCES, TEXTS, WORDS, damaged, dumped, outlines, patches, varied
from tests.fuzz.properties import built
from tests.hostile.pictures import png

pytestmark = pytest.mark.slow

BYTES = tuple([source.read_bytes() for source in SOURCES])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the data that outlines name."""
    made = tmp_path_factory.mktemp("fuzz")
    shutil.copytree(REPOSITORY / "decks" / "data", made / "data")
    shutil.copyfile(REPOSITORY / "assets" / "maps" / "osloregionen.geojson", made / "data" / "borders.geojson")
    (made / "data" / "a.png").write_bytes(png(300, 200, 200))
    return made


@cases("outlines")
@given(outline=outlines() | varied() | varied(), language=st.sampled_from(["", "", "nb", "en", "en", "se"]))
def test_an_outline_generated_from_the_schema_gives_a_deck_or_findings(
    folder: Path, outline: dict[str, Any], language: str
) -> None:
    (folder / "fuzz.yaml").write_text(dumped(outline), encoding="utf-8")
    built(folder / "fuzz.yaml", language=language)


@cases("bytes")
@given(data=damaged(BYTES))
def test_a_damaged_outline_gives_a_deck_or_findings(folder: Path, data: bytes) -> None:
    (folder / "fuzz.yaml").write_bytes(data)
    built(folder / "fuzz.yaml")


@cases("overlays")
@given(outline=outlines(2) | varied(), patch=patches(), extends=st.booleans())
def test_an_overlay_gives_a_deck_or_findings(
    folder: Path, outline: dict[str, Any], patch: dict[str, Any], extends: bool
) -> None:
    if extends:
        (folder / "over.yaml").write_text(dumped({**patch, "extends": "fuzz.yaml"}), encoding="utf-8")
    else:
        outline["audiences"] = {"board": patch}
    (folder / "fuzz.yaml").write_text(dumped(outline), encoding="utf-8")
    if extends:
        built(folder / "over.yaml")
    else:
        built(folder / "fuzz.yaml", audience="board")


@cases("settings")
@given(keys=st.lists(st.sampled_from(["meeting.title", "title", "slides", "meeting", "alliance.name", "deck", "a..b", "", ".", "slides.0", "as_of", "members", "meeting.title.nb"]), max_size=3), value=TEXTS, audience=WORDS, as_of=st.sampled_from(["", "2008-01-01", "2019-06-01", "0000-00-00", "x", "9999-12-31"]))  # fmt: skip
def test_settings_give_a_deck_or_findings(keys: list[str], value: str, audience: str, as_of: str) -> None:
    source = REPOSITORY / "decks" / "osloregionen.yaml"
    settings = tuple([(key, value) for key in keys])
    built(source, settings=settings, audience=audience if keys else "", as_of=as_of)  # type: ignore[arg-type]


NAMES = st.sampled_from(
    [
        "title",
        "members",
        "members.municipalities",
        "alliance.name",
        "as_of",
        "language",
        "meeting",
        "strategy",
        "organisation",
        "nothing",
        "self",
        "loop",
        "range",
        "true",
        "none",
        "1",
        "0",
        "-1",
        "2.5",
        "1e308",
        "1e999",
        "'a'",
        '"b"',
        "[]",
        "[1,'a']",
        "()",
        "9999999999999",
        "'{{'",
        "''",
    ]
)
FILTERS = st.sampled_from(
    [
        "upper",
        "lower",
        "count",
        "names",
        "join_and",
        "in_words",
        "date",
        "default",
        "int",
        "float",
        "round",
        "number",
        "first",
        "last",
        "length",
        "sum",
        "sort",
        "replace('a','b')",
        "round(99)",
        "default('x')",
        "attr('__class__')",
        "center(9)",
        "percent",
        "unknown",
    ]
)
SIGNS = st.sampled_from(
    ["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "and", "or", "in", "if", "else", "is", ".", "|", ",", "not"]
)


@st.composite
def expressions(draw: st.DrawFn) -> str:
    """Return an expression, or what looks like one."""
    parts = [draw(NAMES)]
    for _ in range(draw(st.integers(0, 5))):
        parts += draw(
            st.one_of(st.tuples(SIGNS, NAMES), st.tuples(st.just("|"), FILTERS), st.tuples(st.sampled_from("()[]{}.:")))
        )
    return " ".join(parts)


@cases("expressions")
@given(text=expressions())
def test_an_expression_gives_a_deck_or_findings(folder: Path, text: str) -> None:
    outline = {
        "deck": "fuzz", "title": "Fuzz", "language": "nb", "as_of": "2008-01-01", "members": "data/members.csv",
        "alliance": {"name": "Osloregionen"}, "meeting": {"title": "Møte"},
        "slides": [{"id": "a", "kind": "statement", "title": "A", "text": f"x {{{{ {text} }}}} y"}],
    }  # fmt: skip
    (folder / "fuzz.yaml").write_text(dumped(outline), encoding="utf-8")
    built(folder / "fuzz.yaml")
