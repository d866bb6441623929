"""An unedited deck becomes what the outline says, whatever the outline changes and whoever saved the deck."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
import yaml
from pptx import Presentation

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from tests.pptx.updating import edited
from tests.update.fresh import differences
from tests.update.gallery import GALLERY, Side, planned, side, updated


def written(slide: dict[str, Any]) -> str:
    """Return a slide as ``side`` takes it."""
    return "\n".join([f"    {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in slide.items()])


def read(kind: str) -> dict[str, Any]:
    """Return a slide of the gallery."""
    found: dict[str, Any] = yaml.safe_load(re.sub(r"(\d{4}-\d\d-\d\d)", r'"\1"', GALLERY[kind].replace('"', "'")))
    return found


def lists(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the paths to all lists of two or more in a value."""
    if isinstance(value, list) and len(value) > 1:
        yield path
    below = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for key, one in below:
        yield from lists(one, (*path, key))


def other(value: Any) -> Any:
    """Return a value like this one with other words and ids."""
    if isinstance(value, str):
        return f"{value} ny"
    if isinstance(value, list):
        return [other(value[0]), *deepcopy(value[1:])] if value else []
    if isinstance(value, dict):
        if set(value) <= {"all", "nb", "en"}:
            return {key: f"{one} ny" for key, one in value.items()}
        named = ("heading", "text", "title", "name", "label")
        return {k: "ny-id" if k == "id" else other(v) if k in named else deepcopy(v) for k, v in value.items()}
    return value


CHANGES: dict[str, Callable[[Any], object]] = {
    "without the first": lambda some: some.pop(0),
    "without the middle": lambda some: some.pop(len(some) // 2),
    "without the last": lambda some: some.pop(),
    "one before": lambda some: some.insert(0, other(some[0])),
    "one between": lambda some: some.insert(len(some) // 2, other(some[0])),
    "one after": lambda some: some.append(other(some[-1])),
    "turned round": lambda some: some.reverse(),
    "moved on": lambda some: some.append(some.pop(0)),
    "another first": lambda some: some.__setitem__(0, other(some[0])),
}


def changed(kind: str) -> Iterator[tuple[str, str]]:
    """Yield a slide of the gallery with each change of each list in it, and without each of its keys, by name."""
    slide = read(kind)
    for path in lists(slide):
        for name, change in CHANGES.items():
            made = deepcopy(slide)
            some: Any = made
            for step in path:
                some = some[step]
            change(some)
            yield f"{'.'.join(map(str, path))} {name}", written(made)
    for key in slide:
        if key != "kind":
            yield f"without {key}", written({name: value for name, value in slide.items() if name != key})
            yield f"another {key}", written({**slide, key: other(slide[key])})
    for key, value in (
        ("notes", "Si dette."),
        ("hidden", True),
        ("section", "Del"),
        ("kicker", "Over"),
        ("source", "Her"),
    ):
        yield f"with {key}", written({**slide, key: value})


def faults(before: Side, after: Side) -> list[str]:
    """Return what updates of an unedited deck, saved or not, have otherwise than a fresh build, both ways."""
    found = []
    for old, new in ((before, after), (after, before)):
        for data in (old.data, edited(old.data, lambda presentation: None)):
            found += differences(updated(data, new), new.data)
    return found


def all_faults(kind: str, names: tuple[str, ...] = ()) -> dict[str, list[str]]:
    before, found = side(written(read(kind))), {}
    for name, slide in changed(kind):
        if names and not name.endswith(names):
            continue
        try:
            after = side(slide)
        except InvalidInput:
            continue
        if told := faults(before, after):
            found[name] = told[:4]
    return found


@pytest.mark.parametrize("kind", ["points", "table", "chart", "columns", "timeline"])
def test_a_list_that_changes_is_shown_as_a_fresh_build_shows_it(kind: str) -> None:
    assert all_faults(kind, ("one between", "without the last")) == {}


@pytest.mark.slow
@pytest.mark.parametrize("kind", GALLERY)
def test_every_change_of_every_kind_is_shown_as_a_fresh_build_shows_it(kind: str) -> None:
    assert all_faults(kind) == {}


def as_powerpoint_saves(data: bytes) -> bytes:
    """Return a deck with what PowerPoint adds and renames of its own accord, imitated: no person edited it."""
    members = dict(read_zip(data))
    root = b'<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"/></p:par></p:tnLst></p:timing>'
    for name in [name for name in members if re.match(r"ppt/slides/slide\d+\.xml", name)]:
        text = members[name].read()
        text = text.replace(b"<a:rPr ", b'<a:rPr dirty="0" ').replace(b"<a:rPr>", b'<a:rPr dirty="0">')
        text = re.sub(rb"<a:bodyPr wrap", b'<a:bodyPr rtlCol="0" wrap', text) if b"rtlCol" not in text else text
        text = text.replace(b"<a:pPr ", b'<a:pPr eaLnBrk="1" hangingPunct="1" ')
        text = text.replace(b"<a:avLst/>", b"<a:avLst></a:avLst>").replace(b"<a:effectLst/>", b"")
        text = re.sub(
            rb"(<p:cNvSpPr[^>]*/>)<p:nvPr/>",
            rb'\1<p:nvPr><p:extLst><p:ext uri="{D42A27DB-BD31-4B8C-83A1-F6EECF244321}"><p14:modId'
            rb' xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main" val="42"/></p:ext></p:extLst></p:nvPr>',
            text,
        )
        text = re.sub(
            rb"(<a:tr h=\"\d+\">)(.*?)(</a:tr>)",
            rb'\1\2<a:extLst><a:ext uri="{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}"><a16:rowId xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" val="7"/></a:ext></a:extLst>\3',
            text,
            flags=re.DOTALL,
        )
        text = text.replace(b"</p:clrMapOvr></p:sld>", b"</p:clrMapOvr>" + root + b"</p:sld>")
        members[name] = pack(name, text)
    return write_zip(members.values())  # fmt: skip


@pytest.mark.parametrize("kind", GALLERY)
def test_what_powerpoint_adds_when_it_saves_is_no_edit(kind: str) -> None:
    before = side(GALLERY[kind])
    saved = as_powerpoint_saves(edited(before.data, lambda presentation: None))
    assert len(Presentation(io.BytesIO(saved)).slides) == 3
    plan = planned(saved, before).plan
    assert (plan.changes, plan.notes) == ((), ())


@pytest.mark.parametrize("kind", ["table", "chart", "columns"])
def test_a_deck_that_powerpoint_saved_unedited_is_updated_as_a_fresh_build_is(kind: str) -> None:
    before = side(GALLERY[kind])
    made = updated(as_powerpoint_saves(before.data), side(GALLERY["points"]))
    told = [
        line
        for line in differences(made, side(GALLERY["points"]).data)
        if line.startswith("slide 2") and "timing" not in line
    ]
    assert [line for line in told if "par" not in line and "cTn" not in line and "tnLst" not in line] == []
