"""Manual edits of the slide master and layouts of an existing deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.brand.load import template_bytes
from osloregion_slides.brand.wording import usual_words
from osloregion_slides.ooxml.sheets import BESIDE, Digests, Unit, units
from osloregion_slides.pptx.reading.deck import Package, masters
from osloregion_slides.update.theme import SheetEdit, SheetEdits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.brand.values import Brand

    Units = Mapping[tuple[str, str], Unit]

_FEWEST = 0.5
"""A deck with a smaller share of unchanged units has another template: manual edits change only a few."""


def sheet_edits(old: str, found: Package, brand: Brand, same: bool = False) -> SheetEdits:
    """Return the differences of the deck's first master and its layouts from the digests ``old`` of the base.

    Deleted layouts do not count. ``same``: the deck was built with the template of ``brand``.
    """
    own = masters(found)
    if not (old and own):
        return SheetEdits()
    usual = usual_words()
    theirs, base = units(found, own[0], usual), Digests(old)
    changed = [key for key, unit in theirs.items() if base.of(*key) != unit.digest]
    if not changed and len(theirs) == len(base):  # the units of the base exactly: the template need not be read
        return SheetEdits((), False, True)
    template = Package(template_bytes(brand), brand.template)
    listed = masters(template)
    if not listed:
        return SheetEdits()
    new = units(template, listed[0], usual)
    if len(theirs) - len(changed) <= _FEWEST * len([key for key in theirs if base.of(*key)]):
        return SheetEdits((), True, True)
    sheets = {sheet for sheet, _ in theirs}
    back = (
        [] if same else [sheet for sheet, key in new if key == BESIDE and sheet not in sheets and base.of(sheet, key)]
    )
    gone = [key for key in new if key not in theirs and key[0] in sheets and base.of(*key)]
    lost = dict.fromkeys([sheet for sheet, _ in changed if (sheet, BESIDE) not in new])
    edits = [SheetEdit(sheet, "", disputed=bool(base.of(sheet, BESIDE))) for sheet in lost]
    here = [key for key in (*changed, *gone) if key[0] not in lost and _differs(key, theirs, new)]
    edits += [_edit(key, theirs, new, base) for key in here]
    return SheetEdits(tuple(edits), False, True, tuple(back))


_NEAR = 12_700
"""Positions that differ by less, in EMU, are equal, because programs round."""


def has_other_layouts(found: Package, brand: Brand) -> bool:
    """Return whether most objects on a deck's masters and layouts have positions unlike any in the brand's.

    Names are unreliable: two templates may both have Office's, and exporting programs rename layouts.
    """
    template = Package(template_bytes(brand), brand.template)
    theirs, ours = [
        {unit.box for master in masters(package) for unit in units(package, master, str).values() if unit.box}
        for package in (found, template)
    ]
    same = [box for box in theirs if any(all(abs(a - b) <= _NEAR for a, b in zip(box, one)) for one in ours)]
    return 2 * len(same) < len(theirs)


def _differs(key: tuple[str, str], theirs: Units, new: Units) -> bool:
    return key not in theirs or key not in new or theirs[key].digest != new[key].digest


def _edit(key: tuple[str, str], theirs: Units, new: Units, base: Digests) -> SheetEdit:
    before, own, other = base.of(*key), theirs.get(key), new.get(key)
    disputed = (other.digest if other else "") != before
    yours, outline = [one.says if one else "" for one in (own, other)]
    boxes = [one.box if one else () for one in (own, other)]
    named = own or other
    sides = (yours, outline) if yours != outline else boxes
    return SheetEdit(*key, named.name if named else "", disputed, *sides)
