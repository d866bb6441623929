"""The words of the page "what changed", in the languages of the alliance's readers."""

from __future__ import annotations

from osloregion_slides.units import EMU_PER_CM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Box
    from osloregion_slides.update.diff import ItemDifference
    from osloregion_slides.update.differences import Difference

    Vocabulary = dict[str, str]

WORDS: dict[str, Vocabulary] = {
    "nb": {
        "heading": "Hva er endret?",
        "between": "Fra «{}» til «{}».",
        "count": "{} av {} lysbilder er endret, lagt til eller fjernet.",
        "none": "Ingen lysbilder er endret.",
        "added": "Nytt lysbilde",
        "removed": "Fjernet lysbilde",
        "changed": "Endret",
        "slide": "Lysbilde {}",
        "was": "var nummer {}",
        "moved": "Flyttet fra plass {} til plass {}",
        "new": "Nytt",
        "gone": "Fjernet",
        "before": "Før",
        "after": "Nå",
        "contents": "Endrede lysbilder",
        "unchanged": "Uendret: {}",
        "notes": "Talenotater",
        "section": "Inndeling: «{}» er blitt «{}»",
        "slide_size": "Lysbildene har ny størrelse: {} → {} cm",
        "hidden": "Lysbildet er skjult",
        "shown": "Lysbildet vises igjen",
        "look": "Utheving eller lenke er endret",
        "level": "Innrykk er endret",
        "size": "Skriftstørrelse: {} → {} punkt",
        "box": "Flyttet {}",
        "resized": "Ny størrelse: {} → {} cm",
        "right": "{} cm til høyre",
        "left": "{} cm til venstre",
        "down": "{} cm ned",
        "up": "{} cm opp",
        "and": " og ",
        "fill": "Ny farge",
        "colour": "Ny farge på {}",
        "line": "Ny strek",
        "image": "Nytt bilde",
        "crop": "Nytt utsnitt av bildet",
        "alt": "Ny bildebeskrivelse",
        "other": "Utseendet er endret",
        "row": "Rad {}",
        "cell": "Rad {}, kolonne {}",
        "value": "{}",
        "category": "Kategori",
        "series": "Dataserie",
        "columns": "Nye kolonnebredder",
        "nothing": "ingenting",
        "decimal": ",",
        "text": "Tekst",
        "title": "Tittel",
        "shape": "Figur",
        "table": "Tabell",
        "chart": "Diagram",
        "picture": "Bilde",
        "group": "Gruppe",
        "connector": "Forbindelse",
        "freeform": "Område",
    },
    "en": {
        "heading": "What has changed?",
        "between": "From “{}” to “{}”.",
        "count": "{} of {} slides are changed, new or gone.",
        "none": "No slide has changed.",
        "added": "New slide",
        "removed": "Removed slide",
        "changed": "Changed",
        "slide": "Slide {}",
        "was": "was number {}",
        "moved": "Moved from place {} to place {}",
        "new": "New",
        "gone": "Removed",
        "before": "Before",
        "after": "Now",
        "contents": "Slides with changes",
        "unchanged": "Not changed: {}",
        "notes": "Speaker notes",
        "section": "Section “{}” has become “{}”",
        "slide_size": "The slides have another size: {} → {} cm",
        "hidden": "The slide is hidden",
        "shown": "The slide is shown again",
        "look": "Emphasis or link has changed",
        "level": "Indentation has changed",
        "size": "Type size: {} → {} points",
        "box": "Moved {}",
        "resized": "New size: {} → {} cm",
        "right": "{} cm to the right",
        "left": "{} cm to the left",
        "down": "{} cm down",
        "up": "{} cm up",
        "and": " and ",
        "fill": "New colour",
        "colour": "New colour of {}",
        "line": "New line",
        "image": "New picture",
        "crop": "Another crop of the picture",
        "alt": "New description of the picture",
        "other": "Looks different",
        "row": "Row {}",
        "cell": "Row {}, column {}",
        "value": "{}",
        "category": "Category",
        "series": "Data series",
        "columns": "New column widths",
        "nothing": "nothing",
        "decimal": ".",
        "text": "Text",
        "title": "Title",
        "shape": "Shape",
        "table": "Table",
        "chart": "Chart",
        "picture": "Picture",
        "group": "Group",
        "connector": "Connector",
        "freeform": "Area",
    },
}


def vocabulary(language: str) -> Vocabulary:
    """Return the words of a language (``nb``, ``nb-NO``); Norwegian for its other written forms, else English."""
    return WORDS["nb" if language[:2] in ("nb", "nn", "no") else "en"]


def name(item: ItemDifference, words: Vocabulary) -> str:
    """Return what a reader calls an object."""
    found = item.item
    if found.slot in ("title", "ctrTitle"):
        return words["title"]
    if found.kind == "text" or found.text:
        return words["text"]
    return words.get(found.kind, words["shape"])


def sentence(difference: Difference, words: Vocabulary) -> str:
    """Return a difference that has no two texts to show in a sentence."""
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "box":
        return _moved(before, after, words)
    if kind == "size":
        return words["size"].format(decimal(before, words), decimal(after, words))
    if kind == "slide_size":
        return words[kind].format(*[" × ".join([_cm(one, words) for one in size]) for size in (before, after)])
    if kind == "section":
        return words[kind].format(before, after)
    if kind == "hidden":
        return words["hidden" if after else "shown"]
    if kind == "colour":
        return words["colour"].format(*difference.where)
    return words.get(kind, words["other"])


def decimal(value: float, words: Vocabulary) -> str:
    """Return a number with the language's decimal sign."""
    return f"{value:.10g}".replace(".", words["decimal"])


def _moved(before: Box | None, after: Box | None, words: Vocabulary) -> str:
    if before is None or after is None:
        return words["other"]
    across, down = after.x - before.x, after.y - before.y
    ways = ((across, "right", "left"), (down, "down", "up"))
    steps = [words[plus if way > 0 else minus].format(_cm(way, words)) for way, plus, minus in ways if _cm(way, words)]
    found = [words["box"].format(words["and"].join(steps))] if steps else []
    if _size(before, words) != _size(after, words):
        found.append(words["resized"].format(_size(before, words), _size(after, words)))
    return ". ".join(found) or words["other"]


def _size(box: Box, words: Vocabulary) -> str:
    return f"{_cm(box.w, words) or 0} × {_cm(box.h, words) or 0}"


def _cm(length: int, words: Vocabulary) -> str:
    value = round(abs(length) / EMU_PER_CM, 1)
    return f"{value:.1f}".replace(".", words["decimal"]) if value else ""
