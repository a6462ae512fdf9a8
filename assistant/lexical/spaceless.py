"""Scripts that are written without spaces: where one of their words may begin and end, and the grams they are found by.

Chinese, Japanese and Korean are cut into characters. In Thai, Lao, Khmer, Burmese and their kin a vowel is written
before, above, below or after its consonant, so that a single sign is no unit of speech: they are cut into clusters, a
consonant with all that is written around it. No word begins within one. Pairs of neighbours are what is looked for.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.language import language
from assistant.language.scripts import CJK

#: Thai, Lao, Burmese, Khmer, Tai Le, Tai Lue, Tai Tham, Balinese, Javanese, Cham, Tai Viet: letters and signs, no
#: digits and no punctuation.
CLUSTERED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ec6\u0ec8-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109d"
    "\u1780-\u17d3\u17d7\u17dc\u17dd\u1950-\u1974\u1980-\u19c9\u1a20-\u1a7c\u1b00-\u1b4c\ua980-\ua9c0\ua9e0-\ua9ef"
    "\ua9fa-\ua9fe\uaa00-\uaa4d\uaa60-\uaadd"
)
#: A run of one kind: as it is written there is no telling how many words it is.
RUN = f"[{CJK}]+|[{CLUSTERED}]+"

_THAI_CONSONANT = "\u0e01-\u0e2e\u0e81-\u0eae\u0edc-\u0edf"
_THAI_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
_JOINER = "\u1039\u17d2\u1a60\u1b44\ua9c0"
_OTHER_MARKS = (
    "\u102b-\u1038\u103a-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f"
    "\u109a-\u109d\u17b4-\u17d1\u17d3\u17dd\u1a55-\u1a5e\u1a61-\u1a7c\u1b00-\u1b04\u1b34-\u1b43\ua980-\ua983\ua9b3-\ua9bf"
    "\uaa29-\uaa36\uaa43\uaa4c\uaa4d\uaab0-\uaabf"
)
_CLUSTER = re.compile(
    rf"""
    [\u0e40-\u0e44\u0ec0-\u0ec4]?[{_THAI_CONSONANT}][{_THAI_MARKS}]*[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u0ebd]*
    | [^{_OTHER_MARKS}{_JOINER}\u0e00-\u0eff][{_OTHER_MARKS}]*   # a letter and its signs,
      (?:[{_JOINER}][^{_OTHER_MARKS}{_JOINER}\u0e00-\u0eff]?[{_OTHER_MARKS}]*  # the letters below it with theirs,
      | [\u1000-\u102a\u103f]\u1037?\u103a[{_OTHER_MARKS}]*)*   # and in Burmese the consonant that ends its syllable
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_IS_CLUSTERED = re.compile(f"[{CLUSTERED}]")
_IS_CJK = re.compile(f"[{CJK}]")
_HANGUL = re.compile("[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]")
_KANA = re.compile("[\u3040-\u309f]+")
_BY_KANA = re.compile("[\u3040-\u309f]+|[^\u3040-\u309f]+")
#: What goes on with a cluster before it, and before the cluster after it.
_LEADING = "[\u0e40-\u0e44\u0ec0-\u0ec4]"
_THAI_AFTER = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3\u0ebd"
_FOLLOWING = rf"[{_THAI_MARKS}{_THAI_AFTER}{_OTHER_MARKS}{_JOINER}]|[\u1000-\u102a]\u1037?\u103a"
_SCRIPTS = (("th", "\u0e00-\u0e7f"), ("lo", "\u0e80-\u0eff"), ("my", "\u1000-\u109f"), ("km", "\u1780-\u17ff"))


@dataclass(frozen=True, slots=True)
class Grams:
    """What a stretch of a run is looked for by, and how many of these at least a text has to hold."""

    stretch: str
    grams: tuple[str, ...]
    least: int


