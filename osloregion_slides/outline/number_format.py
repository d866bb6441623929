"""Number formats as Excel applies them (ECMA-376 Part 1, 18.8.31), with the separators of a language.

A format has up to four sections, for positive, negative, zero and text. Supported are scaling by commas, percent,
fixed and optional digits, grouping, exponents, fractions, conditions and words; ``date_format`` handles days and
times. ``is_known`` returns whether a format has no other parts.
"""

from __future__ import annotations

import re
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from decimal import Decimal

    from osloregion_slides.outline.locales import Locale

TOKEN = late(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General|[0#?](?:[0#?,]*[0#?])?|AM/PM|A/P|E[+-]'
    r"|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|.",
    re.IGNORECASE | re.DOTALL,
)
COLOUR = late(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d{1,2})\]", re.IGNORECASE)
CONDITION = late(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
CURRENCY = late(r"\[\$([^\]-]*)(?:-([0-9A-Za-z]+(?:-[0-9A-Za-z]+)*))?\]")
SYSTEM = ("F800",)  # the operating system's long date
ELAPSED = late(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_FIELD = late(r"[yY]{1,4}|[mM]{1,5}|[dD]{1,4}|[hH]{1,2}|[sS]{1,2}|AM/PM|A/P", re.IGNORECASE)
_COMPARED = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
LITERAL = frozenset(" $-+()!^&'~{}<>=:/\u00a0")
"""Characters that are literal without quotes (18.8.31); so are all letters outside ASCII."""
LONGEST = 255  # characters of a format: Excel's own limit
SECTIONS = 4
_parsed: dict[str, tuple[Section, ...] | None] = {}


class Section(Record):
    """One section: its tokens as (kind, text), its condition, and whether it shows a day or a time.

    Kinds are ``text``, ``digits``, ``point``, ``percent``, ``exponent``, ``slash``, ``general``, ``cell`` (the text
    of a cell), ``date``.
    """

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, str] | None
    dated: bool
    scale: int


def is_known(code: str) -> bool:
    """Return whether every part of a format is supported."""
    return sections_of(code) is not None


def is_dated(code: str) -> bool:
    """Return whether a format shows days or times."""
    return any(section.dated for section in (sections_of(code) or ())[:1])


def sections_of(code: str) -> tuple[Section, ...] | None:
    """Return the sections of a format, None for an unsupported one."""
    if code not in _parsed:
        if len(_parsed) > 1000:
            _parsed.clear()
        _parsed[code] = _sections(code)
    return _parsed[code]


def own_format(number: Decimal, code: str) -> str | None:
    """Return only the section for ``number`` of a format with sections for days; None for an unsupported format.

    ``yyyy;0`` becomes ``0;0`` for a number below zero, ``yyyy`` above; ``#,##0;(#,##0)`` stays as it is.
    """
    sections = sections_of(code)
    if sections is None or len(sections) < 2 or not any(section.dated for section in sections):
        return code if sections else None
    section, signed = _chosen(number, sections)
    if section is None:
        return None
    parts = _split(code)[sections.index(section)]
    own = "".join([token for token in parts if not CONDITION.fullmatch(token)]) or '""'
    return own if signed or number >= 0 else f"{own};{own}"  # this section omits the minus sign


def shown_text(text: str, code: str) -> str:
    """Return a cell's text in a format: by its fourth section, or its last with ``@``; else unchanged."""
    sections = sections_of(code) or ()
    chosen = (
        sections[3]
        if len(sections) == SECTIONS
        else next((one for one in sections[-1:] if any(kind == "cell" for kind, _ in one.tokens)), None)
    )
    if chosen is None:
        return text
    return "".join([text if kind == "cell" else words for kind, words in chosen.tokens if kind in ("cell", "text")])


def shown_number(number: Decimal, code: str, locale: Locale) -> str:
    """Return a number in a format; in ``General`` where the format is unsupported or for days."""
    sections = sections_of(code)
    if sections is None or sections[0].dated:
        return general(number, locale)
    section, signed = _chosen(number, sections)
    if section is None:
        return general(number, locale)
    value = abs(number).scaleb(section.scale)
    kinds = [kind for kind, _ in section.tokens]
    if "exponent" in kinds:
        made, nought = _exponent(value, section, locale), not value
    elif "slash" in kinds:
        made = _fraction(value, section, locale)
        nought = not re.search("[1-9]", made.partition("/")[0])
    else:
        made, nought = _plain(value, section, locale)
    return (locale.minus if signed and number < 0 and not nought else "") + made


def general(number: Decimal, locale: Locale) -> str:
    """Return a number as ``General`` shows it: with decimals at most eleven characters, else every digit."""
    size = abs(number)
    if number != number.to_integral_value() and size >= 1e-4:
        size = round(size, max(0, 10 - max(1, size.adjusted() + 1)))
    digits = f"{size:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return (locale.minus if number < 0 else "") + digits.replace(".", locale.decimal)


def _split(code: str) -> list[list[str]]:
    """Return the tokens of each section."""
    parts: list[list[str]] = [[]]
    for token in TOKEN.findall(code):
        if token == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _sections(code: str) -> tuple[Section, ...] | None:
    parts = _split(code) if len(code) <= LONGEST else []
    if not 0 < len(parts) <= SECTIONS:
        return None
    made = [_section(part) for part in parts]
    return None if None in made else tuple(made)  # type: ignore[arg-type]  # no None is left


def _section(parts: list[str]) -> Section | None:
    dated = date_tokens(parts)
    fraction = [place + 1 for place in dated if dated[place].strip("[]")[:1] == "s" and _is_fraction(parts, place + 1)]
    tokens: list[tuple[str, str]] = []
    condition = None
    scale = 0
    for place, token in enumerate(parts):
        found = CONDITION.fullmatch(token)
        currency = CURRENCY.fullmatch(token)
        if found:
            condition = found[1], found[2]
        elif currency and (currency[2] or "").upper() not in SYSTEM:
            tokens.append(("text", currency[1]))
        elif COLOUR.fullmatch(token) or token[0] in "_*":
            continue
        elif dated and place in dated:
            tokens.append(("date", dated[place]))
        elif place in fraction:
            tokens.append(("date", f".{parts[place + 1]}"))
        elif place - 1 in fraction:
            continue
        elif token[0] in '"\\' and len(token) > 1:
            tokens.append(("text", token[1:-1] if token[0] == '"' else token[1:]))
        elif token.lower() == "general":
            tokens.append(("general", token))
        elif token[0] in "0#?":
            tokens.append(("digits", token))
        elif token == "," and tokens and tokens[-1][0] == "digits":
            scale -= 3
        elif token == "." and not dated:
            tokens.append(("point", token))
        elif token == "%":
            scale += 2
            tokens.append(("percent", token))
        elif token in ("E+", "E-"):
            tokens.append(("exponent", token))
        elif token == "/" and not dated and tokens and any(kind == "digits" for kind, _ in tokens):
            tokens.append(("slash", token))
        elif token == "@":
            tokens.append(("cell", token))
        elif token in LITERAL or ord(token[0]) > 127 or (dated and token in ".,") or token in "123456789":
            tokens.append(("text", token))
        else:
            return None
    made = Section(tuple(_spaced(tokens)), condition, bool(dated), scale)
    return made if _is_consistent(made) else None


def _is_fraction(parts: list[str], place: int) -> bool:
    """Return whether a point and one to three zeros follow: fractions of a second after ``ss``."""
    return parts[place : place + 1] == ["."] and parts[place + 1 : place + 2] in (["0"], ["00"], ["000"])


def date_tokens(parts: list[str]) -> dict[int, str]:
    """Return the fields of a section by position, minutes as ``M``; {} for a section without days and times.

    ``m`` means minutes after hours and before seconds, elsewhere months.
    """
    fields = {n: part.lower() for n, part in enumerate(parts) if _FIELD.fullmatch(part)}
    fields |= {n: part.lower() for n, part in enumerate(parts) if ELAPSED.fullmatch(part)}
    order = sorted(fields)
    for index, place in enumerate(order):
        field = fields[place]
        before = fields[order[index - 1]] if index else ""
        after = fields[order[index + 1]] if index + 1 < len(order) else ""
        if field in ("m", "mm") and (before.strip("[]")[:1] == "h" or after.strip("[]")[:1] == "s"):
            fields[place] = field.upper()
    return fields


def _spaced(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Read a space between digits as grouping (``# ##0``, usual in Norway), except in fractions."""
    first = next((text for kind, text in tokens if kind == "digits"), "")
    if any(kind == "slash" for kind, _ in tokens) or first[:1] != "#":
        return tokens
    made: list[tuple[str, str]] = []
    for number, (kind, text) in enumerate(tokens):
        after, marks = tokens[number + 1] if number + 1 < len(tokens) else ("", "")
        parts = kind == "text" and text in (" ", "\u00a0") and made and made[-1][0] == after == "digits"
        if parts and len(marks) == 3:
            made[-1] = "digits", made[-1][1] + ","
        elif kind == "digits" and made and made[-1][0] == "digits" and made[-1][1].endswith(","):
            made[-1] = "digits", made[-1][1] + text
        else:
            made.append((kind, text))
    return made


def _is_consistent(section: Section) -> bool:
    """Return whether the parts of a section are compatible."""
    kinds = [kind for kind, _ in section.tokens]
    if section.dated:
        return not {"digits", "point", "percent", "exponent", "slash", "general", "cell"}.intersection(kinds)
    if max(kinds.count(kind) for kind in ("point", "exponent", "slash", "general", "cell")) > 1:
        return False
    if "exponent" in kinds:
        after = kinds[kinds.index("exponent") + 1 :]
        return after[:1] == ["digits"] and "digits" not in after[1:] and kinds[0] != "exponent" and "slash" not in kinds
    if "slash" in kinds:
        place = kinds.index("slash")
        figures = [text for kind, text in section.tokens[place + 1 :] if kind in ("digits", "text")]
        return "point" not in kinds and kinds[place - 1] == "digits" and bool("".join(figures).strip())
    if "point" in kinds:
        return kinds[kinds.index("point") + 1 : kinds.index("point") + 2] == ["digits"] or "digits" in kinds
    return not ("general" in kinds and "digits" in kinds)


def _chosen(number: Decimal, sections: tuple[Section, ...]) -> tuple[Section | None, bool]:
    """Return the section for a number and whether its sign is shown; None where Excel does not show the number."""
    numeric = sections[:3]
    if len(numeric) > 1 and len(sections) < SECTIONS and any(kind == "cell" for kind, _ in numeric[-1].tokens):
        numeric = numeric[:-1]  # the section of texts
    if any(section.condition for section in numeric):
        for place, section in enumerate(numeric):
            condition = _condition(numeric, place)
            if condition is None or _holds(number, *condition):
                return section, not _takes_negatives(numeric, place)
        return None, True
    if len(numeric) == 1:
        return numeric[0], True
    if number < 0:
        return numeric[1], False
    return numeric[2 if len(numeric) > 2 and not number else 0], False


def _takes_negatives(sections: tuple[Section, ...], place: int) -> bool:
    """Return whether a section is only for negative numbers, and so writes its own minus sign."""
    from decimal import Decimal

    sign, limit = _condition(sections, place) or _condition(sections, 0) or ("", "0")
    wanted = ("<", "<=") if _condition(sections, place) else (">", ">=")
    return (sign in wanted and not Decimal(limit)) or (sign == "=" and Decimal(limit) < 0)


def _condition(sections: tuple[Section, ...], place: int) -> tuple[str, str] | None:
    """Return a section's condition; the second of three is for negative numbers by default."""
    own = sections[place].condition
    return ("<", "0") if own is None and place == 1 and len(sections) > 2 else own


def _holds(number: Decimal, sign: str, bound: str) -> bool:
    from decimal import Decimal

    holds: bool = _COMPARED[sign](number, Decimal(bound))
    return holds


def _plain(value: Decimal, section: Section, locale: Locale) -> tuple[str, bool]:
    """Return the number with the section's words, and whether all its digits are zero."""
    kinds = [kind for kind, _ in section.tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    before = [number for number, kind in enumerate(kinds[:point]) if kind == "digits"]
    behind = [number for number, kind in enumerate(kinds) if kind == "digits" and number > point]
    decimals = sum([len(section.tokens[number][1].replace(",", "")) for number in behind])
    rounded = quantized(value, decimals) if before or behind else value
    whole, _, rest = f"{rounded:f}".partition(".")
    filled = _whole_digits(whole, [section.tokens[number][1] for number in before], locale)
    marks = "".join([section.tokens[number][1] for number in behind])
    made: list[str] = []
    for number, (kind, text) in enumerate(section.tokens):
        if kind == "digits":
            if number < point:
                made.append(filled[before.index(number)])
            else:
                size = len(text.replace(",", ""))
                made.append(_optional(rest[:size], text, number == behind[-1]))
                rest = rest[size:]
        elif kind == "point":
            if not before and whole != "0":  # ``.0`` has no placeholder for whole digits, but shows them
                made.append(whole)
            made.append(locale.decimal if decimals and rest.strip("0") or "0" in marks else "")
        elif kind == "percent":
            _percent(made, locale)
        elif kind in ("general", "cell"):
            made.append(general(value, locale))
        else:
            made.append(text.replace(" ", "\u00a0"))
    return "".join(made), not rounded and bool(before or behind)


def quantized(value: Decimal, decimals: int) -> Decimal:
    """Round halves away from zero, as spreadsheets do, with any number of digits."""
    from decimal import ROUND_HALF_UP, Context, Decimal

    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=700))


def _percent(made: list[str], locale: Locale) -> None:
    """Append a percent sign by the language's rule: after a no-break space, without one in English."""
    if made and made[-1] in ("\u00a0", " "):
        made.pop()
    made.append("%" if locale.language[:2] == "en" else "\u00a0%")


def _whole_digits(whole: str, runs: list[str], locale: Locale) -> list[str]:
    """Distribute the digits before the point over runs of placeholders from the right; the first takes the rest."""
    grouped = any("," in run for run in runs)
    digits = "" if whole == "0" else whole
    made: list[str] = []
    taken = 0
    for number, run in reversed(list(enumerate(runs))):
        marks = run.replace(",", "")
        count = max(len(digits), len(marks)) if number == 0 else len(marks)
        part = ""
        for place in range(count):
            mark = marks[-1 - place] if place < len(marks) else "#"
            digit = digits[-1] if digits else ("0" if mark == "0" else "")
            digits = digits[:-1]
            if digit:
                part = digit + (locale.group if grouped and taken and taken % 3 == 0 else "") + part
                taken += 1
        made.append(part)
    return made[::-1]


def _optional(digits: str, marks: str, last: bool) -> str:
    """Return decimals without the trailing zeros that the placeholders omit."""
    marks = marks.replace(",", "")
    while last and digits.endswith("0") and marks[len(digits) - 1] in "#?":
        digits = digits[:-1]
    return digits


def _exponent(value: Decimal, section: Section, locale: Locale) -> str:
    """Return ``0.00E+00``; the exponent is a multiple of the number of digits before the point."""
    kinds = [kind for kind, _ in section.tokens]
    place = kinds.index("exponent")
    mantissa = section.replace(tokens=section.tokens[:place], scale=0)
    point = kinds.index("point") if "point" in kinds else place
    heads = [text for kind, text in section.tokens[:point] if kind == "digits"]
    width = max(1, len("".join(heads).replace(",", "")))
    power = (value.adjusted() // width) * width if value else 0
    decimals = len("".join([text for kind, text in mantissa.tokens if kind == "digits"]).replace(",", "")) - len(
        "".join(heads).replace(",", "")
    )
    if value and quantized(value.scaleb(-power), decimals) >= 10**width:
        power += width
    made, _ = _plain(value.scaleb(-power), mantissa, locale)
    digits = section.tokens[place + 1][1]
    sign = locale.minus if power < 0 else ("+" if section.tokens[place][1][1] == "+" else "")
    return f"{made}E{sign}{abs(power):0{digits.count('0') or 1}d}{_words(section.tokens[place + 2 :], locale)}"


def _words(tokens: tuple[tuple[str, str], ...], locale: Locale) -> str:
    """Return the words before or after the digits of a section."""
    made: list[str] = []
    for kind, text in tokens:
        if kind == "percent":
            _percent(made, locale)
        else:
            made.append(text.replace(" ", "\u00a0"))
    return "".join(made)


def _fraction(value: Decimal, section: Section, locale: Locale) -> str:
    """Return ``# ?/?``: the nearest fraction with at most as many digits in its denominator, or with the given one."""
    from fractions import Fraction

    kinds = [kind for kind, _ in section.tokens]
    place, first = kinds.index("slash"), kinds.index("digits")
    end = place + 1
    while end < len(kinds) and (kinds[end] == "digits" or section.tokens[end][1] in "123456789"):
        end += 1
    bottoms = "".join([text for _, text in section.tokens[place + 1 : end]])
    runs = kinds[:place].count("digits")
    whole = int(value) if runs > 1 else 0
    rest = Fraction(value) - whole
    if re.fullmatch(r"[1-9]\d*", bottoms):
        bottom = int(bottoms)
        top = int(rest * bottom + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** len(bottoms) - 1)
        top, bottom = near.numerator, near.denominator
    if runs > 1 and top >= bottom:
        whole, top = whole + top // bottom, top % bottom
    head = f"{whole}\u00a0" if runs > 1 and whole else ""
    figures = f"{head}{top}/{bottom}" if top or runs == 1 else str(whole)
    return _words(section.tokens[:first], locale) + figures + _words(section.tokens[end:], locale)
