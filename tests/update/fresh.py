"""What distinguishes an updated deck from a fresh build: parts compared slide by slide, names and ids aside."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
Parts = Mapping[str, bytes]


def differences(updated: bytes, built: bytes) -> list[str]:
    """Return in words what the slides of two decks have otherwise: XML, layouts, notes, charts, workbooks, pictures.

    Aside are the names of parts, ids of relations, and the numbers of shapes, which only have to lead to the same.
    """
    found, wanted = _parts(updated), _parts(built)
    told = [f"sections {_sections(found)} != {_sections(wanted)}"] if _sections(found) != _sections(wanted) else []
    pairs = [list(_slides(parts)) for parts in (found, wanted)]
    if len(pairs[0]) != len(pairs[1]):
        return [*told, f"{len(pairs[0])} slides, not {len(pairs[1])}"]
    for number, (own, new) in enumerate(zip(*pairs), 1):
        a, b = described(found, own), described(wanted, new)
        told += [f"slide {number}: {line}" for line in _unlike(a, b)]
    left = _unused(found)
    return [*told, *[f"{name} is left behind" for name in left]]


def described(parts: Parts, slide: str) -> list[str]:
    """Return a slide in lines, an element each, what its relations lead to in the place of their ids."""
    numbers: dict[str, str] = {}
    root = etree.fromstring(parts[slide])
    for place, holder in enumerate(root.iter(f"{P}cNvPr")):
        numbers.setdefault(holder.get("id", ""), f"shape {place}")
    return [*_lines(root, 0, _targets(parts, slide), numbers, parts), *_aside(parts, slide)]


def _aside(parts: Parts, slide: str) -> list[str]:
    """Return the relations that no element of a slide names: its layout and its notes."""
    told = []
    for _, kind, target, _external in _relations(parts, slide):
        if kind == "slideLayout":
            told.append(f"on {_layout(parts, target)}")
        elif kind == "notesSlide":
            told += [f"notes {line}" for line in _lines(etree.fromstring(parts[target]), 0, {}, {}, parts)]
    return sorted(told[:1]) + told[1:]


def _layout(parts: Parts, name: str) -> str:
    return str(etree.fromstring(parts[name]).find(f"{P}cSld").get("name"))


def _targets(parts: Parts, part: str) -> dict[str, list[str]]:
    """Return what each relation leads to, in lines."""
    found = {}
    for identity, kind, target, external in _relations(parts, part):
        if external:
            found[identity] = [target]
        elif kind == "image":
            found[identity] = [f"picture {hash(parts[target])}"]
        elif kind == "slide":
            found[identity] = [f"slide {list(_slides(parts)).index(target) + 1}"]
        elif kind == "chart":
            found[identity] = _lines(etree.fromstring(parts[target]), 0, _targets(parts, target), {}, parts)
        elif kind == "package":
            found[identity] = _workbook(parts[target])
        else:
            found[identity] = [kind]
    return found


def _workbook(data: bytes) -> list[str]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    return [
        f"{sheet.title}!{cell.coordinate}={cell.value!r} {cell.number_format}"
        for sheet in book
        for row in sheet.rows
        for cell in row
        if cell.value is not None
    ]


def _lines(
    element: Any, depth: int, targets: Mapping[str, list[str]], numbers: Mapping[str, str], parts: Parts
) -> list[str]:
    if not isinstance(element.tag, str):
        return []
    name = etree.QName(element).localname
    told, below = [], []
    for key, value in sorted(element.attrib.items()):
        if key.startswith(R):
            below += targets.get(value, [f"nothing under {value}"])
            continue
        if (name, key) in (("cNvPr", "id"), ("stCxn", "id"), ("endCxn", "id"), ("spTgt", "spid")):
            value = numbers.get(value, "nothing" if numbers else "")
        told.append(f"{key}={value}")
    text = (element.text or "").strip() if len(element) else (element.text or "")
    made = ["  " * depth + " ".join([name, *told, repr(text) if text else ""]).strip()]
    made += ["  " * depth + "  > " + line for line in below]
    for child in _joined(element):
        made += _lines(child, depth + 1, targets, numbers, parts)
    return made


def _joined(element: Any) -> list[Any]:
    """Return what is in an element; runs of one look side by side are one run: nobody can see where they are cut."""
    found: list[Any] = []
    for child in element:
        if found and child.tag == found[-1].tag == f"{A}r" and _look(child) == _look(found[-1]):
            found[-1] = deepcopy(found[-1])
            found[-1].find(f"{A}t").text += child.findtext(f"{A}t") or ""
        else:
            found.append(child)
    return found


def _look(run: Any) -> bytes:
    look = run.find(f"{A}rPr")
    return b"" if look is None else etree.tostring(look, method="c14n", with_tail=False)


def _unlike(a: list[str], b: list[str]) -> list[str]:
    from difflib import unified_diff

    return [line for line in unified_diff(b, a, n=0, lineterm="") if line[:3] not in ("---", "+++") and line[0] in "+-"]


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert len(names) == len(set(names)), "a part is there twice"
        return {name: package.read(name) for name in names}


def _relations(parts: Parts, part: str) -> Iterator[tuple[str, str, str, bool]]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in parts:
        return
    for row in etree.fromstring(parts[rels]).iter(f"{PACKAGE}Relationship"):
        kind, target = row.get("Type", "").rpartition("/")[2], row.get("Target", "")
        external = row.get("TargetMode") == "External"
        if not external:
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield row.get("Id", ""), kind, target, external


def _slides(parts: Parts) -> Iterator[str]:
    targets = {identity: target for identity, _, target, _ in _relations(parts, "ppt/presentation.xml")}
    for entry in etree.fromstring(parts["ppt/presentation.xml"]).iter(f"{P}sldId"):
        if f"{R}id" in entry.attrib:
            yield targets[entry.get(f"{R}id", "")]


def _sections(parts: Parts) -> list[tuple[str, int]]:
    """Return the sections: their names and how many slides each has."""
    root = etree.fromstring(parts["ppt/presentation.xml"])
    return [(one.get("name", ""), len(one.findall(".//{*}sldId"))) for one in root.iter("{*}section")]


def _unused(parts: Parts) -> list[str]:
    """Return the parts of slides that nothing leads to, and what is typed without being there."""
    reached, waiting = {""}, [""]
    while waiting:
        for _, _, target, external in _relations(parts, waiting.pop()):
            if not external and target not in reached:
                reached.add(target)
                waiting.append(target)
    folders = re.compile("ppt/(slides|notesSlides|charts|embeddings)/[^/]+$")
    types = etree.fromstring(parts["[Content_Types].xml"])
    absent = [one.get("PartName", "")[1:] for one in types if one.get("PartName", "/")[1:] not in ("", *parts)]
    return [*[name for name in parts if folders.match(name) and name not in reached], *absent]
