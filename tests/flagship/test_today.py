"""The presentation on a current date: facts known after 2020 with their dates, and nothing of 2008 shown as new."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from osloregion_slides.base import resources
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.translations import check_translations
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import drafted, load, owned
from osloregion_slides.scene import Freeform
from osloregion_slides.service import build
from osloregion_slides.service_facts import diff_facts
from osloregion_slides.update.diff import diff, show_diff
from tests.kinds.composing import flat

OUTLINE = resources.path("decks", "osloregionen.yaml")
SEED = [
    "cover", "alliance", "purpose", "members", "background", "platform", "perspective", "regions", "organisation",
    "projects", "clusters", "profiling", "sustainability",
]  # fmt: skip
TODAY = [
    "cover", "alliance", "purpose", "members", "figures", "history", "regions", "organisation", "priorities",
    "guidelines", "competitiveness",
]  # fmt: skip
OF_2008 = ("Samarbeidsråd", "Samarbeidsalliansen", "Horten kommune fra", "Horten from", "Sosial infrastruktur", "IKT")
EXPECTED = {
    "nb": ("65 (juni 2025)", "kommuner (juni 2025)", "Representantskapet", "er 46 kjent", "42 %", "28.10.2020"),
    "en": (
        "65 (June 2025)",
        "municipalities (June 2025)",
        "Representantskapet",
        "46 are known",
        "42 %",
        "28 October 2020",
    ),
}


def words(day: str, language: str) -> tuple[list[str], str, set[str]]:
    """Return the ids of the slides, every text and alternative text and note, and the codes of findings."""
    deck, _, findings = drafted(load(OUTLINE, as_of=day, language=language))
    said = []
    for slide in deck.slides:
        said += [slide.title, slide.notes.plain if hasattr(slide.notes, "plain") else str(slide.notes)]
        for item in flat(slide.items):
            text = getattr(item, "text", None)
            said += [text.plain if text is not None else "", getattr(item, "alt", "")]
            said += [cell.text.plain for row in getattr(item, "rows", ()) for cell in row.cells]
    return [slide.key for slide in deck.slides], "\n".join(said), {found.code for found in findings}


def test_the_date_of_the_original_gives_its_13_slides() -> None:
    keys, said, found = words("2008-01-01", "nb")
    assert keys == SEED
    assert "Horten kommune fra 1.1.2008" in said and "Samarbeidsrådet" in said
    assert found == {"unfilled-blank"}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_todays_date_gives_a_deck_with_todays_facts(language: str) -> None:
    keys, said, found = words("2026-11-28", language)
    assert keys == TODAY
    assert [word for word in EXPECTED[language] if word not in said] == []
    assert [word for word in OF_2008 if word in said] == []
    assert "jent antall" not in said and "nknown number" not in said and "Ukjent" not in said
    assert found == {"unfilled-blank", "last-known", "undrawn-member"}


@pytest.mark.parametrize("day", ["2012-06-01", "2018-06-01", "2020-10-27", "2020-10-28", "2022-06-01", "2024-06-01"])
def test_on_every_date_in_between_all_facts_are_dated(day: str) -> None:
    keys, said, found = words(day, "nb")
    assert len(keys) > 4 and "projects" not in keys
    assert ("Samarbeidsrådet" in said, "Representantskapet" in said) == (day < "2020-10-28", day >= "2020-10-28")
    assert found <= {"unfilled-blank", "last-known", "not-known", "undrawn-member"}


def test_todays_map_shows_the_known_members_and_names_the_others() -> None:
    deck, _, _ = drafted(load(OUTLINE, as_of="2026-11-28"))
    (regions,) = [slide for slide in deck.slides if slide.key == "regions"]
    drawn = {item.alt for item in flat(regions.items) if isinstance(item, Freeform) and item.alt}
    (note,) = [item.text.plain for item in flat(regions.items) if item.key == "regions/note"]  # type: ignore[union-attr]
    assert len(drawn) == 42 and "Kartet viser de 42." in note
    assert all(name in note for name in ("Kongsvinger", "Ringsaker", "Nordre Land", "Kongsberg"))


def test_when_horten_joins_no_other_region_changes_colour() -> None:
    fills = []
    for day in ("2007-12-31", "2008-01-01"):
        (regions,) = [slide for slide in drafted(load(OUTLINE, as_of=day))[0].slides if slide.key == "regions"]
        fills.append({item.key: item.fill for item in flat(regions.items) if isinstance(item, Freeform)})
    before, after = fills
    assert before.keys() < after.keys() and {key: after[key] for key in before} == before


@pytest.mark.parametrize("by", ["region", "county"])
def test_a_region_has_one_tint_on_every_date(by: str) -> None:
    brand = load_brand("ruten", ".")
    found: dict[str, set[object]] = {}
    for day in ("2004-12-17", "2008-01-01", "2019-01-01", "2020-01-01", "2020-10-28", "2023-11-10", "2026-11-28"):
        outline = load(OUTLINE, as_of=day, settings=(("slides[regions].colour_by", by),))
        slides = [slide for slide in outline.slides if slide.id == "regions"]
        (regions,) = compose(outline.replace(slides=tuple(slides)), brand)[0].slides
        for item in flat(regions.items):
            if isinstance(item, Freeform) and item.fill:
                found.setdefault(item.key.split("/")[2], set()).add(item.fill)
    assert len(found) > 8 and {name: fills for name, fills in found.items() if len(fills) > 1} == {}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_when_horten_joins_each_slide_reports_one_changed_fact(language: str) -> None:
    sides = []
    for day in ("2007-12-31", "2008-01-01"):
        outline = load(OUTLINE, as_of=day)
        deck, brand, _ = drafted(outline)
        sides.append(owned(outline, deck, brand).known)
    found = diff(sides[0], sides[1])
    short, whole = show_diff(found, language), show_diff(found, language, details=True)
    changes = [line for line in short.splitlines() if line.startswith(("~", "+", "-"))]
    assert len(changes) == len(found.changed) <= 8
    pair = "«56» → «57»" if language == "nb" else '"56" -> "57"'
    assert pair in short and "31.12.2007" in short
    assert pair in whole and len(whole.splitlines()) > 20
    assert len(diff_facts("2007-12-31", "2008-01-01", OUTLINE, language=language).lines) <= 3


BOKMAL = frozenset(
    [
        "behandlet",
        "bekreftet",
        "ble",
        "bærekraft",
        "bærekraftig",
        "byene",
        "bygger",
        "dem",
        "deltakerne",
        "delregioner",
        "delregionene",
        "egne",
        "eget",
        "en",
        "et",
        "flere",
        "fra",
        "fylkeskommuner",
        "fylkesordførere",
        "føringer",
        "gjennom",
        "grønne",
        "hovedkontorer",
        "hovedstad",
        "hovedstadsområdet",
        "hovedstadsregionen",
        "hva",
        "hvem",
        "hver",
        "hvert",
        "hvor",
        "hvordan",
        "hvorfor",
        "høring",
        "ikke",
        "innbyggere",
        "innen",
        "innspill",
        "innledning",
        "jeg",
        "kilde",
        "kilder",
        "kilden",
        "kjente",
        "klynger",
        "klyngestrategi",
        "kommuner",
        "kommunene",
        "ledende",
        "leder",
        "ledere",
        "løpende",
        "medlemmene",
        "medlemmer",
        "navn",
        "navnet",
        "noen",
        "norge",
        "næringer",
        "næringsklynger",
        "omriss",
        "oppgaver",
        "oppmerksomhet",
        "ordførere",
        "ordførernes",
        "organer",
        "prikkede",
        "programmer",
        "prosjekter",
        "påvirkning",
        "regioner",
        "samarbeidsplattform",
        "samordnet",
        "satsninger",
        "sees",
        "skjedde",
        "statlig",
        "stemme",
        "stiftet",
        "sted",
        "tall",
        "tallet",
        "tilhørighet",
        "uke",
        "utgjør",
        "verden",
        "være",
        "årlige",
        "økt",
    ]
)
"""Words of Bokmål that Nynorsk lacks; names of places and bodies are no part of it."""
SAID = r'>([^<]+)<|(?:descr|title)="([^"]*)"'


@pytest.mark.parametrize("audience", ["", "board", "business"])
@pytest.mark.parametrize("day", ["2004-12-17", "2008-01-01", "2012-06-01", "2020-10-28", "2026-11-28"])
def test_the_nynorsk_flagship_has_no_bokmal_word_and_every_text_is_tagged(day: str, audience: str) -> None:
    data = build(OUTLINE, language="nn", as_of=day, audience=audience, strict=True).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = re.compile(r"ppt/(slides|notesSlides|charts)/[^/_]*\.xml|docProps/(app|core)\.xml")
        parts = {name: package.read(name).decode() for name in package.namelist() if names.fullmatch(name)}
    tags = {tag for xml in parts.values() for tag in re.findall(r' lang="([^"]*)"', xml)}
    assert tags == {"nn-NO"}
    said = " ".join(["".join(found) for xml in parts.values() for found in re.findall(SAID, xml)])
    assert sorted(BOKMAL & set(re.findall(r"\w+", said.lower()))) == []
    assert len(said) > 3000


def test_translations_to_a_further_language_are_required_only_for_decks_in_it(tmp_path: Path) -> None:
    shutil.copytree(Path(OUTLINE).parent, tmp_path / "decks")
    path = tmp_path / "decks" / "osloregionen.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("nn: Medlemer, ", ""), encoding="utf-8")
    assert not check_translations(load(str(path)))
    (lacking,) = check_translations(load(str(path), language="nn"), "nn")
    assert lacking.code == "missing-translation" and "`nn`" in str(lacking.message)
    with pytest.raises(InvalidInput):
        build(str(path), language="nn", strict=True)
