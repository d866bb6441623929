"""Which edits of a deck its outline can take, found by trying: each change is made, the deck composed and compared.

What a pull writes therefore gives the deck's words again; what no change gives is said and stays in the deck.
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
from osloregion_slides.pulling.places import Places
from osloregion_slides.pulling.proposals import Proposer
from osloregion_slides.pulling.wants import Edit, edits, texts, words_of
from osloregion_slides.update.changes import Plan, PlanEntry
from osloregion_slides.update.deck_state import DeckState, SlideState
from osloregion_slides.update.differences import number as shown
from osloregion_slides.update.plan import keyed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.pulling.kinds import ByHand
    from osloregion_slides.pulling.proposals import Links

    Remake = Callable[[Outline], DeckState]


class Taken(Record):
    """What the outline takes: each edit with its changes; ``findings`` are about what it does not take, and why.

    ``reported`` are the edits that stay in the deck and have a finding.
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
    by_hand: ByHand,
) -> Taken:
    """Return what of the edits in ``theirs`` the outline can say. ``base`` and ``theirs`` are as they were read.

    ``ours`` is what the outline makes today, ``remake`` makes it of another one; it may raise InvalidInput.
    ``by_hand`` is what slides made by hand bring, ``links`` and ``ids`` are as ``Proposer`` has them.
    """
    places = Places(outline)
    return _Pull(
        base, theirs, outline, ours, remake, places, Proposer(places, ours, outline, links, ids, by_hand)
    ).run()


class _Trial:
    """An edit and the ways to write it, of which ``number`` is tried; ``problem`` is why the outline does not build."""

    def __init__(self, edit: Edit, options: list[tuple[Change, ...]]) -> None:
        self.edit, self.options, self.number, self.problem = edit, options, 0, ""

    @property
    def option(self) -> tuple[Change, ...]:
        """The way that is tried."""
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
        self._theirs_says: dict[str, set[str]] = {}
        self._theirs_counts: dict[str, Counter[str]] = {}
        self._last: tuple[tuple[Change, ...], DeckState | None] = (), None
        self._problem = ""
        self._twins: dict[int, Edit] = {}

    def run(self) -> Taken:
        base, theirs = keyed(self._base, self._theirs, self._ours)
        self._theirs_says = _said(theirs)
        self._theirs_counts = {slide.key: _counted(theirs, slide.key) for slide in theirs.slides}
        todo: list[tuple[Edit, list[tuple[Change, ...]]]] = []
        found = self._proposer.edits = edits(base, theirs, self._ours)
        self._twins = _twins(found)
        for edit in found:
            if edit.clash:
                self._report(edit, "pull-conflict", ours=_shown(edit.ours))
                continue
            options = [option for option in self._proposer.options(edit) if not _is_set(option)]
            if edit.what in ("text-removed", "item-removed", "row-removed"):
                options = [option for option in options if not self._takes_more(edit, option)]
            if options:
                todo.append((edit, options))
            elif (worked := self._proposer.worked(edit)) is not None:
                fact = worked.fact
                at, expression = worked.said.scalar.at, worked.said.scalar.text
                more = {"fact": str(fact.scalar.at) if fact else "", "value": worked.value if fact else ""}
                self._report(edit, "pull-worked-out", at, expression=short(expression), **more)
            else:
                self._report(edit, "pull-no-place", lost=self._proposer.left_out.get(edit.slide, ()))
        live = [_Trial(edit, options) for edit, options in todo]
        self._drop_halves(live)
        self._settle(live)
        return Taken(tuple(self._taken), (*self._findings, *self._aside()), tuple(self._reported))

    def _takes_more(self, edit: Edit, option: tuple[Change, ...]) -> bool:
        """Say whether a removal takes a text out of the slide that the deck still has."""
        made = self._made([_Trial(edit, [option])])
        if made is None:
            return True
        before, after = _counted(self._ours, edit.slide), _counted(made, edit.slide)
        kept = self._theirs_counts.get(edit.slide, Counter())
        if id(edit) in self._twins:
            kept = kept - Counter([str(edit.before)])
        return any([after[words] < min(before[words], kept[words]) for words in before])

    def _settle(self, live: list[_Trial]) -> None:
        """Take for each edit the first way that gives it; a round tries all together, the next one other ways."""
        while True:
            sound, broken = self._that_build(live)
            left = Counter(self._left(sound) or ())
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
            self._elsewhere(trial, live)
            self._taken.append((trial.edit, trial.option))
            if trial.edit.what == "slide-added":
                lost = (*self._proposer.left_out[trial.edit.slide], *self._made_smaller(trial.edit.after, sound))
                self._report(trial.edit, "pull-slide-composed", trial.option[0].node.at, lost=lost)

    def _made_smaller(self, slide: SlideState, trials: Iterable[_Trial]) -> tuple[Phrase, ...]:
        """Return that a picture of a slide is not in the deck as it was: it has more pixels than its place shows."""
        made = self._made(trials)
        there = {item.image for one in made.slides for item in one.items} if made else set()
        lost = any([item.image and item.image not in there for item in slide.items])
        return (term("pixels of a picture that its place does not show"),) * lost

    def _drop_halves(self, live: list[_Trial]) -> None:
        """Report half of a move whose other half is not tried: it would say the text twice, or not at all."""
        tried = {id(trial.edit) for trial in live}
        for trial in list(live):
            other = self._twins.get(id(trial.edit))
            if other is not None and id(other) not in tried:
                live.remove(trial)
                self._report(trial.edit, "pull-no-place")

    def _that_build(self, trials: list[_Trial]) -> tuple[list[_Trial], list[_Trial]]:
        """Return the trials with which together the outline builds, and those with which it does not."""
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

    def _elsewhere(self, trial: _Trial, live: list[_Trial]) -> None:
        """Report the slides where a change says something that the deck does not; prefer a way without them."""
        slides = self._spoiled(live, trial)
        if not slides:
            return
        first = trial.number
        for number in range(first + 1, len(trial.options)):
            trial.number = number
            left = self._left(live)
            if left is not None and trial.edit.same not in left and not self._spoiled(live, trial):
                return
        trial.number = first
        self._report(trial.edit, "pull-also-changes", trial.option[0].node.at, others=tuple(sorted(slides)))

    def _left(self, trials: Iterable[_Trial]) -> list[tuple[object, ...]] | None:
        """Return the edits that are left with these changes, None where the outline does not build with them."""
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

    def _spoiled(self, trials: Iterable[_Trial], trial: _Trial) -> set[str]:
        """Return the slides that say with these changes what this edit says, and the deck does not."""
        made = self._made(trials)
        if made is None:
            return set()
        before, after = _said(self._ours), _words(trial.edit.after)
        found = set()
        for key, said in _said(made).items():
            new = said - before.get(key, said) - self._theirs_says.get(key, set())
            if after and any([after in one for one in new]):
                found.add(key)
        return found

    def _aside(self) -> list[Finding]:
        """Return notes of texts whose other languages say what they said."""
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
        said = {
            "before": _shown(edit.before),
            "after": _shown(edit.after),
            "what": term("level of “{text}”", text=_shown(edit.where[-1])) if edit.what == "level" else term(what),
            **values,
        }
        self._findings.append(finding(code, place, on_slide=edit.slide, on_shape=edit.item, **said))


