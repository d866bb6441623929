"""No English word on the Norwegian page: its own words, the catalogue of findings, and every state that is reached."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from osloregion_slides.base import messages
from tests.conftest import REPOSITORY
from tests.preview.browser import OUTLINE_CHANGES, Preview, painted

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.preview.conftest import Opens

WORDS = json.loads((REPOSITORY / "templates" / "pages" / "preview.words.json").read_text(encoding="utf-8"))
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """an of and or to is are was were been it its this that these those with without from by on as not no but which
        who what where when why how has have cannot could will would must should may might does did you your we they
        their there than then only also other another each every any some most less same new two first last next file
        folder slide slides text texts title deck outline meeting place date speaker word words line lines name names
        number column cell table sheet key language members project save close remove hide move back again change
        changed changes error errors warning missing found expected unknown run write read made give given choose pick
        press click look the""",
    )
) - {"to", "is", "no", "as", "on", "by", "cell", "last"}
"""Words of English sentences that are not Norwegian words too."""
QUOTED = re.compile(r"`[^`]*`|«[^»]*»|“[^”]*”|\{[^}]*\}|https?:\S+|\S+[./:@=]\S+|[\w#-]+-[\w-]+|\b[A-Z][\w-]*")


def words(text: str) -> frozenset[str]:
    """Return the words of a text in lower case, without what it quotes, names and addresses."""
    return frozenset(re.findall(r"[a-zæøå]+", QUOTED.sub(" ", text.replace("Fix:", " "))))


def english(text: str) -> list[str]:
    """Return the words of a text that are English and not Norwegian."""
    found = words(text.replace("\n", " "))
    return sorted(found & (ENGLISH))


def test_the_language_test_detects_english_and_accepts_norwegian() -> None:
    assert english("Velg the file og lagre") == ["file", "the"]
    assert english("Lysbildet er tegnet på nytt. Skriv det her.") == []


def test_no_sentence_of_the_norwegian_page_is_english() -> None:
    def texts(value: object) -> list[str]:
        return [one for each in value.values() for one in texts(each)] if isinstance(value, dict) else [str(value)]

    said = {name: english(" ".join(texts(value))) for name, value in WORDS["nb"].items() if name != "other_ui_label"}
    assert {name: found for name, found in said.items() if found} == {}


def test_no_sentence_of_the_norwegian_catalogue_is_english() -> None:
    folder = Path(messages.__file__).parent.parent / "locale" / "nb"
    found = {}
    for path in sorted(folder.glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith(">") and (left := english(line.replace("Fix:", ""))):
                found[f"{path.name}:{number}"] = left, line
    assert found == {}


# every state that a person reaches, its texts read as they stand on the page; texts of the deck say their language

SAID = """() => {
  const own = (node) => node.closest("[lang]").lang === "nb" && !node.closest("pre, code, #stage, svg, .cards strong, option");
  const seen = (node) => node.checkVisibility();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [document.title];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (own(node) && seen(node)) texts.push(walker.currentNode.data);
  }
  for (const node of document.querySelectorAll("[aria-label], [title], [placeholder]"))
    if (own(node) && seen(node) && node.id !== "other-ui")
      for (const name of ["aria-label", "title", "placeholder"]) texts.push(node.getAttribute(name) || "");
  return texts.join("\\n");
}"""


def clean(page: Page, state: str) -> None:
    page.wait_for_timeout(150)
    left = [(line, english(line)) for line in page.evaluate(SAID).split("\n") if english(line)]
    assert left == [], state


@pytest.mark.slow
def test_no_state_of_the_norwegian_page_has_an_english_word(
    preview: Preview, opened: Opens, edited: Path, tmp_path: Path
) -> None:
    page = opened(f"{preview.url}/?ui=nb", size=(1280, 900))
    painted(page, 13)
    clean(page, "sheet")
    for summary in page.locator("summary").all():
        summary.click()
    clean(page, "findings")
    for name in ("members", "strategy.projects", "~texts"):
        page.locator("#view-tables").click()
        page.locator("#table tbody tr").first.wait_for()
        page.locator("#table-of").select_option(name)
        clean(page, name)
    page.locator("#table-of").select_option("members")
    page.get_by_label("Til, Oslo").first.fill("1.1.1999")
    page.locator("#table-save .big").click()
    page.locator("#tables-outcome .failed").wait_for()
    clean(page, "a row that would be an error")
    page.locator("#table-discard").click()
    page.locator("#view-start").click()
    clean(page, "start")
    for view in ("#~compare", "#background", "#members"):
        page.evaluate("(view) => { location.hash = view; }", view)
        page.wait_for_timeout(400)
        clean(page, view)
    for button, closes in (("#share-open", "#share"), ("#help-open", "#help")):
        page.locator(button).click()
        clean(page, button)
        page.locator(f"{closes} form button").click()
    page.evaluate("() => { location.hash = '~compare'; }")
    page.locator("#a-kind").select_option("file")
    page.locator("#a-path").fill("nothing.yaml")
    page.locator("#against button").click()
    page.locator("#compared .failed").wait_for()
    clean(page, "compared with a file that is not there")
    page.evaluate("() => { location.hash = ''; }")
    page.locator("#m-title").fill("Styremøte")
    page.locator("#get").click()
    page.locator("#get-outcome .good").wait_for()
    clean(page, "downloaded")
    preview.save(*OUTLINE_CHANGES)
    page.locator("#drop-file").set_input_files(str(edited))
    page.locator(".line.conflict").wait_for()
    clean(page, "plan")
    page.locator("#v-as-of").fill("2007-12-31")
    page.locator(".line", has_text="56").first.wait_for()
    clean(page, "plan over a change of members")
    (tmp_path / "broken.pptx").write_bytes(b"PK")
    page.locator("#drop-file").set_input_files(str(tmp_path / "broken.pptx"))
    page.locator("#planned .failed").wait_for()
    clean(page, "a deck that cannot be read")
    page.evaluate("() => { location.hash = ''; }")
    for old, new in (
        ("    kind: pillars\n", "    kind: pilars\n"),
        ("members: data/members.csv ", "members: data/nobody.csv "),
        ("as_of: 2008-01-01 ", "as_of: 2008-13-01 "),
        ("\nslides:", "\nslidez: 1\nslides:"),
        ("    kind: pillars\n", "    kind: pillars\n    fit: [\n"),
    ):
        preview.save((old, new))
        page.get_by_role("alert").wait_for()
        page.wait_for_timeout(600)
        clean(page, new)
        preview.save((new, old))
        page.get_by_role("alert").wait_for(state="hidden")
    preview.stop()
    page.locator("#status[data-state=offline]").wait_for()
    clean(page, "offline")
