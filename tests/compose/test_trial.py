"""A trial says what a build would: it spares what only shows, and no slide is composed twice for one answer."""

from __future__ import annotations

import random
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL import ImageDraw as Draw

from osloregion_slides import import_deck
from osloregion_slides.base.findings import Finding
from osloregion_slides.compose import deck as composing
from osloregion_slides.compose.context import TRIAL, Trial
from osloregion_slides.compose.image import _is_whole
from osloregion_slides.drafting import drafted, load
from osloregion_slides.pptx.reading.deck import Package
from tests.pulling.test_import import TITLE_AND_TEXT, TITLE_ONLY, picture, text, theirs
from tests.update.outlines import DECKS

WORDS = ["growth", "along", "the", "rail", "lines", "in", "municipalities", "and", "Samferdselsdepartementet", "a"]


def said(count: int) -> str:
    return " ".join([WORDS[place % len(WORDS)] for place in range(count)])


def of_length(words: int) -> str:
    """An outline with the kinds of an import, each text so many words long, and one word too wide for its line."""
    long, few = said(words), said(max(2, words // 4))
    cells = f'["{few}", "{few}"]'
    return f"""\
deck: o
title: O
language: en
slides:
  - {{id: a, kind: cover, title: "{few}", subtitle: "{few}"}}
  - {{id: b, kind: bullets, title: "{few}", items: ["{long}", {{text: "{long}", items: ["{long}", "{few}"]}}]}}
  - {{id: c, kind: bullets, title: Many, items: [{", ".join([f'"{few}"'] * 14)}]}}
  - {{id: d, kind: section, title: "{long}", text: "{few}"}}
  - {{id: e, kind: table, title: T, columns: {cells}, rows: [{cells}, {cells}, {cells}]}}
  - {{id: f, kind: picture, title: "{few}", image: p.png, alt: A, fit: contain, points: ["{few}", "{long}"]}}
  - {{id: g, kind: chart, title: G, type: column, alt: A, categories: ["{few}", b], series: [{{name: "{few}", values: [1, 2]}}]}}
  - {{id: h, kind: bullets, title: "{"x" * words}", items: ["{"y" * 4 * words}"]}}
"""


def errors(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {(one.slide, one.code, str(one.message)) for one in findings if one.severity == "error"}


@pytest.mark.parametrize("words", [3, 8, 16, 30, 60, 120, 300])
def test_a_trial_finds_the_errors_of_a_build_at_every_length(words: int, tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text(of_length(words), encoding="utf-8")
    (tmp_path / "p.png").write_bytes(picture().getvalue())
    wanted = errors(drafted(load(str(tmp_path / "o.yaml")), checked=False)[2])
    token = TRIAL.set(Trial())
    try:
        found = [errors(drafted(load(str(tmp_path / "o.yaml")), checked=False)[2]) for _ in range(2)]
    finally:
        TRIAL.reset(token)
    assert found == [wanted, wanted]


def test_a_trial_builds_our_own_decks(tmp_path: Path) -> None:
    token = TRIAL.set(Trial())
    try:
        found = [errors(drafted(load(str(DECKS / f"{name}.yaml")), checked=False)[2]) for name in ("osloregionen",)]
    finally:
        TRIAL.reset(token)
    assert found == [set()]
    deck, _, _ = drafted(load(str(DECKS / "osloregionen.yaml")), checked=False)
    texts: list[Any] = [getattr(item, "text", None) for slide in deck.slides for item in slide.items]
    assert any(text.insets for text in texts if text)  # nothing of the trial is remembered: lines are balanced again


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_cannot_be_decoded_fails_a_trial(kind: str) -> None:
    made = Image.new("RGB", (120, 90), (250, 250, 250))
    for place in range(40):
        Draw.Draw(made).line((place * 3, 0, 90, place * 2), (place, 90, 200 - place))
    out = BytesIO()
    made.save(out, kind)
    data, chance = out.getvalue(), random.Random(7)
    assert _is_whole(data)
    for _ in range(300):
        place = chance.randrange(2, len(data))
        broken = (data[:place], data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
        for one in broken:
            if _is_whole(one):
                Image.open(BytesIO(one)).load()


def test_an_import_reads_each_part_once_and_recomposes_only_changed_slides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck: Any = theirs()
    text(deck, TITLE_AND_TEXT, "Too long", (0, "long" * 400))
    for place in range(20):
        text(deck, TITLE_ONLY if place % 3 else TITLE_AND_TEXT, f"Slide {place}", *[(0, "One")][: not place % 3])
    deck.save(str(tmp_path / "deck.pptx"))
    parsed: Counter[str] = Counter()
    composed: Counter[str] = Counter()
    parse, compose = Package.parse, composing._composed

    def counting(package: Package, part: str) -> Any:
        parsed[part] += 1
        return parse(package, part)

    def counted(source: Any, context: Any, section: str) -> Any:
        composed[f"{source.id} {source.kind}"] += 1
        return compose(source, context, section)

    monkeypatch.setattr(Package, "parse", counting)
    monkeypatch.setattr(composing, "_composed", counted)
    found = import_deck(tmp_path / "deck.pptx")
    assert any([slide.kept and "none of the kinds" in slide.kept[0] for slide in found.slides])  # two rounds
    assert parsed.most_common(1)[0][1] == 1
    on_other_ground = sum([count - 1 for count in composed.values()])
    assert len(composed) - len(found.slides) <= 2 and on_other_ground <= 4
