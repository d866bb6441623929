"""A deck unchanged since its last save is recognised without reading it; any modification makes it read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.ooxml.zip import Member, pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import open_deck, read_deck
from osloregion_slides.service_update import Asked, Planned, apply, plan_update
from tests.pptx.updating import edited
from tests.update.crossed import CASES
from tests.update.edits import delete, keys, shape_of, words
from tests.update.outlines import changed, copied
from tests.update.test_hard_cases import CREATION, GROWTH, POINTS, built, copy_of
from tests.update.test_matrix import CROSSED, opened, result
from tests.update.test_matrix import changed as crossed

HOLDER = "customXml/item1.xml"
SEAL = re.compile(rb' seal="[^"]*" slides="[^"]*"')


def sealed(data: bytes) -> list[str]:
    """The keys of the slides that need no reading."""
    return [key for _, key in open_deck(data).marks.slides if key]


def unsealed(data: bytes) -> bytes:
    """The same deck without its seal."""
    members = dict(read_zip(data))
    text, count = SEAL.subn(b"", members[HOLDER].read())
    assert count == 1
    members[HOLDER] = pack(HOLDER, text)
    return write_zip(members.values())


def planned(data: bytes, folder: Path, *wishes: Any) -> Planned:
    copied(folder)
    return plan_update("deck.pptx", Asked(changed(folder, "osloregionen", *wishes)), data=data)


def same(data: bytes, folder: Path, *wishes: Any) -> bytes:
    """Update a deck with its seal and without: the same plan, the same result; return it."""
    quick, slow = planned(data, folder, *wishes), planned(unsealed(data), folder, *wishes)
    assert quick.plan.notes == slow.plan.notes
    assert quick.plan.changes == slow.plan.changes
    assert (quick.plan.order, quick.plan.rebase) == (slow.plan.order, slow.plan.rebase)
    after = apply(quick, "deck.pptx").data
    if quick.plan.changes or quick.plan.rebase:
        assert after == apply(slow, "deck.pptx").data
    return after


def test_a_built_deck_is_sealed_as_a_whole() -> None:
    assert sealed(built()) == keys(opened(built()))
    assert sealed(unsealed(built())) == []


def test_a_sealed_deck_is_updated_like_a_fully_read_one(tmp_path: Path) -> None:
    after = same(built(), tmp_path, GROWTH)
    assert sealed(after) == keys(opened(after))
    twice = same(after, tmp_path, GROWTH, POINTS)
    assert sealed(twice) == sealed(after)
    assert planned(twice, tmp_path, GROWTH, POINTS).plan.notes == ()


def move(presentation: Any) -> None:
    shape_of(presentation, "purpose/heading").left += 500_000


def duplicate(presentation: Any) -> None:
    copy_of(presentation, presentation.slides[6], 3, True)


def reverse(presentation: Any) -> None:
    slides = presentation.slides._sldIdLst
    for slide in list(slides)[::-1]:
        slides.append(slide)


def strangers(presentation: Any) -> None:
    for slide in presentation.slides:
        for creation in slide._element.findall(CREATION):
            creation.getparent().remove(creation)


EDITS = {"move": move, "duplicate": duplicate, "delete": delete, "reverse": reverse, "no ids": strangers}


@pytest.mark.parametrize("name", EDITS)
def test_edits_are_recognised_after_an_update_with_and_without_the_seal(name: str, tmp_path: Path) -> None:
    first = planned(edited(built(), EDITS[name]), tmp_path, GROWTH)
    after = apply(first, "deck.pptx").data
    assert len(sealed(after)) >= 10
    edits = [(note.slide, note.item, note.what) for note in first.plan.notes if note.group == "edit"]
    again = planned(after, tmp_path, GROWTH).plan
    assert [(note.slide, note.item, note.what) for note in again.notes] == edits
    same(after, tmp_path, GROWTH)
    assert "legger merke til regionen" in " ".join(
        map(words, opened(same(after, tmp_path, GROWTH, POINTS)).slides)
    ) or (name == "delete")


@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_the_plan_after_an_update_is_the_same_without_the_seal(name: str, wish: str, tmp_path: Path) -> None:
    case, done = CASES[name], result(name, wish, "by hand")
    copied(tmp_path)
    asked = Asked(crossed(tmp_path, case.outline, case.wishes[wish]))
    slow = plan_update("deck.pptx", asked, data=unsealed(done.after)).plan
    quick = done.again
    assert [note.replace(at=None) for note in quick.notes] == [note.replace(at=None) for note in slow.notes]
    assert (quick.changes, quick.order) == (slow.changes, slow.order)


def swap(members: dict[str, Member]) -> None:
    name = "ppt/slides/slide3.xml"
    text = members[name].read()
    members[name] = pack(name, text.replace("Målet".encode(), "Målit".encode()))
    assert len(members[name].read()) == len(text)


def trade(members: dict[str, Member]) -> None:
    one, other = "ppt/slides/slide3.xml", "ppt/slides/slide5.xml"
    members[one], members[other] = members[other].replace(name=one), members[one].replace(name=other)


def drop(members: dict[str, Member]) -> None:
    del members["ppt/theme/theme1.xml"]


def add(members: dict[str, Member]) -> None:
    members["ppt/media/more.png"] = pack("ppt/media/more.png", b"1")


def properties(members: dict[str, Member]) -> None:
    name = "docProps/core.xml"
    members[name] = pack(name, members[name].read().replace(b"Osloregionen", b"osloregionen"))


CHANGES: dict[str, Callable[[dict[str, Member]], None]] = {
    "a letter": swap,
    "two slides traded": trade,
    "a part less": drop,
    "a part more": add,
    "the title": properties,
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_modification_breaks_the_seal(name: str) -> None:
    members = dict(read_zip(built()))
    CHANGES[name](members)
    assert sealed(write_zip(members.values())) == []


def test_a_save_by_another_program_breaks_the_seal_and_the_deck_is_read(tmp_path: Path) -> None:
    saved = edited(built(), lambda presentation: None)
    assert sealed(saved) == []
    assert planned(saved, tmp_path).plan.notes == ()
    assert [note.item for note in planned(edited(built(), move), tmp_path).plan.notes] == ["purpose/heading"]


@pytest.mark.parametrize("number", [1, 5, 13])
def test_damage_under_an_intact_seal_is_detected(number: int, tmp_path: Path) -> None:
    members = read_zip(built())
    member = members[f"ppt/slides/slide{number}.xml"]
    place = built().index(member.packed) + len(member.packed) // 2
    broken = bytearray(built())
    broken[place] ^= 0x5A
    assert sealed(bytes(broken)) == sealed(built())
    with pytest.raises(InvalidInput) as refused:
        planned(bytes(broken), tmp_path, GROWTH)
    assert [one.code for one in refused.value.findings] == ["deck-damaged"]


def test_the_seal_ignores_the_order_of_zip_members() -> None:
    members = list(read_zip(built()).values())
    assert sealed(write_zip([members[0], *members[:0:-1]])) == sealed(built())


def test_a_slide_under_a_seal_equals_the_read_one(tmp_path: Path) -> None:
    after = apply(planned(edited(built(), move), tmp_path, GROWTH), "deck.pptx").data
    known = planned(after, tmp_path, GROWTH)
    read = {slide.key: slide for slide in read_deck(after).known.slides}
    assert len(known.found.slides) == len(read)
    for slide in known.found.slides:
        assert slide.locator is not None
        part = read[slide.locator.part]
        assert (slide.title, slide.notes, slide.hidden, slide.section, slide.marks.number) == (
            part.title,
            part.notes,
            part.hidden,
            part.section,
            part.marks.number,
        )
        assert len(slide.items) == len(part.items)
