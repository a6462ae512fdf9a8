"""What kind of answer a question asks for, told by its wording, in English, German and Chinese."""

import re
from enum import StrEnum

from assistant.language.scripts import CJK


class Kind(StrEnum):
    """What an answer has to be."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    WHEN = "when"
    HOW_LONG = "how_long"
    NUMBER = "number"
    WHO = "who"
    WHERE = "where"
    LIST = "list"
    FREE = "free"


_LABEL = re.compile(r"^\s*(?:question|frage|q|问题|问)\s*\d*\s*[:：.)]\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)|(?<=[。！？])")
_POLITE = re.compile(
    r"^(?:please |bitte )?(?:(?:can|could|will|would) you (?:please )?(?:(?:tell|remind|show) (?:me|us)\s+"
    r"|(?=(?:list|name|give|summari[sz]e|explain|describe|find)\b))"
    r"|do you (?:know|remember|recall)\s+|(?:tell|remind|show) me,?\s+|i(?:'d| would) like to know\s+|i want to know\s+"
    r"|weißt du(?: noch)?,?\s+|(?:kannst du|können sie) mir (?:bitte )?sagen,?\s+|sag mir(?: bitte)?,?\s+"
    r"|请问|请告诉我|告诉我|你知道|你记得)[，,]?\s*",
    re.IGNORECASE,
)
_ASKS_EN = (
    r"(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|cannot|won['’]t"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|could|would|should)n['’]t)"
)
_AUXILIARY = re.compile(rf"{_ASKS_EN}\b", re.IGNORECASE)
_ASKS_WHICH = {
    "en": re.compile(r"(?:\w+ )?(?:what|when|where|which|who|whom|whose|why|how)\b", re.IGNORECASE),
    "de": re.compile(
        r"(?:\w+ )?(?:was|wann|wo|wohin|woher|welche[rsnm]?|wer|wen|wem|wessen|warum|wieso|weshalb|wie|wieviele?|wofür"
        r"|womit|wovon|woran|worüber|wozu)\b",
        re.IGNORECASE,
    ),
}
_GERMAN = re.compile(
    r"\b(?:wer|wen|wem|wessen|wann|wo|wohin|woher|wie|warum|wieso|weshalb|welche[rsnm]?|der|die|das|den|dem|des|ein|eine"
    r"|einen|und|oder|ist|sind|hat|haben|hatte|wurde|wird|nicht|mit|für|von|zu|zum|zur|im|am|bei|nach|sie|er|ich)\b"
    r"|[äöüß]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:who|whose|what|when|where|which|how|why|the|an|is|are|did|does|do|has|have|of|to|and|or|with|for|at|on|he|she"
    r"|they|list|from|would|can|should)\b",
    re.IGNORECASE,
)

_PREP = r"(?:(?:in|on|at|by|from|since|until|till|during|for|to|with|about|of|under|through|around) )?"
_IS_THE = r"what(?:['’]s| is| was| are| were| will be) (?:the |\S+['’]s )(?:[\w-]+ ){0,2}"
_WH = r"(?:who|what|when|where|which|how|why)"
_PREP_DE = r"(?:(?:in|an|am|im|um|ab|bis|seit|zu|mit|für|von|bei|aus|nach|auf|zum|zur) )?"
_W = r"(?:wer|wen|wem|was|wann|wo|wohin|woher|welche[rsnm]?|wie|warum)"
_ZH_TIME_UNIT = "天|周|星期|个月|年|小时|个小时|分钟|秒"

_EN_RULES = (
    (Kind.LIST, rf"{_PREP}{_WH}\b.+\band {_WH}\b"),
    (
        Kind.WHEN,
        rf"{_PREP}when\b|how (?:long ago|soon|early|late)\b|{_PREP}(?:what|which) (?:exact |specific )?"
        r"(?:time|date|day|weekday|week|weekend|month|year|evening|morning|afternoon|night|hour|season|decade|century)s?\b(?!-)",
    ),
    (Kind.HOW_LONG, rf"{_IS_THE}(?:duration|interval|time span|period of time)\b|{_PREP}how much (?:time|longer)\b"),
    (
        Kind.HOW_LONG,
        rf"{_PREP}how (?:long|many (?:more |full |whole )?(?:seconds|minutes|hours|days|weeks|months|years))\b",
    ),
    (Kind.WHEN, rf"{_IS_THE}(?:date|time|day|deadline|due date|weekday|year|month|birthday)\b(?! (?:zone|frame))"),
    (
        Kind.NUMBER,
        rf"{_PREP}how (?:many|much|often|old|tall|high|far|deep|wide|heavy|fast|large|big|hot|cold|expensive|thick)\b",
    ),
    (
        Kind.NUMBER,
        rf"(?:{_IS_THE}|{_PREP}(?:what|which) )(?:number|percentage|percent|amount|price|cost|costs|fee|rent|salary"
        r"|budget|speed|temperature|age|distance|weight|height|score|quantity)\b(?!['’])",
    ),
    (Kind.LIST, r"(?:list|name|enumerate)\b|(?:give|show) (?:me )?(?:all|a list)\b|(?:what|which) (?:are|were)\b"),
    (Kind.LIST, r"(?:what|which) (?:two|three|four|five|six|seven|several|kinds|types|sorts|other)\b"),
    (Kind.LIST, rf"{_PREP}(?:what|which) (?:[\w-]+ ){{0,2}}?[\w-]*[^\Wsui]s (?:{_ASKS_EN})\b"),
    (
        Kind.WHO,
        rf"{_PREP}(?:who|whom|whose)\b|{_PREP}(?:what|which) (?:person|people|friend|colleague|neighbou?r|player|coach"
        r"|author|actor|actress|singer|artist|director|doctor|teacher|member|character|man|woman|boy|girl)\b",
    ),
    (
        Kind.WHERE,
        rf"{_PREP}where\b|(?:{_IS_THE}|{_PREP}(?:what|which) )(?:address|location|venue|place|city|country|town|village"
        r"|room|street|building|restaurant|shop|store|airport|hotel|caf[eé]|museum|state|region)\b(?!['’])",
    ),
    (Kind.YES_NO, rf"(?:{_ASKS_EN}|if|whether)\b"),
)
_DE_RULES = (
    (Kind.LIST, rf"{_PREP_DE}{_W}\b.+\bund {_W}\b"),
    (Kind.WHEN, rf"{_PREP_DE}wann\b|um wie ?viel uhr\b|wie (?:spät|lange her)\b|wie bald\b"),
    (
        Kind.WHEN,
        rf"{_PREP_DE}welche[rsnm]? (?:tag|tagen|datum|jahr|monat|woche|uhrzeit|zeit|zeitpunkt|termin|wochentag)\b"
        r"|(?:was ist|was war|wie lautet|wie ist) d(?:as|er|ie) (?:\w+ )?(?:\w*datum|\w*termin|uhrzeit)\b",
    ),
    (Kind.HOW_LONG, rf"{_PREP_DE}wie (?:lang|viele (?:sekunden|minuten|stunden|tage|wochen|monate|jahre)\b)"),
    (
        Kind.NUMBER,
        rf"{_PREP_DE}wie ?viele?\b|{_PREP_DE}wie (?:oft|alt|hoch|groß|weit|tief|breit|schwer|schnell|teuer|dick)\b"
        r"|was kostete?n?\b",
    ),
    (Kind.LIST, r"(?:nenne?|liste|zähle)\b|(?:was|welche[sn]?) (?:sind|waren)\b|wie (?:heißen|lauten)\b"),
    (Kind.LIST, r"welche (?:zwei|drei|vier|fünf|\w+ (?:haben|sind|waren|wurden|hatten|gibt es|gab es))\b"),
    (Kind.WHO, rf"{_PREP_DE}(?:wer|wen|wem|wessen|welche[rsnm]? (?:person|freund|freundin|kollege|kollegin))\b"),
    (
        Kind.WHERE,
        rf"(?:wo|wohin|woher)\b|{_PREP_DE}welche[rsnm]? (?:stadt|land|ort|raum|zimmer|straße|gebäude|restaurant|laden"
        r"|hotel|adresse)\b|(?:was ist|wie lautet|wie ist) die adresse\b",
    ),
    (Kind.YES_NO, r"ob\b"),
)
_ZH_RULES = (
    (Kind.YES_NO, r"吗$|是否|是不是|有没有|会不会|能不能|可不可以|对不对|要不要|^if"),
    (Kind.WHEN, r"什么时候|什么时间|何时|几点|哪一?天|哪一?年|哪个月|几月|几号|星期几|周几|礼拜几|截止日期是"),
    (Kind.HOW_LONG, rf"多久|多长时间|(?:几|多少)(?:{_ZH_TIME_UNIT})"),
    (Kind.NUMBER, r"多少|几(?!乎)|多(?:大|高|远|重|长|宽|深|快|贵)"),
    (Kind.WHO, r"谁|哪(?:一)?位|什么人"),
    (Kind.WHERE, r"哪里|哪儿|什么地方|何处|哪(?:个|座|家)(?:城市|地方|国家|餐厅|房间|酒店)|地址是"),
    (Kind.LIST, r"哪些|哪[两三四五几]|有什么|列出|分别"),
)
_RULES = {
    "en": tuple((kind, re.compile(rf"(?:{rule})", re.IGNORECASE)) for kind, rule in _EN_RULES),
    "de": tuple((kind, re.compile(rf"(?:{rule})", re.IGNORECASE)) for kind, rule in _DE_RULES),
    "zh": tuple((kind, re.compile(rf".*?(?:{rule})", re.IGNORECASE)) for kind, rule in _ZH_RULES),
}

_JOINTS = {"en": r",?\s+or\s+", "de": r",?\s+oder\s+"}
_NO_CHOICE = re.compile(
    r"\b(?:or|oder) (?:not|so|more|less|fewer|later|earlier|anything|something|anyone|any|other|nicht|mehr|weniger"
    r"|etwas|sonst)\b|\b(?:any|irgend\w*|keine?)\b.* (?:or|oder) |\b(?:once|one|two|three|ein|zwei|drei) (?:or|oder) ",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:the|a|an|his|her|its|our|their|my|your|this|that|der|die|das|den|dem|ein|eine|einen|einem|einer|seine[nmr]?"
    r"|ihre[nmr]?|in|on|at|to|from|with|for|by|of|after|before|im|am|mit|für|von|bei|zu|zum|zur|nach|vor|auf|aus|an|um)",
    re.IGNORECASE,
)
_STOPS = re.compile(
    rf"(?:{_LEADS.pattern}|{_ASKS_EN}|i|he|she|it|we|they|you|there|either|er|sie|es|wir|ich|entweder|hat|haben|ist|sind"
    r"|war|waren|wird|wurde)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:in|on|at|to|from|with|for|by|of|after|before|during|when|while|because|that|last|this|next|today|tomorrow"
    r"|yesterday|first|there|im|am|mit|für|von|bei|zu|zum|nach|vor|auf|gestern|heute|morgen)\b.*$",
    re.IGNORECASE,
)
_ZH_LEFT = re.compile(r".*(?:是|喜欢|想要|要|喝|吃|去|买|选择|选|用|在|坐|住|学|到)(.+)$")


def kind_of(text: str, language: str = "") -> Kind:
    """The kind of a question; ``language`` (ISO 639-1) is guessed where it is empty.

    Of several sentences the last question counts. What fits no rule is free, as is every other language.
    """
    question = _core(text)
    language = language or _language(question)
    if choices(text, language):
        return Kind.CHOICE
    clauses = [question] if language == "zh" else re.split(r",\s+", question)
    for clause in clauses:
        for kind, rule in _RULES.get(language, ()):
            if rule.match(clause):
                return kind
    asks = text.rstrip().endswith("?") and not any(map(_ASKS_WHICH["de"].match, clauses))
    return Kind.YES_NO if asks and language == "de" else Kind.FREE


def choices(text: str, language: str = "") -> tuple[str, ...]:
    """The alternatives of "X or Y?", each in the question's own words; empty where it offers none.

    "Any brothers or sisters?" and "one or two" offer none. Neither does what can't be told apart: two whole clauses.
    """
    question = _core(text)
    language = language or _language(question)
    if language == "zh":
        return _choices_zh(question)
    parts = re.split(_JOINTS[language], question) if language in _JOINTS else []
    if len(parts) != 2 or _NO_CHOICE.search(question):
        return ()
    before, last = parts
    if _ASKS_WHICH[language].match(question):
        # The alternatives follow the question: "Who is older, Anna or Ben?"
        asked = re.split(r"\s*[,:]\s+|\s+[-–—]\s+", before)[1:]
        return _offered(*asked, last)
    last = _last_alternative(last, language)
    if _AUXILIARY.match(last):
        return ()
    chunks = before.split(", ")
    openings = [i for i, chunk in enumerate(chunks) if _AUXILIARY.match(chunk)]
    asks = openings or len(question.split()) < 6 or (language == "de" and text.rstrip().endswith("?"))
    opening = openings[-1] if openings else 0
    found = [_parallel(chunk, last) for chunk in chunks[opening:]]
    return _offered(*found, last) if asks else ()


def _core(text: str) -> str:
    """The question itself, without a label, politeness and what was told before it."""
    sentences = [s.strip() for s in _SENTENCE.split(_LABEL.sub("", " ".join(text.split()))) if s.strip()]
    asking = [s for s in sentences if s.endswith(("?", "？"))] or sentences
    question = asking[-1].rstrip("?？.。!！ ") if asking else ""
    return _POLITE.sub("", question)


def _language(question: str) -> str:
    if re.search(rf"[{CJK}]", question):
        return "" if re.search(r"[\u3040-\u30ff\uac00-\ud7af]", question) else "zh"
    german, english = len(_GERMAN.findall(question)), len(_ENGLISH.findall(question))
    if german > english:
        return "de"
    return "en" if english or _AUXILIARY.match(question) else ""


def _choices_zh(question: str) -> tuple[str, ...]:
    left, joint, right = question.rstrip("呢").partition("还是")
    right = re.split("[，。；]", right)[0]
    if not (left and joint and right.strip()) or question.endswith("吗"):
        return ()
    if right[0] in left:
        return _offered(left[left.rindex(right[0]) :], right)
    after_verb = _ZH_LEFT.match(left)
    return _offered(after_verb[1] if after_verb else left[-len(right) :], right)


def _last_alternative(text: str, language: str) -> str:
    """The second alternative without what belongs to both: "coffee" of "coffee at the station"."""
    words = text.split()
    capitals = [i for i, word in enumerate(words[:4]) if word[0].isupper()]
    if language == "de" and capitals:
        return " ".join(words[: capitals[0] + 1])
    if words and words[0][0].isupper():
        return " ".join(words[: next((i for i, word in enumerate(words) if not word[0].isupper()), len(words))])
    start = re.match(rf"(?:{_LEADS.pattern}\s+)*\S+", text, re.IGNORECASE)
    end = start.end() if start else 0
    return text[:end] + _TAIL.sub("", text[end:])


def _parallel(before: str, last: str) -> str:
    """The end of ``before`` that is built like ``last``: from a word of the same sort on, or as many words."""
    words, model = before.split(), last.split()
    if not words or not model:
        return ""
    if _LEADS.fullmatch(model[0]):
        starts = [i for i, word in enumerate(words) if i and _LEADS.fullmatch(word)]
        same = [i for i in starts if words[i].lower() == model[0].lower()]
        if starts:
            return " ".join(words[(same or starts)[-1] :])
    kept: list[str] = []
    for word in reversed(words[-len(model) :]):
        if _STOPS.fullmatch(word) or (kept and kept[0][0].isupper() and not word[0].isupper()):
            break
        kept.insert(0, word)
    return " ".join(kept)


def _offered(*alternatives: str) -> tuple[str, ...]:
    """The alternatives without articles, if there are at least two and none is empty."""
    bare = [
        re.sub(r"^(?:(?:the|a|an|either|entweder)\s+)+", "", each.strip(" ,:;?？"), flags=re.IGNORECASE)
        for each in alternatives
    ]
    return tuple(bare) if len(bare) > 1 and all(re.search(r"\w", each) for each in bare) else ()
