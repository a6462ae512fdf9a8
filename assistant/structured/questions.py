"""A field as a question to the judge."""

import re

from assistant.language import all_languages
from assistant.notes.language import language
from assistant.structured.fields import Field, Kind

_WHETHER = re.compile(r"(?:whether|if|ob|si|是否|se)\b\s*|是否", re.IGNORECASE)
_SETTING = re.compile(
    r"\s*(?:[,(]\s*)?(?:in|as|,)?\s*\(?(?:YYYY-MM-DD|HH:MM|ISO(?:[ -]?8601)?|24h?)[^,;)]*\)?", re.IGNORECASE
)
_WHAT = {
    "de": "Was ist: {}?",
    "es": "¿Cuál es: {}?",
    "fr": "Quel est : {} ?",
    "zh": "{}是什么？",
    "ja": "{}は何ですか？",
    "en": "What is the {}?",
}


def question_of(field: Field, within: str = "") -> str:
    """What is asked of the text: a field's meaning, else its name; ``within`` names the object that it is of."""
    name = field.name.replace("_", " ").replace("-", " ").strip()
    meaning = _SETTING.sub("", field.meaning).strip().rstrip(".?。？")
    said = meaning or name
    if within and within not in said:
        said = f"{said} ({within.replace('_', ' ')})"
    if field.kind is Kind.BOOLEAN:
        stated = _WHETHER.sub("", said, count=1)
        return f"Is it so that {stated}?" if meaning else f"{name}?"
    if _asks(said):
        return f"{said[0].upper()}{said[1:]}?"
    if not meaning and field.kind in (Kind.DATE, Kind.DATE_TIME):
        return f"When is the {said}?"
    bare = re.sub(r"^(?:the|a|an)\s+", "", said, flags=re.IGNORECASE)
    return _WHAT.get(language(meaning) if meaning else "en", _WHAT["en"]).format(bare)


def _asks(said: str) -> bool:
    """Whether a phrase begins with a word that asks: "who wrote it", "by when", "wo es ist"."""
    first = [word.casefold() for word in re.findall(r"\w+", said)[:2]]
    asking = frozenset(word for table in all_languages()[:6] for word in table.question_words)
    return bool(first) and (first[0] in asking or (len(first) > 1 and first[1] in asking and len(first[0]) < 5))
