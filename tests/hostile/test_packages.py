"""Decks and templates that try to take time, memory or files; each by every verb that reads one."""

from __future__ import annotations

import functools
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from osloregion_slides.base import resources
from osloregion_slides.ooxml.zip import BadZip, Member, pack, read_zip, write_zip
from osloregion_slides.service import build
from tests.hostile.case import OUTLINE, SLIDE, Case, check, written

SLIDE_PART = "ppt/slides/slide1.xml"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [%s]>'
LAUGHS = DOCTYPE % b"".join(
    b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1)) * 10 if n else b"lollollol") for n in range(10)
)
BLOWUP = DOCTYPE % (b'<!ENTITY a "' + b"a" * 100_000 + b'">')
OUTSIDE = DOCTYPE % b'<!ENTITY f SYSTEM "file:///etc/passwd">'
REMOTE = DOCTYPE % b'<!ENTITY % f SYSTEM "http://127.0.0.1:9/x.dtd"> %f;'
NAMES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


@functools.cache
def good(base: bool = True) -> bytes:
    """Return a deck of one slide, with its base inside or without."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return build(str(written(Path(folder), "prove.yaml", OUTLINE + SLIDE)), updatable=base).data


def without_base(deck: bytes) -> bytes:
    """The deck as it is without what makes it ours, if it can be read; as it is otherwise."""
    try:
        members = dict(read_zip(deck))
    except BadZip:
        return deck
    for name in ("_rels/.rels", "ppt/_rels/presentation.xml.rels"):
        members[name] = pack(
            name, members[name].read().replace(b"/customXml", b"/gone").replace(b"custom-properties", b"gone")
        )
    return write_zip([member for name, member in members.items() if not name.startswith("customXml/")])


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    members = dict(read_zip(good()))
    members[part] = pack(part, change(members[part].read()))
    return write_zip(members.values())


def added(name: str, data: bytes) -> bytes:
    return write_zip([*read_zip(good()).values(), pack(name, data)])


def zeros(size: int) -> Member:
    """A member of zeros that packs to a thousandth."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed, crc, block = b"", 0, bytes(1 << 20)
    for _ in range(size >> 20):
        packed += deflate.compress(block)
        crc = zlib.crc32(block, crc)
    return Member("ppt/media/image9.png", 8, crc, size >> 20 << 20, packed + deflate.flush())


def spaces(part: str, size: int) -> bytes:
    """The deck with an XML part that swells: blanks before the root's end."""
    return changed(part, lambda data: data[: data.rindex(b"</")] + b" " * size + data[data.rindex(b"</") :])


def bomb(size: int) -> bytes:
    return write_zip([*read_zip(good()).values(), zeros(size)])


def bombs(count: int, size: int) -> bytes:
    one = zeros(size)
    return write_zip([*read_zip(good()).values(), *[one.replace(name=f"ppt/media/i{n}.png") for n in range(count)]])


def lying(size: int) -> bytes:
    """A member that says it is small, and swells."""
    return write_zip([*read_zip(good()).values(), zeros(size).replace(size=1000)])


def overlapping(count: int) -> bytes:
    """Many members of the directory that share one stretch of packed bytes (D. Fifield, 2019)."""
    one = zeros(20 << 20)
    whole = write_zip([*read_zip(good()).values(), one])
    at = whole.rindex(b"PK\5\6")
    _, _, _, _, number, size, offset, _ = struct.unpack_from("<4s4H2LH", whole, at)
    last = whole.rindex(b"PK\1\2")
    entry = whole[last:at]
    more = b"".join([entry.replace(b"image9", b"i%05d" % n) for n in range(count)])
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number + count, number + count, size + len(more), offset, 0)
    return whole[:at] + more + end


def nested(depth: int) -> bytes:
    group = b"<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>"
    inner = group * depth + b"</p:grpSp>" * depth
    return changed(SLIDE_PART, lambda data: data.replace(b"</p:spTree>", inner + b"</p:spTree>"))


