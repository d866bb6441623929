"""Every layout has a content area wherever its title is: a property over positions and sizes of titles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.read import content_box, workable
from osloregion_slides.brand.values import ROLES, Slot, TextStyle
from osloregion_slides.scene import Box

WIDTH, HEIGHT = Emu(12_192_000), Emu(6_858_000)
shares = st.integers(0, 100)


def slot(x: int, y: int, w: int, h: int) -> Slot:
    """Return a title at these percents of the slide, cut off at its edges."""
    left, top = WIDTH * x // 100, HEIGHT * y // 100
    box = Box(
        left, top, Emu(max(1, min(WIDTH - left, WIDTH * w // 100))), Emu(max(1, min(HEIGHT - top, HEIGHT * h // 100)))
    )
    return Slot("title", 0, "Title", box, (TextStyle(Pt(40.0)),) * 3)


@given(st.sampled_from(ROLES[3:]), shares, shares, shares, shares)
def test_every_layout_has_a_content_area_that_avoids_the_title(role: str, x: int, y: int, w: int, h: int) -> None:
    slots = workable(role, (slot(x, y, w, h),), None, WIDTH, HEIGHT)
    free, title = content_box(role, slots, None, WIDTH, HEIGHT), slots[0].box
    assert free.h >= HEIGHT * 0.45 and free.w >= WIDTH * 0.45
    assert title.bottom <= free.y or free.bottom <= title.y or title.right <= free.x or free.right <= title.x


@given(st.sampled_from(ROLES[:3]), shares, shares, shares, shares)
def test_an_opening_layout_has_room_for_a_line_above_or_below_its_title(
    role: str, x: int, y: int, w: int, h: int
) -> None:
    title = workable(role, (slot(x, y, w, h),), None, WIDTH, HEIGHT)[0].box
    assert max(title.y, HEIGHT - title.bottom) >= HEIGHT * 0.2 - 1


@given(shares, shares, shares, shares)
def test_a_title_is_moved_only_if_necessary(x: int, y: int, w: int, h: int) -> None:
    before = slot(x, y, w, h)
    after = workable("title_only", (before,), None, WIDTH, HEIGHT)[0]
    free = content_box("title_only", (before,), None, WIDTH, HEIGHT)
    assert after.moved == (free.h < HEIGHT * 0.45 or free.w < WIDTH * 0.45)
    assert after.own == (None if after.moved else before.box)
