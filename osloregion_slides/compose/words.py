"""The few words that the tool itself puts on slides, by language code. Facts and prose are the outline's."""

from __future__ import annotations

WORDS = {
    "nb": {
        "municipality": ("kommune", "kommuner"),
        "county council": ("fylkeskommune", "fylkeskommuner"),
        "source": "Kilde",
        "of": "av",
        "county council of": "{county} fylkeskommune",
    },
    "en": {
        "municipality": ("municipality", "municipalities"),
        "county council": ("county council", "county councils"),
        "source": "Source",
        "of": "of",
        "county council of": "{county} County Council",
    },
}


def word(language: str, key: str) -> str:
    """Return a word or sentence frame; a language that has none gets the Norwegian one."""
    found = WORDS.get(language[:2], WORDS["nb"])[key]
    return found if isinstance(found, str) else found[0]


def counted(language: str, key: str, count: int) -> str:
    """Return the noun as it stands after this number: ``1 kommune``, ``57 kommuner`` (without the number)."""
    found = WORDS.get(language[:2], WORDS["nb"])[key]
    return found if isinstance(found, str) else found[count != 1]
