"""Changes of an outline as values: applied to its tree for trials, and written to its files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import NUMBER, Entry, Figure, Mapping, Scalar, Sequence, Verbatim, identity, worded
from osloregion_slides.outline.read import read_outline
from osloregion_slides.pulling.nesting import BELOW, bullets, nested
from osloregion_slides.pulling.source import Source, Unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pulling.places import Step


_NUMBER = re.compile(NUMBER).fullmatch


class Change(Record):
    """One change of ``node``; ``steps`` lead to it from the document.

    ``what``: ``text`` (set a scalar to ``text`` or ``value``), ``key`` (set the key ``text`` of a mapping to ``value``,
    or remove it without a value), ``put`` (insert ``value`` into a list after ``item``, None for the start), ``remove``
    (remove ``item`` from a list), ``order`` (order the slides by ``ids``), ``sort`` (order a list by ``items``),
    ``nest`` (set the depths of all bullets of a list to ``depths``).
    """

    what: str
    node: Node
    steps: tuple[Step, ...] = ()
    text: str = ""
    value: Node | None = None
    item: Node | None = None
    ids: tuple[str, ...] = ()
    items: tuple[Node, ...] = ()
    depths: tuple[int, ...] = ()


def changed(document: Mapping, changes: Iterable[Change]) -> Mapping:
    """Return the tree with the changes applied; untouched nodes stay identical."""
    by_node = grouped([(id(change.node), change) for change in changes])
    made: dict[int, Node] = {}

    def node(old: Node) -> Node:
        if id(old) not in made:
            made[id(old)] = _changed(_inner(old), old, by_node.get(id(old), ()))
        return made[id(old)]

    def _inner(old: Node) -> Node:
        if isinstance(old, Mapping):
            values = [node(entry.value) for entry in old.entries]
            if all([value is entry.value for value, entry in zip(values, old.entries)]):
                return old
            return old.replace(entries=tuple([Entry(e.key, value) for e, value in zip(old.entries, values)]))
        if isinstance(old, Sequence):
            items = [node(item) for item in old.items]
            same = all([one is other for one, other in zip(items, old.items)])
            return old if same else old.replace(items=tuple(items))
        return old

    def _changed(now: Node, old: Node, own: Iterable[Change]) -> Node:
        gone: set[int] = set()
        after: dict[int, list[Node]] = {}
        order, ranks = tuple[str, ...](), dict[int, int]()
        for change in own:
            if change.what == "text" and (change.value is not None or isinstance(old, Scalar)):
                now = change.value or _with_text(old, change.text)
            elif change.what == "key" and isinstance(now, Mapping):
                now = with_key(now, change.text, change.value)
            elif change.what == "remove":
                gone.add(id(change.item))
            elif change.what == "put" and change.value is not None:
                after.setdefault(id(change.item) if change.item is not None else 0, []).append(change.value)
            elif change.what == "order":
                order = change.ids
            elif change.what == "sort":
                ranks = {id(item): rank for rank, item in enumerate(change.items)}
            elif change.what == "nest" and isinstance(old, Sequence):
                own_items = [node(item) for item, _ in bullets(old)]
                bare = [with_key(one, BELOW, None) if isinstance(one, Mapping) else one for one in own_items]
                return nested(list(zip(bare, change.depths)), old)
        if isinstance(old, Sequence) and isinstance(now, Sequence) and (gone or after or order or ranks):
            items = list(after.get(0, ()))
            for item, own_item in _sorted(zip(now.items, old.items), ranks, gone):
                items += [] if id(own_item) in gone else [item]
                items += after.get(id(own_item), ())
            if order:
                place = {name: i for i, name in enumerate(order)}
                items.sort(key=lambda item: place.get(identity(item), len(place)))
            return now.replace(items=tuple(items))
        return now

    found = node(document)
    assert isinstance(found, Mapping), "a mapping changed is one"
    return found


def _with_text(old: Node, text: str) -> Node:
    """Return a scalar with another text."""
    assert isinstance(old, Scalar), "callers change texts of scalars only"
    if not _is_outline(old.at.file) and _NUMBER(text):
        return _as_read(old, text)
    return old.replace(text=text) if isinstance(old, Verbatim) else worded(text, old.at, old.plain)


def _sorted(pairs: Iterable[tuple[Node, Node]], ranks: dict[int, int], gone: set[int]) -> list[tuple[Node, Node]]:
    """Return pairs of new and old items sorted by rank, if all remaining items have a rank."""
    listed = list(pairs)
    if all([id(old) in ranks or id(old) in gone for _, old in listed]):
        listed.sort(key=lambda pair: ranks.get(id(pair[1]), -1))
    return listed


def _as_read(old: Scalar, text: str) -> Scalar:
    """Return a number as the reading of a changed table would: in a text table its digits give the decimals."""
    decimals = len(text.partition(".")[2])
    form = old.form if isinstance(old, Figure) else "0"
    if not old.at.file.lower().endswith(".xlsx") and not form.endswith("%"):
        form = form.partition(".")[0] + ("." + "0" * decimals if decimals else "")
    return Figure(text, True, old.at, form) if form != "0" else Scalar(text, True, old.at)


def with_key(node: Mapping, key: str, value: Node | None) -> Mapping:
    """Return a mapping with a value at a key, or without the key."""
    entries = [entry for entry in node.entries if entry.key.text != key]
    if value is None:
        return node.replace(entries=tuple(entries))
    if len(entries) == len(node.entries):
        return node.replace(entries=(*entries, Entry(Scalar(key, True, node.at), value)))
    return node.replace(entries=tuple([Entry(e.key, value) if e.key.text == key else e for e in node.entries]))


class Target(Protocol):
    """A file in which values can be changed: an outline, a table."""

    def set_value(self, node: Scalar, text: str) -> None:
        """Replace the value of a node; Unwritable where that is impossible."""


class Overlay(Record):
    """The overlay that receives a deck's own changes: a mapping in ``file`` below these keys.

    ``own`` are the locations that are already in it; ``dated`` are texts that lose their dates there.
    """

    file: str
    keys: tuple[str, ...]
    own: frozenset[tuple[str, int, int]]
    dated: frozenset[Location]


def write(
    changes: Iterable[Change], document: Mapping, overlay: Overlay | None, open_source: Callable[[str], Target]
) -> None:
    """Write the changes to the files' texts; Unwritable where one is impossible.

    Changes have locations of the original text, so they are written from the end of the file; the order of slides and
    patches of overlays come last.
    """
    given = list({(one.what, id(one.node), id(one.item), one.text, id(one.value)): one for one in changes}.values())
    numbered = sorted(enumerate(given), key=lambda pair: _from_the_end(*pair))
    for _, change in numbered:
        if overlay is None or _is_own(change, overlay) or not _is_outline(change.node.at.file):
            _in_place(change, open_source(change.node.at.file))
    if overlay is None:
        return
    patched = [one for one in given if not _is_own(one, overlay) and _is_outline(one.node.at.file)]
    for change in patched:
        source = open_source(overlay.file)
        assert isinstance(source, Source), "overlays are in outlines"
        _write_patch(change, patched, document, overlay, source)


def _from_the_end(number: int, change: Change) -> tuple[bool, int, int, int]:
    at = change.item.at if change.item is not None else change.node.at
    return change.what == "order", -at.line, -at.column, -number


def _is_outline(file: str) -> bool:
    return file.lower().endswith((".yaml", ".yml"))


def _is_own(change: Change, overlay: Overlay) -> bool:
    at = change.item.at if change.item is not None else change.node.at
    return (at.file, at.line, at.column) in overlay.own


def _in_place(change: Change, source: Target) -> None:
    at = change.node.at
    as_typed = change.value is None or isinstance(change.value, Figure)
    if change.what == "text" and as_typed and isinstance(change.node, Scalar):
        source.set_value(change.node, change.text)
    elif not isinstance(source, Source):
        raise Unwritable
    elif change.what == "text" and change.value is not None:
        source.set_node(at, change.value)
    elif change.what == "key" and change.value is None:
        source.remove_key(at, change.text)
    elif change.what == "key" and change.value is not None:
        source.set_key(at, change.text, change.value)
    elif change.what == "put" and change.value is not None:
        source.insert(at, change.item.at if change.item is not None else None, change.value)
    elif change.what == "remove" and change.item is not None:
        source.remove(at, change.item.at)
    elif change.what == "order":
        _reorder(source, change)
    elif change.what == "sort":
        source.reorder(at, [item.at for item in change.items])
    elif change.what == "nest":
        source.nest(at, change.depths)


def _reorder(source: Source, change: Change) -> None:
    """Reorder the slides; those that are not valid on the deck's date stay after their predecessor."""
    found = _at(source, change.node.at.file, ("slides",))
    if not isinstance(found, Sequence):
        raise Unwritable
    names = [identity(item) for item in found.items]
    wanted = [name for name in change.ids if name in names]
    for name in names:
        if name not in change.ids:
            before = names[names.index(name) - 1] if names.index(name) else ""
            wanted.insert(wanted.index(before) + 1 if before in wanted else 0, name)
    by_name = {identity(item): item.at for item in found.items}
    source.reorder(found.at, [by_name[name] for name in wanted])


