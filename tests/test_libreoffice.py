from __future__ import annotations

from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches, Pt

from tests import libreoffice

LONG = "Osloregionen er en allianse av kommuner og fylkeskommuner rundt hovedstaden"


def add(shapes: Any, name: str, text: str, height: float) -> None:
    shape = shapes.add_shape(1, 0, 0, Inches(2), Inches(height))
    shape.name = name
    shape.text_frame.text = text
    shape.text_frame.paragraphs[0].runs[0].font.size = Pt(18)


@pytest.fixture
def deck(tmp_path: Any) -> str:
    made = Presentation()
    shown, hidden = (made.slides.add_slide(made.slide_layouts[6]) for _ in range(2))
    add(shown.shapes, "short", "Oslo", 0.5)
    add(shown.shapes, "long", LONG, 0.5)
    add(shown.shapes, "empty", " ", 0.1)
    add(shown.shapes.add_group_shape().shapes, "grouped", LONG, 0.5)
    table = shown.shapes.add_table(1, 1, 0, 0, Inches(1), Inches(0.1)).table
    table.cell(0, 0).text = LONG
    hidden._element.set("show", "0")
    add(hidden.shapes, "hidden", LONG, 0.5)
    path = str(tmp_path / "deck.pptx")
    made.save(path)
    return path


def test_the_libreoffice_judge_finds_text_that_overflows_its_box(deck: str) -> None:
    libreoffice.needs_libreoffice()
    found = libreoffice.measure(deck)
    assert [(text.slide, text.shape, text.too_high) for text in found] == [
        (1, "short", False),
        (1, "long", True),
        (1, "grouped", True),
        (2, "hidden", True),
    ]
    # six lines of 1.2 x 18 pt and the insets of 0.05 in above and below
    assert found[1].needed == pytest.approx((6 * 1.2 * 18 + 7.2) * 12_700, rel=0.01)


def test_the_libreoffice_judge_draws_every_slide(deck: str, tmp_path: Any) -> None:
    libreoffice.needs_libreoffice()
    pictures = libreoffice.pngs(deck, str(tmp_path / "pictures"), 320)
    assert [path.rsplit("/", 1)[1] for path in pictures] == ["slide-01.png", "slide-02.png"]


def test_the_libreoffice_judge_reports_what_it_cannot_read(tmp_path: Any) -> None:
    libreoffice.needs_libreoffice()
    (tmp_path / "broken.pptx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(RuntimeError, match="broken.pptx"):
        libreoffice.measure(str(tmp_path / "broken.pptx"))


def test_a_missing_judge_skips_with_the_packages_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "missing", lambda: "soffice not installed")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="soffice not installed"):
        libreoffice.needs_libreoffice()


def test_a_missing_judge_fails_on_the_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "missing", lambda: "soffice not installed")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="soffice not installed"):
        libreoffice.needs_libreoffice()


def test_the_libreoffice_judge_restarts_after_a_crash(deck: str) -> None:
    libreoffice.needs_libreoffice()
    libreoffice.measure(deck)
    libreoffice.office().stop()
    assert len(libreoffice.measure(deck)) == 4
