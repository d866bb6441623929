"""Timeline: projects as bars over the years they run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, MIST, NAVY, QUIET, plain_text, runs
from osloregion_slides.compose.entries import ContentError, entries, entry_list, report_dead_texts
from osloregion_slides.compose.page import GAP, content, deal, label, lines, pages, rounded, title_text
from osloregion_slides.fit.setting import UnfittedText, fit_alike
from osloregion_slides.outline.dated import period
from osloregion_slides.outline.nodes import date_fault
from osloregion_slides.registry.grid import is_ongoing
from osloregion_slides.scene import Box, Group, Insets, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

MOMENT: dict[str, object] = {
    "type": ["integer", "string", "number"],
    "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|løpende|ongoing)$",
    "description": "A year, a month (2007-06) or a day; as an end also `løpende` or `ongoing`",
}
SCHEMA: dict[str, object] = {
    "description": "Projects over the years",
    "properties": {
        "items": entry_list(
            "The projects",
            more={
                "from": MOMENT,
                "to": MOMENT,
                "label": {"$ref": "#/$defs/text", "description": "What the bar says; else its years"},
                "group": {"$ref": "#/$defs/id", "description": "Projects of one group have one colour"},
            },
        ),
        "past": {"type": "boolean", "description": "Show what ended more than a year before the deck's date too"},
    },
    "required": ["items"],
}

MOMENT_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"
FOREVER = 10_000.0
"""The end of a project that goes on, behind every year that four digits can say."""
HEAD = inches(0.42)
LABEL_SHARE = 44
"""Percent of the width for the projects' names."""
TALLEST = inches(1.1)
LOWEST = inches(0.46)


class Project(Record):
    """One bar; start and end are years with fractions, the end is not included; ``end`` <= ``start``: no bar."""

    entry: Entry
    start: float
    end: float
    span: str
    group: str


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the projects need; all have the same years."""
    report_dead_texts(source.fields, "items")
    layout = context.layout("title_only")
    area = content(source, layout)
    listed = _current(source, entries(source.fields, "items", periods=True), context)
    has_ends = any([entry.fields.has("to") for entry in listed])
    projects = [_project(entry, context, has_ends) for entry in listed]
    years = _years_of(projects, source, context)
    projects = [p.replace(end=min(p.end, years[-1] + 1.0)) for p in projects]
    groups = list(dict.fromkeys(project.group for project in projects))

    def fits(part: list[Project]) -> bool:
        low = _rows(len(part), area)[0].h < LOWEST
        steps = context.steps(20, LABEL_FLOOR)
        return not low and fit_alike(_pieces(part, context, area), steps, context.metrics) is not None

    def draw(part: list[Project], _: int) -> tuple[Item, ...]:
        return _items(source, context, area, part, years, groups)

    return pages(source, context, layout, deal(projects, fits), draw)


def _current(source: SlideSource, listed: tuple[Entry, ...], context: ComposeContext) -> tuple[Entry, ...]:
    """Return the projects that went on a year before the deck's date, or later; the others are named in a finding."""
    if source.fields.flag("past") or not context.as_of:
        return listed
    year = str(int(context.as_of[:4]) - 1).zfill(4)
    before = year + context.as_of[4:]
    ended = [entry for entry in listed if (end := period(entry.fields.node)[1]) and end < before[: len(end)]]
    if not ended:
        return listed
    at = source.fields.at("items")
    context.findings.append(
        finding("past-projects", at, on_slide=source.id, names=tuple([entry.key for entry in ended]), date=before)
    )
    kept = tuple([entry for entry in listed if entry not in ended])
    if not kept:
        raise ContentError(finding("wrong-number-of-things.projects", at, date=before))
    return kept


