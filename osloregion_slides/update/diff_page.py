"""What changed, as one HTML page that a board member understands: no scripts, no files beside it.

The later text is shown with what is new in it marked (``ins``) and what is gone struck out (``del``), so that
it can be read without colour too.
"""

from __future__ import annotations

from html import escape

from osloregion_slides.base.units import EMU_PER_CM
from osloregion_slides.update.data_merge import number
from osloregion_slides.update.text_merge import common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.scene import Box
    from osloregion_slides.update.diff import DeckDifference, ItemDifference, SlideDifference
    from osloregion_slides.update.differences import Difference

    Vocabulary = dict[str, str]


# The words of the page "what changed", in the languages of the alliance's readers.

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


_TEXTS = ("text", "cell", "row", "notes", "category", "series", "value", "alt")
_STYLE = """
:root { color-scheme: light; font: 17px/1.5 Calibri, Carlito, "Segoe UI", sans-serif; color: #16222e; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; background: #fff; }
h1 { color: #0b2a4a; margin-bottom: .2rem; } h2 { color: #0b2a4a; font-size: 1.2rem; margin: 0; }
nav ul { columns: 2; padding-left: 1.2rem; } a { color: #1d5fa8; }
section { border: 1px solid #cfe3f5; border-left: 6px solid #1d5fa8; border-radius: 4px; padding: 1rem; }
section + section { margin-top: 1rem; }
section.added { border-left-color: #007a72; } section.removed { border-left-color: #c2452d; }
.fate { color: #4a5b6c; margin: 0 0 .5rem; } dl { margin: 0; } dt { font-weight: bold; margin-top: .6rem; }
dd { margin: 0 0 0 1rem; overflow-wrap: anywhere; }
ins { background: #d8f0ea; text-decoration: underline; } del { background: #fbe3dd; }
.pictures { display: flex; gap: 1rem; margin: .5rem 0; } figure { flex: 0 1 50%; margin: 0; }
img { width: 100%; border: 1px solid #cfe3f5; } figcaption { color: #4a5b6c; font-size: .9rem; }
@media (max-width: 36rem) { .pictures { flex-direction: column; } nav ul { columns: 1; } }
@media print { section { break-inside: avoid; } nav { display: none; } }
"""


def diff_page(
    found: DeckDifference, language: str = "nb", pictures: Mapping[str, tuple[str, str]] | None = None
) -> str:
    """Return the page. ``pictures`` has by key the addresses of a slide's pictures before and after ("" is none)."""
    words = vocabulary(language)
    changed = found.changed
    body = "".join([_slide(slide, words, (pictures or {}).get(slide.key, ("", ""))) for slide in changed])
    count = words["count"].format(len(changed), len(found.slides)) if changed else words["none"]
    same = [str(slide.after) for slide in found.slides if slide.what == "same"]
    rest = f"<p>{escape(words['unchanged'].format(', '.join(same)))}</p>" if same and changed else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(words['heading'])}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(words['heading'])}</h1>\n"
        f"<p>{escape(words['between'].format(found.before, found.after))} {escape(count)}</p>\n"
        f"{''.join([f'<p>{escape(sentence(one, words))}.</p>' for one in found.differences])}"
        f"{_contents(changed, words)}<main>\n{body}</main>\n{rest}\n</body>\n</html>\n"
    )


def _contents(changed: tuple[SlideDifference, ...], words: Vocabulary) -> str:
    if len(changed) < 2:
        return ""
    links = [f'<li><a href="#{_anchor(slide)}">{escape(slide.title)}</a></li>' for slide in changed]
    return f'<nav aria-label="{escape(words["contents"])}">\n<ul>\n{"".join(links)}</ul>\n</nav>\n'


def _anchor(slide: SlideDifference) -> str:
    return f"{'slide' if slide.after else 'removed'}-{slide.after or slide.before}"


def _slide(slide: SlideDifference, words: Vocabulary, pictures: tuple[str, str]) -> str:
    fate = [words[slide.what]]
    if slide.moved:
        fate.append(words["moved"].format(slide.before, slide.after))
    elif slide.before and slide.after and slide.before != slide.after:
        fate.append(words["was"].format(slide.before))
    lines = [_difference(words["notes"] if one.kind == "notes" else "", one, words) for one in slide.differences]
    lines += [_item(item, words) for item in slide.items]
    title = f"{words['slide'].format(slide.after or slide.before)}: {slide.title}"
    told = f"<dl>\n{''.join(lines)}</dl>\n" if lines else ""
    numbers = (slide.before, slide.after)
    shown = "".join(
        [
            _picture(address, words[when], f"{words['slide'].format(number)}, {words[when].lower()}")
            for address, when, number in zip(pictures, ("before", "after"), numbers)
        ]
    )
    shown = f'<div class="pictures">\n{shown}</div>\n' if shown else ""
    return (
        f'<section id="{_anchor(slide)}" class="{slide.what}">\n<h2>{escape(title)}</h2>\n'
        f'<p class="fate">{escape(". ".join(fate))}.</p>\n{shown}{told}</section>\n'
    )


def _picture(address: str, caption: str, alt: str) -> str:
    if not address:
        return ""
    shown = f'<img src="{escape(address)}" alt="{escape(alt)}">'
    return f"<figure>{shown}<figcaption>{escape(caption)}</figcaption></figure>\n"


def _item(item: ItemDifference, words: Vocabulary) -> str:
    called = name(item, words)
    if item.what == "changed":
        return "".join([_difference(called, one, words) for one in item.differences])
    mark = "ins" if item.what == "added" else "del"
    text = escape(" / ".join([paragraph.plain for paragraph in item.item.text]) or item.item.alt)
    return _entry(f"{words['new' if mark == 'ins' else 'gone']}: {called}", f"<{mark}>{text}</{mark}>" if text else "")


def _difference(called: str, one: Difference, words: Vocabulary) -> str:
    if one.kind in ("row", "cell", "value"):
        where = ", ".join([str(part) for part in one.where if part != ""])
        called = f"{called}, {words[one.kind].format(*one.where) if one.kind != 'value' else where}"
    if one.kind == "value":
        before, after = [number(value).replace(".", words["decimal"]) for value in (one.before, one.after)]
        nothing = escape(words["nothing"])
        return _entry(called, f"<del>{before or nothing}</del> → <ins>{after or nothing}</ins>")
    if one.kind in _TEXTS:
        return _entry(called, marked(one.before, one.after))
    return _entry(called, escape(sentence(one, words)))


def _entry(term: str, text: str) -> str:
    return f"<dt>{escape(term)}</dt><dd>{text}</dd>\n"


def marked(before: str, after: str) -> str:
    """Return the later text as HTML with what is new and what is gone marked, word by word."""
    old, new = before.split(), after.split()
    found, i, j = [], 0, 0
    for at, to in [*common(old, new), (len(old), len(new))]:
        if i < at:
            found.append(f"<del>{escape(' '.join(old[i:at]))}</del>")
        if j < to:
            found.append(f"<ins>{escape(' '.join(new[j:to]))}</ins>")
        if to < len(new):
            found.append(escape(new[to]))
        i, j = at + 1, to + 1
    return " ".join(found)
