"""Decks that LibreOffice saves as .pptx: its own templates, a drawing written by hand, other programs' decks."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice import edited, office

TEMPLATES = ("Metropolis", "Midnightblue", "Candy", "DNA", "Grey_Elegant")
FOLDERS = (Path("/usr/lib/libreoffice"), Path("/opt"))
BY_HAND = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:automatic-styles>
<style:style style:name="pale" style:family="graphic"><style:graphic-properties draw:fill="solid" draw:fill-color="#ffffff"
 draw:auto-grow-height="false"/><style:text-properties fo:color="#cccccc" fo:font-size="20pt"/></style:style>
<style:style style:name="t" style:family="text"><style:text-properties fo:color="#cccccc" fo:font-size="20pt"/></style:style>
</office:automatic-styles>
<office:body><office:presentation>
<draw:page draw:name="one">
<draw:frame draw:style-name="pale" draw:name="Pale" svg:x="2cm" svg:y="2cm" svg:width="8cm" svg:height="2cm">
<draw:text-box><text:p><text:span text:style-name="t">Blek tekst</text:span></text:p></draw:text-box></draw:frame>
<draw:ellipse draw:name="Ellipse" svg:x="12cm" svg:y="2cm" svg:width="4cm" svg:height="3cm"/>
<draw:frame draw:name="Table" svg:x="2cm" svg:y="8cm" svg:width="10cm" svg:height="3cm"><table:table>
<table:table-column/><table:table-column/>
<table:table-row><table:table-cell><text:p>Medlem</text:p></table:table-cell><table:table-cell><text:p>Antall</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>Oslo</text:p></table:table-cell><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>
</table:table></draw:frame>
</draw:page>
<draw:page draw:name="two"/>
</office:presentation></office:body></office:document>
"""


def template(name: str, path: Path) -> None:
    """Save one of LibreOffice's templates as .pptx; FileNotFoundError where it is not installed."""
    found = [file for folder in FOLDERS for file in folder.rglob(f"{name}.otp")]
    if not found:
        raise FileNotFoundError(name)
    resaved(found[0], path)


def by_hand(path: Path) -> None:
    """Save a drawing of two pages as .pptx: pale text, an ellipse, a table, and an empty page."""
    source = path.with_suffix(".fodp")
    source.write_text(BY_HAND, encoding="utf-8")
    resaved(source, path)


def resaved(source: Path, path: Path) -> None:
    """Save any document that LibreOffice reads as .pptx."""
    office().ask(do="edit", path=str(source), to=str(path), edit=["nothing", 0, ""])


def with_edits(source: Path, path: Path, edits: tuple[tuple[object, ...], ...]) -> None:
    """Save a deck of ours after edits as a person makes them."""
    for edit in edits:
        edited(str(source), str(path), *edit)
        source = path
