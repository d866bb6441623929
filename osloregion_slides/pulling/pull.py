"""Find the edits of a deck that its outline can express, by trial: apply changes, compose the deck and compare.

So the pulled outline reproduces the deck's words; edits that no change reproduces are reported and stay in the deck.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, short, term
from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.record import Record
from osloregion_slides.outline.load import Outline, with_document
from osloregion_slides.outline.nodes import Mapping, Sequence
from osloregion_slides.pulling.changes import Change, changed
from osloregion_slides.pulling.edits import Edit, edits, texts, words_of
from osloregion_slides.pulling.places import Places
from osloregion_slides.pulling.proposals import Proposer
from osloregion_slides.update.changes import Plan, PlanEntry
from osloregion_slides.update.deck_state import DeckState, SlideState
from osloregion_slides.update.differences import number as shown
from osloregion_slides.update.plan import keyed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.pulling.kinds import AddedSlides
    from osloregion_slides.pulling.proposals import Links

    Remake = Callable[[Outline], DeckState]


class Taken(Record):
    """The result of a pull: each pulled edit with its changes; ``findings`` explain the others.

    ``reported`` are the edits with a finding other than side effects on further slides.
    """

    edits: tuple[tuple[Edit, tuple[Change, ...]], ...]
    findings: tuple[Finding, ...]
    reported: tuple[Edit, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in the order of the deck."""
        return tuple([change for _, changes in self.edits for change in changes])


def take(
    base: DeckState,
    theirs: DeckState,
    outline: Outline,
    ours: DeckState,
    remake: Remake,
    links: Links,
    ids: Iterable[str],
    added: AddedSlides,
) -> Taken:
    """Return the edits in ``theirs`` that the outline can express. ``base`` and ``theirs`` are as read.

    ``ours`` is the outline's current deck, ``remake`` composes that of a changed one; it may raise InvalidInput.
    ``added`` describes slides added in PowerPoint, ``links`` and ``ids`` are as in ``Proposer``.
    """
    places = Places(outline)
    return _Pull(base, theirs, outline, ours, remake, places, Proposer(places, ours, outline, links, ids, added)).run()


class _Trial:
    """An edit and its options; ``number`` is the one to try, ``problem`` why the outline does not build."""

    def __init__(self, edit: Edit, options: list[tuple[Change, ...]]) -> None:
        self.edit, self.options, self.number, self.problem = edit, options, 0, ""

    @property
    def option(self) -> tuple[Change, ...]:
        """The option to try."""
        return self.options[self.number]


