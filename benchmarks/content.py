"""The outlines that are measured: the yardsticks' 13 slides, and long decks of one kind of content."""

from __future__ import annotations

import json
import os
import struct
import zlib
from typing import Any

HEAD = {"deck": "bench", "title": "Osloregionen", "language": "nb", "as_of": "2008-01-01", "brand": "osloregionen"}


def from_yardstick(path: str) -> dict[str, Any]:
    """Return the outline with the same content as a yardstick's content.json, without expressions and notes."""
    with open(path, encoding="utf-8") as file:
        slides = json.load(file)
    return {**HEAD, "slides": [_slide(number, slide) for number, slide in enumerate(slides, 1)]}


def _slide(number: int, slide: dict[str, Any]) -> dict[str, Any]:
    own = {"id": f"slide-{number}", "title": slide["title"]}
    match slide["kind"]:
        case "title":
            kind = (
                {"kind": "cover", "subtitle": slide["sub"]}
                if number == 1
                else {"kind": "statement", "text": slide["sub"]}
            )
            return {**own, **kind}
        case "bullets":
            # the yardstick has the title "Osloregionen" twice; ours have to differ
            own["title"] += " – en frivillig sammenslutning" if number > 1 and slide["title"] == HEAD["title"] else ""
            return {**own, "kind": "bullets", "items": _nested(slide["items"])}
        case "table":
            return {
                **own,
                "kind": "table",
                "columns": slide["rows"][0],
                "rows": slide["rows"][1:],
                "alt": slide["title"],
            }
        case "org":
            bodies = [_body(*box) for box in slide["boxes"]]
            return {**own, "kind": "organisation", "items": bodies}
        case "hub":
            return {**own, "kind": "hub", "centre": slide["center"], "items": slide["nodes"]}
        case "flow":
            base, *pillars = slide["nodes"]
            return {**own, "kind": "pillars", "base": base, "items": pillars}
    raise ValueError(slide["kind"])


def _body(key: str, name: str, x: float, y: float, parent: str | None) -> dict[str, str]:
    return {"id": key, "name": name, **({"reports_to": parent} if parent else {})}


def _nested(items: list[tuple[int, str]]) -> list[Any]:
    nested: list[Any] = []
    for level, text in items:
        if level == 0:
            nested.append(text)
        else:
            if isinstance(nested[-1], str):
                nested[-1] = {"text": nested[-1], "items": []}
            nested[-1]["items"].append(text)
    return nested


def long_deck(content: str, slides: int, folder: str) -> dict[str, Any]:
    """Return an outline of so many slides of one content: text, pictures, tables, notes or connectors."""
    if content == "pictures":
        make_pictures(slides, folder)
    return {**HEAD, "slides": [_of(content, number) for number in range(slides)]}


def _of(content: str, number: int) -> dict[str, Any]:
    own = {"id": f"slide-{number}", "title": f"Lysbilde nummer {number}"}
    text = [f"Punkt {n} på lysbilde {number} om samarbeidet i regionen" for n in range(5)]
    match content:
        case "text":
            return {**own, "kind": "bullets", "items": text}
        case "notes":
            return {**own, "kind": "bullets", "items": text[:2], "notes": " ".join(text)}
        case "tables":
            rows = [[f"Rad {row}", str(row * number), "alle"] for row in range(6)]
            return {**own, "kind": "table", "columns": ["Medlem", "Antall", "Merknad"], "rows": rows}
        case "pictures":
            return {**own, "kind": "picture", "image": picture(number), "alt": f"En flate i farge nummer {number}"}
        case "connectors":
            return {**own, "kind": "hub", "centre": "Regionen", "items": ["IKT", "Maritim", "Energi", "Kultur", "Mat"]}
    raise ValueError(content)


def picture(number: int) -> str:
    """Return the path of the numbered picture, from the outline."""
    return f"pictures/{number:05}.png"


def make_pictures(count: int, folder: str) -> None:
    """Write small PNG files that all differ."""
    os.makedirs(os.path.join(folder, "pictures"), exist_ok=True)
    for number in range(count):
        with open(os.path.join(folder, picture(number)), "wb") as file:
            file.write(png(number.to_bytes(3, "big")))


def png(colour: bytes, width: int = 64, height: int = 36) -> bytes:
    """Return a PNG of one colour (RGB)."""
    rows = (b"\0" + colour * width) * height
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data)) for tag, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def write(outline: dict[str, Any], folder: str, name: str = "bench.yaml") -> str:
    """Write an outline into a folder; return its path."""
    import yaml

    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        yaml.dump(outline, file, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return path
