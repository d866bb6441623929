"""Pictures, maps and tables that try to take time, memory or files."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.case import OUTLINE, Case, check, written

MEMBERS = "name,number,from\nOslo,0301,2004-12-17\nMoss,0104,2004-12-17\n"
MAP = "members: data/m.csv\nslides:\n  - {id: m, kind: map, title: T, geometry: data/map.geojson}\n"
Data = Callable[[], bytes]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(width: int, height: int, lines: int = 0, extra: bytes = b"") -> bytes:
    """A PNG that says so much of itself and has so many lines of grey."""
    head = struct.pack(">LL5B", width, height, 8, 0, 0, 0, 0)
    deflate = zlib.compressobj(9)
    line = bytes(width + 1)
    body = b"".join([deflate.compress(line) for _ in range(lines)]) + deflate.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    return png(8, 8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(500_000_000), 9)))


def jpeg(width: int, height: int, mode: str = "RGB") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "JPEG")
    data = out.getvalue()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


PICTURES: dict[str, Data] = {
    "50 000 by 50 000 pixels": lambda: png(50_000, 50_000),
    "50 000 by 50 000 pixels that are there": lambda: png(50_000, 50_000, 2_000),
    "9 900 by 9 900 pixels that are there": lambda: png(9_900, 9_900, 9_900),
    "100 000 000 by 1 pixels": lambda: png(100_000_000, 1, 1),
    "1 by 100 000 000 pixels": lambda: png(1, 100_000_000, 1),
    "4 billion by 4 billion pixels": lambda: png(2**31 - 1, 2**31 - 1),
    "no pixels": lambda: png(0, 0),
    "a text chunk that swells": text_bomb,
    "a profile that swells": lambda: png(8, 8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(500_000_000), 9))),
    "65 535 by 65 535 pixels of JPEG": lambda: jpeg(65_535, 65_535),
    "a GIF": lambda: b"GIF89a" + bytes(100),
    "a TIFF": lambda: b"II*\0" + bytes(100),
    "no picture": lambda: b"root:x:0:0",
    "nothing": lambda: b"",
    "61 MB": lambda: png(8, 8, 8) + bytes(61_000_000),
}
LARGE: dict[str, Data] = {
    "7 900 by 7 900 pixels that are there": lambda: png(7_900, 7_900, 7_900),
    "7 900 by 7 900 pixels of JPEG": lambda: jpeg(7_900, 7_900),
    "30 000 by 2 000 pixels that are there": lambda: png(30_000, 2_000, 2_000),
    "cut short": lambda: png(800, 800, 400),
}
"""Legitimate, or as good as."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">%s</svg>'
VECTORS: dict[str, Data] = {
    "entities": lambda: b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    "entities far down": lambda: b"<!--" + b" " * 5_000 + b'--><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    "a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a script under another name": lambda: (
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>'
    ),
    "a handler": lambda: SVG % b'<rect onload="alert(1)"/>',
    "a picture from the net": lambda: SVG % b'<image href="http://127.0.0.1:9/x.png"/>',
    "a file": lambda: SVG % b'<image x:href="file:///etc/passwd"/>',
    "a paint from elsewhere": lambda: SVG % b'<rect style="fill:url(http://127.0.0.1:9/x#y)"/>',
    "an import": lambda: SVG % b"<style>@import 'http://127.0.0.1:9/x.css';</style>",
    "a style in disguise": lambda: SVG % b"<style>@\\69mport 'http://127.0.0.1:9/x.css';</style>",
    "a page in it": lambda: SVG % b"<foreignObject/>",
    "a style sheet": lambda: b'<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>' + SVG % b"",
    "no XML": lambda: b"<svg",
}


def polygon(points: int, seed: int = 0) -> list[list[float]]:
    """A ring that wobbles, in metres."""
    from math import cos, pi, sin

    ring = [
        [
            round(300_000 + seed * 40_000 + (9_000 + n * 7919 % 900) * cos(2 * pi * n / points), 1),
            round(6_600_000 + (9_000 + n * 7919 % 900) * sin(2 * pi * n / points), 1),
        ]
        for n in range(points)
    ]
    return [*ring, ring[0]]


