"""A slide that names a layout uses it, with all its texts or an error at its line; a wrong name is an error."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, check, drafting
from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.compose.deck import compose
from osloregion_slides.scene import Deck
from tests.brand import foreign
from tests.kinds.test_every_text_is_there import by_source

ROLES = {"two": "Two Content", "cover": "Title Slide", "title_only": "Title Only"}
OURS = {"Tallet", "er", "antall", "kommuner", "·"}
"""The words of the tool under a map whose places show figures, and what joins two texts of a cover."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("chosen")
    shutil.copytree("decks/data", made / "data")
    (made / "mal.pptx").write_bytes(foreign.default())
    return made


def composed(folder: Path, layout: str, brand: str = "mal.pptx") -> tuple[Deck, tuple[Finding, ...], dict[str, str]]:
    """Return the gallery's deck with a layout on every slide, its findings, and the names of layouts by role."""
    text = re.sub(r"\nbrand: .*", "", Path("decks/gallery.yaml").read_text(encoding="utf-8"))
    line = f"\\1\n    layout: {layout}" if layout else r"\1"
    text = re.sub(r"(\n    kind: \w+)", line, text) + f"\nbrand: {brand}\n"
    (folder / "gallery.yaml").write_text(text, encoding="utf-8")
    outline = drafting.load(str(folder / "gallery.yaml"))
    known = drafting.brand_of(outline)
    return *compose(outline, known), {one.role: one.name for one in known.layouts}


@pytest.mark.parametrize("layout", [*ROLES.values(), *ROLES, "Section Header", "Content with Caption"])
def test_every_slide_type_uses_the_layout_that_its_slide_names(folder: Path, layout: str) -> None:
    ours = by_source(composed(folder, "")[0])
    deck, findings, names = composed(folder, layout)
    wrong = {found.slide for found in findings if found.severity == "error" and found.at and found.at.line}
    assert {names[slide.layout] for slide in deck.slides} == {ROLES.get(layout, layout)}
    lost = {key: set(said) - set(by_source(deck).get(key, ())) for key, said in ours.items() if key not in wrong}
    assert {key: words for key, words in lost.items() if words - OURS} == {}
    assert len(wrong) <= len(ours) // 4


def retyped(change: str) -> bytes:
    """Return the default template with the placeholders of every layout changed so."""
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for number, layout in enumerate(deck.slide_layouts):
        for shape in list(layout.placeholders):
            ph = shape._element.ph
            if change == "centred titles" and ph.get("type") == "title":
                ph.set("type", "ctrTitle")
            elif change == "no titles" and ph.get("type") in ("title", "ctrTitle") and number:
                shape._element.getparent().remove(shape._element)
            elif change == "bodies" and ph.get("type") in (None, "obj", "subTitle", "pic"):
                ph.set("type", "body")
    return foreign.saved(deck)


@pytest.mark.slow
@pytest.mark.parametrize("change", ["centred titles", "no titles", "bodies"])
def test_every_slide_type_fits_every_layout_or_reports_what_does_not(folder: Path, change: str) -> None:
    """A law for what ``layout:`` meets: titles in the middle, none, many texts. Content errors have their lines."""
    (folder / "other.pptx").write_bytes(retyped(change))
    ours = by_source(composed(folder, "", "other.pptx")[0])
    for layout in [one.name for one in Presentation(str(folder / "other.pptx")).slide_layouts]:
        deck, findings, _ = composed(folder, layout, "other.pptx")
        wrong = {found.slide for found in findings if found.severity == "error" and found.at and found.at.line}
        lost = {key: set(said) - set(by_source(deck).get(key, ())) for key, said in ours.items() if key not in wrong}
        assert {key: words for key, words in lost.items() if words - OURS} == {}, layout


@pytest.mark.parametrize("brand", ["ruten", "osloregionen"])
def test_our_own_brands_accept_layouts_by_role_and_by_name(folder: Path, brand: str) -> None:
    names = composed(folder, "", brand)[2]
    for layout in ("two", names["two"]):
        deck, _, _ = composed(folder, layout, brand)
        assert {names[slide.layout] for slide in deck.slides} == {names["two"]}


