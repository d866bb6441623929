from __future__ import annotations

import colorsys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from PIL import ImageColor
from pptx.dml.fill import FillFormat
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml

from osloregion_slides.ooxml.colour import Unresolved, colour_on, preset, read_colour, read_scheme, resolve, scheme_of
from osloregion_slides.ooxml.names import ACCENTS, COLOUR_MAP, SLOTS, A, P
from osloregion_slides.ooxml.order import GROUPS
from osloregion_slides.ooxml.transforms import (
    ALPHA,
    ANGLES,
    NAMES,
    PLAIN,
    Resolved,
    Transform,
    parse_hex,
    to_hex,
    transformed,
)
from tests.ooxml.colours import filled, listed, transform

RGB = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
TRANSFORM = st.builds(Transform, st.sampled_from(sorted(NAMES)), st.floats(-1e6, 1e6))
KNOWN = read_scheme(None, None).known


def shown(colour: str) -> str:
    """Return RRGGBB of a colour under Office's theme, with its opacity in percent where it is not whole."""
    found = resolve(filled(colour), KNOWN)
    if found is None:
        return ""
    return to_hex(found.rgb) + (f" {found.alpha:.0%}" if found.alpha != 1 else "")


OFFICES_OWN = [
    ("000000", "tint 75", "898989"),  # the footers of Office's templates
    ("4F81BD", "shade 50", "385D8A"),  # the outline of a shape in Office 2007 and 2010
    ("C0504D", "shade 50", "8C3836"),
    ("9BBB59", "shade 50", "71893F"),
    ("5B9BD5", "shade 50", "41719C"),  # in Office 2013
    ("4472C4", "shade 50", "2F528F"),  # in Office 2016
    ("ED7D31", "shade 50", "AE5A21"),
    ("70AD47", "shade 50", "507E32"),
    ("4F81BD", "tint 50 satMod 300", "A3C4FF"),  # the subtle fill of Office 2007's theme
    ("4F81BD", "tint 37 satMod 300", "BFD5FF"),
    ("4F81BD", "tint 15 satMod 350", "E5EEFF"),
    ("4F81BD", "shade 51 satMod 130", "2C5D98"),  # its intense fill
    ("4F81BD", "shade 93 satMod 130", "3C7BC7"),
    ("4F81BD", "shade 94 satMod 135", "3A7CCB"),
    ("4472C4", "lumMod 75", "2F5496"),  # the darker and lighter rows of Office 2016's palette
    ("4472C4", "lumMod 50", "1F3763"),
    ("4472C4", "lumMod 40 lumOff 60", "B4C6E7"),
    ("4472C4", "lumMod 20 lumOff 80", "D9E2F3"),
]


@pytest.mark.parametrize(("colour", "transforms", "expected"), OFFICES_OWN)
def test_a_colour_resolves_to_what_powerpoint_shows(colour: str, transforms: str, expected: str) -> None:
    words = transforms.split()
    steps = [Transform(name, int(amount) / 100) for name, amount in zip(words[::2], words[1::2])]
    found = transformed(parse_hex(colour), steps).rgb
    assert max(abs(a - b) for a, b in zip(found, parse_hex(expected))) <= 1, to_hex(found)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<a:srgbClr val="4f81bd"/>', "4F81BD"),
        ('<!-- a comment --><a:srgbClr val="4F81BD"/>', "4F81BD"),
        ('<a:schemeClr val="accent1"/>', "4472C4"),
        ('<a:schemeClr val="dk2"/>', "44546A"),
        ('<a:schemeClr val="tx2"/>', "44546A"),
        ('<a:schemeClr val="phClr"/>', ""),
        ('<a:schemeClr val="accent7"/>', ""),
        ('<a:sysClr val="window" lastClr="FDFDFD"/>', "FDFDFD"),
        ('<a:sysClr val="window"/>', "FFFFFF"),
        ('<a:sysClr val="windowText" lastClr="no"/>', "000000"),
        ('<a:sysClr val="btnFace"/>', "F0F0F0"),
        ('<a:sysClr val="unheardOf"/>', ""),
        ('<a:prstClr val="orange"/>', "FFA500"),
        ('<a:prstClr val="unheardOf"/>', ""),
        ('<a:scrgbClr r="0" g="100000" b="50000"/>', "00FFBC"),  # half the light is BC
        ('<a:scrgbClr r="0" g="200%" b="21.4%"/>', "00FF7F"),
        ('<a:scrgbClr r="0" g="0"/>', ""),
        ('<a:hslClr hue="7200000" sat="100000" lum="50000"/>', "00FF00"),
        ('<a:hslClr hue="0" sat="0%" lum="50%"/>', "808080"),
        ('<a:hslClr hue="0" sat="0"/>', ""),
        ('<a:srgbClr val="red"/>', ""),
        ("<a:tint/>", ""),
        ("", ""),
    ],
)
def test_each_way_to_write_a_colour_is_read(written: str, expected: str) -> None:
    assert shown(written) == expected


