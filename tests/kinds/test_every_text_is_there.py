"""A law: every text of a slide is in the deck, or a finding says which is not, whatever a template lacks.

The oracle is the same outline on our own template, which has a placeholder for everything. What our own template would
lose too is found by words of one use: one for each text that the schema allows on a slide.
"""

from __future__ import annotations

import functools
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides.base.findings import Finding
from osloregion_slides.brand.load import load_brand
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import read_schema
from osloregion_slides.kinds import OUT_OF_FILES, kind_names
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Chart, Deck, Placeholder, Shape, Slide, Table
from tests.brand import foreign
from tests.kinds.composing import flat

LACKS = {
    "nothing": (),
    "text": ("body",),
    "content": (None, "obj"),
    "text and content": ("body", None, "obj"),
    "subtitle": ("subTitle",),
    "picture": ("pic",),
    "all but titles": ("body", None, "obj", "subTitle", "pic", "tbl", "chart", "media", "dgm", "clipArt"),
    "footers": ("ftr", "sldNum", "dt"),
}
"""The types of placeholders that are taken out of every layout; None is content without a type."""


ORGANISATIONS = """
  - id: bands
    kind: organisation
    title: Rekker
    groups: {political: Ordbandspolitisk, administrative: Ordbandsadministrativt}
    items: organisation

  - id: wide
    kind: organisation
    title: Mange
    groups: {a: Ordwidea, b: Ordwideb, c: Ordwidec}
    items:
      - {id: top, group: a, name: Øverst}
      - {id: next, group: b, reports_to: top, name: Under}
""" + "".join([f"      - {{id: w{n}, group: b, reports_to: next, name: Arbeidsgruppe {n}}}\n" for n in range(17)])
ORGANISATIONS += """
  - id: deep
    kind: organisation
    title: Dyp
    groups: {g0: Orddeepg0, g4: Orddeepg4}
    items:
""" + "".join(
    [
        f"      - {{id: d{n}, group: g{n // 4 * 4}, reports_to: d{n - 1}, name: Nivå {n}, note: Noe om nivået}}\n"
        for n in range(8)
    ]
).replace(", reports_to: d-1", "")
ORGANISATIONS += """
  - id: mixed
    kind: organisation
    title: Blandet
    groups: {a: Ordmixeda, b: Ordmixedb, unused: Ordmixedubrukt}
    items:
      - {id: top, group: a, name: Øverst}
      - {id: one, group: a, reports_to: top, name: Råd}
      - {id: two, group: b, reports_to: top, name: Kontor}
      - {id: three, group: b, reports_to: two, name: Arkiv}
"""
"""Names of groups: in bands, in a list, where a level has bodies of several groups, and one of no body."""


def with_every_text(slide: re.Match[str]) -> str:
    """Return a slide of the gallery with a word at each key for a text that it has not."""
    allowed = read_schema()["$defs"][f"slide_{slide[1]}"]["properties"]
    keys = [key for key, rule in allowed.items() if rule.get("$ref") == "#/$defs/text" and key not in NOT_SHOWN]
    new = [f"\n    {key}: Ord{slide[1]}{key}" for key in keys if f"\n    {key}:" not in slide[0]]
    return slide[0] + "".join(new)


@functools.cache
def template(lacks: str, wide: bool) -> bytes:
    deck: Any = Presentation()
    if wide:
        deck.slide_width, deck.slide_height = 12_192_000, 6_858_000
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape._element.ph.get("type") in LACKS[lacks]:
                shape._element.getparent().remove(shape._element)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the gallery's outline, every slide with a kicker and a source, statements and sections with a text."""
    folder = tmp_path_factory.mktemp("gallery")
    text = Path("decks/gallery.yaml").read_text(encoding="utf-8") + ORGANISATIONS
    text = re.sub(r"\n    (source|kicker): .*", "", text)
    text = re.sub(r"(\n    kind: \w+)", r"\1\n    source: Kildelinje\n    kicker: Stikktittel", text)
    text = re.sub(r"(\n    kind: (?:statement|section))(?![^-]*\n    text:)", r"\1\n    text: Linjen under", text)
    text = re.sub(r"\n    kind: (\w+)((?:\n    .*)*)", with_every_text, text)
    (folder / "gallery.yaml").write_text(text, encoding="utf-8")
    shutil.copytree("decks/data", folder / "data")
    return folder / "gallery.yaml"


def composed(path: Path, brand: str) -> tuple[Deck, tuple[Finding, ...]]:
    outline = load_outline(str(path), schema=read_schema())
    return compose(outline, load_brand(brand, str(path.parent)))


def words(slide: Slide) -> list[str]:
    """Return the words on a slide, sorted; numbers of slides and the footer are the template's."""
    found: list[str] = []
    for item in flat(slide.items):
        if item.key.endswith(("/footer", "/number")):
            continue
        text = getattr(item, "text", None)
        found += text.plain.split() if text is not None else []
        if isinstance(item, Table):
            found += [word for row in item.rows for cell in row.cells for word in cell.text.plain.split()]
        if isinstance(item, Chart):
            found += [word for name in item.categories for word in name.split()]
    return sorted(found)


