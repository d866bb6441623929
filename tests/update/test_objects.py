"""Objects that come and go, groups, and lines between shapes."""

from __future__ import annotations

from osloregion_slides.update.changes import AddItem, Forget, RemoveItem, Reroute, SetBox
from osloregion_slides.update.deck_state import DeckState, EndState, Identity, ItemState
from osloregion_slides.update.plan import adopt, plan
from tests.update.result import merged
from tests.update.samples import box, deck, found, items, shape, slide, text, title, with_item


def organisation(*more: ItemState, at: float = 1) -> DeckState:
    ends = (EndState("organisation/council", 2), EndState("organisation/board", 0))
    return deck(
        slide(
            "organisation",
            title("organisation", "Organisering"),
            ItemState("organisation/chart", "group"),
            ItemState("organisation/line", "connector", parent="organisation/chart", ends=ends),
            shape("organisation/council", "Samarbeidsrådet", parent="organisation/chart", box=box(at, 1)),
            shape("organisation/board", "Styret", parent="organisation/chart", box=box(at, 4)),
            *more,
        )
    )


def without(known: DeckState, *keys: str) -> DeckState:
    slides = [
        one.replace(items=tuple([item for item in one.items if item.key not in keys and item.marks.name not in keys]))
        for one in known.slides
    ]
    return known.replace(slides=tuple(slides))


def test_equal_moves_of_all_children_are_one_move_of_the_group() -> None:
    base = organisation()
    made = plan(base, found(organisation(at=2)), base)
    assert [(note.item, note.what) for note in made.notes] == [("organisation/chart", "moved 1.0 cm right")]


def test_resizing_a_group_is_one_edit() -> None:
    base = organisation()
    theirs = with_item(found(base), "organisation/council", box=box(3, 2, 2.5, 1))
    theirs = with_item(theirs, "organisation/board", box=box(3, 3.5, 2.5, 1))
    told = [(note.item, note.what) for note in plan(base, theirs, base).notes]
    moved = "moved 2.0 cm right and 1.0 cm down, resized from 5.0 × 5.0 to 2.5 × 2.5 cm"
    assert told == [("organisation/chart", moved)]


def test_a_move_of_one_child_of_a_group_is_its_own_edit() -> None:
    base = organisation()
    theirs = with_item(found(base), "organisation/board", box=box(3, 4))
    assert [note.item for note in plan(base, theirs, base).notes] == ["organisation/board"]


def test_connectors_follow_shapes_moved_by_the_outline() -> None:
    base, ours = organisation(), organisation(at=5)
    made = plan(base, found(base), ours)
    (line,) = [one for one in made.changes if isinstance(one, Reroute)]
    assert (line.start_box, line.end_box) == (box(5, 1), box(5, 4))
    assert isinstance(made.changes[-1], Reroute)
    assert [note.item for note in made.notes] == ["organisation/chart"]


def test_connectors_redrawn_by_another_program_are_repaired_when_the_slide_changes() -> None:
    base = organisation()
    foreign = found(base, native=False)
    assert plan(base, foreign, base).changes == ()
    ours = with_item(base, "organisation/title", text=text("Organisasjon"))
    assert [type(one).__name__ for one in plan(base, foreign, ours).changes] == ["SetText", "Reroute"]


def test_a_new_object_is_added_to_its_group_above_its_neighbour() -> None:
    base = organisation()
    ours = organisation(shape("organisation/secretariat", "Eget sekretariat", parent="organisation/chart"))
    (added,) = [one for one in plan(base, found(base), ours).changes if isinstance(one, AddItem)]
    assert (added.parent, added.after, added.children) == ("organisation/chart", "organisation/board", ())


def test_a_new_group_is_added_with_its_children() -> None:
    base, ours = deck(slide("organisation")), organisation()
    added = [one for one in plan(base, found(base), ours).changes if isinstance(one, AddItem)]
    chart = next(one for one in added if one.item == "organisation/chart")
    assert chart.children == ("organisation/line", "organisation/council", "organisation/board")
    assert len(added) == 2


def test_manually_deleted_objects_stay_deleted_and_are_listed_once() -> None:
    base = organisation()
    theirs = without(
        found(base), "organisation/chart", "organisation/line", "organisation/council", "organisation/board"
    )
    made = plan(base, theirs, with_item(base, "organisation/council", box=box(9, 9)))
    assert [(note.symbol, note.item) for note in made.notes] == [("-", "organisation/chart")]
    assert (made.changes, made.exit_code) == ((), 0)


