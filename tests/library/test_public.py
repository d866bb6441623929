"""The library as its users meet it: names, signatures, help, examples that run."""

from __future__ import annotations

import doctest
import inspect
import os
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pytest

import osloregion_slides
from osloregion_slides import service, service_copies, service_import, service_pull, service_update
from tests.conftest import REPOSITORY

FUNCTIONS = sorted(name for name in osloregion_slides.__all__ if inspect.isfunction(getattr(osloregion_slides, name)))
VARIANT = {"audience", "language", "as_of", "settings"}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, new, with the outlines in decks/."""
    import shutil

    ignored = shutil.ignore_patterns(".bases")
    shutil.copytree(REPOSITORY / "decks", tmp_path / "decks", ignore=ignored)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "module",
    [osloregion_slides, service, service_copies, service_import, service_pull, service_update],
    ids=lambda module: module.__name__,
)
def test_every_docstring_example_runs_with_the_stated_result(module: object, workspace: Path) -> None:
    public = {name: getattr(osloregion_slides, name) for name in osloregion_slides.__all__}
    examples = doctest.DocTestFinder().find(module, globs=public)
    failed = [doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(example).failed for example in examples]
    assert sum(failed) == 0
    assert any(example.examples for example in examples)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_public_functions_have_examples_typed_parameters_and_documented_exceptions(name: str) -> None:
    function = getattr(osloregion_slides, name)
    document = inspect.getdoc(function) or ""
    signature = inspect.signature(function)
    untyped = [one.name for one in signature.parameters.values() if one.annotation is inspect.Parameter.empty]
    assert untyped == []
    assert signature.return_annotation is not inspect.Signature.empty
    assert ">>> " in document
    undescribed = set(signature.parameters) - VARIANT - set(re.findall(r"``([a-z_]+)(?:=[^`]*)?``", document))
    assert {one for one in undescribed if one not in re.findall(r"[a-z_]+", document)} == set()


def test_help_on_the_package_lists_every_public_function_with_its_signature() -> None:
    text = pydoc.plain(pydoc.render_doc(osloregion_slides))
    assert [name for name in FUNCTIONS if f"    {name}(" not in text] == []
    assert "build(outline: 'Outline | Path', *, audience: 'str' = ''" in text


@pytest.mark.parametrize("name", ["Built", "Finding", "Merged", "Planned", "Location", "Updated"])
def test_the_signature_of_a_record_lists_its_fields_and_is_callable(name: str) -> None:
    record = getattr(osloregion_slides, name)
    signature = inspect.signature(record)
    assert tuple(signature.parameters) == record.__fields__
    assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())
    required = {one.name: "x" for one in signature.parameters.values() if one.default is inspect.Parameter.empty}
    assert record(**required) == record(*required.values())


def test_importing_the_package_is_lazy_and_public_names_import_no_third_party_library() -> None:
    code = (
        "import sys; import osloregion_slides as o; few = [m for m in sys.modules if m.startswith('osloregion')];"
        "from osloregion_slides import *; dir(o);"
        "print(few, [m for m in ('pptx', 'jinja2', 'openpyxl', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['osloregion_slides'] []"


@pytest.mark.parametrize(("name", "module"), [("update", "plan"), ("render", "export")])
@pytest.mark.parametrize(
    "first",
    [
        pytest.param("pass", id="before the subpackage is imported"),
        pytest.param("import osloregion_slides.{name}.{module}", id="after it is imported by name"),
        pytest.param("from osloregion_slides.{name} import {module}", id="after a module of it is imported"),
        pytest.param("from osloregion_slides import {name}", id="after the function is imported"),
    ],
)
def test_a_public_function_is_not_shadowed_by_a_subpackage_of_the_same_name(name: str, module: str, first: str) -> None:
    code = (
        f"{first.format(name=name, module=module)}\nimport osloregion_slides, osloregion_slides.{name}.{module}\n"
        f"print(callable(osloregion_slides.{name}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_paths_dates_and_settings_are_accepted_in_every_typed_form(workspace: Path) -> None:
    from datetime import date

    from osloregion_slides import build

    plain = build("decks/osloregionen.yaml", as_of="2007-12-31", settings=(("meeting.title", "Møte"),)).data
    rich = build(Path("decks") / "osloregionen.yaml", as_of=date(2007, 12, 31), settings={"meeting.title": "Møte"}).data
    assert rich == plain


def test_save_refuses_to_overwrite_manual_edits_and_saves_updates(workspace: Path) -> None:
    from pptx import Presentation

    from osloregion_slides import InvalidInput, build, save, update

    deck = build("decks/osloregionen.yaml")
    path = Path("out") / "deck.pptx"
    save(path, deck)
    save(path, deck)  # as it is there already
    edited = Presentation(os.fspath(path))
    edited.slides[0].shapes.title.text_frame.text = "Skrevet for hånd"
    edited.save(os.fspath(path))
    with pytest.raises(InvalidInput) as refused:
        save(path, deck)
    assert [finding.code for finding in refused.value.findings] == ["deck-edited"]
    made = update(path, settings={"alliance.website": "www.example.no"})
    save(path, made)
    assert Presentation(os.fspath(path)).slides[0].shapes.title.text_frame.text == "Skrevet for hånd"
    save(path, deck, force=True)
    assert path.read_bytes() == deck.data


def test_an_update_refuses_to_replace_a_deck_edited_since_it_was_read(workspace: Path) -> None:
    from pptx import Presentation

    from osloregion_slides import InvalidInput, build, save, update

    save("deck.pptx", build("decks/osloregionen.yaml"))
    made = update("deck.pptx", settings={"alliance.website": "www.example.no"})
    edited = Presentation("deck.pptx")
    edited.slides[1].shapes.title.text_frame.text = "Etterpå"
    edited.save("deck.pptx")
    with pytest.raises(InvalidInput):
        save("deck.pptx", made)
    assert Presentation("deck.pptx").slides[1].shapes.title.text_frame.text == "Etterpå"


def test_an_update_that_fails_on_a_conflict_leaves_the_deck_unchanged(workspace: Path) -> None:
    from pptx import Presentation

    from osloregion_slides import build, save, update

    save("deck.pptx", build("decks/osloregionen.yaml"))
    edited = Presentation("deck.pptx")
    edited.slides[0].shapes.title.text_frame.text = "For hånd"
    edited.save("deck.pptx")
    found = Path("deck.pptx").read_bytes()
    settings = {"meeting.title": "Fra disposisjonen"}
    failed = update("deck.pptx", settings=settings, on_conflict="fail")
    assert failed.planned is not None
    assert (failed.data, failed.planned.plan.exit_code) == (found, 4)
    assert update("deck.pptx", settings=settings).data != found  # the control: the rest is updated
