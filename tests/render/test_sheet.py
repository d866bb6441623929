"""A contact sheet: one ground, even gaps, pictures in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from osloregion_slides.render.export import GROUND, columns_for, contact_sheet, save_sheet, source_of


def pictures(count: int) -> list[Image.Image]:
    return [Image.new("RGB", (320, 180), (255 - 9 * n, 9 * n, 40)) for n in range(count)]


def runs(row: list[tuple[int, int, int]]) -> list[int]:
    """Return the lengths of the gaps in a row of pixels."""
    found, length = [], 0
    for pixel in [*row, (0, 0, 0)]:
        if pixel == GROUND:
            length += 1
        elif length:
            found.append(length)
            length = 0
    return found + ([length] if length else [])


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (6, 3), (9, 3), (12, 4), (13, 4), (23, 5)])
def test_the_columns_suit_the_number_of_slides(count: int, columns: int) -> None:
    assert columns_for(count) == columns


@pytest.mark.parametrize("count", range(3, 60))
def test_the_last_row_is_filled_if_one_column_more_or_less_allows_it(count: int) -> None:
    columns, square = columns_for(count), (count * 1.1) ** 0.5
    near = [other for other in range(2, 6) if abs(other - min(5, round(square))) <= 1]
    assert columns in near
    assert count % columns == 0 or not [other for other in near if count % other == 0]


@pytest.mark.parametrize("count", [1, 5, 12, 13])
@pytest.mark.parametrize("width", [900, 1600, 1999])
def test_gaps_are_even_and_all_pictures_are_in_order(count: int, width: int) -> None:
    sheet = contact_sheet(pictures(count), width)
    assert sheet.width == width
    columns = columns_for(count)
    first = next(y for y in range(sheet.height) if sheet.getpixel((width // (2 * columns), y)) != GROUND)
    line = [sheet.getpixel((x, first + 3)) for x in range(width)]
    across = runs(line)  # type: ignore[arg-type]  # RGB pixels
    assert len(across) == columns + 1 and max(across) - min(across) <= columns
    assert abs(across[0] - first) <= columns
    seen = list(dict.fromkeys(pixel for pixel in line if pixel != GROUND))
    assert seen == [picture.getpixel((5, 5)) for picture in pictures(min(count, columns))]


def test_a_sheet_keeps_small_coloured_areas_and_records_its_source(tmp_path: Path) -> None:
    slide = Image.new("RGB", (1280, 720), (29, 95, 168))
    slide.paste("white", (640, 0, 1280, 720))
    slide.paste((242, 183, 5), (0, 0, 20, 720))
    path = tmp_path / "sheet.png"
    save_sheet(contact_sheet([slide] * 4, 1200), str(path), "what")
    assert source_of(str(path)) == "what"
    shown = Image.open(path).convert("RGB")
    gap = next(x for x in range(1200) if shown.getpixel((x, 100)) != shown.getpixel((0, 0)))
    assert shown.getpixel((gap + 400, 100)) == (255, 255, 255)
    amber = shown.getpixel((gap + 3, 100))
    assert isinstance(amber, tuple) and all(abs(a - b) <= 6 for a, b in zip(amber, (242, 183, 5)))


def test_without_pictures_there_is_no_sheet_and_without_a_file_no_source(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        contact_sheet([])
    assert source_of(str(tmp_path / "none.png")) == ""
