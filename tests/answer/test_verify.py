from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import sentence

from assistant.answer.check.verify import says_something, verify
from assistant.domain import EvidenceSentence, Supports
from assistant.values import ValueKind, find_values


def said(text: str, day: date | None = date(2026, 7, 21), language: str = "en", **place) -> EvidenceSentence:
    place = {"title": "", "headings": ()} | place
    return EvidenceSentence(1, "a.md", date=day, language=language, sentence=sentence(text), **place)


CITED = [
    said("Decision: the Vellum beta starts on 14 September 2026; decided by Priya Nair after 1,250 test requests.")
]


@pytest.mark.parametrize(
    "answer",
    [
        "The Vellum beta starts on 14 September 2026.",
        "The Vellum beta starts on 2026-09-14.",
        "It starts in September",
        "Priya Nair decided it.",
        "PriyaNair",
        "It was decided after 1250 requests.",
        "14 September",
    ],
)
def test_what_the_lines_say_is_supported(answer: str):
    assert verify(answer, CITED, "When does the beta start?", "en").supported


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("The Vellum beta starts on 15 September 2026.", "15 September 2026"),
        ("Decided by Jonas Weber.", "Jonas Weber"),
        ("Decided by Priya Weber.", "Priya Weber"),
        ("The beta starts in Paris.", "Paris"),
        ("It costs 12.50 euros.", "12.50 euros"),
        ("It starts at 3 PM on 14 September.", "3 PM"),
        ("Vellum 2.0.1 starts on 14 September.", "2.0.1"),
    ],
)
def test_invented_values_and_names_are_named(answer: str, missing: str):
    verdict = verify(answer, CITED, "When does the beta start?", "en")
    assert not verdict.supported
    assert missing in verdict.missing


def test_an_answer_of_other_words_is_not_supported():
    assert not verify("potatoes boil slowly under rainbows", CITED, "When?", "en").supported


def test_words_of_the_question_may_be_repeated_but_not_its_names_and_numbers():
    assert verify("Publishing the beta starts on 14 September.", CITED, "When does publishing start?", "en").supported
    assert not verify("Mara asked Priya Nair.", CITED, "Whom did Mara ask?", "en").supported
    assert not verify("The roof cost 5000 euros.", [said("The roof cost 300 euros.")], "5000 euros?", "en").supported


def test_a_name_at_the_start_of_a_sentence_is_a_name():
    assert verify("Bob decided that the Vellum beta starts.", CITED, "Who decided?", "en").missing == ("Bob",)


def test_words_that_open_a_sentence_are_no_names():
    assert verify("However, both decided on 14 September.", CITED, "When did both decide?", "en").supported


def test_a_german_noun_of_the_question_is_no_name():
    cited = [said("Die Beta startet am 14. September, sagt Anna.", language="de")]
    assert verify("Der Beginn ist am 14.09.2026.", cited, "Wann ist der Beginn der Beta?", "de").supported
    assert verify("Bernd sagt, am 14. September.", cited, "Was sagt Bernd?", "de").missing == ("Bernd",)


def test_a_decimal_is_no_thousand():
    assert not verify("The dose is 250 mg.", [said("The dose is 0.250 mg.")], "How much?", "en").supported
    assert verify("The dose is 0,250 mg.", [said("The dose is 0.250 mg.")], "How much?", "en").supported


def test_units_count():
    assert not verify("250 ml", [said("The dose is 250 mg.")], "How much?", "en").supported
    assert verify("1.5 hours", [said("It took 90 minutes.")], "How long?", "en").supported
    assert verify("250 mg", [said("Dose (mg): 250")], "How much?", "en").supported


def test_title_headings_and_date_speak_for_the_sentence():
    cited = [said("We agreed on blue.", title="Garden with Thrall", headings=("Sprint 14",))]
    assert verify("On July 21 Thrall agreed on blue in sprint 14.", cited, "What?", "en").supported