NOT_SHOWN = {"alt", "notes", "section"}
"""Texts of a slide that do not stand on it."""


def by_source(deck: Deck) -> dict[str, list[str]]:
    """Return the words of all slides of each slide of the outline: content may go on over more of them."""
    found: dict[str, list[str]] = {}
    for slide in deck.slides:
        found.setdefault(re.sub(r"-\d+$", "", slide.key), []).extend(words(slide))
    return found


@pytest.mark.parametrize("wide", [True, False], ids=["16:9", "4:3"])
@pytest.mark.parametrize("lacks", LACKS)
def test_every_text_is_in_the_deck_or_an_error_names_its_line(gallery: Path, lacks: str, wide: bool) -> None:
    (gallery.parent / "mal.pptx").write_bytes(template(lacks, wide))
    ours = by_source(composed(gallery, "osloregionen")[0])
    deck, findings = composed(gallery, "mal.pptx")
    theirs = by_source(deck)
    wrong = {finding.slide for finding in findings if finding.severity == "error" and finding.at and finding.at.line}
    lost = {key: sorted(set(said) - set(theirs.get(key, ()))) for key, said in ours.items() if key not in wrong}
    assert {key: missing for key, missing in lost.items() if missing} == {}
    assert lacks == "all but titles" or len(ours) - len(wrong) >= len(ours) // 2  # the law is not kept by errors alone


@pytest.mark.parametrize("wide", [True, False], ids=["16:9", "4:3"])
@pytest.mark.parametrize("lacks", LACKS)
def test_every_allowed_text_and_the_website_are_in_the_deck_or_reported(gallery: Path, lacks: str, wide: bool) -> None:
    (gallery.parent / "mal.pptx").write_bytes(template(lacks, wide))
    deck, findings = composed(gallery, "mal.pptx")
    shown = " ".join([" ".join(found) for found in by_source(deck).values()])
    reported = {finding.at.line for finding in findings if finding.at}
    lines = gallery.read_text(encoding="utf-8").splitlines()
    words_at = [(word, n) for n, line in enumerate(lines, 1) for word in re.findall(r"Ord[a-z]\w+", line)]
    assert [word for word, n in words_at if word not in shown and n not in reported] == []
    without = [slide.key for slide in deck.slides if "osloregionen.no" not in repr(slide.items)]
    assert without == [finding.slide for finding in findings if finding.code == "footer-without-place"]
    assert len(without) < len(deck.slides) // 2


def test_the_test_outline_has_every_slide_type_and_every_text(gallery: Path) -> None:
    text = gallery.read_text(encoding="utf-8")
    shown = {line.split()[1] for line in text.splitlines() if line.strip().startswith("kind: ")}
    assert shown == set(kind_names()) - set(OUT_OF_FILES)
    deck, _ = composed(gallery, "osloregionen")
    assert all("Stikktittel" in words(slide) for slide in deck.slides if deck.slides)
    assert foreign.members(template("text", True)).keys() == foreign.members(template("nothing", True)).keys()


@pytest.mark.parametrize("lacks", LACKS)
def test_a_kicker_without_a_placeholder_is_above_the_title(gallery: Path, lacks: str) -> None:
    (gallery.parent / "mal.pptx").write_bytes(template(lacks, True))
    deck, _ = composed(gallery, "mal.pptx")
    for slide in deck.slides:
        kicker = next(item for item in slide.items if item.key.endswith("/kicker"))
        title = next(item for item in slide.items if item.key.endswith("/title"))
        assert isinstance(kicker, Shape) and isinstance(title, Placeholder)
        assert kicker.box.y >= 0
        assert kicker.box.bottom <= title.box.bottom - title.text.height


def layout_band(layout: Any) -> Any:
    """Return a new shape over the foot of a layout; python-pptx makes shapes on slides only."""
    slide = layout.part.package.presentation_part.presentation.slides.add_slide(layout)
    band = slide.shapes.add_textbox(0, 6_300_000, 12_192_000, 558_000)
    layout.shapes._spTree.append(band._element)
    return next(shape for shape in layout.shapes if shape._element is band._element)


@pytest.mark.parametrize(
    ("fill", "words", "told"), [("3F3F3F", "", False), ("F2F2F2", "", False), ("F2F2F2", "©", True)]
)
def test_the_footer_does_not_overlap_drawings_of_the_layout(fill: str, words: str, told: bool, gallery: Path) -> None:
    """Words over the template's own cannot be read; a band is a ground, with light letters where it is dark."""
    from pptx.dml.color import RGBColor

    path = gallery.parent / "mal.pptx"
    path.write_bytes(template("footers", True))
    deck: Any = Presentation(str(path))
    for layout in deck.slide_layouts:
        band = layout_band(layout)
        band.fill.solid()
        band.fill.fore_color.rgb = RGBColor.from_string(fill)  # type: ignore[no-untyped-call]
        band.text_frame.text = words
    deck.save(str(path))
    found = [one for one in composed(gallery, "mal.pptx")[1] if one.code == "footer-without-place"]
    assert bool(found) == told
