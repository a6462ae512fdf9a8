"""Which characters belong to which script, and which of them end a sentence."""

import re
import unicodedata

#: Chinese, Japanese and Korean characters, as the inside of a pattern's brackets.
CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"

#: Marks that end a sentence when white space follows them.
SPACED_ENDS = ".!?…‼‽⁇⁈⁉"
#: Marks that nothing else is written with, behind which no white space is needed: Chinese and Japanese, Arabic and
#: Urdu, the dandas of India, Armenian, Ethiopic, Burmese, Khmer, Tibetan, Syriac, N'Ko, Sinhala, Mongolian, Balinese,
#: Ol Chiki, Javanese, Cham, Meetei, Tai Tham, Vai.
WIDE_ENDS = "。！？｡؟۔।॥։።፧፨၊။។៕៚།༎܀܁܂߹෴᠃᠉᭞᭟᱾᱿꧈꧉꩝꩞꩟꫰꫱꯫᪨᪩᪪᪫꘎꘏"
#: Letters of scripts that end a sentence with no more than a space: Thai and Lao.
SPACE_ENDED = "\u0e01-\u0e4e\u0e81-\u0edf"

_CJK = re.compile(f"[{CJK}]")


def is_cjk(text: str) -> bool:
    """Whether a text holds Chinese, Japanese or Korean characters."""
    return bool(_CJK.search(text))


def folded(word: str) -> str:
    """A word in small letters without accents, as it is looked up; a dotless ı is an i."""
    low = word.casefold().replace("ı", "i").replace("’", "'")
    if low.isascii():
        return low
    return "".join(letter for letter in unicodedata.normalize("NFKD", low) if not unicodedata.combining(letter))