class _Pull:
    def __init__(
        self,
        base: DeckState,
        theirs: DeckState,
        outline: Outline,
        ours: DeckState,
        remake: Remake,
        places: Places,
        proposer: Proposer,
    ) -> None:
        self._base, self._theirs, self._outline, self._ours, self._remake = base, theirs, outline, ours, remake
        self._places, self._proposer = places, proposer
        self._taken: list[tuple[Edit, tuple[Change, ...]]] = []
        self._findings: list[Finding] = []
        self._reported: list[Edit] = []
        self._theirs_texts: dict[str, set[str]] = {}
        self._theirs_counts: dict[str, Counter[str]] = {}
        self._last: tuple[tuple[Change, ...], DeckState | None] = (), None
        self._problem = ""
        self._twins: dict[int, Edit] = {}

    def run(self) -> Taken:
        base, theirs = keyed(self._base, self._theirs, self._ours)
        self._theirs_texts = _texts_by_slide(theirs)
        self._theirs_counts = {slide.key: _counted(theirs, slide.key) for slide in theirs.slides}
        todo: list[tuple[Edit, list[tuple[Change, ...]]]] = []
        found = self._proposer.edits = edits(base, theirs, self._ours)
        self._twins = _twins(found)
        for edit in found:
            if edit.clash:
                self._report(edit, "pull-conflict", ours=_shown(edit.ours))
                continue
            options = [option for option in self._proposer.options(edit) if not _is_from_command_line(option)]
            if edit.what in ("text-removed", "item-removed", "row-removed"):
                options = [option for option in options if not self._removes_too_much(edit, option)]
            if options:
                todo.append((edit, options))
            elif (computed := self._proposer.computed(edit)) is not None:
                fact = computed.fact
                at, expression = computed.origin.scalar.at, computed.origin.scalar.text
                more = {"fact": str(fact.scalar.at) if fact else "", "value": computed.value if fact else ""}
                self._report(edit, "pull-worked-out", at, expression=short(expression), **more)
            else:
                self._report(edit, "pull-no-place", lost=self._proposer.left_out.get(edit.slide, ()))
        live = [_Trial(edit, options) for edit, options in todo]
        self._drop_halves(live)
        self._choose(live)
        return Taken(tuple(self._taken), (*self._findings, *self._stale_translations()), tuple(self._reported))

    def _removes_too_much(self, edit: Edit, option: tuple[Change, ...]) -> bool:
        """Return whether a removal deletes a text that the deck's slide still has."""
        made = self._made([_Trial(edit, [option])])
        if made is None:
            return True
        before, after = _counted(self._ours, edit.slide), _counted(made, edit.slide)
        kept = self._theirs_counts.get(edit.slide, Counter())
        if id(edit) in self._twins:
            kept = kept - Counter([str(edit.before)])
        return any([after[words] < min(before[words], kept[words]) for words in before])

    def _choose(self, live: list[_Trial]) -> None:
        """Choose for each edit the first option that works; each round tries one option of all edits together."""
        while True:
            sound, broken = self._buildable(live)
            left = Counter(self._remaining(sound) or ())
            failed = []
            for trial in reversed(sound):
                if left[trial.edit.same] > 0:
                    left[trial.edit.same] -= 1
                    failed.append(trial)
            if not (failed or broken):
                break
            for trial in (*reversed(failed), *broken):
                trial.number += 1
                if trial in live and trial.number == len(trial.options):
                    live.remove(trial)
                    if trial.problem:
                        at = trial.options[-1][0].node.at
                        self._report(trial.edit, "pull-does-not-build", at, reason=trial.problem)
                    else:
                        self._report(trial.edit, "pull-no-place")
                    self._drop_halves(live)
        for trial in live:
            self._report_side_effects(trial, live)
            self._taken.append((trial.edit, trial.option))
            if trial.edit.what == "slide-added":
                lost = (*self._proposer.left_out[trial.edit.slide], *self._lost_pixels(trial.edit.after, sound))
                self._report(trial.edit, "pull-slide-composed", trial.option[0].node.at, lost=lost)

    def _lost_pixels(self, slide: SlideState, trials: Iterable[_Trial]) -> tuple[Phrase, ...]:
        """Return the loss of pixels of a new slide's picture, which a build scales down to its frame."""
        made = self._made(trials)
        images = {item.image for one in made.slides for item in one.items} if made else set()
        lost = any([item.image and item.image not in images for item in slide.items])
        return (term("pixels of a picture that its place does not show"),) * lost

    def _drop_halves(self, live: list[_Trial]) -> None:
        """Report half of a move whose other half is not tried: the text would be duplicated or lost."""
        tried = {id(trial.edit) for trial in live}
        for trial in list(live):
            other = self._twins.get(id(trial.edit))
            if other is not None and id(other) not in tried:
                live.remove(trial)
                self._report(trial.edit, "pull-no-place")

    def _buildable(self, trials: list[_Trial]) -> tuple[list[_Trial], list[_Trial]]:
        """Return trials with which the outline builds together, and the trials that break it."""
        sound: list[_Trial] = []
        broken: list[_Trial] = []
        waiting = [trials] if trials else []
        while waiting:
            some = waiting.pop()
            if self._made((*sound, *some)) is not None:
                sound += some
            elif len(some) == 1:
                some[0].problem = self._problem
                broken += some
            else:
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
        return sound, broken

    def _report_side_effects(self, trial: _Trial, live: list[_Trial]) -> None:
        """Report other slides that a change alters against the deck; prefer an option without such side effects."""
        slides = self._side_effects(live, trial)
        if not slides:
            return
        first = trial.number
        for number in range(first + 1, len(trial.options)):
            trial.number = number
            left = self._remaining(live)
            if left is not None and trial.edit.same not in left and not self._side_effects(live, trial):
                return
        trial.number = first
        self._report(trial.edit, "pull-also-changes", trial.option[0].node.at, others=tuple(sorted(slides)))

    def _remaining(self, trials: Iterable[_Trial]) -> list[tuple[object, ...]] | None:
        """Return the edits that remain after these changes, None where the outline does not build."""
        made = self._made(trials)
        if made is None:
            return None
        base, theirs = keyed(self._base, self._theirs, made)
        return [one.same for one in edits(base, theirs, made)]

    def _made(self, trials: Iterable[_Trial]) -> DeckState | None:
        given = tuple([change for trial in trials for change in trial.option])
        if not given:
            return self._ours
        if list(map(id, given)) != list(map(id, self._last[0])):
            self._last = given, None
            try:
                made = self._remake(with_document(self._outline, changed(self._outline.document, given)))
                self._last = given, made
            except InvalidInput as problem:
                self._problem = next(one.message for one in problem.findings if one.severity == "error")
        return self._last[1]

    def _side_effects(self, trials: Iterable[_Trial], trial: _Trial) -> set[str]:
        """Return the slides on which these changes show the edit's text although the deck does not."""
        made = self._made(trials)
        if made is None:
            return set()
        before, after = _texts_by_slide(self._ours), _words(trial.edit.after)
        found = set()
        for key, shown_texts in _texts_by_slide(made).items():
            new = shown_texts - before.get(key, shown_texts) - self._theirs_texts.get(key, set())
            if after and any([after in one for one in new]):
                found.add(key)
        return found

    def _stale_translations(self) -> list[Finding]:
        """Return notes on changed texts whose other languages are unchanged."""
        found: dict[Location, Finding] = {}
        for edit, changes in self._taken:
            for change in changes:
                around = change.steps[-1] if change.steps else None
                if change.what != "text" or around is None or not isinstance(around[0], Mapping):
                    continue
                names = [name for name in self._outline.languages if around[0].get(name) and name != around[1]]
                if names and around[1] in self._outline.languages:
                    at = change.node.at
                    found[at] = finding("pull-translations", at, on_slide=edit.slide, languages=tuple(names))
        return list(found.values())

    def _report(self, edit: Edit, code: str, at: Location | None = None, **values: object) -> None:
        if code != "pull-also-changes":
            self._reported.append(edit)
        slide = self._places.slide(edit.slide)
        place = at or (slide.at if slide is not None else None)
        what = edit.what.replace("-", " ")
        shown_values = {
            "before": _shown(edit.before),
            "after": _shown(edit.after),
            "what": term("level of “{text}”", text=_shown(edit.where[-1])) if edit.what == "level" else term(what),
            **values,
        }
        self._findings.append(finding(code, place, on_slide=edit.slide, on_shape=edit.item, **shown_values))


