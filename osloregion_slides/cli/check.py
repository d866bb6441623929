"""The verbs ``check`` and ``explain``: what is wrong with an outline or with any .pptx, and what a code means."""

from __future__ import annotations

from osloregion_slides.base.findings import Location
from osloregion_slides.base.report import FORMATS, as_dict, counted, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.reporting.formats import Checked

MORE_FORMATS = ("sarif", "junit")


def check_command(options: argparse.Namespace) -> int:
    """Check outlines, as they would be built, and any .pptx: fit, accessibility, package, brand, facts."""
    from osloregion_slides.cli.build import variant_of
    from osloregion_slides.reporting.formats import Checked
    from osloregion_slides.service import check

    chosen = {**variant_of(options), "brand": options.brand, "strict": options.strict}
    checked = [Checked(target, check(target, **chosen)) for target in options.target]
    print(_said(checked, options.format))
    return int(any(finding.severity == "error" for one in checked for finding in one.findings))


def _said(checked: list[Checked], form: str) -> str:
    from osloregion_slides import __version__

    if form == "sarif":
        from osloregion_slides.reporting.formats import sarif

        return sarif(checked, __version__)
    if form == "junit":
        from osloregion_slides.reporting.formats import junit

        return junit(checked)
    if form == "json":
        import json

        entries = [{"target": one.target, **as_dict(finding)} for one in checked for finding in one.findings]
        return json.dumps(entries, ensure_ascii=False, indent=2)
    if form == "github":
        return report([_placed(finding, one.target) for one in checked for finding in one.findings], form)
    told = [[report(one.findings, "text"), f"{one.target}: {_count(one.findings)}"] for one in checked]
    return "\n".join([line for lines in told for line in lines if line])


def _placed(finding: Finding, target: str) -> Finding:
    """Return a finding about a deck as one about its file, so that an annotation says where it belongs."""
    if finding.at is not None:
        return finding
    told = finding.slide and finding.message.casefold().startswith(finding.slide)
    where = "" if told else finding.shape or finding.slide
    return finding.replace(at=Location(target), message=f"{where}: {finding.message}" if where else finding.message)


def _count(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    rest = len(findings) - errors
    return f"{counted(errors, 'error')}, {counted(rest, 'warning')}" if findings else "no problems found"


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
    check.add_argument("--brand", default="", metavar="NAME", help="the brand that a .pptx has to keep to")
    check.add_argument("--strict", action="store_true", help="a missing or stale translation is an error")
    variant(check, (*FORMATS, *MORE_FORMATS))
    verb("explain", explain_command).add_argument("code", help="such as text-does-not-fit")
