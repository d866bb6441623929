"""Text edits on a slide of another deck are written to ``texts:`` of the outline."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, plan, pull, save

LIBRARY = """\
deck: library
title: Library
language: en
slides:
  - {id: members, kind: bullets, title: Our members, items: [One, Two]}
"""
HEAD = """\
deck: main
title: Main
language: en
slides:
  - {id: first, kind: bullets, title: First, items: [Here, There]}
"""
REUSED = """\
  - id: reused        # of the library
    kind: slide
    from: library.pptx#members
"""
NEW = "Our *new* members"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("library.yaml").write_text(LIBRARY, encoding="utf-8")
    save("library.pptx", build("library.yaml"))


def pulled(more: str, **words: str) -> Any:
    """Build, write other words into the shapes of the reused slide that say these, and pull."""
    Path("main.yaml").write_text(HEAD + REUSED + more, encoding="utf-8")
    save("main.pptx", build("main.yaml"))
    deck: Any = Presentation("main.pptx")
    for shape in deck.slides[1].shapes:
        if shape.has_text_frame and shape.text_frame.text in words:
            shape.text_frame.paragraphs[0].runs[0].text = words[shape.text_frame.text]
    deck.save("main.pptx")
    found = pull("main.pptx", "main.yaml")
    found.write()
    return found


def test_edited_words_on_a_reused_slide_become_its_texts() -> None:
    found = pulled("", One="Three")
    text = Path("main.yaml").read_text(encoding="utf-8")
    assert found.edits == 1
    assert text == HEAD + REUSED + "    texts:\n      members/1: Three\n"
    assert pull("main.pptx", "main.yaml").files == ()
    assert [one.group for one in plan("main.pptx", "main.yaml").plan.notes if one.group in ("edit", "conflict")] == []


def test_existing_texts_are_changed_in_place() -> None:
    found = pulled("    texts:\n      members/1: A text   # the first\n", **{"A text": NEW, "Two": "Second"})
    text = Path("main.yaml").read_text(encoding="utf-8")
    assert found.edits == 2
    assert "# the first" in text and "members/2: Second" in text
    assert pull("main.pptx", "main.yaml").files == ()
    deck: Any = Presentation(BytesIO(build("main.yaml").data))
    assert NEW in [shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame]


def test_an_edited_computed_text_is_kept_and_reported() -> None:
    found = pulled('    texts: {members/1: "{{ deck }}"}\n', main="Another")
    assert (found.edits, found.files) == (0, ())
    assert [one.code for one in found.findings] == ["pull-left"]
