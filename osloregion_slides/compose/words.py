"""The few words that the tool itself puts on slides, by language code. Facts and prose are the outline's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Word = str | tuple[str, str]

WORDS: dict[str, dict[str, Word]] = {
    "nb": {
        "municipality": ("kommune", "kommuner"),
        "county council": ("fylkeskommune", "fylkeskommuner"),
        "source": "Kilde",
        "of": "av",
        "county council of": "{county} fylkeskommune",
        "unknown": "Ukjent",
        "number of municipality": "antall kommuner",
        "number of county council": "antall fylkeskommuner",
        "no figures": "Dette er ikke kjent per {date}.",
        "partly by name": "{known} av {total} kommuner er kjent ved navn per {date}.",
        "number unknown": "Hvor mange kommuner som er medlemmer per {date}, er ikke kjent. {known} er kjent ved navn.",
        "last known": "{total} kommuner var medlemmer i {month}. Per {date} er {known} kjent ved navn.",
        "last count": "Sist kjent: {total} kommuner ({month}).",
        "drawn are": "Tegnet er de {known}.",
        "counted are": "Rutene teller de {known}.",
        "unconfirmed": "ikke bekreftet ved navn",
        "not drawn": "Ikke på kartet: {names}.",
        "dotted": "Prikket omriss: {count} {noun} som ikke er bekreftet ved navn.",
        "starred": "* Blant disse er {count} {noun} som ikke er bekreftet ved navn.",
        "highlighted": "her er {name}",
        "joined": "{name} fra {date}",
        "and": "og",
        "waterfall base": "Grunnlag",
        "waterfall rise": "Økning",
        "waterfall fall": "Nedgang",
        "waterfall total": "Sum",
    },
    "en": {
        "municipality": ("municipality", "municipalities"),
        "county council": ("county council", "county councils"),
        "source": "Source",
        "of": "of",
        "county council of": "{county} County Council",
        "unknown": "Unknown",
        "number of municipality": "number of municipalities",
        "number of county council": "number of county councils",
        "no figures": "This is not known as of {date}.",
        "partly by name": "{known} of {total} municipalities are known by name as of {date}.",
        "number unknown": "How many municipalities are members as of {date} is not known. {known} are known by name.",
        "last known": "{total} municipalities were members in {month}. As of {date}, {known} are known by name.",
        "last count": "Last known: {total} municipalities ({month}).",
        "drawn are": "The map shows those {known}.",
        "counted are": "The tiles count those {known}.",
        "unconfirmed": "not confirmed by name",
        "not drawn": "Not on the map: {names}.",
        "dotted": "Dotted outline: {count} {noun} not confirmed by name.",
        "starred": "* Among these are {count} {noun} not confirmed by name.",
        "highlighted": "{name} is here",
        "joined": "{name} from {date}",
        "and": "and",
        "waterfall base": "Base",
        "waterfall rise": "Increase",
        "waterfall fall": "Decrease",
        "waterfall total": "Total",
    },
}


_foreign: dict[str, dict[str, Word]] = {}


def _of(language: str, key: str) -> Word:
    """A word in a language: ours, a plug-in's, or Norwegian where neither has it."""
    words = WORDS.get(language[:2]) or _foreign.get(language[:2])
    if words is None:
        words = _foreign[language[:2]] = _plugin_words(language[:2])
    return words.get(key) or WORDS["nb"][key]


def _plugin_words(language: str) -> dict[str, Word]:
    from osloregion_slides.plugins import look_up

    found = look_up("words", language)
    words = {} if found is None else found.value
    return {key: one if isinstance(one, str) else (one[0], one[1]) for key, one in words.items()}


def word(language: str, key: str) -> str:
    """Return a word or sentence frame; a language that has none gets the Norwegian one."""
    found = _of(language, key)
    return found if isinstance(found, str) else found[0]


def counted(language: str, key: str, count: int) -> str:
    """Return the noun as it stands after this number: ``1 kommune``, ``57 kommuner`` (without the number)."""
    found = _of(language, key)
    return found if isinstance(found, str) else found[count != 1]
