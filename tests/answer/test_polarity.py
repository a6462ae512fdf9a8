"""Whether a sentence asserts or denies what is asked."""

import pytest

from assistant.answer.draft.polarity import is_said
from assistant.answer.question.forms import Form
from assistant.answer.question.parse import Question
from assistant.lexical.analysis import analyze_query


def asked(text: str, code: str = "en") -> Question:
    words = tuple(word for word in analyze_query(text, (code,)) if word.weight > 0)
    return Question(text, words, tuple(1 / len(words) for _ in words), Form.YES_NO, 1.0)


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Does the boiler need water?", "The boiler needs water.", True),
        ("Does the boiler need water?", "The boiler does not need water.", False),
        ("Does the boiler need water?", "The boiler no longer needs water.", False),
        ("Does the boiler support hot water?", "Hot water is unsupported by the boiler.", False),
        ("Did we reach the summit hut?", "We missed the summit hut.", False),
        # Of a part only, with a but, on a condition, planned, asked.
        ("Does the boiler need water?", "Only the old boiler needs water.", None),
        ("Does the boiler need water?", "The boiler does not always need water, not every day.", None),
        ("Does the boiler need water?", "The boiler needs water, but not this one.", None),
        ("Does the boiler need water?", "The boiler needs water if it beeps.", None),
        ("Does the boiler need water?", "The boiler will need water.", None),
        ("Does the boiler need water?", "Does the boiler need water?", None),
        # Of something else.
        ("Does the boiler need water?", "The boiler stands beside the stove.", None),
        (
            "Does the boiler need water?",
            "Water the plants behind the shed near the boiler and the barn door.",
            None,
        ),
        ("Does Ana pay the rent?", "The rent is not paid by Ben.", None),
        ("Does ESP32 support audio?", "ESP32-C6 does not support audio.", None),
        ("Does the app use colours?", "The app uses colours: run it with --no-pager.", True),
        # The clause that tells it decides.
        ("Does sync delete remote files?", "Unlike copy, it does not wait: sync deletes remote files.", None),
        ("Does the check apply to git dependencies?", "The check does not apply to git or path dependencies.", False),
        ("Can I import events?", "Some things are not there when you import events.", None),
        # A question that denies is answered neither way.
        ("Doesn't the boiler need water?", "The boiler needs water.", None),
    ],
)
def test_english(question, sentence, said):
    assert is_said(asked(question), sentence, "House", "en") is said


@pytest.mark.parametrize(
    ("code", "question", "sentence", "said"),
    [
        ("de", "Unterstützt der Drucker WLAN?", "Der Drucker unterstützt WLAN.", True),
        ("de", "Unterstützt der Drucker WLAN?", "WLAN unterstützt der Drucker nicht.", False),
        ("de", "Unterstützt der Drucker WLAN?", "Nur der neue Drucker unterstützt WLAN.", None),
        ("fr", "Le four marche-t-il au gaz ?", "Le four ne marche pas au gaz.", False),
        ("es", "¿La estufa usa gas?", "La estufa no usa gas.", False),
        ("zh", "硬链接可以跨文件系统吗？", "硬链接不能跨文件系统。", False),
        ("zh", "打印机支持无线网络吗？", "不同的打印机支持无线网络。", None),
    ],
)
def test_other_languages(code, question, sentence, said):
    assert is_said(asked(question, code), sentence, "", code) is said
