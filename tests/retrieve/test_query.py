from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UsageError
from assistant.retrieve.query import MAX_CHARACTERS, Query, make_filters, parse_query
from assistant.store.filters import Filters

TODAY = date(2026, 11, 21)


def parsed(text: str, **narrow) -> Query:
    return parse_query(text, TODAY, Filters(**narrow))


def filters(text: str) -> Filters:
    return parsed(text).filters


def test_filters_are_taken_out_of_the_text():
    query = parsed("beta tag:work plan path:projects/")
    assert query.text == "beta plan"
    assert query.filters == Filters(tags=("work",), paths=("projects/",))


def test_several_of_a_kind_and_values_in_quotes():
    assert filters('tag:a TAG:#b tag:"c d"').tags == ("a", "b", "c d")
    assert filters('path:"My Notes/" path:*.md, x').paths == ("My Notes/", "*.md")


def test_days_narrow_each_other():
    assert filters("since:2026-01 until:2026-03") == Filters(since=date(2026, 1, 1), until=date(2026, 3, 31))
    assert filters("in:2026 since:2026-05-02") == Filters(since=date(2026, 5, 2), until=date(2026, 12, 31))
    assert filters("in:march?") == Filters(since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert filters('since:"last week"').since == date(2026, 11, 9)


def test_what_is_to_be_left_out():
    query = parsed('beta -draft -"old plan" -tag:private -path:archive/')
    assert query.text == "beta"
    assert query.without == ("draft", "old plan")
    assert query.filters == Filters(without_tags=("private",), without_paths=("archive/",))


def test_the_words_of_a_phrase_stay_in_the_text():
    query = parsed('Who sang "Viva la Vida"?')
    assert (query.text, query.phrases) == ("Who sang Viva la Vida?", ("Viva la Vida",))


@pytest.mark.parametrize(
    "text",
    [
        "foo:bar", "tag: work", "tag:", "a tag :x", "well-known", "beta - plan", "-5 degrees", "--flag", "a-b -",
        "- item", "https://example.org/tag:x", "begin:2026", 'a 12" pizza', '"', '""', "sub-tag:x", "it's", "C:\\notes",
        "  two  spaces ",
    ],
)  # fmt: skip
def test_everything_else_is_text(text):
    assert parsed(text) == Query(text)


@pytest.mark.parametrize("text", ["since:soon", "in:2026-13", "in:a", 'in:"may 40"', "beta in:the"])
def test_a_date_that_is_none_is_the_users_error(text):
    with pytest.raises(UsageError, match="is no date") as error:
        parsed(text)
    assert "2026-01-31" in error.value.hint


def test_options_are_filters_too_and_both_hold():
    narrow = make_filters(TODAY, tags=["#work"], since="2026-01", until="yesterday")
    assert narrow == Filters(tags=("work",), since=date(2026, 1, 1), until=date(2026, 11, 20))
    both = parse_query("tag:beta until:2026-06 x", TODAY, narrow).filters
    assert both == Filters(tags=("work", "beta"), since=date(2026, 1, 1), until=date(2026, 6, 30))
    with pytest.raises(UsageError) as error:
        make_filters(TODAY, since="x")
    assert error.value.hint.startswith("--since ")


def test_days_in_words_are_named_and_stay_in_the_text():
    query = parsed("What happened last week? tag:work")
    assert query.text == "What happened last week?"
    assert [said.words for said in query.said] == ["last week"]
    assert query.filters == Filters(tags=("work",))


def test_a_pasted_text_is_cut():
    assert len(parsed("word " * 1000).text) == MAX_CHARACTERS


WORDS = st.text(st.characters(codec="utf-8", exclude_characters=':"-'), max_size=30)


@given(WORDS)
def test_without_the_signs_of_the_syntax_a_text_stays_as_it_is(text):
    assert parsed(text).text == text


@given(st.text(max_size=80))
def test_what_is_left_has_no_filter_in_it(text):
    try:
        once = parsed(text)
    except UsageError:
        return
    assert once.filters == Filters() or len(once.text) < len(text)
