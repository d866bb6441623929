"""Twelve kinds of edit by hand, each with changes of the outline to cross it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_COLOR_TYPE
from pptx.util import Emu

from tests.update.outlines import Wish

CM = 360_000
RED = RGBColor(0xC2, 0x45, 0x2D)
Edit = Callable[[Any], None]
Seen = Callable[[Any], bool]


class Case(NamedTuple):
    """An edit: ``by_hand`` does it to a python-pptx presentation, ``by_office`` names it for ``libreoffice_edits``.

    ``seen`` says whether a presentation has it. ``wishes``: the outline's changes to cross it with, by name.
    """

    outline: str
    by_hand: Edit
    by_office: tuple[Any, ...]
    seen: Seen
    wishes: dict[str, Wish]


def every(shapes: Any) -> Iterator[Any]:
    """Yield all shapes, in groups too."""
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from every(shape.shapes)


def slide_of(presentation: Any, key: str) -> Any:
    """Return the slide of a key by its objects' names, None where it is gone; programs rename placeholders only."""
    for slide in presentation.slides:
        if any(shape.name.startswith(f"{key}/") for shape in every(slide.shapes)):
            return slide
    return None


def shape_of(presentation: Any, name: str) -> Any:
    """Return the object of that name."""
    slide = slide_of(presentation, name.partition("/")[0])
    return next(shape for shape in every(slide.shapes) if shape.name == name)


def words(slide: Any) -> str:
    """Return all that a slide says: texts, cells, values of charts, notes."""
    said = [node.text or "" for node in slide._element.iter("{*}t")]
    for shape in every(slide.shapes):
        if getattr(shape, "has_chart", False):
            said += [node.text or "" for node in shape.chart._chartSpace.iter("{*}v")]
    if slide.has_notes_slide:
        said.append(slide.notes_slide.notes_text_frame.text)
    return " ".join(" ".join(said).split())


def keys(presentation: Any) -> list[str]:
    """Return the slides' keys in order, "" for one that is nobody's."""
    found = []
    for slide in presentation.slides:
        names = [shape.name.partition("/")[0] for shape in every(slide.shapes) if "/" in shape.name]
        found.append(max(names, key=names.count) if names else "")
    return found


def _write(name: str, paragraph: int, text: str) -> Edit:
    def edit(presentation: Any) -> None:
        runs = shape_of(presentation, name).text_frame.paragraphs[paragraph].runs
        runs[0].text = text
        for run in runs[1:]:
            run.text = ""

    return edit


def _bold(presentation: Any) -> None:
    paragraph = shape_of(presentation, "platform/3").text_frame.paragraphs[1]
    before, word, after = paragraph.runs[0].text.partition("frivillighet")
    first = paragraph.runs[0]
    for text, is_bold in ((after, None), (word, True)):
        made = deepcopy(first._r)
        first._r.addnext(made)
        run = next(one for one in paragraph.runs if one._r is made)
        run.text = text
        if is_bold:
            run.font.bold = True
    first.text = before


def _is_bold(presentation: Any) -> bool:
    runs = shape_of(presentation, "platform/3").text_frame.paragraphs[1].runs
    return [run.text.strip() for run in runs if run.font.bold] == ["frivillighet"]


def _move(presentation: Any) -> None:
    shape = shape_of(presentation, "platform/3")
    shape.left, shape.top = Emu(20 * CM), Emu(12 * CM)


def _resize(presentation: Any) -> None:
    shape_of(presentation, "platform/4").width = Emu(7 * CM)


def at(name: str, *place: int | None) -> Seen:
    """Say whether an object is at left, top, width, height (EMU, None is any), to LibreOffice's noise."""

    def seen(presentation: Any) -> bool:
        shape = shape_of(presentation, name)
        found = (shape.left, shape.top, shape.width, shape.height)
        return all(wanted is None or abs(wanted - got) < 1_270 for wanted, got in zip(place, found, strict=True))

    return seen


def _recolour(presentation: Any) -> None:
    fill = shape_of(presentation, "clusters/ict").fill
    fill.solid()
    fill.fore_color.rgb = RED


def _new_box(presentation: Any) -> None:
    slide = slide_of(presentation, "profiling")
    slide.shapes.add_textbox(CM, 16 * CM, 6 * CM, CM).text_frame.text = "Skrevet for hånd"


