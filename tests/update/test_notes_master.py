"""Speaker notes come into a deck without a notes master: the brand's is brought along."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pptx import Presentation

from osloregion_slides import adopt, build
from tests.judges import structure
from tests.pptx.updating import edited
from tests.update.fresh import P
from tests.update.gallery import GALLERY, planned, side, updated
from tests.update.outlines import copied

NOTED = f"{GALLERY['venn']}\n    notes: Si dette"


def without_notes_master(presentation: Any) -> None:
    """Leave the deck as one that never had notes."""
    for slide in presentation.slides:
        for identity, one in list(slide.part.rels.items()):
            if one.reltype.endswith("/notesSlide"):
                slide.part.rels.pop(identity)
    for identity, one in list(presentation.part.rels.items()):
        if one.reltype.endswith("/notesMaster"):
            presentation.part.rels.pop(identity)
    for one in presentation.element.findall(f"{P}notesMasterIdLst"):
        presentation.element.remove(one)


def notes(data: bytes) -> list[str]:
    slides = Presentation(io.BytesIO(data)).slides
    return [one.notes_slide.notes_text_frame.text if one.has_notes_slide else "" for one in slides]


def test_new_notes_add_a_missing_notes_master(tmp_path: Path) -> None:
    data, new = edited(side(GALLERY["venn"]).data, without_notes_master), side(NOTED)
    made = updated(data, new)
    assert notes(made) == notes(new.data) != notes(data)
    assert planned(made, new).plan.changes == ()
    assert updated(made, new) == made
    complaints = []
    for name, deck in (("made", made), ("fresh", new.data)):
        (tmp_path / f"{name}.pptx").write_bytes(deck)
        complaints.append(structure(str(tmp_path / f"{name}.pptx")))
    assert complaints[0] == complaints[1]


def test_adopting_a_deck_without_a_notes_master_adds_the_notes_of_the_outline(tmp_path: Path) -> None:
    copied(tmp_path)
    outline = tmp_path / "osloregionen.yaml"
    fresh = build(str(outline), updatable=False).data
    found = edited(fresh, without_notes_master)
    adopted = adopt("foreign.pptx", str(outline), data=found)
    assert notes(adopted.data) == notes(fresh)
    assert "notes-not-added" not in {one.code for one in adopted.findings}
