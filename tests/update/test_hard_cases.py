"""Decks in disorder: a right result, or a clear finding and an unchanged file."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pptx import Presentation

from osloregion_slides import build, cli
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.service_update import Asked, Planned, apply, plan_update
from osloregion_slides.update.changes import RemoveItem, RemoveSlide
from tests.pptx.updating import edited
from tests.update.edits import keys, shape_of, slide_of, words
from tests.update.outlines import DECKS, TemplateOverrides, changed, copied

GROWTH = TemplateOverrides("perspective", "perspective/side-1", "nb: vekstsenter", "nb: kraftsenter", "kraftsenter")
POINT = "Økt oppmerksomhet om Osloregionens **rolle, nasjonalt og internasjonalt.**"
POINTS = TemplateOverrides(
    "background", "background/points", POINT, "Flere legger merke til **regionen.**", "legger merke til regionen"
)
CREATION = "{*}cSld/{*}extLst/{*}ext/{*}creationId"


@functools.cache
def built(name: str = "osloregionen") -> bytes:
    return build(str(DECKS / f"{name}.yaml")).data


class Done(NamedTuple):
    planned: Planned
    after: bytes
    said: list[str]
    """What each slide says afterwards."""


def updated(
    data: bytes, folder: Path, wish: TemplateOverrides | None, verb: Callable[..., Planned] = plan_update
) -> Done:
    """Update the deck from the flagship's outline with a wish in it; the plan afterwards is empty."""
    copied(folder)
    asked = Asked(changed(folder, "osloregionen", wish))
    path = folder / "deck.pptx"
    path.write_bytes(data)
    planned = verb(str(path), asked)
    after = apply(planned, str(path)).data
    path.write_bytes(after)
    again = plan_update(str(path), asked).plan
    assert (again.changes, again.order, again.exit_code) == ((), (), 0)
    return Done(planned, after, [words(slide) for slide in Presentation(io.BytesIO(after)).slides])


def copy_of(presentation: Any, slide: Any, to: int, same_id: bool) -> Any:
    """Copy a slide's objects and name to a new slide at a place, as PowerPoint's duplicate does (or with the same id)."""
    made = presentation.slides.add_slide(presentation.slide_layouts.get_by_name(slide.slide_layout.name))
    for shape in list(made.shapes):
        shape._element.getparent().remove(shape._element)
    for element in slide.shapes._spTree[2:]:
        made.shapes._spTree.append(deepcopy(element))
    holder = made._element.cSld
    for extension in slide._element.cSld.findall("{*}extLst"):
        holder.append(deepcopy(extension))
    if not same_id:
        for creation in made._element.findall(CREATION):
            creation.set("val", "4000000001")
    listed = presentation.slides._sldIdLst
    listed.insert(to, listed[-1])
    return made


def rewrite(slide: Any, before: str, after: str) -> None:
    found = [node for node in slide._element.iter("{*}t") if before in (node.text or "")]
    assert found, before
    for node in found:
        node.text = node.text.replace(before, after)


@pytest.mark.parametrize("same_id", [True, False])
@pytest.mark.parametrize("place", [0, 7, 13])
def test_a_copied_slide_is_left_and_its_original_updated(place: int, same_id: bool, tmp_path: Path) -> None:
    def duplicate(presentation: Any) -> None:
        made = copy_of(presentation, presentation.slides[6], place, same_id)
        rewrite(made, "vekstsenter", "vekstsenter for hånd")

    done = updated(edited(built(), duplicate), tmp_path, GROWTH)
    assert len(done.said) == 14
    assert [text for text in done.said if "vekstsenter for hånd" in text] == [done.said[place]]
    assert sum("kraftsenter" in text for text in done.said) == 1


@pytest.mark.parametrize("same_id", [True, False])
def test_one_of_two_equal_slides_is_updated_and_none_is_lost(same_id: bool, tmp_path: Path) -> None:
    duplicated = edited(built(), lambda p: copy_of(p, p.slides[6], 7, same_id))
    done = updated(duplicated, tmp_path, GROWTH)
    assert len(done.said) == 14
    assert sorted(("kraftsenter" in t, "vekstsenter" in t) for t in done.said[6:8]) == [(False, True), (True, False)]


@pytest.mark.parametrize("same_id", [True, False])
def test_a_copy_is_kept_when_the_outline_removes_the_original_slide(same_id: bool, tmp_path: Path) -> None:
    def duplicate(presentation: Any) -> None:
        rewrite(copy_of(presentation, presentation.slides[4], 9, same_id), "Skjerpet", "Mye skjerpet")

    text = (DECKS / "osloregionen.yaml").read_text(encoding="utf-8")
    start = text.index("  - id: background")
    gone = text[start : text.index("  - id: platform", start)]
    done = updated(edited(built(), duplicate), tmp_path, TemplateOverrides("", "", gone, "", ""))
    assert len(done.said) == 13
    assert sum("Mye skjerpet" in text for text in done.said) == 1
    assert sum("konkurranse mellom storbyregioner" in text for text in done.said) == 1


