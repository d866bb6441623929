"""Changing charts in place: the cache of the chart part and the workbook; colours and formats are kept."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import REL_WORKBOOK, A, C, R, from_folder
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import parse_xml
from osloregion_slides.pptx.applying.edition import Edition, child_of, element, elements, new, put_for
from osloregion_slides.pptx.applying.shape import set_fill
from osloregion_slides.pptx.applying.workbook import (
    NAME,
    Places,
    Same,
    Shown,
    WorkbookRefused,
    edited_workbook,
    read_places,
)
from osloregion_slides.pptx.chart import (
    axis_format,
    bar_series,
    chart_part,
    line_series,
    series_data,
    series_head,
    slice_of_pie,
    workbook,
)
from osloregion_slides.pptx.chart_labels import is_literal
from osloregion_slides.pptx.reading.chart import (
    SERIES,
    SHAPE_PROPERTIES,
    category_names,
    local_name,
    name_of,
    numbers,
    plots_of,
    series_of,
    workbook_of,
)
from osloregion_slides.pptx.reading.sheets import FILLS
from osloregion_slides.scene import Chart, Colour, Series

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any as Element

    from osloregion_slides.update.changes import NewSeries, SetChart

_TX, _CAT, _VAL, _F = (f"{{{C}}}{name}" for name in ("tx", "cat", "val", "f"))
_IDX, _SOURCE = f"{{{C}}}idx", f"{{{C}}}externalData"
_LABELS, _LAYOUT = f"{{{C}}}dLbls", f"{{{C}}}layout"
_AXIS, _ENDS = f"{{{C}}}axId", (f"{{{C}}}scaling/{{{C}}}min", f"{{{C}}}scaling/{{{C}}}max")
_POINT, _CODE = f"{{{C}}}dLbl", f"{{{C}}}numFmt"
_LABEL = f"{_LABELS}/{_POINT}"
MAX_CELLS = 5  # of a workbook, listed in a finding
_BEFORE_SERIES = (f"{{{C}}}barDir", f"{{{C}}}grouping", f"{{{C}}}varyColors")
_FORMAT = f"{{{C}}}numRef/{{{C}}}numCache/{{{C}}}formatCode"


def set_chart(edition: Edition, part: str, change: SetChart, ours: Chart, as_drawn: bool = False) -> None:
    """Set the data of the chart in ``part`` to those of the plan; ``ours`` is the Scene's chart with that key.

    ``as_drawn``: its look is unedited, so that plot and labels follow the new data.
    """
    merged = merged_chart(change, ours)
    root = edition.root(part)
    old = workbook_of(edition.package, part)
    found = series_of(root)
    places, shown = read_places(found), _shown_values(found)
    if change.type:
        _redraw(root, _drawn(merged))
        _keep_colours(found, root, change, merged)
    else:
        mute = _muted(root, change, ours) if as_drawn or merged.type == "waterfall" else {}
        before = [] if as_drawn else _reach(root)
        _set_data(root, change, merged)
        _adapt_edited(root, _drawn(merged), before)
        if as_drawn:
            _follow(root, _drawn(merged), mute)
        elif merged.type == "waterfall":  # labels depend on the height of their bars
            looks = SHAPE_PROPERTIES, f"{{{C}}}txPr"
            _follow_labels(root, _drawn(merged), mute, looks)
    made = None
    if old and places is not None:
        made = _edit_workbook(edition, part, old, change, merged, places, shown)
    if made is None:
        _new_workbook(edition, part, root, merged, old, change)
    else:
        _set_formulas(root, made)


def merged_chart(change: SetChart, ours: Chart) -> Chart:
    """Return the chart of ours with the merged data."""
    series = []
    for one in change.series:
        own = ours.series[one.ours] if one.ours is not None and one.ours < len(ours.series) else None
        kept = own or Series("", (), Colour("accent1"))
        series.append(kept.replace(name=one.name, values=one.values))
    return ours.replace(categories=change.categories, series=tuple(series))


def _drawn(chart: Chart) -> Element:
    """Return the root of a new chart without a workbook."""
    return parse_xml(chart_part(chart, "").encode("utf-8"))


def _redraw(root: Element, made: Element) -> None:
    """Replace the content of a chart whose type changes, and keep its workbook."""
    source = root.find(_SOURCE)
    new_source = made.find(_SOURCE)
    if source is not None:
        made.replace(new_source, source)
    else:
        made.remove(new_source)
    root[:] = list(made)


def _keep_colours(found: list[Element], root: Element, change: SetChart, merged: Chart) -> None:
    """Give the series of a redrawn chart the colours that its series ``found`` have, where the plan changes none."""
    order = sorted(range(len(change.series)), key=lambda place: merged.series[place].as_line)
    for place, series in zip(order, series_of(root)):
        one = change.series[place]
        was = found[one.source] if one.source is not None and one.source < len(found) else None
        fill = _coloured(was).find(f"{{{A}}}solidFill") if was is not None and one.colour is None else None
        if fill is not None and local_name(series.getparent()) not in ("pieChart", "doughnutChart"):
            for holder in (_coloured(series), series.find(f"{{{C}}}marker/{SHAPE_PROPERTIES}")):
                if holder is not None:
                    put_for(holder, copy.deepcopy(fill), FILLS)


def _coloured(series: Element) -> Element:
    """Return the element that has the colour of a series: its properties, or those of its line in a line chart."""
    properties = child_of(series, SHAPE_PROPERTIES)
    return child_of(properties, f"{{{A}}}ln") if local_name(series.getparent()) == "lineChart" else properties


def _muted(root: Element, change: SetChart, ours: Chart) -> dict[int, set[str]]:
    """Return the points of the result whose labels were deleted in PowerPoint, by the position of their series.

    PowerPoint marks such a label, or drops it if no other point of its series has one. The label of a waterfall's point
    is in the series for its sign; in other charts, all points of a series count, if all its labels were deleted.
    """
    found = series_of(root)
    rows = [numbers(one) for one in found]
    count = max([len(row) for row in rows], default=0)
    before = merged_chart(change, ours)
    sources = [one.source if one.source is not None and one.source < len(found) else -1 for one in change.series]
    values = [(*(rows[at] if at >= 0 else ()), *[None] * count)[:count] for at in sources]
    series = [one.replace(values=row) for one, row in zip(before.series, values)]
    drawn = _drawn(before.replace(categories=("",) * count, series=tuple(series)))
    usual = series_of(drawn)
    order = sorted(range(len(series)), key=lambda place: series[place].as_line)
    gone = {}
    for at, (place, new_one) in enumerate(zip(order, usual)):
        if sources[place] < 0:
            continue
        here, otherwise = _shown(found[sources[place]]), _shows_all(found[sources[place]].find(_LABELS))
        shown = [index for index, is_there in _shown(new_one).items() if is_there]
        lost = [index for index in shown if not here.get(index, otherwise)]
        if lost and (ours.type == "waterfall" or lost == shown):
            gone[at] = lost
    moved = {str(old): str(place) for place, old in enumerate(change.sources) if old is not None}
    if ours.type == "waterfall":
        muted = {moved[index] for lost in gone.values() for index in lost if index in moved}
        return dict.fromkeys(range(len(series)), muted)
    return {at: set(map(str, range(len(change.sources)))) for at in gone}


def _shown(series: Element) -> dict[str, bool]:
    """Return for each point with a label of its own whether it is shown (True) or deleted."""
    labels = series.iterfind(_LABEL)
    return {one.find(_IDX).get("val"): one.find(f"{{{C}}}delete[@val='1']") is None for one in labels}


def _shows_all(labels: Element | None) -> bool:
    return labels is not None and labels.find(f"{{{C}}}showVal[@val='1']") is not None


def _reach(root: Element) -> list[tuple[float, float]]:
    """Return the lowest and highest value of each plot, summed for stacked series."""
    ends = []
    for plot in plots_of(root):
        rows = [[value for value in row if value is not None] for row in zip(*map(numbers, plot.iterfind(SERIES)))]
        lows, highs = [min(row) for row in rows if row], [max(row) for row in rows if row]
        if plot.find(f"{{{C}}}grouping[@val='stacked']") is not None:
            lows += [sum([value for value in row if value < 0]) for row in rows if row and min(row) < 0]
            highs += [sum([value for value in row if value > 0]) for row in rows]
        ends.append((min(lows, default=0.0), max([*highs, 0.0])))
    return ends


def _adapt_edited(root: Element, fresh: Element, before: list[tuple[float, float]]) -> None:
    """Extend fixed axis limits that cut off nothing ``before`` but would now, and switch between legend and line names.

    For charts whose look was edited, so that they do not follow as a whole.
    """
    drawn = {axis.find(_AXIS).get("val"): axis for axis in fresh.iterfind(f".//{{{C}}}valAx")}
    for plot, *reached in zip(plots_of(root), before, _reach(root)):
        axes = {one.get("val") for one in plot.iterfind(_AXIS)}
        for axis in [one for one in root.iterfind(f".//{{{C}}}valAx") if one.find(_AXIS).get("val") in axes]:
            for path, sign, old, now in zip(_ENDS, (-1, 1), *reached):
                end, new_one = axis.find(path), drawn.get(axis.find(_AXIS).get("val"), fresh).find(path)
                limit = float(end.get("val")) if end is not None else None
                if limit is None or not (old * sign <= limit * sign < now * sign or old == limit):
                    continue
                if new_one is None:
                    end.getparent().remove(end)
                else:
                    end.set("val", new_one.get("val"))
    layouts = [one.find(f"{{{C}}}chart/{{{C}}}plotArea/{_LAYOUT}") for one in (root, fresh)]
    legends = [one.find(f"{{{C}}}chart/{{{C}}}legend") for one in (root, fresh)]
    place = root.find(f"{{{C}}}chart/{{{C}}}plotVisOnly")
    if not before or None in (*layouts, place) or bool(len(layouts[0])) == bool(len(layouts[1])):
        return
    if (legends[0] is None) is bool(len(layouts[0])) and (legends[1] is None) is bool(len(layouts[1])):
        layouts[0].getparent().replace(*layouts)
        if legends[0] is not None:
            legends[0].getparent().remove(legends[0])
        else:
            place.addprevious(legends[1])


def _follow(root: Element, fresh: Element, mute: Mapping[int, set[str]]) -> None:
    """Set layout, scaling and labels as in a new chart, if it has the same axes."""
    axes = [[gone.get("val") for gone in one.iterfind(f".//{{{C}}}valAx/{{{C}}}delete")] for one in (root, fresh)]
    if axes[0] != axes[1]:
        return
    areas = [one.find(f"{{{C}}}chart/{{{C}}}plotArea") for one in (root, fresh)]
    for layout in areas[0].findall(_LAYOUT):  # none after LibreOffice
        areas[0].remove(layout)
    areas[0].insert(0, areas[1].find(_LAYOUT))
    for ends in zip(*[[*area.iterfind(f"{{{C}}}valAx/{{{C}}}scaling")] for area in areas]):
        ends[0].getparent().replace(*ends)
    _follow_labels(root, fresh, mute)


def _follow_labels(root: Element, fresh: Element, mute: Mapping[int, set[str]], kept: Sequence[str] = ()) -> None:
    """Set the labels of single points as in a new chart; ``kept`` are the elements to keep in each.

    The points in ``mute`` (``_muted``) get none.
    """
    both = [series_of(side) for side in (root, fresh)]
    for at, sides in enumerate(zip(*both)):
        labels = [one.find(_LABELS) for one in sides]
        if None not in labels:
            _follow_points(labels[0], labels[1], kept, mute.get(at, set()))


def _follow_points(labels: Element, fresh: Element, kept: Sequence[str], mute: set[str]) -> None:
    """Give single points the labels of a new chart, in the existing number formats.

    Typed labels are kept, and in other labels the elements ``kept``. Points in ``mute`` get no
    label.
    """
    codes = {one.find(_IDX).get("val"): one.find(_CODE) for one in labels.iterfind(_POINT)}
    of_all, drawn = labels.find(_CODE), fresh.find(_CODE)
    found = {one.find(_IDX).get("val"): one for one in labels.findall(_POINT)}
    typed = [index for index, one in found.items() if one.find(f"{{{C}}}tx") is not None]
    new_ones = {one.find(_IDX).get("val"): one for one in fresh.findall(_POINT)}
    for index in mute & new_ones.keys():
        new_ones[index] = element(f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>')
    if not _shows_all(labels):
        new_ones = {index: one for index, one in new_ones.items() if index not in mute}
    for one in found.values():
        labels.remove(one)
    labels_now = {**new_ones, **{index: found[index] for index in typed}}
    for place, index in enumerate(sorted(labels_now, key=whole)):
        labels.insert(place, labels_now[index])
    for index, one in new_ones.items():
        if index in typed or index in mute:
            continue
        for tag in kept if index in found else ():
            pair = found[index].find(tag), one.find(tag)
            if None not in pair:
                one.replace(pair[1], pair[0])
        code = codes.get(index, of_all if drawn is not None else None)
        codes_of = [each.get("formatCode", "") for each in (code, one.find(_CODE)) if each is not None]
        if len(codes_of) == 2 and not any([is_literal(one) for one in codes_of]):
            one.find(_CODE).set("formatCode", codes_of[0])


def _set_data(root: Element, change: SetChart, merged: Chart) -> None:
    plots = plots_of(root)
    if not plots:
        return
    found = series_of(root)
    values = tuple([value for one in found for value in numbers(one) if value is not None])
    axis = axis_format(merged, values), axis_format(merged)
    codes = {one: one.findtext(f"{_VAL}/{_FORMAT}", "") for one in found}
    were = {axis_format(merged.replace(number_format=code, axis_format=""), values) for code in codes.values()}
    moved = {old: place for place, old in enumerate(change.sources) if old is not None}
    changed_places = list(change.sources) != list(range(len(change.sources)))
    made = []
    for index, one in enumerate(change.series):
        if one.source is not None and one.source < len(found):
            series = found[one.source]
            ends = _end_labels(series) if merged.style.named or merged.series[index].labels == "last" else {}
            _set_series(series, merged, index, one, change)
            if changed_places:
                _move_points(series, moved, ends)
            _set_ends(ends, merged.series[index])
            holder = series.getparent()
        else:
            holder = plots[-1] if merged.series[index].as_line else plots[0]
            series = _new_series(holder, merged, index, found)
        made.append((holder, series))
    if local_name(plots[0]) in ("pieChart", "doughnutChart") and made:
        _add_slices(made[0][1], change)
    _arrange(made, plots)
    if change.number_format:
        for index, (_, one) in enumerate(made):
            _set_format(one, codes.get(one, ""), merged.format_of(index))
    of_axes = {
        axis[0],
        *(were.union(codes.values()) if change.number_format else ()),
    }  # other formats were chosen in PowerPoint
    for one in root.iterfind(f".//{{{C}}}valAx/{{{C}}}numFmt"):
        if one.get("formatCode") in of_axes:
            one.set("formatCode", axis[1])


def _set_series(series: Element, merged: Chart, index: int, one: NewSeries, change: SetChart) -> None:
    """Write name, categories and values into an existing series."""
    head = elements(series_head(merged.series[index], index))
    data = elements(series_data(merged, index))
    code = series.find(f"{_VAL}/{_FORMAT}")
    for child in (head[2], *data):
        put_for(series, child, (child.tag,))
    if code is not None and not change.number_format:
        series.find(f"{_VAL}/{_FORMAT}").text = code.text
    if one.colour is not None:
        _set_colour(series, one.colour)


def _set_colour(series: Element, colour: str) -> None:
    """Set the colour of bars, or of a line and its markers."""
    properties = child_of(series, SHAPE_PROPERTIES)
    if series.getparent() is not None and series.getparent().tag == f"{{{C}}}lineChart":
        set_fill(child_of(properties, f"{{{A}}}ln"), colour)
        dot = series.find(f"{{{C}}}marker/{SHAPE_PROPERTIES}")
        if dot is not None:
            set_fill(dot, colour)
    else:
        set_fill(properties, colour)


def _end_labels(series: Element) -> dict[Element, int]:
    """Return the labels of a series with labels at its ends only: 0 is the first point, -1 the last."""
    if series.find(f"{{{C}}}dLbls/{{{C}}}showVal[@val='0']") is None:
        return {}
    valued = [place for place, value in enumerate(numbers(series)) if value is not None]
    places = {str(valued[end]): end for end in (0, -1)} if valued else {}
    labels = {label: label.find(_IDX).get("val") for label in series.iterfind(_LABEL)}
    return {label: places[place] for label, place in labels.items() if place in places}


def _set_ends(ends: dict[Element, int], series: Series) -> None:
    """Move end labels to the current ends."""
    valued = [place for place, value in enumerate(series.values) if value is not None]
    for label, end in ends.items() if valued else ():
        label.find(_IDX).set("val", str(valued[end]))


def _move_points(series: Element, moved: dict[int, int], ends: Collection[Element] = ()) -> None:
    """Move formats and labels of single points with their categories, except end labels."""
    for tag in (f"{{{C}}}dPt", f"{{{C}}}dLbl"):
        for point in [one for one in series.iter(tag) if one not in ends]:
            index = point.find(_IDX)
            old = whole(index.get("val"), -1) if index is not None else -1
            if old not in moved:
                point.getparent().remove(point)
            else:
                index.set("val", str(moved[old]))


def _add_slices(series: Element, change: SetChart) -> None:
    """Format new slices of a pie, and sort all by index."""
    points = series.findall(f"{{{C}}}dPt")
    had = {point.find(f"{{{C}}}idx").get("val") for point in points}
    if not points:
        return
    fresh = [i for i, source in enumerate(change.sources) if source is None and str(i) not in had]
    points += [element(slice_of_pie(i)) for i in fresh]
    points.sort(key=lambda point: whole(point.find(f"{{{C}}}idx").get("val")))
    for point in points:
        if point.getparent() is not None:
            series.remove(point)
    for point in points:
        put(series, point)


def _new_series(plot: Element, merged: Chart, index: int, found: list[Element]) -> Element:
    """Return a new series formatted as in a build, with an unused index."""
    markup = line_series(merged, index) if plot.tag == f"{{{C}}}lineChart" else bar_series(merged, index)
    made = element(markup)
    taken = [whole(value.get("val")) for one in found for value in one.iterfind(f"{{{C}}}idx")]
    found.append(made)
    made.find(f"{{{C}}}idx").set("val", str(max(taken, default=-1) + 1))
    return made


def _arrange(made: list[tuple[Element, Element]], plots: list[Element]) -> None:
    """Sort and renumber the series of each plot in the order of the result."""
    anchors = {}
    for plot in plots:
        first = plot.find(SERIES)
        before = [plot.index(child) + 1 for child in plot if child.tag in _BEFORE_SERIES]
        anchors[plot] = plot.index(first) if first is not None else max(before, default=0)
        for series in plot.findall(SERIES):
            plot.remove(series)
    for order, (plot, series) in enumerate(made):
        plot.insert(anchors[plot], series)
        anchors[plot] += 1
        series.find(f"{{{C}}}order").set("val", str(order))


def _set_format(series: Element, old: str, code: str) -> None:
    """Set the number format of a series' values, and of its labels with the old format."""
    for one in series.iterfind(f"{_VAL}/{_FORMAT}"):
        one.text = code
    for one in series.iter(f"{{{C}}}numFmt"):
        if one.get("formatCode") == old:
            one.set("formatCode", code)


