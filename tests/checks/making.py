"""Slides made on purpose: shapes put into a clean deck's slide, and outlines written to a folder."""

from __future__ import annotations

from typing import Any

from tests.checks.spoiling import SLIDE, Parts, replaced, spoilt

INCH = 914_400


def text_box(
    text: str, x: float, y: float, w: float, h: float, look: str = "", fill: str = "<a:noFill/>", size: int = 1600
) -> str:
    """Return a text box of 16 pt, inches; ``look`` is inside a:rPr."""
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="901" name="cover/extra"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="{int(x * INCH)}" y="{int(y * INCH)}"/><a:ext cx="{int(w * INCH)}" cy="{int(h * INCH)}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr><p:txBody><a:bodyPr wrap="square"/><a:lstStyle/>'
        f'<a:p><a:r><a:rPr lang="nb-NO" sz="{size}">{look}</a:rPr><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def with_shape(data: bytes, markup: str, part: str = SLIDE) -> bytes:
    """Return the deck with a shape on top of a slide."""

    def add(parts: Parts) -> None:
        replaced(parts, part, "</p:spTree>", markup + "</p:spTree>")

    return spoilt(data, add)


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]
