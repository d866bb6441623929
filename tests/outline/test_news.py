"""What is new between two sets of facts: each change is said once, in the deck's language, and nothing else is."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.cli import main
from osloregion_slides.drafting import load
from osloregion_slides.outline.news import MOST_LINES, compare, lines, with_news
from osloregion_slides.outline.stated import gone, stated
from osloregion_slides.service import build
from osloregion_slides.service_facts import diff_facts
from osloregion_slides.service_update import plan
from osloregion_slides.update.base_read import read_head
from tests.kinds.composing import flat

if TYPE_CHECKING:
    from osloregion_slides.outline.stated import Facts

FLAGSHIP = "decks/osloregionen.yaml"
OUTLINE = """deck: n
title: N
language: {language}
as_of: {date}
members: data/members.csv
alliance:
  goal: "{goal}"
  aims: [{{id: a, name: "{aim}"}}, {{id: b, name: Bus, from: 2010}}, {{id: c, name: Sykkel}},
    {{id: d, name: Gange}}]
slides:
  - {{id: one, kind: points, title: En, points: [A]}}
  - {{id: two, kind: hub, centre: Mål, title: To, items: alliance.aims}}
  - {{id: three, kind: members, title: Tre}}
"""
MEMBERS = "name,number,county,from,to\nOslo,0301,Oslo,2004-01-01,\nNes,0236,Akershus,2004-01-01,{end}\n"


def outline(folder: Path, **values: str) -> str:
    """Write an outline with two members and two aims, and return its path."""
    chosen = {"language": "nb", "date": "2008-01-01", "goal": "Vekst", "aim": "Bane", "end": "", **values}
    (folder / "decks" / "data").mkdir(parents=True, exist_ok=True)
    (folder / "decks" / "data" / "members.csv").write_text(MEMBERS.format(**chosen), encoding="utf-8")
    path = folder / "decks" / "n.yaml"
    path.write_text(OUTLINE.format(**chosen), encoding="utf-8")
    return str(path)


fields = st.dictionaries(st.sampled_from(["", "name", "from", "to", "note"]), st.text("abc", min_size=1), min_size=1)
facts: st.SearchStrategy[Facts] = st.dictionaries(
    st.sampled_from(["alliance.goal", "alliance.aims/a", "alliance.aims/b", "organisation/board", "data.x/1"]), fields
)


@given(facts)
def test_equal_facts_have_no_changes(same: Facts) -> None:
    assert compare(same, same) == ()


@given(facts, facts)
def test_exactly_the_changed_facts_are_reported(before: Facts, after: Facts) -> None:
    differing = {path.partition("/")[0] for path in {**before, **after} if before.get(path) != after.get(path)}
    changes = compare(before, after)
    assert {one.where for one in changes} == differing
    assert len(lines(changes, "nb", {})) == len(changes)


@pytest.mark.parametrize(
    ("language", "said"),
    [("nb", "Horten: medlem fra 1.1.2008, 56 → 57"), ("en", "Horten: member from 1 January 2008, 56 → 57")],
)
def test_horten_joining_gives_at_most_three_lines_of_changes(language: str, said: str) -> None:
    found = diff_facts("2007-12-31", "2008-01-01", FLAGSHIP, language=language).lines
    assert found[0] == said and len(found) <= 3


def test_merged_members_belong_to_their_successor_and_undated_changes_get_no_date() -> None:
    found = diff_facts("2008-01-01", "2026-11-28", FLAGSHIP).lines
    assert "Sørum, Fet, Skedsmo: nå del av Lillestrøm" in found
    assert not [line for line in found if "medlem fra" in line]  # no source confirms when they joined


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"goal": "Ro"}, "alliance.goal: «Vekst» → «Ro»"),
        ({"aim": "Tog"}, "Tog: «Bane» → «Tog»"),
        ({"end": "2007-12-31"}, "Nes: ikke lenger medlem, 2 → 1"),
        ({"date": "2010-01-01"}, "To: nytt: Bus"),
        ({"goal": "{{ 1 + 1 }} *stjerner* [x](#y)"}, "alliance.goal: «Vekst» → «… stjerner x»"),
    ],
)
def test_a_changed_fact_is_on_the_slide_of_changes(tmp_path: Path, values: dict[str, str], said: str) -> None:
    before = stated(load(outline(tmp_path)))
    after = load(outline(tmp_path, **values))
    changes = compare(before, stated(after))
    assert [line for line, _ in lines(changes, "nb", {"alliance.aims": "To"})] == [said]


def test_a_slide_lists_the_changes_since_a_date_with_links_and_notes(tmp_path: Path) -> None:
    path = outline(tmp_path, date="2010-01-01")
    deck = build(path, settings={"since": "2008-01-01"})
    slide = deck.deck.slides[1]
    assert (slide.key, slide.title, [note.strip() for note in slide.notes if note.strip()]) == (
        "since",
        "Nytt siden 1.1.2008",
        ["To: nytt: Bus"],
    )
    items: list[Any] = [*flat(slide.items)]
    texts = [item.text for item in items if getattr(item, "text", None)]
    runs = [run for text in texts for paragraph in text.paragraphs for run in paragraph.runs]
    assert {run.link for run in runs if run.link} == {"#two"}
    assert build(path, settings={"since": "2008-01-01"}).data == deck.data
    (tmp_path / "n.pptx").write_bytes(deck.data)
    assert plan(tmp_path / "n.pptx", path).plan.exit_code == 0


def test_without_changes_there_is_no_slide_of_changes(tmp_path: Path) -> None:
    path = outline(tmp_path)
    with_since, without = build(path, settings={"since": "2007-01-01"}), build(path)
    assert [slide.key for slide in with_since.deck.slides] == [slide.key for slide in without.deck.slides]


def test_a_deck_stores_its_facts_and_the_next_one_lists_the_changes(tmp_path: Path) -> None:
    old = build(outline(tmp_path))
    assert read_head(old.base).facts == stated(load(outline(tmp_path)))
    (tmp_path / "old.pptx").write_bytes(old.data)
    path = outline(tmp_path, end="2007-12-31")
    assert diff_facts(tmp_path / "old.pptx", path).lines == ("Nes: ikke lenger medlem, 2 → 1",)
    new = build(path, settings={"since": "../old.pptx"})
    assert new.deck.slides[1].title == "Nytt siden 1.1.2008"
    (tmp_path / "new.pptx").write_bytes(new.data)  # its own slide of news is no fact
    assert diff_facts(tmp_path / "new.pptx", path).lines == ()


def test_decks_without_facts_or_in_another_language_are_errors(tmp_path: Path) -> None:
    path = outline(tmp_path)
    (tmp_path / "a.pptx").write_bytes(build(path).data)
    (tmp_path / "b.pptx").write_bytes(build(outline(tmp_path, language="en")).data)
    with pytest.raises(InvalidInput) as refused:
        diff_facts(tmp_path / "a.pptx", tmp_path / "b.pptx")
    assert [one.code for one in refused.value.findings] == ["other-language"]
    with pytest.raises(InvalidInput) as refused:
        build(path, settings={"since": "../a.pptx"})
    assert [one.code for one in refused.value.findings] == ["other-language"]


def test_a_git_revision_can_be_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=n@n", *words], cwd=tmp_path, check=True)

    outline(tmp_path)
    (tmp_path / "decks" / "shared").symlink_to("/nowhere")  # a link out of the revision is none of its facts
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    outline(tmp_path, goal="Ro_")
    monkeypatch.chdir(tmp_path)
    assert main(["diff", "--facts", "HEAD", "decks/n.yaml", "--format", "markdown"]) == 0
    assert capsys.readouterr().out == "### Nytt siden 1.1.2008\n\n- alliance.goal: «Vekst» → «Ro\\_»\n"
    assert main(["diff", "--facts", "nowhere", "decks/n.yaml"]) == 2


@pytest.mark.parametrize("count", [3, 299, 300, 301, 2000])
def test_rows_of_long_tables_are_compared_like_those_of_short_ones(count: int, tmp_path: Path) -> None:
    def facts(last: str, more: int = 0) -> Facts:
        path = outline(tmp_path)
        rows = "".join([f"r{n};1\n" for n in range(count - 1 + more)]) + f"last;{last}\n"
        (tmp_path / "decks" / "data" / "t.csv").write_text(f"name;n\n{rows}", encoding="utf-8")
        Path(path).write_text(Path(path).read_text() + "data: {t: data/t.csv}\n")
        return stated(load(path))

    before = facts("1")
    (change,) = compare(before, facts("2"))
    assert (change.where, change.names, change.field, change.after) == ("data.t", ("last",), "n", "2")
    for other, state in ((facts("1", 1), "new"), (facts("1", -1), "gone")):
        (change,) = compare(before, other)
        assert (change.state, len(change.names)) == (state, 1)


def test_a_row_removed_since_the_last_build_is_reported(tmp_path: Path, capsys: Any) -> None:
    path, deck = outline(tmp_path), str(tmp_path / "n.pptx")
    assert main(["build", path, "-o", deck]) == 0
    registry, text = tmp_path / "decks" / "data" / "members.csv", Path(path).read_text(encoding="utf-8")
    registry.write_text(MEMBERS.format(end="").replace("Nes,0236,Akershus,2004-01-01,\n", ""), encoding="utf-8")
    Path(path).write_text(text.replace(", {id: c, name: Sykkel}", ""), encoding="utf-8")
    capsys.readouterr()
    assert main(["build", path, "-o", deck, "--as-of", "2008-01-01"]) == 0
    said = capsys.readouterr().err
    assert "warning[member-gone]" in said and "1 member that this one lacks on the same date: Nes" in said
    assert "Municipalities: 2 → 1" in said and "note[row-gone]" in said and "Sykkel" in said
    assert main(["build", path, "-o", deck]) == 0
    assert "gone" not in capsys.readouterr().err  # said once
    key = re.search(r"^deck: (.*)$", text, re.MULTILINE)
    assert key
    (tmp_path / "decks" / "other.yaml").write_text(text.replace(key[0], "deck: other"), encoding="utf-8")
    assert main(["build", str(tmp_path / "decks" / "other.yaml"), "-o", deck]) == 0
    registry.write_text(MEMBERS.format(end=""), encoding="utf-8")
    Path(path).write_text(text.replace(", {id: c, name: Sykkel}", ""), encoding="utf-8")
    assert main(["build", path, "-o", deck]) == 0
    assert "gone" not in capsys.readouterr().err  # control: the file there is another deck's


def test_an_ended_membership_is_not_reported_as_removed(tmp_path: Path, capsys: Any) -> None:
    path, deck = outline(tmp_path), str(tmp_path / "n.pptx")
    assert main(["build", path, "-o", deck]) == 0
    outline(tmp_path, end="2009-12-31")
    assert main(["build", path, "-o", deck, "--as-of", "2010-01-01"]) == 0
    assert "gone" not in capsys.readouterr().err


def test_rows_with_equal_first_cells_and_nested_lists_are_separate_facts(tmp_path: Path) -> None:
    found = []
    for kr, item in (("1", "Bru"), ("2", "Tunnel")):
        path = outline(tmp_path)
        table = f"År;Fylke;Kr\n2007;Oslo;{kr}\n2007;Viken;5\n"
        (tmp_path / "decks" / "data" / "t.csv").write_text(table, encoding="utf-8")
        text = Path(path).read_text().replace("name: Sykkel}", f"name: Sykkel, items: [Vei, {item}]}}")
        Path(path).write_text(f"{text}data: {{t: data/t.csv}}\n")
        found.append(stated(load(path)))
    changes = [(one.state, one.where, one.names, one.before, one.after) for one in compare(*found)]
    assert changes == [
        ("new", "alliance.aims", ("Tunnel",), "", ""),
        ("changed", "data.t", ("2007, Oslo",), "1", "2"),
        ("gone", "alliance.aims", ("Bru",), "", ""),
    ]


def stated_rows(folder: Path, rows: list[tuple[str, str, int]]) -> Facts:
    path = outline(folder)
    table = "".join([f"{';'.join(map(str, row))}\n" for row in [("Når", "Hva", "Kr"), *rows]])
    (folder / "decks" / "data" / "t.csv").write_text(table, encoding="utf-8")
    Path(path).write_text(f"{Path(path).read_text(encoding='utf-8')}data: {{t: data/t.csv}}\n", encoding="utf-8")
    return stated(load(path))


rows_alike = st.lists(
    st.tuples(
        st.sampled_from(["2007", "2008", "Region 1", "Region 2", "region-1"]),
        st.sampled_from(["Sone 1", "Sone 2", "sone 1", "7", "8"]),
    ),
    min_size=2,
    max_size=7,
    unique=True,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=rows_alike, data=st.data())
def test_among_rows_with_equal_first_cells_only_the_changed_one_is_reported(
    tmp_path: Path, found: list[tuple[str, str]], data: st.DataObject
) -> None:
    rows = [(*pair, 10 * n) for n, pair in enumerate(found, 1)]
    turned = data.draw(st.permutations(rows))
    one = data.draw(st.integers(0, len(rows) - 1))
    before = stated_rows(tmp_path, rows)
    assert compare(before, stated_rows(tmp_path, turned)) == ()
    (gone,) = compare(before, stated_rows(tmp_path, turned[:one] + turned[one + 1 :]))
    assert (gone.state, len(gone.names)) == ("gone", 1) and turned[one][0] in gone.names[0]
    (new,) = compare(stated_rows(tmp_path, turned[:one] + turned[one + 1 :]), before)
    assert new == gone.replace(state="new")
    more = stated_rows(tmp_path, [*turned[:one], (*turned[one][:2], 5), *turned[one + 1 :]])
    if not turned[one][1].isdigit():  # rows of figures alone are told by their figures
        (changed,) = compare(before, more)
        assert (changed.state, changed.before, changed.after) == ("changed", str(turned[one][2]), "5")
        assert turned[one][0] in changed.names[0]


def test_a_removed_row_with_a_repeated_first_cell_is_reported(tmp_path: Path) -> None:
    rows = [("2007", "Oslo", 1), ("2007", "Viken", 5)]
    before, after = stated_rows(tmp_path, rows), stated_rows(tmp_path, rows[1:])
    (said,) = gone(before, after, "n.yaml")
    assert said.code == "row-gone" and "2007, Oslo" in str(said.values)


def test_outlines_in_two_languages_are_not_compared(tmp_path: Path) -> None:
    one = outline(tmp_path)
    other = tmp_path / "decks" / "m.yaml"
    other.write_text(Path(one).read_text().replace("language: nb", "language: en"))
    with pytest.raises(InvalidInput) as refused:
        diff_facts(one, other)
    assert [found.code for found in refused.value.findings] == ["other-language"]


def test_a_since_date_after_the_as_of_date_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="after the deck's own date"):
        load(outline(tmp_path), settings=(("since", "2009-01-01"),))


def test_words_of_a_workspace_are_used_only_there(tmp_path: Path) -> None:
    theirs, ours = tmp_path / "a", tmp_path / "b"
    pair = []
    for folder in (theirs, ours):
        path = outline(folder)
        other = folder / "decks" / "m.yaml"
        other.write_text(Path(path).read_text().replace("Vekst", "Ro"))
        pair.append((path, other))
    (theirs / "locale").mkdir()
    (theirs / "locale" / "nb.yaml").write_text('news changed: "endret: {names}"\n')
    assert diff_facts(*pair[0]).lines == ("endret: alliance.goal",)
    assert diff_facts(*pair[1]).lines == ("alliance.goal: «Vekst» → «Ro»",)


@pytest.mark.parametrize("words", ["{navn} er ute", "{names", "{}", "{names:d}"])
def test_a_word_with_other_fields_than_ours_is_an_error(tmp_path: Path, words: str) -> None:
    path = outline(tmp_path)
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "nb.yaml").write_text(f'news member no more: "{words}"\n')
    with pytest.raises(InvalidInput, match="names in braces"):
        load(path)


def test_a_long_list_of_changes_is_cut_on_the_slide_and_complete_in_the_notes(tmp_path: Path) -> None:
    path = outline(tmp_path)
    facts = "".join([f"  fact-{n}: A {n}\n" for n in range(9)])
    aims = "".join([f"{{id: x{n}, name: N{n}}}, " for n in range(8)])
    before, text = stated(load(path)), Path(path).read_text(encoding="utf-8")
    changed = text.replace("aims: [", "aims: [" + aims).replace("slides:\n", facts + "slides:\n")
    Path(path).write_text(changed, encoding="utf-8")
    new = load(path)
    (slide,) = [one for one in with_news(new, before, stated(new), new.fields.at("deck")).slides if one.id == "since"]
    items = [slide.fields.resolver.say(item) for item in slide.fields.nodes("items")]
    assert len(items) == MOST_LINES and items[-1] == "… og 3 til i notatene."
    assert "To: nytt: N0, N1, N2, N3, N4, N5 … (+2)" in items[0]
    notes = slide.fields.resolver.say(slide.fields.node.get("notes")).split("\n\n")
    assert (len(notes), notes[0]) == (10, "To: nytt: N0, N1, N2, N3, N4, N5, N6, N7")


@pytest.mark.parametrize(("was", "now", "said"), [("2004", "2006", True), ("", "2006", False), ("2004", "2009", False)])
def test_a_start_date_change_is_reported_only_for_the_same_membership(was: str, now: str, said: bool) -> None:
    sides: list[Facts] = [
        {"as_of": {"": "2008-01-01"}, "members/Nes": {"from": f"{year}-01-01"} if year else {"county": "A"}}
        for year in (was, now)
    ]
    sides[1]["members/Nes"]["county"] = sides[0]["members/Nes"].get("county", "")
    assert [one.field for one in compare(*sides)] == ["from"] * said
