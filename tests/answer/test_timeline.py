from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.timeline import Comparison, Relation, judge, parse_comparison

BEFORE, AFTER, LONGER, SHORTER = Relation

ORDERS = [
    ("Did Anna call before she left?", "Anna call", BEFORE, "Anna left"),
    ("Did Anna book the hall after Ben paid the deposit?", "Anna book the hall", AFTER, "Ben paid the deposit"),
    ("Question: Did Tom resign before the new owner arrived?", "Tom resign", BEFORE, "the new owner arrived"),
    ("Did Mia finish the essay before sending it to Paul?", "Mia finish the essay", BEFORE, "Mia sending it to Paul"),
    ("Has Lena moved out after she had sold the piano?", "Lena moved out", AFTER, "Lena had sold the piano"),
    ("Had the roof been repaired before the storm came?", "the roof been repaired", BEFORE, "the storm came"),
    ("Was the invoice sent before the parcel was delivered?", "the invoice sent", BEFORE, "the parcel was delivered"),
    ("Were the chairs painted after Omar bought new ones?", "the chairs painted", AFTER, "Omar bought new ones"),
    ("Didn't Ruth quit before they offered her the job?", "Ruth quit", BEFORE, "they offered her the job"),
    ("Did the flood happen before the election?", "the flood", BEFORE, "the election"),
    ("Did the bank's refusal occur after Ivan moved to Oslo?", "the bank's refusal", AFTER, "Ivan moved to Oslo"),
    ("Did the audit take place after the merger?", "the audit", AFTER, "the merger"),
    ("Did Nora warn the team prior to leaving the company?", "Nora warn the team", BEFORE, "Nora leaving the company"),
    ("Did Kim join earlier than Lee joined?", "Kim join", BEFORE, "Lee joined"),
    ("Did Kim sign later than Lee signed?", "Kim sign", AFTER, "Lee signed"),
    ("Is it true that Eva married before she finished school?", "Eva married", BEFORE, "Eva finished school"),
    ("Before Ben left, did Anna call?", "Anna call", BEFORE, "Ben left"),
    ("After the band broke up, did Joe sell his drums?", "Joe sell his drums", AFTER, "the band broke up"),
    ("Did Sam remind us to stretch after the run before he told us about shoes?",
     "Sam remind us to stretch after the run", BEFORE, "Sam told us about shoes"),
    ("Did Ada ask Bob for the key before she told Bob about the leak?",
     "Ada ask Bob for the key", BEFORE, "Ada told Bob about the leak"),
    ("Did Ada meet Bob before he called?", "Ada meet Bob", BEFORE, "he called"),
    ("Did Rob cook after Rob and Sue went shopping (only in May)?", "Rob cook", AFTER, "Rob and Sue went shopping"),
    ("Did Ben arrive in Lisbon after he wrote to Eva?", "Ben arrive in Lisbon", AFTER, "Ben wrote to Eva"),
    ("Did Mei reply before the very angry customer finally gave up?", "Mei reply", BEFORE,
     "the very angry customer finally gave up"),
    ("Did Kim paint the wall before Lee did?", "Kim paint the wall", BEFORE, "Lee paint the wall"),
    ("Did Kim move after Lee's warning about the mould?", "Kim move", AFTER, "Lee's warning about the mould"),
    ("Hat Anna gekündigt, bevor Ben umzog?", "Anna gekündigt", BEFORE, "Ben umzog"),
    ("Hat Jonas bezahlt, nachdem er umgezogen war?", "Jonas bezahlt", AFTER, "Jonas umgezogen war"),
    ("Wurde das Dach repariert, ehe der Sturm kam?", "das Dach repariert", BEFORE, "der Sturm kam"),
    ("Rief Lena an, bevor Max die Karten kaufte?", "Rief Lena an", BEFORE, "Max die Karten kaufte"),
    ("Fand die Wahl vor dem Umzug statt?", "die Wahl", BEFORE, "dem Umzug"),
    ("Geschah der Unfall nach der Prüfung?", "der Unfall", AFTER, "der Prüfung"),
    ("Nachdem Eva ging, hat Paul gekocht?", "Paul gekocht", AFTER, "Eva ging"),
]  # fmt: skip

