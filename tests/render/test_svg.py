"""What holds for every drawing: it is whole, says what the slide says, and is safe to put into a page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from osloregion_slides import drafting, service
from osloregion_slides.base.units import Pt
from osloregion_slides.brand.load import load_brand
from osloregion_slides.render.svg import slide_svgs
from osloregion_slides.scene import (
    Colour,
    Connector,
    ConnectorEnd,
    Freeform,
    Group,
    Image,
    Paragraph,
    Picture,
    Run,
    Shape,
    Stroke,
)
from tests.conftest import REPOSITORY
from tests.render.sample import SVG, box, brand, deck, drawn, label, lines, text

if TYPE_CHECKING:
    from osloregion_slides.scene import Item, Slide, Text

DECKS = (("osloregionen", ""), ("osloregionen", "en"), ("gallery", ""))


@pytest.fixture(scope="module", params=DECKS, ids=lambda pair: "-".join(filter(None, pair)))
def pictures(request: pytest.FixtureRequest) -> list[tuple[Slide, Any]]:
    """Return each slide of a deck with its drawing."""
    name, language = request.param
    outline = drafting.load(os.fspath(REPOSITORY / "decks" / f"{name}.yaml"), language=language)
    made = service.build(outline).deck
    svgs = slide_svgs(made, load_brand(outline.brand, outline.root))
    return [(slide, etree.fromstring(svg)) for slide, svg in zip(made.slides, svgs)]


def flat(items: tuple[Item, ...]) -> list[Item]:
    found: list[Item] = []
    for item in items:
        found += [item, *(flat(item.children) if isinstance(item, Group) else [])]
    return found


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad-]+", "", words)


def test_every_letter_of_a_slide_is_text_in_its_drawing(pictures: list[tuple[Slide, Any]]) -> None:
    for slide, root in pictures:
        there = squeezed("".join(line for line, _, _ in lines(root)))
        for item in flat(slide.items):
            words: Text | None = getattr(item, "text", None)
            for paragraph in words.paragraphs if words else ():
                if not any(run.field for run in paragraph.runs):
                    assert squeezed(paragraph.plain) in there, item.key


def test_every_object_is_drawn_under_its_key_and_name(pictures: list[tuple[Slide, Any]]) -> None:
    for slide, root in pictures:
        groups = {g.get("data-key"): g for g in root.iter(f"{SVG}g") if g.get("data-key")}
        for item in flat(slide.items):
            alt, decorative = getattr(item, "alt", ""), getattr(item, "decorative", False)
            assert item.key in groups
            if decorative or isinstance(item, Connector):
                assert groups[item.key].get("aria-hidden") == "true"
            elif alt:
                assert groups[item.key].findtext(f"{SVG}title") == alt


def test_a_drawing_has_one_title_and_only_web_links(pictures: list[tuple[Slide, Any]]) -> None:
    for slide, root in pictures:
        assert root.findtext(f"{SVG}title") == slide.title
        assert len([g for g in root.iter() if g.get("role") == "heading"]) == 1
        for element in root.iter():
            address = element.get("href", "")
            assert not address or address.startswith(("data:image/", "https://"))


def test_colours_are_hexadecimal_and_coordinates_within_bounds(pictures: list[tuple[Slide, Any]]) -> None:
    for _, root in pictures:
        for element in root.iter():
            for name in ("fill", "stroke"):
                assert re.fullmatch(r"#[0-9a-f]{6}|none|", element.get(name, "")), element.attrib
            for name in ("x", "y", "width", "height", "cx", "cy", "rx", "r"):
                assert -100 <= float(element.get(name, "0")) <= 1100


HOSTILE = ('<script>alert("1")</script>', "&amp; & <b>", "]]>\x00\x08\ud800", "'\"><svg onload=x>")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_becomes_markup(words: str) -> None:
    root = drawn(label(box(0, 0, 900, 100), text(words), alt=words, link="https://x.no/" + words))
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "g", "title", "text", "tspan", "a"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://osloregionen.no", "https://osloregionen.no"),
        ("post@osloregionen.no", "mailto:post@osloregionen.no"),
        ("#s2", "#s2"),
        ("#gone", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
    ],
)
def test_links_target_only_the_web_mail_and_slides(link: str, address: str | None) -> None:
    words = text(Paragraph((Run("her", link=link),), Pt(20)))
    found = [a.get("href") for a in drawn(label(box(0, 0, 900, 100), words), slides=2).iter(f"{SVG}a")]
    assert found == ([address] if address else [])


def test_connectors_have_the_path_and_arrowheads_of_the_file() -> None:
    a, b = Shape("a/1", box(0, 0, 100, 40)), Shape("a/2", box(0, 140, 100, 40))
    line = Stroke(Colour("accent1"), Pt(2), tail=True)
    root = drawn(a, b, Connector("a/c", ConnectorEnd("a/1", 2), ConnectorEnd("a/2", 0), line))
    (group,) = [g for g in root if g.get("data-key") == "a/c"]
    way, head = list(group)
    assert way.get("d") == "M50 40L50 140"
    assert head.get("d") == "M50 140L47 134L53 134Z"


@pytest.mark.parametrize("width", [0.5, 1, 2, 3, 6])
def test_arrowheads_scale_with_line_width_with_a_minimum_of_two_points(width: float) -> None:
    a, b = Shape("a/1", box(0, 0, 100, 40)), Shape("a/2", box(0, 140, 100, 40))
    line = Stroke(Colour("accent1"), Pt(width), tail=True)
    (group,) = list(drawn(a, b, Connector("a/c", ConnectorEnd("a/1", 2), ConnectorEnd("a/2", 0), line)))[2:]
    long = 3 * max(width, 2)
    assert group[1].get("d") == f"M50 140L{50 - long / 2:g} {140 - long:g}L{50 + long / 2:g} {140 - long:g}Z"


def test_a_polygon_with_holes_is_scaled_to_its_box() -> None:
    ring, hole = ((0, 0), (10, 0), (10, 10)), ((4, 2), (8, 2), (8, 6))
    root = drawn(Freeform("a/f", box(100, 100, 200, 50), (10, 10), (ring, hole), Colour("accent1"), alt="Et felt"))
    (path,) = root.iter(f"{SVG}path")
    assert path.get("d") == "M100.0 100.0L300.0 100.0L300.0 150.0ZM180.0 110.0L260.0 110.0L260.0 130.0Z"
    assert path.get("fill-rule") == "evenodd"


def test_a_picture_is_embedded_in_the_drawing_and_cropped_by_its_frame() -> None:
    image = Image(b"\x89PNG", "image/png", 10, 10)
    root = drawn(Picture("a/p", box(0, 0, 100, 50), image, "Et bilde", (25_000, 0, 25_000, 0)))
    (frame,) = [element for element in root.iter(f"{SVG}svg") if element is not root]
    assert frame.get("viewBox") == "25 0 50 100"
    assert frame[0].get("href").startswith("data:image/png;base64,iVBORw")


def test_the_same_deck_gives_the_same_drawings_in_any_process() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from osloregion_slides import drafting, service; from osloregion_slides.brand.load import load_brand\n"
        "from osloregion_slides.render.page import html_page; from hashlib import sha256\n"
        "outline = drafting.load(sys.argv[1] + '/decks/gallery.yaml'); deck = service.build(outline).deck\n"
        "print(sha256(html_page(deck, load_brand(outline.brand, outline.root)).encode()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, os.fspath(REPOSITORY)],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]


def test_a_plain_build_imports_no_rendering_module() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from osloregion_slides import build\n"
        "build(sys.argv[1] + '/decks/gallery.yaml')\n"
        "print([name for name in sys.modules if name.startswith('osloregion_slides.render')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, os.fspath(REPOSITORY)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_standalone_drawings_have_no_links_within_a_page() -> None:
    words = text(Paragraph((Run("her", link="#s2"),), Pt(20)))
    svg = next(iter(slide_svgs(deck(label(box(0, 0, 900, 100), words), slides=2), brand())))
    assert "<a " not in svg
