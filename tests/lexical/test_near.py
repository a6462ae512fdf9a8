import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.lexical.analysis import analyze_query
from assistant.lexical.index import LexicalIndex
from assistant.lexical.near import corrected, edits


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    texts = [
        "The Vellum beta starts when the lighthouse is lit.",
        "Vellum and vellums; a cellar.",
        "Übergabe am Freitag, release 2026 of parse_query.",
        "什么时候发布测试版",
    ]
    index = LexicalIndex(tmp_path_factory.mktemp("near"))
    passages = [passage(i, text, title="Harbour") for i, text in enumerate(texts, start=1)]
    index.update(range(1, 5), passages)
    return index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vellun", "vellum"),
        ("velum", "vellum"),
        ("vellmu", "vellum"),
        ("evllum", "vellum"),
        ("ellum", "vellum"),
        ("cellum", "vellum"),
        ("lighthuose", "lighthouse"),
        ("lihgthuose", "lighthouse"),
        ("ubergbe", "ubergabe"),
        ("harbuor", "harbour"),
    ],
)
def test_a_slip_finds_the_word(index, typed, meant):
    assert index.near_words(typed)[0] == meant


@pytest.mark.parametrize(
    "typed", ["veln", "vel", "lihgthuoes", "qighthouze", "2027", "202", "parse_qury", "发布测试", ""]
)
def test_short_words_numbers_identifiers_and_words_far_off_stand_for_nothing(index, typed):
    assert index.near_words(typed) == ()


def test_the_more_frequent_of_equally_near_words_comes_first(tmp_path):
    index = LexicalIndex(tmp_path)
    index.update([1, 2, 3], [passage(1, "A cart."), passage(2, "Some carp."), passage(3, "The carp of carps.")])
    assert index.near_words("carx") == ("carp", "cart")


def test_a_corrected_word_counts_less_and_a_stop_word_nothing(index):
    word = analyze_query("lighthuoses", ("en",))[0]
    meant = corrected(word, ("lighthouses",), ("en",))
    assert (meant.surface, meant.exact) == ("lighthuoses", ("lighthouses",))
    assert "lighthous" in meant.stemmed
    assert 0 < meant.weight < word.weight
    assert corrected(word, ("when",), ("en",)).weight == 0


def test_whether_a_word_is_known(index):
    known = {word.surface: index.has(word) for word in analyze_query("Vellum harbour lights vellun", ("en",))}
    assert known == {"Vellum": True, "harbour": True, "lights": False, "vellun": False}


NAMES = st.text("abc", max_size=7)


@given(NAMES, NAMES)
def test_edits_are_a_distance(a, b):
    assert edits(a, b) == edits(b, a)
    assert (edits(a, b) == 0) == (a == b)
    assert abs(len(a) - len(b)) <= edits(a, b) <= max(len(a), len(b))


@given(st.text("abcd", min_size=2, max_size=8), st.data())
def test_one_slip_is_one_edit(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for slip in (word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + "x" + word[at + 1 :]):
        assert edits(word, slip) == 1
    assert edits(word, swapped) <= 1
