"""Every kind of edit, where it is made, and the changes of the outline to cross it with."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.update import edits
from tests.update.edits import Edit, Seen
from tests.update.outlines import TemplateOverrides


class Case(NamedTuple):
    """An edit: ``by_hand`` does it to a python-pptx presentation, ``by_office`` names it for ``libreoffice_edits``.

    ``seen`` says whether a presentation has it. ``wishes``: the outline's changes to cross it with, by name.
    """

    outline: str
    by_hand: Edit
    by_office: tuple[Any, ...]
    seen: Seen
    wishes: dict[str, TemplateOverrides]


ELSEWHERE = TemplateOverrides("perspective", "perspective/side-1", "nb: vekstsenter", "nb: kraftsenter", "kraftsenter")
BESIDE = TemplateOverrides(
    "platform", "platform/1", "i saker som er viktige for regionen", "i saker som betyr noe", "saker som betyr noe"
)
FIFTH = (
    "      - heading: {nb: Et femte, en: A fifth}\n"
    "        text: {nb: Kort sagt., en: In short.}\n\n"
    "  - id: perspective\n    kind: comparison"
)
BOARD = "nb: Styret, nn: Styret, en: The Board"
PLATFORM_3 = TemplateOverrides(
    "platform",
    "platform/3",
    "et tillitsbasert interessefellesskap",
    "på felles interesser",
    "felles interesser",
)
INVESTMENT = "      - {name: {nb: Investeringer, nn: Investeringar, en: Investment}, icon: growth}\n"
MEMBERS = TemplateOverrides(
    "members", "members/chart", "Horten kommune fra 1.1.2008", "Horten fra nyttår", "Horten fra nyttår"
)
EXTRA = "  - id: extra\n    kind: statement\n    title: Lagt til\n    text: I omrisset\n\n  - id: background\n    kind"
GALLERY = TemplateOverrides(
    "columns", "columns/3", "Frivillighet og felles interesser.", "Felles interesser.", "Tillit Felles"
)
PROJECTS = TemplateOverrides(
    "projects",
    "projects/business",
    "nb: Regionalt program for næringsutvikling",
    "nb: Program for næringen",
    "for næringen",
)

CASES: dict[str, Case] = {
    "wording": Case(
        "osloregionen",
        edits.write("perspective/side-1", 1, "Tyngdepunktet i landet"),
        ("wording", 6, "perspective/side-1", 1, "Tyngdepunktet i landet"),
        lambda p: edits.shape_of(p, "perspective/side-1").text_frame.paragraphs[1].text == "Tyngdepunktet i landet",
        {
            "the same words": TemplateOverrides(
                "perspective",
                "perspective/side-1",
                "nb: maktsenter",
                "nb: styringssenter",
                "Tyngdepunktet i landet",
                True,
            ),
            "other words of the same object": ELSEWHERE,
            "another object": TemplateOverrides(
                "perspective",
                "perspective/side-2",
                "om hovedkontorer og kloke hoder",
                "om kontorer og kloke hoder",
                "om kontorer og kloke hoder",
            ),
            "another slide": BESIDE,
        },
    ),
    "bold": Case(
        "osloregionen",
        edits.bold,
        ("bold", 5, "platform/3", 0, "frivillighet"),
        edits.is_bold,
        {
            "the same object": PLATFORM_3,
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "move": Case(
        "osloregionen",
        edits.move,
        ("move", 5, "platform/3", 20_000, 12_000),
        edits.at("platform/3", 20 * edits.CM, 12 * edits.CM, None, None),
        {
            "the same place": TemplateOverrides(
                "platform", "platform/3", "  - id: perspective\n    kind: comparison", FIFTH, "Et femte"
            ),
            "the same object": PLATFORM_3,
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "resize": Case(
        "osloregionen",
        edits.resize,
        ("resize", 5, "platform/4", 7_000),
        edits.at("platform/4", None, None, 7 * edits.CM, None),
        {
            "the same place": TemplateOverrides(
                "platform", "platform/4", "  - id: perspective\n    kind: comparison", FIFTH, "Et femte"
            ),
            "the same object": TemplateOverrides(
                "platform", "platform/4", "Gjennom å gå inn i alliansen", "Ved å gå inn i alliansen", "Ved å gå inn"
            ),
            "another object": BESIDE,
            "another slide": ELSEWHERE,
        },
    ),
    "recolour": Case(
        "osloregionen",
        edits.recolour,
        ("recolour", 8, "organisation/chart/board", 0xC2452D),
        lambda p: edits.is_red(edits.shape_of(p, "organisation/chart/board").fill),
        {
            "the same object": TemplateOverrides(
                "organisation", "organisation/chart/board", BOARD, BOARD.replace("Styret", "Hovedstyret"), "Hovedstyret"
            ),
            "another object": TemplateOverrides(
                "organisation", "organisation/chart/secretariat", "nb: Eget sekretariat", "nb: Et kontor", "Et kontor"
            ),
            "another slide": ELSEWHERE,
        },
    ),
    "new box": Case(
        "osloregionen",
        edits.new_box,
        ("new box", 11, "", "Skrevet for hånd"),
        lambda p: "Skrevet for hånd" in edits.words(edits.slide_of(p, "profiling")),
        {
            "a new object": TemplateOverrides(
                "profiling",
                "profiling/4",
                INVESTMENT,
                f"{INVESTMENT}      - {{name: {{nb: Omdømme, en: Reputation}}, icon: star}}\n",
                "Omdømme",
            ),
            "another object": TemplateOverrides("profiling", "profiling/base", "nb: Kjennskap", "nb: Tillit", "Tillit"),
            "another slide": ELSEWHERE,
        },
    ),
    "new slide": Case(
        "osloregionen",
        edits.new_slide,
        ("new slide", 3, "", "Ny for hånd"),
        edits.new_slide_is_there,
        {
            "a new slide at the same place": TemplateOverrides(
                "extra", "", "  - id: background\n    kind", EXTRA, "I omrisset"
            ),
            "the slide before": MEMBERS,
            "another slide": ELSEWHERE,
        },
    ),
    "deleted slide": Case(
        "osloregionen",
        edits.delete,
        ("deleted slide", 4, ""),
        lambda p: edits.slide_of(p, "background") is None and "background" not in edits.keys(p),
        {
            "the same slide": TemplateOverrides(
                "background", "", "En sammenhengende **bolig-", "En **bolig-", "", True
            ),
            "the slide before": MEMBERS,
            "another slide": ELSEWHERE,
        },
    ),
    "reordered slides": Case(
        "osloregionen",
        edits.reorder,
        ("nothing", 0, ""),
        edits.is_reordered,
        {
            "the same slide": PROJECTS,
            "the slide before": BESIDE,
            "another slide": TemplateOverrides("clusters", "clusters/ict", "nb: IKT", "nb: Data", "Data"),
        },
    ),
    "notes": Case(
        "osloregionen",
        edits.notes,
        ("notes", 2, "", "Fortell hvordan det hele begynte."),
        lambda p: edits.slide_of(p, "purpose").notes_slide.notes_text_frame.text == "Fortell hvordan det hele begynte.",
        {
            "the same notes": TemplateOverrides(
                "purpose", "", "nb: Si hvorfor samarbeidet er frivillig", "nb: Si hvem som er med", "hele begynte", True
            ),
            "an object": TemplateOverrides(
                "purpose",
                "purpose/heading",
                "nb: Innsatsområder, nn",
                "nb: Satsinger, nn",
                "Satsinger",
            ),
            "another slide": ELSEWHERE,
        },
    ),
    "table cell": Case(
        "gallery",
        edits.cell,
        ("table cell", 19, "table/table", 2, 2, "33 %"),
        lambda p: edits.shape_of(p, "table/table").table.cell(2, 2).text == "33 %",
        {
            "the same cell": TemplateOverrides("table", "table/table", '"18", "32 %"', '"18", "31 %"', "33 %", True),
            "another cell": TemplateOverrides("table", "table/table", '"8", "14 %"', '"88", "14 %"', "88"),
            "another object": TemplateOverrides(
                "table", "table/source", "nb: medlemsregisteret", "nb: registeret", "registeret"
            ),
            "another slide": GALLERY,
        },
    ),
    "series colour": Case(
        "gallery",
        edits.series_colour,
        ("series colour", 20, "chart/chart", 0, 0xC2452D),
        edits.series_is_red,
        {
            "the same object": TemplateOverrides("chart", "chart/chart", "560484]", "560999]", "560999"),
            "another object": TemplateOverrides(
                "chart", "chart/source", 'SSB, tabell 07459 (NLOD 2.0)"', 'SSB, 07459"', "SSB, 07459"
            ),
            "another slide": GALLERY,
        },
    ),
}