def _shown_values(found: list[Element]) -> Shown:
    """Return the values and names in the existing chart, by point."""
    names = [(place, (name_of(one), *numbers(one))) for place, one in enumerate(found)]
    names.append((NAME, (None, *(category_names(found[0].find(_CAT)) if found else ()))))
    return {
        (place, index): value
        for place, values in names
        for index, value in enumerate(values, NAME)
        if (place, index) != (NAME, NAME)
    }


def _same(change: SetChart, merged: Chart, shown: Shown) -> Same:
    """Map the points of the result to equal points of the existing chart."""
    if merged.type == "waterfall":  # its columns in the workbook split one series
        return {}
    series = [(place, one.source, (one.name, *one.values)) for place, one in enumerate(change.series)]
    columns = [*series, (NAME, NAME, (None, *change.categories))]
    return {
        (place, index): (source, old)
        for place, source, values in columns
        for index, (value, old) in enumerate(zip(values, (NAME, *change.sources)), NAME)
        if source is not None and old is not None and (source, old) in shown and shown[source, old] == value
    }


def _edit_workbook(
    edition: Edition, part: str, book: str, change: SetChart, merged: Chart, places: Places, shown: Shown
) -> Places | None:
    """Write the data into the existing workbook; return their places, None if it cannot be edited."""
    member = edition.parts.member(book)
    if member is None:
        return None
    sources = [one.source for one in change.series]
    same = _same(change, merged, shown)
    try:
        data, placed, gone = edited_workbook(member.read(), places, sources, merged, same, shown)
    except WorkbookRefused:
        return None
    edition.parts.add_binary(book, data, store=True)
    if gone:
        cells, more = tuple(gone[:MAX_CELLS]), len(gone[MAX_CELLS:]) or ""
        where = {"on_slide": change.slide, "on_shape": change.item}
        edition.findings.append(finding("workbook-written-over", change.at, cells=cells, more=more, **where))
    return placed


