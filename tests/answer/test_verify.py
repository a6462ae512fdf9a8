import pytest

from assistant.answer.verify import verify

CITED = ["Decision: the Vellum beta starts on 14 September 2026; decided by Priya Nair after 1,250 test requests."]


@pytest.mark.parametrize(
    "answer",
    [
        "The Vellum beta starts on 14 September 2026.",
        "Priya Nair decided it.",
        "It was decided after 1250 requests.",
        "14 September",
    ],
)
def test_what_the_lines_say_is_supported(answer: str):
    assert verify(answer, CITED, "When does the beta start?", "en").supported


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("The Vellum beta starts on 15 September 2026.", ("15",)),
        ("Decided by Jonas Weber.", ("Jonas", "Weber")),
        ("The beta starts in Paris.", ("Paris",)),
        ("It costs 12.50 euros.", ("12.50",)),
    ],
)
def test_invented_numbers_and_names_are_named(answer: str, missing: tuple[str, ...]):
    verdict = verify(answer, CITED, "When does the beta start?", "en")
    assert not verdict.supported
    assert set(missing) <= set(verdict.missing)


def test_an_answer_of_other_words_is_not_supported():
    assert not verify("potatoes boil slowly under rainbows", CITED, "When?", "en").supported


def test_words_of_the_question_may_be_repeated_but_not_its_names_and_numbers():
    assert verify("The publishing beta starts on 14 September.", CITED, "When does publishing start?", "en").supported
    assert not verify("Mara asked Priya Nair.", CITED, "Whom did Mara ask?", "en").supported
    assert not verify("The roof cost 5000 euros.", ["The roof cost 300 euros."], "Was it 5000 euros?", "en").supported


def test_a_name_at_the_start_of_a_sentence_is_a_name():
    assert verify("Bob decided that the Vellum beta starts.", CITED, "Who decided?", "en").missing == ("Bob",)


def test_a_decimal_is_no_thousand():
    assert not verify("The dose is 250 mg.", ["The dose is 0.250 mg."], "How much?", "en").supported
    assert verify("The dose is 0,250 mg.", ["The dose is 0.250 mg."], "How much?", "en").supported


def test_chinese_that_shares_a_word_is_not_yet_supported():
    cited = ["陈伟决定把同步间隔从三十秒改成五分钟"]
    assert not verify("李雷决定推迟发布到明年", cited, "谁决定的？", "zh").supported


def test_an_empty_answer_of_stop_words_is_supported_by_anything():
    assert verify("Yes, it is.", CITED, "Is it?", "en").supported


def test_chinese_answers_are_checked_too():
    cited = ["测试版的发布推迟到九月十四日。"]
    assert verify("推迟到九月十四日", cited, "测试版什么时候发布？", "zh").supported
    assert not verify("价格是三百元人民币", cited, "测试版什么时候发布？", "zh").supported
