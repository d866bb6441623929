"""Text boxes on a template are drawn as they are measured, whatever its text defaults say."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build
from tests.brand import foreign

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
OUTLINE = (
    "deck: d\ntitle: T\nbrand: mal.pptx\nslides:\n  - {id: a, kind: facts, title: T, items: [{name: '28', text: En}]}\n"
)


def with_defaults(attributes: bytes, inside: bytes, above: bytes = b"") -> bytes:
    """Return the default template whose text defaults have these attributes and children."""

    def change(text: bytes) -> bytes:
        text = re.sub(rb'<a:latin typeface="\+mn-lt"/>', inside, text)
        text = re.sub(rb"<a:defRPr sz=", b"<a:defRPr " + attributes + b" sz=", text)
        return re.sub(rb"(<a:lvl\dpPr [^>]*>)", rb"\1" + above, text)

    return foreign.replaced(foreign.default(), "ppt/presentation.xml", change)


@pytest.mark.parametrize(
    ("attributes", "inside", "above"),
    [
        (b"", b'<a:latin typeface="Arial"/>', b""),
        (b'i="1"', b'<a:latin typeface="+mn-lt"/>', b""),
        (b'cap="all" spc="300"', b'<a:latin typeface="Courier New"/><a:cs typeface="Impact"/>', b""),
        (b'b="1" u="sng"', b"", b'<a:lnSpc><a:spcPct val="200000"/></a:lnSpc><a:buChar char="-"/>'),
    ],
)
def test_text_defaults_become_the_measured_font(tmp_path: Path, attributes: bytes, inside: bytes, above: bytes) -> None:
    (tmp_path / "mal.pptx").write_bytes(with_defaults(attributes, inside, above))
    (tmp_path / "o.yaml").write_text(OUTLINE, encoding="utf-8")
    deck: Any = Presentation(io.BytesIO(build(tmp_path / "o.yaml").data))
    levels = [one for one in deck.part._element.find(".//{*}defaultTextStyle") if not one.tag.endswith("defPPr")]
    assert len(levels) == 9
    for level in levels:
        run = level.find(f"{A}defRPr")
        assert not {"b", "i", "u", "cap", "spc"} & set(run.attrib) and [one.tag for one in level] == [f"{A}defRPr"]
        assert [one.get("typeface") for one in run.iter(f"{A}latin", f"{A}cs", f"{A}ea")] == ["+mn-lt"]


@pytest.mark.parametrize(
    "kept", [rb"", rb"<p:defaultTextStyle/>", rb'<p:defaultTextStyle><a:lvl1pPr algn="r"/></p:defaultTextStyle>']
)
def test_text_defaults_that_the_template_lacks_are_stated(tmp_path: Path, kept: bytes) -> None:
    def change(text: bytes) -> bytes:
        return re.sub(rb"<p:defaultTextStyle>.*</p:defaultTextStyle>", kept, text, flags=re.DOTALL)

    template = foreign.replaced(foreign.default(), "ppt/presentation.xml", change)
    (tmp_path / "mal.pptx").write_bytes(template)
    (tmp_path / "o.yaml").write_text(OUTLINE, encoding="utf-8")
    deck: Any = Presentation(io.BytesIO(build(tmp_path / "o.yaml").data))
    levels = deck.part._element.find(".//{*}defaultTextStyle")
    assert [one.find(f"{A}defRPr/{A}latin").get("typeface") for one in levels] == ["+mn-lt"] * 9
    assert {one.get("algn") for one in levels} == {"l"}


def test_text_boxes_take_the_typeface_of_the_layouts_body_placeholders(tmp_path: Path) -> None:
    def named(text: bytes) -> bytes:
        return re.sub(
            rb'(<p:bodyStyle>.*?)<a:latin typeface="\+mn-lt"/>', rb'\1<a:latin typeface="Georgia"/>', text, count=1
        )

    made = foreign.replaced(foreign.default(), "ppt/slideMasters/slideMaster1.xml", named)
    (tmp_path / "mal.pptx").write_bytes(made)
    (tmp_path / "o.yaml").write_text(OUTLINE, encoding="utf-8")
    built = build(tmp_path / "o.yaml")
    assert built.brand and built.brand.body_font == "Georgia"
    deck: Any = Presentation(io.BytesIO(built.data))
    faces = {one.get("typeface") for one in deck.part._element.find(".//{*}defaultTextStyle").iter(f"{A}latin")}
    assert faces == {"Georgia"}
