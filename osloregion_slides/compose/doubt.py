"""What a slide says where the data cannot tell: a sentence in place of a figure, and a line under what is drawn.

The rule, and its reason. On a date on which the registry knows that names are missing, the count of the names
it has is no count of the members: a deck of 2016 that says "57 municipalities" is wrong, and looks as certain
as one of 2008. So counts come from a source's own statement (78 on 2015-01-01), or the slide says that the
number is not known; what is known by name is drawn and counted as just that, with a line that says so. Nothing
is left out silently, and nothing stops the build: a deck for a date with gaps is often wanted for the rest of it,
and the warning ``not-known`` names each place.
"""

from __future__ import annotations

from osloregion_slides.compose.blocks import label
from osloregion_slides.compose.page import SLATE, page
from osloregion_slides.compose.stage import LABEL_FLOOR, NAVY
from osloregion_slides.compose.words import counted, word
from osloregion_slides.fit.setting import Draft
from osloregion_slides.outline.figures import day_text
from osloregion_slides.scene import Box, Run
from osloregion_slides.units import Emu, inches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.registry.values import Roll
    from osloregion_slides.scene import Item, Slide

NOTE_HEIGHT = inches(0.3)
MOST_NAMES = 8
"""So many names fit a line of a slide."""


def said_instead(source: SlideSource, stage: Stage, layout: Layout, area: Box, reason: str) -> tuple[Slide, ...]:
    """Return the slide with a sentence where its figures would stand; none without a ``reason``: that is an error."""
    if not reason:
        return ()
    said = word(stage.language, "no figures").format(date=date_of(stage))
    key = f"{source.id}/unknown"
    text = label(
        key, area, (Draft((Run(said),), align="ctr"),), stage, stage.ink(NAVY), source.at, stage.steps(28), anchor="ctr"
    )
    return (page(source, stage, layout, (text,)),)


def doubt(roll: Roll, stage: Stage, what: str = "") -> tuple[str, ...]:
    """Return what there is to say of municipalities that are not all known by name, () where they are.

    ``what`` is the word for what the slide does with those that are (``drawn are``, ``counted are``).
    """
    if roll.whole:
        return ()
    frame = "number unknown" if roll.total is None else "partly by name"
    values = {"known": len(roll), "total": roll.total, "date": date_of(stage)}
    return (" ".join([word(stage.language, name).format(**values) for name in (frame, what) if name]),)


def said_of(roll: Roll, source: SlideSource, stage: Stage, what: str, mark: str) -> tuple[str, ...]:
    """Return the lines under a slide of members, and warn where it says that it does not know.

    ``mark`` is the word for how those not confirmed by name are marked, where the slide does so (``dotted``).
    """
    lines = doubt(roll, stage, what)
    if lines:
        warn_of_doubt(source, stage, roll)
    doubtful = [member for member in roll if member.confidence != "confirmed"]
    if doubtful and source.fields.flag("mark_unconfirmed"):
        lines += (word(stage.language, mark).format(count=len(doubtful), noun=_noun(stage, len(doubtful))),)
    return lines


def not_drawn(names: tuple[str, ...], stage: Stage) -> tuple[str, ...]:
    """Return the line that names the members a map has no area for, () where it has one for each."""
    if not names:
        return ()
    shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    return (word(stage.language, "not drawn").format(names=shown),)


def _noun(stage: Stage, count: int) -> str:
    return counted(stage.language, "municipality", count)


def date_of(stage: Stage) -> str:
    """Return the deck's date as its language writes one."""
    return day_text(stage.as_of, stage.code) if stage.as_of else ""


def warn_of_doubt(source: SlideSource, stage: Stage, roll: Roll) -> None:
    """Warn at the slide that it says that it does not know."""
    from osloregion_slides.registry.values import lacking

    message = f"the data cannot tell, and the slide says so: {lacking(roll)}"
    stage.warn("not-known", source.at, message, "complete the registry, or choose another date", source.id)


def note_lines(source: SlideSource, stage: Stage, area: Box, lines: tuple[str, ...]) -> tuple[Item, ...]:
    """Return small lines under what is drawn, in a strip ``note_room`` high at the area's foot."""
    if not lines:
        return ()
    height = note_room(lines)
    box = Box(area.x, area.bottom - height, area.w, height)
    drafts = tuple([Draft((Run(line),)) for line in lines])
    steps = stage.steps(14, LABEL_FLOOR)
    return (label(f"{source.id}/note", box, drafts, stage, stage.ink(SLATE), source.at, steps, anchor="b"),)


def note_room(lines: tuple[str, ...]) -> Emu:
    """Return the height that the lines take of their area, EMU."""
    return NOTE_HEIGHT * len(lines)
