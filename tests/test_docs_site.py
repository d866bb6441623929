"""The documents as a site: every link leads somewhere, and every kind, finding and function has its place."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from types import ModuleType

import pytest

import osloregion_slides
from osloregion_slides.base import messages
from tests.conftest import REPOSITORY


@pytest.fixture(scope="module")
def site() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_site", REPOSITORY / "docs" / "make_site.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prose(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", title).strip().lower().replace(" ", "-") for title in titles}


def test_every_link_of_the_site_resolves(site: ModuleType) -> None:
    pages = site.pages()
    assert {f"{name}.md" for names in site.NAV.values() for name in names.split()} | {"index.md"} == set(pages)
    links = [(page, link) for page, text in pages.items() for link in re.findall(r"\]\(([^)\s]*)", prose(text))]
    assert len(links) > 50
    for page, link in links:
        name, _, anchor = link.partition("#")
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        assert name in ("", *pages) or (REPOSITORY / "docs" / name).is_file(), (page, link)
        assert not anchor or anchor in anchors(pages[name or page]), (page, link)


def test_every_slide_type_finding_and_function_is_on_its_page(site: ModuleType) -> None:
    pages = site.pages()
    kinds = {name.removeprefix("slide_") for name in osloregion_slides.read_schema()["$defs"] if name[:6] == "slide_"}
    assert kinds <= anchors(pages["kinds.md"])
    assert messages.codes() <= anchors(pages["findings.md"])
    functions = {name.lower() for name in osloregion_slides.__all__ if callable(getattr(osloregion_slides, name))}
    assert functions <= anchors(pages["api.md"])


@pytest.mark.slow
def test_the_site_is_built_without_a_warning() -> None:
    pytest.importorskip("mkdocs")
    done = subprocess.run([sys.executable, "docs/make_site.py"], cwd=REPOSITORY, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
