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
    "nn": {
        "municipality": ("kommune", "kommunar"),
        "county council": ("fylkeskommune", "fylkeskommunar"),
        "source": "Kjelde",
        "of": "av",
        "county council of": "{county} fylkeskommune",
        "unknown": "Ukjend",
        "number of municipality": "tal på kommunar",
        "number of county council": "tal på fylkeskommunar",
        "no figures": "Dette er ikkje kjent per {date}.",
        "partly by name": "{known} av {total} kommunar er kjende ved namn per {date}.",
        "number unknown": "Kor mange kommunar som er medlemmer per {date}, er ikkje kjent. {known} er kjende ved namn.",
        "last known": "{total} kommunar var medlemmer i {month}. Per {date} er {known} kjende ved namn.",
        "last count": "Sist kjent: {total} kommunar ({month}).",
        "drawn are": "Kartet viser dei {known}.",
        "counted are": "Søylene tel dei {known}.",
        "unconfirmed": "ikkje stadfest ved namn",
        "not drawn": "Ikkje på kartet: {names}.",
        "dotted": "Prikka omriss: {count} {noun} som ikkje er stadfesta ved namn.",
        "starred": "* Blant desse er {count} {noun} som ikkje er stadfesta ved namn.",
        "highlighted": "her er {name}",
        "joined": "{name} frå {date}",
        "and": "og",
        "waterfall base": "Grunnlag",
        "waterfall rise": "Auke",
        "waterfall fall": "Nedgang",
        "waterfall total": "Sum",
    },
    "sv": {
        "municipality": ("kommun", "kommuner"),
        "county council": ("region", "regioner"),
        "source": "Källa",
        "of": "av",
        "county council of": "Region {county}",
        "unknown": "Okänt",
        "number of municipality": "antal kommuner",
        "number of county council": "antal regioner",
        "no figures": "Detta är inte känt per {date}.",
        "partly by name": "{known} av {total} kommuner är kända vid namn per {date}.",
        "number unknown": "Hur många kommuner som är medlemmar per {date} är inte känt. {known} är kända vid namn.",
        "last known": "{total} kommuner var medlemmar i {month}. Per {date} är {known} kända vid namn.",
        "last count": "Senast känt: {total} kommuner ({month}).",
        "drawn are": "Kartan visar dessa {known}.",
        "counted are": "Staplarna räknar dessa {known}.",
        "unconfirmed": "inte bekräftad vid namn",
        "not drawn": "Inte på kartan: {names}.",
        "dotted": "Prickad kontur: {count} {noun} som inte är bekräftade vid namn.",
        "starred": "* Bland dessa är {count} {noun} som inte är bekräftade vid namn.",
        "highlighted": "här är {name}",
        "joined": "{name} från {date}",
        "and": "och",
        "waterfall base": "Bas",
        "waterfall rise": "Ökning",
        "waterfall fall": "Minskning",
        "waterfall total": "Summa",
    },
    "da": {
        "municipality": ("kommune", "kommuner"),
        "county council": ("region", "regioner"),
        "source": "Kilde",
        "of": "af",
        "county council of": "Region {county}",
        "unknown": "Ukendt",
        "number of municipality": "antal kommuner",
        "number of county council": "antal regioner",
        "no figures": "Dette er ikke kendt pr. {date}.",
        "partly by name": "{known} af {total} kommuner er kendt ved navn pr. {date}.",
        "number unknown": "Hvor mange kommuner der er medlemmer pr. {date}, vides ikke. {known} er kendt ved navn.",
        "last known": "{total} kommuner var medlemmer i {month}. Pr. {date} er {known} kendt ved navn.",
        "last count": "Senest kendt: {total} kommuner ({month}).",
        "drawn are": "Kortet viser de {known}.",
        "counted are": "Søjlerne tæller de {known}.",
        "unconfirmed": "ikke bekræftet ved navn",
        "not drawn": "Ikke på kortet: {names}.",
        "dotted": "Prikket omrids: {count} {noun}, der ikke er bekræftet ved navn.",
        "starred": "* Blandt disse er {count} {noun}, der ikke er bekræftet ved navn.",
        "highlighted": "her ligger {name}",
        "joined": "{name} fra {date}",
        "and": "og",
        "waterfall base": "Grundlag",
        "waterfall rise": "Stigning",
        "waterfall fall": "Fald",
        "waterfall total": "Sum",
    },
    "de": {
        "municipality": ("Kommune", "Kommunen"),
        "county council": ("Regionalverwaltung", "Regionalverwaltungen"),
        "source": "Quelle",
        "of": "von",
        "county council of": "Regionalverwaltung {county}",
        "unknown": "Unbekannt",
        "number of municipality": "Zahl der Kommunen",
        "number of county council": "Zahl der Regionalverwaltungen",
        "no figures": "Dies ist für den Stand {date} nicht bekannt.",
        "partly by name": "{known} von {total} Kommunen sind namentlich bekannt (Stand {date}).",
        "number unknown": "Die Zahl der Mitglieder ist nicht bekannt (Stand {date}). {known} sind namentlich bekannt.",
        "last known": "Mitglieder {month}: {total} Kommunen. Namentlich bekannt sind {known} (Stand {date}).",
        "last count": "Zuletzt bekannt: {total} Kommunen ({month}).",
        "drawn are": "Die Karte zeigt diese {known}.",
        "counted are": "Die Balken zählen diese {known}.",
        "unconfirmed": "nicht namentlich bestätigt",
        "not drawn": "Nicht auf der Karte: {names}.",
        "dotted": "Gepunkteter Umriss: {count} {noun}, nicht namentlich bestätigt.",
        "starred": "* Darunter {count} {noun}, nicht namentlich bestätigt.",
        "highlighted": "hier liegt {name}",
        "joined": "{name} seit {date}",
        "and": "und",
        "waterfall base": "Basis",
        "waterfall rise": "Anstieg",
        "waterfall fall": "Rückgang",
        "waterfall total": "Summe",
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
