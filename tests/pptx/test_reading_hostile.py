"""Parts that are XML but not what the format says: a finding or a deck, never a traceback."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from osloregion_slides.pptx.reading.deck import read_deck
from tests.pptx.changes import CHANGES
from tests.pptx.sample import everything
from tests.pptx.updating import made, updated

VALUES = ("", "x", "-1", "9" * 5000, "²", "1e999", "NaN", "#", "../../x")
SEEDS = range(40)


def spoilt(data: bytes, seed: int) -> bytes:
    """The deck with a few elements and attributes of its parts gone or nonsense."""
    chance = random.Random(seed)
    members = dict(read_zip(data))
    names = sorted(name for name in members if name.endswith((".xml", ".rels")) and not name.startswith("["))
    for name in chance.sample(names, 6):
        root = etree.fromstring(members[name].read())
        elements = [one for one in root.iter() if isinstance(one.tag, str)][1:]
        for element in chance.sample(elements, min(len(elements), 4)):
            if element.getparent() is not None and chance.random() < 0.4:
                element.getparent().remove(element)
            elif element.attrib:
                attribute = chance.choice(sorted(element.attrib))
                element.set(attribute, chance.choice(VALUES))
        members[name] = pack(name, etree.tostring(root))
    return write_zip(members.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deck_with_nonsense_is_read_or_rejected(seed: int) -> None:
    try:
        read_deck(spoilt(made(everything()), seed))
    except InvalidInput as refused:
        assert refused.findings


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deck_with_nonsense_is_updated_or_rejected(seed: int) -> None:
    name = sorted(CHANGES)[seed % len(CHANGES)]
    try:
        updated(spoilt(made(everything()), seed + 1000), CHANGES[name]())
    except InvalidInput as refused:
        assert refused.findings
