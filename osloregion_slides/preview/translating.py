"""Export and import of an outline's texts as a workbook for translators: a column per language, a row per text."""

from __future__ import annotations

import io
import os

from osloregion_slides.base.findings import InvalidInput, finding
from osloregion_slides.drafting import load
from osloregion_slides.preview.decks import File, file_name
from osloregion_slides.preview.editing import History, all_texts, write_edits
from osloregion_slides.preview.state import Variant

ID = "id"
SLIDE = "slide"
WIDEST = 60  # characters


def workbook(path: str, variant: Variant) -> File:
    """Return the workbook: the location of each text, its slide ("" for facts), and the text in each language."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    outline = load(path, **variant.words)
    languages = list(outline.languages)
    book = Workbook()
    sheet = book.active
    sheet.append([ID, SLIDE, *languages])
    for name, slide, values, _ in all_texts(path, variant):
        sheet.append([os.path.basename(name), slide, *[values.get(language, "") for language in languages]])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a text that begins with = must not become a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = WIDEST if cell.column > 2 else 14
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["A"].hidden = True
    data = io.BytesIO()
    book.save(data)
    return File(f"{file_name(outline)}.xlsx", data.getvalue())


def import_translations(path: str, variant: Variant, body: bytes, history: History) -> None:
    """Write a workbook's changed translations; the column of the outline's default language is never imported.

    A row belongs to the text that is equal in that language; of several, to the one at its location, or in order where
    locations have changed. InvalidInput for another workbook, for a row whose original has changed (``edit-changed``),
    and as in ``editing.write_texts``.
    """
    outline = load(path, **variant.words)
    original, *others = outline.languages
    known = [(os.path.basename(name), slide, values, name) for name, slide, values, _ in all_texts(path, variant)]
    edits, taken, rows = [], set[str](), sorted(_rows(body), key=lambda row: _place(row[ID]))
    is_moved = not {row[ID] for row in rows} <= {one[0] for one in known}
    for row in rows:
        if original not in row:
            raise InvalidInput([finding("usage.translation")])
        alike = [one for one in known if one[2].get(original) == row[original]]
        ranks = {
            one[0]: (one[1] != row.get(SLIDE, ""), one[0] in taken, is_moved or one[0] != row[ID]) for one in alike
        }
        match = sorted(alike, key=lambda one: ranks[one[0]])[:1]
        if not match and any([row.get(language) for language in others]):
            raise InvalidInput([finding("edit-changed", now=row[original][:80])])
        for place, _, values, name in match:
            taken.add(place)
            for language in others:
                text = row.get(language, "")
                if text and text != values.get(language, ""):
                    before = values.get(language, "")
                    edits.append({"id": name, "language": language, "before": before, "text": text})
    if edits:
        write_edits(outline, path, edits, history)


def _place(name: str) -> tuple[int, ...]:
    """Return the line and column of a location."""
    return tuple([int(part) if part.isdecimal() else 0 for part in name.rsplit(":", 2)[1:]])


def _rows(body: bytes) -> list[dict[str, str]]:
    """Return the rows of a workbook by heading. InvalidInput where it cannot be read."""
    import tempfile

    from osloregion_slides.registry.table_file import read_grid

    if not body.startswith(b"PK"):
        raise InvalidInput([finding("usage.translation")])
    with tempfile.TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder:
        name = os.path.join(folder, "translation.xlsx")
        with open(name, "wb") as file:
            file.write(body)
        grid = read_grid(name, hidden=True)
    wrong = [one.replace(at=None) for one in grid.findings if one.severity == "error"]
    if wrong or ID not in grid.header.cells:
        raise InvalidInput(wrong or [finding("usage.translation")])
    return [dict(zip(grid.header.cells, row.cells)) for row in grid.rows]
