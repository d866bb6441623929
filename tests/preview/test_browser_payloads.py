"""What strangers write runs nowhere: not on the page, not in a deck's web page, not in a report, even without the policy.

The policy of each page (Content-Security-Policy) is switched off here, so that one slip is not hidden by the other wall.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from osloregion_slides.cli import main
from tests.batch.sample import inside
from tests.preview.browser import Preview, painted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import Opens

RUN = "top.ran=1"
PLAIN = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea><script>{RUN}</script>",
    f"--><script>{RUN}</script><!--",
    f"]]><script>{RUN}</script>",
    f"<img id=ran src=x onerror={RUN}>",
    f'"><img id=ran src=x onerror="{RUN}">',
    f"'><img id=ran src=x onerror='{RUN}'>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onload='{RUN}' onanimationstart='{RUN}' x='",
    f"<svg id=ran onload={RUN}></svg>",
    f"<svg id=ran><animate onbegin={RUN} attributeName=x dur=1s /></svg>",
    f"</svg></g></text><svg id=ran><script>{RUN}</script></svg>",
    f"<iframe id=ran srcdoc='<script>{RUN}</script>'></iframe>",
    f"<a id=ran href=javascript:{RUN}>x</a>",
    f"<details id=ran open ontoggle={RUN}>",
    "<link id=ran rel=stylesheet href=//ran.invalid/a.css>",
    "</style><style id=ran>@import '//ran.invalid/b.css'; *{background:url(//ran.invalid/c)}",
    "x;background:url(//ran.invalid/d)",
    f"<math><mtext><table><mglyph><style><img id=ran src=x onerror={RUN}>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;img id=ran src=x onerror={RUN}&#62;",
    f'\u2028{RUN}//\u2029";{RUN}//',
    f"\\u003cimg id=ran src=x onerror={RUN}\\u003e\\'-({RUN})-'",
    f"`${{{RUN}}}`",
    "<base id=ran href=//ran.invalid/><meta id=ran http-equiv=refresh content='0;url=//ran.invalid/e'>",
)
"""25 texts that mean something to a browser where they are not escaped; each shows what it did, or asks a host."""
MARKED = (f"[x](javascript:{RUN})", f"[x](data:text/html,<script>{RUN}</script>)", "{{ 7 * 7 }}", "{% raw %}<b id=ran>")
"""Texts that the outline's own language reads; in cells of a table they are only texts."""
FILE = f"<img id=ran src=x onerror={RUN}>"


def quoted(text: str) -> str:
    return json.dumps(text)


def outline(name: str) -> str:
    """Return an outline with the texts in titles, texts, descriptions, notes, names and cells."""
    rows = "".join([f"  - [{quoted(text)}, {number}]\n" for number, text in enumerate(PLAIN[:6])])
    slides = "".join(
        [
            f"- id: s{number}\n  kind: bullets\n  title: {quoted(text)}\n  items: [{quoted(text)}]\n"
            f"  notes: {quoted(text)}\n"
            for number, text in enumerate(PLAIN)
        ]
    )
    return (
        f"deck: {name}\ntitle: {quoted(PLAIN[1])}\nlanguage: nb\nbrand: osloregionen\n"
        f"meeting: {{title: {quoted(PLAIN[0])}, place: {quoted(PLAIN[6])}}}\n"
        f"data:\n  cells: cells.csv\nslides:\n{slides}"
        f"- id: table\n  kind: table\n  title: Tabell\n  columns: [{quoted(PLAIN[7])}, Tall]\n  rows:\n"
        f"{rows}"
        f"- id: bar\n  kind: chart\n  title: Diagram\n  alt: {quoted(PLAIN[6])}\n  type: bar\n"
        f"  categories: [{quoted(PLAIN[0])}, {quoted(PLAIN[8])}]\n  series: [{{name: {quoted(PLAIN[5])}, values: [1, 2]}}]\n"
    )


