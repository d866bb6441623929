"""Missing and stale translations: found, marked, and refused where that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.outline.nodes import Mapping
from osloregion_slides.outline.translations import marked
from osloregion_slides.outline.untranslated import outdated, texts, unmarked, with_marks
from osloregion_slides.outline.variants import apply_overlay
from tests.outline.sample import load, plain, read, said, tree

LANGUAGES = frozenset(("nb", "en", "sv"))
OUTLINE = """\
deck: small
title: Small
languages: [nb, en]
slides:
  - {{id: first, kind: cover, title: {title}, subtitle: {{nb: Under, en: Below}}}}
"""


def stale(before: str, after: str) -> list[tuple[str, str]]:
    """Return the translations that stayed behind: original's new text, language."""
    found = outdated(tree(before), tree(after), "nb", LANGUAGES)
    return [(plain(one.text)["nb"], one.language) for one in found]


@pytest.mark.parametrize(
    ("title", "finding"),
    [
        ("{nb: A, en: B}", []),
        ("A", []),
        ('{nb: A, en: ""}', []),
        ("{nb: A}", ["5:37 missing-translation"]),
        ("{nb: A, en: }", ["5:37 missing-translation"]),
        ("{en: B}", []),
        ("{nb: A, en: B, stale: en}", ["5:49 stale-translation"]),
        ("{nb: A, en: B, stale: [en]}", ["5:49 stale-translation"]),
        ("{nb: A, en: B, stale: nb}", []),
    ],
)
def test_missing_and_outdated_translations_are_listed(title: str, finding: list[str], tmp_path: Path) -> None:
    outline = load(tmp_path, OUTLINE.format(title=title), language="en")
    words = outline.slides[0].fields.plain("title")
    assert said(outline.resolver.findings) == finding
    assert words == ("B" if "B" in title else "A" if '""' not in title else "")


def test_the_original_text_itself_may_be_outdated(tmp_path: Path) -> None:
    outline = load(tmp_path, OUTLINE.format(title="{nb: A, en: B, stale: nb}"), language="nb")
    outline.slides[0].fields.plain("title")
    assert said(outline.resolver.findings) == ["5:42 stale-translation"]


