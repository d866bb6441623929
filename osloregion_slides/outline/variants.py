"""Overlays: apply an audience, or a file that extends another, to an outline.

One rule: mappings merge, scalars and plain lists replace, and lists of things with an ``id`` merge by id
(see docs/overlays.md).
A thing with ``remove: true`` is left out, one with ``after: id`` or ``before: id`` moves there, a new one
without either is added at the end. All changes are applied first, then moves in the order written, then removals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, Location, finding, meant, term
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.outline.dated import KEPT_WITH, is_dated
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, boolean, identity, kind_of, text_of
from osloregion_slides.outline.translations import ALL, STALE, is_replaced, is_text, without_marks

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node


ORDERS = frozenset(("remove", "after", "before"))


def apply_overlay(
    base: Mapping, overlay: Mapping, gone: frozenset[str] = frozenset()
) -> tuple[Mapping, tuple[Finding, ...]]:
    """Return ``base`` with ``overlay`` applied, and findings for what could not be applied.

    Untouched nodes stay identical; an empty overlay returns ``base`` itself.
    ``gone`` are ids that an earlier overlay has removed: changes to them are ignored.
    """
    overlaying = _Overlaying(gone)
    return overlaying.mapping(base, overlay, _broken(base)), tuple(overlaying.findings)


def _broken(base: Mapping) -> frozenset[str]:
    """Return ``slides`` where it is missing or has slides without id: every change would be an incomplete slide."""
    slides = base.get("slides")
    whole = isinstance(slides, Sequence) and slides.items and all(identity(slide) for slide in slides.items)
    return frozenset() if whole else frozenset(("slides",))


class _Overlaying:
    """The application of one overlay."""

    def __init__(self, gone: frozenset[str]) -> None:
        self.gone = gone
        self.findings: list[Finding] = []

    def mapping(self, base: Mapping, overlay: Mapping, leave: frozenset[str] = frozenset()) -> Mapping:
        """Return a mapping with the entries of ``overlay`` applied, except for the keys to ``leave``."""
        changes = {entry.key.text: entry for entry in overlay.entries if entry.key.text not in leave}
        if not changes:
            return base
        given = tuple(changes)
        entries: list[Entry] = []
        for entry in base.entries:
            change = changes.pop(entry.key.text, None)
            if change is None:
                entries.append(entry)
            else:
                entries.append(Entry(entry.key, self._node(entry.value, change.value, entry.key.text)))
        if STALE not in given and base.get(STALE) is not None:
            entries = list(without_marks(entries, given))
        return Mapping((*entries, *changes.values()), base.at)

    def _node(self, base: Node, overlay: Node, key: str) -> Node:
        if isinstance(base, Mapping) and isinstance(overlay, Mapping):
            if is_dated(base) and is_text(overlay):  # an audience's text without dates is valid on every date
                base = Mapping(tuple([entry for entry in base.entries if entry.key.text not in KEPT_WITH]), base.at)
            return overlay if is_replaced(base, overlay) else self.mapping(base, overlay)
        if isinstance(base, Sequence) and isinstance(overlay, Sequence) and _are_things(base, overlay):
            return _Things(base, key, self).apply(overlay)
        return overlay


def _are_things(base: Sequence, overlay: Sequence) -> bool:
    return bool(base.items) and all(identity(item) for item in (*base.items, *overlay.items))


class _Things:
    """A list of things with ids, to which an overlay is applied."""

    def __init__(self, base: Sequence, key: str, overlaying: _Overlaying) -> None:
        self._base = base
        self._key = key
        self._overlaying = overlaying
        self._findings = overlaying.findings
        self._things: dict[str, Mapping] = {}
        for item in base.items:
            if isinstance(item, Mapping):
                self._things.setdefault(identity(item), item)
        self._order = list(self._things)
        self._followers: dict[str, str] = {}

    def apply(self, overlay: Sequence) -> Sequence:
        """Return the list with the things of ``overlay`` applied."""
        patches = [patch for patch in overlay.items if isinstance(patch, Mapping)]
        known = [patch for patch in patches if self._patch(patch)]
        for patch in known:
            self._move(patch)
        removed = {identity(patch) for patch in known if self._removes(patch)}
        items = tuple([self._things[key] for key in self._order if key not in removed])
        if len(items) == len(self._base.items) and all(a is b for a, b in zip(items, self._base.items)):
            return self._base
        return Sequence(items, self._base.at)

    def _patch(self, patch: Mapping) -> bool:
        """Change the thing with this id, or add it; False where neither is possible."""
        key = identity(patch)
        base = self._things.get(key)
        if base is not None:
            self._things[key] = self._overlaying.mapping(base, patch, ORDERS | {"id"})
            return True
        if key in self._overlaying.gone:
            return False
        needed = self._needed()
        if patch.get(needed) is None:
            at = next(entry.value.at for entry in patch.entries if entry.key.text == "id")
            values = {"name": key, "list": self._key, "needed": needed, **meant(key, self._things)}
            self._findings.append(finding("unknown-id", at, **values))
            return False
        self._things[key] = Mapping(tuple([e for e in patch.entries if e.key.text not in ORDERS]), patch.at)
        self._order.append(key)
        return True

    def _needed(self) -> str:
        """Return the key required of new things, against misspelt ids: ``kind`` for slides, else ``name``."""
        return "kind" if all(thing.get("kind") is not None for thing in self._things.values()) else "name"

    def _move(self, patch: Mapping) -> None:
        key = identity(patch)
        after, before = patch.get("after"), patch.get("before")
        if after is not None and before is not None:
            self._findings.append(finding("bad-order", before.at))
            return
        anchor = after if after is not None else before
        if anchor is None:
            return
        other = text_of(anchor)
        if other in self._overlaying.gone and other not in self._things:
            return
        if other == key or other not in self._things:
            values = {"name": key, "side": "after" if anchor is after else "before"}
            values |= meant(other, [name for name in self._order if name != key])
            found = finding("unknown-id.itself", anchor.at, **values)
            if other != key:
                found = finding("unknown-id.anchor", anchor.at, **values, other=other, list=self._key)
            self._findings.append(found)
            return
        self._order.remove(key)
        if anchor is before:
            self._order.insert(self._order.index(other), key)
            return
        last = self._followers.get(other, other)
        place = self._order.index(last) if last in self._order and last != key else self._order.index(other)
        self._order.insert(place + 1, key)
        self._followers[other] = key

    def _removes(self, patch: Mapping) -> bool:
        node = patch.get("remove")
        if node is None:
            return False
        remove = boolean(node) if isinstance(node, Scalar) else None
        if remove is None:
            # equal to the schema's finding, so that both are reported once
            self._findings.append(
                finding("wrong-type.boolean", node.at, wanted=term("true or false"), found=kind_of(node))
            )
        return bool(remove)


# ``--set meeting.title=…``: changes of single values from the command line.

STEP = late(r"\.?([^.\[\]]+)|\[([^\[\]]+)\]")


class _Unknown(Exception):
    def __init__(self, step: str, known: tuple[str, ...]) -> None:
        self.step, self.known = step, known
        super().__init__(step)


class _ByPeriod(Exception):
    """A text with variants by period has no single text in a language."""


def set_value(document: Mapping, path: str, text: str, schema: dict[str, Any]) -> tuple[Mapping, tuple[Finding, ...]]:
    """Return the outline with ``text`` at ``path``, and the faults of the setting.

    ``path`` is dotted, things of a list by id: ``meeting.title``, ``slides[cover].subtitle``. Its last key
    may be absent where the schema has it; any other unknown step is an error with the nearest name. After a text the
    last key can be a language of the outline (``meeting.title.nb``); other languages keep their text.
    """
    at = Location(f"--set {path}")
    steps = steps_of(path)
    if not steps:
        return document, (finding("unknown-path.setting", at, path=path),)
    from osloregion_slides.outline.diagnostics.misread import forbidden

    value = _value(text, at)
    findings = tuple(forbidden(Scalar(text, True, at)))
    if findings:
        return document, findings
    languages = document.get("languages")
    named = languages.items if isinstance(languages, Sequence) else (document.get("language"),)
    try:
        changed = _Setting(value, schema, tuple(map(text_of, named))).replaced(document, steps, schema)
    except _Unknown as unknown:
        values = meant(unknown.step, unknown.known)
        return document, (finding("unknown-path.set", at, step=unknown.step[:60], **values),)
    except _ByPeriod:
        return document, (finding("unknown-path.period", at, path=".".join(steps[:-1])[:80], language=steps[-1]),)
    assert isinstance(changed, Mapping)
    return changed, ()


_TEXTS = late(r"\s*\{\s*(?:all|[a-z]{2,3}(?:-\w+)?)\s*:\s.*\}\s*")


def _value(text: str, at: Location) -> Scalar | Mapping:
    """Return the value to set: a text, or one per language for ``{nb: Møte, en: Meeting}``."""
    if _TEXTS.fullmatch(text):
        from osloregion_slides.outline.read import read_outline

        tree, findings = read_outline(text.encode("utf-8", "surrogateescape"), at.file)
        if not findings and isinstance(tree, Mapping) and all([isinstance(one.value, Scalar) for one in tree.entries]):
            return tree
    return Scalar(text, True, at)


def steps_of(path: str) -> tuple[str, ...]:
    """Return the steps of ``a.b[c].d``, () for an invalid path."""
    steps = [found[1] or found[2] for found in STEP.finditer(path)]
    return tuple(steps) if STEP.sub("", path) == "" and not path.startswith(".") else ()


class _Setting(Record):
    """A value to set in an outline with these ``languages``."""

    value: Scalar | Mapping
    schema: dict[str, Any]
    languages: tuple[str, ...]

    def replaced(self, node: Node, steps: tuple[str, ...], rule: dict[str, Any]) -> Node:
        """Return ``node``, whose schema is ``rule``, with the value at ``steps``."""
        value = self.value
        if not steps:
            both = isinstance(node, Mapping) and isinstance(value, Mapping) and ALL not in (*node.keys(), *value.keys())
            return apply_overlay(node, value)[0] if both else value  # type: ignore[arg-type]  # both are mappings
        step, rest = steps[0], steps[1:]
        rule = _resolve(rule, node, self.schema)
        if not rest and step in self.languages and _takes_texts(rule):
            return self._in_language(node, step)
        if isinstance(node, Mapping):
            known = rule.get("properties", {})
            own = known.get(step, {})
            for index, entry in enumerate(node.entries):
                if entry.key.text == step:
                    changed = Entry(entry.key, self.replaced(entry.value, rest, own))
                    return Mapping((*node.entries[:index], changed, *node.entries[index + 1 :]), node.at)
            if rest and step in known and rest[0] in self.languages and _takes_texts(_resolve(own, node, self.schema)):
                return Mapping((*node.entries, Entry(Scalar(step, True, value.at), self._text(rest[0]))), node.at)
            if rest or step not in known:
                raise _Unknown(step, tuple(dict.fromkeys((*node.keys(), *known))))
            return Mapping((*node.entries, Entry(Scalar(step, True, value.at), value)), node.at)
        if isinstance(node, Sequence):
            own = rule.get("items", {})
            for index, item in enumerate(node.items):
                if identity(item) == step:
                    changed_item = self.replaced(item, rest, own)
                    return Sequence((*node.items[:index], changed_item, *node.items[index + 1 :]), node.at)
            raise _Unknown(step, tuple([identity(item) for item in node.items if identity(item)]))
        raise _Unknown(step, ())

    def _text(self, language: str) -> Mapping:
        return Mapping((Entry(Scalar(language, True, self.value.at), self.value),), self.value.at)

    def _in_language(self, node: Node, language: str) -> Mapping:
        """Return a text with the value in one language."""
        if isinstance(node, Sequence):
            raise _ByPeriod
        if isinstance(node, Mapping) and node.keys() != (ALL,):
            return apply_overlay(node, self._text(language))[0]
        was = node.get(ALL) if isinstance(node, Mapping) else node
        if was is None or not text_of(was):
            return self._text(language)
        others = [Entry(Scalar(one, True, node.at), was) for one in self.languages if one != language]
        return apply_overlay(Mapping(tuple(others), node.at), self._text(language))[0]


def _takes_texts(rule: dict[str, Any]) -> bool:
    """Return whether a schema accepts a text by language: that of texts, or an empty one."""
    return not rule or any(["x-dated" in one for one in rule.get("anyOf", ())])


def _resolve(rule: dict[str, Any], node: Node, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the schema with a mapping's properties: references and the slide's kind resolved."""
    while True:
        if "$ref" in rule:
            rule = schema["$defs"][rule["$ref"].rpartition("/")[2]]
        elif "else" in rule:
            rule = rule["else"]
        elif "allOf" in rule and isinstance(node, Mapping):
            kind = node.get("kind")
            name = f"slide_{kind.text}" if isinstance(kind, Scalar) else ""
            return schema["$defs"].get(name, rule)  # type: ignore[no-any-return]
        else:
            return rule


