"""Timeline: projects as bars over the years of their duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.compose.context import TIGHT, ComposeContext, date_of, plain_text, runs
from osloregion_slides.compose.entries import ContentError, Entry, entries, entry_list, report_dead_texts, text_field
from osloregion_slides.compose.page import content, deal, label, lines, pages, rounded, title_text
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import Frame, UnfittedText, fit
from osloregion_slides.outline.dated import moment, period
from osloregion_slides.outline.nodes import date_fault
from osloregion_slides.outline.text_schema import flag, ref
from osloregion_slides.registry.grid import is_ongoing
from osloregion_slides.scene import Box, Group, Run, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Colour, Item, Slide, Text

MOMENT: dict[str, object] = {
    "title": "a date",
    "type": ["integer", "string", "number"],
    "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|løpende|ongoing)$",
    "description": "A year, a month (2007-06) or a day; `to` can also be `løpende` or `ongoing`",
}
SCHEMA: dict[str, object] = {
    "description": "Projects on a timeline",
    "properties": {
        "items": entry_list(
            "The projects",
            more={
                "from": MOMENT,
                "to": MOMENT,
                "label": text_field("Short text at the end of the bar"),
                "group": ref("id", "Group of the project, for sorting; not shown"),
            },
        ),
        "past": flag("Include projects that ended more than a year before the deck's as-of date"),
    },
    "required": ["items"],
}

FOREVER = 10_000.0
"""The end of an ongoing project, after any year of four digits."""
GROUNDS = ("paper", "snow")
HEAD = px(54)
"""The height of the years and the axis under them."""
TALLEST, LOWEST, TALL, ALONE = px(151), px(34), px(90), px(220)
"""The greatest and least height of a project's strip, the bar height for larger names, a single project's strip."""
BAR_GAP, CLOSE_GAP, INSET = px(12), px(7), px(20)
"""The gap between bars, between low bars, and the inset of a name in its bar."""
FLAG, NAME = px(116), px(96)
"""The least width of the flag with the deck's date, and the greatest of a year's label."""


class Project(Record):
    """A project; start and end are fractional years, end exclusive; without a bar if ``end`` <= ``start``.

    ``ongoing``: the project has no end.
    """

    entry: Entry
    start: float
    end: float
    span: str
    ongoing: bool = False


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the projects need, all with the same years."""
    report_dead_texts(source.fields, "items")
    layout = context.layout("title_only")
    area = content(source, layout)
    listed = _recent(source, entries(source.fields, "items", periods=True), context)
    has_ends = any([entry.fields.has("to") for entry in listed])
    projects = [_project(entry, context, has_ends) for entry in listed]
    years = _axis_years(projects, source, context)
    projects = [p.replace(end=min(p.end, years[-1] + 1.0)) for p in projects]
    area, inks = _in_middle(area, len(projects)), context.inks(layout.background)

    def fits(part: list[Project]) -> bool:
        if _strips(len(part), area)[0].h < LOWEST:
            return False
        return len(part) == 1 or all([row.text for row in _rows(part, area, years, context, inks)])

    def draw(part: list[Project], _: int) -> tuple[Item, ...]:
        return _items(source, context, area, part, years, inks)

    return pages(source, context, layout, deal(projects, fits), draw)


def _recent(source: SlideSource, listed: tuple[Entry, ...], context: ComposeContext) -> tuple[Entry, ...]:
    """Return the projects that ended at most a year before the deck's date, or later; report the others."""
    if source.fields.flag("past") or not context.as_of:
        return listed
    year = str(int(context.as_of[:4]) - 1).zfill(4)
    before = year + context.as_of[4:].replace("-02-29", "-02-28")
    ended = [entry for entry in listed if (end := period(entry.fields.node)[1]) and end < before[: len(end)]]
    if not ended:
        return listed
    at = source.fields.at("items")
    context.report("past-projects", at, names=tuple([entry.key for entry in ended]), date=before)
    kept = tuple([entry for entry in listed if entry not in ended])
    if not kept:
        raise ContentError(finding("wrong-number-of-things.projects", at, date=before))
    return kept