LENGTHS = [
    ("Did it take more than 3 weeks from Ann ordering the desk to the desk being delivered?",
     "Ann ordering the desk", LONGER, 21, "the desk being delivered"),
    ("Did it take less than two days from Joe talking to Kim to Kim calling Lee?",
     "Joe talking to Kim", SHORTER, 2, "Kim calling Lee"),
    ("Is the time interval between Ann asking for salt and pepper and Joe buying both more than 10 days?",
     "Ann asking for salt and pepper", LONGER, 10, "Joe buying both"),
    ("Is the time interval more than five days between Ann losing her keys and Joe finding them?",
     "Ann losing her keys", LONGER, 5, "Joe finding them"),
    ("Was the gap between the order and the delivery longer than a week?", "the order", LONGER, 7, "the delivery"),
    ("Was the time between the interview and the offer shorter than 36 hours?",
     "the interview", SHORTER, 1.5, "the offer"),
    ("Were there more than twelve days between Mia planting the tree and Leo watering it?",
     "Mia planting the tree", LONGER, 12, "Leo watering it"),
    ("Did more than 2 weeks pass between Sam falling ill and Sam returning to the office?",
     "Sam falling ill", LONGER, 14, "Sam returning to the office"),
    ("Was it over a day from Ida leaving Rome until Ida reaching Paris?", "Ida leaving Rome", LONGER, 1,
     "Ida reaching Paris"),
    ("Did Ben reply within 3 days after Anna wrote to him?", "Ben reply", SHORTER, 3, "Anna wrote to him"),
    ("Lagen mehr als drei Wochen zwischen der Anzahlung und der Lieferung?", "der Anzahlung", LONGER, 21,
     "der Lieferung"),
    ("Vergingen weniger als 10 Tage zwischen dem Antrag und der Zusage?", "dem Antrag", SHORTER, 10, "der Zusage"),
    ("Dauerte es länger als eine Woche von der Anfrage bis zur Antwort?", "der Anfrage", LONGER, 7, "zur Antwort"),
    ("War der Abstand zwischen dem Umzug und der Kündigung größer als 2 Tage?", "dem Umzug", LONGER, 2,
     "der Kündigung"),
]  # fmt: skip

OTHERS = [
    "What did Anna say after the meeting?",
    "What did Anna say after she left?",
    "Who called before Ben arrived?",
    "When did Ben call, before or after lunch?",
    "Did she call before lunch?",
    "Did she call before noon on Friday?",
    "Did Anna call after the meeting?",
    "Did Anna talk to Ben after the planned rehearsal?",
    "Did Kim leave after Lee's birthday?",
    "Did it take Kim more than 3 days to paint the wall after Lee bought the paint?",
    "Did they meet before May 3?",
    "Did the party happen before noon?",
    "Did the fair take place after 2025?",
    "Did the talk take place before the 3rd of May?",
    "Has Ben ever done this before?",
    "Has Wolf been to Prague before?",
    "Did Ann look after the dog when it was ill?",
    "Was the cat named after Ben?",
    "Did Tom go home before dark?",
    "Did Anna leave the concert organized by Ben before midnight?",
    "Did Anna join after the dinner hosted by Ben?",
    "Did Kim leave right after Lee arrived?",
    "Did Kim leave two days before Lee arrived?",
    "Did Kim call the day after Lee moved?",
    "Does Anna usually call before she visits?",
    "Is the shop closed after the owner died?",
    "How long before Ben left did Anna call?",
    "Why did Eva cry after she read the letter?",
    "Did Ben run more than 3 hours from the station to the park?",
    "Did it take more than 3 hours from Berlin to Munich?",
    "Is the distance between Ann's house and the station more than 3 km?",
    "Is the break between 3 PM and 5 PM longer than an hour?",
    "Did Anna read more than two books?",
    "Is the ticket more than a week old?",
    "Did Anna pay between 3 and 5 dollars?",
    "Did Anna call Ben or Tom?",
    "Did the trip after the wedding cost much?",
    "Tell me what happened before Ben left.",
    "Anna called before Ben left.",
    "Wer rief an, bevor Ben ging?",
    "Was hat Anna gesagt, nachdem sie ankam?",
    "Hat Anna vor dem Mittagessen angerufen?",
    "Fand das Treffen vor Mittag statt?",
    "Ging Anna kurz bevor Ben kam?",
    "Hat Anna mehr als drei Bücher gelesen?",
    "会议之前她打电话了吗？",
    "",
    "before",
    "Did before after?",
]


