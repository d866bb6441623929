"""Decks that lost their marks, or never had any: adopted without a loss."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Pt

from osloregion_slides import build, import_deck
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.service_update import Asked, Planned, apply, plan_adoption, plan_update
from osloregion_slides.update.changes import RemoveItem, RemoveSlide
from tests.brand import foreign
from tests.pptx.updating import edited
from tests.update.edits import every, words
from tests.update.outlines import changed, copied
from tests.update.test_hard_cases import GROWTH, built, rewrite, strangers, updated, without


def no_marks(data: bytes) -> bytes:
    """The deck as Google Slides exports it: no ids, names or properties of ours (update.md)."""

    def change(name: str, part: bytes) -> bytes:
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
            part = re.sub(rb'<p:cSld name="[^"]*"', b"<p:cSld", part)
            part = re.sub(rb"<a:ext uri=\"\{FF2B5EF4[^>]*>.*?</a:ext>", b"", part)
            part = re.sub(rb"<a:extLst></a:extLst>", b"", part)
            part = re.sub(rb"<p:extLst>(?:(?!</p:extLst>).)*creationId.*?</p:extLst>", b"", part)
            counter = iter(range(1, 10_000))
            part = re.sub(
                rb'(<p:cNvPr id="\d+") name="[^"]*"',
                lambda m: m[1] + f' name="Google Shape;{next(counter)};p1"'.encode(),
                part,
            )
        elif name in ("[Content_Types].xml", "_rels/.rels", "ppt/_rels/presentation.xml.rels"):
            part = re.sub(rb"<(Override|Relationship) [^>]*(customXml|docProps/custom)[^>]*/>", b"", part)
        return part

    return without(data, lambda name: name.startswith("customXml") or name == "docProps/custom.xml", change)


@functools.cache
def exported() -> bytes:
    data = no_marks(built())
    presentation = Presentation(io.BytesIO(data))
    assert not any("/" in shape.name for slide in presentation.slides for shape in every(slide.shapes))
    assert b"creationId" not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(f"ppt/slides/slide{number}.xml") for number in range(1, 14)
    )
    return data


def test_a_google_slides_export_is_adopted_without_loss(tmp_path: Path) -> None:
    before = [words(slide) for slide in Presentation(io.BytesIO(exported())).slides]
    done = updated(exported(), tmp_path, None, plan_adoption)
    assert not any(isinstance(one, RemoveItem | RemoveSlide) for one in done.planned.plan.changes)
    assert len(done.said) == 13
    for old, new in zip(before, done.said, strict=True):
        assert set(old.split()) <= set(new.split())


def test_an_adopted_export_accepts_the_next_outline_change(tmp_path: Path) -> None:
    done = updated(exported(), tmp_path, None, plan_adoption)
    (tmp_path / "next").mkdir()
    then = updated(done.after, tmp_path / "next", GROWTH)
    assert GROWTH.seen in then.said[6]
    assert "vekstsenter" not in then.said[6]


def test_adopting_an_edited_deck_keeps_and_reports_the_edits(tmp_path: Path) -> None:
    def edit(presentation: Any) -> None:
        rewrite(presentation.slides[6], "vekstsenter", "vekstsenter for hånd")
        box = presentation.slides[3].shapes.add_textbox(0, 0, 3_600_000, 360_000)
        box.text_frame.text = "Skrevet for hånd"

    data = edited(exported(), edit)
    done = updated(data, tmp_path, None, plan_adoption)
    assert "vekstsenter for hånd" in done.said[6]
    assert "Skrevet for hånd" in done.said[3]
    told = [note for note in done.planned.plan.notes if note.group in ("conflict", "edit", "unsure")]
    assert {"perspective", "members"} <= {note.slide for note in told}


def test_adopting_a_foreign_deck_adds_and_lists_but_deletes_nothing(tmp_path: Path) -> None:
    done = updated(no_marks(built()), tmp_path, None, plan_adoption)
    assert len(done.said) == 13
    (tmp_path / "other").mkdir()
    plan = plan_adoption_of(strangers(), tmp_path / "other")
    assert not any(isinstance(one, RemoveItem | RemoveSlide) for one in plan.plan.changes)
    assert sum(note.symbol == "." for note in plan.plan.notes) == 2


def test_adopting_a_deck_on_another_template_reports_that_the_template_is_kept(tmp_path: Path) -> None:
    said = [
        [note.says.code for note in plan_adoption_of(data, tmp_path).plan.notes if note.group == "unsure"]
        for data in (strangers(), exported(), rearranged(exported()))
    ]
    assert [notes.count("keeps-template") for notes in said] == [1, 0, 1]


def rearranged(data: bytes) -> bytes:
    """Return a deck whose layouts have the same names, colours and fonts, but everything elsewhere."""
    presentation: Any = Presentation(io.BytesIO(data))
    for sheet in (presentation.slide_master, *presentation.slide_master.slide_layouts):
        for offset in sheet._element.iter("{*}off"):
            offset.set("y", str(int(offset.get("y")) + 300_000))
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def plan_adoption_of(data: bytes, folder: Path) -> Planned:
    copied(folder)
    path = folder / "deck.pptx"
    path.write_bytes(data)
    return plan_adoption(str(path), Asked(changed(folder, "osloregionen", None)), any_size=True)


def of_another_size() -> bytes:
    """Return a deck of 4:3 with one slide on a layout of its own."""
    presentation: Any = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[0])
    data = io.BytesIO()
    presentation.save(data)
    return data.getvalue()


def without_layouts(presentation: Any) -> None:
    """Take all layouts out of a presentation without slides."""
    master = presentation.slide_master
    for layout in list(master.slide_layouts):
        master.slide_layouts.remove(layout)


def test_a_deck_of_another_size_is_adopted_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    path.write_bytes(of_another_size())
    copied(tmp_path)
    asked = Asked(changed(tmp_path, "osloregionen", None))
    with pytest.raises(InvalidInput) as caught:
        plan_adoption(str(path), asked)
    (finding,) = caught.value.findings
    assert (finding.code, finding.at and finding.at.file) == ("other-slide-size", str(path))
    assert "25.4 × 19.1 cm" in finding.message
    assert "--force" in finding.hint
    assert plan_adoption(str(path), asked, any_size=True).plan.changes


def test_a_deck_without_layouts_gets_those_of_the_brand(tmp_path: Path) -> None:
    presentation: Any = Presentation()
    without_layouts(presentation)
    path = tmp_path / "deck.pptx"
    presentation.save(str(path))
    before = path.read_bytes()
    copied(tmp_path)
    planned = plan_adoption(str(path), Asked(changed(tmp_path, "osloregionen", None)), any_size=True)
    made: Any = Presentation(io.BytesIO(apply(planned, str(path)).data))
    assert path.read_bytes() == before
    layouts = {layout.name for master in made.slide_masters for layout in master.slide_layouts}
    assert len(made.slides) == 13
    assert {slide.slide_layout.name for slide in made.slides} <= layouts
    assert all(slide.shapes.title.text_frame.text for slide in made.slides)


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(("audience", "language"), [("", "en"), ("board", "nb"), ("", "nb")])
def test_the_audience_and_the_language_of_an_adopted_deck_are_recognised(
    audience: str, language: str, marked: bool, tmp_path: Path
) -> None:
    copied(tmp_path)
    outline = str(tmp_path / "osloregionen.yaml")
    data = build(outline, audience=audience, language=language, updatable=False).data
    plan = plan_adoption("d.pptx", Asked(outline), data=data if marked else no_marks(data))
    assert (plan.ours.known.variant.audience, plan.ours.known.variant.language or "nb") == (audience, language)
    guessed = [str(one) for one in plan.ours.findings if one.code == "variant-guessed"]
    assert len(guessed) == ((audience, language) != ("", "nb"))


def test_formatting_made_before_an_adoption_is_not_treated_as_built(tmp_path: Path) -> None:
    copied(tmp_path)
    outline = tmp_path / "gallery.yaml"
    adopted = apply(
        plan_adoption("d.pptx", Asked(str(outline)), data=build(str(outline), updatable=False).data), "d.pptx"
    )
    text = outline.read_text(encoding="utf-8")
    start = text.index("  - id: columns\n")
    outline.write_text(text[:start] + text[text.index("\n  - id:", start) + 1 :], encoding="utf-8")
    planned = plan_update("d.pptx", Asked(str(outline)), data=adopted.data)
    assert [one.code for one in planned.ours.findings if one.code == "looks-unknown"] == ["looks-unknown"]


def test_explicit_typefaces_of_template_placeholders_are_not_theme_typefaces(tmp_path: Path) -> None:
    def named(xml: bytes) -> bytes:
        return xml.replace(b'typeface="+mj-lt"', b'typeface="Georgia"').replace(b'"+mn-lt"', b'"Verdana"')

    template = foreign.replaced(foreign.default(), "ppt/slideMasters/slideMaster1.xml", named)
    (tmp_path / "mal.pptx").write_bytes(template)
    outline, path = tmp_path / "o.yaml", tmp_path / "d.pptx"
    slides = "slides:\n  - {id: a, kind: statement, title: Hei}\n"
    outline.write_text(f"deck: a\ntitle: A\nlanguage: nb\nbrand: mal.pptx\n{slides}", "utf-8")
    path.write_bytes(build(str(outline)).data)
    assert plan_update(str(path), Asked(str(outline))).plan.notes == ()
    path.write_bytes(build(str(outline), updatable=False).data)
    said = plan_adoption(str(path), Asked(str(outline))).plan.notes
    assert "keeps-template" not in [note.says.code for note in said]


def of_a_stranger(sizes: list[int], is_bold: bool, paragraphs: list[str]) -> bytes:
    """Return a deck as PowerPoint saves it: no marks of ours, and texts of sizes that no template says."""
    deck: Any = Presentation()
    for number, size in enumerate(sizes, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Theme {number}"
        slide.placeholders[1].text = "\n".join(paragraphs)
        for shape in slide.placeholders:
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size, run.font.bold = Pt(size), is_bold
    return foreign.saved(deck)


@given(
    st.lists(st.sampled_from([12, 18, 24, 33, 72]), min_size=1, max_size=3),
    st.booleans(),
    st.lists(st.sampled_from(["First", "Second", " ".join(["word"] * 40), ""]), min_size=1, max_size=4).filter(any),
)
def test_an_imported_deck_is_adopted_by_its_outline_with_every_text_unchanged(
    sizes: list[int], is_bold: bool, paragraphs: list[str]
) -> None:
    data = of_a_stranger(sizes, is_bold, paragraphs)
    with TemporaryDirectory() as scratch:
        (outline, said), *_ = import_deck("d.pptx", data=data).files
        Path(scratch, "own.pptx").write_bytes(data)
        path = Path(scratch, outline)
        path.write_bytes(re.sub(rb"(?m)^brand:.*", b"brand: own.pptx", said))
        adopted = apply(plan_adoption("d.pptx", Asked(str(path)), data=data), "d.pptx").data
        again = plan_update("d.pptx", Asked(str(path)), data=adopted).plan
    assert not again.changes
    before, after = [Presentation(io.BytesIO(one)).slides for one in (data, adopted)]
    for old, new in zip(before, after, strict=True):
        there = {shape.shape_id: shape for shape in new.shapes}
        for shape in old.shapes:
            assert look(there[shape.shape_id]) == look(shape)


def look(shape: Any) -> list[tuple[str, Any, Any]]:
    runs = [run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
    return [(run.text, run.font.size, run.font.bold) for run in runs]