def island(number: int) -> list[list[float]]:
    """A ring of ten points, 40 m wide, somewhere in 20 km."""
    x, y = number * 7919 % 20_000, number * 104_729 % 20_000
    return [[a / 450 - 666.6 + 300_000 + x, b / 450 - 14_666.6 + 6_600_000 + y] for a, b in polygon(10)]


def ragged_islands() -> bytes:
    """Islands as wide as the map, one over another."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"number": number},
                    "geometry": {"type": "MultiPolygon", "coordinates": [[polygon(10, n % 50)] for n in range(25_000)]},
                }
                for number in ("0301", "0104")
            ],
        }
    ).encode()


def star(rays: int, seed: int = 0) -> list[list[float]]:
    """A ring that comes back to its middle again and again."""
    ring: list[list[float]] = []
    for n in range(rays):
        ring += [[300_000.0, 6_600_000.0], [300_001.0 + n + seed / 3, 6_600_009.0], [300_002.0 + n, 6_609_000.0 + seed]]
    return ring


def coast(points: int, seed: int = 0, unit: float = 1.0) -> list[list[float]]:
    """A ring of steps to and fro, as borders are drawn: 20 km wide; ``unit`` makes degrees of metres."""
    from math import cos, pi, sin

    ring = []
    for n in range(points):
        radius = 9_000 + 600 * sin(n / 7_000) + n * 7919 % 70 / 100
        x, y = (
            300_000 + seed * 19_000 + radius * cos(2 * pi * n / points),
            6_600_000 + radius * sin(2 * pi * n / points),
        )
        ring.append([round(x / unit, 7), round(y / unit, 7)])
    return [*ring, ring[0]]


def geojson(*rings: object, numbers: tuple[str, ...] = ("0301", "0104")) -> bytes:
    features = [
        {"type": "Feature", "properties": {"number": number}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for number, ring in zip(numbers, rings)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


GOOD = polygon(12)
MAPS: dict[str, tuple[Data, str]] = {
    "1.8 million points": (lambda: geojson(coast(900_000), coast(900_000, 1)), "deck"),
    "1.8 million points in degrees": (lambda: geojson(coast(900_000, 0, 1e5), coast(900_000, 1, 1e5)), "deck"),
    "1.8 million points in all directions": (lambda: geojson(polygon(900_000), polygon(900_000, 1)), "too-large"),
    "1.8 million points of others": (
        lambda: geojson(GOOD, polygon(12, 1), polygon(900_000), polygon(900_000), numbers=("0301", "0104", "1", "2")),
        "deck",
    ),
    "9 million points": (
        lambda: geojson(GOOD, GOOD).replace(b"[309000.0, ", b"[1,1]," * 9_000_000 + b"[309000.0, ", 1),
        "too-large",
    ),
    "20 million texts": (lambda: b'{"a":[' + b'"ab",' * 19_000_000, "too-large"),
    "20 million objects": (lambda: b'{"a":[' + b"{}," * 19_000_000, "too-large"),
    "a character of four bytes in 60 MB": (
        lambda: geojson(GOOD, polygon(12, 1)).replace(b'"0301"', '"0301", "a": "😀"'.encode()) + b" " * 60_000_000,
        "deck",
    ),
    "features that are none": (
        lambda: b'{"type":"FeatureCollection","features":[' + b"1," * 1_000_000 + b"1]}",
        "too-many-faults",
    ),
    "features in a text": (
        lambda: geojson(GOOD, GOOD).replace(
            b'{"type": "FeatureCollection"', b'{"a": "\\"features\\":[", "type": "FeatureCollection"'
        ),
        "",
    ),
    "a star of 200 000 rays, in two parts": (
        lambda: geojson(*[star(33_000), star(33_000, 1), polygon(12, 1)], numbers=("0301", "0301", "0104")),
        "too-large",
    ),
    "a million points in rings of ten": (
        lambda: (
            geojson(polygon(10), polygon(10, 1))[:-2]
            + b',{"type":"Feature","properties":{"number":"9999"},"geometry":{"type":"MultiPolygon","coordinates":['
            + b",".join([json.dumps([island(n)]).encode() for n in range(90_000)])
            + b"]}}]}"
        ),
        "too-large",
    ),
    "members of 50 000 islands": (
        lambda: json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"number": number},
                        "geometry": {"type": "MultiPolygon", "coordinates": [[island(n)] for n in range(25_000)]},
                    }
                    for number in ("0301", "0104")
                ],
            }
        ).encode(),
        "deck",
    ),
    "wide islands, 50 000": (ragged_islands, "too-large"),
    "80 000 islands of three points": (
        lambda: (
            geojson(GOOD, polygon(12, 1))[:-2]
            + b',{"type":"Feature","properties":{"number":"9"},"geometry":{"type":"MultiPolygon","coordinates":['
            + b",".join([b"[[[%d,1],[%d,3],[2,2]]]" % (n, n) for n in range(80_000)])
            + b"]}}]}"
        ),
        "too-large",
    ),
    "90 000 features": (
        lambda: (
            geojson(GOOD, polygon(12, 1))[:-2]
            + b',{"type":"Feature","properties":{"number":"1"},"geometry":null}' * 90_000
            + b"]}"
        ),
        "deck",
    ),
    "2 000 features of one number": (
        lambda: geojson(*[polygon(12, n % 9) for n in range(2_001)], numbers=("0301",) * 2_000 + ("0104",)),
        "deck",
    ),
    "a million properties": (
        lambda: (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{'
            + b",".join([b'"k%d":"0301"' % n for n in range(1_000_000)])
            + b'},"geometry":null}]}'
        ),
        "missing-area",
    ),
    "coordinates that are not numbers": (lambda: geojson([[0, float("nan")], *GOOD], GOOD), "bad-geometry"),
    "coordinates without end": (lambda: geojson([[0, float("inf")], *GOOD], GOOD), "bad-geometry"),
    "a coordinate of 4 300 digits": (lambda: geojson(GOOD, GOOD).replace(b"309000.0", b"9" * 4_300), "bad-geometry"),
    "a coordinate of a million digits": (lambda: geojson(GOOD, GOOD).replace(b"309000.0", b"9" * 1_000_000), ""),
    "a coordinate of 1e308": (lambda: geojson([[1e308, -1e308], *GOOD], GOOD), "bad-geometry"),
    "coordinates that are texts": (lambda: geojson([["a", "b"], *GOOD], GOOD), "bad-geometry"),
    "coordinates that are true": (lambda: geojson([[True, False], [True, True], [False, True]], GOOD), ""),
    "100 000 brackets": (lambda: b"[" * 100_000 + b"]" * 100_000, "bad-geojson"),
    "50 million brackets": (lambda: b"[" * 50_000_000, "too-large"),
    "deep coordinates": (lambda: geojson(GOOD, GOOD).replace(b"[309000.0", b"[" * 5_000 + b"309000.0"), "bad-geojson"),
    "deep collections": (
        lambda: (
            geojson(GOOD, GOOD)[:-2]
            + b',{"type":"Feature","properties":{},"geometry":'
            + b'{"type":"GeometryCollection","geometries":[' * 400
            + b"]}" * 400
            + b"}]}"
        ),
        "deck",
    ),
    "100 MB of blanks": (lambda: b" " * 99_999_000 + b"{}", "bad-geojson"),
    "101 MB": (lambda: b" " * 101_000_000, "too-large"),
    "nothing": (lambda: b"", "bad-geojson"),
    "UTF-16": (lambda: geojson(GOOD).decode().encode("utf-16"), "not-text"),
    "all points the same": (lambda: geojson([[1.0, 1.0]] * 10, [[1.0, 1.0]] * 10), ""),
    "a line": (lambda: geojson([[0, 0], [1, 1], [2, 2]], [[0, 0], [1, 1], [3, 3]]), ""),
    "the whole Earth and a millimetre": (
        lambda: geojson([[-1e7, -1e7], [1e7, -1e7], [1e7, 1e7]], [[0, 0], [0.001, 0], [0, 0.001]]),
        "",
    ),
    "a name of 100 000 characters": (lambda: geojson(GOOD, GOOD).replace(b'"0301"', b'"' + b"a" * 100_000 + b'"'), ""),
    "control characters in names": (
        lambda: geojson([["a", "b"], *GOOD], GOOD).replace(b'"0301"', b'"0301", "name": "\\u001b[31m\\ud800"'),
        "bad-geometry",
    ),
}


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def workbook(sheet: bytes = b"", strings: bytes = b"", types: bytes = b"") -> bytes:
    """An XLSX with one of its parts replaced."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in MEMBERS.split("\n"):
        book.active.append(line.split(","))
    book.save(out)
    new = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings, "[Content_Types].xml": types}
    done = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as file:
        for name in old.namelist():
            file.writestr(name, new.get(name) or old.read(name))
    return done.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LAUGHS = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaaaaaaaaaa'>"
    + b"".join([b"<!ENTITY a%d '%s'>" % (n, b"&a%s;" % (b"%d" % (n - 1) if n else b"") * 10) for n in range(9)])
    + b"]>"
)
TABLES: dict[str, tuple[str, Data, str]] = {
    "one line of 100 MB": ("m.csv", lambda: b"a" * 100_000_000, "too-large"),
    "one line of 9.9 MB": ("m.csv", lambda: b"a" * 9_900_000, ""),
    "9.9 MB of commas": ("m.csv", lambda: b"," * 9_900_000, ""),
    "9.9 MB of line ends": ("m.csv", lambda: b"\n" * 9_900_000, ""),
    "9.9 MB of quotes": ("m.csv", lambda: b'"' * 9_900_000, ""),
    "9.9 MB of quoted commas": ("m.csv", lambda: b'"a",' * 2_400_000, ""),
    "a million columns": ("m.csv", lambda: (",".join(f"c{n}" for n in range(1_000_000)) + "\n").encode(), ""),
    "15 000 rows of one member": ("m.csv", lambda: b"name,from\n" + b"Oslo,2004-12-17\n" * 15_000, "duplicate-member"),
    "19 000 bad rows": ("m.csv", lambda: b"name,from\n" + b"Oslo,x\n" * 19_000, "too-many-faults"),
    "400 000 members": (
        "m.csv",
        lambda: ("name,from\n" + "".join(f"K{n},2004-12-17\n" for n in range(400_000))).encode(),
        "",
    ),
    "null bytes": ("m.csv", lambda: MEMBERS.encode() + b"a\0b,1,2\n", "not-text"),
    "escape sequences": ("m.csv", lambda: MEMBERS.encode() + b"\x1b[31mrod,0999,x\n", "control-character"),
    "a control character in a name": (
        "m.csv",
        lambda: MEMBERS.encode() + b"\x07Moss,0105,2004-12-17\n",
        "control-character",
    ),
    "a cell of 300 KB, quoted": ("m.csv", lambda: b'name,from\n"' + b"a" * 300_000 + b'",x\n', "bad-csv"),
    "UTF-16 cut short": ("m.csv", lambda: b"\xff\xfea", "not-text"),
    "half a surrogate pair": ("m.csv", lambda: MEMBERS.encode() + b"\xed\xa0\x80,0105,2004-12-17\n", ""),
    "a million keys": ("m.yaml", lambda: "".join(f"- {{name: a{n}}}\n" for n in range(450_000)).encode(), ""),
    "one record of 400 000 keys": (
        "m.yaml",
        lambda: ("- {" + ", ".join(f"k{n}: 1" for n in range(400_000)) + "}").encode(),
        "",
    ),
    "records of other keys": ("m.yaml", lambda: "".join(f"- {{k{n}: 1}}\n" for n in range(450_000)).encode(), ""),
    "laughs": ("m.yaml", lambda: b"a: &a [x]\nb: [*a, *a]\n", "bad-yaml"),
    "brackets": ("m.yaml", lambda: b"[" * 5_000_000, "bad-yaml"),
    "a bomb": ("m.xlsx", lambda: zipped(**{"xl/a.xml": bytes(500_000_000)}), "bad-workbook"),
    "400 000 columns in one row": ("m.csv", lambda: b"nam," * 399_000, "too-large"),
    "1 000 columns in one row": ("m.csv", lambda: b"nam," * 990, ""),
    "900 000 merged cells": (
        "m.xlsx",
        lambda: workbook(
            SHEET
            + b'<row r="1"><c r="A1" t="str"><v>name</v></c></row></sheetData><mergeCells>'
            + b'<mergeCell ref="A1:A1048576"/>' * 300_000
            + b"</mergeCells></worksheet>"
        ),
        "bad-workbook",
    ),
    "a merged cell without end": (
        "m.xlsx",
        lambda: workbook(
            SHEET
            + b'<row r="1"><c r="A1" t="str"><v>name</v></c></row></sheetData><mergeCells>'
            + b'<mergeCell ref="A1:A99999999999999"/>'
            + b"</mergeCells></worksheet>"
        ),
        "",
    ),
    "90 MB of blanks": ("m.xlsx", lambda: workbook(SHEET + b" " * 90_000_000 + b"</sheetData></worksheet>"), ""),
    "a sheet of 95 MB": (
        "m.xlsx",
        lambda: workbook(
            SHEET + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 1_900_000 + b"</sheetData></worksheet>"
        ),
        "",
    ),
    "a row of 95 MB": (
        "m.xlsx",
        lambda: workbook(
            SHEET + b"<row>" + b'<c t="inlineStr"><is><t>a</t></is></c>' * 2_300_000 + b"</row></sheetData></worksheet>"
        ),
        "",
    ),
    "a cell far away": (
        "m.xlsx",
        lambda: workbook(SHEET + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'),
        "",
    ),
    "20 000 rows of one far cell": (
        "m.xlsx",
        lambda: workbook(
            SHEET
            + b"".join([b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 20_000)])
            + b"</sheetData></worksheet>"
        ),
        "",
    ),
    "strings of 90 MB": (
        "m.xlsx",
        lambda: workbook(
            strings=b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + b"<si><t>a</t></si>" * 5_000_000
            + b"</sst>"
        ),
        "",
    ),
    "laughs in a sheet": (
        "m.xlsx",
        lambda: workbook(LAUGHS + SHEET + b"<row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>"),
        "bad-workbook",
    ),
    "laughs behind a comment": (
        "m.xlsx",
        lambda: workbook(
            b"<!--"
            + b" " * 5_000
            + b"-->"
            + LAUGHS
            + SHEET
            + b"<row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>"
        ),
        "bad-workbook",
    ),
    "laughs in UTF-16": (
        "m.xlsx",
        lambda: workbook(
            b"\xff\xfe"
            + (LAUGHS + SHEET + b"<row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>")
            .decode()
            .encode("utf-16-le")
        ),
        "bad-workbook",
    ),
}