def _at(source: Source, file: str, keys: Iterable[str]) -> Node:
    root, _ = read_outline(source.text.encode(), file)
    if root is None:
        raise Unwritable
    for key in keys:
        found = root.get(key) if isinstance(root, Mapping) else None
        if found is None:
            raise Unwritable
        root = found
    return root


def _write_patch(change: Change, patched: list[Change], document: Mapping, overlay: Overlay, source: Source) -> None:
    """Write a change as a patch of the overlay, from the outermost missing key on.

    ``patched`` are all changes for the overlay: a list that is replaced as a whole includes all of them.
    """
    if change.what == "key" and change.value is None:
        return  # a text of an overlay has no stale marks of its base
    if change.what in ("order", "remove", "put") and len(change.steps) == 1:
        patches = _slide_patches(change)
    else:
        patches = [_patch(change, patched, document, overlay)]
    for steps, value in patches:
        _set(source, overlay, steps, value)


def _slide_patches(change: Change) -> list[tuple[list[str], Node]]:
    at = change.node.at
    if change.what == "remove":
        return [(["slides", f"#{identity(change.item)}", "remove"], Scalar("true", True, at))]
    assert isinstance(change.node, Sequence), "slides are a list"
    from osloregion_slides.update.order import moved

    before = [identity(item) for item in change.node.items]
    if change.what == "put" and isinstance(change.value, Mapping):
        anchor = identity(change.item)
        beside = _entry("after" if anchor else "before", Scalar(anchor or before[0], True, at))
        own = [entry for entry in change.value.entries if entry.key.text != "id"]
        return [(["slides", f"#{identity(change.value)}"], change.value.replace(entries=(*own, beside)))]
    after = [name for name in change.ids if name in before]
    patches: list[tuple[list[str], Node]] = []
    for name in moved(before, after):
        place = after.index(name)
        key, anchor = ("after", after[place - 1]) if place else ("before", after[1])
        patches.append((["slides", f"#{name}", key], Scalar(anchor, True, at)))
    return patches


