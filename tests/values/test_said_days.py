from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language import CODES, language
from assistant.values.days import Days
from assistant.values.said_days import is_ambiguous, read_days, said_days

SATURDAY = date(2026, 11, 21)


def days(first: str, last: str = "") -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31", days("2026-01-31")),
        ("20260131", days("2026-01-31")),
        ("31.1.2026", days("2026-01-31")),
        ("2026-02", days("2026-02-01", "2026-02-28")),
        ("2025", days("2025-01-01", "2025-12-31")),
        ("2026-W05", days("2026-01-26", "2026-02-01")),
        ("march", days("2026-03-01", "2026-03-31")),
        ("December", days("2025-12-01", "2025-12-31")),
        ("yesterday", days("2026-11-20")),
        ("3 days ago", days("2026-11-18")),
        ("last week", days("2026-11-09", "2026-11-15")),
        ("letzte Woche", days("2026-11-09", "2026-11-15")),
        ("Q2 2026", days("2026-04-01", "2026-06-30")),
        ("hier", days("2026-11-20")),
        ("2025.12", days("2025-12-01", "2025-12-31")),
        ("12/2025", days("2025-12-01", "2025-12-31")),
        ("Sept. 2026", days("2026-09-01", "2026-09-30")),
        ("Sept.", days("2026-09-01", "2026-09-30")),
        ("may", days("2026-05-01", "2026-05-31")),
        ("03/14/2026", days("2026-03-14")),
        ("30th", days("2026-10-30")),
        ("the 8th", days("2026-11-08")),
        ("KW 12", days("2026-03-16", "2026-03-22")),
        ("on Monday", days("2026-11-16")),
    ],
)
def test_a_value_names_days(value, expected):
    assert read_days(value, SATURDAY) == expected


@pytest.mark.parametrize(
    "value", ["2026-13", "2026-02-30", "5/3/2026", "5", "soon", "the", "-", "2026-W60", "a", "may 40", "40th", "a week"]
)
def test_what_is_no_date_or_could_be_two_is_refused(value):
    assert read_days(value, SATURDAY) is None


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("What did Anna say last Tuesday?", "last Tuesday", days("2026-11-17")),
        ("What did we plan in March?", "March", days("2026-03-01", "2026-03-31")),
        ("what did we plan in march?", "march", days("2026-03-01", "2026-03-31")),
        ("What did I write yesterday?", "yesterday", days("2026-11-20")),
        ("meetings of the last two weeks", "the last two weeks", days("2026-11-07", "2026-11-21")),
        ("What happened last weekend?", "last weekend", days("2026-11-14", "2026-11-15")),
        ("invoices 2026-01", "2026-01", days("2026-01-01", "2026-01-31")),
        ("the song of 20260405", "20260405", days("2026-04-05")),
        ("What did he report on January 6th?", "January 6th", days("2026-01-06")),
        ("the dinner on January 20, 2026?", "January 20, 2026", days("2026-01-20")),
        ("What was decided in 2025?", "2025", days("2025-01-01", "2025-12-31")),
        ("Was habe ich am letzten Dienstag notiert?", "letzten Dienstag", days("2026-11-17")),
        ("Was war im März?", "März", days("2026-03-01", "2026-03-31")),
        ("Wen traf ich gestern?", "gestern", days("2026-11-20")),
        ("Termine vor drei Wochen", "vor drei Wochen", days("2026-10-26", "2026-11-01")),
        ("das Treffen am 3. Mai", "3. Mai", days("2026-05-03")),
        ("上周的会议说了什么", "上周", days("2026-11-09", "2026-11-15")),
    ],
)
def test_dates_that_people_say(question, words, expected):
    (said,) = said_days(question, SATURDAY)
    assert (said.words, said.days) == (words, expected)