def _new_slide(presentation: Any) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.add_textbox(CM, 16 * CM, 6 * CM, CM).text_frame.text = "Ny for hånd"
    listed = presentation.slides._sldIdLst
    listed.insert(4, listed[-1])


def _new_slide_is_there(presentation: Any) -> bool:
    slides = list(presentation.slides)
    known = keys(presentation)
    between = slides[known.index("members") + 1 : known.index("background")]
    return any("Ny for hånd" in words(slide) for slide in between)


def _delete(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    presentation.part.drop_rel(listed[4].rId)
    listed.remove(listed[4])


def reorder(presentation: Any) -> None:
    """Move the slide of the projects before the one of the perspective."""
    listed = presentation.slides._sldIdLst
    listed.insert(6, listed[9])


def _is_reordered(presentation: Any) -> bool:
    found = keys(presentation)
    return found.index("projects") == found.index("platform") + 1 == found.index("perspective") - 1


def _notes(presentation: Any) -> None:
    slide_of(presentation, "purpose").notes_slide.notes_text_frame.text = "Fortell hvordan det hele begynte."


def _cell(presentation: Any) -> None:
    shape_of(presentation, "table/table").table.cell(2, 2).text_frame.paragraphs[0].runs[0].text = "33 %"


def _series(presentation: Any) -> None:
    fill = shape_of(presentation, "chart/chart").chart.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = RED


def _series_is_red(presentation: Any) -> bool:
    return _is_red(shape_of(presentation, "chart/chart").chart.series[0].format.fill)


def _is_red(fill: Any) -> bool:
    return fill.fore_color.type == MSO_COLOR_TYPE.RGB and fill.fore_color.rgb == RED


ELSEWHERE = Wish("perspective", "perspective/side-1", "nb: vekstsenter", "nb: kraftsenter", "kraftsenter")
BESIDE = Wish(
    "platform", "platform/1", "i saker som er viktige for regionen", "i saker som betyr noe", "saker som betyr noe"
)
FIFTH = (
    "      - heading: {nb: Et femte, en: A fifth}\n"
    "        text: {nb: Kort sagt., en: In short.}\n\n"
    "  - id: perspective\n    kind: comparison"
)
PLATFORM_2 = "Oppgaver som ikke kan ivaretas alene, eller fordi det ikke er arenaer som ivaretar dem godt nok."
MEMBERS = Wish("members", "members/chart", "Horten kommune fra 1.1.2008", "Horten fra nyttår", "Horten fra nyttår")
EXTRA = "  - id: extra\n    kind: statement\n    title: Lagt til\n    text: I omrisset\n\n  - id: background\n    kind"
GALLERY = Wish("columns", "columns/3", "Frivillighet og felles interesser.", "Felles interesser.", "Tillit Felles")
PROJECTS = Wish(
    "projects", "projects/business", "nb: Regionalt program for næringsutvikling", "nb: Program for næringen", "for næringen"
)

CASES: dict[str, Case] = {
    "wording": Case(
        "osloregionen",
        _write("platform/2", 1, "Det ingen klarer alene."),
        ("wording", 5, "platform/2", 1, "Det ingen klarer alene."),
        lambda p: shape_of(p, "platform/2").text_frame.paragraphs[1].text == "Det ingen klarer alene.",
        {
            "the same words": Wish(
                "platform", "platform/2", PLATFORM_2, "Oppgaver for alle.", "Det ingen klarer alene.", True
            ),
            "other words of the same object": Wish(
                "platform", "platform/2", "nb: Samarbeide om/samordne viktige", "nb: Samordne viktige", "Samordne viktige"
            ),
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "bold": Case(
        "osloregionen",
        _bold,
        ("bold", 5, "platform/3", 1, "frivillighet"),
        _is_bold,
        {
            "the same object": Wish(
                "platform", "platform/3", "et tillitsbasert interessefellesskap", "på felles interesser", "felles interesser"
            ),
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "move": Case(
        "osloregionen",
        _move,
        ("move", 5, "platform/3", 20_000, 12_000),
        at("platform/3", 20 * CM, 12 * CM, None, None),
        {
            "the same place": Wish("platform", "platform/3", "  - id: perspective\n    kind: comparison", FIFTH, "Et femte", True),
            "the same object": Wish(
                "platform", "platform/3", "et tillitsbasert interessefellesskap", "på felles interesser", "på felles interesser"
            ),
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "resize": Case(
        "osloregionen",
        _resize,
        ("resize", 5, "platform/4", 7_000),
        at("platform/4", None, None, 7 * CM, None),
        {
            "the same place": Wish("platform", "platform/4", "  - id: perspective\n    kind: comparison", FIFTH, "Et femte", True),
            "the same object": Wish(
                "platform", "platform/4", "Gjennom å gå inn i alliansen", "Ved å gå inn i alliansen", "Ved å gå inn"
            ),
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "recolour": Case(
        "osloregionen",
        _recolour,
        ("recolour", 10, "clusters/ict", 0xC2452D),
        lambda p: _is_red(shape_of(p, "clusters/ict").fill),
        {
            "the same object": Wish("clusters", "clusters/ict", "nb: IKT", "nb: Data", "Data"),
            "another object": Wish("clusters", "clusters/maritime", "nb: Maritim", "nb: Sjøfart", "Sjøfart"),
            "another slide": ELSEWHERE,
        },
    ),
    "new box": Case(
        "osloregionen",
        _new_box,
        ("new box", 11, "", "Skrevet for hånd"),
        lambda p: "Skrevet for hånd" in words(slide_of(p, "profiling")),
        {
            "a new object": Wish(
                "profiling",
                "profiling/4",
                "      - {nb: Investeringer, en: Investment}\n",
                "      - {nb: Investeringer, en: Investment}\n      - {nb: Omdømme, en: Reputation}\n",
                "Omdømme",
            ),
            "another object": Wish("profiling", "profiling/base", "nb: Kjennskap", "nb: Tillit", "Tillit"),
            "another slide": ELSEWHERE,
        },
    ),
    "new slide": Case(
        "osloregionen",
        _new_slide,
        ("new slide", 3, "", "Ny for hånd"),
        _new_slide_is_there,
        {
            "a new slide at the same place": Wish("extra", "", "  - id: background\n    kind", EXTRA, "I omrisset"),
            "the slide before": MEMBERS,
            "another slide": ELSEWHERE,
        },
    ),
    "deleted slide": Case(
        "osloregionen",
        _delete,
        ("deleted slide", 4, ""),
        lambda p: slide_of(p, "background") is None and "background" not in keys(p),
        {
            "the same slide": Wish("background", "", "En sammenhengende bolig-", "En bolig-", ""),
            "the slide before": MEMBERS,
            "another slide": ELSEWHERE,
        },
    ),
    "reordered slides": Case(
        "osloregionen",
        reorder,
        ("nothing", 0, ""),
        _is_reordered,
        {
            "the same slide": PROJECTS,
            "the slide before": BESIDE,
            "another slide": Wish("clusters", "clusters/ict", "nb: IKT", "nb: Data", "Data"),
        },
    ),
    "notes": Case(
        "osloregionen",
        _notes,
        ("notes", 2, "", "Fortell hvordan det hele begynte."),
        lambda p: slide_of(p, "purpose").notes_slide.notes_text_frame.text == "Fortell hvordan det hele begynte.",
        {
            "the same notes": Wish(
                "purpose", "", "nb: Si hvorfor samarbeidet er frivillig", "nb: Si hvem som er med", "hele begynte", True
            ),
            "an object": Wish("purpose", "purpose/heading", "nb: Innsatsområder", "nb: Satsinger", "Satsinger"),
            "another slide": ELSEWHERE,
        },
    ),
    "table cell": Case(
        "gallery",
        _cell,
        ("table cell", 19, "table/table", 2, 2, "33 %"),
        lambda p: shape_of(p, "table/table").table.cell(2, 2).text == "33 %",
        {
            "the same cell": Wish("table", "table/table", '"18", "32 %"', '"18", "31 %"', "33 %", True),
            "another cell": Wish("table", "table/table", '"8", "14 %"', '"8", "15 %"', "15 %"),
            "another object": Wish("table", "table/source", "nb: medlemsregisteret", "nb: registeret", "registeret"),
            "another slide": GALLERY,
        },
    ),
    "series colour": Case(
        "gallery",
        _series,
        ("series colour", 20, "chart/chart", 0, 0xC2452D),
        _series_is_red,
        {
            "the same object": Wish("chart", "chart/chart", "560484]", "560999]", "560999"),
            "another object": Wish("chart", "chart/source", "SSB, tabell 07459 (", "SSB, 07459 (", "SSB, 07459 ("),
            "another slide": GALLERY,
        },
    ),
}
