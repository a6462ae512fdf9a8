import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexical.analysis import analyze, analyze_query


def stems(text: str, language: str = "en") -> set[str]:
    return set(analyze(text, language).stemmed)


def meets(query: str, text: str, language: str = "en") -> bool:
    terms = analyze(text, language)
    words = [word for word in analyze_query(query, (language,)) if word.weight]
    return any({*word.stemmed} & {*terms.stemmed} or {*word.exact} & {*terms.exact} for word in words)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("meetings", "We had one meeting.", "en"),
        ("cafe", "The Café was closed.", "en"),
        ("Haus", "Die Häuser stehen leer.", "de"),
        ("strasse", "Die Straße ist gesperrt.", "de"),
        ("legacy", "see db-legacy-2", "en"),
        ("db-legacy-2", "see db-legacy-2", "en"),
        ("user name", "call getUserName()", "en"),
        ("getusername", "call getUserName()", "en"),
        ("C++", "written in C++.", "en"),
        ("发布时间", "测试版的发布推迟了", "zh"),
        ("東京", "東京に行きました", "ja"),
        ("Mara's plan", "a plan by Mara", "en"),
    ],
)
def test_a_question_meets_its_note(query: str, text: str, language: str):
    assert meets(query, text, language)


def test_a_single_chinese_character_can_be_looked_for():
    assert meets("猫", "我家的猫很懒", "zh")


def test_words_are_stemmed_in_the_language_of_the_note():
    assert "wohnung" in stems("Wohnungen", "de")
    assert "wohnungen" in stems("Wohnungen", "xx")


def test_question_words_carry_no_weight():
    weights = {word.surface: word.weight for word in analyze_query("When does the Vellum beta start?", ("en",))}
    assert weights == {"When": 0, "does": 0, "the": 0, "Vellum": 1, "beta": 1, "start": 1}


def test_a_question_of_stop_words_alone_is_still_looked_for():
    assert all(word.weight for word in analyze_query("to be or not to be", ("en",)))


def test_chinese_question_phrases_are_left_out():
    assert {word.surface for word in analyze_query("测试版什么时候发布？", ("zh",))} == {"测试", "试版", "发布"}


@given(st.text(max_size=200))
def test_any_text_can_be_analysed_and_a_text_meets_itself(text: str):
    terms = analyze(text, "en")
    assert all(term and " " not in term for term in (*terms.stemmed, *terms.exact))
    for word in analyze_query(text, ("en",)):
        assert word.stemmed


@given(st.text(alphabet="aA1_-.'’zZéß猫ん+ ", max_size=60))
def test_case_does_not_matter_for_exact_terms(text: str):
    assert {t.casefold() for t in analyze(text, "en").exact} == set(analyze(text, "en").exact)
