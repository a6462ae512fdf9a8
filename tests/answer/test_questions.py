import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.questions import Kind, choices, kind_of

KINDS = {
    Kind.YES_NO: """
        Did Anna call?
        Question: Has Ben ever been to Oslo?
        Isn't the shop open on Sundays?
        In July, was the roof repaired?
        The trip was long. Did they arrive?
        Do you know whether Lena has a key?
        Does she have any brothers or sisters?
        Will it cost more or less than 50 euros or not?
        Is it true that nobody paid?
        Kommt Anna am Montag?
        Hat Ben die Miete bezahlt?
        Weißt du, ob Lena einen Schlüssel hat?
        Frage: Wurde das Dach repariert?
        Ist die Heizung neu, oder?
        他会来吗？
        你有没有钥匙？
        会议是否推迟了？""",
    Kind.CHOICE: """
        Did she order tea or coffee?
        Who is older, Anna or Ben?
        Trinkt Lena Tee oder Kaffee?
        你喜欢茶还是咖啡？""",
    Kind.WHEN: """
        When did Anna call?
        Since when is the shop closed?
        What time does the train leave?
        At what time is dinner?
        On which day did they meet?
        In what year was Ben born?
        In which month do they move?
        What is the exact date of the wedding?
        What was the deadline for the essay?
        How long ago did they move?
        Can you tell me when the course starts?
        Wann beginnt der Kurs?
        Seit wann ist der Laden zu?
        Um wie viel Uhr fährt der Zug?
        An welchem Tag treffen sie sich?
        Wie lautet das Abgabedatum?
        什么时候开会？
        他几点到？
        请问考试在哪一天？""",
    Kind.HOW_LONG: """
        How long did the drive take?
        For how long was the power out?
        How many days did Ben stay?
        What is the duration of the course?
        Wie lange dauert die Fahrt?
        Wie viele Wochen war Lena krank?
        他住了多久？
        假期有几天？""",
    Kind.NUMBER: """
        How many people came?
        How much did the desk cost?
        How many times did the alarm ring?
        How often does the bus run?
        How old is Ben?
        What percentage of the budget is left?
        What is the monthly rent?
        What's Ben's new salary?
        Wie viele Gäste kamen?
        Wie viel kostet der Tisch?
        Wie oft fährt der Bus?
        Was kostet die Miete?
        桌子多少钱？
        来了几个人？""",
    Kind.WHO: """
        Who has the key?
        With whom did Anna travel?
        To whom was the letter sent?
        Whose bike is in the hall?
        Which colleague wrote the report?
        Wer hat den Schlüssel?
        Mit wem ist Anna verreist?
        Wessen Rad steht im Flur?
        谁有钥匙？
        哪位老师请假了？""",
    Kind.WHERE: """
        Where is the spare key?
        In which city does Lena live?
        What is the address of the dentist?
        From where does the bus leave?
        Wo liegt der Schlüssel?
        Wohin fährt der Bus?
        In welcher Stadt wohnt Lena?
        钥匙在哪里？
        他们住在哪个城市？""",
    Kind.LIST: """
        What are the names of Ben's cats?
        Which books did Lena borrow?
        Which three cities did they visit?
        What kinds of bread does the shop sell?
        Name all guests of the party.
        Can you list the open tasks?
        What did Ben order and what did he think of it?
        Who called and when did they call?
        Welche Bücher haben die Kinder gelesen?
        Wie heißen die Katzen?
        Nenne alle Gäste.
        他买了哪些书？""",
    Kind.FREE: """
        Why did the train stop?
        What did Anna say after the meeting?
        How does the heating work?
        What is the name of the dog?
        What was the boss like?
        Which class does Mia like?
        Warum hielt der Zug?
        Was hat Anna gesagt?
        Welche Farbe hat das Auto?
        为什么火车停了？
        猫叫什么名字？
        Pourquoi le train a-t-il arrêté ?
        heating
        ?""",
}
CASES = [(kind, line.strip()) for kind, lines in KINDS.items() for line in lines.strip().split("\n")]

ALTERNATIVES = [
    ("Did she order tea or coffee?", ("tea", "coffee")),
    ("Did she order tea or coffee at the station?", ("tea", "coffee")),
    ("Did Anna or Ben call?", ("Anna", "Ben")),
    ("Was it Anna Smith or Ben Jones?", ("Anna Smith", "Ben Jones")),
    ("Is the meeting on Monday or Tuesday?", ("Monday", "Tuesday")),
    ("Does Lena live in Bern or in Basel?", ("in Bern", "in Basel")),
    ("Should we take the bus or the train?", ("bus", "train")),
    ("Is the door red, green or blue?", ("red", "green", "blue")),
    ("In May, did they drink tea, coffee or milk?", ("tea", "coffee", "milk")),
    ("Who is older, Anna or Ben?", ("Anna", "Ben")),
    ("Which was cheaper: the old desk or the new one?", ("old desk", "new one")),
    ("Does the course start at 9 or 10?", ("9", "10")),
    ("Tea or coffee?", ("Tea", "coffee")),
    ("Trinkt Lena Tee oder Kaffee?", ("Tee", "Kaffee")),
    ("Hat Anna Tee oder Kaffee bestellt?", ("Tee", "Kaffee")),
    ("Wer ist älter, Anna oder Ben?", ("Anna", "Ben")),
    ("Wohnt Lena in Bern oder in Basel?", ("in Bern", "in Basel")),
    ("你喜欢茶还是咖啡？", ("茶", "咖啡")),
    ("是周一还是周二？", ("周一", "周二")),
    ("你喝茶还是喝咖啡？", ("喝茶", "喝咖啡")),
    ("Does she have any brothers or sisters?", ()),
    ("Did one or two people come?", ()),
    ("Did she come or not?", ()),
    ("Did Anna stay or did she leave?", ()),
    ("What did Anna or Ben say?", ()),
    ("Where can we buy bread or cake?", ()),
    ("Tell me about the old tea or the coffee", ()),
    ("Schreib mir etwas über Tee oder Kaffee auf.", ()),
    ("Kommt Anna, oder?", ()),
    ("他还是来了吗？", ()),
    ("or", ()),
    ("", ()),
]


@pytest.mark.parametrize(("kind", "question"), CASES)
def test_the_wording_tells_the_kind(kind: Kind, question: str):
    assert kind_of(question) is kind


@pytest.mark.parametrize(("question", "alternatives"), ALTERNATIVES)
def test_alternatives_are_found(question: str, alternatives: tuple[str, ...]):
    assert choices(question) == alternatives


def test_a_known_language_is_not_guessed():
    assert kind_of("Was Ben at home?", "en") is Kind.YES_NO
    assert kind_of("Was Ben at home?", "de") is Kind.FREE


PARTS = [*"?？,:. ", "or ", "oder ", "还是", "是", "Did ", "Who ", "wer ", "tea ", "the ", "Ann "]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_every_alternative_stands_in_the_question(question: str):
    found = choices(question)
    assert len(found) != 1
    for alternative in found:
        assert alternative
        assert alternative in " ".join(question.split())
    assert (kind_of(question) is Kind.CHOICE) is bool(found)
