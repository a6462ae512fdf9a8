"""The words with which people speak of themselves and to each other: they tell talk from what is noted down."""

import re

_WORDS = """
i me my mine we us our you your yours i'm i'll i've i'd we're we'll you're let's
ich mir mich mein meine wir uns unser du dir dich dein ihr euch sie ihnen
je me moi mon ma mes nous notre tu te toi ton vous votre j'ai c'est
yo me mi mí nosotros nos tú te ti tu usted ustedes vosotros
io mi mio mia noi ci tu ti tuo voi vi lei
eu me meu minha nós nos tu você vocês
ik mij me mijn wij we ons jij je jou jouw jullie u
jag mig min vi oss du dig din ni er jeg meg mig vi oss du deg dig dere minä mä me sinä sä te
ja mnie mi my nam ty ci wy wam já mně my nám ty tobě vy vám
я мне меня мы нас нам ты тебе тебя вы вас вам мій мені ми ви
ben bana biz bize sen sana siz size én nekem mi nekünk te neked ti eu mie noi tu voi
εγώ μου εμείς μας εσύ σου εσείς σας saya aku kami kita kamu anda tôi mình bạn anh chị
मैं मुझे हम हमें तुम आप אני אנחנו אתה את אתם أنا نحن أنت أنتم
"""
_SPOKEN = frozenset(_WORDS.split())
_UNSPACED = re.compile("[我你您咱私僕俺]|ผม|ฉัน|คุณ|나는|저는|우리|너는|당신")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASKS = re.compile(r"[?？؟;][\"'”’)\]*_\s]*\Z")


def speaks(text: str) -> bool:
    """Whether a text asks, or has a word for who speaks or is spoken to."""
    if _ASKS.search(text) or _UNSPACED.search(text):
        return True
    return any(word.casefold().replace("’", "'") in _SPOKEN for word in _WORD.findall(text))
