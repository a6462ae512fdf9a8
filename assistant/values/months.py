"""The months by every name they have."""

from assistant.language import CODES, language

#: Languages whose short forms of three letters are understood beside a number alone: "3 dez".
_SHORT = frozenset(("en", "de", "fr", "nl", "sv", "da"))


def _names() -> dict[str, int]:
    names: dict[str, int] = {}
    for code in CODES:
        for month, forms in enumerate(language(code).months, 1):
            for name in forms:
                if len(name) > 3 or code in _SHORT or not name.isascii():
                    names.setdefault(name, month)
    return names


#: The number of a month by its names and short forms, in small letters, of every language that has a table. Short
#: forms that are everyday words elsewhere ("set", "out", "ago") are left out.
MONTHS = _names()
