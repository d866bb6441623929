"""A deck written, edited and updated, for tests: the whole way from one Scene over a found file to another."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import pptx

from osloregion_slides.brand.values import Brand
from osloregion_slides.pptx.applying.apply import edit_package, finished
from osloregion_slides.pptx.reading.deck import open_deck, read_deck
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.scene import Deck
from osloregion_slides.update.base import base_bytes
from osloregion_slides.update.base_read import read_base
from osloregion_slides.update.changes import Plan
from osloregion_slides.update.deck_state import DeckState, known
from osloregion_slides.update.differences import item_differences, normalise_words, slide_differences
from osloregion_slides.update.match import match
from osloregion_slides.update.plan import plan
from tests import libreoffice
from tests.judges.package import audit, pkgcheck
from tests.pptx.sample import brand as sample_brand


def made(deck: Deck, brand: Brand | None = None) -> bytes:
    """The deck with its base inside."""
    brand = brand or sample_brand()
    return write_deck(deck, brand, base_bytes(known(deck, brand)))


def planned(data: bytes, deck: Deck, brand: Brand | None = None) -> Plan:
    found = read_deck(data)
    return plan(read_base(found.base), found.known, known(deck, brand or sample_brand()))


def applied(data: bytes, plan: Plan, deck: Deck, brand: Brand, base: bytes = b"") -> bytes:
    """The found deck with the plan's changes, its base without a seal."""
    edited = edit_package(open_deck(data), plan, deck, brand, base)
    return data if edited is None else finished(edited, base)


def updated(data: bytes, deck: Deck, brand: Brand | None = None, base: bool = True) -> bytes:
    """The found deck with what the outline's deck changed."""
    brand = brand or sample_brand()
    new = base_bytes(known(deck, brand)) if base else b""
    return applied(data, planned(data, deck, brand), deck, brand, new)


def differences(base: DeckState, data: bytes) -> list[Any]:
    """What a found deck says otherwise than a base: slides and objects that are missing, more or different."""
    found = match(base, read_deck(data).known)
    slides = {slide.key: slide for slide in base.slides}
    noted: list[Any] = []
    for slide in found.known.slides:
        old = slides.pop(slide.key, None)
        if old is None:
            noted.append(("slide", slide.key))
            continue
        noted += [(slide.key, one) for one in slide_differences(old, slide)]
        items = {item.key: item for item in old.items}
        for item in slide.items:
            was = items.pop(item.key, None)
            if was is None or (was.kind, was.parent) != (item.kind, item.parent):
                noted.append((item.key, item.kind, item.parent))
            else:
                noted += [(item.key, one) for one in item_differences(was, normalise_words(was, item))]
        noted += [("missing", key) for key in items]
    noted += [("missing", key) for key in slides]
    if not noted and [slide.key for slide in base.slides] != [slide.key for slide in found.known.slides]:
        noted.append("order")
    return noted


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """The deck opened, edited and saved by python-pptx."""
    presentation = pptx.Presentation(io.BytesIO(data))
    edit(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def shape(slide: Any, name: str) -> Any:
    """The shape of a python-pptx slide by name, in groups too."""

    def walk(shapes: Any) -> Any:
        for one in shapes:
            if one.name == name:
                return one
            if hasattr(one, "shapes") and (found := walk(one.shapes)) is not None:
                return found
        return None

    found = walk(slide.shapes)
    assert found is not None, name
    return found


def found_in(data: bytes, folder: str | None = None) -> Counter[str]:
    """What the validators find in a deck, ids and numbers aside."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = os.path.join(place, "deck.pptx")
        with open(path, "wb") as file:
            file.write(data)
        noted = audit(path) + pkgcheck(path)
    return Counter("".join("#" if sign.isdigit() else sign for sign in one) for one in noted)


def resaved(data: bytes, folder: str) -> bytes:
    """The deck opened and saved by LibreOffice, nothing edited; skips where it is absent."""
    libreoffice.needs_libreoffice()
    path = os.path.join(folder, "deck.pptx")
    with open(path, "wb") as file:
        file.write(data)
    profile = f"-env:UserInstallation=file://{os.path.join(folder, 'profile')}"
    command = ["soffice", profile, "--headless", "--convert-to", "pptx", "--outdir", os.path.join(folder, "out"), path]
    subprocess.run(command, capture_output=True, timeout=180, start_new_session=True)
    with open(os.path.join(folder, "out", "deck.pptx"), "rb") as file:
        return file.read()