def test_a_slide_deleted_and_recreated_by_hand_is_a_manual_slide(tmp_path: Path) -> None:
    def again(presentation: Any) -> None:
        made = presentation.slides.add_slide(presentation.slides[4].slide_layout)
        made.shapes.title.text = "Hvorfor en allianse?"
        made.shapes.add_textbox(0, 0, 3_600_000, 360_000).text_frame.text = "Fordi vi ville det slik."
        listed = presentation.slides._sldIdLst
        presentation.part.drop_rel(listed[4].rId)
        listed.remove(listed[4])
        listed.insert(4, listed[-1])

    done = updated(edited(built(), again), tmp_path, POINTS)
    assert len(done.said) == 13
    assert "Fordi vi ville det slik." in done.said[4]
    assert not any(isinstance(one, RemoveItem | RemoveSlide) for one in done.planned.plan.changes)


def test_a_slide_deleted_and_pasted_again_is_recognised(tmp_path: Path) -> None:
    def pasted(presentation: Any) -> None:
        copy_of(presentation, presentation.slides[4], 13, False)
        listed = presentation.slides._sldIdLst
        presentation.part.drop_rel(listed[4].rId)
        listed.remove(listed[4])

    done = updated(edited(built(), pasted), tmp_path, POINTS)
    assert len(done.said) == 13
    assert POINTS.seen in done.said[12]


def test_a_manually_reversed_deck_keeps_its_order(tmp_path: Path) -> None:
    def turn(presentation: Any) -> None:
        listed = presentation.slides._sldIdLst
        for entry in list(listed):
            listed.insert(0, entry)

    before = keys(Presentation(io.BytesIO(built())))
    done = updated(edited(built(), turn), tmp_path, GROWTH)
    assert keys(Presentation(io.BytesIO(done.after))) == before[::-1]
    assert GROWTH.seen in done.said[6]
    assert len(done.planned.plan.changes) == 1


def test_slides_pasted_from_another_built_deck_are_not_changed(tmp_path: Path) -> None:
    other: Any = Presentation(io.BytesIO(built("gallery")))

    def merge(presentation: Any) -> None:
        for number, name in ((0, "cover"), (4, "purpose"), (8, "comparison"), (13, "hub")):
            made = presentation.slides.add_slide(presentation.slide_layouts[5])
            for element in list(made.shapes._spTree)[2:]:
                made.shapes._spTree.remove(element)
            source = other.slides[number]
            assert keys(other)[number] == name
            for element in source.shapes._spTree[2:]:
                made.shapes._spTree.append(deepcopy(element))
            for extension in source._element.cSld.findall("{*}extLst"):
                made._element.cSld.append(deepcopy(extension))
            listed = presentation.slides._sldIdLst
            listed.insert(number, listed[-1])

    data = edited(built(), merge)
    before = [words(slide) for slide in Presentation(io.BytesIO(data)).slides]
    done = updated(data, tmp_path, GROWTH)
    assert [text.replace("kraftsenter", "vekstsenter") for text in done.said] == before
    assert sum("kraftsenter" in text for text in done.said) == 1
    assert len(done.planned.plan.changes) == 1


def test_a_renamed_deck_file_is_updated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "decks").mkdir()
    copied(tmp_path / "decks")
    changed(tmp_path / "decks", "osloregionen", GROWTH)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "Årsmøte (endelig) v3 – kopi.pptx"
    path.write_bytes(built())
    assert cli.main(["update", path.name]) == 0
    assert any(GROWTH.seen in words(slide) for slide in Presentation(str(path)).slides)


