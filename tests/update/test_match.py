from __future__ import annotations

import pytest

from osloregion_slides.update.deck_state import HAND, DeckState, EndState, Identity, ItemState, Locator, SlideState
from osloregion_slides.update.match import match
from osloregion_slides.update.plan import adopt, plan
from tests.update.result import merged
from tests.update.samples import box, deck, found, keys, shape, slide, text, title, with_item

BASE = deck(
    slide("cover", title("cover", "Osloregionen")),
    slide("members", title("members", "Medlemmer"), shape("members/total", "57"), shape("members/noun", "kommuner")),
    slide("regions", title("regions", "Delregioner"), shape("regions/a", "Follo"), shape("regions/b", "Halden")),
)


def copied(known: DeckState, key: str, place: int, **properties: object) -> DeckState:
    """The found deck with a copy of one slide, all its marks the same."""
    original = next(one for one in known.slides if keys(deck(one)) == [key])
    part = "ppt/slides/copy.xml"
    items = tuple([item.replace(locator=Locator(part, item.locator.path)) for item in original.items])  # type: ignore[union-attr]
    copy = original.replace(key=part, items=items, locator=Locator(part), **properties)
    return known.replace(slides=(*known.slides[:place], copy, *known.slides[place:]))


def stripped(known: DeckState, *, notes: bool = False) -> DeckState:
    """The found deck as from Google Slides: no ids, no names."""
    slides = [
        one.replace(
            items=tuple([item.replace(marks=Identity("", f"Google Shape;{i}")) for i, item in enumerate(one.items)]),
            notes=(f"Kilde: decks/osloregionen.yaml#{keys(deck(one))[0]}",) if notes else (),
        )
        for one in found(known, native=False).slides
    ]
    return known.replace(slides=tuple(slides))


def matched_keys(known: DeckState) -> list[list[str]]:
    return [[one.key, *[item.key for item in one.items]] for one in known.slides]


EXPECTED = [[one.key, *[item.key for item in one.items]] for one in BASE.slides]


@pytest.mark.parametrize("native", [True, False])
def test_a_deck_saved_by_powerpoint_or_libreoffice_is_matched_completely(native: bool) -> None:
    made = match(BASE, found(BASE, native))
    assert matched_keys(made.known) == EXPECTED
    assert made.unsure == ()


def test_placeholders_without_names_are_matched_by_type() -> None:
    theirs = found(BASE, native=False)
    for key in ("cover", "members", "regions"):
        theirs = with_item(theirs, f"{key}/title", marks=Identity("", "PlaceHolder 1"))
    assert matched_keys(match(BASE, theirs).known) == EXPECTED


def test_a_renamed_object_is_matched_by_its_creation_id() -> None:
    theirs = found(BASE)
    total = theirs.slides[1].items[1]
    renamed = with_item(theirs, "members/total", marks=total.marks.replace(name="Det store tallet"))
    assert matched_keys(match(BASE, renamed).known) == EXPECTED


def test_a_deck_without_markers_is_matched_by_titles_and_content() -> None:
    made = match(BASE, stripped(BASE), None, by_content=True)
    assert matched_keys(made.known) == EXPECTED
    assert made.unsure == ()


def test_changed_objects_matched_only_by_content_are_reported() -> None:
    theirs = stripped(BASE)
    items = theirs.slides[1].items
    moved = items[1].replace(box=items[1].box.replace(x=items[1].box.x + 300_000))  # type: ignore[union-attr]
    theirs = theirs.replace(
        slides=(theirs.slides[0], theirs.slides[1].replace(items=(items[0], moved, items[2])), theirs.slides[2])
    )
    made = match(BASE, theirs, None, by_content=True)
    assert matched_keys(made.known) == EXPECTED
    assert [one.item for one in made.unsure] == ["members/total"]


