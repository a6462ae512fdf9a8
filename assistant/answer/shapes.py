"""The GBNF rule of an answer, by what kind of answer a question asks for."""

from collections.abc import Iterable, Sequence

from assistant.answer.grammar import TEXT
from assistant.answer.questions import Kind

_YES_NO = {"en": "Yes No", "de": "Ja Nein", "zh": "是 不是 有 没有"}
_NEITHER = {"en": "both neither", "de": "beides keins", "zh": "都是 都不是"}
_ABOUT = {
    "en": "about,around,almost,over,under,only,at least,at most,up to,more than,less than,exactly",
    "de": "etwa,rund,fast,über,unter,nur,mindestens,höchstens,bis zu,mehr als,weniger als,genau",
    "zh": "",
}
_NUMBERS = {
    "en": """a an no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred half twice once""",
    "de": """ein eine einen einem kein keine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn
    fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert
    halb einmal zweimal dreimal""",
    "zh": "零 一 二 两 三 四 五 六 七 八 九 十 百 千 半 没有",
}
#: Words that stand before the day or hour of an answer.
_LEADS = {
    "en": "on,at,in,since,until,by,from,between,every,next,last,this,the,early,late,about,around,after,before,during",
    "de": """am,um,im,in,seit,bis,ab,von,zwischen,jeden,jede,nächste,nächsten,letzte,letzten,diesen,dieses,der,den,die,
    das,dem,anfang,mitte,ende,gegen,nach,vor,während""",
    "zh": "从,在,到,每,下,上,这,自",
}
_DAYS = {
    "en": """January February March April May June July August September October November December Monday Tuesday
    Wednesday Thursday Friday Saturday Sunday today tomorrow yesterday tonight noon midnight morning afternoon evening
    night weekend week month year spring summer autumn winter now never""",
    "de": """Januar Februar März April Mai Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch
    Donnerstag Freitag Samstag Sonntag heute morgen gestern mittag mitternacht vormittag nachmittag abend nacht
    wochenende woche monat jahr frühling sommer herbst winter nie""",
    "zh": "周 星期 礼拜 今 明 昨 后天 前天 早上 上午 中午 下午 晚上 凌晨 一 二 三 四 五 六 七 八 九 十",
}


def answer_rule(kind: Kind, language: str = "en", alternatives: Sequence[str] = ()) -> str:
    """Rules for ``answer`` in a `pointer_grammar`, in ``language`` or else in English.

    Yes and no, alternatives, numbers and times decide how an answer begins; its line may go on freely. A list is made
    of items between commas.
    """
    known = language if language in _YES_NO else "en"
    match kind:
        case Kind.YES_NO:
            return _one_of(_YES_NO[known].split())
        case Kind.CHOICE if alternatives:
            return _one_of((*alternatives, *_NEITHER[known].split()))
        case Kind.NUMBER | Kind.HOW_LONG:
            return _begins(_ABOUT[known], f'[$€£¥]? [0-9] | "-" [0-9] | {_words(_NUMBERS[known].split())}')
        case Kind.WHEN:
            return _begins(_LEADS[known], f"[0-9] | {_words(_DAYS[known].split())}")
        case Kind.LIST:
            return _LIST
    return TEXT


_LIST = r"""answer ::= item ([,;、，；] " "? item)*
item ::= [^\x00-\x20\x7f\[\],;、，；] [^\x00-\x1f\x7f\[\],;、，；]*"""


def _one_of(alternatives: Iterable[str]) -> str:
    """One of these, alone or with more behind a comma."""
    return f'answer ::= ({_words(alternatives)}) ([.。] | ", " text | "，" text)?'


def _begins(leads: str, core: str) -> str:
    """``core`` after up to two of the words that may come before it, and what else there is to say."""
    words = [lead.strip() for lead in leads.split(",") if lead.strip()]
    spaced = [word if word > "一" else f"{word} " for word in words]
    lead = f"lead{{0,2}} " if spaced else ""
    rules = [f"answer ::= {lead}core text?", f"core ::= {core}"]
    return "\n".join([*rules, f"lead ::= {_words(spaced)}"] if spaced else rules)


def _words(words: Iterable[str]) -> str:
    """Any of these words, with a capital or without."""
    return " | ".join(f'"{spelling}"' for word in words for spelling in dict.fromkeys(_spellings(_escaped(word))))


def _spellings(word: str) -> tuple[str, str]:
    return word, word[:1].upper() + word[1:]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