# The outline after its ``extends``, its audience and the settings of the command line.


class Layer(Record):
    """A tree before and after an overlay: an audience by its name, or ("") an outline that extends another."""

    before: Mapping
    after: Mapping
    audience: str = ""


def vary(
    trees: tuple[Mapping, ...],
    audience: str,
    settings: tuple[tuple[str, str], ...],
    schema: dict[str, Any],
) -> tuple[Mapping, tuple[Layer, ...], tuple[Finding, ...]]:
    """Return the outline's final tree, the layers of overlays, and the findings of all overlays and settings.

    ``trees`` are applied in order, the base first; then the audience of this name (``""`` for none),
    then each setting (path, value). All audiences are tried, so that their faults are reported too.
    """
    findings: list[Finding] = []
    layers: list[Layer] = []
    document = _without(trees[0], "audiences")
    for tree in trees[1:]:
        changed, faults = apply_overlay(document, _without(tree, "audiences"))
        layers.append(Layer(document, changed))
        document = changed
        findings += faults
    document = _without(document, "extends")
    document, audiences, more = _for_audience(document, _overlays(trees), audience, _ids(trees[:-1]))
    findings += more
    for path, text in settings:
        document, faults = set_value(document, path, text, schema)
        findings += faults
    return document, (*layers, *audiences), tuple(findings)


