"""The members on a date as plain text and as rows for JSON: the output of ``members --as-of``."""

from __future__ import annotations

from typing import Any

from osloregion_slides.registry.grid import MEMBER_COLUMNS
from osloregion_slides.registry.values import Member, MemberList, Snapshot, note_of

WORDS = {
    "municipality": (("kommune", "kommuner"), ("municipality", "municipalities")),
    "county_council": (("fylkeskommune", "fylkeskommuner"), ("county council", "county councils")),
    "as_of": ("per", "as of"),
    "unconfirmed": ("Ikke bekreftet ved navn", "Not confirmed by name"),
    "high": ("høy sikkerhet", "high confidence"),
    "medium": ("middels sikkerhet", "medium confidence"),
    "low": ("lav sikkerhet", "low confidence"),
    "incomplete": ("Listen er ikke fullstendig på denne datoen", "The list is not complete on this date"),
    "unknown": ("et ukjent antall", "an unknown number of"),
    "by name": ("{count} kjent ved navn", "{count} known by name"),
    "all confirmed": ("Alle er bekreftet ved navn.", "All are confirmed by name."),
}
"""The words of the listing, in Norwegian and in English."""


def _words(language: str) -> dict[str, Any]:
    return {key: said[language != "nb"] for key, said in WORDS.items()}


def members_table(snapshot: Snapshot, language: str = "nb") -> str:
    """Return the listing with counts per county; ``language`` is nb or en (others read English).

    On a date with missing names the counts are those of a source, or stated to be unknown.
    """
    words = _words(language)
    councils = snapshot.county_councils
    lines = [_head(snapshot, words)]
    for county, members in snapshot.by_county:
        lines += ["", f"{county or '?'} ({len(members)})"]
        width = max([len(member.name) for member in members])
        lines += [
            f"  {member.number or '    '}  {member.name:<{width}}  {_regions(member)}".rstrip() for member in members
        ]
    if councils:
        lines += ["", words["county_council"][1].capitalize()]
        lines += [f"  {member.name}" for member in councils]
    lines += _doubts(snapshot, words, language)
    return "\n".join(lines) + "\n"


def members_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return one mapping per member, with the registry's column names, ready for JSON."""
    fields = {"from": "start", "to": "end"}
    names = [name for name in MEMBER_COLUMNS if name != "total"]
    return [{name: getattr(member, fields.get(name, name)) for name in names} for member in snapshot.members]


def unconfirmed_table(snapshot: Snapshot, language: str = "nb") -> str:
    """Return the members that no source confirms by name, each with verification status, source and note."""
    words = _words(language)
    doubtful = snapshot.unconfirmed
    if not doubtful:
        return f"{_head(snapshot, words)}\n{words['all confirmed']}\n"
    lines = [_head(snapshot, words), "", f"{words['unconfirmed']} ({len(doubtful)})"]
    width = max([len(member.name) for member in doubtful])
    for sure in ("low", "medium", "high"):
        for member in doubtful:
            if member.confidence == sure:
                why = "; ".join([part for part in (member.source, note_of(member, language)) if part])
                lines.append(f"  {member.number or '    '}  {member.name:<{width}}  {words[sure]}: {why}".rstrip(": "))
    return "\n".join(lines) + "\n"


def members_json(snapshot: Snapshot, unconfirmed: bool = False) -> dict[str, Any]:
    """Return the date, the counts (null: unknown), the known gaps, and the members, ready for JSON."""
    rows = members_rows(snapshot)
    return {
        "as_of": snapshot.date,
        "municipalities": _counted(snapshot.municipalities),
        "county_councils": _counted(snapshot.county_councils),
        "gaps": [{"kind": gap.kind, "note": gap.note, "note_en": gap.note_en} for gap in snapshot.gaps if gap.note],
        "members": [row for row in rows if row["confidence"] != "confirmed"] if unconfirmed else rows,
    }


def _counted(roll: MemberList) -> dict[str, Any]:
    last = {"total": roll.last.total, "date": roll.last.date} if roll.last else None
    return {"total": roll.total, "last_known": last, "known_by_name": len(roll), "complete": roll.whole}


def _head(snapshot: Snapshot, words: dict[str, Any]) -> str:
    towns = _count(snapshot.municipalities, words["municipality"], words)
    councils = _count(snapshot.county_councils, words["county_council"], words)
    head = f"{towns}, {councils} {words['as_of']} {snapshot.date}"
    return head[:1].upper() + head[1:]


def _count(roll: MemberList, nouns: tuple[str, str], words: dict[str, Any]) -> str:
    if roll.total is None and roll.last:
        from osloregion_slides.outline.figures import month_text

        known = words["by name"].format(count=len(roll))
        month = month_text(roll.last.date, "nb" if nouns[0].startswith(("kommune", "fylkes")) else "en")
        return f"{roll.last.total} {nouns[roll.last.total != 1]} ({month}; {known})"
    count = words["unknown"] if roll.total is None else str(roll.total)
    by_name = "" if roll.whole else f" ({words['by name'].format(count=len(roll))})"
    return f"{count} {nouns[0] if roll.total == 1 else nouns[1]}{by_name}"


def _regions(member: Member) -> str:
    return ", ".join([name for name in (member.region, *member.other_regions) if name])


def _doubts(snapshot: Snapshot, words: dict[str, Any], language: str) -> list[str]:
    lines = []
    doubtful = snapshot.unconfirmed
    if doubtful:
        lines += ["", f"{words['unconfirmed']} ({len(doubtful)})"]
        for sure in ("low", "medium", "high"):
            names = ", ".join([member.name for member in doubtful if member.confidence == sure])
            lines += [f"  {words[sure]}: {names}"] if names else []
    if snapshot.gaps:
        notes = [f"  {note}" for gap in snapshot.gaps if (note := note_of(gap, language))]
        lines += ["", words["incomplete"], *dict.fromkeys(notes)]
    return lines
