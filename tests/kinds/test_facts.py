"""Facts: the sizes of big numbers by how many there are, and the lit cell with its sub-region."""

from __future__ import annotations

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.scene import Colour, Freeform, Shape
from osloregion_slides.service import build
from tests.kinds.composing import MEMBERS, codes, composed, flat, slide

NUMBERS = ["28 092", "+1,8 %", "2", "1 av 59", "7"]
SIZES = {1: (120, 28), 2: (60, 24), 3: (54, 24), 4: (44, 20)}


def items(count: int) -> str:
    return "items:\n" + "\n".join([f"  - {{name: '{number}', text: Noe det er}}" for number in NUMBERS[:count]])


def outline(folder: str, fields: str) -> str:
    path = f"{folder}/facts.yaml"
    with open(path, "w", encoding="utf-8") as file:
        file.write("deck: d\ntitle: D\nbrand: ruten\nlanguage: nb\nlanguages: [nb]\nslides:\n" + slide("facts", fields))
    return path


@pytest.mark.parametrize("count", SIZES)
def test_fewer_numbers_are_larger(count: int, tmp_path: object) -> None:
    made = build(outline(str(tmp_path), items(count))).deck.slides[0]
    found = {item.key: item.text for item in flat(made.items) if isinstance(item, Shape) and item.text}
    key = made.key
    sizes = {
        (found[f"{key}/{n}"].paragraphs[0].size, found[f"{key}/{n}/text"].paragraphs[0].size)
        for n in range(1, count + 1)
    }
    assert sizes == {SIZES[count]}


def test_five_numbers_become_a_table() -> None:
    with pytest.raises(InvalidInput) as wrong:
        composed(slide("facts", items(5)))
    assert codes(wrong.value.findings) == ["too-many"]


def test_the_highlighted_member_and_its_sub_region_stand_out(tmp_path: object) -> None:
    head = "as_of: 2008-01-01\nmembers: members.csv\n"
    path = outline(str(tmp_path), items(2) + "\nhighlight: Asker\nbackdrop: map")
    with open(path, encoding="utf-8") as file:
        text = file.read().replace("slides:\n", head + "slides:\n", 1)
    for name, content in (("facts.yaml", text), ("members.csv", MEMBERS)):
        with open(f"{tmp_path}/{name}", "w", encoding="utf-8") as file:
            file.write(content)
    cells = [item for item in flat(build(path).deck.slides[0].items) if isinstance(item, Freeform) and not item.path]
    assert [cell.fill for cell in cells if cell.key.endswith("/lit")] == [Colour("accent3")]
    assert [cell.fill for cell in cells].count(Colour("accent1", 75, 25)) == 1


def test_an_unknown_member_is_reported() -> None:
    _, found = composed(slide("facts", items(1) + "\nhighlight: Atlantis"))
    assert "unknown-member" in {one.code for one in found}
