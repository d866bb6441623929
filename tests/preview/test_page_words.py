"""The texts of the page: all there in both languages, and the page loads nothing from elsewhere."""

from __future__ import annotations

import json
import re

from tests.conftest import REPOSITORY

PAGES = REPOSITORY / "templates" / "pages"
WORDS = json.loads((PAGES / "preview.words.json").read_text(encoding="utf-8"))
TEXTS = {name: (PAGES / f"preview.{name}").read_text(encoding="utf-8") for name in ("html.jinja", "css")}
SCRIPTS = [PAGES / "preview.js", *(PAGES / "preview").glob("*.js"), PAGES / "site" / "transport.js"]
TEXTS["js"] = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
SEVERITIES = {"error", "warning", "note"}


def test_both_languages_have_the_same_words_with_the_same_fields() -> None:
    nb, en = WORDS["nb"], WORDS["en"]
    assert list(nb) == list(en)
    texts = [name for name in nb if isinstance(nb[name], str)]
    assert [name for name in texts if not nb[name].strip() or not en[name].strip()] == []
    assert [name for name in texts if nb[name].count("{}") != en[name].count("{}")] == []


def test_the_words_used_by_the_page_are_exactly_the_defined_ones() -> None:
    named = set(re.findall(r"\bwords\.(\w+)", TEXTS["html.jinja"] + TEXTS["js"]))
    assert named - set(WORDS["nb"]) == set()
    quoted = set(re.findall(r"\"(\w+)\"", TEXTS["js"])) | SEVERITIES | {"title", "place", "date", "speaker"}
    assert set(WORDS["nb"]) - named - quoted == set()


def test_the_page_uses_no_other_host_and_no_inline_script_or_style() -> None:
    assert [name for name, text in TEXTS.items() if re.search(r"https?://|//[a-z]+\.", text)] == []
    page = TEXTS["html.jinja"]
    assert not re.search(r"\son\w+=|<style|\sstyle=", page)
    assert re.findall(r"<script(?! type=\"(?:module\" src=|application/json\"))", page) == []
