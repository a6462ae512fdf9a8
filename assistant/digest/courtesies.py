"""Greetings, thanks and cheers: what people say to each other without telling anything.

Told by their words, and, where there is an embedding model, by how near a sentence is to typical ones.
"""

import re

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: A sentence this near to a typical courtesy is one; from half of it on, it is worth less and less.
COURTEOUS = 0.44
#: How many typical ones it has to be near to.
NEAREST = 2

TYPICAL = (
    "Thanks so much, that's great!",
    "Sounds good, see you then!",
    "I'm really looking forward to it, can't wait!",
    "No problem, let me know if you need anything.",
    "Keep up the great work, you're doing awesome!",
    "Hello, how are you doing?",
    "That's awesome, I'm so excited for you!",
    "Let me know what you think!",
)

_COURTESY = re.compile(
    r"\b(?:thanks?(?: you)?|thx|cheers|congrat\w*|welcome|appreciate|sounds (?:good|great|perfect|awesome|like)"
    r"|(?:can't|can’t|cannot) wait|looking forward|see (?:you|ya)|take care|have fun|keep up|no (?:problem|worries)"
    r"|good (?:morning|evening|night|luck|idea|point)|let me know|happy to help|glad to|hope you|awesome|amazing"
    r"|danke\w*|gern geschehen|freue mich|liebe grüße|viele grüße|bis (?:dann|bald|morgen)"
    r"|guten (?:morgen|tag|abend))\b"
    r"|谢谢|多谢|不客气|你好|您好|再见|期待|辛苦了|没问题",
    re.IGNORECASE,
)
#: A courtesy in so short a sentence, in words, is all of it; pairs of Chinese characters count as words.
SHORT = 12


def is_courtesy(said: str, words: int) -> bool:
    """Whether a sentence of so many telling words is a courtesy by its words."""
    return words < SHORT and bool(_COURTESY.search(said))


def tells(alike: Floats) -> Floats:
    """How much sentences tell, 0..1, by how like each is to each of ``TYPICAL``: 0 for a courtesy."""
    near = np.sort(alike, axis=1)[:, -NEAREST:].mean(axis=1)
    told: Floats = np.clip((COURTEOUS - near) / (COURTEOUS / 2), 0.0, 1.0)
    return told