@pytest.mark.parametrize(
    ("text", "answer", "language"),
    [
        ("Can you come tomorrow at 10 AM?", "2026-01-07 at 10:00", "en"),
        ("The visit is on 7 January.", "tomorrow", "en"),
        ("See you this weekend!", "January 10-11", "en"),
        ("Wir treffen uns nächsten Freitag.", "am 9. Januar 2026", "de"),
        ("明天下午三点见", "1月7日下午3点见", "zh"),
    ],
)
def test_relative_and_absolute_dates_support_each_other(text: str, answer: str, language: str):
    cited = [said(text, date(2026, 1, 6), language)]
    verdict = verify(answer, cited, "When?", language)
    assert verdict.supported == (answer != "January 10-11")
    assert not verify(answer, [said(text, date(2025, 3, 3), language)], "When?", language).supported


def test_chinese_that_shares_a_word_is_not_yet_supported():
    cited = [said("陈伟决定把同步间隔从三十秒改成五分钟", language="zh")]
    assert not verify("李雷决定推迟发布到明年", cited, "谁决定的？", "zh").supported


def test_the_notes_own_day_is_no_evidence_for_what_is_told_from_it():
    cited = [said("We meet tomorrow.", date(2026, 1, 9), title="20260109_1000")]
    assert verify("On January 9 they agreed to meet", cited, "When did they agree?", "en").supported
    assert verify("in 2026", cited, "When?", "en").supported
    assert not verify("on Friday", cited, "When?", "en").supported
    assert not verify("today", cited, "When?", "en").supported


def test_a_chinese_name_that_is_not_cited_is_missing():
    cited = [said("陈伟决定把同步间隔从三十秒改成五分钟", language="zh")]
    assert verify("陈伟决定把间隔改成五分钟", cited, "谁决定的？", "zh").supported
    assert "李雷" in verify("李雷决定把同步间隔改成五分钟", cited, "谁决定的？", "zh").missing


@pytest.mark.parametrize("answer", ["30.02.2027", "score 3:7", "1/9", "x²9"])
def test_digits_that_make_no_value_must_be_cited_too(answer: str):
    assert not verify(answer, [said("On 30 March 2026 the score was 1 to 2")], "What was the score?", "en").supported


def test_an_answer_of_stop_words_is_supported_by_anything():
    assert verify("Yes, it is.", CITED, "Is it?", "en").supported


def test_chinese_answers_are_checked_too():
    cited = [said("测试版的发布推迟到九月十四日。", language="zh")]
    assert verify("推迟到九月十四日", cited, "测试版什么时候发布？", "zh").supported
    assert verify("推迟到9月14日", cited, "测试版什么时候发布？", "zh").supported
    assert not verify("价格是三百元人民币", cited, "测试版什么时候发布？", "zh").supported


@pytest.mark.parametrize(
    ("text", "answer", "language"),
    [
        ("Anna agreed to the budget.", "Anna did not agree to the budget.", "en"),
        ("Anna did not agree to the budget.", "Anna agreed to the budget.", "en"),
        ("Anna never agreed to the budget, but Bob liked it.", "Anna agreed to the budget", "en"),
        ("Anna hasn't paid the rent.", "The rent was paid by Anna.", "en"),
        ("The server is no longer running.", "The server is running.", "en"),
        ("Anna stimmt dem Budget zu.", "Anna stimmt dem Budget nicht zu.", "de"),
        ("Anna hat kein Auto gekauft.", "Anna hat ein Auto gekauft.", "de"),
        ("Der Server läuft nicht mehr.", "Es läuft der Server.", "de"),
        ("陈伟没有同意预算。", "陈伟同意预算。", "zh"),
    ],
)
def test_an_answer_that_denies_its_lines_is_not_supported(text: str, answer: str, language: str):
    verdict = verify(answer, [said(text, language=language)], "What about it?", language)
    assert not verdict.supported
    assert verdict.missing[0] in answer