def _twins(found: Iterable[Edit]) -> dict[int, Edit]:
    """Return the other half of each move by ``id()`` of the edit: a text removed and added on the same slide."""
    twins: dict[int, Edit] = {}
    removed = [edit for edit in found if edit.what == "text-removed" and not edit.clash]
    gone = grouped([((edit.slide, edit.before), edit) for edit in removed])
    for edit in found:
        before = gone.get((edit.slide, edit.after)) if edit.what in ("text-added", "text") else None
        if before:
            other = before.pop(0)
            twins[id(edit)], twins[id(other)] = other, edit
    return twins


def _is_from_command_line(option: tuple[Change, ...]) -> bool:
    """Return whether an option changes a value from the command line."""
    return any([change.node.at.file.startswith("--") for change in option])


def _texts_by_slide(deck: DeckState) -> dict[str, set[str]]:
    return {slide.key: {one.plain for _, one in texts(slide)} | _values(slide) for slide in deck.slides}


def _values(slide: SlideState) -> set[str]:
    """Return the numbers that a slide's charts draw, as texts."""
    charts = [item.chart for item in slide.items if item.chart]
    return {_words(value) for chart in charts for series in chart.series for value in series.values}


def _words(value: object) -> str:
    return shown(value) if isinstance(value, float | None) else str(value)


