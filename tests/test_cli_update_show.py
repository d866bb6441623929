"""Updates of the show itself, in the file: the order of slides, their sections, their size."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from osloregion_slides import cli
from tests.judges.package import audit, pkgcheck
from tests.update.edits import keys
from tests.workspace import CONFLICTS, DECK, NOTHING, PENDING, WRONG, Workspace

SECTION_OF_COVER = "section: {nb: Innledning, nn: Innleiing, en: Introduction}"


def by_hand(edit: Callable[[Any], None], path: str = DECK) -> None:
    presentation = Presentation(path)
    edit(presentation)
    presentation.save(path)


def last_to_second(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    listed.insert(1, listed[-1])


def pause(presentation: Any) -> None:
    made = presentation.slides.add_slide(presentation.slide_layouts[1])
    made.shapes.title.text = "Pause"
    listed = presentation.slides._sldIdLst
    listed.insert(4, listed[-1])


def outline_moves(place: Workspace, moved: str, to: str = "") -> None:
    """Put a slide of the outline in front of another, or at the end; its section goes on without it."""
    head, *slides = place.outline.read_text(encoding="utf-8").split("\n  - id: ")
    start = next(i for i, one in enumerate(slides) if one.startswith("cover\n"))
    head, slides = "\n  - id: ".join([head, *slides[:start]]), slides[start:]
    going = next(one for one in slides if one.startswith(f"{moved}\n"))
    slides.remove(going)
    going = "\n".join([line for line in going.splitlines() if not line.startswith("    section:")])
    at = next((i for i, one in enumerate(slides) if to and one.startswith(f"{to}\n")), len(slides))
    slides.insert(at, going)
    place.outline.write_text("\n  - id: ".join([head, *[one.rstrip("\n") for one in slides]]) + "\n", encoding="utf-8")


def shown() -> list[str]:
    return keys(Presentation(DECK))


def sections(path: str = DECK) -> dict[str, int]:
    """Return how many slides each section has, in order."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("ppt/presentation.xml"))
    return {one.get("name"): len(list(one.iter("{*}sldId"))) for one in root.iter("{*}section")}


def rename(before: str, after: str) -> Callable[[Any], None]:
    def edit(presentation: Any) -> None:
        for section in presentation.element.iter("{*}section"):
            if section.get("name") == before:
                section.set("name", after)

    return edit