def _set_formulas(root: Element, places: Places) -> None:
    """Set the chart's references to the places of its data in the workbook."""
    found = series_of(root)
    order = sorted(found, key=lambda one: whole(one.find(f"{{{C}}}order").get("val")))
    for index, series in enumerate(order):
        for tag, formula in ((_TX, places.name(index)), (_CAT, places.categories()), (_VAL, places.values(index))):
            holder = series.find(f"{tag}//{_F}")
            if holder is not None:
                holder.text = formula


def _new_workbook(edition: Edition, part: str, root: Element, merged: Chart, old: str, change: SetChart) -> None:
    """Rebuild a workbook that is missing or has an unknown layout."""
    data = workbook(merged, edition.parts.theme)
    relations = edition.relations(part)
    if old and old.endswith(".xlsx"):
        edition.parts.add_binary(old, data, store=True)
    else:
        name = edition.parts.free_name("ppt/embeddings/Microsoft_Excel_Sheet", ".xlsx")
        edition.parts.add_binary(name, data, store=True)
        _link_workbook(root, relations.relate(REL_WORKBOOK, from_folder(name)))
    _set_formulas(root, Places.usual(len(merged.series), len(merged.categories)))
    edition.findings.append(finding("workbook-made-anew", change.at, on_slide=change.slide, on_shape=change.item))


def _link_workbook(root: Element, identity: str) -> None:
    source = root.find(_SOURCE)
    if source is None:
        source = new(root, _SOURCE)
        source.append(element('<c:autoUpdate val="0"/>'))
    source.set(f"{{{R}}}id", identity)
