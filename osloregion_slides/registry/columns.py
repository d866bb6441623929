"""Which column means what: the registry's own names and the Norwegian ones people write."""

from __future__ import annotations

from osloregion_slides.findings import Finding, error, warning
from osloregion_slides.registry.grid import Grid

MEMBER_COLUMNS = {
    "name": ("kommune", "navn", "medlem", "kommunenavn", "municipality"),
    "number": ("kommunenummer", "kommunenr", "knr", "nr", "nummer"),
    "county": ("fylke", "fylkesnavn"),
    "region": ("delregion", "subregion", "regionråd"),
    "other_regions": ("andredelregioner", "andreregioner"),
    "from": ("fra", "start", "medlemfra", "memberfrom"),
    "to": ("til", "slutt", "end", "medlemtil", "memberto"),
    "kind": ("type", "slag"),
    "confidence": ("sikkerhet", "visshet"),
    "source": ("kilde",),
    "successor": ("etterfølger", "arvtaker"),
    "note": ("merknad", "notat", "kommentar"),
    "note_en": ("merknaden",),
    "total": ("antall", "ialt"),
}


def find_columns(
    grid: Grid, known: dict[str, tuple[str, ...]], required: tuple[str, ...]
) -> tuple[dict[str, int], tuple[Finding, ...]]:
    """Return canonical name -> index, with a finding for each missing, doubled or misspelt column."""
    words = {alias: name for name, aliases in known.items() for alias in (plain(name), *aliases)}
    found: dict[str, int] = {}
    findings: list[Finding] = []
    strange: list[int] = []
    for index, heading in enumerate(grid.header.cells):
        name = words.get(plain(heading))
        if name is None:
            strange.append(index)
        elif name in found:
            at = grid.at(grid.header, index)
            findings.append(error("duplicate-column", at, f"the column `{heading}` stands twice"))
        else:
            found[name] = index
    missing = [name for name in required if name not in found]
    for index in strange:
        findings += _nearest(grid, index, tuple(words), found, words)
    for name in missing:
        hint = f"its heading is `{name}`" + (f" or `{known[name][0]}`" if known[name] else "")
        at = grid.at(grid.header, 0)
        findings.append(error("missing-column", at, f"the table has no column `{name}`", hint))
    return found, tuple(findings)


def plain(heading: str) -> str:
    """Return a heading as compared: lower case, letters and digits only."""
    return "".join([letter for letter in heading.lower() if letter.isalnum()])


def _nearest(
    grid: Grid, index: int, spellings: tuple[str, ...], found: dict[str, int], words: dict[str, str]
) -> list[Finding]:
    import difflib

    heading = grid.header.cells[index]
    near = difflib.get_close_matches(plain(heading), spellings, 1, 0.75)
    if not near or words[near[0]] in found:
        return []  # a column of the user's own
    hint = f"did you mean `{words[near[0]]}`?"
    return [warning("unknown-column", grid.at(grid.header, index), f"the column `{heading}` is not known", hint)]
