from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Location
from osloregion_slides.batch.jobs import PLACES, deck_name, faults, name_fault, same_file, slug

AT = Location("builds.yaml", 3, 11)
VALUES = {"outline": "osloregionen", "audience": "", "language": "nb", "date": "", "member": "Øvre Eiker"}


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{outline}-{audience}-{language}-{date}", "osloregionen-nb.pptx"),
        ("{language}/{outline}-{audience}", "nb/osloregionen.pptx"),
        ("{audience}/{member}", "øvre-eiker.pptx"),
        ("Til {member}.pptx", "Til øvre-eiker.pptx"),
        ("{outline}", "osloregionen.pptx"),
    ],
)
def test_an_empty_part_of_a_name_is_removed_with_its_hyphen(pattern: str, name: str) -> None:
    assert deck_name(pattern, VALUES) == name
    assert name_fault(name, AT) is None


@pytest.mark.parametrize(
    "name",
    [".pptx", "../x.pptx", "a/../b.pptx", "a:b.pptx", "a\\b.pptx", "con.pptx", "x/NUL.1.pptx", "æ" * 200 + ".pptx"]
    + ["com¹.pptx", "a/lpt².b.pptx", "conin$.pptx", "CONOUT$.pptx", "／etc/x.pptx", "․․/x.pptx", "‥/x.pptx"]
    + ["~$deck.pptx", "a/~$b/c.pptx", "aux .pptx", "com³/a.pptx", "日" * 70 + ".pptx", "a/" + "ø" * 101 + ".pptx"]
    + ["a\u200bb.pptx", "a\u2028b.pptx", "a\x85b.pptx", "a\xa0b.pptx"],
)
def test_names_that_an_operating_system_forbids_are_rejected(name: str) -> None:
    fault = name_fault(name, AT)
    assert fault is not None
    assert (fault.code, fault.at) == ("bad-name", AT)


@pytest.mark.parametrize("name", ["øvre-eiker.pptx", "½ år.pptx", "日本：語.pptx", "com10.pptx", "console.pptx"])
def test_names_in_other_scripts_are_accepted(name: str) -> None:
    assert name_fault(name, AT) is None


def test_an_absolute_name_pattern_is_rejected() -> None:
    assert [fault.code for fault in faults("/{outline}", PLACES, AT)] == ["bad-name"]
    assert faults("{audience}/{outline}", PLACES, AT) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A.pptx", "a.pptx", True),
        ("å.pptx", "a\u030a.pptx", True),
        ("Å.pptx", "a\u030a.pptx", True),
        ("straße.pptx", "STRASSE.pptx", True),
        ("å.pptx", "a.pptx", False),
        ("o.pptx", "ø.pptx", False),
    ],
)
def test_names_that_are_the_same_file_on_some_system_are_duplicates(one: str, other: str, same: bool) -> None:
    assert (same_file(one) == same_file(other)) is same


def test_an_unknown_name_field_is_reported_with_the_nearest_one() -> None:
    (fault,) = faults("{outline}-{langage}", PLACES, AT)
    assert fault.code == "unknown-place"
    assert "language" in fault.hint


@given(st.dictionaries(st.sampled_from(sorted(VALUES)), st.text(max_size=30)))
def test_no_value_can_leave_the_output_folder(values: dict[str, str]) -> None:
    name = deck_name("{outline}/{member}-{audience}", {**VALUES, **values})
    assert name_fault(name, AT) is not None or not {"..", "."} & set(name.split("/"))
    assert not name.startswith("/")
    assert all(slug(value) == slug(slug(value)) for value in values.values())
