"""Brands that change under edited decks: whose colours and typefaces the deck has afterwards."""

from __future__ import annotations

import io
from typing import Any

import pptx
import pytest
from lxml import etree

from osloregion_slides.brand.values import Brand
from osloregion_slides.update.changes import SetTheme
from osloregion_slides.update.deck_state import DeckState
from osloregion_slides.update.plan import plan
from osloregion_slides.update.state_parts import ThemeState
from tests.pptx.sample import brand as sample_brand
from tests.pptx.sample import deck as sample_deck
from tests.pptx.sample import slide as sample_slide
from tests.pptx.sample import title as sample_title
from tests.pptx.updating import made, planned, updated
from tests.update.result import merged
from tests.update.samples import deck, found, shape, slide

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BLUE, RED, GREEN = ((("accent1", rgb),) for rgb in ("1D5FA8", "C2452D", "007A72"))
OLD = ThemeState(BLUE, ("Calibri", "Calibri"), ("Forside",), masters="1")


def state(theme: ThemeState | None, fill: str = "accent1 #1D5FA8") -> DeckState:
    return deck(slide("cover", shape("cover/a", "Hei", fill=fill))).replace(theme=theme)


def outcome(own: ThemeState | None, new: ThemeState, native: bool = True, choice: str = "keep") -> Any:
    """Return what comes into the theme, and the lines about it."""
    theirs = found(state(OLD), native).replace(theme=own)
    made_of = plan(state(OLD), theirs, state(new), choice)  # type: ignore[arg-type]
    taken = [(bool(one.palette), bool(one.fonts)) for one in made_of.changes if isinstance(one, SetTheme)]
    return taken, [(note.group, note.says.code) for note in made_of.notes if not note.slide]


RECOLOURED, REFITTED = OLD.replace(palette=GREEN), OLD.replace(fonts=("Georgia", "Georgia"))


@pytest.mark.parametrize(
    ("own", "lines"),
    [(REFITTED, []), (RECOLOURED, [("unsure", "keeps-look")]), (OLD, [])],
    ids=["fonts", "colours", "same"],
)
def test_a_theme_of_unknown_origin_is_never_an_edit_and_stays_unknown(
    own: ThemeState, lines: list[tuple[str, str]]
) -> None:
    made_of = plan(state(None), found(state(OLD), True).replace(theme=own), state(OLD), "keep")
    assert [(note.group, note.says.code) for note in made_of.notes if not note.slide] == lines
    assert made_of.base is not None and made_of.base.theme is None and not made_of.rebase


@pytest.mark.parametrize(("native", "known"), [(True, OLD), (False, None)])
def test_the_next_base_stores_the_theme_only_if_no_other_program_wrote_it(
    native: bool, known: ThemeState | None
) -> None:
    made_of = plan(state(OLD), found(state(OLD), native).replace(theme=REFITTED), state(OLD), "keep")
    assert made_of.base is not None and made_of.base.theme == known
    assert not made_of.rebase


@pytest.mark.parametrize(
    ("own", "new", "taken", "lines"),
    [
        (OLD, OLD, [], []),
        (OLD, OLD.replace(palette=RED), [(True, False)], [("change", "theme_colours")]),
        (OLD, OLD.replace(fonts=("Arial", "Arial")), [(False, True)], [("change", "theme_fonts")]),
        (RECOLOURED, OLD, [], [("edit", "theme_colours")]),
        (REFITTED, OLD, [], [("edit", "theme_fonts")]),
        (RECOLOURED, RECOLOURED, [], []),
        (RECOLOURED, OLD.replace(palette=RED), [], [("conflict", "changed-twice")]),
        (
            RECOLOURED,
            OLD.replace(fonts=("Arial", "Arial")),
            [(False, True)],
            [("edit", "theme_colours"), ("change", "theme_fonts")],
        ),
        (OLD.replace(palette=GREEN, fonts=("Georgia", "Georgia")), OLD, [], [("edit", "other-template")]),
        (
            OLD.replace(palette=GREEN, fonts=("Georgia", "Georgia")),
            OLD.replace(palette=RED),
            [],
            [("edit", "other-template")],
        ),
        (OLD, OLD.replace(layouts=("Cover",)), [], [("change", "new-layouts-only")]),
        (OLD, OLD.replace(masters="2"), [], [("change", "new-layouts-only")]),
        (OLD, OLD.replace(masters=""), [], []),
        (None, OLD.replace(palette=RED), [], []),
    ],
)
def test_theme_colours_and_typefaces_are_merged_separately(own: Any, new: Any, taken: Any, lines: Any) -> None:
    assert outcome(own, new) == (taken, lines)


