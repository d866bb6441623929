"""A deck as PDF: what pdfua and pikepdf find in it, read as any reader of PDF would."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pytest

from osloregion_slides.base.findings import Location, finding
from osloregion_slides.cli import main
from osloregion_slides.render import export, printing
from osloregion_slides.render.printing import pdf_of
from osloregion_slides.service import build
from tests.render.chromium import needs_chromium

OUTLINE = """deck: a
title: Møte & (mål) <b>
language: nb
slides:
  - {id: one, kind: statement, title: Å være (eller ikke), notes: Si velkommen.}
  - id: two
    kind: bullets
    title: Punkter
    items: [Første, "Se [siden](https://a.no/x_(1))", "Til [slutten](#four)", {text: Andre, items: [Under, {text: To, items: [Dypt]}]}]
  - {id: secret, kind: statement, title: Skjult, hidden: true}
  - id: three
    kind: chart
    title: Tall
    alt: To søyler, den andre er høyest
    type: bar
    categories: [a, b]
    series: [{name: s, values: [1, 2]}]
  - id: four
    kind: table
    title: Tabell
    columns: [Navn, Antall]
    rows: [[Oslo, 1], [Asker, 2]]
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, bytes]:
    """Return the PDF of a deck made twice, and its handout."""
    needs_chromium()
    path = tmp_path_factory.mktemp("pdf") / "a.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    built = build(str(path))
    assert built.brand
    once, again = [pdf_of(built.deck, built.brand) for _ in "12"]
    return once, again, pdf_of(built.deck, built.brand, handout=True)