def is_clustered(run: str) -> bool:
    """Whether a run is of a script that is cut into clusters."""
    return bool(_IS_CLUSTERED.match(run))


def units(run: str) -> list[str]:
    """The characters or clusters of a run."""
    return _CLUSTER.findall(run) if is_clustered(run) else list(run)


@lru_cache(maxsize=1 << 14)
def index_grams(run: str) -> tuple[str, ...]:
    """Pairs of neighbours, and between them the units themselves."""
    parts = units(run)
    pairs = [first + second for first, second in pairwise(parts)]
    return tuple(gram for pair in zip(parts, [*pairs, ""], strict=True) for gram in pair if gram)


def query_grams(run: str) -> list[Grams]:
    """What a run of a question is looked for by: what is left of it without question words and small words."""
    found = []
    for stretch in _content(run):
        parts = units(stretch)
        pairs = tuple(first + second for first, second in pairwise(parts))
        grams = pairs or tuple(parts)
        found.append(Grams(stretch, grams, _least(len(grams)) if is_clustered(run) else 1))
    return found


def _least(grams: int) -> int:
    """A word of few clusters has to be there; of a sentence that nobody parted into words, some of it."""
    return min(grams, 2 if grams < 4 else 3)


def _content(run: str) -> list[str]:
    """The stretches of a run that say something; the whole run where none does."""
    if _KANA.search(run):
        found = _japanese(run)
    elif _HANGUL.match(run):
        found = _korean(run)
    elif is_clustered(run):
        found = _clustered(run)
    else:
        found = _without(run, language("zh").phrases)
    return found


def _without(run: str, phrases: tuple[str, ...]) -> list[str]:
    for phrase in phrases:
        run = run.replace(phrase, " ")
    return run.split()


def _clustered(run: str) -> list[str]:
    """Question words are cut out where they are whole clusters; small words are parts of too many others."""
    code = next((code for code, script in _SCRIPTS if re.match(f"[{script}]", run)), "")
    asks = sorted(language(code).question_words, key=len, reverse=True) if code else []
    for word in asks:
        run = re.sub(rf"(?<!{_LEADING}){re.escape(word)}(?!{_FOLLOWING})", " ", run)
    return run.split()


def _japanese(run: str) -> list[str]:
    """Without what is written in hiragana and is no more than particles and endings; those end other words too."""
    phrases = language("ja").phrases
    pieces = _BY_KANA.findall(run)
    found = ""
    for at, piece in enumerate(pieces):
        if not _KANA.match(piece):
            found += " ".join(["", *_without(piece, tuple(p for p in phrases if not _KANA.search(p))), ""]).strip()
            continue
        bare = _bare_kana(piece, phrases, opens=at == 0, closes=at == len(pieces) - 1)
        found += bare if bare and piece.startswith(bare) else f" {bare} "
        found += "" if piece.endswith(bare or " ") else " "
    return found.split()


def _bare_kana(piece: str, phrases: tuple[str, ...], *, opens: bool, closes: bool) -> str:
    """Hiragana without the particles before and after it: a single sign only beside other characters."""
    while piece:
        start = next((p for p in phrases if piece.startswith(p) and (len(p) > 1 or not opens or piece == p)), "")
        if start:
            piece = piece[len(start) :]
            continue
        end = next((p for p in phrases if piece.endswith(p) and (len(p) > 1 or not closes)), "")
        if not end:
            return piece
        piece = piece[: -len(end)]
    return piece


def _korean(run: str) -> list[str]:
    """A word without the particles and endings it carries, of which one syllable at least is left."""
    table = language("ko")
    if run in table.stop_words:
        return []
    # One at the most that is a single syllable: many words end in what is also a particle.
    for shortest in (2, 2, 1):
        end = next((p for p in table.phrases if shortest <= len(p) < len(run) and run.endswith(p)), "")
        run = run.removesuffix(end)
        if len(end) == 1:
            break
    return [] if run in table.question_words else [run]
