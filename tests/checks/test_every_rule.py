"""No rule without a mutant: each code that a check can give is found in a deck or outline broken for it.

The lists of the other modules are run there; what they leave out is broken here. A new rule without a mutant
fails the first test.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base import messages
from osloregion_slides.base.findings import Finding
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.facts import check_facts
from osloregion_slides.checks.package import check_package
from osloregion_slides.checks.presentation import check_presentation
from osloregion_slides.checks.suppressions import switched_off, without_switched_off
from osloregion_slides.cli import main
from osloregion_slides.drafting import load
from osloregion_slides.ooxml import package
from tests.checks import test_deck, test_package, test_presentation, test_translations
from tests.checks.making import codes
from tests.checks.spoiling import PRESENTATION, SLIDE, TYPES, Parts, packed, parts_of, rels, spoilt, substituted
from tests.checks.used_codes import used_codes

DECKS = Path(__file__).resolve().parent.parent.parent / "decks"
NO_RULES = {"usage"}  # of `explain`: there is no such code
POINT = 12_700
BLANKS = ["--set", "meeting.title=Styremøte", "--set", "meeting.place=Oslo", "--set", "meeting.date=12. april 2008"]


def proven() -> set[str]:
    """Return the codes that the other modules' mutants have to give."""
    lists = (
        *[code for _, code in test_package.FROM_THE_LIST],
        *[code for _, code, _ in test_package.FURTHER],
        *[code for _, code in test_presentation.IN_THE_FILE],
        *[str(case.values[1]) for case in (*test_presentation.SHAPES, *test_deck.CASES)],
        *[str(case.values[2]) for case in test_translations.MUTANTS],
    )
    return {code for code in lists if code}


def layout_renamed(parts: Parts) -> None:
    layout = parts[rels(SLIDE)].decode().split("../slideLayouts/")[1].split('"')[0]
    substituted(parts, f"ppt/slideLayouts/{layout}", r'<p:cSld name="[^"]*"', '<p:cSld name="Fremmed"')


def title_nudged(parts: Parts) -> None:
    """Put the title of a slide 4 pt to the right of its place in layout and master."""
    from pptx import Presentation

    title: Any = list(Presentation(io.BytesIO(packed(parts))).slides)[2].shapes.title
    place = f'<a:off x="{title.left + 4 * POINT}" y="{title.top}"/><a:ext cx="{title.width}" cy="{title.height}"/>'
    frame = f"<p:spPr><a:xfrm>{place}</a:xfrm>"
    substituted(parts, "ppt/slides/slide3.xml", r'(type="title".*?)<p:spPr>', rf"\1{frame}")


def slide_taken_out_of_the_list(parts: Parts) -> None:
    identity = parts[PRESENTATION].decode().split('<p:sldId id="')[2].split('"')[0]
    substituted(parts, PRESENTATION, rf'<p:sldId id="{identity}"[^>]*/>', "")
    substituted(parts, PRESENTATION, rf'<p14:sldId id="{identity}"/>', "")


def no_content_types(parts: Parts) -> None:
    del parts[TYPES]


def byte_flipped(data: bytes) -> bytes:
    """Return the archive with bytes changed in the middle of a member."""
    at = data.index(SLIDE.encode()) + len(SLIDE) + 200
    return data[:at] + bytes(255 - byte for byte in data[at : at + 20]) + data[at + 20 :]


IN_A_DECK: list[tuple[Callable[[Parts], None], str]] = [
    (layout_renamed, "foreign-layout"),
    (title_nudged, "off-grid"),
    (slide_taken_out_of_the_list, "unlisted-slide"),
    (no_content_types, "not-a-presentation"),
]
IN_AN_OUTLINE = [
    ("items: [Vi er 56 kommuner]", "number-contradicts-registry"),
    ('items: [Ett]\n    off: {low-contrast: ""}', "off-without-reason"),
    ("items: [Ett]\n    off: {low-contrst: bildet er mørkt}", "unused-suppression"),
]
BY_HAND = {"damaged-part", "part-too-large", "missing-translation", "straight-quotes", "unknown-check"}
"""In test_plain_texts, test_plugins and test_quotes."""