def _axis_years(projects: list[Project], source: SlideSource, context: ComposeContext) -> range:
    """Return the years of the axis: those of the projects, and the deck's own year if a project is ongoing."""
    drawn = [project for project in projects if project.end > project.start]
    if not drawn:
        context.report("missing-value.years", source.fields.at("items"))
        return range(1, 2)
    first = int(min([project.start for project in drawn]))
    ends = [project.end if project.end < FOREVER else project.start + 1 for project in drawn]
    if any([project.end == FOREVER for project in drawn]) and context.as_of:
        ends.append(_moment(context.as_of[:4], 1.0))
    return range(first, max([int(-(-end // 1)) for end in ends]))


def _project(entry: Entry, context: ComposeContext, has_ends: bool) -> Project:
    """Return a project with its period; report missing or invalid dates, without which it has no bar."""
    fields = entry.fields
    start, end = fields.raw("from"), fields.raw("to")
    name = plain_text(entry.name)
    fields.raw("group")  # mark the key as read: it is only for sorting
    if is_ongoing(end) and start:
        return Project(entry, _moment(start, 0.0), FOREVER, f"{_written(start, context)}–", ongoing=True)
    if not start and (not end or is_ongoing(end)):
        context.report("incomplete-row.years", fields.at("from"), name=name)
        return Project(entry, 0.0, 0.0, "")
    for key, text in (("from", start), ("to", end)):
        if text and moment(text) != text:
            context.report("bad-period.words", fields.at(key), name=name, text=text[:60])
            return Project(entry, 0.0, 0.0, "")
    if not start:
        context.report("incomplete-row.start", fields.at("from"), name=name, end=_written(end, context))
    elif not end and has_ends and fields.at("to") != fields.at():
        context.report("open-period", fields.at("to"), name=name, start=_written(start, context))
    first, last = _moment(start or end, 0.0), _moment(end or start, 1.0)
    if last <= first:
        context.report("bad-period", fields.at("to"), name=name, start=start, end=end)
        last = first + 1
    starts, ends = _written(start, context), _written(end, context)
    span = starts if start == end or not end else f"{starts}–{ends}" if start else ends
    return Project(entry, first, last, span)


def _written(text: str, context: ComposeContext) -> str:
    """Return a full date in the format of the language; years and months are unchanged."""
    if len(text) != 10 or date_fault(text):
        return text
    from osloregion_slides.outline.figures import day_text

    return day_text(text, context.code)


def _moment(text: str, whole: float) -> float:
    """Return a date as a fractional year: the start of the year, month or day, or its end (``whole`` = 1)."""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    if not year.isdigit():
        return 0.0
    if not month:
        return int(year) + whole
    if not day:
        return int(year) + (int(month) - 1 + whole) / 12
    return int(year) + (int(month) - 1 + (int(day) - 1 + whole) / 31) / 12


# The chart: years above, a bar for each project with its name, and the deck's date as a line behind them.


class Row(Record):
    """A project on the slide: its bar with fill and outline, and its name with box, frame and text."""

    project: Project
    bar: Box
    fill: Colour
    line: Stroke | None
    place: Box
    frame: Frame
    text: Text | None


def _in_middle(area: Box, count: int) -> Box:
    """Return the middle of the area for few projects."""
    spare = max(0, area.h - HEAD - count * (ALONE if count == 1 else TALLEST))
    return area.inset(0, spare // 2, 0, spare // 2)


def _strips(count: int, area: Box) -> list[Box]:
    return lines(area.inset(0, HEAD, 0, 0), count, ALONE if count == 1 else TALLEST, centred=False)


def _rows(projects: list[Project], area: Box, years: range, context: ComposeContext, inks: Inks) -> list[Row]:
    """Return the projects with their names inside the bars; a name that does not fit is right of its bar, or left."""
    now = _moment(context.as_of, 0.0) if context.as_of else None
    scale, rows = area.w / len(years), []
    for project, strip in zip(projects, _strips(len(projects), area)):
        gap = BAR_GAP if strip.h >= px(60) else CLOSE_GAP
        start = area.x + (max(project.start, years[0]) - years[0]) * scale + px(2) * (project.start > years[0])
        end = area.x + (project.end - years[0]) * scale - px(4) * (project.end < years[-1] + 1)
        bar = Box(Emu(round(start)), strip.y, Emu(max(px(10), round(end - start))), Emu(strip.h - gap))
        if project.end <= project.start:
            bar = Box(area.x, strip.y, Emu(0), Emu(strip.h - gap))
        rows.append(_row(project, bar, area, now, context, inks))
    return rows


def _row(project: Project, bar: Box, area: Box, now: float | None, context: ComposeContext, inks: Inks) -> Row:
    fill, line = _style(project, now, context, inks)
    inside = bar.inset(INSET, 0, INSET + _label_width(project, context) + _tip_length(project, bar), 0)
    right = Box(bar.right + px(12), bar.y, Emu(area.right - bar.right - px(12)), bar.h)
    left = Box(area.x, bar.y, Emu(bar.x - px(12) - area.x), bar.h)
    ink = context.on(fill) if line is None else inks.text
    places = [(inside, ink, "l")] if bar.w else []
    places += [(right, inks.text, "l"), (left, inks.text, "r")]
    for steps in (context.said(36 if bar.h > TALLEST else 24 if bar.h >= TALL else 18), context.labels(18)):
        for place, colour, align in places:
            if place.w < px(40):
                continue
            frame = context.frame(place, colour, bold=True, anchor="ctr", insets=TIGHT)
            text = fit(_name(project, align), frame, steps, context.metrics)
            if text:
                return Row(project, bar, fill, line, place, frame, text)
    place, colour, _ = max(places, key=lambda one: one[0].w)
    frame = context.frame(place, colour, bold=True, anchor="ctr", insets=TIGHT)
    return Row(project, bar, fill, line, place, frame, None)


def _name(project: Project, align: str) -> tuple[UnfittedText, ...]:
    return (UnfittedText(runs(project.entry.name), align="r" if align == "r" else None),)


def _tip_length(project: Project, bar: Box) -> int:
    """Return the length of the pointed end of an ongoing bar, EMU."""
    return bar.h // 3 if project.ongoing else 0


def _label_width(project: Project, context: ComposeContext) -> int:
    text = plain_text(project.entry.fields.rich("label"))
    return round(context.metrics.width(text, False, False) * 16 * EMU_PER_PT) + px(16) if text else 0


def _style(project: Project, now: float | None, context: ComposeContext, inks: Inks) -> tuple[Colour, Stroke | None]:
    """Return fill and outline: muted for ended projects, only an outline for future ones."""
    found, dark = context.roles, inks.text == context.roles.paper
    if now is not None and project.end <= now:
        return (inks.rule if dark else found.quiet), None
    if now is not None and project.start > now:
        return inks.ground, Stroke(inks.mark, Pt(2.0))
    return inks.mark, None


def _items(
    source: SlideSource, context: ComposeContext, area: Box, projects: list[Project], years: range, inks: Inks
) -> tuple[Item, ...]:
    rows = _rows(projects, area, years, context, inks)
    bottom = rows[-1].bar.bottom
    made: list[Item] = _years(source, context, area, years, bottom, inks)
    made += _date_line(source, context, area, years, bottom)
    for row in rows:
        made += _drawn(source, context, row, inks)
    spans = "; ".join([f"{plain_text(p.entry.name)} {p.span}".rstrip() for p in projects])
    flag = _flag(source, context, area, years)
    return (Group(f"{source.id}/chart", (*made, *flag), f"{title_text(source)}: {spans}."),)


def _drawn(source: SlideSource, context: ComposeContext, row: Row, inks: Inks) -> list[Item]:
    """Return a project's bar, its name, and its label at the right end of the bar."""
    project, key, at = row.project, f"{source.id}/{row.project.entry.key}", row.project.entry.at
    made: list[Item] = []
    if row.bar.w:
        open_end = project.ongoing
        shape = ("homePlate", (("adj", 36_000),)) if open_end else ("roundRect", rounded(row.bar, px(8)))
        made.append(Shape(key, row.bar, shape[0], row.fill, row.line, alt=project.span, adjust=shape[1]))
    text = row.text
    if text is None:
        text = context.fit(_name(project, "l"), row.frame, context.labels(18), at, f"{key}/name")
    made.append(Shape(f"{key}/name", row.place, text=text))
    label_words = runs(project.entry.fields.rich("label"))
    if label_words and row.bar.w:
        wide = _label_width(project, context)
        place = Box(Emu(row.bar.right - INSET - wide - _tip_length(project, row.bar)), row.bar.y, Emu(wide), row.bar.h)
        within = place.x > row.bar.x + px(8)
        if not within:
            place = Box(row.bar.right + px(12), row.bar.y, Emu(wide), row.bar.h)
        if within or not _meets(place, row.place):
            ink = (context.on(row.fill) if row.line is None else inks.text) if within else inks.dim
            drafts, steps = (UnfittedText(label_words, align="r" if within else "l"),), context.labels(16)
            made.append(label(f"{key}/label", place, drafts, context, ink, at, steps, anchor="ctr"))
    return made


def _meets(one: Box, two: Box) -> bool:
    return one.x < two.right and two.x < one.right


def _years(
    source: SlideSource, context: ComposeContext, area: Box, years: range, bottom: Emu, inks: Inks
) -> list[Item]:
    """Return the labels of the years, separated by hairlines; with many years only some have labels."""
    width = area.w / len(years)
    label_step = max(1, -(-len(years) * px(80) // area.w))
    now = int(context.as_of[:4]) if context.as_of else 0
    y = Emu(area.y + HEAD - px(14))
    made: list[Item] = [Shape(f"{source.id}/axis", Box(area.x, y, area.w, px(2.5)), fill=inks.text, decorative=True)]
    for index, year in enumerate(years):
        x = Emu(area.x + round(width * index))
        key = f"{source.id}/year-{year}"
        if index:
            line = Box(x, y, px(1.5), Emu(bottom - y))
            made.append(Shape(key, line, fill=inks.rule, decorative=True))
        if index % label_step == 0:
            span = Box(x, area.y, Emu(round(width * label_step)), px(36))
            place = _year_box(span, _flag_box(context, area, years))
            colour, steps = (inks.dim if year < now else inks.text), context.labels(20)
            drafts = (UnfittedText((Run(str(year)),), align="ctr"),)
            name = f"{key}/name"
            made.append(label(name, place, drafts, context, colour, source.at, steps, bold=True, anchor="ctr"))
    return made


def _year_box(span: Box, flag: Box | None) -> Box:
    """Return the box of a year's label: in the middle of its span, or of the part not covered by the flag."""
    wide = Emu(min(span.w, NAME))
    place = Box(Emu(span.x + (span.w - wide) // 2), span.y, wide, span.h)
    if flag is None or flag.right <= place.x or place.right <= flag.x:
        return place
    left, right = max(0, flag.x - span.x), max(0, span.right - flag.right)
    wide = Emu(min(max(left, right), NAME))
    x = span.x + (left - wide) // 2 if left >= right else flag.right + (right - wide) // 2
    return Box(Emu(x), span.y, wide, span.h) if wide >= px(56) else place


def _date_x(context: ComposeContext, area: Box, years: range) -> int | None:
    """Return the x of the deck's date, EMU; None if it is outside the years."""
    now = _moment(context.as_of, 0.0) if context.as_of else 0.0
    if not years[0] <= now <= years[-1] + 1:
        return None
    return area.x + round((now - years[0]) * area.w / len(years))


def _flag_box(context: ComposeContext, area: Box, years: range) -> Box | None:
    x = _date_x(context, area, years)
    if x is None:
        return None
    text_width = context.metrics.width(date_of(context), True, False) * 16 * EMU_PER_PT
    wide = Emu(max(FLAG, round(text_width) + px(20)))
    left = min(max(x - wide // 2, area.x), area.right - wide)
    return Box(Emu(left), Emu(area.y + px(2)), wide, px(32))


def _date_line(source: SlideSource, context: ComposeContext, area: Box, years: range, bottom: Emu) -> list[Item]:
    """Return the deck's date as a line behind the bars."""
    x = _date_x(context, area, years)
    if x is None:
        return []
    top = area.y + px(18)
    line = Box(Emu(x - px(2.5)), Emu(top), px(5), Emu(bottom + px(6) - top))
    return [Shape(f"{source.id}/now", line, fill=context.roles.this_one, decorative=True)]


def _flag(source: SlideSource, context: ComposeContext, area: Box, years: range) -> list[Item]:
    box = _flag_box(context, area, years)
    if box is None:
        return []
    key, fill = f"{source.id}/date", context.roles.this_one
    frame = context.frame(box, context.on(fill), bold=True, anchor="ctr", insets=TIGHT)
    drafts = (UnfittedText((Run(date_of(context)),), align="ctr"),)
    text = context.fit(drafts, frame, context.labels(16), source.at, key)
    return [Shape(key, box, "roundRect", fill, text=text, adjust=rounded(box, px(6)))]
