"""The words of the presentation to recreate, slide by slide, against the words of a deck."""

from __future__ import annotations

import glob
import re
import unicodedata
from typing import Any

from tests.judges.package import shared
from tests.judges.read import A, pages, paragraphs_text

SLIDES = 13
HYPHENATED = (("samarbeids- allianse", "samarbeidsallianse"), ("Internasjonal- isering", "Internasjonalisering"))
PAGE = re.compile(r"^(\d{1,2}) www\.osloregionen\.no (\d{1,2}) ?(.*)$", re.MULTILINE)
ALIKE = str.maketrans({"’": "'", "‘": "'", "”": '"', "“": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " "})


def tokens(text: str) -> set[str]:
    """Return a text's words, whatever their case, quotes and dashes."""
    normal = unicodedata.normalize("NFC", text).replace("\u00ad", "").translate(ALIKE).casefold()
    return set(re.findall(r"\w+", normal))


def words(path: str) -> list[set[str]]:
    """Return each slide's words: everything it shows, tables and charts included, alt texts and notes not."""
    found = []
    for page in pages(path):
        texts = [paragraphs_text([paragraph]) for paragraph in page.slide._element.iter(A + "p")]
        for relation in page.slide.part.rels.values():
            if relation.reltype.endswith("/chart"):
                texts += _chart_texts(relation.target_part.blob)
        found.append(tokens("\n".join(texts)))
    return found


def _chart_texts(blob: bytes) -> list[str]:
    from lxml import etree

    root: Any = etree.fromstring(blob)
    return [element.text or "" for element in root.iter() if str(element.tag).rpartition("}")[2] in ("v", "t")]


def seed_words() -> list[set[str]]:
    """Return the words of the 13 slides, without the blank title "xxx" and the printed page number."""
    [path] = glob.glob(shared("seed") + "/*.txt")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for broken, whole in HYPHENATED:
        text = text.replace(broken, whole)
    found = [""] * SLIDES
    for number, printed, rest in PAGE.findall(text):
        assert number == printed, f"slide {number} of the seed prints {printed}"
        found[int(number) - 1] = f"www.osloregionen.no {rest}"
    assert all(found), "the seed has 13 slides"
    return [tokens(slide) - {"xxx"} for slide in found]


def missing_seed_words(path: str) -> dict[int, list[str]]:
    """Return, by slide number, the seed's words that do not stand on that slide of the deck."""
    have = words(path) + [set()] * SLIDES
    lacking = {number: sorted(want - have[number - 1]) for number, want in enumerate(seed_words(), 1)}
    return {number: missing for number, missing in lacking.items() if missing}


def pictures(path: str) -> list[int]:
    """Return the numbers of the slides that show a picture."""
    return [page.number for page in pages(path) if any(item.kind == "pic" for item in page.items)]