def shapes(count: int) -> bytes:
    one = (
        b"<p:sp><p:nvSpPr><p:cNvPr id='%d' name='s'/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>"
        b"<p:txBody><a:bodyPr/><a:p><a:r><a:t>ord</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    return changed(
        SLIDE_PART,
        lambda data: data.replace(b"</p:spTree>", b"".join([one % (n + 99) for n in range(count)]) + b"</p:spTree>"),
    )


def text(words: bytes) -> bytes:
    return changed(SLIDE_PART, lambda data: data.replace("Prøve".encode(), words))


def valued(attribute: bytes, value: bytes) -> bytes:
    """The deck with every attribute of this name at this value."""
    import re

    return changed(SLIDE_PART, lambda data: re.sub(attribute + b'="[^"]*"', attribute + b'="' + value + b'"', data))


def noise(size: int) -> bytes:
    """Letters that do not pack well."""
    import random

    return random.Random(1).randbytes(size * 3 // 8).hex()[:size].encode()


def elements(count: int) -> bytes:
    """Elements in the extension list, where no schema looks; of names that do not pack too well."""
    names = [b"<a%x/>" % (n * 7919 % 65_521) for n in range(min(count, 100_000))] * max(1, count // 100_000)
    extension = b"<p:ext uri='x'>" + b"".join(names) + b"</p:ext>"
    return changed(
        SLIDE_PART, lambda data: data.replace(b"</p:sld>", b"<p:extLst>" + extension + b"</p:extLst></p:sld>")
    )


def attributes(count: int) -> bytes:
    many = b"".join([b" a%x='%x'" % (n, n * 7919 % 65_521) for n in range(count)])
    return changed(SLIDE_PART, lambda data: data.replace(b"<p:sld ", b"<p:sld" + many + b" ", 1))


def linked(target: bytes, external: bool) -> bytes:
    """The slide with a relation that leads out."""
    mode = b' TargetMode="External"' if external else b""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = b'<Relationship Id="rId99" Type="%s" Target="%s"%s/>' % (kind, target, mode)
    return changed(
        "ppt/slides/_rels/slide1.xml.rels",
        lambda data: data.replace(b"</Relationships>", relation + b"</Relationships>"),
    )


def linked_picture(target: str) -> bytes:
    """The slide with a picture that lies elsewhere."""
    picture = (
        b'<p:pic><p:nvPicPr><p:cNvPr id="990" name="p" descr="p"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        b'<a:blip r:link="rId99"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        b'<a:ext cx="3000000" cy="3000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    members = dict(read_zip(linked(target.encode(), True)))
    slide = members[SLIDE_PART].read().replace(b"</p:spTree>", picture + b"</p:spTree>")
    return write_zip({**members, SLIDE_PART: pack(SLIDE_PART, slide)}.values())


def members(count: int) -> bytes:
    return write_zip([*read_zip(good()).values(), *[pack(f"ppt/x/{n}", b"") for n in range(count)]])


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "zeros": lambda: bytes(1000),
    "half": lambda: good()[: len(good()) // 2],
    "a bomb of 1 GB": lambda: bomb(1 << 30),
    "a bomb of 500 MB": lambda: bomb(500 << 20),
    "1 000 bombs of 20 MB": lambda: bombs(1000, 20 << 20),
    "20 000 names for one bomb": lambda: overlapping(20_000),
    "a slide of 300 MB": lambda: spaces(SLIDE_PART, 300 << 20),
    "relations of 300 MB": lambda: spaces("ppt/slides/_rels/slide1.xml.rels", 300 << 20),
    "content types of 300 MB": lambda: spaces("[Content_Types].xml", 300 << 20),
    "a presentation of 300 MB": lambda: spaces("ppt/presentation.xml", 300 << 20),
    "a billion laughs": lambda: changed(SLIDE_PART, lambda d: LAUGHS + b"<p:sld %s>&a9;</p:sld>" % NAMES.encode()),
    "a quadratic blow-up": lambda: changed(
        SLIDE_PART, lambda d: BLOWUP + b"<p:sld %s>%s</p:sld>" % (NAMES.encode(), b"&a;" * 20_000)
    ),
    "an entity from a file": lambda: changed(SLIDE_PART, lambda d: OUTSIDE + b"<p:sld %s>&f;</p:sld>" % NAMES.encode()),
    "an entity from the net": lambda: changed(SLIDE_PART, lambda d: REMOTE + b"<p:sld %s/>" % NAMES.encode()),
    "laughs in the relations": lambda: changed(
        "_rels/.rels", lambda d: LAUGHS + d[d.index(b"?>") + 2 :].replace(b"</Rel", b"&a9;</Rel")
    ),
    "laughs in the presentation": lambda: changed("ppt/presentation.xml", lambda d: LAUGHS + d[d.index(b"?>") + 2 :]),
    "no XML": lambda: changed(SLIDE_PART, lambda d: b"<p:sld"),
    "groups 10 000 deep": lambda: nested(10_000),
    "a name that leads out": lambda: added("../../ut.txt", b"x"),
    "an absolute name": lambda: added("/etc/ut.txt", b"x"),
    "a null in a name": lambda: added("ppt/a\0b.xml", b"x"),
    "a character that XML has not": lambda: text(b"a\x01b"),
    "a character that XML has not, by number": lambda: text(b"a&#1;b"),
    "half a surrogate pair": lambda: text("a\ud800b".encode("utf-8", "surrogatepass")),
    "60 000 members": lambda: members(60_000),
}
"""What no verb takes."""
TAKEN: dict[str, Callable[[], bytes]] = {
    "a bomb that says it is small": lambda: lying(1 << 30),
    "300 000 elements": lambda: elements(300_000),
    "20 MB of elements": lambda: elements(5_000_000),
    "20 MB of attributes": lambda: attributes(2_000_000),
    "60 MB of text": lambda: text(noise(60_000_000)),
    "groups 200 deep": lambda: nested(200),
    "10 000 shapes": lambda: shapes(10_000),
    "10 000 members": lambda: members(10_000),
    "a text of 1 MB": lambda: text(b"ord " * 250_000),
    "a word of 1 MB": lambda: text(b"o" * 1_000_000),
    "a direction override": lambda: text("a\u202eb".encode()),
    "a link to a file": lambda: linked(b"file:///etc/passwd", True),
    "a picture from the net": lambda: linked(b"http://127.0.0.1:9/x.png", True),
    "a relation that leads out": lambda: linked(b"../../../../../../etc/passwd", False),
    "a huge box": lambda: valued(b"cx", b"9" * 4000),
    "a box of not a number": lambda: valued(b"cx", b"NaN"),
    "a huge size of type": lambda: valued(b"sz", b"9" * 30),
    "huge ids": lambda: valued(b"id", b"9" * 4000),
    "an id of 300 characters": lambda: valued(b"name", b"a" * 300),
    "names with line ends": lambda: valued(b"name", b"a&#10;b&#13;::error::x"),
}
"""What some verbs take, others not."""
DECK_VERBS = {
    "check": ("check", "deck.pptx"),
    "plan": ("plan", "deck.pptx", "decks/prove.yaml"),
    "update": ("update", "deck.pptx", "decks/prove.yaml"),
    "adopt": ("adopt", "deck.pptx", "decks/prove.yaml"),
    "diff": ("diff", "deck.pptx", "decks/prove.yaml"),
}


def deck_case(verb: tuple[str, ...], data: Callable[[], bytes], refused: bool) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/prove.yaml", OUTLINE + SLIDE)
        deck = data()
        if verb[0] == "adopt" and deck.startswith(b"PK"):
            deck = without_base(deck)
        written(folder, "deck.pptx", deck)
        return list(verb)

    return Case(make, "", (1,) if refused else (0, 1, 3, 4))


def brand_case(data: Callable[[], bytes], refused: bool) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/prove.yaml", OUTLINE + "brand: data/mal.pptx\n" + SLIDE)
        written(folder, "decks/data/mal.pptx", data())
        return ["build", "decks/prove.yaml"]

    return Case(make, "", (1,) if refused else (0, 1))


def folder_case(data: Callable[[], bytes], record: str = "") -> Case:
    """A brand's folder whose template is this; its record says that it is the tool's own."""

    def make(folder: Path) -> list[str]:
        own = Path(resources.path("templates", "osloregionen"))
        written(folder, "decks/prove.yaml", OUTLINE + "brand: egen\n" + SLIDE)
        written(folder, "templates/egen/brand.json", record or (own / "brand.json").read_bytes())
        written(folder, "templates/egen/template.pptx", data())
        return ["build", "decks/prove.yaml"]

    return Case(make, "", (0, 1))


RECORDS = {
    "deep": "[" * 200_000,
    "a list": "[]",
    "a number": "1",
    "empty": "{}",
    "not UTF-8": "\udcff",
    "large": " " * 3_000_000,
}
CASES = {
    **{
        f"{verb} {name}": deck_case(line, data, True)
        for verb, line in DECK_VERBS.items()
        for name, data in REFUSED.items()
    },
    **{
        f"{verb} {name}": deck_case(line, data, False)
        for verb, line in DECK_VERBS.items()
        for name, data in TAKEN.items()
    },
    **{f"brand {name}": brand_case(data, False) for name, data in {**REFUSED, **TAKEN}.items()},
    **{f"folder {name}": folder_case(data) for name, data in {**REFUSED, **TAKEN}.items()},
    **{f"record {name}": folder_case(good, record) for name, record in RECORDS.items()},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_package_is_a_finding_or_a_deck_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)


def endless(kind: str) -> Callable[[Path], str]:
    def make(folder: Path) -> str:
        place = folder / "endless.pptx"
        if kind == "pipe":
            os.mkfifo(place)
        elif kind == "zero":
            os.symlink("/dev/zero", place)
        elif kind == "folder":
            place.mkdir()
        else:
            os.symlink(place, place)
        return str(place)

    return make


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pipe", "zero", "folder", "circle"])
@pytest.mark.parametrize("verb", [*DECK_VERBS, "render", "build", "outline", "members", "preview"])
def test_an_endless_file_is_a_finding(verb: str, kind: str, tmp_path: Path) -> None:
    def make(folder: Path) -> list[str]:
        path = endless(kind)(folder)
        written(folder, "decks/prove.yaml", OUTLINE + SLIDE)
        if verb in DECK_VERBS:
            return [path if word == "deck.pptx" else word for word in DECK_VERBS[verb]]
        return [verb, path, *(["--as-of", "2008-01-01"] if verb == "members" else [])]

    check(Case(make), tmp_path)


def test_an_element_with_very_many_attributes_is_rejected_before_parsing() -> None:
    """libxml2 takes the square of their number, in one call that no budget interrupts."""
    from osloregion_slides.ooxml.zip import MAX_NODES, nodes

    many = b"<a " + b" ".join([b'a%d="1"' % number for number in range(50_000)]) + b"/>"
    assert nodes(many) > MAX_NODES
    assert nodes(b'<a b="1"/>' * 50_000) == 100_000
    assert nodes(b"<a>" + b"x=" * 50_000 + b"</a>") == 50_002


NOT_READ: dict[str, Callable[[], bytes]] = {
    "too many attributes": lambda: attributes(50_000),
    "laughs in the relations": REFUSED["laughs in the relations"],
    "relations that are no XML": lambda: changed("_rels/.rels", lambda _: b"<Relationships"),
    "a presentation that is no XML": lambda: changed("ppt/presentation.xml", lambda _: b"<p:presentation"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_check_never_calls_an_unreadable_presentation_not_a_presentation(name: str) -> None:
    from osloregion_slides.checks.package import check_package

    found = {one.code for one in check_package(NOT_READ[name]()) if one.severity == "error"}
    assert found and "not-a-presentation" not in found
