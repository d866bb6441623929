from __future__ import annotations

import pytest

from osloregion_slides.outline.variants import set_value, steps_of, vary
from tests.outline.sample import SCHEMA, SMALL, plain, said, tree

DOCUMENT = tree(SMALL)


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("meeting.title", ("meeting", "title")),
        ("slides[first].title", ("slides", "first", "title")),
        ("strategy.clusters[life-science].name.nb", ("strategy", "clusters", "life-science", "name", "nb")),
        ("title", ("title",)),
        ("", ()),
        (".title", ()),
        ("a..b", ()),
        ("a[b", ()),
        ("a.", ()),
    ],
)
def test_a_path_has_these_steps(path: str, steps: tuple[str, ...]) -> None:
    assert steps_of(path) == steps


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("meeting.title", ("meeting", "title")),
        ("meeting.date", ("meeting", "date")),
        ("brand", ("brand",)),
        ("strategy.clusters[ict].name.en", ("strategy", "clusters", 1, "name", "en")),
        ("slides[first].subtitle", ("slides", 0, "subtitle")),
        ("slides.second.title", ("slides", 1, "title")),
    ],
)
def test_a_setting_changes_one_value_or_adds_one_that_the_schema_knows(path: str, where: tuple[str | int, ...]) -> None:
    document, findings = set_value(DOCUMENT, path, "Ny: {{ verdi }}", SCHEMA)
    assert findings == ()
    value = plain(document)
    for step in where:
        value = value[step]
    assert value == "Ny: {{ verdi }}"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("meeting.titel", "Did you mean `title`?"),
        ("meting.title", "Did you mean `meeting`?"),
        ("slides[frist].title", "Did you mean `first`?"),
        ("slides[second].subtitle", "Did you mean `title`?"),
        ("deck.name", ""),
        ("a..b", "meeting.title"),
    ],
)
def test_an_unknown_path_is_an_error_with_the_nearest_name(path: str, hint: str) -> None:
    document, findings = set_value(DOCUMENT, path, "x", SCHEMA)
    assert document is DOCUMENT
    assert [(finding.code, str(finding.at)) for finding in findings] == [("unknown-path", f"--set {path}")]
    assert hint in findings[0].hint


def test_an_unpaired_surrogate_from_a_console_is_an_error() -> None:
    assert said(set_value(DOCUMENT, "title", "a\udce5", SCHEMA)[1]) == ["control-character"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Møte", "Møte"),
        ("{nb: Møte, en: Meeting}", {"nb": "Møte", "en": "Meeting"}),
        (' { en : "A, b" , nb: Møte } ', {"nb": "Møte", "en": "A, b"}),
        ("{en: Meeting}", {"nb": "Hei", "en": "Meeting"}),
        ("{all: Life science}", {"all": "Life science"}),
        ("{nb: [a]}", "{nb: [a]}"),
        ("{{ meeting.place }}", "{{ meeting.place }}"),
        ("{date}", "{date}"),
    ],
)
def test_a_setting_can_give_a_text_in_several_languages(text: str, title: object) -> None:
    document = tree("deck: a\nmeeting: {title: {nb: Hei, en: Hello}}\nslides: []\n")
    plainly = tree("deck: a\nmeeting: {title: Hei}\nslides: []\n")
    varied, _, _ = vary((plainly,), "", (("meeting.title", text),), SCHEMA)
    assert plain(varied)["meeting"]["title"] == (title if text != "{en: Meeting}" else {"en": "Meeting"})
    varied, _, findings = vary((document,), "", (("meeting.title", text),), SCHEMA)
    assert (plain(varied)["meeting"]["title"], findings) == (title, ())


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("{nb: Hei, en: Hello, sv: Hej}", {"nb": "Ny", "en": "Hello", "sv": "Hej"}),
        ("{nb: Hei, en: Hello}", {"nb": "Ny", "en": "Hello"}),
        ("{en: Hello}", {"nb": "Ny", "en": "Hello"}),
        ("{all: Hei}", {"nb": "Ny", "en": "Hei", "sv": "Hei"}),
        ("Hei", {"nb": "Ny", "en": "Hei", "sv": "Hei"}),
        ('""', {"nb": "Ny"}),
        ("", {"nb": "Ny"}),
        (None, {"nb": "Ny"}),
        ("[{from: 2007, nb: Hei}, {from: 2009, nb: Hallo}]", "unknown-path"),
    ],
)
@pytest.mark.parametrize("path", ["meeting.title", "strategy.clusters[ict].name", "slides[one].kicker"])
def test_a_setting_in_one_language_leaves_the_others_unchanged(was: str | None, now: object, path: str) -> None:
    field = "" if was is None else f", FIELD: {was}"
    text = (
        "deck: a\nlanguages: [nb, en, sv]\nmeeting: {place: Oslo, FIELD}\nstrategy: {clusters: [{id: ict, FIELD}]}\n"
        "slides: [{id: one, kind: points, FIELD}]\n"
    ).replace(", FIELD", field)
    document = tree(text.replace("FIELD", path.rpartition(".")[2]))
    changed, findings = set_value(document, f"{path}.nb", "Ny", SCHEMA)
    value = plain(changed)
    for step in path.replace("[ict]", ".0").replace("[one]", ".0").split("."):
        value = value[int(step) if step.isdigit() else step] if not findings else value
    missing = was is None and path.startswith("strategy")  # a key that neither the outline nor the schema has
    assert ([one.code for one in findings] or [value]) == (["unknown-path"] if missing else [now])
    assert said(set_value(document, f"{path}.de", "Ny", SCHEMA)[1]) == ["unknown-path"]
    assert said(set_value(document, "deck.nb", "Ny", SCHEMA)[1]) == ["unknown-path"]