@pytest.mark.parametrize(
    "question",
    [
        "May I march on?", "every Tuesday", "v1.2.2026", "the last song", "room 2026-13",
        "call 2026-01-0555", "in one go", "", "the second of them", "a marching band", "2,000 people",
        "the 8th floor", "Was ist hier passiert?", "She said that my ma came", "set out 5 of them",
        "I knew 5 out of 10", "Guten Morgen zusammen",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date(question):
    assert said_days(question, SATURDAY) == ()


@pytest.mark.parametrize(("text", "deictic"), [("yesterday", True), ("last March", True), ("March 2026", False)])
def test_some_dates_only_mean_something_today(text, deictic):
    (said,) = said_days(f"notes from {text}", SATURDAY)
    assert said.deictic is deictic


def test_several_dates_of_one_question():
    said = said_days("Did it change between January 5 and last week?", SATURDAY)
    assert [s.words for s in said] == ["January 5", "last week"]


def test_the_month_that_has_not_come_yet_is_last_years():
    assert read_days("March", date(2026, 2, 1)) == days("2025-03-01", "2025-03-31")


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_month_and_year_in_digits_holds_its_day_whenever_it_is_read(today, day):
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y-%m", "%Y", "%G-W%V", "%d.%m.%Y"):
        if form == "%G-W%V" and day.isocalendar().year != day.year:
            continue
        found = read_days(day.strftime(form), today)
        assert found is not None
        assert day in found


@given(st.text(max_size=40), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_any_text_can_be_looked_through(text, today):
    for said in said_days(text, today):
        assert said.words in text
        assert said.days.first <= said.days.last


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did I do on 8 November 2026?", "8 November 2026"),
        ("Who came on November 8th, 2026?", "November 8th, 2026"),
        ("on the 8th of November", "8th of November"),
        ("Who came on the 8th?", "on the 8th"),
        ("Was war am 8. November?", "8. November"),
        ("Was war am 8. Nov. los?", "8. Nov."),
        ("Was habe ich am 8.11. gemacht?", "8.11."),
        ("11月8日做了什么", "11月8日"),
        ("11月8日は何をした", "11月8日"),
        ("11월 8일에 뭐 했어?", "11월 8일에"),
        ("Qui est venu le 8 novembre 2026 ?", "8 novembre 2026"),
        ("¿Qué hice el 8 de noviembre de 2026?", "8 de noviembre de 2026"),
        ("O que fiz em 8 de novembro?", "8 de novembro"),
        ("Cosa ho fatto l'8 novembre?", "8 novembre"),
        ("Wat deed ik op 8 november?", "8 november"),
        ("Vad gjorde jag den 8 november?", "8 november"),
        ("Co robiłem 8 listopada 2026 roku?", "8 listopada 2026 roku"),
        ("Что было 8 ноября 2026 года?", "8 ноября 2026 года"),
        ("8 Kasım 2026'da ne oldu?", "8 Kasım 2026"),
        ("2026. november 8-án mi volt?", "2026. november 8-án"),
        ("Tôi làm gì ngày 8 tháng 11 năm 2026?", "8 tháng 11 năm 2026"),
        ("ماذا فعلت في 8 نوفمبر 2026؟", "8 نوفمبر 2026"),
        ("מה עשיתי ב-8 בנובמבר 2026?", "8 בנובמבר 2026"),
        ("8 नवंबर को क्या हुआ?", "8 नवंबर"),
        ("8 พฤศจิกายน 2569 ทำอะไร", "8 พฤศจิกายน 2569"),
        ("Τι έγινε στις 8 Νοεμβρίου;", "8 Νοεμβρίου"),
    ],
)
def test_a_day_is_named_in_many_languages(question, words):
    (said,) = said_days(question, SATURDAY)
    assert (said.words, said.days) == (words, days("2026-11-08"))
    assert question[said.start : said.end] == said.words


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("jeudi dernier", days("2026-11-19")),
        ("el jueves pasado", days("2026-11-19")),
        ("в прошлый четверг", days("2026-11-19")),
        ("上周四", days("2026-11-12")),
        ("Thursday of last week", days("2026-11-12")),
        ("来週の金曜日", days("2026-11-27")),
        ("next Friday", days("2026-11-27")),
        ("先週", days("2026-11-09", "2026-11-15")),
        ("지난주에", days("2026-11-09", "2026-11-15")),
        ("la semana pasada", days("2026-11-09", "2026-11-15")),
        ("geçen hafta", days("2026-11-09", "2026-11-15")),
        ("il y a deux semaines", days("2026-11-02", "2026-11-08")),
        ("hace tres días", days("2026-11-18")),
        ("三天前", days("2026-11-18")),
        ("две недели назад", days("2026-11-02", "2026-11-08")),
        ("去年", days("2025-01-01", "2025-12-31")),
        ("in Q3 2025", days("2025-07-01", "2025-09-30")),
        ("third quarter of 2025", days("2025-07-01", "2025-09-30")),
        ("im 3. Quartal 2025", days("2025-07-01", "2025-09-30")),
        ("2025年第三季度", days("2025-07-01", "2025-09-30")),
        ("week 12", days("2026-03-16", "2026-03-22")),
        ("week 12 of 2025", days("2025-03-17", "2025-03-23")),
        ("in KW 12", days("2026-03-16", "2026-03-22")),
        ("Q4", days("2026-10-01", "2026-12-31")),
    ],
)
def test_a_stretch_of_days_is_named_in_many_languages(question, expected):
    (said,) = said_days(question, SATURDAY)
    assert said.days == expected


def test_a_day_without_a_year_was_last_or_comes_next():
    (said,) = said_days("what is on 3 December?", SATURDAY)
    assert (said.days, said.otherwise) == (days("2025-12-03"), days("2026-12-03"))
    (said,) = said_days("on 29 February", SATURDAY)
    assert (said.days, said.otherwise) == (days("2024-02-29"), days("2028-02-29"))