@pytest.mark.parametrize("replaced", [False, True])
def test_a_resaved_slide_with_an_edited_title_is_matched_by_its_body(
    replaced: bool,
) -> None:
    def saved(heading: str, said: str) -> DeckState:
        body = shape("aims/body", said).replace(slot="body")
        return deck(slide("cover", title("cover", "Osloregionen")), slide("aims", title("aims", heading), body))

    base = saved("Mål", "Kortere reiser")
    theirs = stripped(saved("Hva vi vil", "Noe helt annet" if replaced else "Kortere reiser"))
    made = match(base, theirs)
    assert (matched_keys(made.known)[1][0] == "aims") is not replaced
    assert [one.slide for one in made.unsure] == ([] if replaced else ["aims"])


@pytest.mark.parametrize("key", ["aims", "goals"])
def test_a_slide_of_another_deck_with_an_equal_body_is_not_taken_for_a_removed_slide(key: str) -> None:
    base = deck(slide("aims", title("aims", "Mål"), shape("aims/box", "Kortere reiser")))
    theirs = found(deck(slide(key, title(key, "Hva andre vil"), shape(f"{key}/box", "Kortere reiser"))), native=False)
    assert (matched_keys(match(base, theirs).known)[0][0] == "aims") is (key == "aims")


@pytest.mark.parametrize("name", ["Bilde 1/2", "other/box"])
def test_a_slide_of_placeholders_is_found_by_its_body_beside_a_shape_with_a_slash_in_its_name(name: str) -> None:
    def saved(heading: str, *more: ItemState) -> DeckState:
        body = shape("aims/body", "Kortere reiser").replace(slot="body")
        return deck(slide("aims", title("aims", heading), body, *more))

    theirs = found(saved("Hva vi vil", shape("aims/x", "")), native=False)
    items = [
        one.replace(marks=one.marks.replace(name=name if one.marks.name == "aims/x" else "PlaceHolder"))
        for one in theirs.slides[0].items
    ]
    theirs = theirs.replace(slides=(theirs.slides[0].replace(items=tuple(items)),))
    assert matched_keys(match(saved("Mål"), theirs).known)[0][0] == "aims"


def test_two_similar_objects_are_uncertain_matches() -> None:
    twins = deck(slide("cover", title("cover", "Osloregionen"), shape("cover/a", "57"), shape("cover/b", "57")))
    made = match(twins, stripped(twins), None, by_content=True)
    assert {one.item for one in made.unsure} == {"cover/a", "cover/b"}


def test_groups_are_matched_by_their_children_and_connectors_by_their_ends() -> None:
    boxes = [shape(f"cover/{name}", word) for name, word in (("a", "Styret"), ("b", "Rådet"), ("c", "Sekretariat"))]
    grouped = [one.replace(parent=f"cover/g{number}") for number, one in enumerate(boxes)]
    groups = [ItemState(f"cover/g{number}", "group") for number in range(3)]
    joins = [("cover/a", "cover/b"), ("cover/b", "cover/c"), ("cover/c", "cover/a")]
    lines = [
        ItemState(f"cover/{number}", "connector", ends=(EndState(start, 0), EndState(end, 2)))
        for number, (start, end) in enumerate(joins)
    ]
    known = deck(slide("cover", title("cover", "Osloregionen"), *groups, *grouped, *lines))
    theirs = stripped(known)
    turned = theirs.replace(slides=(theirs.slides[0].replace(items=theirs.slides[0].items[::-1]),))
    made = match(known, turned, None, by_content=True)
    expected = {
        "cover/title",
        "cover/0",
        "cover/1",
        "cover/2",
        "cover/a",
        "cover/b",
        "cover/c",
        *[g.key for g in groups],
    }
    found = {item.key: item for item in made.known.slides[0].items}
    assert set(found) == expected
    assert [found[f"cover/{name}"].parent for name in "abc"] == ["cover/g0", "cover/g1", "cover/g2"]
    assert [tuple(end.key for end in found[f"cover/{number}"].ends if end) for number in range(3)] == joins
    assert made.unsure == ()


