"""Which form of answer a question asks for: the shipped weights, over questions that they were not trained on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.question.forms import BUCKETS, Form, buckets_of, form_of


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("How do I descale the kettle?", Form.STEPS),
        ("how do i descale the kettle", Form.STEPS),
        ("Wie entkalke ich den Wasserkocher?", Form.STEPS),
        ("怎么清洗水壶", Form.STEPS),
        ("When did the kettle break?", Form.DAY),
        ("Wann ging der Wasserkocher kaputt?", Form.DAY),
        ("Who broke the kettle?", Form.PERSON),
        ("How much did the kettle cost?", Form.AMOUNT),
        ("¿Cuánto costó la tetera?", Form.AMOUNT),
        ("Where is the kettle?", Form.PLACE),
        ("Is the kettle broken?", Form.YES_NO),
        ("Habe ich den Wasserkocher bezahlt?", Form.YES_NO),
        ("水壶坏了吗？", Form.YES_NO),
        ("What is the difference between a kettle and a samovar?", Form.COMPARE),
        ("What is a samovar?", Form.SENTENCES),
        ("Why is the kettle so loud?", Form.SENTENCES),
        ("What do I still have to do?", Form.OPEN),
        ("Was muss ich noch erledigen?", Form.OPEN),
    ],
)
def test_the_form_of_a_question(question, form):
    assert form_of(question)[0] is form


@given(st.text(max_size=80))
def test_any_text_has_a_form_and_a_probability(text):
    form, sure = form_of(text)
    assert isinstance(form, Form)
    assert 0 <= sure <= 1
    assert all(0 <= bucket < BUCKETS for bucket in buckets_of(text)[0])
