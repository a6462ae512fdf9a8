"""What a claim takes from the words a line was shown with is cited where it stands, or not said."""

import re
from dataclasses import replace

from asking import ask, notes, ready, sources
from makers import passage

from assistant.answer.drafts import Stated, evidence_of
from assistant.answer.lenders import with_lenders
from assistant.engines.fakes import FakeChat
from assistant.settings import Ask, Settings

CHAT = passage(1, "Marta: we met at the station.", "Ben: which platform?", "Marta: which one?", "It was 9, as ever.")
SHOWN = replace(evidence_of(CHAT, CHAT.chunk.sentences[3], 1), context="Ben: which platform? / Marta")


def claimed(text: str) -> tuple[str, ...]:
    (claim,) = with_lenders([Stated(text, (SHOWN,))], 5, "Where did they meet?", lambda _: [CHAT])
    assert all(sentence.context == "" for sentence in claim.cited)
    assert [sentence.n for sentence in claim.cited] == [1, *range(5, 4 + len(claim.cited))]
    return tuple(sentence.sentence.text for sentence in claim.cited)


def test_the_nearest_line_above_that_says_it_is_cited_beside():
    assert claimed("Marta said it was 9.") == ("It was 9, as ever.", "Marta: which one?")


def test_what_the_line_says_itself_needs_no_other():
    assert claimed("It was 9") == ("It was 9, as ever.",)


def test_what_it_was_not_shown_with_is_not_looked_for():
    assert claimed("It was 9 at the station of Zurich.") == ("It was 9, as ever.",)


def test_a_claim_without_lines_stays():
    assert with_lenders([Stated("9", ())], 2, "Where?", lambda _: [CHAT]) == (Stated("9", ()),)


def test_an_answer_that_names_the_speaker_cites_the_line_with_the_name():
    said = "Everybody left at 9:40 with the whole crew aboard."
    text = f"# Ferry\n\nMarta: the ferry was late again.\n{said}\nBen: so?\nMarta: so it was.\n"

    def reply(prompt: str) -> str:
        (n,) = re.findall(rf"\[(\d+)\] (?:\([^)]*\) )?{said}", prompt)
        return f"[{n}] Marta: Everybody left at 9:40."

    worded = Settings(ask=Ask(style="abstractive"))
    app = ready(notes({"ferry.md": text}), {"9:40": 3.0}, chat=FakeChat(reply), settings=worded)
    answer = ask(app, "When did the ferry leave with the whole crew?")
    quotes = [quote for *_, quote in sources(answer)]
    assert answer.answer == "Marta: Everybody left at 9:40."
    assert all(any(word in quote for quote in quotes) for word in re.findall(r"[A-Z]\w+|\d+:\d+", answer.answer))
