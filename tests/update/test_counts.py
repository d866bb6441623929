"""The extended properties of an updated deck count its slides, whichever program wrote them (ECMA-376 Part 1, 22.2)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
import pytest

from osloregion_slides import build
from osloregion_slides.service_update import Asked, apply, plan_update
from tests.pptx.updating import edited

HEAD = "deck: a\ntitle: A\nlanguage: nb\nas_of: 2008-01-01\nslides:\n"
SLIDE = "  - {{id: {0}, kind: bullets, title: Lysbilde {0}, items: [Ett, To]{1}}}\n"
BEFORE = {"en": "", "to": ", notes: Si to", "tre": ", hidden: true", "fire": ""}
CHANGES: dict[str, dict[str, str]] = {
    "a slide more": {**BEFORE, "fem": ", notes: Si fem"},
    "a slide less": {name: more for name, more in BEFORE.items() if name != "to"},
    "one hidden": {**BEFORE, "fire": ", hidden: true"},
    "one shown": {**BEFORE, "tre": ""},
    "notes": {**BEFORE, "en": ", notes: Si en"},
    "all of it": {"en": ", notes: Si en", "tre": "", "fire": ", hidden: true", "fem": "", "seks": ", hidden: true"},
}
OFFICES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ap:Properties xmlns:ap="http://schemas.openxmlformats.'
    b'org/officeDocument/2006/extended-properties"><ap:Application>Microsoft Office PowerPoint</ap:Application>'
    b"<ap:Slides>4</ap:Slides><ap:Notes>1</ap:Notes><ap:HiddenSlides>1</ap:HiddenSlides></ap:Properties>"
)


def outline(folder: Path, slides: dict[str, str]) -> str:
    path = folder / "a.yaml"
    path.write_text(HEAD + "".join(SLIDE.format(name, more) for name, more in slides.items()), encoding="utf-8")
    return str(path)


def rewritten(data: bytes, write: Callable[[str, bytes], bytes]) -> bytes:
    """Return a deck with its parts as ``write`` returns them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            new.writestr(one, write(one.filename, old.read(one)))
    return out.getvalue()


LEFT: dict[str, Any] = {
    "as we left it": lambda data: data,
    "saved by python-pptx": lambda data: edited(data, lambda presentation: None),
    "with PowerPoint's properties": lambda data: rewritten(
        data, lambda name, part: OFFICES if name == "docProps/app.xml" else part
    ),
    "with attributes in single quotes": lambda data: rewritten(
        data, lambda name, part: part.replace(b' show="0"', b" show = '0'")
    ),
}


def counts(data: bytes) -> list[int]:
    properties = zipfile.ZipFile(io.BytesIO(data)).read("docProps/app.xml").decode()
    return [int(re.findall(rf"(?:\w+:)?{name}>(\d+)<", properties)[0]) for name in ("Slides", "Notes", "HiddenSlides")]


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("change", CHANGES)
def test_the_properties_of_an_updated_deck_have_the_counts_of_python_pptx(
    change: str, left: str, tmp_path: Path
) -> None:
    data = LEFT[left](build(outline(tmp_path, BEFORE)).data)
    assert counts(data) == [4, 1, 1]
    after = apply(plan_update("a.pptx", Asked(outline(tmp_path, CHANGES[change])), data=data), "a.pptx").data
    there = list(pptx.Presentation(io.BytesIO(after)).slides)
    hidden = [one._element.get("show") for one in there].count("0")
    assert counts(after) == [len(there), [one.has_notes_slide for one in there].count(True), hidden]
    assert counts(after) != [4, 1, 1] and len(there) == len(CHANGES[change])
