"""Trees without lxml: written as lxml writes them, and an update that uses them gives the same deck."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from osloregion_slides import update
from osloregion_slides.preview import elements
from tests.update.crossed import CASES
from tests.update.outlines import copied
from tests.update.test_matrix import changed, edited

WITHOUT_LXML = """
import sys
from importlib.util import find_spec
from osloregion_slides.preview import elements
sys.modules["lxml"] = type(sys)("lxml")
sys.modules["lxml.etree"] = sys.modules["lxml"].etree = elements
from osloregion_slides import update
for deck, outline in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(deck, "rb") as file:
        data = file.read()
    with open(deck + ".plain", "wb") as file:
        file.write(update(deck, outline, data=data).data)
"""


def trees(deck: Path) -> Iterator[tuple[Any, Any]]:
    """Yield elements of a deck's parts in both, the root and some others of each."""
    with zipfile.ZipFile(deck) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                all_ = [[*module.fromstring(archive.read(name)).iter()] for module in (etree, elements)]
                assert len(all_[0]) == len(all_[1]), name
                for place in {0, *random.Random(name).choices(range(len(all_[0])), k=4)}:
                    yield all_[0][place], all_[1][place]


def written(module: Any, one: Any) -> list[object]:
    copy = deepcopy(one)
    root = deepcopy(one.getroottree().getroot() if hasattr(one.getroottree(), "getroot") else top(one))
    root.append(copy)
    fresh = module.SubElement(module.SubElement(root, "{urn:x}q", nsmap={"q": "urn:x"}), "{urn:y}z", k="1")
    fresh.set("{urn:x}w", 'ø\n"<')
    return [
        module.tostring(one, encoding="unicode", with_tail=False),
        module.tostring(one),
        module.tostring(deepcopy(one), encoding="unicode"),
        module.tostring(root, encoding="unicode"),
        ["".join(one.itertext()), one.nsmap, [each.tag for each in one.iterancestors()], len(one)],
    ]


def top(one: Any) -> Any:
    while one.getparent() is not None:
        one = one.getparent()
    return one


def test_trees_are_serialised_as_by_lxml(tmp_path: Path) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(edited("wording", "by hand"))
    for theirs, ours in trees(deck):
        assert written(elements, ours) == written(etree, theirs), theirs.tag
        if theirs.getparent() is None:
            assert elements.tostring(ours, method="c14n") == etree.tostring(theirs, method="c14n"), theirs.tag


@pytest.mark.parametrize("text", ["<a>", "<a/><b/>", "<a:b/>", "", "<a b='1' b='2'/>", "<a>&x;</a>", "\0"])
def test_invalid_xml_is_rejected_as_by_lxml(text: str) -> None:
    for module in (etree, elements):
        with pytest.raises((module.XMLSyntaxError, ValueError)):
            module.fromstring(text.encode())


@pytest.mark.slow
@pytest.mark.parametrize(
    "way, names", [("by hand", tuple(CASES)), ("in LibreOffice", ("wording", "notes", "table cell", "series colour"))]
)
def test_an_update_without_lxml_gives_the_same_deck(way: str, names: tuple[str, ...], tmp_path: Path) -> None:
    asked: list[str] = []
    for name in names:
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        (folder / "deck.pptx").write_bytes(edited(name, way))
        copied(folder)
        wish = next(iter(CASES[name].wishes.values()))
        asked += [str(folder / "deck.pptx"), changed(folder, CASES[name].outline, wish)]
    subprocess.run([sys.executable, "-c", WITHOUT_LXML, *asked], check=True)
    for path, outline in zip(asked[::2], asked[1::2]):
        before = Path(path).read_bytes()
        plain, usual = Path(path + ".plain").read_bytes(), update(path, outline, data=before).data
        assert canonical(plain) == canonical(usual) != canonical(before), path


def canonical(data: bytes) -> dict[str, bytes]:
    """Return the parts of a deck; those of XML as whoever reads them finds them."""
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: etree.tostring(etree.fromstring(part), method="c14n") if name.endswith((".xml", ".rels")) else part
        for name, part in parts.items()
    }


def test_features_that_need_lxml_report_that_it_is_missing() -> None:
    one: Any = elements.fromstring("<a/>")
    for on, name in ((one, "xpath"), (elements, "XSLT"), (one, "sourceline")):
        with pytest.raises(ModuleNotFoundError, match=f"lxml for {name}"):
            getattr(on, name)
    assert deepcopy(one) is not one


def test_the_start_of_the_site_loads_no_update_code(tmp_path: Path) -> None:
    begins = "import sys; from osloregion_slides.preview.worker import Engine; Engine(sys.argv[1]); print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", begins, str(tmp_path)], check=True, capture_output=True, text=True
    ).stdout.split()
    later = (
        "pulling.pull",
        "update.plan",
        "update.slide_merge",
        "service_update",
        "preview.decks",
        "preview.comparing",
    )
    assert not {f"osloregion_slides.{name}" for name in later}.union(["openpyxl", "jinja2", "num2words"]) & set(found)
