"""Values are frozen records: the laws that every stage relies on."""

from __future__ import annotations

import pickle

import pytest

from osloregion_slides.base.record import Record, compile_constructors


class Point(Record):
    """Two numbers, the second with a default."""

    x: int
    y: int = 2


class Place(Point):
    """A point with a name: fields of the base come first."""

    name: str = ""


class Other(Record):
    """The same fields under another name."""

    x: int
    y: int = 2


def test_fields_can_be_given_by_place_by_name_and_by_default() -> None:
    assert Point(1) == Point(1, 2) == Point(x=1, y=2) == Point(1, y=2)
    assert Place(1, name="a") == Place(1, 2, "a")


@pytest.mark.parametrize("wrong", [lambda: Point(), lambda: Point(1, 2, 3), lambda: Point(1, z=1)])  # type: ignore[call-arg]
def test_arguments_that_do_not_match_the_fields_are_a_type_error(wrong: type) -> None:
    with pytest.raises(TypeError):
        wrong()


def test_values_of_different_classes_are_never_equal() -> None:
    assert Point(1, 2) != Other(1, 2)
    assert Point(1, 2) != (1, 2)
    assert len({Point(1, 2), Other(1, 2), Point(1)}) == 2


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Point(1).x = 3  # type: ignore[misc]


def test_replace_does_not_change_the_original() -> None:
    point = Point(1)
    assert (point.replace(y=5), point) == (Point(1, 5), Point(1, 2))
    with pytest.raises(TypeError):
        point.replace(z=1)


def test_a_value_can_be_pickled_to_another_process_and_back() -> None:
    assert pickle.loads(pickle.dumps(Place(1, 2, "a"))) == Place(1, 2, "a")


def test_pattern_matching_uses_the_order_of_fields() -> None:
    match Place(1, 2, "a"):
        case Place(x, y, name):
            assert (x, y, name) == (1, 2, "a")


def test_optimised_classes_make_equal_values_and_subclasses_have_their_own_fields() -> None:
    class Pair(Record):
        first: int
        second: tuple[int, ...] = ()

    before = (Pair(1), Pair(1, second=(2,)), Pair(second=(), first=3))
    compile_constructors()

    class Triple(Pair):
        third: str = "c"

    assert (Pair(1), Pair(1, second=(2,)), Pair(second=(), first=3)) == before
    assert (Triple(1).third, Triple(1, (2,), "d").third, Pair(1).replace(first=2).first) == ("c", "d", 2)
    wrong: tuple[dict[str, object], ...] = ({}, {"first": 1, "z": 1}, {"second": ()})
    for fields in wrong:
        with pytest.raises(TypeError):
            Pair(**fields)  # type: ignore[arg-type]
