"""The verbs ``check``, ``explain`` and ``translations``: findings, their explanations, and texts to translate."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.budget import Within
from osloregion_slides.base.findings import (
    FORMATS,
    InvalidInput,
    Location,
    as_dict,
    finding,
    in_language,
    report,
    without_secrets,
)
from osloregion_slides.base.messages import in_words, phrase
from osloregion_slides.cli.build import outlines_here
from osloregion_slides.cli.output import add_format, add_variant, has_errors, print_findings, print_report, variant_of

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.cli.output import Verb
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.untranslated import Outdated
    from osloregion_slides.reporting import Checked


def check_command(options: argparse.Namespace) -> int:
    """Check outlines, as they would be built, and any .pptx: fit, accessibility, package, brand, facts."""
    from osloregion_slides.reporting import Checked
    from osloregion_slides.service import check

    chosen = {**variant_of(options), "brand": options.brand, "strict": options.strict, "outside": bool(options.reader)}
    checked = []
    for target in options.target or outlines_here():
        try:
            with Within(target):
                findings = check(target, **chosen)
        except InvalidInput as problem:
            findings = problem.findings
        checked.append(Checked(without_secrets(target), findings))
    text = _formatted(checked, options.format, options.lang)
    print_report(text, options.format) if options.format == "github" else print(text)
    return has_errors([found for one in checked for found in one.findings])


def _formatted(checked: list[Checked], form: str, language: str) -> str:
    from osloregion_slides import __version__

    if form == "sarif":
        from osloregion_slides.reporting import sarif

        return sarif(checked, __version__, language)
    if form == "junit":
        from osloregion_slides.reporting import junit

        return junit(checked, language)
    if form == "json":
        import json

        entries = [
            {"target": one.target, **as_dict(in_language(found, language))} for one in checked for found in one.findings
        ]
        return json.dumps(entries, ensure_ascii=False, indent=2)
    if form == "github":
        found = [_placed(in_language(found, language), one.target) for one in checked for found in one.findings]
        return report(found, form)
    lines = [
        line
        for one in checked
        for line in (report(_of_file(one), "text", language), f"{one.target}: {_count(one.findings, language)}")
    ]
    return "\n".join([line for line in lines if line])


def _placed(found: Finding, target: str) -> Finding:
    """Return a finding about a deck with its file as the place, for annotations."""
    if found.at is not None:
        return found
    named = found.slide and found.message.casefold().startswith(found.slide)
    where = "" if named else found.shape or found.slide
    return found.replace(at=Location(target), message=f"{where}: {found.message}" if where else found.message)


def _of_file(checked: Checked) -> list[Finding]:
    """Return the findings, with the file's name before messages without a place."""
    return [one if one.at else one.replace(at=Location(checked.target)) for one in checked.findings]


def _count(findings: tuple[Finding, ...], language: str) -> str:
    errors = sum(found.severity == "error" for found in findings)
    counts = phrase("found-some", errors=errors, warnings=len(findings) - errors)
    return in_words(counts if findings else phrase("found-nothing"), language)


def explain_command(options: argparse.Namespace) -> int:
    """Explain what a finding's code means, and how to fix it."""
    from osloregion_slides.service import explain

    print(explain(options.code, options.lang))
    return 0


def translations_command(options: argparse.Namespace) -> int:
    """List the texts of an outline that lack a language, or whose translation is older than the original."""
    from osloregion_slides.checks.translations import check_translations
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.translations import strictly

    outline = load(options.outline)
    stayed = _stayed(options.outline, options.since, outline) if options.since else ()
    if options.mark and stayed:
        _mark(options.outline, stayed)
        outline, stayed = load(options.outline), ()
    places = [((one.text.get(one.language) or one.text).at, one.language) for one in stayed]
    unmarked = [finding("stale-translation.unmarked", at, language=language) for at, language in places]
    findings = (*check_translations(outline, every=True), *unmarked)
    findings = tuple(sorted(dict.fromkeys(findings), key=_place))
    print_findings(strictly(findings) if options.strict else findings, options)
    if options.format == "text":
        print(_by_language(outline, findings, options.lang))
    return int(options.strict and bool(findings))


def _place(found: Finding) -> tuple[str, int, int]:
    at = found.at or Location("")
    return at.file, at.line, at.column


