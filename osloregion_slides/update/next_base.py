"""The base that an update leaves: ours, but for what the outline left to its editors.

What ``freeze`` and ``ignore`` keep an update from must not count as brought: its base stays what was last
brought. So a slide that is frozen is no edit of anybody's when it thaws, and what the outline changed
meanwhile comes then, beside what people did.
"""

from __future__ import annotations

from osloregion_slides.update.values import KnownItem, KnownSlide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.update.values import Known


def next_base(base: Known, ours: Known) -> Known:
    """Return the base after an update (the base before in ours' keys). ``ours`` itself where nothing was left."""
    if not any([slide.freeze or slide.ignore for slide in ours.slides]):
        return ours
    before = {slide.key: slide for slide in base.slides}
    return ours.replace(slides=tuple([_slide(before.get(slide.key), slide) for slide in ours.slides]))


def _slide(base: KnownSlide | None, ours: KnownSlide) -> KnownSlide:
    if base is None:
        return ours
    if ours.freeze:
        told = base.title, base.items, base.notes, base.hidden, base.layout, base.section
        return KnownSlide(ours.key, *told, ours.at, True, ours.ignore, ours.moved)
    if not ours.ignore:
        return ours
    old = {item.key: item for item in base.items}
    items = [_item(old.get(item.key), item, ignored(ours, item.key)) for item in ours.items]
    gone = [
        item for key, item in old.items() if "*" in ignored(ours, key) and key not in {one.key for one in ours.items}
    ]
    kept = {name: getattr(base, name) for name in ("notes", "hidden") if name in ours.ignore}
    return ours.replace(items=tuple([item for item in (*items, *gone) if item is not None]), **kept)


def _item(base: KnownItem | None, ours: KnownItem, names: frozenset[str]) -> KnownItem | None:
    """Return an object of the base after, None where it is not brought at all."""
    if "*" in names:
        return base
    if base is None or not names or base.kind != ours.kind:
        return ours
    kept = {name: getattr(base, name) for name in KnownItem.__fields__ if name in names}
    if "columns" in names and base.table and ours.table and len(base.table.columns) == len(ours.table.columns):
        kept.setdefault("table", ours.table.replace(columns=base.table.columns))
    return ours.replace(**kept)


def ignored(slide: KnownSlide, key: str) -> frozenset[str]:
    """Return the properties of an object that ``ignore:`` takes from us; ``*`` is the whole object."""
    part = key.removeprefix(f"{slide.key}/")
    found = []
    for word in slide.ignore:
        if word == part or part.startswith(f"{word}/"):
            found.append("*")
        elif word.startswith(f"{part}/"):
            found.append(word[len(part) + 1 :])
        elif "/" not in word:
            found.append(word)
    return frozenset(found)
