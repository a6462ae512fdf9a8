import pytest

from assistant.answer.check.repair import repair
from assistant.answer.check.verify import Verdict


@pytest.mark.parametrize(
    ("answer", "missing", "left"),
    [
        ("The beta starts on 14 September. It costs 25 euros.", "25 euros", "The beta starts on 14 September."),
        ("squats, lunges, burpees and planks", "burpees", "squats, lunges and planks"),
        ("squats, lunges and burpees", "burpees", "squats and lunges"),
        ("squats & lunges & planks", "squats", "lunges & planks"),
        ("Äpfel, Birnen und Pflaumen", "Pflaumen", "Äpfel und Birnen"),
        ("Priya decided it, because Jonas was ill.", "Jonas", "Priya decided it."),
        ("Anna came. Bob left. Carl stayed.", "Bob", "Anna came. Carl stayed."),
        ("发布推迟到九月。价格是三百元。", "三百元", "发布推迟到九月。"),
    ],
)
def test_what_stands_alone_is_kept(answer: str, missing: str, left: str):
    assert repair(answer, Verdict(False, (missing,))) == left


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("The beta starts on 15 September.", "15 September"),
        ("Bob, who lives in Paris, agreed.", "Paris"),
        ("Because Jonas was ill, it was postponed.", "Jonas"),
        ("Bob left early. He was tired.", "Bob"),
        ("on 15 September", "16 September"),
    ],
)
def test_what_leans_on_the_missing_part_falls_with_it(answer: str, missing: str):
    assert repair(answer, Verdict(False, (missing,))) is None


def test_nothing_of_what_was_missing_is_left():
    verdict = Verdict(False, ("Bob", "25 euros"))
    left = repair("Anna came. Bob paid. The roof held, for 25 euros.", verdict)
    assert left == "Anna came. The roof held."