def _years_of(projects: list[Project], source: SlideSource, context: ComposeContext) -> range:
    """Return the years that the slide shows: those of the projects, and the deck's own where one goes on."""
    drawn = [project for project in projects if project.end > project.start]
    if not drawn:
        context.findings.append(finding("missing-value.years", source.fields.at("items")))
        return range(1, 2)
    first = int(min([project.start for project in drawn]))
    ends = [project.end if project.end < FOREVER else project.start + 1 for project in drawn]
    if any([project.end == FOREVER for project in drawn]) and context.as_of:
        ends.append(_moment(context.as_of[:4], 1.0))
    return range(first, max([int(-(-end // 1)) for end in ends]))


def _project(entry: Entry, context: ComposeContext, has_ends: bool) -> Project:
    """Return a project with its period; what the outline does not know of it is a finding, and no bar."""
    fields = entry.fields
    start, end = fields.raw("from"), fields.raw("to")
    name, group = plain_text(entry.name), fields.raw("group") or entry.key
    if is_ongoing(end) and start:
        return Project(entry, _moment(start, 0.0), FOREVER, f"{_written(start, context)}–", group)
    if not start and (not end or is_ongoing(end)):
        context.findings.append(finding("incomplete-row.years", fields.at("from"), name=name))
        return Project(entry, 0.0, 0.0, "", group)
    for key, text in (("from", start), ("to", end)):
        if text and not re.fullmatch(MOMENT_PATTERN, text):
            context.findings.append(finding("bad-period.words", fields.at(key), name=name, text=text[:60]))
            return Project(entry, 0.0, 0.0, "", group)
    if not start:
        context.findings.append(
            finding("incomplete-row.start", fields.at("from"), name=name, end=_written(end, context))
        )
    elif not end and has_ends and fields.at("to") != fields.at():
        context.findings.append(finding("open-period", fields.at("to"), name=name, start=_written(start, context)))
    first, last = _moment(start or end, 0.0), _moment(end or start, 1.0)
    if last <= first:
        context.findings.append(finding("bad-period", fields.at("to"), name=name, start=start, end=end))
        last = first + 1
    starts, ends = _written(start, context), _written(end, context)
    span = starts if start == end or not end else f"{starts}–{ends}" if start else ends
    return Project(entry, first, last, span, group)


def _written(text: str, context: ComposeContext) -> str:
    """Return a whole date as the language writes one; a year and a month stay."""
    if len(text) != 10 or date_fault(text):
        return text
    from osloregion_slides.outline.figures import day_text

    return day_text(text, context.code)


def _moment(text: str, whole: float) -> float:
    """Return a date as a year with its fraction: the start of what it names, or its end (``whole`` = 1)."""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    if not year.isdigit():
        return 0.0
    if not month:
        return int(year) + whole
    if not day:
        return int(year) + (int(month) - 1 + whole) / 12
    return int(year) + (int(month) - 1 + (int(day) - 1 + whole) / 31) / 12


def _rows(count: int, area: Box) -> list[Box]:
    return lines(area.inset(0, HEAD, 0, 0), count, TALLEST, centred=False)


def _name_box(line: Box) -> Box:
    return Box(line.x, line.y, line.w * LABEL_SHARE // 100 - GAP, line.h)


def _pieces(projects: list[Project], context: ComposeContext, area: Box) -> Pieces:
    ink, insets = context.ink(INK), Insets(Emu(0), emu(5), Emu(0), emu(5))
    boxes = [_name_box(line) for line in _rows(len(projects), area)]
    frames = [context.frame(box, ink, anchor="ctr", insets=insets) for box in boxes]
    return tuple([((UnfittedText(runs(p.entry.name)),), frame) for p, frame in zip(projects, frames)])


def _items(
    source: SlideSource, context: ComposeContext, area: Box, projects: list[Project], years: range, groups: list[str]
) -> tuple[Item, ...]:
    rows = _rows(len(projects), area)
    left = area.x + area.w * LABEL_SHARE // 100
    chart = Box(left, area.y, area.right - left, rows[-1].bottom - area.y)
    texts = context.fit_alike(
        _pieces(projects, context, area),
        context.steps(20, LABEL_FLOOR),
        tuple([p.entry.at for p in projects]),
        f"{source.id}/names",
    )
    made: list[Item] = [*_years(source, context, chart, years), *_rules(source, rows)]
    for project, line, text in zip(projects, rows, texts):
        made.append(Shape(f"{source.id}/{project.entry.key}/name", _name_box(line), text=text))
        made += _bar(source, context, project, line, chart, years, groups)
    spans = "; ".join([f"{plain_text(p.entry.name)} {p.span}".rstrip() for p in projects])
    return (Group(f"{source.id}/chart", tuple(made), f"{title_text(source)}: {spans}."),)


def _years(source: SlideSource, context: ComposeContext, chart: Box, years: range) -> list[Item]:
    """Every second year has a tinted column; where years are many, only some are named."""
    width = chart.w / len(years)
    every = max(1, -(-len(years) * inches(0.6) // chart.w))
    made: list[Item] = []
    for index, year in enumerate(years):
        box = Box(Emu(chart.x + round(width * index)), chart.y, Emu(round(width)), chart.h)
        key = f"{source.id}/year-{year}"
        if index % 2 == 0:
            made.append(Shape(key, box, fill=MIST, decorative=True))
        if index % every == 0:
            head = Box(box.x, box.y, Emu(round(width * every)) if every > 1 else box.w, HEAD)
            drafts = (UnfittedText((Run(str(year)),), align="ctr" if every == 1 else "l"),)
            ink, steps = context.ink(NAVY, MIST), context.steps(18, LABEL_FLOOR)
            name = f"{key}/name"
            made.append(label(name, head, drafts, context, ink, source.at, steps, bold=True, anchor="ctr"))
    return made


def _rules(source: SlideSource, rows: list[Box]) -> list[Item]:
    thin = emu(0.75)
    return [
        Shape(f"{source.id}/rule-{n + 1}", Box(line.x, line.bottom - thin, line.w, thin), fill=QUIET, decorative=True)
        for n, line in enumerate(rows[:-1])
    ]


def _bar(
    source: SlideSource,
    context: ComposeContext,
    project: Project,
    line: Box,
    chart: Box,
    years: range,
    groups: list[str],
) -> list[Item]:
    if project.end <= project.start:
        return []
    scale = chart.w / len(years)
    start, end = chart.x + (project.start - years[0]) * scale, chart.x + (project.end - years[0]) * scale
    height = min(line.h * 62 // 100, inches(0.44))
    side = emu(4)
    box = Box(
        Emu(round(start) + side),
        line.y + (line.h - height) // 2,
        Emu(max(emu(8), round(end - start) - 2 * side)),
        Emu(height),
    )
    fill = context.accent(groups.index(project.group))
    rich = project.entry.fields.rich("label")
    words = runs(rich) if rich else (Run(project.span),)
    plain = plain_text(rich) or project.span
    key = f"{source.id}/{project.entry.key}"
    at, steps = project.entry.at, context.steps(14, LABEL_FLOOR)
    inner = context.metrics.width(plain, True, False) * 14 * EMU_PER_PT + 2 * emu(8)
    if inner <= box.w:
        insets = Insets(emu(6), Emu(0), emu(6), Emu(0))
        frame = context.frame(box, context.on(fill), bold=True, anchor="ctr", insets=insets)
        text = context.fit((UnfittedText(words, align="ctr"),), frame, steps, at, key)
        return [Shape(key, box, "roundRect", fill, None, text, adjust=rounded(box, height))]
    bar = Shape(key, box, "roundRect", fill, alt=plain, adjust=rounded(box, height))
    right = chart.right - box.right - emu(8)
    beside, align = Box(box.right + emu(8), line.y, right, line.h), "l"
    if right < inner:
        beside, align = Box(chart.x, line.y, box.x - chart.x - emu(8), line.h), "r"
    drafts, ink = (UnfittedText(words, align=align),), context.ink(NAVY, MIST)  # type: ignore[arg-type]
    return [bar, label(f"{key}/label", beside, drafts, context, ink, at, steps, bold=True, anchor="ctr")]
