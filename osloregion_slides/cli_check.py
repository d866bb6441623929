"""The verbs ``check`` and ``explain``: what is wrong with an outline or with any .pptx, and what a code means."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.report import FORMATS, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from osloregion_slides.findings import Finding
    from osloregion_slides.reporting.sarif import Checked

OUTLINES = (".yaml", ".yml")
MORE_FORMATS = ("sarif", "junit")


def check_command(options: argparse.Namespace) -> int:
    """Check outlines, as they would be built, and any .pptx: fit, accessibility, package, brand, facts."""
    from osloregion_slides.cli_build import variant_of
    from osloregion_slides.reporting.sarif import Checked

    checked = []
    for target in options.target:
        outline = target.lower().endswith(OUTLINES)
        try:
            findings = _of_outline(target, variant_of(options)) if outline else _of_deck(target)
        except InvalidInput as problem:
            findings = problem.findings
        checked.append(Checked(target, findings))
    print(_said(checked, options.format))
    return int(any(finding.severity == "error" for one in checked for finding in one.findings))


def _of_outline(path: str, variant: dict[str, object]) -> tuple[Finding, ...]:
    """Return the findings of an outline's deck; those of its package get the outline's line."""
    from osloregion_slides.api import composed, load
    from osloregion_slides.checks.catalogue import codes
    from osloregion_slides.checks.facts import check_facts
    from osloregion_slides.checks.off import switched_off, without_switched_off
    from osloregion_slides.checks.presentation import check_presentation
    from osloregion_slides.pptx.write import write_deck

    outline = load(path, **variant)  # type: ignore[arg-type]  # the keywords of load
    deck, brand, findings = composed(outline)
    places = {slide.key: slide.at for slide in deck.slides}
    written = [
        finding if finding.at else finding.replace(at=places.get(finding.slide))
        for finding in check_presentation(write_deck(deck, brand), brand)
    ]
    found = (*findings, *check_facts(outline), *written)
    return without_switched_off(dict.fromkeys(found), switched_off(outline), codes())


def _of_deck(path: str) -> tuple[Finding, ...]:
    from osloregion_slides.checks.presentation import check_presentation

    try:
        with open(path, "rb") as file:
            return check_presentation(file.read())
    except OSError as problem:
        message = "there is no such file" if isinstance(problem, FileNotFoundError) else str(problem.strerror)
        return (error("missing-file", Span(path), message),)


def _said(checked: list[Checked], form: str) -> str:
    from osloregion_slides import __version__

    if form == "sarif":
        from osloregion_slides.reporting.sarif import sarif

        return sarif(checked, __version__)
    if form == "junit":
        from osloregion_slides.reporting.junit import junit

        return junit(checked)
    said = report([finding for one in checked for finding in one.findings], form)
    if form != "text":
        return said
    counts = [f"{one.target}: {_count(one.findings)}" for one in checked]
    return "\n".join([*([said] if said else []), *counts])


def _count(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    return "nothing to say" if not findings else f"{errors} errors, {len(findings) - errors} warnings"


def explain_command(options: argparse.Namespace) -> int:
    """Explain what a finding's code means, and what to do about it."""
    from osloregion_slides.checks.catalogue import explain

    print(explain(options.code).text)
    return 0


def add_verbs(
    verb: Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser],
    variant: Callable[[argparse.ArgumentParser, tuple[str, ...]], None],
) -> None:
    """Add the two verbs; ``variant`` adds the options that choose a variant and a format."""
    check = verb("check", check_command)
    check.add_argument("target", nargs="+", help="an outline, or any .pptx")
    variant(check, (*FORMATS, *MORE_FORMATS))
    verb("explain", explain_command).add_argument("code", help="such as text-does-not-fit")
