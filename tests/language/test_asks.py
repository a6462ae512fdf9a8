"""What a question asks for by its question word, in languages that have no other sign of it."""

import pytest

from assistant.answer.question.forms import Form, form_of
from assistant.language.asks import asks_for


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("नई चाबी किसके पास है?", "person"),
        ("चाबी कहाँ है?", "place"),
        ("أين مفتاح المخزن؟", "place"),
        ("איפה המפתח?", "place"),
        ("متى يأتي السباك؟", "day"),
        ("ปุ๋ยเก็บไว้ที่ไหน", "place"),
        ("Kiedy przyjdzie hydraulik?", "day"),
        ("Сколько стоит насос?", "amount"),
        ("চাবি কোথায় আছে?", "place"),
        ("Whom should we ask for the ladder?", "person"),
        ("The key hangs in the hall.", ""),
    ],
)
def test_question_words_of_many_languages(question: str, kind: str) -> None:
    assert asks_for(question) == kind


def test_a_question_word_asks_for_more_than_yes_or_no() -> None:
    assert form_of("いつ京都へ出発しますか？")[0] is Form.DAY
