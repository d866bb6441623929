from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.outline.fields import Fields
from osloregion_slides.outline.load import Outline
from osloregion_slides.outline.markup import Inline
from tests.outline.sample import SMALL, load, said

BLOCKS = """\
facts:
  words: {nb: "**Ord** [her](#second)", en: "**Words** [here](#first)"}
  half: {nb: Halv}
  none: {nb: Nei, en: null}
  yes: true
  no: no
  size: 12.10
  many: [1, no, null]
  one: alene
  code: 0104
  empty: null
  reasons: [{nb: En, en: One}, to]
  by_language: {nb: [a, b], en: [c]}
  to_reasons: facts.reasons
  things: [{id: a, name: A}, {nb: Bare, en: Only}, tekst]
  to_things: strategy.clusters
  lost: strategy.cluster
  to_text: alliance.name
  blank: "[Sted]"
  link: "[Sted](https://oslo.no)"
  uses_blank: "{{ meeting.place }}!"
  bad: "{{ alliance.fonded }}"
  cycle: "{{ member.facts.cycle }}"
  chain: "{{ member.facts.reasons.a }}"
  evil: "[x](javascript:y)"
  spaced: "[x](https://a.no/b c.pdf)"
  away: "[x](#nowhere)"
"""


def outline(folder: Path, **choices: Any) -> Outline:
    block = "member:\n" + "".join(f"  {line}\n" for line in BLOCKS.splitlines())
    return load(folder, block.replace("facts.reasons", "member.facts.reasons") + SMALL, **choices)


def facts(folder: Path, **choices: Any) -> Fields:
    return outline(folder, **choices).fields.mapping("member").mapping("facts")


def told(fields: Fields) -> list[str]:
    return [f"{f.severity} {f.code}" for f in fields.resolver.findings]


def test_a_text_is_read_in_the_deck_language_with_its_markup(tmp_path: Path) -> None:
    assert facts(tmp_path).rich("words") == (Inline("Ord", True), Inline(" "), Inline("her", link="#second"))
    assert facts(tmp_path, language="en").plain("words") == "Words here"


def test_a_missing_translation_falls_back_and_is_reported_once_with_its_location(tmp_path: Path) -> None:
    fields = facts(tmp_path, language="en")
    assert (fields.plain("half"), fields.plain("none"), fields.plain("half")) == ("Halv", "Nei", "Halv")
    assert told(fields) == ["warning missing-translation"] * 2
    assert said(fields.resolver.findings) == ["4:11 missing-translation", "5:11 missing-translation"]


def test_scalars_are_converted_to_the_requested_type(tmp_path: Path) -> None:
    fields = facts(tmp_path)
    assert (fields.flag("yes"), fields.flag("no"), fields.flag("absent", True)) == (True, False, True)
    assert (fields.number("size"), fields.number("code"), fields.number("absent")) == (12.1, None, None)
    assert (fields.raw("size"), fields.raw("code"), fields.raw("no"), fields.raw("empty")) == (
        "12.10",
        "0104",
        "no",
        "",
    )
    assert (fields.plain("size"), fields.plain("no")) == ("12.10", "no")
    assert (fields.strings("many"), fields.strings("one"), fields.strings("empty")) == (("1", "no"), ("alene",), ())


def test_absent_keys_read_as_empty(tmp_path: Path) -> None:
    fields = facts(tmp_path)
    assert (fields.has("empty"), fields.has("absent"), fields.has("words")) == (False, False, True)
    assert (fields.rich("absent"), fields.plain("absent"), fields.list("absent"), fields.path("absent")) == (
        (),
        "",
        (),
        "",
    )
    assert fields.mapping("absent").keys() == ()
    assert fields.at("absent") == fields.at() == fields.node.at
    assert fields.at("half").line == 4
    assert fields.resolver.findings == ()


def test_lists_of_texts_may_be_per_language_or_referenced_by_path(tmp_path: Path) -> None:
    def words(fields: Fields, key: str) -> list[str]:
        return ["".join(piece.text for piece in rich) for rich in fields.rich_list(key)]

    norwegian, english = facts(tmp_path), facts(tmp_path, language="en")
    assert (words(norwegian, "reasons"), words(english, "reasons")) == (["En", "to"], ["One", "to"])
    assert (words(norwegian, "by_language"), words(english, "by_language")) == (["a", "b"], ["c"])
    assert words(norwegian, "to_reasons") == ["En", "to"]


def test_lists_of_entries_may_contain_texts_or_be_referenced_by_path(tmp_path: Path) -> None:
    fields = facts(tmp_path, language="en")
    assert [thing.plain("name") for thing in fields.list("things")] == ["A", "Only", "tekst"]
    assert [thing.plain("name") for thing in fields.list("to_things")] == ["Life science", "ICT"]


@pytest.mark.parametrize(
    ("key", "finding", "help"),
    [
        ("lost", "error unknown-path", "Did you mean `clusters`?"),
        ("to_text", "error unknown-path", "leads to a text"),
    ],
)
def test_an_unresolved_path_is_reported(key: str, finding: str, help: str, tmp_path: Path) -> None:
    fields = facts(tmp_path)
    assert fields.list(key) == ()
    assert told(fields) == [finding]
    assert help in fields.resolver.findings[0].message + fields.resolver.findings[0].hint