def elements(data: bytes) -> list[tuple[str, str]]:
    """Return the structure elements in reading order: their kinds and descriptions."""

    def walk(node: object) -> Iterator[tuple[str, str]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
            yield from walk(node.get("/K"))

    with pikepdf.open(BytesIO(data)) as document:
        return list(walk(document.Root.StructTreeRoot.K))


def errors(data: bytes, folder: Path) -> list[str]:
    (folder / "a.pdf").write_bytes(data)
    return [str(one) for one in pdfua.validate(str(folder / "a.pdf")).findings if "ERROR" in str(one.severity).upper()]


def test_a_pdf_is_reproducible_and_contains_no_date(drawn: tuple[bytes, bytes, bytes]) -> None:
    assert drawn[0] == drawn[1]
    assert b"Date" not in drawn[0] and b"Mozilla" not in drawn[0]


def test_varying_chromium_ids_are_removed_from_a_pdf(drawn: tuple[bytes, bytes, bytes]) -> None:
    assert drawn[0].count(b"/ID (node00000001)") == drawn[0].count(b"/ID (node00000002)") == 1
    other = drawn[0].replace(b"(node0000", b"(node0071")
    assert printing.completed(other, "a") == printing.completed(drawn[0], "a")


@pytest.mark.parametrize("kind", [0, 2])
def test_a_pdf_and_a_handout_have_no_pdf_ua_errors(
    kind: int, drawn: tuple[bytes, bytes, bytes], tmp_path: Path
) -> None:
    assert errors(drawn[kind], tmp_path) == []


@pytest.mark.parametrize("kind", [0, 2])
def test_a_pdf_has_title_language_and_embedded_fonts(kind: int, drawn: tuple[bytes, bytes, bytes]) -> None:
    with pikepdf.open(BytesIO(drawn[kind])) as document:
        assert (str(document.Root.Lang), document.Root.ViewerPreferences.DisplayDocTitle) == ("nb-NO", True)
        assert str(document.docinfo.Title) == "Møte & (mål) <b>"
        with document.open_metadata() as metadata:
            assert (metadata["dc:title"], metadata["pdfuaid:part"]) == ("Møte & (mål) <b>", "1")
        described = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        assert described and all([any(["FontFile" in key for key in list(one)]) for one in described])


def test_each_visible_slide_is_a_page_with_a_heading_and_a_bookmark(drawn: tuple[bytes, bytes, bytes]) -> None:
    with pikepdf.open(BytesIO(drawn[0])) as document:
        assert len(document.pages) == 4
        with document.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Å være (eller ikke)", "Punkter", "Tall", "Tabell"]
    assert [kind for kind, _ in elements(drawn[0])].count("/H1") == 4


def test_screen_readers_get_descriptions_tables_and_links(drawn: tuple[bytes, bytes, bytes]) -> None:
    found = elements(drawn[0])
    kinds = [kind for kind, _ in found]
    assert ("/Figure", "To søyler, den andre er høyest") in found
    assert [kinds.count(kind) for kind in ("/Link", "/Table", "/TR", "/TH", "/TD")] == [2, 1, 3, 2, 4]
    with pikepdf.open(BytesIO(drawn[0])) as document:
        links = [one for page in document.pages for one in page.get("/Annots", [])]
        assert [str(one.Contents) for one in links] == ["https://a.no/x_(1)", "#four"]


def below(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the structure elements right below one."""
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


def lists(node: pikepdf.Object) -> list[object]:
    """Return the lists below an element: each a list of its items, each of those the lists that are in it."""
    found: list[object] = []
    for child in below(node):
        if str(child.S) != "/L":
            found += lists(child)
            continue
        items = list(below(child))
        bodies = [list(below(item)) for item in items]
        assert {str(item.S) for item in items} == {"/LI"}
        assert all([[str(one.S) for one in body] == ["/LBody"] for body in bodies])
        assert all([one.P.objgen == body[0].objgen for body in bodies for one in below(body[0])])
        found.append([lists(body[0]) for body in bodies])
    return found


@pytest.mark.parametrize("kind", [0, 2])
def test_bullets_are_nested_lists_regardless_of_their_drawing(kind: int, drawn: tuple[bytes, bytes, bytes]) -> None:
    with pikepdf.open(BytesIO(drawn[kind])) as document:
        assert lists(document.Root.StructTreeRoot) == [[[], [], [], [[[], [[[]]]]]]]


def test_a_handout_is_on_a4_with_the_notes(drawn: tuple[bytes, bytes, bytes]) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(drawn[2])
    text = "".join([page.get_textpage().get_text_range() for page in document])
    assert [round(side) for side in document[0].get_size()] == [595, 842]
    assert "Si velkommen." in text and "Skjult" not in text
    assert "Si velkommen." not in "".join(
        [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(drawn[0])]
    )


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        ("q\n0 0 1 1 re\nf\nQ", "q\n/Artifact BMC\n0 0 1 1 re\nf\nEMC\nQ"),
        ("/P <</MCID 0 >>BDC\n0 0 1 1 re\nf\nEMC", "/P <</MCID 0 >>BDC\n0 0 1 1 re\nf\nEMC"),
        ("0 0 1 1 re\nW* n", "0 0 1 1 re\nW* n"),
        ("BT\n/F4 16 Tf\n<0014> Tj\nET", "/Artifact BMC\nBT\n/F4 16 Tf\n<0014> Tj\nET\nEMC"),
        ("/X5 Do", "/Artifact BMC\n/X5 Do\nEMC"),
        ("0 0 m\n1 1 l\nh\nS", "/Artifact BMC\n0 0 m\n1 1 l\nh\nS\nEMC"),
    ],
)
def test_content_outside_the_structure_is_marked_as_artifact(lines: str, marked: str) -> None:
    assert printing._marked(lines.encode()).decode() == marked


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"%PDF-1.5\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF"])
def test_a_pdf_in_an_unknown_form_is_not_modified(data: bytes) -> None:
    with pytest.raises(ValueError):
        printing.completed(data, "a")


def test_without_chromium_a_handout_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(OUTLINE, encoding="utf-8")
    monkeypatch.setattr(printing, "find_chromium", lambda: "")
    assert main(["build", "a.yaml", "--to", "handout"]) == 1
    assert "error[no-chromium]" in capsys.readouterr().err
    assert not Path("out").exists() or not list(Path("out").iterdir())


@pytest.mark.slow
def test_without_chromium_libreoffice_writes_a_tagged_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.libreoffice import needs_libreoffice

    needs_libreoffice()
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(OUTLINE, encoding="utf-8")
    monkeypatch.setattr(printing, "find_chromium", lambda: "")
    assert main(["build", "a.yaml", "--to", "pdf", "-o", "a.pdf"]) == 0
    with pikepdf.open("a.pdf") as document:
        assert document.Root.MarkInfo.Marked and len(document.pages) == 4, "the hidden slide is left out"
    once = Path("a.pdf").read_bytes()
    time.sleep(1.1)  # LibreOffice writes the second
    assert main(["build", "a.yaml", "--to", "pdf", "-o", "a.pdf"]) == 0
    assert Path("a.pdf").read_bytes() == once
    assert b"file:/" not in once, "the path of a copy"


def test_a_pdf_that_libreoffice_cannot_make_is_a_finding_of_the_deck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(OUTLINE, encoding="utf-8")
    monkeypatch.setattr(printing, "find_chromium", lambda: "")
    monkeypatch.setattr(
        export, "to_pdfs", lambda sources, *_, **__: (finding("not-drawn", Location(sources[0].path), why="x"),)
    )
    assert main(["build", "a.yaml", "--to", "pdf"]) == 1
    assert capsys.readouterr().err.count("a: error[not-drawn]: LibreOffice could not draw") == 1


@pytest.mark.slow
@pytest.mark.parametrize(("outline", "language"), [("gallery", "nb"), ("osloregionen", "en")])
def test_the_bundled_decks_have_no_pdf_ua_errors(outline: str, language: str, tmp_path: Path) -> None:
    needs_chromium()
    built = build(f"decks/{outline}.yaml", language=language)
    assert built.brand
    data = pdf_of(built.deck, built.brand)
    assert errors(data, tmp_path) == []
    shown = [slide for slide in built.deck.slides if not slide.hidden]
    assert [kind for kind, _ in elements(data)].count("/H1") == len(shown)