@pytest.mark.slow
def test_every_rule_has_a_mutant() -> None:
    rules = {code for code, modules in used_codes().items() if any(name.startswith("checks/") for name in modules)}
    here = {code for _, code in (*IN_A_DECK, *IN_AN_OUTLINE)} | BY_HAND
    outside = {code for code in rules if messages.family(code) == "outside"}  # each has its case in test_outside.py
    assert sorted(rules - NO_RULES - proven() - here - outside) == []
    assert sorted(here - rules) == []


def test_every_family_that_checks_has_rules() -> None:
    rules = proven() | {code for _, code in (*IN_A_DECK, *IN_AN_OUTLINE)} | BY_HAND
    families = {messages.family(code) for code in rules}
    assert families >= {"package", "accessibility", "fit", "brand", "language", "facts"}
    assert families <= set(messages.FAMILIES)


@pytest.mark.parametrize(("spoil", "code"), IN_A_DECK)
def test_each_single_fault_of_a_deck_is_found(spoil: Callable[[Parts], None], code: str, flagship: Any) -> None:
    found = check_presentation(spoilt(flagship.data, spoil), load_brand("ruten", str(DECKS)))
    assert code in codes(found)
    if code not in ("not-a-presentation", "foreign-layout"):  # the first is read no further, the second's text is lost
        assert set(codes(found)) == {code}


def findings_of(outline: str, folder: Path) -> tuple[Finding, ...]:
    shutil.copytree(DECKS / "data", folder / "data")
    head = "deck: prove\ntitle: Prøve\nlanguage: nb\nas_of: 2008-01-01\nmembers: data/members.csv\nslides:\n"
    path = folder / "prove.yaml"
    path.write_text(f"{head}  - id: one\n    kind: bullets\n    title: Punkter\n    {outline}\n", encoding="utf-8")
    read = load(str(path))
    return without_switched_off(check_facts(read), switched_off(read), messages.codes())


@pytest.mark.parametrize(("outline", "code"), IN_AN_OUTLINE)
def test_each_single_fault_of_an_outline_is_found(outline: str, code: str, tmp_path: Path) -> None:
    found = findings_of(outline, tmp_path)
    assert codes(found) == [code] and found[0].at is not None and found[0].at.line >= 10


def test_a_damaged_part_is_found(flagship: Any) -> None:
    assert "damaged-part" in codes(check_package(byte_flipped(flagship.data)))


def test_an_oversized_part_is_found(flagship: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = max(len(data) for name, data in parts_of(flagship.data).items() if name.endswith(".xml"))
    monkeypatch.setattr(package, "MAX_XML", longest - 1)
    assert codes(check_package(flagship.data)).count("part-too-large") == 1


VARIANTS = [
    *[
        ["osloregionen.yaml", *audience, *language, *BLANKS]
        for audience in ([], ["--audience", "board"], ["--audience", "business"])
        for language in ([], ["--language", "en"])
    ],
    ["osloregionen.yaml", "--as-of", "2007-12-31", *BLANKS],
    ["gallery.yaml"],
    ["gallery.yaml", "--language", "en"],
    ["figures.yaml"],
    ["figures.yaml", "--language", "en"],
    ["member.yaml"],
    ["member.yaml", "--language", "en"],
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda words: " ".join(words).partition(" --set")[0])
def test_no_rule_finds_anything_in_a_clean_deck(variant: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    name, *options = variant
    assert main(["check", str(DECKS / name), *options]) == 0
    assert capsys.readouterr().out.strip().endswith("no problems found")


def test_every_outline_of_the_workspace_is_among_the_clean_decks() -> None:
    outlines = {path.name for path in DECKS.glob("*.yaml")} - {"builds.yaml"}
    assert outlines == {words[0] for words in VARIANTS}
