"""The GBNF rule of an answer, by what kind of answer a question asks for."""

from collections.abc import Iterable, Sequence

from assistant.answer.grammar import TEXT
from assistant.answer.questions import Kind

_YES_NO = {"en": "yes no", "de": "ja nein", "zh": "是 不是 有 没有"}
_EITHER = {"en": "both neither", "de": "beides keins", "zh": "都"}
_NUMBERS = {
    "en": """a an no none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety half twice once""",
    "de": """ein eine einen einem kein keine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
    fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert
    halb einmal zweimal dreimal""",
    "zh": "零 一 二 两 三 四 五 六 七 八 九 十 百 千 半 没有",
}
_ABOUT = {
    "en": "about,around,almost,over,under,only,at least,at most,up to,more than,less than,exactly,every",
    "de": "etwa,rund,fast,über,unter,nur,mindestens,höchstens,bis zu,mehr als,weniger als,genau,alle",
    "zh": "约,大约,至少,最多,超过,不到,每",
}
_DAYS = {
    "en": """January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays weekdays
    today tomorrow yesterday tonight noon midnight morning afternoon evening night weekend week month year day spring
    summer autumn winter now never""",
    "de": """Januar Februar März April Mai Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch
    Donnerstag Freitag Samstag Sonntag montags dienstags mittwochs donnerstags freitags samstags sonntags heute morgen
    gestern mittag mitternacht vormittag nachmittag abend nacht wochenende woche monat jahr tag frühling sommer herbst
    winter jetzt nie""",
}
#: What stands before a day or an hour, and what an event may follow as well: "after the concert".
_AT = {
    "en": "on,at,in,by,from,between,every,next,last,this,that,the,early,late,about,around,same",
    "de": "am,um,im,in,ab,von,zwischen,jeden,jede,nächste,nächsten,letzte,letzten,diesen,der,den,die,anfang,ende",
}
_AROUND = {
    "en": "after,before,during,since,until,when,while,once",
    "de": "nach,vor,während,seit,bis,als,nachdem,bevor,sobald",
}
#: What may follow a word: no letter right away, so that "no" does not begin "nobody". A letter beyond ASCII in such a
#: set would bar llama.cpp from every character that shares its first byte, where a token holds that byte alone.
_TAIL = r"tail ::= ([^\x00-\x1f\x7f\[\]a-zA-Z] [^\x00-\x1f\x7f\[\]]*)?"
_LIST = r"""answer ::= item ([,;、，；] " "? item)*
item ::= [^\x00-\x20\x7f\[\],;、，；] [^\x00-\x1f\x7f\[\],;、，；]*"""


def answer_rule(kind: Kind, language: str = "en", alternatives: Sequence[str] = ()) -> str:
    """Rules for ``answer`` in a `pointer_grammar`, in ``language`` or else in English.

    Yes and no, ``alternatives``, numbers and times decide how an answer begins, and its line goes on freely. A list
    consists of items between commas. Of the other kinds, and of times in Chinese, any line is an answer.
    """
    known = language if language in _YES_NO else "en"
    match kind:
        case Kind.YES_NO:
            return _one_of(_YES_NO[known].split())
        case Kind.CHOICE if alternatives:
            return _one_of((*alternatives, *_EITHER[known].split()))
        case Kind.NUMBER | Kind.HOW_LONG:
            core = f"[-$€£¥]? [0-9] rest? | ({_words(_NUMBERS[known].split())}) {'rest?' if known == 'zh' else 'tail'}"
            return _rules(f"({_leads(_ABOUT[known])})? core", core)
        case Kind.WHEN if known in _DAYS:
            core = f"[0-9] rest? | ({_words(_DAYS[known].split())}) tail"
            return _rules(f"({_leads(_AT[known])}){{0,3}} core | ({_leads(_AROUND[known])}) text", core)
        case Kind.LIST:
            return _LIST
    return TEXT


def _one_of(alternatives: Iterable[str]) -> str:
    """One of these, alone or with more behind a comma."""
    return f'answer ::= ({_words(alternatives)}) ([.。] | ", " text | "，" text)?'


def _rules(answer: str, core: str) -> str:
    rest = r"rest ::= [^\x00-\x1f\x7f\[\]] [^\x00-\x1f\x7f\[\]]*"
    return "\n".join((f"answer ::= {answer}", f"core ::= {core}", _TAIL, rest))


def _leads(words: str) -> str:
    """Words between commas, with the space after them where the language has one."""
    return _words(word if word[0] > "一" else f"{word} " for word in words.split(","))


def _words(words: Iterable[str]) -> str:
    """Any of these, with a capital or without."""
    escaped = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    spellings = (spelling for word in escaped for spelling in (word, word[:1].upper() + word[1:]))
    return " | ".join(f'"{spelling}"' for spelling in dict.fromkeys(spellings))
