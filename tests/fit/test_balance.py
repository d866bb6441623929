"""Balanced line ends: even lines, the same breaks by the measure and in LibreOffice, and in updated decks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.fit.setting import Frame, UnfittedText, typeset
from osloregion_slides.scene import Insets, Placeholder, Run, Shape, Text
from osloregion_slides.service import build, save
from osloregion_slides.service_update import plan, update
from tests import libreoffice
from tests.kinds.composing import flat

if TYPE_CHECKING:
    from osloregion_slides.scene import Align

METRICS = load_metrics("Arial")
PLAIN = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
PX = 9_525


def frame(width: float, balanced: bool = True, insets: Insets = PLAIN) -> Frame:
    style = TextStyle(Pt(20.0))
    return Frame(Emu(round(width * PX)), Emu(9_000_000), (style,), "nb-NO", insets, balanced=balanced)


def lines(text: Text) -> list[str]:
    found = []
    for paragraph in text.paragraphs:
        ends = [*paragraph.breaks[1:], len(paragraph.plain)]
        found += [paragraph.plain[start:end].strip() for start, end in zip(paragraph.breaks, ends)]
    return found


def broken(words: str, width: float, balanced: bool = True, size: float = 20.0) -> list[str]:
    return lines(typeset((UnfittedText((Run(words),)),), frame(width, balanced), Pt(size), METRICS))


@pytest.mark.parametrize(
    ("words", "width", "size", "wanted"),
    [
        ("Strukturert og målrettet samarbeid", 270, 22, ["Strukturert og", "målrettet samarbeid"]),
        ("Drive kampanjen mot fagfolk i utlandet.", 368, 20, ["Drive kampanjen mot", "fagfolk i utlandet."]),
        ("Frivillig sammenslutning mellom 57 kommuner", 330, 20, ["Frivillig sammenslutning", "mellom 57 kommuner"]),
        ("Lage grunnlag for 2006–2007 og siden", 250, 20, ["Lage grunnlag for", "2006–2007 og siden"]),
        ("Kort", 270, 20, ["Kort"]),
    ],
)
def test_lines_are_even_and_a_number_stays_with_its_noun(
    words: str, width: float, size: float, wanted: list[str]
) -> None:
    assert broken(words, width, size=size) == wanted


@pytest.mark.parametrize(("align", "both"), [(None, False), ("l", False), ("ctr", True)])
def test_a_balanced_text_is_narrowed_at_the_right_and_a_centred_one_on_both_sides(
    align: Align | None, both: bool
) -> None:
    words = UnfittedText((Run("Drive kampanjen mot fagfolk i utlandet."),), align=align)
    insets = typeset((words,), frame(368), Pt(20.0), METRICS).insets
    assert insets is not None and insets.right > 0
    assert abs(insets.left - insets.right) <= 1 if both else insets.left == 0


def test_without_balancing_lines_are_filled_greedily() -> None:
    assert broken("Drive kampanjen mot fagfolk i utlandet.", 368, balanced=False)[-1] == "utlandet."


WORDS = st.lists(
    st.sampled_from(
        [
            "en",
            "by",
            "region",
            "57",
            "kommuner",
            "samarbeid",
            "2006–2007",
            "og/eller",
            "hovedstadsområdet",
            "i",
            "til",
            "1",
            "000",
            "av",
        ]
    ),
    min_size=1,
    max_size=30,
).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=3), st.integers(230, 900), st.sampled_from([16.0, 20.0, 28.0, 44.0]))
def test_a_balanced_area_keeps_the_line_count_and_breaks_without_hard_breaks(
    texts: list[str], width: int, size: float
) -> None:
    drafts = tuple([UnfittedText((Run(words),)) for words in texts])
    before = typeset(drafts, frame(width, False), Pt(size), METRICS)
    after = typeset(drafts, frame(width), Pt(size), METRICS)
    assert after.plain == before.plain
    assert after.height == before.height
    assert after.insets is not None
    again = typeset(drafts, frame(width, False, after.insets), Pt(size), METRICS)
    assert lines(again) == lines(after)


def outline(folder: Path, words: str) -> str:
    file = folder / "d.yaml"
    file.write_text(
        "deck: d\ntitle: D\nbrand: ruten\nlanguage: nb\nlanguages: [nb]\nslides:\n"
        f"  - {{id: a, kind: columns, title: '{words}', items: [{{name: '{words}', text: Kort}}, {{name: N, text: '{words}'}}]}}\n",
        encoding="utf-8",
    )
    return str(file)


def insets(data: bytes) -> list[tuple[str | None, str | None]]:
    import io

    from pptx import Presentation

    (slide,) = Presentation(io.BytesIO(data)).slides
    bodies = [shape._element.txBody.bodyPr for shape in slide.shapes if shape.has_text_frame]
    return [(body.get("lIns"), body.get("rIns")) for body in bodies]


def test_an_update_breaks_new_text_as_a_fresh_build_does(tmp_path: Path) -> None:
    deck = str(tmp_path / "d.pptx")
    save(deck, build(outline(tmp_path, "Drive kampanjen mot fagfolk i utlandet og hjemme i hele regionen i mange år")))
    file = outline(
        tmp_path, "Følge opp strategien for 2006–2007 og lage grunnlag for den neste planen som skal komme nå"
    )
    updated = update(plan(deck, file))
    assert insets(updated.data) == insets(build(file).data)


@pytest.mark.slow
def test_libreoffice_breaks_every_text_as_measured(tmp_path: Path) -> None:
    import pypdfium2

    made = build("decks/osloregionen.yaml", settings={"brand": "ruten"})
    deck = tmp_path / "d.pptx"
    save(str(deck), made)
    pdf = pypdfium2.PdfDocument(libreoffice.pdf(str(deck), str(tmp_path / "d.pdf")))
    wrong: list[tuple[str, str]] = []
    for number, slide in enumerate(made.deck.slides):
        drawn = pdf[number].get_textpage().get_text_range().replace("\r", "").replace("\u2002", " ")
        for item in flat(slide.items):
            if isinstance(item, Shape | Placeholder) and item.text and not item.key.endswith(("/number", "/footer")):
                found = [line.replace("\u2002", " ").removesuffix("-") for line in lines(item.text)]  # as pdfium reads
                longer = [f"{line} {after.split()[0]}" for line, after in zip(found, found[1:]) if after]
                wrong += [(item.key, line) for line in found if line not in drawn]
                wrong += [(item.key, line) for line in longer if len(item.text.paragraphs) == 1 and line in drawn]
    assert not wrong