@pytest.mark.parametrize("name", listed("ST_PresetColorVal"))
def test_every_preset_of_the_standard_is_known(name: str) -> None:
    longer = name
    for short, long in (("dk", "dark"), ("lt", "light"), ("med", "medium")):
        if name.startswith(short) and name[len(short)].isupper():
            longer = long + name[len(short) :]
    own = {"dkSeaGreen": "8FBC8B", "ltGoldenrodYellow": "FAFA78"}  # where the standard's table is not SVG's
    assert preset(name) == own.get(name, to_hex(ImageColor.getrgb(longer.lower())[:3]))


@pytest.mark.parametrize("name", listed("ST_SystemColorVal"))
def test_every_system_colour_of_the_standard_is_known(name: str) -> None:
    assert shown(f'<a:sysClr val="{name}"/>')


def test_all_190_preset_and_30_system_colours_are_covered() -> None:
    assert (len(listed("ST_PresetColorVal")), len(listed("ST_SystemColorVal"))) == (190, 30)


THEMED = {member.xml_value: member for member in MSO_THEME_COLOR if getattr(member, "xml_value", "")}


@pytest.mark.parametrize("slot", [*(slot for slot, _ in COLOUR_MAP), *SLOTS[:4]])
@pytest.mark.parametrize("brightness", [0.4, 0.0, -0.25])
def test_python_pptx_reads_the_same_theme_slot_and_brightness(slot: str, brightness: float) -> None:
    holder = parse_xml(f'<p:spPr xmlns:p="{P}" xmlns:a="{A}"/>')
    fill = FillFormat.from_fill_parent(holder)
    fill.solid()  # type: ignore[no-untyped-call]
    fill.fore_color.theme_color = THEMED[slot]
    fill.fore_color.brightness = brightness
    found = read_colour(holder[0])
    assert found is not None
    assert found.slot == slot
    amounts = {one.name: one.amount for one in found.transforms}
    assert amounts.get("lumMod", 1.0) + amounts.get("lumOff", 0.0) == pytest.approx(1 + min(brightness, 0))
    assert amounts.get("lumOff", 0.0) == pytest.approx(max(brightness, 0))


def test_transforms_apply_in_document_order() -> None:
    mod, off = transform("lumMod", 50), transform("lumOff", 40)
    assert shown(f'<a:srgbClr val="808080">{mod}{off}</a:srgbClr>') == "A6A6A6"
    assert shown(f'<a:srgbClr val="808080">{off}{mod}</a:srgbClr>') == "737373"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("alpha 50", "4F81BD 50%"),
        ("alpha 50 alphaMod 50", "4F81BD 25%"),
        ("alphaOff -30", "4F81BD 70%"),
        ("alpha 200", "4F81BD"),
        ("alpha 50 lumMod 50", "254061 50%"),
        ("lumMod 50 alpha 50", "254061 50%"),
    ],
)
def test_alpha_transforms_change_only_the_opacity(inside: str, expected: str) -> None:
    words = inside.split()
    steps = "".join(transform(name, int(amount)) for name, amount in zip(words[::2], words[1::2]))
    assert shown(f'<a:srgbClr val="4F81BD">{steps}</a:srgbClr>') == expected