def _counted(deck: DeckState, key: str) -> Counter[str]:
    """Return how often a slide has each text, without whole numbers, which may count its things."""
    words = [one.plain for slide in deck.slides if slide.key == key for _, one in texts(slide)]
    return Counter([one for one in words if one and not one.isdigit()])


def _shown(value: object) -> str:
    if isinstance(value, SlideState):
        value = value.title
    elif isinstance(value, tuple):
        value = " | ".join([str(one) for one in value])
    elif isinstance(value, float):
        value = shown(value)
    return short(" ".join(str(value).split())) if value is not None else ""


def locations_in(node: object) -> frozenset[tuple[str, int, int]]:
    """Return the locations of a node and all nodes in it."""
    found: set[tuple[str, int, int]] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += [entry.value for entry in one.entries]
        elif isinstance(one, Sequence):
            waiting += one.items
        at = getattr(one, "at", None)
        if at is not None:
            found.add((at.file, at.line, at.column))
    return frozenset(found)


# Edits that stay in a deck after a pull: every edit in a plan with the pulled outline gets a finding.
#
# A pull compares what an outline can express (``edits``), a plan all that an update keeps. So the plan with the pulled
# outline lists the rest: position and formatting, orders of rows, sections, pictures.

_WORDS = ("text", "text-added", "text-removed", "text-spaces", "look", "look-of")
_PLAN_CODES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "text-added", "text-removed", "row-added", "row-removed"), _WORDS),
    "name": (*_WORDS, "value", "category_order", "series_order"),
    "value": ("value",),
    "level": ("level",),
    "alt": ("alt",),
    "notes": ("notes", *_WORDS),
    "hidden": ("hidden", "shown"),
    "item-removed": ("stays-deleted",),
    "item-added": ("added-by-hand-object",),
    "slide-removed": ("stays-deleted",),
    "slide-added": ("added-by-hand",),
    "order": ("moved-by-hand",),
    "row-order": ("row_order",),
    "section": ("section",),
}
"""The codes of a plan's entries for the same edit (``edits.What``)."""
_CLASHES = ("changed-twice", "removed-but-edited", "deleted-but-changed")
LOOKS = frozenset(
    (
        "appearance", "axes", "beyond", "box", "colour", "columns", "crop", "ends", "fill", "layout", "line",
        "mirrored", "moved", "not-mirrored", "order", "path", "preset", "resized", "rotated", "rotated-from", "several",
        "shade", "size", "slide_size", "spans", "theme_colours", "theme_fonts", "ungrouped",
    )
)  # fmt: skip
"""The codes of entries about position and formatting, which outlines do not express."""


def left_behind(plan: Plan, ours: DeckState, reported: tuple[Edit, ...], before: DeckState) -> tuple[Finding, ...]:
    """Return a finding for each edit of a plan with the pulled outline that the pull has not reported.

    ``ours`` is the deck of that outline, ``before`` the base. Position and formatting are one note per slide.
    """
    old = {slide.key for slide in before.slides}
    new = [words_of(slide) for slide in ours.slides if slide.key not in old]
    taken = {slide.key for slide in plan.found.slides if slide.key not in old and words_of(slide) in new}
    found: list[Finding] = []
    looks: dict[str, list[PlanEntry]] = {}
    for note in plan.notes:
        if note.group not in ("edit", "conflict") or any([_is_about(one, note) for one in reported]):
            continue
        if note.says.code in LOOKS:
            looks.setdefault(note.slide, []).append(note)
        elif note.slide not in taken:
            found.append(finding("pull-left", note.at, on_slide=note.slide, on_shape=note.item, what=note.says))
    for slide, notes in looks.items():
        items = tuple(dict.fromkeys([note.item for note in notes if note.item]))
        what = tuple(dict.fromkeys([note.says for note in notes]))
        found.append(finding("pull-look", notes[0].at, on_slide=slide, objects=items, what=what))
    return tuple(found)


def _is_about(edit: Edit, note: PlanEntry) -> bool:
    if edit.what == "order":
        return note.says.code in (*_PLAN_CODES["order"], *_CLASHES) and not note.item
    codes = _CLASHES if edit.clash else _PLAN_CODES[edit.what]
    return (edit.slide, edit.item) == (note.slide, note.item) and note.says.code in codes