def compound(stream: str) -> bytes:
    """A compound file as far as anybody looks: its signature and the name of a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def without(data: bytes, drop: Callable[[str], bool], change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The package without some members, others changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not drop(name):
                new.writestr(name, change(name, old.read(name)) if change else old.read(name))
    return out.getvalue()


def doctype(name: str, data: bytes) -> bytes:
    return (
        data.replace(b"<p:sld ", b"<!DOCTYPE x [<!ENTITY e 'e'>]><p:sld ", 1) if name.endswith("slide3.xml") else data
    )


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a password": (lambda: compound("EncryptedPackage"), "deck-encrypted"),
    "a .ppt": (lambda: compound("PowerPoint Document"), "deck-old-format"),
    "cut in half": (lambda: built()[: len(built()) // 2], "deck-damaged"),
    "the end cut off": (lambda: built()[:-1000], "deck-damaged"),
    "nothing": (lambda: b"", "not-a-presentation"),
    "a page of the web": (lambda: b"<html>Logg inn</html>", "not-a-presentation"),
    "a zip of something else": (
        lambda: without(built(), lambda name: not name.startswith("docProps")),
        "not-a-presentation",
    ),
    "a broken slide": (
        lambda: without(built(), lambda n: False, lambda n, d: d[:-9] if "slide3.xml" in n else d),
        "deck-damaged",
    ),
    "a document type": (lambda: without(built(), lambda n: False, doctype), "deck-damaged"),
    "a deck of another outline": (lambda: built("gallery"), "another-deck"),
    "a deck of nobody": (lambda: strangers(), "no-base"),
}


def strangers() -> bytes:
    presentation: Any = Presentation()
    for title in ("Budsjett", "Regnskap"):
        presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = title
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("verb", ["plan", "update"])
def test_objects_that_cannot_be_updated_are_reported_and_left(
    verb: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, code = REFUSED[name]
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(make())
    before = path.read_bytes()
    assert cli.main([verb, str(path), changed(tmp_path, "osloregionen", GROWTH)]) == 1
    said = capsys.readouterr().err
    assert f"error[{code}]" in said
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith("deck.pptx")] == ["deck.pptx"]


def test_corrupted_bytes_are_a_finding_or_harmless(tmp_path: Path) -> None:
    copied(tmp_path)
    outline = changed(tmp_path, "osloregionen", GROWTH)
    path = tmp_path / "deck.pptx"
    data = built()
    refused = 0
    for place in range(0, len(data), len(data) // 60):
        broken = bytearray(data)
        broken[place] ^= 0x5A
        path.write_bytes(bytes(broken))
        try:
            apply(plan_update(str(path), Asked(outline)), str(path))
        except InvalidInput as problem:
            refused += 1
            assert problem.findings
    assert refused


def test_shapes_keep_properties_that_updates_do_not_manage(tmp_path: Path) -> None:
    def effects(presentation: Any) -> None:
        shape = shape_of(presentation, "platform/1")
        shape.rotation = 5
        shape.shadow.inherit = False
        shape.text_frame.margin_left = 99_000

    wish = TemplateOverrides(
        "platform", "platform/1", "i saker som er viktige for regionen", "i viktige saker", "i viktige saker"
    )
    after: Any = Presentation(io.BytesIO(updated(edited(built(), effects), tmp_path, wish).after))
    shape = shape_of(after, "platform/1")
    assert (shape.rotation, shape.shadow.inherit, shape.text_frame.margin_left) == (5, False, 99_000)
    assert wish.seen in words(slide_of(after, "platform"))


JUMPS = """\
deck: jumps
title: Hopp
language: nb
slides:
  - {id: cover, kind: cover, title: Forside}
  - id: list
    kind: table
    title: Tabell
    alt: Steder
    columns: [Hvor, Hva]
    rows:
      - [Først, "[forsiden](#cover)"]
      - [Sist, her]
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("Sist, her", "Sist, der", id="another cell"),
        pytest.param("{id: cover,", "{id: start, moved: cover,", id="another id of the slide that it leads to"),
    ],
)
def test_a_slide_link_in_a_table_is_not_an_edit(before: str, after: str, tmp_path: Path) -> None:
    outline = tmp_path / "jumps.yaml"
    outline.write_text(JUMPS, encoding="utf-8")
    deck = build(outline).data
    outline.write_text(
        JUMPS.replace(before, after).replace("#cover", "#start" if "start" in after else "#cover"), "utf-8"
    )
    planned = plan_update("jumps.pptx", Asked(str(outline)), data=deck)
    assert [note.what for note in planned.plan.notes if note.group != "change"] == []
    made = apply(planned, "jumps.pptx").data
    assert plan_update("jumps.pptx", Asked(str(outline)), data=made).plan.notes == ()


@pytest.mark.parametrize("part", ["left", "top", "width", "height"])
def test_a_placeholder_with_a_partial_position_counts_as_moved(part: str, tmp_path: Path) -> None:
    """python-pptx writes an offset without an extent, or the other way; what is missing is the layout's."""

    def half(presentation: Any) -> None:
        title = slide_of(presentation, "members").shapes.title
        setattr(title, part, getattr(title, part) + 400_000)

    def place(data: bytes) -> tuple[int, ...]:
        title = slide_of(Presentation(io.BytesIO(data)), "members").shapes.title
        return title.left, title.top, title.width, title.height

    data = edited(built(), half)
    done = updated(data, tmp_path, None)
    assert [(note.slide, note.item) for note in done.planned.plan.notes if note.group == "edit"] == [
        ("members", "members/title")
    ]
    assert place(done.after) == place(data) != place(built())