def test_a_theme_recoloured_on_both_sides_can_be_reset_to_the_brand() -> None:
    taken, lines = outcome(RECOLOURED, OLD.replace(palette=RED), choice="take")
    assert (taken, lines) == ([(True, False)], [("conflict", "changed-twice")])


def test_a_theme_rewritten_by_another_program_is_kept_and_reported() -> None:
    assert outcome(RECOLOURED, OLD, native=False) == ([], [])
    assert outcome(RECOLOURED, OLD.replace(palette=RED), native=False) == ([], [("unsure", "keeps-look")])


def test_an_object_in_a_theme_colour_is_unchanged_when_the_theme_changes() -> None:
    ours = state(OLD.replace(palette=RED), "accent1 #C2452D")
    edited = found(state(OLD, "accent2 #007A72")).replace(theme=OLD)
    untouched = plan(state(OLD), found(state(OLD)).replace(theme=OLD), ours)
    assert [type(one) for one in untouched.changes] == [SetTheme]
    kept = plan(state(OLD), edited, ours)
    assert [(note.item, note.group) for note in kept.notes if note.item] == [("cover/a", "edit")]
    after = merged(untouched, ours).replace(theme=ours.theme)
    assert plan(ours, after, ours).changes == ()


def changed_brand() -> Brand:
    palette = tuple([(slot, "AA3377" if slot == "accent1" else rgb) for slot, rgb in sample_brand().palette])
    return sample_brand().replace(palette=palette, heading_font="Georgia")


def theme_of(data: bytes) -> Any:
    master = pptx.Presentation(io.BytesIO(data)).slide_masters[0]
    part = master.part.part_related_by("http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme")
    return etree.fromstring(part.blob)


def said(theme: Any) -> tuple[str, str, str]:
    faces = [theme.find(f".//{A}{kind}Font/{A}latin").get("typeface") for kind in ("major", "minor")]
    return theme.find(f".//{A}accent1/{A}srgbClr").get("val"), *faces


def test_only_the_theme_is_written_when_brand_colours_and_typefaces_change() -> None:
    scene = sample_deck(sample_slide("a", sample_title("a", "Medlemmer")))
    before, brand = made(scene), changed_brand()
    after = updated(before, scene, brand)
    assert said(theme_of(after)) == ("AA3377", "Georgia", sample_brand().body_font)
    again = planned(after, scene, brand)
    assert (again.changes, again.notes) == ((), ())
    slides = [pptx.Presentation(io.BytesIO(data)).slides for data in (before, after)]
    assert [one.part.blob for one in slides[1]] == [one.part.blob for one in slides[0]]


def with_typeface(data: bytes, face: str, anonymous: bool = False) -> bytes:
    """The deck with another typeface in its theme; ``anonymous``: without ids, as other programs save it."""
    presentation = pptx.Presentation(io.BytesIO(data))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    part: Any = presentation.slide_masters[0].part.part_related_by(kind)
    root = etree.fromstring(part.blob)
    for latin in root.iterfind(f".//{A}fontScheme/*/{A}latin"):
        latin.set("typeface", face)
    part._blob = etree.tostring(root)
    for slide_ in presentation.slides if anonymous else ():
        for mark in list(slide_.element.iter("{*}creationId")):
            mark.getparent().remove(mark)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("anonymous", "faces"), [(False, set()), (True, {sample_brand().heading_font})])
def test_a_manual_theme_typeface_applies_to_new_slides(anonymous: bool, faces: set[str]) -> None:
    first, new = [sample_slide(key, sample_title(key, "Medlemmer")) for key in ("a", "b")]
    edited = with_typeface(made(sample_deck(first)), "Georgia", anonymous)
    after = pptx.Presentation(io.BytesIO(updated(edited, sample_deck(first, new))))
    assert {one.get("typeface") for one in after.slides[1].element.iter(f"{A}latin")} == faces


def test_a_new_slide_uses_its_own_layout_even_if_others_were_switched() -> None:
    first, new = [sample_slide(key, sample_title(key, "Medlemmer")) for key in ("a", "b")]
    presentation = pptx.Presentation(io.BytesIO(made(sample_deck(first))))
    own = presentation.slides[0].slide_layout
    other = next(one for one in presentation.slide_layouts if one.name != own.name)
    (link,) = [one for one in presentation.slides[0].part.rels.values() if one.reltype.endswith("/slideLayout")]
    link._target = other.part
    out = io.BytesIO()
    presentation.save(out)
    after = pptx.Presentation(io.BytesIO(updated(out.getvalue(), sample_deck(first, new))))
    assert [one.slide_layout.name for one in after.slides] == [other.name, own.name]