def picture_case(data: Data) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/a.png", data())
        written(
            folder,
            "decks/prove.yaml",
            OUTLINE + "slides:\n  - {id: p, kind: picture, title: T, image: a.png, alt: A}\n",
        )
        return ["build", "decks/prove.yaml"]

    return Case(make, "bad-picture")


def large_case(data: Data) -> Case:
    return Case(picture_case(data).make, "", (0, 1))


def vector_case(data: Data) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/a.svg", data())
        written(folder, "decks/a.png", png(8, 8, 8))
        written(
            folder,
            "decks/prove.yaml",
            OUTLINE + "slides:\n  - {id: p, kind: picture, title: T, image: a.svg, alt: A}\n",
        )
        return ["build", "decks/prove.yaml"]

    return Case(make, "bad-picture")


def map_case(data: Data, code: str) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/data/m.csv", MEMBERS)
        written(folder, "decks/data/map.geojson", data())
        written(folder, "decks/prove.yaml", OUTLINE + MAP)
        return ["build", "decks/prove.yaml"]

    return Case(make, "" if code == "deck" else code, (0,) if code == "deck" else (1,) if code else (0, 1))


def table_case(name: str, data: Data, code: str, verb: str) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, f"decks/data/{name}", data())
        top = f"members: data/{name}\n"
        written(folder, "decks/prove.yaml", OUTLINE + top + "slides:\n  - {id: m, kind: members, title: T}\n")
        if verb == "members":
            return ["members", f"decks/data/{name}", "--as-of", "2008-01-01"]
        return ["build", "decks/prove.yaml"]

    return Case(make, code, (1,) if code else (0, 1))


CASES = {
    **{f"picture of {name}": picture_case(data) for name, data in PICTURES.items()},
    **{f"picture of {name}": large_case(data) for name, data in LARGE.items()},
    **{f"drawing with {name}": vector_case(data) for name, data in VECTORS.items()},
    **{f"map with {name}": map_case(*case) for name, case in MAPS.items()},
    **{
        f"table of {name} to {verb}": table_case(*case, verb)
        for name, case in TABLES.items()
        for verb in ("build", "members")
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_hostile_data_is_a_finding_or_a_deck_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)
