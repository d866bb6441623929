"""Filters that plug-ins bring: they get what a slide would show, and give a text or a number."""

from __future__ import annotations

from osloregion_slides.outline.facts import ExpressionError
from osloregion_slides.plugins import PluginFault, look_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.plugins import Plugin


def plugin_filter(
    name: str, language: str, show: Callable[[object], str], foreign: Callable[[], None]
) -> Callable[..., object] | None:
    """Return the filter of a plug-in, None where no package brings one; Refused where it cannot be used.

    It is called as ``filter(value, *arguments, language=…)``: the value is a number, or the text that a slide would
    show. ``foreign`` is called each time.
    """
    try:
        plugin = look_up("filters", name)
    except PluginFault as fault:
        [found] = fault.findings
        raise ExpressionError(found.message, found.hint, found.code) from None
    if plugin is None:
        return None

    def apply(value: object, *arguments: object) -> object:
        foreign()
        given = value if value.__class__ in (int, float, bool) else show(value)
        try:
            made = plugin.value(given, *arguments, language=language)
        except Exception as bug:  # it runs somebody's code
            raise _failed(plugin, bug) from None
        if made.__class__ not in (str, int, float, bool):
            raise _failed(plugin, f"it returned {type(made).__name__}, and a filter returns a text or a number")
        return made

    return apply


def _failed(plugin: Plugin, reason: object) -> ExpressionError:
    found = plugin.failed(reason)
    return ExpressionError(found.message, found.hint, found.code)