@pytest.mark.parametrize(
    ("brand", "layout", "hint"),
    [
        ("mal.pptx", "Titel Only", "`Title Only`"),
        ("mal.pptx", "covr", "`cover`"),
        ("ruten", "asid", "`aside`"),
        ("ruten", "Forsida", "`Forside`"),
    ],
)
def test_an_unknown_layout_is_an_error_at_its_line_with_the_nearest_name(
    folder: Path, brand: str, layout: str, hint: str
) -> None:
    try:
        findings = composed(folder, layout, brand)[1]
    except InvalidInput as wrong:
        findings = wrong.findings
    found = next(one for one in findings if one.code == "unknown-layout")
    assert found.severity == "error" and hint in found.hint and found.at and found.at.line


def test_layouts_that_slides_name_are_not_taken_for_another_template(folder: Path) -> None:
    from osloregion_slides.update.state_parts import theme_state

    states = []
    for layout in ("", "Content with Caption"):
        composed(folder, layout)
        states.append(theme_state(drafting.brand_of(drafting.load(str(folder / "gallery.yaml")))))
    assert states[0] == states[1]


LONG = "Tittelen på lysbildet er så lang at den går over flere linjer i en bred skrift, og i en smal bare over to"


def built(folder: Path, font: str, layout: str, title: str) -> tuple[Path, tuple[Finding, ...]]:
    """Build a deck of one slide on a template with two masters; return its file and the findings at their lines."""
    (folder / "to.pptx").write_bytes(foreign.with_second_master(font))
    text = f"deck: a\ntitle: A\nlanguage: nb\nbrand: to.pptx\nslides:\n- id: one\n  kind: points\n  title: {title}\n"
    named = f"  layout: {layout}\n" if layout else ""
    (folder / "to.yaml").write_text(f"{text}{named}  points: [Første, Andre]\n", encoding="utf-8")
    made = build(folder / "to.yaml")
    (folder / "to.out.pptx").write_bytes(made.data)
    return folder / "to.out.pptx", made.findings


@pytest.mark.parametrize("layout", ["Andre Title and Content", "Andre Section Header", "Andre Two Content"])
def test_a_layout_of_another_master_can_be_named(folder: Path, layout: str) -> None:
    deck, findings = built(folder, "Calibri", layout, "Tittel")
    assert [slide.slide_layout.name for slide in Presentation(str(deck)).slides] == [layout]
    assert findings == ()


@pytest.mark.parametrize("font", ["Calibri", "Arial", "Corbel"])
def test_texts_in_the_font_of_another_master_are_judged_by_build_as_by_check(folder: Path, font: str) -> None:
    deck, findings = built(folder, font, "Andre Title Only", LONG)
    said, theirs = [
        [(one.code, one.message) for one in found if one.code.startswith("text-")] for found in (findings, check(deck))
    ]
    assert said == theirs and bool(said) == (font == "Corbel")
    assert [one.at.line for one in findings if one.at and one.code.startswith("text-")] == [8] * len(said)


@pytest.mark.parametrize(("title", "near"), [("Kort", False), (LONG[:-24], True)])
def test_an_unmeasured_font_is_reported_with_the_slides_near_their_limit(folder: Path, title: str, near: bool) -> None:
    text = foreign.replaced(foreign.default(), "ppt/theme/theme1.xml", lambda xml: xml.replace(b"Calibri", b"Corbel"))
    (folder / "mal.pptx").write_bytes(text)
    (folder / "near.yaml").write_text(
        f"deck: a\ntitle: A\nlanguage: nb\nbrand: mal.pptx\nslides:\n- id: one\n  kind: points\n  title: {title}\n"
        "  points: [Første, Andre]\n",
        encoding="utf-8",
    )
    (found,) = [one for one in build(folder / "near.yaml").findings if one.code == "unproven-fit"]
    assert ("`one`" in found.message) == near