def test_a_written_colour_keeps_its_slot_and_its_transforms_in_order() -> None:
    steps = transform("satMod", 120) + transform("hueOff", 30) + transform("comp", None) + transform("alpha", 50)
    found = read_colour(filled(f'<a:schemeClr val="accent2">{steps}</a:schemeClr>'))
    expected = (Transform("satMod", 1.2), Transform("hueOff", 30.0), Transform("comp"), Transform("alpha", 0.5))
    assert found == Unresolved("accent2", "", expected)


@pytest.mark.parametrize("share", ["1e999%", "nan%", "9" * 400, "9" * 5000, "x", "", "50000.5"])
@pytest.mark.parametrize("name", sorted(NAMES - set(PLAIN)))
def test_a_malformed_transform_changes_nothing(name: str, share: str) -> None:
    assert shown(f'<a:srgbClr val="4F81BD"><a:{name} val="{share}"/></a:srgbClr>') == "4F81BD"


@given(RGB, st.lists(TRANSFORM, max_size=6))
def test_any_sequence_of_transforms_gives_a_colour(colour: tuple[int, int, int], steps: list[Transform]) -> None:
    found = transformed(colour, steps)
    assert all(0 <= part <= 255 for part in found.rgb)
    assert 0 <= found.alpha <= 1


ENDS = [
    (Transform("shade", 0.0), "000000"),
    (Transform("lum", 0.0), "000000"),
    (Transform("tint", 0.0), "FFFFFF"),
    (Transform("lum", 1.0), "FFFFFF"),
    (Transform("gray"), ""),
    (Transform("sat", 0.0), ""),
]
"""Transforms after which a colour is black, white or some grey, whatever it was before."""


@pytest.mark.parametrize(("last", "expected"), ENDS)
@given(colour=RGB, steps=st.lists(TRANSFORM, max_size=4))
def test_each_transform_applies_to_the_result_of_the_previous_ones(
    last: Transform, expected: str, colour: tuple[int, int, int], steps: list[Transform]
) -> None:
    found = transformed(colour, [*steps, last]).rgb
    assert to_hex(found) == expected if expected else len(set(found)) == 1


NOTHING = [
    *[Transform(name, 1.0) for name in sorted(NAMES) if name.endswith("Mod") or name in ("tint", "shade", "alpha")],
    *[Transform(name, 0.0) for name in sorted(NAMES) if name.endswith("Off")],
    Transform("hueOff", 360.0),
]
TWICE = [Transform("inv"), Transform("comp"), Transform("hueOff", 180.0)]


@given(RGB, st.lists(st.sampled_from(NOTHING), max_size=5))
def test_identity_transforms_change_nothing(colour: tuple[int, int, int], steps: list[Transform]) -> None:
    assert transformed(colour, steps) == Resolved(colour)


@given(RGB, st.sampled_from(TWICE))
def test_inversion_and_complement_are_self_inverse(colour: tuple[int, int, int], step: Transform) -> None:
    assert transformed(colour, [step, step]) == Resolved(colour)


@given(RGB)
def test_gamma_and_its_inverse_cancel_out(colour: tuple[int, int, int]) -> None:
    assert transformed(colour, [Transform("gamma"), Transform("invGamma")]) == Resolved(colour)


