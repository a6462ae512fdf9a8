"""Sentences that can't stand alone, told by their words: "He ...", "That's why ...", "Yes, at 3."."""

import re

from assistant.digest.substance import SUBSTANCE, size

_LEANS = {
    "en": re.compile(
        r"\W*(?:(?:and|but|so|then|also|because|since|if|when)\b,? )?"
        r"(?:he|she|it|they|him|them|her|his|hers|its|their|theirs|this|that|these|those|both|such"
        r"|the (?:same|former|latter|other|others))\b(?! there)",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\W*(?:(?:und|aber|dann|denn|weil|auch|wenn|als) )?"
        r"(?:(?:er|sie|es|ihm|ihnen|ihr|ihre[rsnm]?|sein|seine[rsnm]?|dies|diese[rsnm]?|jene[rsnm]?|dessen|deren|beide"
        r"|dort|damit|dabei|dafür|dazu|davon|daran|darauf|daher|deshalb|deswegen|darum)\b"
        r"|das (?:ist|war|sind|waren|wird|wurde|hat|hatte|heißt|bedeutet|geht|ging|kann|soll|sollte|muss|macht|klingt"
        r"|gilt|liegt|kostet|dauert|passt|stimmt|reicht|hilft)\b)",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"\W*(?:而|但|但是|所以|因为)?(?:[他她它]|这|那(?!么)|该|此(?!外)|其(?![他它余实次中]))"),
}
#: Persons named before the clause's own verb only by a pronoun: "In May he moved".
_PERSON = {
    "en": re.compile(r"\W*\w+(?: [^A-Z\s]\S*){0,4}? (?:he|she|they)\b"),
    "de": re.compile(r"\W*\w+(?: [\w.]+){0,3}? (?:er)\b"),
}
_YES_NO = {
    "en": r"(?:yes|yeah|yep|yup|no|nope|sure|ok|okay|of course|definitely|absolutely|exactly|right|correct|not yet"
    r"|maybe)\b",
    "de": r"(?:ja|nein|jep|klar|genau|gerne?|natürlich|stimmt|richtig|noch nicht|vielleicht|passt)\b",
    "zh": r"(?:是的?|对的?|好的?|嗯|不是?|没有|有的?|可以|当然|还没)(?:[，。！,.!\s]|$)",
}
_BARE = {language: re.compile(rf"\W*{words}", re.IGNORECASE) for language, words in _YES_NO.items()}


def leans(text: str, language: str) -> bool:
    """Whether a sentence speaks of somebody or something that only the one before names."""
    starts, person = _LEANS.get(language), _PERSON.get(language)
    return bool((starts and starts.match(text)) or (person and person.match(text)))


def answers_barely(text: str, language: str) -> bool:
    """Whether a sentence says little without the question before it: it is short, or begins with yes or no."""
    bare = _BARE.get(language)
    return size(text) < SUBSTANCE or bool(bare and bare.match(text))
