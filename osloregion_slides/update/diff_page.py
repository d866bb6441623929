"""What changed, as one HTML page that a board member understands: no scripts, no files beside it.

The later text is shown with what is new in it marked (``ins``) and what is gone struck out (``del``), so that
it can be read without colour too.
"""

from __future__ import annotations

from html import escape

from osloregion_slides.update.chart_merge import number
from osloregion_slides.update.page_words import name, sentence, vocabulary
from osloregion_slides.update.sequences import common

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.update.diff import DeckDifference, ItemDifference, SlideDifference
    from osloregion_slides.update.differences import Difference
    from osloregion_slides.update.page_words import Vocabulary

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
