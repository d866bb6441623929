"""Items of lists are themselves, not their number: what a person did to one stays with it, wherever the list puts it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor

from tests.pptx.updating import edited, found_in
from tests.update.edits import every
from tests.update.fresh import differences
from tests.update.gallery import planned, side, updated

WORDS = {"A": "Klima og miljø", "B": "Samferdsel", "C": "Kultur for alle", "D": "Næring", "N": "Helt nytt emne"}
RED = RGBColor(0xC2, 0x45, 0x2D)  # type: ignore[no-untyped-call]
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FIELDS = {
    "columns": "",
    "hub": "    centre: Midten\n",
    "pillars": "    base: Grunnlag\n",
    "venn": "    centre: Felles\n",
    "purpose": "    text: Vi er mange\n    goal: Målet\n    heading: Emner\n",
    "timeline": "",
    "organisation": "",
    "points": "",
}
"""The kinds with a list, and what they need beside it."""
CHANGES = {
    "first": ("AC", "NAC"),
    "between": ("AC", "ANC"),
    "last": ("AC", "ACN"),
    "dropped": ("ABC", "BC"),
    "turned": ("ABC", "CBA"),
    "exchanged": ("ABC", "NAC"),
    "rewritten": ("ABC", "AbC"),
}


def outline(kind: str, letters: str, ids: str = "") -> str:
    """Return the slide with an item a letter; those of ``ids`` have ids, a small letter says nearly the same."""
    made = []
    for letter in letters:
        word = WORDS[letter.upper()] + (" i dag" if letter.islower() else "")
        named = f"id: {letter.lower()}x, " if letter in ids or kind == "organisation" else ""
        times = ", from: 2006, to: 2008" if kind == "timeline" else ""
        made.append(f"      - {word}\n" if kind == "points" else f"      - {{{named}name: {word}{times}}}\n")
    name = "points" if kind == "points" else "items"
    return f"    kind: {kind}\n    title: Tittel\n{FIELDS[kind]}    {name}:\n{''.join(made)}"


def shapes(data: bytes) -> list[Any]:
    return list(every(Presentation(io.BytesIO(data)).slides[1].shapes))


def saying(found: Sequence[Any], word: str) -> Any:
    """Return the shape whose text begins with the word."""
    return next(one for one in found if one.has_text_frame and said(one).startswith(word))


def said(one: Any) -> str:
    """Return what a shape says, without its number."""
    return re.sub(r"^\d+\s", "", one.text_frame.text)


def worked_on(data: bytes, word: str) -> bytes:
    """Return the deck with one item's text in red and animated by a person."""

    def edit(presentation: Any) -> None:
        page = presentation.slides[1]
        one = saying(list(every(page.shapes)), word)
        one.line.fill.solid()
        one.line.fill.fore_color.rgb = RED
        markup = (
            f'<p:timing xmlns:p="{P[1:-1]}"><p:tnLst><p:par><p:cTn id="1" dur="indefinite" nodeType="tmRoot"><p:childTnLst>'
            f'<p:set><p:cBhvr><p:cTn id="2" dur="1"/><p:tgtEl><p:spTgt spid="{one.shape_id}"/></p:tgtEl></p:cBhvr></p:set>'
            "</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
        )
        page._element.append(etree.fromstring(markup))

    return edited(data, edit)


def reds(found: Sequence[Any]) -> list[str]:
    """Return what the shapes say whose line is red."""
    return [said(one) for one in found if one._element.findall("*/{*}ln/{*}solidFill/{*}srgbClr[@val='C2452D']")]


def animated(data: bytes) -> list[str]:
    page = Presentation(io.BytesIO(data)).slides[1]
    targets = [one.get("spid") for one in page._element.iter(f"{P}spTgt")]
    return [said(one) for one in every(page.shapes) if str(one.shape_id) in targets]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", FIELDS)
def test_a_changed_list_of_an_unedited_slide_equals_a_fresh_build(kind: str, change: str) -> None:
    before, after = (side(outline(kind, letters)) for letters in CHANGES[change])
    assert differences(updated(before.data, after), after.data) == []


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", FIELDS)
def test_manual_edits_of_an_item_follow_it_when_the_list_changes(kind: str, change: str) -> None:
    before, after = (side(outline(kind, letters)) for letters in CHANGES[change])
    data = worked_on(before.data, WORDS["C"])
    done = updated(data, after)
    assert [text.partition("\n")[0][: len(WORDS["C"])] for text in reds(shapes(done))] == [WORDS["C"]]
    assert [text[: len(WORDS["C"])] for text in animated(done)] == [WORDS["C"]]
    assert found_in(done) - found_in(data) == Counter()
    again = planned(done, after).plan
    assert (again.changes, again.order, again.exit_code) == ((), (), 0)


@pytest.mark.parametrize("sides", [("margin_left", "margin_right"), ("margin_right",), ("margin_top",)])
@pytest.mark.parametrize("kind", ["pillars", "columns", "venn"])
def test_manual_margins_are_kept_when_the_outline_changes_the_text(kind: str, sides: tuple[str, ...]) -> None:
    before, after = (side(outline(kind, letters)) for letters in CHANGES["rewritten"])

    def widen(presentation: Any) -> None:
        for name in sides:
            setattr(saying(list(every(presentation.slides[1].shapes)), WORDS["B"]).text_frame, name, 500_000)

    frame = saying(shapes(updated(edited(before.data, widen), after)), WORDS["B"]).text_frame
    assert [getattr(frame, name) for name in sides] == [500_000] * len(sides)


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if kind not in ("points", "organisation")])
@pytest.mark.parametrize(("ids", "new_ids"), [("", "BC"), ("BC", ""), ("C", "B")])
def test_adding_or_removing_ids_renames_the_items(kind: str, ids: str, new_ids: str) -> None:
    before, after = side(outline(kind, "BC", ids)), side(outline(kind, "NBC", new_ids))
    data = worked_on(before.data, WORDS["B"])
    done = updated(data, after)
    assert [text[: len(WORDS["B"])] for text in reds(shapes(done))] == [WORDS["B"]]
    assert planned(done, after).plan.exit_code == 0


@pytest.mark.parametrize("kind", ["columns", "purpose", "pillars", "hub", "venn", "timeline"])
def test_a_manually_deleted_card_stays_deleted_when_another_is_added_before_it(kind: str) -> None:
    more = "" if kind == "venn" else "A"
    before, after = side(outline(kind, f"{more}BC")), side(outline(kind, f"N{more}BC"))

    def delete(presentation: Any) -> None:
        found = saying(list(every(presentation.slides[1].shapes)), WORDS["B"])
        found._element.getparent().remove(found._element)

    done = updated(worked_on(edited(before.data, delete), WORDS["C"]), after)
    texts = [said(one) for one in shapes(done) if one.has_text_frame]
    assert not [text for text in texts if text.startswith(WORDS["B"])]
    assert [sum(text.startswith(WORDS[letter]) for text in texts) for letter in f"NC{more}"] == [1] * (2 + len(more))
    assert [text[: len(WORDS["C"])] for text in reds(shapes(done))] == [WORDS["C"]]
    assert planned(done, after).plan.exit_code == 0
