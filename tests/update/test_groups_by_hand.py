"""Manually grouped objects: the group is removed with the last of them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pptx
import pytest

from osloregion_slides import build
from osloregion_slides.ooxml.names import P
from osloregion_slides.service_update import Asked, apply, plan_update
from tests.pptx.updating import edited

HEAD = "deck: a\ntitle: A\nlanguage: nb\nas_of: 2008-01-01\nslides:\n  - {id: s, kind: columns, title: Felt, items: ["
COLUMN = "{{id: {0}, name: Felt {0}, text: Om felt {0}}}"


def outline(folder: Path, names: str) -> str:
    path = folder / "a.yaml"
    path.write_text(HEAD + ", ".join([COLUMN.format(name) for name in names]) + "]}\n", encoding="utf-8")
    return str(path)


def group(presentation: Any, name: str, deep: bool) -> None:
    """Group what says the name of a column, in a group of its own where ``deep``."""
    shapes = presentation.slides[0].shapes
    own = [one for one in shapes if one.has_text_frame and one.text_frame.text.endswith(f"elt {name}")]
    assert own
    made = shapes.add_group_shape(own)
    if deep:
        shapes.add_group_shape([made])


@pytest.mark.parametrize("deep", [False, True])
def test_a_manual_group_is_removed_when_the_outline_removes_its_objects(deep: bool, tmp_path: Path) -> None:
    data = edited(build(outline(tmp_path, "abc")).data, lambda presentation: group(presentation, "c", deep))
    assert "grpSp" in str(pptx.Presentation(io.BytesIO(data)).slides[0]._element.xml)
    planned = plan_update("a.pptx", Asked(outline(tmp_path, "ab")), data=data)
    after = pptx.Presentation(io.BytesIO(apply(planned, "a.pptx").data)).slides[0]
    texts = [one.text_frame.text for one in after.shapes if one.has_text_frame]
    assert not any("elt c" in text for text in texts)
    assert list(after._element.iter(f"{{{P}}}grpSp")) == []
