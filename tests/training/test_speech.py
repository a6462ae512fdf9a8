"""Questions about a chat itself: who said something, and when."""

import re
from random import Random

from small_records import record

from training.formats import Chat, as_chat
from training.records import Record
from training.speech import speech_questions

MESSAGES = (
    "The copper boiler was replaced.",
    "Is the spruce ladder mended?",
    "We planted purple garlic there.",
    "Our canvas tent leaks badly.",
    "The violin strings arrived yesterday.",
)
TELLING = ("copper", "spruce", "purple", "canvas", "violin")


def asked() -> list[tuple[Chat, Record]]:
    """Questions about many chats, with the chats."""
    found = []
    for seed in range(80):
        rng = Random(seed)
        chat = as_chat(record(" ".join(MESSAGES), id=f"r{seed}"), rng)
        assert chat
        found += [(chat, made) for made in speech_questions(chat, rng, 2)]
    return found


def topic_of(question: str) -> str:
    """The longest words of the question that are a message's."""
    words = re.findall(r"\w+", question)
    runs = [(i, j) for i in range(len(words)) for j in range(i + 1, len(words))]
    held = [" ".join(words[i : j + 1]) for i, j in runs if " ".join(words[i : j + 1]) in " ".join(MESSAGES)]
    return max(held, key=len)


def message_of(chat: Chat, made: Record) -> str:
    """The words of the message that a question is about."""
    texts = [chat.record.context[slice(*turn.words)] for turn in chat.turns]
    return next(text for text in texts if topic_of(made.question) in text)


def test_an_answer_is_who_said_it_or_the_date_above() -> None:
    kinds = set()
    for chat, made in asked():
        assert made.context == chat.record.context
        assert made.source == "speech"
        (teller,) = [turn for turn in chat.turns if topic_of(made.question) in made.context[slice(*turn.words)]]
        if made.answers == (chat.date,):
            kinds.add("when")
            assert teller.person.name in made.question
        elif made.answers:
            kinds.add("who")
            assert made.answers == (teller.label,)
            assert teller.person.label not in made.question
        else:
            kinds.add("none")
            assert teller.person.name not in made.question
            assert any(turn.person.name in made.question for turn in chat.turns)
    assert kinds == {"who", "when", "none"}


def test_who_asked_something_is_said_to_have_asked_it() -> None:
    said = [(message_of(chat, made), made) for chat, made in asked()]
    of_questions, of_others = (
        [made.question for text, made in said if ("?" in text) is is_one] for is_one in (True, False)
    )
    assert sum("ask" in question for question in of_questions) > len(of_questions) / 2
    assert not any("ask" in question for question in of_others)


def test_without_a_date_nobody_is_asked_when() -> None:
    undated = [made for chat, made in asked() if chat.date is None]
    assert undated
    assert all(made.answers for made in undated)
    assert not any(re.search(r"\b(When|day|date)\b", made.question) for made in undated)


def test_at_most_so_many_turns_are_asked_about() -> None:
    chat = as_chat(record(" ".join(MESSAGES)), Random(1))
    assert chat
    assert len([made for made in speech_questions(chat, Random(1), 1) if made.answers]) == 1
    assert list(speech_questions(chat, Random(1), 0)) == []


def test_common_words_are_no_topic() -> None:
    chat = as_chat(record("I know that. Do you want to go? It was there."), Random(1))
    assert chat
    assert list(speech_questions(chat, Random(1), 9)) == []


def test_names_differ_between_records() -> None:
    ids = [made.id for _, made in asked()]
    assert len(set(ids)) == len(ids)