def test_manual_and_outline_moves_are_both_applied(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = shown()
    by_hand(last_to_second)
    outline_moves(place, "regions")
    assert cli.main(["plan", DECK]) == PENDING
    said = capsys.readouterr().out
    assert "~ sustainability  moved to another place by hand" in said
    (line,) = [one for one in said.split("\n") if one.lstrip().startswith("~ regions ")]
    assert "moved behind profiling" in line
    assert cli.main(["update", DECK]) == NOTHING
    assert shown() == [before[0], before[-1], *[one for one in before[1:-1] if one != "regions"], "regions"]
    capsys.readouterr()
    assert cli.main(["plan", DECK]) == NOTHING
    said = capsys.readouterr().out
    assert "sustainability" in said and "regions" not in said
    assert not pkgcheck(DECK) and not audit(DECK)


@pytest.mark.parametrize(
    ("arguments", "second", "code"),
    [([], "sustainability", CONFLICTS), (["--on-conflict", "take"], "alliance", NOTHING)],
)
def test_a_slide_moved_on_both_sides_keeps_its_manual_position_and_is_reported(
    arguments: list[str], second: str, code: int, place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand(last_to_second)
    outline_moves(place, "sustainability", "members")
    assert cli.main(["plan", DECK]) == CONFLICTS
    told = next(line for line in capsys.readouterr().out.splitlines() if "! sustainability" in line)
    assert 'place changed on both sides:  yours "behind cover"  |  outline "behind purpose"' in told
    assert "decks/osloregionen.yaml:" in told
    assert cli.main(["update", DECK, *arguments]) == code
    assert shown()[1] == second
    assert cli.main(["plan", DECK]) == NOTHING


def test_a_section_renamed_in_the_outline_is_renamed_in_the_deck(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    place.rewrite(SECTION_OF_COVER, "section: {nb: Start, en: Start}")
    before = sections()
    assert cli.main(["plan", DECK]) == PENDING
    assert cli.main(["update", DECK]) == NOTHING
    assert cli.main(["diff", f"{DECK}.bak", DECK]) == NOTHING
    assert '~ section "Innledning" -> "Start"\n0 slides differ' in capsys.readouterr().out
    assert cli.main(["diff", f"{DECK}.bak", DECK, "--format", "html"]) == NOTHING
    assert "<p>Inndeling: «Innledning» er blitt «Start».</p>" in capsys.readouterr().out
    assert list(sections().items()) == [("Start", 2), *list(before.items())[1:]]
    assert cli.main(["plan", DECK]) == NOTHING


def test_a_manually_renamed_section_is_kept_and_reported(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand(rename("Alliansen", "Om oss"))
    place.rewrite(SECTION_OF_COVER, "section: {nb: Start, en: Start}")
    assert cli.main(["update", DECK]) == NOTHING
    assert '~ purpose  section "Alliansen" -> "Om oss"' in capsys.readouterr().out
    assert list(sections())[:2] == ["Start", "Om oss"]


def test_a_section_renamed_on_both_sides_is_a_conflict(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    by_hand(rename("Innledning", "Velkommen"))
    place.rewrite(SECTION_OF_COVER, "section: {nb: Start, en: Start}")
    assert cli.main(["update", DECK]) == CONFLICTS
    assert 'section changed on both sides:  yours "Velkommen"  |  outline "Start"' in capsys.readouterr().out
    assert list(sections())[0] == "Velkommen"
    assert cli.main(["plan", DECK]) == NOTHING


def test_a_new_section_of_the_outline_begins_at_its_slide(place: Workspace) -> None:
    place.rewrite("  - id: members\n", "  - id: members\n    section: {nb: Medlemmer, en: Members}\n")
    assert cli.main(["update", DECK]) == NOTHING
    assert list(sections().items())[1:4] == [("Alliansen", 1), ("Medlemmer", 4), ("Organisering", 2)]
    assert not pkgcheck(DECK) and not audit(DECK)


def test_a_section_is_removed_with_its_last_slide(place: Workspace) -> None:
    place.rewrite("{id: organisation, remove: true}", "{id: background, remove: true}")
    text = place.outline.read_text(encoding="utf-8")
    start, end = text.index("  - id: regions\n"), text.index("  - id: projects\n")
    place.outline.write_text(text[:start] + text[end:], encoding="utf-8")
    assert cli.main(["update", DECK]) == NOTHING
    assert list(sections()) == ["Innledning", "Alliansen", "Strategi"]


@pytest.mark.parametrize("change", [SECTION_OF_COVER, "nb: vekstsenter", "\ntitle: {all: Osloregionen}"])
def test_a_slide_that_a_library_added_is_in_a_section_after_an_update(change: str, place: Workspace) -> None:
    before = sections()
    by_hand(pause)
    anew = {SECTION_OF_COVER: "section: {nb: Start, en: Start}", "nb: vekstsenter": "nb: kraftsenter"}
    place.rewrite(change, anew.get(change, "\ntitle: Alliansen"))
    assert cli.main(["update", DECK]) == NOTHING
    assert list(sections().values()) == [2, before["Alliansen"] + 1, 2, 4]
    assert cli.main(["check", DECK]) == NOTHING


def test_a_changed_slide_size_is_kept_and_reported_with_its_effects(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path(DECK).read_bytes()
    Path("out/before.pptx").write_bytes(before)

    def narrow(presentation: Any) -> None:
        presentation.slide_width = 9_144_000

    by_hand(narrow)
    assert cli.main(["plan", DECK]) == NOTHING
    assert "~ all slides  slide size 33.9 × 19.1 cm -> 25.4 × 19.1 cm" in capsys.readouterr().out
    assert cli.main(["diff", "out/before.pptx", DECK]) == NOTHING
    assert "~ slide size 33.9 × 19.1 cm -> 25.4 × 19.1 cm" in capsys.readouterr().out
    assert cli.main(["diff", "out/before.pptx", DECK, "--format", "html"]) == NOTHING
    assert "Lysbildene har ny størrelse: 33,9 × 19,1 → 25,4 × 19,1 cm" in capsys.readouterr().out
    with place.outline.open("a", encoding="utf-8") as outline:
        outline.write("\n  - id: thanks\n    kind: quote\n    title: Takk\n    quote: Takk for i dag\n")
    assert cli.main(["plan", DECK]) == PENDING
    said = capsys.readouterr().out
    assert "? thanks  made for slides of 33.9 × 19.1 cm, and these are 25.4 × 19.1 cm" in said
    assert cli.main(["update", DECK]) == NOTHING
    assert Presentation(io.BytesIO(Path(DECK).read_bytes())).slide_width == 9_144_000


def wide(presentation: Any) -> None:
    presentation.slide_width = 14_000_000


@pytest.mark.parametrize("edit", [rename("Alliansen", "Om oss"), wide], ids=["a section", "the slides' size"])
def test_after_an_update_a_build_still_refuses_to_overwrite_manual_order_and_sections(
    edit: Callable[[Any], None], place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand(edit)
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    assert cli.main(["build", "decks/osloregionen.yaml"]) == WRONG
    assert "deck-edited" in capsys.readouterr().err


def test_a_single_differing_slide_is_reported(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out/before.pptx").write_bytes(Path(DECK).read_bytes())
    by_hand(pause)
    assert cli.main(["diff", "out/before.pptx", DECK]) == NOTHING
    assert "1 slide differs, 13 are the same." in capsys.readouterr().out


def test_a_folder_and_an_opendocument_file_are_rejected_by_type(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "decks", DECK]) == WRONG
    assert "This is a folder, not a file.\n    hint: Name a `.pptx` file in it." in capsys.readouterr().err
    with zipfile.ZipFile("out/deck.odp", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
    assert cli.main(["plan", os.path.join("out", "deck.odp")]) == WRONG
    said = capsys.readouterr().err
    assert "This is an OpenDocument file" in said and "save it as .pptx" in said
