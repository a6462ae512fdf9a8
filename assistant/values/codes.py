"""Codes that are the same only sign by sign: addresses, phone numbers, versions, identifiers."""

import re
from collections.abc import Iterable
from datetime import date

from assistant.values.units import SCALES, UNITS
from assistant.values.value import TAKEN, Form, ValueKind

_AFTER_DIGITS = {"st", "nd", "rd", "th", "am", "pm", "a", "p", "ish", "h", *map(str.casefold, (*UNITS, *SCALES))}
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACING = re.compile(r"[\s()/.-]")


def _same_signs(match: re.Match[str], _: date | None) -> Iterable[str]:
    return (match[0].casefold(),)


def _phone(match: re.Match[str], _: date | None) -> Iterable[str]:
    return (_SPACING.sub("", match[0]),)


def _digits_first(match: re.Match[str], _: date | None) -> Iterable[str]:
    """ "7f3a" is a code, "30kg", "9am" and "5-minute" are not."""
    if _LETTERS.search(match[0])[0].casefold() in _AFTER_DIGITS:  # type: ignore[index]
        return ()
    return (match[0].casefold(),)


#: Addresses come before dates, which they may hold.
ADDRESS_FORMS = (
    Form(ValueKind.CODE, re.compile(r"\bhttps?://[^\s<>\"]*[\w/]"), _same_signs),
    Form(ValueKind.CODE, re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w"), _same_signs),
)
CODE_FORMS = (
    Form(ValueKind.CODE, re.compile(r"(?<!\w)(?:\+|00)\d[\d ()/-]{6,}\d"), _phone),
    Form(ValueKind.CODE, re.compile(r"(?<![\w-])(?:\(?\d{3}\)?[ .-])?\d{3}[ .-]\d{4}(?![\w-])"), _phone),
    Form(ValueKind.CODE, re.compile(r"(?<![\w.])0\d{2,4}[ /-]\d{5,}(?!\w)"), _phone),
    Form(ValueKind.CODE, re.compile(r"(?<![\w.,-])\d+(?:-\d+){2,}(?![\w-])"), _same_signs),
    Form(ValueKind.CODE, re.compile(r"(?<![\w.,])v?\d+(?:\.\d+){2,}(?![\w.]*\d)"), _same_signs),
    Form(ValueKind.CODE, re.compile(rf"(?<![\w{TAKEN}])[A-Za-z]+(?:[-_][A-Za-z]+)*[-_#]?\d[\w-]*(?<!-)"), _same_signs),
    Form(ValueKind.CODE, re.compile(r"(?<![\w.,:])\d+[A-Za-z][A-Za-z0-9]*(?![\w-])"), _digits_first),
)
