"""Packages that extend osloregion-slides, found by entry points: kinds, checks, filters, readers, words.

Only an unknown name triggers a search: a deck that uses no plug-in imports nothing for them. A fault of a plug-in is
a finding that names its package. docs/extending.md describes how to write one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.metadata import EntryPoint


GROUPS = ("kinds", "checks", "filters", "readers", "words")
_PREFIX = "osloregion_slides."


class Plugin:
    """An entry point of a package, loaded: ``value`` is the module, function or mapping.

    ``files`` are its code and the metadata of its package, as inputs of caches: decks built with them are rebuilt
    when they change.
    """

    def __init__(self, group: str, entry: EntryPoint, value: Any) -> None:
        self.group, self.name, self.value = group, entry.name, value
        self.package, self.version = _package(entry), entry.dist.version if entry.dist else ""
        self.files = _files(entry)

    def failed(self, reason: object, at: Location | None = None) -> Finding:
        """Return the finding that it failed; ``reason`` is an exception or part of a sentence."""
        return finding("plugin-failed", at, package=self.package, name=self.name, reason=_reason(reason))


class PluginFault(InvalidInput):
    """A plug-in cannot be used; ``findings`` name its package."""


_used: dict[tuple[str, str], Plugin] = {}


def look_up(group: str, name: str, at: Location | None = None) -> Plugin | None:
    """Return the plug-in that an installed package registers under this name, None without one.

    ``at`` is where the name is used. PluginFault where several packages do, or it cannot be loaded or used.
    """
    known = _used.get((group, name))
    if known is not None:
        return known
    entries = [entry for entry in _entries(group) if entry.name == name]
    if not entries:
        return None
    packages = tuple(sorted({_package(entry) for entry in entries}))
    if len(packages) > 1:
        raise PluginFault([finding("plugin-twice", at, name=name, packages=packages)])
    found = _used[group, name] = _loaded(group, entries[0], at)
    return found


def names(group: str) -> list[str]:
    """Return the names that installed packages register, without loading them."""
    return sorted({entry.name for entry in _entries(group)})


def every(group: str, ours: Iterable[str] = ()) -> tuple[tuple[Plugin, ...], tuple[Finding, ...]]:
    """Return all usable plug-ins of a group by name, and the faults of the others.

    ``ours`` are the built-in names, which a plug-in cannot replace.
    """
    own = frozenset(ours)
    findings = list(shadowed(group, own))
    found = []
    for name in sorted({*names(group)} - own):
        try:
            plugin = look_up(group, name)
        except PluginFault as fault:
            findings += fault.findings
            continue
        found += [plugin] if plugin else []
    return tuple(found), tuple(findings)


def shadowed(group: str, ours: Iterable[str]) -> tuple[Finding, ...]:
    """Return a warning for each plug-in with a built-in name, which is therefore ignored."""
    own = frozenset(ours)
    names = sorted({(entry.name, _package(entry)) for entry in _entries(group) if entry.name in own})
    return tuple([finding("plugin-shadowed", name=name, package=package) for name, package in names])


def used() -> tuple[Plugin, ...]:
    """Return the plug-ins that this process has loaded, by group and name."""
    return tuple([_used[key] for key in sorted(_used)])


def forget() -> None:
    """Forget the loaded plug-ins: packages may have been installed or removed since."""
    _used.clear()


def _entries(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, once each, even if a package is on the path twice."""
    from importlib.metadata import entry_points

    found = {(entry.name, entry.value, _package(entry)): entry for entry in entry_points(group=_PREFIX + group)}
    return list(found.values())


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value.partition(":")[0].partition(".")[0]


def _loaded(group: str, entry: EntryPoint, at: Location | None) -> Plugin:
    try:
        value = entry.load()
    except (Exception, SystemExit) as bug:  # it runs somebody's code
        values = {"package": _package(entry), "name": entry.name, "reason": _reason(bug)}
        raise PluginFault([finding("plugin-failed", at, **values)]) from None
    fault = _FAULTS[group](value)
    if fault:
        raise PluginFault([finding("plugin-kind", at, package=_package(entry), name=entry.name, reason=fault)])
    return Plugin(group, entry, value)


def _kind_fault(value: Any) -> str:
    schema = getattr(value, "SCHEMA", None)
    if not isinstance(schema, dict) or not isinstance(schema.get("properties", {}), dict):
        return "it has no SCHEMA with properties"
    if not (callable(getattr(value, "compose", None)) or callable(getattr(value, "draw", None))):
        return "it has neither a function compose nor a function draw"
    import json

    try:
        json.dumps(schema)
    except (TypeError, ValueError, RecursionError) as problem:
        return f"its SCHEMA is not JSON ({problem})"
    return ""


def _function_fault(value: Any) -> str:
    return "" if callable(value) else "it is not a function"


def _words_fault(value: Any) -> str:
    if not isinstance(value, dict):
        return "it is not a mapping"
    wrong = [key for key, word in value.items() if not isinstance(key, str) or not _is_word(word)]
    return f"`{str(wrong[0])[:40]}` is neither a text nor a pair of texts" if wrong else ""


def _is_word(word: object) -> bool:
    if isinstance(word, tuple | list):
        return len(word) == 2 and all([isinstance(one, str) for one in word])
    return isinstance(word, str)


_FAULTS: dict[str, Callable[[Any], str]] = {
    "kinds": _kind_fault,
    "checks": _function_fault,
    "filters": _function_fault,
    "readers": _function_fault,
    "words": _words_fault,
}


def _reason(problem: object) -> str:
    if not isinstance(problem, BaseException):
        return str(problem)
    said = " ".join(str(problem).split())[:200]
    return f"{type(problem).__name__}: {said}" if said else type(problem).__name__


def _files(entry: EntryPoint) -> tuple[str, ...]:
    """Return the files of the plug-in's imported modules, and the metadata of its package."""
    import os
    import sys

    top = entry.module.partition(".")[0]
    modules = [module for name, module in list(sys.modules.items()) if name == top or name.startswith(f"{top}.")]
    found = {getattr(module, "__file__", None) or "" for module in modules}
    folder = getattr(entry.dist, "_path", None)  # importlib.metadata has no public name for it
    if folder is not None:
        found.add(os.path.join(str(folder), "METADATA"))
    return tuple(sorted(found - {""}))
