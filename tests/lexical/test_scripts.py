"""Words of every script: found inside a run, whole with their signs, and in each of their spellings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import passage

from assistant.lexical.analysis import analyze, analyze_query
from assistant.lexical.folding import fold, normal
from assistant.lexical.index import LexicalIndex
from assistant.lexical.spaceless import units

NOTES = {
    "th": ["เมื่อวานไปตลาดซื้อมะม่วงกับข้าวเหนียว", "ห้องประชุมย้ายไปชั้นสามแล้ว", "แมวป่วยต้องพาไปหาหมอวันศุกร์"],
    "lo": ["ມື້ວານໄປວັດກັບແມ່", "ລົດຖີບເສຍຢູ່ໜ້າບ້ານ"],
    "km": ["ថ្ងៃស្អែកយើងទៅសាលារៀន", "ខ្ញុំបានទិញសៀវភៅថ្មី"],
    "my": ["မနေ့က ကျောင်းသွားတယ်", "စာအုပ်အသစ်ဝယ်ခဲ့တယ်"],
    "hi": ["पिताजी की दवा अलमारी में है", "बिजली का बिल सोमवार को भरना है", "छत की मरम्मत हो गई"],
    "bn": ["বাবার ওষুধ আলমারিতে আছে", "বিদ্যুৎ বিল সোমবার দিতে হবে"],
    "ta": ["மருந்து அலமாரியில் உள்ளது", "மின்சாரக் கட்டணம் திங்கள்கிழமை"],
    "ar": ["اِشْتَرَيْتُ دَرَّاجَةً جَدِيدَةً", "الإجتماع يوم الأحد في المدرســة", "المفتاح عند الجيران"],
    "he": ["קָנִיתִי אוֹפַנַּיִם חֲדָשִׁים", "הפגישה ביום ראשון במשרד"],
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    found = LexicalIndex(tmp_path)
    texts = [(language, text) for language, notes in NOTES.items() for text in notes]
    found.update(range(len(texts)), [passage(n, t, language=code) for n, (code, t) in enumerate(texts)])
    return found


def told(index: LexicalIndex, question: str) -> list[str]:
    texts = [text for notes in NOTES.values() for text in notes]
    return [texts[hit.chunk_id] for hit in index.search(analyze_query(question, tuple(NOTES)), 10)]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("มะม่วง", "เมื่อวานไปตลาดซื้อมะม่วงกับข้าวเหนียว"),
        ("ตลาด", "เมื่อวานไปตลาดซื้อมะม่วงกับข้าวเหนียว"),
        ("ประชุม", "ห้องประชุมย้ายไปชั้นสามแล้ว"),
        ("แมว", "แมวป่วยต้องพาไปหาหมอวันศุกร์"),
        ("ห้องประชุมอยู่ชั้นไหน", "ห้องประชุมย้ายไปชั้นสามแล้ว"),
        ("ວັດ", "ມື້ວານໄປວັດກັບແມ່"),
        ("ລົດຖີບ", "ລົດຖີບເສຍຢູ່ໜ້າບ້ານ"),
        ("សាលារៀន", "ថ្ងៃស្អែកយើងទៅសាលារៀន"),
        ("សៀវភៅ", "ខ្ញុំបានទិញសៀវភៅថ្មី"),
        ("ကျောင်း", "မနေ့က ကျောင်းသွားတယ်"),
        ("စာအုပ်", "စာအုပ်အသစ်ဝယ်ခဲ့တယ်"),
        ("दवा", "पिताजी की दवा अलमारी में है"),
        ("बिजली", "बिजली का बिल सोमवार को भरना है"),
        ("ওষুধ", "বাবার ওষুধ আলমারিতে আছে"),
        ("மருந்து", "மருந்து அலமாரியில் உள்ளது"),
        ("دراجة", "اِشْتَرَيْتُ دَرَّاجَةً جَدِيدَةً"),
        ("الاجتماع", "الإجتماع يوم الأحد في المدرســة"),
        ("مدرسة", "الإجتماع يوم الأحد في المدرســة"),
        ("مِفْتاح", "المفتاح عند الجيران"),
        ("חדשים", "קָנִיתִי אוֹפַנַּיִם חֲדָשִׁים"),
        ("הַפְּגִישָׁה", "הפגישה ביום ראשון במשרד"),
    ],
)
def test_a_word_is_found(index: LexicalIndex, word: str, text: str):
    assert told(index, word)[:1] == [text]


@pytest.mark.parametrize(
    "word", ["ฟุตบอล", "หมา", "โรงพยาบาล", "ໝາ", "ឆ្កែ", "ခွေး", "कुत्ता", "किताब", "কুকুর", "நாய்", "كلب", "כלב"]
)
def test_a_word_that_no_note_holds_finds_nothing(index: LexicalIndex, word: str):
    assert told(index, word) == []


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Médecins", "médecin", "fr"),
        ("DÉCISIONS", "décision", "fr"),
        ("Åkrar", "åkrarna", "sv"),
        ("Öğretmen", "ÖĞRETMEN", "tr"),
        ("IŞIK", "ışık", "tr"),
        ("İstanbul", "istanbul", "tr"),
        ("Łódź", "lodz", "pl"),
        ("œuvre", "oeuvre", "fr"),
        ("Ærø", "aero", "da"),
        ("Ένα", "ενα", "el"),
        ("ёлка", "елка", "ru"),
        ("दरवाज़े", "दरवाजे", "hi"),
        ("हँसना", "हंसना", "hi"),
        ("किताबें", "किताब", "hi"),
        ("२०२६", "2026", "hi"),
        ("٢٠٢٦", "2026", "ar"),
        ("می\u200cروم", "میروم", "fa"),
        ("می\u200cآید", "می آید", "fa"),
        ("لوله کش", "لوله\u200cکش", "fa"),
        ("המפתח", "מפתח", "he"),
        ("והבית", "הבית", "he"),
        ("ההודעה", "הודעה", "he"),
        ("کتاب", "كتاب", "fa"),
        ("إلى", "الي", "ar"),
        ('צה"ל', "צה״ל", "he"),
        ("co\u00adoperate", "cooperate", "en"),
        ("ภาษา\u200bไทย", "ภาษาไทย", "th"),
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str, language: str):
    words = analyze_query(one, (language,))
    terms = {*analyze(other, language).stemmed, *analyze(other, language).exact}
    assert all(terms & {*word.stemmed, *word.exact} for word in words)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("RÉUNION", {"reunion"}),
        ("Élise", {"elise"}),
        ("getÉtatActuel2", {"getetatactuel2", "get", "etat", "actuel", "2"}),
        ("НовыйФайл", {"новыифаил", "новыи", "фаил"}),
        ("snake_case", {"snake_case", "snake", "case"}),
    ],
)
def test_names_are_parted_at_their_capitals_in_every_alphabet(name: str, parts: set[str]):
    assert set(analyze(name, "xx").exact) == parts


def test_words_are_not_cut_at_their_signs():
    assert analyze("कुत्ता", "xx").exact == ("कुत्ता",)
    assert analyze("விண்மீன்", "xx").exact == ("விண்மீன்",)
    assert analyze("ᜃᜓᜎᜓ", "xx").exact == ("ᜃᜓᜎᜓ",)


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("ไก่ครึ่ง", "ไก่ ค รึ่ ง"),
        ("กระทิเปลี่ยน", "ก ระ ทิ เป ลี่ ย น"),
        ("น้ำ", "น้ำ"),
        ("ຕະຫຼາດ", "ຕະ ຫຼາ ດ"),
        ("ផ្សារត្រី", "ផ្សា រ ត្រី"),
        ("မန္တလေးကို", "မ န္တ လေး ကို"),
        ("အင်္ဂလိပ်", "အင်္ဂ လိပ်"),
    ],
)
def test_clusters(run: str, parts: str):
    assert units(run) == parts.split()


@given(st.text("กขคเแโใไะาำิี่้์ຕຫລເແະາຼກខ្រីំကမန္်ါး့\u200b", max_size=40))
def test_clusters_are_the_whole_run_in_order(run: str):
    assert "".join(units(run)) == run


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("会议在几楼？", ["会议"]),
        ("いつ京都へ出発しますか？", ["京都", "出発"]),
        ("さくらの木はどこですか", ["さく", "くら", "木"]),
        ("駅で何を食べましたか", ["駅", "食べ"]),
        ("회의는 몇 층에서 열렸습니까?", ["회의", "층", "열렸"]),
        ("สถานีอยู่ที่ไหน", ["สถา", "ถานี", "นีอ", "อยู่"]),
        ("什么", ["什么"]),
    ],
)
def test_question_words_of_scripts_without_spaces_are_no_words_to_be_found(question: str, words: list[str]):
    assert [word.surface for word in analyze_query(question, ("zh",)) if word.weight] == words


@given(st.text())
def test_folding_is_done_once(text: str):
    assert normal(normal(text)) == normal(text)
    assert fold(fold(text)) == fold(text)