@given(RGB, st.sampled_from(["hue", "sat", "lum"]), st.sampled_from(["", "Mod", "Off"]), st.integers(-100, 200))
@example((9, 0, 1), "hue", "Mod", 2)  # a hue of 353°, which is a share of 360° and never a negative angle
def test_hue_saturation_and_luminance_changes_match_colorsys(
    colour: tuple[int, int, int], name: str, how: str, amount: int
) -> None:
    hue, lum, sat = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    value = {"hue": hue * 360, "lum": lum, "sat": sat}[name]
    share = amount if name == "hue" and how != "Mod" else amount / 100
    changed = value * share if how == "Mod" else value + share if how == "Off" else share
    changed = changed % 360 / 360 if name == "hue" else min(1, max(0, changed))
    wanted = {"hue": hue, "lum": lum, "sat": sat} | {name: changed}
    expected = [255 * part for part in colorsys.hls_to_rgb(wanted["hue"], wanted["lum"], wanted["sat"])]
    found = transformed(colour, [Transform(name + how, share)]).rgb
    assert all(abs(a - b) <= 0.51 for a, b in zip(found, expected))


def test_every_transform_of_the_schema_is_supported() -> None:
    assert set(GROUPS["transforms"].rstrip("*").split("|")) == NAMES
    assert set(ALPHA) | set(ANGLES) | set(PLAIN) <= NAMES


@given(RGB, st.sampled_from([0.0, 0.25, 1.0]))
def test_an_unknown_background_shows_through_any_colour_that_is_not_opaque(
    ground: tuple[int, int, int], alpha: float
) -> None:
    fill = filled(f'<a:srgbClr val="4F81BD"><a:alpha val="{alpha:%}"/></a:srgbClr>')
    assert colour_on(fill, KNOWN, None) == (parse_hex("4F81BD") if alpha == 1 else None)
    found = colour_on(fill, KNOWN, ground)
    assert found is not None
    assert all(min(a, b) <= part <= max(a, b) for a, b, part in zip(parse_hex("4F81BD"), ground, found))


def sheet(colours: str, name: str = "p:clrMapOvr/a:overrideClrMapping") -> etree._Element:
    outer, _, inner = name.partition("/")
    child = f"<{inner} {colours}/>" if inner else ""
    attributes = colours if not inner else ""
    return etree.fromstring(f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><{outer} {attributes}>{child}</{outer}></p:sld>')


SWAPPED = 'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2" ' + " ".join(f'{slot}="{slot}"' for slot in ACCENTS)
USUAL = " ".join(f'{word}="{slot}"' for word, slot in COLOUR_MAP)


@pytest.mark.parametrize(
    ("master", "layout", "slide", "expected"),
    [
        (USUAL, "", "", "000000"),
        (SWAPPED, "", "", "FFFFFF"),
        (USUAL, SWAPPED, "", "FFFFFF"),
        (USUAL, "", SWAPPED, "FFFFFF"),
        (SWAPPED, "", USUAL, "000000"),
        (USUAL, SWAPPED, USUAL, "000000"),
        (USUAL, "", 'tx1="accent1"', "4472C4"),
        (USUAL, "", 'tx1="nothing"', "000000"),
    ],
)
def test_a_scheme_colour_is_mapped_by_the_nearest_colour_map(
    master: str, layout: str, slide: str, expected: str
) -> None:
    sheets = [sheet(one) if one else None for one in (layout, slide)]
    scheme = scheme_of(None, sheet(master, "p:clrMap"), *sheets)
    assert to_hex(scheme.known["tx1"]) == expected
    assert to_hex(scheme.known["dk1"]) == "000000"  # the theme's own names never move


def test_a_theme_may_state_its_colours_in_any_form() -> None:
    theme = etree.fromstring(
        f'<a:theme xmlns:a="{A}"><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="111111"/></a:dk1>'
        '<a:lt1><!-- white --><a:prstClr val="white"/></a:lt1><a:dk2><a:hslClr hue="0" sat="0" lum="40%"/></a:dk2>'
        '<a:lt2><a:srgbClr val="808080"><a:lumMod val="50%"/></a:srgbClr></a:lt2><a:accent1/></a:clrScheme></a:theme>'
    )
    colours = dict(read_scheme(theme, None).colours)
    assert [colours[slot] for slot in ("dk1", "lt1", "dk2", "lt2", "accent1")] == [
        "111111",
        "FFFFFF",
        "666666",
        "404040",
        "4472C4",
    ]