def _by_language(outline: Outline, findings: tuple[Finding, ...], spoken: str) -> str:
    """Return a line per language: ``en: 80 texts, 2 missing, 1 stale``."""
    from osloregion_slides.outline.translations import has
    from osloregion_slides.outline.untranslated import texts

    codes = [(one.code, dict(one.values)["language"]) for one in findings]
    found = list(texts(outline.document, frozenset(outline.languages)))
    lines = []
    for language in outline.languages:
        written = len([text for text in found if has(text, language)])
        missing, stale = codes.count(("missing-translation", language)), codes.count(("stale-translation", language))
        counts = {"language": language, "count": written, "missing": missing, "stale": stale}
        lines.append(in_words(phrase("translated", **counts), spoken))
    return "\n".join(lines)


def _stayed(path: str, since: str, outline: Outline) -> tuple[Outdated, ...]:
    """Return the outdated translations: their originals changed since an older version of the file."""
    from osloregion_slides.outline.nodes import Mapping, text_of
    from osloregion_slides.outline.read import read_outline
    from osloregion_slides.outline.untranslated import outdated

    with open(path, "rb") as file:
        now, _ = read_outline(file.read(), path)
    before, findings = read_outline(_older(path, since), f"{path} ({since})")
    if not isinstance(now, Mapping) or not isinstance(before, Mapping):
        raise InvalidInput(findings or [finding("empty-outline.older", Location(since))])
    original = text_of(now.get("language")) or outline.resolver.choices.fallback
    return tuple(outdated(before, now, original, frozenset(outline.languages)))


def _older(path: str, since: str) -> bytes:
    """Return the bytes of an older version of the outline: another file, or a revision of git."""
    if os.path.isfile(since):
        with open(since, "rb") as file:
            return file.read()
    import subprocess

    folder, name = os.path.split(os.path.abspath(path))
    unknown = InvalidInput([finding("usage.revision", Location("--since"), since=since, name=name)])
    if since.startswith("-"):
        raise unknown
    try:
        done = subprocess.run(["git", "show", f"{since}:./{name}"], cwd=folder, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        raise InvalidInput([finding("usage.git", Location("--since"))]) from None
    if done.returncode:
        raise unknown
    return done.stdout


def _mark(path: str, stayed: tuple[Outdated, ...]) -> None:
    """Mark outdated translations in the file, if nothing else in it changes."""
    from osloregion_slides.outline.read import read_outline
    from osloregion_slides.outline.untranslated import unmarked, with_marks
    from osloregion_slides.pptx.save import save

    with open(path, "rb") as file:
        data = file.read()
    try:
        marked = with_marks(data.decode("utf-8"), stayed).encode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput([finding("encoding.marks", Location(path))]) from None
    before, after = read_outline(data, path), read_outline(marked, path)
    if before[1] != after[1] or unmarked(before[0]) != unmarked(after[0]):
        raise InvalidInput([finding("bug.marks", Location(path))])
    save(path, marked)


def add_verbs(verb: Verb) -> None:
    """Add the three verbs."""
    check = verb("check", check_command)
    check.add_argument(
        "target", nargs="*", metavar="TARGET", help="an outline, or any .pptx (default: every outline in decks/)"
    )
    check.add_argument("--brand", default="", metavar="NAME", help="the brand that a .pptx has to keep to")
    reader = "outside: also report what strangers should not read: notes, comments, hidden slides, authors, paths"
    check.add_argument("--for", dest="reader", choices=("outside",), default="", help=reader)
    check.add_argument("--strict", action="store_true", help="a missing or stale translation is an error")
    add_variant(check)
    add_format(check, (*FORMATS, "sarif", "junit"))
    explain = verb("explain", explain_command)
    explain.add_argument("code", metavar="CODE", help="such as text-does-not-fit")
    translations = verb("translations", translations_command)
    translations.add_argument("outline", metavar="OUTLINE", help="a .yaml file")
    translations.add_argument(
        "--since", default="", metavar="OLD", help="an older copy of the outline, or a revision of git"
    )
    translations.add_argument("--mark", action="store_true", help="write `stale: …` where --since found it")
    translations.add_argument("--strict", action="store_true", help="exit with 1 if a translation is missing or stale")
    add_format(translations)
