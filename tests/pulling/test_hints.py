"""An import proposes expressions for the registry's numbers, the deck's date and its footer, and changes nothing."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from osloregion_slides import build, import_deck
from osloregion_slides.ooxml.names import A
from osloregion_slides.pulling.hints import day_on_line
from tests.pulling.test_import import found_words, text

FIELD = "{9B2C2D4A-1111-4C4C-8C8C-123456789ABC}"

MUNICIPALITIES, COUNCILS = "{{ members.municipalities | count }}", "{{ members.county_councils | count"
AGREE = {
    "Mellom **57 kommuner** og to fylkeskommuner": f"{MUNICIPALITIES} kommuner** og {COUNCILS} | in_words }}}} fylke",
    "De 57 kommunene i Osloregionen": f"De {MUNICIPALITIES} kommunene i Osloregionen",
    "57 medlemskommuner. Stiftet i 2004.": f"{MUNICIPALITIES} medlemskommuner. Stiftet i 2004.",
    "12 av 57 kommuner er med": f"12 av {MUNICIPALITIES} kommuner er med",
    "To fylkeskommuner": f"{COUNCILS} | in_words | capitalize }}}} fylkeskommuner",
}
OTHERS = (
    "58 kommuner",
    "57 fylkeskommuner",
    "57 innbyggere i to kommuner",
    "Mer enn 57 kommuner",
    "ca. 57 kommuner",
    "Fra 50 til 57 kommuner",
    "50–57 kommuner",
    "1 57 kommuner",
    "3,57 kommuner",
    "57 kommuner i Norge",
    "57 kommuner utenfor Oslo",
    "I 2007 var 57 kommuner med",
    "57-kommuner",
    "57 kommunestyrer",
    "De to første fylkeskommunene",
    "Fra 57 kommuner til 60",
    "> 57 kommuner",
    "Mellom 50 og 57 kommuner",
    "Tidligere 57 kommuner",
    "57 kommuner og fylkeskommuner",
    "57 kommuner eller flere",
    "57 kommuner for 10 år siden",
    "57 kommuner totalt i Viken",
    "Kapittel 57 kommunene",
)


def deck(*lines: str, date: str = "Oslo, 1. januar 2008", name: str = "Osloregionen") -> Any:
    made: Any = Presentation()
    text(made, 0, name, (0, date))
    body = text(made, 1, "Hvem", *[(0, line.replace("**", "")) for line in lines])
    for paragraph, line in zip(body.placeholders[1].text_frame.paragraphs, lines, strict=True):
        if "**" in line:
            pieces = line.split("**")
            paragraph.runs[0].text = pieces[0]
            for number, piece in enumerate(pieces[1:]):
                run = paragraph.add_run()
                run.text, run.font.bold = piece, not number % 2
    body.notes_slide.notes_text_frame.text = "Si det.\n57 kommuner er med."
    return made


def imported(made: Any, folder: Path, **options: Any) -> tuple[Path, str, list[str]]:
    made.save(str(folder / "old.pptx"))
    found = import_deck(folder / "old.pptx", language="nb", **options)
    outline = Path(found.write(folder / "old")[0])
    lines = outline.read_text(encoding="utf-8").split("\n")
    for one in found.findings:
        if one.code == "import-expression" and one.at is not None:
            assert lines[one.at.line - 2].lstrip().startswith("# ")  # the proposal stands above the line that it names
    return outline, "\n".join(lines), [one.code for one in found.findings]


def taken(outline: str) -> str:
    """Take every proposal in, as its finding says it."""
    outline = re.sub(r"(?m)^# (as_of|members|alliance): ", r"\1: ", outline)
    blocks = re.sub(r"(?m)^( *)# (notes: .*)\n *notes: \|.*\n(?:\1 +.*\n|\n(?=\1 ))+", r"\1\2\n", outline)
    return re.sub(r"(?m)^( *)# (.*\{\{.*)\n.*\n", r"\1\2\n", blocks)


def test_only_numbers_of_the_registry_are_proposed_as_expressions(tmp_path: Path) -> None:
    _, lines, codes = imported(deck(*AGREE, *OTHERS), tmp_path)
    proposed = [line for line in lines.split("\n") if line.lstrip().startswith("#") and "{{" in line]
    assert len(proposed) == len(AGREE) + 1  # the notes too
    assert codes.count("import-expression") == len(proposed)
    for said, wanted in AGREE.items():
        assert any([wanted in line for line in proposed]), said
        assert said.replace("**", "") in lines.replace("**", "")  # and nothing is changed
    assert "# as_of: 2008-01-01\n# members: data/members.csv\n" in lines
    assert (tmp_path / "old" / "data" / "members.csv").exists()


def test_an_outline_with_all_proposals_builds_the_same_text(tmp_path: Path) -> None:
    outline, lines, _ = imported(deck(*AGREE), tmp_path)
    before = found_words(build(outline).data)
    outline.write_text(taken(lines), encoding="utf-8")
    assert outline.read_text(encoding="utf-8").count("{{") == 7
    assert found_words(build(outline).data) == before


@pytest.mark.parametrize(
    ("date", "name"), [("Oslo", "Osloregionen"), ("1. januar 2008", "Et annet lag"), ("2. mars 2021", "Osloregionen")]
)
def test_without_date_or_alliance_no_number_is_proposed(date: str, name: str, tmp_path: Path) -> None:
    made = deck("57 kommuner", date=date, name=name)
    made.core_properties.modified = made.core_properties.created = datetime(2021, 1, 1)
    _, lines, codes = imported(made, tmp_path)
    assert "import-expression" not in codes and "{{" not in lines and not (tmp_path / "old" / "data").exists()


def test_the_save_date_becomes_the_as_of_date_if_the_numbers_match_it(tmp_path: Path) -> None:
    made = deck("57 kommuner", date="Oslo")
    made.core_properties.modified = made.core_properties.created = datetime(2008, 3, 1)
    _, lines, codes = imported(made, tmp_path)
    assert "# as_of: 2008-03-01\n" in lines and codes.count("import-expression") == 2


def test_an_explicit_registry_is_used_for_the_deck(tmp_path: Path) -> None:
    registry = tmp_path / "laget.csv"
    registry.write_text("name,from,kind\nNord,2001-01-01,municipality\nSør,2001-01-01,municipality\n", encoding="utf-8")
    _, lines, codes = imported(deck("2 kommuner", name="Et lag"), tmp_path, members=registry)
    assert "# members: data/laget.csv" in lines and codes.count("import-expression") == 1


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1. januar 2008", "2008-01-01"),
        ("Oslo, 01.01.2008", "2008-01-01"),
        ("Oslo, torsdag 3. mai 2018", "2018-05-03"),
        ("3 May 2018", "2018-05-03"),
        ("Monday, May 3rd, 2018", "2018-05-03"),
        ("den 3. maj 2018", ""),
        ("2018-05-03", "2018-05-03"),
        ("03/04/2018", ""),
        ("3.–4. mai 2018", ""),
        ("Stiftet 3. mai 2018", ""),
        ("31. februar 2018", ""),
        ("12 decks 2015", ""),
        ("12 apartments 2015", ""),
        ("mai 2018", ""),
        ("1. januar 1814", ""),
    ],
)
def test_a_proposed_date_is_a_single_day_alone_on_its_line(line: str, day: str) -> None:
    assert day_on_line(line) == day


def test_text_at_the_foot_of_most_slides_is_proposed_as_footer(tmp_path: Path) -> None:
    made = deck("Ett", date="Bergen", name="Et lag")
    for number in range(3):
        text(made, 1, f"Mer {number}", (0, "Noe"))
    for number, slide in enumerate(made.slides):
        if number:
            box = slide.shapes.add_textbox(0, int(made.slide_height * 0.93), made.slide_width // 2, 300_000)
            box.text_frame.text = "Et *lag* – 2019"
            for place in range(1, 6):  # the first is the footer, whatever order a set has
                other = slide.shapes.add_textbox(place * 900_000, box.top, 800_000, 300_000)
                other.text_frame.text = f"Utkast {place}"
    outline, lines, codes = imported(made, tmp_path)
    assert codes.count("import-footer") == 1
    assert r'# alliance: {website: "Et \\*lag\\* – 2019"}' in lines
    outline.write_text(taken(lines), encoding="utf-8")
    feet = [
        [one.text_frame.text for one in slide.shapes if one.name.endswith("/footer")]
        for slide in Presentation(str(built(outline, tmp_path))).slides
    ]
    assert ["Et *lag* – 2019"] in feet


FEET = {"Side #": 0, "12. mai 2019": 0, "Kilde: SSB": 0, "Foto: Kari Nordmann": 0, "7": 0, "© Et lag 2019": 1}


@pytest.mark.parametrize("foot", FEET)
def test_a_number_date_or_source_at_the_foot_is_not_a_footer(foot: str, tmp_path: Path) -> None:
    made = deck("Ett", "To", date="Bergen", name="Et lag")
    for number in range(3):
        slide = text(made, 1, f"Mer {number}", (0, "Noe"))
        box = slide.shapes.add_textbox(0, int(made.slide_height * 0.93), made.slide_width // 2, 300_000)
        box.text_frame.text = foot.rstrip("#")
        if foot.endswith("#"):
            field = etree.SubElement(box.text_frame.paragraphs[0]._p, f"{{{A}}}fld", id=FIELD, type="slidenum")
            etree.SubElement(field, f"{{{A}}}t").text = "2"
    _, _, codes = imported(made, tmp_path)
    assert codes.count("import-footer") == FEET[foot]


def built(outline: Path, folder: Path) -> Path:
    path = folder / "new.pptx"
    path.write_bytes(build(outline).data)
    return path
