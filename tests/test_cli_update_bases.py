"""Bases that are broken in the deck, kept in the store, or neither: what update verbs say, and that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides import cli
from osloregion_slides.ooxml.zip import Member, pack, read_zip, write_zip
from tests.workspace import CONFLICTS, DECK, NOTHING, WRONG, Workspace


def other_base(members: dict[str, Member], part: str) -> None:
    members[part] = pack(part, members[part].read().replace(b"kommuner", b"byer"))


def no_json(members: dict[str, Member], part: str) -> None:
    members[part] = pack(part, members[part].read().replace(b'"slides":[', b'"slides":{'))


def no_xml(members: dict[str, Member], part: str) -> None:
    members[part] = pack(part, members[part].read()[:-20])


def no_part(members: dict[str, Member], part: str) -> None:
    del members[part]


BROKEN = {"another": other_base, "no JSON": no_json, "no XML": no_xml, "gone": no_part}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_base_in_the_deck_is_replaced_from_the_base_store(
    name: str, place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    place.conflict()
    assert cli.main(["plan", DECK]) == CONFLICTS
    whole = capsys.readouterr().out
    members = dict(read_zip(place.deck.read_bytes()))
    BROKEN[name](members, "customXml/item1.xml")
    place.deck.write_bytes(write_zip(members.values()))
    assert cli.main(["plan", DECK]) == CONFLICTS
    said = capsys.readouterr()
    assert said.out == whole
    assert ("warning[base-from-store]" in said.err) == (name in ("another", "no JSON"))
    assert cli.main(["update", DECK, "--on-conflict", "take"]) == NOTHING
    capsys.readouterr()
    assert cli.main(["plan", DECK]) == NOTHING
    assert "base-from-store" not in capsys.readouterr().err


def test_a_broken_base_that_is_not_in_the_store_is_reported(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    for kept in Path("decks/.bases").iterdir():
        kept.unlink()
    members = dict(read_zip(place.deck.read_bytes()))
    other_base(members, "customXml/item1.xml")
    place.deck.write_bytes(write_zip(members.values()))
    cli.main(["plan", DECK])
    assert "warning[other-base]" in capsys.readouterr().err
    no_json(members, "customXml/item1.xml")
    place.deck.write_bytes(write_zip(members.values()))
    before = place.deck.read_bytes()
    assert cli.main(["update", DECK]) == WRONG
    assert "bad-base" in capsys.readouterr().err
    assert place.deck.read_bytes() == before
