"""Every language's table is whole, and its words are written as they are looked up."""

import pytest

from assistant.language import CODES, all_languages, is_known, is_plain, language, stop_words, words_of
from assistant.language.table import Language


@pytest.fixture(params=CODES)
def table(request: pytest.FixtureRequest) -> Language:
    return language(request.param)


def test_there_is_a_table_for_every_code(table: Language) -> None:
    assert len(table.months) == 12
    assert len(table.weekdays) == 7
    assert all(names for names in (*table.months, *table.weekdays))
    assert table.question_words
    assert table.negation
    assert table.limited
    assert table.denial


def test_a_table_knows_today_last_week_and_weeks_ago(table: Language) -> None:
    days = table.days
    assert 0 in days.offsets.values()
    assert {-1, 0, 1} <= set(days.which.values()) <= {-2, -1, 0, 1}
    assert set(days.units.values()) == {"day", "week", "month", "quarter", "year", "weekend"}
    assert set(range(1, 11)) <= set(days.numbers.values())
    assert days.ago


def test_words_are_in_small_letters_and_single_spaces(table: Language) -> None:
    words = [
        *table.stop_words, *table.question_words, *table.negation, *table.planned, *table.conditional, *table.shared,
        *table.limited, *table.denial,
        *table.days.offsets, *table.days.which, *table.days.units, *table.days.numbers,
        *(name for names in (*table.months, *table.weekdays) for name in names),
    ]  # fmt: skip
    assert [word for word in words if word != word.lower() or word != " ".join(word.split())] == []


def test_no_month_of_a_language_has_another_s_name(table: Language) -> None:
    names = [name for forms in table.months for name in set(forms)]
    assert len(names) == len(set(names))


def test_an_unknown_language_has_the_words_of_english() -> None:
    assert language("xx") is language("en")
    assert not is_known("xx")
    assert language("nb") is language("da")
    assert len(all_languages()) == len(CODES)


def test_words_of_several_languages() -> None:
    assert {"not", "nicht", "pas"} <= words_of("negation", ("en", "de", "fr"))
    assert {"the", "der", "les", "los"} <= stop_words()
    assert "van" not in stop_words()
    assert "van" in stop_words(("nl",))


def test_a_plain_word_may_have_a_verb_drawn_to_it() -> None:
    assert all(map(is_plain, ("I'd", "they’ll", "The", "nicht", "wouldn't")))
    assert not any(map(is_plain, ("boat", "Anna's")))
