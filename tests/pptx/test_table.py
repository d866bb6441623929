"""Tables are native, and look as measured whatever the table style does."""

from __future__ import annotations

from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Cell, Insets, Row
from tests.pptx.opened import find, one, write
from tests.pptx.sample import own, slide, table, text

SIDES = ("lnL", "lnR", "lnT", "lnB")


def test_a_table_has_a_header_row_and_a_cell_for_every_column() -> None:
    root = one(write(slide("s", table("s"))).slide(), "//a:tbl")
    assert dict(one(root, "a:tblPr").attrib) == {"firstRow": "1", "bandRow": "1"}
    assert [column.get("w") for column in find(root, "a:tblGrid/a:gridCol")] == ["2000000", "1657600"]
    assert [len(find(row, "a:tc")) for row in find(root, "a:tr")] == [2, 2]
    assert find(root, "a:tr/@h") == ["400000", "400000"]


def test_a_table_without_a_header_has_no_header_flag() -> None:
    assert one(write(slide("s", table("s").replace(header=False))).slide(), "//a:tblPr").get("firstRow") is None


def test_every_cell_states_margins_anchor_borders_fill_and_weight() -> None:
    for cell in find(write(slide("s", table("s"))).slide(), "//a:tc"):
        properties = one(cell, "a:tcPr")
        assert set(properties.attrib) == {"marL", "marR", "marT", "marB", "anchor"}
        assert [child.tag.rpartition("}")[2] for child in properties[:4]] == list(SIDES)
        assert properties[4].tag.rpartition("}")[2] in ("solidFill", "noFill")
        assert one(cell, ".//a:rPr").get("b") in ("0", "1")


def test_a_rule_is_the_lower_border_of_one_cell_and_the_upper_of_the_next() -> None:
    ruled = table("s")
    rows = (ruled.rows[1], ruled.rows[1])
    first, second = find(write(slide("s", ruled.replace(rows=rows))).slide(), "//a:tr")
    assert one(first, "a:tc[1]/a:tcPr/a:lnB").get("w") == one(second, "a:tc[1]/a:tcPr/a:lnT").get("w") == "9525"
    assert one(first, "a:tc[1]/a:tcPr/a:lnT").get("w") == "0"


def test_a_cells_own_margins_are_written() -> None:
    narrow = Cell(text("x", size=12, insets=Insets(Emu(1), Emu(2), Emu(3), Emu(4)), anchor="b"))
    narrowed = table("s").replace(columns=(Emu(9),), rows=(Row(Emu(9), (narrow,)),))
    found = one(write(slide("s", narrowed)).slide(), "//a:tcPr")
    assert dict(found.attrib) == {"marL": "1", "marT": "2", "marR": "3", "marB": "4", "anchor": "b"}


def test_the_table_style_is_the_templates_default() -> None:
    written = write(slide("s", table("s")), own())
    styles = written.xml("ppt/tableStyles.xml")
    assert one(written.slide(), "//a:tableStyleId").text == styles.get("def")


def test_a_template_without_a_table_style_gets_the_plain_one() -> None:
    style = one(write(slide("s", table("s"))).slide(), "//a:tableStyleId")
    assert style.text == "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def test_a_table_has_an_alt_text() -> None:
    props = one(write(slide("s", table("s"))).slide(), "//p:graphicFrame//p:cNvPr")
    assert props.get("descr") == "Kommuner i hvert fylke"
