"""The string formats that are kept to: as languages to write in, and as checks of what was written.

Validators differ in what they take for a text of a format. What is written is taken by all of them; whether two
schemas exclude each other is asked of what any of them takes.
"""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache

from assistant.structured.languages.pattern import matched
from assistant.structured.languages.regular import Regular

_YEAR = r"(?:[1-9]\d{3}|0[1-9]\d{2}|00[1-9]\d|000[1-9])"
_LEAP_YEAR = r"(?:(?:0[48]|[2468][048]|[13579][26])00|\d{2}(?:0[48]|[2468][048]|[13579][26]))"
_DATE = (
    rf"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    rf"|02-(?:0[1-9]|1\d|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIME = rf"{_CLOCK}:[0-5]\d(?:\.\d{{1,6}})?(?:Z|[+-]{_CLOCK})"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*"
_HEX = "[0-9a-fA-F]"
_UUID = rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"

#: A part of what RFC 3339, 5321 and 4122 allow: no leap seconds, no year 0, ``T`` and ``Z`` in capitals, nothing
#: quoted in an address.
_PATTERNS = {"date": _DATE, "time": _TIME, "date-time": f"{_DATE}T{_TIME}", "email": _EMAIL, "uuid": _UUID}

#: What some validator or other takes for it: leap seconds, any fraction, small letters, whatever holds an ``@``.
_ANY_TIME = rf"{_CLOCK}:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-]{_CLOCK})"
_LOOSE_PATTERNS = _PATTERNS | {"time": _ANY_TIME, "date-time": f"{_DATE}[Tt]{_ANY_TIME}", "email": r"[\s\S]*@[\s\S]*"}

FORMATS = frozenset(_PATTERNS)


@cache
def format_language(name: str, *, loose: bool = False) -> Regular:
    """The texts of one of ``FORMATS`` that every validator takes for one, or that any does (``loose``)."""
    return matched((_LOOSE_PATTERNS if loose else _PATTERNS)[name])


def _is_date(text: str) -> bool:
    # Not a week date, which is as long.
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and date.fromisoformat(text) is not None


def _is_time(text: str) -> bool:
    return text[2:3] == ":" and time.fromisoformat(text).tzinfo is not None


def _is_date_time(text: str) -> bool:
    return text[10:11] in "Tt" and datetime.fromisoformat(text).tzinfo is not None


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and str(uuid.UUID(text)) == text.lower()


#: What says whether a text has a format; ``ValueError`` says no, too.
CHECKS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "time": _is_time,
    "date-time": _is_date_time,
    "email": _is_email,
    "uuid": _is_uuid,
}


def loose_check(name: str) -> Callable[[str], bool]:
    """What says whether any validator takes a text for one of this format."""
    pattern = re.compile(_LOOSE_PATTERNS[name], re.ASCII)
    return lambda text: pattern.fullmatch(text) is not None