def test_two_readings_of_digits_are_both_kept():
    (said,) = said_days("who came on 3/4/2026?", SATURDAY)
    assert (said.days, said.otherwise) == (days("2026-04-03"), days("2026-03-04"))
    assert is_ambiguous("3/4/2026")
    assert not is_ambiguous("3/14/2026")


@given(st.dates(date(1901, 1, 1), date(2099, 12, 31)), st.sampled_from(CODES), st.integers(0, 9))
def test_every_name_of_a_month_is_read_beside_a_day_and_a_year(day, code, form):
    names = language(code).months[day.month - 1]
    written = f"{day.day} {names[form % len(names)]} {day.year}"
    if code in ("zh", "ja"):
        written = f"{day.year}年{day.month}月{day.day}日"
    assert read_days(written, SATURDAY) == Days(day, day)


@given(st.text(max_size=60))
def test_any_text_is_read_or_is_none(text):
    read_days(text, SATURDAY)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What happened between 3 and 9 May?", days("2026-05-03", "2026-05-09")),
        ("What happened between 3 May and 9 May 2026?", days("2026-05-03", "2026-05-09")),
        ("What happened from 28 April to 3 May?", days("2026-04-28", "2026-05-03")),
        ("What happened 3-9 May 2026?", days("2026-05-03", "2026-05-09")),
        ("What happened from May 3 to 9?", days("2026-05-03", "2026-05-09")),
        ("What happened between March and May 2026?", days("2026-03-01", "2026-05-31")),
        ("What happened between 2026-05-03 and 2026-05-09?", days("2026-05-03", "2026-05-09")),
        ("Was war vom 3. bis 9. Mai 2026?", days("2026-05-03", "2026-05-09")),
        ("¿Qué hice del 3 al 9 de mayo?", days("2026-05-03", "2026-05-09")),
        ("Qu'ai-je fait entre le 3 et le 9 mai ?", days("2026-05-03", "2026-05-09")),
        ("5月3日到9日我做了什么？", days("2026-05-03", "2026-05-09")),
    ],
)
def test_ranges_are_one(question, expected):
    assert [said.days for said in said_days(question, SATURDAY)] == [expected]


def test_two_days_are_two():
    assert len(said_days("Who came on 3 May and 9 May?", SATURDAY)) == 2


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did I do at the end of May?", days("2026-05-21", "2026-05-31")),
        ("What did I do in early May 2025?", days("2025-05-01", "2025-05-10")),
        ("What did I do in mid-May?", days("2026-05-11", "2026-05-20")),
        ("Was war Ende Mai?", days("2026-05-21", "2026-05-31")),
        ("¿Qué hice a principios de mayo de 2025?", days("2025-05-01", "2025-05-10")),
        ("Qu'ai-je fait fin mai ?", days("2026-05-21", "2026-05-31")),
        ("Что я делал в конце мая?", days("2026-05-21", "2026-05-31")),
        ("5月初我做了什么？", days("2026-05-01", "2026-05-10")),
        ("5月末に何をしましたか？", days("2026-05-21", "2026-05-31")),
        ("What did I do at the end of 2025?", days("2025-09-01", "2025-12-31")),
        ("What did I do in the summer of 2025?", days("2025-06-01", "2025-08-31")),
        ("Was war im Sommer 2025?", days("2025-06-01", "2025-08-31")),
        ("What did I do last winter?", days("2025-12-01", "2026-02-28")),
        ("What did I do in H1 2025?", days("2025-01-01", "2025-06-30")),
        ("What did I do in Q3?", days("2026-07-01", "2026-09-30")),
    ],
)
def test_parts_of_months_and_years(question, expected):
    assert [said.days for said in said_days(question, SATURDAY)] == [expected]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did I do on Sunday, the 15th of November?", days("2026-11-15")),
        ("What did I do on the first of May?", days("2026-05-01")),
        ("Was war am achten November?", days("2026-11-08")),
        ("Was war letztes Jahr im Mai?", days("2025-05-01", "2025-05-31")),
        ("지난주 수요일에 뭐 했어?", days("2026-11-11")),
        ("What did I do the week before last?", days("2026-11-02", "2026-11-08")),
        ("Was war in der 12. Kalenderwoche?", days("2026-03-16", "2026-03-22")),
        ("What did I do on 15.11.26?", days("2026-11-15")),
    ],
)
def test_what_is_said_together_is_one(question, expected):
    assert [said.days for said in said_days(question, SATURDAY)] == [expected]


@pytest.mark.parametrize("question", ["Where is the spring water?", "Did the jar fall?", "What is in the late bus?"])
def test_seasons_and_parts_are_words_too(question):
    assert said_days(question, SATURDAY) == ()
