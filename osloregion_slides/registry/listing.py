"""The members on a date as plain text and as rows for JSON: what ``members --as-of`` prints."""

from __future__ import annotations

from osloregion_slides.registry.values import Member, Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WORDS = {
    "nb": {
        "municipality": ("kommune", "kommuner"),
        "county_council": ("fylkeskommune", "fylkeskommuner"),
        "as_of": "per",
        "unconfirmed": "Ikke bekreftet ved navn",
        "high": "høy sikkerhet",
        "medium": "middels sikkerhet",
        "low": "lav sikkerhet",
        "incomplete": "Listen er ikke fullstendig på denne datoen",
    },
    "en": {
        "municipality": ("municipality", "municipalities"),
        "county_council": ("county council", "county councils"),
        "as_of": "as of",
        "unconfirmed": "Not confirmed by name",
        "high": "high confidence",
        "medium": "medium confidence",
        "low": "low confidence",
        "incomplete": "The list is not complete on this date",
    },
}


def members_table(snapshot: Snapshot, language: str = "nb") -> str:
    """Return the listing with counts per county; ``language`` is nb or en (others read English)."""
    words: dict[str, Any] = WORDS.get(language, WORDS["en"])
    towns, councils = snapshot.municipalities, snapshot.county_councils
    head = f"{_count(towns, words['municipality'])}, {_count(councils, words['county_council'])}"
    lines = [f"{head} {words['as_of']} {snapshot.date}"]
    for county, members in snapshot.by_county:
        lines += ["", f"{county or '?'} ({len(members)})"]
        width = max([len(member.name) for member in members])
        lines += [
            f"  {member.number or '    '}  {member.name:<{width}}  {_regions(member)}".rstrip() for member in members
        ]
    if councils:
        lines += ["", words["county_council"][1].capitalize()]
        lines += [f"  {member.name}" for member in councils]
    lines += _doubts(snapshot, words)
    return "\n".join(lines) + "\n"


def members_rows(snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return one mapping a member, with the registry's column names, ready for JSON."""
    return [
        {
            "name": member.name,
            "number": member.number,
            "county": member.county,
            "region": member.region,
            "other_regions": list(member.other_regions),
            "from": member.start,
            "to": member.end,
            "kind": member.kind,
            "confidence": member.confidence,
            "source": member.source,
            "successor": member.successor,
            "note": member.note,
        }
        for member in snapshot.members
    ]


def _count(members: tuple[Member, ...], words: tuple[str, str]) -> str:
    return f"{len(members)} {words[0] if len(members) == 1 else words[1]}"


def _regions(member: Member) -> str:
    return ", ".join([name for name in (member.region, *member.other_regions) if name])


def _doubts(snapshot: Snapshot, words: dict[str, Any]) -> list[str]:
    lines = []
    doubtful = snapshot.unconfirmed
    if doubtful:
        lines += ["", f"{words['unconfirmed']} ({len(doubtful)})"]
        for sure in ("low", "medium", "high"):
            names = ", ".join([member.name for member in doubtful if member.confidence == sure])
            lines += [f"  {words[sure]}: {names}"] if names else []
    if snapshot.gaps:
        lines += ["", words["incomplete"], *[f"  {gap.note}" for gap in snapshot.gaps]]
    return lines
