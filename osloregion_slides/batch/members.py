"""For whom ``for_each: members`` makes decks: the municipalities of an outline's registry on its date."""

from __future__ import annotations

from osloregion_slides.batch.expand import Members
from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.outline.nodes import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.values import Build
    from osloregion_slides.findings import Finding
    from osloregion_slides.registry.population import Population
    from osloregion_slides.registry.values import Member

FACTS = ("name", "number", "county", "region", "start", "inhabitants", "inhabitants_on", "growth", "growth_since")
"""What an outline's ``member:`` can have filled in."""


def members_of(build: Build, audience: str, date: str) -> Members:
    """Return the municipalities that are members on ``date`` ("": the outline's own) and their facts.

    Reads the outline, its registry and the table of inhabitants; what is wrong with them is in the findings.
    """
    from osloregion_slides.drafting import load

    try:
        outline = load(build.outline, audience=audience, as_of=date)
    except InvalidInput as problem:
        return Members((), (), problem.findings)
    figures, findings = _population(build.population)
    municipalities = outline.members.municipalities
    if not municipalities:
        hint = "give the outline `members: data/members.csv`, or another date"
        message = f"the outline has no members on {outline.as_of or 'any date'} to make decks for"
        findings = (*findings, error("no-members", build.at, message, hint))
    block = outline.document.get("member")
    wanted = tuple([key for key in FACTS if block.get(key) is not None]) if isinstance(block, Mapping) else ()
    facts = tuple([_facts(member, outline.as_of, figures) for member in municipalities])
    return Members(facts, wanted, findings)


def _facts(member: Member, date: str, population: Population | None) -> tuple[tuple[str, str], ...]:
    figure, on, growth, since = "", "", "", ""
    if population:
        counted = population.inhabitants((member.number,), date)
        first = population.first(member.number)
        if not counted.missing and counted.date:
            figure, on = str(counted.total), counted.date
            if first.total and first.date < on:
                growth, since = f"{100 * (counted.total - first.total) / first.total:.1f}", first.date
    values = (member.name, member.number, member.county, member.region, member.start, figure, on, growth, since)
    return tuple(zip(FACTS, values))


def _population(path: str) -> tuple[Population | None, tuple[Finding, ...]]:
    if not path:
        return None, ()
    from osloregion_slides.registry.population import population

    table, findings = population(path)
    return table, findings