def test_a_deleted_object_changed_by_the_outline_is_a_conflict_that_can_restore_it() -> None:
    base = organisation()
    theirs = without(found(base), "organisation/council")
    ours = with_item(base, "organisation/council", text=text("Rådet"))
    (note,) = [one for one in plan(base, theirs, ours).notes if one.group == "conflict"]
    assert (note.symbol, note.item, note.says.code) == ("!", "organisation/council", "deleted-but-changed")
    kept, taken = (plan(base, theirs, ours, choices={note.id: one}) for one in ("keep", "take"))
    assert (kept.changes, kept.exit_code) == ((), 0)
    assert [one.item for one in taken.changes if isinstance(one, AddItem)] == ["organisation/council"]
    assert plan(base, theirs, ours, "take").changes == taken.changes


def test_an_edited_object_removed_by_the_outline_is_a_conflict_that_can_remove_it() -> None:
    more = shape("organisation/secretariat", "Eget sekretariat", parent="organisation/chart")
    base, ours = organisation(more), organisation()
    theirs = with_item(found(base), "organisation/secretariat", fill="accent2 #112233")
    made = plan(base, theirs, ours)
    (note,) = made.notes
    assert (note.symbol, note.says.code, made.exit_code) == ("!", "removed-but-edited", 4)
    assert [type(one) for one in made.changes] == [Forget]
    (taken,) = plan(base, theirs, ours, choices={note.id: "take"}).changes
    assert isinstance(taken, RemoveItem)


def test_ungrouping_is_an_edit_and_deletes_nothing() -> None:
    base = organisation()
    loose = without(found(base), "organisation/chart")
    loose = loose.replace(
        slides=tuple([one.replace(items=tuple([i.replace(parent="") for i in one.items])) for one in loose.slides])
    )
    made = plan(base, loose, organisation(shape("organisation/new", "Ny", parent="organisation/chart")))
    assert [(note.item, note.group) for note in made.notes] == [
        ("organisation/new", "change"),
        ("organisation/chart", "edit"),
    ]
    assert [one.parent for one in made.changes if isinstance(one, AddItem)] == [""]


def test_a_group_is_removed_only_with_all_its_children() -> None:
    base, ours = organisation(), deck(slide("organisation", title("organisation", "Organisering")))
    assert [one.item for one in plan(base, found(base), ours).changes] == ["organisation/chart"]
    edited = with_item(found(base), "organisation/board", text=text("Vårt styre"))
    made = plan(base, edited, ours)
    assert {one.item for one in made.changes if isinstance(one, RemoveItem)} == {
        "organisation/line",
        "organisation/council",
    }
    assert items(merged(made, ours).slides).keys() >= {"organisation/chart", "organisation/board"}


def test_a_copied_shape_is_a_manual_object() -> None:
    base = deck(slide("members", shape("members/total", "57")))
    theirs = found(base)
    (original,) = theirs.slides[0].items
    copy = original.replace(key="#9", box=box(8, 8), locator=original.locator.replace(path=(9,)))  # type: ignore[union-attr]
    for order in ((original, copy), (copy, original)):
        doubled = theirs.replace(slides=(theirs.slides[0].replace(items=order),))
        made = plan(base, doubled, deck(slide("members", shape("members/total", "55"))))
        assert [one.target for one in made.changes] == [original.locator]
        assert [note.what for note in made.notes if note.group == "edit"] == ['added by hand: text "57"']


def test_adoption_adds_no_object_that_may_exist_under_another_name() -> None:
    ours = deck(slide("members", title("members", "Medlemmer"), shape("members/total", "57")))
    theirs = with_item(found(ours, native=False), "members/total", marks=Identity("", "TextBox 3"), text=text("hei"))
    theirs = with_item(theirs, "TextBox 3", box=box(9, 9))
    made = adopt(theirs, ours)
    assert not [one for one in made.changes if isinstance(one, AddItem)]
    assert [(note.symbol, note.item) for note in made.notes if note.group == "unsure"] == [("?", "members/total")]


def test_only_changed_boxes_are_written() -> None:
    base, ours = organisation(), with_item(organisation(), "organisation/board", box=box(2, 4))
    assert [one.item for one in plan(base, found(base), ours).changes if isinstance(one, SetBox)] == [
        "organisation/board"
    ]


def test_a_rotated_object_is_an_edit_that_is_kept_when_the_outline_removes_it() -> None:
    base = organisation()
    theirs = with_item(found(base), "organisation/board", rotation=20_700_000, mirrored=True)
    noted = [(note.item, note.what) for note in plan(base, theirs, base).notes]
    assert noted == [("organisation/board", "rotated by -15°"), ("organisation/board", "mirrored")]
    made = plan(base, theirs, without(base, "organisation/board"))
    assert not [one for one in made.changes if isinstance(one, RemoveItem) and one.item == "organisation/board"]
    assert "organisation/board" in items(merged(made, base).slides)


def test_a_rotation_within_rounding_noise_is_not_an_edit() -> None:
    base = organisation()
    theirs = with_item(found(base), "organisation/board", rotation=21_600_000 - 600)
    assert plan(base, theirs, base).notes == ()
