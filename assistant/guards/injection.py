"""Finding sentences in notes that speak to the model instead of the reader, in English, German and Chinese.

A finding is a flag on a piece of evidence, not a defence. The patterns look for an order together with its object
("ignore" and "previous instructions"), at a place where an order can stand, so that notes which merely tell of
instructions, prompts and assistants are left alone.
"""

import re
import unicodedata

_EN_START = r"(?:^|[^\w\s] ?|\b(?:please|now|then|and|must|should|just|you) )"
_EN_DROP = rf"{_EN_START}(?:ignore|disregard|forget|override|bypass|do not follow|don't follow|stop following)"
_EN_RULES = r"(?:instructions?|prompts?|directives?|commands|guidelines|rules|guardrails)\b"
_EN_MODEL = r"(?:ai|llm|language model|ai model|ai assistant|chat ?bot|assistant)"
_ENGLISH = (
    rf"{_EN_DROP}(?: \w+){{0,3}} (?:previous|prior|above|earlier|preceding|your|system)(?: \w+){{0,2}} {_EN_RULES}",
    rf"{_EN_DROP} (?:all|any)(?: of)?(?: the| these| those)?(?: other)? {_EN_RULES}",
    rf"{_EN_DROP} (?:all|everything|anything|what)(?: that)? (?:above|you (?:were|have been|know)|i (?:said|told))",
    rf"\byou are now .{{0,60}}(?:\b{_EN_MODEL}\b|\bdan\b|restrict|\bmode\b|\bno rules\b|\bpersona\b)",
    rf"{_EN_START}(?:act|behave|respond) as (?:if you (?:are|were) )?(?:an? )?(?:\w+ )?{_EN_MODEL}\b",
    r"\b(?:reveal|print|repeat|show|output|leak|tell me) .{0,20}(?:system prompt|(?:hidden|initial|your) instructions)",
    r"^\W*(?:new |updated )?system (?:prompt|message|instructions?|override) ?[:=]",
    rf"^\W*(?:(?:new|important) )?(?:instructions?|note|message) (?:to|for) (?:the |any |an )?{_EN_MODEL}s?\b",
    rf"\b(?:if|when|as) you(?:'re| are) an? {_EN_MODEL}\b",
    r"^\W*(?:(?:you must|please|now) )?(?:always |only )?(?:answer|respond|reply) (?:only|always|exclusively) with\b",
    r"^\W*(?:(?:you must|please|now|always|just|only) )*answer (?:(?:this|every|all|any|the) questions? )?with"
    r" (?:[\"'“«`]|(?-i:[A-Z]{2})|the (?:word|phrase|sentence)\b|exactly\b|nothing but\b)",
    r"\b(?:enable|enter|activate|switch to) (?:developer|dan|jailbreak|god|unrestricted) mode\b",
)
_DE_DROP = r"(?<!ich )\b(?:ignoriere?|ignorieren sie|vergiss|vergessen sie|missachten? ?(?:sie)?|umgehe)"
_DE_RULES = r"(?:anweisung(?:en)?|instruktion(?:en)?|prompts?|vorgaben|befehle|regeln|systemprompt)\b"
_DE_MODEL = r"(?:ki|sprachmodell|assistent(?:in)?|chat-?bot)"
_GERMAN = (
    rf"{_DE_DROP}(?: \w+){{0,2}} (?:alle|vorherigen?|bisherigen?|obigen?|fr[üu]heren?|vorigen?|deine|ihre)"
    rf"(?: \w+){{0,3}} {_DE_RULES}",
    rf"{_DE_DROP} (?:alles|was)\b.{{0,20}}\b(?:gesagt|oben|zuvor|vorher|bisher|gelernt)\b",
    rf"\b(?:du bist|sie sind) (?:jetzt|nun|ab sofort) .{{0,60}}(?:\b(?:{_DE_MODEL}|modus|ohne regeln)\b|schr[äa]nk)",
    r"\b(?:zeige?|nenne?|verrate?|gib|wiederhole) .{0,12}(?:deinen?|den|ihren) system-? ?prompt",
    r"^\W*(?:bitte )?(?:antworte|antworten sie) (?:nur|ausschlie(?:ß|ss)lich|immer|stets|nur noch) (?:noch )?mit\b",
    r"^\W*(?:bitte )?(?:antworte|antworten sie) (?:auf .{0,20} )?mit (?:de[mr] (?:wort|satz)|[\"'„“»`])",
    r"^\W*(?:neuer? )?(?:system-?prompt|systemnachricht|systemanweisung) ?[:=]",
    rf"^\W*(?:\w+ )?(?:anweisung(?:en)?|hinweis|nachricht) (?:f[üu]r|an) (?:die |das |den )?{_DE_MODEL}\b",
)
_ZH_EARLIER = r"(?:之前|以前|先前|以上|上述|上面|前面|此前|所有|一切|你的|系统|系統)"
_ZH_RULES = r"(?:指令|指示|提示词|提示詞|命令|规则|規則|设定|設定)"
_CHINESE = (
    r"(?<![让叫们我他她以会被定别])(?:忽略|无视|無視|忘记|忘記|忘掉|不要理会|不要遵守)"
    rf"[^。！？]{{0,4}}?{_ZH_EARLIER}[^。！？]{{0,8}}?{_ZH_RULES}",
    r"(?:现在|現在)(?:起|开始|開始)?[，, ]?你(?:就)?(?:是|扮演|将扮演)[^。！？]{0,20}"
    r"(?:助手|模型|机器人|機器人|人工智能|ai|模式|限制)",
    r"(?:输出|輸出|显示|顯示|告诉我|告訴我|透露|泄露|重复)[^。！？]{0,4}?(?:你的|系统|系統)[^。！？]{0,4}?(?:提示词?|提示詞|指令)",
    r"^\W*(?:请|請)?(?:只能?|仅|僅|必须|必須|务必|一律)(?:用|以)?(?:回答|回复|回覆|输出|輸出) ?[:：]? ?[“\"「『‘'a-z]",
    r"^\W*(?:系统|系統)(?:提示词?|提示詞|消息|指令) ?[:：=]",
)
_TEMPLATE_MARKS = (
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>",
    r"\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>",
)
_ORDERS = re.compile(
    "|".join(f"(?:{order})" for order in (*_ENGLISH, *_GERMAN, *_CHINESE, *_TEMPLATE_MARKS)), re.IGNORECASE
)
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def looks_like_instruction(sentence: str) -> bool:
    """Whether a sentence orders the model to drop its instructions, to change its part, or to answer in set words."""
    plain = unicodedata.normalize("NFKC", _HIDDEN.sub("", sentence)).replace("’", "'")
    return _ORDERS.search(" ".join(plain.split())) is not None