def _patch(change: Change, patched: list[Change], document: Mapping, overlay: Overlay) -> tuple[list[str], Node]:
    """Return the steps and the value of a patch; lists without ids and dated texts are replaced as a whole."""
    steps: list[str] = []
    around: list[Node] = []
    for node, key in change.steps:
        if isinstance(node, Sequence) and isinstance(key, int):
            if not all(identity(item) for item in node.items):
                break
            steps.append(f"#{identity(node.items[key])}")
        elif node.at in overlay.dated:
            break
        else:
            steps.append(str(key))
        around.append(node)
    else:
        if change.what == "text":
            return steps, change.value or worded(change.text, change.node.at)
        if change.what == "key" and change.value is not None:
            return [*steps, change.text], change.value
    now: Node = changed(document, patched)
    for step in steps:
        if isinstance(now, Mapping):
            now = now.get(step) or now
        elif isinstance(now, Sequence):
            now = next(item for item in now.items if f"#{identity(item)}" == step)
    return steps, now


def _set(source: Source, overlay: Overlay, steps: list[str], value: Node) -> None:
    """Set a value in an overlay; steps ``#id`` are things of lists."""
    keys = list(overlay.keys)
    node = _at(source, overlay.file, keys)
    for place, step in enumerate(steps):
        rest = _nested(steps[place + 1 :], value)
        if step.startswith("#"):
            if not isinstance(node, Sequence):
                raise Unwritable
            found = next((item for item in node.items if identity(item) == step[1:]), None)
            if found is None:
                source.insert(node.at, node.items[-1].at if node.items else None, _thing(step, rest, value.at))
                return
        else:
            if not isinstance(node, Mapping):
                raise Unwritable
            found = node.get(step)
            if found is None or place == len(steps) - 1:
                source.set_key(node.at, step, rest)
                return
        node = found
    raise Unwritable


def _nested(steps: list[str], value: Node) -> Node:
    for step in reversed(steps):
        if step.startswith("#"):
            value = Sequence((_thing(step, value, value.at),), value.at)
        else:
            value = Mapping((_entry(step, value),), value.at)
    return value


def _thing(step: str, value: Node, at: Location) -> Mapping:
    """Return the thing ``#id`` of a list with the entries of a mapping."""
    entries = value.entries if isinstance(value, Mapping) else ()
    return Mapping((_entry("id", Scalar(step[1:], True, at)), *entries), at)


def _entry(key: str, value: Node) -> Entry:
    return Entry(Scalar(key, True, value.at), value)
