"""Days named in words; the words of one phrase are of one language."""

from assistant.values.day_calendar import CALENDAR_FORMS
from assistant.values.day_parts import PART_FORMS
from assistant.values.day_reading import Phrase, Said
from assistant.values.day_relative import RELATIVE_FORMS

_FORMS = (*CALENDAR_FORMS, *PART_FORMS, *RELATIVE_FORMS)


def longest(said: Said, at: int) -> Phrase | None:
    """The longest phrase for days that begins at a token."""
    forms = CALENDAR_FORMS if said.dated else _FORMS
    found = [phrase for form in forms for phrase in form(said, at)]
    return max(found, key=lambda phrase: phrase.end, default=None)