@pytest.mark.parametrize(
    ("key", "shown", "findings"),
    [
        ("blank", "Sted", []),
        ("link", "Sted", []),
        ("uses_blank", "!", ["warning unfilled-blank"]),
        ("bad", "", ["error unknown-fact"]),
        ("cycle", "", ["error fact-cycle"]),
        ("evil", "x", ["error unsafe-link"]),
        ("spaced", "[x](https://a.no/b c.pdf)", ["warning unread-link"]),
        ("away", "x", ["error unknown-slide"]),
    ],
)
def test_faults_of_a_text_are_reported_when_it_is_read(
    key: str, shown: str, findings: list[str], tmp_path: Path
) -> None:
    fields = facts(tmp_path)
    if key == "blank":
        shown, findings = "[Sted]", ["warning unfilled-blank"]
    assert fields.plain(key) == shown
    assert told(fields) == findings


def test_an_undefined_fact_is_reported_at_the_text(tmp_path: Path) -> None:
    fields = facts(tmp_path)
    fields.plain("bad")
    assert said(fields.resolver.findings) == ["23:10 unknown-fact"]
    assert fields.resolver.findings[0].hint == "Did you mean `alliance.founded`?"


def test_an_unfilled_meeting_field_is_reported_at_its_definition(tmp_path: Path) -> None:
    made = load(tmp_path)
    assert made.slides[0].fields.plain("title") == "[Tittel]"
    assert said(made.resolver.findings) == ["6:15 unfilled-blank"]


def test_a_link_to_a_slide_left_out_of_this_deck_is_a_warning(tmp_path: Path) -> None:
    fields = facts(tmp_path, audience="board")
    assert fields.rich("words") == (Inline("Ord", True), Inline(" "), Inline("her"))
    assert told(fields) == ["warning left-out-slide"]


def test_a_chain_of_too_many_facts_is_reported_as_a_cycle(tmp_path: Path) -> None:
    links = "".join(f'  f{n}: "{{{{ member.f{n + 1} }}}}"\n' for n in range(60))
    made = load(tmp_path, f"member:\n{links}  f60: x\n{SMALL}")
    assert made.fields.mapping("member").plain("f50") == "x"
    made.fields.mapping("member").plain("f0")
    assert [finding.code for finding in made.resolver.findings] == ["fact-cycle"]


def test_nested_facts_cannot_grow_exponentially(tmp_path: Path) -> None:
    links = "".join(f'  f{n}: "{{{{ member.f{n + 1} }}}}{{{{ member.f{n + 1} }}}}"\n' for n in range(19))
    made = load(tmp_path, f"member:\n{links}  f19: xxxx\n{SMALL}")
    assert len(made.fields.mapping("member").plain("f0")) <= 10_000
    assert "output-limit" in [finding.code for finding in made.resolver.findings]


PICTURE = SMALL.replace('title: "{{ meeting.title }}"', "title: x\n    picture: PATH")


def picture(folder: Path, path: str) -> tuple[str, list[str]]:
    made = load(folder, PICTURE.replace("PATH", path))
    found = made.slides[0].fields.path("picture")
    return found, [f"{finding.code} {finding.hint}" for finding in made.resolver.findings]


def test_a_file_is_found_beside_the_outline_and_in_the_folder_that_contains_decks(tmp_path: Path) -> None:
    decks = tmp_path / "decks"
    for folder in (decks, tmp_path / "assets"):
        folder.mkdir()
        (folder / f"{folder.name}.png").write_bytes(b"")
    assert picture(decks, "decks.png") == (str(decks / "decks.png"), [])
    assert picture(decks, "assets/assets.png") == (str(tmp_path / "assets" / "assets.png"), [])
    assert picture(decks, "../assets/assets.png") == (str(tmp_path / "assets" / "assets.png"), [])
    assert picture(decks, "deks.png") == ("", ["missing-file Did you mean `decks.png`?"])


def test_an_asset_of_the_package_is_found_from_anywhere(tmp_path: Path) -> None:
    found, findings = picture(tmp_path, "assets/locales/nb.json")
    assert findings == []
    assert found.endswith(os.path.join("assets", "locales", "nb.json"))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../secret.png", "outside-workspace"),
        ("assets/../../secret.png", "outside-workspace"),
        ("/etc/passwd", "bad-path"),
        ("'~/secret.png'", "bad-path"),
        ("'C:\\secret.png'", "bad-path"),
        ("'sub\\a.png'", "bad-path"),
        ("link.png", "outside-workspace"),
        ("folder/secret.png", "outside-workspace"),
        ("sub", "missing-file"),
    ],
)
def test_a_path_cannot_leave_the_workspace(path: str, code: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(b"")
    try:
        (inside / "link.png").symlink_to(tmp_path / "secret.png")
        (inside / "folder").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this system does not let this user make symbolic links")
    found, findings = picture(inside, path)
    assert found == ""
    assert [finding.partition(" ")[0] for finding in findings] == [code]