def test_a_source_line_in_the_notes_matches_a_slide_with_a_changed_title() -> None:
    theirs = stripped(BASE, notes=True)
    theirs = theirs.replace(slides=tuple([one.replace(title="Noe annet") for one in theirs.slides]))
    assert [one.key for one in match(BASE, theirs, None, by_content=True).known.slides] == [
        "cover",
        "members",
        "regions",
    ]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize("place", [0, 3])
def test_the_unedited_one_of_a_slide_and_its_copy_is_the_original(native: bool, place: int) -> None:
    theirs = copied(found(BASE, native), "members", place)
    items = theirs.slides[place].items
    edited = theirs.slides[place].replace(items=(*items[:2], items[2].replace(text=text("byer"), box=box(9))))
    theirs = theirs.replace(slides=(*theirs.slides[:place], edited, *theirs.slides[place + 1 :]))
    made = match(BASE, theirs).known
    assert made.slides[place].key == f"{HAND}ppt/slides/copy.xml"
    assert [one.key for one in made.slides if not one.key.startswith(HAND)] == ["cover", "members", "regions"]


def test_a_copy_is_never_removed_when_the_outline_removes_the_slide() -> None:
    theirs = copied(found(BASE), "members", 2)
    ours = deck(BASE.slides[0], BASE.slides[2])
    assert keys(merged(plan(BASE, theirs, ours), ours)) == ["cover", "copy", "regions"]


def test_a_slide_from_another_deck_is_manual_even_with_our_shape_names() -> None:
    other = found(BASE.replace(key="en-annen"))
    theirs = found(deck(BASE.slides[0], BASE.slides[2]))
    theirs = theirs.replace(slides=(*theirs.slides, other.slides[1]))
    made = plan(BASE, theirs, BASE)
    assert {(note.slide, note.what) for note in made.notes} == {
        ("members", "deleted by hand, stays deleted"),
        (f"{HAND}ppt/slides/members.xml", "added by hand"),
    }


def test_a_deleted_and_restored_slide_is_matched_again() -> None:
    theirs = found(BASE)
    back = theirs.slides[1].replace(marks=Identity("4711"), locator=Locator("ppt/slides/slide9.xml"))
    made = match(BASE, theirs.replace(slides=(theirs.slides[0], theirs.slides[2], back)))
    assert [one.key for one in made.known.slides] == ["cover", "regions", "members"]


def test_a_reversed_deck_is_a_reorder_and_stays_reversed() -> None:
    theirs = found(BASE)
    theirs = theirs.replace(slides=theirs.slides[::-1])
    ours = deck(*BASE.slides, slide("closing", shape("closing/a", "Takk")))
    assert plan(BASE, theirs, BASE).exit_code == 0
    assert keys(merged(plan(BASE, theirs, ours), ours)) == ["regions", "closing", "members", "cover"]


def test_references_between_read_objects_become_keys() -> None:
    part = "ppt/slides/slide7.xml"
    line = ItemState("#4", "connector", ends=(EndState("#2", 1), EndState("#3", 3)), marks=Identity("", "r/line"))
    a, b = shape("#2", marks=Identity("", "r/a")), shape("#3", marks=Identity("", "r/b"), link=f"#{part}")
    base = deck(slide("r", shape("r/a"), shape("r/b"), ItemState("r/line", "connector")))
    theirs = deck(SlideState(part, "", (a, b, line), locator=Locator(part)))
    items = {item.key: item for item in match(base, theirs).known.slides[0].items}
    assert [end and end.key for end in items["r/line"].ends] == ["r/a", "r/b"]
    assert items["r/b"].link == "#r"


def test_adoption_marks_matched_objects() -> None:
    made = adopt(stripped(BASE), BASE)
    assert made.rebase
    assert {type(one).__name__ for one in made.changes} == {"Mark"}
    assert len(made.changes) == sum(map(len, EXPECTED))
    again = plan(BASE, merged(made, BASE), BASE)
    assert (again.changes, again.notes) == ((), ())
