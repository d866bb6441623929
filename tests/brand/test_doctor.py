"""`brand doctor`: for each role of a template what it has and lacks and which faults it has, and a sample deck."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from osloregion_slides.brand.foreign import examine
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import ROLES
from osloregion_slides.cli import main
from osloregion_slides.fit.metrics import measured_fonts
from tests.brand import foreign
from tests.kinds.test_every_text_is_there import template
from tests.kinds.test_text_places import titled_at

DAMAGES = {
    "whole": (foreign.default(), set()),
    "no footers": (template("footers", True), {"lacks"}),
    "no bodies": (template("all but titles", True), {"lacks"}),
    "title over the slide": (titled_at(0.0, 7.5), {"lacks", "moved"}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_role_is_listed_once_and_each_fault_named(tmp_path: Path, damage: str) -> None:
    package, expected = DAMAGES[damage]
    (tmp_path / "mal.pptx").write_bytes(package)
    found = examine(load_brand("mal.pptx", str(tmp_path)))
    assert [dict(one.values)["role"] for one in found if one.code == "template-role"] == list(ROLES)
    assert {one.form for one in found if one.code == "template-looks"} - {"pale"} == expected


def test_small_and_pale_placeholders_are_named(tmp_path: Path) -> None:
    made = foreign.replaced(
        foreign.default(), "ppt/slideMasters/slideMaster1.xml", lambda text: text.replace(b'sz="3200"', b'sz="800"')
    )
    (tmp_path / "mal.pptx").write_bytes(made)
    found = examine(load_brand("mal.pptx", str(tmp_path)))
    assert {"small", "pale"} <= {one.form for one in found}


def test_the_command_writes_a_sample_deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    theme = "ppt/theme/theme1.xml"
    template = foreign.replaced(foreign.potx(), theme, lambda xml: xml.replace(b"Calibri", b"Oslo Sans"))
    (tmp_path / "mal.potx").write_bytes(template)
    assert main(["brand", "doctor", "mal.potx", "--workspace", str(tmp_path)]) == 0
    assert len(Presentation(str(tmp_path / "out" / "mal-sample.pptx")).slides) >= len(ROLES)
    said = capsys.readouterr()
    assert "out/mal-sample.pptx" in said.out
    assert "unproven-fit" in said.out + said.err and "Oslo Sans" in said.out + said.err
    assert all(font in said.out + said.err for font in measured_fonts()) and "Segoe UI" in measured_fonts()
    assert main(["brand", "doctor"]) == 2 and main(["brand", "mappe", "mal.potx"]) == 2
