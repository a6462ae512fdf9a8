"""Names: runs of capitalised words, and speakers; "WolfgangSchulz" is "Wolfgang Schulz"."""

import re
import unicodedata
from collections.abc import Iterator

from assistant.language import is_plain
from assistant.language.scripts import is_cjk
from assistant.values.value import Value, ValueKind

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W\d_]))*")
_PARTICIPLE = re.compile(r"[^\W\d_]{3,}ing(?= [^\W\d_])")
_CAMEL = re.compile(r"(?<=[^\W\d_A-ZÄÖÜ])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][^\W\d_A-ZÄÖÜ])")
_POSSESSIVE = re.compile(r"['’]s?$")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;\n。！？：…])[\W_]*$")
#: After these a German noun stands, which is written like a name.
_DE_ARTICLE = re.compile(
    r"\b(?:d(?:er|ie|as|em|en|es)|(?:k?ein|mein|dein|sein|ihr|unser|euer|eur|dies|jed|alle)(?:e[nmrs]?)?"
    r"|zu[mr]|[ivb](?:m|eim|om)|am|ans|ins)\s+(?:\w+e[nrsm]?\s+)?$",
    re.IGNORECASE,
)
#: The commonest Chinese surnames that seldom begin another word, with the character after them.
_ZH_NAME = re.compile(r"[王李张刘陈杨赵吴徐孙朱郭梁郑韩冯董曹袁邓蒋][\u4e00-\u9fff]")
#: Words that often open a sentence and are no names.
OPENERS = frozenset(
    """according additionally all also although another any anyway because besides both currently despite during each
    eventually every everyone finally first further furthermore hence however instead last later maybe meanwhile most
    moreover next nobody none nothing now often once only originally overall perhaps recently second several since some
    someone sometimes soon still then therefore third though thus today together tomorrow two until usually while yet
    yesterday wait hey hi hello thanks thank sorry sure great sounds ok okay oh well let
    alle außerdem bald beide bisher da dabei daher damals danach dann daraufhin deshalb deswegen eigentlich erst etwas
    gestern heute hier inzwischen jeder jetzt letztlich man manchmal meist morgen nachdem niemand nichts obwohl oft
    schließlich seit später sonst sowohl trotzdem während weil weiterhin wenn wobei zudem zuerst zuletzt zunächst
    hallo danke""".split()
)


def names(text: str, language: str) -> Iterator[Value]:
    """Runs of capitalised words.

    One word alone that opens a sentence is a name only if it is written in camel case or speaks ("Anna: ..."). In
    German a word alone after an article is a noun. Of a Chinese name the surname and the next character are found.
    """
    for run in _runs(text):
        first, last = run[0], run[-1]
        if len(run) == 1 and not _alone(text, first, language):
            continue
        start = first.start()
        surface = _POSSESSIVE.sub("", text[start : last.end()])
        yield Value(ValueKind.NAME, name_norm(surface), surface, start, start + len(surface))
    for name in _ZH_NAME.finditer(text):
        yield Value(ValueKind.NAME, name[0], name[0], name.start(), name.end())


def name_norm(name: str) -> str:
    """The words of a name in lower case without accents and possessives, camel case split."""
    spread = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name.replace("-", " ")).casefold())
    plain = "".join(character for character in spread if not unicodedata.combining(character))
    return " ".join(_POSSESSIVE.sub("", word) for word in _WORD.findall(plain))


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence, or what is said in one, begins at ``start``."""
    return bool(_STARTS_SENTENCE.search(text, 0, start))


def opens_plainly(text: str, start: int) -> bool:
    """Whether a word that opens a sentence is no name, by its form: "Coming back", "Accepting Anna's advice"."""
    return bool(_PARTICIPLE.match(text, start)) and opens_sentence(text, start)


def follows_article(text: str, start: int) -> bool:
    """Whether a German article stands before ``start``: after it a capital does not tell a name."""
    return bool(_DE_ARTICLE.search(text, 0, start))


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Capitalised words side by side, without words of everyday at their ends."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        beside = run and text[run[-1].end() : word.start()] == " "
        if run and not (beside and _capital(word[0])):
            yield from _named(run)
            run = []
        if _capital(word[0]) and not opens_plainly(text, word.start()):
            run.append(word)
    yield from _named(run)


def _named(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and _everyday(run[0][0]):
        run = run[1:]
    while run and _everyday(run[-1][0]):
        run = run[:-1]
    if run:
        yield run


def _everyday(word: str) -> bool:
    return is_plain(word) or word.casefold() in OPENERS


def _capital(word: str) -> bool:
    return word[0].isupper() and not is_cjk(word)


def _alone(text: str, word: re.Match[str], language: str) -> bool:
    if len(word[0]) < 2:
        return False
    if _CAMEL.search(word[0]):
        return True
    if opens_sentence(text, word.start()):
        return text[word.end() : word.end() + 1] == ":"
    return not (language == "de" and follows_article(text, word.start()))