@pytest.mark.parametrize(("question", "first", "relation", "second"), ORDERS)
def test_the_order_of_two_events_is_asked(question: str, first: str, relation: Relation, second: str):
    found = parse_comparison(question)
    assert found
    assert (found.first, found.relation, found.second, found.days) == (first, relation, second, None)


@pytest.mark.parametrize(("question", "first", "relation", "days", "second"), LENGTHS)
def test_the_time_between_two_events_is_asked(question: str, first: str, relation: Relation, days: float, second: str):
    found = parse_comparison(question)
    assert found
    assert (found.first, found.relation, found.second) == (first, relation, second)
    assert found.days == pytest.approx(days)


@pytest.mark.parametrize("question", OTHERS)
def test_other_questions_are_left_alone(question: str):
    assert parse_comparison(question) is None


def compare(relation: Relation, days: float | None = None, language: str = "en") -> Comparison:
    return Comparison("A", "B", relation, days, language)


@pytest.mark.parametrize(
    ("comparison", "first", "second", "answer", "words"),
    [
        (compare(BEFORE), date(2026, 1, 21), date(2026, 7, 1), True,
         "Yes: the first was on 2026-01-21, the second on 2026-07-01 (161 days later)."),
        (compare(AFTER), date(2026, 1, 21), date(2026, 1, 22), False,
         "No: the first was on 2026-01-21, the second on 2026-01-22 (1 day later)."),
        (compare(AFTER), date(2026, 3, 2), date(2026, 2, 27), True,
         "Yes: the first was on 2026-03-02, the second on 2026-02-27 (3 days earlier)."),
        (compare(BEFORE), datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 14, 30), True,
         "Yes: the first was on 2026-03-02 09:00, the second on 2026-03-02 14:30 (5 hours later)."),
        (compare(LONGER, 2), datetime(2026, 8, 19, 10), datetime(2026, 8, 21, 15), True,
         "Yes: the first was on 2026-08-19, the second on 2026-08-21 (2 days later)."),
        (compare(LONGER, 2), date(2026, 8, 19), datetime(2026, 8, 21, 15), False,
         "No: the first was on 2026-08-19, the second on 2026-08-21 (2 days later)."),
        (compare(SHORTER, 1), date(2026, 8, 19), date(2026, 8, 19), True,
         "Yes: the first was on 2026-08-19, the second on 2026-08-19 (on the same day)."),
        (compare(BEFORE, language="de"), date(2026, 5, 1), date(2026, 5, 3), True,
         "Ja: das erste war am 2026-05-01, das zweite am 2026-05-03 (2 Tage später)."),
    ],
)  # fmt: skip
def test_two_dates_answer(comparison: Comparison, first: date, second: date, answer: bool, words: str):
    judged = judge(comparison, first, second)
    assert judged
    assert (judged.answer, judged.words) == (answer, words)


def test_the_order_within_one_day_is_not_known():
    assert judge(compare(BEFORE), date(2026, 5, 1), date(2026, 5, 1)) is None
    assert judge(compare(AFTER), date(2026, 5, 1), datetime(2026, 5, 1, 9)) is None


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1))


@given(MOMENTS, MOMENTS)
def test_before_is_the_contrary_of_after(first: datetime, second: datetime):
    before, after = judge(compare(BEFORE), first, second), judge(compare(AFTER), first, second)
    assert (before is None) is (after is None) is (first == second)
    if before and after:
        assert before.answer is not after.answer
        assert before.answer is (first < second)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(900)), st.floats(0, 900))
def test_an_interval_has_no_direction(first: datetime, apart: timedelta, days: float):
    ways = [
        judge(compare(relation, days), *moments)
        for relation in (LONGER, SHORTER)
        for moments in ((first, first + apart), (first + apart, first))
    ]
    longer = apart.total_seconds() > days * 86_400
    assert [way.answer for way in ways if way] == [longer, longer, not longer, not longer]
