"""Slide types and filters of plug-ins, searched only for names that are not built in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from osloregion_slides.base.findings import Finding, Location, finding, nearest
from osloregion_slides.outline.check import Checker
from osloregion_slides.outline.facts import ExpressionError
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar
from osloregion_slides.outline.schema import kind_schema, slide_schema
from osloregion_slides.plugins import Plugin, PluginFault, look_up, names, shadowed

# Slide types of plug-ins, as part of the schema.

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_TRIAL = "kind of a plug-in"
_wider: dict[tuple[int, tuple[str, ...]], tuple[dict[str, Any], dict[str, Any]]] = {}


def known(schema: dict[str, Any]) -> list[str]:
    """Return the kinds of slides in a schema."""
    return schema["$defs"]["slide"]["properties"]["kind"]["enum"]  # type: ignore[no-any-return]


def with_plugins(names: Iterable[Scalar], schema: dict[str, Any]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the schema with the plug-in kinds of these names (at their locations), and the faults of plug-ins."""
    findings: list[Finding] = []
    plugins: dict[str, Plugin] = {}
    for name in names:
        try:
            found = look_up("kinds", name.text, name.at) or _nearest(name)
            if found is not None:
                check_schema(found, schema)
                plugins[found.name] = found
        except PluginFault as fault:
            findings += [one.replace(at=name.at) for one in fault.findings]
    if plugins:
        findings += shadowed("kinds", known(schema))
    return wider(schema, tuple(plugins.values())), tuple(findings)


def _nearest(name: Scalar) -> Plugin | None:
    """Return the plug-in that a misspelt kind may mean, so that the checker can suggest its name."""
    near = nearest(name.text, names("kinds"))
    return look_up("kinds", near) if near else None


def wider(schema: dict[str, Any], plugins: tuple[Plugin, ...]) -> dict[str, Any]:
    """Return the schema with the kinds of these plug-ins; the same object for the same plug-ins."""
    if not plugins:
        return schema
    place = id(schema), tuple([plugin.name for plugin in plugins])
    kept = _wider.get(place)
    if kept is None or kept[0] is not schema:
        definitions = {
            **schema["$defs"],
            "slide": slide_schema([*known(schema), *[plugin.name for plugin in plugins]]),
            **{f"slide_{plugin.name}": kind_schema(plugin.name, plugin.value.SCHEMA) for plugin in plugins},
        }
        kept = _wider[place] = schema, {**schema, "$defs": definitions}
    return kept[1]


def check_schema(plugin: Plugin, schema: dict[str, Any]) -> None:
    """Raise PluginFault where a plug-in's name is not valid for a kind, or the checker fails on its SCHEMA."""
    try:
        if not _NAME.fullmatch(plugin.name):
            raise ValueError("the name of a kind has lower-case letters, digits, - and _ only")
        whole = {"$defs": {**schema["$defs"], _TRIAL: kind_schema(plugin.name, plugin.value.SCHEMA)}}
        at = Location("")
        properties = plugin.value.SCHEMA.get("properties", {})
        entries = tuple([Entry(Scalar(name, True, at), Scalar("a", True, at)) for name in properties])
        for trial in (Mapping((), at), Mapping(entries, at)):
            Checker({**whole, "$ref": f"#/$defs/{_TRIAL}"}).check(trial)
    except Exception as bug:  # a foreign schema can raise anything
        reason = f"its SCHEMA cannot be used ({type(bug).__name__}: {str(bug)[:100]})"
        raise PluginFault([finding("plugin-kind", package=plugin.package, name=plugin.name, reason=reason)]) from None


# Filters of plug-ins: they receive the text that a slide would show, and return a text or a number.


def plugin_filter(
    name: str, language: str, show: Callable[[object], str], foreign: Callable[[], None]
) -> Callable[..., object] | None:
    """Return the filter of a plug-in, None where no package has it; ExpressionError where it cannot be used.

    It is called as ``filter(value, *arguments, language=…)``: the value is a number, a truth value, or the text that a
    slide would show. ``foreign`` is called on each use.
    """
    try:
        plugin = look_up("filters", name)
    except PluginFault as fault:
        raise _as_error(fault.findings[0]) from None
    if plugin is None:
        return None

    def apply(value: object, *arguments: object) -> object:
        foreign()
        given = value if value.__class__ in (int, float, bool) else show(value)
        try:
            made = plugin.value(given, *arguments, language=language)
        except Exception as bug:  # foreign code can raise anything
            raise _as_error(plugin.failed(bug)) from None
        if made.__class__ not in (str, int, float, bool):
            reason = f"it returned {type(made).__name__}, and a filter returns a text or a number"
            raise _as_error(plugin.failed(reason))
        return made

    return apply


def _as_error(found: Finding) -> ExpressionError:
    key = f"{found.code}.{found.form}" if found.form else found.code
    return ExpressionError(key, **dict(found.values))
