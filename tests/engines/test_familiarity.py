from assistant.engines.familiarity import familiarity


def test_words_and_parts_of_words_are_known():
    assert familiarity("the embedding", ["the", "em", "##bed", "##ding"]) == 1.0


def test_letters_spelled_out_are_not():
    assert familiarity("мир", ["м", "##и", "##р"]) == 0.0


def test_a_chinese_character_is_a_word_of_its_own_but_not_where_the_vocabulary_lacks_it():
    assert familiarity("会议", ["会", "议"]) == 1.0
    assert familiarity("会议", ["会", "[UNK]"]) == 0.5
    assert familiarity("会议", ["<unk>"]) == 0.0


def test_signs_and_digits_do_not_count():
    assert familiarity("14:30!", ["14", ":", "30", "!"]) == 1.0
    assert familiarity("", []) == 1.0