def _overlays(trees: tuple[Mapping, ...]) -> dict[str, list[Mapping]]:
    """Return the overlays of each audience: that of the base first, then those of the outlines that extend it."""
    found: dict[str, list[Mapping]] = {}
    for tree in trees:
        audiences = tree.get("audiences")
        for entry in audiences.entries if isinstance(audiences, Mapping) else ():
            overlays = found.setdefault(entry.key.text, [])
            if isinstance(entry.value, Mapping):
                overlays.append(entry.value)
    return found


def _for_audience(
    base: Mapping, audiences: dict[str, list[Mapping]], audience: str, gone: frozenset[str]
) -> tuple[Mapping, list[Layer], list[Finding]]:
    chosen = base
    layers: list[Layer] = []
    findings: list[Finding] = []
    if audience and audience not in audiences:
        values = meant(audience, audiences)
        findings.append(finding("unknown-audience", Location("--audience"), name=audience[:60], **values))
    for name, overlays in audiences.items():
        varied = base
        for overlay in overlays:
            varied, more = apply_overlay(varied, overlay, gone | _ids((base,)) if varied is not base else gone)
            findings += more
        layers.append(Layer(base, varied, name))
        if name == audience:
            chosen = varied
    return chosen, layers, findings


def _ids(trees: tuple[Mapping, ...]) -> frozenset[str]:
    """Return the ids of the slides of these outlines, which a later overlay may have removed."""
    slides = [tree.get("slides") for tree in trees]
    return frozenset([identity(item) for node in slides if isinstance(node, Sequence) for item in node.items])


def _without(document: Mapping, key: str) -> Mapping:
    if document.get(key) is None:
        return document
    return Mapping(tuple([entry for entry in document.entries if entry.key.text != key]), document.at)