@pytest.mark.parametrize("mark", ["da", "[en, da]", "{en: yes}", "[]"])
def test_a_stale_mark_names_languages_of_the_outline(mark: str, tmp_path: Path) -> None:
    from osloregion_slides.base.findings import InvalidInput

    with pytest.raises(InvalidInput) as caught:
        load(tmp_path, OUTLINE.format(title=f"{{nb: A, en: B, stale: {mark}}}"))
    assert {finding.at.line for finding in caught.value.findings if finding.at} == {5}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a: {nb: A, en: B}", "a: {nb: A, en: B}", []),
        ("a: {nb: A, en: B}", "a: {nb: A2, en: B}", [("A2", "en")]),
        ("a: {nb: A, en: B}", "a: {nb: A2, en: B2}", []),
        ("a: {nb: A, en: B}", "a: {nb: A, en: B2}", []),
        ("a: {nb: A, en: B}", "a: {nb: A2, en: B, stale: en}", []),
        ("a: {nb: A, en: B, sv: C}", "a: {nb: A2, en: B2, sv: C}", [("A2", "sv")]),
        ("a: {nb: A, en: B}", "a: {nb: A2}", []),
        ("a: {nb: A}", "a: {nb: A2, en: B}", []),
        ("a: A", "a: {nb: A2, en: B}", []),
        ("a: {b: {c: {nb: A, en: B}}}", "a: {b: {c: {nb: A2, en: B}}}", [("A2", "en")]),
        ("a: {nb: A, en: B}", "b: {nb: A2, en: B}", []),
        # things by their id, wherever they went
        (
            "a: [{id: x, t: {nb: A, en: B}}, {id: y, t: {nb: C, en: D}}]",
            "a: [{id: y, t: {nb: C2, en: D}}, {id: x, t: {nb: A, en: B}}]",
            [("C2", "en")],
        ),
        # plain lists by what the translation says
        ("a: [{nb: A, en: B}, {nb: C, en: D}]", "a: [{nb: N, en: M}, {nb: A2, en: B}, {nb: C, en: D}]", [("A2", "en")]),
        ("a: [{nb: A, en: B}, {nb: A2, en: B}]", "a: [{nb: A2, en: B}, {nb: A, en: B}]", []),
        ("a: [[{nb: A, en: B}]]", "a: [[{nb: A2, en: B}]]", [("A2", "en")]),
        ("a: {nb: [x, y], en: [z]}", "a: {nb: [x, w], en: [z]}", [(["x", "w"], "en")]),
    ],
)
def test_an_unchanged_translation_of_a_changed_text_is_found(
    before: str, after: str, found: list[tuple[str, str]]
) -> None:
    assert stale(before, after) == found


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ("a: {nb: A2, en: B}\n", "a: {stale: en, nb: A2, en: B}\n"),
        ("a:\n  nb: A2\n  en: B\n", "a:\n  stale: en\n  nb: A2\n  en: B\n"),
        ("- nb: A2\n  en: B\n", "- stale: en\n  nb: A2\n  en: B\n"),
        ("- {nb: A2,\n   en: B}\n", "- {stale: en, nb: A2,\n   en: B}\n"),
        ("- { # why\n    nb: A2, en: B}\n", None),
        ("a: {nb: A2, en: B, sv: C}\n", "a: {stale: [en, sv], nb: A2, en: B, sv: C}\n"),
        ("a: {nb: A2, en: B, sv: C, stale: sv}\n", "a: {nb: A2, en: B, sv: C, stale: [sv, en]}\n"),
        ('a: {nb: A2, en: B, sv: C, stale: "sv"}\n', "a: {nb: A2, en: B, sv: C, stale: [sv, en]}\n"),
        ("a: {nb: A2, en: B, sv: C, stale: [sv]}\n", "a: {nb: A2, en: B, sv: C, stale: [en, sv]}\n"),
        (
            "a:\n  nb: A2\n  en: B\n  sv: C\n  stale:\n    - sv\n",
            "a:\n  nb: A2\n  en: B\n  sv: C\n  stale:\n    - en\n    - sv\n",
        ),
        ("x: &t {nb: A2, en: B}\ny: *t\n", "x: &t {stale: en, nb: A2, en: B}\ny: *t\n"),
        ("a:\r\n  nb: A2\r\n  en: B\r\n", "a:\r\n  stale: en\r\n  nb: A2\r\n  en: B\r\n"),
        ("a: {nb: A2, en: B} # æøå\nb: {nb: A2, en: B}\n", None),
    ],
)
def test_writing_stale_marks_changes_nothing_else(source: str, marks: str | None) -> None:
    now, findings = read(source)
    assert now is not None
    assert findings == ()
    before, _ = read(source.replace("A2", "A"))
    found = list(outdated(before, now, "nb", LANGUAGES))  # type: ignore[arg-type]  # it is there as `now` is
    assert found
    written = with_marks(source, found)
    again, findings = read(written)
    assert findings == ()
    assert again is not None
    assert unmarked(again) == unmarked(now)
    assert list(outdated(before, again, "nb", LANGUAGES)) == []  # type: ignore[arg-type]
    assert marks is None or written == marks


WORDS = st.sampled_from(["A", "B", "C: d", "- e", "'", "{{ x }}", ""])
TEXTS = st.fixed_dictionaries({"nb": WORDS, "en": WORDS}, optional={"sv": WORDS})


@given(st.lists(st.tuples(TEXTS, WORDS), max_size=5), st.booleans())
def test_stale_marks_work_in_any_outline(pairs: list[tuple[dict[str, str], str]], flow: bool) -> None:
    import yaml

    def written(several: list[dict[str, str]]) -> str:
        tree = {"list": [{"id": f"t{n}", "text": text} for n, text in enumerate(several)]}
        return yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=40)

    source = written([{**text, "nb": new} for text, new in pairs])
    before, now = tree(written([text for text, _ in pairs])), tree(source)
    again = tree(with_marks(source, outdated(before, now, "nb", LANGUAGES)))
    assert unmarked(again) == unmarked(now)
    assert list(outdated(before, again, "nb", LANGUAGES)) == []


@pytest.mark.parametrize(
    ("base", "overlay", "left"),
    [
        ("{nb: A, en: B, stale: en}", "{nb: C, en: D}", ()),
        ("{nb: A, en: B, stale: en}", "{nb: C}", ("en",)),
        ("{nb: A, en: B, sv: C, stale: [en, sv]}", "{en: D}", ("sv",)),
        ("{nb: A, en: B, stale: en}", "{en: D, stale: en}", ("en",)),
    ],
)
def test_a_text_rewritten_by_an_overlay_is_no_longer_outdated(base: str, overlay: str, left: tuple[str, ...]) -> None:
    laid, _ = apply_overlay(tree(f"a: {base}"), tree(f"a: {overlay}"))
    text = laid.get("a")
    assert isinstance(text, Mapping)
    assert marked(text) == left


def test_texts_are_reported_once_however_often_they_are_referenced() -> None:
    found = list(texts(tree("a: &t {nb: A}\nb: *t\nc: [*t, {nb: B}]\n"), LANGUAGES))
    assert [plain(text)["nb"] for text in found] == ["A", "B"]