def broken(name: str) -> str:
    """Return an outline whose findings say the texts: keys, kinds, ids, links, files and expressions that are wrong."""
    wrong = "".join(
        [
            f"- id: b{number}\n  kind: {quoted(text)}\n  title: {quoted(text)}\n  {quoted(text)}: 1\n  image: {quoted(text)}\n"
            for number, text in enumerate((*PLAIN, *MARKED))
        ]
    )
    return f"deck: {name}\ntitle: T\nlanguage: nb\nbrand: osloregionen\nslides:\n{wrong}"


def cells() -> str:
    return "name,figure\n" + "".join(
        ['"' + text.replace('"', '""') + f'",{number}\n' for number, text in enumerate((*PLAIN, *MARKED))]
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Preview, Path]]:
    """Return a preview of such an outline, and a folder with its web page, its deck and a report."""
    preview = Preview(tmp_path_factory.mktemp("payloads") / "w", outline("osloregionen"))
    decks = preview.folder / "decks"
    (decks / "cells.csv").write_text(cells(), encoding="utf-8")
    (decks / "broken.yaml").write_text(broken("broken"), encoding="utf-8")
    named = decks / f"{FILE}.yaml" if os.name != "nt" else decks / "named.yaml"
    named.write_text(outline("named"), encoding="utf-8")
    with inside(preview.folder):
        assert main(["build", "decks/osloregionen.yaml", "--to", "html", "--notes", "-o", "page.html"]) == 0
        assert main(["build", "decks/osloregionen.yaml", "-o", f"{FILE}.pptx"]) == 0
        outlines = ["decks/osloregionen.yaml", "decks/broken.yaml", str(named.relative_to(preview.folder))]
        for _ in "12":  # the second one shows what changed
            main(["build", *outlines, "--report", "report.html"])
            preview.save(("title: Tabell", f"title: {quoted(PLAIN[5])}")) if _ == "1" else None
    yield preview.start(), preview.folder
    preview.stop()


def harmless(page: Page, least: int) -> None:
    """Wait a while; nothing of the texts ran, became an element or an address, and so many of them are seen."""
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('#ran').length") == 0
    addresses = page.evaluate(
        "[...document.querySelectorAll('[href],[src]')].map((one) => one.href?.baseVal ?? one.href ?? one.src)"
    )
    assert [one for one in addresses if str(one).lower().startswith(("javascript:", "vbscript:", "data:text"))] == []
    handlers = (
        "[...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((a) => a.name.startsWith('on')))"
    )
    assert page.evaluate(f"{handlers}.length") == 0
    assert page.content().count("top.ran") >= least


@pytest.mark.slow
@pytest.mark.parametrize("name", ["page.html", "report.html"])
def test_exported_pages_execute_no_injected_script(name: str, made: tuple[Preview, Path], opened: Opens) -> None:
    page = opened((made[1] / name).as_uri(), bypass_csp=True)
    harmless(page, 20)


@pytest.mark.slow
def test_the_preview_executes_no_injected_script(made: tuple[Preview, Path], opened: Opens) -> None:
    preview, folder = made
    page = opened(preview.url, bypass_csp=True)
    painted(page, 27)
    harmless(page, 20)
    page.locator("#tiles a").nth(6).click()
    page.locator("#stage svg").wait_for()
    harmless(page, 5)
    page.locator("#view-tables").click()
    for table in page.eval_on_selector_all("#table-of option", "(all) => all.map((one) => one.value)"):
        page.locator("#table-of").select_option(table)
        page.locator("#table tbody tr").first.wait_for()
        harmless(page, 1)
    preview.save(("title: Diagram", f"title: {quoted(PLAIN[7])}"))
    page.locator("#drop-file").set_input_files(str(folder / f"{FILE}.pptx"))
    page.locator(".line").first.wait_for()
    harmless(page, 1)


@pytest.mark.slow
def test_findings_in_the_preview_execute_no_injected_script(made: tuple[Preview, Path], opened: Opens) -> None:
    preview, _ = made
    preview.outline.write_text(broken("osloregionen"), encoding="utf-8")
    page = opened(preview.url, bypass_csp=True)
    page.wait_for_function("document.body.textContent.includes('top.ran')")
    for summary in page.locator("summary:visible").all():
        summary.click()
    harmless(page, 10)
