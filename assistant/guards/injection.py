"""Finding sentences in notes that speak to the model instead of the reader, in English, German and Chinese.

A finding is a flag on a piece of evidence, not a defence. The patterns look for an order together with its object
("ignore" and "previous instructions", "add" and "to your reply"), at a place where an order can stand, so that notes
which merely tell of instructions, prompts and assistants are left alone. A task or a question that names neither the
model nor its answer ("Write a poem about the sea") reads like any note, and is not found.
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
    rf"{_EN_DROP}(?: \w+){{0,3}} (?:previous|prior|above|preceding) (?:text|content|context|conversation|question)s?\b",
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
# A reply that is due on a day is awaited from the reader.
_EN_DUE = r"(?! (?:by (?!\w+ing\b)|before\b|until\b|within\b|no later\b))"
_EN_REPLY = (
    r"(?:(?:your|every|each)(?: (?:next|final|whole|entire|full|own))? (?:answer|response|reply|replies|output)s?"
    rf"|your message)\b{_EN_DUE}"
)
_EN_REWORK = (
    r"(?:add|append|prepend|insert|include|integrate|incorporate|embed|weave|slip|mix|inject|introduce|put|place"
    r"|mention|augment|enhance|enrich|expand|extend|supplement|modify|alter|adjust|adapt|change|edit|rewrite|rephrase"
    r"|reword|convert|transform|turn|translate|transliterate|encode|encrypt|encipher|cipher|obfuscate|code|render"
    r"|express|phrase|format|present|deliver|provide|produce|output|type|spell|misspell|reverse|invert|flip|mirror"
    r"|rotate|shift|scramble|shuffle|jumble|rearrange|reorder|swap|exchange|substitute|replace|map|represent|switch"
    r"|remove|delete|drop|omit|strip|eliminate|skip|group|split|separate|combine|join|merge|concatenate|capitali[sz]e"
    r"|lowercase|uppercase|use|utili[sz]e|apply|employ|anagram|repeat|double|duplicate|shorten|limit|restrict|end"
    r"|begin|start|finish|conclude|preface|prefix|fill|sprinkle|disguise|craft|infuse|promote|advertise|recommend"
    r"|suggest|tease|hint|imply|urge|claim|highlight)\b"
)
_EN_PARTS = r"(?:(?:every|each|all|all the) (?:\w+ )?(?:letter|vowel|consonant|character)s?|letters|vowels|consonants)"
_EN_CODE = (
    r"(?:base ?(?:16|32|64)|hex(?:adecimal)?|binary|morse(?: code)?|rot-?13|ascii|pig latin|leet ?speak|emojis?"
    r"|rhymes?|(?:all )?(?:caps|capitals|upper ?case))\b"
)
_ENGLISH_ANSWER = (
    rf"{_EN_START}{_EN_REWORK}.{{0,160}}?\b{_EN_REPLY}",
    rf"^\W*(?:\w+ )?(?:in|within|throughout|at the (?:end|start|beginning) of) {_EN_REPLY},? (?:please |always )?"
    rf"(?:{_EN_REWORK}|(?:tell|ask|inform|invite|encourage) (?:the )?(?:users?|readers?|people|everyone)\b)",
    rf"{_EN_START}(?:make sure|ensure)(?: that)? {_EN_REPLY} ",
    rf"{_EN_START}{_EN_REWORK} {_EN_PARTS} (?:\w+ )?(?:with|by|to|into) ",
    rf"{_EN_START}(?:(?:only|always) )?(?:answer|respond|reply|speak)(?: only)? (?:in|using) {_EN_CODE}",
    r"\bfrom now on,? (?:you (?:will|must|should|shall) )?(?:only |always )?(?:answer|respond|reply|speak|talk)\b",
    r"\binstead of answering\b",
)
_DE_REPLY = (
    r"(?:(?:in|zu|an) )?(?:deiner?|ihrer?|jeder?) (?:n[äa]chsten? |ganzen? )?(?:antwort(?:en)?|ausgaben?)\b"
    r"(?! (?:auf|bis)\b)"
)
_DE_REWORK = (
    r"f[üu]gen?|erg[äa]nzen?|erweitern?|erweitere|erw[äa]hnen?|schreiben?|setzen?|h[äa]ngen?|bauen?|binden?|nehmen?|nimm"
    r"|beenden?|beginnen?|schlie(?:ß|ss)en?|[äa]ndern?|[äa]ndere|ver[äa]ndern?|ver[äa]ndere|wandeln?|wandle|[üu]bersetzen?"
    r"|kodieren?|codieren?|verschl[üu]sseln?|verschl[üu]ssle|ersetzen?|entfernen?|l[öo]schen?|vertauschen?|kehren?|drehen?"
    r"|verwenden?|benutzen?|nutzen?|formulieren?|geben?|gib|wiederholen?|lassen?|lass|fassen?|mischen?"
)
_GERMAN_ANSWER = (
    rf"(?:^\W*|\bbitte )(?:{_DE_REWORK})(?: sie)?\b.{{0,160}}?\b{_DE_REPLY}",
    rf"^\W*(?:in|am (?:ende|anfang)) {_DE_REPLY} (?:bitte )?(?:{_DE_REWORK}|nenne?|empfiehl|empfehlen|wirb|sage?)\b",
    r"\b(?:anstatt|statt) (?:zu antworten|die frage zu beantworten)",
    r"\bab (?:jetzt|sofort) (?:nur |immer )?(?:antworte|antwortest du|sprich)\b",
    r"^\W*(?:bitte )?antworte(?:n sie)? (?:nur |immer )?in"
    r" (?:base ?64|bin[äa]r|morse|rot-?13|reimen|gro(?:ß|ss)buchstaben)",
)
_ZH_REPLY = r"(?:回答|回复|回覆|答复|答覆|答案|输出|輸出|回应|回應)"
_ZH_REWORK = (
    r"加上|加入|添加|附上|插入|包含|包括|提到|提及|推荐|推薦|建议|建議|宣传|翻译|翻譯|译成|译为|编码|編碼|加密|改写|改寫|改成|改为"
    r"|转换|轉換|转成|替换|替換|倒序|颠倒|反转|打乱|打亂|删除|刪除|去掉|重复|使用"
)
_CHINESE_ANSWER = (
    rf"在(?:你|您)的?(?:每[个一]?)?{_ZH_REPLY}(?:之?[中里内裡內]|的?(?:末尾|结尾|結尾|最后|最後|开头|開頭|后面|後面|前面))"
    rf"[^。！？]{{0,12}}?(?:{_ZH_REWORK})",
    rf"^\W*(?:请|請)?(?:把|将|將|对|對)(?:你|您)的?{_ZH_REPLY}[^。！？]{{0,40}}?(?:{_ZH_REWORK})",
    rf"^\W*(?:请|請)?(?:{_ZH_REWORK})(?:你|您)的{_ZH_REPLY}",
    r"(?:不要|别|別)回答(?:这个|這個|该|該|上述|上面的?|用户的?|用戶的?)(?:问题|問題)",
    r"^\W*(?:请|請)?(?:只|一律|始终|始終)?用 ?(?:base ?64|摩斯|摩尔斯|二进制|二進制|拼音|表情符号)[^。！？]{0,4}"
    rf"{_ZH_REPLY}",
)
_TEMPLATE_MARKS = (
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>",
    r"\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>",
)


def _any_of(*orders: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{order})" for order in orders), re.IGNORECASE)


_ORDERS = _any_of(*_ENGLISH, *_GERMAN, *_CHINESE, *_TEMPLATE_MARKS)
_ANSWER_ORDERS = _any_of(*_ENGLISH_ANSWER, *_GERMAN_ANSWER, *_CHINESE_ANSWER)
# Few sentences hold any of these words; looking for them first spares the rest the many verbs.
_ANSWER_WORDS = _any_of(
    "answer|respon[ds]|repl[iy]|output|message|speak|talk|letter|vowel|consonant|character",
    "antwort|ausgabe|sprich",
    _ZH_REPLY,
)
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def looks_like_instruction(sentence: str) -> bool:
    """Whether a sentence orders the model to drop its instructions, to change its part, or what its answer be like."""
    plain = unicodedata.normalize("NFKC", _HIDDEN.sub("", sentence)).replace("’", "'")
    line = " ".join(plain.split())
    return bool(_ORDERS.search(line) or (_ANSWER_WORDS.search(line) and _ANSWER_ORDERS.search(line)))
