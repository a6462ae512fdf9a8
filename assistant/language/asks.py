"""Words of many languages that ask for one thing: who, where, when, how much."""

import re
from functools import cache

from assistant.language.scripts import folded

_ASKS = {
    "amount": """कितना कितने कितनी কত کتنا کتنے کتنی كم כמה چند چقدر எவ்வளவு எத்தனை ఎంత ఎన్ని किती કેટલા કેટલું
    сколько скільки πόσο πόσα πόσες kaç kadar ile wieviel combien cuánto cuánta cuántos cuántas hoeveel
    kolik nhiêu berapa mennyi hány cât câte""",
    "day": """कब কখন কবে کب متى מתי எப்போது ఎప్పుడు कधी केव्हा ક્યારે когда коли πότε zaman wann cuándo quand
    wanneer kiedy kdy kapan mikor milloin când መቼ երբ""",
    "place": """कहाँ कहां किधर কোথায় کہاں أين اين איפה היכן کجا کجاست எங்கே எங்கு ఎక్కడ कुठे ક્યાં где куда де куди
    πού nerede nereye nereden gdzie kde wo dónde onde waar đâu mana hol hova hová missä mihin unde የት
    որտեղ""",
    "person": """कौन किसने किसके किसको किसे কে কার কাকে کون کس کسے מי யார் ఎవరు कोण कोणी કોણ કોની кто кого кому хто
    кому ποιος ποια ποιον kim kime kimin kto komu kdo whom wem wen quién quiénes quem siapa kuka kenellä
    cine ማን ով""",
}
#: The same in scripts without spaces, where they stand anywhere.
_UNSPACED = {
    "amount": "เท่าไร เท่าไหร่ กี่ ເທົ່າໃດ ប៉ុន្មាន ဘယ်လောက် いくら いくつ 何階 何人 何個 何本 何回 何枚 多少 얼마 몇",
    "day": "เมื่อไร เมื่อไหร่ ເມື່ອໃດ ពេលណា ဘယ်တော့ いつ 何時 何日 何月 何年 언제 什么时候 什麼時候 何时",
    "place": "ที่ไหน ຢູ່ໃສ ឯណា နေရာ ဘယ်မှာ どこ 어디 哪里 哪裡 哪儿",
    "person": "ใคร ໃຜ នរណា ဘယ်သူ 誰 だれ 누가 누구 谁",
}
#: Words for what was done or came to pass, which say nothing else about it.
DOING = frozenset(
    """do did done doing happen happened happens write wrote written note noted go going on
    mache machte gemacht machen tat getan passiert passierte geschah geschehen los war gewesen geschrieben notiert
    fait faire faisais passé passe écrit noté hice hizo hicimos hecho hacer pasó ocurrió escribí anoté fatto facevo
    successo accaduto scritto annotato fiz fez fizemos feito aconteceu escrevi anotei deed gedaan gebeurde gebeurd
    gjorde gjort hände skete skedde robiłem robiłam zrobiłem zrobiłam działo stało dělal dělala udělal stalo делал
    делала сделал сделала случилось было робив робила сталося yaptım oldu فعلت حدث עשיתי קרה किया हुआ""".split()
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0eff])*")


def asks_for(question: str) -> str:
    """Which of the four a question asks for, by its words; nothing where none of them says so."""
    words = {folded(word) for word in _WORD.findall(question)}
    for kind, known in _known().items():
        if words & known or any(word in question for word in _UNSPACED[kind].split()):
            return kind
    return ""


@cache
def _known() -> dict[str, frozenset[str]]:
    return {kind: frozenset(folded(word) for word in words.split()) for kind, words in _ASKS.items()}
