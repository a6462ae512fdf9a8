from dataclasses import replace

from makers import chunk, passage

from assistant.domain import Passage
from assistant.lexical.analysis import analyze_query
from assistant.notes.chunks import ChunkSizes
from assistant.notes.parse import parse_note
from assistant.notes.tokens import estimate_tokens
from assistant.retrieve.snippet import best_sentence


def words(text: str):
    return analyze_query(text, ("en",))


def said(*sentences: str, question: str, **fields) -> str:
    found = best_sentence(replace(passage(1, *sentences), **fields), words(question))
    return found.text if found else ""


def test_the_sentence_with_most_of_the_words():
    text = ("The beta is near.", "The load test of the beta ran long.", "Nothing else.")
    assert said(*text, question="beta load tests") == text[1]


def test_the_first_of_equals():
    assert said("One beta.", "Two beta.", question="beta") == "One beta."
    assert said("One.", "Two.", question="nothing of it") == "One."


def test_words_without_weight_do_not_count():
    assert said("It is the one and the other.", "A beta.", question="what is the beta") == "A beta."


def test_a_title_or_heading_is_shown_only_when_there_is_nothing_else():
    assert said("Load test", "It ran for hours.", question="load test", title="Load test") == "It ran for hours."
    assert said("Load test", question="load test", title="Load test") == "Load test"
    under = chunk("Results", "All was well.", headings=("Results",))
    assert said(question="results", chunk=under) == "All was well."


def front_matter() -> Passage:
    text = "---\ntitle: Soup\ntags: [lentils]\ndate: 2026-01-18\n---\nRed lentils.\n"
    note = parse_note("soup.md", text, 0, ChunkSizes(), estimate_tokens)
    return Passage(1, note.path, note.title, note.date, "en", (), note.chunks[0])


def test_title_and_tags_in_front_matter_are_no_content():
    assert [s.text for s in front_matter().content()] == ["Red lentils."]
    assert best_sentence(front_matter(), words("soup")).text == "Red lentils."


def test_front_matter_is_shown_only_for_its_words():
    text = "---\npeople: [Priya Nair, Jonas Weber, Chen Wei, Mara Lindqvist]\n---\nThe beta is near.\n"
    note = parse_note("beta.md", text, 0, ChunkSizes(), estimate_tokens)
    found = Passage(1, note.path, note.title, note.date, "en", (), note.chunks[0])
    assert best_sentence(found, []).text == "The beta is near."
    assert best_sentence(found, words("Priya")).text.startswith("people:")


def test_a_label_in_the_body_is_content():
    assert said("tags: the graffiti on the bridge.", question="x") == "tags: the graffiti on the bridge."


def test_rules_are_no_snippets_and_an_empty_passage_has_none():
    assert said("----", "Words.", question="x") == "Words."
    assert said(question="x") == ""