@pytest.mark.parametrize(
    ("text", "answer", "language"),
    [
        ("Anna agreed, but Bob did not agree.", "Anna agreed.", "en"),
        ("Anna agreed, but Bob did not agree.", "Bob did not agree.", "en"),
        ("Anna didn't agree to the budget.", "Anna did not agree to the budget.", "en"),
        ("Anna can't wait for the trip.", "Anna is waiting for the trip.", "en"),
        ("It starts no later than 9 AM.", "It starts by 9 AM.", "en"),
        ("Anna missed the party on the boat.", "Anna did not attend the party on the boat.", "en"),
        ("Nicht nur Anna kam zum Fest.", "Anna kam zum Fest.", "de"),
        ("Anna kam nicht zum Fest, sondern Bob kam zum Fest.", "Bob kam zum Fest.", "de"),
    ],
)
def test_what_is_not_plainly_denied_is_let_pass(text: str, answer: str, language: str):
    assert verify(answer, [said(text, language=language)], "What about the trip? Who attends?", language).supported


@pytest.mark.parametrize(
    ("question", "text", "answer", "language", "supported"),
    [
        ("Did Anna agree to the budget?", "Anna agreed to the budget.", "Yes", "en", True),
        ("Did Anna agree to the budget?", "Anna agreed to the budget.", "No.", "en", False),
        ("Did Anna agree to the budget?", "Anna did not agree to the budget.", "Yes.", "en", False),
        ("Did Anna agree to the budget?", "Anna did not agree to the budget.", "No", "en", True),
        ("Did Anna agree before Bob agreed?", "Anna agreed. Bob agreed.", "No", "en", True),
        ("Hat Anna dem Budget zugestimmt?", "Anna hat dem Budget nicht zugestimmt.", "Ja", "de", False),
        ("Hat Anna dem Budget zugestimmt?", "Anna hat dem Budget nicht zugestimmt.", "Nein", "de", True),
    ],
)
def test_a_bare_yes_or_no_answers_for_its_question(
    question: str, text: str, answer: str, language: str, supported: bool
):
    assert verify(answer, [said(text, language=language)], question, language).supported is supported


def test_each_sentence_says_how_it_supports():
    cited = [
        said("The beta starts on 14 September 2026."),
        said("See the calendar of September 14."),
        said("A beta is fun."),
    ]
    supports = verify("the beta starts on 14 September 2026", cited, "When?", "en").supports
    assert supports == (Supports.VERBATIM, Supports.VALUE, Supports.TOPIC)


def test_a_clause_or_a_list_item_word_for_word_is_verbatim():
    cited = [said("We do squats every day."), said("And lunges, too."), said("Anna trains us well.")]
    assert verify("squats and lunges", cited, "What?", "en").supports == (
        Supports.VERBATIM,
        Supports.VERBATIM,
        Supports.TOPIC,
    )


SENTENCES = [
    "WolfgangSchulz: I can't make it tomorrow, let's say Friday at 3 PM instead?",
    "Decision: the Vellum beta starts on 14 September 2026; decided by Priya Nair after 1,250 test requests.",
    "Rent is $1,250.50 per month (15% more), due on the 1st; call +49 170 1234567.",
    "Anna hat kein Auto gekauft, sondern zwei Fahrräder für 1.250,50 Euro.",
    "陈伟没有同意，决定把同步间隔从三十秒改成五分钟，下周五开始。",
    "| Bench press | 3 x 12 reps | 60 kg | 4-2-1 |",
]


@given(st.data(), st.sampled_from(SENTENCES), st.sampled_from(["en", "de", "zh"]))
def test_what_is_copied_word_for_word_is_supported(data: st.DataObject, text: str, language: str):
    words = text.split() if " " in text else list(text)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    answer = (" " if " " in text else "").join(words[start:end])
    verdict = verify(answer, [said(text, language=language)], "What?", language)
    assert verdict.supported
    if says_something(answer):
        assert verdict.supports == (Supports.VERBATIM,)


@given(st.sampled_from(SENTENCES), st.sampled_from(["en", "de"]), st.data())
def test_a_value_taken_out_of_the_evidence_is_missing(text: str, language: str, data: st.DataObject):
    values = [v for v in find_values(text, language) if v.kind is not ValueKind.NAME and any(map(str.isdigit, v.norm))]
    if not values:
        return
    gone = data.draw(st.sampled_from(values))
    left = text[: gone.start] + "…" + text[gone.end :]
    if any(gone.norm == value.norm for value in find_values(left, language)):
        return
    cut = said(left, None, language)
    assert gone.surface in verify(f"it is {gone.surface}", [cut], "What is it?", language).missing
