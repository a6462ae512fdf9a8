"""Words alike in meaning: near each other, and neither forms of one word nor the same thing."""

import numpy as np
from small_records import record
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from training.meanings import OFTEN, alike_words, words_of


def at(*degrees: float) -> np.ndarray:
    """Directions in a plane, each with its opposite, so that their mean is nothing."""
    angles = np.radians(np.array(degrees))
    there = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([there, -there]).astype(np.float32)


def test_words_in_the_band_are_alike_the_nearest_first() -> None:
    words = ["team", "squad", "league", "crowd", *(f"x{n}" for n in range(4))]
    found = alike_words(words, at(0, 5, 70, 72))
    assert found["team"] == ["league", "crowd"]
    assert "squad" not in found["team"]


def test_forms_of_one_word_and_words_used_otherwise_are_not() -> None:
    words = ["build", "builds", "buildable", "design", "designed", *(f"x{n}y" for n in range(5))]
    assert alike_words(words, at(0, 70, 70, 70, 70))["build"] == ["design"]


def test_words_are_taken_that_several_questions_hold_and_one_token_stands_for() -> None:
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "boiler": 1, "cellar": 2, "what": 3, "located": 4}, "[UNK]"))
    asked = [record("", question="What of the boiler and the furnace?")] * OFTEN[0]
    asked += [record("", question="What cellar?")] * (OFTEN[0] - 1)
    asked += [record("", question="Is it located there?")] * (OFTEN[1] + 1)
    assert words_of(asked, tokenizer) == ["boiler"]
