"""Slide kinds from plug-ins; their failures are reported at the slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.compose.context import ComposeContext, TooManyTexts
from osloregion_slides.compose.entries import ContentError
from osloregion_slides.compose.page import page
from osloregion_slides.plugins import Plugin, look_up
from osloregion_slides.scene import Box, Slide

if TYPE_CHECKING:
    from osloregion_slides.outline.load import SlideSource


class PluginKind:
    """A kind with ``compose(source, context)``, or with ``draw(slide, fields, brand)``.

    A kind with ``draw`` gets a slide with its title, and draws on it with python-pptx after the deck is built
    (``drafting.pens_of``).
    """

    def __init__(self, plugin: Plugin) -> None:
        self.plugin = plugin
        self.SCHEMA: dict[str, object] = plugin.value.SCHEMA
        self.draws = not callable(getattr(plugin.value, "compose", None))

    def compose(self, source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
        """Return the slides; () with a finding if the plug-in fails."""
        context.apart()  # its other dependencies are unknown
        if self.draws:
            values = {"slide": source.id, "package": self.plugin.package}
            context.report("drawn-on-build", source.at, **values)
            return (page(source, context, context.layout("title_only"), ()),)
        try:
            made = self.plugin.value.compose(source, context)
        except (ContentError, TooManyTexts, InvalidInput):
            raise
        except Exception as bug:  # third-party code can raise anything
            context.findings.append(self.plugin.failed(bug, source.at))
            return ()
        fault = _fault(made, source.id)
        if fault:
            context.findings.append(self.plugin.failed(fault, source.at))
            return ()
        return tuple(made)


def _fault(made: object, key: str) -> str:
    """Return the fault of a plug-in's slides that writing would not detect, "" for none."""
    if not isinstance(made, tuple | list) or not made or not all([isinstance(one, Slide) for one in made]):
        return "compose has to return a tuple of slides"
    keys = [slide.key for slide in made]
    if len(set(keys)) < len(keys) or not all([one == key or str(one).startswith(f"{key}-") for one in keys]):
        return f"the keys of its slides have to be `{key}`, `{key}-2` and so on"
    for slide in made:
        seen: set[str] = set()
        waiting = list(slide.items)
        while waiting:
            item = waiting.pop()
            name, box = getattr(item, "key", None), getattr(item, "box", None)
            if not isinstance(name, str) or not name.startswith(f"{slide.key}/") or name in seen:
                return (
                    f"each of its shapes needs a key of its own that begins with `{slide.key}/`, and one has `{name}`"
                )
            if isinstance(box, Box) and not all([isinstance(n, int) for n in (box.x, box.y, box.w, box.h)]):
                return f"the box of `{name}` is not in whole EMU"
            seen.add(name)
            waiting += getattr(item, "children", ())
    return ""


def plugin_kind(name: str) -> PluginKind | None:
    """Return the kind of a plug-in, None if no package provides it. Raises PluginFault as in ``plugins.look_up``."""
    found = look_up("kinds", name)
    return None if found is None else PluginKind(found)