def _twins(found: Iterable[Edit]) -> dict[int, Edit]:
    """Return the other half of each move by the edit's identity: a text that goes and comes again on its slide."""
    twins: dict[int, Edit] = {}
    removed = [edit for edit in found if edit.what == "text-removed" and not edit.clash]
    gone = grouped([((edit.slide, edit.before), edit) for edit in removed])
    for edit in found:
        before = gone.get((edit.slide, edit.after)) if edit.what in ("text-added", "text") else None
        if before:
            other = before.pop(0)
            twins[id(edit)], twins[id(other)] = other, edit
    return twins


def _is_set(option: tuple[Change, ...]) -> bool:
    """Whether a change would be of what the command line said."""
    return any([change.node.at.file.startswith("--") for change in option])


def _said(deck: DeckState) -> dict[str, set[str]]:
    return {slide.key: {one.plain for _, one in texts(slide)} | _values(slide) for slide in deck.slides}


def _values(slide: SlideState) -> set[str]:
    """Return the numbers that a slide's charts draw, as texts."""
    charts = [item.chart for item in slide.items if item.chart]
    return {_words(value) for chart in charts for series in chart.series for value in series.values}


def _words(value: object) -> str:
    return shown(value) if isinstance(value, float | None) else str(value)


def _counted(deck: DeckState, key: str) -> Counter[str]:
    """Return how often a slide says each text; numbers that count its things are none."""
    said = [one.plain for slide in deck.slides if slide.key == key for _, one in texts(slide)]
    return Counter([words for words in said if words and not words.isdigit()])


def _shown(value: object) -> str:
    if isinstance(value, SlideState):
        value = value.title
    elif isinstance(value, tuple):
        value = " | ".join([str(one) for one in value])
    elif isinstance(value, float):
        value = shown(value)
    return short(" ".join(str(value).split())) if value is not None else ""


def placed_in(node: object) -> frozenset[tuple[str, int, int]]:
    """Return the places of all that stands in a node, itself among it."""
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


# What stays in a deck after a pull: every edit that a plan of the new outline lists has a finding.
#
# A pull compares what an outline can say (``wants``). A plan compares all that an update keeps. So the plan with the
# outline as pulled lists what no line of the outline gives: place and look, rows in another order, sections, pictures.

_WORDS = ("text", "text-added", "text-removed", "text-spaces", "look", "look-of")
_SAYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "text-added", "text-removed", "row-added", "row-removed"), _WORDS),
    "name": (*_WORDS, "value"),
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
"""The codes of a plan's lines that say what an edit (``wants.What``) says."""
_CLASHES = ("changed-twice", "removed-but-edited", "deleted-but-changed")
LOOKS = frozenset(
    (
        "appearance", "axes", "beyond", "box", "colour", "columns", "crop", "ends", "fill", "layout", "line",
        "mirrored", "moved", "not-mirrored", "order", "path", "preset", "resized", "rotated", "rotated-from", "several",
        "shade", "size", "slide_size", "spans", "theme_colours", "theme_fonts", "ungrouped",
    )
)  # fmt: skip
"""The codes of lines about place and look, which no outline says."""


def left_behind(plan: Plan, ours: DeckState, reported: tuple[Edit, ...], before: DeckState) -> tuple[Finding, ...]:
    """Return a finding for each edit of a plan with the pulled outline that no finding of the pull is about.

    ``ours`` is what that outline makes, ``before`` the base. Place and look are one note a slide.
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
        return note.says.code in (*_SAYS["order"], *_CLASHES) and not note.item
    codes = _CLASHES if edit.clash else _SAYS[edit.what]
    return (edit.slide, edit.item) == (note.slide, note.item) and note.says.code in codes
