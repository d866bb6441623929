"""Whatever colours a template has, a build leaves no text unreadable, and says of each pale one what ``check`` says."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest

from osloregion_slides import build, check
from osloregion_slides.base.findings import InvalidInput
from tests.brand import foreign

SLOTS = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")


def painted(colours: dict[str, str], ground: str = "") -> bytes:
    """Return the default template with these theme colours, RRGGBB, and a background of the master."""
    made = foreign.default()

    def theme(text: bytes) -> bytes:
        for slot, colour in colours.items():
            new = f'<a:{slot}><a:srgbClr val="{colour}"/></a:{slot}>'.encode()
            text = re.sub(rf"<a:{slot}>.*?</a:{slot}>".encode(), new, text, count=1, flags=re.DOTALL)
        return text

    made = foreign.replaced(made, "ppt/theme/theme1.xml", theme)
    if not ground:
        return made
    paint = f"<p:bg><p:bgPr>{ground}<a:effectLst/></p:bgPr></p:bg>".encode()

    def master(text: bytes) -> bytes:
        return re.sub(rb"<p:bg>.*?</p:bg>", paint, text, count=1, flags=re.DOTALL)

    return foreign.replaced(made, "ppt/slideMasters/slideMaster1.xml", master)


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    shutil.copytree("decks", tmp_path / "decks")
    path = tmp_path / "decks" / "gallery.yaml"
    path.write_text(re.sub(r"\nbrand: .*", "", path.read_text("utf-8")) + "\nbrand: mal.pptx\n", "utf-8")
    return path


def pale(outline: Path, template: bytes) -> list[tuple[str, str, str]]:
    """Return shape, severity and message of each pale text of the build, which are those of a check of its deck."""
    (outline.parent / "mal.pptx").write_bytes(template)
    built = build(outline)
    (outline.parent / "mal.out.pptx").write_bytes(built.data)
    said = [
        [one for one in found if one.code == "low-contrast"]
        for found in (built.findings, check(outline.parent / "mal.out.pptx"))
    ]
    mine, theirs = [sorted([(one.shape, str(one.severity), one.message) for one in found]) for found in said]
    assert mine == theirs and all(one.at for one in said[0])
    return mine


@pytest.mark.parametrize("seed", range(6))
def test_a_deck_in_any_colours_has_no_unreadable_text(outline: Path, seed: int) -> None:
    dice = random.Random(seed)
    assert pale(outline, painted({slot: f"{dice.randrange(1 << 24):06X}" for slot in SLOTS})) == []


@pytest.mark.parametrize("grey", ["808080", "777777", "000000", "FFFFFF"])
def test_a_deck_on_a_single_colour_theme_is_readable(outline: Path, grey: str) -> None:
    assert pale(outline, painted(dict.fromkeys(SLOTS, grey))) == []


@pytest.mark.parametrize("colour", ["009FB2", "7F7F7F", "111111", "FFEE00"])
def test_texts_are_readable_on_a_background_outside_the_theme(outline: Path, colour: str) -> None:
    assert pale(outline, painted({}, f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>')) == []


def test_a_gradient_is_judged_by_its_worst_stop(outline: Path) -> None:
    stops = '<a:gs pos="0"><a:srgbClr val="000000"/></a:gs><a:gs pos="100000"><a:srgbClr val="FFFFFF"/></a:gs>'
    found = pale(outline, painted({}, f'<a:gradFill><a:gsLst>{stops}</a:gsLst><a:lin ang="0"/></a:gradFill>'))
    assert found and {severity for _, severity, _ in found} == {"warning"}


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_gradient_is_judged_by_its_colours_under_the_text(tmp_path: Path, angle: int) -> None:
    """White words at the dark end of a gradient to white can be read, the same words at its white end cannot."""
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    ground = slide.shapes.add_shape(1, 0, 0, deck.slide_width, deck.slide_height)
    ground.fill.gradient()
    for stop, shade in zip(ground.fill.gradient_stops, ("000000", "FFFFFF")):
        stop.color.rgb = RGBColor.from_string(shade)  # type: ignore[no-untyped-call]
    line = ground._element.find(".//{*}lin")
    line.set("ang", str(angle * 60_000))
    for name, x, y in (("west", 0.2, 3.5), ("east", 8.3, 3.5), ("north", 4.5, 0.2), ("south", 4.5, 6.6)):
        box = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(1.5), Inches(0.6))
        box.name = name
        run = box.text_frame.paragraphs[0].add_run()
        run.text = name
        run.font.color.rgb = RGBColor.from_string("FFFFFF")  # type: ignore[no-untyped-call]
    deck.save(str(tmp_path / "d.pptx"))
    found = {one.shape.rpartition("/")[2] for one in check(tmp_path / "d.pptx") if one.code == "low-contrast"}
    dark, pale = {0: ("west", "east"), 90: ("north", "south"), 180: ("east", "west"), 270: ("south", "north")}[angle]
    assert pale in found and dark not in found


def test_a_text_that_no_colour_makes_readable_is_an_error(tmp_path: Path) -> None:
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Tittel"
    for top, shade in ((2, 0xFF), (3, 0xD0), (4, 0xA0)):
        box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(4), Inches(0.6))
        run = box.text_frame.paragraphs[0].add_run()
        run.text = f"grå {shade}"
        run.font.color.rgb = RGBColor.from_string(f"{shade:02X}" * 3)  # type: ignore[no-untyped-call]
    deck.save(str(tmp_path / "d.pptx"))
    found = [one.severity for one in check(tmp_path / "d.pptx") if one.code == "low-contrast"]
    assert found == ["error", "error", "warning"]


def test_a_build_with_unreadable_text_fails_unless_fit_is_best(outline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (outline.parent / "mal.pptx").write_bytes(painted({}))
    monkeypatch.setattr("osloregion_slides.checks.contrast.ILLEGIBLE", 22.0)
    monkeypatch.setattr("osloregion_slides.checks.contrast.shortfall", lambda *_: ("1.0", "4.5"))
    with pytest.raises(InvalidInput) as caught:
        build(outline)
    assert {one.code for one in caught.value.findings if one.severity == "error"} == {"low-contrast"}
    assert build(outline, settings={"fit": "best"}).data


def test_a_background_under_a_group_of_the_master_is_not_judged(outline: Path) -> None:
    box = '<a:off x="0" y="0"/><a:ext cx="9144000" cy="6858000"/><a:chOff x="0" y="0"/><a:chExt cx="9144000" cy="6858000"/>'
    group = f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="90" name="g"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{box}</a:xfrm></p:grpSpPr></p:grpSp>'

    def change(text: bytes) -> bytes:
        text = text.replace(b"</p:spTree>", group.encode() + b"</p:spTree>")
        return re.sub(rb'<a:schemeClr val="tx1">', b'<a:schemeClr val="bg1">', text)

    made = foreign.replaced(painted({}), "ppt/slideMasters/slideMaster1.xml", change)
    assert [one for one in pale(outline, made) if one[1] == "error"] == []
