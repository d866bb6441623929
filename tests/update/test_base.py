from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Box
from osloregion_slides.update.base import base_bytes, base_hash, item_forms, keep, store_folder
from osloregion_slides.update.base_read import find, find_base, read_base, read_item
from osloregion_slides.update.deck_state import (
    DeckState,
    EndState,
    ItemState,
    LineState,
    ParagraphState,
    RunState,
    TableState,
    Variant,
)
from osloregion_slides.update.state_parts import ChartState, SeriesState
from tests.update.decks import decks
from tests.update.samples import deck, shape, slide, with_item

SAMPLE = deck(slide("members", shape("members/total", "57")), slide("closing", shape("closing/a", "Takk")))


@settings(max_examples=80, deadline=None)
@given(decks())
def test_a_base_round_trips(known: DeckState) -> None:
    known = known.replace(variant=Variant("board", "en", "2008-01-01", (("meeting.title", "Møte"),)), outline="a.yaml")
    data = base_bytes(known)
    assert read_base(data) == known
    assert base_bytes(read_base(data)) == data
    assert json.loads(data)["key"] == "osloregionen"


@settings(max_examples=80, deadline=None)
@given(decks(), decks())
def test_reading_a_base_with_the_new_scene_at_hand_gives_the_same_base(known: DeckState, ours: DeckState) -> None:
    assert read_base(base_bytes(known), ours, base_bytes(ours)) == known


def test_outline_settings_are_not_part_of_the_base() -> None:
    told = SAMPLE.replace(slides=(SAMPLE.slides[0].replace(at=Location("a.yaml", 3), freeze=True), SAMPLE.slides[1]))
    assert base_bytes(told) == base_bytes(SAMPLE)


def test_each_slide_is_one_line_of_the_base() -> None:
    changed = with_item(SAMPLE, "closing/a", alt="Takk")
    pairs = zip(base_bytes(SAMPLE).splitlines(), base_bytes(changed).splitlines())
    assert [a == b for a, b in pairs] == [True, True, False, True]


BROKEN = {
    "not JSON": b"{",
    "no object": b"[]",
    "nothing in it": b"{}",
    "deep": b"[" * 100_000,
    "not UTF-8": b"\xff",
    "words for numbers": base_bytes(SAMPLE).replace(b'"size":1800', b'"size":"large"'),
    "a truth for a number": base_bytes(SAMPLE).replace(b'"size":1800', b'"size":true'),
    "an unknown kind": base_bytes(SAMPLE).replace(b'"kind":"shape"', b'"kind":"film"'),
    "three sides": base_bytes(SAMPLE).replace(b"[360000,360000,", b"[360000,"),
    "a key twice": base_bytes(SAMPLE).replace(b"closing/a", b"members/total"),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("beside", [None, SAMPLE])
def test_a_broken_base_is_a_finding(name: str, beside: DeckState | None) -> None:
    with pytest.raises(InvalidInput) as problem:
        read_base(BROKEN[name], beside, base_bytes(SAMPLE) if beside else b"")
    assert [finding.code for finding in problem.value.findings] == ["bad-base"]


def test_a_base_of_a_newer_version_is_reported_as_such() -> None:
    with pytest.raises(InvalidInput) as problem:
        read_base(base_bytes(SAMPLE).replace(b'"format":1', b'"format":2'))
    assert problem.value.findings[0].code == "newer-base"


def test_the_hash_of_a_base_is_sha256() -> None:
    assert base_hash(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_store_has_one_file_per_base(tmp_path: Path) -> None:
    folder = store_folder(str(tmp_path / "osloregionen.yaml"))
    names = [keep(folder, base_bytes(SAMPLE)) for _ in range(2)]
    assert names[0] == names[1] == base_hash(base_bytes(SAMPLE))
    assert os.listdir(folder) == [f"{names[0][7:]}.json"]
    assert find(folder, names[0]) == base_bytes(SAMPLE)


@pytest.mark.parametrize("name", ["sha256:" + "0" * 64, "", "sha256:../../secret", "sha256:" + "g" * 64])
def test_a_base_missing_from_the_store_is_none(tmp_path: Path, name: str) -> None:
    assert find(str(tmp_path), name) is None


def test_a_stored_base_whose_hash_differs_from_its_name_is_a_finding(tmp_path: Path) -> None:
    name = keep(str(tmp_path), base_bytes(SAMPLE))
    (tmp_path / f"{name[7:]}.json").write_bytes(b"{}")
    with pytest.raises(InvalidInput) as problem:
        find(str(tmp_path), name)
    assert problem.value.findings[0].code == "bad-base"


OTHER = with_item(SAMPLE, "closing/a", alt="Takk")


@pytest.mark.parametrize(
    ("inside", "named", "stored", "expected"),
    [
        (SAMPLE, SAMPLE, None, SAMPLE),
        (SAMPLE, None, None, SAMPLE),
        (None, SAMPLE, SAMPLE, SAMPLE),
        (OTHER, SAMPLE, SAMPLE, SAMPLE),
        (OTHER, SAMPLE, None, OTHER),
    ],
)
def test_the_base_named_by_a_deck_is_found_in_deck_and_store(
    tmp_path: Path, inside: DeckState | None, named: DeckState | None, stored: DeckState | None, expected: DeckState
) -> None:
    if stored:
        keep(str(tmp_path), base_bytes(stored))
    name = base_hash(base_bytes(named)) if named else ""
    assert read_base(find_base(base_bytes(inside) if inside else b"", name, [str(tmp_path)]).data) == expected


@pytest.mark.parametrize("name", ["", "sha256:" + "0" * 64])
def test_a_deck_without_a_base_is_a_finding_that_names_adopt(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        find_base(b"", name, [str(tmp_path)], "out/a.pptx")
    (finding,) = problem.value.findings
    assert finding.code == "no-base"
    assert "adopt" in finding.hint


def test_the_base_contains_every_compared_property_of_an_object() -> None:
    """A property that is written and not read is a change of every object that has it, or is one of none."""
    box = Box(*map(Emu, (1, 2, 3, 4)))
    cell = (ParagraphState((RunState("a", True, True, "l", "f"),), 1, 1200),)
    values: dict[str, Any] = {
        "box": box,
        "text": cell,
        "line": LineState("tx1", 3, "dash", True, True),
        "crop": (1, 2, 3, 4),
        "table": TableState((1,), ((cell,),), (), (("x",),)),
        "chart": ChartState("bar", ("a",), (SeriesState("s", (1.5, None), "c"),), "0"),
        "ends": (EndState("#2", 1), None),
        "rotation": 5,
        "mirrored": True,
    }
    apart = ("key", "kind", "locator", "marks", "look", "beyond")
    names = [name for name in ItemState.__fields__ if name not in apart]
    plain = ItemState("#1", "shape")
    item = plain.replace(**{name: values.get(name, name) for name in names})
    assert [name for name in names if getattr(item, name) == getattr(plain, name)] == []
    [form] = item_forms((item,))
    assert read_item(json.loads(json.dumps(form))) == item
